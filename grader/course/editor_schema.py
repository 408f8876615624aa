"""The JSON Schema of `course.yml`, made from the models that the loader validates with. Knows no file and no line."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from grader.course.course_schema import CourseKeys


class _Schema(GenerateJsonSchema):
    """Shares, times and points are texts or numbers to an editor; what they must be is in their descriptions."""

    def is_instance_schema(self, schema: core_schema.IsInstanceSchema) -> dict[str, Any]:
        """Return a fraction is written as a number or a text: 0.1, 10%, 1/3."""
        return {"type": ["number", "string"]} if schema["cls"] is Fraction else super().is_instance_schema(schema)

    def encode_default(self, dft: Any) -> Any:  # noqa: ANN401 - any default
        """Return a default as JSON has it."""
        return float(dft) if isinstance(dft, Fraction) else super().encode_default(dft)


def course_schema_text() -> str:
    """Return the schema as the text of a file."""
    schema = CourseKeys.model_json_schema(schema_generator=_Schema)
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}, indent=2, ensure_ascii=False) + "\n"

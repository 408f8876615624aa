"""The JSON Schemas of an exercise file and of `course.yml`, made from the models that the loader validates with.

Editors complete and check a file by it: its first line names the schema. Knows no file and no line.
"""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from grader.course.course_schema import CourseKeys
from grader.course.exercise_schema import OF_SOME_KINDS, ExerciseKeys, ItemKeys
from grader.kinds import KINDS
from grader.kinds.protocol import Kind

# Shipped with the package, so that an exercise can name it without a network.
SCHEMA_FILE = Path(__file__).parent / "exercise.schema.json"


def exercise_schema() -> dict[str, Any]:
    """Return the schema as JSON-like data; one branch for each kind of item."""
    schema = ExerciseKeys.model_json_schema()
    definitions = schema.setdefault("$defs", {})
    for kind in KINDS.values():
        definitions[kind.name] = _item_schema(kind, definitions)
    branches = [
        {"if": {"properties": {"kind": {"const": name}}}, "then": {"$ref": f"#/$defs/{name}"}} for name in KINDS
    ]
    # By `if` and not by `oneOf`, an editor says what is wrong with an item of this kind, not that it fits none.
    kinds = {"description": "The kind of item.", "enum": list(KINDS)}
    schema["properties"]["items"]["items"] = {
        "type": "object", "required": ["kind"], "properties": {"kind": kinds}, "allOf": branches
    }  # fmt: skip
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _item_schema(kind: Kind, definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the keys of an item of one kind: those of every item that do something for it, and its own."""
    common, own = ItemKeys.model_json_schema(), kind.options.model_json_schema()
    for part in (common, own):
        definitions.update(part.pop("$defs", {}))
    idle = frozenset(OF_SOME_KINDS).difference(kind.looks_at)
    shared = {key: keys for key, keys in common["properties"].items() if key not in idle}
    named = {"kind": {"const": kind.name, "description": kind.summary}}
    properties = {**shared, **own.get("properties", {}), **named}
    return {
        "type": "object",
        "title": kind.name,
        "description": kind.summary,
        "properties": properties,
        "required": [*common["required"], *own.get("required", [])],
        "additionalProperties": False,
    }


def schema_text() -> str:
    """Return the schema as the text of a file."""
    return json.dumps(exercise_schema(), indent=2, ensure_ascii=False) + "\n"


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

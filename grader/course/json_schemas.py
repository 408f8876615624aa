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
from grader.course.exercise_schema import OF_SOME_ITEMS, ExerciseKeys, ItemKeys
from grader.kinds import KEYS, KINDS

# Shipped with the package, so that an exercise can name it without a network.
SCHEMA_FILE = Path(__file__).parent / "exercise.schema.json"
_HEAD = r"^[^()]+\([^()]+\)\s*$"  # of a function, `f(x, y)`; names in any script, so not by letters


def exercise_schema() -> dict[str, Any]:
    """Return the schema as JSON-like data; what an item asks for decides which keys it may have."""
    schema = ExerciseKeys.model_json_schema()
    definitions = schema.setdefault("$defs", {})
    asked = [_item_schema(key, definitions) for key in KEYS]
    # By `if` and not by `oneOf`, an editor says what is wrong with an item that asks for this, not that it fits none.
    branches = [{"if": {"required": [key]}, "then": item} for key, item in zip(KEYS, asked, strict=True)]
    schema["properties"]["functions"]["propertyNames"] = {"pattern": _HEAD}
    schema["properties"]["items"]["items"] = {
        "type": "object",
        "oneOf": [{"required": [key]} for key in KEYS],
        "properties": {key: keys for item in reversed(asked) for key, keys in item["properties"].items()},
        "allOf": branches,
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _item_schema(asked: str, definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the keys of an item that asks by this key: those of every item, and its own, beside them or in a mapping."""
    kind, *others = [kind for kind in KINDS.values() if kind.key == asked]
    common, own = ItemKeys.model_json_schema(), kind.options.model_json_schema()
    for part in (common, own):
        definitions.update(part.pop("$defs", {}))
    reads = frozenset(key for each in (kind, *others) for key in (*each.reads, *(("carried_credit",) if others else ())))
    idle = frozenset(OF_SOME_ITEMS).difference(reads) if kind.is_nested else ()
    shared = {key: keys for key, keys in common["properties"].items() if key not in idle}
    if kind.is_nested:
        definitions[kind.name] = {**own, "description": kind.summary}
        meant: dict[str, Any] = {"$ref": f"#/$defs/{kind.name}"}
        for other in others:
            definitions[other.name] = {**other.options.model_json_schema(), "description": other.summary}
            summary = f"{kind.summary} With `{other.told_by}`: {other.summary[0].lower()}{other.summary[1:]}"
            then = {"$ref": f"#/$defs/{other.name}"}
            meant = {"description": summary, "type": "object", "if": {"required": [other.told_by]}, "then": then, "else": meant}
        own = {"properties": {asked: meant}, "required": [asked]}
    first = {key: shared.pop(key) for key in ("id",)}
    return {
        "type": "object",
        "title": kind.name,
        "description": kind.summary,
        "properties": {**first, **own["properties"], **shared},
        "required": [*common["required"], *own["required"]],
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

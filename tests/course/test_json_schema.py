"""Editors are told the same as the loader checks."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
import yaml

from grader.course.json_schemas import SCHEMA_FILE, exercise_schema, schema_text

ROOT = Path(__file__).parents[2]


def test_the_file_is_the_schema_of_today():
    """The file that exercises name is what the models say (`grade schema > grader/course/exercise.schema.json`)."""
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text()


@pytest.mark.parametrize("file", sorted((ROOT / "exercises").glob("*.yml")), ids=lambda file: file.stem)
def test_the_lesson_s_exercises_are_valid(file: Path):
    """What the loader takes, the schema takes."""
    jsonschema.validate(yaml.safe_load(file.read_text(encoding="utf-8")), exercise_schema())


def test_a_key_that_is_not_there_is_refused():
    """What the loader refuses, the schema refuses."""
    document = yaml.safe_load((ROOT / "exercises" / "partial_derivatives.yml").read_text(encoding="utf-8"))
    document["items"][0]["alias"] = ["d"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, exercise_schema())

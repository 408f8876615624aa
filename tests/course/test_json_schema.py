"""Editors are told the same as the loader checks."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
import yaml

from grader.course.exercise_schema import ItemKeys
from grader.course.exercises import read_exercise
from grader.course.json_schemas import SCHEMA_FILE, exercise_schema, schema_text
from grader.errors import SpecError
from grader.kinds import KINDS

ROOT = Path(__file__).parents[2]


def test_the_file_is_the_schema_of_today():
    """The file that exercises name is what the models say (`grade schema > grader/course/exercise.schema.json`)."""
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text()


@pytest.mark.parametrize("file", sorted((ROOT / "exercises").glob("*.yml")), ids=lambda file: file.stem)
def test_the_lesson_s_exercises_are_valid(file: Path):
    """What the loader takes, the schema takes."""
    jsonschema.validate(yaml.safe_load(file.read_text(encoding="utf-8")), exercise_schema())


WRONG = {
    "a key that is not there": lambda item: item.update(alias=["d"]),
    "a key of a program outside of it": lambda item: item.update(starts=[1]),
    "a key of before": lambda item: item.update(kind="gradient"),
    "nothing that is asked for": lambda item: item.pop("answer"),
    "two things asked for": lambda item: item.update(program={"method": "descent(f)", "starts": [1]}),
    "a tolerance that is none": lambda item: item.update(tolerance=2),
    "a loosening that is none": lambda item: item.update(up_to="anything"),
}
"""Changes to an item of the lesson's that make it none."""


@pytest.mark.parametrize("slip", WRONG)
def test_what_the_loader_refuses_the_schema_refuses(slip: str):
    """An editor underlines what `grade verify` would say later."""
    document = yaml.safe_load((ROOT / "exercises" / "partial_derivatives.yml").read_text(encoding="utf-8"))
    WRONG[slip](document["items"][0])
    with pytest.raises(SpecError):
        read_exercise(yaml.safe_dump(document), "it.yml", "it")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, exercise_schema())


def test_a_function_is_a_head_with_a_formula_or_with_more_to_say():
    """Numbers, formulas and `is` with `domain` are taken, names in any script; a head without variables is refused."""
    document = yaml.safe_load((ROOT / "exercises" / "partial_derivatives.yml").read_text(encoding="utf-8"))
    for functions in ({"f(x, y)": 3}, {"φ(λ)": "λ**2"}, {"f(x)": {"is": "log(x)", "domain": {"x": ["1/10", float("inf")]}}}):
        jsonschema.validate({**document, "functions": functions}, exercise_schema())
    for functions in ({"f": "x"}, {"f(x)": {"formula": "x"}}, {"f(x)": {"is": "x", "domains": {}}}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**document, "functions": functions}, exercise_schema())


def test_every_key_is_offered_and_described():
    """An editor completes the keys of an empty item: those of every item, of an answer, and of a program inside of it."""
    schema = exercise_schema()
    offered = schema["properties"]["items"]["items"]["properties"]
    assert {*ItemKeys.model_fields, *KINDS["answer"].options.model_fields, "program"} == {*offered}
    program = schema["$defs"]["program"]["properties"]
    assert {*KINDS["program"].options.model_fields} == {*program}
    function = schema["$defs"]["function"]["properties"]
    assert {*KINDS["function"].options.model_fields} == {*function}
    described = {**offered, **program, **function, **schema["properties"]}
    assert [key for key, keys in described.items() if not (keys.get("description") or "$ref" in keys or "allOf" in keys)] == []

import json
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from grader.model import Grade, Gradebook
from grader.reports import write_all
from grader.reports.formats.gradebook_json import plain_json, schema

from .sample import book, mixed, perfect


def _written(gradebook: Gradebook, folder: Path) -> Any:
    write_all(gradebook, folder, ["json"])
    return json.loads((folder / "gradebook.json").read_text(encoding="utf-8"), parse_constant=pytest.fail)


def test_schema_is_one_and_holds(tmp_path: Path) -> None:
    """The schema is valid itself, and so is a class with everything in it."""
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(_written(book(), tmp_path), schema())


def test_schema_describes_every_key(tmp_path: Path) -> None:
    """A key that the schema does not know is refused, so that none is added without a description."""
    written = _written(book(mixed()), tmp_path)
    written["grades"][0]["items"][0]["surprise"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(written, schema())


def test_an_empty_class_is_valid(tmp_path: Path) -> None:
    """A gradebook of nobody is still JSON and still valid."""
    written = _written(replace(book(), grades=lambda: iter(())), tmp_path)
    jsonschema.validate(written, schema())
    assert written["grades"] == []


def test_numbers(tmp_path: Path) -> None:
    """Points and credit are JSON numbers; NaN and infinity in evidence are strings."""
    (grade,) = _written(book(mixed()), tmp_path)["grades"]
    items = {item["item"]: item for item in grade["items"]}
    assert (grade["earned"], grade["possible"]) == (4.5, 15)
    assert items["df_dy_depends_on"]["credit"] == 0.5
    assert items["df_dy"]["evidence"]["worst"] == "nan"
    assert items["grad_descent"]["evidence"]["steps"] == [-1.0, "-inf"]


def test_feedback_files_are_recorded(tmp_path: Path) -> None:
    """Each grade names the feedback file that is there, and no two name the same."""
    write_all(book(), tmp_path)
    grades = json.loads((tmp_path / "gradebook.json").read_text(encoding="utf-8"))["grades"]
    named = [tmp_path / grade["feedback_file"] for grade in grades]
    assert all(path.is_file() for path in named)
    assert len(set(named)) == len(list((tmp_path / "feedback").glob("*.md")))


def test_without_markdown_the_page_is_recorded(tmp_path: Path) -> None:
    """With pages alone each grade names the page that is there."""
    write_all(book(), tmp_path, ["html", "json"])
    grades = json.loads((tmp_path / "gradebook.json").read_text(encoding="utf-8"))["grades"]
    assert all((tmp_path / grade["feedback_file"]).is_file() for grade in grades)


def test_two_runs_are_the_same_text(tmp_path: Path) -> None:
    """The same grades give the same bytes."""
    for name in ("a", "b"):
        write_all(book(), tmp_path / name, ["json"])
    assert (tmp_path / "a/gradebook.json").read_bytes() == (tmp_path / "b/gradebook.json").read_bytes()


def test_grades_are_streamed(tmp_path: Path) -> None:
    """No grade is still held when the one after the next is asked for."""
    living: set[int] = set()

    class Watched(Grade):
        def __del__(self) -> None:
            living.discard(id(self))

    def grades() -> Iterator[Grade]:
        for number in range(50):
            grade = perfect(f"student {number}")
            watched = Watched(submission=grade.submission, items=grade.items)
            living.add(id(watched))
            assert len(living) <= 3
            yield watched
            del watched

    write_all(replace(book(), grades=grades), tmp_path)


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Fraction(1, 4), 0.25),
        (Fraction(4), 4),
        (1 + 2j, {"re": 1.0, "im": 2.0}),
        ({3, 1}, [1, 3]),
        ((1, (2,)), [1, [2]]),
        (object(), "<object>"),
        (b"x", "<bytes>"),
        ({1: "\ud800"}, {"1": "?"}),
    ],
)
def test_anything_becomes_json(value: object, plain: object) -> None:
    """Evidence of any type is written as JSON can say it, the same on every run."""
    assert plain_json(value) == plain


def test_a_huge_integer_is_no_number() -> None:
    """An integer beyond what readers of JSON hold is described, and not spelled out in thousands of digits."""
    assert plain_json(-(10**5000)) == "about -2^16610"
    assert plain_json(10**300) == 10**300


def test_depth_is_bounded() -> None:
    """Evidence that is nested without end is cut and not an error."""
    value: object = 1
    for _ in range(10_000):
        value = [value]
    assert "…" in json.dumps(plain_json(value), ensure_ascii=False)

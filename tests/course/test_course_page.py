"""docs/course.md is true: every example on it is worked out, in every report, and every key of the file has one."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest

from grader.collect.entry_search import find
from grader.course import adjusted, as_handed_in, load_course, unknown
from grader.course.course_schema import BestKeys, BoundsKeys, CourseKeys, LateKeys, OverrideKeys, RuleKeys
from grader.course.json_schemas import course_schema_text
from grader.course.yaml_documents import Problems, load
from grader.model import Student
from tests.course.worlds import Work, World, reported

PAGE = (Path(__file__).parents[2] / "docs/course.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"<!-- example: (.+?) -->\n```yaml\n(.*?)^```\n\n(.*?)(?=\n\n)", re.MULTILINE | re.DOTALL)
GIVEN = re.compile(
    r"<!-- handed in: (.+?) -->\n```yaml\n(.*?)^```\n\n```txt\n(.*?)^```\n\n(.*?)(?=\n\n)", re.MULTILINE | re.DOTALL
)
HANDED_IN = {name: (text, files, table) for name, text, files, table in GIVEN.findall(PAGE)}
EXAMPLES = {name: (text, table) for name, text, table in EXAMPLE.findall(PAGE)}


def cells(table: str) -> list[list[str]]:
    """The rows of a table below its head."""
    lines = [line for line in table.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def the_class() -> World:
    """The class that the page begins with."""
    head, _, *rows = PAGE.partition("<!-- class -->")[2].partition("\n\n")[0].strip().splitlines()
    names = [cell.strip().strip("`") for cell in head.strip("|").split("|")][2:-1]
    points: dict[str, Fraction] = {}
    works = []
    for row in rows:
        who, when, *scores, _ = [cell.strip() for cell in row.strip("|").split("|")]
        earned = {}
        for name, score in zip(names, scores, strict=True):
            got, _, most = score.partition(" of ")
            points[name], earned[name] = Fraction(most), Fraction(got)
        credits = {name: got / points[name] for name, got in earned.items()}
        works.append(Work(student=who, submitted_at=when, credits=credits))
    return World(points=points, works=tuple(works))


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_true_in_every_report(name: str, tmp_path: Path):
    """The totals, what is possible and the days late are those of the table beside the example."""
    text, table = EXAMPLES[name]
    if "timezone" not in text:
        text += "timezone: Europe/Berlin\n"
    file = tmp_path / "course.yml"
    file.write_text(text, encoding="utf-8")
    course = load_course(file)
    world = the_class()
    students = [Student(id=work.student, name=work.student) for work in world.works]
    assert unknown(course, students, world.assignment) == []
    grades = [adjusted(grade, course) for grade in world.grades()]
    for row, told in zip(cells(table), reported(grades, world, course, tmp_path / "out"), strict=True):
        expected = dict(zip(("student", "total", "of", "days"), row, strict=True))
        for report, seen in told.items():
            assert {key: value for key, value in seen.items() if key != "flags"}.items() <= expected.items(), report


def test_every_key_is_on_the_page():
    """No key of the file is without a line on the page."""
    keys = {key for model in (CourseKeys, LateKeys, RuleKeys, BestKeys, BoundsKeys, OverrideKeys) for key in model.model_fields}
    assert {key for key in keys if not re.search(rf"(^|[\s{{`]){key}(:|`)", PAGE, re.MULTILINE)} == set()


def test_every_example_fits_the_schema():
    """What an editor completes and checks by knows all that the page has."""
    schema = json.loads(course_schema_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    for text in (*(text for text, _ in EXAMPLES.values()), *(text for text, _, _ in HANDED_IN.values())):
        jsonschema.validate(load(text, Problems("course.yml")), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"rules": {"a": {"wieght": 1}}}, schema)


def test_there_is_an_example_of_every_rule():
    """Each paragraph that is followed by an example is one, and the page has no example that is not run."""
    assert PAGE.count("```yaml") == len(EXAMPLES) + len(HANDED_IN) + 1  # and the whole file


@pytest.mark.parametrize("name", HANDED_IN)
def test_who_handed_in_what_and_when(name: str, tmp_path: Path):
    """Of each student the file and the time are those of the table beside the example."""
    text, files, table = HANDED_IN[name]
    for line in files.splitlines():
        path, beside, content = line.partition(": ")
        listed = path.endswith(".csv")
        file = tmp_path / ("" if listed else "subs") / path
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as stream:
            stream.write(f"{content}\n" if beside else "x = 1\n")
    (tmp_path / "course.yml").write_text(text, encoding="utf-8")
    course = load_course(tmp_path / "course.yml")
    intake = as_handed_in(find(tmp_path / "subs", roster=course.roster, zone=course.zone), course, course.roster)
    told = [
        [entry.student.id, Path(entry.sources[0].path).relative_to(tmp_path / "subs").as_posix(), entry.submitted_at or ""]
        for entry in intake.entries
    ]
    assert told == cells(table)

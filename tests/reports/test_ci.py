import base64
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from grader.errors import UsageError
from grader.model import Grade, Place, Statement, Verdict
from grader.reports import write_all
from grader.reports.formats.classroom import classroom_output, classroom_result
from grader.reports.formats.classroom50 import classroom50_json, classroom50_result, release_body
from grader.reports.formats.github_actions import annotation_commands, step_outputs, step_summary
from grader.reports.formats.gradescope_results import gradescope_json

from .sample import (
    ASSIGNMENT,
    HOSTILE_NAMES,
    KEYS,
    SECRET,
    all_right,
    book,
    graded,
    handed_in,
    hostile,
    judged,
    mixed,
    perfect,
    said,
    unreadable,
)

SAMPLES = [perfect(), mixed(), unreadable(), graded(handed_in("nobody")), *map(hostile, HOSTILE_NAMES)]
EVEN = [
    graded(handed_in("a"), *(all_right(key) for key in KEYS[:3])),
    graded(handed_in("b"), *(all_right(key) for key in KEYS[:3] + KEYS[6:8])),
]
ENVIRONMENT = {
    "CLASSROOM": "calculus",
    "ASSIGNMENT": "gradients",
    "OWNER": "ada",
    "SUBMISSION_TAG": "submit/2026-11-24",
    "COMMIT_URL": "https://example.org/c",
    "RELEASE_URL": "https://example.org/r",
    "REVIEW_URL": "https://example.org/d",
}


def reported(result: Any) -> tuple[float, float]:
    """The reporter's two totals: that of its annotation and that of its table."""
    passed = sum(test["status"] == "pass" for test in result["tests"])
    return sum(test["score"] for test in result["tests"]), passed / len(result["tests"]) * result["max_score"]


# --- JUnit ---


def test_junit(tmp_path: Path) -> None:
    """A suite a student and a case a question, with the counts that the suite states, whatever the names."""
    write_all(book(*SAMPLES), tmp_path, ["junit"])
    suites = ET.parse(tmp_path / "junit.xml").getroot().findall("testsuite")
    assert len(suites) == len(SAMPLES)
    for suite in suites:
        assert len(suite.findall("testcase")) == int(suite.get("tests", "")) == len(KEYS)
        for tag, attribute in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            assert len(suite.findall(f"testcase/{tag}")) == int(suite.get(attribute, ""))


def test_junit_blames_nobody_for_what_waits(tmp_path: Path) -> None:
    """What waits for a person is skipped, no failure; no staff note is in the file."""
    write_all(book(mixed()), tmp_path, ["junit"])
    root = ET.parse(tmp_path / "junit.xml").getroot()
    (case,) = [case for case in root.iter("testcase") if case.get("name") == "u_hat"]
    assert [child.tag for child in case] == ["skipped"]
    assert SECRET not in (tmp_path / "junit.xml").read_text(encoding="utf-8")


# --- Step summary and outputs ---


def test_summary_of_one_is_the_letter() -> None:
    """A push shows the student's own letter and how the code was kept apart."""
    text = step_summary(book(mixed()))
    assert "## José Núñez: 4.5 of 15 points" in text
    assert "full (landlock" in text
    assert SECRET not in text


@pytest.mark.parametrize("largest", [500, 5_000])
def test_summary_is_cut_below_the_limit(largest: int) -> None:
    """A summary that would be too long is cut at a line, below the limit in bytes, and says so."""
    text = step_summary(book(*(mixed(f"Étudiante {n}") for n in range(300))), largest)
    assert len(text.encode()) <= largest
    assert "The summary is cut here" in text
    assert "full (landlock" in text


def test_outputs() -> None:
    """Points are step outputs, the same numbers as everywhere."""
    assert step_outputs(mixed()) == "points=4.5\npossible=15\nprovisional=true\n"


# --- Annotations ---


@pytest.mark.parametrize("grade", SAMPLES, ids=lambda grade: ascii(grade.submission.student.id)[:20])
def test_annotations_are_commands(grade: Grade) -> None:
    """There are ten at most, each one line, each property escaped, and no name smuggles in another command."""
    commands = annotation_commands(grade, ASSIGNMENT)
    assert len(commands) <= 10
    for command in commands:
        assert re.fullmatch(r"::error (\w+=[^:,\r\n]*)(,\w+=[^:,\r\n]*)*::[^\r\n]*", command)


def test_annotation_of_a_script_has_its_line() -> None:
    """In a .py file the line of the definition is marked; in a notebook the cell is named instead."""
    statement = Statement(source="df_dx = 3", place=Place(file="hw.py", line=7), names=("df_dx",))
    grade = graded(handed_in("a", "hw.py", statements=(statement,)), judged("df_dx", Verdict.INCORRECT))
    assert annotation_commands(grade, ASSIGNMENT, "week 1")[0].startswith("::error file=week 1/hw.py,line=7,title=")
    assert not [command for command in annotation_commands(mixed(), ASSIGNMENT) if ",line=" in command]
    assert [command for command in annotation_commands(mixed(), ASSIGNMENT) if "::See cell 3, line 2.%0A" in command]


def test_annotations_say_what_they_leave_out() -> None:
    """Of twelve lost questions ten are marked, and the last says that there are two more."""
    commands = annotation_commands(graded(handed_in("a")), ASSIGNMENT)
    assert len(commands) == 10
    assert commands[-1].endswith("2 more questions in the step summary.")


def test_annotations_escape_percent() -> None:
    """A per cent sign in a message is no escape."""
    grade = graded(handed_in("a"), judged("df_dx", Verdict.INCORRECT, feedback=(said("50%0A::set-env"),)))
    assert "50%250A::set-env" in annotation_commands(grade, ASSIGNMENT)[0]


# --- The older Classroom ---


@pytest.mark.parametrize("grade", SAMPLES + EVEN, ids=lambda grade: ascii(grade.submission.student.id)[:20])
def test_classroom_fields(grade: Grade) -> None:
    """Every field that the reporter reads is there with its type, and the total is ours."""
    line = classroom_output(grade, ASSIGNMENT)
    assert re.fullmatch(r"result=[A-Za-z0-9+/=]+\n", line)
    result = json.loads(base64.b64decode(line.removeprefix("result=")))
    assert result["version"] == 1
    assert result["status"] == ("pass" if grade.earned == grade.possible else "fail")
    assert result["tests"]
    for test in result["tests"]:
        assert isinstance(test["score"], int | float)
        assert isinstance(test["line_no"], int)
        assert test["status"] in {"pass", "fail"}
    assert reported(result)[0] == pytest.approx(float(grade.earned), abs=0.005)


def test_classroom_one_test_an_item() -> None:
    """Items of the same weight, all right or all wrong, are one test each, and both totals agree."""
    items = [replace(item, points=Fraction(2)) for item in EVEN[1].items]
    grade = replace(EVEN[1], items=tuple(items))
    result: Any = classroom_result(grade, ASSIGNMENT)
    assert [test["name"] for test in result["tests"]] == list(map(str, KEYS))
    assert reported(result) == (10, 10)


@pytest.mark.parametrize("credits", [("1", "0", "0"), ("1/2", "1", "0"), ("1", "1", "1/4"), ("0", "0", "0")])
def test_classroom_totals_agree(credits: tuple[str, ...]) -> None:
    """Where items weigh differently or are partly right, both totals of the reporter agree all the same."""
    grade = perfect()
    items = [
        replace(item, points=Fraction(points), result=replace(item.result, credit=Fraction(credit)))
        for item, points, credit in zip(grade.items, ("1", "3", "2"), credits, strict=False)
    ]
    result: Any = classroom_result(replace(grade, items=tuple(items)), ASSIGNMENT)
    assert reported(result)[0] == pytest.approx(reported(result)[1])
    assert reported(result)[0] == pytest.approx(float(sum(item.earned for item in items)))


def test_classroom_without_points() -> None:
    """With nothing to earn there is still a test, because the reporter divides by their number."""
    result: Any = classroom_result(replace(perfect(), items=()), ASSIGNMENT)
    assert reported(result) == (0, 0)


# --- Classroom 50 ---


@pytest.mark.parametrize("grade", SAMPLES, ids=lambda grade: ascii(grade.submission.student.id)[:20])
def test_classroom50_fields(grade: Grade) -> None:
    """Scores are whole numbers, none above its maximum, adding up to the total; no key is unknown."""
    result: Any = json.loads(classroom50_json(grade, book(grade), ENVIRONMENT))
    assert set(result) == {
        "schema", "classroom", "assignment", "assignment_type", "owner", "submission", "commit", "release", "review",
        "datetime", "score", "max-score", "tests",
    }  # fmt: skip
    assert result["schema"] == "classroom50/result/v1"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", result["datetime"])
    for scored in [result, *result["tests"]]:
        assert isinstance(scored["score"], int)
        assert isinstance(scored["max-score"], int)
        assert 0 <= scored["score"] <= scored["max-score"]
    assert sum(test["score"] for test in result["tests"]) == result["score"] == round(grade.earned * 100)
    assert all(isinstance(test["passed"], bool) and test["test-name"] for test in result["tests"])


def test_classroom50_says_how_it_counts() -> None:
    """The release body shows our points and what the whole numbers mean."""
    body = release_body(mixed(), ASSIGNMENT)
    assert "4.5 of 15 points" in body
    assert "450 of 1500" in body
    assert SECRET not in body


@pytest.mark.parametrize("lacking", ENVIRONMENT)
def test_classroom50_outside_its_runner(lacking: str) -> None:
    """A variable that the runner did not set is named."""
    environment: Mapping[str, str] = {key: value for key, value in ENVIRONMENT.items() if key != lacking}
    with pytest.raises(UsageError, match=lacking):
        classroom50_result(mixed(), book(mixed()), environment)


def test_classroom50_time_of_submission() -> None:
    """The time of the submission is given to the second in UTC, where it is known."""
    grade = mixed()
    timed = replace(grade, submission=replace(grade.submission, submitted_at="2026-11-24T10:00:00.5+02:00"))
    assert classroom50_result(timed, book(timed), ENVIRONMENT)["datetime"] == "2026-11-24T08:00:00Z"


# --- Gradescope ---


@pytest.mark.parametrize("grade", SAMPLES, ids=lambda grade: ascii(grade.submission.student.id)[:20])
def test_gradescope_fields(grade: Grade) -> None:
    """The total is ours, all tests are visible, and values are those that Gradescope knows."""
    results = json.loads(gradescope_json(grade, ASSIGNMENT))
    assert results["score"] == pytest.approx(float(grade.earned), abs=0.005)
    assert {results["output_format"], results["test_output_format"]} == {"md"}
    assert len(results["tests"]) == len(KEYS)
    for test in results["tests"]:
        assert test["visibility"] == "visible"
        assert test["status"] in {"passed", "failed"}
        assert 0 <= test["score"] <= test["max_score"]
    assert SECRET not in json.dumps(results)

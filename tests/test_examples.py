"""The example class, the references and the empty submission get what they deserve."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from grader.collect.entry_search import find
from grader.course.exercises import load_assignment
from grader.model import Assignment, Grade, Limits
from grader.pipeline import grade_submission
from grader.sandbox import Sandbox
from grader.submission.intake import read

ROOT = Path(__file__).parents[1]
EXPECTED = yaml.safe_load((ROOT / "tests" / "submissions_example.yml").read_text(encoding="utf-8"))
QUICK = Limits(statement_seconds=2, call_seconds=2)


@pytest.fixture(scope="module")
def assignment() -> Assignment:
    """The lesson, with short limits."""
    return replace(load_assignment(ROOT / "exercises"), limits=QUICK)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One sandbox for all."""
    with Sandbox(QUICK) as opened:
        yield opened


def grades_of(path: Path, assignment: Assignment, sandbox: Sandbox) -> dict[str, Grade]:
    """The grade of every submission in a folder, by student."""
    return {
        entry.student.id: grade_submission(read(entry), assignment, sandbox) for entry in find(path).entries
    }


def rows_of(grades: dict[str, Grade]) -> dict[str, list[tuple[str, str, str]]]:
    """What a row of the gradebook is made of."""
    return {
        student: [(str(i.result.key), str(i.result.verdict), str(i.result.credit)) for i in grade.items]
        for student, grade in grades.items()
    }


def test_every_example_gets_what_it_deserves(assignment: Assignment, sandbox: Sandbox):
    """Each verdict agrees with the list beside the tests, and every submission has a row."""
    grades = grades_of(ROOT / "submissions_example", assignment, sandbox)
    assert set(grades) == set(EXPECTED)
    wrong = []
    for student, grade in grades.items():
        expected = EXPECTED[student]
        for item in grade.items:
            name = item.result.key.item
            due = expected.get(name, expected.get("all", "unanswered"))
            if item.result.verdict != due:
                wrong.append(f"{student} {name}: {item.result.verdict}, not {due}: {item.result.feedback}")
    assert wrong == []


def test_a_change_to_one_student_changes_no_other(assignment: Assignment, sandbox: Sandbox, tmp_path: Path):
    """Rows are independent of each other."""
    names = ("bernhard.py", "leonhard_hardcoded.py", "emmy.ipynb")
    for name in names:
        shutil.copy(ROOT / "submissions_example" / name, tmp_path)
    before = rows_of(grades_of(tmp_path, assignment, sandbox))
    (tmp_path / "leonhard_hardcoded.py").write_text("import os\nos._exit(1)\n", encoding="utf-8")
    after = rows_of(grades_of(tmp_path, assignment, sandbox))
    assert before["leonhard_hardcoded"] != after["leonhard_hardcoded"]
    assert {k: v for k, v in before.items() if k != "leonhard_hardcoded"} == {
        k: v for k, v in after.items() if k != "leonhard_hardcoded"
    }


@pytest.mark.parametrize("exercise", [file.stem for file in sorted((ROOT / "exercises").glob("*.yml"))])
def test_each_reference_earns_full_marks(exercise: str, assignment: Assignment, sandbox: Sandbox):
    """The reference solution of an exercise is right in every item."""
    (chosen,) = (e for e in assignment.exercises if e.id == exercise)
    grades = grades_of(
        ROOT / "reference_solutions" / f"{exercise}.py", replace(assignment, exercises=(chosen,)), sandbox
    )
    assert [grade.earned for grade in grades.values()] == [chosen.points]


def test_an_empty_submission_earns_nothing(assignment: Assignment, sandbox: Sandbox, tmp_path: Path):
    """No answer, no points."""
    (tmp_path / "empty.py").write_text("", encoding="utf-8")
    (grade,) = grades_of(tmp_path, assignment, sandbox).values()
    assert grade.earned == 0
    assert {str(item.result.verdict) for item in grade.items} == {"unanswered"}

"""The second course: its references are right, its class gets what it deserves, and programs of many styles are judged well.

`programs/` holds for each exercise five right programs and eight with a usual mistake, written before anybody looked at how
they are judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from grader.collect.entry_search import find
from grader.course.exercises import load_assignment
from grader.model import Assignment, Grade
from grader.pipeline import grade_submission
from grader.sandbox import Sandbox
from grader.submission.intake import read

COURSE = Path(__file__).parents[2] / "examples" / "optimization_course"
PROGRAMS = sorted((Path(__file__).parent / "programs").glob("*.txt"))


@pytest.fixture(scope="module")
def assignment() -> Assignment:
    """The course."""
    return load_assignment(COURSE / "exercises")


@pytest.fixture(scope="module")
def sandbox(assignment: Assignment) -> Iterator[Sandbox]:
    """One sandbox for all."""
    with Sandbox(assignment.limits) as opened:
        yield opened


def graded(path: Path, assignment: Assignment, sandbox: Sandbox, exercise: str = "") -> Grade:
    """The grade of one submission, for one exercise if it is named."""
    chosen = tuple(each for each in assignment.exercises if exercise in ("", each.id))
    (entry,) = find(path).entries
    return grade_submission(read(entry), replace(assignment, exercises=chosen), sandbox)


@pytest.mark.parametrize("exercise", [file.stem for file in PROGRAMS])
def test_the_reference_earns_full_marks(exercise: str, assignment: Assignment, sandbox: Sandbox):
    """The reference solution of an exercise is right in every item."""
    grade = graded(COURSE / "reference_solutions" / f"{exercise}.py", assignment, sandbox, exercise)
    assert [str(item.result.verdict) for item in grade.items if item.result.credit != 1] == []


@pytest.mark.parametrize(("student", "least", "most"), [("aylin.py", 145, 145), ("jonas.py", 70, 90), ("mei.ipynb", 40, 60)])
def test_the_class_gets_what_it_deserves(student: str, least: int, most: int, assignment: Assignment, sandbox: Sandbox):
    """One is right everywhere, one made a usual mistake in nearly every program, one did a part."""
    assert least <= graded(COURSE / "submissions" / student, assignment, sandbox).earned <= most


def programs_of(file: Path) -> Iterator[tuple[bool, str, str, str]]:
    """Whether a program is right, the item that it is for if there are several, what it is, and its source."""
    for part in file.read_text(encoding="utf-8").split("#### ")[1:]:
        head, source = part.split("\n", 1)
        kind, what = head.split(": ", 1)
        verdict, *item = kind.split()
        yield verdict == "right", item[0] if item else "", what, source


@pytest.mark.parametrize("file", PROGRAMS, ids=lambda file: file.stem)
def test_programs_of_many_styles(file: Path, assignment: Assignment, sandbox: Sandbox, tmp_path: Path):
    """Right programs get full marks, or wait for a person where a package is not installed; wrong ones never do."""
    wrong = []
    for right, item, what, source in programs_of(file):
        (tmp_path / "hw.py").write_text(source, encoding="utf-8")
        grade = graded(tmp_path / "hw.py", assignment, sandbox, file.stem)
        result = next(each.result for each in grade.items if item in ("", each.result.key.item))
        codes = [feedback.code for feedback in result.feedback]
        if (result.credit == 1) != right and not (right and "package_not_installed" in codes):
            wrong.append(f"{what}: {result.verdict} {codes}")
    assert wrong == []

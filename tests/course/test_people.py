"""Staff may call a student by any id that the roster knows, and never mean somebody else by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course import Course, for_students, load_course, unknown
from grader.course.names import People
from grader.errors import SpecError
from grader.model import Assignment, Student

JANE = Student(id="41", name="Doe, Jane", ids=("u1", "jd", "jane@x.org"))
ANNA, OTHER = Student(id="anna", name="A B"), Student(id="Anna", name="C D")
CLASS = [JANE, ANNA, OTHER, Student(id="s0123", name="E F"), Student(id="weiß", name="G H")]
EXTENDED = "due: 2026-01-01 UTC\nextensions:\n"


def course(tmp_path: Path, text: str) -> Course:
    """The course that this text describes, among the students of the class."""
    (tmp_path / "course.yml").write_text(EXTENDED + text, encoding="utf-8")
    return for_students(load_course(tmp_path / "course.yml"), CLASS)


@pytest.mark.parametrize("word", ["41", "u1", "jd", "JD", "jane@x.org", "doe, jane"])
def test_every_id_means_the_student(tmp_path: Path, word: str):
    """Id, SIS id, login, address and name."""
    found = course(tmp_path, f'  "{word}": 1 day\n')
    assert found.due(JANE) != found.due(ANNA)


def test_an_exact_id_comes_first(tmp_path: Path):
    """`anna` is not `Anna` where both are there, and either where one is."""
    found = course(tmp_path, "  anna: 1 day\n  weiss: 2 days\n")
    assert found.due(ANNA) != found.due(OTHER)
    assert found.due(CLASS[-1]) not in (found.due(ANNA), found.due(OTHER))
    assert [student.id for student in People(CLASS).meant("ANNA")] == ["anna", "Anna"]


def test_two_keys_of_one_student_are_refused_with_their_lines(tmp_path: Path):
    """Neither of two decisions is taken in silence."""
    with pytest.raises(SpecError, match=r"course.yml:4: extensions.jd: means the same student as `u1`"):
        course(tmp_path, "  u1: 1 day\n  jd: 2 days\n")


def test_nobody_elses_id_is_suggested(tmp_path: Path):
    """An id of the same form is another student's; a word with a mistake in it is not."""
    assert People(CLASS).near("s0124") is None
    assert People(CLASS).near("s01233") == "s0123"
    assert People(CLASS).near("ana") in ("anna", "Anna")
    said = unknown(course(tmp_path, "  ANNA: 1 day\n"), CLASS, Assignment(id="a", title="a", exercises=()))
    assert any("may be anna (A B) or Anna (C D); write the id" in each for each in said)

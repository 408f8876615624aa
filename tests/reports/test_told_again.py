"""A slip that is made again is told with a worked example, then with the line to show a tutor; by hand-in, not by run."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from rich.console import Console

from grader.commands.forget import forget
from grader.model import CheckResult, Criterion, Exercise, Function, Key, Verdict
from grader.reports.deeper_hints import deeper_hint
from grader.sentences.catalogue import sentence
from grader.store.storage import FILE, FORMAT_VERSION
from grader.store.store import Store
from tests.store.course import Course, course_in

FIRST = "the exponent has come down as a factor"
EXAMPLE = "An example: the derivative of `5*t**2` is `10*t`."
TUTOR = "Show this line to your tutor: `return"
SLIP = "def df_dx(x, y):\n    return 2*x**2*y\n"  # the power has not become one smaller
OTHER = "def df_dx(x, y):\n    return x**2\n"  # with respect to y


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """A course of three, in which nothing was graded yet."""
    return course_in(tmp_path, monkeypatch)


def letter(course: Course, source: str = "", student: str = "ada") -> str:
    """The letter after a run, to a new hand-in if there is one."""
    if source:
        course.write(f"class/{student}.py", source)
    course.grade()
    return (course.out / "feedback" / f"{student}.md").read_text(encoding="utf-8")


def depth(text: str) -> int:
    """How deep a letter's hint is: 1 for the first, 2 with the example, 3 with the line for a tutor."""
    return 3 if TUTOR in text else 2 if EXAMPLE in text else 1


def test_three_hand_ins_with_one_slip_go_deeper(course: Course, golden: Callable[[str, str], None]):
    """The cause stays; beside it stands first nothing, then an example, then the line; in the page as in Markdown."""
    letters = [letter(course, f"{SLIP}# {number}\n") for number in (1, 2, 3, 4)]
    assert [depth(text) for text in letters] == [1, 2, 3, 3]
    assert all(FIRST in text for text in letters)
    page = (course.out / "feedback" / "ada.html").read_text(encoding="utf-8")
    assert "Show this line to your tutor: <code>return 2*x**2*y</code> (line 2)." in page
    for number in (2, 3):
        golden(f"told-{number}.md", letters[number - 1].replace(course.folder.name, "course"))


def test_grading_the_same_again_is_no_hand_in(course: Course):
    """Whether nothing is done, all is graded anew, or an exercise changed: and not a second time for going back to an old one."""
    assert depth(letter(course, SLIP)) == 1
    assert depth(letter(course)) == 1
    course.grade(again=True)
    course.change("exercises/surface.yml", "points: 2", "points: 3")
    assert depth(letter(course)) == 1
    assert depth(letter(course, f"{SLIP}\n\n")) == 2
    assert depth(letter(course, SLIP)) == 2


def test_another_slip_between_begins_at_the_question_and_costs_nothing(course: Course):
    """Each slip is counted by itself: the second time of the first one is its second."""
    assert depth(letter(course, SLIP)) == 1
    between = letter(course, OTHER)
    assert FIRST not in between
    assert "An example" not in between
    assert depth(letter(course, f"{SLIP}# again\n")) == 2


def test_another_student_is_told_what_was_told_nobody_else(course: Course):
    """Nothing of one student touches another."""
    for number in (1, 2):
        letter(course, f"{SLIP}# {number}\n")
    assert depth(letter(course, SLIP, "ben")) == 1


def test_what_was_told_is_forgotten_with_the_student(course: Course):
    """`grade forget` leaves no word of it; the next hand-in is the first."""
    letter(course, SLIP)
    forget(course.out, "ada", Console(file=io.StringIO()))
    with sqlite3.connect(course.out / FILE) as connection:
        assert connection.execute("SELECT count(*) FROM told WHERE student = 'ada'").fetchone() == (0,)
    assert depth(letter(course, f"{SLIP}# 2\n")) == 1


def test_a_store_of_the_first_version_begins_to_count(course: Course):
    """Its rows stay; it is read as it is, and gets its table with the next run."""
    letter(course, SLIP)
    with sqlite3.connect(course.out / FILE) as connection:
        connection.executescript("DROP TABLE told; PRAGMA user_version = 1;")
    with Store.look(course.out) as store:
        row = store.row(("ada", 1))
        assert row is not None
        assert store.times_told(row) == {}
    assert depth(letter(course, f"{SLIP}# 2\n")) == 1
    assert depth(letter(course, f"{SLIP}# 3\n")) == 2
    with sqlite3.connect(course.out / FILE) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (FORMAT_VERSION,)


# --- Which example ---------------------------------------------------------------------------------

RESULT = CheckResult(key=Key(exercise="e", item="df_dx"), verdict=Verdict.INCORRECT, misconception="exponent_not_lowered")


def told(function: str, times: int = 2, slip: str = "exponent_not_lowered", prompt: str = "") -> str:
    """What is said beside a slip in a course with one function."""
    course = Exercise(
        id="e", title="", prompt=prompt, items=(), functions=(Function(name="f", variables=("x", "y"), expression=function),)
    )
    return deeper_hint(times, replace(RESULT, misconception=slip), "df_dx", (course,), (None, None))


@pytest.mark.parametrize("function", ["5*x**2", "y**3 + 5*y**2", "5*x**2 - x*y"])
def test_an_example_that_is_the_course_s_own_function_is_exchanged(function: str):
    """Or one of its terms, in whatever letters."""
    assert "`5*t**2`" in told("x**2*y")
    assert "`2*t**7`" in told(function)
    assert told("2*x**7 + 5*y**2") == ""


@pytest.mark.parametrize("prompt", [r"Let $\vec v = (8, 15)$.", "v = (8,15)"])
def test_so_are_the_numbers_of_an_exercise(prompt: str):
    """A vector that the prompt names is no example."""
    assert "`(8, 15)`" in told("x", slip="not_normalised")
    assert "`(20, 21)`" in told("x", slip="not_normalised", prompt=prompt)


def test_without_an_example_the_first_hint_stays():
    """A teacher's own mistakes have none; the third time there is somebody to ask all the same."""
    assert told("x", slip="doubled_angle") == ""
    assert told("x", 3, slip="doubled_angle") == "Show your answer to `df_dx` to your tutor."
    assert told("x", 1) == ""


def test_a_case_has_its_own_example():
    """Uphill by hand is a step, uphill in a program two points to compare."""
    by_hand = replace(RESULT, misconception="ascends", criteria=(lost("slip.ascends.step"),))
    program = replace(RESULT, misconception="ascends", criteria=(lost("slip.ascends.program"),))
    said = [deeper_hint(2, result, "p", (), (None, None)) for result in (by_hand, program)]
    assert ["the gradient is" in text for text in said] == [True, False]
    assert "where the function is smaller" in said[1]


def lost(code: str) -> Criterion:
    """A line of a rubric, lost for a reason."""
    return Criterion(
        id="direction",
        text="",
        verdict=Verdict.INCORRECT,
        credit=Fraction(0),
        share=Fraction(1),
        feedback=sentence(code, because="") if code == "slip.ascends.program" else sentence(code),
    )

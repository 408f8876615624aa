"""What an author may write under `program:`, and what is said where it means nothing."""

from __future__ import annotations

import pytest

from grader.authoring.questions import QUESTIONS
from grader.course.exercises import read_exercise
from grader.errors import SpecError
from grader.kinds.descent.options import ProgramOptions, fixed_size
from grader.model import Question
from tests.descent_programs.driver import SEED, play
from tests.descent_programs.exercises import descending

LESSON = "x**2/2 + exp(-x)"
PLAIN = "def descend(x0, n):\n    for _ in range(n): x0 = x0 - 0.1 * 2 * (x0 - 2**0.5)\n    return x0\n"


def options(yaml: str) -> ProgramOptions:
    """What the item of an exercise asks."""
    (item,) = read_exercise(yaml, "x.yml", "x").items
    assert isinstance(item.options, ProgramOptions)
    return item.options


def size(yaml: str) -> float | None:
    """The step size that an exercise fixes."""
    exercise = read_exercise(yaml, "x.yml", "x")
    return fixed_size(Question(exercise=exercise, item=exercise.items[0], seed=SEED))


def test_starts_may_be_exact_constants():
    """They are kept as they are written, and rounded once."""
    read = options(descending("x**2 + y**2", '[[1/2, "sqrt(3)"], [-2, 0.5]]', "xy"))
    assert read.starts == (("1/2", "sqrt(3)"), (-2, 0.5))
    assert read.start_points == ((0.5, 3**0.5), (-2.0, 0.5))
    assert options(descending(LESSON, "[1/2, -3]")).start_points == ((0.5,), (-3.0,))


@pytest.mark.parametrize("printed", ["sqrt(2)", "[sqrt(2)]", "2**(1/2)", 1.414, "[1.4142]", "1.41"])
def test_a_printed_minimum_is_exact_or_has_its_decimals(printed: object):
    """A root is the minimum itself; decimals are those of the prompt."""
    yaml = descending("(x - sqrt(2))**2", "[1]", printed_minimum=printed)
    options(yaml)
    assert play(PLAIN, yaml).credit == 1
    with pytest.raises(SpecError, match=r"no minimum of the function; downhill of the starts there is \(1.4142136\)"):
        options(descending("(x - sqrt(2))**2", "[1]", printed_minimum="sqrt(3)"))


SIZES = [(None, None), (0.1, 0.1), ("1/4", 0.25), ("step_size=1/4", 0.25), ("sqrt(2)", 2**0.5)]


@pytest.mark.parametrize(("written", "meant"), SIZES)
def test_a_number_in_the_method_is_fixed(written: object, meant: float | None):
    """By its place or by its name; one that is left out is the student's choice."""
    assert size(descending(LESSON, "[1]", size=written)) == meant


FAULTS = {
    "a letter": (descending(LESSON, "[a/2]"), r"starts\[0\]: `a/2` is no number; write one exactly"),
    "a letter in a point": (descending(LESSON, "[[1/2, b]]"), r"starts\[0\]\[1\]: `b` is no number"),
    "a truth": (descending(LESSON, "[true]"), r"`true` is no number"),
    "division by zero": (descending(LESSON, "[1/0]"), r"`1/0` is no number"),
    "a tower of powers": (descending(LESSON, "[9**9**9**9]"), r"`9\*\*9\*\*9\*\*9` is no number"),
    "too large": (descending(LESSON, "[1e999]"), r"`inf` is no number"),
    "too many": (descending(LESSON, "[[1, 2]]"), r"starts: each start needs 1 number, one for each variable"),
    "a number as a rule": (descending(LESSON, "[1]", step_size=0.1), r"step_size: names of rules stand here; a number"),
    "a rule that nobody knows": (descending(LESSON, "[1]", step_size="often"), r"must be `any`, `constant`, `schedule`"),
    "a rule beside a number": (descending(LESSON, "[1]", size=0.1, step_size="any"), r"step_size: does nothing beside the number"),
    "ways without any": (descending(LESSON, "[1]", rubric="{ways: 2}"), r"rubric: `ways` does nothing without"),
    "uphill": (descending(LESSON, "[1]", size=-0.1), r"method: .* a number above 0"),
    "no rule": (descending(LESSON, "[1]").replace("descent(f)", "diff(f, x)"), r"method: is a formula; write a rule"),
    "a key of before": (descending(LESSON, "[1]", kind="descent"), r"program.kind: is not a key here"),
}


@pytest.mark.parametrize(("yaml", "said"), FAULTS.values(), ids=FAULTS)
def test_what_means_nothing_is_refused_with_its_place_and_what_to_write(yaml: str, said: str):
    """Each in one sentence."""
    with pytest.raises(SpecError, match=said):
        options(yaml)


def test_the_example_of_the_documentation_can_be_read():
    """As it stands."""
    assert options(QUESTIONS["descent"].text).method == "descent(f)"

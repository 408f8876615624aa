"""The corpus of descents: right programs lose nothing, wrong ones lose what their mistake costs and hear its name."""

from __future__ import annotations

import pytest

from grader.model import Audience, CheckResult, Verdict
from grader.sentences.catalogue import SENTENCES
from tests.descent_programs.disguised import ASTRAY, DISGUISED, NEARLY_RIGHT
from tests.descent_programs.driver import play
from tests.descent_programs.right import ONE, ONE_VARIABLE, SIZES, STYLES, TWO, TWO_VARIABLES
from tests.descent_programs.wrong import MISTAKES, UNNAMED, two

RIGHT = [(ONE, name, source) for name, source in ONE_VARIABLE.items()]
RIGHT += [(TWO, name, source) for name, source in TWO_VARIABLES.items()]
SIZED = [(style, size) for style, (exercise, _) in STYLES.items() for size in SIZES[exercise]]
WRONG = [
    pytest.param(name, lost, exercise, source, id=f"{name}-{i}")
    for name, (lost, programs) in MISTAKES.items()
    for i, (exercise, source) in enumerate(programs)
]


HIDDEN = [
    pytest.param(name, lost, exercise, source, id=f"{name}-{i}")
    for name, (lost, programs) in DISGUISED.items()
    for i, (exercise, source) in enumerate(programs)
]


def lost(result: CheckResult) -> set[str]:
    """The criteria that did not earn their share."""
    return {line.id for line in result.criteria if line.credit < 1}


@pytest.mark.parametrize(("exercise", "name", "source"), RIGHT, ids=[f"{e[:6]}-{n}" for e, n, _ in RIGHT])
def test_a_right_program_loses_nothing(exercise: str, name: str, source: str):
    """Whatever its style, it earns full marks and no misconception."""
    result = play(source, exercise)
    assert (result.verdict, lost(result), result.misconception) == (Verdict.CORRECT, set(), None), result.feedback


@pytest.mark.parametrize(("style", "size"), SIZED, ids=[f"{style}-{size:.4g}" for style, size in SIZED])
def test_every_step_size_up_to_the_largest_that_converges_is_right(style: str, size: float):
    """From 0.001 on, in plain Python, NumPy, MyGrad, recursion and classes; the δ that is reported is the one used."""
    exercise, source = STYLES[style]
    result = play(source.format(size=size), exercise)
    assert result.credit == 1, result.feedback
    assert result.evidence["step_size"] == pytest.approx(size, rel=1e-9)


@pytest.mark.parametrize(("name", "costs", "exercise", "source"), WRONG)
def test_a_mistake_is_named_and_costs_its_criteria(name: str, costs: set[str], exercise: str, source: str):
    """In each of its wordings."""
    result = play(source, exercise)
    assert result.misconception == name
    assert costs <= lost(result)


@pytest.mark.parametrize(("name", "costs", "exercise", "source"), HIDDEN)
def test_what_hides_right_steps_costs_what_it_hides_and_nothing_else(
    name: str, costs: set[str], exercise: str, source: str
):
    """Another order, a value, a printed line, another count, a minimum known in advance: named, and no more taken."""
    result = play(source, exercise)
    assert (result.misconception, lost(result)) == (name, costs), [f.text for f in result.feedback]


@pytest.mark.parametrize(("exercise", "source"), NEARLY_RIGHT.values(), ids=NEARLY_RIGHT)
def test_what_is_near_enough_is_right(exercise: str, source: str):
    """A gradient as near as it can be computed so, and a point among or inside other things."""
    result = play(source, exercise)
    assert (result.credit, result.misconception) == (1, None), [f.text for f in result.feedback]


@pytest.mark.parametrize(("told", "exercise", "source"), ASTRAY.values(), ids=ASTRAY)
def test_right_steps_that_go_astray_in_rounding_lose_their_end_alone(told: str, exercise: str, source: str):
    """And are told what happened, not a cause that is not theirs."""
    result = play(source, exercise)
    assert (lost(result), result.misconception) == ({"arrives"}, None), [f.text for f in result.feedback]
    assert told in {feedback.code for feedback in result.feedback}


@pytest.mark.parametrize(("exercise", "source"), UNNAMED)
def test_a_mistake_without_a_name_gets_none(exercise: str, source: str):
    """A wrong cause is worse than none; the direction is lost all the same."""
    result = play(source, exercise)
    assert result.misconception is None
    assert "direction" in lost(result)


def test_there_are_four_wordings_of_every_mistake_and_forty_right_programs():
    """The corpus is as large as it should be, and every mistake has its sentence."""
    assert all(len(programs) >= 4 for _, programs in [*MISTAKES.values(), *DISGUISED.values()])
    assert len(RIGHT) >= 40
    named = {code.split(".")[1] for code in SENTENCES if code.startswith("slip.")}
    assert {*MISTAKES, *DISGUISED} <= named


@pytest.mark.parametrize(("name", "costs", "exercise", "source"), [*WRONG, *HIDDEN])
def test_no_sentence_gives_the_answer_away(name: str, costs: set[str], exercise: str, source: str):
    """Neither the minimum nor the point that a step should have reached is shown to the student."""
    result = play(source, exercise)
    told = " ".join(f.text for f in result.feedback if f.audience is Audience.STUDENT)
    minimum = ("0.56714",) if exercise == ONE else ("0.30257", "0.36293") if exercise == TWO else ()
    assert not any(digits in told for digits in minimum)
    step = result.evidence.get("first_wrong_step")
    should = step.get("should_be") if isinstance(step, dict) else None
    if should and should != step["to"]:
        assert f"({', '.join(f'{c:.6g}' for c in should)})" not in told


@pytest.mark.parametrize("source", [ONE_VARIABLE["plain"], ONE_VARIABLE["lesson, printed"], ONE_VARIABLE["recursive"]])
def test_an_ordinary_program_is_asked_for_at_most_250_iterations(source: str):
    """Most is followed on our side."""
    assert play(source, ONE).evidence["iterations_asked"] <= 250


def test_an_overflow_hides_no_single_number():
    """A program that returns x alone is told so, also where its wrong derivative by y overflows from far away."""
    result = play(two("x, y = x - d * gx(x), y - d * (8 * y + 6 * exp(-2 * y))", after="return x"), TWO)
    assert result.misconception == "returns_one_coordinate"

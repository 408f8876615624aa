"""Descents on functions without an isolated smooth minimum: right programs lose nothing, wrong ones what they get wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.course.exercises import read_exercise
from grader.errors import SpecError
from grader.kinds.descent.example import cheats
from grader.kinds.descent.options import ProgramOptions, minima_of
from grader.model import CheckResult, Question, Verdict
from tests.descent_programs.driver import SEED, lesson, play
from tests.descent_programs.endless import FLAT, GROUNDS, KINKS, NOWHERE, Ground

EACH = pytest.mark.parametrize("ground", GROUNDS.values(), ids=GROUNDS)


def lost(result: CheckResult) -> set[str]:
    """The criteria that did not earn their share."""
    return {line.id for line in result.criteria if line.credit < 1}


@EACH
def test_a_right_program_loses_nothing_and_its_step_size_is_known(ground: Ground):
    """At kinks, on flat bottoms, in slow valleys and where nothing is there to arrive at."""
    result = play(ground.program(), ground.exercise)
    assert (result.verdict, result.misconception) == (Verdict.CORRECT, None), result.feedback
    assert result.evidence["step_size"] == pytest.approx(ground.size)


@pytest.mark.parametrize("ground", [*NOWHERE.values(), *(g for name, g in KINKS.items() if "vector" not in name)])
def test_a_schedule_that_falls_is_right_as_well(ground: Ground):
    """Where the exercise asks for no more than to be near, or to go down."""
    result = play(ground.program(rate=f"{ground.size} / (1 + 0.002 * k)"), ground.exercise)
    assert result.verdict is Verdict.CORRECT, result.feedback


@EACH
def test_every_wrong_count_is_seen(ground: Ground):
    """Also where the gradient has one length everywhere, and twice as many steps are steps twice as long."""
    for count in ("2 * n", "n + 1", "n - 1", "n**2"):
        assert "count" in lost(play(ground.program(count=count), ground.exercise)), count


@EACH
def test_steps_uphill_lose_their_direction_and_their_end(ground: Ground):
    """Whatever the end is."""
    assert {"direction", "arrives"} <= lost(play(ground.program(size=-ground.size), ground.exercise))


@EACH
def test_no_program_that_knows_or_ignores_what_it_should_not_is_taken(ground: Ground):
    """Each cheat that verification makes for this question earns less than all, and nothing where it deserves nothing."""
    known = lesson(ground.exercise)
    question = Question(exercise=known, item=known.items[0], seed=SEED)
    for cheat in cheats(question):
        result = play(cheat.source, ground.exercise)
        taken = result.credit == 1 or (cheat.earns_nothing and result.credit > 0)
        assert not taken or result.verdict is Verdict.NEEDS_REVIEW, cheat.what


@pytest.mark.parametrize("ground", [g for g in GROUNDS.values() if g.arrives == "minimum" and "floor" not in g.starts])
def test_too_large_a_step_does_not_arrive(ground: Ground):
    """A tolerance is no licence to jump about."""
    result = play(ground.program(size=1000 * ground.size), ground.exercise)
    assert result.verdict is not Verdict.CORRECT


def test_what_runs_away_where_there_is_no_minimum_loses_its_end_alone():
    """Across the slope of exp(-y) a parabola is left with too large a step."""
    ground = Ground("x**2 + exp(-y)", "[[1, 0.1], [2, 1]]", ("2*x", "-math.exp(-y)"), 0.1, arrives="nowhere")
    assert lost(play(ground.program(), ground.exercise)) == set()
    assert lost(play(ground.program(size=1.5), ground.exercise)) == {"arrives"}


def test_without_a_minimum_an_author_is_told_of_the_key():
    """An exercise that names no minimum and has none is refused, with what to write."""
    text = replace(NOWHERE["an exponential"], arrives="minimum").exercise
    with pytest.raises(SpecError, match="say `arrives: nowhere`"):
        read_exercise(text, "x.yml", "x")


@pytest.mark.parametrize(
    ("ground", "minimum"),
    [
        (KINKS["a hinge"], (1.0,)),
        (KINKS["a distance"], (1.0,)),
        (KINKS["a lasso"], (2.0, 0.0)),
        (KINKS["a cone"], (0.0, 0.0)),
        (FLAT["a fourth power, moved"], (2.0,)),
    ],
)
def test_a_minimum_is_found_where_it_is_no_smooth_one(ground: Ground, minimum: tuple[float, ...]):
    """At kinks of one variable and of several, and on flat bottoms."""
    known = lesson(ground.exercise)
    options = known.items[0].options
    assert isinstance(options, ProgramOptions)
    (found,) = minima_of(known.function, options.start_points).points
    assert found == pytest.approx(minimum, abs=1e-6)


def test_where_no_step_size_arrives_in_time_nobody_is_told_to_choose_another():
    """On a bowl a hundred thousand times as steep one way as the other, a person looks; a larger step would diverge."""
    ground = FLAT["a worse one"]
    result = play(ground.program(), replace(ground, tolerance=None).exercise)
    assert (result.verdict, lost(result)) == (Verdict.NEEDS_REVIEW, {"arrives"})
    assert "larger" not in " ".join(f.text for f in result.feedback)

"""Deviations and what they cost: one table, a sentence for each, and no name where several explain as much."""

from __future__ import annotations

import pytest

from grader.descent import step_directions as directions
from grader.descent.deviations import COUNTS, VALUES, points_shown, wrong_directions
from grader.descent.explanations import Explanation
from grader.descent.step_rules import constant
from grader.kinds.descent.conversation import Seen
from grader.kinds.descent.costs import COSTS, STEPS
from grader.kinds.descent.marks import mark
from grader.kinds.descent.program_trial import Trial
from grader.kinds.descent.source import Source
from grader.model import Question
from grader.sentences.catalogue import SENTENCES
from tests.descent.test_explanations import COUPLED
from tests.descent_programs.driver import SEED, lesson, play
from tests.descent_programs.right import ONE, TWO
from tests.descent_programs.wrong import one


@pytest.mark.parametrize("case", COSTS)
def test_every_mistake_costs_criteria_and_has_a_sentence(case: str):
    """By its name; a case of it may cost another thing, and is told by the same words."""
    name = case.partition(".")[0]
    assert COSTS[case]
    assert set(COSTS[case]) <= set(STEPS)
    assert {f"slip.{name}", f"slip.{name}.program"} & set(SENTENCES)


def test_every_entry_of_the_lists_has_its_costs():
    """So a new entry without a mark cannot be forgotten."""
    names = {entry.name for entry in (*COUNTS, *VALUES, *points_shown(2), *wrong_directions(COUPLED, []))}
    assert names <= set(COSTS)


def trial(exercise: str) -> Trial:
    """A trial in which nothing was asked yet."""
    known = lesson(exercise)
    question = Question(exercise=known, item=known.items[0], seed=SEED)
    return Trial.of(question, known.items[0].options, Source((), ()), Seen("f", None, ("x", "y")))


def test_of_explanations_as_good_none_is_named_and_the_best_marks_count():
    """A name that may be wrong is worse than none, and nobody loses by what cannot be told."""
    judged = trial(TWO)
    rule = constant(directions.newton(judged.landscape), 1.0)
    worse = Explanation(rule=rule, mistake="goes_to_known_minimum")
    mark(judged, Explanation(rule=rule, mistake="newton_step", equal=(worse,)))
    assert judged.misconception is None
    assert set(judged.sheet.lost) == set(COSTS["newton_step"])
    assert judged.evidence["equal"] == [["newton_step"], ["goes_to_known_minimum"]]


@pytest.mark.parametrize(("loop", "name"), [("range(n - 1)", "one_step_too_few"), ("range(n + 1)", "one_step_too_many")])
def test_a_wrong_count_of_steps_along_a_quotient_is_a_wrong_count(loop: str, name: str):
    """What is nearly the gradient is no deviation, whatever else is one."""
    update = "f = lambda t: t * t / 2 + math.exp(-t); x -= d * (f(x + 1e-7) - f(x)) / 1e-7"
    result = play(one(update, loop=f"for k in {loop}:"), ONE)
    assert result.misconception == name
    assert [line.id for line in result.criteria if line.credit < 1] == ["count"]

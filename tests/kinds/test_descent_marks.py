"""Deviations and what they cost: one table, a sentence for each, and no name where several explain as much."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from grader.descent import step_directions as directions
from grader.descent.deviations import COUNTS, ENDINGS, OTHER_SIZES, VALUES, points_shown, wrong_directions
from grader.descent.explanations import Explanation
from grader.descent.rounded_answers import ROUNDINGS
from grader.descent.step_rules import constant
from grader.kinds.descent import evidence, judge, longer_runs, other_calls, readings
from grader.kinds.descent.conversation import Seen
from grader.kinds.descent.costs import CONSEQUENCES, COSTS, LEFT, OUTCOMES, STEPS, criteria_of
from grader.kinds.descent.marks import mark
from grader.kinds.descent.program_trial import Table, Trial
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


@pytest.mark.parametrize("case", [*OUTCOMES, *CONSEQUENCES, *LEFT])
def test_everything_else_that_is_said_takes_criteria_and_has_a_sentence(case: str):
    """Of its own, or that of its code; and it stands in one table alone."""
    assert criteria_of(case)
    assert {case, case.partition(".")[0]} & set(SENTENCES)
    assert sum(case in table for table in (COSTS, OUTCOMES, CONSEQUENCES, LEFT)) == 1


def test_every_entry_of_the_lists_has_its_costs():
    """So a new entry without a mark cannot be forgotten."""
    names = {entry.name for entry in (*COUNTS, *VALUES, *points_shown(2), *wrong_directions(COUPLED, []))}
    names |= {ending.name for ending in ENDINGS[1:] if ending is not OTHER_SIZES}
    assert names <= {*COSTS, *OUTCOMES}
    assert set(ROUNDINGS) <= {*COSTS, *SENTENCES}


TABLES = [value for room in (evidence, judge, longer_runs, other_calls, readings) for name, value in vars(room).items()
          if name.isupper() and isinstance(value, dict) and not name.startswith("_")]  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_every_entry_of_a_table_can_be_said(table: Table):
    """By a sentence; what stands in no table of costs is a remark."""
    assert all({f"slip.{(code := case.partition('.')[0])}", f"slip.{code}.program", code, case} & set(SENTENCES) for case in table)


ROOMS = sorted(Path(evidence.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("file", ROOMS, ids=lambda file: file.stem)
def test_no_mistake_is_told_by_a_branch_of_its_own(file: Path):
    """A mistake is an entry of a list, and its walker tells it: no call of `tell` names one itself."""
    calls = (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call) and node.args)
    told = [call.args[0] for call in calls if getattr(call.func, "attr", "") == "tell"]
    assert not {part.value for case in told for part in ast.walk(case) if isinstance(part, ast.Constant)} & set(COSTS)


def test_of_entries_that_take_the_same_the_first_is_told():
    """What is lost already, or was settled by an entry before, is not asked."""
    judged = trial(TWO)
    judged.tell("count_unclear")
    table = {"pauses": lambda _: 1 / 0, "wrong_direction": lambda _: True, "uneven_steps": lambda _: 1 / 0}
    judged.tell_of(table)
    assert [feedback.code for feedback in judged.feedback] == ["count_unclear", "wrong_direction"]
    assert set(judged.sheet.lost) == {"count", "direction"}


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

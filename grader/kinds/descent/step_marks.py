"""The steps as marks: their direction, the first wrong one, those that no rule explains, and the step size."""

from __future__ import annotations

from collections.abc import Generator
from itertools import pairwise

from grader.algebra.floats import agree, points_agree
from grader.descent.landscape import Point, is_finite, step_against
from grader.descent.runs import Chain, Run, chain_of, decimals_of
from grader.descent.step_directions import FIXED_LENGTH, KNOWN_MINIMUM, exact
from grader.descent.step_rules import NO_SIZE, Finding, size_table
from grader.descent.step_sizes import ANY, Interval, meeting
from grader.kinds.descent.program_trial import Trial, plain, point_text, rounded
from grader.kinds.descent.typed_minimum import keeps_a_bracket
from grader.model import Observation, Probe
from grader.sentences.catalogue import say, sentence

_LAST_DIGITS = 1e-9  # what rounding in other steps of the same rule may leave of a large coordinate
_SAME_STEP = 1e-6  # one step from where a run was: the same digits but for the last few, also after a long way
_SAME_SIZE = 1e-6  # a size that was read off a few steps is known to more digits than that, and a typo shows in the first
# decimals: with fewer the minimum is not seen in a result to the digits that a prompt prints
_ROUNDING_THAT_MATTERS = 3


def mark_direction(trial: Trial, finding: Finding, runs: list[Run]) -> None:
    """Name what is wrong with the direction, if anything, and show the first step that is wrong."""
    rule = finding.rule
    assert rule is not None
    if rule.direction.nearly_right:
        trial.hint(rule.direction.name)
    if finding.mistake is None:
        _mark_rounding(trial, finding, runs)
        return
    axis = trial.landscape.variables[finding.axis] if finding.axis is not None else ""
    name, text = finding.mistake, finding.text
    if name == "ascends" and trial.source.negative_step_size:
        name = "negative_step_size"
    if rule.kind == "wrong_gradient":
        trial.evidence["wrong_gradient"] = name
        by = sentence("wrong_gradient.by", axis=axis) if len(trial.landscape.variables) > 1 else ""
        trial.name("wrong_gradient", "direction", by=by, text=text or sentence("wrong_gradient.any_term"))
    else:
        trial.name(name, *_costs(trial, name), axis=axis)
    tell_first_wrong_step(trial, runs, rule.step_size)


def _costs(trial: Trial, name: str) -> tuple[str, ...]:
    """Return what a mistake in the direction costs besides, or instead: its step size, if that is what is wrong."""
    if name == FIXED_LENGTH and len(trial.landscape.variables) > 1:
        return ("step_size",)
    return ("direction", "step_size") if name == KNOWN_MINIMUM else ("direction",)


def _mark_rounding(trial: Trial, finding: Finding, runs: list[Run]) -> None:
    """Mark rounding: a rounded result is a remark; points rounded on the way lead elsewhere and are a mistake."""
    decimals = decimals_of(runs)
    if not trial.precision.grain or decimals is None or finding.rule is None or finding.shift:
        return
    grain = 0.51 * 10.0**-decimals  # half a unit, and a little for a rule that was found from rounded points
    for run in [run for run in runs if run.start in trial.starts]:  # one that is drawn must not decide it
        path = finding.rule.follow(run.start, max(run.reached, default=0))
        for count, point in run.reached.items():
            if count < len(path) and any(
                not agree(a, b, _LAST_DIGITS, least=0.0, slack=grain) for a, b in zip(path[count], point, strict=True)
            ):
                trial.name("rounds_on_the_way", "direction")
                return
    if decimals < _ROUNDING_THAT_MATTERS:
        trial.name("rounds_the_result", "arrives")
    else:
        trial.hint("rounded")


def tell_first_wrong_step(trial: Trial, runs: list[Run], known: float | None = None) -> None:
    """Show the first step that goes elsewhere than the gradient leads; to staff, its right end too.

    `known` is the step size where the rule, though a wrong one, is known.
    """
    found = _first_wrong(trial, [chain for run in runs if len((chain := chain_of(run)).points) > 1])
    if found is None:
        return
    chain, k, shown = found
    size = abs(known) if known else shown
    before, after = chain.points[k], chain.points[k + 1]
    asked = (chain.points[0], k + 1)
    call = trial.call(asked)
    trial.feedback.append(say("first_wrong_step", before=point_text(before), after=point_text(after), call=call))
    slope = trial.landscape.slope(before)
    trial.evidence["first_wrong_step"] = {"step": k + 1, "from": plain(before), "to": plain(after),
                                          "gradient": plain(slope)}  # fmt: skip
    if size is None:
        trial.note("first_wrong_step.gradient", before=point_text(before), slope=point_text(slope))
        return
    right = step_against(before, slope, size)
    trial.evidence["first_wrong_step"] |= {"should_be": plain(right)}  # type: ignore[operator]
    trial.note("first_wrong_step.should_be", before=point_text(before), slope=point_text(slope),
               size=rounded(size), right=point_text(right))  # fmt: skip


def _first_wrong(trial: Trial, chains: list[Chain]) -> tuple[Chain, int, float | None] | None:
    """Return the chain and position of the first wrong step, and the δ that the steps before it (or its good part) show.

    The first one that a person can see is wrong, if there is one: from 1e45 a wrong term may not show.
    """
    table = size_table(chains, exact(trial.landscape), trial.precision)
    found = [hit for chain, rows in zip(chains, table, strict=True) if (hit := _wrong_in(chain, rows))]
    return next((hit for hit in found if _shows(trial, *hit)), found[0] if found else None)


def _wrong_in(chain: Chain, rows: list[tuple[Interval, ...]]) -> tuple[Chain, int, float | None] | None:
    common = ANY
    for k, row in enumerate(rows):
        here = meeting(row)
        if here.empty or here.high < 0 or common.meet(here).empty:
            return chain, k, abs(common.low + common.high) / 2 if common.sharp else None
        common = common.meet(here)
    return None


def _shows(trial: Trial, chain: Chain, k: int, size: float | None) -> bool:
    if size is None:
        return True
    before, after = chain.points[k], chain.points[k + 1]
    right = step_against(before, trial.landscape.slope(before), size)
    return point_text(right) != point_text(after)


def mark_unexplained(trial: Trial, runs: list[Run], *, memoryless: bool) -> None:
    """Mark steps that no rule explains: uphill ones are lost, downhill ones with an arrival are for a person to look at."""
    downhill = _goes_downhill(trial, runs) if len(trial.landscape.variables) == 1 else _goes_straight_down(trial, runs)
    if downhill and "arrives" not in trial.sheet.lost:
        _leave_steps_to_a_person(trial, memoryless=memoryless)
    elif not trial.repeatable:
        trial.sheet.lose("direction", "count", "step_size", because=sentence("not_repeatable"))
    else:
        if not memoryless:
            trial.lose("count_unclear", "count")
        if downhill:
            trial.lose("no_step_size", "direction", *(() if memoryless else ("step_size",)))
        else:
            trial.lose("uneven_steps" if _each_goes_downhill(trial, runs) else "wrong_direction", "direction")
            trial.sheet.lose(*(() if memoryless else ("step_size",)), because=sentence("no_step_size"))
        if not memoryless and keeps_a_bracket(trial):
            trial.lose("no_gradient", "start")
        tell_first_wrong_step(trial, runs)


def _leave_steps_to_a_person(trial: Trial, *, memoryless: bool) -> None:
    """Leave steps to a person that go downhill and arrive; a line search may explain them, if it is allowed."""
    if "line_search" in trial.allowed and memoryless:
        trial.evidence.update(rule="line_search")
        return
    making = trial.making
    unseen = () if memoryless else ("start", "count")
    arrival = () if not making.known or making.in_turns else ("arrives",)
    trial.leave("steps_unexplained", "direction", "step_size", *unseen, *arrival)
    trial.note("steps_unexplained.tried")
    if not memoryless:
        trial.note("count_unclear.tried")


def _goes_downhill(trial: Trial, runs: list[Run]) -> bool:
    """Tell whether each coordinate of every step goes against the slope, as far as rounding lets one say."""
    for run in runs:
        points = [point for point in chain_of(run).points if is_finite(point)]
        for before, after in pairwise(points):
            slope = trial.landscape.slope(before)
            along = sum((b - a) * s for b, a, s in zip(before, after, slope, strict=True))
            if along < 0 and not trial.arrived(before):
                return False
    return True


def _each_goes_downhill(trial: Trial, runs: list[Run]) -> bool:
    """Tell whether, in several variables, each coordinate of every step goes against its partial derivative, or stays."""
    return len(trial.landscape.variables) > 1 and all(
        (b - a) * s >= 0
        for run in runs
        for before, after in pairwise(filter(is_finite, chain_of(run).points))
        for b, a, s in zip(before, after, trial.landscape.slope(before), strict=True)
    )


def _goes_straight_down(trial: Trial, runs: list[Run]) -> bool:
    """Tell whether every step goes exactly against the gradient, with some size: on a round bowl no line search shows so."""
    table = size_table([chain_of(run) for run in runs], exact(trial.landscape), trial.precision)
    steps = [meeting(row) for rows in table for row in rows]
    return any(step.sharp for step in steps) and all(step.high > 0 and not step.empty for step in steps)


def continues_itself(trial: Trial, runs: list[Run]) -> Generator[Probe, Observation, bool]:
    """Tell whether one iteration from where k ended gives what k + 1 give from the start, for the first few k."""
    asked: list[tuple[Point, int]] = []
    wanted: list[Point] = []
    for run in runs[:3]:
        for count in (1, 2):
            here, after = run.reached.get(count), run.reached.get(count + 1)
            if here is not None and after is not None and is_finite(here) and is_finite(after):
                asked.append((here, 1))
                wanted.append(after)
    if not asked:
        return False
    answers = yield from trial.seen.ask(asked, file=False)
    return all(
        answer.point is not None and points_agree(answer.point, point, _SAME_STEP, least=NO_SIZE, along=(start,))
        for answer, point, (start, _) in zip(answers, wanted, asked, strict=True)
    )


def mark_step_size(trial: Trial, finding: Finding) -> None:
    """Mark the step size: its rule must be one of those allowed, and its number the one that is fixed."""
    rule, fixed = finding.rule, trial.fixed_size
    assert rule is not None
    if finding.mistake in ("zero_step_size", "never_moves"):
        return
    kind = rule.kind if rule.kind in ("schedule", "line_search") else "constant"
    several = len(trial.landscape.variables) > 1
    fixes_one = trial.allowed == ("constant",)
    if kind not in trial.allowed and not (kind == "line_search" and several and not fixes_one):
        found = sentence("another_step_size.found", kind=kind.replace("_", " "))
        wanted = sentence("another_step_size.wanted", kinds=" or ".join(trial.allowed).replace("_", " "))
        trial.name("another_step_size", "step_size", found=found, wanted=wanted)
    elif fixed is not None and rule.by_start:
        found = sentence("another_step_size.by_start")
        trial.name("another_step_size", "step_size", found=found, wanted=str(fixed))
    elif fixed is not None and rule.step_size is not None and not agree(abs(rule.step_size), fixed, _SAME_SIZE, least=0.0):
        trial.name("another_step_size", "step_size", found=rounded(rule.step_size), wanted=str(fixed))

"""What the source is asked where values cannot tell: answers typed in, a landing in one step, functions of one curvature.

A number that is typed in and a step of exactly the right size answer alike; where the curvature is one number, whatever
goes towards the minimum goes against the gradient. There the data flow decides, and where it is unknown a person.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from itertools import pairwise

from grader.algebra.floats import agree
from grader.descent.arrival import is_near
from grader.descent.landscape import Point, is_finite, one_curvature
from grader.descent.runs import Dependence, Run, chain_of
from grader.descent.step_directions import KNOWN_MINIMUM
from grader.descent.step_rules import Finding, Rule
from grader.kinds.descent.conversation import Asked
from grader.kinds.descent.depending import is_minimum_typed_in, mark_at_once, mark_ignored_count
from grader.kinds.descent.flow.making import COUNTS
from grader.kinds.descent.program_trial import STEPS, Trial
from grader.model import Observation, Probe
from grader.sentences.catalogue import sentence

Asking = Generator[Probe, Observation, bool]
_FAR = 1e17  # from there a step of floats ends on a multiple of 16: on a minimum only what is typed in does
_RISES = 1 + 1e-6  # rounding changes a step size by less
_ONE_STEP = 1e-6  # how exactly a step size that lands in one step is one over the curvature
_FARTHEST, _MOST_BOUNDS = 1e6, 3  # places that a program may treat otherwise; it is asked from both sides of each
# criteria that what was seen does not show: all but the arrival, which is seen in any case
_UNSEEN = ("start", "direction", "count", "step_size")


def answers_are_typed_in(trial: Trial, kind: Dependence, runs: list[Run]) -> bool:
    """Tell whether all that the program returns is typed in, and mark it; asked if two starts have an answer in common."""
    if not _have_answers_in_common(runs) or not trial.making.typed_in:
        return False
    own = [point for run in runs if run.start not in trial.starts for point in run.reached.values()]
    if len(set(own)) > max(2, len(own) // 2):
        return False  # the source was not understood: numbers that are typed in would be the same more often
    if kind is Dependence.NEITHER:
        near = is_minimum_typed_in(trial, next(iter(runs[0].reached.values())))
        trial.name("hard_coded_minimum" if near else "constant_answer", *STEPS)
    else:
        trial.name("typed_in_answers", *STEPS)
    return True


def _have_answers_in_common(runs: list[Run]) -> bool:
    seen: dict[Point, Point] = {}
    return any(
        is_finite(point) and seen.setdefault(point, run.start) != run.start
        for run in runs
        for point in run.reached.values()
    )


def is_landing(trial: Trial, runs: list[Run]) -> bool:
    """Tell whether every answer is a minimum already, also from a start that is none."""
    moves = any(not is_near(run.start, trial.targets) for run in runs)
    return moves and all(is_near(point, trial.targets) for run in runs for point in run.reached.values())


def judge_landing(trial: Trial, kind: Dependence, runs: list[Run], finding: Finding) -> Asking:
    """Judge a program that is at the minimum after one iteration; return False if one step of its rule leads there."""
    making = trial.making
    one_step = finding.right or finding.mistake == "newton_step"
    if making.known and not making.from_start:
        trial.name("hard_coded_minimum", *STEPS)
    elif not one_step and trial.types_in_minimum:
        trial.name(KNOWN_MINIMUM, *STEPS)
    elif not making.known or _may_be_typed_in(trial) or (one_step and making.computes_with_count):
        trial.leave("landing_unexplained", *STEPS)
    elif making.by_count and one_step:
        if finding.mistake is not None or (yield from _is_a_step(trial)):
            return False
        trial.leave("landing_unexplained", *STEPS)
    elif making.in_turns and not making.by_count:
        mark_ignored_count(trial, runs, landed=True)
    elif one_step:
        trial.name("arrives_at_once" if kind is Dependence.BOTH else "ignores_n", "start", "count")
        trial.leave("landing_unexplained", "direction", "step_size", "arrives")
    elif kind is Dependence.NEITHER and not making.in_turns:
        trial.name("constant_answer", *STEPS)
    else:
        mark_at_once(trial)
    return True


def _may_be_typed_in(trial: Trial) -> bool:
    """Tell whether the source returns a typed-in number on some way that may be a minimum."""
    return trial.making.may_be_typed_in(
        lambda numbers: any(
            all(a is None or agree(a, c, trial.tolerance) for a, c in zip(numbers, target, strict=False))
            for target in trial.targets
        )
    )


def _is_a_step(trial: Trial) -> Asking:
    """Tell whether a step leads to the minimum: it is not solved for by a library, and not exact from afar."""
    if trial.making.libraries:
        return False
    target = trial.targets[0]
    if not any(target):
        return True
    answers = yield from trial.seen.ask([(tuple(_FAR * max(1.0, abs(c)) for c in target), 1)], file=False)
    point = answers[0].point or ()
    return not any(c and agree(a, c, _ONE_STEP, least=0.0) for a, c in zip(point, target, strict=False))


def mark_one_curvature(trial: Trial, finding: Finding, runs: list[Run]) -> None:
    """Mark right steps where the curvature is one number by what the source says of them.

    Where each start has a size of its own, it is enough that each has a curvature of its own, as beside a kink.
    """
    rule = finding.rule
    if rule is None or finding.mistake is not None or finding.shift:
        return
    if rule.by_start:
        if all(one_curvature(trial.landscape, chain_of(run).moving.points) is not None for run in runs):
            _mark_constant(trial)
        return
    points = (point for run in runs for point in (run.start, *run.reached.values()))
    curvature = one_curvature(trial.landscape, filter(is_finite, points))
    if curvature is None:
        return
    if rule.kind == "constant":
        _mark_constant(trial)
    elif not (trial.making.known and _lands(rule, curvature) and trial.making.typed_in_for):
        _mark_changing(trial, rule, lands=_lands(rule, curvature))


def _lands(rule: Rule, curvature: float) -> bool:
    """Tell whether the last size that was seen of several leads to the minimum at once."""
    return bool(rule.sizes) and agree(rule.sizes[-1] * curvature, 1.0, _ONE_STEP)


def _mark_constant(trial: Trial) -> None:
    """Mark one size for all steps: n steps show it, and also a formula in n, or two steps for each iteration."""
    making = trial.making
    if not making.known:
        return
    if not making.by_count:
        trial.leave("origin_unexplained", *_UNSEEN)
        return
    times = 2 if trial.source.repeats_an_update else 1
    taken = [times * steps for steps in making.steps or COUNTS]
    if taken[0] * COUNTS[1] != taken[1] * COUNTS[0]:
        trial.leave("origin_unexplained", "count")
    elif taken[0] != COUNTS[0]:
        other = [sentence("other_number_of_steps.one", taken=steps, asked=n) for n, steps in zip(COUNTS, taken, strict=True)]
        trial.name("other_number_of_steps", "count", steps=", ".join(other))


def _mark_changing(trial: Trial, rule: Rule, *, lands: bool) -> None:
    """Mark sizes that change: a schedule if they do not rise and come by the steps alone; else a person has to look."""
    making = trial.making
    rises = any(after > before * _RISES for before, after in pairwise(rule.sizes))
    once = len(rule.sizes) > 2 and len(set(rule.sizes[1:])) == 1  # as of a point that is moved on before it is returned
    plain = making.by_count and making.steps in (None, COUNTS) and making.kept <= len(trial.landscape.variables)
    if lands or rises or once or not plain or making.computes_with_count or making.libraries:
        trial.leave("origin_unexplained", *_UNSEEN)


def mark_typed_in_elsewhere(trial: Trial, finding: Finding) -> Asking:
    """Ask for a number that the source has typed in; tell whether it was named or left to a person."""
    if trial.told("jumps_to_minimum") or not trial.source.compares_numbers or not _may_be_typed_in(trial):
        return False
    counts = trial.making.typed_in_for
    if counts:
        return (yield from _mark_typed_in_for(trial, finding, (trial.starts[0], counts[0])))
    asked = [(start, 1) for start in _beyond_bounds(trial)]
    answers = yield from trial.seen.ask(asked, file=False)
    for each, answer in zip(asked, answers, strict=True):
        if answer.point is not None and trial.arrived(answer.point) and not _leads_to(finding, each, answer.point):
            trial.name("jumps_to_minimum", "count", "arrives", call=f"`{trial.call(each)}`")
            return True
    return False


def _mark_typed_in_for(trial: Trial, finding: Finding, asked: Asked) -> Asking:
    answers = yield from trial.seen.ask([asked], file=False)
    point = answers[0].point
    if point is None or _leads_to(finding, asked, point):
        trial.leave("typed_in_later", "count", "arrives")
    elif trial.arrived(point):
        trial.name("jumps_to_minimum", "count", "arrives", call=f"`{trial.call(asked)}`")
    else:
        trial.lose("departs_later", "count", call=f"`{trial.call(asked)}`")
    return True


def _leads_to(finding: Finding, asked: Asked, point: Point) -> bool:
    """Tell whether the rule, if it foresees steps that were not seen, leads to this point too."""
    rule = finding.rule
    path = rule.follow(*asked) if rule is not None and (rule.by_start or rule.size(len(rule.sizes)) is not None) else ()
    return len(path) > asked[1] and is_near(point, path[-1:])


def _beyond_bounds(trial: Trial) -> list[Point]:
    """Return starts just beyond the numbers that the source compares a place with, on both sides of zero."""
    bounds = [bound for bound in trial.making.bounds if 0 < bound < _FARTHEST][:_MOST_BOUNDS]
    signs = [math.copysign(1.0, c) for c in trial.starts[0]]
    starts = [tuple(side * sign * (1.1 * bound + 0.2) for sign in signs) for bound in bounds for side in (1, -1)]
    return [start for start in starts if math.isfinite(trial.landscape.height(start))]


def before_typed_in(trial: Trial, runs: list[Run]) -> list[Run]:
    """Return the runs as far as the source says that they are computed."""
    first = min(trial.making.typed_in_for, default=0)
    return [Run(run.start, {n: point for n, point in run.reached.items() if n < first}) for run in runs]


def without_landings(trial: Trial, runs: list[Run]) -> tuple[list[Run], list[Run]]:
    """Return the runs with steps in them, and those at a minimum from the first iteration on that did not begin there."""
    landed = [
        run for run in runs
        if not is_near(run.start, trial.targets) and all(is_near(p, trial.targets) for p in run.reached.values())
    ]  # fmt: skip
    return [run for run in runs if run not in landed], landed

"""Convergence that comes from a typed-in number: a point, a coordinate or a goal that no step computed.

A criterion is earned by what the program computed alone. Where the points themselves look like a descent, or like
nothing known, the data flow of the source says whether a number at the minimum that is typed in is what leads there.
"""

from __future__ import annotations

from collections.abc import Generator
from fractions import Fraction

from grader.algebra.differentiate import NotDifferentiableError
from grader.algebra.floats import agree
from grader.descent.arrival import Arrival
from grader.descent.landscape import Point, distance, is_finite
from grader.descent.runs import Run
from grader.descent.step_directions import KNOWN_MINIMUM
from grader.kinds.descent.flow.making import COUNTS
from grader.kinds.descent.flow.traces import Argument
from grader.kinds.descent.program_trial import STEPS, TYPED_IN, Trial, is_telling
from grader.model import Observation, Probe
from grader.sentences.catalogue import sentence

Asking = Generator[Probe, Observation, bool]
_A_PATH = 3  # steps in a row from which a start, a size and a count are seen; two show a direction, one not even that
_OFTEN = 1000  # iterations after which what goes to a number that is typed in is there: 2 % of the way each is enough
_LATE, _LATEST = 50, 5000  # iterations beyond the arrival at which a condition that ends a descent holds
_THERE = 1e-6  # so near, a number that is typed in changes nothing that was not computed
_ALIKE = 1e-9  # curvatures that differ by rounding alone
_BENT = 1e-6  # second derivatives that differ by more than rounding are not those of a linear slope
_SHORT = 1000  # denominators that somebody writes into a factor of a gradient, as in (x - 1.25)


def mark_few_steps(trial: Trial, runs: list[Run]) -> bool:
    """Mark a program that computes one step or two, and returns the typed-in minimum for every larger n."""
    if not all(_is_there_from(trial, run, _A_PATH) for run in runs):
        return False
    typed_in = trial.making.typed_in_for
    first = min(typed_in, default=_A_PATH + 1)
    later = [n for n in trial.making.usual if n >= first]
    if not trial.making.known or first > _A_PATH or first < 2 or len(later) > len(typed_in):
        return False
    call = f"`{trial.call((trial.starts[0], first))}`"
    trial.name("jumps_to_minimum", "start", "count", "step_size", "arrives", call=call)
    computed = [Run(run.start, {n: point for n, point in run.reached.items() if n < first}) for run in runs]
    if first < _A_PATH or not trial.infer(computed).right:
        trial.sheet.lose("direction", because=sentence("no_single_step.after_first"))
    return True


def _is_there_from(trial: Trial, run: Run, first: int) -> bool:
    """Tell whether a run is at the minimum from this n on, as far as anything was seen of it."""
    return all(is_finite(point) and trial.arrived(point) for n, point in run.reached.items() if n >= first)


def mark_typed_coordinates(trial: Trial, runs: list[Run]) -> None:
    """Mark coordinates typed in at the minimum beside others that are computed."""
    if len(trial.landscape.variables) < 2:
        return
    for axis, variable in enumerate(trial.landscape.variables):
        found = {point[axis] for run in runs for point in run.reached.values()}
        starts = {run.start[axis] for run in runs}
        if len(found) != 1 or len(starts) < 2 or not _is_sought(trial, axis, *found) or not trial.making.known:
            continue
        origins = frozenset().union(*(trial.making.reaching(axis, n) for n in COUNTS))
        if Argument.START not in origins and not trial.making.is_stepped(axis):
            trial.name("coordinate_typed_in", "start", "direction", "arrives", axis=variable)
            return


def _is_sought(trial: Trial, axis: int, number: float) -> bool:
    return any(agree(number, target[axis], TYPED_IN) for target in trial.targets)


def mark_known_minimum(trial: Trial) -> Asking:
    """Mark steps that are not right and arrive because the minimum is known: by no loop, with no gradient, or with a goal.

    A goal has as many digits as no formula has, or stands where no gradient is computed.
    """
    if not trial.making.known or not trial.source.returns_a_value:  # of what is printed, nothing is said of its making
        return False
    axes = range(len(trial.landscape.variables))
    goals = [axis for axis in axes if _is_typed_in(trial, axis)]
    by_no_loop = bool(goals) and not any(trial.making.is_stepped(axis) for axis in axes)
    bent = [axis for axis in axes if _is_bent(trial, axis)]
    without_gradient = bent and not trial.making.curves and goals and set(bent) <= set(goals)
    by_goal = len(goals) == len(axes) and any(_is_goal(trial, axis) for axis in axes)
    if not (by_no_loop or without_gradient or by_goal):
        return False
    answers = yield from trial.seen.ask([(start, _OFTEN) for start in trial.starts], file=False)
    if not all(answer.point is not None and trial.arrived(answer.point) for answer in answers):
        return False
    half = without_gradient and not by_no_loop and len(goals) < len(axes)
    trial.name(KNOWN_MINIMUM, *(("direction", "step_size", "arrives") if half else STEPS))
    return not half


def _is_typed_in(trial: Trial, axis: int) -> bool:
    """Tell whether this coordinate of a minimum is typed in and reaches the same coordinate of what is returned."""
    wanted = [abs(target[axis]) for target in trial.targets]
    return all(any(agree(abs(number), c, TYPED_IN) for number in trial.making.typed_into(axis, n) for c in wanted) for n in COUNTS)


def _is_goal(trial: Trial, axis: int) -> bool:
    """Tell whether a coordinate of a minimum is typed in with digits that no factor of the gradient has."""
    found = [sign * number for number in trial.making.typed_into(axis, COUNTS[0]) for sign in (1, -1)]
    goals = [number for number in found if is_telling(abs(number)) and _is_sought(trial, axis, number)]
    return any(not _is_factor(trial, axis, number) for number in goals)


def _is_factor(trial: Trial, axis: int, number: float) -> bool:
    """Tell whether this partial derivative vanishes at a short number wherever the others are, as that of (x - 1.25)² does."""
    short = agree(float(Fraction(number).limit_denominator(_SHORT)), number, _ALIKE, least=0.0)
    places = [(*start[:axis], number, *start[axis + 1 :]) for start in trial.starts]
    return short and all(abs(trial.landscape.slope(place)[axis]) <= _ALIKE * (1 + max(map(abs, place))) for place in places)


def keeps_a_bracket(trial: Trial) -> bool:
    """Tell whether more than a point is kept, and no gradient can be in it: it is not linear, and what is kept is."""
    axes = range(len(trial.landscape.variables))
    bent = [axis for axis in axes if _is_bent(trial, axis)]
    kept = bool(bent) and trial.making.known and trial.making.from_start and trial.making.kept > len(axes)
    return kept and not any(trial.making.is_curved(axis) for axis in bent)


def _is_bent(trial: Trial, axis: int) -> bool:
    """Tell whether this partial derivative is not linear: its own derivatives differ between places, and not at kinks."""
    if trial.landscape.may_have_kinks:
        return False
    try:
        rows = [trial.landscape.curvature(place)[axis] for place in (*trial.starts, *trial.targets)]
    except NotDifferentiableError:
        return False
    rows = [row for row in rows if is_finite(row)]
    return any(not agree(b, a, _BENT) for row in rows for a, b in zip(rows[0], row, strict=True))


def mark_snap(trial: Trial, arrivals: dict[Point, Arrival]) -> Asking:
    """Mark steps that a typed-in minimum ends before they are there; one without effect is none the worse."""
    if trial.told("jumps_to_minimum") or not arrivals or not _may_snap(trial):
        return False
    known = {outcome.numbers for _, outcome in trial.making.every if outcome.typed_in and None not in outcome.numbers}
    start = max(arrivals, key=lambda each: arrivals[each].steps or 0)
    last = min((arrivals[start].steps or _LATEST) + _LATE, _LATEST)
    answers = yield from trial.seen.ask([(start, last)] if known else [], file=False)
    if not answers or answers[0].point not in known:
        return False
    first, computed = 0, start
    while last - first > 1:
        middle = (first + last) // 2
        (answer,) = yield from trial.seen.ask([(start, middle)], file=False)
        if answer.point in known:
            last, answers = middle, [answer]
        else:
            first, computed = middle, answer.point or computed
    end = answers[0].point or computed
    if distance(computed, end) <= _THERE * (1 + max(map(abs, end))):
        return False
    trial.name("jumps_to_minimum", "count", "arrives", call=f"`{trial.call((start, last))}`")
    return True


def _may_snap(trial: Trial) -> bool:
    """Tell whether the source may stop early and holds numbers at a minimum."""
    numbers = trial.source.numbers
    return trial.source.may_stop_early and any(
        all(any(agree(number, c, TYPED_IN) for number in numbers) for c in target)
        for target in trial.targets
    )

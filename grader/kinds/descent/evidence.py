"""What the source is asked where values cannot tell: answers typed in, a landing, one curvature, a jump to the minimum.

A number that is typed in and a step of exactly the right size answer alike; where the curvature is one number, whatever
goes towards the minimum goes against the gradient. There the data flow decides, and where it is unknown a person. A
criterion is earned by what the program computed alone.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Generator
from fractions import Fraction
from itertools import pairwise

from grader.algebra.differentiate import NotDifferentiableError
from grader.algebra.floats import agree
from grader.descent.arrival import Arrival, is_near, lands
from grader.descent.deviations import left_out
from grader.descent.explanations import Explanation
from grader.descent.landscape import Point, distance, is_finite, one_curvature
from grader.descent.method_rules import MethodRule
from grader.descent.runs import Run, chain_of
from grader.descent.step_directions import KNOWN_MINIMUM
from grader.descent.step_rules import Rule
from grader.kinds.calling import Role
from grader.kinds.descent.conversation import Asked
from grader.kinds.descent.flow.making import COUNTS
from grader.kinds.descent.flow.traces import Argument
from grader.kinds.descent.longer_runs import halved, leads_to
from grader.kinds.descent.marks import GAPS
from grader.kinds.descent.program_trial import TYPED_IN, Gaps, Table, Trial, is_telling
from grader.kinds.descent.readings import is_counted
from grader.model import Observation, Probe

Asking = Generator[Probe, Observation, Explanation | None]
Endings = list[Explanation]  # how steps end, each with the call that shows it
KNOWN_IN_PART = "goes_to_known_minimum.half"  # of some coordinates; where a program begins and how often it moves is still seen
_FAR = 1e17  # from there a step of floats ends on a multiple of 16: on a minimum only what is typed in does
_RISES = 1 + 1e-6  # rounding changes a step size by less
_ONE_STEP = 1e-6  # how exactly a step size that lands in one step is one over the curvature
_FARTHEST, _MOST_BOUNDS = 1e6, 3  # places that a program may treat otherwise; it is asked from both sides of each
_A_PATH = 3  # steps in a row from which a start, a size and a count are seen; two show a direction, one not even that
_OFTEN = 1000  # iterations after which what goes to a number that is typed in is there: 2 % of the way each is enough
_LATE, _LATEST = 50, 5000  # iterations beyond the arrival at which a condition that ends a descent holds
_THERE = 1e-6  # so near, a number that is typed in changes nothing that was not computed
_ALIKE = 1e-9  # curvatures that differ by rounding alone
_BENT = 1e-6  # second derivatives that differ by more than rounding are not those of a linear slope
_SHORT = 1000  # denominators that somebody writes into a factor of a gradient, as in (x - 1.25)


def know_repeated_minima(trial: Trial, runs: list[Run]) -> None:
    """Know the minima among the answers that came several times: one may be typed in, and no start lead there."""
    times = Counter(point for run in runs for point in run.reached.values() if is_finite(point))
    for point in (point for point, count in times.items() if count > 1 and not trial.arrived(point)):
        trial.knows_minimum_at(point, alone=True)


def _typed_in_answers(trial: Trial, runs: list[Run], found: Explanation) -> Asking:
    """Explain answers of which all are typed in, or count; asked if two starts have an answer in common."""
    yield from ()
    if not _have_answers_in_common(runs):
        return None
    if is_counted(runs):
        return Explanation(without="returns_the_counter")
    own = [point for run in runs if run.start not in trial.starts for point in run.reached.values()]
    if not trial.making.typed_in or len(set(own)) > max(2, len(own) // 2):
        return None  # the source was not understood: numbers that are typed in would be the same more often
    return Explanation(without="constant_answer" if left_out(runs)[0] == "constant_answer" else "typed_in_answers")


def _have_answers_in_common(runs: list[Run]) -> bool:
    seen: dict[Point, Point] = {}
    return any(
        is_finite(point) and seen.setdefault(point, run.start) != run.start for run in runs for point in run.reached.values()
    )


def _landing(trial: Trial, runs: list[Run], found: Explanation) -> Asking:
    """Explain a program that is at the minimum after one iteration, unless one step of its rule leads there."""
    if not lands(runs, trial.targets):
        return None
    making, (without, _) = trial.making, left_out(runs)
    one_step = found.right or found.mistake == "newton_step"
    if making.known and not making.from_start:
        return Explanation(without="constant_answer")
    if not one_step and trial.types_in_minimum:
        return Explanation(mistake=KNOWN_MINIMUM)
    if without == "ignores_n" and not trial.source.reads(trial.seen.way, lambda part: part is Role.COUNT):
        return trial.explain_as_many(runs)
    unclear = not making.known or _may_be_typed_in(trial) or (one_step and making.computes_with_count)
    if not unclear and making.by_count and one_step:
        if found.mistake is not None or (yield from _is_a_step(trial)):
            return None
        unclear = True
    if unclear:
        return Explanation(without="landing_unexplained")
    if making.in_turns and not making.by_count:
        return trial.explain_as_many(runs)
    if one_step:
        return Explanation(without="ignores_n" if without else "arrives_at_once.by_a_step", mistake="landing_unexplained.by_a_step")
    return Explanation(without=without if without == "constant_answer" and not making.in_turns else "arrives_at_once")


def _may_be_typed_in(trial: Trial) -> bool:
    """Tell whether the source returns a typed-in number on some way that may be a minimum."""
    return trial.making.may_be_typed_in(
        lambda numbers: any(
            all(a is None or agree(a, c, trial.tolerance) for a, c in zip(numbers, target, strict=False))
            for target in trial.targets
        )
    )


def _is_a_step(trial: Trial) -> Generator[Probe, Observation, bool]:
    """Tell whether a step leads to the minimum: it is not solved for by a library, and not exact from afar."""
    if trial.making.libraries:
        return False
    target = trial.targets[0]
    if not any(target):
        return True
    answers = yield from trial.seen.ask([(tuple(_FAR * max(1.0, abs(c)) for c in target), 1)], file=False)
    point = answers[0].point or ()
    return not any(c and agree(a, c, _ONE_STEP, least=0.0) for a, c in zip(point, target, strict=False))


def mark_one_curvature(trial: Trial, found: Explanation, runs: list[Run]) -> None:
    """Mark right steps where the curvature is one number by what the source says of them.

    Where each start has a size of its own, it is enough that each has a curvature of its own, as beside a kink.
    """
    rule = found.rule
    if rule is None or found.mistake is not None or found.shift:
        return
    everything = (point for run in runs for point in (run.start, *run.reached.values()) if is_finite(point))
    ways = [chain_of(run).moving.points for run in runs] if rule.by_start else [everything]
    curvatures = [one_curvature(trial.landscape, way) for way in ways]
    if None in curvatures:
        return
    lands = bool(rule.sizes) and agree(rule.sizes[-1] * (curvatures[0] or 0.0), 1.0, _ONE_STEP)  # the last of several, at once
    if rule.by_start or rule.kind == "constant" or isinstance(rule, MethodRule):
        trial.tell_of(OF_ONE_SIZE)
    elif not (lands and trial.making.known and trial.making.typed_in_for):
        trial.tell_of(OF_SIZES, rule, lands)


def _taken(trial: Trial) -> tuple[tuple[int, int], ...]:
    """Return how many steps the source takes for some n, () if it does not say; an update that stands twice is two."""
    times = 2 if trial.source.repeats_an_update else 1
    taken = [times * steps for steps in trial.making.steps or COUNTS] if trial.making.by_count else []
    return tuple(zip(COUNTS, taken, strict=False))


def _other_number(trial: Trial) -> Gaps | bool:
    taken = _taken(trial)
    return any(n != steps for n, steps in taken) and GAPS["other_number_of_steps"](trial, Explanation(taken=taken))


def _is_no_schedule(trial: Trial, rule: Rule, lands: bool) -> bool:
    """Tell whether sizes that change may be anything: a schedule does not rise, and comes by the steps alone."""
    making = trial.making
    rises = any(after > before * _RISES for before, after in pairwise(rule.sizes))
    once = len(rule.sizes) > 2 and len(set(rule.sizes[1:])) == 1  # as of a point that is moved on before it is returned
    plain = making.by_count and making.steps in (None, COUNTS) and making.kept <= len(trial.landscape.variables)
    return lands or rises or once or not plain or making.computes_with_count or bool(making.libraries)


# What is told of one size for all steps: n steps show it, and also a formula in n, or two steps for each iteration.
OF_ONE_SIZE: Table = {
    "origin_unexplained": lambda trial: trial.making.known and not trial.making.by_count,
    "origin_unexplained.count": lambda trial: len({steps / n for n, steps in _taken(trial)}) > 1,
    "other_number_of_steps": _other_number,
}
# What is told of sizes that change.
OF_SIZES: Table = {"origin_unexplained": _is_no_schedule}


def typed_in_later(trial: Trial, found: Explanation, arrivals: dict[Point, Arrival]) -> Generator[Probe, Observation, Endings]:
    """Return how the steps end, if numbers are typed in for some n or places, as far as the source says where to ask."""
    if trial.told("jumps_to_minimum"):
        return []
    may_be = trial.source.compares_numbers and _may_be_typed_in(trial)
    counts = trial.making.typed_in_for if may_be else ()
    bounds = _beyond_bounds(trial) if may_be and not counts else []
    asked = [(trial.starts[0], count) for count in counts[:1]] + [(start, 1) for start in bounds]
    answers = (yield from trial.seen.ask(asked, file=False)) if asked else []
    endings: Endings = []
    for each, answer in zip(asked, answers, strict=True):
        follows = answer.point is None or leads_to(found, each, answer.point)
        if not follows and trial.arrived(answer.point):
            return [Explanation(without="jumps_to_minimum", asked=each)]
        if counts:
            endings.append(Explanation(without="typed_in_later" if follows else "departs_later", asked=each))
    snap = (yield from _snap(trial, arrivals)) if arrivals and not counts and trial.source.may_stop_early else None
    return endings if snap is None else [Explanation(without="jumps_to_minimum", asked=snap)]


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


def _few_steps(trial: Trial, runs: list[Run], found: Explanation) -> Asking:
    """Explain a program that computes one step or two, and returns the typed-in minimum for every larger n."""
    yield from ()
    later_points = [point for run in runs for n, point in run.reached.items() if n >= _A_PATH]
    if not all(is_finite(point) and trial.arrived(point) for point in later_points):
        return None
    typed_in = trial.making.typed_in_for
    first = min(typed_in, default=_A_PATH + 1)
    later = [n for n in trial.making.usual if n >= first]
    if not trial.making.known or first > _A_PATH or first < 2 or len(later) > len(typed_in):
        return None
    is_seen = first == _A_PATH and trial.explain(before_typed_in(trial, runs)).right
    return Explanation(without="jumps_to_minimum.early" if is_seen else "jumps_to_minimum.unseen", asked=(trial.starts[0], first))


def typed_in_coordinate(trial: Trial, runs: list[Run]) -> Gaps | None:
    """Return a coordinate that is typed in at the minimum; the others are computed, and judged by themselves."""
    for axis, variable in enumerate(trial.landscape.variables if len(trial.landscape.variables) > 1 else ()):
        values = {point[axis] for run in runs for point in run.reached.values()}
        starts = {run.start[axis] for run in runs}
        if len(values) != 1 or len(starts) < 2 or not _is_sought(trial, axis, *values) or not trial.making.known:
            continue
        origins = frozenset().union(*(trial.making.reaching(axis, n) for n in COUNTS))
        if Argument.START not in origins and not trial.making.is_stepped(axis) and not trial.making.typed_in:
            return {"axis": variable}
    return None


def _is_sought(trial: Trial, axis: int, number: float) -> bool:
    return any(agree(number, target[axis], TYPED_IN) for target in trial.targets)


def _known_minimum(trial: Trial, runs: list[Run], found: Explanation) -> Asking:
    """Explain steps that are not right and arrive because the minimum is known: by no loop, with no gradient, or with a goal.

    A goal has as many digits as no formula has, or stands where no gradient is computed.
    """
    if found.right or left_out(runs)[0] or not trial.making.known:
        return None
    if not trial.source.returns_a_value:  # of what is printed, nothing is said of its making
        return None
    axes = range(len(trial.landscape.variables))
    goals = [axis for axis in axes if _is_typed_in(trial, axis)]
    by_no_loop = bool(goals) and not any(trial.making.is_stepped(axis) for axis in axes)
    bent = [axis for axis in axes if _is_bent(trial, axis)]
    without_gradient = bent and not trial.making.curves and goals and set(bent) <= set(goals)
    by_goal = len(goals) == len(axes) and any(_is_goal(trial, axis) for axis in axes)
    if not (by_no_loop or without_gradient or by_goal):
        return None
    answers = yield from trial.seen.ask([(start, _OFTEN) for start in trial.starts], file=False)
    if not all(answer.point is not None and trial.arrived(answer.point) for answer in answers):
        return None
    half = without_gradient and not by_no_loop and len(goals) < len(axes)
    return Explanation(without=KNOWN_IN_PART if half else "goes_to_known_minimum.by_source")


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


def _snap(trial: Trial, arrivals: dict[Point, Arrival]) -> Generator[Probe, Observation, Asked | None]:
    """Return the first call that a typed-in minimum answers before steps are there; one without effect is none the worse."""
    numbers = trial.source.numbers
    holds = any(all(any(agree(number, c, TYPED_IN) for number in numbers) for c in target) for target in trial.targets)
    every = trial.making.every if holds else ()
    known = {outcome.numbers for _, outcome in every if outcome.typed_in and None not in outcome.numbers}
    start = max(arrivals, key=lambda each: arrivals[each].steps or 0)
    last = (start, min((arrivals[start].steps or _LATEST) + _LATE, _LATEST))
    answers = (yield from trial.seen.ask([last], file=False)) if known else []
    if not answers or answers[0].point not in known:
        return None
    first, there, computed = yield from halved(trial, last, 0, lambda _, answer: answer.point in known)
    end = there or answers[0].point or start
    near = distance(computed or start, end) <= _THERE * (1 + max(map(abs, end)))
    return None if near else (start, first)


# What the source is asked, in this order, before what explains the values counts; the first explanation is the one.
QUESTIONS: tuple[Callable[[Trial, list[Run], Explanation], Asking], ...] = (
    _typed_in_answers, _few_steps, _known_minimum, _landing,
)  # fmt: skip

"""The lists that answers of descents are explained with: what is left out, what is shown, how n is counted, along what, how far.

An entry has the name of its deviation, "" if it is none. To name another mistake, write one entry. Which of them explain
what was seen is `explanations`'s to say.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import permutations

from grader.descent import step_directions as directions
from grader.descent.arrival import is_near
from grader.descent.landscape import Landscape, Point, is_finite, step_against
from grader.descent.runs import Chain, Run
from grader.descent.step_directions import Direction
from grader.descent.step_history import scheduled
from grader.descent.step_rules import Rule, Table, constant, size_table
from grader.descent.step_sizes import Interval, Precision, meeting, simplest

_MOST_PERMUTED = 3  # coordinates: of four there are 24 orders, and nobody gets another than the reverse by accident
_OF_SEARCHES = 1000  # a size for every step: anything else is simpler
_GROWN = 3  # steps that show how sizes grow: two of any schedule are one the double of the other by chance
_TURNED = 1e-9  # of the lengths: rounding turns a gradient by a millionth of this


# --- what is left out ---------------------------------------------------------------------------------------------------


Left = list[Run]
"""The runs that show all of an answer but what is left out of it."""


def left_out(runs: Sequence[Run]) -> tuple[str, Left]:
    """Return the name of what these answers are not made of, "" for nothing or no points, and the runs that show the rest."""
    sizes = {len(point) - len(run.start) for run in runs for point in run.reached.values()}
    found = ((name, seen(runs)) for name, seen in LEFT_OUT.items() if sizes == {0})
    return next(((name, seen) for name, seen in found if seen is not None), ("", list(runs)))


def _no_number(runs: Sequence[Run]) -> Left | None:
    return None if any(is_finite(point) for run in runs for point in run.reached.values()) else []


def _the_start(runs: Sequence[Run]) -> Left | None:
    return [] if all(point == run.start for run in runs for point in run.reached.values()) else None


def _one_answer(runs: Sequence[Run]) -> Left | None:
    several = len({run.start for run in runs}) > 1
    return [] if several and len({point for run in runs for point in run.reached.values()}) == 1 else None


def _whatever_n(runs: Sequence[Run]) -> Left | None:
    """Return each start's first answer, if it is the only one; what is no number is equal to what is none."""
    ends = [{point if is_finite(point) else None for point in run.reached.values()} for run in runs]
    if not all(len(found) == 1 for found in ends) or all(len(run.reached) < 2 for run in runs):
        return None
    return [Run(run.start, {1: run.reached[1]}) for run in runs if 1 in run.reached]


def _whatever_start(runs: Sequence[Run]) -> Left | None:
    """Return the one way there is, from its own first point, if what several starts were asked for is the same."""
    asked: dict[int, list[Point]] = {}
    for run in runs:
        for count, point in run.reached.items():
            asked.setdefault(count, []).append(point)
    shared = [points for points in asked.values() if len(points) > 1]
    if not shared or len({run.start for run in runs}) < 2 or any(len(set(points)) > 1 for points in shared):
        return None
    whole = max(runs, key=lambda run: len(run.reached))
    return from_first(whole) if 1 in whole.reached else [runs[0]]


def from_first(run: Run) -> Left:
    """Return a run as it goes on from its first answer."""
    return [Run(run.reached[1], {n - 1: point for n, point in run.reached.items() if n > 1})] if 1 in run.reached else []


# The first that holds leaves the most out.
LEFT_OUT: dict[str, Callable[[Sequence[Run]], Left | None]] = {
    "not_a_number": _no_number,
    "never_moves": _the_start,
    "constant_answer": _one_answer,
    "ignores_n": _whatever_n,
    "ignores_start": _whatever_start,
}


# --- what is shown -------------------------------------------------------------------------------------------------------


Axes = tuple[int, ...]


@dataclass(frozen=True)
class Show:
    """What is returned of the end of a descent; `behind` gives that point back, if it can be had.

    Of the last move, times a `sign`, all answers together do.
    """

    name: str
    shown: Callable[[Landscape, Point, Point], Point]
    behind: Callable[[Point, Point], Point] | None = None
    sign: int = 0

    def points(self, run: Run) -> Run:
        """Return a run of the points behind what is shown of them."""
        if self.behind is not None:
            return Run(run.start, {n: self.behind(run.start, answer) for n, answer in run.reached.items()})
        point, reached = run.start, dict[int, Point]()
        while len(reached) + 1 in run.reached:
            point = step_against(point, run.reached[len(reached) + 1], -self.sign)
            reached[len(reached) + 1] = point
        return Run(run.start, reached)


# What is asked for, and what still holds it.
POINT = Show("", lambda _, __, end: end, lambda _, answer: answer)
WAY_GONE = Show(
    "returns_the_way_gone",
    lambda _, start, end: tuple(b - a for a, b in zip(start, end, strict=True)),
    lambda start, answer: tuple(a + b for a, b in zip(start, answer, strict=True)),
)  # a sum of the moves, begun at zero
LAST_MOVES = tuple(Show("returns_the_last_move", WAY_GONE.shown, sign=sign) for sign in (1, -1))  # as one adds or subtracts it
# What is worked out on the way to the next point, or for a table: the point cannot be had from it.
VALUES = (
    Show("returns_function_value", lambda landscape, _, end: (landscape.height(end),)),
    Show("gradient_instead_of_point", lambda landscape, _, end: landscape.slope(end)),
)


def points_shown(count: int) -> Iterator[Show]:
    """Yield what still holds the point: its coordinates in another order, the way from the start to it."""
    axes = tuple(range(count))
    for order in permutations(axes) if count <= _MOST_PERMUTED else (axes[::-1],):
        if order != axes:
            back = tuple(order.index(axis) for axis in axes)
            yield Show("coordinates_swapped", partial(_shown_in, back), partial(_taken_from, order))
    yield WAY_GONE
    yield from LAST_MOVES


def _shown_in(order: Axes, _landscape: Landscape, _start: Point, end: Point) -> Point:
    return tuple(end[axis] for axis in order)


def _taken_from(order: Axes, _start: Point, answer: Point) -> Point:
    return tuple(answer[axis] for axis in order)


# --- how n is counted ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Count:
    """How many steps more than n are taken."""

    name: str
    shift: int


AS_ASKED = Count("", 0)  # what is asked for
# A loop from 0 to n, or from 1 to n - 1; other numbers of steps are solved for (`whole_answers`).
COUNTS = (Count("one_step_too_many", 1), Count("one_step_too_few", -1))
OTHER_NUMBER = Count("other_number_of_steps", 0)  # each n takes a number of its own


# --- along what ----------------------------------------------------------------------------------------------------------


def close_directions(landscape: Landscape) -> Iterator[Direction]:
    """Yield directions that are meant to be the gradient and nearly are: they are no deviation."""
    yield from directions.rounded_constants(landscape)
    yield from directions.rounded_slopes(landscape)
    yield from directions.numerical(landscape)


def wrong_directions(landscape: Landscape, chains: Sequence[Chain]) -> Iterator[Direction]:
    """Yield what people take for the gradient as a whole."""
    several = len(landscape.variables) > 1
    if several:
        yield from directions.one_after_another(landscape)
        yield directions.swapped(landscape)
        yield directions.signs(landscape)
    yield directions.newton(landscape)
    one_side = len({landscape.slope(chain.points[k])[0] > 0 for chain in chains for k in chain.steps}) == 1
    if several or not one_side:  # where the slope has one sign, a constant slope looks like its sign
        yield directions.fixed_length(landscape)
    yield directions.frozen(landscape)


# --- with which sizes ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Steps:
    """What the steps of some chains say about their sizes along a direction."""

    landscape: Landscape
    direction: Direction
    chains: Sequence[Chain]
    table: Table

    @property
    def sizes(self) -> list[list[Interval]]:
        """Return what each step allows, by chain."""
        return [[meeting(row) for row in rows] for rows in self.table]


Sized = tuple[str, Rule]
"""The name of a deviation in the size, and the rule with that size."""


def one_size(steps: Steps) -> Sized | None:
    """Return one for all steps: below zero they go uphill, and of zero they stay."""
    common = meeting(interval for rows in steps.table for row in rows for interval in row)
    if not common.sharp:
        return None
    size = simplest(common) if not common.low <= 0 <= common.high else 0.0
    rule = constant(steps.direction, size)
    return ("", rule) if size > 0 else ("ascends" if size < 0 else "never_moves", replace(rule, kind="ascends"))


def size_times_number(steps: Steps) -> Sized | None:
    """Return δ times the number of the step, as the loop's counter in place of δ makes it: such steps never settle."""
    rows = [(number, size) for sizes in steps.sizes for number, size in enumerate(sizes, 1)]
    unit = meeting(size.scaled(1 / number) for number, size in rows)
    if not unit.sharp or unit.low <= 0 or max(number for number, size in rows if size.sharp) < _GROWN:
        return None
    size = simplest(unit)
    return "step_size_from_counter", Rule(kind="schedule", direction=steps.direction, size=lambda k: size * (k + 1))


def size_by_number(steps: Steps) -> Sized | None:
    """Return one for each step number, the same from every start."""
    rule = scheduled(steps.direction, steps.sizes, [chain.first for chain in steps.chains])
    return None if rule is None else ("", rule)


def size_by_start(steps: Steps) -> Sized | None:
    """Return one for each start, if every run shows it twice or left the numbers."""
    sizes = [meeting(found) for found in steps.sizes]
    shown = [sum(interval.sharp for interval in found) > 1 for found in steps.sizes]
    left = [len(chain.steps) < len(chain.points) - 1 for chain in steps.chains]
    if sum(shown) < 2 or any(chain.first for chain in steps.chains) or not all(map(max, shown, left)):
        return None
    if any(size.empty or size.low <= 0 or not size.sharp for size in sizes):
        return None
    by_start = {chain.points[0]: simplest(size) for chain, size in zip(steps.chains, sizes, strict=True)}
    rule = Rule(kind="size_by_start", direction=steps.direction, size=lambda _: None, by_start=by_start, parameters=len(by_start))
    return "", rule


def size_by_search(steps: Steps) -> Sized | None:
    """Return any size for every step: the directions show it, if the gradient turns on the way."""
    flat = [interval for rows in steps.sizes for interval in rows]
    if not all(interval.high > 0 for interval in flat) or any(interval.sharp and interval.low <= 0 for interval in flat):
        return None
    turning = [rows for chain, rows in zip(steps.chains, steps.table, strict=True) if _turns(steps.landscape, chain)]
    several = [row for rows in turning for row in rows if sum(interval.sharp for interval in row) > 1]
    if len(several) < 3:
        return None
    return "", Rule(kind="line_search", direction=steps.direction, size=lambda _: None, parameters=_OF_SEARCHES)


def _turns(landscape: Landscape, chain: Chain) -> bool:
    """Tell whether the gradient has another direction at some point of a chain than at its start."""
    slopes = [landscape.slope(chain.points[k]) for k in chain.steps]
    first = slopes[0] if slopes else ()
    return any(
        abs(first[i] * slope[j] - first[j] * slope[i]) > _TURNED * math.hypot(*first) * math.hypot(*slope)
        for slope in slopes[1:]
        for i in range(len(slope))
        for j in range(i)
    )


# The first that fits has the fewest numbers.
SIZES: tuple[Callable[[Steps], Sized | None], ...] = (one_size, size_times_number, size_by_number, size_by_start, size_by_search)


# --- how it ends ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Late:
    """An answer to a large n: what the rule of the first steps leads through up to there, and what tells two points apart.

    `after` are the answers from there on, one step after the other, where they were asked for.
    """

    landscape: Landscape
    targets: tuple[Point, ...]
    path: Sequence[Point]
    answer: Point
    alike: Callable[[Point, Point], bool]
    after: Sequence[Chain] = ()


@dataclass(frozen=True)
class Ending:
    """How answers to large n are made; `since` returns from which step on, None if they are not made so."""

    name: str
    since: Callable[[Late], int | None]


def _as_before(late: Late) -> int | None:
    return len(late.path) - 1 if late.alike(late.answer, late.path[-1]) else None


def _at_a_point(late: Late) -> int | None:
    same = (m for m in range(1, len(late.path) - 1) if late.alike(late.answer, late.path[m]))
    return next((m for m in same if not late.alike(late.path[m], late.path[m - 1])), None)


def _with_other_sizes(late: Late) -> int | None:
    """Return the last step, if the answers from there on go against the gradient, with the same sizes from two starts."""
    table = size_table(late.after, directions.exact(late.landscape), Precision())
    sizes = [meeting([*one, *two]) for one, two in zip(*table, strict=False)] if len(table) > 1 else []
    return len(late.path) - 1 if sizes and all(size.sharp and size.low > 0 for size in sizes) else None


def _at_minimum(late: Late) -> int | None:
    there = is_near(late.answer, late.targets) and not is_near(late.answer, (late.path[-1],))
    return len(late.path) - 1 if there else None


GOES_ON = Ending("", _as_before)  # what is asked for
STOPS = Ending("stops_too_early", _at_a_point)  # count(n) is the smaller one of n and m
OTHER_SIZES = Ending("schedule", _with_other_sizes)  # of a size that changes too late for the first answers to show it
JUMPS = Ending("jumps_to_minimum", _at_minimum)  # what is shown from m on is the minimum
DEPARTS = Ending("departs_later", lambda late: len(late.path) - 1)  # by another rule
ENDINGS = (GOES_ON, STOPS, OTHER_SIZES, JUMPS, DEPARTS)  # the first that holds has the fewest deviations


def ending_of(late: Late) -> tuple[Ending, int]:
    """Return the first ending that predicts an answer, and its step."""
    found = ((ending, ending.since(late)) for ending in ENDINGS)
    return next((ending, steps) for ending, steps in found if steps is not None)


# --- answers that do not show their points -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Whole:
    """A way to answer with right steps, solved for its δ from one answer and checked by the others."""

    show: Show
    count: Count = AS_ASKED
    mistake: str | None = None
    size: Callable[[float, int], float] = lambda size, _: size


# A value may be of the point before the last step, as one is if it was computed in the loop: that is no deviation.
WHOLE = (
    *(Whole(show, count) for show in VALUES for count in (AS_ASKED, Count("", -1), COUNTS[0])),
    Whole(POINT, mistake="step_size_from_n", size=lambda size, n: size / n),
    Whole(POINT, mistake="step_size_from_n", size=lambda size, n: size * n),
)

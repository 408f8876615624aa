"""Solve answers as a whole for their step size, where not each of them is one step from another.

A size is determined from one answer and must predict the others; so must numbers of steps. Answers have to be exact:
rounded ones do not show how many steps there were.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise

from grader.algebra.floats import agree, points_agree
from grader.descent.deviations import Show, Whole
from grader.descent.landscape import Landscape, Point, is_finite, step_against
from grader.descent.runs import Run
from grader.descent.step_directions import exact
from grader.descent.step_rules import FOLLOWED, NO_SIZE, Rule, constant
from grader.descent.step_sizes import Interval, Precision, meeting, simplest, size_of_step

Values = Mapping[tuple[Point, int], Point]
Taken = tuple[tuple[int, int], ...]
_MOST_STEPS = 60  # for the few iterations asked for: n(n-1)/2 of eleven are 55
_FIRST = (1, 2, 3)  # steps that the first iteration may take; more are nobody's slip
_LEAST = 1e-3  # a coordinate on its way through 0 is known as exactly as its neighbours of usual size
_AFTER_STEPS = 1e-6  # a size that was read off one value is a little less exact than one read off a point
# a whole number above that is no number of steps that somebody writes into a loop, and following so many takes no time
_MOST_TYPED_IN = 1000
# a step size, or one over a number that is typed in, is below this: larger ones settle in no valley of ordinary steepness
_LARGEST_TYPED_IN = 4.0
_HALVINGS = 60  # of an interval: then its ends are neighbouring floats
_PLACES, _FARTHEST = 200, 12.0  # places on each side of zero between which a value is sought, the farthest at sinh(12) = 81,000


def counted(landscape: Landscape, runs: Sequence[Run]) -> tuple[Rule, Taken] | None:
    """Return the right steps and the numbers of them of steps that explain every point from every start; None when there are none.

    Each point must lie on one trajectory of one step size, and each n must take the same number of steps from every start.
    """
    whole = [run for run in runs if len(run.reached) > 2 and all(map(is_finite, run.reached.values()))]
    if len(whole) < 2:
        return None
    # beside a flat minimum a start shows no size exactly, so the first is asked as well
    for size in (size for run in (whole[-1], whole[0]) for size in _candidates(landscape, run)):
        rule = constant(exact(landscape), size)
        taken = _steps(rule, whole)
        if taken is not None:
            return rule, taken
    return None


def always_as_many(landscape: Landscape, runs: Sequence[Run], numbers: Sequence[float]) -> tuple[Rule, Taken] | None:
    """Return the right steps whose size and number are typed in, if they lead to each start's only answer; else None."""
    counts = [int(n) for n in numbers if n == int(n) and 1 < n <= _MOST_TYPED_IN]
    sizes = [size for n in numbers if n > 0 for size in (n, 1 / n) if size < _LARGEST_TYPED_IN]
    for size in dict.fromkeys(sizes) if runs else ():
        rule = constant(exact(landscape), size)
        for count in counts:
            if all(_ends(rule, run.start, count, run.reached[1]) for run in runs):
                return rule, ((1, count),)
    return None


def _ends(rule: Rule, start: Point, count: int, end: Point) -> bool:
    """Tell whether so many steps, of which the first is not all, lead from a start to an end."""
    path = rule.follow(start, count)
    if len(path) > count and points_agree(path[1], end, FOLLOWED, least=NO_SIZE, along=(start,)):
        return False
    return points_agree(path[-1], end, FOLLOWED, least=NO_SIZE, along=(start,)) if len(path) > count else not is_finite(end)


def _candidates(landscape: Landscape, run: Run) -> Iterator[float]:
    """Yield the step sizes with which one to three steps lead to the first point beside the start."""
    first = next((point for _, point in sorted(run.reached.items()) if point != run.start), None)
    if first is None:
        return
    one = _size_of_one(landscape, run.start, first)
    if one.sharp and one.low > 0:
        yield simplest(one)
    axis = max(range(len(first)), key=lambda i: abs(first[i] - run.start[i]))
    for count in _FIRST[1:]:
        yield from crossings(lambda size: _after(landscape, size, run.start, count)[axis] - first[axis])  # noqa: B023 - used at once


def _size_of_one(landscape: Landscape, before: Point, after: Point) -> Interval:
    slopes = landscape.uncertain_slope(before)
    return meeting(size_of_step(b, a, s, Precision()) for b, a, s in zip(before, after, slopes, strict=True))


def _steps(rule: Rule, runs: list[Run]) -> tuple[tuple[int, int], ...] | None:
    """Return for each n how many steps it takes from every start; None if that is none or not the same everywhere."""
    possible: dict[int, set[int]] = {}
    for run in runs:
        path = rule.follow(run.start, _MOST_STEPS)
        for count, point in run.reached.items():
            there = {steps for steps, place in enumerate(path) if points_agree(place, point, FOLLOWED, least=_LEAST)}
            possible[count] = possible.get(count, there) & there
            if not possible[count]:
                return None
    steps = tuple((count, min(there)) for count, there in sorted(possible.items()))
    counts_otherwise = any(count != taken for count, taken in steps)
    return steps if counts_otherwise and len({taken for _, taken in steps}) > 1 else None


def solved(landscape: Landscape, values: Values, whole: Whole) -> float | None:
    """Return the size with which an entry predicts all answers, determined from one of them; None when there is none."""
    shift = whole.count.shift
    moved = max(1, 1 - shift)
    first = [(start, value) for (start, count), value in values.items() if count == moved and is_finite(value)]
    if not first or len(values) < 4 or len(first[0][1]) != len(whole.show.shown(landscape, first[0][0], first[0][0])):
        return None
    if any(not _same(whole.show.shown(landscape, start, start), value) for (start, n), value in values.items() if n == -shift):
        return None

    def shown(size: float, start: Point, count: int) -> Point:
        end = _after(landscape, whole.size(size, count), start, count + shift)
        return whole.show.shown(landscape, start, end) if is_finite(end) else end

    for start, value in first[:2]:
        for size in crossings(partial(_off, shown, start, moved, value)):
            if all(is_finite(value) == is_finite(end) and (not is_finite(end) or _same(end, value))
                   for asked, value in values.items() for end in [shown(size, *asked)]):  # fmt: skip
                return size
    return None


def _off(shown: Callable[[float, Point, int], Point], start: Point, count: int, value: Point, size: float) -> float:
    """Return what a size leaves of the first coordinate of an answer."""
    return shown(size, start, count)[0] - value[0]


def _after(landscape: Landscape, size: float, point: Point, count: int) -> Point:
    """Return the point after so many steps, or the first that is not finite."""
    for _ in range(count):
        if is_finite(point):
            point = step_against(point, landscape.slope(point), size)
    return point


def _same(one: Point, other: Point) -> bool:
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if math.isfinite(a) and math.isfinite(b)]
    return is_finite(one) == is_finite(other) and all(agree(a, b, _AFTER_STEPS, least=NO_SIZE) for a, b in pairs)


def crossings(off: Callable[[float], float]) -> Iterator[float]:
    """Yield the sizes from a millionth to 4 at which a function of them changes sign, as a person would type them."""
    low, before = 1e-6, off(1e-6)
    while low < 4:
        high = low * 1.15
        after = off(high)
        if math.isfinite(before) and math.isfinite(after) and (before > 0) != (after > 0):
            yield _root(off, low, high)
        low, before = high, after


def _root(off: Callable[[float], float], low: float, high: float) -> float:
    middle = _bisected(off, low, high)
    return simplest(Interval(middle * (1 - 1e-9), middle * (1 + 1e-9)))


def _bisected(off: Callable[[float], float], low: float, high: float) -> float:
    rising = off(high) > 0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if (off(middle) > 0) == rising else (middle, high)
    return (low + high) / 2


def places_of(show: Show, landscape: Landscape, value: float) -> Iterator[Point]:
    """Yield the points of one variable of which this value is shown, near zero and far from it."""
    grid = [math.sinh(_FARTHEST * k / _PLACES) for k in range(-_PLACES, _PLACES + 1)]

    def off(place: float) -> float:
        return show.shown(landscape, (place,), (place,))[0] - value

    heights = [(place, off(place)) for place in grid]
    for (low, before), (high, after) in pairwise(heights):
        if math.isfinite(before) and math.isfinite(after) and (before > 0) != (after > 0):
            yield (_bisected(off, low, high),)

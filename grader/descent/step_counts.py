"""Right steps in wrong numbers, or behind the function's value or its gradient that is shown in place of the point.

What looks like nothing along the gradient may be two steps for each iteration, n + 2 of them, or n(n-1)/2. Each
reached point must lie on one trajectory of one step size, and each n must take the same number of steps from every
start. For a δ that is not known one value determines it, and the others confirm it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.algebra.floats import agree, points_agree
from grader.descent.landscape import Landscape, Point, is_finite, step_against
from grader.descent.runs import Run
from grader.descent.step_directions import exact
from grader.descent.step_rules import FOLLOWED, NO_SIZE, Rule, constant
from grader.descent.step_sizes import Interval, Precision, meeting, simplest, size_of_step

_MOST_STEPS = 60  # for the few iterations asked for: n(n-1)/2 of eleven are 55
_FIRST = (1, 2, 3)  # steps that the first iteration may take; more are nobody's slip
_LEAST = 1e-3  # a coordinate on its way through 0 is known as exactly as its neighbours of usual size
_EXACT = Precision()  # of doubles: rounded answers do not show how many steps there were


@dataclass(frozen=True, slots=True)
class Counting:
    """One step size for all steps, and how many of them each number of iterations takes."""

    rule: Rule
    steps: tuple[tuple[int, int], ...]


def counted(landscape: Landscape, runs: Sequence[Run]) -> Counting | None:
    """Return the step size and the numbers of steps that explain every point from every start; None when there are none."""
    whole = [run for run in runs if len(run.reached) > 2 and all(map(is_finite, run.reached.values()))]
    if len(whole) < 2:
        return None
    for size in _candidates(landscape, whole[-1]):
        rule = constant(exact(landscape), size)
        steps = _steps(rule, whole)
        if steps is not None:
            return Counting(rule, steps)
    return None


def divided(landscape: Landscape, runs: Sequence[Run]) -> float | None:
    """Return the c with which n iterations are n right steps of size c/n; None when there is none."""
    whole = [run for run in runs if 1 in run.reached and is_finite(run.reached[1])]
    size = meeting(_size(landscape, run.start, run.reached[1]) for run in whole)
    if len(whole) < 2 or not size.sharp or size.low <= 0:
        return None
    found = simplest(size)
    for run in whole:
        for count, point in run.reached.items():
            path = constant(exact(landscape), found / count).follow(run.start, count)
            if is_finite(point) and (len(path) <= count or not points_agree(path[-1], point, FOLLOWED, least=_LEAST)):
                return None
    return found


def _candidates(landscape: Landscape, run: Run) -> Iterator[float]:
    """Yield the step sizes with which one to three steps lead to the first point beside the start."""
    first = next((point for _, point in sorted(run.reached.items()) if point != run.start), None)
    if first is None:
        return
    one = _size(landscape, run.start, first)
    if one.sharp and one.low > 0:
        yield simplest(one)
    for count in _FIRST[1:]:
        yield from _sizes(landscape, run.start, first, count)


def _size(landscape: Landscape, before: Point, after: Point) -> Interval:
    slopes = landscape.uncertain_slope(before)
    return meeting(size_of_step(b, a, s, _EXACT) for b, a, s in zip(before, after, slopes, strict=True))


def _sizes(landscape: Landscape, start: Point, end: Point, count: int) -> Iterator[float]:
    """Yield the sizes with which so many steps lead from the start to an end, by the coordinate of the longest way."""
    axis = max(range(len(start)), key=lambda i: abs(end[i] - start[i]))

    def off(size: float) -> float:
        path = constant(exact(landscape), size).follow(start, count)
        return path[-1][axis] - end[axis] if len(path) > count else math.nan

    yield from crossings(off)


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
    rising = off(high) > 0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if (off(middle) > 0) == rising else (middle, high)
    return simplest(Interval(low * (1 - 1e-9), high * (1 + 1e-9)))


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


_AFTER_STEPS = 1e-6  # a size that was read off one value is a little less exact than one read off a point
Shown = Callable[[Landscape, Point], Point]
Values = Mapping[tuple[Point, int], Point]

# What programs return in place of the point, by the name of the mistake.
_SHOWN: dict[str, Shown] = {
    "returns_function_value": lambda landscape, point: (landscape.height(point),),
    "gradient_instead_of_point": lambda landscape, point: landscape.slope(point),
}


def behind_values(landscape: Landscape, values: Values) -> tuple[str, float, int] | None:
    """Return what is shown in place of the points, the size of the right steps behind it, how many more than n they are.

    None when nothing fits. It may be shown of the point before the last step (-1), as a value is that was computed in
    the loop, or after one step too many (1).
    """
    for name, shown in _SHOWN.items():
        for shift in (0, -1, 1):
            size = _step_size(landscape, values, shown, shift)
            if size is not None:
                return name, size, shift
    return None


def _step_size(landscape: Landscape, values: Values, shown: Shown, shift: int) -> float | None:
    moved = max(1, -shift + 1)
    first = [(start, value) for (start, count), value in values.items() if count == moved and is_finite(value)]
    if not first or len(values) < 4 or len(first[0][1]) != len(shown(landscape, first[0][0])):
        return None
    if any(not _same(shown(landscape, start), value) for (start, count), value in values.items() if count == -shift):
        return None
    for start, value in first[:2]:
        for size in _sizes_behind(landscape, start, value, shown, moved + shift):
            ends = ((_after(landscape, size, start, count + shift), value) for (start, count), value in values.items())
            if all(_same(shown(landscape, end), value) if is_finite(end) else not is_finite(value) for end, value in ends):
                return size
    return None


def _sizes_behind(landscape: Landscape, start: Point, value: Point, shown: Shown, steps: int) -> Iterator[float]:
    """Yield the step sizes with which so many steps from the start reach this value."""

    def off(size: float) -> float:
        return shown(landscape, _after(landscape, size, start, steps))[0] - value[0]

    yield from crossings(off)


def _after(landscape: Landscape, size: float, point: Point, count: int) -> Point:
    """Return the point after so many steps, or the first that is not finite."""
    for _ in range(count):
        if is_finite(point):
            point = step_against(point, landscape.slope(point), size)
    return point


def _same(one: Point, other: Point) -> bool:
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if math.isfinite(a) and math.isfinite(b)]
    return is_finite(one) == is_finite(other) and all(agree(a, b, _AFTER_STEPS, least=NO_SIZE) for a, b in pairs)

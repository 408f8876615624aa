"""Right steps in wrong numbers: how many of one size each n takes, when it does not take n.

What looks like nothing along the gradient may be two steps for each iteration, n + 2 of them, or n(n-1)/2. Each
reached point must lie on one trajectory of one step size, and each n must take the same number of steps from
every start.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from grader.descent.landscape import Landscape, Point, is_finite
from grader.descent.runs import Run
from grader.descent.step_directions import exact
from grader.descent.step_rules import FOLLOWED, Rule, constant
from grader.descent.step_sizes import Interval, Precision, meeting, simplest, size_of_step
from grader.equality.agreement import points_agree

_MOST_STEPS = 60
_FIRST = (1, 2, 3)
_LEAST = 1e-3  # a coordinate on its way through 0 is known as exactly as its neighbours of usual size
_EXACT = Precision()


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
    """Yield the step sizes with which one, two or three steps lead to the first point that is not the start."""
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
    """Yield the step sizes with which so many steps from the start lead to this end, by its coordinate that moved most."""
    axis = max(range(len(start)), key=lambda i: abs(end[i] - start[i]))

    def off(size: float) -> float:
        path = constant(exact(landscape), size).follow(start, count)
        return path[-1][axis] - end[axis] if len(path) > count else math.nan

    yield from crossings(off)


def crossings(off: Callable[[float], float]) -> Iterator[float]:
    """The step sizes from a millionth to 4 where a function of them changes sign, as a person would have typed them."""
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
    """For each n how many steps it takes from every start; None where that is none or not the same everywhere."""
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

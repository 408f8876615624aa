"""Recognising right steps behind wrong answers: the function's value returned in place of the point.

For a δ that is not known the value after one step determines it, and the values after two and three confirm it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from grader.maths.descent.landscape import Landscape, Point, is_finite
from grader.maths.descent.sizes import Interval, simplest


def function_value_step(landscape: Landscape, numbers: Mapping[tuple[Point, int], float]) -> float | None:
    """The step size with which every number is the function's value after n right steps; None when there is none."""
    first = [(start, value) for (start, count), value in numbers.items() if count == 1 and math.isfinite(value)]
    if not first or len(numbers) < 4:
        return None
    for start, value in first[:2]:
        for size in _sizes(landscape, start, value):
            if all(_is_value(landscape, size, start, count, value) for (start, count), value in numbers.items()):
                return size
    return None


def _sizes(landscape: Landscape, start: Point, value: float) -> Iterator[float]:
    """The step sizes with which the first step from the start reaches this height."""

    def off(size: float) -> float:
        return landscape.height(_stepped(landscape, start, size)) - value

    low, before = 1e-6, off(1e-6)
    while low < 4:
        high = low * 1.2
        after = off(high)
        if math.isfinite(before) and math.isfinite(after) and (before > 0) != (after > 0):
            yield _root(off, low, high)
        low, before = high, after


def _root(off: object, low: float, high: float) -> float:
    assert callable(off)
    rising = off(high) > 0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (low, middle) if (off(middle) > 0) == rising else (middle, high)
    return simplest(Interval(low * (1 - 1e-9), high * (1 + 1e-9)))


def _stepped(landscape: Landscape, point: Point, size: float) -> Point:
    return tuple(c - size * s for c, s in zip(point, landscape.slope(point), strict=True))


def _is_value(landscape: Landscape, size: float, start: Point, count: int, value: float) -> bool:
    point = start
    for _ in range(count):
        point = _stepped(landscape, point, size)
        if not is_finite(point):
            return not math.isfinite(value)
    height = landscape.height(point)
    if not (math.isfinite(height) and math.isfinite(value)):
        return math.isfinite(height) == math.isfinite(value)
    return abs(height - value) <= 1e-6 * max(abs(height), abs(value), 1e-9)

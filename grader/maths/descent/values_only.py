"""Recognising right steps behind wrong answers: the function's value, or its gradient, in place of the point.

For a δ that is not known the value after one step determines it, and the values after two and three confirm it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping

from grader.maths.descent.counting import root
from grader.maths.descent.landscape import Landscape, Point, is_finite

Shown = Callable[[Landscape, Point], Point]
Values = Mapping[tuple[Point, int], Point]

_SHOWN: dict[str, Shown] = {
    "returns_function_value": lambda landscape, point: (landscape.height(point),),
    "returns_gradient": lambda landscape, point: landscape.slope(point),
}


def behind_values(landscape: Landscape, values: Values) -> tuple[str, float] | None:
    """What is shown in place of each point, and the step size of the right steps behind it; None when nothing fits.

    It may be shown of the point before the last step, as a value is that was computed in the loop.
    """
    for name, shown in _SHOWN.items():
        for late in (0, 1):
            size = _step_size(landscape, values, shown, late)
            if size is not None:
                return name, size
    return None


def _step_size(landscape: Landscape, values: Values, shown: Shown, late: int) -> float | None:
    first = [(start, value) for (start, count), value in values.items() if count == 1 + late and is_finite(value)]
    if not first or len(values) < 4 or len(first[0][1]) != len(shown(landscape, first[0][0])):
        return None
    if any(not _same(shown(landscape, start), value) for (start, count), value in values.items() if count == late):
        return None
    for start, value in first[:2]:
        for size in _sizes(landscape, start, value, shown):
            ends = ((_after(landscape, size, start, count - late), value) for (start, count), value in values.items())
            if all(_same(shown(landscape, end), value) if is_finite(end) else not is_finite(value) for end, value in ends):
                return size
    return None


def _sizes(landscape: Landscape, start: Point, value: Point, shown: Shown) -> Iterator[float]:
    """The step sizes with which the first step from the start reaches this value."""

    def off(size: float) -> float:
        return shown(landscape, _stepped(landscape, start, size))[0] - value[0]

    low, before = 1e-6, off(1e-6)
    while low < 4:
        high = low * 1.2
        after = off(high)
        if math.isfinite(before) and math.isfinite(after) and (before > 0) != (after > 0):
            yield root(off, low, high)
        low, before = high, after


def _stepped(landscape: Landscape, point: Point, size: float) -> Point:
    return tuple(c - size * s for c, s in zip(point, landscape.slope(point), strict=True))


def _after(landscape: Landscape, size: float, point: Point, count: int) -> Point:
    """The point after so many steps, or the first that is not finite."""
    for _ in range(count):
        if is_finite(point):
            point = _stepped(landscape, point, size)
    return point


def _same(one: Point, other: Point) -> bool:
    return all(
        abs(a - b) <= 1e-6 * max(abs(a), abs(b), 1e-9) if math.isfinite(a) and math.isfinite(b) else True
        for a, b in zip(one, other, strict=True)
    ) and is_finite(one) == is_finite(other)

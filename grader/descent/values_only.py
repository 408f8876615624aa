"""Recognising right steps behind wrong answers: the function's value, or its gradient, in place of the point.

For a δ that is not known the value after one step determines it, and the values after two and three confirm it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping

from grader.descent.landscape import Landscape, Point, is_finite, step_against
from grader.descent.step_counts import crossings
from grader.descent.step_rules import NO_SIZE
from grader.equality.agreement import agree

_AFTER_STEPS = 1e-6  # a size that was read off one value is a little less exact than one read off a point
Shown = Callable[[Landscape, Point], Point]
Values = Mapping[tuple[Point, int], Point]

_SHOWN: dict[str, Shown] = {
    "returns_function_value": lambda landscape, point: (landscape.height(point),),
    "returns_gradient": lambda landscape, point: landscape.slope(point),
}


def behind_values(landscape: Landscape, values: Values) -> tuple[str, float, int] | None:
    """What is shown in place of each point, the step size of the right steps behind it, and how many more than n they are.

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
        for size in _sizes(landscape, start, value, shown, moved + shift):
            ends = ((_after(landscape, size, start, count + shift), value) for (start, count), value in values.items())
            if all(_same(shown(landscape, end), value) if is_finite(end) else not is_finite(value) for end, value in ends):
                return size
    return None


def _sizes(landscape: Landscape, start: Point, value: Point, shown: Shown, steps: int) -> Iterator[float]:
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

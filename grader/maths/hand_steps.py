"""Steps of gradient descent taken by hand: whether each follows from the point before it, and if not, what it follows.

A rounded point counts as the one it was rounded from, to two decimals at least. Knows no points, no student
and no text; it is given numbers and says what each step is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from grader.maths.descent.landscape import Landscape, Point

_EXACT = 1e-9
_COARSEST = 2


@dataclass(frozen=True, slots=True)
class HandStep:
    """One step as it was written down, from the point that was written before it.

    `right` says that it follows from there (or is the true point); `carried` that the point before was wrong.
    `mistakes` are all the known ones that lead here; one alone is a name, several are none.
    """

    before: Point
    after: Point
    expected: Point
    right: bool
    carried: bool
    mistakes: tuple[str, ...] = ()


def judge_steps(
    landscape: Landscape,
    start: Point,
    size: float,
    points: Sequence[Point],
    *,
    tolerance: float | None = None,
) -> tuple[HandStep, ...]:
    """Each written point judged by itself, from the one written before it.

    `tolerance`, relative where a coordinate is above 1, replaces the rounding rule.
    """
    true, before, steps = start, start, []
    for point in points:
        carried = bool(steps) and not all(step.right and not step.carried for step in steps)
        true = stepped(landscape, true, size)
        steps.append(_judged(landscape, start, size, before, point, true, carried, tolerance))
        before = point
    return tuple(steps)


def stepped(landscape: Landscape, point: Point, size: float) -> Point:
    """The point after one step against the gradient."""
    return tuple(c - size * s for c, s in zip(point, landscape.slope(point), strict=True))


def _judged(  # noqa: PLR0913 - what a step is judged by, each thing by name
    landscape: Landscape, start: Point, size: float, before: Point, point: Point, true: Point, carried: bool,
    tolerance: float | None,
) -> HandStep:  # fmt: skip
    expected = stepped(landscape, before, size)
    right = agrees(point, true, tolerance) or agrees(point, expected, tolerance)
    right = right or _agrees_after_rounding(landscape, size, before, point, expected)
    mistakes: tuple[str, ...] = ()
    if not right:
        found = (name for name, place in _mistaken(landscape, start, size, before) if agrees(point, place, tolerance))
        mistakes = tuple(dict.fromkeys(found))
    return HandStep(before, point, expected, right, carried and not agrees(point, true, tolerance), mistakes)


def agrees(written: Point, meant: Point, tolerance: float | None = None) -> bool:
    """Whether each written number is the meant one, rounded to as many decimals as are written, two at least."""
    return all(_is_rounded(w, m, tolerance) for w, m in zip(written, meant, strict=True))


def _is_rounded(written: float, meant: float, tolerance: float | None) -> bool:
    scale = max(1.0, abs(meant))
    if tolerance is not None:
        return abs(written - meant) <= tolerance * scale
    unit = 10.0 ** -max(_COARSEST, decimals(written))
    return abs(written - meant) <= max(_EXACT * scale, 0.5 * unit * (1 + 1e-6))


def decimals(number: float) -> int:
    """How many decimals the shortest text of a number has; a coarse one counts as written to two."""
    denominator = Fraction(repr(number)).denominator
    return next((count for count in range(18) if 10**count % denominator == 0), 18)


def _agrees_after_rounding(landscape: Landscape, size: float, before: Point, point: Point, expected: Point) -> bool:
    """Whether the step fits somebody who went on from a point of which the written one is the rounded form."""
    if any(decimals(c) > 6 for c in before):
        return False
    reach = [0.5 * 10.0 ** -max(_COARSEST, decimals(c)) if decimals(c) >= _COARSEST else 0.0 for c in before]
    lows = [0.0] * len(before)
    for axis, move in enumerate(reach):
        shifted = stepped(landscape, (*before[:axis], before[axis] + move, *before[axis + 1 :]), size)
        lows = [low + abs(s - e) for low, s, e in zip(lows, shifted, expected, strict=True)]
    units = [0.5 * 10.0 ** -max(_COARSEST, decimals(c)) for c in point]
    return any(lows) and all(
        abs(p - e) <= low + unit for p, e, low, unit in zip(point, expected, lows, units, strict=True)
    )


def _mistaken(landscape: Landscape, start: Point, size: float, before: Point) -> Iterator[tuple[str, Point]]:
    """Where the usual mistakes lead from a point."""
    slope = landscape.slope(before)
    moved = tuple(c - size * s for c, s in zip(before, slope, strict=True))
    yield "step_size_forgotten", tuple(c - s for c, s in zip(before, slope, strict=True))
    yield "ascends", tuple(c + size * s for c, s in zip(before, slope, strict=True))
    if before != start:
        first = landscape.slope(start)
        yield "gradient_not_reevaluated", tuple(c - size * s for c, s in zip(before, first, strict=True))
    yield "move_instead_of_point", tuple(-size * s for s in slope)
    yield "move_instead_of_point", tuple(size * s for s in slope)
    yield "gradient_instead_of_point", slope
    if len(before) > 1:
        yield "coordinates_swapped", moved[::-1]
        yield "components_swapped", tuple(c - size * s for c, s in zip(before, slope[::-1], strict=True))
        yield from _one_after_another(landscape, size, before, moved)


def _one_after_another(
    landscape: Landscape, size: float, before: Point, moved: Point
) -> Iterator[tuple[str, Point]]:
    for order in (range(len(before)), range(len(before) - 1, -1, -1)):
        point = list(before)
        for axis in order:
            point[axis] -= size * landscape.slope(tuple(point))[axis]
        yield "sequential_update", tuple(point)
    for axis in range(len(before)):
        yield "one_coordinate_moved", (*before[:axis], moved[axis], *before[axis + 1 :])

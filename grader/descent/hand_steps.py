"""Steps of gradient descent taken by hand: whether each follows from the point before it, and if not, what it follows.

A rounded point counts as the one it was rounded from, to two decimals at least. Knows no points, no student
and no text; it is given numbers and says what each step is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

from grader.algebra.floats import agree, decimals, half_unit
from grader.descent.landscape import Point, step_against

_EXACT = 1e-7  # what single precision or a difference quotient leaves of a number that was not rounded
_COARSEST = 2  # decimals: who writes 0.4 for 0.40 has not rounded to one, and 0.4 for 0.43 is wrong


class Sloping(Protocol):
    """A function whose gradient has a value at every point, however it is known."""

    def slope(self, point: Point) -> Point:
        """Return the gradient's value."""


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
    landscape: Sloping,
    start: Point,
    size: float,
    points: Sequence[Point],
    *,
    tolerance: float | None = None,
) -> tuple[HandStep, ...]:
    """Return each written point judged by itself, from the one written before it.

    `tolerance`, relative where a coordinate is above 1, replaces the rounding rule.
    """
    true, before = start, start
    steps: list[HandStep] = []
    instead = _listed_instead(landscape, start, size, points)
    for point in points:
        carried = bool(steps) and not all(step.right and not step.carried for step in steps)
        true = stepped(landscape, true, size)
        step = _judged(_Step(landscape, start, size, before, point, true, tolerance), carried=carried)
        if instead is not None and (step.carried or not step.right):
            step = replace(step, right=False, mistakes=(instead,))
        steps.append(step)
        before = point
    return tuple(steps)


def _listed_instead(landscape: Sloping, start: Point, size: float, points: Sequence[Point]) -> str | None:
    """Return what stands in the list in place of the points: the gradients or the moves at the true points, if all are.

    In a quadratic function the gradients follow each other by the same rule as the points do.
    """
    path = [start]
    for _ in points:
        path.append(stepped(landscape, path[-1], size))
    slopes = [landscape.slope(point) for point in path[:-1]]
    if len(points) < 2:
        return None
    if all(map(agrees, points, slopes)):
        return "gradient_instead_of_point"
    for sign in (-size, size):
        if all(agrees(point, tuple(sign * s for s in slope)) for point, slope in zip(points, slopes, strict=True)):
            return "move_instead_of_point"
    return None


def are_explained(  # noqa: PLR0913 - all that a column may be
    landscape: Sloping,
    start: Point,
    size: float,
    points: Sequence[Point],
    columns: Sequence[Sequence[float]],
    *,
    heights: Sequence[float] = (),
) -> bool:
    """Tell whether each column leads to the points or follows: a count, the height, the point before, gradient, move.

    The gradient of the point before, or the move, counts only where that point stands there too: else these are two lists.
    `heights` are the function's values at the points.
    """
    if agrees(points[0], start) and len(points) > 1:
        start = points[0]
        before: tuple[Point, ...] = (start, *points[:-1])
    else:
        before = (start, *points[:-1])
    slopes = [landscape.slope(point) for point in points]
    from_before = [landscape.slope(point) for point in before]
    moves = [tuple(-size * s for s in slope) for slope in from_before]
    has_before = all(any(_agree(column, axis) for column in columns) for axis in zip(*before, strict=True))
    led = [before, slopes, *((from_before, moves) if has_before else ())]
    meant = [*(axis for each in led for axis in zip(*each, strict=True)), *([heights] if heights else [])]
    return all(_counts(column) or any(_agree(column, one) for one in meant) for column in columns)


def _agree(written: Sequence[float], meant: Sequence[float]) -> bool:
    return len(written) == len(meant) and agrees(tuple(written), tuple(meant))


def _counts(column: Sequence[float]) -> bool:
    """Tell whether a column numbers the rows, from 0 or 1 on."""
    return column[0] in (0.0, 1.0) and all(after - before == 1 for before, after in pairwise(column))


def stepped(landscape: Sloping, point: Point, size: float) -> Point:
    """Return the point after one step against the gradient."""
    return step_against(point, landscape.slope(point), size)


@dataclass(frozen=True, slots=True)
class _Step:
    """What one step is judged by: its start and end as written, and the true point."""

    landscape: Sloping
    start: Point
    size: float
    before: Point
    point: Point
    true: Point
    tolerance: float | None


def _judged(step: _Step, *, carried: bool) -> HandStep:
    expected = stepped(step.landscape, step.before, step.size)
    true = agrees(step.point, step.true, step.tolerance)
    follows = agrees(step.point, expected, step.tolerance) or _agrees_after_rounding(step, expected)
    # To stand still where the gradient vanishes shows no work, so a wrong point there carries nothing on.
    right = true or (follows and not (carried and step.point == step.before))
    mistakes: tuple[str, ...] = ()
    if not right:
        places = _mistaken(step.landscape, step.start, step.size, step.before)
        found = (name for name, place in places if agrees(step.point, place, step.tolerance))
        mistakes = tuple(dict.fromkeys(found)) or (("another_step_size",) if _has_another_size(step) else ())
    return HandStep(step.before, step.point, expected, right, carried and not true, mistakes)


def agrees(written: Point, meant: Point, tolerance: float | None = None) -> bool:
    """Tell whether each written number is the meant one, rounded to as many decimals as are written, two at least.

    >>> agrees((0.33, 1.9), (1 / 3, 1.9)), agrees((0.3, 1.9), (1 / 3, 1.9))
    (True, False)
    """
    return all(_is_rounded(w, m, tolerance) for w, m in zip(written, meant, strict=True))


def _is_rounded(written: float, meant: float, tolerance: float | None) -> bool:
    if tolerance is not None:
        return agree(written, meant, tolerance)
    return agree(written, meant, _EXACT) or agree(written, meant, 0.0, slack=_half_unit(written))


def _half_unit(written: float) -> float:
    """Return how far a written number may lie from the one it rounds; a coarse one has two decimals."""
    return half_unit(max(_COARSEST, decimals(written)))


def _agrees_after_rounding(step: _Step, expected: Point) -> bool:
    """Tell whether the step fits somebody who went on from a point of which the written one is the rounded form."""
    before = step.before
    if any(decimals(c) > 6 for c in before):
        return False
    reach = [half_unit(decimals(c)) if decimals(c) >= _COARSEST else 0.0 for c in before]
    moved = [0.0] * len(before)
    for axis, move in enumerate(reach):
        shifted = stepped(step.landscape, (*before[:axis], before[axis] + move, *before[axis + 1 :]), step.size)
        moved = [m + abs(s - e) for m, s, e in zip(moved, shifted, expected, strict=True)]
    units = [_half_unit(c) for c in step.point]
    off = [abs(p - e) for p, e in zip(step.point, expected, strict=True)]
    return any(moved) and all(o <= m + unit for o, m, unit in zip(off, moved, units, strict=True))


def _has_another_size(step: _Step) -> bool:
    """Tell whether all coordinates, two at least, moved against the gradient with one step size, and not the given one."""
    low, high, moving = 0.0, float("inf"), 0
    for before, after, slope in zip(step.before, step.point, step.landscape.slope(step.before), strict=True):
        reach = _half_unit(after)
        if slope:
            ends = sorted((before - after + side * reach) / slope for side in (-1, 1))
            if ends[0] <= step.size <= ends[1]:
                return False
            low, high, moving = max(low, ends[0]), min(high, ends[1]), moving + 1
        elif not agree(after, before, 0.0, slack=reach):
            return False
    return moving > 1 and 0 < low <= high <= 1.2 * low


def _mistaken(landscape: Sloping, start: Point, size: float, before: Point) -> Iterator[tuple[str, Point]]:
    """Yield where the usual mistakes lead from a point."""
    slope = landscape.slope(before)
    moved = step_against(before, slope, size)
    yield "step_size_forgotten", step_against(before, slope, 1.0)
    yield "ascends", step_against(before, slope, -size)
    if before != start:
        yield "gradient_not_reevaluated", step_against(before, landscape.slope(start), size)
    yield "move_instead_of_point", tuple(-size * s for s in slope)
    yield "move_instead_of_point", tuple(size * s for s in slope)
    yield "gradient_instead_of_point", slope
    if len(before) > 1:
        yield "coordinates_swapped", moved[::-1]
        yield "components_swapped", step_against(before, slope[::-1], size)
        yield from _one_after_another(landscape, size, before, moved)


def _one_after_another(
    landscape: Sloping, size: float, before: Point, moved: Point
) -> Iterator[tuple[str, Point]]:
    for order in (range(len(before)), range(len(before) - 1, -1, -1)):
        point = list(before)
        for axis in order:
            point[axis] -= size * landscape.slope(tuple(point))[axis]
        yield "sequential_update", tuple(point)
    for axis in range(len(before)):
        yield "one_coordinate_moved", (*before[:axis], moved[axis], *before[axis + 1 :])

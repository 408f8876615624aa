"""Steps of a descent taken by hand: whether each follows from the points before it, and if not, which mistake it follows.

A rounded point counts as the one it was rounded from, to two decimals at least. Knows no method, no points, no student
and no text; it is given numbers and says what each step is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from grader.algebra.floats import agree, decimals, half_unit
from grader.descent.landscape import Point
from grader.descent.methods.method import Iteration, Path

_EXACT = 1e-7  # what single precision or a difference quotient leaves of a number that was not rounded
_COARSEST = 2  # decimals: who writes 0.4 for 0.40 has not rounded to one, and 0.4 for 0.43 is wrong


@dataclass(frozen=True, slots=True)
class HandStep:
    """One step as it was written down, from the path of the points that were written before it.

    `right` says that it follows from there (or is the true point); `carried` that the point before was wrong.
    `mistakes` are all the known ones that lead here; one alone is a name, several are none.
    """

    path: tuple[Point, ...]
    after: Point
    expected: Point
    right: bool
    carried: bool
    mistakes: tuple[str, ...] = ()

    @property
    def before(self) -> Point:
        """Return the point that it goes from."""
        return self.path[-1]


def judge_steps(
    iteration: Iteration, start: Point, points: Sequence[Point], *, tolerance: float | None = None
) -> tuple[HandStep, ...]:
    """Return each written point judged by itself, from those written before it.

    `tolerance`, relative where a coordinate is above 1, replaces the rounding rule.
    """
    true, written = (start, *iteration.points(start, len(points))), (start, *points)
    instead = _listed_instead(iteration, true, points)
    steps: list[HandStep] = []
    for k in range(len(points)):
        carried = bool(steps) and not all(step.right and not step.carried for step in steps)
        step = _judged(_Step(iteration, written[: k + 1], points[k], true[k + 1], tolerance), carried=carried)
        if instead is not None and (step.carried or not step.right):
            step = replace(step, right=False, mistakes=(instead,))
        steps.append(step)
    return tuple(steps)


def _listed_instead(iteration: Iteration, true: Path, points: Sequence[Point]) -> str | None:
    """Return what stands in the list in place of the points: the gradients or the moves at the true points, if all are.

    In a quadratic function the gradients follow each other by the same rule as the points do.
    """
    if len(points) < 2:
        return None
    rows = [tuple(iteration.in_place(true[: k + 1])) for k in range(len(points))]
    for column, (name, _) in enumerate(rows[0]):
        if all(agrees(point, row[column][1]) for point, row in zip(points, rows, strict=True)):
            return name
    return None


def are_explained(
    iteration: Iteration,
    start: Point,
    points: Sequence[Point],
    columns: Sequence[Sequence[float]],
    *,
    heights: Sequence[float] = (),
) -> bool:
    """Tell whether each column leads to the points or follows: a count, the height, the point before, gradient, move.

    The gradient of the point before, or the move, counts only where that point stands there too: else these are two lists.
    `heights` are the function's values at the points.
    """
    before: tuple[Point, ...] = (start, *points[:-1])
    if agrees(points[0], start) and len(points) > 1:
        before = (points[0], *points[:-1])
    slopes = [iteration.landscape.slope(point) for point in points]
    from_before = [iteration.landscape.slope(point) for point in before]
    moves = [iteration.move(before[: k + 1]) for k in range(len(before))]
    has_before = all(any(_agree(column, axis) for column in columns) for axis in zip(*before, strict=True))
    led = [before, slopes, *((from_before, moves) if has_before else ())]
    meant = [*(axis for each in led for axis in zip(*each, strict=True)), *([heights] if heights else [])]
    return all(_counts(column) or any(_agree(column, one) for one in meant) for column in columns)


def _agree(written: Sequence[float], meant: Sequence[float]) -> bool:
    return len(written) == len(meant) and agrees(tuple(written), tuple(meant))


def _counts(column: Sequence[float]) -> bool:
    """Tell whether a column numbers the rows, from 0 or 1 on."""
    return column[0] in (0.0, 1.0) and all(after - before == 1 for before, after in pairwise(column))


@dataclass(frozen=True, slots=True)
class _Step:
    """What one step is judged by: the points written before it, its own end, and the true point."""

    iteration: Iteration
    path: tuple[Point, ...]
    point: Point
    true: Point
    tolerance: float | None


def _judged(step: _Step, *, carried: bool) -> HandStep:
    before, expected = step.path[-1], step.iteration.step(step.path)
    true = agrees(step.point, step.true, step.tolerance)
    follows = agrees(step.point, expected, step.tolerance) or _agrees_after_rounding(step, expected)
    # To stand still where the gradient vanishes shows no work, so a wrong point there carries nothing on.
    right = true or (follows and not (carried and step.point == before))
    mistakes: tuple[str, ...] = ()
    if not right:
        found = (name for name, place in step.iteration.mistakes(step.path) if agrees(step.point, place, step.tolerance))
        mistakes = tuple(name for name in dict.fromkeys(found) if name not in step.iteration.method.seen_in_runs)
        if not mistakes:
            other = step.iteration.other_number(step.path, step.point, tuple(map(_half_unit, step.point)))
            mistakes = (other,) if other is not None else ()
    return HandStep(step.path, step.point, expected, right, carried and not true, mistakes)


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
    before = step.path[-1]
    if any(decimals(c) > 6 for c in before):
        return False
    reach = [half_unit(decimals(c)) if decimals(c) >= _COARSEST else 0.0 for c in before]
    moved = [0.0] * len(before)
    for axis, move in enumerate(reach):
        beside = (*before[:axis], before[axis] + move, *before[axis + 1 :])
        shifted = step.iteration.step((*step.path[:-1], beside))
        moved = [m + abs(s - e) for m, s, e in zip(moved, shifted, expected, strict=True)]
    units = [_half_unit(c) for c in step.point]
    off = [abs(p - e) for p, e in zip(step.point, expected, strict=True)]
    return any(moved) and all(o <= m + unit for o, m, unit in zip(off, moved, units, strict=True))

"""Where a function has its minimum: found by floats, then proved by ball arithmetic.

A descent is judged by where it should arrive, and that is derived here and not typed in. From each start
a safeguarded Newton iteration goes downhill; an interval Newton step then encloses the one stationary
point near its end, and the curvature there must be positive. Where the function has a kink, a smooth one near it is followed
there, and it must rise on all sides. SymPy is not asked.

Which minimum a descent ends in depends on its step size. So those of other basins are looked for around the starts, and
`minimum_downhill` finds the one beside which a descent came to rest.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from flint import arb, arb_mat

from grader.algebra.balls import Undefined, Unsure, evaluate, precision
from grader.algebra.differentiate import NotDifferentiableError, differentiate
from grader.algebra.floats import points_agree
from grader.algebra.tidy import number, over, power, times, total
from grader.algebra.tree import Application, Expression, Vector, children, with_children
from grader.descent.landscape import Landscape, Point, is_finite, solved, step_against

_FAR = 1e12  # a minimum farther away or lower down is nobody's: the function falls without end
_ONE_MINIMUM = 1e-7  # ways from two starts end so near to each other in one minimum, also in one that is all but flat
_NO_MOVE = 1e-15  # a few last digits: whatever goes on from here changes nothing
_PRECISION = 160  # bits: three times a double, so that the middle is right to its last digit
# How far from its kinks a function is replaced by a smooth one: from what hardly changes the way to what no tolerance sees.
_SMOOTHING = (1e-2, 1e-4, 1e-6, 1e-8, 1e-10)
_AROUND = (1e-6, 1e-4)  # distances at which a function must not fall beside a minimum at a kink
# Points from which other basins are looked for, again around all that is known while that finds new ones: of Himmelblau's
# four minima twelve find all from any one, and where there is one basin they take as long as judging one program.
_SCATTERED, _ROUNDS = 12, 4
_WIDE, _NARROWEST, _WIDEST = 4.0, 1.0, 10.0  # how far they lie: four times what is known from its middle, in these limits
_SHORT_WAY = 100  # of Newton's steps: whoever needs more goes to where the function is flat without end
_ON_THE_WAY = (1, 0.5, 0.25, 0.75)  # parts of a move: beyond a rise or a pole of the usual width it is another basin
_LONG_WAY = 2000  # the same from a start, which may lie where an exponential takes a step for each unit


class Absence(StrEnum):
    """Why there is no minimum to arrive at."""

    UNBOUNDED = "the function falls without end"
    SADDLE = "where the gradient is zero the function is a saddle or flat"
    NOT_FOUND = "no point was found where the gradient is zero"


@dataclass(frozen=True, slots=True)
class Minima:
    """The minima downhill of the starts, for each start without one the reason, and minima of other basins."""

    points: tuple[Point, ...]
    absent: tuple[tuple[Point, Absence], ...] = ()
    others: tuple[Point, ...] = ()

    @property
    def every(self) -> tuple[Point, ...]:
        """Return all of them, those downhill of the starts first."""
        return (*self.points, *self.others)


@lru_cache(maxsize=256)
def minima(landscape: Landscape, starts: tuple[Point, ...]) -> Minima:
    """Return the local minima downhill of these starts and others around, each once, proved where ball arithmetic can."""
    found: list[Point] = []
    absent: list[tuple[Point, Absence]] = []
    for start in starts:
        end = _new_minimum(landscape, _end(landscape, start), found)
        if isinstance(end, Absence):
            absent.append((start, end))
        elif end is not None:
            found.append(end)
    return Minima(tuple(found), tuple(absent), _other_minima(landscape, starts, found))


def _new_minimum(
    landscape: Landscape, end: Point | Absence, known: Sequence[Point], *, alone: bool = False
) -> Point | Absence | None:
    """Return the proved minimum where a way downhill ends; None if it is a known one. With `alone` no flat bottom counts."""
    if isinstance(end, Absence):
        return end
    return None if any(points_agree(end, each, _ONE_MINIMUM) for each in known) else _proved(landscape, end, alone=alone)


def _other_minima(landscape: Landscape, starts: tuple[Point, ...], downhill: list[Point]) -> tuple[Point, ...]:
    """Return the minima downhill of points around the starts, and around all that are found.

    Each stands alone, as its curvature shows; of flat bottoms, and of kinks, there would be no end.
    """
    found, chance = list(downhill), random.Random(0)  # the same points for everybody
    for _ in range(_ROUNDS if not landscape.may_have_kinks else 0):
        known = len(found)
        boxes = [_box(column) for column in zip(*starts, *found, strict=True)]
        for _ in range(_SCATTERED):
            point = tuple(middle + half * chance.uniform(-1, 1) for middle, half in boxes)
            end = _new_minimum(landscape, _downhill(landscape, point, _SHORT_WAY)[0], found, alone=True)
            if end is not None and not isinstance(end, Absence):
                found.append(end)
        if len(found) == known:
            break
    return tuple(found[len(downhill) :])


def _box(column: tuple[float, ...]) -> tuple[float, float]:
    """Return the middle of some coordinates, and how far around it others are tried."""
    middle = sorted(column)[len(column) // 2]
    return middle, min(max(_WIDE * max(abs(c - middle) for c in column), _NARROWEST), _WIDEST)


@lru_cache(maxsize=1024)
def minimum_downhill(landscape: Landscape, point: Point, *, alone: bool = False) -> Point | None:
    """Return the minimum downhill of a point, or None; `alone`, only one that is no part of a flat bottom or kink."""
    if not is_finite(point) or (alone and landscape.may_have_kinks):
        return None
    end = _new_minimum(landscape, _end(landscape, point), (), alone=alone)
    return None if isinstance(end, Absence) else end


def _end(landscape: Landscape, start: Point) -> Point | Absence:
    """Return where a way downhill ends from a start, also in a kink."""
    end, stuck = _downhill(landscape, start)
    if end is not Absence.NOT_FOUND or not landscape.may_have_kinks:
        return end
    for width in _SMOOTHING:
        if _rises_around(landscape, stuck):
            return stuck
        _, stuck = _downhill(_smooth(landscape, width), stuck)
    return stuck if _rises_around(landscape, stuck) else end


@lru_cache(maxsize=64)
def _smooth(landscape: Landscape, width: float) -> Landscape:
    """Return a function near this one that has no kinks."""
    function = _rounded_off(landscape.function, width)
    return Landscape(landscape.variables, function, Vector(tuple(differentiate(function, v) for v in landscape.variables)))


def _rounded_off(expression: Expression, width: float) -> Expression:
    """Return the expression with `sqrt(u**2 + width**2)` for |u|, and the like for all that is made of it."""
    parts = tuple(_rounded_off(part, width) for part in children(expression))
    whole, square = with_children(expression, parts) if parts else expression, number(Fraction(width) ** 2)
    match whole:
        case Application("abs", (part,)):
            return Application("sqrt", (total([power(part, 2), square]),))
        case Application("sqrt", (part,)):
            return Application("sqrt", (total([part, square]),))
        case Application("max" | "min" as function, (first, *rest)):
            side = number(1 if function == "max" else -1)
            for other in rest:
                gap = _rounded_off(Application("abs", (total([first, times(number(-1), other)]),)), width)
                first = over(total([first, other, times(side, gap)]), number(2))
            return first
    return whole


def _rises_around(landscape: Landscape, point: Point) -> bool:
    """Tell whether the function falls in no direction from here: along axes, along all diagonals of two, and at random."""
    height, chance = landscape.height(point), random.Random(0)  # the same directions for everybody
    axes = range(len(point))
    units = [tuple(float(i == axis) for i in axes) for axis in axes]
    ways = [*units, *(tuple(a + side * b for a, b in zip(one, other, strict=True))
                      for one in units for other in units if one < other for side in (1, -1))]  # fmt: skip
    ways += [tuple(chance.gauss(0, 1) for _ in axes) for _ in range(20 * (len(point) - 1))]
    noise = 1e-14 * max(1.0, abs(height))
    return all(
        landscape.height(tuple(c + side * far * max(1.0, abs(c)) * w for c, w in zip(point, way, strict=True))) >= height - noise
        for way in ways for far in _AROUND for side in (1, -1)
    )  # fmt: skip


def _downhill(landscape: Landscape, start: Point, most: int = _LONG_WAY) -> tuple[Point | Absence, Point]:
    """Return the end of Newton's steps downhill, or why there is none; and the last point."""
    point = start
    for _ in range(most):
        if not is_finite(point) or max(map(abs, point)) > max(_FAR, 1e3 * max(map(abs, start))):
            return Absence.UNBOUNDED, point
        slope = landscape.slope(point)
        if not is_finite(slope):
            return Absence.NOT_FOUND, point
        after = _searched(landscape, point, _move(landscape, point, slope))
        if after is None or points_agree(after, point, _NO_MOVE):
            return (point if _is_flat(landscape, point) else Absence.NOT_FOUND), point
        point = after
    return (Absence.UNBOUNDED if landscape.height(point) < -_FAR else Absence.NOT_FOUND), point


def _move(landscape: Landscape, point: Point, slope: Point) -> Point:
    """Return Newton's move where it goes downhill, else the gradient's."""
    try:
        newton = solved(landscape.curvature(point), slope)
    except NotDifferentiableError:
        newton = None
    if newton is not None and is_finite(newton) and sum(a * b for a, b in zip(newton, slope, strict=True)) > 0:
        return newton
    return slope


def _searched(landscape: Landscape, point: Point, move: Point) -> Point | None:
    """Return the point after as much of the move as goes downhill, over no rise; None where none of it does."""
    height, share = landscape.height(point), 1.0
    while share > 1e-18:
        if all(landscape.height(step_against(point, move, share * part)) < height for part in _ON_THE_WAY):
            return step_against(point, move, share)
        share /= 2
    return None


def _is_flat(landscape: Landscape, point: Point) -> bool:
    """Tell whether the slope is what rounding leaves of zero, or Newton's move from here is tiny."""
    slope = landscape.slope(point)
    move = _move(landscape, point, slope)
    return max(map(abs, move)) < 1e-6 * max(1.0, *map(abs, point))


def _proved(landscape: Landscape, near: Point, *, alone: bool = False) -> Point | Absence:
    """Return the stationary point near here, enclosed, if the curvature in the enclosure is positive."""
    if landscape.may_have_kinks:  # a curvature says nothing of a bottom that lies in a kink
        return near
    try:
        with precision(_PRECISION):
            end = _enclosed(landscape, near)
    except (NotDifferentiableError, Undefined, Unsure):
        end = None
    if end is None:
        return Absence.SADDLE if alone else _degenerate(landscape, near)
    return end


def _enclosed(landscape: Landscape, near: Point) -> Point | Absence | None:
    """Return the minimum near a point; None where the curvature does not tell."""
    names, point = landscape.variables, near
    for _ in range(4):  # each step about doubles the digits of the middle
        middle = {name: arb(c) for name, c in zip(names, point, strict=True)}
        balls = {name: arb(c, 1e-9 * max(1.0, abs(c))) for name, c in zip(names, point, strict=True)}
        matrix = arb_mat([[evaluate(entry, balls, _PRECISION) for entry in row] for row in landscape.curvatures])
        slope = arb_mat([[evaluate(component, middle, _PRECISION)] for component in landscape.gradient.components])
        try:
            move = matrix.solve(slope)
        except ZeroDivisionError:
            return None
        inside = [middle[name] - move[i, 0] for i, name in enumerate(names)]
        point = tuple(float(coordinate.mid()) for coordinate in inside)
        if all(balls[name].contains(coordinate) for name, coordinate in zip(names, inside, strict=True)):
            return point if _is_positive(matrix) else Absence.SADDLE
    return Absence.NOT_FOUND


def _degenerate(landscape: Landscape, near: Point) -> Point | Absence:
    """Return a flat bottom cannot be proved by curvature; it counts when no direction clearly falls."""
    step = 1e-3 * max(1.0, *map(abs, near))
    height = landscape.height(near)
    for i in range(len(near)):
        for side in (-step, step):
            if landscape.height((*near[:i], near[i] + side, *near[i + 1 :])) < height:
                return Absence.SADDLE
    return near


def _is_positive(matrix: arb_mat) -> bool:
    """Tell whether every leading minor is proved positive (Sylvester's criterion)."""
    size = matrix.nrows()
    return all(arb_mat([[matrix[i, j] for j in range(k)] for i in range(k)]).det() > 0 for k in range(1, size + 1))

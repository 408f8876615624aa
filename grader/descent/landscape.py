"""The function that is descended, with its gradient and curvature as numbers.

Holds trees and their compiled forms, so that a judge asks for "the slope here" and not for
expressions. Does not derive the gradient: it is given one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from grader.algebra.differentiate import NotDifferentiableError, differentiate
from grader.algebra.floats import EPSILON, agree
from grader.algebra.numeric import Walk, compiled, walking
from grader.algebra.rounding import bounded
from grader.algebra.tree import Application, Expression, Number, Power, Vector, walk

Point = tuple[float, ...]
Uncertain = tuple[float, float]
Estimate = Callable[[Point], Uncertain]
_KINKED = frozenset(("abs", "max", "min", "sqrt", "root", "sign"))  # functions with a place where they have no derivative
_BESIDE = 1e-9  # so near a kink the slopes on its sides are those at it, and no rounding moves a point across
_ALIKE = 1e-9  # second derivatives that differ by rounding alone; those of other functions differ by much more


@dataclass(frozen=True, eq=False)
class Landscape:
    """A function of one or several variables and its gradient, in the same order; compared by identity."""

    variables: tuple[str, ...]
    function: Expression
    gradient: Vector

    @cached_property
    def slopes(self) -> tuple[Callable[..., float], ...]:
        """Return the compiled components of the gradient."""
        return tuple(compiled(component, self.variables) for component in self.gradient.components)

    @cached_property
    def curvatures(self) -> tuple[tuple[Expression, ...], ...]:
        """Return the second derivatives, each row those of one component of the gradient; below the diagonal as above it.

        Raises:
            NotDifferentiableError: a function in the gradient has no derivative by rule.
        """
        upper = [
            [differentiate(component, variable) for variable in self.variables[row:]]
            for row, component in enumerate(self.gradient.components)
        ]
        axes = range(len(self.variables))
        return tuple(tuple(upper[min(row, axis)][abs(row - axis)] for axis in axes) for row in axes)

    @cached_property
    def _curvatures(self) -> tuple[tuple[Callable[..., float], ...], ...]:
        return tuple(tuple(compiled(entry, self.variables) for entry in row) for row in self.curvatures)

    @cached_property
    def _height(self) -> Callable[..., float]:
        return compiled(self.function, self.variables)

    @cached_property
    def estimated_height(self) -> Estimate:
        """Return the function's value with a bound for its rounding error."""
        return estimated(self.function, self.variables)

    @cached_property
    def estimated_slopes(self) -> tuple[Estimate, ...]:
        """Return the gradient's components, each with a bound for its rounding error."""
        return tuple(estimated(component, self.variables) for component in self.gradient.components)

    @cached_property
    def walk(self) -> Walk:
        """Take so many steps of one size against the gradient, quickly."""
        return walking(self.gradient.components, self.variables)

    @cached_property
    def may_have_kinks(self) -> bool:
        """Tell whether anything in the function has a place where it has no derivative, as |x| and √x have."""
        return any(map(_has_kink, walk(self.function)))

    def height(self, point: Point) -> float:
        """Return the function's value; infinite or NaN where IEEE arithmetic says so."""
        return self._height(*point)

    def slope(self, point: Point) -> Point:
        """Return the gradient's value; at a kink the middle of the slopes beside it."""
        found = tuple([slope(*point) for slope in self.slopes])
        if self.may_have_kinks and any(map(math.isnan, found)):
            return tuple([value for value, _ in self._at_kink(point, tuple([(value, 0.0) for value in found]))])
        return found

    def uncertain_slope(self, point: Point) -> tuple[Uncertain, ...]:
        """Return the gradient's components, each with a bound for its rounding error; at a kink for all slopes beside it."""
        found = tuple([slope(point) for slope in self.estimated_slopes])
        if self.may_have_kinks and any(math.isnan(value) for value, _ in found):
            return self._at_kink(point, found)
        return found

    def is_kink(self, point: Point) -> bool:
        """Tell whether the function has a value here and no slope, so that every slope between those beside it is one."""
        return self.may_have_kinks and math.isfinite(self.height(point)) and any(math.isnan(slope(*point)) for slope in self.slopes)

    def is_beside_kink(self, point: Point) -> bool:
        """Tell whether it is a matter of rounding which slope the function has here."""
        return self.may_have_kinks and any(error > _ALIKE * abs(value) > 0 for value, error in self.uncertain_slope(point))

    def _at_kink(self, point: Point, found: tuple[Uncertain, ...]) -> tuple[Uncertain, ...]:
        """Return the same, with the middle of the slopes around, and half of what they differ by, for what is no number."""
        if not (is_finite(point) and math.isfinite(self.height(point))):
            return found
        around = [tuple([slope(*beside) for slope in self.slopes]) for beside in _beside(point)]
        ends = [(min(values), max(values)) for values in zip(*filter(is_finite, around), strict=True)]
        return tuple(
            ((low + high) / 2, (high - low) / 2) if math.isnan(uncertain[0]) else uncertain
            for uncertain, (low, high) in zip(found, ends or [(math.nan, math.nan)] * len(found), strict=True)
        )

    def curvature(self, point: Point) -> tuple[Point, ...]:
        """Return the matrix of second derivatives.

        Raises:
            NotDifferentiableError: a function in the gradient has no derivative by rule.
        """
        return tuple(tuple(entry(*point) for entry in row) for row in self._curvatures)

    def with_slope(self, axis: int, slope: Expression, *, alone: bool = False) -> Misread:
        """Return the same with an expression that somebody takes for one component of the gradient.

        The second derivatives are its own, or with `alone` those of the right gradient.
        """
        components = self.gradient.components
        wrong = Vector((*components[:axis], slope, *components[axis + 1 :]))
        return Misread(self.variables, self.function, wrong, second=self.curvatures if alone else ())

    def with_second(self, row: int, column: int, entry: Expression) -> Misread:
        """Return the same with an expression that somebody takes for a second derivative, on both sides of the diagonal."""
        places = {(row, column), (column, row)}
        second = tuple(
            tuple(entry if (i, j) in places else right for j, right in enumerate(line)) for i, line in enumerate(self.curvatures)
        )
        return Misread(self.variables, self.function, self.gradient, second=second, place=(row, column))


@dataclass(frozen=True, eq=False)
class Misread(Landscape):
    """A landscape with a wrong gradient, whose value between two slopes nobody looks for; or with a wrong Hessian.

    `second` are the second derivatives that are not those of the gradient, `place` says where one of them is wrong.
    """

    second: tuple[tuple[Expression, ...], ...] = ()
    place: tuple[int, int] | None = None

    @property
    def may_have_kinks(self) -> bool:
        """Return no: where the wrong gradient has no value, it has none."""
        return False

    @cached_property
    def curvatures(self) -> tuple[tuple[Expression, ...], ...]:
        """Return the derivatives of the components, which need not be alike across the diagonal."""
        parts = self.gradient.components
        return self.second or tuple(tuple(differentiate(part, variable) for variable in self.variables) for part in parts)


def _has_kink(node: Expression) -> bool:
    """Tell whether a function by itself has a place without a derivative: |x|, the larger of two, √x, other broken powers."""
    if isinstance(node, Power):
        return isinstance(node.exponent, Number) and node.exponent.value.denominator > 1
    return isinstance(node, Application) and node.function in _KINKED


def _beside(point: Point) -> Iterator[Point]:
    """Yield the points next to one along each axis."""
    for axis, coordinate in enumerate(point):
        for side in (-1, 1):
            yield (*point[:axis], coordinate + side * _BESIDE * max(1.0, abs(coordinate)), *point[axis + 1 :])


def one_curvature(landscape: Landscape, points: Iterable[Point]) -> float | None:
    """Return the curvature along the gradient, if it is one number at all of these points: of x² + y², |x|, (x + y)².

    There every step on the way to the minimum goes against the gradient, with some size. Points without slope say nothing,
    nor do those at a kink.
    """
    low, high = math.inf, -math.inf
    for point in points:
        slope = landscape.slope(point)
        if not any(slope) or landscape.is_beside_kink(point):
            continue
        try:
            matrix = landscape.curvature(point)
        except NotDifferentiableError:
            return None
        if all(map(is_finite, matrix)):
            curvature = _along(point, slope, matrix)
            if curvature is None or curvature < 0:
                return None
            low, high = min(low, curvature), max(high, curvature)
            if not agree(high, low, _ALIKE, least=0.0):
                return None
    return low if math.isfinite(low) else None


def _along(point: Point, slope: Point, matrix: tuple[Point, ...]) -> float | None:
    """Return the number by which the matrix of second derivatives stretches the gradient; None if it turns it.

    What does not change the slope by a billionth over the point's own size is what rounding leaves of zero.
    """
    steepest, largest = max(map(abs, slope)), max(abs(entry) for row in matrix for entry in row)
    way = [component / steepest for component in slope]
    turned = [_product(row, way) for row in matrix]
    curvature = _product(turned, way) / _product(way, way)
    if any(abs(t - curvature * w) > _ALIKE * largest for t, w in zip(turned, way, strict=True)):
        return None
    none = abs(curvature) <= _ALIKE * max(largest if len(way) > 1 else 0.0, steepest / max(1.0, *map(abs, point)))
    return 0.0 if none else curvature


def _product(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def estimated(expression: Expression, variables: tuple[str, ...]) -> Estimate:
    """Return an expression's value at a point and a bound for its rounding error, some units wider than the bound itself."""
    at = bounded(expression)

    def estimate(point: Point) -> Uncertain:
        value, error = at(dict(zip(variables, point, strict=True)))
        return value, 4 * error + 4 * EPSILON * abs(value)

    return estimate


def easiest(starts: Iterable[Point]) -> Point:
    """Return the start with the smallest numbers, which a person can follow by hand.

    >>> easiest([(14.0, -53.0), (0.5, 0.5)])
    (0.5, 0.5)
    """
    return min(starts, key=lambda start: max(map(abs, start)))


def is_finite(point: Point) -> bool:
    """Tell whether every coordinate is a number."""
    return all(map(math.isfinite, point))


def step_against(point: Point, slope: Point, size: float) -> Point:
    """Return where a step of a size against a slope leads.

    >>> step_against((1.0, 2.0), (6.0, 1.0), 0.5)
    (-2.0, 1.5)
    """
    return tuple([c - size * s for c, s in zip(point, slope, strict=True)])


def distance(one: Point, other: Point) -> float:
    """Return the largest difference of a coordinate, relative to the other point where it is larger than 1.

    >>> distance((1.5, 200.0), (1.0, 100.0))
    1.0
    """
    return max(abs(a - b) / max(1.0, abs(b)) for a, b in zip(one, other, strict=True))


def solved(matrix: tuple[Point, ...], right: Point) -> Point | None:
    """Return the solution of a small linear system by elimination with pivots, or None for a singular one.

    >>> solved(((2.0, 0.0), (0.0, 4.0)), (2.0, 2.0)), solved(((1.0, 1.0), (1.0, 1.0)), (1.0, 1.0))
    ((1.0, 0.5), None)
    """
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for column in range(size):
        pivot = max(range(column, size), key=lambda i: abs(rows[i][column]))
        if not abs(rows[pivot][column]) > 0:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for i in range(size):
            if i != column:
                factor = rows[i][column] / rows[column][column]
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[column], strict=True)]
    return tuple(rows[i][size] / rows[i][i] for i in range(size))

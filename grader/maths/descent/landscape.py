"""The function that is descended, with its gradient and curvature as numbers.

Holds trees and their compiled forms, so that a judge asks for "the slope here" and not for
expressions. Does not derive the gradient: it is given one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from grader.maths.differentiate import NotDifferentiableError, differentiate
from grader.maths.float_functions import EPSILON
from grader.maths.numeric import Walk, compiled, walking
from grader.maths.rounding import bounded
from grader.maths.tree import Expression, Vector

Point = tuple[float, ...]
Uncertain = tuple[float, float]
Estimate = Callable[[Point], Uncertain]
_ALIKE = 1e-9  # second derivatives that differ by rounding alone; those of other functions differ by much more


@dataclass(frozen=True, eq=False)
class Landscape:
    """A function of one or several variables and its gradient, in the same order; compared by identity."""

    variables: tuple[str, ...]
    function: Expression
    gradient: Vector

    @cached_property
    def slopes(self) -> tuple[Callable[..., float], ...]:
        """The compiled components of the gradient."""
        return tuple(compiled(component, self.variables) for component in self.gradient.components)

    @cached_property
    def _curvatures(self) -> tuple[tuple[Callable[..., float], ...], ...]:
        return tuple(
            tuple(compiled(differentiate(component, variable), self.variables) for variable in self.variables)
            for component in self.gradient.components
        )

    @cached_property
    def _height(self) -> Callable[..., float]:
        return compiled(self.function, self.variables)

    @cached_property
    def estimated_height(self) -> Estimate:
        """The function's value with a bound for its rounding error."""
        return estimated(self.function, self.variables)

    @cached_property
    def estimated_slopes(self) -> tuple[Estimate, ...]:
        """The gradient's components, each with a bound for its rounding error."""
        return tuple(estimated(component, self.variables) for component in self.gradient.components)

    @cached_property
    def walk(self) -> Walk:
        """So many steps of one size against the gradient, quickly."""
        return walking(self.gradient.components, self.variables)

    def height(self, point: Point) -> float:
        """The function's value; infinite or NaN where IEEE arithmetic says so."""
        return self._height(*point)

    def slope(self, point: Point) -> Point:
        """The gradient's value."""
        return tuple([slope(*point) for slope in self.slopes])

    def uncertain_slope(self, point: Point) -> tuple[Uncertain, ...]:
        """The gradient's components, each with a bound for its rounding error."""
        return tuple([slope(point) for slope in self.estimated_slopes])

    def curvature(self, point: Point) -> tuple[Point, ...]:
        """The matrix of second derivatives.

        Raises:
            NotDifferentiableError: a function in the gradient has no derivative by rule.
        """
        return tuple(tuple(entry(*point) for entry in row) for row in self._curvatures)


def one_curvature(landscape: Landscape, points: Iterable[Point]) -> float | None:
    """The second derivative, where it is one number in every direction and at all of these points, as of x² + y².

    There every step on the way to the minimum goes against the gradient, with some size. Points without slope say nothing.
    """
    found: set[float] = set()
    for point in points:
        if not any(landscape.slope(point)):
            continue
        try:
            matrix = landscape.curvature(point)
        except NotDifferentiableError:
            return None
        if not all(math.isclose(v, matrix[0][0] * (i == j)) for i, row in enumerate(matrix) for j, v in enumerate(row)):
            return None
        found.add(matrix[0][0])
    sizes = sorted(found)
    alike = bool(sizes) and sizes[0] > 0 and sizes[-1] <= sizes[0] * (1 + _ALIKE)
    return sizes[0] if alike else None


def estimated(expression: Expression, variables: tuple[str, ...]) -> Estimate:
    """An expression's value at a point and a bound for its rounding error, a few units wider than the bound itself."""
    at = bounded(expression)

    def estimate(point: Point) -> Uncertain:
        value, error = at(dict(zip(variables, point, strict=True)))
        return value, 4 * error + 4 * EPSILON * abs(value)

    return estimate


def is_finite(point: Point) -> bool:
    """Whether every coordinate is a number."""
    return all(math.isfinite(coordinate) for coordinate in point)


def distance(one: Point, other: Point) -> float:
    """The largest difference of a coordinate, relative to the other point where it is larger than 1."""
    return max(abs(a - b) / max(1.0, abs(b)) for a, b in zip(one, other, strict=True))


def solved(matrix: tuple[Point, ...], right: Point) -> Point | None:
    """The solution of a small linear system by elimination with pivots, or None for a singular one."""
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

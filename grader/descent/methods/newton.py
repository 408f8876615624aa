"""Newton's method, `newton(f)` in terms: each step leads to where the gradient would vanish if the curvature stayed as it is.

Damped, `newton(f, 0.5)`: by a part of that way.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import nan

from grader.algebra.differentiate import NotDifferentiableError
from grader.descent.landscape import Landscape, Point, is_finite, solved, step_against
from grader.descent.methods.gradient_descent import STEP_SIZE
from grader.descent.methods.method import Method, Numbers, Path, Taken

Matrix = tuple[Point, ...]


class Newton(Method):
    """Steps by the inverse of the Hessian times the gradient."""

    name = "newton"
    takes = (Taken(name=STEP_SIZE, default=1.0),)
    example = "newton(f)"
    says = "Newton's method: the inverse of the Hessian times the gradient is subtracted; for one variable `f'/f''`."
    advice = "newton_step"
    other_methods = ("first_order_step",)
    second_order = True
    by_row = ("mixed_left_out", "first_order_step", "hessian_not_inverted", "entries_inverted")
    accuracy = 5e-3  # second derivatives by quotients of the usual widths are seldom worse

    def move(self, landscape: Landscape, path: Path, numbers: Numbers) -> Point:
        """Return minus the inverse of the Hessian times the gradient; no numbers where there is no inverse."""
        here = path[-1]
        size = numbers.get(STEP_SIZE, 1.0)
        return step_against((0.0,) * len(here), _divided(_hessian(landscape, here), landscape.slope(here)), size)

    def mistakes(self, landscape: Landscape, path: Path, numbers: Numbers) -> Iterator[tuple[str, Point]]:
        """Yield where a plain gradient, a Hessian wrongly inverted, old values and exchanged coordinates lead."""
        here = path[-1]
        slope, hessian = landscape.slope(here), _hessian(landscape, here)
        change = _divided(hessian, slope)
        yield "first_order_step", step_against(here, slope, 1.0)
        yield "hessian_not_inverted", step_against(here, _times(hessian, slope), 1.0)
        yield "newton_added", step_against(here, change, -1.0)
        if here != path[0]:
            yield "gradient_not_reevaluated", step_against(here, _divided(hessian, landscape.slope(path[0])), 1.0)
            yield "hessian_not_reevaluated", step_against(here, _divided(_hessian(landscape, path[0]), slope), 1.0)
        if len(here) == 1:
            if slope[0]:
                yield "zero_of_function", step_against(here, (landscape.height(here) / slope[0],), 1.0)
            return
        yield "components_swapped", step_against(here, _divided(hessian, slope[::-1]), 1.0)
        yield from self.by_coordinate(landscape, path, numbers)
        for name, wrong in _wrongly_inverted(hessian):
            yield name, step_against(here, _times(wrong, slope), 1.0)

    def off(self, landscape: Landscape, path: Path, after: Point, numbers: Numbers, end: Point | None = None) -> Point:
        """Return by what share each row of the equations misses: the Hessian times the move, and δ times the gradient, are 0."""
        if end is not None:
            return super().off(landscape, path, after, numbers, end)
        move = [a - b for a, b in zip(after, path[-1], strict=True)]
        size, off = numbers.get(STEP_SIZE, 1.0), []
        for slope, row in zip(landscape.slope(path[-1]), _hessian(landscape, path[-1]), strict=True):
            terms = [size * slope, *(entry * m for entry, m in zip(row, move, strict=True))]
            off.append(sum(terms) / (sum(map(abs, terms)) or 1.0))
        return tuple(off)

    def in_place(self, landscape: Landscape, path: Path, numbers: Numbers) -> Iterator[tuple[str, Point]]:
        """Yield the gradient, and the move with either sign."""
        move = self.move(landscape, path, numbers)
        yield "gradient_instead_of_point", landscape.slope(path[-1])
        yield "move_instead_of_point", move
        yield "move_instead_of_point", tuple(-part for part in move)

    def other_number(self, landscape: Landscape, path: Path, numbers: Numbers, written: Point, reach: Point) -> str | None:
        """Tell a step along the gradient, of whatever size: all coordinates, two at least, moved by one multiple of it."""
        sizes = [
            sorted((before - after + side * near) / slope for side in (-1, 1))
            for before, after, slope, near in zip(path[-1], written, landscape.slope(path[-1]), reach, strict=True)
            if slope
        ]
        low, high = max((low for low, _ in sizes), default=0.0), min((high for _, high in sizes), default=0.0)
        return "first_order_step" if len(sizes) == len(written) > 1 and 0 < low <= high else None


def _hessian(landscape: Landscape, point: Point) -> Matrix:
    """Return the matrix of second derivatives; no numbers where one has no rule."""
    try:
        return landscape.curvature(point)
    except NotDifferentiableError:
        return ((nan,) * len(point),) * len(point)


def _divided(matrix: Matrix, vector: Point) -> Point:
    """Return the inverse of a matrix times a vector; no numbers where there is no inverse."""
    found = solved(matrix, vector) if all(map(is_finite, matrix)) else None
    return found if found is not None else (nan,) * len(vector)


def _times(matrix: Matrix, vector: Point) -> Point:
    return tuple(sum(entry * part for entry, part in zip(row, vector, strict=True)) for row in matrix)


def _wrongly_inverted(hessian: Matrix) -> Iterator[tuple[str, Matrix]]:
    """Yield what is taken for the inverse of the Hessian: of its diagonal alone; of two rows, with one rule forgotten."""
    diagonal = [row[axis] for axis, row in enumerate(hessian)]
    if all(diagonal):
        single = tuple(
            tuple(1 / row[axis] if other == axis else 0.0 for other in range(len(row))) for axis, row in enumerate(hessian)
        )
        yield "mixed_left_out", single
    if all(entry for row in hessian for entry in row):
        yield "entries_inverted", tuple(tuple(1 / entry for entry in row) for row in hessian)
    if len(hessian) != 2:
        return
    (a, b), (c, d) = hessian
    determinant = a * d - b * c
    yield "determinant_forgotten", ((d, -b), (-c, a))
    if determinant:
        yield "inverse_sign", ((d / determinant, b / determinant), (c / determinant, a / determinant))
        yield "inverse_diagonal", ((a / determinant, -b / determinant), (-c / determinant, d / determinant))

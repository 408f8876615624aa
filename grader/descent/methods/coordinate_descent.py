"""Coordinate descent, `coordinate_descent(f)` or `coordinate_descent(f, δ)` in terms: each step moves one coordinate, in turn.

Without a step size a coordinate moves to the first point downhill at which its partial derivative vanishes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import isfinite, nan

from grader.descent.landscape import Landscape, Point
from grader.descent.methods.gradient_descent import STEP_SIZE
from grader.descent.methods.method import Method, Numbers, Path, Taken

_FIRST_LOOK = 1e-3  # relative: a minimum of a function that a course asks for does not lie nearer with another one behind it
_WIDER = 1.5  # by which each look goes farther than the last one
_LOOKS = 90  # as many lead 10^12 times as far as the first
_SHORT = 12  # decimals: what a sheet's minimum along an axis has, where halving leaves 1e-17 of a zero
_HALVINGS = 120  # of a stretch, until two neighbouring floats are left of it


class CoordinateDescent(Method):
    """Steps along one coordinate each: the first variable first, then in turn."""

    name = "coordinate_descent"
    takes = (Taken(name=STEP_SIZE, may_lack=True),)
    example = "coordinate_descent(f)"
    says = (
        "Coordinate descent: one coordinate moves, the first one first, then in turn: to where its partial derivative vanishes, "
        "or with `coordinate_descent(f, 0.1)` against it by δ."
    )
    advice = "coordinate_step"
    other_methods = ("first_order_step",)
    accuracy = 1e-3  # a search along a line that somebody writes ends about so near, seldom farther

    def move(self, landscape: Landscape, path: Path, numbers: Numbers) -> Point:
        """Return the move of the coordinate whose turn it is."""
        here, axis = path[-1], _turn(path)
        return tuple([_end(landscape, here, axis, numbers) - c if at == axis else 0.0 for at, c in enumerate(here)])

    def mistakes(self, landscape: Landscape, path: Path, numbers: Numbers) -> Iterator[tuple[str, Point]]:
        """Yield where another turn, all coordinates at once, old coordinates and the mistakes of gradient descent lead."""
        here, axis = path[-1], _turn(path)
        slope = landscape.slope(here)[axis]
        others = [at for at in range(len(here)) if at != axis]
        for at in others:
            yield "out_of_turn", _with(here, at, _end(landscape, here, at, numbers))
        if others:
            yield "all_coordinates_moved", tuple([_end(landscape, here, at, numbers) for at in range(len(here))])
            for first in dict.fromkeys((0, axis)):
                yield "whole_round", _round(landscape, here, first, numbers)
            yield "coordinates_swapped", _with(here, axis, _end(landscape, here, axis, numbers))[::-1]
            yield "other_derivative", _with(here, axis, _end_by(landscape, here, axis, others[0], numbers))
        if len(path) > 1:
            yield "old_coordinates", _with(here, axis, _end(landscape, _with(path[0], axis, here[axis]), axis, numbers))
        size = numbers.get(STEP_SIZE)
        if size is None:
            yield "minimum_subtracted", _with(here, axis, here[axis] - _end(landscape, here, axis, numbers))
        yield "step_size_forgotten" if size is not None else "first_order_step", _with(here, axis, here[axis] - slope)
        if size is not None:
            yield "ascends", _with(here, axis, here[axis] + size * slope)

    def in_place(self, landscape: Landscape, path: Path, numbers: Numbers) -> Iterator[tuple[str, Point]]:
        """Yield the gradient, and the move."""
        yield "gradient_instead_of_point", landscape.slope(path[-1])
        yield "move_instead_of_point", self.move(landscape, path, numbers)


def _turn(path: Path) -> int:
    """Return which coordinate moves next."""
    return (len(path) - 1) % len(path[0])


def _with(point: Point, axis: int, coordinate: float) -> Point:
    return (*point[:axis], coordinate, *point[axis + 1 :])


def _round(landscape: Landscape, point: Point, first: int, numbers: Numbers) -> Point:
    """Return where all coordinates lead, moved one after the other from the first one on."""
    for turn in range(len(point)):
        axis = (first + turn) % len(point)
        point = _with(point, axis, _end(landscape, point, axis, numbers))
    return point


def _end(landscape: Landscape, point: Point, axis: int, numbers: Numbers) -> float:
    """Return where a coordinate ends: after a step of the size there is, else at the zero of its own derivative."""
    return _end_by(landscape, point, axis, axis, numbers)


def _end_by(landscape: Landscape, point: Point, axis: int, derivative: int, numbers: Numbers) -> float:
    """Return where a coordinate ends by the partial derivative of this or another one; no number for one without a zero."""
    size = numbers.get(STEP_SIZE)
    if size is not None:
        return point[axis] - size * landscape.slope(point)[derivative]

    def slope(coordinate: float) -> float:
        return landscape.slope(_with(point, axis, coordinate))[derivative]

    begin, first = point[axis], slope(point[axis])
    if first == 0 or not isfinite(first):
        return begin if first == 0 else nan
    side = -1.0 if first > 0 else 1.0
    near, look = begin, _FIRST_LOOK * max(1.0, abs(begin))
    for _ in range(_LOOKS):
        far = begin + side * look
        if slope(far) * first < 0:
            return _zero_between(slope, near, far, first)
        near, look = (far, look * _WIDER) if slope(far) else (near, look * _WIDER)
    return nan


def _zero_between(slope: Callable[[float], float], near: float, far: float, first: float) -> float:
    """Return the zero of a slope between two places of which the far one shows another sign."""
    for _ in range(_HALVINGS):
        middle = (near + far) / 2
        if slope(middle) * first > 0:
            near = middle
        else:
            far = middle
    short = round(far, _SHORT)
    return short if abs(slope(short)) <= abs(slope(far)) else far

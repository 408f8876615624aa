"""The ways that a step can go: along the gradient, and along everything that people take for it.

A direction says, for a step of a chain, what each coordinate's move would be a multiple of. The right one
and the mistaken ones have the same form, so that one inference serves all. Knows no step size.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from grader.maths.descent.landscape import Landscape, Point, Uncertain, is_finite, solved, uncertain
from grader.maths.differentiate import NotDifferentiableError
from grader.maths.numeric import EPSILON, compiled
from grader.maths.tree import Expression

Slopes = tuple[Uncertain, ...]


@dataclass(frozen=True)
class Direction:
    """`slopes(path, after)`: what the step from the last point of `path` goes against, by coordinate.

    `after` holds the coordinates reached, for those directions that look at the ones already updated; while a
    path is being followed it holds what is known so far. `path` begins at the start and ends with the last two
    points (those between may be left out). `one_by_one` says that coordinates are updated one after the other,
    `backwards` that the last one moves first. `quick` gives the slopes alone, for following a rule far.
    """

    name: str
    slopes: Callable[[tuple[Point, ...], Point], Slopes]
    text: str = ""
    backwards: bool = False
    one_by_one: bool = False
    quick: Callable[[tuple[Point, ...]], Point] | None = None

    def values(self, path: tuple[Point, ...], after: Point) -> Point:
        """The slopes without their error bounds."""
        if self.quick is not None:
            return self.quick(path)
        return tuple(value for value, _ in self.slopes(path, after))


def exact(landscape: Landscape) -> Direction:
    """The gradient at the point where the step starts."""
    return Direction(
        "gradient",
        lambda path, _: landscape.uncertain_slope(path[-1]),
        quick=lambda path: landscape.slope(path[-1]),
    )


def of_expressions(name: str, parts: tuple[Expression, ...], variables: tuple[str, ...], text: str = "") -> Direction:
    """The direction that somebody follows who takes these expressions for the gradient."""
    return Direction(
        name,
        lambda path, _: tuple(uncertain(part, variables, path[-1]) for part in parts),
        text=text,
        quick=lambda path: tuple(compiled(part, variables)(*path[-1]) for part in parts),
    )


def numerical(landscape: Landscape) -> Iterator[Direction]:
    """The gradient by difference quotients of every usual width: forward, backward and central.

    Nothing narrower than 1e-8: its rounding error would let a wrong gradient pass for such a quotient.
    """
    for width in [*(m * 10.0**-k for k in range(3, 9) for m in (1, 5, 2)), EPSILON**0.5, EPSILON ** (1 / 3)]:
        for ahead, behind in ((0.5, -0.5), (1.0, -1.0), (1.0, 0.0), (0.0, -1.0)):
            yield Direction("difference quotient", _quotients(landscape, ahead * width, behind * width))


def _quotients(landscape: Landscape, ahead: float, behind: float) -> Callable[[tuple[Point, ...], Point], Slopes]:
    def slopes(path: tuple[Point, ...], _: Point) -> Slopes:
        return tuple(_quotient(landscape, path[-1], i, ahead, behind) for i in range(len(path[-1])))

    return slopes


def _quotient(landscape: Landscape, point: Point, axis: int, ahead: float, behind: float) -> Uncertain:
    ends = [(*point[:axis], point[axis] + shift, *point[axis + 1 :]) for shift in (ahead, behind)]
    (high, high_error), (low, low_error) = (
        uncertain(landscape.function, landscape.variables, end) for end in ends
    )
    value = (high - low) / (ahead - behind)
    slope = abs(landscape.slope(point)[axis])
    rounding = high_error + low_error + slope * 2 * EPSILON * (abs(point[axis]) + abs(ahead))
    return value, 2 * rounding / (ahead - behind)


def sequential(landscape: Landscape, backwards: bool = False) -> Direction:
    """The gradient with the coordinates that were updated first already at their new values."""

    def slopes(path: tuple[Point, ...], after: Point) -> Slopes:
        before = path[-1]
        found = []
        for i, component in enumerate(landscape.gradient.components):
            new_first = tuple(
                after[j] if (j > i if backwards else j < i) else before[j] for j in range(len(before))
            )
            found.append(uncertain(component, landscape.variables, new_first))
        return tuple(found)

    return Direction("sequential_update", slopes, backwards=backwards, one_by_one=True)


def frozen(landscape: Landscape) -> Direction:
    """The gradient at the start, at every step."""
    return Direction(
        "gradient_not_reevaluated",
        lambda path, _: landscape.uncertain_slope(path[0]),
        quick=lambda path: landscape.slope(path[0]),
    )


def newton(landscape: Landscape) -> Direction:
    """The gradient divided by the curvature, with room for a curvature from difference quotients."""

    def slopes(path: tuple[Point, ...], _: Point) -> Slopes:
        try:
            step = solved(landscape.curvature(path[-1]), landscape.slope(path[-1]))
        except NotDifferentiableError:
            step = None
        if step is None or not is_finite(step):
            return tuple((math.nan, 0.0) for _ in path[-1])
        return tuple((value, 1e-7 * abs(value) + 1e-12) for value in step)

    return Direction("newton_step", slopes)


def fixed_length(landscape: Landscape) -> Direction:
    """The gradient divided by its own length (in one variable its sign)."""

    def slopes(path: tuple[Point, ...], _: Point) -> Slopes:
        slope = landscape.slope(path[-1])
        length = math.hypot(*slope)
        if not math.isfinite(length) or length < 1e-9:
            return tuple((math.nan, 0.0) for _ in slope)
        return tuple((s / length, 1e-12) for s in slope)

    return Direction("fixed_length_steps", slopes)


def swapped(landscape: Landscape) -> Direction:
    """The components of the gradient in reverse order."""
    return Direction("swapped_components", lambda path, _: landscape.uncertain_slope(path[-1])[::-1])

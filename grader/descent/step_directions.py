"""The ways that a step can go: along the gradient, and along everything that people take for it.

A direction says, for a step of a chain, what each coordinate's move would be a multiple of. The right one
and the mistaken ones have the same form, so that one inference serves all. Knows no step size.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import permutations

from grader.algebra.differentiate import NotDifferentiableError
from grader.algebra.floats import CONSTANTS, EPSILON, room
from grader.algebra.fold import Rewriting, fold
from grader.algebra.numeric import Walk, compiled
from grader.algebra.tree import Application, Constant, Expression, Number, Power
from grader.descent.landscape import Landscape, Point, Uncertain, estimated, is_finite, solved

Slopes = tuple[Uncertain, ...]


@dataclass(frozen=True)
class Direction:
    """`slopes(path, after)`: what the step from the last point of `path` goes against, by coordinate.

    `after` holds the coordinates reached, for those directions that look at the ones already updated; while a
    path is being followed it holds what is known so far. `path` begins at the start and ends with the last two
    points (those between may be left out). `order` is that of coordinates that are updated one after the other.
    `quick` gives the slopes alone, for following a rule far; where it looks at `after`, the slope of the coordinate
    that moves next; `walk` takes many steps of one size at once. `settles` is False where no step size ever leads to rest.
    """

    name: str
    slopes: Callable[[tuple[Point, ...], Point], Slopes]
    text: str = ""
    order: tuple[int, ...] = ()
    quick: Callable[[tuple[Point, ...], Point], Point] | None = None
    walk: Walk | None = None
    settles: bool = True

    @property
    def nearly_right(self) -> bool:
        """Tell whether it is meant to be the gradient, and as near as that can be computed so."""
        return self.name in (QUOTIENT, ROUNDED_CONSTANT, ROUNDED_SLOPE)

    def values(self, path: tuple[Point, ...], after: Point) -> Point:
        """Return the slopes without their error bounds."""
        if self.quick is not None:
            return self.quick(path, after)
        return tuple(value for value, _ in self.slopes(path, after))


def exact(landscape: Landscape) -> Direction:
    """Return the gradient at the point where the step starts."""
    return Direction(
        "gradient",
        lambda path, _: landscape.uncertain_slope(path[-1]),
        quick=lambda path, _: landscape.slope(path[-1]),
        walk=landscape.walk,
    )


def of_expressions(name: str, parts: tuple[Expression, ...], variables: tuple[str, ...], text: str = "") -> Direction:
    """Return the direction that somebody follows who takes these expressions for the gradient."""
    estimates = [estimated(part, variables) for part in parts]
    fast = [compiled(part, variables) for part in parts]
    return Direction(
        name,
        lambda path, _: tuple(estimate(path[-1]) for estimate in estimates),
        text=text,
        quick=lambda path, _: tuple(part(*path[-1]) for part in fast),
    )


def numerical(landscape: Landscape) -> Iterator[Direction]:
    """Yield the gradient by difference quotients of every usual width: forward, backward and central.

    Nothing narrower than 1e-8: its rounding error would let a wrong gradient pass for such a quotient.
    """
    widths = [*(float(f"{m}e-{k}") for k in range(1, 9) for m in (1, 5, 2)), EPSILON**0.5, EPSILON ** (1 / 3)]
    sides = ((1.0, -1.0), (1.0, 0.0), (0.0, -1.0), (0.5, -0.5))
    for ahead, behind in dict.fromkeys((a * width, b * width) for width in widths for a, b in sides):
        yield Direction(QUOTIENT, _quotients(landscape, ahead, behind))


def rounded_constants(landscape: Landscape) -> Iterator[Direction]:
    """Yield the gradient with e, or pi, typed in to so many digits (`2.718**(-x)`)."""
    whole = landscape.gradient.components
    for digits in range(1, 9):
        short = tuple(fold(component, _ShortConstants(digits)) for component in whole)
        if short != whole:
            yield of_expressions(ROUNDED_CONSTANT, short, landscape.variables)


def rounded_slopes(landscape: Landscape) -> Iterator[Direction]:
    """Yield the gradient with each component rounded to so many decimals, or to whole numbers."""
    for digits in range(9):
        yield _rounded(landscape, digits)


def _rounded(landscape: Landscape, digits: int) -> Direction:
    def slopes(path: tuple[Point, ...], _: Point) -> Slopes:
        return tuple(_between(value, error, digits) for value, error in landscape.uncertain_slope(path[-1]))

    def quick(path: tuple[Point, ...], _: Point) -> Point:
        return tuple(round(value, digits) for value in landscape.slope(path[-1]))

    return Direction(ROUNDED_SLOPE, slopes, quick=quick)


def _between(value: float, error: float, digits: int) -> Uncertain:
    """Return what a rounded number can be of which the last digits are uncertain: beside a tie, either neighbour."""
    low, high = round(value - error, digits), round(value + error, digits)
    return (low + high) / 2, error + (high - low) / 2


QUOTIENT, ROUNDED_CONSTANT, ROUNDED_SLOPE = "difference_quotient", "rounded_constant", "rounded_slope"


class _ShortConstants(Rewriting):
    """The expression with the powers of e, and pi, in a value of so many decimals."""

    def __init__(self, digits: int) -> None:
        self.digits = digits

    def constant(self, node: Constant) -> Expression:
        return Number(Fraction(f"{CONSTANTS[node.name]:.{self.digits}f}"))

    def application(self, node: Application, *arguments: Expression) -> Expression:
        """Return an exponential is a power of such an e."""
        if node.function == "exp":
            return Power(self.constant(Constant("e")), arguments[0])
        return Application(node.function, arguments)


def _quotients(landscape: Landscape, ahead: float, behind: float) -> Callable[[tuple[Point, ...], Point], Slopes]:
    def slopes(path: tuple[Point, ...], _: Point) -> Slopes:
        return tuple(_quotient(landscape, path[-1], i, ahead, behind) for i in range(len(path[-1])))

    return slopes


@lru_cache(maxsize=4096)  # a class starts from the same few points, and each is asked with all widths
def _quotient(landscape: Landscape, point: Point, axis: int, ahead: float, behind: float) -> Uncertain:
    ends = [(*point[:axis], point[axis] + shift, *point[axis + 1 :]) for shift in (ahead, behind)]
    (high, high_error), (low, low_error) = map(landscape.estimated_height, ends)
    value = (high - low) / (ahead - behind)
    slope = abs(landscape.slope(point)[axis])
    rounding = high_error + low_error + slope * 2 * EPSILON * (abs(point[axis]) + abs(ahead))
    return value, 2 * rounding / (ahead - behind)


def sequential(landscape: Landscape, order: tuple[int, ...]) -> Direction:
    """Return the gradient with the coordinates that were updated first already at their new values."""

    def slopes(path: tuple[Point, ...], after: Point) -> Slopes:
        point, found = list(path[-1]), {}
        for i in order:
            found[i] = landscape.estimated_slopes[i](tuple(point))
            point[i] = after[i]
        return tuple(found[i] for i in range(len(point)))

    return Direction("sequential_update", slopes, order=order, quick=lambda _, after: landscape.slope(after))


def one_after_another(landscape: Landscape) -> Iterator[Direction]:
    """Sequential updates in every order; of four variables and more, forwards and backwards."""
    axes = tuple(range(len(landscape.variables)))
    orders = permutations(axes) if len(axes) <= 3 else iter((axes, axes[::-1]))
    yield from (sequential(landscape, order) for order in orders)


def frozen(landscape: Landscape) -> Direction:
    """Return the gradient at the start, at every step."""
    return Direction(
        "gradient_not_reevaluated",
        lambda path, _: landscape.uncertain_slope(path[0]),
        quick=lambda path, _: landscape.slope(path[0]),
        settles=False,
    )


def newton(landscape: Landscape) -> Direction:
    """Return the gradient divided by the curvature, with room for a curvature from difference quotients."""

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
    """Return the gradient divided by its own length (in one variable its sign)."""

    def slopes(path: tuple[Point, ...], _: Point) -> Slopes:
        slope = landscape.slope(path[-1])
        length = math.hypot(*slope)
        if not math.isfinite(length) or length < 1e-9:
            return tuple((math.nan, 0.0) for _ in slope)
        return tuple((s / length, 1e-12) for s in slope)

    return Direction(FIXED_LENGTH, slopes, settles=False)


def signs(landscape: Landscape) -> Direction:
    """Return the sign of each component of the gradient."""

    def slopes(path: tuple[Point, ...], _: Point) -> Slopes:
        slope = landscape.slope(path[-1])
        return tuple((math.copysign(1.0, s) if abs(s) > 1e-9 else math.nan, 1e-12) for s in slope)

    return Direction("only_signs", slopes, settles=False)


FIXED_LENGTH = "fixed_length_steps"  # a mistake whose name others ask for


def towards(target: Point) -> Direction:
    """Straight to a point known in advance, to the four digits in which it may have been typed in."""

    def slopes(path: tuple[Point, ...], _: Point) -> Slopes:
        return tuple((c - t, room(t, 1e-3)) for c, t in zip(path[-1], target, strict=True))

    return Direction(KNOWN_MINIMUM, slopes)


KNOWN_MINIMUM = "goes_to_known_minimum"  # a mistake whose name others ask for


def swapped(landscape: Landscape) -> Direction:
    """Return the components of the gradient in reverse order."""
    return Direction(
        "components_swapped",
        lambda path, _: landscape.uncertain_slope(path[-1])[::-1],
        quick=lambda path, _: landscape.slope(path[-1])[::-1],
    )

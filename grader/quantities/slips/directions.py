"""The wrong unit vectors people give for a direction, and the parts of a dot product that they leave out.

A direction is an angle in degrees counted from the first axis, or a vector to be divided by its length.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from grader.algebra.tidy import ZERO, minus, number, over, power, root_of, tidy, times, total
from grader.algebra.tree import Application, Constant, Expression, Product, Quotient, Vector
from grader.quantities.slips.catalogue import Misconception, named
from grader.sentences.figures import figures


def mirrored(right: Vector) -> Iterator[Misconception]:
    """Yield one component with the other sign."""
    parts = right.components
    for i, part in enumerate(parts):
        yield named("sign", Vector((*parts[:i], minus(part), *parts[i + 1 :])))


def any_length(right: Vector) -> Misconception:
    """Return the slip of a direction that does not have length 1: every positive multiple of the right one."""
    return replace(named("not_normalised", right, later=50), any_length=True)


def of_the_angle(degrees: Fraction, right: Vector) -> Iterator[Misconception]:
    """Yield what comes of another angle, of radians, and of sine and cosine exchanged."""
    cosine, sine = right.components
    for angle, turned in ((180 - degrees, (minus(cosine), sine)), (-degrees, (cosine, minus(sine)))):
        yield named("sign", Vector(turned), case="direction", angle=figures(float(angle % 360)))
    yield named("supplementary_angle", Vector((minus(cosine), sine)))
    yield named("sine_cosine_swapped", Vector((sine, cosine)))
    yield named("sine_cosine_swapped", _with_signs_of(right, (sine, cosine)), later=2)
    acute = abs(degrees % 180 - 180) if degrees % 180 > 90 else degrees % 180
    for angle in dict.fromkeys((degrees, acute, 180 - degrees, degrees - 360)):
        raw = Vector((_apply("cos", number(angle)), _apply("sin", number(angle))))
        yield named("degrees_as_radians", raw)
        yield named("degrees_as_radians", Vector((minus(raw.components[0]), raw.components[1])), later=1)
        yield named("degrees_as_radians", Vector((raw.components[1], raw.components[0])), later=6)
        yield named("angle_given", number(angle))
        yield named("angle_given", tidy(Quotient(Product((number(angle), Constant("pi"))), number(180))))


def _apply(function: str, argument: Expression) -> Expression:
    return tidy(Application(function, (argument,)))


def _with_signs_of(right: Vector, parts: tuple[Expression, ...]) -> Vector:
    """Sine and cosine of the acute angle exchanged, but pointing into the right quarter."""
    signs = [-1 if _is_negative(component) else 1 for component in right.components]
    return Vector(
        tuple(
            times(number(sign * (-1 if _is_negative(part) else 1)), part)
            for sign, part in zip(signs, parts, strict=True)
        )
    )


def _is_negative(expression: Expression) -> bool:
    return type(expression).__name__ == "Negative" or (getattr(expression, "value", 0) < 0)


def parts_left_out(right: Vector, *, angular: bool) -> Iterator[Misconception]:
    """Yield one component of the direction for all of it."""
    for at, part in enumerate(right.components):
        yield named(_left_out((at,), angular=angular), part)


def _some_of(count: int) -> list[tuple[int, ...]]:
    """Return the places that somebody may use who does not use all of them: each one alone, and all but one."""
    places = range(count)
    ways = [*((place,) for place in places), *(tuple(p for p in places if p != place) for place in places)]
    return list(dict.fromkeys(way for way in ways if len(way) < count and way))


def _left_out(kept: tuple[int, ...], *, angular: bool) -> str:
    """Return how it is called that only these components of the direction were used."""
    return ("cosine_only", "sine_only")[kept[0]] if angular else "component_left_out"


def one_part(slopes_of: Vector, direction: Vector, *, angular: bool) -> Iterator[Misconception]:
    """Yield some products of the dot product left out, or one component of the direction for all of it."""
    slopes, parts = slopes_of.components, direction.components
    for kept in _some_of(len(parts)):
        name = _left_out(kept, angular=angular)
        yield named(name, total([times(slopes[i], parts[i]) for i in kept]))
        if all(parts[i] != ZERO for i in kept):
            yield named(name, total([times(slope, parts[i]) if i in kept else slope for i, slope in enumerate(slopes)]))
        for part in [parts[i] for i in kept if len(kept) == 1]:
            yield named(name, times(part, total(slopes)))
    if angular:
        length = root_of(total([power(slope, 2) for slope in slopes]))
        yield named("cosine_only", times(length, parts[0]), later=5)


def unnormalised(unit: Vector) -> Iterator[Vector]:
    """Yield the direction drawn with a side of 1 or without a common factor: `(-1, 1/sqrt(3))`, `(-sqrt(3), 1)`."""
    for part in (*unit.components, number(Fraction(1, 2)), over(root_of(number(2)), number(2))):
        if part != ZERO:
            side = minus(part) if _is_negative(part) else part
            yield Vector(tuple(over(component, side) for component in unit.components))

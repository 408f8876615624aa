"""Unit vectors and slopes from other answers: from the reference's, or from the student's own earlier ones.

Both take the same way, so that an error carried forward is judged against what follows from it. Uses trees only:
a student's answer goes through nothing that could run it.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from grader.algebra.tidy import ONE, ZERO, expanded, minus, number, over, power, root_of, tidy, times, total
from grader.algebra.tree import Application, Constant, Expression, Product, Quotient, Vector

Degrees = Fraction | int | float
_HALF = number(Fraction(1, 2))  # the cosine of 60 degrees
_ROOT_TWO = over(root_of(number(2)), number(2))  # the cosine of 45 degrees
_ROOT_THREE = over(root_of(number(3)), number(2))  # the cosine of 30 degrees
_ROOT_SIX = root_of(number(6))  # in the cosines of 15 and 75 degrees
_COSINES: dict[int, Expression] = {
    0: ONE,
    15: over(total([_ROOT_SIX, root_of(number(2))]), number(4)),
    30: _ROOT_THREE,
    45: _ROOT_TWO,
    60: _HALF,
    75: over(total([_ROOT_SIX, minus(root_of(number(2)))]), number(4)),
    90: ZERO,
}
"""Exact cosines of acute angles in degrees."""


def exact_degrees(angle: Degrees) -> Fraction:
    """Return an angle as its author wrote it: the float 22.6 is 226/10.

    >>> exact_degrees(22.6)
    Fraction(113, 5)
    """
    return Fraction(repr(angle)) if isinstance(angle, float) else Fraction(angle)


def cosine_of_degrees(degrees: Fraction) -> Expression:
    """Return the cosine of an angle in degrees: a root where there is one, else `cos` of the angle in radians."""
    turned = abs(degrees) % 360
    turned = 360 - turned if turned > 180 else turned
    acute = 180 - turned if turned > 90 else turned
    if acute.denominator == 1 and int(acute) in _COSINES:
        value = _COSINES[int(acute)]
        return minus(value) if turned > 90 else value
    return Application("cos", (tidy(Quotient(Product((number(degrees), Constant("pi"))), number(180))),))


def sine_of_degrees(degrees: Fraction) -> Expression:
    """Return the sine of an angle in degrees, exact where `cosine_of_degrees` is."""
    value = cosine_of_degrees(90 - degrees)
    if isinstance(value, Application):
        return Application("sin", (tidy(Quotient(Product((number(degrees), Constant("pi"))), number(180))),))
    return value


@lru_cache(maxsize=256)
def unit_vector(*, angle_degrees: Degrees | None = None, vector: Vector | None = None) -> Vector:
    """Return the vector of length 1 at this angle from the first axis, or along this vector; exact.

    >>> from grader.notation.printing import plain
    >>> plain(unit_vector(angle_degrees=150)), plain(unit_vector(vector=Vector((number(3), number(4)))))
    ('(-sqrt(3)/2, 1/2)', '(3/5, 4/5)')

    >>> unit_vector(vector=Vector((number(3), number(4)))) == Vector((over(number(3), number(5)), over(number(4), number(5))))
    True

    Raises:
        ValueError: not exactly one of the two is given, or the vector is zero.
    """
    if (angle_degrees is None) == (vector is None):
        raise ValueError("a direction is an angle or a vector, one of them")
    if angle_degrees is not None:
        degrees = exact_degrees(angle_degrees)
        return Vector((cosine_of_degrees(degrees), sine_of_degrees(degrees)))
    parts = tuple(tidy(part) for part in vector.components) if vector is not None else ()
    squares = total([power(part, 2) for part in parts])
    if squares == ZERO:
        raise ValueError("the zero vector has no direction")
    return Vector(tuple(over(part, root_of(squares)) for part in parts))


@lru_cache(maxsize=256)
def directional_derivative(gradient: Vector, unit: Vector) -> Expression:
    """Return the dot product of the two, tidy: the slope in the direction of `unit`.

    >>> from grader.notation.answer import read
    >>> from grader.notation.printing import plain
    >>> gradient = read("(4y, 4x + 3y^2)", variables=("x", "y"))
    >>> plain(directional_derivative(gradient, unit_vector(angle_degrees=150)))
    '-2*sqrt(3)*y + 2*x + 3*y**2/2'

    Raises:
        ValueError: the two have different numbers of components.
    """
    pairs = zip(gradient.components, unit.components, strict=True)
    return expanded(total([times(tidy(slope), tidy(part)) for slope, part in pairs]))

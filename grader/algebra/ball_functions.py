"""Functions on balls that need more than the library gives: their domains, the real roots of negative numbers, poles.

Each gives a ball, or raises `Undefined` when the argument is outside the domain for certain, or `Unsure` when the ball
reaches over its edge. Which function has which ball stands in `functions`.
"""

from __future__ import annotations

from flint import arb

from grader.algebra.exact import Undefined


class Unsure(Exception):  # noqa: N818 - says what is known, not that something broke
    """This precision cannot say whether, or what, the value is."""


class TooLarge(Unsure):
    """A value beyond anything that can be worked with."""


def finite(value: arb) -> arb:
    """Return the ball itself. Raises Unsure when it has no finite bounds."""
    if not value.is_finite():
        raise Unsure
    return value


def quotient(above: arb, below: arb) -> arb:
    """Return `above/below`."""
    if below.contains(0):
        raise Undefined if below.is_zero() else Unsure
    return above / below


def _held(condition: bool, outside: bool) -> None:
    """Go on inside a domain; `outside` says that the argument is outside for certain."""
    if not condition:
        raise Undefined if outside else Unsure


def bounded(value: arb, argument: arb) -> arb:
    """Return the value of a function that grows beyond all bounds. Raises TooLarge when it did."""
    if not value.is_finite():
        raise TooLarge if argument.is_finite() else Unsure
    return value


def exponential(x: arb) -> arb:
    """Return `e**x`."""
    return bounded(x.exp(), x)


def square_root(x: arb) -> arb:
    """Return the square root, of no negative number."""
    _held(bool(x >= 0), bool(x < 0))
    return x.sqrt()


def logarithm(x: arb) -> arb:
    """Return the natural one, of positive numbers."""
    _held(bool(x > 0), bool(x <= 0))
    return x.log()


def arcsine(x: arb) -> arb:
    """Return the value for an argument from -1 to 1."""
    _held(bool(abs(x) <= 1), bool(abs(x) > 1))
    return x.asin()


def arccosine(x: arb) -> arb:
    """Return the value for an argument from -1 to 1."""
    _held(bool(abs(x) <= 1), bool(abs(x) > 1))
    return x.acos()


def area_cosine(x: arb) -> arb:
    """Return the inverse of cosh, from 1 on."""
    _held(bool(x >= 1), bool(x < 1))
    return x.acosh()


def area_tangent(x: arb) -> arb:
    """Return the inverse of tanh, between -1 and 1."""
    _held(bool(abs(x) < 1), bool(abs(x) >= 1))
    return x.atanh()


def inverted(x: arb) -> arb:
    """Return `1/x`."""
    return quotient(arb(1), x)


def arccotangent(x: arb) -> arb:
    """Return the branch of SymPy and of most textbooks' calculators: atan(1/x)."""
    return arb.pi() / 2 if x.is_zero() else inverted(x).atan()


def sign(x: arb) -> arb:
    """Return 1, 0 or -1; unsure beside 0."""
    _held(bool(x > 0) or bool(x < 0) or x.is_zero(), outside=False)
    return x.sgn()


def _whole(x: arb) -> int:
    """Return the whole number below, where the ball leaves no doubt."""
    found = x.floor().unique_fmpz()
    if found is None:
        raise Unsure
    return int(found)


def floor(x: arb) -> arb:
    """Return the whole number below."""
    return arb(_whole(x))


def real_root(x: arb, degree: arb) -> arb:
    """Return the real root of a whole degree: of a negative number too where the degree is odd."""
    n = _whole(degree)
    if not degree.is_integer() or not 1 <= n <= 1_000:
        raise Undefined
    if n % 2 == 0:
        _held(bool(x >= 0), bool(x < 0))
        return x.root(n)
    if x < 0:
        return -((-x).root(n))
    _held(bool(x >= 0), outside=False)
    return x.root(n)


def largest(first: arb, *others: arb) -> arb:
    """Return the maximum."""
    for value in others:
        first = first.max(value)
    return first


def smallest(first: arb, *others: arb) -> arb:
    """Return the minimum."""
    for value in others:
        first = first.min(value)
    return first


def polar_angle(y: arb, x: arb) -> arb:
    """Return `atan2(y, x)`."""
    if y.is_zero() and x.is_zero():
        raise Undefined
    if y.contains(0) and not y.is_zero() and not x > 0:
        raise Unsure
    return arb.atan2(y, x)

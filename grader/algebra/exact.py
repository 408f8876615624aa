"""Exact values of rational expressions, as fractions of any size within a cap.

Two rational functions that agree at four random points of a fine grid agree everywhere but for a chance below 1e-20;
one point where they differ is a proof. Knows sums, products, quotients and whole powers, nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from flint import fmpq

from grader.algebra.fold import Arithmetic, fold
from grader.algebra.tree import Expression, Negative, Number, Power, Product, Quotient, Sum, Variable, children, variables_in

MAX_BITS = 20_000  # exact values up to here take milliseconds
_MOST_CONSTANT_BITS = 4_096  # of a constant in an exponent or a coefficient
_POINT_BITS = 64  # of a coordinate: a short binary fraction has fewer


class Undefined(Exception):  # noqa: N818 - says what the value is, not that something broke
    """The expression has no value at this point, for certain."""


def rational_constant(node: Expression) -> Fraction | None:
    """Return the value of a constant made of numbers alone; None for anything else, or when it would be huge."""
    bits = bit_bound(node)
    if bits is None or bits > _MOST_CONSTANT_BITS or variables_in(node):
        return None
    if isinstance(node, Number):
        return node.value
    try:
        value = exact_value(node, {})
    except Undefined:
        return None
    return Fraction(int(value.p), int(value.q))


def bit_bound(node: Expression) -> int | None:
    """Return about how many bits an exact value has at most; None when the expression is not rational."""
    match node:
        case Number(value):
            return value.numerator.bit_length() + value.denominator.bit_length()
        case Variable():
            return _POINT_BITS
        case Power(base, exponent):
            below, whole = bit_bound(base), whole_exponent(exponent)
            if below is None or whole is None:
                return None
            return min(max(below, 1) * max(abs(whole), 1), MAX_BITS + 1)
        case Sum() | Product() | Negative() | Quotient():
            bounds = [bit_bound(part) for part in children(node)]
            known = [bound for bound in bounds if bound is not None]
            return min(sum(known), MAX_BITS + 1) if len(known) == len(bounds) else None
    return None


def is_rational(node: Expression) -> bool:
    """Tell whether the expression is a rational function whose exact values are cheap."""
    bits = bit_bound(node)
    return bits is not None and bits <= MAX_BITS


def exact_value(node: Expression, point: Mapping[str, fmpq]) -> fmpq:
    """Return the value at a point. Raises Undefined where a denominator is zero."""
    return fold(node, _Fractions(point))


class _Fractions(Arithmetic[fmpq]):
    """Exact fractions at a point; functions and constants with a name have none."""

    def __init__(self, point: Mapping[str, fmpq]) -> None:
        self.point = point

    def number(self, node: Number) -> fmpq:
        return fmpq(node.value.numerator, node.value.denominator)

    def variable(self, node: Variable) -> fmpq:
        return self.point[node.name]

    def quotient(self, node: Quotient, above: fmpq, below: fmpq) -> fmpq:
        if below == 0:
            raise Undefined
        return above / below

    def power(self, node: Power, base: fmpq, exponent: fmpq) -> fmpq:
        if base == 0 and exponent < 0:
            raise Undefined
        return base ** int(exponent.p)


def rational_point(point: Mapping[str, float]) -> dict[str, fmpq]:
    """Return a point of floats as exact fractions."""
    return {name: fmpq(*value.as_integer_ratio()) for name, value in point.items()}


def whole_exponent(exponent: Expression) -> int | None:
    """Return the exponent as an integer when it is one, written as a number or worked out from numbers.

    >>> whole_exponent(Number(Fraction(3))), whole_exponent(Number(Fraction(1, 2)))
    (3, None)
    """
    if isinstance(exponent, Number):
        return int(exponent.value) if exponent.value.denominator == 1 else None
    value = rational_constant(exponent)
    return int(value) if value is not None and value.denominator == 1 else None

"""A coefficient and factors as one product, in the order in which a person would write it."""

from __future__ import annotations

from fractions import Fraction

from grader.algebra.tree import (
    Application,
    Constant,
    Expression,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Variable,
)

ZERO = Number(Fraction(0))
ONE = Number(Fraction(1))
Factors = dict[Expression, Fraction]
"""Base to exponent, in the order of first appearance."""


def number(value: int | Fraction) -> Number:
    """Return an exact rational as a tree."""
    return Number(value if isinstance(value, Fraction) else Fraction(value))


def product_of(coefficient: Fraction, factors: Factors) -> Expression:
    """Return the product of the coefficient and the factors, as a person would write it."""
    if coefficient == 0:
        return ZERO
    above = [_raised(base, exponent) for base, exponent in _in_order(factors) if exponent > 0]
    below = [_raised(base, -exponent) for base, exponent in _in_order(factors) if exponent < 0]
    if coefficient.denominator != 1:
        below.insert(0, number(coefficient.denominator))
    if abs(coefficient.numerator) != 1 or not above:
        above.insert(0, number(abs(coefficient.numerator)))
    top = _joined(above)
    if below == [number(coefficient.denominator)] and isinstance(top, Number):
        return Number(coefficient)
    whole = Quotient(top, _joined(below)) if below else top
    if coefficient > 0:
        return whole
    return Number(-whole.value) if isinstance(whole, Number) else Negative(whole)


def _in_order(factors: Factors) -> list[tuple[Expression, Fraction]]:
    """Roots of numbers first, then powers of variables, then functions, then sums: `2*sqrt(3)*x*sin(x)*(x + 1)`."""
    return sorted(factors.items(), key=lambda item: _place(item[0]))


def _place(base: Expression) -> tuple[int, str]:
    match base:
        case Number() | Constant():
            return 0, ""
        case Application("sqrt", (Number(),)):
            return 1, ""
        case Variable(name):
            return 2, name
        case Sum():
            return 4, ""
    return 3, ""


def _raised(base: Expression, exponent: Fraction) -> Expression:
    return base if exponent == 1 else Power(base, number(exponent))


def _joined(factors: list[Expression]) -> Expression:
    return factors[0] if len(factors) == 1 else Product(tuple(factors))

"""Small trees out of large ones: what a person would do on paper without thinking.

Numbers are folded, like terms and like factors collected, zeros and ones dropped. This keeps derived
expressions short and readable; it decides nothing, and two equal expressions may well stay different.
A factor cancelled here may fill a hole (`x/x` is 1): by the policy of this engine the reference's
domain counts, so only derived references are tidied, never a student's answer before it is compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

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
    Vector,
    children,
)

ZERO = Number(Fraction(0))  # exact, as every number here is
ONE = Number(Fraction(1))  # the product of nothing
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
    if isinstance(top, Number) and below == [number(coefficient.denominator)]:
        return Number(coefficient)
    whole = Quotient(top, _joined(below)) if below else top
    if coefficient > 0:
        return whole
    return Number(-whole.value) if isinstance(whole, Number) else Negative(whole)


def _in_order(factors: Factors) -> list[tuple[Expression, Fraction]]:
    """Put roots of numbers first, then powers of variables, then functions, then sums: `2*sqrt(3)*x*sin(x)*(x + 1)`."""
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


__all__ = ["ONE", "ZERO", "expanded", "minus", "number", "over", "power", "root_of", "terms_of", "tidy", "times", "total"]

MOST_BITS = 2048
"""Powers of numbers beyond this many bits stay as they are written."""

LARGEST_RADICAND = 10**6
"""Square factors are looked for below this; above it a root stays as it is written."""

MOST_TERMS = 200
"""`expanded` leaves a product alone that would have more terms than this."""

_UNIT = Fraction(1)  # told by identity from a coefficient that was worked out, so that most products multiply nothing


def total(terms: Iterable[Expression]) -> Expression:
    """Return the tidy sum of the terms; 0 for none."""
    collected: dict[frozenset[tuple[Expression, Fraction]], Fraction] = {}
    originals: dict[frozenset[tuple[Expression, Fraction]], Factors] = {}
    for term in terms:
        for coefficient, factors in _terms(term):
            key = frozenset(factors.items())
            collected[key] = collected[key] + coefficient if key in collected else coefficient
            originals.setdefault(key, factors)
    parts = [product_of(value, originals[key]) for key, value in collected.items() if value]
    parts.sort(key=lambda part: isinstance(part, Number))
    if not parts:
        return ZERO
    return parts[0] if len(parts) == 1 else Sum(tuple(parts))


def times(*factors: Expression) -> Expression:
    """Return the tidy product of the factors; 1 for none."""
    if any(isinstance(factor, Vector) for factor in factors):
        raise ValueError("a vector is not a factor here")
    coefficient, collected = _UNIT, Factors()
    for factor in factors:
        part = _gather(factor, _UNIT, collected)
        coefficient = coefficient if part is _UNIT else coefficient * part
    return product_of(coefficient, collected)


def over(numerator: Expression, denominator: Expression) -> Expression:
    """Return the tidy quotient; a division by the number 0 stays as it is written."""
    if denominator == ZERO:
        return Quotient(numerator, denominator)
    return times(numerator, Power(denominator, number(-1)))


def power(base: Expression, exponent: Expression | int | Fraction) -> Expression:
    """Return the tidy power."""
    return times(Power(base, exponent if not isinstance(exponent, int | Fraction) else number(exponent)))


def minus(expression: Expression) -> Expression:
    """Return the tidy negative; of a vector, of each component."""
    if isinstance(expression, Vector):
        return Vector(tuple(minus(component) for component in expression.components))
    parts = expression.terms if isinstance(expression, Sum) else (expression,)
    return total([times(number(-1), part) for part in parts])


def root_of(expression: Expression) -> Expression:
    """Return the tidy square root: `sqrt(12)` is `2*sqrt(3)`."""
    return times(Application("sqrt", (expression,)))


def tidy(expression: Expression) -> Expression:
    """Return the same value in a shorter form, part by part from the leaves up.

    >>> x = Variable("x")
    >>> tidy(Sum((x, x))) == times(number(2), x), tidy(Sum((x, x))) == power(x, 2)
    (True, False)
    """
    parts = tuple(tidy(part) for part in children(expression))
    result = expression
    match expression:
        case Sum():
            result = total(parts)
        case Product():
            result = times(*parts)
        case Negative():
            result = minus(*parts)
        case Quotient():
            result = over(*parts)
        case Power():
            result = power(*parts)
        case Application(function):
            result = times(Application(function, parts))
        case Vector():
            result = Vector(parts)
    return result


@lru_cache(maxsize=2048)  # one answer's slips multiply out the same products again and again
def expanded(expression: Expression) -> Expression:
    """Return the tidy expression with products of sums, and their small whole powers, multiplied out.

    >>> x = Variable("x")
    >>> expanded(times(x, total([x, ONE]))) == total([power(x, 2), x])
    True
    """
    result = expression
    match expression:
        case Sum(terms):
            result = total(expanded(term) for term in terms)
        case Negative(operand):
            result = minus(expanded(operand))
        case Product(factors):
            result = _multiplied_out([expanded(factor) for factor in factors])
        case Power(base, Number(exponent)) if exponent.denominator == 1 and 2 <= exponent <= 6:
            result = _multiplied_out([expanded(base)] * int(exponent))
        case Quotient(numerator, denominator):
            result = total(over(part, tidy(denominator)) for part in terms_of(expanded(numerator)))
        case Vector(components):
            result = Vector(tuple(expanded(component) for component in components))
        case _:
            result = tidy(expression)
    return result


def terms_of(expression: Expression) -> tuple[Expression, ...]:
    """Return the terms as they are added at the top, signs included; a single one for anything but a sum."""
    match expression:
        case Sum(terms):
            return tuple(part for term in terms for part in terms_of(term))
        case Negative(Sum(terms)):
            return tuple(minus(part) for term in terms for part in terms_of(term))
    return (expression,)


def _multiplied_out(factors: list[Expression]) -> Expression:
    """Return the sum of all products of one term from each factor."""
    products: list[Expression] = [ONE]
    for factor in factors:
        parts = terms_of(factor)
        if len(products) * len(parts) > MOST_TERMS:
            return times(*factors)
        products = [times(product, part) for product in products for part in parts]
    return total(products)


def _terms(expression: Expression) -> list[tuple[Fraction, Factors]]:
    """Return the terms of a tidy expression, each as a coefficient and its other factors."""
    found = []
    for part in terms_of(expression):
        factors = Factors()
        found.append((_gather(part, _UNIT, factors), factors))
    return found


def _gather(expression: Expression, exponent: Fraction, factors: Factors) -> Fraction:
    """Add the expression to the power `exponent` to the factors, and return the rational part."""
    whole = exponent.denominator == 1
    coefficient = _UNIT
    match expression:
        case Number(value, None) if _foldable(value, exponent):
            coefficient = _rational_power(value, int(exponent))
        case Negative(operand) if whole:
            coefficient = (-1) ** (int(exponent) % 2) * _gather(operand, exponent, factors)
        case Product(parts) if whole:
            for part in parts:
                inner = _gather(part, exponent, factors)
                coefficient = coefficient if inner is _UNIT else coefficient * inner
        case Quotient(above, below) if whole and below != ZERO:
            coefficient = _gather(above, exponent, factors) * _gather(below, -exponent, factors)
        case Power(base, Number(inner, None)) if (
            whole and abs(inner * exponent) < MOST_BITS and (base != ZERO or inner * exponent > 0)
        ):
            coefficient = _gather(base, inner if exponent is _UNIT else inner * exponent, factors)
        case Application("sqrt", (Number(value, None),)) if 0 < value < LARGEST_RADICAND:
            coefficient = _gather_root(value, exponent, factors)
        case Application("exp", (argument,)) if argument == ZERO:
            pass
        case _:
            _collect(expression, exponent, factors)
    return coefficient


def _collect(base: Expression, exponent: Fraction, factors: Factors) -> None:
    """Add a base that is not taken apart."""
    earlier = factors.pop(base, None)
    joined = exponent if earlier is None else earlier + exponent
    if joined:
        factors[base] = joined


def _gather_root(value: Fraction, exponent: Fraction, factors: Factors) -> Fraction:
    """Fold `sqrt(value)**exponent`; what stays is a `sqrt` of a square-free whole number, not below a line."""
    outside, inside = _square_factor(value.numerator * value.denominator)
    base = Application("sqrt", (number(inside),))
    if exponent.denominator != 1 or abs(exponent) > 64:
        _collect(Application("sqrt", (number(value),)), exponent, factors)
        return Fraction(1)
    whole, half = divmod(int(exponent), 2)
    coefficient = _rational_power(Fraction(outside, value.denominator), int(exponent)) * Fraction(inside) ** whole
    if not half or inside == 1:
        return coefficient
    if factors.pop(base, None) is not None:
        return coefficient * inside
    factors[base] = Fraction(1)
    return coefficient


def _rational_power(value: Fraction, exponent: int) -> Fraction:
    if exponent == 1:
        return value
    return value**exponent if exponent >= 0 else 1 / value**-exponent


def _square_factor(value: int) -> tuple[int, int]:
    """Return the largest square's root that divides the value, and what is left under the root."""
    outside, divisor = 1, 2
    while divisor * divisor <= value and divisor < 1000:
        while value % (divisor * divisor) == 0:
            value //= divisor * divisor
            outside *= divisor
        divisor += 1
    return outside, value


def _foldable(value: Fraction, exponent: Fraction) -> bool:
    """Tell whether the number to this power is a rational of bearable size."""
    if exponent.denominator != 1 or (value == 0 and exponent <= 0):
        return False
    bits = value.numerator.bit_length() + value.denominator.bit_length()
    return abs(exponent) == 1 or bits * abs(exponent) <= MOST_BITS

"""A reference as somebody computes it who types its irrational constants in: `-0.866 * 4 * y` for `-sqrt(3)/2 * 4 * y`.

In a formula the engine sees the digits; a function shows its values alone, so the usual roundings are tried instead.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from grader.algebra.balls import float_at
from grader.algebra.tree import (
    Application,
    Constant,
    Expression,
    Number,
    Power,
    Product,
    Vector,
    children,
    variables_in,
    walk,
    with_children,
)

_DIGITS = range(3, 11)  # fewer do not stand for the constant, with more it is within the tolerance
_HALF = Fraction(1, 2)


@lru_cache(maxsize=128)
def with_typed_in_constants(reference: Expression) -> tuple[Expression, ...]:
    """The reference with its irrational constants rounded to 3 to 10 digits: alone, halved as in sines, or multiplied out."""
    roots = {node.value for node in walk(reference) if isinstance(node, Number) and node.value > 1}
    scales = [Fraction(1), _HALF, *(1 / root for root in sorted(roots)[:4]), None]
    found = (_shortened(reference, digits, scale) for digits in _DIGITS for scale in scales)
    return tuple(short for short in dict.fromkeys(found) if short != reference)


def _shortened(expression: Expression, digits: int, scale: Fraction | None) -> Expression:
    """Return each irrational constant, times `scale` (times the number before it for None), rounded to so many digits."""
    if not isinstance(expression, Vector) and _is_irrational(expression):
        return _rounded(expression, digits, scale or Fraction(1))
    if isinstance(expression, Product) and any(map(_is_irrational, expression.factors)):
        return _with_short_factor(expression, digits, scale)
    parts = children(expression)
    return with_children(expression, tuple(_shortened(part, digits, scale) for part in parts)) if parts else expression


def _with_short_factor(product: Product, digits: int, scale: Fraction | None) -> Expression:
    before, constants, others = Fraction(1), [], []
    for factor in product.factors:
        if isinstance(factor, Number):
            before *= factor.value
        elif _is_irrational(factor):
            constants.append(factor)
        else:
            others.append(_shortened(factor, digits, scale))
    constant = Product(tuple(constants)) if len(constants) > 1 else constants[0]
    return Product((Number(before), _rounded(constant, digits, scale or before), *others))


def _is_irrational(expression: Expression) -> bool:
    """Tell whether it is a constant that is not written with numbers and basic operations alone."""
    named = any(isinstance(node, Constant | Application | Power) for node in walk(expression))
    return named and bool(_value(expression))


def _value(constant: Expression) -> float | None:
    return None if variables_in(constant) else float_at(constant, {})


def _rounded(constant: Expression, digits: int, scale: Fraction) -> Expression:
    return Number(Fraction(f"{(_value(constant) or 0.0) * float(scale):.{digits}g}") / scale)

"""Values of expressions as balls: a number together with a proven bound on its error.

A ball that excludes zero is a proof. Where an expression has no value the answer is `Undefined`, for certain; where the
ball is too wide to tell, it is `Unsure`, and more precision may help. Decides nothing about equality.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from functools import lru_cache

from flint import arb, ctx, fmpq

from grader.maths.ball_functions import FUNCTIONS, TooLarge, Unsure, finite, quotient
from grader.maths.exact import Undefined, rational_constant
from grader.maths.tree import (
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

__all__ = ["DOUBLE_FROM", "TooLarge", "Undefined", "Unsure", "ball_of", "compiled", "evaluate", "precision", "uncertainty"]

Env = Mapping[str, arb]
Closure = Callable[[Env], arb]
_ROUNDED_FROM = 3
DOUBLE_FROM = 15  # significant digits that every double keeps
_ACCURATE = 56
_VANISHING = 1e-120


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Works with so many bits inside, and puts the library's global precision back."""
    before = ctx.prec
    ctx.prec = bits
    try:
        yield
    finally:
        ctx.prec = before


def evaluate(expression: Expression, point: Mapping[str, float], bits: int = 128, *, rounded: bool = False) -> arb:
    """The ball of an expression at a point, literals exact or (`rounded`) as the intervals that round to them.

    Raises Undefined, or Unsure when this precision cannot say.
    """
    with precision(bits):
        return finite(compiled(expression, rounded)(ball_of(point)))


def float_at(expression: Expression, point: Mapping[str, float]) -> float | None:
    """The value as a float good to the last digits; infinite when too large for one, NaN when no precision could tell.

    None where the expression has no value.
    """
    for bits in (128, 512, 4096):
        try:
            ball = evaluate(expression, point, bits)
        except Undefined:
            return None
        except Unsure:
            continue
        if ball.rel_accuracy_bits() >= _ACCURATE or (ball.contains(0) and abs(ball).upper() < _VANISHING):
            return 0.0 if ball.contains(0) else float(ball.mid())
    return math.nan


def ball_of(point: Mapping[str, float]) -> dict[str, arb]:
    """The point with exact balls for coordinates."""
    return {name: arb(value) for name, value in point.items()}


@lru_cache(maxsize=2048)
def compiled(expression: Expression, rounded: bool = False) -> Closure:
    """A function from points to balls at whatever precision is set when it is called."""
    return _compile(expression, rounded)


def uncertainty(literal: Number) -> Fraction:
    """How far the number meant may lie from a decimal literal: half a unit of its last digit, or nothing.

    Below three significant digits a decimal is exact. From fifteen on it is taken for a double that went through some
    arithmetic, and close to zero for what rounding left of a zero.
    """
    digits, size = literal.significant_digits, abs(literal.value)
    if digits is None or digits < _ROUNDED_FROM or size == 0:
        return Fraction(0)
    half_unit = Fraction(10) ** (_order(size) + 1 - digits) / 2
    if digits < DOUBLE_FROM:
        return half_unit
    return max(half_unit, size / 2**46, Fraction(1, 10**15) if size < Fraction(1, 10**14) else half_unit)


def _order(size: Fraction) -> int:
    """The power of ten of the first significant digit."""
    guess = math.floor((size.numerator.bit_length() - size.denominator.bit_length()) * math.log10(2)) - 1
    while Fraction(10) ** (guess + 1) <= size:
        guess += 1
    return guess


def _compile(node: Expression, rounded: bool) -> Closure:
    match node:
        case Number():
            return _number(node, rounded)
        case Variable(name):
            return lambda env: env[name]
        case Constant(name):
            return (lambda env: arb.pi()) if name == "pi" else (lambda env: arb.const_e())
        case Sum(terms):
            return _sum([_compile(term, rounded) for term in terms])
        case Product(factors):
            return _product([_compile(factor, rounded) for factor in factors])
        case Negative(operand):
            inner = _compile(operand, rounded)
            return lambda env: -inner(env)
        case Quotient(above, below):
            over, under = _compile(above, rounded), _compile(below, rounded)
            return lambda env: quotient(over(env), under(env))
        case Power(base, exponent):
            return _power(base, exponent, rounded)
        case Application(function, arguments) if function in FUNCTIONS:
            value = FUNCTIONS[function]
            parts = [_compile(argument, rounded) for argument in arguments]
            if len(parts) == 1:
                single = parts[0]
                return lambda env: value(single(env))
            return lambda env: value(*[part(env) for part in parts])
    raise Unsure(f"no value is known for {type(node).__name__}")


def _number(node: Number, rounded: bool) -> Closure:
    value = fmpq(node.value.numerator, node.value.denominator)
    spread = uncertainty(node) if rounded else Fraction(0)
    if spread:
        around = fmpq(spread.numerator, spread.denominator)
        return lambda env: arb(value) + arb(around) * arb(0, 1)
    if node.value.denominator == 1 and node.value.numerator.bit_length() <= 64:
        whole = arb(int(node.value))
        return lambda env: whole
    return lambda env: arb(value)


def _sum(parts: list[Closure]) -> Closure:
    first, *rest = parts

    def value(env: Env) -> arb:
        total = first(env)
        for part in rest:
            total = total + part(env)
        return total

    return value


def _product(parts: list[Closure]) -> Closure:
    first, *rest = parts

    def value(env: Env) -> arb:
        total = first(env)
        for part in rest:
            total = total * part(env)
        return total

    return value


def _power(base: Expression, exponent: Expression, rounded: bool) -> Closure:
    inner = _compile(base, rounded)
    constant = rational_constant(exponent)
    if constant is not None and constant.denominator == 1:
        whole = int(constant)
        return lambda env: integer_power(inner(env), whole)
    upper = _compile(exponent, rounded)
    if base == Constant("e"):
        return lambda env: FUNCTIONS["exp"](upper(env))
    return lambda env: real_power(inner(env), upper(env))


def integer_power(base: arb, exponent: int) -> arb:
    """A whole power by squaring; the library's own gives no ball where the base's ball holds zero."""
    if exponent < 0:
        return quotient(arb(1), integer_power(base, -exponent))
    result, square, left = arb(1), base, exponent
    while left:
        if left & 1:
            result = result * square
        left >>= 1
        if left:
            square = square * square
    return result.nonnegative_part() if exponent and exponent % 2 == 0 and base.contains(0) else result


def real_power(base: arb, exponent: arb) -> arb:
    """`base**exponent`; below zero defined for whole exponents only, at zero for positive ones."""
    whole = exponent.unique_fmpz() if exponent.is_exact() else None
    if whole is not None and exponent.is_integer() and abs(int(whole)) <= 10**6:
        return integer_power(base, int(whole))
    if base > 0:
        return FUNCTIONS["exp"](exponent * base.log())
    if base.is_zero():
        if exponent > 0:
            return arb(0)
        if exponent < 0:
            raise Undefined
        raise Unsure
    if base < 0 and not exponent.contains_integer():
        raise Undefined
    raise Unsure

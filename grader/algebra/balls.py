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
from operator import add, itemgetter, mul

from flint import arb, ctx, fmpq

from grader.algebra.ball_functions import TooLarge, Unsure, exponential, finite, quotient
from grader.algebra.exact import Undefined, rational_constant
from grader.algebra.fold import Algebra, fold
from grader.algebra.functions import FUNCTIONS
from grader.algebra.tree import Application, Constant, Expression, Negative, Number, Power, Product, Quotient, Sum, Variable

__all__ = ["DOUBLE_FROM", "TooLarge", "Undefined", "Unsure", "compiled", "evaluate", "precision", "uncertainty"]

Env = Mapping[str, arb]
Closure = Callable[[Env], arb]
_ROUNDED_FROM = 3  # significant digits: who writes fewer means the number, as in 0.5 or 1.5
DOUBLE_FROM = 15  # significant digits that every double keeps
_ACCURATE = 56  # bits: three more than a double keeps, so that its last digit is right
_VANISHING = 1e-120  # no value of an exercise is so small and not zero, and what is leaves doubles when it is squared three times


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Work with so many bits inside, and put the library's global precision back."""
    before = ctx.prec
    ctx.prec = bits
    try:
        yield
    finally:
        ctx.prec = before


def evaluate(expression: Expression, point: Mapping[str, float | arb], bits: int = 128, *, rounded: bool = False) -> arb:
    """Return the ball of an expression at a point, literals exact or (`rounded`) as the intervals that round to them.

    Raises Undefined, or Unsure when this precision cannot say.
    """
    with precision(bits):
        return finite(compiled(expression, rounded)({name: arb(value) for name, value in point.items()}))


def float_at(expression: Expression, point: Mapping[str, float]) -> float | None:
    """Return the value as a float good to the last digits; infinite when too large, NaN when no precision could tell.

    None where the expression has no value.

    >>> third = Quotient(Number(Fraction(1)), Variable("x"))
    >>> float_at(third, {"x": 4.0}), float_at(third, {"x": 0.0})
    (0.25, None)
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


@lru_cache(maxsize=2048)
def compiled(expression: Expression, rounded: bool = False) -> Closure:
    """Return a function from points to balls at whatever precision is set when it is called."""
    return fold(expression, _ROUNDED if rounded else _EXACT)


def uncertainty(literal: Number) -> Fraction:
    """Return how far the number meant may lie from a decimal literal: half a unit of its last digit, or nothing.

    Below three significant digits a decimal is exact. From fifteen on it is taken for a double that went through some
    arithmetic, and close to zero for what rounding left of a zero.
    """
    digits, size = literal.significant_digits, abs(literal.value)
    if digits is None or digits < _ROUNDED_FROM or size == 0:
        return Fraction(0)
    guess = math.floor((size.numerator.bit_length() - size.denominator.bit_length()) * math.log10(2)) - 1
    while Fraction(10) ** (guess + 1) <= size:
        guess += 1
    half_unit = Fraction(10) ** (guess + 1 - digits) / 2
    if digits < DOUBLE_FROM:
        return half_unit
    return max(half_unit, size / 2**46, Fraction(1, 10**15) if size < Fraction(1, 10**14) else half_unit)


class _Balls(Algebra[Closure]):
    """Functions from points to balls, literals exact or (`rounded`) as the intervals that round to them."""

    def __init__(self, *, rounded: bool) -> None:
        self.rounded = rounded

    def number(self, node: Number) -> Closure:
        """Return a ball at the precision that is set when it is asked for."""
        value = fmpq(node.value.numerator, node.value.denominator)
        spread = uncertainty(node) if self.rounded else Fraction(0)
        if spread:
            around = fmpq(spread.numerator, spread.denominator)
            return lambda env: arb(value) + arb(around) * arb(0, 1)
        if node.value.denominator == 1 and node.value.numerator.bit_length() <= 64:
            whole = arb(int(node.value))
            return lambda env: whole
        return lambda env: arb(value)

    def constant(self, node: Constant) -> Closure:
        """Return the constant at the precision that is set when it is asked for."""
        return (lambda env: arb.pi()) if node.name == "pi" else (lambda env: arb.const_e())

    def variable(self, node: Variable) -> Closure:
        return itemgetter(node.name)

    def sum(self, node: Sum, *terms: Closure) -> Closure:
        return _joined(add, terms)

    def product(self, node: Product, *factors: Closure) -> Closure:
        return _joined(mul, factors)

    def negative(self, node: Negative, operand: Closure) -> Closure:
        return lambda env: -operand(env)

    def quotient(self, node: Quotient, above: Closure, below: Closure) -> Closure:
        return lambda env: quotient(above(env), below(env))

    def power(self, node: Power, base: Closure, exponent: Closure) -> Closure:
        """Multiply for whole exponents, else use logarithms."""
        constant = rational_constant(node.exponent)
        if constant is not None and constant.denominator == 1:
            whole = int(constant)
            return lambda env: integer_power(base(env), whole)
        if node.base == Constant("e"):
            return lambda env: exponential(exponent(env))
        return lambda env: real_power(base(env), exponent(env))

    def application(self, node: Application, *arguments: Closure) -> Closure:
        value = FUNCTIONS[node.function].ball
        if len(arguments) == 1:
            single = arguments[0]
            return lambda env: value(single(env))
        return lambda env: value(*[argument(env) for argument in arguments])

    def other(self, node: Expression, *parts: Closure) -> Closure:
        """Raise Unsure: a vector is no number."""
        raise Unsure(f"no value is known for {type(node).__name__}")


def _joined(operation: Callable[[arb, arb], arb], parts: tuple[Closure, ...]) -> Closure:
    """Return the operation on two parts or more, from left to right."""
    if len(parts) == 2:
        left, right = parts
        return lambda env: operation(left(env), right(env))
    first, *rest = parts

    def value(env: Env) -> arb:
        total = first(env)
        for part in rest:
            total = operation(total, part(env))
        return total

    return value


_EXACT, _ROUNDED = _Balls(rounded=False), _Balls(rounded=True)


def integer_power(base: arb, exponent: int) -> arb:
    """Return a whole power by squaring; the library's own gives no ball where the base's ball holds zero."""
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
    """Return `base**exponent`; below zero defined for whole exponents only, at zero for positive ones."""
    whole = exponent.unique_fmpz() if exponent.is_exact() else None
    if whole is not None and exponent.is_integer() and abs(int(whole)) <= 10**6:
        return integer_power(base, int(whole))
    if base > 0:
        return exponential(exponent * base.log())
    if base.is_zero():
        if exponent > 0:
            return arb(0)
        if exponent < 0:
            raise Undefined
        raise Unsure
    if base < 0 and not exponent.contains_integer():
        raise Undefined
    raise Unsure

"""An expression over balls: what real numbers it can be when its variables lie in these.

Only what proofs about a minimum need; whether two expressions are equal is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping

from flint import arb, fmpq

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

_METHODS = {
    **{name: name for name in ("exp", "log", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan")},
    **{name: name for name in ("sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "sec", "csc", "cot")},
    **{name: name for name in ("sech", "csch", "coth")},
}


class NotEnclosedError(ValueError):
    """A part of the expression has no enclosure here, or is undefined somewhere in these balls."""


def enclosure(expression: Expression, values: Mapping[str, arb]) -> arb:
    """A ball that holds every value of the expression.

    Raises:
        NotEnclosedError: it holds a function that is unknown here, or is undefined somewhere in the balls.
    """
    ball = _ball(expression, values)
    if not ball.is_finite():
        raise NotEnclosedError("undefined somewhere in the balls")
    return ball


def _ball(expression: Expression, values: Mapping[str, arb]) -> arb:
    match expression:
        case Number(value):
            return arb(fmpq(value.numerator, value.denominator))
        case Constant(name):
            return arb.pi() if name == "pi" else arb(1).exp()
        case Variable(name) if name in values:
            return values[name]
        case Negative(operand):
            return -_ball(operand, values)
        case Sum(parts):
            return sum((_ball(part, values) for part in parts), arb(0))
        case Product(parts):
            return _product([_ball(part, values) for part in parts])
        case Quotient(above, below):
            return _ball(above, values) / _ball(below, values)
        case Power(base, exponent):
            return _power(_ball(base, values), exponent, values)
        case Application(function, (argument,)) if function in _METHODS:
            ball: arb = getattr(_ball(argument, values), _METHODS[function])()
            return ball
    raise NotEnclosedError(f"`{getattr(expression, 'function', expression)}` has no enclosure")


def _product(balls: list[arb]) -> arb:
    whole = arb(1)
    for ball in balls:
        whole *= ball
    return whole


def _power(base: arb, exponent: Expression, values: Mapping[str, arb]) -> arb:
    if isinstance(exponent, Number) and exponent.value.denominator == 1 and abs(exponent.value) <= 400:
        # Repeated multiplication: a ball that holds zero to an integer power is NaN in some versions of FLINT.
        whole = _product([base] * abs(int(exponent.value)))
        return whole if exponent.value >= 0 else 1 / whole
    return base ** _ball(exponent, values)

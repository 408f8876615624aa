"""An independent opinion on equality: values by mpmath with 200 digits at points of its own.

Shares nothing with the engine but the tree; slow and without proof of a difference, but it never rounds at 16 digits.
"""

from __future__ import annotations

import random
from collections.abc import Mapping

import mpmath

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

DIGITS = 200
_REAL = {"abs": abs, "sign": mpmath.sign, "max": max, "min": min, "log": mpmath.log, "atan2": mpmath.atan2}


def value(node: Expression, point: Mapping[str, mpmath.mpf]) -> mpmath.mpf:
    """The value with the digits that mpmath is set to. Raises ValueError where it is not real."""
    match node:
        case Number(number):
            return mpmath.mpf(number.numerator) / number.denominator
        case Constant(name):
            return +mpmath.pi if name == "pi" else +mpmath.e
        case Variable(name):
            return point[name]
        case Sum(terms):
            return mpmath.fsum(value(term, point) for term in terms)
        case Product(factors):
            return mpmath.fprod(value(factor, point) for factor in factors)
        case Negative(operand):
            return -value(operand, point)
        case Quotient(above, below):
            return value(above, point) / value(below, point)
        case Power(base, exponent):
            return _real(value(base, point) ** value(exponent, point))
        case Application(function, arguments):
            parts = [value(argument, point) for argument in arguments]
            return _real(_REAL.get(function, getattr(mpmath, function, None))(*parts))
    raise TypeError(type(node).__name__)


def _real(found: mpmath.mpf | mpmath.mpc) -> mpmath.mpf:
    if isinstance(found, mpmath.mpc):
        raise ValueError("not real")
    return found


def are_equal(left: Expression, right: Expression, variables: tuple[str, ...], points: int = 6) -> bool:
    """Whether the two agree to 180 digits at random points where the right one is real."""
    draw = random.Random(20261124)
    agreed = 0
    with mpmath.workdps(DIGITS):
        for _ in range(40 * points):
            point = {name: mpmath.mpf(draw.uniform(-3, 3)) for name in variables}
            try:
                wanted = value(right, point)
            except (ValueError, ZeroDivisionError):
                continue
            try:
                found = value(left, point)
            except (ValueError, ZeroDivisionError):
                return False
            scale = max(abs(wanted), abs(found), mpmath.mpf(10) ** -60)
            if abs(found - wanted) > scale * mpmath.mpf(10) ** -(DIGITS - 80):
                return False
            agreed += 1
            if agreed == points:
                return True
    raise AssertionError("too few points at which the expression is real")

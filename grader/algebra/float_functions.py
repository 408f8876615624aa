"""Functions and constants in floats that `math` lacks, and what IEEE arithmetic gives where `math` raises."""

from __future__ import annotations

import math
from collections.abc import Callable

EPSILON = 2.0**-52  # the distance from 1 to the next double
CONSTANTS = {"pi": math.pi, "e": math.e}


class NotNumericError(ValueError):
    """A part of the expression has no value as a float; the message names it."""


def sign(u: float) -> float:
    """Return 1, 0 or -1."""
    return math.copysign(1.0, u) if u else 0.0


def real_root(u: float, degree: float) -> float:
    """Return the real root: of a negative number too where the degree is odd."""
    if u < 0 and degree % 2 == 1:
        return -math.pow(-u, 1 / degree)
    return math.pow(u, 1 / degree)


def one_over_large(function: Callable[[float], float], u: float) -> float:
    """Return one over a function's value; 0 where that value is too large for a float."""
    try:
        return 1 / function(u)
    except OverflowError:
        return 0.0


def inverse_cotangent(u: float) -> float:
    """Return `atan(1/u)`, and a quarter turn at 0."""
    return math.atan(1 / u) if u else math.pi / 2


def at_reciprocal(function: Callable[[float], float], u: float) -> float:
    """Return a function's value at one over the argument. Raises ValueError at 0, where there is none."""
    if u == 0:
        raise ValueError("no value at 0")
    return function(1 / u)


def as_float(numerator: int, denominator: int) -> float:
    """Return the quotient of two integers; an infinity where it is too large."""
    try:
        return numerator / denominator
    except OverflowError:
        return math.copysign(math.inf, numerator)


def ieee(function: Callable[..., float], *arguments: float) -> float:
    """Return what NumPy would give where `math` raises: infinities for overflow and poles, NaN for the undefined."""
    try:
        return float(function(*arguments))
    except OverflowError:
        odd = function is math.sinh or (function is math.pow and arguments[1] % 2 == 1)
        return math.copysign(math.inf, arguments[0]) if odd else math.inf
    except ZeroDivisionError:
        return math.inf
    except (ValueError, TypeError):
        return -math.inf if function is math.log and arguments[0] == 0 else math.nan

"""The known functions and constants in floats, and what IEEE arithmetic makes of them where `math` raises."""

from __future__ import annotations

import math
from collections.abc import Callable

EPSILON = 2.0**-52
CONSTANTS = {"pi": math.pi, "e": math.e}


def _sign(u: float) -> float:
    return math.copysign(1.0, u) if u else 0.0


def _root(u: float, degree: float) -> float:
    """The real root: of a negative number too where the degree is odd."""
    if u < 0 and degree % 2 == 1:
        return -math.pow(-u, 1 / degree)
    return math.pow(u, 1 / degree)


FUNCTIONS: dict[str, Callable[..., float]] = {
    **{
        name: getattr(math, name)
        for name in (
            *("exp", "log", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "atan2"),
            *("sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "floor", "ceil"),
        )
    },
    "sec": lambda u: 1 / math.cos(u),
    "csc": lambda u: 1 / math.sin(u),
    "cot": lambda u: 1 / math.tan(u),
    "sech": lambda u: 1 / math.cosh(u),
    "csch": lambda u: 1 / math.sinh(u),
    "coth": lambda u: 1 / math.tanh(u),
    "asec": lambda u: math.acos(1 / u),
    "acsc": lambda u: math.asin(1 / u),
    "acot": lambda u: math.atan(1 / u),
    "asech": lambda u: math.acosh(1 / u),
    "acsch": lambda u: math.asinh(1 / u),
    "acoth": lambda u: math.atanh(1 / u),
    "abs": abs,
    "sign": _sign,
    "max": max,
    "min": min,
    "root": _root,
}


class NotNumericError(ValueError):
    """A function in the expression has no numeric meaning here; the message names it."""


def as_float(numerator: int, denominator: int) -> float:
    """The quotient of two integers; an infinity where it is too large."""
    try:
        return numerator / denominator
    except OverflowError:
        return math.copysign(math.inf, numerator)


def ieee(function: Callable[..., float], *arguments: float) -> float:
    """What NumPy would give where `math` raises: infinities for overflow and poles, NaN for the undefined."""
    try:
        return float(function(*arguments))
    except OverflowError:
        return _overflowed(function, arguments)
    except ZeroDivisionError:
        return math.inf
    except (ValueError, TypeError):
        return -math.inf if function is math.log and arguments[0] == 0 else math.nan


def _overflowed(function: Callable[..., float], arguments: tuple[float, ...]) -> float:
    odd = function is math.sinh or (function is math.pow and arguments[1] % 2 == 1)
    return math.copysign(math.inf, arguments[0]) if odd else math.inf

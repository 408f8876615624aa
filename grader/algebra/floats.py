"""Floats: when two agree, which digits one shows, and the functions and IEEE results that `math` lacks.

A tolerance is relative to the number that is meant, and absolute for numbers smaller than `least`. How large it is
stands with its reason beside whoever asks. What is decided by balls and not by floats is decided elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from struct import pack, unpack

EPSILON = 2.0**-52  # the distance from 1 to the next double
CONSTANTS = {"pi": math.pi, "e": math.e}  # by the names that trees have for them


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
    """Return one over a function's value; 0 for a value that is too large for a float."""
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


_LARGEST = 3.4e38  # just below the largest number of single precision, beyond which `pack` raises


def is_single(number: float) -> bool:
    """Tell whether single precision can hold the number exactly."""
    return math.isfinite(number) and abs(number) < _LARGEST and unpack("f", pack("f", number))[0] == number


def room(meant: float, tolerance: float, least: float = 1.0) -> float:
    """Return how far a number may be off from the one that is meant.

    >>> room(200.0, 0.01), room(0.5, 0.01)
    (2.0, 0.01)
    """
    return tolerance * max(least, abs(meant))


def agree(found: float, meant: float, tolerance: float, *, least: float = 1.0, slack: float = 0.0) -> bool:
    """Tell whether a number is within a tolerance, and an absolute slack, of the one that is meant; NaN agrees with nothing.

    >>> agree(200.5, 200.0, 0.01), agree(203.0, 200.0, 0.01)
    (True, False)
    """
    near = abs(found - meant) <= tolerance * max(least, abs(meant)) + slack  # `room` written out: asked for in all loops
    return found == meant or (near and math.isfinite(meant))


def points_agree(
    found: Sequence[float],
    meant: Sequence[float],
    tolerance: float,
    *,
    least: float = 1.0,
    along: Iterable[Sequence[float]] = (),
) -> bool:
    """Tell whether each coordinate agrees; the sizes of a way `along` these points count, for its rounding stays.

    >>> points_agree((1.0, 2.0), (1.0, 2.001), 1e-2), points_agree((1.0, 2.0), (2.0, 1.0), 1e-2)
    (True, False)
    """
    sizes = [max(least, *map(abs, axis)) for axis in zip(*along, strict=True)] or [least] * len(meant)
    return all(agree(one, other, tolerance, least=size) for one, other, size in zip(found, meant, sizes, strict=True))


def decimals(number: float) -> int:
    """Return how many decimals the shortest text of a number has.

    >>> decimals(0.125), decimals(3.0), decimals(1e-5)
    (3, 0, 5)
    """
    exponent = Decimal(repr(number)).normalize().as_tuple().exponent
    return max(0, -int(exponent))


def half_unit(places: int) -> float:
    """Return how far rounding to so many decimals may move a number, with a millionth for the rounding of doubles.

    >>> 0.005 < half_unit(2) < 0.0051
    True
    """
    return 0.5 * 10.0**-places * (1 + 1e-6)


def significant_digits(number: float, most: int = 15) -> int:
    """Return how many digits a number shows from the first that is not 0 to the last, of so many at most.

    >>> significant_digits(0.1 + 0.2), significant_digits(0.30264), significant_digits(1200.0)
    (1, 5, 2)
    """
    return len(Decimal(f"{number:.{most}g}").normalize().as_tuple().digits)


def share_off(value: float, right: float) -> float:
    """Return by what share of its size a value is off from the right one; of one below 1, by how much.

    >>> share_off(1.5, 2.0), share_off(0.5, 0.0)
    (-0.25, 0.5)
    """
    return (value - right) / max(1.0, abs(right))

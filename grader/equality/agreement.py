"""When two floats agree, and which digits a float shows: the one notion of both, for all who compare numbers.

A tolerance is relative to the number that is meant, and absolute for numbers smaller than `least`. How large it is
stands with its reason beside whoever asks. What is decided by balls and not by floats is `scalar`'s and `function_decision`'s.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal


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
    return found == meant or (math.isfinite(meant) and abs(found - meant) <= room(meant, tolerance, least) + slack)


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
    pairs = zip(found, meant, sizes, strict=True)
    return all(agree(one, other, tolerance, least=size) for one, other, size in pairs)


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

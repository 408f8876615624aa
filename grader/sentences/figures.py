"""Write numbers as people write them: to three figures, whole ones whole, and never `6.5e+45`.

The one place where a number that is only measured or computed becomes text for a student. What a student could type as code, and
numbers that have to be exact, are not written here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from grader.sentences.sentence import Number

_FIGURES = 3  # more are noise to a reader, with fewer 0.567 and 0.571 would be one number
_MOST_WHOLE = 10**6  # whole numbers below are written out: six digits are read at a glance
_TINY = 1e-4  # below, the zeros behind the point are counted and no more read
_DECIMAL = re.compile(r"(?<![\w.])(\d+\.\d+(?:[eE][-+]?\d+)?|\d+[eE][-+]?\d+)(?![\w.])")
"""A decimal number in a text; none that is a part of a word or of a version."""


def number(value: float) -> Number:
    """Return a number to three figures.

    >>> number(0.3999999999999999), number(17.755859375), number(-6.50678e45), number(2.0), number(-1.75e-11)
    ('0.4', '17.8', '-6.51·10^45', '2', '-1.75·10^-11')
    """
    if math.isnan(value) or math.isinf(value):
        return Number(value)
    if value == int(value) and abs(value) < _MOST_WHOLE:
        return Number(int(value))
    if 10 ** (_FIGURES - 1) <= abs(value) < _MOST_WHOLE:
        return Number(f"{value:.0f}")
    mantissa, exponent = f"{value:.{_FIGURES - 1}e}".split("e")
    if not _TINY <= abs(value) < _MOST_WHOLE:
        return Number(f"{_trimmed(mantissa)}·10^{int(exponent)}")
    return Number(_trimmed(f"{float(f'{mantissa}e{exponent}'):.{max(0, _FIGURES - 1 - int(exponent))}f}"))


def point(values: Iterable[float]) -> Number:
    """Return a point with its numbers to three figures, as `(0.4, 1.9)`; one number stands alone."""
    parts = [number(value) for value in values]
    return Number(parts[0] if len(parts) == 1 else f"({', '.join(parts)})")


def shortened(text: str) -> str:
    """Return a text with its decimal numbers to three figures.

    >>> shortened("[0.3999999999999999, 1.96]"), shortened("2.0*x"), shortened("v1.2.3")
    ('[0.4, 1.96]', '2*x', 'v1.2.3')
    """
    return _DECIMAL.sub(lambda found: number(float(found[0])), text)


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text

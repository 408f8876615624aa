"""Exact numbers as an author writes them under a key: 2 and 0.5, and as text 1/2 or sqrt(3).

An option keeps what was written, so that a student's copy shows the same; `as_float` is the one place where it is rounded.
"""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import BeforeValidator, Field

from grader.algebra.floats import NotNumericError
from grader.quantities.evaluation import evaluate
from grader.quantities.operators.operator import is_number
from grader.quantities.operators.steps import float_of
from grader.quantities.sheet import Sheet
from grader.quantities.terms import TermError

_NAMELESS = Sheet()  # an author's constants are terms without names


def as_float(constant: float | str) -> float:
    """Return the nearest double; NaN for a text that stands for no number.

    >>> as_float("1/2"), as_float(3), as_float("sqrt(x)")
    (0.5, 3.0, nan)
    """
    try:
        if is_decimal(constant):
            return float(constant)
        value = evaluate(_NAMELESS.term(str(constant)), _NAMELESS, {})
        return float_of(value) if is_number(value) else math.nan
    except (TermError, NotNumericError, OverflowError):
        return math.nan


def is_decimal(constant: float | str) -> bool:
    """Tell whether a number is written in decimals, not as a fraction, a root or a name.

    >>> is_decimal(0.5), is_decimal("0.50"), is_decimal("1/2")
    (True, True, False)
    """
    try:
        return math.isfinite(float(constant))
    except (ValueError, OverflowError):
        return False


def _constant(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float | str) or not math.isfinite(as_float(value)):
        shown = str(value).lower() if isinstance(value, bool) else value
        raise ValueError(f"`{shown}` is no number; write one exactly, such as 2, 0.5, 1/2 or sqrt(3)")
    return value


Constant = Annotated[
    float | str, BeforeValidator(_constant), Field(json_schema_extra={"anyOf": [{"type": "number"}, {"type": "string"}]})
]
"""One number, whichever way it is written."""

"""An answer as rows of values, one for each point, and whether they are those that were measured.

A formula's decimals are as exact as they are written; a function's floats as exact as floats are. Knows no
question.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flint import arb

from grader.kinds.answers import Answer, ExpressionAnswer
from grader.maths import Expression
from grader.maths.balls import Undefined, Unsure, evaluate, precision
from grader.maths.decision import place, shown
from grader.maths.points import parts_of

Point = Mapping[str, float]
Row = tuple["arb | None", ...]
_OFF_IN_FLOATS = (1e-7, 1e-12)
_OFF_IN_FORMULAS = (1e-9, 1e-20)
"""How far a value may be off: a share of itself, and of the largest one, beside which terms may have cancelled."""
_OFF_IN_QUOTIENTS = (1e-3, 1e-3)  # as grading allows for steps of 1e-3 and below, and not for 1e-2
_ZERO = 1e-15
_VAGUE = 0.1
_BITS = 256


@dataclass(frozen=True, slots=True)
class Rows:
    """The values at each point; a value is None where there is none. `expression` is the formula, where it is one.

    `by_quotients` says that a function measures them with difference quotients.
    """

    points: tuple[Point, ...]
    values: tuple[Row | None, ...]
    expression: Expression | None = None
    by_quotients: bool = False


def rows_of(answer: Answer, points: tuple[Point, ...]) -> Rows:
    """The rows of a formula, or of a function that was called at the points."""
    if isinstance(answer, ExpressionAnswer):
        parts = parts_of(answer.expression)
        rows = tuple(tuple(_value(part, point) for part in parts) for point in points)
        return Rows(points, rows, answer.expression)
    return Rows(answer.points, tuple(map(_row, answer.values)))


def first_wrong(rows: Rows, measured: Sequence[tuple[arb, ...]], tolerance: float | None) -> str | None:
    """The first place where a value is another than was measured, in words; None where there is none."""
    largest = _largest(measured)
    for point, row, truths in zip(rows.points, rows.values, measured, strict=True):
        for index, truth in enumerate(truths):
            value = row[index] if row is not None else None
            if not _is(value, truth, _room(truth, largest, rows, tolerance)):
                whose = "your answer" if len(truths) == 1 else f"component {index + 1} of your answer"
                said = "has no value" if value is None else f"is {shown(float(value.mid()))}"
                return f"{place(point)}{whose} {said}"
    return None


def same(rows: Rows, measured: Sequence[tuple[arb, ...]]) -> bool:
    """Whether all values are these."""
    return first_wrong(rows, measured, None) is None


def opposite(rows: Rows, measured: Sequence[tuple[arb, ...]]) -> bool:
    """Whether all values are these with the other sign."""
    return same(rows, [tuple(-truth for truth in truths) for truths in measured])


def _largest(measured: Sequence[tuple[arb, ...]]) -> float:
    return max((abs(float(truth.mid())) for truths in measured for truth in truths), default=0.0)


def _room(truth: arb, largest: float, rows: Rows, tolerance: float | None) -> float:
    """How far a value may be from the measured one."""
    size = abs(float(truth.mid()))
    if tolerance:
        return tolerance * max(1.0, size)
    own, beside = _OFF_IN_FLOATS if rows.expression is None else _OFF_IN_FORMULAS
    if rows.by_quotients:
        own, beside = _OFF_IN_QUOTIENTS
    return own * size + beside * largest or _ZERO


def _is(value: arb | None, truth: arb, room: float) -> bool:
    """Whether a value is within its room of the truth, and known well enough to say so."""
    if value is None:
        return False
    with precision(_BITS):
        vague = float(value.rad()) > _VAGUE * abs(float(truth.mid())) + room
        return not vague and not abs(value - truth) > arb(room)


def _value(part: Expression, point: Point) -> arb | None:
    try:
        return evaluate(part, point, _BITS, rounded=True)
    except (Undefined, Unsure, KeyError):
        return None


def _row(numbers: float | tuple[float, ...] | None) -> Row | None:
    if numbers is None:
        return None
    return tuple(arb(n) if math.isfinite(n) else None for n in (numbers if isinstance(numbers, tuple) else (numbers,)))

"""Where a descent ended, read from whatever its author returned: a number, a tuple, an array, a dict, all points.

Knows shapes only, no function and no rule.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum

from grader.kinds.values import as_floats
from grader.maths.descent.landscape import Point
from grader.model import ArrayValue, Call, Outcome, Value

_NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.])|[-+]?(?:inf|nan)\b")
_TOO_LARGE = ("OverflowError", "FloatingPointError")


class Shape(StrEnum):
    """What was returned."""

    POINT = "the point"
    TRAJECTORY = "all points"
    MORE = "the point and more"
    NOTHING = "nothing"
    ONE_NUMBER = "one number"
    UNREADABLE = "something that is no point"
    FAILED = "an exception"


@dataclass(frozen=True, slots=True)
class Returned:
    """What one call gave: the point where it ended, if one can be read, and its shape."""

    shape: Shape
    point: Point | None = None
    number: float | None = None


def returned(call: Call, start: Point, variables: tuple[str, ...]) -> Returned:
    """The point that a call returned.

    An `OverflowError` of the student's is what plain floats do where NumPy gives infinity: a point that is not finite.
    """
    if call.outcome is Outcome.RETURNED:
        return _read(call.value, start, variables)
    if call.outcome is Outcome.RAISED and call.fault and call.fault.type_name in _TOO_LARGE:
        return Returned(Shape.POINT, (math.inf,) * len(variables))
    return Returned(Shape.FAILED)


def last_printed(text: str, variables: tuple[str, ...]) -> Returned:
    """The point in the last numbers that a call printed."""
    numbers = _NUMBER.findall(text)[-len(variables) :]
    return Returned(Shape.POINT, tuple(map(float, numbers))) if len(numbers) == len(variables) else Returned(Shape.NOTHING)


def _read(value: Value, start: Point, variables: tuple[str, ...]) -> Returned:
    if value is None:
        return Returned(Shape.NOTHING)
    if isinstance(value, str):
        return _text(value, start, variables)
    if isinstance(value, dict):
        return _mapping(value, start, variables)
    flat = as_floats(value)
    if flat is not None and len(flat) == len(variables):
        return Returned(Shape.POINT, flat)
    rows = _rows(value)
    if len(variables) == 1:
        return _line(value, rows, flat, start)
    return _plane(value, rows, flat, start)


def _text(value: str, start: Point, variables: tuple[str, ...]) -> Returned:
    try:
        numbers = tuple(float(part) for part in value.strip("()[] ").replace(",", " ").split())
    except ValueError:
        return Returned(Shape.UNREADABLE)
    return Returned(Shape.POINT, numbers) if len(numbers) == len(variables) else Returned(Shape.UNREADABLE)


def _mapping(value: dict[Value, Value], start: Point, variables: tuple[str, ...]) -> Returned:
    by_name = {str(key).lower(): entry for key, entry in value.items()}
    for spelling in ("{}", "{}_min", "{}_n", "{}_end", "{}_final", "final_{}", "{}min"):
        entries = [by_name.get(spelling.format(variable.lower())) for variable in variables]
        numbers = as_floats(entries) if None not in entries else None
        if numbers is not None and len(numbers) == len(variables):
            return Returned(Shape.POINT, numbers)
    if len(value) == len(variables):
        return _read(list(value.values()), start, variables)
    return Returned(Shape.UNREADABLE)


Rows = list[tuple[float, ...]]


def _rows(value: Value) -> Rows:
    """The parts of a container, each flattened; [] when it has no readable parts."""
    if isinstance(value, ArrayValue) and len(value.shape) >= 2:
        width = len(value.elements) // value.shape[0] if value.shape[0] else 0
        parts: list[Value] = [list(value.elements[i * width : (i + 1) * width]) for i in range(value.shape[0])]
    elif isinstance(value, list | tuple):
        parts = list(value)
    else:
        return []
    rows = [as_floats(part) for part in parts]
    return [row for row in rows if row is not None] if None not in rows else []


def _line(value: Value, rows: Rows, flat: tuple[float, ...] | None, start: Point) -> Returned:
    """One variable: all points are a flat list; a pair of a point and something longer is the point and more."""
    if rows and len(rows) == 2 and isinstance(value, tuple) and rows[0] != start:
        return Returned(Shape.MORE, rows[0][:1] if len(rows[0]) == 1 else rows[0][-1:])
    if flat:
        return Returned(Shape.TRAJECTORY, flat[-1:])
    return _first_part(value, 1)


def _plane(value: Value, rows: Rows, flat: tuple[float, ...] | None, start: Point) -> Returned:
    """Several variables: rows of points, or one row for each variable; a single number is no point."""
    count = len(start)
    if flat is not None and len(flat) == 1:
        return Returned(Shape.ONE_NUMBER, number=flat[0])
    by_axis = len(rows) == count and len({len(row) for row in rows}) == 1
    by_point = bool(rows) and all(len(row) == count for row in rows)
    if by_point and (not by_axis or rows[0] == start):
        return Returned(Shape.TRAJECTORY, rows[-1])
    if by_axis:
        return Returned(Shape.TRAJECTORY, tuple(row[-1] for row in rows))
    if rows and len(rows[0]) == count:
        return Returned(Shape.MORE, rows[0])
    if rows and len(rows) > count and all(len(row) == 1 for row in rows):
        return Returned(Shape.MORE, tuple(row[0] for row in rows[:count]))
    return _first_part(value, count)


def _first_part(value: Value, count: int) -> Returned:
    if isinstance(value, tuple | list) and value:
        first = as_floats(value[0])
        if first is not None and len(first) == count:
            return Returned(Shape.MORE, first)
    return Returned(Shape.UNREADABLE)

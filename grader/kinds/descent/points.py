"""Where a descent ended, read from whatever its author returned: a number, a tuple, an array, a dict, all points.

Knows shapes only, no function and no rule.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from enum import StrEnum

from grader.kinds.mathematical import numbers_of
from grader.kinds.values import as_floats
from grader.maths.descent.landscape import Point
from grader.model import ArrayValue, Call, Outcome, SymbolicValue, Value

_NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.])|[-+]?(?:inf|nan)\b")
_WHOLE = ("point", "minimum", "min", "position", "minimizer", "minimiser", "result", "solution", "end", "final")
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
    """What one call gave: the point where it ended, if one can be read, and its shape.

    `other` is what else could be the point where more than one is returned; `printed` what the call wrote; `path` all
    points that were returned, where they were.
    """

    shape: Shape
    point: Point | None = None
    number: float | None = None
    other: Point | None = None
    printed: str = ""
    path: tuple[Point, ...] = ()


def returned(call: Call, start: Point, variables: tuple[str, ...]) -> Returned:
    """The point that a call returned.

    An `OverflowError` of the student's is what plain floats do where NumPy gives infinity: a point that is not finite.
    """
    if call.outcome is Outcome.RETURNED:
        return _read(call.value, start, variables)
    if call.outcome is Outcome.RAISED and call.fault and call.fault.type_name in _TOO_LARGE:
        return Returned(Shape.POINT, (math.inf,) * len(variables))
    return Returned(Shape.FAILED)


def printed_points(text: str, count: int) -> tuple[Point | None, ...]:
    """What may be the point in the output of a call: its last numbers, or numbers of its last line from the left on."""
    numbers = _floats(text)
    lines = [found for line in text.splitlines() if len(found := _floats(line)) >= count]
    line = lines[-1] if lines else ()
    places = (numbers[len(numbers) - count :], line[:count], line[1 : count + 1], line[-count - 1 : -1])
    return tuple(place if len(place) == count else None for place in places)


def _floats(text: str) -> Point:
    return tuple(map(float, _NUMBER.findall(text)))


def _read(value: Value, start: Point, variables: tuple[str, ...]) -> Returned:
    value = _without_symbols(value)
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
    beside = _beside_more(value, len(variables))
    if beside is not None:
        return Returned(Shape.MORE, beside)
    return _plane(value, rows, flat, start)


def _without_symbols(value: Value) -> Value:
    """The value with floats where SymPy's numbers are."""
    match value:
        case list():
            return [_without_symbols(part) for part in value]
        case tuple():
            return tuple(map(_without_symbols, value))
        case ArrayValue(shape=shape, elements=elements) if any(isinstance(each, SymbolicValue) for each in elements):
            flat = [_without_symbols(each) for each in elements]
            return flat if len(shape) < 2 else [flat[i : i + shape[-1]] for i in range(0, len(flat), shape[-1])]
        case SymbolicValue():
            number = numbers_of(value, ())
            return number if isinstance(number, float) else value
    return value


def _text(value: str, start: Point, variables: tuple[str, ...]) -> Returned:
    numbers = _floats(value)
    return Returned(Shape.POINT, numbers) if len(numbers) == len(variables) else Returned(Shape.UNREADABLE)


def _mapping(value: dict[Value, Value], start: Point, variables: tuple[str, ...]) -> Returned:
    by_name = {str(key).lower(): entry for key, entry in value.items()}
    for spelling in ("{}", "{}_min", "{}_n", "{}_end", "{}_final", "final_{}", "{}min"):
        entries = [by_name.get(spelling.format(variable.lower())) for variable in variables]
        numbers = as_floats(entries) if None not in entries else None
        if numbers is not None and len(numbers) == len(variables):
            return Returned(Shape.POINT, numbers)
    whole = next((by_name[key] for key in _WHOLE if key in by_name), None)
    if whole is not None:
        return replace(_read(whole, start, variables), shape=Shape.MORE)
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
    mixed = len(rows) == 2 or (len(rows) > 2 and len(rows[0]) == 1 < max(map(len, rows)))
    if mixed and isinstance(value, tuple) and rows[0] != start:
        return Returned(Shape.MORE, rows[0][-1:], other=rows[1][-1:])
    if flat:
        return Returned(Shape.TRAJECTORY, flat[-1:], path=tuple((c,) for c in flat))
    return _one_part(value, 1)


def _plane(value: Value, rows: Rows, flat: tuple[float, ...] | None, start: Point) -> Returned:
    """Several variables: rows of points, or one row for each variable; a single number is no point."""
    count = len(start)
    if flat is not None and len(flat) == 1:
        return Returned(Shape.ONE_NUMBER, number=flat[0])
    by_axis = len(rows) == count and len({len(row) for row in rows}) == 1
    by_point = bool(rows) and all(len(row) == count for row in rows)
    if by_point and (not by_axis or rows[0] == start):
        return Returned(Shape.TRAJECTORY, rows[-1], path=tuple(rows))
    if by_axis:
        pair = rows[0] if len(rows[0]) == count else None  # a point, and as many values of something else
        return Returned(Shape.TRAJECTORY, tuple(row[-1] for row in rows), other=pair, path=tuple(zip(*rows, strict=True)))
    if rows and len(rows[0]) == count:
        return Returned(Shape.MORE, rows[0])
    if rows and len(rows) > count and all(len(row) == 1 for row in rows):
        numbers = tuple(row[0] for row in rows)
        return Returned(Shape.MORE, numbers[:count], other=numbers[-count:])
    return _one_part(value, count)


def _beside_more(value: Value, count: int) -> Point | None:
    """The point beside something deeper than it: `(x, y), history` or `x, y, xs, ys`, whatever their lengths."""
    parts = list(value) if isinstance(value, list | tuple) else []
    depths = [_depth(part) for part in parts]
    if max(depths, default=0) > 1:
        flat = [as_floats(part) for part, depth in zip(parts, depths, strict=True) if depth == 1]
        return next((numbers for numbers in flat if numbers is not None and len(numbers) == count), None)
    if len(parts) > count and not any(depths[:count]) and any(depths):
        return as_floats(parts[:count])
    return None


def _depth(value: Value) -> int:
    """How many brackets stand around a number in it."""
    if isinstance(value, ArrayValue):
        return len(value.shape)
    return 1 + max(map(_depth, value), default=0) if isinstance(value, list | tuple) else 0


def _one_part(value: Value, count: int) -> Returned:
    """The first part that is a point, of a pair or a list of different things."""
    for part in value if isinstance(value, tuple | list) else ():
        numbers = as_floats(part)
        if numbers is not None and len(numbers) == count:
            return Returned(Shape.MORE, numbers)
    return Returned(Shape.UNREADABLE)

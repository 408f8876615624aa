"""Where in what a descent returned its point stands: alone, beside more, at the end of all points, under a name.

Every value has several places where the point may be, as `x, y, path` has its first two numbers and the last of its
path. Which of them it is shows only in all answers together. Knows shapes only, no function and no rule.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial

from grader.descent.landscape import Point
from grader.kinds.code_values import as_float, as_floats, entries_by_name, entries_of
from grader.kinds.mathematical import numbers_of
from grader.model import ArrayValue, Call, Outcome, SymbolicValue, Value

# A number in a text, none that is part of a name: `x1 = 0.4` holds one.
_NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.])|[-+]?(?:inf|nan)\b")
# Names of the whole point in a dict or a named tuple.
_WHOLE = ("point", "minimum", "min", "position", "minimizer", "minimiser", "result", "solution", "end", "final", "w", "p")
# Names of one coordinate, `{}` being its variable: the last value, or all of them in order.
_SPELLINGS = ("{}", "{}_min", "{}_n", "{}_end", "{}_final", "final_{}", "{}min", "{}s", "{}_path", "{}_history", "{}_list")
_TOO_LARGE = ("OverflowError", "FloatingPointError")  # what Python raises where NumPy gives infinity
_MOST_PARTS = 12  # of a record that somebody returns; what is longer is a list of points or of numbers
_MOST_DEPTH = 4  # of brackets around a point: a path of rows of a point and its value, beside more


class Shape(StrEnum):
    """What was returned; of two places the one whose shape stands first is the likelier."""

    POINT = "the point"
    MORE = "the point and more"
    OTHER_TYPE = "the point in a text, or as a complex number"
    TRAJECTORY = "all points"
    NOTHING = "nothing"
    ONE_NUMBER = "one number"
    UNREADABLE = "something that is no point"
    FAILED = "an exception"


_LIKELIEST = (Shape.POINT, Shape.MORE, Shape.OTHER_TYPE, Shape.TRAJECTORY)  # the order in which places are believed
Key = tuple[Hashable, ...]
Way = Callable[[], tuple[Point, ...]]


@dataclass(frozen=True, slots=True)
class Spot:
    """One place where the point may stand: what is returned then, the point, and all points if they are."""

    shape: Shape
    point: Point
    way: Way = tuple


@dataclass(frozen=True, slots=True)
class Returned:
    """What one call gave: the point where it ended, if one can be read, and its shape.

    `spots` are all places where the point may stand, the likeliest first, by a key that means the same place in every
    answer; `way` gives all points that were returned, where they were; `printed` is what the call wrote.
    """

    shape: Shape
    point: Point | None = None
    number: float | None = None
    spots: Mapping[Key, Spot] = field(default_factory=dict)
    printed: str = ""
    way: Way = tuple

    @property
    def path(self) -> tuple[Point, ...]:
        """Return all points that were returned; () for the point alone."""
        return self.way()

    def at(self, key: Key) -> Returned:
        """Return the same answer, with the point taken from this place; as it is where it has no such place."""
        spot = self.spots.get(key)
        return self if spot is None else replace(self, shape=spot.shape, point=spot.point, way=spot.way)


def common_keys(answers: Sequence[Returned]) -> list[Key]:
    """Return the places that all answers with a point have, likeliest first; of places with equal points the first.

    A list that grows with n has its parts at places of their own in each answer, so only its end is common to all.
    """
    located = [answer.spots for answer in answers if answer.spots]
    keys: dict[tuple[str, ...], Key] = {}
    for key in located[-1] if located else ():
        if all(key in spots for spots in located):
            keys.setdefault(tuple(repr(spots[key].point) for spots in located), key)
    return list(keys.values())


def returned(call: Call, variables: tuple[str, ...]) -> Returned:
    """Return the point that a call returned.

    An `OverflowError` of the student's is what plain floats do where NumPy gives infinity: a point that is not finite.
    """
    if call.outcome is Outcome.RETURNED:
        return _read(call.value, variables)
    if call.outcome is Outcome.RAISED and call.fault and call.fault.type_name in _TOO_LARGE:
        return Returned(Shape.POINT, (math.inf,) * len(variables))
    return Returned(Shape.FAILED)


def printed_points(text: str, count: int) -> tuple[Point | None, ...]:
    """Return what may be the point in the output of a call: its last numbers, or numbers of its last line from the left on."""
    numbers = _floats(text)
    lines = [found for line in text.splitlines() if len(found := _floats(line)) >= count]
    line = lines[-1] if lines else ()
    places = (numbers[len(numbers) - count :], line[:count], line[1 : count + 1], line[-count - 1 : -1])
    return tuple(place if len(place) == count else None for place in places)


def _floats(text: str) -> Point:
    return tuple(map(float, _NUMBER.findall(text)))


def _without_symbols(value: Value) -> Value:
    """Return the value with floats where SymPy's numbers are."""
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


def _read(value: Value, variables: tuple[str, ...]) -> Returned:
    value = _without_symbols(value)
    if value is None:
        return Returned(Shape.NOTHING)
    if isinstance(value, str):
        numbers = _floats(value)
        return Returned(Shape.OTHER_TYPE, numbers) if len(numbers) == len(variables) else Returned(Shape.UNREADABLE)
    found: dict[Key, Spot] = {}
    for key, spot in sorted(_spots(value, variables, 0), key=lambda each: _LIKELIEST.index(each[1].shape)):
        found.setdefault(key, spot)
    if found:
        first = next(iter(found.values()))
        return Returned(first.shape, first.point, spots=found, way=first.way)
    number = as_float(value)
    return Returned(Shape.UNREADABLE) if number is None else Returned(Shape.ONE_NUMBER, number=number)


Spots = Iterator[tuple[Key, Spot]]


def _spots(value: Value, variables: tuple[str, ...], depth: int) -> Spots:
    """Return every place in a value where a point may stand, with its key."""
    count = len(variables)
    whole = as_floats(value) if not isinstance(value, dict) else None
    if whole is not None and len(whole) == count:
        yield (), Spot(Shape.POINT, whole)
    number = _complex(value)
    if number is not None and count == 2:
        yield ("complex",), Spot(Shape.OTHER_TYPE, (number.real, number.imag))
    if depth < _MOST_DEPTH:
        # a part for each variable, or one that is called the point
        by_name = entries_by_name(value)
        for spelling in _SPELLINGS if by_name else ():
            entries = [by_name.get(spelling.format(variable.lower())) for variable in variables]
            if None not in entries:
                yield from _side_by_side(entries, ("named", spelling), alone=len(entries_of(value)) == len(variables))
        for name in _WHOLE:
            if name in by_name:
                yield from _within(by_name[name], variables, ("named", name), depth)
        parts = entries_of(value)
        if parts:
            yield from _beside(parts, variables, depth)
            yield from _at_the_end(parts, variables, depth)


def _complex(value: Value) -> complex | None:
    """Return the complex number that a value is, alone."""
    if isinstance(value, ArrayValue) and len(value.elements) == 1:
        (value,) = value.elements
    return value if isinstance(value, complex) else None


def _beside(parts: list[Value], variables: tuple[str, ...], depth: int) -> Spots:
    """Yield the places at a fixed position of a short record, from the left: numbers side by side, or one part of it."""
    count, length = len(variables), len(parts)
    if length > _MOST_PARTS:
        return
    for i in range(length):
        if count > 1 and i + count <= length:
            yield from _side_by_side(parts[i : i + count], (length, "from", i), alone=length == count)
        yield from _within(parts[i], variables, (length, i), depth)


def _within(part: Value, variables: tuple[str, ...], key: Key, depth: int) -> Spots:
    """Return the places inside of one part of a record."""
    for inner, spot in _spots(part, variables, depth + 1):
        yield (*key, *inner), replace(spot, shape=Shape.MORE if spot.shape is Shape.POINT else spot.shape)


def _side_by_side(entries: Sequence[Value], key: Key, *, alone: bool) -> Spots:
    """Return one number for each variable, or one column of numbers for each."""
    numbers = [as_floats(entry) for entry in entries]
    sizes = {len(each) for each in numbers if each}
    if None in numbers or len(sizes) != 1 or not all(numbers):
        return
    last = tuple(each[-1] for each in numbers if each)
    if sizes == {1}:
        yield key, Spot(Shape.POINT if alone else Shape.MORE, last)
    if not any(isinstance(entry, int | float) for entry in entries):
        columns = [each for each in numbers if each]
        yield (*key, "last"), Spot(Shape.TRAJECTORY, last, lambda: tuple(zip(*columns, strict=True)))


def _at_the_end(parts: list[Value], variables: tuple[str, ...], depth: int) -> Spots:
    """Yield the places in the last row of a list that grows with n, and the last numbers of one without rows."""
    count = len(variables)
    for inner, spot in _spots(parts[-1], variables, depth + 1):
        yield ("last", *inner), Spot(Shape.TRAJECTORY, spot.point, partial(_in_every_row, parts, inner, variables, depth + 1))
    flat = as_floats(parts) if count > 1 and len(parts) > count and len(parts) % count == 0 else None
    if flat is not None and len(flat) == len(parts):
        yield ("last", "flat"), Spot(Shape.TRAJECTORY, flat[-count:], lambda: tuple(zip(*[iter(flat)] * count, strict=True)))


def _in_every_row(rows: list[Value], key: Key, variables: tuple[str, ...], depth: int) -> tuple[Point, ...]:
    """Return the points at the same place of each row; () where a row has no such place."""
    points = [dict(_spots(row, variables, depth)).get(key) for row in rows]
    return tuple(spot.point for spot in points if spot is not None) if None not in points else ()

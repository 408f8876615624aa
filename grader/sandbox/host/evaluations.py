"""Values of the functions that a student's own is handed: evaluated here, at numbers that the other side names.

So no formula is in the student's process. Whatever comes from there is checked, counted and limited. Knows no processes.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from grader.algebra.numeric import compiled
from grader.algebra.tree import exact
from grader.model import ArrayValue, FunctionValue, HandedFunction, SymbolicValue, Value
from grader.notation.answer import read
from grader.sandbox.host.wire_values import WireError, argument_to_wire, from_wire, to_wire
from grader.sentences.catalogue import sentence

# points at which one call of a student's may ask for a value: ten thousand iterations, each with differences in four
# variables; some seconds in all
_MOST_VALUES = 100_000
_MOST_AT_ONCE = 10_000  # points in one array: a picture of a surface, 100 by 100
_Numbers = tuple[tuple[int, ...] | None, tuple[float, ...]]
"""A number (without a shape) or an array, as its shape and its elements."""


class _RefusedError(Exception):
    """What a function was given is nothing that it takes; carries a sentence."""


@lru_cache(maxsize=256)  # a course hands in some dozens
def _compiled(function: HandedFunction) -> tuple[Callable[..., float], ...]:
    trees = (exact(read(formula, variables=function.variables)) for formula in function.components)
    return tuple(compiled(tree, function.variables) for tree in trees)


class Evaluations:
    """The functions in the arguments of a probe, and their values."""

    def __init__(self, sets: Iterable[Sequence[Value] | None]) -> None:
        handed = (value for arguments in sets for value in arguments or () if isinstance(value, HandedFunction))
        self._functions = tuple(dict.fromkeys(handed))
        self._asked: Counter[int] = Counter()

    def argument_to_wire(self, value: Value) -> object:
        """Return an argument as it is sent: of a function its number and its name."""
        if isinstance(value, HandedFunction):
            return ["h", self._functions.index(value), value.name]
        return argument_to_wire(value)

    def reply(self, index: int, function: object, numbers: object, named: object) -> list[object]:
        """Return `returned` and a function's value in the call of that index, or an exception's name and what it says.

        Raises `WireError` for what no stand-in asks.
        """
        if not (type(function) is int and 0 <= function < len(self._functions)):
            raise WireError("no function")
        if not (isinstance(numbers, list) and isinstance(named, dict)):
            raise WireError("no arguments")
        asked = self._functions[function]
        try:
            points = _points(asked, [from_wire(each) for each in numbers], {k: from_wire(v) for k, v in named.items()})
        except _RefusedError as refusal:
            return ["TypeError", str(refusal)]
        self._asked[index] += points.count
        if points.count > _MOST_AT_ONCE or self._asked[index] > _MOST_VALUES:
            return ["RuntimeError", sentence("handed.too_often", name=asked.name)]
        return ["returned", to_wire(points.values(_compiled(asked)))]


class _Points:
    """Where a function is to be evaluated: its columns of coordinates, and in what form its values are wanted."""

    def __init__(self, columns: list[tuple[float, ...]], shape: tuple[int, ...] | None, *, is_whole: bool) -> None:
        self._columns, self._shape, self._is_whole = columns, shape, is_whole
        self.count = len(columns[0])

    def values(self, components: Sequence[Callable[..., float]]) -> Value:
        """Return the values: a number for numbers, an array of the same shape for arrays, vectors as arrays."""
        rows = [tuple([component(*point) for point in zip(*self._columns, strict=True)]) for component in components]
        if len(rows) == 1:
            value = rows[0][0]
            if self._shape is None:
                return value
            return _array(() if self._is_whole else self._shape, rows[0])
        flat = tuple(value for row in rows for value in row)
        if self._is_whole and self._shape is not None and math.prod(self._shape) == len(rows):
            return _array(self._shape, flat)
        return _array((len(rows), *(self._shape or ())) if not self._is_whole else (len(rows),), flat)


def _array(shape: tuple[int, ...], elements: tuple[float, ...]) -> ArrayValue:
    return ArrayValue(dtype="float64", shape=shape, elements=elements)


def _points(function: HandedFunction, given: list[Value], named: Mapping[str, Value]) -> _Points:
    """Return where a function is to be evaluated: at one number for each variable, or at one array of them all."""
    variables, count = function.variables, len(function.variables)
    if len(given) == 1 and not named and count > 1:
        shape, elements = _numbers(function, given[0])
        if len(elements) == count and shape is not None:
            return _Points([(each,) for each in elements], shape, is_whole=True)
    by_name = {**dict(zip(variables, given, strict=False)), **named}
    if len(given) + len(named) != count or set(by_name) != set(variables):
        several = sentence("handed.several", count=count, names=", ".join(variables))
        wanted = sentence("handed.one") if count == 1 else several
        raise _RefusedError(sentence("handed.count", name=function.name, wanted=wanted, given=len(given) + len(named)))
    parts = [_numbers(function, by_name[name]) for name in variables]
    shapes = {shape for shape, _ in parts if shape}
    if len(shapes) > 1:
        raise _RefusedError(sentence("handed.shapes", name=function.name))
    whole = next(iter(shapes), () if any(shape == () for shape, _ in parts) else None)
    size = math.prod(whole or ())
    if size == 0:
        raise _RefusedError(sentence("handed.no_number", name=function.name, shown=sentence("handed.empty")))
    columns = [elements if len(elements) == size else elements * size for _, elements in parts]
    return _Points(columns, whole, is_whole=False)


def _numbers(function: HandedFunction, value: Value) -> _Numbers:
    """Return a number, or an array or list of numbers. Raises `_RefusedError`."""
    match value:
        case ArrayValue(tensor=True):
            raise _RefusedError(sentence("handed.tensor", name=function.name))
        case ArrayValue(shape=shape, elements=elements):
            return shape, tuple(_number(function, each) for each in elements)
        case list() | tuple():
            parts = [_numbers(function, each) for each in value]
            if any(shape for shape, _ in parts):
                raise _RefusedError(sentence("handed.shapes", name=function.name))
            return (len(value),), tuple(elements[0] for _, elements in parts)
    return None, (_number(function, value),)


def _number(function: HandedFunction, value: Value) -> float:
    """Return a real number as a float; one too large for that is infinite. Raises `_RefusedError`."""
    if isinstance(value, int | float):
        try:
            return float(value)
        except OverflowError:
            return math.inf if value > 0 else -math.inf
    shown = {complex: "complex", str: "text", SymbolicValue: "symbol", FunctionValue: "function"}.get(type(value), "other")
    raise _RefusedError(sentence("handed.no_number", name=function.name, shown=sentence(f"handed.{shown}")))

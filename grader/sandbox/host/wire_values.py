"""Values on the wire and values of the model, translated by the side that trusts nothing it reads.

Every shape, length and type is checked; anything unexpected is a `WireError` and the student's
reply counts as malformed. Knows nothing of processes and of what a value should have been.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from types import EllipsisType

from grader.model import ArrayValue, FunctionValue, HandedFunction, NamedTupleValue, OpaqueValue, Parameter, SymbolicValue, Value

MAX_DEPTH = 16  # a little more than a guest sends, so that what it may send is never refused
MAX_SHAPE = 32  # dimensions of an array: as many as NumPy had before version 2
# Control and direction signs, and halves of characters: they would rule a terminal or hide what a text says.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_PARAMETER_KINDS = ("positional", "keyword", "*", "**")  # as a guest spells those of `inspect`
_HEX = re.compile(r"-?0x[0-9a-f]{1,2000}")  # a large integer: twice the digits that a guest sends
_LONGEST_NAME = 100  # characters of a name of the student's: no reader needs more to know it


class WireError(ValueError):
    """A reply is not what the codec can have made."""


def clean(text: str, longest: int) -> str:
    """Return text that a terminal and a page can show: control and direction marks spelled out, cut to `longest` characters."""
    shown = _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", text[: longest + 1])
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def to_wire(value: Value) -> object:
    """Return the value as JSON-like data, which `from_wire` reads back as the same value of the same type."""
    match value:
        case None | bool() | float() | str():
            return value
        case int():
            return value if -(2**62) < value < 2**62 else ["I", hex(value)]
        case complex():
            return ["c", value.real, value.imag]
        case list():
            return ["l", [to_wire(item) for item in value]]
        case NamedTupleValue(names=names):
            return ["n", list(names), [to_wire(item) for item in value]]
        case tuple():
            return ["t", [to_wire(item) for item in value]]
        case dict():
            return ["d", [[to_wire(key), to_wire(item)] for key, item in value.items()]]
        case frozenset():
            return ["s", [to_wire(item) for item in value]]
    return _rich_to_wire(value)


def _rich_to_wire(value: Value) -> object:
    match value:
        case ArrayValue():
            elements = [[e.real, e.imag] if isinstance(e, complex) else e for e in value.elements]
            return ["a", value.dtype, list(value.shape), elements, value.tensor]
        case SymbolicValue():
            return ["y", value.structure]
        case FunctionValue(parameters=None):
            return ["f", None]
        case FunctionValue(parameters=tuple(parameters)):
            return ["f", [[p.name, p.kind, p.has_default] for p in parameters]]
        case HandedFunction():
            return ["h", value.name, list(value.variables), list(value.components)]
        case OpaqueValue():
            return ["o", value.type_name]
        case EllipsisType():
            return ["..."]
    raise TypeError(f"no value can be of type {type(value).__name__}")


def argument_to_wire(value: Value) -> object:
    """Return an argument as JSON-like data; raises `TypeError` for what cannot be passed to a student's function."""
    if isinstance(value, (list, tuple)) and not isinstance(value, NamedTupleValue):
        return ["l" if isinstance(value, list) else "t", [argument_to_wire(item) for item in value]]
    if isinstance(value, dict):
        return ["d", [[argument_to_wire(key), argument_to_wire(item)] for key, item in value.items()]]
    if value is None or isinstance(value, (bool, int, float, complex, str, ArrayValue, NamedTupleValue)):
        return to_wire(value)
    raise TypeError(f"no argument can be of type {type(value).__name__}")


def from_wire(wire: object, depth: int = 0) -> Value:
    """Return the value of a reply; raises `WireError` on anything that the student's side cannot honestly have made."""
    if wire is None or isinstance(wire, (bool, int, float, str)):
        return wire
    if not isinstance(wire, list) or not wire or not isinstance(wire[0], str) or depth > MAX_DEPTH:
        raise WireError("no value")
    reader = _READERS.get(wire[0])
    if reader is None:
        raise WireError("unknown kind of value")
    try:
        return reader(wire[1:], depth + 1)
    except (TypeError, ValueError, IndexError) as error:
        raise WireError("no value") from error


def _items(body: list[object], depth: int) -> list[Value]:
    (items,) = body
    if not isinstance(items, list):
        raise WireError("no items")
    return [from_wire(item, depth) for item in items]


def _array(body: list[object], depth: int) -> ArrayValue:
    dtype, shape, elements, tensor = body
    if not (isinstance(dtype, str) and isinstance(tensor, bool) and isinstance(elements, list)):
        raise WireError("no array")
    if not isinstance(shape, list) or len(shape) > MAX_SHAPE or not all(type(n) is int and n >= 0 for n in shape):
        raise WireError("no shape")
    if math.prod(shape) != len(elements):
        raise WireError("shape and elements disagree")
    read = tuple(_element(element) for element in elements)
    return ArrayValue(dtype=clean(dtype, 40), shape=tuple(shape), elements=read, tensor=tensor)


def _element(element: object) -> complex | float | int | bool | str:
    if isinstance(element, list):
        return _complex(element, 0)
    if isinstance(element, (bool, int, float, str)):
        return element
    raise WireError("no element")


def _complex(body: list[object], depth: int) -> complex:
    real, imaginary = body
    if type(real) is not float or type(imaginary) is not float:
        raise WireError("no complex number")
    return complex(real, imaginary)


def _integer(body: list[object], depth: int) -> int:
    (text,) = body
    if not isinstance(text, str) or not _HEX.fullmatch(text):
        raise WireError("no integer")
    return int(text, 16)


def _dictionary(body: list[object], depth: int) -> dict[Value, Value]:
    pairs: dict[Value, Value] = {}
    (items,) = body
    if not isinstance(items, list):
        raise WireError("no pairs")
    for key, value in items:
        pairs[_hashable(from_wire(key, depth))] = from_wire(value, depth)
    return pairs


def _hashable(value: Value) -> Value:
    """Return the value as a key; a dictionary key that holds a list, as only a student's own class allows, is opaque."""
    try:
        hash(value)
    except TypeError:
        return OpaqueValue(type_name="object")
    return value


def _function(body: list[object], depth: int) -> FunctionValue:
    (listed,) = body
    if listed is None:
        return FunctionValue(parameters=None)
    if not isinstance(listed, list):
        raise WireError("no parameters")
    return FunctionValue(parameters=tuple(_parameter(*one) for one in listed))


def _parameter(name: object, kind: object, has_default: object) -> Parameter:
    if not (isinstance(name, str) and kind in _PARAMETER_KINDS and isinstance(has_default, bool)):
        raise WireError("no parameter")
    return Parameter(name=clean(name, _LONGEST_NAME), kind=str(kind), has_default=has_default)


def _structure(body: list[object], depth: int) -> SymbolicValue:
    (text,) = body
    if not isinstance(text, str):
        raise WireError("no structure")
    return SymbolicValue(structure=text)


def _opaque(body: list[object], depth: int) -> OpaqueValue:
    (name,) = body
    if not isinstance(name, str):
        raise WireError("no type name")
    return OpaqueValue(type_name=clean(name, _LONGEST_NAME))


def _named_tuple(body: list[object], depth: int) -> NamedTupleValue:
    names, elements = body
    if not isinstance(names, list) or not isinstance(elements, list) or len(names) != len(elements):
        raise WireError("no named tuple")
    if not all(isinstance(name, str) for name in names):
        raise WireError("no named tuple")
    parts = [from_wire(element, depth) for element in elements]
    return NamedTupleValue(names=tuple(clean(name, _LONGEST_NAME) for name in names), elements=parts)


# By the tag with which the guest begins a value.
_READERS: dict[str, Callable[[list[object], int], Value]] = {
    "c": _complex,
    "I": _integer,
    "...": lambda body, depth: ...,
    "l": _items,
    "t": lambda body, depth: tuple(_items(body, depth)),
    "s": lambda body, depth: frozenset(_hashable(item) for item in _items(body, depth)),
    "d": _dictionary,
    "n": _named_tuple,
    "a": _array,
    "y": _structure,
    "f": _function,
    "o": _opaque,
}

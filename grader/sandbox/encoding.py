"""A student's values as plain JSON, decided by exact type alone, so that none of the student's own methods runs.

Runs beside the student, so it imports nothing of ours and binds what it needs when it is loaded,
before a student can rebind it. A value with no meaning as an answer crosses as its type's
name. The other half, which trusts nothing that it reads, is `values`.
"""

from __future__ import annotations

import inspect
import sys
from collections import OrderedDict, defaultdict, namedtuple
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import mygrad
import numpy as np

Wire = object

MAX_DEPTH = 12
MAX_ITEMS = 20_000
MAX_TEXT = 20_000
MAX_BITS = 4096
MAX_STRUCTURE = 100_000

_type_mro = type.__dict__["__mro__"].__get__
_type_name = type.__dict__["__name__"].__get__
_int_bits = int.bit_length
_signature = inspect.signature
_modules = sys.modules
_dict_items = dict.items
_dict_get = dict.get
_set_iter: dict[type, Callable[[Any], Iterator[object]]] = {set: set.__iter__, frozenset: frozenset.__iter__}
_tuple_iter = tuple.__iter__

_ndarray = np.ndarray
_tolist = np.ndarray.tolist
_astype = np.ndarray.astype
_ravel = np.ndarray.ravel
_asarray, _make_array, _dtype = np.asarray, np.array, np.dtype
_no_default = inspect.Parameter.empty
_shape_of = np.ndarray.__dict__["shape"].__get__
_size_of = np.ndarray.__dict__["size"].__get__
_dtype_of = np.ndarray.__dict__["dtype"].__get__
_tensor: Any = mygrad.Tensor  # type: ignore[attr-defined]
_named_tuple = namedtuple
_array_types = frozenset({np.ndarray, np.matrix})
_scalar_types = frozenset(t for t in np.sctypeDict.values() if issubclass(t, (np.number, np.bool_, np.str_)))
_mapping_types = frozenset({dict, OrderedDict, defaultdict})
_fraction_parts = (Fraction.__dict__["_numerator"].__get__, Fraction.__dict__["_denominator"].__get__)
_PARAMETER_KINDS = ("positional", "positional", "*", "keyword", "**")


class _TooMuchError(Exception):
    """The value is larger or deeper than an answer can be."""


def encode(value: object) -> Wire:
    """The value as JSON-like data; `["o", type name]` for what is too large, too deep or means nothing as an answer."""
    try:
        return _Encoder().encode(value, 0)
    except _TooMuchError:
        return ["o", _name_of(value)]


def _name_of(value: object) -> str:
    name = _type_name(type(value))
    return name[:100] if type(name) is str else "object"


class _Encoder:
    """One value's walk; counts what it has seen, so that a list that holds itself ends."""

    def __init__(self) -> None:
        self._seen = 0

    def encode(self, value: Any, depth: int) -> Wire:  # noqa: ANN401  (anything at all)
        self._seen += 1
        if depth > MAX_DEPTH or self._seen > MAX_ITEMS:
            raise _TooMuchError
        kind = type(value)
        if kind is str:
            self._seen += len(value) >> 5
        plain = _PLAIN.get(kind)
        if plain is not None:
            return plain(value)
        if kind is list or kind is tuple:
            return ["l" if kind is list else "t", [self.encode(item, depth + 1) for item in value]]
        if kind in _set_iter:
            return ["s", [self.encode(item, depth + 1) for item in _set_iter[kind](value)]]
        if kind in _mapping_types:
            return ["d", [[self.encode(k, depth + 1), self.encode(v, depth + 1)] for k, v in _dict_items(value)]]
        return self._encode_rich(value, kind, depth)

    def _encode_rich(self, value: Any, kind: type, depth: int) -> Wire:  # noqa: ANN401
        if kind in _array_types:
            return self._array(value, depth, tensor=False)
        if kind in _scalar_types:
            return self._array(_asarray(value), depth, tensor=False)
        if kind is _tensor:
            return self._array(value.data, depth, tensor=True)
        if tuple in _type_mro(kind) and len(_type_mro(kind)) == 3 and "_fields" in kind.__dict__:
            return ["t", [self.encode(item, depth + 1) for item in _tuple_iter(value)]]
        structure = None if _type_name(kind) == "Lambda" else _structure(value, kind)  # SymPy's is a function
        if structure is not None:
            return ["y", structure]
        if callable(value):
            return ["f", _parameters(value)]
        return ["o", _name_of(value)]

    def _array(self, array: Any, depth: int, *, tensor: bool) -> Wire:  # noqa: ANN401
        if type(array) not in _array_types:
            raise _TooMuchError
        self._seen += _size_of(array)
        if self._seen > MAX_ITEMS:
            raise _TooMuchError
        dtype = _dtype_of(array)
        if dtype.kind == "O":  # an array of Python objects is a list to us: of numbers, or of SymPy expressions
            return self.encode(_tolist(array), depth + 1)
        shape = [int(n) for n in _shape_of(array)]
        elements = _elements(array, dtype.kind)
        if elements is None:
            return ["o", _name_of(array)]
        return ["a", str(dtype.name), shape, elements, tensor]


def _elements(array: Any, kind: str) -> list[object] | None:  # noqa: ANN401
    """The elements in C order, complex numbers as pairs; None for kinds that are no numbers and no text."""
    flat = _ravel(array)
    if kind == "c":
        return [[z.real, z.imag] for z in _tolist(_astype(flat, "complex128"))]
    if kind not in "fiubU":
        return None
    elements: list[object] = _tolist(_astype(flat, "float64") if kind == "f" else flat)
    if kind == "U" and sum(len(text) for text in elements if type(text) is str) > MAX_TEXT:
        raise _TooMuchError
    return elements


def _integer(value: int) -> Wire:
    bits = _int_bits(value)
    if bits > MAX_BITS:
        raise _TooMuchError
    return value if bits <= 62 else ["I", hex(value)]


def _text(value: str) -> Wire:
    if len(value) > MAX_TEXT:
        raise _TooMuchError
    return value


def _ratio(value: Fraction) -> Wire:
    numerator, denominator = (part(value) for part in _fraction_parts)
    try:
        return numerator / denominator
    except (OverflowError, TypeError, ZeroDivisionError):
        return ["o", "Fraction"]


def _same(value: object) -> Wire:
    return value


_PLAIN: dict[type, Callable[..., Wire]] = {
    type(None): _same,
    bool: _same,
    float: _same,
    int: _integer,
    str: _text,
    complex: lambda z: ["c", z.real, z.imag],
    type(...): lambda _: ["..."],
    Fraction: _ratio,
    Decimal: float,
}


def _structure(value: object, kind: type) -> str | None:
    """SymPy's own text of an object's structure; None when SymPy is not loaded or the class is not SymPy's."""
    sympy = _dict_get(_modules, "sympy")
    if sympy is None or not _is_symbolic(kind):
        return None
    text = sympy.srepr(value)
    if type(text) is not str:
        return None
    if len(text) > MAX_STRUCTURE:
        raise _TooMuchError
    return text


def _is_symbolic(kind: type) -> bool:
    for ancestor in _type_mro(kind):
        module = ancestor.__dict__.get("__module__")
        if type(module) is str and module.startswith("sympy.") and _type_name(ancestor) in {"Basic", "MatrixBase"}:
            return True
    return False


def _parameters(value: Any) -> list[object] | None:  # noqa: ANN401
    """Name, kind and whether there is a default, for each parameter; None where Python cannot say."""
    try:
        parameters = list(_signature(value).parameters.values())
        return [
            [p.name[:100], _PARAMETER_KINDS[int(p.kind)], p.default is not _no_default]
            for p in parameters[:50]
        ]
    except Exception:
        return None


def decode(wire: Any) -> object:  # noqa: ANN401  (JSON of the host's)
    """A fresh Python value of an argument that the host sent: numbers, text, containers, arrays and tensors."""
    if type(wire) is not list:
        return wire
    tag, body = wire[0], wire[1:]
    if tag == "l":
        return [decode(item) for item in body[0]]
    if tag == "t":
        return tuple(decode(item) for item in body[0])
    if tag == "a":
        return _decode_array(*body)
    if tag == "d":
        return {decode(key): decode(item) for key, item in body[0]}
    if tag == "n":
        return _named_tuple("Point", body[0])(*body[1])
    if tag == "c":
        return complex(*body)
    return int(body[0], 16)


def _decode_array(dtype: str, shape: list[int], elements: list[Any], tensor: bool) -> object:
    flat = [complex(*pair) for pair in elements] if dtype.startswith("complex") else elements
    array = _make_array(flat, _dtype(dtype if not dtype.startswith("str") else "U")).reshape(shape)
    if tensor:
        return _tensor(array)
    return array if shape else array[()]



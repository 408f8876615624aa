"""A student's values as plain JSON, decided by type alone, so that none of the student's own methods runs.

The one exception are iterators, which are taken to their end: a generator of points is its points. What a library
calls a number, a table or a formula is turned into one by that library's own conversion.
Runs beside the student, so it imports nothing of ours and binds what it needs when it is loaded,
before a student can rebind it. A value with no meaning as an answer crosses as its type's
name. The other half, which trusts nothing that it reads, is `wire_values`.
"""

from __future__ import annotations

import array
import contextlib
import inspect
import itertools
import sys
import types
from collections import OrderedDict, defaultdict, deque, namedtuple
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import mygrad
import numpy as np

Wire = object

MAX_DEPTH = 12  # lists within lists: rows of points in a table of runs are four
MAX_ITEMS = 20_000  # values in one answer: a descent of ten thousand points in two variables, and within a frame's bytes
MAX_TEXT = 20_000  # characters of one text: ten pages, which nobody writes as an answer
MAX_BITS = 4096  # of an integer: over a thousand digits, beyond any float
MAX_STRUCTURE = 100_000  # characters of SymPy's text of a formula: a gradient of the lesson takes some hundred
MAX_FIELDS = 50  # an object with more of them is no answer, but a program's own book-keeping

_type_mro = type.__dict__["__mro__"].__get__
_type_name = type.__dict__["__name__"].__get__
_int_bits = int.bit_length
_signature = inspect.signature
_modules = sys.modules
_dict_items = dict.items
_dict_get = dict.get
_set_iter: dict[type, Callable[[Any], Iterator[object]]] = {set: set.__iter__, frozenset: frozenset.__iter__}
_tuple_iter, _list_iter = tuple.__iter__, list.__iter__

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
_no_entries: dict[object, object] = {}
_lasting_types = frozenset({
    deque, array.array, *map(type, (_no_entries.keys(), _no_entries.values(), _no_entries.items())),
})  # fmt: skip
"""What can be gone through again and again."""
_iterator_types = frozenset({
    types.GeneratorType, map, filter, zip, enumerate, reversed, type(iter([])), type(iter(())), type(iter({})),
    itertools.accumulate, itertools.chain, itertools.islice, itertools.starmap, itertools.takewhile, itertools.pairwise,
})  # fmt: skip
"""What can be gone through once. `range` is none of them: a name for it is a loop's, hardly ever an answer."""
_taken: dict[int, tuple[object, list[object]]] = {}
"""Iterators that were gone through, with what they gave: a second look finds the same."""
_iter, _islice, _object_attribute = iter, itertools.islice, object.__getattribute__
_homes = tuple({sys.prefix, sys.base_prefix})
"""Where Python and its packages lie; a class from elsewhere is the student's own."""
_fraction_parts = (Fraction.__dict__["_numerator"].__get__, Fraction.__dict__["_denominator"].__get__)
_PARAMETER_KINDS = ("positional", "positional", "*", "keyword", "**")  # in the order of `inspect`'s own numbers


class _TooMuchError(Exception):
    """The value is larger or deeper than an answer can be."""


def encode(value: object) -> Wire:
    """Return the value as JSON-like data; `["o", type name]` for what is too large, too deep or means nothing as an answer."""
    try:
        return _Encoder().encode(value, 0)
    except _TooMuchError:
        return ["o", _name_of(value)]


def _name_of(value: object) -> str:
    name = _type_name(type(value))
    return name[:100] if type(name) is str else "object"


class _Encoder:
    """One value's walk; it counts what it has seen, so that a list within itself ends."""

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
        if kind in _mapping_types or dict in _type_mro(kind):
            return ["d", [[self.encode(k, depth + 1), self.encode(v, depth + 1)] for k, v in _dict_items(value)]]
        if kind in _lasting_types or kind in _iterator_types:
            return ["l", [self.encode(item, depth + 1) for item in _items_of(value, lasting=kind in _lasting_types)]]
        return self._encode_rich(value, kind, depth)

    def _encode_rich(self, value: Any, kind: type, depth: int) -> Wire:  # noqa: ANN401
        if kind in _array_types:
            return self._array(value, depth, tensor=False)
        if kind in _scalar_types:
            return self._array(_asarray(value), depth, tensor=False)
        if kind is _tensor:
            return self._array(value.data, depth, tensor=True)
        fields = _named_tuple_fields(value, kind)
        if fields is not None:
            return self._fields(fields, depth)
        structure = None if _type_name(kind) == "Lambda" else _structure(value, kind)  # SymPy's is a function
        if structure is not None:
            return ["y", structure]
        module = kind.__dict__.get("__module__")
        library = module.partition(".")[0] if type(module) is str else ""
        convert = _CONVERSIONS.get((library, _name_of(value)))
        converted = value if convert is None else convert(value)
        if converted is not value:
            return self.encode(converted, depth + 1)
        if callable(value):
            return ["f", _parameters(value)]
        if is_students(kind):
            return self._students(value, kind, depth)
        return ["o", _name_of(value)]

    def _fields(self, fields: dict[str, object], depth: int) -> Wire:
        """Return values with names."""
        if len(fields) > MAX_FIELDS:
            raise _TooMuchError
        return ["n", [name[:100] for name in fields], [self.encode(item, depth + 1) for item in fields.values()]]

    def _students(self, value: Any, kind: type, depth: int) -> Wire:  # noqa: ANN401
        """Return an object of a class of the student's own: what it gives when it is gone through, else its fields."""
        if list in _type_mro(kind):
            return ["l", [self.encode(item, depth + 1) for item in _list_iter(value)]]
        own = [ancestor for ancestor in _type_mro(kind) if is_students(ancestor)]
        if any("__iter__" in ancestor.__dict__ for ancestor in own):
            once = any("__next__" in ancestor.__dict__ for ancestor in own)
            return ["l", [self.encode(item, depth + 1) for item in _items_of(value, lasting=not once)]]
        fields = _instance_fields(value, kind)
        return self._fields(fields, depth) if fields else ["o", _name_of(value)]

    def _array(self, array: Any, depth: int, *, tensor: bool) -> Wire:  # noqa: ANN401
        if type(array) not in _array_types:
            raise _TooMuchError
        self._seen += _size_of(array)
        if self._seen > MAX_ITEMS:
            raise _TooMuchError
        dtype = _dtype_of(array)
        if dtype.kind == "O":  # an array of Python objects is a list to us: of numbers, or of SymPy expressions
            return self.encode(_tolist(array), depth + 1)
        if dtype.names is not None:
            return self.encode(_rows(list(dtype.names), _tolist(_ravel(array))), depth + 1)
        shape = [int(n) for n in _shape_of(array)]
        elements = _elements(array, dtype.kind)
        if elements is None:
            return ["o", _name_of(array)]
        return ["a", str(dtype.name), shape, elements, tensor]


def _elements(array: Any, kind: str) -> list[object] | None:  # noqa: ANN401
    """Return the elements in C order, complex numbers as pairs; None for kinds that are no numbers and no text."""
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


# By type: what needs no walk. `Decimal` is a float, as everything that is compared.
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


def _items_of(value: Any, *, lasting: bool) -> list[object]:  # noqa: ANN401
    """Return what an iterator gives until its end. Raises `_TooMuchError` for an endless one, and what the student's raises."""
    known = _dict_get(_taken, id(value))
    if known is not None and known[0] is value:
        return known[1]
    items = list(_islice(_iter(value), MAX_ITEMS + 1))
    if len(items) > MAX_ITEMS:
        raise _TooMuchError
    if not lasting:
        _taken[id(value)] = (value, items)
    return items


def _named_tuple_fields(value: Any, kind: type) -> dict[str, object] | None:  # noqa: ANN401
    """Return the parts of a named tuple by their names; None for anything else."""
    if tuple not in _type_mro(kind):
        return None
    names = next((a.__dict__["_fields"] for a in _type_mro(kind) if "_fields" in a.__dict__), None)
    parts = list(_tuple_iter(value))
    if type(names) is not tuple or len(names) != len(parts) or not all(type(name) is str for name in names):
        return None
    return dict(zip(names, parts, strict=True))


def is_students(kind: type) -> bool:
    """Tell whether a class is the student's own: defined in the work itself or in a module beside it."""
    if kind is types.SimpleNamespace:
        return True
    name = kind.__dict__.get("__module__")
    file = getattr(_dict_get(_modules, name), "__file__", None) if type(name) is str else None
    return name == "__main__" or (type(file) is str and not file.startswith(_homes))


def _instance_fields(value: Any, kind: type) -> dict[str, object]:  # noqa: ANN401
    """Return what an object holds under its own names, in its dictionary or its slots; names that are private stay out."""
    try:
        held = _object_attribute(value, "__dict__")
        fields = dict(_dict_items(held)) if type(held) is dict else {}
    except AttributeError:
        slots = [name for a in _type_mro(kind) for name in (a.__dict__.get("__slots__") or ()) if type(name) is str]
        fields = {}
        for name in slots:
            with contextlib.suppress(AttributeError):
                fields[name] = _object_attribute(value, name)
    return {name: item for name, item in fields.items() if type(name) is str and name[:1] != "_"}


def _rows(names: list[object], rows: list[Any]) -> list[dict[str, object]]:
    """Return the rows of a table with named columns."""
    return [{str(name): item for name, item in zip(names, row, strict=True)} for row in rows]


def _formula_of_field(value: Any) -> object:  # noqa: ANN401
    """Return the components of a vector of `sympy.vector`, with its coordinates as the symbols of their letters."""
    sympy = _modules["sympy"]
    systems = list(value.separate())
    if len(systems) > 1:
        return ...
    components = value.to_matrix(systems[0]) if systems else sympy.zeros(3, 1)
    scalars = [each for each in components.free_symbols | components.atoms(sympy.vector.BaseScalar) if "." in str(each)]
    return components.subs({each: sympy.Symbol(str(each).rpartition(".")[2]) for each in scalars})


_CONVERSIONS: dict[tuple[str, str], Callable[[Any], object]] = {
    ("mpmath", "mpf"): float,
    ("mpmath", "mpc"): complex,
    ("mpmath", "constant"): float,
    ("mpmath", "matrix"): lambda value: value.tolist(),
    ("pandas", "DataFrame"): lambda value: _rows(list(value.columns), value.to_numpy().tolist()),
    ("pandas", "Series"): lambda value: value.to_numpy().tolist(),
    ("pandas", "Index"): lambda value: value.to_numpy().tolist(),
}
"""By library and class: what a student of this subject may hand in beside Python's, NumPy's and SymPy's own."""


def _structure(value: object, kind: type) -> str | None:
    """Return SymPy's own text of an object's structure; None when SymPy is not loaded or the class is not SymPy's."""
    sympy = _dict_get(_modules, "sympy")
    if sympy is None or not _is_symbolic(kind):
        return None
    if "sympy.vector" in _modules and isinstance(value, sympy.vector.Vector):
        value = _formula_of_field(value)
    elif isinstance(value, sympy.Poly):
        value = value.as_expr()
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
    """Return name, kind and whether there is a default, for each parameter; None if Python cannot say."""
    try:
        parameters = list(_signature(value).parameters.values())
        return [[p.name[:100], _PARAMETER_KINDS[int(p.kind)], p.default is not _no_default] for p in parameters[:50]]
    except Exception:
        return None


def decode(wire: Any) -> object:  # noqa: ANN401  (JSON of the host's)
    """Return a fresh Python value of an argument that the host sent: numbers, text, containers, arrays and tensors."""
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

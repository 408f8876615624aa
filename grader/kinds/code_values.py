"""What a value from a student's code is, read without running any of it.

Flattens numbers, arrays, tensors and containers into floats, and prints a value as the student
would recognise it, or in a few words. Knows no mathematics and no question.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from types import EllipsisType

from grader.model import ArrayValue, FunctionValue, HandedFunction, NamedTupleValue, OpaqueValue, SymbolicValue, Value
from grader.sentences.catalogue import sentence
from grader.sentences.figures import shortened

_FEW = 4  # numbers of an array, or rows of a matrix, that a reader looks at one by one
_LONGEST_TEXT = 160  # characters of a value in a report: two lines
_NOISE = 3  # `4` is no shorter than `4.0` by that, and 15 figures no shorter than 17


def value_text(value: Value) -> str:
    """Return a value as its owner would type or see it, at most 160 characters."""
    text = _text(value)
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"


def _text(value: Value) -> str:
    match value:
        case ArrayValue():
            return _array_text(value)
        case NamedTupleValue(names=names):
            return f"({', '.join(f'{name}={_text(part)}' for name, part in zip(names, value, strict=True))})"
        case FunctionValue() | SymbolicValue():
            return "a function" if isinstance(value, FunctionValue) else "a SymPy expression"
        case HandedFunction():
            return value.name
        case OpaqueValue():
            return f"an object of type {value.type_name}"
        case EllipsisType():
            return "..."
        case list():
            return f"[{', '.join(map(_text, value[:20]))}{', …' if len(value) > 20 else ''}]"
        case tuple():
            inside = ", ".join(map(_text, value[:20]))
            return f"({inside},)" if len(value) == 1 else f"({inside}{', …' if len(value) > 20 else ''})"
        case frozenset():
            return f"{{{', '.join(sorted(map(_text, value)))}}}" if value else "set()"
        case dict():
            return f"{{{', '.join(f'{_text(k)}: {_text(v)}' for k, v in list(value.items())[:20])}}}"
        case str():
            return repr(value[: 2 * _LONGEST_TEXT])
        case float():
            return _float_text(value)
    return repr(value)


def _float_text(value: float) -> str:
    """Return a float without the noise of its last digits: 0.4 for 0.3999999999999999; itself where there is none."""
    whole, short = repr(value), f"{value:.15g}"
    return short if len(short) + _NOISE < len(whole) else whole


def _array_text(value: ArrayValue) -> str:
    """Return an array as NumPy shows it, a matrix by its rows, and of a long one the beginning; of handed data the name.

    >>> _array_text(ArrayValue(dtype="float64", shape=(2,), elements=(0.0, -1.5)))
    'array([0., -1.5])'
    """
    if value.label and len(value.elements) > _FEW:
        return value.label
    if value.shape == () and not value.tensor:
        return _text(value.elements[0]) if value.elements else ""
    return f"{'Tensor' if value.tensor else 'array'}({_rows_text(value.shape, value.elements)})"


def _rows_text(shape: tuple[int, ...], elements: Sequence[Value]) -> str:
    if not shape:
        return ", ".join(f"{each:.0f}." if isinstance(each, float) and each.is_integer() else _text(each) for each in elements)
    width = len(elements) // shape[0] if shape[0] else 0
    most = shape[0] if shape[0] <= _FEW else 2  # of a long one two show what it holds
    rows = [_rows_text(shape[1:], elements[at * width : (at + 1) * width]) for at in range(most)]
    return f"[{', '.join(rows)}{', …' if most < shape[0] else ''}]"


def in_words(value: Value) -> str:
    """Return what a call gave, for its writer: a short value with three figures, a long one by its shape.

    >>> in_words((1.2345678, 2.0)), in_words(frozenset({12.0, 35.0}))
    ('`(1.23, 2)`', 'the set `{12, 35}`')
    >>> in_words([(1.0,) * 20] * 2)
    '2 rows of 20 numbers'
    """
    numbers = as_floats(value)
    rows = [as_floats(entry) for entry in entries_of(value)]
    if numbers is not None and len(numbers) > _FEW and rows:
        widths = {len(row or ()) for row in rows}
        if len(widths) == 1 and (width := widths.pop()) > 1:
            return sentence("value.rows", rows=len(rows), count=width)
        return sentence("value.numbers", count=len(numbers), first=shortened(", ".join(map(_text, numbers[:2]))))
    if numbers is not None and not all(map(math.isfinite, numbers)):
        return sentence("value.not_finite")
    text = shortened(value_text(value))
    if isinstance(value, frozenset) and value:
        return sentence("value.set", value=text)
    return text if isinstance(value, FunctionValue | SymbolicValue | OpaqueValue) else f"`{text}`"


def as_float(value: Value) -> float | None:
    """Return the number that a value is, or holds alone in an array or container; None for anything else.

    A bool is not a number here, and a complex number counts only when its imaginary part is zero.
    """
    numbers = as_floats(value)
    return numbers[0] if numbers is not None and len(numbers) == 1 else None


def as_floats(value: Value) -> tuple[float, ...] | None:
    """Return all numbers of a (nested) container in order, or None if anything in it is not a real number."""
    match value:
        case bool() | None:
            return None
        case int():
            return (_float_of_int(value),)
        case float():
            return (value,)
        case complex():
            return (value.real,) if value.imag == 0 else None
        case ArrayValue():
            return _flatten(value.elements)
        case list() | tuple():
            return _flatten(tuple(value))
    return None


def _flatten(values: tuple[Value, ...]) -> tuple[float, ...] | None:
    flat: list[float] = []
    for value in values:
        numbers = as_floats(value)
        if numbers is None:
            return None
        flat.extend(numbers)
    return tuple(flat)


def _float_of_int(value: int) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def entries_of(value: Value) -> list[Value]:
    """Return what a container holds, in order: the rows of an array, each of them flat; [] for what is no container."""
    match value:
        case list() | tuple():
            return list(value)
        case dict():
            return list(value.values())
        case ArrayValue(shape=(_,), elements=elements):
            return list(elements)
        case ArrayValue(shape=(rows, _, *_), elements=elements) if rows:
            width = len(elements) // rows
            return [list(elements[i * width : (i + 1) * width]) for i in range(rows)]
    return []


def strings_in(value: Value) -> Iterator[str]:
    """Yield the strings in a value, but for the keys of its dictionaries."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for entry in value.values():
            yield from strings_in(entry)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from strings_in(part)


def entries_by_name(value: Value) -> dict[str, Value]:
    """Return the entries of a dict or a named tuple under their names in small letters; {} for what has no names."""
    match value:
        case dict():
            return {str(key).strip().lower(): entry for key, entry in value.items()}
        case NamedTupleValue(names=names):
            return {name.lower(): entry for name, entry in zip(names, value, strict=True)}
    return {}

"""What a value holds: its parts in order, and its parts by name. Knows no point."""

from __future__ import annotations

from grader.model import ArrayValue, NamedTupleValue, Value


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


def entries_by_name(value: Value) -> dict[str, Value]:
    """Return the entries of a dict or a named tuple under their names in small letters; {} for what has no names."""
    match value:
        case dict():
            return {str(key).strip().lower(): entry for key, entry in value.items()}
        case NamedTupleValue(names=names):
            return {name.lower(): entry for name, entry in zip(names, value, strict=True)}
    return {}

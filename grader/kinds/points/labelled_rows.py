"""The rows in which a student lists the points of a descent: numbers with labels, counts and columns beside the coordinates.

`(1, 0.4, 1.9)`, `("x1", 0.4, "y1", 1.9)`, `("0,4", "1,9")`, a heading above and the name of a variable before its values.
A row may be wider than a point; which columns are the point is for whoever judges the steps.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from grader.kinds.code_values import entries_of
from grader.kinds.points.columns import coordinate_of
from grader.model import ArrayValue, NamedTupleValue, Value

Row = tuple[float, ...]
WorkedOut = Callable[[str], tuple[float, ...]]

# One number with a decimal comma, as Excel and half of Europe write it.
_DECIMAL_COMMA = re.compile(r"\s*[-+−]?\d+,\d+\s*")
# `x1 = 0.4`: a name and what it is.
_EQUATION = re.compile(r"\s*([^\W\d]\w*)\s*=\s*([^=]+)")
_NO_NAME = re.compile(r"[\W_]*")  # an arrow between two points


@dataclass(frozen=True, slots=True)
class _Cell:
    """A number with the label before it, or a label alone."""

    number: float | None
    label: str = ""


def rows_of(value: Value, variables: tuple[str, ...], worked_out: WorkedOut) -> tuple[Row, ...] | None:
    """Return the rows of numbers, each as wide as a point at least; None for what is no list of labelled or wide rows.

    Columns that are headed, or labelled, with the names of all variables come alone.
    """
    parts = _parts(value)
    if parts is None or not parts:
        return None
    listed = [part for part in parts if not (isinstance(part, str) and _NO_NAME.fullmatch(part))]
    rows = [_cells(part, worked_out) for part in listed]
    if not rows or not all(rows):
        return None
    heading = rows[0] if all(cell.number is None for cell in rows[0]) else None
    rows = rows[1:] if heading else rows
    if not rows or any(cell.number is None for row in rows for cell in row):
        return None
    lying = _lying(rows, variables)
    if lying is not None:
        return lying
    numbered = _numbered(rows, variables)
    if numbered is not None:
        return numbered
    labels = [cell.label for cell in heading] if heading else None
    has_text = any(isinstance(item, str) for part in parts for item in _flat(part))
    return _table(rows, labels, variables, plain=not has_text)


def _parts(value: Value) -> list[Value] | None:
    """Return the rows of a list or a table; None where a part of it is no row."""
    if isinstance(value, ArrayValue) and len(value.shape) == 2:
        return entries_of(value)
    if not isinstance(value, list | tuple) or isinstance(value, NamedTupleValue):
        return None
    rows = all(_is_row(part) for part in value) and any(isinstance(part, list | tuple | ArrayValue) for part in value)
    return list(value) if rows or (value and all(isinstance(part, str) for part in value)) else None


def _is_row(part: Value) -> bool:
    if isinstance(part, ArrayValue):
        return len(part.shape) == 1
    return (isinstance(part, list | tuple) and not isinstance(part, NamedTupleValue)) or isinstance(part, str)


def _cells(part: Value, worked_out: WorkedOut) -> list[_Cell]:
    """Return the numbers of a row with the labels before them. Raises what `worked_out` raises for what is neither."""
    cells: list[_Cell] = []
    for item in _flat(part):
        if isinstance(item, str):
            cells += _written(item, worked_out)
        elif isinstance(item, int | float) and not isinstance(item, bool) and math.isfinite(item):
            cells.append(_Cell(float(item)))
        else:
            return []
    if all(cell.number is None for cell in cells):
        return cells
    found, label = list[_Cell](), ""
    for cell in cells:
        if cell.number is None:
            label = cell.label
        else:
            found.append(_Cell(cell.number, label))
            label = ""
    return found


def _flat(value: Value) -> Iterator[Value]:
    if isinstance(value, list | tuple):
        for part in value:
            yield from _flat(part)
    elif isinstance(value, ArrayValue):
        yield from value.elements
    else:
        yield value


def _written(text: str, worked_out: WorkedOut) -> Iterator[_Cell]:
    """Yield what a text in a row says: a number, `x1 = 0.4` once or more, or a label."""
    if _DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    pieces = re.split(r";", text) if ";" in text else [text]
    pieces = [piece for whole in pieces for piece in (re.split(r",\s*(?=[^\W\d]\w*\s*=)", whole) if "=" in whole else [whole])]
    for piece in pieces:
        plain = piece.replace(",", ".") if len(pieces) > 1 and _DECIMAL_COMMA.fullmatch(piece) else piece
        equation = _EQUATION.fullmatch(plain)
        if equation is not None:
            yield _Cell(None, equation[1])
            plain = equation[2]
        if re.search(r"\d", re.sub(r"[^\W\d]\w*", "", plain)) and not re.fullmatch(r"[^\W\d][\w ]*[:.)]?", plain.strip()):
            yield from (_Cell(number) for number in worked_out(plain))
        else:
            yield _Cell(None, plain.strip())


def _lying(rows: list[list[_Cell]], variables: tuple[str, ...]) -> tuple[Row, ...] | None:
    """Return the points of rows that each begin with the name of a variable."""
    names = [row[0].label for row in rows]
    lengths = {len(row) for row in rows}
    if sorted(names) != sorted(variables) or len(lengths) != 1 or any(cell.label for row in rows for cell in row[1:]):
        return None
    if len(variables) > 1 and lengths == {1}:
        return None
    by_name = {row[0].label: row for row in rows}
    return tuple(zip(*(_numbers(by_name[variable]) for variable in variables), strict=True))


def _numbered(rows: list[list[_Cell]], variables: tuple[str, ...]) -> tuple[Row, ...] | None:
    """Return the points of coordinates with labels of their own: `x1`, `y1`, `x2`, `y2`, in whatever rows they stand."""
    points: dict[int, dict[str, float]] = {}
    for cell in (cell for row in rows for cell in row):
        found = re.fullmatch(r"(.+?)_?\{?(\d{1,3})\}?", cell.label)
        told = coordinate_of(found[1], variables) if found else None
        variable = told[0] if told else None
        if found is None or variable is None or cell.number is None or variable in points.setdefault(int(found[2]), {}):
            return None
        points[int(found[2])][variable] = cell.number
    if not points or any(len(point) < len(variables) for point in points.values()):
        return None
    return tuple(tuple(points[number][variable] for variable in variables) for number in sorted(points))


def _table(rows: list[list[_Cell]], labels: list[str] | None, variables: tuple[str, ...], *, plain: bool) -> tuple[Row, ...] | None:
    widths = {len(row) for row in rows}
    if len(widths) != 1 or (width := widths.pop()) < len(variables) or (plain and width == len(variables)):
        return None
    if labels is None or len(labels) != width:
        labels = [rows[0][at].label if all(row[at].label for row in rows) else "" for at in range(width)]
    told = [coordinate_of(label, variables) for label in labels]
    new = any(each is not None and each[1] for each in told)
    meant = [each[0] if each is not None and each[1] == new else None for each in told]
    columns = [meant.index(variable) for variable in variables if meant.count(variable) == 1]
    if len(columns) == len(variables):
        others = [at for at in range(width) if at not in columns]
        return tuple(tuple(_numbers(row)[at] for at in (*columns, *others)) for row in rows)
    return tuple(_numbers(row) for row in rows)


def _numbers(row: list[_Cell]) -> Row:
    return tuple(cell.number for cell in row if cell.number is not None)

"""The list of points of a descent by hand, read from lists, arrays, dicts, strings of fractions or a Markdown table.

Knows how people write points, not which ones are right.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NoReturn, TypeVar

from grader.algebra.floats import NotNumericError
from grader.algebra.numeric import compiled
from grader.algebra.tree import Expression, Vector
from grader.descent.landscape import Point
from grader.kinds.code_values import as_floats, entries_by_name
from grader.kinds.mathematical import to_expression
from grader.kinds.points.labelled_rows import rows_of
from grader.model import ArrayValue, SymbolicValue, Value
from grader.notation.tokens import Unreadable
from grader.sentences.catalogue import sentence

# The line below the heading of a Markdown table.
_RULE = re.compile(r"^\s*\|?\s*:?-{2,}")
# What stands left of an equals sign: `x_1 =`.
_LABEL = re.compile(r"^\s*[^=<>]*=(?!=)")


Entry = TypeVar("Entry")


class NoPointsError(ValueError):
    """No list of points can be read; the message says why, for the student."""


def points_of(value: Value, variables: tuple[str, ...]) -> tuple[Point, ...]:
    """Return the points that a value lists, in order; whole rows, if they hold more than the coordinates.

    Raises:
        NoPointsError: something in it is no number, or the numbers do not make whole points.
    """
    if isinstance(value, str):
        return points_in_text(value, variables)
    rows = _rows(value, variables)
    if rows is not None:
        return rows
    if isinstance(value, dict):
        return _of_mapping(value, variables)
    if isinstance(value, list | tuple) and value and all(isinstance(part, dict) for part in value):
        return tuple(point for part in value for point in points_of(part, variables))
    if _by_axis(value, len(variables)):
        assert isinstance(value, list | tuple)
        return tuple(zip(*(_numbers(part, variables) for part in value), strict=True))
    return _grouped(_numbers(value, variables), len(variables))


def _rows(value: Value, variables: tuple[str, ...]) -> tuple[Point, ...] | None:
    """Return the rows of a value that is a list of rows with labels, or of rows wider than a point."""
    try:
        return rows_of(value, variables, _worked_out)
    except NoPointsError:
        return None


def _by_axis(value: Value, count: int) -> bool:
    """Tell whether it is one long row for each variable (`xs, ys`)."""
    if not isinstance(value, list | tuple) or len(value) != count:
        return False
    widths = {len(part) for part in value if isinstance(part, list | tuple)}
    return len(widths) == 1 and widths != {count} and all(isinstance(part, list | tuple) for part in value)


def _of_mapping(value: dict[Value, Value], variables: tuple[str, ...]) -> tuple[Point, ...]:
    names = entries_by_name(value)
    if all(variable.lower() in names for variable in variables):
        columns = [_numbers(names[variable.lower()], variables) for variable in variables]
        return tuple(zip(*columns, strict=True)) if len(set(map(len, columns))) == 1 else _fail("no_points.columns")
    ordered = in_order([(str(key), entry) for key, entry in value.items()])
    return _grouped(_numbers(ordered, variables), len(variables))


# Labels that count in words; a list by hand has a handful of steps.
_ORDINALS = {word: number for number, word in enumerate(("zeroth", "first", "second", "third", "fourth", "fifth", "sixth"))}


def in_order(labelled: list[tuple[str, Entry]]) -> list[Entry]:
    """Return the entries by the number in their labels (`step 2`, `x1`, `second`); as they stand where one has none."""
    numbers = [_number_in(label) for label, _ in labelled]
    known = [number for number in numbers if number is not None]
    if len(known) < len(labelled):
        return [entry for _, entry in labelled]
    return [labelled[at][1] for at in sorted(range(len(labelled)), key=lambda at: known[at])]


def _number_in(label: str) -> int | None:
    digits = re.findall(r"\d+", label)
    if len(set(digits)) == 1:
        return int(digits[0][:6])
    return next((number for word, number in _ORDINALS.items() if word in label.lower()), None)


def _numbers(value: Value, variables: tuple[str, ...]) -> tuple[float, ...]:
    """Return all numbers in a value; strings and SymPy objects in it are worked out."""
    flat = as_floats(value)
    if flat is not None:
        return flat if all(map(math.isfinite, flat)) else _fail("no_points.infinite")
    if isinstance(value, list | tuple):
        return tuple(number for part in value for number in _numbers(part, variables))
    if isinstance(value, dict):
        return tuple(number for point in _of_mapping(value, variables) for number in point)
    if isinstance(value, ArrayValue):
        return tuple(number for part in value.elements for number in _numbers(part, variables))
    if isinstance(value, str | SymbolicValue):
        return _worked_out(value)
    return _fail("no_points.no_number")


def _worked_out(value: str | SymbolicValue) -> tuple[float, ...]:
    try:
        expression = to_expression(value.strip() if isinstance(value, str) else value, ())
        parts: tuple[Expression, ...] = expression.components if isinstance(expression, Vector) else (expression,)
        numbers = tuple(compiled(part, ())() for part in parts)
    except (Unreadable, NotNumericError) as error:
        raise NoPointsError(str(error)) from error
    return numbers if all(map(math.isfinite, numbers)) else _fail("no_points.infinite")


def _grouped(numbers: tuple[float, ...], count: int) -> tuple[Point, ...]:
    if not numbers or len(numbers) % count:
        return _fail("no_points.numbers", count=len(numbers), coordinates=count)
    return tuple(numbers[i : i + count] for i in range(0, len(numbers), count))


def _fail(code: str, **gaps: object) -> NoReturn:
    raise NoPointsError(sentence(code, **gaps))


def points_in_text(text: str, variables: tuple[str, ...]) -> tuple[Point, ...]:
    """Return the points in a text: the rows of a table, the bracketed groups, or lines and numbers in a row.

    Raises:
        NoPointsError: no points of the right size stand in it.
    """
    rows = [line for line in text.splitlines() if line.count("|") >= 2]
    if len(rows) > 1:
        return tuple(_table(rows, variables))
    cleaned = _cleaned(text)
    groups = _innermost(cleaned, len(variables))
    if groups:
        labelled = list(zip(_labels_of(groups, cleaned), groups, strict=True))
        return tuple(_point(group, variables) for group in in_order(labelled))
    bare = re.sub(r"^\s*[\[(]|[\])]\s*$", "", cleaned.strip())
    pieces = [piece for piece in re.split(r"[;\n]|,", bare) if piece.strip()]
    return _grouped(tuple(_number(piece) for piece in pieces), len(variables))


# A number between two groups that counts the second: `step 2: `, `(x_2, y_2) = `, `3. `.
_LABELLED = re.compile(r"(?:^|[\s,;(\[_{])(\d{1,2})\}?\s*\)?\s*[:=.)]+\s*[(\[⟨]?$")


def _labels_of(groups: list[str], text: str) -> Iterator[str]:
    """Yield the number before each group, as in `step 2: (0.4, 1.9)` or `(x_2, y_2) = (0.4, 1.9)`; empty where there is none."""
    at = 0
    for group in groups:
        place = text.index(group, at)
        found = _LABELLED.search(text[at:place])
        yield found[1] if found else ""
        at = place + len(group)


# What leads from one point to the next.
_ARROW = re.compile(r"\\(to|rightarrow|longrightarrow|Rightarrow)(?![a-z])|→|⟶|⇒|[-=]+>")
# Commands of LaTeX that are nothing but room or size, and its signs around formulas.
_SPACE = re.compile(r"\\(left|right|big|Big|quad|qquad)(?![a-z])|\\[,;]|[$]")
# A column in LaTeX.
_MATRIX = re.compile(r"\\begin\{[pbBvV]?matrix\}(.*?)\\end\{[pbBvV]?matrix\}", re.DOTALL)
_DECIMAL = r"[-+−]?\d+,\d+"  # a number with a decimal comma
# A point of such numbers, where commas cannot part them: `(0,4; 1,9)`, `(0,4 | 1,9)`.
_DECIMAL_COMMAS = re.compile(rf"\(\s*{_DECIMAL}(?:\s*[;|]\s*{_DECIMAL})+\s*\)")


def _cleaned(text: str) -> str:
    """Return the text with columns as tuples, arrows as ends of lines, and decimal commas as points between `;` or `|`."""
    columns = _MATRIX.sub(lambda found: f"({re.sub(r'&|' + re.escape(chr(92) * 2), ',', found[1])})", text)
    spaced = _SPACE.sub(" ", _ARROW.sub("\n", columns))
    return _DECIMAL_COMMAS.sub(lambda found: re.sub("[;|]", "#", found[0]).replace(",", ".").replace("#", ","), spaced)


def _innermost(text: str, count: int) -> list[str]:
    """Return the bracketed groups with as many commas as a point has."""
    groups = re.findall(r"[(\[⟨]([^()\[\]⟨⟩]*(?:\([^()]*\)[^()\[\]⟨⟩]*)*)[)\]⟩]", text)
    parts = [piece for group in groups for piece in ([group] if _is_point(group, count) else _innermost(group, count))]
    names = re.compile(r"\s*[A-Za-z]\w*(_\{?\w+\}?)?\s*")  # the `(x_1, y_1)` left of an equals sign is names alone
    return [part for part in parts if _is_point(part, count) and not all(map(names.fullmatch, re.split("[,;]", part)))]


def _is_point(group: str, count: int) -> bool:
    return count > 1 and len(re.split("[,;]", group)) == count and "(" not in group and "[" not in group


def _point(group: str, variables: tuple[str, ...]) -> Point:
    numbers = tuple(_number(part) for part in re.split("[,;]", group))
    return numbers if len(numbers) == len(variables) else _fail("no_points.coordinates")


def _number(text: str) -> float:
    numbers = _worked_out(_LABEL.sub("", text))
    return numbers[0] if len(numbers) == 1 else _fail("no_points.one_number", text=text.strip())


def _table(rows: list[str], variables: tuple[str, ...]) -> Iterator[Point]:
    cells = [[cell.strip(" $`*") for cell in row.strip().strip("|").split("|")] for row in rows if not _RULE.match(row)]
    lying = _columns([row[0] for row in cells], variables)
    if lying is not None:
        yield from _lying(cells, lying)
        return
    columns = _columns(cells[0], variables)
    rows_of_points = [(row[0], found) for row in cells if (found := _row(row, columns, variables))]
    if not rows_of_points:
        _fail("no_points.table")
    numbered = [label.isdigit() for label, _ in rows_of_points]
    ordered = in_order(rows_of_points) if all(numbered) and columns != [0] else [found for _, found in rows_of_points]
    whole = len({len(found) for found in ordered}) == 1
    for found in ordered:
        yield from found if whole else found[:1]


def _lying(cells: list[list[str]], rows: list[int]) -> Iterator[Point]:
    """Yield the points of a table with a row for each variable, headed by its name."""
    lines = [[cell for cell in cells[i][1:] if cell] for i in rows]
    if len({len(line) for line in lines}) != 1:
        _fail("no_points.rows")
    yield from zip(*([_number(cell) for cell in line] for line in lines), strict=True)


Reading = tuple[tuple[Point, ...], tuple[tuple[float, ...], ...]]


def readings(rows: tuple[Point, ...], size: int, count: int) -> Iterator[Reading]:
    """Yield what the rows of numbers may mean: the points, of so many coordinates, and the columns that stand beside them.

    As they are, with a row for each variable, or in rows of two or three of which one is the point; the likeliest first.
    """
    if rows and len(rows[0]) > size:
        yield from _wide_readings(rows, size)
        return
    yield rows, ()
    if rows and len(rows) == size:
        yield tuple(zip(*rows, strict=True)), ()
    for each in (2, 3):
        if len(rows) in {each * count, each * (count + 1)}:
            lists = tuple(rows[at::each] for at in range(each))
            for at in reversed(range(each)):
                others = (*lists[:at], *lists[at + 1 :])
                yield lists[at], tuple(column for one in others for column in zip(*one, strict=True))


def _wide_readings(rows: tuple[Point, ...], size: int) -> Iterator[Reading]:
    """Yield the same of rows wider than a point: a row for each variable, or the point in any columns side by side.

    Where the first column numbers the rows, they are put in its order.
    """
    numbers = sorted(row[0] for row in rows)
    counted = numbers in ([float(i) for i in range(len(rows))], [float(i + 1) for i in range(len(rows))])
    ordered = tuple(sorted(rows, key=lambda row: row[0])) if counted else rows
    by_variable = [tuple(zip(*rows, strict=True))] if len(rows) == size else []
    width = len(rows[0])
    windows = [
        (tuple(row[at : at + size] for row in ordered), tuple(tuple(row[i] for row in ordered) for i in beside))
        for at in range(width - size + 1)
        for beside in [(*range(at), *range(at + size, width))]
    ]
    if counted:
        yield from windows[1:]
    yield from ((points, ()) for points in by_variable)
    yield from windows[:1] if counted else windows


def _columns(header: list[str], variables: tuple[str, ...]) -> list[int] | None:
    """Return which columns hold the variables, by their headings; None when the headings do not say."""
    columns = []
    for variable in variables:
        pattern = rf"{re.escape(variable)}(_?\{{?[nki]\}}?)?"
        hits = [i for i, cell in enumerate(header) if re.fullmatch(pattern, cell, re.IGNORECASE)]
        if len(hits) != 1:
            return None
        columns.append(hits[0])
    return columns


def _row(row: list[str], columns: list[int] | None, variables: tuple[str, ...]) -> tuple[Point, ...]:
    """Return the points in a row of a table: in the variables' columns, else all in brackets, else the last numbers."""
    try:
        if columns is not None:
            return (tuple(_number(row[i]) for i in columns),)
        groups = [group for cell in row for group in _innermost(cell, len(variables))]
        if groups:
            return tuple(_point(group, variables) for group in groups)
        return (tuple(_number(cell) for cell in row[-len(variables) :]),) if len(row) >= len(variables) else ()
    except (NoPointsError, IndexError):
        return ()

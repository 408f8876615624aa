"""Columns with meanings: which of a table's columns are the point, by what heads them, in text, dictionaries and rows of code.

`| n | x | y | f |`, `| n | (x, y) | ∇f |`, `{"x": [...], "y": [...]}`. What heads no column is for whoever judges the steps.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from grader.notation.languages import words_of

Row = tuple[float, ...]
Numbers = Callable[[str], Row]

# Words and indices with which a heading says that its column holds the next point.
_NEW = frozenset(
    "new next neu nächstes nouveau nueva nuevo nuovo novo nieuw ny nowy новый 新 n+1 k+1 i+1 t+1 n1 k1 after to".split()
)
# … that it holds the point before, or counts along.
_OLD = frozenset("n k i t j old alt ancien viejo vecchio velho oud gammal stary старый 旧 before".split())
# Words of a heading whose column is no point that a step reaches.
_NO_POINT = frozenset(
    "old alt ancien viejo vecchio velho oud gammal stary старый 旧 before from von velocity direction move change "
    "difference expected valid slope".split()
)
# Signs of TeX and Markdown in a heading that say nothing.
_DRESS = str.maketrans(dict.fromkeys("$\\{}()*`^:,[]_\x02\x03", " "))
_MOST_CELLS = 5_000  # of a table; fifty steps with twenty columns are a thousand


@dataclass(frozen=True, slots=True)
class Column:
    """What one written column holds in each row, with its heading; a row of it may be several numbers, as of a point."""

    heading: str
    cells: tuple[Row, ...]

    @property
    def width(self) -> int:
        """Return how many numbers each row has; 0 where the rows differ."""
        widths = {len(cell) for cell in self.cells}
        return widths.pop() if len(widths) == 1 else 0


def points_in_table(rows: Sequence[Sequence[str]], variables: tuple[str, ...], numbers: Numbers) -> tuple[Row, ...] | None:
    """Return the points in a table as it is written, or the whole rows of one without telling headings.

    The first row may head the columns, or the first column the rows. None where no row has numbers for a point.
    """
    cells = [[_numbers_in(cell, numbers) for cell in row] for row in rows]
    if sum(map(len, cells)) > _MOST_CELLS:
        return None
    lying = _lying(rows, cells, variables)
    if lying is not None:
        return lying
    headed = not any(cells[0][1:]) and not (len(cells[0]) == 1 and cells[0][0])
    heading = [cell.strip() for cell in rows[0]] if headed else []
    body = [row for row in cells[headed:] if any(row)]
    body = _in_order([row for row in rows[headed:] if any(_numbers_in(cell, numbers) for cell in row)], body, heading, variables)
    width = max(map(len, body), default=0)
    columns = [
        Column(heading[at] if at < len(heading) else "", tuple(row[at] if at < len(row) else () for row in body))
        for at in range(width)
    ]
    return meant(columns, variables)


def meant(columns: Sequence[Column], variables: tuple[str, ...]) -> tuple[Row, ...] | None:
    """Return the points in columns by their headings, or the whole rows."""
    told = _by_heading(columns, variables)
    if told is not None:
        return told
    whole = [column for column in columns if column.width and not heads_another_quantity(column.heading)]
    heads = [coordinate_of(column.heading, variables) for column in whole]
    if any(heads) and all(column.heading.strip() and column.width == 1 for column in whole):
        return None  # `| n | x | f |`: a coordinate has no column
    points = [column for column in whole if column.width == len(variables) > 1]
    if len(points) == 1 and (len(variables) == 1 or all(column.width == 1 for column in whole if column is not points[0])):
        return points[0].cells
    named = [column for column in points if _is_point(column.heading, variables)]
    newer = [column for column in points if is_new(column.heading)]
    named = newer if len(newer) == 1 else named
    if len(newer) == 1 or (len(named) == 1 and all(column.heading.strip() for column in points)):
        return named[0].cells
    if not whole or sum(column.width for column in whole) < len(variables):
        return None
    counted = whole[0].width == 1 and sum(column.width for column in whole) > len(variables) and _counts(whole[0])
    beside = whole[1:] if counted else whole
    if len(beside) == 2 and all(column.width == len(variables) > 1 for column in beside):
        return tuple(cell for pair in zip(*(column.cells for column in beside), strict=True) for cell in pair)
    return tuple(tuple(number for cell in row for number in cell) for row in zip(*(column.cells for column in whole), strict=True))


def coordinate_of(heading: str, variables: tuple[str, ...]) -> tuple[str, bool] | None:
    """Return the variable whose values a heading heads, and whether they are the new ones: `x`, `x_n`, `x_{n+1}`, `new x`."""
    words = heading.translate(_DRESS).replace(" + ", "+").lower().split()
    for variable in variables:
        name = variable.lower().translate(_DRESS).split()
        rest = _without(words, name)
        if rest is None and len(name) == 1 and len(words) == 1 and words[0][: len(name[0])] == name[0]:
            rest = [words[0][len(name[0]) :]] if words[0][len(name[0]) :].isdecimal() else None
        if rest is not None and all(word in _NEW or word in _OLD or word.isdecimal() or word in _COORDINATE for word in rest):
            return variable, any(word in _NEW for word in rest)
    return None


# Words beside a variable's name that change nothing.
_COORDINATE = frozenset("value coordinate koordinate wert valeur valor valore component komponente".split())


def _without(words: list[str], name: list[str]) -> list[str] | None:
    for at in range(len(words) - len(name) + 1):
        if words[at : at + len(name)] == name:
            return words[:at] + words[at + len(name) :]
    return None


def _by_heading(columns: Sequence[Column], variables: tuple[str, ...]) -> tuple[Row, ...] | None:
    """Return the points where each variable heads one column, or one of new values beside one of old ones."""
    found: dict[bool, dict[str, Column]] = {True: {}, False: {}}
    for column in columns:
        told = coordinate_of(column.heading, variables)
        if told is None:
            continue
        name, new = told
        if name in found[new]:
            return None
        found[new][name] = column
    chosen = found[True] if len(found[True]) == len(variables) else found[False]
    if len(chosen) < len(variables) or (found[True] and chosen is found[False]):
        return None
    points = zip(*(chosen[variable].cells for variable in variables), strict=True)
    rows = [row for row in points if all(len(cell) == 1 for cell in row)]
    return tuple(tuple(cell[0] for cell in row) for row in rows) or None


def _lying(rows: Sequence[Sequence[str]], cells: Sequence[Sequence[Row]], variables: tuple[str, ...]) -> tuple[Row, ...] | None:
    """Return the points of a table with a row for each variable, headed by its name."""
    heads = [coordinate_of(row[0], variables) if row else None for row in rows]
    named = {told[0]: row for told, row in zip(heads, cells, strict=True) if told is not None}
    if len(named) < len(variables) or len(named) != len(heads) - heads.count(None):
        return None
    lines = [[cell[0] for cell in named[variable][1:] if len(cell) == 1] for variable in variables]
    if len({len(line) for line in lines}) != 1 or not lines[0]:
        return None
    return tuple(zip(*lines, strict=True))


def _in_order(
    written: Sequence[Sequence[str]], body: list[list[Row]], heading: Sequence[str], variables: tuple[str, ...]
) -> list[list[Row]]:
    """Return the rows in the order of the whole numbers in their first column, where it is none of the coordinates."""
    if heading and coordinate_of(heading[0], variables) is not None:
        return body
    labels = [row[0].strip(" $`*.:()") if row else "" for row in written]
    if len(labels) != len(body) or not all(label.isdecimal() for label in labels) or len(body[0]) <= len(variables):
        return body
    return [row for _, row in sorted(zip(map(int, labels), body, strict=True), key=lambda pair: pair[0])]


def _numbers_in(cell: str, numbers: Numbers) -> Row:
    """Return the numbers of a cell, of a chain of equations the last; none of words."""
    text = cell.strip(" $`*\x02\x03")
    if not any(sign.isdecimal() for sign in text) or len(text) > 300:
        return ()
    behind = text.rpartition("=")[2].strip() if "=" in text else text
    halves = behind.split(",")
    if len(halves) == 2 and all(half.strip().lstrip("+-−").isdecimal() for half in halves) and not halves[1].startswith(" "):
        behind = behind.replace(",", ".")
    try:
        return numbers(behind)
    except ValueError:
        return ()


def _is_point(heading: str, variables: tuple[str, ...]) -> bool:
    """Tell whether a heading heads points: `(x, y)`, `(x_n, y_n)`, `point`, `position`."""
    lower = heading.lower()
    parts = [part for part in heading.strip(" $()[]\\⟨⟩").split(",") if part.strip()]
    told = [coordinate_of(part, variables) for part in parts]
    listed = [each[0] for each in told if each is not None] == list(variables) and len(told) == len(variables)
    return (listed and "∇" not in heading and "nabla" not in heading) or lower.strip(" $:") in words_of("step") | words_of("steps")


def is_new(heading: str) -> bool:
    """Tell whether a heading says that its column holds the next point."""
    return any(word in _NEW for word in heading.lower().translate(_DRESS).split())


def is_of_slope(heading: str) -> bool:
    """Tell whether a heading heads a gradient, or one of its components."""
    bare = heading.lower().strip(" $-−δ·*\\")
    begins = bare.startswith(("grad", "f_", "df", "∂", "partial"))
    return "∇" in heading or "nabla" in bare or begins or bare in ("gx", "gy", "fx", "fy")


def heads_another_quantity(heading: str) -> bool:
    """Tell whether a heading or a key heads a gradient, a change, or a point that a step leaves or should reach."""
    bare = heading.lower().strip(" $-−·*\\")
    changes = bare.startswith(("δ", "delta")) or (len(bare) == 2 and bare[0] == "d")
    return is_of_slope(heading) or changes or not _NO_POINT.isdisjoint(bare.translate(_DRESS).split())


def _counts(column: Column) -> bool:
    """Tell whether a column numbers the rows."""
    values = [cell[0] for cell in column.cells]
    return all(after - before == 1 for before, after in pairwise(values))

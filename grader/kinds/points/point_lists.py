"""The list of points of a descent by hand, read from lists, arrays, dicts, strings of fractions or a Markdown table.

Knows how people write points, not which ones are right.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import NoReturn, TypeVar

from grader.algebra.floats import NotNumericError
from grader.algebra.numeric import compiled
from grader.algebra.tree import Expression, parts_of
from grader.descent.landscape import Point
from grader.kinds.code_values import as_floats, entries_by_name
from grader.kinds.mathematical import to_expression
from grader.kinds.points.columns import Column, coordinate_of, heads_another_quantity, is_new, is_of_slope, meant, points_in_table
from grader.kinds.points.labelled_rows import rows_of
from grader.model import ArrayValue, SymbolicValue, Value
from grader.notation.languages import single_words_of, words_of
from grader.notation.numbered_steps import mentions
from grader.notation.tokens import Unreadable
from grader.sentences.catalogue import sentence

Entry = TypeVar("Entry")

_IS = "|".join(map(re.escape, single_words_of("is_")))  # between a coordinate and its number
_REASON = re.compile(rf"\][\s.,;:(–—$-]*\b(?:{'|'.join(map(re.escape, words_of('because')))})\b", re.IGNORECASE)  # behind a list
_DECIMAL = r"[-−]?\d+(?:[.,]\d+)?"  # a number as people write coordinates, with a point or a comma


class NoPointsError(ValueError):
    """No list of points can be read; `reason` says why, for the student."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def points_of(value: Value, variables: tuple[str, ...]) -> tuple[Point, ...]:
    """Return the points that a value lists, in order; whole rows, if they hold more than the coordinates.

    Raises:
        NoPointsError: something in it is no number, or the numbers do not make whole points.
    """
    if isinstance(value, str):
        return points_in_text(value, variables)
    with suppress(NoPointsError):
        rows = rows_of(value, variables, _worked_out)
        if rows is not None:
            return rows
    columns = _columns_of(value, variables)
    if columns is not None:
        return columns
    if isinstance(value, dict):
        return _of_mapping(value, variables)
    if isinstance(value, list | tuple) and value and all(isinstance(part, dict) for part in value):
        return tuple(point for part in value for point in points_of(part, variables))
    if _by_axis(value, len(variables)):
        assert isinstance(value, list | tuple)
        return tuple(zip(*(_numbers(part, variables) for part in value), strict=True))
    return _grouped(_numbers(value, variables), len(variables))


def _columns_of(value: Value, variables: tuple[str, ...]) -> tuple[Point, ...] | None:
    """Return the points of columns with names: a dictionary of lists, or rows that are dictionaries with the same keys."""
    records = value if isinstance(value, list | tuple) else []
    rows = [part for part in records if isinstance(part, dict)]
    if rows and len(rows) == len(records) and all(list(row) == list(rows[0]) for row in rows):
        columns = {str(key): [row[key] for row in rows] for key in rows[0]}
    elif isinstance(value, dict) and all(isinstance(each, list | tuple | ArrayValue) for each in value.values()):
        columns = {str(key): _entries(each) for key, each in value.items()}
    else:
        return None
    if not columns or len({len(column) for column in columns.values()}) != 1 or not any(columns.values()):
        return None
    if all(map(is_of_slope, columns)):
        return _fail("no_points.no_number")
    others = any(map(heads_another_quantity, columns))
    told = sum(coordinate_of(name, variables) is not None for name in columns)
    if told < len(variables) and not others and not any(map(is_new, columns)):
        return None
    try:
        named = [Column(name, tuple(_numbers(cell, variables) for cell in column)) for name, column in columns.items()]
    except NoPointsError:
        return None
    return meant(named, variables)


def _entries(value: Value) -> list[Value]:
    if isinstance(value, ArrayValue):
        return list(value.elements) if len(value.shape) == 1 else []
    return list(value) if isinstance(value, list | tuple) else []


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
        parts: tuple[Expression, ...] = parts_of(expression)
        numbers = tuple(compiled(part, ())() for part in parts)
    except (Unreadable, NotNumericError) as error:
        raise NoPointsError(error.reason if isinstance(error, Unreadable) else str(error)) from error
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
    if is_table(text):
        found = points_in_table(table_cells(text), variables, _worked_out)
        return found if found is not None else _fail("no_points.table")
    plain = plain_text(text)
    groups = [(_number_before(plain, start), parts) for start, _, parts in _groups(plain, len(variables))]
    if groups:
        return tuple(tuple(map(_number, parts)) for parts in in_order(groups))
    told = told_by_name(plain, variables)
    if told:
        return told
    pieces = [piece for line in plain.split("\n") for part in line.split(";") for piece in part.split(",") if piece.strip(" ()[]")]
    return _grouped(tuple(_number(piece.strip(" ()[]")) for piece in pieces), len(variables))


def without_reason(text: str) -> str:
    """Return a text that begins with a list in square brackets without the reason behind it: `[…] since I add 0.1·(4x, x)`."""
    found = _REASON.search(text)
    listed = text[: found.start() + 1] if found else text
    whole = listed.count("[") == listed.count("]") and listed.count("(") == listed.count(")") > 1
    return listed if whole and "[" not in text[len(listed) :] else text


def told_by_name(plain: str, variables: tuple[str, ...]) -> tuple[Point, ...]:
    """Return the whole points of prose that names each coordinate: `first x = 0.4 and y = 1.9, then x = 0.05 and y = 1.86`.

    A point begun and not ended is none. () for a text with other numbers, or with coordinates or steps in another order.
    """
    named = "|".join(map(re.escape, variables))
    assigned = re.compile(rf"(?<!\w)({named})(?:_?\{{?\d+\}}?)?\s*(?:[=≈:]|\b(?:{_IS})\b)\s*({_DECIMAL})(?![\w*/^])")
    if re.match(rf"\s*{_DECIMAL}\s+[^\W\d]", plain):  # the label took the first name along: `steps: x = 0.4 and y = 1.9`
        plain = f"{variables[0]} = {plain}"
    found = assigned.findall(plain)
    rest = assigned.sub(" ", plain)
    steps = list(mentions(rest))
    numbered = {at for step in steps for at in range(step.start, step.end)}
    in_turn = [variables[at % len(variables)] for at in range(len(found))]
    others = any(sign.isdigit() and at not in numbered for at, sign in enumerate(rest))
    if others or [name for name, _ in found] != in_turn or steps != sorted(steps, key=lambda step: step.number):
        return ()
    numbers = [float(number.replace(",", ".").replace("−", "-")) for _, number in found]
    return tuple(zip(*[iter(numbers)] * len(variables), strict=False))


def is_table(text: str) -> bool:
    """Tell whether a text has rows with bars, as a table in Markdown."""
    return len(_rows(text)) > 1


def table_cells(text: str) -> list[list[str]]:
    """Return the cells of the rows of a table, without the line below its heading."""
    return [_cells(row) for row in _rows(text) if row.strip(" |:-\t")]


def _rows(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.count("|") >= 2]


def bracketed(plain: str, size: int) -> Iterator[tuple[int, int]]:
    """Yield where the points of a plain text begin and end, with their brackets."""
    for start, end, _ in _groups(plain, size):
        yield start, end + 1


def _cells(row: str) -> list[str]:
    """Return the cells of a row of a table; a bar behind a backslash is part of one."""
    whole = row.strip().replace("\\|", "\x00")
    return [cell.replace("\x00", "|") for cell in whole.removeprefix("|").removesuffix("|").split("|")]


# What stands for a command that leads from one point to the next, for one of room, size and type, and for a bracket.
_TEX_WORDS = {
    **dict.fromkeys(("to", "rightarrow", "longrightarrow", "Rightarrow", "mapsto", "implies"), "\n"),
    **dict.fromkeys(("left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "quad", "qquad", "text", "mathrm"), " "),
    "langle": "(", "rangle": ")", "lparen": "(", "rparen": ")",
}  # fmt: skip
# An environment's beginning or end, another command, a sign behind a backslash, a column's end, and the sign around TeX.
_TEX = re.compile(r"\\(?:(begin|end)(?![A-Za-z])[^}]*\}?|([A-Za-z]+)|(.?))|[&$]", re.DOTALL)
# Signs that compute with what is beside them.
_COMPUTING = frozenset("+-−*/^²³½√±∓~<>·×÷!°%'")
_PAIR = re.compile(r"[-−]?\d+,\d+")  # a decimal, or two whole numbers
_PAIRS = re.compile(rf"{_PAIR.pattern}(?:,\s?{_PAIR.pattern})+")  # several of them
# Signs that lead from one point to the next, the longer first.
_ARROWS = ("->", "=>", "→", "⟶", "⇒")
_OPENING, _CLOSING = "([⟨", ")]⟩"
_INSIDE = r"\((?:[^()]|\([^()]*\))*\)"  # a point may hold brackets of its own; blanks are counted, so that no text takes long
# How a point was worked out, left of it: `(0.4 - 0.1·3.5, 1.9) = (`, `(1, 2) - 0.1·(6, 1) = (`.
_SIDE = re.compile(
    rf"{_INSIDE}(?:\s{{0,5}}[-+−][\d.\s]{{0,20}}(?:[*·×]|\\cdot|\\times)?\s{{0,5}}{_INSIDE})*\s{{0,5}}=\s{{0,5}}(?=\()"
)


def plain_text(text: str) -> str:
    """Return the text with columns as points, arrows as ends of lines, and without spaces of TeX."""
    in_matrix = 0

    def said(piece: re.Match[str]) -> str:
        nonlocal in_matrix
        environment, word, sign = piece.groups()
        if environment:
            in_matrix += 1 if environment == "begin" else -1
            return "(" if environment == "begin" else ")"
        if word:
            return _TEX_WORDS.get(word, piece[0])
        if in_matrix and piece[0] in ("&", "\\\\"):
            return ";"
        return piece[0] if piece[0] == "&" else sign if sign in ("{", "}") else " "

    plain = _TEX.sub(said, text)
    for arrow in _ARROWS:
        plain = plain.replace(arrow, "\n")
    return _SIDE.sub(lambda side: side[0] if _is_part(side) else "", plain)


def _is_part(side: re.Match[str]) -> bool:
    """Tell whether what stands left of a point and its equals sign is a part of something, or holds nothing worked out."""
    before = side.string[: side.start()]
    hugged = before[-1:].isalnum() or before.rstrip()[-1:] in _COMPUTING | {"\\"}
    return hugged or re.search(r"[\d)]\s*(?:[-+−*/·×]|\\cdot|\\times)\s*[\d(]", side[0]) is None


def _groups(text: str, size: int) -> Iterator[tuple[int, int, list[str]]]:
    """Yield where each bracket of the size of a point begins and ends, and the coordinates in it."""
    opened: list[int] = []
    last = -1
    for at, sign in enumerate(text if size > 1 else ""):
        if sign in _OPENING:
            opened.append(at)
        elif sign in _CLOSING and opened:
            start = opened.pop()
            inside = text[start + 1 : at]
            parts = _coordinates(inside, size)
            plain = "[" not in inside and "⟨" not in inside and all(part.count("(") == part.count(")") for part in parts)
            if start > last and len(parts) == size and plain and not all(map(_is_name, parts)):
                if _is_computed_with(text, start, at):
                    if "[" in text[:start] and re.search(r"\]\W+[^\W\d_]{2}", text[last + 1 : start]):
                        return  # no point of the list, but of a sentence behind it
                    _fail("no_points.computed")
                yield start, at, parts
                last = at


def _is_computed_with(text: str, start: int, end: int) -> bool:
    """Tell whether a sign or a letter at a bracket computes with the point in it: `2(0.4, 1.9)`, `-(0.4, 1.9)`, `f(0.4, 1.9)`."""
    before, behind = text[:start].rstrip(" "), text[end + 1 :]
    word = before[len(before.rstrip("0123456789_")) - 1 :] if before else ""
    named = word[:1] in ("p", "P") and word[1:].strip("_").isdecimal()  # `P1(0.4, 1.9)`
    hugged = (text[start - 1 : start].isalnum() and not named) or before[-1:] in _COMPUTING
    return (
        hugged
        or (behind[:1] not in ("", " ") and (behind[0].isalnum() or behind[0] in _COMPUTING))
        or behind.lstrip()[:1] in _COMPUTING
    )


def _coordinates(inside: str, size: int) -> list[str]:
    """Return what a comma, a semicolon or a bar parts; beside the last two a comma is a decimal one.

    So is each second one where there are twice as many numbers as coordinates: `0,4, 1,9`.
    """
    halves = [part.strip() for part in inside.split(",")]
    if len(halves) == 2 * size and is_decimals(inside):
        return [f"{whole}.{rest}" for whole, rest in zip(halves[::2], halves[1::2], strict=True)]
    for sign in (";", "|"):
        if sign in inside:
            parts = inside.split(sign)
            return [part.replace(",", ".") if part.replace(",", "").strip(" +-−").isdecimal() else part for part in parts]
    return inside.split(",")


def is_decimals(text: str) -> bool:
    """Tell whether whole numbers are pairs with a decimal comma in each: they stand apart, or one begins with a zero."""
    apart, zero = _PAIRS.fullmatch(text.strip()), re.search(r"(?<!\d)0,\d", text)
    return apart is not None and (zero is not None or all(", " in between for between in _PAIR.split(text.strip())[1:-1]))


def _is_name(part: str) -> bool:
    """Tell whether a coordinate is a name and no number: of the `(x_1, y_1)` left of an equals sign."""
    word = part.strip().replace("{", "").replace("}", "").replace("_", "")
    return word[:1].isalpha() and word.isalnum()


def _number_before(text: str, start: int) -> str:
    """Return the number before a point, as in `step 2: (0.4, 1.9)` or `(x_2, y_2) = (0.4, 1.9)`; empty where there is none."""
    led = text[max(0, start - 40) : start].rstrip(" ([⟨")
    bare = led.rstrip(" :=.)")
    if bare == led:
        return ""
    bare = bare.rstrip(" })")
    digits = bare[len(bare.rstrip("0123456789")) :]
    before = bare[: len(bare) - len(digits)][-1:]
    return digits if digits and len(digits) <= 2 and (not before or before in " ,;([_{\n") else ""


def _number(text: str) -> float:
    label, sign, behind = text.partition("=")
    if sign and not label.strip():
        return _fail("no_points.one_number", text=text.strip())
    if sign and ("=" in behind or re.search(r"\d[.,]\d", label)):  # one of the two numbers would be lost
        return _fail("no_points.one_number", text=text.strip())
    numbers = _worked_out(behind if sign else text)
    return numbers[0] if len(numbers) == 1 else _fail("no_points.one_number", text=text.strip())


Reading = tuple[tuple[Point, ...], tuple[tuple[float, ...], ...]]


def readings(rows: tuple[Point, ...], size: int, count: int, *, has_names: bool = False) -> Iterator[Reading]:
    """Yield what the rows of numbers may mean: the points, of so many coordinates, and the columns that stand beside them.

    As they are, with a row for each variable, or in rows of two or three of which one is the point; the likeliest first.
    With `has_names` the coordinates were told by name, and no row is one variable's.
    """
    if rows and len(rows[0]) > size:
        yield from _wide_readings(rows, size)
        return
    yield rows, ()
    if rows and len(rows) == size and not has_names:
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

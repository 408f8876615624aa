"""What stands around the points of a descent by hand, in a text or in the keys and strings of a value.

Labels, numbers of steps, arrows and plain prose leave the points as they are; a sign, a word of doubt or the name of
another quantity may not, and a person reads those. Knows the start, not which points are right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from grader.algebra.functions import FUNCTIONS
from grader.descent.hand_steps import agrees
from grader.descent.landscape import Point
from grader.kinds.points.columns import coordinate_of, heads_another_quantity, is_new
from grader.kinds.points.point_lists import bracketed, is_table, plain_text, table_cells
from grader.model import NamedTupleValue, Value
from grader.notation.languages import AND, single_words_of, words_of
from grader.notation.numbered_steps import mentions
from grader.notation.wording import ALTERNATIVE, OPERATION, POSSIBLE, SUPPOSED, denies, offers

# A name with its index (`x_1`, `P2`), a number, or one other sign.
_TOKEN = re.compile(r"[^\W\d_]+(?:_?\{?\d+\}?)?|\d+|\S")
_PLAIN = frozenset(",;:.()[]{}⟨⟩\"'`–—✓✔✅✨、，：；。")  # signs that part, close or begin
_MISPRINTS = ("~", "_", "#", "=", "?", "!", "+.", ".,", ".)", ",|", ",;")  # inside of a point, signs that belong to no number
_EQUAL = frozenset("=≈≃≅")  # between the name of a point and the point
_POINT_NAMES = frozenset(("p", "point", "step", "pos", "position", "punkt", "schritt", "q", "r", "n", "k", "i"))
"""What people call a point or count it with, before its number; `x` for the whole point is the first variable."""
_STARTING = ("start", "begin", "initial", "anfang", "départ", "inici", "inizi", "original")  # how words of the start begin
# Words for quantities of a descent that are no points, besides the gradient and the slope.
_OTHERS = frozenset("velocity direction move change difference delta expected old alt ancien viejo vecchio before".split())
_DESCENDING = ("descent", "descents", "step", "steps", "method")  # behind `gradient`, which then is no gradient
_SUSPECT = ALTERNATIVE | OPERATION | SUPPOSED | POSSIBLE - {"second", "other"}  # words that no list of points has around it
_SHOWN = 60  # characters of what stands there that are shown: half a line


def objection(value: Value, variables: tuple[str, ...], start: Point, points: Sequence[Point]) -> str | None:
    """Return what stands around the points of an answer and may change what they mean; None where nothing does."""
    if isinstance(value, str):
        return _in_table(value, variables, start) if is_table(value) else _in_text(value, variables, start, points)
    strings = list(_strings(value))
    for text in strings:
        found = _in_words(text) or _of_sign(text)
        if found:
            return found
    numbers = [mention.number for text in strings if len(found_here := list(mentions(text))) == 1 for mention in found_here]
    if len(numbers) == len(points) and not _is_in_order(numbers, start, points):
        return ", ".join(strings)[:_SHOWN]
    return next(_in_keys(value, variables, start, points), None) or _in_counts(value, start)


def names_coordinates(value: Value, variables: tuple[str, ...]) -> bool:
    """Tell whether keys or headings say which numbers are which coordinate, so that rows are no columns."""
    if isinstance(value, str):
        heads = table_cells(value)[0] if is_table(value) else []
    else:
        rows = value if isinstance(value, list | tuple) and value else [value]
        heads = [str(key) for key in rows[0]] if isinstance(rows[0], dict) else []
    told = [told[0] for head in heads if (told := coordinate_of(head, variables)) is not None]
    return all(variable in told for variable in variables)


# --- Texts ----------------------------------------------------------------------------------------


def _in_text(text: str, variables: tuple[str, ...], start: Point, points: Sequence[Point]) -> str | None:
    """Return the first thing around the points of a text that is no label, number, arrow or prose."""
    plain = plain_text(text)
    spans = list(bracketed(plain, len(variables)))
    keys = text.replace("'", "\"").split("\"")[1::2] if "{" in text else []
    if any(map(heads_another_quantity, keys)) and not any(coordinate_of(key, variables) for key in keys):
        return ", ".join(keys)[:_SHOWN]
    if not spans:
        return _in_words(text) or _of_sign(text) or _misplaced(plain, variables)
    if plain.count("(") != plain.count(")") or plain.count("[") != plain.count("]") or plain.count("{") != plain.count("}"):
        return "()"
    numbers: list[int] = []
    ends = [0, *(end for _, end in spans)]
    starts = [*(begin for begin, _ in spans), len(plain)]
    for at, (end, begin) in enumerate(zip(ends, starts, strict=True)):
        found = _between(plain[end:begin], variables, numbers, leads=at < len(spans))
        if found:
            return found
        says_start = any(word.startswith(_STARTING) for word in plain[end:begin].lower().split())
        if says_start and 0 < at < len(points) and not agrees(points[at], start):
            return plain[end:begin].strip()[:_SHOWN]
        if says_start and at == 0 and not agrees(points[0], start):
            return plain[end:begin].strip()[:_SHOWN]
    for begin, end in spans:
        if any(sign in plain[begin:end] for sign in _MISPRINTS):
            return plain[begin:end][:_SHOWN]
    if numbers and len(set(numbers)) == len(spans) and not _is_in_order(numbers, start, points):
        return text.strip()[:_SHOWN]
    return None


def _between(
    text: str, variables: tuple[str, ...], numbers: list[int], *, leads: bool
) -> str | None:
    """Return what is not plain in what stands before a point, or behind the last; the numbers in it are added."""
    shown = text.strip()[:_SHOWN] or None
    if _in_words(text):
        return shown
    kept = text
    for mention in list(mentions(text)):
        numbers.append(mention.number)
        kept = kept[: mention.start] + " " * (mention.end - mention.start) + kept[mention.end :]
    names: list[str] = []
    tokens = _TOKEN.findall(kept)
    joins = [token for token in tokens if token not in _PLAIN]
    if len(joins) == 1 and joins[0].lower() in AND and leads:
        return None
    for at, token in enumerate(tokens):
        stem = token.rstrip("0123456789}").rstrip("{_")
        digits = token[len(stem) :].strip("_{}")
        behind = tokens[at + 1] if at + 1 < len(tokens) else ""
        if token in variables or stem in variables or (digits and stem.lower() in _POINT_NAMES):
            names.append(token if token in variables else stem)
            numbers.extend([int(digits)] if digits and token not in variables else [])
        elif token.isdecimal():
            if len(token) > 2 or (tokens[at - 1] if at else "") not in ("", ",", ";", "(") or behind not in (".", ":", ")"):
                return shown
            numbers.append(int(token))
        elif token[0].isalpha():
            if digits or (len(token) == 1 and token.lower() not in AND | {"p", "a", "à", "o", "w", "z"} - set(variables)):
                return shown
        elif token not in _PLAIN and (token not in _EQUAL or not leads or at + 1 < len(tokens) and set(tokens[at + 1 :]) - _PLAIN):
            return shown
    coordinates = [name for name in names if name in variables]
    labelled = any(sign in _EQUAL or sign in ":：" for sign in tokens) or not coordinates or leads and bool(numbers)
    led = bool(_EQUAL.isdisjoint(tokens)) or any(token[0].isalpha() for token in tokens) or kept != text
    return None if labelled and led and coordinates in ([], [variables[0]], list(variables)) else shown


def _misplaced(plain: str, variables: tuple[str, ...]) -> str | None:
    """Return the name of a coordinate that stands before the number of another one: `y: 0.4, 1.9`."""
    pieces = [piece for part in plain.replace(";", ",").replace("\n", ",").split(",") if (piece := part.strip(" ()[]"))]
    for at, piece in enumerate(pieces):
        tokens = _TOKEN.findall(piece)
        stem = tokens[0].rstrip("0123456789}").rstrip("{_")
        name = tokens[0] if tokens[0] in variables else stem
        if name in variables and len(tokens) > 1 and name != variables[at % len(variables)]:
            return piece[:_SHOWN]
    return None


def _in_words(text: str) -> str | None:
    """Return a text whose words deny or doubt what is beside them, or name another quantity."""
    words = [token.lower() for token in _TOKEN.findall(text)]
    gradient = single_words_of("gradient", "slope") | {f"{word}s" for word in single_words_of("gradient", "slope")}
    named = any(
        word in gradient and not (words[at + 1 : at + 2] and words[at + 1].startswith(_DESCENDING))
        for at, word in enumerate(words)
    )
    suspect = not (_SUSPECT | _OTHERS).isdisjoint(words) or any(word in FUNCTIONS and len(word) > 1 for word in words)
    return text.strip()[:_SHOWN] if named or suspect or denies(text) or offers(text) else None


def _of_sign(text: str) -> str | None:
    """Return a text with a sign that doubts or compares, or that names a derivative."""
    return text.strip()[:_SHOWN] if any(sign in "?≠<!∇∂Δ✗✘❌" for sign in text.replace("->", "")) else None


# --- Tables ---------------------------------------------------------------------------------------


def _in_table(text: str, variables: tuple[str, ...], start: Point) -> str | None:
    """Return the heading that lists coordinates in another order, or the row 0 that is not the start."""
    rows = table_cells(text)
    for head in rows[0]:
        listed = [part.strip(" $()`*") for part in head.split(",")]
        if len(listed) > 1 and sorted(listed) == sorted(variables) and listed != list(variables):
            return head.strip()
    if any(map(is_new, rows[0])):
        return None
    for row in rows[1:]:
        numbers = [number for cell in row[1:] for number in re.findall(r"[-−]?\d+(?:[.,]\d+)?", cell)]
        if row[0].strip(" $`*.:()") == "0" and numbers and not _holds([float(n.replace(",", ".").replace("−", "-")) for n in numbers], start):
            return " ".join(row)[:_SHOWN]
    return None


def _holds(numbers: Sequence[float], start: Point) -> bool:
    """Tell whether the coordinates of the start stand side by side in a row."""
    size = len(start)
    return any(agrees(tuple(numbers[at : at + size]), start) for at in range(len(numbers) - size + 1))


# --- Values ---------------------------------------------------------------------------------------


def _strings(value: Value) -> Iterator[str]:
    """Yield the strings in a value and the keys of its dictionaries."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, entry in value.items():
            if isinstance(key, str) and _says_something(key):
                yield key
            yield from _strings(entry)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)


def _says_something(key: str) -> bool:
    return len(key) > 1


def _in_keys(value: Value, variables: tuple[str, ...], start: Point, points: Sequence[Point]) -> Iterator[str]:
    """Yield the keys and names that head another quantity, list coordinates in another order or count out of order."""
    if isinstance(value, NamedTupleValue):
        told = [told[0] for name in value.names if (told := coordinate_of(name, variables)) is not None]
        if told != list(variables) and (told or any(map(heads_another_quantity, value.names))):
            yield ", ".join(value.names)
    elif isinstance(value, dict):
        keys = list(value)
        names = [str(key) for key in keys]
        pointed = any(coordinate_of(name, variables) for name in names)
        if any(isinstance(entry, bool) for entry in value.values()) or (
            not pointed and any(map(heads_another_quantity, names))
        ):
            yield ", ".join(names)[:_SHOWN]
        counts = [key for key in keys if isinstance(key, int)]
        if counts and len(counts) == len(keys) == len(points) and not _is_in_order(sorted(counts), start, points):
            yield ", ".join(names)[:_SHOWN]
    if isinstance(value, list | tuple):
        rows = [row for row in value if isinstance(row, dict)]
        for name in ("n", "k", "i", "step", "iteration", "iter", *words_of("step")):
            counts = [row[name] for row in rows if isinstance(row.get(name), int)]
            if counts and len(counts) == len(rows) == len(value) == len(points) and not _is_in_order(counts, start, points):
                yield f"{name}: {', '.join(map(str, counts))}"
        for part in value:
            yield from _in_keys(part, variables, start, points)


def _in_counts(value: Value, start: Point) -> str | None:
    """Return the row that is numbered 0 and is not the start: `(0, (0.4, 1.9))`."""
    rows = value if isinstance(value, list | tuple) else []
    if len(rows) < 2 or not all(isinstance(row, list | tuple) and len(row) == 2 and isinstance(row[1], list | tuple) for row in rows):
        return None
    if [row[0] for row in rows] != list(range(len(rows))):
        return None
    first = rows[0][1]
    numbers = [float(number) for number in first if isinstance(number, int | float)]
    return None if _holds(numbers, start) or len(numbers) != len(first) else f"0: {numbers}"[:_SHOWN]


def _is_in_order(numbers: Sequence[int], start: Point, points: Sequence[Point]) -> bool:
    """Tell whether the numbers of the points count on from 1, or from 0 where the first is the start."""
    counted = sorted(set(numbers))
    if list(dict.fromkeys(numbers)) != counted or counted != list(range(counted[0], counted[0] + len(counted))):
        return False
    first = bool(points) and len(points[0]) == len(start) and agrees(points[0], start)
    return counted[0] == 1 or (counted[0] == 0 and (first or len(points[0]) != len(start)))

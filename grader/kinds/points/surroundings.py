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
from grader.kinds.code_values import strings_in
from grader.kinds.points.columns import coordinate_of, heads_another_quantity, is_new
from grader.kinds.points.point_lists import bracketed, is_table, plain_text, table_cells, told_by_name
from grader.model import NamedTupleValue, Value
from grader.notation.languages import AND, ordinals, single_words_of, words_of
from grader.notation.numbered_steps import mentions
from grader.notation.wording import ALTERNATIVE, OPERATION, POSSIBLE, RIGHT, SUPPOSED, denies, offers

# A name with its index (`x_1`, `P2`), a number, or one other sign.
_TOKEN = re.compile(r"[^\W\d_]+(?:_?\{?\d+\}?)?|\d+|\S")
_NUMBER = re.compile(r"[-−]?\d+(?:[.,]\d+)?")  # a number in a cell of a table, with a point or a comma
_PLAIN = frozenset(",;:.()[]{}⟨⟩\"'`–—✓✔✅✨、，：；。")  # signs that part, close or begin
_MISPRINTS = ("~", "_", "#", "=", "?", "!", "+.", ".,", ".)", ",|", ",;")  # inside of a point, signs that belong to no number
_EQUAL = frozenset("=≈≃≅")  # between the name of a point and the point
_POINT_NAMES = frozenset(("p", "point", "step", "pos", "position", "punkt", "schritt", "q", "r"))
"""What people call a point before its number; `x` for the whole point is the first variable."""
_COUNTING = frozenset(("n", "k", "i", "t", "nr")) | words_of("step")  # keys that number the points
_STARTING = ("start", "begin", "initial", "anfang", "départ", "inici", "inizi", "original")  # how words of the start begin
# Words for quantities of a descent that are no points, besides the gradient and the slope.
_OTHERS = frozenset("velocity direction move change difference delta expected old alt ancien viejo vecchio before".split())
_DESCENDING = ("descent", "descents", "step", "steps", "method")  # behind `gradient`, which then is no gradient
_SUSPECT = ALTERNATIVE | OPERATION | SUPPOSED | POSSIBLE - {"second", "other"}  # words that no list of points has around it
_LETTERS = AND | frozenset("paàowz")  # words of one letter, and what people call a point
_MOST_DIGITS = 2  # of the number of a step by hand
_SHOWN = 60  # characters of what stands there that are shown: half a line


def objection(value: Value, variables: tuple[str, ...], start: Point, points: Sequence[Point]) -> str | None:
    """Return what stands around the points of an answer and may change what they mean; None where nothing does."""
    if isinstance(value, str):
        return _in_table(value, variables, start) if is_table(value) else _in_text(value, variables, start, points)
    strings = list(strings_in(value))
    for text in strings:
        found = _in_words(text) or _of_sign(text)
        if found:
            return found
    said = [list(mentions(text)) for text in strings]
    numbers = [each[0].number for each in said if len(each) == 1]
    if len(numbers) == len(points) and not _is_in_order(numbers, start, points):
        return ", ".join(strings)[:_SHOWN]
    return next(_in_keys(value, variables, start, points), None) or _in_counts(value, start)


def names_coordinates(value: Value, variables: tuple[str, ...]) -> bool:
    """Tell whether keys or headings name the coordinates, so that a row is a point and no variable's."""
    if isinstance(value, str):
        heads = table_cells(value)[0] if is_table(value) else []
    else:
        first = value[0] if isinstance(value, list | tuple) and value else value
        heads = [str(key) for key in first] if isinstance(first, dict) else []
    told = [told[0] for head in heads if (told := coordinate_of(head, variables)) is not None]
    return all(variable in told for variable in variables)


# --- Texts ----------------------------------------------------------------------------------------


def _in_text(text: str, variables: tuple[str, ...], start: Point, points: Sequence[Point]) -> str | None:
    """Return the first thing around the points of a text that is no label, number, arrow or prose."""
    plain = plain_text(text)
    spans = list(bracketed(plain, len(variables)))
    if not spans:
        misplaced = None if told_by_name(plain, variables) else _misplaced(plain, variables)
        return _in_words(text) or _of_sign(text) or misplaced
    misprinted = [plain[begin:end] for begin, end in spans if any(sign in plain[begin:end] for sign in _MISPRINTS)]
    if misprinted:
        return misprinted[0][:_SHOWN]
    ends, starts = [0, *(end for _, end in spans)], [*(begin for begin, _ in spans), len(plain)]
    outside = [plain[end:begin] for end, begin in zip(ends, starts, strict=True)]
    if not _are_paired(" ; ".join(outside)):
        return plain.strip()[:_SHOWN]
    numbers: list[int] = []
    for at, piece in enumerate(outside):
        says_start = any(word.startswith(_STARTING) for word in piece.lower().split())
        if says_start and at < len(points) and not agrees(points[at], start):
            return piece.strip()[:_SHOWN]
        if not _is_plain(piece, variables, numbers, leads=at < len(spans)):
            return piece.strip()[:_SHOWN]
    out_of_order = len(set(numbers)) == len(spans) and not _is_in_order(numbers, start, points)
    return text.strip()[:_SHOWN] if out_of_order else None


def _are_paired(outside: str) -> bool:
    """Tell whether each bracket outside of the points has its other half, but for those of `1) (0.4, 1.9)`."""
    tokens = ["", *_TOKEN.findall(outside)]
    counts = sum(
        token == ")" and before.isdecimal() and first != "("
        for first, before, token in zip(tokens, tokens[1:], tokens[2:], strict=False)
    )
    paired = all(outside.count(pair[0]) == outside.count(pair[1]) for pair in ("[]", "{}", "⟨⟩"))
    return paired and outside.count("(") == outside.count(")") - counts


def _is_plain(text: str, variables: tuple[str, ...], numbers: list[int], *, leads: bool) -> bool:
    """Tell whether what stands before a point, or behind the last, leaves it as it is; numbers in it are added."""
    if _in_words(text):
        return False
    kept = text
    for mention in mentions(text):
        numbers.append(mention.number)
        kept = kept[: mention.start] + " " * (mention.end - mention.start) + kept[mention.end :]
    tokens = _TOKEN.findall(kept)
    joining = [token for token in tokens if token not in _PLAIN]
    if len(joining) == 1 and joining[0].lower() in AND and leads:
        return True
    names: list[str] = []
    for at, token in enumerate(tokens):
        stem, index = _stem_and_index(token, variables)
        if stem in variables or (index and stem.lower() in _POINT_NAMES):
            names.append(stem)
            numbers.extend([int(index)] if index else [])
        elif token.isdecimal() and tokens[at + 1 : at + 2] and token + tokens[at + 1] in ordinals():
            numbers.append(int(token))
        elif token.isdecimal():
            if not _numbers_a_point(tokens, at):
                return False
            numbers.append(int(token))
        elif token[0].isalpha():
            letter = len(token) == 1 and token.lower() not in _LETTERS - set(variables)
            if index or letter or (len(token) > 1 and token in FUNCTIONS):
                return False
        elif token not in _PLAIN and (token not in _EQUAL or not leads or set(tokens[at + 1 :]) - _PLAIN):
            return False
    coordinates = [name for name in names if name in variables]
    named = kept != text or any(token[0].isalpha() for token in tokens)
    says_equal = not _EQUAL.isdisjoint(tokens)
    led = says_equal or ":" in tokens or "：" in tokens or (leads and bool(numbers))
    points = [*variables] * (len(coordinates) // len(variables))  # `[(x1, y1), (x2, y2)] =` names them all
    whole = coordinates in ([], [variables[0]], points)
    return whole and (led or not coordinates) and (named or not says_equal)


def _stem_and_index(token: str, variables: tuple[str, ...]) -> tuple[str, str]:
    """Return a name without its index, and the digits of this: `p` and `1` of `p_1`; a variable is a name as a whole."""
    if token in variables:
        return token, ""
    stem = token.rstrip("0123456789}").rstrip("{_")
    return stem, token[len(stem) :].strip("_{}")


def _numbers_a_point(tokens: Sequence[str], at: int) -> bool:
    """Tell whether a number stands as `1.`, `1:`, `1)` or `(1)` before a point."""
    before, behind = tokens[at - 1] if at else "", tokens[at + 1] if at + 1 < len(tokens) else ""
    return len(tokens[at]) <= _MOST_DIGITS and before in ("", ",", ";", "(", ".") and behind in (".", ":", ")")


def _misplaced(plain: str, variables: tuple[str, ...]) -> str | None:
    """Return the name of a coordinate that stands before the number of another one: `y: 0.4, 1.9`."""
    pieces = [piece for part in plain.replace(";", ",").replace("\n", ",").split(",") if (piece := part.strip(" ()[]"))]
    for at, piece in enumerate(pieces):
        tokens = _TOKEN.findall(piece)
        name, _ = _stem_and_index(tokens[0], variables)
        if name in variables and len(tokens) > 1 and name != variables[at % len(variables)]:
            return piece[:_SHOWN]
    return None


def _in_words(text: str) -> str | None:
    """Return a text whose words deny or doubt what is beside them, or name another quantity."""
    words = [token.lower() for token in _TOKEN.findall(text)]
    gradient = single_words_of("gradient", "slope") | {f"{word}s" for word in single_words_of("gradient", "slope")}
    named = any(
        word in gradient and not (words[at + 1 : at + 2] and words[at + 1].startswith(_DESCENDING)) for at, word in enumerate(words)
    )
    suspect = not (_SUSPECT | _OTHERS).isdisjoint(words)
    return text.strip()[:_SHOWN] if named or suspect or denies(text) or offers(text) else None


def _of_sign(text: str) -> str | None:
    """Return a text with a sign of doubt, of comparison or of a derivative."""
    return text.strip()[:_SHOWN] if any(sign in "?≠<!∇∂Δ✗✘❌" for sign in text.replace("->", "")) else None


# --- Tables ---------------------------------------------------------------------------------------


def _in_table(text: str, variables: tuple[str, ...], start: Point) -> str | None:
    """Return a heading with the coordinates in another order, or the row 0 if it is not the start."""
    rows = table_cells(text)
    for head in rows[0]:
        listed = [part.strip(" $()`*") for part in head.split(",")]
        if len(listed) > 1 and sorted(listed) == sorted(variables) and listed != list(variables):
            return head.strip()
    if any(map(is_new, rows[0])):
        return None
    for row in rows[1:]:
        written = [number for cell in row[1:] for number in _NUMBER.findall(cell)]
        numbers = [float(number.replace(",", ".").replace("−", "-")) for number in written]
        if row[0].strip(" $`*.:()") == "0" and numbers and not _holds(numbers, start):
            return " ".join(row)[:_SHOWN]
    return None


def _holds(numbers: Sequence[float], start: Point) -> bool:
    """Tell whether the coordinates of the start stand in a row, in their order."""
    left = iter(numbers)
    return all(any(agrees((number,), (coordinate,)) for number in left) for coordinate in start)


# --- Values ---------------------------------------------------------------------------------------


def _in_keys(value: Value, variables: tuple[str, ...], start: Point, points: Sequence[Point]) -> Iterator[str]:
    """Yield the keys and names that head another quantity, list coordinates in another order or count out of order."""
    if isinstance(value, NamedTupleValue):
        told = [told[0] for name in value.names if (told := coordinate_of(name, variables)) is not None]
        if told != list(variables) and (told or any(map(heads_another_quantity, value.names))):
            yield ", ".join(value.names)
    elif isinstance(value, dict):
        keys = list(value)
        names = [str(key) for key in keys]
        named = list(map(heads_another_quantity, names))
        counted = [str(key) in _COUNTING and isinstance(entry, int) for key, entry in value.items()]
        valid = all(value[key] is not False for key in keys if str(key).lower() in RIGHT)
        if not valid or (any(named) and all(map(max, zip(named, counted, strict=True)))):
            yield ", ".join(names)[:_SHOWN]
        counts = [key for key in keys if isinstance(key, int)]
        if counts and len(counts) == len(keys) == len(points) and not _is_in_order(sorted(counts), start, points):
            yield ", ".join(names)[:_SHOWN]
    if isinstance(value, list | tuple):
        rows = [row for row in value if isinstance(row, dict)]
        for name in _COUNTING:
            counts = [count for row in rows if isinstance(count := row.get(name), int)]
            if counts and len(counts) == len(rows) == len(value) == len(points) and not _is_in_order(counts, start, points):
                yield f"{name}: {', '.join(map(str, counts))}"
        for part in value:
            yield from _in_keys(part, variables, start, points)


def _in_counts(value: Value, start: Point) -> str | None:
    """Return the row that is numbered 0 and is not the start: `(0, (0.4, 1.9))`."""
    rows = [row for row in value if isinstance(row, list | tuple) and len(row) > 1] if isinstance(value, list | tuple) else []
    if len(rows) < 2 or [row[0] for row in rows] != list(range(len(rows))):
        return None
    first = rows[0][1]
    if not isinstance(first, list | tuple):
        return None
    numbers = [float(number) for number in first if isinstance(number, int | float)]
    return None if _holds(numbers, start) or len(numbers) != len(first) else f"0: {numbers}"[:_SHOWN]


def _is_in_order(numbers: Sequence[int], start: Point, points: Sequence[Point]) -> bool:
    """Tell whether the numbers of the points count on from 1, or from 0 for the start."""
    counted = sorted(set(numbers))
    if list(dict.fromkeys(numbers)) != counted or counted != list(range(counted[0], counted[0] + len(counted))):
        return False
    first = bool(points) and len(points[0]) == len(start) and agrees(points[0], start)
    return counted[0] == 1 or (counted[0] == 0 and (first or len(points[0]) != len(start)))

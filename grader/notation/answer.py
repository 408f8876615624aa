"""Reads a text that is one answer: a formula, a number, a vector or a point, with the name that it may have.

Everything that cannot be read ends in `Unreadable`, at once: no text is ever evaluated, and caps on length, depth,
digits and powers stand before any work is done.
"""

from __future__ import annotations

import math
import re
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from grader.algebra.floats import is_single
from grader.algebra.tidy import ZERO, tidy
from grader.algebra.tree import Expression, Negative, Number, Variable, Vector, variables_in
from grader.notation.commas import settled
from grader.notation.grammar import parsed
from grader.notation.labels import Labels
from grader.notation.lexer import Lexer, number
from grader.notation.line import Equation, Prose, read_line, vector_of
from grader.notation.sympy_text import parse_structure
from grader.notation.tokens import MAX_CHARACTERS, Complaint, Token, Unreadable, unreadable
from grader.notation.trees import check_size, lift_vectors
from grader.notation.vocabulary import Vocabulary, Words, words_of

Style = Literal["any", "python", "tex"]
"""Whether a text is code, TeX without dollar signs, or whatever its signs say."""
_LONG = 16  # characters of a number that is no short decimal
_SURE_OF_SINGLE = 6  # digits that a calculation in single precision gets right
_QUOTED = re.compile(r"\s*[rRuUbB]?(\"\"\"|'''|\"|')(.*)\1\s*;?\s*", re.DOTALL)
"""A text that is one string of Python's."""
_ENDINGS = frozenset((";", ".", "\n", ","))
"""The punctuation that ends a sentence or a statement."""


def read_answer(text: str, vocabulary: Vocabulary, *, style: Style = "any", size: int | None = None) -> Expression:
    """Return the expression that a text stands for; of `name = value` the last right side.

    Side by side, declared variables are multiplied (`3xy`); `e` is Euler's number and `pi` is pi unless declared.
    Vectors are tuples, lists, column or row matrices, angle brackets, or sums with i, j, k; a vector stands at the top
    of the tree. In the style of `python` the text is code: `^` is no power there, and `xy` one name. `size` says how many
    components the answer has, where that is known. Raises Unreadable with a sentence for the student and the place.
    """
    if len(text) > MAX_CHARACTERS:
        raise unreadable("too_long", count=len(text))
    return _read(text, vocabulary, style, size)


def read(text: str, *, variables: tuple[str, ...], notation: str = "auto") -> Expression:
    """Return what a text stands for in an exercise with these variables.

    `notation` is `auto`, `python` (code, where `^` is no power), `latex` where a text without any command is TeX, or
    `sympy` (the text of a SymPy object's structure).
    """
    if notation not in _NOTATIONS:
        raise ValueError(f"{notation!r} is no notation; there are {', '.join(sorted(_NOTATIONS))}")
    if notation == "sympy":
        if len(text) > MAX_CHARACTERS:
            raise unreadable("too_long", count=len(text))
        return read_sympy(text)
    return read_answer(text, Vocabulary(variables=tuple(variables)), style=_NOTATIONS[notation])


def read_or_none(text: str, *, variables: tuple[str, ...], notation: str = "auto") -> Expression | None:
    """Return the same, None where it stands for nothing."""
    try:
        return read(text, variables=variables, notation=notation)
    except Unreadable:
        return None


_NOTATIONS: dict[str, Style] = {
    "auto": "any", "calculator": "any", "unicode": "any", "python": "python", "latex": "tex", "sympy": "any",
}  # fmt: skip


@lru_cache(maxsize=1024)
def _read(text: str, vocabulary: Vocabulary, style: Style, size: int | None) -> Expression:
    """Return the same for a whole class, read once."""
    inner, offset = _unquoted(text)
    if not inner.strip():
        raise unreadable("empty", offset)
    words = words_of(vocabulary)
    try:
        lexer = Lexer(inner, words, strict=style == "python", tex=True if style == "tex" else None)
        tokens = settled(lexer.tokens(), lexer, size)
        said = tokens if style == "python" or "lambda" in inner else _without_label(tokens)
        expression = (_several(inner, tokens, vocabulary) if style == "any" else None) or _right_side(said, words, inner)
        check_size(expression)
    except Unreadable as problem:
        place = None if problem.position is None else max(0, min(problem.position + offset, len(text)))
        raise Unreadable(problem.reason, place) from None
    return expression


def read_sympy(structure_text: str) -> Expression:
    """Return the expression in the text that `sympy.srepr` gives of an object; its symbols become variables by name.

    Matrices of one row or column and tuples become vectors. Raises Unreadable; the text may be hostile.
    """
    expression = lift_vectors(parse_structure(structure_text))
    check_size(expression)
    return expression


def from_float(value: float) -> Expression:
    """Return a number that came from code, by the same decimal rule as its shortest spelling.

    Raises:
        Unreadable: the value is NaN or infinite.
    """
    if not math.isfinite(value):
        raise unreadable("not_a_number" if math.isnan(value) else "not_finite")
    digits, _, exponent = repr(abs(float(value))).partition("e")
    literal = number(digits, exponent or "0")
    if isinstance(literal, Complaint):
        return Number(Fraction(value))
    if len(digits) >= _LONG and is_single(value):
        literal = Number(literal.value, _SURE_OF_SINGLE)
    return Negative(literal) if value < 0 else literal


def passed_over(text: str, *, variables: tuple[str, ...]) -> tuple[str, ...]:
    """Return what `read` leaves out of a text: a comment, a label, the sides of a chain before the last, a rounded repetition.

    A member of a chain begins with `=` and a repetition with `≈`.
    """
    inner, _ = _unquoted(text)
    try:
        lexer = Lexer(inner, words_of(Vocabulary(variables=tuple(variables))))
        comment = "" if lexer.tex else inner.partition("#")[2]
        tokens = lexer.tokens()
    except Unreadable:
        return ()
    said = _without_label(tokens)
    start = said[0].start if len(said) < len(tokens) else 0
    depth, found = 0, []
    for token in said:
        depth += (token.kind == "open") - (token.kind == "close")
        if depth == 0 and token.is_op("=≈"):
            found.append((token.start, str(token.value)))
    signs = found
    ends = [start, *(position for position, _ in signs)]
    sides = [(sign, inner[at:end].strip(" :=>≈&")) for (end, sign), at in zip(signs, ends, strict=False)]
    about = next((position for position, sign in signs if sign == "≈"), None)
    pieces = [inner[: max(0, start - 1)], *(f"= {side}" for _, side in sides[: 1 + (about is None) * len(sides)] if side)]
    pieces += [f"≈ {inner[about + 1 :]}"] if about is not None else []
    return tuple(piece for piece in (*pieces, comment) if piece.strip())


def _unquoted(text: str) -> tuple[str, int]:
    """Return what stands in the quotes when the whole text is one string of Python's, and where it starts."""
    match = _QUOTED.fullmatch(text) if text.rstrip(" ;\t\n")[-1:] in {"'", '"'} else None
    if match and match[1][0] not in match[2]:
        return match[2], match.start(2)
    return text, 0


def _several(text: str, tokens: list[Token], vocabulary: Vocabulary) -> Expression | None:
    """Return the vector of `f_x = 4y, f_y = 4x`, in the order of its labels; None where there is one equation alone.

    Raises Unreadable where the equations are no components of one vector.
    """
    if sum(token.is_op("=") for token in tokens) < 2:
        return None
    found = [piece for piece in read_line(text, vocabulary) if not isinstance(piece, Prose)]
    if len(found) < 2:
        return None
    equations = [piece for piece in found if isinstance(piece, Equation)]
    vector = vector_of(equations, vocabulary) if len(equations) == len(found) else None
    if vector is None:
        raise unreadable("several", found[1].start)
    return vector


def _right_side(tokens: list[Token], words: Words, text: str) -> Expression:
    """Return the expression right of the last top-level `=`; after an `≈`, only where nothing exact stands before it.

    Where the last side is a name, `4x = f_x`, it is the one before.
    """
    tokens = _unboxed(_trimmed(tokens))
    exact, rounded = _cut_at(tokens, "≈", last=False)
    if rounded is not None and (_bare_name(exact) or len(exact) < 2):
        return _right_side(rounded, words, text)
    left, right = _cut_at(exact, "=", last=True)
    if right is not None and len(right) > 1 and _is_label(right, words, text):
        return _right_side(left, words, text)
    side = exact if right is None else _trimmed(right)
    if len(side) < 2 and right is not None:
        raise unreadable("after_equals", side[0].start)
    if len(side) < 2:
        raise unreadable("nothing", side[0].start)
    found = parsed(side, words)
    if right is not None and tidy(found) == ZERO and _computes(left, words):
        raise unreadable("equation", side[0].start)
    return found


def _is_label(tokens: list[Token], words: Words, text: str) -> bool:
    """Tell whether a side of an equation is the name of an answer and no variable."""
    label = Labels(tokens, text, words).at(0) if tokens[0].kind != "number" else None
    if label is None or label.end < len(tokens) - 1 or any(name in words.variables for name in label.names):
        return False
    return label.shape == "mathematical" or any(name in words.vocabulary.names or "_" in name for name in label.names)


def _computes(left: list[Token], words: Words) -> bool:
    """Tell whether what an equation sets to 0 is a formula that is not 0, and no name of the answer."""
    _, last = _cut_at(left, "=", last=True)
    member = left if last is None else last
    try:
        formula = tidy(parsed(member, words))
    except Unreadable:
        return False
    return not isinstance(formula, Variable | Vector) and bool(variables_in(formula))


def _trimmed(tokens: list[Token]) -> list[Token]:
    """Return the tokens without the punctuation that ends a sentence or a statement."""
    end = len(tokens) - 1
    while end > 1 and tokens[end - 1].kind in {"op", "sign"} and tokens[end - 1].value in _ENDINGS:
        end -= 1
    return tokens if end == len(tokens) - 1 else [*tokens[:end], tokens[-1]]


def _unboxed(tokens: list[Token]) -> list[Token]:
    r"""Return what stands in the braces of `\boxed{f = …}`, where they enclose the whole and an equals sign."""
    inside, end = tokens[1:-2], tokens[-1]
    braces = len(tokens) > 3 and all(token.value == "{" for token in (tokens[0], tokens[-2]))
    if not braces or _cut_at([*inside, end], "=", last=True)[1] is None:
        return tokens
    return [*inside, end]


def _without_label(tokens: list[Token]) -> list[Token]:
    """Return what stands after `df/dx:` or `The slope is:`, and all of it without such words before a colon."""
    colon = next((i for i, token in enumerate(tokens) if token.kind == "sign" and token.value == ":"), 0)
    named = any(token.kind in {"word", "sign", "bad"} for token in tokens[:colon])
    return tokens[colon + 1 :] if named else tokens


def _bare_name(tokens: list[Token]) -> bool:
    """Tell whether this is the name of the answer and not an answer: no sign that computes, no number."""
    cut, right = _cut_at(tokens, "=", last=True)
    side = cut if right is None else right
    return (
        right is None
        and not any(token.kind == "number" for token in side)
        and any(token.kind in {"bad", "word", "sign"} or len(side) == 2 for token in side)
    )


def _cut_at(tokens: list[Token], sign: str, *, last: bool) -> tuple[list[Token], list[Token] | None]:
    """Return the tokens before and after a sign that stands outside all brackets; (all, None) when there is none."""
    depth, place = 0, None
    for index, token in enumerate(tokens):
        kind = token.kind
        if kind == "op":
            if depth == 0 and token.value == sign:
                place = index
                if not last:
                    break
        elif kind == "open":
            depth += 1
        elif kind == "close":
            depth -= 1
    if place is None:
        return tokens, None
    at = tokens[place].start
    return [*tokens[:place], Token("end", "", at, at, False)], tokens[place + 1 :]

"""Reads an answer as somebody wrote it: chooses the notation, takes the right side, checks the size of the result.

Everything that cannot be read ends in `Unreadable`, at once: no text is ever evaluated, and caps on length, depth,
digits and powers stand before any work is done.
"""

from __future__ import annotations

import math
import re
from fractions import Fraction
from functools import lru_cache

from grader.algebra.floats import is_single
from grader.algebra.tidy import ZERO, tidy
from grader.algebra.tree import Expression, Negative, Number, Variable, Vector, variables_in
from grader.notation.latex_lexer import Latex
from grader.notation.lexer import COLON, FULL_STOP, LINE_BREAK, Plain, number
from grader.notation.parser import Parser
from grader.notation.sympy_text import parse_structure
from grader.notation.tokens import MAX_CHARACTERS, Token, Unreadable
from grader.notation.tree_sizes import check_size
from grader.notation.vectors import lift_vectors
from grader.notation.words import Names, names_for

_LONG = 16  # characters of a number that is no short decimal
_SURE_OF_SINGLE = 6  # digits that a calculation in single precision gets right
_DECIMAL_COMMAS = re.compile(r"[(⟨]\s*[-+−]?\d+,\d+(?:\s*;\s*[-+−]?\d+(?:,\d+)?)+\s*[)⟩]")
_NOTATIONS = frozenset(("auto", "python", "calculator", "unicode", "latex", "sympy"))
_LATEX = re.compile(r"\\|\^\s*\{|_\s*\{|\$|[\])]\s*\^\s*T\b")
_QUOTED = re.compile(r"\s*[rRuUbB]?(\"\"\"|'''|\"|')(.*)\1\s*;?\s*", re.DOTALL)


def read(text: str, *, variables: tuple[str, ...], notation: str = "auto") -> Expression:
    """Return the expression that a text stands for; of `name = value` the last right side.

    `notation` is `auto`, `python`, `calculator` (or `unicode`), `latex` or `sympy` (the text of a SymPy object's structure).
    Side by side, declared variables are multiplied (`3xy`); `e` is Euler's number and `pi` is pi unless declared.
    Vectors are tuples, lists, column or row matrices, angle brackets, or sums with i, j, k; a vector stands at the top
    of the tree. Raises Unreadable with a sentence for the student and the place in the text.
    """
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(f"This answer is {len(text)} characters long; an expression of this kind needs far fewer.")
    if notation not in _NOTATIONS:
        raise ValueError(f"{notation!r} is no notation; there are {', '.join(sorted(_NOTATIONS))}")
    if notation == "sympy":
        return read_sympy(text)
    return _read(text, tuple(variables), notation)


@lru_cache(maxsize=1024)
def _read(text: str, variables: tuple[str, ...], notation: str) -> Expression:
    inner, offset = _unquoted(text)
    if not inner.strip():
        raise Unreadable("There is nothing here to be read as an expression.", offset)
    try:
        tokens = _tokens(_with_decimal_points(inner), names_for(variables), notation)
        said = tokens if notation == "python" or "lambda" in inner else _without_label(tokens)
        expression = lift_vectors(_right_side(said, names_for(variables)))
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
        raise Unreadable(f"The value is {'not a number (nan)' if math.isnan(value) else 'infinite'}.")
    digits, _, exponent = repr(abs(float(value))).partition("e")
    literal = number(digits, exponent or "0", 0).value
    if isinstance(literal, Number) and len(digits) >= _LONG and is_single(value):
        literal = Number(literal.value, _SURE_OF_SINGLE)
    if not isinstance(literal, Number):
        return Number(Fraction(value))
    return Negative(literal) if value < 0 else literal


def passed_over(text: str, *, variables: tuple[str, ...]) -> tuple[str, ...]:
    """What `read` leaves out of a text: a comment, a label, the sides of a chain before the last, a rounded repetition.

    A member of a chain begins with `=` and a repetition with `≈`.
    """
    inner, _ = _unquoted(text)
    comment = "" if _LATEX.search(inner) else inner.partition("#")[2]
    try:
        tokens = _tokens(inner, names_for(tuple(variables)), "auto")
    except Unreadable:
        return ()
    said = _without_label(tokens)
    start = said[0].position if len(said) < len(tokens) else 0
    signs = _outside(said, "=≈")
    ends = [start, *(position for position, _ in signs)]
    sides = [(sign, inner[at:end].strip(" :=>≈&")) for (end, sign), at in zip(signs, ends, strict=False)]
    about = next((position for position, sign in signs if sign == "≈"), None)
    pieces = [inner[: max(0, start - 1)], *(f"= {side}" for _, side in sides[: 1 + (about is None) * len(sides)] if side)]
    pieces += [f"≈ {inner[about + 1 :]}"] if about is not None else []
    return tuple(piece for piece in (*pieces, comment) if piece.strip())


def _outside(tokens: list[Token], wanted: str) -> list[tuple[int, str]]:
    """Return where each of these signs stands outside of all brackets."""
    depth, found = 0, []
    for token in tokens:
        depth += (token.kind == "open") - (token.kind == "close")
        if depth == 0 and token.kind == "op" and str(token.value) in wanted:
            found.append((token.position, str(token.value)))
    return found


def _with_decimal_points(text: str) -> str:
    """Return the text with points for decimal commas where semicolons part what is in brackets: `(-0,866; 0,5)`."""
    return _DECIMAL_COMMAS.sub(lambda found: found[0].replace(",", "."), text)


def _unquoted(text: str) -> tuple[str, int]:
    """Return what stands in the quotes when the whole text is one string of Python's, and where it starts."""
    match = _QUOTED.fullmatch(text)
    if match and match[1][0] not in match[2]:
        return match[2], match.start(2)
    return text, 0


def _tokens(text: str, names: Names, notation: str) -> list[Token]:
    if notation == "latex" or (notation == "auto" and _LATEX.search(text)):
        return Latex(text, names).tokens()
    return Plain(text, names, strict=notation == "python").tokens()


def _right_side(tokens: list[Token], names: Names) -> Expression:
    """Return the expression right of the last top-level `=`; after an `≈`, only where nothing exact stands before it."""
    tokens = _unboxed(_trimmed(tokens))
    exact, rounded = _cut_at(tokens, "≈", last=False)
    if rounded is not None and (_bare_name(exact) or len(exact) < 2):
        return _right_side(rounded, names)
    left, right = _cut_at(exact, "=", last=True)
    side = exact if right is None else right
    if len(side) < 2 and right is not None:
        raise Unreadable("Something is missing after the equals sign.", side[0].position)
    if len(side) < 2:
        raise Unreadable("There is nothing here to be read as an expression.", side[0].position)
    found = Parser(side, names.dimension).whole()
    if right is not None and tidy(found) == ZERO and _computes(left, names):
        raise Unreadable("This is an equation. Write the expression alone, without “= 0”.", side[0].position)
    return found


def _computes(left: list[Token], names: Names) -> bool:
    """Tell whether what an equation sets to 0 is a formula that is not 0, and no name of the answer."""
    _, last = _cut_at(left, "=", last=True)
    member = left if last is None else last
    try:
        formula = tidy(Parser(member, names.dimension).whole())
    except Unreadable:
        return False
    return not isinstance(formula, Variable | Vector) and bool(variables_in(formula))


def _trimmed(tokens: list[Token]) -> list[Token]:
    """Without the punctuation that ends a sentence or a statement."""
    while len(tokens) > 2 and (tokens[-2].kind, tokens[-2].value) in _ENDINGS:
        tokens = [*tokens[:-2], tokens[-1]]
    return tokens


def _unboxed(tokens: list[Token]) -> list[Token]:
    r"""Return what stands in the braces of `\boxed{f = …}`, where they enclose the whole and an equals sign."""
    inside, end = tokens[1:-2], tokens[-1]
    braces = len(tokens) > 3 and all(token.value == "{" for token in (tokens[0], tokens[-2]))
    if not braces or _cut_at([*inside, end], "=", last=True)[1] is None:
        return tokens
    return [*inside, end]


def _without_label(tokens: list[Token]) -> list[Token]:
    """What stands after `df/dx:` or `The slope is:`; all of it where words that mean nothing here do not come first."""
    colon = next((i for i, token in enumerate(tokens) if token.kind == "bad" and token.value == COLON), 0)
    named = any(token.kind == "bad" for token in tokens[:colon])
    return tokens[colon + 1 :] if named else tokens


def _bare_name(tokens: list[Token]) -> bool:
    """Tell whether this is the name of the answer and not an answer: no sign that computes, no number."""
    cut, right = _cut_at(tokens, "=", last=True)
    side = cut if right is None else right
    return (
        right is None
        and not any(token.kind == "number" for token in side)
        and any(token.kind == "bad" or len(side) == 2 for token in side)
    )


def _cut_at(tokens: list[Token], sign: str, *, last: bool) -> tuple[list[Token], list[Token] | None]:
    """Return the tokens before and after a sign that stands outside all brackets; (all, None) when there is none."""
    depth, places = 0, []
    for index, token in enumerate(tokens):
        depth += (token.kind == "open") - (token.kind == "close")
        if depth == 0 and token.kind == "op" and token.value == sign:
            places.append(index)
    if not places:
        return tokens, None
    place = places[-1] if last else places[0]
    before = [*tokens[:place], Token("end", "", tokens[place].position)]
    return before, tokens[place + 1 :]


_ENDINGS = {("op", ";"), ("bad", FULL_STOP), ("bad", LINE_BREAK)}

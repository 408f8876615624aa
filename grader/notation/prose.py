"""What an answer says that is no expression as it stands: the one formula between words, or mathematics that is not read.

A sentence around one formula is that formula, and its words are judged as what stands beside an answer. What cannot be
read and is mathematics for the most part is for a person. Knows no answer and no exercise.
"""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from grader.algebra.tree import Expression, Negative, Number, Variable, parts_of
from grader.notation.answer import read_or_none
from grader.notation.languages import IS, single_words_of
from grader.notation.lexer import Lexer
from grader.notation.line import Equation, Prose, Unread, read_line, with_words
from grader.notation.signs import GREEK
from grader.notation.tokens import Token, Unreadable
from grader.notation.vocabulary import Vocabulary, Words, words_of

_LONGEST = 500  # characters; what is longer is an essay or an attack
_LEAST = 2  # tokens of mathematics; one alone is a slip or a word
_OPERATIONS = single_words_of("operation")  # `4 times x - 3y` is not x - 3y
_OF = frozenset("of von de del di do da van av af от z".split())  # before what is only a part: `half of`, `das Doppelte von`
_LINKS = frozenset(("to", "and", "but"))  # between such a word and the formula: `proportional to`, `between 0 and`
_LEADING = frozenset(("", *"→⇒⟹⟶↦⟼∴=<>"))  # what leads to a formula, though some of it is drawn as mathematics
OPERATORS = frozenset(
    "twice thrice double triple half root max min maximum minimum re im gcd lcm lim limit sup inf floor ceil mod "
    "two three four than least most roughly between proportional similar anything everything except like 负 不是 "
    "doppelt zweimal halb wurzel racine double raíz doble doppio radice raiz dobro dubbel wortel roten".split()
)
"""Words right before a formula that make something else of it, and are no functions known here."""
_MATHEMATICAL = frozenset(("number", "variable", "function", "constant", "unit", "bad", "gone"))
"""Kinds of tokens that no sentence has."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A formula, as it is written, and the pieces of the sentence around it."""

    formula: str
    expression: Expression
    rest: tuple[str, ...]


def formula_in(text: str, variables: tuple[str, ...]) -> Sentence | None:
    """Return the one formula of a text: what a function of Python gives, the image of a mapping, or that between words.

    None where there is none, several, or one that a word beside it may belong to (`4 times x - 3y`, `4x - 3Y`).
    """
    if len(text) > _LONGEST:
        return None
    for found in _returned(text):
        expression = read_or_none(found, variables=variables)
        if expression is not None:
            return None if _is_number(expression) else Sentence(found, expression, ())
    return _between_words(text, Vocabulary(variables=variables))


def _returned(text: str) -> Iterator[str]:
    """Yield what a function gives whose Python is written out: `lambda x: 2*x`, `return 2*x`, `def g(x): return 2*x`."""
    begun = text.strip()
    if not begun.startswith(("return", "def ", "lambda")) and "lambda" not in begun:
        return
    lines = begun.replace("return", "lambda:", 1) if begun.startswith("return") else begun
    try:
        body = ast.parse(lines).body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return
    match body:
        case [ast.Expr(value=ast.Lambda(body=given)) | ast.Assign(value=ast.Lambda(body=given))]:
            yield ast.unparse(given)
        case [ast.FunctionDef(body=[*before, ast.Return(value=ast.expr() as given)])] if all(map(_says_nothing, before)):
            yield ast.unparse(given)


def _says_nothing(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _between_words(text: str, vocabulary: Vocabulary) -> Sentence | None:
    pieces = read_line(text, vocabulary)
    formulas = [piece for piece in pieces if isinstance(piece, Equation) and not _is_aside(piece.tree)]
    unread = any(isinstance(piece, Unread) and piece.text for piece in pieces)
    if len(formulas) != 1 or unread or _is_number(formulas[0].tree):
        return None
    formula = formulas[0]
    if (formula.sign == "≈" and not formula.labels) or text[: formula.start].rstrip().endswith(("~", "≈")):
        return None  # about what, nobody says
    said = [piece.text for piece in pieces if isinstance(piece, Prose)]
    written = max(formula.start, text.rfind(formula.written, formula.start, formula.end))
    if formula.sign in {"", "is"} and _is_operand(text[:written]):
        return None
    if any(word.strip(".,;:!?()") in _OPERATIONS for piece in said for word in piece.lower().split()):
        return None
    before, behind = text[: formula.start].strip(), text[formula.end :].strip()
    left = text[formula.start : formula.end].partition("=")[0].strip() if formula.labels and formula.sign == "=" else ""
    sides = (left, *formula.members) if left else formula.members
    own = [*(f"= {side}" for side in sides), *(f"≈ {side}" for side in formula.about)]
    return Sentence(formula.written, formula.tree, tuple(piece for piece in (before, behind, *own) if piece.strip(" .,;:$")))


def _is_operand(before: str) -> bool:
    """Tell whether what stands right before a formula makes something else of it: `half of`, `Re`, `∫`, `Δ`."""
    bare = before.rstrip(" \t$`\\([{")
    if not bare or unicodedata.category(bare[-1]) == "Sm":
        return bare[-1:] not in _LEADING
    last, *earlier = [word.lower() for word in reversed(bare.split())]
    while earlier and (last in _LINKS or last.isdigit()):
        last, *earlier = earlier
    if last in _OF:
        return not earlier or earlier[0] not in IS  # `la pente est de 4x`
    return last in OPERATORS or (len(last) == 1 and last in GREEK)


def _is_number(expression: Expression) -> bool:
    return isinstance(expression.operand if isinstance(expression, Negative) else expression, Number)


def _is_aside(expression: Expression) -> bool:
    """Tell whether a formula names variables alone, as in "where x and y are given" and "for all (x, y)"."""
    parts = parts_of(expression)
    return all(isinstance(part, Variable) for part in parts)


def is_mathematics(text: str, variables: tuple[str, ...], *, names_only: bool = False) -> bool:
    """Tell whether half of what a text is made of, at least, is names of the exercise, numbers, signs and functions.

    With `names_only` the names of the exercise alone count, where they are what is asked for.
    """
    if len(text) > _LONGEST:
        return False
    words = words_of(Vocabulary(variables=variables))
    try:
        tokens = with_words(Lexer(text, words).tokens(), text)[:-1]
    except Unreadable:
        return True  # nested without end, or of too many parts: no sentence is
    said = [token for token in tokens if not _is_punctuation(token)]
    meant = [token for token in said if (_is_name(token, words) if names_only else _is_mathematical(token, words))]
    told = any(token.kind == "number" or _is_name(token, words) for token in meant)
    return told and len(meant) >= min(_LEAST, len(said)) and 2 * len(meant) >= len(said)


def _is_punctuation(token: Token) -> bool:
    if token.kind in {"open", "close"} or token.is_op(",;'_"):
        return True
    return token.kind == "sign" and str(token.value) not in {"?", "!", "…"} and unicodedata.category(str(token.value)[0]) != "Sm"


def _is_mathematical(token: Token, words: Words) -> bool:
    if token.kind in _MATHEMATICAL or token.kind == "op":
        return True
    if token.kind == "sign":
        return str(token.value) not in {"?", "!", "…"}
    return _is_name(token, words)


def _is_name(token: Token, words: Words) -> bool:
    """Tell whether a word is a variable of the exercise, in either case and with or without a number."""
    if token.kind != "word":
        return token.kind == "variable"
    word = str(token.value)
    stem = word.rstrip("0123456789").rstrip("_")
    return any(words.declares(name) for name in (word, stem, stem.lower(), stem.upper()) if name)

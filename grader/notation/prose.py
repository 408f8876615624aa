"""What an answer says that is no expression as it stands: the one formula between words, or mathematics that is not read.

A sentence around one formula is that formula, and its words are judged as what stands beside an answer. What cannot be
read and is mathematics for the most part is for a person. Knows no answer and no exercise.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from grader.algebra.tree import Expression, Negative, Number, Variable, Vector
from grader.notation import wording
from grader.notation.expression_text import read
from grader.notation.tokens import Unreadable
from grader.notation.words import CONSTANTS, FUNCTION_WORDS, GREEK, MODULES, Names, names_for

_LONGEST = 500  # characters; what is longer is an essay or an attack
_LEAST = 2  # tokens of mathematics; one alone is a slip or a word
_PRONOUNS = frozenset("ai")  # the words of one letter that a sentence in English has
_MAPPING = re.compile(r"↦|⟼|\\mapsto(?![A-Za-z])|→|⟶|\\to(?![A-Za-z])|(?<![-<])-+>|=>")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|\\[A-Za-z]+|[^\W\d_][^\W_]*(?:_\{?\w+\}?)*|[^\s,.;:'\"`$()\[\]{}&?!…_\\]|[?!…]")
_SIGNS = frozenset("+-−–*/^=<>≤≥≈·⋅×÷√∂∇∞°|%±∓²³⁰¹⁴⁵⁶⁷⁸⁹⁻₀₁₂₃→↦⇒⟨⟩∙•′½⅓¼¾⅔")
_TEXT_COMMANDS = frozenset(("\\text", "\\textrm", "\\mbox", "\\textbf", "\\textit"))


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
    for found in (*_returned(text), *_image(text)):
        expression = _read(found, variables)
        if expression is not None:
            return Sentence(found, expression, ())
    return _between_words(text, variables)


def _returned(text: str) -> Iterator[str]:
    """Yield what a function gives whose Python is written out: `lambda x: 2*x`, `return 2*x`, `def g(x): return 2*x`."""
    lines = re.sub(r"^\s*return\b", "lambda:", text.strip())
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


def _image(text: str) -> Iterator[str]:
    """Yield what stands behind the arrow of `(x, y) ↦ 2x`, where only letters stand before it."""
    parts = _MAPPING.split(text)
    if len(parts) == 2 and re.fullmatch(r"[\s()$]*(?:\w+\s*:\s*)?[\s()$]*[^\W\d]\w*(?:\s*,\s*[^\W\d]\w*)*[\s()$\\]*", parts[0]):
        yield parts[1].strip()


def _between_words(text: str, variables: tuple[str, ...]) -> Sentence | None:
    names = names_for(variables)
    clauses = list(wording.clauses(text, names))
    words = [word for clause in clauses for word in clause.words]
    if not words or any(word in wording.OPERATION or (len(word) == 1 and _may_be_factor(word, text)) for word in words):
        return None
    found = [piece for clause in clauses for formula in clause.formulas for piece in _pieces(formula, variables)]
    read_as = [(formula, _read(formula, variables)) for formula in found]
    whole = [(formula, expression) for formula, expression in read_as if expression is None or not _is_aside(expression)]
    if len(whole) != 1:
        return None
    formula, expression = whole[0]
    if expression is None or re.match(r"\+|[-−]\s", formula):
        return None
    at = text.find(formula)
    if at < 0 or any(f"{word}(" in text.lower() for word in words):
        return None
    return Sentence(formula, expression, tuple(piece for piece in (text[:at], text[at + len(formula) :]) if piece.strip()))


def _may_be_factor(letter: str, text: str) -> bool:
    """Whether a single letter may belong to the formula: it is no word, and no name before an equals sign (`grad f = …`)."""
    return letter not in _PRONOUNS and re.search(rf"\b{letter}\s*(?:\([^()]*\))?\s*=", text.lower()) is None


def _pieces(formula: wording.Formula, variables: tuple[str, ...]) -> list[str]:
    """The formula; without the variables at its end that the words behind it are about: `2x, y is constant`, `2x (y is fixed)`."""
    text = formula.text.removeprefix("=").strip()
    if formula.after:
        opened = text.rfind("(") if text.count("(") > text.count(")") else -1
        at = opened if opened >= 0 else text.rfind(",")
        last = _read(text[at + 1 :], variables) if at > 0 else None
        if last is not None and _is_aside(last):
            return [text[:at].strip(" ,"), text[at + 1 :].strip()]
    return [text]


def _is_aside(expression: Expression) -> bool:
    """Tell whether a formula names variables alone, as in "where x and y are given" and "for all (x, y)"."""
    parts = expression.components if isinstance(expression, Vector) else (expression,)
    return all(isinstance(part, Variable) for part in parts)


def _read(text: str, variables: tuple[str, ...]) -> Expression | None:
    try:
        expression = read(text.strip(), variables=variables)
    except Unreadable:
        return None
    bare = expression.operand if isinstance(expression, Negative) else expression
    return None if isinstance(bare, Number) else expression


def is_mathematics(text: str, variables: tuple[str, ...], *, names_only: bool = False) -> bool:
    """Tell whether half of what a text is made of, at least, is names of the exercise, numbers, signs and functions.

    With `names_only` the names of the exercise alone count, where they are what is asked for.
    """
    if len(text) > _LONGEST:
        return False
    names, tokens = names_for(variables), [token for token in _TOKEN.findall(text) if token not in _TEXT_COMMANDS]
    meant = [token for token in tokens if (_is_name(token, names) if names_only else _is_mathematical(token, names))]
    told = any(re.search(r"\d", token) or _is_name(token, names) for token in meant)
    return told and len(meant) >= min(_LEAST, len(tokens)) and 2 * len(meant) >= len(tokens)


def _is_mathematical(token: str, names: Names) -> bool:
    if token[0].isdigit() or token[0] == "\\" or token in _SIGNS:
        return True
    word = token.rstrip("0123456789")  # `cos30` and `sqrt3` lack their brackets
    known = word in FUNCTION_WORDS or word in CONSTANTS or word in GREEK or word in MODULES
    return known or _is_name(token, names) or all(part.kind != "bad" for part in names.read(token, 0))


def _is_name(token: str, names: Names) -> bool:
    """Tell whether a word is a variable of the exercise, in either case and with or without a number."""
    stem = re.sub(r"_?\{?\d*\}?$", "", token)
    return any(names.declares(word) for word in (token, stem, stem.lower(), stem.upper()) if word)

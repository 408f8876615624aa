"""Whether an answer stands in what students are given: every expression and number in a text, against what was derived.

Prompts, titles and options are the author's, and an example is quickly written that is the answer.
A bare variable or a number of one digit gives nothing away, and neither does a part of the function that
the exercise is about, or a short number where another exercise asks for it. Knows no files and no notebooks.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from grader.algebra.exact import rational_constant
from grader.algebra.floats import agree, significant_digits
from grader.algebra.tree import Expression, Variable, Vector, variables_in, walk
from grader.authoring.students_copy import said_by_their_terms
from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.equality.sample_points import value_at as evaluate
from grader.kinds import KINDS
from grader.kinds.shapes import shape_of
from grader.kinds.shapes.point_sequences import SEQUENCE
from grader.model import Exercise, Item, Question
from grader.notation.answer import from_float, read
from grader.notation.tokens import Unreadable
from grader.quantities.operators.operator import is_tree
from grader.quantities.sheet import sheet_of
from grader.quantities.terms import Literal, Term, parts_of

# formulas between dollars, and code in backticks
_MATHS = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$|`([^`]+)`", re.DOTALL)
# signs and commands with an answer on either side, perhaps: a text is cut there
_RELATION = re.compile(
    r"[=≈≃≅<>≤≥→⇒\n;:!?\"]|\\(?:approx|leq?|geq?|to|rightarrow|mapsto|implies|quad|qquad|text|mathrm|begin|end)(?![a-z])"
)
# what parts a list of answers: a comma that parts no thousands, a cell or row of a matrix, a word, a bracket
_PART = re.compile(r",(?!\d{3}\b)|\\\\|&|\||\band\b|\bor\b|[\[\]{}](?=[^}]*$)")
# commands that change a formula's size and spaces alone
_SIZING = re.compile(r"\\(?:left|right|[bB]igg?[lr]?)(?![a-z])|\\[,;!]")
# words, of two letters or more: one letter is a variable
_PROSE = re.compile(r"[^\W\d_]{2,}")
# what an item is worth, and the number or bullet of a list: no answers
_WORTH = re.compile(r"\b\d+(?:\.\d+)? points?\b|^\s*(?:\d+[.)]|[-*+])\s", re.MULTILINE)
# what stands before the name of a function
_MODULE = re.compile(r"\b(?:np|numpy|math|sp|sympy|mg|mygrad)\.|\\[a-zA-Z]+")
# words of mathematics
_FUNCTION = re.compile(r"(?:a|arc)?(?:sin|cos|tan)h?|exp|log|ln|sqrt|abs|pi")
# words in a row that are read together: all parts of a row are tried, 78 of this many, and a formula in prose has fewer
_MOST_WORDS = 12
# values for the variables of a formula, as many as an exercise may have; positive, for roots and logarithms, and no round ones,
# so that formulas which differ do so there
_PLACES = (0.7371, 1.3113, 2.1517, 0.5309, 1.8117, 0.9203, 2.6411, 1.1731)
_SHORT = 1000  # what is above and below the line of a short number: three digits, as the numbers in any exercise have


@dataclass(frozen=True, slots=True)
class Secret:
    """One derived answer, or one component of it, that must stand nowhere."""

    exercise: str
    item: str
    expression: Expression
    variables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leak:
    """An answer in a text: its line, as it is written there."""

    secret: Secret
    line: int
    text: str


def secrets_of(exercises: Iterable[Exercise]) -> list[Secret]:
    """Return what must not be told: every derived answer that is more than a bare variable or a number of one digit."""
    return [
        Secret(exercise.id, item.id, part, (item.function or exercise.function).variables)
        for exercise in exercises
        for item in exercise.items
        for part in _solution(exercise, item)
        if not _is_trivial(part) and not _is_given(part, exercise)
    ]


def leaks_in(text: str, secrets: Iterable[Secret], exercise: str | None = None) -> Iterator[Leak]:
    """Yield the places where one of these answers stands, each answer once a line; in the text of an `exercise`, if of one.

    >>> secret = Secret("steps", "largest", read("1/8", variables=()), ())
    >>> [len([*leaks_in("Use a step of 1/8.", [secret], of)]) for of in ("steps", "loss")]
    [1, 0]
    """
    secrets = list(secrets)
    variables = tuple(dict.fromkeys(name for secret in secrets for name in secret.variables))
    said = list(_expressions(_WORTH.sub(lambda found: " " * len(found[0]), text), variables))
    seen = set()
    for secret in secrets:
        for line, piece, expression in said:
            key = (secret.exercise, secret.item, line)
            if _is_short(expression) and exercise not in (None, secret.exercise):
                continue
            if key not in seen and any(_equal(part, secret.expression, secret.variables) for part in _parts(expression)):
                seen.add(key)
                yield Leak(secret, line, piece)


def _solution(exercise: Exercise, item: Item) -> Iterator[Expression]:
    """Yield the right answer as formulas and numbers, without numbers that the question itself names."""
    sheet, solve = sheet_of(exercise), KINDS[item.kind].solution
    if solve is None or item.id not in sheet.terms:
        return
    solution = solve(Question(exercise=exercise, item=item, seed=b""))
    stated = set() if item.id in said_by_their_terms(exercise) else set(_numbers(sheet.terms[item.id]))
    if is_tree(solution):
        yield from (part for part in _parts(solution) if variables_in(part) or evaluate(part, {}) not in stated)
    elif shape_of(solution) is SEQUENCE:
        numbers = {float(f"{coordinate:.12g}") for point in solution for coordinate in point}
        yield from (from_float(number) for number in sorted(numbers - stated) if math.isfinite(number))


def _numbers(term: Term) -> Iterator[float]:
    """Yield the numbers in a term."""
    if isinstance(term, Literal):
        yield float(term.value)
    for part in parts_of(term):
        yield from _numbers(part)


def _parts(answer: Expression) -> Iterator[Expression]:
    """Yield the answer as a whole, and the components of a vector."""
    yield answer
    if isinstance(answer, Vector):
        yield from answer.components


def _is_trivial(part: Expression) -> bool:
    if isinstance(part, Vector):
        return all(isinstance(component, Variable) for component in part.components)
    if variables_in(part):
        return isinstance(part, Variable)
    value = evaluate(part, {})
    return value is None or significant_digits(value, 12) < 2


def _is_short(expression: Expression) -> bool:
    """Tell whether an expression is a number that may stand in any exercise, whatever another one asks for."""
    number = rational_constant(expression)
    return number is not None and max(abs(number.numerator), number.denominator) <= _SHORT


def _is_given(part: Expression, exercise: Exercise) -> bool:
    """Tell whether a function or a given holds it, so that nobody can hide it."""
    sheet = sheet_of(exercise)
    variables = sheet.variables()
    trees = [*(function.body for function in sheet.functions.values()), *filter(is_tree, sheet.given.values())]
    return any(_equal(node, part, variables) for tree in trees for node in walk(tree))


# --- What a text says ---


def _expressions(text: str, variables: tuple[str, ...]) -> Iterator[tuple[int, str, Expression]]:
    """Yield everything in a text that can be read as an expression, with its line and as it is written."""
    for line, side in _sides(text):
        for piece in dict.fromkeys((side, *_PART.split(side))):
            whole = _read(_balanced(piece), variables)
            if whole is not None:
                yield line, _balanced(piece), whole
            else:
                yield from ((line, *found) for found in _in_prose(piece, variables))


def _sides(text: str) -> Iterator[tuple[int, str]]:
    """Yield the text cut at signs like `=` and at the ends of lines and sentences; formulas and code apart from prose."""
    rest = text
    for found in _MATHS.finditer(text):
        inside = next(filter(None, found.groups()))
        line = text.count("\n", 0, found.start()) + 1
        yield from ((line, side) for side in _RELATION.split(_SIZING.sub("", inside)))
        rest = rest[: found.start()] + re.sub(r"[^\n]", " ", found[0]) + rest[found.end() :]
    for number, written in enumerate(rest.splitlines(), start=1):
        yield from ((number, side) for side in _RELATION.split(written))


def _in_prose(piece: str, variables: tuple[str, ...]) -> Iterator[tuple[str, Expression]]:
    """Yield the longest runs of words that are an expression, between ordinary words."""
    run: list[str] = []
    for word in [*piece.split(), "end"]:
        ordinary = any(not _FUNCTION.fullmatch(found) for found in _PROSE.findall(_MODULE.sub("", word)))
        if not ordinary and len(run) < _MOST_WORDS:
            run.append(word)
            continue
        taken = [False] * len(run)
        for length in range(len(run), 0, -1):
            for start in range(len(run) - length + 1):
                text = _balanced(" ".join(run[start : start + length]))
                expression = None if any(taken[start : start + length]) else _read(text, variables)
                if expression is not None:
                    taken[start : start + length] = [True] * length
                    yield text, expression
        run = []


def _balanced(piece: str) -> str:
    """Return the piece without brackets at its ends that have no partner in it, and without a sentence's end."""
    piece = piece.strip().strip(".`'*_ ") if piece.strip("*") == piece else piece.strip("*_ .`'")
    for opening, closing in ("()", "[]", "{}"):
        while piece.count(opening) > piece.count(closing) and piece.startswith(opening):
            piece = piece[1:].strip()
        while piece.count(closing) > piece.count(opening) and piece.endswith(closing):
            piece = piece[:-1].strip()
    return piece


# --- Whether it says that ---


@lru_cache(maxsize=65_536)
def _read(piece: str, variables: tuple[str, ...]) -> Expression | None:
    try:
        return read(piece, variables=variables)
    except Unreadable:
        return None


@lru_cache(maxsize=65_536)
def _equal(one: Expression, other: Expression, variables: tuple[str, ...]) -> bool:
    """Tell whether both are the same; values at one place come first, since nearly all pairs differ there."""
    if isinstance(one, Vector) != isinstance(other, Vector) or not variables_in(one) <= set(variables):
        return False
    if not isinstance(one, Vector):
        left, right = _value(one, variables), _value(other, variables)
        if left is not None and right is not None and not agree(left, right, 0.01, least=0.0):
            return False
    return compare(one, other, Comparison(variables=variables)).relation is Relation.EQUAL


@lru_cache(maxsize=65_536)
def _value(expression: Expression, variables: tuple[str, ...]) -> float | None:
    return evaluate(expression, dict(zip(variables, _PLACES, strict=False)))

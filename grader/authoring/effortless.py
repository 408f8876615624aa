"""Answers that need no work: zero, one, the variables, the function itself, the start point, everything, nothing.

A question at which one of them is right by accident lets students pass who did nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from grader.algebra.tree import Expression, Number, Variable, Vector
from grader.authoring.wrong_answers import points_text
from grader.kinds.protocol import Options, Point, Solution
from grader.model import Question
from grader.notation.expression_text import read
from grader.notation.printing import plain


def answers(question: Question[Options], solution: Solution) -> Iterator[tuple[str, Solution]]:
    """Yield the answers as texts, each with what it says."""
    if isinstance(solution, frozenset):
        variables = question.function.variables
        yield from (("none", frozenset()), (", ".join(variables), frozenset(variables)))
    elif isinstance(solution, tuple):
        yield from ((points_text(points), points) for points in _points(question, len(solution)))
    else:
        yield from ((plain(formula), formula) for formula in _formulas(question, solution))


def _formulas(question: Question, solution: Expression) -> Iterator[Expression]:
    function = question.function
    numbers = [Number(Fraction(n)) for n in (0, 1)]
    variables = [Variable(name) for name in function.variables]
    whole = read(function.expression, variables=function.variables)
    if not isinstance(solution, Vector):
        yield from (*numbers, *variables, whole)
        return
    size = len(solution.components)
    yield from (Vector((same,) * size) for same in (*numbers, whole))
    yield Vector((numbers[1], *[numbers[0]] * (size - 1)))
    if size == len(variables):
        yield Vector(tuple(variables))


def vector_pairs(variables: tuple[str, ...]) -> Iterator[tuple[Vector, Vector]]:
    """Yield a gradient and a unit vector that both ask for no work."""
    zero, one = (Number(Fraction(n)) for n in (0, 1))
    rest = [zero] * (len(variables) - 1)
    first, last, ones = Vector((one, *rest)), Vector((*rest, one)), Vector((one,) * len(variables))
    names = Vector(tuple(map(Variable, variables)))
    yield from ((first, first), (ones, last), (names, first), (names, ones), (Vector(names.components[::-1]), first))


def _points(question: Question[Options], count: int) -> Iterator[tuple[Point, ...]]:
    """Yield the same point again and again."""
    size, options = len(question.function.variables), question.options
    yield from ((point,) * count for point in ((0.0,) * size, (1.0,) * size, *options.starts_at().values()))

"""Answers that must not pass: a right one with a small change (a sign, a digit, a name), and those that need no work.

A change may leave the answer right (swap the factors of a product), and zero may be the answer; whether that is so is
for the caller to ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from grader.algebra.floats import agree, points_agree
from grader.algebra.tree import Expression, Number, Variable, Vector
from grader.kinds.protocol import Options, Point, Solution
from grader.kinds.shapes.mutants import mutants
from grader.model import Question
from grader.notation.answer import read
from grader.notation.printing import plain

_SAME = 1e-9  # derived coordinates that are equal differ in their last digits
# of a coordinate, or of 1: far beyond any tolerance for rounding
_SHIFT = 0.1


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A text, the change that made it, how small it is (smallest first), and its formula if it is one."""

    text: str
    change: str
    size: float
    formula: Expression | None = None


def wrong_answers(question: Question, solution: Solution) -> Iterator[WrongAnswer]:
    """Yield every wrong answer that one small change makes of this solution."""
    if isinstance(solution, frozenset):
        yield from _other_names(question, solution)
    elif isinstance(solution, tuple):
        yield from _other_points(solution)
    else:
        for mutant in mutants(solution, question.function.variables, rounded=question.item.tolerance is None):
            yield WrongAnswer(plain(mutant.expression), mutant.slip, mutant.size, mutant.expression)


def answer_text(question: Question, solution: Solution) -> str:
    """Return a right answer as a student writes it."""
    if isinstance(solution, frozenset):
        return ", ".join(name for name in question.function.variables if name in solution) or "none"
    return points_text(solution) if isinstance(solution, tuple) else plain(solution)


def _other_names(question: Question, right: frozenset[str]) -> Iterator[WrongAnswer]:
    variables = question.function.variables
    for count in range(len(variables) + 1):
        for names in combinations(variables, count):
            if frozenset(names) != right:
                text = ", ".join(names) or "none"
                yield WrongAnswer(text, "other variables", float(len(right ^ frozenset(names))))


def _other_points(right: tuple[Point, ...]) -> Iterator[WrongAnswer]:
    for index, point in enumerate(right):
        for axis, value in enumerate(point):
            shift = _SHIFT * max(1.0, abs(value))
            for other, change in ((value + shift, "shifted"), (-value, "with the other sign")):
                if not agree(other, value, _SAME, least=0.0):
                    changed = (*point[:axis], other, *point[axis + 1 :])
                    yield _points(
                        right, index, changed, f"a coordinate of point {index + 1} {change}", abs(other - value)
                    )
        if not points_agree(point, point[::-1], _SAME, least=0.0):  # derived coordinates that are equal differ in their last digits
            yield _points(right, index, point[::-1], f"the coordinates of point {index + 1} swapped", 1.0)
    if len(right) > 1:
        yield WrongAnswer(points_text(right[:-1]), "the last point left out", 1.0)


def _points(right: tuple[Point, ...], index: int, point: Point, change: str, size: float) -> WrongAnswer:
    return WrongAnswer(points_text((*right[:index], point, *right[index + 1 :])), change, size)


def points_text(points: tuple[Point, ...]) -> str:
    """Return points as a student writes them, without the noise in a float's last digits."""
    written = [[repr(float(f"{value:.12g}")) for value in point] for point in points]
    return ", ".join(f"({', '.join(point)})" if len(point) > 1 else point[0] for point in written)


def effortless_answers(question: Question[Options], solution: Solution) -> Iterator[tuple[str, Solution]]:
    """Yield the answers as texts, each with what it says."""
    if isinstance(solution, frozenset):
        variables = question.function.variables
        yield from (("none", frozenset()), (", ".join(variables), frozenset(variables)))
    elif isinstance(solution, tuple):
        yield from ((points_text(points), points) for points in _same_points(question, len(solution)))
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


def effortless_vectors(variables: tuple[str, ...]) -> Iterator[tuple[Vector, Vector]]:
    """Yield a gradient and a unit vector that both ask for no work."""
    zero, one = (Number(Fraction(n)) for n in (0, 1))
    rest = [zero] * (len(variables) - 1)
    first, last, ones = Vector((one, *rest)), Vector((*rest, one)), Vector((one,) * len(variables))
    names = Vector(tuple(map(Variable, variables)))
    yield from ((first, first), (ones, last), (names, first), (names, ones), (Vector(names.components[::-1]), first))


def _same_points(question: Question[Options], count: int) -> Iterator[tuple[Point, ...]]:
    """Yield the same point again and again."""
    size, options = len(question.function.variables), question.options
    yield from ((point,) * count for point in ((0.0,) * size, (1.0,) * size, *options.starts_at().values()))

"""Wrong answers made from a right one by a small change: a sign, a term, a digit, a variable, a point, a name.

A change may leave the answer right (swap the factors of a product); whether it does is for the caller to ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from grader.algebra.tree import Expression
from grader.authoring.mutated_expressions import mutants
from grader.equality.agreement import agree, points_agree
from grader.kinds.protocol import Point, Solution
from grader.model import Question
from grader.notation.printing import plain

_SAME = 1e-9  # derived coordinates that are equal differ in their last digits
_SHIFT = 0.1


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A text, the change that made it, how small that change is (smallest first), and the formula where it is one."""

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
    """Points as a student writes them, without the noise in a float's last digits."""
    written = [[repr(float(f"{value:.12g}")) for value in point] for point in points]
    return ", ".join(f"({', '.join(point)})" if len(point) > 1 else point[0] for point in written)

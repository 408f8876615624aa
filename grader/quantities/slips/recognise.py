"""Says which known wrong answer an answer is, or that it is none of them.

A quick look in floating point leaves one or two candidates; the engine that decides about right answers
then decides about these. Naming a wrong cause is worse than naming none, so of two causes that give the same
answer neither is named, unless one says all that the other does.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from grader.algebra.floats import agree, half_unit
from grader.algebra.tidy import ZERO
from grader.algebra.tree import Application, Expression, Product, Vector, parts_of, variables_in, walk
from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.equality.function_decision import compare_values
from grader.equality.sample_points import value_at
from grader.quantities.slips.approximate import (
    Numbers,
    approximate,
    holds_decimals,
    near,
    trial_points,
    value_of,
)
from grader.quantities.slips.catalogue import ADDING, Misconception, only_name
from grader.quantities.slips.properties import decimals_written
from grader.quantities.slips.shared_terms import terms_written
from grader.sentences.catalogue import SENTENCES, slip_text

Values = tuple[Sequence[Mapping[str, float]], Sequence[Numbers | None]]
"""Points, and what a student's function returned there: a number, a tuple for a vector, None for neither."""

_IN_PLACE = ("cos", "sin")  # of an angle: what gives the first component of a direction, and what the second
_FEWEST_DECIMALS = 2  # of a number that may be a rounding: one decimal fits too many
_EXACT_NUMBER = 1e-9  # relative: what floats lose of a number that was not rounded
_OF_LENGTH_1 = 1e-3  # a unit vector given to three decimals has about this length
SLACK = 1e-6  # of a value: what floats lose of usual formulas is less, and wrong answers differ by more
SLACK_OF_DECIMALS = 0.05  # of a value: some decimals of three digits, multiplied and subtracted; the engine then decides

FAR_FETCHED = 12
"""A slip in a part of the term that is by so many ranks less simple than another is no rival of it: the number holds more
than the next simpler family of slips (ranks 10 and 20), and less than two."""


def recognise(
    answer: Expression | Values,
    candidates: Iterable[Misconception],
    reference: Expression,
    comparison: Comparison,
    *,
    author: Sequence[Misconception] = (),
) -> Misconception | None:
    """Return the misconception that a wrong answer shows: an author's first, then a derived one; None for none or two.

    The answer is an expression, or points and the values of a function there.

    >>> from grader.quantities.slips.derivatives import candidates_for_derivative
    >>> from grader.notation.answer import read
    >>> names, right = ("x", "y"), read("4x - 3y", variables=("x", "y"))
    >>> slips = candidates_for_derivative("2x^2 - 3xy", names, "x")
    >>> for text in ("4x", "4x + 3y", "7x"):
    ...     found = recognise(read(text, variables=names), slips, right, Comparison(variables=names))
    ...     print(found and found.name)
    dropped_term
    sign
    None
    """
    seen: _Seen = (
        _SeenExpression(answer, comparison) if not isinstance(answer, tuple) else _SeenValues(*answer, comparison)
    )
    for candidate in author:
        if seen.shows(candidate):
            return candidate
    fitting = [c for c in sorted(candidates, key=lambda candidate: candidate.rank) if seen.shows(c)]
    # A slip that makes no difference for this function names nothing.
    told = _told([c for c in fitting if c.any_length or not _equal(c.expression, reference, comparison)])
    return None if told is None or (not isinstance(answer, tuple) and _is_refuted(told, answer, reference)) else told


def _is_refuted(candidate: Misconception, answer: Expression, reference: Expression) -> bool:
    """Tell whether an answer as it is written shows that it did not come about by this slip, whatever its value.

    A term too many has to stand there: `x` is no `-3*x` with `4*x` left in. And sine and cosine that stand where they
    belong have not changed places.
    """
    if candidate.name in ADDING and not candidate.carried:
        return terms_written(answer) <= (terms_written(reference) if reference != ZERO else 0)
    if candidate.name == "sine_cosine_swapped" and isinstance(answer, Vector) and len(answer.components) == len(_IN_PLACE):
        return all(
            any(isinstance(node, Application) and node.function == name for node in walk(part))
            for part, name in zip(answer.components, _IN_PLACE, strict=True)
        )
    return False


def recognise_rounded(
    answer: Expression, candidates: Iterable[Misconception], reference: Expression
) -> Misconception | None:
    """Return the misconception whose numbers an answer rounds, to two decimals at least; None for none or two.

    >>> from fractions import Fraction
    >>> from grader.notation.answer import read
    >>> from grader.quantities.slips.directions import of_the_angle
    >>> right, own = read("(-sqrt(3)/2, 1/2)", variables=()), read("(0.87, 0.5)", variables=())
    >>> found = recognise_rounded(own, of_the_angle(Fraction(150), right), right)
    >>> print(found and found.name)
    supplementary_angle
    """
    if variables_in(answer) or not any(decimals_written(part) for part in parts_of(answer)):
        return None
    fitting = [c for c in candidates if not c.any_length and _rounds(answer, c.expression)]
    return None if _rounds(answer, reference) else _told(fitting)


def _rounds(answer: Expression, meant: Expression) -> bool:
    """Tell whether each number of an answer is the other's, rounded to the decimals that it was written with."""
    own, others = parts_of(answer), parts_of(meant)
    if isinstance(answer, Vector) != isinstance(meant, Vector) or len(own) != len(others) or variables_in(meant):
        return False
    for part, other in zip(own, others, strict=True):
        value, exact, places = value_at(part, {}), value_at(other, {}), decimals_written(part)
        slack = half_unit(max(_FEWEST_DECIMALS, places)) if places else 0.0
        if value is None or exact is None or not agree(value, exact, _EXACT_NUMBER, slack=slack):
            return False
    return True


def _told(fitting: list[Misconception]) -> Misconception | None:
    """Return the one name that fits with the sentence of its simplest way, its usual one if several are as simple."""
    least = min((candidate.rank for candidate in fitting), default=0)
    fitting = [c for c in fitting if not c.carried or c.rank < least + FAR_FETCHED]
    name = only_name({candidate.name for candidate in fitting})
    if name is None:
        return None
    named = [candidate for candidate in fitting if candidate.name == name]
    simplest = [candidate for candidate in named if candidate.rank == named[0].rank]
    if len({candidate.text for candidate in simplest}) > 1:
        shared = SENTENCES.get(f"slip.{simplest[0].name}", "{")
        return None if "{" in shared else replace(simplest[0], text=slip_text(simplest[0].name))
    return simplest[0]


def _equal(one: Expression, other: Expression, comparison: Comparison) -> bool:
    return compare(one, other, comparison).relation is Relation.EQUAL


class _SeenExpression:
    """An answer that is an expression."""

    def __init__(self, answer: Expression, comparison: Comparison) -> None:
        self.answer = answer
        self.comparison = comparison
        self.points = trial_points(comparison.variables, comparison.domain)
        self.values = [approximate(answer, point) for point in self.points]
        self.places = [tuple(point.items()) for point in self.points]
        self.slack = max(SLACK_OF_DECIMALS if holds_decimals(answer) else SLACK, 2 * (comparison.tolerance or 0.0))

    def shows(self, candidate: Misconception) -> bool:
        """Tell whether the answer is this wrong answer."""
        if candidate.any_length:
            return self._is_along(candidate.expression)
        for place, value in zip(self.places, self.values, strict=True):
            if not near(value, value_of(candidate, place), self.slack):
                return False
        return _equal(self.answer, candidate.expression, self.comparison)

    def _is_along(self, unit: Expression) -> bool:
        """Tell whether the answer is a positive multiple of the vector."""
        if not isinstance(unit, Vector) or not isinstance(self.answer, Vector):
            return False
        own, right = self.answer.components, unit.components
        if len(own) != len(right) or not _is_ahead(self.values[0], approximate(unit, {}), self.slack):
            return False
        # Decimals may be roundings on an answer's side alone, so either side may be taken for it.
        sides = [(Product((own[i], right[j])), Product((own[j], right[i]))) for i in range(len(own)) for j in range(i)]
        return all(_equal(*side, self.comparison) or _equal(*side[::-1], self.comparison) for side in sides)


class _SeenValues:
    """An answer that is a function, known by its values."""

    def __init__(
        self, points: Sequence[Mapping[str, float]], values: Sequence[Numbers | None], comparison: Comparison
    ) -> None:
        self.points = tuple(points)
        self.values = tuple(values)
        self.places = [tuple(point.items()) for point in self.points[:3]]
        self.comparison = comparison
        self.slack = max(SLACK, 2 * (comparison.tolerance or 0.0))

    def shows(self, candidate: Misconception) -> bool:
        """Tell whether the function has the values of this wrong answer."""
        if not self.values or any(value is None for value in self.values):
            return False
        if candidate.any_length:
            unit = approximate(candidate.expression, {})
            one_length = all(near(value, self.values[0], 1e-9) for value in self.values)
            return one_length and all(_is_ahead(value, unit, 1e-9) for value in self.values)
        for place, value in zip(self.places, self.values, strict=False):
            if not near(value, value_of(candidate, place), self.slack):
                return False
        decision = compare_values(
            candidate.expression, self.points, self.values, tolerance=self.comparison.tolerance
        )
        return decision.relation is Relation.EQUAL


_Seen = _SeenExpression | _SeenValues


def _is_ahead(vector: Numbers | None, unit: Numbers | None, slack: float) -> bool:
    """Tell whether in floating point the vector is a positive multiple of the unit vector, and not the vector itself."""
    if not isinstance(vector, tuple) or not isinstance(unit, tuple) or len(vector) != len(unit):
        return False
    length = math.sqrt(sum(part * part for part in vector))
    along = sum(a * b for a, b in zip(vector, unit, strict=True))
    across = max((abs(a - along * b) for a, b in zip(vector, unit, strict=True)), default=0.0)
    return along > 0 and across <= slack * length and not agree(length, 1.0, _OF_LENGTH_1)

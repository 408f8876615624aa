"""Explain a wrong derivative by slips in one or two terms of the function, all others right.

A pair of slips is named only if it is the one pair that makes the answer, as formulas and not at some points. Knows no
question and no vector.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, product

from grader.algebra.differentiate import NotDifferentiableError, differentiate
from grader.algebra.floats import points_agree
from grader.algebra.tidy import ZERO, terms_of, tidy, total
from grader.algebra.tree import Expression
from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.notation.printing import plain
from grader.quantities.slips.approximate import approximate, trial_points
from grader.quantities.slips.catalogue import Misconception, named, only_name
from grader.quantities.slips.derivatives import candidates_for_derivative
from grader.quantities.slips.shared_terms import terms_written
from grader.sentences.catalogue import SENTENCES, sentence, slip_text
from grader.sentences.sentence import Sentence

MOST_TERMS = 6  # of a function: with more, so many pairs make much the same that none would be the one
_SAME = 1e-7  # relative: what floats lose of a sum of such terms; the engine decides about what passes
_CASE = "in_term"  # of a slip's sentence, where the term is named before it
_OPEN = ".either"  # of a slip's sentence, where two causes come to the same
_AT_ONCE = 2  # slips that are looked for; three would explain nearly anything


@dataclass(frozen=True, kw_only=True, slots=True)
class TermSlip:
    """A slip in what comes of one term of a function."""

    term: Expression
    variable: str
    slip: Misconception

    def told(self) -> Sentence:
        """Return the sentence: of which term, and what happened there."""
        name = self.slip.name
        is_open = isinstance(self.slip.text, Sentence) and self.slip.text.code.endswith(_OPEN)
        text = self.slip.text if is_open or f"slip.{name}.{_CASE}" not in SENTENCES else slip_text(name, _CASE)
        return sentence("term.slip", term=plain(self.term), variable=self.variable, slip=text)


def is_of_a_term(text: str) -> bool:
    """Tell whether a sentence already says of which term and variable it speaks."""
    while isinstance(text, Sentence) and text.code == "together":
        text = text.gaps["first"]  # type: ignore[assignment]
    return isinstance(text, Sentence) and text.code == "term.slip"


def slips_in_terms(
    answer: Expression, function: Expression, variable: str, comparison: Comparison
) -> tuple[TermSlip, ...]:
    """Return the one or two slips in terms that make this wrong derivative; () for none, or for several ways to it.

    >>> from grader.notation.answer import read
    >>> about = Comparison(variables=("x", "y"))
    >>> function, wrong = (read(text, variables=("x", "y")) for text in ("2x^2 - 3xy", "4x^2 + 3y"))
    >>> [slip.slip.name for slip in slips_in_terms(wrong, function, "x", about)]
    ['exponent_not_lowered', 'sign']
    """
    variables = comparison.variables
    terms = terms_of(tidy(function))
    if len(terms) > MOST_TERMS:
        return ()
    try:
        rates = [differentiate(term, variable) for term in terms]
    except NotDifferentiableError:
        return ()
    points = trial_points(variables, comparison.domain)
    values, right = [approximate(answer, point) for point in points], [approximate(total(rates), point) for point in points]
    off = [one - other for one, other in zip(values, right, strict=True) if isinstance(one, float) and isinstance(other, float)]
    if len(off) < len(points):
        return ()
    columns = [
        [(slip, shift) for slip in _of_term(term, variables, variable) if (shift := _shift(slip, rate, points)) is not None]
        for term, rate in zip(terms, rates, strict=True)
    ]
    for count in range(1, _AT_ONCE + 1):
        found = list(_fitting(columns, off, count))
        shown = [
            chosen for chosen in found
            # all its terms could stand in the answer: `x` is not `-3*x` with `4*x` left in
            if terms_written(answer) >= sum(len(terms_of(part)) for part in _parts(rates, chosen) if part != ZERO)
            and compare(answer, total(_parts(rates, chosen)), comparison).relation is Relation.EQUAL
        ]
        if shown:
            return _only(terms, variable, shown)
    return ()


Chosen = tuple[tuple[int, Misconception], ...]
Shift = tuple[float, ...]


@lru_cache(maxsize=512)  # a class makes slips in the same terms
def _of_term(term: Expression, variables: tuple[str, ...], variable: str) -> tuple[Misconception, ...]:
    """Return what may wrongly come of one term; if it does not change, each is a term too many."""
    candidates = [slip for slip in candidates_for_derivative(term, variables, variable) if not slip.any_length]
    if differentiate(term, variable) == ZERO:
        kept = {slip.expression for slip in candidates if slip.name in ("function_itself", "other_variable", "kept_term")}
        return tuple(named("kept_term", wrong, variable=variable) for wrong in dict.fromkeys([term, *kept]))
    changing = [slip for slip in candidates if slip.name != "kept_term"]  # a bracket's constant: the term as a whole does change
    of_terms = (replace(s, name="term_not_differentiated") if s.name == "function_itself" else s for s in changing)
    return (*of_terms, named("dropped_term", ZERO))


def _shift(slip: Misconception, rate: Expression, points: Sequence[dict[str, float]]) -> Shift | None:
    """Return by how much a slip moves the whole at each point; None where it has no value."""
    pairs = [(approximate(slip.expression, point), approximate(rate, point)) for point in points]
    found = tuple(a - b for a, b in pairs if isinstance(a, float) and isinstance(b, float))
    return found if len(found) == len(points) else None


def _fitting(columns: Sequence[Sequence[tuple[Misconception, Shift]]], off: Sequence[float], count: int) -> Iterator[Chosen]:
    """Yield the slips in so many terms that together move the whole by as much as the answer is off."""
    for places in combinations(range(len(columns)), count):
        for chosen in product(*(columns[place] for place in places)):
            moved = [sum(shifts) for shifts in zip(*(shift for _, shift in chosen), strict=True)]
            if points_agree(moved, off, _SAME):
                yield tuple(zip(places, (slip for slip, _ in chosen), strict=True))


def _parts(rates: Sequence[Expression], chosen: Chosen) -> list[Expression]:
    """Return what comes of each term of the function, with these slips."""
    wrong = dict(chosen)
    return [wrong[i].expression if i in wrong else rate for i, rate in enumerate(rates)]


def _only(terms: Sequence[Expression], variable: str, shown: Sequence[Chosen]) -> tuple[TermSlip, ...]:
    """Return the slips where all explanations are about the same terms, and one name for each says all."""
    places = {tuple(place for place, _ in chosen) for chosen in shown}
    if len(places) > 1:
        return ()
    found = list[TermSlip]()
    for at, place in enumerate(places.pop()):
        fitting = [chosen[at][1] for chosen in shown]
        name = only_name({slip.name for slip in fitting})
        if name is None:
            return ()
        slip = min((slip for slip in fitting if slip.name == name), key=lambda slip: slip.rank)
        found.append(TermSlip(term=terms[place], variable=variable, slip=slip))
    return tuple(found)

"""Compare two sums term by term: which terms stand in both, and which in one alone.

A term is a number times what holds variables; like terms are one. Knows no rule of calculus, no slip and no sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from grader.algebra.canonical import key
from grader.algebra.floats import agree
from grader.algebra.tidy import ONE, expanded, minus, over, terms_of, times, total
from grader.algebra.tree import Expression, Negative, Product, Quotient, parts_of, variables_in
from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.equality.sample_points import value_at

MOST_TERMS = 12  # of a sum; of a longer one nobody would look for the term that is meant
_EXACT = 1e-9  # what floats leave of a coefficient that vanishes
_NEAR = 0.01  # relative: three digits, or two roundings of three digits multiplied; of what is nearer the engine decides


@dataclass(frozen=True, kw_only=True, slots=True)
class SharedTerms:
    """The terms that an answer shares with the reference, its other ones, and those of the reference alone."""

    right: tuple[Expression, ...]
    others: tuple[Expression, ...]
    missing: tuple[Expression, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Term:
    coefficient: float
    written: Expression
    like: tuple[_Term, ...] = ()
    """The like terms that it was drawn together from."""


def shared_terms(answer: Expression, reference: Expression, comparison: Comparison) -> SharedTerms | None:
    """Return the terms of both, apart; None for sums too long, or with a coefficient that has no value.

    >>> from grader.notation.answer import read
    >>> from grader.notation.printing import plain
    >>> names = ("x", "y")
    >>> own, right = (read(text, variables=names) for text in ("5x - 3y", "4x - 3y"))
    >>> found = shared_terms(own, right, Comparison(variables=names))
    >>> [[plain(term) for term in terms] for terms in (found.right, found.others, found.missing)]
    [['-3*y'], ['5*x'], ['4*x']]
    """
    own, meant = _by_variables(answer), _by_variables(reference)
    if own is None or meant is None:
        return None

    def agrees(one: _Term, other: _Term) -> bool:
        near = agree(one.coefficient, other.coefficient, _NEAR, least=0.0)
        return near and compare(one.written, other.written, comparison).relation is Relation.EQUAL

    same = {part for part in own.keys() & meant.keys() if agrees(own[part], meant[part])}
    right = [term.written for part, term in own.items() if part in same]
    others = list[Expression]()
    for part, term in own.items():
        if part not in same:  # of like terms one alone may be the right one
            fitting = [one for one in term.like if part in meant and agrees(one, meant[part])]
            same |= {part} if len(fitting) == 1 else set()
            right += [one.written for one in fitting if len(fitting) == 1]
            others += [one.written for one in term.like if one not in fitting] if len(fitting) == 1 else [term.written]
    missing = (term.written for part, term in meant.items() if part not in same)
    return SharedTerms(right=tuple(right), others=tuple(others), missing=tuple(missing))


def terms_written(answer: Expression) -> int:
    """Return how many terms stand in an answer as it was written, or multiplied out; of a vector, in all components."""
    return sum(max(len(terms_of(part)), len(terms_of(expanded(part)))) for part in parts_of(answer))


def differ_in_number_alone(one: Expression, other: Expression) -> bool:
    """Tell whether two terms are multiples of each other."""
    return key(parted(one)[1]) == key(parted(other)[1])


def parted(term: Expression) -> tuple[Expression, Expression]:
    """Return the number in front of a term, and the rest, in which all variables stand."""
    match term:
        case Negative(operand):
            number, rest = parted(operand)
            return minus(number), rest
        case Product(factors):
            parts = [parted(factor) for factor in factors]
            return times(*(number for number, _ in parts)), times(*(rest for _, rest in parts))
        case Quotient(above, below):
            (upper, rest), (lower, other) = parted(above), parted(below)
            return over(upper, lower), over(rest, other)
    return (ONE, term) if variables_in(term) else (term, ONE)


def _by_variables(whole: Expression) -> Mapping[str, _Term] | None:
    found: dict[str, list[tuple[float, Expression]]] = {}
    as_typed = {key(term): term for term in terms_of(whole)}
    terms = [term for typed in terms_of(whole) for term in terms_of(expanded(typed))]
    if len(terms) > MOST_TERMS:
        return None
    for term in terms:
        number, rest = parted(term)
        value = value_at(number, {})
        if value is None:
            return None
        found.setdefault(key(rest), []).append((value, as_typed.get(key(term), term)))
    return dict(_collected(found))


def _collected(found: Mapping[str, list[tuple[float, Expression]]]) -> Iterator[tuple[str, _Term]]:
    for rest, like in found.items():
        coefficient = sum(value for value, _ in like)
        if abs(coefficient) > _EXACT:
            written = like[0][1] if len(like) == 1 else total([term for _, term in like])
            one_by_one = tuple(_Term(coefficient=value, written=term) for value, term in like if len(like) > 1)
            yield rest, _Term(coefficient=coefficient, written=written, like=one_by_one)

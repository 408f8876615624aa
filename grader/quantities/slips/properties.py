"""Say of a wrong number or vector of numbers which of its properties are right: its length, its side, its rounding.

The second net below the slips. A property is told only where it is measured; where none tells anything, nothing is said.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from grader.algebra.floats import agree, points_agree
from grader.algebra.tree import Expression, Negative, Number, variables_in
from grader.equality.decision import is_coarse, whose
from grader.equality.sample_points import parts_of, value_at
from grader.quantities.slips.catalogue import ENOUGH
from grader.sentences.catalogue import sentence
from grader.sentences.figures import figures, listed, ordinal, together

_EXACT = 1e-9  # what floats lose of a component
_OF_DECIMALS = 0.006  # absolute: a component of a unit vector with two decimals
_NEAR = 0.02  # relative: a rounding on the way moves a result by less, and another number lies further off
_MOST_PLACES = 6  # decimals that somebody writes by hand


def told_by_properties(answer: Expression, reference: Expression) -> str | None:
    """Return what the properties of a wrong number, or vector of numbers, say of it; None for nothing.

    >>> from grader.notation.answer import read
    >>> right = read("(-sqrt(3)/2, 1/2)", variables=())
    >>> for text in ("(-1, 1)", "(0, 1)", "(-0.8, 0.6)"):
    ...     print(told_by_properties(read(text, variables=()), right))
    Your vector has length 1.41; a unit vector has length 1.
    The length is 1, as it should be, but it points straight along an axis. Draw the direction and compare.
    Length and signs are right. The proportion of the components is not: which of them is the longer one?
    """
    own, right = _numbers(answer), _numbers(reference)
    if own is None or right is None or len(own) != len(right):
        return None
    if len(right) == 1:
        return _of_number(parts_of(answer)[0], own[0], right[0], None)
    rounded = _of_roundings(answer, own, right)
    if rounded is not None:
        return rounded
    if agree(math.hypot(*right), 1.0, _EXACT):
        return _of_unit_vector(own, right)
    return _of_vector(own, right)


def decimals_written(part: Expression) -> int | None:
    """Return how many decimals a number was written with; None for one that was not written as a decimal."""
    if isinstance(part, Negative):
        return decimals_written(part.operand)
    if not isinstance(part, Number) or part.significant_digits is None:
        return None
    return next((places for places in range(_MOST_PLACES + 1) if (part.value * 10**places).denominator == 1), None)


def _numbers(expression: Expression) -> tuple[float, ...] | None:
    found = tuple(value_at(part, {}) for part in parts_of(expression))
    return None if None in found else found  # type: ignore[return-value]


def _of_number(part: Expression, own: float, right: float, index: int | None) -> str | None:
    """Return what is said of a number that was cut off, or is near the right one and no whole number."""
    name = whose(index)
    places = decimals_written(part)
    if places and own == math.trunc(right * 10**places) / 10**places != round(right, places):
        return sentence("partly.cut_off", whose=name)
    if is_coarse(own, right):
        return sentence("not_equal.coarse", whose=name)
    if not own.is_integer() and agree(own, right, _NEAR, least=0.0):
        return sentence("partly.near", whose=name, value=figures(own))
    return None


def _of_unit_vector(own: Sequence[float], right: Sequence[float]) -> str | None:
    """Return what the length and the side say of a vector that is asked for with length 1."""
    length, same_side = math.hypot(*own), _signs(own) == _signs(right)
    along_axis = 0.0 in own and 0.0 not in right
    if not agree(length, 1.0, _OF_DECIMALS):
        turned = not same_side and not along_axis
        return sentence("partly.length.and_side" if turned else "partly.length", length=figures(length))
    if along_axis:
        return sentence("partly.axis")
    if _have_same_sizes(own, right) and not same_side:
        return sentence("partly.order_and_sign")
    if same_side:
        return sentence("partly.proportion")
    return sentence("partly.side" if len(right) == 2 else "partly.side.space")


def _have_same_sizes(own: Sequence[float], right: Sequence[float]) -> bool:
    """Tell whether the same numbers stand in both but for signs, in another order."""
    sizes, meant = [abs(value) for value in own], [abs(value) for value in right]
    moved = not points_agree(sizes, meant, _OF_DECIMALS)
    return moved and points_agree(sorted(sizes), sorted(meant), _OF_DECIMALS)


def _signs(vector: Sequence[float]) -> list[int]:
    return [(value > _EXACT) - (value < -_EXACT) for value in vector]


def _of_roundings(answer: Expression, own: Sequence[float], right: Sequence[float]) -> str | None:
    """Return what is said of a vector in which every wrong component is the right one, rounded or cut off."""
    wrong = [at for at in range(len(own)) if not agree(own[at], right[at], _EXACT)]
    told = [_of_number(parts_of(answer)[at], own[at], right[at], at) for at in wrong]
    return told[0] if told and all(told) else None


def _of_vector(own: Sequence[float], right: Sequence[float]) -> str | None:
    """Return the right components and those to look at again, or that all stand in the right proportion."""
    if all(right) and all(own):
        factors = [one / other for one, other in zip(own, right, strict=True)]
        if all(agree(factor, factors[0], _EXACT, least=0.0) for factor in factors):
            return sentence("partly.same_factor")
    wrong = [at for at, pair in enumerate(zip(own, right, strict=True)) if not agree(*pair, _EXACT)]
    if len(wrong) == len(own):
        return None
    good = sentence("partly.components", components=named_by_place(at for at in range(len(own)) if at not in wrong))
    return together((good, sentence("partly.look", what=named_by_place(wrong))))


def named_by_place(places: Iterable[int]) -> str:
    """Return components as a sentence calls them by their places: `the first component and the third component`."""
    return listed(sentence("partly.ordinal", ordinal=ordinal(at + 1)) for at in places)


def numbers_that_show(answer: Expression | None, reference: Expression) -> int:
    """Return how many independent numbers speak for a slip: the wrong components, and of a formula its values everywhere.

    The answer is None for a function of which only values are known.
    """
    if variables_in(reference) or (answer is not None and variables_in(answer)):
        return ENOUGH
    own, right = None if answer is None else _numbers(answer), _numbers(reference)
    if right is None or (answer is not None and (own is None or len(own) != len(right))):
        return ENOUGH
    return len(right) if own is None else sum(not agree(*pair, _EXACT) for pair in zip(own, right, strict=True))

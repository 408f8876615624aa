"""What a recognised wrong answer is, the rank of each name, and which name says more than another.

One vocabulary serves values, steps by hand and programs; its sentences stand in `sentences/english/about_slips.py`.
Knows no rule of calculus and no way to compare.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from grader.algebra.tidy import ZERO
from grader.algebra.tree import Expression, Vector
from grader.sentences.catalogue import sentence, slip_text
from grader.sentences.figures import listed, together


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Misconception:
    """A wrong answer somebody could give: its name (a slug), the answer, a sentence for the student.

    `credit` is the author's, a share from 0 to 1. With `any_length` every positive multiple of the expression is this
    mistake. A `carried` one was made in another answer, from which this one follows, one made `on_the_way` in one of several
    derivatives, which are taken one after another. One made in the component for a
    variable, `component`, keeps its sentence without that as `bare`, and the wrong component as `made`. Each is equal to itself
    alone, so that what is worked out from one is quickly found again.
    """

    name: str
    expression: Expression
    text: str
    rank: int
    credit: Fraction = Fraction(0)
    any_length: bool = False
    carried: bool = False
    on_the_way: bool = False
    component: str = ""
    bare: str = ""
    made: Expression | None = None

    def of(self, expression: Any) -> Misconception:  # noqa: ANN401 - data, too, while a term is worked out
        """Return the same slip with another outcome."""
        return replace(self, expression=expression)


RANKS = {
    "components_swapped": 5,
    "coordinates_swapped": 5,
    "not_negated": 5,
    "supplementary_angle": 5,
    "sine_cosine_swapped": 8,
    "other_variable": 10,
    "sign": 10,
    "opposite_order": 10,
    "absolute_taken": 10,
    "kept_above_zero": 10,
    "side_not_asked": 10,
    "opposite_direction": 10,
    "degrees_as_radians": 10,
    "dot_product_not_taken": 10,
    "cross_product": 10,
    "cosine_only": 10,
    "sine_only": 10,
    "component_left_out": 10,
    "not_normalised": 15,
    "root_forgotten": 15,
    "mean_forgotten": 15,
    "mean_taken": 15,
    "first_left_out": 30,
    "last_left_out": 30,
    "dropped_term": 20,
    "kept_term": 20,
    "integrated": 20,
    "total_derivative": 22,
    "exponent_not_lowered": 30,
    "exponent_factor_forgotten": 30,
    "chain_factor_missing": 30,
    "power_rule_on_exponential": 30,
    "quotient_rule": 32,
    "product_rule_half": 33,
    "product_of_derivatives": 34,
    "quotient_of_derivatives": 33,
    "function_itself": 33,
    "base_logarithm_missing": 35,
    "trigonometric_sign": 35,
    "constant_factor_forgotten": 40,
    "factor_forgotten": 40,
    "not_divided": 40,
    "inner_differentiated": 40,
    "outer_not_differentiated": 40,
    "term_not_differentiated": 40,
    "other_factor_dropped": 40,
    "fraction_turned_round": 40,
    "other_extreme": 20,
    "added_up": 20,
    "multiplied_by_exponent": 40,
    "outer_function_missing": 40,
    "second_derivative": 42,
    "differentiated_too_rarely": 42,
    "not_evaluated": 42,
    "put_in": 42,
    "component_missing": 45,
    "components_added": 45,
    "length_given": 45,
    "length_not_taken": 45,
    "normalised": 45,
    "divided_by_squared_length": 45,
    "divided_by_sum": 45,
    "angle_given": 45,
}
"""Smaller is simpler. Decides which sentence is said of a name, and in which order candidates are looked at.

Slips of a method that are found by where a step ends have none: their names are of equal standing, and their words the same.
"""

ADDING = frozenset(("kept_term", "total_derivative"))
"""Slips that put a term too many into an answer: it has to be seen there."""
SEEN = frozenset(("sign", "supplementary_angle", "put_in"))
"""Slips whose sentence says what is seen of the answer itself: that holds of one number, too, unless it was made in another."""
UNSPECIFIC = frozenset(("sign", "dropped_term", "constant_factor_forgotten", "factor_forgotten"))
"""Slips that say little when they were made in a part of what is asked for: of one number, what is measured of it says more."""
_SIGNS = frozenset(("sign", "supplementary_angle", "opposite_direction"))
"""Slips of which nobody knows whether they were made in a vector or in what is made of it: a minus comes to the same there."""
ENOUGH = 2
"""Independent numbers that show a slip: one alone comes out of many slips, and of a slip of the pen."""
LEFT_UNDONE = frozenset(("dot_product_not_taken", "length_not_taken", "not_evaluated"))
"""Slips of somebody who did not do what is asked, so that the answer follows from nothing."""

COVERS: dict[str, frozenset[str]] = {
    name: frozenset(covered.split())
    for name, covered in {
        # a rule that was broken says more than what came of it
        "base_logarithm_missing": "function_itself term_not_differentiated",
        "chain_factor_missing": "constant_factor_forgotten term_not_differentiated function_itself sign",
        "exponent_factor_forgotten": "constant_factor_forgotten",
        "product_rule_half": "dropped_term product_of_derivatives",
        "quotient_rule": "sign",
        "total_derivative": "kept_term",
        "other_factor_dropped": "second_derivative",
        "cosine_only": "dropped_term component_left_out",
        "sine_only": "dropped_term component_left_out",
        "component_left_out": "dropped_term",
        "not_normalised": "dot_product_not_taken",
        "supplementary_angle": "sign",
        "opposite_direction": "sign",
        "opposite_order": "sign",
        "not_negated": "sign opposite_order opposite_direction",
        "sine_cosine_swapped": "components_swapped",
        "divided_by_squared_length": "not_normalised",
        "divided_by_sum": "not_normalised",
        "mean_forgotten": "constant_factor_forgotten",
        # a sign, or the whole, is all that can be said where a rule for single functions would come to the same
        "sign": "trigonometric_sign",
        "function_itself": "outer_not_differentiated term_not_differentiated kept_term",
    }.items()
}
"""Of two names that fit, the one that says all that the other does; any other two are different causes."""


def only_name(names: Collection[str]) -> str | None:
    """Return the one name that covers all others; None for two names of equal standing.

    >>> only_name({"sign", "opposite_order"}), only_name({"sign", "dropped_term"}), only_name({"ascends"})
    ('opposite_order', None, 'ascends')
    """
    left = set(names).difference(*(COVERS.get(name, frozenset()) for name in names))
    return left.pop() if len(left) == 1 else None


def named(
    name: str, expression: Expression, *, case: str = "", text: str = "", later: int = 0, **gaps: str
) -> Misconception:
    """Return the misconception with the sentence of its case, or with another one, and `later` by some ranks than usual."""
    text = text or slip_text(name, case, **gaps)
    return Misconception(name=name, expression=expression, text=text, rank=RANKS[name] + later)


def exchanged(parts: tuple[Expression, ...]) -> Iterator[tuple[Expression, ...]]:
    """Yield parts in their order, but for two that have changed places."""
    for at in range(len(parts)):
        for before in range(at):
            yield (*parts[:before], parts[at], *parts[before + 1 : at], parts[before], *parts[at + 1 :])


def in_order(found: list[Misconception], references: tuple[Expression, ...]) -> tuple[Misconception, ...]:
    """Return the candidates by rank, each name, expression and sentence once, none that is written like the reference.

    A bare 0 is no candidate: too many ways lead there to name one.
    """
    best: dict[tuple[str, Expression, str], Misconception] = {}
    for candidate in sorted(found, key=lambda candidate: candidate.rank):
        if candidate.expression not in references and candidate.expression != ZERO:
            best.setdefault((candidate.name, candidate.expression, candidate.text), candidate)
    return tuple(best.values())


def placed(candidate: Misconception, expression: Expression, variable: str, others: Iterable[str]) -> Misconception:
    """Return the same slip as one component of a vector; its sentence names that one, and the right ones first."""
    right = [sentence("partly.for_variable", variable=other) for other in others]
    text: str = sentence("within.component", variable=variable, slip=candidate.text)
    text = together((sentence("partly.components", components=listed(right)), text)) if right else text
    return replace(
        candidate,
        expression=expression,
        text=text,
        rank=candidate.rank + 1,
        component=variable,
        bare=candidate.text,
        made=candidate.expression,
    )


def within(part: str, candidate: Misconception) -> str:
    """Return what is said of a slip in a part of a term: `In the component for y of the gradient: …`; once, however deep.

    `part` is a code of the catalogue after `part.`.
    """
    part = sentence(f"part.{part}")
    if candidate.name in _SIGNS and isinstance(candidate.expression, Vector):
        return sentence("within.sign", part=part)
    if candidate.component:
        return sentence("within.part.component", part=part, variable=candidate.component, slip=candidate.bare)
    return sentence("within.part", part=part, slip=candidate.text)


def as_shown(text: str, numbers: int) -> str:
    """Return the sentence of a slip seen in so many independent numbers, as a question if it is one alone.

    >>> as_shown("A sign is wrong.", 2), as_shown("A sign is wrong.", 1)
    ('A sign is wrong.', 'Did this happen? A sign is wrong. (One number alone does not tell for certain.)')
    """
    return text if numbers >= ENOUGH else sentence("perhaps", slip=text)

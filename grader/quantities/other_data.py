"""The same exercise over other data: what a program has to give for arrays that its author has never seen.

New data are drawn from the values that the exercise gives, so that labels stay labels and logarithms keep their values. In every
place stands another one, so that who goes by a few of them gives another answer too.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from grader.model import Function, Given
from grader.notation.printing import plain
from grader.quantities.evaluation import evaluate
from grader.quantities.operators.operator import Mapped, is_tree
from grader.quantities.references import NotDerivableError
from grader.quantities.sheet import compiled_sheet
from grader.quantities.terms import TermError, usual_names

_MORE = 2  # observations than the exercise has, so that a number typed in for their count shows
_TIMES = ("1/2", "2")  # a number that is passed beside data, such as a weight: far enough that its old value shows
_ATTEMPTS = 5  # to draw data for which everything has a value, as a variance of zero in a denominator has not

Stated = tuple[tuple[Function, ...], tuple[Given, ...]]


@lru_cache(maxsize=256)  # a class is asked the same
def with_other_data(
    text: str, functions: tuple[Function, ...], given: tuple[Given, ...], names: frozenset[str], seed: bytes
) -> Stated | None:
    """Return functions and givens with others of these names, the same for the same seed; None for none with a value.

    As many of them are worked out as the term of this text needs.
    """
    made_of = {function.name: function.over_data for function in functions} | {each.name: each.text for each in given}
    found, left = set[str](), [text]
    while left:
        new = {word for word in re.findall(r"\w+", usual_names(left.pop())) if word in made_of} - found
        found |= new
        left += [made_of[word] for word in new]
    chance, needed = random.Random(seed), frozenset(found)
    more = _MORE if names >= {each.name for each in given if each.is_data and each.name in needed} else 0
    for _ in range(_ATTEMPTS):
        drawn = tuple(replace(each, text=_drawn(each, more, chance)) if each.name in names else each for each in given)
        try:
            return _worked_out(functions, drawn, needed), drawn
        except (TermError, NotDerivableError, ArithmeticError):
            continue
    return None


def _drawn(given: Given, more: int, chance: random.Random) -> str:
    if not given.is_data:
        return f"({given.text})*{chance.choice(_TIMES)}"
    values = given.text.split(", ")
    before = [*values, *values[-more:]] if more else values  # the last ones too: somebody may go by the last of all
    return ", ".join(chance.choice([each for each in values if each != old] or values) for old in before)


def _worked_out(functions: Sequence[Function], given: tuple[Given, ...], needed: frozenset[str]) -> tuple[Function, ...]:
    """Return the functions with the formulas that they have over these data. Raises TermError."""
    found: list[Function] = []
    for function in functions:
        if function.over_data and function.name in needed:
            own = replace(function, over_data="")
            data = tuple((each.name, each.text) for each in given if each.is_data)
            sheet = compiled_sheet((*found, own), tuple((each.name, each.text) for each in given if not each.is_data), (), data)
            value = evaluate(sheet.term(function.over_data), sheet, {})
            tree = value.body if isinstance(value, Mapped) else value
            assert is_tree(tree), "the exercise was checked when it was read"
            found.append(replace(function, expression=plain(tree)))
        else:
            found.append(function)
    return tuple(found)

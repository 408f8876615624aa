"""What a course says by exercise and item: due times, weights, bonus, what is struck out or given, and the best of several.

Knows which exercise or item a word of the course's file means; works out no points.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from grader.course.late import Policy
from grader.model import Key

TOTAL = "total"
"""The word for all exercises together, where an exercise or an item could stand."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Amount:
    """Points, or a share of what is possible."""

    number: Fraction
    of_possible: bool = False

    def of(self, possible: Fraction) -> Fraction:
        """Return the points that it comes to."""
        return self.number * possible if self.of_possible else self.number


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounds:
    """The least and the most that count, each where it is said."""

    least: Amount | None = None
    most: Amount | None = None


UNBOUNDED = Bounds()


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """What holds for an exercise or an item, for every student.

    `policy` is the exercise's own where it has a due time or a late policy of its own; `weight` the points that it counts
    as. `struck` and `given` are reasons.
    """

    policy: Policy | None = None
    weight: Fraction | None = None
    bonus: bool = False
    bounds: Bounds = UNBOUNDED
    struck: str = ""
    given: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Best:
    """Of these exercises, or of all where none is named, only so many count: a student's best."""

    count: int
    of: tuple[str, ...] = ()


Scope = Key | str
"""An item by its key, an exercise by its id, or `total`."""


class Names:
    """What words mean among these items: `exercise/item`, an item's own name where one exercise alone has it, an exercise."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._keys = {str(key): key for key in keys}
        self._own: dict[str, list[Key]] = defaultdict(list)
        for key in self._keys.values():
            self._own[key.item].append(key)
        self.exercises = tuple(dict.fromkeys(key.exercise for key in self._keys.values()))

    def scope(self, word: str) -> Scope | None:
        """Return what a word means; None where that is nothing or not clear."""
        if word in self._keys:
            return self._keys[word]
        if len(self._own.get(word, ())) == 1:
            return self._own[word][0]
        if word in self.exercises:
            return word
        return TOTAL if word == TOTAL and word not in self._own else None

    def several(self, word: str) -> bool:
        """Tell whether items of several exercises are called so."""
        return len(self._own.get(word, ())) > 1 and word not in self.exercises

    @property
    def words(self) -> dict[str, str]:
        """Return every word that means something, with how it is written whole."""
        own = {name: str(keys[0]) for name, keys in self._own.items()}
        return {TOTAL: TOTAL, **own, **{each: each for each in self.exercises}, **{key: key for key in self._keys}}

"""Whom and what a word of staff's means: a key of `course.yml`, a name on the command line.

Every id that the roster knows means a student; an item is called by exercise and item, or by its own name where one exercise
alone has it. Knows spellings; no file, no grade.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable

from grader.model import Key, Student
from grader.submission.spelling import composed, folded

_FEW_ENOUGH_TO_COMPARE = 20_000  # spellings; comparing a word with more takes longer than reading a class
TOTAL = "total"
"""The word for all exercises together, where an exercise or an item could stand."""
Scope = Key | str
"""An item by its key, an exercise by its id, or `total`."""


class People:
    """The students of a class by all that they may be called."""

    def __init__(self, students: Iterable[Student]) -> None:
        self._ways: tuple[dict[str, dict[str, Student]], ...] = tuple(defaultdict(dict) for _ in range(5))
        self._ids: dict[str, str] = {}
        for student in students:
            for word in (student.id, student.name):
                self._ids.setdefault(folded(word), word)
            own, name = (student.id, *student.ids), student.name
            calls = ([student.id], list(student.ids), [folded(student.id)], [folded(each) for each in own], [folded(name)])
            for way, words in zip(self._ways, calls, strict=True):
                for word in words:
                    way[composed(word)][student.id] = student

    def meant(self, word: str) -> list[Student]:
        """Return the students of the surest way to call somebody so: an exact id, another exact id, an id, any, a name."""
        for number, way in enumerate(self._ways):
            found = way.get(composed(word) if number < 2 else composed(folded(word)))
            if found:
                return list(found.values())
        return []

    def near(self, word: str) -> str | None:
        """Return the id or name meant by a word with a mistake in it; never an id that is only another one's.

        `s0124` and `s0123` have one form, so neither is the other with a mistake in it; `s01234` may be.
        """
        if len(self._ids) > _FEW_ENOUGH_TO_COMPARE:
            return None
        has_digit = re.search(r"\d", word) is not None
        close = difflib.get_close_matches(folded(word), self._ids, n=3)
        return next((self._ids[other] for other in close if not (has_digit and _form(other) == _form(folded(word)))), None)


def _form(word: str) -> str:
    return re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "0", word))


class Names:
    """What words mean among these items: `exercise/item`, an item's own name where one exercise alone has it, an exercise."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._keys = {str(key): key for key in keys}
        self._own: dict[str, list[Key]] = defaultdict(list)
        for key in self._keys.values():
            self._own[key.item].append(key)
        self.exercises = tuple(dict.fromkeys(key.exercise for key in self._keys.values()))

    def scope(self, word: str) -> Scope | None:
        """Return the meaning of a word; None if there is none or several."""
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

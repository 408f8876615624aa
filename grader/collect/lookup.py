"""Whom of a course's list an id, a name or a file name means; several where that is not clear.

Knows spellings only: no file, no layout.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from grader.collect.places import GUESSED, Place
from grader.model import Student
from grader.submission.spelling import composed, folded

_NUMBERED = ("Canvas id", "Moodle id", "Brightspace id")  # numbers that the platform gave, and names that it knows
_NAMELESS = ("participant", "anonymous")  # what a platform calls those whose names it keeps back
# What parts words in ids and file names; a point between letters parts `jane.doe`, and an `@` keeps an address whole.
_SEPARATOR = re.compile(r"[^\w@.]+|_+|(?<=\w)\.(?=\w)")
_MOST_PARTS = 20  # an id or a name has no more parts between separators; a longer file name is not searched for more


@dataclass(frozen=True, slots=True)
class Row:
    """A student of the list, all ids as they are written there, and all names by which an entry may mean them."""

    student: Student
    ids: frozenset[str]
    names: frozenset[str]

    @property
    def keys(self) -> frozenset[str]:
        """Return the ids without regard to case; of an address also what stands before the `@`."""
        return frozenset(folded(key) for own in self.ids for key in (own, own.partition("@")[0]) if key)


class Claim(IntEnum):
    """How surely a submission is a student's, the surest first; names of files are chosen by whoever handed them in."""

    ID = 0
    SPELLING = 1
    NAME = 2
    CALLED = 3
    CALLED_LIKE = 4
    MENTIONED = 5


def squeezed(text: str) -> str:
    """Return the letters and digits only, as Canvas writes names into file names."""
    return re.sub(r"[\W_]+", "", folded(text))


class Lookup:
    """Finds whom of a list an id, a name or a file name means."""

    def __init__(self, rows: list[Row]) -> None:
        self._by_id: dict[str, list[Row]] = defaultdict(list)
        self._by_key: dict[str, list[Row]] = defaultdict(list)
        self._by_name: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            for own in row.ids:
                self._by_id[composed(own)].append(row)
            for key in row.keys:
                self._by_key[key].append(row)
        for row in rows:
            for login in {own.partition("@")[0] for own in row.ids if "@" in own}:
                same = self._by_id[composed(login)]
                if row not in same and not any(login in other.ids for other in same):
                    same.append(row)
        for row in rows:
            for name in row.names:
                self._by_name[name].append(row)
        self._foreign: frozenset[str] = frozenset()
        self._prefixes: Counter[str] = Counter()

    def learn(self, places: Iterable[Place]) -> None:
        """Find out from a whole class what its numbers are and where its logins begin.

        A platform's numbers are the list's where they mean students of the same name more often than of another.
        What repositories' names begin with is what leaves a login of the list most often.
        """
        same: Counter[str] = Counter()
        for place in places:
            if place.identified_by in _NUMBERED:
                for row in self._keyed(place.id):
                    if (verdict := _agree(place, row)) is not None:
                        same[place.identified_by] += 1 if verdict else -1
            if place.written is not None:
                self._prefixes.update(self._possible(place.written))
        self._foreign = frozenset(kind for kind, more in same.items() if more <= 0)

    def meant(self, place: Place) -> tuple[list[Row], Claim]:
        """Return all of the list that may be meant, one if it is clear and none for a stranger, and how surely.

        An id counts before a name, an exact one first. A key or a name within a longer text (`hw1_s05_final`)
        counts only where nothing but that text is known, and when nothing else is as long there.
        """
        if place.written is not None:
            return self._of_repository(place)
        guessed = place.identified_by in GUESSED
        by_id, by_key = self._by_id.get(composed(place.id), []), self._by_key.get(folded(place.id), [])
        if place.identified_by in self._foreign:
            by_id, by_key = ([row for row in found if _agree(place, row) is not False] for found in (by_id, by_key))
        named = (self._by_name.get(folded(place.name)), self._by_name.get(squeezed(place.name)))
        by_name = next(filter(None, named), [])
        if place.identified_by in self._foreign and by_name:
            by_id = by_key = [row for row in by_key if row in by_name]
        if by_id:
            return by_id, Claim.CALLED if guessed else Claim.ID
        if by_key:
            return by_key, Claim.CALLED_LIKE if guessed else Claim.SPELLING
        if by_name:
            return by_name, Claim.CALLED_LIKE if guessed else Claim.NAME
        return (self._within(folded(place.id)) if guessed else []), Claim.MENTIONED

    def _keyed(self, text: str) -> list[Row]:
        return self._by_id.get(composed(text)) or self._by_key.get(folded(text), [])

    def _possible(self, written: str) -> list[str]:
        """Return what a repository's name may begin with so that a login of the list is left."""
        cuts = [0, *(at.end() for at in re.finditer("-", written))]
        return [written[:cut] for cut in cuts if self._keyed(written[cut:])]

    def _of_repository(self, place: Place) -> tuple[list[Row], Claim]:
        """Return the student whose login the repository's name ends with, by a beginning that the class has.

        `hw1-mallory-anna` is not Anna's among `hw1-anna` and `hw1-ben`.
        """
        written = place.written or ""
        usual = max(self._prefixes.values(), default=0)
        for prefix in self._possible(written):
            shorter = any(written.startswith(other) and len(other) < len(prefix) for other in self._prefixes)
            if 2 * self._prefixes[prefix] > usual or not shorter:
                rest = written[len(prefix) :]
                exact = self._by_id.get(composed(rest))
                return (exact, Claim.ID) if exact else (self._keyed(rest), Claim.SPELLING)
        return [], Claim.SPELLING

    def _within(self, text: str) -> list[Row]:
        """Return the students whose key, else whose name, stands in a text between its separators."""
        cuts = sorted({0, len(text), *(at for sign in _SEPARATOR.finditer(text) for at in sign.span())})
        spans = [(i, j) for n, i in enumerate(cuts) for j in cuts[n + 1 : n + _MOST_PARTS] if j - i > 1]
        hits = [(i, j, row) for i, j in spans for row in self._by_key.get(text[i:j], [])]
        if not hits:
            names = [(i, j, " ".join(_SEPARATOR.sub(" ", text[i:j]).split())) for i, j in spans]
            hits = [(i, j, row) for i, j, name in names if " " in name for row in self._by_name.get(name, [])]
        longest = [(i, j, row) for i, j, row in hits if not any(k <= i and j <= end and (k, end) != (i, j) for k, end, _ in hits)]
        return list({id(row): row for _, _, row in longest}.values())


def _agree(place: Place, row: Row) -> bool | None:
    """Tell whether two names have a word in common; None where one of them is not known."""
    known, listed = squeezed(place.name), folded(row.student.name)
    words = [word for word in re.findall(r"\w+", listed) if len(word) > 1]
    if not words or not row.names or folded(place.name) == folded(place.id) or known.startswith(_NAMELESS):
        return None
    return any(word in known for word in words)

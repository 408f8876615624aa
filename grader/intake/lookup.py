"""Whom of a course's list an id, a name or a file name means; several where that is not clear.

Knows spellings only: no file, no layout.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from grader.intake.spelling import folded
from grader.model import Student

_NUMBERED = ("Canvas id", "Moodle id", "Brightspace id")  # numbers that the platform gave, and names that it knows
_SEPARATOR = re.compile(r"[^\w@.]+|_+|(?<=\w)\.(?=\w)")


@dataclass(frozen=True, slots=True)
class Row:
    """A student of the list, and all spellings by which an entry may mean them."""

    student: Student
    keys: frozenset[str]
    names: frozenset[str]


def squeezed(text: str) -> str:
    """The letters and digits only, as Canvas writes names into file names."""
    return re.sub(r"[\W_]+", "", folded(text))


class Lookup:
    """Finds whom of a list an id, a name or a file name means."""

    def __init__(self, rows: list[Row]) -> None:
        self._by_key: dict[str, list[Row]] = defaultdict(list)
        self._by_name: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            for key in row.keys:
                self._by_key[key].append(row)
            for name in row.names:
                self._by_name[name].append(row)

    def meant(self, student: Student, written: str | None = None) -> list[Row]:
        """All of the list that may be meant: one where it is clear, none where it is a stranger.

        A name counts before a platform's number, which may be another list's by accident; a key or
        a name within a longer text (`hw1_s05_final`) counts when nothing else is as long there.
        """
        named = [self._by_name.get(folded(student.name)), self._by_name.get(squeezed(student.name))]
        by_name = next(filter(None, named), [])
        by_key = [row for row in self._by_key.get(folded(student.id), []) if _agree(student, row)]
        both = [row for row in by_key if row in by_name]
        return both or _alone(by_key, by_name) or self._within(folded(written or student.id))

    def _within(self, text: str) -> list[Row]:
        """The students whose key, else whose name, stands in a text between its separators."""
        cuts = sorted({0, len(text), *(at for sign in _SEPARATOR.finditer(text) for at in sign.span())})
        spans = [(i, j) for n, i in enumerate(cuts) for j in cuts[n + 1 : n + 20] if j - i > 2]
        hits = [(i, j, row) for i, j in spans for row in self._by_key.get(text[i:j], [])]
        if not hits:
            names = [(i, j, _blanks(text[i:j])) for i, j in spans]
            hits = [(i, j, row) for i, j, name in names if " " in name for row in self._by_name.get(name, [])]
        longest = [hit for hit in hits if not any(_contains(other, hit) for other in hits)]
        return list({id(row): row for _, _, row in longest}.values())


def _blanks(text: str) -> str:
    return " ".join(_SEPARATOR.sub(" ", text).split())


def _contains(one: tuple[int, int, Row], other: tuple[int, int, Row]) -> bool:
    return one[0] <= other[0] and other[1] <= one[1] and one[:2] != other[:2]


def _alone(by_key: list[Row], by_name: list[Row]) -> list[Row]:
    """The one list where the other is empty; both where they contradict each other."""
    return [*by_name, *(row for row in by_key if row not in by_name)]


def _agree(student: Student, row: Row) -> bool:
    """Whether nothing speaks against it: of two names that are both known, a word must be the same."""
    known, listed = squeezed(student.name), folded(row.student.name)
    if student.identified_by not in _NUMBERED or folded(student.name) == folded(student.id) or not row.names:
        return True
    words = [word for word in re.findall(r"\w+", listed) if len(word) > 1]
    return known.startswith(("participant", "anonymous")) or not words or any(word in known for word in words)

"""Whose row of a platform's file is whose score here: by the platform's own id, else by an id of both, else by the whole name.

Nothing is guessed: what may mean several, and what is called by another name on each side, is left to a person. Knows
worksheets and students; no score.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from grader.collect.lookup import squeezed
from grader.model import Origin, Student
from grader.returning.worksheet import Line
from grader.submission.spelling import composed, folded, harmless

# Whose numbers mean nothing outside of the platform, and in Moodle nothing outside of the assignment.
_NUMBERED = ("Canvas id", "Moodle id", "Brightspace id")
_NAMELESS = ("participant", "anonymous")  # what intake calls those whose names a platform keeps back


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """A student of ours, and where the work lay."""

    student: Student
    origins: tuple[Origin, ...] = ()

    @property
    def shown(self) -> str:
        """Return name and id, for a list that staff reads."""
        number, name = self.student.id, self.student.name
        return harmless(number if name in ("", number) else f"{name} ({number})")

    @property
    def ids(self) -> set[str]:
        """Return all ids that mean the student everywhere, folded; of an address also what stands before the `@`."""
        numbered = self.student.identified_by in _NUMBERED
        return _keys((*(() if numbered else (self.student.id,)), *self.student.ids))


@dataclass(frozen=True, kw_only=True, slots=True)
class Matching:
    """Rows by our students' ids; rows of strangers, students without a row, and why the others are not clear."""

    lines: dict[str, Line] = field(default_factory=dict)
    strangers: list[Line] = field(default_factory=list)
    absent: list[Person] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)


def matched(people: Sequence[Person], lines: Sequence[Line], known_by: str) -> Matching:
    """Return which row is whose. `known_by` is what the platform's own ids are called at intake."""
    rows = _Rows(lines)
    found = {person.student.id: rows.meant(person, known_by) for person in people}
    claims: dict[int, list[Person]] = defaultdict(list)
    for person in people:
        if len(found[person.student.id]) == 1:
            claims[found[person.student.id][0].at].append(person)
    matching = Matching()
    touched: set[int] = set()
    for person in people:
        meant = found[person.student.id]
        touched |= {line.at for line in meant}
        if not meant:
            matching.absent.append(person)
        elif len(meant) > 1:
            several = " or ".join(line.shown for line in meant[:3])
            matching.unclear.append(f"{person.shown} may be {several}")
        elif len(claims[meant[0].at]) > 1:
            matching.unclear.append(f"{person.shown} and another here may both be {meant[0].shown}")
        elif _are_called_differently(person, meant[0]):
            matching.unclear.append(f"{person.shown} has the id of {meant[0].shown}, who is called otherwise")
        else:
            matching.lines[person.student.id] = meant[0]
    matching.strangers.extend(line for line in lines if line.at not in touched)
    return matching


class _Rows:
    """The rows of a file by account, id and name."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._accounts: dict[str, list[Line]] = defaultdict(list)
        self._ids: dict[str, list[Line]] = defaultdict(list)
        self._names: dict[str, list[Line]] = defaultdict(list)
        for line in lines:
            if line.account:
                self._accounts[composed(line.account)].append(line)
            for key in _keys((line.account, *line.ids)):
                self._ids[key].append(line)
            for name in line.names:
                self._names[name].append(line)

    def meant(self, person: Person, known_by: str) -> list[Line]:
        """Return the rows that the surest way to know the student leads to."""
        name = person.student.name
        calls = () if _is_nameless(name) else dict.fromkeys((folded(name), squeezed(name)))
        accounts = [own.account for own in person.origins if own.known_by == known_by]
        for found in (
            [line for account in accounts for line in self._accounts.get(composed(account), ())],
            [line for key in sorted(person.ids) for line in self._ids.get(key, ())],
            [line for name in calls for line in self._names.get(name, ())],
        ):
            if found:
                return list({line.at: line for line in found}.values())
        return []


def _is_nameless(name: str) -> bool:
    return not squeezed(name) or squeezed(name).startswith(_NAMELESS)


def _keys(ids: Iterable[str]) -> set[str]:
    return {folded(key) for own in ids for key in (own, own.partition("@")[0]) if key.strip()}


def _are_called_differently(person: Person, line: Line) -> bool:
    """Tell whether both names are known and have no word in common."""
    name, words = squeezed(person.student.name), [squeezed(word) for word in folded(line.name).replace(",", " ").split()]
    known = [word for word in words if len(word) > 1]
    if not known or _is_nameless(line.name) or _is_nameless(name) or folded(person.student.name) == folded(person.student.id):
        return False
    return not any(word in name for word in known)

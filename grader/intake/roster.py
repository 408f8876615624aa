"""A course's list of students: who is who, and who is missing.

Reads a CSV as people and platforms write them, and gives entries the ids and names of the list.
"""

from __future__ import annotations

import csv
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from grader.errors import UsageError
from grader.intake.decoding import decode
from grader.intake.entries import Entry
from grader.intake.spelling import folded, harmless
from grader.model import Feedback, Student

_IDS = (
    "id", "student id", "studentid", "sid", "student number", "number", "id number", "identifier", "matriculation number",
    "matrikelnummer", "matnr", "netid", "login", "username", "user", "sis login id", "sis user id", "github username",
    "github", "email", "email address", "e mail",
)  # fmt: skip
_NAMES = ("name", "full name", "student name", "display name", "student", "vollständiger name", "nom complet")
_FIRST = ("first name", "firstname", "given name", "forename", "vorname", "prénom")
_LAST = ("last name", "lastname", "surname", "family name", "nachname", "nom")
_MOST_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """A student of the list, and all spellings by which an entry may mean them."""

    student: Student
    keys: frozenset[str]
    names: frozenset[str]


def read_roster(path: str | Path) -> list[Row]:
    """The students of a CSV, in its order. Raises UsageError when it is no list of students."""
    shown = harmless(os.fspath(path))
    try:
        with Path(path).open("rb") as stream:
            content = stream.read(_MOST_BYTES)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"The roster {shown} cannot be read: {reason}. Name a CSV file with --roster.") from None
    text, _ = decode(content)
    try:
        lines = [line for line in csv.reader(text.split("\n"), delimiter=_delimiter(text)) if any(map(str.strip, line))]
    except csv.Error as error:
        raise UsageError(f"The roster {shown} is no CSV file: {error}.") from None
    rows = list(_rows(lines))
    if not rows:
        raise UsageError(f"The roster {shown} lists nobody. It needs the columns id and name.")
    return rows


def _delimiter(text: str) -> str:
    """The sign that parts the first line best."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    return max(",;\t|", key=lambda sign: (len(next(csv.reader([first], delimiter=sign))), sign == ","))


def _rows(lines: list[list[str]]) -> Iterator[Row]:
    if not lines:
        return
    head = [re.sub(r"[^\w]+|_+", " ", folded(cell)).strip() for cell in lines[0]]
    known = {*_IDS, *_NAMES, *_FIRST, *_LAST}
    if not known & set(head):
        head, lines = ["id", "name", "email"][: len(lines[0])], [[], *lines]
    for line in lines[1:]:
        cells = {title: cell.strip() for title, cell in zip(head, line, strict=False) if cell.strip()}
        row = _row(cells)
        if row is not None:
            yield row


def _row(cells: dict[str, str]) -> Row | None:
    name = next((cells[title] for title in _NAMES if title in cells), "")
    first = next((cells[title] for title in _FIRST if title in cells), "")
    last = next((cells[title] for title in _LAST if title in cells), "")
    name = name or f"{first} {last}".strip()
    keys = [cells[title] for title in _IDS if title in cells]
    number = keys[0] if keys else name
    if not number or folded(number).startswith(("points possible", "student, test")) or folded(name) == "points possible":
        return None
    local = [key.partition("@")[0] for key in keys if "@" in key]
    student = Student(id=harmless(number), name=harmless(name or number), identified_by="roster")
    return Row(student, frozenset(map(folded, (*keys, *local))), frozenset(_spellings(name, first, last)))


def _spellings(name: str, first: str, last: str) -> Iterator[str]:
    """`Jane Doe`, `Doe, Jane`, `doejane`: what platforms make of a name."""
    before, comma, after = name.partition(",")
    if comma:
        first, last = after.strip(), before.strip()
    elif not (first and last):
        words = name.split()
        first, last = " ".join(words[:-1]), words[-1] if words else ""
    for spelling in (name, f"{first} {last}", f"{last} {first}", f"{last}, {first}"):
        if spelling.strip(" ,"):
            yield folded(spelling)
            yield squeezed(spelling)


def squeezed(text: str) -> str:
    """The letters and digits only, as Canvas writes names into file names."""
    return re.sub(r"[\W_]+", "", folded(text))


def named(entries: list[Entry], rows: list[Row]) -> tuple[list[Entry], list[str], tuple[Student, ...]]:
    """The entries under the list's ids and names, warnings, and the students without an entry.

    Several entries that turn out to be one student's become one, with all their files.
    """
    by_key, by_name = _index(rows)
    kept: list[Entry] = []
    places: dict[tuple[str, int], int] = {}
    strangers, merged = [], []
    found: set[str] = set()
    for entry in entries:
        row = _meant(entry.student, by_key, by_name)
        if row is None:
            strangers.append(entry.student.id)
            kept.append(entry)
            continue
        found.add(row.student.id)
        how = f"{entry.student.identified_by}, by the roster"
        own = replace(entry, student=replace(row.student, identified_by=how))
        at = places.setdefault((row.student.id, own.attempt), len(kept))
        if at < len(kept):
            merged.append(row.student.id)
            kept[at] = _joined(kept[at], own)
        else:
            kept.append(own)
    missing = tuple(row.student for row in rows if row.student.id not in found)
    return kept, [*_said("is not on the roster", "are not on the roster", strangers), *_merged(merged)], missing


def _index(rows: list[Row]) -> tuple[dict[str, list[Row]], dict[str, list[Row]]]:
    by_key: dict[str, list[Row]] = defaultdict(list)
    by_name: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for key in row.keys:
            by_key[key].append(row)
        for name in row.names:
            by_name[name].append(row)
    return by_key, by_name


def _meant(student: Student, by_key: dict[str, list[Row]], by_name: dict[str, list[Row]]) -> Row | None:
    """The one student of the list that is meant; None when there is none, or more than one."""
    whole = folded(student.id)
    for candidates in (by_key.get(whole), by_name.get(folded(student.name)), by_name.get(squeezed(student.name))):
        if candidates:
            return candidates[0] if len(candidates) == 1 else None
    words = [word for word in re.split(r"[^\w@.-]+|_|(?<!\d)-|-(?!\d)", whole) if word]
    runs = {" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(i + 5, len(words) + 1))}
    hits = {id(row): row for run in runs for row in by_key.get(run, []) if len(run) > 2}
    hits = hits or {id(row): row for run in runs if " " in run for row in by_name.get(run, [])}
    return next(iter(hits.values())) if len(hits) == 1 else None


def _joined(one: Entry, other: Entry) -> Entry:
    """Two entries of one student as one."""
    if not one.sources or not other.sources:
        return one if one.sources else other
    remark = Feedback(code="several_submissions", text="More than one submission of yours was found; they were read together.")
    return replace(
        one,
        sources=(*one.sources, *other.sources),
        folder=one.folder or other.folder,
        late=one.late or other.late,
        submitted_at=max(filter(None, (one.submitted_at, other.submitted_at)), default=None),
        remarks=(*one.remarks, remark),
    )


def _said(one: str, several: str, ids: list[str]) -> list[str]:
    if not ids:
        return []
    return [f"{', '.join(ids[:5])}{', …' if len(ids) > 5 else ''} {one if len(ids) == 1 else several}."]


def _merged(ids: list[str]) -> list[str]:
    return _said("has several submissions, which are graded together", "have several submissions, each graded together", ids)

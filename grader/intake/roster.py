"""A course's list of students: who is who, and who is missing.

Reads a CSV as people and platforms write them, and gives entries the ids and names of the list.
"""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from grader.errors import UsageError
from grader.intake.decoding import decode
from grader.intake.entries import Entry
from grader.intake.lookup import Lookup, Row, squeezed
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
_NO_TEXT = re.compile(r"[\0-\x08\x0e-\x19\x1b-\x1f\x7f-\x9f]")  # all controls but white space, and the mark that ends files of DOS


def read_roster(path: str | Path) -> list[Row]:
    """The students of a CSV, in its order. Raises UsageError when it is no list of students."""
    shown = harmless(os.fspath(path))
    if Path(path).exists() and not Path(path).is_file():
        raise UsageError(f"The roster {shown} is a folder, a pipe or a device. Name a CSV file with --roster.")
    try:
        with Path(path).open("rb") as stream:
            content = stream.read(_MOST_BYTES)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"The roster {shown} cannot be read: {reason}. Name a CSV file with --roster.") from None
    text, _ = decode(content)
    if _NO_TEXT.search(text):
        raise UsageError(f"The roster {shown} is no text. Save the list as CSV and name that with --roster.")
    try:
        written, delimiter = text.split("\n"), _delimiter(text)
        if unclosed := _unclosed_quote(written, delimiter):
            raise UsageError(f"The roster {shown}, line {unclosed}: a quote is opened and not closed; it takes in the lines below.")
        lines = [line for line in csv.reader(written, delimiter=delimiter) if any(map(str.strip, line))]
    except csv.Error as error:
        raise UsageError(f"The roster {shown} is no CSV file: {error}.") from None
    rows = list({(row.student.id, folded(row.student.name), row.keys): row for row in _rows(lines)}.values())
    if not rows:
        raise UsageError(f"The roster {shown} lists nobody. It needs the columns id and name.")
    return rows


def _unclosed_quote(lines: list[str], delimiter: str) -> int | None:
    """Return the number of the line whose quote swallows lines below it that are rows by themselves; None where none does.

    An address may go over several lines; none of them has as many cells as the list has columns.
    """
    reader, begin, width = csv.reader(lines, delimiter=delimiter), 0, 0
    for cells in reader:
        width = width or len(next(csv.reader([lines[begin]], delimiter=delimiter)))
        inside = lines[begin + 1 : reader.line_num]
        if cells and any(line.strip() and line.count(delimiter) >= width - 1 for line in inside):
            return begin + 1
        begin = reader.line_num
    return None


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
    if not number or folded(name or number) in ("points possible", "student, test"):  # rows that Canvas adds
        return None
    local = [key.partition("@")[0] for key in keys if "@" in key]
    local += [key[12:] for key in keys if re.fullmatch(r"participant \d+", folded(key))]
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


def named(entries: list[Entry], rows: list[Row]) -> tuple[list[Entry], list[str], tuple[Student, ...]]:
    """The entries under the list's ids and names, warnings, and the students without an entry.

    Several entries that turn out to be one student's become one, with all their files. An entry that
    may mean several students keeps its own name, and that is said.
    """
    lookup = Lookup(rows)
    kept: list[Entry] = []
    places: dict[tuple[str, int], int] = {}
    strangers, unclear, merged = [], [], []
    found: set[str] = set()
    ids = {row.student.id for row in rows}
    for entry in entries:
        meant = lookup.meant(entry.student, entry.written)
        if len(meant) != 1:
            unclear += [(_who(entry.student), meant)] if meant else []
            strangers += [] if meant else [_who(entry.student)]
            kept.append(_without_clash(entry, ids))
            continue
        row = meant[0]
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
    warnings = [*_twice(rows), *map(_unclear, unclear), *_said("is not on the roster", "are not on the roster", strangers)]
    return kept, [*warnings, *_merged(merged)], missing


def _who(student: Student) -> str:
    return student.id if student.name == student.id else f"{student.id} ({student.name})"


def _without_clash(entry: Entry, ids: set[str]) -> Entry:
    """The entry of somebody who is not on the list, under an id that is nobody's there."""
    if entry.student.id not in ids:
        return entry
    return replace(entry, student=replace(entry.student, id=f"{entry.student.identified_by} {entry.student.id}"))


def _unclear(found: tuple[str, list[Row]]) -> str:
    """The sentence for an entry that may mean several students."""
    who, rows = found
    several = " or ".join(f"{row.student.id} ({row.student.name})" for row in rows[:3])
    return f"{who} may be {several}{' or another' if len(rows) > 3 else ''} on the roster; it was left as it is."


def _twice(rows: list[Row]) -> list[str]:
    counts = Counter(row.student.id for row in rows)
    ids = [number for number, count in counts.items() if count > 1]
    return _said("stands on the roster more than once", "stand on the roster more than once", ids)


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

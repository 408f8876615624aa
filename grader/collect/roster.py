"""A course's list of students: who is who, and who is missing.

Reads a CSV as people and platforms write them, and gives entries the ids and names of the list.
"""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from grader.collect.lookup import Claim, Lookup, Row, squeezed
from grader.collect.places import BY_ROSTER, Place, listed
from grader.errors import UsageError
from grader.model import Student
from grader.sentences.catalogue import sentence
from grader.submission import file_types as filetypes
from grader.submission.file_content import decode
from grader.submission.spelling import composed, folded, harmless

_IDS = (
    "id", "student id", "studentid", "sid", "student number", "number", "id number", "identifier", "matriculation number",
    "matrikelnummer", "matnr", "netid", "login", "username", "user", "sis login id", "sis user id", "sis id", "github username",
    "github", "email", "email address", "e mail",
)  # fmt: skip
# Titles of the whole name, as Canvas, Moodle (also in German and French) and people write them.
_NAMES = ("name", "full name", "student name", "display name", "student", "vollständiger name", "nom complet")
# Titles of the first name, where a list parts names in two.
_FIRST = ("first name", "firstname", "given name", "forename", "vorname", "prénom")
_LAST = ("last name", "lastname", "surname", "family name", "nachname", "nom")  # titles of the last name, as above
# Titles of what is shown beside a student, so that staff find their own.
_GROUPS = ("section", "sections", "group", "class", "tutorial", "course section")
_MOST_BYTES = 50_000_000  # a hundred thousand students with thirty columns
# All controls but white space, and the mark that ends files of DOS.
_NO_TEXT = re.compile(r"[\0-\x08\x0e-\x19\x1b-\x1f\x7f-\x9f]")


def read_roster(path: str | Path) -> list[Row]:
    """Return the students of a CSV, in its order. Raises UsageError when it is no list of students."""
    shown = harmless(os.fspath(path))
    text, _ = decode(_content(Path(path), shown))
    if _NO_TEXT.search(text):
        raise UsageError(f"The roster {shown} is no text. Save the list as CSV and name that with --roster.")
    rows = _joined_rows(_rows(_lines(text, shown)))
    if not rows:
        raise UsageError(f"The roster {shown} lists nobody. It needs the columns id and name.")
    return rows


def _content(path: Path, shown: str) -> bytes:
    """Return the bytes of a CSV file. Raises UsageError where it is another kind of file."""
    try:
        if path.exists() and not path.is_file():
            raise UsageError(f"The roster {shown} is a folder, a pipe or a device. Name a CSV file with --roster.")
        with path.open("rb") as stream:
            content = stream.read(_MOST_BYTES)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"The roster {shown} cannot be read: {reason}. Name a CSV file with --roster.") from None
    kind = filetypes.told_by_content(content, content[:2000].decode("latin-1"))
    if kind == _WORKBOOK or path.suffix.lower() in _WORKBOOKS:
        raise UsageError(f"The roster {shown} is a workbook. Save it as CSV (comma separated) and name that file.")
    is_text = not _NO_TEXT.search(content[:2000].decode("utf-8", "ignore"))
    if kind is None and is_text and content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        kind = "JSON"
    if kind is None and b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        kind = "no text"
    if kind is not None:
        raise UsageError(f"The roster {shown} is {kind}, not a list of students. Name a CSV file with the columns id and name.")
    return content


_WORKBOOK = sentence("content.packed")  # what `file_types` calls a file that begins as .xlsx does
# Suffixes of spreadsheets, some of which begin like other files.
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".numbers")


def _lines(text: str, shown: str) -> list[list[str]]:
    """Return the lines that are not empty, in cells. Raises UsageError, with the line, for a quote never closed."""
    written = text.split("\n")
    first = next((line for line in written if line.strip()), "")
    sign = max(",;\t|", key=lambda sign: (len(next(csv.reader([first], delimiter=sign))), sign == ","))
    try:
        if unclosed := _unclosed_quote(written, sign):
            raise UsageError(f"The roster {shown}, line {unclosed}: a quote is opened and not closed; it takes in the lines below.")
        return [line for line in csv.reader(written, delimiter=sign) if any(map(str.strip, line))]
    except csv.Error as error:
        raise UsageError(f"The roster {shown} is no CSV file: {error}.") from None


def _unclosed_quote(lines: list[str], delimiter: str) -> int | None:
    """Return the number of the line whose quote swallows rows below it; None if there is no such line.

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


def _rows(lines: list[list[str]]) -> Iterator[Row]:
    if not lines:
        return
    head = [_title(cell) for cell in lines[0]]
    known = {*_IDS, *_NAMES, *_FIRST, *_LAST}
    titles = [cell.strip() for cell in lines[0]]
    if not known & set(head):
        head, lines = ["id", "name", "email"][: len(lines[0])], [[], *lines]
        titles = head
    for line in lines[1:]:
        row = _row(line, head, titles)
        if row is not None:
            yield row


def _row(line: Sequence[str], head: Sequence[str], written: Sequence[str]) -> Row | None:
    """Return a student by the cells of a line; `head` are the titles as they are compared, `written` as the list has them."""
    cells = {title: cell.strip() for title, cell in zip(head, line, strict=False) if cell.strip()}
    titles = dict(zip(head, written, strict=False))
    name = next((cells[title] for title in _NAMES if title in cells), "")
    first = next((cells[title] for title in _FIRST if title in cells), "")
    last = next((cells[title] for title in _LAST if title in cells), "")
    name = name or f"{first} {last}".strip()
    ids = {title: cells[title] for title in _IDS if title in cells}
    number = next(iter(ids.values()), name)
    if not number or folded(name or number) in ("points possible", "student, test"):  # rows that Canvas adds
        return None
    first_id = next((title for title in _IDS if title in titles), None)
    told = [title for title in (*_IDS, *_GROUPS) if title in titles and title != first_id]
    facts = [(harmless(titles[title]), harmless(cells.get(title, ""))) for title in told]
    others = tuple(dict.fromkeys(harmless(said) for said in ids.values() if said != number))
    student = Student(id=harmless(number), name=harmless(name or number), identified_by="roster", ids=others, facts=tuple(facts))
    numbers = [key[12:] for key in ids.values() if re.fullmatch(r"participant \d+", folded(key))]
    return Row(student, frozenset((*ids.values(), *numbers)), frozenset(spellings(name, first, last)))


def _joined_rows(rows: Iterable[Row]) -> list[Row]:
    """Return one row for each student: one id in two lines is one student in two sections or with two addresses.

    Two lines whose names have nothing in common are two students, which is said.
    """
    kept: dict[str, list[Row]] = {}
    for row in rows:
        same = kept.setdefault(composed(row.student.id), [])
        known = next((at for at, other in enumerate(same) if _may_be_one(row, other)), None)
        if known is None:
            same.append(row)
        else:
            same[known] = _both(same[known], row)
    return [row for same in kept.values() for row in same]


def _may_be_one(row: Row, other: Row) -> bool:
    """Tell whether two lines of one id may be one student's: a name has a word of the other, or one of them has none."""
    words = [{word for name in each.names for word in name.replace(",", " ").split()} for each in (row, other)]
    return not row.names or not other.names or bool(words[0] & words[1])


def _both(known: Row, row: Row) -> Row:
    """Return what two lines say of one student."""
    facts: dict[str, list[str]] = {}
    for title, said in (*known.student.facts, *row.student.facts):
        facts.setdefault(title, []).append(said)
    others = tuple(dict.fromkeys((*known.student.ids, *row.student.ids)))
    both = tuple((title, "; ".join(dict.fromkeys(filter(None, said)))) for title, said in facts.items())
    name = known.student.name if known.names else row.student.name
    student = replace(known.student, name=name, ids=others, facts=both)
    return Row(student, known.ids | row.ids, known.names | row.names)


def spellings(name: str, first: str, last: str) -> Iterator[str]:
    """Yield what platforms make of a name: `Jane Doe`, `Doe, Jane`, `doejane`."""
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


def named(places: list[Place], rows: list[Row]) -> tuple[list[Place], list[str], tuple[Student, ...]]:
    """Return the places under the list's ids and names, warnings, and the students without a place.

    Where several places are a student's they have the same id afterwards. A place that may mean several
    students, or that only is called like somebody who is known to have another, keeps its own name, and that is said.
    """
    lookup = Lookup(rows)
    lookup.learn(places)
    ids = {row.student.id for row in rows}
    claims: dict[str, list[tuple[Claim, Place]]] = {}
    warnings, strangers, kept = [], [], []
    meant = [(place, *lookup.meant(place)) for place in places]
    for place, found, claim in meant:
        if len(found) == 1:
            claims.setdefault(found[0].student.id, []).append((claim, place))
    owners = {number: _owners(own) for number, own in claims.items()}
    for place, found, _ in meant:
        if len(found) == 1:
            student = found[0].student
            if any(place is own for own in owners[student.id]):
                kept.append(_under(place, student))
                continue
            warnings.append(_contested(place, student, owners[student.id]))
        elif found:
            warnings.append(_unclear(_who(place), found))
        else:
            strangers.append(_who(place))
        kept.append(_without_clash(place, ids))
    present = {place.id for place in kept if place.identified_by.endswith(BY_ROSTER)}
    missing = tuple(row.student for row in rows if row.student.id not in present)
    said = _said("is not on the roster", "are not on the roster", strangers)
    return kept, [*_twice(rows), *dict.fromkeys(warnings), *said], missing


def _owners(claims: list[tuple[Claim, Place]]) -> list[Place]:
    """Return a student's own places of those claimed: the surest, unless these are two accounts' of one name."""
    surest = min(claim for claim, _ in claims)
    own = [place for claim, place in claims if claim == surest]
    # One number is one person to a platform; Moodle alone numbers participants of each assignment anew.
    accounts = {(place.identified_by, place.assignment if place.identified_by == "Moodle id" else "", place.id) for place in own}
    one_each = len(accounts) == len({(how, assignment) for how, assignment, _ in accounts})
    return own if one_each or surest not in (Claim.SPELLING, Claim.NAME) else []


def _under(place: Place, student: Student) -> Place:
    how = place.identified_by + BY_ROSTER
    return replace(place, id=student.id, name=student.name, identified_by=how, listed_as=student, account=place.id)


def _who(place: Place) -> str:
    number, name = harmless(composed(place.id)), harmless(composed(place.name))
    return number if number == name else f"{number} ({name})"


def _without_clash(place: Place, ids: set[str]) -> Place:
    """Return the place of somebody who is not on the list, under an id that is nobody's there."""
    if place.id not in ids:
        return place
    return replace(place, id=f"{place.identified_by} {place.id}")


def _contested(place: Place, student: Student, own: list[Place]) -> str:
    """Return the sentence for a place that may be a student's, besides the sure ones."""
    whose = f"{student.id} ({student.name}) on the roster"
    if not own:
        return f"Several submissions may be those of {whose}, {_who(place)} among them; they were left as they are."
    held = listed(dict.fromkeys(file.source.name for each in own for file in each.files))
    return f"{_who(place)} may be {whose}, who is known to have handed in {held or 'another one'}; it is listed by itself."


def _unclear(who: str, rows: list[Row]) -> str:
    """Return the sentence for a place that may mean several students."""
    several = " or ".join(f"{row.student.id} ({row.student.name})" for row in rows[:3])
    return f"{who} may be {several}{' or another' if len(rows) > 3 else ''} on the roster; it was left as it is."


def _twice(rows: list[Row]) -> list[str]:
    counts = Counter(row.student.id for row in rows)
    ids = [number for number, count in counts.items() if count > 1]
    return _said("stands on the roster more than once", "stand on the roster more than once", ids)


def _said(one: str, several: str, ids: list[str]) -> list[str]:
    if not ids:
        return []
    return [f"{', '.join(ids[:5])}{', …' if len(ids) > 5 else ''} {one if len(ids) == 1 else several}."]


def cells_under(path: str | Path, titles: Sequence[str]) -> list[tuple[Student, str]]:
    """Return each student of a list with what stands in the first of these columns, where anything does.

    Raises UsageError where the list cannot be read or has none of the columns.
    """
    shown = harmless(os.fspath(path))
    text, _ = decode(_content(Path(path), shown))
    written, *lines = _lines(text, shown) or [[]]
    head = [_title(cell) for cell in written]
    at = next((head.index(_title(title)) for title in titles if _title(title) in head), None)
    if at is None:
        wanted = f"a column {listed(titles)}" if len(titles) == 1 else f"any of the columns {listed(titles, 20)}"
        raise UsageError(f"{shown} has not {wanted}. It has {listed(written, 20)}.")
    found = []
    for line in lines:
        row = _row(line, head, written)
        if row is not None and at < len(line) and line[at].strip():
            found.append((row.student, line[at].strip()))
    return found


def _title(cell: str) -> str:
    """Return a column's title in lower case, with its words parted by single blanks."""
    return re.sub(r"[^\w]+|_+", " ", folded(cell)).strip()

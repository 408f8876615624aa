"""Canvas: the gradebook that is exported and imported as CSV.

Its importer finds a column by the id in its title and a student by Canvas's own id. A blank cell over a score would be taken
for a change, so a student without a score of ours keeps the cell. Source: `lib/gradebook_importer.rb` of Canvas.
"""

from __future__ import annotations

import re

from grader.errors import UsageError
from grader.returning.cell_table import CellTable
from grader.returning.worksheet import Above, Column, Line, Platform, Worksheet, decimal_sign, number_in, spelled

_TITLE = re.compile(r"(?P<title>.*) \((?P<number>\d+)\)", re.DOTALL)  # `Homework 1 (12345)`
# What the importer leaves out wherever it stands in a title, totals and assignments alike.
_LEFT_OUT = re.compile(r"(?:Current|Final) (?:Score|Points|Grade)|Override (?:Score|Grade|Status)")
_BETWEEN = ("SIS User ID", "SIS Login ID", "Integration ID", "Root Account")  # what may stand between ID and Section
_TEST = "Student, Test"  # whom Canvas adds to every course
_POSTING = re.compile(r"|Muted|Manual Posting.*")  # a row of these is none of a student


def read(table: CellTable, wanted: str = "") -> Worksheet | None:
    """Return the worksheet in an export of Canvas. Raises UsageError for one that its importer would refuse."""
    head = table.head
    names = 1 if len(head) > 3 and "Student" in head[0] and "ID" in head[1] else 0
    if not names and len(head) > 4 and head[:3] == ("LastName", "FirstName", "ID"):
        names = 2
    if not names:
        return None
    first = _first_column(head, names)
    known = {title: at for at, title in enumerate(head[:first])}
    points = next((at for at, row in table.body if "Points Possible" in row[0].text), None)
    lines = [
        _line(table, at, names, known)
        for at, row in table.body
        if "Points Possible" not in row[0].text
        and row[0].text.strip() != _TEST
        and not all(_POSTING.fullmatch(cell.text.strip()) for cell in row)
    ]
    columns = [column for at in range(first, len(head)) if (column := _column(table, at, head[at], points)) is not None]
    numbers = [table.rows[at][column.at].text for at, _ in table.body for column in columns]
    return Worksheet(table=table, columns=tuple(columns), lines=tuple(lines), decimal=decimal_sign(numbers))


def _first_column(head: tuple[str, ...], names: int) -> int:
    """Return where assignments begin, behind `Section`. Raises UsageError if other columns than Canvas's own stand before it."""
    section = head.index("Section") if "Section" in head else -1
    about = head[names + 1 : section]
    if section < 0 or any(title not in _BETWEEN for title in about):
        raise UsageError(
            "Canvas would refuse this file: between ID and the column Section only SIS and account columns may stand. "
            "Export the gradebook again and fill that file as it comes."
        )
    if "SIS User ID" in about and "SIS Login ID" not in about:
        raise UsageError("Canvas would refuse this file: it has SIS User ID without SIS Login ID. Export the gradebook again.")
    return section + 1


def _line(table: CellTable, row: int, names: int, known: dict[str, int]) -> Line:
    cells = [cell.text.strip() for cell in table.rows[row]]
    name = cells[0] if names == 1 else f"{cells[1]} {cells[0]}"
    ids = tuple(cells[known[title]] for title in _BETWEEN[:3] if title in known)
    return Line(at=row, account=cells[names], ids=ids, name=name, names=spelled(name))


def _column(table: CellTable, at: int, title: str, points: int | None) -> Column | None:
    """Return the column of an assignment; None for totals and for the course's own columns, which have no id."""
    match = _TITLE.fullmatch(title)
    if match is None:
        return None
    possible = table.rows[points][at].text.strip() if points is not None else ""
    closed = ""
    if _LEFT_OUT.search(title):
        closed = "Canvas leaves out every column with such words as Final Grade in its title; rename the assignment there"
    elif "read only" in possible.lower():
        closed = "Canvas marks it as read only"
    maximum = number_in(possible)
    return Column(at=at, title=title, number=match["number"], maximum=maximum or None, closed=closed)


CANVAS = Platform(
    name="canvas",
    title="Canvas gradebook",
    known_by="Canvas id",
    read=read,
    upload="In Canvas open Grades, choose Import, upload the file and look at the changes that it shows before you save them.",
    above=Above.EXTRA,
    kept={"ex": "excused in Canvas", "n/a": "Canvas does not give them this assignment"},
    excused="EX",
)
"""What Canvas takes and how it is said."""

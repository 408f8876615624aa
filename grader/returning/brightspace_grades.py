"""Brightspace (D2L): the grades that are exported and imported as CSV, each row ended by a `#`.

Ids and names are exported with a `#` before them, which stays. Source: community.d2l.com, "Importing grades".
"""

from __future__ import annotations

import re

from grader.returning.cell_table import CellTable
from grader.returning.worksheet import Above, Column, Line, Platform, Worksheet, decimal_sign, number_in, spelled

_END = "End-of-Line Indicator"  # the title of the last column
# `Lab 1 Points Grade <Numeric MaxPoints:10 Weight:16.6 Category:Labs>`; what stands in the brackets may be left out.
_POINTS = re.compile(r"(?P<title>.+) Points Grade(?: <(?P<options>.*)>)?", re.DOTALL)
_OTHER_GRADES = re.compile(r".+ (?:Grade Symbol|Text Grade)(?: <.*>)?", re.DOTALL)  # items that take no points
_MOST = re.compile(r"MaxPoints:([0-9.,]+)")  # among the options of an item
_KEYS = ("OrgDefinedId", "Username")  # by which a student is found, one of them or both


def read(table: CellTable, wanted: str = "") -> Worksheet | None:
    """Return the worksheet in an export of Brightspace."""
    head = table.head
    if _END not in head or not set(_KEYS) & set(head):
        return None
    known = {title: at for at, title in enumerate(head)}
    columns = []
    for at, match in enumerate(map(_POINTS.fullmatch, head)):
        if match is not None:
            most = _MOST.search(match["options"] or "")
            columns.append(Column(at=at, title=match["title"], maximum=number_in(most[1]) if most else None))
    lines = []
    for at, row in table.body:
        cells = {title: row[place].text.strip() for title, place in known.items()}
        first, last = cells.get("First Name", ""), cells.get("Last Name", "")
        ids = tuple(cells[key].removeprefix("#") for key in _KEYS if key in cells)
        lines.append(Line(at=at, ids=ids, name=f"{first} {last}".strip(), names=spelled("", first, last)))
    foreign = [
        title
        for title in head
        if title not in (*_KEYS, _END) and not _POINTS.fullmatch(title) and not _OTHER_GRADES.fullmatch(title)
    ]
    remarks = (
        f"Brightspace imports points alone, and this file has other columns too ({', '.join(foreign[:4])}). If it refuses the "
        "file, export again with Points Grade as the only grade value and no user details.",
    )
    numbers = [row[column.at].text for _, row in table.body for column in columns]
    return Worksheet(
        table=table, columns=tuple(columns), lines=tuple(lines), decimal=decimal_sign(numbers), remarks=remarks if foreign else ()
    )


BRIGHTSPACE = Platform(
    name="brightspace",
    title="Brightspace grades export",
    known_by="Brightspace id",
    read=read,
    upload="In Brightspace open Grades, Enter Grades, Import, and upload the file. Leave Create new grade item unticked.",
    above=Above.CAPPED,
)
"""What Brightspace takes and how it is said."""

"""Blackboard: the file for working offline with grades, as CSV or as tab-delimited text that is called `.xls`.

A column is found by the id behind the bar in its title; without it a new column worth nothing would be made. Comments to
students come along where one column alone was downloaded. Source: help.blackboard.com, "Work Offline With Grade Data".
"""

from __future__ import annotations

import re

from grader.errors import UsageError
from grader.returning.cell_table import CellTable
from grader.returning.worksheet import Above, Column, Line, Platform, Worksheet, decimal_sign, number_in, spelled

# `Homework 1 [Total Pts: 100 Score] |12345`; of a calculated column it says `up to 100`.
_TITLE = re.compile(
    r"(?P<title>.*?) \[(?P<words>[^\[\]]*?:) ?(?P<upto>up to )?(?P<most>[0-9.,]+)? ?(?P<type>[^\[\]0-9]*)\] ?\|(?P<number>\d+)",
    re.DOTALL,
)
_FIRST, _LAST, _USERNAME, _STUDENT_ID = "First Name", "Last Name", "Username", "Student ID"  # titles of who it is
_COMMENT, _FORMAT = "Feedback to Learner", "Feedback Format"  # titles of what a student reads, and in which format


def read(table: CellTable, wanted: str = "") -> Worksheet | None:
    """Return the worksheet in a download of Blackboard. Raises UsageError where it lacks the user names."""
    head = table.head
    titles = [(at, match) for at, title in enumerate(head) if (match := _TITLE.fullmatch(title)) is not None]
    if not titles:
        return None
    known = {title: at for at, title in enumerate(head)}
    if _USERNAME not in known:
        raise UsageError("Blackboard finds students by the column Username, which this file lacks. Download it again with it.")
    columns = [
        Column(at=at, title=head[at], number=match["number"], maximum=number_in(match["most"] or ""), closed=_closed(match))
        for at, match in titles
    ]
    lines = []
    for at, row in table.body:
        cells = {title: row[place].text.strip() for title, place in known.items()}
        first, last = cells.get(_FIRST, ""), cells.get(_LAST, "")
        ids, name = (cells.get(_STUDENT_ID, ""),), f"{first} {last}".strip()
        lines.append(Line(at=at, account=cells[_USERNAME], ids=ids, name=name, names=spelled("", first, last)))
    numbers = [row[column.at].text for _, row in table.body for column in columns]
    return Worksheet(
        table=table,
        columns=tuple(columns),
        lines=tuple(lines),
        comment=known.get(_COMMENT),
        beside={known[_FORMAT]: "HTML"} if _FORMAT in known and _COMMENT in known else {},
        decimal=decimal_sign(numbers),
    )


def _closed(match: re.Match[str]) -> str:
    if match["upto"]:
        return "Blackboard works this column out itself"
    if match["type"].strip() != "Score":
        return f"it takes no points but {match['type'].strip() or 'something else'}"
    return ""


BLACKBOARD = Platform(
    name="blackboard",
    title="Blackboard gradebook",
    known_by="Blackboard login",
    read=read,
    upload="In Blackboard open the Gradebook, choose Upload Gradebook (Original: Work Offline, Upload), and upload the file.",
    above=Above.EXTRA,
)
"""What Blackboard takes and how it is said."""

"""Show whose submissions were found, before anything is graded: the layout, a table of students, and what is not clear.

Shows an `Intake`. Opens no student's file, so it does not know whether a notebook can be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from rich import box
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from grader.model import Student
from grader.reports import verdict_words as wording
from grader.reports.escaping import harmless, in_encoding
from grader.submission.entries import Entry, Intake

_FEW = 12  # so many students are shown whole
_FIRST = 6  # else so many, and what is special about the others is counted
_FILES_SHOWN = 2  # of one student; a row stays a row
_NAMES_SHOWN = 8  # two lines of names at 80 columns
_LONGEST_NAME = 32  # two first names and a surname


def is_single_file(intake: Intake, path: Path) -> bool:
    """Tell whether somebody graded a file by its name, and so knows whose it is."""
    return len(intake.entries) == 1 and path.is_file() and path.suffix.lower() != ".zip"


class IdentityTable:
    """A renderable for `rich`. Without `whole` a large class is a few rows and counts."""

    def __init__(self, intake: Intake, path: Path, *, whole: bool = False) -> None:
        self._intake = intake
        self._path = path
        self._whole = whole or len(intake.entries) <= _FEW

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Return the table in this console's signs, then what the TA should know."""
        for part in self._parts():
            yield _ruled(part, options) if isinstance(part, list) else in_signs(part, options)

    def _parts(self) -> Iterator[Text | list[Entry]]:
        entries = list(self._intake.entries)
        ways = [way for entry in entries for way in entry.student.identified_by.split(", by ")]
        known_by = wording.listed(list(dict.fromkeys(ways)))
        students = wording.counted(len({entry.student.id for entry in entries}), "student")
        yield Text(f"{harmless(str(self._path))}: {self._intake.layout}, {students} known by {known_by}", "bold")
        shown = entries if self._whole else entries[:_FIRST]
        yield shown
        yield from self._rest(entries[len(shown) :])
        yield from self.remarks()

    def _rest(self, others: list[Entry]) -> Iterator[Text]:
        """Yield how many more there are, and what is special about how many of them."""
        if not others:
            return
        counts = Counter(note for entry in others for note in _kinds(entry))
        special = ", ".join(f"{count} {words}" for words, count in counts.items())
        text = f"and {len(others)} more{f' ({special})' if special else ''}; grade who {harmless(str(self._path))} lists them all"
        yield Text(text, "dim")

    def remarks(self) -> Iterator[Text]:
        """Yield what is not clear, who is missing, and what was left out."""
        for warning in self._intake.warnings:
            yield Text(f"! {harmless(warning)}", "yellow")
        if self._intake.missing:
            names = [_called(student) for student in self._intake.missing]
            most = len(names) if self._whole and len(names) <= _FEW * 10 else _NAMES_SHOWN
            yield Text(f"Not handed in, by the roster ({len(names)}): {wording.listed(names, most)}", "yellow")
        if self._intake.ignored:
            most = len(self._intake.ignored) if self._whole and len(self._intake.ignored) <= _FEW else _NAMES_SHOWN
            names = [harmless(name, 80) for name in self._intake.ignored]
            yield Text(f"Left out: {wording.listed(names, most)}", "dim")


def in_signs(text: Text, options: ConsoleOptions) -> Text:
    """Return the text in the signs that the console's encoding has."""
    return Text(in_encoding(text.plain, options.encoding), text.style)


def _ruled(entries: list[Entry], options: ConsoleOptions) -> Table:
    titles, rows = _columns(entries)
    ruled = None if options.ascii_only else box.SIMPLE_HEAD
    table = Table(box=ruled, pad_edge=False, show_edge=False, padding=(0, 2, 0, 0))
    for title in titles:
        overflow: Literal["crop", "ellipsis"] = "crop" if options.ascii_only else "ellipsis"
        table.add_column(title, no_wrap=title != "files", overflow=overflow, max_width=_LONGEST_NAME)
    for row in rows:
        table.add_row(*(in_signs(Text(cell), options) for cell in row))
    return table


def _columns(entries: list[Entry]) -> tuple[list[str], list[list[str]]]:
    """Return titles and rows; a column in which nothing stands is left out."""
    rows = [
        [
            harmless(entry.student.id, 60),
            harmless(entry.student.name, 60) if entry.student.name != entry.student.id else "",
            wording.listed([harmless(source.name, 60) for source in entry.sources], _FILES_SHOWN),
            harmless(entry.submitted_at or "", 40),
            ", ".join(_notes(entry)),
        ]
        for entry in entries
    ]
    titles = ["student", "name", "files", "handed in", "notes"]
    kept = [place for place in range(len(titles)) if place == 0 or any(row[place] for row in rows)]
    return [titles[place] for place in kept], [[row[place] for place in kept] for row in rows]


def _notes(entry: Entry) -> list[str]:
    notes = ["late"] if entry.late else []
    if len(entry.parts) > 1 or (entry.parts and entry.attempts == 1):
        notes.append(wording.listed([harmless(part.assignment, 40) for part in entry.parts]))
    elif entry.attempts > 1:
        notes.append(f"attempt {entry.attempt} of {entry.attempts}")
    if entry.elsewhere:
        return [*notes, "decided by a person"]
    return [*notes, "nothing to grade"] if not entry.sources else notes


def _kinds(entry: Entry) -> list[str]:
    """Return the same as notes, in words that can be counted."""
    return [
        *(["late"] if entry.late else []),
        *(["with several attempts"] if entry.attempts > 1 else []),
        *(["with several files"] if len(entry.sources) > 1 else []),
        *(["decided by a person"] if entry.elsewhere else ["with nothing to grade"] if not entry.sources else []),
    ]


def _called(student: Student) -> str:
    name = harmless(student.name, 60)
    return name if student.name == student.id else f"{name} ({harmless(student.id, 60)})"

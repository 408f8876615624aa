"""`gradebook.csv`: one row a student, one column an item, for a spreadsheet.

Opens in Excel with its accents (UTF-8 with a byte order mark) and runs nothing: text that a
spreadsheet would take for a formula gets an apostrophe before it, numbers stay numbers. Shows no
feedback.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

from grader.model import Exercise, Grade, Gradebook, Key, Student
from grader.reports import book, points
from grader.reports.book import flags_of
from grader.reports.escaping import harmless
from grader.reports.files import whole_file
from grader.reports.formats import AddRow, Row
from grader.reports.verdict_words import is_full, isolation_level

_FORMULA = re.compile(r"^[\s'\"]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]")
"""What a spreadsheet runs: a formula's first sign, also in full width, after blanks and quotes."""
_AFTER_SEPARATOR = re.compile(r"(?<=[;,|])(\s*)(?=[=+\-@])")
"""The same where a program splits the line at another separator than the comma."""


def cell(text: str, longest: int = 200) -> str:
    """Return text that no spreadsheet runs, whichever separator it splits at: `=1+1` becomes `'=1+1`.

    A tab or a line break, which also start a formula in some programs, becomes a space.
    """
    line = _AFTER_SEPARATOR.sub(r"\1'", harmless(text, longest))
    return f"'{line}" if _FORMULA.match(line) or text[:1] in {"\t", "\r", "\n"} else line


def columns(gradebook: Gradebook) -> list[Key]:
    """Return the items in the order of their columns."""
    return [Key(exercise=e.id, item=i.id) for e in gradebook.assignment.exercises for i in e.items]


def row(grade: Grade, keys: list[Key]) -> list[str]:
    """Return one student's cells; an item without a grade is left blank, which is not the same as 0."""
    earned = {item.result.key: points.text(item.earned) if item.counts else "" for item in grade.items}
    student = grade.submission.student
    flags = flags_of(grade)
    if grade.isolation and not is_full(grade.isolation):
        flags.append(f"isolation {isolation_level(grade.isolation)}")
    total = ["", ""] if grade.excused else [points.text(grade.earned), points.text(grade.possible)]
    return [cell(student.id), cell(student.name), *(earned.get(key, "") for key in keys), *total, "; ".join(flags)]


def missing_row(student: Student, keys: list[Key], possible: str) -> list[str]:
    """Return the cells of a student who handed nothing in: no score, which is for the course to decide."""
    return [cell(student.id), cell(student.name), *("" for _ in keys), "", possible, "missing"]


# Columns that are there if a course has rules.
_DECIDED = ["machine total", "days late", "points off for lateness", "decided by a person", "sum"]
_LONGEST_SUM = 5_000  # a sum that is cut off adds up to nothing; a line of it for each of a hundred exercises


def decided(grade: Grade) -> list[str]:
    """Return the machine's own total, and what the course's rules and persons made of it."""
    late = grade.lateness
    off = points.text(Fraction(book.off_for(grade), points.PARTS)) if late else ""
    by = [
        f"{item.result.key}: {points.text(item.earned)} in place of {points.text(item.machine_earned)}, "
        f"{item.override.why} ({item.override.by})"
        for item in grade.items
        if item.override and item.ruling is None
    ]
    by += [
        f"{line.exercise or 'total'}: {points.text(line.value or Fraction(0))}, {line.why} ({line.by})"
        for line in grade.bookings
        if line.rule == "decision"
    ]
    days = str(late.days) if late else ""
    return [points.text(grade.machine_earned), days, off, cell("; ".join(by)), cell(book.sum_text(grade), _LONGEST_SUM)]


def counted(grade: Grade, exercises: Sequence[Exercise]) -> list[str]:
    """Return what each exercise adds to the total, blank where it is out of it."""
    sums = grade.exercises
    counts = {item.result.key.exercise for item in grade.items if item.counts}
    return [points.text(sums[exercise.id][0]) if exercise.id in counts else "" for exercise in exercises]


def known(student: Student, titles: Sequence[str]) -> list[str]:
    """Return what the roster knows of a student under these titles."""
    facts = dict(student.facts)
    return [cell(facts.get(title, "")) for title in titles]


@contextmanager
def open_csv(gradebook: Gradebook, path: Path) -> Iterator[AddRow]:
    """Write `gradebook.csv` at that path, row by row; whoever is missing by the roster comes last."""
    keys = columns(gradebook)
    with whole_file(path, encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        exercises = gradebook.assignment.exercises if gradebook.rules else ()
        more = [*(f"{exercise.id} counts" for exercise in exercises), *(_DECIDED if gradebook.rules else [])]
        titles = gradebook.facts
        head = ["id", "name", *(cell(str(key)) for key in keys), "total", "possible", "flags", *more]
        writer.writerow([*head, *(cell(title if title not in head else f"{title} (roster)") for title in titles)])

        def add(entry: Row) -> None:
            by_rules = [*counted(entry.grade, exercises), *decided(entry.grade)] if more else []
            writer.writerow([*row(entry.grade, keys), *by_rules, *known(entry.grade.submission.student, titles)])

        yield add
        most = gradebook.assignment.points if gradebook.possible is None else gradebook.possible
        possible = points.text(most)
        writer.writerows(
            [*missing_row(student, keys, possible), *("" for _ in more), *known(student, titles)] for student in gradebook.missing
        )

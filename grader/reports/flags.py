"""What is special about a submission, in the same few words in every report: unreadable, empty, late.

Knows no format; what a report shows besides (how much waits, how well code was kept apart) is its own.
"""

from __future__ import annotations

from fractions import Fraction

from grader.model import Grade
from grader.reports import book, points


def flags_of(grade: Grade) -> list[str]:
    """Return the flags of a row, the same in every table and listing: what was read, lateness, what waits, who is excused."""
    told = (("provisional", grade.provisional), ("excused", grade.excused))
    return [*filter(None, (reading_flag(grade), late_flag(grade))), *(word for word, holds in told if holds)]


def reading_flag(grade: Grade) -> str:
    """`unreadable` or `empty`, how many files beside others could not be read, or nothing."""
    problem = grade.submission.problem
    if problem is not None and not grade.unread:
        return "empty" if problem.code == "empty" else "unreadable"
    if problem is not None:
        return "unreadable"
    return f"{len(grade.unread)} file{'s' if len(grade.unread) > 1 else ''} unreadable" if grade.unread else ""


def late_flag(grade: Grade) -> str:
    """`late`, or that the time is not known where it may cost points; nothing where it is in time."""
    if not grade.submission.late:
        return ""
    return "late, time unknown" if grade.waits_for_a_time else "late"


def lateness_flag(grade: Grade) -> str:
    """Return the same with the days and what they cost, where the course says that."""
    late = grade.lateness
    if late is None or not late.days:
        return late_flag(grade)
    off = points.text(Fraction(book.off_for(grade), points.PARTS))
    return f"{late.days} d late" + (f" -{off}" if late.deduction else "")

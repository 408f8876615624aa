"""What is special about a submission, in the same few words in every report: unreadable, empty, late.

Knows no format; what a report shows besides (how much waits, how well code was kept apart) is its own.
"""

from __future__ import annotations

from grader.model import Grade
from grader.reports import points


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
    """The same with the days and what they cost, where the course says that."""
    late = grade.lateness
    if late is None or not late.days:
        return late_flag(grade)
    return f"{late.days} d late" + (f" -{points.text(late.deduction)}" if late.deduction else "")

"""Tell whose score changed from one run to the next, at which item, and because of what, before anything is published.

What is done where:

    the scores of a run, and what they depended on ..... scores
    what changed, for a student and in a class ......... comparison
    what was reported before, and whether it stands .... earlier_reports
    the difference, shown .............................. change_table
"""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from grader.changes.change_table import ChangesTable, difference_listing
from grader.changes.comparison import Difference, class_change, compared
from grader.changes.earlier_reports import (
    forgotten,
    keep_edited,
    keep_report,
    last_report,
    report_in,
    reports_stand,
    reports_written,
    scores_in,
    students_reported_in,
)
from grader.changes.scores import Report, Scores, as_text, scores_of, with_left_out
from grader.reports.listing import text_of

__all__ = [
    "ChangesTable", "Difference", "Report", "Scores", "as_text", "class_change", "compared", "difference_between",
    "difference_listing", "forgotten", "keep_edited", "keep_report", "last_report", "report_in", "reports_stand",
    "reports_written", "scores_in", "scores_of", "students_reported_in", "with_left_out",
]  # fmt: skip


def difference_between(old: Path, new: Path, console: Console, *, as_json: bool = False) -> bool:
    """Show all that changed from one report to another; tell whether anything did.

    Raises `UsageError` and `StoreError` for what cannot be read.
    """
    before, after = report_in(old), report_in(new)
    difference = compared(before, scores_in(after), after.causes)
    if as_json:
        print(text_of(difference_listing(difference)), end="", file=console.file)
    else:
        console.print(ChangesTable(difference, str(old), whole=True))
    return bool(difference)

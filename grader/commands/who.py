"""`grade who`: whose submissions lie at a path, before anything is graded.

Finding is the intake's and the table a report's; here they are put together for the console that is handed in.
"""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from grader.collect.entry_search import find, must_be_there
from grader.commands.setting import course_of
from grader.course import as_handed_in
from grader.reports.identities import IdentityTable
from grader.reports.listing import intake_listing, text_of


def show_students(  # noqa: PLR0913  (what the command line names)
    path: Path, console: Console, *, roster: Path | None = None, attempt: str = "last", assignment: str | None = None,
    as_json: bool = False,
) -> None:
    """Show every student that the path holds, and who is missing by the roster.

    Raises:
        GraderError: there is nothing at the path, or the roster is none.
    """
    must_be_there(path)
    course = course_of(path)
    roster = roster or (course.roster if course else None)
    zone = course.zone if course else None
    intake = find(path, attempt=attempt, roster=roster, assignment=assignment, zone=zone)
    intake = as_handed_in(intake, course, roster)
    if as_json:
        print(text_of(intake_listing(intake)), end="", file=console.file)
    else:
        console.print(IdentityTable(intake, path, whole=True))

"""`grade who`: whose submissions lie at a path, before anything is graded.

Finding is the intake's and the table a report's; here they are put together for the console that is handed in.
"""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from grader.intake import find, must_be_there
from grader.reports.identities import IdentityTable
from grader.setting import course_of


def show_students(path: Path, roster: Path | None, attempt: str, console: Console) -> None:
    """Show every student that the path holds, and who is missing by the roster.

    Raises:
        GraderError: there is nothing at the path, or the roster is none.
    """
    must_be_there(path)
    course = course_of(path)
    roster = roster or (course.roster if course else None)
    console.print(IdentityTable(find(path, attempt=attempt, roster=roster), path, whole=True))

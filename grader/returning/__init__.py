"""Bring scores and feedback back to the platform that the work came from.

What is done where:

    a downloaded table, cell by cell ................... cell_table
    what such a file holds ............................. worksheet
    what each platform writes and takes ................ canvas_gradebook, moodle_worksheet, blackboard_gradebook,
                                                         brightspace_grades
    whose row is whose ................................. matching
    which cell gets what ............................... filling, comment
    pages of feedback in an archive .................... feedback_zip
    scores by the interface of Canvas .................. canvas_interface
    what was returned, when, and to whom ............... returned_record

`PLATFORMS` lists the platforms; `worksheet_in` finds out whose file it is. Nothing is uploaded but by `canvas_interface`.
"""

from __future__ import annotations

from grader.errors import UsageError
from grader.returning.blackboard_gradebook import BLACKBOARD
from grader.returning.brightspace_grades import BRIGHTSPACE
from grader.returning.canvas_gradebook import CANVAS
from grader.returning.cell_table import CellTable
from grader.returning.moodle_worksheet import MOODLE
from grader.returning.worksheet import Platform, Worksheet
from grader.submission import file_types as filetypes
from grader.submission.spelling import harmless

PLATFORMS = {platform.name: platform for platform in (CANVAS, BLACKBOARD, BRIGHTSPACE, MOODLE)}
"""The platforms by the name that chooses one; Moodle is the last, since its titles may be in any language."""
_CLOCK = "Lateness (H:M:S)"  # a title, or the end of one, in what Gradescope exports
_ASK = "Name the gradebook or worksheet that you downloaded from Canvas, Moodle, Blackboard or Brightspace."
"""The remedy for every file that is none of these."""


def worksheet_in(content: bytes, shown: str, lms: str = "", column: str = "") -> tuple[Platform, Worksheet]:
    """Return the platform and the worksheet in the bytes of a file. `lms` is the platform that somebody named.

    Raises UsageError, with the remedy, for what no platform would take back.
    """
    kind = filetypes.told_by_content(content, content[:2000].decode("latin-1"))
    if kind is not None:
        raise UsageError(f"{shown} is {kind}. {_ASK} A workbook has to be saved as CSV first.")
    try:
        table = CellTable.read(content)
    except UsageError as error:
        raise UsageError(f"{shown} cannot be read as a table: {error}. Download it again and leave it as it comes.") from None
    _refuse_others(table.head, shown)
    for platform in [PLATFORMS[lms]] if lms else PLATFORMS.values():
        try:
            sheet = platform.read(table, column)
        except UsageError as error:
            raise UsageError(f"{shown}: {error}") from None
        if sheet is not None:
            return platform, sheet
    if lms:
        names = ", ".join(map(harmless, table.head[:8]))
        raise UsageError(
            f"{shown} is no {PLATFORMS[lms].title} as it is known here; its columns are {names}. Where one of them is for "
            f"grades, say with --column which. {_ASK}"
        )
    more = "With --lms NAME and --column TITLE you can say more."
    raise UsageError(f"{shown} is the file of no platform that is known here. {_ASK} {more}")


def _refuse_others(head: tuple[str, ...], shown: str) -> None:
    if any(title.endswith(_CLOCK) for title in head):
        raise UsageError(
            f"{shown} is an export of Gradescope, which takes no scores back. Let Gradescope run the grader itself: "
            "`grade gradescope autograder.zip` writes the autograder to upload there. As a roster the file is welcome: "
            f"grade submissions --roster {shown}"
        )
    if head[:2] == ("id", "name") and {"total", "possible", "flags"} <= set(head):
        raise UsageError(f"{shown} is a report of grade itself. {_ASK}")

"""The step summary of GitHub Actions: what a push was worth, on the page of its run.

One student's summary is the whole letter; a class's is a table. GitHub refuses a summary above
1 MiB as a whole, so a longer one is cut at a line and says so. Also the step's outputs.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from grader.model import Grade, Gradebook
from grader.reports import points
from grader.reports.flags import flags_of
from grader.reports.formats.markdown_letter import letter_lines
from grader.reports.isolation_line import is_full, isolation_line
from grader.reports.letter import letter
from grader.reports.marked import cell, code, prose

LARGEST = 1_000_000  # bytes, a little below the 1 MiB that GitHub takes
_CUT = "\n*The summary is cut here, because GitHub takes no longer one. The rest is in the reports.*\n"


def step_summary(gradebook: Gradebook, largest: int = LARGEST) -> str:
    """Markdown of at most `largest` bytes: the letter for one submission, a table for several."""
    first = list(islice(gradebook.grades(), 2))
    if len(first) == 1:
        lines = letter_lines(letter(first[0], gradebook.assignment), level=2)
    else:
        lines = _class_lines(gradebook)
    return within(lines, _footing(gradebook), largest)


def step_outputs(grade: Grade) -> str:
    """Lines for `$GITHUB_OUTPUT`: `points`, `possible` and whether a person still has to look (`provisional`)."""
    earned, possible = points.text(grade.earned), points.text(grade.possible)
    return f"points={earned}\npossible={possible}\nprovisional={str(grade.provisional).lower()}\n"


def within(lines: Iterator[str], footing: str, largest: int) -> str:
    """Return the lines and the footing, cut at a line where they would be more than `largest` bytes, and said so."""
    kept: list[str] = []
    room = largest - len((footing + _CUT).encode())
    for line in lines:
        room -= len(line.encode()) + 1
        if room < 0:
            return "\n".join(kept) + "\n" + _CUT + footing
        kept.append(line)
    return "\n".join(kept) + "\n" + footing


def _class_lines(gradebook: Gradebook) -> Iterator[str]:
    folder = f" ({code(gradebook.assignment.folder, 80)})" if gradebook.assignment.folder else ""
    yield from (f"## {prose(gradebook.assignment.title)}{folder}", "", "| Student | Points | |", "|:--|--:|:--|")
    for grade in gradebook.grades():
        submission = grade.submission
        score = "excused" if grade.excused else f"{points.text(grade.earned)} / {points.text(grade.possible)}"
        yield f"| {cell(prose(submission.student.name or submission.student.id, 80))} | {score} | {', '.join(flags_of(grade))} |"
    yield ""


def _footing(gradebook: Gradebook) -> str:
    sign = "" if is_full(gradebook.isolation) else "⚠️ "
    return f"\n{sign}Isolation of student code: {code(isolation_line(gradebook.isolation).removeprefix('isolation: '))}\n"

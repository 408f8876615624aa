"""Tell GitHub Actions of a push: a summary on the page of its run, the step's outputs, marks on the student's own lines.

One student's summary is the whole letter; a class's is a table. GitHub refuses a summary above
1 MiB as a whole, so a longer one is cut at a line and says so.

An annotation is one for each question that lost points. GitHub keeps ten errors of a step and drops the others in
silence, so there are ten at most and the last says how many more there are. A line inside a notebook's cell is no line of
its file, so there the cell is named in the text too. What waits for a person is not marked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from grader.model import Assignment, Grade, Gradebook, Place, Verdict
from grader.reports import points
from grader.reports.book import flags_of
from grader.reports.escaping import cell, code, harmless, prose
from grader.reports.formats.markdown_letter import letter_lines
from grader.reports.letter import Answer, item_of, letter, place_of, said_of_each
from grader.reports.verdict_words import is_full, isolation_line
from grader.sentences.catalogue import sentence

LARGEST = 1_000_000  # bytes, a little below the 1 MiB that GitHub takes
_CUT = f"\n*{sentence('ci.cut')}*\n"  # the last line of a summary that is longer


def step_summary(gradebook: Gradebook, largest: int = LARGEST) -> str:
    """Return Markdown of at most `largest` bytes: the letter for one submission, a table for several."""
    first = list(islice(gradebook.grades(), 2))
    if len(first) == 1:
        lines = letter_lines(letter(first[0], gradebook.assignment), level=2)
    else:
        lines = _class_lines(gradebook)
    sign = "" if is_full(gradebook.isolation) else "⚠️ "
    isolation = code(isolation_line(gradebook.isolation).removeprefix("isolation: "))
    return within(lines, f"\n{sign}{sentence('ci.isolation', isolation=isolation)}\n", largest)


def step_outputs(grade: Grade) -> str:
    """Return lines for `$GITHUB_OUTPUT`: `points`, `possible` and whether a person still has to look (`provisional`)."""
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


MOST = 10  # errors of a step that GitHub keeps
# What is marked, and what first: code that failed before what was not tried.
_ORDER = (Verdict.DID_NOT_RUN, Verdict.INCORRECT, Verdict.PARTIAL, Verdict.UNANSWERED, Verdict.SKIPPED)
_LONGEST = 1000  # characters: a handful of sentences, as many as the page shows without a click


def _no_line(place: Place) -> int | None:
    return None


def annotation_commands(
    grade: Grade, assignment: Assignment, folder: str = "", line_in_notebook: Callable[[Place], int | None] = _no_line
) -> list[str]:
    """Workflow commands to print, a line each.

    `folder` leads from the repository's root to the student's files; `line_in_notebook` says which
    line of its file a line of a cell is, where that is known.
    """
    answers = said_of_each(grade, assignment)
    places = [place_of(item, grade.submission, item_of(assignment, item)) for item in grade.items]
    # As a person or the course decided:
    passed = [grade.verdict_of(item) is Verdict.CORRECT or not item.counts for item in grade.items]
    told = zip(answers, places, passed, strict=True)
    lost = [(answer, place) for answer, place, right in told if answer.verdict in _ORDER and not right]
    lost = sorted(lost, key=lambda pair: _ORDER.index(pair[0].verdict))
    left = len(lost) - MOST
    more: list[str] = [sentence("ci.one_more") if left == 1 else sentence("ci.more", count=left)] if left > 0 else []
    root = f"{folder.rstrip('/')}/" if folder else ""
    file = next(iter(grade.submission.files), "")
    return [
        _command(answer, place, _Where(root, file, line_in_notebook), more if number == MOST else [])
        for number, (answer, place) in enumerate(lost[:MOST], start=1)
    ]


@dataclass(frozen=True, slots=True)
class _Where:
    """How places become files and lines of the repository; `only_file` is for answers without a place."""

    root: str
    only_file: str
    line_in_notebook: Callable[[Place], int | None]

    def of(self, place: Place | None) -> dict[str, str]:
        """Return the properties `file` and `line`, as far as they are known."""
        file = (place.file if place else "") or self.only_file
        line = None if place is None else self.line_in_notebook(place) if file.endswith(".ipynb") else place.line
        return {**({"file": self.root + file} if file else {}), **({"line": str(line)} if line else {})}


def _command(answer: Answer, place: Place | None, places: _Where, more: list[str]) -> str:
    in_cell = place is not None and place.cell is not None and str(place) not in " ".join(answer.messages)
    texts = [sentence("letter.see", place=place)] if in_cell else []
    wrong = [row.reason for row in answer.rows if row.reason]
    text = "\n".join(harmless(said, _LONGEST) for said in (*texts, *answer.messages, *wrong, *more))
    where = {**places.of(place), "title": f"{answer.name}: {answer.word}"}
    properties = (f"{key}={_escaped(harmless(value, 300), separators=':,')}" for key, value in where.items())
    return f"::error {','.join(properties)}::{_escaped(text)}"


def _escaped(text: str, separators: str = "") -> str:
    """Return the text as a workflow command carries it: on one line, without these separators."""
    text = text.replace("%", "%25")
    for sign in ("\r", "\n", *separators):
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text

"""Annotations of GitHub Actions: a mark on the student's own line, one for each question that lost points.

GitHub keeps ten errors of a step and drops the others in silence, so there are ten at most and the
last says how many more there are. A line inside a notebook's cell is no line of its file, so there
the cell is named in the text too. What waits for a person is not marked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grader.model import Assignment, Grade, Place, Verdict
from grader.reports import verdict_words as wording
from grader.reports.letter import Answer, item_of, letter, place_of
from grader.reports.plain import harmless

MOST = 10
_ORDER = (Verdict.DID_NOT_RUN, Verdict.INCORRECT, Verdict.PARTIAL, Verdict.UNANSWERED, Verdict.SKIPPED)
_LONGEST = 1000


def _no_line(place: Place) -> int | None:
    return None


def annotation_commands(
    grade: Grade,
    assignment: Assignment,
    folder: str = "",
    line_in_notebook: Callable[[Place], int | None] = _no_line,
) -> list[str]:
    """Workflow commands to print, a line each.

    `folder` leads from the repository's root to the student's files; `line_in_notebook` says which
    line of its file a line of a cell is, where that is known.
    """
    answers = [answer for section in letter(grade, assignment, whole=True).sections for answer in section.answers]
    places = [place_of(item, grade.submission, item_of(assignment, item)) for item in grade.items]
    # As a person or the course decided:
    passed = [grade.verdict_of(item) is Verdict.CORRECT or not item.counts for item in grade.items]
    told = zip(answers, places, passed, strict=True)
    lost = [(answer, place) for answer, place, right in told if answer.verdict in _ORDER and not right]
    lost = sorted(lost, key=lambda pair: _ORDER.index(pair[0].verdict))
    more = [f"{wording.counted(len(lost) - MOST, 'more question')} in the step summary."] if lost[MOST:] else []
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
    texts = [f"See {place}."] if in_cell else []
    wrong = [criterion.feedback for criterion in answer.criteria if criterion.credit < 1 and criterion.feedback]
    text = "\n".join(harmless(said, _LONGEST) for said in (*texts, *answer.messages, *wrong, *more))
    where = {**places.of(place), "title": f"{answer.name}: {wording.WORDS[answer.verdict]}"}
    properties = ",".join(f"{key}={_property(harmless(value, 300))}" for key, value in where.items())
    return f"::error {properties}::{_message(text)}"


def _message(text: str) -> str:
    """Return the text as a workflow command carries it, on one line."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")

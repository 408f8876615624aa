"""`feedback/<student>.md`: a student's letter as Markdown, to hand back or to read on a page.

Shows a `Letter`; decides nothing about it. What a student wrote stands in code spans, so that it
is shown and never obeyed (see `escaping`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

from grader.model import Assignment, Criterion, Grade, Gradebook, Verdict
from grader.reports import points
from grader.reports import verdict_words as wording
from grader.reports.escaping import cell, code, prose
from grader.reports.files import clear_unfinished, private_folder, write_whole
from grader.reports.formats import AddRow, Row
from grader.reports.letter import Answer, Letter, Section, letter
from grader.reports.verdict_words import is_full, isolation_line
from grader.sentences.catalogue import sentence


def feedback_markdown(grade: Grade, assignment: Assignment) -> str:
    """Return the whole letter: score, next step, an overview table, then every question with its reasons."""
    told = letter(grade, assignment)
    return "\n".join([*letter_lines(told), *isolation_lines(told)])


def letter_lines(told: Letter, level: int = 1, *, heading_only: bool = False) -> Iterator[str]:
    """Yield the letter's lines; its heading has `level` number signs. `heading_only` leaves out the questions."""
    yield f"{'#' * level} {prose(told.name, 80)}: {told.score}"
    yield ""
    files = wording.listed([code(name, 80) for name in told.files])
    late = f" · {sentence('letter.late')}" if told.late else ""
    folder = f" ({code(told.folder, 80)})" if told.folder else ""
    yield " · ".join(filter(None, [f"**{prose(told.assignment)}**{folder}", files])) + late
    yield ""
    if told.provisional:
        yield from (f"> **{sentence('provisional.title')}** {prose(told.provisional)}", "")
    for remark in told.remarks:
        yield f"- {prose(remark)}"
    yield from ([""] if told.remarks else [])
    yield from (f"**{sentence('next_step.title')}** {prose(told.next_step)}", "")
    if heading_only:
        return
    if told.sections:
        yield from _overview(told.sections)
    for section in told.sections:
        yield from _section(section, level + 1)


def isolation_lines(told: Letter) -> Iterator[str]:
    """Yield how well the student's code was kept apart, as the last paragraph; nothing where no code was run."""
    if told.isolation:
        sign = "" if is_full(told.isolation) else "⚠️ "
        yield from (f"{sign}{prose(isolation_line(told.isolation))}", "")


def _overview(sections: tuple[Section, ...]) -> Iterator[str]:
    yield from (f"| | {sentence('letter.question')} | {sentence('letter.points')} | |", "|:-:|:--|--:|:--|")
    for answer in (answer for section in sections for answer in section.answers):
        sign, word = wording.COLOURED_SIGNS[answer.verdict], wording.WORDS[answer.verdict]
        score = f"{points.text(answer.earned)} / {points.text(answer.points)}"
        yield f"| {sign} | {cell(code(answer.name))} | {score} | {word} |"
    yield ""


def _section(section: Section, level: int) -> Iterator[str]:
    yield f"{'#' * level} {prose(section.title)}: {_of(section.earned, section.points)}"
    yield ""
    for answer in section.answers:
        yield from answer_lines(answer)


def answer_lines(answer: Answer) -> Iterator[str]:
    """Yield one question: its sign, name, verdict and points, then the reasons as a list."""
    lost = f", **{sentence('score.lost', points=points.text(answer.lost))}**" if answer.is_lost else ""
    word = wording.WORDS[answer.verdict]
    sign = wording.COLOURED_SIGNS[answer.verdict]
    yield f"{sign} **{code(answer.name)}** {word}: {_of(answer.earned, answer.points)}{lost}"
    yield ""
    reasons = list(reason_lines(answer))
    yield from (f"- {reason}" for reason in reasons)
    yield from ([""] if reasons else [])
    if answer.criteria:
        yield from _criteria(answer)


def reason_lines(answer: Answer) -> Iterator[str]:
    """Yield each reason as one line of Markdown: how the answer was read, where it stands, the call, what to know."""
    if answer.understood:
        read_as = sentence("letter.read_as", answer=code(answer.understood))
        yield read_as if answer.verdict is Verdict.CORRECT else f"{read_as}."
    if answer.place and answer.line:
        yield sentence("letter.look_at_line", place=prose(answer.place), line=code(answer.line))
    elif answer.place:
        yield sentence("letter.look_at", place=prose(answer.place))
    if answer.call and answer.gave:
        yield sentence("letter.call_gave", call=code(answer.call), value=code(answer.gave)) + "."
    elif answer.call:
        yield sentence("letter.call", call=code(answer.call)) + "."
    yield from map(prose, answer.messages)


def _criteria(answer: Answer) -> Iterator[str]:
    yield from (f"| | {sentence('letter.criterion')} | {sentence('letter.points')} | |", "|:-:|:--|--:|:--|")
    yield from (_criterion(criterion, answer) for criterion in answer.criteria)
    yield ""


def _criterion(criterion: Criterion, answer: Answer) -> str:
    worth = criterion.share * answer.points
    score = f"{points.text(worth * criterion.credit)} / {points.text(worth)}"
    said = cell(prose(criterion.feedback)) if criterion.feedback else wording.WORDS[criterion.verdict]
    return f"| {wording.COLOURED_SIGNS[criterion.verdict]} | {cell(prose(criterion.text))} | {score} | {said} |"


def _of(earned: Fraction, possible: Fraction) -> str:
    return f"{points.text(earned)} of {points.text(possible)}"


@contextmanager
def open_feedback(gradebook: Gradebook, path: Path) -> Iterator[AddRow]:
    """Write one file a student into the folder at that path."""
    folder = private_folder(path)
    clear_unfinished(folder)

    def add(entry: Row) -> None:
        write_whole(folder / entry.feedback_file, feedback_markdown(entry.grade, gradebook.assignment))

    yield add

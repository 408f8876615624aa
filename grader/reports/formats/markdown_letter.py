"""`feedback/<student>.md`: a student's letter as Markdown, to hand back or to read on a page.

Shows a `Letter`; decides nothing about it. What a student wrote stands in code spans, so that it
is shown and never obeyed (see `escaping`).
"""

from __future__ import annotations

from collections.abc import Iterator

from grader.model import Assignment, Grade, Verdict
from grader.reports import verdict_words as wording
from grader.reports.escaping import code, prose
from grader.reports.letter import Answer, Letter, letter
from grader.sentences.catalogue import sentence
from grader.sentences.languages import ENGLISH, Language


def feedback_markdown(grade: Grade, assignment: Assignment) -> str:
    """Return the whole letter: score, next step, then the questions to work on, with their reasons."""
    return "\n".join(letter_lines(letter(grade, assignment)))


def letter_lines(told: Letter, level: int = 1, *, heading_only: bool = False) -> Iterator[str]:
    """Yield the letter's lines; its heading has `level` number signs. `heading_only` leaves out the questions."""
    yield f"{'#' * level} {prose(told.name, 80)}: {told.score}"
    yield ""
    yield from (_about(told), "")
    yield from (prose(told.right), "") if told.right else ()
    yield from (f"**{_said(told, 'next_step.title')}** {prose(told.next_step)}", "")
    for line in told.patterns:
        yield from (prose(line), "")
    if told.provisional:
        yield from (f"> {prose(told.provisional)}", "")
    for remark in told.remarks:
        yield f"- {prose(remark)}"
    yield from ([""] if told.remarks else [])
    if heading_only:
        return
    for answer in told.told:
        yield from answer_lines(answer, told.language)
    if told.folded:
        yield from ("<details>", f"<summary>{_summary(told)}</summary>", "")
        for answer in told.folded:
            yield from answer_lines(answer, told.language)
        yield from ("</details>", "")
    if told.untouched:
        yield from (prose(told.untouched), "")


def _about(told: Letter) -> str:
    """Return the line below the heading: the assignment, where the exercises were, and the student's files."""
    files = wording.listed([code(name, 80) for name in told.files])
    folder = f" ({code(told.folder, 80)})" if told.folder else ""
    late = f" · {_said(told, 'letter.late')}" if told.late else ""
    return " · ".join(filter(None, [f"**{prose(told.assignment)}**{folder}", files])) + late


def _said(told: Letter, label: str) -> str:
    return told.language.retell(sentence(label))


def _summary(told: Letter) -> str:
    """Return the line that opens what is folded away; names of questions are identifiers, so nothing in it is obeyed."""
    names = wording.listed([answer.name for answer in told.folded], most=len(told.folded))
    return told.language.retell(sentence("folded", names=names))


def answer_lines(answer: Answer, language: Language = ENGLISH) -> Iterator[str]:
    """Yield one question: its name, verdict and points, the cause and next step, then where it is seen."""
    score = language.retell(answer.score)
    sign = wording.COLOURED_SIGNS[Verdict.SKIPPED if answer.follows else answer.verdict]
    yield f"{sign} **{code(answer.name)}** ({prose(answer.exercise, 80)}) {answer.word}: {score}"
    yield ""
    reasons = list(reason_lines(answer, language))
    yield from (f"- {reason}" for reason in reasons)
    yield from ([""] if reasons else [])


def reason_lines(answer: Answer, language: Language = ENGLISH) -> Iterator[str]:
    """Yield each reason as one line of Markdown: cause and next step, the own line, the call, how it was read, the rubric."""

    def say(label: str, **gaps: str) -> str:
        return language.retell(sentence(label, **gaps))

    yield from map(prose, answer.messages)
    if answer.place and answer.line:
        yield say("letter.look_at_line", place=prose(answer.place), line=code(answer.line))
    elif answer.place:
        yield say("letter.look_at", place=prose(answer.place))
    if answer.call and answer.gave:
        yield say("letter.call_gave", call=code(answer.call), value=code(answer.gave)) + "."
    elif answer.call:
        yield say("letter.call", call=code(answer.call)) + "."
    if answer.understood:
        yield say("letter.read_as", answer=code(answer.understood)) + "."
    for row in answer.rows:
        if not row.follows:
            reason = f": {prose(row.reason)}" if row.reason else ""
            yield f"{wording.COLOURED_SIGNS[row.verdict]} {prose(row.text)}{reason}"
    following = wording.joined([prose(row.text) for row in answer.rows if row.follows])
    if following:
        yield f"{wording.COLOURED_SIGNS[Verdict.SKIPPED]} {say('follows.rows', rows=following)}"

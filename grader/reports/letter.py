"""Work out what one student is told, once for every format that tells it.

From a grade come a greeting line, what to do next, and for each question what is right, what is
wrong, where, and why. Staff notes, expected values and evidence stay behind: of the evidence only
the student's own call, what it gave and the own place are taken. Knows no format and escapes
nothing; each format does that for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby

from grader.model import (
    Assignment,
    Audience,
    Criterion,
    Feedback,
    Grade,
    Item,
    ItemGrade,
    Key,
    Place,
    Submission,
    Verdict,
)
from grader.reports import book, points
from grader.reports import verdict_words as wording
from grader.reports.verdict_words import is_full
from grader.sentences.catalogue import sentence
from grader.sentences.english.in_letters import SEVERAL

# What comes first among the next steps: what was tried and failed.
_TO_MEND = (Verdict.DID_NOT_RUN, Verdict.INCORRECT, Verdict.PARTIAL)
_TOLD = re.compile(r"\((?:cell (?P<cell>\d{1,6}), )?line (?P<line>\d{1,6})\)")
"""A place as feedback names it: `(cell 3, line 2)`."""
_LINE_LENGTH = 100  # of the student's own line: more of it would hide what is said about it
_BLANK = "\0"  # stands in no message, because a control character is shown nowhere


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One question and what became of the student's answer to it.

    `name` is what the student was asked to define; `call` and `gave` are the call that went wrong
    and what came of it; `place` and `line` are the student's own. Of neighbours that lack an
    answer for the same reason only the last has `messages`. Where it is `settled`, a person or the course decided its
    points; of a `bonus` nothing is lost. `key` says which item it is.
    """

    name: str
    verdict: Verdict
    earned: Fraction
    points: Fraction
    messages: tuple[str, ...] = ()
    understood: str | None = None
    call: str | None = None
    gave: str | None = None
    place: str | None = None
    line: str | None = None
    criteria: tuple[Criterion, ...] = ()
    settled: bool = False
    bonus: bool = False
    key: Key | None = None

    @property
    def lost(self) -> Fraction:
        """Return the points that a right answer would have earned on top."""
        return self.points - self.earned

    @property
    def is_lost(self) -> bool:
        """Tell whether those points are lost; what waits for a person is not."""
        return self.lost > 0 and not self.waits and not self.bonus

    @property
    def waits(self) -> bool:
        """Tell whether a person has still to look at it."""
        return self.verdict is Verdict.NEEDS_REVIEW and not self.settled


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """The answers to one exercise, and what it adds to what is earned and possible."""

    title: str
    answers: tuple[Answer, ...]
    earned: Fraction
    points: Fraction


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """Everything that one student reads.

    `score` and `next_step` are one sentence each, `folder` where the exercises were. `provisional` is empty when nothing is
    open, `isolation` when it is full or no code of the student's was run.
    """

    name: str
    assignment: str
    folder: str
    files: tuple[str, ...]
    late: bool
    score: str
    next_step: str
    provisional: str
    remarks: tuple[str, ...]
    sections: tuple[Section, ...]
    isolation: str


def letter(grade: Grade, assignment: Assignment, *, whole: bool = False) -> Letter:
    """Return the letter to the student whose grade this is.

    Where nothing could be read there are no sections, and neighbours without an answer share one
    message, unless the `whole` is asked for: then there is every item, each with its own messages.
    """
    sections = () if grade.submission.problem and not whole else tuple(_sections(grade, assignment, whole=whole))
    answers = [(section, answer) for section in sections for answer in section.answers]
    problem = grade.submission.problem
    return Letter(
        name=grade.submission.student.name or grade.submission.student.id,
        assignment=assignment.title or assignment.id,
        folder=assignment.folder,
        files=grade.submission.files,
        late=grade.submission.late,
        score=book.score(grade),
        next_step=_next_step(answers, unreadable=problem is not None),
        provisional=_provisional(grade, [answer for _, answer in answers]),
        remarks=(*book.sentences(grade), *_texts([*([problem] if problem else []), *grade.submission.remarks, *grade.remarks])),
        sections=sections,
        isolation="" if is_full(grade.isolation) else grade.isolation,
    )


def for_student(feedback: Iterable[Feedback]) -> list[Feedback]:
    """Return the remarks that a student may read."""
    return [remark for remark in feedback if remark.audience is Audience.STUDENT]


def item_of(assignment: Assignment, graded: ItemGrade) -> Item | None:
    """Return the graded item as the assignment has it; None for one that it does not know."""
    key = graded.result.key
    items = (e.items for e in assignment.exercises if e.id == key.exercise)
    return next((item for group in items for item in group if item.id == key.item), None)


def place_of(graded: ItemGrade, submission: Submission, item: Item | None) -> Place | None:
    """Return the place in the student's own file to look at: of the failure, else of the last definition of the answer."""
    seen = graded.result.evidence.get("place")
    if isinstance(seen, Place):
        return seen
    if isinstance(seen, Mapping) and isinstance(seen.get("line"), int):
        cell, file = seen.get("cell"), str(seen.get("file", ""))
        own = cell if isinstance(cell, int) else None
        return Place(file=file, line=seen["line"], cell=own, text=seen.get("text") is True)
    names = item.names if item else (graded.result.key.item,)
    definitions = submission.definitions(names)[-1:] or submission.text_answers(names)
    return definitions[0].place if definitions else _place_told(graded, submission)


def _place_told(graded: ItemGrade, submission: Submission) -> Place | None:
    """Return the place as the feedback names it, which outlives the student's code."""
    found = (_TOLD.search(remark.text) for remark in for_student(graded.result.feedback))
    told = next(filter(None, found), None)
    if told is None or len(submission.files) != 1:
        return None
    cell = int(told["cell"]) if told["cell"] else None
    return Place(file=submission.files[0], line=int(told["line"]), cell=cell)


def _sections(grade: Grade, assignment: Assignment, *, whole: bool) -> Iterable[Section]:
    titles, sums = {exercise.id: exercise.title for exercise in assignment.exercises}, grade.exercises
    for exercise, items in groupby(grade.items, key=lambda graded: graded.result.key.exercise):
        answers = [_answer(graded, grade.submission, assignment) for graded in items]
        earned, possible = sums[exercise]
        told = tuple(answers if whole else _said_once(answers))
        yield Section(title=titles.get(exercise) or exercise, answers=told, earned=earned, points=possible)


def _said_once(answers: list[Answer]) -> Iterable[Answer]:
    """Return the answers; neighbours that lack an answer for the same reason share one message, at the last."""

    def kind(answer: Answer) -> tuple[Verdict, tuple[str, ...]]:
        return answer.verdict, tuple(text.replace(f"`{answer.name}`", _BLANK) for text in answer.messages)

    for (verdict, reason), group in groupby(answers, key=kind):
        *others, last = group
        if verdict is not Verdict.UNANSWERED or not others:
            yield from (*others, last)
            continue
        names = wording.listed([f"`{answer.name}`" for answer in (*others, last)], most=len(others) + 1)
        yield from (replace(answer, messages=()) for answer in others)
        yield replace(last, messages=tuple(_of_several(text, names) for text in reason))


def _of_several(text: str, names: str) -> str:
    """Return the sentence about one name as one about several."""
    for one, several in SEVERAL.items():
        text = text.replace(one.format(name=_BLANK), several.format(name=_BLANK))
    return text.replace(_BLANK, names)


def _answer(graded: ItemGrade, submission: Submission, assignment: Assignment) -> Answer:
    result, item = graded.result, item_of(assignment, graded)
    name = item.name if item else result.key.item
    wrong = result.verdict is not Verdict.CORRECT
    place = place_of(graded, submission, item) if wrong and result.verdict is not Verdict.UNANSWERED else None
    line = _source_line(place, submission) if place else None
    where = None if place is None else f"{place.file}, {place}" if place.file and len(submission.files) > 1 else str(place)
    criteria = _each_said_once(result.criteria) if len(result.criteria) > 1 or wrong else ()
    messages = _unsaid_above(_texts(result.feedback), criteria)
    call = _own_words(result.evidence.get("call")) if wrong else None
    return Answer(
        name=name,
        verdict=result.verdict,
        earned=graded.earned,
        points=graded.points if graded.counts else Fraction(0),
        messages=(
            *book.item_sentences(graded),
            *(messages or filter(None, [None if criteria else wording.unsaid(result.verdict, name)])),
        ),
        understood=result.understood,
        call=None if call and any(call in text for text in messages) else call,
        gave=_own_words(result.evidence.get("gave")) if wrong else None,
        place=None if line is None and where and any(where in text for text in messages) else where,
        line=line,
        criteria=criteria,
        settled=graded.override is not None or graded.ruling is not None or graded.settled,
        bonus=graded.bonus,
        key=result.key,
    )


def _each_said_once(criteria: tuple[Criterion, ...]) -> tuple[Criterion, ...]:
    """Return the criteria, with a reason that holds for several of them told at the first only."""
    told: set[str] = set()
    once = []
    for criterion in criteria:
        once.append(replace(criterion, feedback="") if criterion.feedback in told else criterion)
        told.add(criterion.feedback)
    return tuple(once)


def _unsaid_above(messages: tuple[str, ...], criteria: tuple[Criterion, ...]) -> tuple[str, ...]:
    """Return the messages that no criterion says already, to be read in the table of criteria."""
    said = {criterion.feedback.strip() for criterion in criteria}
    return tuple(text for text in messages if text not in said)


def _own_words(value: object) -> str | None:
    return str(value) if isinstance(value, str | int | float) else None


def _texts(feedback: Iterable[Feedback]) -> tuple[str, ...]:
    """Return what is said, each thing once and in order: two places may hold the same remark."""
    return tuple(dict.fromkeys(remark.text.strip() for remark in for_student(feedback) if remark.text.strip()))


def _source_line(place: Place, submission: Submission) -> str | None:
    """Return the student's own line at that place if it was read as part of a statement."""
    for statement in submission.statements:
        start, lines = statement.place, statement.source.splitlines()
        offset = place.line - start.line
        if (start.file, start.cell) == (place.file or start.file, place.cell) and 0 <= offset < len(lines):
            line = lines[offset].strip()
            return line if len(line) <= _LINE_LENGTH else line[: _LINE_LENGTH - 1] + "…"
    return None


def _next_step(answers: list[tuple[Section, Answer]], *, unreadable: bool) -> str:
    """Return one sentence: what was tried and failed comes before what was not tried."""
    if unreadable:
        return sentence("next_step.unreadable")
    unsettled = [pair for pair in answers if not pair[1].settled]
    open_ones = [pair for pair in unsettled if pair[1].verdict in _TO_MEND]
    open_ones += [pair for pair in unsettled if pair[1].verdict is Verdict.UNANSWERED]
    if open_ones:
        section, answer = open_ones[0]
        start = sentence(f"next_step.{answer.verdict}", name=answer.name, exercise=section.title)
        more = wording.counted(len(open_ones) - 1, "more question")
        return f"{start} {sentence('next_step.more', questions=more)}" if open_ones[1:] else start
    return sentence("next_step.wait" if any(answer.waits for _, answer in answers) else "next_step.nothing")


def _provisional(grade: Grade, answers: list[Answer]) -> str:
    waiting = [f"`{answer.name}`" for answer in answers if answer.waits]
    if not waiting and grade.waits_for_a_reader:
        return sentence("provisional.reader")
    if not waiting and grade.waits_for_a_time:
        return sentence("provisional.time")
    if not waiting:
        return ""
    worth = points.text(sum((a.lost for a in answers if a.waits), Fraction(0)))
    code = "provisional.one" if len(waiting) == 1 else "provisional.several"
    return sentence(code, names=wording.listed(waiting), points=f"{worth} more {'point' if worth == '1' else 'points'}")

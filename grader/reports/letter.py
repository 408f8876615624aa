"""Work out what one student is told, once for every format that tells it.

From a grade come what is right in one line, what to do next, and for each question that is not right its cause, where it is, and
what of it counts, in the order in which to work on them. Staff notes, expected values and evidence stay behind: of the
evidence only the student's own call, what it gave and the own place are taken. All texts are in the course's language. Knows no
format and escapes nothing; each format does that for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby

from grader.model import Assignment, Audience, Feedback, Grade, Item, ItemGrade, Key, Place, Submission, Verdict
from grader.reports import book, points
from grader.reports import verdict_words as wording
from grader.reports.consequences import Row, causes, rows_of
from grader.reports.deeper_hints import deeper_hint
from grader.reports.line_to_blame import blame_of, line_to_blame, parts_of
from grader.reports.own_lines import is_spelled, line_at, place_told
from grader.reports.slip_patterns import patterns
from grader.reports.working_order import working_order
from grader.sentences.catalogue import place_called, sentence
from grader.sentences.figures import shortened
from grader.sentences.languages import ENGLISH, Language, language_of
from grader.sentences.sentence import Sentence

_BY_ONESELF = ("unreadable", "two_answers", "unread_text", "another_name", "file_not_there")
"""Codes of what waits for a person and whose remark says how a student can make it clear before."""
_TO_MEND = (Verdict.DID_NOT_RUN, Verdict.INCORRECT, Verdict.PARTIAL)  # what was tried and is not right
_NOTHING_DONE = ("missing", "placeholder", "placeholder.empty", "placeholder.set", "unsaid.unanswered")
"""What is said of a question that was left alone; all else that is said of one without an answer helps to mend it."""
_MOST_WORDS = 250  # told before the rest is folded away: with the lines around it a letter of one page, 500 words
_AROUND = 20  # words of a question beside what is said of it: its name, points and line
_TELLS_A_LINE = re.compile(r"\bline \d", re.IGNORECASE)  # beside it the line where a function begins says nothing
_ALL_NAMES = 100  # a line that lists questions names all: no lesson has so many


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One question and what became of the student's answer to it.

    `name` is what the student was asked to define, `exercise` the title, `word` the verdict as it is said. The first of
    `messages` is the cause with the next step, the second what is said beside it when it was told before. `place` and `line`
    are the student's own, if no message shows them, and `at` is where to begin; `call` and `gave` the call that went wrong and
    what came of it; `understood` how the answer was read, where that is not how it was written. `rows` are the other lines of the
    rubric that cost something. Where it `follows` from another question, that one's name stands there. `untouched` was left
    alone. What is `unclear` waits for a person, unless the student makes it clear. Where it is `settled`, a person or the course
    decided its points; of a `bonus` nothing is lost.
    """

    key: Key
    exercise: str
    name: str
    verdict: Verdict
    word: str
    earned: Fraction
    points: Fraction
    messages: tuple[str, ...] = ()
    at: str | None = None
    place: str | None = None
    line: str | None = None
    call: str | None = None
    gave: str | None = None
    understood: str | None = None
    rows: tuple[Row, ...] = ()
    follows: str = ""
    untouched: bool = False
    unclear: bool = False
    settled: bool = False
    bonus: bool = False

    @property
    def lost(self) -> Fraction:
        """Return the points that a right answer would earn on top."""
        return self.points - self.earned

    @property
    def score(self) -> str:
        """Return its points, with those that can still be had; no odd fraction of them, nor what a person may give yet."""
        score = sentence("score.of", earned=points.text(self.earned), possible=points.text(self.points))
        told = self.lost > 0 and self.lost.denominator == 1 and not self.waits and not self.bonus
        return sentence("score.to_get", score=score, more=_more_points(self.lost)) if told else score

    @property
    def waits(self) -> bool:
        """Tell whether a person has still to look at it."""
        return self.verdict is Verdict.NEEDS_REVIEW and not self.settled

    @property
    def to_mend(self) -> bool:
        """Tell whether the student has something to mend in it."""
        return self.verdict in _TO_MEND and not self.settled and not self.follows


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """All answers to one exercise, in its own order, and what it adds to what is earned and possible."""

    title: str
    answers: tuple[Answer, ...]
    earned: Fraction
    points: Fraction


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """Everything for one student, in the order in which it is read.

    `score`, `right`, `next_step`, `provisional` and `untouched` are a sentence each, empty where there is nothing to say;
    `patterns` tell a slip that was made in several questions. `told` are the answers to tell of, the one to begin with first;
    `folded` those that may wait until these are mended. `sections` hold all answers. `folder` is where the exercises were.
    """

    name: str
    assignment: str
    folder: str
    files: tuple[str, ...]
    late: bool
    score: str
    right: str
    next_step: str
    patterns: tuple[str, ...]
    provisional: str
    remarks: tuple[str, ...]
    told: tuple[Answer, ...]
    folded: tuple[Answer, ...]
    untouched: str
    sections: tuple[Section, ...]
    language: Language = ENGLISH


def letter(grade: Grade, assignment: Assignment) -> Letter:
    """Return the letter to the student whose grade this is; where nothing could be read it has no questions."""
    language, problem = language_of(assignment), grade.submission.problem
    tell = language.retell
    every = [] if problem else _answers(grade, assignment)
    order = working_order(assignment)
    helpers = {each.key for each in every if any(isinstance(text, Sentence) and text.code == "helper" for text in each.messages)}
    by_work = sorted(every, key=lambda answer: (answer.key in helpers, order.get(answer.key, len(order))))
    told = list(_told(by_work))
    most = _shown(told)
    shown = [answer for place, answer in enumerate(told) if place < most or answer.waits]
    remarks = [*([problem] if problem else []), *grade.submission.remarks, *_not_told_below(grade, every)]
    named = {item.result.key: item.result.misconception or "" for item in grade.items}
    slips = [(named[answer.key], answer.name) for answer in by_work if answer.to_mend]
    return Letter(
        name=grade.submission.student.name or grade.submission.student.id,
        assignment=assignment.title or assignment.id,
        folder=assignment.folder,
        files=grade.submission.files,
        late=grade.submission.late,
        score=tell(book.score(grade)),
        right=tell(_right(every)),
        next_step=tell(_next_step(by_work, unreadable=problem is not None)),
        patterns=tuple(map(tell, patterns(slips))),
        provisional=tell(_provisional(grade, every)),
        remarks=tuple(map(tell, (*book.sentences(grade), *_texts(remarks)))),
        told=tuple(_in(language, answer) for answer in shown),
        folded=tuple(_in(language, answer) for answer in told if answer not in shown),
        untouched=tell(_untouched(by_work)),
        sections=tuple(_sections(grade, assignment, [_in(language, answer) for answer in every])),
        language=language,
    )


def _not_told_below(grade: Grade, every: Iterable[Answer]) -> Iterator[Feedback]:
    """Yield the remarks on what ran, but for what is told with a question and lines that were read as answers."""
    said = [text for answer in every for text in answer.messages if isinstance(text, Sentence)]
    names = {graded.result.key.item for graded in grade.items}
    told = {text.gaps["error"] for text in said if text.code.startswith("raised.unset")}
    read = (remark.text for graded in grade.items for remark in graded.result.feedback if remark.code == "read_as_text")
    told.update(text.gaps["place"] for text in read if isinstance(text, Sentence))
    for remark in grade.remarks:
        text = remark.text
        if isinstance(text, Sentence) and text.code.startswith("statement_raised"):
            if told.isdisjoint((text.gaps["error"], text.gaps["place"])):
                yield remark
        elif isinstance(text, Sentence) and text.code.startswith(("syntax", "python2")):
            begun = re.match(r"\W*(\w*)", str(text.gaps.get("line", "")))
            if text not in said and text.gaps["place"] not in told and not (begun and begun[1] in names):
                yield remark
        else:
            yield remark


def said_of_each(grade: Grade, assignment: Assignment) -> list[Answer]:
    """Return what became of every question, in the order of the grade's items, each with its own messages."""
    return [_in(language_of(assignment), answer) for answer in _answers(grade, assignment)]


def _answers(grade: Grade, assignment: Assignment) -> list[Answer]:
    follows = causes(grade, assignment)
    titles = {exercise.id: exercise.title or exercise.id for exercise in assignment.exercises}
    return [_answer(graded, grade.submission, assignment, titles, follows) for graded in grade.items]


def for_student(feedback: Iterable[Feedback]) -> list[Feedback]:
    """Return the remarks that a student may read."""
    return [remark for remark in feedback if remark.audience is Audience.STUDENT]


def item_of(assignment: Assignment, graded: ItemGrade) -> Item | None:
    """Return the graded item as the assignment has it, with its function; None for one that it does not know."""
    key = graded.result.key
    items = ((e, item) for e in assignment.exercises if e.id == key.exercise for item in e.items)
    return next((replace(item, function=item.function or e.function) for e, item in items if item.id == key.item), None)


def place_of(graded: ItemGrade, submission: Submission, item: Item | None, *, at_fault: bool = False) -> Place | None:
    """Return the place in the student's own file to look at: of the failure, else of what is wrong in the answer.

    Where no line is known to be at fault it is where the answer begins, unless one `at_fault` is asked for.
    """
    seen = graded.result.evidence.get("place")
    if isinstance(seen, Place):
        return seen
    if isinstance(seen, Mapping) and isinstance(seen.get("line"), int):
        cell, file = seen.get("cell"), str(seen.get("file", ""))
        own = cell if isinstance(cell, int) else None
        return Place(file=file, line=seen["line"], cell=own, text=seen.get("text") is True)
    names = item.names if item else (graded.result.key.item,)
    definitions = submission.definitions(names)[-1:]
    if definitions:
        blame = blame_of(graded.result, item.function.variables if item and item.function else ())
        return line_to_blame(definitions[0], submission, blame) or (None if at_fault else definitions[0].place)
    texts = submission.text_answers(names)
    return texts[0].place if texts else place_told(for_student(graded.result.feedback), submission)


def _answer(
    graded: ItemGrade, submission: Submission, assignment: Assignment, titles: Mapping[str, str], follows: Mapping[Key, str]
) -> Answer:
    result, item = graded.result, item_of(assignment, graded)
    name, verdict = item.name if item else result.key.item, result.verdict
    settled = graded.override is not None or graded.ruling is not None or graded.settled
    after = "" if settled else follows.get(result.key, "")
    first, rows = rows_of(result.criteria)
    own = [sentence("follows.item", name=after)] if after else [*([first] if first else []), *_texts(result.feedback)]
    told = {criterion.feedback for criterion in result.criteria} - {first}
    said = [text for text in dict.fromkeys(own) if text not in told] or [wording.unsaid(verdict, name)]
    nothing_done = verdict is Verdict.UNANSWERED and all(isinstance(t, Sentence) and t.code in _NOTHING_DONE for t in said)
    answer = Answer(
        key=result.key,
        exercise=titles.get(result.key.exercise, result.key.exercise),
        name=name,
        verdict=verdict,
        word=wording.WORDS[Verdict.SKIPPED if after and verdict is Verdict.DID_NOT_RUN else verdict],
        earned=graded.earned,
        points=graded.points if graded.counts else Fraction(0),
        messages=(*book.item_sentences(graded), *filter(None, said)),
        follows=after,
        untouched=nothing_done and not settled,
        unclear=not settled and any(remark.code in _BY_ONESELF for remark in for_student(result.feedback)),
        settled=settled,
        bonus=graded.bonus,
    )
    if verdict is Verdict.CORRECT or answer.untouched or after:
        return answer
    place = place_of(graded, submission, item, at_fault=True) if verdict is not Verdict.UNANSWERED else None
    line = line_at(place, submission) if place else None
    where: str | None = None if place is None else place_called(place)
    call = str(result.evidence["call"]) if "call" in result.evidence else None
    if place is not None and place.file and len(submission.files) > 1:
        where = sentence("place.in_file", file=place.file, place=place)
    deeper = deeper_hint(graded.times_told, result, name, assignment.course, (where, line)) if answer.to_mend else ""
    told_at = next((text for text in parts_of(said) if text.code.startswith("place.")), None)
    shown = isinstance(deeper, Sentence) and "line" in deeper.gaps
    quoted = any(isinstance(text, Sentence) and text.code.startswith("nearest_edit") for text in said)
    told_so = any(_TELLS_A_LINE.search(text) for text in said) and (quoted or not (line and "place" in result.evidence))
    hidden = place is None or line == "" or told_so or (answer.waits and not answer.unclear)
    first, *more = answer.messages
    return replace(
        answer,
        messages=(first, deeper, *more) if deeper else answer.messages,
        at=told_at if hidden else where,
        place=None if hidden or shown else where,
        line=None if hidden or shown else line,
        call=None if call and any(call in text for text in said) else call,
        gave=shortened(str(result.evidence["gave"])) if "gave" in result.evidence else None,
        understood=_read_otherwise(result.understood, line, said),
        rows=rows if graded.earned or any(not row.follows for row in rows) else (),  # where all is lost nothing is left to explain
    )


def _read_otherwise(understood: str | None, line: str | None, said: Iterable[str]) -> str | None:
    """Return how an answer was read, unless it is written or said so; a program's account is in our words, and no answer."""
    if understood is None or isinstance(understood, Sentence) or any(f"`{understood}`" in text for text in said):
        return None
    return None if line is not None and is_spelled(understood, line) else shortened(understood)


def _texts(feedback: Iterable[Feedback]) -> tuple[str, ...]:
    """Return what is said, each thing once and in order: two places may hold the same remark."""
    return tuple(dict.fromkeys(remark.text.strip() for remark in for_student(feedback) if remark.text.strip()))


def _in(language: Language, answer: Answer) -> Answer:
    """Return the answer with its texts in a language."""
    tell = language.retell
    rows = (replace(row, text=tell(row.text), reason=tell(row.reason)) for row in answer.rows)
    place = None if answer.place is None else tell(answer.place)
    messages = tuple(map(tell, answer.messages))
    return replace(answer, word=tell(answer.word), messages=messages, rows=tuple(rows), place=place)


def _told(by_work: Sequence[Answer]) -> Iterator[Answer]:
    """Yield the answers to tell of: what is to be mended and what follows from it, then what waits, then remarks on right ones.

    What is said in the same words of several questions without an answer is told of the first.
    """
    told: set[object] = set()
    for answer in by_work:
        if answer.verdict in (*_TO_MEND, Verdict.SKIPPED, Verdict.UNANSWERED) and not answer.untouched:
            shared = _shared(answer) if answer.verdict is Verdict.UNANSWERED else None
            if shared is None or shared not in told:
                yield answer
            told.add(shared)
    yield from (answer for answer in by_work if answer.verdict is Verdict.NEEDS_REVIEW)
    yield from (answer for answer in by_work if answer.verdict is Verdict.CORRECT and answer.messages)


def _shared(answer: Answer) -> object:
    """Return what tells whether two answers are told in the same words but for their names."""
    blank = f"`{answer.name}`"
    return tuple(text.replace(blank, "``") for text in answer.messages)


def _shown(told: Sequence[Answer]) -> int:
    """Return how many of the answers are told before the rest is folded away: the first, and what a page holds."""
    words = 0
    for number, answer in enumerate(told):
        said = (*answer.messages, *(row.reason or "" for row in answer.rows), *(row.text for row in answer.rows))
        words += _AROUND + sum(len(text.split()) for text in said)
        if number and words > _MOST_WORDS:
            return number
    return len(told)


def _named(found: Iterable[Answer]) -> str:
    return wording.listed([f"`{answer.name}`" for answer in found], most=_ALL_NAMES)


def _right(every: Sequence[Answer]) -> str:
    """Return what is right already, in one line."""
    counting = [answer for answer in every if answer.points or answer.earned]
    right = [answer for answer in counting if answer.earned >= answer.points]
    partly = [answer for answer in counting if answer.earned and answer not in right]
    if right and len(right) == len(counting):
        return sentence("right.all", count=len(right)) if len(right) > 1 else ""
    if right and partly:
        return sentence("right.some_and_partly", count=len(right), all=len(counting), names=_named(right), partly=_named(partly))
    if right:
        return sentence("right.some", count=len(right), all=len(counting), names=_named(right))
    return sentence("right.partly", names=_named(partly)) if partly else ""


def _untouched(by_work: Sequence[Answer]) -> str:
    """Return what was left alone, in one line by exercise; nothing where all was, since the next step says it then."""
    told = list(_told(by_work))
    left = [answer for answer in by_work if answer.verdict is Verdict.UNANSWERED and not answer.settled and answer not in told]
    if not left or len(left) == len(by_work):
        return ""
    groups = [(exercise, list(group)) for exercise, group in groupby(left, key=lambda answer: answer.exercise)]
    parts = [sentence("untouched.of_exercise", names=_named(group), exercise=exercise) for exercise, group in groups]
    return sentence("untouched", names=wording.joined(parts))


def _sections(grade: Grade, assignment: Assignment, told: Sequence[Answer]) -> Iterator[Section]:
    titles = {exercise.id: exercise.title for exercise in assignment.exercises}
    sums = grade.exercises
    for exercise, group in groupby(told, key=lambda answer: answer.key.exercise):
        earned, possible = sums[exercise]
        yield Section(title=titles.get(exercise) or exercise, answers=tuple(group), earned=earned, points=possible)


def _next_step(by_work: Sequence[Answer], *, unreadable: bool) -> str:
    """Return the earliest thing to do, and where; how stands below. What was tried comes before what was not."""
    if unreadable:
        return sentence("next_step.unreadable")
    tried = [answer for answer in by_work if answer.to_mend or (answer.waits and answer.unclear)]
    missing = [answer for answer in by_work if answer.verdict is Verdict.UNANSWERED and not answer.settled]
    to_do = [*tried, *sorted(missing, key=lambda answer: answer.untouched)]
    if not to_do:
        return sentence("next_step.wait" if any(answer.waits for answer in by_work) else "next_step.nothing")
    first, more = to_do[0], len(to_do) - 1
    helped = first.verdict is Verdict.UNANSWERED and not first.untouched
    at = sentence("next_step.at", place=first.at) if first.at else ""
    code = "next_step.unanswered.told" if helped else f"next_step.{first.verdict}"
    start = sentence(code, name=first.name, exercise=first.exercise, at=at)
    if not more:
        return start
    return sentence("next_step.and_one" if more == 1 else "next_step.and_more", step=start, count=more)


def _provisional(grade: Grade, every: Sequence[Answer]) -> str:
    waiting = [answer for answer in every if answer.waits]
    if not waiting and grade.waits_for_a_reader:
        return sentence("provisional.reader")
    if not waiting and grade.waits_for_a_time:
        return sentence("provisional.time")
    if not waiting:
        return ""
    worth = _more_points(sum((answer.lost for answer in waiting), Fraction(0)))
    return sentence("provisional.one" if len(waiting) == 1 else "provisional.several", names=_named(waiting), points=worth)


def _more_points(worth: Fraction) -> str:
    """Return `1 more point` or `2 more points`."""
    return sentence("score.more_point" if worth == 1 else "score.more_points", points=points.text(worth))

"""Probe, observe, judge, total: how one submission becomes a grade. Read this module first.

A check yields probes and receives observations; the session runs them beside the student's code.
Knows no file format, no report and no way of keeping code apart; it only lets the two sides talk.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from types import MappingProxyType
from typing import Protocol, Self, TypeVar

from grader.kinds import KINDS, check, located
from grader.kinds.candidates import asked_name_first, is_file_of_another, is_made_for_another
from grader.kinds.code_remarks import remarked
from grader.kinds.earlier_answers import Examination, Judge, look_again
from grader.kinds.outcomes import needs_review, told_of_text_cell, unanswered
from grader.kinds.protocol import Check
from grader.kinds.rival_answers import source_of
from grader.model import (
    Assignment,
    Call,
    CheckResult,
    Exercise,
    Feedback,
    Grade,
    Item,
    ItemGrade,
    Key,
    Observation,
    Outcome,
    Probe,
    Question,
    Submission,
    Verdict,
)
from grader.quantities.references import by_own_rules
from grader.sentences.catalogue import sentence

T = TypeVar("T")


class Session(Protocol):
    """One student's code, running apart and ready to be asked."""

    def ask(self, probe: Probe) -> Observation:
        """Return what came of the probe."""

    def remarks(self) -> tuple[Feedback, ...]:
        """Return what the student should know about statements that failed."""

    def seconds(self) -> Mapping[str, float]:
        """Wall time by stage."""


class Sandbox(Protocol):
    """Where student code runs apart."""

    @property
    def isolation(self) -> str:
        """Return the line that says how the code is kept apart."""

    @property
    def versions(self) -> Mapping[str, str]:
        """Return the versions of Python and the packages, for student code."""

    def open(self, submission: Submission) -> AbstractContextManager[Session]:
        """Start one student's code."""


# A second look executes a state of the code afresh, and a notebook that takes seconds to execute must not be executed a
# hundred times: two states for each of the lesson's twelve items.
_MOST_STATES = 24
_MOST_HANGS = 6  # of ten seconds each: the minute that a whole submission has


class NotRecordedError(Exception):
    """A recorded conversation lacks what a check asks now, so the student's code itself has to be asked."""


def grade_submission(submission: Submission, assignment: Assignment, sandbox: Sandbox) -> Grade:
    """Ask the student's code what each question needs, judge the replies in order, and total the points."""
    if submission.problem is not None:
        return _unreadable(submission, assignment, sandbox)
    results: dict[Key, CheckResult] = {}
    heard: dict[Key, tuple[Observation, ...]] = {}
    copy = any(exercise.for_students for exercise in assignment.course)
    with by_own_rules(copy), _Sessions(sandbox, submission) as sessions:

        def judge(question: Question, state: Submission) -> CheckResult:
            return converse(question, check(question, state, results), sessions.of(state))

        def fits(question: Question, state: Submission) -> bool:
            return can_answer(question, sessions.of(state))

        def judge_twice(question: Question, state: Submission) -> CheckResult:
            first = judge(question, state)
            if not sessions.may_look_again():
                return first
            return look_again(question, state, first, assignment, Examination(judge=judge, fits=fits))

        asked_for = list[Question]()
        for question in questions(assignment):
            asked, result = _asked(question, submission, judge_twice)
            asked_for.append(asked)
            heard[question.key] = sessions.take_heard()
            results[question.key] = _with_remarks(question, submission, result, heard[question.key])
        whole = total(submission, (), sessions.of(submission), sandbox)
        # After all else, since an edited program may do what it likes to the student's process.
        for question in asked_for:
            results[question.key] = _located(question, submission, results[question.key], sessions.of(submission))
            heard[question.key] += sessions.take_heard()
        seconds = {**whole.seconds, "items": sum(result.seconds for result in results.values())}
        return replace(whole, items=item_grades(assignment, results, heard), seconds=seconds)


def answered(
    question: Question, submission: Submission, session: Session, earlier: Mapping[Key, CheckResult]
) -> CheckResult:
    """Return the result of one question to code in memory, of which no earlier state can be asked."""
    heard: list[Observation] = []
    listening = _Listening(session, "", heard)
    _, result = _asked(question, submission, lambda asked, state: converse(asked, check(asked, state, earlier), listening))
    return _with_remarks(question, submission, result, heard)


def _asked(question: Question, submission: Submission, judge: Judge) -> tuple[Question, CheckResult]:
    """Return the question without the names that were made for another exercise, and its result.

    What such a name means counts all the same where it earns something, or where a person has to look at it.
    """
    asked = replace(question, item=asked_name_first(question, submission))
    result = judge(asked, submission)
    if result.verdict is Verdict.UNANSWERED and asked.item != question.item:
        whole = judge(question, submission)
        return (question, whole) if whole.credit or whole.verdict is Verdict.NEEDS_REVIEW else (asked, result)
    name, source = question.item.name, source_of(result)
    put_together = source is not None and not {text.name for text in submission.texts}.intersection(asked.item.names)
    apart = put_together and source is not None and is_file_of_another(question, submission, source.place.file)
    counts = result.credit or result.verdict is Verdict.NEEDS_REVIEW
    if not counts and (apart or is_made_for_another(question, submission, name)):
        return asked, replace(unanswered(question), seconds=result.seconds)
    return asked, result


def _located(question: Question, submission: Submission, result: CheckResult, session: Session) -> CheckResult:
    """Return the result with what a search for the wrong place has found; what it is worth stays, whatever happens there."""
    told = converse(question, located(question, submission, result), session)
    if (told.verdict, told.credit) != (result.verdict, result.credit):
        return result
    return replace(told, seconds=result.seconds + told.seconds)


def _with_remarks(
    question: Question, submission: Submission, result: CheckResult, heard: Sequence[Observation]
) -> CheckResult:
    """Return the result with what the place and the source of the answer tell."""
    return remarked(question, submission, told_of_text_cell(question, submission, result), heard)


class _Sessions:
    """The sessions with one student's code: with all of it, and with what a second look leaves of it."""

    def __init__(self, sandbox: Sandbox, submission: Submission) -> None:
        self._sandbox, self._submission, self._open = sandbox, submission, ExitStack()
        self._known: list[tuple[Submission, Session]] = []
        self._heard: list[Observation] = []
        self._hung = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._open.close()

    def of(self, state: Submission) -> Session:
        """Return the session for this state of the code; opened when it is asked for first."""
        for known, session in self._known:
            if known.statements == state.statements:
                return session
        code = code_left(state, self._submission)
        session = _Listening(self._open.enter_context(self._sandbox.open(state)), code, self._heard)
        self._known.append((state, session))
        return session

    def take_heard(self) -> tuple[Observation, ...]:
        """Return what was observed in all of them since last asked, in order."""
        heard = tuple(self._heard)
        self._hung += sum(any(call.outcome is Outcome.TIMED_OUT for call in each.calls) for each in heard)
        self._heard.clear()
        return heard

    def may_look_again(self) -> bool:
        """Tell whether neither so many states of the code were asked, nor so many calls hung, that it has to end.

        Counted and not timed, so that a busy machine looks as often as an idle one.
        """
        return len(self._known) < _MOST_STATES and self._hung < _MOST_HANGS


class _Listening:
    """A session that notes down what it says."""

    def __init__(self, session: Session, code: str, heard: list[Observation]) -> None:
        self._session, self._code, self._heard = session, code, heard
        self.remarks, self.seconds = session.remarks, session.seconds

    def ask(self, probe: Probe) -> Observation:
        observation = self._session.ask(probe)
        noted = replace(observation, code=self._code) if self._code else observation
        if probe.definition:
            calls = tuple(Call(arguments=None, outcome=call.outcome, value=call.value) for call in observation.calls)
            noted = replace(noted, probe=as_noted(probe), calls=calls)
        self._heard.append(noted)
        return observation


def as_noted(probe: Probe) -> Probe:
    """Return a probe as it is noted down: of one of an edited program, of which there are hundreds, a digest of it all."""
    digest = hashlib.sha256(repr(probe).encode("utf-8", "surrogatepass")).hexdigest()
    return Probe(names=probe.names, definition=digest[:12]) if probe.definition else probe


def code_left(state: Submission, submission: Submission) -> str:
    """Return what tells apart the states of a submission's code that were asked: empty for all of it, else a digest."""
    if state.statements == submission.statements:
        return ""
    sources = "\0".join(statement.source for statement in state.statements)
    return hashlib.sha256(sources.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def questions(assignment: Assignment) -> Iterator[Question]:
    """Yield every item of the assignment as a question, those it builds on before it."""
    names = assignment.names
    for exercise in assignment.exercises:
        for item in in_order(exercise):
            yield Question(
                exercise=exercise,
                item=item,
                seed=seed_of(exercise, item, assignment.secret),
                names_elsewhere=names.difference(item.names),
                elsewhere=tuple(other for other in assignment.course if other.id != exercise.id),
                decimal_comma=assignment.decimal_comma,
            )


def in_order(exercise: Exercise) -> list[Item]:
    """Return the items of an exercise, each after those it builds on and otherwise as the author wrote them."""
    by_id = {item.id: item for item in exercise.items}
    ordered: dict[str, Item] = {}

    def place(item: Item) -> None:
        for earlier in item.after:
            if earlier not in ordered:
                place(by_id[earlier])
        ordered[item.id] = item

    for item in exercise.items:
        place(item)
    return list(ordered.values())


def seed_of(exercise: Exercise, item: Item, secret: str) -> bytes:
    """Return what decides the points of comparison: reproducible, and not to be foreseen without the secret."""
    return hmac.new(secret.encode(), f"{exercise.id}/{item.id}".encode(), hashlib.sha256).digest()


def can_answer(question: Question, session: Session) -> bool:
    """Tell whether what bears the answer's name can be an answer by its form; what failed is judged as a failure."""
    call = session.ask(Probe(names=question.item.names)).calls[0]
    return call.outcome is not Outcome.RETURNED or KINDS[question.item.kind].can_answer(question, call.value)


def driven(conversation: Generator[Probe, Observation, T], session: Session) -> T:
    """Return what a conversation comes to, each of its probes answered by a session."""
    try:
        probe = next(conversation)
        while True:
            probe = conversation.send(session.ask(probe))
    except StopIteration as stop:
        said: T = stop.value
        return said


def converse(question: Question, check: Check, session: Session) -> CheckResult:
    """Drive a check to its result. A failure of ours becomes `needs_review`, never the student's loss.

    Raises `NotRecordedError` when the session is a recorded one that does not go so far.
    """
    started = time.perf_counter()
    try:
        result = driven(check, session)
    except NotRecordedError:
        raise
    except Exception as error:  # whatever a judge of ours does wrong must not cost a student anything
        result = needs_review(
            question,
            sentence("judge_failed"),
            sentence("judge_failed.staff", error=f"{type(error).__name__}: {error}"),
            code="judge_failed",
        )
    return replace(result, seconds=time.perf_counter() - started)


def total(submission: Submission, items: tuple[ItemGrade, ...], session: Session, sandbox: Sandbox) -> Grade:
    """Return the grade that these items add up to."""
    return Grade(
        submission=submission,
        items=items,
        isolation=sandbox.isolation,
        remarks=(*submission.remarks, *session.remarks()),
        versions=sandbox.versions,
        seconds={**session.seconds(), "items": sum(item.result.seconds for item in items)},
    )


def item_grades(
    assignment: Assignment,
    results: Mapping[Key, CheckResult],
    heard: Mapping[Key, tuple[Observation, ...]] = MappingProxyType({}),
) -> tuple[ItemGrade, ...]:
    """Return each item with its result, in the order of the assignment."""
    return tuple(
        ItemGrade(result=results[key], title=exercise.title, points=item.points, conversation=heard.get(key, ()))
        for exercise in assignment.exercises
        for item in exercise.items
        for key in [Key(exercise=exercise.id, item=item.id)]
    )


# Whose doing it is that a file could not be read: nothing was in it, or it is ours; else it is the student's.
_UNREAD = {"empty": Verdict.UNANSWERED, "grader_failed": Verdict.NEEDS_REVIEW}


def _unreadable(submission: Submission, assignment: Assignment, sandbox: Sandbox) -> Grade:
    """Return the grade of a file that could not be read: a row like any other, with the reason at every item."""
    assert submission.problem is not None
    verdict = _UNREAD.get(submission.problem.code, Verdict.DID_NOT_RUN)
    results = {
        question.key: CheckResult(key=question.key, verdict=verdict, feedback=(submission.problem,))
        for question in questions(assignment)
    }
    return Grade(
        submission=submission,
        items=item_grades(assignment, results),
        isolation=sandbox.isolation,
        remarks=(*submission.remarks, submission.problem),
        versions=sandbox.versions,
    )

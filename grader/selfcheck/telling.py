"""From what was judged to what is told, for all kinds alike."""

from __future__ import annotations

from grader.model import Audience, CheckResult, Question, Verdict
from grader.selfcheck.finding import Finding, State

_STATES = {
    Verdict.CORRECT: State.RIGHT,
    Verdict.UNANSWERED: State.UNANSWERED,
    Verdict.DID_NOT_RUN: State.DID_NOT_RUN,
    Verdict.NEEDS_REVIEW: State.UNCHECKED,
}


def told(question: Question, result: CheckResult) -> Finding:
    """What a result says to students."""
    hints = [feedback.text for feedback in result.feedback if feedback.audience is Audience.STUDENT]
    return _finding(question, _STATES.get(result.verdict, State.NOT_YET), " ".join(hints))


def verdict_of(question: Question, wrong: str) -> Finding:
    """Right where nothing is wrong, else not yet."""
    return _finding(question, State.NOT_YET if wrong else State.RIGHT, wrong)


def right(question: Question, hint: str) -> Finding:
    """Right, with something worth telling all the same."""
    return _finding(question, State.RIGHT, hint)


def unanswered(question: Question) -> Finding:
    """Nothing there but a placeholder."""
    return _finding(question, State.UNANSWERED, f"`{question.item.name}` is empty. Put your answer there.")


def _finding(question: Question, state: State, hint: str) -> Finding:
    return Finding(exercise=question.exercise.title, name=question.item.name, state=state, hint=hint)

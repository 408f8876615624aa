"""Tell where a wrong program is wrong: the one place where a small edit of the student's own source makes all of it right.

Asked of answers in code alone, after the verdict stands and where no cause is known; what comes of it are words. An edit
counts when the same judge gives the edited program full marks, at its own points and at others. What the edit is stays here.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TypeVar

from grader.kinds.protocol import Check, Kind
from grader.kinds.source_edits import Edit, Functions
from grader.model import Audience, CheckResult, Feedback, Observation, Outcome, Probe, Question, Submission, Verdict
from grader.sentences.catalogue import say, sentence
from grader.sentences.sentence import Sentence

T = TypeVar("T")
_MOST_EDITS = 400  # programs of two variables have some three hundred; each takes about half a millisecond
_MOST_JUDGED = 12  # edits that the few calls let pass and that are judged in full: there are seldom more than three
_OTHER_POINTS = b" of edits"  # added to the seed for a second set of points
_OPEN = frozenset((
    "asked_back", "fit.not_least", "fit.nearly", "no_step_of_method", "wrong_direction", "one_coordinate_right", "uneven_steps",
    "departs_later", "another_size_handed_in", "count_unclear", "no_step_size", "no_step_size.cut",
))  # fmt: skip
"""Codes of sentences that say what was seen of a wrong program and name no part of it."""
_OF_PYTHON = frozenset(("power", "division"))
"""Sorts of edits that explain better than a slip of calculus with the same values: `3*z*2` where `3*z**2` was meant."""
_ENDED = frozenset((Outcome.TIMED_OUT, Outcome.OUT_OF_MEMORY, Outcome.KILLED, Outcome.UNAVAILABLE))


class _EndedError(Exception):
    """An edited program took too long, or its process ended: nothing more is asked."""


def located(kind: Kind, question: Question, submission: Submission, result: CheckResult) -> Check:
    """Return the result with the place where one edit makes the program right, said instead of what names no part of it."""
    if result.verdict not in (Verdict.INCORRECT, Verdict.PARTIAL):
        return result
    told = next((each for each in result.feedback if _is_open(each.text)), None)
    functions = Functions.behind(submission, question.item.names)
    if functions is None or (told is None and kind.programming is not None):
        return result
    look = yield from kind.first_look(question, submission)
    if look is None:
        return result
    found: list[Edit] = []
    try:
        for edit in islice(functions.edits(() if told else _OF_PYTHON), _MOST_EDITS):
            seen = yield replace(look.probe, definition=edit.definition)
            if _came_to_an_end(seen) and look.agrees(seen) and (yield from _is_right(kind, question, functions.with_edit(edit), edit)):
                found.append(edit)
            if len(found) == _MOST_JUDGED:
                break
    except _EndedError:
        pass  # what was found before stands
    told = told or next((each for each in result.feedback if each.audience is Audience.STUDENT), None)
    quoted = functions.quoted([edit.span for edit in found]) if found else None
    return _told(result, told, *quoted, found) if quoted is not None and told is not None else result


def _is_open(text: str) -> bool:
    return isinstance(text, Sentence) and text.code in _OPEN


def _came_to_an_end(observation: Observation) -> bool:
    """Tell whether every call did. Raises `_EndedError` where none did and no more should be asked."""
    if any(call.outcome in _ENDED for call in observation.calls):
        raise _EndedError
    return True


def _asked_of(edit: Edit, asking: Generator[Probe, Observation, T]) -> Generator[Probe, Observation, T]:
    """Hold a conversation with the edited program. Raises `_EndedError` where that does not come to an end."""
    try:
        probe = next(asking)
        while True:
            observation = yield replace(probe, definition=edit.definition)
            _came_to_an_end(observation)
            probe = asking.send(observation)
    except StopIteration as stop:
        return stop.value  # type: ignore[no-any-return]


def _is_right(kind: Kind, question: Question, edited: Submission, edit: Edit) -> Generator[Probe, Observation, bool]:
    """Tell whether an edited program gets full marks, and gets them at other points as well."""
    elsewhere = replace(question, seed=question.seed + _OTHER_POINTS)
    for asked in (question, elsewhere):
        result = yield from _asked_of(edit, kind.check(asked, edited, {}))
        if result.credit != 1:
            return False
    return kind.programming is None or (yield from _asked_of(edit, kind.programming.is_right(elsewhere, edited)))


def _told(result: CheckResult, instead_of: Feedback, text: str, place: object, found: Sequence[Edit]) -> CheckResult:
    sorts = {edit.sort for edit in found}
    ask = sentence(f"edit.{sorts.pop()}" if len(sorts) == 1 else "edit.several")
    said = say("nearest_edit", text=text, place=place, ask=ask)
    rows = tuple(replace(row, feedback=said.text) if row.feedback == instead_of.text else row for row in result.criteria)
    feedback = tuple(said if each is instead_of else each for each in result.feedback)
    return replace(result, criteria=rows, feedback=feedback, misconception=None)

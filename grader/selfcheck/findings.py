"""Has a notebook's memory judged as a submission is, by the same judge, and leaves everything there as it was."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO, cast

from grader.errors import SubmissionError
from grader.model import (
    Audience,
    CheckResult,
    Exercise,
    Item,
    Key,
    Limits,
    Place,
    Question,
    Statement,
    Student,
    Submission,
    Verdict,
)
from grader.pipeline import answered, in_order
from grader.quantities.references import by_own_rules
from grader.reports.deeper_hints import cause_of, deeper_hint
from grader.reports.line_to_blame import blame_of, line_to_blame
from grader.reports.own_lines import line_at
from grader.reports.pictures.chosen import drawn
from grader.selfcheck.check_table import Finding, State
from grader.selfcheck.kernel import can_stop, untouched
from grader.selfcheck.memory import Attempts, Memory
from grader.sentences.catalogue import place_called, sentence
from grader.sentences.figures import listed, together
from grader.sentences.languages import ENGLISH, Language
from grader.sentences.sentence import Number
from grader.submission.earlier_state import globals_of
from grader.submission.handed_in_work import read_text
from grader.submission.syntax_trees import without_comments

# By verdict; every other one is not right yet.
_STATES = {
    Verdict.CORRECT: State.RIGHT,
    Verdict.UNANSWERED: State.UNANSWERED,
    Verdict.DID_NOT_RUN: State.DID_NOT_RUN,
    Verdict.NEEDS_REVIEW: State.UNCHECKED,
}
# Points of comparison may be foreseen here: whoever tries them all out only does the exercise.
_SEED = b""
_PATH = "trajectory"  # what is kept of a descent, and of steps by hand: a notebook shows these as a picture
_QUIET_SECONDS = 2.0  # as long as most people wait for a cell without wondering


def findings_of(
    chosen: Iterable[tuple[Exercise, Item]],
    names: Mapping[str, object],
    exercises: Sequence[Exercise],
    language: Language = ENGLISH,
) -> tuple[Finding, ...]:
    """Return how the chosen items stand, in their order."""
    chosen = list(chosen)
    written = _written(names)
    results: dict[Key, CheckResult] = {}
    hung: list[object] = []
    told = sys.stdout
    with untouched(cast("dict[str, Any]", names)) as printed, by_own_rules():
        for question in _questions(chosen, exercises):
            seconds = question.exercise.limits.get("call_seconds", Limits().call_seconds)
            waiting = language.retell(sentence("check.takes_a_while", name=question.item.name, seconds=Number(f"{seconds:g}")))
            with _sign_of_life(waiting, told):
                memory = Memory(names, printed, seconds, hung)
                results[question.key] = answered(question, written, memory, results)
    found = tuple(_finding(exercise, item, results) for exercise, item in chosen)
    judged = (results[Key(exercise=exercise.id, item=item.id)] for exercise, item in chosen)
    more = (_deeper_hint(item, each, written, names, exercises) for (_, item), each in zip(chosen, judged, strict=True))
    return tuple(
        replace(each, hint=together((each.hint, said))) if said and not each.follows else each
        for each, said in zip(found, more, strict=True)
    )


def _questions(chosen: Sequence[tuple[Exercise, Item]], exercises: Sequence[Exercise]) -> Iterator[Question]:
    """Yield what is asked to judge the chosen items: they and those they build on, each after these."""
    all_names = frozenset(name for exercise in exercises for item in exercise.items for name in item.names)
    for exercise in {exercise.id: exercise for exercise, _ in chosen}.values():
        wanted = {item.id for other, item in chosen if other.id == exercise.id}
        ordered = in_order(exercise)
        for item in reversed(ordered):
            wanted |= set(item.after) if item.id in wanted else set()
        for item in ordered:
            if item.id in wanted:
                others = tuple(other for other in exercises if other.id != exercise.id)
                names = all_names.difference(item.names)
                yield Question(exercise=exercise, item=item, seed=_SEED, names_elsewhere=names, elsewhere=others)


@contextmanager
def _sign_of_life(said: str, stream: TextIO) -> Iterator[None]:
    """Say what is being checked if it takes longer than somebody waits without wondering."""
    if not can_stop():  # no other thread runs there, and it was said already
        yield
        return
    timer = threading.Timer(_QUIET_SECONDS, stream.write, [f"{said}\n"])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


# --- What was written --------------------------------------------------------------------------


def _written(names: Mapping[str, object]) -> Submission:
    """Return the code as it was executed, where a notebook or a program keeps it, without what was replaced since."""
    cells, file = names.get("In"), names.get("__file__")
    try:
        if isinstance(cells, list):
            code = ({"cell_type": "code", "metadata": {}, "outputs": [], "source": str(cell)} for cell in cells[1:])
            notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(code)}  # numbered as they were run
            submission = read_text(json.dumps(notebook), "notebook.ipynb")
        elif isinstance(file, str):
            submission = read_text(Path(file).read_text(encoding="utf-8", errors="replace"), Path(file).name)
        else:
            raise SubmissionError("There is no code to be read.")
    except (SubmissionError, OSError):
        return Submission(student=Student(id="me", name="me"), files=(), digest="")
    # a draft that was mended and run again has gone
    kept: list[Statement] = []
    replaced: set[str] = set()
    for statement in reversed(submission.statements):
        mended = statement.problem is not None and any(name in names for name in statement.names)
        if not mended and (not statement.names or not replaced.issuperset(statement.names)):
            kept.append(statement)
        if statement.problem is None:
            replaced |= set(statement.names) - globals_of(statement.source)
    return replace(submission, statements=tuple(kept[::-1]))


# --- What is told ------------------------------------------------------------------------------


def _deeper_hint(
    item: Item, result: CheckResult, written: Submission, names: Mapping[str, object], exercises: Sequence[Exercise]
) -> str:
    """Return what is said beside the cause to whoever made the same slip in an earlier attempt; "" for nothing more."""
    cause = cause_of(result)
    if not cause:
        return ""
    definitions = written.definitions(item.names)[-1:]
    answer = [without_comments(statement.source) or statement.source for statement in definitions]
    times = Attempts.times_told(names, result.key, cause, repr((answer, result.understood)))
    place = line_to_blame(definitions[0], written, blame_of(result, ())) if definitions else None
    line = line_at(place, written) if place else None
    return deeper_hint(times, result, item.name, exercises, (place_called(place) if place else None, line))


def _finding(exercise: Exercise, item: Item, results: Mapping[Key, CheckResult]) -> Finding:
    """Return how an item stands; one on top of something wrong waits for that, whatever it would be worth."""
    result = results[Key(exercise=exercise.id, item=item.id)]
    state = _STATES.get(result.verdict, State.NOT_YET)
    told = [feedback.text for feedback in result.feedback if feedback.audience is Audience.STUDENT]
    stopped = result.evidence.get("place")
    told += [sentence("letter.see", place=stopped)] if isinstance(stopped, Place) else []
    wrong = [
        f"`{earlier.name}`"
        for earlier in exercise.items
        if earlier.id in item.after and results[Key(exercise=exercise.id, item=earlier.id)].verdict is not Verdict.CORRECT
    ]
    carried = any(feedback.code == "carried_forward" for feedback in result.feedback)
    if wrong and (state is State.NOT_YET or carried):
        mend = sentence("check.builds_on", names=listed(wrong))
        state, told = State.NOT_YET, [mend, *(() if carried else told)]
    drawing = drawn(exercise, item, result) if _PATH in result.evidence else None
    hint = together(told) if told else ""
    return Finding(exercise=exercise.title, name=item.name, state=state, hint=hint, drawing=drawing, follows=bool(wrong))

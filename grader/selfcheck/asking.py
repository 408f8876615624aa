"""Asks a notebook's memory about each item, and leaves everything there as it was."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TextIO, cast

from grader.errors import SubmissionError
from grader.intake.reading import read_text
from grader.model import Exercise, Item, Limits, Question, Student, Submission
from grader.selfcheck import stopping
from grader.selfcheck.checks import CHECKS, Check
from grader.selfcheck.finding import Finding, State
from grader.selfcheck.memory import Memory
from grader.selfcheck.slopes import Slopes
from grader.selfcheck.untouched import untouched

_QUIET_SECONDS = 2.0  # as long as most people wait for a cell without wondering


def findings(
    chosen: Iterable[tuple[Exercise, Item]], names: Mapping[str, object], exercises: Sequence[Exercise]
) -> tuple[Finding, ...]:
    """How the chosen items stand, in their order."""
    written = _written(names)
    all_names = frozenset(name for exercise in exercises for item in exercise.items for name in item.names)
    slopes: dict[str, Slopes] = {}
    found: list[Finding] = []
    hung: list[object] = []
    told = sys.stdout
    with untouched(cast("dict[str, Any]", names)) as printed:
        for exercise, item in chosen:
            question = Question(
                exercise=exercise, item=item, seed=b"", names_elsewhere=all_names.difference(item.names)
            )
            measured = slopes.setdefault(exercise.id, Slopes(exercise.function))
            memory = Memory(names, printed, _seconds(exercise), hung)
            with _sign_of_life(item.name, _seconds(exercise), told):
                found.append(_after(_found(question, measured, written, memory), question, found))
    return tuple(found)


@contextmanager
def _sign_of_life(name: str, seconds: float, stream: TextIO) -> Iterator[None]:
    """Say what is being checked where that takes longer than somebody waits without wondering."""
    if not stopping.is_possible():  # no other thread runs there, and it was said already
        yield
        return
    said = f"Checking `{name}` takes a while; a call is stopped after {seconds:g} s.\n"
    timer = threading.Timer(_QUIET_SECONDS, stream.write, [said])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _seconds(exercise: Exercise) -> float:
    return exercise.limits.get("call_seconds", Limits().call_seconds)


def _written(names: Mapping[str, object]) -> Submission:
    """The cells as they were executed, where a notebook keeps them: what is memory of `4*x - 3*y` may be a number."""
    cells = names.get("In")
    text = "\n\n".join(cell for cell in cells if isinstance(cell, str)) if isinstance(cells, list) else ""
    try:
        return read_text(text, "cells.py")
    except SubmissionError:
        return Submission(student=Student(id="me", name="me"), files=(), digest="")


def _found(question: Question, slopes: Slopes, written: Submission, memory: Memory) -> Finding:
    """How one item stands. What we fail to do is no mistake of the student's."""
    check = CHECKS.get(question.item.kind)
    try:
        if check is not None:
            return _drive(check(question, slopes, written), memory)
        hint = "This is looked at when you hand it in."
    except Exception as error:
        hint = f"This could not be checked here ({type(error).__name__}); it is not your mistake."
    return Finding(exercise=question.exercise.title, name=question.item.name, state=State.UNCHECKED, hint=hint)


def _drive(check: Check, memory: Memory) -> Finding:
    try:
        probe = next(check)
        while True:
            probe = check.send(memory.ask(probe))
    except StopIteration as stop:
        finding: Finding = stop.value
        return finding


def _after(finding: Finding, question: Question, earlier: Sequence[Finding]) -> Finding:
    """The finding, with a word about what it builds on where that is not right yet."""
    names = {item.id: item.name for item in question.exercise.items}
    built_on = {names.get(identity) for identity in question.item.after}
    wrong = [f"`{f.name}`" for f in earlier if f.state is not State.RIGHT and f.name in built_on]
    if not wrong or finding.state not in (State.NOT_YET, State.RIGHT):
        return finding
    mend = f"This builds on {' and '.join(wrong)}: mend that first."
    if finding.state is State.NOT_YET:
        return replace(finding, hint=f"{mend} {finding.hint}")
    return replace(finding, state=State.NOT_YET, hint=mend) if finding.hint else finding

"""Plays the sandbox for programs of our own: executes them here, with a time guard, and answers probes."""

from __future__ import annotations

import ast
import contextlib
import copy
import io
import signal
import threading
import time
import warnings
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

import numpy as np

from grader.course.exercises import load_assignment, read_exercise
from grader.kinds import KINDS
from grader.model import (
    ArrayValue,
    Call,
    CheckResult,
    Exercise,
    HandedFunction,
    Observation,
    Outcome,
    Place,
    Probe,
    Question,
    Statement,
    Student,
    StudentFault,
    Submission,
    Value,
)
from grader.sandbox.guest import encoding
from grader.sandbox.guest.handed_functions import stand_in
from grader.sandbox.host.evaluations import Evaluations
from grader.sandbox.host.wire_values import from_wire

ROOT = Path(__file__).parents[2]
HERE = Place(file="hw.py", line=1)
SECONDS = 0.5
SEED = b"a seed for tests"
_KINDS = {"KEYWORD_ONLY": "keyword", "VAR_POSITIONAL": "*", "VAR_KEYWORD": "**"}


class OutOfTimeError(Exception):
    """The program did not come back."""


@contextlib.contextmanager
def guarded(seconds: float = SECONDS):
    """At most so many seconds of processor time, whatever else the machine does, where signals can be had."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise OutOfTimeError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


class Session:
    """One program, executed, and ready to be asked."""

    def __init__(self, source: str) -> None:
        self.names: dict[str, object] = {"__name__": "__main__"}
        self.dead = False
        with warnings.catch_warnings(), np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            with guarded():
                exec(compile(source, "hw.py", "exec"), self.names)

    def ask(self, probe: Probe) -> Observation:
        """What came of the probe."""
        name = next((name for name in probe.names if name in self.names), None)
        if name is None:
            return Observation(probe=probe, name=None, calls=(Call(arguments=None, outcome=Outcome.MISSING),))
        if probe.arguments is None:
            value = as_value(self.names[name])
            return Observation(
                probe=probe, name=name, calls=(Call(arguments=None, outcome=Outcome.RETURNED, value=value),)
            )
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            calls = tuple(self._call(name, arguments, probe.keywords) for arguments in probe.arguments)
        return Observation(probe=probe, name=name, calls=calls, printed=printed.getvalue())

    def value(self, name: str, arguments: tuple[object, ...]) -> object:
        """What one call gives, None if it fails."""
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"), guarded():
                warnings.simplefilter("ignore")
                with contextlib.redirect_stdout(io.StringIO()):
                    return self.names[name](*arguments)
        except OutOfTimeError:
            self.dead = True
        except Exception:
            return None
        return None

    def _call(self, name: str, arguments: tuple[object, ...], keywords: tuple[str, ...]) -> Call:
        evaluations = Evaluations([arguments])
        given = [_handed(a, evaluations) for a in arguments]
        kept = copy.deepcopy(given)
        split = len(given) - len(keywords)
        if self.dead:
            return Call(arguments=arguments, outcome=Outcome.TIMED_OUT, seconds=SECONDS)
        started = time.perf_counter()
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"), guarded():
                warnings.simplefilter("ignore")
                value = self.names[name](*given[:split], **dict(zip(keywords, given[split:], strict=True)))
                value = as_value(value)
        except OutOfTimeError:
            self.dead = True
            return Call(arguments=arguments, outcome=Outcome.TIMED_OUT, seconds=SECONDS)
        except Exception as error:
            fault = StudentFault(type_name=type(error).__name__, message=str(error), place=HERE)
            return Call(arguments=arguments, outcome=Outcome.RAISED, fault=fault)
        seconds = time.perf_counter() - started
        pairs = zip(given, kept, strict=True)
        changed = any(isinstance(a, np.ndarray | list) and not np.array_equal(a, b) for a, b in pairs)
        return Call(
            arguments=arguments, outcome=Outcome.RETURNED, value=value, arguments_changed=changed, seconds=seconds
        )


def _handed(argument: object, evaluations: Evaluations) -> object:
    """What a program is given for an argument: functions are evaluated by the real border."""
    if isinstance(argument, HandedFunction):
        _, index, name = evaluations.argument_to_wire(argument)  # type: ignore[misc]
        return stand_in(index, name, partial(evaluations.reply, 0))
    if isinstance(argument, ArrayValue):
        return np.array(argument.elements).reshape(argument.shape)
    return copy.copy(argument)


def as_value(value: object) -> Value:
    """A Python object as the trusted side sees it, by the real border."""
    return from_wire(encoding.encode(value))


def submission(source: str) -> Submission:
    """A submission of this source, one statement for each at top level."""
    statements = tuple(
        Statement(source=ast.get_source_segment(source, node) or "", place=HERE, names=tuple(_names(node)))
        for node in ast.parse(source).body
    )
    return Submission(student=Student(id="s", name="s"), files=("hw.py",), digest="0", statements=statements)


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return []


@lru_cache
def lesson(name: str) -> Exercise:
    """An exercise of the lesson, or one given as YAML."""
    if "\n" in name:
        return read_exercise(name, "x.yml", "x")
    return load_assignment(ROOT / "exercises", only=[name]).exercises[0]


class Slow:
    """A program on a machine so slow that no call of more than so many iterations is answered in time."""

    def __init__(self, source: str, most: int) -> None:
        self._whole, self._most, self._hung = Session(source), most, False

    def ask(self, probe: Probe) -> Observation:
        """What came of the probe; after one call that was too long, nothing."""
        if probe.arguments is None:
            return self._whole.ask(probe)
        in_time = []
        for arguments in probe.arguments:
            self._hung |= max((n for n in arguments if type(n) is int), default=0) > self._most
            in_time += [] if self._hung else [arguments]
        seen = self._whole.ask(replace(probe, arguments=tuple(in_time)))
        late = [Call(arguments=a, outcome=Outcome.TIMED_OUT) for a in probe.arguments[len(in_time) :]]
        return replace(seen, probe=probe, calls=(*seen.calls, *late))


class Busy(Session):
    """A program on a machine where every call takes a million times as long, and is answered in time all the same."""

    def ask(self, probe: Probe) -> Observation:
        """What came of the probe, and how long it seems to have taken."""
        seen = super().ask(probe)
        return replace(seen, calls=tuple(replace(call, seconds=1e6 * call.seconds + 1.0) for call in seen.calls))


def play(source: str, exercise: str, session: Session | Slow | None = None, seed: bytes = SEED) -> CheckResult:
    """The judgement of a program for the first item of an exercise."""
    known = lesson(exercise)
    question = Question(exercise=known, item=known.items[0], seed=seed)
    check = KINDS[question.item.kind].check(question, submission(source), {})
    session = session or Session(source)
    try:
        probe = next(check)
        while True:
            probe = check.send(session.ask(probe))
    except StopIteration as stop:
        return stop.value

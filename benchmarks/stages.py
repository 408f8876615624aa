"""Where the milliseconds of a submission go: CPU by stage, on this side of the border and on the other.

Stands around the pipeline as it is, by timers on the functions that are its stages, and keeps what was
executed and asked, so that the floor can do the same. Used by benchmarks alone.
"""

# ruff: noqa: ANN401 - timers stand around functions of any kind

from __future__ import annotations

import functools
import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader import pipeline
from grader.model import ArrayValue, Assignment, Grade, Observation, Probe, Submission, Value
from grader.sandbox import Sandbox, Session
from grader.submission.entries import Entry
from grader.submission.intake import read

STAGES = ("intake", "fork", "isolate", "execute", "calls", "judge", "total")
_OF_SESSION = {"_start": "fork", "_end_child": "fork", "_execute": "execute", "_converse": "calls"}


class Meter:
    """CPU seconds of this process by stage; a stage inside another is taken from it."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._stack = ["elsewhere"]
        self._since = time.process_time()

    def _charge(self) -> None:
        now = time.process_time()
        self.seconds[self._stack[-1]] += now - self._since
        self._since = now

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Counts what is done inside to this stage."""
        self._charge()
        self._stack.append(name)
        try:
            yield
        finally:
            self._charge()
            self._stack.pop()

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, counted to a stage."""

        @functools.wraps(function)
        def counted(*arguments: Any, **options: Any) -> Any:
            with self.stage(name):
                return function(*arguments, **options)

        return counted


@dataclass
class Watched:
    """A sandbox whose sessions are metered; `pieces` is what the floor has to do for the submissions since."""

    sandbox: Sandbox
    child_seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    pieces: list[dict[str, Any]] = field(default_factory=list)

    @property
    def isolation(self) -> str:
        """As the sandbox says."""
        return self.sandbox.isolation

    @property
    def versions(self) -> Mapping[str, str]:
        """As the sandbox says."""
        return self.sandbox.versions

    @contextmanager
    def open(self, submission: Submission) -> Iterator[Session]:
        """A session that notes what it is asked."""
        asked: list[list[Any]] = []
        with self.sandbox.open(submission) as session:
            ask = session.ask

            def noted(probe: Probe) -> Observation:
                asked.append(_asked(probe))
                return ask(probe)

            session.ask = noted  # type: ignore[method-assign]
            yield session
        for stage, seconds in session.cpu_seconds().items():
            self.child_seconds[stage] += seconds
        statements = [[s.source, s.place.file, s.place.line] for s in submission.statements if s.problem is None]
        self.pieces.append({"statements": statements, "asked": asked})

    def take_pieces(self) -> list[dict[str, Any]]:
        """What was done since last asked."""
        taken, self.pieces = self.pieces, []
        return taken


def _asked(probe: Probe) -> list[Any]:
    sets = None if probe.arguments is None else [[_plain(a) for a in arguments] for arguments in probe.arguments]
    return [list(probe.names), sets, list(probe.keywords)]


def _plain(argument: Value) -> Any:
    return {"array": list(argument.elements)} if isinstance(argument, ArrayValue) else argument


@contextmanager
def metered(meter: Meter) -> Iterator[None]:
    """Timers on the stages of the pipeline, taken away again at the end."""
    kept: list[tuple[Any, str, Any]] = []
    places = [(Session, name, stage) for name, stage in _OF_SESSION.items()]
    try:
        for place, name, stage in [*places, (pipeline, "converse", "judge"), (pipeline, "total", "total")]:
            kept.append((place, name, getattr(place, name)))
            setattr(place, name, meter.timed(stage, getattr(place, name)))
        yield
    finally:
        for place, name, function in kept:
            setattr(place, name, function)


def grade(entry: Entry, assignment: Assignment, watched: Watched, meter: Meter) -> Grade:
    """One submission through the whole pipeline, its stages counted."""
    with meter.stage("intake"):
        submission = read(entry)
    with meter.stage("total"):
        return pipeline.grade_submission(submission, assignment, watched)


def warm_process() -> int:
    """The process that this one has started to fork students' processes from."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return next(int(pid) for pid in children if b"grader" in Path(f"/proc/{pid}/cmdline").read_bytes())


def cpu_of(pid: int) -> tuple[float, float]:
    """CPU seconds of a process itself and of the children that it has reaped."""
    numbers = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own, reaped = int(numbers[11]) + int(numbers[12]), int(numbers[13]) + int(numbers[14])
    ticks = os.sysconf("SC_CLK_TCK")
    return own / ticks, reaped / ticks

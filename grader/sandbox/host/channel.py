"""What both kinds of channel to a student's process have in common: its ends, its marks, and what it printed.

`PipeChannel` talks to a fork of the zygote, `WorkerChannel` to a process started for one student.
Knows no values and no verdicts.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

CHUNK = 65536
WATCH_SECONDS = 0.25


class ChildGoneError(Exception):
    """The child closed its end: it died, was killed, or closed every descriptor."""


class TooLateError(Exception):
    """No reply came in time; the child has to be killed."""


@dataclass(kw_only=True)
class Mark:
    """What the child said last that it works on, and since when (monotonic seconds)."""

    index: int | None = None
    since: float = 0.0


@dataclass(kw_only=True)
class Printed:
    """What was printed, up to a limit; the rest is read and thrown away so that the child never waits."""

    limit: int
    kept: bytearray = field(default_factory=bytearray)

    def add(self, data: bytes) -> None:
        """Keeps what there is room for."""
        self.kept += data[: max(0, self.limit - len(self.kept))]


class NowAndThen:
    """Does something once in a while, however often it is called: also while a child keeps us busy with what it says."""

    def __init__(self) -> None:
        self._next = time.monotonic() + WATCH_SECONDS

    def __call__(self, watch: Callable[[], None]) -> None:
        """Does it where it is time."""
        if time.monotonic() >= self._next:
            watch()
            self._next = time.monotonic() + WATCH_SECONDS


class Channel(Protocol):
    """The host's end of what connects it with one student's process. Every wait has an end."""

    mark: Mark
    said_aloud: Mark | None

    def send(self, message: object, deadline: float) -> None:
        """Sends a request."""

    def receive(self, deadline: Callable[[Mark], float], watch: Callable[[], None]) -> object:
        """Return the next reply."""

    def take_printed(self) -> bytes:
        """Return what was printed since the last time."""

    def close(self) -> None:
        """Closes every end."""


def mark_in(message: object) -> Mark | None:
    """Return the mark that a message is, if it is one."""
    match message:
        case ["at", int(index), float(since)]:
            return Mark(index=index, since=since)
    return None

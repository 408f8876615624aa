"""A child's first words, said before any student code: how its walls stand.

Knows the message; whether the walls are good enough is the host's to decide.
"""

from __future__ import annotations

import time

from grader.errors import SandboxError
from grader.sandbox.codec import FrameError
from grader.sandbox.host.channel import ChildGoneError, TooLateError
from grader.sandbox.host.child import Child
from grader.sandbox.host.wire_values import clean

_HELLO_SECONDS = 30.0


def hello(child: Child) -> tuple[dict[str, str], float, float, float]:
    """The child's first words: each layer's state, when it began to isolate itself (monotonic), seconds and CPU seconds of that.

    Raises `SandboxError` when it says something else or nothing.
    """
    deadline = time.monotonic() + _HELLO_SECONDS
    try:
        message = child.channel.receive(lambda mark: deadline, lambda: None)
    except (ChildGoneError, TooLateError, FrameError) as error:
        words = child.channel.take_printed().decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise SandboxError(f"A student's process could not be started. {clean(words, 200)}".rstrip()) from error
    match message:
        case ["hello", dict(said), float(begin), float(seconds), float(cpu)]:
            return said, begin, seconds, cpu
    raise SandboxError("A student's process could not be started.")

"""The three things that a student's process is asked to do: execute a statement, read a value, make a call.

Runs beside the student's code; binds what it needs of other modules when it is loaded. Knows neither
limits nor what becomes of a failure.
"""

from __future__ import annotations
import __future__ as future_features

import time
from collections.abc import Callable

from grader.sandbox import codec, encoding

_clock = time.perf_counter
_UNCHANGING = frozenset({type(None), bool, int, float, complex, str})


class Statement:
    """One top-level statement, to be compiled and executed as it stands in its file."""

    def __init__(self, names: dict[str, object], source: str, filename: str, line: int, futures: list[str]) -> None:
        self._names, self._source, self._filename, self._line = names, source, filename, line
        self._futures = futures

    def __call__(self) -> None:
        """Executes it."""
        flags = 0
        for name in self._futures:
            flags |= getattr(future_features, name).compiler_flag
        padded = "\n" * (self._line - 1) + self._source
        exec(compile(padded, self._filename, "exec", flags, dont_inherit=True), self._names)


class Reading:
    """A name's value as it crosses the border."""

    seconds = 0.0
    changed = False

    def __init__(self, value: object) -> None:
        self._value = value

    def __call__(self) -> object:
        """The value as it is sent."""
        return encoding.encode(self._value)


class Calling:
    """One call with fresh copies of its arguments; tells how long it took and whether it changed them."""

    def __init__(self, function: Callable[..., object], arguments: list[object], keywords: list[str]) -> None:
        self._function, self._arguments, self._keywords = function, arguments, keywords
        self.seconds = 0.0
        self.changed = False

    def __call__(self) -> object:
        """What it returns, as it is sent."""
        arguments = [encoding.decode(argument) for argument in self._arguments]
        mutable = any(type(argument) not in _UNCHANGING for argument in arguments)
        before = _picture(arguments) if mutable else None
        by_position = len(arguments) - len(self._keywords)
        named = dict(zip(self._keywords, arguments[by_position:], strict=True))
        started = _clock()
        try:
            result = self._function(*arguments[:by_position], **named)
        finally:
            self.seconds = _clock() - started
            self.changed = mutable and _picture(arguments) != before
        return encoding.encode(result)


def _picture(arguments: list[object]) -> bytes:
    """The arguments as bytes, in which also a NaN equals itself."""
    try:
        return codec.frame(encoding.encode(arguments))
    except codec.FrameError:
        return b""

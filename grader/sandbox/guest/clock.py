"""The clock that stops a student's Python code when its time is up.

It ticks from the start of a request, since arming a timer for every call would cost more than most calls. What does
not heed it (a loop in C, a handler that the student took away) is stopped by the host. Knows no names and no values.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Container

from grader.sandbox import processors
from grader.sandbox.guest import error_report as telling

_FIRST_TICK_SECONDS = 0.01
_TICK_SECONDS = 0.05

_monotonic = time.monotonic
_TICKS = hasattr(signal, "setitimer")
_set_timer: Callable[..., object] = getattr(signal, "setitimer", print)
_set_handler: Callable[..., object] = signal.signal
_ALARM: int = getattr(signal, "SIGALRM", 0)
_REAL: int = getattr(signal, "ITIMER_REAL", 0)
_go_to, _processors = processors.go_to, processors.allowed()


class Clock:
    """Runs work of the student's within a time."""

    def __init__(self) -> None:
        self._running = False
        self._end = 0.0
        self._pinned = True

    def start(self) -> None:
        """Ticks from here on, whatever the student has done to the timer."""
        if _TICKS:
            _set_handler(_ALARM, self._tick)
            _set_timer(_REAL, _FIRST_TICK_SECONDS, _TICK_SECONDS)

    def within(self, seconds: float, work: Callable[[], object], files: Container[str]) -> tuple[str, object]:
        """Return what came of it: `returned` and a value, or another outcome and what is told of it. Never raises."""
        try:
            try:
                self._end = _monotonic() + seconds
                self._running = True
                return "returned", work()
            except BaseException as error:
                return telling.outcome_of(error), telling.told(error, files)
            finally:
                self._running = False
        except BaseException as error:  # one that cannot be described, or time was up while it was
            return telling.outcome_of(error), telling.told_briefly(error)
        finally:
            self._running = False

    def _tick(self, number: int, frame: object) -> None:
        if self._pinned:
            self._pinned = False
            _go_to(_processors)  # what takes long runs where there is room; short work stays on the host's processor
        if self._running and _monotonic() > self._end:
            raise telling.TimeUpError

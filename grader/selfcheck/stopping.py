"""Stops a call that does not come to an end, in the very process that made it, so that the kernel stays usable.

A signal where the system has one and we are on the main thread, else another thread's word. A loop inside C
(a huge power, a sort of a billion numbers) heeds neither; only restarting the kernel ends that. In a browser
(JupyterLite) there is neither, and whoever shows the result says so.
"""

from __future__ import annotations

import ctypes
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_BROWSERS = ("emscripten", "wasi")  # how Python names what it was compiled for; both have a `setitimer` that never rings
_AGAIN_SECONDS = 0.01  # a bare `except:` in a loop catches it once, hardly a hundred times


class TimeUpError(BaseException):
    """The call has had its time. No `Exception`, so that student code seldom catches it."""


def is_possible() -> bool:
    """Tell whether a call can be stopped here: in a browser nothing rings and no other thread runs."""
    return sys.platform not in _BROWSERS


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises `TimeUpError` inside the block when it takes longer than that, where that is possible."""
    if not is_possible():
        yield
        return
    on_main_thread = threading.current_thread() is threading.main_thread()
    hook = sys.unraisablehook
    sys.unraisablehook = lambda lost: None if lost.exc_type is TimeUpError else hook(lost)  # it comes again at once
    try:
        with _by_signal(seconds) if on_main_thread and hasattr(signal, "setitimer") else _by_thread(seconds):
            yield
    finally:
        sys.unraisablehook = hook


@contextmanager
def _by_signal(seconds: float) -> Iterator[None]:
    running = True

    def ring(number: int, frame: FrameType | None) -> None:
        if running:
            raise TimeUpError

    before = signal.signal(signal.SIGALRM, ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN_SECONDS)
        yield
    finally:
        running = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before if before is not None else signal.SIG_DFL)


@contextmanager
def _by_thread(seconds: float) -> Iterator[None]:
    done = threading.Event()
    caller = ctypes.c_ulong(threading.get_ident())
    interrupt = ctypes.pythonapi.PyThreadState_SetAsyncExc

    def watch() -> None:
        wait = seconds
        while not done.wait(wait):
            interrupt(caller, ctypes.py_object(TimeUpError))
            wait = _AGAIN_SECONDS

    watchdog = threading.Thread(target=watch, daemon=True)
    watchdog.start()
    try:
        yield
    finally:
        done.set()
        watchdog.join()
        interrupt(caller, None)

"""Functions that a student's own is handed: callables here, whose values are worked out on the other side of the border.

Runs beside the student's code; binds what it needs when it is loaded. Knows no formula, and no number but those it is told.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from grader.sandbox.guest import encoding
from grader.sandbox.guest.wire import Wire

Ask = Callable[[int, list[object], dict[str, object]], list[object]]
"""Return `returned` and a value, or an exception's name and what it says: of a function, by its number, at some arguments."""
_encode, _decode, _this_thread, _new_lock = encoding.encode, encoding.decode, threading.get_ident, threading.Lock
_ERRORS: dict[object, type[Exception]] = {"TypeError": TypeError, "RuntimeError": RuntimeError}  # all that the host names


class Interruption(Protocol):
    """What stops the student's code when its time is up."""

    def hold(self) -> None:
        """Stop nothing from here on."""

    def release(self) -> None:
        """Stop again what takes too long, also at once."""


class Values:
    """Ask the host for values while a call runs: one at a time, whichever thread wants one.

    Nothing interrupts an exchange, which the host always answers, so that no reply is left on the way. What outlives its
    call (a thread, a function that was kept) is refused.
    """

    def __init__(self, wire: Wire, interruption: Interruption) -> None:
        self._wire, self._interruption = wire, interruption
        self._lock, self._inside, self._main = _new_lock(), 0, _this_thread()
        self._call: list[int] | None = None

    def opened(self, number: int, index: int) -> Ask:
        """Return how the functions of one call ask for values, until it is closed."""
        call = self._call = [number, index]
        return lambda function, numbers, named: self._exchange(call, [function, numbers, named])

    def close(self) -> None:
        """End the call, after an exchange that is on its way."""
        with self._lock:
            self._call = None

    def _exchange(self, call: list[int], asked: list[object]) -> list[object]:
        thread = _this_thread()
        if self._inside == thread:
            return ["RuntimeError", "a function that was handed in cannot be called while it is being called"]
        if thread == self._main:
            self._interruption.hold()
        try:
            with self._lock:
                self._inside = thread
                try:
                    if self._call is not call:
                        return ["RuntimeError", "a function that was handed in can be called only during the call it was handed to"]
                    self._wire.send(["value", *call, *asked])
                    return self._wire.receive()[1:]
                finally:
                    self._inside = 0
        finally:
            if thread == self._main:
                self._interruption.release()


def stand_in(index: int, name: str, ask: Ask) -> Callable[..., object]:
    """Return what stands for a function: it takes numbers or arrays, and returns what the host says of them."""

    def handed_in(*numbers: object, **named: object) -> object:
        told = [each if type(each) is float else _encode(each) for each in numbers]
        outcome, value = ask(index, told, {key: _encode(each) for key, each in named.items()})
        if outcome != "returned":
            raise _ERRORS.get(outcome, RuntimeError)(value)
        return value if type(value) is float else _decode(value)

    handed_in.__name__ = handed_in.__qualname__ = name
    return handed_in

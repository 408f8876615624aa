"""The three things that a student's process is asked to do: execute a statement, read a value, make a call.

A statement may wait for something at the top level, as in Jupyter: it is run to its end before the next.

Runs beside the student's code; binds what it needs of other modules when it is loaded. Knows neither
limits nor what becomes of a failure.
"""

from __future__ import annotations
import __future__ as future_features

import ast
import contextlib
import inspect
import time
import types
from collections.abc import Callable
from typing import Any

from grader.sandbox import codec
from grader.sandbox.guest import encoding
from grader.sandbox.guest.handed_functions import Ask, stand_in

_clock = time.perf_counter
_HOLDERS = (list, tuple, dict)  # in which functions are handed in together; a subclass of the student's own is an object
_TOP_LEVEL_AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT  # the compiler's flag for `await` outside a function
_COROUTINE = inspect.CO_COROUTINE  # the mark on code that the compiler has made awaitable by that
_UNCHANGING = frozenset({type(None), bool, int, float, complex, str, types.FunctionType})  # no comparison after a call


class Statement:
    """One top-level statement, to be compiled and executed as it stands in its file."""

    def __init__(self, names: dict[str, object], source: str, filename: str, line: int, futures: list[str]) -> None:
        self._names, self._source, self._filename, self._line = names, source, filename, line
        self._futures = futures

    def __call__(self) -> None:
        """Execute it."""
        flags = 0
        for name in self._futures:
            flags |= getattr(future_features, name).compiler_flag
        padded = "\n" * (self._line - 1) + self._source
        if "async" not in self._source and "await" not in self._source:
            exec(compile(padded, self._filename, "exec", flags, dont_inherit=True), self._names)
            return
        flags |= _TOP_LEVEL_AWAIT
        _prepare_loops()
        code = compile(padded, self._filename, "exec", flags, dont_inherit=True)
        if code.co_flags & _COROUTINE:
            import asyncio

            asyncio.run(eval(code, self._names))
        else:
            exec(code, self._names)


def _prepare_loops() -> None:
    """Have `asyncio` make loops that know clocks alone, since sockets are shut behind the walls."""
    import asyncio
    from asyncio import base_events, events

    class Loop(base_events.BaseEventLoop):
        """A loop whose only events are those of its clock."""

        def __init__(self) -> None:
            super().__init__()
            self._selector = _Sleep()

        def _process_events(self, event_list: object) -> None:
            """Do nothing: no file and no socket is watched."""

        def _write_to_self(self) -> None:
            """Do nothing: no other thread has to wake it."""

    events.new_event_loop = asyncio.new_event_loop = Loop  # `asyncio.run` takes the first, a student the second


class _Sleep:
    """What the loop asks for events: it sleeps until the next is due and has none."""

    def select(self, seconds: float | None) -> list[object]:
        """Return no events, after so many seconds."""
        if seconds is None:
            raise RuntimeError("this waits for something that never comes")
        time.sleep(seconds)
        return []

    def close(self) -> None:
        """Do nothing: nothing is open."""


class Search:
    """The first of some names that means something: at top level, or in what an author may keep answers together in.

    That is a dictionary (`answers["df_dx"]`), an object of a class of the student's own, or such a class, of which an
    object is made where it needs no arguments. What was defined last counts. Where the answer is written somewhere
    else (`held` is false), only the top level is searched: a setting or a method of the same name is no answer then.
    """

    def __init__(self, namespace: dict[str, object], given: frozenset[str], names: list[str], *, held: bool = True) -> None:
        self._namespace, self._names = namespace, names
        self._held = [value for name, value in namespace.items() if name not in given] if held else []

    def __call__(self) -> tuple[str, object] | None:
        """Return the name that was found and what it means."""
        for name in self._names:
            if name in self._namespace:
                return name, self._namespace[name]
            for holder in reversed(self._held):
                if type(holder) is dict and name in holder:
                    return name, holder[name]
                if encoding.is_students(holder if isinstance(holder, type) else type(holder)):
                    found = _attribute(holder, name)
                    if found is not None:
                        return name, found
        return None


def _attribute(holder: Any, name: str) -> object:  # noqa: ANN401  (anything of the student's)
    """Return a field or method of an object, or of one made of its class; None if it has none."""
    if name not in dir(holder):
        return None
    if isinstance(holder, type):
        with contextlib.suppress(Exception):
            holder = holder()
    return getattr(holder, name, None)


def together(value: object) -> object:
    """Return a list, tuple or dictionary of functions as one function that gives all their results; else the value itself.

    Each is given those of the arguments that it has a parameter for, all of them where their names say nothing.
    """
    parts: list[Any] = list(value.values() if isinstance(value, dict) else value) if type(value) in _HOLDERS else []  # type: ignore[call-overload]
    if not parts or not all(isinstance(part, types.FunctionType) for part in parts):
        return value
    signatures = [inspect.signature(part) for part in parts]
    widest = max(signatures, key=lambda signature: len(signature.parameters))
    by_name = all(set(signature.parameters) <= set(widest.parameters) for signature in signatures)

    def all_of_them(*arguments: object, **named: object) -> object:
        if by_name:
            given = widest.bind(*arguments, **named).arguments
            taken = [{name: given[name] for name in signature.parameters if name in given} for signature in signatures]
            results = [part(**arguments_of) for part, arguments_of in zip(parts, taken, strict=True)]
        else:
            results = [part(*arguments, **named) for part in parts]
        return dict(zip(value, results, strict=True)) if isinstance(value, dict) else results

    all_of_them.__signature__ = widest  # type: ignore[attr-defined]
    return all_of_them


class Reading:
    """A name's value as it crosses the border."""

    seconds = 0.0
    changed = False

    def __init__(self, value: object) -> None:
        self._value = value

    def __call__(self) -> object:
        """Return the value as it is sent."""
        return encoding.encode(self._value)


class Calling:
    """One call with fresh copies of its arguments; tells how long it took and whether it changed them."""

    def __init__(self, function: Callable[..., object], arguments: list[object], keywords: list[str], ask: Ask) -> None:
        self._function, self._arguments, self._keywords, self._ask = function, arguments, keywords, ask
        self.seconds = 0.0
        self.changed = False

    def __call__(self) -> object:
        """Return what it returns, as it is sent."""
        arguments = [self._handed(argument) for argument in self._arguments]
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

    def _handed(self, argument: Any) -> object:  # noqa: ANN401  (JSON of the host's)
        if type(argument) is list and argument[0] == "h":
            _, index, name = argument
            return stand_in(index, name, self._ask)
        return encoding.decode(argument)


def _picture(arguments: list[object]) -> bytes:
    """Return the arguments as bytes, in which also a NaN equals itself."""
    try:
        return codec.frame(encoding.encode(arguments))
    except codec.FrameError:
        return b""

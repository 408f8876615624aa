"""The side of the border on which a student's code runs: executes statements, reads names, makes calls, tells what came of it.

Knows no expected value and no question; it is told a name and arguments and answers with values.
Everything it needs is bound before the student's first line runs, so that honest slips (a
variable called `list`, `np.random = 3`) do no harm, and a dishonest change harms only its author.
"""

from __future__ import annotations

import __future__ as future_features
import _signal
import builtins
import contextlib
import io
import linecache
import mmap
import os
import signal
import struct
import sys
import time
import types
from collections.abc import Callable

from grader.sandbox import codec, encoding

_encode, _decode = encoding.encode, encoding.decode
_frame, _FrameError = codec.frame, codec.FrameError
MARK = struct.Struct("<Qd")

_type, _len, _list, _str, _isinstance, _issubclass = type, len, list, str, isinstance, issubclass
_compile, _exec, _any, _tuple, _zip, _getattr = compile, exec, any, tuple, zip, getattr
_enumerate, _dict, _bool = enumerate, dict, bool
_read, _write, _exit = os.read, os.write, os._exit
_clock, _cpu_clock, _monotonic = time.perf_counter, time.process_time, time.monotonic
_setitimer: Callable[..., object] | None = getattr(signal, "setitimer", None)
_set_handler: Callable[..., object] = _signal.signal
_SIGALRM, _ITIMER_REAL = getattr(signal, "SIGALRM", 0), getattr(signal, "ITIMER_REAL", 0)
_pack_into = MARK.pack_into
_get_name = type.__dict__["__name__"].__get__
_BaseException, _MemoryError, _Exception, _OSError = BaseException, MemoryError, Exception, OSError
_NameError, _ModuleNotFoundError, _SyntaxError = NameError, ModuleNotFoundError, SyntaxError

_set_affinity: Callable[[int, set[int]], None] | None = getattr(os, "sched_setaffinity", None)
_all_processors = os.sched_getaffinity(0) if _set_affinity is not None else set()

MOST_NAMES = 400
FLUSH_SECONDS = 0.002
FIRST_TICK_SECONDS = 0.01
TICK_SECONDS = 0.05

Fault = list[object]


class _TimeUpError(BaseException):
    """Raised in the student's code when its time is up; no `except Exception` catches it."""


class Wire:
    """The guest's end: requests come in, replies go out, and a mark says what is being worked on.

    `marks` is a page of memory that the warm process looks at when the host has waited too long; without
    one, marks are sent along with the replies.
    """

    def __init__(self, requests: int, replies: int, marks: mmap.mmap | None) -> None:
        self._requests, self._replies, self._marks = requests, replies, marks
        self._frames = codec.Frames()
        self.aloud = marks is None

    def receive(self) -> list[object]:
        """The next request; ends the process when the host has gone."""
        while True:
            whole, message = self._frames.take()
            if whole:
                return message  # type: ignore[return-value]
            data = _read(self._requests, 65536)
            if not data:
                _exit(0)
            self._frames.feed(data)

    def send(self, message: object) -> None:
        """Sends a reply; `FrameError` when it is too long for one frame."""
        data = _frame(message)
        while data:
            data = data[_write(self._replies, data) :]

    def mark(self, index: int, now: float) -> None:
        """Tells what is worked on from now: on the page, which wakes nobody, or aloud, so that what follows is its doing."""
        if self._marks is not None:
            _pack_into(self._marks, 0, index, now)
        if self.aloud:
            self.send(["at", index, now])


class _Capped(io.RawIOBase):
    """Standard output up to a limit; what is beyond is counted as written and thrown away."""

    def __init__(self, limit: int) -> None:
        self._room = limit

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return 1

    def write(self, data: object) -> int:
        size = _len(data)  # type: ignore[arg-type]
        if self._room > 0:
            kept = bytes(data)[: self._room]  # type: ignore[call-overload]
            self._room -= _len(kept)
            _write(1, kept)
        return size


class _Printed(io.TextIOWrapper):
    """Standard output that a student's `close()` leaves open, so that a later `print` is no failure."""

    def close(self) -> None:
        self.flush()


class Guest:
    """One student's namespace and the requests that are answered from it."""

    def __init__(self, wire: Wire, statement_seconds: float, call_seconds: float, output_bytes: int) -> None:
        self._wire = wire
        self._statement_seconds, self._call_seconds = statement_seconds, call_seconds
        self._armed = False
        self._end = 0.0
        self._pinned = True
        self._files: set[str] = set()
        self._output = self._open_output(output_bytes)
        self._module = types.ModuleType("__main__")
        self._names = self._module.__dict__
        sys.modules["builtins"] = self._names["__builtins__"] = _own_builtins()
        self._given = frozenset(self._names)

    def _open_output(self, output_bytes: int) -> _Printed:
        raw = io.BufferedWriter(_Capped(output_bytes), 8192)
        printed = _Printed(raw, encoding="utf-8", errors="backslashreplace", write_through=False)
        self._flush_output = printed.flush
        sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = printed  # type: ignore[misc]
        return printed

    def serve(self) -> None:
        """Answers requests until the host goes away."""
        sys.modules["__main__"] = self._module
        while True:
            word, aloud, *rest = self._wire.receive()
            self._wire.aloud |= _bool(aloud)
            if word == "run":
                self._run(*rest)  # type: ignore[arg-type]
            else:
                self._ask(*rest)  # type: ignore[arg-type]

    def _print_all(self) -> None:
        """Lets what was printed go ahead of the answer; what a student has done to the output keeps no answer back."""
        with contextlib.suppress(_BaseException):
            self._flush_output()

    # --- executing the student's statements ---

    def _run(self, number: int, statements: list[list[object]]) -> None:
        """Executes statements one by one; what one of them does wrong costs that one alone."""
        begin, cpu = _clock(), _cpu_clock()
        failures: list[object] = []
        for _, source, filename, line, _ in statements:
            self._remember(_str(source), _str(filename), line)  # type: ignore[arg-type]
        for index, source, filename, line, futures in statements:
            self._wire.mark(index, _monotonic())  # type: ignore[arg-type]
            self._start_clock()
            work = _Statement(self._names, source, filename, line, futures)
            outcome, fault = self._within(self._statement_seconds, work)
            if outcome != "returned":
                failures.append([index, outcome, fault])
        self._print_all()
        self._wire.send(["ran", number, failures, _clock() - begin, _cpu_clock() - cpu])

    def _remember(self, source: str, filename: str, line: int) -> None:
        """Files the source where tracebacks and `inspect.getsource` look for it."""
        self._files.add(filename)
        known = linecache.cache.get(filename)
        lines = known[2] if known is not None and _len(known) == 4 else []
        wanted = source.split("\n")
        lines.extend(["\n"] * (line - 1 + _len(wanted) - _len(lines)))
        for offset, text in _enumerate(wanted, line - 1):
            there = lines[offset].rstrip("\n")
            lines[offset] = (f"{there}; {text}" if there.strip() else text) + "\n"
        linecache.cache[filename] = (1, None, lines, filename)

    # --- answering questions ---

    def _ask(
        self, number: int, names: list[str], argument_sets: list[tuple[int, list[object]]] | None, keywords: list[str]
    ) -> None:
        """Reads the first of these names that is defined, or calls it once for each argument set."""
        cpu = _cpu_clock()
        self._start_clock()
        name, calls = None, _list[object]()
        for name in names:
            if name in self._names:
                calls = self._answer(number, self._names[name], argument_sets, keywords)
                break
        else:
            name = None
        self._print_all()
        self._send_calls(number, calls)
        self._wire.send(["answered", number, name, [] if name is not None else self._defined(), _cpu_clock() - cpu])

    def _answer(
        self, number: int, value: object, argument_sets: list[tuple[int, list[object]]] | None, keywords: list[str]
    ) -> list[object]:
        """What came of reading or calling. What is done goes out early when calls are slow, so that a hang loses little."""
        if argument_sets is None:
            return [self._result(0, _Reading(value))]
        calls: list[object] = []
        sent = _monotonic()
        for index, arguments in argument_sets:
            if calls and _monotonic() - sent > FLUSH_SECONDS:
                self._print_all()
                self._send_calls(number, calls)
                calls, sent = [], _monotonic()
            result = self._result(index, _Calling(value, arguments, keywords))
            calls.append(result)
            if result[1] == "timed_out":
                break  # the host decides whether the others are worth their time
        return calls

    def _result(self, index: int, work: _Reading | _Calling) -> list[object]:
        self._wire.mark(index, _monotonic())
        started = _clock()
        outcome, result = self._within(self._call_seconds, work)
        return [index, outcome, result, work.seconds or _clock() - started, work.changed]

    def _send_calls(self, number: int, calls: list[object]) -> None:
        """Sends results in as many frames as they need; a single one that fits in none is told by its type's name."""
        if not calls:
            return
        try:
            self._wire.send(["calls", number, calls])
        except _FrameError:
            half = _len(calls) // 2
            if half:
                self._send_calls(number, calls[:half])
                self._send_calls(number, calls[half:])
            else:
                index, _, _, seconds, changed = calls[0]  # type: ignore[misc]
                self._wire.send(["calls", number, [[index, "returned", ["o", "object"], seconds, changed]]])

    def _defined(self) -> list[str]:
        """Names that the student has defined, for finding one that is spelled nearly like the one asked for."""
        found = [n for n in _list(self._names) if _type(n) is _str and n not in self._given and n[:1] != "_"]
        return [name[:100] for name in found[:MOST_NAMES]]

    # --- time ---

    def _within(self, seconds: float, work: Callable[[], object]) -> tuple[str, object]:
        """What came of some work of the student's: outcome and value, or outcome and fault; never raises."""
        try:
            try:
                self._end = _monotonic() + seconds
                self._armed = True
                return "returned", work()
            except _BaseException as error:
                return _outcome_of(error), self._fault(error)
            finally:
                self._armed = False
        except _BaseException as error:  # an exception that cannot be described, or time was up while it was
            return ("timed_out" if _isinstance(error, _TimeUpError) else "raised"), [_name(error), "", None, None, None, None]
        finally:
            self._armed = False

    def _start_clock(self) -> None:
        """Lets the clock tick from here on, whatever the student has done to it; ticks are cheap, arming is not."""
        if _setitimer is not None:
            _set_handler(_SIGALRM, self._tick)
            _setitimer(_ITIMER_REAL, FIRST_TICK_SECONDS, TICK_SECONDS)

    def _tick(self, number: int, frame: object) -> None:
        if self._pinned:
            self._pinned = False
            _unpin()
        if self._armed and _monotonic() > self._end:
            raise _TimeUpError

    # --- what went wrong ---

    def _fault(self, error: BaseException) -> Fault:
        """Type, message and the student's own innermost line; never a frame of ours.

        The last two say which module was not there, and which name was not defined.
        """
        filename, line = self._place(error)
        message = _message(error)
        module = error.name if _isinstance(error, _ModuleNotFoundError) else None
        missing = error.name if _isinstance(error, _NameError) else None
        return [_name(error), message, filename, line, _text_or_none(module), _text_or_none(missing)]

    def _place(self, error: BaseException) -> tuple[str | None, int | None]:
        if _isinstance(error, _SyntaxError) and error.filename in self._files:
            return error.filename, error.lineno
        place: tuple[str | None, int | None] = (None, None)
        step = error.__traceback__
        while step is not None:
            filename = step.tb_frame.f_code.co_filename
            if filename in self._files:
                place = (filename, step.tb_lineno)
            step = step.tb_next
        return place


class _Statement:
    """One top-level statement, to be compiled and executed as it stands in its file."""

    def __init__(self, names: dict[str, object], source: object, filename: object, line: object, futures: object) -> None:
        self._names, self._source, self._filename, self._line = names, source, filename, line
        self._futures = futures

    def __call__(self) -> None:
        flags = 0
        for name in self._futures:  # type: ignore[attr-defined]
            flags |= _getattr(future_features, name).compiler_flag
        padded = "\n" * (self._line - 1) + self._source  # type: ignore[operator]
        code = _compile(padded, self._filename, "exec", flags, True)  # type: ignore[call-overload]
        _exec(code, self._names)


class _Reading:
    """A name's value as it crosses the border."""

    seconds = 0.0
    changed = False

    def __init__(self, value: object) -> None:
        self._value = value

    def __call__(self) -> object:
        return _encode(self._value)


class _Calling:
    """One call with fresh copies of its arguments."""

    def __init__(self, function: object, arguments: list[object], keywords: list[str]) -> None:
        self._function, self._arguments, self._keywords = function, arguments, keywords
        self.seconds = 0.0
        self.changed = False

    def __call__(self) -> object:
        arguments = [_decode(argument) for argument in self._arguments]
        mutable = _any(_type(argument) not in _UNCHANGING for argument in arguments)
        before = _frame(_encode(arguments)) if mutable else b""
        by_position = _len(arguments) - _len(self._keywords)
        named = _dict(_zip(self._keywords, arguments[by_position:]))
        started = _clock()
        try:
            result = self._function(*arguments[:by_position], **named)  # type: ignore[operator]
        finally:
            self.seconds = _clock() - started
            self.changed = mutable and _frame(_encode(arguments)) != before
        return _encode(result)


def _unpin() -> None:
    """Lets a computation that takes long run where there is room; short ones stay on the host's processor."""
    if _set_affinity is not None:
        with contextlib.suppress(_OSError):
            _set_affinity(0, _all_processors)


_UNCHANGING = frozenset({type(None), bool, int, float, complex, str})


def _own_builtins() -> types.ModuleType:
    """A copy of the builtins for the student alone: what is rebound in it is rebound for nobody else's code."""
    copy = types.ModuleType("builtins", builtins.__doc__)
    copy.__dict__.update(builtins.__dict__)
    copy.__dict__["display"] = _show_nothing  # a notebook has it without an import
    return copy


def _show_nothing(*objects: object, **options: object) -> None:
    """Stands for what only a notebook's page can do."""


def _message(error: BaseException) -> str:
    try:
        return _str(error)[:2000]
    except _Exception:  # the exception's own `__str__` is the student's
        return ""


def _name(error: object) -> str:
    name = _get_name(_type(error))
    return name[:100] if _type(name) is _str else "Exception"


def _outcome_of(error: BaseException) -> str:
    if _isinstance(error, _TimeUpError):
        return "timed_out"
    return "out_of_memory" if _isinstance(error, _MemoryError) else "raised"


def _text_or_none(text: object) -> str | None:
    return text[:200] if _type(text) is _str else None  # type: ignore[index]

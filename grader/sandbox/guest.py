"""The side of the border on which a student's code runs: executes statements, reads names, makes calls, tells what came of it.

Knows no expected value and no question; it is told a name and arguments and answers with values.
Everything it needs is bound before the student's first line runs, so that honest slips (a
variable called `list`, `np.random = 3`) do no harm, and a dishonest change harms only its author.
"""

from __future__ import annotations

import __future__ as future_features
import builtins
import io
import linecache
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
_type, _len, _list, _str, _isinstance, _issubclass = type, len, list, str, isinstance, issubclass
_compile, _exec, _any, _tuple, _zip, _getattr = compile, exec, any, tuple, zip, getattr
_enumerate, _dict, _range = enumerate, dict, range
_read, _write, _exit = os.read, os.write, os._exit
_clock, _cpu_clock, _monotonic = time.perf_counter, time.process_time, time.monotonic
_setitimer: Callable[..., object] | None = getattr(signal, "setitimer", None)
_pack = struct.Struct("<Id").pack
_get_name = type.__dict__["__name__"].__get__
_BaseException, _MemoryError, _Exception, _OSError = BaseException, MemoryError, Exception, OSError
_NameError, _ModuleNotFoundError, _SyntaxError = NameError, ModuleNotFoundError, SyntaxError

MOST_NAMES = 400
FLUSH_BYTES = 32 * 1024
FLUSH_SECONDS = 0.002
REPEAT_SECONDS = 0.05

Fault = list[object]


class _TimeUp(BaseException):
    """Raised in the student's code when its time is up; no `except Exception` catches it."""


class Wire:
    """The guest's end: requests come in, replies go out, and a mark says what is being worked on."""

    def __init__(self, requests: int, replies: int, marks: int | None) -> None:
        self._requests, self._replies, self._marks = requests, replies, marks
        self._frames = codec.Frames()
        self._waiting: list[bytes] = []
        self._size = 0
        self._flushed = 0.0

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
        """Queues a reply; a batch goes out in one write where it is quick."""
        data = _frame(message)
        self._waiting.append(data)
        self._size += _len(data)
        if self._size > FLUSH_BYTES:
            self.flush()

    def flush(self) -> None:
        """Sends what is queued."""
        data = b"".join(self._waiting)
        self._waiting, self._size = [], 0
        while data:
            data = data[_write(self._replies, data) :]
        self._flushed = _monotonic()

    def mark(self, index: int) -> None:
        """Tells what is worked on from now, where the host looks only when it has waited too long.

        Earlier replies of a batch go out first unless that was just done: were they still queued
        when this call hangs, the host would have to ask for them again.
        """
        now = _monotonic()
        if self._waiting and now - self._flushed > FLUSH_SECONDS:
            self.flush()
        if self._marks is None:
            self.send(["at", index, now])
            self.flush()
            return
        try:
            _write(self._marks, _pack(index, now))
        except _OSError:
            pass  # the pipe is full of older marks, which the host will take one of these


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
        self._files: set[str] = set()
        self._output = self._open_output(output_bytes)
        self._module = types.ModuleType("__main__")
        self._names = self._module.__dict__
        sys.modules["builtins"] = self._names["__builtins__"] = _own_builtins()
        self._given = frozenset(self._names)
        if _setitimer is not None:
            signal.signal(signal.SIGALRM, self._ring)

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
            request = self._wire.receive()
            if request[0] == "run":
                self._run(*request[1:])  # type: ignore[arg-type]
            else:
                self._ask(*request[1:])  # type: ignore[arg-type]
            self._finish()

    def _finish(self) -> None:
        try:
            self._flush_output()
        except _BaseException:  # what a student has done to the output is no reason to keep an answer back
            pass
        self._wire.flush()

    # --- executing the student's statements ---

    def _run(self, number: int, statements: list[list[object]]) -> None:
        """Executes statements one by one; what one of them does wrong costs that one alone."""
        begin, cpu = _clock(), _cpu_clock()
        for _, source, filename, line, _ in statements:
            self._remember(_str(source), _str(filename), line)  # type: ignore[arg-type]
        for index, source, filename, line, futures in statements:
            started = _clock()
            self._wire.mark(index)  # type: ignore[arg-type]
            outcome, fault = self._within(
                self._statement_seconds, _Statement(self._names, source, filename, line, futures)
            )
            if outcome != "returned":
                self._wire.send(["failed", number, index, outcome, fault, _clock() - started])
        self._wire.send(["ran", number, _clock() - begin, _cpu_clock() - cpu])

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
        name = next((name for name in names if name in self._names), None)
        self._wire.send(["found", number, name, [] if name is not None else self._defined()])
        if name is not None:
            value = self._names[name]
            if argument_sets is None:
                self._reply(number, 0, _Reading(value))
            else:
                for index, arguments in argument_sets:
                    if self._reply(number, index, _Calling(value, arguments, keywords)) == "timed_out":
                        break  # the host decides whether the others are worth their time
        self._wire.send(["done", number, _cpu_clock() - cpu])

    def _reply(self, number: int, index: int, work: _Reading | _Calling) -> str:
        self._wire.mark(index)
        started = _clock()
        outcome, result = self._within(self._call_seconds, work)
        seconds = work.seconds or _clock() - started
        try:
            self._wire.send(["call", number, index, outcome, result, seconds, work.changed])
        except _FrameError:  # many long texts in one value
            self._wire.send(["call", number, index, "returned", ["o", "object"], seconds, work.changed])
        return outcome

    def _defined(self) -> list[str]:
        """Names that the student has defined, for finding one that is spelled nearly like the one asked for."""
        found = [n for n in _list(self._names) if _type(n) is _str and n not in self._given and n[:1] != "_"]
        return [name[:100] for name in found[:MOST_NAMES]]

    # --- time ---

    def _within(self, seconds: float, work: Callable[[], object]) -> tuple[str, object]:
        """What came of some work of the student's: outcome and value, or outcome and fault; never raises."""
        try:
            try:
                self._arm(seconds)
                return "returned", work()
            except _BaseException as error:
                return _outcome_of(error), self._fault(error)
            finally:
                self._disarm()
        except _BaseException as error:  # an exception that cannot be described, or time was up while it was
            return ("timed_out" if _isinstance(error, _TimeUp) else "raised"), [_name(error), "", None, None, None, None]
        finally:
            self._disarm()

    def _arm(self, seconds: float) -> None:
        self._armed = True
        if _setitimer is not None:
            signal.signal(signal.SIGALRM, self._ring)
            _setitimer(signal.ITIMER_REAL, seconds, REPEAT_SECONDS)

    def _disarm(self) -> None:
        self._armed = False
        if _setitimer is not None:
            _setitimer(signal.ITIMER_REAL, 0)

    def _ring(self, number: int, frame: object) -> None:
        if self._armed:
            raise _TimeUp

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
    if _isinstance(error, _TimeUp):
        return "timed_out"
    return "out_of_memory" if _isinstance(error, _MemoryError) else "raised"


def _text_or_none(text: object) -> str | None:
    return text[:200] if _type(text) is _str else None  # type: ignore[index]

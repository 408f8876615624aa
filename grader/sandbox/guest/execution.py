"""The student's side of the border: executes statements, reads names, makes calls, and tells what came of it.

Stops what takes too long. Knows no expected value and no question; it is told a name and arguments and answers with values. What it
needs of other modules is bound before the student's first line runs, and the student gets builtins of its own, so
that honest slips (a variable called `list`, `np.random = 3`) do no harm and dishonest ones harm their author.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import linecache
import signal
import sys
import time
import types
from collections.abc import Callable, Container

from grader.sandbox import codec, processors
from grader.sandbox.guest import error_report as telling
from grader.sandbox.guest import stand_ins as standins
from grader.sandbox.guest import work
from grader.sandbox.guest.handed_functions import Values
from grader.sandbox.guest.wire import Capped, Printed, Wire

_MOST_NAMES = 400  # that are told where the one asked for is missing: ten times what a long notebook defines
_FLUSH_SECONDS = 0.002  # a fast function's replies go out at once, in one frame; of slow ones a hang loses none but the last
_FIRST_TICK_SECONDS = 0.01  # quick work is over by then and is not interrupted
_TICK_SECONDS = 0.05  # how much later than allowed a call may end; a tick costs a few microseconds

_clock, _cpu_clock, _monotonic = time.perf_counter, time.process_time, time.monotonic
_lines = linecache.cache
_TICKS = hasattr(signal, "setitimer")  # Windows has none, and the host alone stops what takes too long
_set_timer: Callable[..., object] = getattr(signal, "setitimer", print)
_set_handler: Callable[..., object] = signal.signal
_ALARM: int = getattr(signal, "SIGALRM", 0)  # bound before a student can rebind it, as all above
_REAL: int = getattr(signal, "ITIMER_REAL", 0)  # wall-clock time: a program that sleeps is stopped as well
_go_to, _processors = processors.go_to, processors.allowed()

ArgumentSets = list[tuple[int, list[object]]]
Result = list[object]


class Blank:
    """What every student's process begins with: an empty namespace with builtins of its own, and an output.

    Made once in the warm process, since what a child makes for itself are pages of memory that it has to copy.
    """

    def __init__(self) -> None:
        self.capped = Capped()
        self.output = Printed(io.BufferedWriter(self.capped, 8192), "utf-8", "backslashreplace")
        self.module = types.ModuleType("__main__")
        # a copy, so that what is rebound in it is rebound for nobody else's code
        copy = types.ModuleType("builtins", builtins.__doc__)
        copy.__dict__.update(builtins.__dict__)
        copy.__dict__["display"] = _show_nothing  # a notebook has it without an import
        self.module.__dict__["__builtins__"] = self.builtins = copy


class Clock:
    """Run work of the student's within a time.

    It ticks from the start of a request, since arming a timer for every call would cost more than most calls. What does
    not heed it (a loop in C, a handler that the student took away) is stopped by the host.
    """

    def __init__(self) -> None:
        self._running = False
        self._held = False
        self._end = 0.0
        self._pinned = True

    def start(self) -> None:
        """Tick from here on, whatever the student has done to the timer."""
        if _TICKS:
            _set_handler(_ALARM, self._tick)
            _set_timer(_REAL, _FIRST_TICK_SECONDS, _TICK_SECONDS)

    def within(self, seconds: float, work: Callable[[], object], files: Container[str]) -> tuple[str, object]:
        """Return `returned` and a value, or another outcome and what is told of it. Never raises."""
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

    def hold(self) -> None:
        """Stop nothing from here on."""
        self._held = True

    def release(self) -> None:
        """Stop again what takes too long, also at once."""
        self._held = False
        if self._running and _TICKS and _monotonic() > self._end:
            raise telling.TimeUpError

    def _tick(self, number: int, frame: object) -> None:
        if self._pinned:
            self._pinned = False
            _go_to(_processors)  # what takes long runs where there is room; short work stays on the host's processor
        if self._running and not self._held and _monotonic() > self._end:
            raise telling.TimeUpError


class Guest:
    """One student's namespace and the requests that are answered from it."""

    def __init__(self, blank: Blank, wire: Wire, statement_seconds: float, call_seconds: float, output_bytes: int) -> None:
        self._wire = wire
        self._statement_seconds, self._call_seconds = statement_seconds, call_seconds
        self._definition, self._copy = "", dict[str, object]()
        self._time = Clock()
        self._values = Values(wire, self._time)
        self._files: set[str] = set()
        blank.capped.allow(output_bytes)
        self._output = blank.output
        sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = self._output  # type: ignore[misc]
        self._module = blank.module
        self._names = self._module.__dict__
        sys.modules["builtins"] = blank.builtins
        self._given = frozenset(self._names)
        del sys.argv[1:]  # what this process was told is not for the student's own argparse

    def serve(self) -> None:
        """Answer requests until the host goes away."""
        sys.modules["__main__"] = self._module
        standins.put_in_place()
        while True:
            request, aloud, *rest = self._wire.receive()
            self._wire.aloud |= bool(aloud)
            if request == "run":
                self._run(*rest)  # type: ignore[arg-type]
            elif request == "ask":
                self._ask(*rest)  # type: ignore[arg-type]

    # --- executing the student's statements ---

    def _run(self, number: int, statements: list[tuple[int, str, str, int, list[str], list[str]]]) -> None:
        """Execute statements one by one; what one of them does wrong costs that one alone.

        With each come the names that are to go on meaning what they mean, as a later statement has bound them.
        """
        begin, cpu = _clock(), _cpu_clock()
        failures: list[object] = []
        for _, source, filename, line, *_ in statements:
            self._remember(source, filename, line)
        for index, source, filename, line, futures, kept in statements:
            later = {name: self._names[name] for name in kept if name in self._names}
            self._wire.mark(index, _monotonic())
            self._time.start()
            statement = work.Statement(self._names, source, filename, line, futures)
            outcome, told = self._time.within(self._statement_seconds, statement, self._files)
            if outcome != "returned":
                failures.append([index, outcome, told])
            self._names.update(later)
        self._print_all()
        self._wire.send(["ran", number, failures, _clock() - begin, _cpu_clock() - cpu])

    def _remember(self, source: str, filename: str, line: int) -> None:
        """File the source where tracebacks and `inspect.getsource` look for it."""
        self._files.add(filename)
        known = _lines.get(filename)
        lines = known[2] if known is not None and len(known) > 1 else []
        wanted = source.split("\n")
        lines.extend(["\n"] * (line - 1 + len(wanted) - len(lines)))
        for offset, text in enumerate(wanted, line - 1):
            there = lines[offset].rstrip("\n")
            lines[offset] = (f"{there}; {text}" if there.strip() else text) + "\n"
        _lines[filename] = (1, None, lines, filename)

    # --- answering questions ---

    def _ask(  # noqa: PLR0913, PLR0917  (a message's parts, in their order)
        self,
        number: int,
        names: list[str],
        held: bool,
        argument_sets: ArgumentSets | None,
        keywords: list[str],
        definition: str,
        seconds: float,
    ) -> None:
        """Read the first of these names that is defined, or call it once for each argument set, each within so many seconds."""
        cpu = _cpu_clock()
        self._time.start()
        self._call_seconds = seconds
        name, value = self._edited(names, definition) if definition else self._find(names, held=held)
        results: list[Result] = []
        if name is not None:
            results = self._answer(number, work.together(value), argument_sets, keywords)
        self._print_all()
        self._tell(number, results, self._wire.put)
        near = [] if name is not None else self._defined()
        self._wire.send(["answered", number, name, near, _cpu_clock() - cpu])

    def _find(self, names: list[str], *, held: bool) -> tuple[str | None, object]:
        """Return the first of these names that is defined, with what it means, at top level or in what holds answers."""
        if names and names[0] in self._names:
            return names[0], self._names[names[0]]
        search = work.Search(self._names, self._given, names, held=held)
        outcome, found = self._time.within(self._call_seconds, search, self._files)
        return found if outcome == "returned" and found is not None else (None, None)  # type: ignore[return-value]

    def _edited(self, names: list[str], definition: str) -> tuple[str | None, object]:
        """Execute an edited definition in a copy of all names, and return the first of these names with what it means there."""
        if definition != self._definition:
            self._definition, self._copy = definition, dict(self._names)
            statement = work.Statement(self._copy, definition, "<edited>", 1, ["annotations"])
            if self._time.within(self._call_seconds, statement, self._files)[0] != "returned":
                self._copy = {}
        return next(((name, self._copy[name]) for name in names if name in self._copy), (None, None))

    def _answer(
        self, number: int, value: object, argument_sets: ArgumentSets | None, keywords: list[str]
    ) -> list[Result]:
        """Return what came of reading or calling. Slow calls are told early, so that a hang loses little."""
        if argument_sets is None:
            return [self._result(0, work.Reading(value))]
        results: list[Result] = []
        sent = _monotonic()
        for index, arguments in argument_sets:
            if results and _monotonic() - sent > _FLUSH_SECONDS:
                self._print_all()
                self._tell(number, results, self._wire.send)
                results, sent = [], _monotonic()
            ask = self._values.opened(number, index)
            results.append(self._result(index, work.Calling(value, arguments, keywords, ask)))  # type: ignore[arg-type]
            self._values.close()
            if results[-1][1] == "timed_out":
                break  # the host decides whether the others are worth their time
        return results

    def _result(self, index: int, asked: work.Reading | work.Calling) -> Result:
        self._wire.mark(index, _monotonic())
        started = _clock()
        outcome, result = self._time.within(self._call_seconds, asked, self._files)
        return [index, outcome, result, asked.seconds or _clock() - started, asked.changed]

    def _tell(self, number: int, results: list[Result], send: Callable[[object], None]) -> None:
        """Tell results in as many frames as they need; one that fits in none is told by a type's name."""
        if not results:
            return
        try:
            send(["calls", number, results])
        except codec.FrameError:
            half = len(results) // 2
            if half == 0:
                results[0][2] = ["o", "object"]
                send(["calls", number, results])
                return
            self._tell(number, results[:half], send)
            self._tell(number, results[half:], send)

    def _defined(self) -> list[str]:
        """Return names that the student has defined: one may be spelled nearly like the one asked for."""
        found = [name for name in self._names if type(name) is str and name not in self._given and name[:1] != "_"]
        return [name[:100] for name in found[:_MOST_NAMES]]

    def _print_all(self) -> None:
        """Let what was printed go ahead of the answer; what a student did to the output keeps no answer back."""
        with contextlib.suppress(BaseException):
            self._output.flush()


def _show_nothing(*objects: object, **options: object) -> None:
    """Stand for what only a notebook's page can do."""

"""What is in a notebook's memory, asked like a student's code in the sandbox, but here and now.

Names are found, functions called and values read by the same code as in grading, so that what is understood there is
understood here. Knows no question and nothing that is right.
"""

from __future__ import annotations

import io
import linecache
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from types import ModuleType
from typing import Any, ClassVar, cast

from grader.model import Call, Feedback, Key, Observation, Outcome, Place, Probe, StudentFault, Value
from grader.sandbox.guest import error_report, work
from grader.sandbox.host.caller_to_blame import alike, handed_to, with_piece
from grader.sandbox.host.evaluations import Evaluations
from grader.sandbox.host.probe_replies import near
from grader.sandbox.host.wire_values import clean, from_wire
from grader.selfcheck.kernel import TimeUpError, within

_LONGEST = 500  # characters of an exception's message, as much as a reader looks at
_NOTEBOOKS = frozenset({"In", "Out", "get_ipython", "exit", "quit", "open"})  # what IPython puts among the student's names


class Attempts:
    """What was told of each item since the kernel began, by different answers; of one notebook, the one asked about last."""

    _names: Mapping[str, object] | None = None
    _told: ClassVar[dict[tuple[Key, str], set[str]]] = {}

    @classmethod
    def times_told(cls, names: Mapping[str, object], key: Key, cause: str, answer: str) -> int:
        """Return at how many answers, this one included, an item was told this cause; the same answer again is no new one."""
        if cls._names is not names:
            cls._names = names
            cls._told.clear()
        answers = cls._told.setdefault((key, cause), set())
        answers.add(answer)
        return len(answers)


class Memory:
    """The names of a notebook, each readable and callable; `seconds` is how long a call may take, `hung` what took longer."""

    def __init__(self, names: Mapping[str, object], printed: io.StringIO, seconds: float, hung: list[object] | None = None) -> None:
        self._names, self._printed, self._seconds = cast("dict[str, object]", names), printed, seconds
        self._hung = hung if hung is not None else []
        self._given = _NOTEBOOKS | {name for name in names if name.startswith("_")}

    def ask(self, probe: Probe) -> Observation:
        """Return what came of the probe."""
        found = work.Search(self._names, self._given, list(probe.names))()
        sets = (None,) if probe.arguments is None else probe.arguments
        if found is None:
            calls = tuple(Call(arguments=each, outcome=Outcome.MISSING) for each in sets)
            own = [known for known, value in self._names.items() if known not in self._given and self._is_own(value)]
            return Observation(probe=probe, name=None, calls=calls, near=near(probe.names, own))
        name, value = found
        start = self._printed.tell()
        calls = self._calls(work.together(value), sets, probe.keywords)
        return Observation(probe=probe, name=name, calls=calls, printed=self._printed.getvalue()[start:])

    def remarks(self) -> tuple[Feedback, ...]:
        """Return nothing: what failed was seen when its cell ran."""
        return ()

    def seconds(self) -> Mapping[str, float]:
        """Return nothing: a check of one's own is not timed."""
        return {}

    def _is_own(self, value: object) -> bool:
        """Tell whether the student made it: no module, and no function or class that was imported from one."""
        module = getattr(value, "__module__", None) if callable(value) and hasattr(value, "__name__") else None
        return not isinstance(value, ModuleType) and module in (None, self._names.get("__name__"))

    def _calls(self, value: object, sets: tuple[tuple[Value, ...] | None, ...], keywords: tuple[str, ...]) -> tuple[Call, ...]:
        """Return what came of each set; what took all its time once is not called again in this check."""
        calls: list[Call] = []
        evaluations = Evaluations(sets)
        for index, arguments in enumerate(sets):
            if any(value is each for each in self._hung):
                calls.append(Call(arguments=arguments, outcome=Outcome.TIMED_OUT))
            elif arguments is None:
                calls.append(self._made(work.Reading(value), None))
            else:
                given = [evaluations.argument_to_wire(argument) for argument in arguments]
                ask = partial(evaluations.reply, index)
                calling = work.Calling(cast("Callable[..., object]", value), given, list(keywords), ask)
                calls.append(self._made(calling, arguments))
                self._hung += [value] if calls[-1].outcome is Outcome.TIMED_OUT else []
        return tuple(calls)

    def _made(self, asked: work.Reading | work.Calling, arguments: tuple[Value, ...] | None) -> Call:
        """Return what came of reading or calling."""
        try:
            with within(self._seconds):
                told = asked()
        except KeyboardInterrupt:
            raise
        except TimeUpError as error:
            return Call(arguments=arguments, outcome=Outcome.TIMED_OUT, fault=self._fault(error))
        except MemoryError as error:
            return Call(arguments=arguments, outcome=Outcome.OUT_OF_MEMORY, fault=self._fault(error))
        except BaseException as error:
            return Call(arguments=arguments, outcome=Outcome.RAISED, fault=self._fault(error))
        try:
            value = from_wire(told)
        except Exception:  # whatever a value does that pretends to be another
            return Call(arguments=arguments, outcome=Outcome.MALFORMED)
        return Call(
            arguments=arguments, outcome=Outcome.RETURNED, value=value, seconds=asked.seconds, arguments_changed=asked.changed
        )

    def _fault(self, error: BaseException) -> StudentFault:
        """Return an exception with the student's line to look at, as a sandbox would."""
        here, caller = error_report.own_steps(error, lambda frame: frame.f_globals is self._names)
        fault = StudentFault(type_name=type(error).__name__, message=clean(str(error), _LONGEST))
        if here is None:
            return fault
        file, number, columns, frame = here
        line, place = linecache.getline(file, number).rstrip(), _place(file, number)
        missing = error.name if isinstance(error, NameError) else None
        near = alike(missing, {*self._names, *frame.f_code.co_varnames}) if missing else None
        told = with_piece(replace(fault, near=near, place=place), line, list(columns or ()))
        if caller is None:
            return told
        own, outside = (("".join(linecache.getlines(each)), at) for each, at, *_ in (here, caller))
        name = handed_to(told, own, outside, list(caller[2] or ()))
        return replace(told, place=_place(*caller[:2]), handed_to=name) if name else told


def _place(file: str, line: int) -> Place:
    """Return a line of a cell, or of a file where there is no notebook."""
    interactive: Any = sys.modules.get("IPython")
    shell = interactive.get_ipython() if interactive is not None else None
    numbers = getattr(getattr(shell, "compile", None), "_filename_map", {})
    number = numbers.get(file)
    return Place(file=file, line=line, cell=number if isinstance(number, int) else None)

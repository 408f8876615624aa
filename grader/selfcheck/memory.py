"""What is in a notebook's memory, asked like a student's code in the sandbox, but here and now.

Values are read by the same rules as in grading, so that what is understood there is understood here. Knows
no question and nothing that is right.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from types import ModuleType, TracebackType
from typing import Any

from grader.model import Call, Observation, Outcome, Place, Probe, StudentFault, Value
from grader.sandbox import encoding
from grader.sandbox.names import near
from grader.sandbox.values import WireError, clean, from_wire, to_wire
from grader.selfcheck.stopping import TimeUpError, within

_LONGEST = 500


class Memory:
    """The names of a notebook, each readable and callable; `seconds` is how long a call may take, `hung` what took longer."""

    def __init__(
        self, names: Mapping[str, object], printed: io.StringIO, seconds: float, hung: list[object] | None = None
    ) -> None:
        self._names, self._printed, self._seconds = names, printed, seconds
        self._hung = hung if hung is not None else []

    def ask(self, probe: Probe) -> Observation:
        """What came of the probe."""
        name = next((name for name in probe.names if name in self._names), None)
        sets = (None,) if probe.arguments is None else probe.arguments
        if name is None:
            calls = tuple(Call(arguments=each, outcome=Outcome.MISSING) for each in sets)
            own = [known for known, value in self._names.items() if not known.startswith("_") and self._is_own(value)]
            return Observation(probe=probe, name=None, calls=calls, near=near(probe.names, own))
        start = self._printed.tell()
        calls = self._calls(self._names[name], sets, probe.keywords)
        return Observation(probe=probe, name=name, calls=calls, printed=self._printed.getvalue()[start:])

    def _is_own(self, value: object) -> bool:
        """Whether the student made it: no module, and no function or class that was imported from one."""
        module = getattr(value, "__module__", None) if callable(value) and hasattr(value, "__name__") else None
        return not isinstance(value, ModuleType) and module in (None, self._names.get("__name__"))

    def _calls(
        self, value: object, sets: tuple[tuple[Value, ...] | None, ...], keywords: tuple[str, ...]
    ) -> tuple[Call, ...]:
        """What came of each set; what took all its time once is not called again in this check."""
        calls: list[Call] = []
        for arguments in sets:
            hung = any(value is each for each in self._hung)
            calls.append(
                Call(arguments=arguments, outcome=Outcome.TIMED_OUT)
                if hung
                else _read(value, None)
                if arguments is None
                else self._call(value, arguments, keywords)
            )
        return tuple(calls)

    def _call(self, function: Any, arguments: tuple[Value, ...], keywords: tuple[str, ...]) -> Call:  # noqa: ANN401
        given = [encoding.decode(to_wire(argument)) for argument in arguments]
        positional = given[: len(given) - len(keywords)]
        try:
            with within(self._seconds):
                result = function(*positional, **dict(zip(keywords, given[len(positional) :], strict=True)))
        except KeyboardInterrupt:
            raise
        except TimeUpError as error:
            self._hung.append(function)
            return Call(arguments=arguments, outcome=Outcome.TIMED_OUT, fault=self._fault(error))
        except MemoryError as error:
            return Call(arguments=arguments, outcome=Outcome.OUT_OF_MEMORY, fault=self._fault(error))
        except BaseException as error:
            return Call(arguments=arguments, outcome=Outcome.RAISED, fault=self._fault(error))
        return _read(result, arguments)

    def _fault(self, error: BaseException) -> StudentFault:
        return StudentFault(
            type_name=type(error).__name__, message=clean(str(error), _LONGEST), place=self._place(error.__traceback__)
        )

    def _place(self, trace: TracebackType | None) -> Place | None:
        """The last line of the student's own that was running."""
        place = None
        while trace is not None:
            if trace.tb_frame.f_globals is self._names:
                file = trace.tb_frame.f_code.co_filename
                place = Place(file=file, line=trace.tb_lineno, cell=_cell(file))
            trace = trace.tb_next
        return place


def _read(value: object, arguments: tuple[Value, ...] | None) -> Call:
    try:
        return Call(arguments=arguments, outcome=Outcome.RETURNED, value=from_wire(encoding.encode(value)))
    except (WireError, Exception):
        return Call(arguments=arguments, outcome=Outcome.MALFORMED)


def _cell(file: str) -> int | None:
    """The number that a notebook shows beside the cell whose code has this file name."""
    interactive = sys.modules.get("IPython")
    shell = interactive.get_ipython() if interactive is not None else None
    numbers = getattr(getattr(shell, "compile", None), "_filename_map", {})
    number = numbers.get(file)
    return number if isinstance(number, int) else None

"""What went wrong in a student's code, and whose doing it was: read from the wire, traced to its cause.

A name that is missing because the statement which binds it failed shares that statement's fate, and
where the first cause is a known package that is not installed here, the outcome is `unavailable`. Knows nothing of processes.
"""

from __future__ import annotations

import ast
import re
import signal
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from grader.model import STAR, Limits, Outcome, Place, Statement, StudentFault, Submission
from grader.sandbox.codec import FrameError
from grader.sandbox.host import newer_packages, packages
from grader.sandbox.host.channel import TooLateError
from grader.sandbox.host.child import Ended
from grader.sandbox.host.student_files import TooMuchWrittenError
from grader.sandbox.host.wire_values import WireError, clean

_LONGEST_MESSAGE = 500
_STAR_IMPORT = re.compile(r"^\s*from\s+[\w.]+\s+import\s+\*", re.MULTILINE)
_FILE_NAME = re.compile(r"[\w./\\:~-]*[\w-]\.\w{1,5}(?!\w)")  # NumPy tells it in a sentence alone: `data.csv not found.`
_DEFINES = re.compile(r"@|(?:async\s+)?(?:def|class)\b")
_OPTIONAL_IMPORT = re.compile(r"\s*try\b")
_SPOKEN = {"raised", "timed_out", "out_of_memory"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """An outcome that is no return, with its fault; `index` is the statement or call that was worked on."""

    outcome: Outcome
    fault: StudentFault | None = None
    index: int | None = None


class Faults:
    """The failures of one submission's statements, and what follows from them."""

    def __init__(self, submission: Submission, limits: Limits) -> None:
        self._statements, self._limits = submission.statements, limits
        self._places: dict[str, Place] = {}
        self.failures: dict[int, Failure] = {}
        self.late: dict[int, str] = {}
        for statement in submission.statements:
            self._places.setdefault(_tag(statement.place), statement.place)

    # --- statements ---

    def wire(self, index: int) -> list[object]:
        """Return a statement as it is sent to be executed."""
        statement = self._statements[index]
        return [index, statement.source, _tag(statement.place), statement.place.line, list(statement.future), []]

    def wire_again(self, index: int) -> list[object]:
        """A failed statement as it is sent once more: later statements keep what they bound, and hints do nothing."""
        *sent, futures, _ = self.wire(index)
        own = self._statements[index].names
        later = {name for at, s in enumerate(self._statements) if at > index and at not in self.failures for name in s.names}
        assert isinstance(futures, list)
        hints = [] if "annotations" in futures else ["annotations"]
        return [*sent, [*futures, *hints], [name for name in own if name in later]]

    def worth_trying_again(self, tried: Collection[tuple[int, str]]) -> tuple[int, str] | None:
        """The first statement that failed for a name which is defined by now, or which stands in its hints, and that name."""
        defined = {name for index in self._ran() for name in self._statements[index].names}
        waiting = ((index, name) for index, name in self._waiting().items() if (index, name) not in tried)
        return next(((i, name) for i, name in waiting if name in defined or self._needs_no_definition(i, name)), None)

    def too_early(self) -> set[int]:
        """The statements that fail for a name of another, or of one that does; a definition that failed did nothing yet."""
        defined = {name for index in self._ran() for name in self._statements[index].names}
        early: set[int] = set()
        waiting = self._waiting()
        while new := {i for i, name in waiting.items() if i not in early and (name in defined or self._stars_below(i))}:
            early |= new
            defined |= {name for index in new for name in self._statements[index].names}
        return {index for index in early if not _DEFINES.match(self._statements[index].source)}

    def _ran(self) -> list[int]:
        return [i for i, s in enumerate(self._statements) if i not in self.failures and s.problem is None]

    def _waiting(self) -> dict[int, str]:
        """Return the statements that failed for a name that is not defined, with that name."""
        found = ((index, failure) for index, failure in sorted(self.failures.items()) if failure.outcome is Outcome.RAISED)
        return {index: f.fault.missing for index, f in found if f.fault is not None and f.fault.missing is not None}

    def _needs_no_definition(self, index: int, name: str) -> bool:
        return self._stars_below(index) or name in names_in_hints(self._statements[index].source)

    def _stars_below(self, index: int) -> bool:
        return any(_STAR_IMPORT.search(statement.source) for statement in self._statements[index + 1 :])

    def record(self, index: int, failure: Failure) -> None:
        """Files what happened to a statement; its names are lost unless another statement binds them."""
        fault = failure.fault
        if fault is not None and fault.place is None:
            fault = replace(fault, place=self._statements[index].place)
        self.failures[index] = replace(failure, fault=fault, index=index)

    def forget_all_but(self, kept: Iterable[int]) -> None:
        """Before statements are executed once more: what happened last time counts only for those left out now."""
        keep = set(kept)
        self.late.clear()
        self.failures = {index: failure for index, failure in self.failures.items() if index in keep}

    def askable(self, wanted: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the names that may mean an answer: what a library defines and a function left empty are nobody's."""
        binding = {name: statement for statement in self._statements for name in statement.names if name in wanted}
        stars = [s for s in self._statements if _STAR_IMPORT.search(s.source)]
        all_borrowed = bool(stars) and all(STAR in statement.borrowed for statement in stars)
        return tuple(name for name in wanted if not _is_nobodys(name, binding.get(name), all_borrowed))

    def own_names(self, defined: Iterable[str]) -> list[str]:
        """Return those of the defined names that the student's statements bind, not what an import brought."""
        own = (statement for statement in self._statements if not statement.source.startswith(("import ", "from ")))
        bound = {name for statement in own for name in statement.names}
        return [name for name in defined if name in bound]

    def missing(self, wanted: tuple[str, ...]) -> Failure:
        """Why none of these names is defined: the fate of the last statement that would have bound one, or just missing."""
        for name in wanted:
            cause = self._cause(name)
            if cause is not None:
                return replace(cause, index=None)
        return Failure(outcome=Outcome.MISSING)

    def overtaking(self, name: str) -> Failure | None:
        """Return what happened to the last statement that would have changed what the name stands for, where it failed."""
        changing = re.compile(rf"\b{re.escape(name)}\s*(?:\.(?:append|extend|insert|add|update)\(|\[[^\]=]*\]\s*=(?!=))")
        for index, failure in sorted(self.failures.items(), reverse=True):
            statement = self._statements[index]
            if name in statement.names or (not _DEFINES.match(statement.source) and changing.search(statement.source)):
                after = self._statements[index + 1 :]
                again = any(name in later.names and later.problem is None for later in after)
                return None if again else failure
        return None

    def _cause(self, name: str) -> Failure | None:
        found = [failure for index, failure in sorted(self.failures.items()) if name in self._statements[index].names]
        return found[-1] if found else None

    # --- reading faults ---

    def read(self, outcome: str, wire: object) -> Failure:
        """Return a fault as the child tells it; raises `WireError` for what it cannot have said."""
        match wire:
            case [str(kind), str(message), filename, line, module, missing, size, absent] if outcome in _SPOKEN:
                fault = StudentFault(
                    type_name=clean(kind, 100),
                    message=clean(message, _LONGEST_MESSAGE),
                    place=self._place(filename, line),
                    absent=_absent(module, absent),
                    missing=clean(missing, 100) if isinstance(missing, str) else None,
                )
            case _:
                raise WireError("no fault")
        if outcome == "timed_out":
            return Failure(outcome=Outcome.TIMED_OUT, fault=self._too_long(fault.place))
        ours = self._ours(fault, module, missing, size)
        if ours is not None:
            return Failure(outcome=Outcome.UNAVAILABLE, fault=ours)
        return Failure(outcome=Outcome(outcome), fault=self._traced(fault))

    def _traced(self, fault: StudentFault) -> StudentFault:
        """Return the fault with what became of the statement that would have defined the name it lacks."""
        if fault.missing is None or fault.type_name != "NameError":
            return fault
        cause = self._cause(fault.missing) or self._lost_star_import(fault.missing)
        if cause is None or cause.fault is None:
            return fault
        return replace(fault, because=replace(cause.fault, because=None), absent=cause.fault.absent)

    def _place(self, filename: object, line: object) -> Place | None:
        place = self._places.get(filename) if isinstance(filename, str) else None
        if place is None or type(line) is not int or not 0 < line < 10_000_000:
            return None
        return replace(place, line=line)

    def _ours(self, fault: StudentFault, module: object, missing: object, size: object) -> StudentFault | None:
        """The fault where the grading environment is behind it: a package that is missing, or newer than the code."""
        if isinstance(module, str):
            package = packages.missing_package(module)
            return None if package is None else replace(fault, package=package)
        if isinstance(missing, str):
            cause = self._cause(missing) or self._lost_star_import(missing)
            known = cause.fault if cause is not None and cause.outcome is Outcome.UNAVAILABLE else None
            if known is not None:
                return replace(fault, package=known.package, removed=known.removed)
        optional = self._optional_package(fault, missing)
        if optional is not None:
            return replace(fault, package=optional)
        removed = newer_packages.removed_name(fault.type_name, fault.message)
        if removed is not None:
            return replace(fault, package=removed[1], removed=f"`{removed[0]}`, which newer versions of {removed[1]} lack")
        if newer_packages.refuses_array(fault.type_name, fault.message) and size in (None, 1):
            refused = "an array of one element as a number, which newer versions of NumPy refuse"
            return replace(fault, package="NumPy", removed=refused)
        return None

    def _optional_package(self, fault: StudentFault, missing: object) -> str | None:
        """Return the missing package that `try: import pandas as pd` was to bring, where `pd` is undefined or None now."""
        nothing = fault.message.startswith("'NoneType' object has no attribute") and fault.place is not None
        if missing is None and not nothing:
            return None
        line = self._line(fault.place) if fault.place is not None else ""
        for statement in self._statements:
            for module, name in packages.imported_as(statement.source) if _OPTIONAL_IMPORT.match(statement.source) else ():
                package = packages.missing_package(module)
                if package is not None and (name == missing or (nothing and re.search(rf"\b{re.escape(name)}\.", line))):
                    return package
        return None

    def _line(self, place: Place) -> str:
        """Return the student's own line at a place, as far as it belongs to a statement."""
        for statement in self._statements:
            own = statement.source.split("\n")
            at = place.line - statement.place.line
            if replace(statement.place, line=place.line) == place and 0 <= at < len(own):
                return own[at]
        return ""

    def _lost_star_import(self, missing: str) -> Failure | None:
        """Return a `from package import *` that failed, which may have brought a name that no statement binds."""
        if any(missing in statement.names for statement in self._statements):
            return None
        stars = [f for i, f in sorted(self.failures.items()) if _STAR_IMPORT.search(self._statements[i].source)]
        return next((f for f in stars if f.outcome is Outcome.UNAVAILABLE or (f.fault and f.fault.absent)), None)

    # --- failures of our making ---

    def _too_long(self, place: Place | None) -> StudentFault:
        seconds = max(self._limits.statement_seconds, self._limits.call_seconds)
        return StudentFault(type_name="TimeLimit", message=f"stopped after {seconds:g} seconds", place=place)

    def too_long(self) -> Failure:
        """Return the time of a statement or a call ran out."""
        return Failure(outcome=Outcome.TIMED_OUT, fault=self._too_long(None))

    def budget(self) -> Failure:
        """Return the time of the whole submission ran out."""
        message = f"the {self._limits.submission_seconds:g} seconds for the whole submission were used up"
        return Failure(outcome=Outcome.TIMED_OUT, fault=StudentFault(type_name="TimeLimit", message=message))

    def not_tried(self, earlier: Outcome) -> Failure:
        """Earlier calls of the same name hung or died, so this one was not made; what became of those is said of it."""
        message = "not tried, because earlier calls of it did not come to an end"
        kind = "ProcessEnded" if earlier is Outcome.KILLED else "TimeLimit"
        outcome = earlier if earlier is Outcome.KILLED else Outcome.TIMED_OUT
        return Failure(outcome=outcome, fault=StudentFault(type_name=kind, message=message))

    def too_many_deaths(self) -> Failure:
        """Return the code ended its process so often that no more were started."""
        message = "the code ended the Python process too often"
        return Failure(outcome=Outcome.KILLED, fault=StudentFault(type_name="ProcessEnded", message=message))


def _is_nobodys(name: str, binding: Statement | None, all_borrowed: bool) -> bool:
    if binding is None:
        return all_borrowed
    return name in binding.borrowed or (name in binding.placeholders and _DEFINES.match(binding.source) is not None)


def names_in_hints(source: str) -> set[str]:
    """Return the names that stand in the type hints of a statement."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    hints = [node.annotation for node in nodes if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation]
    hints += [node.returns for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns]
    return {part.id for hint in hints for part in ast.walk(hint) if isinstance(part, ast.Name)}


def _absent(module: object, file: object) -> str | None:
    """Return the module or file of somebody's own that was not there; a known package that is spelled wrongly is none."""
    if isinstance(module, str):
        top = module.partition(".")[0]
        return None if packages.is_misspelt(top) or packages.missing_package(top) else clean(module, 100)
    if not isinstance(file, str):
        return None
    named = _FILE_NAME.search(file)
    return clean(named[0] if named else file, _LONGEST_MESSAGE)


def why_gone(error: Exception, ended: Ended, faults: Faults, *, index: int | None, spent: bool) -> Failure:
    """Return what happened to the statement or call on which a child was lost."""
    if isinstance(error, TooLateError):
        failure = faults.budget() if spent else faults.too_long()
    elif isinstance(error, (FrameError, WireError)):
        failure = Failure(outcome=Outcome.MALFORMED)
    elif isinstance(error, TooMuchWrittenError):
        failure = _ended_by("wrote more files than a submission may")
    elif ended.signal == getattr(signal, "SIGXCPU", None):
        failure = faults.too_long()
    else:
        failure = _ended_by(_last_words(ended))
    return replace(failure, index=index)


def _ended_by(message: str) -> Failure:
    return Failure(outcome=Outcome.KILLED, fault=StudentFault(type_name="ProcessEnded", message=message))


def _last_words(ended: Ended) -> str:
    if not ended.signal:
        return f"the process ended with status {ended.status}"
    try:
        return f"the process was ended by {signal.Signals(ended.signal).name}"
    except ValueError:
        return f"the process was ended by signal {ended.signal}"


def _tag(place: Place) -> str:
    """Return the name under which Python knows the code: it tells file and cell apart and names no real file."""
    kind = "text cell" if place.text else "cell"
    return f"<{place.file}>" if place.cell is None else f"<{place.file} {kind} {place.cell}>"

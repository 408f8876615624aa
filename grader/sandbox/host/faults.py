"""What went wrong in a student's code, and whose doing it was: read from the wire, traced to its cause, said to the student.

A name that is missing because the statement which binds it failed shares that statement's fate, and if the first cause is
a known package that is not installed here, the outcome is `unavailable`. What is said names the student's own place and
line; the items' own feedback is the checks' affair. Knows nothing of processes.
"""

from __future__ import annotations

import ast
import re
import signal
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from grader.model import STAR, Feedback, Limits, Outcome, Place, Statement, StudentFault, Submission
from grader.sandbox.codec import FrameError
from grader.sandbox.host import packages
from grader.sandbox.host.caller_to_blame import alike, handed_to, with_piece
from grader.sandbox.host.channel import TooLateError
from grader.sandbox.host.child import Ended
from grader.sandbox.host.exceptions import meaning
from grader.sandbox.host.folders import TooMuchWrittenError
from grader.sandbox.host.wire_values import WireError, clean
from grader.sentences.catalogue import say, sentence

_LONGEST_MESSAGE = 500  # characters of an exception's message, as much as a reader looks at
_LONGEST_NAME = 100  # characters of a type's or a module's name
_MOST_REMARKS = 20  # statements that are told of by themselves; more have one cause
_LONGEST_LINE = 80  # characters of the student's own line: what fits beside its place
# What a statement is, by how its source begins.
_STAR_IMPORT = re.compile(r"^\s*from\s+[\w.]+\s+import\s+\*", re.MULTILINE)
_DEFINES = re.compile(r"@|(?:async\s+)?(?:def|class)\b")  # a function or a class: nothing was done when it failed
_OPTIONAL_IMPORT = re.compile(r"\s*try\b")  # which may hold an import that is allowed to fail
_FILE_NAME = re.compile(r"[\w./\\:~-]*[\w-]\.\w{1,5}(?!\w)")  # NumPy tells it in a sentence alone: `data.csv not found.`
_PARAMETERS = re.compile(r"^\s*def\s+\w+\s*\(([^()]*)\)", re.MULTILINE)  # of a function whose body is lost
_UNREAD = ("syntax", "python2")  # codes of what is said of a line that is no Python
_SPOKEN = {"raised", "timed_out", "out_of_memory"}  # what a child tells itself; what ended it is seen from outside


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """An outcome that is no return, with its fault; `index` is the number of the statement or call."""

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
        """Return a failed statement as it is sent once more: what later ones bound is kept, and hints do nothing."""
        *sent, futures, _ = self.wire(index)
        own = self._statements[index].names
        later = {name for at, s in enumerate(self._statements) if at > index and at not in self.failures for name in s.names}
        assert isinstance(futures, list)
        hints = [] if "annotations" in futures else ["annotations"]
        return [*sent, [*futures, *hints], [name for name in own if name in later]]

    def worth_trying_again(self, tried: Collection[tuple[int, str]]) -> tuple[int, str] | None:
        """Return the first statement that may succeed now, with the name it lacked: defined by now, or a mere hint."""
        defined = {name for index in self._ran() for name in self._statements[index].names}
        waiting = ((index, name) for index, name in self._waiting().items() if (index, name) not in tried)
        for index, name in waiting:
            if name in defined or self._stars_below(index) or name in _names_in_hints(self._statements[index].source):
                return index, name
        return None

    def too_early(self) -> set[int]:
        """Return the statements that fail for want of another, but no definitions: those did nothing yet."""
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
        """Return the failed statements with the undefined name, for each whose error names one."""
        found = ((index, failure) for index, failure in sorted(self.failures.items()) if failure.outcome is Outcome.RAISED)
        return {index: f.fault.missing for index, f in found if f.fault is not None and f.fault.missing is not None}

    def _stars_below(self, index: int) -> bool:
        return any(_STAR_IMPORT.search(statement.source) for statement in self._statements[index + 1 :])

    def record(self, index: int, failure: Failure) -> None:
        """File what happened to a statement; its names are lost unless another statement binds them."""
        fault = failure.fault
        if fault is not None and fault.place is None:
            fault = replace(fault, place=self._statements[index].place)
        self.failures[index] = replace(failure, fault=fault, index=index)

    def forget_all_but(self, kept: Iterable[int]) -> None:
        """Forget what happened last time to all statements but these, since the others are executed once more."""
        keep = set(kept)
        self.late.clear()
        self.failures = {index: failure for index, failure in self.failures.items() if index in keep}

    def askable(self, wanted: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of the names that may mean an answer: what a library defines or a template left empty is nobody's."""
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
        """Return why none of these names is defined: the fate of the last statement that would have bound one, or just missing."""
        for name in wanted:
            cause = self._cause(name)
            if cause is not None:
                return replace(cause, index=None)
        return Failure(outcome=Outcome.MISSING)

    def overtaking(self, name: str) -> Failure | None:
        """Return what happened to the last statement that would have changed what the name means, if it failed."""
        changing = re.compile(rf"\b{re.escape(name)}\s*(?:\.(?:a\w*p\w*d|extend|insert|add|update)\(|\[[^\]=]*\]\s*=(?!=))")
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
            case [str(kind), str(message), filename, line, module, missing, size, absent, columns, caller] if outcome in _SPOKEN:
                fault = StudentFault(
                    type_name=clean(kind, _LONGEST_NAME),
                    message=clean(message, _LONGEST_MESSAGE),
                    place=self._place(filename, line),
                    absent=_absent(module, absent),
                    missing=clean(missing, _LONGEST_NAME) if isinstance(missing, str) else None,
                )
            case _:
                raise WireError("no fault")
        if outcome == "timed_out":
            return Failure(outcome=Outcome.TIMED_OUT, fault=self._too_long(fault.place))
        ours = self._ours(fault, module, missing, size)
        if ours is not None:
            return Failure(outcome=Outcome.UNAVAILABLE, fault=ours)
        return Failure(outcome=Outcome(outcome), fault=self._traced(self._with_line(fault, columns, caller)))

    def _with_line(self, fault: StudentFault, columns: object, caller: object) -> StudentFault:
        """Return the fault with its line and what failed in it; of an undefined name with the one that was probably meant.

        Where the line that called the function is to blame, that is its place.
        """
        if fault.place is None:
            return fault
        here, line = self._statement_at(fault.place), self._line(fault.place)
        near = _alike(fault.missing, self._statements, here) if fault.missing else None
        told = with_piece(replace(fault, near=near), line, columns)
        file, number, at = caller if isinstance(caller, list) and len(caller) == 3 else (None, None, None)
        called = self._place(file, number)
        there = self._statement_at(called) if called is not None else None
        if here is None or there is None or called is None:
            return told
        own, outside = ((s.source, place.line - s.place.line + 1) for s, place in ((here, fault.place), (there, called)))
        name = handed_to(told, own, outside, at)
        return replace(told, place=called, handed_to=name) if name else told

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
        """Return the fault if the grading environment is behind it: a package is missing, or newer than the code."""
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
        removed = packages.removed_name(fault.type_name, fault.message)
        if removed is not None:
            name, package = removed
            return replace(fault, package=package, removed=sentence("removed_name", name=name, package=package))
        if packages.refuses_array(fault.type_name, fault.message) and size in (None, 1):
            return replace(fault, package="NumPy", removed=sentence("refused_array"))
        return None

    def _optional_package(self, fault: StudentFault, missing: object) -> str | None:
        """Return the missing package that `try: import pandas as pd` was to bring, if `pd` is undefined or None now."""
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
        statement = self._statement_at(place)
        return statement.source.split("\n")[place.line - statement.place.line] if statement else ""

    def _statement_at(self, place: Place) -> Statement | None:
        for statement in self._statements:
            at = place.line - statement.place.line
            if replace(statement.place, line=place.line) == place and 0 <= at <= statement.source.count("\n"):
                return statement
        return None

    def _lost_star_import(self, missing: str) -> Failure | None:
        """Return the failure of a `from package import *` by which a name may be lost, if no statement binds it."""
        if any(missing in statement.names for statement in self._statements):
            return None
        stars = [f for i, f in sorted(self.failures.items()) if _STAR_IMPORT.search(self._statements[i].source)]
        return next((f for f in stars if f.outcome is Outcome.UNAVAILABLE or (f.fault and f.fault.absent)), None)

    # --- failures of our making ---

    def _too_long(self, place: Place | None) -> StudentFault:
        seconds = max(self._limits.statement_seconds, self._limits.call_seconds)
        message = sentence("time_limit", seconds=f"{seconds:g}")
        return StudentFault(type_name="TimeLimit", message=message, place=place)

    def too_long(self) -> Failure:
        """Return the failure of a statement or a call whose time ran out."""
        return Failure(outcome=Outcome.TIMED_OUT, fault=self._too_long(None))

    def budget(self) -> Failure:
        """Return the failure of what came when the whole submission's time had run out."""
        message = sentence("time_limit.submission", seconds=f"{self._limits.submission_seconds:g}")
        return Failure(outcome=Outcome.TIMED_OUT, fault=StudentFault(type_name="TimeLimit", message=message))

    def not_tried(self, earlier: Outcome) -> Failure:
        """Return the failure of a call that was not made, since earlier ones of the same name hung or died, as one of those."""
        kind = "ProcessEnded" if earlier is Outcome.KILLED else "TimeLimit"
        outcome = earlier if earlier is Outcome.KILLED else Outcome.TIMED_OUT
        return Failure(outcome=outcome, fault=StudentFault(type_name=kind, message=sentence("not_tried")))

    def too_many_deaths(self) -> Failure:
        """Return the failure of code whose process ended so often that no more are started."""
        return _ended_by(sentence("process_ended.too_often"))


def _alike(missing: str, statements: Iterable[Statement], here: Statement | None) -> str | None:
    """Return the name of the student's own that a missing one was probably meant to be, at top level or in its statement."""
    names = {name for statement in statements for name in statement.names}
    if here is not None and here.problem is None:
        nodes = list(ast.walk(ast.parse(here.source)))
        names |= {node.arg for node in nodes if isinstance(node, ast.arg)}
        names |= {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return alike(missing, names)


def _is_nobodys(name: str, binding: Statement | None, all_borrowed: bool) -> bool:
    if binding is None:
        return all_borrowed
    return name in binding.borrowed or (name in binding.placeholders and _DEFINES.match(binding.source) is not None)


def _names_in_hints(source: str) -> set[str]:
    """Return the names that stand in the type hints of a statement."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    hints = [node.annotation for node in nodes if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation]
    hints += [node.returns for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns]
    return {part.id for hint in hints for part in ast.walk(hint) if isinstance(part, ast.Name)}


def _absent(module: object, file: object) -> str | None:
    """Return the module or file of somebody's own that was not there; a misspelt package is none."""
    if isinstance(module, str):
        top = module.partition(".")[0]
        return None if packages.is_misspelt(top) or packages.missing_package(top) else clean(module, _LONGEST_NAME)
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
        failure = _ended_by(sentence("process_ended.files"))
    elif ended.signal == getattr(signal, "SIGXCPU", None):
        failure = faults.too_long()
    else:
        failure = _ended_by(_last_words(ended))
    return replace(failure, index=index)


def _ended_by(message: str) -> Failure:
    return Failure(outcome=Outcome.KILLED, fault=StudentFault(type_name="ProcessEnded", message=message))


def _last_words(ended: Ended) -> str:
    if not ended.signal:
        return sentence("process_ended", status=ended.status)
    try:
        return sentence("process_ended.signal", signal=signal.Signals(ended.signal).name)
    except ValueError:
        return sentence("process_ended.signal", signal=f"signal {ended.signal}")


def _tag(place: Place) -> str:
    """Return the name under which Python knows the code: it tells file and cell apart and names no real file."""
    kind = "text cell" if place.text else "cell"
    return f"<{place.file}>" if place.cell is None else f"<{place.file} {kind} {place.cell}>"


# --- what is said of statements that failed ---


def remarks(statements: tuple[Statement, ...], failures: Mapping[int, Failure]) -> tuple[Feedback, ...]:
    """Return a sentence for each line that is no Python and each failure; of very many failures, how many more there are."""
    lost = [s.problem for s in statements if s.problem is not None and s.problem.code in _UNREAD and not s.place.text]
    own = [
        index
        for index in sorted(failures)
        if not statements[index].place.text  # nobody ran what stands in text
        and not _follows(statements, index, failures)
    ]
    failed = (_remark(statements[index], failures[index]) for index in own[:_MOST_REMARKS])
    told = (*lost[:_MOST_REMARKS], *failed)
    if len(own) <= _MOST_REMARKS:
        return told
    return (*told, say("more_statements_failed", count=len(own) - _MOST_REMARKS))


def _follows(statements: tuple[Statement, ...], index: int, failures: Mapping[int, Failure]) -> bool:
    """Tell whether a statement failed only since one before it did, or could not be read: that one is told."""
    fault = failures[index].fault
    lost = [statement for statement in statements[:index] if statement.problem is not None]
    if fault is None or failures[index].outcome is not Outcome.RAISED:
        return False
    if fault.type_name == "SyntaxError" and fault.message.startswith("'return' outside function"):
        return any(_PARAMETERS.search(statement.source) for statement in lost)
    if fault.missing is None or fault.type_name != "NameError":
        return False
    parameters = {name for s in lost for found in _PARAMETERS.findall(s.source) for name in re.findall(r"[^\W\d]\w*", found)}
    unset = {name for at in failures if at < index for name in statements[at].names}
    return fault.missing in parameters.union(unset, *(statement.names for statement in lost))


def late_remarks(statements: tuple[Statement, ...], late: Mapping[int, str]) -> tuple[Feedback, ...]:
    """Return a sentence for each statement that ran only at the end, since it needs a name from further down."""
    found = (_late(statements, index, late) for index in sorted(late)[:_MOST_REMARKS])
    return tuple(remark for remark in found if remark is not None)


def _late(statements: tuple[Statement, ...], index: int, late: Mapping[int, str]) -> Feedback | None:
    """Return the sentence; None if the name comes from a statement above that was late itself and has one."""
    statement, name = statements[index], late[index]
    line = clean(statement.source.strip().partition("\n")[0], _LONGEST_LINE)
    below = next((s for s in statements[index + 1 :] if name in s.names), None)
    if below is None and any(name in statements[earlier].names for earlier in late if earlier < index):
        return None
    place = statement.place
    if below is not None:
        return say("ran_at_the_end.below", place=place, line=line, name=name, definition=below.place)
    hint = name in _names_in_hints(statement.source)
    return say("ran_at_the_end.hint" if hint else "ran_at_the_end", place=place, line=line, name=name)


def _remark(statement: Statement, failure: Failure) -> Feedback:
    """Return a sentence for the student about a statement that was left out."""
    fault = failure.fault
    place = fault.place if fault and fault.place else statement.place
    lines, at = statement.source.strip().splitlines(), place.line - statement.place.line
    own = statement.place
    inside = (place.file or own.file, place.cell) == (own.file, own.cell) and 0 <= at < len(lines)
    line = clean(lines[at].strip() if inside else (fault.line if fault else None) or lines[0], _LONGEST_LINE)
    match failure.outcome:
        case Outcome.UNAVAILABLE if fault is not None and fault.removed is not None:
            return say("statement_unavailable.removed", place=place, line=line, removed=fault.removed)
        case Outcome.UNAVAILABLE:
            return say("statement_unavailable", place=place, line=line, package=fault.package if fault else None)
        case Outcome.TIMED_OUT:
            return say("statement_timed_out", place=place, line=line)
        case Outcome.OUT_OF_MEMORY:
            return say("statement_out_of_memory", place=place, line=line)
        case Outcome.RAISED if fault is not None:
            means = meaning(fault)
            if means is not None:
                return say("statement_raised.means", place=place, line=line, means=means, error=fault.words)
            return say("statement_raised", place=place, line=line, error=fault.words)
    return say("statement_killed", under=f"statement_{failure.outcome}", place=place, line=line)

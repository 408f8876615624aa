"""One submission's conversation: its statements are executed once, then its names are read and called.

A child that hangs or dies costs the statement or the call that it was on; a fresh child leaves that
out and goes on. Knows outcomes, never verdicts: what is asked comes from the checks, and no answer is known here.
"""

from __future__ import annotations

import itertools
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Protocol, Self

from grader.errors import SandboxError
from grader.model import Call, Feedback, Limits, Observation, Outcome, Probe, StudentFault, Submission
from grader.sandbox import files, names, values
from grader.sandbox.channel import ChildGoneError, Mark, TooLateError
from grader.sandbox.codec import FrameError
from grader.sandbox.executors import Child, Ended, Prepare
from grader.sandbox.faults import Failure, Faults, hello, remark, why_gone
from grader.sandbox.values import WireError

_GRACE_SECONDS = 0.5
_MOST_CHILDREN = 12
_STRIKES = 2
_MOST_REMARKS = 20
_PER_REQUEST = 1000


class Host(Protocol):
    """Where a session gets its processes from."""

    def child(self, prepare: Prepare) -> Child:
        """A new process."""

    def admit(self, said: Mapping[str, str]) -> None:
        """Refuses a process that is not isolated as promised."""


class _LostError(Exception):
    """The child is of no use any more; carries what happened to the thing it was on."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.outcome)
        self.failure = failure


class _AgainError(Exception):
    """The child is of no use any more, and which step is to blame is not known yet."""


class Session:
    """Asks one submission's code; a context manager. Every failure of the code is an `Outcome`, never an exception."""

    def __init__(self, submission: Submission, limits: Limits, host: Host) -> None:
        self._submission, self._limits, self._host = submission, limits, host
        self._faults = Faults(submission, limits)
        self._child: Child | None = None
        self._ready = False
        self._broken: Failure | None = None
        self._children = 0
        self._skipped: set[int] = set()
        self._aloud = False
        self._strikes: Counter[tuple[str, ...]] = Counter()
        self._numbers = itertools.count(1)
        self._spent = 0.0
        self._seconds: dict[str, float] = defaultdict(float)
        self._cpu: dict[str, float] = defaultdict(float)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the student's process."""
        self._end_child()

    def seconds(self) -> dict[str, float]:
        """Wall-clock seconds by stage: `fork`, `isolate`, `execute`, `calls`."""
        return dict(self._seconds)

    def cpu_seconds(self) -> dict[str, float]:
        """Processor seconds of the student's process by stage, as it says itself: `execute`, `calls`."""
        return dict(self._cpu)

    # --- asking ---

    def ask(self, probe: Probe) -> Observation:
        """What came of reading a name or calling it, one `Call` for each argument set, in order."""
        asking = _Asking(probe)
        while asking.pending and self._make_ready():
            try:
                self._converse(asking)
            except _AgainError:
                self._end_child()
            except _LostError as lost:
                self._end_child()
                asking.lose(lost.failure, self._faults)
            if asking.starved:
                self._end_child()
            if asking.struck:
                self._strikes[probe.names] += asking.take_strikes()
                self._end_child()
            if self._strikes[probe.names] >= _STRIKES and asking.pending:
                asking.give_up(self._faults.not_tried())
        asking.give_up(self._broken or self._faults.budget())
        return asking.observation(self._faults)

    def _converse(self, asking: _Asking) -> None:
        """One request for all that is pending, and its replies."""
        number, child = next(self._numbers), self._child
        assert child is not None
        wanted = asking.pending[:_PER_REQUEST]
        begin = time.monotonic()
        try:
            message = ["ask", self._aloud, number, list(asking.probe.names), asking.wire(wanted), list(asking.probe.keywords)]
            last = self._talk(
                child,
                message,
                self._limits.call_seconds,
                set(wanted),
                lambda reply: asking.take(number, reply, self._faults),
            )
            self._cpu["calls"] += _seconds(last[-1])
        finally:
            self._count("calls", begin)
            asking.printed += child.channel.take_printed()

    # --- executing ---

    def remarks(self) -> tuple[Feedback, ...]:
        """A sentence about each statement that failed: its place, the student's own line, what happened."""
        self._make_ready()
        failed = sorted(self._faults.failures.items())
        told = tuple(remark(self._submission.statements[index], failure) for index, failure in failed[:_MOST_REMARKS])
        if len(failed) <= _MOST_REMARKS:
            return told
        more = f"{len(failed) - _MOST_REMARKS} more statements stopped in the same way or another."
        return (*told, Feedback(code="more_statements_failed", text=more))

    def _make_ready(self) -> bool:
        """Sees to it that there is a child which has executed the statements; False when there cannot be one."""
        while not self._ready and self._broken is None:
            if self._spent >= self._limits.submission_seconds:
                self._broken = self._faults.budget()
            elif self._children >= _MOST_CHILDREN:
                self._broken = self._faults.too_many_deaths()
            else:
                self._start_and_execute()
        return self._ready

    def _start_and_execute(self) -> None:
        self._children += 1
        try:
            self._child = self._start()
        except _AgainError:
            return
        except SandboxError as error:
            self._broken = Failure(
                outcome=Outcome.UNAVAILABLE, fault=StudentFault(type_name="SandboxError", message=str(error))
            )
            return
        try:
            self._execute(self._child)
            self._ready = True
        except _AgainError:
            self._end_child()
        except _LostError as lost:
            index = lost.failure.index
            if index is not None:
                self._faults.record(index, lost.failure)
                self._skipped.add(index)
            self._end_child()

    def _start(self) -> Child:
        begin = time.monotonic()
        child = self._host.child(lambda scratch: files.bring(self._submission.folder, scratch))
        try:
            said, began, seconds = hello(child)
            self._host.admit(said)
        except SandboxError:
            if child.end(wait=True).unknown:
                raise _AgainError from None  # the warm process had died; the next child comes from a new one
            raise
        self._seconds["fork"] += max(0.0, began - begin)
        self._seconds["isolate"] += seconds
        return child

    def _execute(self, child: Child) -> None:
        """Runs all statements but those known to hang or to kill."""
        self._faults.forget_all_but(self._skipped)
        wanted = [
            index
            for index, statement in enumerate(self._submission.statements)
            if statement.problem is None and index not in self._skipped
        ]
        begin = time.monotonic()
        try:
            for start in range(0, len(wanted), _PER_REQUEST):
                self._execute_some(child, wanted[start : start + _PER_REQUEST])
        finally:
            self._count("execute", begin)
            child.channel.take_printed()

    def _execute_some(self, child: Child, wanted: list[int]) -> None:
        number = next(self._numbers)
        message = ["run", self._aloud, number, [self._faults.wire(index) for index in wanted]]
        last = self._talk(
            child,
            message,
            self._limits.statement_seconds,
            set(wanted),
            lambda reply: self._take_failures(number, reply, wanted),
        )
        self._cpu["execute"] += _seconds(last[-1])
        self._leave_out_what_filled_memory()

    def _take_failures(self, number: int, reply: list[object], wanted: list[int]) -> bool:
        """Files the statements that failed. Raises `WireError` for what was not asked."""
        match reply:
            case ["ran", int(n), list(failures), float(), float()] if n == number:
                pass
            case _:
                raise WireError("not what was asked")
        for told in failures:
            match told:
                case [int(index), str(outcome), fault] if index in wanted:
                    failure = self._faults.read(outcome, fault)
                case _:
                    raise WireError("not what was asked")
            self._faults.record(index, failure)
            if failure.outcome is Outcome.TIMED_OUT:
                self._skipped.add(index)
        return True

    def _leave_out_what_filled_memory(self) -> None:
        """Starts anew without the first statement that ran out of memory: what it holds starves those after it."""
        for index, failure in sorted(self._faults.failures.items()):
            if failure.outcome is Outcome.OUT_OF_MEMORY and index not in self._skipped:
                raise _LostError(failure)

    # --- waiting ---

    def _talk(
        self, child: Child, message: object, seconds: float, wanted: set[int], take: Callable[[list[object]], bool]
    ) -> list[object]:
        """Sends a request and hands on its replies until `take` says that one is the last, which it gives.

        Raises `_LostError` with what happened to the thing that the child was on.
        """
        child.channel.mark, child.channel.said_aloud = Mark(), None
        deadline = _Deadline(seconds, self._limits.submission_seconds - self._spent)
        try:
            child.channel.send(message, deadline(Mark()))
            while True:
                reply = child.channel.receive(deadline, lambda: files.check(child.scratch, self._limits))
                if not isinstance(reply, list):
                    raise WireError("no reply")
                if take(reply):
                    return reply
        except (ChildGoneError, TooLateError, FrameError, WireError, files.TooMuchWrittenError) as error:
            self._child = None
            ended = child.end(wait=True)
            if self._would_blame_the_wrong_one(error, ended):
                raise _AgainError from error
            mark = child.channel.said_aloud or ended.mark or child.channel.mark
            index = mark.index if mark.index in wanted else min(wanted, default=None)
            raise _LostError(why_gone(error, ended, self._faults, index=index, spent=deadline.budget_is_spent())) from error

    def _would_blame_the_wrong_one(self, error: Exception, ended: Ended) -> bool:
        """Whether the damage shows only later than it was done: then all is done again, each step told aloud."""
        if ended.unknown:
            return True
        late = isinstance(error, (FrameError, WireError)) or (isinstance(error, ChildGoneError) and not ended.signal)
        again = late and not self._aloud
        self._aloud |= late
        return again

    def _count(self, stage: str, begin: float) -> None:
        passed = time.monotonic() - begin
        self._seconds[stage] += passed
        self._spent += passed

    def _end_child(self) -> None:
        self._ready = False
        if self._child is not None:
            child, self._child = self._child, None
            child.end()


class _Deadline:
    """When to give up waiting, by the child's newest mark; a mark that cannot be true counts for nothing."""

    def __init__(self, seconds: float, budget: float) -> None:
        self._seconds = seconds
        self._begin = time.monotonic()
        self._end = self._begin + max(0.0, budget)

    def __call__(self, mark: Mark) -> float:
        since = mark.since if self._begin <= mark.since <= time.monotonic() else self._begin
        return min(since + self._seconds, self._end) + _GRACE_SECONDS

    def budget_is_spent(self) -> bool:
        """Whether the time of the whole submission is over."""
        return time.monotonic() >= self._end


class _Asking:
    """A probe on its way: which argument sets still want a reply, and the replies there are."""

    def __init__(self, probe: Probe) -> None:
        self.probe = probe
        self.sets: tuple[tuple[object, ...] | None, ...] = (None,) if probe.arguments is None else probe.arguments
        self.calls: dict[int, Call] = {}
        self.name: str | None = None
        self.defined: list[str] = []
        self.printed = b""
        self.starved = False
        self._strikes = 0

    @property
    def pending(self) -> list[int]:
        """Argument sets without a reply, by number."""
        return [index for index in range(len(self.sets)) if index not in self.calls]

    @property
    def struck(self) -> bool:
        """Whether a call hung or killed its process since last asked."""
        return self._strikes > 0

    def take_strikes(self) -> int:
        """How many calls did."""
        strikes, self._strikes = self._strikes, 0
        return strikes

    def wire(self, wanted: list[int]) -> object:
        """The argument sets as they are sent; None for a reading."""
        if self.probe.arguments is None:
            return None
        return [[i, [values.to_wire(argument) for argument in self.probe.arguments[i]]] for i in wanted]

    def take(self, number: int, reply: list[object], faults: Faults) -> bool:
        """Files one reply; True at the last. Raises `WireError` for what was not asked."""
        match reply:
            case ["calls", int(n), list(calls)] if n == number:
                for call in calls:
                    self._take_call(call, faults)
            case ["answered", int(n), None, list(defined), float()] if n == number and not self.calls:
                self.defined = [name for name in defined if isinstance(name, str)]
                self._fill(faults.missing(self.probe.names))
                return True
            case ["answered", int(n), str(name), list(), float()] if n == number and name in self.probe.names:
                self.name = name
                return True
            case _:
                raise WireError("not what was asked")
        return False

    def _take_call(self, told: object, faults: Faults) -> None:
        match told:
            case [int(i), str(outcome), result, float(seconds), bool(changed)] if i in self.pending:
                pass
            case _:
                raise WireError("not what was asked")
        seconds = _seconds(seconds)
        if outcome == "returned":
            value = values.from_wire(result)
            self._file(i, Outcome.RETURNED, value=value, seconds=seconds, arguments_changed=changed)
            return
        failure = faults.read(outcome, result)
        self._file(i, failure.outcome, fault=failure.fault, seconds=seconds, arguments_changed=changed)
        self._strikes += failure.outcome is Outcome.TIMED_OUT
        self.starved |= failure.outcome is Outcome.OUT_OF_MEMORY

    def lose(self, failure: Failure, faults: Faults) -> None:
        """Files what happened to the call that the child was lost on; its word on the name may be lost as well."""
        self.name = self.name or next(iter(faults.own_names(self.probe.names)), None)
        index = failure.index if failure.index in self.pending else min(self.pending, default=None)
        if index is not None:
            self._file(index, failure.outcome, fault=failure.fault)
        self._strikes += 1

    def give_up(self, failure: Failure) -> None:
        """Files the same for all that is pending."""
        self._fill(failure)

    def _fill(self, failure: Failure) -> None:
        for index in self.pending:
            self._file(index, failure.outcome, fault=failure.fault)

    def _file(self, index: int, outcome: Outcome, **more: object) -> None:
        self.calls[index] = Call(arguments=self.sets[index], outcome=outcome, **more)  # type: ignore[arg-type]

    def observation(self, faults: Faults) -> Observation:
        """The reply to the probe."""
        near = names.near(self.probe.names, faults.own_names(self.defined)) if self.name is None else ()
        calls = tuple(self.calls[index] for index in range(len(self.sets)))
        text = self.printed.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
        printed = values.clean(text, max(1, len(text)) * 8)
        return Observation(probe=self.probe, name=self.name, calls=calls, printed=printed, near=near)


def _seconds(value: object) -> float:
    """A duration that a child reports: forged ones are cut to what can be."""
    return value if isinstance(value, float) and 0.0 <= value <= 1e6 else 0.0

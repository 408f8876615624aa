"""One submission's conversation: its statements are executed once, then its names are read and called.

A child that hangs or dies costs the statement or the call that it was on; a fresh child leaves that
out and goes on. Knows outcomes, never verdicts: what is asked comes from the checks, and no answer is known here.
"""

from __future__ import annotations

import itertools
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from typing import Protocol, Self

from grader.errors import SandboxError
from grader.model import Feedback, Limits, Observation, Outcome, Probe, StudentFault, Submission
from grader.sandbox.codec import FrameError
from grader.sandbox.host import folders
from grader.sandbox.host.channel import ChildGoneError, Mark, TooLateError
from grader.sandbox.host.child import Child, Ended, Prepare, hello
from grader.sandbox.host.faults import Failure, Faults, late_remarks, remarks, why_gone
from grader.sandbox.host.probe_replies import Asking, credible_seconds
from grader.sandbox.host.wire_values import WireError

_GRACE_SECONDS = 0.5  # beyond the time allowed: the child stops its own code within a twentieth, and then has to say so
_MOST_CHILDREN = 12  # of one submission: each statement that kills its process costs one, and nobody writes that many
_STRIKES = 2  # calls of one name that hang or kill before the others are not tried: each costs its whole time
_PER_REQUEST = 1000  # statements or argument sets in one message, so that it fits in a frame
_EDIT_SECONDS = 0.5  # for a call of an edited program: one that takes as long hangs, and all that it decides is words
_LATE_ENDS = (0, getattr(signal, "SIGKILL", 0))  # how a process ends that closed its pipes and that we then killed


class Host(Protocol):
    """Where a session gets its processes from."""

    def child(self, prepare: Prepare) -> Child:
        """Return a new process."""

    def admit(self, said: Mapping[str, str]) -> None:
        """Refuse a process that is not isolated as promised."""


class _LostError(Exception):
    """The child is of no use any more; carries what happened to the thing it was on."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.outcome)
        self.failure = failure


class _AgainError(Exception):
    """The child is of no use any more, and which step is to blame is not known yet."""


class Session:
    """Ask one submission's code; a context manager. Every failure of the code is an `Outcome`, never an exception."""

    def __init__(self, submission: Submission, limits: Limits, host: Host) -> None:
        self._submission, self._limits, self._host = submission, limits, host
        self._faults = Faults(submission, limits)
        self._child: Child | None = None
        self._ready = False
        self._broken: Failure | None = None
        self._children = 0
        self._skipped: set[int] = set()
        self._deferred: set[int] = set()
        self._aloud = False
        self._strikes: Counter[tuple[str, ...]] = Counter()
        self._numbers = itertools.count(1)
        self._spent = 0.0
        self._seconds: dict[str, float] = defaultdict(float)
        self._cpu: dict[str, float] = defaultdict(float)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """End the student's process."""
        self._end_child()

    def seconds(self) -> dict[str, float]:
        """Return wall-clock seconds by stage: `fork`, `isolate`, `execute`, `calls`."""
        return dict(self._seconds)

    def cpu_seconds(self) -> dict[str, float]:
        """Return processor seconds of the student's process by stage, as it says itself: `isolate`, `execute`, `calls`."""
        return dict(self._cpu)

    # --- asking ---

    def ask(self, probe: Probe) -> Observation:
        """Return what came of reading a name or calling it, one `Call` for each argument set, in order."""
        asking = Asking(probe, self._faults.askable(probe.names))
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
                asking.give_up(self._faults.not_tried(asking.last_end))
        asking.give_up(self._broken or self._faults.budget())
        return asking.observation(self._faults)

    def _converse(self, asking: Asking) -> None:
        """Send one request for all that is pending, and take its replies."""
        number, child = next(self._numbers), self._child
        assert child is not None
        wanted = asking.next[:_PER_REQUEST]
        begin, definition = time.monotonic(), asking.probe.definition
        seconds = min(_EDIT_SECONDS, self._limits.call_seconds) if definition else self._limits.call_seconds

        def take(reply: list[object]) -> bool:
            if reply[:1] != ["value"]:
                return asking.take(number, reply, self._faults)
            child.channel.send(asking.reply(number, reply), time.monotonic() + self._limits.call_seconds)
            return False

        try:
            names, keywords = list(asking.names), list(asking.probe.keywords)
            held = not self._submission.text_answers(asking.probe.names)  # a setting of the same name hides no answer
            message = ["ask", self._aloud, number, names, held, asking.wire(wanted), keywords, definition, seconds]
            last = self._talk(child, message, seconds, set(wanted), take)
            self._cpu["calls"] += credible_seconds(last[-1])
        finally:
            self._count("calls", begin)
            asking.printed += child.channel.take_printed()

    # --- executing ---

    def remarks(self) -> tuple[Feedback, ...]:
        """Return a sentence about each statement that failed or came too early, with its place and the student's own line."""
        self._make_ready()
        statements = self._submission.statements
        return (*remarks(statements, self._faults.failures), *late_remarks(statements, self._faults.late))

    def _make_ready(self) -> bool:
        """Have a child ready that has executed the statements; return False when there cannot be one."""
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
        child = self._host.child(lambda scratch: folders.bring(self._submission, scratch))
        try:
            said, began, seconds, cpu = hello(child)
            self._host.admit(said)
        except SandboxError:
            if child.end(wait=True).unknown:
                raise _AgainError from None  # the warm process had died; the next child comes from a new one
            raise
        self._seconds["fork"] += max(0.0, began - begin)
        self._seconds["isolate"] += seconds
        self._cpu["isolate"] += cpu
        return child

    def _execute(self, child: Child) -> None:
        """Run all statements but those known to hang or to kill."""
        self._faults.forget_all_but(self._skipped | self._deferred)
        wanted = [
            index
            for index, statement in enumerate(self._submission.statements)
            if statement.problem is None and index not in self._skipped | self._deferred
        ]
        begin = time.monotonic()
        try:
            for start in range(0, len(wanted), _PER_REQUEST):
                self._execute_some(child, [self._faults.wire(index) for index in wanted[start : start + _PER_REQUEST]])
            self._execute_what_came_too_early(child)
        finally:
            self._count("execute", begin)
            child.channel.take_printed()

    def _execute_what_came_too_early(self, child: Child) -> None:
        """Run once more what failed for a name that another statement has defined since: cells are run in any order.

        A part of it may have run, so a fresh process leaves it out at first, and nothing is done twice.
        """
        early = self._faults.too_early() - self._deferred
        if early:
            self._deferred |= early
            raise _AgainError
        tried: set[tuple[int, str]] = set()
        while (found := self._faults.worth_trying_again(tried)) is not None:
            tried.add(found)
            index, name = found
            again = self._faults.wire_again(index)
            del self._faults.failures[index]
            self._execute_some(child, [again])
            if index not in self._faults.failures:
                self._faults.late[index] = name

    def _execute_some(self, child: Child, statements: list[list[object]]) -> None:
        number = next(self._numbers)
        wanted = [index for index, *_ in statements if isinstance(index, int)]
        message = ["run", self._aloud, number, statements]
        last = self._talk(
            child,
            message,
            self._limits.statement_seconds,
            set(wanted),
            lambda reply: self._take_failures(number, reply, wanted),
        )
        self._cpu["execute"] += credible_seconds(last[-1])
        for index, failure in sorted(self._faults.failures.items()):
            if failure.outcome is Outcome.OUT_OF_MEMORY and index not in self._skipped:
                raise _LostError(failure)  # without it all is done anew: what it holds starves those after it

    def _take_failures(self, number: int, reply: list[object], wanted: list[int]) -> bool:
        """File the statements that failed. Raises `WireError` for what was not asked."""
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

    # --- waiting ---

    def _talk(
        self, child: Child, message: object, seconds: float, wanted: set[int], take: Callable[[list[object]], bool]
    ) -> list[object]:
        """Send a request and hand on its replies; return the one that `take` calls the last.

        Raises `_LostError` with what happened to the thing that the child was on.
        """
        child.channel.mark, child.channel.said_aloud = Mark(), None
        deadline = _Deadline(seconds, self._limits.submission_seconds - self._spent)
        try:
            child.channel.send(message, deadline(Mark()))
            while True:
                reply = child.channel.receive(deadline, lambda: folders.check(child.scratch, self._limits))
                if not isinstance(reply, list):
                    raise WireError("no reply")
                if take(reply):
                    return reply
        except (ChildGoneError, TooLateError, FrameError, WireError, folders.TooMuchWrittenError) as error:
            self._child = None
            ended = child.end(wait=True)
            if self._would_blame_the_wrong_one(error, ended):
                raise _AgainError from error
            mark = child.channel.said_aloud or ended.mark or child.channel.mark
            index = mark.index if mark.index in wanted else min(wanted, default=None)
            raise _LostError(why_gone(error, ended, self._faults, index=index, spent=deadline.budget_is_spent())) from error

    def _would_blame_the_wrong_one(self, error: Exception, ended: Ended) -> bool:
        """Tell whether the damage shows only later than it was done: then all is done again, each step told aloud.

        A process that died of a signal did so where its mark stands. One that closed its pipes went on until we
        killed it, and looks as if it had killed itself. What it wrote is looked at only now and then.
        """
        if ended.unknown:
            return True
        went_on = isinstance(error, ChildGoneError) and ended.signal in _LATE_ENDS
        late = went_on or isinstance(error, (FrameError, WireError, folders.TooMuchWrittenError))
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
        """Tell whether the time of the whole submission is over."""
        return time.monotonic() >= self._end



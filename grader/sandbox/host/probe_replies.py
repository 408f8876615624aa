"""A probe on its way: which argument sets still want a reply, which replies there are, which of them can be believed.

Checks every message against what was asked, and finds names that are spelled nearly like one that is missing. Knows no
process and no time.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from grader.model import Call, Observation, Outcome, Probe
from grader.sandbox.host import wire_values as values
from grader.sandbox.host.evaluations import Evaluations
from grader.sandbox.host.faults import Failure, Faults
from grader.sandbox.host.wire_values import WireError

_MOST_NEAR = 3  # more is no hint, but a list
_ALIKE = 0.72  # `grad_decent` and `gradient_descent` are like `grad_descent`, `gradient` alone is not
_LONGEST_CREDIBLE = 1e6  # seconds: twelve days, in which no submission's time is not over
_BYTES_SPELLED = 8  # characters at most for a byte of what was printed, once control signs are spelled out


class Asking:
    """A probe on its way: which argument sets still want a reply, and the replies there are."""

    def __init__(self, probe: Probe, names: tuple[str, ...]) -> None:
        self.probe = probe
        self.names = names
        self.sets: tuple[tuple[object, ...] | None, ...] = (None,) if probe.arguments is None else probe.arguments
        self.evaluations = Evaluations(self.sets)
        self.calls: dict[int, Call] = {}
        self.name: str | None = None
        self.defined: list[str] = []
        self.printed = b""
        self.starved = False
        self.last_end = Outcome.TIMED_OUT
        self._lost_on = 0
        self._strikes = 0

    @property
    def pending(self) -> list[int]:
        """Return the argument sets without a reply, by number."""
        return [index for index in range(len(self.sets)) if index not in self.calls]

    @property
    def struck(self) -> bool:
        """Tell whether a call hung or killed its process since last asked."""
        return self._strikes > 0

    def take_strikes(self) -> int:
        """Return how many calls did."""
        strikes, self._strikes = self._strikes, 0
        return strikes

    def wire(self, wanted: list[int]) -> object:
        """Return the argument sets as they are sent; None for a reading."""
        if self.probe.arguments is None:
            return None
        return [[i, [self.evaluations.argument_to_wire(argument) for argument in self.probe.arguments[i]]] for i in wanted]

    def reply(self, number: int, asked: list[object]) -> list[object]:
        """Return the answer to a call that asks for a value. Raises `WireError` for what no stand-in asks."""
        match asked:
            case ["value", int(n), int(i), function, numbers, named] if n == number and 0 <= i < len(self.sets):
                return ["value", *self.evaluations.reply(i, function, numbers, named)]
        raise WireError("not what is handed in")

    @property
    def next(self) -> list[int]:
        """Return the sets to send next: those whose replies were lost with the child on a later call, by themselves, else all."""
        return [index for index in self.pending if index < self._lost_on] or self.pending

    def take(self, number: int, reply: list[object], faults: Faults) -> bool:
        """File one reply; return True at the last. Raises `WireError` for what was not asked."""
        match reply:
            case ["calls", int(n), list(calls)] if n == number:
                for call in calls:
                    self._take_call(call, faults)
            case ["answered", int(n), None, list(defined), float()] if n == number and not self.calls:
                self.defined = [name for name in defined if isinstance(name, str)]
                self._fill(faults.missing(self.probe.names))
                return True
            case ["answered", int(n), str(name), list(), float()] if n == number and name in self.names:
                self.name = name
                return True
            case _:
                raise WireError("not what was asked")
        return False

    def _take_call(self, told: object, faults: Faults) -> None:
        match told:
            case [int(i), str(outcome), result, float(seconds), bool(changed)] if 0 <= i < len(self.sets) and i not in self.calls:
                pass
            case _:
                raise WireError("not what was asked")
        seconds = credible_seconds(seconds)
        if outcome == "returned":
            value = values.from_wire(result)
            self._file(i, Outcome.RETURNED, value=value, seconds=seconds, arguments_changed=changed)
            return
        failure = faults.read(outcome, result)
        self._file(i, failure.outcome, fault=failure.fault, seconds=seconds, arguments_changed=changed)
        self._strikes += failure.outcome is Outcome.TIMED_OUT
        self.starved |= failure.outcome is Outcome.OUT_OF_MEMORY

    def lose(self, failure: Failure, faults: Faults) -> None:
        """File what happened to the call that the child was lost on; its word on the name may be lost as well."""
        self.last_end = failure.outcome
        self.name = self.name or next(iter(faults.own_names(self.probe.names)), None)
        index = failure.index if failure.index in self.pending else min(self.pending, default=None)
        if index is not None:
            self._file(index, failure.outcome, fault=failure.fault)
            self._lost_on = index
        self._strikes += 1

    def give_up(self, failure: Failure) -> None:
        """File the same for all that is pending."""
        self._fill(failure)

    def _fill(self, failure: Failure) -> None:
        for index in self.pending:
            self._file(index, failure.outcome, fault=failure.fault)

    def _file(self, index: int, outcome: Outcome, **more: object) -> None:
        self.calls[index] = Call(arguments=self.sets[index], outcome=outcome, **more)  # type: ignore[arg-type]

    def observation(self, faults: Faults) -> Observation:
        """Return the reply to the probe."""
        alike = near(self.probe.names, faults.own_names(self.defined)) if self.name is None else ()
        calls = tuple(self.calls[index] for index in range(len(self.sets)))
        text = self.printed.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
        printed = values.clean(text, max(1, len(text)) * _BYTES_SPELLED)
        later = faults.overtaking(self.name) if self.name is not None else None
        overtaken = None if later is None else Call(arguments=None, outcome=later.outcome, fault=later.fault)
        return Observation(probe=self.probe, name=self.name, calls=calls, printed=printed, near=alike, overtaken=overtaken)


def credible_seconds(value: object) -> float:
    """Return a duration that a child reports: forged ones are cut to what can be."""
    return value if isinstance(value, float) and 0.0 <= value <= _LONGEST_CREDIBLE else 0.0


def near(wanted: tuple[str, ...], defined: Iterable[str]) -> tuple[str, ...]:
    """Return up to three of the defined names that look like one of those wanted, the likest first."""
    bare = {name: _bare(name) for name in defined}
    scores: dict[str, float] = {}
    for one in {_bare(name) for name in wanted}:
        matcher = difflib.SequenceMatcher(None, "", one)
        for name, spelled in bare.items():
            scores[name] = max(scores.get(name, 0.0), _likeness(matcher, spelled))
    likely = [name for name, score in scores.items() if score >= _ALIKE]
    return tuple(sorted(likely, key=lambda name: (-scores[name], name))[:_MOST_NEAR])


def _likeness(matcher: difflib.SequenceMatcher[str], spelled: str) -> float:
    """Return how alike two spellings are, 0 to 1; 0 as soon as a quick look shows that it is not enough."""
    matcher.set_seq1(spelled)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0.0
    return matcher.ratio()


def _bare(name: str) -> str:
    return name.replace("_", "").casefold()

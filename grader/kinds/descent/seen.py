"""The conversation with a descent so far: what was asked, what came back, and how long an iteration takes."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

from grader.kinds.descent.calling import Way
from grader.kinds.descent.points import Returned, Shape, last_printed, returned
from grader.maths.descent.landscape import Point
from grader.maths.descent.observed import Run
from grader.model import Call, Observation, Outcome, Probe

Asked = tuple[Point, int]
Asking = Generator[Probe, Observation, list[Returned]]


@dataclass
class Seen:
    """Everything a student's program has answered; grows while it is being asked."""

    name: str
    way: Way
    variables: tuple[str, ...]
    answers: dict[Asked, Returned] = field(default_factory=dict)
    calls: list[tuple[Asked, Call]] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    iterations: int = 0
    reads_printed: bool = False

    def ask(self, asked: Sequence[Asked], *, file: bool = True, integers: bool = False) -> Asking:
        """Call for each (start, n); with `file` the answers become part of what is judged."""
        if self.hangs:
            return [Returned(Shape.FAILED) for _ in asked]
        answers = []
        for part in [[each] for each in asked] if self.reads_printed else [list(asked)]:
            starts = [tuple(map(int, start)) if integers else start for start, _ in part]
            observation = yield self.way.probe(self.name, [(s, n) for s, (_, n) in zip(starts, part, strict=True)])
            self.observations.append(observation)
            self.iterations += sum(n for _, n in part)
            for each, call in zip(part, observation.calls, strict=False):
                answers.append(self._filed(each, call, observation.printed, file=file))
        return answers

    def _filed(self, each: Asked, call: Call, printed: str, *, file: bool) -> Returned:
        answer = last_printed(printed, self.variables) if self.reads_printed else returned(call, each[0], self.variables)
        if file:
            self.answers.setdefault(each, answer)
            self.calls.append((each, call))
        return answer

    @property
    def hangs(self) -> bool:
        """Whether a call ran out of time: then nothing more is asked, so that one hang costs one wait."""
        return any(call.outcome is Outcome.TIMED_OUT for _, call in self.calls)

    @property
    def prints(self) -> bool:
        """Whether the program returned nothing at all, and printed something."""
        return self.shapes() <= {Shape.NOTHING} and any(each.printed.strip() for each in self.observations)

    def read_printed(self, asked: Sequence[Asked]) -> Asking:
        """Ask again, one call at a time, and take what each prints last for its answer from now on."""
        self.reads_printed = True
        self.answers.clear()
        self.calls.clear()
        return (yield from self.ask(asked))

    def forget_printed(self) -> None:
        """What was printed shows nothing: the answers are none, as they were returned."""
        self.answers = dict.fromkeys(self.answers, Returned(Shape.NOTHING))

    def runs(self) -> list[Run]:
        """The points by start and count, in the order in which the starts were asked."""
        found: dict[Point, dict[int, Point]] = {}
        for (start, count), answer in self.answers.items():
            if answer.point is not None:
                found.setdefault(start, {})[count] = answer.point
        return [Run(start, reached) for start, reached in found.items()]

    def shapes(self) -> set[Shape]:
        """The shapes of everything that came back."""
        return {answer.shape for answer in self.answers.values()}

    def failure(self) -> tuple[Asked, Call] | None:
        """The first call that failed, other than by growing past the largest float."""
        return next(((each, call) for each, call in self.calls if self.answers[each].shape is Shape.FAILED), None)

    @property
    def mutates(self) -> bool:
        """Whether a call changed the arguments it was given."""
        return any(call.arguments_changed for _, call in self.calls)

    @property
    def seconds_per_iteration(self) -> float:
        """What an iteration takes, from the longest call that returned."""
        timed = [(count, call.seconds) for (_, count), call in self.calls if call.outcome is Outcome.RETURNED]
        count, seconds = max(timed, default=(1, 0.0))
        return seconds / count

"""The conversation with a descent so far: what was asked, what came back, and how long an iteration takes."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

from grader.kinds.descent_calling import Way
from grader.kinds.descent_points import Returned, Shape, returned
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

    def ask(self, asked: Sequence[Asked], *, file: bool = True, integers: bool = False) -> Asking:
        """Call for each (start, n); with `file` the answers become part of what is judged."""
        starts = [tuple(map(int, start)) if integers else start for start, _ in asked]
        observation = yield self.way.probe(
            self.name, [(start, n) for start, (_, n) in zip(starts, asked, strict=True)]
        )
        self.observations.append(observation)
        self.iterations += sum(n for _, n in asked)
        answers = []
        for each, call in zip(asked, observation.calls, strict=False):
            answer = returned(call, each[0], self.variables)
            answers.append(answer)
            if file:
                self.answers.setdefault(each, answer)
                self.calls.append((each, call))
        return answers

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

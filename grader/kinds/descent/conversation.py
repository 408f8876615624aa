"""The conversation with a descent so far: what was asked, and what came back."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field, replace

from grader.descent.landscape import Point, is_finite
from grader.descent.runs import Run
from grader.kinds.calling import Convention
from grader.kinds.points.end_points import Returned, Shape, printed_points, returned
from grader.model import Call, Observation, Outcome, Probe

Asked = tuple[Point, int]
Asking = Generator[Probe, Observation, list[Returned]]
Reading = Callable[[Point, Returned], Returned]


def as_it_is(_: Point, answer: Returned) -> Returned:
    """Return the usual reading of an answer: it is the point."""
    return answer


@dataclass
class Seen:
    """Everything a student's program has answered; grows while it is being asked.

    `answers` are as `reading` takes them for points; `raw` as they came.
    """

    name: str
    way: Convention
    variables: tuple[str, ...]
    answers: dict[Asked, Returned] = field(default_factory=dict)
    raw: dict[Asked, Returned] = field(default_factory=dict)
    calls: list[tuple[Asked, Call]] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    iterations: int = 0
    reading: Reading = as_it_is
    reads_printed: bool = False

    def ask(self, asked: Sequence[Asked], *, file: bool = True, integers: bool = False) -> Asking:
        """Call for each (start, n); with `file` the answers become part of what is judged."""
        if self.hangs:
            return [Returned(Shape.FAILED) for _ in asked]
        answers = []
        for part in [[each] for each in asked] if self.reads_printed else [list(asked)]:
            starts = [tuple(map(int, start)) if integers else start for start, _ in part]
            points = [dict(zip(self.variables, start, strict=True)) for start in starts]
            observation = yield self.way.probe(self.name, points, [n for _, n in part])
            self.observations.append(observation)
            self.iterations += sum(n for _, n in part)
            for each, call in zip(part, observation.calls, strict=False):
                answers.append(self._filed(each, call, observation.printed, file=file))
        return answers

    def _filed(self, each: Asked, call: Call, printed: str, *, file: bool) -> Returned:
        raw = returned(call, self.variables)
        if self.reads_printed:
            raw = replace(raw, printed=printed)
        answer = self.reading(each[0], raw)
        if file:
            self.raw.setdefault(each, raw)
            self.answers.setdefault(each, answer)
            self.calls.append((each, call))
        return answer

    def read(self, reading: Reading) -> list[Run]:
        """Return the points when every answer, also of calls still to come, is read like this."""
        self.reading = reading
        self.answers = {each: reading(each[0], answer) for each, answer in self.raw.items()}
        return self.runs()

    @property
    def hangs(self) -> bool:
        """Tell whether a call ran out of time: then nothing more is asked, so that one hang costs one wait."""
        return any(call.outcome is Outcome.TIMED_OUT for each in self.observations for call in each.calls)

    @property
    def prints(self) -> bool:
        """Tell whether the program returned nothing at all, and printed numbers; an overflow says nothing of either."""
        answers = [answer for answer in self.answers.values() if answer.point is None or is_finite(answer.point)]
        nothing = bool(answers) and all(answer.shape is Shape.NOTHING for answer in answers)
        return nothing and any(any(printed_points(each.printed, len(self.variables))) for each in self.observations)

    def see_what_is_printed(self) -> Asking:
        """Ask the same again, one call at a time, so that each call's output is its own."""
        self.reads_printed = True
        asked = list(self.raw)
        self.raw.clear()
        self.answers.clear()
        self.calls.clear()
        return (yield from self.ask(asked))

    def runs(self) -> list[Run]:
        """Return the points by start and count, in the order in which the starts were asked."""
        found: dict[Point, dict[int, Point]] = {}
        for (start, count), answer in self.answers.items():
            if answer.point is not None:
                found.setdefault(start, {})[count] = answer.point
        return [Run(start, reached) for start, reached in found.items()]

    def shapes(self) -> set[Shape]:
        """Return the shapes of everything that came back."""
        return {answer.shape for answer in self.answers.values()}

    def failure(self) -> tuple[Asked, Call] | None:
        """Return the first call that failed, other than by growing past the largest float."""
        return next(((each, call) for each, call in self.calls if self.answers[each].shape is Shape.FAILED), None)

    @property
    def mutates(self) -> bool:
        """Tell whether a call changed the arguments it was given."""
        return any(call.arguments_changed for _, call in self.calls)

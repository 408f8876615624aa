"""A student's descent as the self-check asks it: called in the way it was written, with a point read from each answer.

Knows how exactly its points can be meant, and not whether they are right.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

from grader.kinds.descent.calling import Way, ways
from grader.kinds.descent.options import DescentOptions
from grader.kinds.descent.points import Returned, Shape, in_one_place, returned
from grader.kinds.outcomes import not_judged
from grader.maths.descent.sizes import Precision
from grader.model import FunctionValue, Observation, Probe, Question, Submission
from grader.selfcheck.finding import Finding, State
from grader.selfcheck.slopes import Slopes
from grader.selfcheck.telling import told, unanswered, verdict_of

Place = tuple[float, ...]
Asking = Generator[Probe, Observation, Finding | None]
LAST_DIGITS = 1e-14
ALIKE = 1e-5
ROUGHLY = 1e-3


@dataclass
class Program:
    """A student's descent, by one way of calling it, and where it ended whenever it was asked.

    It is `steady` where its first steps are one multiple of the slope everywhere.
    """

    question: Question
    slopes: Slopes
    written: Submission
    name: str
    way: Way
    trajectory: bool
    ends: dict[tuple[Place, int], Place] = field(default_factory=dict)
    precision: Precision = field(default_factory=Precision)
    steady: bool = False

    def ask(self, start: Place, counts: Sequence[int]) -> Asking:
        """Run it from a start for these numbers of iterations; a finding where a run gave no point."""
        observation = yield self.way.probe(self.name, [(start, n) for n in counts])
        answers = in_one_place([returned(call, start, self.slopes.variables) for call in observation.calls])
        for n, call, answer in zip(counts, observation.calls, answers, strict=True):
            if answer.point is None or (answer.shape is Shape.TRAJECTORY and not self.trajectory):
                if call.value is ...:
                    return unanswered(self.question)
                unread = not_judged(self.question, self.written, observation)
                return told(self.question, unread) if unread else verdict_of(self.question, self._no_point(answer, n))
            self.ends[start, n] = answer.point
        return None

    def blur(self, *coordinates: float) -> float:
        """How far apart two outputs may be that are meant to be equal."""
        largest = max(map(abs, coordinates))
        return max(LAST_DIGITS * largest, self.precision.epsilon * largest, self.precision.grain)

    @property
    def alike(self) -> float:
        """How far apart two step sizes may be that are meant to be equal, as a share of them."""
        return ALIKE if self.precision == Precision() else ROUGHLY

    def _no_point(self, answer: Returned, n: int) -> str:
        wanted = "the number" if len(self.slopes.variables) == 1 else f"{len(self.slopes.variables)} numbers"
        if answer.shape is Shape.TRAJECTORY:
            return "All points on the way are returned. Return the last one alone."
        if answer.shape is Shape.NOTHING:
            return f"With n = {n} nothing is returned. End with `return` and the place where you are."
        return f"With n = {n} no point can be read from what is returned. Return {wanted} where you end."


def callable_program(
    question: Question, slopes: Slopes, written: Submission, name: str, function: FunctionValue
) -> Generator[Probe, Observation, Program | Finding]:
    """The program by the first way of calling that works, else what the likeliest one said."""
    options = question.item.options
    assert isinstance(options, DescentOptions)
    size = options.step_size if isinstance(options.step_size, float) else None
    first: Finding | None = None
    for way in ways(function, slopes.variables, size):
        program = Program(question, slopes, written, name, way, options.trajectory)
        failed = yield from program.ask(options.start_points[0], (1,))
        if failed is None:
            return program
        if failed.state is State.UNANSWERED:
            return failed
        first = first or failed
    wanted = ", ".join([*(f"{v}_start" for v in slopes.variables), "n"])
    return first or verdict_of(question, f"It cannot be called with a start and n. Define it as `{name}({wanted})`.")

"""Steps of gradient descent by hand: the points after each, judged one by one with earlier errors carried forward."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from pydantic import Field

from grader.kinds.descent.options import landscape_of
from grader.kinds.outcomes import not_judged, placeholder
from grader.kinds.protocol import Check, Earlier, Kind, Options
from grader.kinds.steps_points import NoPointsError, points_in_text, points_of
from grader.kinds.values import value_text
from grader.maths.descent.landscape import Point
from grader.maths.hand_steps import HandStep, agrees, judge_steps, stepped
from grader.maths.misconceptions import candidates_for_derivative
from grader.maths.numeric import compiled
from grader.model import (
    Audience,
    CheckResult,
    Criterion,
    Feedback,
    Function,
    FunctionValue,
    Observation,
    Probe,
    Question,
    Submission,
    Verdict,
)

_TEXTS = {
    "step_size_forgotten": "The gradient is subtracted without the step size. Multiply it by δ first.",
    "ascends": "The step goes uphill: the gradient is added. Subtract it.",
    "gradient_not_reevaluated": "The gradient of an earlier point is used. Evaluate it again at the new point.",
    "move_instead_of_point": "This is the move alone. Add it to the point it starts from.",
    "gradient_instead_of_point": "This is the gradient, not the point after the step.",
    "coordinates_swapped": "The coordinates stand in the other order. Write them in the order of the variables.",
    "components_swapped": "Each coordinate was moved by the other one's partial derivative.",
    "sequential_update": "One coordinate was updated with the new value of the other. Use the old point for both.",
    "one_coordinate_moved": "Only one coordinate was moved. Move all of them in each step.",
}


class StepsOptions(Options):
    """Where the descent starts, how far each step goes, and how many are asked for."""

    start: tuple[float, ...] = Field(description="The starting point, one number for each variable.", examples=[[1, 2]])
    step_size: float = Field(gt=0, description="The step size δ.", examples=[0.1])
    count: int = Field(2, ge=1, le=50, description="How many steps are asked for.")

    def problems(self, function: Function) -> Iterator[tuple[str, str]]:
        """What is wrong with these options for this function, as (key, message)."""
        if len(self.start) != len(function.variables):
            yield "start", f"needs {len(function.variables)} numbers, one for each variable"

    def starts_at(self) -> Mapping[tuple[str | int, ...], Point]:
        """The one start."""
        return {("start",): self.start}


@dataclass(frozen=True, slots=True)
class _Written:
    points: tuple[Point, ...]
    understood: str


def check(question: Question, submission: Submission, earlier: Earlier) -> Check:
    """Read the list of points and judge each step from the point written before it."""
    observation = yield Probe(names=question.item.names)
    if isinstance(observation.calls[0].value, FunctionValue):
        observation = yield Probe(names=question.item.names, arguments=((),))
    written = _written(question, submission, observation)
    return written if isinstance(written, CheckResult) else _judged(question, written)


def _written(question: Question, submission: Submission, observation: Observation) -> _Written | CheckResult:
    """The points from the value, else from the text of the answer; else why there are none."""
    variables = question.function.variables
    value, why = observation.calls[0].value, ""
    unjudged = not_judged(question, submission, observation)
    if unjudged is None:
        if value in ([], ()) or submission.is_placeholder(question.item.names):
            return placeholder(question)
        try:
            return _Written(points_of(value, variables), value_text(value))
        except NoPointsError as error:
            why = str(error)
    for text in submission.text_answers(question.item.names):
        try:
            return _Written(points_in_text(text.text, variables), text.text[:160])
        except NoPointsError as error:
            why = why or str(error)
    if unjudged is not None and not why:
        return unjudged
    shape = ", ".join(f"{variable}1" for variable in variables)
    shown = f"Your answer could not be read as a list of points ({why}). Write it as `[({shape}), …]`."
    return CheckResult(
        key=question.key,
        verdict=Verdict.INCORRECT,
        feedback=(Feedback(code="unreadable", text=shown),),
        understood=value_text(value),
    )


def _judged(question: Question, written: _Written) -> CheckResult:
    options = question.item.options
    assert isinstance(options, StepsOptions)
    start = tuple(map(float, options.start))
    points = _without_start(written.points, start, options.count)
    landscape = landscape_of(question.function)
    steps = judge_steps(landscape, start, options.step_size, points, tolerance=question.item.tolerance)
    written_steps = [*steps, *[None] * (options.count - len(steps))]
    criteria = tuple(_criterion(question, options, i, step) for i, step in enumerate(written_steps))
    credit = sum((line.share * line.credit for line in criteria), Fraction(0))
    names = [name for step in steps if (name := _named(question, options, step))]
    return CheckResult(
        key=question.key,
        verdict=_verdict(credit),
        credit=credit,
        criteria=criteria,
        feedback=(*_feedback(question, criteria, len(written.points)), *_expected(question, steps)),
        misconception=names[0] if names else None,
        understood=written.understood,
        answer=points,
        evidence=_evidence(steps),
    )


def _without_start(points: tuple[Point, ...], start: Point, count: int) -> tuple[Point, ...]:
    """The points after the steps: a list may begin with the start."""
    if points and agrees(points[0], start) and (len(points) > 1 or count == 1):
        return points[1 : count + 1]
    return points[:count]


def _verdict(credit: Fraction) -> Verdict:
    if credit == 1:
        return Verdict.CORRECT
    return Verdict.PARTIAL if credit else Verdict.INCORRECT


def _criterion(question: Question, options: StepsOptions, i: int, step: HandStep | None) -> Criterion:
    right = step is not None and step.right
    return Criterion(
        id=f"step_{i + 1}",
        text=f"Step {i + 1} follows from the point before it",
        verdict=Verdict.UNANSWERED if step is None else Verdict.CORRECT if right else Verdict.INCORRECT,
        share=Fraction(1, options.count),
        credit=Fraction(int(right)),
        feedback=_sentence(question, options, i, step),
    )


def _sentence(question: Question, options: StepsOptions, i: int, step: HandStep | None) -> str:
    if step is None:
        return f"Step {i + 1} is missing: {options.count} steps are asked for."
    if step.right:
        return f"Step {i + 1} is right for the point before it." if step.carried else ""
    name = _named(question, options, step)
    hint = _TEXTS.get(name or "", "") or _wrong_gradient_text(question, options, step)
    hint = hint or "Work out the gradient at that point, multiply it by δ and subtract it."
    return f"Step {i + 1} from {_shown(step.before)} to {_shown(step.after)} is not right. {hint}"


def _shown(point: Point) -> str:
    return f"({', '.join(f'{c:.6g}' for c in point)})"


def _named(question: Question, options: StepsOptions, step: HandStep) -> str | None:
    """The one mistake that explains a wrong step; None when none or several do."""
    if step.right:
        return None
    if step.mistakes:
        return step.mistakes[0] if len(step.mistakes) == 1 else None
    return "wrong_gradient" if _wrong_gradients(question, options, step) else None


def _wrong_gradients(question: Question, options: StepsOptions, step: HandStep) -> list[str]:
    """What is said of the wrong derivatives that lead here, where one coordinate alone is wrong."""
    function = question.function
    wrong = [i for i, (a, e) in enumerate(zip(step.after, step.expected, strict=True)) if not agrees((a,), (e,))]
    if len(wrong) != 1:
        return []
    axis = wrong[0]
    texts = []
    for candidate in candidates_for_derivative(function.expression, function.variables, function.variables[axis]):
        slope = compiled(candidate.expression, function.variables)(*step.before)
        if agrees((step.after[axis],), (step.before[axis] - options.step_size * slope,)):
            texts.append(candidate.text)
    return texts


def _wrong_gradient_text(question: Question, options: StepsOptions, step: HandStep) -> str:
    texts = _wrong_gradients(question, options, step)
    return texts[0] if len(set(texts)) == 1 else ""


def _feedback(question: Question, criteria: tuple[Criterion, ...], given: int) -> Iterator[Feedback]:
    for line in criteria:
        if line.feedback:
            yield Feedback(code=line.id, text=line.feedback)
    if given > len(criteria) + 1:
        yield Feedback(code="more_steps", text=f"{len(criteria)} steps were asked for; the others were not looked at.")


def _expected(question: Question, steps: tuple[HandStep, ...]) -> Iterator[Feedback]:
    audience = Audience.STUDENT if question.item.reveal else Audience.STAFF
    for i, step in enumerate(steps):
        if not step.right:
            text = f"From {_shown(step.before)} step {i + 1} should go to {_shown(step.expected)}."
            yield Feedback(code="expected", text=text, audience=audience)


def _evidence(steps: tuple[HandStep, ...]) -> dict[str, object]:
    return {
        "trajectory": [list(step.after) for step in steps],
        "steps": [
            {"from": list(s.before), "to": list(s.after), "expected": list(s.expected), "right": s.right} for s in steps
        ],
    }


def solution(question: Question) -> tuple[Point, ...]:
    """The points after each step, not rounded."""
    options = question.item.options
    assert isinstance(options, StepsOptions)
    landscape, point, points = landscape_of(question.function), tuple(map(float, options.start)), list[Point]()
    for _ in range(options.count):
        point = stepped(landscape, point, options.step_size)
        points.append(point)
    return tuple(points)


EXAMPLE = r"""
title: Two steps by hand
prompt: |
  Let $f(x, y) = x^2 + 3y^2$. Start at $(2, 1)$ and take two steps of gradient descent with step size
  $\delta = 0.1$. Define `steps` as the list of the two points that you reach.
function:
  name: f
  variables: [x, y]
  expression: x**2 + 3*y**2
items:
  - id: steps
    kind: steps
    start: [2, 1]
    step_size: 0.1
    count: 2
    points: 4
    accepts:
      - [[1.6, 0.4], [1.28, 0.16]]
      - (1.6, 0.4), (1.28, 0.16)
      - $(8/5, 2/5) \to (1.28, 0.16)$
    rejects:
      - {answer: [[2.4, 1.6], [2.88, 2.56]], misconception: ascends, hint: Subtract it}
      - {answer: [[1.6, 0.4], [1.2, -0.2]], credit: 1/2, misconception: gradient_not_reevaluated}
"""

KIND = Kind(
    name="steps",
    summary="Points reached by steps of gradient descent by hand.",
    options=StepsOptions,
    check=check,
    shown=("start", "step_size", "count"),
    solution=solution,
    example=EXAMPLE,
)

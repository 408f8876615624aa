"""Why a step by hand is wrong, in the words of a tutor: the one mistake that leads where it went, if there is one.

Where several fit, nobody is told one of them. Knows no points and no rubric.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from grader.algebra.numeric import compiled
from grader.descent.hand_steps import HandStep, agrees
from grader.model import Function
from grader.quantities.misconceptions import candidates_for_derivative

MISTAKES = {
    "step_size_forgotten": "The gradient is subtracted without the step size. Multiply it by δ first.",
    "ascends": "The step goes uphill: the gradient is added. Subtract it.",
    "gradient_not_reevaluated": "The gradient of an earlier point is used. Evaluate it again at the new point.",
    "move_instead_of_point": "This is the move alone. Add it to the point it starts from.",
    "gradient_instead_of_point": "This is the gradient, not the point after the step.",
    "coordinates_swapped": "The coordinates stand in the other order. Write them in the order of the variables.",
    "components_swapped": "Each coordinate was moved by the other one's partial derivative.",
    "sequential_update": "One coordinate was updated with the new value of the other. Use the old point for both.",
    "another_step_size": "The step goes the right way, but not with the step size that is given.",
    "one_coordinate_moved": "Only one coordinate was moved. Move all of them in each step.",
}
_NO_CAUSE = "Work out the gradient at that point, multiply it by δ and subtract it."


@dataclass(frozen=True, slots=True)
class Cause:
    """What a wrong step is called, if one mistake alone explains it, and what is said about it."""

    name: str | None
    text: str


NO_CAUSE = Cause(None, _NO_CAUSE)


def explained(function: Function, size: float, steps: tuple[HandStep, ...]) -> tuple[Cause, ...]:
    """Return the cause of each step that is wrong; of a right one, none."""
    by_axis: dict[int, list[set[str]]] = {}
    for step in steps:
        axis = _only_wrong_axis(step)
        if axis is not None:
            by_axis.setdefault(axis, []).append(set(_wrong_derivatives(function, size, step, axis)))
    together = {axis: set.intersection(*found) for axis, found in by_axis.items()}
    return tuple(_cause(function, size, step, together) for step in steps)


def _cause(function: Function, size: float, step: HandStep, together: dict[int, set[str]]) -> Cause:
    if step.right or len(step.mistakes) > 1:
        return NO_CAUSE
    if step.mistakes:
        return Cause(step.mistakes[0], MISTAKES[step.mistakes[0]])
    axis = _only_wrong_axis(step)
    if axis is None:
        return NO_CAUSE
    texts = together[axis] or set(_wrong_derivatives(function, size, step, axis))
    return Cause("wrong_gradient", texts.pop()) if len(texts) == 1 else NO_CAUSE


def _only_wrong_axis(step: HandStep) -> int | None:
    """Return the coordinate of a wrong step that alone is wrong, where no known mistake explains the step."""
    if step.right or step.mistakes:
        return None
    wrong = [i for i, (a, e) in enumerate(zip(step.after, step.expected, strict=True)) if not agrees((a,), (e,))]
    return wrong[0] if len(wrong) == 1 else None


def _wrong_derivatives(function: Function, size: float, step: HandStep, axis: int) -> Iterator[str]:
    """Yield what is said of the wrong derivatives by this variable that lead where the step went."""
    for candidate in candidates_for_derivative(function.expression, function.variables, function.variables[axis]):
        slope = compiled(candidate.expression, function.variables)(*step.before)
        if agrees((step.after[axis],), (step.before[axis] - size * slope,)):
            yield candidate.text

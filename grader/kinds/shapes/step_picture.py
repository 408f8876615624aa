"""What can be drawn of steps by hand: the points as they were written or as they are right, from the stated start."""

from __future__ import annotations

from grader.descent.landscape import Point
from grader.descent.methods.method import Iteration
from grader.drawing import Drawing
from grader.kinds.walks import Walk, drawn, said_of
from grader.model import CheckResult, Question


def picture(question: Question, result: CheckResult) -> Drawing | None:
    """Return the drawing of the steps; where the course shows answers, with the right step beside the first wrong one."""
    steps = result.evidence.get("steps")
    if not isinstance(steps, list | tuple) or not steps:
        return None
    stops = ((0, tuple(steps[0]["from"])), *((number, tuple(step["to"])) for number, step in enumerate(steps, 1)))
    wrong = next((place for place, step in enumerate(steps) if not step["right"]), None)
    shows = wrong is not None and question.item.reveal
    should = tuple(steps[wrong]["expected"]) if shows and wrong is not None else None
    return drawn(Walk(function=question.function, stops=stops, wrong=wrong, should=should, should_be="picture.walk.right_step"))


def right_picture(question: Question, iteration: Iteration, points: tuple[Point, ...]) -> Drawing | None:
    """Return the drawing of the right steps, with the method's numbers in words."""
    stops = tuple(enumerate(points))
    says = (said_of(iteration),)
    return drawn(Walk(function=question.function, stops=stops, method=iteration.method, is_right=True, says=says))

"""Answers with what is kept of them as evidence, one for each picture, right and wrong; made without running anything."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

from grader.course.exercises import load_assignment
from grader.drawing import Drawing, Point
from grader.model import Assignment, CheckResult, Grade, ItemGrade, Key, Student, Submission, Verdict
from grader.reports.pictures.chosen import drawn

LESSON = Path(__file__).parents[2] / "exercises"
PLANE, LINE = ("multivariable_descent", "multi_grad_descent"), ("single_variable_descent", "grad_descent")


@cache
def lesson(*, reveal: bool = False) -> Assignment:
    """The exercises of the lesson; with `reveal` as a course has them that shows answers."""
    found = load_assignment(LESSON)
    shown = tuple(
        replace(exercise, items=tuple(replace(item, reveal=reveal) for item in exercise.items))
        for exercise in found.exercises
    )
    return replace(found, exercises=shown)


def slope_of_plane(point: Point) -> Point:
    """The gradient of the lesson's function of two variables."""
    x, y = point
    return (4 * x - 3 * math.exp(-3 * x), 8 * y - 6 * math.exp(-2 * y))


def run(
    start: Point, step: Callable[[Point], Point], counts: tuple[int, ...] = (1, 2, 3, 4, 5, 20)
) -> dict[str, object]:
    """A run as the evidence keeps it."""
    reached, points = {0: start}, []
    for count in range(1, max(counts) + 1):
        try:
            reached[count] = step(reached[count - 1])
        except OverflowError:
            reached[count] = tuple(math.nan for _ in start)
    for count in counts:
        points.append([count, [c if math.isfinite(c) else None for c in reached[count]]])
    return {"start": list(start), "points": points}


def moved(by: float) -> Callable[[Point], Point]:
    """A step of that size against the gradient in two variables."""
    return lambda point: tuple(c - by * s for c, s in zip(point, slope_of_plane(point), strict=True))


def on_line(by: float) -> Callable[[Point], Point]:
    """The same in one variable."""
    return lambda point: (point[0] - by * (point[0] - math.exp(-point[0])),)


WRONG = {"first_wrong_step": {"step": 1}}
STEPS = {
    "steps": [
        {"from": [1.0, 2.0], "to": [0.4, 1.9], "expected": [0.4, 1.9], "right": True},
        {"from": [0.4, 1.9], "to": [0.24, 1.86], "expected": [0.05, 1.86], "right": False},
    ]
}
ANSWERS: Mapping[str, tuple[tuple[str, str], Verdict, Mapping[str, object]]] = {
    "right descent": (PLANE, Verdict.CORRECT, {"trajectory": [run((0.5, 0.5), moved(0.1))], "rule": "constant", "step_size": 0.1}),
    "uphill": (PLANE, Verdict.PARTIAL, {"trajectory": [run((14.0, -53.0), moved(-0.1)), run((0.5, 0.5), moved(-0.1))], **WRONG}),
    "too large": (PLANE, Verdict.PARTIAL, {"trajectory": [run((0.5, 0.5), moved(0.24))], "rule": "constant", "step_size": 0.24}),
    "typed in": (PLANE, Verdict.INCORRECT, {"trajectory": [run((0.5, 0.5), lambda _: (0.3026, 0.3629))]}),
    "right on a line": (LINE, Verdict.CORRECT, {"trajectory": [run((-1.0,), on_line(0.1))]}),
    "uphill on a line": (LINE, Verdict.PARTIAL, {"trajectory": [run((-1.0,), on_line(-0.1))], **WRONG}),
    "too large on a line": (LINE, Verdict.PARTIAL, {"trajectory": [run((-1.0,), on_line(1.3))]}),
    "steps by hand": (("descent_by_hand", "steps"), Verdict.PARTIAL, STEPS),
    "a derivative": (
        ("partial_derivatives", "df_dx"), Verdict.INCORRECT,
        {"point": {"x": 2.0, "y": 3.0, "z": 5.0}, "student_value": 2.0, "reference_value": -1.0},
    ),
    "a slope": (
        ("directional_derivative", "slope"), Verdict.INCORRECT,
        {"point": {"x": 2.0, "y": 3.0}, "student_value": 40.0, "reference_value": 7.1},
    ),
    "a direction": (("directional_derivative", "u_hat"), Verdict.INCORRECT, {"point": {}, "vectors": [[{}, [0.866, 0.5]]]}),
    "a long vector": (("directional_derivative", "u_hat"), Verdict.INCORRECT, {"point": {}, "vectors": [[{}, [-20.0, 3.0]]]}),
    "a gradient": (
        ("directional_derivative", "gradient"), Verdict.INCORRECT,
        {"vectors": [[{"x": x, "y": y}, [4 * x + 3 * y * y, 4 * y]] for x, y in ((2.0, 3.0), (-1.0, 1.0), (1.0, -2.0))]},
    ),
}  # fmt: skip
"""By what is drawn: the item, the verdict and the evidence."""


def result(name: str) -> CheckResult:
    """One of these answers, judged."""
    (exercise, item), verdict, evidence = ANSWERS[name]
    return CheckResult(key=Key(exercise=exercise, item=item), verdict=verdict, credit=Fraction(0), evidence=evidence)


def drawing(name: str, *, reveal: bool = False) -> Drawing | None:
    """What is drawn of one of these answers."""
    return drawn_of(result(name), reveal=reveal)


def drawn_of(judged: CheckResult, *, reveal: bool = False) -> Drawing | None:
    """What is drawn of an answer of the lesson."""
    exercise = next(each for each in lesson(reveal=reveal).exercises if each.id == judged.key.exercise)
    item = next(each for each in exercise.items if each.id == judged.key.item)
    return drawn(exercise, item, judged)


def graded_with(*names: str) -> Grade:
    """A student with these answers."""
    results = {each.key: each for each in map(result, names)}
    items = tuple(
        ItemGrade(
            result=results.get(key, CheckResult(key=key, verdict=Verdict.UNANSWERED)), title=item.id, points=item.points
        )
        for exercise in lesson().exercises
        for item in exercise.items
        for key in (Key(exercise=exercise.id, item=item.id),)
    )
    submission = Submission(student=Student(id="emmy", name="Emmy Noether"), files=("emmy.ipynb",), digest="ab" * 32)
    return Grade(submission=submission, items=items, isolation="", versions={}, seconds={})

"""A criterion is earned by what a program computed: a number at the minimum that is typed in earns next to nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.model import Verdict
from tests.descent_programs.driver import play
from tests.descent_programs.right import ONE, TWO

STEP_X = "x - 0.05 * (4*x - 3*math.exp(-3*x))"
STEP_Y = "y - 0.05 * (8*y - 6*math.exp(-2*y))"
UNDESERVED = {
    "one real step, then the minimum": (ONE, """
def grad_descent(x_start, n):
    x = x_start - 0.1 * (x_start - math.exp(-x_start))
    return x if n == 1 else 0.5671432904097838
""", Fraction(1, 5)),
    "one coordinate typed in": (TWO, f"""
def multi_grad_descent(x_start, y_start, n):
    x = x_start
    for _ in range(n):
        x = {STEP_X}
    return x, 0.3629
""", Fraction(1, 2)),
    "a blend of the start and the minimum": (TWO, """
def multi_grad_descent(x_start, y_start, n):
    w = min(n, 50) / 50
    return (1 - w)*x_start + w*0.302636, (1 - w)*y_start + w*0.362881
""", Fraction(0)),
    "a goal that is typed in": (ONE, """
def grad_descent(x_start, n):
    x = x_start
    for _ in range(n):
        x = x - 0.2 * (x - 0.5671432904)
    return x
""", Fraction(0)),
}  # fmt: skip
HONEST = {
    "the known minimum is printed for comparison": (ONE, """
def grad_descent(x_start, n):
    x = x_start
    for _ in range(n):
        x = x - 0.1 * (x - math.exp(-x))
    print("error", abs(x - 0.5671432904))
    return x
"""),
    "a start that is overwritten": (TWO, f"""
x, y = 0.302636, 0.362881
def multi_grad_descent(x_start, y_start, n):
    x, y = x_start, y_start
    for _ in range(n):
        x, y = {STEP_X}, {STEP_Y}
    return x, y
"""),
    "it ends where steps are tiny": (ONE, """
def grad_descent(x_start, n):
    x = x_start
    for _ in range(n):
        slope = x - math.exp(-x)
        if abs(slope) < 1e-13:
            return x
        x = x - 0.3 * slope
    return x
"""),
}  # fmt: skip


@pytest.mark.parametrize(("exercise", "source", "most"), UNDESERVED.values(), ids=UNDESERVED)
def test_what_was_not_computed_earns_nothing(exercise: str, source: str, most: Fraction):
    """Typed-in numbers that make the points converge cost what they stand for; a person may look, without points till then."""
    result = play("import math\n" + source, exercise)
    assert result.credit <= most
    assert result.verdict is not Verdict.CORRECT


@pytest.mark.parametrize(("exercise", "source"), HONEST.values(), ids=HONEST)
def test_a_known_minimum_beside_real_steps_costs_nothing(exercise: str, source: str):
    """What does not reach the returned point is nobody's business."""
    assert play("import math\n" + source, exercise).verdict is Verdict.CORRECT

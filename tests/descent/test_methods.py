"""Methods of descent: where they go on from a path, and steps by hand judged by any of them."""

from __future__ import annotations

from math import inf

import pytest

from grader.algebra.differentiate import differentiate
from grader.algebra.tree import Vector
from grader.descent.hand_steps import judge_steps
from grader.descent.landscape import Landscape, Point
from grader.descent.methods import METHODS
from grader.descent.methods.method import Iteration, Method, Numbers, Path, Taken
from grader.notation.answer import read

START = (1.0, 2.0)


class HeavyBall(Method):
    """Momentum: a share of the last move is kept, and that move is read off the path."""

    name = "heavy_ball"
    takes = (Taken(name="step_size"), Taken(name="share", default=0.5))

    def move(self, landscape: Landscape, path: Path, numbers: Numbers) -> Point:
        """Return the step against the gradient, and a share of the move before it."""
        last = [b - a for a, b in zip(path[-2], path[-1], strict=True)] if len(path) > 1 else [0.0] * len(path[-1])
        slope = landscape.slope(path[-1])
        return tuple(numbers["share"] * m - numbers["step_size"] * s for m, s in zip(last, slope, strict=True))


def iteration(method: Method, **numbers: float) -> Iteration:
    """A method at work on 2x² + xy."""
    tree = read("2*x**2 + x*y", variables=("x", "y"))
    gradient = Vector(tuple(differentiate(tree, v) for v in ("x", "y")))
    return Iteration(method=method, landscape=Landscape(("x", "y"), tree, gradient), numbers=numbers)


DESCENT = iteration(METHODS["descent"], step_size=0.1)
HEAVY = iteration(HeavyBall(), step_size=0.1, share=0.5)


def test_descent_goes_against_the_gradient_by_its_step_size():
    """The lesson's two steps."""
    assert DESCENT.points(START, 2) == (pytest.approx((0.4, 1.9)), pytest.approx((0.05, 1.86)))


def test_every_method_is_called_by_its_name_and_takes_numbers_by_theirs():
    """No two of one name, neither of the methods nor of the numbers of one."""
    for name, method in METHODS.items():
        assert method.name == name
        names = [taken.name for taken in method.takes]
        assert len(set(names)) == len(names)
        assert all(-inf <= taken.above < inf for taken in method.takes)


def test_some_numbers_have_a_usual_value_and_others_are_open():
    """A step size is for the term to say, or for a student to choose."""
    assert (HeavyBall().usual, METHODS["descent"].usual) == ({"share": 0.5}, {})


def test_a_method_that_keeps_its_last_move_reads_it_off_the_path():
    """The second step of momentum is longer by half of the first."""
    plain, heavy = DESCENT.points(START, 2), HEAVY.points(START, 2)
    assert heavy[0] == plain[0]
    assert heavy[1] == pytest.approx((0.05 - 0.3, 1.86 - 0.05))


@pytest.mark.parametrize(("wrong", "credits"), [((0.4, 1.9), [1, 1, 1]), ((0.5, 1.9), [0, 1, 1])])
def test_steps_by_hand_are_judged_by_any_method_from_the_points_that_were_written(wrong: Point, credits: list[int]):
    """After a wrong first point the move that is kept is the one that was written."""
    written = [wrong]
    for _ in range(2):
        written.append(HEAVY.step((START, *written)))
    assert [step.right for step in judge_steps(HEAVY, START, written)] == [bool(c) for c in credits]
    assert not all(step.right for step in judge_steps(DESCENT, START, written))


def test_mistakes_belong_to_their_method():
    """Nobody who takes a step of momentum has forgotten what descent needs."""
    forgotten = [(-5.0, 1.0), (14.0, 6.0)]
    assert {name for step in judge_steps(DESCENT, START, forgotten) for name in step.mistakes} == {"step_size_forgotten"}
    assert {name for step in judge_steps(HEAVY, START, forgotten) for name in step.mistakes} == set()

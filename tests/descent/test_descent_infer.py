"""A rule is inferred from where steps go, with no tolerance but rounding's, and only one that explains them all."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.descent.inference import infer
from grader.descent.landscape import Point
from grader.descent.runs import Dependence, Run, decimals_of, dependence, precision_of
from grader.descent.step_sizes import Interval, Precision, simplest, size_of_step
from tests.descent.test_minimiser import LESSON, VALLEY

STARTS: tuple[Point, ...] = ((-1.0,), (-10.0,), (20.0,), (0.3,))


def run_from(start: Point, step: Callable[[Point, int], Point], count: int = 4) -> Run:
    """The points that a step leads to."""
    point, reached = start, {}
    for k in range(count):
        point = step(point, k)
        reached[k + 1] = point
    return Run(start, reached)


def slope(point: Point) -> float:
    """The lesson's derivative, written out."""
    return point[0] - math.exp(-point[0])


@settings(max_examples=60, deadline=None)
@given(st.floats(1e-4, 1.0))
def test_the_step_size_that_was_used_is_the_one_inferred(size: float):
    """To the last digits that the steps can show."""
    finding = infer(LESSON, [run_from(s, lambda p, _: (p[0] - size * slope(p),)) for s in STARTS], Precision())
    assert finding.right
    assert finding.rule.kind == "constant"
    assert finding.rule.step_size == pytest.approx(size, rel=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.floats(1e-3, 0.12), st.floats(-2, 20), st.floats(-60, 5))
def test_far_starts_are_judged_by_what_rounding_allows(size: float, x: float, y: float):
    """Values past 1e45 on the way are no obstacle."""

    def step(p: Point, _: int) -> Point:
        return tuple(c - size * s for c, s in zip(p, VALLEY.slope(p), strict=True))

    finding = infer(VALLEY, [run_from((x, y), step), run_from((0.2, 0.9), step)], Precision())
    assert finding.right
    assert finding.rule.step_size == pytest.approx(size, rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(st.floats(1e-3, 0.5), st.floats(0.01, 0.2))
def test_a_schedule_is_known_by_its_step_number(size: float, decay: float):
    """The same sizes from every start, and its formula goes on."""
    runs = [run_from(s, lambda p, k: (p[0] - size / (1 + decay * k) * slope(p),), 5) for s in STARTS]
    finding = infer(LESSON, runs, Precision())
    assert finding.right
    assert finding.rule.kind == "schedule"
    assert finding.rule.size(40) == pytest.approx(size / (1 + decay * 40), rel=1e-5)


@pytest.mark.parametrize("factor", [1.001, 0.999, 1.0001])
def test_a_gradient_that_is_a_little_wrong_is_not_the_gradient(factor: float):
    """One term off by a ten-thousandth does not pass for rounding."""
    runs = [run_from(s, lambda p, _: (p[0] - 0.1 * (p[0] - factor * math.exp(-p[0])),)) for s in STARTS]
    assert not infer(LESSON, runs, Precision()).right


@pytest.mark.parametrize(("shift", "counted"), [(1, 1), (-1, -1)])
def test_a_step_too_many_or_too_few_is_found(shift: int, counted: int):
    """The rule is right and the count is not."""
    runs = []
    for start in STARTS:
        full = run_from(start, lambda p, _: (p[0] - 0.1 * slope(p),), 6).reached
        runs.append(Run(start, {n: full.get(n + shift, start) for n in range(1, 5)}))
    finding = infer(LESSON, runs, Precision())
    assert (finding.shift, finding.mistake) == (counted, None)
    assert finding.rule.step_size == 0.1


def test_noise_explains_nothing():
    """Points that follow no rule get none."""
    runs = [run_from(s, lambda p, k: (p[0] * 0.7 + 0.1 * math.sin(7 * p[0] + k),)) for s in STARTS]
    assert infer(LESSON, runs, Precision()).rule is None


def test_a_slope_of_zero_says_nothing_about_the_step_size():
    """Unless the coordinate moved all the same."""
    assert size_of_step(1.0, 1.0, (0.0, 1e-16), Precision()) == Interval()
    assert size_of_step(1.0, 2.0, (0.0, 1e-16), Precision()).empty


def test_the_simplest_number_in_an_interval_is_the_one_typed():
    """0.1 and not its neighbour; a third as a third."""
    assert simplest(Interval(0.1 - 1e-15, 0.1 + 1e-15)) == 0.1
    assert simplest(Interval(1 / 3 - 1e-16, 1 / 3 + 1e-16)) == 1 / 3


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ([Run((1.0,), {1: (2.0,), 2: (3.0,)}), Run((4.0,), {1: (2.5,), 2: (3.5,)})], Dependence.BOTH),
        ([Run((1.0,), {1: (1.0,), 2: (1.0,)}), Run((4.0,), {1: (4.0,)})], Dependence.NEVER_MOVES),
        ([Run((1.0,), {1: (2.0,), 2: (2.0,)}), Run((4.0,), {1: (2.0,)})], Dependence.NEITHER),
        ([Run((1.0,), {1: (2.0,), 2: (2.0,)}), Run((4.0,), {1: (5.0,), 2: (5.0,)})], Dependence.NOT_ON_COUNT),
        ([Run((1.0,), {1: (2.0,), 2: (3.0,)}), Run((4.0,), {1: (2.0,), 2: (3.0,)})], Dependence.NOT_ON_START),
        ([Run((1.0,), {1: (math.nan,), 2: (math.inf,)})], Dependence.NEVER_FINITE),
    ],
)
def test_what_the_answers_depend_on_is_read_from_the_values(runs: list[Run], expected: Dependence):
    """The start, the count, both or neither."""
    assert dependence(runs) is expected


def test_rounded_and_single_precision_outputs_are_recognised():
    """By their digits alone."""
    rounded = [Run((1.0,), {1: (0.25,), 2: (0.125,), 3: (0.063,), 4: (0.031,)})]
    assert decimals_of(rounded) == 3
    assert precision_of(rounded).grain == pytest.approx(5e-4)
    exact = [Run((1.0,), {n: (math.exp(-n),) for n in range(1, 6)})]
    assert precision_of(exact) == Precision()

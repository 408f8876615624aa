"""Answers are explained with the fewest deviations that predict them all, with no tolerance but rounding's."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.descent import step_directions as directions
from grader.descent.deviations import VALUES, Show, left_out, points_shown
from grader.descent.explanations import Explanation, explain
from grader.descent.landscape import Landscape, Point
from grader.descent.runs import Run, decimals_of, precision_of
from grader.descent.step_rules import Hypotheses, Rule, constant
from grader.descent.step_sizes import Interval, Precision, simplest, size_of_step
from tests.descent.test_minimiser import LESSON, VALLEY, landscape

COUPLED = landscape("x**2 + 2*y**2 + x*y + exp(-x)/2", "x", "y")
STARTS: tuple[Point, ...] = ((-1.0,), (-10.0,), (20.0,), (0.3,))


def run_from(start: Point, step: Callable[[Point, int], Point], count: int = 4) -> Run:
    """The points that a step leads to."""
    point, reached = start, {}
    for k in range(count):
        point = step(point, k)
        reached[k + 1] = point
    return Run(start, reached)


def explained(landscape: Landscape, runs: list[Run], targets: tuple[Point, ...] = ()) -> Explanation:
    """The best explanation of these runs, where nobody takes anything wrong for the gradient."""
    return explain(Hypotheses(landscape, Precision(), lambda _: (), targets), runs)[0]


def slope(point: Point) -> float:
    """The lesson's derivative, written out."""
    return point[0] - math.exp(-point[0])


@settings(max_examples=60, deadline=None)
@given(st.floats(1e-4, 1.0))
def test_the_step_size_that_was_used_is_the_one_inferred(size: float):
    """To the last digits that the steps can show."""
    found = explained(LESSON, [run_from(s, lambda p, _: (p[0] - size * slope(p),)) for s in STARTS])
    assert found.right
    assert found.rule.kind == "constant"
    assert found.rule.step_size == pytest.approx(size, rel=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.floats(1e-3, 0.12), st.floats(-2, 20), st.floats(-60, 5))
def test_far_starts_are_judged_by_what_rounding_allows(size: float, x: float, y: float):
    """Values past 1e45 on the way are no obstacle."""

    def step(p: Point, _: int) -> Point:
        return tuple(c - size * s for c, s in zip(p, VALLEY.slope(p), strict=True))

    found = explained(VALLEY, [run_from((x, y), step), run_from((0.2, 0.9), step)])
    assert found.right
    assert found.rule.step_size == pytest.approx(size, rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(st.floats(1e-3, 0.5), st.floats(0.01, 0.2))
def test_a_schedule_is_known_by_its_step_number(size: float, decay: float):
    """The same sizes from every start, and its formula goes on."""
    runs = [run_from(s, lambda p, k: (p[0] - size / (1 + decay * k) * slope(p),), 5) for s in STARTS]
    found = explained(LESSON, runs)
    assert found.right
    assert found.rule.kind == "schedule"
    assert found.rule.size(40) == pytest.approx(size / (1 + decay * 40), rel=1e-5)


@pytest.mark.parametrize("factor", [1.001, 0.999, 1.0001])
def test_a_gradient_that_is_a_little_wrong_is_not_the_gradient(factor: float):
    """One term off by a ten-thousandth does not pass for rounding."""
    runs = [run_from(s, lambda p, _: (p[0] - 0.1 * (p[0] - factor * math.exp(-p[0])),)) for s in STARTS]
    assert not explained(LESSON, runs).right


@pytest.mark.parametrize(("shift", "counted"), [(1, 1), (-1, -1)])
def test_a_step_too_many_or_too_few_is_found(shift: int, counted: int):
    """The rule is right and the count is not."""
    runs = []
    for start in STARTS:
        full = run_from(start, lambda p, _: (p[0] - 0.1 * slope(p),), 6).reached
        runs.append(Run(start, {n: full.get(n + shift, start) for n in range(1, 5)}))
    found = explained(LESSON, runs)
    assert (found.shift, found.mistake) == (counted, None)
    assert found.rule.step_size == 0.1


def test_noise_explains_nothing():
    """Points that follow no rule get none."""
    runs = [run_from(s, lambda p, k: (p[0] * 0.7 + 0.1 * math.sin(7 * p[0] + k),)) for s in STARTS]
    assert explained(LESSON, runs).rule is None


FEW: tuple[Point, ...] = ((0.4, 0.7), (-0.3, 0.9), (0.9, -0.2), (0.1, 0.2))


def answered(rule: Rule, starts: tuple[Point, ...] = FEW, count: int = 5) -> list[Run]:
    """The answers of a program that follows a rule."""
    return [Run(start, dict(enumerate(rule.follow(start, count)[1:], start=1))) for start in starts]


@pytest.mark.parametrize("direction", [
    directions.sequential(COUPLED, (0, 1)), directions.sequential(COUPLED, (1, 0)), directions.swapped(COUPLED),
    directions.newton(COUPLED), directions.fixed_length(COUPLED), directions.signs(COUPLED), directions.frozen(COUPLED),
], ids=lambda direction: f"{direction.name}{direction.order}")  # fmt: skip
def test_every_wrong_direction_of_the_list_is_named(direction: directions.Direction):
    """And no other explains the same answers as well."""
    found = explained(COUPLED, answered(constant(direction, 0.05)))
    assert (found.deviations, found.equal) == ((direction.name,), ())


@pytest.mark.parametrize("factors", [(1.0, 0.0), (1.0, -1.0), (1.0, 2.0), (-1.0, -1.0)])
def test_every_factor_by_coordinate_is_named(factors: Point):
    """Where one does not move, goes uphill, or has a size of its own."""
    rule = replace(constant(directions.exact(COUPLED), 0.05), factors=factors)
    named = {0.0: "one_coordinate_moved", 2.0: "unequal_steps", -1.0: "ascends_in_one_coordinate"}
    expected = "ascends" if factors[0] < 0 else named[factors[1]]
    assert explained(COUPLED, answered(rule)).deviations == (expected,)


@pytest.mark.parametrize(("momentum", "named"), [(0.5, "momentum"), (1.0, "accumulates_gradients")])
def test_steps_that_keep_the_last_move_are_named(momentum: float, named: str):
    """Whatever share of it."""
    rule = replace(constant(directions.exact(COUPLED), 0.05), momentum=momentum)
    assert explained(COUPLED, answered(rule)).deviations == (named,)


@pytest.mark.parametrize("show", [*(each for each in points_shown(2) if not each.sign), *VALUES], ids=lambda show: show.name)
def test_whatever_is_shown_in_place_of_the_point_is_named(show: Show):
    """The steps behind it are right and keep their size."""
    runs = [
        Run(run.start, {n: show.shown(COUPLED, run.start, point) for n, point in run.reached.items()})
        for run in answered(constant(directions.exact(COUPLED), 0.05))
    ]
    found = explained(COUPLED, runs)
    assert found.deviations == (show.name,)
    assert found.rule.step_size == pytest.approx(0.05, rel=1e-6)


@pytest.mark.parametrize("steps", [lambda n: 2 * n, lambda n: n + 2, lambda n: n * n, lambda n: n * (n - 1) // 2, lambda n: n // 2])
def test_right_steps_in_other_numbers_than_n_are_counted(steps: Callable[[int], int]):
    """From all starts alike."""
    paths = {start: constant(directions.exact(COUPLED), 0.05).follow(start, 30) for start in FEW}
    found = explained(COUPLED, [Run(start, {n: path[steps(n)] for n in range(1, 6)}) for start, path in paths.items()])
    assert found.deviations == ("other_number_of_steps",)
    assert dict(found.taken) == {n: steps(n) for n in range(1, 6)}


def test_a_size_that_is_divided_by_n_is_seen():
    """Each n then has a size of its own."""
    exact = directions.exact(COUPLED)
    runs = [Run(start, {n: constant(exact, 0.1 / n).follow(start, n)[-1] for n in range(1, 6)}) for start in FEW]
    assert explained(COUPLED, runs).deviations == ("step_size_from_n",)


def test_steps_from_elsewhere_than_the_start_are_seen():
    """All of them but the first are right."""
    runs = [Run(start, run.reached) for start, run in zip(FEW, answered(constant(directions.exact(COUPLED), 0.05), tuple(
        (round(x), round(y)) for x, y in FEW)), strict=True)]  # fmt: skip
    assert explained(COUPLED, runs).without == "begins_elsewhere"


def test_a_known_minimum_is_no_step_size():
    """Half of the way to it in every step is no descent."""
    target = (0.21, 0.34)
    runs = answered(constant(directions.towards(target), 0.5), ((12.0, 70.0), (90.0, -8.0), (30.0, 50.0)))
    assert explained(COUPLED, runs, (target,)).deviations == ("goes_to_known_minimum",)


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
        ([Run((1.0,), {1: (2.0,), 2: (3.0,)}), Run((4.0,), {1: (2.5,), 2: (3.5,)})], ""),
        ([Run((1.0,), {1: (1.0,), 2: (1.0,)}), Run((4.0,), {1: (4.0,)})], "never_moves"),
        ([Run((1.0,), {1: (2.0,), 2: (2.0,)}), Run((4.0,), {1: (2.0,)})], "constant_answer"),
        ([Run((1.0,), {1: (2.0,), 2: (2.0,)}), Run((4.0,), {1: (5.0,), 2: (5.0,)})], "ignores_n"),
        ([Run((1.0,), {1: (2.0,), 2: (3.0,)}), Run((4.0,), {1: (2.0,), 2: (3.0,)})], "ignores_start"),
        ([Run((1.0,), {1: (math.nan,), 2: (math.inf,)})], "not_a_number"),
        ([Run((1.0, 2.0), {1: (3.0,), 2: (2.0,)}), Run((4.0, 5.0), {1: (3.0,), 2: (2.0,)})], ""),
        ([Run((1.0,), {})], ""),
    ],
)
def test_what_the_answers_leave_out_is_read_from_the_values(runs: list[Run], expected: str):
    """Nothing, the start, the count, or both; what is no point says nothing of it."""
    assert left_out(runs)[0] == expected


def test_rounded_and_single_precision_outputs_are_recognised():
    """By their digits alone."""
    rounded = [Run((1.0,), {1: (0.25,), 2: (0.125,), 3: (0.063,), 4: (0.031,)})]
    assert decimals_of(rounded) == 3
    assert precision_of(rounded).grain == pytest.approx(5e-4)
    exact = [Run((1.0,), {n: (math.exp(-n),) for n in range(1, 6)})]
    assert precision_of(exact) == Precision()


@pytest.mark.parametrize(
    ("step_of", "mistake"),
    [
        (lambda n: lambda p, k: (p[0] - 0.05 * (k + 1) * slope(p),), "step_size_from_counter"),
        (lambda n: lambda p, k: (p[0] - 0.05 * k * slope(p),), "step_size_from_counter"),
        (lambda n: lambda p, k: (p[0] - 0.05 / (k + 1) * slope(p),), None),
        (lambda n: lambda p, k: (p[0] - 0.05 * n * slope(p),), "step_size_from_n"),
        (lambda n: lambda p, k: (p[0] - 0.05 / n * slope(p),), "step_size_from_n"),
    ],
    ids=["i + 1 times", "i times", "divided by i + 1", "n times", "divided by n"],
)
def test_a_size_made_of_the_loop_s_numbers_has_a_name(step_of: Callable[[int], Callable[[Point, int], Point]], mistake: str | None):
    """Of the counter, or of n; one that fades is the student's own choice."""
    runs = []
    for start in STARTS[:2] + STARTS[3:]:
        ends = {n: run_from(start, step_of(n), n).reached[n] for n in (1, 2, 3, 4)}
        runs.append(Run(start, ends))
    assert explained(LESSON, runs).mistake == mistake

"""Minima are derived and proved, and where there is none the reason is said."""

from __future__ import annotations

import math

import pytest

from grader.algebra.differentiate import differentiate
from grader.algebra.tree import Vector
from grader.descent.arrival import Fate, constant_arrival, largest_step_size
from grader.descent.landscape import Landscape
from grader.descent.minimiser import Absence, minima
from grader.notation.answer import read


def landscape(text: str, *variables: str) -> Landscape:
    """A function with its gradient by rule."""
    tree = read(text, variables=variables)
    return Landscape(variables, tree, Vector(tuple(differentiate(tree, v) for v in variables)))


LESSON = landscape("x**2/2 + exp(-x)", "x")
VALLEY = landscape("2*x**2 + 4*y**2 + exp(-3*x) + 3*exp(-2*y)", "x", "y")
STARTS = ((-1.0,), (-10.0,), (20.0,))
FAR = ((14.0, -53.0), (0.5, 0.5), (0.0, 0.0))


@pytest.mark.parametrize(
    ("text", "variables", "start", "point"),
    [
        ("x**2/2 + exp(-x)", "x", (-10.0,), (0.5671432904097838,)),
        ("2*x**2 + 4*y**2 + exp(-3*x) + 3*exp(-2*y)", "xy", (14.0, -53.0), (0.30257801761441566, 0.36293067888311314)),
        ("(1-x)**2 + 100*(y-x**2)**2", "xy", (-1.2, 1.0), (1.0, 1.0)),
        ("x - log(x)", "x", (5.0,), (1.0,)),
        ("cos(x)", "x", (2.0,), (math.pi,)),
        ("x**2 + (y - 2)**2 + x*z + z**2", "xyz", (1.0, 1.0, 1.0), (0.0, 2.0, 0.0)),
        ("exp(x) + exp(-2*x)", "x", (30.0,), (math.log(2) / 3,)),
        ("x/(1 + x**2)", "x", (0.0,), (-1.0,)),
    ],
)
def test_a_minimum_is_found_and_proved(text: str, variables: str, start: tuple, point: tuple):
    """The point is right to 14 digits, to which the search in floats alone does not come."""
    (minimum,) = minima(landscape(text, *variables), (start,)).points
    assert minimum == pytest.approx(point, rel=1e-14, abs=1e-14)


@pytest.mark.parametrize(
    ("text", "variables", "start", "absence"),
    [
        ("-x**2", "x", (1.0,), Absence.UNBOUNDED),
        ("x**3", "x", (-1.0,), Absence.UNBOUNDED),
        ("2*x**2 + x*y", "xy", (1.0, 2.0), Absence.SADDLE),
        ("(x**2 - 1)**2", "x", (0.0,), Absence.SADDLE),
        ("exp(-x)", "x", (1.0,), Absence.NOT_FOUND),
    ],
)
def test_where_there_is_no_minimum_the_reason_is_said(text: str, variables: str, start: tuple, absence: Absence):
    """Unbounded, a saddle, or nothing with a zero gradient."""
    result = minima(landscape(text, *variables), (start,))
    assert result.points == ()
    assert result.absent == ((start, absence),)


def test_each_start_finds_its_own_minimum():
    """A double well has two, each once."""
    found = minima(landscape("(x**2 - 1)**2", "x"), ((2.0,), (3.0,), (-0.1,)))
    assert [round(p[0], 9) for p in found.points] == [1.0, -1.0]


def test_other_basins_are_found_around_the_starts():
    """All four minima of Himmelblau's function, from starts that lead to one of them; of one basin there are no others."""
    himmelblau = landscape("(x**2 + y - 11)**2 + (x + y**2 - 7)**2", "x", "y")
    found = minima(himmelblau, ((1.0, 1.0), (4.0, 3.0)))
    assert found.points == ((3.0, 2.0),)
    assert {tuple(round(c, 2) for c in point) for point in found.others} == {(-2.81, 3.13), (-3.78, -3.28), (3.58, -1.85)}
    assert not minima(VALLEY, FAR).others


def test_a_way_downhill_leads_over_no_rise():
    """Beyond a pole, or a hill, is another basin, whatever Newton's step would skip."""
    assert minima(landscape("x + 1/x", "x"), ((2.0,), (5.0,))).points == ((1.0,),)
    (minimum,) = minima(landscape("x**2/10 + sin(3*x)", "x"), ((0.1,),)).points
    assert minimum[0] == pytest.approx(-0.5122, abs=1e-4)


def test_a_flat_bottom_counts_though_it_cannot_be_proved():
    """x⁴ has its minimum where the curvature is zero."""
    (minimum,) = minima(landscape("x**4", "x"), ((1.0,),)).points
    assert abs(minimum[0]) < 1e-3


def test_the_largest_step_size_depends_on_the_starts():
    """From -10 it is about 1.0 where -1 alone allows 1.27."""
    targets = minima(LESSON, STARTS).points
    assert largest_step_size(LESSON, STARTS, targets) == pytest.approx(1.0, abs=0.01)
    assert largest_step_size(LESSON, ((-1.0,),), targets) == pytest.approx(1.27, abs=0.01)
    assert largest_step_size(VALLEY, FAR, minima(VALLEY, FAR).points) == pytest.approx(0.125, abs=0.0011)


@pytest.mark.parametrize(
    ("size", "start", "fate"),
    [
        (0.1, -1.0, Fate.ARRIVES),
        (0.001, 20.0, Fate.ARRIVES),
        (1.5, -1.0, Fate.CIRCLES),
        (2.5, -10.0, Fate.DIVERGES),
        (1e-6, 20.0, Fate.TOO_SLOW),
        (-0.1, -1.0, Fate.DIVERGES),
    ],
)
def test_a_constant_step_size_has_its_fate(size: float, start: float, fate: Fate):
    """Followed on our side, a descent arrives, circles, diverges or takes too long."""
    arrival = constant_arrival(LESSON, size, (start,), minima(LESSON, STARTS).points, 20_000)
    if fate is Fate.CIRCLES:
        assert arrival.fate not in (Fate.ARRIVES,)
    else:
        assert arrival.fate is fate


def test_the_steps_to_a_millionth_are_counted():
    """79 steps of 0.1 from (14, -53): the count is the first of those that stay within 1e-6."""
    targets = minima(VALLEY, FAR).points
    steps = constant_arrival(VALLEY, 0.1, (14.0, -53.0), targets, 100_000).steps
    point = (14.0, -53.0)
    for _ in range(steps):
        point = tuple(c - 0.1 * s for c, s in zip(point, VALLEY.slope(point), strict=True))
    assert max(abs(c - t) for c, t in zip(point, targets[0], strict=True)) <= 1e-6
    assert steps == 79

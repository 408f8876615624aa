"""Functions are judged by their values at points where doubles can be trusted."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from grader.equality.decision import Comparison, Relation
from grader.equality.function_decision import compare_values
from grader.equality.sample_points import sample_points
from grader.notation.answer import read

XY = ("x", "y")
Function = Callable[[float, float], object]


def decided(function: Function, reference: str, **settings: object) -> Relation:
    """The relation of a function of x and y to a reference, called at eight points."""
    expression = read(reference, variables=XY)
    points = sample_points(expression, Comparison(variables=XY, seed=b"s"), count=8)
    values = [function(point["x"], point["y"]) for point in points]
    return compare_values(expression, points, values, **settings).relation  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("function", "reference"),
    [
        (lambda x, y: 4 * x - 3 * y, "4*x - 3*y"),
        (lambda x, y: math.exp(-x) * y, "y*exp(-x)"),
        (lambda x, y: (x + y) ** 3 - x**3 - y**3, "3*x*y*(x + y)"),
        (lambda x, y: math.log(x) if x > 0 else math.nan, "log(x)"),
        (lambda x, y: (4 * y, 4 * x + 3 * y**2), "(4*y, 4*x + 3*y**2)"),
        (lambda x, y: 0, "0"),
        (lambda x, y: math.cos(math.pi / 2), "0"),
        (lambda x, y: [3], "3"),
        (lambda x, y: x * math.sqrt(3) / 2, "sqrt(3)/2*x"),
    ],
)
def test_right_functions_are_accepted(function: Function, reference: str) -> None:
    """Rounding in doubles is no difference."""
    assert decided(function, reference) is Relation.EQUAL


@pytest.mark.parametrize(
    ("function", "reference"),
    [
        (lambda x, y: 4 * x + 3 * y, "4*x - 3*y"),
        (lambda x, y: 4 * x - 3 * y + 1e-7, "4*x - 3*y"),
        (lambda x, y: (4 * x - 3 * y) * (1 + 1e-8), "4*x - 3*y"),
        (lambda x, y: 0, "4*x - 3*y"),
        (lambda x, y: 1e-9, "0"),
        (lambda x, y: abs(x), "x"),
        (lambda x, y: None, "x"),
        (lambda x, y: math.nan, "x"),
        (lambda x, y: math.inf, "x"),
        (lambda x, y: (4 * x + 3 * y**2, 4 * y), "(4*y, 4*x + 3*y**2)"),
        (lambda x, y: (4 * y, None), "(4*y, 4*x + 3*y**2)"),
        (lambda x, y: (x, y), "x"),
        (lambda x, y: x, "(x, y)"),
        (lambda x, y: (x, y, 0), "(x, y)"),
    ],
)
def test_wrong_functions_are_refused(function: Function, reference: str) -> None:
    """A difference that rounding does not explain, a missing value and another shape are wrong."""
    assert decided(function, reference) is Relation.NOT_EQUAL


def test_tolerance_of_the_item_widens_the_reference() -> None:
    """An author may allow a numeric derivative."""
    assert decided(lambda x, y: (4 * x - 3 * y) * 1.0001 + 1e-5, "4*x - 3*y", tolerance=1e-3) is Relation.EQUAL
    assert decided(lambda x, y: (4 * x - 3 * y) * 1.01, "4*x - 3*y", tolerance=1e-3) is Relation.NOT_EQUAL


def test_witness_is_the_first_point_that_differs() -> None:
    """The point, the student's value and the right one stand in the witness; the message keeps the last to itself."""
    reference = read("x + y", variables=XY)
    points = sample_points(reference, Comparison(variables=XY), count=4)
    values = [p["x"] + p["y"] for p in points[:2]] + [17.25] + [p["x"] + p["y"] for p in points[3:]]
    decision = compare_values(reference, points, values)
    assert decision.witness is not None
    assert dict(decision.witness.point) == dict(points[2])
    assert decision.witness.student == 17.25
    assert decision.witness.reference == points[2]["x"] + points[2]["y"]
    assert "17.2" in decision.message


def test_no_values_where_the_reference_has_none_is_undecided() -> None:
    """A reference that cannot be computed anywhere judges nobody."""
    reference = read("log(x)", variables=XY)
    assert compare_values(reference, [{"x": -1.0, "y": 0.0}], [None]).relation is Relation.UNDECIDED


def test_points_and_values_belong_together() -> None:
    """A missing value is the caller's mistake, not a verdict."""
    with pytest.raises(ValueError, match="argument"):
        compare_values(read("x", variables=XY), [{"x": 1.0, "y": 1.0}], [])


def test_points_are_many_different_and_reproducible() -> None:
    """The same seed gives the same points, another seed others; all are short binary fractions."""
    reference = read("x*y", variables=XY)
    first, again, other = (
        sample_points(reference, Comparison(variables=XY, seed=seed), count=12) for seed in (b"1", b"1", b"2")
    )
    assert first == again != other
    assert len({tuple(point.items()) for point in first}) == 12
    assert all((value * 2**14).is_integer() for point in first for value in point.values())
    assert {(point["x"] > 0, point["y"] > 0) for point in first} == {(a, b) for a in (0, 1) for b in (0, 1)}


def test_points_lie_where_the_reference_is_defined_and_in_the_domain() -> None:
    """No function is called where its reference has no value."""
    reference = read("(log(x), sqrt(2 - y))", variables=XY)
    points = sample_points(reference, Comparison(variables=XY), count=10)
    assert len(points) == 10
    assert all(point["x"] > 0 and point["y"] <= 2 for point in points)
    domain = {"x": (1.0, 1.5), "y": (-math.inf, -4.0)}
    points = sample_points(reference, Comparison(variables=XY, domain=domain), count=10)
    assert all(1 <= point["x"] <= 1.5 and point["y"] <= -4 for point in points)


def test_points_of_a_constant_still_have_all_variables() -> None:
    """A function that ignores its arguments is called with them all the same."""
    points = sample_points(read("3", variables=XY), Comparison(variables=XY), count=3)
    assert [set(point) for point in points] == [{"x", "y"}] * 3


def test_reference_defined_nowhere_has_no_points() -> None:
    """The caller sees that nothing can be asked."""
    reference = read("log(-1 - x**2)", variables=XY)
    assert sample_points(reference, Comparison(variables=XY), count=3) == ()

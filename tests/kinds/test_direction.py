"""How an author states a direction, and what becomes of one that does not make sense."""

from __future__ import annotations

import pytest

from grader.model import Function
from grader.quantities.evaluation import evaluate
from grader.quantities.operators.operator import Value
from grader.quantities.sheet import compiled_sheet
from grader.quantities.terms import TermError
from grader.quantities.unit_vectors import unit_vector

PLANE = Function(name="f", variables=("x", "y"), expression="x*y")
SPACE = Function(name="f", variables=("x", "y", "z"), expression="x*y*z")


def value_of(text: str, function: Function = PLANE) -> Value:
    """What a term stands for in an exercise with this function."""
    sheet = compiled_sheet((function,), (), ())
    return evaluate(sheet.term(text), sheet)


@pytest.mark.parametrize(
    ("stated", "degrees"),
    [
        ("30", 30),
        ("30, '+x', '+y'", 30),
        ("30, 'x', 'y'", 30),
        ("30, '-x', '+y'", 150),
        ("30, '-x', '-y'", 210),
        ("30, '-x'", 210),
        ("30, '+y', '-x'", 120),
        ("30, '+y', '+x'", 60),
        ("30, '-y', '+x'", 300),
        ("30, '+x', '-y'", -30),
        ("30, towards='-y'", -30),
        ("30, towards='+y', measured_from='-x'", 150),
        ("60/2, '−x', '+y'", 150),
    ],
)
def test_an_angle_is_counted_between_the_axes_that_the_question_names(stated: str, degrees: int):
    """The same 30 degrees point elsewhere from another axis or to its other side."""
    assert value_of(f"direction({stated})") == unit_vector(angle_degrees=degrees)


@pytest.mark.parametrize(
    ("stated", "column"), [("30, '-z'", 15), ("30, '-x', 'up'", 21), ("30, '-x', '+x'", 1), ("30, '+y', '+y'", 1)]
)
def test_an_axis_that_is_not_there_is_told_at_its_place(stated: str, column: int):
    """A direction that cannot be meant is the author's error, with the column where it stands."""
    with pytest.raises(TermError) as caught:
        value_of(f"direction({stated})")
    assert caught.value.column == column


def test_an_angle_belongs_to_a_plane():
    """With three variables a direction is a vector."""
    with pytest.raises(TermError, match="vectors of one length, and these have 3 and 2"):
        value_of("dot(gradient(f), direction(30))", SPACE)


def test_axes_belong_to_an_angle():
    """A vector needs no axis to be measured from."""
    with pytest.raises(TermError, match="unit"):
        value_of("unit([3, 4], '-x')")

"""How an author states a direction, and what becomes of one that does not make sense."""

from __future__ import annotations

import pytest

from grader.model import Function
from grader.quantities.evaluation import reference
from grader.quantities.terms import TermError
from grader.quantities.unit_vectors import unit_vector
from tests.quantities.functions import sheet_with

PLANE = Function(name="f", variables=("x", "y"), expression="x*y")
SPACE = Function(name="f", variables=("x", "y", "z"), expression="x*y*z")


@pytest.mark.parametrize(
    ("stated", "degrees"),
    [
        ("", 30),
        (", '+x', '+y'", 30),
        (", 'x', 'y'", 30),
        (", '-x', '+y'", 150),
        (", '-x', '-y'", 210),
        (", '-x'", 210),
        (", '+y', '-x'", 120),
        (", '+y', '+x'", 60),
        (", '-y', '+x'", 300),
        (", towards='-y'", -30),
        (", towards='+y', measured_from='-x'", 150),
    ],
)
def test_an_angle_is_counted_between_the_axes_that_the_question_names(stated: str, degrees: int) -> None:
    """The same 30 degrees point elsewhere from another axis or to its other side."""
    assert reference("a", sheet_with(f"direction(30{stated})", PLANE)) == unit_vector(angle_degrees=degrees)


@pytest.mark.parametrize(
    ("stated", "said", "column"),
    [
        ("'-z'", "`-z` is no half-axis here; there are +x, +y, -x, -y", 15),
        ("'-x', 'up'", "`up` is no half-axis here; there are +x, +y, -x, -y", 21),
        ("'-x', '+x'", "direction needs two half-axes at a right angle", 1),
        ("'+y', '+y'", "direction needs two half-axes at a right angle", 1),
    ],
)
def test_an_axis_that_is_not_there_is_told_at_its_place(stated: str, said: str, column: int) -> None:
    """A direction that cannot be meant is the author's error, with the column where it stands."""
    with pytest.raises(TermError) as error:
        reference("a", sheet_with(f"direction(30, {stated})", PLANE))
    assert said in error.value.reason
    assert error.value.column == column


def test_an_angle_belongs_to_a_plane() -> None:
    """With three variables a direction is a vector: an angle's has two components, and does not fit the gradient."""
    with pytest.raises(TermError, match="dot takes vectors of one length, and these have 3 and 2"):
        reference("a", sheet_with("dot(gradient(f), direction(30))", SPACE))


def test_axes_belong_to_an_angle() -> None:
    """A vector needs no axis to be measured from."""
    with pytest.raises(TermError, match="unit takes a vector, no more"):
        reference("a", sheet_with("unit([3, 4], '-x')", PLANE))

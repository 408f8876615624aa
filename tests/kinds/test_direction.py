"""How an author states a direction, and what becomes of one that does not make sense."""

from __future__ import annotations

import pytest

from grader.kinds.directions import DirectionOptions
from grader.model import Function

PLANE = Function(name="f", variables=("x", "y"), expression="x*y")
SPACE = Function(name="f", variables=("x", "y", "z"), expression="x*y*z")


@pytest.mark.parametrize(
    ("stated", "degrees"),
    [
        ({}, 30),
        ({"measured_from": "+x", "towards": "+y"}, 30),
        ({"measured_from": "x", "towards": "y"}, 30),
        ({"measured_from": "-x", "towards": "+y"}, 150),
        ({"measured_from": "-x", "towards": "-y"}, 210),
        ({"measured_from": "-x"}, 210),
        ({"measured_from": "+y", "towards": "-x"}, 120),
        ({"measured_from": "+y", "towards": "+x"}, 60),
        ({"measured_from": "-y", "towards": "+x"}, 300),
        ({"towards": "-y"}, -30),
    ],
)
def test_an_angle_is_counted_between_the_axes_that_the_question_names(stated, degrees):
    """The same 30 degrees point elsewhere from another axis or to its other side."""
    assert DirectionOptions(angle_degrees=30, **stated).degrees_from_first_axis(PLANE) == degrees


@pytest.mark.parametrize(
    ("stated", "key"),
    [
        ({"measured_from": "-z"}, "measured_from"),
        ({"measured_from": "-x", "towards": "up"}, "towards"),
        ({"measured_from": "-x", "towards": "+x"}, "towards"),
        ({"measured_from": "+y", "towards": "+y"}, "towards"),
    ],
)
def test_an_axis_that_is_not_there_is_told_at_its_key(stated, key):
    """A direction that cannot be meant is the author's error, with the key where it stands."""
    assert [where for where, _ in DirectionOptions(angle_degrees=30, **stated).problems(PLANE)] == [key]


def test_an_angle_belongs_to_a_plane():
    """With three variables a direction is a vector."""
    assert [where for where, _ in DirectionOptions(angle_degrees=30).problems(SPACE)] == ["angle_degrees"]


def test_axes_belong_to_an_angle():
    """A vector needs no axis to be measured from."""
    with pytest.raises(ValueError, match="belong to angle_degrees"):
        DirectionOptions(vector=[3, 4], measured_from="-x")

"""The one notion of two floats that agree, and of the decimals that one shows."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.algebra.floats import agree, decimals, half_unit, points_agree, significant_digits

FINITE = st.floats(allow_nan=False, allow_infinity=False, width=32)


@given(FINITE, st.floats(1e-12, 0.1))
def test_what_is_within_the_tolerance_agrees_and_what_is_beyond_does_not(meant: float, tolerance: float) -> None:
    """It is relative to the meant number, and absolute below 1."""
    room = tolerance * max(1.0, abs(meant))
    assert agree(meant + 0.9 * room, meant, tolerance)
    assert not agree(meant + 1.1 * room + 1e-12 * abs(meant), meant, tolerance)


@pytest.mark.parametrize(
    ("found", "meant", "holds"),
    [(math.inf, math.inf, True), (1.0, math.inf, False), (math.inf, 1.0, False), (math.nan, math.nan, False)],
)
def test_what_is_no_number_agrees_with_nothing_and_an_infinity_with_itself(found: float, meant: float, holds: bool) -> None:
    """No tolerance reaches from a number to an infinity, be it relative to it."""
    assert agree(found, meant, 0.5) is holds


def test_an_endless_slack_allows_every_number() -> None:
    """As where the last digit of a step size may have carried a run anywhere."""
    assert agree(3.0, -1e9, 0.0, slack=math.inf)


def test_rounding_on_a_long_way_stays_in_its_last_point() -> None:
    """Beside coordinates of 1e6 on the way a difference of 1e-3 is none; alone it is one."""
    assert points_agree((1.0, 2.001), (1.0, 2.0), 1e-7, along=((0.0, 1e6), (1.0, 2.0)))
    assert not points_agree((1.0, 2.001), (1.0, 2.0), 1e-7)


@given(st.integers(-(10**6), 10**6), st.integers(0, 9))
def test_a_rounded_number_shows_no_more_decimals_than_it_was_rounded_to(whole: int, places: int) -> None:
    """And lies within half a unit of what was rounded."""
    exact = whole / 7
    rounded = round(exact, places)
    assert decimals(rounded) <= places
    assert abs(rounded - exact) <= half_unit(places)


@pytest.mark.parametrize(("number", "count"), [(1e-10, 1), (0.001250, 3), (120000.0, 2), (0.30264, 5), (1 / 3, 15)])
def test_digits_are_counted_from_the_first_that_is_not_zero(number: float, count: int) -> None:
    """An exponent is no digit."""
    assert significant_digits(number) == count

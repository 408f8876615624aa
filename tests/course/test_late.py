"""Lateness is counted in days that have begun, from the due time on, in true time and not by the clock on the wall."""

from __future__ import annotations

from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course import times
from grader.course.late import Policy

BERLIN = ZoneInfo("Europe/Berlin")


def policy(**how: object) -> Policy:
    """Ten per cent a day, at most half, with two hours of grace."""
    due = times.moment("2026-03-02 12:00", BERLIN)
    return Policy(
        **{"due": due, "per_day": Fraction(1, 10), "cap": Fraction(1, 2), "grace": times.span("2 hours")} | how
    )


@pytest.mark.parametrize(
    ("submitted", "days", "left"),
    [
        ("2026-03-02 11:00:00Z", 0, 20),  # noon in Berlin, to the second
        ("2026-03-02 14:00", 0, 20),  # the end of grace
        ("2026-03-02 14:01:00", 1, 18),
        ("2026-03-03 12:00", 1, 18),
        ("2026-03-03 12:01:00", 2, 16),
        ("2026-03-09 12:00", 7, 10),  # the cap
        ("2026-02-01", 0, 20),
    ],
)
def test_days_and_what_they_cost(submitted: str, days: int, left: int):
    """Of 20 points earned so many are left."""
    found = policy()
    late = found.lateness(times.moment(submitted, BERLIN), found.due, Fraction(20), Fraction(40))
    assert late.days == days
    assert 20 - late.deduction == left


def test_shares_of_all_points_take_no_more_than_there_is():
    """Of the possible points two days cost 8; whoever earned 3 keeps none."""
    found = policy(of_possible=True)
    submitted = times.moment("2026-03-04 11:00", BERLIN)
    assert found.lateness(submitted, found.due, Fraction(20), Fraction(40)).deduction == 8
    assert found.lateness(submitted, found.due, Fraction(3), Fraction(40)).deduction == 3


def test_the_day_on_which_clocks_change_has_its_true_length():
    """From noon to noon over the change to summer time are 23 hours: half an hour later a second day has begun."""
    found = policy(due=times.moment("2026-03-28 12:00", BERLIN), grace=times.span("0 min"))
    for submitted, days in (("2026-03-29 12:59", 1), ("2026-03-29 13:01", 2)):
        assert found.lateness(times.moment(submitted, BERLIN), found.due, Fraction(1), Fraction(1)).days == days


@given(st.integers(-10_000, 100_000), st.fractions(0, 1), st.fractions(0, 1), st.fractions(0, 50))
def test_nobody_loses_more_than_was_earned(minutes: int, per_day: Fraction, cap: Fraction, earned: Fraction):
    """What is taken off lies between nothing and the cap's share, and grows with the days."""
    found = policy(per_day=per_day, cap=cap)
    late = found.lateness(found.due + times.span("1 min") * minutes, found.due, earned, Fraction(50))
    assert 0 <= late.deduction <= cap * earned


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("2026-02-02 15:58:23.948203 UTC", "2026-02-02T15:58:23+00:00"),  # nbgrader
        ("2026-02-02 10:00:00.000000000 Z", "2026-02-02T10:00:00+00:00"),  # Gradescope
        ("2026-02-02 10:00:00.000000000 -08:00", "2026-02-02T10:00:00-08:00"),
        ("2026-02-02T10:00:00Z", "2026-02-02T10:00:00+00:00"),  # Classroom 50
        ("2026-02-02 10:11:12", "2026-02-02T10:11:12+01:00"),  # Blackboard
        ("2026-09-30 11:30", "2026-09-30T11:30:00+02:00"),  # Brightspace
        ("2026-02-02 10:00 America__New_York", "2026-02-02T10:00:00-05:00"),
        ("2026-02-02", "2026-02-02T23:59:59+01:00"),
        ("2026-02-30", None),
        ("2026-02-02 25:00", None),
        ("2026-02-02 10:00 Atlantis", None),
        ("yesterday", None),
    ],
)
def test_times_as_platforms_write_them(said: str, expected: str | None):
    """Zones are read where they are written; else the course's counts."""
    found = times.moment(said, BERLIN)
    assert (found.isoformat() if found else None) == expected


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("2 hours", 120),
        ("90 min", 90),
        ("1 day 12 hours", 2160),
        ("1.5h", 90),
        ("1 week", 10080),
        ("2", None),
        ("x 2 h", None),
    ],
)
def test_spans(said: str, minutes: int | None):
    """Spans of time have a unit."""
    found = times.span(said)
    assert (found.total_seconds() / 60 if found is not None else None) == minutes

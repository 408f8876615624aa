"""Whether work is late is a question of instants; how many days late, one of the course's clock."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.collect import times
from grader.course.score_rules import Policy

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


@pytest.mark.parametrize(
    ("due", "submitted", "days"),
    [
        ("2026-03-28 12:00", "2026-03-29 12:00", 1),  # 23 hours
        ("2026-03-28 12:00", "2026-03-29 12:01", 2),
        ("2026-10-24 12:00", "2026-10-25 12:00:59", 1),  # 25 hours
        ("2026-10-24 12:00", "2026-10-25 12:01:00", 2),
        ("2026-10-24", "2026-10-25 23:59:59", 1),
        ("2026-10-24", "2026-10-26 00:00:00", 2),
        ("2026-03-28 11:00 UTC", "2026-03-29 12:30", 2),  # by Berlin's clock, where it was noon
        ("2026-03-27 12:00", "2026-03-30 10:00 UTC", 3),
    ],
)
def test_days_are_counted_by_the_courses_clock(due: str, submitted: str, days: int):
    """A day ends when the clock shows the due time again, also where clocks change in between."""
    found = policy(due=times.moment(due, BERLIN), grace=times.span("0 min"), zone=BERLIN)
    assert found.lateness(times.moment(submitted, BERLIN), found.due, Fraction(1), Fraction(1)).days == days


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("24 hours", "2026-03-29T13:00:00+02:00"),
        ("1 day", "2026-03-29T12:00:00+02:00"),
        ("1 week 90 min", "2026-04-04T13:30:00+02:00"),
        ("0.5 days", "2026-03-29T00:00:00+01:00"),
    ],
)
def test_a_day_is_one_of_the_clock_and_an_hour_has_sixty_minutes(said: str, expected: str):
    """Over the change to summer time 24 hours are later by the clock than a day."""
    assert times.later(times.moment("2026-03-28 12:00", BERLIN), times.span(said)).isoformat() == expected


@pytest.mark.parametrize(
    ("due", "submitted", "late"),
    [
        ("2026-03-01 23:59", "2026-03-01 23:59:59", False),
        ("2026-03-01 23:59", "2026-03-02 00:00:00", True),
        ("2026-03-01 23:59:00", "2026-03-01 23:59:01", True),  # seconds were said, so it is no minute alone
        ("2026-03-01 23:59:59", "2026-03-01 23:59:59.948", False),
        ("2026-03-01", "2026-03-01", False),
        ("2026-03-01", "2026-03-01 23:59", False),
        ("2026-03-01 12:00", "2026-03-01", True),
        ("2026-03-01 12:00", "2026-03-01 12:00", False),
        ("2026-03-01 12:00 +01:00", "2026-03-01 11:00 UTC", False),
        ("2026-03-01 12:00 +01:00", "2026-03-01 06:01 -05:00", True),
    ],
)
def test_a_time_lasts_to_the_end_of_what_was_said(due: str, submitted: str, late: bool):
    """A day alone, a minute alone and a second alone mean their ends, on both sides of a comparison."""
    found = policy(due=times.moment(due, BERLIN), grace=times.span("0 min"))
    assert (found.lateness(times.moment(submitted, BERLIN), found.due, Fraction(1), Fraction(1)).days > 0) is late


@pytest.mark.parametrize(
    ("said", "zone", "expected"),
    [
        ("2026-07-01 10:00 CEST", "Europe/Berlin", "2026-07-01T10:00:00+02:00"),
        ("2026-07-01 10:00 CET", "Europe/Berlin", "2026-07-01T10:00:00+01:00"),
        ("2026-03-01 10:00 EST", "America/New_York", "2026-03-01T10:00:00-05:00"),
        ("2026-07-01 10:00 EDT", "America/New_York", "2026-07-01T10:00:00-04:00"),
        ("2026-07-01 10:00 BST", "Europe/London", "2026-07-01T10:00:00+01:00"),
        ("2026-03-01 10:00 IST", "Asia/Kolkata", "2026-03-01T10:00:00+05:30"),
        ("2026-03-01 10:00 CEST", "America/New_York", None),
        ("2026-03-01 10:00 PDT", "Europe/Berlin", None),
    ],
)
def test_abbreviations_are_read_where_the_courses_zone_has_them(said: str, zone: str, expected: str | None):
    """`IST` is India's in India and nobody's in Berlin; a winter's time in summer is what it says."""
    found = times.moment(said, ZoneInfo(zone))
    assert (found.isoformat() if found else None) == expected


@given(st.integers(-10_000, 100_000), st.fractions(0, 1), st.fractions(0, 1), st.fractions(0, 50))
def test_nobody_loses_more_than_was_earned(minutes: int, per_day: Fraction, cap: Fraction, earned: Fraction):
    """What is taken off lies between nothing and the cap's share, and grows with the days."""
    found = policy(per_day=per_day, cap=cap)
    late = found.lateness(found.due + timedelta(minutes=minutes), found.due, earned, Fraction(50))
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

"""Points in time and spans as people and platforms write them. A time without a zone is one of the course's own zone.

Times are compared as instants, never as text. Knows nothing of courses; never takes this machine's zone for anybody's.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from fractions import Fraction
from typing import Self
from zoneinfo import ZoneInfo

# A day, and perhaps a time of day with a fraction of a second, a half of the day, and a zone: as ISO 8601 and platforms write
# them.
_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?:[T ]+(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)(?:[.,](?P<fraction>\d+))?(?:\s*(?P<half>[AaPp][Mm])\b)?)?"
    r"(?:\s*(?P<zone>Z|[+-]\d{2}(?::?\d{2})?|[A-Za-z][\w/+-]*))?"
)
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})?")  # a zone as `+01:00`, `+0100` or `+01`
# One part of a length of time: `2 days`, `1.5 h`.
_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*(minutes?|mins?|m|hours?|h|days?|d|weeks?|w)\b[,\s]*")
# By the first letter of the unit's name; months and years have no one length.
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
# A day ends at the same time on the clock as it began; an hour has sixty minutes whatever clocks do.
_BY_CLOCK = ("d", "w")
_END_OF_DAY = time(23, 59, 59)  # what platforms mean by a day without a time
_ABBREVIATION = re.compile(r"[A-Z]{2,5}")  # `CET`, `AEDT`: means a zone only together with the course's own
# What months begin with in the languages that platforms are used in: en, de, fr, es, it, pt, nl, sv, da, pl, tr.
_MONTHS = {
    beginning: number
    for number, beginnings in enumerate(
        (
            "jan jän ene gen janv sty oca",
            "feb fév fév fev lut şub sub",
            "mar mär maa mrt maart",
            "apr avr abr kwi nis",
            "may mai mag mei maj",
            "jun jui giu cze haz",
            "jul juil lug lip tem",
            "aug aoû aou ago sie ağu agu",
            "sep set wrz eyl",
            "oct okt ott out paź paz eki",
            "nov lis kas",
            "dec dez déc dic gru ara",
        ),
        start=1,
    )
    for beginning in beginnings.split()
}


class Minute(datetime):
    """A time that was said to the minute; it lasts to the minute's end, as platforms have it (11:59pm is 23:59:59)."""


class Span(timedelta):
    """A length of time. Days and weeks of it are counted by the clock: over a change of clocks a day has 23 or 25 hours."""

    by_clock: timedelta

    @classmethod
    def of(cls, by_clock: timedelta, exact: timedelta) -> Self:
        """Return the span of so many days and weeks, and so many hours and minutes."""
        whole = by_clock + exact
        made = cls(days=whole.days, seconds=whole.seconds, microseconds=whole.microseconds)
        made.by_clock = by_clock
        return made


def later(when: datetime, span: timedelta, zone: tzinfo | None = None) -> datetime:
    """Return the time so much later; days of a `Span` are counted by the clock of the zone, or of the time's own."""
    by_clock = span.by_clock if isinstance(span, Span) else timedelta()
    moved = when.astimezone(zone or when.tzinfo) + by_clock
    return (moved.astimezone(UTC) + (span - by_clock)).astimezone(when.tzinfo)


def zone_called(name: str) -> tzinfo | None:
    """Return the time zone of this name (`Europe/Berlin`, `UTC`) or offset (`+01:00`); None when nobody knows it."""
    if name.upper() in ("Z", "UTC", "GMT"):
        return UTC
    if (offset := _OFFSET.fullmatch(name)) is not None:
        span = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(-span if offset[1] == "-" else span) if span < timedelta(days=1) else None
    try:
        return ZoneInfo(name.replace("__", "/"))
    except (ValueError, OSError, KeyError):  # what `zoneinfo` raises for names that are none
        return None


def _abbreviated(name: str, year: int, own: tzinfo | None) -> tzinfo | None:
    """Return the offset with this abbreviation in a zone's year (`CEST` in Berlin's); None if it has none."""
    if own is None or not _ABBREVIATION.fullmatch(name):
        return None
    months = (datetime(year, month, 1, 12, tzinfo=own) for month in range(1, 13))
    offset = next((when.utcoffset() for when in months if when.tzname() == name), None)
    return timezone(offset, name) if offset is not None else None


def moment(text: str, zone: tzinfo | None) -> datetime | None:
    """Return the point in time of a text; a day alone is its last second. None if it is none, or has no zone."""
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        return None
    said = match["zone"]
    own = (_abbreviated(said, int(match["day"][:4]), zone) or zone_called(said)) if said else zone
    if own is None:
        return None
    try:
        day = datetime.strptime(match["day"], "%Y-%m-%d").date()
        if not match["clock"]:
            return datetime.combine(day, _END_OF_DAY, own)
        clock = _clock(match["clock"], match["half"])
    except ValueError:
        return None
    return (datetime if match["clock"].count(":") > 1 else Minute).combine(day, clock, own)


def _clock(said: str, half: str | None) -> time:
    """Return the time of day, of twelve hours if a half is said. Raises ValueError for what is none."""
    clock = time.fromisoformat(said.zfill(8 if said.count(":") > 1 else 5))
    if half is None:
        return clock
    if not 1 <= clock.hour <= 12:
        raise ValueError(said)
    return clock.replace(hour=clock.hour % 12 + (12 if half.lower() == "pm" else 0))


def end(when: datetime) -> datetime:
    """Return the last instant of a time as it was said: of its minute, or else of its second."""
    if isinstance(when, Minute):
        return when + timedelta(seconds=59, microseconds=999_999)
    return when if when.microsecond else when + timedelta(microseconds=999_999)


def instant(text: str, zone: tzinfo | None) -> datetime | None:
    """Return the last instant of what a text says, in universal time, to be compared with others; None if it says none."""
    when, match = moment(text, zone), _MOMENT.fullmatch(text.strip())
    if when is None or match is None:
        return None
    if match["fraction"]:
        when += timedelta(microseconds=int(Fraction(f"0.{match['fraction']}") * 1_000_000))
        return when.astimezone(UTC)
    return end(when).astimezone(UTC)


def is_moment(text: str) -> bool:
    """Tell whether a text says a point in time, but perhaps not in which zone."""
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        return False
    known = match["zone"] is None or _ABBREVIATION.fullmatch(match["zone"]) or zone_called(match["zone"])
    return bool(known) and moment(text.strip()[: match.start("zone")] if match["zone"] else text, UTC) is not None


def has_zone(text: str) -> bool:
    """Tell whether a text that says a point in time says its zone too."""
    match = _MOMENT.fullmatch(text.strip())
    return match is not None and match["zone"] is not None


def month_called(word: str) -> int | None:
    """Return the number of the month that a word means, in many languages and shortened: `Okt` and `oct.` are 10."""
    plain = word.casefold().rstrip(".")
    longest = sorted((beginning for beginning in _MONTHS if plain.startswith(beginning)), key=len)
    return _MONTHS[longest[-1]] if longest else None


def span(text: str) -> Span | None:
    """Return how long `2 days`, `90 min` or `1 day 12 hours` is; None where it is no span of time."""
    found = list(_SPAN.finditer(text.strip()))
    if not found or "".join(match[0] for match in found) != text.strip():
        return None
    by_clock, exact = (
        sum((float(match[1]) * _UNITS[match[2][0]] for match in found if (match[2][0] in _BY_CLOCK) is days), timedelta())
        for days in (True, False)
    )
    return Span.of(by_clock, exact)


def shown(when: datetime) -> str:
    """Return a time with its zone, to the minute or to the second as it was said: `2026-03-01 23:59 CET`."""
    clock = when.strftime("%Y-%m-%d %H:%M:%S" if when.second else "%Y-%m-%d %H:%M")
    return f"{clock} {when.tzname()}"

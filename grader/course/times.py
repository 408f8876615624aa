"""Points in time and spans as people and platforms write them. A time without a zone is one of the course's own zone.

Knows nothing of courses; never takes this machine's zone for anybody's.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?:[T ]+(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?)?"
    r"(?:\s*(?P<zone>Z|[+-]\d{2}(?::?\d{2})?|[A-Za-z][\w/+-]*))?"
)
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})?")
_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*(minutes?|mins?|m|hours?|h|days?|d|weeks?|w)\b[,\s]*")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_END_OF_DAY = time(23, 59, 59)


def zone_called(name: str) -> tzinfo | None:
    """The time zone of this name (`Europe/Berlin`, `UTC`) or offset (`+01:00`); None when nobody knows it."""
    if name.upper() in ("Z", "UTC", "GMT"):
        return UTC
    if (offset := _OFFSET.fullmatch(name)) is not None:
        span = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(-span if offset[1] == "-" else span) if span < timedelta(days=1) else None
    try:
        return ZoneInfo(name.replace("__", "/"))
    except (ValueError, OSError, KeyError):  # what `zoneinfo` raises for names that are none
        return None


def moment(text: str, zone: tzinfo | None) -> datetime | None:
    """The point in time that a text says; a day alone is its last second. None where it is none, or has no zone."""
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        return None
    own = zone_called(match["zone"]) if match["zone"] else zone
    if own is None:
        return None
    try:
        day = datetime.strptime(match["day"], "%Y-%m-%d").date()
        clock = time.fromisoformat(match["clock"].zfill(5)) if match["clock"] else _END_OF_DAY
    except ValueError:
        return None
    return datetime.combine(day, clock, own)


def end(due: datetime) -> datetime:
    """The last instant of a due time: a minute alone means its end, as platforms do (11:59pm is 23:59:59)."""
    return due if due.second or due.microsecond else due + timedelta(seconds=59, microseconds=999_999)


def is_moment(text: str) -> bool:
    """Whether a text says a point in time, but perhaps not in which zone."""
    return moment(text, UTC) is not None


def has_zone(text: str) -> bool:
    """Whether a text that says a point in time says its zone too."""
    match = _MOMENT.fullmatch(text.strip())
    return match is not None and match["zone"] is not None


def span(text: str) -> timedelta | None:
    """How long `2 days`, `90 min` or `1 day 12 hours` is; None where it is no span of time."""
    found = list(_SPAN.finditer(text.strip()))
    if not found or "".join(match[0] for match in found) != text.strip():
        return None
    return sum((float(match[1]) * _UNITS[match[2][0]] for match in found), timedelta())


def shown(when: datetime) -> str:
    """A time with its zone, to the minute where that is all that was said: `2026-03-01 23:59 CET`."""
    clock = when.strftime("%Y-%m-%d %H:%M:%S" if when.second else "%Y-%m-%d %H:%M")
    return f"{clock} {when.tzname()}"

"""What may stand in `course.yml`: the keys, their types and what they mean. Knows nothing of lines and files."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from grader.course import times
from grader.spec.schema import Points


def _share(value: object) -> Fraction:
    text = str(value).strip()
    try:
        share = Fraction(text.removesuffix("%").strip()) / (100 if text.endswith("%") else 1)
    except (ValueError, ZeroDivisionError):
        raise ValueError("must be a share, like 10% or 0.1") from None
    if isinstance(value, bool) or not 0 <= share <= 1:
        raise ValueError("must lie between 0 and 1, or 0% and 100%: it is a share of the score")
    return share


def _moment(value: object) -> str:
    if not isinstance(value, str) or not times.is_moment(value):
        raise ValueError("must be a time, like 2026-03-01 23:59 or 2026-03-01 23:59 +01:00")
    return value


def _span(value: object) -> str:
    if not isinstance(value, str) or times.span(value) is None:
        raise ValueError("must be a span of time, like 2 hours, 15 min or 1 day")
    return value


def _moment_or_span(value: object) -> str:
    if isinstance(value, str) and (times.is_moment(value) or times.span(value) is not None):
        return value
    raise ValueError("must be a new due time, like 2026-03-05 23:59, or a span of time, like 3 days")


def _zone(value: str) -> str:
    if times.zone_called(value) is None:
        raise ValueError(f"`{value}` is no time zone that this machine knows; write one like Europe/Berlin or UTC")
    return value


def _said(value: str) -> str:
    if not value.strip():
        raise ValueError("must not be empty")
    return value.strip()


def _address(value: str) -> str:
    if not re.fullmatch(r"https://[^\s\"`#?]+", value):
        raise ValueError("must be the address of a repository, such as https://github.com/course/calculus")
    return value


Share = Annotated[Fraction, BeforeValidator(_share)]
Moment = Annotated[str, BeforeValidator(_moment)]
Span = Annotated[str, BeforeValidator(_span)]
MomentOrSpan = Annotated[str, BeforeValidator(_moment_or_span)]
Zone = Annotated[str, AfterValidator(_zone)]
Said = Annotated[str, AfterValidator(_said)]
Address = Annotated[str, AfterValidator(_address)]


class _Keys(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class LateKeys(_Keys):
    """What lateness costs."""

    per_day: Share = Field(description="Taken off for each day that has begun after the due time: 10% or 0.1.")
    cap: Share = Field(Fraction(1), description="The most that is taken off.")
    grace: Span = Field("0 min", description="So long after the due time nothing is taken off.")
    of: Literal["earned", "possible"] = Field("earned", description="Of what the shares are: the score, or all points.")


class OverrideKeys(_Keys):
    """What a person decided about an item of a student."""

    earned: Points = Field(description="Points that count in place of the machine's.")
    why: Said = Field(description="The reason; the student reads it.")
    by: Said = Field(description="Who decided.")


class CourseKeys(_Keys):
    """The whole file; every key may be left out."""

    title: Said | None = Field(None, description="The assignment's title in reports.")
    secret: str | None = Field(None, description="The course's secret; decides the points of comparison.")
    exercises: Said | None = Field(None, description="Folder of the exercises, from this file on.")
    order: list[Said] = Field([], description="Exercises in the order of reports, by id; others follow.")
    files: list[Said] = Field([], description="Files that the course gave out, from this file on: [data.csv, plotting.py].")
    roster: Said | None = Field(None, description="CSV of students, from this file on.")
    repository: Address | None = Field(None, description="Address of the students' repository: https://github.com/…")
    timezone: Zone | None = Field(None, description="The zone of times that say none: Europe/Berlin.")
    due: Moment | None = Field(None, description="When work is due; a day alone means its end.")
    late: LateKeys | None = Field(None, description="What lateness costs; nothing without this key.")
    extensions: dict[str, MomentOrSpan] = Field({}, description="By student: a later due time, or how much later.")
    unreadable: Literal["zero"] | None = Field(
        None, description="`zero`: work that cannot be read is a final 0; without this key it waits for a person."
    )
    submitted: dict[str, Moment] = Field({}, description="By student: when work came, where no platform says it.")
    overrides: dict[str, dict[str, OverrideKeys]] = Field({}, description="By student and exercise/item.")

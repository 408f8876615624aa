"""What a course says about points: how late work is and what that costs, weights, bonus, what is struck out or given.

The cost of lateness comes with its arithmetic in words. Knows no file and no student, and works out no total.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from fractions import Fraction
from typing import Literal

from grader.collect import times
from grader.model import Lateness
from grader.sentences.catalogue import sentence
from grader.sentences.sentence import Number

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
Base = Literal["total", "exercise", "item"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """When work is due and what lateness costs.

    `per_day`, `per_hour` and the `steps` (so much for what is up to so late) are shares of the score, or of all points; one of
    them is said, and `cap` is the most. What comes after the `last` time earns nothing. Each is taken off its base, `on`
    which the penalty lies. Days are counted by the clock of the `zone`, or of the due time's own where the course names none.
    """

    due: datetime
    per_day: Fraction = Fraction(0)
    per_hour: Fraction = Fraction(0)
    steps: tuple[tuple[timedelta, Fraction], ...] = ()
    last: datetime | timedelta | None = None
    cap: Fraction = Fraction(1)
    grace: timedelta = timedelta()
    of_possible: bool = False
    on: Base = "total"
    zone: tzinfo | None = None

    @property
    def costs(self) -> bool:
        """Tell whether lateness can take anything off."""
        return bool(self.per_day or self.per_hour or any(share for _, share in self.steps) or self.last)

    def lateness(self, submitted: datetime, due: datetime, earned: Fraction, possible: Fraction) -> Lateness:
        """Return what came at this time, was due at that time and earned so much of what is possible loses.

        Both times last to the end of what was said of them. Within the grace nothing counts.
        """
        came, ended = times.end(submitted).astimezone(UTC), times.end(due).astimezone(UTC)
        late = came > self._after(due, self.grace)
        too_late = late and self.last is not None and came > self._last(due)
        days = self.days(submitted, due) if late else 0
        share, reckoned = self._cost(submitted, due, days) if late else (Fraction(0), "")
        if not late:
            reckoned = sentence("lateness.in_time") if came <= ended else sentence("lateness.grace")
        elif too_late:
            share, last = Fraction(1), times.shown(self._shown_last(due))
            reckoned = sentence("lateness.too_late", late=_late("day", days), last=last)
        return Lateness(
            due=due.isoformat(),
            submitted_at=submitted.isoformat(),
            days=days,
            share=share,
            deduction=min(earned, share * (possible if self.of_possible and not too_late else earned)),
            text=sentence("lateness", submitted=times.shown(submitted), due=times.shown(due), reckoned=reckoned),
        )

    def days(self, submitted: datetime, due: datetime) -> int:
        """Return how many days have begun since work was due; each ends when the clock shows the due time again."""
        zone = self.zone or due.tzinfo
        clocks = (times.end(when).astimezone(zone).replace(tzinfo=None) for when in (submitted, due))
        return max(1, -(-(next(clocks) - next(clocks)) // _DAY))

    def _cost(self, submitted: datetime, due: datetime, days: int) -> tuple[Fraction, str]:
        """Return the share that is taken off, and how it is reckoned."""
        came, late = times.end(submitted).astimezone(UTC), _late("day", days)
        if not self.costs:
            return Fraction(0), sentence("lateness.free", late=late)
        base = sentence("lateness.all_points") if self.of_possible else sentence("lateness.score")
        if self.steps:
            step = next((step for step in self.steps if came <= self._after(due, step[0])), self.steps[-1])
            share = min(self.cap, step[1])
            return share, sentence("lateness.step", late=late, share=_percent(share), base=base)
        count, rate = days, self.per_day
        if self.per_hour:
            count, rate = -(-(came - times.end(due).astimezone(UTC)) // _HOUR), self.per_hour
            late = _late("hour", count)
        product = Number(f"{count} × {_percent(rate)} = {_percent(count * rate)}")
        if count * rate > self.cap:
            most = _percent(self.cap)
            return self.cap, sentence("lateness.product_capped", late=late, product=product, base=base, most=most)
        return count * rate, sentence("lateness.product", late=late, product=product, base=base)

    def _after(self, due: datetime, span: timedelta) -> datetime:
        return times.later(times.end(due), span, self.zone).astimezone(UTC)

    def _last(self, due: datetime) -> datetime:
        assert self.last is not None
        return self._after(due, self.last) if isinstance(self.last, timedelta) else times.end(self.last).astimezone(UTC)

    def _shown_last(self, due: datetime) -> datetime:
        assert self.last is not None
        return times.later(due, self.last, self.zone) if isinstance(self.last, timedelta) else self.last


def _late(unit: str, number: int) -> str:
    """Return how late work is, in words."""
    one, several = ("lateness.one_day", "lateness.days") if unit == "day" else ("lateness.one_hour", "lateness.hours")
    return sentence(one if number == 1 else several, count=number)


def _percent(share: Fraction) -> str:
    return Number(f"{float(share * 100):g} %")


@dataclass(frozen=True, kw_only=True, slots=True)
class Amount:
    """Points, or a share of what is possible."""

    number: Fraction
    of_possible: bool = False

    def of(self, possible: Fraction) -> Fraction:
        """Return the points that it comes to."""
        return self.number * possible if self.of_possible else self.number


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounds:
    """The least and the most that count, each only if it is said."""

    least: Amount | None = None
    most: Amount | None = None


UNBOUNDED = Bounds()  # what holds where a course says nothing


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """What holds for an exercise or an item, for every student.

    `policy` is the exercise's own where it has a due time or a late policy of its own; `weight` the points that it counts
    as. `struck` and `given` are reasons.
    """

    policy: Policy | None = None
    weight: Fraction | None = None
    bonus: bool = False
    bounds: Bounds = UNBOUNDED
    struck: str = ""
    given: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Best:
    """Of these exercises, or of all where none is named, only so many count: a student's best."""

    count: int
    of: tuple[str, ...] = ()

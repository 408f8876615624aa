"""How late a submission is and what that costs, with the arithmetic in words. Knows no file and no student."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from fractions import Fraction
from typing import Self

from grader.course.schema import LateKeys
from grader.intake import times
from grader.model import Lateness

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """When work is due and what lateness costs: `per_day` and `cap` are shares of the score, or of all points.

    Days are counted by the clock of the `zone`, or of the due time's own where the course names none.
    """

    due: datetime
    per_day: Fraction = Fraction(0)
    cap: Fraction = Fraction(1)
    grace: timedelta = timedelta()
    of_possible: bool = False
    zone: tzinfo | None = None

    @classmethod
    def of_keys(cls, due: datetime, keys: LateKeys | None, zone: tzinfo | None = None) -> Self:
        """The policy that a course's file describes; without the key `late` lateness costs nothing."""
        if keys is None:
            return cls(due=due, zone=zone)
        grace = times.span(keys.grace) or timedelta()
        of_possible = keys.of == "possible"
        return cls(due=due, per_day=keys.per_day, cap=keys.cap, grace=grace, of_possible=of_possible, zone=zone)

    def lateness(self, submitted: datetime, due: datetime, earned: Fraction, possible: Fraction) -> Lateness:
        """What came at this time, was due at that time and earned so much loses.

        Both times last to the end of what was said of them. Within the grace nothing counts.
        """
        over = times.end(submitted).astimezone(UTC) - times.end(due).astimezone(UTC)
        spared = times.later(times.end(due), self.grace, self.zone).astimezone(UTC)
        days = 0 if times.end(submitted).astimezone(UTC) <= spared else self.days(submitted, due)
        share = min(self.cap, days * self.per_day)
        deduction = min(earned, share * (possible if self.of_possible else earned))
        return Lateness(
            due=due.isoformat(),
            submitted_at=submitted.isoformat(),
            days=days,
            share=share,
            deduction=deduction,
            text=f"Handed in {times.shown(submitted)}, due {times.shown(due)}: {self._reckoned(days, over)}",
        )

    def days(self, submitted: datetime, due: datetime) -> int:
        """How many days have begun since work was due; each ends when the clock shows the due time again."""
        zone = self.zone or due.tzinfo
        clocks = (times.end(when).astimezone(zone).replace(tzinfo=None) for when in (submitted, due))
        return max(1, -(-(next(clocks) - next(clocks)) // _DAY))

    def _reckoned(self, days: int, over: timedelta) -> str:
        if days == 0:
            return "in time." if over <= timedelta() else "within the time of grace, so nothing is taken off."
        late = f"{days} day{'' if days == 1 else 's'} late"
        if not self.per_day:
            return f"{late}; nothing is taken off for that."
        wanted, base = days * self.per_day, "all points" if self.of_possible else "the score"
        capped = f", at most {_percent(self.cap)}" if wanted > self.cap else ""
        return f"{late}, {days} × {_percent(self.per_day)} = {_percent(wanted)} of {base}{capped} taken off."


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):g} %"

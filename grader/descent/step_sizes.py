"""Step sizes as intervals: what one observed step says about δ, no more and no less than rounding allows.

Two steps share a step size when their intervals meet. So nothing here has a tolerance to be tuned: a
step from 1e45 and a step of 1e-12 each say what they can. Knows nothing of which way steps should go.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from grader.descent.landscape import Uncertain

_ULPS = 16  # last digits: what a step in any usual order of the operations may lose, and no second δ fits in
_ZERO = 1e-13  # an interval this narrow says that the step size is zero


@dataclass(frozen=True, slots=True)
class Interval:
    """The real numbers from `low` to `high`; empty when they are in the wrong order."""

    low: float = -math.inf
    high: float = math.inf

    @property
    def empty(self) -> bool:
        """Tell whether no number is in it."""
        return not self.low <= self.high

    @property
    def sharp(self) -> bool:
        """Tell whether it says what the number is: to a thousandth, which a rounded output still allows."""
        if self.empty or math.isinf(self.low) or math.isinf(self.high):
            return False
        return self.high - self.low <= max(1e-3 * max(abs(self.low), abs(self.high)), _ZERO)

    def meet(self, other: Interval) -> Interval:
        """Return the numbers in both."""
        return Interval(max(self.low, other.low), min(self.high, other.high))

    def scaled(self, factor: float) -> Interval:
        """Return each number times a factor."""
        low, high = sorted((self.low * factor, self.high * factor))
        return Interval(low, high)


ANY = Interval()  # what a step says that says nothing
NONE = Interval(math.inf, -math.inf)  # what a step says that cannot go along the slope


@dataclass(frozen=True, slots=True)
class Precision:
    """How exactly points are known: relative to their size (`epsilon`) and absolutely (`grain`, when rounded)."""

    epsilon: float = 2.0**-52
    grain: float = 0.0

    def noise(self, before: float, after: float) -> float:
        """Return how far the difference of two coordinates may be off."""
        return _ULPS * self.epsilon * (abs(before) + abs(after)) + 2 * self.grain


def size_of_step(before: float, after: float, slope: Uncertain, precision: Precision) -> Interval:
    """Return the δ with `after = before - δ * slope`, as an interval.

    A slope that cannot be told from zero says nothing about δ, unless the coordinate moved all the same.
    """
    value, error = slope
    error *= precision.epsilon / 2.0**-52
    moved, noise = before - after, precision.noise(before, after)
    if not (math.isfinite(moved) and math.isfinite(value)):
        return ANY
    if abs(value) <= 2 * error:
        return ANY if abs(moved) <= noise + 1e3 * error else NONE
    ends = [(moved + side * noise) / (value + other * error) for side in (-1, 1) for other in (-1, 1)]
    return Interval(min(ends), max(ends))


def meeting(intervals: Iterable[Interval]) -> Interval:
    """Return what all of them allow."""
    met = ANY
    for interval in intervals:
        met = met.meet(interval)
        if met.empty:
            break
    return met


def simplest(interval: Interval) -> float:
    """Return what a person would have typed, of a sharp interval: its shortest decimal or fraction, else its middle."""
    middle = (interval.low + interval.high) / 2
    for digits in range(1, 13):
        short = float(f"{middle:.{digits}g}")
        if interval.low <= short <= interval.high:
            return short
    simple = Fraction(middle).limit_denominator(1000)
    return float(simple) if interval.low <= simple <= interval.high else middle

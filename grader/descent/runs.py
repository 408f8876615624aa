"""What was seen of a descent: from each start, the points reached after so many iterations; and how exactly.

Arranges observations into chains of consecutive points, also under the suspicion that a program takes one step too many
or too few. Works on equality of values alone and knows no function.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from grader.algebra.floats import decimals, half_unit, is_single
from grader.descent.landscape import Point, is_finite
from grader.descent.step_sizes import Precision

_SINGLE = 2.0**-23  # the distance from 1 to the next number of single precision
_ROUNDED = 10  # decimals: a double that was not rounded shows more, but for one in a million
_ENOUGH = 4  # numbers: fewer may be short by chance


@dataclass(frozen=True, slots=True)
class Run:
    """The points that a program reached from one start, by the number of iterations asked for (1 and above)."""

    start: Point
    reached: Mapping[int, Point]


@dataclass(frozen=True)
class Chain:
    """Points that should follow each other by one step; before the first, `first` steps had been taken."""

    points: tuple[Point, ...]
    first: int = 0

    @cached_property
    def steps(self) -> range:
        """Return the positions from which a step with finite ends goes."""
        finite = 0
        while finite < len(self.points) and is_finite(self.points[finite]):
            finite += 1
        return range(max(0, finite - 1))

    @property
    def moving(self) -> Chain:
        """Return the chain without the unmoving steps at its end, of a program that stops by itself."""
        last = len(self.points)
        while last > 1 and self.points[last - 1] == self.points[last - 2]:
            last -= 1
        return Chain(points=self.points[:last], first=self.first)


def chain_of(run: Run, shift: int = 0) -> Chain:
    """Return the consecutive points of a run, if `n` iterations are `n + shift` steps.

    With a shift of 1 the first step is not seen; with -1 asking for one iteration gives the start itself.
    """
    points = [run.start] if shift == 0 else []
    count = 1
    while count in run.reached:
        points.append(run.reached[count])
        count += 1
    return Chain(points=tuple(points), first=0 if shift == 0 else 1 + shift)


def precision_of(runs: Sequence[Run]) -> Precision:
    """Return how exactly these outputs can be meant: doubles, single precision, or rounded to so many decimals."""
    numbers = [c for run in runs for point in run.reached.values() if is_finite(point) for c in point]
    if len(numbers) < _ENOUGH:
        return Precision()
    places = max(map(decimals, numbers))
    if places <= _ROUNDED:
        return Precision(grain=half_unit(places))
    if all(is_single(number) for number in numbers):
        return Precision(epsilon=_SINGLE)
    return Precision()


def decimals_of(runs: Sequence[Run]) -> int | None:
    """Return to how many decimals every output is rounded, or None when they are not rounded."""
    numbers = [c for run in runs for point in run.reached.values() if is_finite(point) for c in point]
    places = max(map(decimals, numbers), default=0)
    return places if places <= _ROUNDED and len(numbers) >= _ENOUGH else None

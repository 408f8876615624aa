"""What was seen of a descent: from each start, the points reached after so many iterations; and on what they depend.

Arranges observations into chains of consecutive points, also under the suspicion that a program takes one step too many
or too few. Works on equality of values alone and knows no function.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
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


class Dependence(StrEnum):
    """What a program's answer depends on."""

    BOTH = "both"
    NOT_ON_COUNT = "not on the number of iterations"
    NOT_ON_START = "not on the start"
    NEITHER = "neither"
    NEVER_MOVES = "never moves"
    NEVER_FINITE = "never a number"


def dependence(runs: Sequence[Run]) -> Dependence:
    """Return what the answers depend on, as far as these runs tell.

    A program that has arrived after one step answers the same for every n; it is told from one that
    ignores n by its caller, who knows the function.
    """
    points = [point for run in runs for point in run.reached.values()]
    if not any(is_finite(point) for point in points):
        return Dependence.NEVER_FINITE
    if all(point == run.start for run in runs for point in run.reached.values()):
        return Dependence.NEVER_MOVES
    ends = [{point if is_finite(point) else None for point in run.reached.values()} for run in runs]
    same_count = all(len(reached) == 1 for reached in ends)  # what is no number is equal to what is none, as NaN is not
    if len(set(points)) == 1 and len({run.start for run in runs}) > 1:
        return Dependence.NEITHER
    if same_count and any(len(run.reached) > 1 for run in runs):
        return Dependence.NOT_ON_COUNT
    return Dependence.NOT_ON_START if _same_everywhere(runs) else Dependence.BOTH


def _same_everywhere(runs: Sequence[Run]) -> bool:
    """Tell whether every count that was asked from several starts gave one and the same finite point."""
    if len({run.start for run in runs}) < 2:
        return False
    shared = [
        {run.reached[count] for run in runs if count in run.reached}
        for count in {count for run in runs for count in run.reached}
        if sum(count in run.reached for run in runs) > 1
    ]
    return bool(shared) and all(len(found) == 1 for found in shared)

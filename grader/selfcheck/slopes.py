"""The slopes of a function, measured and not derived: differences over a tiny distance, in many digits.

With distances of 2^-90 and balls of 600 bits a central difference is right to more digits than a float has.
Nothing here knows a rule of differentiation.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice

from flint import arb

from grader.maths import read
from grader.maths.ball_functions import finite
from grader.maths.balls import Undefined, Unsure, compiled, precision
from grader.maths.points import candidates, generator
from grader.model import Function

Point = Mapping[str, float]
_BITS = 600
_DISTANCE = arb(2) ** -90
_MOST_TRIED = 400
_CHOICE = 3
_LARGEST = 1e60
_APART = 1e-9
_WHOLE = (2.0, 3.0, 5.0, 1.0, 4.0, 6.0)  # different in every place, so that no two variables can be confused
_WHOLE_POINTS = 3  # more would be calls that tell nothing new


class Slopes:
    """What can be measured of a function: its rates of change, at points where it has any."""

    def __init__(self, function: Function) -> None:
        self.variables = function.variables
        self._domain = function.domain
        self._value = compiled(read(function.expression, variables=function.variables, notation="python"))

    def along(self, point: Point, direction: Mapping[str, arb]) -> arb:
        """How fast the function changes at the point in this direction. Raises Undefined or Unsure where it cannot be told."""
        with precision(_BITS):
            ahead = {name: arb(value) + _DISTANCE * direction.get(name, 0) for name, value in point.items()}
            behind = {name: arb(value) - _DISTANCE * direction.get(name, 0) for name, value in point.items()}
            return finite((self._value(ahead) - self._value(behind)) / (2 * _DISTANCE))

    def by(self, variable: str, point: Point) -> arb:
        """How fast it changes when this variable alone does."""
        return self.along(point, {variable: arb(1)})

    def slope(self, point: tuple[float, ...]) -> tuple[float, ...]:
        """All rates of change as floats; NaN where they cannot be told."""
        at = dict(zip(self.variables, point, strict=True))
        return tuple(self._float(variable, at) for variable in self.variables)

    def height(self, point: tuple[float, ...]) -> float:
        """The function's value as a float; NaN where it has none."""
        try:
            with precision(128):
                return float(finite(self._value({name: arb(c) for name, c in zip(self.variables, point, strict=True)})).mid())
        except (Undefined, Unsure, ValueError, OverflowError):
            return math.nan

    def _float(self, variable: str, point: Point) -> float:
        try:
            return float(self.by(variable, point).mid())
        except (Undefined, Unsure, ValueError, OverflowError):
            return math.nan

    @lru_cache(maxsize=8)  # noqa: B019 - lives as long as one check
    def points(self, count: int) -> tuple[Point, ...]:
        """Points of the domain, the same in every run, where the rates of change are of a size that shows every term."""
        stream = candidates(self.variables, self._domain, generator(b"check"), wide=False)
        sound = list(islice(self._sound(islice(stream, _MOST_TRIED)), _CHOICE * count))
        return tuple(sorted(sound, key=self._strangeness)[:count])

    @lru_cache(maxsize=2)  # noqa: B019 - lives as long as one check
    def whole_points(self) -> tuple[Point, ...]:
        """Points of small whole numbers in the domain, easy to work out by hand, where there are rates of change."""
        if len(self.variables) > len(_WHOLE):
            return ()
        shifted = [dict(zip(self.variables, _WHOLE[k:] + _WHOLE[:k], strict=False)) for k in range(_WHOLE_POINTS)]
        return tuple(self._sound(point for point in shifted if self._is_inside(point)))

    def _is_inside(self, point: Point) -> bool:
        return all(low <= point[name] <= high for name, (low, high) in self._domain.items() if name in point)

    def _strangeness(self, point: Point) -> float:
        """How far the steepest rate of change is from 1, in powers of e."""
        steepest = max(abs(self._float(variable, point)) for variable in self.variables)
        return abs(math.log(steepest)) if steepest else math.inf

    def _sound(self, points: Iterator[Point]) -> Iterator[Point]:
        for point in points:
            if all(abs(self._float(variable, point)) < _LARGEST for variable in self.variables):
                yield point

    def moved_by(self, variable: str, count: int = 6) -> frozenset[str]:
        """The variables that change the rate of change by this one when they alone are moved."""
        points = self.points(count)
        return frozenset(
            other
            for other in self.variables
            for here, there in zip(points, (*points[1:], *points[:1]), strict=True)
            if self._differs(variable, here, {**here, other: there[other]})
        )

    def _differs(self, variable: str, here: Point, there: Point) -> bool:
        before, after = self._float(variable, here), self._float(variable, there)
        return not math.isnan(before + after) and abs(before - after) > _APART * max(abs(before), abs(after), 1e-200)

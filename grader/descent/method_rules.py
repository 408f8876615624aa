"""Rules of steps that are a method's, or one of its usual mistakes, taken again and again.

A rule of this form is followed as one of plain descent is; what it looks at beside the point is the path it came along.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice

from grader.descent.landscape import Point
from grader.descent.methods.gradient_descent import STEP_SIZE
from grader.descent.methods.method import Iteration, Path
from grader.descent.step_directions import Direction
from grader.descent.step_rules import Rule

NEARLY = "nearly"  # the direction of steps that are computed nearly, as by a search along a line


@dataclass(frozen=True, slots=True)
class Way:
    """A way to take each step: as the method does, or as one of its mistakes; `at` counts those of one name.

    Where a mistake cannot be made, as a move cannot be forgotten before the first, the step is right.
    """

    name: str = ""
    at: int = 0

    def step(self, iteration: Iteration, path: Path) -> Point:
        """Return the next point."""
        if self.name:
            method = iteration.method
            found = method.mistakes(iteration.landscape, path, iteration.numbers)
            end = next(islice((end for name, end in found if name == self.name), self.at, None), None)
            if end is not None:
                return end
        return iteration.step(path)

    def never_moved(self, axes: int) -> int | None:
        """Return the coordinate of two that stays if one alone is moved."""
        return 1 - self.at if self.name == "one_coordinate_moved" and axes == 2 else None


@dataclass(frozen=True, slots=True)
class ByCoordinate(Way):
    """Each coordinate moved in a way of its own."""

    name: str = "in_some_coordinates"
    ways: tuple[Way, ...] = ()

    def step(self, iteration: Iteration, path: Path) -> Point:
        """Return the next point."""
        ends = {way: way.step(iteration, path) for way in self.ways}
        return tuple([ends[way][axis] for axis, way in enumerate(self.ways)])


AS_IT_IS = Way()  # the method's own


@dataclass(frozen=True)
class MethodRule(Rule):
    """Steps of a method at work, in one of its ways; `step_size` is its δ, if it has one."""

    iteration: Iteration | None = None
    way: Way = AS_IT_IS

    def next(self, path: tuple[Point, ...], count: int) -> Point | None:
        """Return the point after the last one of `path`, which may leave out points on the way, by step number `count`."""
        assert self.iteration is not None
        size = self.size(count)
        numbers = self.iteration.numbers
        if self.step_size is not None and size is not None:
            numbers = {**numbers, STEP_SIZE: size}
        left_out = path[:1] * (count + 1 - len(path))  # their number counts, and nothing looks at them
        return self.way.step(replace(self.iteration, numbers=numbers), (*left_out, *path))


def rule_of(iteration: Iteration, way: Way, *, near: bool = False) -> MethodRule:
    """Return the rule that takes the steps of a method in one of its ways."""
    landscape = iteration.landscape
    direction = Direction(
        NEARLY if near else f"method.{iteration.method.name}",
        lambda path, _: landscape.uncertain_slope(path[-1]),
        quick=lambda path, _: landscape.slope(path[-1]),
    )
    size = iteration.numbers.get(STEP_SIZE)
    if size == iteration.method.usual.get(STEP_SIZE):
        size = None  # nobody speaks of it
    return MethodRule(
        kind=way.name or iteration.method.name,
        direction=direction,
        size=lambda _: size if size is not None else 1.0,
        step_size=size,
        iteration=iteration,
        way=way,
    )

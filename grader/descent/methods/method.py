"""What a method of descent is: where it goes on from the path that it came along, and which mistakes people make in it.

A method remembers nothing: one that keeps a part of its last move reads that move off the path. So a step by hand is
judged from the points that were written before it, whatever the method. Knows no exercise, no points and no text.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import ClassVar

from grader.descent.landscape import Landscape, Point
from grader.drawing import Frame, Mark

Path = Sequence[Point]
"""The points of a descent so far: the start first, last the one to go on from."""
Numbers = Mapping[str, float]
"""What a method's numbers are, by name; one that is left open is missing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """A number that a method takes after its function; it lies between two bounds.

    One without a `default` may be left open for a program to choose; steps by hand need it, unless it `may_lack`: then
    the method does without. Of one that no step shows by itself, the `tried` values are those that people choose.
    """

    name: str
    above: float = 0.0
    below: float = inf
    default: float | None = None
    may_lack: bool = False
    tried: tuple[float, ...] = ()


class MethodSettingError(ValueError):
    """A method was told what does not fit; the message ends a sentence for the author."""


class Method(ABC):
    """A way to go down a function, called by its `name` in terms: `descent(f, 0.1)`.

    `example` is a rule as authors write it, `says` what one step is in their words, `advice` the sentence (under `step.`) for a
    wrong step that no known mistake explains. The first `alike` steps are those of plain gradient descent, so that they show
    nothing of the method. Of the mistakes, `other_methods` are right steps of another method, and `seen_in_runs` are told from
    others by many steps from many starts alone, never by one. `accuracy` is by what share of a
    move the usual ways of computing it miss, where these are approximations. One that `takes_data` goes by single
    observations. `settings` are what it is told by name beside its numbers, each a list of numbers. One that is `straight`
    goes against the gradient at every step, however far; one of `second_order` works with second derivatives, and its mistakes
    `by_row` move each coordinate by the derivatives of its own row.
    """

    name: ClassVar[str]
    takes: ClassVar[tuple[Taken, ...]]
    example: ClassVar[str]
    says: ClassVar[str]
    advice: ClassVar[str]
    alike: ClassVar[int] = 0
    other_methods: ClassVar[tuple[str, ...]] = ()
    seen_in_runs: ClassVar[tuple[str, ...]] = ()
    accuracy: ClassVar[float] = 0.0
    takes_data: ClassVar[bool] = False
    settings: ClassVar[tuple[str, ...]] = ()
    straight: ClassVar[bool] = False
    second_order: ClassVar[bool] = False
    by_row: ClassVar[tuple[str, ...]] = ()

    @property
    def usual(self) -> dict[str, float]:
        """Return what some of its numbers are when nobody says so, by name."""
        return {taken.name: taken.default for taken in self.takes if taken.default is not None}

    def missing(self, numbers: Numbers) -> list[str]:
        """Return the names of the numbers that a step needs beside these."""
        return [taken.name for taken in self.takes if taken.name not in numbers and not taken.may_lack]

    def with_settings(self, settings: Mapping[str, Point], variables: int) -> Method:
        """Return the method with what it is told beside numbers. Raises MethodSettingError for what does not fit."""
        return self

    def with_losses(self, losses: Sequence[Landscape]) -> Method:
        """Return the method with the loss of each observation. Raises MethodSettingError for what does not fit."""
        return self

    def ends(self, landscape: Landscape, start: Point, numbers: Numbers) -> Point | None:
        """Return where it leads from a start, if not to a minimum of its function."""
        return None

    def nearest(self, point: Point) -> Point:
        """Return the nearest point at which a step may end: of most methods the point itself."""
        return point

    def edges(self, axis: int) -> tuple[float, ...]:
        """Return the numbers to which a step may set a coordinate, as to the bounds of a region."""
        return ()

    def telling_starts(self, landscape: Landscape, numbers: Numbers) -> tuple[Point, ...]:
        """Return starts of its own, to tell mistakes apart by."""
        return ()

    @abstractmethod
    def move(self, landscape: Landscape, path: Path, numbers: Numbers) -> Point:
        """Return by what the next point differs from the last one of the path."""

    def mistakes(self, landscape: Landscape, path: Path, numbers: Numbers) -> Iterator[tuple[str, Point]]:
        """Yield where the usual mistakes lead from the path, by name."""
        yield from ()

    def by_coordinate(self, landscape: Landscape, path: Path, numbers: Numbers) -> Iterator[tuple[str, Point]]:
        """Yield the ends of coordinates exchanged, moved alone, or one after the other; nothing of one variable."""
        here = path[-1]
        if len(here) == 1:
            return
        moved = self._step(landscape, path, numbers)
        yield "coordinates_swapped", moved[::-1]
        for axis in range(len(here)):
            yield "one_coordinate_moved", (*here[:axis], moved[axis], *here[axis + 1 :])
        for order in (range(len(here)), range(len(here) - 1, -1, -1)):
            point = here
            for axis in order:
                point = (*point[:axis], self._step(landscape, (*path[:-1], point), numbers)[axis], *point[axis + 1 :])
            yield "sequential_update", point

    def _step(self, landscape: Landscape, path: Path, numbers: Numbers) -> Point:
        return tuple([c + m for c, m in zip(path[-1], self.move(landscape, path, numbers), strict=True)])

    def in_place(self, landscape: Landscape, path: Path, numbers: Numbers) -> Iterator[tuple[str, Point]]:
        """Yield what is worked out on the way to the next point and may be written in its place, by the mistake's name."""
        yield from ()

    def other_number(self, landscape: Landscape, path: Path, numbers: Numbers, written: Point, reach: Point) -> str | None:
        """Return the mistake of a step that is right but for one of the numbers; it ends within `reach` of `written`."""
        return None

    def off(self, landscape: Landscape, path: Path, after: Point, numbers: Numbers, end: Point | None = None) -> Point:
        """Return by what share of its move each coordinate of a step misses `end`, or where the method leads.

        Each is made of the derivatives of its own row: of a method that mixes them it is its equation that counts.
        """
        ends = self._step(landscape, path, numbers) if end is None else end
        move = max(abs(a - b) for each in (after, ends) for a, b in zip(each, path[-1], strict=True))
        return tuple([(e - a) / (move or 1.0) for e, a in zip(ends, after, strict=True)])

    def stays_inside(self, landscape: Landscape, path: Path, numbers: Numbers) -> bool:
        """Tell whether a step ends inside a region, so that nothing is brought back; of most methods there is no region."""
        return False

    def marks(self, frame: Frame, axes: int) -> Iterator[Mark]:
        """Yield what is drawn of it beside a path, over one variable or two; of most methods the path says all."""
        yield from ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Iteration:
    """A method at work on one function, all its numbers given."""

    method: Method
    landscape: Landscape
    numbers: Numbers

    def move(self, path: Path) -> Point:
        """Return by what the next point differs from the last one of the path."""
        return self.method.move(self.landscape, path, self.numbers)

    def step(self, path: Path) -> Point:
        """Return the next point."""
        return tuple([c + m for c, m in zip(path[-1], self.move(path), strict=True)])

    def points(self, start: Point, count: int) -> tuple[Point, ...]:
        """Return the points after each of so many steps from the start."""
        path = [start]
        for _ in range(count):
            path.append(self.step(path))
        return tuple(path[1:])

    def mistakes(self, path: Path) -> Iterator[tuple[str, Point]]:
        """Yield where the usual mistakes lead from the path, and what is written in place of the next point, by name."""
        yield from self.method.mistakes(self.landscape, path, self.numbers)
        yield from self.in_place(path)

    def in_place(self, path: Path) -> Iterator[tuple[str, Point]]:
        """Yield what is worked out on the way to the next point, by the mistake of who writes it in its place."""
        return self.method.in_place(self.landscape, path, self.numbers)

    def other_number(self, path: Path, written: Point, reach: Point) -> str | None:
        """Return the mistake of a step that is right but for one of the numbers; it ends within `reach` of `written`."""
        return self.method.other_number(self.landscape, path, self.numbers, written, reach)

    def on(self, landscape: Landscape) -> Iteration:
        """Return the same of somebody who takes other derivatives for those of the function."""
        return replace(self, landscape=landscape)

"""Backtracking, `backtracking(f, 1, 0.5, 0.0001)` in terms: each step is shortened until the function falls enough (Armijo)."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot, isfinite, log, nan

from grader.descent.landscape import Landscape, Point, step_against
from grader.descent.methods.method import Method, Numbers, Path, Taken

FIRST, FACTOR, SHARE = "first_size", "factor", "share"  # the step size to begin with, by what it is shortened, of the slope
_MOST_TURNS = 200  # halvings come to 1e-60 of the first size long before
_IN_THE_ROW = 1e-6  # of a turn: a size that was read off steps is known to more digits


class Backtracking(Method):
    """Steps against the gradient by the first size of a shrinking row with which the function falls enough."""

    name = "backtracking"
    takes = (
        Taken(name=FIRST, default=1.0, tried=(1.0, 0.5, 2.0, 10.0, 0.1, 5.0, 0.2, 0.25, 0.3, 0.8, 0.05, 0.01, 100.0)),
        Taken(name=FACTOR, below=1.0, default=0.5, tried=(0.5, 0.8, 0.9, 0.7, 0.6, 0.1, 0.2, 0.25, 0.3, 0.4, 0.75, 0.95)),
        Taken(name=SHARE, below=1.0, default=1e-4, tried=(1e-4, 0.5, 0.1, 0.3, 0.2, 0.25, 0.4, 0.01, 1e-3, 0.05, 1e-5)),
    )
    example = "backtracking(f, 1, 0.5, 0.0001)"
    says = (
        "Backtracking: the step size begins with the first number and is multiplied by the second until the function falls by at "
        "least the third times the step size times the squared length of the gradient (Armijo's rule)."
    )
    straight = True
    advice = "backtracking_step"
    other_methods = ("never_shortened",)

    def move(self, landscape: Landscape, path: Path, numbers: Numbers) -> Point:
        """Return minus the step size that is found times the gradient."""
        size = self._size(landscape, path[-1], numbers)
        return step_against((0.0,) * len(path[-1]), landscape.slope(path[-1]), size)

    def _size(
        self, landscape: Landscape, here: Point, numbers: Numbers, *, squared: bool = True, tried: Point | None = None
    ) -> float:
        """Return the first size with which the function falls enough, along the gradient or another way; no number for none."""
        slope, height = landscape.slope(here), landscape.height(here)
        length = hypot(*slope)
        fall = numbers[SHARE] * length * (length if squared else 1.0)
        size = numbers[FIRST]
        for _ in range(_MOST_TURNS):
            lower = landscape.height(step_against(here, tried or slope, size))
            if lower <= height - size * fall or (not any(slope) and isfinite(lower)):
                return size
            size *= numbers[FACTOR]
        return nan

    def tries(self, size: float, numbers: Numbers) -> bool:
        """Tell whether a size is one of the shrinking row."""
        turns = log(size / numbers[FIRST]) / log(numbers[FACTOR]) if size > 0 else nan
        return turns > -_IN_THE_ROW and abs(turns - round(turns)) < _IN_THE_ROW

    def mistakes(self, landscape: Landscape, path: Path, numbers: Numbers) -> Iterator[tuple[str, Point]]:
        """Yield where a size leads not shortened, or by another rule, and the mistakes of gradient descent."""
        here = path[-1]
        slope = landscape.slope(here)
        size = self._size(landscape, here, numbers)
        yield "never_shortened", step_against(here, slope, numbers[FIRST])
        yield "any_fall_taken", step_against(here, slope, self._size(landscape, here, {**numbers, SHARE: 0.0}))
        yield "length_not_squared", step_against(here, slope, self._size(landscape, here, numbers, squared=False))
        yield "shortened_once_more", step_against(here, slope, size * numbers[FACTOR])
        yield "shortened_once", step_against(here, slope, max(size, numbers[FIRST] * numbers[FACTOR]))
        others = {"tried_uphill": [tuple(-s for s in slope)], "tried_without_gradient": [(1.0,) * len(here)]}
        if len(here) > 1:
            axes = range(len(here))
            others["tried_in_one_coordinate"] = [tuple(s if at == axis else 0.0 for at, s in enumerate(slope)) for axis in axes]
        for name, ways in others.items():
            for way in ways:
                yield name, step_against(here, slope, self._size(landscape, here, numbers, tried=way))
        yield "share_forgotten", step_against(here, slope, self._size(landscape, here, {**numbers, SHARE: 1.0}))
        yield "ascends", step_against(here, slope, -size)
        if len(path) > 1:
            before, steep = path[-2], landscape.slope(path[-2])
            length = hypot(*steep)
            if length > 0:
                kept = hypot(*(a - b for a, b in zip(here, before, strict=True))) / length
                yield "size_kept", step_against(here, slope, self._size(landscape, here, {**numbers, FIRST: kept}))
            yield "gradient_not_reevaluated", step_against(here, landscape.slope(path[0]), size)
        if len(here) > 1:
            yield "components_swapped", step_against(here, slope[::-1], size)
            yield from self.by_coordinate(landscape, path, numbers)

    def off(self, landscape: Landscape, path: Path, after: Point, numbers: Numbers, end: Point | None = None) -> Point:
        """Return by what share the size by which each coordinate moves misses the nearest one of the shrinking row."""
        if end is not None:
            return super().off(landscape, path, after, numbers, end)
        off = []
        for slope, here, there in zip(landscape.slope(path[-1]), path[-1], after, strict=True):
            size = (here - there) / slope / numbers[FIRST] if slope else 1.0
            turns = round(log(size) / log(numbers[FACTOR])) if size > 0 else 0
            off.append(size / numbers[FACTOR] ** max(0, turns) - 1 if slope else here - there)
        return tuple(off)

    def in_place(self, landscape: Landscape, path: Path, numbers: Numbers) -> Iterator[tuple[str, Point]]:
        """Yield the gradient, and the move."""
        yield "gradient_instead_of_point", landscape.slope(path[-1])
        yield "move_instead_of_point", self.move(landscape, path, numbers)

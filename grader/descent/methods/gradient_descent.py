"""Gradient descent, `descent(f, δ)` in terms: each step goes against the gradient, δ times as far as it is long."""

from __future__ import annotations

from collections.abc import Iterator

from grader.algebra.floats import agree
from grader.descent.landscape import Landscape, Point, step_against
from grader.descent.methods.method import Method, Numbers, Path, Taken

STEP_SIZE = "step_size"  # the name of δ
_ONE_SIZE = 1.2  # how far apart the sizes may lie that the rounded coordinates of one step allow, to say that it has one


class GradientDescent(Method):
    """Steps against the gradient where they start."""

    name = "descent"
    takes = (Taken(name=STEP_SIZE),)
    example = "descent(f, 0.1)"
    says = "Gradient descent: δ times the gradient is subtracted."
    straight = True
    advice = "no_cause"

    def move(self, landscape: Landscape, path: Path, numbers: Numbers) -> Point:
        """Return minus δ times the gradient."""
        size = numbers[STEP_SIZE]
        return tuple([-size * s for s in landscape.slope(path[-1])])

    def mistakes(self, landscape: Landscape, path: Path, numbers: Numbers) -> Iterator[tuple[str, Point]]:
        """Yield where a lost δ, a lost sign, an old gradient and exchanged coordinates lead."""
        size, before = numbers[STEP_SIZE], path[-1]
        slope = landscape.slope(before)
        yield "step_size_forgotten", step_against(before, slope, 1.0)
        yield "ascends", step_against(before, slope, -size)
        for earlier in path[:-1]:
            if before != earlier:
                yield "gradient_not_reevaluated", step_against(before, landscape.slope(earlier), size)
        if len(before) > 1:
            yield "components_swapped", step_against(before, slope[::-1], size)
            yield from self.by_coordinate(landscape, path, numbers)

    def in_place(self, landscape: Landscape, path: Path, numbers: Numbers) -> Iterator[tuple[str, Point]]:
        """Yield the gradient, and the move with either sign."""
        size, slope = numbers[STEP_SIZE], landscape.slope(path[-1])
        yield "gradient_instead_of_point", slope
        yield "move_instead_of_point", tuple(-size * s for s in slope)
        yield "move_instead_of_point", tuple(size * s for s in slope)

    def other_number(self, landscape: Landscape, path: Path, numbers: Numbers, written: Point, reach: Point) -> str | None:
        """Tell a step of another size: all coordinates, two at least, moved against the gradient, and not with δ."""
        low, high, moving = 0.0, float("inf"), 0
        for before, after, slope, near in zip(path[-1], written, landscape.slope(path[-1]), reach, strict=True):
            if slope:
                ends = sorted((before - after + side * near) / slope for side in (-1, 1))
                if ends[0] <= numbers[STEP_SIZE] <= ends[1]:
                    return None
                low, high, moving = max(low, ends[0]), min(high, ends[1]), moving + 1
            elif not agree(after, before, 0.0, slack=near):
                return None
        return "another_step_size" if moving > 1 and 0 < low <= high <= _ONE_SIZE * low else None

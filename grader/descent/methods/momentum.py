"""Momentum, the heavy ball, `momentum(f, δ, β)` in terms: each move is β times the last one minus δ times the gradient."""

from __future__ import annotations

from collections.abc import Iterator

from grader.descent.landscape import Landscape, Point, step_against
from grader.descent.methods.gradient_descent import STEP_SIZE
from grader.descent.methods.method import Method, Numbers, Path, Taken

SHARE = "beta"  # the name of β, of what is kept of the last move


class Momentum(Method):
    """Steps against the gradient that keep a share of the last move; before the first there was none."""

    name = "momentum"
    takes = (Taken(name=STEP_SIZE), Taken(name=SHARE, below=1.0))
    example = "momentum(f, 0.1, 0.9)"
    says = "Momentum: β times the last move, minus δ times the gradient, is added; before the first step there was no move."
    advice = "momentum_step"
    alike = 1
    other_methods = ("move_not_kept", "looks_ahead")

    def move(self, landscape: Landscape, path: Path, numbers: Numbers) -> Point:
        """Return β times the last move, minus δ times the gradient."""
        before = kept(path, numbers[SHARE])
        return moved_by(before, self.slope(landscape, path[-1], before), -numbers[STEP_SIZE])

    def slope(self, landscape: Landscape, here: Point, before: Point) -> Point:
        """Return the gradient for a step: the one at its start, whatever is kept of the move before."""
        return landscape.slope(here)

    def mistakes(self, landscape: Landscape, path: Path, numbers: Numbers) -> Iterator[tuple[str, Point]]:
        """Yield where a move not kept, or kept otherwise, and the mistakes of gradient descent lead."""
        here, size, share = path[-1], numbers[STEP_SIZE], numbers[SHARE]
        before = kept(path, share)
        slope = self.slope(landscape, here, before)
        still = (0.0,) * len(here)

        def end(kept_move: Point, taken: Point, of_size: float) -> Point:
            return moved_by(moved_by(here, kept_move, 1.0), taken, -of_size)

        yield "step_size_forgotten", end(before, slope, 1.0)
        yield "ascends", end(before, slope, -size)
        yield "gradient_weighted", end(before, slope, size * (1 - share))
        if len(path) == 1:
            yield "move_before_first", end(still, slope, size * (1 + share))
            from_origin = kept((still, here), share)
            yield "origin_before_first", end(from_origin, self.slope(landscape, here, from_origin), size)
        else:
            yield "move_not_kept", end(still, landscape.slope(here), size)
            yield "kept_with_other_sign", end(kept(path, -share), slope, size)
            yield "kept_whole", end(kept(path, 1.0), slope, size)
            yield "kept_by_other_share", end(kept(path, 1 - share), slope, size)
            yield "gradient_not_reevaluated", end(before, landscape.slope(path[0]), size)
            yield "gradient_one_behind", end(before, landscape.slope(path[-2]), size)
            if len(path) > 2:
                yield "whole_way_kept", end(kept((path[0], here), share), slope, size)
            yield from self.of_look(landscape, path, numbers)
        if len(here) > 1:
            yield "components_swapped", end(before, slope[::-1], size)
            yield from self.by_coordinate(landscape, path, numbers)

    def of_look(self, landscape: Landscape, path: Path, numbers: Numbers) -> Iterator[tuple[str, Point]]:
        """Yield the end of somebody who takes the gradient at another point."""
        ahead = moved_by(path[-1], kept(path, numbers[SHARE]), 1.0)
        yield "looks_ahead", moved_by(ahead, landscape.slope(ahead), -numbers[STEP_SIZE])

    def in_place(self, landscape: Landscape, path: Path, numbers: Numbers) -> Iterator[tuple[str, Point]]:
        """Yield the gradient, and the move with either sign."""
        move = self.move(landscape, path, numbers)
        yield "gradient_instead_of_point", self.slope(landscape, path[-1], kept(path, numbers[SHARE]))
        yield "move_instead_of_point", move
        yield "move_instead_of_point", tuple(-part for part in move)


def kept(path: Path, share: float) -> Point:
    """Return a share of the last move of a path."""
    if len(path) == 1:
        return (0.0,) * len(path[0])
    return tuple([share * (b - a) for a, b in zip(path[-2], path[-1], strict=True)])


def moved_by(point: Point, direction: Point, times: float) -> Point:
    """Return a point plus a multiple of a direction."""
    return step_against(point, direction, -times)

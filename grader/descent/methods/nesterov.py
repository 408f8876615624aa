"""Nesterov's momentum, `nesterov(f, δ, β)` in terms: as momentum, with the gradient of the point that the kept move leads to."""

from __future__ import annotations

from collections.abc import Iterator

from grader.descent.landscape import Landscape, Point
from grader.descent.methods.gradient_descent import STEP_SIZE
from grader.descent.methods.method import Numbers, Path
from grader.descent.methods.momentum import SHARE, Momentum, kept, moved_by


class Nesterov(Momentum):
    """Steps that first go on by a share of the last move, and take the gradient there."""

    name = "nesterov"
    example = "nesterov(f, 0.1, 0.9)"
    says = "Nesterov's momentum: as momentum, with the gradient of the point to which β times the last move leads."
    advice = "nesterov_step"
    other_methods = ("move_not_kept", "looks_not_ahead")

    def slope(self, landscape: Landscape, here: Point, before: Point) -> Point:
        """Return the gradient at the point ahead."""
        return landscape.slope(moved_by(here, before, 1.0))

    def of_look(self, landscape: Landscape, path: Path, numbers: Numbers) -> Iterator[tuple[str, Point]]:
        """Yield the end of somebody who takes the gradient at the start of the step, as in plain momentum."""
        ahead = moved_by(path[-1], kept(path, numbers[SHARE]), 1.0)
        yield "looks_not_ahead", moved_by(ahead, landscape.slope(path[-1]), -numbers[STEP_SIZE])

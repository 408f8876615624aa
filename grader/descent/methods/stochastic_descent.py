"""Stochastic descent, `stochastic_descent(E, δ, order=[0, 2, 1])` in terms: each step by the gradient of one observation's loss.

The order is given, so that what is right is one path; after its last observation it begins anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.descent.landscape import Landscape, Point, step_against
from grader.descent.methods.gradient_descent import STEP_SIZE
from grader.descent.methods.method import Method, MethodSettingError, Numbers, Path, Taken


@dataclass(frozen=True, eq=False)
class StochasticDescent(Method):
    """Steps against the gradient of the loss of one observation each, in a given order."""

    order: tuple[int, ...] = ()
    losses: Sequence[Landscape] = ()

    name = "stochastic_descent"
    takes = (Taken(name=STEP_SIZE),)
    takes_data = True
    settings = ("order",)
    example = "stochastic_descent(E, 0.1, order=[2, 0, 1])"
    says = (
        "Stochastic descent on a loss over data: δ times the gradient of one observation's loss is subtracted, in the `order` "
        "given (places counted from 0, as Python does; without it, first to last), again and again."
    )
    advice = "stochastic_step"
    other_methods = ("all_observations",)

    def with_settings(self, settings: Mapping[str, Point], variables: int) -> StochasticDescent:
        """Return the method with its order. Raises MethodSettingError for numbers that are no places."""
        order = settings.get("order", ())
        if any(place != int(place) or place < 0 for place in order):
            raise MethodSettingError("`order` holds places in the data: whole numbers from 0 on")
        return StochasticDescent(tuple(map(int, order)), ())

    def with_losses(self, losses: Sequence[Landscape]) -> StochasticDescent:
        """Return the method with the loss of each observation. Raises MethodSettingError for places beyond the last."""
        if any(place >= len(losses) for place in self.order):
            raise MethodSettingError(f"`order` names a place beyond the last, {len(losses) - 1}")
        return StochasticDescent(self.order or tuple(range(len(losses))), losses)

    def move(self, landscape: Landscape, path: Path, numbers: Numbers) -> Point:
        """Return minus δ times the gradient of the loss of the observation whose turn it is."""
        return step_against((0.0,) * len(path[-1]), self._slope(path), numbers[STEP_SIZE])

    def _slope(self, path: Path, order: Sequence[int] = ()) -> Point:
        return self._loss(path, order or self.order).slope(path[-1])

    def _loss(self, path: Path, order: Sequence[int]) -> Landscape:
        """Return the loss of the observation whose turn it is in an order."""
        return self.losses[order[(len(path) - 1) % len(order)]]

    def mistakes(self, landscape: Landscape, path: Path, numbers: Numbers) -> Iterator[tuple[str, Point]]:
        """Yield where all observations, another one's turn, a whole pass and the mistakes of gradient descent lead."""
        here, size = path[-1], numbers[STEP_SIZE]
        slope, count = self._slope(path), len(self.order)
        yield "all_observations", step_against(here, landscape.slope(here), size)
        yield "step_size_forgotten", step_against(here, slope, 1.0)
        yield "ascends", step_against(here, slope, -size)
        yield "divided_by_number", step_against(here, slope, size / len(self.losses))
        if here != path[0]:
            yield "gradient_not_reevaluated", step_against(here, self._loss(path, self.order).slope(path[0]), size)
        as_they_stand = tuple(range(len(self.losses)))
        turned = (self.order[1:] + self.order[:1], self.order[::-1], as_they_stand, self.order[:1], self.order[-1:])
        for order in dict.fromkeys(turned):
            if order != self.order:
                yield "out_of_order", step_against(here, self._slope(path, order), size)
        for first in dict.fromkeys((0, (len(path) - 1) % count)):
            point = here
            for turn in range(count):
                point = step_against(point, self.losses[self.order[(first + turn) % count]].slope(point), size)
            yield "whole_pass", point
        if len(here) > 1:
            yield "components_swapped", step_against(here, slope[::-1], size)
            yield from self.by_coordinate(landscape, path, numbers)

    def in_place(self, landscape: Landscape, path: Path, numbers: Numbers) -> Iterator[tuple[str, Point]]:
        """Yield the gradient of that observation's loss, and the move."""
        yield "gradient_instead_of_point", self._slope(path)
        yield "move_instead_of_point", self.move(landscape, path, numbers)

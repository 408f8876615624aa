"""Projected descent, `projected_descent(f, δ, lower=[0, 0])` in terms: after each step of gradient descent back into a region.

The region is a box between bounds, either of which may be left out, or a ball around 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from math import cos, hypot, nan, pi, sin

from grader.descent.landscape import Landscape, Point, step_against
from grader.descent.methods.gradient_descent import STEP_SIZE
from grader.descent.methods.method import Method, MethodSettingError, Numbers, Path, Taken
from grader.drawing import Frame, Line, Mark
from grader.sentences.catalogue import sentence

_REST = 1e-13  # of a coordinate: a move shorter than that is rounding
_MOST_STEPS = 20_000  # to where a descent comes to rest: a second of a course's check, and none of a student's
_INSIDE = 1e-12  # of a radius: rounding leaves that of a point on the edge
_SHARES = (0.1, 0.35, 0.65, 0.9)  # of the way through a region: off its edges, and off the middle, which a slope may vanish at
_SIZE_UNKNOWN = 0.05  # a step size where none is fixed: small, so that steps of the program's own meet an edge no sooner
_LONGEST = 500  # steps: by then it rests or is lost, and a step is worked out from the one before it
_CORNERS = 72  # of a circle as it is drawn: five degrees from one to the next


@dataclass(frozen=True, eq=False)
class ProjectedDescent(Method):
    """Steps against the gradient, each followed by the way to the nearest point of a region."""

    lower: Point = ()
    upper: Point = ()
    radius: float | None = None

    name = "projected_descent"
    takes = (Taken(name=STEP_SIZE),)
    settings = ("lower", "upper", "radius")
    example = "projected_descent(f, 0.1, lower=[0, 0], upper=[1, 2])"
    says = (
        "Projected descent: δ times the gradient is subtracted, and from where that leads the nearest point of a region is taken: "
        "of the box between `lower` and `upper` (one of them may be left out), or of the ball with a `radius` around 0."
    )
    advice = "projected_step"
    other_methods = ("not_projected",)
    seen_in_runs = ("projected_too_early", "one_bound_left_out", "projected_at_last")

    def with_settings(self, settings: Mapping[str, Point], variables: int) -> ProjectedDescent:
        """Return the method with its region. Raises MethodSettingError for none, two, or one of another size."""
        lower, upper, radius = (settings.get(name, ()) for name in self.settings)
        if not settings or (radius and (lower or upper)):
            raise MethodSettingError("it takes a region: `lower` and `upper` (or one of them), or a `radius`")
        if any(bound and len(bound) != variables for bound in (lower, upper)):
            raise MethodSettingError(f"a bound has {variables} numbers, one for each variable")
        if lower and upper and any(low >= high for low, high in zip(lower, upper, strict=True)):
            raise MethodSettingError("each number of `lower` is below that of `upper`")
        if radius and (len(radius) != 1 or radius[0] <= 0):
            raise MethodSettingError("`radius` is one number above 0")
        return ProjectedDescent(lower, upper, radius[0] if radius else None)

    def nearest(self, point: Point) -> Point:
        """Return the nearest point of the region."""
        if self.radius is not None:
            length = hypot(*point)
            return point if length <= self.radius * (1 + _INSIDE) else tuple([c * self.radius / length for c in point])
        raised = tuple([max(c, low) for c, low in zip(point, self.lower, strict=True)]) if self.lower else point
        return tuple([min(c, high) for c, high in zip(raised, self.upper, strict=True)]) if self.upper else raised

    def move(self, landscape: Landscape, path: Path, numbers: Numbers) -> Point:
        """Return what leads to the projected end of a step of gradient descent."""
        here = path[-1]
        end = self.nearest(step_against(here, landscape.slope(here), numbers[STEP_SIZE]))
        return tuple([e - c for e, c in zip(end, here, strict=True)])

    def telling_starts(self, landscape: Landscape, numbers: Numbers) -> tuple[Point, ...]:
        """Return the start from where every coordinate goes far and no edge is met: an edge hides how a point came there."""
        size = numbers.get(STEP_SIZE, _SIZE_UNKNOWN)
        free = []
        for place in product(*map(self._places, range(len(landscape.variables)))):
            end = step_against(place, landscape.slope(place), size)
            if self.nearest(place) == place and self.nearest(end) == end:
                free.append((min(abs(e - c) for e, c in zip(end, place, strict=True)), place))
        return (max(free)[1],) if free else ()

    def _places(self, axis: int) -> tuple[float, ...]:
        """Return some values of a coordinate inside the region."""
        low, high = (bound[axis] if bound else None for bound in (self.lower, self.upper))
        if self.radius is not None:
            low, high = -self.radius, self.radius
        low = low if low is not None else (high or 0.0) - 1
        high = high if high is not None else low + 1
        return tuple(low + share * (high - low) for share in _SHARES)

    def mistakes(self, landscape: Landscape, path: Path, numbers: Numbers) -> Iterator[tuple[str, Point]]:
        """Yield where a step not projected, a projection of something else and the mistakes of descent lead."""
        here, size = path[-1], numbers[STEP_SIZE]
        slope = landscape.slope(here)
        end = step_against(here, slope, size)
        yield "not_projected", end
        yield "step_size_forgotten", self.nearest(step_against(here, slope, 1.0))
        yield "ascends", self.nearest(step_against(here, slope, -size))
        yield "stays_outside", end if self.nearest(end) == end else here
        yield "stays_outside", tuple([e if e == n else c for e, n, c in zip(end, self.nearest(end), here, strict=True)])
        yield "projected_too_early", step_against(self.nearest(here), landscape.slope(self.nearest(here)), size)
        yield "projected_too_early", step_against(self.nearest(here), slope, size)
        yield "move_projected", step_against(here, self.nearest(tuple([size * s for s in slope])), 1.0)
        if self.lower and self.upper:
            bounds = tuple(zip(end, self.lower, self.upper, strict=True))
            for keep in (lambda c, _, high: max(c, high), lambda c, low, _: min(c, low),
                         lambda c, low, high: max(min(c, low), high), lambda c, low, high: min(max(c, high), low)):  # fmt: skip
                yield "sides_exchanged", tuple([keep(*each) for each in bounds])
            yield "bounds_exchanged", replace(self, lower=self.lower[::-1], upper=self.upper[::-1]).nearest(end)
            yield "one_bound_left_out", replace(self, upper=()).nearest(end)
            yield "one_bound_left_out", replace(self, lower=()).nearest(end)
        if here != path[0]:
            yield "gradient_not_reevaluated", self.nearest(step_against(here, landscape.slope(path[0]), size))
        if self.radius is not None:
            length = hypot(*end)
            if length > 0:
                yield "always_to_the_edge", tuple([c * self.radius / length for c in end])
        if len(here) > 1:
            yield "components_swapped", self.nearest(step_against(here, slope[::-1], size))
            yield from self.by_coordinate(landscape, path, numbers)
            if self.radius is None:
                for axis in range(len(here)):
                    yield "one_coordinate_projected", (*end[:axis], self.nearest(end)[axis], *end[axis + 1 :])
        yield "projected_at_last", self.nearest(_free_end(landscape, path[0], size, len(path)))

    def stays_inside(self, landscape: Landscape, path: Path, numbers: Numbers) -> bool:
        """Tell whether a step ends inside the region, so that nothing is brought back."""
        end = step_against(path[-1], landscape.slope(path[-1]), numbers[STEP_SIZE])
        return self.nearest(end) == end

    def in_place(self, landscape: Landscape, path: Path, numbers: Numbers) -> Iterator[tuple[str, Point]]:
        """Yield the gradient, and the move."""
        yield "gradient_instead_of_point", landscape.slope(path[-1])
        yield "move_instead_of_point", self.move(landscape, path, numbers)

    def marks(self, frame: Frame, axes: int) -> Iterator[Mark]:
        """Yield the edge of the region: the bounds as far as they go, or the circle."""
        label = sentence("picture.method.edge")
        if self.radius is not None and axes > 1:
            turns = [2 * pi * k / _CORNERS for k in range(_CORNERS + 1)]
            circle = tuple((self.radius * cos(turn), self.radius * sin(turn)) for turn in turns)
            yield Line(points=circle, style="function", dashed=True, label=label)
            return
        lower, upper = (self.lower, self.upper) if self.radius is None else ((-self.radius,), (self.radius,))
        low = (*(lower[:axes] or (frame.left, frame.bottom)[:axes]), frame.bottom)
        high = (*(upper[:axes] or (frame.right, frame.top)[:axes]), frame.top)
        bounds = [(axis, bound[axis]) for bound in (lower, upper) if bound for axis in range(axes)]
        for number, (axis, at) in enumerate(bounds):
            ends = [(at, low[1]), (at, high[1])] if axis == 0 else [(low[0], at), (high[0], at)]
            yield Line(points=tuple(ends), style="function", dashed=True, label="" if number else label)

    def edges(self, axis: int) -> tuple[float, ...]:
        """Return the bounds of a coordinate."""
        return tuple(bound[axis] for bound in (self.lower, self.upper) if bound)

    def ends(self, landscape: Landscape, start: Point, numbers: Numbers) -> Point | None:
        """Return where it comes to rest in its region, by steps of the fixed size or by small ones."""
        sizes = [numbers[STEP_SIZE]] if STEP_SIZE in numbers else [0.1 / 4**k for k in range(8)]
        for size in sizes:
            path = [self.nearest(start)]
            for _ in range(_MOST_STEPS):
                move = self.move(landscape, path, {STEP_SIZE: size})
                after = tuple([c + m for c, m in zip(path[-1], move, strict=True)])
                if all(abs(m) <= _REST * max(1.0, abs(c)) for m, c in zip(move, after, strict=True)):
                    return after
                path = [after]
        return None


@lru_cache(maxsize=4096)  # a path is followed step by step, and each of its ends is one step from the one before
def _free_end(landscape: Landscape, start: Point, size: float, steps: int) -> Point:
    """Return the end of so many steps with nothing to bring them back."""
    if steps > _LONGEST:
        return (nan,) * len(start)
    if steps == 0:
        return start
    here = _free_end(landscape, start, size, steps - 1)
    return step_against(here, landscape.slope(here), size)

"""Whether a descent arrives, after how many steps, and the largest step size with which it does.

Follows rules on our side, so that a student's program is not run for what can be known without it.
A minimum that is meant is given; this module looks for none.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from grader.maths.descent.landscape import Landscape, Point, distance, is_finite
from grader.maths.descent.rules import Rule, tail

CLOSE = 1e-6
_STAYS = 10
_BLOCK = 64


class Fate(StrEnum):
    """How a descent ends."""

    ARRIVES = "arrives"
    DIVERGES = "diverges"
    CIRCLES = "circles"
    TOO_SLOW = "too slow"
    ENDS_ELSEWHERE = "ends elsewhere"
    UNSETTLED = "never settles"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a descent ends, after how many steps it is within 1e-6 for good, and the last point that was followed."""

    fate: Fate
    steps: int | None
    last: Point


@lru_cache(maxsize=4096)
def constant_arrival(
    landscape: Landscape, step_size: float, start: Point, targets: tuple[Point, ...], limit: int
) -> Arrival:
    """Where steps of one size along the gradient lead from a start, within `limit` steps."""

    def advance(point: Point, _: int) -> Point:
        return tuple([c - step_size * slope(*point) for c, slope in zip(point, landscape.slopes, strict=True)])

    begun, point = _far_from_its_end(landscape, step_size, start, targets, limit)
    arrival = _followed(advance, point, targets, limit - begun)
    return arrival if arrival.steps is None else replace(arrival, steps=arrival.steps + begun)


def _far_from_its_end(
    landscape: Landscape, step_size: float, start: Point, targets: tuple[Point, ...], limit: int
) -> tuple[int, Point]:
    """As many steps as are neither near a target nor at rest, in blocks that are quick to take; and where they lead."""
    boxes, point, mark = _boxes(targets), start, start
    for block in range(limit // _BLOCK):
        after = landscape.walk(point, step_size, _BLOCK)
        if after is None or not is_finite(after) or after == mark or _is_inside(after, boxes):
            return block * _BLOCK, point
        if block & (block - 1) == 0:
            mark = after
        point = after
    return limit - limit % _BLOCK, point


def rule_arrival(rule: Rule, start: Point, targets: tuple[Point, ...], limit: int) -> Arrival:
    """Where any rule leads from a start; `unknown` where its tail cannot be foreseen.

    That is so too when it is still coming nearer to a target after `limit` steps.
    """
    if not rule.direction.settles:
        return Arrival(Fate.UNSETTLED, None, start)
    path = [start]

    def advance(point: Point, count: int) -> Point | None:
        after = rule.next(tail(path), count)
        if after is not None:
            path.append(after)
        return after

    arrival = _followed(advance, start, targets, limit)
    if arrival.fate is Fate.TOO_SLOW and _nearest(path[-1], targets) < 0.99 * _nearest(path[len(path) // 2], targets):
        return Arrival(Fate.UNKNOWN, None, arrival.last)
    return arrival


def _nearest(point: Point, targets: tuple[Point, ...]) -> float:
    return min((distance(point, target) for target in targets), default=math.inf)


def _followed(
    advance: Callable[[Point, int], Point | None], start: Point, targets: tuple[Point, ...], limit: int
) -> Arrival:
    point, mark, near = start, start, 0
    boxes = _boxes(targets)
    for count in range(limit + _STAYS):
        if _is_inside(point, boxes):
            near += 1
            if near > _STAYS:
                return Arrival(Fate.ARRIVES, count - _STAYS, point)
        else:
            near = 0
        after = advance(point, count)
        if after is None:
            return Arrival(Fate.UNKNOWN, None, point)
        if not is_finite(after):
            return Arrival(Fate.DIVERGES, None, point)
        if after == mark and not near:
            return Arrival(Fate.ENDS_ELSEWHERE if after == point else Fate.CIRCLES, None, after)
        if count & (count - 1) == 0:
            mark = after
        point = after
    return Arrival(Fate.TOO_SLOW, None, point)


def _boxes(targets: tuple[Point, ...]) -> list[list[tuple[float, float]]]:
    return [[(c, CLOSE * max(1.0, abs(c))) for c in target] for target in targets]


def _is_inside(point: Point, boxes: list[list[tuple[float, float]]]) -> bool:
    """The same as `is_near`, quick for the many points that are not."""
    for box in boxes:
        for coordinate, (middle, reach) in zip(point, box, strict=True):
            if not abs(coordinate - middle) <= reach:
                break
        else:
            return True
    return False


def is_near(point: Point, targets: tuple[Point, ...], tolerance: float = CLOSE) -> bool:
    """Whether a point is within a tolerance of a target, relative to its size where that is above 1."""
    return any(distance(point, target) <= tolerance for target in targets)


@lru_cache(maxsize=256)
def largest_step_size(landscape: Landscape, starts: tuple[Point, ...], targets: tuple[Point, ...]) -> float | None:
    """The largest δ up to which every smaller one arrives from all starts, rounded down to three digits.

    Scanned upward by twentieths and then halved; None where even small ones do not arrive.
    """

    def arrives(size: float) -> bool:
        arrivals = (constant_arrival(landscape, size, start, targets, 20_000) for start in starts)
        return all(arrival.fate is Fate.ARRIVES for arrival in arrivals)

    good = _small_step(landscape, targets)
    while good > 1e-9 and not arrives(good):
        good /= 10
    if good <= 1e-9:
        return None
    bad = good * 1.05
    while arrives(bad) and bad < 1e9:
        good, bad = bad, bad * 1.05
    while bad - good > 1e-4 * good:
        middle = (good + bad) / 2
        good, bad = (middle, bad) if arrives(middle) else (good, middle)
    scale = 10.0 ** (2 - math.floor(math.log10(good)))
    return math.floor(good * scale) / scale


def _small_step(landscape: Landscape, targets: tuple[Point, ...]) -> float:
    """A tenth of what the curvature at the minimum would allow."""
    steepest = max(sum(map(abs, row)) for target in targets for row in landscape.curvature(target))
    return 0.1 / steepest if steepest > 0 and math.isfinite(steepest) else 0.01

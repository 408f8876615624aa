"""Whether a descent arrives, after how many steps, and the largest step size with which it does.

Follows rules on our side, so that a student's program is not run for what can be known without it.
The minima that are known are given. How near counts as there is a distance for each of their coordinates, its reach.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from grader.algebra.differentiate import NotDifferentiableError
from grader.algebra.floats import points_agree, room
from grader.descent.landscape import Landscape, Point, distance, is_finite, step_against
from grader.descent.minimiser import minimum_downhill
from grader.descent.runs import Run
from grader.descent.step_rules import Rule, tail

CLOSE = 1e-6  # six digits: more than anybody reads off, less than rounding leaves of a thousand steps
# Where a bottom is flat no descent comes within a distance like that (on x⁴ it goes like 1/√n): there it is enough that
# so little of the height is left.
_HEIGHT_LEFT = 1e-6
_FLAT = 1e-12  # the curvature that rounding leaves where it is zero, as of x⁴ at 1e-15
_HALVINGS = 40  # from a start's distance to a million millionth of it
_RESTS = 1e-3  # of the way that is left: who has moved no further in half of all steps rests there, who was so near runs away
_STAYS = 10  # steps near a target: one that circles or runs through is out again by then
# Steps that a size may take when the largest is looked for: with some dozens of sizes a second or two; where a kink makes
# each step ten times as long, a tenth; and the few sizes tried in a slow valley may take as many as an author allows.
_SOME_STEPS, _FEW_STEPS, _IN_SLOW_VALLEYS = 20_000, 2_000, 100_000
# Steps between two looks: so few that no arrival is missed by much, so many that a look costs nothing; and fewer in the
# last of them, so that single steps are those at the end alone.
_BLOCK, _PART = 64, 8


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


Reaches = tuple[Point, ...]
Boxes = list[list[tuple[float, float]]]


@lru_cache(maxsize=256)
def reaches(landscape: Landscape, targets: tuple[Point, ...], starts: tuple[Point, ...], stated: float | None = None) -> Reaches:
    """Return how near to each target, by coordinate, counts as there: as stated, else a millionth, more where it is flat."""
    if stated is not None:
        return tuple(tuple(room(c, stated) for c in target) for target in targets)
    return tuple(
        tuple(max(room(c, CLOSE), _flat_reach(landscape, target, axis, starts)) for axis, c in enumerate(target))
        for target in targets
    )


def _flat_reach(landscape: Landscape, target: Point, axis: int, starts: tuple[Point, ...]) -> float:
    """Return how far the function is flat along an axis: a millionth of the least height of a start; 0 if it is curved."""
    far = max((distance(start, target) for start in starts), default=0.0)
    heights = [height for start in starts if (height := landscape.height(start) - landscape.height(target)) > 0]
    if not heights or not far:
        return 0.0
    drop = min(heights)
    try:
        if max(map(abs, landscape.curvature(target)[axis])) > CLOSE * drop / far**2:
            return 0.0
    except NotDifferentiableError:
        return 0.0
    for _ in range(_HALVINGS):
        sides = ((*target[:axis], target[axis] + side, *target[axis + 1 :]) for side in (-far, far))
        if all(landscape.height(side) - landscape.height(target) <= _HEIGHT_LEFT * drop for side in sides):
            return far
        far /= 2
    return 0.0


@lru_cache(maxsize=4096)
def constant_arrival(  # noqa: PLR0913 - a descent is a function, a size and a start; arriving needs three more
    landscape: Landscape, step_size: float, start: Point, targets: tuple[Point, ...], limit: int, *, reach: Reaches = ()
) -> Arrival:
    """Return where steps of one size along the gradient lead from a start, within `limit` steps."""

    def advance(point: Point, _: int) -> Point:
        return step_against(point, landscape.slope(point), step_size)

    boxes = _boxes(targets, reach)
    begun, point = _far_from_its_end(landscape, step_size, start, boxes, limit)
    arrival = _followed(advance, point, boxes, limit - begun)
    return arrival if arrival.steps is None else replace(arrival, steps=arrival.steps + begun)


def _far_from_its_end(landscape: Landscape, step_size: float, start: Point, boxes: Boxes, limit: int) -> tuple[int, Point]:
    """Take steps in quick blocks while they are neither near a target nor at rest; return their number and the last point."""
    point, mark = start, start
    for block in range(limit // _BLOCK):
        after = landscape.walk(point, step_size, _BLOCK)
        if after is None or not is_finite(after) or after == mark or _is_inside(after, boxes):
            begun = block * _BLOCK
            break
        if block & (block - 1) == 0:
            mark = after
        point = after
    else:
        return limit - limit % _BLOCK, point
    for _ in range(_BLOCK // _PART):
        after = landscape.walk(point, step_size, _PART)
        if after is None or not is_finite(after) or _is_inside(after, boxes):
            break
        begun, point = begun + _PART, after
    return begun, point


def rule_arrival(rule: Rule, start: Point, targets: tuple[Point, ...], limit: int, reach: Reaches = ()) -> Arrival:
    """Return where any rule leads from a start; `unknown` when its tail cannot be foreseen.

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

    arrival = _followed(advance, start, _boxes(targets, reach), limit, turns=len(start))
    if arrival.fate is Fate.TOO_SLOW and targets:
        half, left = path[len(path) // 2], _nearest(path[-1], targets)
        if left < 0.99 * _nearest(half, targets):
            return Arrival(Fate.UNKNOWN, None, arrival.last)
        if _RESTS * left > max(1.0, _nearest(half, targets)):
            return Arrival(Fate.DIVERGES, None, arrival.last)
        if distance(half, path[-1]) < _RESTS * left:
            return Arrival(Fate.ENDS_ELSEWHERE, None, arrival.last)
    return arrival


def _nearest(point: Point, targets: tuple[Point, ...]) -> float:
    return min((distance(point, target) for target in targets), default=math.inf)


def _followed(advance: Callable[[Point, int], Point | None], start: Point, boxes: Boxes, limit: int, *, turns: int = 1) -> Arrival:
    """Return how steps end; a point is at rest when it stays for so many turns, as coordinates may move in turn.

    Met again in another one's turn it leads elsewhere.
    """
    point, mark, marked, near, met = start, start, -1, 0, 0
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
        met += after == mark and (count - marked) % turns == 0
        if met >= turns and after == mark and not near:
            return Arrival(Fate.ENDS_ELSEWHERE if after == point else Fate.CIRCLES, None, after)
        if count & (count - 1) == 0 and after != mark:
            mark, marked, met = after, count, 0
        point = after
    return Arrival(Fate.TOO_SLOW, None, point)


def _boxes(targets: tuple[Point, ...], reach: Reaches) -> Boxes:
    """Return each target's coordinates with how near to each is there."""
    if not reach:
        return [[(c, room(c, CLOSE)) for c in target] for target in targets]
    return [list(zip(target, near, strict=True)) for target, near in zip(targets, reach, strict=True)]


def is_within(point: Point, targets: tuple[Point, ...], reach: Reaches) -> bool:
    """Tell whether a point is as near to a target as counts."""
    return _is_inside(point, _boxes(targets, reach))


def _is_inside(point: Point, boxes: Boxes) -> bool:
    """Return the same as `is_near`, quick for the many points that are not."""
    for box in boxes:
        for coordinate, (middle, reach) in zip(point, box, strict=True):
            if not abs(coordinate - middle) <= reach:
                break
        else:
            return True
    return False


def is_near(point: Point, targets: tuple[Point, ...], tolerance: float = CLOSE) -> bool:
    """Tell whether a point is within a tolerance of a target, relative to its size if it is above 1.

    >>> is_near((0.3026, 0.3629), ((0.3026, 0.3629),)), is_near((0.31, 0.36), ((0.3026, 0.3629),))
    (True, False)
    """
    return any(points_agree(point, target, tolerance) for target in targets)


def lands(runs: Sequence[Run], targets: tuple[Point, ...]) -> bool:
    """Tell whether every answer is a target already, also from a start that is none."""
    moves = any(not is_near(run.start, targets) for run in runs)
    return moves and all(is_near(point, targets) for run in runs for point in run.reached.values())


def keeps_down(rule: Rule, landscape: Landscape, start: Point, steps: int) -> Arrival:
    """Tell whether a rule without a goal leads to where the function has values, no higher than the start."""
    path = rule.follow(start, steps)
    if len(path) <= steps and rule.size(len(path) - 1) is None and not rule.by_start:
        return Arrival(Fate.UNKNOWN, None, path[-1])
    inside = len(path) > steps and all(math.isfinite(landscape.height(point)) for point in path)
    down = inside and landscape.height(path[-1]) <= landscape.height(start)
    return Arrival(Fate.ARRIVES if down else Fate.DIVERGES, None, path[-1])


@lru_cache(maxsize=256)
def largest_step_size(
    landscape: Landscape, starts: tuple[Point, ...], targets: tuple[Point, ...], reach: Reaches = ()
) -> float | None:
    """Return the largest δ up to which every smaller one arrives from all starts, rounded down to three digits.

    Scanned upward by twentieths and then halved; None where even small ones do not arrive, or there is no target.
    """
    small = _small_step(landscape, targets, starts) if targets else 0.0
    limit = _FEW_STEPS if landscape.may_have_kinks else _SOME_STEPS

    def arrives(size: float, limit: int) -> bool:
        arrivals = (constant_arrival(landscape, size, start, targets, limit, reach=reach) for start in starts)
        return all(arrival.fate is Fate.ARRIVES or _rests_at_another(landscape, arrival) for arrival in arrivals)

    good = next((size for k in range(9) if (size := small / 10**k) > 1e-9 and arrives(size, limit)), None)
    if good is None:  # a slow valley: the small ones are too slow, those near the limit are not
        limit = max(limit, _IN_SLOW_VALLEYS if not landscape.may_have_kinks else 0)
        good = next((size for k in (3, 10, 18) if (size := k * small) > 1e-9 and arrives(size, limit)), None)
    if good is None:
        return None
    bad = good * 1.05
    while arrives(bad, limit) and bad < 1e9:
        good, bad = bad, bad * 1.05
    while bad - good > 1e-4 * good:
        middle = (good + bad) / 2
        good, bad = (middle, bad) if arrives(middle, limit) else (good, middle)
    scale = 10.0 ** (2 - math.floor(math.log10(good)))
    return math.floor(good * scale) / scale


def _rests_at_another(landscape: Landscape, arrival: Arrival) -> bool:
    """Tell whether a descent ends at a minimum that is none of the known ones; on a flat bottom every size would."""
    found = None if arrival.fate is Fate.DIVERGES else minimum_downhill(landscape, arrival.last, alone=True)
    return found is not None and is_near(arrival.last, (found,))


def _small_step(landscape: Landscape, targets: tuple[Point, ...], starts: tuple[Point, ...]) -> float:
    """Return a tenth of what the curvature at the minimum would allow, or at the starts if the bottom is flat."""
    found = [max((sum(map(abs, row)) for point in points for row in landscape.curvature(point)), default=0.0)
             for points in (targets, starts)]  # fmt: skip
    bottom, above = (steepest if math.isfinite(steepest) else 0.0 for steepest in found)
    steepest = bottom if bottom > _FLAT else above
    return 0.1 / steepest if steepest > 0 else 0.01

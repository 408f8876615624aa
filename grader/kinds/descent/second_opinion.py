"""Whether a program is gradient descent after all, by plain arithmetic that shares nothing with the judge's inference.

Verification asks here about a changed program that kept full marks: with another step size or schedule it is as
right as the reference, and anything else has got past the judge. Such programs are made from a reference by a small
change, so they are called in the plainest way and answer with the point.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from itertools import pairwise

from grader.descent.landscape import Landscape, Point, step_against
from grader.equality.agreement import agree
from grader.kinds.descent.options import DescentOptions, landscape_of
from grader.kinds.descent.point_places import in_one_place, returned
from grader.kinds.descent.start_arguments import ways
from grader.model import FunctionValue, Observation, Probe, Question

COUNTS = (1, 2, 3, 5, 12, 40)
LONG_RUN = 2_000
_STEP_AGREES = 1e-5
_BEFORE_KINKS = 4  # of the counts: runs of so few steps cross few kinks, and those that do differ by one step alone
_ENOUGH_SLOPE = 1e-3
_FLAT = 1e-2

Ends = dict[tuple[Point, int], Point]


def is_right(question: Question) -> Generator[Probe, Observation, bool]:
    """Tell whether every step goes against the gradient, by a rule that all starts or all steps of a run share, far enough.

    Step number k has one size from every start, or all steps from a start have one. Where the rule is one size, a long run
    must end where the plainest loop does, however slow the valley; else where it is flat, or farther down than before.
    """
    options, landscape = question.item.options, landscape_of(question.function)
    assert isinstance(options, DescentOptions)
    starts = (*options.start_points, *(_beside(start) for start in options.start_points[:1]))
    ends = yield from _ends(question, [(start, n) for start in starts for n in (*COUNTS, LONG_RUN)])
    if ends is None:
        return False
    sizes = _sizes(landscape, starts, ends)
    if sizes is None:
        return all(_keeps_its_size(landscape, start, ends) for start in starts)
    if all(_close((size,), (sizes[0],)) for size in sizes):
        return all(_follows(landscape, start, sizes[0], ends) for start in starts)
    return all(_goes_on(landscape, start, ends) for start in starts)


def _keeps_its_size(landscape: Landscape, start: Point, ends: Ends) -> bool:
    """Tell whether the run from this start takes every step with the size of its first one."""
    sizes = _sizes(landscape, (start,), ends)
    return sizes is not None and sizes[0] > 0 and _follows(landscape, start, sizes[0], ends)


def _beside(start: Point) -> Point:
    """Return a start that no program was told of."""
    return tuple(0.7 * c + 0.1 for c in start)


def _ends(question: Question, asked: list[tuple[Point, int]]) -> Generator[Probe, Observation, Ends | None]:
    """Return where each run ends; None where one has no end that is a point."""
    variables = question.function.variables
    reading = yield Probe(names=question.item.names)
    function = reading.calls[0].value
    known = ways(function, variables, None) if isinstance(function, FunctionValue) else ()
    if not known:
        return None
    observation = yield known[0].probe(reading.name or question.item.name, asked)
    answers = [returned(call, variables) for call in observation.calls[: len(asked)]]
    points = [answer.point for answer in in_one_place(answers)]
    ends = {each: point for each, point in zip(asked, points, strict=False) if point is not None}
    return ends if len(ends) == len(asked) else None


def _sizes(landscape: Landscape, starts: tuple[Point, ...], ends: Ends) -> list[float] | None:
    """Return the size of each of the first three steps, if it is the same in each coordinate and from each start."""
    sizes = []
    for k in range(3):
        seen = [size for start in starts for size in _step_sizes(landscape, _path(start, ends)[k : k + 2])]
        if not seen or not all(_close((size,), (seen[0],)) for size in seen):
            return None
        sizes.append(seen[0])
    return sizes


def _path(start: Point, ends: Ends) -> list[Point]:
    return [start, *(ends[start, n] for n in COUNTS[:3])]


def _step_sizes(landscape: Landscape, step: list[Point]) -> list[float]:
    before, after = step
    return [
        (b - a) / s for b, a, s in zip(before, after, landscape.slope(before), strict=True)
        if math.isfinite(a) and _ENOUGH_SLOPE < abs(s) < math.inf
    ]  # fmt: skip


def _follows(landscape: Landscape, start: Point, size: float, ends: Ends) -> bool:
    """Tell whether the plainest loop with this step size ends in the same places."""
    point, places = start, {}
    for n in range(1, LONG_RUN + 1):
        point = step_against(point, landscape.slope(point), size)
        places[n] = point
    if landscape.may_have_kinks:  # beside one the last digit decides on which side a step lands, here and there
        return all(_close(places[n], ends[start, n]) for n in COUNTS[:_BEFORE_KINKS]) and _goes_on(landscape, start, ends)
    return all(_close(places[n], ends[start, n]) for n in (*COUNTS, LONG_RUN))


def _goes_on(landscape: Landscape, start: Point, ends: Ends) -> bool:
    """Whether a long run ends where it is flat, or farther down than a short one that is farther down than its start."""
    heights = [landscape.height(point) for point in (start, ends[start, COUNTS[-1]], ends[start, LONG_RUN])]
    down = all(after <= before for before, after in pairwise(heights)) and math.isfinite(heights[-1])
    return down or _is_flat(landscape, ends[start, LONG_RUN])


def _close(one: Point, other: Point) -> bool:
    return all(
        (math.isnan(a) and math.isnan(b)) or agree(a, b, _STEP_AGREES, least=1e-3)
        for a, b in zip(one, other, strict=True)
    )


def _is_flat(landscape: Landscape, point: Point) -> bool:
    return all(abs(s) < _FLAT for s in landscape.slope(point))

"""What can be drawn of a program that descends: of all its runs the one that can be seen, as it was observed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from grader.descent.landscape import Point, distance, is_finite
from grader.drawing import Drawing
from grader.kinds.constants import as_float
from grader.kinds.descent.options import ProgramOptions
from grader.kinds.walks import Walk, downhill, drawn, first_turned, shown_of
from grader.model import CheckResult, Function, Question

_FIRST = 5  # steps that are shown one by one; of what comes after them the last
_ELSEWHERE = 1e-3  # relative: a point that is farther off is seen to be another
_ENOUGH = 4  # stops of a run that make a picture


def picture(question: Question[ProgramOptions], result: CheckResult) -> Drawing | None:
    """Return the drawing of the run that can be seen best; what a person has to look at is drawn as well."""
    walks = [_walk(question, run, result.evidence) for run in _runs(result.evidence)]
    seen = [(walk, shown_of(walk)[1]) for walk in walks]
    enough = (walk for walk, count in seen if count >= _ENOUGH)
    best = next(enough, None) or max(seen, key=lambda each: each[1], default=(None, 0))[0]
    return drawn(best) if best is not None else None


def _runs(evidence: Mapping[str, Any]) -> Iterator[tuple[tuple[int, Point | None], ...]]:
    """Yield the stops of each run that was observed: the first, one by one, and the last."""
    for run in evidence.get("trajectory", ()):
        start, points = tuple(run["start"]), [(count, _point(point)) for count, point in run["points"]]
        one_by_one = [stop for at, stop in enumerate(points[:_FIRST]) if stop[0] == at + 1]
        last = [stop for stop in points[-1:] if stop not in one_by_one and stop[1] is not None]
        if one_by_one and is_finite(start):
            yield ((0, start), *one_by_one, *last)


def _point(point: list[float | None]) -> Point | None:
    numbers = [c for c in point if c is not None]
    return tuple(numbers) if len(numbers) == len(point) else None


def _walk(question: Question[ProgramOptions], stops: tuple[tuple[int, Point | None], ...], evidence: Mapping[str, Any]) -> Walk:
    function, printed = question.function, question.options.printed_minimum
    wrong = first_turned(function, stops) if "first_wrong_step" in evidence else None
    should = None
    if wrong is not None and question.item.reveal:
        one, other = stops[wrong][1], stops[wrong + 1][1]
        should = downhill(function, one, length=math.dist(one, other)) if one and other else None
    return Walk(
        function=function,
        stops=stops,
        wrong=wrong,
        should=should,
        should_be="picture.walk.downhill",
        aims=True,
        known=(tuple(map(as_float, printed)),) if printed and question.item.reveal else (),
        one_step=_one_step(function, stops, evidence) if wrong is None else None,
    )


def _one_step(function: Function, stops: tuple[tuple[int, Point | None], ...], evidence: Mapping[str, Any]) -> Point | None:
    """Return the end of one step by the program's own rule, if it was elsewhere after one."""
    (_, start), (_, first) = stops[:2]
    size = evidence.get("step_size")
    if evidence.get("rule") != "constant" or not isinstance(size, float) or start is None or first is None:
        return None
    led = downhill(function, start, size=size)
    return led if led is not None and is_finite(led) and distance(first, led) > _ELSEWHERE else None

"""What can be drawn of a program that descends: of all its runs the one that can be seen, as it was observed.

For staff also what is right: the path of the method from every start.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import groupby, pairwise
from typing import Any, TypeAlias

from grader.descent.landscape import Point, distance, is_finite
from grader.descent.methods.gradient_descent import STEP_SIZE
from grader.descent.methods.method import Iteration
from grader.drawing import Drawing, number_text, point_text
from grader.kinds.constants import as_float
from grader.kinds.descent.options import (
    ProgramOptions,
    fixed_size,
    largest_size,
    method_of,
    minima_of,
    suggested_size,
)
from grader.kinds.walks import Walk, downhill, drawn, first_turned, said_of, shown_of
from grader.model import CheckResult, Function, Question
from grader.quantities.operators.steps import landscape_of
from grader.sentences.catalogue import sentence
from grader.sentences.sentence import Sentence

Stops: TypeAlias = tuple[tuple[int, Point | None], ...]
"""Points after so many steps, the start first."""

# What is told of answers that are no points, or of points that do not begin at the start or do not follow one another.
_NO_WALK = frozenset((
    "returns_function_value", "gradient_instead_of_point", "returns_the_counter", "returns_numbers", "ignores_start",
    "step_size_from_n", "keeps_state", "draws_random_numbers", "not_repeatable",
))  # fmt: skip
_WRONG_STEP = frozenset(("first_wrong_step", "first_wrong_step.coordinate", "first_wrong_step.stays"))  # what students are told
_FIRST = 5  # steps that are shown one by one; of what comes after them the last
_ELSEWHERE = 1e-3  # relative: a point that is farther off is seen to be another
_ENOUGH = 4  # stops of a run that make a picture
_LATE = 100  # steps after which a right path is shown once more: with most step sizes it has arrived
_MOST_STARTS = 6  # of an exercise that are drawn: the longest one here has three


def picture(question: Question[ProgramOptions], result: CheckResult) -> Drawing | None:
    """Return the drawing of the run told of in the letter, else of one that can be seen well.

    What a person has to look at is drawn as well.
    """
    if any(remark.code in _NO_WALK for remark in result.feedback):
        return None
    walks = [_walk(question, run, result) for run in _runs(result.evidence)]
    told = _told_of(result)
    from_told = {str(remark.text.gaps.get("start")) for remark in result.feedback if isinstance(remark.text, Sentence)}

    def rank(seen: tuple[Walk, int]) -> tuple[bool, bool, bool]:
        stops = seen[0].stops
        start = stops[0][1] or ()
        return _place_of(told, stops) is None, point_text(start) not in from_told, start not in question.options.start_points

    best: Walk | None = None
    for _, group in groupby(sorted(((walk, shown_of(walk)[1]) for walk in walks), key=rank), key=rank):
        seen = list(group)
        best, count = next((each for each in seen if each[1] >= _ENOUGH), max(seen, key=lambda each: each[1]))
        if count > 1:
            break
    return drawn(best) if best is not None else None


def _runs(evidence: Mapping[str, Any]) -> Iterator[Stops]:
    """Yield the stops of each run that was observed: the first, one by one, and the last."""
    for run in evidence.get("trajectory", ()):
        start, points = tuple(run["start"]), [(count, _point(point)) for count, point in run["points"]]
        one_by_one = [stop for at, stop in enumerate(points[:_FIRST]) if stop[0] == at + 1]
        last = [stop for stop in points[-1:] if stop not in one_by_one and stop[1] is not None]
        if one_by_one and is_finite(start):
            yield ((0, start), *one_by_one, *last)


def _point(point: list[float | None]) -> Point | None:
    numbers = [c for c in point if c is not None]
    return tuple(numbers) if numbers and len(numbers) == len(point) else None


def _walk(question: Question[ProgramOptions], stops: Stops, result: CheckResult) -> Walk:
    function, printed = question.function, question.options.printed_minimum
    evidence: Mapping[str, Any] = result.evidence
    method, _ = method_of(question)
    told = _told_of(result)
    wrong = _place_of(told, stops)
    is_first = told is not None and told["is_first"] and wrong is not None and told["step"] == wrong + 1
    if wrong is None and method.straight and "first_wrong_step" in evidence:
        wrong = first_turned(function, stops)
    should = None
    if wrong is not None and question.item.reveal:
        one, other = stops[wrong][1], stops[wrong + 1][1]
        if not method.straight:
            should = _point(evidence["first_wrong_step"].get("should_be", ()))  # a student's copy does not keep it
        elif one and other and first_turned(function, stops[wrong : wrong + 2]) is not None:
            should = downhill(function, one, length=math.dist(one, other))
    return Walk(
        function=function,
        stops=stops,
        wrong=wrong,
        is_first=is_first,
        should=should,
        should_be="picture.walk.downhill" if method.straight else "picture.walk.right_step",
        aims=method.straight,
        known=(tuple(map(as_float, printed)),) if printed and question.item.reveal else (),
        one_step=_one_step(function, stops, evidence) if wrong is None and method.straight else None,
        method=method,
    )


def _told_of(result: CheckResult) -> Mapping[str, Any] | None:
    """Return the wrong step told of in the letter, and whether as the first; None for none."""
    gaps = [remark.text.gaps for remark in result.feedback if isinstance(remark.text, Sentence) and remark.code in _WRONG_STEP]
    which = gaps[0]["which"] if gaps else None
    step = result.evidence.get("first_wrong_step")
    if not isinstance(which, Sentence) or not isinstance(step, dict) or "from" not in step:
        return None
    return {**step, "is_first": which.code == "wrong_step.first"}


def _place_of(told: Mapping[str, Any] | None, stops: Stops) -> int | None:
    """Return the place in a run where a step begins, if it is one of its steps."""
    if told is None:
        return None
    step = (_point(told["from"]), _point(told["to"]))
    return next((place for place, ((_, one), (_, other)) in enumerate(pairwise(stops)) if (one, other) == step), None)


def _one_step(function: Function, stops: Stops, evidence: Mapping[str, Any]) -> Point | None:
    """Return the end of one step by the program's own rule, if it was elsewhere after one."""
    (_, start), (_, first) = stops[:2]
    size = evidence.get("step_size")
    if evidence.get("rule") != "constant" or not isinstance(size, float) or start is None or first is None:
        return None
    led = downhill(function, start, size=size)
    return led if led is not None and is_finite(led) and distance(first, led) > _ELSEWHERE else None


# --- What is right ----------------------------------------------------------------------------------


def right_pictures(question: Question[ProgramOptions]) -> tuple[Drawing, ...]:
    """Return the path of the method from each start, with its step size in words."""
    iteration, says = right_iteration(question)
    starts = question.options.start_points
    least = minima_of(question.function, starts).points if question.options.arrives == "minimum" else ()
    walks = (
        Walk(
            function=question.function,
            stops=_stops(iteration, start),
            known=least,
            method=iteration.method,
            is_right=True,
            says=says,
        )
        for start in starts[:_MOST_STARTS]
    )
    return tuple(drawing for walk in walks if (drawing := drawn(walk)) is not None)


def right_iteration(question: Question[ProgramOptions]) -> tuple[Iteration, tuple[str, ...]]:
    """Return the method at work, its open numbers chosen here, and what is to be said of them."""
    method, fixed = method_of(question)
    numbers = {**method.usual, **fixed}
    size, largest = fixed_size(question), largest_size(question) if method.straight else None
    for taken in method.takes:
        if taken.name == STEP_SIZE and taken.name not in numbers and not taken.may_lack:
            numbers[taken.name] = size if size is not None else suggested_size(question)
        elif taken.name not in numbers and not taken.may_lack:
            numbers[taken.name] = (taken.above + min(taken.below, taken.above + 1)) / 2
    iteration = Iteration(method=method, landscape=landscape_of(question.function), numbers=numbers)
    is_open = numbers.keys() - method.usual.keys() - fixed.keys()
    chosen = (sentence("right.chosen"),) if is_open else ()
    most = (sentence("right.largest", size=number_text(largest)),) if largest is not None else ()
    return iteration, (said_of(iteration), *chosen, *most)


def _stops(iteration: Iteration, start: Point) -> Stops:
    """Return the first steps one by one and a late one, as far as they are numbers."""
    found: list[tuple[int, Point | None]] = [(0, start)]
    path = [start]
    for count in range(1, _LATE + 1):
        after = iteration.step(path)
        path.append(after)
        if not is_finite(after):
            return tuple(found if count > _FIRST else [*found, (count, None)])
        if count <= _FIRST or count == _LATE:
            found.append((count, after))
    return tuple(found)

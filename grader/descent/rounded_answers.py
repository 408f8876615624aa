"""Right steps behind answers that are rounded, and where the rounding is done: on the way, or of the result alone.

The slope at a rounded point is another one than that at the point, so that single steps show a size nearly. Followed from
the start, which is exact, a size shows in all digits of each answer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from grader.algebra.floats import agree
from grader.descent.landscape import Landscape, Point
from grader.descent.runs import Chain, Run, chain_of
from grader.descent.step_directions import exact
from grader.descent.step_rules import Rule, constant, size_table, sizes_at
from grader.descent.step_sizes import ANY, Interval, Precision, meeting, simplest

_CORRECTIONS = 3  # of a size by the points of one more step: each time it is off by the square of what it was
_BESIDE = 1e-6  # of a size: so near, points move evenly with it, and by more than their last digits
_HALF = 1.02  # of half a unit: a result that is rounded lies no farther from the point, but for the last digits of both
_UNMOVED = 1e-12  # of a coordinate: what moves less with the size says nothing of it
_LAST_DIGITS = 1e-9  # what rounding in other steps of the same rule may leave of a large coordinate
_HALF_OF_FOUND = 0.51  # of a unit: half of it, and a little for a rule that was found from rounded points
# A result that is rounded, by the decimals that it has at most: with two the minimum is not seen to the digits of a prompt.
ROUNDINGS = {"rounds_to_integers": 0, "rounds_the_result": 2, "rounded": math.inf}


def rounding(rule: Rule, runs: Sequence[Run], decimals: int | None) -> str:
    """Return the name of what was done to answers of so many decimals: those rounded on the way are not where the rule leads."""
    slack = _HALF_OF_FOUND * 10.0 ** -(decimals or 0)
    for run in runs:
        path = rule.follow(run.start, max(run.reached, default=0))
        for count, point in run.reached.items():
            if count < len(path) and not all(
                agree(a, b, _LAST_DIGITS, least=0.0, slack=slack) for a, b in zip(path[count], point, strict=True)
            ):
                return "rounds_on_the_way"
    return next(name for name, most in ROUNDINGS.items() if (decimals or 0) <= most)


def behind_rounded(landscape: Landscape, runs: Sequence[Run], grain: float) -> Rule | None:
    """Return right steps of one size whose points round to all answers, which lie `grain` from them at most; None for none."""
    direction, precision = exact(landscape), Precision(grain=grain / 2)  # the start is exact
    allowed = meeting(
        size
        for run in runs if 1 in run.reached
        for size in sizes_at(Chain((run.start, run.reached[1])), 0, direction, precision)
    )  # fmt: skip
    rule = None
    for most in range(1, max((n for run in runs for n in run.reached), default=0) + 1):
        for _ in range(_CORRECTIONS):
            if allowed.empty or allowed.low <= 0 or math.isinf(allowed.high):
                return None
            rule = constant(direction, simplest(allowed))
            allowed = _allowed(rule, runs, most, _HALF * grain)
            if allowed.low <= (rule.step_size or 0.0) <= allowed.high:
                break
        else:
            return None
    return rule


def between_rounded(landscape: Landscape, runs: Sequence[Run], noise: float) -> Rule | None:
    """Return right steps of one size that lead from each answer to the next, but for so much of rounding; None for none.

    Where they do, the answers are too rough to show that steps are wrong.
    """
    table = size_table([chain_of(run) for run in runs], exact(landscape), Precision(grain=noise / 2))
    allowed = meeting(size for rows in table for row in rows for size in row)
    if allowed.empty or allowed.high <= 0 or math.isinf(allowed.high):
        return None
    return constant(exact(landscape), simplest(Interval(max(allowed.low, 0.0), allowed.high)))


def _allowed(rule: Rule, runs: Sequence[Run], most: int, slack: float) -> Interval:
    """Return the sizes beside a rule's one whose points lie near enough to the answers for the first few n."""
    size, found = rule.step_size or 0.0, ANY
    beside = constant(rule.direction, size * (1 + _BESIDE))
    for run in runs:
        count = min(most, max(run.reached, default=0))
        for n, (here, there) in enumerate(zip(rule.follow(run.start, count), beside.follow(run.start, count), strict=False)):
            found = found.meet(_of_one(here, there, run.reached[n], slack)) if n in run.reached else found
    return Interval(size * (1 + _BESIDE * found.low), size * (1 + _BESIDE * found.high)) if found != ANY else found


def _of_one(here: Point, there: Point, answer: Point, slack: float) -> Interval:
    """Return how far to go on from the one point towards the other, to be near enough to an answer."""
    found = ANY
    for a, b, seen in zip(here, there, answer, strict=True):
        if abs(b - a) <= _UNMOVED * max(1.0, abs(a)):
            found = found if abs(a - seen) <= slack else Interval(math.inf, -math.inf)
        else:
            low, high = sorted(((seen - slack - a) / (b - a), (seen + slack - a) / (b - a)))
            found = found.meet(Interval(low, high))
    return found

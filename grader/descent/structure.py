"""What the answers depend on, before anything is asked about steps: the start, the number of iterations, neither.

Works on equality of values alone, so it needs no function.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from grader.descent.landscape import is_finite
from grader.descent.runs import Run


class Dependence(StrEnum):
    """What a program's answer depends on."""

    BOTH = "both"
    NOT_ON_COUNT = "not on the number of iterations"
    NOT_ON_START = "not on the start"
    NEITHER = "neither"
    NEVER_MOVES = "never moves"
    NEVER_FINITE = "never a number"


def dependence(runs: Sequence[Run]) -> Dependence:
    """Return what the answers depend on, as far as these runs tell.

    A program that has arrived after one step answers the same for every n; it is told from one that
    ignores n by its caller, who knows the function.
    """
    points = [point for run in runs for point in run.reached.values()]
    if not any(is_finite(point) for point in points):
        return Dependence.NEVER_FINITE
    if all(point == run.start for run in runs for point in run.reached.values()):
        return Dependence.NEVER_MOVES
    ends = [{point if is_finite(point) else None for point in run.reached.values()} for run in runs]
    same_count = all(len(reached) == 1 for reached in ends)  # what is no number is equal to what is none, as NaN is not
    if len(set(points)) == 1 and len({run.start for run in runs}) > 1:
        return Dependence.NEITHER
    if same_count and any(len(run.reached) > 1 for run in runs):
        return Dependence.NOT_ON_COUNT
    return Dependence.NOT_ON_START if _same_everywhere(runs) else Dependence.BOTH


def _same_everywhere(runs: Sequence[Run]) -> bool:
    """Tell whether every count that was asked from several starts gave one and the same finite point."""
    if len({run.start for run in runs}) < 2:
        return False
    shared = [
        {run.reached[count] for run in runs if count in run.reached}
        for count in {count for run in runs for count in run.reached}
        if sum(count in run.reached for run in runs) > 1
    ]
    return bool(shared) and all(len(found) == 1 for found in shared)

"""Step sizes that depend on the step number: recognised by being the same from every start, then continued.

A schedule needs no formula to be a schedule; it needs one to be followed further than it was seen.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from grader.descent.step_directions import Direction
from grader.descent.step_rules import Rule
from grader.descent.step_sizes import Interval, meeting, simplest

Formula = Callable[[int], float]
_OF_FORMULAS = 2  # each of the usual schedules goes through two sizes; one without a formula has a size for each step


def scheduled(direction: Direction, steps: Sequence[Sequence[Interval]], first: Sequence[int]) -> Rule | None:
    """Return the rule with a size for each step number, if all chains agree on it and two of them had to; else None.

    `steps[c][k]` is what step k of chain c says about δ; `first[c]` is the number of that chain's first step.
    """
    if any(first):
        return None
    by_number = _by_number(steps)
    sizes = [meeting(found) for found in by_number]
    if not sizes or any(size.empty or size.low <= 0 or not size.sharp for size in sizes):
        return None
    shared = [found for found in by_number if sum(interval.sharp for interval in found) > 1]
    if len(shared) < 2:
        return None
    seen = tuple(simplest(size) for size in sizes)
    formula = next((f for f in _formulas(seen) if all(_agrees(_value(f, k), size) for k, size in enumerate(sizes))), None)

    def size(k: int) -> float | None:
        if formula is not None:
            return _value(formula, k)
        return seen[k] if k < len(seen) else None

    parameters = _OF_FORMULAS if formula is not None else 1 + len(seen)
    return Rule(kind="schedule", direction=direction, size=size, sizes=seen, parameters=parameters)


def _by_number(steps: Sequence[Sequence[Interval]]) -> list[list[Interval]]:
    longest = max((len(rows) for rows in steps), default=0)
    return [[rows[k] for rows in steps if k < len(rows)] for k in range(longest)]


def _value(formula: Formula, k: int) -> float:
    try:
        return formula(k)
    except OverflowError:
        return math.nan


def _agrees(value: float, size: Interval) -> bool:
    slack = 1e-9 * abs(value)
    return size.low - slack <= value <= size.high + slack


def _formulas(seen: tuple[float, ...]) -> Iterator[Formula]:
    """Yield the usual schedules through the sizes that were seen; NaN where one of them ends."""
    if len(seen) < 4 or seen[0] == seen[1]:
        return
    a, b = seen[0], seen[1]
    yield lambda k: a * (b / a) ** k
    yield lambda k: _shrunk(a, 1 + (a / b - 1) * k, 1.0)
    yield lambda k: _shrunk(a, k + 1, math.log(a / b) / math.log(2))
    yield lambda k: _shrunk(a, 1 + ((a / b) ** 2 - 1) * k, 0.5)


def _shrunk(size: float, by: float, power: float) -> float:
    return size / by**power if by > 0 else math.nan

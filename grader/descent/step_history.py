"""Steps that depend on more than the point: on their number, as a schedule has it, or on the last move, as momentum has it.

A schedule is recognised by being the same from every start, needs no formula for that, and one to be followed further
than it was seen. Heavy ball and Nesterov are recognised from δ and β that fit every step.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from grader.algebra.floats import agree
from grader.descent.landscape import Landscape, Point
from grader.descent.runs import Chain
from grader.descent.step_directions import Direction, exact
from grader.descent.step_rules import Rule, constant
from grader.descent.step_sizes import Interval, Precision, meeting, simplest, size_of_step

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
    """Yield the usual schedules through the sizes that were seen; NaN after one of them ends."""
    if len(seen) < 4 or seen[0] == seen[1]:
        return
    a, b = seen[0], seen[1]
    yield lambda k: a * (b / a) ** k
    yield lambda k: _shrunk(a, 1 + (a / b - 1) * k, 1.0)
    yield lambda k: _shrunk(a, k + 1, math.log(a / b) / math.log(2))
    yield lambda k: _shrunk(a, 1 + ((a / b) ** 2 - 1) * k, 0.5)


def _shrunk(size: float, by: float, power: float) -> float:
    return size / by**power if by > 0 else math.nan


_OF_A_MOVE = 1e-6  # how exactly a move is explained: δ and β are known to about nine digits, and another rule is off in three


def with_momentum(
    landscape: Landscape, chains: Sequence[Chain], precision: Precision, direction: Direction | None = None
) -> Rule | None:
    """Return the rule with one δ and one β in (0, 1] that explains every step along a direction (the gradient), or None."""
    direction = direction or exact(landscape)
    if any(chain.first for chain in chains) or not any(len(chain.steps) > 2 for chain in chains):
        return None
    first = meeting(
        size_of_step(b, a, s, precision)
        for chain in chains
        if chain.steps
        for b, a, s in zip(chain.points[0], chain.points[1], direction.slopes(chain.points[:1], chain.points[1]), strict=True)
    )
    if not first.sharp or first.low <= 0:
        return None
    plain = constant(direction, simplest(first), kind="momentum")
    for share in _shares(chains, plain, precision):
        for look_ahead in (False, True):
            rule = replace(plain, momentum=share, look_ahead=look_ahead, parameters=2)
            if all(_explains(rule, chain) for chain in chains):
                return rule
    return None


def _shares(chains: Sequence[Chain], plain: Rule, precision: Precision) -> list[float]:
    """Return what β the second steps ask for: of the heavy ball exactly, of Nesterov's by trying the usual ones."""
    found: Interval = Interval(1e-6, 1 + 1e-9)
    for chain in chains:
        if len(chain.steps) < 2:
            continue
        start, one, two = chain.points[:3]
        slope = plain.direction.slopes((start, one), two)
        for i in range(len(start)):
            moved = one[i] - plain.size(1) * slope[i][0]  # type: ignore[operator]
            found = found.meet(size_of_step(moved, two[i], (start[i] - one[i], slope[i][1]), precision))
    heavy = [] if found.empty or not found.sharp else [simplest(found)]
    return [*heavy, 0.9, 0.5, 0.8, 0.95, 0.99, 0.7, 0.6, 0.4, 0.3, 0.2, 0.1]


def _explains(rule: Rule, chain: Chain) -> bool:
    """Tell whether every step follows from the points before it, to a millionth of the move."""
    for k in chain.steps:
        after = rule.next(chain.points[: k + 1], k)
        if after is None:
            return False
        for a, b, c, error in zip(after, chain.points[k + 1], chain.points[k], _errors(rule, chain, k), strict=True):
            if not agree(a, b, 0.0, slack=_OF_A_MOVE * max(abs(c - b), _OF_A_MOVE * abs(b)) + error):
                return False
    return True


def _errors(rule: Rule, chain: Chain, k: int) -> Point:
    """Return how far rounding of the slopes may carry a step; a difference quotient has more of it than a derivative."""
    slopes = rule.direction.slopes(chain.points[: k + 1], chain.points[k + 1])
    return tuple(abs(rule.step_size or 0.0) * error if math.isfinite(error) else 0.0 for _, error in slopes)

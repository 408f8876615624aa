"""Which rule explains what was seen: the right one first, then the simplest mistake that explains every step.

Each hypothesis is a direction, a way of counting and a kind of step size, and it must explain all chains
from all starts to the last digits. What no hypothesis explains is called unexplained: a wrong name is
worse than none.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from grader.algebra.floats import agree, points_agree
from grader.descent import step_directions as directions
from grader.descent.landscape import Landscape, Point, is_finite
from grader.descent.mistakes import mistaken, name_of_momentum, one_size_along, straight_to_minimum
from grader.descent.runs import Chain, Run, chain_of
from grader.descent.step_directions import Direction
from grader.descent.step_history import scheduled, with_momentum
from grader.descent.step_rules import (
    FOLLOWED,
    NO_SIZE,
    Finding,
    Hypotheses,
    Rule,
    Table,
    Wrong,
    constant,
    plausible,
    size_table,
)
from grader.descent.step_sizes import Interval, Precision, meeting, simplest

_OF_MISTAKES = 2  # δ and a second number: what a mistake explains with, if it is one of those tried here
_OF_SEARCHES = 1000  # a size for every step: anything else is simpler
_ABOUT = 0.1  # of a size: a quotient of any usual width is nearer to the gradient, a wrong direction seldom is
_TURNED = 1e-9  # of the lengths: rounding turns a gradient by a millionth of this


def infer(
    landscape: Landscape,
    runs: Sequence[Run],
    precision: Precision,
    wrong: Wrong = lambda _: (),
    targets: Sequence[Point] = (),
) -> Finding:
    """Return the simplest rule that explains the runs.

    `wrong(axis)` yields what is mistaken for that component of the gradient, the simplest slip first; `targets`
    are the minima that somebody may know in advance and walk straight to.
    """
    seen = Hypotheses(landscape, precision, wrong, tuple(targets))
    late = all(run.reached.get(1, run.start) == run.start for run in runs)
    found: list[Finding] = []
    told = [run for run in runs if not landscape.is_kink(run.start)]  # from a kink more than one first step is right
    for shift in (-1,) if late else (0, 1):
        if found and _parameters(found[0]) == 1:
            break
        chains = [chain for run in runs if len((chain := chain_of(run, shift).moving).points) > 1]
        finding = _explained(seen, chains, quotients=shift == 0)
        if finding is not None and _counts(replace(finding, shift=shift), told or runs):
            found.append(replace(finding, shift=shift))
    return min(found, key=_parameters, default=Finding())


def _parameters(finding: Finding) -> int:
    """Return how many numbers a finding fits to what was seen: the fewer, the simpler."""
    return finding.rule.parameters if finding.rule is not None else 0


def _counts(finding: Finding, runs: Sequence[Run]) -> bool:
    """Tell whether the rule, with the shift, also leads from each start to the first point that was seen."""
    if finding.shift == 0:
        return True
    return all(_leads(finding, run) for run in runs)


def _leads(finding: Finding, run: Run) -> bool:
    rule, steps = finding.rule, 1 + finding.shift
    if rule is None or 1 not in run.reached:
        return False
    path = rule.follow(run.start, steps)
    if len(path) <= steps:
        return rule.kind == "line_search" or not is_finite(run.reached[1])
    return points_agree(path[-1], run.reached[1], FOLLOWED, least=NO_SIZE, along=path)


def _explained(seen: Hypotheses, chains: list[Chain], *, quotients: bool) -> Finding | None:
    right = directions.exact(seen.landscape)
    tables = size_table(chains, right, seen.precision)
    finding = _along(seen.landscape, chains, right, tables)
    if finding is not None:
        return _simplest_of(seen, chains, finding)
    found = _mistaken_or_nearly(seen, chains, tables, quotients=quotients)
    return found or straight_to_minimum(seen, chains)


def _mistaken_or_nearly(seen: Hypotheses, chains: list[Chain], tables: Table, *, quotients: bool) -> Finding | None:
    """Try a gradient meant and nearly right, or a mistake in the direction, in the order that the steps suggest."""
    if not quotients or not _nearly(tables):
        return mistaken(seen, chains, tables)
    if plausible(chains, directions.exact(seen.landscape), seen.precision):
        return mistaken(seen, chains, tables) or _nearly_along(seen, chains)  # no later step tells a quotient better
    return _nearly_along(seen, chains) or mistaken(seen, chains, tables)


def _nearly_along(seen: Hypotheses, chains: list[Chain]) -> Finding | None:
    """Return the finding when every step goes against a direction that is meant to be the gradient and nearly is."""
    for close in _close_directions(seen.landscape):
        if plausible(chains, close, seen.precision):
            finding = _along(seen.landscape, chains, close, size_table(chains, close, seen.precision))
            if finding is not None:
                return finding
            rule = with_momentum(seen.landscape, chains, seen.precision, close)
            if rule is not None:
                return Finding(rule=rule, mistake=name_of_momentum(rule))
    return None


def _simplest_of(seen: Hypotheses, chains: list[Chain], finding: Finding) -> Finding:
    """Return the finding of steps along the gradient, or a mistake that explains them with fewer numbers.

    In a parabola and a round bowl momentum looks like a schedule; steps of one length look like a line search.
    """
    most = _parameters(finding)
    if most > _OF_MISTAKES:
        length = one_size_along(directions.fixed_length(seen.landscape), chains, seen.precision)
        rule = with_momentum(seen.landscape, chains, seen.precision) if length is None else None
        if length is not None:
            return length
        if rule is not None:
            return Finding(rule=rule, mistake=name_of_momentum(rule))
    return finding


def _close_directions(landscape: Landscape) -> Iterator[Direction]:
    """Yield directions that are meant to be the gradient and nearly are."""
    yield from directions.rounded_constants(landscape)
    yield from directions.rounded_slopes(landscape)
    yield from directions.numerical(landscape)


def _nearly(table: Table) -> bool:
    """Tell whether the first steps have about one size along the gradient, as with a gradient that is a little off."""
    first = [part for rows in table for part in (rows[0] if rows else ()) if not part.empty]
    sizes = sorted((part.low + part.high) / 2 for part in first if part.sharp)
    if not sizes:
        return False
    middle = sizes[len(sizes) // 2]
    return sum(agree(size, middle, _ABOUT, least=0.0) for size in sizes) * 2 > len(sizes)


def _along(landscape: Landscape, chains: list[Chain], direction: Direction, table: Table) -> Finding | None:
    """Return the finding when every step goes exactly against the direction; None when one does not."""
    steps = [[meeting(row) for row in rows] for rows in table]
    flat = [interval for rows in steps for interval in rows]
    if not flat or any(interval.empty for interval in flat):
        return None
    common = meeting(flat)
    if not common.empty:
        return _constant(direction, common) if common.sharp else None
    schedule = scheduled(direction, steps, [chain.first for chain in chains])
    if schedule is not None:
        return Finding(rule=schedule)
    by_start = _one_size_each(direction, chains, steps)
    if by_start is not None:
        return Finding(rule=by_start)
    return _line_search(landscape, direction, chains, flat, table)


def _constant(direction: Direction, common: Interval) -> Finding:
    size = simplest(common)
    rule = constant(direction, size)
    if size > 0:
        return Finding(rule=rule)
    return Finding(rule=replace(rule, kind="ascends"), mistake="ascends" if size < 0 else "never_moves")


def _one_size_each(direction: Direction, chains: list[Chain], steps: list[list[Interval]]) -> Rule | None:
    """Return the rule of runs that keep one size each, computed from the start.

    Each run has to show its size twice, unless it left the numbers: one that does not move any more shows nothing.
    """
    sizes = [meeting(found) for found in steps]
    shown = [sum(interval.sharp for interval in found) > 1 for found in steps]
    left = [len(chain.steps) < len(chain.points) - 1 for chain in chains]
    if sum(shown) < 2 or any(chain.first for chain in chains) or not all(map(max, shown, left)):
        return None
    if any(size.empty or size.low <= 0 or not size.sharp for size in sizes):
        return None
    by_start = {chain.points[0]: simplest(size) for chain, size in zip(chains, sizes, strict=True)}
    return Rule(
        kind="size_by_start", direction=direction, size=lambda _: None, by_start=by_start, parameters=len(by_start)
    )


def _line_search(
    landscape: Landscape, direction: Direction, chains: list[Chain], flat: list[Interval], table: Table
) -> Finding | None:
    """Find a line search by its directions alone; they show nothing if the gradient never turns on the way."""
    if not all(interval.high > 0 for interval in flat):
        return None
    turning = [rows for chain, rows in zip(chains, table, strict=True) if _turns(landscape, chain)]
    several = [row for rows in turning for row in rows if sum(interval.sharp for interval in row) > 1]
    if len(several) < 3 or any(interval.sharp and interval.low <= 0 for interval in flat):
        return None
    rule = Rule(kind="line_search", direction=direction, size=lambda _: None, parameters=_OF_SEARCHES)
    return Finding(rule=rule)


def _turns(landscape: Landscape, chain: Chain) -> bool:
    """Tell whether the gradient has another direction at some point of a chain than at its start."""
    slopes = [landscape.slope(chain.points[k]) for k in chain.steps]
    first = slopes[0] if slopes else ()
    return any(
        abs(first[i] * slope[j] - first[j] * slope[i]) > _TURNED * math.hypot(*first) * math.hypot(*slope)
        for slope in slopes[1:]
        for i in range(len(slope))
        for j in range(i)
    )

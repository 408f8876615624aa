"""Which rule explains what was seen: the right one first, then the simplest mistake that explains every step.

Each hypothesis is a direction, a way of counting and a kind of step size, and it must explain all chains
from all starts to the last digits. What no hypothesis explains is called unexplained: a wrong name is
worse than none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from grader.maths.descent import directions
from grader.maths.descent.directions import Direction
from grader.maths.descent.finding import Finding, Hypotheses, Table, Wrong, plausible, size_table
from grader.maths.descent.landscape import Landscape, Point, is_finite
from grader.maths.descent.mistakes import mistaken, one_size_along, straight_to_minimum
from grader.maths.descent.observed import Chain, Run, chain_of
from grader.maths.descent.rules import Rule, constant
from grader.maths.descent.schedules import scheduled
from grader.maths.descent.sizes import Interval, Precision, meeting, simplest


def infer(
    landscape: Landscape,
    runs: Sequence[Run],
    precision: Precision,
    wrong: Wrong = lambda _: (),
    targets: Sequence[Point] = (),
) -> Finding:
    """The simplest rule that explains the runs.

    `wrong(axis)` yields what is mistaken for that component of the gradient, the simplest slip first; `targets`
    are the minima that somebody may know in advance and walk straight to.
    """
    seen = Hypotheses(landscape, precision, wrong, tuple(targets))
    late = all(run.reached.get(1, run.start) == run.start for run in runs)
    for shift in (-1,) if late else (0, 1):
        chains = _chains(runs, shift)
        finding = _explained(seen, chains, quotients=shift == 0)
        if finding is not None and _counts(replace(finding, shift=shift), runs):
            return _counted_from_one(seen, runs, replace(finding, shift=shift))
    return Finding()


def _chains(runs: Sequence[Run], shift: int) -> list[Chain]:
    return [chain for run in runs if len((chain := chain_of(run, shift).moving).points) > 1]


def _counted_from_one(seen: Hypotheses, runs: Sequence[Run], finding: Finding) -> Finding:
    """A schedule that only the first step has to itself is one step too many of one size, where that leads there too.

    In a parabola two steps of one size are one step of another.
    """
    if finding.rule is None or finding.rule.kind != "schedule" or finding.shift:
        return finding
    chains = _chains(runs, 1)
    right = directions.exact(seen.landscape)
    other = _along(chains, right, size_table(chains, right, seen.precision))
    if other is None or other.rule is None or other.rule.kind != "constant":
        return finding
    other = replace(other, shift=1)
    return other if _counts(other, runs) else finding


def _counts(finding: Finding, runs: Sequence[Run]) -> bool:
    """Whether the rule, with the shift, also leads from each start to the first point that was seen."""
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
    return near(path[-1], run.reached[1], 1e-7, path)


def near(one: Point, other: Point, tolerance: float, path: Iterable[Point] = ()) -> bool:
    """Whether two points agree, relative to the largest coordinates on the way there."""
    for i, (a, b) in enumerate(zip(one, other, strict=True)):
        scale = max((abs(point[i]) for point in path), default=max(abs(a), abs(b)))
        if not abs(a - b) <= tolerance * max(scale, abs(b), 1e-9):
            return False
    return True


def _explained(seen: Hypotheses, chains: list[Chain], *, quotients: bool) -> Finding | None:
    right = directions.exact(seen.landscape)
    tables = size_table(chains, right, seen.precision)
    finding = _along(chains, right, tables)
    if finding is not None:
        return _of_one_length(seen, chains, finding)
    if not _nearly(tables):
        return mistaken(seen, chains, tables) or straight_to_minimum(seen, chains)
    if plausible(chains, right, seen.precision):  # then no later step tells a quotient from a mistake better
        return mistaken(seen, chains, tables) or (_nearly_along(seen, chains) if quotients else None)
    return (_nearly_along(seen, chains) if quotients else None) or mistaken(seen, chains, tables)


def _nearly_along(seen: Hypotheses, chains: list[Chain]) -> Finding | None:
    """The finding when every step goes against a direction that is meant to be the gradient and nearly is."""
    for close in _close_directions(seen.landscape):
        if plausible(chains, close, seen.precision):
            finding = _along(chains, close, size_table(chains, close, seen.precision))
            if finding is not None:
                return finding
    return None


def _of_one_length(seen: Hypotheses, chains: list[Chain], finding: Finding) -> Finding:
    """Steps along the gradient of which each has another size are no line search where all have the same length."""
    if finding.rule is None or finding.rule.kind != "line_search":
        return finding
    return one_size_along(directions.fixed_length(seen.landscape), chains, seen.precision) or finding


def _close_directions(landscape: Landscape) -> Iterator[Direction]:
    """Directions that are meant to be the gradient and nearly are."""
    yield from directions.rounded_constants(landscape)
    yield from directions.rounded_slopes(landscape)
    yield from directions.numerical(landscape)


def _nearly(table: Table) -> bool:
    """Whether the first steps have about one size along the gradient, as with a gradient that is a little off."""
    first = [part for rows in table for part in (rows[0] if rows else ()) if not part.empty]
    sizes = sorted((part.low + part.high) / 2 for part in first if part.sharp)
    if not sizes:
        return False
    middle = sizes[len(sizes) // 2]
    return sum(abs(size - middle) <= 0.1 * abs(middle) for size in sizes) * 2 > len(sizes)


def _along(chains: list[Chain], direction: Direction, table: Table) -> Finding | None:
    """The finding when every step goes exactly against the direction; None when one does not."""
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
    return _line_search(direction, flat, table)


def _constant(direction: Direction, common: Interval) -> Finding:
    size = simplest(common)
    rule = constant(direction, size)
    if size > 0:
        return Finding(rule=rule)
    return Finding(rule=replace(rule, kind="ascends"), mistake="ascends" if size < 0 else "never_moves")


def _one_size_each(direction: Direction, chains: list[Chain], steps: list[list[Interval]]) -> Rule | None:
    """The rule of runs that keep one size each, computed from the start; two runs at least have to show theirs twice."""
    sizes = [meeting(found) for found in steps]
    shown = [found for found in steps if sum(interval.sharp for interval in found) > 1]
    if len(shown) < 2 or any(chain.first for chain in chains):
        return None
    if any(size.empty or size.low <= 0 or not size.sharp for size in sizes):
        return None
    by_start = {chain.points[0]: simplest(size) for chain, size in zip(chains, sizes, strict=True)}
    return Rule(kind="size_by_start", direction=direction, size=lambda _: None, by_start=by_start)


def _line_search(direction: Direction, flat: list[Interval], table: Table) -> Finding | None:
    """In several variables the directions alone show a line search; in one they show nothing."""
    if not all(interval.high > 0 for interval in flat):
        return None
    several = [row for rows in table for row in rows if sum(interval.sharp for interval in row) > 1]
    if len(several) < 3 or any(interval.sharp and interval.low <= 0 for interval in flat):
        return None
    rule = Rule(kind="line_search", direction=direction, size=lambda _: None)
    return Finding(rule=rule)

"""Which rule explains what was seen: the right one first, then the simplest mistake that explains every step.

Each hypothesis is a direction, a way of counting and a kind of step size, and it must explain all chains
from all starts to the last digits. What no hypothesis explains is called unexplained: a wrong name is
worse than none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from grader.maths.descent import directions
from grader.maths.descent.directions import Direction
from grader.maths.descent.landscape import Landscape, Point, Uncertain, is_finite, uncertain
from grader.maths.descent.momentum import with_momentum
from grader.maths.descent.observed import Chain, Run, chain_of
from grader.maths.descent.rules import Rule, constant
from grader.maths.descent.schedules import scheduled
from grader.maths.descent.sizes import ANY, Interval, Precision, meeting, simplest, size_of_step
from grader.maths.tree import Expression


@dataclass(frozen=True, slots=True)
class WrongPart:
    """An expression that somebody takes for one component of the gradient, with its name and a sentence."""

    name: str
    expression: Expression
    text: str


Wrong = Callable[[int], Iterable[WrongPart]]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What the observations show.

    `rule` is None when nothing explains them. `mistake` names what is wrong with the direction, `axis` the
    coordinate it concerns, `text` a sentence about it; `shift` is how many steps more than asked are taken.
    """

    rule: Rule | None = None
    mistake: str | None = None
    shift: int = 0
    text: str = ""
    axis: int | None = None

    @property
    def right(self) -> bool:
        """Whether every step goes along the gradient at the point where it stands, and the count is right."""
        return self.rule is not None and self.mistake is None and self.shift == 0


def infer(landscape: Landscape, runs: Sequence[Run], precision: Precision, wrong: Wrong = lambda _: ()) -> Finding:
    """The simplest rule that explains the runs.

    `wrong(axis)` yields what is mistaken for that component of the gradient, the simplest slip first.
    """
    late = all(run.reached.get(1, run.start) == run.start for run in runs)
    for shift in (-1,) if late else (0, 1):
        chains = [chain for run in runs if len((chain := chain_of(run, shift).moving).points) > 1]
        finding = _explained(landscape, chains, precision, wrong, quotients=shift == 0)
        if finding is not None and _counts(replace(finding, shift=shift), runs):
            return replace(finding, shift=shift)
    return Finding()


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


def _explained(
    landscape: Landscape, chains: list[Chain], precision: Precision, wrong: Wrong, *, quotients: bool
) -> Finding | None:
    right = directions.exact(landscape)
    tables = size_table(chains, right, precision)
    finding = _along(chains, right, tables)
    if finding is not None:
        return finding
    for quotient in directions.numerical(landscape) if quotients and _nearly(tables) else ():
        if _plausible(chains, quotient, precision):
            finding = _along(chains, quotient, size_table(chains, quotient, precision))
            if finding is not None:
                return finding
    return _mistaken(landscape, chains, precision, wrong, tables)


def _nearly(table: Table) -> bool:
    """Whether the first steps have about one size along the gradient, as with a gradient that is a little off."""
    first = [part for rows in table for part in (rows[0] if rows else ()) if not part.empty]
    sizes = sorted((part.low + part.high) / 2 for part in first if part.sharp)
    if not sizes:
        return False
    middle = sizes[len(sizes) // 2]
    return sum(abs(size - middle) <= 0.1 * abs(middle) for size in sizes) * 2 > len(sizes)


def _plausible(chains: list[Chain], direction: Direction, precision: Precision) -> bool:
    """Whether the first steps from all starts could have one size: most wrong hypotheses fall here, at little cost."""
    common = ANY
    for chain in chains:
        if chain.steps:
            slopes = direction.slopes(chain.points[:1], chain.points[1])
            ends = zip(chain.points[0], chain.points[1], slopes, strict=True)
            common = meeting([common, *(size_of_step(b, a, s, precision) for b, a, s in ends)])
            if common.empty:
                return False
    return True


Table = list[list[tuple[Interval, ...]]]


def size_table(chains: Sequence[Chain], direction: Direction, precision: Precision) -> Table:
    """For each chain and each of its steps, the step size that each coordinate allows."""
    table: Table = []
    for chain in chains:
        rows = []
        for k in chain.steps:
            before, after = chain.points[k], chain.points[k + 1]
            slopes = direction.slopes(chain.points[: k + 1], after)
            rows.append(
                tuple(size_of_step(b, a, s, precision) for b, a, s in zip(before, after, slopes, strict=True))
            )
        table.append(rows)
    return table


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
    return _line_search(direction, flat, table)


def _constant(direction: Direction, common: Interval) -> Finding:
    size = simplest(common)
    rule = constant(direction, size)
    if size > 0:
        return Finding(rule=rule)
    return Finding(rule=replace(rule, kind="ascends"), mistake="ascends" if size < 0 else "never_moves")


def _line_search(direction: Direction, flat: list[Interval], table: Table) -> Finding | None:
    """In several variables the directions alone show a line search; in one they show nothing."""
    if not all(interval.high > 0 for interval in flat):
        return None
    several = [row for rows in table for row in rows if sum(interval.sharp for interval in row) > 1]
    if len(several) < 3 or any(interval.sharp and interval.low <= 0 for interval in flat):
        return None
    rule = Rule(kind="line_search", direction=direction, size=lambda _: None)
    return Finding(rule=rule)


def _mistaken(
    landscape: Landscape, chains: list[Chain], precision: Precision, wrong: Wrong, right: Table
) -> Finding | None:
    simple = _common_mistakes(landscape, chains, precision)
    if simple is not None:
        return simple
    by_coordinate = _by_coordinate(landscape, chains, precision, wrong, right)
    if by_coordinate is not None:
        return by_coordinate
    rule = with_momentum(landscape, chains, precision)
    if rule is not None:
        return Finding(rule=rule, mistake="accumulates_gradients" if rule.momentum == 1.0 else "momentum")
    return None


def _common_mistakes(landscape: Landscape, chains: list[Chain], precision: Precision) -> Finding | None:
    hypotheses = [directions.newton(landscape), directions.fixed_length(landscape)]
    if len(landscape.variables) > 1:
        hypotheses = [
            directions.sequential(landscape),
            directions.sequential(landscape, backwards=True),
            directions.swapped(landscape),
            *hypotheses,
        ]
    hypotheses.append(directions.frozen(landscape))
    for direction in hypotheses:
        if not _plausible(chains, direction, precision):
            continue
        common = meeting(i for rows in size_table(chains, direction, precision) for row in rows for i in row)
        if common.sharp and common.low > 0:
            return Finding(rule=constant(direction, simplest(common), kind=direction.name), mistake=direction.name)
    return None


def _by_coordinate(
    landscape: Landscape, chains: list[Chain], precision: Precision, wrong: Wrong, right: Table
) -> Finding | None:
    """A mistake in some coordinates: a factor (also a sign) that the others do not have, or a wrong component."""
    axes = range(len(landscape.variables))
    sizes = [meeting(row[axis] for rows in right for row in rows) for axis in axes]
    good = [axis for axis in axes if sizes[axis].sharp]
    if len(good) == len(sizes):
        return _unequal(landscape, sizes)
    known = sizes[good[0]] if good else None
    if any(sizes[axis].meet(known).empty for axis in good if known):
        return None
    found: dict[int, WrongPart] = {}
    for axis in axes:
        if axis not in good:
            slopes = ((part, _component(landscape, part.expression)) for part in wrong(axis))
            hit = _wrong_component(list(_moves(chains, axis)), slopes, precision, known or ANY)
            if hit is None:
                return None
            found[axis], known = hit
    return _wrong_gradient(landscape, found, known)


def _unequal(landscape: Landscape, sizes: list[Interval]) -> Finding:
    numbers = [simplest(size) for size in sizes]
    first = next((number for number in numbers if number), 0.0)
    factors = tuple(number / first if first else 0.0 for number in numbers)
    rule = replace(constant(directions.exact(landscape), first), kind="unequal", factors=factors)
    moving = [number for number in numbers if number]
    if len(moving) < len(numbers):
        name, axis = "one_coordinate_moved", numbers.index(0.0)
    elif all(number < 0 for number in numbers):
        name, axis = "ascends", None
    elif any(number < 0 for number in numbers):
        name, axis = "ascends_in_one_coordinate", next(i for i, number in enumerate(numbers) if number < 0)
    else:
        name, axis = "unequal_steps", None
    return Finding(rule=rule, mistake=name, axis=axis)


Move = tuple[Point, float, float]


def _moves(chains: list[Chain], axis: int) -> Iterator[Move]:
    """The steps of one coordinate: the point before, and the coordinate before and after; first steps first."""
    longest = max((len(chain.steps) for chain in chains), default=0)
    for k in range(longest):
        for chain in chains:
            if k in chain.steps:
                yield chain.points[k], chain.points[k][axis], chain.points[k + 1][axis]


def _component(landscape: Landscape, expression: Expression) -> Callable[[Point], Uncertain]:
    return lambda point: uncertain(expression, landscape.variables, point)


def _wrong_component(
    moves: list[Move],
    candidates: Iterable[tuple[WrongPart, Callable[[Point], Uncertain]]],
    precision: Precision,
    known: Interval,
) -> tuple[WrongPart, Interval] | None:
    """The simplest wrong component that explains one coordinate of every step, with the step size; else None."""
    for candidate, slope in candidates:
        common = known
        for point, before, after in moves:
            common = common.meet(size_of_step(before, after, slope(point), precision))
            if common.empty:
                break
        if common.sharp and common.low > 0:
            return candidate, common
    return None


def _wrong_gradient(landscape: Landscape, found: dict[int, WrongPart], known: Interval | None) -> Finding | None:
    if known is None or not found:
        return None
    parts = tuple(
        found[axis].expression if axis in found else right for axis, right in enumerate(landscape.gradient.components)
    )
    axis, first = next(iter(found.items()))
    mixed = directions.of_expressions("wrong_gradient", parts, landscape.variables, first.text)
    rule = constant(mixed, simplest(known), kind="wrong_gradient", text=first.text)
    return Finding(rule=rule, mistake=first.name, text=first.text, axis=axis)

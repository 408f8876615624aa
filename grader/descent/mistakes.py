"""The mistakes in a direction that can be told from where the steps go, the simplest that explains them all.

Each is a hypothesis like the right rule, and must explain every step as exactly. Knows no sentence for a student.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from grader.descent import step_directions as directions
from grader.descent.landscape import Estimate, Landscape, Point, estimated
from grader.descent.runs import Chain
from grader.descent.step_directions import Direction
from grader.descent.step_history import scheduled, with_momentum
from grader.descent.step_rules import (
    Finding,
    Hypotheses,
    Rule,
    Table,
    Wrong,
    WrongPart,
    constant,
    plausible,
    size_table,
)
from grader.descent.step_sizes import ANY, Interval, Precision, meeting, simplest, size_of_step


def mistaken(seen: Hypotheses, chains: list[Chain], right: Table) -> Finding | None:
    """Return the simplest mistake that explains every step; `right` holds the step sizes along the true gradient."""
    one_side = _on_one_side(seen.landscape, chains)
    for direction in _mistaken_directions(seen.landscape, signs=not one_side):
        simple = one_size_along(direction, chains, seen.precision)
        if simple is not None:
            return simple
    by_coordinate = _by_coordinate(seen.landscape, chains, seen.precision, seen.wrong, right)
    if by_coordinate is not None:
        return by_coordinate
    if one_side and (equal := one_size_along(directions.fixed_length(seen.landscape), chains, seen.precision)):
        return equal
    rule = with_momentum(seen.landscape, chains, seen.precision)
    if rule is not None:
        return Finding(rule=rule, mistake=name_of_momentum(rule))
    return None


def name_of_momentum(rule: Rule) -> str:
    """Return the name of steps that keep part of the last move, or all of it."""
    return "accumulates_gradients" if rule.momentum == 1.0 else "momentum"


def _on_one_side(landscape: Landscape, chains: list[Chain]) -> bool:
    """Tell whether, in one variable, all steps start where the slope has one sign: there a constant looks like a sign."""
    if len(landscape.variables) > 1:
        return False
    return len({landscape.slope(chain.points[k])[0] > 0 for chain in chains for k in chain.steps}) == 1


def _mistaken_directions(landscape: Landscape, *, signs: bool) -> Iterator[Direction]:
    """Yield the directions that people take for the gradient as a whole, the simplest slip first."""
    several = len(landscape.variables) > 1
    if several:
        yield from directions.one_after_another(landscape)
        yield directions.swapped(landscape)
    yield directions.newton(landscape)
    if signs:
        yield directions.fixed_length(landscape)
    if several:
        yield directions.signs(landscape)
    yield directions.frozen(landscape)


def one_size_along(direction: Direction, chains: list[Chain], precision: Precision) -> Finding | None:
    """Return the finding when every step goes against this mistaken direction with one size; None when one does not."""
    if not plausible(chains, direction, precision):
        return None
    sizes = [size for rows in size_table(chains, direction, precision) for row in rows for size in row]
    common = meeting(sizes)
    if not common.sharp or common.low <= 0 or (len(sizes) > 1 and sum(size.sharp for size in sizes) < 2):
        return None  # one number that explains one step of several explains nothing
    return Finding(rule=constant(direction, simplest(common), kind=direction.name), mistake=direction.name)


def straight_to_minimum(seen: Hypotheses, chains: list[Chain]) -> Finding | None:
    """Find steps that cover a share of the way to a minimum, one share or one for each step number."""
    for target in seen.targets:
        direction = directions.towards(target)
        finding = one_size_along(direction, chains, seen.precision)
        if finding is not None:
            return finding
        table = size_table(chains, direction, seen.precision)
        steps = [[meeting(row) for row in rows] for rows in table]
        if not any(interval.empty for rows in steps for interval in rows):
            rule = scheduled(direction, steps, [chain.first for chain in chains])
            if rule is not None:
                return Finding(rule=replace(rule, kind=direction.name), mistake=direction.name)
    return None


def _by_coordinate(
    landscape: Landscape, chains: list[Chain], precision: Precision, wrong: Wrong, right: Table
) -> Finding | None:
    """Return a mistake in some coordinates: a factor (also a sign) that the others do not have, or a wrong component."""
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
            slopes = ((part, estimated(part.expression, landscape.variables)) for part in wrong(axis))
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
        rule = replace(rule, parameters=1 + len(numbers))  # two steps for each iteration look like that on x² - y²
    return Finding(rule=rule, mistake=name, axis=axis)


Move = tuple[Point, float, float]


def _moves(chains: list[Chain], axis: int) -> Iterator[Move]:
    """Yield the steps of one coordinate: the point before, and the coordinate before and after; first steps first."""
    longest = max((len(chain.steps) for chain in chains), default=0)
    for k in range(longest):
        for chain in chains:
            if k in chain.steps:
                yield chain.points[k], chain.points[k][axis], chain.points[k + 1][axis]


def _wrong_component(
    moves: list[Move],
    candidates: Iterable[tuple[WrongPart, Estimate]],
    precision: Precision,
    known: Interval,
) -> tuple[WrongPart, Interval] | None:
    """Return the simplest wrong component that explains one coordinate of every step, with the step size; else None.

    Without a step size that is known from elsewhere several may explain the same steps, each with its own δ:
    then nobody is told which.
    """
    found: list[tuple[WrongPart, Interval]] = []
    for candidate, slope in candidates:
        common = known
        for point, before, after in moves:
            common = common.meet(size_of_step(before, after, slope(point), precision))
            if common.empty:
                break
        if common.sharp and common.low > 0:
            found.append((candidate, common))
            if known.sharp:
                break
    if not found:
        return None
    candidate, common = found[0]
    alone = all(other.meet(common).sharp for _, other in found)
    return (candidate if alone else replace(candidate, text="")), common


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

"""Finds where a formula may follow another branch, and points on both sides: below zero under a root, beyond a pole.

Two functions that are analytic between their kinks and agree at one random point of every gap agree everywhere, so a
few moderate points do for those without branches. The search is by doubles along one variable at a time, so it may miss
a kink; it only ever adds points. Decides nothing.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import islice, pairwise, product

from grader.algebra.exact import whole_exponent
from grader.algebra.floats import NotNumericError, agree
from grader.algebra.functions import FUNCTIONS
from grader.algebra.numeric import sketched
from grader.algebra.tree import Application, Expression, Negative, Number, Power, Quotient, Sum, variables_in, walk
from grader.notation.trees import is_small


def may_branch(expression: Expression) -> bool:
    """Tell whether the function may follow different formulas in different places."""
    return any(True for _ in switches(expression))


def may_jump(expression: Expression) -> bool:
    """Tell whether the function may jump at whole numbers or at zero, so that a difference there would be no accident."""
    return any(isinstance(node, Application) and FUNCTIONS[node.function].jumps for node in walk(expression))


def switches(expression: Expression) -> Iterator[Expression]:
    """Yield the functions with variables whose zeros part the branches of an expression."""
    for node in walk(expression):
        if isinstance(node, Application):
            yield from filter(variables_in, _of_function(node))
        elif isinstance(node, Power) and whole_exponent(node.exponent) is None and variables_in(node.base):
            yield _under_even_power(node.base)
            yield from filter(variables_in, _poles(node.base))


def bounds(expression: Expression) -> Iterator[Expression]:
    """Yield what is compared in a maximum or a minimum: `y - 8` and `x - 5` part a corner, in which neither is a kink alone."""
    for node in walk(expression):
        if isinstance(node, Application) and FUNCTIONS[node.function].compares:
            yield from filter(variables_in, node.arguments)


def _of_function(node: Application) -> Iterator[Expression]:
    row = FUNCTIONS[node.function]
    first, *others = node.arguments
    if row.compares:
        yield from (Sum((first, Negative(other))) for other in others)
    for place in row.branches_at or ():
        for argument in node.arguments:
            yield Sum((argument, _minus(place))) if place else _under_even_power(argument)
    if row.is_multivalued:
        for argument in node.arguments:
            yield from _poles(argument)


def _minus(whole: int) -> Expression:
    size = Number(Fraction(abs(whole)))
    return Negative(size) if whole > 0 else size


def _poles(expression: Expression) -> Iterator[Expression]:
    """Yield the functions whose zeros are poles of an expression."""
    for node in walk(expression):
        if isinstance(node, Quotient):
            yield _under_even_power(node.denominator)
        elif isinstance(node, Power) and (whole_exponent(node.exponent) or 0) < 0:
            yield node.base
        elif isinstance(node, Application) and (poles := FUNCTIONS[node.function].poles):
            yield Application(poles, node.arguments)


def _under_even_power(node: Expression) -> Expression:
    """Return what has the same zeros and changes its sign there, which is easier to find."""
    while isinstance(node, Power) and (whole_exponent(node.exponent) or 1) % 2 == 0:
        node = node.base
    return node


MAX_SWITCHES = 12  # functions that part branches: each is searched at some hundred places along every variable
MAX_SWITCH_NODES, MAX_SWITCH_DEPTH = 150, 60
MAX_ZEROS = 12  # along one line: of a function with more, the sine of a large multiple, the nearest do
# Up to the end of the doubles, for branches that somebody hides far out.
_FAR = [1e8, 1e9, 1e10, 1e12, 1e15, 1e20, 1e30, 1e60, 1e100, 1e200, 1e300]
_STEPS = [*(-far for far in _FAR[::-1]), *(math.sinh(step / 10) * 0.05 for step in range(-200, 201)), *_FAR]
"""Dense near zero, and so far out that no kink of a linear function is missed."""
_HALVINGS = 64  # as many as a double has bits, and some
_THIRDINGS = 80  # to (2/3)**80, the last digits of a double
_NEAR = 1e-6  # of a kink's place: nearer than strips that anybody makes, further than a zero is found exactly
_ONE_KINK = 1e-9  # zeros of two switches that differ by rounding alone are one kink, with nothing between
_MIXED = 24  # points with coordinates beside kinks in several variables at once, for each base

Switch = tuple[frozenset[str], Callable[..., float]]
"""A function whose zeros part branches, with the names of the variables that it depends on."""


def points_between_kinks(
    expressions: Sequence[Expression], variables: tuple[str, ...], bases: Sequence[Mapping[str, float]], draw: random.Random
) -> Iterator[dict[str, float]]:
    """Yield points in the gaps between kinks and close to them, along each variable from each base; then mixed ones."""
    parting = [switch for find in (switches, bounds) for expression in expressions for switch in find(expression)]
    functions = switch_functions(parting, variables)
    found: dict[str, list[float]] = {name: [] for name in variables}
    for base in bases:
        for point in points_between_zeros(functions, variables, base, draw, near=_NEAR):
            yield point
            for name in variables:
                found[name] += [point[name]] if point[name] != base[name] else []
    for base in bases:
        yield from mixed(found, base, draw, _MIXED)


def mixed(
    coordinates: Mapping[str, Sequence[float]], base: Mapping[str, float], draw: random.Random, most: int
) -> Iterator[dict[str, float]]:
    """Yield points with one of these coordinates for each variable, or the base's: all that there are, or so many."""
    choices = {name: [*values, base[name]] for name, values in coordinates.items()}
    if math.prod(map(len, choices.values())) <= most:
        yield from (dict(zip(choices, values, strict=True)) for values in product(*choices.values()))
    else:
        yield from ({name: draw.choice(values) for name, values in choices.items()} for _ in range(most))


def points_between_zeros(  # noqa: PLR0913 - what is drawn from, each by its name
    functions: Sequence[Switch],
    variables: tuple[str, ...],
    base: Mapping[str, float],
    draw: random.Random,
    *,
    near: float,
    also: Sequence[float] = (),
) -> Iterator[dict[str, float]]:
    """Yield the same between the zeros of these functions and the coordinates in `also`; `near` is how close, relative."""
    for name in variables:
        found: set[float] = set(also)
        for names, function in functions:
            if name in names:
                found.update(_zeros(_along(function, variables, base, name)))
        nearest = sorted(sorted(found, key=abs)[: 2 * MAX_ZEROS])
        for value in _between(nearest, draw, near):
            yield {**base, name: value}


def switch_functions(parting: Iterable[Expression], variables: tuple[str, ...]) -> list[Switch]:
    """Return the first few of the expressions whose zeros part branches, of a size that can be searched, as functions."""
    found: dict[Expression, Switch] = {}
    for switch in parting:
        if len(found) == MAX_SWITCHES:
            break
        if switch not in found and is_small(switch, MAX_SWITCH_NODES, MAX_SWITCH_DEPTH):
            with suppress(NotNumericError):
                found[switch] = (variables_in(switch), sketched(switch, variables))
    return list(found.values())


def _along(
    value: Callable[..., float], variables: tuple[str, ...], base: Mapping[str, float], name: str
) -> Callable[[float], float]:
    """Return one variable of the function, with the others as in `base`."""
    place = variables.index(name)
    point = [base[variable] for variable in variables]

    def at(coordinate: float) -> float:
        point[place] = coordinate
        return value(*point)

    return at


def _zeros(function: Callable[[float], float]) -> list[float]:
    """Return some zeros: by changes of sign, and by dips of the size that reach down to nothing."""
    values = [function(step) for step in _STEPS]
    found = [step for step, value in zip(_STEPS, values, strict=True) if value == 0]
    changes = (i for i in range(len(_STEPS) - 1) if values[i] * values[i + 1] < 0)
    found += [_bisected(function, _STEPS[i], _STEPS[i + 1]) for i in islice(changes, MAX_ZEROS)]
    for i in islice(_dips(values), MAX_ZEROS):
        low = _lowest(function, _STEPS[i - 1], _STEPS[i + 1])
        if abs(function(low)) < 1e-9 * max(abs(values[i - 1]), abs(values[i + 1])):
            found.append(low)
    return found


def _dips(values: Sequence[float]) -> Iterator[int]:
    """Yield where the size is smaller than at both neighbours, without a change of sign."""
    for i in range(1, len(values) - 1):
        left, here, right = abs(values[i - 1]), abs(values[i]), abs(values[i + 1])
        same_sign = values[i - 1] * values[i] > 0 and values[i] * values[i + 1] > 0
        if same_sign and 0 < here < math.inf and here <= left and here <= right and here < left + right - here:
            yield i


def _bisected(function: Callable[[float], float], low: float, high: float) -> float:
    below = function(low) < 0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if (function(middle) < 0) == below:
            low = middle
        else:
            high = middle
    return low


def _lowest(function: Callable[[float], float], low: float, high: float) -> float:
    for _ in range(_THIRDINGS):
        third = (high - low) / 3
        if abs(function(low + third)) < abs(function(high - third)):
            high -= third
        else:
            low += third
    return (low + high) / 2


def _between(kinks: list[float], draw: random.Random, near: float) -> Iterator[float]:
    """Yield a point in each gap and beyond the outermost kinks, then both sides of each, where thin strips begin."""
    if not kinks:
        return
    yield kinks[0] - (1 + abs(kinks[0])) * draw.uniform(0.1, 1)
    for low, high in pairwise(kinks):
        if not agree(high, low, _ONE_KINK):
            yield low + (high - low) * draw.uniform(0.3, 0.7)
    yield kinks[-1] + (1 + abs(kinks[-1])) * draw.uniform(0.1, 1)
    for kink in kinks:
        offset = (1 + abs(kink)) * draw.uniform(0.5, 1) * near
        yield kink - offset
        yield kink + offset

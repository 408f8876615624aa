"""Where a function is asked beside the moderate points, and how far a right one may be off there.

A formula shows all its branches when it is read; a program shows only what it is asked for. So it is asked where
programs change: at zero, at whole numbers, beyond any small bound, on both sides of the kinks of the reference and of the
numbers with which the program itself compares. Knows no program and judges nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice, product

from grader.algebra.balls import float_at
from grader.algebra.differentiate import NotDifferentiableError, differentiate
from grader.algebra.floats import EPSILON, agree
from grader.algebra.functions import FUNCTIONS
from grader.algebra.tree import (
    Application,
    Constant,
    Expression,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    parts_of,
    variables_in,
    walk,
)
from grader.equality.decision import Comparison, Point
from grader.equality.kinks import Switch, mixed, points_between_zeros, switch_functions, switches
from grader.equality.sample_points import candidates, rounding_at
from grader.equality.usual_forms import stays_in_floats, usual_forms

_FAR = (10.0, 1000.0)  # beyond what bounds of one digit, and of two or three, cut off
_LEAST_FAR = 20.0  # exponentials of a square, a cube or a factor are still floats below this
_NEAR = 1e-3  # of a threshold: closer than a program is wrong beside it, further than small differences reach
_MOST_BESIDE_KINKS = 36  # both sides and gaps of a dozen kinks, as many as are searched for
_BASES = 3  # moderate points: near zero and further out, for branches that only one of them meets
_MOST_BESIDE_THRESHOLDS = 80  # from each base
_MOST_MIXED = 100  # points for which the coordinates beside thresholds are put together
_MOST_THRESHOLDS = 12  # numbers in one program: more are a table, and each is asked with both signs along every variable
_LARGEST_THRESHOLD = 1e12  # powers of larger numbers leave the doubles
_AT_A_KINK = 1e-9  # of the point's size: nearer, rounding decides on which side a value is taken
_BESIDE, _JUMP = 1e-7, 1e-5  # how far from a kink its sides are, and how far a jump is no slope: a hundred times as much
_TRIED = 12  # moderate points, for one where all has a value: of three variables, every pattern of signs
_LARGEST_SIZE, _LARGEST_POWER = 1e12, 20.0  # so that no power leaves the floats


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where a program may change its branch: at zeros of functions of the variables, and at numbers it compares with.

    `bounds` are those of the numbers for which it is not known what is compared with them.
    """

    numbers: tuple[float, ...] = ()
    bounds: tuple[float, ...] = ()
    zeros_of: tuple[Expression, ...] = ()


NO_THRESHOLDS = Thresholds()  # of a program that compares with nothing


@lru_cache(maxsize=256)
def further_points(
    reference: Expression, function: Expression, comparison: Comparison, thresholds: Thresholds = NO_THRESHOLDS
) -> tuple[Point, ...]:
    """Return points at which the reference and the exercise's function have values of usual size, none at a kink of either.

    In the order: the origin and whole numbers, far away, beside kinks, beside the thresholds.
    """
    parts = (*parts_of(reference), function)
    sides = _Sides(parts, comparison)
    found: list[Point] = []
    for point in chain(sides.whole(), sides.far(), sides.beside_kinks(), sides.beside(thresholds)):
        if point not in found and sides.allows(point):
            found.append(point)
    return tuple(found)


def _signed(numbers: Sequence[float]) -> list[float]:
    """Return the first few of the numbers, with both signs, in order."""
    few = [number for number in numbers if number <= _LARGEST_THRESHOLD][:_MOST_THRESHOLDS]
    return sorted({sign * number for number in few for sign in (-1.0, 1.0)})


def whole_number_points(points: Sequence[Point], count: int) -> list[dict[str, int]]:
    """Return the first few of the points whose coordinates are whole numbers, as whole numbers; the origin comes last."""
    whole = [point for point in points if all(value.is_integer() for value in point.values())]
    ordered = sorted(whole, key=lambda point: not any(point.values()))
    return [{name: int(value) for name, value in point.items()} for point in ordered[:count]]


# A class is asked at the same points, so what is lost there is worked out once: some hundred points for each question.
@lru_cache(maxsize=4096)
def lost_at(reference: Expression, place: tuple[tuple[str, float], ...]) -> float:
    """Return what doubles may lose of a component: in a usual form, or by `1 - tanh(x)**2`."""
    point = dict(place)
    forms = [form for part in parts_of(reference) for form in usual_forms(part)]
    return max(max(rounding_at(form, place) or 0.0, EPSILON * _size_of_terms(form, point)) for form in forms)


def _size_of_terms(node: Expression, point: Mapping[str, float]) -> float:
    """Return the size of the terms if no function in them is near its limit, so that `sech(x)` counts as 1 far away."""
    match node:
        case Sum(terms):
            return sum(_size_of_terms(term, point) for term in terms)
        case Product(factors):
            return math.prod(_size_of_terms(factor, point) for factor in factors)
        case Negative(operand):
            return _size_of_terms(operand, point)
        case Quotient(above, below):
            return _size_of_terms(above, point) / (abs(float_at(below, point) or 0.0) or 1.0)
        case Power(base, Number(exponent)) if exponent > 0:
            return math.pow(min(_size_of_terms(base, point), _LARGEST_SIZE), min(float(exponent), _LARGEST_POWER))
        case Application(function) if FUNCTIONS[function].is_limited:
            return 1.0
    return abs(float_at(node, point) or 0.0)


def is_steep_at(expressions: Sequence[Expression], point: Mapping[str, float]) -> bool:
    """Tell whether a usual way to compute one of these may leave the floats here, though the value itself is one."""
    if all(abs(value) < _LEAST_FAR for value in point.values()):
        return not all(stays_in_floats(expression, point) for expression in expressions)
    return any(_may_be_steep(node) for expression in expressions for node in walk(expression))


def _may_be_steep(node: Expression) -> bool:
    if isinstance(node, Power):
        return bool(variables_in(node.exponent)) or node.base == Constant("e")
    return isinstance(node, Application) and not FUNCTIONS[node.function].is_algebraic


class _Sides:
    """The expressions that need a value at a point, the exercise's function last, and the drawing of points."""

    def __init__(self, parts: tuple[Expression, ...], comparison: Comparison) -> None:
        self.parts, self.reference = parts, parts[:-1]
        self.comparison, self.draw = comparison, comparison.generator("further")
        self.variables, self.domain = comparison.variables, comparison.domain
        self.kinks = switch_functions((s for part in parts for s in switches(part)), self.variables)

    def allows(self, point: Point) -> bool:
        """Tell whether values may be compared here."""
        if not self.comparison.allows(point):
            return False
        place = tuple(point.items())
        if any(rounding_at(form, place) is None for part in self.parts for form in usual_forms(part)):
            return False
        at_a_kink = any(
            abs(function(*point.values())) <= _AT_A_KINK * (1 + max(map(abs, point.values()))) for _, function in self.kinks
        )
        return not at_a_kink or self._is_continuous_at(point)

    def _is_continuous_at(self, point: Point) -> bool:
        """Tell whether the reference is the same on all sides of a kink: the value at a jump is a convention."""
        beside = [{**point, name: point[name] + side} for name in self.variables for side in (-_BESIDE, _BESIDE)]
        for part in self.reference:
            here, around = float_at(part, point), [float_at(part, near) for near in beside]
            if here is None or any(value is None or not agree(value, here, _JUMP) for value in around):
                return False
        return True

    def with_moderate(self, name: str, value: float) -> Iterator[Point]:
        """Yield the first moderate point at which all has a value with this coordinate in it, if there is one."""
        yield from islice(filter(self.allows, ({**point, name: value} for point in self._moderate_points())), 1)

    def _moderate_points(self) -> Iterator[Point]:
        return islice(candidates(self.comparison, self.draw, wide=False, grid_bits=12), _TRIED)

    def moderate(self, count: int) -> list[Point]:
        """Return so many moderate points at which all has a value, near zero and further out; else one of any."""
        points = list(self._moderate_points())
        return list(islice(filter(self.allows, points), count)) or points[:1]

    def whole(self) -> Iterator[Point]:
        """Yield the origin, small whole numbers of every sign, all ones, and equal coordinates."""
        yield dict.fromkeys(self.variables, 0.0)
        yield from ({name: self._whole_coordinate(name) for name in self.variables} for _ in range(3))
        yield dict.fromkeys(self.variables, 1.0)
        yield dict.fromkeys(self.variables, 1.5)

    def far(self) -> Iterator[Point]:
        """Yield every coordinate far away, as a whole number; and each alone, with the others moderate."""
        for size in _FAR:
            signs = [self.draw.choice((-1.0, 1.0)) for _ in self.variables]
            for turn in (1.0, -1.0):
                yield {name: turn * sign * size for name, sign in zip(self.variables, signs, strict=True)}
        for name in self.variables if len(self.variables) > 1 else ():
            turn = self.draw.choice((-1.0, 1.0))
            for size in (-turn * _FAR[0], turn * _FAR[0], turn * _FAR[1]):
                yield from self.with_moderate(name, size * (1 + self.draw.randint(1, 24) / 128))

    def beside_kinks(self) -> Iterator[Point]:
        """Yield points between the kinks, poles and ends of domain, and close to each on both sides."""
        if self.kinks:
            found = points_between_zeros(self.kinks, self.variables, self.moderate(1)[0], self.draw, near=_NEAR)
            yield from islice(found, _MOST_BESIDE_KINKS)
        for name, (low, high) in self.domain.items():
            for end, inward in ((low, 1), (high, -1)):
                reach = min(1 + abs(end), high - low) * _NEAR * inward
                for value in (end + reach, end):
                    yield from self.with_moderate(name, value)

    def beside(self, thresholds: Thresholds) -> Iterator[Point]:
        """Yield points on both sides of thresholds and of the kinks between them, one coordinate at a time and all at once."""
        numbers, bases = _signed(thresholds.numbers), self.moderate(_BASES)
        beyond = 1.5 * max(numbers, default=0.0) + 1
        bases += [{**bases[0], name: self.draw.choice((-1, 1)) * beyond} for name in self.variables if numbers]
        for name, number in product(self.variables, numbers):
            yield from self.with_moderate(name, number)
        yield from mixed(dict.fromkeys(self.variables, numbers), bases[0], self.draw, _MOST_MIXED)
        zeros = switch_functions(thresholds.zeros_of, self.variables)
        if thresholds.numbers or zeros:
            nodes = (node for part in self.reference for node in walk(part) if isinstance(node, Application))
            # Functions as `tanh` are all but constant away from the zeros of their arguments, and steepest there.
            limited = (node.arguments[0] for node in nodes if FUNCTIONS[node.function].is_limited)
            steep = switch_functions(limited, self.variables)
            yield from self._between([*zeros, *self.kinks, *steep], _signed(thresholds.bounds), bases)
        for size in (3 * number + 1 for number in numbers if number > 0):
            yield {name: self.draw.choice((-1, 1)) * self.draw.uniform(0.5, 1) * size for name in self.variables}

    def _between(self, functions: Sequence[Switch], also: Sequence[float], bases: Sequence[Point]) -> Iterator[Point]:
        """Yield points between the zeros along each variable from several bases, and these coordinates put together."""
        beside: dict[str, list[float]] = {name: [] for name in self.variables}
        for base in bases:
            found = points_between_zeros(functions, self.variables, base, self.draw, near=_NEAR, also=also)
            for point in islice(found, _MOST_BESIDE_THRESHOLDS):
                yield point
                for name in self.variables:
                    beside[name] += [point[name]] if point[name] != base[name] else []
        for name, value in [(name, value) for name, values in beside.items() for value in values]:
            yield from () if self.allows({**bases[0], name: value}) else self.with_moderate(name, value)
        yield from mixed(beside, bases[0], self.draw, _MOST_MIXED)

    def _whole_coordinate(self, name: str) -> float:
        low, high = self.domain.get(name, (-math.inf, math.inf))
        inside = [n for n in (-3, -2, -1, 1, 2, 3) if low <= n <= high]
        return float(self.draw.choice(inside or [math.ceil(low)]))


# Of the bend of the derivative: a one-sided quotient of width 1e-3 is off by half of that, and so are central ones of
# 1e-2; one of 1e-2 is off by 5e-3, and shows already in the second digit.
_BEND = 6e-4
USUAL_WIDTH = 1e-8  # the least that textbooks name: rounding is then as large as the bend
_WIDTHS = {2: 1e-5, 3: 1e-3}  # the least of higher orders: rounding by its square or cube leaves as much as USUAL_WIDTH does
_MOST_ORDER = 3  # that anybody measures by quotients
LEAST_WIDTH = 1e-10  # rounding leaves six digits of a derivative at moderate points, and below soon none
_ROUNDINGS = 4  # two values of the function, each rounded in several steps


def quotient_errors(
    reference: Expression,
    function: Expression,
    variables: tuple[str, ...],
    point: Mapping[str, float],
    divisor: float = USUAL_WIDTH,
) -> tuple[float, ...]:
    """Return for each component of a derivative how far a difference quotient of the function may be off at a point.

    `divisor` is the least that the program may divide differences by. `function` is a vector where there are several.
    """
    return _errors(reference, function, variables, tuple(point.items()), divisor)


def least_divisor(width: float, order: int) -> float:
    """Return the least that differences are divided by, for a derivative of this order, in steps of this width or wider."""
    return width if order < 2 else max(width, _WIDTHS[min(order, _MOST_ORDER)]) ** order


# A class is asked at the same points.
@lru_cache(maxsize=4096)
def _errors(
    reference: Expression, function: Expression, variables: tuple[str, ...], place: tuple[tuple[str, float], ...], divisor: float
) -> tuple[float, ...]:
    rounding = _ROUNDINGS * lost_at(function, place) / divisor
    bends = (_bend(part, variables) for part in parts_of(reference))
    sizes = (sum(abs(float_at(slope, dict(place)) or 0.0) for slope in slopes) for slopes in bends)
    return tuple(_BEND * (1 + size) + rounding for size in sizes)


@lru_cache(maxsize=256)
def _bend(part: Expression, variables: tuple[str, ...]) -> tuple[Expression, ...]:
    """Return the derivatives of a component by every variable; none where there is no rule for one."""
    try:
        return tuple(differentiate(part, variable) for variable in variables)
    except NotDifferentiableError:
        return ()

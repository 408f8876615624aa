"""What a question leaves open: an answer scaled, turned round, reordered or moved, so that it can be compared as it is.

One rule for all: the change that makes the answer the reference at one place is made everywhere; where the answer is right
up to that change, it is the reference then. Knows no question.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import permutations

from grader.algebra.floats import agree
from grader.algebra.tidy import minus, over, tidy, times, total
from grader.algebra.tree import Expression, Number, Vector, exact, parts_of, substitute, variables_in, walk
from grader.equality.decision import Comparison
from grader.equality.sample_points import sample_points, value_at

Row = Sequence[float | None]
Values = float | Sequence[float | None] | None
_NOTHING = 1e-12  # a product of two vectors below it says nothing of the factor between them
_ALIKE = 1e-6  # of two components, to say that one stands in the other's place; the engine then decides
_ROUNDED = 3  # digits of a decimal that may be a rounding; with fewer it is the number that it says
_MOST_REORDERED = 6  # components whose orders are all tried: 720


def loosened(answer: Expression, reference: Expression, comparison: Comparison) -> Expression:
    """Return an answer scaled, turned round, reordered or moved to the reference, as far as `comparison.up_to` allows.

    >>> from grader.notation.answer import read
    >>> from grader.notation.printing import plain
    >>> about = Comparison(variables=("x",), up_to="positive factor")
    >>> plain(loosened(read("(6, 8)", variables=("x",)), read("(3, 4)", variables=("x",)), about))
    '(3, 4)'
    """
    mine, right = parts_of(answer), parts_of(reference)
    if comparison.up_to is None or len(mine) != len(right):
        return answer
    points = sample_points(reference, comparison, count=1)
    if not points:
        return answer
    here = points[0]
    if comparison.up_to == "order":
        return _reordered(answer, [value_at(part, here) for part in right], here)
    if comparison.up_to == "constant":
        gap = total([_at(mine[0], here), minus(_at(right[0], here))])
        return tidy(total([answer, minus(gap)]))
    mine_there, right_there = [_at(part, here) for part in mine], [_at(part, here) for part in right]
    squares = total([times(part, part) for part in right_there])
    factor = tidy(over(total([times(p, q) for p, q in zip(mine_there, right_there, strict=True)]), squares))
    if not _is_allowed(value_at(factor, {}), comparison.up_to):
        return answer
    scaled = [tidy(over(part, factor)) for part in mine]
    return Vector(tuple(scaled)) if isinstance(answer, Vector) else scaled[0]


def fewest_digits(answer: Expression) -> int | None:
    """Return the digits of the shortest decimal in an answer that may be a rounding; None without any."""
    found = [node.significant_digits or 0 for node in walk(answer) if isinstance(node, Number)]
    return min((digits for digits in found if digits >= _ROUNDED), default=None)


def _at(expression: Expression, point: Mapping[str, float]) -> Expression:
    """Return an expression at a point of few binary digits, exact."""
    values: dict[str, Expression] = {name: Number(Fraction(value)) for name, value in point.items()}
    return tidy(substitute(exact(expression), values)) if variables_in(expression) else exact(expression)


def _is_allowed(factor: float | None, up_to: str) -> bool:
    """Tell whether an answer may be this factor times the reference."""
    if factor is None or not math.isfinite(factor) or abs(factor) < _NOTHING:
        return False
    if up_to == "sign":
        return agree(abs(factor), 1.0, _ALIKE)
    return factor > 0 or up_to == "factor"


def _reordered(answer: Expression, right: Row, point: Mapping[str, float]) -> Expression:
    """Return a vector with its components in the order of the right ones, as far as one is like them."""
    parts = parts_of(answer)
    if not isinstance(answer, Vector) or len(parts) > _MOST_REORDERED:
        return answer
    for order in permutations(parts):
        if all(_alike(value_at(part, point), value) for part, value in zip(order, right, strict=True)):
            return Vector(order)
    return answer


def _alike(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and agree(one, other, _ALIKE)


def change_of_values(
    reference: Expression, points: Sequence[Mapping[str, float]], values: Sequence[Values], up_to: str
) -> Callable[[Values], Values]:
    """Return the change that makes a function's first value the reference, to be made to all its values."""
    for point, value in zip(points, values, strict=True):
        mine = [number for number in ([value] if isinstance(value, float) else value or ()) if number is not None]
        right = [number for part in parts_of(reference) if (number := value_at(part, point)) is not None]
        change = _change(mine, right, up_to) if len(mine) == len(right) else None
        if change is not None:
            return change
    return lambda value: value


def _change(mine: list[float], right: list[float], up_to: str) -> Callable[[Values], Values] | None:
    """Return the change that makes these numbers the right ones; None if they do not tell."""
    if up_to == "constant":
        gap = mine[0] - right[0]
        return _each(lambda number: number - gap)
    if up_to == "order":
        places = permutations(range(len(mine)))
        order = next((o for o in places if all(_alike(mine[i], r) for i, r in zip(o, right, strict=True))), None)
        if order is None:
            return None
        return lambda value: value if value is None or isinstance(value, float) else [value[i] for i in order]
    squares = sum(r * r for r in right)
    factor = sum(a * r for a, r in zip(mine, right, strict=True)) / squares if squares > _NOTHING else None
    if factor is None or not _is_allowed(factor, up_to):
        return None
    return _each(lambda number: number / factor)


def _each(change: Callable[[float], float]) -> Callable[[Values], Values]:
    """Return the change of a number made to each number of a value."""

    def changed(value: Values) -> Values:
        if value is None or isinstance(value, float):
            return None if value is None else change(value)
        return [None if number is None else change(number) for number in value]

    return changed

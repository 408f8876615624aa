"""Values in floating point with a bound for what rounding in any usual order of the same operations can make of them.

A student's program is compared to the last digits it can have, and those depend on the sizes in between. An
expression becomes a tree of closures once and is then asked at many points.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import lru_cache

from grader.algebra.floats import CONSTANTS, EPSILON, NotNumericError, as_float, ieee
from grader.algebra.fold import Algebra, fold
from grader.algebra.functions import FUNCTIONS
from grader.algebra.tree import Application, Constant, Expression, Negative, Number, Power, Product, Quotient, Sum, Variable

Bounded = tuple[float, float]
"""A value and a bound for its error, both absolute."""
At = Callable[[Mapping[str, float]], Bounded]


def value_and_error(expression: Expression, point: Mapping[str, float]) -> Bounded:
    """Return the value at a point and a bound for what rounding can make of it, both absolute.

    The bound holds for any usual order of the same operations: it is the running error of the
    largest intermediate terms, so that `x + exp(-x)` near its zero has the error of its terms.
    An overflow gives an infinity, an undefined part gives NaN, as in NumPy.

    >>> from grader.algebra.tidy import number, over
    >>> value, error = value_and_error(over(Variable("x"), number(3)), {"x": 1.0})
    >>> abs(value - 1 / 3) <= error, error < 1e-15, error == 0
    (True, True, False)

    Raises:
        NotNumericError: the expression is a vector.
    """
    return bounded(expression)(point)


@lru_cache(maxsize=512)
def bounded(expression: Expression) -> At:
    """Return the expression as a function that gives `value_and_error` at a point, for asking at many."""
    return fold(expression, _Errors())


class _Errors(Algebra[At]):
    """Functions from points to values with a bound for what rounding makes of them."""

    def number(self, node: Number) -> At:
        value = as_float(node.value.numerator, node.value.denominator)
        return _always((value, EPSILON * abs(value)))

    def constant(self, node: Constant) -> At:
        """Round once, as a program does that types it in."""
        return _always((CONSTANTS[node.name], EPSILON * 4))

    def variable(self, node: Variable) -> At:
        name = node.name
        return lambda point: (point[name], 0.0)

    def negative(self, node: Negative, operand: At) -> At:
        def at(point: Mapping[str, float]) -> Bounded:
            value, error = operand(point)
            return -value, error

        return at

    def sum(self, node: Sum, *terms: At) -> At:
        """Round to the size of the terms, in whatever order they are added."""

        def at(point: Mapping[str, float]) -> Bounded:
            total, error, size = 0.0, 0.0, 0.0
            for term in terms:
                value, own = term(point)
                total, error, size = total + value, error + own, size + abs(value)
            return total, error + EPSILON * size * len(terms)

        return at

    def product(self, node: Product, *factors: At) -> At:
        def at(point: Mapping[str, float]) -> Bounded:
            total, error = 1.0, 0.0
            for factor in factors:
                value, own = factor(point)
                error = abs(total) * own + abs(value) * error + EPSILON * abs(total * value)
                total *= value
            return total, error

        return at

    def quotient(self, node: Quotient, above: At, below: At) -> At:
        return lambda point: _quotient(above(point), below(point))

    def power(self, node: Power, base: At, exponent: At) -> At:
        """Round as if it were multiplied out."""
        return lambda point: _power(base(point), exponent(point))

    def application(self, node: Application, *arguments: At) -> At:
        function = FUNCTIONS[node.function].value
        return lambda point: _applied(function, [argument(point) for argument in arguments])

    def other(self, node: Expression, *parts: At) -> At:
        """Raise NotNumericError: a vector is no number."""
        raise NotNumericError("`a vector` has no value as a number")


def _always(found: Bounded) -> At:
    return lambda _: found


def _quotient(above: Bounded, below: Bounded) -> Bounded:
    if below[0] == 0:
        return (math.nan if above[0] == 0 else math.copysign(math.inf, above[0])), math.inf
    value = above[0] / below[0]
    return value, abs(value) * (EPSILON + below[1] / abs(below[0])) + above[1] / abs(below[0])


def _power(base: Bounded, exponent: Bounded) -> Bounded:
    value = ieee(math.pow, base[0], exponent[0])
    if value == 0 or base[0] == 0 or not math.isfinite(value):
        return value, 0.0 if math.isfinite(value) else math.inf
    relative = abs(exponent[0]) * base[1] / abs(base[0]) + exponent[1] * abs(math.log(abs(base[0])))
    return value, abs(value) * (relative + EPSILON * (2 + abs(exponent[0])))


def _applied(function: Callable[..., float], arguments: list[Bounded]) -> Bounded:
    values = [value for value, _ in arguments]
    result = ieee(function, *values)
    if not math.isfinite(result):
        return result, math.inf
    error = 2 * EPSILON * abs(result)
    for i, (value, own) in enumerate(arguments):
        reach = own + EPSILON * abs(value)
        if reach:
            for side in (-reach, reach):
                moved = ieee(function, *values[:i], value + side, *values[i + 1 :])
                error += abs(moved - result) if math.isfinite(moved) else 0.0
    return result, error

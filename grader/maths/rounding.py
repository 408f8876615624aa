"""Values in floating point with a bound for what rounding in any usual order of the same operations can make of them.

A student's program is compared to the last digits it can have, and those depend on the sizes in between. An
expression becomes a tree of closures once and is then asked at many points.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import lru_cache

from grader.maths.float_functions import CONSTANTS, EPSILON, FUNCTIONS, NotNumericError, as_float, ieee
from grader.maths.tree import (
    Application,
    Constant,
    Expression,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Variable,
)

Bounded = tuple[float, float]
"""A value and a bound for its error, both absolute."""
At = Callable[[Mapping[str, float]], Bounded]


def value_and_error(expression: Expression, point: Mapping[str, float]) -> Bounded:
    """The value at a point and a bound for what rounding can make of it, both absolute.

    The bound holds for any usual order of the same operations: it is the running error of the
    largest intermediate terms, so that `x + exp(-x)` near its zero has the error of its terms.
    An overflow gives an infinity, an undefined part gives NaN, as in NumPy.

    Raises:
        NotNumericError: the expression holds an unknown function, or is a vector.
    """
    return bounded(expression)(point)


@lru_cache(maxsize=512)
def bounded(expression: Expression) -> At:
    """The expression as a function that gives `value_and_error` at a point, for asking at many."""
    match expression:
        case Number(value):
            number = as_float(value.numerator, value.denominator)
            return _always((number, EPSILON * abs(number)))
        case Constant(name):
            return _always((CONSTANTS[name], EPSILON * 4))
        case Variable(name):
            return lambda point: (point[name], 0.0)
        case Negative(operand):
            return _negative(bounded(operand))
        case Sum(parts):
            return _sum([bounded(part) for part in parts])
        case Product(parts):
            return _product([bounded(part) for part in parts])
        case Quotient(above, below):
            over, under = bounded(above), bounded(below)
            return lambda point: _quotient(over(point), under(point))
        case Power(base, exponent):
            lower, upper = bounded(base), bounded(exponent)
            return lambda point: _power(lower(point), upper(point))
        case Application(function, arguments) if function in FUNCTIONS:
            inner = [bounded(argument) for argument in arguments]
            return lambda point: _applied(function, [argument(point) for argument in inner])
    raise NotNumericError(f"`{getattr(expression, 'function', 'a vector')}` has no value as a number")


def _always(found: Bounded) -> At:
    return lambda _: found


def _negative(operand: At) -> At:
    def at(point: Mapping[str, float]) -> Bounded:
        value, error = operand(point)
        return -value, error

    return at


def _sum(parts: list[At]) -> At:
    def at(point: Mapping[str, float]) -> Bounded:
        total, error, size = 0.0, 0.0, 0.0
        for part in parts:
            value, own = part(point)
            total, error, size = total + value, error + own, size + abs(value)
        return total, error + EPSILON * size * len(parts)

    return at


def _product(parts: list[At]) -> At:
    def at(point: Mapping[str, float]) -> Bounded:
        total, error = 1.0, 0.0
        for part in parts:
            value, own = part(point)
            error = abs(total) * own + abs(value) * error + EPSILON * abs(total * value)
            total *= value
        return total, error

    return at


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


def _applied(function: str, arguments: list[Bounded]) -> Bounded:
    values = [value for value, _ in arguments]
    result = ieee(FUNCTIONS[function], *values)
    if not math.isfinite(result):
        return result, math.inf
    error = 2 * EPSILON * abs(result)
    for i, (value, own) in enumerate(arguments):
        reach = own + EPSILON * abs(value)
        if reach:
            for side in (-reach, reach):
                moved = ieee(FUNCTIONS[function], *values[:i], value + side, *values[i + 1 :])
                error += abs(moved - result) if math.isfinite(moved) else 0.0
    return result, error

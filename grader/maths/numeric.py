"""Expressions as fast functions of floats, and as floats that know how far rounding may have carried them.

A descent is followed for thousands of steps and each step of a student's program is compared to the last
digits it can have: the first needs speed, the second an error bound. Reads no text; what it compiles is
built from our own tree node by node, never from anything a student wrote.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import CodeType, FunctionType

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
    Vector,
)

EPSILON = 2.0**-52
_CONSTANTS = {"pi": math.pi, "e": math.e}
_ARITHMETIC = (OverflowError, ZeroDivisionError, ValueError, TypeError)


def _sign(u: float) -> float:
    return math.copysign(1.0, u) if u else 0.0


def _root(u: float, degree: float) -> float:
    """The real root: of a negative number too where the degree is odd."""
    if u < 0 and degree % 2 == 1:
        return -math.pow(-u, 1 / degree)
    return math.pow(u, 1 / degree)


FUNCTIONS: dict[str, Callable[..., float]] = {
    **{
        name: getattr(math, name)
        for name in (
            *("exp", "log", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "atan2"),
            *("sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "floor", "ceil"),
        )
    },
    "sec": lambda u: 1 / math.cos(u),
    "csc": lambda u: 1 / math.sin(u),
    "cot": lambda u: 1 / math.tan(u),
    "sech": lambda u: 1 / math.cosh(u),
    "csch": lambda u: 1 / math.sinh(u),
    "coth": lambda u: 1 / math.tanh(u),
    "asec": lambda u: math.acos(1 / u),
    "acsc": lambda u: math.asin(1 / u),
    "acot": lambda u: math.atan(1 / u),
    "asech": lambda u: math.acosh(1 / u),
    "acsch": lambda u: math.asinh(1 / u),
    "acoth": lambda u: math.atanh(1 / u),
    "abs": abs,
    "sign": _sign,
    "max": max,
    "min": min,
    "root": _root,
}


class NotNumericError(ValueError):
    """A function in the expression has no numeric meaning here; the message names it."""


@lru_cache(maxsize=512)
def compiled(expression: Expression, variables: tuple[str, ...]) -> Callable[..., float]:
    """The expression as a function of floats in this order, correct to a few units in the last place.

    It follows IEEE arithmetic as NumPy does: an overflow is an infinity, what is undefined is NaN.

    Raises:
        NotNumericError: the expression holds an unknown function or variable, or is a vector.
    """
    fast = _fast(expression, variables)

    def value(*point: float) -> float:
        try:
            result = fast(*point)
        except _ARITHMETIC:
            return value_and_error(expression, dict(zip(variables, point, strict=True)))[0]
        return result if isinstance(result, float) else math.nan

    return value


def sketched(expression: Expression, variables: tuple[str, ...]) -> Callable[..., float]:
    """The expression as the fastest function of floats in this order; NaN wherever doubles overflow or it has no value.

    Raises:
        NotNumericError: the expression holds an unknown function or variable, or is a vector.
    """
    fast = _fast(expression, variables)

    def value(*point: float) -> float:
        try:
            result = fast(*point)
        except _ARITHMETIC:
            return math.nan
        return result if isinstance(result, float) else math.nan

    return value


def _fast(expression: Expression, variables: tuple[str, ...]) -> Callable[..., float]:
    names = {variable: f"v{i}" for i, variable in enumerate(variables)}
    arguments = ast.arguments(
        posonlyargs=[], args=[ast.arg(name) for name in names.values()], kwonlyargs=[], kw_defaults=[], defaults=[]
    )
    body = ast.BinOp(left=_code(expression, names), op=ast.Mult(), right=ast.Constant(1.0))
    tree = ast.fix_missing_locations(ast.Expression(ast.Lambda(args=arguments, body=body)))
    module = compile(tree, "<expression>", "eval")
    code = next(part for part in module.co_consts if isinstance(part, CodeType))
    return FunctionType(code, {f"f_{name}": function for name, function in FUNCTIONS.items()})


def _code(expression: Expression, names: Mapping[str, str]) -> ast.expr:
    match expression:
        case Number(value):
            return ast.Constant(_as_float(value.numerator, value.denominator))
        case Constant(name):
            return ast.Constant(_CONSTANTS[name])
        case Variable(name) if name in names:
            return ast.Name(names[name], ast.Load())
        case Sum(parts):
            return _chained([_code(part, names) for part in parts], ast.Add())
        case Product(parts):
            return _chained([_code(part, names) for part in parts], ast.Mult())
        case Negative(operand):
            return ast.UnaryOp(ast.USub(), _code(operand, names))
        case Quotient(above, below):
            return ast.BinOp(_code(above, names), ast.Div(), _code(below, names))
        case Power(base, exponent):
            return _power_code(_code(base, names), exponent, names)
        case Application(function, arguments) if function in FUNCTIONS:
            called = ast.Name(f"f_{function}", ast.Load())
            return ast.Call(called, [_code(argument, names) for argument in arguments], [])
    raise NotNumericError(f"`{getattr(expression, 'function', expression)}` has no value as a number")


def _power_code(base: ast.expr, exponent: Expression, names: Mapping[str, str]) -> ast.expr:
    if isinstance(exponent, Number) and exponent.value.denominator == 1:
        return ast.BinOp(base, ast.Pow(), ast.Constant(int(exponent.value)))
    return ast.BinOp(base, ast.Pow(), _code(exponent, names))


def _chained(parts: list[ast.expr], operator: ast.operator) -> ast.expr:
    whole = parts[0]
    for part in parts[1:]:
        whole = ast.BinOp(whole, operator, part)
    return whole


def _as_float(numerator: int, denominator: int) -> float:
    try:
        return numerator / denominator
    except OverflowError:
        return math.copysign(math.inf, numerator)


def value_and_error(expression: Expression, point: Mapping[str, float]) -> tuple[float, float]:
    """The value at a point and a bound for what rounding can make of it, both absolute.

    The bound holds for any usual order of the same operations: it is the running error of the
    largest intermediate terms, so that `x + exp(-x)` near its zero has the error of its terms.
    An overflow gives an infinity, an undefined part gives NaN, as in NumPy.
    """
    match expression:
        case Number(value):
            number = _as_float(value.numerator, value.denominator)
            return number, EPSILON * abs(number)
        case Constant(name):
            return _CONSTANTS[name], EPSILON * 4
        case Variable(name):
            return point[name], 0.0
        case Negative(operand):
            size, error = value_and_error(operand, point)
            return -size, error
        case Sum(parts):
            return _sum(parts, point)
        case Product(parts):
            return _product(parts, point)
        case Quotient(above, below):
            return _quotient(value_and_error(above, point), value_and_error(below, point))
        case Power(base, exponent):
            return _power(value_and_error(base, point), value_and_error(exponent, point))
        case Application(function, arguments):
            return _applied(function, [value_and_error(argument, point) for argument in arguments])
        case Vector():
            raise NotNumericError("a vector has no value as one number")


def _sum(parts: tuple[Expression, ...], point: Mapping[str, float]) -> tuple[float, float]:
    total, error, size = 0.0, 0.0, 0.0
    for part in parts:
        value, own = value_and_error(part, point)
        total, error, size = total + value, error + own, size + abs(value)
    return total, error + EPSILON * size * len(parts)


def _product(parts: tuple[Expression, ...], point: Mapping[str, float]) -> tuple[float, float]:
    total, error = 1.0, 0.0
    for part in parts:
        value, own = value_and_error(part, point)
        error = abs(total) * own + abs(value) * error + EPSILON * abs(total * value)
        total *= value
    return total, error


def _quotient(above: tuple[float, float], below: tuple[float, float]) -> tuple[float, float]:
    if below[0] == 0:
        return (math.nan if above[0] == 0 else math.copysign(math.inf, above[0])), math.inf
    value = above[0] / below[0]
    return value, abs(value) * (EPSILON + below[1] / abs(below[0])) + above[1] / abs(below[0])


def _power(base: tuple[float, float], exponent: tuple[float, float]) -> tuple[float, float]:
    value = _ieee(math.pow, base[0], exponent[0])
    if value == 0 or base[0] == 0 or not math.isfinite(value):
        return value, 0.0 if math.isfinite(value) else math.inf
    relative = abs(exponent[0]) * base[1] / abs(base[0]) + exponent[1] * abs(math.log(abs(base[0])))
    return value, abs(value) * (relative + EPSILON * (2 + abs(exponent[0])))


def _applied(function: str, arguments: list[tuple[float, float]]) -> tuple[float, float]:
    if function not in FUNCTIONS:
        raise NotNumericError(f"`{function}` has no value as a number")
    values = [value for value, _ in arguments]
    result = _ieee(FUNCTIONS[function], *values)
    if not math.isfinite(result):
        return result, math.inf
    error = 2 * EPSILON * abs(result)
    for i, (value, own) in enumerate(arguments):
        reach = own + EPSILON * abs(value)
        if reach:
            for side in (-reach, reach):
                moved = _ieee(FUNCTIONS[function], *values[:i], value + side, *values[i + 1 :])
                error += abs(moved - result) if math.isfinite(moved) else 0.0
    return result, error


def _ieee(function: Callable[..., float], *arguments: float) -> float:
    """What NumPy would give where `math` raises: infinities for overflow and poles, NaN for the undefined."""
    try:
        return float(function(*arguments))
    except OverflowError:
        return _overflowed(function, arguments)
    except ZeroDivisionError:
        return math.inf
    except (ValueError, TypeError):
        return -math.inf if function is math.log and arguments[0] == 0 else math.nan


def _overflowed(function: Callable[..., float], arguments: tuple[float, ...]) -> float:
    odd = function is math.sinh or (function is math.pow and arguments[1] % 2 == 1)
    return math.copysign(math.inf, arguments[0]) if odd else math.inf

"""Expressions as fast functions of floats.

A descent is followed for thousands of steps, so an expression is compiled once; what is compiled is built from our own
tree node by node, never from anything a student wrote. Reads no text.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import CodeType, FunctionType

from grader.maths.float_functions import CONSTANTS, FUNCTIONS, NotNumericError, as_float
from grader.maths.rounding import value_and_error
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

_ARITHMETIC = (OverflowError, ZeroDivisionError, ValueError, TypeError)


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


Walk = Callable[[tuple[float, ...], float, int], tuple[float, ...] | None]


@lru_cache(maxsize=128)
def walking(slopes: tuple[Expression, ...], variables: tuple[str, ...]) -> Walk:
    """So many steps `x - size * slope` from a point in one loop of floats; None where arithmetic has no float to give.

    Raises:
        NotNumericError: a slope holds an unknown function or variable, or is a vector.
    """
    names = {variable: f"v{i}" for i, variable in enumerate(variables)}
    listed = "".join(f"{name}, " for name in names.values())
    source = f"def walk({listed}size, steps):\n for _ in range(steps):\n  {listed} = {listed}\n return {listed}"
    tree = ast.parse(source)
    update = next(node for node in ast.walk(tree) if isinstance(node, ast.Assign))
    update.value = ast.Tuple([_moved(name, _code(slope, names)) for name, slope in zip(names.values(), slopes, strict=True)],
                             ast.Load())  # fmt: skip
    module = compile(ast.fix_missing_locations(tree), "<descent>", "exec")
    code = next(part for part in module.co_consts if isinstance(part, CodeType))
    fast = FunctionType(code, {"range": range, **{f"f_{name}": function for name, function in FUNCTIONS.items()}})

    def walk(point: tuple[float, ...], size: float, steps: int) -> tuple[float, ...] | None:
        try:
            end = fast(*point, size, steps)
        except _ARITHMETIC:
            return None
        return end if all(isinstance(coordinate, float) for coordinate in end) else None

    return walk


def _moved(name: str, slope: ast.expr) -> ast.expr:
    step = ast.BinOp(ast.Name("size", ast.Load()), ast.Mult(), slope)
    return ast.BinOp(ast.Name(name, ast.Load()), ast.Sub(), step)


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
            return ast.Constant(as_float(value.numerator, value.denominator))
        case Constant(name):
            return ast.Constant(CONSTANTS[name])
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

"""Expressions as fast functions of floats.

A descent is followed for thousands of steps, so an expression is compiled once; what is compiled is built from our own
tree node by node, never from anything a student wrote. Reads no text.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping
from functools import lru_cache, reduce
from types import CodeType, FunctionType

from grader.algebra.floats import CONSTANTS, NotNumericError, as_float
from grader.algebra.fold import Algebra, fold
from grader.algebra.functions import FUNCTIONS
from grader.algebra.rounding import value_and_error
from grader.algebra.tree import Application, Constant, Expression, Negative, Number, Power, Product, Quotient, Sum, Variable

_ARITHMETIC = (OverflowError, ZeroDivisionError, ValueError, TypeError)  # where floats have no value (a complex power: TypeError)


@lru_cache(maxsize=512)
def compiled(expression: Expression, variables: tuple[str, ...]) -> Callable[..., float]:
    """Return the expression as a function of floats in this order, correct to a few units in the last place.

    It follows IEEE arithmetic as NumPy does: an overflow is an infinity, what is undefined is NaN.

    >>> from grader.algebra.tidy import power
    >>> square = compiled(power(Variable("x"), 2), ("x",))
    >>> square(3.0), square(1e200)
    (9.0, inf)

    Raises:
        NotNumericError: the expression holds another variable, or is a vector.
    """
    return _guarded(
        _fast(expression, variables), lambda *point: value_and_error(expression, dict(zip(variables, point, strict=True)))[0]
    )


def sketched(expression: Expression, variables: tuple[str, ...]) -> Callable[..., float]:
    """Return the fastest function of floats in this order; it gives NaN wherever doubles overflow or there is no value.

    Raises:
        NotNumericError: the expression holds another variable, or is a vector.
    """
    return _guarded(_fast(expression, variables), lambda *point: math.nan)


def _guarded(fast: Callable[..., object], beyond: Callable[..., float]) -> Callable[..., float]:
    """Return a function of floats, with another one asked where doubles have no value."""

    def value(*point: float) -> float:
        try:
            result = fast(*point)
        except _ARITHMETIC:
            return beyond(*point)
        return result if isinstance(result, float) else math.nan

    return value


Walk = Callable[[tuple[float, ...], float, int], tuple[float, ...] | None]


@lru_cache(maxsize=128)
def walking(slopes: tuple[Expression, ...], variables: tuple[str, ...]) -> Walk:
    """Take so many steps `x - size * slope` in one loop of floats; None where arithmetic has no float to give.

    Raises:
        NotNumericError: a slope holds another variable, or is a vector.
    """
    names = {variable: f"v{i}" for i, variable in enumerate(variables)}
    code = _Code(names)
    listed = "".join(f"{name}, " for name in names.values())
    source = f"def walk({listed}size, steps):\n for _ in range(steps):\n  {listed} = {listed}\n return {listed}"
    tree = ast.parse(source)
    update = next(node for node in ast.walk(tree) if isinstance(node, ast.Assign))
    update.value = ast.Tuple([_moved(name, fold(slope, code)) for name, slope in zip(names.values(), slopes, strict=True)],
                             ast.Load())  # fmt: skip
    module = compile(ast.fix_missing_locations(tree), "<descent>", "exec")
    body = next(part for part in module.co_consts if isinstance(part, CodeType))
    fast = FunctionType(body, {"range": range, **_VALUES})

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
    body = ast.BinOp(left=fold(expression, _Code(names)), op=ast.Mult(), right=ast.Constant(1.0))
    tree = ast.fix_missing_locations(ast.Expression(ast.Lambda(args=arguments, body=body)))
    module = compile(tree, "<expression>", "eval")
    code = next(part for part in module.co_consts if isinstance(part, CodeType))
    return FunctionType(code, _VALUES)


_VALUES = {f"f_{name}": row.value for name, row in FUNCTIONS.items()}  # the functions under names that no variable can have


class _Code(Algebra[ast.expr]):
    """Python's own trees, variables under other names."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names

    def number(self, node: Number) -> ast.expr:
        """Return a float, also of a whole number: integers of any size would cost any time."""
        return ast.Constant(as_float(node.value.numerator, node.value.denominator))

    def constant(self, node: Constant) -> ast.expr:
        return ast.Constant(CONSTANTS[node.name])

    def variable(self, node: Variable) -> ast.expr:
        if node.name not in self.names:
            raise NotNumericError(f"`{node.name}` has no value as a number")
        return ast.Name(self.names[node.name], ast.Load())

    def sum(self, node: Sum, *terms: ast.expr) -> ast.expr:
        return reduce(lambda left, right: ast.BinOp(left, ast.Add(), right), terms)

    def product(self, node: Product, *factors: ast.expr) -> ast.expr:
        return reduce(lambda left, right: ast.BinOp(left, ast.Mult(), right), factors)

    def negative(self, node: Negative, operand: ast.expr) -> ast.expr:
        return ast.UnaryOp(ast.USub(), operand)

    def quotient(self, node: Quotient, above: ast.expr, below: ast.expr) -> ast.expr:
        return ast.BinOp(above, ast.Div(), below)

    def power(self, node: Power, base: ast.expr, exponent: ast.expr) -> ast.expr:
        """Return the float raised, to an integer where the exponent is one, as programs do."""
        if isinstance(node.exponent, Number) and node.exponent.value.denominator == 1:
            exponent = ast.Constant(int(node.exponent.value))
        return ast.BinOp(base, ast.Pow(), exponent)

    def application(self, node: Application, *arguments: ast.expr) -> ast.expr:
        return ast.Call(ast.Name(f"f_{node.function}", ast.Load()), list(arguments), [])

    def other(self, node: Expression, *parts: ast.expr) -> ast.expr:
        """Raise NotNumericError: a vector is no number."""
        raise NotNumericError("`a vector` has no value as a number")

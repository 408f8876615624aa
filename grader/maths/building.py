"""Turns a function's name and arguments into a tree, so that the tree knows few functions.

`log10(x)` is built as `log(x)/log(10)`, `np.square(x)` as a power, `np.array([…])` as what stands inside. Says in a
sentence when the number of arguments is wrong. Knows no text.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from grader.maths.names import FORWARD, INVERSE
from grader.maths.tokens import Unreadable
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
    Vector,
)

Arguments = tuple[Expression, ...]
ONE, TWO = Number(Fraction(1)), Number(Fraction(2))
_ONE_ARGUMENT = frozenset((*FORWARD, *INVERSE, "exp", "sqrt", "sign", "floor", "ceil"))


def apply(function: str, arguments: Arguments, position: int = 0) -> Expression:
    """The tree of a function of these arguments. Raises Unreadable when there are too many or too few of them."""
    if function in _ONE_ARGUMENT:
        return Application(function, _exactly(1, function, arguments, position))
    if function in {"max", "min"}:
        return _extreme(function, arguments, position)
    if function in _UNARY:
        return _UNARY[function](_exactly(1, function, arguments, position)[0])
    if function in _BINARY:
        return _BINARY[function](*_exactly(2, function, arguments, position))
    if function == "log":
        return _logarithm(arguments, position)
    if function == "same":
        return _same(arguments, position)
    if function == "factorial":
        return _factorial(_exactly(1, function, arguments, position)[0], position)
    if function == "divide" and len(arguments) == 1:
        return arguments[0]
    return _arithmetic(function, arguments, position)


def _exactly(count: int, function: str, arguments: Arguments, position: int) -> Arguments:
    if len(arguments) != count:
        asked = "one value" if count == 1 else f"{count} values"
        raise Unreadable(f"{function} takes {asked}, and here it is given {len(arguments)}.", position)
    return arguments


def _over_log(argument: Expression, base: Expression) -> Expression:
    return Quotient(Application("log", (argument,)), Application("log", (base,)))


def _whole(value: int) -> Number:
    return Number(Fraction(value))


def _absolute(argument: Expression) -> Expression:
    return Application("abs", (argument,))


_UNARY: dict[str, Callable[[Expression], Expression]] = {
    "abs": _absolute,
    "norm": _absolute,
    "cbrt": lambda x: Application("root", (x, _whole(3))),
    "log10": lambda x: _over_log(x, _whole(10)),
    "log2": lambda x: _over_log(x, TWO),
    "log1p": lambda x: Application("log", (Sum((ONE, x)),)),
    "expm1": lambda x: Sum((Application("exp", (x,)), Negative(ONE))),
    "square": lambda x: Power(x, TWO),
    "reciprocal": lambda x: Quotient(ONE, x),
    "negative": Negative,
    "radians": lambda x: Product((x, Quotient(Constant("pi"), _whole(180)))),
}
_BINARY: dict[str, Callable[[Expression, Expression], Expression]] = {
    "power": Power,
    "subtract": lambda a, b: Sum((a, Negative(b))),
    "dot": lambda a, b: Product((a, b)),
    "hypot": lambda a, b: Application("sqrt", (Sum((Power(a, TWO), Power(b, TWO))),)),
    "root": lambda x, n: Application("root", (x, n)),
    "atan2": lambda y, x: Application("atan2", (y, x)),
}


def _extreme(function: str, arguments: Arguments, position: int) -> Expression:
    parts = arguments[0].components if len(arguments) == 1 and isinstance(arguments[0], Vector) else arguments
    if len(parts) < 2:
        raise Unreadable(f"{function} takes two values or more, and here it is given {len(parts)}.", position)
    return Application(function, parts)


def _logarithm(arguments: Arguments, position: int) -> Expression:
    if len(arguments) == 2:
        return _over_log(*arguments)
    return Application("log", _exactly(1, "log", arguments, position))


def _same(arguments: Arguments, position: int) -> Expression:
    """`np.array([a, b])`, `vec(a, b)` and `float(2)` are what stands inside."""
    return arguments[0] if len(arguments) == 1 else Vector(arguments)


def _factorial(argument: Expression, position: int) -> Expression:
    value = argument.value if isinstance(argument, Number) else Fraction(-1)
    if value.denominator != 1 or not 0 <= value <= 170:
        raise Unreadable("A factorial is read only of a whole number from 0 to 170.", position)
    return _whole(math.factorial(int(value)))


def _arithmetic(function: str, arguments: Arguments, position: int) -> Expression:
    """The spelled-out operations of NumPy and SymPy: `np.add(a, b)`, `sp.Mul(a, b, c)`."""
    if function in {"add", "multiply"} and len(arguments) >= 2:
        return Sum(arguments) if function == "add" else Product(arguments)
    if function == "divide":
        return Quotient(*_exactly(2, function, arguments, position))
    raise Unreadable(f"{function} takes two values or more, and here it is given {len(arguments)}.", position)

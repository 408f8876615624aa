"""Turns a function's name and arguments into a tree, so that the tree knows few functions.

`log10(x)` is built as `log(x)/log(10)`, `np.square(x)` as a power, `np.array([…])` as what stands inside. Says in a
sentence when the number of arguments is wrong. Knows no text.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

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
    Vector,
)
from grader.notation.tokens import Unreadable

Arguments = tuple[Expression, ...]
ONE, TWO = Number(Fraction(1)), Number(Fraction(2))
_LARGEST_FACTORIAL = 170  # the last one that a double can hold


def apply(function: str, arguments: Arguments, position: int = 0) -> Expression:
    """Return the tree of a function of these arguments. Raises Unreadable when there are too many or too few of them."""
    if function == "log" and len(arguments) == 2:
        return _over_log(*arguments)
    shorthand = SHORTHANDS.get(function)
    if shorthand is None:
        arity = FUNCTIONS[function].arity
        if arity is None and len(arguments) == 1 and isinstance(arguments[0], Vector):
            arguments = arguments[0].components
        _check_count(function, len(arguments), arity or 2, arity or math.inf, position)
        return Application(function, arguments)
    _check_count(function, len(arguments), shorthand.least, shorthand.most, position)
    try:
        return shorthand.build(*arguments)
    except ValueError as refusal:
        raise Unreadable(str(refusal), position) from None


def _check_count(function: str, count: int, least: int, most: float, position: int) -> None:
    if not least <= count <= most:
        asked = "one value" if most == 1 else "two values or more" if most == math.inf else f"{most} values"
        raise Unreadable(f"{function} takes {asked}, and here it is given {count}.", position)


def _over_log(argument: Expression, base: Expression) -> Expression:
    return Quotient(Application("log", (argument,)), Application("log", (base,)))


def _whole(value: int) -> Number:
    return Number(Fraction(value))


def _factorial(argument: Expression) -> Expression:
    value = argument.value if isinstance(argument, Number) else Fraction(-1)
    if value.denominator != 1 or not 0 <= value <= _LARGEST_FACTORIAL:
        raise ValueError(f"A factorial is read only of a whole number from 0 to {_LARGEST_FACTORIAL}.")
    return _whole(math.factorial(int(value)))


@dataclass(frozen=True, slots=True)
class Shorthand:
    """A word for something that is built out of the functions and operations of the tree."""

    build: Callable[..., Expression]
    """Raises ValueError, in a sentence, for arguments of which it means nothing."""
    least: int = 1
    most: float = 1
    spellings: tuple[str, ...] = ()


SHORTHANDS = {
    "norm": Shorthand(lambda x: Application("abs", (x,))),
    "cbrt": Shorthand(lambda x: Application("root", (x, _whole(3)))),
    "log10": Shorthand(lambda x: _over_log(x, _whole(10)), spellings=("lg",)),
    "log2": Shorthand(lambda x: _over_log(x, TWO), spellings=("lb",)),
    "log1p": Shorthand(lambda x: Application("log", (Sum((ONE, x)),))),
    "expm1": Shorthand(lambda x: Sum((Application("exp", (x,)), Negative(ONE)))),
    "square": Shorthand(lambda x: Power(x, TWO)),
    "reciprocal": Shorthand(lambda x: Quotient(ONE, x)),
    "negative": Shorthand(Negative),
    "radians": Shorthand(lambda x: Product((x, Quotient(Constant("pi"), _whole(180)))), spellings=("deg2rad", "rad")),
    "factorial": Shorthand(_factorial),
    "power": Shorthand(Power, 2, 2, ("pow", "Pow")),
    "subtract": Shorthand(lambda a, b: Sum((a, Negative(b))), 2, 2),
    "dot": Shorthand(lambda a, b: Product((a, b)), 2, 2),
    "hypot": Shorthand(lambda a, b: Application("sqrt", (Sum((Power(a, TWO), Power(b, TWO))),)), 2, 2),
    "divide": Shorthand(lambda a, b=None: a if b is None else Quotient(a, b), 1, 2, ("Rational", "Fraction")),
    "add": Shorthand(lambda *terms: Sum(terms), 2, math.inf, ("Add",)),
    "multiply": Shorthand(lambda *factors: Product(factors), 2, math.inf, ("Mul",)),
    "array": Shorthand(  # `np.array([a, b])`, `vec(a, b)` and `float(2)` are what stands inside
        lambda *parts: parts[0] if len(parts) == 1 else Vector(parts), 1, math.inf,
        ("Integer", "Float", "S", "float", "float64", "float32", "int", "int64", "int32", "sympify", "nsimplify",
         "simplify", "expand", "factor", "asarray", "tensor", "astensor", "Tensor", "Matrix",
         "ImmutableMatrix", "Tuple", "Vector", "tuple", "list", "vec"),
    ),
}  # fmt: skip

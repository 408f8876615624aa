"""Makes expressions and wrong answers to them by the slips that people make; nothing here knows the engine.

A mutant may happen to be right (a swapped variable in `x*y`), so each comes without a verdict; `oracle` gives one.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from fractions import Fraction

from grader.maths.tree import (
    Application,
    Expression,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Variable,
    children,
)

VARIABLES = ("x", "y", "z")
_OUTER = ("sin", "cos", "exp", "atan", "tanh", "sqrt", "log", "abs", "cosh")
_OTHER = {"sin": "cos", "cos": "sin", "exp": "cosh", "cosh": "sinh", "atan": "tanh", "tanh": "atan", "log": "atan"}


def number(value: Fraction | int) -> Number:
    """An exact number."""
    return Number(Fraction(value))


def expression(draw: random.Random, depth: int = 3) -> Expression:
    """A function of x, y, z such as an exercise may hold."""
    terms = [_term(draw, depth) for _ in range(draw.randint(1, 3))]
    terms = [Negative(term) if draw.random() < 0.3 else term for term in terms]
    return Sum(tuple(terms)) if len(terms) > 1 else terms[0]


def _term(draw: random.Random, depth: int) -> Expression:
    factors: list[Expression] = [number(draw.choice([2, 3, 4, 5, Fraction(1, 2), Fraction(3, 4)]))]
    factors += [_factor(draw, depth) for _ in range(draw.randint(1, 2))]
    product = Product(tuple(factors))
    if draw.random() < 0.15:
        return Quotient(product, Sum((Power(Variable(draw.choice(VARIABLES)), number(2)), number(1))))
    return product


def _factor(draw: random.Random, depth: int) -> Expression:
    name = Variable(draw.choice(VARIABLES))
    kind = draw.random()
    if kind < 0.35 or depth == 0:
        return name
    if kind < 0.6:
        return Power(name, number(draw.randint(2, 4)))
    inner = _term(draw, 0) if draw.random() < 0.6 else expression(draw, depth - 2 if depth > 1 else 0)
    function = draw.choice(_OUTER)
    if function in {"sqrt", "log"}:
        inner = Sum((Power(inner, number(2)), number(1)))
    return Application(function, (inner,))


Slip = Callable[[random.Random, Expression], Expression | None]


def _sign(_: random.Random, node: Expression) -> Expression | None:
    return node.operand if isinstance(node, Negative) else Negative(node) if isinstance(node, Product) else None


def _dropped(draw: random.Random, node: Expression) -> Expression | None:
    if not isinstance(node, Sum):
        return None
    kept = list(node.terms)
    kept.pop(draw.randrange(len(kept)))
    return Sum(tuple(kept)) if len(kept) > 1 else kept[0]


def _variable(draw: random.Random, node: Expression) -> Expression | None:
    if not isinstance(node, Variable):
        return None
    return Variable(draw.choice([name for name in VARIABLES if name != node.name]))


def _exponent(_: random.Random, node: Expression) -> Expression | None:
    if isinstance(node, Power) and isinstance(node.exponent, Number):
        return Power(node.base, number(node.exponent.value + 1))
    return Power(node, number(2)) if isinstance(node, Variable) else None


def _function(_: random.Random, node: Expression) -> Expression | None:
    if isinstance(node, Application) and node.function in _OTHER:
        return Application(_OTHER[node.function], node.arguments)
    return None


def _coefficient(power: int) -> Slip:
    def slip(_: random.Random, node: Expression) -> Expression | None:
        return number(node.value * (1 + Fraction(1, 10**power))) if isinstance(node, Number) else None

    return slip


SLIPS: dict[str, Slip] = {
    "sign": _sign,
    "term": _dropped,
    "variable": _variable,
    "exponent": _exponent,
    "function": _function,
    "1e-3": _coefficient(3),
    "1e-6": _coefficient(6),
    "1e-12": _coefficient(12),
}


def mutants(draw: random.Random, whole: Expression) -> Iterator[tuple[str, Expression]]:
    """For each slip one wrong answer, made at a random place where the slip is possible."""
    for name, slip in SLIPS.items():
        places = [path for path, node in _places(whole) if slip(random.Random(0), node) is not None]
        if places:
            yield name, _replaced(whole, draw.choice(places), lambda node, slip=slip: slip(draw, node))


Path = tuple[int, ...]


def _places(node: Expression, path: Path = ()) -> Iterator[tuple[Path, Expression]]:
    yield path, node
    for index, part in enumerate(children(node)):
        yield from _places(part, (*path, index))


def _replaced(node: Expression, path: Path, change: Callable[[Expression], Expression | None]) -> Expression:
    if not path:
        return change(node) or node
    parts = list(children(node))
    parts[path[0]] = _replaced(parts[path[0]], path[1:], change)
    match node:
        case Sum():
            return Sum(tuple(parts))
        case Product():
            return Product(tuple(parts))
        case Negative():
            return Negative(parts[0])
        case Quotient():
            return Quotient(parts[0], parts[1])
        case Power():
            return Power(parts[0], parts[1])
        case Application(function, _):
            return Application(function, tuple(parts))
    raise TypeError(type(node).__name__)

"""Makes expressions such as exercises hold, and of all wrong answers to them one for each slip; nothing here knows the engine.

A mutant may happen to be right (a swapped variable in `x*y`), so each comes without a verdict; `oracle` gives one.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction

from grader.algebra.tree import Application, Expression, Negative, Number, Power, Product, Quotient, Sum, Variable
from grader.kinds.shapes.mutants import Mutant, mutants

VARIABLES = ("x", "y", "z")
_OUTER = ("sin", "cos", "exp", "atan", "tanh", "sqrt", "log", "abs", "cosh")


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


def one_for_each_slip(draw: random.Random, whole: Expression) -> Iterator[Mutant]:
    """For each slip that is possible one wrong answer, made at a random place."""
    by_slip: dict[str, list[Mutant]] = {}
    for mutant in mutants(whole, VARIABLES):
        by_slip.setdefault(mutant.slip, []).append(mutant)
    yield from (draw.choice(made) for made in by_slip.values())

"""Random SymPy expressions and ways to write them otherwise; SymPy is the generator here, never the judge."""

from __future__ import annotations

import random
from collections.abc import Callable

import sympy

SYMBOLS = ("x", "y")
_X, _Y = sympy.symbols("x y", real=True)


def expressions(seed: int) -> sympy.Expr:
    """An expression of calculus exercises: polynomials, fractions, exponentials, sines; defined nearly everywhere."""
    draw = random.Random(seed)
    return sympy.Add(*[_term(draw) for _ in range(draw.randint(2, 3))]) + draw.randint(1, 3) * _X


def _term(draw: random.Random) -> sympy.Expr:
    coefficient = sympy.Rational(draw.randint(-6, 6) or 1, draw.randint(1, 4))
    polynomial = coefficient * _X ** draw.randint(0, 3) * _Y ** draw.randint(0, 2)
    angle = draw.randint(1, 3) * draw.choice([_X, _Y, _X + _Y])
    extra = draw.choice(
        [
            sympy.Integer(1),
            sympy.exp(-draw.randint(1, 3) * _X),
            sympy.sin(angle),
            sympy.cos(angle) ** 2,
            1 / (_X**2 + draw.randint(1, 4)),
            (_X + draw.randint(1, 3)) / (_X - draw.randint(4, 6)),
            sympy.log(_Y**2 + 1),
            sympy.sqrt(_X**2 + draw.randint(1, 5)),
            (_X - _Y) ** draw.randint(2, 4),
        ]
    )
    return polynomial * extra


def _shuffled(value: sympy.Expr) -> sympy.Expr:
    terms = list(sympy.Add.make_args(value))
    random.Random(3).shuffle(terms)
    return sympy.Add(*terms, evaluate=False)


REWRITINGS: dict[str, Callable[[sympy.Expr], sympy.Expr]] = {
    "expand": sympy.expand,
    "factor": sympy.factor,
    "together": sympy.together,
    "apart": lambda value: sympy.Add(*[sympy.apart(term, _X) if term.is_rational_function(_X) else term
                                       for term in sympy.Add.make_args(value)]),
    "expand_trig": sympy.expand_trig,
    "trigsimp": sympy.trigsimp,
    "exponentials": lambda value: value.rewrite(sympy.tan),
    "collect": lambda value: sympy.collect(sympy.expand(value), _X),
    "reordered": _shuffled,
}  # fmt: skip

"""How a right function is usually computed, where that loses more than the reference does: multiplied out, or by parts.

Somebody who writes `-log(1 - p)` with `p = 1/(1 + exp(-u))` for `log(1 + exp(u))` is right, and loses all digits where u is
large; an exponential leaves the doubles long before what it is put into. Where that is so, nobody's values are compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from grader.algebra.balls import Undefined, Unsure, evaluate
from grader.algebra.tidy import expanded, minus, over
from grader.algebra.tree import Application, Constant, Expression, Number, Power, Sum, children, variables_in, walk, with_children

_LARGEST = 1e100  # of an exponential: beyond it, or below its inverse, squares and cubes leave the doubles
_ONE = Number(Fraction(1))  # as it stands in 1 + exp(u)


@lru_cache(maxsize=256)
def usual_forms(expression: Expression) -> tuple[Expression, ...]:
    """Return an expression as it stands and in the other forms in which it is usually computed."""
    return tuple(dict.fromkeys((expression, expanded(expression), _by_logistic_function(expression))))


def _by_logistic_function(node: Expression) -> Expression:
    """Return an expression with `-log(1 - 1/(1 + exp(-u)))` in place of `log(1 + exp(u))`."""
    parts = children(node)
    if not parts:
        return node
    if isinstance(node, Application) and node.function == "log" and len(parts) == 1 and isinstance(parts[0], Sum):
        terms = parts[0].terms
        exponents = [exponent for term in terms if (exponent := _exponent(term)) is not None]
        if len(terms) == 2 and len(exponents) == 1 and _ONE in terms:
            chance = over(_ONE, Sum((_ONE, Power(Constant("e"), minus(exponents[0])))))
            return minus(Application("log", (Sum((_ONE, minus(chance))),)))
    return with_children(node, tuple(map(_by_logistic_function, parts)))


def _exponent(node: Expression) -> Expression | None:
    """Return u of an exponential of u, None of anything else."""
    if isinstance(node, Power) and node.base == Constant("e"):
        return node.exponent
    if isinstance(node, Application) and node.function == "exp":
        return node.arguments[0]
    return None


def stays_in_floats(expression: Expression, point: Mapping[str, float]) -> bool:
    """Tell whether all exponentials in an expression are of usual size at a point, as their inverses are."""
    try:
        sizes = [abs(evaluate(node, point, 53)) for node in walk(expression) if _is_exponential(node)]
    except (Undefined, Unsure):
        return False
    return all(1 / _LARGEST < size < _LARGEST for size in sizes)


def _is_exponential(node: Expression) -> bool:
    exponent = node.exponent if isinstance(node, Power) else _exponent(node)
    return exponent is not None and bool(variables_in(exponent))

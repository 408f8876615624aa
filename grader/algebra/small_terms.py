"""How small the smallest term of a sum is at a point, so that agreement is asked for beyond it.

`sin(x) + exp(-1000)` differs from `sin(x)` by far less than two values that happen to agree; only digits beyond the
smallest term can show it. Knows no equality.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flint import arb

from grader.algebra.ball_functions import Unsure
from grader.algebra.balls import Env, compiled
from grader.algebra.exact import Undefined, whole_exponent
from grader.algebra.functions import FUNCTIONS
from grader.algebra.tree import Application, Expression, Number, Power, Quotient, Sum, walk

_TINY, _LARGE = 2**-60, 2**60
_STEEP = 12


def terms_that_may_vanish(*expressions: Expression) -> list[Callable[[Env], arb]]:
    """Return the terms of sums, as functions of a point, that may be far smaller than the other terms."""
    found = {term for expression in expressions for term in _terms(expression) if _may_vanish(term)}
    return [compiled(term) for term in found]


def smallest(terms: list[Callable[[Env], arb]], env: Env) -> arb:
    """Return the size of the smallest term at a point at the current precision, at most 1.

    A term without a value, or one that may be zero, does not count.
    """
    found = arb(1)
    for term in terms:
        try:
            size = abs(term(env)).lower()
        except (Undefined, Unsure):
            continue
        if size > 0:
            found = found.min(size)
    return found


def _terms(expression: Expression) -> Iterator[Expression]:
    for node in walk(expression):
        if isinstance(node, Sum):
            yield from node.terms


def _may_vanish(term: Expression) -> bool:
    return any(_is_steep(node) for node in walk(term))


def _is_steep(node: Expression) -> bool:
    """Tell whether the values of this part can be of any magnitude at points of moderate size."""
    match node:
        case Number(value):
            return value != 0 and not _TINY < abs(value) < _LARGE
        case Power(_, exponent):
            return abs(whole_exponent(exponent) or _STEEP) >= _STEEP
        case Application(function):
            return FUNCTIONS[function].is_steep
        case Quotient(_, below):
            return not isinstance(below, Number)
    return False

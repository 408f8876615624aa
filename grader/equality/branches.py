"""Where a formula may follow another branch: below zero under a root, beyond a pole under an arctangent.

Two functions without branches that agree on some interval agree everywhere, poles or not, so a few moderate points do
for them. With branches they must be compared on every side of every place that is found here. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from grader.algebra.exact import whole_exponent
from grader.algebra.functions import FUNCTIONS
from grader.algebra.tree import Application, Expression, Negative, Number, Power, Quotient, Sum, variables_in, walk


def may_branch(expression: Expression) -> bool:
    """Tell whether the function may follow different formulas in different places."""
    return any(True for _ in switches(expression))


def may_jump(expression: Expression) -> bool:
    """Tell whether the function may jump at whole numbers or at zero, so that a difference there would be no accident."""
    return any(isinstance(node, Application) and FUNCTIONS[node.function].jumps for node in walk(expression))


def switches(expression: Expression) -> Iterator[Expression]:
    """Yield the functions with variables whose zeros part the branches of an expression."""
    for node in walk(expression):
        if isinstance(node, Application):
            yield from filter(variables_in, _of_function(node))
        elif isinstance(node, Power) and whole_exponent(node.exponent) is None and variables_in(node.base):
            yield _under_even_power(node.base)
            yield from filter(variables_in, _poles(node.base))


def bounds(expression: Expression) -> Iterator[Expression]:
    """What is compared in a maximum or a minimum: `y - 8` and `x - 5` part a corner, in which neither is a kink alone."""
    for node in walk(expression):
        if isinstance(node, Application) and FUNCTIONS[node.function].compares:
            yield from filter(variables_in, node.arguments)


def _of_function(node: Application) -> Iterator[Expression]:
    row = FUNCTIONS[node.function]
    first, *others = node.arguments
    if row.compares:
        yield from (Sum((first, Negative(other))) for other in others)
    for place in row.branches_at or ():
        for argument in node.arguments:
            yield Sum((argument, _minus(place))) if place else _under_even_power(argument)
    if row.is_multivalued:
        for argument in node.arguments:
            yield from _poles(argument)


def _minus(whole: int) -> Expression:
    size = Number(Fraction(abs(whole)))
    return Negative(size) if whole > 0 else size


def _poles(expression: Expression) -> Iterator[Expression]:
    """Yield the functions whose zeros are poles of an expression."""
    for node in walk(expression):
        if isinstance(node, Quotient):
            yield _under_even_power(node.denominator)
        elif isinstance(node, Power) and (whole_exponent(node.exponent) or 0) < 0:
            yield node.base
        elif isinstance(node, Application) and (poles := FUNCTIONS[node.function].poles):
            yield Application(poles, node.arguments)


def _under_even_power(node: Expression) -> Expression:
    """Return what has the same zeros and changes its sign there, which is easier to find."""
    while isinstance(node, Power) and (whole_exponent(node.exponent) or 1) % 2 == 0:
        node = node.base
    return node

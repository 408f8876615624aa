"""Refuses trees that would cost too much: too many nodes, too deep, powers of powers that no machine can hold.

Looks at the tree without recursion, so that it can be asked about any tree, and before anything else is.
"""

from __future__ import annotations

from fractions import Fraction

from grader.maths.tokens import MAX_EXPONENT, Unreadable
from grader.maths.tree import Expression, Negative, Number, Power, children, walk

MAX_DEPTH = 100
MAX_NODES = 4_000


def depth(expression: Expression, limit: int = 10_000) -> int:
    """How many levels the tree has, counted up to `limit`."""
    level, deep = [expression], 0
    while level and deep < limit:
        deep += 1
        level = [part for node in level for part in children(node)]
        if len(level) > 50_000:
            return limit
    return deep


def is_small(expression: Expression, nodes: int, levels: int) -> bool:
    """Whether the tree has at most so many nodes and levels."""
    for count, _ in enumerate(walk(expression)):
        if count >= nodes:
            return False
    return depth(expression, levels + 1) <= levels


def check_size(expression: Expression) -> None:
    """Raises Unreadable for an expression that is too large to be worked with."""
    if not is_small(expression, MAX_NODES, MAX_DEPTH):
        raise Unreadable("This expression is nested too deeply or has too many parts to be read.")
    if any(isinstance(node, Power) and _is_tower(node) for node in walk(expression)):
        raise Unreadable("A power in this expression is too large to be worked with.")


def _is_tower(power: Power) -> bool:
    """Whether an exponent is a constant beyond reason; no exponent is ever computed to find out."""
    size = _magnitude(power.exponent)
    return size is not None and size > MAX_EXPONENT


def _magnitude(node: Expression) -> Fraction | None:
    """The size of a plain constant; beyond the cap for a power of constants whose size is beyond it; None if unknown."""
    while isinstance(node, Negative):
        node = node.operand
    if isinstance(node, Number):
        return abs(node.value)
    if isinstance(node, Power):
        base, exponent = _magnitude(node.base), _magnitude(node.exponent)
        if base is None or exponent is None or base <= 1:
            return None
        bits = exponent * max(1, base.numerator.bit_length() - base.denominator.bit_length())
        return Fraction(MAX_EXPONENT + 1) if bits > 64 else Fraction(float(base) ** float(exponent))
    return None

"""Refuses trees that would cost too much: too many nodes, too deep, powers of powers that no machine can hold.

Looks at the tree without recursion, so that it can be asked about any tree, and before anything else is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from grader.algebra.tree import Expression, Negative, Number, Power, Product, Quotient, Sum, children, walk
from grader.notation.tokens import MAX_EXPONENT, Unreadable

MAX_DEPTH = 100
MAX_NODES = 4_000
MAX_BITS = 50_000
MAX_TERMS = 1_000  # of an author's function multiplied out: seconds of SymPy's time, which grows with the square of it
MAX_DERIVED_TERMS = 40_000  # of its derivatives: our bound is far above what SymPy makes of quotients
_BEYOND = 10 * MAX_DERIVED_TERMS  # where counting ends
_MAX_LOG_EXPONENT = math.log2(MAX_EXPONENT)


def depth(expression: Expression) -> int:
    """Return how many levels the tree has."""
    return sum(1 for _ in _levels(expression))


def is_small(expression: Expression, nodes: int, levels: int) -> bool:
    """Tell whether the tree has at most so many nodes and levels; stops looking as soon as it has not."""
    seen = 0
    for count, level in enumerate(_levels(expression), start=1):
        seen += len(level)
        if count > levels or seen > nodes:
            return False
    return True


def _levels(expression: Expression) -> Iterator[list[Expression]]:
    level = [expression]
    while level:
        yield level
        level = [part for node in level for part in children(node)]


def check_size(expression: Expression) -> None:
    """Raises Unreadable for an expression that is too large to be worked with."""
    if not is_small(expression, MAX_NODES, MAX_DEPTH):
        raise Unreadable("This expression is nested too deeply or has too many parts to be read.")
    if any(isinstance(node, Power) and _is_tower(node) for node in walk(expression)):
        raise Unreadable("A power in this expression is too large to be worked with.")
    if sum(map(_bits, walk(expression))) > MAX_BITS:
        raise Unreadable("The numbers in this expression are too large to be worked with.")


def expanded_terms(expression: Expression) -> int:
    """Return an upper bound for the terms that the expression has when all in it is multiplied out.

    A whole power of a sum of k terms has one term for each way to share its exponent among them. The numbers in an
    exponent such as `n + 40` count as its whole part, since SymPy takes them out of it. What stands in a function
    is written with every term beside it, and counts like a factor.
    """
    return min(_terms(expression, list(map(expanded_terms, children(expression)))), _BEYOND)


def _terms(node: Expression, counts: list[int]) -> int:
    match node:
        case Sum():
            return sum(counts)
        case Product() | Quotient():
            return math.prod(counts)
        case Power(_, exponent):
            whole = sum(abs(int(part.value)) for part in walk(exponent) if isinstance(part, Number))
            if counts[0] == 1 or whole == 0:
                return max(counts)
            return _BEYOND if whole * counts[0] > _BEYOND else math.comb(whole + counts[0] - 1, whole)
    return sum(counts) or 1


def _bits(node: Expression) -> int:
    return node.value.numerator.bit_length() + node.value.denominator.bit_length() if isinstance(node, Number) else 0


def _is_tower(power: Power) -> bool:
    """Tell whether an exponent, or a power of constants, is beyond reason; nothing large is computed to find out."""
    exponent, value = _logarithm(power.exponent), _logarithm(power)
    return (exponent is not None and exponent > _MAX_LOG_EXPONENT) or (value is not None and value > MAX_BITS)


def _logarithm(node: Expression) -> float | None:
    """About the binary logarithm of the size of a constant made of numbers; None when there is more in it."""
    match node:
        case Number(value):
            return math.log2(abs(value.numerator)) - math.log2(value.denominator) if value else -math.inf
        case Negative(operand):
            return _logarithm(operand)
        case Power(base, exponent):
            below, above = _logarithm(base), _logarithm(exponent)
            if below is None or above is None:
                return None
            return abs(below) * 2.0 ** min(above, 64.0) if math.isfinite(below) else below
        case Sum(parts) | Product(parts):
            found = [_logarithm(part) for part in parts]
            known = [size for size in found if size is not None]
            if len(known) < len(found):
                return None
            return sum(known) if isinstance(node, Product) else max(known) + math.log2(len(known))
        case Quotient(above_line, below_line):
            above, below = _logarithm(above_line), _logarithm(below_line)
            return None if above is None or below is None else above - below
    return None

"""Expressions as immutable trees that keep the form in which they were written.

`2*(x + y)` and `2*x + 2*y` are different trees; whether they are equal is for `compare` to decide
and whether the form is the one asked for is for `form`. Knows no text and no numbers but exact ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Number:
    """An exact rational. `significant_digits` counts the digits of a literal with a decimal point, else None."""

    value: Fraction
    significant_digits: int | None = None


@dataclass(frozen=True, slots=True)
class Constant:
    """A number with a name: `pi` or `e`."""

    name: str


@dataclass(frozen=True, slots=True)
class Variable:
    """A free variable."""

    name: str


@dataclass(frozen=True, slots=True)
class Sum:
    """Two or more terms; a subtraction is the sum with a `Negative`."""

    terms: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Product:
    """Two or more factors."""

    factors: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Negative:
    """Minus the operand."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Quotient:
    """Numerator over denominator."""

    numerator: Expression
    denominator: Expression


@dataclass(frozen=True, slots=True)
class Power:
    """Base to the exponent."""

    base: Expression
    exponent: Expression


@dataclass(frozen=True, slots=True)
class Application:
    """A known function of its arguments: `sin`, `sqrt`, `exp`, `log` (natural), `abs`, `max`, `root` and the like."""

    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Vector:
    """Components in order: a gradient, a direction, a point."""

    components: tuple[Expression, ...]


Expression = Number | Constant | Variable | Sum | Product | Negative | Quotient | Power | Application | Vector


def children(expression: Expression) -> tuple[Expression, ...]:
    """The direct parts of an expression, in order; () for a leaf."""
    match expression:
        case Sum(parts) | Product(parts) | Application(_, parts) | Vector(parts):
            return parts
        case Negative(operand):
            return (operand,)
        case Quotient(left, right) | Power(left, right):
            return (left, right)
    return ()


def walk(expression: Expression) -> Iterator[Expression]:
    """The expression and everything in it, parents before their parts."""
    pending = [expression]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(children(node)))


def variables_in(expression: Expression) -> frozenset[str]:
    """The names of the variables that are written in the expression, whether it depends on them or not."""
    return frozenset(node.name for node in walk(expression) if isinstance(node, Variable))

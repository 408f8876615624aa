"""Expressions as immutable trees that keep the form in which they were written.

`2*(x + y)` and `2*x + 2*y` are different trees; whether they are equal is for `compare` to decide
and whether the form is the one asked for is for `form`. Knows no text and no numbers but exact ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from operator import attrgetter
from typing import Any


@dataclass(frozen=True, slots=True)
class Number:
    """An exact rational. `significant_digits` counts the digits of a literal with a decimal point, else None."""

    value: Fraction
    significant_digits: int | None = None

    def __hash__(self) -> int:
        # A fraction's own hash takes a modular power, and trees are looked up in caches all the time.
        return hash((self.value.numerator, self.value.denominator, self.significant_digits))


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


# The children of each kind of node, in the order in which `with_children` takes them.
PARTS: dict[type, Callable[[Any], tuple[Expression, ...]]] = {
    Number: lambda _: (),
    Constant: lambda _: (),
    Variable: lambda _: (),
    Sum: attrgetter("terms"),
    Product: attrgetter("factors"),
    Negative: lambda node: (node.operand,),
    Quotient: lambda node: (node.numerator, node.denominator),
    Power: lambda node: (node.base, node.exponent),
    Application: attrgetter("arguments"),
    Vector: attrgetter("components"),
}


def parts_of(expression: Expression) -> tuple[Expression, ...]:
    """Return the components of a vector; the expression itself otherwise."""
    return expression.components if isinstance(expression, Vector) else (expression,)


def children(expression: Expression) -> tuple[Expression, ...]:
    """Return the direct parts of an expression, in order; () for a leaf."""
    return PARTS[type(expression)](expression)


def with_children(expression: Expression, parts: tuple[Expression, ...]) -> Expression:
    """Return the same kind of expression with other parts, as many and in the same order."""
    match expression:
        case Sum() | Product() | Vector():
            return type(expression)(parts)
        case Negative() | Quotient() | Power():
            return type(expression)(*parts)
        case Application(function):
            return Application(function, parts)
    return expression


def walk(expression: Expression) -> Iterator[Expression]:
    """Yield the expression and everything in it, parents before their parts."""
    pending = [expression]
    while pending:
        node = pending.pop()
        yield node
        parts = PARTS[type(node)](node)
        if parts:
            pending.extend(parts[::-1])


def paths(expression: Expression, path: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    """Yield the path to the expression and to all in it, parents before their parts: which child to take, again and again."""
    yield path
    for index, part in enumerate(children(expression)):
        yield from paths(part, (*path, index))


def at_path(expression: Expression, path: tuple[int, ...]) -> Expression:
    """Return what stands at a path."""
    for index in path:
        expression = children(expression)[index]
    return expression


def replaced(whole: Expression, path: tuple[int, ...], part: Expression) -> Expression:
    """Return the expression with another part at a path."""
    if not path:
        return part
    parts = list(children(whole))
    parts[path[0]] = replaced(parts[path[0]], path[1:], part)
    return with_children(whole, tuple(parts))


def variables_in(expression: Expression) -> frozenset[str]:
    """Return the names of the variables that are written in the expression, whether it depends on them or not."""
    return frozenset(node.name for node in walk(expression) if isinstance(node, Variable))


def exact(expression: Expression, below: int | None = None) -> Expression:
    """Return the expression with its decimals as the exact numbers they write; with `below`, those of fewer digits alone."""
    if isinstance(expression, Number):
        digits = expression.significant_digits
        return expression if digits is None or (below is not None and digits >= below) else Number(expression.value)
    parts = children(expression)
    return with_children(expression, tuple(exact(part, below) for part in parts)) if parts else expression


def substitute(expression: Expression, values: Mapping[str, Expression]) -> Expression:
    """Return the expression with other expressions in place of some of its variables."""
    if isinstance(expression, Variable):
        return values.get(expression.name, expression)
    return with_children(expression, tuple(substitute(part, values) for part in children(expression)))

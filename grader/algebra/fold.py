"""The one walk that makes something of an expression: a value, a function, a text, another tree.

An algebra says what each kind of node becomes, out of what its parts became. What it is silent about it refuses.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import add, mul
from typing import Any, Generic, TypeVar

from grader.algebra.tree import (
    PARTS,
    Application,
    Constant,
    Expression,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Variable,
    Vector,
    with_children,
)

T = TypeVar("T")
_KINDS = (Number, Constant, Variable, Sum, Product, Negative, Quotient, Power, Application, Vector)  # all that a tree is made of
_METHODS = {kind: kind.__name__.lower() for kind in _KINDS}  # of an algebra, by the kind of node each is for


def fold(expression: Expression, algebra: Algebra[T]) -> T:
    """Return what the algebra makes of an expression, from the leaves up."""
    kind = type(expression)
    method: Callable[..., T] = getattr(algebra, _METHODS[kind])
    parts = PARTS[kind](expression)
    return method(expression, *[fold(part, algebra) for part in parts]) if parts else method(expression)


class Algebra(Generic[T]):
    """What each kind of node becomes: its method gets the node and what its parts became, in their order."""

    def number(self, node: Number) -> T:
        """Return an exact rational."""
        return self.other(node)

    def constant(self, node: Constant) -> T:
        """Return the result for `pi` or `e`."""
        return self.other(node)

    def variable(self, node: Variable) -> T:
        """Return a free variable."""
        return self.other(node)

    def sum(self, node: Sum, *terms: T) -> T:
        """Return two or more terms."""
        return self.other(node, *terms)

    def product(self, node: Product, *factors: T) -> T:
        """Return two or more factors."""
        return self.other(node, *factors)

    def negative(self, node: Negative, operand: T) -> T:
        """Return the result for minus an operand."""
        return self.other(node, operand)

    def quotient(self, node: Quotient, above: T, below: T) -> T:
        """Return a fraction."""
        return self.other(node, above, below)

    def power(self, node: Power, base: T, exponent: T) -> T:
        """Return a base to an exponent."""
        return self.other(node, base, exponent)

    def application(self, node: Application, *arguments: T) -> T:
        """Return a function of its arguments."""
        return self.other(node, *arguments)

    def vector(self, node: Vector, *components: T) -> T:
        """Return the result for components in order."""
        return self.other(node, *components)

    def other(self, node: Expression, *parts: T) -> T:
        """Return what is not named above. Raises TypeError unless an algebra says otherwise."""
        raise TypeError(f"{type(node).__name__} has no meaning in {type(self).__name__}")


Operand = Any  # whatever has Python's operators: fractions, SymPy's objects, MyGrad's tensors


class Arithmetic(Algebra[T]):
    """An algebra of numbers of some kind: what Python's own operators make of them, from left to right."""

    def sum(self, node: Sum, *terms: Operand) -> Operand:
        """Return the terms added."""
        return reduce(add, terms)

    def product(self, node: Product, *factors: Operand) -> Operand:
        """Return the factors multiplied."""
        return reduce(mul, factors)

    def negative(self, node: Negative, operand: Operand) -> Operand:
        """Return minus the operand."""
        return -operand

    def quotient(self, node: Quotient, above: Operand, below: Operand) -> Operand:
        """Return the numerator divided."""
        return above / below

    def power(self, node: Power, base: Operand, exponent: Operand) -> Operand:
        """Return the base raised."""
        return base**exponent


class Rewriting(Algebra[Expression]):
    """The same expression but for the kinds of nodes that a subclass makes something else of."""

    def other(self, node: Expression, *parts: Expression) -> Expression:
        """Return the same kind of node with other parts."""
        return with_children(node, parts) if parts else node

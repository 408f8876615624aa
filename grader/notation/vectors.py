"""Brings vectors to the top of a tree: `(1, 2)/5`, `4*(x, y) + (1, 0)` and `a i + b j` become one `Vector`.

Distributes over components only where every textbook does; says in a sentence where a vector makes no sense.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from grader.algebra.tree import Application, Expression, Negative, Number, Power, Product, Quotient, Sum, Vector, walk
from grader.notation.tokens import Unreadable

_ZERO, _ONE, _TWO = (Number(Fraction(n)) for n in range(3))


def lift_vectors(expression: Expression) -> Expression:
    """Return the same value with at most one `Vector`, at the top. Raises Unreadable for vectors in impossible places."""
    if not any(isinstance(node, Vector) for node in walk(expression)):
        return expression
    return _lift(expression)


def _lift(node: Expression) -> Expression:
    match node:
        case Sum(terms):
            return _sum([_lift(term) for term in terms])
        case Product(factors):
            return _product([_lift(factor) for factor in factors])
        case Negative(operand):
            lifted = _lift(operand)
            return _each(lifted, lambda part: part if part == _ZERO else Negative(part))
        case Quotient(numerator, denominator):
            below = _scalar(_lift(denominator), "below a division sign")
            return _each(_lift(numerator), lambda part: part if part == _ZERO else Quotient(part, below))
        case Power(base, exponent):
            return _power(_lift(base), _scalar(_lift(exponent), "in an exponent"))
        case Application(function, arguments):
            return _application(function, [_lift(argument) for argument in arguments])
        case Vector((Vector() as row,)):
            return _lift(row)  # a matrix of one row, as NumPy and SymPy print it
        case Vector(components):
            return Vector(tuple(_component(part) for part in components))
    return node


def _component(part: Expression) -> Expression:
    lifted = _lift(part)
    if isinstance(lifted, Vector) and len(lifted.components) == 1:
        return lifted.components[0]
    return _scalar(lifted, "inside another vector")


def _scalar(node: Expression, where: str) -> Expression:
    if isinstance(node, Vector):
        raise Unreadable(f"A vector stands {where}, where a single value belongs.")
    return node


def _each(node: Expression, change: Callable[[Expression], Expression]) -> Expression:
    if isinstance(node, Vector):
        return Vector(tuple(change(part) for part in node.components))
    return change(node)


def _sum(terms: list[Expression]) -> Expression:
    vectors = [term for term in terms if isinstance(term, Vector)]
    if not vectors:
        return Sum(tuple(terms))
    sizes = {len(vector.components) for vector in vectors}
    if len(vectors) < len(terms) or len(sizes) > 1:
        raise Unreadable("A vector is added to something that is not a vector of the same length.")
    columns = zip(*(vector.components for vector in vectors), strict=True)
    return Vector(tuple(_added([part for part in column if part != _ZERO]) for column in columns))


def _added(parts: list[Expression]) -> Expression:
    if len(parts) < 2:
        return parts[0] if parts else _ZERO
    return Sum(tuple(parts))


def _times(scalar: Expression, part: Expression) -> Expression:
    if part in {_ZERO, _ONE}:
        return part if part == _ZERO else scalar
    return Product((scalar, part))


def _product(factors: list[Expression]) -> Expression:
    vectors = [factor for factor in factors if isinstance(factor, Vector)]
    scalars = [factor for factor in factors if not isinstance(factor, Vector)]
    if not vectors:
        return Product(tuple(factors))
    if len(vectors) > 2:
        raise Unreadable("More than two vectors are multiplied here.")
    value: Expression = vectors[0] if len(vectors) == 1 else dot(*vectors)
    if not scalars:
        return value
    scalar = scalars[0] if len(scalars) == 1 else Product(tuple(scalars))
    return _each(value, lambda part: _times(scalar, part))


def dot(left: Vector, right: Vector) -> Expression:
    """Return the scalar product. Raises Unreadable for different lengths."""
    if len(left.components) != len(right.components):
        raise Unreadable("Two vectors of different lengths are multiplied here.")
    return Sum(tuple(Product(pair) for pair in zip(left.components, right.components, strict=True)))


def _power(base: Expression, exponent: Expression) -> Expression:
    return Power(_scalar(base, "under a power sign"), exponent)


def _application(function: str, arguments: list[Expression]) -> Expression:
    first = arguments[0]
    if function == "abs" and isinstance(first, Vector):
        squares = tuple(Power(part, _TWO) for part in first.components)
        return Application("sqrt", (Sum(squares) if len(squares) > 1 else squares[0],))
    return Application(function, tuple(_scalar(argument, f"inside {function}") for argument in arguments))

"""Arithmetic of terms, functions of mathematics, and evaluation at a point."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from grader.algebra.functions import FUNCTIONS
from grader.algebra.tidy import ZERO, expanded, minus, over, power, terms_of, tidy, times, total
from grader.algebra.tree import (
    Application,
    Expression,
    Variable,
    Vector,
    parts_of,
    substitute,
    variables_in,
    walk,
)
from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.notation.form import with_trivial_values
from grader.notation.printing import plain
from grader.quantities.operators.operator import (
    TOO_LONG,
    Asked,
    Mapped,
    Measured,
    MisfitError,
    Numbers,
    Operand,
    Operator,
    Place,
    at_each_point,
    called,
    fraction_of,
)
from grader.quantities.slips.approximate import approximate
from grader.quantities.slips.catalogue import Misconception, exchanged, named
from grader.quantities.terms import shortened

_TWO = (Place(name="a", holds="quantity"), Place(name="b", holds="quantity"))  # what stands left and right of a sign
_MOST_PUT_IN = 4_000  # parts put in the places of variables: twice of what a value may have, for some of them fall away
_NEARLY = 1e-9  # a number that may be 0: only of one so small is it proved


def by_components(function: Callable[[Expression, Expression], Expression], a: Expression, b: Expression, what: str) -> Expression:
    """Return a function of two numbers, or of two vectors component by component. Raises MisfitError for one of each."""
    if isinstance(a, Vector) != isinstance(b, Vector):
        raise MisfitError(f"{what} takes two numbers or two vectors, not {called(a)} and {called(b)}")
    if not isinstance(a, Vector) or not isinstance(b, Vector):
        return function(a, b)
    if len(a.components) != len(b.components):
        raise MisfitError(f"{what} takes vectors of one length, and these have {len(a.components)} and {len(b.components)}")
    return Vector(tuple(function(p, q) for p, q in zip(a.components, b.components, strict=True)))


def is_zero(value: Expression) -> bool:
    """Tell whether a number is 0, by a proof if need be: `sqrt(2)**2 - 2`, `sin(pi)`."""
    if tidy(value) == ZERO:
        return True
    near = None if variables_in(value) else approximate(value, {})
    if not isinstance(near, float) or abs(near) > _NEARLY:
        return False
    return compare(value, ZERO, Comparison(variables=())).relation is Relation.EQUAL


def signs_and_terms(right: Expression, *, later: int = 4) -> Iterator[Misconception]:
    """Yield a sign or a term lost while a number or formula of several terms was written down."""
    terms = terms_of(expanded(right))
    for at, term in enumerate(terms if len(terms) > 1 else ()):
        others = [*terms[:at], *terms[at + 1 :]]
        yield named("sign", total([*others, minus(term)]), later=later)
        yield named("dropped_term", total(others), later=later)


def scaled(vector: Expression, factor: Expression) -> Expression:
    """Return a number, or each component of a vector, times a factor."""
    if isinstance(vector, Vector):
        return Vector(tuple(times(part, factor) for part in vector.components))
    return times(vector, factor)


class Plus(Operator):
    """`a + b`, of two numbers or two vectors."""

    name = "+"
    is_elementwise = True
    places = _TWO
    in_floats = staticmethod(operator.add)

    def value(self, *arguments: Operand) -> Expression:
        """Return the sum."""
        a, b = arguments
        return by_components(lambda p, q: total([p, q]), a, b, "`+`")

    def slips(self, asked: Asked) -> Iterator[Misconception]:
        """Yield the other sign, and one of the two left out."""
        a, b = asked.arguments
        yield named("sign", by_components(lambda p, q: total([p, minus(q)]), a, b, "`-`"))
        for one in (a, b):
            yield named("dropped_term", one)


class Minus(Operator):
    """`a - b`, of two numbers or two vectors."""

    name = "-"
    is_elementwise = True
    places = _TWO
    in_floats = staticmethod(operator.sub)

    def value(self, *arguments: Operand) -> Expression:
        """Return the difference."""
        a, b = arguments
        return by_components(lambda p, q: total([p, minus(q)]), a, b, "`-`")

    def slips(self, asked: Asked) -> Iterator[Misconception]:
        """Yield the other order, the other sign, and one of the two left out."""
        a, b = asked.arguments
        yield named("opposite_order", self.value(b, a))
        yield named("sign", by_components(lambda p, q: total([p, q]), a, b, "`+`"))
        yield named("dropped_term", a)
        yield named("dropped_term", by_components(lambda _, q: minus(q), a, b, "`-`"))  # its sign fits as well


class Times(Operator):
    """`a * b`, of two numbers, or of a number and a vector."""

    name = "*"
    is_elementwise = True
    places = _TWO
    in_floats = staticmethod(operator.mul)

    def value(self, *arguments: Operand) -> Expression:
        """Return the product. Raises MisfitError for two vectors."""
        a, b = arguments
        if isinstance(a, Vector) and isinstance(b, Vector):
            raise MisfitError("`*` takes no two vectors; write dot(a, b)")
        return scaled(b, a) if isinstance(b, Vector) else scaled(a, b)

    def slips(self, asked: Asked) -> Iterator[Misconception]:
        """Yield one factor left out."""
        a, b = asked.arguments
        for kept, lost in ((a, b), (b, a)):
            if isinstance(lost, Vector):
                continue  # a number where a vector is asked for is another mistake
            yield named("factor_forgotten" if variables_in(lost) else "constant_factor_forgotten", kept)


class Divided(Operator):
    """`a / b`, of two numbers, or of a vector by a number."""

    name = "/"
    is_elementwise = True
    places = (Place(name="a", holds="quantity"), Place(name="b", holds="formula"))
    in_floats = staticmethod(operator.truediv)

    def value(self, *arguments: Operand) -> Expression:
        """Return the quotient. Raises MisfitError for a division by zero."""
        a, b = arguments
        if is_zero(b):
            raise MisfitError("this is a division by zero")
        if isinstance(a, Vector):
            return Vector(tuple(over(part, b) for part in a.components))
        return over(a, b)

    def slips(self, asked: Asked) -> Iterator[Misconception]:
        """Yield the divisor left out, and the fraction turned round."""
        a, b = asked.arguments
        yield named("not_divided", a)
        if not isinstance(a, Vector) and not is_zero(a):
            yield named("fraction_turned_round", over(b, a))


class Raised(Operator):
    """`a ** b`, of two numbers or formulas."""

    name = "**"
    is_elementwise = True
    places = (Place(name="a", holds="formula"), Place(name="b", holds="formula"))
    in_floats = staticmethod(math.pow)

    def value(self, *arguments: Operand) -> Expression:
        """Return the power. Raises MisfitError for a division by zero."""
        a, b = arguments
        exponent = fraction_of(b)
        if exponent is not None and exponent < 0 and is_zero(a):
            raise MisfitError("this is a division by zero")
        return power(a, b)

    def slips(self, asked: Asked) -> Iterator[Misconception]:
        """Yield the base times the exponent, as in 2**3 = 6."""
        a, b = asked.arguments
        yield named("multiplied_by_exponent", times(a, b))


class Negated(Operator):
    """`-a`, of a number or a vector."""

    name = "neg"
    is_elementwise = True
    places = (Place(name="a", holds="quantity"),)
    in_floats = staticmethod(operator.neg)

    def value(self, *arguments: Operand) -> Expression:
        """Return the opposite."""
        return minus(arguments[0])

    def slips(self, asked: Asked) -> Iterator[Misconception]:
        """Yield what was not negated."""
        yield named("not_negated", asked.arguments[0], case=asked.made_by[0])


class Elementary(Operator):
    """A function of mathematics: `sqrt(3)`, `exp(x)`, `max(a, b)`."""

    is_elementwise = True

    def __init__(self, function: str) -> None:
        arity = FUNCTIONS[function].arity
        self.name = function  # one of a table's rows, not a class of its own
        names = [f"a{place + 1}" for place in range(arity or 2)]
        places = [Place(name=name, holds="formula") for name in names]
        self.places = (*places[:-1], replace(places[-1], repeated=arity is None))

    def value(self, *arguments: Operand) -> Expression:
        """Return the function of its arguments."""
        return tidy(Application(self.name, arguments))

    def slips(self, asked: Asked) -> Iterator[Misconception]:
        """Yield the function left out; of the largest or least of several, each other one, and their sum."""
        left = [each for each in asked.arguments if each != ZERO]  # who leaves `max` out of max(0, a) has a
        if len(left) == 1:
            yield named("outer_function_missing", left[0])
        elif self.name in _EXTREMES:
            for argument in asked.arguments:
                yield named("other_extreme", argument)
            yield named("added_up", total(list(asked.arguments)))

    def measured(self, *arguments: Operand) -> Measured:
        """Return the function's value in floats."""
        return at_each_point(FUNCTIONS[self.name].value, *arguments)


_EXTREMES = ("max", "min")  # functions that choose among numbers: people take another one, or all


class At(Operator):
    """`f(1, 2)`, `gradient(f)(P)`, `at(slope, P)`: a function, formula or vector at a point."""

    name = "at"
    is_elementwise = True
    places = (Place(name="what", holds="function"), Place(name="point", holds="quantity", repeated=True))
    asks = "The value of a function, of a derivative or of an earlier answer at a point"
    example = "f(1, 2)"
    noun = "value"
    is_pointwise = False

    def value(self, *arguments: Operand) -> Expression:
        """Return the value. Raises MisfitError where the point has another number of coordinates."""
        what, point = self._parted(arguments)
        sizes = {name: sum(1 for _ in walk(part)) for name, part in zip(what.variables, point, strict=True)}
        if sum(sizes.get(node.name, 1) for node in walk(what.body) if isinstance(node, Variable)) > _MOST_PUT_IN:
            raise MisfitError(TOO_LONG)
        return tidy(with_trivial_values(substitute(what.body, dict(zip(what.variables, point, strict=True)))))

    def slips(self, asked: Asked) -> Iterator[Misconception]:
        """Yield what was not evaluated, and the point's coordinates in another order."""
        what, point = self._parted(asked.arguments)
        yield named("not_evaluated", what.body, case="formulas" if any(map(variables_in, point)) else "")
        for order in exchanged(point):
            yield named("coordinates_swapped", self.value(what, *order))
        if not isinstance(what.body, Vector):
            values = dict(zip(what.variables, point, strict=True))
            for slip in signs_and_terms(what.body, later=8):
                yield replace(slip, expression=tidy(substitute(slip.expression, values)))

    def measured(self, *arguments: Operand) -> Measured:
        """Return the measured value there."""
        what, *point = arguments

        def value(point_of_term: Mapping[str, float]) -> Numbers:
            found = [each(point_of_term) for each in point]
            flat = found[0] if len(found) == 1 and isinstance(found[0], tuple) else tuple(found)
            there: Numbers = what({**point_of_term, **dict(zip(what.variables, flat, strict=True))})
            return there

        return value

    def _parted(self, arguments: tuple[Operand, ...]) -> tuple[Mapped, tuple[Expression, ...]]:
        """Return what is evaluated and the coordinates, as many as it has variables."""
        what, *point = arguments
        coordinates = parts_of(point[0]) if len(point) == 1 else tuple(point)
        if any(isinstance(part, Vector) for part in coordinates):
            raise MisfitError("a point is written as numbers, f(1, 2), or as one list, f([1, 2])")
        if len(coordinates) != len(what.variables):
            whose = f"`{what.name or shortened(plain(what.body))}`"
            if not what.variables:
                raise MisfitError(f"{whose} has no variables, so no numbers can be put in")
            takes = f"takes {len(what.variables)} numbers ({', '.join(what.variables)})"
            raise MisfitError(f"{whose} {takes}, and the point has {len(coordinates)}")
        return what, coordinates

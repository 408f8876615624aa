"""Operators of vectors: the dot product, the length, the unit vector of a vector, and that of an angle."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from grader.algebra.numeric import compiled
from grader.algebra.tidy import ONE, ZERO, minus, over, power, root_of, times, total
from grader.algebra.tree import Application, Expression, Vector, variables_in
from grader.drawing import Drawing
from grader.quantities.operators.arithmetic import is_zero, signs_and_terms
from grader.quantities.operators.drawn_answers import Turn, dial, slice_of
from grader.quantities.operators.operator import (
    Asked,
    HalfAxis,
    Measured,
    MisfitError,
    Operand,
    Operator,
    Place,
    Shown,
    fraction_of,
)
from grader.quantities.slips.catalogue import Misconception, exchanged, named
from grader.quantities.slips.directions import (
    any_length,
    mirrored,
    of_the_angle,
    one_part,
    parts_left_out,
    unnormalised,
)
from grader.quantities.unit_vectors import directional_derivative, unit_vector
from grader.sentences.catalogue import slip_text

_ANGULAR = "direction"  # by which a vector is made out of sines and cosines
_HALF_AXES = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))  # by quarter turns from the positive first one
_UNIT = ("direction", "unit")  # by which a vector has length 1


def length(vector: Vector) -> Expression:
    """Return the length of a vector, exact."""
    return root_of(total([power(part, 2) for part in vector.components]))


def reordered(vector: Vector) -> Iterator[Vector]:
    """Yield a vector with two of its components exchanged, and turned round."""
    yield from map(Vector, exchanged(vector.components))
    if len(vector.components) > 2:
        yield Vector(vector.components[::-1])


def _as_vector(value: Operand) -> Vector:
    assert isinstance(value, Vector), "the places were looked at before"
    return value


class Dot(Operator):
    """`dot(a, b)`: the sum of the products of their components."""

    name = "dot"
    places = (Place(name="a", holds="vector"), Place(name="b", holds="vector"))
    asks = "A dot product; of a gradient and a unit vector, the slope in a direction"
    example = "dot(gradient(f), unit([3, 4]))"
    noun = "dot_product"

    def value(self, *arguments: Operand) -> Expression:
        """Return the product as it comes, tidy and not multiplied out. Raises MisfitError for different lengths."""
        a, b = map(_as_vector, arguments)
        if len(a.components) != len(b.components):
            raise MisfitError(f"dot takes vectors of one length, and these have {len(a.components)} and {len(b.components)}")
        return total([times(p, q) for p, q in zip(a.components, b.components, strict=True)])

    def derived(self, *arguments: Operand) -> Expression:
        """Return the product multiplied out, as people write it."""
        self.value(*arguments)
        return directional_derivative(*map(_as_vector, arguments))

    def slips(self, asked: Asked) -> Iterator[Misconception]:
        """Yield products not summed or not taken, in another order, or with parts left out."""
        a, b = map(_as_vector, asked.arguments)
        angular = _ANGULAR in asked.made_by
        slope = asked.made_by[0] == "gradient" and asked.made_by[1] in _UNIT
        yield from _not_multiplied(a, b, slope=slope)
        if not any(all(map(is_zero, vector.components)) for vector in (a, b)):
            lengths = length(a) if asked.made_by[1] in _UNIT else times(length(a), length(b))
            yield named("normalised", over(self.value(a, b), lengths), case="dot")
        for slip in one_part(a, b, angular=angular):
            yield slip if slope or angular else replace(slip, text=slip_text("component_left_out", "dot"))
        yield named("components_added", total((*a.components, *b.components)), case="dot")
        if len(b.components) == 2:
            crossed = self.value(a, Vector((b.components[1], minus(b.components[0]))))
            yield from (named("cross_product", each) for each in (crossed, minus(crossed)))
        if asked.settled:  # with right vectors, what was done to their products is seen term by term
            return
        name = "sine_cosine_swapped" if angular else "components_swapped"
        text = slip_text("components_swapped", "slope" if slope and angular else "dot")
        for order in reordered(b):
            yield named(name, self.value(a, order), text=text, later=-4 if angular else -1)
        if asked.made_by[1] in _UNIT:
            for longer in unnormalised(b):
                yield named("not_normalised", self.value(a, longer), case="dot")
        for slip in signs_and_terms(self.value(a, b)):
            lost = slope and slip.name == "dropped_term"
            yield replace(slip, text=slip_text("dropped_term", "diff")) if lost else slip

    def measured(self, *arguments: Operand) -> Measured:
        """Return the sum of products of floats, without rounding on the way."""
        a, b = arguments
        return lambda point: math.fsum(p * q for p, q in zip(a(point), b(point), strict=True))

    def picture(self, shown: Shown) -> Drawing | None:
        """Return the slice along the direction with the student's slope, for a slope in a direction."""
        whole, along = shown.function, shown.arguments[1]
        if whole is None or shown.made_by[0] != "gradient" or shown.made_by[1] not in _UNIT or variables_in(along):
            return None
        return slice_of(whole, dict(zip(whole.variables, _floats(along), strict=True)), shown)


def _not_multiplied(a: Vector, b: Vector, *, slope: bool) -> Iterator[Misconception]:
    """Yield a vector in place of a number, or a product that is no dot product."""
    name = "dot_product_not_taken"
    closing = slip_text(name, "both" if slope else "both_vectors")
    pairs = zip(a.components, b.components, strict=True)
    yield named(name, Vector(tuple(times(p, q) for p, q in pairs)), case="slope" if slope else "products_not_added")
    yield named(name, a, case="gradient_given" if slope else "first_given", closing=closing)
    yield named(name, b, case="direction_given" if slope else "second_given", closing=closing)
    case = "without_direction" if slope else "without_second"
    yield named(name, total(a.components), case=case, closing=closing, later=1)
    yield named(name, times(total(a.components), total(b.components)), case="sums", later=2)
    yield named(name, length(a), case="steepest" if slope else "length_of_first", closing=closing)


def _floats(vector: Vector) -> tuple[float, ...]:
    """Return the components of a vector without variables."""
    return tuple(compiled(part, ())() for part in vector.components)


class Norm(Operator):
    """`norm(v)`: the length of a vector."""

    name = "norm"
    places = (Place(name="v", holds="vector"),)
    asks = "The length of a vector; of a gradient at a point, the steepest slope there"
    example = "norm(gradient(f)(P))"
    noun = "length"

    def value(self, *arguments: Operand) -> Expression:
        """Return the length, exact."""
        return length(_as_vector(arguments[0]))

    def slips(self, asked: Asked) -> Iterator[Misconception]:
        """Yield the root forgotten, components added, and the vector itself."""
        (v,) = map(_as_vector, asked.arguments)
        yield named("root_forgotten", total([power(part, 2) for part in v.components]))
        yield named("components_added", total(v.components), case="norm")
        sizes = [Application("abs", (part,)) for part in v.components]
        yield named("components_added", total(sizes), case="norm", later=1)
        yield named("sign", minus(length(v)), case="length")
        yield named("length_not_taken", v)

    def measured(self, *arguments: Operand) -> Measured:
        """Return the length of floats, by `math.hypot`."""
        (v,) = arguments
        return lambda point: math.hypot(*v(point))


class Unit(Operator):
    """`unit(v)`: the vector of length 1 along a vector."""

    name = "unit"
    places = (Place(name="v", holds="vector"),)
    asks = "The unit vector of a vector"
    example = "unit([3, 4])"
    noun = "direction"

    def value(self, *arguments: Operand) -> Expression:
        """Return the vector divided by its length, exact. Raises MisfitError for the zero vector."""
        (v,) = map(_as_vector, arguments)
        if all(map(is_zero, v.components)):
            raise MisfitError("the zero vector has no direction")
        return unit_vector(vector=v)

    def slips(self, asked: Asked) -> Iterator[Misconception]:
        """Yield what is not divided by the length, turned round, mirrored, or left out in part."""
        (v,) = map(_as_vector, asked.arguments)
        right = _as_vector(self.value(v))
        squares, added = total([power(part, 2) for part in v.components]), total(v.components)
        yield named("opposite_direction", minus(right))
        yield from mirrored(right)
        yield named("not_normalised", v)
        yield named("length_given", length(v), case="unit")
        yield named("divided_by_squared_length", Vector(tuple(over(part, squares) for part in v.components)))
        if added not in (ZERO, ONE):
            yield named("divided_by_sum", Vector(tuple(over(part, added) for part in v.components)))
        for order in reordered(right):
            yield named("components_swapped", order)
        yield from parts_left_out(right, angular=False)
        if not variables_in(right):
            yield any_length(right)

    def measured(self, *arguments: Operand) -> Measured:
        """Return the floats divided by their length."""
        (v,) = arguments
        return lambda point: tuple(part / math.hypot(*v(point)) for part in v(point))

    def picture(self, shown: Shown) -> Drawing | None:
        """Return the student's vector among those of length 1."""
        right = self.value(*shown.arguments)
        return dial(shown, None if variables_in(right) else _floats(_as_vector(right)))


class Direction(Operator):
    """`direction(30, '-x', '+y')`: the unit vector at an angle in degrees, from one half-axis towards another."""

    name = "direction"
    places = (
        Place(name="angle", holds="number"),
        Place(name="measured_from", holds="half_axis", optional=True, apart=True),
        Place(name="towards", holds="half_axis", optional=True),
    )
    asks = "The unit vector at an angle, in degrees, from one half-axis towards another"
    example = "direction(30, '-x', '+y')"
    noun = "direction"

    def value(self, *arguments: Operand) -> Expression:
        """Return the exact unit vector. Raises MisfitError for half-axes that are none."""
        return unit_vector(angle_degrees=self.degrees(arguments))

    def degrees(self, arguments: tuple[Operand, ...]) -> Fraction:
        """Return the angle counted from the positive first axis, counter-clockwise. Raises MisfitError."""
        degrees = fraction_of(arguments[0])
        if degrees is None:
            raise MisfitError("direction takes its angle as a number of degrees, such as 30 or 45/2")
        begin, turn = self._turn(arguments[1:])
        return 90 * begin + (degrees if turn == 1 else -degrees)

    def _turn(self, stated: tuple[Operand, ...]) -> tuple[int, int]:
        """Return the half-axis that the angle is measured from, and by how many quarters it opens."""
        quarters = {axis.place: axis.quarters for axis in stated if isinstance(axis, HalfAxis)}
        begin = quarters.get("measured_from", 0)
        end = quarters.get("towards", begin + 1)
        if (end - begin) % 4 not in (1, 3):
            raise MisfitError("direction needs two half-axes at a right angle, such as '-x' and '+y'")
        return begin, (end - begin) % 4

    def slips(self, asked: Asked) -> Iterator[Misconception]:
        """Yield the other angle, radians, sine and cosine exchanged, and parts left out."""
        right = _as_vector(self.value(*asked.arguments))
        yield named("opposite_direction", minus(right))
        yield from of_the_angle(self.degrees(asked.arguments), right)
        yield from parts_left_out(right, angular=True)
        yield any_length(right)

    def measured(self, *arguments: Operand) -> Measured:
        """Return the direction turned from its half-axis by the stated angle, in floats."""
        angle, *stated = arguments
        begin, turn = self._turn(tuple(stated))
        along, across = _HALF_AXES[begin], _HALF_AXES[(begin + turn) % 4]

        def value(point: Mapping[str, float]) -> tuple[float, ...]:
            turned = math.radians(angle(point))
            return tuple(math.cos(turned) * a + math.sin(turned) * b for a, b in zip(along, across, strict=True))

        return value

    def picture(self, shown: Shown) -> Drawing | None:
        """Return the student's vector with its angle from the half-axis that is named."""
        begin, turn = self._turn(shown.arguments[1:])
        return dial(shown, _floats(_as_vector(self.value(*shown.arguments))), Turn(begin=begin, way=1 if turn == 1 else -1))

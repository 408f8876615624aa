"""The wrong unit vectors people give for a direction, and the wrong slopes that follow from them.

A direction is an angle in degrees counted from the first axis, or a vector to be divided by its length.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from grader.algebra.differentiate import NotDifferentiableError, differentiate
from grader.algebra.tidy import ONE, ZERO, expanded, minus, number, over, power, root_of, tidy, times, total
from grader.algebra.tree import Application, Constant, Expression, Product, Quotient, Vector, variables_in
from grader.notation.expression_text import read
from grader.quantities.misconceptions.catalogue import RANKS, Misconception, begun_small, in_order, named, placed
from grader.quantities.misconceptions.derivatives import candidates_for_derivative
from grader.quantities.unit_vectors import Degrees, directional_derivative, exact_degrees, unit_vector
from grader.sentences.catalogue import sentence

Columns = tuple[tuple[Misconception, ...], ...]


@lru_cache(maxsize=256)
def candidates_for_gradient(
    function: Expression | str, variables: tuple[str, ...], *, negated: bool = False
) -> tuple[Misconception, ...]:
    """Return the wrong answers to "give the gradient of `function`", or with `negated` the opposite of the gradient."""
    function = read(function, variables=variables) if isinstance(function, str) else function
    try:
        right = tuple(differentiate(function, variable) for variable in variables)
    except NotDifferentiableError:
        return ()
    columns = tuple(candidates_for_derivative(function, variables, variable) for variable in variables)
    found = [*_arranged(right), *_no_vector(right), *_one_component(right, columns, variables)]
    found += _every_component(columns)
    found.append(named("function_itself", function))
    if negated:
        kept = [candidate for candidate in found if candidate.name != "sign" or "component" in candidate.text]
        found = [replace(candidate, expression=minus(candidate.expression)) for candidate in kept]
        found.append(named("not_negated", Vector(right)))
    else:
        found.append(named("sign", minus(Vector(right))))
    return in_order(found, (minus(Vector(right)) if negated else Vector(right),))


def _arranged(right: tuple[Expression, ...]) -> Iterator[Misconception]:
    """Yield the right components in another order: two exchanged, or all turned round."""
    for i in range(len(right)):
        for j in range(i):
            order = list(right)
            order[i], order[j] = order[j], order[i]
            yield named("components_swapped", Vector(tuple(order)))
    for shift in range(1, len(right)):
        yield named("components_swapped", Vector(right[shift:] + right[:shift]))


def _no_vector(right: tuple[Expression, ...]) -> Iterator[Misconception]:
    squares = total([power(component, 2) for component in right])
    yield named("length_given", root_of(squares))
    yield named("normalised", Vector(tuple(over(component, root_of(squares)) for component in right)))
    if len(right) > 1:
        yield named("components_added", total(right))
        for component in right:
            yield named("component_missing", component)


def _one_component(
    right: tuple[Expression, ...], columns: Columns, variables: tuple[str, ...]
) -> Iterator[Misconception]:
    for i, (column, variable) in enumerate(zip(columns, variables, strict=True)):
        for candidate in column:
            wrong = Vector((*right[:i], candidate.expression, *right[i + 1 :]))
            yield placed(candidate, wrong, variable)
        yield placed(named("dropped_term", right[i]), Vector((*right[:i], number(0), *right[i + 1 :])), variable)


def _every_component(columns: Columns) -> Iterator[Misconception]:
    """Yield the same slip in all components, each time in its simplest way."""
    for name in dict.fromkeys(candidate.name for candidate in columns[0]):
        simplest = [next((c for c in column if c.name == name), None) for column in columns]
        chosen = [candidate for candidate in simplest if candidate is not None]
        if len(chosen) == len(columns) > 1 and name not in ("other_variable", "sign"):
            shared = chosen[0].text if len({candidate.text for candidate in chosen}) == 1 else ""
            text = shared or " ".join(dict.fromkeys(candidate.text for candidate in chosen))
            yield named(name, Vector(tuple(candidate.expression for candidate in chosen)), text=text)


MOST_GRADIENT_SLIPS = 80
"""So many of the wrong gradients are carried on into wrong slopes, the simplest first."""


@lru_cache(maxsize=256)
def candidates_for_unit_vector(
    right: Vector | None = None,
    *,
    angle_degrees: Degrees | None = None,
    vector: Vector | None = None,
    negated: bool = False,
) -> tuple[Misconception, ...]:
    """Return the wrong answers to "give the unit vector of this direction".

    The direction is the right answer itself, an angle, or a vector of any length; `negated` when angle or
    vector point up the slope and the question asks for the way down.
    """
    if right is None:
        right = unit_vector(angle_degrees=angle_degrees, vector=vector)
        right = _vector(minus(right)) if negated else right
    found = [named("not_negated" if negated else "opposite_direction", minus(right))]
    found += _mirrored(right)
    if angle_degrees is not None:
        found += _of_the_angle(exact_degrees(angle_degrees), right)
    elif vector is not None:
        found += _of_the_vector(_vector(minus(vector)) if negated else vector, right)
    found += _parts(right, angular=angle_degrees is not None)
    if not any(variables_in(component) for component in right.components):
        longer = named("not_normalised", right, later=50)
        found.append(
            Misconception(
                name=longer.name, expression=right, text=longer.text, rank=longer.rank, any_length=True
            )
        )
    return _keeping_any_length(found, right)


@lru_cache(maxsize=256)
def candidates_for_directional(  # noqa: PLR0913 - all that a slope is made of, each by name
    gradient: Vector,
    unit: Vector,
    *,
    angle_degrees: Degrees | None = None,
    vector: Vector | None = None,
    function: Expression | str | None = None,
    variables: tuple[str, ...] = (),
) -> tuple[Misconception, ...]:
    """Return the wrong answers to "give the derivative of the function in this direction".

    `unit` is right; how the direction was given, and the function, add the wrong answers that start there.
    """
    right = directional_derivative(gradient, unit)
    found = [*_not_multiplied(gradient, unit), *_one_part(gradient, unit, angular=angle_degrees is not None)]
    found += _crossed(gradient, unit, angular=angle_degrees is not None)
    if angle_degrees is not None or vector is not None:
        for wrong in candidates_for_unit_vector(angle_degrees=angle_degrees, vector=vector):
            found += _along(gradient, wrong)
    else:
        found.append(named("opposite_direction", minus(right)))
    found += _unnormalised_slopes(gradient, unit)
    if function is not None:
        for wrong in candidates_for_gradient(function, variables)[:MOST_GRADIENT_SLIPS]:
            found += _from_gradient(wrong, unit)
    found += _signs(right)
    return in_order(found, (right, expanded(right)))


def _vector(expression: Expression) -> Vector:
    if not isinstance(expression, Vector):
        raise TypeError("a vector stays a vector")
    return expression


def _keeping_any_length(found: list[Misconception], right: Vector) -> tuple[Misconception, ...]:
    general = [candidate for candidate in found if candidate.any_length]
    return (*in_order([candidate for candidate in found if not candidate.any_length], (right,)), *general)


def _mirrored(right: Vector) -> Iterator[Misconception]:
    """Yield one component with the other sign."""
    parts = right.components
    for i, part in enumerate(parts):
        yield named("sign", Vector((*parts[:i], minus(part), *parts[i + 1 :])))


def _of_the_angle(degrees: Fraction, right: Vector) -> Iterator[Misconception]:
    cosine, sine = right.components
    yield named("supplementary_angle", Vector((minus(cosine), sine)))
    yield named("sine_cosine_swapped", Vector((sine, cosine)))
    yield named("sine_cosine_swapped", _with_signs_of(right, (sine, cosine)), later=2)
    acute = abs(degrees % 180 - 180) if degrees % 180 > 90 else degrees % 180
    for angle in dict.fromkeys((degrees, acute, 180 - degrees, degrees - 360)):
        raw = Vector((_apply("cos", number(angle)), _apply("sin", number(angle))))
        yield named("degrees_as_radians", raw)
        yield named("degrees_as_radians", Vector((minus(raw.components[0]), raw.components[1])), later=1)
        yield named("degrees_as_radians", Vector((raw.components[1], raw.components[0])), later=6)
        yield named("angle_given", number(angle))
        yield named("angle_given", tidy(Quotient(Product((number(angle), Constant("pi"))), number(180))))


def _apply(function: str, argument: Expression) -> Expression:
    return tidy(Application(function, (argument,)))


def _with_signs_of(right: Vector, parts: tuple[Expression, ...]) -> Vector:
    """Sine and cosine of the acute angle exchanged, but pointing into the right quarter."""
    signs = [-1 if _is_negative(component) else 1 for component in right.components]
    return Vector(
        tuple(
            times(number(sign * (-1 if _is_negative(part) else 1)), part)
            for sign, part in zip(signs, parts, strict=True)
        )
    )


def _is_negative(expression: Expression) -> bool:
    return type(expression).__name__ == "Negative" or (getattr(expression, "value", 0) < 0)


def _of_the_vector(vector: Vector, right: Vector) -> Iterator[Misconception]:
    parts = vector.components
    squares = total([power(part, 2) for part in parts])
    yield named("not_normalised", vector)
    yield named("divided_by_squared_length", Vector(tuple(over(part, squares) for part in parts)))
    added = total(parts)
    if added not in (ZERO, ONE):
        yield named("divided_by_sum", Vector(tuple(over(part, added) for part in parts)))
    if len(parts) > 1:
        yield named("components_swapped", Vector(right.components[::-1]))


def _parts(right: Vector, *, angular: bool) -> Iterator[Misconception]:
    """Yield some components of the direction lost: one of them for everything, or 0 in the place of others."""
    parts = right.components
    for kept in _some_of(len(parts)):
        name = _left_out(kept, angular=angular)
        yield named(name, Vector(tuple(part if i in kept else ZERO for i, part in enumerate(parts))))
        for part in [parts[i] for i in kept if len(kept) == 1]:
            yield named(name, part)
            yield named(name, Vector(tuple(part for _ in parts)))


def _some_of(count: int) -> list[tuple[int, ...]]:
    """Return the places that somebody may use who does not use all of them: each one alone, and all but one."""
    places = range(count)
    ways = [*((place,) for place in places), *(tuple(p for p in places if p != place) for place in places)]
    return list(dict.fromkeys(way for way in ways if len(way) < count and way))


def _left_out(kept: tuple[int, ...], *, angular: bool) -> str:
    """Return how it is called that only these components of the direction were used."""
    return ("cosine_only", "sine_only")[kept[0]] if angular else "component_left_out"


_ONE_PART = ("cosine_only", "sine_only", "component_left_out")  # no vectors, so that no slope goes along them


def _along(gradient: Vector, wrong: Misconception) -> Iterator[Misconception]:
    """Yield the slope that follows from a wrong direction."""
    direction = wrong.expression
    if isinstance(direction, Vector) and len(direction.components) == len(gradient.components):
        if wrong.any_length or (wrong.name in _ONE_PART and ZERO in direction.components):
            return  # `_one_part` has it
        slope = _dot(gradient, direction)
        text = wrong.text
        if wrong.name not in (*_ONE_PART, "not_normalised"):
            text = sentence("slip.in_direction", slip=begun_small(wrong.text))
        yield Misconception(name=wrong.name, expression=slope, text=text, rank=wrong.rank + 1)


def _dot(gradient: Vector, direction: Vector) -> Expression:
    """Return the dot product as it comes, not multiplied out: nobody will read it."""
    pairs = zip(gradient.components, direction.components, strict=True)
    return total([times(slope, part) for slope, part in pairs])


def _not_multiplied(gradient: Vector, unit: Vector) -> Iterator[Misconception]:
    """Yield a vector in place of a number, or a product that is no dot product."""
    pairs = list(zip(gradient.components, unit.components, strict=True))
    name, closing = "dot_product_not_taken", sentence("slip.both")
    yield named(name, Vector(tuple(times(slope, part) for slope, part in pairs)))
    yield named(name, gradient, text=sentence("slip.gradient_given", closing=closing))
    yield named(name, unit, text=sentence("slip.direction_given", closing=closing))
    text = sentence("slip.without_direction", closing=closing)
    yield named(name, total(gradient.components), text=text, later=1)
    length = root_of(total([power(component, 2) for component in gradient.components]))
    yield named(name, length, text=sentence("slip.steepest", closing=closing))


def _crossed(gradient: Vector, unit: Vector, *, angular: bool) -> Iterator[Misconception]:
    """Yield first times second and second times first; whether gradient or direction was turned round cannot be seen."""
    if len(gradient.components) == 2:
        name = "sine_cosine_swapped" if angular else "components_swapped"
        slope = _dot(gradient, Vector(unit.components[::-1]))
        yield replace(named(name, slope, text=sentence("slip.crossed")), rank=RANKS["components_swapped"] - 1)


def _one_part(gradient: Vector, unit: Vector, *, angular: bool) -> Iterator[Misconception]:
    """Yield some products of the dot product left out, or one component of the direction for all of it."""
    slopes, parts = gradient.components, unit.components
    for kept in _some_of(len(parts)):
        name = _left_out(kept, angular=angular)
        yield named(name, total([times(slopes[i], parts[i]) for i in kept]))
        if all(parts[i] != ZERO for i in kept):
            yield named(name, total([times(slope, parts[i]) if i in kept else slope for i, slope in enumerate(slopes)]))
        for part in [parts[i] for i in kept if len(kept) == 1]:
            yield named(name, times(part, total(slopes)))
    if angular:
        length = root_of(total([power(slope, 2) for slope in slopes]))
        yield named("cosine_only", times(length, parts[0]), later=5)


def _unnormalised_slopes(gradient: Vector, unit: Vector) -> Iterator[Misconception]:
    """Yield the direction drawn with a side of 1 or without a common factor: `(-1, 1/sqrt(3))`, `(-sqrt(3), 1)`."""
    for part in (*unit.components, number(Fraction(1, 2)), over(root_of(number(2)), number(2))):
        if part != ZERO:
            side = minus(part) if _is_negative(part) else part
            longer = Vector(tuple(over(component, side) for component in unit.components))
            yield named("not_normalised", _dot(gradient, longer))


def _from_gradient(wrong: Misconception, unit: Vector) -> Iterator[Misconception]:
    """Yield the slope that follows from a wrong gradient."""
    if isinstance(wrong.expression, Vector) and wrong.name != "normalised":
        text = sentence("slip.in_gradient", slip=begun_small(wrong.text))
        slope = _dot(wrong.expression, unit)
        yield Misconception(name=wrong.name, expression=slope, text=text, rank=wrong.rank + 2, carried=True)


def _signs(right: Expression) -> Iterator[Misconception]:
    """Yield a sign or a term lost while the dot product was multiplied out."""
    multiplied = expanded(right)
    terms = multiplied.terms if hasattr(multiplied, "terms") else (multiplied,)
    for i, term in enumerate(terms):
        others = [*terms[:i], *terms[i + 1 :]]
        yield named("sign", total([*others, minus(term)]), later=4)
        if others:
            yield named("dropped_term", total(others), later=4)

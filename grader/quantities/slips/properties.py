"""Say of a wrong number or vector of numbers which of its properties are right: its length, its side, its rounding.

The second net below the slips. A property is told only where it is measured; where none tells anything, nothing is said.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

from grader.algebra.floats import agree, decimals, points_agree
from grader.algebra.functions import FUNCTIONS
from grader.algebra.tree import Application, Expression, Negative, Number, parts_of, variables_in, walk
from grader.equality.decision import is_coarse, whose
from grader.equality.sample_points import value_at
from grader.notation.printing import plain
from grader.quantities.slips.catalogue import ENOUGH
from grader.sentences.catalogue import sentence
from grader.sentences.figures import figures, listed, ordinal, together

_EXACT = 1e-9  # what floats lose of a component
_TYPED = 4  # decimals that somebody types; a number with more was computed, and is what it is
_OF_DECIMALS = 0.006  # absolute: a component of a unit vector with two decimals
_NEAR = 0.02  # relative: a rounding on the way moves a result by less, and another number lies further off
_MOST_PLACES = 6  # decimals that somebody writes by hand
_LEAST_ANGLE = 10  # degrees; below, a whole number may be a component that was not divided by the length
_MOST_RADIANS = 10.0  # one and a half turns: nobody who thinks in radians writes a larger angle
_ANGLES = range(5, 361, 5)  # degrees that people are asked about
_CONVERSIONS = ((1.0, ""), (1 / 180, "/180"), (1 / math.pi, "/π"), (180 / math.pi, "·180/π"))
"""What degrees are multiplied by for radians, and how it is written behind them; a share of π would be another angle's."""
Nearest = Callable[[Expression, Expression], str | None]


def told_by_properties(
    answer: Expression, reference: Expression, axes: tuple[str, ...] = ("x", "y"), nearest: Nearest = lambda _one, _other: None
) -> str | None:
    """Return what the properties of a wrong number, or vector of numbers, say of it; None for nothing.

    Angles are counted from the first of the `axes`; `nearest` says where one small change makes a component right.

    >>> from grader.notation.answer import read
    >>> right = read("(-sqrt(3)/2, 1/2)", variables=())
    >>> for text in ("(-1, 1)", "(0, 1)", "(-1/2, 1/2)"):
    ...     print(told_by_properties(read(text, variables=()), right))
    Your vector points at 135°, counted counter-clockwise from the positive x-axis. Draw the direction that is asked for: at how \
many degrees is it? Then the length: yours has length 1.41, and a unit vector has length 1.
    The length is 1, as it should be, but it points straight along an axis. Draw the direction and compare.
    Right: the second component. Look again at the first component. A unit vector has length 1, and yours has 0.707.
    """
    own, right = _numbers(answer), _numbers(reference)
    if own is None or right is None or len(own) != len(right):
        return None
    if len(right) == 1:
        return _of_number(parts_of(answer)[0], own[0], right[0], None)
    rounded = _of_roundings(answer, own, right)
    if rounded is not None:
        return rounded
    is_unit = agree(math.hypot(*right), 1.0, _EXACT)
    return (_of_unit_vector(own, right, axes) if is_unit else None) or _of_vector(answer, reference, own, right, nearest)


def degrees_typed(answer: Expression) -> str | None:
    """Return what is said of a sine or cosine of degrees, taken as one of radians; None where there is none.

    >>> from grader.notation.answer import read
    >>> print(degrees_typed(read("(cos(150), sin(150))", variables=())))
    `cos(150)` takes its number as radians, and it is larger than a full turn. Are degrees meant? Convert them first.
    """
    for node in walk(answer):
        if isinstance(node, Application) and FUNCTIONS[node.function].of_angle and not variables_in(node):
            angle = value_at(node.arguments[0], {})
            if angle is not None and abs(angle) > _MOST_RADIANS:
                return sentence("partly.degrees", term=plain(node))
    return None


def decimals_written(part: Expression) -> int | None:
    """Return how many decimals a number was written with; None for one that was not written as a decimal."""
    if isinstance(part, Negative):
        return decimals_written(part.operand)
    if not isinstance(part, Number) or part.significant_digits is None:
        return None
    return next((places for places in range(_MOST_PLACES + 1) if (part.value * 10**places).denominator == 1), None)


def _numbers(expression: Expression) -> tuple[float, ...] | None:
    found = tuple(value_at(part, {}) for part in parts_of(expression))
    return None if None in found else found  # type: ignore[return-value]


def _of_number(part: Expression, own: float, right: float, index: int | None) -> str | None:
    """Return what is said of a number that was cut off, or is near the right one and no whole number."""
    name = whose(index)
    places = decimals_written(part)
    if places and own == math.trunc(right * 10**places) / 10**places != round(right, places):
        return sentence("partly.cut_off", whose=name)
    if is_coarse(own, right):
        return sentence("not_equal.coarse", whose=name)
    if not own.is_integer() and agree(own, right, _NEAR, least=0.0):
        return sentence("partly.near", whose=name, value=figures(own))
    return None


def _of_unit_vector(own: Sequence[float], right: Sequence[float], axes: tuple[str, ...]) -> str | None:
    """Return what length, side and angle say of a vector asked for with length 1; None where a component is right."""
    length, has_length = math.hypot(*own), agree(math.hypot(*own), 1.0, _OF_DECIMALS)
    same_side, along_axis = _signs(own) == _signs(right), 0.0 in own and 0.0 not in right
    if has_length and along_axis:
        return sentence("partly.axis")
    if any(agree(*pair, _OF_DECIMALS) for pair in zip(own, right, strict=True)):
        return None
    if has_length and _have_same_sizes(own, right) and not same_side:
        return sentence("partly.order_and_sign")
    if any(abs(part) >= _LEAST_ANGLE and part.is_integer() for part in own):
        return sentence("partly.angles")
    if len(own) > 2 and has_length:
        return sentence("partly.proportion" if same_side else "partly.side.space")
    if len(own) > 2 or length < _EXACT:
        return sentence("partly.length_of_all", length=figures(length))
    angle = figures(math.degrees(math.atan2(own[1], own[0])) % 360)
    told = (in_radians(own, right) if has_length else None) or sentence("partly.points_at", angle=angle, axis=axes[0])
    return sentence("partly.length_is_1" if has_length else "partly.length", told=told, length=figures(length))


def in_radians(own: Sequence[float], right: Sequence[float], *, whole: bool = True) -> str | None:
    """Return whether two numbers are the cosine and sine of degrees taken as radians, or converted otherwise; None for others.

    Where they are the `whole` answer they point somewhere; exchanged, or with other signs, they are still made of such an angle.
    """
    angles = [(sign * angle, sign * angle * factor, text) for angle in _ANGLES for sign in (1, -1) for factor, text in _CONVERSIONS]
    for angle, turned, text in angles:
        if whole and points_agree(own, (math.cos(turned), math.sin(turned)), _EXACT):
            shown, written = figures(turned), f"{angle}{text}"
            return sentence("partly.converted", angle=shown, text=written) if text else sentence("partly.radians", angle=shown)
    for angle, turned, text in angles:
        if text and _sine_first(own, turned) is not None:
            return sentence("partly.converted.parts", text=f"{angle}{text}")
    for angle in _ANGLES:
        sine_first, meant_first = (_sine_first(vector, turn) for vector, turn in ((own, angle), (right, math.radians(angle))))
        if sine_first is not None:
            told = sentence("partly.radians.parts", angle=angle)
            return sentence("partly.radians.exchanged", told=told) if meant_first == (not sine_first) else told
    return None


def _sine_first(vector: Sequence[float], angle: float) -> bool | None:
    """Return whether of two numbers the first is the sine of an angle, and the other its cosine, but for signs; None for others."""
    parts = (abs(math.sin(angle)), abs(math.cos(angle)))
    sizes = [abs(part) for part in vector]
    if points_agree(sizes, parts, _EXACT):
        return True
    return False if points_agree(sizes[::-1], parts, _EXACT) else None


def _have_same_sizes(own: Sequence[float], right: Sequence[float]) -> bool:
    """Tell whether the same numbers stand in both but for signs, in another order."""
    sizes, meant = [abs(value) for value in own], [abs(value) for value in right]
    near = _OF_DECIMALS if max(map(decimals, own)) <= _TYPED else _EXACT
    return not points_agree(sizes, meant, _OF_DECIMALS) and points_agree(sorted(sizes), sorted(meant), near)


def _signs(vector: Sequence[float]) -> list[int]:
    return [(value > _EXACT) - (value < -_EXACT) for value in vector]


def _of_roundings(answer: Expression, own: Sequence[float], right: Sequence[float]) -> str | None:
    """Return what is said of a vector in which every wrong component is the right one, rounded or cut off."""
    wrong = [at for at in range(len(own)) if not agree(own[at], right[at], _EXACT)]
    told = [_of_number(parts_of(answer)[at], own[at], right[at], at) for at in wrong]
    return told[0] if told and all(told) else None


def _of_vector(
    answer: Expression, reference: Expression, own: Sequence[float], right: Sequence[float], nearest: Nearest
) -> str | None:
    """Return the right components and those to look at again, or that all stand in the right proportion."""
    if all(right) and all(own):
        factors = [one / other for one, other in zip(own, right, strict=True)]
        if all(agree(factor, factors[0], _EXACT, least=0.0) for factor in factors):
            return sentence("partly.same_factor")
    is_unit = agree(math.hypot(*right), 1.0, _EXACT)
    wrong = [at for at, pair in enumerate(zip(own, right, strict=True)) if not agree(*pair, _OF_DECIMALS if is_unit else _EXACT)]
    if len(wrong) in (0, len(own)):
        return None
    right_ones = named_by_place(at for at in range(len(own)) if at not in wrong)
    told: list[str] = [sentence("partly.components", components=right_ones)]
    small = nearest(parts_of(answer)[wrong[0]], parts_of(reference)[wrong[0]]) if len(wrong) == 1 else None
    if small is not None:
        told.append(sentence("partly.component", component=named_by_place(wrong), slip=small))
    else:
        told.append(sentence("partly.look", what=named_by_place(wrong)))
        told += [sentence("partly.length_of_all", length=figures(math.hypot(*own)))] if is_unit else []
    return together(told)


def named_by_place(places: Iterable[int]) -> str:
    """Return components as a sentence calls them by their places: `the first component and the third component`."""
    return listed(sentence("partly.ordinal", ordinal=ordinal(at + 1)) for at in places)


def numbers_that_show(answer: Expression | None, reference: Expression) -> int:
    """Return how many independent numbers speak for a slip: the wrong components, and of a formula its values everywhere.

    The answer is None for a function of which only values are known.
    """
    if variables_in(reference) or (answer is not None and variables_in(answer)):
        return ENOUGH
    own, right = None if answer is None else _numbers(answer), _numbers(reference)
    if right is None or (answer is not None and (own is None or len(own) != len(right))):
        return ENOUGH
    return len(right) if own is None else sum(not agree(*pair, _EXACT) for pair in zip(own, right, strict=True))

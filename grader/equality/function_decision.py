"""Judges a function by its values: the trusted side's ball at each point, widened by what doubles and the item allow.

The values were computed elsewhere, at points from `sample_points`, to all digits, and at `further_points`, more
roughly: far away or beside a kink a right program may lose digits, and a wrong branch is wrong in its first ones.
Nothing is called here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from flint import arb

from grader.algebra.balls import Undefined, Unsure, evaluate, float_at
from grader.algebra.floats import agree, is_single, room
from grader.algebra.tree import Expression, Vector, parts_of
from grader.equality.decimals import with_typed_in_constants
from grader.equality.decision import Decision, Relation, Witness, differs, other_shape
from grader.sentences.catalogue import sentence

Values = float | Sequence[float | None] | None
DEFAULT_TOLERANCE = 1e-9  # relative: a right formula in doubles keeps more digits, and a typed-in constant of nine passes
_DOUBLE, _SINGLE = 53, 24
_ERRORS = {_DOUBLE: 64, _SINGLE: 8}  # single precision has fewer digits to spare before a wrong term hides in them
_ZERO = 1e-12  # what doubles may leave of a value that is zero: the difference of numbers below a thousand
_DECIMALS = range(3, 9)  # of a rounded result: with fewer nothing is shown, with more it is within the tolerance
_FURTHER = {_DOUBLE: 1e-6, _SINGLE: 1e-3}  # relative: what usual forms of a formula may lose far away
_FURTHER_OF_FUNCTION = {_DOUBLE: 4e-9, _SINGLE: 1e-5}  # measured on central differences with steps of 1e-5 to 1e-7
_NUMERIC = 1e-4  # what small differences across a kink make of a value
_LARGEST = 1e4  # terms in a formula; those that a program takes differences of may be larger


@dataclass(frozen=True, slots=True)
class Further:
    """What a function gave at a further point, the size of the exercise's function there, and what doubles may lose.

    `slack` says for each component how far a difference quotient may be off, where the function takes one.
    """

    point: Mapping[str, float]
    value: Values
    size: float = 0.0
    lost: float = 0.0
    slack: tuple[float, ...] = ()

    def allowed(self, right: float, bits: int, *, by_differences: bool = False) -> float:
        """Return how far a right program may be off: by its value, and by that of a function it takes differences of."""
        terms = _ERRORS[bits] * self.lost * 2.0 ** (_DOUBLE - bits)
        if by_differences:
            return terms + _NUMERIC * (1 + abs(right)) + _FURTHER_OF_FUNCTION[bits] * (1 + self.size)
        return terms + _FURTHER[bits] * abs(right) + _FURTHER_OF_FUNCTION[bits] * (1 + min(self.size, _LARGEST))


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to compute the reference: with which constants, how rounded, and how exactly."""

    reference: Expression
    decimals: int | None = None
    bits: int = _DOUBLE
    by_differences: bool = False

    @property
    def rounding(self) -> float:
        """Return how far rounding to these decimals may move a value."""
        return 0.0 if self.decimals is None else 10.0**-self.decimals


@dataclass(frozen=True, slots=True)
class _Room:
    """How far a value may be off at a moderate point: the item's tolerance, the precision, and for each component a slack."""

    tolerance: float | None
    bits: int = _DOUBLE
    slack: Sequence[tuple[float, ...]] = ()

    def beside(self, at: int, index: int) -> float:
        """Return the slack of a component at a point."""
        return self.slack[at][index] if self.slack else 0.0


def compare_values(  # noqa: PLR0913 - what a comparison depends on, each by its name
    reference: Expression,
    points: Sequence[Mapping[str, float]],
    values: Sequence[Values],
    *,
    tolerance: float | None = None,
    further: Sequence[Further] = (),
    slack: Sequence[tuple[float, ...]] = (),
) -> Decision:
    """Tell whether a function that gave these values at these points, and those at further ones, is the reference.

    A value is a float (None or NaN where there was none), or a sequence of them for a vector. Each must lie within
    `tolerance` (1e-9 unless given) of the reference, relative to it, beside what rounding explains: in doubles, or in
    single precision where every value is a number of that. An explicit tolerance is absolute too for values below 1.
    Without one, all values may be rounded to the same three decimals or more, and constants in the reference that are
    not rational typed in with three digits or more. `slack` gives for each point and component how far a function
    that takes difference quotients may be off; what is right without it is judged without it.

    >>> from grader.notation.answer import read
    >>> double, points = read("2x", variables=("x",)), [{"x": 1.0}, {"x": 2.5}]
    >>> [compare_values(double, points, values).relation.value for values in ([2.0, 5.0], [2.0, 5.1])]
    ['equal', 'not_equal']

    Raises:
        ValueError: there are not as many values as points.
    """
    way, decision = _near(reference, points, values, tolerance)
    if decision.relation is not Relation.EQUAL:
        measured = bool(slack) and decision.relation is Relation.NOT_EQUAL and decision.stage != "shape"
        rough = _compared(reference, points, values, _Room(tolerance, _bits(values), slack)) if measured else decision
        if rough.relation is not Relation.EQUAL:
            return decision
        way, decision = replace(way, by_differences=True), rough
    else:
        way = _with_precision(way, points, values, tolerance)
    return next((wrong for one in further if (wrong := _wrong_there(way, one, tolerance))), decision)


def _with_precision(way: _Way, points: Sequence[Mapping[str, float]], values: Sequence[Values], tolerance: float | None) -> _Way:
    """Return the way with the precision of its values: of doubles, of single numbers, or of small differences."""
    if _compared(way.reference, points, values, _Room(tolerance)).relation is not Relation.EQUAL:
        return replace(way, bits=_SINGLE)
    exact = _compared(way.reference, points, values, _Room(0.0)).relation is Relation.EQUAL
    return replace(way, by_differences=not exact)


def _near(
    reference: Expression, points: Sequence[Mapping[str, float]], values: Sequence[Values], tolerance: float | None
) -> tuple[_Way, Decision]:
    """Return the decision by the values to all digits, and the way of computing that they show."""
    exact = _Way(reference)
    room = _Room(tolerance, _bits(values))
    decision = _compared(reference, points, values, room)
    if decision.relation is not Relation.NOT_EQUAL or decision.stage == "shape" or tolerance is not None:
        return exact, decision
    decimals = _rounded_to(reference, points, values)
    if decimals is not None:
        return _Way(reference, decimals), Decision(relation=Relation.EQUAL, stage="values")
    for short in with_typed_in_constants(reference):
        other = _compared(short, points, values, room)
        if other.relation is Relation.EQUAL:
            return _Way(short), other
    return exact, decision


def _wrong_there(way: _Way, further: Further, tolerance: float | None) -> Decision | None:
    """Return the rejection, where the value at a further point is not what this way of computing gives."""
    row, parts = _row(further.value), parts_of(way.reference)
    if row is not None and len(row) != len(parts):
        return other_shape("not_equal.shape_of_function", len(row), len(parts))
    for index, part in enumerate(parts):
        right = _right(part, tuple(further.point.items()))
        number = row[index] if row is not None else None
        if right is None or not math.isfinite(right):
            continue
        allowed = further.allowed(right, way.bits, by_differences=way.by_differences)
        allowed += way.rounding + room(right, tolerance or 0.0) + (further.slack[index] if further.slack else 0.0)
        if number is None or not agree(number, right, 0.0, slack=allowed):
            return _rejected(part, further.point, number, index if isinstance(way.reference, Vector) else None)
    return None


def _rounded_to(reference: Expression, points: Sequence[Mapping[str, float]], values: Sequence[Values]) -> int | None:
    """Return the three to eight decimals to which all values are the reference's, rounded (`round(4*x - 3*y, 4)`)."""
    wanted = [[float_at(part, point) for part in parts_of(reference)] for point in points]
    pairs = [pair for value, right in zip(values, wanted, strict=True) for pair in zip(_row(value) or (), right, strict=False)]
    known = [(number, exact) for number, exact in pairs if number is not None and exact is not None]
    if len(known) < len(points) * len(parts_of(reference)):
        return None
    return next((places for places in _DECIMALS if all(number == round(exact, places) for number, exact in known)), None)


def _bits(values: Sequence[Values]) -> int:
    return _SINGLE if all(_is_single(value) for value in values) else _DOUBLE


def _compared(reference: Expression, points: Sequence[Mapping[str, float]], values: Sequence[Values], room: _Room) -> Decision:
    judged = 0
    for at, (point, value) in enumerate(zip(points, values, strict=True)):
        row = _row(value)
        parts = parts_of(reference)
        if row is not None and len(row) != len(parts):
            return other_shape("not_equal.shape_of_function", len(row), len(parts))
        for index, part in enumerate(parts):
            number = row[index] if row is not None else None
            held = _holds(part, point, number, room, room.beside(at, index))
            if held is False:
                return _rejected(part, point, number, index if isinstance(reference, Vector) else None)
            judged += held is True
    if judged:
        return Decision(relation=Relation.EQUAL, stage="values")
    return Decision(relation=Relation.UNDECIDED, stage="values", message=sentence("undecided.no_right_values"))


@lru_cache(maxsize=8192)
def _right(part: Expression, place: tuple[tuple[str, float], ...]) -> float | None:
    return float_at(part, dict(place))


def is_about(further: Further, other: Values) -> bool:
    """Tell whether a value at a further point is another one, as far as a right program may be off there."""
    row, others = _row(further.value), _row(other)
    if row is None or others is None or len(row) != len(others):
        return False
    return all(
        one is not None and right is not None and agree(one, right, 0.0, slack=further.allowed(right, _SINGLE))
        for one, right in zip(row, others, strict=True)
    )


def _row(value: Values) -> list[float | None] | None:
    if value is None or isinstance(value, int | float):
        return None if value is None or math.isnan(value) else [float(value)]
    return [None if part is None else float(part) for part in value]


def _is_single(value: Values) -> bool:
    """Tell whether the numbers are what single precision can hold, as `np.float32` computes them."""
    numbers = [number for number in _row(value) or () if number is not None and math.isfinite(number)]
    return all(map(is_single, numbers))


def _holds(part: Expression, point: Mapping[str, float], number: float | None, room: _Room, slack: float) -> bool | None:
    """Tell whether one value is right; None if the reference has none within the reach of doubles."""
    try:
        exact, size, rounding = _reference(part, tuple(point.items()), room.bits)
    except (Undefined, Unsure):
        return None
    if number is None or not math.isfinite(number):
        return False
    distance = abs(arb(number) - exact)
    allowed = size * (DEFAULT_TOLERANCE if room.tolerance is None else room.tolerance) + rounding + slack
    if room.tolerance:
        allowed = allowed.max(arb(room.tolerance))
    if exact.contains(0):
        allowed = allowed.max(arb(_ZERO))
    return bool(distance <= allowed)


@lru_cache(maxsize=4096)
def _reference(part: Expression, point: tuple[tuple[str, float], ...], bits: int) -> tuple[arb, arb, arb]:
    """Return the reference's ball at a point, its size, and what rounding to so many bits explains; a class asks the same."""
    exact, rough = evaluate(part, dict(point), 256), evaluate(part, dict(point), bits)
    return exact, abs(exact).upper(), rough.rad() * _ERRORS[bits]


def _rejected(part: Expression, point: Mapping[str, float], number: float | None, index: int | None) -> Decision:
    exact = float(evaluate(part, point, 128).mid())
    student = number if number is not None and math.isfinite(number) else None
    witness = Witness(point=dict(point), student=student, reference=exact, component=index)
    return Decision(relation=Relation.NOT_EQUAL, stage="values", message=differs(witness), witness=witness)

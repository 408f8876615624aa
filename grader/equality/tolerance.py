"""Decides answers for which the author set a tolerance: every value must lie within it, decimals are exact.

The allowance at a point is the tolerance times the size of the value, or of the terms in a sum with variables, or 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from flint import arb, ctx, fmpq

from grader.algebra.balls import Undefined, Unsure, compiled, precision
from grader.algebra.tree import Expression, Sum, variables_in
from grader.equality.decision import Decision, Point, Relation, Witness, differs
from grader.equality.sample_points import value_at

_POINTS = 12
_LEVELS = (128, 512, 2048)


def within_tolerance(student: Expression, reference: Expression, tolerance: float, points: Iterator[Point]) -> Decision:
    """Tell whether the values stay within the tolerance at every point where the reference is defined."""
    allowance = Fraction(repr(float(tolerance)))
    constant = not (variables_in(student) or variables_in(reference))
    held = missing = unclear = 0
    for point in points:
        finding = _at(student, reference, allowance, point)
        if finding is False:
            return _rejected(student, reference, point)
        held += finding is True
        missing += finding is Undefined
        unclear += finding is Unsure
        if missing and (held or missing >= 6 or constant):
            return _rejected(student, reference, point)
        if held >= (1 if constant else _POINTS) or unclear >= 6:
            break
    if held >= (1 if constant else 4):
        return Decision(relation=Relation.EQUAL, stage="tolerance")
    message = "Too few points were found at which the values could be compared."
    return Decision(relation=Relation.UNDECIDED, stage="tolerance", message=message)


def _at(
    student: Expression, reference: Expression, allowance: Fraction, point: Mapping[str, float]
) -> bool | type[Exception] | None:
    """True or False within or beyond; Undefined, Unsure; None where the reference has no value."""
    env = {name: arb(value) for name, value in point.items()}
    with precision(_LEVELS[0]):
        for bits in _LEVELS:
            ctx.prec = bits
            try:
                right = compiled(reference)(env)
                scale = _scale(reference, right, env)
            except (Undefined, Unsure):
                return None
            try:
                left = compiled(student)(env)
            except Undefined:
                return Undefined
            except Unsure:
                continue
            distance, allowed = abs(left - right), scale * arb(fmpq(allowance.numerator, allowance.denominator))
            if distance > allowed:
                return False
            if distance <= allowed or (bits == _LEVELS[-1] and distance.overlaps(allowed) and distance.rad() < 1e-30):
                return True
    return Unsure


def _scale(reference: Expression, value: arb, env: Mapping[str, arb]) -> arb:
    size = abs(value)
    if isinstance(reference, Sum) and variables_in(reference):
        terms = [abs(compiled(term)(env)) for term in reference.terms]
        size = size.max(sum(terms[1:], terms[0]))
    return size.max(arb(1))


def _rejected(student: Expression, reference: Expression, point: Point) -> Decision:
    witness = Witness(point=point, student=value_at(student, point), reference=value_at(reference, point))
    return Decision(relation=Relation.NOT_EQUAL, stage="tolerance", message=differs(witness), witness=witness)

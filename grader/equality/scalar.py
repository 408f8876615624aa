"""Decides one scalar answer: canonical key, then exact fractions, then balls at rising precision.

Every rejection is proven at a point; an acceptance without proof rests on points nobody can foresee. What can be
neither accepted nor rejected within a fixed effort is `undecided`. Where the author set a tolerance every value must lie
within it instead, and decimals are exact. Reads no text and knows no vectors.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from itertools import chain, islice

from flint import arb, ctx, fmpq

from grader.algebra.balls import Unsure, compiled, precision
from grader.algebra.canonical import key
from grader.algebra.exact import Undefined, exact_value, is_rational, rational_point
from grader.algebra.tree import Expression, Negative, Number, Sum, variables_in
from grader.equality.ball_trial import LEVELS, Finding, Pair
from grader.equality.decimals import doubles_alone, has_rounded, with_meant_numbers
from grader.equality.decision import Comparison, Decision, Point, Relation, Witness, differs
from grader.equality.kinks import may_branch, may_jump, points_between_kinks
from grader.equality.sample_points import MAX_CANDIDATES, REACHES, candidates, friendly_points, has_values, value_at, whole_points
from grader.sentences.catalogue import sentence

_EXACT_POINTS = 4  # of exact fractions: a polynomial of degree d agrees by accident at one in a million divided by d
_FEWEST = 4  # agreeing points, where the domain gives no more of them
_BASES = 3  # moderate points from which kinks are looked for along each variable: near zero, and further out
_BESIDE_KINKS, _BESIDE_CORNERS = 96, 160
_LOOSE_POINTS = 12  # near ones, and as many far away: decimals that are no roundings show far away
_WIDEST = 0.01  # of a value, by which decimals of three digits may loosen it before nobody could tell anything
_key = lru_cache(maxsize=1024)(key)


def decide_scalar(student: Expression, reference: Expression, comparison: Comparison) -> Decision:
    """Tell whether two scalar expressions are equal wherever the reference is defined on the domain."""
    if _key(student) == _key(reference):
        return Decision(relation=Relation.EQUAL, stage="canonical")
    return _Case(student, reference, comparison).decided()


class _Case:
    """An answer beside a reference; the points are drawn by the answer too, so that no answer can be made to fit them."""

    def __init__(self, student: Expression, reference: Expression, comparison: Comparison) -> None:
        self.student, self.reference = student, reference
        occurring = variables_in(student) | variables_in(reference)
        known = tuple(name for name in comparison.variables if name in occurring)
        self.comparison = replace(comparison, variables=known + tuple(sorted(occurring - set(known))))

    def decided(self) -> Decision:
        """Return the decision; an answer without a value at a point is wrong, without any value it cannot be meant."""
        tolerance = self.comparison.tolerance
        if tolerance:
            points = self._points("tolerance", MAX_CANDIDATES, wide=False)
            decision = within_tolerance(self.student, self.reference, tolerance, points)
        else:
            decision = self._without_tolerance(rounding=tolerance is None)
        if decision.witness is None or decision.witness.student is not None:
            return decision
        if has_values(self.student, self.comparison, self._generator("anywhere")):
            return decision
        return replace(decision, relation=Relation.INVALID, stage="domain", message=sentence("invalid.nowhere"))

    def _generator(self, purpose: str) -> random.Random:
        return self.comparison.generator(purpose, _key(self.student))

    def _points(self, purpose: str, most: int, *, wide: bool) -> Iterator[Point]:
        """Return so many points; one where there is no variable."""
        stream = candidates(self.comparison, self._generator(purpose), wide=wide)
        return islice(stream, most if self.comparison.variables else 1)

    def _without_tolerance(self, *, rounding: bool) -> Decision:
        """Return the decision with the decimals as they stand, then as the reference's numbers that they round."""
        decision = self._as_written(self.student)
        if not rounding or not has_rounded(self.student) or decision.relation is not Relation.NOT_EQUAL:
            return decision
        meant = with_meant_numbers(self.student, self.reference)
        if self._as_written(meant).relation is Relation.EQUAL or self._in_doubles(meant):
            return Decision(relation=Relation.EQUAL, stage="rounded")
        # roundings of other numbers than the reference's explain every value, near and far, and loosen none
        pair = Pair(meant, self.reference, rounded=True, widest=_WIDEST)
        with precision(LEVELS[0]):
            findings = [pair.at(point) for point in self._points("rounded", 2 * _LOOSE_POINTS, wide=True)]
        inside = [finding for finding in findings if finding is not Finding.OUTSIDE]
        if bool(inside) and all(finding is Finding.AGREE for finding in inside):
            return _undecided("rounded", "undecided.roundings")
        return decision

    def _as_written(self, student: Expression) -> Decision:
        reference = self.reference
        decision = self._exactly(student) if is_rational(student) and is_rational(reference) else None
        decision = decision or self._by_balls(Pair(student, reference))
        if decision.relation is not Relation.EQUAL or not (may_branch(student) or may_branch(reference)):
            return decision
        left, right = Counter(_terms(student)), Counter(_terms(reference))
        common = left & right
        rest = (_sum_of(left - common), _sum_of(right - common)) if common else (student, reference)
        if rest == (student, reference):
            return decision
        # A branch far away is not seen beside a term that is astronomically large there, and both may share that term.
        apart = self._by_balls(Pair(*rest, where=reference))
        if apart.witness is None:
            return decision
        return _rejected(Pair(student, reference), dict(apart.witness.point), "refuted", self.comparison)

    def _in_doubles(self, student: Expression) -> bool:
        """Tell whether the two are equal when decimals of a double's length are taken for what arithmetic left of a number."""
        doubles = doubles_alone(student)
        pair = Pair(doubles, self.reference, rounded=True)
        return has_rounded(doubles) and self._by_balls(pair).relation is Relation.EQUAL

    def _exactly(self, student: Expression) -> Decision | None:
        """Return the decision by exact fractions; None when they say nothing."""
        wanted = _EXACT_POINTS if self.comparison.variables else 1
        agreed = missing = 0
        for point in islice(candidates(self.comparison, self._generator("exact"), wide=False), 4 * _EXACT_POINTS):
            exact = rational_point(point)
            try:
                right = exact_value(self.reference, exact)
            except Undefined:
                continue
            try:
                left = exact_value(student, exact)
            except Undefined:
                missing += 1
                if missing >= wanted and not agreed:
                    return _undefined_at(Pair(student, self.reference), point)
                continue
            if left != right:
                return _rejected(Pair(student, self.reference), point, "exact", self.comparison)
            agreed += 1
            if agreed >= wanted:
                return Decision(relation=Relation.EQUAL, stage="exact")
        return None

    def _by_balls(self, pair: Pair) -> Decision:
        """Return the decision by balls, at moderate points and, where there are branches, far away and beside kinks."""
        used, draw = self.comparison.variables, self._generator("balls")
        branching = may_branch(pair.student) or may_branch(pair.reference)
        stream = islice(candidates(self.comparison, draw, wide=branching), MAX_CANDIDATES if used else 1)
        trial = _Trial(pair, 1 if not used else 12 if branching or pair.is_rounded else 8, self.comparison)
        with precision(LEVELS[0]):
            decision = trial.run(stream)
            if decision is None and branching and used and trial.bases:
                steps = islice(whole_points(used, draw), 24) if may_jump(pair.student) or may_jump(pair.reference) else ()
                between = points_between_kinks((pair.student, pair.reference), used, trial.bases, draw)
                points = filter(self.comparison.allows, chain(steps, between))
                trial.wanted = MAX_CANDIDATES
                decision = trial.run(islice(points, _BESIDE_KINKS))
                further = trial.run(islice(points, _BESIDE_CORNERS)) if decision is None else None
                # Those from other bases and in corners are worth what effort is left.
                decision = further if further is not None and further.relation is Relation.NOT_EQUAL else decision
            return decision or trial.accepted()


def _terms(expression: Expression, negative: bool = False) -> Iterator[tuple[bool, Expression]]:
    """Yield the terms of a sum and of the sums in it, each with whether it is taken away."""
    if isinstance(expression, Sum):
        for term in expression.terms:
            yield from _terms(term, negative)
    elif isinstance(expression, Negative):
        yield from _terms(expression.operand, not negative)
    else:
        yield negative, expression


def _sum_of(terms: Counter[tuple[bool, Expression]]) -> Expression:
    parts = tuple(Negative(term) if negative else term for negative, term in terms.elements())
    return Sum(parts) if len(parts) > 1 else next(iter(parts), Number(Fraction(0)))


class _Trial:
    """What has been found so far, point by point."""

    def __init__(self, pair: Pair, wanted: int, comparison: Comparison) -> None:
        self.pair = pair
        self.comparison = comparison
        self.wanted = wanted
        self.bases: list[Point] = []
        self.agreed = self.roughly = self.faint = self.missing = self.overflowing = self.unclear = 0
        self.missing_at: Point | None = None

    def run(self, stream: Iterator[Point]) -> Decision | None:
        """Return the decision when a point forces one; None when the points are through or enough of them agree."""
        for point in stream:
            finding = self.pair.at(point)
            if finding is Finding.DIFFERENT:
                return _rejected(self.pair, point, "refuted", self.comparison)
            if finding is Finding.EXHAUSTED:
                return _undecided("effort", "undecided.effort")
            self._count(finding, point)
            decision = self._stop()
            if decision is not None:
                return decision
            if self.agreed >= self.wanted or self.roughly + self.faint >= 3 * self.wanted:
                return None
        return None

    def _count(self, finding: Finding, point: Point) -> None:
        if finding is Finding.AGREE:
            self.agreed += 1
            if len(self.bases) < _BASES and max(map(abs, point.values()), default=0.0) <= max(REACHES):
                self.bases.append(point)
        elif finding is Finding.UNDEFINED and all(value % 1 for value in point.values()):
            self.missing += 1
            self.missing_at = point
        elif finding is Finding.ROUGHLY:
            self.roughly += 1
        elif finding is Finding.FAINT:
            self.faint += 1
        elif finding is Finding.TOO_LARGE:
            self.overflowing += 1
        elif finding is Finding.UNCLEAR:
            self.unclear += 1

    def _stop(self) -> Decision | None:
        """End the search early: for an answer without values, or one that cannot be told."""
        if self.missing_at is not None and self.agreed + self.roughly + self.faint + self.unclear:
            return _undefined_at(self.pair, self.missing_at)
        if self.missing >= min(self.wanted, 6) and self.missing_at is not None:
            return _undefined_at(self.pair, self.missing_at)
        if self.overflowing >= min(self.wanted, 6) and not self.agreed:
            return Decision(relation=Relation.INVALID, stage="domain", message=sentence("invalid.grows"))
        if self.unclear >= (1 if self.wanted == 1 else 4 if not self.pair.is_rounded else 60) and not self.agreed:
            return _undecided("effort", "undecided.effort")
        return None

    def accepted(self) -> Decision:
        """Return the decision when no point spoke against the answer."""
        if self.agreed >= min(self.wanted, _FEWEST) or self.roughly >= self.wanted:
            return Decision(relation=Relation.EQUAL, stage="balls")
        if self.missing_at is not None:
            return _undefined_at(self.pair, self.missing_at)
        if self.faint:
            return _undecided("effort", "undecided.faint")
        return _undecided("domain", "undecided.few_points")


def _undecided(stage: str, code: str) -> Decision:
    return Decision(relation=Relation.UNDECIDED, stage=stage, message=sentence(code))


def _undefined_at(pair: Pair, point: Point) -> Decision:
    witness = Witness(point=point, student=None, reference=pair.reference_value(point))
    return Decision(relation=Relation.NOT_EQUAL, stage="domain", message=differs(witness), witness=witness)


def _rejected(pair: Pair, point: Point, stage: str, comparison: Comparison) -> Decision:
    """Return the rejection, shown at a friendlier point where the two are also proven different, if there is one."""
    with precision(LEVELS[0]):
        point = next((each for each in friendly_points(comparison) if pair.at(each) is Finding.DIFFERENT), point)
    witness = Witness(point=point, student=pair.student_value(point), reference=pair.reference_value(point))
    return Decision(relation=Relation.NOT_EQUAL, stage=stage, message=differs(witness), witness=witness)


_POINTS = 12  # within the tolerance: one that is left somewhere is left at one of twelve points, or hardly at all
_LEVELS = (128, 512, 2048)  # bits: a tolerance is seen with the first, but for huge terms that cancel


def within_tolerance(student: Expression, reference: Expression, tolerance: float, points: Iterator[Point]) -> Decision:
    """Tell whether the values stay within the tolerance at every point where the reference is defined."""
    allowance = Fraction(repr(float(tolerance)))
    constant = not (variables_in(student) or variables_in(reference))
    held = missing = unclear = 0
    for point in points:
        finding = _at(student, reference, allowance, point)
        if finding is False:
            return _outside(student, reference, point)
        held += finding is True
        missing += finding is Undefined
        unclear += finding is Unsure
        if missing and (held or missing >= 6 or constant):
            return _outside(student, reference, point)
        if held >= (1 if constant else _POINTS) or unclear >= 6:
            break
    if held >= (1 if constant else 4):
        return Decision(relation=Relation.EQUAL, stage="tolerance")
    return _undecided("tolerance", "undecided.few_points")


def _at(
    student: Expression, reference: Expression, allowance: Fraction, point: Mapping[str, float]
) -> bool | type[Exception] | None:
    """Return True or False within or beyond; Undefined, Unsure; None where the reference has no value."""
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


def _outside(student: Expression, reference: Expression, point: Point) -> Decision:
    witness = Witness(point=point, student=value_at(student, point), reference=value_at(reference, point))
    return Decision(relation=Relation.NOT_EQUAL, stage="tolerance", message=differs(witness), witness=witness)

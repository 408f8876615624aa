"""Decides one scalar answer: canonical key, then exact fractions, then balls at rising precision.

Every rejection is proven at a point; an acceptance without proof rests on points nobody can foresee. What can be neither
accepted nor rejected within a fixed effort is `undecided`. Reads no text and knows no vectors.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from grader.maths.balls import precision, uncertainty
from grader.maths.canonical import key
from grader.maths.decision import Decision, Relation, Witness, differs
from grader.maths.exact import Undefined, exact_value, is_rational, rational_constant, rational_point
from grader.maths.kinks import points_between_kinks
from grader.maths.points import MAX_CANDIDATES, Domain, Point, candidates, generator, may_branch
from grader.maths.sizes import MAX_DEPTH, is_small
from grader.maths.tolerance import within_tolerance
from grader.maths.tree import Application, Constant, Expression, Number, Power, variables_in, walk
from grader.maths.trial import Finding, Pair

_EXACT_POINTS = 4
_FRIENDLY = ((2.0, 3.0, 5.0, 7.0), (0.5, 2.0, 1.5, 3.0), (-1.0, 2.0, -3.0, 0.5), (0.5, 0.25, 0.75, 0.125))
_FEWEST = 4
_key = lru_cache(maxsize=1024)(key)


def decide_scalar(
    student: Expression,
    reference: Expression,
    *,
    variables: tuple[str, ...],
    domain: Domain | None,
    tolerance: float | None,
    seed: bytes,
) -> Decision:
    """Whether two scalar expressions are equal wherever the reference is defined on the domain."""
    if student == reference or _same_key(student, reference):
        return Decision(relation=Relation.EQUAL, stage="canonical")
    occurring = variables_in(student) | variables_in(reference)
    used = tuple(name for name in variables if name in occurring) + tuple(sorted(occurring - set(variables)))
    draw = generator(seed, repr(len(used)), _key(student) if _is_shallow(student) else "", "compare")
    if tolerance:
        stream = candidates(used, domain, draw, wide=False)
        return within_tolerance(student, reference, tolerance, islice(stream, MAX_CANDIDATES if used else 1))
    rounded = tolerance is None and has_rounded(student)
    if is_rational(student) and is_rational(reference):
        decision = _exactly(student, reference, candidates(used, domain, draw, wide=False), domain, final=not rounded)
        if decision is not None and not _may_be_a_rounding(student, reference, decision, tolerance):
            return decision
    pair = Pair(student, reference, rounded=rounded)
    decision = _by_balls(pair, used, domain, seed)
    if not _may_be_a_rounding(student, reference, decision, tolerance):
        return decision
    second = _by_balls(Pair(student, reference, rounded=False, reference_rounded=True), used, domain, seed)
    return second if second.relation is Relation.EQUAL else decision


def has_rounded(expression: Expression) -> bool:
    """Whether the expression holds a decimal that stands for an interval."""
    return any(isinstance(node, Number) and bool(uncertainty(node)) for node in walk(expression))


def _is_shallow(expression: Expression) -> bool:
    return is_small(expression, 4_000, MAX_DEPTH)


def _same_key(student: Expression, reference: Expression) -> bool:
    return _is_shallow(student) and _is_shallow(reference) and _key(student) == _key(reference)


def _may_be_a_rounding(
    student: Expression, reference: Expression, decision: Decision, tolerance: float | None
) -> bool:
    """Whether a reference such as 0.866 was rejected against an exact form such as sqrt(3)/2.

    An author's decimal is exact for an answer in numbers (0.1251 is not 0.125), and a rounding only for an answer that
    writes an irrational constant where the reference has none.
    """
    return (
        decision.relation is Relation.NOT_EQUAL
        and tolerance is None
        and has_rounded(reference)
        and not has_rounded(student)
        and _has_irrational_constant(student)
        and not _has_irrational_constant(reference)
    )


def _has_irrational_constant(expression: Expression) -> bool:
    """Whether some constant part is no rational number: `sqrt(3)`, `pi`, `sin(1)`; Euler's number as a base is none."""
    bases = {id(node.base) for node in walk(expression) if isinstance(node, Power) and variables_in(node.exponent)}
    return any(
        (isinstance(node, Application | Power) and not variables_in(node) and rational_constant(node) is None)
        or (isinstance(node, Constant) and id(node) not in bases)
        for node in walk(expression)
    )


# --- Exact fractions -----------------------------------------------------------------------------


def _exactly(
    student: Expression, reference: Expression, stream: Iterator[Point], domain: Domain | None, *, final: bool
) -> Decision | None:
    """The decision by exact values; None when they say nothing (or a difference is not `final`)."""
    agreed = tried = missing = 0
    constant = not (variables_in(student) or variables_in(reference))
    wanted = 1 if constant else _EXACT_POINTS
    for point in islice(stream, 4 * _EXACT_POINTS):
        exact = rational_point(point)
        try:
            right = exact_value(reference, exact)
        except Undefined:
            continue
        tried += 1
        try:
            left = exact_value(student, exact)
        except Undefined:
            missing += 1
            if missing >= wanted and not agreed:
                return _nowhere_defined(point)
            continue
        if left != right:
            return _rejected(Pair(student, reference, rounded=False), point, "exact", domain) if final else None
        agreed += 1
        if agreed >= wanted:
            return Decision(relation=Relation.EQUAL, stage="exact")
    return None


# --- Balls ---------------------------------------------------------------------------------------


def _by_balls(pair: Pair, used: tuple[str, ...], domain: Domain | None, seed: bytes) -> Decision:
    draw = generator(seed, "balls", *(_key(side) for side in (pair.student,) if _is_shallow(side)))
    branching = may_branch(pair.student) or may_branch(pair.reference)
    wide = branching or pair.is_rounded
    wanted = 1 if not used else 12 if wide else 8
    stream: Iterator[Point] = islice(candidates(used, domain, draw, wide=wide), MAX_CANDIDATES if used else 1)
    trial = _Trial(pair, wanted, domain)
    with precision(192):
        decision = trial.run(stream)
        if decision is None and branching and used and trial.base is not None:
            extra = points_between_kinks((pair.student, pair.reference), used, trial.base, draw)
            trial.wanted = MAX_CANDIDATES
            decision = trial.run(point for point in islice(extra, 40) if _in_domain(point, domain))
        return decision or trial.accepted()


def _in_domain(point: Point, domain: Domain | None) -> bool:
    return all(low <= point[name] <= high for name, (low, high) in (domain or {}).items() if name in point)


class _Trial:
    """What has been found so far, point by point."""

    def __init__(self, pair: Pair, wanted: int, domain: Domain | None) -> None:
        self.pair = pair
        self.domain = domain
        self.wanted = wanted
        self.base: Point | None = None
        self.agreed = self.missing = self.overflowing = self.unclear = 0
        self.missing_at: Point | None = None

    def run(self, stream: Iterator[Point]) -> Decision | None:
        """The decision when a point forces one; None when the points are through or enough of them agree."""
        for point in stream:
            finding = self.pair.at(point)
            if finding is Finding.DIFFERENT:
                return _rejected(self.pair, point, "refuted", self.domain)
            if finding is Finding.EXHAUSTED:
                return _undecided("effort", "The values could not be told apart with reasonable effort.")
            self._count(finding, point)
            decision = self._stop()
            if decision is not None:
                return decision
            if self.agreed >= self.wanted:
                return None
        return None

    def _count(self, finding: Finding, point: Point) -> None:
        if finding is Finding.AGREE:
            self.agreed += 1
            self.base = self.base or point
        elif finding is Finding.UNDEFINED:
            self.missing += 1
            self.missing_at = point
        elif finding is Finding.TOO_LARGE:
            self.overflowing += 1
        elif finding is Finding.UNCLEAR:
            self.unclear += 1

    def _stop(self) -> Decision | None:
        """Ends the search early: an answer without values, or one that cannot be told."""
        if self.missing_at is not None and self.agreed + self.unclear:
            return _undefined_at(self.pair, self.missing_at)
        if self.missing >= min(self.wanted, 6) and self.missing_at is not None:
            return _nowhere_defined(self.missing_at)
        if self.overflowing >= min(self.wanted, 6) and not self.agreed:
            return Decision(
                relation=Relation.INVALID, stage="domain", message="Your answer grows too large to be evaluated."
            )
        if self.unclear >= (1 if self.wanted == 1 else 4 if not self.pair.is_rounded else 60) and not self.agreed:
            return _undecided("effort", "The values could not be told apart with reasonable effort.")
        return None

    def accepted(self) -> Decision:
        """The decision when no point spoke against the answer."""
        if self.agreed >= min(self.wanted, _FEWEST):
            return Decision(relation=Relation.EQUAL, stage="balls")
        if self.missing_at is not None:
            return _undefined_at(self.pair, self.missing_at)
        return _undecided("domain", "Too few points were found at which the values could be compared.")


def _undecided(stage: str, message: str) -> Decision:
    return Decision(relation=Relation.UNDECIDED, stage=stage, message=message)


def _nowhere_defined(point: Point) -> Decision:
    witness = Witness(point=point, student=None, reference=None)
    message = "Your answer has no value at any point that was tried."
    return Decision(relation=Relation.INVALID, stage="domain", message=message, witness=witness)


def _undefined_at(pair: Pair, point: Point) -> Decision:
    witness = Witness(point=point, student=None, reference=pair.reference_value(point))
    return Decision(relation=Relation.NOT_EQUAL, stage="domain", message=differs(witness), witness=witness)


def _rejected(pair: Pair, point: Point, stage: str, domain: Domain | None) -> Decision:
    """The rejection, shown at a friendlier point where the two are also proven different, if there is one."""
    names = tuple(point)
    with precision(192):
        for values in _FRIENDLY if 0 < len(names) <= 4 else ():
            friendly = dict(zip(names, values, strict=False))
            if _in_domain(friendly, domain) and pair.at(friendly) is Finding.DIFFERENT:
                point = friendly
                break
    witness = Witness(point=point, student=pair.student_value(point), reference=pair.reference_value(point))
    return Decision(relation=Relation.NOT_EQUAL, stage=stage, message=differs(witness), witness=witness)


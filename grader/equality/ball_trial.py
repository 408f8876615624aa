"""Compares two expressions at one point with balls, raising the precision until the point has spoken.

What a point can say is a `Finding`. Effort is counted in evaluated nodes and not in seconds, so that a decision does
not depend on the machine. `sin(x) + exp(-1000)` differs from `sin(x)` by far less than two values that happen to agree,
so digits beyond the smallest term are asked for. Knows nothing of how many points it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum, auto

from flint import arb, ctx

from grader.algebra.balls import Closure, Env, TooLarge, Undefined, Unsure, compiled, float_at
from grader.algebra.exact import whole_exponent
from grader.algebra.functions import FUNCTIONS
from grader.algebra.tree import Application, Expression, Number, Power, Quotient, Sum, walk

# Bits: the first tells all usual answers apart, the last sees beside e**1000 what a double is.
LEVELS = (320, 640, 1280, 2560, 4096)
_EFFORT = 40_000.0  # nodes evaluated at the first level: usual answers need a tenth at most, towers of powers run out of it
_WIDEST = 1e-6  # relative: doubles after some arithmetic; what loosens a value more decides nothing
_NOTHING = 4e-15  # some last digits of 1: what arithmetic in doubles leaves of zero
_AGREEMENT = arb(2) ** -200  # sixty digits in common are no accident
_HUGE = arb(2) ** 400  # beyond it a difference of usual size lies below the first level's digits
_ZERO = arb(2) ** -3_500  # as near to nothing as the last level shows
_SETTLING = arb(2) ** -64  # a rise of precision that brings fewer than these bits of hundreds brings nothing
_BEYOND = arb(2) ** -64  # of the smallest term: twenty of its digits have to agree as well
_FINEST = arb(2) ** (64 - LEVELS[-1])  # of the values: below it the last level has no digits left to compare


class Finding(Enum):
    """What a point says. `OUTSIDE`: the reference has no value there. `UNCLEAR`: no precision could tell.

    `ROUGHLY`: the values agree, and are so huge that a difference in a smaller part would not be seen. `FAINT`: they
    agree, and a part of them is too small to be seen at any precision.
    """

    AGREE = auto()
    ROUGHLY = auto()
    FAINT = auto()
    DIFFERENT = auto()
    OUTSIDE = auto()
    UNDEFINED = auto()
    TOO_LARGE = auto()
    UNCLEAR = auto()
    EXHAUSTED = auto()


class Pair:
    """A student's expression and a reference, with the student's literals rounded to within `widest` or exact.

    Only points at which `where` has a value count, where it is given.
    """

    def __init__(
        self,
        student: Expression,
        reference: Expression,
        *,
        rounded: bool = False,
        widest: float = _WIDEST,
        where: Expression | None = None,
    ) -> None:
        self.student, self.reference = student, reference
        self._where = compiled(where) if where is not None else None
        self.is_rounded, self._widest = rounded, widest
        self._left = compiled(student, rounded)
        self._right = compiled(reference)
        self._weight = sum(1 for side in (student, reference) for _ in walk(side))
        self._effort = _EFFORT
        self._sizes: list[arb] = []
        self._has_zeros = False
        self._small_terms = [] if self.is_rounded else terms_that_may_vanish(student, reference)

    def at(self, point: Mapping[str, float]) -> Finding:
        """Return what the point says. Sets the library's precision; the caller puts it back."""
        env = {name: arb(value) for name, value in point.items()}
        self._sizes.clear()
        for bits in LEVELS[: 1 if self.is_rounded else None]:
            self._effort -= self._weight * (bits / LEVELS[0]) ** 1.3
            if self._effort < 0:
                return Finding.EXHAUSTED
            ctx.prec = bits
            finding = self._once(env, bits)
            if finding is not None:
                return finding
            # as for the sine of a number of a million digits
            sizes = self._sizes
            if len(sizes) > 2 and bool(sizes[-1] > sizes[-2] * _SETTLING) and bool(sizes[-2] > sizes[-3] * _SETTLING):
                break
        return Finding.UNCLEAR

    def _once(self, env: Mapping[str, arb], bits: int) -> Finding | None:
        try:
            if self._where is not None and not self._is_inside(self._where, env):
                return Finding.OUTSIDE
            right = self._right(env)
        except Undefined:
            return Finding.OUTSIDE
        except TooLarge:
            return Finding.OUTSIDE
        except Unsure:
            return Finding.OUTSIDE if bits == LEVELS[-1] else None
        if not right.is_finite():
            return Finding.OUTSIDE
        try:
            left = self._left(env)
        except Undefined:
            return Finding.UNDEFINED
        except TooLarge:
            return Finding.TOO_LARGE
        except Unsure:
            return None
        finding = self._compared(left, right) if left.is_finite() else None
        return self._beyond_all_terms(left, right, env) if finding is Finding.AGREE and self._small_terms else finding

    def _is_inside(self, where: Closure, env: Mapping[str, arb]) -> bool:
        """Tell whether an expression has a value here, be it too large or too small to be told from others."""
        try:
            where(env)
        except TooLarge:
            return True
        except (Undefined, Unsure):
            return False
        return True

    def _beyond_all_terms(self, left: arb, right: arb, env: Mapping[str, arb]) -> Finding | None:
        """Find whether the two agree beyond the first digit of the smallest term of any sum; None with more precision."""
        scale = abs(left).max(abs(right)).max(arb(1))
        wanted = _BEYOND * smallest(self._small_terms, env)
        if abs(left - right).upper() <= wanted:
            return Finding.AGREE
        # Half of the effort is kept for values that are not known to agree at all.
        return Finding.FAINT if wanted < _FINEST * scale or self._effort < _EFFORT / 2 else None

    def _compared(self, left: arb, right: arb) -> Finding | None:
        difference = left - right
        if not difference.contains(0):
            return Finding.DIFFERENT
        size = abs(difference).upper()
        if self.is_rounded:
            close = size <= _NOTHING or bool(difference.rad() <= self._widest * abs(right).lower())
            return Finding.AGREE if close else None
        self._sizes.append(size)
        scale = abs(left).max(abs(right))
        if size <= _AGREEMENT * scale.min(arb(1)):
            return Finding.AGREE
        if scale > _HUGE and size <= _AGREEMENT * scale:
            return Finding.ROUGHLY
        # Both may be zero, which no ball can show; once it was seen to the last level, less will do.
        if scale.contains(0) and size <= (_ZERO if not self._has_zeros else _AGREEMENT * _AGREEMENT):
            self._has_zeros = True
            return Finding.AGREE
        return None

    def student_value(self, point: Mapping[str, float]) -> float | None:
        """Return the student's value as a float; infinite when it is too large for one."""
        return float_at(self.student, point)

    def reference_value(self, point: Mapping[str, float]) -> float | None:
        """Return the reference's value as a float, for staff."""
        return float_at(self.reference, point)


_TINY, _LARGE = 2**-60, 2**60  # beside terms of usual size a number below or above is out of sight of doubles
_STEEP = 12  # exponents from here on make values of any magnitude out of moderate ones: 3**12 is half a million


def terms_that_may_vanish(*expressions: Expression) -> list[Callable[[Env], arb]]:
    """Return the terms of sums, as functions of a point, that may be far smaller than the other terms."""
    sums = [node for expression in expressions for node in walk(expression) if isinstance(node, Sum)]
    terms = {term for each in sums for term in each.terms}
    return [compiled(term) for term in terms if any(map(_is_steep, walk(term)))]


def smallest(terms: list[Callable[[Env], arb]], env: Env) -> arb:
    """Return the size of the smallest term at a point at the current precision, at most 1.

    A term without a value, or one that may be zero, does not count.
    """
    found = arb(1)
    for term in terms:
        try:
            size = abs(term(env)).lower()
        except (Undefined, Unsure):
            continue
        if size > 0:
            found = found.min(size)
    return found


def _is_steep(node: Expression) -> bool:
    """Tell whether the values of this part can be of any magnitude at points of moderate size."""
    match node:
        case Number(value):
            return value != 0 and not _TINY < abs(value) < _LARGE
        case Power(_, exponent):
            return abs(whole_exponent(exponent) or _STEEP) >= _STEEP
        case Application(function):
            return FUNCTIONS[function].is_steep
        case Quotient(_, below):
            return not isinstance(below, Number)
    return False

"""What a student's decimals stand for: 0.866 for √3/2 where the reference has that number, and else what they say.

A decimal is a rounding only of a number of the reference, so that one decimal loosens nothing else: in
`4x - 3y + 123.5 - 123.4` nothing is rounded. How many digits a literal has is a student's claim; a reference is exact.
In a formula the digits are seen; a function shows its values alone, so there the usual roundings are tried instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import product

from flint import arb, fmpq

from grader.algebra.balls import DOUBLE_FROM, Undefined, Unsure, evaluate, float_at, uncertainty
from grader.algebra.tidy import expanded
from grader.algebra.tree import (
    Application,
    Constant,
    Expression,
    Number,
    Power,
    Product,
    Sum,
    Vector,
    children,
    exact,
    variables_in,
    walk,
    with_children,
)

_WIDEST = 0.01  # relative: three digits, or two roundings of three digits multiplied
_SIMPLE = (1, 2, 3, 4, 5, 6, 8, 10, 12)  # by which a number of the reference may be divided when terms are grouped otherwise
_LARGEST_MULTIPLE = 144  # a dozen dozens: coefficients of exercises are smaller, and larger multiples lie too close to be told
_MOST_NUMBERS = 24  # in a reference: one with more is nobody's to compute by hand, and each costs an evaluation
_MOST_DIVISORS = 40  # the simple ones and all products of the reference's first six numbers
_ZERO = Fraction(1, 10**14)  # what rounding leaves of a zero in a double
_BITS = 192  # more digits than anybody writes


def has_rounded(expression: Expression) -> bool:
    """Tell whether the expression holds a decimal that may stand for another number."""
    return any(isinstance(node, Number) and bool(uncertainty(node)) for node in walk(expression))


def with_meant_numbers(student: Expression, reference: Expression) -> Expression:
    """Return the answer with each decimal replaced by the number of the reference that it rounds; the others stay."""
    if not has_rounded(student):
        return student
    numbers, divisors = _numbers_of(reference), _divisors_of(reference)
    # as 2.812 and 2.813 do for 2.8125 half-way between
    decimals = {node for node in walk(student) if isinstance(node, Number) and uncertainty(node)}
    meant = [(_meant(node, numbers, divisors), node.significant_digits) for node in decimals]
    known = [pair for pair in meant if pair[0] is not None]
    return student if (len(set(known)) < len(known)) else _replaced(student, numbers, divisors)


def doubles_alone(expression: Expression) -> Expression:
    """Return the expression with its decimals exact, but for those of a double's length, which come out of arithmetic."""
    return exact(expression, below=DOUBLE_FROM)


def _replaced(node: Expression, numbers: tuple[Expression, ...], divisors: tuple[int, ...]) -> Expression:
    if not has_rounded(node):
        return node
    if _is_constant_term(node):
        meant = _meant(node, numbers, divisors)
        if meant is not None:
            return meant
    if isinstance(node, Product):
        meant = _with_meant_coefficient(node, numbers, divisors)
        if meant is not None:
            return meant
    return with_children(node, tuple(_replaced(part, numbers, divisors) for part in children(node)))


def _is_constant_term(node: Expression) -> bool:
    """Tell whether it is a number made by products, powers and functions; a sum could hide what it adds."""
    return not variables_in(node) and not any(isinstance(part, Sum | Vector) for part in walk(node))


def _with_meant_coefficient(whole: Product, numbers: tuple[Expression, ...], divisors: tuple[int, ...]) -> Expression | None:
    """Return the product with its constant factors replaced by the one number that they are, or None."""
    constants = tuple(factor for factor in whole.factors if _is_constant_term(factor))
    others = tuple(factor for factor in whole.factors if factor not in constants)
    if len(constants) < 2 or not any(map(has_rounded, constants)):
        return None
    meant = _meant(Product(constants), numbers, divisors)
    if meant is None:
        return None
    return Product((meant, *(_replaced(other, numbers, divisors) for other in others))) if others else meant


def _meant(constant: Expression, numbers: tuple[Expression, ...], divisors: tuple[int, ...]) -> Expression | None:
    """Return the number of the reference, times the simplest fraction, that a constant rounds, or None."""
    try:
        ball = evaluate(constant, {}, _BITS, rounded=True)
    except (Undefined, Unsure):
        return None
    if isinstance(constant, Number) and abs(constant.value) < _ZERO:
        return Number(Fraction(0))
    if not ball.rad() <= _WIDEST * abs(ball.mid()):
        return None
    sizes = [(number, size) for number in numbers if (size := _value(number)) is not None]
    for divisor, (number, size) in product(divisors, sizes):
        factor = Fraction(round(float((ball.mid() / size).mid()) * divisor), divisor)
        # A number that is met by accident is none that is meant: multiples must be small ones that lie far apart.
        apart = bool(8 * ball.rad() < abs(size) / divisor) and abs(factor.numerator) <= _LARGEST_MULTIPLE
        if factor and apart and (ball - size * arb(fmpq(factor.numerator, factor.denominator))).contains(0):
            return Product((Number(factor), number)) if number != Number(Fraction(1)) else Number(factor)
    return None


@lru_cache(maxsize=2048)
def _value(number: Expression) -> arb | None:
    """Return the ball of a constant, where it has a value and is not zero."""
    try:
        value = evaluate(number, {}, _BITS)
    except (Undefined, Unsure):
        return None
    return None if value.contains(0) else value


@lru_cache(maxsize=512)
def _numbers_of(reference: Expression) -> tuple[Expression, ...]:
    """Return the constants in the reference that are not whole numbers, as it stands and multiplied out, and one."""
    found = (number for form in (reference, expanded(reference)) for number in _constants(form))
    return (*tuple(dict.fromkeys(found))[:_MOST_NUMBERS], Number(Fraction(1)))


def _constants(node: Expression) -> Iterator[Expression]:
    """Yield every constant part of an expression but whole numbers, the constant factors of a product together."""
    if isinstance(node, Product):
        factors = tuple(f for f in node.factors if not variables_in(f) and not isinstance(f, Number))
        if factors:
            yield Product(factors) if len(factors) > 1 else factors[0]
    if isinstance(node, Number):
        if node.value.denominator > 1:
            yield node
    elif isinstance(node, Constant) or (children(node) and not variables_in(node)):
        yield node
    for part in children(node):
        yield from _constants(part)


@lru_cache(maxsize=512)
def _divisors_of(reference: Expression) -> tuple[int, ...]:
    """Return simple whole numbers, and those in the reference's own numbers and products of two of them."""
    own = {abs(n) for node in walk(reference) if isinstance(node, Number) for n in node.value.as_integer_ratio()}
    few = sorted(number for number in own if 1 < number < 10**9)[:6]
    products = sorted({one * other for one in few for other in few})
    return tuple(dict.fromkeys([*_SIMPLE, *few, *products]))[:_MOST_DIVISORS]


_DIGITS = range(3, 11)  # fewer do not stand for the constant, with more it is within the tolerance
_HALF = Fraction(1, 2)  # as sines and cosines have their roots: √3/2


@lru_cache(maxsize=128)
def with_typed_in_constants(reference: Expression) -> tuple[Expression, ...]:
    """Return the reference with irrational constants rounded to 3 to 10 digits: alone, halved as in sines, multiplied out."""
    roots = {node.value for node in walk(reference) if isinstance(node, Number) and node.value > 1}
    scales = [Fraction(1), _HALF, *(1 / root for root in sorted(roots)[:4]), None]
    found = (_shortened(reference, digits, scale) for digits in _DIGITS for scale in scales)
    return tuple(short for short in dict.fromkeys(found) if short != reference)


def _shortened(expression: Expression, digits: int, scale: Fraction | None) -> Expression:
    """Return each irrational constant, times `scale` (times the number before it for None), rounded to so many digits."""
    if not isinstance(expression, Vector) and _is_irrational(expression):
        return _rounded(expression, digits, scale or Fraction(1))
    if isinstance(expression, Product) and any(map(_is_irrational, expression.factors)):
        before, constants, others = Fraction(1), [], []
        for factor in expression.factors:
            if isinstance(factor, Number):
                before *= factor.value
            elif _is_irrational(factor):
                constants.append(factor)
            else:
                others.append(_shortened(factor, digits, scale))
        constant = Product(tuple(constants)) if len(constants) > 1 else constants[0]
        return Product((Number(before), _rounded(constant, digits, scale or before), *others))
    parts = children(expression)
    return with_children(expression, tuple(_shortened(part, digits, scale) for part in parts)) if parts else expression


def _is_irrational(expression: Expression) -> bool:
    """Tell whether it is a constant that is not written with numbers and basic operations alone."""
    named = any(isinstance(node, Constant | Application | Power) for node in walk(expression))
    return named and bool(_float(expression))


def _float(constant: Expression) -> float | None:
    return None if variables_in(constant) else float_at(constant, {})


def _rounded(constant: Expression, digits: int, scale: Fraction) -> Expression:
    return Number(Fraction(f"{(_float(constant) or 0.0) * float(scale):.{digits}g}") / scale)

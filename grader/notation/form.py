"""The form of an expression: whether it is the one that was asked for, judged on the tree as it was written.

Whether it has the right value is for `compare`; a wrong answer may be beautifully factored. Inside functions
and exponents anything goes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from grader.algebra.tidy import number, over, power, tidy, times, total
from grader.algebra.tree import (
    Application,
    Expression,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Variable,
    Vector,
    children,
    parts_of,
    variables_in,
    walk,
    with_children,
)
from grader.sentences.catalogue import sentence

LARGEST_EXPONENT = 40  # of a variable: flint takes any, and an author writes no higher one
LARGEST_EXPONENT_OF_SUM = 6  # a sum of ten terms has 3,000 to this power
MOST_NODES = 400
"""Of larger sums it is not asked whether they could be factored further: they count as factored."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FormFinding:
    """Says that the form holds, or what to tell the student."""

    holds: bool
    text: str = ""


def has_form(expression: Expression, form: str) -> FormFinding:
    """Tell whether the expression is `expanded`, `factored`, a `single_fraction` or `exact`; of a vector, each component.

    Raises:
        ValueError: there is no such form.
    """
    if form not in _FORMS:
        raise ValueError(f"there is no form {form!r}")
    holds = _FORMS[form]
    parts = parts_of(expression)
    if all(holds(part) for part in parts):
        return FormFinding(holds=True)
    return FormFinding(holds=False, text=sentence(f"form_missed.{form}"))


def _is_exact(expression: Expression) -> bool:
    return all(node.significant_digits is None for node in walk(expression) if isinstance(node, Number))


def _is_expanded(expression: Expression) -> bool:
    """Return no brackets are left that could be multiplied out above the line."""
    match expression:
        case Sum(terms):
            return all(_is_expanded(term) for term in terms)
        case Negative(operand):
            return not _is_sum(operand) and _is_expanded(operand)
        case Product(factors):
            return not any(_is_sum(factor) for factor in factors) and all(_is_expanded(part) for part in factors)
        case Quotient(above, _):
            return not _is_sum(above) and _is_expanded(above)
        case Power(base, Number(exponent)) if exponent.denominator == 1 and exponent >= 2:
            return not _is_sum(base) and not isinstance(base, Product | Quotient) and _is_expanded(base)
    return True


def _is_sum(expression: Expression) -> bool:
    return isinstance(expression, Sum) or (isinstance(expression, Negative) and _is_sum(expression.operand))


def _is_single_fraction(expression: Expression) -> bool:
    """Return one line at most, and everything above or below it."""
    match expression:
        case Negative(operand):
            return _is_single_fraction(operand)
        case Number():
            return True
        case Quotient(above, below):
            return not _holds_fraction(above) and not _holds_fraction(below)
        case Power(_, Negative(Number())) | Power(_, Number()):
            return not _holds_fraction(expression)
    return not _holds_fraction(expression)


def _holds_fraction(expression: Expression) -> bool:
    match expression:
        case Quotient():
            return True
        case Number(value, digits):
            return value.denominator != 1 and digits is None
        case Sum(parts) | Product(parts):
            return any(_holds_fraction(part) for part in parts)
        case Negative(operand):
            return _holds_fraction(operand)
        case Power(base, exponent):
            return _holds_fraction(base) or _is_below_zero(exponent)
    return False


def _is_below_zero(exponent: Expression) -> bool:
    return isinstance(exponent, Negative) or (isinstance(exponent, Number) and exponent.value < 0)


def _is_factored(expression: Expression) -> bool:
    """Return every factor that is a sum cannot be taken apart over the rationals, constant factors aside."""
    return all(_is_irreducible(factor) for factor in _factors(expression) if isinstance(factor, Sum))


def _factors(expression: Expression) -> Iterator[Expression]:
    match expression:
        case Product(factors):
            for factor in factors:
                yield from _factors(factor)
        case Negative(operand):
            yield from _factors(operand)
        case Quotient(above, below):
            yield from _factors(above)
            yield from _factors(below)
        case Power(base, _):
            yield from _factors(base)
        case _:
            yield expression


def _is_irreducible(terms: Sum) -> bool:
    """Tell whether a sum is a constant, or a polynomial with one factor; what is no variable counts as one more unknown."""
    if not variables_in(terms):
        return True
    if sum(1 for _ in walk(terms)) > MOST_NODES:
        return True
    try:
        polynomial = _Polynomials(_unknowns(terms)).of(terms)
    except _TooLargeError:
        return True
    if polynomial == 0:
        return True
    _, factors = polynomial.factor()
    return len(factors) == 1 and factors[0][1] == 1


class _TooLargeError(ValueError):
    """The polynomial would take too long to multiply out."""


class _Ring:
    """The polynomials of flint whose unknowns are these parts of an expression."""

    def __init__(self, unknowns: Iterable[Expression]) -> None:
        import flint

        self.unknowns = list(dict.fromkeys(unknowns))
        names = tuple(f"u{i}" for i in range(len(self.unknowns)))
        self.context = flint.fmpq_mpoly_ctx.get(names, flint.Ordering.degrevlex)
        self.generators: Mapping[Expression, Any] = dict(zip(self.unknowns, self.context.gens(), strict=True))

    def small(self, polynomial: Any) -> Any:  # noqa: ANN401 - flint's polynomials share no typed base
        """Return a polynomial of bearable size."""
        if len(polynomial) > MOST_NODES:
            raise _TooLargeError
        return polynomial


class _Polynomials(_Ring):
    """Turns sums into polynomials whose unknowns are the variables and whatever else is no polynomial."""

    def of(self, expression: Expression) -> Any:  # noqa: ANN401 - flint's polynomials share no typed base
        """Return the polynomial of a part."""
        import flint

        if expression in self.generators:
            return self.generators[expression]
        result = self.context.constant(0)
        match expression:
            case Number(value):
                result += flint.fmpq(value.numerator, value.denominator)
            case Sum(parts):
                for part in parts:
                    result += self.of(part)
            case Negative(operand):
                result -= self.of(operand)
            case Product(parts):
                result = math.prod((self.of(part) for part in parts), start=result + 1)
            case Quotient(above, Number(value)):
                result = self.of(above) * flint.fmpq(value.denominator, value.numerator)
            case Power(base, Number(exponent)):
                result = self.of(base) ** int(exponent)
        return self.small(result)


def _unknowns(expression: Expression) -> Iterator[Expression]:
    """Yield the parts that are not made of others by adding and multiplying, in order."""
    match expression:
        case Number():
            return
        case Sum(parts) | Product(parts):
            for part in parts:
                yield from _unknowns(part)
        case Negative(operand) | Quotient(operand, Number()):
            if isinstance(expression, Quotient) and expression.denominator == _ZERO:
                yield expression
            else:
                yield from _unknowns(operand)
        case Power(base, Number(exponent)) if exponent.denominator == 1 and 1 <= exponent <= _largest(base):
            yield from _unknowns(base)
        case _:
            yield expression


def _largest(base: Expression) -> int:
    return LARGEST_EXPONENT if isinstance(base, Variable) else LARGEST_EXPONENT_OF_SUM


# --- The form in which a derived answer is shown ---------------------------------------------------


def readable(expression: Expression) -> Expression:
    """Return a derived answer as a person would write it: `y/(x + y)**2` for `-x/(x + y)**2 + 1/(x + y)`, 0 for `sin(0)`.

    The value is the same wherever both have one; a hole may be filled, so what a student wrote is never changed so.
    """
    if isinstance(expression, Vector):
        return Vector(tuple(map(readable, expression.components)))
    short = tidy(with_trivial_values(expression))
    nodes = list(walk(short))
    fractional = any(isinstance(node, Quotient) and not isinstance(node.denominator, Number) for node in nodes)
    if not fractional or len(nodes) > MOST_NODES or any(isinstance(node, Number) and node.significant_digits for node in nodes):
        return short
    try:
        joined = _Fractions(_atoms(short)).joined(short)
    except _TooLargeError:
        return short
    return min(short, joined, key=lambda form: sum(1 for _ in walk(form)))


def with_trivial_values(expression: Expression) -> Expression:
    """Return the expression with the values of functions at 0 and 1 that everybody knows."""
    parts = tuple(map(with_trivial_values, children(expression)))
    whole = with_children(expression, parts) if parts else expression
    if isinstance(whole, Application) and len(parts) == 1:
        at = tidy(parts[0])
        return _TRIVIAL_VALUES.get((whole.function, at), whole)
    return whole


class _Fractions(_Ring):
    """Brings an expression over one denominator, and takes numerator and denominator apart into factors."""

    def joined(self, whole: Expression) -> Expression:
        """Return the quotient of two products."""
        above, below = self.of(whole)
        common = above.gcd(below)
        if common != 0:
            above, below = above / common, below / common
        leading = below.leading_coefficient() if below != 0 else 1
        above, below = above / leading, below / leading
        return over(self.product_of(above), self.product_of(below))

    def of(self, expression: Expression) -> tuple[Any, Any]:
        """Return numerator and denominator of a part."""
        one = self.context.constant(1)
        if expression in self.generators:
            return self.generators[expression], one
        match expression:
            case Number(value):
                return one * value.numerator, one * value.denominator
            case Negative(operand):
                above, below = self.of(operand)
                return -above, below
            case Quotient(numerator, denominator):
                (above, under), (below, beneath) = self.of(numerator), self.of(denominator)
                return self.small(above * beneath), self.small(under * below)
            case Power(base, Number(exponent)):
                above, below = self.of(base)
                size = abs(int(exponent))
                raised = self.small(above**size), self.small(below**size)
                return raised if exponent >= 0 else raised[::-1]
        above, below = self.of(children(expression)[0])
        for part in children(expression)[1:]:
            more, under = self.of(part)
            above = above * more if isinstance(expression, Product) else above * under + more * below
            above, below = self.small(above), self.small(below * under)
        return above, below

    def product_of(self, polynomial: Any) -> Expression:  # noqa: ANN401 - flint's polynomials share no typed base
        """Return the product of a polynomial's factors."""
        content, factors = polynomial.factor()
        parts = [power(self.sum_of(factor), int(times_)) for factor, times_ in factors]
        return times(number(Fraction(int(content.p), int(content.q))), *parts)

    def sum_of(self, polynomial: Any) -> Expression:  # noqa: ANN401 - flint's polynomials share no typed base
        """Return the sum of a polynomial's terms."""
        return total(
            times(
                number(Fraction(int(coefficient.p), int(coefficient.q))),
                *(power(atom, int(exponent)) for atom, exponent in zip(self.unknowns, exponents, strict=True) if exponent),
            )
            for exponents, coefficient in polynomial.terms()
        )


def _atoms(expression: Expression) -> Iterator[Expression]:
    """Yield the parts that are not made of others by adding, multiplying, dividing and whole powers."""
    match expression:
        case Number():
            return
        case Sum() | Product() | Negative() | Quotient():
            for part in children(expression):
                yield from _atoms(part)
        case Power(base, Number(exponent)) if exponent.denominator == 1 and abs(exponent) <= _largest(base):
            yield from _atoms(base)
        case _:
            yield expression


_ZERO, _ONE = number(0), number(1)
_TRIVIAL_VALUES: Mapping[tuple[str, Expression], Expression] = {
    **{(name, _ZERO): _ZERO for name in ("sin", "tan", "asin", "atan", "sinh", "tanh", "asinh", "atanh", "sqrt", "abs", "sign")},
    **{(name, _ZERO): _ONE for name in ("cos", "cosh", "sec", "sech", "exp")},
    ("log", _ONE): _ZERO, ("acos", _ONE): _ZERO, ("sqrt", _ONE): _ONE, ("abs", _ONE): _ONE,
}  # fmt: skip
"""What functions are at 0 and 1 where nobody would leave them standing."""
_FORMS: Mapping[str, Callable[[Expression], bool]] = {
    "expanded": _is_expanded,
    "factored": _is_factored,
    "single_fraction": _is_single_fraction,
    "exact": _is_exact,
}
"""How each form is judged."""

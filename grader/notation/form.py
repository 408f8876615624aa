"""Whether an expression has the form that was asked for, judged on the tree as it was written.

Whether it has the right value is for `compare`; a wrong answer may be beautifully factored. Inside functions
and exponents anything goes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from grader.algebra.tidy import number
from grader.algebra.tree import (
    Expression,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Variable,
    Vector,
    variables_in,
    walk,
)

LARGEST_EXPONENT = 40
LARGEST_EXPONENT_OF_SUM = 6
MOST_NODES = 400
"""Of larger sums it is not asked whether they could be factored further: they count as factored."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FormFinding:
    """Whether the form holds, and what to tell the student when it does not."""

    holds: bool
    text: str = ""


def has_form(expression: Expression, form: str) -> FormFinding:
    """Tell whether the expression is `expanded`, `factored`, a `single_fraction` or `exact`; of a vector, each component.

    Raises:
        ValueError: there is no such form.
    """
    if form not in _FORMS:
        raise ValueError(f"there is no form {form!r}")
    holds, text = _FORMS[form]
    parts = expression.components if isinstance(expression, Vector) else (expression,)
    if all(holds(part) for part in parts):
        return FormFinding(holds=True)
    return FormFinding(holds=False, text=text)


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
        polynomial = _Polynomials(terms).of(terms)
    except _TooLargeError:
        return True
    if polynomial == 0:
        return True
    _, factors = polynomial.factor()
    return len(factors) == 1 and factors[0][1] == 1


class _TooLargeError(ValueError):
    """The polynomial would take too long to multiply out."""


class _Polynomials:
    """Turns sums into polynomials of flint whose unknowns are the variables and whatever else is no polynomial."""

    def __init__(self, whole: Expression) -> None:
        import flint

        self.unknowns = list(dict.fromkeys(_unknowns(whole)))
        names = tuple(f"u{i}" for i in range(len(self.unknowns)))
        self.context = flint.fmpq_mpoly_ctx.get(names, flint.Ordering.degrevlex)
        self.generators: Mapping[Expression, Any] = dict(zip(self.unknowns, self.context.gens(), strict=True))

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
        if len(result) > MOST_NODES:
            raise _TooLargeError
        return result


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


_ZERO = number(0)
_FORMS: Mapping[str, tuple[Callable[[Expression], bool], str]] = {
    "expanded": (
        _is_expanded,
        "The value is right; the question asks for the expanded form. Multiply out the brackets that are left.",
    ),
    "factored": (
        _is_factored,
        "The value is right; the question asks for the factored form. There is a sum left that can be written "
        "as a product.",
    ),
    "single_fraction": (
        _is_single_fraction,
        "The value is right; the question asks for one single fraction. Bring everything over one line.",
    ),
    "exact": (
        _is_exact,
        "The value is right; the question asks for an exact answer. Write fractions, roots and pi instead of decimals.",
    ),
}

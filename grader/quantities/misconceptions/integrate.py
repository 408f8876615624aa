"""Integrals of the simple terms that somebody integrates who should have differentiated.

Knows sums, constant factors, powers, and sine, cosine and exponential of a linear argument; of anything else it
says None, because then nobody gives the integral by mistake.
"""

from __future__ import annotations

from fractions import Fraction

from grader.algebra.differentiate import differentiate
from grader.algebra.functions import FUNCTIONS, Outer
from grader.algebra.tidy import ONE, ZERO, minus, number, over, power, terms_of, tidy, times, total
from grader.algebra.tree import (
    Application,
    Expression,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Variable,
    variables_in,
)


def integral(expression: Expression, variable: str) -> Expression | None:
    """Return the integral by the variable without a constant, term by term; None where a term is not a simple one."""
    parts = [_term(part, variable) for part in terms_of(tidy(expression))]
    return None if None in parts else total([part for part in parts if part is not None])


def _term(term: Expression, variable: str) -> Expression | None:
    if variable not in variables_in(term):
        return times(term, Variable(variable))
    match term:
        case Negative(operand):
            inner = _term(operand, variable)
            return None if inner is None else minus(inner)
        case Quotient(numerator, denominator) if variable not in variables_in(denominator):
            inner = _term(numerator, variable)
            return None if inner is None else over(inner, denominator)
        case Quotient(numerator, denominator) if variable not in variables_in(numerator):
            inner = _simple(power(denominator, -1), variable)
            return None if inner is None else times(numerator, inner)
        case Product(factors):
            moving = [factor for factor in factors if variable in variables_in(factor)]
            kept = [factor for factor in factors if variable not in variables_in(factor)]
            inner = _simple(moving[0], variable) if len(moving) == 1 else None
            return None if inner is None else times(*kept, inner)
    return _simple(term, variable)


def _simple(factor: Expression, variable: str) -> Expression | None:
    """Return the integral of one factor that is a power or a function of a linear argument."""
    match factor:
        case Quotient(above, below) if above == ONE:
            return _simple(Power(below, number(-1)), variable)
        case Variable():
            return over(power(factor, 2), number(2))
        case Power(Variable(), Number(exponent)):
            if exponent == -1:
                return Application("log", (Variable(variable),))
            return over(power(Variable(variable), exponent + 1), number(exponent + 1))
        case Power(base, Number(exponent)):
            return _of_linear_power(base, exponent, variable)
        case Application("sqrt", (inner,)):
            return _of_linear_power(inner, Fraction(1, 2), variable)
        case Application(function, (inner,)):
            outer = FUNCTIONS[function].antiderivative
            return _of_linear(outer, inner, variable) if outer is not None else None
    return None


def _of_linear_power(base: Expression, exponent: Fraction, variable: str) -> Expression | None:
    """Return the integral of a power of something that grows at one rate."""
    rate = differentiate(base, variable)
    if rate == ZERO or variable in variables_in(rate):
        return None
    whole = Application("log", (base,)) if exponent == -1 else over(power(base, exponent + 1), number(exponent + 1))
    return over(whole, rate)


def _of_linear(outer: Outer, inner: Expression, variable: str) -> Expression | None:
    """Return the integral of a function, by its own, of an argument that grows at one rate."""
    rate = differentiate(inner, variable)
    return None if rate == ZERO or variable in variables_in(rate) else over(outer(inner), rate)

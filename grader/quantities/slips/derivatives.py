"""The wrong derivatives people give: of the wrong kind, with terms wrong, or with a rule slipped in.

Everything is derived from the function; nothing is known about particular exercises.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache

from grader.algebra.differentiate import NotDifferentiableError, differentiate, slipped
from grader.algebra.fold import Rewriting, fold
from grader.algebra.functions import FUNCTIONS, Outer, Slip
from grader.algebra.tidy import ONE, ZERO, expanded, minus, number, over, power, terms_of, tidy, times, total
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
    walk,
)
from grader.notation.answer import read
from grader.quantities.slips.catalogue import Misconception, in_order, named

MOST_TERMS = 12
"""Of longer functions no single terms are dropped, kept or turned round: nobody would name the term."""

MOST_NODES = 400
"""Of larger functions no wrong answers are derived; grading goes on without naming any."""

# The name under which students are told of a slip; the ways of one rule share a name where they share a remedy.
NAMES: Mapping[Slip, str] = {
    Slip.EXPONENT_NOT_LOWERED: "exponent_not_lowered",
    Slip.EXPONENT_FACTOR_FORGOTTEN: "exponent_factor_forgotten",
    Slip.CONSTANT_FACTOR_FORGOTTEN: "constant_factor_forgotten",
    Slip.CHAIN_FACTOR_MISSING: "chain_factor_missing",
    Slip.INNER_DIFFERENTIATED: "inner_differentiated",
    Slip.OUTER_NOT_DIFFERENTIATED: "outer_not_differentiated",
    Slip.PRODUCT_FIRST_HALF: "product_rule_half",
    Slip.PRODUCT_SECOND_HALF: "product_rule_half",
    Slip.PRODUCT_OF_DERIVATIVES: "product_of_derivatives",
    Slip.QUOTIENT_SIGN: "quotient_rule",
    Slip.QUOTIENT_REVERSED: "quotient_rule",
    Slip.QUOTIENT_NOT_SQUARED: "quotient_rule",
    Slip.QUOTIENT_OF_DERIVATIVES: "quotient_of_derivatives",
    Slip.QUOTIENT_FIRST_HALF: "quotient_rule",
    Slip.POWER_RULE_ON_EXPONENTIAL: "power_rule_on_exponential",
    Slip.POWER_RULE_ON_EXPONENTIAL_CHAINED: "power_rule_on_exponential",
    Slip.EXPONENT_BROUGHT_DOWN: "power_rule_on_exponential",
    Slip.BASE_LOGARITHM_MISSING: "base_logarithm_missing",
    Slip.TRIGONOMETRIC_SIGN: "trigonometric_sign",
}


@lru_cache(maxsize=512)
def candidates_for_derivative(
    function: Expression | str, variables: tuple[str, ...], variable: str
) -> tuple[Misconception, ...]:
    """Return the wrong answers to "differentiate `function` by `variable`", simplest slip first; () for a function too odd."""
    tidied = tidy(read(function, variables=variables) if isinstance(function, str) else function)
    if sum(1 for _ in walk(tidied)) > MOST_NODES:
        return ()
    try:
        right = differentiate(tidied, variable)
        found = [*_misread(tidied, variables, variable), *_terms_wrong(tidied, variables, variable, later=0)]
        found += _rules_slipped(tidied, variable)
        multiplied = expanded(tidied)
        if multiplied != tidied:
            found += _terms_wrong(multiplied, variables, variable, later=8)
        found += _of_the_result(right, later=24)
    except NotDifferentiableError:
        return ()
    return in_order(found, (right,))


def _misread(function: Expression, variables: tuple[str, ...], variable: str) -> Iterator[Misconception]:
    """Yield answers to another question about the same function."""
    by = {name: differentiate(function, name) for name in variables}
    for other in variables:
        if other != variable:
            yield named("other_variable", by[other], case="whole", other=other, variable=variable)
            yield named("second_derivative", differentiate(by[variable], other), case="mixed", other=other, variable=variable)
    yield named("second_derivative", differentiate(by[variable], variable))
    yield named("sign", minus(by[variable]), case="whole" if len(terms_of(by[variable])) > 1 else "single")
    yield named("function_itself", function)
    one_sided = fold(function, _OneSide())
    if one_sided != function:
        yield named("side_not_asked", differentiate(tidy(one_sided), variable))
    if len(variables) > 1:
        yield named("total_derivative", total(by.values()), variable=variable)
    whole = integral(function, variable)
    if whole is not None:
        yield named("integrated", whole, variable=variable)


class _OneSide(Rewriting):
    """The expression as if `abs`, `max` and `min` always took the side that varies."""

    def application(self, node: Application, *arguments: Expression) -> Expression:
        """Return the one argument that varies, of these functions."""
        varying = [each for each in arguments if variables_in(each)]
        return varying[0] if node.function in ("abs", "max", "min") and len(varying) == 1 else Application(node.function, arguments)


def _terms_wrong(
    function: Expression, variables: tuple[str, ...], variable: str, *, later: int
) -> Iterator[Misconception]:
    """Yield one term of the function treated wrongly, the others right."""
    terms = terms_of(function)
    if len(terms) > MOST_TERMS:
        return
    rates = [differentiate(term, variable) for term in terms]
    fixed = frozenset(variables) - {variable}
    still = [term for term, rate in zip(terms, rates, strict=True) if rate == ZERO]
    if len(still) > 1:
        yield named("kept_term", total([*rates, *still]), case="many", variable=variable, later=later)
    for i, (term, rate) in enumerate(zip(terms, rates, strict=True)):
        others = [*rates[:i], *rates[i + 1 :]]
        if rate == ZERO:
            yield named("kept_term", total([*others, term]), variable=variable, later=later)
            yield from _kept_but_differentiated(term, others, variables, variable, later)
            continue
        if any(other != ZERO for other in others):
            yield named("sign", total([*others, minus(rate)]), later=later)
            yield named("dropped_term", total(others), case="diff", later=later)
            yield named("term_not_differentiated", total([*others, term]), later=later)
            yield from _by_other_variable(term, others, variables, variable, later)
        for bare in (_without(rate, fixed), differentiate(_without(term, fixed), variable)):
            yield named("other_factor_dropped", total([*others, bare]), later=later)
    yield named("other_factor_dropped", total([_without(rate, fixed) for rate in rates]), later=later)


def _kept_but_differentiated(
    term: Expression, others: list[Expression], variables: tuple[str, ...], variable: str, later: int
) -> Iterator[Misconception]:
    """Yield a term that should vanish, differentiated by a variable of its own instead."""
    for own in variables:
        rate = differentiate(term, own)
        if rate != ZERO:
            yield named("kept_term", total([*others, rate]), variable=variable, later=later + 4)


def _by_other_variable(
    term: Expression, others: list[Expression], variables: tuple[str, ...], variable: str, later: int
) -> Iterator[Misconception]:
    for other in variables:
        rate = differentiate(term, other)
        if other != variable and rate != ZERO:
            wrong = total([*others, rate])
            if len(terms_of(wrong)) <= sum(other != ZERO for other in others):
                continue  # `x` shows no `4*x` and no `-3*x`
            yield named("other_variable", wrong, case="term", other=other, variable=variable, later=later + 40)


def _without(rate: Expression, names: frozenset[str]) -> Expression:
    """Return the term without its factors in these variables alone, above and below a fraction."""
    match rate:
        case Negative(operand):
            return minus(_without(operand, names))
        case Quotient(above, below):
            return tidy(Quotient(_without(above, names), _without(below, names)))
        case Product(factors):
            return times(*(_without(factor, names) for factor in factors))
    return ONE if variables_in(rate) and variables_in(rate) <= names else rate


def _rules_slipped(function: Expression, variable: str) -> Iterator[Misconception]:
    found = list(slipped(function, variable))
    without_factor = {wrong for slip, wrong in found if slip is Slip.CONSTANT_FACTOR_FORGOTTEN}
    for slip, wrong in found:
        both = slip is Slip.EXPONENT_FACTOR_FORGOTTEN and wrong in without_factor  # of 2*x**2 nobody knows which 2 is lost
        yield named(NAMES[slip], wrong, case="either" if both else "")


def _of_the_result(right: Expression, *, later: int) -> Iterator[Misconception]:
    """Yield a sign or a term lost in the derivative itself, as it stands and multiplied out."""
    for form in dict.fromkeys((right, expanded(right))):
        terms = terms_of(form)
        if not 1 < len(terms) <= MOST_TERMS:
            continue
        for i, term in enumerate(terms):
            others = [*terms[:i], *terms[i + 1 :]]
            yield named("sign", total([*others, minus(term)]), later=later)
            yield named("dropped_term", total(others), case="diff", later=later)


def of_one_side(right: Expression) -> Iterator[Misconception]:
    """Yield a right formula that something keeps from becoming negative."""
    yield named("absolute_taken", Application("abs", (right,)))
    yield named("kept_above_zero", Application("max", (ZERO, right)))


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

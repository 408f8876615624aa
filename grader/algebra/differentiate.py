"""Differentiation by the rules of school, with the slips that people make in them as a parameter.

A wrong answer can only be recognised by making the same mistake: so each rule here can be applied as it
is, or as somebody applies it who forgets the inner derivative, everywhere or at one place. References
come from SymPy (`derive`), not from here; that the two agree is what the property tests prove.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from grader.algebra.functions import FUNCTIONS, Function, Outer, Slip
from grader.algebra.tidy import ONE, ZERO, minus, number, over, power, tidy, times, total
from grader.algebra.tree import (
    Application,
    Constant,
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
)


class NotDifferentiableError(ValueError):
    """There is no rule here for a function in the expression; the message names it."""


def differentiate(expression: Expression, variable: str, slip: Slip | None = None, place: int | None = None) -> Expression:
    """Return the tidy derivative by the variable, all others held fixed; of a vector, of each component.

    With `slip` one rule is applied wrongly: everywhere, or only at the `place`-th place (from 0) where it matters.

    >>> x, y = Variable("x"), Variable("y")
    >>> right = differentiate(Product((Number(2), Power(x, Number(3)))), "x")
    >>> wrong = differentiate(Product((Number(2), Power(x, Number(3)))), "x", Slip.EXPONENT_NOT_LOWERED)
    >>> from grader.notation.printing import plain
    >>> plain(right), plain(wrong)
    ('6*x**2', '6*x**3')

    Raises:
        NotDifferentiableError: a function in it has no rule here.
    """
    return _differentiated(expression, variable) if slip is None else _Rules(variable, slip, place).of(_tidied(expression))


@lru_cache(maxsize=256)  # a reference is derived to see how long it is, and then to be one
def _differentiated(expression: Expression, variable: str) -> Expression:
    return _Rules(variable, None, None).of(_tidied(expression))


@lru_cache(maxsize=64)  # one function is differentiated by each of its variables, and with each slip
def _tidied(expression: Expression) -> Expression:
    return tidy(expression)


def slipped(expression: Expression, variable: str) -> Iterator[tuple[Slip, Expression]]:
    """Yield the wrong derivatives by every slip that matters here: made everywhere, then at each of several places, if few."""
    tidied = _tidied(expression)
    survey = _Rules(variable, None, None)
    survey.of(tidied)
    for slip, count in survey.places.items():
        for place in (None, *range(count)) if 1 < count <= _MOST_PLACES else (None,):
            yield slip, _Rules(variable, slip, place).of(tidied)


_MOST_PLACES = 12  # that one slip is told apart at: what has more is a sum over data, and a slip is made in each of them


@dataclass(slots=True)
class _Rules:
    """The rules for one variable; counts the places where each slip could be made as it meets them."""

    variable: str
    slip: Slip | None
    place: int | None
    places: dict[Slip, int] = field(default_factory=dict)

    def of(self, expression: Expression) -> Expression:
        """Return the derivative of one part."""
        result: Expression = ZERO
        if isinstance(expression, Vector):
            return Vector(tuple(self.of(component) for component in expression.components))
        if not self._depends(expression):
            return result
        match expression:
            case Variable():
                result = ONE
            case Sum(terms):
                result = total([self.of(term) for term in terms])
            case Negative(operand):
                result = minus(self.of(operand))
            case Product(factors):
                result = self._product(factors)
            case Quotient(numerator, denominator):
                result = self._quotient(numerator, denominator)
            case Power(base, exponent):
                result = self._power(base, exponent)
            case Application(function, arguments):
                result = self._application(function, arguments)
        return result

    def _depends(self, expression: Expression) -> bool:
        return self.variable in variables_in(expression)

    def _made(self, *slips: Slip) -> Slip | None:
        """Return the slip, when it is one of these and is to be made here."""
        for slip in slips:
            self.places[slip] = self.places.get(slip, 0) + 1
        if self.slip not in slips:
            return None
        here = self.places[self.slip] - 1
        return self.slip if self.place in (None, here) else None

    def _product(self, factors: tuple[Expression, ...]) -> Expression:
        kept = [factor for factor in factors if not self._depends(factor)]
        moving = [factor for factor in factors if self._depends(factor)]
        numbers = [factor for factor in kept if isinstance(factor, Number)]
        if numbers and self._made(Slip.CONSTANT_FACTOR_FORGOTTEN):
            kept = [factor for factor in kept if factor not in numbers]
        rates = [self.of(factor) for factor in moving]
        if len(moving) == 1:
            return times(*kept, *rates)
        halves = [times(*kept, *moving[:i], rate, *moving[i + 1 :]) for i, rate in enumerate(rates)]
        made = self._made(Slip.PRODUCT_FIRST_HALF, Slip.PRODUCT_SECOND_HALF, Slip.PRODUCT_OF_DERIVATIVES)
        if made is Slip.PRODUCT_OF_DERIVATIVES:
            return times(*kept, *rates)
        if made is not None:
            return halves[0 if made is Slip.PRODUCT_FIRST_HALF else -1]
        return total(halves)

    def _quotient(self, above: Expression, below: Expression) -> Expression:
        if not self._depends(below):
            forgotten = isinstance(below, Number) and self._made(Slip.CONSTANT_FACTOR_FORGOTTEN)
            return self.of(above) if forgotten else over(self.of(above), below)
        if not self._depends(above):
            return self._reciprocal(above, below)
        rate_above, rate_below = self.of(above), self.of(below)
        gained, lost = times(rate_above, below), times(above, rate_below)
        square = power(below, 2)
        match self._made(*_QUOTIENT_SLIPS, Slip.QUOTIENT_FIRST_HALF):
            case Slip.QUOTIENT_SIGN:
                return over(total([gained, lost]), square)
            case Slip.QUOTIENT_REVERSED:
                return minus(over(total([gained, minus(lost)]), square))
            case Slip.QUOTIENT_NOT_SQUARED:
                return over(total([gained, minus(lost)]), below)
            case Slip.QUOTIENT_OF_DERIVATIVES:
                return over(rate_above, rate_below)
            case Slip.QUOTIENT_FIRST_HALF:
                return over(rate_above, below)
        return over(total([gained, minus(lost)]), square)

    def _reciprocal(self, above: Expression, below: Expression) -> Expression:
        """Return the derivative of a constant over the moving part: `-c*v'/v**2`."""
        rate = self._inner(below)
        match self._made(*_QUOTIENT_SLIPS):
            case Slip.QUOTIENT_SIGN | Slip.QUOTIENT_REVERSED:
                return over(times(above, rate), power(below, 2))
            case Slip.QUOTIENT_NOT_SQUARED:
                return minus(over(times(above, rate), below))
            case Slip.QUOTIENT_OF_DERIVATIVES:
                return over(above, rate)
        return minus(over(times(above, rate), power(below, 2)))

    def _inner(self, part: Expression) -> Expression:
        """Return the factor of the chain rule; 1 for somebody who forgets it."""
        rate = self.of(part)
        if not isinstance(part, Variable) and self._made(Slip.CHAIN_FACTOR_MISSING):
            return ONE
        return rate

    def _power(self, base: Expression, exponent: Expression) -> Expression:
        if not self._depends(exponent):
            return self._power_rule(base, exponent)
        if not self._depends(base):
            return self._exponential(Power(base, exponent), base, exponent)
        rate = total([times(self.of(exponent), _log(base)), over(times(exponent, self.of(base)), base)])
        return times(Power(base, exponent), rate)

    def _power_rule(self, base: Expression, exponent: Expression) -> Expression:
        lowered = total([exponent, number(-1)])
        rate = self._inner(base)
        inner = () if isinstance(base, Variable) else (Slip.INNER_DIFFERENTIATED,)
        match self._made(Slip.EXPONENT_NOT_LOWERED, Slip.EXPONENT_FACTOR_FORGOTTEN, *inner):
            case Slip.EXPONENT_NOT_LOWERED:
                return times(exponent, power(base, exponent), rate)
            case Slip.EXPONENT_FACTOR_FORGOTTEN:
                return times(power(base, lowered), rate)
            case Slip.INNER_DIFFERENTIATED:
                return times(exponent, power(rate, lowered))
        return times(exponent, power(base, lowered), rate)

    def _exponential(self, whole: Expression, base: Expression, exponent: Expression) -> Expression:
        """Return the derivative of `base**exponent` for a base that stays; `whole` is how it was written."""
        lowered = _exponential_like(whole, total([exponent, number(-1)]))
        rate = self._inner(exponent)
        made = self._made(*_EXPONENTIAL_SLIPS)
        if made is Slip.POWER_RULE_ON_EXPONENTIAL:
            return times(exponent, lowered)
        if made is Slip.POWER_RULE_ON_EXPONENTIAL_CHAINED:
            return times(rate, exponent, lowered)
        if made is Slip.EXPONENT_BROUGHT_DOWN:
            return times(exponent, whole)
        if not isinstance(exponent, Variable) and self._made(Slip.INNER_DIFFERENTIATED):
            return tidy(_exponential_like(whole, rate))
        if base == Constant("e") or self._made(Slip.BASE_LOGARITHM_MISSING):
            return times(rate, whole)
        return times(rate, _log(base), whole)

    def _application(self, function: str, arguments: tuple[Expression, ...]) -> Expression:
        if function == "exp":
            return self._exponential(Application("exp", arguments), Constant("e"), arguments[0])
        row = FUNCTIONS.get(function)
        if row is not None and row.total_derivative is not None and len(arguments) > 1:
            return row.total_derivative(arguments, tuple(self.of(argument) for argument in arguments))
        if row is None or row.derivative is None or any(map(self._depends, arguments[1:])):
            raise NotDifferentiableError(f"there is no rule here to differentiate {function}")
        return self._chain(row, row.derivative, *arguments)

    def _chain(self, row: Function, outer: Outer, part: Expression, *fixed: Expression) -> Expression:
        """Return the derivative of a function whose first argument moves."""
        rate = self._inner(part)
        made = self._made(*row.slips)
        if made is not None:
            return times(rate, row.slips[made](part))
        if fixed:  # as of a root of some degree: nobody forgets to differentiate what is no word such as `sin`
            return times(rate, outer(part, *fixed))
        inner = () if isinstance(part, Variable) else (Slip.INNER_DIFFERENTIATED,)
        match self._made(Slip.OUTER_NOT_DIFFERENTIATED, *inner):
            case Slip.OUTER_NOT_DIFFERENTIATED:
                return times(rate, Application(row.name, (part,)))
            case Slip.INNER_DIFFERENTIATED:
                return tidy(outer(rate))
        return times(rate, outer(part))


# The ways in which the quotient rule is got wrong with both parts differentiated.
_QUOTIENT_SLIPS = (Slip.QUOTIENT_SIGN, Slip.QUOTIENT_REVERSED, Slip.QUOTIENT_NOT_SQUARED, Slip.QUOTIENT_OF_DERIVATIVES)
# The ways in which an exponential is taken for a power.
_EXPONENTIAL_SLIPS = (Slip.POWER_RULE_ON_EXPONENTIAL, Slip.POWER_RULE_ON_EXPONENTIAL_CHAINED, Slip.EXPONENT_BROUGHT_DOWN)


def _log(base: Expression) -> Expression:
    return ONE if base == Constant("e") else Application("log", (base,))


def _exponential_like(whole: Expression, exponent: Expression) -> Expression:
    """Return the same exponential with another exponent, in the spelling of the first."""
    if isinstance(whole, Power):
        return power(whole.base, exponent)
    return tidy(Application("exp", (exponent,)))

"""A key that equal expressions share when reordering, collecting and folding of fractions make them the same.

Equal keys are a proof of equality, different keys prove nothing. Never cancels a part that may be undefined: `x/x` is
not 1 here, and what is multiplied by zero is only dropped when it is a polynomial.
"""

from __future__ import annotations

import re
from fractions import Fraction

from grader.algebra.exact import rational_constant
from grader.algebra.functions import FUNCTIONS
from grader.algebra.tree import Application, Constant, Expression, Negative, Number, Power, Product, Quotient, Sum, Variable, Vector

MAX_BITS = 4_096  # a thousand digits: larger numbers are not worked out, so that `9**9**9` costs nothing
_POLYNOMIAL = re.compile(r"[\w*#]*")  # factors without brackets: variables with whole exponents, defined wherever they stand
_ONE = Fraction(1)  # made once: there is one in every product
# A coefficient with the factors beside it: text of the base -> (sum of positive powers, sum of negative powers).
Monomial = tuple[Fraction, dict[str, tuple[int, int]]]


def key(expression: Expression) -> str:
    """Return the canonical spelling of an expression; two expressions with one key are equal wherever they are defined.

    >>> x, y = Variable("x"), Variable("y")
    >>> key(Sum((x, y))) == key(Sum((y, x))), key(Sum((x, y))) == key(Product((x, y)))
    (True, False)
    """
    if isinstance(expression, Vector):
        return f"[{','.join(key(part) for part in expression.components)}]"
    coefficient, factors = _monomial(expression)
    return _spelled(coefficient, _rest(factors))


def _spelled(coefficient: Fraction, rest: str) -> str:
    if not rest:
        return _digits(coefficient)
    return rest if coefficient == 1 else f"{_digits(coefficient)}*{rest}"


def _digits(value: Fraction) -> str:
    """Return the number; in base sixteen where Python refuses to write so many decimal digits."""
    if value.numerator.bit_length() + value.denominator.bit_length() <= MAX_BITS:
        return str(value)
    return f"{value.numerator:x}/{value.denominator:x}h"


def _rest(factors: dict[str, tuple[int, int]]) -> str:
    found = []
    for base in sorted(factors):
        above, below = factors[base]
        if above:
            found.append(base if above == 1 else f"{base}**{above}")
        if below:
            found.append(f"/{base}" if below == 1 else f"/{base}**{below}")
    return "*".join(found)


def _monomial(node: Expression) -> Monomial:
    match node:
        case Number(value):
            return value, {}
        case Variable(name):
            return _ONE, {name: (1, 0)}
        case Constant(name):
            return _ONE, {f"#{name}": (1, 0)}
        case Negative(operand):
            coefficient, factors = _monomial(operand)
            return -coefficient, factors
        case Product(parts):
            return _multiplied([_monomial(part) for part in parts])
        case Quotient(above, below):
            return _multiplied([_monomial(above), _inverted(_monomial(below))])
        case Power(base, exponent):
            return _power(base, exponent)
        case Sum(terms):
            return _sum(terms)
        case Application("exp", (argument,)):
            return _ONE, {f"exp({key(argument)})": (1, 0)}
        case Application("sqrt", (argument,)):
            return _ONE, {f"({key(argument)})^(1/2)": (1, 0)}
        case Application(function, arguments) if FUNCTIONS[function].arity is None:
            return _ONE, {f"{function}({','.join(sorted(map(key, arguments)))})": (1, 0)}
        case Application(function, arguments):
            return _ONE, {f"{function}({','.join(map(key, arguments))})": (1, 0)}
    return _ONE, {repr(node): (1, 0)}


def _multiplied(parts: list[Monomial]) -> Monomial:
    coefficient, factors = _ONE, dict[str, tuple[int, int]]()
    for own, others in parts:
        coefficient *= own
        for base, (above, below) in others.items():
            had = factors.get(base, (0, 0))
            factors[base] = (had[0] + above, had[1] + below)
    if coefficient == 0 and _POLYNOMIAL.fullmatch(_rest(factors)):
        return Fraction(0), {}
    return coefficient, factors


def _inverted(monomial: Monomial) -> Monomial:
    coefficient, factors = monomial
    turned = {base: (below, above) for base, (above, below) in factors.items()}
    if any(above for above, _ in turned.values()) or coefficient == 0:
        # 1/(1/x) is undefined at 0, where x is not
        return _ONE, {f"({_spelled(coefficient, _rest(factors))})": (0, 1)}
    return 1 / coefficient, turned


def _power(base: Expression, exponent: Expression) -> Monomial:
    constant = rational_constant(exponent)
    if constant is None or constant.denominator != 1:
        if base == Constant("e"):
            return _ONE, {f"exp({key(exponent)})": (1, 0)}
        shown = key(exponent) if constant is None else str(constant)
        return _ONE, {f"({key(base)})^({shown})": (1, 0)}
    if base == Constant("e"):
        return _ONE, {f"exp({constant})": (1, 0)}
    whole, monomial = int(constant), _monomial(base)
    if whole < 0:
        return _inverted(_raised(monomial, -whole))
    return _raised(monomial, whole)


def _raised(monomial: Monomial, power: int) -> Monomial:
    coefficient, factors = monomial
    bits = coefficient.numerator.bit_length() + coefficient.denominator.bit_length()
    if power == 0 or (bits * power > MAX_BITS and coefficient not in {1, -1}):
        return _ONE, {f"({_spelled(coefficient, _rest(factors))})^{power}": (1, 0)}
    raised = {base: (above * power, below * power) for base, (above, below) in factors.items()}
    return coefficient**power, raised


def _sum(terms: tuple[Expression, ...]) -> Monomial:
    collected: dict[str, Fraction] = {}
    kept: dict[str, dict[str, tuple[int, int]]] = {}
    for coefficient, factors in _flat(terms):
        rest = _rest(factors)
        collected[rest] = collected.get(rest, Fraction(0)) + coefficient
        kept[rest] = factors
    left = {rest: c for rest, c in collected.items() if c or not _POLYNOMIAL.fullmatch(rest)}
    if not left:
        return Fraction(0), {}
    order = sorted(left)
    if len(order) == 1:
        return left[order[0]], kept[order[0]]
    lead = next((left[rest] for rest in order if left[rest]), _ONE)
    return lead, {"(" + "+".join(_spelled(left[rest] / lead, rest) for rest in order) + ")": (1, 0)}


def _flat(terms: tuple[Expression, ...]) -> list[Monomial]:
    """Return the terms, with the terms of sums among them (`a - (b + c)`) taken out of their brackets."""
    found: list[Monomial] = []
    for term in terms:
        inner = term.operand if isinstance(term, Negative) else term
        if isinstance(inner, Sum):
            sign = -1 if isinstance(term, Negative) else 1
            found += [(sign * coefficient, factors) for coefficient, factors in _flat(inner.terms)]
        else:
            found.append(_monomial(term))
    return found

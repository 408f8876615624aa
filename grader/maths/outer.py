"""The derivatives of functions of one argument, as functions of that argument: a table to look things up in."""

from __future__ import annotations

from collections.abc import Callable

from grader.maths.tidy import ONE, ZERO, minus, number, over, power, times, total
from grader.maths.tree import Application, Expression


def _of(function: str, part: Expression) -> Expression:
    return Application(function, (part,))


def _one_and(sign: int, part: Expression) -> Expression:
    """`1 + part**2` or `1 - part**2`."""
    return total([ONE, times(number(sign), power(part, 2))])


def _beyond_one(part: Expression) -> Expression:
    """`abs(part)*sqrt(part**2 - 1)`."""
    return times(_of("abs", part), _of("sqrt", total([power(part, 2), number(-1)])))


OUTER: dict[str, Callable[[Expression], Expression]] = {
    "sin": lambda u: _of("cos", u),
    "cos": lambda u: minus(_of("sin", u)),
    "tan": lambda u: over(ONE, power(_of("cos", u), 2)),
    "cot": lambda u: minus(over(ONE, power(_of("sin", u), 2))),
    "sec": lambda u: times(_of("sec", u), _of("tan", u)),
    "csc": lambda u: minus(times(_of("csc", u), _of("cot", u))),
    "sech": lambda u: minus(times(_of("sech", u), _of("tanh", u))),
    "csch": lambda u: minus(times(_of("csch", u), _of("coth", u))),
    "coth": lambda u: minus(over(ONE, power(_of("sinh", u), 2))),
    "asin": lambda u: over(ONE, _of("sqrt", _one_and(-1, u))),
    "acos": lambda u: minus(over(ONE, _of("sqrt", _one_and(-1, u)))),
    "atan": lambda u: over(ONE, _one_and(1, u)),
    "sinh": lambda u: _of("cosh", u),
    "cosh": lambda u: _of("sinh", u),
    "tanh": lambda u: over(ONE, power(_of("cosh", u), 2)),
    "acot": lambda u: minus(over(ONE, _one_and(1, u))),
    "asec": lambda u: over(ONE, _beyond_one(u)),
    "acsc": lambda u: minus(over(ONE, _beyond_one(u))),
    "asinh": lambda u: over(ONE, _of("sqrt", _one_and(1, u))),
    "acosh": lambda u: over(ONE, times(_of("sqrt", total([u, number(-1)])), _of("sqrt", total([u, ONE])))),
    "atanh": lambda u: over(ONE, _one_and(-1, u)),
    "log": lambda u: over(ONE, u),
    "sqrt": lambda u: over(ONE, times(number(2), _of("sqrt", u))),
    "abs": lambda u: over(u, _of("abs", u)),
    "sign": lambda u: ZERO,
    "floor": lambda u: ZERO,
    "ceil": lambda u: ZERO,
}

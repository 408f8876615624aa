"""The known functions on balls, with their domains: real values only, roots of odd degree below zero included.

Each gives a ball, or raises `Undefined` when the argument is outside the domain for certain, or `Unsure` when the ball
reaches over its edge.
"""

from __future__ import annotations

from collections.abc import Callable

from flint import arb

from grader.maths.exact import Undefined


class Unsure(Exception):  # noqa: N818 - says what is known, not that something broke
    """This precision cannot say whether, or what, the value is."""


class TooLarge(Unsure):
    """A value beyond anything that can be worked with."""


def finite(value: arb) -> arb:
    """The ball itself. Raises Unsure when it has no finite bounds."""
    if not value.is_finite():
        raise Unsure
    return value


def quotient(above: arb, below: arb) -> arb:
    """`above/below`."""
    if below.contains(0):
        raise Undefined if below.is_zero() else Unsure
    return above / below


def _held(condition: bool, outside: bool) -> None:
    """Goes on inside a domain; `outside` says that the argument is outside for certain."""
    if not condition:
        raise Undefined if outside else Unsure


def _bounded(value: arb, argument: arb) -> arb:
    if not value.is_finite():
        raise TooLarge if argument.is_finite() else Unsure
    return value


def _exp(x: arb) -> arb:
    return _bounded(x.exp(), x)


def _sqrt(x: arb) -> arb:
    _held(bool(x >= 0), bool(x < 0))
    return x.sqrt()


def _log(x: arb) -> arb:
    _held(bool(x > 0), bool(x <= 0))
    return x.log()


def _asin(x: arb) -> arb:
    _held(bool(abs(x) <= 1), bool(abs(x) > 1))
    return x.asin()


def _acos(x: arb) -> arb:
    _held(bool(abs(x) <= 1), bool(abs(x) > 1))
    return x.acos()


def _acosh(x: arb) -> arb:
    _held(bool(x >= 1), bool(x < 1))
    return x.acosh()


def _atanh(x: arb) -> arb:
    _held(bool(abs(x) < 1), bool(abs(x) >= 1))
    return x.atanh()


def _inverted(x: arb) -> arb:
    return quotient(arb(1), x)


def _acot(x: arb) -> arb:
    """The branch of SymPy and of most textbooks' calculators: atan(1/x)."""
    return arb.pi() / 2 if x.is_zero() else _inverted(x).atan()


def _tan(x: arb) -> arb:
    return quotient(x.sin(), x.cos())


def _sign(x: arb) -> arb:
    _held(bool(x > 0) or bool(x < 0) or x.is_zero(), outside=False)
    return x.sgn()


def _whole(x: arb) -> int:
    """The whole number below, where the ball leaves no doubt."""
    found = x.floor().unique_fmpz()
    if found is None:
        raise Unsure
    return int(found)


def _floor(x: arb) -> arb:
    return arb(_whole(x))


def _root(x: arb, degree: arb) -> arb:
    """The real root of a whole degree: of a negative number too where the degree is odd."""
    n = _whole(degree)
    if not degree.is_integer() or not 1 <= n <= 1_000:
        raise Undefined
    if n % 2 == 0:
        _held(bool(x >= 0), bool(x < 0))
        return x.root(n)
    if x < 0:
        return -((-x).root(n))
    _held(bool(x >= 0), outside=False)
    return x.root(n)


def _largest(*values: arb) -> arb:
    found = values[0]
    for value in values[1:]:
        found = found.max(value)
    return found


def _smallest(*values: arb) -> arb:
    found = values[0]
    for value in values[1:]:
        found = found.min(value)
    return found


def _atan2(y: arb, x: arb) -> arb:
    if y.is_zero() and x.is_zero():
        raise Undefined
    if y.contains(0) and not y.is_zero() and not x > 0:
        raise Unsure
    return arb.atan2(y, x)


FUNCTIONS: dict[str, Callable[..., arb]] = {
    "sin": lambda x: x.sin(),
    "cos": lambda x: x.cos(),
    "tan": _tan,
    "sec": lambda x: _inverted(x.cos()),
    "csc": lambda x: _inverted(x.sin()),
    "cot": lambda x: quotient(x.cos(), x.sin()),
    "asin": _asin,
    "acos": _acos,
    "atan": lambda x: x.atan(),
    "asec": lambda x: _acos(_inverted(x)),
    "acsc": lambda x: _asin(_inverted(x)),
    "acot": _acot,
    "sinh": lambda x: _bounded(x.sinh(), x),
    "cosh": lambda x: _bounded(x.cosh(), x),
    "tanh": lambda x: x.tanh(),
    "sech": lambda x: _inverted(_bounded(x.cosh(), x)),
    "csch": lambda x: _inverted(_bounded(x.sinh(), x)),
    "coth": lambda x: _inverted(x.tanh()),
    "asinh": lambda x: x.asinh(),
    "acosh": _acosh,
    "atanh": _atanh,
    "asech": lambda x: _acosh(_inverted(x)),
    "acsch": lambda x: _inverted(x).asinh(),
    "acoth": lambda x: _atanh(_inverted(x)),
    "exp": _exp,
    "log": _log,
    "sqrt": _sqrt,
    "root": _root,
    "abs": abs,
    "sign": _sign,
    "max": _largest,
    "min": _smallest,
    "floor": _floor,
    "ceil": lambda x: -_floor(-x),
    "atan2": _atan2,
}

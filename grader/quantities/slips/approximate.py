"""Quick values in floating point, good enough to see that two expressions are not the same.

Never used to say that two are: whatever passes here goes to the engine that decides.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

from grader.algebra.floats import CONSTANTS, agree, points_agree
from grader.algebra.fold import Arithmetic, fold
from grader.algebra.functions import FUNCTIONS
from grader.algebra.tree import Application, Constant, Expression, Number, Power, Sum, Variable, Vector, walk
from grader.quantities.slips.catalogue import Misconception

Numbers = float | tuple[float, ...]
_FRACTIONS = (0.6180339887, 0.2360679775, 0.8541019662, 0.4721359550, 0.0901699437)  # multiples of the golden section: no two alike
_MANY = 8
"""Points among which terms of a usual size lead with each sign: at three, `abs(4*x - 3*y)` is `4*x - 3*y` times one number."""
_WIDTH = 1.7
"""Variables that may be any number are tried between 0 and this, and turned round at the last point."""


def trial_points(
    variables: tuple[str, ...], domain: Mapping[str, tuple[float, float]], count: int = 3
) -> tuple[dict[str, float], ...]:
    """Return points of the domain without any regularity; the first has positive coordinates where it may."""
    return tuple(
        {name: _coordinate(name, i + 2 * j, domain, turned=j == 2) for i, name in enumerate(variables)}
        for j in range(count)
    )


def points_of(
    reference: Expression, variables: tuple[str, ...], domain: Mapping[str, tuple[float, float]]
) -> list[dict[str, float]]:
    """Return points at which a formula has a value: so many, hardly all positive by chance."""
    return [point for point in trial_points(variables, domain, _MANY) if isinstance(approximate(reference, point), float)]


def _coordinate(name: str, place: int, domain: Mapping[str, tuple[float, float]], *, turned: bool) -> float:
    share = (_FRACTIONS[place % len(_FRACTIONS)] + 0.137 * (place // len(_FRACTIONS))) % 1
    low, high = domain.get(name, (-math.inf, math.inf))
    value = 0.05 + _WIDTH * share
    if math.isfinite(low) and math.isfinite(high):
        return low + (high - low) * share
    if math.isfinite(low) or math.isfinite(high):
        return low + value if math.isfinite(low) else high - value
    return -value if turned else value


def approximate(expression: Expression, point: Mapping[str, float]) -> Numbers | None:
    """Return the value at a point, a tuple for a vector; None where floating point has none."""
    if isinstance(expression, Vector):
        components = tuple(_value(component, point) for component in expression.components)
        return components if all(math.isfinite(component) for component in components) else None
    value = _value(expression, point)
    return value if math.isfinite(value) else None


def _value(expression: Expression, point: Mapping[str, float]) -> float:
    try:
        return float(fold(expression, _Floats(point)))
    except (ArithmeticError, ValueError, TypeError, KeyError):
        return math.nan


class _Floats(Arithmetic[float]):
    """Floats at a point; whatever `math` raises says that there is none."""

    def __init__(self, point: Mapping[str, float]) -> None:
        self.point = point

    def number(self, node: Number) -> float:
        return float(node.value)

    def constant(self, node: Constant) -> float:
        return CONSTANTS[node.name]

    def variable(self, node: Variable) -> float:
        return self.point[node.name]

    def sum(self, node: Sum, *terms: float) -> float:
        """Return the sum without rounding on the way, so that near misses are not made by it."""
        return math.fsum(terms)

    def power(self, node: Power, base: float, exponent: float) -> float:
        return math.pow(base, exponent)

    def application(self, node: Application, *arguments: float) -> float:
        return FUNCTIONS[node.function].value(*arguments)


@lru_cache(maxsize=16_384)
def value_of(candidate: Misconception, point: tuple[tuple[str, float], ...]) -> Numbers | None:
    """Return the value of a known wrong answer at a point; a class asks for the same ones."""
    return approximate(candidate.expression, dict(point))


def near(answer: Numbers | None, candidate: Numbers | None, slack: float) -> bool:
    """Tell whether two values may belong to equal expressions; where one has no value, neither may the other."""
    if answer is None or candidate is None:
        return answer is candidate
    if isinstance(answer, tuple) != isinstance(candidate, tuple):
        return False
    if not isinstance(answer, tuple) and not isinstance(candidate, tuple):
        return agree(answer, candidate, slack)
    left = answer if isinstance(answer, tuple) else (answer,)
    right = candidate if isinstance(candidate, tuple) else (candidate,)
    return len(left) == len(right) and points_agree(left, right, slack)


def holds_decimals(expression: Expression) -> bool:
    """Tell whether it holds literals that were rounded."""
    return any(isinstance(node, Number) and node.significant_digits is not None for node in walk(expression))

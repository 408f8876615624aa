"""An independent check of derived references: MyGrad's automatic differentiation, at points of the domain.

Where MyGrad lacks a function of the expression, differences of the function itself are taken. Used when an exercise is
compiled or verified, never while grading: MyGrad is imported only when this is called. Knows no way to derive.
"""

from __future__ import annotations

import functools
import math
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from grader.algebra.floats import CONSTANTS, agree
from grader.algebra.fold import Arithmetic, fold
from grader.algebra.functions import FUNCTIONS
from grader.algebra.tree import Application, Constant, Expression, Number, Variable, variables_in
from grader.equality.decision import Domain
from grader.quantities.slips.approximate import approximate

POINTS = 12  # a wrong derivative agrees at none of them
_BY_MYGRAD = "MyGrad"  # the way that `verify` names
ATTEMPTS = 400  # for a function that is defined on a thirtieth of the interval


@dataclass(frozen=True, kw_only=True, slots=True)
class Disagreement:
    """A point where two ways to the derivative by `variable` give two values; `way` names the other way."""

    variable: str
    point: Mapping[str, float]
    derived: float | None
    found: float
    way: str

    def __str__(self) -> str:
        """Return `at x = 2 the derivative with respect to x is 3.0 as derived and 4 by MyGrad`."""
        at = ", ".join(f"{name} = {value:.6g}" for name, value in self.point.items())
        values = f"{self.derived} as derived and {self.found:.9g} by {self.way}"
        return f"at {at} the derivative with respect to {self.variable} is {values}"


class _NotThereError(ValueError):
    """MyGrad has no such function."""


def contradictions(function: Expression, derived: Mapping[str, Expression], domain: Domain) -> Iterator[Disagreement]:
    """Yield where partial derivatives, by variable, contradict automatic differentiation at a dozen points.

    >>> from grader.algebra.tidy import number, power, times
    >>> x = Variable("x")
    >>> [len(list(contradictions(power(x, 2), {"x": slope}, {}))) for slope in (times(number(2), x), x)]
    [0, 12]

    Raises:
        ValueError: the function has no values in the domain.
    """
    points = _points(function, tuple(sorted({*derived, *variables_in(function)})), domain)
    if not points:
        raise ValueError("the function has no value at any point tried in its domain")
    for point in points:
        slopes, way = slopes_at(function, point)
        slack = 1e-8 if way == _BY_MYGRAD else 1e-4
        for variable, expression in derived.items():
            value, slope = approximate(expression, point), slopes[variable]
            if not math.isfinite(slope):
                continue
            agrees = isinstance(value, float) and agree(value, slope, slack)
            if not agrees:
                shown = value if isinstance(value, float) else None
                yield Disagreement(variable=variable, point=point, derived=shown, found=slope, way=way)


def _points(function: Expression, variables: tuple[str, ...], domain: Domain) -> list[dict[str, float]]:
    """Return points of the domain at which the function has a value, the same in every run."""
    chance = random.Random(0)
    found: list[dict[str, float]] = []
    for _ in range(ATTEMPTS):
        point = {name: chance.uniform(*_bounds(domain, name)) for name in variables}
        if approximate(function, point) is not None:
            found.append(point)
        if len(found) == POINTS:
            break
    return found


def _bounds(domain: Domain, name: str) -> tuple[float, float]:
    """Return the interval of the domain, a stretch of it where it has no end."""
    low, high = domain.get(name, (-2.0, 2.0))
    if math.isfinite(low) and math.isfinite(high):
        return low, high
    return (low, low + 4) if math.isfinite(low) else (high - 4, high) if math.isfinite(high) else (-2.0, 2.0)


def slopes_at(function: Expression, point: Mapping[str, float]) -> tuple[Mapping[str, float], str]:
    """Return the gradient at a point by variable, and the way to it: MyGrad, or differences for functions that it lacks."""
    try:
        return _by_mygrad(function, point), _BY_MYGRAD
    except _NotThereError:
        return _by_differences(function, point), "finite differences"


def _by_mygrad(function: Expression, point: Mapping[str, float]) -> dict[str, float]:
    """Return the gradient at one point by back-propagation."""
    from mygrad.tensor_base import Tensor

    tensors = {name: Tensor(value) for name, value in point.items()}
    value = fold(function, _Tensors(tensors))
    if isinstance(value, Tensor):
        value.backward()
    return {name: 0.0 if t.grad is None else float(t.grad) for name, t in tensors.items()}


class _Tensors(Arithmetic[Any]):
    """MyGrad's tensors, and numbers between them."""

    def __init__(self, tensors: Mapping[str, Any]) -> None:
        self.tensors = tensors

    def number(self, node: Number) -> float:
        return float(node.value)

    def constant(self, node: Constant) -> float:
        return CONSTANTS[node.name]

    def variable(self, node: Variable) -> Any:  # noqa: ANN401 - MyGrad ships no types
        return self.tensors[node.name]

    def application(self, node: Application, *arguments: Any) -> Any:  # noqa: ANN401
        """Apply MyGrad's function, to two arguments at a time where there are several."""
        import mygrad

        name = FUNCTIONS[node.function].mygrad
        if name is None:
            raise _NotThereError(node.function)
        function = getattr(mygrad, name)
        return functools.reduce(function, arguments) if len(arguments) > 1 else function(arguments[0])


def _by_differences(function: Expression, point: Mapping[str, float]) -> dict[str, float]:
    """Return the gradient at one point by central differences at two widths, extrapolated (Richardson)."""
    return {name: (4 * _slope(function, point, name, 5e-5) - _slope(function, point, name, 1e-4)) / 3 for name in point}


def _slope(function: Expression, point: Mapping[str, float], name: str, width: float) -> float:
    ahead = approximate(function, {**point, name: point[name] + width})
    behind = approximate(function, {**point, name: point[name] - width})
    if not isinstance(ahead, float) or not isinstance(behind, float):
        return math.nan
    return (ahead - behind) / (2 * width)

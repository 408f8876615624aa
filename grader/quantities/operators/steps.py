"""Rules of steps, and the points that so many steps lead to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from grader.algebra.numeric import compiled
from grader.algebra.tree import Expression, Vector
from grader.descent.landscape import Landscape, step_against
from grader.model import Function
from grader.quantities import references
from grader.quantities.operators.arithmetic import components_of
from grader.quantities.operators.calculus import scalar, slope_of
from grader.quantities.operators.operator import (
    Mapped,
    Measured,
    MisfitError,
    Operator,
    Place,
    Point,
    Rule,
    Value,
    fraction_of,
    is_number,
    mapped,
)

MOST_STEPS = 50  # that anybody takes by hand


def float_of(value: Expression) -> float:
    """Return a number without variables as a float."""
    return compiled(value, ())()


@lru_cache(maxsize=256)  # a course has some dozens of functions
def landscape_of(function: Function) -> Landscape:
    """Return the function as numbers, derived once."""
    return Landscape(function.variables, mapped(function).body, references.gradient(function))


class Descent(Operator):
    """`descent(f, 0.1)`: steps against the gradient; without a step size it is left open."""

    name = "descent"
    places = (Place(name="f", holds="function"), Place(name="step_size", holds="number", optional=True))
    noun = "rule"
    is_pointwise = False

    def value(self, *arguments: Value) -> Value:
        """Return the rule. Raises MisfitError for a step size that is not above 0."""
        whole, *numbers = arguments
        assert isinstance(whole, Mapped), "the places were looked at before"
        if any(not float_of(number) > 0 for number in numbers):  # type: ignore[arg-type]
            raise MisfitError("a step size is above 0")
        return Rule(method=self.name, function=scalar(whole), numbers=tuple(numbers))  # type: ignore[arg-type]


class Steps(Operator):
    """`steps(descent(f, 0.1), start=[1, 2], count=2)`: the points after each of so many steps."""

    name = "steps"
    places = (
        Place(name="rule", holds="rule"),
        Place(name="start", holds="point"),
        Place(name="count", holds="count"),
    )
    asks = "The points after some steps of gradient descent by hand"
    example = "steps(descent(f, 0.1), start=[1, 2], count=2)"
    noun = "steps"
    is_pointwise = False

    def value(self, *arguments: Value) -> Value:
        """Return the points in floats. Raises MisfitError for a start of another size, an open step size, too many steps."""
        rule, start, count = self.parted(*arguments)
        landscape, size = landscape_of(rule.function.function), float_of(rule.numbers[0])
        points = [start]
        for _ in range(count):
            points.append(step_against(points[-1], landscape.slope(points[-1]), size))
        return tuple(points[1:])

    def parted(self, *arguments: Value) -> tuple[Rule, Point, int]:
        """Return the rule, the start in floats and the count. Raises MisfitError as `value` does."""
        rule, start, number = arguments
        assert isinstance(rule, Rule), "the places were looked at before"
        coordinates, count = components_of(start), fraction_of(number)
        size = len(rule.function.variables)
        if len(coordinates) != size:
            raise MisfitError(f"steps needs a start of {size} numbers, one for each variable, and here are {len(coordinates)}")
        if not rule.numbers:
            raise MisfitError(f"steps needs a rule with a step size, such as {rule.method}({rule.function.name or 'f'}, 0.1)")
        if count is None or count.denominator != 1 or not 1 <= count <= MOST_STEPS:
            raise MisfitError(f"steps takes between 1 and {MOST_STEPS} steps")
        return rule, tuple(map(float_of, coordinates)), int(count)

    def measured(self, *arguments: Any) -> Measured:  # noqa: ANN401
        """Return all coordinates in a row, by differences in place of derivatives."""
        rule, start, number = arguments
        _, begin, count = self.parted(rule, start, number)
        variables, size = rule.function.variables, float_of(rule.numbers[0])
        height = compiled(rule.function.body, variables)
        slopes = [slope_of(lambda point: height(*(point[name] for name in variables)), name) for name in variables]

        def value(_: Mapping[str, float]) -> tuple[float, ...]:
            here, found = dict(zip(variables, begin, strict=True)), list[float]()
            for _step in range(count):
                moves = [slope(here) for slope in slopes]
                here = {name: here[name] - size * move for name, move in zip(variables, moves, strict=True)}  # type: ignore[operator]
                found.extend(here.values())
            return tuple(found)

        return value


def is_point(value: Value) -> bool:
    """Tell whether a value is a point: one number, or a vector of numbers."""
    return is_number(value) or (isinstance(value, Vector) and all(map(is_number, value.components)))

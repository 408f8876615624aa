"""Rules of steps, and the points that so many steps lead to."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from math import inf

from grader.algebra.differentiate import differentiate
from grader.algebra.numeric import compiled
from grader.algebra.tree import Expression, Vector, parts_of
from grader.descent.landscape import Landscape, is_finite
from grader.descent.methods import METHODS
from grader.descent.methods.method import Iteration, Method, MethodSettingError
from grader.model import Function
from grader.quantities import references
from grader.quantities.operators.calculus import numbers, scalar, slope_of
from grader.quantities.operators.operator import (
    Measured,
    MisfitError,
    Operand,
    Operator,
    Place,
    Point,
    Rule,
    Setting,
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


class MethodOperator(Operator):
    """A method of descent with its function: `descent(f, 0.1)`; numbers without which a program may choose are left out."""

    is_pointwise = False
    noun = "rule"

    def __init__(self, method: Method) -> None:
        self.method = method
        self.name = method.name  # one of a table's rows, not a class of its own
        told_by_name = bool(method.settings)
        numbers = [Place(name=taken.name, holds="number", optional=True, apart=told_by_name) for taken in method.takes]
        settings = [Place(name=name, holds="setting", optional=True, apart=True) for name in method.settings]
        self.places = (Place(name="f", holds="loss" if method.takes_data else "function"), *numbers, *settings)

    def value(self, *arguments: Operand) -> Value:
        """Return the rule. Raises MisfitError for a number not above its bound, and for settings that do not fit."""
        whole, *given = arguments
        settings = tuple(each for each in given if isinstance(each, Setting))
        numbers = [each for each in given if not isinstance(each, Setting)]
        for taken, number in zip(self.method.takes, numbers, strict=False):
            if not taken.above < float_of(number) < taken.below:
                bounds = f"above {taken.above:g}" if taken.below == inf else f"between {taken.above:g} and {taken.below:g}"
                raise MisfitError(f"{taken.name} is a number {bounds}")
        rule = Rule(method=self.name, function=scalar(whole), numbers=tuple(numbers), settings=settings)
        try:
            method_of(rule)
        except MethodSettingError as error:
            raise MisfitError(str(error)) from None
        return rule


@lru_cache(maxsize=256)  # a course has some dozens of rules
def method_of(rule: Rule) -> Method:
    """Return the method of a rule, with its settings. Raises MethodSettingError."""
    settings = {setting.place: tuple(map(float_of, setting.numbers)) for setting in rule.settings}
    variables = rule.function.variables
    method = METHODS[rule.method].with_settings(settings, len(variables))
    if not method.takes_data:
        return method
    gradients = (Vector(tuple(differentiate(loss, name) for name in variables)) for loss in rule.function.losses)
    return method.with_losses(
        [Landscape(variables, loss, gradient) for loss, gradient in zip(rule.function.losses, gradients, strict=True)]
    )


def numbers_of(rule: Rule) -> dict[str, float]:
    """Return the numbers that a rule fixes, by name."""
    return {taken.name: float_of(number) for taken, number in zip(METHODS[rule.method].takes, rule.numbers, strict=False)}


def iteration_of(rule: Rule) -> Iteration:
    """Return a rule at work, all its numbers given, or what they are when nobody says so."""
    method = method_of(rule)
    numbers = method.usual | numbers_of(rule)
    return Iteration(method=method, landscape=landscape_of(rule.function.function), numbers=numbers)


class Steps(Operator):
    """`steps(descent(f, 0.1), start=[1, 2], count=2)`: the points after each of so many steps."""

    name = "steps"
    places = (Place(name="rule", holds="rule"), Place(name="start", holds="point"), Place(name="count", holds="count"))
    asks = "The points after some steps of gradient descent, or of another method, by hand"
    example = "steps(descent(f, 0.1), start=[1, 2], count=2)"
    noun = "steps"
    is_pointwise = False

    def value(self, *arguments: Operand) -> Value:
        """Return the points in floats.

        Raises MisfitError for a start of another size, an open step size, too many or too few steps, and a step to nowhere.
        """
        rule, start, count = self.parted(*arguments)
        points = iteration_of(rule).points(start, count)
        lost = next((at for at, point in enumerate(points) if not is_finite(point)), None)
        if lost is not None:
            before = ", ".join(f"{coordinate:g}" for coordinate in (start, *points)[lost])
            raise MisfitError(f"step {lost + 1} leads nowhere: {rule.method} cannot go on from ({before})")
        return points

    def parted(self, *arguments: Operand) -> tuple[Rule, Point, int]:
        """Return the rule, the start in floats and the count. Raises MisfitError as `value` does."""
        rule, start, number = arguments
        coordinates, count = parts_of(start), fraction_of(number)
        size = len(rule.function.variables)
        if len(coordinates) != size:
            raise MisfitError(f"steps needs a start of {size} numbers, one for each variable, and here are {len(coordinates)}")
        method = METHODS[rule.method]
        open_ones = [taken for taken in method.takes[len(rule.numbers) :] if taken.default is None and not taken.may_lack]
        if open_ones:
            example = method.example.replace("(f", f"({rule.function.name or 'f'}")
            raise MisfitError(f"steps needs a rule with its {open_ones[0].name}, such as {example}")
        if count is None or count.denominator != 1 or not 1 <= count <= MOST_STEPS:
            raise MisfitError(f"steps takes between 1 and {MOST_STEPS} steps")
        if count <= method.alike:
            least = method.alike + 1
            raise MisfitError(f"the first step of {rule.method} is one of gradient descent; ask for {least} steps at least")
        return rule, tuple(map(float_of, coordinates)), int(count)

    def measured(self, *arguments: Operand) -> Measured:
        """Return all coordinates in a row, with differences in place of derivatives."""
        rule, start, number = arguments
        _, begin, count = self.parted(rule, start, number)
        variables = rule.function.variables
        height = compiled(rule.function.body, variables)
        slopes = [slope_of(lambda point: height(*(point[name] for name in variables)), name) for name in variables]
        bends = [[slope_of(slope, name) for name in variables] for slope in slopes]

        class Differences(Landscape):
            def slope(self, point: Point) -> Point:
                here = dict(zip(variables, point, strict=True))
                return tuple(part for slope in slopes for part in numbers(slope(here)))

            def curvature(self, point: Point) -> tuple[Point, ...]:
                here = dict(zip(variables, point, strict=True))
                return tuple(tuple(part for bend in row for part in numbers(bend(here))) for row in bends)

        iteration = iteration_of(rule)
        landscape = Differences(variables, rule.function.body, iteration.landscape.gradient)
        points = replace(iteration, landscape=landscape).points(begin, count)
        return lambda _: tuple(coordinate for point in points for coordinate in point)


def is_point(value: Value) -> bool:
    """Tell whether a value is a point: one number, or a vector of numbers."""
    return is_number(value) or (isinstance(value, Vector) and all(map(is_number, value.components)))


STEPS = Steps()  # the one that asks for points in a row, by whose places they are judged

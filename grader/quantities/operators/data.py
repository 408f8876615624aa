"""Operators of data: what is done to each observation is arithmetic, and here it is put together to one number or formula.

Data are no vectors: `X*Y` multiplies them one by one, and `dot` does not take them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from grader.algebra.tidy import expanded, number, over, terms_of, total
from grader.algebra.tree import Expression
from grader.notation.trees import expanded_terms
from grader.quantities.operators.operator import Asked, Data, Measured, MisfitError, Operand, Operator, Place, Value
from grader.quantities.slips.catalogue import Misconception, named

_MULTIPLIED_OUT = 30  # terms of one observation that are multiplied out, so that a polynomial of many comes to few


def one_by_one(function: Callable[..., Any], arguments: tuple[Operand, ...]) -> list[Any]:
    """Return a function's results for each observation; what is no data stands beside each.

    Raises MisfitError for data of two lengths.
    """
    sizes = {len(argument.parts) for argument in arguments if isinstance(argument, Data)}
    if len(sizes) > 1:
        raise MisfitError(f"the data have {' and '.join(map(str, sorted(sizes)))} numbers; what is put together has as many")
    columns = [argument.parts if isinstance(argument, Data) else (argument,) * max(sizes) for argument in arguments]
    return [function(*row) for row in zip(*columns, strict=True)]


def value_of(operator: Operator, arguments: tuple[Operand, ...], function: Callable[..., Value] | None = None) -> Value:
    """Return an operator's value, of data one by one. Raises MisfitError where the arguments do not fit each other."""
    function = function or operator.value
    if not (operator.is_elementwise and any(isinstance(argument, Data) for argument in arguments)):
        return function(*arguments)
    found = one_by_one(function, arguments)
    if not all(isinstance(part, Expression) for part in found) or any(hasattr(part, "components") for part in found):
        raise MisfitError("data take numbers and formulas beside them, and no vectors")
    return Data(tuple(found))


def slips_of(operator: Operator, asked: Asked) -> Iterator[Misconception]:
    """Yield an operator's slips; of data those that somebody makes with each observation."""
    if not (operator.is_elementwise and any(isinstance(argument, Data) for argument in asked.arguments)):
        yield from operator.slips(asked)
        return
    rows = one_by_one(lambda *row: list(operator.slips(Asked(arguments=row, made_by=asked.made_by))), asked.arguments)
    for column in zip(*rows, strict=False):
        if len({slip.name for slip in column}) == 1:
            yield column[0].of(Data(tuple(slip.expression for slip in column)))


def measured_one_by_one(operator: Operator, right: tuple[Operand, ...], arguments: list[Any]) -> Measured:
    """Return an operator as it is measured, of data one by one; `right` says which arguments are data."""
    size = max(len(value.parts) for value in right if isinstance(value, Data))

    def part(at: int) -> Measured:
        def of(measured: Measured) -> Measured:
            return lambda point: measured(point)[at]  # type: ignore[index]

        return operator.measured(
            *(of(each) if isinstance(value, Data) else each for value, each in zip(right, arguments, strict=True))
        )

    parts = [part(at) for at in range(size)]
    return lambda point: tuple(each(point) for each in parts)  # type: ignore[misc]


class _OfData(Operator):
    """An operator that makes one number or formula of data."""

    places = (Place(name="data", holds="data"),)

    def put_together(self, parts: tuple[Expression, ...]) -> Expression:
        """Return what the parts come to."""
        raise NotImplementedError

    def value(self, *arguments: Operand) -> Value:
        """Return what the data come to."""
        return self.put_together(arguments[0].parts)

    def slips(self, asked: Asked) -> Iterator[Misconception]:
        """Yield what comes of it without the first or the last observation."""
        parts = asked.arguments[0].parts
        if len(parts) > 1:
            yield named("first_left_out", self.put_together(parts[1:]))
            yield named("last_left_out", self.put_together(parts[:-1]))

    def measured(self, *arguments: Operand) -> Measured:
        """Return the same of floats."""
        (data,) = arguments

        def value(point: Mapping[str, float]) -> float:
            numbers = data(point)
            return self.of_floats(numbers)

        return value

    def of_floats(self, numbers: tuple[float, ...]) -> float:
        """Return what floats come to."""
        raise NotImplementedError


class Summed(_OfData):
    """`sum(X*Y)`: the sum over all observations."""

    name = "sum"
    asks = "A sum over data"
    example = "sum(X*Y)"
    noun = "sum"

    def put_together(self, parts: tuple[Expression, ...]) -> Expression:
        """Return the sum."""
        return _total(parts)

    def slips(self, asked: Asked) -> Iterator[Misconception]:
        """Yield the mean in place of the sum, and an observation left out."""
        parts = asked.arguments[0].parts
        yield named("mean_taken", over(_total(parts), number(len(parts))))
        yield from super().slips(asked)

    def of_floats(self, numbers: tuple[float, ...]) -> float:
        """Return the sum."""
        return sum(numbers)


class Mean(_OfData):
    """`mean((m*X + b - Y)**2)`: the sum over all observations, divided by their number."""

    name = "mean"
    asks = "A mean over data; of squared residuals, a loss"
    example = "mean((2*X + 1 - Y)**2)"
    noun = "mean"

    def put_together(self, parts: tuple[Expression, ...]) -> Expression:
        """Return the sum divided by the number."""
        return over(_total(parts), number(len(parts)))

    def slips(self, asked: Asked) -> Iterator[Misconception]:
        """Yield the sum in place of the mean, and an observation left out."""
        yield named("mean_forgotten", _total(asked.arguments[0].parts))
        yield from super().slips(asked)

    def of_floats(self, numbers: tuple[float, ...]) -> float:
        """Return the mean."""
        return sum(numbers) / len(numbers)


def _total(parts: tuple[Expression, ...]) -> Expression:
    """Return a sum, multiplied out if it is shorter so."""
    whole = total(parts)
    if max(map(expanded_terms, parts)) > _MULTIPLIED_OUT:
        return whole
    short = total(expanded(part) for part in parts)
    return short if len(terms_of(short)) < len(terms_of(whole)) else whole

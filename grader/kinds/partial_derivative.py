"""A partial derivative of the exercise's function, as a function, a formula or a text."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from grader.algebra.tree import Expression
from grader.kinds.form_options import FormOptions
from grader.kinds.judging import Target, check_expression
from grader.kinds.protocol import Check, Earlier, Kind, unfilled_function
from grader.model import Function, Question, Submission
from grader.quantities import references as derive
from grader.quantities.misconceptions import candidates_for_derivative


class PartialDerivativeOptions(FormOptions):
    """Which derivative is asked for."""

    with_respect_to: str = Field(description="The variable to differentiate by.", examples=["x"])

    def problems(self, function: Function) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with these options for this function."""
        yield from not_a_variable("with_respect_to", self.with_respect_to, function)


def not_a_variable(key: str, name: str, function: Function) -> Iterator[tuple[str, str]]:
    """Yield the problem of a key that should name one of the function's variables and does not."""
    if name not in function.variables:
        yield key, f"`{name}` is not one of the variables ({', '.join(function.variables)})"


def check(question: Question, submission: Submission, earlier: Earlier) -> Check:
    """Judge a partial derivative against the one that SymPy derived."""
    options, function = question.item.options, question.function
    assert isinstance(options, PartialDerivativeOptions)
    variable = options.with_respect_to
    target = Target(
        reference=solution(question),
        candidates=lambda: candidates_for_derivative(function.expression, function.variables, variable),
        form=options.form,
        form_share=options.form_share,
    )
    return check_expression(question, submission, target)


def solution(question: Question) -> Expression:
    """Return the derivative that SymPy derived."""
    options, function = question.item.options, question.function
    assert isinstance(options, PartialDerivativeOptions)
    return derive.derivative(function, options.with_respect_to)


EXAMPLE = r"""
title: A partial derivative
prompt: |
  Let $f(x, y) = x^2 y + \sin y$. Find the partial derivative of $f$ with respect to $y$ and define it as
  `df_dy`: as a function, a string or a SymPy expression.
function:
  name: f
  variables: [x, y]
  expression: x**2*y + sin(y)
items:
  - id: df_dy
    kind: partial_derivative
    with_respect_to: y
    points: 2
    aliases: [dfdy, f_y]
    accepts:
      - x**2 + cos(y)
      - x^2 + cos y
      - $x^2 + \cos y$
      - code: |
          import numpy as np

          def df_dy(x, y):
              return x**2 + np.cos(y)
    rejects:
      - x**2
      - {answer: x**2 - cos(y), misconception: sign, hint: Go through the signs}
"""

KIND = Kind(
    name="partial_derivative",
    summary="A partial derivative of the function.",
    options=PartialDerivativeOptions,
    check=check,
    template=unfilled_function,
    shown=("with_respect_to", "form", "form_share"),
    reads=("tolerance", "misconceptions", "reveal"),
    solution=solution,
    example=EXAMPLE,
)

"""A partial derivative of the exercise's function, and its gradient: as a function, a formula or a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pydantic import Field

from grader.algebra.tree import Expression, Vector
from grader.kinds.judging import Target, check_expression
from grader.kinds.protocol import Check, Earlier, FormOptions, Kind, unfilled_function
from grader.model import Function, Question, Submission, TextAnswer
from grader.quantities import references as derive
from grader.quantities.slips import candidates_for_derivative, candidates_for_gradient


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


def check(question: Question[PartialDerivativeOptions], submission: Submission, earlier: Earlier) -> Check:
    """Judge a partial derivative against the one that SymPy derived."""
    options, function = question.options, question.function
    variable = options.with_respect_to
    target = Target(
        reference=solution(question),
        candidates=lambda: candidates_for_derivative(function.expression, function.variables, variable),
    )
    return check_expression(question, submission, target)


def solution(question: Question[PartialDerivativeOptions]) -> Expression:
    """Return the derivative that SymPy derived."""
    return derive.derivative(question.function, question.options.with_respect_to)


# What the documentation shows and `grade new` writes.
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

# The row of this kind in the table of all.
PARTIAL_DERIVATIVE = Kind(
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


# --- All of them ----------------------------------------------------------------------------------


class GradientOptions(FormOptions):
    """Nothing beyond the form: the function says the rest."""


def check_gradient(question: Question[GradientOptions], submission: Submission, earlier: Earlier) -> Check:
    """Judge a gradient, component by component in the order of the variables."""
    function = question.function
    submission = with_gradient(question, submission)
    target = Target(
        reference=gradient(question),
        candidates=lambda: candidates_for_gradient(function.expression, function.variables),
    )
    return check_expression(question, submission, target)


def with_gradient(question: Question[GradientOptions], submission: Submission) -> Submission:
    """Return the submission with a gradient that is written as `f_x = …, f_y = …` alone, in the order of the variables.

    The names must be no other item's of the exercise, and where they stand there is one for each variable and no more.
    """
    item, function = question.item, question.function
    if submission.definitions(item.names) or submission.text_answers(item.names):
        return submission
    taken = {name for other in question.surroundings.items for name in other.names}
    spelled = {variable: (f"{function.name}_{variable}", f"d{function.name}_d{variable}") for variable in function.variables}
    cells: dict[tuple[str, int | None, str], dict[str, TextAnswer]] = {}
    others: dict[tuple[str, int | None, str], int] = {}
    for text in submission.texts:
        where = (text.place.file, text.place.cell, text.section)
        if not text.markdown or text.name in taken:
            continue
        variable = next((each for each, names in spelled.items() if text.name in names), None)
        if variable is not None:
            cells.setdefault(where, {})[variable] = text
        elif text.name.startswith((f"{function.name}_", f"d{function.name}_d")) and not text.name.endswith("_depends_on"):
            others[where] = others.get(where, 0) + 1
    whole = [found for where, found in cells.items() if len(found) == len(spelled) and where not in others]
    if not whole:
        return submission
    parts = [whole[-1][variable] for variable in function.variables]
    rest = tuple(piece for part in parts for piece in part.rest)
    written = f"({', '.join(part.text for part in parts)})"
    made = replace(parts[0], name=item.name, text=written, whole="", rest=rest)
    return replace(submission, texts=(*submission.texts, made))


def gradient(question: Question[GradientOptions]) -> Vector:
    """Return all partial derivatives, as SymPy derived them."""
    return derive.gradient(question.function)


# What the documentation shows and `grade new` writes.
GRADIENT_EXAMPLE = r"""
title: A gradient
prompt: |
  Let $f(x, y) = x^3 + 5xy$. Find the gradient of $f$ and define it as `gradient`: a list of formulas, or a
  function of $x$ and $y$ that returns both components.
function:
  name: f
  variables: [x, y]
  expression: x**3 + 5*x*y
items:
  - id: gradient
    kind: gradient
    points: 2
    aliases: [grad_f, nabla_f]
    accepts:
      - (3*x**2 + 5*y, 5*x)
      - $\begin{pmatrix} 3x^2 + 5y \\ 5x \end{pmatrix}$
      - (3x^2 + 5y) i + 5x j
      - code: |
          def gradient(x, y):
              return [3 * x**2 + 5 * y, 5 * x]
    rejects:
      - (5*x, 3*x**2 + 5*y)
      - {answer: 3*x**2 + 5*y + 5*x, misconception: components_added, hint: A gradient keeps them apart}
"""

# The row of this kind in the table of all.
GRADIENT = Kind(
    name="gradient",
    summary="The gradient of the function.",
    options=GradientOptions,
    check=check_gradient,
    template=unfilled_function,
    shown=("form", "form_share"),
    reads=("tolerance", "misconceptions", "reveal"),
    solution=gradient,
    example=GRADIENT_EXAMPLE,
)

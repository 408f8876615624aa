"""The gradient of the exercise's function: a vector of formulas, or a function that returns one."""

from __future__ import annotations

from grader.algebra.tree import Vector
from grader.kinds.form_options import FormOptions
from grader.kinds.judging import Target, check_expression
from grader.kinds.protocol import Check, Earlier, Kind, unfilled_function
from grader.model import Question, Submission
from grader.quantities import references as derive
from grader.quantities.misconceptions import candidates_for_gradient


class GradientOptions(FormOptions):
    """Nothing beyond the form: the function says the rest."""


def check(question: Question, submission: Submission, earlier: Earlier) -> Check:
    """Judge a gradient, component by component in the order of the variables."""
    options, function = question.item.options, question.function
    assert isinstance(options, GradientOptions)
    target = Target(
        reference=solution(question),
        candidates=lambda: candidates_for_gradient(function.expression, function.variables),
        form=options.form,
        form_share=options.form_share,
    )
    return check_expression(question, submission, target)


def solution(question: Question) -> Vector:
    """Return all partial derivatives, as SymPy derived them."""
    return derive.gradient(question.function)


EXAMPLE = r"""
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

KIND = Kind(
    name="gradient",
    summary="The gradient of the function.",
    options=GradientOptions,
    check=check,
    template=unfilled_function,
    shown=("form", "form_share"),
    reads=("tolerance", "misconceptions", "reveal"),
    solution=solution,
    example=EXAMPLE,
)

"""A unit vector in a direction that the exercise describes."""

from __future__ import annotations

from grader.algebra.tree import Vector
from grader.kinds.answer_forms import is_vector
from grader.kinds.direction import DirectionOptions
from grader.kinds.judging import Target, check_expression
from grader.kinds.protocol import Check, Earlier, Kind
from grader.model import Question, Submission
from grader.quantities.misconceptions import candidates_for_unit_vector


class UnitVectorOptions(DirectionOptions):
    """The direction that is asked for."""


def check(question: Question[UnitVectorOptions], submission: Submission, earlier: Earlier) -> Check:
    """Judge a unit vector, component by component."""
    options, function = question.options, question.function
    reference = options.unit_vector(function)
    target = Target(
        reference=reference,
        candidates=lambda: candidates_for_unit_vector(
            reference, angle_degrees=options.degrees_from_first_axis(function), vector=options.as_vector()
        ),
        form=options.form,
        form_share=options.form_share,
    )
    return check_expression(question, submission, target)


def solution(question: Question[UnitVectorOptions]) -> Vector:
    """Return the exact vector of length 1."""
    return question.options.unit_vector(question.function)


EXAMPLE = r"""
title: A unit vector
prompt: |
  Find the unit vector in the direction of $(3, 4)$ and define it as `u_hat`.
function:
  name: f
  variables: [x, y]
  expression: x*y
items:
  - id: u_hat
    kind: unit_vector
    vector: [3, 4]
    points: 2
    accepts:
      - (3/5, 4/5)
      - [0.6, 0.8]
      - $\frac{1}{5} \langle 3, 4 \rangle$
      - code: |
          import numpy as np

          u_hat = np.array([3, 4]) / np.hypot(3, 4)
    rejects:
      - {answer: "(3/7, 4/7)", misconception: divided_by_sum, hint: Divide by its length}
      - (3, 4)
"""

KIND = Kind(
    name="unit_vector",
    summary="The unit vector of a direction.",
    options=UnitVectorOptions,
    check=check,
    shown=("angle_degrees", "measured_from", "towards", "vector", "form", "form_share"),
    reads=("tolerance", "misconceptions", "reveal"),
    solution=solution,
    can_answer=is_vector,
    example=EXAMPLE,
)

"""The gradient of the exercise's function: a vector of formulas, or a function that returns one."""

from __future__ import annotations

from grader.kinds.form_options import FormOptions
from grader.kinds.judging import Target, check_expression
from grader.kinds.protocol import Check, Earlier, Kind, unfilled_function
from grader.maths import derive
from grader.maths.misconceptions import candidates_for_gradient
from grader.model import Question, Submission


class GradientOptions(FormOptions):
    """Nothing beyond the form: the function says the rest."""


def check(question: Question, submission: Submission, earlier: Earlier) -> Check:
    """Judge a gradient, component by component in the order of the variables."""
    options, function = question.item.options, question.function
    assert isinstance(options, GradientOptions)
    target = Target(
        reference=derive.gradient(function.expression, function.variables),
        candidates=lambda: candidates_for_gradient(function.expression, function.variables),
        form=options.form,
        form_share=options.form_share,
    )
    return check_expression(question, submission, target)


KIND = Kind(
    name="gradient",
    summary="The gradient of the function.",
    options=GradientOptions,
    check=check,
    template=unfilled_function,
    shown=("form", "form_share"),
)

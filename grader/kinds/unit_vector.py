"""A unit vector in a direction that the exercise describes."""

from __future__ import annotations

from grader.kinds.direction import DirectionOptions
from grader.kinds.judging import Target, check_expression
from grader.kinds.protocol import Check, Earlier, Kind
from grader.maths.misconceptions import candidates_for_unit_vector
from grader.model import Question, Submission


class UnitVectorOptions(DirectionOptions):
    """The direction that is asked for."""


def check(question: Question, submission: Submission, earlier: Earlier) -> Check:
    """Judge a unit vector, component by component."""
    options = question.item.options
    assert isinstance(options, UnitVectorOptions)
    reference = options.unit_vector()
    target = Target(
        reference=reference,
        candidates=lambda: candidates_for_unit_vector(
            reference, angle_degrees=options.angle_degrees, vector=options.as_vector()
        ),
        form=options.form,
        form_share=options.form_share,
    )
    return check_expression(question, submission, target)


KIND = Kind(
    name="unit_vector",
    summary="The unit vector of a direction.",
    options=UnitVectorOptions,
    check=check,
    shown=("angle_degrees", "vector", "form", "form_share"),
)

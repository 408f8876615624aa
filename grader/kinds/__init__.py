"""The kinds of item that a course can ask for, one file (or folder) each; the table below is the whole registry."""

from __future__ import annotations

from grader.kinds.depends_on import KIND as DEPENDS_ON
from grader.kinds.descent.kind import KIND as DESCENT
from grader.kinds.directional_derivative import KIND as DIRECTIONAL_DERIVATIVE
from grader.kinds.gradient import KIND as GRADIENT
from grader.kinds.partial_derivative import KIND as PARTIAL_DERIVATIVE
from grader.kinds.protocol import Check, Earlier, Kind
from grader.kinds.remainder import conversation
from grader.kinds.steps import KIND as STEPS
from grader.kinds.unit_vector import KIND as UNIT_VECTOR
from grader.model import Question, Submission

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        PARTIAL_DERIVATIVE,
        DEPENDS_ON,
        GRADIENT,
        UNIT_VECTOR,
        DIRECTIONAL_DERIVATIVE,
        STEPS,
        DESCENT,
    )
}


def check(question: Question, submission: Submission, earlier: Earlier) -> Check:
    """Start the conversation about a question: its kind's, and what holds for every kind."""
    return conversation(KINDS[question.item.kind], question, submission, earlier)

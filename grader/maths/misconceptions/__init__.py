"""Wrong answers that people really give, derived from the function and the question, and recognised in an answer."""

from grader.maths.misconceptions.catalogue import Misconception
from grader.maths.misconceptions.derivatives import candidates_for_derivative
from grader.maths.misconceptions.directions import candidates_for_directional, candidates_for_unit_vector
from grader.maths.misconceptions.gradients import candidates_for_gradient
from grader.maths.misconceptions.recognise import recognise

__all__ = [
    "Misconception",
    "candidates_for_derivative",
    "candidates_for_directional",
    "candidates_for_gradient",
    "candidates_for_unit_vector",
    "recognise",
]

"""Wrong answers that people really give, derived from the function and the question, and recognised in an answer.

What is done where:

    their names, sentences and ranks ................... catalogue
    of a derivative, and of an integral instead ........ derivatives
    of a gradient, a direction, a slope ................ wrong_vectors
    a quick look, and the engine's word ................ approximate, recognise
"""

from grader.quantities.misconceptions.catalogue import Misconception
from grader.quantities.misconceptions.derivatives import candidates_for_derivative
from grader.quantities.misconceptions.recognise import recognise
from grader.quantities.misconceptions.wrong_vectors import (
    candidates_for_directional,
    candidates_for_gradient,
    candidates_for_unit_vector,
)

__all__ = [
    "Misconception",
    "candidates_for_derivative",
    "candidates_for_directional",
    "candidates_for_gradient",
    "candidates_for_unit_vector",
    "recognise",
]

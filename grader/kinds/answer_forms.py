"""In which form a question can be answered, apart from whether the answer is right: what is none hides no other answer.

A value that a name was used for later (a number, a loop's range, a step's component) is told from an answer by its shape
alone. Knows kinds of answers, no exercise.
"""

from __future__ import annotations

from grader.kinds.calling import conventions, descent_conventions
from grader.kinds.code_values import as_floats
from grader.kinds.mathematical import numbers_of
from grader.kinds.points.point_lists import NoPointsError, points_of
from grader.model import ArrayValue, FunctionValue, OpaqueValue, Question, Value

_ANY_SIZE = 0.1  # where a program leaves its step size open, whatever it is


def is_empty(value: Value) -> bool:
    """Tell whether a value holds nothing: `None`, `...`, `[]`, `(..., ...)`, `set()`, an empty text."""
    if isinstance(value, list | tuple | frozenset | dict):
        return all(map(is_empty, value))
    return value is None or value is ... or (isinstance(value, str) and not value.strip())


def is_formula(question: Question, value: Value) -> bool:
    """Tell whether a value may be a formula: a number that was worked out is none where the function's variables matter.

    A function is one where its parameters can stand for the variables.
    """
    if isinstance(value, FunctionValue):
        return bool(conventions(value, question.function.variables, question.function.variables))
    if is_empty(value) or isinstance(value, OpaqueValue | bool):
        return False
    return numbers_of(value, question.function.variables) is None


def is_vector(question: Question, value: Value) -> bool:
    """Tell whether a value may be a direction: a function, a formula, or one number for each variable."""
    numbers = as_floats(value)
    if numbers is None:
        return not is_empty(value) and not isinstance(value, OpaqueValue | bool)
    return len(numbers) == len(question.function.variables)


def is_program(question: Question, value: Value) -> bool:
    """Tell whether a value can be called with a start and a number of steps."""
    return isinstance(value, FunctionValue) and bool(descent_conventions(value, question.function.variables, _ANY_SIZE))


def is_list_of_points(question: Question, value: Value, count: int) -> bool:
    """Whether a value may list points: numbers in one row only where there are as many as asked for, or the start more."""
    if isinstance(value, FunctionValue | str):
        return not is_empty(value)
    size = len(question.function.variables)
    row = isinstance(value, ArrayValue) and len(value.shape) < 2
    row = row or (isinstance(value, list | tuple) and all(isinstance(part, int | float) for part in value))
    numbers = as_floats(value)
    if size > 1 and row and numbers is not None and len(numbers) not in (count * size, (count + 1) * size):
        return False
    try:
        return bool(points_of(value, question.function.variables))
    except NoPointsError:
        return False


def is_set_of_names(question: Question, value: Value) -> bool:
    """Tell whether a value may name variables; no number does."""
    return not is_empty(value) and not isinstance(value, OpaqueValue) and as_floats(value) is None

"""What a student's function gives beside the moderate points: whole numbers, far away, beside thresholds, and again later.

Decides what is asked and which missing values are the floats' fault; whether a value is right is for `maths`.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Mapping
from dataclasses import replace
from functools import lru_cache

from grader.algebra.tree import Expression
from grader.equality.decision import Comparison
from grader.equality.function_decision import Further
from grader.equality.further_points import further_points, is_steep_at, lost_at, quotient_errors, whole_number_points
from grader.equality.sample_points import parts_of
from grader.equality.sample_points import value_at as evaluate
from grader.kinds.answers import FunctionAnswer, WholeNumbers
from grader.kinds.conditions import Conditions, conditions
from grader.kinds.function_values import came, stopped
from grader.kinds.mathematical import Numbers, numbers_of
from grader.kinds.outcomes import call_text
from grader.kinds.quotients import width_of_quotient
from grader.model import Call, Observation, Outcome, Probe, Question, Submission, SymbolicValue, Value
from grader.notation.expression_text import read

_WHOLE_NUMBERS = 2  # as whole numbers of Python; the same points are asked as floats
_AGAIN = 2  # moderate points that are asked once more at the end, when a count of calls has moved on
_MOST_CALLS = 1_000  # of a function that keeps state; a count beyond these is not waited for
_ARITHMETIC = ("ZeroDivisionError", "OverflowError", "FloatingPointError", "ValueError")


def ask_further(
    question: Question, submission: Submission, answer: FunctionAnswer, reference: Expression, comparison: Comparison
) -> Generator[Probe, Observation, FunctionAnswer]:
    """Return the answer with what its function gives at further points, as floats and as whole numbers."""
    function = question.function
    names = (answer.name, *question.item.names)
    found = conditions(submission, names, function.variables)
    whole = read(function.expression, variables=function.variables)
    width = width_of_quotient(submission, names)

    def slack(point: Mapping[str, float]) -> tuple[float, ...]:
        return () if width is None else quotient_errors(reference, whole, function.variables, point, width)

    if width is not None:
        answer = replace(answer, slack=tuple(map(slack, answer.points)))
    floats = further_points(reference, whole, comparison, found.thresholds)
    ints = whole_number_points(floats, _WHOLE_NUMBERS) if answer.way.takes_whole_numbers else []
    points: list[Mapping[str, float]] = [*floats, *ints, *answer.points[:_AGAIN] * _repeats(found)]
    if not points:
        return answer
    observation = yield answer.way.probe(answer.name, tuple(points))
    asked = list(zip(points, observation.calls, strict=True))
    of_floats, of_ints = [*asked[: len(floats)], *asked[len(floats) + len(ints) :]], asked[len(floats) :][: len(ints)]
    expressions = (*parts_of(reference), whole)
    seen = [
        (replace(_further(point, value, whole, reference), slack=slack(point)), call_text(answer.name, call.arguments))
        for point, call in of_floats
        if not _is_excused(call, value := _numbers(call, question), point, expressions)
    ]
    return replace(
        answer,
        further=tuple(each for each, _ in seen),
        further_calls=tuple(text for _, text in seen),
        whole_numbers=tuple(
            _as_whole(
                call_text(answer.name, call.arguments),
                call,
                _further(point, _numbers(call, question), whole, reference),
            )
            for point, call in of_ints
        ),
        unfinished=next((call for call in observation.calls if stopped(call)), None),
    )


def _repeats(found: Conditions) -> int:
    """How often the last points are asked: once, or beyond every count with which a program that keeps state compares."""
    counts = [number for number in found.thresholds.numbers if found.keeps_state and number.is_integer()]
    return 1 + int(max((count for count in counts if count <= _MOST_CALLS), default=0)) // _AGAIN


def _numbers(call: Call, question: Question) -> Numbers:
    return numbers_of(call.value, question.function.variables) if came(call) else None


def _further(point: Mapping[str, float], value: Numbers, whole: Expression, reference: Expression) -> Further:
    place = tuple(point.items())
    return Further(point, value, _size_at(whole, place), lost_at(reference, place))


@lru_cache(maxsize=4096)
def _size_at(whole: Expression, place: tuple[tuple[str, float], ...]) -> float:
    """Return the size of the exercise's function at a point, which is the same for a whole class."""
    return abs(evaluate(whole, dict(place)) or 0.0)


def _as_whole(text: str, call: Call, further: Further) -> WholeNumbers:
    gave = None if call.outcome is Outcome.RAISED or _is_nothing(call.value) else call.value
    return WholeNumbers(call=text, further=further, value=gave, fault=call.fault)


def _is_nothing(value: Value) -> bool:
    """Tell whether a value holds nothing at all, as the gradients `(None, None)` of whole-number tensors do."""
    if isinstance(value, list | tuple):
        return all(map(_is_nothing, value))
    return value is None


def _is_excused(call: Call, value: Numbers, point: Mapping[str, float], expressions: tuple[Expression, ...]) -> bool:
    """Whether a missing value may be the floats' fault: a hole at a whole number, as in x²/x, or an overflow far away."""
    if stopped(call):
        return True
    numbers = value if isinstance(value, tuple) else (value,)
    if all(number is not None and math.isfinite(number) for number in numbers):
        return False
    if call.outcome is Outcome.RAISED:
        arithmetic = call.fault is not None and call.fault.type_name in _ARITHMETIC
    else:
        arithmetic = value is not None or isinstance(call.value, SymbolicValue)
    at_a_hole = any(float(coordinate).is_integer() for coordinate in point.values())
    return arithmetic and (at_a_hole or is_steep_at(expressions, point))

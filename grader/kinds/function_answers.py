"""An answer that is a function, known by its values at some points, called in the way that suits it.

Goes through the conventions until one gives what is asked for, then asks beside the moderate points: whole numbers, far
away, beside thresholds, and again later. Decides what is asked and which missing values are the floats' fault; whether
a value is right is for `equality`.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from grader.algebra.tree import Expression, Vector, parts_of
from grader.equality.decision import Comparison, shape_text
from grader.equality.function_decision import Further
from grader.equality.further_points import further_points, is_steep_at, least_divisor, lost_at, quotient_errors, whole_number_points
from grader.equality.sample_points import value_at as evaluate
from grader.kinds.answers import ExpressionAnswer, answer_in, expression_form
from grader.kinds.asked import derivative_order, functions_asked_about
from grader.kinds.calling import Contract, Convention, Point, agreed_conventions, conventions, needs_no_arguments
from grader.kinds.code_values import in_words, strings_in
from grader.kinds.conditions import Conditions, conditions
from grader.kinds.mathematical import Numbers, numbers_of, to_expression
from grader.kinds.outcomes import call_text, not_judged, unanswered
from grader.kinds.quotients import takes_difference, width_of_quotient
from grader.model import (
    ArrayValue,
    Call,
    CheckResult,
    Feedback,
    FunctionValue,
    Observation,
    Outcome,
    Probe,
    Question,
    StudentFault,
    Submission,
    SymbolicValue,
    Value,
    Verdict,
)
from grader.notation.answer import read
from grader.notation.tokens import Unreadable
from grader.sentences.catalogue import say

_WHOLE_NUMBERS = 2  # as whole numbers of Python; the same points are asked as floats
_AGAIN = 2  # moderate points that are asked once more at the end, when a count of calls has moved on
_MOST_CALLS = 1_000  # of a function that keeps state; a count beyond these is not waited for
_ARITHMETIC = ("ZeroDivisionError", "OverflowError", "FloatingPointError", "ValueError")  # what floats raise past their range
_MENDABLE = ("TypeError", "IndexError", "ValueError", "AttributeError", "KeyError")  # what a wrong convention makes Python raise


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What a function is asked for: its values at `points`, each of so many `components`.

    `relevant` are the variables that the right answer depends on. By a `contract` the exercise says how it is called.
    """

    points: tuple[Point, ...]
    relevant: tuple[str, ...]
    components: int = 1
    contract: Contract | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class WholeNumbers:
    """What a function gave for whole numbers of Python: `value` is None where it gave nothing or stopped."""

    call: str
    further: Further
    value: Value
    fault: StudentFault | None


@dataclass(frozen=True, kw_only=True, slots=True)
class FunctionAnswer:
    """An answer that is a function, known by its values: `values[i]` belongs to `points[i]`.

    A value is a float, a tuple of them for a vector, or None where the call did not give numbers. `further` are those
    at further points, as `further_calls` writes them; `unfinished` is the call among them that did not come to an end.
    `slack` says for each point and component how far the function may be off where it takes difference quotients, and
    `takes_difference` also holds of one that was not divided.
    `text` is a call that gave its numbers in a text, with what it gave.
    """

    name: str
    points: tuple[Point, ...]
    values: tuple[Numbers, ...]
    calls: tuple[str, ...]
    way: Convention
    remarks: tuple[Feedback, ...] = ()
    further: tuple[Further, ...] = ()
    further_calls: tuple[str, ...] = ()
    whole_numbers: tuple[WholeNumbers, ...] = ()
    unfinished: Call | None = None
    slack: tuple[tuple[float, ...], ...] = ()
    takes_difference: bool = False
    text: tuple[str, str] | None = None

    understood = None


Answer = ExpressionAnswer | FunctionAnswer
Reading = Generator[Probe, Observation, Answer | CheckResult]


def read_mathematics(question: Question, submission: Submission, wanted: Wanted) -> Reading:
    """Return the student's answer, or the result where there is none; a function is asked for what is wanted."""
    observation = yield Probe(names=question.item.names)
    name, function = observation.name or question.item.name, observation.calls[0].value
    variables = question.function.variables
    is_agreed = wanted.contract is not None
    if not isinstance(function, FunctionValue) or (not is_agreed and needs_no_arguments(function, variables, wanted.relevant)):
        return (yield from answer_in(question, submission, observation, expression_form(question, submission)))
    if wanted.contract is None:
        ways = conventions(function, variables, wanted.relevant)
    else:
        ways = agreed_conventions(function, wanted.contract, variables)
    if not ways:
        return _uncallable(question, name, function, wanted.contract)
    way, observation = yield from _try_ways(name, wanted, ways, variables)
    if all(not came(call) for call in observation.calls) or any(stopped(call) for call in observation.calls):
        result = not_judged(question, submission, observation)
        assert result is not None
        return result
    values = tuple(numbers_of(call.value, variables) if came(call) else None for call in observation.calls)
    if all(value is None for value in values):
        formula = _formula_returned(question, observation)
        return formula or _without_numbers(question, submission, observation, name, wanted.components)
    changed = any(call.arguments_changed for call in observation.calls)
    is_formula = all(call.value == observation.calls[0].value for call in observation.calls)
    texts = (call for call in observation.calls if not is_formula and any(strings_in(call.value)))
    return FunctionAnswer(
        name=name,
        points=wanted.points,
        values=values,
        calls=tuple(call_text(name, call.arguments) for call in observation.calls),
        way=way,
        remarks=(say("arguments_changed", name=name),) if changed else (),
        text=next(((call_text(name, call.arguments), in_words(call.value)) for call in texts), None),
    )


def _uncallable(question: Question, name: str, function: FunctionValue, contract: Contract | None) -> CheckResult:
    call = f"{name}({', '.join(parameter.name for parameter in function.parameters or ())})"
    if contract is None:
        remark = say("parameters", call=call, wanted=", ".join(question.function.variables))
    else:
        remark = say("parameters.agreed", call=call, wanted=", ".join(contract))
    return CheckResult(key=question.key, verdict=Verdict.DID_NOT_RUN, feedback=(remark,))


def _try_ways(
    name: str, wanted: Wanted, ways: tuple[Convention, ...], variables: tuple[str, ...]
) -> Generator[Probe, Observation, tuple[Convention, Observation]]:
    """Return the first way that gave what is wanted, else anything at all, else the likeliest."""
    tried: list[tuple[Convention, Observation]] = []
    for way in ways:
        tried.append((way, (yield way.probe(name, wanted.points))))
        if _fits(tried[-1][1], wanted, variables):
            return tried[-1]
    return next((one for one in tried if not all(map(_is_misunderstood, one[1].calls))), tried[0])


def _fits(observation: Observation, wanted: Wanted, variables: tuple[str, ...]) -> bool:
    """Tell whether a way of calling is settled: it gave as many numbers as are wanted, or ended for good."""
    if any(stopped(call) and not _refuses_our_array(call) for call in observation.calls):
        return True
    values = [numbers_of(call.value, variables) for call in observation.calls if came(call)]
    counts = [len(value) if isinstance(value, tuple) else 1 for value in values if value is not None]
    return wanted.components in counts


def _is_misunderstood(call: Call) -> bool:
    """Tell whether a call failed in a way that another way of calling may mend."""
    mendable = call.outcome is Outcome.RAISED and call.fault is not None and call.fault.type_name in _MENDABLE
    return mendable or _refuses_our_array(call)


def _refuses_our_array(call: Call) -> bool:
    """Tell whether a package could not take an array that we gave in place of a number: ours, and no newer package's doing."""
    return call.outcome is Outcome.UNAVAILABLE and any(isinstance(value, ArrayValue) for value in call.arguments or ())


def came(call: Call) -> bool:
    """Tell whether a call returned."""
    return call.outcome is Outcome.RETURNED


def stopped(call: Call) -> bool:
    """Tell whether a call ended for a reason beside the function's domain: time, memory, a lost process."""
    return call.outcome not in (Outcome.RETURNED, Outcome.RAISED)


def _formula_returned(question: Question, observation: Observation) -> ExpressionAnswer | None:
    """Return the formula of a function that returns it as text or symbols, the same whatever it is called with."""
    returned = observation.calls[0].value
    if any(call.value != returned for call in observation.calls):
        return None
    try:
        expression = to_expression(returned, question.function.variables)
    except Unreadable:
        return None
    return ExpressionAnswer(expression=expression)


def _without_numbers(
    question: Question, submission: Submission, observation: Observation, name: str, components: int
) -> CheckResult:
    """Return the result for a function that runs and returns no number."""
    call = observation.calls[0]
    shown = call_text(name, call.arguments)
    if call.value is ... or (call.value is None and submission.is_placeholder((name,))):
        return unanswered(question, say("placeholder.empty", name=question.item.name))
    if call.value is None:
        remark = say("returned_nothing.printed" if observation.printed.strip() else "returned_nothing", call=shown)
    else:
        code = "not_a_number.set" if isinstance(call.value, frozenset) else "not_a_number.value"
        code = "not_a_number.one" if components == 1 and code == "not_a_number.set" else code
        remark = say(code, call=shown, value=in_words(call.value), asked=shape_text(components))
    return CheckResult(key=question.key, verdict=Verdict.INCORRECT, feedback=(remark,))


# --- Beside the moderate points -----------------------------------------------------------------


def ask_further(
    question: Question, submission: Submission, answer: FunctionAnswer, reference: Expression, comparison: Comparison
) -> Generator[Probe, Observation, FunctionAnswer]:
    """Return the answer with what its function gives at further points, as floats and as whole numbers."""
    function = question.function
    names = (answer.name, *question.item.names)
    found = conditions(submission, names, function.variables)
    whole = read(function.expression, variables=function.variables)
    measured = _measured(question, whole)
    width = width_of_quotient(submission, names)

    divisor = least_divisor(width, derivative_order(question.exercise, question.item)) if width is not None else None

    def slack(point: Mapping[str, float]) -> tuple[float, ...]:
        return () if divisor is None else quotient_errors(reference, measured, function.variables, point, divisor)

    if width is not None:
        answer = replace(answer, slack=tuple(map(slack, answer.points)))
    answer = replace(answer, takes_difference=width is not None or takes_difference(submission, names))
    floats = further_points(reference, whole, comparison, found.thresholds)
    in_arrays = answer.way.in_arrays or any(isinstance(part, tuple) for part in answer.way.order)
    ints = whole_number_points(floats, _WHOLE_NUMBERS) if not in_arrays else []
    points: list[Mapping[str, float]] = [*floats, *ints, *answer.points[:_AGAIN] * _repeats(found)]
    if not points:
        return answer
    observation = yield answer.way.probe(answer.name, tuple(points))
    asked = list(zip(points, observation.calls, strict=True))
    of_floats, of_ints = [*asked[: len(floats)], *asked[len(floats) + len(ints) :]], asked[len(floats) :][: len(ints)]
    expressions = (*parts_of(reference), whole)
    seen = [
        (replace(_further(point, value, measured, reference), slack=slack(point)), call_text(answer.name, call.arguments))
        for point, call in of_floats
        if not _is_excused(call, value := _numbers(call, question), point, expressions)
    ]
    return replace(
        answer,
        further=tuple(each for each, _ in seen),
        further_calls=tuple(text for _, text in seen),
        whole_numbers=tuple(
            WholeNumbers(
                call=call_text(answer.name, call.arguments),
                further=_further(point, _numbers(call, question), measured, reference),
                value=None if call.outcome is Outcome.RAISED or _is_nothing(call.value) else call.value,
                fault=call.fault,
            )
            for point, call in of_ints
        ),
        unfinished=next((call for call in observation.calls if stopped(call)), None),
    )


def _measured(question: Question, whole: Expression) -> Expression:
    """Return what a program may take differences of: the item's function, or all in its term that have its variables."""
    function, names = question.function, functions_asked_about(question.exercise, question.item)
    others = [each for each in question.exercise.functions if each.name in names and each.name != function.name]
    known = [each for each in others if set(each.variables) <= set(function.variables)]
    return Vector((whole, *(read(each.expression, variables=each.variables) for each in known))) if known else whole


def _repeats(found: Conditions) -> int:
    """Return how often the last points are asked: once, or beyond every count in a program that keeps state."""
    counts = [number for number in found.thresholds.numbers if found.keeps_state and number.is_integer()]
    return 1 + int(max((count for count in counts if count <= _MOST_CALLS), default=0)) // _AGAIN


def _numbers(call: Call, question: Question) -> Numbers:
    return numbers_of(call.value, question.function.variables) if came(call) else None


def _further(point: Mapping[str, float], value: Numbers, whole: Expression, reference: Expression) -> Further:
    place = tuple(point.items())
    return Further(point, value, _size_at(whole, place), lost_at(reference, place))


@lru_cache(maxsize=4096)
def _size_at(whole: Expression, place: tuple[tuple[str, float], ...]) -> float:
    """Return the size of the exercise's function at a point, which is the same for a whole class; the largest of several."""
    return max(abs(evaluate(part, dict(place)) or 0.0) for part in parts_of(whole))


def _is_nothing(value: Value) -> bool:
    """Tell whether a value holds nothing at all, as the gradients `(None, None)` of whole-number tensors do."""
    if isinstance(value, list | tuple):
        return all(map(_is_nothing, value))
    return value is None


def _is_excused(call: Call, value: Numbers, point: Mapping[str, float], expressions: tuple[Expression, ...]) -> bool:
    """Tell whether a missing value may be the floats' fault: a hole at a whole number, as in x²/x, or an overflow far away."""
    if stopped(call):
        return True
    numbers = value if isinstance(value, tuple) else (value,)
    if all(number is not None and math.isfinite(number) for number in numbers):
        return False
    if call.outcome is Outcome.RAISED:
        arithmetic = call.fault is not None and call.fault.type_name in _ARITHMETIC
    else:
        arithmetic = value is not None or isinstance(call.value, SymbolicValue | str)
    at_a_hole = any(float(coordinate).is_integer() for coordinate in point.values())
    return arithmetic and (at_a_hole or is_steep_at(expressions, point))

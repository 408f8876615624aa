"""What a student's answer is: an expression, or a function known by its values at some points.

Reads what was defined under an item's names, as code or as text, and asks a function for its
values. Shared by all kinds whose answer is mathematics; it never sees whether the answer is right.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from types import EllipsisType

from grader.algebra.tree import Expression, Variable, variables_in, walk
from grader.equality.function_decision import Further
from grader.kinds.calling import Convention, Point, conventions, needs_no_arguments
from grader.kinds.code_values import value_text
from grader.kinds.function_values import Wanted, came, stopped, try_ways
from grader.kinds.mathematical import Numbers, numbers_of, to_expression
from grader.kinds.outcomes import call_text, needs_review, not_judged, unanswered
from grader.model import (
    Call,
    CheckResult,
    Feedback,
    FunctionValue,
    Observation,
    Outcome,
    Place,
    Probe,
    Question,
    StudentFault,
    Submission,
    SymbolicValue,
    TextAnswer,
    Value,
    Verdict,
)
from grader.notation.expression_text import read
from grader.notation.printing import plain
from grader.notation.prose import formula_in, is_mathematics
from grader.notation.sympy_text import is_unfinished
from grader.notation.tokens import MAX_CHARACTERS, Unreadable


@dataclass(frozen=True, kw_only=True, slots=True)
class ExpressionAnswer:
    """An answer that is a formula or a number (or a vector of them), with what had to be understood.

    `source` is the text that it was read from, None for what code computed.
    """

    expression: Expression
    remarks: tuple[Feedback, ...] = ()
    source: TextAnswer | None = None

    @property
    def understood(self) -> str:
        """Return the answer as it was read."""
        return plain(self.expression)


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
    `slack` says for each point and component how far the function may be off where it takes difference quotients.
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

    understood = None


_MOST_SHOWN = 200  # characters of an answer in a report: two lines

Answer = ExpressionAnswer | FunctionAnswer
Reading = Generator[Probe, Observation, Answer | CheckResult]


def read_answer(question: Question, submission: Submission, wanted: Wanted) -> Reading:
    """The student's answer, or the result where there is nothing to judge; a function is asked for what is wanted."""
    observation = yield Probe(names=question.item.names)
    reading = observation.calls[0]
    if isinstance(reading.value, FunctionValue) and reading.outcome is Outcome.RETURNED:
        return (yield from _function_answer(question, submission, observation, wanted))
    return _written_answer(question, submission, observation)


def _written_answer(question: Question, submission: Submission, observation: Observation) -> Answer | CheckResult:
    """Return the answer that is there without a call: a value, else the text that the student wrote."""
    texts = submission.text_answers(question.item.names)
    reading = observation.calls[0]
    if _is_answer(question, submission, reading):
        return _value_answer(question, reading.value, texts)
    if reading.outcome is Outcome.RAISED and not _is_unbound(reading):
        texts = tuple(text for text in texts if text.markdown)
    if reading.outcome is Outcome.UNAVAILABLE:
        texts = ()
    answers = [answer for text in texts if (answer := _text_answer(question, text)) is not None]
    for answer in answers:
        if isinstance(answer, ExpressionAnswer):
            return answer
    missing = not_judged(question, submission, observation)
    return next(iter(answers), None) or missing or unanswered(question, _empty(question))


def _is_answer(question: Question, submission: Submission, reading: Call) -> bool:
    value = reading.value
    if reading.outcome is not Outcome.RETURNED or value is None or isinstance(value, EllipsisType):
        return False
    return not (isinstance(value, str) and (not value.strip() or submission.is_placeholder(question.item.names)))


def _empty(question: Question) -> Feedback:
    return Feedback(code="placeholder", text=f"`{question.item.name}` is empty. Put your answer there.")


def _is_unbound(reading: Call) -> bool:
    """Tell whether a line failed for a variable that was never set, so that its right side can be read as a formula."""
    return reading.fault is not None and reading.fault.type_name in ("NameError", "UnboundLocalError")


def _value_answer(question: Question, value: Value, texts: tuple[TextAnswer, ...]) -> Answer | CheckResult:
    if isinstance(value, dict):
        value = next((part for key, part in value.items() if key in question.item.names), value)
    source = _text_of(question, value, texts)
    try:
        expression = to_expression(value, question.function.variables)
    except Unreadable as error:
        sentence = _sentence(source, question) if source is not None else None
        return sentence or unreadable(question, value, error.reason)
    return ExpressionAnswer(expression=_formula_behind(expression, texts, question) or expression, source=source)


def _sentence(source: TextAnswer, question: Question) -> ExpressionAnswer | None:
    """Return the answer that is the one formula between the words of a text."""
    found = formula_in(source.text, question.function.variables)
    if found is None:
        return None
    remark = f"Your answer was read as `{plain(found.expression)}`. Write the formula alone."
    return ExpressionAnswer(
        expression=found.expression,
        remarks=(Feedback(code="read_in_sentence", text=remark),),
        source=replace(source, text=found.formula, rest=(*found.rest, *source.rest)),
    )


def _text_of(question: Question, value: Value, texts: tuple[TextAnswer, ...]) -> TextAnswer | None:
    """Return the text that a value is, with the place where it is written."""
    if not isinstance(value, str):
        return None
    place = next((text.place for text in texts if not text.markdown), Place(file="", line=1))
    return TextAnswer(name=question.item.name, text=value, place=place, markdown=False)


def _formula_behind(expression: Expression, texts: tuple[TextAnswer, ...], question: Question) -> Expression | None:
    """Return the formula of `df_dx = 4*x - 3*y`, where x and y had values so that only a number is left of it."""
    if any(isinstance(node, Variable) for node in walk(expression)):
        return None
    latest = next((text for text in texts if not text.markdown), None)
    try:
        written = _read_text(latest, question) if latest is not None else None
    except Unreadable:
        return None
    return written if written is not None and variables_in(written) else None


def _text_answer(question: Question, text: TextAnswer) -> Answer | CheckResult | None:
    """Return the answer that a text is. Code that is no formula is no text answer; prose in Markdown is told so."""
    try:
        expression = _read_text(text, question)
    except Unreadable as error:
        if not text.markdown:
            return None
        return _sentence(text, question) or unreadable(question, text.text, error.reason)
    remark = f"Your answer was taken from the text at {text.place}: `{plain(expression)}`."
    return ExpressionAnswer(
        expression=expression, remarks=(Feedback(code="read_as_text", text=remark),), source=text
    )


def _read_text(text: TextAnswer, question: Question) -> Expression:
    """The formula in a text. In code `3*z^2` is read as it is meant, since Python did not get to work it out as such.

    Raises:
        Unreadable: it is no formula.
    """
    variables = question.function.variables
    try:
        return read(text.text, variables=variables, notation="auto" if text.markdown else "python")
    except Unreadable:
        if text.markdown or "^" not in text.text:
            raise
    return read(text.text, variables=variables, notation="auto")


def unreadable(question: Question, value: Value, reason: str, *, names_only: bool = False) -> CheckResult:
    """Return the result for an answer that could not be read, with the reason that points at the place.

    A text that is mathematics for the most part may be right, so a person reads it; with `names_only`, one that names
    variables. A value that Python worked out can be read: it is no answer.
    """
    text = f"Your answer for `{question.item.name}` could not be read: {reason}"
    shown = value if isinstance(value, str) else value_text(value)
    written = value.structure if isinstance(value, SymbolicValue) and not is_unfinished(value.structure) else shown
    long = isinstance(value, str) and len(value) > MAX_CHARACTERS
    if long or (_holds_text(value) and is_mathematics(written, question.function.variables, names_only=names_only)):
        note = f"Not read: {' '.join(written.split())[:_MOST_SHOWN]}"
        person = needs_review(question, f"{text} A person will look at it.", note, code="unreadable")
        return replace(person, understood=shown[:_MOST_SHOWN])
    return CheckResult(
        key=question.key,
        verdict=Verdict.INCORRECT,
        feedback=(Feedback(code="unreadable", text=text),),
        understood=shown[:_MOST_SHOWN],
    )


def _holds_text(value: Value) -> bool:
    """Tell whether a value is a text or a formula of SymPy, or has one in it."""
    if isinstance(value, dict):
        return any(map(_holds_text, value.values()))
    if isinstance(value, list | tuple):
        return any(map(_holds_text, value))
    return isinstance(value, str | SymbolicValue)


def _function_answer(
    question: Question,
    submission: Submission,
    observation: Observation,
    wanted: Wanted,
) -> Reading:
    name, function = observation.name or question.item.name, observation.calls[0].value
    assert isinstance(function, FunctionValue)
    if needs_no_arguments(function, question.function.variables, wanted.relevant):
        observation = yield Probe(names=(name,), arguments=((),))
        return not_judged(question, submission, observation) or _called_answer(question, submission, observation)
    ways = conventions(function, question.function.variables, wanted.relevant)
    if not ways:
        return _uncallable(question, name, function)
    way, observation = yield from try_ways(name, wanted, ways, question.function.variables)
    return _known_by_values(question, submission, observation, _Asked(name=name, points=wanted.points, way=way))


def _called_answer(question: Question, submission: Submission, observation: Observation) -> Answer | CheckResult:
    """Return the answer of a function without parameters: whatever it returned, read like a value."""
    return _written_answer(question, submission, observation)


def _uncallable(question: Question, name: str, function: FunctionValue) -> CheckResult:
    taken = ", ".join(parameter.name for parameter in function.parameters or ())
    wanted = ", ".join(question.function.variables)
    text = f"`{name}({taken})` could not be called: it should take `{wanted}`, or one list of them."
    return CheckResult(
        key=question.key, verdict=Verdict.DID_NOT_RUN, feedback=(Feedback(code="parameters", text=text),)
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    """How a function was asked for its values."""

    name: str
    points: tuple[Point, ...]
    way: Convention


def _known_by_values(
    question: Question, submission: Submission, observation: Observation, asked: _Asked
) -> Answer | CheckResult:
    values = tuple(
        numbers_of(call.value, question.function.variables) if came(call) else None for call in observation.calls
    )
    if all(not came(call) for call in observation.calls) or any(stopped(call) for call in observation.calls):
        result = not_judged(question, submission, observation)
        assert result is not None
        return result
    if all(value is None for value in values):
        formula = _formula_returned(question, observation)
        return formula or _without_numbers(question, submission, observation, asked.name)
    return FunctionAnswer(
        name=asked.name,
        points=asked.points,
        values=values,
        calls=tuple(call_text(asked.name, call.arguments) for call in observation.calls),
        way=asked.way,
        remarks=_remarks(observation, asked),
    )


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


def _remarks(observation: Observation, asked: _Asked) -> tuple[Feedback, ...]:
    remarks = []
    if any(call.arguments_changed for call in observation.calls):
        text = f"`{asked.name}` changes the list or array that it is given. Work on a copy."
        remarks.append(Feedback(code="arguments_changed", text=text))
    return tuple(remarks)


def _without_numbers(question: Question, submission: Submission, observation: Observation, name: str) -> CheckResult:
    """Return the result for a function that runs but returns nothing that is a number."""
    call = observation.calls[0]
    shown = call_text(name, call.arguments)
    if call.value is ... or (call.value is None and submission.is_placeholder((name,))):
        return unanswered(question, _empty(question))
    if call.value is None:
        printed = " It prints something; use `return` instead of `print`." if observation.printed.strip() else ""
        text = f"`{shown}` returned nothing.{printed or ' Does it end with `return …`?'}"
        return CheckResult(
            key=question.key, verdict=Verdict.INCORRECT, feedback=(Feedback(code="returned_nothing", text=text),)
        )
    text = f"`{shown}` returned {value_text(call.value)}, which is not a number. Return a number."
    return CheckResult(
        key=question.key, verdict=Verdict.INCORRECT, feedback=(Feedback(code="not_a_number", text=text),)
    )

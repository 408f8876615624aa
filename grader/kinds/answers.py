"""What a student's answer is: the value that bears its name, else the text, else the reason why there is none.

The one reader of answers, for all kinds; each says in a `Form` what its answers look like. Below it the form of
mathematics: an expression, in code or in text. It never sees whether an answer is right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from types import EllipsisType
from typing import Generic, TypeVar

from grader.algebra.tree import Expression, Variable, variables_in, walk
from grader.kinds.asked import asks_for_numbers, components_of
from grader.kinds.code_values import value_text
from grader.kinds.left_sides import foreign_component
from grader.kinds.mathematical import to_expression
from grader.kinds.outcomes import needs_review, not_judged, unanswered, unclear
from grader.kinds.usual_names import usual_names
from grader.model import (
    Audience,
    Call,
    CheckResult,
    Feedback,
    FunctionValue,
    Observation,
    Outcome,
    Place,
    Probe,
    Question,
    Submission,
    SymbolicValue,
    TextAnswer,
    Value,
    Verdict,
)
from grader.notation.answer import read_answer as read_text
from grader.notation.printing import plain
from grader.notation.prose import formula_in, is_mathematics
from grader.notation.said_quantities import said_in
from grader.notation.sympy_text import is_unfinished
from grader.notation.tokens import MAX_CHARACTERS, Unreadable
from grader.notation.vocabulary import Vocabulary
from grader.sentences.catalogue import say, sentence
from grader.sentences.figures import together

A = TypeVar("A")
Read = Generator[Probe, Observation, A | CheckResult]

_MOST_SHOWN = 200  # characters of an answer in a report: two lines


@dataclass(frozen=True, kw_only=True, slots=True)
class Form(Generic[A]):
    """What the answers to a question look like.

    `of_value` and `of_text` return an answer, or the result that says why it is none; `of_text` returns None for a line
    of code that nobody meant as text. `is_empty` tells of a value that holds no answer, and `nothing` is said then.
    `takes_code` tells by what came of a line whether its right side is read as text; where a text `mends` a value that
    is no answer, the texts are tried after it. A function is called with `arguments`. A text may bear `further_names` too.
    """

    of_value: Callable[[Value], A | CheckResult]
    of_text: Callable[[TextAnswer], A | CheckResult | None]
    is_empty: Callable[[Value], bool]
    takes_code: Callable[[Call], bool]
    nothing: Feedback
    mends: bool = False
    arguments: Callable[[FunctionValue], tuple[Value, ...]] = lambda _: ()
    further_names: tuple[str, ...] = ()


def read_answer(question: Question, submission: Submission, form: Form[A]) -> Read[A]:
    """Return the answer under the item's names, or the result where there is none."""
    observation = yield Probe(names=question.item.names)
    return (yield from answer_in(question, submission, observation, form))


def answer_in(question: Question, submission: Submission, observation: Observation, form: Form[A]) -> Read[A]:
    """Return the answer that was seen under the item's names; a function is called for it, once."""
    function = observation.calls[0].value
    if isinstance(function, FunctionValue):
        name = observation.name or question.item.name
        observation = yield Probe(names=(name,), arguments=(form.arguments(function),))
    call, refused = observation.calls[0], list[CheckResult]()
    of_code = form.takes_code(call) and (call.arguments is None or call.outcome is Outcome.RETURNED)
    if call.outcome is Outcome.RETURNED and not form.is_empty(call.value):
        answer = form.of_value(call.value)
        if not isinstance(answer, CheckResult) or not form.mends:
            return answer
        refused.append(answer)
    names = (*question.item.names, *form.further_names)
    for text in submission.text_answers(names) if call.outcome is not Outcome.UNAVAILABLE else ():
        found = form.of_text(text) if text.markdown or of_code else None
        if isinstance(found, CheckResult) and call.outcome is Outcome.RAISED and _reads_own_names(text, submission):
            continue  # what its names stand for is not in the text: its line that stopped is told
        if isinstance(found, CheckResult):
            refused.append(found)
        elif found is not None:
            return found
    missing = not_judged(question, submission, observation)
    if missing is not None and missing.verdict is Verdict.NEEDS_REVIEW:
        return missing
    return next(iter(refused), None) or missing or unanswered(question, form.nothing)


def _reads_own_names(text: TextAnswer, submission: Submission) -> bool:
    """Tell whether a line of code reads names that lines of the student's set: `[p1, p2]`."""
    names = () if text.markdown else re.findall(r"(?<![\w.'\"])[^\W\d]\w*", text.text)
    return any(submission.definitions((name,)) for name in names)


def is_unbound(call: Call) -> bool:
    """Tell whether a line failed for want of a variable, so that its right side can be read as text."""
    return call.fault is not None and call.fault.type_name in ("NameError", "UnboundLocalError")


def unreadable(question: Question, value: Value, reason: str, *, names_only: bool = False) -> CheckResult:
    """Return the result for an answer that could not be read, and say the reason.

    A text that is mathematics for the most part may be right, so a person reads it; with `names_only`, one that names
    variables. A value that Python worked out can be read: it is no answer.
    """
    name = question.item.name
    bare = re.sub(r"->|=>", "", value) if isinstance(value, str) else ""
    if ("<" in bare) != (">" in bare):  # the two together are brackets of a vector
        reason = sentence("unreadable.inequality")
    elif asks_for_numbers(question.exercise, question.item) and components_of(question.exercise, question.item) == 1:
        reason = together((reason, sentence("unreadable.number_alone")))
    shown = value if isinstance(value, str) else value_text(value)
    written = value.structure if isinstance(value, SymbolicValue) and not is_unfinished(value.structure) else shown
    long = isinstance(value, str) and len(value) > MAX_CHARACTERS
    if long or (_holds_text(value) and is_mathematics(written, question.function.variables, names_only=names_only)):
        person = needs_review(
            question,
            sentence("unreadable.person", name=name, reason=reason),
            sentence("unreadable.staff", written=" ".join(written.split())[:_MOST_SHOWN]),
            code="unreadable",
        )
        return replace(person, understood=shown[:_MOST_SHOWN])
    return CheckResult(
        key=question.key,
        verdict=Verdict.INCORRECT,
        feedback=(say("unreadable", name=name, reason=reason),),
        understood=shown[:_MOST_SHOWN],
    )


def _holds_text(value: Value) -> bool:
    """Tell whether a value is a text or a formula of SymPy, or has one in it."""
    if isinstance(value, dict):
        return any(map(_holds_text, value.values()))
    if isinstance(value, list | tuple):
        return any(map(_holds_text, value))
    return isinstance(value, str | SymbolicValue)


# --- An answer that is mathematics --------------------------------------------------------------


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


def expression_form(question: Question, submission: Submission) -> Form[ExpressionAnswer]:
    """Return what an answer looks like that is an expression.

    The text of a line counts where its code came to nothing, unless the code fails for what text cannot mend.
    """
    texts = submission.text_answers(question.item.names)

    def is_empty(value: Value) -> bool:
        if value is None or isinstance(value, EllipsisType):
            return True
        return isinstance(value, str) and (not value.strip() or submission.is_placeholder(question.item.names))

    return Form(
        of_value=lambda value: _value_answer(question, value, texts),
        of_text=lambda text: _text_answer(question, text),
        is_empty=is_empty,
        takes_code=lambda call: call.outcome is not Outcome.RAISED or is_unbound(call),
        nothing=say("placeholder.empty", name=question.item.name),
    )


def _value_answer(question: Question, value: Value, texts: tuple[TextAnswer, ...]) -> ExpressionAnswer | CheckResult:
    if isinstance(value, dict):
        value = next((part for key, part in value.items() if _is_called(question, key)), value)
    source = None
    if isinstance(value, list | tuple) and len(value) == 1 and isinstance(value[0], str):
        (value,) = value
    if isinstance(value, str):
        place = next((text.place for text in texts if not text.markdown), Place(file="", line=1))
        source = TextAnswer(name=question.item.name, text=value, place=place, markdown=False)
    try:
        expression = to_expression(
            value, question.function.variables, _size_of(question), decimal_comma=question.decimal_comma
        )
    except Unreadable as error:
        found = _formula_between_words(source, question) if source is not None else None
        return found or unreadable(question, value, error.reason)
    side = foreign_component(value, question) if isinstance(value, list | tuple) else None
    if side is not None:
        shown = plain(expression)
        return unclear(question, shown, sentence("two_answers.beside", answer=shown[:_MOST_SHOWN], piece=side))
    return ExpressionAnswer(expression=_formula_behind(expression, texts, question) or expression, source=source)


def _is_called(question: Question, key: Value) -> bool:
    """Tell whether a key of a dict is a name of the item, or says what it asks for: `{"f(1, 2)": 16}`."""
    if key in question.item.names or not isinstance(key, str):
        return key in question.item.names
    return said_in(key, question.function.variables) in usual_names(question.item.id, question.exercise)


def _formula_between_words(source: TextAnswer, question: Question) -> ExpressionAnswer | None:
    """Return the answer that is the one formula between the words of a text."""
    found = formula_in(source.text, question.function.variables)
    if found is None:
        return None
    return ExpressionAnswer(
        expression=found.expression,
        remarks=(say("read_in_sentence", formula=plain(found.expression)),),
        source=replace(source, text=found.formula, rest=(*found.rest, *source.rest)),
    )


def _formula_behind(expression: Expression, texts: tuple[TextAnswer, ...], question: Question) -> Expression | None:
    """Return the formula behind a number: `df_dx = 4*x - 3*y`, where x and y had values."""
    if any(isinstance(node, Variable) for node in walk(expression)) or asks_for_numbers(question.exercise, question.item):
        return None
    latest = next((text for text in texts if not text.markdown), None)
    try:
        written = _read_text(latest, question) if latest is not None else None
    except Unreadable:
        return None
    return written if written is not None and variables_in(written) else None


def _text_answer(question: Question, text: TextAnswer) -> ExpressionAnswer | CheckResult | None:
    """Return the answer in a text; None for code without a formula, and for prose in Markdown the result."""
    try:
        expression = _read_text(text, question)
    except Unreadable as error:
        if not text.markdown:
            return None
        return _formula_between_words(text, question) or unreadable(question, text.text, error.reason)
    audience = Audience.STUDENT if text.markdown else Audience.STAFF  # a line of code reads as it stands: nothing to do
    remark = say("read_as_text", place=text.place, formula=plain(expression), audience=audience)
    return ExpressionAnswer(expression=expression, remarks=(remark,), source=text)


def _read_text(text: TextAnswer, question: Question) -> Expression:
    """Return the formula in a text; in code `3*z^2` is read as it is meant, since Python did not get to work it out.

    Raises:
        Unreadable: it is no formula.
    """
    words = Vocabulary(variables=question.function.variables, decimal_comma=question.decimal_comma)
    size = _size_of(question)
    try:
        return read_text(text.text, words, style="any" if text.markdown else "python", size=size)
    except Unreadable:
        if text.markdown or "^" not in text.text:
            raise
    return read_text(text.text, words, size=size)


def _size_of(question: Question) -> int | None:
    return components_of(question.exercise, question.item)

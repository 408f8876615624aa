"""Which variables a partial derivative depends on: a set, a list, a text, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from pydantic import Field

from grader.equality.dependence import depends_on, read_variable_set
from grader.kinds.answers import Form, is_unbound, read_answer, unreadable
from grader.kinds.asked import derivative_of, derivative_with_names, what
from grader.kinds.candidates import is_set_of_names
from grader.kinds.code_values import value_text
from grader.kinds.judging import comparison_of
from grader.kinds.outcomes import unclear
from grader.kinds.partial_derivatives import not_a_variable
from grader.kinds.protocol import Check, Earlier, Kind, Options
from grader.model import (
    Audience,
    CheckResult,
    Feedback,
    Function,
    Question,
    Submission,
    TextAnswer,
    Value,
    Verdict,
)
from grader.notation.languages import ordinals
from grader.notation.named_variables import DoubtfulNames
from grader.notation.tokens import Unreadable
from grader.quantities import references as derive
from grader.sentences.catalogue import say, sentence


class DependsOnOptions(Options):
    """Whose variables are asked for."""

    with_respect_to: str = Field(
        description="The variable of the partial derivative whose variables are asked for.", examples=["x"]
    )

    def problems(self, function: Function) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with these options for this function."""
        yield from not_a_variable("with_respect_to", self.with_respect_to, function)


@dataclass(frozen=True, slots=True)
class Named:
    """The variables that a student named, and the text with them."""

    names: frozenset[str]
    source: TextAnswer | None = None


def check(question: Question[DependsOnOptions], submission: Submission, earlier: Earlier) -> Check:
    """Judge a set of variables against those that the derivative depends on."""

    def is_empty(value: Value) -> bool:
        if isinstance(value, str):
            return submission.is_placeholder(question.item.names)
        return value is None or value is ...

    form = Form(
        of_value=lambda value: _read(question, value),
        of_text=lambda text: _read(question, text.whole or text.text, text),  # a set of names is a sentence
        is_empty=is_empty,
        takes_code=is_unbound,
        nothing=say("placeholder.set", name=question.item.name),
        further_names=names_in_text(question)[len(question.item.names) :],
    )
    answer = yield from read_answer(question, submission, form)
    if isinstance(answer, CheckResult):
        by_place = submission.text_answers(_names_by_place(question))
        if answer.verdict is Verdict.UNANSWERED and by_place:
            word = by_place[0].name.partition("_")[0]
            return unclear(question, by_place[0].text, sentence("two_answers.by_place", word=word))
        return answer
    return replace(_judged(question, answer.names), source=answer.source)


def names_in_text(question: Question) -> tuple[str, ...]:
    """Return the names under which a text may say it: the item's own, and `f_x_depends_on` for every name of its derivative."""
    derivative, exercise = derivative_with_names(question.exercise, question.item), question.surroundings
    if derivative is None:
        return question.item.names
    function, variable = question.function.name, derivative[1]
    spelled = [f"d{function}_d{variable}", f"{function}_{variable}"]
    for item in exercise.items:
        if derivative_of(exercise, item) == (function, variable):
            spelled += item.names
    return tuple(dict.fromkeys((*question.item.names, *(f"{name}_depends_on" for name in spelled))))


def _names_by_place(question: Question) -> tuple[str, ...]:
    """Return the names that tell the item by its place: `the first depends on x`."""
    same = [item.id for item in question.exercise.items if what(question.exercise, item) == "names"]
    place = same.index(question.item.id) + 1
    return tuple(f"{word}_depends_on" for word, number in ordinals().items() if number == place)


def _read(question: Question, value: Value, source: TextAnswer | None = None) -> Named | CheckResult:
    try:
        return Named(read_variable_set(value, question.function.variables), source)
    except DoubtfulNames as doubt:
        return unclear(question, value_text(value), doubt.reason)
    except Unreadable as error:
        return unreadable(question, value, error.reason, names_only=True)


def _judged(question: Question[DependsOnOptions], answer: frozenset[str]) -> CheckResult:
    options, expected = question.options, solution(question)
    right = answer == expected
    return CheckResult(
        key=question.key,
        verdict=Verdict.CORRECT if right else Verdict.INCORRECT,
        credit=Fraction(int(right)),
        feedback=() if right else _feedback(question, options.with_respect_to, answer, expected),
        understood=_names(answer, question.function.variables),
        answer=answer,
    )


def _feedback(
    question: Question, variable: str, answer: frozenset[str], expected: frozenset[str]
) -> tuple[Feedback, ...]:
    function = question.function
    what = sentence("depends_on.derivative", function=function.name, variable=variable)
    if answer == frozenset(function.variables):
        remark = say("depends_on.all", function=function.name, derivative=what)
    elif answer - expected and expected - answer:
        remark = say("depends_on.others", derivative=what)
    elif answer - expected:
        remark = say("depends_on.too_many", derivative=what)
    else:
        remark = say("depends_on.too_few", derivative=what)
    audience = Audience.STUDENT if question.item.reveal else Audience.STAFF
    return remark, say("expected.variables", names=_names(expected, function.variables), audience=audience)


def _names(names: frozenset[str], variables: tuple[str, ...]) -> str:
    return ", ".join(name for name in variables if name in names) or sentence("depends_on.nothing")


def solution(question: Question[DependsOnOptions]) -> frozenset[str]:
    """Return the variables that the derivative depends on somewhere in the domain."""
    derivative = derive.derivative(question.function, question.options.with_respect_to)
    return depends_on(derivative, comparison_of(question))


# What the documentation shows and `grade new` writes.
EXAMPLE = """
title: What a derivative depends on
prompt: |
  Let $f(x, y, z) = x y^2 + z$. Which variables does the partial derivative of $f$ with respect to $y$ depend on?
  Define `df_dy_depends_on` as a set or a list of names.
function:
  name: f
  variables: [x, y, z]
  expression: x*y**2 + z
items:
  - id: df_dy_depends_on
    kind: depends_on
    with_respect_to: y
    accepts:
      - [x, y]
      - x and y
      - code: df_dy_depends_on = {"y", "x"}
    rejects:
      - [y]
      - {answer: [x, y, z], hint: Which of them are still left}
"""

# The row of this kind in the table of all.
KIND = Kind(
    name="depends_on",
    summary="The variables that a partial derivative depends on.",
    options=DependsOnOptions,
    check=check,
    shown=("with_respect_to",),
    reads=("reveal",),
    solution=solution,
    can_answer=is_set_of_names,
    example=EXAMPLE,
)

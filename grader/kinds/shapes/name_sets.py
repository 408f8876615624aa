"""Sets of names, such as the variables that a derivative depends on: a set, a list, a text, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from grader.algebra.tidy import tidy
from grader.algebra.tree import variables_in
from grader.equality.dependence import read_variable_set
from grader.kinds.answers import ExpressionAnswer, Form, is_unbound, read_answer, unreadable
from grader.kinds.asked import derivative_of, derivative_with_names, what
from grader.kinds.candidates import is_made_for_another, is_set_of_names
from grader.kinds.carried import carried_as_a_whole
from grader.kinds.code_values import value_text
from grader.kinds.outcomes import unclear
from grader.kinds.protocol import Check, Earlier, Solution
from grader.kinds.shapes.shape import Shape, WrongAnswer, unfilled_value
from grader.model import Audience, CheckResult, Feedback, Key, Question, Submission, TextAnswer, Value, Verdict
from grader.notation.languages import ordinals
from grader.notation.named_variables import DoubtfulNames
from grader.notation.tokens import Unreadable
from grader.quantities.evaluation import reference
from grader.quantities.sheet import sheet_of
from grader.sentences.catalogue import say, sentence


@dataclass(frozen=True, slots=True)
class Named:
    """The variables that a student named, and the text with them."""

    names: frozenset[str]
    source: TextAnswer | None = None


def check(question: Question, submission: Submission, earlier: Earlier) -> Check:
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
        further_names=tuple(
            name
            for name in names_in_text(question)[len(question.item.names) :]
            if not is_made_for_another(question, submission, name)
        ),
    )
    answer = yield from read_answer(question, submission, form)
    if isinstance(answer, CheckResult):
        # `the first depends on x`
        same = [item.id for item in question.exercise.items if what(question.exercise, item) == "names"]
        place = same.index(question.item.id) + 1
        by_place = submission.text_answers(tuple(f"{word}_depends_on" for word, number in ordinals().items() if number == place))
        if answer.verdict is Verdict.UNANSWERED and by_place:
            word = by_place[0].name.partition("_")[0]
            return unclear(question, by_place[0].text, sentence("two_answers.by_place", word=word))
        return answer
    return _judged(question, answer, earlier)


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


def _read(question: Question, value: Value, source: TextAnswer | None = None) -> Named | CheckResult:
    try:
        return Named(read_variable_set(value, question.function.variables), source)
    except DoubtfulNames as doubt:
        return unclear(question, value_text(value), doubt.reason)
    except Unreadable as error:
        return unreadable(question, value, error.reason, names_only=True)


def _judged(question: Question, answer: Named, earlier: Earlier) -> CheckResult:
    variables, expected = question.function.variables, _expected(question)
    right = answer.names == expected
    result = CheckResult(
        key=question.key,
        verdict=Verdict.CORRECT if right else Verdict.INCORRECT,
        credit=Fraction(int(right)),
        feedback=() if right else (*_of_own_derivative(question, answer.names, earlier), *_feedback(question, answer.names)),
        understood=_names(answer.names, variables),
        answer=answer.names,
        source=answer.source,
    )
    if right:
        return result
    known = next((m for m in question.item.misconceptions if read_variable_set(m.expression, variables) == answer.names), None)
    if known is not None:
        verdict = Verdict.PARTIAL if known.credit else Verdict.INCORRECT
        told = (Feedback(code=known.name, text=known.text), *result.feedback[1:])
        return replace(result, verdict=verdict, credit=known.credit, misconception=known.name, feedback=told)
    return carried_as_a_whole(question, result, earlier)


def _expected(question: Question) -> frozenset[str]:
    found = reference(question.item.id, sheet_of(question.exercise))
    assert isinstance(found, frozenset), "the shape was told by it"
    return found


def _feedback(question: Question, answer: frozenset[str]) -> tuple[Feedback, ...]:
    expected = _expected(question)
    function, derivative = question.function, derivative_with_names(question.exercise, question.item)
    what = sentence("depends_on.what")
    if derivative is not None:
        what = sentence("depends_on.derivative", function=derivative[0], variable=derivative[1])
    if answer == frozenset(function.variables):
        remark = say("depends_on.all", function=function.name, derivative=what)
    elif answer - expected and expected - answer:
        same = answer & expected
        named = _names(same, function.variables)
        remark = say("depends_on.partly", names=named, derivative=what) if same else say("depends_on.others", derivative=what)
    elif answer - expected:
        remark = say("depends_on.too_many", derivative=what)
    else:
        remark = say("depends_on.too_few" if answer else "depends_on.none", derivative=what)
    audience = Audience.STUDENT if question.item.reveal else Audience.STAFF
    return remark, say("expected.variables", names=_names(expected, function.variables), audience=audience)


def _of_own_derivative(question: Question, names: frozenset[str], earlier: Earlier) -> Iterator[Feedback]:
    """Yield the remark that a student's own wrong derivative has these variables."""
    asked, exercise = derivative_with_names(question.exercise, question.item), question.exercise
    for item in exercise.items:
        result = earlier.get(Key(exercise=exercise.id, item=item.id))
        if asked is None or derivative_of(exercise, item) != asked or result is None or result.verdict is Verdict.CORRECT:
            continue
        if isinstance(result.answer, ExpressionAnswer) and variables_in(tidy(result.answer.expression)) == names:
            yield say("depends_on.own", name=item.name)
            return


def _names(names: frozenset[str], variables: tuple[str, ...]) -> str:
    return ", ".join(name for name in variables if name in names) or sentence("depends_on.nothing")


# --- What is made of one --------------------------------------------------------------------------


def _text(solution: Solution, variables: tuple[str, ...]) -> str:
    return ", ".join(name for name in variables if name in solution) or "none"  # type: ignore[operator]


def _mutants(question: Question, right: Solution) -> Iterator[WrongAnswer]:
    """Yield all other sets of the variables."""
    variables = question.function.variables
    for count in range(len(variables) + 1):
        for names in combinations(variables, count):
            if frozenset(names) != right:
                text = ", ".join(names) or "none"
                yield WrongAnswer(text, "other variables", float(len(right ^ frozenset(names))))  # type: ignore[operator]


def _effortless(question: Question, right: Solution) -> Iterator[tuple[str, Solution]]:
    """Yield no variable, and all of them."""
    variables = question.function.variables
    yield from (("none", frozenset()), (", ".join(variables), frozenset(variables)))


NAMES = Shape(
    called="a set of names",
    holds=lambda value: isinstance(value, frozenset),
    reads=("reveal", "misconceptions"),
    check=check,
    read=read_variable_set,
    text=_text,
    mutants=_mutants,
    effortless=_effortless,
    template=unfilled_value,
    can_answer=is_set_of_names,
)
"""A set of the function's variables."""

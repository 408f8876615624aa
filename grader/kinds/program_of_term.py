"""A program that is a function: a gradient, a loss, a prediction, given by a term and judged at points nobody has seen.

A text or a formula is no answer here. Else it is judged as an answer is that is a function: the same reading, the same
judge, the same slips.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, TypeVar

from pydantic import BeforeValidator, Field, WithJsonSchema

from grader.algebra.tree import Expression, Vector, parts_of
from grader.equality.decision import Relation
from grader.equality.sample_points import value_at
from grader.kinds.answer_options import term_text_of
from grader.kinds.answers import ExpressionAnswer
from grader.kinds.calling import Contract, Passed, array_of, labelled
from grader.kinds.carried import with_carried_errors
from grader.kinds.code_values import value_text
from grader.kinds.judging import Target, ask_answer, comparison_of, decide, first_look, points_for
from grader.kinds.outcomes import not_judged, placeholder
from grader.kinds.protocol import Cheat, Check, Earlier, FirstLook, Kind, Options, Programming
from grader.kinds.shapes import shape_of
from grader.kinds.shapes.formulas import PICTURES
from grader.model import (
    CheckResult,
    Exercise,
    FunctionValue,
    Item,
    Observation,
    Probe,
    Question,
    Submission,
    Verdict,
)
from grader.notation.printing import plain
from grader.quantities.evaluation import evaluate, reference, slips
from grader.quantities.operators.operator import Data, is_tree
from grader.quantities.other_data import Stated, with_other_data
from grader.quantities.sheet import Sheet, sheet_of
from grader.sentences.catalogue import say

T = TypeVar("T", bound=Options)
_MOST_SHOWN = 160  # characters of a text that are shown: two lines
StandsFor = str | tuple[str, ...]
"""What is passed for a parameter: a variable or data by its name, or several variables."""


class FunctionOptions(Options):
    """A program that is a function of the variables of a term."""

    gives: Annotated[str, BeforeValidator(term_text_of), WithJsonSchema({"type": ["string", "number", "array"]})] = (
        Field(
            description="What it returns: a term, whose variables are its parameters.",
            examples=["gradient(f)", "E(m, b)"],
        )
    )
    call: Mapping[str, StandsFor] = Field(
        default_factory=dict,
        description="Its parameters, each with what is passed for it: a variable, a list of variables or data, both as arrays; "
        "left out, they are the variables.",
        examples=[{"w": ["m", "b"], "X": "X", "y": "Y"}],
    )


def contract_of(question: Question[FunctionOptions]) -> Contract | None:
    """Return the way to call a program by its exercise; None for one left open."""
    sheet, stated = sheet_of(question.exercise), question.options.call
    return labelled({name: _argument(each, sheet) for name, each in stated.items()}) if stated else None


def _argument(stands_for: StandsFor, sheet: Sheet) -> Passed:
    value = sheet.given.get(stands_for) if isinstance(stands_for, str) else None
    return array_of(value) if isinstance(value, Data) else stands_for


def check(question: Question[FunctionOptions], submission: Submission, earlier: Earlier) -> Check:
    """Call the function at points that nobody has seen and judge what it returns; anything else is no program."""
    reading = yield from ask_program(question, submission)
    if isinstance(reading, CheckResult):
        return reading
    right, name = _right(question), reading.name or question.item.name
    answer = yield from ask_answer(question, submission, right, contract_of(question))
    if isinstance(answer, CheckResult):
        return answer
    if isinstance(answer, ExpressionAnswer):
        return _no_program(question, "returned_formula", name=name, shown=answer.understood)
    item, sheet = question.item, sheet_of(question.exercise)
    target = Target(reference=right, candidates=lambda: slips(item.id, sheet))
    result = yield from with_carried_errors(question, answer, target, earlier)  # type: ignore[arg-type]
    if result.verdict is not Verdict.CORRECT or item.after:
        return result
    return (yield from _over_other_data(question, submission, result))


def ask_program(question: Question, submission: Submission) -> Generator[Probe, Observation, Observation | CheckResult]:
    """Return what was read of a program, its first call's value a function; else the result of what is none."""
    reading = yield Probe(names=question.item.names)
    if submission.is_placeholder(question.item.names):
        return placeholder(question)
    unread = not_judged(question, submission, reading)
    if unread is not None:
        text = next(iter(submission.text_answers(question.item.names)), None)
        if unread.verdict is Verdict.UNANSWERED and text is not None and text.markdown:
            return _no_program(question, "not_a_program", name=question.item.name, shown=text.text[:_MOST_SHOWN])
        return unread
    value, name = reading.calls[0].value, reading.name or question.item.name
    if not isinstance(value, FunctionValue):
        return _no_program(question, "not_a_program", name=name, shown=value_text(value))
    return reading


def _over_other_data(
    question: Question[FunctionOptions], submission: Submission, result: CheckResult
) -> Generator[Probe, Observation, CheckResult]:
    """Return the result of a right program, unless it is not right for data that nobody has seen."""
    other = _with_other_data(question)
    if other is None:
        return result
    sheet, contract = sheet_of(other.exercise), contract_of(other)
    right = evaluate(sheet.terms[other.item.id], sheet, {})
    assert is_tree(right), "it is over the exercise's own data"
    answer = yield from ask_answer(other, submission, right, contract)
    if isinstance(answer, CheckResult):
        fails = answer.verdict is not Verdict.NEEDS_REVIEW
    else:
        fails = decide(answer, right, comparison_of(other)).relation is Relation.NOT_EQUAL
    if not fails:
        return answer if isinstance(answer, CheckResult) else result
    feedback = (say("other_data", name=question.item.name), *result.feedback)
    return replace(result, verdict=Verdict.INCORRECT, credit=Fraction(0), feedback=feedback)


def _with_other_data(question: Question[FunctionOptions]) -> Question[FunctionOptions] | None:
    """Return the question over other data, where its program is given data."""
    passed = question.options.call.values()
    names = frozenset(each.name for each in question.exercise.given if each.is_data and each.name in passed)
    if not names:
        return None
    exercise = question.exercise
    stated = with_other_data(question.options.gives, exercise.functions, exercise.given, names, question.seed)
    return restated(question, stated) if stated is not None else None


def restated(question: Question[T], stated: Stated) -> Question[T]:
    """Return the same question over other functions and givens."""
    exercise = question.exercise
    functions, given = stated
    by_name = {function.name: function for function in functions}
    function = question.item.function
    item = replace(question.item, function=by_name.get(function.name, function) if function is not None else None)
    items = tuple(item if each.id == item.id else each for each in exercise.items)
    return replace(question, exercise=replace(exercise, functions=functions, given=given, items=items), item=item)


def _no_program(question: Question, code: str, *, name: str, shown: str) -> CheckResult:
    feedback = (say(code, name=name, shown=shown),)
    return CheckResult(key=question.key, verdict=Verdict.INCORRECT, feedback=feedback, understood=shown)


def _right(question: Question) -> Expression:
    right = reference(question.item.id, sheet_of(question.exercise))
    assert is_tree(right), "the exercise was checked when it was read"
    return right


def faults_of_call(
    options: FunctionOptions, known: tuple[str, ...], needed: tuple[str, ...], sheet: Sheet
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what is wrong with how a program is called, each with its key: of the `known` variables all `needed` are passed."""
    passed: list[str] = []
    has_data = False
    for parameter, stands_for in options.call.items():
        names = (stands_for,) if isinstance(stands_for, str) else stands_for
        is_data = isinstance(stands_for, str) and isinstance(sheet.given.get(stands_for), Data)
        has_data = has_data or is_data
        strange = [name for name in names if name not in known and not is_data]
        if not parameter.isidentifier():
            yield ("call", parameter), "is no name of a parameter"
        elif strange:
            yield ("call", parameter), f"`{strange[0]}` is no data and no variable of what it gives"
        passed += [] if is_data else names
    twice = next((name for name in passed if passed.count(name) > 1), None)
    missing = next((name for name in needed if name not in passed), None)
    if twice is not None:
        yield ("call",), f"passes `{twice}` twice"
    if options.call and missing is not None:
        yield ("call",), f"leaves out `{missing}`, a variable of what it gives"
    if not needed and not has_data:
        yield ("gives",), "has no variables, so that there is nothing to call it with; ask for it under `answer:`"


# --- What is made of one --------------------------------------------------------------------------


def _head(item: Item, variables: tuple[str, ...]) -> str:
    assert isinstance(item.options, FunctionOptions), "it is of this kind"
    return f"def {item.name}({', '.join(item.options.call or variables)}):"


def _unfilled(exercise: Exercise, item: Item) -> str:
    return f"{_head(item, (item.function or exercise.function).variables)}\n    return ..."


def _program(question: Question[FunctionOptions], *lines: str) -> str:
    """Return a program with these lines, in which each variable has its value."""
    bound = []
    for parameter, stands_for in question.options.call.items():
        if not isinstance(stands_for, str):
            bound.append(f"{', '.join(stands_for)}, = {parameter}")
        elif stands_for in question.function.variables and stands_for != parameter:
            bound.append(f"{stands_for} = {parameter}")
    body = "\n    ".join((*bound, *lines))
    return f"from math import *\n\n\n{_head(question.item, question.function.variables)}\n    {body}\n"


def _effortless(question: Question[FunctionOptions]) -> Iterator[str]:
    """Yield programs that return 0, 1, a variable, or the function itself, the right one left out."""
    right = _right(question)
    shape = shape_of(right)
    for text, formula in shape.effortless(question, right) if shape is not None else ():
        if not all(_values(formula, point) == _values(right, point) for point in points_for(question, right)):  # type: ignore[arg-type]
            yield _program(question, f"return {text}")


def _values(formula: Expression, point: Mapping[str, float]) -> list[float | None]:
    return [value_at(part, point) for part in parts_of(formula)]


def _cheats(question: Question[FunctionOptions]) -> Iterator[Cheat]:
    """Yield programs that are right at one point alone, or on one side alone."""
    right, variables, domain = _right(question), question.function.variables, question.function.domain
    points = points_for(question, right)
    first = _values(right, points[0])
    shown = f"({', '.join(map(repr, first))})" if isinstance(right, Vector) else repr(first[0])
    if _with_other_data(question) is not None:
        what = "computes with the exercise's data, whatever it is given"
        yield Cheat(source=_program(question, f"return {plain(right)}"), what=what, earns_nothing=True)
    if any(_values(right, point) != first for point in points):
        yield Cheat(
            source=_program(question, f"return {shown}"), what="returns the same everywhere", earns_nothing=True
        )
        for name in variables:
            if domain.get(name, (-1.0, 1.0))[0] < 0 < domain.get(name, (-1.0, 1.0))[1]:
                lines = (f"if {name} < 0:", f"    return {shown}", f"return {plain(right)}")
                what = f"is right for positive {name} alone"
                yield Cheat(source=_program(question, *lines), what=what, earns_nothing=True)


def _first_look(
    question: Question[FunctionOptions], submission: Submission
) -> Generator[Probe, Observation, FirstLook | None]:
    return (yield from first_look(question, submission, _right(question), contract_of(question)))


# A right program for the exercise that `grade new` writes.
REFERENCE = '''
"""The gradient of f(x, y) = x²y + y³."""


def gradient_f(x, y):
    """Both partial derivatives."""
    return 2 * x * y, x**2 + 3 * y**2
'''


# The row of this kind in the table of all.
FUNCTION: Kind = Kind(
    name="function",
    under="program",
    told_by="gives",
    is_nested=True,
    summary="A program that is a function of the variables of a term.",
    options=FunctionOptions,
    check=check,
    template=_unfilled,
    shown=("gives", "call"),
    reads=("tolerance", "misconceptions", "reveal"),
    programming=Programming(reference=REFERENCE, effortless=_effortless, cheats=_cheats),
    first_look=_first_look,
    pictures=PICTURES,
)

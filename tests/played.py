"""A session without a process: plays what a student defined, so that kinds are tested by themselves.

Values are Python objects turned into the nouns of the model by the fewest rules that tests need;
the real border is tested in tests/sandbox.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from grader.course.exercises import load_assignment, read_exercise
from grader.kinds import check
from grader.kinds.candidates import vocabulary_of
from grader.model import (
    Assignment,
    Call,
    CheckResult,
    Feedback,
    FunctionValue,
    Key,
    Observation,
    Outcome,
    Parameter,
    Place,
    Probe,
    Question,
    Student,
    StudentFault,
    Submission,
    TextAnswer,
    Value,
)
from grader.pipeline import converse, questions
from grader.sandbox.guest.encoding import decode, encode
from grader.sandbox.host.wire_values import argument_to_wire, from_wire
from grader.submission.handed_in_work import read_text

ROOT = Path(__file__).parents[1]
HERE = Place(file="hw.py", line=1)


class Played:
    """Answers probes from a dict of names."""

    def __init__(self, names: Mapping[str, object]) -> None:
        self.names = names
        self.asked: list[Probe] = []

    def ask(self, probe: Probe) -> Observation:
        """What came of the probe."""
        self.asked.append(probe)
        name = next((name for name in probe.names if name in self.names), None)
        if name is None:
            return Observation(probe=probe, name=None, calls=(Call(arguments=None, outcome=Outcome.MISSING),))
        if probe.arguments is None:
            calls = (Call(arguments=None, outcome=Outcome.RETURNED, value=as_value(self.names[name])),)
        else:
            calls = tuple(self._call(name, arguments, probe.keywords) for arguments in probe.arguments)
        return Observation(probe=probe, name=name, calls=calls)

    def _call(self, name: str, arguments: tuple[object, ...], keywords: tuple[str, ...]) -> Call:
        split = len(arguments) - len(keywords)
        try:
            value = self.names[name](*arguments[:split], **dict(zip(keywords, arguments[split:], strict=True)))
        except Exception as error:
            fault = StudentFault(type_name=type(error).__name__, message=str(error), place=HERE)
            return Call(arguments=arguments, outcome=Outcome.RAISED, fault=fault)
        return Call(arguments=arguments, outcome=Outcome.RETURNED, value=as_value(value))

    def remarks(self) -> tuple[Feedback, ...]:
        """Nothing failed."""
        return ()

    def seconds(self) -> dict[str, float]:
        """Nothing was measured."""
        return {}


_KINDS = {"KEYWORD_ONLY": "keyword", "VAR_POSITIONAL": "*", "VAR_KEYWORD": "**"}


def as_value(value: object) -> object:
    """A function as the model knows it; everything else is its own value."""
    if not callable(value):
        return value
    return FunctionValue(
        parameters=tuple(
            Parameter(name=p.name, kind=_KINDS.get(p.kind.name, "positional"), has_default=p.default is not p.empty)
            for p in inspect.signature(value).parameters.values()
        )
    )


def submission(texts: Mapping[str, str] | None = None, *, markdown: bool = True) -> Submission:
    """A submission that holds only texts."""
    answers = tuple(
        TextAnswer(name=name, text=text, place=HERE, markdown=markdown) for name, text in (texts or {}).items()
    )
    return Submission(student=Student(id="s", name="s"), files=("hw.py",), digest="0", texts=answers)


def judge(
    exercise: str, names: Mapping[str, object], texts: Mapping[str, str] | None = None, *, markdown: bool = True
) -> dict[str, CheckResult]:
    """The results of an exercise of the lesson, or of one given as YAML, by item."""
    return _judged(exercise, submission(texts, markdown=markdown), Played(names))


def judge_program(exercise: str, source: str) -> dict[str, CheckResult]:
    """The results of a program's text, which is executed here and read as the grader reads it."""
    names: dict[str, object] = {}
    exec(source, names)  # the tests' own
    return _judged(exercise, read_text(source, "hw.py"), Played(names))


class Bordered(Played):
    """A session whose values cross the border of the sandbox as they do in earnest, arrays and formulas among them."""

    def ask(self, probe: Probe) -> Observation:
        """What came of the probe."""
        observation = super().ask(probe)
        return replace(observation, calls=tuple(replace(call, value=self._across(call.value)) for call in observation.calls))

    def _across(self, value: object) -> Value:
        return value if isinstance(value, FunctionValue) else from_wire(encode(value))

    def _call(self, name: str, arguments: tuple[Value, ...], keywords: tuple[str, ...]) -> Call:
        given = tuple(decode(argument_to_wire(argument)) for argument in arguments)
        return replace(super()._call(name, given, keywords), arguments=arguments)


def judge_handed_in(
    exercise: str, text: str, names: Mapping[str, object], secret: str = "", file: str = "hw.py"
) -> dict[str, CheckResult]:
    """The results of a file's text whose code defined these names, under a course's secret."""
    handed_in = read_text(text, file, vocabulary_of(_assignment(exercise)))
    return _judged(exercise, handed_in, Bordered(names), secret)


@cache
def _assignment(exercise: str) -> Assignment:
    if "\n" in exercise:
        return Assignment(id="a", title="a", exercises=(read_exercise(exercise, "x.yml", "x"),))
    return load_assignment(ROOT / "exercises", only=[exercise])


def _judged(exercise: str, handed_in: Submission, session: Played, secret: str = "") -> dict[str, CheckResult]:
    assignment = _assignment(exercise)
    results: dict[Key, CheckResult] = {}
    for question in questions(replace(assignment, secret=secret) if secret else assignment):
        results[question.key] = judge_question(question, handed_in, results, session)
    return {key.item: result for key, result in results.items()}


def judge_question(
    question: Question, handed_in: Submission, results: dict[Key, CheckResult], session: Played
) -> CheckResult:
    """One item's result, with an error of ours raised instead of marked for review."""
    result = converse(question, check(question, handed_in, results), session)
    staff = [feedback.text for feedback in result.feedback if feedback.code == "judge_failed"]
    assert not staff, staff
    return result

"""A program that performs gradient descent, with a step size of the student's choice or one that is fixed.

It is judged by what it does: asked for a few small numbers of iterations from several starts, its rule is
inferred; one longer run confirms it, and the rule is followed on our side to see whether it arrives.
"""

from __future__ import annotations

from collections.abc import Generator
from functools import partial
from operator import mul, sub

from grader.algebra.floats import share_off
from grader.descent.landscape import is_finite
from grader.descent.methods.gradient_descent import STEP_SIZE
from grader.descent.methods.method import Iteration
from grader.kinds.calling import Convention, agreed_conventions, descent_conventions, leaves_size_open
from grader.kinds.candidates import made_by_a_call
from grader.kinds.code_values import as_floats, value_text
from grader.kinds.descent.class_picture import class_picture, trace
from grader.kinds.descent.contract import contract_of
from grader.kinds.descent.conversation import Asked, Seen
from grader.kinds.descent.costs import STEPS
from grader.kinds.descent.example import REFERENCE, cheats, effortless
from grader.kinds.descent.judge import judge
from grader.kinds.descent.options import ProgramOptions, fixed_size, parameters_of, suggested_size
from grader.kinds.descent.other_calls import mark_followed, mark_ignored, mark_what_follows
from grader.kinds.descent.program_trial import GRADIENT_DESCENT, Trial
from grader.kinds.descent.run_picture import picture, right_pictures
from grader.kinds.descent.source import source_of
from grader.kinds.descent.starts import elsewhere, own_starts
from grader.kinds.outcomes import not_judged, placeholder
from grader.kinds.points.end_points import Shape, returned
from grader.kinds.protocol import Check, Earlier, FirstLook, Kind, Pictures, Programming
from grader.model import (
    CheckResult,
    Exercise,
    Feedback,
    FunctionValue,
    Item,
    Observation,
    Outcome,
    Probe,
    Question,
    Submission,
    Value,
    Verdict,
)
from grader.sentences.catalogue import say

_ANY_SIZE = 0.1  # where a program leaves its step size open, whatever it is


def check(question: Question[ProgramOptions], submission: Submission, earlier: Earlier) -> Check:
    """Ask the program for a few steps, infer its rule, confirm it, and mark the rubric."""
    reading = yield Probe(names=question.item.names)
    if submission.is_placeholder(question.item.names):
        return placeholder(question)
    unread = not_judged(question, submission, reading)
    if unread is not None:
        return unread
    function = reading.calls[0].value
    if not isinstance(function, FunctionValue):
        return _no_function(question, submission, reading)
    trial = yield from _first_calls(question, submission, reading.name or question.item.name, function)
    if isinstance(trial, CheckResult):
        return trial
    if question.options.call:
        yield from mark_ignored(trial)
    ignored, trial.misconception = trial.misconception, None
    yield from judge(trial)
    trial.misconception = trial.misconception or ignored  # a program that takes no steps ignores their size, too
    if question.options.call:
        yield from mark_followed(trial)
    if "direction" in trial.sheet.lost:
        yield from mark_what_follows(trial, earlier)
    return trial.result()


def is_right(question: Question[ProgramOptions], submission: Submission) -> Generator[Probe, Observation, bool]:
    """Tell whether every step of a program is right, whatever it is worth, from starts that the exercise does not name.

    Where the steps lead is not asked again: an author chooses the starts from which they must arrive.
    """
    result = yield from check(elsewhere(question), submission, {})
    return {line.id for line in result.criteria if line.credit == 1} >= set(STEPS) - {"arrives"}


def _first_calls(
    question: Question[ProgramOptions], submission: Submission, name: str, function: FunctionValue
) -> Generator[Probe, Observation, Trial | CheckResult]:
    """Return the trial after its first calls, by the first way of calling that works."""
    options = question.options
    size = fixed_size(question) or (suggested_size(question) if leaves_size_open(function) else None)
    source = source_of(submission, question.item.names)
    failed: CheckResult | None = None
    for way in _ways(question, function, size):
        trial = Trial.of(question, options, source, Seen(name=name, way=way, variables=question.function.variables))
        plan = first_plan(trial)
        yield from trial.seen.ask(plan[:1])
        if trial.seen.shapes() != {Shape.FAILED}:
            yield from trial.seen.ask(plan[1:])
            if way.remark:
                trial.feedback.append(Feedback(code="understood_call", text=way.remark))
            return trial
        failed = failed or not_judged(question, submission, trial.seen.observations[0])
    return failed or _uncallable(question, name, function)


def _ways(question: Question[ProgramOptions], function: FunctionValue, size: float | None) -> tuple[Convention, ...]:
    """Return the ways in which a program can be called: as its exercise says, else as its parameters let one guess."""
    variables, contract = question.function.variables, contract_of(question)
    return agreed_conventions(function, contract, variables, size) if contract else descent_conventions(function, variables, size)


def first_look(question: Question[ProgramOptions], submission: Submission) -> Generator[Probe, Observation, FirstLook | None]:
    """Return how right steps are told by the first two from two starts; where the method's numbers are open, all may be right."""
    reading = yield Probe(names=question.item.names)
    function = reading.calls[0].value
    if not isinstance(function, FunctionValue):
        return None
    name, size = reading.name or question.item.name, fixed_size(question)
    source = source_of(submission, question.item.names)
    for way in _ways(question, function, size or (suggested_size(question) if leaves_size_open(function) else None)):
        trial = Trial.of(question, question.options, source, Seen(name=name, way=way, variables=question.function.variables))
        near = sorted((*trial.starts, *own_starts(trial)), key=lambda start: max(map(abs, start)))[:2]
        asked = [(start, n) for n in (1, 2) for start in near]
        yield from trial.seen.ask(asked)
        if trial.seen.shapes() != {Shape.FAILED}:
            probe = trial.seen.observations[0].probe
            return FirstLook(probe=probe, off=partial(_off_the_method, trial, asked))
    return None


def _off_the_method(trial: Trial, asked: list[Asked], seen: Observation) -> tuple[float, ...] | None:
    """Return by how much points are off from the method's steps, by the numbers fixed and the δ that the first step shows."""
    points = [returned(call, trial.seen.variables).point for call in seen.calls]
    numbers, (start, _) = dict(trial.fixed_numbers), asked[0]
    missing = trial.method.missing(numbers)
    known = [point for point in points if point is not None and len(point) == len(start) and is_finite(point)]
    if len(known) < len(asked):
        return None
    if missing == [STEP_SIZE] and trial.method is GRADIENT_DESCENT:
        slope = trial.landscape.slope(start)
        numbers[STEP_SIZE] = sum(map(mul, map(sub, start, known[0]), slope)) / (sum(map(mul, slope, slope)) or 1.0)
        if not numbers[STEP_SIZE]:
            return None  # what stands still takes steps of no method
    elif missing:
        return (0.0,) * len(asked)
    own = Iteration(method=trial.method, landscape=trial.landscape, numbers=numbers)
    ends = [own.points(begin, count)[-1] for begin, count in asked]
    uphill = () if numbers.get(STEP_SIZE, 1.0) > 0 else (1.0,)
    return (
        *(share_off(*pair) for point, end in zip(known, ends, strict=True) for pair in zip(point, end, strict=True)),
        *uphill,
    )


def first_plan(trial: Trial) -> list[Asked]:
    """Return small numbers of iterations: five from the first start, three or two from the others, four and three from ours."""
    counts = {0: 5, 1: 3, 2: 3}
    plan = [(start, n) for i, start in enumerate(trial.starts[:8]) for n in range(1, counts.get(i, 2) + 1)]
    own = {0: 4}
    return [*plan, *((start, n) for i, start in enumerate(own_starts(trial)) for n in range(1, own.get(i, 3) + 1))]


def _no_function(question: Question, submission: Submission, reading: Observation) -> CheckResult:
    value = reading.calls[0].value
    name = reading.name or question.item.name
    shown = value_text(value)
    typed_in = bool(as_floats(value)) and not made_by_a_call(submission, question.item.names)
    return CheckResult(
        key=question.key,
        verdict=Verdict.INCORRECT,
        feedback=(say("not_a_function", name=name, shown=shown),),
        misconception="hard_coded_minimum" if typed_in else None,
        understood=shown,
    )


def _uncallable(question: Question[ProgramOptions], name: str, function: FunctionValue) -> CheckResult:
    wanted = ", ".join(parameters_of(question.options, question.function))
    have = ", ".join(parameter.name for parameter in function.parameters or ())
    return CheckResult(
        key=question.key,
        verdict=Verdict.DID_NOT_RUN,
        feedback=(say("cannot_be_called", name=name, have=have, wanted=wanted),),
        evidence={"outcome": str(Outcome.RAISED)},
    )


def _can_answer(question: Question[ProgramOptions], value: Value) -> bool:
    """Tell whether a value can be called with a start and a number of steps."""
    return isinstance(value, FunctionValue) and bool(_ways(question, value, _ANY_SIZE))


def _unfilled(exercise: Exercise, item: Item) -> str:
    assert isinstance(item.options, ProgramOptions), "it is of this kind"
    parameters = parameters_of(item.options, item.function or exercise.function)
    return f"def {item.name}({', '.join(parameters)}):\n    return ..."


# The row of this kind in the table of all.
PROGRAM = Kind(
    name="program",
    is_nested=True,
    summary="A program that takes n steps of a method from a start.",
    options=ProgramOptions,
    check=check,
    template=_unfilled,
    shown=("method", "call", "starts", "step_size", "rubric", "uses", "forbids", "trajectory", "arrives"),
    reads=("tolerance",),
    programming=Programming(reference=REFERENCE, effortless=effortless, cheats=cheats, is_right=is_right),
    can_answer=_can_answer,
    first_look=first_look,
    pictures=Pictures(of_answer=picture, of_solution=right_pictures, given=lambda question: question.options.start_points),
    trace=trace,
    class_picture=class_picture,
)

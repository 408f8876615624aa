"""The item that asks for a quantity by a term: what the term stands for has a shape, and the shape knows the rest."""

from __future__ import annotations

from collections.abc import Generator

from grader.kinds import judging
from grader.kinds.answer_options import AnswerOptions
from grader.kinds.outcomes import not_judged
from grader.kinds.protocol import NO_PICTURES, Check, Earlier, FirstLook, Kind, Pictures, Solution
from grader.kinds.shapes import shape_of
from grader.kinds.shapes.shape import Shape, unfilled_value
from grader.model import CheckResult, Exercise, Item, Observation, Probe, Question, Submission, Value, Verdict
from grader.quantities.evaluation import reference
from grader.quantities.operators.operator import is_tree
from grader.quantities.sheet import sheet_of
from grader.sentences.catalogue import say


def solution(question: Question) -> Solution:
    """Return the right answer."""
    return reference(question.item.id, sheet_of(question.exercise))  # type: ignore[return-value]


def shape(exercise: Exercise, item: Item) -> Shape:
    """Return the shape of the right answer to an item."""
    found = shape_of(reference(item.id, sheet_of(exercise)))
    assert found is not None, "the exercise was checked when it was read"
    return found


def check(question: Question[AnswerOptions], submission: Submission, earlier: Earlier) -> Check:
    """Judge an answer as its shape does; in a student's copy that does not say what is right, leave it to the course."""
    if question.options.answer is None:
        return _left_to_the_course(question, submission)
    return shape(question.exercise, question.item).check(question, submission, earlier)


def _left_to_the_course(question: Question, submission: Submission) -> Check:
    """Say of an answer that it cannot be checked here."""
    item = question.item
    if submission.is_placeholder(item.names) or not submission.text_answers(item.names):
        unread = not_judged(question, submission, (yield Probe(names=item.names)))
        if unread is not None:
            return unread
    told = say("left_to_the_course", name=item.name)
    return CheckResult(key=question.key, verdict=Verdict.NEEDS_REVIEW, feedback=(told,))


def can_answer(question: Question[AnswerOptions], value: Value) -> bool:
    """Tell whether a value is of a form in which the question can be answered."""
    if question.options.answer is None:
        return True
    return shape(question.exercise, question.item).can_answer(question, value)


def first_look(
    question: Question[AnswerOptions], submission: Submission
) -> Generator[Probe, Observation, FirstLook | None]:
    """Return how a function is told to be right by a few of its values; None for an answer that can be none."""
    right = reference(question.item.id, sheet_of(question.exercise)) if question.options.answer is not None else None
    return (yield from judging.first_look(question, submission, right)) if is_tree(right) else None


def template(exercise: Exercise, item: Item) -> str:
    """Return what a student is given to fill in."""
    if item.id not in sheet_of(exercise).terms:  # a student's copy does not say
        return unfilled_value(item, item.function or exercise.function)
    return shape(exercise, item).template(item, item.function or exercise.function)


def _pictures(question: Question[AnswerOptions]) -> Pictures:
    """Return what the shape of the right answer draws; in a student's copy that does not say it, nothing."""
    return NO_PICTURES if question.options.answer is None else shape(question.exercise, question.item).pictures


# The row of this kind in the table of all.
ANSWER: Kind = Kind(
    name="answer",
    summary="A quantity: a number, a formula, a vector, a set of names, points in a row.",
    options=AnswerOptions,
    check=check,
    template=template,
    shown=("answer", "up_to", "form", "form_share"),
    solution=solution,
    can_answer=can_answer,
    first_look=first_look,
    pictures=Pictures(
        of_answer=lambda question, result: _pictures(question).of_answer(question, result),
        of_solution=lambda question: _pictures(question).of_solution(question),
        given=lambda question: _pictures(question).given(question),
    ),
)

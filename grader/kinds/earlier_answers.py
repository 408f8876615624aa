"""A second look at an answer that is not right: was it right before its names were used for something else?

A notebook that is run from top to bottom shows its author every exercise at work; asked at its end, an answer may
read the `f` of the next exercise. So it is judged again as it was before. The last definition of a name counts,
except where it plainly belongs to another exercise. Knows no way to run code: it is handed one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from fractions import Fraction

from grader.algebra.tree import variables_in
from grader.kinds.asked import ask_alike, asks_for_numbers, components_of
from grader.kinds.candidates import is_no_candidate, is_typed_in, last_binding
from grader.kinds.protocol import Options
from grader.model import Assignment, CheckResult, Exercise, Function, Item, Question, Statement, Submission, Verdict
from grader.notation.answer import read
from grader.notation.tokens import Unreadable
from grader.quantities.evaluation import reference
from grader.quantities.references import NotDerivableError
from grader.quantities.sheet import sheet_of
from grader.quantities.terms import TermError
from grader.sentences.catalogue import say
from grader.submission.earlier_state import (
    EarlierState,
    before_binding,
    before_last_definition,
    before_rebinding,
    headings_of_last_two,
    made_with,
    names_between,
)

Judge = Callable[[Question, Submission], CheckResult]


@dataclass(frozen=True, kw_only=True, slots=True)
class Examination:
    """What a second look may do with a state of the code: judge it, and ask whether its value can be an answer at all."""

    judge: Judge
    fits: Callable[[Question, Submission], bool]


# A heading that numbers an exercise, in the languages of the courses that we know.
_NUMBERED = re.compile(
    r"\b(?:exercise|ex|aufgabe|übung|problem|question|task|part|exercice|ejercicio|esercizio)\W{0,3}(\d+)", re.IGNORECASE
)
_MOST_DEFINITIONS = 4  # of one name that are looked at, from the last one back


def look_again(
    question: Question, submission: Submission, first: CheckResult, assignment: Assignment, means: Examination
) -> CheckResult:
    """Return the first result, or a better one from before the answer's names got another meaning, with a remark."""
    if first.verdict in (Verdict.CORRECT, Verdict.NEEDS_REVIEW):
        return first
    names = question.item.names
    best, current = first, submission
    for _ in range(_MOST_DEFINITIONS):
        last = last_binding(current, names)
        if last is not None and _is_no_answer(question, current, last, assignment, means):
            earlier = before_binding(current, last, names)
            if earlier is None:
                return best
            best = _instead(best, means.judge(question, earlier.submission), earlier, names, unless=Fraction(0))
            current = earlier.submission
            continue
        state = before_rebinding(current, names)
        if state is not None:
            again = means.judge(question, state.submission)
            best = _remarked(again, state, names) if again.credit > best.credit else best
        earlier = before_last_definition(current, names)
        if best.verdict is Verdict.CORRECT or earlier is None:
            return best
        asked = [current] if state is None else [current, state.submission]
        if not _belongs_elsewhere(question, asked, assignment, means.judge):
            return best
        best = _instead(best, means.judge(question, earlier.submission), earlier, names, unless=best.credit)
        current = earlier.submission
    return best


def _is_no_answer(question: Question, state: Submission, last: int, assignment: Assignment, means: Examination) -> bool:
    """Tell whether what the names mean last cannot be the answer: by its source, or by the form of its value.

    A number that `4*x + y` gave, where x and y had values, is another exercise's formula, or a formula to be judged.
    """
    statement, names = state.statements[last], question.item.names
    if is_no_candidate(statement, names):
        return True
    mathematics = components_of(question.exercise, question.item) is not None
    if is_typed_in(statement) and mathematics and not asks_for_numbers(question.exercise, question.item):
        return False
    if means.fits(question, state):
        return False
    formula = _is_formula_with_values(question, state, statement)
    return not formula or _is_right_elsewhere(question, [state], assignment, means.judge)


def _is_formula_with_values(question: Question, state: Submission, statement: Statement) -> bool:
    """Tell whether a statement works a number out by a formula of the exercise's variables, which can be read."""
    for text in state.texts:
        if not text.markdown and text.place == statement.place and text.name in question.item.names:
            with suppress(Unreadable):
                if variables_in(read(text.text, variables=question.function.variables, notation="python")):
                    return True
    return False


def _instead(
    best: CheckResult, again: CheckResult, state: EarlierState, names: tuple[str, ...], *, unless: Fraction
) -> CheckResult:
    """Return the new result, since the old one was about something else; not for an empty one, or `unless` so much is lost."""
    worth = again.verdict is not Verdict.UNANSWERED and again.credit >= unless
    return _remarked(again, state, names) if worth else best


def _remarked(result: CheckResult, state: EarlierState, names: tuple[str, ...]) -> CheckResult:
    """Return the result with a remark on the state it belongs to, and with the place where the answer stood then."""
    definitions = state.submission.definitions(names)[-1:] or state.submission.text_answers(names)
    place = {"place": asdict(definitions[0].place)} if definitions else {}
    remark = say("bound_anew", place=state.place, name=state.name)
    return replace(result, feedback=(*result.feedback, remark), evidence={**place, **result.evidence})


def _belongs_elsewhere(question: Question, states: list[Submission], assignment: Assignment, judge: Judge) -> bool:
    """Tell whether what the name means last is another exercise's.

    Its answer reads it, or its heading stands above; or its names stand between the two and it is right for its function.
    """
    others = _others(question, assignment)
    named = (name for exercise in others for item in exercise.items for name in item.names)
    if any(not made_with(states[0], name).isdisjoint(question.item.names) for name in named):
        return True
    above, below = headings_of_last_two(states[0], question.item.names)
    if above != below and any(_is_heading_of(below, exercise) for exercise in others):
        return True
    in_text = not states[0].definitions(question.item.names)
    apart = in_text and bool(above and below) and above != below
    if not (apart or _is_another_number(above, below) or _has_signs_between(question, states[0], others)):
        return False
    return _is_right_elsewhere(question, states, assignment, judge)


def _is_right_elsewhere(question: Question, states: list[Submission], assignment: Assignment, judge: Judge) -> bool:
    """Tell whether what the name means is right for another exercise's function."""
    asked = (judge(other, state) for other in _elsewhere(question, assignment) for state in states)
    return any(result.verdict is Verdict.CORRECT for result in asked)


def _is_heading_of(heading: str, exercise: Exercise) -> bool:
    """Tell whether a heading is an exercise's title or id."""
    said = " ".join(re.findall(r"\w+", heading.replace("_", " ").casefold()))
    names = (exercise.title, exercise.id.replace("_", " "))
    return any(name.casefold() in said for name in names if name)


def _is_another_number(above: str, below: str) -> bool:
    """Tell whether both headings number an exercise, and differently: `Exercise 1`, `Exercise 3`."""
    one, other = _NUMBERED.search(above), _NUMBERED.search(below)
    return one is not None and other is not None and one[1] != other[1]


def _has_signs_between(question: Question, submission: Submission, others: list[Exercise]) -> bool:
    """Tell whether another exercise's answer, or another function of its name, stands between the last two definitions."""
    own = {name for item in question.exercise.items for name in item.names}
    named = {name for exercise in others for item in exercise.items for name in item.names} - own
    functions = {question.function.name, *(function.name for exercise in others for function in exercise.functions)}
    return bool(names_between(submission, question.item.names) & (named | functions))


def _others(question: Question, assignment: Assignment) -> list[Exercise]:
    """Return the other exercises, but for those that are about the question's function as well."""
    own = question.function.expression
    others = (exercise for exercise in assignment.course if exercise.id != question.exercise.id)
    return [exercise for exercise in others if all(function.expression != own for function in exercise.functions)]


def _elsewhere(question: Question, assignment: Assignment) -> Iterator[Question]:
    """Yield the same question about the functions of the other exercises, as this one asks it and as they do."""
    item, own = question.item, question.exercise
    for exercise in _others(question, assignment):
        for function in exercise.functions:
            about = replace(own, functions=tuple(_in_place_of(question.function, function, own.functions)))
            if isinstance(item.options, Options) and not any(item.options.problems(function)) and _asks_another(about, own, item):
                same = replace(item, function=function, after=())
                yield replace(question, exercise=about, item=same, answered_in=exercise)
        for other in exercise.items:
            if ask_alike(exercise, other, own, item):
                yield replace(question, exercise=exercise, item=replace(other, name=item.name, aliases=item.aliases, after=()))


def _in_place_of(one: Function, other: Function, functions: tuple[Function, ...]) -> Iterator[Function]:
    """Yield the functions, the other one in place of one of them, under the name that terms go on using."""
    for function in functions:
        yield replace(other, name=function.name) if function.name == one.name else function


def _asks_another(exercise: Exercise, own: Exercise, item: Item) -> bool:
    """Tell whether an item has an answer in an exercise, and not that of its own: no direction asks for another there."""
    try:
        return reference(item.id, sheet_of(exercise)) != reference(item.id, sheet_of(own))
    except (TermError, NotDerivableError):
        return False

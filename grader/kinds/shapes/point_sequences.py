"""Points in a row, those after each step by hand: judged one by one, each from the one that was written before it."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import product

from grader.algebra.floats import agree, points_agree
from grader.algebra.numeric import compiled
from grader.descent.hand_steps import HandStep, agrees, are_explained, judge_steps
from grader.descent.landscape import Point
from grader.descent.methods.method import Iteration
from grader.drawing import Drawing
from grader.kinds.answers import Form, read_answer, unreadable
from grader.kinds.candidates import is_list_of_points
from grader.kinds.carried import own_values
from grader.kinds.code_values import value_text
from grader.kinds.outcomes import unclear
from grader.kinds.points.point_lists import NoPointsError, points_in_text, points_of, readings, without_reason
from grader.kinds.points.surroundings import names_coordinates, objection
from grader.kinds.protocol import Check, Earlier, Pictures, Solution
from grader.kinds.shapes.shape import Shape, WrongAnswer, unfilled_value
from grader.kinds.shapes.step_causes import Cause, causes_of, wrong_axes
from grader.kinds.walks import Walk, drawn, said_of
from grader.model import (
    ArrayValue,
    Audience,
    AuthorMisconception,
    CheckResult,
    Criterion,
    Feedback,
    FunctionValue,
    Observation,
    Outcome,
    Probe,
    Question,
    Submission,
    TextAnswer,
    Value,
    Verdict,
)
from grader.notation.answer import read
from grader.notation.tokens import Unreadable
from grader.notation.wording import denies, offers
from grader.quantities.evaluation import arguments_of
from grader.quantities.operators.operator import MisfitError, Operand
from grader.quantities.operators.steps import STEPS, iteration_of
from grader.quantities.sheet import Sheet, sheet_of
from grader.quantities.terms import TermError
from grader.sentences.catalogue import say, sentence
from grader.sentences.figures import listed, point_text
from grader.submission.text_cells import UNNAMED_POINTS

_GAP = re.compile(r",\s*,|…|\.\.\.")  # what a list in code leaves open: `[(0.4, 1.9),, …]`
_WHOLE = ("step", "point", "p", "P", "pos", "position", "schritt", "punkt")  # what people call a point, before its number
_MOST_STEPS = 51  # as many steps as an exercise may ask for, and the start
_STARTS = tuple(map(float, range(-4, 5)))  # coordinates of a start that somebody may have put in for the given one
_MOST_ROWS = 8  # of a list that are shown to a student: one line
_MOST_SHOWN = 160  # characters of a text that are shown: two lines


@dataclass(frozen=True, kw_only=True, slots=True)
class StepsAsked:
    """The steps that a question asks for: a rule at work, the start, and how many."""

    iteration: Iteration
    start: Point
    count: int


def steps_asked(question: Question, replaced: Mapping[str, Operand] | None = None) -> StepsAsked:
    """Return the steps that a question asks for; `replaced` holds a student's own values of earlier items."""
    sheet = sheet_of(question.exercise)
    return _worked_out(question.item.id, sheet, replaced) if replaced else _for_all(question.item.id, sheet)


def _worked_out(item: str, sheet: Sheet, replaced: Mapping[str, Operand] | None) -> StepsAsked:
    rule, start, count = STEPS.parted(*arguments_of(item, sheet, replaced))
    return StepsAsked(iteration=iteration_of(rule), start=start, count=count)


@lru_cache(maxsize=256)  # a class is asked the same
def _for_all(item: str, sheet: Sheet) -> StepsAsked:
    return _worked_out(item, sheet, None)


@dataclass(frozen=True, slots=True)
class Written:
    """The points that a student wrote, and how they were read.

    With `has_gap` a line of code leaves one open; with `has_names` keys or headings say which coordinate is which; with
    `is_one_list` they may be one list of code, changed and appended again and again.
    """

    points: tuple[Point, ...]
    understood: str
    source: TextAnswer | None = None
    has_gap: bool = False
    has_names: bool = False
    is_one_list: bool = False


def check(question: Question, submission: Submission, earlier: Earlier) -> Check:
    """Read the list of points and judge each step from the point written before it."""
    written = yield from read_answer(question, submission, _form(question, submission))
    asked = steps_asked(question)
    if isinstance(written, Written):
        return _with_own_start(question, written, _judged(question, written, asked), earlier)
    if written.verdict is not Verdict.UNANSWERED:
        return written
    found = yield from numbered_points(question, submission, asked.count)
    judged = _of_numbered(question, found, asked) if found is not None else None
    if judged is not None and judged.verdict is not Verdict.INCORRECT:
        return judged
    return _of_unnamed(question, submission, asked) or written


def _with_own_start(question: Question, written: Written, result: CheckResult, earlier: Earlier) -> CheckResult:
    """Return the result, credited where the steps are right from the student's own earlier answers."""
    replaced, names = own_values(question, earlier) if result.verdict is not Verdict.CORRECT else ({}, ())
    if not replaced:
        return result
    try:
        again = _judged(question, written, steps_asked(question, replaced))
    except (TermError, MisfitError):
        return result
    credit = again.credit * question.item.carried_credit
    if credit <= result.credit:
        return result
    code = "carried_forward.in_part" if credit < again.credit else "carried_forward"
    remark = say(code, names=listed(f"`{name}`" for name in names))
    verdict = Verdict.CORRECT if credit == 1 else Verdict.PARTIAL
    return replace(again, verdict=verdict, credit=credit, criteria=(), feedback=(remark, *again.feedback))


def _of_unnamed(question: Question, submission: Submission, asked: StepsAsked) -> CheckResult | None:
    """Return the result for a person if points without any name may be the steps, else None."""
    for text in submission.text_answers((UNNAMED_POINTS,)):
        with suppress(NoPointsError):
            points = points_in_text(text.text, question.function.variables)
            if _judged(question, Written(points, text.text), asked).credit:
                return unclear(question, text.text, sentence("two_answers.unnamed", place=text.place))
    return None


def _form(question: Question, submission: Submission) -> Form[Written]:
    """Return what a list of points looks like, in code or in text; a function of one thing is told how many."""
    variables, asked = question.function.variables, steps_asked(question)
    start = asked.start

    def is_empty(value: Value) -> bool:
        return value in (None, [], ()) or submission.is_placeholder(question.item.names)

    def read_points(value: Value, written: Value, shown: str) -> Written | CheckResult:
        try:
            points = points_of(value, variables)
        except NoPointsError as error:
            return _no_points(question, written, error)
        around = objection(value, variables, start, points)
        if around is not None:
            return unclear(question, shown[:_MOST_SHOWN], sentence("two_answers.around", around=around))
        return Written(points, shown, has_names=names_coordinates(value, variables))

    def of_value(value: Value) -> Written | CheckResult:
        if isinstance(value, str) and any(map(str.isdigit, value)) and (denies(value) or offers(value)):
            return unclear(question, value[:160], sentence("two_answers.denied"))
        rows = value if isinstance(value, list | tuple) and len(value) > 1 else [""]
        is_one_list = all(isinstance(row, list | ArrayValue) and row == rows[0] for row in rows)
        found = read_points(value, value, value_text(value))
        return replace(found, is_one_list=is_one_list) if isinstance(found, Written) else found

    def of_text(text: TextAnswer) -> Written | CheckResult:
        whole = text.whole or text.text
        if (text.markdown or whole[:1] in ('"', "'")) and (denies(whole) or (offers(whole) and not text.markdown)):
            return unclear(question, whole[:160], sentence("two_answers.denied"))
        has_gap = _GAP.search(text.text) is not None and not text.markdown
        whole = without_reason(whole)
        found = read_points(whole, text.text, text.text[:_MOST_SHOWN])
        beside = [each for each in text.rest if re.search(r"^[^=]*\d", each) and each.strip() not in whole]
        after = _without_start(found.points, start, asked.count) if isinstance(found, Written) else ()
        if text.markdown and beside and isinstance(found, Written) and len(after) < asked.count:
            for piece in beside:  # a line ends where an equation begins, which may be a point
                shared = next(size for size in range(len(piece), -1, -1) if whole.endswith(piece[:size]))
                whole = f"{whole}{piece[shared:]}"
            found = read_points(whole, text.text, whole[:_MOST_SHOWN])
            if isinstance(found, Written) and len(found.points) < asked.count:
                return unclear(question, whole[:_MOST_SHOWN], sentence("two_answers.around", around=beside[0].strip()))
        return replace(found, source=text, has_gap=has_gap) if isinstance(found, Written) else found

    def arguments(function: FunctionValue) -> tuple[Value, ...]:
        needed = [p for p in function.parameters or () if p.kind == "positional" and not p.has_default]
        return (asked.count,) if len(needed) == 1 else ()

    return Form(
        of_value=of_value,
        of_text=of_text,
        is_empty=is_empty,
        takes_code=lambda call: call.outcome is not Outcome.RETURNED or not is_empty(call.value),
        nothing=say("placeholder.empty", name=question.item.name),
        mends=True,
        arguments=arguments,
    )


def _no_points(question: Question, value: Value, why: NoPointsError) -> CheckResult:
    shape = ", ".join(f"{variable}1" for variable in question.function.variables)
    return unreadable(question, value, sentence("unreadable.points", why=why.reason, shape=shape))


def _of_numbered(question: Question, found: Found, asked: StepsAsked) -> CheckResult | None:
    """Return the result for points under numbered names; None where they are no points."""
    points, names = found
    try:
        result = _judged(question, Written(points_of(points, question.function.variables), value_text(points)), asked)
    except NoPointsError:
        return None
    said = ", ".join(f"`{name}`" for name in names)
    remark = say("numbered_names", names=said, name=question.item.name)
    return replace(result, feedback=(remark, *result.feedback))


def _judged(question: Question, written: Written, asked: StepsAsked) -> CheckResult:
    if written.has_gap and written.source is not None:
        return unclear(question, written.source.text, sentence("two_answers.gap"))
    steps, explained_all = steps_of(question, written.points, asked, has_names=written.has_names)
    if not explained_all:
        rows = ", ".join(map(point_text, written.points[:_MOST_ROWS]))
        why = sentence("two_answers.rows", count=len(written.points), rows=rows)
        result = unclear(question, written.understood, why)
        return replace(result, source=written.source)
    causes = causes_of(question.function, asked.iteration, steps)
    pairs = [*zip(steps, causes, strict=True), *[(None, Cause(None, ""))] * (asked.count - len(steps))]
    first = written.points[0]
    begins = len(written.points) == len(steps) + 1 and len(first) == len(asked.start) and agrees(first, asked.start)
    criteria = tuple(_criterion(asked.count, i, step, cause, begins=begins) for i, (step, cause) in enumerate(pairs))
    again = {f"step_{i + 1}" for i, (_, cause) in enumerate(pairs) if cause.again}
    credit = sum((line.share * line.credit for line in criteria), Fraction(0))
    known = _authors(question, steps) if credit < 1 else None
    credit = known.credit if known else credit
    told = (Feedback(code=known.name, text=known.text),) if known else tuple(_of_the_whole(question, written, asked, steps))[:1]
    if told:  # what would be said of single steps holds for none
        criteria = tuple(row if row.credit else replace(row, feedback="") for row in criteria)
    after = tuple(step.after for step in steps)
    has_more = any(written.points[at:][: asked.count] == after and len(written.points) > at + asked.count for at in (0, 1))
    of_steps = () if told and not known else tuple(_feedback(criteria, again, has_more=has_more))  # they follow from it
    return CheckResult(
        key=question.key,
        verdict=Verdict.CORRECT if credit == 1 else Verdict.PARTIAL if credit else Verdict.INCORRECT,
        credit=credit,
        criteria=() if known else criteria,
        feedback=(*told, *of_steps, *_expected(question, steps)),
        misconception=known.name if known else next((cause.name for cause in causes if cause.name), None),
        understood=written.understood,
        answer=tuple(step.after for step in steps),
        source=written.source,
        evidence={
            "trajectory": [list(step.after) for step in steps],
            "steps": [{"from": list(s.before), "to": list(s.after), "expected": list(s.expected), "right": s.right} for s in steps],
        },
    )


def steps_of(
    question: Question, points: tuple[Point, ...], asked: StepsAsked, *, has_names: bool = False
) -> tuple[tuple[HandStep, ...], bool]:
    """Return the steps as they were written, in the reading of the numbers that makes most of them right.

    The second value is False where a reading is right but leaves numbers that are neither steps nor lead to them.
    """
    variables, iteration, start, count = question.function.variables, asked.iteration, asked.start, asked.count
    height = compiled(read(question.function.expression, variables=variables), variables)
    best: tuple[int, tuple[HandStep, ...], bool] | None = None
    for reading, beside in readings(points, len(variables), count, has_names=has_names):
        listed = _without_start(reading, start, count)
        steps = judge_steps(iteration, start, listed, tolerance=question.item.tolerance)
        right = sum(step.right for step in steps[:count])
        whole = right == count and all(step.right for step in steps)
        heights = [height(*point) for point in reading] if beside else []
        explained = (whole or right < count) and are_explained(iteration, start, reading, beside, heights=heights)
        if right == count and explained:
            return steps[:count], True
        worth = right == count or len(points[0]) > len(variables)
        if worth and (best is None or right > best[0]):
            best = right, steps[:count], explained or not right
    if best is not None:
        return best[1:]
    listed = _without_start(points, start, count)
    steps, *behind = (
        judge_steps(iteration, start, listed[at : at + count], tolerance=question.item.tolerance)
        for at in range(max(1, len(listed) - count + 1))
    )
    is_told = len(points[0]) == len(start) and agrees(points[0], start[::-1])  # as the start with its coordinates exchanged
    return steps, is_told or not any(all(step.right for step in each) for each in behind)


def _without_start(points: tuple[Point, ...], start: Point, count: int) -> tuple[Point, ...]:
    """Return the points after the steps: a list may begin with the start."""
    if points and agrees(points[0], start) and (len(points) > 1 or count == 1):
        return points[1:]
    return points


def _criterion(count: int, i: int, step: HandStep | None, cause: Cause, *, begins: bool) -> Criterion:
    """Return the line of the rubric for a step; with `begins` the list begins with the start."""
    right = step is not None and step.right
    return Criterion(
        id=f"step_{i + 1}",
        text=sentence("step.criterion", number=i + 1),
        verdict=Verdict.UNANSWERED if step is None else Verdict.CORRECT if right else Verdict.INCORRECT,
        share=Fraction(1, count),
        credit=Fraction(int(right)),
        feedback=_sentence(count, i, step, cause, begins=begins),
    )


def _sentence(count: int, i: int, step: HandStep | None, cause: Cause, *, begins: bool) -> str:
    if step is None:
        return sentence("step.missing.but_start" if begins else "step.missing", number=i + 1, count=count)
    if step.right:
        return sentence("step.carried", number=i + 1) if step.carried else ""
    if cause.again:
        return sentence("step.again" if cause.name else "step.again.unknown", number=i + 1, first=cause.again)
    before, after = point_text(step.before), point_text(step.after)
    return sentence("step.wrong", number=i + 1, before=before, after=after, cause=cause.text)


def _of_the_whole(question: Question, written: Written, asked: StepsAsked, steps: Sequence[HandStep]) -> Iterator[Feedback]:
    """Yield what is said of a list as a whole: the start in it or another, one list, one coordinate, values or one point."""
    start, size, points = asked.start, len(question.function.variables), written.points
    begins = len(points) == asked.count + 1 and len(points[0]) == size and agrees(points[0], start)
    if size > 1 and begins and all(step.right for step in steps):
        yield say("step.begins_with_start", start=point_text(start))
    if size > 1 and start != start[::-1] and len(points) == asked.count + 1 and agrees(points[0], start[::-1]):
        yield say("step.start_swapped", under="start", first=point_text(points[0]), start=point_text(start))
    if _are_cut(steps):
        yield say("step.cut_to_whole", under="start")
    begun = _other_start(asked, steps)
    if begun is not None and begun != tuple(-each for each in start):  # a step with its signs exchanged begins where it should
        yield say("step.other_start", under="start", first=point_text(begun), start=point_text(start))
    if written.is_one_list and not steps[0].right:
        yield say("step.one_list", under="start")
    true = asked.iteration.points(start, asked.count)
    if len(points) == 1 < asked.count and agrees(points[0], true[-1]) and not agrees(points[0], true[0]):
        yield say("step.last_alone", under="start", after=point_text(points[0]), count=asked.count)
    heights = tuple(asked.iteration.landscape.height(point) for point in (start, *true))
    numbers = tuple(number for point in points for number in point)
    if not steps[0].right and any(len(numbers) == len(values) > 1 and agrees(numbers, values) for values in (heights, heights[1:])):
        yield say("step.values", under="start", function=question.function.name)
    if len(points) == 1 < asked.count == size:
        columns = zip(*true, strict=True)
        if any(agrees(points[0], column) for column in columns):
            shape = ", ".join(f"{variable}1" for variable in question.function.variables)
            yield say("step.one_coordinate_written", under="start", count=size, shape=shape)


def _are_cut(steps: Sequence[HandStep]) -> bool:
    """Tell whether every step ends at the whole numbers that one comes to, from there, without its decimals."""
    are_whole = all(number.is_integer() for step in steps for number in step.after)
    moved = [pair for step in steps for pair in zip(step.after, step.expected, strict=True)]
    return (
        len(steps) > 1  # one step comes to whole numbers by other mistakes, too
        and are_whole
        and not any(number.is_integer() for _, number in moved[: len(moved) // len(steps)])
        and any(all(own == one(meant) for own, meant in moved) for one in (math.trunc, round))
    )


def _other_start(asked: StepsAsked, steps: Sequence[HandStep]) -> Point | None:
    """Return the one other start from which a first step is right, wrong in every coordinate from the given one; else None.

    The later steps are right from there on, or stay: one step alone may look like that by chance.
    """
    first, size = steps[0], len(asked.start)
    if first.right or first.mistakes or size < 2 or len(first.after) != size or len(wrong_axes(first)) < size:
        return None
    if not all(step.right or step.after == step.before for step in steps[1:]):
        return None
    found = [
        start
        for start in product(_STARTS, repeat=size)
        if start != asked.start and agrees(first.after, asked.iteration.step((start,)))
    ]
    return found[0] if len(found) == 1 else None


def _feedback(criteria: tuple[Criterion, ...], again: Collection[str], *, has_more: bool) -> Iterator[Feedback]:
    """Yield what is said of each step, once where the same holds for a later one."""
    for line in criteria:
        if line.feedback and line.id not in again:
            yield Feedback(code=line.id, text=line.feedback)
    if has_more:
        yield say("more_steps", count=len(criteria))


def _expected(question: Question, steps: tuple[HandStep, ...]) -> Iterator[Feedback]:
    audience = Audience.STUDENT if question.item.reveal else Audience.STAFF
    for i, step in enumerate(steps):
        if not step.right:
            before, after = point_text(step.before), point_text(step.expected)
            yield say("expected.step", before=before, number=i + 1, after=after, audience=audience)


# --- Points under numbered names ------------------------------------------------------------------


Found = tuple[list[Value], tuple[str, ...]]


def numbered_points(question: Question, submission: Submission, count: int) -> Generator[Probe, Observation, Found | None]:
    """Return the points in the order of their numbers, with their names; None where there are too few."""
    bound = {name for statement in submission.statements if statement.problem is None for name in statement.names}
    variables = question.function.variables
    coordinates = (variables, tuple(name.upper() for name in variables))
    for stems in (*coordinates, *((stem,) for stem in _WHOLE)):
        names = [named for number in range(_MOST_STEPS) if (named := _named(stems, number, bound))]
        if count <= len(names) <= count + 1:
            points: list[Value] = []
            for point in names:
                calls = []
                for name in point:
                    calls.append((yield Probe(names=(name,))).calls[0])
                parts: list[Value] = [call.value if call.outcome is Outcome.RETURNED else None for call in calls]
                points.append(parts if stems in coordinates else parts[0])
            return points, tuple(name for point in names for name in point)
    return None


def _named(stems: tuple[str, ...], number: int, bound: set[str]) -> tuple[str, ...]:
    """Return the names of one point, a name for each stem; () where one is not there."""
    spelled = [[name for name in (f"{stem}{number}", f"{stem}_{number}") if name in bound] for stem in stems]
    return tuple(names[0] for names in spelled) if all(spelled) else ()


def _authors(question: Question, steps: tuple[HandStep, ...]) -> AuthorMisconception | None:
    """Return the author's misconception whose points these are."""
    written = tuple(step.after for step in steps)
    for misconception in question.item.misconceptions:
        points = points_in_text(misconception.expression, question.function.variables)
        if len(points) == len(written) and all(map(agrees, written, points)):
            return misconception
    return None


# --- What is made of one --------------------------------------------------------------------------

_SAME = 1e-9  # derived coordinates that are equal differ in their last digits
# of a coordinate, or of 1: far beyond any tolerance for rounding
_SHIFT = 0.1


def points_text(points: tuple[Point, ...]) -> str:
    """Return points as a student writes them, without the noise in a float's last digits."""
    written = [[repr(float(f"{value:.12g}")) for value in point] for point in points]
    return ", ".join(f"({', '.join(point)})" if len(point) > 1 else point[0] for point in written)


def _read(text: str, variables: tuple[str, ...]) -> Solution:
    try:
        return points_in_text(text, variables)
    except NoPointsError as error:
        raise Unreadable(error.reason) from None


def _mutants(question: Question, solution: Solution) -> Iterator[WrongAnswer]:
    """Yield one coordinate moved or turned round, two exchanged, and the last point left out."""
    right: tuple[Point, ...] = solution  # type: ignore[assignment]
    for index, point in enumerate(right):
        for axis, value in enumerate(point):
            shift = _SHIFT * max(1.0, abs(value))
            for other, change in ((value + shift, "shifted"), (-value, "with the other sign")):
                if not agree(other, value, _SAME, least=0.0):
                    changed = (*point[:axis], other, *point[axis + 1 :])
                    yield _changed(right, index, changed, f"a coordinate of point {index + 1} {change}", abs(other - value))
        if not points_agree(point, point[::-1], _SAME, least=0.0):
            yield _changed(right, index, point[::-1], f"the coordinates of point {index + 1} swapped", 1.0)
    if len(right) > 1:
        yield WrongAnswer(points_text(right[:-1]), "the last point left out", 1.0)


def _changed(right: tuple[Point, ...], index: int, point: Point, change: str, size: float) -> WrongAnswer:
    return WrongAnswer(points_text((*right[:index], point, *right[index + 1 :])), change, size)


def _effortless(question: Question, right: Solution) -> Iterator[tuple[str, Solution]]:
    """Yield the same point again and again."""
    size, start = len(question.function.variables), steps_asked(question).start
    for point in ((0.0,) * size, (1.0,) * size, start):
        points = (point,) * len(right)  # type: ignore[arg-type]
        yield points_text(points), points


def _picture(question: Question, result: CheckResult) -> Drawing | None:
    """Return the drawing of the steps; where the course shows answers, with the right step beside the first wrong one."""
    steps = result.evidence.get("steps")
    if not isinstance(steps, list | tuple) or not steps:
        return None
    stops = ((0, tuple(steps[0]["from"])), *((number, tuple(step["to"])) for number, step in enumerate(steps, 1)))
    wrong = next((place for place, step in enumerate(steps) if not step["right"]), None)
    shows = wrong is not None and question.item.reveal
    should = tuple(steps[wrong]["expected"]) if shows and wrong is not None else None
    walk = Walk(
        function=question.function, stops=stops, wrong=wrong, is_first=True, should=should, should_be="picture.walk.right_step"
    )
    return drawn(walk)


def _right_pictures(question: Question) -> tuple[Drawing, ...]:
    asked = steps_asked(question)
    stops, says = (asked.start, *asked.iteration.points(asked.start, asked.count)), (said_of(asked.iteration),)
    walk = Walk(function=question.function, stops=tuple(enumerate(stops)), method=asked.iteration.method, is_right=True, says=says)
    drawing = drawn(walk)
    return (drawing,) if drawing is not None else ()


def _in_turn(right: Solution) -> Iterator[str]:
    """Yield the points with a wrong one after each."""
    points: tuple[Point, ...] = right  # type: ignore[assignment]
    shifted = [tuple(value + 1 for value in point) for point in points]
    yield points_text(tuple(point for pair in zip(points, shifted, strict=True) for point in pair))


SEQUENCE = Shape(
    called="points in a row",
    holds=lambda value: isinstance(value, tuple),
    reads=("tolerance", "reveal", "misconceptions"),
    check=check,
    read=_read,
    text=lambda solution, variables: points_text(solution),  # type: ignore[arg-type]
    mutants=_mutants,
    effortless=_effortless,
    template=unfilled_value,
    hedges=_in_turn,
    pictures=Pictures(of_answer=_picture, of_solution=_right_pictures, given=lambda question: (steps_asked(question).start,)),
    can_answer=lambda question, value: is_list_of_points(question, value, steps_asked(question).count),
)
"""Points in a row, such as those after each step of a descent."""

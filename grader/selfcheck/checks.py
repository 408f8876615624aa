"""What makes an answer right, for each kind of item: a property that is measured, with no right answer at hand.

One line in the table for each kind; what an answer is (a formula, a function, a text) is read as in grading.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import replace

from flint import arb, fmpq

from grader.kinds.answers import FunctionAnswer, read_answer
from grader.kinds.depends_on import DependsOnOptions, answer_of
from grader.kinds.direction import DirectionOptions
from grader.kinds.form_options import FormOptions
from grader.kinds.function_values import Wanted
from grader.kinds.partial_derivative import PartialDerivativeOptions
from grader.kinds.quotients import width_of_quotient
from grader.kinds.remainder import piece_beside
from grader.kinds.steps import StepsOptions, read_points, steps_of
from grader.kinds.steps_mistakes import MISTAKES, NO_CAUSE
from grader.maths.balls import compiled, precision
from grader.maths.form import has_form
from grader.maths.hand_steps import HandStep
from grader.model import CheckResult, FunctionValue, Observation, Probe, Question, Submission
from grader.selfcheck.descents import descent
from grader.selfcheck.finding import Finding, State
from grader.selfcheck.rows import Rows, first_wrong, opposite, rows_of, same
from grader.selfcheck.slopes import Point, Slopes
from grader.selfcheck.telling import right, told, verdict_of

Check = Generator[Probe, Observation, Finding]
Truth = Callable[[Point], tuple[arb, ...]]
_POINTS = 8
_BITS = 256
_ROOM = 1e-9
"""How far a number worked out in floats may be off; rounded decimals have the room that their rounding gives."""


def partial_derivative(question: Question, slopes: Slopes, written: Submission) -> Check:
    """The rate at which the function changes when one variable alone does."""
    options = question.item.options
    assert isinstance(options, PartialDerivativeOptions)
    variable = options.with_respect_to
    rows = yield from _rows(question, slopes, written, slopes.moved_by(variable))
    if isinstance(rows, Finding):
        return rows
    others = [other for other in slopes.variables if other != variable]
    by_others = {other: _along_axes(slopes, (other,)) for other in others}
    return _compared(question, rows, _along_axes(slopes, (variable,)), f"`{variable}` alone changes", by_others)


def gradient(question: Question, slopes: Slopes, written: Submission) -> Check:
    """All rates of change, in the order of the variables."""
    rows = yield from _rows(question, slopes, written, frozenset(slopes.variables), len(slopes.variables))
    if isinstance(rows, Finding):
        return rows
    turned = {"the other order": _along_axes(slopes, slopes.variables[::-1])}
    return _compared(question, rows, _along_axes(slopes, slopes.variables), "one variable at a time changes", turned)


def directional_derivative(question: Question, slopes: Slopes, written: Submission) -> Check:
    """The rate at which the function changes on the way in a direction."""
    direction = dict(zip(slopes.variables, _unit(_direction(question, slopes)), strict=True))
    rows = yield from _rows(question, slopes, written, frozenset(slopes.variables))
    if isinstance(rows, Finding):
        return rows
    finding = _compared(question, rows, lambda point: (slopes.along(point, direction),), "you walk in that direction", {})
    if finding.state is State.NOT_YET:
        product = yield from _own_product(question, slopes, written)
        if product is not None and same(rows, product):
            return right(question, "This is worked out with your own gradient and unit vector.")
    return finding


def _own_product(
    question: Question, slopes: Slopes, written: Submission
) -> Generator[Probe, Observation, list[tuple[arb, ...]] | None]:
    """The student's own gradient times the own unit vector at each point, where the question builds on both."""
    own = {item.kind: item for item in question.exercise.items if item.id in question.item.after}
    if not {"gradient", "unit_vector"} <= set(own):
        return None
    found = []
    for kind in ("gradient", "unit_vector"):
        size, relevant = len(slopes.variables), frozenset(slopes.variables if kind == "gradient" else ())
        rows = yield from _rows(replace(question, item=own[kind]), slopes, written, relevant, size)
        if isinstance(rows, Finding) or any(row is None or len(row) != size or None in row for row in rows.values):
            return None
        found.append([[part for part in row or () if part is not None] for row in rows.values])
    with precision(_BITS):
        return [(sum((a * b for a, b in zip(*pair, strict=True)), arb(0)),) for pair in zip(*found, strict=True)]


def unit_vector(question: Question, slopes: Slopes, written: Submission) -> Check:
    """Of length 1 and in the direction that is asked for."""
    rows = yield from _rows(question, slopes, written, frozenset(), len(slopes.variables))
    if isinstance(rows, Finding):
        return rows
    row = rows.values[0]
    size = len(slopes.variables)
    if row is None or len(row) != size or any(part is None for part in row):
        return verdict_of(question, f"A vector of {size} numbers is asked for.")
    wrong = _no_unit_vector([part for part in row if part is not None], _direction(question, slopes), question)
    return verdict_of(question, wrong or _wrong_form(question, rows))


def depends_on(question: Question, slopes: Slopes, written: Submission) -> Check:
    """The variables that make a difference when they alone are moved."""
    options = question.item.options
    assert isinstance(options, DependsOnOptions)
    observation = yield Probe(names=question.item.names)
    if isinstance(observation.calls[0].value, FunctionValue):
        observation = yield Probe(names=question.item.names, arguments=((),))
    answer, _ = answer_of(question, written, observation)
    if isinstance(answer, CheckResult):
        return told(question, answer)
    measured = slopes.moved_by(options.with_respect_to)
    if answer - measured:
        extra = next(name for name in slopes.variables if name in answer - measured)
        return verdict_of(question, f"Move {extra} alone: the derivative stays as it is.")
    return verdict_of(question, "A variable is missing: the derivative changes with one more." if measured - answer else "")


def steps(question: Question, slopes: Slopes, written: Submission) -> Check:
    """Each point one step downhill from the point that was written before it."""
    options = question.item.options
    assert isinstance(options, StepsOptions)
    observation = yield Probe(names=question.item.names)
    if isinstance(observation.calls[0].value, FunctionValue):
        observation = yield Probe(names=question.item.names, arguments=((),))
    listed = read_points(question, written, observation)
    if isinstance(listed, CheckResult):
        return told(question, listed)
    judged, explained = steps_of(question, listed.points, slopes)
    if not explained:
        return verdict_of(question, "There are points that are no steps. List the points after each step, and nothing else.")
    for number, step in enumerate(judged, start=1):
        if not step.right or step.carried:
            return verdict_of(question, _wrong_step(number, step))
    missing = options.count - len(judged)
    return verdict_of(question, f"{options.count} steps are asked for; there are {len(judged)}." if missing else "")


CHECKS: dict[str, Callable[[Question, Slopes, Submission], Check]] = {
    "partial_derivative": partial_derivative,
    "depends_on": depends_on,
    "gradient": gradient,
    "unit_vector": unit_vector,
    "directional_derivative": directional_derivative,
    "steps": steps,
    "descent": descent,
}


# --- Rows of values, against what is measured ---


def _rows(
    question: Question, slopes: Slopes, written: Submission, relevant: frozenset[str], components: int = 1
) -> Generator[Probe, Observation, Rows | Finding]:
    """The answer's values at the points; a finding where there is nothing to be compared."""
    points = slopes.points(_POINTS)
    if not points:
        return Finding(
            exercise=question.exercise.title,
            name=question.item.name,
            state=State.UNCHECKED,
            hint="The function has no slopes that can be measured.",
        )
    ordered = tuple(name for name in slopes.variables if name in relevant)
    wanted = Wanted(points=points, relevant=ordered, components=components)
    answer = yield from read_answer(question, written, wanted)
    if isinstance(answer, CheckResult):
        return told(question, answer)
    rows = rows_of(answer, points)
    if isinstance(answer, FunctionAnswer):
        return replace(rows, by_quotients=width_of_quotient(written, (answer.name, *question.item.names)) is not None)
    piece = piece_beside(question, answer.source, answer.expression) if answer.source and answer.source.rest else None
    return rows if piece is None else verdict_of(question, f"Beside your formula stands “{piece}”. Write the formula alone.")


def _along_axes(slopes: Slopes, variables: tuple[str, ...]) -> Truth:
    return lambda point: tuple(slopes.by(variable, point) for variable in variables)


def _compared(question: Question, rows: Rows, truth: Truth, when: str, slips: dict[str, Truth]) -> Finding:
    """Right where every value is the measured one; else the first place where one is not, or the slip that it is."""
    measured = [truth(point) for point in rows.points]
    asked = len(measured[0])
    given = next((len(row) for row in rows.values if row is not None), asked)
    if given != asked:
        what = "One value is" if asked == 1 else f"A vector of {asked} components is"
        return verdict_of(question, f"{what} asked for; yours {'is one value' if given == 1 else f'has {given}'}.")
    wrong = first_wrong(rows, measured, question.item.tolerance)
    if wrong is None:
        return verdict_of(question, _wrong_form(question, rows))
    if opposite(rows, measured):
        return verdict_of(question, "The size is right and the sign is not.")
    for name, other in slips.items():
        if same(rows, [other(point) for point in rows.points]):
            what = "These are the components in the other order." if name == "the other order" else ""
            return verdict_of(question, what or f"This is how the function changes with `{name}`, not with what is asked.")
    return verdict_of(question, f"{wrong}, and the function changes at another rate there when {when}.")


def _wrong_form(question: Question, rows: Rows) -> str:
    options = question.item.options
    if not isinstance(options, FormOptions) or options.form is None or rows.expression is None:
        return ""
    form = has_form(rows.expression, options.form)
    return "" if form.holds else f"The value is right, the form is not. {form.text}"


# --- Directions ---


def _direction(question: Question, slopes: Slopes) -> tuple[arb, ...]:
    """A vector in the direction that is asked for, of any length."""
    options = question.item.options
    assert isinstance(options, DirectionOptions)
    with precision(_BITS):
        vector = options.as_vector()
        if vector is not None:
            return tuple(compiled(part)({}) for part in vector.components)
        degrees = options.degrees_from_first_axis(question.function)
        assert degrees is not None
        angle = arb(fmpq(degrees.numerator, degrees.denominator)) * arb.pi() / 180
        return angle.cos(), angle.sin()


def _unit(vector: tuple[arb, ...]) -> tuple[arb, ...]:
    with precision(_BITS):
        length = sum((part * part for part in vector), arb(0)).sqrt()
        return tuple(part / length for part in vector)


def _no_unit_vector(row: list[arb], direction: tuple[arb, ...], question: Question) -> str:
    """What is wrong with a vector; empty where nothing is."""
    with precision(_BITS):
        room = arb(question.item.tolerance or _ROOM)
        length = sum((part * part for part in row), arb(0))
        if abs(length - 1) > 2 * room:
            return f"Its length is {float(length.mid()) ** 0.5:.4g}, and a unit vector has length 1."
        ways = _unit(direction)
        pairs = [(i, j) for i in range(len(row)) for j in range(i)]
        if any(abs(row[i] * ways[j] - row[j] * ways[i]) > room for i, j in pairs):
            return "Its length is right, its direction is not. From which axis is the angle counted, and in which unit?"
        along = sum((part * way for part, way in zip(row, ways, strict=True)), arb(0))
        return "" if along > 0 else "It points the opposite way."


def _wrong_step(number: int, step: HandStep) -> str:
    if step.right:
        return f"Step {number} follows from the point before it, where the mistake is."
    why = MISTAKES[step.mistakes[0]] if len(step.mistakes) == 1 else NO_CAUSE.text
    return f"Step {number} does not follow from the point before it. {why}"

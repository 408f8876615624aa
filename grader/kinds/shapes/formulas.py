"""Numbers, formulas and vectors: answers that are mathematics, in code, text or symbols, or functions of the variables."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from grader.algebra.numeric import compiled
from grader.algebra.tree import Expression, Number, Variable, Vector, parts_of, variables_in
from grader.drawing import Drawing
from grader.kinds.answer_options import AnswerOptions
from grader.kinds.asked import what
from grader.kinds.candidates import is_formula, is_number_or_formula, is_vector
from grader.kinds.carried import own_values, shown_right, with_carried_errors
from grader.kinds.function_answers import FunctionAnswer
from grader.kinds.function_formulas import differentiated, formula_of
from grader.kinds.judging import Target, ask_answer
from grader.kinds.numbers_put_in import with_numbers_put_in
from grader.kinds.protocol import Check, Earlier, Pictures, Point, Solution
from grader.kinds.shapes.mutants import mutants
from grader.kinds.shapes.shape import Shape, WrongAnswer, unfilled_function, unfilled_value
from grader.kinds.usual_names import names_of_components, usual_names
from grader.model import CheckResult, Question, Submission, TextAnswer, Value, Verdict
from grader.notation.answer import read
from grader.notation.printing import plain
from grader.quantities.evaluation import MadeBy, drawn_by, reference, slips
from grader.quantities.operators.operator import Shown, is_number, mapped
from grader.quantities.operators.operator import is_formula as is_scalar
from grader.quantities.sheet import PLANE, sheet_of

CanAnswer = Callable[[Question, Value], bool]
_SPOTS = ((1.0, 2.0, 1.5), (-1.0, 1.0, 0.5), (2.0, -1.0, 1.0), (-2.0, -1.0, -0.5), (0.5, 0.5, 2.0))
"""Points of our own for whoever shows what is right; apart, so that arrows there do not lie on each other."""
_READS = ("tolerance", "misconceptions", "reveal", "form", "up_to")  # keys that judging mathematics looks at


def check(question: Question[AnswerOptions], submission: Submission, earlier: Earlier) -> Check:
    """Judge an answer against the reference; where it is wrong, tell whether it follows from the student's own earlier ones."""
    sheet, item = sheet_of(question.exercise), question.item
    right = reference(item.id, sheet)
    if what(question.exercise, item) in {"gradient", "gradient at a point"}:
        submission = with_gradient(question, submission)
    answer = yield from ask_answer(question, submission, right)  # type: ignore[arg-type]
    if isinstance(answer, CheckResult):
        return answer
    settled = shown_right(question, earlier)
    target = Target(
        reference=right,  # type: ignore[arg-type]
        candidates=lambda: slips(item.id, sheet, settled),
        settled=settled,
        astray=frozenset(own_values(question, earlier)[0]),
        put_in=lambda: with_numbers_put_in(right, submission, item.names, question.function.variables),  # type: ignore[arg-type]
        formula=lambda: formula_of(answer, submission) if isinstance(answer, FunctionAnswer) else None,
        differentiated=lambda: differentiated(submission, item.names, question.function.variables),
    )
    return (yield from with_carried_errors(question, answer, target, earlier))


def with_gradient(question: Question, submission: Submission) -> Submission:
    """Return the submission with a gradient that is written as `f_x = …, f_y = …` alone, in the order of the variables.

    The names must be no other item's of the exercise, and where they stand there is one for each variable and no more.
    At a point `f_x(2, 1)` says which component it is, even where another item asks for it.
    """
    item, function = question.item, question.function
    if submission.definitions(item.names) or submission.text_answers(item.names):
        return submission
    at_point = _names_at_point(question)
    taken = {name for other in question.surroundings.items for name in other.names}.difference(*at_point.values())
    spelled = {
        variable: (f"{function.name}_{variable}", f"d{function.name}_d{variable}", *at_point.get(variable, ()))
        for variable in function.variables
    }
    cells: dict[tuple[str, int | None, str], dict[str, TextAnswer]] = {}
    others: dict[tuple[str, int | None, str], int] = {}
    for text in submission.texts:
        where = (text.place.file, text.place.cell, text.section)
        if not text.markdown or text.name in taken:
            continue
        component = next((each for each, names in spelled.items() if text.name in names), None)
        if component is not None:
            cells.setdefault(where, {})[component] = text
        elif text.name.startswith((f"{function.name}_", f"d{function.name}_d")) and not text.name.endswith("_depends_on"):
            others[where] = others.get(where, 0) + 1
    whole = [found for where, found in cells.items() if len(found) == len(spelled) and where not in others]
    if not whole:
        return submission
    parts = [whole[-1][variable] for variable in function.variables]
    rest = tuple(piece for part in parts for piece in part.rest)
    written = f"({', '.join(part.text for part in parts)})"
    made = replace(parts[0], name=item.name, text=written, whole="", rest=rest)
    return replace(submission, texts=(*submission.texts, made))


def _names_at_point(question: Question) -> dict[str, tuple[str, ...]]:
    """Return for each variable the names of its component of a gradient at a point, those of items among them; else {}."""
    exercise, item = question.exercise, question.item
    if what(exercise, item) != "gradient at a point":
        return {}
    said = zip(question.function.variables, names_of_components(item.id, exercise), strict=False)
    return {
        variable: (*names, *(other.name for other in exercise.items if {*usual_names(other.id, exercise)} & {*names}))
        for variable, names in said
    }


def picture(question: Question, result: CheckResult) -> Drawing | None:
    """Return what the operator that makes the right answer draws of this one."""
    sheet, seen = sheet_of(question.exercise), result.evidence
    by = drawn_by(question.item.id, sheet)
    if by is None or result.verdict is Verdict.CORRECT:
        return None
    operator, _, _, at = by
    value = seen.get("student_value")
    shown = replace(
        _shown(question, by),
        point=at or seen.get("point") or {},  # type: ignore[arg-type]
        value=value if isinstance(value, float | int) else None,
        vectors=tuple((point or at, tuple(vector)) for point, vector in seen.get("vectors", ())),  # type: ignore[attr-defined]
    )
    return operator.picture(shown)


def _shown(question: Question, by: MadeBy) -> Shown:
    """Return what of a question every drawing of an answer needs."""
    (_, arguments, made_by, at), sheet = by, sheet_of(question.exercise)
    return Shown(
        arguments=arguments,
        made_by=made_by,
        function=mapped(question.function) if question.function.expression else None,
        point=at,
        axes=sheet.axes if len(sheet.axes) == 2 else PLANE,
        reveal=question.item.reveal,
    )


def _right_pictures(question: Question) -> tuple[Drawing, ...]:
    """Return what the operator draws of the right answer, at the question's own point or at some of ours."""
    by = drawn_by(question.item.id, sheet_of(question.exercise))
    if by is None:
        return ()
    operator, _, _, at = by
    right = reference(question.item.id, sheet_of(question.exercise))
    names = (question.function if question.function.expression else question.exercise.function).variables
    points = [at] if at else [dict(zip(names, spot, strict=False)) for spot in _SPOTS]
    parts = parts_of(right)  # type: ignore[arg-type]
    held = tuple(dict.fromkeys((*names, *(name for part in parts for name in variables_in(part)))))
    if not set(held) <= set(points[0]):
        return ()
    values = [(point, tuple(compiled(part, tuple(point))(*point.values()) for part in parts)) for point in points]
    seen = [(point, found) for point, found in values if all(map(math.isfinite, found))]
    if not seen:
        return ()
    (first, found), is_vector = seen[0], isinstance(right, Vector)
    shown = replace(
        _shown(question, by),
        point=first,
        value=None if is_vector else found[0],
        vectors=tuple(seen) if is_vector else (),
        is_right=True,
    )
    drawing = operator.picture(shown)
    return (drawing,) if drawing is not None else ()


def _given(question: Question) -> tuple[Point, ...]:
    """Return the point that the question is asked at."""
    by = drawn_by(question.item.id, sheet_of(question.exercise))
    return (tuple(by[3].values()),) if by is not None and by[3] else ()


# --- What is made of one --------------------------------------------------------------------------


def _mutants(question: Question, solution: Solution) -> Iterator[WrongAnswer]:
    """Yield every wrong answer that one small change makes of this formula."""
    rounded = question.item.tolerance is None
    for mutant in mutants(solution, question.function.variables, rounded=rounded):  # type: ignore[arg-type]
        yield WrongAnswer(plain(mutant.expression), mutant.slip, mutant.size, mutant.expression)


def _effortless(question: Question, solution: Solution) -> Iterator[tuple[str, Solution]]:
    """Yield 0, 1, a variable, the function itself, and vectors of them."""
    function = question.function
    zero, one = (Number(Fraction(n)) for n in (0, 1))
    variables = [Variable(name) for name in function.variables]
    whole = read(function.expression, variables=function.variables)
    found: list[Expression] = [zero, one, *variables, whole]
    if isinstance(solution, Vector):
        size = len(solution.components)
        found = [Vector((same,) * size) for same in (zero, one, whole)]
        found.append(Vector((one, *[zero] * (size - 1))))
        if size == len(variables):
            found.append(Vector(tuple(variables)))
    yield from ((plain(formula), formula) for formula in found)


PICTURES = Pictures(of_answer=picture, of_solution=_right_pictures, given=_given)
"""What is drawn of mathematics, be it an answer or what a program gives."""


def _shape(called: str, holds: Callable[[object], bool], *loosenings: str, is_function: bool, can_answer: CanAnswer) -> Shape:
    return Shape(
        called=called,
        holds=holds,
        reads=_READS,
        loosenings=loosenings,
        check=check,
        read=lambda text, variables: read(text, variables=variables),
        text=lambda solution, variables: plain(solution),  # type: ignore[arg-type]
        mutants=_mutants,
        effortless=_effortless,
        template=unfilled_function if is_function else unfilled_value,
        can_answer=can_answer,
        pictures=PICTURES,
    )


NUMBER = _shape("a number", is_number, "sign", is_function=False, can_answer=is_number_or_formula)
"""A single number: no variables are left in it."""
FORMULA = _shape(
    "a formula",
    lambda value: is_scalar(value) and not is_number(value),
    *("factor", "positive factor", "sign", "constant"),
    is_function=True,
    can_answer=is_formula,
)
"""A single formula in the variables."""
POINT = _shape(
    "a vector of numbers",
    lambda value: isinstance(value, Vector) and not variables_in(value),
    *("factor", "positive factor", "sign", "order"),
    is_function=False,
    can_answer=is_vector,
)
"""A vector, a point or a direction without variables in it."""
VECTOR = _shape(
    "a vector of formulas",
    lambda value: isinstance(value, Vector) and bool(variables_in(value)),
    *("factor", "positive factor", "sign"),
    is_function=True,
    can_answer=is_formula,
)
"""A vector of formulas, such as a gradient."""

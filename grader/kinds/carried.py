"""Errors carried forward: an answer that is right for the student's own earlier ones is right here, and an error is charged once.

The term of the question is evaluated again with those answers in place of the items it names. Knows no operator by name.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from grader.algebra.floats import agree
from grader.algebra.tidy import tidy
from grader.algebra.tree import Expression, Number, Variable, Vector, parts_of, variables_in, walk
from grader.equality.decision import Relation
from grader.equality.function_decision import DEFAULT_TOLERANCE
from grader.equality.sample_points import value_at as evaluate_at
from grader.kinds.answer_options import AnswerOptions
from grader.kinds.answers import ExpressionAnswer
from grader.kinds.calling import Point
from grader.kinds.function_answers import Answer, FunctionAnswer
from grader.kinds.judging import Target, comparison_of, decide, judged, points_for
from grader.kinds.mathematical import numbers_of
from grader.kinds.protocol import Earlier
from grader.model import CheckResult, Exercise, Item, Key, Observation, Probe, Question, Verdict
from grader.quantities.evaluation import evaluate, is_pointwise_in, reference, typed_in
from grader.quantities.operators.operator import Value, is_tree
from grader.quantities.references import NotDerivableError
from grader.quantities.sheet import Sheet, items_in, sheet_of, variables_of
from grader.quantities.slips.catalogue import LEFT_UNDONE
from grader.quantities.terms import Listed, Literal, Named, Operation, Term, TermError
from grader.quantities.terms import parts_of as parts_of_term
from grader.sentences.catalogue import say
from grader.sentences.figures import listed

Vectors = Generator[Probe, Observation, "tuple[tuple[float, ...], ...] | None"]

_NOTHING = 1e-9  # a component or a slope below it is zero but for rounding
_LENGTH = 0.01  # how far a vector of length 1 may be off that is given to two or three decimals
_DOUBLE = 15
"""A decimal of so many digits is as exact as a double."""
_ROUNDED = 3
"""A decimal of so many digits, or more, may be a rounding."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Own:
    """The student's own answer to an item that this one builds on, and the right one.

    `mistakes` are the names of the answers that it is wrong by: its own, or those that it follows from itself.
    """

    item: str
    mistakes: tuple[str, ...]
    name: str
    answer: Answer
    reference: Expression
    right: bool
    misconception: str | None = None


def with_carried_errors(
    question: Question[AnswerOptions], answer: Answer, target: Target, earlier: Earlier
) -> Generator[Probe, Observation, CheckResult]:
    """Return the result for an answer, and where it is wrong, whether it is right for the student's own earlier answers."""
    sheet, item = sheet_of(question.exercise), question.item
    result = judged(question, answer, _as_typed_in(question, answer, target, sheet))
    named = items_in(sheet.terms[item.id], sheet)
    if result.verdict in (Verdict.CORRECT, Verdict.NEEDS_REVIEW) or not named:
        return result
    own = _own_answers(question, earlier, named, sheet)
    trivial = not own or _are_simpler(own, named) or _are_degenerate(own)
    if trivial or _is_a_slip_of_its_own(question, result, own):
        return result
    carried = yield from _carried(question, answer, own, sheet, target.reference)
    return credited(question, result, own) if carried else result


def shown_right(question: Question, earlier: Earlier) -> frozenset[str]:
    """Return the items in the question's term that the student has answered rightly: no slip was made in them."""
    exercise, sheet = question.exercise, sheet_of(question.exercise)
    named = set(items_in(sheet.terms[question.item.id], sheet))
    return frozenset(
        item.id
        for item in exercise.items
        if item.id in named
        and Key(exercise=exercise.id, item=item.id) in earlier
        and not _mistakes(item, exercise, earlier, sheet)
    )


def own_values(question: Question, earlier: Earlier) -> tuple[dict[str, Value], tuple[str, ...]]:
    """Return the student's own wrong answers to the items in the question's term, and the names of the mistaken ones."""
    sheet = sheet_of(question.exercise)
    named = items_in(sheet.terms[question.item.id], sheet)
    own = [part for part in _own_answers(question, earlier, named, sheet) if not part.right]
    found: dict[str, Value] = {part.item: part.answer.expression for part in own if isinstance(part.answer, ExpressionAnswer)}
    mistakes = dict.fromkeys(name for part in own if part.item in found for name in part.mistakes)
    return found, tuple(mistakes)


def carried_as_a_whole(question: Question, result: CheckResult, earlier: Earlier) -> CheckResult:
    """Return the result for a wrong answer that is no formula: credited if it follows from earlier answers."""
    sheet = sheet_of(question.exercise)
    own = _own_answers(question, earlier, items_in(sheet.terms[question.item.id], sheet), sheet)
    formulas = {part.item: part.answer.expression for part in own if isinstance(part.answer, ExpressionAnswer)}
    if not own or len(formulas) < len(own) or _are_degenerate(own):
        return result
    try:
        follows = evaluate(sheet.terms[question.item.id], sheet, formulas) == result.answer
    except (TermError, NotDerivableError, ArithmeticError):
        return result
    return credited(question, result, own) if follows else result


def _as_typed_in(question: Question, answer: Answer, target: Target, sheet: Sheet) -> Target:
    """Return the target with a constant of the term in the few digits of a function that computes with them."""
    if not isinstance(answer, FunctionAnswer) or question.item.tolerance is not None:
        return target
    comparison = comparison_of(question)
    if decide(answer, target.reference, comparison).relation is Relation.EQUAL:
        return target
    short = typed_in(question.item.id, sheet)
    found = next((each for each in short if decide(answer, each, comparison).relation is Relation.EQUAL), None)
    return target if found is None else replace(target, reference=found)


def credited(question: Question, result: CheckResult, own: Sequence[_Own]) -> CheckResult:
    """Return the result of an answer that is right for the student's own earlier ones."""
    staff = tuple(feedback for feedback in result.feedback if feedback.audience != "student")
    mistakes = dict.fromkeys(name for part in own if not part.right for name in part.mistakes)
    if not mistakes:
        rounded = listed(f"`{part.name}`" for part in own)
        remark = say("rounded.vectors", names=rounded)
        return replace(
            result, verdict=Verdict.CORRECT, credit=Fraction(1), misconception=None, feedback=(remark,), evidence={}
        )
    credit = max(question.item.carried_credit, result.credit)
    remark = say("carried_forward.in_part" if credit < 1 else "carried_forward", names=listed(f"`{name}`" for name in mistakes))
    return replace(
        result,
        verdict=Verdict.CORRECT if credit == 1 else Verdict.PARTIAL,
        credit=Fraction(credit),
        misconception=None,
        feedback=(remark, *staff),
    )


def _is_a_slip_of_its_own(question: Question, result: CheckResult, own: Sequence[_Own]) -> bool:
    """Tell whether the answer is a named slip of its own, and no earlier answer explains it."""
    named = LEFT_UNDONE.union(misconception.name for misconception in question.item.misconceptions)
    shown = {part.misconception for part in own}
    return result.misconception in named - shown


def _are_simpler(own: Sequence[_Own], named: Sequence[str]) -> bool:
    """Tell whether all of several earlier answers are wrong and one of them asks for less work than the right one.

    A formula is simpler with other variables than the right one's in a component, as `(1, 0)` is; a vector of numbers, when
    a component has vanished or its length is not the 1 that it should be; anything, when it is 0, 1 or variables alone.
    """
    wrong = [part for part in own if not part.right]
    if len(wrong) < max(2, len(named)):
        return False
    if any(_is_bare(part.answer.expression) for part in wrong if isinstance(part.answer, ExpressionAnswer)):
        return True
    return any(_is_simpler_formula(part) if variables_in(part.reference) else _is_no_unit_vector(part) for part in wrong)


def _is_bare(expression: Expression) -> bool:
    """Tell whether every part of an answer is a variable, or 0, 1 or -1: nothing that was worked out."""
    short = [tidy(part) for part in parts_of(expression)]
    return all(isinstance(part, Variable) or (isinstance(part, Number) and abs(part.value) in (0, 1)) for part in short)


def _are_degenerate(own: Sequence[_Own]) -> bool:
    """Tell whether a wrong earlier answer leaves nothing to work with: no part of it varies, or a component has vanished.

    Only where the right one varies, or has no component that is zero.
    """
    for part in own:
        if part.right:
            continue
        if variables_in(part.reference):
            constant = isinstance(part.answer, ExpressionAnswer) and not variables_in(part.answer.expression)
        else:
            right = [abs(evaluate_at(each, {}) or 0.0) for each in parts_of(part.reference)]
            full = isinstance(part.reference, Vector) and min(right) > _NOTHING
            constant = full and any(min(map(abs, vector)) < _NOTHING for vector in _numbers(part.answer))
        if constant:
            return True
    return False


def _is_simpler_formula(part: _Own) -> bool:
    """Tell whether the components depend on other variables than the right ones; of a function, whether they vary at all."""
    right = [variables_in(each) for each in parts_of(part.reference)]
    if isinstance(part.answer, ExpressionAnswer):
        return Counter(variables_in(tidy(each)) for each in parts_of(part.answer.expression)) != Counter(right)
    rows = [value if isinstance(value, tuple) else (value,) for value in part.answer.values if value is not None]
    columns = zip(*rows, strict=False)
    return sorted(len(set(column)) > 1 for column in columns) != sorted(map(bool, right))


def _is_no_unit_vector(part: _Own) -> bool:
    """Tell of a vector that should have length 1 whether a component is zero or its length is another."""
    lengths = [evaluate_at(each, {}) or 0.0 for each in parts_of(part.reference)]
    if not isinstance(part.reference, Vector) or abs(math.hypot(*lengths) - 1) > _NOTHING:
        return False
    vectors = _numbers(part.answer)
    return not vectors or any(
        min(map(abs, vector)) < _NOTHING or abs(math.hypot(*vector) - 1) > _LENGTH for vector in vectors
    )


def _numbers(answer: Answer) -> list[tuple[float, ...]]:
    """Return the numbers of a vector without variables, once or at each point; none where there are variables in it."""
    if isinstance(answer, FunctionAnswer):
        return [value for value in answer.values if isinstance(value, tuple)]
    found = [evaluate_at(part, {}) if not variables_in(part) else None for part in parts_of(answer.expression)]
    return [tuple(value for value in found if value is not None)] if None not in found else []


def _own_answers(question: Question, earlier: Earlier, named: Sequence[str], sheet: Sheet) -> list[_Own]:
    """Return the student's own answers to the items before, but for those equal to the reference."""
    found: list[_Own] = []
    for item in question.exercise.items:
        result = earlier.get(Key(exercise=question.exercise.id, item=item.id))
        if item.id not in named or result is None or not isinstance(result.answer, ExpressionAnswer | FunctionAnswer):
            continue
        mistakes = _mistakes(item, question.exercise, earlier, sheet)
        right, answer, asked = not mistakes, result.answer, reference(item.id, sheet)
        if not is_tree(asked) or (isinstance(answer, ExpressionAnswer) and not _has_shape(answer.expression, asked)):
            continue
        if not (right and _is_exact(answer)):
            own = _Own(
                item=item.id,
                mistakes=mistakes,
                name=item.name,
                answer=answer,
                reference=asked,
                right=right,
                misconception=result.misconception,
            )
            found.append(own)
    return found


def _mistakes(item: Item, exercise: Exercise, earlier: Earlier, sheet: Sheet) -> tuple[str, ...]:
    """Return the names of the wrong answers behind an answer, its own or those it follows from; () for a right one.

    An answer that is right for earlier ones is credited, and is not the right answer to build on.
    """
    result = earlier.get(Key(exercise=exercise.id, item=item.id))
    if result is None or not any(feedback.code.startswith("carried_forward") for feedback in result.feedback):
        return () if result is None or result.verdict is Verdict.CORRECT else (item.name,)
    builds_on = [other for other in exercise.items if other.id in items_in(sheet.terms[item.id], sheet)]
    return tuple(dict.fromkeys(name for other in builds_on for name in _mistakes(other, exercise, earlier, sheet)))


def _has_shape(expression: Expression, asked: Expression) -> bool:
    """Tell whether an answer has as many components as is asked for."""
    return isinstance(expression, Vector) == isinstance(asked, Vector) and len(parts_of(expression)) == len(parts_of(asked))


def _is_exact(answer: object) -> bool:
    """Tell whether it holds no decimal with fewer digits than a double, with which a product would be off as well."""
    if not isinstance(answer, ExpressionAnswer):
        return True
    return min(_digits(answer.expression), default=_DOUBLE) >= _DOUBLE


def _digits(expression: Expression) -> list[int]:
    """Return how many digits each decimal in it has, of those with enough to be a rounding."""
    found = [node.significant_digits or 0 for node in walk(expression) if isinstance(node, Number)]
    return [digits for digits in found if digits >= _ROUNDED]


def _carried(
    question: Question, answer: Answer, own: Sequence[_Own], sheet: Sheet, right: Expression
) -> Generator[Probe, Observation, bool]:
    """Tell whether the answer is what the term comes to with the student's own answers."""
    wrong = any(not part.right for part in own)
    formulas = {part.item: part.answer.expression for part in own if isinstance(part.answer, ExpressionAnswer)}
    if wrong and isinstance(answer, ExpressionAnswer) and len(formulas) == len(own):
        found, slack = _with(sheet.terms[question.item.id], sheet, formulas), _rounding(*formulas.values())
        if found is None or not _has_shape(found, right):
            return False
        points = points_for(question, right)
        if _vanishes([evaluate_at(part, point) for part in parts_of(found) for point in points]):
            return False
        comparison = comparison_of(question)
        wider = replace(comparison, tolerance=max(slack or 0.0, comparison.tolerance or 0.0) or None)
        return decide(answer, found, wider).relation is Relation.EQUAL
    return (yield from _agrees_at_points(question, answer, own, sheet, right))


def _with(term: Term, sheet: Sheet, replaced: Mapping[str, Value]) -> Expression | None:
    """Return what the term comes to with these answers; None if it comes to nothing."""
    try:
        found = evaluate(term, sheet, replaced)
    except (TermError, NotDerivableError, ArithmeticError):
        return None
    return found if is_tree(found) else None


def _rounding(*values: Expression) -> float | None:
    """Return how far decimals in the student's own answers may have carried this one off, relative; None without any."""
    digits = [count for value in values for count in _digits(value)]
    return max(1e-9, 0.5 * 10.0 ** (1 - min(digits))) if digits else None


def _agrees_at_points(
    question: Question, answer: Answer, own: Sequence[_Own], sheet: Sheet, right: Expression
) -> Generator[Probe, Observation, bool]:
    """Return the same by values, where this answer or an earlier one is a function."""
    functions = {part.item: part for part in own if isinstance(part.answer, FunctionAnswer)}
    formulas: dict[str, Value] = {p.item: p.answer.expression for p in own if isinstance(p.answer, ExpressionAnswer)}
    term = yield from _with_evaluated(sheet.terms[question.item.id], functions, formulas, sheet)
    if term is None or not all(is_pointwise_in(term, item, sheet) for item in functions):
        return False
    own = [part for part in own if part.item in items_in(term, sheet)]
    points, columns = points_for(question, right), dict[str, tuple[tuple[float, ...], ...]]()
    for part in own:
        rows = yield from _vectors_at(part, points, question.function.variables)
        if rows is None or not all(math.isfinite(number) for row in rows for number in row):
            return False
        columns[part.item] = rows
    expected = []
    for place, point in enumerate(points):
        found = _with(term, sheet, {part.item: _as_value(part, columns[part.item][place]) for part in own})
        values = [evaluate_at(each, point) for each in parts_of(found)] if found is not None else [None]
        expected.append(None if None in values else tuple(value for value in values if value is not None))
    seen = _values_at(answer, points, len(parts_of(right)))
    whole = [row for row in expected if row is not None]
    if seen is None or len(whole) < len(points) or _vanishes([value for row in whole for value in row]):
        return False
    allowed = answer.slack if isinstance(answer, FunctionAnswer) and answer.slack else [(0.0,) * len(row) for row in whole]
    rows_and_slack = zip(seen, whole, allowed, strict=True)
    return all(
        len(one) == len(other) and all(agree(a, b, DEFAULT_TOLERANCE, slack=max(more)) for a, b in zip(one, other, strict=True))
        for one, other, more in rows_and_slack
    )


def _with_evaluated(
    term: Term, functions: Mapping[str, _Own], formulas: Mapping[str, Value], sheet: Sheet
) -> Generator[Probe, Observation, Term | None]:
    """Return the term with the values of the student's functions at the points at which it evaluates them."""
    match term:
        case Operation("at", (Named(item), *point)) if item in functions:
            place = _point_of(point, formulas, sheet)
            variables = variables_of(term.parts[0], sheet)
            if place is None or len(place) != len(variables):
                return None
            rows = yield from _vectors_at(functions[item], (dict(zip(variables, place, strict=True)),), variables)
            if rows is None or not all(map(math.isfinite, rows[0])):
                return None
            numbers = tuple(Literal(Fraction(number)) for number in rows[0])
            return Listed(numbers) if isinstance(functions[item].reference, Vector) else numbers[0]
        case Operation() | Listed():
            parts: list[Term] = []
            for part in parts_of_term(term):
                found = yield from _with_evaluated(part, functions, formulas, sheet)
                if found is None:
                    return None
                parts.append(found)
            return replace(term, parts=tuple(parts))
    return term


def _point_of(point: Sequence[Term], formulas: Mapping[str, Value], sheet: Sheet) -> tuple[float, ...] | None:
    """Return the coordinates of a point in a term; None where they are no numbers."""
    found = [_with(part, sheet, formulas) for part in point]
    parts = [each for value in found if value is not None for each in parts_of(value)]
    numbers = [evaluate_at(part, {}) if not variables_in(part) else None for part in parts]
    whole = tuple(number for number in numbers if number is not None)
    return whole if None not in found and len(whole) == len(numbers) else None


def _as_value(part: _Own, numbers: tuple[float, ...]) -> Value:
    """Return what an earlier answer is at one point, as a number or a vector of them."""
    exact = tuple(Number(Fraction(number)) for number in numbers)
    return Vector(exact) if isinstance(part.reference, Vector) else exact[0]


def _vanishes(products: Sequence[float | None]) -> bool:
    """Tell whether there is nothing to carry on: a slope of 0 follows from any zero vector, and shows no work."""
    return not any(product and abs(product) > _NOTHING for product in products)


def _values_at(answer: Answer, points: tuple[Point, ...], size: int) -> list[tuple[float, ...]] | None:
    """Return the components of an answer at these points; None where one has no value."""
    if isinstance(answer, FunctionAnswer):
        found = [value if isinstance(value, tuple) else (value,) for value in answer.values]
    else:
        found = [tuple(evaluate_at(part, point) for part in parts_of(answer.expression)) for point in points]  # type: ignore[misc]
    whole = [row for row in found if len(row) == size and None not in row]
    return whole if len(whole) == len(points) else None  # type: ignore[return-value]


def _vectors_at(part: _Own, points: tuple[Point, ...], variables: tuple[str, ...]) -> Vectors:
    """Return the values of a student's earlier answer at these points, asked for again where it is a function."""
    size, answer = len(parts_of(part.reference)), part.answer
    if isinstance(answer, FunctionAnswer):
        observation = yield answer.way.probe(answer.name, points)
        values = [numbers_of(call.value, variables) for call in observation.calls]
        rows = [value if isinstance(value, tuple) else (value,) for value in values if value is not None]
        vectors = tuple(row for row in rows if len(row) == size)
        return vectors if len(vectors) == len(points) else None
    found = [[evaluate_at(each, point) for each in parts_of(answer.expression)] for point in points]
    whole = tuple(tuple(value for value in row if value is not None) for row in found)
    return whole if all(len(row) == size for row in whole) else None

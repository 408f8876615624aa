"""The slope of the exercise's function in a direction: its gradient times the unit vector.

Where it builds on a gradient and a unit vector of the same student, an answer that is right for
those is right here: an error is charged once.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from grader.algebra.floats import agree
from grader.algebra.tidy import tidy
from grader.algebra.tree import Expression, Number, Vector, variables_in, walk
from grader.equality.decimals import with_typed_in_constants
from grader.equality.decision import Relation
from grader.equality.function_decision import DEFAULT_TOLERANCE
from grader.equality.sample_points import parts_of
from grader.equality.sample_points import value_at as evaluate
from grader.kinds.answers import ExpressionAnswer
from grader.kinds.calling import Point
from grader.kinds.directions import DirectionOptions
from grader.kinds.function_answers import Answer, FunctionAnswer
from grader.kinds.judging import Target, ask_answer, comparison_of, decide, judged, points_for
from grader.kinds.mathematical import numbers_of
from grader.kinds.protocol import Check, Earlier, Kind, unfilled_function
from grader.model import CheckResult, Key, Observation, Probe, Question, Submission, Verdict
from grader.quantities import references as derive
from grader.quantities.slips import candidates_for_directional
from grader.quantities.unit_vectors import directional_derivative
from grader.sentences.catalogue import say

Vectors = Generator[Probe, Observation, "tuple[tuple[float, ...], ...] | None"]


class DirectionalDerivativeOptions(DirectionOptions):
    """The direction in which the slope is asked for."""


def check(question: Question[DirectionalDerivativeOptions], submission: Submission, earlier: Earlier) -> Check:
    """Judge a directional derivative, and where it is wrong, whether it is right for the student's own vectors."""
    options, function = question.options, question.function
    gradient, unit = derive.gradient(function), options.unit_vector(function)
    target = Target(
        reference=directional_derivative(gradient, unit),
        candidates=lambda: candidates_for_directional(
            gradient,
            unit,
            angle_degrees=options.degrees_from_first_axis(function),
            vector=options.as_vector(),
            function=function.expression,
            variables=function.variables,
        ),
    )
    answer = yield from ask_answer(question, submission, target.reference)
    if isinstance(answer, CheckResult):
        return answer
    result = judged(question, answer, _as_typed_in(question, answer, target, gradient, unit))
    if result.verdict in (Verdict.CORRECT, Verdict.NEEDS_REVIEW) or not question.item.after:
        return result
    own = _own_answers(question, earlier, size=len(gradient.components))
    trivial = _are_simpler(own, gradient) or _are_degenerate(own, gradient, unit)
    if trivial or _is_a_slip_of_its_own(question, result, own):
        return result
    carried = yield from _carried(question, answer, own, gradient, unit)
    return _credited(question, result, tuple(own.values())) if carried else result


def _as_typed_in(question: Question, answer: Answer, target: Target, gradient: Vector, unit: Vector) -> Target:
    """Return the target with the unit vector in the few digits of a function that computes with them."""
    if not isinstance(answer, FunctionAnswer) or question.item.tolerance is not None:
        return target
    comparison = comparison_of(question)
    if decide(answer, target.reference, comparison).relation is Relation.EQUAL:
        return target
    short = (directional_derivative(gradient, each) for each in with_typed_in_constants(unit) if isinstance(each, Vector))
    found = next((each for each in short if decide(answer, each, comparison).relation is Relation.EQUAL), None)
    return target if found is None else replace(target, reference=found)


def _credited(question: Question, result: CheckResult, own: Sequence[_Own]) -> CheckResult:
    """Return the result of an answer that is right for the student's own earlier ones."""
    staff = tuple(feedback for feedback in result.feedback if feedback.audience != "student")
    built_on = " and ".join(f"`{part.name}`" for part in own if not part.right)
    if not built_on:
        rounded = " and ".join(f"`{part.name}`" for part in own)
        remark = say("rounded.vectors", names=rounded)
        return replace(
            result, verdict=Verdict.CORRECT, credit=Fraction(1), misconception=None, feedback=(remark,), evidence={}
        )
    credit = max(question.item.carried_credit, result.credit)
    remark = say("carried_forward.in_part" if credit < 1 else "carried_forward", names=built_on)
    return replace(
        result,
        verdict=Verdict.CORRECT if credit == 1 else Verdict.PARTIAL,
        credit=Fraction(credit),
        misconception=None,
        feedback=(remark, *staff),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Own:
    """The student's own answer to an item that this one builds on."""

    name: str
    answer: Answer
    right: bool
    misconception: str | None = None


def _is_a_slip_of_its_own(question: Question, result: CheckResult, own: Mapping[str, _Own]) -> bool:
    """Tell whether the slope is a named slip of its own, and no earlier answer explains it."""
    named = {_OWN_SLIP, *(misconception.name for misconception in question.item.misconceptions)}
    shown = {part.misconception for part in own.values()}
    return result.misconception in named - shown


def _are_simpler(own: Mapping[str, _Own], gradient: Vector) -> bool:
    """Tell whether both earlier answers are wrong and one of them asks for less work than the right one.

    A gradient is simpler with other variables than the right one's in a component, as `(1, 0)` is; a unit vector, when
    a component has vanished or its length is not 1.
    """
    wrong = {kind: part.answer for kind, part in own.items() if not part.right}
    if len(wrong) < len(_BUILT_ON):
        return False
    return _is_simpler_gradient(wrong["gradient"], gradient) or _is_no_unit_vector(wrong["unit_vector"])


def _are_degenerate(own: Mapping[str, _Own], gradient: Vector, unit: Vector) -> bool:
    """Tell whether a wrong earlier answer leaves nothing to multiply: no component of it varies, or one of it has vanished.

    Only where the right gradient varies, and no component of the right unit vector is zero.
    """
    wrong = {kind: part.answer for kind, part in own.items() if not part.right}
    slopes, direction = wrong.get("gradient"), wrong.get("unit_vector")
    if isinstance(slopes, ExpressionAnswer) and variables_in(gradient) and not variables_in(slopes.expression):
        return True
    if direction is None or not all(abs(evaluate(part, {}) or 0.0) > _NOTHING for part in unit.components):
        return False
    return any(min(map(abs, vector)) < _NOTHING for vector in _numbers(direction))


def _is_simpler_gradient(answer: Answer, gradient: Vector) -> bool:
    """Tell whether the components depend on other variables than the right ones; of a function, whether they vary at all."""
    right = [variables_in(part) for part in gradient.components]
    if isinstance(answer, ExpressionAnswer):
        return Counter(variables_in(tidy(part)) for part in parts_of(answer.expression)) != Counter(right)
    columns = zip(*(value for value in answer.values if isinstance(value, tuple)), strict=False)
    return sorted(len(set(column)) > 1 for column in columns) != sorted(map(bool, right))


def _is_no_unit_vector(answer: Answer) -> bool:
    """Tell whether a component of the vector is zero or its length is not 1, to the digits of its decimals."""
    vectors = _numbers(answer)
    return not vectors or any(
        min(map(abs, vector)) < _NOTHING or abs(math.hypot(*vector) - 1) > _LENGTH for vector in vectors
    )


def _numbers(answer: Answer) -> list[tuple[float, ...]]:
    """Return the numbers of a vector without variables, once or at each point; none where there are variables in it."""
    if isinstance(answer, FunctionAnswer):
        return [value for value in answer.values if isinstance(value, tuple)]
    found = [evaluate(part, {}) if not variables_in(part) else None for part in parts_of(answer.expression)]
    return [tuple(value for value in found if value is not None)] if None not in found else []


def _carried(
    question: Question, answer: Answer, own: Mapping[str, _Own], gradient: Vector, unit: Vector
) -> Generator[Probe, Observation, bool]:
    """Tell whether the answer is the product of the student's own gradient and unit vector."""
    if not own:
        return False
    parts = [own[kind].answer if kind in own else None for kind in _BUILT_ON]
    wrong = any(not part.right for part in own.values())
    if wrong and isinstance(answer, ExpressionAnswer) and not any(isinstance(part, FunctionAnswer) for part in parts):
        expressions = [part.expression if isinstance(part, ExpressionAnswer) else None for part in parts]
        return _equals_product(question, answer, expressions, gradient, unit)
    return (yield from _agrees_with_product(question, answer, parts, gradient, unit))


# The kinds whose answers a slope may build on: the first factor of the product, and the second.
_BUILT_ON = ("gradient", "unit_vector")
_OWN_SLIP = "dot_product_not_taken"  # the one slip of a slope that is no gradient's and no unit vector's


def _own_answers(question: Question, earlier: Earlier, *, size: int) -> dict[str, _Own]:
    """Return the student's own answers to the items before, by kind, but for those equal to the reference."""
    found: dict[str, _Own] = {}
    for item in question.exercise.items:
        result = earlier.get(Key(exercise=question.exercise.id, item=item.id))
        if item.kind not in _BUILT_ON or item.id not in question.item.after or result is None:
            continue
        right, answer = result.verdict is Verdict.CORRECT, result.answer
        if isinstance(answer, ExpressionAnswer):
            if not isinstance(answer.expression, Vector) or len(answer.expression.components) != size:
                continue
        elif not isinstance(answer, FunctionAnswer):
            continue
        if not (right and _is_exact(answer)):
            found[item.kind] = _Own(name=item.name, answer=answer, right=right, misconception=result.misconception)
    return found


def _is_exact(answer: object) -> bool:
    """Tell whether it holds no decimal with fewer digits than a double, with which a product would be off as well."""
    if not isinstance(answer, ExpressionAnswer):
        return True
    return min(_digits(answer.expression), default=_DOUBLE) >= _DOUBLE


_NOTHING = 1e-9  # a component or a slope below it is zero but for rounding
_LENGTH = 0.01  # how far a vector of length 1 may be off that is given to two or three decimals
_DOUBLE = 15
"""A decimal of so many digits is as exact as a double."""


def _digits(expression: Expression) -> list[int]:
    """Return how many digits each decimal in it has, of those with enough to be a rounding."""
    found = [node.significant_digits or 0 for node in walk(expression) if isinstance(node, Number)]
    return [digits for digits in found if digits >= 3]


def _equals_product(question: Question, answer: Answer, own: Sequence[object], gradient: Vector, unit: Vector) -> bool:
    first = own[0] if isinstance(own[0], Vector) else gradient
    second = own[1] if isinstance(own[1], Vector) else unit
    product, slack = directional_derivative(first, second), _rounding(first, second)
    points = points_for(question, directional_derivative(gradient, unit))
    if _vanishes([evaluate(product, point) for point in points]):
        return False
    comparison = comparison_of(question)
    wider = replace(comparison, tolerance=max(slack or 0.0, comparison.tolerance or 0.0) or None)
    return decide(answer, product, wider).relation is Relation.EQUAL


def _rounding(*vectors: Vector) -> float | None:
    """Return how far decimals in the student's own vectors may have carried the product off, relative; None without any."""
    digits = [count for vector in vectors for count in _digits(vector)]
    return max(1e-9, 0.5 * 10.0 ** (1 - min(digits))) if digits else None


def _agrees_with_product(
    question: Question, answer: Answer, own: Sequence[Answer | None], gradient: Vector, unit: Vector
) -> Generator[Probe, Observation, bool]:
    """Return the same by values, where the slope, the gradient or the unit vector is a function."""
    points = points_for(question, directional_derivative(gradient, unit))
    gradients = yield from _vectors_at(question, own[0] or ExpressionAnswer(expression=gradient), points)
    units = yield from _vectors_at(question, own[1] or ExpressionAnswer(expression=unit), points)
    slopes = _values_at(answer, points)
    if gradients is None or units is None or slopes is None:
        return False
    products = [sum(a * b for a, b in zip(g, u, strict=True)) for g, u in zip(gradients, units, strict=True)]
    slack = [max(each) for each in answer.slack] if isinstance(answer, FunctionAnswer) else []
    allowed = slack or [0.0] * len(products)
    pairs = zip(slopes, products, allowed, strict=True)
    return not _vanishes(products) and all(agree(one, other, DEFAULT_TOLERANCE, slack=more) for one, other, more in pairs)


def _vanishes(products: Sequence[float | None]) -> bool:
    """Tell whether there is nothing to carry on: a slope of 0 follows from any zero vector, and shows no work."""
    return not any(product and abs(product) > _NOTHING for product in products)


def _values_at(answer: Answer, points: tuple[Point, ...]) -> list[float] | None:
    if isinstance(answer, FunctionAnswer):
        values = [value for value in answer.values if isinstance(value, float)]
    else:
        found = [evaluate(answer.expression, point) for point in points]
        values = [value for value in found if value is not None]
    return values if len(values) == len(points) else None


def _vectors_at(question: Question, answer: Answer, points: tuple[Point, ...]) -> Vectors:
    """Return the values of a student's vector at these points, asked for again where it is a function."""
    size = len(question.function.variables)
    if isinstance(answer, FunctionAnswer):
        observation = yield answer.way.probe(answer.name, points)
        values = tuple(numbers_of(call.value, question.function.variables) for call in observation.calls)
        vectors = tuple(value for value in values if isinstance(value, tuple) and len(value) == size)
        return vectors if len(vectors) == len(points) else None
    rows = [[evaluate(part, point) for part in parts_of(answer.expression)] for point in points]
    whole = tuple(tuple(value for value in row if value is not None) for row in rows)
    return whole if all(len(row) == size for row in whole) else None


def solution(question: Question[DirectionalDerivativeOptions]) -> Expression:
    """Return the gradient that SymPy derived, times the unit vector."""
    function, options = question.function, question.options
    gradient = derive.gradient(function)
    return directional_derivative(gradient, options.unit_vector(function))


# What the documentation shows and `grade new` writes.
EXAMPLE = r"""
title: A directional derivative
prompt: |
  Let $f(x, y) = x^2 + 2xy$. Find the slope of $f$ in the direction of $(3, 4)$ and define it as `slope`: a formula
  in $x$ and $y$, or a function of them.
function:
  name: f
  variables: [x, y]
  expression: x**2 + 2*x*y
items:
  - id: slope
    kind: directional_derivative
    vector: [3, 4]
    points: 2
    aliases: [D_u_f]
    accepts:
      - (3*(2*x + 2*y) + 4*2*x)/5
      - $\frac{14x + 6y}{5}$
      - 2.8x + 1.2y
    rejects:
      - {answer: 14*x + 6*y, hint: length 1}
      - (2*x + 2*y, 2*x)
"""

# The row of this kind in the table of all.
KIND = Kind(
    name="directional_derivative",
    summary="The slope of the function in a direction.",
    options=DirectionalDerivativeOptions,
    check=check,
    template=unfilled_function,
    shown=("angle_degrees", "measured_from", "towards", "vector", "form", "form_share"),
    reads=("tolerance", "misconceptions", "reveal"),
    builds_on=_BUILT_ON,
    solution=solution,
    example=EXAMPLE,
)

"""Say of a wrong answer that shows no known slip, or one that a single number only suggests, what helps its writer on.

What is right in it comes first, then its properties, and where nothing is known a question beside what was seen. The
verdict is made elsewhere: here are words alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from grader.algebra.canonical import key
from grader.algebra.tidy import ONE
from grader.algebra.tree import Expression, Sum, Vector, children, parts_of, substitute, variables_in, walk
from grader.equality.compare import compare
from grader.equality.decision import LOOKS_THE_SAME, Comparison, Decision, Relation, is_close, tells_no_cause
from grader.equality.sample_points import value_at
from grader.kinds.asked import derivative_of, functions_asked_about, what
from grader.kinds.function_answers import FunctionAnswer
from grader.model import Question
from grader.quantities.evaluation import drawn_by
from grader.quantities.evaluation import reference as reference_of
from grader.quantities.numbers_on_the_way import asked_for_the_way, told_by_the_way
from grader.quantities.operators.operator import Data, is_number
from grader.quantities.sheet import items_in, sheet_of
from grader.quantities.slips import Misconception
from grader.quantities.slips.approximate import approximate, holds_decimals, near, trial_points
from grader.quantities.slips.catalogue import SEEN, UNSPECIFIC, as_shown
from grader.quantities.slips.nearest_formula import nearest
from grader.quantities.slips.partly_right import (
    BY_RULES,
    FLOATS,
    Derivative,
    MadeOf,
    located,
    what_is_right,
    what_values_show,
)
from grader.quantities.slips.properties import degrees_typed, named_by_place, numbers_that_show, told_by_properties
from grader.quantities.slips.recognise import recognise_rounded
from grader.sentences.catalogue import sentence
from grader.sentences.figures import listed

_OF_DIFFERENCES = 1e-4  # relative: what difference quotients lose of a slope


@dataclass(frozen=True, kw_only=True, slots=True)
class Mistaken:
    """A wrong answer beside the right one; `answer` is None for a function of which only its values, as `seen`, are known.

    The `settled` items are those that the question builds on and that the student has shown right; `astray` are the ones
    answered wrongly.
    """

    question: Question
    answer: Expression | None
    reference: Expression
    comparison: Comparison
    seen: FunctionAnswer | None = None
    settled: frozenset[str] = frozenset()
    astray: frozenset[str] = frozenset()

    def told(self) -> str | None:
        """Return what is right in a formula, or in a function's values; None for nothing."""
        parts, seen = made_of(self.question), self.seen
        vectors = [reference_of(item, sheet_of(self.question.exercise)) for item in self.astray]
        if parts.factors is not None and parts.factors[0] in vectors:  # the products may be those of their own
            parts = replace(parts, factors=None)
        if self.answer is not None and not (seen is not None and seen.takes_difference):
            return what_is_right(self.answer, self.reference, self.comparison, parts)
        if seen is None:
            return None
        slack = _OF_DIFFERENCES if seen.slack or seen.takes_difference else FLOATS
        return what_values_show(seen.points, seen.values, self.reference, parts, slack)


def without_a_name(mistaken: Mistaken, decision: Decision, candidates: Iterable[Misconception]) -> str:
    """Return what is said of a wrong answer that shows no known slip."""
    question, answer, reference, witness = mistaken.question, mistaken.answer, mistaken.reference, decision.witness
    is_coarse = witness is not None and witness.student is not None and not witness.point
    by_chance = answer is not None and bool(variables_in(reference)) and not _is_rounded(mistaken, answer)
    by_chance = by_chance or (is_close(witness) and _is_off_elsewhere(mistaken))
    if mistaken.comparison.up_to is not None or not (tells_no_cause(decision) or is_coarse or by_chance):
        return decision.message
    told = _told(mistaken, candidates)
    measures = mistaken.seen is not None and mistaken.seen.takes_difference
    sheet = sheet_of(question.exercise)
    names = [item.name for item in question.exercise.items if item.id in mistaken.settled]
    all_right = len(names) > 1 and len(names) == len(items_in(sheet.terms[question.item.id], sheet))
    asks = _question(question, reference) if not all_right else sentence("asked_back.settled")
    asks = sentence("asked_back.quotient") if measures else asks
    if told is None and not tells_no_cause(decision):
        return asks if by_chance and is_close(witness) else decision.message
    if told is None or measures:
        told = sentence("asked_back", told=told or decision.message, question=asks)
    if all_right:
        return sentence("products.settled", names=listed(f"`{name}`" for name in names), told=told)
    return told


def _is_off_elsewhere(mistaken: Mistaken) -> bool:
    """Tell whether a function that looks right at one point is off by much at another."""
    seen, parts = mistaken.seen, parts_of(mistaken.reference)
    rows = () if seen is None else zip(seen.points, seen.values, strict=True)
    pairs = [
        (own, value_at(part, point))
        for point, values in rows
        for part, own in zip(parts, values if isinstance(values, tuple) else (values,), strict=False)
    ]
    return any(own is not None and right is not None and not near(own, right, LOOKS_THE_SAME) for own, right in pairs)


def _is_rounded(mistaken: Mistaken, answer: Expression) -> bool:
    """Tell whether a formula with decimals looks the same as the right one at every point: at one it may do so by chance."""
    comparison = mistaken.comparison
    points = trial_points(comparison.variables, comparison.domain)
    values = [(approximate(answer, point), approximate(mistaken.reference, point)) for point in points]
    return holds_decimals(answer) and all(near(*pair, LOOKS_THE_SAME) for pair in values)


def _told(mistaken: Mistaken, candidates: Iterable[Misconception]) -> str | None:
    """Return what is right in an answer, or what its properties say; None for nothing."""
    answer, reference, comparison = mistaken.answer, mistaken.reference, mistaken.comparison
    degrees = None if answer is None else degrees_typed(answer)
    if degrees is not None or variables_in(reference):
        return degrees or mistaken.told()
    if answer is None:
        return None
    if variables_in(answer):
        return _of_variables(mistaken, answer)
    known = recognise_rounded(answer, candidates, reference)
    if known is not None:
        return of_a_slip(mistaken, known)
    axes = sheet_of(mistaken.question.exercise).axes
    small = partial(nearest, comparison=comparison)
    return told_by_properties(answer, reference, axes, small) or _by_the_way(mistaken)


def _of_variables(mistaken: Mistaken, answer: Expression) -> str:
    """Return what is said of a formula where numbers are asked for."""
    names, reference = variables_in(answer), mistaken.reference
    without = substitute(answer, dict.fromkeys(names, ONE))
    if compare(without, reference, mistaken.comparison).relation is Relation.EQUAL:
        return sentence("partly.formula.alone", names=listed(sorted(names)))
    if what(mistaken.question.exercise, mistaken.question.item) == "direction":
        return sentence("partly.formula.direction")
    shown = listed(f"`{name}`" for name in sorted(names))
    return sentence("partly.formula.vector" if isinstance(reference, Vector) else "partly.formula", names=shown)


def of_a_slip(mistaken: Mistaken, misconception: Misconception) -> str:
    """Return what is said of a known slip: with the term it was made in, and as a question if one number alone shows it."""
    question, answer, reference = mistaken.question, mistaken.answer, mistaken.reference
    written = any(misconception.name == own.name for own in question.item.misconceptions)
    is_seen = misconception.name in SEEN and not misconception.carried
    if written or misconception.any_length or is_seen:
        return misconception.text
    told = _by_the_way(mistaken) if misconception.carried and misconception.name in UNSPECIFIC else None
    if told is not None:
        return told
    unseen = answer is not None and misconception.made is not None and not _stands_in(misconception.made, answer)
    if misconception.carried and unseen and variables_in(reference) and (told := mistaken.told()) is not None:
        return told  # of a whole that is multiplied out, nobody knows where it happened
    derivatives, comparison = made_of(question).derivatives, mistaken.comparison
    if answer is not None and isinstance(reference, Vector) and misconception.component and misconception.name in BY_RULES:
        return mistaken.told() or misconception.text
    if answer is not None and len(derivatives) == 1 and not isinstance(reference, Vector):
        return located(misconception, answer, reference, comparison, derivatives[0])
    return as_shown(misconception.text, numbers_that_show(answer, reference))


def _stands_in(part: Expression, whole: Expression) -> bool:
    """Tell whether a formula is written within another one, and not as a term of a longer sum."""
    nodes = [node for each in walk(whole) if not isinstance(each, Sum) for node in children(each)]
    return key(part) in map(key, nodes)


def _by_the_way(mistaken: Mistaken) -> str | None:
    """Return what the numbers on the way to the right one say of a wrong number; None for a vector, and for nothing."""
    question, answer, reference = mistaken.question, mistaken.answer, mistaken.reference
    if answer is None or not is_number(reference) or not is_number(answer):
        return None
    own, right, sheet = value_at(answer, {}), value_at(reference, {}), sheet_of(question.exercise)
    if own is None or right is None:
        return None
    return told_by_the_way(question.item.id, sheet, own, right, rounded=holds_decimals(answer))


def made_of(question: Question) -> MadeOf:
    """Return what the right answer is made of: derivatives, or the factors of a dot product."""
    exercise, item, sheet = question.exercise, question.item, sheet_of(question.exercise)
    names = functions_asked_about(exercise, item)
    bodies = tuple(sheet.functions[name].body for name in names)
    single = derivative_of(exercise, item)
    if single is not None:
        return MadeOf(derivatives=(Derivative(function=sheet.functions[single[0]].body, variable=single[1]),), functions=bodies)
    if what(exercise, item) == "gradient" and len(names) == 1:
        whole = sheet.functions[names[0]]
        derivatives = tuple(Derivative(function=whole.body, variable=variable) for variable in whole.variables)
        return MadeOf(derivatives=derivatives, functions=bodies)
    made = drawn_by(item.id, sheet)
    match made:
        case (operator, (Vector() as first, Vector() as second), (by, _), at) if operator.name == "dot" and not at:
            if variables_in(second):
                return MadeOf(functions=bodies)
            variables = question.function.variables if by == "gradient" else ()
            return MadeOf(
                functions=bodies,
                factors=(first, second),
                vector=sentence("products.gradient" if variables else "products.first"),
                names=tuple(sentence("partly.for_variable", variable=name) for name in variables)
                or tuple(named_by_place([at]) for at in range(len(first.components))),
            )
    return MadeOf(functions=bodies)


def _question(question: Question, reference: Expression) -> str:
    """Return the question that stands in place of a cause."""
    exercise, item, sort = question.exercise, question.item, what(question.exercise, question.item)
    if sort == "derivative":
        function, variable = derivative_of(exercise, item) or ("", "")
        return sentence("asked_back.derivative", function=function, variable=variable)
    if sort == "gradient":
        return sentence("asked_back.gradient", function=question.function.name)
    if sort == "slope":
        return sentence("asked_back.slope")
    if sort == "direction" and isinstance(reference, Vector):
        return sentence("asked_back.direction")
    passed = getattr(question.options, "call", {}).values()
    if any(isinstance(each, str) and isinstance(sheet_of(exercise).given.get(each), Data) for each in passed):
        return sentence("asked_back.rows")
    way = asked_for_the_way(item.id, sheet_of(exercise)) if is_number(reference) else None
    return way or sentence("asked_back.formula" if variables_in(reference) else "asked_back.number")

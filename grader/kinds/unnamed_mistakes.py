"""Say of a wrong answer that shows no known slip, or one that a single number only suggests, what helps its writer on.

What is right in it comes first, then its properties, and where nothing is known a question beside what was seen. The
verdict is made elsewhere: here are words alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from grader.algebra.tree import Expression, Vector, variables_in
from grader.equality.decision import Comparison, Decision, is_close, tells_no_cause
from grader.equality.sample_points import value_at
from grader.kinds.asked import derivative_of, functions_asked_about, what
from grader.model import Question
from grader.quantities.numbers_on_the_way import asked_for_the_way, told_by_the_way
from grader.quantities.operators.operator import Mapped, is_number
from grader.quantities.sheet import sheet_of
from grader.quantities.slips import Misconception
from grader.quantities.slips.approximate import holds_decimals
from grader.quantities.slips.catalogue import SEEN, UNSPECIFIC, as_shown
from grader.quantities.slips.partly_right import BY_RULES, Derivative, located, what_is_right
from grader.quantities.slips.properties import numbers_that_show, told_by_properties
from grader.quantities.slips.recognise import recognise_rounded
from grader.sentences.catalogue import sentence
from grader.sentences.figures import listed


@dataclass(frozen=True, kw_only=True, slots=True)
class Mistaken:
    """A wrong answer beside the right one; `answer` is None for a function of which only values are known."""

    question: Question
    answer: Expression | None
    reference: Expression
    comparison: Comparison


def without_a_name(mistaken: Mistaken, decision: Decision, candidates: Iterable[Misconception]) -> str:
    """Return what is said of a wrong answer that shows no known slip."""
    question, answer, reference, comparison = (
        mistaken.question,
        mistaken.answer,
        mistaken.reference,
        mistaken.comparison,
    )
    witness = decision.witness
    is_coarse = witness is not None and witness.student is not None and not witness.point
    by_chance = answer is not None and bool(variables_in(reference)) and not holds_decimals(answer)  # a formula is not rounded
    if comparison.up_to is not None or not (tells_no_cause(decision) or is_coarse or by_chance):
        return decision.message
    told = None
    if answer is not None and variables_in(reference):
        told = what_is_right(answer, reference, comparison, _derivatives(question))
    elif answer is not None and variables_in(answer):
        names = listed(f"`{name}`" for name in variables_in(answer))
        return sentence("partly.formula.vector" if isinstance(reference, Vector) else "partly.formula", names=names)
    elif answer is not None:
        known = recognise_rounded(answer, candidates, reference)
        told = of_a_slip(mistaken, known) if known is not None else told_by_properties(answer, reference) or _by_the_way(mistaken)
    if told is not None:
        return told
    if not tells_no_cause(decision):
        return _question(question, reference) if by_chance and is_close(witness) else decision.message
    return sentence("asked_back", told=decision.message, question=_question(question, reference))


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
    derivatives, comparison = _derivatives(question), mistaken.comparison
    if answer is not None and isinstance(reference, Vector) and misconception.component and misconception.name in BY_RULES:
        return what_is_right(answer, reference, comparison, derivatives) or misconception.text
    if answer is not None and len(derivatives) == 1 and not isinstance(reference, Vector):
        return located(misconception, answer, comparison, derivatives[0])
    return as_shown(misconception.text, numbers_that_show(answer, reference))


def _by_the_way(mistaken: Mistaken) -> str | None:
    """Return what the numbers on the way to the right one say of a wrong number; None for a vector, and for nothing."""
    question, answer, reference = mistaken.question, mistaken.answer, mistaken.reference
    if answer is None or not is_number(reference) or not is_number(answer):
        return None
    own, right, sheet = value_at(answer, {}), value_at(reference, {}), sheet_of(question.exercise)
    if own is None or right is None:
        return None
    return told_by_the_way(question.item.id, sheet, own, right, rounded=holds_decimals(answer))


def _derivatives(question: Question) -> tuple[Derivative, ...]:
    """Return of each component of what is asked for of which function it is the derivative; () for anything else."""
    exercise, item = question.exercise, question.item
    functions = sheet_of(exercise).functions
    single = derivative_of(exercise, item)
    if single is not None:
        return (Derivative(function=functions[single[0]].body, variable=single[1]),)
    names = functions_asked_about(exercise, item)
    if what(exercise, item) != "gradient" or len(names) != 1 or not isinstance(functions.get(names[0]), Mapped):
        return ()
    whole = functions[names[0]]
    return tuple(Derivative(function=whole.body, variable=variable) for variable in whole.variables)


def _question(question: Question, reference: Expression) -> str:
    """Return the question that stands in place of a cause."""
    exercise, item, sort = question.exercise, question.item, what(question.exercise, question.item)
    if sort == "derivative":
        function, variable = derivative_of(exercise, item) or ("", "")
        return sentence("asked_back.derivative", function=function, variable=variable)
    if sort == "gradient":
        return sentence("asked_back.gradient", function=question.function.name)
    if sort == "slope":
        return sentence("asked_back.slope" if len(question.function.variables) == 2 else "asked_back.slope.several")
    if sort == "direction" and isinstance(reference, Vector):
        return sentence("asked_back.direction")
    way = asked_for_the_way(item.id, sheet_of(exercise)) if is_number(reference) else None
    return way or sentence("asked_back.formula" if variables_in(reference) else "asked_back.number")

"""Say of a wrong number how it stands to the numbers on the way to the right one: what is seen, and a question.

One number is no proof of a rule broken, so none is named here. What a number is (one that comes up on the way, the right one
but for a simple factor, what comes out with one number of the way in another's place) is measured.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import combinations

from grader.algebra.floats import agree
from grader.algebra.tidy import number
from grader.quantities.evaluation import Evaluation
from grader.quantities.operators import OPERATORS
from grader.quantities.operators.operator import is_number
from grader.quantities.sheet import Sheet, items_in, outermost
from grader.quantities.slips.approximate import approximate
from grader.quantities.terms import Literal, Named, Operation, Term, TermError, parts_of, written
from grader.sentences.catalogue import sentence
from grader.sentences.figures import figures, listed

_FACTORS = (2, 3, 4)  # that get lost, or come in twice: of a square, of a derivative, of a half of a half
_MOVED = (-2, -1, 1, 2)  # places by which a decimal point slips; further off nobody takes it for a slip
_SAME = 1e-9  # relative: what floats lose of a number
_SHORT = 5e-3  # relative: what rounding to three digits loses of one, at most
_ORDERS = ("", "²", "³")  # of derivatives, as they are written
_POWERS: Mapping[str, float] = {"root": 0.5, "square": 2.0}  # of the right number


def told_by_the_way(item: str, sheet: Sheet, own: float, right: float, *, rounded: bool) -> str | None:
    """Return what the numbers on the way say of a wrong number, of a rounded one with its three digits; None for nothing.

    For 2/(6 + 10), 16 is a number on the way, 1/4 the right one but for a factor, and 1/3 has 6 in the place of another.
    """

    def is_own(value: float) -> bool:
        return agree(own, value, _SHORT if rounded else _SAME, least=0.0)

    step = _above_of_step(sheet.terms[item])
    if any(is_own(value) for _, value in _numbers(item, sheet)):
        return sentence("one_number.on_the_way", value=figures(own))
    if is_own(-right):
        return sentence("one_number.sign")
    if any(is_own(value) for value in _exchanged(item, sheet)):
        if step is None:
            return sentence("one_number.another_of_the_way")
        return sentence("one_number.another_of_the_way.step", above=step, value=figures(step / own))
    if step is not None and (is_own(2 * right) or is_own(right / 2)):
        return sentence("one_number.factor.of_step")
    if any(is_own(sign * right * factor) or is_own(sign * right / factor) for factor in _FACTORS for sign in (1, -1)):
        return sentence("one_number.factor")
    if right and is_own(1 / right):
        return sentence("one_number.upside_down")
    for name, power in _POWERS.items():
        if right > 0 and is_own(right**power):
            return sentence(f"one_number.{name}")
    if any(is_own(1 / value) for _, value in _numbers(item, sheet)):
        return sentence("one_number.one_over", value=figures(1 / own))
    if (told := _of_two(item, sheet, is_own)) is not None:
        return told
    if any(is_own(right * 10.0**places) for places in _MOVED):
        return sentence("one_number.decimal_point")
    return sentence("one_number.negative", value=figures(own)) if own < 0 < right else None


def asked_for_the_way(item: str, sheet: Sheet) -> str | None:
    """Return the question for derivatives and whatever else has a name on the way; None for a way without any."""
    named = dict.fromkeys(name for part in _parts(item, sheet) if (name := _called(part, sheet)))
    return sentence("asked_back.number.way", steps=listed(named)) if named else None


def _called(part: Operation, sheet: Sheet) -> str:
    """Return a part as a sentence calls it: `∂²f/∂x∂y`, `h''`, `the gradient`; "" for arithmetic."""
    match part:
        case Operation("diff", (Named(function), *by)) if function in sheet.functions and len(by) <= len(_ORDERS):
            names, order = [written(variable) for variable in by], _ORDERS[len(by) - 1]
            if len(sheet.functions[function].variables) == 1:
                return function + "'" * len(by)
            below = "".join(f"∂{name}" for name in names) if len({*names}) > 1 else f"∂{names[0]}{order}"
            return f"∂{order}{function}/{below}"
    made = "" if part.operator == "at" else outermost(part, sheet)
    return sentence("one_number.part", part=sentence(f"part.{OPERATORS[made].noun}")) if made and OPERATORS[made].noun else ""


def _parts(item: str, sheet: Sheet) -> Iterator[Operation]:
    """Yield the operations in an item's term and in the items that it names, the innermost first; not the whole."""
    whole = sheet.terms[item]
    for part in parts_of(whole):
        yield from _within(part, whole, sheet)


def _within(part: Term, whole: Term, sheet: Sheet) -> Iterator[Operation]:
    for inner in parts_of(part):
        yield from _within(inner, whole, sheet)
    if isinstance(part, Named) and part.name in items_in(part, sheet):
        own = sheet.terms[part.name]
        yield from _within(own, own, sheet)
    elif isinstance(part, Operation):
        yield part


def _above_of_step(term: Term) -> int | None:
    """Return the 1 or 2 that a term divides by something made of second derivatives, as the sizes of steps are; None for others."""
    match term:
        case Operation("/", (Literal(value=above), below)) if above in (1, 2) and _has_second_derivative(below):
            return int(above)
    return None


def _has_second_derivative(term: Term) -> bool:
    if isinstance(term, Operation) and term.operator == "diff" and len(term.parts) == 3:  # a function, by two variables
        return True
    return any(map(_has_second_derivative, parts_of(term)))


def _of_two(item: str, sheet: Sheet, is_own: Callable[[float], bool]) -> str | None:
    """Return whether an answer is what two numbers on the way make together, or 1 or 2 divided by that; None if not.

    What they make is no number on the way itself.
    """
    numbers = [(_called(part, sheet), value) for part, value in _numbers(item, sheet)]
    known, named = {round(value, 9) for _, value in numbers}, {name: value for name, value in numbers if name}
    for (one, first), (other, second) in combinations(named.items(), 2):
        made = {"sum": first + second, "product": first * second, "mean": (first + second) / 2, "difference": abs(first - second)}
        for code, value in made.items():
            shown = next((f"{above}/{figures(value)}" for above in (1, 2) if value and is_own(above / value)), None)
            if round(value, 9) not in known and (shown or is_own(value)):
                parts = sentence(f"one_number.{code}", one=one, other=other)
                return sentence("one_number.combined", shown=shown or figures(value), value=figures(value), parts=parts)
    return None


@lru_cache(maxsize=256)  # a class is asked the same
def _numbers(item: str, sheet: Sheet) -> tuple[tuple[Operation, float], ...]:
    """Return the numbers on the way, each with its part of the term; not 0 and 1, which everybody writes."""
    evaluation, whole = Evaluation(sheet, {}), sheet.terms[item]
    values = [(part, value) for part in _parts(item, sheet) if is_number(value := evaluation.of(part, whole))]
    near = [(part, approximate(value, {})) for part, value in values]
    return tuple((part, value) for part, value in near if isinstance(value, float) and value not in (0, 1))


@lru_cache(maxsize=256)
def _exchanged(item: str, sheet: Sheet) -> tuple[float, ...]:
    """Return what comes out with each number of the way in the place of another one, not of a part of it."""
    whole, found = sheet.terms[item], []
    for one, taken in _numbers(item, sheet):
        inside = {id(part) for part in _within(one, whole, sheet)}
        for other, _ in _numbers(item, sheet):
            if id(other) in inside:
                continue
            try:
                value = Evaluation(sheet, {}, {id(other): number(Fraction(taken))}).of(whole, whole)
            except (TermError, ArithmeticError):
                continue
            near = approximate(value, {}) if is_number(value) else None
            if isinstance(near, float) and math.isfinite(near):
                found.append(near)
    return tuple(found)

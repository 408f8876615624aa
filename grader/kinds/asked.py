"""What an item asks for, as far as reading an answer needs to know: what sort, how many components, which derivative.

The one place that answers this for whoever reads; how an item is judged is for its kind. Knows no answer.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from grader.algebra.tree import Vector
from grader.model import Exercise, Item
from grader.quantities.evaluation import evaluate
from grader.quantities.operators.operator import Value, is_tree
from grader.quantities.sheet import Sheet, items_in, outermost, sheet_of
from grader.quantities.terms import Named, Operation, Term

Asked = Literal["derivative", "gradient", "direction", "slope", "names", "sequence", "program", "other"]


def what(exercise: Exercise, item: Item) -> Asked:
    """Return the sort of thing that an item asks for."""
    if item.kind == "program":
        return "program"
    sheet = sheet_of(exercise)
    term = sheet.terms.get(item.id)
    if term is None:  # in a student's copy, which does not say
        return "other"
    match outermost(term, sheet):
        case "diff" if derivative_of(exercise, item) is not None:
            return "derivative"
        case "gradient":
            return "gradient"
        case "direction" | "unit":
            return "direction"
        case "dot" if _is_slope(term, sheet):
            return "slope"
        case "names_in":
            return "names"
        case "steps":
            return "sequence"
    return "other"


def _is_slope(term: Term, sheet: Sheet) -> bool:
    """Tell whether a dot product is that of a gradient."""
    whole = _resolved(term, sheet)
    return isinstance(whole, Operation) and "gradient" in [outermost(part, sheet) for part in whole.parts]


def _resolved(term: Term, sheet: Sheet) -> Term:
    """Return the term of an item that a term names, else the term itself."""
    while isinstance(term, Named) and term.name in items_in(term, sheet):
        term = sheet.terms[term.name]
    return term


def components_of(exercise: Exercise, item: Item) -> int | None:
    """Return the number of components of an answer: 1 for a formula or a number, None for what has no fixed number."""
    if item.kind == "program":
        return None
    sheet = sheet_of(exercise)
    right = _by_our_rules(item.id, sheet) if item.id in sheet.terms else None
    if isinstance(right, Vector):
        return len(right.components)
    return 1 if is_tree(right) else None


@lru_cache(maxsize=1024)  # every answer of a class is read by it
def _by_our_rules(item: str, sheet: Sheet) -> Value:
    """Return the right answer without the record of references, which reading in a student's copy must not write."""
    return evaluate(sheet.terms[item], sheet, {})


def derivative_of(exercise: Exercise, item: Item) -> tuple[str, str] | None:
    """Return function and variable where an item asks for one first partial derivative."""
    sheet = sheet_of(exercise)
    return _derivative(sheet.terms[item.id], sheet) if item.id in sheet.terms else None


def derivative_with_names(exercise: Exercise, item: Item) -> tuple[str, str] | None:
    """Return function and variable of the first partial derivative whose variables an item asks for."""
    sheet = sheet_of(exercise)
    term = _resolved(sheet.terms[item.id], sheet)
    if isinstance(term, Operation) and term.operator == "names_in":
        return _derivative(term.parts[0], sheet)
    return None


def _derivative(term: Term, sheet: Sheet) -> tuple[str, str] | None:
    match _resolved(term, sheet):
        case Operation("diff", (Named(function), Named(variable))) if function in sheet.functions:
            return function, variable
    return None

"""What an item asks for, as far as reading an answer needs to know: what sort, how many components, which derivative.

The one place that answers this for whoever reads; how an item is judged is for its kind. Knows no answer.
"""

from __future__ import annotations

from typing import Literal

from grader.algebra.tree import Vector, variables_in
from grader.model import Exercise, Item
from grader.quantities.evaluation import reference
from grader.quantities.operators.operator import is_tree
from grader.quantities.sheet import Sheet, items_in, outermost, sheet_of
from grader.quantities.terms import Listed, Named, Operation, Term

Asked = Literal[
    "derivative",
    "gradient",
    "gradient at a point",
    "direction",
    "slope",
    "slope at a point",
    "names",
    "sequence",
    "program",
    "other",
]
SAID_BY_QUANTITIES = frozenset(("gradient at a point", "slope at a point", "other"))
"""Sorts of what is asked for whose usual names are no names of one word, such as `f(1, 2)`."""


def what(exercise: Exercise, item: Item) -> Asked:
    """Return the sort of thing that an item asks for."""
    if item.kind == "program":
        return "program"
    sheet = sheet_of(exercise)
    term = sheet.terms[item.id]
    match outermost(term, sheet):
        case "diff" if derivative_of(exercise, item) is not None:
            return "derivative"
        case "gradient":
            return "gradient at a point" if asks_for_numbers(exercise, item) else "gradient"
        case "direction" | "unit":
            return "direction"
        case "dot" if _is_slope(term, sheet):
            return "slope at a point" if asks_for_numbers(exercise, item) else "slope"
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


def asks_for_numbers(exercise: Exercise, item: Item) -> bool:
    """Tell whether the right answer is a number, or a vector of them."""
    if item.kind == "program":
        return False
    right = reference(item.id, sheet_of(exercise))
    return is_tree(right) and not variables_in(right)


def components_of(exercise: Exercise, item: Item) -> int | None:
    """Return the number of components of an answer: 1 for a formula or a number, None for what has no fixed number."""
    if item.kind == "program":
        return None
    right = reference(item.id, sheet_of(exercise))
    if isinstance(right, Vector):
        return len(right.components)
    return 1 if is_tree(right) else None


def ask_alike(exercise: Exercise, item: Item, other_exercise: Exercise, other: Item) -> bool:
    """Tell whether two items ask for the same sort of thing; where it has no name of its own, by terms that differ in numbers."""
    sort = what(exercise, item)
    if sort != what(other_exercise, other):
        return False
    sheet, other_sheet = sheet_of(exercise), sheet_of(other_exercise)
    return sort != "other" or _form(sheet.terms[item.id], sheet) == _form(other_sheet.terms[other.id], other_sheet)


def _form(term: Term, sheet: Sheet) -> str:
    """Return a term's text without what differs between exercises that ask alike: numbers, points and the names of things."""
    match _resolved(term, sheet):
        case Operation(operator, parts):
            return f"{operator}({','.join(_form(part, sheet) for part in parts)})"
        case Listed(parts):
            return f"[{','.join(_form(part, sheet) for part in parts)}]"
        case Named(name) if name in sheet.functions:
            return "function"
        case Named(name) if name in sheet.variables():
            return f"variable {next(f.variables.index(name) for f in sheet.functions.values() if name in f.variables)}"
    return "number"


def derivative_of(exercise: Exercise, item: Item) -> tuple[str, str] | None:
    """Return function and variable where an item asks for one first partial derivative."""
    sheet = sheet_of(exercise)
    return _derivative(sheet.terms[item.id], sheet)


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

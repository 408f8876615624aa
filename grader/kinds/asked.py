"""What an item asks for, as far as reading an answer needs to know: what sort, how many components, which derivative.

The one place that answers this for whoever reads; how an item is judged is for its kind. Knows no answer.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from grader.algebra.tree import parts_of, variables_in
from grader.model import Exercise, Item
from grader.quantities.evaluation import evaluate
from grader.quantities.operators.operator import Value, is_tree
from grader.quantities.sheet import Sheet, functions_in, outermost, resolved, sheet_of
from grader.quantities.terms import Listed, Named, Operation, Term
from grader.quantities.terms import parts_of as parts_of_term

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
    term = sheet.terms.get(item.id) if item.kind == "answer" else None
    if term is None:  # a program that is a function, or in a student's copy, which does not say
        return "other"
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
    whole = resolved(term, sheet)
    return isinstance(whole, Operation) and "gradient" in [outermost(part, sheet) for part in whole.parts]


def asks_for_numbers(exercise: Exercise, item: Item) -> bool:
    """Tell whether the right answer is a number, or a vector of them."""
    right = _right(exercise, item)
    return is_tree(right) and not variables_in(right)


def components_of(exercise: Exercise, item: Item) -> int | None:
    """Return the number of components of an answer: 1 for a formula or a number, None for what has no fixed number."""
    right = _right(exercise, item)
    return len(parts_of(right)) if is_tree(right) else None


def _right(exercise: Exercise, item: Item) -> Value | None:
    """Return the right answer by our own rules; None for a program, and where a student's copy does not say."""
    sheet = sheet_of(exercise)
    return _by_our_rules(item.id, sheet) if item.kind != "program" and item.id in sheet.terms else None


def ask_alike(exercise: Exercise, item: Item, other_exercise: Exercise, other: Item) -> bool:
    """Tell whether two items ask for the same sort of thing; without a name of its own, by terms but for their numbers."""
    sort = what(exercise, item)
    if sort != what(other_exercise, other):
        return False
    sheet, other_sheet = sheet_of(exercise), sheet_of(other_exercise)
    term, other_term = sheet.terms.get(item.id), other_sheet.terms.get(other.id)
    if sort != "other" or term is None or other_term is None:
        return True
    return _form(term, sheet) == _form(other_term, other_sheet)


def _form(term: Term, sheet: Sheet) -> str:
    """Return a term's text without what differs between exercises that ask alike: numbers, points and the names of things."""
    match resolved(term, sheet):
        case Operation(operator, parts):
            return f"{operator}({','.join(_form(part, sheet) for part in parts)})"
        case Listed(parts):
            return f"[{','.join(_form(part, sheet) for part in parts)}]"
        case Named(name) if name in sheet.functions:
            return "function"
        case Named(name) if name in sheet.variables():
            return f"variable {next(f.variables.index(name) for f in sheet.functions.values() if name in f.variables)}"
    return "number"


@lru_cache(maxsize=1024)  # every answer of a class is read by it
def _by_our_rules(item: str, sheet: Sheet) -> Value:
    """Return the right answer without the record of references, which reading in a student's copy must not write."""
    return evaluate(sheet.terms[item], sheet, {})


def functions_asked_about(exercise: Exercise, item: Item) -> tuple[str, ...]:
    """Return the names of the functions in an item's term; () for a program."""
    sheet = sheet_of(exercise)
    term = sheet.terms.get(item.id)
    return functions_in(term, sheet) if term is not None else ()


def derivative_order(exercise: Exercise, item: Item) -> int:
    """Return how often the function is differentiated in an item's term: 2 for `diff(f, x, y)`."""
    sheet = sheet_of(exercise)
    term = sheet.terms.get(item.id)
    return _order(term, sheet) if term is not None else 1


def _order(term: Term, sheet: Sheet) -> int:
    term = resolved(term, sheet)
    deepest = max((_order(part, sheet) for part in parts_of_term(term)), default=0)
    if not isinstance(term, Operation) or term.operator not in {"diff", "gradient"}:
        return deepest
    return deepest + (len(term.parts) - 1 if term.operator == "diff" else 1)


def derivative_of(exercise: Exercise, item: Item) -> tuple[str, str] | None:
    """Return function and variable where an item asks for one first partial derivative."""
    sheet = sheet_of(exercise)
    return _derivative(sheet.terms[item.id], sheet) if item.id in sheet.terms else None


def derivative_with_names(exercise: Exercise, item: Item) -> tuple[str, str] | None:
    """Return function and variable of the first partial derivative whose variables an item asks for."""
    sheet = sheet_of(exercise)
    term = resolved(sheet.terms[item.id], sheet)
    if isinstance(term, Operation) and term.operator == "names_in":
        return _derivative(term.parts[0], sheet)
    return None


def _derivative(term: Term, sheet: Sheet) -> tuple[str, str] | None:
    match resolved(term, sheet):
        case Operation("diff", (Named(function), Named(variable))) if function in sheet.functions:
            return function, variable
    return None

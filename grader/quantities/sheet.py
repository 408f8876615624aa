"""An exercise as a sheet of names: functions, givens and the items' terms; and what each of them stands for.

`sheet_of` compiles the texts of an exercise once; every problem of a sheet is found, each with the place where it stands.
Knows no submissions and no points.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache

from grader.algebra.tidy import number
from grader.algebra.tree import Vector
from grader.model import Exercise, Function
from grader.notation.printing import plain
from grader.notation.vocabulary import CONSTANTS
from grader.quantities.operators import OPERATORS, SPELLINGS
from grader.quantities.operators.operator import Data, Mapped, Value, is_tree, mapped
from grader.quantities.terms import Named, Operation, Term, names_in, parts_of, read_term

PLANE = ("x", "y")  # what axes are called where no function of two variables names them
SPACE = ("x", "y", "z")  # what the components of a vector belong to where no function says so


@dataclass(frozen=True, kw_only=True, eq=False)
class Sheet:
    """The names of an exercise; compared by identity, since equal texts give the same sheet."""

    functions: Mapping[str, Mapped] = field(default_factory=dict)
    given: Mapping[str, Value] = field(default_factory=dict)
    terms: Mapping[str, Term] = field(default_factory=dict)
    over_data: Mapping[str, Term] = field(default_factory=dict)
    """By the name of a function: the term over data that its formula was worked out from."""
    unknowns: tuple[str, ...] = ()
    """Variables of no function: those whose values a program finds."""

    @property
    def axes(self) -> tuple[str, ...]:
        """Return what the two axes of the plane are called: as the first function of two variables says."""
        return next((f.variables for f in self.functions.values() if len(f.variables) == 2), PLANE)

    def term(self, text: str, *, others: Iterable[str] = ()) -> Term:
        """Return the term of a text with this sheet's functions, and `others` of which no more is known. Raises TermError."""
        term = read_term(text, (*OPERATORS, *SPELLINGS), (*self.functions, *others))
        return _with_usual_operators(term)

    def variables(self) -> tuple[str, ...]:
        """Return all variables of the functions, in order, and the unknowns."""
        of_functions = (name for function in self.functions.values() for name in function.variables)
        return tuple(dict.fromkeys((*of_functions, *self.unknowns)))


def _with_usual_operators(term: Term) -> Term:
    """Return a term with each function of mathematics by its own name: `ln(x)` as `log(x)`."""
    match term:
        case Operation(operator, parts, keywords, column):
            name = operator if operator in OPERATORS else SPELLINGS[operator]
            return Operation(name, tuple(map(_with_usual_operators, parts)), keywords, column)
    return term


def sheet_of(exercise: Exercise) -> Sheet:
    """Return the sheet of an exercise, compiled once for its texts.

    Raises:
        TermError: a term of it means nothing; the loader has said so before.
    """
    texts = tuple((item.id, text) for item in exercise.items if (text := term_text(item.options)))
    given = tuple((given.name, given.text) for given in exercise.given if not given.is_data)
    data = tuple((given.name, given.text) for given in exercise.given if given.is_data)
    unknowns = tuple(dict.fromkeys(name for item in exercise.items for name in unknowns_of(item.options)))
    return compiled_sheet(exercise.functions, given, texts, data, unknowns)


def term_text(options: object) -> str:
    """Return the term that an item's options hold: what is to be found, what a program gives or fits, or its method."""
    return str(next(filter(None, (getattr(options, key, "") for key in ("answer", "gives", "fits", "method"))), ""))


def unknowns_of(options: object) -> tuple[str, ...]:
    """Return the variables whose values a program finds, as its options name them."""
    return tuple(getattr(options, "returns", ()))


@lru_cache(maxsize=256)  # exercises of a course, and variants of them while one is verified
def compiled_sheet(
    functions: tuple[Function, ...],
    given: tuple[tuple[str, str], ...],
    texts: tuple[tuple[str, str], ...],
    data: tuple[tuple[str, str], ...] = (),
    unknowns: tuple[str, ...] = (),
) -> Sheet:
    """Return the sheet of these texts. Raises TermError for the first that means nothing."""
    from grader.quantities.evaluation import evaluate

    sheet = Sheet(functions={function.name: mapped(function) for function in functions}, unknowns=unknowns)
    sheet = replace(sheet, given={name: data_of(text) for name, text in data})
    for name, text in given:
        sheet = replace(sheet, given={**sheet.given, name: evaluate(sheet.term(text), sheet, {})})
    over_data = {function.name: sheet.term(function.over_data) for function in functions if function.over_data}
    return replace(sheet, over_data=over_data, terms={item: sheet.term(text) for item, text in texts})


def data_of(text: str) -> Data:
    """Return the data of a text, their exact numbers between commas. Raises ValueError for what is no number."""
    return Data(tuple(number(Fraction(part.strip())) for part in text.split(",")))


# --- What names stand for -------------------------------------------------------------------------


def items_in(term: Term, sheet: Sheet) -> tuple[str, ...]:
    """Return the items that a term names, in order."""
    bound = {*variables_bound(term, sheet), *sheet.functions, *sheet.given}
    return tuple(name for name in names_in(term) if name in sheet.terms and name not in bound)


def variables_bound(term: Term, sheet: Sheet) -> frozenset[str]:
    """Return the variables of the functions, and those by which a term differentiates."""
    return frozenset((*sheet.variables(), *_differentiated_by(term)))


def _differentiated_by(term: Term) -> Iterator[str]:
    if isinstance(term, Operation) and term.operator == "diff":
        yield from (part.name for part in term.parts[1:] if isinstance(part, Named))
    for part in parts_of(term):
        yield from _differentiated_by(part)


def functions_in(term: Term, sheet: Sheet) -> tuple[str, ...]:
    """Return the functions in a term, also in the items that it names."""
    found: list[str] = []
    for name in names_in(term):
        if name in sheet.functions:
            found.append(name)
        elif name in items_in(term, sheet):
            found.extend(functions_in(sheet.terms[name], sheet))
    return tuple(dict.fromkeys(found))


def variables_of(term: Term, sheet: Sheet) -> tuple[str, ...]:
    """Return the variables of what a term stands for, in the order of the sheet."""
    found = tuple(dict.fromkeys(_variables(term, sheet)))
    order = sheet.variables()
    return tuple(sorted(found, key=lambda name: order.index(name) if name in order else len(order)))


def _variables(term: Term, sheet: Sheet) -> Iterator[str]:
    match term:
        case Operation("at", (_, *point)):
            for part in point:
                yield from _variables(part, sheet)
        case Operation("names_in" | "steps"):
            return
        case Named(name) if name in sheet.functions:
            yield from sheet.functions[name].variables
        case Named(name) if name in items_in(term, sheet):
            yield from _variables(sheet.terms[name], sheet)
        case Named(name) if name not in sheet.given and name not in CONSTANTS:
            yield name
        case _:
            for part in parts_of(term):
                yield from _variables(part, sheet)


def resolved(term: Term, sheet: Sheet) -> Term:
    """Return the term of an item that a term names, else the term itself."""
    while isinstance(term, Named) and term.name in items_in(term, sheet):
        term = sheet.terms[term.name]
    return term


def outermost(term: Term, sheet: Sheet) -> str:
    """Return the operator that makes what a term stands for, by way of items and of evaluations at points; "" for none."""
    term = resolved(term, sheet)
    if isinstance(term, Operation) and term.operator == "at":
        of_function = isinstance(term.parts[0], Named) and term.parts[0].name in sheet.functions
        return "at" if of_function else outermost(term.parts[0], sheet)
    return term.operator if isinstance(term, Operation) else ""


def function_about(term: Term, value: Value, sheet: Sheet) -> Function:
    """Return the function of an answer, in the variables of the answer."""
    domain = {name: ends for function in sheet.functions.values() for name, ends in function.domain.items()}
    named = functions_in(term, sheet) or tuple(sheet.functions)[:1]
    variables = variables_of(term, sheet)
    first = sheet.functions[named[0]] if named else None
    if first is not None and (not variables or set(variables) <= set(first.variables)):
        return first.function
    if not variables:
        count = len(value.components) if isinstance(value, Vector) else 2
        variables = SPACE[:count] if count <= len(SPACE) else tuple(f"x_{place + 1}" for place in range(count))
    inside = {name: ends for name, ends in domain.items() if name in variables}
    expression = plain(value) if is_tree(value) and not isinstance(value, Vector) else "0"
    return Function(name=first.name if first else "f", variables=variables, expression=expression, domain=inside)


def unknown(name: str, known: Iterable[str]) -> str:
    """Return the sentence for a name that stands for nothing."""
    if name in OPERATORS:
        example = OPERATORS[name].example
        return f"`{name}` is an operator here: write what it is of in brackets{f', such as {example}' if example else ''}"
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"`{name}` is no name of this file{f'; did you mean `{near[0]}`?' if near else ''}"

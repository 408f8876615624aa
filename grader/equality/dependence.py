"""Which variables an expression depends on, and which a student says it does.

The first is decided by the engine that compares expressions, so `x - x + y` depends on y alone. The second is
read from whatever people write for a set: a set, a list, a word, a sentence. Knows no item.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from grader.algebra.tidy import number, tidy
from grader.algebra.tree import Expression, Product, Sum, Variable, substitute, variables_in
from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.errors import GraderError
from grader.model import ArrayValue, SymbolicValue, Value
from grader.notation.named_variables import MOST_CHARACTERS, example, holds, read_names
from grader.notation.tokens import Unreadable
from grader.sentences.catalogue import sentence


class UndecidedDependenceError(GraderError):
    """It could not be decided whether an expression depends on a variable; somebody has to look."""


@lru_cache(maxsize=256)  # a class is asked the same
def depends_on(expression: Expression, comparison: Comparison) -> frozenset[str]:
    """Return the variables whose value makes a difference somewhere in the domain.

    >>> x, y = Variable("x"), Variable("y")
    >>> sorted(depends_on(Sum((x, y, Product((number(-1), x)))), Comparison(variables=("x", "y"))))
    ['y']

    Raises:
        UndecidedDependenceError: the engine could not say for one of them.
    """
    short = tidy(expression)
    present = [name for name in comparison.variables if name in variables_in(short)]
    return frozenset(name for name in present if _matters(short, name, comparison))


def _matters(expression: Expression, name: str, comparison: Comparison) -> bool:
    """Tell whether the expression changes when this variable alone takes another value, where both values exist."""
    other = name + "_"
    while other in comparison.variables:
        other += "_"
    bounds = dict(comparison.domain)
    if name in bounds:
        bounds[other] = bounds[name]
    moved = substitute(expression, {name: Variable(other)})
    # A reference that needs both values to exist: a point where one is undefined says nothing.
    both = Sum((expression, Product((_NOTHING, moved))))
    wider = replace(comparison, variables=(*comparison.variables, other), domain=bounds, tolerance=None)
    decision = compare(moved, both, wider)
    if decision.relation not in (Relation.EQUAL, Relation.NOT_EQUAL):
        raise UndecidedDependenceError(f"It could not be decided whether the expression depends on {name}.")
    return decision.relation is Relation.NOT_EQUAL


_NOTHING = number(0)  # times an expression: nothing where that has a value, and no value where it has none


def read_variable_set(value: Value, variables: tuple[str, ...]) -> frozenset[str]:
    """Return the variables that a student's answer names: a set, list, tuple, dict of booleans, array, symbol or text.

    >>> sorted(read_variable_set("x and y", ("x", "y", "z")))
    ['x', 'y']
    >>> read_variable_set("t", ("x", "y"))
    Traceback (most recent call last):
    grader.notation.tokens.Unreadable: “t” is not one of the variables x, y. Name variables only, or write “none”.

    Raises:
        Unreadable: it names something else, or nothing that can be understood; the reason is for the student.
    """
    if isinstance(value, str):
        return read_names(value, variables)
    if isinstance(value, SymbolicValue):
        return _of_structure(value.structure, variables)
    if isinstance(value, ArrayValue):
        value = list(value.elements)
    if isinstance(value, list | tuple) and value and all(isinstance(part, bool) for part in value):
        return _marked(value, variables)
    if isinstance(value, dict):
        return _of_many([name for name, mark in value.items() if holds(name, mark)], variables)
    if isinstance(value, list | tuple | frozenset | set):
        return _of_many(value, variables)
    raise Unreadable(sentence("set_of_names.example", **example(variables)))


def _marked(marks: Sequence[Value], variables: tuple[str, ...]) -> frozenset[str]:
    """Return the variables beside which stands True, in a list with one mark for each."""
    if len(marks) != len(variables):
        raise Unreadable(sentence("set_of_names.marks", marks=len(marks), count=len(variables)))
    return frozenset(name for name, mark in zip(variables, marks, strict=True) if mark)


def _of_many(values: Iterable[Value], variables: tuple[str, ...]) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for value in values:
        if isinstance(value, str) and not value.strip():
            continue
        found |= read_variable_set(value, variables)
    return found


# The words of SymPy's `srepr` around symbols: what is left when they and the symbols are gone is an expression.
_COLLECTION = re.compile(r"\b(?:FiniteSet|Set|Tuple|List|EmptySet|Symbol|Dummy|Str|set|list|tuple|frozenset)\b")
# A symbol in `srepr`, with its name and assumptions; no variable has a longer name.
_SYMBOL = re.compile(r"(?:Symbol|Dummy|Str)\(\s*(['\"])(.{1,60}?)\1(?:\s*,\s*\w+\s*=\s*\w+)*\s*\)")


def _of_structure(structure: str, variables: tuple[str, ...]) -> frozenset[str]:
    """Return the symbols of a SymPy set, tuple or symbol; an expression in them is not an answer to this question."""
    if len(structure) > 10 * MOST_CHARACTERS:
        raise Unreadable(sentence("set_of_names.long"))
    names = [match[2] for match in _SYMBOL.finditer(structure)]
    rest = _COLLECTION.sub("", _SYMBOL.sub("", structure)).replace("S.", "")
    if re.search(r"\w", rest):
        raise Unreadable(sentence("set_of_names.expression", **example(variables)))
    return _of_many(names, variables)

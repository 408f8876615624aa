"""A student's values as mathematics: an expression, or the numbers that a function returned.

Text goes through the reader, SymPy objects through the text of their structure, numbers by their
shortest spelling. Knows no question and no names.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from fractions import Fraction

from grader.algebra.tree import Expression, Number, Variable, Vector, parts_of, substitute, variables_in
from grader.equality.sample_points import value_at as evaluate
from grader.kinds.code_values import as_float, as_floats, in_words, value_text
from grader.model import ArrayValue, SymbolicValue, Value
from grader.notation.answer import from_float, read_answer, read_sympy
from grader.notation.tokens import Unreadable
from grader.notation.vocabulary import Vocabulary
from grader.sentences.catalogue import sentence

Numbers = float | tuple[float, ...] | None

_LARGEST = 10**400  # of a whole number that is kept exact: beyond every float, and far below what takes time
_MOST_COMPONENTS = 32  # of an answer; a function of more variables is asked for in no course


def to_expression(value: Value, variables: tuple[str, ...], size: int | None = None, *, decimal_comma: bool = False) -> Expression:
    """Return a value from the student's code as an expression. Raises Unreadable for what has no meaning as one."""
    match value:
        case str():
            return read_answer(value, Vocabulary(variables=variables, decimal_comma=decimal_comma), size=size)
        case SymbolicValue(structure=structure):
            return _in_the_variables(read_sympy(structure), variables)
        case ArrayValue(shape=shape, elements=elements):
            return _vector_of(elements, variables) if shape else to_expression(elements[0], variables)
        case list() | tuple():
            return _vector_of(tuple(value), variables)
        case dict():
            return _vector_of(tuple(value[name] for name in _ordered(value, variables)), variables)
    number = as_float(value)
    if value_text(value) == "a function":
        raise Unreadable(sentence("no_formula.functions"))
    if number is None or not math.isfinite(number):
        raise Unreadable(sentence("no_formula", value=in_words(value)), 0)
    return Number(_exact(value)) if isinstance(value, int) else from_float(number)


def _in_the_variables(expression: Expression, variables: tuple[str, ...]) -> Expression:
    """Return a SymPy expression with the exercise's variables: `X` is x where no X is one, a plane vector has two components.

    SymPy's vectors live in space, so that a vector of the plane comes with a third component of zero.
    """
    if isinstance(expression, Vector) and len(expression.components) == len(variables) + 1 == 3:
        *plane, last = expression.components
        expression = Vector(tuple(plane)) if last == Number(Fraction(0)) else expression
    by_letter = {name.casefold(): Variable(name) for name in variables}
    if len(by_letter) < len(variables):
        return expression
    foreign = {name for name in variables_in(expression) if name not in variables}
    meant = {name: by_letter[name.casefold()] for name in foreign if name.casefold() in by_letter}
    return substitute(expression, meant) if meant else expression


def _exact(value: int) -> Fraction:
    if abs(value) > _LARGEST:
        raise Unreadable(sentence("no_formula.digits"), 0)
    return Fraction(value)


def _vector_of(parts: tuple[Value, ...], variables: tuple[str, ...]) -> Expression:
    if not 1 <= len(parts) <= _MOST_COMPONENTS:
        raise Unreadable(sentence("no_formula.entries", count=len(parts)) if parts else sentence("no_formula.empty"), 0)
    components = tuple(to_expression(part, variables) for part in parts)
    return components[0] if len(components) == 1 else Vector(components)


def _ordered(value: Mapping[Value, Value], variables: tuple[str, ...]) -> tuple[Value, ...]:
    """Return the keys of a dict of components in the order of the variables."""
    units = dict(zip("ijk", variables, strict=False)) if set(value) <= set("ijk") else {}
    meant = {units.get(str(key)) or _variable_of(key, variables): key for key in value}
    if len(meant) != len(value) or set(meant) != set(variables):
        raise Unreadable(sentence("no_formula.dict"), 0)
    return tuple(meant[variable] for variable in variables)


def _variable_of(key: Value, variables: tuple[str, ...]) -> str | None:
    """Return the variable that a key stands for: `x`, `dx`, `df_dx`, `u_x`, `df/dx`, or the symbol x of SymPy."""
    if isinstance(key, SymbolicValue):
        symbol = read_sympy(key.structure)
        return symbol.name if isinstance(symbol, Variable) and symbol.name in variables else None
    last = re.split(r"[\W_]+", str(key).strip())[-1]
    return next((name for name in variables if last in (name, f"d{name}")), None)


def numbers_of(value: Value, variables: tuple[str, ...]) -> Numbers:
    """Return the number or the numbers that a function returned; None for anything else."""
    numbers = as_floats(value)
    if numbers is None:
        numbers = _numbers_of_symbols(value, variables)
    if numbers is None or not numbers:
        return None
    return numbers[0] if len(numbers) == 1 else numbers


def _numbers_of_symbols(value: Value, variables: tuple[str, ...]) -> tuple[float, ...] | None:
    """Return the numbers of a returned SymPy number, text or dict, without variables in it."""
    if not isinstance(value, str | SymbolicValue | list | tuple | dict | ArrayValue):
        return None
    try:
        expression = to_expression(value, variables)
    except Unreadable:
        return None
    parts = parts_of(expression)
    numbers = [evaluate(part, {}) if not variables_in(part) else None for part in parts]
    return tuple(number for number in numbers if number is not None) if None not in numbers else None

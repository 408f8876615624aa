"""How a descent is called where its exercise says so: what is handed in for each parameter, functions among them.

A function that is handed in is evaluated on our side, so that no formula is in the student's process, and another one may
be handed in as well. Knows no answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from grader.algebra.tree import Vector, parts_of, variables_in
from grader.descent.methods import METHODS
from grader.equality.sample_points import value_at
from grader.kinds.calling import Contract, Passed, Role, array_of, labelled
from grader.kinds.descent.options import COUNT, HISTORY, SIZE, START, TOLERANCES, Handed, ProgramOptions
from grader.model import ArrayValue, Function, HandedFunction, Question
from grader.notation.printing import plain
from grader.quantities.evaluation import evaluate
from grader.quantities.operators.operator import Data, Mapped, Rule, called, is_number, is_tree
from grader.quantities.references import NotDerivableError
from grader.quantities.sheet import Sheet, functions_in, outermost, sheet_of
from grader.quantities.terms import TermError

# What is handed in where a program may stop at a tolerance: so little that whatever stops there has come to rest, and
# more than rounding, so that it is ever reached.
A_TOLERANCE = 1e-12
_WORDS = (START, COUNT, SIZE, *TOLERANCES, HISTORY)  # whatever else is handed in is a name or a term


def contract_of(question: Question[ProgramOptions], *, history: bool = False) -> Contract:
    """Return what is handed in for each parameter; nothing where the exercise leaves the call to the student."""
    sheet, function = sheet_of(question.exercise), question.function
    handed_in = question.options.call.items()
    return labelled(
        {name: history if handed == HISTORY else _passed(name, handed, sheet, function) for name, handed in handed_in}
    )


def derivative_handed_in(question: Question) -> str | None:
    """Return the first parameter that is handed a derivative or a gradient, None for none."""
    sheet, options = sheet_of(question.exercise), question.options
    handed = [(name, each) for name, each in getattr(options, "call", {}).items() if isinstance(each, str) and "(" in each]
    return next((name for name, text in handed if outermost(sheet.term(text), sheet) in ("diff", "gradient")), None)


def _passed(name: str, handed: Handed, sheet: Sheet, function: Function) -> Passed:
    """Return what is handed in for a parameter. Raises TermError, and NotDerivableError."""
    one = len(function.variables) == 1
    match handed:
        case str() if handed in function.variables:
            return handed
        case str() if handed in sheet.given:
            return _given(sheet, handed)
        case "start":
            return function.variables[0] if one else Role.POINT
        case "count":
            return Role.COUNT
        case "step_size":
            return Role.SIZE
        case str() if handed in TOLERANCES:
            return A_TOLERANCE
        case "history":
            return False
        case str():
            return _worked_out(name, handed, sheet, function)
    return handed


def _given(sheet: Sheet, name: str) -> Passed:
    value = sheet.given[name]
    if isinstance(value, Data):
        return array_of(value)
    assert is_tree(value), "nothing else is given"
    numbers = tuple(float(value_at(part, {}) or 0.0) for part in parts_of(value))
    return ArrayValue(dtype="float64", shape=(len(numbers),), elements=numbers) if isinstance(value, Vector) else numbers[0]


@lru_cache(maxsize=256)  # some for each exercise, and those of another function beside them
def _worked_out(name: str, text: str, sheet: Sheet, function: Function) -> HandedFunction | float:
    """Return the number of a term without functions, else the function that it stands for. Raises TermError.

    Its variables are those of the function that is descended, in order, unless it is another function by itself.
    """
    term = sheet.term(text)
    value = evaluate(term, sheet, {})
    if is_number(value) and not functions_in(term, sheet):
        return float(value_at(value, {}) or 0.0)
    tree = value.body if isinstance(value, Mapped) else value
    variables = value.variables if isinstance(value, Mapped) else function.variables
    if not is_tree(tree):
        example = f"{function.name} or gradient({function.name})"
        raise TermError(f"is {called(value)}; what is handed in is a function, such as {example}")
    strange = sorted(variables_in(tree) - set(variables))
    if strange:
        raise TermError(f"`{strange[0]}` is no variable of {function.name}")
    return HandedFunction(name=name, variables=variables, components=tuple(map(plain, parts_of(tree))))


def faults_of_contract(
    options: ProgramOptions, function: Function, rule: Rule, sheet: Sheet
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what is wrong with what is handed in, each with its key: a start and a count are, each thing once."""
    passed = list(options.call.values())
    for name, handed in options.call.items():
        if not name.isidentifier():
            yield ("call", name), "is no name of a parameter"
        if isinstance(handed, str) and handed in _WORDS and handed in (*function.variables, *sheet.given):
            yield ("call", name), f"`{handed}` has two meanings here; call the variable or what is given something else"
        elif isinstance(handed, str) and passed.count(handed) > 1 and handed in (*_WORDS, *function.variables):
            yield ("call", name), f"hands in `{handed}` twice"
        try:
            _passed(name, handed, sheet, function)
        except (TermError, NotDerivableError) as problem:
            words = f", and none of the words {', '.join(_WORDS)}" if str(handed).isidentifier() else ""
            yield ("call", name), f"{problem}{words}"
    if not options.call:
        return
    missing = [] if START in passed else [name for name in function.variables if name not in passed]
    if missing:
        what = "start" if len(missing) == len(function.variables) else missing[0]
        yield ("call",), f"hands in no `{what}`, so that a program cannot know where to begin"
    elif START in passed and (both := next((name for name in function.variables if name in passed), None)):
        yield ("call",), f"hands in `start`, and `{both}` beside it, which is a part of it"
    if COUNT not in passed:
        yield ("call",), "hands in no `count`, so that single steps cannot be asked for; add a parameter for the number of steps"
    if SIZE in passed and SIZE not in (taken.name for taken in METHODS[rule.method].takes):
        yield ("call",), f"hands in a step size, and {rule.method} takes none"

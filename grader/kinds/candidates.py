"""Tell which of the things that bear an answer's name may be the answer: the rule, as far as the source tells.

Candidates are all that ever stood under the asked name and its aliases, in order; the asked name counts before an alias.
No candidate is what a library defines, what a template left empty, a loop's variable, a value that was made by calling an
earlier candidate, and what was made for another exercise. Of the others the last counts that is of a form in which the
question can be answered, which is for the question's kind to say. Runs nothing and knows nothing that is right.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePosixPath

from grader.kinds.asked import SAID_BY_QUANTITIES, components_of, derivative_of, what
from grader.kinds.calling import conventions
from grader.kinds.code_values import as_floats
from grader.kinds.mathematical import numbers_of
from grader.kinds.points.point_lists import NoPointsError, points_of
from grader.kinds.usual_names import names_of_components, usual_names
from grader.model import (
    STAR,
    ArrayValue,
    Assignment,
    Exercise,
    FunctionValue,
    Item,
    OpaqueValue,
    Question,
    Statement,
    Submission,
    Value,
)
from grader.notation.labels import derivative_names
from grader.notation.languages import nouns_for
from grader.notation.said_quantities import said_in
from grader.notation.vocabulary import CONSTANTS, FUNCTION_WORDS, Vocabulary
from grader.submission.earlier_state import made_with
from grader.submission.syntax_trees import statements_of


def last_binding(submission: Submission, names: Collection[str]) -> int | None:
    """Return the index of the last statement that gives one of the names a meaning, be it a library's or a template's."""
    bound: int | None = None
    for index, statement in enumerate(submission.statements):
        if statement.problem is not None:
            continue
        if not statement_names(statement, names) and (STAR not in statement.borrowed or bound is None):
            continue
        bound = index
    return bound


def statement_names(statement: Statement, names: Collection[str]) -> tuple[str, ...]:
    """Return those of the names that a statement binds."""
    return tuple(name for name in statement.names if name in names)


def is_no_candidate(statement: Statement, names: Collection[str]) -> bool:
    """Tell whether what a statement binds under these names is nobody's answer."""
    bound = statement_names(statement, names)
    tree = tree_of(statement.source)
    return (
        {*bound} <= {*statement.borrowed, *statement.placeholders}
        or (tree is not None and bool(_called(tree).intersection(names)))
        or (tree is not None and {*bound} <= _loop_variables(tree))
    )


def is_typed_in(statement: Statement) -> bool:
    """Tell whether a statement binds what stands in it, such as a number, and nothing that was worked out."""
    tree = tree_of(statement.source)
    value = tree.value if isinstance(tree, ast.Assign | ast.AnnAssign) else None
    if value is None:
        return False
    parts = (ast.Name, ast.Call, ast.Attribute, ast.Subscript, ast.comprehension)
    says = any(isinstance(node, ast.Constant) and node.value not in (None, ...) for node in ast.walk(value))
    return says and not any(isinstance(node, parts) for node in ast.walk(value))


def made_by_a_call(submission: Submission, names: Collection[str]) -> bool:
    """Tell whether the last thing of these names was returned by something."""
    last = last_binding(submission, names)
    tree = tree_of(submission.statements[last].source) if last is not None else None
    return tree is not None and bool(_called(tree))


def asked_name_first(question: Question, submission: Submission) -> Item:
    """Return the item without the aliases that are no answers to it.

    The asked name counts before an alias, also where it stands in text alone; and what was made for another exercise is none.
    """
    item = question.item
    item = replace(item, aliases=tuple(n for n in item.aliases if not is_made_for_another(question, submission, n)))
    if not any(text.markdown and text.name == item.name for text in submission.texts):
        return item
    in_code = {name for statement in submission.statements for name in statement.names}
    return item if item.name in in_code else replace(item, aliases=tuple(n for n in item.aliases if n not in in_code))


def is_made_for_another(question: Question, submission: Submission, name: str) -> bool:
    """Tell whether what bears a name was made for another exercise: its answer is made with it, or it stands in a file of that one.

    The asked name itself is another's only where both hold, or where in a text it is the other exercise's notation.
    """
    told = (caller_elsewhere(question, submission, name) is not None, _stands_elsewhere(question, submission, name))
    in_text = {text.markdown for text in submission.texts if text.name == name} == {True} and not submission.definitions((name,))
    return all(told) or (in_text and told[1]) if name == question.item.name else any(told)


def caller_elsewhere(question: Question, submission: Submission, name: str) -> str | None:
    """Return the answer to another exercise that is made with what bears a name; None without one."""
    if not submission.definitions((name,)):
        return None
    for item in (item for exercise in question.elsewhere for item in exercise.items):
        answer = next((each for each in item.names if submission.definitions((each,))), None)
        if answer is not None and answer != name and name in made_with(submission, answer):
            return answer
    return None


def _stands_elsewhere(question: Question, submission: Submission, name: str) -> bool:
    """Tell whether what bears a name stands in a file of another exercise."""
    places = [text.place for text in submission.texts if text.name == name]
    places += [statement.place for statement in submission.definitions((name,))]
    files = [places[-1].file] if places else submission.files  # a method of a class is bound by no statement
    return bool(files) and all(is_file_of_another(question, submission, file, name) for file in files)


def is_called_after(exercise: Exercise, file: str) -> bool:
    """Tell whether the name of a file holds that of an exercise, whatever stands around it."""
    return f"_{exercise.id}_" in f"_{re.sub(r'[^a-z0-9]+', '_', PurePosixPath(file).stem.casefold())}_"


def is_file_of_another(question: Question, submission: Submission, file: str, name: str = "") -> bool:
    """Tell whether a file is called after another exercise and answers no item of this one by its name, but for `name`."""
    owner = next((exercise for exercise in question.elsewhere if is_called_after(exercise, file)), None)
    if owner is None or is_called_after(question.exercise, file):
        return False
    f = owner.function
    notation = {f"d{f.name}_d{variable}" for variable in f.variables}  # ∂f/∂x is that of the exercise's own function
    found = {text.name for text in submission.texts if text.place.file == file and not (text.markdown and text.name in notation)}
    found.update(*(statement.names for statement in submission.statements if statement.place.file == file))
    answers = found.intersection(item.name for item in question.exercise.items if item.name != name)
    return all(caller_elsewhere(question, submission, each) is not None for each in answers)


@lru_cache(maxsize=512)  # each item of a submission asks about the same statements, some dozens
def tree_of(source: str) -> ast.stmt | None:
    """Return the statement of a source; None where it does not parse, or is not one."""
    body = statements_of(source) or ()
    return body[0] if len(body) == 1 else None


def _called(tree: ast.stmt) -> set[str]:
    """Return the names that are called when the statement runs, none in a function of its own."""
    calls = (node.func for node in _running(tree) if isinstance(node, ast.Call))
    return {function.id if isinstance(function, ast.Name) else "" for function in calls}


def _loop_variables(tree: ast.stmt) -> set[str]:
    """Return the names that are nothing but the variable of a loop."""
    loops = [node for node in _running(tree) if isinstance(node, ast.For | ast.AsyncFor)]
    counted = {id(part): part.id for loop in loops for part in ast.walk(loop.target) if isinstance(part, ast.Name)}
    stored = [n for n in _running(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    return set(counted.values()) - {node.id for node in stored if id(node) not in counted}


def _running(tree: ast.stmt) -> Iterator[ast.AST]:
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            waiting.extend(ast.iter_child_nodes(node))


# --- Of which form it is --------------------------------------------------------------------------


def is_empty(value: Value) -> bool:
    """Tell whether a value holds nothing: `None`, `...`, `[]`, `(..., ...)`, `set()`, an empty text."""
    if isinstance(value, list | tuple | frozenset | dict):
        return all(map(is_empty, value))
    return value is None or value is ... or (isinstance(value, str) and not value.strip())


def is_formula(question: Question, value: Value) -> bool:
    """Tell whether a value may be a formula; a number that was worked out is none.

    A function is one where its parameters can stand for the variables.
    """
    if isinstance(value, FunctionValue):
        return bool(conventions(value, question.function.variables, question.function.variables))
    if is_empty(value) or isinstance(value, OpaqueValue | bool):
        return False
    return numbers_of(value, question.function.variables) is None


def is_number_or_formula(question: Question, value: Value) -> bool:
    """Tell whether a value may be a number: one, a formula for it, a text, or a function without arguments."""
    if isinstance(value, FunctionValue):
        return True
    numbers = as_floats(value)
    return not is_empty(value) and not isinstance(value, OpaqueValue | bool) and (numbers is None or len(numbers) == 1)


def is_vector(question: Question, value: Value) -> bool:
    """Tell whether a value may be a direction: a function, a formula, or one number for each variable."""
    numbers = as_floats(value)
    if numbers is None:
        return not is_empty(value) and not isinstance(value, OpaqueValue | bool)
    return len(numbers) == len(question.function.variables)


def is_list_of_points(question: Question, value: Value, count: int) -> bool:
    """Tell whether a value may list points; numbers in one row are as many as asked for, or the start more."""
    if isinstance(value, FunctionValue | str):
        return not is_empty(value)
    size = len(question.function.variables)
    row = isinstance(value, ArrayValue) and len(value.shape) < 2
    row = row or (isinstance(value, list | tuple) and all(isinstance(part, int | float) for part in value))
    numbers = as_floats(value)
    if size > 1 and row and numbers is not None and len(numbers) not in (count * size, (count + 1) * size):
        return False
    try:
        return bool(points_of(value, question.function.variables))
    except NoPointsError:
        return False


def is_set_of_names(question: Question, value: Value) -> bool:
    """Tell whether a value may name variables; no number does."""
    return not is_empty(value) and not isinstance(value, OpaqueValue) and as_floats(value) is None


def vocabulary_of(assignment: Assignment) -> Vocabulary:
    """Return the words of all exercises of a course, in which its students' texts are read."""
    functions = [
        function
        for exercise in assignment.course
        for function in (exercise.function, *exercise.functions, *(item.function for item in exercise.items))
    ]
    variables = dict.fromkeys(name for function in functions if function is not None for name in function.variables)
    sizes: dict[str, set[int]] = {}
    for exercise in assignment.course:
        for item in exercise.items:
            size = components_of(exercise, item) or 0
            for name in item.names:
                sizes.setdefault(name, set()).add(size)
    known = tuple((name, size) for name, found in sizes.items() for size in found if len(found) == 1 and size)
    derivatives = _unnamed_derivatives(assignment, variables)
    quantities = _quantities(assignment)
    names = assignment.names | nouns_for(assignment.names) | {name for name, _ in derivatives}
    return Vocabulary(
        variables=tuple(variables),
        names=names,
        components=(*known, *((name, 1) for name, _ in derivatives)),
        decimal_comma=assignment.decimal_comma,
        derivatives=derivatives,
        quantities=quantities,
    )


def _unnamed_derivatives(assignment: Assignment, variables: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return the usual names of derivatives that no item has, each with the one item asking for it."""
    asked: dict[str, set[str]] = {}
    for exercise in assignment.course:
        for item in exercise.items:
            derived = derivative_of(exercise, item)
            for name in derivative_names(*derived) if derived else ():
                asked.setdefault(name, set()).add(item.name)
    taken = {*assignment.names, *variables, *FUNCTION_WORDS, *CONSTANTS}
    return tuple((name, min(items)) for name, items in asked.items() if len(items) == 1 and name not in taken)


def _quantities(assignment: Assignment) -> tuple[tuple[str, str], ...]:
    """Return the usual names of what items ask for, where a name of one word does not say it, each with the one item."""
    asked: dict[str, set[str]] = {}
    parts: dict[str, str] = {}
    by_labels: set[str] = set()
    for exercise in assignment.course:
        for item in exercise.items:
            names = usual_names(item.id, exercise)
            by_word = {said_in(name, exercise.function.variables) for name in item.names}.intersection(names)
            if by_word and what(exercise, item) not in SAID_BY_QUANTITIES:
                by_labels |= {*names}  # `labels` knows `f_x` and `nabla_f` by their words
                continue
            for name in names:
                if re.search(r"[^\W\d_][^\W\d]*.*[('@]|['@]", name):
                    asked.setdefault(name, set()).add(item.name)
            if what(exercise, item) == "gradient at a point":
                parts |= {name: name for names in names_of_components(item.id, exercise) for name in names}
    whole = {name: min(items) for name, items in asked.items() if len(items) == 1 and name not in by_labels}
    return tuple((parts | whole).items())

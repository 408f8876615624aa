"""What a template leaves for the student to fill in, recognised in the syntax tree and in text.

`x = ...`, `x = None`, `x = "YOUR ANSWER"`, `____`, a body of `pass`. Knows how templates are
written; not what would be right.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from grader.submission.syntax_trees import assigned_values

# What templates write where an answer should go: signs alone, `your code here`, `TODO: …`, `replace me`.
_TEXT = re.compile(
    r"""[\W_]* | (?: [\W_]* (?:
        (?:(?:please|insert|put|write|type|enter|add|place)\W+)* (?:your|the) \W+ (?:own\W+)?
          (?:code|answers?|solutions?|expression|formula|result|work|response|text) (?:\W+(?:goes|go|comes))?
          (?:\W+(?:here|below|goes\W+here))?
      | (?:fill|type|write|answer|code|insert|solution|put) (?:\W+(?:me|it|this|code|answer|something))?
          \W+ (?:in|here|below|out)
      | fill\W*me | to\W*do(?:\b(?![^\n]*=)[^\n]*)? | fix\W*me\b[^\n]* | tbd
      | replace\W+(?:me|this|with\b[^\n]*) | placeholder | answer | xxx+
      ) [\W_]* )""",
    re.VERBOSE | re.IGNORECASE,
)
# Names that stand for an answer: `____`, `YOUR_CODE_HERE`, `TODO_1`.
_NAME = re.compile(
    r"_{2,}|(?:[A-Z0-9]+_)*(?:YOUR|TODO|FIXME|FILL|REPLACE|PLACEHOLDER|TBD)(?:_[A-Z0-9]+)*_*|FILLME|(?:CODE|ANSWER)_HERE"
)
# Marks in a line that is no Python: `<fill in>`, `<your answer>`, `???`, `____`.
_MARK = re.compile(
    r"<\s*(?!=)[^<>=\n]*?(?:fill|your|insert|answer|code|todo|here|expression|formula|\.\.\.|…)[^<>=\n]*>|\?\?+|…|_{3,}",
    re.IGNORECASE,
)
# Functions that only wrap what they are given: `np.array([None, None])` is as empty as its list.
_MAKERS = frozenset(("array", "asarray", "tuple", "list", "set", "tensor", "Matrix", "Tuple", "str", "float"))


def is_placeholder_text(text: str) -> bool:
    """Tell whether a text is what a template writes where an answer should go: nothing, `TODO`, `your answer here`, `?`."""
    if len(text) > 200 or text.strip() in ("{}", "[]") or any(sign in text for sign in ("∅", "\\emptyset", "\\varnothing")):
        return False
    return not any(sign.isdigit() for sign in text) and _TEXT.fullmatch(text.strip()) is not None


def placeholder_mark(text: str) -> str | None:
    """Return the mark to be replaced in a line that does not parse (`<fill in>`, `???`, `____`), or None."""
    found = _MARK.search(text)
    return found[0] if found else None


def placeholders(statement: ast.stmt, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of the names that the statement binds to something never filled in."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return (statement.name,) if _is_empty_body(statement.body) else ()
    if isinstance(statement, ast.AnnAssign) and statement.value is None:
        return names
    return tuple(name for name, value in assigned_values(statement) if is_placeholder(value))


def is_placeholder(value: ast.expr) -> bool:
    """Tell whether an expression is what a template writes where an answer should go."""
    if isinstance(value, ast.Constant):
        return value.value is None or value.value is ... or (isinstance(value.value, str) and is_placeholder_text(value.value))
    if isinstance(value, ast.Name):
        return _NAME.fullmatch(value.id) is not None
    if isinstance(value, ast.Lambda):
        return is_placeholder(value.body)
    if isinstance(value, (ast.Tuple, ast.List, ast.Set)):
        return bool(value.elts) and all(map(is_placeholder, value.elts))
    return isinstance(value, ast.Call) and _is_empty_call(value)


def _is_empty_call(call: ast.Call) -> bool:
    """Tell whether a call only holds what is to be filled in: `np.array([None, None])`, `YOUR_CODE(x)`."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if _NAME.fullmatch(name):
        return True
    return name in _MAKERS and bool(call.args) and all(map(is_placeholder, call.args))


def unfilled_name(statement: ast.stmt) -> str | None:
    """Return a `____` or `YOUR_CODE` that the statement reads and nothing in it sets, or None."""
    read: list[str] = []
    bound = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and _NAME.fullmatch(node.id):
            if isinstance(node.ctx, ast.Load):
                read.append(node.id)
            else:
                bound.add(node.id)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
    return next((name for name in read if name not in bound), None)


def may_hold_unfilled_name(source: str) -> bool:
    """Tell whether it is worth looking for one: a quick look at the text."""
    return "__" in source or "YOUR" in source or "TODO" in source or "FILL" in source or "FIXME" in source


def _is_empty_body(body: list[ast.stmt]) -> bool:
    """Tell whether a function's body is a docstring, `pass`, `...`, or names set to placeholders and returned.

    A body that ends with `raise NotImplementedError`, before which nothing can be returned, is empty too; one that
    goes on below it was written, and the template's line was left in.
    """
    at = next((at for at, statement in enumerate(body) if _raises_not_implemented(statement)), None)
    if at is not None and any(map(_may_return, body[:at])):
        return False
    empty = {name for statement in body[:at] for name in _names_left_empty(statement)}
    for statement in body if at is None else body[at + 1 :]:
        empty |= _names_left_empty(statement)
        if not _does_nothing(statement, empty) and not (at is not None and _returns_names(statement)):
            return False
    return True


def _returns_names(statement: ast.stmt) -> bool:
    """Tell whether a statement returns variables as they are, which a template may do below the line to be replaced."""
    value = statement.value if isinstance(statement, ast.Return) else None
    parts = value.elts if isinstance(value, ast.Tuple) else [value]
    return all(isinstance(part, ast.Name) for part in parts)


def returns(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Tell whether a function has a `return` or `yield` of its own."""
    return any(map(_may_return, function.body))


def _raises_not_implemented(statement: ast.stmt) -> bool:
    raised = statement.exc if isinstance(statement, ast.Raise) else None
    raised = raised.func if isinstance(raised, ast.Call) else raised
    return isinstance(raised, ast.Name) and raised.id in ("NotImplementedError", "NotImplemented")


def _may_return(statement: ast.stmt) -> bool:
    return any(isinstance(node, (ast.Return, ast.Yield, ast.YieldFrom)) for node in _own_nodes(statement))


def _own_nodes(statement: ast.AST) -> Iterator[ast.AST]:
    waiting = [statement]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            waiting.extend(ast.iter_child_nodes(node))


def _names_left_empty(statement: ast.stmt) -> set[str]:
    return {name for name, value in assigned_values(statement) if is_placeholder(value)}


def _does_nothing(statement: ast.stmt, empty: set[str]) -> bool:
    if isinstance(statement, (ast.Pass, ast.Return)):
        return not isinstance(statement, ast.Return) or _returns_nothing(statement, empty)
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant) or is_placeholder(statement.value)
    values = list(assigned_values(statement))
    return bool(values) and all(is_placeholder(value) for _, value in values)


def _returns_nothing(statement: ast.stmt, empty: set[str]) -> bool:
    if not isinstance(statement, ast.Return):
        return False
    value = statement.value
    parts = value.elts if isinstance(value, (ast.Tuple, ast.List)) else [value]
    return all(part is None or is_placeholder(part) or (isinstance(part, ast.Name) and part.id in empty) for part in parts)

"""Read the formula behind a function that is known by its values, so that what is said of it is as near as of a formula.

Believed only where the formula has the function's values at the points; it explains a wrong answer and decides nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from grader.algebra.floats import points_agree
from grader.algebra.tree import Expression, parts_of
from grader.equality.sample_points import value_at
from grader.kinds.descent.source import source_of
from grader.kinds.function_answers import FunctionAnswer
from grader.model import Submission
from grader.notation.answer import read
from grader.notation.tokens import Unreadable
from grader.submission.syntax_trees import WrittenOut, assigned_values, bound_names, copied

_SAME = 1e-9  # relative: what doubles lose of a usual formula
_MOST_NODES = 300  # of the expression: a longer one is no formula that somebody would be shown terms of
_VECTORS = frozenset(("array", "asarray", "Matrix", "tensor"))  # what makes a vector of a list


def formula_of(answer: FunctionAnswer, submission: Submission) -> Expression | None:
    """Return the formula of a function, in the exercise's variables; None where it does more than work one out."""
    for tree in reversed(source_of(submission, (answer.name,)).trees):
        found = _parts(tree, answer.name) if answer.name in bound_names(tree) else None
        if found is None:
            continue
        parameters, body = found
        order = [part for part in answer.way.order if isinstance(part, str)]
        if len(order) != len(answer.way.order) or len(order) > len(parameters):
            return None
        return _read(body, dict(zip(parameters, order, strict=False)), answer)
    return None


def _parts(tree: ast.stmt, name: str) -> tuple[list[str], ast.expr] | None:
    """Return parameters and the one returned expression of a definition of this name, with its own names put in."""
    if isinstance(tree, ast.FunctionDef) and tree.name == name:
        parameters = [argument.arg for argument in (*tree.args.posonlyargs, *tree.args.args)]
        return _returned(tree.body, parameters)
    if isinstance(tree, ast.Assign | ast.AnnAssign):
        for bound, value in assigned_values(tree):
            if bound == name and isinstance(value, ast.Lambda):
                return [argument.arg for argument in value.args.args], copied(value.body)
    return None


def _returned(body: list[ast.stmt], parameters: list[str]) -> tuple[list[str], ast.expr] | None:
    known: dict[str, ast.expr] = {}
    for statement in body:
        match statement:
            case ast.Expr(value=ast.Constant()):
                continue
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name not in parameters:
                known[name] = WrittenOut(known).visit(copied(value))
            case ast.Return(value=ast.expr() as value):
                return parameters, WrittenOut(known).visit(copied(value))
            case _:
                return None
    return None


class _Mathematics(WrittenOut):
    """Writes a Python expression as mathematics: functions without their module, lists and arrays as tuples."""

    def visit_List(self, node: ast.List) -> ast.expr:  # noqa: N802 - as `ast` calls it
        """Return a list as a tuple."""
        return ast.Tuple(elts=[self.visit(part) for part in node.elts], ctx=ast.Load())

    def visit_Call(self, node: ast.Call) -> ast.expr:  # noqa: N802 - as `ast` calls it
        """Return `np.array([…])` as what is in it."""
        called: ast.expr = self.visit(node.func)
        arguments: list[ast.expr] = [self.visit(argument) for argument in node.args]
        if isinstance(called, ast.Name) and called.id in _VECTORS and arguments:
            return arguments[0]
        return ast.Call(func=called, args=arguments, keywords=node.keywords)


def _read(body: ast.expr, names: Mapping[str, str], answer: FunctionAnswer) -> Expression | None:
    if sum(1 for _ in ast.walk(body)) > _MOST_NODES:
        return None
    variables = tuple(answer.points[0])
    named: dict[str, ast.expr] = {name: ast.Name(variable, ast.Load()) for name, variable in names.items()}
    try:
        formula = read(ast.unparse(_Mathematics(named).visit(ast.fix_missing_locations(body))), variables=variables)
    except (Unreadable, ValueError, RecursionError):
        return None
    return formula if _has_values(formula, answer) else None


def _has_values(formula: Expression, answer: FunctionAnswer) -> bool:
    """Tell whether the formula has the values that the function gave, at every point."""
    for point, value in zip(answer.points, answer.values, strict=True):
        row = value if isinstance(value, tuple) else (value,)
        own = [value_at(part, point) for part in parts_of(formula)]
        if None in row or None in own or len(own) != len(row) or not points_agree(own, row, _SAME):  # type: ignore[arg-type]
            return False
    return True

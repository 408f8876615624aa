"""Read the formula behind a function that is known by its values, and the one that an answer's code differentiates.

The first is believed only where it has the function's values at the points. Both explain a wrong answer and decide nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

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
_MOST_NAMES = 3  # that stand for one another in a function that is put together
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


def differentiated(submission: Submission, names: tuple[str, ...], variables: tuple[str, ...]) -> Iterator[Expression]:
    """Yield each function that an answer's code hands to SymPy's `diff`, as a formula."""
    source = source_of(submission, names)
    known = {name: value for tree in source.reachable for name, value in assigned_values(tree) if name not in variables}
    bodies = {tree.name: _parts(tree, tree.name) for tree in source.reachable if isinstance(tree, ast.FunctionDef)}
    for node in source.nodes():
        match node:
            case ast.Call(func=ast.Attribute(value=handed, attr="diff")) if not isinstance(handed, ast.Name) or handed.id in known:
                pass
            case ast.Call(func=ast.Name("diff") | ast.Attribute(attr="diff"), args=[handed, *_]):
                pass
            case _:
                continue
        if isinstance(handed, ast.Name) and handed.id in known:
            handed = known[handed.id]
        if isinstance(handed, ast.Call) and isinstance(handed.func, ast.Name) and bodies.get(handed.func.id):
            parameters, body = bodies[handed.func.id] or ([], handed)
            handed = WrittenOut(dict(zip(parameters, handed.args, strict=False))).visit(copied(body))
        formula = _formula(handed, known, variables)
        if formula is not None:
            yield formula


def written_function(tree: ast.stmt, variables: tuple[str, ...]) -> Expression | None:
    """Return the formula of a statement that defines a function or a formula of symbols, its parameters in the variables' order."""
    if isinstance(tree, ast.Assign) and isinstance(tree.value, ast.BinOp):
        return _formula(tree.value, {}, variables, depth=1)
    found = next((parts for name in bound_names(tree) if (parts := _parts(tree, name)) is not None), None)
    if found is None or len(found[0]) != len(variables):
        return None
    order = found[0] if {*found[0]} == {*variables} else variables
    named: dict[str, ast.expr] = {name: ast.Name(variable, ast.Load()) for name, variable in zip(found[0], order, strict=True)}
    return _formula(found[1], named, variables, depth=1)


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
    named: dict[str, ast.expr] = {name: ast.Name(variable, ast.Load()) for name, variable in names.items()}
    formula = _formula(body, named, tuple(answer.points[0]), depth=1)
    return formula if formula is not None and _has_values(formula, answer) else None


def _formula(
    body: ast.expr, named: Mapping[str, ast.expr], variables: tuple[str, ...], depth: int = _MOST_NAMES
) -> Expression | None:
    """Return a Python expression as mathematics, names written out so many times; None where it is none."""
    body = ast.fix_missing_locations(copied(body))
    for _ in range(depth):
        if sum(1 for _ in ast.walk(body)) > _MOST_NODES:
            return None
        body = _Mathematics(named).visit(body)
    try:
        return read(ast.unparse(body), variables=variables)
    except (Unreadable, ValueError, RecursionError):
        return None


def _has_values(formula: Expression, answer: FunctionAnswer) -> bool:
    """Tell whether the formula has the values that the function gave, at every point."""
    for point, value in zip(answer.points, answer.values, strict=True):
        row = value if isinstance(value, tuple) else (value,)
        own = [value_at(part, point) for part in parts_of(formula)]
        if None in row or None in own or len(own) != len(row) or not points_agree(own, row, _SAME):  # type: ignore[arg-type]
            return False
    return True

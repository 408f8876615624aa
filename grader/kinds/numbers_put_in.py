"""Make of the right formula what is left of it where an answer's code puts in numbers: `diff(f, x).subs(x, 1)`, `d(2, 3)`.

Only where the code does so: as a formula, `4 - 3*y` may have come about in other ways. Runs nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from grader.algebra.functions import FUNCTIONS
from grader.algebra.tidy import number, tidy
from grader.algebra.tree import Expression, Number, substitute, variables_in
from grader.kinds.descent.source import source_of
from grader.model import Submission
from grader.quantities.slips import Misconception
from grader.quantities.slips.catalogue import named
from grader.sentences.figures import figures, listed
from grader.submission.syntax_trees import assigned_values

_EVALUATES = frozenset(("subs", "evalf", "xreplace", "replace"))  # SymPy's ways of putting numbers in
_MOST_POINTS = 8  # that are tried of one program; an ordinary one puts in one

Point = Mapping[str, Number]


def with_numbers_put_in(
    right: Expression, submission: Submission, names: tuple[str, ...], variables: tuple[str, ...]
) -> Iterator[Misconception]:
    """Yield the right formula at each point that an answer's code puts in, for some or all of its variables."""
    held = variables_in(right)
    if not held:
        return
    nodes = tuple(source_of(submission, names).nodes())
    relevant = tuple(name for name in variables if name in held)
    by_name = dict(pair for node in nodes for pair in _pairs(node) if pair[0] in held)
    for point in (by_name, *(p for node in nodes for p in _called_at(node, variables, relevant)))[:_MOST_POINTS]:
        if point:
            said = listed(f"{name} = {figures(float(value.value))}" for name, value in point.items())
            yield named("put_in", tidy(substitute(right, point)), point=said)


def _pairs(node: ast.AST) -> Iterator[tuple[str, Number]]:
    """Yield what a node puts in by a variable's name: `.subs(x, 1)`, `.subs({x: 1, y: 2})`, `.subs([(x, 1)])`, `x = 1`."""
    found: list[tuple[ast.expr | None, ast.expr]] = []
    match node:
        case ast.Call(func=ast.Attribute(attr=name), args=arguments) if name in _EVALUATES:
            for part in (ast.Tuple(elts=arguments), *ast.walk(node)):
                if isinstance(part, ast.Dict):
                    found += zip(part.keys, part.values, strict=True)
                elif isinstance(part, ast.Tuple) and len(part.elts) == 2:
                    found.append((part.elts[0], part.elts[1]))
        case ast.Assign():
            found = [(ast.Name(id=name), value) for name, value in assigned_values(node)]
    for key, value in found:
        variable = key.id if isinstance(key, ast.Name) else key.value if isinstance(key, ast.Constant) else None
        if isinstance(variable, str) and (held := _number(value)) is not None:
            yield variable, held


def _called_at(node: ast.AST, variables: Sequence[str], relevant: Sequence[str]) -> Iterator[Point]:
    """Yield the point of a call with numbers alone, as `d(2, 3)` and `lambdify((x, y), d)(2, 3)`, in the variables' order."""
    if not isinstance(node, ast.Call) or (isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS):
        return
    numbers = [value for value in map(_number, node.args) if value is not None]
    for names in dict.fromkeys((tuple(variables), tuple(relevant))):
        if len(numbers) == len(node.args) == len(names):
            yield {name: value for name, value in zip(names, numbers, strict=True) if name in relevant}


def _number(node: ast.expr) -> Number | None:
    """Return a typed-in number; None for everything else."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        positive = _number(node.operand)
        return None if positive is None else number(-positive.value)
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return number(Fraction(repr(node.value)))
    return None

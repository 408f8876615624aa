"""Tell whether a student's function measures a slope with a difference quotient, by its syntax tree.

Its values alone cannot tell a quotient from a formula with a small mistake; the source can. Only what the answer
itself mentions counts. Nothing of the student's is run.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from grader.equality.further_points import LEAST_WIDTH, USUAL_WIDTH
from grader.kinds.descent.source import source_of
from grader.model import Submission
from grader.submission.syntax_trees import assigned_values, copied

# Functions of libraries that measure a slope.
_LIBRARIES = (
    "numpy.gradient",
    "numpy.diff",
    "mpmath.diff",
    "numdifftools",
    "scipy.differentiate",
    "scipy.misc.derivative",
    "scipy.optimize.approx_fprime",
)
_LARGE = 50.0  # what a difference is multiplied by, where somebody writes 1e6 for a division by 1e-6
_WIDEST = 0.1  # a divisor that is a number is a step below this; the 2 of `(exp(x) - exp(-x))/2` is none
_MOST_NAMES = 3  # that stand for one another: `d` for `above - below`, `above` for `f(x + h)`
_MOST_NODES = 5_000  # an ordinary program has some hundred
_DIVIDING = frozenset(("divide", "true_divide", "truediv"))  # divisions that are written as calls

Bindings = dict[str, list[ast.expr]]


def width_of_quotient(submission: Submission, names: tuple[str, ...]) -> float | None:
    """Return the least width of the difference quotients in the program under these names; None without any.

    The program is the answer with all that it mentions, and a quotient the difference of two values of one thing,
    divided by something.
    """
    source = source_of(submission, names)
    nodes = tuple(source.nodes())[:_MOST_NODES]
    bound, own = _bindings(nodes), _own_functions(nodes)
    measures = any(source.uses(library) for library in _LIBRARIES) or any(
        _has_difference(above, below, bound, own) for node in nodes for above, below in _divisions(node)
    )
    if not measures:
        return None
    typed = (number for number in source.numbers if 0 < number < USUAL_WIDTH)
    return max(LEAST_WIDTH, min(typed, default=USUAL_WIDTH))


def takes_difference(submission: Submission, names: tuple[str, ...]) -> bool:
    """Tell whether the program subtracts two values of one function of its own, at a point and beside it: `f(x + h) - f(x)`."""
    nodes = tuple(source_of(submission, names).nodes())[:_MOST_NODES]
    own = _own_functions(nodes)
    return any(_is_taken(*pair, own) for node in nodes if isinstance(node, ast.expr) for pair in _differences(node))


def _is_taken(left: ast.expr, right: ast.expr, own: frozenset[str]) -> bool:
    match left, right:
        case ast.Call(func=ast.Name(id=one), args=ahead), ast.Call(func=ast.Name(id=other), args=behind) if one == other in own:
            moved = {*map(ast.dump, ahead)} ^ {*map(ast.dump, behind)}
            return any(isinstance(each, ast.BinOp) and ast.dump(each) in moved for each in (*ahead, *behind))
    return False


def quotients_in(trees: Sequence[ast.stmt]) -> Iterator[ast.expr]:
    """Yield the difference quotients in some statements, and the differences that are divided nowhere."""
    nodes = [node for tree in trees for node in ast.walk(tree)][:_MOST_NODES]
    bound, own = _bindings(nodes), _own_functions(nodes)
    for node in nodes:
        if isinstance(node, ast.BinOp) and (
            any(_has_difference(*parts, bound, own) for parts in _divisions(node))
            or (isinstance(node.op, ast.Sub) and _is_taken(node.left, node.right, own))
        ):
            yield node


def _bindings(nodes: Sequence[ast.AST]) -> Bindings:
    found: Bindings = {}
    for node in nodes:
        if isinstance(node, ast.NamedExpr):
            found.setdefault(node.target.id, []).append(node.value)
        elif isinstance(node, ast.stmt):
            for name, value in assigned_values(node):
                found.setdefault(name, []).append(value)
    return found


def _own_functions(nodes: Sequence[ast.AST]) -> frozenset[str]:
    """Return the names under which the student's own functions are called; those of libraries are nobody's `f`."""
    found = set[str]()
    for node in nodes:
        match node:
            case ast.FunctionDef(name=name) | ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                found.add(name)
    return frozenset(found)


def _divisions(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield what is divided, and by what; a product with a reciprocal or a large number is a division as well."""
    match node:
        case ast.BinOp(left=above, op=ast.Div(), right=below) | ast.AugAssign(target=above, op=ast.Div(), value=below):
            # the width of a quotient has a name in it, or is a small number
            parts = list(ast.walk(below))
            numbers = [node.value for node in parts if isinstance(node, ast.Constant) and isinstance(node.value, int | float)]
            if any(isinstance(node, ast.Name | ast.Pow) for node in parts) or min(numbers, default=1.0) < _WIDEST:
                yield above, below
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            yield from ((one, other) for one, other in ((left, right), (right, left)) if _is_reciprocal(other))
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[above, below]) if name in _DIVIDING:
            yield above, below


def _is_reciprocal(node: ast.expr) -> bool:
    match node:
        case ast.BinOp(left=ast.Constant(), op=ast.Div()) | ast.BinOp(op=ast.Pow(), right=ast.UnaryOp(op=ast.USub())):
            return True
        case ast.Constant(value=int() | float() as value):
            return value >= _LARGE
    return False


def _has_difference(above: ast.expr, below: ast.expr, bound: Bindings, own: frozenset[str]) -> bool:
    """Tell whether two values of one thing are subtracted in what is divided: of one function, or of one formula shifted."""
    parts = [node for part in _written_out(below, bound) for node in ast.walk(part)]
    steps = {ast.dump(node) for node in parts if isinstance(node, ast.Name | ast.Constant)}
    return any(
        ast.dump(left) != ast.dump(right)
        and (bool(_called(left, bound, own) & _called(right, bound, own)) or _are_shifted(left, right, steps))
        for part in _written_out(above, bound)
        for left, right in _differences(part)
    )


def _differences(part: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    for node in ast.walk(part):
        match node:
            case ast.BinOp(left=left, op=ast.Sub(), right=right):
                yield left, right
            case ast.BinOp(left=ast.UnaryOp(op=ast.USub(), operand=right), op=ast.Add(), right=left):
                yield left, right
            case ast.Call(func=ast.Name(id="subtract") | ast.Attribute(attr="subtract"), args=[left, right]):
                yield left, right


def _written_out(node: ast.expr, bound: Bindings, depth: int = _MOST_NAMES) -> Iterator[ast.expr]:
    """Yield the expression, and what each name in it stands for."""
    yield node
    if depth:
        for part in ast.walk(node):
            if isinstance(part, ast.Name):
                for value in bound.get(part.id, ()):
                    yield from _written_out(value, bound, depth - 1)


def _called(side: ast.expr, bound: Bindings, own: frozenset[str]) -> set[str]:
    """Return the functions of the student's own that are called on one side of a difference."""
    calls = (node for part in _written_out(side, bound) for node in ast.walk(part) if isinstance(node, ast.Call))
    return {name for call in calls if call.args and (name := ast.unparse(call.func)).partition(".")[0] in own}


def _are_shifted(left: ast.expr, right: ast.expr, steps: set[str]) -> bool:
    """Tell whether both sides are one formula but for a step that is added in it."""
    if not any(isinstance(node, ast.BinOp) for node in ast.walk(left)):
        return False
    return ast.dump(_Unshifted(steps).visit(copied(left))) == ast.dump(_Unshifted(steps).visit(copied(right)))


class _Unshifted(ast.NodeTransformer):
    """Takes the step off what it is added to: `x + h` and `x - 2*h` are `x`."""

    def __init__(self, steps: set[str]) -> None:
        self.steps = steps

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        """Return a sum, or what it shifts."""
        self.generic_visit(node)
        shifts = isinstance(node.op, ast.Add | ast.Sub) and isinstance(node.left, ast.Name)
        return node.left if shifts and any(ast.dump(part) in self.steps for part in ast.walk(node.right)) else node

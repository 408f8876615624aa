"""Where a student's program may change its branch, read from its syntax tree: the numbers and formulas it compares.

Values at a few points cannot tell `4*x - 3*y` from the same with `if max(abs(x), abs(y)) <= 10 else 0` behind it; the
source says where to ask. Only reads; nothing of the student's is run, and what cannot be read is left out.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise

from grader.algebra.tree import Expression, Negative, Sum, Vector, variables_in
from grader.equality.further_points import Thresholds
from grader.kinds.descent.source import source_of
from grader.model import Submission
from grader.notation.answer import read_or_none
from grader.submission.syntax_trees import WrittenOut, copied

_CHOOSING = frozenset(
    ("min", "max", "minimum", "maximum", "fmin", "fmax", "clip", "where", "abs", "fabs", "absolute", "select",
     "piecewise", "heaviside", "Heaviside", "Piecewise", "Min", "Max", "Abs", "sign", "isclose", "allclose", "interp")
)  # fmt: skip
_TESTED = (ast.If, ast.IfExp, ast.While)  # what goes one way or another by a test
# Methods with which a program keeps something for its next call.
_KEEPING = frozenset(("append", "pop", "add", "update", "next", "setdefault", "extend", "insert", "remove", "clear"))
_MOST_SUBSTITUTED = 4  # names in a formula that stand for another formula, and those in it, and so on
_MOST_FORMULAS = 8  # whose zeros are looked for: each costs a search, and an honest program compares two or three
_LONGEST_FORMULA = 400  # characters: names written out over and over would grow without end


@dataclass(frozen=True, kw_only=True, slots=True)
class Conditions:
    """What a program's branches hang on, and whether it keeps anything from one call to the next."""

    thresholds: Thresholds
    keeps_state: bool


def conditions(submission: Submission, names: tuple[str, ...], variables: tuple[str, ...]) -> Conditions:
    """Return the conditions of the program under these names, with all that it mentions."""
    nodes = tuple(source_of(submission, names).nodes())
    branching = tuple(dict.fromkeys(part for node in nodes for part in _parts_of_conditions(node)))
    bound = _bindings(nodes)
    numbers: list[float] = []
    bounds: list[float] = []
    formulas: list[Expression] = []
    for part in branching:
        of_part, found = [abs(number) for number in _numbers(part, bound)], list(_formulas(part, bound, variables))
        numbers += of_part
        bounds += [] if found else of_part
        formulas += found
    thresholds = Thresholds(
        numbers=tuple(dict.fromkeys(numbers)),
        bounds=tuple(dict.fromkeys(bounds)),
        zeros_of=tuple(dict.fromkeys(formulas))[:_MOST_FORMULAS],
    )
    return Conditions(thresholds=thresholds, keeps_state=any(map(_keeps, nodes)))


def _parts_of_conditions(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the comparisons and choices in a statement, and whatever is tested for its truth."""
    if isinstance(node, ast.Compare) or (isinstance(node, ast.Call) and _called(node) in _CHOOSING):
        yield node
    elif isinstance(node, _TESTED):
        yield node.test
    elif isinstance(node, ast.Match):
        yield node.subject
        values = (part.value for case in node.cases for part in ast.walk(case.pattern) if isinstance(part, ast.MatchValue))
        yield from (ast.Compare(node.subject, [ast.Eq()], [value]) for value in values)


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


Bindings = dict[str, ast.expr]


def _bindings(nodes: Sequence[ast.AST]) -> Bindings:
    """Return what the names stand for that are bound once, by an assignment or a parameter's default."""
    found: dict[str, list[ast.expr]] = {}
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) | ast.NamedExpr(target=ast.Name(id=name), value=value):
                found.setdefault(name, []).append(value)
            case ast.arguments(args=args, defaults=defaults):
                for arg, default in zip(args[len(args) - len(defaults) :], defaults, strict=True):
                    found.setdefault(arg.arg, []).append(default)
    return {name: values[0] for name, values in found.items() if len(values) == 1}


def _numbers(part: ast.expr, bound: Bindings) -> Iterator[float]:
    """Yield the numbers in a condition, worked out where they are made of numbers (`10**3`, `-5`), by name too."""
    pending, left = [part], 200
    while pending and left:
        node, left = pending.pop(), left - 1
        number = _number(node)
        if number is not None:
            yield number
        elif isinstance(node, ast.Name) and node.id in bound and _number(bound[node.id]) is not None:
            pending.append(bound[node.id])
        else:
            pending.extend(child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr))


def _number(node: ast.expr) -> float | None:
    """Return the number that a constant expression of arithmetic is."""
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return float(value) if abs(value) < 1e300 else None
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            inner = _number(operand)
            return None if inner is None else -inner
        case ast.BinOp(left=left, op=operator, right=right):
            return _worked_out(_number(left), operator, _number(right))
    return None


def _worked_out(left: float | None, operator: ast.operator, right: float | None) -> float | None:
    if left is None or right is None:
        return None
    try:
        match operator:
            case ast.Add():
                return left + right
            case ast.Sub():
                return left - right
            case ast.Mult():
                return left * right
            case ast.Div():
                return left / right
            case ast.Pow():
                found = left**right
                return found if isinstance(found, float) else None
    except ArithmeticError:
        return None
    return None


def _formulas(part: ast.expr, bound: Bindings, variables: tuple[str, ...]) -> Iterator[Expression]:
    """Yield the differences of what is compared, or cut off, where they can be read as formulas in the variables."""
    for left, right in _compared(part):
        sides = [_formula(side, bound, variables) for side in (left, right)]
        if sides[0] is not None and sides[1] is not None:
            difference = Sum((sides[0], Negative(sides[1])))
            if variables_in(difference) and variables_in(difference) <= set(variables):
                yield difference


def _compared(part: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield the pairs of expressions that a condition compares."""
    match part:
        case ast.Compare(left=left, comparators=others):
            sides = [left, *others]
            yield from pairwise(sides)
        case ast.Call(args=[value, *bounds]) if _called(part) == "clip":
            yield from ((value, bound) for bound in (*bounds, *(keyword.value for keyword in part.keywords)))
        case ast.Call(args=[value]):
            yield value, ast.Constant(0)
        case ast.Call(args=arguments) if _called(part) != "where":
            yield from combinations(arguments[:4], 2)
        case ast.Name() | ast.BinOp():
            yield part, ast.Constant(0)


def _formula(node: ast.expr, bound: Bindings, variables: tuple[str, ...]) -> Expression | None:
    """Return an expression of Python as a formula, with the names in it that stand for formulas written out."""
    known = {name: value for name, value in bound.items() if name not in variables}
    for _ in range(_MOST_SUBSTITUTED):
        text = ast.unparse(node)
        if len(text) > _LONGEST_FORMULA:
            return None
        replaced = WrittenOut(known).visit(copied(node))
        if ast.unparse(replaced) == text:
            break
        node = replaced
    return _read(ast.unparse(node), variables)


@lru_cache(maxsize=512)
def _read(text: str, variables: tuple[str, ...]) -> Expression | None:
    found = read_or_none(text, variables=variables, notation="python")
    return None if isinstance(found, Vector) else found


def _keeps(node: ast.AST) -> bool:
    """Tell whether a part of a program may keep something for its next call; said too often, it only costs calls."""
    match node:
        case ast.Global() | ast.Nonlocal():
            return True
        case ast.Attribute(ctx=ast.Store()) | ast.Subscript(ctx=ast.Store()):
            return True
        case ast.Call():
            return _called(node) in _KEEPING
    return False

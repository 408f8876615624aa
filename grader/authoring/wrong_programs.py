"""Programs that must not pass: a right one with a small change, and functions that are right in places only.

A change is one of operators, constants, signs, order of statements, loop bounds, place of the return. It works on syntax
alone and runs nothing; a changed program may still be right (another step size). Knows no judge.
"""

from __future__ import annotations

import ast
import copy
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from grader.algebra.tree import Expression, Vector
from grader.notation.printing import plain

_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult
}  # fmt: skip
_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq
}  # fmt: skip
_SMALL, _LARGE = 0.5, 1.0

Change = Callable[[ast.AST], None]


@dataclass(frozen=True, slots=True)
class ChangedProgram:
    """A program's source, the line that changed and how, and how small the change is (smallest first)."""

    source: str
    line: int
    change: str
    size: float


def changed_programs(source: str) -> Iterator[ChangedProgram]:
    """Yield every program that one small change makes of this one, each once."""
    tree = ast.parse(source)
    names = _names_by_function(tree)
    seen = {ast.unparse(tree)}
    for index, node in enumerate(ast.walk(tree)):
        for size, change in _changes(node, names.get(id(node), ())):
            changed = copy.deepcopy(tree)
            target = next(n for i, n in enumerate(ast.walk(changed)) if i == index)
            before = _shown(target)
            change(target)
            text = ast.unparse(ast.fix_missing_locations(changed))
            if text not in seen:
                seen.add(text)
                yield ChangedProgram(text, getattr(node, "lineno", 1), f"{before} became {_shown(target)}", size)


def _shown(node: ast.AST) -> str:
    """Return a piece of code on one line; of a block its head."""
    lines = ast.unparse(ast.fix_missing_locations(copy.deepcopy(node))).splitlines()
    return f"`{lines[0]}`" if len(lines) == 1 else f"`{lines[0]} {' '.join(line.strip() for line in lines[1:])[:80]}`"


def _names_by_function(tree: ast.AST) -> dict[int, tuple[str, ...]]:
    """Return the other names that a function binds, by the id of each name read inside it."""
    found: dict[int, tuple[str, ...]] = {}
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            parameters = [argument.arg for argument in function.args.args]
            bound = [n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
            names = tuple(dict.fromkeys([*parameters, *bound]))
            for node in ast.walk(function):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
                    found[id(node)] = tuple(name for name in names if name not in (node.id, "_"))
    return found


def _changes(node: ast.AST, names: tuple[str, ...]) -> Iterator[tuple[float, Change]]:
    match node:
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in _OPERATORS:
            yield _LARGE, _set("op", _OPERATORS[type(op)]())
        case ast.UnaryOp(op=ast.USub()):
            yield _LARGE, _set("op", ast.UAdd())
        case ast.Compare(ops=[op, *_]) if type(op) in _COMPARISONS:
            yield _LARGE, _set("ops", [_COMPARISONS[type(op)]()])
        case ast.Constant(value=bool()):
            return
        case ast.Constant(value=int() | float() as value):
            for other in (value + 1, value - 1, -value, value * 2, value / 2, 0):
                yield _SMALL, _set("value", other)
        case ast.Call(func=ast.Name(id="range"), args=[*_, _]):
            for bound in ("{} + 1", "{} - 1", "2 * {}", "1", "10"):
                yield _SMALL, _bound(bound)
        case ast.Name():
            for name in names:
                yield _LARGE, _set("id", name)
    if isinstance(getattr(node, "body", None), list):
        yield from ((_LARGE, change) for change in _reordered(node))


def _set(field: str, value: object) -> Change:
    return lambda node: setattr(node, field, value)


def _bound(text: str) -> Change:
    def change(node: ast.AST) -> None:
        assert isinstance(node, ast.Call)
        node.args[-1] = ast.parse(text.format(f"({ast.unparse(node.args[-1])})"), mode="eval").body

    return change


def _reordered(node: ast.AST) -> Iterator[Change]:
    """Yield a statement left out, two exchanged, the return moved into a loop."""
    body = _body(node)
    for i, statement in enumerate(body):
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):  # a docstring
            continue
        if len(body) > 1:
            yield lambda node, i=i: _body(node).__delitem__(i)  # type: ignore[misc] # left out
        if i + 1 < len(body):
            yield lambda node, i=i: _body(node).insert(i, _body(node).pop(i + 1))  # type: ignore[misc] # exchanged
        returns = isinstance(node, ast.FunctionDef) and isinstance(body[-1], ast.Return)
        if returns and isinstance(statement, ast.For | ast.While):
            yield lambda node, i=i: _body(_body(node)[i]).append(_body(node)[-1])  # type: ignore[misc] # returned from inside


def _body(node: ast.AST) -> list[ast.stmt]:
    body: list[ast.stmt] = getattr(node, "body")  # noqa: B009 - a block of any type
    return body


# what the wrong functions stand after: names of mathematics, and how often they were called
_PRELUDE = "from math import *\n\ncalls = []\n\n\n"
_BEYOND = 4.5  # further than any of the moderate points, near enough for a domain of one digit


@dataclass(frozen=True, slots=True)
class CutFunction:
    """A program, what it is, and points at which it is wrong unless the right value there is the wrong one's."""

    source: str
    what: str
    places: tuple[Mapping[str, float], ...]


def right_function(name: str, variables: tuple[str, ...], formula: Expression) -> str:
    """Return a program that computes the formula."""
    return _program(name, variables, f"    return {plain(formula)}")


def cut_functions(
    name: str, variables: tuple[str, ...], formula: Expression, domain: Mapping[str, tuple[float, float]]
) -> Iterator[CutFunction]:
    """Yield the formula with something else instead of it in some places."""
    right, wrong = plain(formula), "17"  # an ordinary number that no exercise's answer is everywhere
    if isinstance(formula, Vector):
        wrong = f"({', '.join([wrong] * len(formula.components))},)"
    far = tuple({**_inside(variables, domain), name: place} for name in variables for place in (-_BEYOND - 1, _BEYOND + 1))
    largest = f"max({', '.join(f'abs({variable})' for variable in variables)}, 0)"
    for what, condition, places in (
        ("right near zero only", f"{largest} <= {_BEYOND}", far),
        ("wrong at whole numbers", f"any(u % 1 for u in [{', '.join(variables)}])", (_whole(variables, domain),)),
        ("right for its first ten calls only", "len(calls) <= 10", (_inside(variables, domain),)),
    ):
        body = f"    calls.append(1)\n    return {right} if {condition} else {wrong}"
        inside = (p for p in places if all(low <= p[name] <= high for name, (low, high) in domain.items()))
        yield CutFunction(_program(name, variables, body), what, tuple(inside))


def _program(name: str, variables: tuple[str, ...], body: str) -> str:
    return f"{_PRELUDE}def {name}({', '.join(variables)}):\n{body}\n"


def _inside(variables: tuple[str, ...], domain: Mapping[str, tuple[float, float]]) -> Mapping[str, float]:
    """Return a point that is no special one: a third of the way through each interval, or of what is looked at of it."""
    found = {}
    for name in variables:
        low, high = domain.get(name, (-1.0, 2.3))
        low = low if math.isfinite(low) else min(-1.0, high - 3.3)  # an interval without an end is looked at near its other one
        high = high if math.isfinite(high) else max(2.3, low + 3.3)
        found[name] = low + 0.37 * (high - low)
    return found


def _whole(variables: tuple[str, ...], domain: Mapping[str, tuple[float, float]]) -> Mapping[str, float]:
    """Return a point of whole numbers, in the domain where it holds any."""
    inside = _inside(variables, domain)
    return {name: float(round(inside[name]) or 1) for name in variables}

"""Programs with one small change: operators, constants, signs, order of statements, loop bounds, place of the return.

Works on syntax alone and runs nothing. A changed program may still be right (another step size).
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

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
    """For each name that is read inside a function, the other names that the function binds."""
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
        if _is_docstring(statement):
            continue
        if len(body) > 1:
            yield _left_out(i)
        if i + 1 < len(body):
            yield _exchanged(i)
        returns = isinstance(node, ast.FunctionDef) and isinstance(body[-1], ast.Return)
        if returns and isinstance(statement, ast.For | ast.While):
            yield _returned_from(i)


def _left_out(place: int) -> Change:
    return lambda node: _body(node).__delitem__(place)


def _exchanged(place: int) -> Change:
    return lambda node: _body(node).insert(place, _body(node).pop(place + 1))


def _returned_from(place: int) -> Change:
    """Return the last statement of a function, its return, done once more inside one of its loops."""
    return lambda node: _body(_body(node)[place]).append(_body(node)[-1])


def _body(node: ast.AST) -> list[ast.stmt]:
    body: list[ast.stmt] = getattr(node, "body")  # noqa: B009 - a block of any type
    return body


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)

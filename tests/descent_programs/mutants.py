"""Small changes to programs: operators, constants, signs, order of statements, loop bounds, place of the return.

A mutant that changes behaviour must not get full marks, unless it is itself a right program; `excuse` finds that
out with arithmetic of its own and says why.
"""

from __future__ import annotations

import ast
import copy
import math
from collections.abc import Callable, Iterator

from tests.descent_programs.driver import Session
from tests.descent_programs.right import ONE

OPERATORS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult}
COMPARISONS = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq}
STARTS = {ONE: ((-1.0,), (-10.0,), (20.0,), (0.3,)), "two": ((14.0, -53.0), (0.5, 0.5), (0.0, 0.0), (0.2, 0.7))}
COUNTS = (1, 2, 3, 5, 12, 40, 100)


def mutants(source: str) -> Iterator[str]:
    """Every program that one small change makes of this one, as source."""
    tree = ast.parse(source)
    seen = {ast.unparse(tree)}
    for index, node in enumerate(ast.walk(tree)):
        for change in _changes(node):
            changed = copy.deepcopy(tree)
            target = next(n for i, n in enumerate(ast.walk(changed)) if i == index)
            change(target)
            text = ast.unparse(ast.fix_missing_locations(changed))
            if text not in seen:
                seen.add(text)
                yield text


Change = Callable[[ast.AST], None]


def _changes(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in OPERATORS:
        yield _set("op", OPERATORS[type(node.op)]())
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield _set("op", ast.UAdd())
    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARISONS:
        yield _set("ops", [COMPARISONS[type(node.ops[0])]()])
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        for value in (node.value + 1, node.value - 1, -node.value, node.value * 2, node.value / 2, 0):
            yield _set("value", value)
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "range":
        for last in ("{} + 1", "{} - 1", "2 * {}", "1", "10"):
            yield _bound(last)
    if isinstance(getattr(node, "body", None), list):
        yield from _reordered(node)
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in ("x", "y", "x_start", "n"):
        for other in {"x", "y", "x_start"} - {node.id}:
            yield _set("id", other)


def _set(field: str, value: object) -> Change:
    return lambda node: setattr(node, field, value)


def _bound(text: str) -> Change:
    def change(node: ast.AST) -> None:
        node.args[-1] = ast.parse(text.format(f"({ast.unparse(node.args[-1])})"), mode="eval").body

    return change


def _reordered(node: ast.AST) -> Iterator[Change]:
    for i in range(len(node.body)):
        if len(node.body) > 1:
            yield lambda target, i=i: target.body.pop(i)
        if i + 1 < len(node.body):
            yield lambda target, i=i: target.body.insert(i, target.body.pop(i + 1))
    if isinstance(node, ast.FunctionDef) and isinstance(node.body[-1], ast.Return):
        for i, statement in enumerate(node.body):
            if isinstance(statement, ast.For | ast.While):
                yield lambda target, i=i: target.body[i].body.append(target.body[-1])


def behaviour(source: str, exercise: str, name: str) -> list[tuple[float, ...] | None] | None:
    """Where the program ends from several starts; None where it fails, None for all if it cannot be executed."""
    try:
        session = Session(source)
    except Exception:
        return None
    program = session.names.get(name)
    if not callable(program):
        return None
    starts = STARTS[ONE] if exercise == ONE else STARTS["two"]
    ends: list[tuple[float, ...] | None] = []
    for start in starts:
        for count in COUNTS:
            ends.append(_end(session, name, start, count))
            if session.dead:
                return ends
    return ends


def _end(session: Session, name: str, start: tuple[float, ...], count: int) -> tuple[float, ...] | None:
    value = session.value(name, (*start, count))
    try:
        return tuple(float(v) for v in (value if isinstance(value, tuple | list) else (value,)))
    except (TypeError, ValueError):
        return None


def same(one: list | None, other: list | None) -> bool:
    """Whether two behaviours agree to nine digits."""
    if one is None or other is None or len(one) != len(other):
        return one is other
    return all(_close(a, b, 1e-9) for a, b in zip(one, other, strict=True))


def _close(one: tuple[float, ...] | None, other: tuple[float, ...] | None, tolerance: float) -> bool:
    if one is None or other is None or len(one) != len(other):
        return one is other
    return all(
        a == b or (math.isnan(a) and math.isnan(b)) or abs(a - b) <= tolerance * max(1e-3, abs(a), abs(b))
        for a, b in zip(one, other, strict=True)
    )


def excuse(source: str, name: str, exercise: str) -> str | None:
    """Why a program that ends here is right after all: another step size with which it arrives; None when it is not."""
    starts = STARTS[ONE] if exercise == ONE else STARTS["two"]
    ends = behaviour(source, exercise, name)
    if ends is None or len(ends) != len(starts) * len(COUNTS) or None in ends:
        return None
    return _other_size(ends, starts, exercise) or _other_schedule(source, name, ends, exercise)


def _other_size(ends: list, starts: tuple, exercise: str) -> str | None:
    size = (starts[1][0] - ends[len(COUNTS)][0]) / gradient(starts[1], exercise)[0]
    for i, start in enumerate(starts):
        for j, count in enumerate(COUNTS):
            if not _close(ends[i * len(COUNTS) + j], descend(start, count, size, exercise), 1e-5):
                return None
        if not _is_minimum(descend(start, 100_000, size, exercise), exercise):
            return None
    return f"is gradient descent with step size {size:.6g}"


def _other_schedule(source: str, name: str, ends: list, exercise: str) -> str | None:
    """The same size at each of the first three steps from all starts, and at the minimum in the end."""
    starts, session = STARTS[ONE] if exercise == ONE else STARTS["two"], Session(source)
    sizes: list[set[str]] = [set(), set(), set()]
    for i, start in enumerate(starts):
        path = [start, *ends[i * len(COUNTS) : i * len(COUNTS) + 3]]
        for k in range(3):
            for b, a, s in zip(path[k], path[k + 1], gradient(path[k], exercise), strict=True):
                if abs(s) > 1e-3:
                    sizes[k].add(f"{(b - a) / s:.6g}")
        end = _end(session, name, start, 20_000)
        if end is None or not all(abs(s) < 1e-2 for s in gradient(end, exercise)):
            return None
    if all(len(size) == 1 for size in sizes):
        return f"is gradient descent with the schedule {', '.join(size for (size,) in sizes)}, …"
    return None


def _is_minimum(point: tuple[float, ...], exercise: str) -> bool:
    return all(abs(s) < 1e-5 for s in gradient(point, exercise))


def gradient(point: tuple[float, ...], exercise: str) -> tuple[float, ...]:
    """The gradient of the lesson's functions, written out."""
    if exercise == ONE:
        return (point[0] - _exp(-point[0]),)
    return 4 * point[0] - 3 * _exp(-3 * point[0]), 8 * point[1] - 6 * _exp(-2 * point[1])


def _exp(u: float) -> float:
    return math.exp(u) if u < 709 else math.inf


def descend(point: tuple[float, ...], count: int, size: float, exercise: str) -> tuple[float, ...]:
    """Where so many steps lead, by the plainest loop."""
    for _ in range(count):
        after = tuple(c - size * s for c, s in zip(point, gradient(point, exercise), strict=True))
        if after == point:
            break
        point = after
    return point

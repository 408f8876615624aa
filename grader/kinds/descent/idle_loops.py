"""Why a program or a coordinate stays where it began, or every n leads to the same point, as far as the source shows it.

Asked only where the answers have shown that it does; where no reason is seen, a question is what remains.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from grader.kinds.descent.source import Source
from grader.sentences.catalogue import sentence

_NAMED = re.compile(r"id='[^']*'")  # a name in a tree that is written out
_LOOPS = (ast.For, ast.While)  # a comprehension goes around, too, and changes no variable of the function


def why_it_stays(source: Source) -> str:
    """Return why the point is still the start after n iterations, or the question to ask."""
    function = source.own_function
    if function is None:
        return sentence("stays.question")
    for node in ast.walk(function):
        match node:
            case ast.Expr(value=ast.Compare(left=ast.Name(), ops=[ast.Eq()])):
                return sentence("stays.comparison", text=ast.unparse(node))
            case ast.Expr(value=ast.BinOp()):
                return sentence("stays.unassigned", text=ast.unparse(node))
    returned, kept = _returned(function), _stored(function)
    parameters = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    loops = [node for node in ast.walk(function) if isinstance(node, _LOOPS)]
    moved = {name for loop in loops for name in _stored(loop)}
    if loops and returned and returned <= set(parameters) - kept and moved:
        return sentence("stays.returns_start", name=min(returned))
    read = {name for loop in loops for name in _reads(loop)}
    new = sorted(moved - _turned(loops) - returned - read)
    if loops and len(returned) == 1 and not returned & moved and new:
        return sentence("stays.other_name", new=new[0], name=min(returned))
    return sentence("stays.question")


def why_n_is_ignored(source: Source, *, one_pass: bool) -> str:
    """Return why every n leads to the same point, or the question to ask; `one_pass` where the points show no second one."""
    function = source.own_function
    if function is None:
        return sentence("same.question")
    nodes = list(source.nodes())
    loops = [node for node in ast.walk(function) if isinstance(node, _LOOPS)]
    calls = {getattr(node.func, "id", "") for node in ast.walk(function) if isinstance(node, ast.Call)}
    if function.name in calls:
        thrown = [node.value for node in ast.walk(function) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)]
        own = [call for call in thrown if getattr(call.func, "id", "") == function.name]
        return sentence("same.thrown_away", text=ast.unparse(own[0])) if own else sentence("same.recursion")
    if not any(isinstance(node, (*_LOOPS, ast.ListComp, ast.GeneratorExp)) for node in nodes):
        return sentence("same.no_loop")
    parameters = {each.arg for each in (*function.args.posonlyargs, *function.args.args)}
    unchanged = parameters - _stored(function)
    counts = {name for loop in loops for name in _reads(loop.iter if isinstance(loop, ast.For) else loop.test)}
    for each in function.body:
        given = each.targets[0] if isinstance(each, ast.Assign) and not _reads(each.value) else None
        if isinstance(given, ast.Name) and given.id in counts & parameters:
            return sentence("same.overwritten", text=ast.unparse(each), name=given.id)
    reason = next((found for loop in loops if (found := _idle(loop, unchanged, _returned(function), one_pass))), None)
    if reason is not None:
        return reason
    unread = unchanged - _reads(function)
    return sentence("same.unread", name=min(unread)) if len(unread) == 1 else sentence("same.question")


def why_it_is_still(source: Source, axis: int | None) -> str:
    """Return why a coordinate never changes: by its source the loop moves it by nothing, or else does not move it."""
    lines = list(ast.walk(source.own_function)) if source.own_function is not None and axis is not None else []
    ends = [node.value for node in lines if isinstance(node, ast.Return)]
    own = ends[0] if len(ends) == 1 else None  # all coordinates in one, or each by itself
    if isinstance(own, ast.Tuple) and axis is not None:
        own = own.elts[axis] if axis < len(own.elts) else None
    if isinstance(own, ast.Name):
        given = [node for node in lines if isinstance(node, ast.Assign | ast.AugAssign) and own.id in _stored(node)]
        loops = [loop for loop in lines if isinstance(loop, _LOOPS) and given and given[-1] in loop.body]
        if loops and own.id in _reads(given[-1]) and all(node.lineno < loops[0].lineno for node in given[:-1]):
            return sentence("still.moved_by_zero")
    return sentence("still.update")


def _idle(loop: ast.For | ast.While, unchanged: set[str], returned: set[str], one_pass: bool) -> str | None:
    """Return why a loop comes to the same for every n, by the names that nothing changes and those returned; None for no reason."""
    if any(isinstance(each, ast.Break) for each in loop.body):
        return sentence("same.break")
    for each in loop.body:
        elsewhere = {name for other in loop.body if other is not each for name in _stored(other)}
        match each:
            case ast.If(test=test, body=body) if any(isinstance(line, ast.Break | ast.Return) for line in body):
                return sentence("same.ended" if one_pass else "same.ended.later", text=ast.unparse(test))
            case ast.If(test=test, body=body, orelse=[_, *_] as orelse) if _reads(test) and not _reads(test) & _stored(loop):
                one, other = ({name for line in lines for name in _stored(line)} & returned for lines in (body, orelse))
                if one - other and other - one:
                    return sentence("same.turn", text=ast.unparse(test))
            case ast.If(test=test, orelse=[]) if (moving := returned & _stored(each)) and not moving & elsewhere:
                return sentence("same.only_if", text=ast.unparse(test))
            case ast.Assign(value=value) if _reads(value) and _reads(value) <= unchanged and _is_plain(value):
                return sentence("same.begins_again", text=ast.unparse(each))
    if isinstance(loop, ast.For) and isinstance(loop.iter, ast.Call) and not _reads(loop.iter) - {"range"}:
        return sentence("same.number", text=ast.unparse(loop.iter))
    moved = _stored(loop) - _turned([loop])
    if moved and not moved & _reads(loop) and isinstance(loop, ast.For):
        return sentence("same.unchanged", name=min(moved))
    return None


def step_beside_loop(function: ast.FunctionDef) -> ast.stmt | None:
    """Return the first line before or after the loops that moves what is returned as a line in them does; None for none."""
    names = _returned(function)
    looped = [line for loop in ast.walk(function) if isinstance(loop, _LOOPS) for line in ast.walk(loop)]
    inside = {move for line in looped for move in _moves(line, names)}
    beside = (line for line in function.body if not isinstance(line, _LOOPS))
    return next((line for line in beside if inside & set(_moves(line, names))), None)


def _moves(line: ast.AST, names: set[str]) -> Iterator[str]:
    """Yield what a line adds to these names, takes from them or returns so, as it looks with all names left out."""
    if not isinstance(line, ast.Return) and not (isinstance(line, ast.Assign | ast.AugAssign) and names & _stored(line)):
        return
    for part in getattr(line.value, "elts", [line.value]):
        if isinstance(part, ast.BinOp) and (isinstance(line, ast.AugAssign) or isinstance(part.op, ast.Add | ast.Sub)):
            yield _NAMED.sub("", f"{isinstance(line, ast.AugAssign)} {ast.dump(part)}")


def start_in_loop(source: Source) -> str:
    """Return the parameter that a loop reads although a coordinate began as it and is moved there; "" for none."""
    function = source.own_function
    if function is None:
        return ""
    loops = [node for node in ast.walk(function) if isinstance(node, _LOOPS)]
    read = {name for loop in loops for each in loop.body for name in _reads(each)}
    moved = {name for loop in loops for name in _stored(loop)}
    begun = [node for each in function.body if isinstance(each, ast.Assign) for node in _pairs(each)]
    stale = sorted(value.id for target, value in begun if target in moved and value.id in read - moved)
    return stale[0] if len(stale) == 1 else ""


def _pairs(assignment: ast.Assign) -> Iterator[tuple[str, ast.Name]]:
    """Yield each name that is set to another name alone, with the other."""
    target, value = assignment.targets[0], assignment.value
    several = isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
    sides = zip(target.elts, value.elts, strict=False) if several else [(target, value)]  # type: ignore[attr-defined]
    yield from ((one.id, other) for one, other in sides if isinstance(one, ast.Name) and isinstance(other, ast.Name))


def _is_plain(value: ast.expr) -> bool:
    """Tell whether a value is a name, or names with commas between them."""
    parts = value.elts if isinstance(value, ast.Tuple) else [value]
    return all(isinstance(part, ast.Name) for part in parts)


def _names(tree: ast.AST, context: type[ast.expr_context]) -> Iterator[str]:
    return (node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, context))


def _stored(tree: ast.AST) -> set[str]:
    """Return the names that are set in it, those of an augmented assignment among them."""
    return set(_names(tree, ast.Store))


def _reads(tree: ast.AST) -> set[str]:
    """Return the names that it reads, those of an augmented assignment among them."""
    changed = {node.target.id for node in ast.walk(tree) if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name)}
    return {*_names(tree, ast.Load), *changed}


def _turned(loops: list[ast.For | ast.While]) -> set[str]:
    """Return the names that count the turns of loops."""
    return {name for loop in loops if isinstance(loop, ast.For) for name in _stored(loop.target)}


def _returned(function: ast.FunctionDef) -> set[str]:
    values = [node.value for node in ast.walk(function) if isinstance(node, ast.Return) and node.value is not None]
    return {name for value in values for name in _reads(value)}

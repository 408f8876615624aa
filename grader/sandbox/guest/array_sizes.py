"""How many elements the array had that could not be taken for a number: told beside the exception.

Looks at the line that failed and at what its names stand for: names, indices and arithmetic are followed, and nothing of
the student's is called. Runs beside the student's code.
"""

from __future__ import annotations

import ast
from types import FrameType

_MOST_CHARACTERS = 500  # of a line; what people write by hand has a hundred
_MOST_NODES = 500


def refused_size(frame: FrameType, line: str) -> int | None:
    """The elements of what the line makes a number of, 1 where any of them has one; None where that cannot be seen."""
    text = line.strip()
    try:
        nodes = list(ast.walk(ast.parse(f"{text} pass" if text.endswith(":") else text[:_MOST_CHARACTERS])))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    names = {**frame.f_globals, **frame.f_locals}
    sizes = [_size(part, names) for part in _taken_for_numbers(nodes[:_MOST_NODES])]
    known = [size for size in sizes if size]
    return 1 if 1 in known else max(known, default=None)


def _taken_for_numbers(nodes: list[ast.AST]) -> list[ast.expr]:
    """Return what a call with one argument, or an assignment to an element, takes for a number."""
    found: list[ast.expr] = []
    for node in nodes:
        if isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
            found.append(node.args[0])
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
            found.append(node.value)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            found += node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
    return found


def _size(node: ast.expr, names: dict[str, object]) -> int | None:
    """Return the elements of what an expression gives, 0 for a number; None where a call or a name hides it."""
    if isinstance(node, ast.BinOp):
        sides = [_size(node.left, names), _size(node.right, names)]
        return None if None in sides else max(side for side in sides if side is not None)
    if isinstance(node, ast.UnaryOp):
        return _size(node.operand, names)
    found, value = _value(node, names)
    if not found:
        return None
    if type(value) in (int, float, bool):
        return 0
    shape = getattr(value, "shape", None) if type(value).__module__ == "numpy" else None
    if type(shape) is not tuple:
        return None
    size = 1
    for length in shape:
        size *= length
    return size if shape else 0


def _value(node: ast.expr, names: dict[str, object]) -> tuple[bool, object]:
    """Tell whether what a constant, a name, or a part of an array stands for can be seen, and what that is."""
    if isinstance(node, ast.Constant):
        return True, node.value
    if isinstance(node, ast.Name):
        return node.id in names, names.get(node.id)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        return True, -node.operand.value if type(node.operand.value) in (int, float) else None  # type: ignore[operator]
    if isinstance(node, ast.Subscript):
        return _element(node, names)
    return False, None


def _element(node: ast.Subscript, names: dict[str, object]) -> tuple[bool, object]:
    found, whole = _value(node.value, names)
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    at = [_value(part, names) for part in parts]
    has_places = type(whole) in (list, tuple) or type(whole).__module__ == "numpy"
    if not (found and has_places and all(known and type(i) is int for known, i in at)):
        return False, None
    index = tuple(i for _, i in at)
    try:
        return True, whole[index if len(index) > 1 else index[0]]  # type: ignore[index]
    except (IndexError, TypeError):
        return False, None

"""Find what failed in a student's line, the name that was meant, and the call that handed in what an exception is about.

The line where Python stops is often right, and handed something of a wrong kind by the line that called its function. Reads
sources and columns, as they are in a notebook's memory or came from a sandbox; runs nothing.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Collection
from dataclasses import replace

from grader.model import StudentFault
from grader.sandbox.host.exceptions import statements_of, told
from grader.sandbox.host.wire_values import clean

_ALIKE = 0.75  # of the letters of two names: `dleta` and `delta`, but not `x_new` and `x_old`
_LONGEST_PIECE = 500  # characters of what failed in a line, as many as are kept of the line


def alike(missing: str, names: Collection[str]) -> str | None:
    """Return the one of these names that a missing one was probably meant to be: other in case, or by a letter or two."""
    others = sorted({*names} - {missing})
    folded = [name for name in others if name.casefold() == missing.casefold()]
    return next(iter(folded or difflib.get_close_matches(missing, others, n=1, cutoff=_ALIKE)), None)


def with_piece(fault: StudentFault, line: str, columns: object) -> StudentFault:
    """Return the fault with its line, and what was being done in it between two columns, counted in bytes as Python does."""
    told = replace(fault, line=clean(line.strip(), _LONGEST_PIECE))
    match columns:
        case [int(start), int(end), bool(deeper)] if 0 <= start < end:
            piece = line.encode()[start:end].decode(errors="ignore")
            return replace(told, piece=clean(piece, _LONGEST_PIECE), deeper=deeper)
    return told


def handed_to(fault: StudentFault, own: tuple[str, int], caller: tuple[str, int], columns: object) -> str:
    """Return the function whose caller handed in what an exception is about; "" for what the function made itself.

    Both are a source and a line of it: of the function, and of the call between these columns.
    """
    what, function = str(told(fault)[1].get("what", "")).strip("`"), _function_around(*own)
    if function is None or what not in _parameters(function):
        return ""
    tree, place = statements_of(caller[0]), _order(function).index(what)
    for node in ast.walk(tree) if tree is not None else ():
        match node:
            case ast.Call(func=ast.Name(id=function.name), args=given, keywords=named) if (
                node.lineno == caller[1] and [node.col_offset, node.end_col_offset, True] == columns
            ):
                by_place = len(given) > place and not any(isinstance(each, ast.Starred) for each in given[: place + 1])
                return function.name if by_place or what in {each.arg for each in named} else ""
    return ""


def _function_around(source: str, line: int) -> ast.FunctionDef | None:
    """Return the innermost function that a line of a source stands in."""
    tree = statements_of(source)
    functions = [node for node in (ast.walk(tree) if tree is not None else ()) if isinstance(node, ast.FunctionDef)]
    around = [function for function in functions if function.lineno <= line <= (function.end_lineno or 0)]
    return around[-1] if around else None


def _order(function: ast.FunctionDef) -> list[str]:
    return [parameter.arg for parameter in (*function.args.posonlyargs, *function.args.args)]


def _parameters(function: ast.FunctionDef) -> list[str]:
    """Return the parameters of a function that it gives no other value."""
    changed = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return [name for name in _order(function) if name not in changed]

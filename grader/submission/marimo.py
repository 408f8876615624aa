"""A marimo app to the cells of a notebook: its `.py` holds each cell as a function below `@app.cell`.

Reads the file and never imports marimo. Knows nothing of answers.
"""

from __future__ import annotations

import ast
import re

from grader.submission.cells import Cell, Content
from grader.submission.syntax_trees import statements_of

# The line that every app of marimo has; cells are decorated with the name it gives.
_APP = re.compile(r"(?m)^(\w+)[ \t]*=[ \t]*(?:marimo|mo)\.App\(")
_INDENT = 4  # spaces, which marimo writes before every line of a cell


def looks_like_marimo(text: str) -> bool:
    """Tell whether a Python file is an app that marimo saved."""
    return "marimo" in text and _APP.search(text) is not None


def read_marimo(text: str) -> Content | None:
    """Return the cells, each after those whose names it takes; None for what is no Python and is read as one program."""
    app = _APP.search(text)
    body = statements_of(text)
    if body is None:
        return None
    lines = text.split("\n")
    cells: list[Cell] = []
    pending: list[ast.FunctionDef | ast.AsyncFunctionDef] = []
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _decorated(node, app[1] if app else "", ("cell",)):
            pending.append(node)
        elif (own := _other(node, lines, app[1] if app else "")) is not None:
            cells.append(own)
    returned = {id(cell): {name for each in cell.body for name in _returned(each)} for cell in pending}
    waiting, placed = list(pending), []
    while waiting:
        missing = set().union(*(returned[id(cell)] for cell in waiting))
        ready = next((cell for cell in waiting if not {a.arg for a in cell.args.args} & (missing - returned[id(cell)])), waiting[0])
        waiting.remove(ready)
        placed.append(ready)
    for cell in placed:
        cells += _pieces(cell, lines)
    return Content(cells=tuple(cells))


def _decorated(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, app: str, words: tuple[str, ...]) -> bool:
    plain = [each.func if isinstance(each, ast.Call) else each for each in node.decorator_list]
    return any(ast.unparse(each) in {f"{app}.{word}" for word in words} for each in plain)


def _returned(node: ast.stmt) -> list[str]:
    value = node.value if isinstance(node, ast.Return) else None
    return [each.id for each in ast.walk(value) if isinstance(each, ast.Name)] if value is not None else []


def _pieces(cell: ast.FunctionDef | ast.AsyncFunctionDef, lines: list[str]) -> list[Cell]:
    """Return what one cell holds: its code, or the Markdown that it shows."""
    body = [node for node in cell.body if not isinstance(node, ast.Return)]
    if not body or body[0].lineno == cell.lineno:
        return []
    texts = [(node, shown) for node in body if (shown := _markdown(node)) is not None]
    code = [node for node in body if all(node is not shown for shown, _ in texts)]
    found = [Cell(kind="text", source=shown, number=None, line=node.lineno) for node, shown in texts]
    if code:
        first, last = code[0].lineno, max(node.end_lineno or node.lineno for node in code)
        own = [line.removeprefix(" " * _INDENT) for line in lines[first - 1 : last]]
        for node, _ in texts:  # what was read as Markdown does nothing when it runs
            for at in range(max(first, node.lineno), min(last, node.end_lineno or 0) + 1):
                own[at - first] = ""
        found.append(Cell(kind="code", source="\n".join(own), number=None, line=first))
    return found


def _markdown(node: ast.stmt) -> str | None:
    """Return the text in `mo.md("…")`, alone in its statement."""
    call = node.value if isinstance(node, ast.Expr) else None
    if not isinstance(call, ast.Call) or ast.unparse(call.func) not in ("mo.md", "marimo.md") or not call.args:
        return None
    value = call.args[0]
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def _other(node: ast.stmt, lines: list[str], app: str) -> Cell | None:
    """Return what stands outside of cells: functions of their own, the set-up, cells that are no Python, a student's lines."""
    first, last = node.lineno, node.end_lineno or node.lineno
    if isinstance(node, ast.With) and ast.unparse(node.items[0].context_expr).startswith(f"{app}.setup"):
        own = [line.removeprefix(" " * _INDENT) for line in lines[node.body[0].lineno - 1 : last]]
        return Cell(kind="code", source="\n".join(own), number=None, line=node.body[0].lineno)
    call = node.value if isinstance(node, ast.Expr) else None
    if isinstance(call, ast.Call) and ast.unparse(call.func) == f"{app}._unparsable_cell" and call.args:
        value = call.args[0]
        source = value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""
        return Cell(kind="code", source=source, number=None, line=first)
    said = ast.unparse(node)
    if re.match(rf"import marimo\b|__generated_with\b|{app} = |if __name__\b", said):
        return None
    return Cell(kind="code", source="\n".join(lines[first - 1 : last]), number=None, line=first)

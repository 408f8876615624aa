"""The notebook that a check was called from, as it was saved last: what it was handed out for, and the order of its cells.

Its file is known where Jupyter or an editor names it; elsewhere nothing is said. Runs nothing.
"""

from __future__ import annotations

import ast
import builtins
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.errors import SubmissionError
from grader.submission.cells import read_notebook
from grader.submission.intake import exercises_handed_out
from grader.submission.syntax_trees import bound_names

_LARGEST_BYTES = 20_000_000  # a notebook above that is full of pictures, and would be read at every check


@dataclass(frozen=True, kw_only=True, slots=True)
class Notebook:
    """The cells of code in their order, and the exercises that the notebook was handed out for."""

    cells: tuple[str, ...]
    exercises: frozenset[str] = frozenset()


def places_named(names: Mapping[str, object]) -> list[Path]:
    """Return the files that the caller's names or the kernel say that the code stands in."""
    known = [names.get(variable) for variable in ("__vsc_ipynb_file__", "__session__", "__file__")]
    session = os.environ.get("JPY_SESSION_NAME", "") if "get_ipython" in names else ""
    return [Path(file).absolute() for file in (*known, session) if isinstance(file, str) and file]


def own_notebook(names: Mapping[str, object]) -> Notebook | None:
    """Return the caller's notebook, where its file is known and is what was run."""
    for file in places_named(names):
        try:
            if file.suffix != ".ipynb" or file.stat().st_size > _LARGEST_BYTES:
                continue
            text = file.read_text(encoding="utf-8")
            cells = tuple(cell.source for cell in read_notebook(text).cells if cell.kind == "code")
        except (OSError, UnicodeDecodeError, SubmissionError):
            continue
        return Notebook(cells=cells, exercises=exercises_handed_out(text))
    return None


def set_below(notebook: Notebook, names: Mapping[str, object]) -> dict[str, str]:
    """For each name that a cell sets, a name that this cell reads and that only a cell further down sets.

    Cells that were changed since they ran say nothing.
    """
    executed = names.get("In")
    ran = {cell.strip() for cell in executed if isinstance(cell, str)} if isinstance(executed, list) else set()
    trees = [_parsed(cell) for cell in notebook.cells]
    bound = [frozenset(name for node in tree for name in bound_names(node)) for tree in trees]
    found: dict[str, str] = {}
    for number, (cell, tree) in enumerate(zip(notebook.cells, trees, strict=True)):
        if cell.strip() not in ran:
            continue
        above = frozenset(dir(builtins)).union(*bound[: number + 1])
        below = frozenset().union(*bound[number + 1 :])
        late = next((name for name in _read_at_once(tree) if name in below and name not in above), None)
        if late is not None:
            found.update(dict.fromkeys(bound[number], late))
    return found


def _parsed(cell: str) -> list[ast.stmt]:
    plain = "\n".join("" if line.lstrip().startswith(("%", "!")) else line for line in cell.splitlines())
    try:
        return ast.parse(plain).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _read_at_once(statements: list[ast.stmt]) -> Iterator[str]:
    """Yield the names that are read while the cell runs; what stands in a function is read when it is called."""
    waiting: list[ast.AST] = list(reversed(statements))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            waiting.extend([*node.decorator_list, *node.args.defaults])
        elif not isinstance(node, ast.Lambda):
            waiting.extend(reversed(list(ast.iter_child_nodes(node))))

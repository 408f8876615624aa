"""Templates as the files that students open: a notebook, or a program with the same cells.

Both are written by hand in a fixed form, so that two runs give the same bytes. Knows no exercise.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from itertools import chain

from grader.authoring.template import Cell, Template
from grader.submission.intake import handed_out_for

_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_INTRODUCTION = Cell(
    "Put your answers where `...` stands. Run a cell of `grader.check()` to see what is right so far. "
    "Before you hand in, choose “Restart and run all” and save.",
    text=True,
)
_CHECK = "import grader\n\ngrader.check()"
_CHECK_AT_THE_END = f'if __name__ == "__main__":\n    {_CHECK.replace(chr(10) * 2, chr(10) + "    ")}'


def set_up(install: str) -> Cell:
    """Return the first cell of code: it installs the grader in the notebook's own kernel where it is not there yet."""
    return Cell(f"# Run this cell first.\n{install}\nimport numpy as np")


def notebook_text(templates: Sequence[Template], first: Sequence[Cell] = ()) -> str:
    """A notebook of nbformat 4.5 with these templates after the `first` cells, each followed by a cell that checks it."""
    cells = [_INTRODUCTION, *first, *chain.from_iterable((*template.cells, Cell(_CHECK)) for template in templates)]
    notebook = {
        "cells": [_notebook_cell(cell, number) for number, cell in enumerate(cells)],
        "metadata": _METADATA | handed_out_for(template.exercise for template in templates),
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def script_text(templates: Sequence[Template]) -> str:
    """Return a program with the same cells, marked by `# %%` as editors know them, that checks itself when it is run."""
    cells = [_INTRODUCTION, *chain.from_iterable(template.cells for template in templates), Cell(_CHECK_AT_THE_END)]
    return "\n\n\n".join(map(_script_cell, cells)) + "\n"


def _notebook_cell(cell: Cell, number: int) -> dict[str, object]:
    identity = hashlib.sha256(f"{number}\n{cell.source}".encode()).hexdigest()[:8]
    source = cell.source.splitlines(keepends=True)
    if cell.text:
        return {"cell_type": "markdown", "id": identity, "metadata": {}, "source": source}
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": identity,
        "metadata": {},
        "outputs": [],
        "source": source,
    }


def _script_cell(cell: Cell) -> str:
    if not cell.text:
        return f"# %%\n{cell.source}"
    return "\n".join(["# %% [markdown]", *(f"# {line}".rstrip() for line in cell.source.splitlines())])

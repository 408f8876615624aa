"""A mark in a notebook lies on the line of its file on which the student's own line stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.ci import line_in_notebook
from grader.model import Place

OUTPUT = {"output_type": "stream", "name": "stdout", "text": ["b = 2\n", '"source": [']}
NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "metadata": {}, "source": ["# é\n", "b = 2"]},
        {"cell_type": "code", "metadata": {}, "outputs": [OUTPUT], "source": ["a = 1\n", "a = 1\n", "b = 2"]},
        {"cell_type": "markdown", "metadata": {}, "source": ["last"]},
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": ["b = 2\n", "c = 'é'"]},
    ],
    "metadata": {},
    "nbformat": 4,
    "nbformat_minor": 5,
}


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize(
    ("place", "found", "before"),
    [
        (Place(file="hw.ipynb", cell=1, line=1), '"a = 1', '"source"'),
        (Place(file="hw.ipynb", cell=1, line=2), '"a = 1', '"a = 1'),
        (Place(file="hw.ipynb", cell=1, line=3), '"b = 2"', '"a = 1'),
        (Place(file="hw.ipynb", cell=2, line=2), "\"c = '", '"b = 2'),
        (Place(file="hw.ipynb", cell=2, line=1, text=True), '"last"', '"source"'),
    ],
)
def test_the_line_is_found(place: Place, found: str, before: str, ascii_only: bool, tmp_path: Path):
    """Cells of code and of text are counted apart; what is printed in between is not taken for code."""
    path = tmp_path / "hw.ipynb"
    path.write_text(json.dumps(NOTEBOOK, indent=1, ensure_ascii=ascii_only), encoding="utf-8")
    number = line_in_notebook(path, place)
    assert number is not None
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    assert lines[number - 1].startswith(found)
    assert lines[number - 2].startswith(before)


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"cells": [{"cell_type": "code", "source": "a = 1"}]}'])
def test_where_there_is_no_such_line_none_is_told(content: str, tmp_path: Path):
    """A file that is no notebook, or one written on one line, has no line to mark."""
    (tmp_path / "hw.ipynb").write_text(content, encoding="utf-8")
    assert line_in_notebook(tmp_path / "hw.ipynb", Place(file="hw.ipynb", line=1, cell=1)) is None
    assert line_in_notebook(tmp_path / "absent.ipynb", Place(file="absent.ipynb", line=1, cell=1)) is None

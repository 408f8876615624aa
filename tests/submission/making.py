"""Makes what the tests read: notebooks of every format, folders and archives, written by code."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from grader.collect.entry_search import find
from grader.model import Submission
from grader.submission.entries import Intake
from grader.submission.handed_in_work import read_text
from grader.submission.intake import read

ANSWER = "df_dx = 4*x - 3*y\n"


def notebook(*cells: str | tuple[str, str], language: str | None = "python", minor: int = 5) -> str:
    """A notebook of nbformat 4; a cell is its code, or a pair of kind and source."""
    made = []
    for cell in cells:
        kind, source = ("code", cell) if isinstance(cell, str) else cell
        body: dict[str, object] = {"cell_type": kind, "metadata": {}, "source": source.splitlines(keepends=True)}
        if kind == "code":
            body |= {"execution_count": None, "outputs": []}
        made.append(body)
    metadata: dict[str, object] = {}
    if language is not None:
        metadata = {"kernelspec": {"name": "python3", "display_name": "x", "language": language}}
    return json.dumps({"nbformat": 4, "nbformat_minor": minor, "metadata": metadata, "cells": made})


def old_notebook(*cells: str | tuple[str, str]) -> str:
    """A notebook of nbformat 3, with its worksheets, inputs and headings."""
    made = []
    for cell in cells:
        kind, source = ("code", cell) if isinstance(cell, str) else cell
        body: dict[str, object] = {"cell_type": kind, "metadata": {}}
        body["input" if kind == "code" else "source"] = source.splitlines(keepends=True)
        if kind == "code":
            body |= {"language": "python", "outputs": [], "prompt_number": 1, "collapsed": False}
        if kind == "heading":
            body["level"] = 2
        made.append(body)
    worksheets = [{"metadata": {}, "cells": made}]
    return json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": worksheets})


def tree(root: Path, files: dict[str, str | bytes]) -> Path:
    """The folder with these files in it; a name that ends with `/` is an empty folder."""
    for name, content in files.items():
        path = root / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def archive(path: Path, files: dict[str, str | bytes]) -> Path:
    """A `.zip` with these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return path


def students(intake: Intake) -> list[tuple[str, str]]:
    """Id and name of each entry, in order."""
    return [(entry.student.id, entry.student.name) for entry in intake.entries]


def ids(intake: Intake) -> list[str]:
    """The id of each entry, in order."""
    return [entry.student.id for entry in intake.entries]


def only(path: Path) -> Submission:
    """The submission at a path where there is one."""
    (entry,) = find(path).entries
    return read(entry)


def of_code(*cells: str) -> Submission:
    """The submission that a notebook with these cells of code is."""
    return read_text(notebook(*cells))


def of_texts(*cells: str) -> dict[str, list[str]]:
    """The answers in a notebook with these cells of Markdown, by name."""
    found: dict[str, list[str]] = {}
    for text in read_text(notebook(*[("markdown", cell) for cell in cells])).texts:
        found.setdefault(text.name, []).append(text.text)
    return found

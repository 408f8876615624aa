"""An author's example answer as the submissions that hold it: in a text cell, as a value, as code, as a file.

Knows how students hand things in; does not know what an answer must get.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from grader.errors import SubmissionError
from grader.model import ExampleAnswer, Item, Submission
from grader.submission.handed_in_work import read_text

Handed = tuple[str, Submission]
"""How it was handed in (`in a text cell`), and the submission."""


def shown(example: ExampleAnswer) -> str:
    """Return the example as a fault names it."""
    if example.file is not None:
        return f"`{example.file}`"
    if example.code is not None:
        return "this code"
    return f"`{example.answer if isinstance(example.answer, str) else json.dumps(example.answer)}`"


def ways(example: ExampleAnswer, item: Item, folder: Path, words: frozenset[str]) -> Iterator[Handed]:
    """Yield every way in which this example may be handed in for this item; `folder` is where its `file` lies.

    `words` are those in the names of the exercise's variables.

    Raises:
        SubmissionError: the file is not there or cannot be read.
    """
    if example.file is not None:
        yield "", _from_file(folder / example.file)
    elif example.code is not None:
        yield "", read_text(example.code, "answer.py")
    else:
        yield from _written(example.answer, item, words)


def _written(answer: object, item: Item, words: frozenset[str]) -> Iterator[Handed]:
    if not isinstance(answer, tuple):
        yield "in a text cell", _notebook("markdown", f"{item.name} = {answer}", words)
    value = repr(list(map(_listed, answer)) if isinstance(answer, tuple) else answer)
    yield "as a value in code", _notebook("code", f"{item.name} = {value}", words)


def _listed(part: object) -> object:
    return list(map(_listed, part)) if isinstance(part, tuple) else part


def _notebook(cell_type: str, source: str, words: frozenset[str]) -> Submission:
    cell: dict[str, object] = {"cell_type": cell_type, "metadata": {}, "source": source}
    if cell_type == "code":
        cell |= {"execution_count": None, "outputs": []}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    return read_text(json.dumps(notebook), "answer.ipynb", words)


def _from_file(file: Path) -> Submission:
    try:
        return read_text(file.read_text(encoding="utf-8-sig"), file.name)
    except (OSError, UnicodeDecodeError) as error:
        raise SubmissionError(f"`{file}` cannot be read: {error}") from error

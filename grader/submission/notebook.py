"""A Jupyter notebook's text to its cells, for nbformat 2, 3, 4 and whatever is near enough to them.

Read leniently and by hand: outputs, attachments, widgets and metadata are where the bytes and the
faults are, and none of them is looked at. Knows no Python.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from grader.errors import SubmissionError
from grader.submission.cells import Cell, Content
from grader.submission.decoding import tidy

_PYTHON = frozenset(("", "python", "python2", "python3", "ipython", "ipython2", "ipython3", "sage", "sagemath"))
_LANGUAGES = {"r": "R", "ir": "R", "julia": "Julia", "javascript": "JavaScript", "octave": "Octave", "matlab": "MATLAB"}
_MOST_CELLS = 20_000

Json = dict[str, object]


def looks_like_notebook(text: str) -> bool:
    """Tell whether it is worth reading the text as a notebook, whatever the file is called."""
    return text.lstrip()[:1] == "{"


def read_notebook(text: str) -> Content:
    """Return the cells of a notebook. Raises SubmissionError with a sentence for the student."""
    notebook = _json(text)
    language = _language(notebook)
    if language not in _PYTHON:
        raise SubmissionError(
            f"This notebook is written for {_LANGUAGES.get(language, language)}, not for Python. "
            "Choose a Python kernel, write your answers in Python and hand it in again."
        )
    cells = tuple(_numbered(_cells(notebook)))
    if not cells:
        raise SubmissionError("This notebook has no cells. Save it with your work in it and hand it in again.", "empty")
    return Content(cells=cells)


def _json(text: str) -> Json:
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(text.lstrip())
    except RecursionError:
        raise SubmissionError("This notebook is nested too deeply to be read. Save it again in Jupyter.") from None
    except ValueError as error:
        raise SubmissionError(_broken(text, error)) from None
    if not isinstance(value, dict) or not ("cells" in value or "worksheets" in value):
        raise SubmissionError(
            "This file is no Jupyter notebook: it has no cells. Save the notebook in Jupyter and hand that file in."
        )
    return value


def _broken(text: str, error: ValueError) -> str:
    if "<<<<<<< " in text and ">>>>>>> " in text:
        return "This notebook holds the marks of an unfinished Git merge. Resolve the merge and hand it in again."
    line = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
    return f"This notebook is damaged and does not open{line}. Download it again from Jupyter and hand in that copy."


def _language(notebook: Json) -> str:
    """Return the language that the notebook says it is in, in lower case; empty when it does not say."""
    metadata = notebook.get("metadata")
    if not isinstance(metadata, dict):
        return ""
    kernel, language = metadata.get("kernelspec"), metadata.get("language_info")
    said = [language.get("name")] if isinstance(language, dict) else []
    said += [kernel.get("language")] if isinstance(kernel, dict) else []
    named = [word.strip().casefold() for word in said if isinstance(word, str)]
    if not any(named) and isinstance(kernel, dict):
        name = str(kernel.get("name") or "").casefold()
        named = [name.partition("-")[0]] if name in {"ir", "r"} or name.startswith("julia-") else []
    return next((word for word in named if word in _PYTHON), named[0] if named else "")


def _cells(notebook: Json) -> Iterator[Json]:
    """Yield the raw cells; nbformat 3 and 2 keep them in worksheets."""
    sheets: list[object] = [notebook]
    worksheets = notebook.get("worksheets")
    if isinstance(worksheets, list):
        sheets += worksheets
    count = 0
    for sheet in sheets:
        cells = sheet.get("cells") if isinstance(sheet, dict) else None
        for cell in cells if isinstance(cells, list) else ():
            count += 1
            if count > _MOST_CELLS:
                raise SubmissionError(f"This notebook has more than {_MOST_CELLS} cells. Hand in one with your answers only.")
            if isinstance(cell, dict):
                yield cell


def _numbered(cells: Iterator[Json]) -> Iterator[Cell]:
    counts = {"code": 0, "text": 0}
    for cell in cells:
        kind = "code" if _is_code(cell) else "text"
        counts[kind] += 1
        source = cell.get("source", cell.get("input"))
        heading = "# " if cell.get("cell_type") == "heading" else ""
        yield Cell(kind=kind, source=heading + _text(source), number=counts[kind])


def _is_code(cell: Json) -> bool:
    kind = cell.get("cell_type")
    return kind == "code" if isinstance(kind, str) else "outputs" in cell or "input" in cell


def _text(source: object) -> str:
    """Return a source is a list of lines, or one string; anything else in it is left out."""
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return tidy(source) if isinstance(source, str) else ""

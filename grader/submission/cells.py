"""A file's text to cells, which is what everything that reads code or text knows of it.

Notebooks of nbformat 2, 3, 4 and whatever is near enough to them are read leniently and by hand: outputs, attachments, widgets
and metadata are where the bytes and the faults are, and none of them is looked at. A Python file is one cell of code and the
Markdown that Jupytext (percent and light), `nbconvert --to script` and Colab keep in comments or in bare strings, which do
nothing when it runs. Knows no Python and no answers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from grader.errors import SubmissionError
from grader.model import Feedback
from grader.sentences.catalogue import sentence
from grader.submission.file_content import tidy


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """A piece of a student's file: `code`, or `text` in Markdown.

    `number` counts cells of code and cells of text apart, from 1; it is None in a script, where
    `line` is the line of the file that the source begins at.
    """

    kind: str
    source: str
    number: int | None
    line: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """A file's cells in the order of the file, with what is worth telling about the file itself."""

    cells: tuple[Cell, ...]
    remarks: tuple[Feedback, ...] = field(default=())


# Languages, as kernels call them, whose code Python's parser reads; empty where a notebook does not say.
_PYTHON = frozenset(("", "python", "python2", "python3", "ipython", "ipython2", "ipython3", "sage", "sagemath"))
# How a sentence writes the kernels that students choose by mistake.
_LANGUAGES = {"r": "R", "ir": "R", "julia": "Julia", "javascript": "JavaScript", "octave": "Octave", "matlab": "MATLAB"}
_MOST_CELLS = 20_000  # chosen: more than anybody writes, and few enough for memory

Json = dict[str, object]


def looks_like_notebook(text: str) -> bool:
    """Tell whether it is worth reading the text as a notebook, whatever the file is called."""
    return text.lstrip()[:1] == "{"


def read_notebook(text: str) -> Content:
    """Return the cells of a notebook. Raises SubmissionError with a sentence for the student."""
    try:
        notebook, _ = json.JSONDecoder(strict=False).raw_decode(text.lstrip())
    except RecursionError:
        raise SubmissionError(sentence("unreadable.too_deep")) from None
    except ValueError as error:
        raise SubmissionError(_broken(text, error)) from None
    if not isinstance(notebook, dict) or not ("cells" in notebook or "worksheets" in notebook):
        raise SubmissionError(sentence("unreadable.no_notebook"))
    language = _language(notebook)
    if language not in _PYTHON:
        raise SubmissionError(sentence("unreadable.other_language", language=_LANGUAGES.get(language, language)))
    cells = tuple(_numbered(_cells(notebook)))
    if not cells:
        raise SubmissionError(sentence("empty.no_cells"), "empty")
    return Content(cells=cells)


def _broken(text: str, error: ValueError) -> str:
    if "<<<<<<< " in text and ">>>>>>> " in text:
        return sentence("unreadable.merge_marks")
    if isinstance(error, json.JSONDecodeError):
        return sentence("unreadable.damaged_at", line=error.lineno)
    return sentence("unreadable.damaged")


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
                raise SubmissionError(sentence("unreadable.too_many_cells", most=_MOST_CELLS))
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
    """Return a source, which is a list of lines or one string; anything else in it is left out."""
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return tidy(source) if isinstance(source, str) else ""


_PERCENT = re.compile(r"#[ \t]*%%(?!\w)(?P<title>[^\n]*)")  # `# %% title`, with which Jupytext and editors begin a cell
# `# %% [markdown]` of Jupytext, `# %% md` of other editors.
_MARKDOWN = re.compile(r"\[\s*(?:markdown|md|raw)\s*\]|^\s*(?:markdown|md)\b")
_INPUT = re.compile(r"#[ \t]*In[ \t]*\[[ \d*]*\]")  # `# In[3]:`, with which nbconvert begins one
_HEADER = re.compile(r"#!|#[^\n]*coding[:=]")  # what a script begins with before any comment of its own
# The header of a script in Jupytext's light format, whose cells are paragraphs.
_LIGHT = re.compile(r"\A(?:#!.*\n)?# ---\n# jupyter:\n(?:#.*\n)*?#\s+format_name: light\n(?:#.*\n)*?# ---\n")
# How Colab's exports begin.
_COLAB = re.compile(r"\A(?:#[^\n]*\n|\s)*\"\"\"[^\"]*?(?:generated by Colab|colab\.research\.google)")
# What Colab makes of a cell of text, alone at the margin.
_BARE_STRING = re.compile(r'(?m)^"""(.*?)"""[ \t]*$', re.DOTALL)


def read_script(text: str) -> Content:
    """Return the cells of a Python file; there is always one of code."""
    own = text.split("\n")
    if any(_PERCENT.match(line) for line in own):
        found = _percent(own)
    elif any(_INPUT.match(line) for line in own):
        found = _comments(own, exported=True)
    elif _LIGHT.match(text):
        found = _comments(own, exported=False)
    elif _COLAB.match(text):
        strings = _BARE_STRING.finditer(text)
        found = ((text.count("\n", 0, at.start()) + 1, at[1]) for at in strings)
    else:
        found = iter(())
    texts = [Cell(kind="text", source=source, number=None, line=line) for line, source in found if source.strip()]
    return Content(cells=(Cell(kind="code", source=text, number=None), *texts))


Piece = tuple[int, str]


def _percent(own: list[str]) -> Iterator[Piece]:
    """Yield the cells that `# %% [markdown]` opens, up to the next `# %%`."""
    starts = [number for number, line in enumerate(own) if _PERCENT.match(line)]
    for start, end in zip(starts, [*starts[1:], len(own)], strict=True):
        opening = _PERCENT.match(own[start])
        if opening and _MARKDOWN.search(opening["title"]):
            yield start + 2, "\n".join(_bare(own[start + 1 : end]))


def _bare(lines: list[str]) -> list[str]:
    """Return the lines without the `#` before them, or without the quotes around them."""
    return [re.sub(r'^(?:#[ \t]?|\s*[rR]?"""|\s*[rR]?\'\'\')|(?:"""|\'\'\')\s*$', "", line) for line in lines]


def _comments(own: list[str], *, exported: bool) -> Iterator[Piece]:
    """Yield paragraphs of comments that stand alone; in an export, those with no code of the same cell below."""
    at = 0
    while at < len(own):
        end = at
        while end < len(own) and own[end].startswith("#") and not _INPUT.match(own[end]):
            end += 1
        if end == at:
            at += 1
            continue
        while at < min(2, end) and _HEADER.match(own[at]):
            at += 1
        if _stands_alone(own, end, exported=exported):
            yield at + 1, "\n".join(_bare(own[at:end]))
        at = end


def _stands_alone(own: list[str], end: int, *, exported: bool) -> bool:
    if end < len(own) and own[end].strip():
        return False
    following = next((line for line in own[end:] if line.strip()), "#")
    return following.startswith("#") if exported else True


def looks_like_script(text: str) -> bool:
    """Tell whether a file that is called a notebook is a program after all."""
    return re.search(r"(?m)^(?:def \w+\(|import \w|from [\w.]+ import |\w+ *= *\S)", text) is not None

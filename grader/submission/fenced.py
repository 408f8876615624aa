"""A Markdown file with fenced Python to the cells of a notebook: Quarto, R Markdown, MyST and Jupytext.

The language stands behind the fence as each of these programs writes it. Knows nothing of answers.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from grader.errors import SubmissionError
from grader.submission.cells import Cell, Content
from grader.submission.syntax_trees import statements_of

SUFFIXES = (".md", ".markdown", ".qmd", ".rmd", ".myst")  # of Markdown, and of Quarto, R Markdown and MyST
# The line that opens or closes a block of code, by CommonMark.
_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)")
# What stands behind a fence: the language, in braces or with a dot before it, and options.
_INFO = re.compile(r"\{?[ \t]*(?:\{?(?:code-cell|code)\}?[ \t]*)?\.?(?P<language>[A-Za-z][\w+#-]*)?(?P<rest>.*)", re.DOTALL)
_CELL = re.compile(r"\{[ \t]*code(?:-cell)?[ \t]*\}")  # of MyST, whose language may be left out
# The names that these programs and students give to Python.
_PYTHON = frozenset(("python", "python3", "ipython", "ipython3", "py", "pycon", "pyodide", "marimo"))
# Languages that courses use beside it, as a sentence names them.
_OTHERS = {"r": "R", "julia": "Julia", "js": "JavaScript", "ojs": "JavaScript", "octave": "Octave", "matlab": "MATLAB"}
# The block of settings at the head of a file, in YAML.
_FRONT = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
# The options of MyST at the head of a cell.
_OPTIONS = re.compile(r"\A(?:---[ \t]*\n.*?\n---[ \t]*(?:\n|\Z)|(?::[\w-]+:[^\n]*(?:\n|\Z))+)", re.DOTALL)


def read_fenced(text: str, name: str) -> Content:
    """Return the cells of a Markdown file. Raises SubmissionError with a sentence where it is written in another language."""
    front = _FRONT.match(text)
    blank = "\n" * front[0].count("\n") + text[front.end() :] if front else text
    cells, others = [], []
    for info, line, source in _pieces(blank.split("\n")):
        language = _language(info) if info is not None else None
        if info is None:
            cells += [Cell(kind="text", source=source, number=None, line=line)] if source.strip() else []
        elif language in _PYTHON or (not language and (_CELL.match(info) or (not info and is_program(source)))):
            options = _OPTIONS.match(source)
            cells.append(
                Cell(
                    kind="code",
                    source="\n" * options[0].count("\n") + source[options.end() :] if options else source,
                    number=None,
                    line=line,
                )
            )
        elif language in _OTHERS and info.startswith("{"):
            others.append(_OTHERS[language])
    if others and not any(cell.kind == "code" for cell in cells):
        raise SubmissionError(
            f"`{name}` is written for {others[0]}, not for Python. Write your answers in Python and hand it in again."
        )
    return Content(cells=tuple(cells))


def _pieces(lines: list[str]) -> Iterator[tuple[str | None, int, str]]:
    """Yield what stands behind each fence, the line that its content begins at, and the content; None for text between fences."""
    begun, at = 0, 0
    while at < len(lines):
        opening = _FENCE.fullmatch(lines[at])
        if opening is None:
            at += 1
            continue
        yield None, begun + 1, "\n".join(lines[begun:at])
        mark = opening["fence"]
        closing = re.compile(rf" {{0,3}}{re.escape(mark[0])}{{{len(mark)},}}[ \t]*")
        end = next((n for n in range(at + 1, len(lines)) if closing.fullmatch(lines[n])), len(lines))
        yield opening["info"].strip(), at + 2, "\n".join(lines[at + 1 : end])
        begun = at = end + 1
    yield None, begun + 1, "\n".join(lines[begun:])


def _language(info: str) -> str:
    """Return the language behind a fence in small letters: `python` for `{.python}` and `{python, echo=FALSE}`."""
    found = _INFO.fullmatch(info)
    return (found["language"] or "").lower() if found else ""


def is_program(source: str) -> bool:
    """Tell whether text that no name calls Python is a program all the same, with a definition in it."""
    does = (ast.FunctionDef, ast.ClassDef, ast.Assign, ast.Import, ast.ImportFrom)
    return any(isinstance(node, does) for node in statements_of(source) or ())

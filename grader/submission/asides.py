"""Answers where nothing is read: `# df_dx = 4x - 3y` in a comment, a text that nothing is done with, and what is printed.

Kept so that a student who is told that an answer is missing is told where it stands. Reads them as text cells are read;
judges nothing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from grader.model import Aside, Place
from grader.notation.vocabulary import Vocabulary
from grader.submission.cells import Cell
from grader.submission.placeholders import is_placeholder_text
from grader.submission.text_cells import read_texts

# A comment that has a line for itself; `%` and `!` begin commands, `-` a rule across the page.
_COMMENT = re.compile(r"^[ \t]*#+[ \t]*(?![%!-])([^\n]*)$", re.MULTILINE)
_STATES = re.compile(r"[=:≈]|\bdepends?\b")  # what a line must hold to give an answer; others are not read at all
_WORTH = re.compile(r":\s*\(?\d[\d./]*\s*(?:points?|pts?|marks?)\b", re.IGNORECASE)
"""What a template writes beside a name: `# gradient: 2 points`."""
# A function that was taken out of the program.
_DEFINES = re.compile(r"\s*(?:async\s+)?def\s+([^\W\d]\w*)\s*\(")
_PRINTING = frozenset(("print", "display", "pprint"))  # what shows a value to the student alone
_MOST = 200  # comments and texts of a file that are looked at; a long notebook has a hundred
_LONGEST = 500  # characters of a comment: no answer of the lesson needs a fifth of it


def in_comments(cell: Cell, file: str, vocabulary: Vocabulary) -> Iterator[Aside]:
    """Yield the answers in the comments of a cell of code, line by line."""
    comments = (match for match in _COMMENT.finditer(cell.source) if not _WORTH.search(match[1]))
    found = [match for match in comments if _STATES.search(match[1]) or _DEFINES.match(match[1])]
    for match in found[:_MOST]:
        line = cell.line + cell.source.count("\n", 0, match.start(1))
        for name in _names(match[1], vocabulary):
            yield Aside(name=name, place=Place(file=file, line=line, cell=cell.number), where="comment")


def in_statement(node: ast.stmt, place: Place, vocabulary: Vocabulary) -> Iterator[Aside]:
    """Yield the answers in a top-level statement that is a text or a call to print."""
    value = node.value if isinstance(node, ast.Expr) else None
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        for line in value.value.split("\n")[:_MOST]:
            for name in _names(line, vocabulary):
                yield Aside(name=name, place=place, where="string")
    elif isinstance(value, ast.Call) and getattr(value.func, "id", getattr(value.func, "attr", "")) in _PRINTING:
        text = " ".join(_as_text(argument) for argument in value.args[:10])
        for name in _names(text, vocabulary):
            yield Aside(name=name, place=place, where="print")


def _as_text(argument: ast.expr) -> str:
    """Return a printed argument as it will be read: its words, and 1 for a value."""
    if isinstance(argument, ast.Constant):
        return str(argument.value)
    if isinstance(argument, ast.JoinedStr):
        return "".join(_as_text(part) for part in argument.values)
    return "1"


def _names(text: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the names that a line gives an answer to."""
    if len(text) > _LONGEST:
        return
    defines = _DEFINES.match(text)
    if defines:
        yield defines[1]
        return
    cell = Cell(kind="text", source=text.strip(), number=None)
    answers = read_texts([cell], "", vocabulary) if _STATES.search(text) else []
    yield from dict.fromkeys(answer.name for answer in answers if not is_placeholder_text(answer.text))

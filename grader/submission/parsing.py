"""Student source to a syntax tree, safely: bounded in size, silent, and with one exception for every failure.

Python's parser is quick and guards its own stack, with two exceptions that this module knows:
text without bound, and f-strings with thousands of fields, which take time by the square.
"""

from __future__ import annotations

import ast
import warnings

MOST_CHARACTERS = 400_000  # of one cell; the code of the largest real notebook seen is 44,000
_MOST_FIELDS = 5_000


def parse(source: str) -> list[ast.stmt]:
    """Return the top-level statements. Raises SyntaxError, whatever it is that is wrong with the source."""
    if len(source) > MOST_CHARACTERS or source.count("{") > _MOST_FIELDS:
        raise SyntaxError("there is more code in it than can be read", ("", 1, 1, ""))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source).body
    except (RecursionError, MemoryError):
        raise SyntaxError("it is nested too deeply", ("", 1, 1, "")) from None
    except ValueError as error:
        raise SyntaxError(str(error), ("", 1, 1, "")) from None


class Excerpts:
    """Pieces of one source by the positions that its syntax tree gives, which count bytes."""

    def __init__(self, source: str) -> None:
        self._lines = source.split("\n")

    def of(self, node: ast.stmt | ast.expr) -> str:
        """Return the node's source, with its decorators; its further lines as they stand."""
        first, start = start_of(node)
        last, end = node.end_lineno or first, node.end_col_offset or 0
        if first == last:
            return self._cut(first, start, end)
        return "\n".join((self._cut(first, start, None), *self._lines[first : last - 1], self._cut(last, 0, end)))

    def _cut(self, line: int, start: int, end: int | None) -> str:
        text = self._lines[line - 1]
        if text.isascii():
            return text[start:end]
        return text.encode()[start:end].decode("utf-8", "replace")


def start_of(node: ast.stmt | ast.expr) -> tuple[int, int]:
    """Line and column that the node begins at, its decorators included."""
    decorators = getattr(node, "decorator_list", None)
    if decorators and decorators[0].lineno < node.lineno:
        return decorators[0].lineno, max(0, decorators[0].col_offset - 1)
    return node.lineno, node.col_offset

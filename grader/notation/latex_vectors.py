r"""Reads the vectors of LaTeX: rows and columns of an environment, `\binom`, letters with a hat or in bold.

Knows how a vector can be written and nothing of what its components mean; `latex_lexer` reads those.
"""

from __future__ import annotations

import re

from grader.notation.latex_commands import AXES, AXIS, BASIS, LINES, MATRICES
from grader.notation.latex_cursor import Cursor
from grader.notation.old_lexer import BLANKS
from grader.notation.tokens import quoted


class VectorCursor(Cursor):
    """A cursor that reads the commands with which vectors are written."""

    def _dressed(self, name: str, start: int) -> None:
        """A letter in bold or with a hat is a unit vector when it names an axis, else the letter itself."""
        basis, axis = BASIS.match(self.text, self.at), AXIS.match(self.text, self.at)
        lettered = axis and (axis[1] in {"i", "j", "k", "imath", "jmath"} or name in {"hat", "widehat"})
        found = basis or (axis if lettered else None)
        if found and found[0].count("{") == found[0].count("}"):
            self.at = found.end()
            self._add("unit", AXES[found[1][0]], start)
            return
        self._argument("what is to be decorated", start)

    def _column(self, start: int) -> None:
        r"""A vector of two components, as people write it who take `\binom` for that."""
        self._add("open", "[", start)
        self._argument("the first component", start)
        self._add("op", ",", start)
        self._argument("the second component", start)
        self._add("close", "[", start)

    def _environment(self, which: str, start: int) -> None:
        match = re.compile(r"\s*\{\s*([A-Za-z]+\*?)\s*\}").match(self.text, self.at)
        name = match[1] if match else ""
        if match:
            columns = re.compile(r"\s*\{[clr|\s]*\}").match(self.text, match.end()) if name == "array" else None
            self.at = (columns or match).end()
        if name in LINES:
            return
        if name not in MATRICES or which == "end":
            self._add("bad", f"The environment {quoted(name)} cannot be read here.", start)
            return
        self._deeper(lambda: self._matrix(name, start))

    def _matrix(self, name: str, start: int) -> None:
        """A row or a column of components; `&` and line breaks part them."""
        end = re.compile(r"\\end\s*\{\s*" + name + r"\s*\}")
        partings: set[str] = set()
        self._add("open", "[", start)
        while not (closing := self._closing(end)):
            if not self._parting(partings, end):
                if self.at >= len(self.text):
                    self._add("bad", f"The environment {quoted(name)} is not closed.", start)
                    return
                self._one()
        self.at = closing.end()
        if len(partings) > 1:
            self._add("bad", "A matrix of several rows and columns is no vector.", start)
        self._add("close", "[", start)

    def _closing(self, end: re.Pattern[str]) -> re.Match[str] | None:
        while self.at < len(self.text) and (self.text[self.at] in BLANKS or self.text[self.at] in "$~"):
            self.at += 1
        return end.match(self.text, self.at)

    def _parting(self, partings: set[str], end: re.Pattern[str]) -> bool:
        sign = "\\\\" if self.text.startswith("\\\\", self.at) else self.text[self.at : self.at + 1]
        if sign not in {"&", "\\\\"}:
            return False
        start = self.at
        self.at += len(sign)
        gap = re.compile(r"\s*\[[-\d.]+\s*[a-z]{2}\]").match(self.text, self.at)
        self.at = gap.end() if gap and sign == "\\\\" else self.at
        if not self._closing(end):
            partings.add(sign)
            self._add("op", ",", start)
        return True

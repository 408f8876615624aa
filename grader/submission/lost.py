"""A piece of code that does not parse: which names are lost with it, why, and what formula it may hold all the same.

Looks at lines, since there is no syntax tree. Knows what shell words a notebook lets pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from grader.model import Place, Statement
from grader.submission import syntax_faults as faults
from grader.submission.logical_lines import Block
from grader.submission.placeholders import is_placeholder_text

MOST_SOURCE = 4_000  # characters of a formula that is kept as text
_DEFINES = re.compile(r"(?:async\s+)?(?:def|class)\s+([^\W\d]\w*)")
_ASSIGNS = re.compile(r"([^\W\d]\w*(?:\s*,\s*[^\W\d]\w*)*)\s*(?::[^=\n]*)?=(?!=)\s*(.*)")
_SHELL_WORDS = re.compile(
    r"(?:pip3?|conda|cd|ls|matplotlib|autoreload|load_ext)\s+[\w.~/-]|(?:ls|pwd|cls|clear)\s*$"
)
_PARAMETERS = re.compile(r"def\s+\w+\s*\(([^()]*)\)")
_ENDS_HEAD = re.compile(r":\s*(?:#.*)?$")
_NO_BODY = re.compile(r"expected an indented block after (.*?)(?: statement| definition)? on line (\d+)")


@dataclass(frozen=True, slots=True)
class Lost:
    """Code that does not parse: its `text`, how many lines of the cell are `above` it, and what Python says.

    `below` is what the cell goes on with, a block that is read by itself.
    """

    text: str
    above: int
    error: SyntaxError
    below: Block | None

    def statement(self, place: Callable[[int], Place]) -> Statement | None:
        """Return the statement with its problem; None for what a notebook runs though it is no Python (`pip install x`)."""
        own = self.text.split("\n")
        if _SHELL_WORDS.match(self._head()):
            return None
        opened = self._opened_in_vain(own)
        at, name = opened or (min(self.error.lineno or 1, len(own)), "")
        message = self.error.msg or "invalid syntax"
        if name is None:
            message = "what belongs to this line must be indented below it"
        indentation = isinstance(self.error, IndentationError) and (opened is None or name is None)
        problem = faults.explain(
            place(self.above + at), own[at - 1], message, empty_body=name or None, indentation=indentation
        )
        names = self._names()
        return Statement(
            source=self.text.rstrip(),
            place=place(self.above + 1),
            names=names,
            problem=problem,
            placeholders=names if problem.code == "not_filled_in" else (),
        )

    def formula(self) -> tuple[str, str] | None:
        """`df_dx = 4x - 3y` in a cell of code is no Python, but it is a formula: its name and right side."""
        assigns = _ASSIGNS.match(self._head())
        if assigns is None or "," in assigns[1]:
            return None
        text = re.sub(r"\s*#.*$", "", assigns[2]).strip()
        return (assigns[1], text) if text and len(text) <= MOST_SOURCE and not is_placeholder_text(text) else None

    def _head(self) -> str:
        """Return the line that says what it is."""
        own = self.text.split("\n")
        return next((line for line in own if line.strip() and not line.lstrip().startswith(("#", "@"))), own[0])

    def _opened_in_vain(self, own: list[str]) -> tuple[int, str | None] | None:
        """The line (from 1) and the name of what has nothing below it; no name where its body is there, not indented."""
        found = _NO_BODY.search(self.error.msg or "")
        if found is None or not 1 <= int(found[2]) <= len(own):
            return None
        at = int(found[2])
        end = next((i for i in range(at, len(own) + 1) if _ENDS_HEAD.search(own[i - 1])), at)
        if self._has_body_at_the_margin("".join(own[at - 1 : end]), own[end:]):
            return at, None
        name = _DEFINES.search(own[at - 1])
        return at, name[1] if name else found[1].strip("'")

    def _has_body_at_the_margin(self, head: str, below: list[str]) -> bool:
        """Tell whether what follows a head was meant as its body.

        It stands directly below; or no comment of a template holds its place; or it returns or reads the parameters.
        """
        comments = [line for line in below if line.lstrip().startswith("#")]
        lines = [line for line in below if line.strip() and line not in comments]
        if lines:
            return lines[0] == below[0] or not any(map(_is_template_comment, comments))
        if self.below is None or not below:
            return self.below is not None
        returns = re.match(r"return\b", self.below.text) is not None
        return returns or (len(comments) == len(below) and _reads_parameter(head, self.below.text))

    def _names(self) -> tuple[str, ...]:
        """Return the names that it would have bound, as its lines begin."""
        head = self._head().lstrip()
        if not opens_block(head) or _DEFINES.match(head):
            return _names_of_line(head)
        lines = (line.strip() for line in self.text.split("\n"))
        return tuple(dict.fromkeys(name for line in lines for name in _names_of_line(line)))


def _is_template_comment(line: str) -> bool:
    """Tell whether a comment stands for what is to be written: `# YOUR CODE HERE`, `# TODO`."""
    return is_placeholder_text(line.strip().lstrip("#"))


def _reads_parameter(head: str, text: str) -> bool:
    """Tell whether code reads a parameter of the function whose head this is."""
    taken = _PARAMETERS.search(head)
    names = re.findall(r"(?:^|,)[\s*]*([^\W\d]\w*)", taken[1]) if taken else []
    code = re.sub(r"#.*|(['\"]).*?\1", "", text)
    return any(re.search(rf"=.*\b{name}\b", code) for name in names)


def opens_block(line: str) -> bool:
    """Tell whether a line opens a block, perhaps without its colon."""
    words = r"(?:async|def|class|if|elif|else|for|while|with|try|except|finally|match)\b"
    return re.match(words, line) is not None


def _names_of_line(line: str) -> tuple[str, ...]:
    defines = _DEFINES.match(line)
    if defines:
        return (defines[1],)
    assigns = _ASSIGNS.match(line)
    return tuple(name.strip() for name in assigns[1].split(",")) if assigns else ()

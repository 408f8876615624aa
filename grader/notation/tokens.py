"""The words that both lexers hand to the parser, and the one way of saying that a text cannot be read.

Knows neither notation: what a backslash or a superscript means is for `lexer` and `latex`.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from grader.algebra.tree import Number
from grader.errors import GraderError

MAX_CHARACTERS = 4_000
MAX_TOKENS = 1_500
MAX_NESTING = 60
MAX_DIGITS = 400
MAX_EXPONENT = 10_000


class Unreadable(GraderError):  # noqa: N818 - the word that the whole package and its messages use
    """A text that is no expression: `reason` is a sentence for the student, `position` an index into the text.

    A position of None says that it is the whole that makes no sense.
    """

    def __init__(self, reason: str, position: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.position = position


Kind = Literal["number", "variable", "constant", "function", "unit", "op", "open", "close", "bad", "end"]


class Token(NamedTuple):
    """One word of an expression; `value` is its meaning and depends on the kind.

    number: `Number` · variable, constant, function: its name · unit: the axis 0, 1, 2 of i, j, k ·
    op: one of `+ - * · / ^ ! , ; = ≈ | ° _` · open, close: one of `( ) [ ] { } < > |` · bad: what to tell
    the student when the parser meets it (left of an equals sign it never does).
    """

    kind: Kind
    value: str | Number | int
    position: int


def quoted(text: str) -> str:
    """Return a piece of the student's own text, made safe and short enough to be shown in a sentence."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text[:200]).strip()
    return f"“{shown}”" if len(shown) <= 24 else f"“{shown[:20]}…”"

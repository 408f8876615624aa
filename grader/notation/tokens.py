"""The words that the lexer hands to the grammar, and the one way of saying that a text cannot be read.

Knows no notation: what a backslash or a superscript means is for the lexer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from grader.algebra.tree import Number
from grader.errors import GraderError
from grader.sentences.catalogue import sentence

MAX_CHARACTERS = 4_000  # of one answer: the longest honest one of a course had 400
MAX_TOKENS = 1_500  # of one answer; a tree of so many leaves is still compared in milliseconds
MAX_NESTING = 60  # brackets in brackets: the parser recurses some frames for each, and Python allows a thousand
MAX_DIGITS = 400  # of a literal: beyond them a double has long been infinite
WIDE = 2  # the gap of an explicit space of TeX, which ends an argument without brackets; a blank is 1
MAX_EXPONENT = 10_000  # of a power of numbers; balls of higher ones take seconds


class Unreadable(GraderError):  # noqa: N818 - the word that the whole package and its messages use
    """A text that is no expression: `reason` is a sentence for the student, `position` an index into the text.

    A position of None says that it is the whole that makes no sense.
    """

    def __init__(self, reason: str, position: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.position = position


def unreadable(case: str, position: int | None = None, **gaps: object) -> Unreadable:
    """Return the refusal that says the sentence `unreadable.<case>`."""
    return Unreadable(sentence(f"unreadable.{case}", **gaps), position)


Kind = Literal["number", "variable", "constant", "function", "unit", "op", "open", "close", "word", "sign", "gone", "bad", "end"]


@dataclass(frozen=True, eq=False, slots=True)
class Complaint:
    """What to tell of a token that cannot be read: the case of a sentence, and its gaps."""

    case: str
    gaps: dict[str, object]


class Token(NamedTuple):
    r"""One word of a text, from `start` to `end` in it; `gap` is 0 without a blank before it. `value` depends on the kind.

    number: `Number` · variable, constant, function: its name · unit: the axis 0, 1, 2 of i, j, k ·
    op: one of `+ - * · / ^ ! , ; = ≈ | ° ' _ \n` · open, close: one of `( ) [ ] { } < > |` · word, sign: what has no
    meaning here, as it is written · gone: what was struck out · bad: a Complaint.
    """

    kind: Kind
    value: str | Number | int | Complaint
    start: int
    end: int
    gap: int

    def is_op(self, signs: str) -> bool:
        """Tell whether it is one of these operators."""
        return self.kind == "op" and self.value in signs  # type: ignore[operator]


def quoted(text: str) -> str:
    """Return a piece of the student's own text, made safe and short enough to be shown in a sentence."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text[:200]).strip()
    return f"“{shown}”" if len(shown) <= 24 else f"“{shown[:20]}…”"

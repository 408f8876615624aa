r"""Splits a line of text into equations, prose and mathematics that cannot be read.

Prose is what is left when everything that can be mathematics has been read. Knows nothing of documents: a line is one
paragraph, cell or item, with `$…$` (or `\x02…\x03`) around what is TeX and `\x04…\x05` around what is code.
"""

from __future__ import annotations

from dataclasses import dataclass

from grader.algebra.tree import Expression
from grader.notation.vocabulary import Vocabulary


@dataclass(frozen=True, kw_only=True, slots=True)
class Equation:
    """A formula with the names that it is said to be.

    `written` is the side that was read, the last exact one; `members` are the sides before it and `about` the rounded
    repetitions behind it, as they are written. `right` is all of the text from behind the first sign to the next equation:
    for answers that are no formulas. `sign` is `=`, `:`, `≈`, `is` or nothing; `goes_on` where the line begins with it.
    """

    labels: tuple[str, ...]
    tree: Expression
    start: int
    end: int
    written: str
    right: str
    members: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    sign: str = ""
    goes_on: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Prose:
    """Text that is no mathematics."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Unread:
    """A side of an equation, or mathematics alone, that cannot be read; `at` is the place in the line.

    With labels and an empty `text` there is a name and nothing behind its sign (`f_x =`), or prose alone (`right`).
    """

    labels: tuple[str, ...]
    text: str
    start: int
    end: int
    reason: str
    at: int | None
    right: str = ""
    sign: str = ""
    goes_on: bool = False


Piece = Equation | Prose | Unread


def read_line(text: str, vocabulary: Vocabulary) -> tuple[Piece, ...]:
    """Return the pieces of a line in order; together their spans are the whole line but for blanks and signs between."""
    raise NotImplementedError


def identifier_of(label: str, vocabulary: Vocabulary | None = None) -> str | None:
    """Return the identifier that a heading, a table's header or a left side stands for, None where it names nothing."""
    raise NotImplementedError

r"""Moves over a LaTeX text and reads its arguments: a group in braces, a command, or a single sign.

Knows what `{ … }` is and nothing of what any command means; `latex_lexer` adds that.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from grader.algebra.tree import Number
from grader.notation.old_lexer import BLANKS, number
from grader.notation.tokens import MAX_NESTING, MAX_TOKENS, Token, Unreadable
from grader.notation.words import Names


class Cursor(ABC):
    """A place in one LaTeX text, and the tokens found before it."""

    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.names = names
        self.at = 0
        self.depth = 0
        self.found: list[Token] = []
        self._after_exponent = 0

    def tokens(self) -> list[Token]:
        """Return all tokens, an `end` last. Raises Unreadable for too many or too deep."""
        while self.at < len(self.text):
            self._one()
        self.found.append(Token("end", "", len(self.text)))
        return self.found

    def _add(self, kind: str, value: str | int | Number, at: int) -> None:
        if len(self.found) > MAX_TOKENS:
            raise Unreadable("This expression has too many parts to be read.", at)
        self.found.append(Token(kind, value, at))  # type: ignore[arg-type]

    def _blanks(self) -> None:
        while self.at < len(self.text) and (self.text[self.at] in BLANKS or self.text[self.at] in "$~&"):
            self.at += 1

    def _peek(self) -> str:
        self._blanks()
        return self.text[self.at : self.at + 1]

    def _argument(self, what: str, start: int) -> bool:
        """Reads a group, a command or a single sign, in brackets; True for a single sign."""
        sign = self._peek()
        if not sign or sign in "}])^_,=+-*/":
            self._add("bad", f"Here {what} is missing.", start)
            return False
        if sign == "{":
            self._group()
            return False
        begin = self.at
        self._add("open", "{", begin)
        if sign.isascii() and sign.isdigit():
            self.at += 1
            self.found.append(number(sign, "0", begin))
        elif sign.isascii() and sign.isalpha():
            self.at += 1
            self.found += self.names.read(sign, begin)
        else:
            self._deeper(self._one)
        self._add("close", "{", begin)
        return True

    def _deeper(self, read: Callable[[], None]) -> None:
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise Unreadable("This expression is nested too deeply to be read.", self.at)
        read()
        self.depth -= 1

    def _group(self) -> None:
        """Reads `{ … }`, brackets included."""
        self._deeper(lambda: self._until("}", "{"))

    def _until(self, stop: str, bracket: str) -> None:
        self._add("open", bracket, self.at)
        self.at += 1
        while (sign := self._peek()) and sign != stop:
            if sign == "{":
                self._group()
            else:
                self._one()
        if sign:
            self._add("close", bracket, self.at)
            self.at += 1
        else:
            self._add("bad", f"A closing {stop} is missing.", self.at)

    @abstractmethod
    def _one(self) -> None:
        """Reads whatever comes next: a sign, a number, a run of letters or a command with its arguments."""

"""Moves over a list of tokens and says, where the next one cannot be read, what is wrong there.

Knows the words of both notations and no grammar; `parser` adds that.
"""

from __future__ import annotations

from grader.notation.tokens import MAX_NESTING, Token, Unreadable

_SAID = {
    "+": "the plus sign", "-": "the minus sign", "*": "the times sign", "·": "the times sign",
    "/": "the division sign", "^": "the power sign", "=": "the equals sign", ",": "the comma", "|": "the bar",
}  # fmt: skip
CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">", "|": "|"}


class TokenReader:
    """A place in a list of tokens that ends with `end`."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    @property
    def next(self) -> Token:
        """Return the token that is read next."""
        return self.tokens[self.at]

    def _take(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def _is_op(self, signs: str) -> bool:
        token = self.next
        return token.kind == "op" and str(token.value) in signs

    def _unexpected(self) -> Unreadable:
        token = self.next
        if token.kind == "bad":
            return Unreadable(str(token.value), token.position)
        if token.kind == "close":
            sign = CLOSING[str(token.value)]
            return Unreadable(f"There is a closing {sign} here without its opening one.", token.position)
        if token.kind == "op" and token.value == "=":
            return Unreadable("There is an equals sign inside the expression.", token.position)
        if token.kind == "op" and not self.at and str(token.value) in _SAID:
            return Unreadable(f"Something is missing before {_SAID[str(token.value)]}.", token.position)
        if token.kind == "op" and str(token.value) not in _SAID:
            return Unreadable(f"The sign “{token.value}” has no meaning at this place.", token.position)
        if self.at and token.kind in {"end", "op"}:
            return self._missing()
        return Unreadable("There is nothing here to be read as an expression.", token.position)

    def _missing(self) -> Unreadable:
        before, here = self.tokens[self.at - 1], self.next
        if before.kind == "op" and str(before.value) in _SAID:
            return Unreadable(f"Something is missing after {_SAID[str(before.value)]}.", before.position)
        if before.kind == "open":
            return Unreadable(f"Something is missing after the opening {before.value}.", before.position)
        if here.kind == "op" and str(here.value) in _SAID:
            return Unreadable(f"Something is missing before {_SAID[str(here.value)]}.", here.position)
        return Unreadable("Something is missing at the end.", before.position)

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise Unreadable("This expression is nested too deeply to be read.", self.next.position)

"""Cuts text as people type it (Python, calculator style, unicode signs) into tokens.

Knows no precedence and no LaTeX commands; signs that both notations share are listed here.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from grader.algebra.tree import Number
from grader.notation.tokens import MAX_DIGITS, MAX_TOKENS, Token, Unreadable, quoted
from grader.notation.words import MODULES, Names

SIGNS = {
    **dict(zip("+-*/^!,;=|°", "+-*/^!,;=|°", strict=True)),
    **dict.fromkeys("−–—‒﹣‐‑", "-"),
    **dict.fromkeys("×∗✕", "*"),
    **dict.fromkeys("·⋅∙•@", "·"),
    **dict.fromkeys("÷∕⁄", "/"),
    **dict.fromkeys("≈≅≃", "≈"),
    **dict.fromkeys("≡⇒⟹⇔⟺", "="),
    **dict.fromkeys("º˚∘", "°"),
    **dict.fromkeys("∣❘", "|"),
    "＝": "=",
}
BRACKETS = {
    "(": ("open", "("), ")": ("close", "("), "[": ("open", "["), "]": ("close", "["),
    "{": ("open", "{"), "}": ("close", "{"), "<": ("open", "<"), ">": ("close", "<"),
    "⟨": ("open", "<"), "⟩": ("close", "<"),
    "\u2329": ("open", "<"), "\u232a": ("close", "<"), "\u3008": ("open", "<"), "\u3009": ("close", "<"),
}  # fmt: skip
BLANKS = frozenset(
    " \t\r\n\v\f`\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b"
    "\u202f\u205f\u2060\u2061\u2062\u2063\u3000\ufeff"
)
_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿˣʸᵏᵃᵇᵗ⸍", "0123456789+-()nxykabt/", strict=True))
_SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
_ROOTS = {"√": "sqrt", "∛": "cbrt"}
_VULGAR = dict.fromkeys("½", (1, 2)) | {
    "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5),
    "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip
_HATTED = {
    **{letter + "\u0302": axis for axis, letters in enumerate(("ix", "jy", "kz")) for letter in letters},
    "\u00ee": 0,
    "\u0135": 1,
    "\u0177": 1,
    "\u1e91": 2,
}
_NUMBER = re.compile(r"(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_SCIENTIFIC = re.compile(r"[eE][+-]?\d+", re.ASCII)
_LETTERS = r"A-Za-z_\u0370-\u03ff\u03d1\u03d5ℯ\U0001d400-\U0001d7cb"
_WORD = re.compile(rf"[{_LETTERS}][{_LETTERS}0-9₀-₉\U0001d7cc-\U0001d7ff]*")
_SUPERSCRIPT = re.compile("[" + re.escape("".join(_SUPERSCRIPTS)) + "]+")
_SUBSCRIPT = re.compile("_?[" + "".join(_SUBSCRIPTS) + "]+")
_METHOD = re.compile(r"\.(?:T\b|dot(?=\s*\())")


def number(digits: str, exponent: str, position: int) -> Token:
    """Return the token of a decimal literal, exact; `digits` has at most one point."""
    power = int(exponent) if len(exponent) < 8 else MAX_DIGITS + 1
    if len(digits) > MAX_DIGITS or abs(power) > MAX_DIGITS:
        return Token("bad", "A number here has too many digits to work with.", position)
    whole, point, decimals = digits.partition(".")
    if not point and not power:
        return Token("number", Number(Fraction(int(whole))), position)
    value = Fraction(int((whole + decimals) or "0"), 10 ** len(decimals)) * Fraction(10) ** power
    significant = len((whole + decimals).lstrip("0")) or 1
    return Token("number", Number(value, significant if point else None), position)


def superscript(run: str, names: Names, position: int) -> list[Token]:
    """Return the tokens of `²` or `⁻³ˣ`: a power sign and what stands up there, in brackets."""
    inner = "".join(_SUPERSCRIPTS[sign] for sign in run)
    tokens = [token._replace(position=position) for token in Plain(inner, names, strict=False).tokens()[:-1]]
    return [Token("op", "^", position), Token("open", "{", position), *tokens, Token("close", "{", position)]


def spelled_subscripts(text: str) -> str:
    """`x₁` as `x_1`."""
    return _SUBSCRIPT.sub(lambda run: "_" + "".join(_SUBSCRIPTS[digit] for digit in run[0].lstrip("_")), text)


def foreign(sign: str) -> str:
    """Return what to tell about a sign that belongs to no notation known here."""
    name = unicodedata.name(sign, "")
    if sign.isprintable() and name:
        said = f"The sign “{sign}” ({name.lower()}) has no meaning here"
        return f"{said}; please type it with the usual letters and signs."
    return "There is an invisible control character here; please type the expression again."


class Plain:
    """Cuts one plain text; `strict` is Python's own spelling, where `^` is no power."""

    def __init__(self, text: str, names: Names, *, strict: bool) -> None:
        self.text = text
        self.names = names
        self.strict = strict
        self.found: list[Token] = []

    def tokens(self) -> list[Token]:
        """Return all tokens, an `end` last. Raises Unreadable only for too many."""
        at = 0
        while at < len(self.text) and self.text[at] != "#":
            if len(self.found) > MAX_TOKENS:
                raise Unreadable("This expression has too many parts to be read.", at)
            at = self._step(at)
        self.found.append(Token("end", "", len(self.text)))
        return self.found

    def _step(self, at: int) -> int:
        sign = self.text[at]
        if sign in BLANKS:
            return at + 1
        if (hatted := self.text[at : at + 2]) in _HATTED or (hatted := sign) in _HATTED:
            return self._add("unit", _HATTED[hatted], at, len(hatted))
        if match := _NUMBER.match(self.text, at):
            return self._number(match[0], at)
        if match := _WORD.match(self.text, at):
            return self._word(match[0], at)
        if match := _SUPERSCRIPT.match(self.text, at):
            self.found += superscript(match[0], self.names, at)
            return match.end()
        return self._sign(sign, at)

    def _add(self, kind: str, value: str | int, at: int, length: int = 1) -> int:
        self.found.append(Token(kind, value, at))  # type: ignore[arg-type]
        return at + length

    def _sign(self, sign: str, at: int) -> int:
        if self.text.startswith("**", at):
            return self._add("op", "^", at, 2)
        if self.text.startswith(("==", ":=", "=>"), at):
            return self._add("op", "=", at, 2)
        if sign == "^" and self.strict:
            return self._add("bad", "In Python ^ is no power; write ** instead.", at)
        if self.found and self.found[-1].kind == "close" and (method := _METHOD.match(self.text, at)):
            # A transposed row has the same components; the `dot` of a row is the sign between two.
            return at + 2 if method[0] == ".T" else self._add("op", "·", at, len(method[0]))
        if sign in SIGNS:
            return self._add("op", SIGNS[sign], at)
        if sign in BRACKETS:
            return self._add(*BRACKETS[sign], at)
        if sign in _ROOTS:
            return self._add("function", _ROOTS[sign], at)
        if sign in _VULGAR:
            return self._vulgar(sign, at)
        return self._add("bad", foreign(sign) if ord(sign) > 126 or ord(sign) < 32 else _no_meaning(sign), at)

    def _vulgar(self, sign: str, at: int) -> int:
        if self.found and self.found[-1].kind == "number":
            return self._add("bad", MIXED, at)
        above, below = _VULGAR[sign]
        self._add("open", "{", at)
        self.found.append(Token("number", Number(Fraction(above)), at))
        self._add("op", "/", at)
        self.found.append(Token("number", Number(Fraction(below)), at))
        return self._add("close", "{", at)

    def _number(self, digits: str, at: int) -> int:
        end = at + len(digits)
        exponent = _SCIENTIFIC.match(self.text, end)
        taken = exponent and (self.strict or not self.names.declares(exponent[0][0]))
        self.found.append(number(digits, exponent[0][1:] if exponent and taken else "0", at))
        return exponent.end() if exponent and taken else end

    def _word(self, word: str, at: int) -> int:
        end = at + len(word)
        if word in MODULES and self.text[end : end + 1] == "." and not self.names.declares(word):
            rest = re.compile(r"\.(?:(?:linalg|special|S)\.)?").match(self.text, end)
            return rest.end() if rest else end
        ascii_word = spelled_subscripts(word)
        if not word.isascii():
            # Only letters that are drawn as mathematics are folded; look-alikes of other scripts stay foreign.
            ascii_word = "".join(
                unicodedata.normalize("NFKC", c) if "\U0001d400" <= c <= "\U0001d7ff" else c for c in ascii_word
            )
        if len(word) > 60:
            return self._add("bad", f"{quoted(word)} is too long for a name.", at, len(word))
        self.found += self.names.read(ascii_word, at, split=not self.strict)
        return end


FULL_STOP = "There is a point here that belongs to no number; methods of objects cannot be read."
COLON = "The sign “:” has no meaning in an expression here."
LINE_BREAK = "There is a line break inside the expression; write it on one line."
MIXED = "This could be a mixed number or a product; write it with a plus sign or with a times sign."


def _no_meaning(sign: str) -> str:
    if sign in "'\"":
        return "There is a quotation mark or a prime here, which has no meaning in an expression."
    if sign == ".":
        return FULL_STOP
    return f"The sign “{sign}” has no meaning in an expression here."

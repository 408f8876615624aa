r"""Cuts LaTeX into the same tokens as plain text: `\frac{x}{2}` becomes `{ {x} / {2} }`.

All that is special about LaTeX ends here: arguments of one sign (`x^23` is x² times 3), environments, spacing,
decorations. Knows no precedence; what a row of factors after `\sin` means is the parser's.
"""

from __future__ import annotations

import re

from grader.algebra.tree import Number
from grader.notation.latex_commands import (
    COLUMNS,
    COMMAND,
    DELIMITERS,
    DIGITS,
    DRESS,
    FRACTIONS,
    GREEK_NAMES,
    IGNORED,
    LETTERS,
    OPERATORS,
    SIZED,
    TRANSPOSED,
    UNSEEN,
    WORDS,
)
from grader.notation.latex_vectors import VectorCursor
from grader.notation.old_lexer import BLANKS, BRACKETS, LINE_BREAK, MIXED, Plain, number
from grader.notation.old_lexer import SIGNS as PLAIN_SIGNS
from grader.notation.tokens import Token, quoted

_IDENTIFIER = re.compile(r"[^\W\d]\w*")


class Latex(VectorCursor):
    """Cuts one LaTeX text."""

    def _one(self) -> None:
        """Reads whatever comes next: a sign, a number, a run of letters or a command with its arguments."""
        sign = self._peek()
        start = self.at
        if not sign:
            return
        if sign == "\\":
            self._command()
        elif match := DIGITS.match(self.text, self.at):
            self.at = match.end()
            self.found.append(number(match[0], "0", start))
        elif word := self._declared():
            self.at += len(word)
            self.found += self.names.read(word, start)
        elif match := LETTERS.match(self.text, self.at):
            self._letters(match[0])
        elif sign == "^":
            self.at += 1
            self._power(start)
        else:
            self._sign(sign, start)

    def _sign(self, sign: str, start: int) -> None:
        if self.text.startswith("**", start):
            self.at += 2
            self._add("op", "^", start)
        elif self.text.startswith((":=", "=="), start):
            self.at += 2
            self._add("op", "=", start)
        elif sign == "_":
            self.at += 1
            self._subscript_of_function(start)
        elif sign in PLAIN_SIGNS or sign in BRACKETS:
            self.at += 1
            kind, value = BRACKETS[sign] if sign in BRACKETS else ("op", PLAIN_SIGNS[sign])
            self._add(kind, value, start)
        elif sign in {"%", "'"}:
            self.at += 1
            self._add("bad", f"The sign “{sign}” has no meaning in an expression here.", start)
        else:
            self._unicode(start)

    def _unicode(self, start: int) -> None:
        """Signs such as ² or π, which people mix into LaTeX; the plain lexer knows them."""
        end = start + 1
        while end < len(self.text) and self.text[end] > "\u007f" and self.text[end] not in BLANKS:
            end += 1
        plain = Plain(self.text[start:end], self.names, strict=False).tokens()[:-1]
        self.found += [token._replace(position=token.position + start) for token in plain]
        self.at = end

    def _declared(self) -> str | None:
        """A variable of the exercise that is written as in a program: `x1`, or `x_new` though TeX lowers the n alone."""
        word = _IDENTIFIER.match(self.text, self.at)
        return word[0] if word is not None and not word[0].isalpha() and self.names.declares(word[0]) else None

    def _letters(self, run: str) -> None:
        """A run of letters; a subscript belongs to the last of them."""
        start = self.at
        self.at += len(run)
        if self.text[self.at : self.at + 1] != "_" or run in {"log", "ln"}:
            self.found += self.names.read(run, start)
            return
        if len(run) > 1:
            self.found += self.names.read(run[:-1], start)
        self._subscripted(run[-1], start + len(run) - 1)

    def _subscripted(self, head: str, start: int) -> None:
        self.at += 1
        tail = re.compile(r"\s*(?:\{([^{}\\]{0,40})\}|([A-Za-z0-9]))").match(self.text, self.at)
        if not tail:
            self._add("bad", f"The index of {quoted(head)} cannot be read.", start)
            return
        self.at = tail.end()
        word = f"{head}_{(tail[1] or tail[2] or '').strip()}"
        self.found += self.names.read(word, start, split=False)

    def _subscript_of_function(self, start: int) -> None:
        last = self.found[-1] if self.found else None
        if last and last.kind == "function" and last.value == "log":
            self._add("op", "_", start)
            self._argument("the base of the logarithm", start)
        else:
            self._add("bad", "There is an index here that belongs to no variable of this exercise.", start)
            self._argument("the index", start)

    def _power(self, start: int) -> None:
        if self._peek() == "*":
            self._add("bad", "The star after ^ has no meaning here.", start)
            return
        degree = re.compile(r"\\circ\b|\{\s*\\circ\s*\}").match(self.text, self.at)
        if degree:
            self.at = degree.end()
            self._add("op", "°", start)
            return
        transposed = TRANSPOSED.match(self.text, self.at)
        if transposed and self.found and self.found[-1].kind == "close" and self.found[-1].value != "{":
            self.at = transposed.end()
            return
        if self._after_exponent == len(self.found) > 0:
            self._add("bad", "There are two exponents on one base here; put braces around the first power.", start)
        self._add("op", "^", start)
        if self._peek() in {"-", "−", "+"}:
            said = "Only the sign stands in the exponent here; put the whole exponent in braces: ^{-2}."
            self._add("bad", said, self.at)
            self.at += 1
            return
        single = self._argument("the exponent", start)
        self._after_exponent = len(self.found)
        if self._peek() == "^":
            said = "Two exponents stand one after the other here; put braces around the first power or around both."
            self._add("bad", said, self.at)
        if single and self._peek() in {*"0123456789"}:
            self._add("op", "*", self.at)

    def _command(self) -> None:
        start = self.at
        match = COMMAND.match(self.text, start)
        if not match:
            self.at += 1
            self._add("bad", "There is a single backslash at the end.", start)
            return
        name, self.at = match[1], match.end()
        if name in SIZED:
            self._delimiter(name, start)
        elif name in IGNORED:
            return
        elif name in OPERATORS:
            self._add("op", OPERATORS[name], start)
        elif name in DELIMITERS:
            self._add(*DELIMITERS[name], start)
        else:
            self._with_argument(name, start)

    def _with_argument(self, name: str, start: int) -> None:
        if name in FRACTIONS:
            self._fraction(start)
        elif name == "sqrt":
            self._root(start)
        elif name in WORDS:
            self._wording(start)
        elif name in DRESS:
            self._dressed(name, start)
        elif name in {"begin", "end"}:
            self._environment(name, start)
        elif name in COLUMNS:
            self._column(start)
        elif name in UNSEEN:
            self._skipped(start)
        else:
            self._named(name, start)

    def _named(self, name: str, start: int) -> None:
        """Functions, constants and Greek letters; anything else is unknown by name."""
        if name == "\\":
            self._add("bad", LINE_BREAK, start)
        elif name in {"pm", "mp"}:
            self._add("bad", "A plus-or-minus sign stands for two answers; give one.", start)
        elif name in {"imath", "jmath"}:
            self._add("unit", 0 if name == "imath" else 1, start)
        elif name in {"infty", "infin"}:
            self._add("bad", "Infinity is not a number that can be compared with anything.", start)
        elif name in GREEK_NAMES and self.text[self.at : self.at + 1] == "_":
            self._subscripted(name.removeprefix("var"), start)
        elif name in GREEK_NAMES or self.names.knows(name):
            self.found += self.names.read(name.removeprefix("var"), start, split=False)
        else:
            self._add("bad", f"The command {quoted(chr(92) + name)} is not known here.", start)

    def _delimiter(self, name: str, start: int) -> None:
        r"""What stands after `\left` or `\right`: a dot is invisible, a bar now knows its side."""
        sign = self._peek()
        if sign == ".":
            self.at += 1
        elif self.text.startswith(("|", "\\|", "\\vert", "\\Vert"), self.at):
            self.at = re.compile(r"\\?(?:\||[vV]ert)").match(self.text, self.at).end()  # type: ignore[union-attr]
            kinds = {"left": "open", "bigl": "open", "Bigl": "open", "right": "close", "bigr": "close", "Bigr": "close"}
            self._add(kinds.get(name, "op"), "|", start)

    def _fraction(self, start: int) -> None:
        mixed = bool(self.found) and self.found[-1].kind == "number"
        first = len(self.found)
        self._add("open", "{", start)
        self._argument("the numerator", start)
        self._add("op", "/", start)
        self._argument("the denominator", start)
        self._add("close", "{", start)
        if (
            mixed
            and all(t.kind != "number" or _is_whole(t) for t in self.found[first:])
            and not any(t.kind in {"variable", "constant", "function", "unit", "bad"} for t in self.found[first:])
        ):
            self.found[first:] = [Token("bad", MIXED, start)]

    def _skipped(self, start: int) -> None:
        r"""The argument of `\color{red}` or `\tag{1}` is no part of the expression."""
        argument = re.compile(r"\s*\{[^{}]*\}").match(self.text, self.at)
        if not argument:
            self._add("bad", "The braces after this command are missing or cannot be read.", start)
            return
        self.at = argument.end()

    def _root(self, start: int) -> None:
        if self._peek() != "[":
            self._add("function", "sqrt", start)
            self._argument("what stands under the root", start)
            return
        first = len(self.found)
        self._deeper(lambda: self._until("]", "{"))
        degree, self.found[first:] = self.found[first:], []
        self._add("function", "root", start)
        self._add("open", "(", start)
        self._argument("what stands under the root", start)
        self._add("op", ",", start)
        self.found += degree
        self._add("close", "(", start)

    def _wording(self, start: int) -> None:
        r"""The word of `\operatorname{arctan}` or `\mathrm{e}`."""
        raw = re.compile(r"\s*(?:\{([^{}]{0,80})\}|([A-Za-z]))").match(self.text, self.at)
        if not raw:
            self._add("bad", "The text here cannot be read as part of an expression.", start)
            self._argument("the text", start)
            return
        self.at = raw.end()
        inner = (raw[1] if raw[1] is not None else raw[2]).strip()
        if inner:
            word = "".join(c for c in inner if c not in BLANKS).removeprefix("\\")
            complaint = Token("bad", f"The text {quoted(inner)} cannot be read as part of an expression.", start)
            self.found += self.names.read(word, start) if re.fullmatch(r"\w+", word) else [complaint]



def _is_whole(token: Token) -> bool:
    return isinstance(token.value, Number) and token.value.value.denominator == 1

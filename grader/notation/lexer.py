r"""Cuts a text into the words of mathematics, however they are typed: Python, calculator, unicode signs and LaTeX.

One stream for all of them: `x²`, `x**2` and `x^{2}` come out alike, `\frac{x}{2}` as `{ {x} / {2} }`. What stands
between dollar signs, and a text with commands in it, is TeX, where an exponent is one sign (`x^23` is x² times 3).
Knows no precedence and refuses nothing but what is endless: what has no meaning is a token too.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import ClassVar

from grader.algebra.tree import Number
from grader.notation import signs
from grader.notation.plain_lexer import LETTER, RAISED_DEGREE, PlainLexer, number
from grader.notation.tokens import MAX_NESTING, WIDE, Token, quoted, unreadable

__all__ = ["Lexer", "number"]

_LETTERS = re.compile(rf"[{LETTER}]+")  # a run of letters, where TeX makes each a variable
_IDENTIFIER = re.compile(r"[^\W\d]\w*")  # a name as a program has it
_RAISED_T = re.compile(r"\s*\{?\s*(?:T(?![A-Za-z_0-9])|\\top\b|\\mathsf\s*\{?T\}?|\\intercal\b|\\(?:mathrm|text)\s*\{T\})\s*\}?")
"""The sign of a transposed row or column."""
_INVERSE = re.compile(r"[-−]1(?![0-9.])")  # of a function: `\\sin^-1 x`
_PRIMES = re.compile(r"\s*(?:\{\s*(?:(?:\\prime|')\s*)+\}|\\prime(?![A-Za-z]))")  # as TeX writes them
_DECIMALS_FOLLOW = re.compile(r"\.[0-9]")  # `\\log_2.5x` may be to the base 2.5
_ROW_GAP = re.compile(r"\s*\[[-\d.]+\s*[a-z]{2}\]")  # the space behind the end of a row
_COLUMNS = re.compile(r"\s*\{[clr|@{}\s]*\}")  # the format of an array
_ENVIRONMENT = re.compile(r"\s*\{\s*([A-Za-z]+\*?)\s*\}(?:\s*\{\d\})?")  # the name behind `\\begin` and `\\end`
_BRACE = re.compile(r"(?<!\\)[{}]")  # braces that are no signs
_MOST_DRESS = 6  # commands around one letter: `\\hat{\\mathbf{e}}` has two
_NARROW = frozenset(",;:! >\n")  # commands that are a blank


class Lexer(PlainLexer):
    """Cuts one text of any notation."""

    def _letters(self, word: str) -> None:
        """Read a run of letters in TeX, where an index belongs to the last of them; a known name as in a program."""
        start = self.at
        whole = _IDENTIFIER.match(word)
        if whole and not whole[0].isalpha() and (self.words.declares(whole[0]) or self.words.is_name(whole[0])):
            self.at += len(whole[0])
            self._read(whole[0], start, split=False)
            return
        letters = _LETTERS.match(word)
        if letters is None:
            self._sign(word[0], start)
            return
        run = letters[0]
        self.at += len(run)
        if self.text[self.at : self.at + 1] != "_" or run in {"log", "ln"}:
            self._read(run, start)
            return
        if len(run) > 1:
            self.at -= 1
            self._read(run[:-1], start)
            self.at += 1
        self._subscripted(run[-1], start + len(run) - 1)

    def _subscripted(self, head: str, start: int) -> None:
        r"""Read the index of a letter: `x_1`, `f_{xx}`, `D_{\hat u}`; a name of the exercise may be longer than its first sign."""
        self.at += 1
        index = self._index_text()
        if index is None:
            self._bad("index", start, head=quoted(head))
        else:
            self._read(f"{head}_{index}" if index else head, start, split=False)

    def _index_text(self) -> str | None:
        """Return what an index says, as a piece of an identifier, and go behind it."""
        sign = self._peek()
        start = self.at
        if sign == "{":
            end = self._closing_brace(start)
            if end is None or end - start > 100:
                return None
            self.at = end + 1
            inner = self.text[start + 1 : end]
        elif sign == "\\":
            begin = len(self.found)
            self._deeper(lambda: self._command(start))
            tokens, self.found[begin:] = self.found[begin:], []
            return "".join(str(token.value) for token in tokens if token.kind in {"word", "variable", "constant", "sign"})
        elif sign.isalnum():
            self.at += 1
            inner = sign
        else:
            return None
        if inner.isalnum() and inner.isascii():
            return inner
        if self.depth >= MAX_NESTING:
            raise unreadable("nested", start)
        tokens = Lexer(inner, self.words, tex=True, most=60, depth=self.depth + 10).tokens()
        return "".join(_as_name(token, inner) for token in tokens)

    def _closing_brace(self, start: int) -> int | None:
        """Return the place of the brace closing the one here."""
        if self._braces is None:
            self._braces = {}
            opened: list[int] = []
            for brace in _BRACE.finditer(self.text):
                if brace[0] == "{":
                    opened.append(brace.start())
                elif opened:
                    self._braces[opened.pop()] = brace.start()
        return self._braces.get(start)

    def _index(self, start: int) -> None:
        """Read an index behind something that is no letter: of `log`, `∂`, `∇` or a closing bracket."""
        last = self.found[-1] if self.found else None
        self._add("op", "_", start)
        if last is not None and last.kind == "function" and last.value == "log":
            if self._argument("missing_base") and _DECIMALS_FOLLOW.match(self.text, self.at):
                self._bad("index", start, head=quoted("log"))
            return
        index = self._index_text()
        if index is None:
            self._bad("index", start, head=quoted(self.text[max(0, start - 1) : start]))
        else:
            self._add("word", index, start)

    def _power(self, start: int) -> None:
        degree = RAISED_DEGREE.match(self.text, self.at)
        if degree and not (degree[0].strip(" {}") == "o" and self.words.declares("o")):
            self.at = degree.end()
            self._add("op", "°", start)
            return
        transposed = _RAISED_T.match(self.text, self.at)
        if transposed and self.found and self.found[-1].kind == "close" and self.found[-1].value != "{":
            self.at = transposed.end()
            return
        primes = _PRIMES.match(self.text, self.at)
        if primes:
            self.at = primes.end()
            for _ in range(primes[0].count("prime") + primes[0].count("'")):
                self._add("op", "'", start)
            return
        if self.strict:
            self._bad("python_power", start)
            return
        if not self.tex:
            self._add("op", "^", start)
            return
        sign = self._peek()
        if sign == "*":
            self._bad("star", start)
            return
        if self._after_exponent == len(self.found) > 0:
            self._bad("two_exponents", start)
        self._add("op", "^", start)
        inverse = _INVERSE.match(self.text, self.at) if self.found[-2:-1] and self.found[-2].kind == "function" else None
        if inverse is not None:
            self.at = inverse.end()
            self._add_braced(start, ("op", "-"), ("number", Number(Fraction(1))))
            return
        if sign in {"-", "−", "+"}:
            at = self.at
            self.at += 1
            self._bad("exponent_sign", at)
            return
        single = self._argument("missing_exponent")
        self._after_exponent = len(self.found)
        if single:
            self._times_digit()

    def _times_digit(self) -> None:
        r"""Put a times sign where a digit follows an argument of one digit: `x^23`, `\frac1234`."""
        if self.text[self.at : self.at + 1] in {*"0123456789"}:
            self._add("op", "*", self.at)

    def _argument(self, missing: str) -> bool:
        """Read a group, a bracket, a command or a single sign, in brackets; True for a single sign."""
        sign = self._peek()
        begin = self.at
        if not sign or sign in "}])^_,=+-*/&":
            self._bad(missing, begin)
            return False
        if sign == "{":
            first = len(self.found)
            self._group()
            if len(self.found) == first + 2 and self.found[-1].kind == "close":
                del self.found[first:]
                self._bad(missing, begin)
            return False
        if sign == "(":
            self._deeper(self._bracket)
            return False
        self._add("open", "{", begin)
        if sign.isascii() and sign.isdigit():
            self.at += 1
            self._add("number", Number(Fraction(int(sign))), begin)
        elif sign.isascii() and sign.isalpha():
            self.at += 1
            self._read(sign, begin)
        else:
            self._deeper(self._one)
        self._add("close", "{", self.at)
        return True

    def _bracket(self) -> None:
        """Read round brackets that stand for the braces of an argument."""
        depth, seen = 0, len(self.found)
        while self._peek():
            self._one()
            for token in self.found[seen:]:
                depth += (token.kind == "open") - (token.kind == "close")
            seen = len(self.found)
            if depth <= 0:
                return

    def _group(self) -> None:
        """Read `{ … }`, brackets included."""
        self._deeper(lambda: self._until("}"))

    def _until(self, stop: str) -> None:
        start = self.at
        self.at += 1
        self._add("open", "{", start)
        while (sign := self._peek()) and sign != stop:
            if sign == "{" and not self.text.startswith("{,}", self.at):
                self._group()
            else:
                self._one()
        start = self.at
        if sign:
            self.at += 1
            self._add("close", "{", start)
        else:
            self._bad("unclosed", start, sign=stop)

    def _command(self, start: int) -> None:
        match = signs.COMMAND.match(self.text, start)
        if not match:
            self.at = start + 1
            self._bad("backslash", start)
            return
        name, self.at = match[1], match.end()
        if name in signs.SIZED:
            sign = self._peek()
            bar = re.compile(r"\\?\||\\[vV]ert").match(self.text, self.at)
            if sign == ".":
                self.at += 1
            elif bar is not None:
                self.at = bar.end()
                side = {"l": "open", "r": "close"}.get("l" if name == "left" else "r" if name == "right" else name[-1], "op")
                self._add(side, "|", start)  # type: ignore[arg-type]
        elif name in signs.IGNORED:
            self.gap = WIDE if name in _NARROW and name != "!" else self.gap
        elif name in signs.COMMANDS:
            self._add("op", signs.COMMANDS[name], start)
        elif name in signs.DELIMITERS:
            self._add(*signs.DELIMITERS[name], start)  # type: ignore[arg-type]
        elif name in signs.SAID:
            self._add("sign", signs.SAID[name], start)
        elif (special := self._ARGUED.get(name)) is not None:
            special(self, name, start)
        else:
            self._known(name, start)

    def _known(self, name: str, start: int) -> None:
        """Read functions, constants and Greek letters; anything else is unknown by name."""
        spelled = name.removeprefix("var")
        if name in signs.GREEK_NAMES and self.text[self.at : self.at + 1] == "_":
            self._subscripted(spelled, start)
        elif name in signs.GREEK_NAMES or (self.words.meaning(name) is not None and (len(name) > 1 or name == "e")):
            self._read(spelled, start, split=False)
        elif not self._glued_command(name, start):
            self._bad("command", start, command=quoted("\\" + name))

    def _glued_command(self, name: str, start: int) -> bool:
        r"""Read `\sinx` and `\cdotb`, where the blank behind the command is missing."""
        end = self.at
        for length in range(len(name) - 1, 1, -1):
            head, rest = name[:length], name[length:]
            known = head in signs.COMMANDS or head in signs.GREEK_NAMES or self.words.meaning(head) is not None
            if known and (pieces := self.words.cut(rest)) is not None and len(rest) < 3:
                self.at = start + 1 + length
                if head in signs.COMMANDS:
                    self._add("op", signs.COMMANDS[head], start)
                else:
                    self._read(head, start, split=False)
                self._run(pieces, self.at)
                self.at = end
                return True
        return False

    def _refused(self, name: str, start: int) -> None:
        self._bad(signs.REFUSED[name], start)

    def _escaped(self, name: str, start: int) -> None:
        r"""Read the `\_` of a name in which Markdown or TeX would take the line for a sign of its own."""
        rest = _IDENTIFIER.match(self.text, self.at)
        last = self.found[-1] if self.found else None
        if rest is None or last is None or last.end != start or last.kind not in {"word", "variable", "constant", "unit"}:
            self._add("sign", "_", start)
            return
        self.found.pop()
        self.at = rest.end()
        self._read(f"{self.text[last.start : last.end]}_{rest[0]}", last.start, split=False)

    def _fraction(self, name: str, start: int) -> None:
        mixed = bool(self.found) and self.found[-1].kind == "number"
        first = len(self.found)
        self._add("open", "{", start)
        self._argument("missing_numerator")
        self._add("op", "/", start)
        single = self._argument("missing_denominator")
        self._add("close", "{", self.at)
        inside = {token.kind for token in self.found[first:]}
        whole = all(token.value.value.denominator == 1 for token in self.found[first:] if isinstance(token.value, Number))
        if mixed and whole and not inside & {"variable", "constant", "function", "unit", "bad", "word", "sign", "gone"}:
            del self.found[first:]
            self._bad("mixed", start)
        elif single:
            self._times_digit()

    def _over(self, name: str, start: int) -> None:
        self._add("op", "over", start)

    def _skipped(self, name: str, start: int) -> None:
        r"""Leave out the argument of `\color{red}` or `\tag{1}`, and both of `\fcolorbox{red}{blue}`."""
        for _ in range(2 if name == "fcolorbox" else 1):
            end = self._closing_brace(self.at) if self._peek() == "{" else None
            if end is None:
                self._bad("braces", start)
            else:
                self.at = end + 1

    def _struck(self, name: str, start: int) -> None:
        r"""Leave out what `\cancel` strikes; `\cancelto{0}{x}` is what it says in its first argument."""
        if name == "cancelto":
            self._argument("missing_exponent")
            self._skipped(name, start)
            return
        begin = len(self.found)
        self._argument("missing_struck")
        del self.found[begin:]
        self._add("gone", "", start)

    def _braced(self, name: str, start: int) -> None:
        r"""Read what `\underbrace` or `\overset` is about; their remark is no part of the expression."""
        if name in {"underset", "overset", "stackrel"}:
            self._skipped(name, start)
        begin = len(self.found)
        if self._peek() == "{":
            self._group()
        if len(self.found) == begin + 3 and self.found[begin + 1].kind == "op":
            self.found[begin:] = [self.found[begin + 1]]  # a sign with a remark above it
        while self._peek() in {"_", "^"} and self.text[self.at : self.at + 1]:
            self.at += 1
            if self._peek() == "{":
                self._skipped(name, start)
            else:
                self.at += 1

    def _root(self, name: str, start: int) -> None:
        if self._peek() != "[":
            self._add("function", "sqrt", start)
            if self._peek() != "(":
                self._argument("missing_radicand")
            return
        first = len(self.found)
        self._deeper(lambda: self._until("]"))
        degree, self.found[first:] = self.found[first:], []
        self._add("function", "root", start)
        self._add("open", "(", start)
        self._argument("missing_radicand")
        self._add("op", ",", start)
        self.found += degree
        self._add("close", "(", start)

    def _angle(self, name: str, start: int) -> None:
        self._add("open", "{", start)
        self._argument("missing_angle")
        self._add("op", "°", self.at)
        self._add("close", "{", self.at)

    def _wording(self, name: str, start: int) -> None:
        r"""Read the words of `\text{for all }` or the name of `\operatorname{arctan}`, as plain text."""
        sign = self._peek()
        end = self._closing_brace(self.at) if sign == "{" else self.at + 1
        if end is None or not sign:
            self._bad("text", start)
            return
        begin = self.at + (sign == "{")
        inner = self.text[begin:end]
        if self.depth >= MAX_NESTING:
            raise unreadable("nested", self.at)
        inside = Lexer(inner.lstrip("\\"), self.words, tex=None if "$" in inner else False, most=self.most, depth=self.depth + 10)
        tokens = inside.tokens()[:-1]
        begin += len(inner) - len(inner.lstrip("\\"))
        self.at = end + (sign == "{")
        gap = max(self.gap, int(inner[:1].isspace() or len(tokens) > 3))
        for place, token in enumerate(tokens):
            # The closing brace belongs to the last word, so that a stretch which ends there is whole.
            end = self.at if place == len(tokens) - 1 else begin + token.end
            self.found.append(token._replace(start=begin + token.start, end=end, gap=gap if place == 0 else token.gap))
        self.gap = int(inner[-1:].isspace())
        if self.text[self.at : self.at + 1] == "_" and tokens and tokens[-1].kind in {"word", "variable", "constant", "unit"}:
            last = self.found.pop()
            self._subscripted(inner[tokens[-1].start : tokens[-1].end].strip(), last.start)

    def _dressed(self, name: str, start: int) -> None:
        """Read a letter in bold or with an accent: a unit vector where it names an axis, a name of its own, or the letter."""
        here = self.at
        found = self._dressed_letter(name)
        if found is None:
            self.at = here
            self._argument("missing_letter")
            return
        letter, accent, bold = found
        accented = f"{letter}_{accent}" if accent else letter
        if self.text[self.at : self.at + 1] == "_":
            self.at += 1
            index = self._index_text()
            if index is None:
                self._bad("index", start, head=quoted(letter))
                return
            axis = self.words.meaning(f"{letter}_{index}") if letter == "e" else None
            plain = f"{letter}_{index}"
            bare = axis or self.words.declares(plain) or accent == "vec"
            self._read(plain if bare else f"{accented}_{index}", start, split=False)
        elif letter in {"i", "j", "k"} and (accent or bold):
            self._add("unit", "ijk".index(letter), start)
        elif letter in {"∇", "∂"}:
            self._add("sign", letter, start)
        elif accent != "hat" and self.words.meaning(letter) is not None:
            self._read(letter, start, split=False)
        else:
            self._read(accented, start, split=False)

    def _dressed_letter(self, name: str) -> tuple[str, str, bool] | None:
        """Return the one letter that is dressed, with its accent and whether it is bold, and go behind it."""
        accent, bold, depth = signs.ACCENTED.get(name, ""), name in signs.BOLD, 0
        for _ in range(2 * _MOST_DRESS):
            sign = self._peek()
            if sign == "{":
                depth += 1
                self.at += 1
                continue
            command = signs.COMMAND.match(self.text, self.at) if sign == "\\" else None
            if command is None:
                break
            self.at = command.end()
            if command[1] in {"imath", "jmath"} or command[1] in signs.GREEK_NAMES or command[1] in {"nabla", "partial"}:
                sign = {"imath": "i", "jmath": "j", "nabla": "∇", "partial": "∂"}.get(command[1], command[1])
                self.at -= 1
                break
            if command[1] not in signs.ACCENTED and command[1] not in signs.DRESS and command[1] not in signs.WORDS:
                return None
            accent = accent or signs.ACCENTED.get(command[1], "")
            bold = bold or command[1] in signs.BOLD
        else:
            return None
        if not sign or not (sign.isalpha() or sign in "∇∂"):
            return None
        self.at += 1
        for _ in range(depth):
            if self._peek() != "}":
                return None
            self.at += 1
        follows = self.text[self.at : self.at + 1]
        return None if not depth and name in signs.WORDS and follows.isalpha() else (sign, accent, bold)

    def _column(self, name: str, start: int) -> None:
        r"""Read a vector of two components, as people write it who take `\binom` for that."""
        self._add("open", "[", start)
        self._argument("missing_component")
        self._add("op", ",", start)
        self._argument("missing_component")
        self._add("close", "[", start)

    def _environment(self, which: str, start: int) -> None:
        match = _ENVIRONMENT.match(self.text, self.at)
        name = match[1] if match else ""
        if match:
            columns = _COLUMNS.match(self.text, match.end()) if name == "array" else None
            self.at = (columns or match).end()
        if name in signs.LINES or (name in {"array", "cases", "dcases"} and self._equates()):
            return
        if name not in signs.MATRICES or which == "end":
            self._bad("environment", start, name=quoted(name))
            return
        self._matrices += 1
        self._deeper(lambda: self._matrix(name, start))
        self._matrices -= 1

    def _equates(self) -> bool:
        """Tell whether an array has equations in its rows and is no matrix, at its beginning and at its end."""
        end = self.text.find("\\end", self.at)
        begins = end >= 0 and "=" in self.text[self.at : end]
        ends = self.text.rfind("\\begin", 0, self.at) < self.text.rfind("\\end", 0, self.at)
        return begins or ends

    def _matrix(self, name: str, start: int) -> None:
        """Read a row or a column of components; `&` and line breaks part them."""
        end = re.compile(r"\\end\s*\{\s*" + name + r"\s*\}")
        partings: set[str] = set()
        self._add("open", "[", start)
        while not (closing := self._at_end(end)):
            if not self._parting(partings, end):
                if self.at >= len(self.text):
                    self._bad("environment_open", start, name=quoted(name))
                    return
                self._one()
        self.at = closing.end()
        if len(partings) > 1:
            self._bad("matrix", start)
        self._add("close", "[", self.at)

    def _at_end(self, end: re.Pattern[str]) -> re.Match[str] | None:
        self._peek()
        return end.match(self.text, self.at)

    def _parting(self, partings: set[str], end: re.Pattern[str]) -> bool:
        sign = "\\\\" if self.text.startswith("\\\\", self.at) else self.text[self.at : self.at + 1]
        if sign not in {"&", "\\\\"}:
            return False
        start = self.at
        self.at += len(sign)
        gap = _ROW_GAP.match(self.text, self.at)
        self.at = gap.end() if gap and sign == "\\\\" else self.at
        if not self._at_end(end):
            partings.add(sign)
            self._add("op", ",", start)
        return True

    _ARGUED: ClassVar = {
        **dict.fromkeys(signs.FRACTIONS, _fraction), "sqrt": _root, "over": _over, "ang": _angle, "_": _escaped,
        **dict.fromkeys(signs.WORDS, _wording), **dict.fromkeys((*signs.DRESS, *signs.ACCENTED), _dressed),
        **dict.fromkeys(("begin", "end"), _environment), **dict.fromkeys(signs.COLUMNS, _column),
        **dict.fromkeys((*signs.UNSEEN, *signs.COLOURED), _skipped),
        **dict.fromkeys((*signs.STRUCK, "cancelto"), _struck), **dict.fromkeys(signs.BRACED, _braced),
        **dict.fromkeys(signs.REFUSED, _refused),
    }  # fmt: skip
    """How the commands are read that take arguments, or are refused."""


def _as_name(token: Token, text: str) -> str:
    """Return what a token of an index is in an identifier."""
    if token.kind in {"word", "variable", "constant", "number", "unit"}:
        return str(token.value) if token.kind in {"word", "variable"} else text[token.start : token.end].strip("\\ ")
    return {",": ",", "-": "-", "+": "+"}.get(str(token.value), "") if token.kind == "op" else ""

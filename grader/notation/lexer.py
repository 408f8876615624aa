r"""Cuts a text into the words of mathematics, however they are typed: Python, calculator, unicode signs and LaTeX.

One stream for all of them: `x²`, `x**2` and `x^{2}` come out alike, `\frac{x}{2}` as `{ {x} / {2} }`. What stands
between dollar signs, and a text with commands in it, is TeX, where an exponent is one sign (`x^23` is x² times 3).
Knows no precedence and refuses nothing but what is endless: what has no meaning is a token too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from fractions import Fraction

from grader.algebra.functions import FUNCTIONS
from grader.algebra.tree import Number
from grader.notation import signs
from grader.notation.tokens import MAX_DIGITS, MAX_NESTING, MAX_TOKENS, Complaint, Kind, Token, quoted, unreadable
from grader.notation.vocabulary import FUNCTION_WORDS, MODULES, Words

_LETTER = r"A-Za-zªµ\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u03ff\u0400-\u04ff\u1e00-\u1effℯ"
_WORD_SIGN = rf"{_LETTER}_0-9₀-₉ₐ-ₜᵢⱼᵣᵤᵥᵧ\u0302\u0304\u20d7\u0303"
_TOKEN = re.compile(rf"(?P<number>[0-9]+(?:\.[0-9]+|\.(?=[A-Za-z(]|\s*[-+*/^)\],;=0-9|]))?|\.[0-9]+)|(?P<word>[{_LETTER}_][{_WORD_SIGN}]*)")
"""A number, and a word or an identifier of the alphabets in which mathematics is written."""
_LETTERS = re.compile(rf"[{_LETTER}]+")
_OTHER_LETTERS = re.compile(rf"(?:(?![{_LETTER}])[^\W\d_])+")
_ABBREVIATION = re.compile(r"(?:[A-Za-z]\.){2,}")  # `i.e.` is no product with i and e
_IDENTIFIER = re.compile(r"[^\W\d]\w*")
_SCIENTIFIC = re.compile(r"[eE][+-]?[0-9]+")
_SUBMODULE = re.compile(r"\.(?:(?:linalg|special|S)\.)?")
_METHOD = re.compile(r"\.(?:T\b|dot(?=\s*\())")
_DEGREES = re.compile(r"\s*deg(?:rees?)?(?![A-Za-z_])")
_RAISED_DEGREE = re.compile(r"\s*(?:(?:\\circ|∘|°|º|o)(?![A-Za-z_0-9])|\{\s*(?:\\circ|\\degree|∘|°|º|o)\s*\})")
_RAISED_T = re.compile(r"\s*\{?\s*(?:T(?![A-Za-z_0-9])|\\top\b|\\mathsf\s*\{?T\}?|\\intercal\b|\\(?:mathrm|text)\s*\{T\})\s*\}?")
_TEX = re.compile(r"\\[A-Za-z,;!\\{|]|\^\s*\{|_\s*\{|[\])]\s*\^\s*T\b")
"""What nobody writes who does not mean TeX."""
_STRETCH = re.compile(r"[^$\x02-\x05]*")  # up to where TeX or code may begin or end
_GLUED = re.compile(rf"[{_LETTER}]+|[0-9]+")
_ROW_GAP = re.compile(r"\s*\[[-\d.]+\s*[a-z]{2}\]")
_COLUMNS = re.compile(r"\s*\{[clr|@{}\s]*\}")
_ENVIRONMENT = re.compile(r"\s*\{\s*([A-Za-z]+\*?)\s*\}(?:\s*\{\d\})?")
_BRACE = re.compile(r"(?<!\\)[{}]")
_MOST_DRESS = 6  # commands around one letter: `\\hat{\\mathbf{e}}` has two
_DIGITS = re.compile(r"[0-9]+")
_ROOTS = frozenset(("sqrt", "cbrt"))  # they take one factor: √3x is √3·x
_LOGARITHMS = frozenset(("log", "log2", "log10"))
_NARROW = frozenset(",;:! >\n")  # commands that are a blank


def number(digits: str, exponent: str) -> Number | Complaint:
    """Return a decimal literal, exact; `digits` has at most one point."""
    power = int(exponent) if len(exponent) < 8 else MAX_DIGITS + 1
    if len(digits) > MAX_DIGITS or abs(power) > MAX_DIGITS:
        return Complaint("digits", {})
    whole, point, decimals = digits.partition(".")
    if not point and not power:
        return Number(Fraction(int(whole)))
    value = Fraction(int((whole + decimals) or "0"), 10 ** len(decimals)) * Fraction(10) ** power
    significant = len((whole + decimals).lstrip("0")) or 1
    return Number(value, significant if point else None)


class Lexer:
    """Cuts one text; `strict` is Python's own spelling, where `^` is no power and letters side by side are one name."""

    def __init__(
        self, text: str, words: Words, *, strict: bool = False, tex: bool | None = None, most: int = MAX_TOKENS, depth: int = 0
    ) -> None:
        self.text = signs.folded(text, words.signs)
        self.written = text
        self.words = words
        self.strict = strict
        self.most = most
        self.at = 0
        self.depth = depth
        self.gap = True
        self.found: list[Token] = []
        self.commas = set[int]()
        """Where the commas between two digits stand."""
        self._braces: dict[int, int] | None = None
        self._after_exponent = 0
        self._matrices = 0
        self._fixed = strict or tex is not None
        self._inside = False
        self.tex = bool(tex) if self._fixed else self._is_tex()

    def tokens(self) -> list[Token]:
        """Return all tokens, an `end` last. Raises Unreadable for too many or too deep."""
        length = len(self.text)
        while self.at < length:
            self._one()
        self.at = length
        self.found.append(Token("end", "", length, length, self.gap))
        return self.found

    # --- Moving ----------------------------------------------------------------------------------

    def _add(self, kind: Kind, value: str | int | Number | Complaint, start: int) -> None:
        if len(self.found) > self.most:
            raise unreadable("parts", start)
        self.found.append(Token(kind, value, start, self.at, self.gap))
        self.gap = False

    def _bad(self, case: str, start: int, **gaps: object) -> None:
        self._add("bad", Complaint(case, gaps), start)

    def _peek(self) -> str:
        """Return the next sign that is no blank, and go there."""
        text, at = self.text, self.at
        blanks = signs.BLANKS if not self.tex else signs.BLANKS_OF_TEX if not self._matrices else signs.BLANKS_OF_MATRICES
        while text[at : at + 1] in blanks and at < len(text):
            at += 1
        if at > self.at:
            self.gap = True
            self.at = at
        return text[at : at + 1]

    def _deeper(self, read: Callable[[], None]) -> None:
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise unreadable("nested", self.at)
        read()
        self.depth -= 1

    def _is_tex(self) -> bool:
        """Tell whether what follows, up to the next dollar sign, is TeX by its commands or braces."""
        stretch = _STRETCH.match(self.text, self.at)
        end = stretch.end() if stretch else len(self.text)
        return _TEX.search(self.text, self.at, end) is not None

    def _one(self) -> None:
        """Read whatever comes next: a sign, a number, a word or a command with its arguments."""
        sign = self._peek()
        if not sign:
            return
        match = _TOKEN.match(self.text, self.at)
        if match is None:
            self._sign(sign, self.at)
        elif match.lastgroup == "number":
            self._number(match[0])
        elif self.tex:
            self._letters(match[0])
        else:
            self._word(match[0])

    # --- Signs -----------------------------------------------------------------------------------

    def _sign(self, sign: str, start: int) -> None:
        special = self._SPECIAL.get(sign)
        if special is not None and special(self, start):
            return
        two = signs.TWO.get(self.text[start : start + 2], "")
        if two == "=?":
            self.at += 1  # the question mark is a sign of its own
            self._add("op", "=", start)
        elif two and (two != "←" or (self.gap and self.text[start + 2 : start + 3] == " ")):
            self.at += 2
            self._add("op" if two in "^=≈" else "sign", two, start)
        elif sign in signs.OPERATORS:
            self.at += 1
            spoken = (sign == "!" and self.gap) or (sign == "~" and not self.gap)
            self._add("sign" if spoken else "op", sign if spoken else signs.OPERATORS[sign], start)
        elif sign in signs.BRACKETS:
            self.at += 1
            self._add(*signs.BRACKETS[sign], start)  # type: ignore[arg-type]
        elif sign in signs.SUPERSCRIPTS:
            self._raised(start)
        elif sign in signs.SUBSCRIPTS:
            self._lowered(start)
        elif sign in signs.ROOTS:
            self.at += 1
            self._add("function", signs.ROOTS[sign], start)
        elif sign in signs.VULGAR:
            self._vulgar(sign, start)
        else:
            letters = _OTHER_LETTERS.match(self.text, start)
            self.at = letters.end() if letters else start + 1
            self._add("word" if letters else "sign", self.text[start : self.at], start)

    def _backslash(self, start: int) -> bool:
        self._command(start)
        return True

    def _caret(self, start: int) -> bool:
        self.at += 1
        self._power(start)
        return True

    def _boundary(self, start: int) -> bool:
        """Read a dollar sign, or the mark of a document: what follows is TeX, or no longer."""
        sign = self.text[start]
        self.at += 1
        while sign == "$" and self.text[self.at : self.at + 1] == "$":
            self.at += 1
        self._inside = not self._inside if sign == "$" else sign == "\x02"
        if not self._fixed:
            self.tex = self._inside or (sign != "\x04" and self._is_tex())
        self.gap = True
        return True

    def _comment(self, start: int) -> bool:
        if not self.tex:
            self.at = len(self.text)
        return not self.tex

    def _brace(self, start: int) -> bool:
        """Read the `{,}` of a decimal comma."""
        whole = self.found[-1] if self.found else None
        decimals = _DIGITS.match(self.text, start + 3) if self.text.startswith("{,}", start) else None
        if decimals is None or whole is None or whole.kind != "number" or whole.end != start:
            return False
        self.at = decimals.end()
        self.found[-1] = self.with_decimals(whole, decimals[0], self.at)
        return True

    def with_decimals(self, whole: Token, decimals: str, end: int) -> Token:
        """Return the number of the digits before and after a decimal comma."""
        before = self.text[whole.start : whole.end]
        value = number(f"{before}.{decimals}", "0") if before.isdigit() else Complaint("comma", {})
        return Token("bad" if isinstance(value, Complaint) else "number", value, whole.start, end, whole.gap)

    def _comma(self, start: int) -> bool:
        before, after = self.text[start - 1 : start], self.text[start + 1 : start + 2]
        if start and before.isdigit() and before.isascii() and after.isdigit() and after.isascii():
            if self.written[start] == "," and self.found[-1].kind == "number":
                self.commas.add(start)
        return False

    def _point(self, start: int) -> bool:
        """Read `.T` or `.dot` behind a bracket: a transposed row has the same components, `dot` is the sign between two."""
        method = _METHOD.match(self.text, start) if self.found and self.found[-1].kind == "close" else None
        if method is None:
            return False
        self.at = start + 2 if method[0] == ".T" else method.end()
        if method[0] != ".T":
            self._add("op", "·", start)
        return True

    def _underscore(self, start: int) -> bool:
        self.at += 1
        self._index(start)
        return True

    def _raised(self, start: int) -> None:
        """Read `²` or `⁻³ˣ`: a power sign and what stands up there, in brackets."""
        end = start
        while self.text[end : end + 1] in signs.SUPERSCRIPTS and end < len(self.text):
            end += 1
        inner = "".join(signs.SUPERSCRIPTS[sign] for sign in self.text[start:end])
        self.at = end
        self._add("op", "^", start)
        self._add("open", "{", start)
        self.found += [token._replace(start=start, end=end) for token in Lexer(inner, self.words, tex=False).tokens()[:-1]]
        self._add("close", "{", start)

    def _lowered(self, start: int) -> None:
        """Read `ₓ` where it stands behind no letter, as in `∂ₓf`."""
        end = start
        while self.text[end : end + 1] in signs.SUBSCRIPTS and end < len(self.text):
            end += 1
        self._add("op", "_", start)
        self.at = end
        self._add("word", "".join(signs.SUBSCRIPTS[sign] for sign in self.text[start:end]), start)

    def _vulgar(self, sign: str, start: int) -> None:
        self.at += 1
        if self.found and self.found[-1].kind == "number":
            self._bad("mixed", start)
            return
        above, below = signs.VULGAR[sign]
        self._add("open", "{", start)
        self._add("number", Number(Fraction(above)), start)
        self._add("op", "/", start)
        self._add("number", Number(Fraction(below)), start)
        self._add("close", "{", start)

    # --- Numbers and words -----------------------------------------------------------------------

    def _number(self, digits: str) -> None:
        start = self.at
        end = start + len(digits)
        exponent = None if self.tex else _SCIENTIFIC.match(self.text, end)
        if exponent is not None and not self.strict and self.words.declares(exponent[0][0]):
            exponent = None
        self.at = exponent.end() if exponent else end
        value = number(digits, exponent[0][1:] if exponent else "0")
        self._add("bad" if isinstance(value, Complaint) else "number", value, start)
        degrees = None if self.strict else _DEGREES.match(self.text, self.at)
        if degrees:
            start, self.at = self.at, degrees.end()
            self._add("op", "°", start)

    def _word(self, word: str) -> None:
        """Read a word as it stands in a program or on paper: a name, a function, or several words run together."""
        start, end = self.at, self.at + len(word)
        short = _ABBREVIATION.match(self.text, start) if self.text[end : end + 1] == "." and not self.strict else None
        if short is not None:
            self.at = short.end()
            self._add("word", short[0], start)
            return
        if word in MODULES and self.text[end : end + 1] == "." and not self.words.declares(word):
            rest = _SUBMODULE.match(self.text, end)
            self.at = rest.end() if rest else end
            return
        self.at = end
        self._read(word, start, split=not self.strict)

    def _read(self, word: str, start: int, *, split: bool = True) -> None:
        """Add the tokens of one word that ends where the lexer is."""
        if not word.isascii():
            word = self._spelled(word, start)
            if not word:
                return
        meaning = self.words.meaning(word)
        if meaning is not None and not (split and word in {"log2", "log10"} and self._is_taken_of_digits(word)):
            self._add(*meaning, start)
            return
        pieces = self.words.cut(word) if split and not self.words.is_name(word) else None
        if pieces is not None:
            self._run(pieces, start)
        elif not (split and not word.isalpha() and "_" not in word and self._glued(word, start)):
            self._named(word, start)

    def _run(self, pieces: tuple[tuple[Kind, str | int, int], ...], start: int) -> None:
        """Add the words of a run of letters."""
        end = self.at
        for kind, value, length in pieces:
            self.at = start + length
            self._add(kind, value, start)
            start = self.at
        self.at = end

    def _named(self, word: str, start: int) -> None:
        """Add a word that is no word of a formula; `log_2` is a function with its base."""
        stem, line, base = word.partition("_")
        if stem in {"log", "ln"} and line and (base == "e" or (base.isdigit() and base.isascii() and len(base) < 4)):
            self._add("function", "log", start)
            self._add("op", "_", start)
            if base == "e":
                self._add("constant", "e", start)
            else:
                self._add("number", Number(Fraction(int(base))), start)
        else:
            self._add("word", word, start)

    def _spelled(self, word: str, start: int) -> str:
        """Return a word with lowered digits and hats written out: `x₁` as `x_1`, `û` as `u_hat`.

        Empty where the word was a run with unit vectors in it, such as `yî`, and has been read.
        """
        spelled, lowered = "", False
        apart = unicodedata.normalize("NFD", word) if any(sign in signs.HATTED for sign in word) or "\u0302" in word else word
        for at, sign in enumerate(apart):
            if sign in signs.SUBSCRIPTS:
                spelled += signs.SUBSCRIPTS[sign] if lowered or spelled.endswith("_") else "_" + signs.SUBSCRIPTS[sign]
                lowered = True
            elif sign in signs.ACCENTS:
                spelled += "_" + signs.ACCENTS[sign]
            else:
                spelled += sign
        hats = [at for at, sign in enumerate(apart) if sign in signs.ACCENTS]
        if not hats or len(apart) - len(hats) == 1 or "_" in apart:
            return spelled
        pieces: list[tuple[Kind, str | int, int]] = []
        at = 0
        for hat in hats:
            run = self.words.cut(apart[at : hat - 1]) if hat - 1 > at else ()
            axis = self.words.meaning(f"{apart[hat - 1]}_{signs.ACCENTS[apart[hat]]}")
            if run is None or axis is None:
                return word
            pieces += [*run, (*axis, 1 if len(word) < len(apart) else 2)]
            at = hat + 1
        rest = self.words.cut(apart[at:]) if at < len(apart) else ()
        if rest is None:
            return word
        self._run((*pieces, *rest), start)
        return ""

    def _is_taken_of_digits(self, word: str) -> bool:
        """Tell whether the digits of `log2` and `log10` may be what the logarithm is taken of: no argument follows."""
        rest = self.text[self.at : self.at + 40].lstrip()[:1]
        follows = rest.isalnum() or (rest in {"√", "|", "\\"} and rest != "")
        return rest != "(" and not (follows and word == "log10")

    def _glued(self, word: str, start: int) -> bool:
        """Read a function with digits glued on: `sin2x` is sin(2x), `cos30°` of degrees, `x ln2 y` a product.

        False where the digits belong to no function, or the letters are no words.
        """
        parts = _GLUED.findall(word)
        read = [(part, None if part[0].isdigit() else self.words.cut(part)) for part in parts]
        before: tuple[Kind, str | int, int] | None = None
        if len(read) > 1 and read[-1][0] in {"deg", "degree", "degrees"} and read[-2][1] is None:
            self.at -= len(read.pop()[0])  # the word for degrees is read as a sign
        for part, pieces in read:
            if part[0].isdigit():
                if before is None or before[0] != "function":
                    return False
            elif pieces is None:
                return False
            before = pieces[-1] if pieces else None
        end, last = self.at, len(read) - 1
        self.at = start
        opened = False
        for index, (part, pieces) in enumerate(read):
            if pieces is None:
                function = str(self.found[-1].value)
                tail = (index < last and read[index + 1][1]) or ()
                begin = self.at
                self.at += len(part)
                complaint = self._complaint(function, part, word, end, tail=bool(tail) and tail[0][0] != "function")
                if complaint is not None:
                    self.found.pop()
                    self.at = end
                    self._bad(*complaint[:1], start, **complaint[1])
                    return True
                self._add("open", "{", begin)
                if index == last:
                    decimals = re.compile(r"\.[0-9]+").match(self.text, self.at)
                    part += decimals[0] if decimals else ""
                    self.at = decimals.end() if decimals else self.at
                value = number(part, "0")
                self._add("bad" if isinstance(value, Complaint) else "number", value, begin)
                degrees = self._degree_sign() if index == last else 0
                if degrees:
                    begin, self.at = self.at, degrees
                    self._add("op", "°", begin)
                opened = True
                end = max(end, self.at)
                if index == last:
                    self._add("close", "{", self.at)
                continue
            for kind, value, length in pieces:
                begin = self.at
                if opened and kind == "function":
                    self._add("close", "{", begin)
                    opened = False
                self.at += length
                self._add(kind, value, begin)
            if opened and index == last:
                self._add("close", "{", self.at)
        self.at = end
        return True

    def _degree_sign(self) -> int:
        """Return where a sign for degrees ends that comes next, 0 where there is none."""
        at = self.at
        if self.text[at : at + 1] in {"°", "º", "˚", "∘"}:
            return at + 1
        raised = _RAISED_DEGREE.match(self.text, at + 1) if self.text[at : at + 1] == "^" else None
        spoken = _DEGREES.match(self.text, at)
        return raised.end() if raised else spoken.end() if spoken else 0

    def _complaint(
        self, function: str, digits: str, word: str, end: int, *, tail: bool
    ) -> tuple[str, dict[str, object]] | None:
        """Return what speaks against reading a function with digits glued on: two readings that differ."""
        row = FUNCTIONS.get(function)
        after = self.text[end : end + 1]
        rest = word[word.rfind(digits) + len(digits) :]
        applied = {"word": quoted(word), "function": function, "digits": digits, "rest": rest}
        if (after in {"(", "^", "["} and after) or after in signs.SUPERSCRIPTS or self.text.startswith("**", end):
            return ("glued.more", applied) if not (after == "^" and self._raised_degree(end)) else None
        if tail:
            return ("glued.root", applied) if function in _ROOTS or word.startswith(("log2", "log10")) else None
        following = self.text[end:].lstrip()[:1] if after in signs.BLANKS and after else ""
        beside = following.isalnum() or (following in {"(", "√", "|", "\\"} and following)
        if row is not None and row.of_angle:
            return None if self._degrees_follow(end) else ("glued.angle", applied)
        if word == "exp2":
            return ("lacks_brackets", {"word": quoted(word), "name": function, "digits": digits})
        if function in _LOGARITHMS | _ROOTS:
            return ("glued.base", applied) if beside and word.endswith("log2") else None
        return ("glued.more", applied) if beside else None

    def _raised_degree(self, end: int) -> bool:
        return _RAISED_DEGREE.match(self.text, end + 1) is not None

    def _degrees_follow(self, end: int) -> bool:
        here, self.at = self.at, end
        found = self._degree_sign()
        self.at = here
        return bool(found)

    # --- TeX -------------------------------------------------------------------------------------

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
        """Return where the brace is closed that opens here."""
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
            self._argument("base")
            return
        index = self._index_text()
        if index is None:
            self._bad("index", start, head=quoted(self.text[max(0, start - 1) : start]))
        else:
            self._add("word", index, start)

    def _power(self, start: int) -> None:
        degree = _RAISED_DEGREE.match(self.text, self.at)
        if degree and not (degree[0].strip(" {}") == "o" and self.words.declares("o")):
            self.at = degree.end()
            self._add("op", "°", start)
            return
        transposed = _RAISED_T.match(self.text, self.at)
        if transposed and self.found and self.found[-1].kind == "close" and self.found[-1].value != "{":
            self.at = transposed.end()
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
        if sign == "'" or self.text.startswith("\\prime", self.at):
            return
        if self._after_exponent == len(self.found) > 0:
            self._bad("two_exponents", start)
        self._add("op", "^", start)
        if sign in {"-", "−", "+"}:
            at = self.at
            self.at += 1
            self._bad("exponent_sign", at)
            return
        single = self._argument("exponent")
        self._after_exponent = len(self.found)
        if single:
            self._times_digit()

    def _times_digit(self) -> None:
        """Put a times sign where a digit follows an argument of one digit: `x^23`, `\\frac1234`."""
        if self.text[self.at : self.at + 1] in {*"0123456789"}:
            self._add("op", "*", self.at)

    def _argument(self, what: str) -> bool:
        """Read a group, a bracket, a command or a single sign, in brackets; True for a single sign."""
        sign = self._peek()
        begin = self.at
        if not sign or sign in "}])^_,=+-*/&":
            self._bad(f"missing_{what}", begin)
            return False
        if sign == "{":
            self._group()
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
        self._deeper(lambda: self._until("}", "{"))

    def _until(self, stop: str, bracket: str) -> None:
        start = self.at
        self.at += 1
        self._add("open", bracket, start)
        while (sign := self._peek()) and sign != stop:
            if sign == "{" and not self.text.startswith("{,}", self.at):
                self._group()
            else:
                self._one()
        start = self.at
        if sign:
            self.at += 1
            self._add("close", bracket, start)
        else:
            self._bad("unclosed", start, sign=stop)

    # --- Commands of TeX -------------------------------------------------------------------------

    def _command(self, start: int) -> None:
        match = signs.COMMAND.match(self.text, start)
        if not match:
            self.at = start + 1
            self._bad("backslash", start)
            return
        name, self.at = match[1], match.end()
        if name in signs.SIZED:
            self._delimiter(name, start)
        elif name in signs.IGNORED:
            self.gap = self.gap or name in _NARROW
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
        """Read the `\\_` of a name in which Markdown or TeX would take the line for a sign of its own."""
        rest = _IDENTIFIER.match(self.text, self.at)
        last = self.found[-1] if self.found else None
        if rest is None or last is None or last.end != start or last.kind not in {"word", "variable", "constant", "unit"}:
            self._add("sign", "_", start)
            return
        self.found.pop()
        self.at = rest.end()
        self._read(f"{self.text[last.start : last.end]}_{rest[0]}", last.start, split=False)

    def _delimiter(self, name: str, start: int) -> None:
        r"""Read what stands after `\left` or `\right`: a dot is invisible, a bar now knows its side."""
        sign = self._peek()
        bar = re.compile(r"\\?\||\\[vV]ert").match(self.text, self.at)
        if sign == ".":
            self.at += 1
        elif bar is not None:
            self.at = bar.end()
            side = {"l": "open", "r": "close"}.get("l" if name == "left" else "r" if name == "right" else name[-1], "op")
            self._add(side, "|", start)  # type: ignore[arg-type]

    def _fraction(self, name: str, start: int) -> None:
        mixed = bool(self.found) and self.found[-1].kind == "number"
        first = len(self.found)
        self._add("open", "{", start)
        self._argument("numerator")
        self._add("op", "/", start)
        single = self._argument("denominator")
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
        r"""Leave out the argument of `\color{red}` or `\tag{1}`."""
        self._peek()
        end = self._closing_brace(self.at) if self.text[self.at : self.at + 1] == "{" else None
        if end is None:
            self._bad("braces", start)
        else:
            self.at = end + 1

    def _coloured(self, name: str, start: int) -> None:
        self._skipped(name, start)
        if name == "fcolorbox":
            self._skipped(name, start)

    def _struck(self, name: str, start: int) -> None:
        r"""Leave out what `\cancel` strikes; `\cancelto{0}{x}` is what it says in its first argument."""
        if name == "cancelto":
            self._argument("exponent")
            self._skipped(name, start)
            return
        begin = len(self.found)
        self._argument("struck")
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
                self._argument("radicand")
            return
        first = len(self.found)
        self._deeper(lambda: self._until("]", "{"))
        degree, self.found[first:] = self.found[first:], []
        self._add("function", "root", start)
        self._add("open", "(", start)
        self._argument("radicand")
        self._add("op", ",", start)
        self.found += degree
        self._add("close", "(", start)

    def _angle(self, name: str, start: int) -> None:
        self._add("open", "{", start)
        self._argument("angle")
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
        inside = Lexer(
            inner.lstrip("\\"), self.words, tex=None if "$" in inner else False, most=self.most, depth=self.depth + 10
        )
        tokens = inside.tokens()[:-1]
        begin += len(inner) - len(inner.lstrip("\\"))
        self.at = end + (sign == "{")
        gap = self.gap or inner[:1].isspace() or len(tokens) > 3
        for place, token in enumerate(tokens):
            self.found.append(
                token._replace(start=begin + token.start, end=begin + token.end, gap=gap if place == 0 else token.gap)
            )
        self.gap = inner[-1:].isspace()
        if self.text[self.at : self.at + 1] == "_" and tokens and tokens[-1].kind in {"word", "variable", "constant", "unit"}:
            last = self.found.pop()
            self._subscripted(inner[tokens[-1].start : tokens[-1].end].strip(), last.start)

    def _dressed(self, name: str, start: int) -> None:
        """Read a letter in bold or with an accent: a unit vector where it names an axis, a name of its own, or the letter."""
        here = self.at
        found = self._dressed_letter(name)
        if found is None:
            self.at = here
            self._argument("letter")
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
            self._read(plain if axis or self.words.declares(plain) or accent == "vec" else f"{accented}_{index}", start, split=False)
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

    # --- Vectors of TeX --------------------------------------------------------------------------

    def _column(self, name: str, start: int) -> None:
        r"""Read a vector of two components, as people write it who take `\binom` for that."""
        self._add("open", "[", start)
        self._argument("component")
        self._add("op", ",", start)
        self._argument("component")
        self._add("close", "[", start)

    def _environment(self, which: str, start: int) -> None:
        match = _ENVIRONMENT.match(self.text, self.at)
        name = match[1] if match else ""
        if match:
            columns = _COLUMNS.match(self.text, match.end()) if name == "array" else None
            self.at = (columns or match).end()
        if name in signs.LINES:
            return
        if name not in signs.MATRICES or which == "end":
            self._bad("environment", start, name=quoted(name))
            return
        self._matrices += 1
        self._deeper(lambda: self._matrix(name, start))
        self._matrices -= 1

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

    _SPECIAL = {
        "\\": _backslash, "^": _caret, **dict.fromkeys("$\x02\x03\x04\x05", _boundary), "#": _comment, "{": _brace,
        ",": _comma, ".": _point, "_": _underscore,
    }  # fmt: skip
    """How single signs are read that may be more than themselves; False where they are themselves after all."""
    _ARGUED = {
        **dict.fromkeys(signs.FRACTIONS, _fraction), "sqrt": _root, "over": _over, "ang": _angle, "_": _escaped,
        **dict.fromkeys(signs.WORDS, _wording), **dict.fromkeys((*signs.DRESS, *signs.ACCENTED), _dressed),
        **dict.fromkeys(("begin", "end"), _environment), **dict.fromkeys(signs.COLUMNS, _column),
        **dict.fromkeys(signs.UNSEEN, _skipped), **dict.fromkeys(signs.COLOURED, _coloured),
        **dict.fromkeys((*signs.STRUCK, "cancelto"), _struck), **dict.fromkeys(signs.BRACED, _braced),
        **dict.fromkeys(signs.REFUSED, _refused),
    }  # fmt: skip
    """How the commands are read that take arguments, or are refused."""


def _as_name(token: Token, text: str) -> str:
    """Return what a token of an index is in an identifier."""
    if token.kind in {"word", "variable", "constant", "number", "unit"}:
        value = str(token.value) if token.kind in {"word", "variable"} else text[token.start : token.end].strip("\\ ")
        return value
    return {",": ",", "-": "-", "+": "+"}.get(str(token.value), "") if token.kind == "op" else ""


_ = FUNCTION_WORDS

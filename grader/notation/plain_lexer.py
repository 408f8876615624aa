"""Cuts plain text into the words of mathematics: Python, calculator style and unicode signs, and the signs of all notations.

Knows no precedence and no command of TeX: what a backslash, a brace or an index means there is for `lexer`.
"""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar

from grader.algebra.functions import FUNCTIONS
from grader.algebra.tree import Number
from grader.notation import signs
from grader.notation.tokens import MAX_DIGITS, MAX_NESTING, MAX_TOKENS, WIDE, Complaint, Kind, Token, quoted, unreadable
from grader.notation.vocabulary import MODULES, Pieces, Words

LETTER = r"A-Za-zªµ\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u03ff\u0400-\u04ff\u1e00-\u1effℯ"
"""Letters of the alphabets in which mathematics is written: Latin, Greek, and Cyrillic for prose."""
_WORD_SIGN = rf"{LETTER}_0-9₀-₉ₐ-ₜᵢⱼᵣᵤᵥᵧ\u0302\u0304\u20d7\u0303"  # what a name has behind its first letter
_NUMBER = r"[0-9]+(?:\.[0-9]+|\.(?=[A-Za-z(]|\s*[-+*/^)\],;=0-9|]|\s+[A-Za-z](?![A-Za-z])))?|\.[0-9]+"
"""A decimal; the point at its end belongs to it where a formula goes on."""
_TOKEN = re.compile(rf"(?P<number>{_NUMBER})|(?P<word>[{LETTER}_][{_WORD_SIGN}]*)")
"""A number, and a word or an identifier of the alphabets in which mathematics is written."""
_OTHER_LETTERS = re.compile(rf"(?:(?![{LETTER}])[^\W\d_])+")  # a run of letters of any other script
_ABBREVIATION = re.compile(r"(?:[A-Za-z]\.){2,}")  # `i.e.` is no product with i and e
_SCIENTIFIC = re.compile(r"[eE][+-]?[0-9]+")  # the power of ten behind a number
_SUBMODULE = re.compile(r"\.(?:(?:linalg|special|S)\.)?")  # what may stand between `np.` and a function
_METHOD = re.compile(r"\.(?:T\b|dot(?=\s*\())")  # methods of arrays that are signs of mathematics
_DEGREES = re.compile(r"\s*deg(?:rees?)?(?![A-Za-z_])")  # the word for degrees behind a number
RAISED_DEGREE = re.compile(r"\s*(?:(?:\\circ|∘|°|º|o)(?![A-Za-z_0-9])|\{\s*(?:\\circ|\\degree|∘|°|º|o)\s*\})")
"""A degree as it is typed for want of the sign."""
_TEX = re.compile(r"\\[A-Za-z,;!\\{|]|\^\s*\{|_\s*\{|[\])]\s*\^\s*T\b")
"""What nobody writes who does not mean TeX."""
_STRETCH = re.compile(r"[^$\x02-\x05]*")  # up to where TeX or code may begin or end
_GLUED = re.compile(rf"[{LETTER}]+|[0-9]+")  # letters and digits in turn
_DIGITS = re.compile(r"[0-9]+")  # the decimals behind `{,}`
_DECIMALS = re.compile(r"\.[0-9]+")  # the decimals of a number that is glued on
_BASE = re.compile(r"(?:log|ln)_(?P<base>[0-9]{1,3}|[^\W\d_])(?P<rest>[^\W\d_]*)")
"""A logarithm with its base as an index, and what it is taken of."""
_ROOTS = frozenset(("sqrt", "cbrt"))  # they take one factor: √3x is √3·x
_LOGARITHMS = frozenset(("log", "log2", "log10"))  # names whose digits may be what they are taken of


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


class PlainLexer(ABC):
    """Cuts one text; `strict` is Python's own spelling, where `^` is no power and letters side by side are one name."""

    def __init__(  # noqa: PLR0913 - how a text is cut, each on its own
        self, text: str, words: Words, *, strict: bool = False, tex: bool | None = None, most: int = MAX_TOKENS, depth: int = 0
    ) -> None:
        self.text = signs.folded(text, words.signs)
        self.written = text
        self.words = words
        self.strict = strict
        self.most = most
        self.at = 0
        self.depth = depth
        self.gap = 1
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

    def _add(self, kind: Kind, value: str | int | Number | Complaint, start: int) -> None:
        if len(self.found) > self.most:
            raise unreadable("parts", start)
        self.found.append(Token(kind, value, start, self.at, self.gap))
        self.gap = 0

    def _add_number(self, digits: str, exponent: str, start: int) -> None:
        value = number(digits, exponent)
        self._add("bad" if isinstance(value, Complaint) else "number", value, start)

    def _add_braced(self, start: int, *inside: tuple[Kind, str | Number]) -> None:
        """Add tokens with the braces of an argument around them."""
        for kind, value in (("open", "{"), *inside, ("close", "{")):
            self._add(kind, value, start)

    def _bad(self, case: str, start: int, **gaps: object) -> None:
        self._add("bad", Complaint(case, gaps), start)

    def _peek(self) -> str:
        """Return the next sign that is no blank, and go there."""
        text, at = self.text, self.at
        blanks = signs.BLANKS if not self.tex else signs.BLANKS_OF_TEX if not self._matrices else signs.BLANKS_OF_MATRICES
        while text[at : at + 1] in blanks and at < len(text):
            at += 1
        if at > self.at:
            self.gap = self.gap or 1
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
            product = bool(self.found) and self.found[-1].kind == "close"
            spoken = (sign == "@" and not product) or (sign == "!" and self.gap > 0) or (sign == "~" and not self.gap)
            self._add("sign" if spoken else "op", sign if spoken else signs.OPERATORS[sign], start)
        elif sign in signs.BRACKETS:
            self.at += 1
            self._add(*signs.BRACKETS[sign], start)  # type: ignore[arg-type]
        elif sign == "ᵀ" and self.found and self.found[-1].kind == "close":
            self.at += 1  # a row written as a column
        elif sign in signs.SUPERSCRIPTS:
            self._raised(start)
        elif sign in signs.SUBSCRIPTS:
            self._lowered(start)
        elif sign in signs.ROOTS:
            self.at += 1
            self._add("function", signs.ROOTS[sign], start)
        elif sign in signs.VULGAR:
            self._vulgar(sign, start)
        elif unicodedata.combining(sign):
            self.at += 1
            self._bad("struck_sign", start)
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
        self.gap = WIDE
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
        between = start > 0 and before.isdigit() and before.isascii() and after.isdigit() and after.isascii()
        if between and self.written[start] == "," and self.found[-1].kind == "number":
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
        self.found += [token._replace(start=start, end=end) for token in type(self)(inner, self.words, tex=False).tokens()[:-1]]
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
        self._add_braced(start, ("number", Number(Fraction(above))), ("op", "/"), ("number", Number(Fraction(below))))

    def _number(self, digits: str) -> None:
        start = self.at
        end = start + len(digits)
        exponent = _SCIENTIFIC.match(self.text, end)
        if exponent is not None and not self.strict and self.words.declares(exponent[0][0]):
            exponent = None
        self.at = exponent.end() if exponent else end
        self._add_number(digits, exponent[0][1:] if exponent else "0", start)
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
        """Add the tokens of the word before the lexer's place."""
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

    def _run(self, pieces: Pieces, start: int) -> None:
        """Add the words of a run of letters."""
        end = self.at
        for kind, value, length in pieces:
            self.at = start + length
            self._add(kind, value, start)
            start = self.at
        self.at = end

    def _named(self, word: str, start: int) -> None:
        """Add a word that is no word of a formula; `log_2` is a function with its base."""
        based = _BASE.fullmatch(word)
        rest = self.words.cut(based["rest"]) if based and based["rest"] else ()
        letter = self.words.meaning(based["base"]) if based and not based["base"].isdigit() else None
        if word == "_":
            self._add("op", "_", start)
        elif based is None or rest is None or not (based["base"].isdigit() or letter):
            self._add("word", word, start)
        else:
            end, self.at = self.at, start + len(word) - len(based["rest"])
            self._add("function", "log", start)
            self._add("op", "_", start)
            if letter is not None:
                self._add(*letter, start)
            else:
                decimals = _DECIMALS.match(self.text, end) if not based["rest"] else None
                self.at = decimals.end() if decimals else self.at
                self._add_number(based["base"] + (decimals[0] if decimals else ""), "0", start)
            self._run(rest, self.at)
            self.at = max(self.at, end)

    def _spelled(self, word: str, start: int) -> str:
        """Return a word with lowered digits and hats written out: `x₁` as `x_1`, `û` as `u_hat`.

        Empty where the word was a run with unit vectors in it, such as `yî`, and has been read.
        """
        spelled, lowered = "", False
        apart = unicodedata.normalize("NFD", word) if any(sign in signs.HATTED for sign in word) or "\u0302" in word else word
        for sign in apart:
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
        parts = self._parts_of(word)
        if parts is None:
            return False
        end, self.at = self.at, start
        opened = False
        for index, (part, pieces) in enumerate(parts):
            following = parts[index + 1 :]
            if pieces is not None:
                opened = self._run_behind(pieces, opened=opened)
                continue
            complaint = self._complaint(part, word, following, end)
            if complaint is not None:
                self.found.pop()
                self.at = end
                self._add("bad", complaint, start)
                return True
            opened = True
            end = max(end, self._argument_of_digits(part, last=not following))
        if opened:
            self._add("close", "{", self.at)
        self.at = end
        return True

    def _parts_of(self, word: str) -> list[tuple[str, Pieces | None]] | None:
        """Return the runs of letters and the digits in a word, where all digits follow a function; None for any other."""
        parts = [(part, None if part[0].isdigit() else self.words.cut(part)) for part in _GLUED.findall(word)]
        if len(parts) > 2 and parts[-1][0] in {"deg", "degree", "degrees"}:
            self.at -= len(parts.pop()[0])  # the word for degrees is read as a sign
        for (_, before), (part, pieces) in pairwise([("", None), *parts]):
            if (before is None or before[-1][0] != "function") if part[0].isdigit() else pieces is None:
                return None
        return parts

    def _run_behind(self, pieces: Pieces, *, opened: bool) -> bool:
        """Add the letters behind the digits of a function, up to the next function in its brackets."""
        for kind, value, length in pieces:
            start = self.at
            if opened and kind == "function":
                self._add("close", "{", start)
                opened = False
            self.at += length
            self._add(kind, value, start)
        return opened

    def _argument_of_digits(self, digits: str, *, last: bool) -> int:
        """Add the number glued to a function, with decimals and a sign for degrees, and return its end."""
        start = self.at
        self.at += len(digits)
        self._add("open", "{", start)
        decimals = _DECIMALS.match(self.text, self.at) if last else None
        if decimals:
            digits, self.at = digits + decimals[0], decimals.end()
        self._add_number(digits, "0", start)
        degrees = self._degree_sign() if last else 0
        if degrees:
            start, self.at = self.at, degrees
            self._add("op", "°", start)
        return self.at

    def _degree_sign(self) -> int:
        """Return the end of the sign for degrees that comes next, 0 for none."""
        at = self.at
        if self.text[at : at + 1] in {"°", "º", "˚", "∘"}:
            return at + 1
        raised = RAISED_DEGREE.match(self.text, at + 1) if self.text[at : at + 1] == "^" else None
        spoken = _DEGREES.match(self.text, at)
        return raised.end() if raised else spoken.end() if spoken else 0

    def _complaint(self, digits: str, word: str, following: list[tuple[str, Pieces | None]], end: int) -> Complaint | None:
        """Return what speaks against reading a function with digits glued on: two readings that differ."""
        function = str(self.found[-1].value)
        after = self.text[end : end + 1]
        rest = "".join(part for part, _ in following)
        gaps: dict[str, object] = {"word": quoted(word), "function": function, "digits": digits, "rest": rest}
        if (after and after in "([") or after in signs.SUPERSCRIPTS or self.text.startswith("**", end):
            return Complaint("glued.more", gaps)
        if after == "^":
            return None if RAISED_DEGREE.match(self.text, end + 1) else Complaint("glued.more", gaps)
        if following and following[0][1] and following[0][1][0][0] != "function":
            unclear = function in _ROOTS or word.startswith(("log2", "log10"))
            return Complaint("glued.root", gaps) if unclear else None
        return self._complaint_of_digits(function, word, gaps, end)

    def _complaint_of_digits(self, function: str, word: str, gaps: dict[str, object], end: int) -> Complaint | None:
        """Return what speaks against a function of digits alone: they may be degrees, a base, or the beginning of more."""
        following = self.text[end:].lstrip()[:1] if self.text[end : end + 1] in signs.BLANKS else ""
        beside = following.isalnum() or (following != "" and following in "(√|\\")
        row = FUNCTIONS.get(function)
        if row is not None and row.of_angle:
            here, self.at = self.at, end
            found = self._degree_sign()
            self.at = here
            return None if found else Complaint("glued.angle", gaps)
        if word == "exp2":
            return Complaint("lacks_brackets", {"word": quoted(word), "name": function, "digits": gaps["digits"]})
        if function in _LOGARITHMS | _ROOTS:
            return Complaint("glued.base", gaps) if beside and word.endswith("log2") else None
        return Complaint("glued.more", gaps) if beside else None

    @abstractmethod
    def _command(self, start: int) -> None:
        """Read a command of TeX with its arguments."""

    @abstractmethod
    def _letters(self, word: str) -> None:
        """Read a run of letters in TeX."""

    @abstractmethod
    def _index(self, start: int) -> None:
        """Read an index behind something that is no letter."""

    @abstractmethod
    def _power(self, start: int) -> None:
        """Read what stands behind `^`."""

    _SPECIAL: ClassVar = {
        "\\": _backslash, "^": _caret, **dict.fromkeys("$\x02\x03\x04\x05", _boundary), "#": _comment, "{": _brace,
        ",": _comma, ".": _point, "_": _underscore,
    }  # fmt: skip
    """How single signs are read that may be more than themselves; False where they are themselves after all."""

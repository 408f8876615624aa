r"""A piece of mathematics as it was written to the equations in it: left sides, and the last right side.

Takes LaTeX environments, alignment and chains (`f_x = 2 \cdot 2x = 4x`) apart, and cleans what is left of
markup. Whether a right side means anything is for `maths` to find out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from grader.notation.words import CONSTANTS, FUNCTION_WORDS, GREEK, MODULES
from grader.submission.placeholders import is_placeholder_text, placeholder_mark

_OUTER = re.compile(
    r"\\(?:begin|end)\{(?:equation|align|aligned|alignat|gather|gathered|eqnarray|multline|split|flalign|displaymath|math)\*?\}"
    r"(?:\{\d*\})?"
)
_DROPPED = re.compile(
    r"\\(?:tag|label|color|textcolor|hspace|vspace)\*?\{[^{}]*\}|\\(?:displaystyle|textstyle|notag|nonumber|limits)(?![A-Za-z])"
    r"|\\color\s*\w+"
)
_BOXED = re.compile(r"\\(?:boxed|fbox|underline|underbrace)\s*\{")
_NESTS = (
    r"(?P<open>\\begin\{[^{}]*\}|\\?\{|[(\[])|(?P<close>\\end\{[^{}]*\}|\\?\}|[)\]])|(?P<cut>"
)
_ROW = re.compile(r"(?P<open>\\begin\{[^{}]*\}|\{)|(?P<close>\\end\{[^{}]*\}|\})|(?P<cut>\\\\(?:\[[^\]\n]*\])?)")
_EQUAL = re.compile(
    _NESTS + r"(?<![<>!:=])(?::=|==?(?!>)|\\(?:equiv|coloneqq|triangleq)(?![A-Za-z])|[≡≔])(?!=))"
)
_ABOUT = re.compile(_NESTS + r"\\(?:approx|simeq|cong|doteq)(?![A-Za-z])|[≈≅≃])")
_APART = re.compile(
    _NESTS + r"\\q?quad(?![A-Za-z])|\\hfill(?![A-Za-z])|;(?=\s)|\\text\{\s*(?:and|,|so|or)\s*\}"
    r"|\\(?:implies|Rightarrow|Longrightarrow|therefore|iff|Leftrightarrow)(?![A-Za-z])|[⇒⟹∴⇔]|=>)"
)
_BETWEEN = re.compile(
    _NESTS + r"[,;](?=\s)|(?<![\w\\])(?:and|so|then|thus|hence|therefore|with|where|while|but|because|since|und|et)(?!\w))"
)
_UNKNOWN = re.compile(
    r"\\(?:l?dots|cdots|square|underline|lim|sum|int|nabla|partial|Delta|vdots|Box|phantom|blank)(?![A-Za-z])"
    r"|[∂∇…□]|\bd\w?/d\w\b|\.\.\.|\\frac\s*\{\s*d\w?\s*\}"
)
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\s*\{\w+\*?\}(?:\{[lcr|]*\})?")
_WORD = re.compile(r"(?<![\\A-Za-z_])[^\W\d_]{2,}")
_PROSE = frozenset(
    "is of and we to for in on with it by so at are from this that as be can not if then its an or the has was will "
    "get do no my our you your his her be am us via due per all any one but only also when where which because since "
    "using treating constant constants und der die das mit von ist".split()
)
_MEANT = frozenset((*FUNCTION_WORDS, *CONSTANTS, *GREEK.values(), *MODULES, "frac", "sqrt", "cdot", "Matrix", "mg", "np"))
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Equation:
    """`lefts` are all sides but the last; `right` is the last. No left side: a value by itself. `line` counts from 0.

    `goes_on` when it is a row that begins with the equals sign, and so takes the place of the one above.
    `rounded` are the repetitions after a sign for "about".
    """

    lefts: tuple[str, ...]
    right: str
    line: int
    goes_on: bool = False
    rounded: tuple[str, ...] = ()


def equations(mathematics: str) -> Iterator[Equation]:
    """Yield the equations in a formula, in order; rows of an aligned formula go on where the row above ended."""
    above: tuple[str, ...] = ()
    for line, row in _rows(mathematics):
        for piece in _pieces(row):
            sides, rounded = _sides(piece)
            goes_on = len(sides) > 1 and not sides[0] and bool(above)
            if goes_on:
                sides = [*above, *sides[1:]]
            lefts = tuple(side for side in sides[:-1] if side)
            above = lefts or above
            if sides and sides[-1]:
                yield Equation(lefts, sides[-1], line, goes_on, rounded)


def _rows(mathematics: str) -> Iterator[tuple[int, str]]:
    """Yield the rows, each with the line that it begins at."""
    text = _unboxed(_DROPPED.sub(" ", mathematics))
    text = re.sub(r"(?<!\\)\\[,;:!]", " ", _OUTER.sub(" ", text))
    for start, row in _cut(text, _ROW):
        blank = len(row) - len(row.lstrip())
        yield text.count("\n", 0, start + blank), row


def _cut(text: str, pattern: re.Pattern[str]) -> list[tuple[int, str]]:
    """Return the text cut at each `cut` of the pattern that is in no bracket, with where each piece begins."""
    depth, start, found = 0, 0, []
    for token in pattern.finditer(text):
        if token["open"]:
            depth += 1
        elif token["close"]:
            depth = max(0, depth - 1)
        elif depth == 0:
            found.append((start, text[start : token.start()]))
            start = token.end()
    return [*found, (start, text[start:])]


def _unboxed(text: str) -> str:
    r"""Return the text with `\boxed{…}` replaced by what is in it."""
    while found := _BOXED.search(text):
        depth = 1
        for brace in re.compile(r"(?<!\\)[{}]").finditer(text, found.end()):
            depth += 1 if brace[0] == "{" else -1
            if depth == 0:
                inner = text[found.end() : brace.start()]
                text = f"{text[: found.start()]}{inner}{text[brace.end() :]}"
                break
        else:
            return text[: found.start()] + text[found.end() :]
    return text


def _pieces(row: str) -> Iterator[str]:
    r"""Yield the equations of one row: those apart by `\quad` or an arrow, and by commas or words between equations."""
    for _, part in _cut(row, _APART):
        plain = re.sub(r"&\s*(?==|\\approx|\\equiv|≈|[-+])|(?<==)\s*&", " ", part)
        plain = _without_outer_alignment(plain)
        start = 0
        for at, piece in _cut(plain, _BETWEEN)[1:]:
            if len(_cut(piece, _EQUAL)) > 1:
                yield re.sub(r"(?:[,;\s]|(?<!\w)[A-Za-z]+)$", "", plain[start:at].rstrip())
                start = at
        yield plain[start:]


def _without_outer_alignment(text: str) -> str:
    """Return the text without the `&` that stand outside of a matrix."""
    kept, depth = [], 0
    for piece in re.split(r"(\\begin\{[^{}]*\}|\\end\{[^{}]*\}|(?<!\\)&)", text):
        depth += piece.startswith("\\begin{") - piece.startswith("\\end{")
        kept.append(" " if piece == "&" and depth == 0 else piece)
    return "".join(kept)


def _sides(piece: str) -> tuple[list[str], tuple[str, ...]]:
    """Return what stands between the equals signs, and what follows a sign for "about": a rounded repetition."""
    exact = [part for _, part in _cut(piece, _ABOUT)]
    sides = [side.strip() for _, side in _cut(exact[0], _EQUAL)]
    if len(sides) == 1 and len(exact) > 1:
        return [sides[0], exact[1].strip()], tuple(exact[2:])
    return sides, tuple(exact[1:])


NO_WORDS: frozenset[str] = frozenset()


def written_value(text: str, words: frozenset[str] = NO_WORDS) -> str | None:
    """Return a right side that may be an answer, without markup and without the prose after it; None when it is none."""
    return value_and_rest(text, words)[0]


def value_and_rest(text: str, words: frozenset[str] = NO_WORDS) -> tuple[str | None, str]:
    """Return a right side that may be an answer, None when it is none, and the prose that was cut off behind it.

    `words` are those that are names of an exercise, such as `price`, and so no prose.
    """
    value, rest = _trimmed(text, words)
    if not value or len(value) > _LONGEST or is_placeholder_text(value) or placeholder_mark(value):
        return None, rest
    return (None if _UNKNOWN.search(value) else value), rest


def _trimmed(text: str, words: frozenset[str]) -> tuple[str, str]:
    whole = value = re.sub(r"[$`]|\*\*(?=\s*$)|^\s*\*\*(?!\*)|\\[()\[\]](?!\w)|\\(?:,|;|:|!)", " ", text)
    spoken = re.finditer(r"\\(?:text|textrm|mbox)\s*\{\s*([^{}]*[A-Za-z]{2,}[^{}]*)\}", value)
    prose = next((found for found in spoken if not words.issuperset(_WORD.findall(found[1]))), None)
    value = value[: prose.start()] if prose else value
    value = re.sub(r"\s#.*$", "", value)
    for word in _WORD.finditer(_ENVIRONMENT.sub(lambda found: " " * len(found[0]), value)):
        if word[0] not in words and _is_prose(word[0]):
            value = value[: word.start()]
            break
    value = value[: _opened(value)] if len(value) < len(whole) else value
    value = value.rstrip(" .?")
    rest = whole[len(value) :].strip(" .")
    value = re.sub(r"(?:\\[,;:! ]|\\\\|[\s.,;:]|\\q?quad)+$", "", value.strip())
    value = re.sub(r"[\s(\[,;:–—-]+$", "", value) if value.count("(") > value.count(")") else value
    value = re.sub(r"\\([*_#<>-])", r"\1", value.strip())
    last = re.search(r"\w+$", value)
    if last is not None and last[0] in words:  # a name may end with a line: `lambda_`
        return value, rest
    return re.sub(r"(?<![\w)])[*_]+$|(?<=\w)[*_]+$|[\s.,;:→⇒\\]+$", "", value).strip(), rest


def _opened(value: str) -> int | None:
    """Return where a bracket opens that the prose behind the value was in; None where there is none."""
    depth: list[int] = []
    for at, sign in enumerate(value):
        if sign in "([":
            depth.append(at)
        elif sign in ")]" and depth:
            depth.pop()
    return depth[0] if depth and depth[0] else None


def _is_prose(word: str) -> bool:
    if word in _MEANT or word.lower() in ("array", "tensor", "exp", "sqrt"):
        return False
    if word.lower() in _PROSE:
        return True
    return len(word) > 4 and not any(name in word for name in ("sin", "cos", "tan", "exp", "log", "ln", "sqrt"))

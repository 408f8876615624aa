r"""Markdown as students write it to tokens: what the parser has to know of mathematics before it looks for emphasis.

Jupyter takes TeX out of a text before it reads Markdown; so do these rules: `$…$`, `\(…\)`, displayed formulas and
environments are theirs, a backslash before a letter stays, and a tilde strikes out. The plugins for environments and for
tasks take time that grows with the square of the text, so what is needed of them is here and in `document`. Knows no answers.
"""

from __future__ import annotations

from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

# A displayed formula needs no empty line before it, in a list and a quote either.
_ENDS_PARAGRAPH: RuleOptionsType = {"alt": ["paragraph", "blockquote", "list"]}
_ESCAPED = frozenset("*_`#<>~|$-+.!")  # what a backslash makes plain; the other signs behind one are TeX
# What opens and what closes a formula behind a backslash.
_BRACKETS = {"(": ")", "[": "]"}
_BAR = "\ue07c"  # stands for `|` inside of a formula, where it parts no cells of a table; a sign of private use
_BLANK = "\ue020"  # stands for the tag that does not end, which would be looked for to the end of the text every time


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """Return the parser with the rules of mathematics, tables, definitions and tasks."""
    made = MarkdownIt("commonmark", {"html": True, "maxNesting": 20}).enable(["table", "strikethrough"])
    made.use(dollarmath_plugin, double_inline=True, allow_labels=False).use(deflist_plugin)
    made.disable("reference")  # `[f_x]: 4x` is an answer and no address
    made.block.ruler.before("fence", "display", _display, _ENDS_PARAGRAPH)
    made.block.ruler.before("fence", "environment", _environment, _ENDS_PARAGRAPH)
    made.block.ruler.disable("math_block")
    made.inline.ruler.before("escape", "bracketed", _bracketed)
    made.inline.ruler.at("escape", _escape)
    made.inline.ruler.before("strikethrough", "tilde", _tilde)
    return made


def tokens_of(source: str) -> list[Token]:
    """Return the tokens of a text."""
    return parser().parse(_protected(source))


def inline_tokens_of(text: str) -> list[Token]:
    """Return the tokens of a line that stands in no block, as inside of HTML."""
    return [child for token in parser().parseInline(_protected(text)) for child in token.children or ()]


def restored(text: str) -> str:
    """Return a token's text with the signs that were hidden from the parser."""
    return text.replace(_BAR, "|").replace(_BLANK, "<") if _BAR in text or _BLANK in text else text


def _protected(source: str) -> str:
    """Return the text with the bars inside of formulas hidden, and what begins a comment that does not end."""
    if _BAR in source or _BLANK in source:
        source = source.replace(_BAR, " ").replace(_BLANK, " ")
    end = source.rfind("-->")
    if source.find("<!--", max(end, 0)) >= 0:
        source = source[: max(end, 0)] + source[max(end, 0) :].replace("<!--", f"{_BLANK}!--")
    if "|" not in source or "$" not in source:
        return source
    return "\n".join(_with_hidden_bars(line) if "|" in line and "$" in line else line for line in source.split("\n"))


def _with_hidden_bars(line: str) -> str:
    kept: list[str] = []
    pieces = line.split("$")
    for number, piece in enumerate(pieces):
        closes = number % 2 == 1 and number < len(pieces) - 1
        kept.append(piece.replace("|", _BAR) if closes else piece)
    return "$".join(kept)


# --- Rules of the parser ----------------------------------------------------------------------


def _display(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take a formula between `$$` that begins a line and ends one, over blank lines too."""
    at, stop = state.bMarks[start] + state.tShift[start], state.eMarks[start]
    if not state.src.startswith("$$", at) or state.is_code_block(start):
        return False
    rest = state.src[at + 2 : stop].rstrip()
    line = start
    if rest.endswith("$$") and "$$" not in rest[:-2]:
        content = rest[:-2]
    elif "$$" in rest:
        return False
    else:
        lines = [rest]
        for line in range(start + 1, end):
            text = state.src[state.bMarks[line] : state.eMarks[line]].rstrip()
            if "$$" in text:
                break
            lines.append(text)
        else:
            return False
        if not text.endswith("$$") or text.count("$$") > 1:
            return False
        content = "\n".join([*lines, text[:-2]])
    if silent:
        return True
    token = state.push("display", "math", 0)
    token.block, token.content, token.map = True, content, [start, line + 1]
    state.line = line + 1
    return True


def _environment(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    r"""Take a formula from `\begin{align}` at the beginning of a line to its end, over blank lines too."""
    at = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("\\begin{", at) or state.is_code_block(start):
        return False
    name = state.src[at + 6 : state.src.find("}", at) + 1]
    absent = state.env.setdefault("absent", {})
    closing = f"\\end{name}"
    stop = -1 if not name or closing in absent else state.src.find(closing, at)
    if stop < 0:
        absent[closing] = at
        return False
    line = next((n for n in range(start, end) if state.eMarks[n] >= stop + len(closing)), end)
    if line == end or state.src[stop + len(closing) : state.eMarks[line]].strip(" .,;$"):
        return False
    if not silent:
        token = state.push("display", "math", 0)
        token.block, token.content, token.map = True, state.src[at : stop + len(closing)], [start, line + 1]
    state.line = line + 1
    return True


def _bracketed(state: StateInline, silent: bool) -> bool:
    r"""Take `\(…\)` and `\[…\]`, and the same with two backslashes, as Jupyter needs them."""
    src, at = state.src, state.pos
    if src[at] != "\\":
        return False
    slashes = 2 if src.startswith("\\\\", at) else 1
    opening = src[at + slashes : at + slashes + 1]
    if opening not in _BRACKETS:
        return False
    closing = "\\" * slashes + _BRACKETS[opening]
    absent = state.env.setdefault("absent", {})
    begin = at + slashes + 1
    end = -1 if absent.get(closing, len(src) + 1) <= begin else src.find(closing, begin, state.posMax)
    if end < 0:
        absent[closing] = min(begin, absent.get(closing, begin))
        return False
    if not silent:
        token = state.push("math_inline", "math", 0)
        token.content = src[begin:end]
    state.pos = end + len(closing)
    return True


def _escape(state: StateInline, silent: bool) -> bool:
    """Make a sign of Markdown behind a backslash plain; let any other stay with its backslash."""
    src, at = state.src, state.pos
    if src[at] != "\\" or at + 1 >= state.posMax:
        return False
    following = src[at + 1]
    if following == "\n":
        if not silent:
            state.push("hardbreak", "br", 0)
        state.pos = at + 2
        return True
    if not silent:
        state.pending += following if following in _ESCAPED else src[at : at + 2]
    state.pos = at + 2
    return True


def _tilde(state: StateInline, silent: bool) -> bool:
    """Take `~what is struck out~` with one tilde, where it hugs words and is no blank of TeX between letters."""
    src, at = state.src, state.pos
    if src[at] != "~" or silent or src.startswith("~~", at) or (at and src[at - 1] == "~"):
        return False
    if (at and (src[at - 1].isalnum() or src[at - 1] in "}\\")) or src[at + 1 : at + 2].isspace():
        return False
    line = src.find("\n", at)
    end = src.find("~", at + 1, min(line if line >= 0 else state.posMax, at + 500, state.posMax))
    if end < 0 or src[end - 1].isspace() or src.startswith("~~", end) or end == at + 1:
        return False
    if src[end + 1 : end + 2].isalnum():
        return False
    state.push("s_open", "s", 1).markup = "~"
    state.pending += src[at + 1 : end]
    state.push("s_close", "s", -1).markup = "~"
    state.pos = end + 1
    return True

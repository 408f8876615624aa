"""Strangers' text in Markdown, shown as it is and obeyed nowhere.

What one Markdown program takes for a link, mathematics, a mention or HTML, another does not, and a
backslash before it helps in some only. A code span is left alone by all of them, so every word
with a sign in it that could mean something becomes one; ordinary words stay ordinary. Knows no
grade.
"""

from __future__ import annotations

import re

from grader.reports.plain import harmless

_SPAN = re.compile(r"(?<!`)`([^`]+)`(?!`)")
_MEANT = re.compile(r"[\\`*_<>\[\]|~$^@#&{}]|://|^www\.|:\w+:|^!", re.IGNORECASE)
_OPERATOR = re.compile(r"[-+*/=^·<>]{1,2}")
_STARTS_A_BLOCK = re.compile(r"(?:[-+=>]+|\d{1,9}[.)])(?= |$)")
_AROUND = re.compile(r"(?P<before>[(\"'“]*)(?P<core>.*?)(?P<after>[.,;:!?)\"'”]*)", re.DOTALL)


def code(text: str, limit: int = 300) -> str:
    """Return a code span that shows exactly this text, whatever backticks it holds; empty for no text."""
    line = harmless(text, limit)
    if not line:
        return ""
    fence = "`" * (1 + max((len(run) for run in re.findall(r"`+", line)), default=0))
    pad = " " if line[0] == "`" or line[-1] == "`" else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def prose(text: str, limit: int = 2000) -> str:
    """Return a sentence whose `code` is code and whose words mean nothing to Markdown."""
    pieces = _SPAN.split(harmless(text, limit))
    marked = ""
    for index, piece in enumerate(pieces):
        part = code(piece) if index % 2 else _words(piece)
        # Two code spans that touch would be read as one with other fences.
        marked += f" {part}" if marked.endswith("`") and part.startswith("`") else part
    return marked


def cell(marked: str) -> str:
    """Markdown that is safe inside a table cell: a bar would end it, even in a code span."""
    return marked.replace("|", "\\|")


def _words(text: str) -> str:
    """Return the text with runs of words that could mean something, and operators between them, as code spans."""
    words, done = text.split(" "), []
    if _STARTS_A_BLOCK.match(text):
        done.append(code(words.pop(0)))
    while words:
        length = _formula_length(words)
        done.append(_spanned(" ".join(words[:length])) if length else words[0])
        words = words[max(length, 1) :]
    return " ".join(done)


def _formula_length(words: list[str]) -> int:
    """Return how many words from the first on belong into one code span: `4*x - 3*y` is one formula."""
    if not _MEANT.search(words[0]):
        return 0
    length = 1
    while length + 1 < len(words) and _OPERATOR.fullmatch(words[length]) and words[length + 1]:
        length += 2
    return length


def _spanned(run: str) -> str:
    """Return the run as a code span, with the punctuation around it left outside where that is plain."""
    around = _AROUND.fullmatch(run)
    if around is None or not around["core"]:
        return code(run)
    core, after = around["core"], around["after"]
    while after.startswith(")") and core.count("(") > core.count(")"):
        core, after = core + ")", after[1:]
    before = around["before"]
    return f"{before}{code(core)}{after}" if _MEANT.search(core) else code(run)

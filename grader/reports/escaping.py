"""Make strangers' text harmless before any report shows it, and mark it in Markdown so that no program obeys it.

A student chooses a file name, a variable's name and the message of an exception; a terminal, a
spreadsheet and a file system would each obey some of what can stand there. `harmless` takes away
what is not text (escapes, controls, marks that turn the direction of writing), `in_encoding` what a narrow
encoding cannot show.

What one Markdown program takes for a link, mathematics, a mention or HTML, another does not, and a
backslash before it helps in some only. A code span is left alone by all of them, so every word
with a sign in it that could mean something becomes one; ordinary words stay ordinary. Knows no grade, and of
other formats nothing: each of those still escapes what is special to itself.
"""

from __future__ import annotations

import re
import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"  # Unicode's own sign for what cannot be shown
_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}  # classes of marks that turn the direction (UAX 9)
_JOINERS = "\u200c\u200d"  # ordinary letters of Persian and of Indic scripts are written with these
# Signs of mathematics and of names that no decomposition of Unicode spells in ASCII.
_SIGNS = {
    "×": "x", "·": "-", "•": "*", "–": "-", "—": "-", "−": "-", "…": "...", "’": "'", "‘": "'", "“": '"', "”": '"',
    "²": "^2", "³": "^3", "√": "sqrt", "∂": "d", "∇": "grad ", "π": "pi", "δ": "delta", "α": "alpha", "θ": "theta",
    "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~", "→": "->", "⇒": "=>", "°": " deg", "∞": "inf", "⋅": "*", "½": "1/2",
    "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "Æ": "AE", "đ": "d", "Đ": "D", "ı": "i", "œ": "oe",
}  # fmt: skip


def harmless(text: str, limit: int = 2000) -> str:
    """Return the text on one line, without anything that a terminal or a page would obey.

    Control characters, lone surrogates and marks that turn the direction of writing become U+FFFD
    (visibly, so that nobody wonders); other invisible marks are dropped; white space becomes single
    spaces; accents are composed (NFC). What is longer than `limit` characters ends with `…`.
    """
    start = text[: limit * 4]
    kept = start if start.isprintable() else "".join(map(_shown, start))
    line = unicodedata.normalize("NFC", " ".join(kept.split()))
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _shown(sign: str) -> str:
    if sign.isspace() or sign in _JOINERS:
        return sign
    category = unicodedata.category(sign)
    if category == "Cf":
        return REPLACEMENT if unicodedata.bidirectional(sign) in _TURNING else ""
    return REPLACEMENT if category in {"Cc", "Cs", "Cn", "Co"} else sign


def in_encoding(text: str, encoding: str) -> str:
    """Return the text with every character that `encoding` lacks spelled in ASCII: `²` as `^2`, `é` as `e`, else `?`."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_spelled(sign, encoding) for sign in text)
    return text


def _spelled(sign: str, encoding: str) -> str:
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        if sign in _SIGNS:
            return _SIGNS[sign]
        base = unicodedata.normalize("NFKD", sign)
        return "".join(part for part in base if part.isascii()) or ("" if unicodedata.combining(sign) else "?")
    return sign


_SPAN = re.compile(r"(?<!`)`([^`]+)`(?!`)")
"""What our own sentences mark as code."""
_MEANT = re.compile(r"[\\`*_<>\[\]|~$^@#&{}]|://|^www\.|:\w+:|^!", re.IGNORECASE)
"""What some Markdown program takes for more than text: emphasis, links, HTML, mathematics, mentions, emoji."""
_OPERATOR = re.compile(r"[-+*/=^·<>]{1,2}")
"""A word that joins the words around it to one formula: `*`, `**`, `==`."""
_STARTS_A_BLOCK = re.compile(r"(?:[-+=>]+|\d{1,9}[.)])(?= |$)")
"""A first word that would make a list, a heading or a quotation of the line."""
_AROUND = re.compile(r"(?P<before>[(\"'“]*)(?P<core>.*?)(?P<after>[.,;:!?)\"'”]*)", re.DOTALL)
"""Punctuation around a word, which reads better outside of its code span."""


def code(text: str, limit: int = 300) -> str:
    """Return a code span that shows exactly this text, whatever backticks it holds; empty for no text."""
    line = harmless(text, limit)
    if not line:
        return ""
    fence = "`" * (1 + max((len(run) for run in re.findall(r"`+", line)), default=0))
    pad = " " if line[0] == "`" or line[-1] == "`" else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def in_spans(text: str, limit: int = 2000) -> list[tuple[str, bool]]:
    """Return the pieces of a sentence of ours made harmless, each with whether it is code."""
    return [(piece, index % 2 == 1) for index, piece in enumerate(_SPAN.split(harmless(text, limit)))]


def prose(text: str, limit: int = 2000) -> str:
    """Return a sentence whose `code` is code and whose words mean nothing to Markdown."""
    marked = ""
    for piece, is_code in in_spans(text, limit):
        part = code(piece) if is_code else _words(piece)
        # Two code spans that touch would be read as one with other fences.
        marked += f" {part}" if marked.endswith("`") and part.startswith("`") else part
    return marked


def cell(marked: str) -> str:
    """Return Markdown that is safe inside a table cell: a bar would end it, even in a code span."""
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
    """Return the run as a code span, with plain punctuation around it left outside."""
    around = _AROUND.fullmatch(run)
    if around is None or not around["core"]:
        return code(run)
    core, after = around["core"], around["after"]
    while after.startswith(")") and core.count("(") > core.count(")"):
        core, after = core + ")", after[1:]
    before = around["before"]
    if before[-1:] in ("'", '"') and after.startswith(before[-1:]):  # `'x_new'` is one span, quotation marks and all
        before, core, after = before[:-1], f"{before[-1]}{core}{after[0]}", after[1:]
    return f"{before}{code(core)}{after}" if _MEANT.search(core) else code(run)

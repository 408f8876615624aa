"""Text of strangers made harmless before any report shows it.

A student chooses a file name, a variable's name and the message of an exception; a terminal, a
spreadsheet and a file system would each obey some of what can stand there. This module takes away
what is not text (escapes, controls, marks that turn the direction of writing) and what a narrow
encoding cannot show. It knows no format: each of those still escapes what is special to itself.
"""

from __future__ import annotations

import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_JOINERS = "\u200c\u200d"  # ordinary letters of Persian and of Indic scripts are written with these
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

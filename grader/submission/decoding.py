"""Bytes as learning platforms leave them, to text: byte order marks, UTF-16, Latin-1, line ends, stray NULs.

Knows encodings only: not what a notebook is, nor what a student is.
"""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"\A(?:[^\n]*\n)?[ \t\f]*#[^\n]*?coding[:=][ \t]*([-\w.]+)")
_NOT_TEXT = re.compile("[\0\ud800-\udfff]")


def decode(content: bytes) -> tuple[str, bool]:
    r"""Return the text, with `\n` line ends, and whether its encoding had to be guessed."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return tidy(content[len(mark) :].decode(encoding, "replace")), False
    wide = _without_mark(content)
    if wide:
        return tidy(content.decode(wide, "replace")), True
    try:
        return tidy(content.decode("utf-8")), False
    except UnicodeDecodeError:
        return tidy(_declared(content)), True


def tidy(text: str) -> str:
    r"""Return the text with `\n` line ends only, and without what no text file holds (NUL, halves of a character)."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isascii() and "\0" not in text else _NOT_TEXT.sub(_mended, text)


def _mended(match: re.Match[str]) -> str:
    return "" if match[0] == "\0" else "\ufffd"


def _without_mark(content: bytes) -> str | None:
    """UTF-16 without its mark: ASCII text has a NUL at every other place of it."""
    head = content[:64]
    if len(head) < 4 or head.count(0) < len(head) // 3:
        return None
    return "utf-16-be" if head[0] == 0 else "utf-16-le"


def _declared(content: bytes) -> str:
    """Return the text in the encoding that a script declares, else as Windows writes it."""
    found = _DECLARED.match(content)
    for encoding in ([found[1].decode("ascii")] if found else []) + ["cp1252"]:
        try:
            if codecs.lookup(encoding)._is_text_encoding:
                return content.decode(encoding)
        except (LookupError, UnicodeError, AttributeError):
            continue
    return content.decode("latin-1")

"""Names as people gave them, made fit to be shown: nothing a terminal, a page or a reader's eye would trip over.

Accents, blanks, commas and quotes stay as they are; control signs, marks that turn the writing
direction and bytes that are no text become visible.
"""

from __future__ import annotations

import re
import unicodedata

# Controls, marks that turn the direction of writing, and signs without width.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_LONGEST = 300  # characters of a name or a line that a sentence quotes: four lines


def harmless(text: str) -> str:
    """Return the text with each unsafe sign spelled out: a newline is `␊`, a right-to-left override `⟨U+202E⟩`."""
    shown = text if text.isascii() and text.isprintable() else _UNSAFE.sub(_visible, text)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that was no UTF-8, as Python keeps it in file names
        return f"⟨{code - 0xDC00:02X}⟩"
    return f"⟨U+{code:04X}⟩"


def composed(text: str) -> str:
    """Return the text with each accent in its letter: macOS writes them apart, and a name is one name either way."""
    return unicodedata.normalize("NFC", text)


def folded(text: str) -> str:
    """Return the text for comparing: composed, without regard to case and to how many blanks there are."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def natural(text: str) -> tuple[tuple[int, int | str], ...]:
    """Return a sorting key by which `s2` comes before `s10`."""
    parts = re.split(r"([0-9]{1,18})", folded(text))
    return tuple((0, int(part)) if part.isascii() and part.isdigit() else (1, part) for part in parts)

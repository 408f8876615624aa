"""Names for feedback files that every system can hold, one for each student.

A student's id may be a path, a reserved word of Windows, 300 letters long, or differ from another
one only by case or by how an accent is spelled. The name stays as near to the id as it can; where
it cannot, or where two would meet, a piece of the id's hash tells them apart. Names depend on the
set of ids only, not on their order.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable

_KEPT = set(" ._-+@,()'")
_RESERVED = {"con", "prn", "aux", "nul", "conin$", "conout$", "clock$"} | {
    f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"
}
_LONGEST = 100  # bytes, far below the 255 of most systems and the 143 of encrypted folders
_HASH = 8


def feedback_names(ids: Iterable[str], suffix: str = ".md") -> list[str]:
    """Return one file name for each id, in their order; all different, even where case or accents are not told apart."""
    wanted = _told_apart(list(ids))
    nearest = [_nearest(text) for text in wanted]
    meeting = Counter(map(_folded, nearest))
    names = [
        name if meeting[_folded(name)] == 1 else _with_hash(name, text)
        for name, text in zip(nearest, wanted, strict=True)
    ]
    return [name + suffix for name in _without_chance_meetings(names, wanted)]


def _told_apart(ids: list[str]) -> list[str]:
    """Return the ids, where the second and later of the same one carry their number."""
    seen: Counter[str] = Counter()
    found = []
    for text in ids:
        seen[text] += 1
        found.append(text if seen[text] == 1 else f"{text}\0{seen[text]}")
    return found


def _nearest(text: str) -> str:
    """Return the id with what some system cannot hold replaced by `_`."""
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(sign if sign in _KEPT or unicodedata.category(sign)[0] in "LMN" else "_" for sign in composed)
    name = kept.strip(" ").rstrip(". ")
    if not name.strip("._- "):
        return "student"
    if name[0] in ".-@+":
        name = "_" + name
    if name.split(".")[0].strip().casefold() in _RESERVED:
        name = "_" + name
    return name if len(name.encode()) <= _LONGEST else _with_hash(name, text)


def _with_hash(name: str, text: str, digits: int = _HASH) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:digits]
    cut = name.encode()[: _LONGEST - digits - 1].decode("utf-8", "ignore").rstrip(". ")
    return f"{cut}-{digest}"


def _folded(name: str) -> str:
    """Return what two names share when some system takes them for one: by case, or by how an accent is spelled."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def _without_chance_meetings(names: list[str], wanted: list[str]) -> list[str]:
    """Return the names, where one that looks like another's hashed name gets a longer hash itself."""
    meeting = Counter(map(_folded, names))
    return [
        name if meeting[_folded(name)] == 1 else _with_hash(name, text, digits=32)
        for name, text in zip(names, wanted, strict=True)
    ]

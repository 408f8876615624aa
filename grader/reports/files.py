"""Files written whole or not at all, readable by nobody else, under names that every system can hold.

Grades are private: folders made here are 0700, files 0600. A file appears under its name only when
it is complete, so a run that is stopped leaves the former report and no half of a new one.

A student's id may be a path, a reserved word of Windows, 300 letters long, or differ from another
one only by case or by how an accent is spelled. The name of the feedback file stays as near to the id as it can; where
it cannot, or where two would meet, a piece of the id's hash tells them apart. Names depend on the
set of ids only, not on their order. Knows no format.
"""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from grader.errors import StoreError
from grader.store.storage import SYSTEM_REASONS

_UNFINISHED = ".unfinished-"  # hidden, and by its name nothing but ours
# What somebody can do about it, for the errors of which something can be said.
_REASONS = {
    **SYSTEM_REASONS,
    errno.ENOTDIR: "something in that path is a file, not a folder; choose another folder with --out",
    errno.EEXIST: "there is a file of that name where a folder is needed; choose another folder with --out",
    errno.EISDIR: "there is a folder of that name where a file is needed; remove it or choose another --out",
    errno.ENAMETOOLONG: "the path is too long for this system; choose a shorter folder with --out",
}


def refused(path: Path, error: OSError) -> StoreError:
    """Return what to tell the operator when the system would not write there."""
    reason = _REASONS.get(error.errno or 0) or (error.strerror or str(error))
    return StoreError(f"{path} could not be written: {reason}.")


def private_folder(path: Path) -> Path:
    """Return the folder, made if it is not there, and then for nobody else; one that is there is left as it is.

    Raises `StoreError` when it cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise refused(path, error) from error
    return path


def clear_unfinished(folder: Path) -> None:
    """Remove what a run left half-written in the folder when it was killed; for whoever alone writes there."""
    for leftover in folder.glob(f"{_UNFINISHED}*"):
        with suppress(OSError):
            leftover.unlink()


@contextmanager
def whole_file(path: Path, encoding: str = "utf-8", newline: str = "\n") -> Iterator[IO[str]]:
    """Yield a text stream whose content appears at `path` when the block ends well, and not at all when it does not.

    Raises `StoreError` when the system refuses. What an encoding lacks becomes `?`, because a
    report that is nearly right is worth more than none.
    """
    with _replacing(path) as handle, os.fdopen(handle, "w", encoding=encoding, newline=newline, errors="replace") as stream:
        yield stream


@contextmanager
def _replacing(path: Path) -> Iterator[int]:
    """Yield the handle of a new file; the block closes it, and then it takes the place of the one at `path`."""
    try:
        handle, temporary = tempfile.mkstemp(prefix=_UNFINISHED, suffix=path.suffix, dir=path.parent)
    except OSError as error:
        raise refused(path, error) from error
    try:
        yield handle
        Path(temporary).replace(path)
    except OSError as error:
        raise refused(path, error) from error
    finally:
        with suppress(OSError):
            Path(temporary).unlink()


def write_whole(path: Path, text: str) -> None:
    """Write the text at that path, all of it or none; raises `StoreError`."""
    with whole_file(path) as stream:
        stream.write(text)


def write_bytes(path: Path, content: bytes) -> None:
    """Write the bytes at that path, all of them or none; raises `StoreError`."""
    with _replacing(path) as handle, os.fdopen(handle, "wb") as stream:
        stream.write(content)


def append(path: Path, text: str) -> None:
    """Add the text to a file that a CI system keeps for it (`$GITHUB_OUTPUT`); raises `StoreError`."""
    try:
        with path.open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except OSError as error:
        raise refused(path, error) from error


_KEPT = set(" ._-+@,()'")  # signs of ids and addresses that mean nothing to a file system or a shell's completion
# Names of devices, which Windows opens in place of a file.
_RESERVED = {"con", "prn", "aux", "nul", "conin$", "conout$", "clock$"} | {
    f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"
}
_LONGEST = 100  # bytes, far below the 255 of most systems and the 143 of encrypted folders
_HASH = 8  # hexadecimal digits: of a thousand hashed names two meet in one class of 8,000, and then both get 32


def feedback_names(ids: Iterable[str], suffix: str = ".md") -> list[str]:
    """Return one file name for each id, in their order; all different, even where case or accents are not told apart."""
    wanted = _told_apart(list(ids))
    nearest = [_nearest(text) for text in wanted]
    meeting = Counter(map(_folded, nearest))
    names = [name if meeting[_folded(name)] == 1 else _with_hash(name, text) for name, text in zip(nearest, wanted, strict=True)]
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
    """Return the names, with a longer hash for one that looks like another's hashed name."""
    meeting = Counter(map(_folded, names))
    return [
        name if meeting[_folded(name)] == 1 else _with_hash(name, text, digits=32) for name, text in zip(names, wanted, strict=True)
    ]

"""An entry with all that it needs, for a machine that cannot see the files, and a digest by which its files are known again.

What could not be read here is carried as the reason, so that the outcome there is the same. The digest is made without taking
anything apart: it depends on all that `read` depends on, and on nothing that a copy or a second download changes.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from grader.errors import SubmissionError
from grader.submission.entries import READING, Entry, ReadingLimits, Source
from grader.submission.file_content import content_of
from grader.submission.file_listing import DEEPEST
from grader.submission.files_beside import data_digest


@dataclass(frozen=True, kw_only=True, slots=True)
class DataFile:
    """A file in the student's own folder; without `content` it is a link or could not be read."""

    parts: tuple[str, ...]
    content: bytes | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Parcel:
    """An entry whose sources hold their bytes, with what lies beside them."""

    entry: Entry
    beside: tuple[DataFile, ...] = ()

    @property
    def size(self) -> int:
        """Return the bytes of all files, as they are sent."""
        sources = (*self.entry.sources, *self.entry.beside)
        held = sum(len(source.held) for source in sources if isinstance(source.held, bytes))
        return held + sum(len(file.content or b"") for file in self.beside)


def packed(entry: Entry, limits: ReadingLimits = READING) -> Parcel:
    """Return the entry with its files."""
    sources, apart = (
        tuple(replace(source, members=(), held=_held(source, limits)) for source in each) for each in (entry.sources, entry.beside)
    )
    beside = tuple(_beside(entry.folder, limits)) if entry.folder else ()
    return Parcel(entry=replace(entry, sources=sources, beside=apart), beside=beside)


def _held(source: Source, limits: ReadingLimits) -> bytes | SubmissionError:
    try:
        return content_of(source, limits)
    except SubmissionError as error:
        return SubmissionError(error.message, error.code)


def _beside(folder: str, limits: ReadingLimits) -> Iterator[DataFile]:
    """Yield the files in a folder, no deeper and no more than are read; links are never followed."""
    left = limits.data_bytes
    for above, folders, names in os.walk(folder):
        parts = Path(above).relative_to(folder).parts
        folders[:] = sorted(name for name in folders if not name.startswith(".") and len(parts) < DEEPEST)
        for name in sorted(names):
            source = Source(path=os.path.join(above, name), name=name)  # noqa: PTH118
            held = _held(source, limits) if left > 0 else b""
            content = held if isinstance(held, bytes) else None
            left -= len(content or b"")
            yield DataFile(parts=(*parts, name), content=content)


@contextmanager
def unpacked(parcel: Parcel, folder: Path) -> Iterator[Entry]:
    """Yield the entry, with its data files in a folder of their own below the one given, as long as the block runs."""
    if parcel.entry.folder is None:
        yield parcel.entry
        return
    with TemporaryDirectory(dir=folder, prefix="student-") as own:
        for file in parcel.beside:
            path = Path(own).joinpath(*file.parts)
            path.parent.mkdir(parents=True, exist_ok=True)
            if file.content is None:
                path.symlink_to("unreadable")  # leads nowhere, and is refused like the link that it stands for
            else:
                path.write_bytes(file.content)
        yield replace(parcel.entry, folder=own)


def fingerprint(entry: Entry, limits: ReadingLimits = READING) -> str:
    """Digest names and contents of the entry's files and data files, and which of several files is the newer."""
    summed = hashlib.sha256()
    for source in (*entry.sources, *entry.beside):
        try:
            content = content_of(source, limits)
        except SubmissionError as error:
            content = f"unreadable: {error}".encode("utf-8", "replace")
        name = source.name.encode("utf-8", "surrogatepass")
        summed.update(b"%d %s %d " % (len(name), name, len(content)))
        summed.update(content)
    oldest_first = sorted(range(len(entry.sources)), key=lambda at: entry.sources[at].modified)
    data = data_digest(entry.folder, limits, {source.name for source in entry.sources}) if entry.folder else ""
    parts = "".join(f" {part.assignment}" for part in entry.parts)  # by which it is kept what each of them answers
    summed.update(f"{oldest_first} {data}{' elsewhere' if entry.elsewhere else ''}{parts}".encode())
    return summed.hexdigest()[:32]

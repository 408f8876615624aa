"""Looks into `.zip` and `.tar.gz` files without unpacking them: what is in them, and one member at a time, within limits.

Nothing is ever written, so a member's name cannot lead anywhere, and what a member grows to is
cut off at the limit while it is being decompressed. Knows nothing of students.
"""

from __future__ import annotations

import io
import lzma
import os
import stat
import tarfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from grader.errors import SubmissionError
from grader.sentences.catalogue import sentence
from grader.submission.entries import READING, ReadingLimits, Source
from grader.submission.spelling import harmless

_MOST_MEMBERS = 200_000  # a class of ten thousand with twenty files each; a list without end is cut off here
_DEEPEST = 3  # a student's archive in a class's, in a download of several; deeper is a bomb or a mistake
# What Python's readers of archives raise for files that are damaged, unknown to them or built to do harm.
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, OSError, EOFError,
    NotImplementedError, RuntimeError, ValueError, KeyError, IndexError, OverflowError, MemoryError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """One file in an archive: its raw `name`, the `parts` of its path, its bytes, and when it was last written."""

    name: str
    parts: tuple[str, ...]
    modified: float
    link: bool
    size: int = -1


def members(archive: zipfile.ZipFile) -> Iterator[Member]:
    """Yield the files in an archive; `..` and drive letters in their names lead nowhere."""
    for number, inside in enumerate(archive.infolist()):
        if number >= _MOST_MEMBERS:
            return
        parts = _parts(inside)
        if parts and not inside.is_dir():
            link = stat.S_ISLNK(inside.external_attr >> 16)
            yield Member(inside.filename, parts, _last_written(inside), link, inside.file_size)


def folders(archive: zipfile.ZipFile) -> Iterator[tuple[str, ...]]:
    """Yield the paths of the folders that an archive lists by themselves, also empty ones."""
    for inside in archive.infolist()[:_MOST_MEMBERS]:
        if inside.is_dir() and (parts := _parts(inside)):
            yield parts


def _parts(inside: zipfile.ZipInfo) -> tuple[str, ...]:
    return tuple(part for part in _spelled(inside).replace("\\", "/").split("/") if part not in ("", ".", ".."))


def _spelled(inside: zipfile.ZipInfo) -> str:
    """Return the name; many programs write UTF-8 and forget to say so."""
    if inside.flag_bits & 0x800:
        return inside.filename
    try:
        return inside.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return inside.filename


def _last_written(inside: zipfile.ZipInfo) -> float:
    """Return when a member was last written, in seconds; 0 for a date that is none."""
    try:
        return time.mktime((*inside.date_time, 0, 0, -1))
    except (ValueError, OverflowError):
        return 0.0


def opened(stream: str | io.BytesIO, name: str) -> zipfile.ZipFile:
    """Return an archive on disk or in memory. Raises SubmissionError."""
    try:
        return zipfile.ZipFile(stream) if zipfile.is_zipfile(stream) else _repacked(stream)
    except (*_BROKEN, tarfile.TarError):
        raise SubmissionError(sentence("unreadable.no_archive", name=name)) from None


def _repacked(stream: str | io.BytesIO) -> zipfile.ZipFile:
    """Return what a `.tar` holds as a `.zip` in memory, so that there is one way to look into archives.

    Read once from front to back, so that what grows without end is cut off while it grows.
    """
    made = zipfile.ZipFile(io.BytesIO(), "w")
    left = _MOST_BYTES
    name, file = (stream, None) if isinstance(stream, str) else (None, stream)
    if file is not None:
        file.seek(0)  # where looking for a `.zip` left it
    with tarfile.open(name, "r|*", file) as held:
        for number, member in enumerate(held):
            if number >= _MOST_MEMBERS or left <= 0:
                break
            if not member.isfile() and not member.issym():
                continue
            inside = zipfile.ZipInfo(member.name, time.localtime(max(member.mtime, _YEAR_1980))[:6])
            inside.external_attr = (stat.S_IFLNK if member.issym() else stat.S_IFREG) << 16
            content = held.extractfile(member) if member.isfile() else None
            read = content.read(min(left, READING.file_bytes + 1)) if content is not None else b""
            left -= len(read)
            made.writestr(inside, read)
    return made


_MOST_BYTES = 200_000_000  # of a `.tar`, held in memory while it is read: as much as a submission's data files may be
_YEAR_1980 = 315_619_200  # in seconds: `.zip` knows no earlier time, and two days later is 1980 in every zone


def member_content(source: Source, limits: ReadingLimits) -> bytes:
    """Return the bytes of a member, through archives in archives. Raises SubmissionError."""
    if len(source.members) > _DEEPEST:
        raise SubmissionError(sentence("unreadable.too_many_archives", name=source.name))
    found = _content(_held(source), source.members[0], source.name, limits.file_bytes)
    for member in source.members[1:]:
        with opened(io.BytesIO(found), source.name) as inner:
            found = _content(inner, member, source.name, limits.file_bytes)
    return found


def _held(source: Source) -> zipfile.ZipFile:
    """Return the archive on disk, kept open for the next member: its list of members takes longer to read than a notebook."""
    if isinstance(source.held, bytes):
        return opened(io.BytesIO(source.held), source.name)
    try:
        facts = Path(source.path).stat()
    except (OSError, ValueError):
        raise SubmissionError(sentence("unreadable.not_opened", name=source.name)) from None
    return _kept_open(source.path, facts.st_mtime_ns, facts.st_size, os.getpid())


@lru_cache(maxsize=2)
def _kept_open(path: str, modified: int, size: int, process: int) -> zipfile.ZipFile:
    """Return an open archive, until it changes on disk; each process has its own, since a forked one would share the position."""
    del modified, size, process  # they only tell one state of the file, and one reader, from another
    return opened(path, harmless(Path(path).name))


def _content(archive: zipfile.ZipFile, member: str, name: str, most: int) -> bytes:
    try:
        inside = archive.getinfo(member)
        if inside.flag_bits & 0x1:
            raise SubmissionError(sentence("unreadable.password", name=name))
        if stat.S_ISLNK(inside.external_attr >> 16):
            raise SubmissionError(sentence("unreadable.link", name=name))
        with archive.open(inside) as stream:
            found = stream.read(most + 1)
    except _BROKEN:
        raise SubmissionError(sentence("unreadable.damaged_in_archive", name=name)) from None
    if len(found) > most:
        raise SubmissionError(sentence("unreadable.too_large_in_archive", name=name, most=f"{most / 1e6:.0f} MB"))
    return found


def inner_sources(source: Source, content: bytes) -> list[Source]:
    """Return the files in an archive that was itself read as `content`, without its folders' hidden parts."""
    with opened(io.BytesIO(content), source.name) as archive:
        return [
            Source(
                path=source.path,
                name=harmless("/".join(member.parts)),
                members=(*source.members, member.name),
                modified=member.modified,
                held=source.held,
            )
            for member in members(archive)
        ]

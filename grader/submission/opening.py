"""Opens one file of a student safely: never a pipe, a device, a link or more than was agreed.

What cannot be opened is a SubmissionError with a sentence for the student. Writes nothing to disk,
also for what lies in an archive.
"""

from __future__ import annotations

import errno
import os
import stat

from grader.errors import SubmissionError
from grader.submission import archive
from grader.submission.entries import ReadingLimits, Source

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_FLAGS |= getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)


def content(source: Source, limits: ReadingLimits) -> bytes:
    """Return the bytes of the file. Raises SubmissionError."""
    if isinstance(source.held, SubmissionError):
        raise SubmissionError(str(source.held), source.held.code)
    if source.members:
        return archive.member_content(source, limits)
    if source.held is not None:
        return source.held
    descriptor = _opened(source)
    try:
        return _regular(descriptor, source, limits.file_bytes)
    finally:
        os.close(descriptor)


def _opened(source: Source) -> int:
    try:
        if os.path.islink(source.path):  # noqa: PTH114 - a path may hold bytes that are no text
            raise OSError(errno.ELOOP, "link")
        return os.open(source.path, _FLAGS)
    except (OSError, ValueError) as error:
        raise SubmissionError(_refused(source.name, error)) from None


def _refused(name: str, error: Exception) -> str:
    number = getattr(error, "errno", None)
    if number == errno.ELOOP:
        return f"`{name}` is a link to another place, not a file. Hand in the file itself."
    if number in (errno.EACCES, errno.EPERM):
        return f"`{name}` may not be read by the grader. Whoever runs it must be given the right to read the file."
    if number in (errno.ENXIO, errno.EISDIR, errno.ENODEV):
        return f"`{name}` is not a file that can be read. Hand in the notebook itself."
    return f"`{name}` could not be opened. Hand it in again."


def _regular(descriptor: int, source: Source, most: int) -> bytes:
    facts = os.fstat(descriptor)
    if not stat.S_ISREG(facts.st_mode):
        raise SubmissionError(f"`{source.name}` is a folder, pipe or device, not a file. Hand in the notebook itself.")
    if facts.st_size > most:
        raise SubmissionError(too_large(source.name, facts.st_size, most))
    with open(descriptor, "rb", closefd=False) as stream:
        try:
            found = stream.read(most + 1)
        except OSError as error:
            raise SubmissionError(_refused(source.name, error)) from None
    if len(found) > most:
        raise SubmissionError(too_large(source.name, len(found), most))
    return found


def too_large(name: str, size: int, most: int) -> str:
    """Return the sentence for a file above the limit, both in bytes."""
    return (
        f"`{name}` is too large ({size / 1e6:.0f} MB; at most {most / 1e6:.0f} MB are read). "
        "Clear all outputs in Jupyter, save, and hand it in again."
    )

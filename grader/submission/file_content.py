"""Opens one file of a student safely, never a pipe, a device, a link or more than was agreed, and reads its text.

What cannot be opened is a SubmissionError with a sentence for the student. Bytes become text as learning platforms leave
them: byte order marks, UTF-16, Latin-1, line ends, stray NULs. Writes nothing to disk; knows no notebook and no student.
"""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat

from grader.errors import SubmissionError
from grader.sentences.catalogue import sentence
from grader.submission import archive
from grader.submission.entries import ReadingLimits, Source

# A pipe must not be waited for, a link not followed and no terminal taken; each as far as the system knows it.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_FLAGS |= getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)


def content_of(source: Source, limits: ReadingLimits) -> bytes:
    """Return the bytes of the file. Raises SubmissionError."""
    if isinstance(source.held, SubmissionError):
        raise SubmissionError(str(source.held), source.held.code)
    if source.members:
        return archive.member_content(source, limits)
    if source.held is not None:
        return source.held
    descriptor = _opened(source)
    try:
        most = limits.file_bytes
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            raise SubmissionError(sentence("unreadable.device", name=source.name))
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
        return sentence("unreadable.link", name=name)
    if number in (errno.EACCES, errno.EPERM):
        return sentence("unreadable.not_permitted", name=name)
    if number in (errno.ENXIO, errno.EISDIR, errno.ENODEV):
        return sentence("unreadable.no_file", name=name)
    return sentence("unreadable.not_opened", name=name)


def too_large(name: str, size: int, most: int) -> str:
    """Return the sentence for a file above the limit, both in bytes."""
    return sentence("unreadable.too_large", name=name, size=f"{size / 1e6:.0f} MB", most=f"{most / 1e6:.0f} MB")


# What Windows and Excel write before a text to say its encoding.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# A script's own word for its encoding, in its first or second line (PEP 263).
_DECLARED = re.compile(rb"\A(?:[^\n]*\n)?[ \t\f]*#[^\n]*?coding[:=][ \t]*([-\w.]+)")
_NOT_TEXT = re.compile("[\0\ud800-\udfff]")  # a stray NUL, and halves of a character that no UTF-8 holds


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
    return text if text.isascii() and "\0" not in text else _NOT_TEXT.sub(lambda sign: "" if sign[0] == "\0" else "\ufffd", text)


def _without_mark(content: bytes) -> str | None:
    """Return the kind of UTF-16 without its mark: ASCII text has a NUL at every other place of it."""
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

"""Whether a submission is still the one that was graded: a digest of its bytes, made without taking anything apart.

Depends on all that `read` depends on, and on nothing that a copy or a second download changes.
"""

from __future__ import annotations

import hashlib

from grader.errors import SubmissionError
from grader.submission.entries import READING, Entry, ReadingLimits, Source
from grader.submission.file_content import content_of
from grader.submission.files_beside import data_digest


def fingerprint(entry: Entry, limits: ReadingLimits = READING) -> str:
    """Names and contents of the entry's files and data files, and which of several files is the newer, as one digest."""
    summed = hashlib.sha256()
    for source in (*entry.sources, *entry.beside):
        content = _content(source, limits)
        name = source.name.encode("utf-8", "surrogatepass")
        summed.update(b"%d %s %d " % (len(name), name, len(content)))
        summed.update(content)
    oldest_first = sorted(range(len(entry.sources)), key=lambda at: entry.sources[at].modified)
    data = data_digest(entry.folder, limits, {source.name for source in entry.sources}) if entry.folder else ""
    parts = "".join(f" {part.assignment}" for part in entry.parts)  # by which it is kept what each of them answers
    summed.update(f"{oldest_first} {data}{' elsewhere' if entry.elsewhere else ''}{parts}".encode())
    return summed.hexdigest()[:32]


def _content(source: Source, limits: ReadingLimits) -> bytes:
    try:
        return content_of(source, limits)
    except SubmissionError as error:
        return f"unreadable: {error}".encode("utf-8", "replace")

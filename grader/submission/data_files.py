"""The files in a student's own folder: what they hold counts for the digest, since the code may read or import them.

Reads bytes within a limit and keeps none of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from grader.errors import SubmissionError, UsageError
from grader.submission import file_types as filetypes
from grader.submission import opening
from grader.submission.entries import ReadingLimits
from grader.submission.file_listing import list_folder
from grader.submission.spelling import harmless


def data_digest(folder: str, limits: ReadingLimits, work: Collection[str]) -> str:
    """SHA-256 over names and contents of what is neither a notebook nor named as work; beyond the limit over names only."""
    summed, left = hashlib.sha256(), limits.data_bytes
    try:
        files = list_folder(folder).files
    except UsageError:
        return summed.hexdigest()
    for file in files:
        if file.type == filetypes.NOTEBOOK or harmless("/".join(file.parts)) in work:
            continue
        content = b""
        if left > 0:
            try:
                content = opening.content(file.source, limits)
            except SubmissionError:
                content = b"unreadable"
        left -= len(content)
        name = "/".join(file.parts).encode("utf-8", "surrogateescape")
        summed.update(b"%d %s %d " % (len(name), name, len(content)) + content)
    return summed.hexdigest()

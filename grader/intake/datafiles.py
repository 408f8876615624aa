"""The data files in a student's own folder: what they hold counts for the digest, since the code may read them.

Reads bytes within a limit and keeps none of them.
"""

from __future__ import annotations

import hashlib

from grader.errors import SubmissionError, UsageError
from grader.intake import filetypes, opening
from grader.intake.entries import ReadingLimits
from grader.intake.listing import list_folder


def data_digest(folder: str, limits: ReadingLimits) -> str:
    """SHA-256 over names and contents of what is neither a notebook nor a program; beyond the limit over names only."""
    summed, left = hashlib.sha256(), limits.data_bytes
    try:
        files = list_folder(folder).files
    except UsageError:
        return summed.hexdigest()
    for file in files:
        if file.type in (filetypes.NOTEBOOK, filetypes.SCRIPT):
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

"""What lies beside a student's work when it runs: their own modules and data, and the files that the course gave out.

Where the student's folder is on this disk the sandbox copies it, and its files count for the digest, since the code may read
or import them; here is also what has no such folder, as in an archive or a platform's flat download, and which folder the work
itself lies in. Imports nothing of the student's and runs nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from pathlib import PurePosixPath

from grader.errors import SubmissionError, UsageError
from grader.model import FileBeside
from grader.submission import file_types as filetypes
from grader.submission.entries import ReadingLimits, Source
from grader.submission.file_content import content_of
from grader.submission.file_listing import list_folder
from grader.submission.spelling import harmless


def files_beside(sources: Iterable[Source], limits: ReadingLimits) -> tuple[FileBeside, ...]:
    """Return the files for code to import or read, by the student's names; beyond the limit the rest is left out.

    Notebooks are no modules, and an archive in an archive is not looked into.
    """
    found: dict[str, FileBeside] = {}
    left = limits.beside_bytes
    for source in sources:
        if filetypes.type_of(source.name) in (filetypes.NOTEBOOK, filetypes.ARCHIVE, filetypes.JUNK):
            continue
        try:
            content = content_of(source, limits)
        except SubmissionError:
            continue
        if len(content) <= left:
            left -= len(content)
            found[source.name] = FileBeside(path=source.name, content=content)
    return tuple(found.values())


def with_given(own: tuple[FileBeside, ...], given: tuple[FileBeside, ...], folder: str) -> tuple[FileBeside, ...]:
    """Return the student's files and those of the course below the folder of the work; at one path the student's own counts.

    What a student handed in is what the work ran with, be it an older edition of a course's file.
    """
    below = PurePosixPath(folder)
    given = tuple(FileBeside(path=str(below / file.path), content=file.content) for file in given)
    taken = {file.path for file in own}
    return (*own, *(file for file in given if file.path not in taken))


def is_given(source: Source, content_digest: str, given: Iterable[FileBeside]) -> bool:
    """Tell whether a student's file is the course's own, handed in along with the work: it answers nothing."""
    name = PurePosixPath(source.name).name
    return any(
        PurePosixPath(file.path).name == name and hashlib.sha256(file.content).hexdigest() == content_digest for file in given
    )


def working_folder(work: Iterable[str], everything: Iterable[str]) -> str:
    """Return the folder for the work to run in, from the student's own on: a notebook's is its own place.

    A program is run from anywhere, mostly from the folder that holds all there is. Where there are several of either,
    it is the one that all of them lie below.
    """
    notebooks = [name for name in work if filetypes.type_of(name) == filetypes.NOTEBOOK]
    folders = [PurePosixPath(name).parent.parts for name in notebooks or everything]
    shared = 0
    while folders and all(len(parts) > shared and parts[shared] == folders[0][shared] for parts in folders):
        shared += 1
    return "/".join(folders[0][:shared]) if folders else ""


def beside_digest(files: Iterable[FileBeside]) -> str:
    """Return SHA-256 over names and contents, since the student's code opens them by name."""
    summed = hashlib.sha256()
    for file in sorted(files, key=lambda each: each.path):
        name = file.path.encode("utf-8", "surrogatepass")
        summed.update(b"%d %s %d " % (len(name), name, len(file.content)) + file.content)
    return summed.hexdigest()


def data_digest(folder: str, limits: ReadingLimits, work: Collection[str]) -> str:
    """Return SHA-256 over names and contents of what is no notebook and no work; beyond the limit over names only."""
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
                content = content_of(file.source, limits)
            except SubmissionError:
                content = b"unreadable"
        left -= len(content)
        name = "/".join(file.parts).encode("utf-8", "surrogateescape")
        summed.update(b"%d %s %d " % (len(name), name, len(content)) + content)
    return summed.hexdigest()

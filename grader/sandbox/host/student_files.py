"""A student's own data files and modules, brought to where the student's code finds them, and an eye on what it writes.

Copies regular files alone and never follows a link. Knows folders, no processes.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from grader.model import FileBeside, Limits, Submission
from grader.sandbox.host import packages
from grader.sandbox.host.scratch import Scratch

_MOST_FILES = 200
_MOST_BYTES = 64 * 1024 * 1024
_DEPTH = 3
_NOTEBOOKS = frozenset({".ipynb"})
_MOST_WRITTEN = 4  # times what one file may hold
_MOST_ENTRIES = 5000
_MOST_DEPTH = 30
_MEGABYTE = 1024 * 1024
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class TooMuchWrittenError(Exception):
    """The scratch folder holds more than a submission may write, or is shut against being looked at."""


def bring(submission: Submission, scratch: Scratch) -> None:
    """Copies what lies beside a submission to its scratch folder, as far as it fits, and says where its code begins."""
    if submission.folder is None and not submission.beside:
        return
    room = _MOST_BYTES
    files = _regular_files(Path(submission.folder), Path(), _DEPTH) if submission.folder is not None else iter(())
    for count, (source, relative) in enumerate(files):
        size = source.stat(follow_symlinks=False).st_size
        if count >= _MOST_FILES or size > room or _hides_a_package(relative):
            continue
        room -= size
        _copy(source, scratch, relative)
    for file in submission.beside[:_MOST_FILES]:
        _write(file, scratch)
    scratch.working = _working_folder(PurePosixPath(submission.working_folder), scratch)


def _hides_a_package(relative: Path) -> bool:
    """Whether a program is called like a package that is installed here, as one about SymPy may be called `sympy.py`."""
    return relative.suffix == ".py" and len(relative.parts) == 1 and packages.is_installed_package(relative.stem)


def _working_folder(wanted: PurePosixPath, scratch: Scratch) -> str:
    """The folder by this name, made where nothing but the work lay in it; the scratch folder where it cannot be one."""
    if wanted.is_absolute() or ".." in wanted.parts or len(wanted.parts) > _MOST_DEPTH:
        return ""
    try:
        _folder_for(Path(wanted) / "work", scratch)
    except (OSError, ValueError):
        return ""
    return str(wanted)


def _regular_files(folder: Path, relative: Path, depth: int) -> Iterator[tuple[Path, Path]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        here = relative / entry.name
        if entry.is_dir(follow_symlinks=False) and depth > 0 and not entry.name.startswith("."):
            yield from _regular_files(Path(entry.path), here, depth - 1)
        elif entry.is_file(follow_symlinks=False) and here.suffix not in _NOTEBOOKS:
            yield Path(entry.path), here


def _copy(source: Path, scratch: Scratch, relative: Path) -> None:
    """Copies one file without following a link that took its place since it was listed."""
    target = _folder_for(relative, scratch)
    try:
        descriptor = os.open(source, _FLAGS)
    except OSError:
        return
    with os.fdopen(descriptor, "rb") as opened:
        if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
            return
        with (target / relative.name).open("wb") as copy:
            shutil.copyfileobj(opened, copy)
    _give(target / relative.name, scratch)


def _write(file: FileBeside, scratch: Scratch) -> None:
    """Writes one file, unless the student's own of this name lies there or its name cannot be one here."""
    relative = Path(PurePosixPath(file.path))
    if relative.is_absolute() or ".." in relative.parts or len(relative.parts) > _MOST_DEPTH or _hides_a_package(relative):
        return
    try:
        target = _folder_for(relative, scratch) / relative.name
        with target.open("xb") as written:
            written.write(file.content)
    except (OSError, ValueError):  # another file is there, or a folder of this name, or a name that no disk takes
        return
    _give(target, scratch)


def _folder_for(relative: Path, scratch: Scratch) -> Path:
    """Return the folder of a file to be, which belongs to the student's process as all above it."""
    target = scratch.folder
    for part in relative.parts[:-1]:
        target /= part
        if not target.is_dir():
            target.mkdir()
            _give(target, scratch)
    return target


def _give(path: Path, scratch: Scratch) -> None:
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.chown(path, scratch.uid, scratch.uid)


def check(scratch: Scratch, limits: Limits) -> None:
    """Raises `TooMuchWrittenError` when there is more than can be honest: bytes, files, or folders within folders."""
    most = _MOST_WRITTEN * limits.file_megabytes * _MEGABYTE + _MOST_BYTES
    size = 0
    for count, entry_size in enumerate(_sizes(scratch.folder)):
        size += entry_size
        if size > most or count > _MOST_ENTRIES:
            raise TooMuchWrittenError


def on_disk(facts: os.stat_result) -> int:
    """Return the bytes that a file takes; its length where the system does not count blocks, as Windows."""
    blocks: int | None = getattr(facts, "st_blocks", None)
    return facts.st_size if blocks is None else blocks * 512


def _sizes(folder: Path) -> Iterator[int]:
    """Bytes on disk of all below a folder, and never deeper than is honest: a path has to stay short enough to be looked at."""
    waiting = [(str(folder), 0)]
    while waiting:
        path, depth = waiting.pop()
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append((entry.path, depth + 1))
                    yield on_disk(entry.stat(follow_symlinks=False))
        except FileNotFoundError:  # removed while we look
            continue
        except OSError as error:  # shut against being looked at
            raise TooMuchWrittenError from error
        if depth > _MOST_DEPTH:
            raise TooMuchWrittenError

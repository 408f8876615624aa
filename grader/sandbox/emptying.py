"""Removes folders that a student's code has filled: however deep, however many, whatever modes they were given.

Goes down and up by descriptors, one level at a time, since a path may be longer than the system takes and
a tree deeper than Python's stack. Used once the student's process has ended, so nothing changes meanwhile.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat

_BY_DESCRIPTOR = {os.open, os.unlink, os.rmdir, os.chmod} <= os.supports_dir_fd and os.scandir in os.supports_fd
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)


def remove(folder: str) -> bool:
    """Removes a folder and all in it; whether it is gone."""
    empty(folder)
    with contextlib.suppress(OSError):
        os.rmdir(folder)  # noqa: PTH106  (a plain string, as in the calls by descriptor)
    return not os.path.lexists(folder)


def empty(folder: str) -> bool:
    """Removes what lies in a folder, not the folder itself; whether all of it is gone."""
    try:
        if _BY_DESCRIPTOR:
            _empty_by_descriptor(folder)
        else:
            _empty_by_path(folder)
    except OSError:
        return False
    return True


def _empty_by_descriptor(folder: str) -> None:
    here = os.open(folder, _FOLDER)
    above: list[str] = []
    try:
        while True:
            name = _unlink_files(here)
            if name is not None:
                here = _go(here, name)
                above.append(name)
            elif above:
                here = _go(here, "..")
                os.rmdir(above.pop(), dir_fd=here)
            else:
                return
    finally:
        os.close(here)


def _unlink_files(here: int) -> str | None:
    """Removes files until a folder comes, and gives its name; None when there was no folder."""
    with os.scandir(here) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                return entry.name
            os.unlink(entry.name, dir_fd=here)
    return None


def _go(here: int, name: str) -> int:
    """Return the folder `name` open in place of `here`; one that its modes shut is opened first."""
    try:
        there = os.open(name, _FOLDER, dir_fd=here)
    except PermissionError:
        os.chmod(name, stat.S_IRWXU, dir_fd=here)
        there = os.open(name, _FOLDER, dir_fd=here)
    os.close(here)
    if not stat.S_IWUSR & os.fstat(there).st_mode:
        os.fchmod(there, stat.S_IRWXU)
    return there


def _empty_by_path(folder: str) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path)
            else:
                os.unlink(entry.path)  # noqa: PTH108  (a plain string)

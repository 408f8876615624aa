"""Remove what student code leaves behind: folders that it has filled, and processes that still live.

Folders are gone down and up by descriptors, one level at a time, since a path may be longer than the system takes and a
tree deeper than Python's stack. Processes are ended by the warm process alone, which is the only one that waits for
children, so that no process id is used again between looking and killing. Stands alone; knows no submissions.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import stat
import time

# Windows has no such calls; what a student can put there has no such depths either.
_BY_DESCRIPTOR = {os.open, os.unlink, os.rmdir, os.chmod} <= os.supports_dir_fd and os.scandir in os.supports_fd
_END_SECONDS = 5.0  # a killed process ends at once, but for one that waits for a disk
_MOST_SWEEPS = 50  # at what was left behind: one that forks as quickly as it is killed has no more turns than these
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)  # a link is never gone through


def remove(folder: str) -> bool:
    """Remove a folder and all in it; tell whether it is gone."""
    empty(folder)
    with contextlib.suppress(OSError):
        os.rmdir(folder)  # noqa: PTH106  (a plain string, as in the calls by descriptor)
    return not os.path.lexists(folder)


def empty(folder: str) -> bool:
    """Remove what lies in a folder, not the folder itself; tell whether all of it is gone."""
    try:
        if _BY_DESCRIPTOR:
            _empty_by_descriptor(folder)
            return True
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    shutil.rmtree(entry.path)
                else:
                    os.unlink(entry.path)  # noqa: PTH108  (a plain string)
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
    """Remove files until a folder comes, and return its name; None when there was no folder."""
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


def kill_and_reap(pid: int) -> int:
    """Kill a child with its group, if it still lives; return its wait status."""
    with contextlib.suppress(OSError):
        os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(OSError):
        os.kill(pid, signal.SIGKILL)
    end = time.monotonic() + _END_SECONDS
    handle = -1  # a descriptor that becomes readable when the process ends
    with contextlib.suppress(OSError, AttributeError):
        handle = os.pidfd_open(pid)
    try:
        while time.monotonic() < end:
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                return status
            select.select([handle] if handle >= 0 else [], [], [], 0.2 if handle >= 0 else 0.002)
    except ChildProcessError:
        pass
    finally:
        if handle >= 0:
            os.close(handle)
    return 0


def sweep(known: set[int]) -> None:
    """Kill what a child has left behind: where processes cannot be denied, orphans are adopted by the warm process."""
    for _ in range(_MOST_SWEEPS):
        strangers = [pid for pid in _own_children() if pid not in known]
        if not strangers:
            return
        for pid in strangers:
            kill_and_reap(pid)


def _own_children() -> list[int]:
    try:
        listed = os.open(f"/proc/self/task/{os.getpid()}/children", os.O_RDONLY)
    except OSError:
        return []
    try:
        return [int(pid) for pid in os.read(listed, 65536).split()]
    finally:
        os.close(listed)

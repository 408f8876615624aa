"""Ends processes: kills one with its group, waits for it with an end, and finds those that were left behind.

Used by the warm process alone, which is the only one that waits for children, so that no process id is used again
between looking and killing. Knows no submissions.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time

_END_SECONDS = 5.0
_MOST_SWEEPS = 50


def kill_and_reap(pid: int) -> tuple[int, float, int]:
    """Wait status, CPU seconds and peak kilobytes of a child that is killed with its group, if it still lives."""
    with contextlib.suppress(OSError):
        os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(OSError):
        os.kill(pid, signal.SIGKILL)
    end = time.monotonic() + _END_SECONDS
    handle = _pidfd(pid)
    try:
        while time.monotonic() < end:
            done, status, usage = os.wait4(pid, os.WNOHANG)
            if done:
                return status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss
            select.select([handle] if handle >= 0 else [], [], [], 0.2 if handle >= 0 else 0.002)
    except ChildProcessError:
        pass
    finally:
        if handle >= 0:
            os.close(handle)
    return 0, 0.0, 0


def _pidfd(pid: int) -> int:
    """Return a descriptor that becomes readable when the process ends; -1 where there is none."""
    try:
        return os.pidfd_open(pid)
    except (OSError, AttributeError):
        return -1


def sweep(known: set[int]) -> None:
    """Kills what a child has left behind: where processes cannot be denied, orphans are adopted by the warm process."""
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

"""Standard output in a student's process: cut at a limit, and not to be closed.

Runs beside the student's code. Knows nothing of answers.
"""

from __future__ import annotations

import io
import os

_write = os.write


class Capped(io.RawIOBase):
    """Standard output up to a limit; what is beyond is counted as written and thrown away."""

    def __init__(self) -> None:
        self._room = 0

    def allow(self, room: int) -> None:
        """Lets this many bytes through from here on."""
        self._room = room

    def writable(self) -> bool:
        """Always."""
        return True

    def fileno(self) -> int:
        """Return that of standard output, for those who ask."""
        return 1

    def write(self, data: object) -> int:
        """Writes what there is room for, and counts all of it as written."""
        size = len(data)  # type: ignore[arg-type]
        if self._room > 0:
            kept = bytes(data)[: self._room]  # type: ignore[call-overload]
            self._room -= len(kept)
            _write(1, kept)
        return size


class Printed(io.TextIOWrapper):
    """Standard output that a student's `close()` leaves open, so that a later `print` is no failure."""

    def close(self) -> None:
        """Writes what is waiting, and stays open."""
        self.flush()

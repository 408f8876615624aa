"""The student's end of the pipes: requests come in, replies and what is printed go out, and a mark says what is worked on.

Runs beside the student's code; binds what it needs when it is loaded. Knows frames, not what they mean.
"""

from __future__ import annotations

import io
import mmap
import os
import struct

from grader.sandbox import codec

MARK = struct.Struct("<Qd")  # what is worked on, by its number, and since when in monotonic seconds
_CHUNK = 65536  # bytes read at once: what a pipe of Linux holds

_frame = codec.frame
_read, _write, _exit = os.read, os.write, os._exit
_pack_into = MARK.pack_into


class Wire:
    """The guest's end: requests come in, replies go out, and a mark says what is being worked on.

    `marks` is a page of memory that the warm process looks at when the host has waited too long; without
    one, marks are sent along with the replies.
    """

    def __init__(self, requests: int, replies: int, marks: mmap.mmap | None) -> None:
        self._requests, self._replies, self._marks = requests, replies, marks
        self._frames = codec.Frames()
        self._waiting = b""
        self.aloud = marks is None

    def receive(self) -> list[object]:
        """Return the next request; ends the process when the host has gone."""
        while True:
            whole, message = self._frames.take()
            if whole:
                return message  # type: ignore[return-value]
            data = _read(self._requests, _CHUNK)
            if not data:
                _exit(0)
            self._frames.feed(data)

    def put(self, message: object) -> None:
        """Have a reply go out together with the next one that is sent; `FrameError` when it is too long for one frame."""
        self._waiting += _frame(message)

    def send(self, message: object) -> None:
        """Send a reply, after those that wait; `FrameError` when it is too long for one frame."""
        data, self._waiting = self._waiting + _frame(message), b""
        while data:
            data = data[_write(self._replies, data) :]

    def mark(self, index: int, now: float) -> None:
        """Tell what is worked on from now: on the page, which wakes nobody, or aloud, to be blamed for what follows."""
        if self._marks is not None:
            _pack_into(self._marks, 0, index, now)
        if self.aloud:
            self.send(["at", index, now])


class Capped(io.RawIOBase):
    """Standard output up to a limit; what is beyond is counted as written and thrown away."""

    def __init__(self) -> None:
        self._room = 0

    def allow(self, room: int) -> None:
        """Let this many bytes through from here on."""
        self._room = room

    def writable(self) -> bool:
        """Return True."""
        return True

    def fileno(self) -> int:
        """Return that of standard output, for those who ask."""
        return 1

    def write(self, data: object) -> int:
        """Write what there is room for, and count all of it as written."""
        size = len(data)  # type: ignore[arg-type]
        if self._room > 0:
            kept = bytes(data)[: self._room]  # type: ignore[call-overload]
            self._room -= len(kept)
            _write(1, kept)
        return size


class Printed(io.TextIOWrapper):
    """Standard output that stays open after `close()`, since a later `print` is no failure."""

    def close(self) -> None:
        """Write what is waiting, and stay open."""
        self.flush()

"""The student's end of the pipes: requests come in, replies go out, and a mark says what is being worked on.

Runs beside the student's code; binds what it needs when it is loaded. Knows frames, not what they mean.
"""

from __future__ import annotations

import mmap
import os
import struct

from grader.sandbox import codec

MARK = struct.Struct("<Qd")

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
            data = _read(self._requests, 65536)
            if not data:
                _exit(0)
            self._frames.feed(data)

    def put(self, message: object) -> None:
        """Has a reply go out together with the next one that is sent; `FrameError` when it is too long for one frame."""
        self._waiting += _frame(message)

    def send(self, message: object) -> None:
        """Sends a reply, after those that wait; `FrameError` when it is too long for one frame."""
        data, self._waiting = self._waiting + _frame(message), b""
        while data:
            data = data[_write(self._replies, data) :]

    def mark(self, index: int, now: float) -> None:
        """Tells what is worked on from now: on the page, which wakes nobody, or aloud, so that what follows is its doing."""
        if self._marks is not None:
            _pack_into(self._marks, 0, index, now)
        if self.aloud:
            self.send(["at", index, now])

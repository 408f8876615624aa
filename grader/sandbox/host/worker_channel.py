"""The host's end of the standard streams of a process that was started for one student, read by threads.

Works on every system, also where pipes cannot be polled. Knows no values and no verdicts.
"""

from __future__ import annotations

import contextlib
import os
import queue
import select
import subprocess
import threading
import time
from collections.abc import Callable

from grader.sandbox import codec
from grader.sandbox.host.channel import (
    CHUNK,
    WATCH_SECONDS,
    ChildGoneError,
    Mark,
    NowAndThen,
    Printed,
    TooLateError,
    mark_in,
)

_MOST_WAITING = 64
_PIPE_CHUNKS = 16
_CAN_LOOK_AHEAD = hasattr(select, "poll")  # Windows cannot tell whether anything waits in a pipe


def _waits(descriptor: int, milliseconds: int | None = None) -> bool:
    """Tell whether there is anything to read, or the end, within so long; without a number it is waited for."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(milliseconds))


class WorkerChannel:
    """The three standard streams of a process of its own, read by threads: works on every system."""

    def __init__(self, process: subprocess.Popen[bytes], limit: int) -> None:
        self._process = process
        self.printed = Printed(limit=limit)
        self.mark = Mark()
        self.said_aloud: Mark | None = None
        self._now_and_then = NowAndThen()
        self._frames = codec.Frames()
        self._arrived: queue.Queue[bytes] = queue.Queue(_MOST_WAITING)
        self._lock = threading.Lock()
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        self._stdin = process.stdin
        self._threads = [
            threading.Thread(target=self._pump_replies, args=(process.stdout.fileno(),), daemon=True),
            threading.Thread(target=self._pump_printed, args=(process.stderr.fileno(),), daemon=True),
        ]
        self._capture = process.stderr.fileno()
        for thread in self._threads:
            thread.start()

    def _pump_replies(self, descriptor: int) -> None:
        with contextlib.suppress(OSError):
            while data := os.read(descriptor, CHUNK):
                self._arrived.put(data)
        self._arrived.put(b"")

    def _pump_printed(self, descriptor: int) -> None:
        """Reads whatever is printed, so that the child never waits for room."""
        with contextlib.suppress(OSError, ValueError):
            while True:
                if _CAN_LOOK_AHEAD:
                    _waits(descriptor)
                    with self._lock:
                        if self._read_printed(descriptor) == b"":
                            return
                elif data := os.read(descriptor, CHUNK):
                    with self._lock:
                        self.printed.add(data)
                else:
                    return

    def _read_printed(self, descriptor: int) -> bytes | None:
        """Reads what waits, with the lock held: nothing at the end of the stream, None where nothing waits."""
        if not _waits(descriptor, milliseconds=0):
            return None
        data = os.read(descriptor, CHUNK)
        self.printed.add(data)
        return data

    def send(self, message: object, deadline: float) -> None:
        """Sends a request. A child that takes nothing more is noticed by `receive`, whose wait ends."""
        data = codec.frame(message)
        writer = threading.Thread(target=self._write, args=(data,), daemon=True)
        writer.start()
        writer.join(max(0.0, deadline - time.monotonic()))
        if writer.is_alive():
            raise TooLateError

    def _write(self, data: bytes) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._stdin.write(data)
            self._stdin.flush()

    def receive(self, deadline: Callable[[Mark], float], watch: Callable[[], None]) -> object:
        """Return the next reply, as `PipeChannel.receive`."""
        while True:
            whole, message = self._frames.take()
            if whole:
                mark = mark_in(message)
                if mark is None:
                    return message
                self.mark = self.said_aloud = mark
                continue
            self._now_and_then(watch)
            try:
                left = min(WATCH_SECONDS, deadline(self.mark) - time.monotonic())
                data = self._arrived.get(timeout=max(0.001, left))
            except queue.Empty:
                if time.monotonic() > deadline(self.mark):
                    raise TooLateError from None
                continue
            if not data:
                raise ChildGoneError
            self._frames.feed(data)

    def take_printed(self) -> bytes:
        """Return what was printed since the last time, also what the reader has not come to yet where we can look."""
        with self._lock:
            with contextlib.suppress(OSError, ValueError):
                # What was printed before the last reply fits into the pipe; a child that prints on is not followed.
                for _ in range(_PIPE_CHUNKS if _CAN_LOOK_AHEAD else 0):
                    if not self._read_printed(self._capture):
                        break
            kept = bytes(self.printed.kept)
            self.printed = Printed(limit=self.printed.limit)
        return kept

    def close(self) -> None:
        """Closes the streams of a process that has ended."""
        end = time.monotonic() + 2.0
        while any(thread.is_alive() for thread in self._threads) and time.monotonic() < end:
            with contextlib.suppress(queue.Empty):
                self._arrived.get(timeout=0.01)  # a reader that waits for room goes on and sees the end
        self._capture = -1  # the number may soon be another file's
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

"""The host's end of what connects it with a student's process: requests out, replies in, with an end to every wait.

`PipeChannel` talks to a fork of the warm process by pipes that are polled. `WorkerChannel` reads the standard streams of
a process that was started for one student by threads, which works on every system. Knows no values and no verdicts.
"""

from __future__ import annotations

import contextlib
import os
import queue
import select
import subprocess
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

from grader.sandbox import codec

_CHUNK = 65536  # bytes read at once: what a pipe of Linux holds
_WATCH_SECONDS = 0.25  # between looks at what a child writes: it fills no more of a disk meanwhile than one can spare
_CLOSE_SECONDS = 2.0  # for the readers of an ended process, whose pipes close at once, but for one that somebody holds
_MOST_WAITING = 64  # chunks that were read and not yet asked for, so that a child that says too much has to wait
_PIPE_CHUNKS = 16  # more than a pipe holds of what was printed before the last reply
_SETTLING_SECONDS = 0.01  # in which a reader that has something to read gets its turn, where we cannot look whether it has
_SHORT = 512  # bytes that any pipe takes whole as soon as it takes any (POSIX), as nearly all values of functions are
_CAN_LOOK_AHEAD = hasattr(select, "poll")  # Windows cannot tell whether anything waits in a pipe


Deadline = Callable[["Mark"], float]
"""When to give up waiting, by the newest mark."""


class ChildGoneError(Exception):
    """The child closed its end: it died, was killed, or closed every descriptor."""


class TooLateError(Exception):
    """No reply came in time; the child has to be killed."""


@dataclass(kw_only=True)
class Mark:
    """What the child said last that it works on, and since when (monotonic seconds)."""

    index: int | None = None
    since: float = 0.0


class Channel(ABC):
    """The host's end of what connects it with one student's process. Every wait has an end.

    `mark` is what the child is known to work on, `said_aloud` the last mark among its replies. Of what it prints, so many
    bytes are kept as its `limit` says; the rest is read and thrown away, so that the child never waits.
    """

    def __init__(self, limit: int) -> None:
        self.mark = Mark()
        self.said_aloud: Mark | None = None
        self._frames = codec.Frames()
        self._limit, self._kept = limit, bytearray()
        self._next_look = time.monotonic() + _WATCH_SECONDS

    @abstractmethod
    def send(self, message: object, deadline: float) -> None:
        """Send a request."""

    def receive(self, deadline: Deadline, watch: Callable[[], None]) -> object:
        """Return the next reply. `deadline` tells from the newest mark when to give up; `watch` is called now and then.

        Raises `ChildGoneError`, `TooLateError`, and `codec.FrameError` for what is no frame.
        """
        while True:
            whole, message = self._frames.take()
            if not whole:
                self._take_in(deadline, watch)
                continue
            match message:
                case ["at", int(index), float(since)]:
                    self.mark = self.said_aloud = Mark(index=index, since=since)
                case _:
                    return message

    @abstractmethod
    def _take_in(self, deadline: Deadline, watch: Callable[[], None]) -> None:
        """Wait a while for more of the replies, and take it in."""

    def _look_now_and_then(self, watch: Callable[[], None]) -> None:
        """Watch if it is time, also while a child keeps us busy with what it says."""
        if time.monotonic() >= self._next_look:
            watch()
            self._next_look = time.monotonic() + _WATCH_SECONDS

    def _keep(self, data: bytes) -> None:
        self._kept += data[: max(0, self._limit - len(self._kept))]

    def take_printed(self) -> bytes:
        """Return what was printed since the last time."""
        kept, self._kept = bytes(self._kept), bytearray()
        return kept

    @abstractmethod
    def close(self) -> None:
        """Close every end."""


class PipeChannel(Channel):
    """Three pipes to a forked child. The child's ends are given away once, by `theirs`; `look` asks for its mark."""

    def __init__(self, limit: int, look: Callable[[], Mark]) -> None:
        super().__init__(limit)
        child_requests, self._requests = os.pipe()
        self._replies, child_replies = os.pipe()
        self._capture, child_capture = os.pipe()
        self.theirs: tuple[int, ...] = (child_requests, child_replies, child_capture)
        os.set_blocking(self._capture, False)
        os.set_blocking(self._requests, False)
        self._look = look
        self._poll = select.poll()
        self._poll.register(self._replies, select.POLLIN)
        self._poll.register(self._capture, select.POLLIN)

    def give_away(self) -> None:
        """Close the child's ends here, once the child has them."""
        for descriptor in self.theirs:
            os.close(descriptor)
        self.theirs = ()

    def send(self, message: object, deadline: float) -> None:
        """Send a request; `ChildGoneError` or `TooLateError` when it is not taken."""
        data = codec.frame(message)
        try:
            while data:
                try:
                    data = data[os.write(self._requests, data) :]
                except BlockingIOError:
                    self._wait_for_room(deadline)
        except BrokenPipeError as error:
            raise ChildGoneError from error

    def _wait_for_room(self, deadline: float) -> None:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([], [self._requests], [], left)[1]:
            raise TooLateError

    def _take_in(self, deadline: Deadline, watch: Callable[[], None]) -> None:
        left = min(_WATCH_SECONDS, deadline(self.mark) - time.monotonic())
        ready = [descriptor for descriptor, _ in self._poll.poll(max(0.0, left) * 1000)]
        self._look_now_and_then(watch)
        if not ready:
            self._give_up_after(deadline)
        for descriptor in ready:
            if descriptor == self._capture:
                if not self._drain_once():
                    self._poll.unregister(self._capture)
            elif data := os.read(self._replies, _CHUNK):
                self._frames.feed(data)
            else:
                raise ChildGoneError
        if ready == [self._capture]:
            self._give_up_after(deadline)

    def _give_up_after(self, deadline: Callable[[Mark], float]) -> None:
        if time.monotonic() > deadline(self.mark):
            self.mark = self._look()
            if time.monotonic() > deadline(self.mark):
                raise TooLateError

    def _drain_once(self) -> bool:
        try:
            data = os.read(self._capture, _CHUNK)
        except BlockingIOError:
            return True
        self._keep(data)
        return bool(data)

    def take_printed(self) -> bytes:
        """Return what was printed since the last time."""
        with contextlib.suppress(OSError):
            while data := os.read(self._capture, _CHUNK):
                self._keep(data)
        return super().take_printed()

    def close(self) -> None:
        """Close every pipe."""
        for descriptor in (self._requests, self._replies, self._capture, *self.theirs):
            os.close(descriptor)


def _waits(descriptor: int, milliseconds: int | None = None) -> bool:
    """Tell whether there is anything to read, or the end, within so long; without a number it is waited for."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(milliseconds))


def _takes_short(descriptor: int) -> bool:
    """Tell whether a short message can be written without waiting; not known where we cannot look."""
    if not _CAN_LOOK_AHEAD:
        return False
    poll = select.poll()
    poll.register(descriptor, select.POLLOUT)
    return any(event & select.POLLOUT for _, event in poll.poll(0))


class WorkerChannel(Channel):
    """The three standard streams of a process of its own, read by threads: works on every system."""

    def __init__(self, process: subprocess.Popen[bytes], limit: int) -> None:
        super().__init__(limit)
        self._process = process
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
            while data := os.read(descriptor, _CHUNK):
                self._arrived.put(data)
        self._arrived.put(b"")

    def _pump_printed(self, descriptor: int) -> None:
        """Read whatever is printed, so that the child never waits for room."""
        with contextlib.suppress(OSError, ValueError):
            while True:
                if _CAN_LOOK_AHEAD:
                    _waits(descriptor)
                    with self._lock:
                        if self._read_printed(descriptor) == b"":
                            return
                elif data := os.read(descriptor, _CHUNK):
                    with self._lock:
                        self._keep(data)
                else:
                    return

    def _read_printed(self, descriptor: int) -> bytes | None:
        """Read what waits, with the lock held: nothing at the end of the stream, None where nothing waits."""
        if not _waits(descriptor, milliseconds=0):
            return None
        data = os.read(descriptor, _CHUNK)
        self._keep(data)
        return data

    def send(self, message: object, deadline: float) -> None:
        """Send a request. A child that takes nothing more is noticed by `receive`, whose wait ends."""
        data = codec.frame(message)
        if len(data) <= _SHORT and _takes_short(self._stdin.fileno()):
            self._write(data)
            return
        writer = threading.Thread(target=self._write, args=(data,), daemon=True)
        writer.start()
        writer.join(max(0.0, deadline - time.monotonic()))
        if writer.is_alive():
            raise TooLateError

    def _write(self, data: bytes) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._stdin.write(data)
            self._stdin.flush()

    def _take_in(self, deadline: Deadline, watch: Callable[[], None]) -> None:
        self._look_now_and_then(watch)
        try:
            left = min(_WATCH_SECONDS, deadline(self.mark) - time.monotonic())
            data = self._arrived.get(timeout=max(0.001, left))
        except queue.Empty:
            if time.monotonic() > deadline(self.mark):
                raise TooLateError from None
            return
        if not data:
            raise ChildGoneError
        self._frames.feed(data)

    def take_printed(self) -> bytes:
        """Return what was printed since the last time, also what the reader has not come to yet."""
        before = None
        while not _CAN_LOOK_AHEAD and before != len(self._kept):  # what was printed before a reply waits in the pipe already
            before = len(self._kept)
            time.sleep(_SETTLING_SECONDS)
        with self._lock:
            with contextlib.suppress(OSError, ValueError):
                # What was printed before the last reply fits into the pipe; a child that prints on is not followed.
                for _ in range(_PIPE_CHUNKS if _CAN_LOOK_AHEAD else 0):
                    if not self._read_printed(self._capture):
                        break
            return super().take_printed()

    def close(self) -> None:
        """Close the streams of a process that has ended."""
        end = time.monotonic() + _CLOSE_SECONDS
        while any(thread.is_alive() for thread in self._threads) and time.monotonic() < end:
            with contextlib.suppress(queue.Empty):
                self._arrived.get(timeout=0.01)  # a reader that waits for room goes on and sees the end
        self._capture = -1  # the number may soon be another file's
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

"""The host's end of the pipes to a fork of the zygote: sends requests, waits for replies with an end to every wait.

Decodes frames and drains what is printed, and can say what the child was working on. Knows no values and no verdicts.
"""

from __future__ import annotations

import contextlib
import os
import select
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


class PipeChannel:
    """Three pipes to a forked child. The child's ends are given away once, by `theirs`; `look` asks for its mark."""

    def __init__(self, limit: int, look: Callable[[], Mark]) -> None:
        child_requests, self._requests = os.pipe()
        self._replies, child_replies = os.pipe()
        self._capture, child_capture = os.pipe()
        self.theirs: tuple[int, ...] = (child_requests, child_replies, child_capture)
        os.set_blocking(self._capture, False)
        os.set_blocking(self._requests, False)
        self._look = look
        self.printed = Printed(limit=limit)
        self.mark = Mark()
        self.said_aloud: Mark | None = None
        self._now_and_then = NowAndThen()
        self._frames = codec.Frames()
        self._poll = select.poll()
        self._poll.register(self._replies, select.POLLIN)
        self._poll.register(self._capture, select.POLLIN)

    def give_away(self) -> None:
        """Closes the child's ends here, once the child has them."""
        for descriptor in self.theirs:
            os.close(descriptor)
        self.theirs = ()

    def send(self, message: object, deadline: float) -> None:
        """Sends a request; `ChildGoneError` or `TooLateError` when it is not taken."""
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

    def receive(self, deadline: Callable[[Mark], float], watch: Callable[[], None]) -> object:
        """Return the next reply. `deadline` tells from the newest mark when to give up; `watch` is called now and then.

        Raises `ChildGoneError`, `TooLateError`, and `codec.FrameError` for what is no frame.
        """
        while True:
            whole, message = self._frames.take()
            if whole:
                mark = mark_in(message)
                if mark is None:
                    return message
                self.mark = self.said_aloud = mark
                continue
            left = min(WATCH_SECONDS, deadline(self.mark) - time.monotonic())
            ready = self._poll.poll(max(0.0, left) * 1000)
            self._now_and_then(watch)
            if not ready:
                self._give_up_after(deadline)
            for descriptor, _ in ready:
                self._take_in(descriptor)
            if len(ready) == 1 and ready[0][0] == self._capture:
                self._give_up_after(deadline)

    def _give_up_after(self, deadline: Callable[[Mark], float]) -> None:
        if time.monotonic() > deadline(self.mark):
            self.mark = self._look()
            if time.monotonic() > deadline(self.mark):
                raise TooLateError

    def _take_in(self, descriptor: int) -> None:
        if descriptor == self._capture:
            if not self._drain_once():
                self._poll.unregister(self._capture)
            return
        data = os.read(self._replies, CHUNK)
        if not data:
            raise ChildGoneError
        self._frames.feed(data)

    def _drain_once(self) -> bool:
        try:
            data = os.read(self._capture, CHUNK)
        except BlockingIOError:
            return True
        self.printed.add(data)
        return bool(data)

    def take_printed(self) -> bytes:
        """Return what was printed since the last time."""
        with contextlib.suppress(OSError):
            while data := os.read(self._capture, CHUNK):
                self.printed.add(data)
        kept = bytes(self.printed.kept)
        self.printed = Printed(limit=self.printed.limit)
        return kept

    def close(self) -> None:
        """Closes every pipe."""
        for descriptor in (self._requests, self._replies, self._capture, *self.theirs):
            os.close(descriptor)

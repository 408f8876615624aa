"""Processes forked from a warm one: the quick way, where forking is safe.

Talks to the warm process over its control socket; several threads may ask at once. Knows no submissions.
"""

from __future__ import annotations

import functools
import itertools
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from grader.errors import SandboxError
from grader.sandbox.host import child as children
from grader.sandbox.host.channel import Mark, PipeChannel
from grader.sandbox.host.child import Child, Ended, Plan, Prepare
from grader.sandbox.host.folders import Scratch, Scratches

_START_SECONDS = 60.0  # importing NumPy and MyGrad takes one; from a cold network disk a minute was seen
_REPLY_SECONDS = 20.0  # the warm process answers in milliseconds; ending a child may wait for its disk


class DiedError(SandboxError):
    """The warm process is not there any more, or never was."""


class Forker:
    """A warm process and the control socket to it; several threads may ask at once."""

    def __init__(self, plan: Plan) -> None:
        self.scratches = Scratches()
        self._plan = plan
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._ended: dict[int, Ended] = {}
        self._abandoned: dict[int, Scratch] = {}
        self._loaded: set[str] = set(plan.packages)
        self._log = self.scratches.base / "warm.log"
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process: subprocess.Popen[bytes] | None = None
        try:
            self._start(theirs)
        except BaseException:  # also Ctrl-C
            self.close()
            raise

    def _start(self, theirs: socket.socket) -> None:
        with theirs, self._log.open("wb") as log:
            self._process = subprocess.Popen(
                children.command("zygote.main(int(sys.argv[2]), sys.argv[3])", str(theirs.fileno()), str(self.scratches.base)),
                env=children.environment(self.scratches.base),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                cwd=self.scratches.base,
                start_new_session=True,
            )
        self._control.settimeout(_START_SECONDS)
        self._send(children.config(self._plan, self.scratches.base))
        _, threads = self._receive("ready")
        self._control.settimeout(_REPLY_SECONDS)
        if threads != 1:
            raise SandboxError(f"The warm process runs {threads} threads and cannot be forked safely.")

    def child(self, prepare: Prepare) -> Child:
        """Return a new child in a scratch folder that `prepare` has filled; raises `SandboxError`."""
        with self._lock:
            number = next(self._numbers)
            try:
                self._collect(block=False)
                scratch = self.scratches.take()
                prepare(scratch)
                channel = PipeChannel(self._plan.limits.output_kilobytes * 1024, lambda: self._where(number))
            except OSError as error:
                raise SandboxError(f"A student's process could not be prepared ({error.strerror}).") from error
            call = _processor_call()
            order = children.order(self._plan, scratch, number=number, processor=int(call()) if call is not None else -1)
            try:
                socket.send_fds(self._control, [json.dumps(["fork", order]).encode()], list(channel.theirs))
            except OSError as error:
                channel.close()
                raise SandboxError(f"The warm process is gone ({error.strerror}).") from error
            channel.give_away()
        return Child(channel, scratch, lambda wait: self._end(number, scratch, wait=wait))

    def load(self, modules: Sequence[str]) -> None:
        """Import modules into the warm process, for all children to come; each is tried once."""
        new = [name for name in modules if name not in self._loaded]
        if not new:
            return
        with self._lock:
            self._loaded.update(new)
            self._collect(block=False)
            self._control.settimeout(_START_SECONDS)
            self._send(["load", new])
            _, _, threads = self._receive("loaded")
            self._control.settimeout(_REPLY_SECONDS)
        if threads != 1:
            raise SandboxError("A package started threads in the warm process.")

    def _where(self, number: int) -> Mark:
        """Return what a child said last that it works on."""
        with self._lock:
            try:
                self._send(["where", number])
                _, index, since = self._receive("where")
            except SandboxError:  # the warm process is gone, and every child of it, which the next read will tell
                return Mark()
        return _mark(index, since)

    def _end(self, number: int, scratch: Scratch, *, wait: bool) -> Ended:
        with self._lock:
            self._abandoned[number] = scratch
            try:
                self._send(["end", number])
                while wait and number in self._abandoned:
                    self._collect(block=True)
            except SandboxError:  # the warm process is gone, and every child of it
                return Ended(unknown=True)
            return self._ended.pop(number, Ended())

    def _collect(self, *, block: bool) -> None:
        """Take in what the warm process has said of ended children, so that their folders are free again."""
        while self._abandoned:
            if not block:
                self._control.setblocking(False)
            try:
                self._receive("ended")
            except BlockingIOError:
                return
            finally:
                self._control.settimeout(_REPLY_SECONDS)
            if block:
                return

    def _send(self, message: object) -> None:
        try:
            self._control.send(json.dumps(message).encode())
        except OSError as error:
            raise DiedError(f"The warm process is gone ({error.strerror}). {self._last_words()}".rstrip()) from error

    def _receive(self, word: str) -> list[Any]:
        """Return the next message of this kind; those about ended children are filed on the way."""
        while True:
            try:
                data = self._control.recv(1 << 16)
            except BlockingIOError:
                raise
            except ConnectionError as error:
                raise DiedError(f"The warm process could not be started or has died. {self._last_words()}".rstrip()) from error
            except OSError as error:
                raise SandboxError(f"The warm process does not answer. {self._last_words()}".rstrip()) from error
            if not data:
                raise DiedError(f"The warm process could not be started or has died. {self._last_words()}".rstrip())
            message: list[Any] = json.loads(data)
            if message[0] == "ended":
                self._file(*message[1:])
            if message[0] == word:
                return message

    def _last_words(self) -> str:
        try:
            return self._log.read_text("utf-8", "replace").strip().rpartition("\n")[2]
        except OSError:
            return ""

    def _file(self, number: int, status: int, index: object, since: object) -> None:
        scratch = self._abandoned.pop(number, None)
        if scratch is not None:
            self.scratches.give_back(scratch)
        mark = _mark(index, since)
        if os.WIFSIGNALED(status):
            ended = Ended(signal=os.WTERMSIG(status), mark=mark)
        else:
            ended = Ended(status=os.WEXITSTATUS(status), mark=mark)
        self._ended = {number: ended}  # only the newest can be waited for

    def close(self) -> None:
        """End the warm process and with it every child; remove every scratch folder."""
        self._control.close()
        if self._process is not None:
            try:
                self._process.wait(10.0)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self.scratches.remove()


def _mark(index: object, since: object) -> Mark:
    """Return a mark as the child has written it; one that cannot be true is none."""
    if type(index) is int and type(since) is float and 0.0 < since <= time.monotonic():
        return Mark(index=index, since=since)
    return Mark()


@functools.cache
def _processor_call() -> Callable[[], int] | None:
    """Return the C library's own answer to the question which processor this is."""
    import ctypes

    return getattr(ctypes.CDLL(None), "sched_getcpu", None) if sys.platform.startswith("linux") else None

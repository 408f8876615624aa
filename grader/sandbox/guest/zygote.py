"""The warm process from which every student's process is forked: a fresh interpreter that has imported what all need.

It never sees a test, an expected value or another submission, since whatever it holds a child can
read. It forks, ends and reaps children when the host says so, and clears everything away when the host is gone.
"""

from __future__ import annotations

import ctypes
import gc
import json
import mmap
import os
import select
import socket
import traceback
from typing import Any

from grader.sandbox import processors, remains
from grader.sandbox.guest import worker
from grader.sandbox.guest.wire import MARK, Wire
from grader.sandbox.walls import layers
from grader.sandbox.walls.layers import Config, Order

_PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h: orphans of a student's become our children, and so can be found
_LARGEST_MESSAGE = 1 << 17  # bytes: a config with some hundred readable paths takes a tenth of it
_LOOK_FOR_PARENT_SECONDS = 2.0  # a host that was killed leaves no student's process for longer
_DESCRIPTORS = 8  # that come with one message; a fork needs three


def main(descriptor: int, base: str) -> None:
    """Run until the host closes the control socket or is gone, and remove `base` then. It never returns."""
    control = socket.socket(fileno=descriptor)
    status = 1
    try:
        if config := control.recv(_LARGEST_MESSAGE):
            Zygote(control, json.loads(config)).serve()
        status = 0
    except Exception:
        os.write(2, traceback.format_exc().encode())
    finally:
        remains.remove(base)
        os._exit(status)


class Zygote:
    """The warm process: it forks on request and remembers who lives, so that nobody outlives the host."""

    def __init__(self, control: socket.socket, config: Config) -> None:
        self._control = control
        self._children: dict[int, tuple[int, str]] = {}
        self._pages: dict[str, mmap.mmap] = {}
        self._blank = worker.warm(config)
        self._prepared = layers.prepared(config)
        self._processor, self._processors = -1, processors.allowed()
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, ctypes.c_ulong(1), 0, 0, 0)
        self._parent = os.getppid()
        self._say(["ready", _threads()])

    def serve(self) -> None:
        """Answer the host until it closes its end, or is gone without having closed it."""
        poll = select.poll()
        poll.register(self._control, select.POLLIN)
        try:
            while True:
                if not poll.poll(_LOOK_FOR_PARENT_SECONDS * 1000):
                    if os.getppid() != self._parent:
                        return
                    continue
                message, descriptors, _, _ = socket.recv_fds(self._control, _LARGEST_MESSAGE, _DESCRIPTORS)
                if not message:
                    return
                self._obey(*json.loads(message), descriptors=descriptors)
        except OSError:
            return
        finally:
            for number in list(self._children):
                self._end(number)
            remains.sweep(set())

    def _obey(self, word: str, what: Any, *, descriptors: list[int]) -> None:  # noqa: ANN401  (JSON of the host's)
        if word == "fork":
            self._fork(what, descriptors)
        elif word == "where":
            self._say(["where", *self._mark(what)])
        elif word == "end":
            mark = self._mark(what)
            self._say(["ended", what, self._end(what), *mark])
        elif word == "load":
            loaded = [name for name in what if worker.load(name)]
            gc.collect()
            gc.freeze()
            self._say(["loaded", loaded, _threads()])

    def _say(self, message: list[object]) -> None:
        self._control.send(json.dumps(message).encode())

    # --- children ---

    def _fork(self, order: Order, descriptors: list[int]) -> None:
        folder = order["folder"]
        self._prepared.rules_for(folder)
        page = self._pages.get(folder)
        if page is None:
            page = self._pages[folder] = mmap.mmap(-1, mmap.PAGESIZE)
        MARK.pack_into(page, 0, 0, 0.0)
        # a wake-up across processors costs more; children stay until they take long
        processor = order["processor"]
        if processor != self._processor:
            self._processor = processor
            processors.go_to({processor} if processor >= 0 else self._processors)
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            try:
                self._be_child(order, descriptors, parent)
            except Exception:
                os.write(2, traceback.format_exc().encode())
            finally:
                os._exit(70)
        for descriptor in descriptors:
            os.close(descriptor)
        self._children[order["id"]] = (pid, folder)

    def _be_child(self, order: Order, descriptors: list[int], parent: int) -> None:
        requests, replies, capture = descriptors
        os.setsid()
        sink = os.open(os.devnull, os.O_RDONLY)
        for descriptor, number in ((sink, 0), (capture, 1), (capture, 2)):
            os.dup2(descriptor, number)
        _close_all_but({requests, replies, self._prepared.descriptor_for(order["folder"])} - {-1})
        wire = Wire(requests, replies, self._pages[order["folder"]])
        worker.live(self._blank, wire, self._prepared, order, parent=parent)

    def _mark(self, number: int) -> tuple[int, float]:
        """Return what a child said last that it works on, and since when."""
        page = self._pages.get(self._children.get(number, (0, ""))[1])
        if page is None:
            return 0, 0.0
        index, since = MARK.unpack_from(page, 0)
        return index, since

    def _end(self, number: int) -> int:
        """Kill and reap one child and empty its folder; return its wait status."""
        pid, folder = self._children.pop(number, (0, ""))
        if pid == 0:
            return 0
        status = remains.kill_and_reap(pid)
        remains.sweep({pid for pid, _ in self._children.values()})
        remains.empty(folder)
        return status


def _threads() -> int:
    """Return how many threads this process runs: more than one, and forking it would not be safe."""
    try:
        return len(os.listdir("/proc/self/task"))  # noqa: PTH208  (names alone are wanted)
    except OSError:
        return 1


def _close_all_but(kept: set[int]) -> None:
    start = 3
    for descriptor in sorted(kept):
        os.closerange(start, descriptor)
        start = descriptor + 1
    os.closerange(start, 65536)

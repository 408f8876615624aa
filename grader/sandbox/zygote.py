"""The warm process from which every student's process is forked: a fresh interpreter that has imported what all need.

It never sees a test, an expected value or another submission, since whatever it holds a child can
read. It forks, ends and reaps children when the host says so, and clears everything away when the host is gone.
The same file runs a single student's process where there is no fork (`once`).
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import mmap
import os
import random
import select
import shutil
import signal
import socket
import sys
import threading
import time
import traceback
import types
from pathlib import Path

import numpy as np

from grader.sandbox import guest, layers, seccomp

_PR_SET_CHILD_SUBREAPER = 36
_LARGEST_MESSAGE = 1 << 17
_SEED = 20_011
_END_SECONDS = 5.0


def main(descriptor: int) -> None:
    """Runs until the host closes the control socket. Never returns."""
    control = socket.socket(fileno=descriptor)
    config = json.loads(control.recv(_LARGEST_MESSAGE))
    status = 1
    try:
        Zygote(control, config).serve()
        status = 0
    except Exception:
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(status)


def once() -> None:
    """Runs one student's process over standard input and output: for systems on which forking is not safe."""
    if sys.platform == "win32":
        import msvcrt

        for descriptor in (0, 1):
            msvcrt.setmode(descriptor, os.O_BINARY)
    requests, replies = os.dup(0), os.dup(1)
    os.dup2(2, 1)
    sink = os.open(os.devnull, os.O_RDONLY)
    os.dup2(sink, 0)
    wire = guest.Wire(requests, replies, None)
    config, order = wire.receive()
    _warm(config)  # type: ignore[arg-type]
    _watch_parent(os.getppid())
    _live(wire, layers.Prepared(readable=tuple(config["readable"]), listable=tuple(config["listable"])), order)  # type: ignore[call-overload, index, arg-type]


class Zygote:
    """Forks on request; remembers who lives, so that nobody outlives the host."""

    def __init__(self, control: socket.socket, config: dict[str, object]) -> None:
        begin = time.perf_counter()
        self._control = control
        self._base = str(config["base"])
        self._fork_denied = "seccomp" in config["layers"]  # type: ignore[operator]
        self._children: dict[int, tuple[int, str]] = {}
        self._pages: dict[str, mmap.mmap] = {}
        _warm(config)
        self._processor, self._processors = -1, os.sched_getaffinity(0)
        self._prepared = layers.Prepared(readable=tuple(config["readable"]), listable=tuple(config["listable"]))  # type: ignore[arg-type]
        for may_write in (True, False):
            program = seccomp.prepare(may_write=may_write)
            if not isinstance(program, str):
                self._prepared.programs[may_write] = program
        _prctl_subreaper()
        self._parent = os.getppid()
        self._say(["ready", _versions(), _threads(), time.perf_counter() - begin])

    def serve(self) -> None:
        """Answers the host until it closes its end, or is gone without having closed it."""
        poll = select.poll()
        poll.register(self._control, select.POLLIN)
        try:
            while True:
                if not poll.poll(2000):
                    if os.getppid() != self._parent:
                        return
                    continue
                data, descriptors, _, _ = socket.recv_fds(self._control, _LARGEST_MESSAGE, 8)
                if not data:
                    return
                self._obey(json.loads(data), descriptors)
        except OSError:
            return
        finally:
            self._leave_nothing()

    def _obey(self, message: list[object], descriptors: list[int]) -> None:
        word = message[0]
        if word == "fork":
            self._fork(message[1], descriptors)  # type: ignore[arg-type]
        elif word == "end":
            mark = self._mark(message[1])  # type: ignore[arg-type]
            self._say(["ended", message[1], *self._end(message[1]), *mark])  # type: ignore[arg-type]
        elif word == "where":
            self._say(["where", *self._mark(message[1])])  # type: ignore[arg-type]
        elif word == "load":
            loaded = [name for name in message[1] if _load(name)]  # type: ignore[attr-defined]
            gc.collect()
            gc.freeze()
            self._say(["loaded", loaded, _threads()])

    def _say(self, message: list[object]) -> None:
        self._control.send(json.dumps(message).encode())

    # --- children ---

    def _fork(self, order: dict[str, object], descriptors: list[int]) -> None:
        order["forked"] = time.monotonic()
        order["parent"] = os.getpid()
        folder = str(order["folder"])
        self._prepared.rules_for(folder)
        page = self._pages.setdefault(folder, mmap.mmap(-1, mmap.PAGESIZE))
        guest.MARK.pack_into(page, 0, 0, 0.0)
        self._go_to(int(str(order["processor"])))
        pid = os.fork()
        if pid == 0:
            try:
                self._be_child(order, descriptors)
            finally:
                os._exit(70)
        for descriptor in descriptors:
            os.close(descriptor)
        self._children[int(str(order["id"]))] = (pid, folder)

    def _be_child(self, order: dict[str, object], descriptors: list[int]) -> None:
        requests, replies, capture = descriptors
        os.setsid()
        sink = os.open(os.devnull, os.O_RDONLY)
        os.dup2(sink, 0)
        os.dup2(capture, 1)
        os.dup2(capture, 2)
        rules = self._prepared.rules.get(str(order["folder"]))
        kept = {requests, replies}
        if not isinstance(rules, str) and rules is not None:
            kept.add(rules.descriptor)
        _close_all_but(kept)
        _live(guest.Wire(requests, replies, self._pages[str(order["folder"])]), self._prepared, order)

    def _mark(self, number: int) -> tuple[int, float]:
        """What a child said last that it works on, and since when."""
        _, folder = self._children.get(number, (0, ""))
        page = self._pages.get(folder)
        return guest.MARK.unpack_from(page, 0) if page is not None else (0, 0.0)  # type: ignore[return-value]

    def _go_to(self, processor: int) -> None:
        """Works on the host's processor, children included until they take long: a wake-up across processors costs more."""
        if processor != self._processor:
            self._processor = processor
            with contextlib.suppress(OSError):
                os.sched_setaffinity(0, {processor} if processor >= 0 else self._processors)

    def _end(self, number: int) -> tuple[int, float, int]:
        """Kills and reaps one child and empties its folder; wait status, CPU seconds, peak kilobytes."""
        pid, folder = self._children.pop(number, (0, ""))
        if pid == 0:
            return 0, 0.0, 0
        status, cpu, peak = _kill_and_reap(pid)
        if not self._fork_denied:
            self._sweep()
        empty(folder)
        return status, cpu, peak

    def _sweep(self) -> None:
        """Kills what a child has left behind; where processes cannot be denied they are adopted here."""
        known = {pid for pid, _ in self._children.values()}
        for _ in range(50):
            strangers = [pid for pid in _own_children() if pid not in known]
            if not strangers:
                return
            for pid in strangers:
                _kill_and_reap(pid)

    def _leave_nothing(self) -> None:
        for number in list(self._children):
            self._end(number)
        self._sweep()
        shutil.rmtree(self._base, ignore_errors=True)


def empty(folder: str) -> None:
    """Removes what lies in a folder, not the folder itself: Landlock's rules hold on to it."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            else:
                with contextlib.suppress(OSError):
                    Path(entry.path).unlink()


# --- one student's process ---


def _live(wire: guest.Wire, prepared: layers.Prepared, order: dict[str, object]) -> None:
    """Goes behind the walls, says how they stand, and serves. Ends the process, never returns."""
    folder, wanted = str(order["folder"]), order["limits"]
    random.seed(_SEED)  # a fork seeds it anew, and the same code is to give the same grade
    os.chdir(folder)
    for name in ("HOME", "TMPDIR", "TEMP", "TMP"):
        os.environ[name] = folder
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    settings = layers.Settings(
        wanted=tuple(order["layers"]),  # type: ignore[arg-type]
        memory_megabytes=wanted["memory_megabytes"],  # type: ignore[index]
        file_megabytes=wanted["file_megabytes"],  # type: ignore[index]
        cpu_seconds=wanted["submission_seconds"],  # type: ignore[index]
        uid=int(str(order["uid"])),
        parent=order.get("parent"),  # type: ignore[arg-type]
        keep_reading=bool(order["keep_reading"]),
    )
    statement, call, output = (wanted[key] for key in ("statement_seconds", "call_seconds", "output_kilobytes"))  # type: ignore[index]
    student = guest.Guest(wire, statement, call, output * 1024)
    begin = time.monotonic()
    said = layers.enter(prepared, folder, settings)
    wire.send(["hello", said, begin, time.monotonic() - begin])
    student.serve()


def _warm(config: dict[str, object]) -> None:
    """Imports what all submissions share, forgets the grader's own modules, and makes the state the same for all."""
    for path in config["sys_path"]:  # type: ignore[attr-defined]
        if path not in sys.path:
            sys.path.append(path)
    sys.path[:] = [path for path in sys.path if path not in config["not_on_path"]]  # type: ignore[operator]
    sys.meta_path[:] = [finder for finder in sys.meta_path if not _is_editable(finder)]
    for name in config["packages"]:  # type: ignore[attr-defined]
        _load(name)
    for name in [name for name in sys.modules if name.partition(".")[0] == "grader" or name.startswith("__editable__")]:
        del sys.modules[name]
    sys.modules["grader"] = _harmless()
    np.dot(np.ones((4, 4)), np.ones((4, 4)))
    random.seed(_SEED)
    np.random.seed(_SEED)  # noqa: NPY002  (the state that students' `np.random.rand` draws from)
    gc.collect()
    gc.freeze()


def _harmless() -> types.ModuleType:
    """What `import grader` gives in a student's notebook while it is graded: calls that do nothing."""
    module = types.ModuleType("grader", "Checks are left out while this is graded.")
    module.__dict__["__getattr__"] = _nothing_named
    return module


def _nothing_named(name: str) -> object:
    if name.startswith("__"):
        raise AttributeError(name)
    return _do_nothing


def _do_nothing(*arguments: object, **options: object) -> None:
    """Stands for a check."""


def _is_editable(finder: object) -> bool:
    return str(getattr(finder, "__module__", "")).startswith("__editable__")


def _load(name: str) -> bool:
    try:
        importlib.import_module(name)
    except Exception:  # a package that breaks on import here breaks in the student's process, where it is told
        return False
    return True


def _versions() -> dict[str, str]:
    found = {"python": ".".join(map(str, sys.version_info[:3]))}
    for name in ("numpy", "mygrad"):
        found[name] = str(getattr(sys.modules.get(name), "__version__", "?"))
    return found


def _threads() -> int:
    try:
        return len(os.listdir("/proc/self/task"))  # noqa: PTH208  (one name list, no paths wanted)
    except OSError:
        return 1


def _prctl_subreaper() -> None:
    import ctypes

    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, ctypes.c_ulong(1), 0, 0, 0)


def _close_all_but(kept: set[int]) -> None:
    start = 3
    for descriptor in sorted(kept):
        os.closerange(start, descriptor)
        start = descriptor + 1
    os.closerange(start, 65536)


def _kill_and_reap(pid: int) -> tuple[int, float, int]:
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
    """A descriptor that becomes readable when the process ends; -1 where there is none."""
    try:
        return os.pidfd_open(pid)
    except (OSError, AttributeError):
        return -1


def _own_children() -> list[int]:
    try:
        return [int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]
    except OSError:
        return []


def _watch_parent(parent: int) -> None:
    """Ends this process when the host is gone without a word, also while student code runs."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()



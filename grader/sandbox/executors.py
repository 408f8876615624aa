"""The two ways in which a student's process comes to be: forked from a warm zygote, or started for itself.

Both start it with a hand-made environment and hand out a `Child`: a channel, and a way to end it
that says what became of it. Knows no submissions and no values.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import itertools
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.errors import SandboxError
from grader.model import Limits
from grader.sandbox import readable
from grader.sandbox.channel import Channel, Mark, PipeChannel, WorkerChannel

_BOOT = """
import sys, types
for name, path in (("grader", []), ("grader.sandbox", [sys.argv[1]])):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = path
from grader.sandbox import zygote
"""
_START_SECONDS = 60.0
_REPLY_SECONDS = 20.0
_FIRST_SPARE_UID = 0x71000000
_KEPT_ENVIRONMENT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "SYSTEMDRIVE")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What all children of a sandbox have in common."""

    limits: Limits
    layers: tuple[str, ...]
    packages: tuple[str, ...]
    hidden: tuple[Path, ...]


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a child ended: the signal that killed it or its exit status, and what it used.

    `unknown` when the warm process died with it, which is no doing of the student's.
    """

    signal: int = 0
    status: int = 0
    cpu_seconds: float = 0.0
    peak_kilobytes: int = 0
    mark: Mark | None = None
    unknown: bool = False


@dataclass(kw_only=True)
class Scratch:
    """A folder that one child at a time may write to, and the user that it belongs to where we are root."""

    folder: Path
    uid: int


Prepare = Callable[[Scratch], None]
End = Callable[[bool], Ended]


class Scratches:
    """Scratch folders by number; each is used again once its child has gone."""

    def __init__(self) -> None:
        self.base = Path(tempfile.mkdtemp(prefix="grader-", dir=_temporary())).resolve()
        self._root = hasattr(os, "geteuid") and os.geteuid() == 0
        self._free: list[Scratch] = []
        self._count = itertools.count()
        self.base.chmod(0o711 if self._root else 0o700)

    def take(self) -> Scratch:
        """An empty folder."""
        if self._free:
            return self._free.pop()
        number = next(self._count)
        scratch = Scratch(folder=self.base / str(number), uid=_FIRST_SPARE_UID + number)
        scratch.folder.mkdir(mode=0o700)
        if self._root:
            os.chown(scratch.folder, scratch.uid, scratch.uid)
        return scratch

    def give_back(self, scratch: Scratch) -> None:
        """Offers a folder again; it has to be empty."""
        self._free.append(scratch)

    def remove(self) -> None:
        """Removes every folder."""
        shutil.rmtree(self.base, ignore_errors=True)


class Zygote:
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
        self._start()

    def _start(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs, self._log.open("wb") as log:
            boot = f"{_BOOT}\nzygote.main(int(sys.argv[2]))"
            self._process = subprocess.Popen(
                [sys.executable, "-s", "-P", "-c", boot, str(Path(__file__).parent), str(theirs.fileno())],
                env=_environment(self.scratches.base),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                cwd=self.scratches.base,
                start_new_session=True,
            )
        self._control = ours
        ours.settimeout(_START_SECONDS)
        try:
            ours.send(json.dumps(_config(self._plan, self.scratches.base)).encode())
            _, self.versions, threads, self.warm_seconds = self._receive("ready")
        except SandboxError:
            self.close()
            raise
        ours.settimeout(_REPLY_SECONDS)
        if threads != 1:
            self.close()
            raise SandboxError(f"The warm process runs {threads} threads and cannot be forked safely.")

    def child(self, prepare: Prepare) -> Child:
        """A new child in a scratch folder that `prepare` has filled; raises `SandboxError`."""
        with self._lock:
            self._collect(block=False)
            number, scratch = next(self._numbers), self.scratches.take()
            prepare(scratch)
            channel = PipeChannel(self._plan.limits.output_kilobytes * 1024, lambda: self._where(number))
            order = {"id": number, "processor": _processor(), **_order(self._plan, scratch)}
            try:
                socket.send_fds(self._control, [json.dumps(["fork", order]).encode()], list(channel.theirs))
            except OSError as error:
                channel.close()
                raise SandboxError(f"The warm process is gone ({error.strerror}).") from error
            channel.give_away()
        return Child(channel, scratch, lambda wait: self._end(number, scratch, wait=wait))

    def load(self, modules: Sequence[str]) -> None:
        """Imports modules into the warm process, for all children to come; each is tried once."""
        new = [name for name in modules if name not in self._loaded]
        if not new:
            return
        with self._lock:
            self._loaded.update(new)
            self._collect(block=False)
            self._control.settimeout(_START_SECONDS)
            self._control.send(json.dumps(["load", new]).encode())
            _, _, threads = self._receive("loaded")
            self._control.settimeout(_REPLY_SECONDS)
        if threads != 1:
            raise SandboxError("A package started threads in the warm process.")

    def _where(self, number: int) -> Mark:
        """What a child said last that it works on."""
        with self._lock:
            self._control.send(json.dumps(["where", number]).encode())
            _, index, since = self._receive("where")
        return _mark(index, since)

    def _end(self, number: int, scratch: Scratch, *, wait: bool) -> Ended:
        with self._lock:
            self._abandoned[number] = scratch
            try:
                self._control.send(json.dumps(["end", number]).encode())
                while wait and number in self._abandoned:
                    self._collect(block=True)
            except (OSError, SandboxError):  # the warm process is gone, and every child of it
                return Ended(unknown=True)
            return self._ended.pop(number, Ended())

    def _collect(self, *, block: bool) -> None:
        """Takes in what the zygote has said about children that ended, so that their folders are free again."""
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

    def _receive(self, word: str) -> list[object]:
        """The next message of this kind; those about ended children are filed on the way."""
        while True:
            try:
                data = self._control.recv(1 << 16)
            except BlockingIOError:
                raise
            except OSError as error:
                raise SandboxError("The warm process does not answer.") from error
            if not data:
                raise SandboxError(f"The warm process could not be started or has died. {self._last_words()}".rstrip())
            message: list[object] = json.loads(data)
            if message[0] == "ended":
                self._file(*message[1:])  # type: ignore[arg-type]
            if message[0] == word:
                return message

    def _last_words(self) -> str:
        try:
            return self._log.read_text("utf-8", "replace").strip().rpartition("\n")[2]
        except OSError:
            return ""

    def _file(self, number: int, status: int, cpu: float, peak: int, index: int, since: float) -> None:
        scratch = self._abandoned.pop(number, None)
        if scratch is not None:
            self.scratches.give_back(scratch)
        self._ended = {number: replace(_ended(status, cpu, peak), mark=_mark(index, since))}  # only the newest can be waited for

    def close(self) -> None:
        """Ends the warm process and with it every child; removes every scratch folder."""
        with contextlib.suppress(AttributeError, OSError):
            self._control.close()
        try:
            self._process.wait(10.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self.scratches.remove()


class Spawner:
    """Starts a fresh interpreter for every child: slower, and works on every system."""

    def __init__(self, plan: Plan) -> None:
        self.scratches = Scratches()
        self.versions: dict[str, str] = {}
        self._plan = plan
        self._janitor = _janitor(self.scratches.base)
        self._live: dict[subprocess.Popen[bytes], WorkerChannel] = {}

    def child(self, prepare: Prepare) -> Child:
        """A new child in a scratch folder that `prepare` has filled; raises `SandboxError`."""
        scratch = self.scratches.take()
        prepare(scratch)
        order = {"id": 0, "forked": time.monotonic(), **_order(self._plan, scratch)}
        try:
            process = subprocess.Popen(
                [sys.executable, "-s", "-P", "-c", f"{_BOOT}\nzygote.once()", str(Path(__file__).parent)],
                env=_environment(self.scratches.base),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=scratch.folder,
                start_new_session=True,
            )
        except OSError as error:
            raise SandboxError(f"No Python process could be started ({error.strerror}).") from error
        channel = WorkerChannel(process, self._plan.limits.output_kilobytes * 1024)
        self._live[process] = channel
        channel.send([_config(self._plan, self.scratches.base), order], time.monotonic() + _REPLY_SECONDS)
        return Child(channel, scratch, lambda wait: self._end(process, scratch))

    def load(self, modules: Sequence[str]) -> None:
        """Nothing: no process here outlives its submission."""

    def _end(self, process: subprocess.Popen[bytes], scratch: Scratch) -> Ended:
        kill_group(process)
        self._live.pop(process, None)
        shutil.rmtree(scratch.folder, ignore_errors=True)
        code = process.returncode or 0
        return Ended(signal=-code) if code < 0 else Ended(status=code)  # its mark is with the channel

    def close(self) -> None:
        """Ends every child that is left and removes every scratch folder."""
        for process, channel in self._live.items():
            kill_group(process)
            channel.close()
        assert self._janitor.stdin is not None
        self._janitor.stdin.close()
        self._janitor.wait()


_JANITOR = """
import shutil, sys, time
sys.stdin.buffer.read()
for _ in range(40):
    shutil.rmtree(sys.argv[1], ignore_errors=True)
    try:
        open(sys.argv[1])
    except FileNotFoundError:
        break
    except OSError:
        time.sleep(0.1)
"""


def _janitor(base: Path) -> subprocess.Popen[bytes]:
    """A process that removes the scratch folders once this one closes its end or is gone without a word."""
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _JANITOR, str(base)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


class Child:
    """One student's process, by its channel; `end` is called once, by whoever opened it."""

    def __init__(self, channel: Channel, scratch: Scratch, end: End) -> None:
        self.channel, self.scratch, self._end = channel, scratch, end

    def end(self, *, wait: bool = False) -> Ended:
        """Kills the process if it still lives; with `wait` says how it ended."""
        ended = self._end(wait)
        self.channel.close()
        return ended


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kills a process and those of its group, and reaps it."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def _mark(index: object, since: object) -> Mark:
    """A mark as the child has written it; one that cannot be true is none."""
    if type(index) is int and type(since) is float and 0.0 < since <= time.monotonic():
        return Mark(index=index, since=since)
    return Mark()


@functools.cache
def _processor_call() -> Callable[[], int] | None:
    """The C library's own answer to the question which processor this is."""
    import ctypes

    return getattr(ctypes.CDLL(None), "sched_getcpu", None) if sys.platform.startswith("linux") else None


def _processor() -> int:
    """The processor that this thread runs on; -1 where nobody says."""
    call = _processor_call()
    return int(call()) if call is not None else -1


def _config(plan: Plan, base: Path) -> dict[str, object]:
    paths, names = readable.readable(plan.hidden)
    return {
        "base": str(base),
        "layers": plan.layers,
        "packages": plan.packages,
        "readable": paths,
        "listable": names,
        "sys_path": readable.package_folders(),
        "not_on_path": readable.not_on_path(),
    }


def _order(plan: Plan, scratch: Scratch) -> dict[str, object]:
    return {
        "folder": str(scratch.folder),
        "uid": scratch.uid,
        "limits": dataclasses.asdict(plan.limits),
        "layers": plan.layers,
        "keep_reading": not _python_is_open_to_all(),
    }


@functools.cache
def _python_is_open_to_all() -> bool:
    return readable.open_to_all((*readable.package_folders(), os.__file__))


def _environment(base: Path) -> dict[str, str]:
    """An environment made by hand: nothing of the grader's own, and the same on every machine."""
    kept = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    threads = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")}
    fixed = {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "MALLOC_ARENA_MAX": "2",
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": str(base / "matplotlib"),
        "HOME": str(base),
    }
    return {**kept, **threads, **fixed}


def _temporary() -> str:
    """The first temporary folder that a user without rights can reach, since root's children are such users."""
    for candidate in (tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"):
        if readable.open_to_all([candidate]) and os.access(candidate, os.W_OK):
            return candidate
    return tempfile.gettempdir()


def _ended(status: int, cpu: float, peak: int) -> Ended:
    if os.WIFSIGNALED(status):
        return Ended(signal=os.WTERMSIG(status), cpu_seconds=cpu, peak_kilobytes=peak)
    return Ended(status=os.WEXITSTATUS(status), cpu_seconds=cpu, peak_kilobytes=peak)

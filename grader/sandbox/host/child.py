"""One student's process as the host knows it: how it is ordered, what it is started with, says first, and how it ended.

Shared by both ways of starting one. Knows no submissions and no values, and not whether walls are good enough.
"""

from __future__ import annotations

import dataclasses
import functools
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from grader.errors import SandboxError
from grader.model import Limits
from grader.sandbox.codec import FrameError
from grader.sandbox.host import folders
from grader.sandbox.host.channel import Channel, ChildGoneError, Mark, TooLateError
from grader.sandbox.host.folders import Scratch
from grader.sandbox.host.wire_values import clean
from grader.sandbox.walls.layers import Config, Order

# Without these some Pythons find no libraries, and Windows starts no process.
_KEPT_ENVIRONMENT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "SYSTEMDRIVE")
# What a child runs first: packages of ours that hold the sandbox alone, so that there is nothing else to import.
_BOOT = """
import sys, types
for name, path in (("grader", []), ("grader.sandbox", [sys.argv[1]])):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = path
sys.modules["grader"].check = lambda *names: None  # a notebook that checks itself does nothing when it is graded
"""
_HELLO_SECONDS = 30.0  # an interpreter with NumPy starts in one; on a machine under load in ten


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What all children of a sandbox have in common."""

    limits: Limits
    layers: tuple[str, ...]
    packages: tuple[str, ...]
    hidden: tuple[Path, ...]


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a child ended: the signal that killed it or its exit status, and what it was on.

    `unknown` when the warm process died with it, which is no doing of the student's.
    """

    signal: int = 0
    status: int = 0
    mark: Mark | None = None
    unknown: bool = False


Prepare = Callable[[Scratch], None]
End = Callable[[bool], Ended]


class Child:
    """One student's process, by its channel; `end` is called once, by whoever opened it."""

    def __init__(self, channel: Channel, scratch: Scratch, end: End) -> None:
        self.channel, self.scratch, self._end = channel, scratch, end

    def end(self, *, wait: bool = False) -> Ended:
        """Kill the process if it still lives; with `wait` return how it ended."""
        ended = self._end(wait)
        self.channel.close()
        return ended


def hello(child: Child) -> tuple[dict[str, str], float, float, float]:
    """Return the child's first words, said before any student code: how its walls stand.

    They are each layer's state, when it began to isolate itself (monotonic), and seconds and CPU seconds of that.

    Raises `SandboxError` when it says something else or nothing.
    """
    deadline = time.monotonic() + _HELLO_SECONDS
    try:
        message = child.channel.receive(lambda mark: deadline, lambda: None)
    except (ChildGoneError, TooLateError, FrameError) as error:
        words = child.channel.take_printed().decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise SandboxError(f"A student's process could not be started. {clean(words, 200)}".rstrip()) from error
    match message:
        case ["hello", dict(said), float(begin), float(seconds), float(cpu)]:
            return said, begin, seconds, cpu
    raise SandboxError("A student's process could not be started.")


def command(call: str, *arguments: str) -> list[str]:
    """Return the command line of a fresh interpreter that loads the student's side of the border alone."""
    return _command(f"from grader.sandbox.guest import worker, zygote\n{call}", *arguments)


def light_command(program: str) -> list[str]:
    """Return the command line of an interpreter without any packages, for a program about the walls alone."""
    return _command(program, options=("-S",))


def _command(program: str, *arguments: str, options: tuple[str, ...] = ()) -> list[str]:
    ours = str(Path(__file__).parents[1])
    return [sys.executable, *options, "-s", "-P", "-c", f"{_BOOT}\n{program}", ours, *arguments]


def config(plan: Plan, base: Path) -> Config:
    """Return what all children of a sandbox are told."""
    paths, names = folders.readable(plan.hidden)
    return {
        "base": str(base),
        "packages": list(plan.packages),
        "readable": list(paths),
        "listable": list(names),
        "sys_path": list(folders.package_folders()),
        "not_on_path": list(folders.not_on_path()),
    }


def order(plan: Plan, scratch: Scratch, *, number: int = 0, processor: int = -1) -> Order:
    """Return what one child is told."""
    return {
        "id": number,
        "folder": str(scratch.folder),
        "working": scratch.working,
        "uid": scratch.uid,
        "processor": processor,
        "layers": list(plan.layers),
        "limits": dataclasses.asdict(plan.limits),  # type: ignore[typeddict-item]
        "keep_reading": not _python_is_open_to_all(),
    }


@functools.cache
def _python_is_open_to_all() -> bool:
    return folders.open_to_all((*folders.package_folders(), os.__file__))


def environment(base: Path) -> dict[str, str]:
    """Return an environment made by hand: nothing of the grader's own, and the same on every machine."""
    kept = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    threads = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")}
    fixed = {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PYTHONHASHSEED": "0",
        "MALLOC_ARENA_MAX": "2",
        "SYMPY_GROUND_TYPES": "python",  # with FLINT's integers a huge exponent ends the process with SIGFPE
        "MPLBACKEND": "Agg",
        "HOME": str(base),
    }
    unwritten = {"PYTHONDONTWRITEBYTECODE": "1"} if sys.dont_write_bytecode else {}
    return {**kept, **threads, **fixed, **unwritten}

"""One student's process as the host knows it: how it is ordered, what it is started with, and how it ended.

Shared by both ways of starting one. Knows no submissions and no values.
"""

from __future__ import annotations

import dataclasses
import functools
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from grader.model import Limits
from grader.sandbox.host.channel import Channel, Mark
from grader.sandbox.host.scratch import Scratch
from grader.sandbox.orders import Config, Order
from grader.sandbox.walls import readable_folders as readable

_KEPT_ENVIRONMENT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "SYSTEMDRIVE")
_BOOT = """
import sys, types
for name, path in (("grader", []), ("grader.sandbox", [sys.argv[1]])):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = path
sys.modules["grader"].check = lambda *names: None  # a notebook that checks itself does nothing when it is graded
"""


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


Prepare = Callable[[Scratch], None]
End = Callable[[bool], Ended]


class Child:
    """One student's process, by its channel; `end` is called once, by whoever opened it."""

    def __init__(self, channel: Channel, scratch: Scratch, end: End) -> None:
        self.channel, self.scratch, self._end = channel, scratch, end

    def end(self, *, wait: bool = False) -> Ended:
        """Kills the process if it still lives; with `wait` says how it ended."""
        ended = self._end(wait)
        self.channel.close()
        return ended


def command(call: str, *arguments: str) -> list[str]:
    """The command line of a fresh interpreter that is warm, and loads our side of the border alone, not the package around it."""
    return _command(f"from grader.sandbox.guest import worker, zygote\n{call}", *arguments)


def light_command(program: str) -> list[str]:
    """The command line of a fresh interpreter without any packages, for a program that needs our side of the border alone."""
    return _command(program, options=("-S",))


def _command(program: str, *arguments: str, options: tuple[str, ...] = ()) -> list[str]:
    ours = str(Path(__file__).parents[1])
    return [sys.executable, *options, "-s", "-P", "-c", f"{_BOOT}\n{program}", ours, *arguments]


def config(plan: Plan, base: Path) -> Config:
    """Return what all children of a sandbox are told."""
    paths, names = readable.readable(plan.hidden)
    return {
        "base": str(base),
        "packages": list(plan.packages),
        "readable": list(paths),
        "listable": list(names),
        "sys_path": list(readable.package_folders()),
        "not_on_path": list(readable.not_on_path()),
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
    return readable.open_to_all((*readable.package_folders(), os.__file__))


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

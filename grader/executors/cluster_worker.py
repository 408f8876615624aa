"""What runs on a worker of a cluster: batches in, rows out, with one sandbox for each worker process.

A process grades one batch at a time, whatever number of threads Dask gives it, because exact arithmetic keeps its
precision for the whole process. Imports nothing of Dask but, in a worker, what tells where the worker keeps its files.
"""

from __future__ import annotations

import atexit
import contextlib
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from grader.collect.parcels import Parcel, unpacked
from grader.errors import UsageError
from grader.executors.local import row_of
from grader.quantities.references import cache_folder
from grader.sandbox import Sandbox
from grader.store.keys import grader_version
from grader.store.plan import environment
from grader.store.rows import Row, Task, Work

_OF_THE_MODE = ("mode", "isolation")  # what is not a version


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What is the same for all batches of a run; `around` is what results depend on and has to be the same everywhere."""

    work: Work
    around: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """A few tasks with their files."""

    terms: Terms
    tasks: tuple[tuple[Task, Parcel], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """The rows of a batch, and how long it took."""

    rows: tuple[Row, ...]
    seconds: float


def light(task: Task, parcel: Parcel) -> tuple[Task, Parcel]:
    """Return the task without what the parcel has too."""
    return replace(task, entry=replace(parcel.entry, sources=())), parcel


def versions() -> dict[str, str]:
    """Return what results depend on here, without the isolation, which takes a process to measure."""
    around = environment("", "")
    return {"grader": grader_version(), **{name: value for name, value in around.items() if name not in _OF_THE_MODE}}


def differences(found: Mapping[str, str], wanted: Mapping[str, str]) -> str:
    """Return in words what is otherwise there than here; empty when nothing is."""
    found, wanted = _without_build(found), _without_build(wanted)
    names = sorted(name for name in found.keys() | wanted.keys() if name not in _OF_THE_MODE or name in found)
    wrong = [name for name in names if found.get(name) != wanted.get(name)]
    said = [f"{name} {found.get(name, 'missing')} there, {wanted.get(name, 'missing')} here" for name in wrong[:5]]
    return "; ".join(said) + (f"; and {len(wrong) - 5} more" if len(wrong) > 5 else "")


def _without_build(around: Mapping[str, str]) -> dict[str, str]:
    """Return it with Python's version alone: who compiled it and when makes no difference to results."""
    return {name: value.split()[0] if name == "python" else value for name, value in around.items()}


# --- in a worker process ---


class _Seat:
    """What a worker process keeps between batches: the sandbox, for as long as the same terms hold."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.leaving = False
        self._sandbox: Sandbox | None = None
        self._terms: object = None

    def sandbox(self, terms: Terms) -> Sandbox:
        """Return a sandbox under these terms. Raises `UsageError` where results would depend on this worker."""
        # what no student's code may read here: the worker's files, where others' submissions are, and its keys
        import dask

        keys = dask.config.get("distributed.comm.tls", {})
        named = [
            keys.get("ca-file"),
            *(part.get(kind) for part in keys.values() if isinstance(part, dict) for kind in ("key", "cert")),
        ]
        paths = [Path(name) for name in named if isinstance(name, str) and "\n" not in name]
        own = _own_folder()
        work = replace(terms.work, hidden=(*terms.work.hidden, cache_folder(), *paths, *([Path(own)] if own else [])))
        wanted = (work.assignment.limits, work.sandbox_mode, work.hidden, dict(terms.around))
        if self._sandbox is None or self._terms != wanted:
            self.close()
            sandbox = work.sandbox()
            found = {**versions(), "isolation": sandbox.level, "mode": work.sandbox_mode}
            if wrong := differences(found, terms.around):
                sandbox.close()
                raise UsageError(f"The worker {_address()} would grade otherwise than this machine: {wrong}.")
            self._sandbox, self._terms = sandbox, wanted
        return self._sandbox

    def close(self) -> None:
        """End the sandbox and its processes."""
        if self._sandbox is not None:
            self._sandbox.close()
        self._sandbox, self._terms, self.leaving = None, None, False


_seat = _Seat()
atexit.register(_seat.close)


def graded_batch(batch: Batch) -> Done:
    """Return the rows of a batch. Raises `UsageError` and `SandboxError` for what is wrong with this worker."""
    with _seat.lock, TemporaryDirectory(dir=_own_folder(), prefix="grade-") as folder:
        begin = time.perf_counter()
        _seat.leaving = False
        sandbox = _seat.sandbox(batch.terms)
        rows = tuple(_row(task, parcel, batch.terms.work, sandbox, Path(folder)) for task, parcel in _wanted(batch))
        if _seat.leaving:
            _seat.close()
        return Done(rows=rows, seconds=time.perf_counter() - begin)


def _wanted(batch: Batch) -> Iterator[tuple[Task, Parcel]]:
    """Yield the batch's tasks, until nobody waits for them any more."""
    for pair in batch.tasks:
        if not _seat.leaving:
            yield pair


def _row(task: Task, parcel: Parcel, work: Work, sandbox: Sandbox, folder: Path) -> Row:
    with unpacked(parcel, folder) as entry:
        return row_of(replace(task, entry=entry), work, sandbox)


def leave() -> None:
    """End this worker's sandbox: now, or after the submission that is being graded."""
    _seat.leaving = True
    if _seat.lock.acquire(blocking=False):
        try:
            _seat.close()
        finally:
            _seat.lock.release()


def _own_folder() -> str | None:
    """Return the folder that Dask gave this worker, None outside of one."""
    with contextlib.suppress(ValueError, ImportError):
        from distributed import get_worker

        return str(get_worker().local_directory)
    return None


def _address() -> str:
    with contextlib.suppress(ValueError, ImportError):
        from distributed import get_worker

        return str(get_worker().address)
    return "of this process"

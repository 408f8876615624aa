"""Grades many submissions on a Dask cluster: batches go out with their files, rows come back as batches are done.

Has the shape of `local.graded`. Workers need no file of this machine, only the same grader, Python and
packages, which is checked before anything is sent. Dask moves what we send by pickle between the grader's own
processes, which trust each other (use `tls://` on a network that others share); what a student's code says still
comes through the strict border of each worker's own sandbox, as text. What runs on a worker is in `seat`.
"""

from __future__ import annotations

import importlib.metadata
import warnings
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from grader.collect.parcels import packed
from grader.errors import ClusterError, SandboxError, UsageError
from grader.executors import cluster_worker as seat
from grader.executors.cluster_worker import Batch, Terms
from grader.executors.grading import failed_row
from grader.store.keys import grader_version
from grader.store.rows import Row, Task, Work

if TYPE_CHECKING:
    from distributed import Client, Future

_ANSWER_SECONDS = 10.0  # within which a scheduler has to answer
_PATIENCE_SECONDS = 60.0  # so long a run waits for a first worker, or for another when all are lost
_BATCH_SECONDS = 5.0  # long enough that sending costs little, short enough that a lost batch does
_BATCH_BYTES = 4_000_000  # of files: what goes over a slow network within the time of a batch
_MOST_IN_BATCH = 64  # quick ones: more would be late to be kept and shown
_FIRST_BATCH = 2  # so that the first rows tell early how long one takes
_AHEAD = 2  # batches at or before each worker

# Clusters that Dask makes itself: by name the module, the class, and what to install.
NAMED: dict[str, tuple[str, str, str]] = {
    "local": ("distributed", "LocalCluster", "gradient-grader[cluster]"),
    "slurm": ("dask_jobqueue", "SLURMCluster", "dask-jobqueue"),
    "pbs": ("dask_jobqueue", "PBSCluster", "dask-jobqueue"),
    "sge": ("dask_jobqueue", "SGECluster", "dask-jobqueue"),
    "lsf": ("dask_jobqueue", "LSFCluster", "dask-jobqueue"),
    "htcondor": ("dask_jobqueue", "HTCondorCluster", "dask-jobqueue"),
    "kubernetes": ("dask_kubernetes.operator", "KubeCluster", "dask-kubernetes"),
}


def graded_on(
    cluster: str, tasks: Iterator[Task], total: int, work: Work, workers: int | None = None
) -> Generator[Row, None, None]:
    """Return a row for each of so many tasks as its batch is done, on the cluster at an address or of a name in `NAMED`.

    `workers` is how many a named cluster starts. Raises `UsageError`
    when the cluster cannot be used as it is, and `ClusterError` when it is lost on the way.
    """
    terms = Terms(work=work, around={"grader": grader_version(), **work.environment})
    with _connected(cluster, workers) as client:
        # one whose grader, Python or packages differ would judge otherwise
        with suppress(TimeoutError):
            client.wait_for_workers(1, timeout=_PATIENCE_SECONDS)
        if not client.nthreads():
            raise UsageError("The cluster has no workers. Start some with `dask worker tcp://host:8786 --nthreads 1`.")
        for worker, found in client.run(importlib.metadata.version, "gradient-grader", on_error="return").items():
            if not isinstance(found, str):
                raise UsageError(f"The worker {worker} has no grader ({found}). Install there what is installed here.")
        for worker, found in client.run(seat.versions, on_error="return").items():
            wrong = f"it fails with {found}" if isinstance(found, BaseException) else seat.differences(found, terms.around)
            if wrong:
                raise UsageError(f"The worker {worker} would grade otherwise than this machine: {wrong}.")
        run = _Run(client, terms, tasks, total)
        try:
            yield from run.rows()
        finally:
            run.stop()


@contextmanager
def _connected(cluster: str, workers: int | None) -> Iterator[Client]:
    """Yield a client of the cluster; one that was made for this run ends with it."""
    distributed = _imported("distributed", "gradient-grader[cluster]")
    made = None
    if "://" not in cluster:
        made = _made(cluster, workers)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about versions; `_check` says it in a sentence
            client = distributed.Client(made or cluster, timeout=_ANSWER_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        if made is not None:
            made.close()
        raise UsageError(
            f"--cluster {cluster}: no Dask scheduler answers there ({error or type(error).__name__}). "
            "Start one with `dask scheduler` and name its address, as in --cluster tcp://host:8786."
        ) from None
    try:
        yield client
    finally:
        with suppress(Exception):  # what was graded is kept; an end that does not go well changes nothing
            client.close(timeout=5)
        if made is not None:
            made.close()


def _imported(module: str, package: str) -> Any:  # noqa: ANN401  (a module that may not be installed)
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise UsageError(f"--cluster needs a package that is not installed ({error}): pip install '{package}'") from None


def _made(name: str, workers: int | None) -> Any:  # noqa: ANN401  (any of Dask's clusters)
    if name not in NAMED:
        raise UsageError(f"--cluster {name}: give the address of a scheduler (tcp://host:8786) or one of {', '.join(NAMED)}.")
    module, kind, package = NAMED[name]
    made_by = getattr(_imported(module, package), kind)
    try:
        if name == "local":
            return made_by(n_workers=workers or 2, threads_per_worker=1, dashboard_address=None)
        cluster = made_by()
        cluster.scale(workers or 1)
    except Exception as error:  # whatever a queue or a cloud may answer is for the operator to read
        raise UsageError(f"--cluster {name}: Dask could not start it: {error}. See Dask's configuration of {kind}.") from None
    return cluster


# --- the same versions everywhere ---


# --- batches out, rows back ---


@dataclass
class _Run:
    """One class on its way through a cluster."""

    client: Client
    terms: Terms
    tasks: Iterator[Task]
    left: int
    pending: dict[Future, tuple[Task, ...]] = field(default_factory=dict)
    suspects: deque[Task] = field(default_factory=deque)
    seconds_each: float = _BATCH_SECONDS / _FIRST_BATCH
    numbers: Iterator[int] = field(default_factory=count)

    def rows(self) -> Iterator[Row]:
        """Yield the rows of all tasks. Raises `ClusterError` and `SandboxError`."""
        while self.left or self.suspects or self.pending:
            workers = max(len(self.client.nthreads()), 1)
            while (self.left or self.suspects) and len(self.pending) < _AHEAD * workers:
                self._send(self._next_batch(workers))
            for future in self._done():
                from distributed import KilledWorker

                tasks = self.pending.pop(future)
                if future.status == "cancelled":
                    raise ClusterError(_lost("The connection to the scheduler was lost"))
                error = future.exception()
                if error is None:
                    done = future.result()
                    self.seconds_each += (done.seconds / len(tasks) - self.seconds_each) / 4
                    yield from done.rows
                elif isinstance(error, KilledWorker) and len(tasks) > 1:
                    self.suspects.extend(tasks)
                elif isinstance(error, SandboxError | UsageError):
                    raise error
                else:
                    yield from (failed_row(task, self.terms.work, error) for task in tasks)

    def stop(self) -> None:
        """Take back what is still out and end the workers' sandboxes."""
        with suppress(Exception):  # a cluster that is gone needs no tidying
            self.client.cancel(list(self.pending), force=True)
            self.client.run(seat.leave, on_error="ignore")

    def _next_batch(self, workers: int) -> list[tuple[Task, Any]]:
        """Return a few tasks with their files: about `_BATCH_SECONDS` of work, less near the end; a suspect goes alone."""
        if self.suspects:
            task = self.suspects.popleft()
            return [(task, packed(task.entry))]
        fair = -(-self.left // (_AHEAD * workers))
        wanted = max(1, min(_MOST_IN_BATCH, fair, int(_BATCH_SECONDS / max(self.seconds_each, 0.01))))
        chosen: list[tuple[Task, Any]] = []
        size = 0
        while self.left and len(chosen) < wanted and size < _BATCH_BYTES:
            task = next(self.tasks)
            self.left -= 1
            parcel = packed(task.entry)
            size += parcel.size
            chosen.append((task, parcel))
        return chosen

    def _send(self, chosen: list[tuple[Task, Any]]) -> None:
        batch = Batch(terms=self.terms, tasks=tuple(seat.light(task, parcel) for task, parcel in chosen))
        name = f"grade-{next(self.numbers)}-{id(self):x}"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that a batch is large: one submission may be
            future = self.client.submit(seat.graded_batch, batch, key=name, pure=False)
        self.pending[future] = tuple(task for task, _ in chosen)

    def _done(self) -> list[Future]:
        """Return the batches that are done, after waiting for at least one. Raises `ClusterError` when nobody is left to do it."""
        from distributed import wait

        while True:
            with suppress(TimeoutError), self.client.as_current():
                done = wait(list(self.pending), timeout=_PATIENCE_SECONDS, return_when="FIRST_COMPLETED").done
                return list(done)
            if self.client.status != "running" or not self.client.nthreads():
                raise ClusterError(_lost("No worker is left"))


def _lost(what: str) -> str:
    return f"{what}. What was graded is kept; run the same command again to go on."

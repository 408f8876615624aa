"""Grade many submissions on this machine, in this process or in several, each as soon as it is done.

Every worker process has a sandbox of its own and ends with this one, however this one ends. Another
executor is a function of the same shape as `graded`: tasks in, rows out, a row for every task.
Knows nothing of files that keep rows.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from grader.errors import SandboxError
from grader.executors.grading import failed_row, grade_task
from grader.sandbox import Sandbox, processors
from grader.store.rows import Row, Task, Work

if TYPE_CHECKING:  # what several processes need is imported where they are started: one file is graded in this one
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.connection import Connection

FEWEST_FOR_WORKERS = 8  # below this, starting worker processes costs more than it saves
_AHEAD = 4  # tasks waiting for each worker: enough to keep it busy, few enough to stop soon


def graded(tasks: Iterable[Task], work: Work, jobs: int) -> Generator[Row, None, None]:
    """Return a row for every task as it is done; in the order of the tasks when there is one job.

    Raises `SandboxError` when students' code cannot be run here at all.
    """
    if jobs > 1:
        yield from _in_workers(iter(tasks), work, jobs)
        return
    with closing(work.sandbox()) as sandbox:
        for task in tasks:
            yield row_of(task, work, sandbox)


def jobs_for(count: int, wanted: int | None) -> int:
    """Return how many processes to use for so many submissions: what was wanted, else every core where it pays."""
    if wanted is not None:
        return max(1, min(wanted, count))
    return 1 if count < FEWEST_FOR_WORKERS else processors.count()


def row_of(task: Task, work: Work, sandbox: Sandbox) -> Row:
    """Return the task's row, also if a fault of ours ends its grading: one submission must not cost a class its grades."""
    try:
        return grade_task(task, work, sandbox)
    except SandboxError:
        raise
    except Exception as error:
        return failed_row(task, work, error)


# --- several processes ---


def _in_workers(tasks: Iterator[Task], work: Work, jobs: int) -> Iterator[Row]:
    """Grade as many at once as there are jobs. When a worker dies, each task that it may have died of is tried alone."""
    from concurrent.futures.process import BrokenProcessPool

    while True:
        suspects = yield from _until_a_worker_dies(tasks, work, jobs)
        guilty: list[Task] = []
        for suspect in suspects:
            guilty += yield from _until_a_worker_dies(iter([suspect]), work, 1)
        if len(guilty) == len(suspects) > 1:  # not all of them can be to blame
            raise SandboxError("The processes that grade die as soon as they begin. Try it with --jobs 1.")
        for task in guilty:
            yield failed_row(task, work, BrokenProcessPool("its process was killed"))
        if not suspects:
            return


def _until_a_worker_dies(tasks: Iterator[Task], work: Work, jobs: int) -> Generator[Row, None, list[Task]]:
    """Yield rows as they are done; return the tasks that were at work or waiting when a worker died."""
    pending: dict[Future[Row], Task] = {}
    lost: list[Task] = []
    with _pool(work, jobs) as pool:
        for task in tasks:
            with _interrupts_held_back():
                pending[pool.submit(_grade_in_worker, task)] = task
            while len(pending) >= jobs * _AHEAD and not lost:
                yield from _finished(pending, work, lost)
            if lost:
                break
        while pending:
            yield from _finished(pending, work, lost)
    return lost


def _finished(pending: dict[Future[Row], Task], work: Work, lost: list[Task]) -> Iterator[Row]:
    """Yield the rows of those that are done, after waiting for at least one; those without one are `lost`."""
    from concurrent.futures import FIRST_COMPLETED, wait
    from concurrent.futures.process import BrokenProcessPool

    done, _ = wait(pending, return_when=FIRST_COMPLETED)
    for future in done:
        task, error = pending.pop(future), future.exception()
        if error is None:
            yield future.result()
        elif isinstance(error, SandboxError):
            raise error
        elif isinstance(error, BrokenProcessPool):
            lost.append(task)
        else:
            yield failed_row(task, work, error)


@contextmanager
def _pool(work: Work, jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Yield worker processes that end at once when the block is left early."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("spawn")
    told, teller = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_start_worker, initargs=(work, told))
    try:
        yield pool
    except BaseException:
        teller.close()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        teller.close()
        told.close()


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Start processes in the block that never hear of Ctrl-C: it is this process's to handle."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_worker: tuple[Work, Sandbox] | None = None


def _start_worker(work: Work, told: Connection) -> None:
    import atexit

    global _worker  # noqa: PLW0603 - a pool's worker has no other place to keep what it was started with
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_when_told, args=(told,), daemon=True).start()
    sandbox = work.sandbox()
    atexit.register(sandbox.close)
    _worker = (work, sandbox)


def _end_when_told(told: Connection) -> None:
    """End this worker when the grader wants it or is killed without a word; its warm process sees that and clears up."""
    told.poll(None)
    os._exit(1)


def _grade_in_worker(task: Task) -> Row:
    assert _worker is not None
    work, sandbox = _worker
    return row_of(task, work, sandbox)

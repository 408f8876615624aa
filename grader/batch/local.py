"""Grades many submissions on this machine, in this process or in several, in the order they were found.

Every worker process has a sandbox of its own. A submission that cannot even be judged because a
worker fails gets a grade all the same, marked for review. Knows nothing of files that keep grades.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path

from grader.intake import Entry, read
from grader.kinds.outcomes import needs_review
from grader.model import Assignment, Grade, Submission
from grader.pipeline import grade_submission, item_grades, questions
from grader.sandbox import Sandbox

FEWEST_FOR_WORKERS = 8  # below this, starting worker processes costs more than it saves
_AHEAD = 4  # tasks waiting for each worker: enough to keep it busy, few enough to stop soon


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """What a worker needs to know once; `hidden` are folders that no student's process may read."""

    assignment: Assignment
    sandbox_mode: str = "auto"
    hidden: tuple[Path, ...] = ()

    def sandbox(self) -> Sandbox:
        """A sandbox for this work, not started yet."""
        return Sandbox(self.assignment.limits, self.sandbox_mode, hidden=self.hidden)

    def read(self, entry: Entry) -> Submission:
        """What a student handed in, without what the exercises' prompts say."""
        exercises = self.assignment.exercises
        prompts = (text for each in exercises for text in (each.prompt, f"## {each.title}\n\n{each.prompt}"))
        return read(entry, prompts=tuple(prompts))


def grade_entries(entries: Iterable[Entry], work: Work, jobs: int) -> Iterator[Grade]:
    """A grade for every entry as it is done; in the order of the entries when there is one job."""
    if jobs <= 1:
        yield from _in_this_process(entries, work)
    else:
        yield from _in_workers(entries, work, jobs)


def jobs_for(count: int, wanted: int | None) -> int:
    """How many processes to use for so many submissions: what was wanted, else every core where it pays."""
    if wanted is not None:
        return max(1, min(wanted, count))
    return 1 if count < FEWEST_FOR_WORKERS else max(1, len(os.sched_getaffinity(0)))


def _in_this_process(entries: Iterable[Entry], work: Work) -> Iterator[Grade]:
    with work.sandbox() as sandbox:
        for entry in entries:
            yield slim(grade_submission(work.read(entry), work.assignment, sandbox), work.assignment)


def _in_workers(entries: Iterable[Entry], work: Work, jobs: int) -> Iterator[Grade]:
    context = multiprocessing.get_context("spawn")
    pending: dict[Future[Grade], Entry] = {}
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_start_worker, initargs=(work,)) as pool:
        try:
            for entry in entries:
                pending[pool.submit(_grade_in_worker, entry)] = entry
                while len(pending) >= jobs * _AHEAD:
                    yield from _finished(pending, work)
            while pending:
                yield from _finished(pending, work)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _finished(pending: dict[Future[Grade], Entry], work: Work) -> Iterator[Grade]:
    """The grades of those that are done, after waiting for at least one."""
    done, _ = wait(pending, return_when=FIRST_COMPLETED)
    for future in done:
        entry = pending.pop(future)
        error = future.exception()
        yield future.result() if error is None else _failed(work.read(entry), work.assignment, error)


_worker: tuple[Work, Sandbox] | None = None


def _start_worker(work: Work) -> None:
    import atexit

    global _worker  # noqa: PLW0603 - a pool's worker has no other place to keep what it was started with
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sandbox = work.sandbox()
    sandbox.start()
    atexit.register(sandbox.close)
    _worker = (work, sandbox)


def _end_with_parent() -> None:
    """Ends this worker when the grader is killed without a word; the warm process sees that and clears up."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _grade_in_worker(entry: Entry) -> Grade:
    assert _worker is not None
    work, sandbox = _worker
    return slim(grade_submission(work.read(entry), work.assignment, sandbox), work.assignment)


def slim(grade: Grade, assignment: Assignment) -> Grade:
    """The grade with only as much of the student's code as reports show: where an item's name is defined."""
    names = {name for exercise in assignment.exercises for item in exercise.items for name in item.names}
    submission = replace(
        grade.submission,
        statements=tuple(s for s in grade.submission.statements if names.intersection(s.names)),
        texts=tuple(text for text in grade.submission.texts if text.name in names),
    )
    items = tuple(replace(item, result=replace(item.result, answer=None)) for item in grade.items)
    return replace(grade, submission=submission, items=items)


def _failed(submission: Submission, assignment: Assignment, error: BaseException) -> Grade:
    """The grade of a submission that we failed to grade: everything to be reviewed, nothing lost."""
    results = {
        question.key: needs_review(
            question,
            "This could not be graded by the machine. It is not your fault; a person will look at it.",
            f"The grader failed: {type(error).__name__}: {error}. Grade this submission again.",
            code="grader_failed",
        )
        for question in questions(assignment)
    }
    return slim(Grade(submission=submission, items=item_grades(assignment, results)), assignment)

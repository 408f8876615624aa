"""A class is graded the same however many processes work on it, and every submission gets a grade."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest

from grader.collect.entry_search import find
from grader.collect.parcels import fingerprint
from grader.course.exercises import load_assignment
from grader.errors import SandboxError
from grader.executors import grading, local
from grader.executors.local import graded, jobs_for
from grader.model import Grade, Limits, Verdict
from grader.store.rows import Row, Task, Work, grade_of

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def work() -> Work:
    """The first exercise of the lesson, with little patience."""
    from dataclasses import replace

    assignment = load_assignment(ROOT / "exercises", only=["partial_derivatives"])
    assignment = replace(assignment, limits=Limits(statement_seconds=2, call_seconds=2))
    return Work(assignment=assignment).keyed({})


@pytest.fixture
def tasks(tmp_path: Path) -> list[Task]:
    """Six submissions of the corpus, right, wrong and broken."""
    corpus = ROOT / "tests" / "corpus" / "partial_derivatives"
    for name in (
        "correct/functions.py",
        "correct/markdown.ipynb",
        "incorrect/signs.py",
        "did_not_run/exits.py",
        "did_not_run/syntax.py",
        "unanswered/template.py",
    ):
        shutil.copy(corpus / name, tmp_path)
    return [Task(entry=entry, content=fingerprint(entry)) for entry in find(tmp_path).entries]


def told(grade: Grade) -> list[tuple[str, str, str]]:
    """What a gradebook says of one student."""
    return [(str(i.result.key), str(i.result.verdict), str(i.earned)) for i in grade.items]


def test_two_processes_grade_like_one(tasks: list[Task], work: Work):
    """The rows do not depend on the number of jobs."""
    one, two = (
        {row.name: told(grade_of(row, work.assignment)) for row in graded(tasks, work, jobs)} for jobs in (1, 2)
    )
    assert one == two
    assert len(one) == len(tasks)


def test_a_row_keeps_only_what_reports_show(tasks: list[Task], work: Work):
    """Of a student's code the lines that reports quote are kept, and no more."""
    for row in graded(tasks[:1], work, jobs=1):
        grade = grade_of(row, work.assignment)
        assert {name for s in grade.submission.statements for name in s.names} <= work.assignment.names


def test_our_own_failure_is_a_row_to_be_reviewed(tasks: list[Task], work: Work, monkeypatch: pytest.MonkeyPatch):
    """A submission that breaks the grader has a row, with nothing lost, staff told, and graded again next time."""

    def broken(*_: object) -> Row:
        raise MemoryError("no more")

    monkeypatch.setattr(local, "grade_task", broken)
    (row,) = graded(tasks[:1], work, jobs=1)
    grade = grade_of(row, work.assignment)
    assert {item.result.verdict for item in grade.items} == {Verdict.NEEDS_REVIEW}
    assert "MemoryError" in grade.items[0].result.feedback[1].text
    assert row.keys == {}


def killing(task: Task, *others: object) -> Row:
    """Ends the worker that grades a certain student, as a lack of memory would."""
    if task.entry.student.id == "signs":
        os.kill(os.getpid(), signal.SIGKILL)
    return grading.grade_task(task, *others)  # type: ignore[arg-type]


def test_a_dead_worker_costs_no_other_student(tasks: list[Task], work: Work, monkeypatch: pytest.MonkeyPatch):
    """When a worker is killed, only the submission that it dies of again is left to a person."""
    monkeypatch.setattr(local, "_start_worker", _start_with_a_killer)
    rows = {row.student: grade_of(row, work.assignment) for row in graded(tasks, work, jobs=2)}
    provisional = {student for student, grade in rows.items() if grade.provisional}
    assert len(rows) == len(tasks)
    assert provisional == {"signs"}


def _dies(*_: object) -> None:
    os._exit(1)


def test_workers_that_cannot_begin_are_our_trouble(tasks: list[Task], work: Work, monkeypatch: pytest.MonkeyPatch):
    """Where no worker lives, the operator is told, and no student gets a row for it."""
    monkeypatch.setattr(local, "_start_worker", _dies)
    with pytest.raises(SandboxError, match="--jobs 1"):
        list(graded(tasks, work, jobs=2))


_start_worker = local._start_worker


def _start_with_a_killer(*arguments: object) -> None:
    _start_worker(*arguments)  # type: ignore[arg-type]
    local.grade_task = killing


@pytest.mark.parametrize(("count", "wanted", "jobs"), [(3, None, 1), (3, 2, 2), (1, 8, 1), (0, 4, 1)])
def test_no_more_processes_than_pay(count: int, wanted: int | None, jobs: int):
    """A handful is graded here; what was asked for is done as far as there is work."""
    assert jobs_for(count, wanted) == jobs

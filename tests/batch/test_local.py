"""A class is graded the same however many processes work on it, and every submission gets a grade."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from grader.batch import local
from grader.batch.local import Work, grade_entries, jobs_for
from grader.intake import Entry, find
from grader.model import Grade, Limits, Verdict
from grader.spec import load_assignment

ROOT = Path(__file__).parents[2]
ASSIGNMENT = replace(
    load_assignment(ROOT / "exercises", only=["partial_derivatives"]),
    limits=Limits(statement_seconds=2, call_seconds=2),
)


@pytest.fixture
def entries(tmp_path: Path) -> tuple[Entry, ...]:
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
    return find(tmp_path).entries


def row(grade: Grade) -> list[tuple[str, str, str]]:
    """What a gradebook says of one student."""
    return [(str(i.result.key), str(i.result.verdict), str(i.earned)) for i in grade.items]


def test_two_processes_grade_like_one(entries: tuple[Entry, ...]):
    """The rows do not depend on the number of jobs."""
    one, two = (
        {g.submission.student.id: row(g) for g in grade_entries(entries, Work(assignment=ASSIGNMENT), jobs)}
        for jobs in (1, 2)
    )
    assert one == two
    assert len(one) == len(entries)


def test_a_grade_keeps_only_what_reports_show(entries: tuple[Entry, ...]):
    """The code of a class of ten thousand does not stay in memory; the lines that reports quote do."""
    for grade in grade_entries(entries[:1], Work(assignment=ASSIGNMENT), jobs=1):
        names = {name for statement in grade.submission.statements for name in statement.names}
        assert names <= {name for e in ASSIGNMENT.exercises for i in e.items for name in i.names}
        assert all(item.result.answer is None for item in grade.items)


def test_our_own_failure_is_a_grade_to_be_reviewed(entries: tuple[Entry, ...]):
    """A submission that a worker could not grade has a row, with nothing lost and staff told."""
    failed = local._failed(local.read(entries[0]), ASSIGNMENT, MemoryError("no more"))
    assert {item.result.verdict for item in failed.items} == {Verdict.NEEDS_REVIEW}
    assert failed.provisional
    assert "MemoryError" in failed.items[0].result.feedback[1].text


@pytest.mark.parametrize(("count", "wanted", "jobs"), [(3, None, 1), (3, 2, 2), (1, 8, 1), (0, 4, 1)])
def test_no_more_processes_than_pay(count: int, wanted: int | None, jobs: int):
    """A handful is graded here; what was asked for is done as far as there is work."""
    assert jobs_for(count, wanted) == jobs

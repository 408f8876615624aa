"""Grades one path as a whole class is graded: without what the prompts say."""

from __future__ import annotations

from pathlib import Path

from grader.collect.entry_search import find
from grader.model import Assignment, Grade
from grader.pipeline import grade_submission
from grader.store.rows import Work


def graded(path: Path, assignment: Assignment, student: str | None = None) -> Grade:
    """The grade of the one submission at the path."""
    work = Work(assignment=assignment, keys={})
    (entry,) = find(path, student=student).entries
    with work.sandbox() as sandbox:
        return grade_submission(work.read(entry), assignment, sandbox)

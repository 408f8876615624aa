"""Submissions as test data: the folder's name is the verdict that every answered item deserves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from grader.collect.entry_search import find
from grader.course.exercises import load_assignment
from grader.model import Grade, Limits, Verdict
from grader.pipeline import grade_submission
from grader.sandbox import Sandbox
from grader.submission.intake import read

ROOT = Path(__file__).parents[1]
CORPUS = Path(__file__).parent / "corpus"
FILES = sorted(file for file in CORPUS.rglob("*.*") if file.is_file())
QUICK = Limits(statement_seconds=2, call_seconds=2)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One sandbox for the whole corpus, with short limits."""
    with Sandbox(QUICK) as opened:
        yield opened


def graded(file: Path, sandbox: Sandbox) -> Grade:
    """The grade of one file of the corpus for its own exercise."""
    assignment = load_assignment(ROOT / "exercises", only=[file.relative_to(CORPUS).parts[0]])
    (entry,) = find(file).entries
    return grade_submission(read(entry), replace(assignment, limits=QUICK), sandbox)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(CORPUS)))
def test_every_answered_item_has_the_verdict_of_its_folder(file: Path, sandbox: Sandbox):
    """What a file answers is judged as the folder says; what it does not answer is unanswered."""
    expected = Verdict(file.parent.name)
    verdicts = {item.result.key.item: item.result.verdict for item in graded(file, sandbox).items}
    answered = {item: verdict for item, verdict in verdicts.items() if verdict is not Verdict.UNANSWERED}
    if expected is Verdict.UNANSWERED:
        assert answered == {}
    else:
        assert answered == dict.fromkeys(answered, expected)
        assert answered

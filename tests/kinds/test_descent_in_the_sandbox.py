"""A few programs of the corpus through the real border: the same verdicts as in this process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from grader.collect.entry_search import find
from grader.course.exercises import load_assignment
from grader.model import CheckResult, Limits
from grader.pipeline import grade_submission
from grader.sandbox import Sandbox
from grader.submission.intake import read
from tests.descent_programs.right import ONE, ONE_VARIABLE, TWO, TWO_VARIABLES
from tests.descent_programs.wrong import MISTAKES

QUICK = Limits(statement_seconds=3, call_seconds=3)
EXERCISES = Path(__file__).parents[2] / "exercises"
RIGHT = [
    *((ONE, ONE_VARIABLE[name]) for name in ("lesson, printed", "class", "recursive", "returns a tensor", "bound method")),
    *((TWO, TWO_VARIABLES[name]) for name in ("lesson, repaired", "vectorised", "one vector as start", "dict")),
]  # fmt: skip
WRONG = ("ascends", "one_step_too_many", "ignores_n", "prints_instead_of_returning", "step_size_too_large", "keeps_state")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One sandbox for all of them."""
    with Sandbox(QUICK) as opened:
        yield opened


def graded(source: str, exercise: str, folder: Path, sandbox: Sandbox) -> CheckResult:
    """The judgement of a file with this program."""
    file = folder / "ada.py"
    file.write_text(source)
    assignment = replace(load_assignment(EXERCISES, only=[exercise]), limits=QUICK)
    (entry,) = find(file).entries
    return grade_submission(read(entry), assignment, sandbox).items[0].result


@pytest.mark.parametrize(("exercise", "source"), RIGHT)
def test_right_programs_lose_nothing_through_the_sandbox(exercise: str, source: str, tmp_path: Path, sandbox: Sandbox):
    """Lists, arrays, tensors and dicts cross the border as what they are."""
    result = graded(source, exercise, tmp_path, sandbox)
    assert result.credit == 1, result.feedback


@pytest.mark.parametrize("name", WRONG)
def test_mistakes_have_the_same_name_through_the_sandbox(name: str, tmp_path: Path, sandbox: Sandbox):
    """Also those that need what was printed, or a second call."""
    exercise, source = MISTAKES[name][1][0]
    assert graded(source, exercise, tmp_path, sandbox).misconception == name

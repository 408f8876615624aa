"""The generated class is what the benchmarks mean by it: real submissions, all different, and as much MyGrad as asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.generated_class import SHARES, MyGradUse, students, write_class
from grader.collect.entry_search import find
from grader.submission.intake import read

PROGRAMS = {"grad_descent", "multi_grad_descent"}


def test_every_submission_is_read_without_a_problem(tmp_path: Path):
    """Notebooks and programs alike are whole, and every exercise is answered in each."""
    entries = find(write_class(tmp_path, 30)).entries
    assert len(entries) == 30
    assert {Path(entry.sources[0].name).suffix for entry in entries} == {".ipynb", ".py"}
    for submission in map(read, entries):
        assert submission.problem is None
        defined = {name for s in submission.statements for name in s.names} | {text.name for text in submission.texts}
        assert defined >= PROGRAMS | {"df_dx", "df_dx_depends_on", "steps", "slope", "u_hat"}


def test_hardly_two_students_hand_in_the_same():
    """No answer of ours can be kept from one student to the next only because the class is dull."""
    assert len({handed.content for handed in students(60)}) == 60


def test_a_larger_class_begins_with_the_smaller_one():
    """What is measured from a hundred to a thousand is more of the same."""
    assert list(students(40))[:10] == list(students(10))


@pytest.mark.parametrize("use", sorted(SHARES))
def test_as_many_programs_use_mygrad_as_was_asked(use: MyGradUse):
    """Of two programs a student, the share that differentiates with MyGrad is exact."""
    found = sum(handed.content.count(".backward()") for handed in students(30, use))
    assert found == 60 * SHARES[use]


def test_the_hanging_hang():
    """A class made to hang has an endless loop in every submission, and no other class has one."""
    assert all("while True" in handed.content for handed in students(5, hanging=True))
    assert not any("while True" in handed.content for handed in students(50))

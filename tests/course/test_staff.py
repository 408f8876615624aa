"""Staff see why a score is what it is, and what waits for them, from what is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.collect.entry_search import find
from grader.course.exercises import load_assignment
from grader.executors.grading import failed_row
from grader.store.rows import Task, Work
from grader.store.store import Store
from tests.submission.making import ANSWER, tree

ROOT = Path(__file__).parents[2]
WHERE = ["--exercises", str(ROOT / "exercises"), "--only", "partial_derivatives"]
COURSE = """\
due: 2026-03-02 12:00 UTC
late: {per_day: 10%}
overrides:
  ben: {partial_derivatives/df_dy: {earned: 1, why: accepted on appeal, by: course staff}}
"""


def said(*words: str, status: int = 0) -> str:
    """What the command prints, on one line."""
    result = CliRunner().invoke(main, [*words])
    assert result.exit_code == status, result.output
    return " ".join(result.output.split())


@pytest.fixture
def graded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A graded class of two whose names begin alike and one whose time nobody knows."""
    files: dict[str, str | bytes] = {
        "subs/ben_7+ps1+2026-03-03 10:00:00 UTC/hw.py": ANSWER + "df_dy = 7\n",
        "subs/ben+ps1+2026-03-03 10:00:00 UTC/hw.py": ANSWER + "def df_dy(x, y, z):\n    return x*y\n",
        "canvas/roe_LATE_42_992_hw.py": ANSWER,
        "course.yml": COURSE,
    }
    tree(tmp_path, files)
    monkeypatch.chdir(tmp_path)
    said("subs", *WHERE, "--jobs", "1")
    said("canvas", *WHERE, "--jobs", "1", "--out", "late")
    return tmp_path


@pytest.mark.usefixtures("graded")
def test_everything_that_led_to_a_score(monkeypatch: pytest.MonkeyPatch):
    """Identity, file, lateness, sum, place, calls and replies, expected answer and the decision; no code runs."""
    monkeypatch.setattr("grader.sandbox.Sandbox.start", None)
    text = said("explain", "ben", *WHERE)
    for expected in (
        "ben (ben), known by nbgrader id: 2.7 of 9 points",
        "files: hw.py",
        "1 day late, 1 × 10 % = 10 % of the score taken off.",
        "score: 2 (the grader) + 1 (persons) - 0.3 (lateness) = 2.7",
        "decided by course staff: accepted on appeal (the grader gave 0)",
        "hw.py, line 3",
        "expected: 4*x - 3*y",
        "asked: df_dy(",
        "more calls: name the item to see them",
    ):
        assert expected in text, expected
    one = said("explain", "ben", "df_dy", *WHERE)
    assert "df_dx: correct" not in one
    assert one.count("asked: df_dy(") > 4
    assert "more calls" not in one


@pytest.mark.usefixtures("graded")
def test_whoever_is_not_clear_is_asked_for():
    """A part of a name is enough for one; for two, for nobody and for no item there is a sentence."""
    assert "ben_7 (ben_7)" in said("explain", "N_7", *WHERE)
    assert "may be ben (ben) and ben_7 (ben_7)" in said("explain", "be", *WHERE, status=2)
    assert "There is no student 'bon'" in said("explain", "bon", *WHERE, status=2)
    assert "did you mean df_dx?" in said("explain", "ben", "df_dxx", *WHERE, status=2)


@pytest.mark.usefixtures("graded")
def test_what_waits_for_a_person():
    """A late mark without a time waits for a person; where nothing waits, that is said."""
    assert "Nothing waits for a person; 2 students looked through." in said("review", *WHERE)
    assert "1 x late_unclear: marked as late, but the time is not known" in said("review", *WHERE, "--out", "late")


def test_the_most_frequent_reason_comes_first(graded: Path):
    """Of two reasons the one that more answers wait for, with its students, and how to settle one, without what is settled."""
    assignment = load_assignment(ROOT / "exercises", only=["partial_derivatives"])
    work = Work(assignment=assignment)
    entries = [*find(graded / "canvas").entries, *find(graded / "subs").entries]
    (graded / "mixed").mkdir()
    with Store.open(graded / "mixed") as store:
        for entry, fault in zip(entries, ("rare", "often", "often"), strict=True):
            store.put(failed_row(Task(entry=entry, content=""), work, RuntimeError(fault)))
        store.arrange([(entry.student.id, 1) for entry in entries])
    text = said("review", *WHERE, "--out", "mixed")
    assert text.startswith("18 answers of 3 of 3 students to look at 11 x grader_failed")
    assert text.index("often") < text.index("rare")
    assert "partial_derivatives/df_dx: ben and ben_7" in text
    assert 'overrides: "ben": partial_derivatives/df_dx:' in text


def test_a_folder_without_results(tmp_path: Path):
    """One sentence with the remedy."""
    assert "grade something into that folder first" in said("review", "--out", str(tmp_path), *WHERE, status=4)

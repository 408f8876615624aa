"""What staff are told when reports no longer hold, and what is not taken from them in silence."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import main
from tests.submission.making import ANSWER, tree

ROOT = Path(__file__).parents[2]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two submissions and two exercises that both have an item `b`."""
    shutil.copytree(ROOT / "exercises", tmp_path / "exercises")
    tree(tmp_path, {"subs/ann.py": ANSWER, "subs/ben.py": "df_dy = 7\n"})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(*words: str) -> str:
    """What the command prints, on one line."""
    result = CliRunner().invoke(main, [*words])
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


ONLY = ["--only", "partial_derivatives"]
RUN = ["subs", *ONLY, "--jobs", "1"]
DECISION = "overrides: {ben: {df_dy: {earned: 2, why: w, by: b}}}\n"


def test_explain_says_that_the_course_file_changed(here: Path):
    """A decision that no report shows yet is told with both totals; after a run nothing is said."""
    said(*RUN)
    assert "Since the reports" not in said("explain", "ben", *ONLY)
    (here / "course.yml").write_text(DECISION)
    text = said("explain", "ben", *ONLY)
    assert "Since the reports were written" in text
    assert "they show 0 points, and it is 2 now" in text
    assert "a person's decision" in text
    assert "Since the reports" not in said("explain", "ann", *ONLY)
    said(*RUN)
    assert "Since the reports" not in said("explain", "ben", *ONLY)


def test_explain_says_that_points_changed(here: Path):
    """So are points, also where the student's own do not change but what is possible does."""
    said(*RUN)
    file = here / "exercises/partial_derivatives.yml"
    file.write_text(file.read_text().replace("points: 2", "points: 4"))
    assert "(points)" in said("explain", "ann", *ONLY)
    assert "(points)" in said("explain", "ben", *ONLY)


def test_a_gradebook_that_somebody_wrote_into_is_kept(here: Path):
    """It is told where; what nobody touched is replaced without a word."""
    said(*RUN)
    book = here / "grades/gradebook.csv"
    (here / "subs/ben.py").write_text(ANSWER)
    assert "is not as the last run left it" not in said(*RUN)
    book.write_text(book.read_text("utf-8-sig") + "my,notes\n")
    assert "it is kept as gradebook.edited-1.csv" in said(*RUN)
    assert "my,notes" in (here / "grades/gradebook.edited-1.csv").read_text()
    assert "my,notes" not in book.read_text("utf-8-sig")
    book.write_text("other notes\n")
    assert "it is kept as gradebook.edited-2.csv" in said(*RUN)
    assert "my,notes" in (here / "grades/gradebook.edited-1.csv").read_text()


def test_a_part_of_the_exercises_and_the_warning_agree(here: Path):
    """A word that means items of several exercises means none of them, also where only one is graded now."""
    for name, function in (("one", "x**2"), ("two", "x**3")):
        (here / f"exercises/{name}.yml").write_text(
            f"title: {name}\nfunctions:\n  f(x): {function}\nprompt: p\n"
            'items:\n  - {id: b, answer: "diff(f, x)", name: b, points: 2}\n'
        )
    (here / "course.yml").write_text("overrides: {ben: {b: {earned: 2, why: w, by: b}}}\n")
    text = said("subs", "--only", "one", "--jobs", "1")
    assert "names items of several exercises" in text
    ben = json.loads((here / "grades/gradebook.json").read_text())["grades"][1]
    assert ben["earned"] == 0


def test_nothing_waits_that_cannot_change(here: Path):
    """A late mark without a time waits only where lateness costs something."""
    tree(here, {"canvas/roe_LATE_42_992_hw.py": ANSWER})
    (here / "course.yml").write_text("due: 2026-03-02 12:00 UTC\n")
    said("canvas", *ONLY, "--jobs", "1", "--out", "late")
    assert "Nothing waits for a person" in said("review", *ONLY, "--out", "late")
    (here / "course.yml").write_text("due: 2026-03-02 12:00 UTC\nlate: {per_day: 10%}\n")
    assert "late_unclear" in said("review", *ONLY, "--out", "late")

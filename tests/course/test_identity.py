"""Whose decision it is: exact ids first, one thing said once, and a row for who handed in on paper."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import main
from tests.submission.making import ANSWER, tree

ROOT = Path(__file__).parents[2]
ROSTER = "id,name,login\nanna,Anna Lee,al\nAnna,Anne Roe,ar\nben,Ben Cole,bc\ncem,Cem Dal,cd\n"
SUBS = {"subs/anna.py": ANSWER, "subs/Anna.py": ANSWER + "df_dy = 7\n", "subs/ben.py": ANSWER}
FULL = "{earned: 2, why: on paper, by: staff}"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with three submissions, one student without, and a roster."""
    tree(tmp_path, {**SUBS, "r.csv": ROSTER})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def graded(here: Path, course: str, *words: str, status: int = 0, path: str = "subs") -> str:
    """What grading by this course's file prints, on one line."""
    (here / "course.yml").write_text(f"roster: r.csv\n{course}")
    common = ["--exercises", str(ROOT / "exercises"), "--only", "partial_derivatives", "--jobs", "1"]
    result = CliRunner().invoke(main, [path, *common, *words])
    assert result.exit_code == status, result.output
    return " ".join(result.output.split())


def totals(here: Path) -> dict[str, object]:
    """Earned points by the student's id."""
    book = json.loads((here / "grades/gradebook.json").read_text())
    return {grade["student"]["id"]: grade["earned"] for grade in book["grades"]}


def test_a_decision_for_somebody_without_work_counts(here: Path):
    """Who handed in on paper has a row with the decided points, and is not missing."""
    text = graded(here, f"overrides: {{cem: {{partial_derivatives/df_dx: {FULL}, df_dy: {FULL}}}}}\n")
    assert totals(here) == {"anna": 2, "Anna": 2, "ben": 2, "cem": 4}
    rows = list(csv.DictReader((here / "grades/gradebook.csv").read_text("utf-8-sig").splitlines()))
    (cem,) = [row for row in rows if row["id"] == "cem"]
    assert (cem["total"], cem["flags"]) == ("4", "")
    assert "Not handed in" not in text
    letter = (here / "grades/feedback/cem.md").read_text()
    assert "A person set this to 2 points: on paper (staff)." in letter
    assert "No file of yours lies here; what a person decided counts." in letter


def test_a_decision_withdrawn_makes_missing_again(here: Path):
    """The row goes as it came, and comes back with the work."""
    graded(here, f"overrides: {{cem: {{df_dx: {FULL}}}}}\n")
    assert "Not handed in" in graded(here, "")
    assert "cem" not in totals(here)
    (here / "subs/cem.py").write_text(ANSWER + "df_dy = -3*x\n")
    graded(here, "")
    assert totals(here)["cem"] == 4


def test_two_students_whose_ids_differ_by_case_have_their_own_decisions(here: Path):
    """An exact id comes first."""
    graded(here, f"overrides:\n  anna: {{df_dy: {FULL}}}\n  Anna: {{df_dz: {{earned: 1, why: w, by: b}}}}\n")
    assert totals(here) == {"anna": 4, "Anna": 3, "ben": 2}


TWICE = [
    (
        f"overrides:\n  ben: {{df_dy: {FULL}}}\n  BEN: {{df_dz: {FULL}}}\n",
        "course.yml:4: overrides.BEN: means the same student as `ben` in line 3",
    ),
    (
        f"overrides:\n  bc: {{df_dy: {FULL}}}\n  ben: {{df_dz: {FULL}}}\n",
        "course.yml:4: overrides.ben: means the same student as `bc` in line 3",
    ),
    (
        f"overrides:\n  ben:\n    df_dy: {FULL}\n    partial_derivatives/df_dy: {FULL}\n",
        "course.yml:5: overrides.ben.partial_derivatives/df_dy: means the same thing as `df_dy` in line 4",
    ),
    (
        "submitted:\n  cem: 2026-01-01 UTC\n  Cem Dal: 2026-01-02 UTC\n",
        "course.yml:4: submitted.Cem Dal: means the same student as `cem` in line 3",
    ),
]


@pytest.mark.parametrize(("text", "said"), TWICE)
def test_two_keys_that_mean_one_thing_are_refused(here: Path, text: str, said: str):
    """With the lines of both."""
    (here / "course.yml").write_text(f"roster: r.csv\n{text}")
    result = CliRunner().invoke(main, ["subs", "--exercises", str(ROOT / "exercises"), "--jobs", "1"])
    assert result.exit_code == 2
    assert said in result.output


def test_one_student_graded_alone_is_still_the_one_of_the_roster(here: Path):
    """The rest of the class is not unknown, and a decision for another spelling is not taken for this student's."""
    course = f"overrides:\n  anna: {{df_dy: {FULL}}}\n  Anna: {{df_dz: {FULL}}}\n  ben: {{df_dz: {FULL}}}\n"
    for path, words in (("subs/anna.py", ()), ("subs/anna.py", ("--student", "anna"))):
        text = graded(here, course, *words, path=path)
        assert "no such student" not in text
        assert "4 of 9 points" in text


@pytest.mark.usefixtures("here")
def test_without_a_roster_nobody_is_called_unknown_beside_one_student(here: Path):
    """Who else is in the class is not known then; for a class it is said."""
    (here / "r.csv").unlink()
    (here / "course.yml").write_text(f"overrides:\n  zoe: {{df_dy: {FULL}}}\n")
    common = ["--exercises", str(ROOT / "exercises"), "--only", "partial_derivatives", "--jobs", "1"]
    assert "no such student" not in CliRunner().invoke(main, ["subs/anna.py", *common]).output
    assert "no such student" in CliRunner().invoke(main, ["subs", *common]).output

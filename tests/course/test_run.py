"""A run with `course.yml`: one total in every report, the machine's own beside it, and changes told before they are reported."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.reports.formats.gradebook_json import schema
from tests.submission.making import ANSWER, tree

ROOT = Path(__file__).parents[2]
COURSE = """\
title: Week 3
due: 2026-03-02 12:00 UTC
late: {per_day: 10%}
roster: students.csv
overrides:
  ann: {partial_derivatives/df_dy: {earned: 1, why: accepted on appeal, by: course staff}}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two submissions in nbgrader's exchange, of which Ben's is late, a roster and a course's file."""
    files: dict[str, str | bytes] = {
        "subs/ann+ps1+2026-03-02 10:00:00 UTC/hw.py": ANSWER + "df_dy = 7\n",
        "subs/ben+ps1+2026-03-03 10:00:00 UTC/hw.py": ANSWER,
        "students.csv": "id,name\nann,Ann Bell\nben,Ben Cole\ncem,Cem Dal\n",
        "course.yml": COURSE,
    }
    tree(tmp_path, files)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def graded(*words: str) -> str:
    """What `grade` prints about the class."""
    common = ["--exercises", str(ROOT / "exercises"), "--only", "partial_derivatives", "--jobs", "1"]
    result = CliRunner().invoke(main, ["subs", *common, *words])
    assert result.exit_code == 0, result.output
    return result.output


def test_every_report_has_one_total_and_the_machines_beside_it(here: Path):
    """Terminal, table, JSON and feedback agree; nothing of what the machine judged is written over."""
    text = graded()
    book = json.loads((here / "grades/gradebook.json").read_text())
    jsonschema.validate(book, schema())
    ann, ben = book["grades"]
    assert book["assignment"]["title"] == "Week 3"
    assert (ann["earned"], ann["machine_earned"], ann["lateness"]["days"]) == (3, 2, 0)
    assert (ben["earned"], ben["machine_earned"], ben["lateness"]["deduction"]) == (1.8, 2, 0.2)
    (item,) = [item for item in ann["items"] if item["item"] == "df_dy"]
    assert (item["verdict"], item["earned"], item["machine_earned"]) == ("incorrect", 1, 0)
    assert item["override"] == {"earned": 1, "why": "accepted on appeal", "by": "course staff"}
    rows = list(csv.DictReader((here / "grades/gradebook.csv").read_text("utf-8-sig").splitlines()))
    assert [(row["id"], row["total"], row["machine total"], row["days late"]) for row in rows] == [
        ("ann", "3", "2", "0"),
        ("ben", "1.8", "2", "1"),
        ("cem", "", "", ""),
    ]
    assert "1 in place of 0, accepted on appeal (course staff)" in rows[0]["decided by a person"]
    assert rows[2]["flags"] == "missing"
    letters = [(here / f"grades/feedback/{name}.md").read_text() for name in ("ann", "ben")]
    assert "A person set this to 1 point: accepted on appeal (course staff). The grader gave 0." in letters[0]
    assert "1 day late, 1 × 10 % = 10 % of the score taken off. That is 0.2 points less." in letters[1]
    assert "1 by a person" in text
    assert "1 d late -0.2" in text
    assert "Not handed in: 1 student of the roster (Cem Dal)" in text


def test_a_changed_decision_runs_no_code_and_is_told(here: Path):
    """The second run only adds up anew, and says whose score changed because of what."""
    graded()
    (here / "course.yml").write_text(COURSE.replace("earned: 1,", "earned: 2,").replace("per_day: 10%", "per_day: 20%"))
    text = " ".join(graded().split())
    assert "a person's decision" in text
    assert "lateness" in text
    assert [grade["earned"] for grade in json.loads((here / "grades/gradebook.json").read_text())["grades"]] == [4, 1.6]
    assert "last run" not in graded()


def test_who_is_not_there_is_said_aloud(here: Path):
    """A mistyped student in the course's file is told with its line, and the run goes on."""
    (here / "course.yml").write_text(COURSE.replace("ann:", "anna:"))
    assert "course.yml:6: overrides.anna: there is no such student; did you mean `ann`?" in " ".join(graded().split())


def test_a_faulty_file_stops_the_run_before_anything_is_graded(here: Path):
    """With status 2 and every problem."""
    (here / "course.yml").write_text("late: {per_day: x}\ntitel: y\n")
    result = CliRunner().invoke(main, ["subs", "--exercises", str(ROOT / "exercises")])
    assert result.exit_code == 2
    assert "course.yml:1: late.per_day" in result.output
    assert "course.yml:2: titel" in result.output
    assert not (here / "grades").exists()


def test_the_course_file_is_no_exercise(here: Path, tmp_path_factory: pytest.TempPathFactory):
    """It may lie in the folder of exercises too."""
    folder = tmp_path_factory.mktemp("course") / "exercises"
    folder.mkdir()
    (folder / "partial_derivatives.yml").write_text((ROOT / "exercises/partial_derivatives.yml").read_text())
    (folder / "course.yml").write_text("title: Inside\n")
    (here / "course.yml").unlink()
    result = CliRunner().invoke(main, ["subs", "--exercises", str(folder), "--jobs", "1"])
    assert result.exit_code == 0, result.output
    assert json.loads((here / "grades/gradebook.json").read_text())["assignment"]["title"] == "Inside"

"""Nothing of a student who is forgotten is left in the folder of reports, and nothing of anybody else changes."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import main
from tests.submission.making import ANSWER, tree

ROOT = Path(__file__).parents[2]
WHERE = ["--exercises", str(ROOT / "exercises"), "--only", "partial_derivatives", "--jobs", "1"]
ROSTER = "id,name,email\nzoe77,Zoë Quill,zq@uni.example\nann,Ann Bell,ab@uni.example\ngus42,Gus Xavier,gx@uni.example\n"


def said(*words: str, status: int = 0) -> str:
    """What the command prints, on one line."""
    result = CliRunner().invoke(main, [*words])
    assert result.exit_code == status, result.output
    return " ".join(result.output.split())


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A graded class of two of whom one has two attempts, with a third student missing, and copies beside the reports."""
    files: dict[str, str | bytes] = {
        "subs/zoe77+ps1+2026-03-02 10:00:00 UTC/hw.py": "# Zoë Quill\n" + ANSWER + "df_dz = oddity_of_zoe77\n",
        "subs/zoe77+ps1+2026-03-03 10:00:00 UTC/hw.py": "# Zoë Quill\n" + ANSWER + "df_dz = oddity_of_zoe77\n",
        "subs/ann+ps1+2026-03-02 10:00:00 UTC/hw.py": ANSWER,
        "students.csv": ROSTER,
        "course.yml": "roster: students.csv\ndue: 2026-03-02 12:00 UTC\nlate: {per_day: 10%}\n",
    }
    tree(tmp_path, files)
    monkeypatch.chdir(tmp_path)
    said("subs", *WHERE, "--attempt", "best")
    out = tmp_path / "grades"
    shutil.copy(out / "gradebook.csv", out / "gradebook.edited-1.csv")
    (out / "run.sqlite.damaged-20260301").write_bytes(b"zoe77")
    return tmp_path


def holding(out: Path, *words: str) -> list[str]:
    """The files in which one of the words stands."""
    found = (path for path in sorted(out.rglob("*")) if path.is_file())
    return [path.name for path in found if any(word.encode() in path.read_bytes() for word in words) or words[0] in path.name]


def test_nothing_that_was_made_for_a_platform_is_left(here: Path):
    """The filled copy holds the student's row and can be made again; the record of what was returned keeps the others."""
    head = "OrgDefinedId,Last Name,First Name,HW Points Grade,End-of-Line Indicator"
    (here / "d2l.csv").write_text(f"{head}\n#zoe77,Quill,Zoë,,#\n#ann,Bell,Ann,,#\n", encoding="utf-8")
    said("return", "d2l.csv", "--only", "partial_derivatives")
    record = here / "grades" / "return" / "returned.json"
    (made,) = json.loads(record.read_text(encoding="utf-8"))["returns"]
    assert set(made["students"]) == {"zoe77", "ann"}
    said("forget", "zoe77")
    assert holding(here / "grades", "zoe77", "Zoë Quill", "oddity") == []
    (made,) = json.loads(record.read_text(encoding="utf-8"))["returns"]
    assert set(made["students"]) == {"ann"}


def test_nothing_of_a_student_is_left(here: Path):
    """No file of the folder holds the id, the name, the address or the code; everybody else's rows are as they were."""
    out, words = here / "grades", ("zoe77", "Zoë Quill", "zq@uni.example", "oddity")
    assert len(holding(out, *words)) >= 4
    before = {grade["student"]["id"]: grade for grade in json.loads((out / "gradebook.json").read_text())["grades"]}
    text = said("forget", "zoe77")
    assert "zoe77 is forgotten in grades/: 2 kept submissions, 3 reports rewritten, 5 files removed." in text
    assert holding(out, *words) == []
    after = json.loads((out / "gradebook.json").read_text())
    assert {grade["student"]["id"]: grade for grade in after["grades"]} == {"ann": before["ann"]}
    rows = list(csv.DictReader((out / "gradebook.csv").read_text("utf-8-sig").splitlines()))
    assert [row["id"] for row in rows] == ["ann", "gus42"]
    assert (out / "feedback/ann.md").exists()


def test_the_next_run_without_the_student_says_nothing_of_it(here: Path):
    """No copy is put aside as if somebody had edited the table, nobody is gone, and nothing is graded again."""
    said("forget", "Zoë Quill")
    for folder in (here / "subs").glob("zoe77*"):
        shutil.rmtree(folder)
    (here / "students.csv").write_text(ROSTER.replace("zoe77,Zoë Quill,zq@uni.example\n", ""))
    text = said("subs", *WHERE, "--attempt", "best")
    assert "1 of 1 are as they were graded before; 0 to grade." in text
    assert "No longer handed in" not in text
    assert "is not as the last run left it" not in text
    assert holding(here / "grades", "zoe77", "Zoë") == []


@pytest.mark.usefixtures("here")
def test_whoever_handed_nothing_in_can_be_forgotten_too():
    """The roster put them into the reports."""
    said("forget", "gus42")
    assert holding(Path("grades"), "gus42", "Xavier") == []


@pytest.mark.usefixtures("here")
def test_a_part_of_a_name_forgets_nobody():
    """What cannot be taken back needs the whole id or name."""
    assert "Nothing is kept of a student 'zo'" in said("forget", "zo", status=2)
    assert "Did you mean 'zoe77'?" in said("forget", "zoe7", status=2)
    assert "zoe77.md" in holding(Path("grades"), "zoe77")


@pytest.mark.usefixtures("here")
def test_what_commands_say_as_json():
    """One document on standard output, whatever else is told; the figures are those of the table."""
    runner = CliRunner(mix_stderr=False) if "mix_stderr" in CliRunner.__init__.__code__.co_varnames else CliRunner()

    def told(*words: str) -> dict:
        result = runner.invoke(main, [*words])
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    run = told("subs", *WHERE, "--json")
    assert [grade["id"] for grade in run["grades"]] == ["ann", "zoe77"]
    assert (run["students"], run["median"], run["missing"][0]["id"]) == (2, run["mean"], "gus42")
    assert told("who", "subs", "--json")["students"][0]["submitted_at"] == "2026-03-02 10:00:00 UTC"
    assert told("review", *WHERE[:-2], "--json")["students"] == 2
    shutil.copytree("grades", "before")
    Path("course.yml").write_text("roster: students.csv\n")
    said("subs", *WHERE)
    difference = told("diff", "before", "grades", "--json")
    assert [change["student"] for change in difference["changed"]] == ["zoe77"]
    assert difference["changed"][0]["items"][0]["item"] == "lateness"

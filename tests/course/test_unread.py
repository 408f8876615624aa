"""Work that could not be read waits for a person, by name and in every report; an empty file is a final 0 with its flag."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import main
from tests.submission.making import ANSWER, tree

ROOT = Path(__file__).parents[2]
WHERE = ["--exercises", str(ROOT / "exercises"), "--only", "partial_derivatives", "--jobs", "1"]
NOTEBOOK = (ROOT / "submissions_example" / "ada_lovelace.ipynb").read_bytes()
UNREAD: dict[str, str | bytes] = {
    "hw.pdf": b"%PDF-1.4\n%\xe2\xe3\n",
    "named.ipynb": b"%PDF-1.4\n%\xe2\xe3\n",
    "cut_off.ipynb": NOTEBOOK[: len(NOTEBOOK) // 2],
    "text_entry.html": "<html><body>df_dx = 4x - 3y</body></html>",
    "pointer.ipynb": "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
    "pointer.py": "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
    "hw.rar": b"Rar!\x1a\x07\x00" + bytes(50),
    "hw.7z": b"7z\xbc\xaf\x27\x1c" + bytes(50),
    "photo.png": b"\x89PNG\r\n\x1a\n" + bytes(50),
    "hw.docx": b"PK\x03\x04" + bytes(50),
    "words.txt": "My derivative is four x minus three y.",
    "hw.m": "x = 1;",
}
NO_CELLS = '{"cells": [], "nbformat": 4}'
EMPTY: dict[str, str | bytes] = {"hw.ipynb": b"", "hw.py": "  \n\n", "hw.pdf": b"", "no_cells.ipynb": NO_CELLS}


def said(*words: str) -> str:
    """What the command prints, on one line."""
    result = CliRunner().invoke(main, [*words])
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def graded(folder: Path, files: dict[str, str | bytes], course: str = "") -> tuple[str, dict[str, dict[str, str]]]:
    """What a run says of a class of these files, and its rows in the gradebook."""
    tree(folder, {f"subs/{name}": content for name, content in files.items()})
    if course:
        (folder / "course.yml").write_text(course, encoding="utf-8")
    text = said("subs", *WHERE)
    with (folder / "grades" / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        return text, {row["id"]: row for row in csv.DictReader(file)}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", UNREAD)
def test_what_cannot_be_read_is_never_a_silent_zero(tmp_path: Path, name: str):
    """Terminal, table, JSON, letter and `review` say the same of it: unreadable, and provisional until a person decides."""
    text, rows = graded(tmp_path, {f"ann/{name}": UNREAD[name], "ben/hw.py": ANSWER})
    assert rows["ann"]["flags"] == "unreadable; provisional"
    assert rows["ben"]["flags"] == ""
    assert "Unreadable: 1 student (ann). Provisional until a person looks" in text
    (ann, ben) = json.loads((tmp_path / "grades" / "gradebook.json").read_text(encoding="utf-8"))["grades"]
    assert (ann["provisional"], ben["provisional"]) == (True, False)
    assert "> This result is provisional" in (tmp_path / "grades" / "feedback" / "ann.md").read_text(encoding="utf-8")
    waiting = said("review")
    assert waiting.startswith("1 unreadable submission of 1 of 2 students to look at 1 x unreadable:")
    assert f" ann: {ann['problem']['text']}" in waiting


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_file_is_a_final_zero_with_its_flag(tmp_path: Path, name: str):
    """There is nothing in it for a person to look at."""
    text, rows = graded(tmp_path, {f"ann/{name}": EMPTY[name], "ben/hw.py": ANSWER})
    assert (rows["ann"]["flags"], rows["ann"]["total"]) == ("empty", "0")
    assert "Empty: 1 student (ann). That is a final 0." in text
    assert said("review").startswith("Nothing waits for a person")


def test_the_course_may_decide_for_all(tmp_path: Path):
    """`unreadable: zero` makes it final; the flag stays, and nothing waits."""
    text, rows = graded(tmp_path, {"ann.pdf": UNREAD["hw.pdf"], "ben.py": ANSWER}, "unreadable: zero\n")
    assert rows["ann"]["flags"] == "unreadable"
    assert "Unreadable: 1 student (ann). A person or course.yml has decided what counts." in text
    assert said("review").startswith("Nothing waits for a person")


def test_a_decision_about_an_item_settles_it(tmp_path: Path):
    """Who looked at the paper and gave points for it need not decide twice."""
    decision = "overrides: {ann: {partial_derivatives/df_dx: {earned: 2, why: on paper, by: staff}}}\n"
    _, rows = graded(tmp_path, {"ann.pdf": UNREAD["hw.pdf"], "ben.py": ANSWER}, decision)
    assert (rows["ann"]["total"], rows["ann"]["flags"]) == ("2", "unreadable")
    assert said("review").startswith("Nothing waits for a person")


def test_only_zero_may_be_said(tmp_path: Path):
    """Another word is refused with its line."""
    (tmp_path / "course.yml").write_text("unreadable: ignore\n", encoding="utf-8")
    tree(tmp_path, {"subs/ann.py": ANSWER})
    result = CliRunner().invoke(main, ["subs", *WHERE])
    assert result.exit_code == 2
    assert result.output.startswith("grade: course.yml:1: unreadable: ")


def test_one_file_of_several_waits_where_answers_are_missing(tmp_path: Path):
    """The missing answers may be in it; where none is missing, nothing can change and nothing waits."""
    files = {"ann/a.ipynb": NOTEBOOK, "ann/b.ipynb": NOTEBOOK[:300], "ben/a.py": ANSWER, "ben/b.ipynb": NOTEBOOK[:300]}
    text, rows = graded(tmp_path, files)
    assert rows["ann"]["flags"] == ""
    assert rows["ben"]["flags"] == "1 file unreadable; provisional"
    assert "Unreadable: 1 student (ben)." in text
    assert "ben: This notebook is damaged" in said("review")


def test_a_time_that_nobody_knows_waits_only_where_it_may_cost(tmp_path: Path):
    """Late without a time is the same flag everywhere, and no flag of something that waits where nothing can be taken off."""
    files: dict[str, str | bytes] = {
        "roe_LATE_42000_99200_hw.py": ANSWER, "zoe_LATE_43000_99300_hw.py": "x = 1\n", "kim_44000_99400_hw.py": ANSWER,
    }  # fmt: skip
    text, rows = graded(tmp_path, files, "due: 2026-03-02 12:00 UTC\nlate: {per_day: 10%}\n")
    assert {name: row["flags"] for name, row in rows.items()} == {
        "42000": "late, time unknown; provisional", "43000": "late", "44000": "",
    }  # fmt: skip
    assert "Late, time unknown: 1 student (roe)." in text
    assert "lateness: roe (42000)" in said("review")
    text, rows = graded(tmp_path, files, "due: 2026-03-02 12:00 UTC\n")
    assert {row["flags"] for row in rows.values()} == {"late", ""}
    assert said("review").startswith("Nothing waits for a person")


@pytest.mark.parametrize(
    ("paper", "flags"),
    [("work.pdf", "1 file unreadable; provisional"), ("photo.jpg", "1 file unreadable; provisional"), ("plot.png", "")],
)
def test_a_paper_beside_the_work_is_shown_where_answers_are_missing(tmp_path: Path, paper: str, flags: str):
    """A scan that was uploaded beside a notebook may hold what the notebook lacks; where it lacks nothing, nothing waits."""
    files: dict[str, str | bytes] = {
        "roe_42000_99200_hw.py": ANSWER, f"roe_42000_99201_{paper}": UNREAD["hw.pdf"],
        "zoe_43000_99300_hw.ipynb": NOTEBOOK, f"zoe_43000_99301_{paper}": UNREAD["hw.pdf"],
        "kim_44000_99400_hw.py": ANSWER,
    }  # fmt: skip
    _, rows = graded(tmp_path, files)
    assert {name: row["flags"] for name, row in rows.items()} == {"42000": flags, "43000": "", "44000": ""}

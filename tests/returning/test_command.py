"""`grade return`, as people type it after a class was graded from a download."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import main
from tests.returning.importers import canvas, canvas_files
from tests.store.course import ADA, BEN, CEM, STEPS, SURFACE
from tests.submission.making import archive, tree

EXPORT = """\
Student,ID,SIS Login ID,Section,Homework 1 (501),Homework 2 (502)
    Points Possible,,,,6,10.00
"Lovelace, Ada",9001,ada,A,,
"Benz, Ben",9002,ben,A,,3
"Roe, Ann",9004,ann,A,,
"Stranger, One",9006,one,A,,4
"""


def said(*words: str, status: int = 0) -> str:
    """What the command prints, on one line."""
    result = CliRunner().invoke(main, [*words])
    assert result.exit_code == status, result.output
    return " ".join(result.output.split())


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A class that was graded from Canvas's download, beside its gradebook."""
    tree(tmp_path, {"exercises/surface.yml": SURFACE, "exercises/steps.yml": STEPS, "canvas.csv": EXPORT})
    files = {
        "lovelaceada_9001_71_hw.py": ADA, "benzben_LATE_9002_72_hw.py": BEN, "cemcem_9003_73_hw.py": CEM,
        "roeann_9004_74_hw.ipynb": "garbage",
    }  # fmt: skip
    archive(tmp_path / "submissions.zip", files)
    monkeypatch.chdir(tmp_path)
    said("submissions.zip", "--jobs", "1", "--quiet")
    return tmp_path


def made(here: Path) -> bytes:
    """The filled copy."""
    return (here / "grades" / "return" / "canvas.csv").read_bytes()


def test_a_gradebook_is_filled_and_everybody_is_accounted_for(here: Path):
    """What is scaled is said before; then who is written, left out, and missing on either side."""
    text = said("return", "canvas.csv", "--column", "Homework 2")
    assert canvas(made(here), {})["9001", "502"] == "10.0"
    assert canvas(made(here), {})["9002", "502"] == "3.33"
    for words in (
        "canvas.csv: a Canvas gradebook, 4 students column 'Homework 2 (502)', 10 points Scores are scaled: 6 points here are 10",
        "2 scores written: grades/return/canvas.csv In place of another score (1): Benz, Ben (9002): 3 is 3.33 now",
        "person has to look first; --provisional include writes them (1): Roe, Ann (9004): unreadable",
        "In the file and not graded here (1): Stranger, One (9006)",
        "Graded here and not in the file (1): cemcem (9003)",
        "In Canvas open Grades, choose Import",
    ):
        assert words in text
    first = made(here)
    record = (here / "grades" / "return" / "returned.json").read_bytes()
    said("return", "canvas.csv", "--column", "Homework 2")
    assert "0 scores written, 2 stood there already" in said("return", "grades/return/canvas.csv", "--column", "502")
    assert made(here) == first
    assert (here / "grades" / "return" / "returned.json").read_bytes() == record, "nothing new is no new return"


def test_provisional_scores_are_written_when_asked_for(here: Path):
    """They are zero where nothing could be read, so nobody gets them by accident."""
    said("return", "canvas.csv", "--column", "501", "--provisional", "include")
    assert canvas(made(here), {})["9004", "501"] == "0.0"


def test_the_courses_file_says_where_scores_go(here: Path):
    """Platform, column, maximum and rounding; the command line wins."""
    platform = "platform: {name: canvas, column: Homework 2, maximum: 20, rounding: 0.5}\n"
    (here / "course.yml").write_text(platform, encoding="utf-8")
    assert "6 points here are 20 there" in said("return", "canvas.csv", "--course", "course.yml")
    assert canvas(made(here), {})["9002", "502"] == "6.5"
    said("return", "canvas.csv", "--course", "course.yml", "--column", "501")
    assert canvas(made(here), {})["9002", "501"] == "6.5"
    (here / "course.yml").write_text("platform: {name: gradescope, rounding: 0.001, scale: {a: 200%}}\n", encoding="utf-8")
    text = said("return", "canvas.csv", "--course", "course.yml", status=2)
    assert "course.yml:1: platform.name" in text
    assert "must be a number of hundredths" in text
    assert "platform.scale" in text


def test_pages_of_feedback_are_packed_for_canvas(here: Path):
    """Each page goes to its own submission; who waits for a person is left out and named."""
    text = said("return", "--feedback", "--markdown")
    content = (here / "grades" / "return" / "feedback-canvas-submissions.zip").read_bytes()
    pages = canvas_files(content, {"9001": {"71"}, "9002": {"72"}, "9003": {"73"}, "9004": {"74"}})
    assert {user: page.decode().split(":")[0] for user, page in pages.items()} == {
        "9001": "# lovelaceada", "9002": "# benzben", "9003": "# cemcem",
    }  # fmt: skip
    assert "Left out, since a person has to look first; --provisional include packs them (1): roeann (9004): unreadable" in text
    assert "Uploading twice makes a second comment." in text
    said("return", "--feedback", "--provisional", "include")
    content = (here / "grades" / "return" / "feedback-canvas-submissions.zip").read_bytes()
    pages = canvas_files(content, {"9001": {"71"}, "9002": {"72"}, "9003": {"73"}, "9004": {"74"}})
    assert set(pages) == {"9001", "9002", "9003", "9004"}
    assert all(page.lower().startswith(b"<!doctype html>") for page in pages.values())


def test_what_has_changed_since_the_return_is_told(here: Path):
    """Nothing is told as changed before it is; then the student and the item."""
    assert "Nothing was returned" in said("diff", "--returned", status=2)
    said("return", "canvas.csv", "--column", "501")
    text = said("diff", "--returned", "--exit-code", status=1)
    assert "0 of 2 students changed since the last return. Not returned yet (2): cemcem and roeann" in text
    (here / "course.yml").write_text(
        "overrides: {9002: {surface/df_dx: {earned: 1, why: nearly, by: Kim}}}\n", encoding="utf-8"
    )
    text = said("submissions.zip", "--jobs", "1", "--quiet")
    assert "1 score is not as returned to the platform: grade diff --returned shows which." in text
    assert "1 of 2 students changed since the last return. " in said("diff", "--returned")
    (change,) = json.loads(said("diff", "--returned", "--json"))["changed"]
    assert (change["student"], change["before"], change["after"]) == ("9002", 2, 3)
    assert "name two folders" in said("diff", "grades", status=2).lower()


def test_what_nobody_has_looked_at_is_not_returned(here: Path):
    """A score that the reports do not show yet is reported first."""
    (here / "course.yml").write_text("overrides: {9002: {total: {earned: 6, why: gift, by: Kim}}}\n", encoding="utf-8")
    text = said("return", "canvas.csv", "--column", "501", "--course", "course.yml", status=2)
    assert "1 score would be another one now (benzben). Run `grade` again" in text
    assert not (here / "grades" / "return").exists()


def test_a_file_of_another_class_is_refused(here: Path):
    """None of it is known here, and nothing is written."""
    (here / "other.csv").write_text(EXPORT.replace("900", "800").replace("Lovelace", "X").replace("Benz", "Y").replace("Roe", "Z"))
    assert "None of the 4 students in other.csv is known here" in said("return", "other.csv", "--column", "501", status=2)
    assert not (here / "grades" / "return").exists()


def test_what_is_missing_is_said(here: Path):
    """Each with the remedy: a file, a column, the pages, the grades."""
    assert "or say --feedback" in said("return", status=2)
    assert "Choose one with --column" in said("return", "canvas.csv", status=2)
    assert "cannot be read" in said("return", "none.csv", status=2)
    assert "grade something into that folder first" in said("return", "canvas.csv", "--out", "elsewhere", status=4)
    (here / "grades" / "feedback" / "9001.md").unlink()
    text = said("return", "--feedback", "--markdown", status=2)
    assert "9001.md cannot be read: No such file or directory. Run `grade` again." in text


def test_brightspace_gets_the_index_of_its_download_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """From the archive that was graded, or from where somebody says that it lies now."""
    tree(tmp_path, {"exercises/surface.yml": SURFACE})
    files = {
        "5-77 - Jane Doe - Mar 1, 2026 1158 PM/hw.py": CEM,
        "6-77 - Bo Lee - Mar 2, 2026 958 AM/hw.py": ADA,
        "index.html": "<p>d2l</p>",
    }
    download = archive(tmp_path / "d2l.zip", files)
    monkeypatch.chdir(tmp_path)
    said("d2l.zip", "--jobs", "1", "--quiet")
    said("return", "--feedback", "--markdown")
    with zipfile.ZipFile("grades/return/feedback-brightspace-d2l.zip") as packed:
        assert packed.read("index.html") == b"<p>d2l</p>"
        assert len(packed.namelist()) == 3
    download.rename(tmp_path / "moved.zip")
    assert "Name the download with --download" in said("return", "--feedback", "--markdown", status=2)
    said("return", "--feedback", "--markdown", "--download", "moved.zip")


def test_a_class_without_a_way_back_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Blackboard has a column for comments instead; files that people named have no platform."""
    tree(tmp_path, {"exercises/surface.yml": SURFACE, "flat/ann.py": ADA})
    tree(tmp_path, {f"bb/HW_{user}_attempt_2026-01-01-10-00-00_a.py": ADA for user in ("jane", "bo")})
    monkeypatch.chdir(tmp_path)
    said("bb", "--jobs", "1", "--quiet")
    assert "Download one column of the gradebook" in said("return", "--feedback", "--markdown", status=2)
    said("flat", "--jobs", "1", "--quiet")
    text = said("return", "--feedback", "--markdown", status=2)
    assert "not graded from a download of Canvas, Moodle or Brightspace (file name). The pages are in feedback/" in text


def test_a_list_for_moodles_gradebook_has_an_address_in_each_row(here: Path):
    """Of whom no address is known, or a score is not final, is left out; an address that could be a formula is none."""
    assert "nobody's is known" in said("return", "--lms", "moodle", status=2)
    people = "id,name,email\n9001,Ada,ada@x.org\n9002,Ben,=1+1@x.org\n9004,Ann,ann@x.org\n"
    (here / "students.csv").write_text(people, encoding="utf-8")
    said("submissions.zip", "--jobs", "1", "--quiet", "--roster", "students.csv")
    text = said("return", "--lms", "moodle")
    head, *rows = (here / "grades/return/moodle-gradebook.csv").read_text(encoding="utf-8").splitlines()
    assert head == "email,grade,feedback"
    assert [row.split(",")[:2] for row in rows] == [["ada@x.org", "6"]]
    assert "Ann (9004): unreadable" in text
    assert "Ben (9002): no e-mail address is known" in text

"""Only what changed is graded again, and what changed is graded again."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from grader.executors import grading
from grader.sandbox.host.session import Session
from grader.store import plan, records

from .course import ADA, Course, course_in

EVERYBODY = ["ada", "ben", "cem"]
NOBODY: list[str] = []


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """The course, graded once."""
    course = course_in(tmp_path, monkeypatch)
    assert course.grade() == {"ada": 6, "ben": 2, "cem": 0}
    assert course.work() == (EVERYBODY, EVERYBODY)
    return course


def test_an_unchanged_class_is_not_graded_and_not_written(course: Course):
    """A second run does nothing at all and leaves every report as it is, to the byte and the moment."""
    reports = [*course.out.glob("gradebook.*"), *(course.out / "feedback").iterdir()]
    before = [(file.read_bytes(), file.stat().st_mtime_ns) for file in reports]
    course.grade()
    assert course.work() == (NOBODY, NOBODY)
    assert [(file.read_bytes(), file.stat().st_mtime_ns) for file in reports] == before
    assert "changed since" not in course.said


def test_a_report_that_was_deleted_is_written_again(course: Course):
    """Whoever removes or edits a report gets it back with the next run, without any grading."""
    (course.out / "gradebook.csv").unlink()
    (course.out / "feedback" / "ada.md").write_text("mine")
    course.grade()
    assert (course.out / "gradebook.csv").is_file()
    assert "mine" not in (course.out / "feedback" / "ada.md").read_text()
    assert course.work() == (NOBODY, NOBODY)


@pytest.mark.parametrize(
    ("old", "new", "totals"),
    [
        ("Find the derivative of f.", "Differentiate f.", {"ada": 6, "ben": 2, "cem": 0}),
        ("title: Surface", "title: A surface", {"ada": 6, "ben": 2, "cem": 0}),
        ("points: 2", "points: 10", {"ada": 14, "ben": 2, "cem": 0}),
    ],
)
def test_what_no_result_depends_on_costs_nothing(course: Course, old: str, new: str, totals: dict[str, int]):
    """A changed prompt, title or number of points asks no code and judges nothing; reports follow."""
    course.change("exercises/surface.yml", old, new)
    assert course.grade() == totals
    assert course.work() == (NOBODY, NOBODY)
    assert new.rpartition(": ")[2] in json.dumps(course.gradebook) or "prompt" not in new


@pytest.mark.parametrize(
    ("file", "old", "new", "totals"),
    [
        ("surface.yml", "points: 2", "points: 2, tolerance: 0.01", {"ada": 6, "ben": 4, "cem": 0}),
        (
            "surface.yml",
            "points: 2",
            "points: 2, misconceptions: [{name: lost_y, expression: 2*x, text: y is lost., credit: 1/2}]",
            {"ada": 6, "ben": 2, "cem": 1},
        ),
        ("steps.yml", "points: 4", "points: 4, reveal: true", {"ada": 6, "ben": 2, "cem": 0}),
    ],
)
def test_what_is_only_judged_is_judged_from_what_was_recorded(
    course: Course, file: str, old: str, new: str, totals: dict[str, int]
):
    """A changed tolerance, misconception or other option judges everybody anew and runs no student's code."""
    course.change(f"exercises/{file}", old, new)
    assert course.grade() == totals
    assert course.work() == (NOBODY, EVERYBODY)


def test_a_changed_function_asks_for_its_exercise(course: Course):
    """Another function is another question: the code is asked, and the right answer is another."""
    course.change("exercises/surface.yml", "x**2*y", "x**2*y/2")
    assert course.grade() == {"ada": 4, "ben": 2, "cem": 0}
    assert course.work() == (EVERYBODY, EVERYBODY)


def test_another_secret_asks_again(course: Course):
    """Other points of comparison are other questions."""
    course.grade(secret="another")
    assert course.work() == (EVERYBODY, EVERYBODY)


def test_another_isolation_asks_again(course: Course):
    """What was seen behind other walls does not count."""
    course.grade(sandbox="none")
    assert course.work() == (EVERYBODY, EVERYBODY)


def test_another_package_asks_again(course: Course, monkeypatch: pytest.MonkeyPatch):
    """Students' code may do otherwise with another version of a package."""
    monkeypatch.setattr(plan, "installed", lambda: {"numpy": "9.9"})
    course.grade()
    assert course.work() == (EVERYBODY, EVERYBODY)


def test_another_grader_judges_again(course: Course, monkeypatch: pytest.MonkeyPatch):
    """A mended judge judges what was recorded; no student's code runs."""
    monkeypatch.setattr("grader.store.keys.grader_version", lambda: "9.9")
    course.grade()
    assert course.work() == (NOBODY, EVERYBODY)


def test_a_grader_that_reads_files_otherwise_asks_again(course: Course, monkeypatch: pytest.MonkeyPatch):
    """Where a new reader would run other code, what the old code replied is worth nothing."""
    monkeypatch.setattr("grader.store.keys.grader_version", lambda: "9.9")
    monkeypatch.setattr(grading, "_code", lambda submission: "read otherwise")
    course.grade()
    assert course.work() == (EVERYBODY, EVERYBODY)


def test_a_question_that_was_not_recorded_is_asked(course: Course, monkeypatch: pytest.MonkeyPatch):
    """A check that wants to know more than it was told then asks the code itself."""
    monkeypatch.setattr(records, "unpacked_conversations", lambda _: {"surface": ((),), "steps": ((),)})
    course.change("exercises/surface.yml", "points: 2", "points: 2, tolerance: 0.01")
    assert course.grade() == {"ada": 6, "ben": 4, "cem": 0}
    assert course.work()[0] == EVERYBODY


def test_one_changed_submission_is_graded_alone(course: Course):
    """The others keep their results, and the reports say who changed and why."""
    course.write("class/cem.py", ADA)
    assert course.grade() == {"ada": 6, "ben": 2, "cem": 6}
    assert course.work() == (["cem"], ["cem"])
    assert "1 of 3 students changed" in course.said
    assert "submission" in course.said


def test_a_copy_with_another_date_is_the_same(course: Course):
    """Content counts, not when a file was written."""
    content = (course.folder / "class" / "ada.py").read_bytes()
    (course.folder / "class" / "ada.py").unlink()
    (course.folder / "class" / "ada.py").write_bytes(content)
    course.grade()
    assert course.work() == (NOBODY, NOBODY)


def test_again_grades_everything(course: Course):
    """`--again` takes nothing from an earlier run."""
    course.grade(again=True)
    assert course.work() == (EVERYBODY, EVERYBODY)


def test_who_left_is_in_no_report_and_costs_nothing_on_coming_back(course: Course):
    """A removed submission leaves the reports; put back, it is as it was."""
    kept = (course.folder / "class" / "ben.py").rename(course.folder / "ben.py")
    assert course.grade() == {"ada": 6, "cem": 0}
    assert not (course.out / "feedback" / "ben.md").exists()
    assert "No longer handed in (1): ben" in course.said
    kept.rename(course.folder / "class" / "ben.py")
    assert course.grade() == {"ada": 6, "ben": 2, "cem": 0}
    assert course.work() == (NOBODY, NOBODY)


def test_only_one_exercise_loses_nothing_of_the_other(course: Course):
    """`--only` uses what is there and leaves what it does not show."""
    assert course.grade(only=("surface",)) == {"ada": 2, "ben": 0, "cem": 0}
    assert course.work() == (NOBODY, NOBODY)
    assert "changed since" not in course.said
    assert course.grade() == {"ada": 6, "ben": 2, "cem": 0}
    assert course.work() == (NOBODY, NOBODY)
    assert "changed since" not in course.said


def test_a_look_at_one_file_changes_nothing_for_the_others(course: Course):
    """Who grades one student's file after a class is told nothing of the others, and their feedback stays."""
    course.grade(path=course.folder / "class" / "ada.py")
    assert "No longer handed in" not in course.said
    assert (course.out / "feedback" / "ben.md").exists()
    course.grade()
    assert course.work() == (NOBODY, NOBODY)
    assert "New (" not in course.said


def test_an_added_exercise_is_asked_alone(course: Course):
    """A new exercise is graded; the answers to the others are judged in its presence, from what was recorded."""
    course.write("exercises/more.yml", (course.folder / "exercises/surface.yml").read_text().replace("df_dx", "df_dxx"))
    assert course.grade() == {"ada": 6, "ben": 2, "cem": 0}
    assert course.gradebook["assignment"]["points"] == 8


def test_what_the_roster_says_is_looked_up(course: Course):
    """A name from a roster reaches the reports without any grading."""
    course.write("students.csv", "id,name\nada,Ada Lovelace\nben,Ben\ncem,Cem\n")
    course.grade(roster=course.folder / "students.csv")
    assert course.gradebook["grades"][0]["student"]["name"] == "Ada Lovelace"
    assert course.work() == (NOBODY, NOBODY)


def test_our_failure_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What could not be graded because of us is graded by the next run, with no word from anybody."""
    course = course_in(tmp_path, monkeypatch)
    with monkeypatch.context() as broken:
        broken.setattr(Session, "ask", _fails)
        course.grade()
    assert course.gradebook["grades"][0]["provisional"]
    assert course.grade() == {"ada": 6, "ben": 2, "cem": 0}


def _fails(*_: Any) -> None:
    raise RuntimeError("ours")


@pytest.mark.parametrize("column", ["kept", "details"])
def test_a_row_that_cannot_be_read_is_graded_anew(course: Course, column: str):
    """Damage in one row costs that submission another grading, said aloud, and nothing else."""
    with sqlite3.connect(course.out / "run.sqlite") as connection:
        connection.execute(f"UPDATE rows SET {column} = x'00', revision = 99 WHERE student = 'ben'")
    connection.close()
    assert course.grade() == {"ada": 6, "ben": 2, "cem": 0}
    assert course.work() == (["ben"], ["ben"])
    assert "cannot be read any more" in course.said


def test_the_best_attempt_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """With `--attempt best` all attempts are graded, and the one with the most points is reported."""
    course = course_in(tmp_path, monkeypatch)
    for name in ("ada", "ben", "cem"):
        (course.folder / "class" / f"{name}.py").unlink()
    for stamp, content in {"10:00:00": ADA, "11:00:00": "df_dx = 'x'\n"}.items():
        course.write(f"class/ada+ps1+2024-01-01 {stamp} UTC/hw.py", content)
        course.write(f"class/ben+ps1+2024-01-01 {stamp} UTC/hw.py", ADA)
    totals = course.grade(attempt="best")
    assert totals == {"ada": 6, "ben": 6}
    assert course.grade(attempt="last") == {"ada": 0, "ben": 6}

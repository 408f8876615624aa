"""Who handed in together and when work came is what the course says, from its file, a list or students' clones."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from grader.collect.entry_search import find
from grader.course import as_handed_in, load_course
from grader.errors import UsageError
from grader.submission.entries import Intake
from tests.submission.making import tree

ROSTER = "id,name,team,submitted\nann,Ann Bell,red,2026-03-01 10:00\nben,Ben Cole,red,\ncem,Cem Dal,blue,soon\ndee,Dee Eis,,\n"


def found(here: Path, course: str, *, roster: str | None = ROSTER, **files: str) -> Intake:
    """What is found where each of `files` is a student's program."""
    tree(here, {"subs/" + name + "/hw.py": text for name, text in files.items()} | {"course.yml": course})
    if roster is not None:
        (here / "students.csv").write_text(roster)
    file = here / "students.csv" if roster is not None else None
    return as_handed_in(find(here / "subs", roster=file), load_course(here / "course.yml"), file)


def who(intake: Intake) -> dict[str, list[str]]:
    """The files of each student, by what stands in them."""
    return {entry.student.id: [Path(source.path).parent.name for source in entry.sources] for entry in intake.entries}


GROUPS = ("groups: {red: [ann, Ben Cole]}", "groups: team")


@pytest.mark.parametrize("course", GROUPS)
def test_a_groups_work_is_each_members(tmp_path: Path, course: str):
    """Named in the course's file or by a column of the roster; who is in no group is missing as before."""
    intake = found(tmp_path, course, ann="x = 1\n", cem="x = 1\n")
    assert who(intake) == {"ann": ["ann"], "ben": ["ann"], "cem": ["cem"]}
    assert [student.id for student in intake.missing] == ["dee"]
    assert all("Handed in together: Ann Bell, Ben Cole." in entry.remarks[-1].text for entry in intake.entries[:2])
    assert [len(entry.origins) for entry in intake.entries[:2]] == [1, 0], "the platform knows one of them by this work"
    assert intake.entries[1].student.facts == (("team", "red"),) or intake.entries[1].student.name == "Ben Cole"


def test_a_member_with_own_work_keeps_it(tmp_path: Path):
    """Of two who handed in each keeps the own; who did not has the newest of theirs, and that is said."""
    files = {
        "subs/ann+ps1+2026-03-01 10:00:00 UTC/hw.py": "x = 1\n",
        "subs/ben+ps1+2026-03-02 10:00:00 UTC/hw.py": "x = 1\n",
        "subs/eve+ps1+2026-03-02 10:00:00 UTC/hw.py": "x = 1\n",
    }
    tree(tmp_path, files)
    intake = found(tmp_path, "groups: {red: [ann, ben, cem]}")
    names = {student: folders[0].partition("+")[0] for student, folders in who(intake).items()}
    assert {student: names[student] for student in ("ann", "ben", "cem")} == {"ann": "ann", "ben": "ben", "cem": "ben"}
    assert "Of the group red ann and ben handed in; each keeps the own work." in intake.warnings


def test_without_a_roster_a_word_is_an_id(tmp_path: Path):
    """A member whom nobody knows yet has a row; with a roster it is a slip and said."""
    assert who(found(tmp_path, "groups: {red: [ann, zoe]}", roster=None, ann="x = 1\n", eve="y = 1\n"))["zoe"] == ["ann"]
    intake = found(tmp_path, "groups: {red: [ann, zoe]}", ann="x = 1\n")
    assert "In the group red there is no student `zoe`." in intake.warnings


def test_a_group_stands_in_the_file_where_the_course_says_so(tmp_path: Path):
    """At the beginning of a program or a notebook; nobody who handed in loses the own work to whoever names them."""
    cell = json.dumps({"cells": [{"cell_type": "markdown", "source": ["# Week 3\n", "**Group:** cem and Dee Eis"]}], "nbformat": 4})
    tree(tmp_path, {"subs/cem/hw.ipynb": cell})
    intake = found(tmp_path, "groups: files", ann="# Group: ann, Ben Cole; cem\nx = 1\n")
    assert who(intake) == {"ann": ["ann"], "ben": ["ann"], "cem": ["cem"], "dee": ["cem"]}
    assert any(warning.startswith("Groups are those that students name in their files") for warning in intake.warnings)
    assert "ben" not in who(found(tmp_path, "title: x", ann="# Group: ann, Ben Cole; cem\nx = 1\n"))


def test_nobody_is_in_two_groups(tmp_path: Path):
    """The first counts, and that is said."""
    intake = found(tmp_path, "groups: {red: [ann, ben], blue: [ben, cem]}", ann="x = 1\n", cem="x = 1\n")
    assert who(intake)["ben"] == ["ann"]
    assert "ben stands in the groups red and blue; the first counts." in intake.warnings


@pytest.mark.parametrize(
    ("course", "times"),
    [
        ("times: roster\ntimezone: Europe/Berlin", {"ann": "2026-03-01 10:00", "cem": None}),
        ("times: {column: Submitted}\ntimezone: Europe/Berlin", {"ann": "2026-03-01 10:00", "cem": None}),
        ("times: times.csv\ntimezone: Europe/Berlin", {"ann": None, "cem": "2026-03-02 11:00"}),
        ("times: {file: times.csv, column: Abgabe}\ntimezone: Europe/Berlin", {"ann": "2026-03-05", "cem": None}),
    ],
)
def test_times_stand_in_a_list(tmp_path: Path, course: str, times: dict[str, str | None]):
    """In a column of the roster or of another file; one that cannot be read is said."""
    (tmp_path / "times.csv").write_text("Login;Submission time;Abgabe\nCEM;2026-03-02 11:00;\nann;;2026-03-05\n")
    intake = found(tmp_path, course, ann="x = 1\n", cem="x = 1\n")
    assert {entry.student.id: entry.submitted_at for entry in intake.entries} == times
    assert any("cannot be read: soon (cem)" in warning for warning in intake.warnings) == ("csv" not in course)


def test_a_list_without_the_column_is_refused(tmp_path: Path):
    """With what it has."""
    with pytest.raises(UsageError, match="has not a column Gruppe"):
        found(tmp_path, "groups: Gruppe", ann="x = 1\n")
    with pytest.raises(UsageError, match="needs a roster"):
        found(tmp_path, "times: roster", roster=None, ann="x = 1\n")


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no Git here")
def test_times_of_commits_only_where_asked_for_and_with_a_warning(tmp_path: Path):
    """The last commit's time, loose or packed; nothing that a clone's own settings name is run."""
    for name, day in (("ann", "01"), ("cem", "02")):
        clone = tmp_path / f"subs/{name}"
        tree(tmp_path, {f"subs/{name}/hw.py": "x = 1\n"})
        when = f"2026-03-{day}T10:00:00+01:00"
        around = {"GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when, "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
        about = ["-c", "user.name=x", "-c", "user.email=x@y", "-c", "init.defaultBranch=main"]
        for words in (["init", "-q"], ["add", "hw.py"], ["commit", "-qm", "committer x <y> 1 +0000"]):
            subprocess.run(["git", *about, *words], cwd=clone, env=around, check=True)
    subprocess.run(["git", "gc", "-q"], cwd=tmp_path / "subs/cem", env=around, check=True)
    with (tmp_path / "subs/ann/.git/config").open("a") as stream:
        stream.write(f'[core]\n\tpager = touch {tmp_path}/ran\n\tfsmonitor = touch {tmp_path}/ran\n[log]\n\tshowSignature = true\n')
    intake = found(tmp_path, "times: git")
    said = {entry.student.id: entry.submitted_at for entry in intake.entries}
    assert said == {"ann": "2026-03-01 10:00:00+01:00", "cem": "2026-03-02 10:00:00+01:00"}
    assert "Times are those of the students' last commits, which a student can set to anything." in intake.warnings
    assert not (tmp_path / "ran").exists()
    assert all(entry.submitted_at is None for entry in found(tmp_path, "title: x").entries)

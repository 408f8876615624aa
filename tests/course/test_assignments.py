"""Several assignments in one place are not attempts: each has its own attempts, its own time, and can be taken alone."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.collect.entry_search import find
from grader.errors import UsageError
from grader.submission.intake import read
from tests.submission.making import archive, ids, tree

ROOT = Path(__file__).parents[2]
FIRST = "df_dx = 4*x - 3*y\n"  # of the exercise partial_derivatives
SECOND = "gradient = (4*y, 4*x + 3*y**2)\n"  # of the exercise directional_derivative
LAYOUTS = {
    "exchange": ("{who}+{what}+{day} {clock} UTC/hw.py", None),
    "submitted": ("{who}/{what}/hw.py", "{who}/{what}/timestamp.txt"),
    "outer": ("{what}/{who}/hw.py", "{what}/{who}/timestamp.txt"),
    "Blackboard": ("{what}_{who}_attempt_{day}-{dashed}_hw.py", None),
}
COURSE = "due: 2026-03-02 12:00 UTC\nlate: {per_day: 10%}\ntimezone: UTC\n"


def handed_in(layout: str, *works: tuple[str, str, str, str]) -> dict[str, str | bytes]:
    """Files of a layout: each work is a student, an assignment, a time and what stands in it."""
    name, mark = LAYOUTS[layout]
    files: dict[str, str | bytes] = {}
    for who, what, when, text in works:
        day, clock = when.split()
        says = {"who": who, "what": what, "day": day, "clock": clock, "dashed": clock.replace(":", "-")}
        files[f"subs/{name.format(**says)}"] = text
        if mark:
            files[f"subs/{mark.format(**says)}"] = f"{when} UTC"
    return files


def graded(here: Path, *words: str) -> dict[str, dict[str, object]]:
    """The grades of the class by the student's id."""
    chosen = ["--only", "partial_derivatives", "--only", "directional_derivative"]
    result = CliRunner().invoke(main, ["subs", "--exercises", str(ROOT / "exercises"), *chosen, "--jobs", "1", *words])
    assert result.exit_code == 0, result.output
    book = json.loads((here / "grades/gradebook.json").read_text())
    return {grade["student"]["id"]: grade for grade in book["grades"]}


ANNA = [
    ("anna", "ps1", "2026-03-02 10:00:00", FIRST),
    ("anna", "ps2", "2026-03-09 10:00:00", SECOND),
    ("ben", "ps1", "2026-03-03 10:00:00", FIRST),
    ("ben", "ps2", "2026-03-01 10:00:00", SECOND),
    ("cem", "ps1", "2026-03-01 10:00:00", FIRST),
]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_assignment_has_its_own_lateness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, layout: str):
    """A punctual first assignment keeps its points beside a late second one, and the other way round."""
    tree(tmp_path, handed_in(layout, *ANNA))
    (tmp_path / "course.yml").write_text(COURSE)
    monkeypatch.chdir(tmp_path)
    grades = graded(tmp_path)
    assert sorted(grades) == ["anna", "ben", "cem"]
    first, second = 2, grades["anna"]["machine_earned"] - 2
    assert second > 0
    assert grades["anna"]["lateness"]["days"] == 7
    assert grades["anna"]["earned"] == pytest.approx(first + second * 0.3)
    assert grades["ben"]["earned"] == pytest.approx(first * 0.9 + second)
    assert (grades["cem"]["earned"], grades["cem"]["late"]) == (2, False)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_one_assignment_can_be_taken(tmp_path: Path, layout: str):
    """What is of another assignment is left out and said; a name that nothing has is refused."""
    subs = tree(tmp_path, handed_in(layout, *ANNA)) / "subs"
    intake = find(subs, assignment="ps2")
    assert ids(intake) == ["anna", "ben"]
    assert [entry.submitted_at[:10] for entry in intake.entries] == ["2026-03-09", "2026-03-01"]
    assert "Only ps2 is graded; submissions for other assignments were left out: ps1 (3)." in intake.warnings
    assert {name for entry in intake.entries for s in read(entry).statements for name in s.names} == {"gradient"}
    with pytest.raises(UsageError, match=r"There is no assignment 'ps3' here\. There are ps1, ps2\."):
        find(subs, assignment="ps3")


ATTEMPTS = [
    ("anna", "ps1", "2026-03-01 10:00:00", "df_dx = 1\n"),
    ("anna", "ps1", "2026-03-03 10:00:00", FIRST),
    ("anna", "ps2", "2026-03-01 11:00:00", SECOND),
    ("anna", "ps2", "2026-03-02 10:00:00", "gradient = (1, 1)\n"),
]


@pytest.mark.parametrize(
    ("attempt", "count", "right"), [("first", 1, {"gradient"}), ("last", 1, {"df_dx"}), ("best", 4, {"df_dx", "gradient"})]
)
def test_attempts_are_counted_within_an_assignment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, attempt: str, count: int, right: set[str]
):
    """The best of each counts, whichever attempts they are; a file of the second never counts in the first."""
    tree(tmp_path, handed_in("exchange", *ATTEMPTS, ("ben", "ps1", "2026-03-01 10:00:00", FIRST)))
    monkeypatch.chdir(tmp_path)
    assert sum(entry.student.id == "anna" for entry in find("subs", attempt=attempt).entries) == count
    anna = graded(tmp_path, "--attempt", attempt)["anna"]
    assert {item["item"] for item in anna["items"] if item["verdict"] == "correct"} == right
    assert anna["files"] == ["ps1/hw.py", "ps2/hw.py"]


def test_modules_beside_the_work_stay_with_their_assignment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Each assignment's files lie in a folder of its name, as in an archive of the student's."""
    works = [("anna", "ps1", "2026-03-01 10:00:00", "from own import df_dx\n"), ("anna", "ps2", "2026-03-01 11:00:00", SECOND)]
    files = handed_in("exchange", *works) | {"subs/anna+ps1+2026-03-01 10:00:00 UTC/own.py": FIRST}
    tree(tmp_path, files)
    monkeypatch.chdir(tmp_path)
    right = {item["item"] for item in graded(tmp_path)["anna"]["items"] if item["verdict"] == "correct"}
    assert right == {"df_dx", "gradient"}


def test_downloads_of_two_assignments_are_two_assignments(tmp_path: Path):
    """A student in two archives of a platform handed in for both; a second download of one is an attempt of nobody."""
    (tmp_path / "all").mkdir()
    archive(tmp_path / "all/ps1.zip", {"doejane_1_11_a.py": FIRST, "roerick_2_12_a.py": FIRST})
    archive(tmp_path / "all/ps2.zip", {"doejane_1_21_a.py": SECOND})
    intake = find(tmp_path / "all")
    assert ids(intake) == ["1", "2"]
    assert [part.assignment for part in intake.entries[0].parts] == ["ps1", "ps2"]
    assert ids(find(tmp_path / "all", assignment="ps2")) == ["1"]


MOODLE = ("Jane Doe_{}_assignsubmission_file/a.py", "Ed Roe_{}_assignsubmission_file/a.py")
BRIGHTSPACE = ("17-50{} - Jane Doe - Sep {}, 2026 1130 AM/a.py", "18-50{} - Ed Roe - Sep {}, 2026 1130 AM/a.py")


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("platform", ["Canvas", "Moodle", "Brightspace"])
def test_downloads_are_known_in_folders_and_archives(tmp_path: Path, platform: str, packed: bool):
    """Each folder or archive called like an assignment is one; the roster joins whom a platform numbers anew in each."""
    names = {
        "Canvas": [("doejane_1_11_a.py", "roeed_2_12_a.py"), ("doejane_1_21_a.py",)],
        "Moodle": [[name.format(number + n) for n, name in enumerate(MOODLE)] for number in (7, 17)],
        "Brightspace": [[name.format(n, 10 + n) for name in BRIGHTSPACE[: 3 - n]] for n in (1, 2)],
    }[platform]
    for what, own in zip(("HW1", "HW2"), names, strict=True):
        files: dict[str, str | bytes] = dict.fromkeys(own, FIRST if what == "HW1" else SECOND)
        (tmp_path / "all").mkdir(exist_ok=True)
        if packed:
            archive(tmp_path / f"all/{what}.zip", files)
        else:
            tree(tmp_path / "all" / what, files)
    (tmp_path / "r.csv").write_text("id,name\ns1,Jane Doe\ns2,Ed Roe\n")
    intake = find(tmp_path / "all", roster=tmp_path / "r.csv")
    assert ids(intake) == ["s1", "s2"]
    assert [part.assignment for part in intake.entries[0].parts] == ["HW1", "HW2"]
    assert [entry.attempts for entry in intake.entries] == [1, 1]
    one = find(tmp_path / "all", roster=tmp_path / "r.csv", assignment="HW2")
    assert [student.id for student in one.missing] == ([] if platform == "Moodle" else ["s2"])


def test_students_called_like_a_platforms_files_are_no_download(tmp_path: Path):
    """Folders that are not called like assignments are students, whatever lies in them."""
    files = {f"{who}/doejane_1_1{n}_a.py": FIRST for n, who in enumerate(("anna", "ben"))}
    assert ids(find(tree(tmp_path / "s", files))) == ["anna", "ben"]


def test_sections_of_a_class_are_no_assignments(tmp_path: Path):
    """Two archives with other students each are one class."""
    (tmp_path / "all").mkdir()
    archive(tmp_path / "all/monday.zip", {"doejane_1_11_a.py": FIRST})
    archive(tmp_path / "all/friday.zip", {"roerick_2_12_a.py": FIRST})
    assert not any("assignments here" in warning for warning in find(tmp_path / "all").warnings)


def test_a_students_own_folders_are_no_assignments(tmp_path: Path):
    """Folders that one student made among many stay one submission."""
    files = {f"{who}/hw.py": FIRST for who in ("anna", "ben", "cem")} | {"anna/old/a.py": "x = 1", "anna/new/a.py": "y = 1"}
    intake = find(tree(tmp_path / "s", files))
    assert ids(intake) == ["anna", "ben", "cem"]
    assert not intake.warnings
    assert not intake.entries[0].parts


def test_a_student_alone_keeps_assignments_apart(tmp_path: Path):
    """Of one student's folders those with nbgrader's time, or called like assignments, are assignments."""
    works = [("anna", "ps1", "2026-03-02 10:00:00", FIRST), ("anna", "Charge", "2026-03-09 10:00:00", SECOND)]
    (entry,) = find(tree(tmp_path, handed_in("submitted", *works)) / "subs").entries
    assert [(part.assignment, part.submitted_at[:10]) for part in entry.parts] == [("Charge", "2026-03-09"), ("ps1", "2026-03-02")]


def test_of_two_assignments_that_answer_the_same_the_later_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Later is what was handed in later, whenever the files were copied here; what is left out is said."""
    works = [
        ("anna", "ps1", "2026-03-05 10:00:00", "df_dx = 1\ndf_dy = 1\n"),
        ("anna", "ps2", "2026-03-01 10:00:00", FIRST + "df_dy = 2\n"),
        ("ben", "ps1", "2026-03-01 10:00:00", FIRST),
    ]
    files = handed_in("exchange", *works)
    for order in (list(files), list(reversed(files))):
        root = tmp_path / str(order[0] > order[-1])
        for number, name in enumerate(order):
            tree(root, {name: files[name]})
            os.utime(root / name, (1_700_000_000 + number, 1_700_000_000 + number))
        monkeypatch.chdir(root)
        anna = graded(root)["anna"]
        assert anna["files"] == ["ps1/hw.py"]
        text = CliRunner().invoke(main, ["subs", "--exercises", str(ROOT / "exercises"), "--only", "partial_derivatives"]).output
        assert "Older files that answer the same as newer ones were left out: of anna" in " ".join(text.split())


def test_a_second_assignment_of_others_leaves_the_first_one_late(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What was graded while there was one assignment is as late when there are two."""
    works = [("anna", "ps1", "2026-03-03 10:00:00", FIRST), ("ben", "ps1", "2026-03-01 10:00:00", FIRST)]
    tree(tmp_path, handed_in("exchange", *works))
    (tmp_path / "course.yml").write_text(COURSE)
    monkeypatch.chdir(tmp_path)
    assert graded(tmp_path)["anna"]["earned"] == 1.8
    tree(tmp_path, handed_in("exchange", ("ben", "ps2", "2026-03-01 11:00:00", SECOND)))
    grades = graded(tmp_path)
    assert (grades["anna"]["earned"], grades["anna"]["lateness"]["days"]) == (1.8, 1)
    assert grades["ben"]["lateness"]["days"] == 0


def test_an_assignment_that_one_student_alone_handed_in(tmp_path: Path):
    """Where nbgrader made the folders it is one like the others; where it did not, the folder is the student's own."""
    works = [(who, "ps2", "2026-03-01 10:00:00", SECOND) for who in ("anna", "ben", "cem")]
    alone = ("anna", "ps1", "2026-03-05 10:00:00", FIRST)
    anna = find(tree(tmp_path / "a", handed_in("submitted", *works, alone)) / "subs").entries[0]
    assert [(part.assignment, part.submitted_at[:10]) for part in anna.parts] == [("ps1", "2026-03-05"), ("ps2", "2026-03-01")]
    files = {name: text for name, text in handed_in("submitted", *works, alone).items() if "ps1" in name or "timestamp" not in name}
    anna = find(tree(tmp_path / "b", files) / "subs").entries[0]
    assert (anna.parts, anna.submitted_at) == ((), None)

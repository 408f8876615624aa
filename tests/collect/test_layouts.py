"""Every layout that a TA may have in hand, made by code, ends with the right students."""

from __future__ import annotations

import pickle
import zipfile

import pytest

from grader.collect.entry_search import find
from grader.errors import UsageError
from grader.submission.intake import read
from tests.submission.making import ANSWER, archive, ids, notebook, students, tree

NB = notebook(ANSWER)
PEOPLE = ["Doe, Jane", "O'Brien (Sue)", "Zoë Müller", "李 小龍", "José-María d’Été"]


def both(tmp_path, files):
    """The same files as a folder and as an archive."""
    return tree(tmp_path / "submissions", files), archive(tmp_path / "download.zip", files)


def entries(path, **how):
    """The entries at a path by the student's id."""
    return {entry.student.id: entry for entry in find(path, **how).entries}


def test_a_single_notebook_or_program(tmp_path):
    """The student is called as the file is."""
    for name in ("Doe, Jane.ipynb", "O'Brien (Sue).py"):
        path = tree(tmp_path, {name: NB if name.endswith("ipynb") else ANSWER}) / name
        intake = find(path)
        assert students(intake) == [(name.rpartition(".")[0],) * 2]
        assert read(intake.entries[0]).statements[0].names == ("df_dx",)


def test_flat_files(tmp_path):
    """A file for each student; a notebook and its export of one stem are one student's."""
    files = {f"{name}.ipynb": NB for name in PEOPLE} | {f"{PEOPLE[0]}.py": ANSWER, "notes.md": "x", "roster.csv": "x"}
    for path in both(tmp_path, files):
        intake = find(path)
        assert intake.layout == "a file for each student"
        assert sorted(ids(intake)) == sorted(PEOPLE)
        assert len(entries(path)[PEOPLE[0]].sources) == 2
        assert set(intake.ignored) == {"notes.md", "roster.csv"}


def test_flat_files_that_are_no_notebook_are_rows(tmp_path):
    """A document alone is a row with a sentence; beside a notebook of the same name it is nobody's."""
    files = {"ann.ipynb": NB, "ann.pdf": b"%PDF-1", "bob.docx": b"PK\x03\x04", "carl": "hello", "dora.txt": "hello"}
    for path in both(tmp_path, files):
        found = {entry.student.id: read(entry) for entry in find(path).entries}
        assert sorted(found) == ["ann", "bob", "carl", "dora"]
        assert found["ann"].problem is None
        assert found["ann"].files == ("ann.ipynb",)
        for student in ("bob", "carl", "dora"):
            assert found[student].problem is not None


def test_a_folder_per_student(tmp_path):
    """The folder's name is the student's; an empty folder and one without a notebook are rows all the same."""
    files = {f"{name}/home work.ipynb": NB for name in PEOPLE} | {"empty/": "", "lost/essay.pdf": b"%PDF-1"}
    for path in both(tmp_path, files):
        intake = find(path)
        assert intake.layout == "a folder for each student"
        assert sorted(ids(intake)) == sorted([*PEOPLE, "empty", "lost"])
        problems = {entry.student.id for entry in intake.entries if read(entry).problem}
        assert problems == {"empty", "lost"}


def test_folders_of_a_student_may_hold_folders(tmp_path):
    """What lies deeper in a student's folder is the student's."""
    files = {"ann/src/deep/hw.ipynb": NB, "bob/hw.ipynb": NB, "bob/data/points.csv": "1,2"}
    for path in both(tmp_path, files):
        assert ids(find(path)) == ["ann", "bob"]


def test_folders_and_files_side_by_side_are_said_aloud(tmp_path):
    """Files beside the students' folders are students of their own, and that is a warning."""
    files = {"ann/hw.ipynb": NB, "bob.ipynb": NB, "pictures/a.png": b"x"}
    for path in both(tmp_path, files):
        intake = find(path)
        assert ids(intake) == ["ann", "bob"]
        assert "beside the students' folders" in intake.warnings[0]


def test_the_students_own_folder_is_known_only_where_it_is_theirs(tmp_path):
    """A folder with data files is the student's in a layout of folders; in a flat one it is nobody's."""
    folders = tree(tmp_path / "a", {"ann/hw.ipynb": NB, "ann/data.csv": "1", "bob/hw.ipynb": NB})
    found = entries(folders)
    assert read(found["ann"]).folder == str(folders / "ann")
    assert read(found["bob"]).folder is None
    flat = tree(tmp_path / "b", {"ann.ipynb": NB, "data.csv": "1"})
    assert read(entries(flat)["ann"]).folder is None


@pytest.mark.parametrize("above", ["", "submissions/", "a/b/"])
def test_folders_around_a_class_are_looked_through(tmp_path, above):
    """A folder that holds nothing but the class's folder is no student."""
    files = {f"{above}{name}/hw.ipynb": NB for name in ("ann", "bob")}
    for path in both(tmp_path, files):
        assert ids(find(path)) == ["ann", "bob"]


def test_a_lone_folder_with_one_notebook_is_a_student(tmp_path):
    """One student's folder is not taken for a class."""
    for path in both(tmp_path, {"ann/hw.ipynb": NB}):
        assert ids(find(path)) == ["ann"]


def test_what_programs_leave_behind_is_ignored(tmp_path):
    """Checkpoints, resource forks, caches and hidden files are nobody's work."""
    files = {
        "ann/hw.ipynb": NB,
        "ann/.ipynb_checkpoints/hw-checkpoint.ipynb": NB,
        "ann/__pycache__/hw.py": ANSWER,
        "ann/hw-checkpoint.ipynb": NB,
        "__MACOSX/ann/._hw.ipynb": b"\0",
        "bob/hw.ipynb": NB,
        "bob/._hw.ipynb": b"\0",
        ".DS_Store": b"\0",
        "Thumbs.db": b"\0",
        "bob/~$hw.ipynb": b"\0",
        ".hidden/hw.ipynb": NB,
    }
    for path in both(tmp_path, files):
        intake = find(path)
        assert ids(intake) == ["ann", "bob"]
        assert [len(entry.sources) for entry in intake.entries] == [1, 1]
        assert intake.warnings == ()


def test_nbgrader_submitted(tmp_path):
    """`<student>/<assignment>/` names students by the outer folder, with the time that nbgrader wrote."""
    files = {f"{name}/ps1/problem 1.ipynb": NB for name in PEOPLE}
    files |= {f"{PEOPLE[0]}/ps1/timestamp.txt": "2026-02-02 15:58:23.948203 UTC\n"}
    for path in both(tmp_path, files):
        assert sorted(ids(find(path))) == sorted(PEOPLE)
        assert entries(path)[PEOPLE[0]].submitted_at == "2026-02-02 15:58:23.948203 UTC"


def test_nbgrader_swapped(tmp_path):
    """`<assignment>/<student>/` names students by the inner folder."""
    files = {f"ps1/{name}/problem 1.ipynb": NB for name in PEOPLE}
    for path in both(tmp_path, files):
        assert sorted(ids(find(path))) == sorted(PEOPLE)


def test_nbgrader_swapped_with_several_assignments(tmp_path):
    """Several assignments that hold the same students are one row for each student, said aloud."""
    files = {f"{work}/{name}/{work}.ipynb": NB for work in ("ps1", "ps2") for name in PEOPLE}
    for path in both(tmp_path, files):
        intake = find(path)
        assert sorted(ids(intake)) == sorted(PEOPLE)
        assert "2 assignments" in intake.warnings[0]


def test_nbgrader_with_several_assignments_is_said_aloud(tmp_path):
    """Two assignments under each student are one student's work, and that is a warning."""
    files = {f"{name}/{work}/{work}.ipynb": NB for work in ("ps1", "ps2") for name in ("ann", "bob", "cem")}
    for path in both(tmp_path, files):
        intake = find(path)
        assert ids(intake) == ["ann", "bob", "cem"]
        assert "2 assignments" in intake.warnings[0]


def test_one_student_with_two_assignments(tmp_path):
    """Assignments are told from students by what they are called and hold."""
    for path in both(tmp_path, {"ann/ps1/ps1.ipynb": NB, "ann/ps2/ps2.ipynb": NB}):
        assert ids(find(path)) == ["ann"]


def test_an_nbgrader_course_is_graded_where_students_submitted(tmp_path):
    """In a whole course folder only `submitted/` holds students."""
    files = {"source/ps1/a.ipynb": NB, "release/ps1/a.ipynb": NB, "submitted/ann/ps1/a.ipynb": NB, "submitted/bob/ps1/a.ipynb": NB}
    for path in both(tmp_path, files):
        intake = find(path)
        assert ids(intake) == ["ann", "bob"]
        assert "submitted/" in intake.warnings[0]


def test_nbgrader_exchange(tmp_path):
    """`<student>+<assignment>+<time>` names the student, and the attempts go by time."""
    files = {
        "ann+ps1+2026-01-01 10:00:00 UTC+ab12/hw.ipynb": notebook("old = 1"),
        "ann+ps1+2026-01-02 09:00:00 UTC/hw.ipynb": notebook("new = 1"),
        "O'Brien, Zoë+ps1+2026-01-01 10:00:00 UTC/hw.ipynb": NB,
    }
    for path in both(tmp_path, files):
        assert find(path).layout == "nbgrader's exchange"
        assert sorted(ids(find(path))) == ["O'Brien, Zoë", "ann"]
        last, first = entries(path)["ann"], entries(path, attempt="first")["ann"]
        assert read(last).statements[0].names == ("new",)
        assert read(first).statements[0].names == ("old",)
        assert last.submitted_at == "2026-01-02 09:00:00 UTC"
        best = [entry for entry in find(path, attempt="best").entries if entry.student.id == "ann"]
        assert [entry.attempt for entry in best] == [1, 2]


CANVAS = {
    "doejane_4321_998877_My hw (final), v2.ipynb": NB,
    "obriensue_LATE_4322_998878_hw1.ipynb": NB,
    "müllerzoë_4323_998879_hw1-1.ipynb": notebook("old = 1"),
    "müllerzoë_4323_998999_hw1.ipynb": notebook("new = 1"),
    "李小龍_4324_998880_hw_1_2.py": ANSWER,
    "onlytext_4325_12_text.html": "<p>df_dx = 4</p>",
}


def test_canvas(tmp_path):
    """User id and name come from the file name, with the flag for lateness; the latest attempt counts."""
    for path in both(tmp_path, CANVAS):
        intake = find(path)
        assert intake.layout == "a Canvas download"
        assert students(intake) == [
            ("4321", "doejane"),
            ("4322", "obriensue"),
            ("4323", "müllerzoë"),
            ("4324", "李小龍"),
            ("4325", "onlytext"),
        ]
        found = entries(path)
        assert [student for student, entry in found.items() if entry.late] == ["4322"]
        assert read(found["4323"]).statements[0].names == ("new",)
        assert read(entries(path, attempt="first")["4323"]).statements[0].names == ("old",)
        assert read(found["4321"]).files == ("My hw (final), v2.ipynb",)
        assert "web page" in read(found["4325"]).problem.text or "no notebook" in read(found["4325"]).problem.text


def test_canvas_with_several_files_of_a_student(tmp_path):
    """Files of different names are one attempt, and their numbers are not taken for resubmissions."""
    files = {"doejane_1_11_hw-1.ipynb": notebook("a1 = 1"), "doejane_1_12_hw-2.ipynb": notebook("b1 = 2")}
    for path in both(tmp_path, files):
        (entry,) = find(path).entries
        assert len(entry.sources) == 2


def test_canvas_anonymous(tmp_path):
    """Anonymous downloads have an id only, and the flag for lateness stands first."""
    files = {"anon_77_1_hw.ipynb": NB, "LATE_anon_78_2_hw.ipynb": NB}
    for path in both(tmp_path, files):
        assert students(find(path)) == [("77", "Anonymous 77"), ("78", "Anonymous 78")]
        assert [entry.late for entry in find(path).entries] == [False, True]


@pytest.mark.parametrize("end", ["", "_"])
def test_moodle_folders(tmp_path, end):
    """Participant id and full name come from the folder; online text of the same participant is theirs too."""
    files = {f"{name}_{number}_assignsubmission_file{end}/sub dir/hw.ipynb": NB for number, name in enumerate(PEOPLE, 100)}
    files |= {f"{PEOPLE[0]}_100_assignsubmission_onlinetext{end}/onlinetext.html": "<p>x</p>"}
    files |= {"Participant_9_assignsubmission_file/hw.py": ANSWER}
    for path in both(tmp_path, files):
        intake = find(path)
        assert intake.layout == "a Moodle download"
        assert dict(students(intake)) == {"9": "Participant 9", **{str(n): name for n, name in enumerate(PEOPLE, 100)}}
        assert not [entry for entry in intake.entries if read(entry).problem]


def test_moodle_flat(tmp_path):
    """The same without folders."""
    files = {f"{name}_{number}_assignsubmission_file_my_hw.ipynb": NB for number, name in enumerate(PEOPLE, 100)}
    files |= {f"{PEOPLE[0]}_100_assignsubmission_onlinetext_x.html": "<p>x</p>"}
    for path in both(tmp_path, files):
        assert dict(students(find(path))) == {str(n): name for n, name in enumerate(PEOPLE, 100)}
        assert read(entries(path)["101"]).files == ("my_hw.ipynb",)


def test_a_lone_moodle_folder_is_a_student(tmp_path):
    """One Moodle folder is recognised as one, however many files it holds."""
    files = {"Jane Doe_7_assignsubmission_file/a.ipynb": NB, "Jane Doe_7_assignsubmission_file/b.ipynb": NB}
    for path in both(tmp_path, files):
        assert students(find(path)) == [("7", "Jane Doe")]


GRADESCOPE = """---
submission_101:
  :submitters:
  - :name: "Doe, Jane"
    :sid: '0012'
    :email: jane@example.org
  - :name: O'Brien (Sue)
    :sid:
    :email: sue@example.org
  :created_at: !ruby/object:ActiveSupport::TimeWithZone
    utc: 2026-01-01 10:00:00.000000000 Z
submission_102:
  :submitters:
  - :name: Zoë Müller
  :created_at: 2026-01-02 11:00:00.5 Z
  :score: 3.0
"""


@pytest.mark.parametrize("above", ["", "assignment_1_export/"])
def test_gradescope(tmp_path, above):
    """Submitters come from the export's list; a group's work is a row for each member, with the same content."""
    files = {
        f"{above}submission_metadata.yml": GRADESCOPE,
        f"{above}submission_101/hw.ipynb": NB,
        f"{above}submission_102/hw.py": ANSWER,
        f"{above}submission_103/hw.py": ANSWER,
    }
    for path in both(tmp_path, files):
        intake = find(path)
        assert intake.layout == "a Gradescope export"
        assert sorted(students(intake)) == [
            ("0012", "Doe, Jane"),
            ("Zoë Müller", "Zoë Müller"),
            ("submission_103", "submission_103"),
            ("sue@example.org", "O'Brien (Sue)"),
        ]
        found = entries(path)
        assert read(found["0012"]).digest == read(found["sue@example.org"]).digest
        assert found["Zoë Müller"].submitted_at.startswith("2026-01-02")
        assert "submission_103" in intake.warnings[0]


def test_gradescope_with_a_damaged_list(tmp_path):
    """A list that cannot be read costs the names, said aloud, and not the work."""
    path = tree(tmp_path / "s", {"submission_metadata.yml": "a: [", "submission_1/hw.ipynb": NB})
    intake = find(path)
    assert ids(intake) == ["submission_1"]
    assert "cannot be read" in intake.warnings[0]


def test_clones(tmp_path):
    """Logins are what follows the shared beginning of the repositories' names; tests of the template are no work."""
    files = {}
    for login in ("anna-b", "andrew", "zoe"):
        files |= {
            f"hw1-gradient-{login}/.git/HEAD": "ref",
            f"hw1-gradient-{login}/hw.ipynb": NB,
            f"hw1-gradient-{login}/test_hw.py": "x = 1",
            f"hw1-gradient-{login}/.github/classroom/autograding.json": "{}",
        }
    for path in both(tmp_path, files):
        intake = find(path)
        assert intake.layout == "clones of a course's repositories"
        assert ids(intake) == ["andrew", "anna-b", "zoe"]
        assert [read(entry).files for entry in intake.entries] == [("hw.ipynb",)] * 3


def test_clones_of_classroom50(tmp_path):
    """Where a clone says its course and assignment, logins that begin alike are kept whole."""
    files = {}
    for login in ("smith-a", "smith-b"):
        files |= {
            f"calc-hw1-{login}/.git/HEAD": "ref",
            f"calc-hw1-{login}/.classroom50.yaml": "classroom: calc\nassignment: hw1\n",
            f"calc-hw1-{login}/hw.ipynb": NB,
        }
    for path in both(tmp_path, files):
        assert ids(find(path)) == ["smith-a", "smith-b"]


def test_one_clone(tmp_path):
    """A single clone keeps its whole name, and that is said aloud."""
    path = tree(tmp_path / "s", {"hw1-ann/.git/HEAD": "ref", "hw1-ann/hw.ipynb": NB})
    assert ids(find(path)) == ["hw1-ann"]
    assert "not clear" in find(path).warnings[0]


def test_otter(tmp_path):
    """A `.zip` for each student is looked into; the archive's name is the student's."""
    inner = archive(tmp_path / "inner.zip", {"hw.ipynb": NB, ".OTTER_LOG": "x", "__zip_filename__": "x"}).read_bytes()
    files = {f"{name}.zip": inner for name in PEOPLE}
    for path in both(tmp_path, files):
        intake = find(path)
        assert sorted(ids(intake)) == sorted(PEOPLE)
        assert [read(entry).problem for entry in intake.entries] == [None] * len(PEOPLE)
        assert read(intake.entries[0]).statements[0].names == ("df_dx",)
    (entry,) = find(archive(tmp_path / "Doe, Jane.zip", {"hw.ipynb": NB, ".OTTER_LOG": "x"})).entries
    assert entry.student.id == "Doe, Jane"


def test_archives_of_students_inside_of_a_platforms_folders(tmp_path):
    """A `.zip` inside of a student's folder in a platform's `.zip` is read."""
    inner = archive(tmp_path / "inner.zip", {"work/hw.ipynb": NB, "__MACOSX/work/._hw.ipynb": b"\0"}).read_bytes()
    for path in both(tmp_path, {"Jane Doe_7_assignsubmission_file/hw.zip": inner, "Ed Roe_8_assignsubmission_file/hw.py": ANSWER}):
        found = {entry.student.name: read(entry) for entry in find(path).entries}
        assert found["Jane Doe"].problem is None
        assert found["Jane Doe"].statements[0].names == ("df_dx",)


def test_names_in_archives_without_the_utf8_flag(tmp_path):
    """Programs that write UTF-8 names and do not say so still name the right student."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("Zoe_____ller.ipynb", NB)
    content = path.read_bytes().replace(b"Zoe_____ller", "Zoë Müller".encode())
    path.write_bytes(content)
    assert ids(find(path)) == ["Zoë Müller"]


def test_ids_that_collide_are_made_distinct(tmp_path):
    """Two submissions that claim one id are two rows, and that is a warning."""
    metadata = "a:\n  :submitters:\n  - :sid: 7\nb:\n  :submitters:\n  - :sid: 7\n"
    files = {"submission_metadata.yml": metadata, "a/h.py": "x=1", "b/h.py": "x=2"}
    intake = find(tree(tmp_path / "s", files))
    assert ids(intake) == ["7", "7 (2)"]
    assert "claim to be 7" in intake.warnings[0]


def test_nothing_there(tmp_path):
    """A path that is not there, or holds nothing to grade, is one sentence that says what to name instead."""
    with pytest.raises(UsageError, match="is not there"):
        find(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="nothing to grade"):
        find(tree(tmp_path / "empty", {".DS_Store": "x"}))
    with pytest.raises(UsageError, match=r"damaged or no \.zip"):
        find(tree(tmp_path, {"bad.zip": "x"}) / "bad.zip")
    with pytest.raises(UsageError, match="first, best, last"):
        find(tmp_path, attempt="third")


def test_an_entry_can_be_sent_to_a_worker(tmp_path):
    """Entries survive pickling and are small, also with names that are no text."""
    (entry,) = find(tree(tmp_path / "s", {"ann.ipynb": NB})).entries
    sent = pickle.dumps(entry)
    assert pickle.loads(sent) == entry
    assert len(sent) < 2_000


def test_the_order_of_entries_is_that_of_a_reader(tmp_path):
    """Students come in the order in which a person would list them, whatever the disk's order is."""
    intake = find(tree(tmp_path / "s", {f"{name}.py": ANSWER for name in ("s10", "s2", "S1", "ärger", "zeta")}))
    assert ids(intake)[:3] == ["S1", "s2", "s10"]


def test_other_students_files_do_not_change_an_entry(tmp_path):
    """A student's submission is the same whether others are there or not."""
    one = tree(tmp_path / "one", {"ann.ipynb": NB, "bob.ipynb": NB})
    two = tree(tmp_path / "two", {"ann.ipynb": NB, "bob.ipynb": "garbage", "carl.docx": "x"})
    assert read(entries(one)["ann"]) == read(entries(two)["ann"])


def test_the_reports_of_an_earlier_run_are_no_student(tmp_path):
    """A folder `grades/` that was written among the submissions is not graded in the next run."""
    files = {"ann/hw.ipynb": NB, "bob/hw.ipynb": NB, "grades/gradebook.json": "{}", "grades/feedback/ann.md": "x"}
    assert ids(find(tree(tmp_path / "s", files))) == ["ann", "bob"]

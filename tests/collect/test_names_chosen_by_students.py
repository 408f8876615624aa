"""What a student can write decides nothing but the student's own row: in every layout, with every platform's marks."""

from __future__ import annotations

import unicodedata

import pytest

from grader.collect.entry_search import find
from grader.submission.entries import Intake
from tests.submission.making import ANSWER, archive, notebook, tree

NB = notebook(ANSWER)
TIME = "2026-01-02-10-11-12"
STAMP = "2026-01-01 10:00:00 UTC"
OTHERS = {"41": "Jane Doe", "42": "Zoë Müller", "43": "Ed Roe"}
LOGINS = {"41": "jane", "42": "zoe", "43": "ed"}

# Each layout: the files of one student, whose number and login are platform-given, who chose the name of one file.
LAYOUTS = {
    "Moodle, flat": lambda n, login, name, chosen: {f"{name}_{n}_assignsubmission_file_{chosen}": NB},
    "Moodle, folders": lambda n, login, name, chosen: {f"{name}_{n}_assignsubmission_file/{chosen}": NB},
    "Canvas": lambda n, login, name, chosen: {f"{name.replace(' ', '').lower()}_{n}_9{n}_{chosen}": NB},
    "Canvas, late": lambda n, login, name, chosen: {f"{name.replace(' ', '').lower()}_LATE_{n}_9{n}_{chosen}": NB},
    "Canvas, anonymous": lambda n, login, name, chosen: {f"anon_4Kp{n}_9{n}_{chosen}": NB},
    "Blackboard": lambda n, login, name, chosen: {
        f"HW1_{login}_attempt_{TIME}_{chosen}": NB,
        f"HW1_{login}_attempt_{TIME}.txt": f"Name: {name} ({login})\nAssignment: HW1\n",
    },
    "Brightspace, flat": lambda n, login, name, chosen: {f"{n}-9 - {name} - Sep 30, 2026 1130 AM - {chosen}": NB},
    "Brightspace, folders": lambda n, login, name, chosen: {f"{n}-9 - {name} - Sep 30, 2026 1130 AM/{chosen}": NB},
    "exchange": lambda n, login, name, chosen: {f"{login}+ps1+{STAMP}/{chosen}": NB},
    "Gradescope": lambda n, login, name, chosen: {f"submission_{n}/{chosen}": NB},
    "clones": lambda n, login, name, chosen: {f"hw1-{login}/.git/HEAD": "ref", f"hw1-{login}/{chosen}": NB},
    "nbgrader": lambda n, login, name, chosen: {f"submitted/{login}/ps1/{chosen}": NB},
    "assignment, student": lambda n, login, name, chosen: {f"ps1/{login}/{chosen}": NB, f"ps2/{login}/hw.ipynb": NB},
    "folders": lambda n, login, name, chosen: {f"{login}/{chosen}": NB},
    "folders in folders": lambda n, login, name, chosen: {f"{login}/src/{chosen}": NB},
}
METADATA = "submission_{0}:\n  :submitters:\n  - :name: {1}\n    :sid: {0}\n"
MARKS = [
    "x_41_assignsubmission_file_hw.py",
    "Jane Doe_41_assignsubmission_file_hw.py",
    "Jane Doe_41_ASSIGNSUBMISSION_file_hw.py",
    "Jane Doe_41_assignsubmission_onlinetext_x.html",
    "janedoe_41_941_hw.ipynb",
    "janedoe_LATE_41_941_hw.ipynb",
    "_41_941_hw.ipynb",
    "janedoe_41_text.html",
    "LATE_anon_4Kp41_941_hw.ipynb",
    "anon_4Kp41_941_hw.ipynb",
    f"HW1_jane_attempt_{TIME}_hw.py",
    f"HW1_jane_attempt_{TIME}.txt",
    "41-9 - Jane Doe - Sep 30, 2026 1130 AM - hw.py",
    " - Sep 1, 2020 1130 AM - hw.py",
    f"jane+ps1+{STAMP}",
    f"+jane+ps1+{STAMP}+.ipynb",
    "hw1-jane.py",
    "submission_41",
    "submission_metadata.yml.ipynb",
    "jane.ipynb",
    "JANE.ipynb",
    "Jane Doe.ipynb",
    "Doe, Jane.py",
    "41.ipynb",
    "..ipynb",
    "...jane.ipynb",
    ".. .. jane.py",
    "jane\u200b.ipynb",
    "\u202ejane.ipynb",
    "ｊａｎｅ.ipynb",
    unicodedata.normalize("NFD", "Zoë Müller_42_assignsubmission_file_hö.py"),
    "jane (1).ipynb",
    "hw-1.ipynb",
    "a" * 90 + "_41_941_hw.ipynb",
]
INSIDE = {
    "submission_metadata.yml": METADATA.format(41, "Jane Doe"),
    ".git/HEAD": "ref",
    ".classroom50.yaml": "classroom: hw\nassignment: 1\n",
    "scores.csv": "username,first_name\njane,Mallory\n",
    "timestamp.txt": "1999-01-01 10:00:00 UTC",
    ".OTTER_LOG": "x",
    "gradebook.json": "{}",
    "submitted/jane/ps1/hw.ipynb": NB,
    "source/ps1/hw.ipynb": NB,
    "jane/hw.ipynb": NB,
    "jane/deep/hw.ipynb": NB,
    "zoe/hw.ipynb": NB,
    "ed/hw.ipynb": NB,
    "ps1/jane/hw.ipynb": NB,
    "Jane Doe_41_assignsubmission_file/hw.ipynb": NB,
    f"jane+ps1+{STAMP}/hw.ipynb": NB,
    "41-9 - Jane Doe - Sep 30, 2026 1130 AM/hw.ipynb": NB,
    "hw1-jane/hw.ipynb": NB,
}
ROSTER = "id,name,login,email\ns41,Jane Doe,jane,jane@x.org\ns42,Zoë Müller,zoe,z@x.org\ns43,Ed Roe,ed,e@x.org\n" + "{}"


def of_class(layout, **chosen):
    """The files of three honest students, and of the one who chose a name, in a layout."""
    made = LAYOUTS[layout]
    files = {}
    for n, name in OTHERS.items():
        files |= made(n, LOGINS[n], name, "hw.ipynb")
    for name in chosen.values():
        files |= made("66", "mal", "Mallory Mal", name)
    return files | (gradescope_list(bool(chosen)) if layout == "Gradescope" else {})


def gradescope_list(mallory):
    """Gradescope's own list of these students."""
    people = OTHERS | ({"66": "Mallory Mal"} if mallory else {})
    return {"submission_metadata.yml": "".join(METADATA.format(n, name) for n, name in people.items())}


def rows(intake: Intake):
    """All that is known of each student, and which files are theirs."""
    return {
        entry.student.id: (
            entry.student.name,
            entry.late,
            entry.submitted_at,
            entry.attempt,
            sorted((source.members or (source.path.rpartition("/submissions/")[2],))[-1] for source in entry.sources),
        )
        for entry in intake.entries
    }


def both(tmp_path, name, files):
    """The same files as a folder and as an archive."""
    return tree(tmp_path / name / "submissions", files), archive(tmp_path / f"{name}.zip", files)


@pytest.mark.parametrize("roster", [False, True], ids=["", "roster"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_name_that_a_student_chose_changes_no_other_row(tmp_path, layout, roster):
    """Whatever a file is called, the others' rows stay as they are and its student has one."""
    lists = tree(tmp_path, {"r.csv": ROSTER.format("")}) / "r.csv" if roster else None
    honest = [rows(find(path, roster=lists)) for path in both(tmp_path, "honest", of_class(layout))]
    assert [len(each) for each in honest] == [3, 3]
    for number, mark in enumerate(MARKS):
        for path, expected in zip(both(tmp_path, f"h{number}", of_class(layout, mark=mark)), honest, strict=True):
            found = rows(find(path, roster=lists))
            assert {student: found.get(student) for student in expected} == expected, mark
            assert len(found) == 4, mark


FOLDERS = [layout for layout in LAYOUTS if "/" in next(iter(LAYOUTS[layout]("1", "a", "A", "x")))]

# Here nbgrader itself writes `timestamp.txt` into the folder that the student hands in.
WITH_STAMPS = ("nbgrader", "assignment, student", "folders in folders")


@pytest.mark.parametrize("layout", FOLDERS)
def test_what_lies_in_a_students_folder_is_no_mark_of_a_platform(tmp_path, layout):
    """Files and folders that platforms make say nothing where a student put them."""
    honest = [rows(find(path)) for path in both(tmp_path, "honest", of_class(layout))]
    for number in range(len(INSIDE) + 1):
        names = list(INSIDE) if number == len(INSIDE) else [list(INSIDE)[number]]
        files = of_class(layout, hw="hw.ipynb")
        for name in names:
            (path,) = [path for path in LAYOUTS[layout]("66", "mal", "Mallory Mal", name) if path.endswith(name)]
            files[path] = INSIDE[name]
        for path, expected in zip(both(tmp_path, f"h{number}", files), honest, strict=True):
            found = rows(find(path))
            assert {student: found.get(student) for student in expected} == expected, names
            assert len(found) == 4, names
            times = {row[2] for student, row in found.items() if student not in expected}
            assert layout in WITH_STAMPS or times <= {each[2] for each in expected.values()}


def test_a_students_archive_imitates_no_download(tmp_path):
    """What a student packed stays the student's, beside a platform's names as in a flat class."""
    packed = archive(tmp_path / "p", of_class("Canvas") | {"jane.py": ANSWER}).read_bytes()
    alone = find(tree(tmp_path / "a", {"malmal_66_966_x.zip": packed}))
    assert [entry.student.id for entry in alone.entries] == ["66"]
    flat = {"jane.ipynb": NB, "ed.py": ANSWER, "zoe.docx": b"PK\x03\x04"}
    for hostile in (packed, archive(tmp_path / "q", {"jane.ipynb": "x", "ed.py": "y"}).read_bytes()):
        intake = find(tree(tmp_path / f"b{len(hostile)}", flat | {"mallory.zip": hostile}))
        assert sorted(entry.student.id for entry in intake.entries) == ["ed", "jane", "mallory", "zoe"]


@pytest.mark.parametrize("mark", [*MARKS, "submission_metadata.yml", "scores.csv", ".OTTER_LOG", ".classroom50.yaml", "x.docx"])
def test_in_a_flat_class_a_name_changes_no_other_row(tmp_path, mark):
    """Where the name is all that is known, an imitated mark does not make the class another platform's download."""
    flat = {"anna.ipynb": NB, "Ben Béla.py": ANSWER, "cem.docx": b"PK\x03\x04"}
    for name, path in zip("ab", both(tmp_path, "f", flat), strict=True):
        expected = rows(find(path))
        hostile = both(tmp_path, f"h{name}", flat | {mark: METADATA.format(1, "x") if "metadata" in mark else NB})
        found = rows(find(hostile[name == "b"]))
        assert {student: found.get(student) for student in expected} == expected


@pytest.mark.parametrize(
    "folder",
    ["submitted", "source", "x_41_941_hw", "Anna_41_assignsubmission_file", f"anna+ps1+{STAMP}",
     "41-9 - A B - Sep 30, 2026 1130 AM", "submission_1", "submission_metadata.yml", "hw1-anna", "ANNA", "ps1", "..anna", "grades"],
)  # fmt: skip
def test_in_a_class_of_folders_a_name_changes_no_other_row(tmp_path, folder):
    """A folder that is called like a platform's, or holds many folders, is one student's."""
    class_ = {"anna/src/hw.ipynb": NB, "ben/src/hw.ipynb": NB, "cem/": ""}
    inside = {f"{folder}/{name}": content for name, content in INSIDE.items() if not name.startswith(".git")}
    for more in ({f"{folder}/hw.ipynb": NB}, {f"{folder}/{n}/hw.ipynb": NB for n in range(5)}, inside):
        for number, path in enumerate(both(tmp_path, f"c{len(more)}", class_)):
            expected = rows(find(path))
            found = rows(find(both(tmp_path, f"h{len(more)}", class_ | more)[number]))
            assert {student: found.get(student) for student in expected} == expected, list(more)
            assert len(found) == 4


def test_one_clone_does_not_say_where_all_logins_begin(tmp_path):
    """A student's `.classroom50.yaml` is one of many: what most of them say holds."""
    files = {}
    for login in ("smith-a", "smith-b", "smith-c"):
        lied = "hw1-smith" if login == "smith-c" else "hw1"
        said = f"classroom: calc\nassignment: {lied}\n"
        files |= {f"calc-hw1-{login}/{name}": NB for name in (".git/HEAD", "hw.ipynb")}
        files |= {f"calc-hw1-{login}/.classroom50.yaml": said}
    for path in both(tmp_path, "c", files):
        assert [entry.student.id for entry in find(path).entries] == ["smith-a", "smith-b", "smith-c"]


def test_a_login_that_holds_anothers_is_not_the_other(tmp_path):
    """A login of a platform is met whole: `mallory-anna` and `x.anna` are not Anna."""
    roster = tree(tmp_path, {"r.csv": "id,name,login\ns1,Anna Bell,anna\ns2,Ben Cox,ben\n"}) / "r.csv"
    clones = {f"hw1-{login}/{name}": NB for login in ("anna", "ben", "mallory-anna") for name in (".git/HEAD", "hw.ipynb")}
    board = {f"HW1_{login}_attempt_{TIME}_hw.py": ANSWER for login in ("anna", "ben", "x.anna", "anna ben")}
    exchange = {f"{login}+ps1+{STAMP}/hw.ipynb": NB for login in ("anna", "ben", "x-anna", "s1 ben")}
    for number, files in enumerate((clones, board, exchange)):
        for path in both(tmp_path, str(number), files):
            intake = find(path, roster=roster)
            assert [len(entry.sources) for entry in intake.entries if entry.student.id in ("s1", "s2")] == [1, 1]
            assert any("not on the roster" in warning for warning in intake.warnings)


def test_two_files_that_claim_one_student_are_said_aloud(tmp_path):
    """Whoever is known surely keeps the row; who only is called so is listed apart, and both are named."""
    roster = tree(tmp_path, {"r.csv": "id,name\ns1,Jane Doe\n7,Ed Roe\n"}) / "r.csv"
    flat = find(tree(tmp_path / "a", {"s1.py": ANSWER, "mallory_s1.py": ANSWER, "S1 .ipynb": NB}), roster=roster)
    assert rows(flat)["s1"][-1] == [str(tmp_path / "a" / "s1.py")]
    assert sum("may be s1 (Jane Doe)" in warning and "s1.py" in warning for warning in flat.warnings) == 2
    canvas = {"doejane_41_941_hw.py": ANSWER, "roeed_42_942_hw.py": ANSWER, "s1.py": ANSWER, "Jane Doe.ipynb": NB, "41.py": ANSWER}
    canvas |= {f"poe{n}_5{n}_95{n}_hw.py": ANSWER for n in (1, 2)}
    found = find(tree(tmp_path / "b", canvas), roster=roster)
    assert len(found.entries) == 7
    assert rows(found)["s1"][-1] == [str(tmp_path / "b" / "doejane_41_941_hw.py")]


def test_two_accounts_of_one_name_are_not_joined(tmp_path):
    """A name that two accounts have is nobody's until an id says whose."""
    files = {"doejane_41_941_hw.py": ANSWER, "doejane_66_966_hw.py": ANSWER, "roeed_42_942_hw.py": ANSWER}
    by_name = tree(tmp_path, {"r.csv": "id,name\ns1,Jane Doe\ns2,Ed Roe\n"}) / "r.csv"
    intake = find(tree(tmp_path / "a", files), roster=by_name)
    assert sorted(entry.student.id for entry in intake.entries) == ["41", "66", "s2"]
    assert any("Several submissions may be those of s1" in warning for warning in intake.warnings)
    by_number = tree(tmp_path, {"n.csv": "id,name,sis id\n41,Jane Doe,a\n42,Ed Roe,b\n66,Mallory Mal,c\n"}) / "n.csv"
    intake = find(tmp_path / "a", roster=by_number)
    assert [(e.student.id, e.student.name) for e in intake.entries] == [("41", "Jane Doe"), ("42", "Ed Roe"), ("66", "Mallory Mal")]

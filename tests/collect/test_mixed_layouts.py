"""Layouts as they come in practice: incomplete, mixed with other things, looking like one another."""

from __future__ import annotations

import unicodedata

import pytest

from grader.collect.entry_search import find
from grader.submission.intake import read
from tests.submission.making import ANSWER, archive, ids, notebook, students, tree

NB = notebook(ANSWER)


def both(tmp_path, files, folder="submissions"):
    """The same files as a folder and as an archive."""
    return tree(tmp_path / folder, files), archive(tmp_path / f"{folder}.zip", files)


def packed(tmp_path, files):
    """The bytes of a `.zip` with these members."""
    return archive(tmp_path / "packed", files).read_bytes()


STRAY = {
    "extra/hw.ipynb": NB,
    "solution.ipynb": NB,
    "pictures/a.png": b"x",
    "rubric.pdf": b"%PDF-1",
    ".DS_Store": b"x",
    "__MACOSX/._hw.ipynb": b"x",
}
PLATFORMS = {
    "Canvas": ({"doejane_41_991_hw.ipynb": NB, "roe_LATE_42_992_hw.ipynb": NB}, ["41", "42"]),
    "Moodle": ({f"{name}_assignsubmission_file_/hw.ipynb": NB for name in ("Jane Doe_41", "Ed Roe_42")}, ["41", "42"]),
    "Brightspace": (
        {f"{name} - Sep 30, 2026 1130 AM/hw.ipynb": NB for name in ("41-9 - Jane Doe", "42-9 - Ed Roe")},
        ["41", "42"],
    ),
    "Blackboard": (
        {f"hw 1_{name}_attempt_2026-01-02-10-11-12{end}": NB for name in ("jane", "ed") for end in ("_hw.ipynb", ".txt")},
        ["ed", "jane"],
    ),
    "nbgrader's exchange": (
        {f"{name}+ps1+2026-01-01 10:00:00 UTC+ab/hw.ipynb": NB for name in ("jane", "ed")},
        ["ed", "jane"],
    ),
}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_lies_among_a_platforms_files_changes_nobody_else(tmp_path, platform):
    """A stray notebook or folder is a row of its own, said aloud, and the platform's layout is still recognised."""
    files, expected = PLATFORMS[platform]
    for path in both(tmp_path, files):
        assert ids(find(path)) == expected
    for path in both(tmp_path, files | STRAY, "mixed"):
        intake = find(path)
        assert platform in intake.layout
        assert sorted(ids(intake)) == sorted([*expected, "extra", "solution"])
        (warning,) = intake.warnings
        assert f"as {platform} names submissions" in warning
        assert {"pictures/", "rubric.pdf"} <= set(intake.ignored)


def test_files_that_only_look_like_canvas_are_not_merged(tmp_path):
    """Numbers in file names are Canvas's only where one user has one name and an attachment is one file."""
    for names in (["hw1_2026_01_ann", "hw1_2026_01_ben"], ["ann_1_2_final", "ben_1_2_final"], ["hw_2026_12_a", "hw_2026_12_b"]):
        path = tree(tmp_path / names[0], {f"{name}.ipynb": NB for name in names})
        assert ids(find(path)) == names


def test_a_class_that_typed_its_answers_into_canvas(tmp_path):
    """Text entries alone are a Canvas download too."""
    for path in both(tmp_path, {"doejane_41_text.html": "<p>x</p>", "roe_LATE_42_link.html": "<a>x</a>"}):
        assert students(find(path)) == [("41", "doejane"), ("42", "roe")]
        assert [entry.late for entry in find(path).entries] == [False, True]


def test_canvas_resubmissions_know_their_number_and_their_own_lateness(tmp_path):
    """Of three attempts the last is number 3 of 3 and late; the first was in time."""
    files = {"doe_41_11_hw.ipynb": NB, "doe_41_12_hw-1.ipynb": NB, "doe_LATE_41_13_hw-2.ipynb": NB}
    for path in both(tmp_path, files):
        (last,), (first,) = find(path).entries, find(path, attempt="first").entries
        assert (last.attempt, last.attempts, last.late) == (3, 3, True)
        assert (first.attempt, first.attempts, first.late) == (1, 3, False)


def test_moodle_participants_without_a_name(tmp_path):
    """In blind marking participants are told apart by their numbers."""
    files = {f"Participant_{number}_assignsubmission_file_hw.ipynb": NB for number in (8, 9)}
    for path in both(tmp_path, files):
        assert students(find(path)) == [("8", "Participant 8"), ("9", "Participant 9")]


def test_attempts_of_blackboard_and_brightspace_go_by_time(tmp_path):
    """The latest attempt counts, whatever the order of the names."""
    board = {f"hw_ed_attempt_2026-01-{day:02}-09-00-00_hw.py": f"day{day} = 1" for day in (2, 10)}
    times = (("Sep", "1130"), ("Oct", "930"))
    bright = {f"7-1 - Ed Roe - {month} 1, 2026 {clock} PM - hw.py": f"{month} = 1" for month, clock in times}
    for name, files, expected in (("a", board, "day10"), ("b", bright, "Oct")):
        (entry,) = find(tree(tmp_path / name, files)).entries
        assert read(entry).statements[0].names == (expected,)
        assert entry.attempts == 2
    assert entry.submitted_at == "2026-10-01 21:30"


def test_gradescope_numbers_stay_text_and_times_lose_their_tags(tmp_path):
    """A student number that begins with 0 is no octal number, and Ruby's time is read."""
    listed = (
        "submission_1:\n  :submitters:\n  - :name: Jane Doe\n    :sid: 0012\n  - :name: Ed Roe\n    :sid: 1e5\n"
        "  :created_at: !ruby/object:ActiveSupport::TimeWithZone\n    utc: 2026-01-01 10:00:00.5 Z\n"
    )
    for path in both(tmp_path, {"submission_metadata.yml": listed, "submission_1/hw.ipynb": NB}):
        intake = find(path)
        assert sorted(students(intake)) == [("0012", "Jane Doe"), ("1e5", "Ed Roe")]
        assert {entry.submitted_at for entry in intake.entries} == {"2026-01-01 10:00:00.5 Z"}


def cloned(*logins, prefix="hw1-"):
    """Clones of the repositories of these logins."""
    return {f"{prefix}{login}/{name}": NB for login in logins for name in (".git/HEAD", "hw.ipynb")}


def test_logins_that_begin_alike_are_whole_where_the_folder_says_the_assignment(tmp_path):
    """`gh classroom` clones into `<assignment>-submissions`, which says where logins begin."""
    for path in both(tmp_path, cloned("anna-b", "anna-c"), "hw1-submissions"):
        assert ids(find(path)) == ["anna-b", "anna-c"]
        assert find(path).warnings == ()


def test_logins_that_begin_alike_are_said_aloud_or_found_on_the_roster(tmp_path):
    """Where only the names say it, a guess is told; a roster with logins makes it right."""
    path = tree(tmp_path / "clones", cloned("anna-b", "anna-c"))
    assert ids(find(path)) == ["b", "c"]
    assert "hw1-anna-" in find(path).warnings[0]
    roster = tree(tmp_path, {"r.csv": "identifier,github_username,name\ns1,anna-b,A B\ns2,anna-c,A C\ns3,anna,A\n"}) / "r.csv"
    assert students(find(path, roster=roster)) == [("s1", "A B"), ("s2", "A C")]


def test_a_repository_without_git_is_a_row_and_the_template_is_none(tmp_path):
    """A student's folder that was downloaded and not cloned is graded among clones, and that is said."""
    files = cloned("anna", "ben") | {"hw1-zed/hw.ipynb": NB, "hw1-starter/README.md": "x", "hw1-tests/test_hw.py": "x"}
    for path in both(tmp_path, files):
        assert ids(find(path)) == ["anna", "ben", "zed"]
        assert any("hw1-zed is no Git clone" in warning for warning in find(path).warnings)


def test_classroom50_scores_name_students(tmp_path):
    """The `scores.csv` beside the clones has names, times and lateness."""
    scores = "username,first_name,last_name,datetime,late\nanna,Anna,Bell,2026-01-01T10:00:00Z,true\n"
    for path in both(tmp_path, cloned("anna", "ben") | {"scores.csv": scores}):
        anna, ben = find(path).entries
        assert (anna.student.name, anna.submitted_at, anna.late) == ("Anna Bell", "2026-01-01T10:00:00Z", True)
        assert (ben.student.name, ben.submitted_at, ben.late) == ("ben", None, False)


def test_one_student_in_nbgraders_swapped_layout(tmp_path):
    """`ps1/ann/` is Ann's also when she is alone, and `ann/ps1/` as well."""
    for name, files in (("a", {"ps1/ann/hw.ipynb": NB}), ("b", {"ann/ps1/hw.ipynb": NB})):
        for path in both(tmp_path, files, name):
            assert ids(find(path)) == ["ann"]


def test_swapped_layout_keeps_the_time(tmp_path):
    """`timestamp.txt` is read where assignments are the outer folders too."""
    files = {f"{work}/{name}/{work}.ipynb": NB for work in ("ps1", "ps2") for name in ("ann", "ben", "cem")}
    for path in both(tmp_path, files | {"ps1/ann/timestamp.txt": "2026-01-01 10:00:00 UTC"}):
        assert find(path).entries[0].submitted_at == "2026-01-01 10:00:00 UTC"


def test_groups_of_students_are_not_called_assignments(tmp_path):
    """Folders of sections hold different students; who lies in two of them is named."""
    files = {f"section {s}/{name}/hw.ipynb": NB for s, names in (("A", "abc"), ("B", "cde")) for name in names}
    for path in both(tmp_path, files):
        (warning,) = find(path).warnings
        assert "Students lie in 2 folders" in warning
        assert "c lies in more than one" in warning


def test_documents_beside_folders_are_nobodys(tmp_path):
    """A sheet beside the students' folders is no student, and an empty folder stays one."""
    for path in both(tmp_path, {"ann/hw.ipynb": NB, "ben/": "", "assignment sheet.pdf": b"%PDF-1"}):
        intake = find(path)
        assert ids(intake) == ["ann", "ben"]
        assert intake.ignored == ("assignment sheet.pdf",)


def test_folders_without_work_among_more_files_are_said_aloud(tmp_path):
    """Where most hand in files, a folder without work is left out and named."""
    for path in both(tmp_path, {"a.ipynb": NB, "b.ipynb": NB, "cem/hw.ipynb": NB, "data/x.pdf": b"%PDF-1"}):
        intake = find(path)
        assert ids(intake) == ["cem", "a", "b"] or sorted(ids(intake)) == ["a", "b", "cem"]
        assert any(warning.startswith("data holds no notebook") for warning in intake.warnings)


def test_copies_of_a_file_are_said_aloud(tmp_path):
    """`ann (1)` may be Ann's second download or another Ann: nobody guesses."""
    for path in both(tmp_path, {"ann.ipynb": NB, "ann (1).ipynb": NB, "ben-Copy1.ipynb": NB}):
        intake = find(path)
        assert sorted(ids(intake)) == ["ann", "ann (1)", "ben-Copy1"]
        (warning,) = intake.warnings
        assert warning.startswith("ann (1) looks like a copy")


def test_accents_are_one_letter_however_they_are_encoded(tmp_path):
    """A name that macOS wrote with loose accents is the same name."""
    loose = unicodedata.normalize("NFD", "José Müller")
    for path in both(tmp_path, {f"{loose}.ipynb": NB, "José Müller.py": ANSWER}):
        (entry,) = find(path).entries
        assert entry.student.id == "José Müller"
        assert len(entry.sources) == 2
        assert read(entry).problem is None


def test_a_download_beside_what_was_unpacked_from_it(tmp_path):
    """The archive that a TA unpacked where it lay is not one more student."""
    for number, folder in enumerate(("", "dl/")):
        held = {f"{folder}{name}/hw.ipynb": NB for name in ("ann", "ben")}
        path = tree(tmp_path / str(number), held | {"dl.zip": packed(tmp_path, held)})
        assert ids(find(path)) == ["ann", "ben"]
        assert find(path).warnings == ("dl.zip was left out: what it holds lies unpacked beside it.",)


def test_downloads_that_lie_in_a_folder_are_looked_into(tmp_path):
    """A platform's `.zip` is a class in a folder too, also one for each section; so is one of students' folders."""
    canvas = [{f"doe_4{n}_99{n}_hw.ipynb": NB, f"roe_5{n}_88{n}_hw.ipynb": NB} for n in (1, 2)]
    path = tree(tmp_path / "a", {f"s{n}.zip": packed(tmp_path, files) for n, files in enumerate(canvas)})
    assert sorted(ids(find(path))) == ["41", "42", "51", "52"]
    assert find(path).layout == "a Canvas download"
    assert [read(entry).problem for entry in find(path).entries] == [None] * 4
    path = tree(tmp_path / "b", {"dl.zip": packed(tmp_path, {"ann/hw.ipynb": NB, "ben/hw.ipynb": NB})})
    assert ids(find(path)) == ["ann", "ben"]
    assert "dl.zip" in find(path).warnings[0]


def test_a_students_archive_makes_no_other_students(tmp_path):
    """In a class, what a student packs under others' names stays the student's own."""
    files = {"ann.zip": packed(tmp_path, {"doe_41_991_hw.ipynb": NB, "roe_42_992_hw.ipynb": NB})}
    files |= {"ben.zip": packed(tmp_path, {"hw.py": ANSWER})}
    for path in both(tmp_path, files):
        assert ids(find(path)) == ["ann", "ben"]
    work = packed(tmp_path, {"hw.ipynb": NB, "data/x.csv": "1", "src/m.py": "x=1"})
    (entry,) = find(tree(tmp_path / "one", {"ann.zip": work})).entries
    assert entry.student.id == "ann"


def test_an_archive_in_an_archive_is_said_aloud(tmp_path):
    """A packed download within a `.zip` is not looked into for a class, and the TA is told what to do."""
    inner = packed(tmp_path, {"ann/hw.ipynb": NB, "ben/hw.ipynb": NB})
    (warning,) = find(archive(tmp_path / "outer.zip", {"dl.zip": inner})).warnings
    assert "unpack outer.zip and grade dl.zip" in warning

"""A roster names students and shows who is missing."""

from __future__ import annotations

import os
import random

import pytest

from grader.collect.entry_search import find
from grader.errors import UsageError
from grader.model import Origin
from tests.submission.making import ANSWER, archive, students, tree

NB = ANSWER
HEADS = [
    "id,name\n{0},{1}\n",
    "\ufeffID;Name\r\n{0};{1}\r\n",
    "Student Number\tFull Name\tEmail\n{0}\t{1}\tx@y.z\n",
    'Name,Email Address,Student ID\n{1},x@y.z,{0}\n',
    "{0},{1}\n",
    "First Name,Last Name,SID\nJane,O'Hara Doe,{0}\n",
]


@pytest.mark.parametrize("text", HEADS)
def test_a_roster_is_read_however_it_is_written(tmp_path, text):
    """Delimiter, byte order mark, order and names of the columns are found out."""
    roster = tmp_path / "r.csv"
    roster.write_text(text.format("s01", "Jane O'Hara Doe"), encoding="utf-8")
    folder = tree(tmp_path / "s", {"s01.py": NB})
    intake = find(folder, roster=roster)
    assert students(intake) == [("s01", "Jane O'Hara Doe")]
    assert intake.missing == ()


def test_students_are_known_by_id_address_login_and_name(tmp_path):
    """Whatever the layout gives is matched to the one student that it can mean, and the others are missing."""
    roster = tmp_path / "r.csv"
    roster.write_text(
        "id,name,email\ns01,Jane Doe,jd@x.org\ns02,Zoë Müller,zm@x.org\ns03,\"Roe, Richard\",rr@x.org\n"
        "s04,Ann Lee,al@x.org\ns05,Kim Lee,kl@x.org\ns06,Bo Ek,be@x.org\n",
        encoding="utf-8",
    )
    files = {"jd@x.org.py": NB, "zoë müller.py": NB, "Richard Roe.py": NB, "al.py": NB, "hw1_s05_final.py": NB, "stranger.py": NB}
    intake = find(tree(tmp_path / "s", files), roster=roster)
    assert [student for student, _ in students(intake)] == ["s04", "s05", "s01", "s03", "stranger", "s02"] or sorted(
        student for student, _ in students(intake)
    ) == ["s01", "s02", "s03", "s04", "s05", "stranger"]
    assert [(student.id, student.name) for student in intake.missing] == [("s06", "Bo Ek")]
    assert any("stranger is not on the roster" in warning for warning in intake.warnings)


def test_canvas_names_are_known(tmp_path):
    """Canvas writes `doejane` for Jane Doe."""
    roster = tmp_path / "r.csv"
    roster.write_text("id,name\ns01,Jane Doe\n")
    intake = find(tree(tmp_path / "s", {"doejane_12_34_hw.py": NB}), roster=roster)
    assert students(intake) == [("s01", "Jane Doe")]


def test_a_name_that_two_students_have_is_not_guessed(tmp_path):
    """Where the roster has two of a name, the entry keeps its own and is said to be on no roster."""
    roster = tmp_path / "r.csv"
    roster.write_text("id,name\ns01,Jane Doe\ns02,Jane Doe\n")
    intake = find(tree(tmp_path / "s", {"Jane Doe.py": NB}), roster=roster)
    assert students(intake) == [("Jane Doe", "Jane Doe")]
    assert len(intake.missing) == 2
    assert intake.warnings


def test_several_files_of_one_student_are_one_entry(tmp_path):
    """Files that the roster shows to be one student's are read together, and that is a warning."""
    roster = tmp_path / "r.csv"
    roster.write_text("id,name\ns01,Jane Doe\ns02,Ann Lee\n")
    intake = find(tree(tmp_path / "s", {"s01_hw1.py": "a1=1", "s01_hw2.py": "b1=1", "s02_hw1.py": "c1=1"}), roster=roster)
    assert students(intake) == [("s01", "Jane Doe"), ("s02", "Ann Lee")]
    assert [len(entry.sources) for entry in intake.entries] == [2, 1]
    assert any("s01" in warning for warning in intake.warnings)


def test_a_roster_that_is_none(tmp_path):
    """A roster that is not there or lists nobody is one sentence with the remedy."""
    tree(tmp_path, {"a.py": NB, "empty.csv": "id,name\n"})
    with pytest.raises(UsageError, match="--roster"):
        find(tmp_path / "a.py", roster=tmp_path / "no.csv")
    with pytest.raises(UsageError, match="columns id and name"):
        find(tmp_path / "a.py", roster=tmp_path / "empty.csv")


def rostered(tmp_path, text, *names):
    """What is found of files with these names under a roster with this text."""
    roster = tmp_path / "r.csv"
    roster.write_text(text, encoding="utf-8")
    return find(tree(tmp_path / "s", dict.fromkeys(names, NB)), roster=roster)


def test_a_platforms_number_is_not_another_lists_number(tmp_path):
    """Moodle's participant 7 is not the student who is number 7 on the roster; the name decides."""
    files = [f"{name}_assignsubmission_file_hw.py" for name in ("Jane Doe_7", "Bob Roe_1", "Zed Zulu_3")]
    intake = rostered(tmp_path, "id,name\n1,Jane Doe\n3,Kim Lee\n7,Bob Roe\n", *files)
    assert sorted(students(intake)) == [("1", "Jane Doe"), ("7", "Bob Roe"), ("Moodle id 3", "Zed Zulu")]
    assert [student.id for student in intake.missing] == ["3"]
    assert "3 (Zed Zulu) is not on the roster." in intake.warnings


def test_who_may_be_two_is_told_with_both(tmp_path):
    """A name that two students have names both of them."""
    (warning,) = rostered(tmp_path, "id,name\ns1,Jane Doe\ns2,Jane Doe\n", "Jane Doe.py").warnings
    assert "s1 (Jane Doe) or s2 (Jane Doe)" in warning


def test_the_longest_login_in_a_name_counts(tmp_path):
    """`anna` is not meant where `anna-b` stands."""
    text = "id,name,login\ns1,A B,anna-b\ns2,A C,anna\ns3,Jane Doe,jane.doe\n"
    intake = rostered(tmp_path, text, "hw1-anna-b.py", "anna_hw1.py", "jane.doe-hw1.py")
    assert sorted(student for student, _ in students(intake)) == ["s1", "s2", "s3"]


def test_blind_participants_are_named_by_moodles_worksheet(tmp_path):
    """The grading worksheet calls them `Participant 7`."""
    text = "Identifier,Full name,Email address\nParticipant 7,Bob Roe,b@x.org\n"
    intake = rostered(tmp_path, text, "Participant_7_assignsubmission_file_hw.py")
    assert students(intake) == [("Participant 7", "Bob Roe")]


def test_canvas_gradebook_is_a_roster(tmp_path):
    """Canvas's export names its users; its rows of points and its test student are nobody."""
    text = (
        'Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"Doe, Jane",41,u1,jd,A\n"Student, Test",99,,,\n'
    )
    intake = rostered(tmp_path, text, "doejane_41_991_hw.py")
    assert students(intake) == [("41", "Doe, Jane")]
    assert intake.missing == ()


def test_a_student_who_stands_twice_on_the_roster(tmp_path):
    """The same line twice is one student; two students with one id are told."""
    assert students(rostered(tmp_path, "id,name\ns1,A B\ns1,A B\n", "s1.py")) == [("s1", "A B")]
    warnings = rostered(tmp_path, "id,name\ns1,A B\ns1,C D\n", "s1.py").warnings
    assert "s1 stands on the roster more than once." in warnings


def refused(tmp_path, content, name="r.csv"):
    """What is said of a roster with this content."""
    roster = tmp_path / name
    roster.write_bytes(content)
    with pytest.raises(UsageError) as raised:
        find(tree(tmp_path / "s", {"a.py": NB}), roster=roster)
    return str(raised.value)


def test_another_kind_of_file_is_no_roster(tmp_path):
    """A workbook, JSON, a picture and random bytes are refused with what to do, not read as bytes."""
    assert "Save it as CSV" in refused(tmp_path, b"PK\x03\x04" + bytes(range(256)))
    assert "Save it as CSV" in refused(tmp_path, b"\xd0\xcf\x11\xe0" + bytes(500), "r.xls")
    assert "is JSON" in refused(tmp_path, b'[{"id": 1, "name": "A"}]')
    assert "is a picture" in refused(tmp_path, b"\x89PNG\r\n")
    assert "is no text" in refused(tmp_path, bytes(range(7, 256)) + bytes(300))
    with pytest.raises(UsageError, match="is a folder, a pipe or a device"):
        find(tmp_path / "s", roster=tmp_path)


def test_a_quote_that_is_not_closed_is_told_with_its_line(tmp_path):
    """Nobody of the class is swallowed by a cell; a cell of several lines is read."""
    assert "line 2: a quote" in refused(tmp_path, b'id,name\ns1,"Doe, Jane\ns2,Ed Roe\ns3,Al Bo\n')
    assert "line 3: a quote" in refused(tmp_path, b'id,name\ns1,A B\ns2,"Roe, Ed\ns3,"Bo, Al"\ns4,C D\n')
    text = 'id,name,section\ns1,"Doe, ""J"" Jane",A\ns2,Ed Roe,"B\nroom 2"\n'
    intake = rostered(tmp_path, text, "s1.py", "s2.py")
    assert {("s1", 'Doe, "J" Jane'), ("s2", "Ed Roe")} <= set(students(intake))


def test_an_exact_id_comes_first(tmp_path):
    """Ids that differ by case or spelling only are two students where both are there."""
    text = "id,name\nanna,A B\nAnna,C D\nweiss,E F\nweiß,G H\nx1,I J\nx¹,K L\n"
    intake = rostered(tmp_path, text, "anna.py", "Anna.py", "weiß.py", "x1.py")
    assert sorted(students(intake)) == [("Anna", "C D"), ("anna", "A B"), ("weiß", "G H"), ("x1", "I J")]
    assert [student.id for student in intake.missing] == ["weiss", "x¹"]


def test_one_id_in_two_lines_is_one_student_with_both(tmp_path):
    """Two sections or two addresses do not make two students, and both addresses are known."""
    text = "id,name,email,section\ns1,A B,a@x.org,1\ns1,A B,ab@y.org,2\ns2,C D,c@x.org,1\n"
    intake = rostered(tmp_path, text, "ab@y.org.py", "c.py")
    assert students(intake) == [("s1", "A B"), ("s2", "C D")]
    assert intake.entries[0].student.facts == (("email", "a@x.org; ab@y.org"), ("section", "1; 2"))
    assert intake.warnings == ()


@pytest.mark.parametrize("second", ['"Lee, Anna"', "Anna B. Lee", "ANNA LEE", "", "Lee"])
def test_one_id_is_one_student_however_the_name_is_written(tmp_path, second):
    """Two lists that were put together write one name in two ways, or leave it out."""
    text = f"id,name,email\ns1,Anna Lee,a@x.org\ns1,{second},al@y.org\ns2,C D,c@x.org\n"
    intake = rostered(tmp_path, text, "al@y.org.py", "a@x.org_2.py", "c.py")
    assert [student.id for student in intake.missing] == []
    assert ("s1", "Anna Lee") in students(intake)
    assert not any("more than once" in warning for warning in intake.warnings)


def test_a_short_id_is_found_within_a_file_name(tmp_path):
    """Two signs are an id too."""
    assert students(rostered(tmp_path, "id,name\ns1,A B\ns2,C D\n", "hw1_s2.py")) == [("s2", "C D")]


def test_what_a_submission_was_called_is_kept(tmp_path):
    """The platform wants its own names back when work is returned."""
    (entry,) = rostered(tmp_path, "id,name,sis id\n41,Jane Doe,u1\n", "doejane_41_991_hw.py").entries
    assert entry.submitted_as == ("doejane_41_991_hw.py",)
    assert (entry.student.ids, entry.student.facts) == (("u1",), (("sis id", "u1"),))


def test_the_platforms_own_id_is_kept_beside_the_rosters(tmp_path):
    """A roster may know a student by another number than the platform, which wants its own."""
    (entry,) = rostered(tmp_path, "id,name\nu1,Jane Doe\n", "doejane_41_991_hw.py").entries
    assert entry.student.id == "u1"
    assert entry.origins == (Origin(known_by="Canvas id", account="41", files=("doejane_41_991_hw.py",)),)


def test_the_archive_of_a_submission_is_kept(tmp_path):
    """What goes back belongs to the download that it came in; a folder has no name to keep."""
    files = {"Jane Doe_11_assignsubmission_file/hw.py": NB, "Ben Roe_12_assignsubmission_file/hw.py": NB}
    download = archive(tmp_path / "hw 3.zip", files)
    assert {entry.origins[0].archive for entry in find(download).entries} == {"hw 3.zip"}
    assert {entry.origins[0].archive for entry in find(tree(tmp_path / "s", files)).entries} == {""}


def test_attempts_of_two_accounts_go_by_time(tmp_path):
    """What the roster joins is ordered by when it came, and nothing is dropped in silence."""
    files = {
        "HW_jane_attempt_2026-01-01-10-00-00_a.py": "a = 1",
        "HW_jane_attempt_2026-01-03-10-00-00_a.py": "a = 3",
        "HW_jd_attempt_2026-01-02-10-00-00_a.py": "a = 2",
    }
    roster = tmp_path / "r.csv"
    roster.write_text("id,name,login,email\ns1,Jane Doe,jane,jd@x.org\n")
    folder = tree(tmp_path / "s", files)
    for attempt, number, day in (("first", 1, "01"), ("last", 3, "03")):
        (entry,) = find(folder, roster=roster, attempt=attempt).entries
        assert (entry.attempt, entry.attempts, entry.submitted_at) == (number, 3, f"2026-01-{day} 10:00:00")
    assert len(find(folder, roster=roster, attempt="best").entries) == 3


UNCLOSED = {
    'id,name\n1,"Jane Doe\n2,Bob\n3,Cy\n': 2,
    'id,name\n1,Jane\n2,"Bob\n3,"Cy"\n4,Di\n': 3,
    'id,"name\n1,Jane\n2,Bob\n': 1,
    'id;name;email\n1;"Jane;j@x\n2;Bob;b@x"\n3;Cy;c@x\n': 2,
    '1,"Jane\n2,Bob\n': 1,
}


@pytest.mark.parametrize("text", UNCLOSED)
def test_a_quote_that_is_not_closed_is_an_error_with_its_line(tmp_path, text):
    """A quote that swallows the students below it would make half of a class strangers."""
    roster = tmp_path / "r.csv"
    roster.write_text(text, encoding="utf-8")
    folder = tree(tmp_path / "s", {"1.py": NB, "2.py": NB})
    with pytest.raises(UsageError, match=f"line {UNCLOSED[text]}: a quote is opened and not closed"):
        find(folder, roster=roster)


@pytest.mark.parametrize(
    "text",
    [
        'id,name,address\n1,"Doe, Jane","Street 1\n12345 Town"\n2,Bob,\n',
        'id,name\n1,Jane "J" Doe\n2,O"Brien\n',
        'id,name\n1,"Jane ""J"" Doe"\n2,"Bob"\n',
        'id,name\n1,Jane\n2,"Bob',
    ],
)
def test_quotes_that_lose_nobody_are_no_error(tmp_path, text):
    """An address over several lines, a nickname in quotes, a quote at the very end: everybody is there."""
    roster = tmp_path / "r.csv"
    roster.write_text(text, encoding="utf-8")
    folder = tree(tmp_path / "s", {"1.py": NB, "2.py": NB})
    assert [student for student, _ in students(find(folder, roster=roster))] == ["1", "2"]


def test_what_is_no_text_and_what_is_no_file_is_no_roster(tmp_path):
    """Bytes at random list nobody, and nobody waits for a pipe."""
    folder = tree(tmp_path / "s", {"1.py": NB})
    for seed in range(20):
        (tmp_path / "r.csv").write_bytes(random.Random(seed).randbytes(400))
        with pytest.raises(UsageError, match="no text"):
            find(folder, roster=tmp_path / "r.csv")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.csv")
        with pytest.raises(UsageError, match="a pipe"):
            find(folder, roster=tmp_path / "pipe.csv")

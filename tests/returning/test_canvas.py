"""A filled gradebook of Canvas: only the cells that were meant are other ones, and its importer reads our totals."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.errors import UsageError
from tests.returning.importers import canvas
from tests.returning.making import CANVAS, CANVAS_SCORES, changed, fill, score

WAYS = {
    "as it comes": CANVAS.encode(),
    "with a mark and Windows' line ends": CANVAS.replace("\n", "\r\n").encode("utf-8-sig"),
    "without a last line end": CANVAS.rstrip("\n").encode(),
    "with blank lines": CANVAS.replace("\n", "\n,,,,,,,,\n", 3).encode(),
}


@pytest.mark.parametrize("content", WAYS.values(), ids=WAYS)
def test_canvas_reads_our_totals_and_nothing_else_changes(content: bytes):
    """Scaled from 39 points to 10 and rounded once; who is excused, or not given the assignment, keeps that."""
    after, filling = fill(content, CANVAS_SCORES, column="501")
    assert set(changed(content, after).values()) == {("", "3.33"), ("3.5", "10"), ("7.25", "0")}
    before = {(str(number), "501"): score for number, score in zip(range(9001, 9010), ["", "3.5", "7.25", "EX", ""], strict=False)}
    assert {
        student: score for (student, assignment), score in canvas(after, before).items() if assignment == "501"
    } == {
        "9001": "3.33", "9002": "10.0", "9003": "0.0", "9004": "EX", "9005": "", "9006": "4.0", "9007": "", "9008": "",
        "9009": "5.0", "9999": "",
    }  # fmt: skip
    assert len(filling.matching.absent) == 3
    assert [line.name for line in filling.matching.strangers] == [
        "Stranger, One", "Stranger, Two", "Stranger, Three",
    ]  # fmt: skip
    assert filling.unchanged == ["Lee, Kim (9009)"]
    assert filling.kept == ["Müller, Zoë (9004): excused in Canvas", "Roe, Ann (9005): Canvas does not give them this assignment"]
    assert fill(after, CANVAS_SCORES, column="501")[0] == after


def test_a_file_with_semicolons_keeps_its_decimal_commas():
    """As Canvas writes it for people who say so in their settings."""
    content = "Student;ID;SIS Login ID;Section;HW (7)\n    Points Possible;;;;39,00\nDoe, Jane;1;jd;A;2,50\nRoe, R;2;rr;A;\n"
    after, _ = fill(content.encode("utf-8-sig"), [score("jd", "12.345"), score("rr", 39)])
    assert after == content.replace("2,50", "12,35").replace("rr;A;", "rr;A;39").encode("utf-8-sig")
    assert canvas(after, {}) == {("1", "7"): "12.35", ("2", "7"): "39.0"}


def test_an_excused_student_is_excused_there():
    """Canvas has a word for it; whoever is marked so already stays."""
    after, filling = fill(CANVAS.encode(), [score("u1", 0, excused=True), score("u4", 0, excused=True)], column="501")
    assert canvas(after, {})["9001", "501"] == "EX"
    assert (len(filling.written), len(filling.unchanged)) == (2, 1)


def test_provisional_scores_are_left_out_unless_they_are_asked_for():
    """What a person has still to look at is no score yet."""
    waiting = [score("u1", 13, open_="to be looked at"), score("u2", 0, open_="unreadable")]
    after, filling = fill(CANVAS.encode(), waiting, column="501")
    assert after == CANVAS.encode()
    assert filling.waiting == ["Doe, Jane (9001): to be looked at", "O'Brien \"Bo\", Sue (9002): unreadable"]
    after, _ = fill(CANVAS.encode(), waiting, column="501", provisional=True)
    assert len(changed(CANVAS.encode(), after)) == 2


def test_more_than_the_maximum_is_written_and_said():
    """Canvas takes it as extra credit."""
    after, filling = fill(CANVAS.encode(), [score("u1", 78)], column="501")
    assert canvas(after, {})["9001", "501"] == "20.0"
    assert filling.above == ["Doe, Jane (9001): 20"]


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("nothing", "No column for scores is called 'nothing'. There are 'Homework 1"),
        ("502", "cannot be filled: Canvas leaves out every column"),
    ],
)
def test_a_column_that_cannot_be_meant_is_refused_with_the_choice(column: str, words: str):
    """No column is made and none is guessed."""
    with pytest.raises(UsageError, match=words):
        fill(CANVAS.encode(), CANVAS_SCORES, column=column)


def test_several_columns_are_listed_and_one_is_not_guessed():
    """With one that can be filled alone nothing has to be said."""
    several = CANVAS.replace("Homework 1 Final Grade (502)", "Homework 2 (502)")
    with pytest.raises(UsageError, match=r"several columns.*'Homework 1 \(501\)', 'Homework 2 \(502\)'"):
        fill(several.encode(), CANVAS_SCORES)
    assert fill(several.encode(), CANVAS_SCORES, column="homework 2")[1].column.number == "502"
    assert fill(CANVAS.encode(), CANVAS_SCORES)[1].column.number == "501"


@pytest.mark.parametrize(
    "head", ["Student,ID,HW (1),Section,x", "Student,ID,SIS User ID,Section,HW (1)", "Student,ID,SIS Login ID,HW (1),x"]
)
def test_what_its_importer_would_refuse_is_refused_here(head: str):
    """`Invalid header row` is said before the upload and not after it."""
    with pytest.raises(UsageError, match="Canvas would refuse this file"):
        fill(f"{head}\na,b,c,d,e\n".encode(), [])


@pytest.mark.parametrize(("rounding", "text"), [("1", "3"), ("1/2", "3.5"), ("1/4", "3.25"), ("0.01", "3.33")])
def test_scores_are_rounded_once_and_last(rounding: str, text: str):
    """A third of 39 points is a third of 10, and 13.0 is not rounded before."""
    after, _ = fill(CANVAS.encode(), CANVAS_SCORES[:1], column="501", rounding=Fraction(rounding))
    assert list(changed(CANVAS.encode(), after).values()) == [("", text)]


def test_two_of_one_name_are_left_to_a_person():
    """Where only names are known, two that are called alike are nobody's guess; nor is an id with another name."""
    content = CANVAS.replace('"Roe, Ann",9005', '"Doe, Jane",9005').encode()
    after, filling = fill(content, [score("x", 3, name="Jane Doe"), score("u2", 5, name="Robert Smith")], column="501")
    assert after == content
    assert filling.matching.unclear == [
        "Jane Doe (x) may be Doe, Jane (9001) or Doe, Jane (9005)",
        "Robert Smith (u2) has the id of O'Brien \"Bo\", Sue (9002), who is called otherwise",
    ]


def test_two_of_ours_never_share_a_row():
    """Nobody gets the score of whoever claims the same row."""
    after, filling = fill(CANVAS.encode(), [score("u1", 3), score("jdoe", 5)], column="501")
    assert after == CANVAS.encode()
    assert len(filling.matching.unclear) == 2

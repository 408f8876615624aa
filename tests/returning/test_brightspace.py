"""A filled export of Brightspace, whose rows end with a sign of their own."""

from __future__ import annotations

import pytest

from grader.returning import worksheet_in
from tests.returning.importers import brightspace
from tests.returning.making import changed, fill, score

EXPORT = """\
OrgDefinedId,Username,Lab 1 Points Grade <Numeric MaxPoints:10 Weight:16.6 Category:Labs>,Mood Text Grade,End-of-Line Indicator
#20067930,#jane.doe,,,#
#20067931,"#o'brien, ""sue"" b",4,ok,#
#20067932,#=1+1,10.00,,#
#1,#s1,,,#
#2,#s2,,,#
#3,#s3,,,#
"""
SCORES = [
    score("20067930", 13, name="Jane Doe"),
    score("x", 78, ids=["20067931"]),
    score("=1+1", 39),
    score("gone1", 1), score("gone2", 1), score("gone3", 1),
]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_brightspace_reads_our_totals_and_nothing_else_changes(encoding: str, end: str, delimiter: str):
    """Ids keep their sign, and what is above the maximum is said, since it may be cut down there."""
    text = EXPORT if delimiter == "," else EXPORT.replace(",", "\t").replace("o'brien\t", "o'brien,")
    content = text.replace("\n", end).encode(encoding)
    after, filling = fill(content, SCORES)
    assert brightspace(after, "utf-16" if encoding == "utf-16" else "utf-8", delimiter) == {
        ("20067930", "Lab 1"): "3.33", ("20067931", "Lab 1"): "20", ("20067932", "Lab 1"): "10.00",
        ("1", "Lab 1"): "", ("2", "Lab 1"): "", ("3", "Lab 1"): "",
    }  # fmt: skip
    assert set(changed(content, after)) == {(1, 2), (2, 2)}
    assert filling.above == ["20067931: 20"]
    assert filling.unchanged == ["20067932"]
    assert len(filling.matching.absent) == len(filling.matching.strangers) == 3
    assert fill(after, SCORES)[0] == after


def test_names_find_a_student_and_are_said_to_be_too_much():
    """An export with user details tells who is who, and Brightspace may refuse it."""
    text = "OrgDefinedId,Last Name,First Name,Email,Lab 1 Points Grade,End-of-Line Indicator\n#7,Doe,Jane,j@x.org,,#\n"
    after, _ = fill(text.encode(), [score("Jane Doe", 13, by="folder name")])
    assert after == text.replace(",,#", ",13,#").encode()
    (remark,) = worksheet_in(text.encode(), "x.csv")[1].remarks
    assert "other columns too (Last Name, First Name, Email)" in remark

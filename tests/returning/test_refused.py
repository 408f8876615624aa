"""What is no file of a platform is refused with the reason and the remedy, and nothing of a student's can do harm in one."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.returning import PLATFORMS
from grader.returning.comment import is_ours, marked
from tests.returning.making import CANVAS, fill, moodle, score

GRADESCOPE = (
    "First Name,Last Name,SID,Email,Sections,Total Score,Max Points,Status,Submission ID,Submission Time,Lateness (H:M:S)\n"
    "Jane,Doe,1,j@x.org,A,3,10,Graded,77,2022-06-25 13:16:26 -0600,00:00:00\n"
)
REFUSED = [
    (GRADESCOPE, "takes no scores back.*grade gradescope autograder.zip"),
    ("SID,HW1,HW1 - Max Points,HW1 - Lateness (H:M:S)\n1,2,3,0:0:0\n", "an export of Gradescope"),
    ("id,name,a/b,total,possible,flags\ns1,A,1,1,2,\n", "a report of grade itself"),
    ("PK\3\4", "has to be saved as CSV first"),
    ("<html><body>Log in</body></html>", "page"),
    ("name,grade\nA,\n", "no platform that is known here"),
    ("id,name,points\ns1,A,\ns2,B,\n", "no platform that is known here"),
    ("just text\n", "one column only"),
    ('a,b\n"x,1\n', "line 2: a quote"),
    ("", "one column only"),
]


@pytest.mark.parametrize(("content", "words"), REFUSED)
def test_what_is_no_platforms_file_is_refused_with_a_remedy(content: str, words: str):
    """Each names the file and what to do."""
    with pytest.raises(UsageError, match=words) as refused:
        fill(content.encode(), [])
    assert str(refused.value).startswith("export.csv")


@pytest.mark.parametrize("lms", PLATFORMS)
def test_a_file_that_is_said_to_be_another_platforms_is_refused(lms: str):
    """With its columns, so that one sees which file it is."""
    content = CANVAS if lms != "canvas" else moodle("en")
    with pytest.raises(UsageError, match=f"is no {PLATFORMS[lms].title} as it is known here; its columns are"):
        fill(content.encode(), [], lms)


HOSTILE = st.text(alphabet=st.sampled_from('=+-@"\',;\t\r\n<>&`|\\a1\0\u202e'), max_size=20)


@given(HOSTILE, HOSTILE)
def test_no_comment_becomes_a_formula_or_another_row(said: str, name: str):
    """Whatever a student wrote, the row has its cells, the others are as they were, and the text begins with a word."""
    text = "<br>".join([marked(f"Automatic feedback: {said}"), marked(f"`{name}` {said}")])
    content = moodle("de", ";").encode("utf-8-sig")
    before = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    after, _ = fill(content, [score("m1", 39, comment=text)])
    rows = list(csv.reader(io.StringIO(after.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [len(row) for row in rows] == [len(row) for row in before]
    assert [row for at, row in enumerate(rows) if at != 1] == [row for at, row in enumerate(before) if at != 1]
    assert rows[1][:5] + rows[1][6:10] == before[1][:5] + before[1][6:10]
    assert rows[1][10].startswith("Automatic feedback")
    assert is_ours(rows[1][10])
    assert not any(sign in rows[1][10] for sign in "\r\n\t\0\u202e")
    assert rows[1][10].replace("<br>", "").replace("<code>", "").replace("</code>", "").count("<") == 0


@given(HOSTILE)
def test_a_hostile_name_is_matched_as_any_other_or_not_at_all(name: str):
    """No name of ours leads to another student's cell."""
    content = CANVAS.encode()
    after, filling = fill(content, [score("nobody", 3, name=name)], column="501")
    assert filling.matching.lines == {}
    assert after == content

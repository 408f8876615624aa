"""A filled worksheet of Moodle, in any language of its site, and its importer, which skips in silence what it does not like."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.errors import UsageError
from tests.returning.importers import Moodle
from tests.returning.making import MOODLE, MOODLE_SCORES, changed, fill, moodle, score

OURS = "Automatic feedback: all is well."


def site(language: str) -> Moodle:
    """The assignment that the worksheet was downloaded from."""
    titles, word, decimal, _, _ = MOODLE[language]
    names = titles.split(",")
    return Moodle(
        prefix=word, titles=(names[0], names[5], names[9], names[10]), maximum=Fraction(10), decimal=decimal,
        grades={"4712": Fraction(5), "4713": Fraction(5)}, locked=frozenset({"4714"}),
        comments={"4712": "<p>Well <b>done</b></p>", "4713": "line\r\ntwo"},
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("language", MOODLE)
def test_moodle_reads_our_totals_and_nothing_else_changes(language: str, delimiter: str, encoding: str):
    """Whatever the language, the separator and the encoding, with the decimal sign that the maximum is written with."""
    content = moodle(language, delimiter).encode(encoding)
    after, filling = fill(content, MOODLE_SCORES)
    assignment = site(language)
    assignment.take(after, delimiter, encoding)
    assert assignment.grades == {"4711": Fraction("3.33"), "4712": Fraction(10), "4713": Fraction(0)}
    assert {number: text for number, text in assignment.comments.items() if text} == {
        "4711": OURS, "4712": "<p>Well <b>done</b></p>", "4713": "line\r\ntwo",
    }  # fmt: skip
    assert set(changed(content, after)) == {(1, 5), (1, 10), (2, 5), (3, 5)}
    assert filling.kept == ["Ann Roe (4714): Moodle has locked the grade"]
    assert filling.above == ["Max Over (4715): 10.26"]
    assert [person.student.id for person in filling.matching.absent] == ["gone1", "gone2", "4801"]
    assert len(filling.matching.strangers) == 3
    assert len(filling.comments_kept) == 2
    again, second = fill(after, MOODLE_SCORES)
    assert again == after
    assert len(second.unchanged) == len(second.written) == 3
    assert second.comments == []


def test_a_comment_of_ours_is_replaced_by_a_newer_one():
    """Also where Moodle's editor has put it into a paragraph; a person's own comment never is."""
    content = moodle("en").replace("<p>Well <b>done</b></p>", "<p>Automatic feedback: 3 of 39 points.</p>").encode()
    after, filling = fill(content, MOODLE_SCORES[1:3])
    assert OURS.encode() in after
    assert filling.comments == ['=1+1, "Bo" (4712)']
    assert [name.split()[0] for name in filling.comments_kept] == ["Zoë;"]
    assert changed(content, fill(content, MOODLE_SCORES[1:2], comments=False)[0]).keys() == {(2, 5)}


def test_hidden_names_are_matched_by_the_number_alone():
    """In blind marking there is nothing but the participant."""
    head = "Identifier,Status,Grade,Maximum grade,Grade can be changed,Last modified (submission),Last modified (grade)"
    content = f"{head}\r\nParticipant 31,Submitted,,10.00,Yes,-,-\r\nParticipant 32,Submitted,,10.00,Yes,-,-\r\n".encode()
    ours = score("32", 39, name="Participant 32", account=("Moodle id", "32"), by="Moodle id")
    after, _ = fill(content, [ours])
    assert after == content.replace(b"32,Submitted,,", b"32,Submitted,10,")


def test_a_number_of_another_assignment_is_no_match():
    """Moodle numbers participants of each assignment anew; a number with another name is left to a person."""
    ours = score("4711", 39, name="Otto Falsch", account=("Moodle id", "4711"), by="Moodle id")
    content = moodle("de").encode()
    after, filling = fill(content, [ours])
    assert after == content
    assert filling.matching.unclear == ["Otto Falsch (4711) has the id of Jane Doe (4711), who is called otherwise"]


def test_a_scale_gets_its_own_texts():
    """By the shares that the course's file gives; without them, or with a text that is not in the scale, it is refused."""
    content = moodle("en").replace("Maximum grade", "Scale").replace("10.00", '"fail, pass, 1.0"').replace("5.00", "").encode()
    shares = {"fail": Fraction(0), "pass": Fraction(1, 2), "1.0": Fraction(9, 10)}
    after, _ = fill(content, [score("m1", "19.5"), score("m2", "19.4"), score("m5", 39)], scale=shares, comments=False)
    assert {now for _, now in changed(content, after).values()} == {"pass", "fail", "1.0"}
    with pytest.raises(UsageError, match="nothing says which score is which"):
        fill(content, MOODLE_SCORES)
    with pytest.raises(UsageError, match="'great' is not in it"):
        fill(content, MOODLE_SCORES, scale={"great": Fraction(0)})


def test_the_column_can_be_named():
    """Where neither its title nor what stands beside it tells."""
    content = b"Tunniste,Nimi,Arvosana\r\n1. osallistuja,A B,\r\n2. osallistuja,C D,\r\n"
    with pytest.raises(UsageError, match="With --lms NAME and --column TITLE"):
        fill(content, [score("A B", 3)])
    with pytest.raises(UsageError, match="say with --column which"):
        fill(content, [score("A B", 3)], "moodle")
    assert fill(content, [score("A B", 3)], column="Arvosana")[0] == content.replace(b"A B,", b"A B,3")

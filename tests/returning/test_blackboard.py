"""A filled download of Blackboard, as CSV and as the tab-delimited text that is called `.xls`."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.errors import UsageError
from tests.returning.importers import blackboard
from tests.returning.making import changed, fill, score

HEAD = [
    "Last Name", "First Name", "Username", "Student ID", "Last Access", "Availability",
    "Homework 1 [Total Pts: 100 Score] |501", "Weighted Total [Total Pts: up to 100 Percentage] |9",
    "Notes [Total Pts: 0 Text] |77",
    "Grading Notes", "Notes Format", "Feedback to Learner", "Feedback Format",
]  # fmt: skip
ROWS = [
    ["Doe", "Jane", "jdoe", "u1", "2026-03-01", "Yes", "", "3", "", "", "", "", ""],
    ["O'Brien", 'Sue "=1"', "sue", "u2", "", "Yes", "50.00", "", "", "", "", "<p>Nice, really</p>", "SMART_TEXT"],
    ["Müller, von", "Zoë", "zoe", "u3", "", "Yes", "33.33", "", "", "", "", "", ""],
    *([f"Stranger{n}", "A", f"s{n}", "", "", "Yes", "", "", "", "", "", "", ""] for n in (1, 2, 3)),
]  # fmt: skip
SCORES = [
    score("jdoe", 39, name="Jane Doe", account=("Blackboard login", "jdoe"), by="Blackboard login"),
    score("u2", 0, name="Sue O'Brien"),
    score("u3", Fraction(13), name="Zoë Müller", comment="Automatic feedback: ∂f &amp; <code>x</code>."),
    score("gone1", 1), score("gone2", 1), score("gone3", 1),
]  # fmt: skip


def export(delimiter: str, *, feedback: bool = True) -> str:
    """All cells in quotes."""
    width = len(HEAD) if feedback else len(HEAD) - 4
    lines = (delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row[:width]) for row in [HEAD, *ROWS])
    return "\r\n".join(lines) + "\r\n"


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8"), (",", "utf-8-sig"), ("\t", "utf-16"), (",", "cp1252")])
def test_blackboard_reads_our_totals_and_nothing_else_changes(delimiter: str, encoding: str):
    """The column with an id that takes points is filled, and feedback where there was none, in HTML."""
    content = export(delimiter).encode(encoding)
    after, filling = fill(content, SCORES)
    read = blackboard(after, "utf-16" if encoding == "utf-16" else encoding, delimiter)
    symbol = "&#8706;" if encoding == "cp1252" else "∂"
    assert {user: said for (user, number), said in read.items() if number == "501"} == {
        "jdoe": ("100", "Automatic feedback: all is well.", "HTML"),
        "sue": ("0", "<p>Nice, really</p>", "SMART_TEXT"),
        "zoe": ("33.33", f"Automatic feedback: {symbol}f &amp; <code>x</code>.", "HTML"),
        **{f"s{n}": ("", "", "") for n in (1, 2, 3)},
    }
    assert set(changed(content, after)) == {(1, 6), (1, 11), (1, 12), (2, 6), (3, 11), (3, 12)}
    assert all(now.startswith('"') and now.endswith('"') for _, now in changed(content, after).values())
    assert fill(after, SCORES)[0] == after
    assert len(filling.matching.absent) == len(filling.matching.strangers) == 3
    assert filling.comments_kept == ["Sue \"=1\" O'Brien (sue)"]


def test_without_a_column_for_feedback_scores_alone_are_written():
    """As in a download of the full gradebook."""
    content = export(",", feedback=False).encode()
    after, filling = fill(content, SCORES[:1])
    assert set(changed(content, after)) == {(1, 6)}
    assert filling.comments == []


@pytest.mark.parametrize(("column", "words"), [("9", "works this column out itself"), ("77", "takes no points but Text")])
def test_columns_that_take_no_points_are_refused(column: str, words: str):
    """Calculated columns would be ignored there, and texts hold no score."""
    with pytest.raises(UsageError, match=words):
        fill(export(",").encode(), SCORES, column=column)


def test_a_file_without_user_names_is_refused():
    """Blackboard finds nobody by a name."""
    with pytest.raises(UsageError, match="by the column Username"):
        fill(export(",").replace("Username", "User").encode(), SCORES)

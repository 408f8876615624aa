"""The letter in a cell: short, for the student alone, and nothing but text and a little HTML."""

from __future__ import annotations

import re

import pytest

from grader.returning.comment import comment, is_ours
from tests.reports.sample import ASSIGNMENT, hostile, mixed, perfect, unreadable


@pytest.mark.parametrize("grade", [perfect(), mixed(), unreadable(), hostile("=cmd|' /C calc'!A0"), hostile("<script>\n\r\t")])
def test_a_comment_says_score_and_next_step_and_each_thing_once(grade):
    """Its first word is one, nothing in it is markup but ours, and a newer one may replace it."""
    said = comment(grade, ASSIGNMENT)
    lines = said.split("<br>")
    assert lines[0].startswith("Automatic feedback: ")
    assert any(line.startswith("Next step: ") for line in lines)
    assert len(set(lines)) == len(lines)
    assert not re.search(r"<(?!br>|/?code>)|[\r\n\t]", said)
    assert is_ours(f"<p>{said}</p>")
    assert not is_ours("Well done. Automatic feedback: none")


def test_a_long_comment_is_cut_between_sentences(monkeypatch: pytest.MonkeyPatch):
    """It says that there is more."""
    monkeypatch.setattr("grader.returning.comment._MOST", 200)
    said = comment(mixed(), ASSIGNMENT)
    assert len(said) < 300
    assert said.endswith("<br>There is more, for which no room is left here.")

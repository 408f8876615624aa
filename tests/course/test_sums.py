"""Sums add up as they are shown, and shares are the decimals that somebody wrote."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from grader.cli import main, percentage
from grader.model import Booking, Lateness, Override, Verdict
from grader.reports import book, points
from grader.reports.book import lateness_flag
from grader.reports.formats import Row
from grader.reports.formats.classroom import classroom_result
from grader.reports.formats.github_actions import annotation_commands
from grader.reports.formats.gradebook_csv import decided
from grader.reports.formats.gradebook_json import grade_json
from grader.reports.formats.gradescope_results import gradescope_results
from grader.reports.formats.junit import suite
from grader.reports.letter import letter
from tests.reports.sample import ASSIGNMENT, mixed, perfect

SHARES = st.fractions(0, 1, max_denominator=400)


def late(grade, *deductions):
    """The grade with so much taken off for lateness."""
    parts = tuple(Lateness(due="", submitted_at=None, text="Late.", days=1, deduction=each) for each in deductions)
    whole = parts[0] if len(parts) == 1 else replace(parts[0], deduction=sum(deductions), parts=parts)
    return replace(grade, lateness=whole)


def numbers(text: str) -> tuple[Fraction, Fraction]:
    """What the terms of a sum add up to as they stand, and what is said of it."""
    terms, total = re.sub(r"\([^)]*\)", "", text).replace(" ", "").split("=")
    return sum((Fraction(term) for term in re.findall(r"[+-]?[\d.]+", terms)), Fraction(0)), Fraction(total)


@given(st.lists(SHARES, min_size=1, max_size=3), st.dictionaries(st.integers(0, 9), SHARES, max_size=4))
def test_every_sum_adds_up_as_it_is_shown(shares: list[Fraction], decisions: dict[int, Fraction]):
    """What was subtracted is shown so that it leads from one shown number to the next, in every report alike."""
    grade = mixed()
    items = tuple(
        replace(item, override=Override(earned=item.points * decisions[at], why="w", by="b")) if at in decisions else item
        for at, item in enumerate(grade.items)
    )
    grade = replace(grade, items=items)
    grade = late(grade, *(grade.earned * share / len(shares) for share in shares))
    summed, said = numbers(book.sum_text(grade))
    assert summed == said == Fraction(points.text(grade.earned))
    off = Fraction(points.hundredths(grade.earned + grade.lateness.deduction) - points.hundredths(grade.earned), 100)
    assert Fraction(decided(grade)[2]) == off
    told = grade_json(Row(grade=grade, feedback_file="f.md"))["lateness"]
    assert Fraction(str(told["deduction"])) == off
    if told["parts"]:
        assert sum(Fraction(str(part["deduction"])) for part in told["parts"]) == off
    if off:
        assert lateness_flag(replace(grade, submission=replace(grade.submission, late=True))) == f"1 d late -{points.text(off)}"


def test_ten_less_an_eighth():
    """10 - 0.12 = 9.88 where 0.125 was taken off: 0.13 would not add up."""
    grade = perfect()
    grade = late(grade, Fraction(1, 8))
    whole = points.text(grade.earned + Fraction(1, 8))
    assert book.sum_text(grade) == f"{whole} (the grader) - 0.12 (lateness) = {points.text(grade.earned)}"
    assert "That is 0.12 points less." in " ".join(letter(grade, ASSIGNMENT).remarks)


@pytest.mark.parametrize(("said", "number"), [("66.7", "667/10"), ("66.7%", "667/10"), ("0", "0"), ("100", "100"), ("1e1", "10")])
def test_a_percentage_is_the_decimal_that_was_written(said: str, number: str):
    """No float stands in between."""
    assert percentage(said) == Fraction(number)


@pytest.mark.parametrize("said", ["nan", "inf", "-1", "100.0001", "x", ""])
def test_what_is_no_percentage_is_refused(said: str):
    """`nan` is neither above nor below anything, so it would let everybody pass."""
    with pytest.raises(click.BadParameter):
        percentage(said)
    assert CliRunner().invoke(main, ["run", ".", "--fail-under", said]).exit_code == 2


def decided_by_a_person(**earned: Fraction):
    """A mixed grade in which a person decided some items: for each name the share of its points."""
    grade = mixed()
    return replace(
        grade,
        items=tuple(
            replace(item, override=Override(earned=item.points * earned[item.result.key.item], why="w", by="b"))
            if item.result.key.item in earned
            else item
            for item in grade.items
        ),
    )


DECIDED = {"df_dy": Fraction(1), "df_dx": Fraction(0), "u_hat": Fraction(1), "slope": Fraction(1, 2), "df_dz": Fraction(1)}


def test_other_systems_hear_what_a_person_decided():
    """Passed is what got its points, failed what did not, whatever the machine had said; nothing waits that was decided."""
    grade = decided_by_a_person(**DECIDED)
    tests = {test["name"].split("/")[1]: test for test in gradescope_results(grade, ASSIGNMENT)["tests"]}
    told = suite(Row(grade=grade, feedback_file=""), ASSIGNMENT)
    cases = {case.get("name"): [child.tag for child in case] for case in told.iter("testcase")}
    for name, share in DECIDED.items():
        assert tests[name]["status"] == ("passed" if share == 1 else "failed"), name
        assert cases[name] == ([] if share == 1 else ["failure"]), name
    marked = " ".join(annotation_commands(grade, ASSIGNMENT))
    assert "title=df_dy%3A" not in marked
    assert "title=df_dz%3A" not in marked


@pytest.mark.parametrize(("scope", "share"), [("", 1), ("", 0), ("EX", 1), ("EX", 0), ("EX", Fraction(1, 2))])
def test_other_systems_hear_a_decision_about_an_exercise_or_the_total(scope: str, share: Fraction):
    """All of its items pass where it was given in full, and fail where nothing was given."""
    grade = mixed()
    exercise = grade.items[0].result.key.exercise if scope else ""
    own = [item for item in grade.items if item.result.key.exercise == exercise or not exercise]
    worth = sum((item.points for item in own), Fraction(0))
    line = Booking(rule="decision", exercise=exercise, value=worth * share, why="w", by="b")
    grade = replace(grade, bookings=(line,))
    heard = {grade.verdict_of(item) for item in own}
    if share == 1:
        assert heard == {Verdict.CORRECT}
    elif share == 0:
        assert heard == {Verdict.INCORRECT}
    else:
        assert heard == {item.verdict for item in own}
    others = [item for item in grade.items if item not in own]
    assert [grade.verdict_of(item) for item in others] == [item.verdict for item in others]


def test_undecided_items_are_heard_as_before():
    """Without a decision the machine's verdict counts."""
    grade = mixed()
    assert [item.verdict for item in grade.items] == [item.result.verdict for item in grade.items]
    assert Verdict.NEEDS_REVIEW in {item.verdict for item in grade.items}


@given(st.dictionaries(st.integers(0, 9), SHARES, max_size=6), SHARES)
def test_both_of_classrooms_totals_are_the_points(decisions: dict[int, Fraction], off: Fraction):
    """The sum of the scores, and the share of tests that passed, also where that takes more than 200 tests."""
    grade = mixed()
    items = tuple(
        replace(item, override=Override(earned=item.points * decisions[at], why="w", by="b")) if at in decisions else item
        for at, item in enumerate(grade.items)
    )
    grade = replace(grade, items=items)
    grade = late(grade, grade.earned * off)
    told = classroom_result(grade, ASSIGNMENT)
    tests, most = told["tests"], Fraction(str(told["max_score"]))
    earned = Fraction(points.hundredths(grade.earned), 100)
    assert sum(Fraction(str(test["score"])) for test in tests) == earned
    assert most * sum(test["status"] == "pass" for test in tests) / len(tests) == earned

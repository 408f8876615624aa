"""What a course decides counts in the total, beside the machine's own score, and means only whom it names."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from grader.course import Course, adjusted, load_course, unknown, untimed
from grader.model import (
    Assignment,
    CheckResult,
    Exercise,
    Function,
    Grade,
    Item,
    ItemGrade,
    Key,
    Student,
    Submission,
    Verdict,
)
from grader.reports.points import parts_of
from grader.submission.entries import Entry

ITEMS = [("one", "a", Verdict.CORRECT, 1), ("one", "b", Verdict.INCORRECT, 0), ("two", "b", Verdict.NEEDS_REVIEW, 0)]


def grade(student: str = "s1", **about: object) -> Grade:
    """A grade with three items of two points each."""
    items = [
        ItemGrade(
            result=CheckResult(key=Key(exercise=e, item=i), verdict=verdict, credit=Fraction(credit)),
            title=e,
            points=Fraction(2),
        )
        for e, i, verdict, credit in ITEMS
    ]
    who = Student(id=student, name=student)
    return Grade(submission=Submission(student=who, files=("a.py",), digest="0", **about), items=tuple(items))


def course(tmp_path: Path, text: str) -> Course:
    """The course that this text describes."""
    (tmp_path / "course.yml").write_text(text, encoding="utf-8")
    return load_course(tmp_path / "course.yml")


def decided(item: str, earned: object = 1) -> str:
    """A file with one decision about s1."""
    return f"overrides: {{s1: {{{item}: {{earned: {earned}, why: appeal, by: staff}}}}}}"


def test_a_decision_counts_and_the_machines_score_stays(tmp_path: Path):
    """The total has the decided points; verdict, credit and the machine's points are as they were."""
    before, after = grade(), adjusted(grade(), course(tmp_path, decided("one/b")))
    assert (before.earned, after.earned, after.machine_earned) == (2, 3, 2)
    assert [item.result for item in after.items] == [item.result for item in before.items]
    assert adjusted(grade("s2"), course(tmp_path, decided("one/b"))) == grade("s2")


def test_what_a_person_decided_waits_no_more(tmp_path: Path):
    """A decision about an item that was to be looked at makes the total final."""
    assert grade().provisional
    assert not adjusted(grade(), course(tmp_path, decided("two/b"))).provisional


def test_an_items_own_name_is_enough_where_it_is_the_only_one(tmp_path: Path):
    """`a` is one/a; `b` may be two and is not guessed."""
    assert adjusted(grade(), course(tmp_path, decided("a", 0))).earned == 0
    assert adjusted(grade(), course(tmp_path, decided("b"))).earned == 2


LATE = "due: 2026-03-02 12:00 UTC\nlate: {per_day: 50%}\n"


def test_lateness_is_taken_off_after_decisions(tmp_path: Path):
    """Half of the three points that count."""
    found = adjusted(grade(submitted_at="2026-03-02 13:00 UTC"), course(tmp_path, LATE + decided("one/b")))
    assert (found.earned, found.machine_earned) == (Fraction(3, 2), 2)
    assert found.submission.late
    assert found.lateness is not None
    assert "1 day late, 1 × 50 % = 50 % of the score taken off" in found.lateness.text


def test_parts_of_the_total_add_up_to_it(tmp_path: Path):
    """Systems that add up items get the total with lateness taken off in proportion."""
    found = adjusted(grade(submitted_at="2026-03-02 13:00 UTC"), course(tmp_path, LATE + decided("one/b")))
    assert parts_of(found) == (1, Fraction(1, 2), 0)
    assert sum(parts_of(grade())) == grade().earned


def test_an_extension_makes_a_late_submission_one_in_time(tmp_path: Path):
    """Also where the platform marked it as late."""
    found = adjusted(
        grade(submitted_at="2026-03-02 13:00 UTC", late=True), course(tmp_path, LATE + "extensions: {s1: 1 day}")
    )
    assert found.earned == 2
    assert not found.submission.late


def test_a_mark_without_a_time_costs_nothing_until_somebody_says_the_time(tmp_path: Path):
    """Canvas says only that it was late."""
    found = adjusted(grade(late=True), course(tmp_path, LATE))
    assert found.earned == 2
    assert found.lateness is not None
    assert found.lateness.unclear
    stated = adjusted(grade(late=True), course(tmp_path, LATE + "submitted: {s1: 2026-03-02 18:00 UTC}"))
    assert stated.earned == 1


def test_what_means_nobody_is_said_aloud(tmp_path: Path):
    """Students and items that there are not, and more points than an item has, with file and line."""
    text = (
        "overrides:\n  s1:\n    one/x: {earned: 1, why: a, by: b}\n    b: {earned: 1, why: a, by: b}\n"
        "    one/a: {earned: 3, why: a, by: b}\n  s11: {one/a: {earned: 1, why: a, by: b}}\n"
        "extensions: {t: 1 day}\ndue: 2026-01-01 UTC\n"
    )
    function = Function(name="f", variables=("x",), expression="x")
    exercises = [
        Exercise(
            id=e,
            title=e,
            prompt="",
            functions=(function,),
            items=tuple(Item(id=i, kind="", name=i, points=Fraction(2), options=None) for i in own),
        )
        for e, own in (("one", "ab"), ("two", "b"))
    ]
    assignment = Assignment(id="x", title="x", exercises=tuple(exercises[:1]), left_out=tuple(exercises[1:]))
    said = unknown(course(tmp_path, text), [Student(id="s1", name="Ann")], assignment)
    said = [sentence.removeprefix(f"{tmp_path}/course.yml:") for sentence in said]
    assert said[0].startswith("7: extensions.t: there is no such student")
    assert said[1].startswith("6: overrides.s11: there is no such student; did you mean `s1`?")
    assert any(s.startswith("3: overrides.s1.one/x: there is no such item; did you mean `one/") for s in said)
    assert any(s.startswith("4: overrides.s1.b: names items of several exercises") for s in said)
    assert any(s.startswith("5: overrides.s1.one/a.earned: the item has 2 points; 3 was left out") for s in said)


def test_submissions_without_a_time_are_counted_aloud(tmp_path: Path):
    """Where lateness costs something, nobody is in time in silence."""
    entries = [
        Entry(student=Student(id=f"s{n}", name=""), sources=(), submitted_at=when)
        for n, when in enumerate((None, "x", "2026-01-01 UTC"))
    ]
    late = course(tmp_path, LATE)
    assert untimed(late, entries)[0].startswith("2 submissions have no time")
    assert untimed(replace(late, submitted={"s0": late.policy.due, "s1": late.policy.due}), entries) == []
    assert untimed(course(tmp_path, "due: 2026-03-02 12:00 UTC"), entries) == []

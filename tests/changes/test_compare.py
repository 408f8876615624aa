"""Whose score changed, at which item, from what to what, and because of what."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from grader.changes import ChangesTable, Difference, Report, Scores, as_text, class_change, compared, difference_between
from grader.changes.scores import LATENESS, ItemScore, from_json, from_text, scores_of, with_left_out
from grader.errors import UsageError
from grader.model import Grade, Lateness, Override
from grader.reports.formats import Row
from grader.reports.formats.gradebook_json import grade_json, plain_json
from tests.reports.sample import mixed

CAUSES = {"grader": "1", "environment": "e", "secret": "s", "exercise/a": "1", "exercise/b": "1"}
FULL = ItemScore(earned=Fraction(2), points=Fraction(2), verdict="correct")
NONE = ItemScore(earned=Fraction(0), points=Fraction(2), verdict="incorrect")


def scores(student: str = "s1", submission: str = "d", **items: ItemScore) -> Scores:
    """Scores whose items are called `a/x` where the argument is `a_x`."""
    named = {name.replace("_", "/", 1): item for name, item in (items or {"a_x": FULL, "b_y": NONE}).items()}
    total = sum((item.earned for item in named.values()), Fraction(0))
    return Scores(student=student, name=student.upper(), submission=submission, earned=total, items=named)


def report(*all_scores: Scores) -> Report:
    """What a run reported with the usual causes."""
    return Report(texts={each.student: as_text(each) for each in all_scores}, causes=CAUSES)


def reasons(before: Scores, after: Scores, causes: Mapping[str, str] = CAUSES) -> dict[str, tuple[str, ...]]:
    """Why each changed item of the only student changed."""
    found = compared(report(before), [after], causes)
    return {item.key: item.because for change in found.changes for item in change.items}


def test_scores_come_back_from_their_text():
    """What was published is read back exactly."""
    odd = scores(a_x=replace(FULL, earned=Fraction(1, 3)))
    assert from_text("s1", as_text(odd)) == odd


def test_nothing_changed():
    """The same scores are no difference, also where causes changed."""
    found = compared(report(scores()), [scores(submission="other")], {**CAUSES, "grader": "2"})
    assert not found
    assert found.same == ["S1"]


@pytest.mark.parametrize(
    ("submission", "causes", "because"),
    [
        ("other", {}, ("submission",)),
        ("d", {"grader": "2"}, ("grader version",)),
        ("d", {"environment": "f"}, ("Python, packages or isolation",)),
        ("d", {"secret": "t"}, ("course secret",)),
        ("d", {"exercise/a": "2"}, ("exercise",)),
        ("d", {"exercise/b": "2"}, ("graded again",)),
        ("other", {"exercise/a": "2"}, ("submission", "exercise")),
    ],
)
def test_a_changed_score_has_a_reason(submission: str, causes: dict[str, str], because: tuple[str, ...]):
    """Every known cause of the item is named, and none of another exercise's."""
    after = scores(submission=submission, a_x=NONE, b_y=NONE)
    assert reasons(scores(), after, {**CAUSES, **causes}) == {"a/x": because}


def test_changed_points_are_a_reason():
    """An item that is worth more now is told apart from an answer that is judged otherwise; 0 of 2 is not 0 of 4."""
    more = ItemScore(earned=Fraction(4), points=Fraction(4), verdict="correct")
    nothing = replace(NONE, points=Fraction(4))
    after = scores(submission="other", a_x=more, b_y=nothing)
    assert reasons(scores(), after) == {"a/x": ("points",), "b/y": ("points",)}
    assert reasons(scores(), scores(a_x=replace(FULL, points=Fraction(20)), b_y=NONE)) == {"a/x": ("points",)}


def test_changed_possible_points_are_a_change():
    """4 of 10 and 4 of 20 are two scores, and both are shown."""
    before = replace(scores(), possible=Fraction(10))
    after = replace(scores(), possible=Fraction(20))
    (change,) = compared(report(before), [after], CAUSES).changes
    assert change.possible == (10, 20)
    assert "2/10" in shown(compared(report(before), [after], CAUSES))


def late(days: int, share: str, deduction: str, *, due: str = "d", came: str = "c") -> Grade:
    """Somebody's grade with so much taken off."""
    whole = Lateness(due=due, submitted_at=came, text="", days=days, share=Fraction(share), deduction=Fraction(deduction))
    return replace(mixed(), lateness=whole)


@pytest.mark.parametrize(
    ("after", "because"),
    [
        (late(2, "1/5", "1/2"), "follows from the items"),
        (late(3, "3/10", "1", came="later"), "time handed in"),
        (late(1, "1/10", "1", due="later"), "due time"),
        (late(2, "2/5", "1"), "late policy"),
        (late(2, "1/5", "2", came="later"), "time handed in"),
        (late(0, "0", "0", came="earlier"), "time handed in"),
        (replace(mixed(), lateness=None), "due time, late policy or time handed in"),
    ],
)
def test_why_lateness_costs_something_else(after: Grade, because: str):
    """Due time, time and share are compared; where they are the same it is the answers that changed."""
    before = late(2, "1/5", "1")
    found = compared(report(scores_of(before)), [scores_of(after)], CAUSES)
    (change,) = found.changes
    reasons_ = {item.key: item.because for item in change.items}
    assert reasons_[LATENESS] == (because,)
    same = replace(before, lateness=replace(before.lateness, submitted_at="a minute later"))
    assert not compared(report(scores_of(before)), [scores_of(same)], CAUSES)


@given(st.fractions(0, 1, max_denominator=999), st.fractions(0, 1, max_denominator=99))
def test_a_run_is_the_same_as_itself(share: Fraction, earned: Fraction):
    """To the last decimal: exact from the store, and rounded from the gradebook, which may stand beside each other."""
    grade = mixed()
    override = Override(earned=grade.items[0].points * earned, why="w", by="b")
    grade = replace(grade, items=(replace(grade.items[0], override=override), *grade.items[1:]))
    whole = Lateness(due="d", submitted_at="c", text="", days=1, share=share, deduction=grade.earned * share)
    grade = replace(grade, lateness=whole)
    exact = scores_of(grade)
    rounded = from_json(json.loads(json.dumps(plain_json(grade_json(Row(grade=grade, feedback_file="f"))))))
    for one in (exact, rounded):
        for other in (exact, rounded):
            assert not compared(report(one), [other], CAUSES)


def test_items_come_and_go():
    """An item that was not graded then, or is not now, is said to be added or left out."""
    assert reasons(scores(), scores(b_y=NONE, c_z=FULL)) == {"a/x": ("item left out",), "c/z": ("item added",)}


def test_what_no_report_shows_is_no_change():
    """A difference that is lost in rounding is none."""
    almost = replace(FULL, earned=Fraction(2) - Fraction(1, 10**6))
    assert not compared(report(scores()), [scores(a_x=almost, b_y=NONE)], CAUSES)


def test_students_come_and_go():
    """New students and those who are gone are named."""
    found = compared(report(scores("s1"), scores("s2")), [scores("s2"), scores("s3")], CAUSES)
    assert (found.new, found.gone, found.same) == (["S3"], ["S1"], ["S2"])


def shown(difference: Difference, encoding: str = "utf-8", *, whole: bool = False) -> str:
    """The table on a terminal of 80 columns."""
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, errors="strict", newline="\n")
    Console(file=file, width=80).print(ChangesTable(difference, "the last run", whole=whole))
    file.flush()
    return raw.getvalue().decode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_the_table_fits_a_terminal(encoding: str):
    """No line is longer than 80 columns, whatever a student is called and a terminal can show."""
    name = "Zoë " * 30 + "\x1b[2J"
    before, after = (
        replace(scores("s"), name=name),
        replace(scores("s", a_very_long_item_name_indeed=FULL), name=name),
    )
    text = shown(compared(report(before), [after], {**CAUSES, "grader": "2"}), encoding)
    assert max(map(len, text.splitlines())) <= 80
    assert "\x1b" not in text


def test_many_changes_are_counted():
    """Of a class in which everybody changed a screenful is shown, the others by item and reason; `whole` shows all."""
    before = report(*(scores(f"s{n:03}") for n in range(300)))
    found = compared(
        before, [scores(f"s{n:03}", a_x=NONE, b_y=NONE) for n in range(300)], {**CAUSES, "exercise/a": "2"}
    )
    text = shown(found)
    assert "300 of 300 students changed" in text
    assert "and 292 more students" in text
    assert "292 a/x (exercise)" in text
    assert "S299" in shown(found, whole=True)


def test_gradebooks_are_compared_too(tmp_path: Path):
    """Where no store is at hand, the gradebook of a run is enough."""
    grade = {
        "student": {"id": "s1", "name": ""}, "digest": "d", "earned": 0.67, "possible": 2,
        "items": [{"exercise": "a", "item": "x", "earned": 0.67, "points": 2, "verdict": "partial"}],
    }  # fmt: skip
    old = {"versions": {"grader": "1"}, "grades": [grade]}
    new = {
        "versions": {"grader": "2"},
        "grades": [{**grade, "earned": 2, "items": [{**grade["items"][0], "earned": 2}]}],
    }  # type: ignore[dict-item]
    for name, told in {"old": old, "new": new}.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(told))
    file = io.StringIO()
    assert difference_between(tmp_path / "old.json", tmp_path / "new.json", Console(file=file, width=80))
    assert "grader version" in file.getvalue()
    assert "0.67" in file.getvalue()
    assert not difference_between(tmp_path / "old.json", tmp_path / "old.json", Console(file=file))


@pytest.mark.parametrize("content", ["", "[]", '{"grades": [{}]}', "nothing"])
def test_what_is_no_gradebook_is_refused(tmp_path: Path, content: str):
    """A file that grade did not write is named, with what is wrong."""
    (tmp_path / "gradebook.json").write_text(content)
    with pytest.raises(UsageError, match=r"gradebook\.json is not a gradebook"):
        difference_between(tmp_path, tmp_path, Console(file=io.StringIO()))


def test_an_empty_folder_is_refused(tmp_path: Path):
    """Who names a folder without grades is told what belongs there."""
    with pytest.raises(UsageError, match="holds no grades"):
        difference_between(tmp_path, tmp_path, Console(file=io.StringIO()))


def test_a_part_of_the_exercises_says_nothing_new_of_lateness():
    """What lateness costs of one exercise is no change of what it costs of all."""
    late = {LATENESS: ItemScore(earned=Fraction(-2), points=Fraction(0), verdict="")}
    before = scores(a=ItemScore(earned=Fraction(10), points=Fraction(10), verdict="correct"))
    before = replace(before, items={**before.items, **late}, earned=Fraction(8))
    exercises = {key.partition("/")[0] for key in before.items if key != LATENESS}
    part = replace(before, items={LATENESS: replace(late[LATENESS], earned=Fraction(-1))}, earned=Fraction(-1))
    assert with_left_out(part, report(before), exercises) == before


def test_a_run_of_new_students_alone_compares_nobody():
    """No sentence counts the changes of nobody."""
    difference = compared(report(), [scores()], CAUSES)
    assert "0 of 0" not in shown(difference)
    assert "New (1)" in shown(difference)


def test_mistakes_of_a_class_go_stay_and_come():
    """Of the students of then who are there now, each is counted once a misconception."""
    sign, drop = (replace(NONE, misconception=name) for name in ("sign", "drop"))
    before = report(scores("s1", a_x=sign, b_y=sign), scores("s2", a_x=sign), scores("s3", a_x=sign), scores("gone", a_x=drop))
    now = [scores("s1", a_x=FULL, b_y=drop), scores("s2", a_x=sign), scores("s3", a_x=FULL), scores("new", a_x=sign)]
    found = class_change("the last run", before, now, CAUSES)
    assert found is not None
    assert (found.students, found.changed, found.up, found.down, found.new) == (3, 2, 2, 0, 1)
    assert [(each.name, each.gone, each.stayed, each.came) for each in found.mistakes] == [("sign", 2, 1, 0), ("drop", 0, 0, 1)]


def test_nothing_is_said_of_mistakes_that_were_not_kept():
    """What an earlier version reported has no misconceptions, and that is none of the class's doing."""
    sign = replace(NONE, misconception="sign")
    found = class_change("the last run", report(scores("s1", a_x=NONE)), [scores("s1", a_x=sign)], CAUSES)
    assert found is not None
    assert found.mistakes == ()
    assert class_change("the last run", report(), [scores("s1")], CAUSES) is None

"""What the course's rules made of a score stands in every letter, with the reason, and is told when it changes."""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from pathlib import Path

import pytest
from rich.console import Console

from grader.changes import compared
from grader.changes.scores import Report, as_text, from_json, from_text, scores_of
from grader.course import Course, adjusted, load_course, unknown
from grader.errors import SpecError
from grader.model import Grade, Gradebook, Student
from grader.reports.formats import Row
from grader.reports.formats.gradebook_csv import open_csv
from grader.reports.formats.gradebook_json import grade_json
from grader.reports.formats.markdown_letter import feedback_markdown
from grader.reports.staff_account import Explanation
from tests.course.worlds import Work, World

POINTS = {name: Fraction(n) for name, n in {"one/a": 2, "one/b": 2, "two/c": 4, "three/d": 8}.items()}
ALL = dict.fromkeys(POINTS, Fraction(1))
WORLD = World(points=POINTS, works=(Work(student="ann", credits={**ALL, "three/d": Fraction(1, 2)}, reviews=frozenset({"one/b"})),))


def course(tmp_path: Path, text: str) -> Course:
    """The course that this text describes."""
    (tmp_path / "course.yml").write_text(text, encoding="utf-8")
    return load_course(tmp_path / "course.yml")


def graded(tmp_path: Path, text: str) -> Grade:
    """Ann's grade by this course: 12 of 16, and one item waits."""
    (grade,) = WORLD.grades()
    return adjusted(grade, course(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("rules: {c: {struck: the drawing was wrong}}", "Counts for nobody: the drawing was wrong."),
        ("rules: {two: {struck: the sheet was wrong}}", "Counts for nobody: the sheet was wrong."),
        ("rules: {c: {given: ambiguous}}", "Everybody gets this in full: ambiguous."),
        ("excused: {ann: {two: was ill.}}", "You are excused from this: was ill."),
        ("rules: {c: {bonus: true}}", "A bonus: it adds to what you earn, and nothing is lost without it."),
        ("rules: {three: {weight: 24}}", "Three counts as 24 points."),
        ("best: {count: 2}", "Three is left out of the total: the best 2 of 3 count."),
        ("total: {most: 50%, least: 1}", "The total is at most 8 points."),
        ("total: {least: 13}", "The total is at least 13 points."),
        ("rules: {three: {least: 50%, most: 3}}", "Three is at most 3 points."),
        ("overrides: {ann: {three: {earned: 1, why: copied, by: staff}}}", "A person set Three to 1 point: copied (staff)."),
        ("overrides: {ann: {total: {earned: 16, why: so, by: staff}}}", "A person set the total to 16 points: so (staff)."),
    ],
)
def test_every_letter_has_the_reason(tmp_path: Path, text: str, sentence: str):
    """The student reads what the rule did, and staff read it too; what changes nothing is not told."""
    grade = graded(tmp_path, text)
    assert sentence in feedback_markdown(grade, WORLD.assignment)
    console = Console(width=300, file=io.StringIO())
    console.print(Explanation(grade, WORLD.assignment, set(), lambda key: None))
    assert sentence in console.file.getvalue()
    assert "at least 1" not in feedback_markdown(grade, WORLD.assignment) or "least: 1}" not in text


@pytest.mark.parametrize(
    ("text", "waits"),
    [
        ("title: x", True),
        ("rules: {b: {bonus: true}}", True),
        ("rules: {b: {struck: x}}", False),
        ("rules: {one: {given: x}}", False),
        ("excused: {ann: {b: x}}", False),
        ("overrides: {ann: {one: {earned: 1, why: a, by: b}}}", False),
        ("overrides: {ann: {total: {earned: 1, why: a, by: b}}}", False),
        ("overrides: {ann: {one: {earned: 5, why: a, by: b}}}", True),  # more than there is decides nothing
    ],
)
def test_nothing_waits_that_a_rule_or_a_person_settled(tmp_path: Path, text: str, waits: bool):
    """An item that counts for nobody, or in a sum that a person decided, is not to be looked at."""
    assert graded(tmp_path, text).provisional is waits


RULES = [
    "rules: {three: {weight: 24}}", "rules: {c: {struck: x}}", "rules: {d: {given: x}}", "rules: {one: {bonus: true}}",
    "best: {count: 2}", "total: {most: 10}", "excused: {ann: {three: ill}}", "excused: {ann: ill}",
    "overrides: {ann: {three: {earned: 1, why: a, by: b}}}", "overrides: {ann: {total: {earned: 1, why: a, by: b}}}",
]  # fmt: skip


@pytest.mark.parametrize("text", RULES)
def test_a_changed_rule_is_told_and_an_unchanged_one_is_not(tmp_path: Path, text: str):
    """From no rule to one and back; from kept figures and from the gradebook alike."""
    before, after = (scores_of(graded(tmp_path, each)) for each in ("title: x", text))
    for old, new in ((before, after), (after, before)):
        (change,) = compared(Report(texts={"ann": as_text(old)}, causes={}), [new], {}).changes
        reasons = {reason for item in change.items for reason in item.because}
        assert reasons & {"rules of the course", "a person's decision"}, reasons
        assert not reasons & {"submission", "graded again"}
    again = from_json(grade_json(Row(grade=graded(tmp_path, text), feedback_file="ann.md")))
    for one in (after, from_text("ann", as_text(after)), again):
        assert not compared(Report(texts={"ann": as_text(one)}, causes={}), [after], {})


def test_the_table_says_what_each_exercise_adds(tmp_path: Path):
    """A column for each, which add up to the total where nothing is done to that alone; blank where nothing counts."""
    text = "rules: {three: {weight: 24}, two: {bonus: true}}\nexcused: {ann: {one: ill}}\n"
    grade = graded(tmp_path, text)
    book = Gradebook(
        assignment=WORLD.assignment, grades=lambda: iter([grade]), isolation="full", versions={}, graded_at="", rules=text,
        missing=(Student(id="ben", name="ben"),), possible=Fraction(28),
    )  # fmt: skip
    with open_csv(book, tmp_path / "gradebook.csv") as add:
        add(Row(grade=grade, feedback_file="ann.md"))
    ann, ben = csv.DictReader((tmp_path / "gradebook.csv").read_text("utf-8-sig").splitlines())
    assert [ann[f"{name} counts"] for name in ("one", "two", "three")] == ["", "4", "12"]
    assert (ann["total"], ann["possible"], ann["one/a"]) == ("16", "24", "")
    assert (ben["total"], ben["possible"], ben["flags"]) == ("", "28", "missing")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rules: {x: {weight: 2}}", "rules.x: there is no such item or exercise"),
        ("best: {count: 1, of: [one, c]}", "best[0].of[1]: names an item; name an exercise"),
        ("extensions: {ann: {c: 1 day}}\ndue: 2026-03-01 UTC", "extensions.ann.c: names an item; name an exercise"),
        ("excused: {ann: {tree: ill}}", "excused.ann.tree: there is no such item or exercise; did you mean `three`?"),
        ("overrides: {ann: {two: {earned: 5, why: a, by: b}}}", "overrides.ann.two.earned: the exercise has 4 points"),
        ("overrides: {ann: {total: {earned: 17, why: a, by: b}}}", "overrides.ann.total.earned: the total has 16 points"),
    ],
)
def test_what_means_nothing_is_said_aloud(tmp_path: Path, text: str, expected: str):
    """With its line."""
    said = unknown(course(tmp_path, text), [Student(id="ann", name="ann")], WORLD.assignment)
    assert any(expected in sentence for sentence in said), said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rules: {one: {late: {per_day: 10%}}}", "rules.one.late: needs a time `due`"),
        ("due: 2026-03-01 UTC\nlate: {per_day: 10%, per_hour: 1%}", "has per_day and per_hour; keep one"),
        ("due: 2026-03-01 UTC\nlate: {cap: 10%}", "must say what lateness costs"),
        ("due: 2026-03-01 UTC\nlate: {steps: {soon: 10%}}", "has the step `soon`"),
        ("due: 2026-03-01 UTC\nrules: {one: {late: {per_day: 10%, on: total}}}", "takes lateness off the total"),
        ("rules: {one: {struck: a, given: b}}", "is struck out and given in full; keep one"),
        ("rules: {one/a: {weight: 2}}", "rules.one/a.weight: is said of an exercise"),
        ("rules: {one: {due: 2026-03-01 12:00}}", "rules.one.due: has no time zone"),
        ("total: {most: x}", "must be points, like 2 or 0.5, or a share"),
        ("best: {count: 0}", "must be at least 1"),
        ("groups: {red: anna}", "must be lists of students by group"),
        ("times: {from: x}", "must be a CSV file"),
        ("excused: {ann: {}}", "must name an exercise"),
        ("decisions: none.csv", "none.csv: cannot be read"),
    ],
)
def test_faults_of_rules_are_sentences_with_their_line(tmp_path: Path, text: str, expected: str):
    """Before anything is graded."""
    with pytest.raises(SpecError) as raised:
        course(tmp_path, text)
    assert any(expected in problem for problem in raised.value.problems), raised.value.problems

"""`course.yml` is read with its zones, and everything that is wrong in it is said at once, with its line."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from grader.course import course_file, load_course
from grader.course.course_file import Course
from grader.errors import SpecError, UsageError
from grader.sentences.languages import LANGUAGES

WHOLE = """\
title: Calculus, week 3
secret: hush
exercises: tasks
roster: students.csv
timezone: Europe/Berlin
due: 2026-03-01 23:59
late: {per_day: 10%, cap: 1/2, grace: 15 min}
extensions: {s1: 3 days, "0012": 2026-03-05 12:00 UTC}
submitted: {s2: 2026-03-02 10:00}
overrides:
  s0123: {partial_derivatives/df_dx: {earned: 1/2, why: "accepted on appeal", by: "course staff"}}
"""


def course(tmp_path: Path, text: str) -> Course:
    """The course that this text describes."""
    file = tmp_path / "course.yml"
    file.write_text(text, encoding="utf-8")
    return load_course(file)


def problems(tmp_path: Path, text: str) -> list[str]:
    """What is wrong with it, without the folder's name."""
    with pytest.raises(SpecError) as raised:
        course(tmp_path, text)
    return [problem.removeprefix(f"{tmp_path}/") for problem in raised.value.problems]


def test_everything_that_may_stand_there(tmp_path: Path):
    """Shares, spans, zones, students whose id is a number, and folders from the file on."""
    found = course(tmp_path, WHOLE)
    assert (found.title, found.secret) == ("Calculus, week 3", "hush")
    assert (found.exercises, found.roster) == (tmp_path / "tasks", tmp_path / "students.csv")
    assert found.policy is not None
    assert (found.policy.per_day, found.policy.cap) == (Fraction(1, 10), Fraction(1, 2))
    assert found.policy.grace == timedelta(minutes=15)
    assert found.due("nobody").isoformat() == "2026-03-01T23:59:00+01:00"
    assert found.due("S1").isoformat() == "2026-03-04T23:59:00+01:00"
    assert found.due("0012").isoformat() == "2026-03-05T12:00:00+00:00"
    override = found.overrides["s0123"]["partial_derivatives/df_dx"]
    assert (override.earned, override.why, override.by) == (Fraction(1, 2), "accepted on appeal", "course staff")


def test_an_empty_file_says_nothing(tmp_path: Path):
    """Every key may be left out."""
    assert course(tmp_path, "# nothing yet\n").policy is None


def test_a_course_may_write_decimals_with_a_comma(tmp_path: Path):
    """`decimal: comma` says it; without it a comma parts components."""
    assert course(tmp_path, "decimal: comma\n").decimal_comma
    assert not course(tmp_path, "title: Calculus\n").decimal_comma


def test_a_course_may_say_sentences_in_its_own_words(tmp_path: Path):
    """Under the catalogue's codes and with its gaps, in a file beside."""
    (tmp_path / "ours.yml").write_text('missing: "No `{name}` here."\n', encoding="utf-8")
    assert course(tmp_path, "sentences: ours.yml\nlanguage: en\n").sentences == {"missing": "No `{name}` here."}
    assert course(tmp_path, "# nothing\n").sentences == {}


def test_a_sentence_that_cannot_be_said_is_refused_with_its_line(tmp_path: Path):
    """An unknown code, an unknown gap, a brace of its own, no text: one error, and no report with a gap open."""
    bad = 'slip.sing: x\nmissing: "No {nam}"\nright.all: "}"\nslip.sign: [1]\nunread_text: "{characters:,} of {name.x}"\n'
    (tmp_path / "ours.yml").write_text(bad, encoding="utf-8")
    (found,) = problems(tmp_path, "title: x\nsentences: ours.yml\n")
    assert found.startswith("course.yml:2: sentences: ")
    for expected in (
        "ours.yml:1: slip.sing: there is no such sentence; did you mean `slip.sign`?",
        "ours.yml:2: missing: there is no gap {nam} in this sentence; it has {name}",
        "ours.yml:3: right.all: has a brace of its own",
        "ours.yml:4: slip.sign: has to be a text",
        "ours.yml:5: unread_text: write {characters} alone",
        "ours.yml:5: unread_text: there is no gap {name.x}",
    ):
        assert expected in found
    assert "none.yml" in problems(tmp_path, "sentences: none.yml\n")[0]


def test_a_language_that_is_not_known_is_refused(tmp_path: Path):
    """With those that are."""
    assert problems(tmp_path, "language: tlh\n") == ["course.yml:1: language: is not known here; there are " + ", ".join(LANGUAGES)]


def test_every_problem_is_said_at_once(tmp_path: Path):
    """Each with file, line and path, and with what was perhaps meant."""
    text = (
        "titel: x\ndue: 2026-03-02 12:00\nlate: {per_day: 10, grace: 2}\nextensions: {a: soon}\n"
        'overrides:\n  s1:\n    df_dx: {earned: 1, why: ""}\n'
    )
    found = problems(tmp_path, text)
    for expected in (
        "course.yml:1: titel: is not a key here; did you mean `title`?",
        "course.yml:2: due: has no time zone",
        "course.yml:3: late.per_day: must lie between 0 and 1, or 0% and 100%",
        "course.yml:3: late.grace: must be a span of time",
        "course.yml:4: extensions.a: must be a new due time",
        "course.yml:7: overrides.s1.df_dx.by: is missing",
        "course.yml:7: overrides.s1.df_dx.why: must not be empty",
    ):
        assert any(problem.startswith(expected) for problem in found), expected
    assert len(found) == 7


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("due: 2026-03-02 12:00", "1: due: has no time zone"),
        ("timezone: Europe/Berlino", "1: timezone: `Europe/Berlino` is no time zone"),
        ("due: 2026-13-02 12:00 UTC", "1: due: must be a time"),
        ("due: 2026-03-02 12:00 Nowhere/City", "1: due: must be a time"),
        ("due: 2026-03-02 12:00 CEST", "1: due: `2026-03-02 12:00 CEST` is in no time zone"),
        ("due: 2026-03-02 12:00 UTC\nextensions: {a: 2026-03-01 UTC}", "2: extensions.a: lies before the due time (2026-03-02"),
        ("due: 2026-03-02 12:00 UTC\nextensions: {a: 2026-03-02 12:30 +01:00}", "2: extensions.a: lies before the due"),
        ("late: {per_day: 10%}", "1: late: needs a time `due`"),
        ("- a\n- b", "1: a course's file is a mapping"),
        ("overrides: {s1: {x: {earned: -1, why: a, by: b}}}", "1: overrides.s1.x.earned: must lie between"),
        ("secret: a\nsecret: b", "2: secret: stands here twice"),
    ],
)
def test_single_problems(tmp_path: Path, text: str, expected: str):
    """What is wrong is one sentence with its line."""
    assert any(problem.startswith(f"course.yml:{expected}") for problem in problems(tmp_path, text))


def test_where_the_file_is_looked_for(tmp_path: Path):
    """The one that is named, else the first in the folders that may hold one."""
    exercises, here = tmp_path / "course" / "exercises", tmp_path / "here"
    exercises.mkdir(parents=True)
    here.mkdir()
    folders = [here, exercises.parent, exercises]
    assert course_file(None, folders) is None
    (exercises / "course.yml").write_text("")
    assert course_file(None, folders) == exercises / "course.yml"
    (exercises.parent / "course.yml").write_text("")
    assert course_file(None, folders) == exercises.parent / "course.yml"
    (here / "course.yaml").write_text("")
    assert course_file(None, folders) == here / "course.yaml"
    with pytest.raises(UsageError, match="no such file"):
        course_file(tmp_path / "other.yml", folders)

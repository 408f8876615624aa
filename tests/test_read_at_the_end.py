"""What a person must read is there when the work is done: said again, in the course's order, and refused before the work."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli import main
from grader.course.exercises import load_assignment
from grader.reports import verdict_words as wording
from tests.course.test_exercise_folders import SLOPE, exercises
from tests.submission.making import tree


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of one exercise with two students."""
    exercises(tmp_path / "exercises")
    tree(tmp_path, {"subs/ann.py": "dh_dx = '2x'\n", "subs/ben.py": "dh_dx = '3x'\n"})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def grade(*words: str) -> Result:
    """What the command says."""
    return CliRunner().invoke(main, [*words])


@pytest.mark.parametrize("word", ["--classroom", "--classroom50", "--gradescope"])
def test_what_takes_one_student_is_refused_before_a_class_is_graded(here: Path, word: str):
    """Known from the arguments, said at once."""
    said = grade("subs", word)
    assert said.exit_code == 2
    assert said.output.startswith(f"grade: {word}: this is for the work of one student")
    assert not (here / "grades").exists()


def test_missing_variables_are_said_before_the_work(here: Path, monkeypatch: pytest.MonkeyPatch):
    """All of them at once."""
    for name in ("CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL", "REVIEW_URL", "OWNER", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    said = grade("subs/ann.py", "--classroom50")
    assert said.exit_code == 2
    assert said.output.startswith("grade: Not set: CLASSROOM, ASSIGNMENT, SUBMISSION_TAG, COMMIT_URL,")
    assert not (here / "grades").exists()


def test_warnings_are_said_again_below_the_table(here: Path):
    """With their number, after what would have pushed them away."""
    (here / "course.yml").write_text("overrides: {bem: {hill/dh_dx: {earned: 1, why: w, by: b}}}\n", encoding="utf-8")
    lines = grade("subs").output.splitlines()
    assert lines.index("1 warning, as above:") > next(n for n, line in enumerate(lines) if line.startswith("2 submissions"))
    assert lines[lines.index("1 warning, as above:") + 1].startswith("! course.yml:1: overrides.bem: there is no such student")


def test_a_run_that_judged_anew_and_changed_nothing_says_so(here: Path):
    """So that nobody wonders whether it did anything."""
    grade("subs")
    assert "2 submissions judged anew; no score has changed." in grade("subs", "--again").output
    assert "judged anew" not in grade("subs").output


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["Ann", "Ben"], "Ann and Ben"),
        (["Doe, Jane", "Roe, Rick"], "Doe, Jane and Roe, Rick"),
        (["Doe, Jane", "Roe, Rick", "Poe, Al"], "Doe, Jane; Roe, Rick and Poe, Al"),
        (["Doe, Jane", "Roe, Rick", "Poe, Al", "Lee, Bo"], "Doe, Jane; Roe, Rick; Poe, Al and 1 more"),
    ],
)
def test_names_with_commas_can_be_told_apart(names: list[str], said: str):
    """Semicolons stand between names that have commas of their own."""
    assert wording.listed(names) == said


def test_the_table_is_sorted_by_the_names_that_it_shows(here: Path):
    """Not by ids, which it does not show."""
    (here / "students.csv").write_text("id,name\nann,Zoe Ash\nben,Bo Elm\n", encoding="utf-8")
    text = grade("subs", "--roster", "students.csv").output
    table = text[text.rindex("student") :]
    assert table.index("Bo Elm") < table.index("Zoe Ash")


@pytest.mark.parametrize(
    ("files", "order"),
    [
        ({"b": "x", "a": "xy", "c": "x"}, ["b", "c", "a"]),
        ({"10_b": "x", "9_a": "xyz", "2_c": "xy"}, ["2_c", "9_a", "10_b"]),
        ({"b": "x", "1_a": "xyz"}, ["1_a", "b"]),
    ],
)
def test_exercises_come_in_the_courses_order(tmp_path: Path, files: dict[str, str], order: list[str]):
    """By the number before a file's name, else fewer variables first, else by name."""
    for number, (name, variables) in enumerate(files.items()):
        text = SLOPE.format(title=name).replace("(x)", f"({', '.join(variables)})").replace("dh_dx", f"d{number}")
        (tmp_path / f"{name}.yml").write_text(text, encoding="utf-8")
    assert [exercise.id for exercise in load_assignment(tmp_path).exercises] == order


def test_the_courses_file_may_say_the_order(here: Path):
    """`order` comes first; an id that there is not is refused with its line."""
    text = SLOPE.format(title="Dale").replace("dh_dx", "dd_dx")
    (here / "exercises" / "dale.yml").write_text(text, encoding="utf-8")
    (here / "course.yml").write_text("order: [hill]\n", encoding="utf-8")
    assert grade("subs").exit_code == 0
    header = (here / "grades" / "gradebook.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert header.startswith("id,name,hill/dh_dx,dale/dd_dx")
    (here / "course.yml").write_text("title: t\norder: [hil]\n", encoding="utf-8")
    assert grade("subs").output == "grade: course.yml:2: order[0]: there is no exercise `hil`; there are dale, hill\n"

"""Whose exercises a run works on: those beside what is graded, then those here and above, and never others in silence."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli import main
from grader.commands.setting import course_of, found_at, setting_of, shown
from grader.errors import UsageError

ROOT = Path(__file__).parents[2]
SLOPE = """\
title: {title}
prompt: Let $h(x) = x^2$. Give `dh_dx`.
functions:
  h(x): x**2
items:
  - {{id: dh_dx, answer: "diff(h, x)"}}
"""


def exercises(folder: Path, title: str = "Hill", *, copy: bool = False) -> Path:
    """A folder with one exercise; with `copy` as a handout marks it."""
    folder.mkdir(parents=True, exist_ok=True)
    text = SLOPE.format(title=title) + ("for_students: true\n" if copy else "")
    (folder / "hill.yml").write_text(text, encoding="utf-8")
    return folder


def work(folder: Path) -> Path:
    """A folder with two students' answers."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("ann", "ben"):
        (folder / f"{name}.py").write_text("dh_dx = '2x'\n", encoding="utf-8")
    return folder


def grade(*words: str | Path) -> Result:
    """What the command says."""
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder without exercises, beside nothing."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("path", ["subs", "subs/ann.py", "subs.zip", "subs/week/ann"])
def test_exercises_lie_beside_what_is_graded(tmp_path: Path, elsewhere: Path, path: str):
    """From any folder the course's own exercises are found: beside a folder, a file, an archive, or further up."""
    own = exercises(tmp_path / "course" / "exercises")
    assert found_at(path=tmp_path / "course" / path)[0] == own
    assert found_at(path=Path(os.path.relpath(tmp_path / "course" / path)))[0] == own


def test_what_is_beside_comes_before_what_is_here(tmp_path: Path, elsewhere: Path):
    """Another course's exercises in the current folder grade nobody of this one; without own ones they do."""
    other = exercises(elsewhere / "exercises", "Other")
    own = exercises(tmp_path / "course" / "exercises")
    assert found_at(path=tmp_path / "course" / "subs")[0] == own
    assert found_at(path=tmp_path / "downloads" / "subs.zip")[0] == other


def test_what_is_here_comes_before_what_is_above_both(tmp_path: Path, elsewhere: Path):
    """An unrelated folder in a home above both does not win against the current folder's."""
    exercises(tmp_path / "exercises", "Unrelated")
    here = exercises(elsewhere / "exercises")
    assert found_at(path=tmp_path / "downloads" / "subs")[0] == here


def test_a_students_copy_counts_only_where_there_is_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A clone of a handout brings marked exercises along; the course's own come first, and a student alone uses the copy."""
    own = exercises(tmp_path / "exercises")
    copy = exercises(tmp_path / "clones" / "ann" / "exercises", copy=True)
    monkeypatch.chdir(tmp_path)
    assert found_at(path=Path("clones/ann/hw.ipynb"))[0] == own
    assert found_at(path=Path("clones/ann"))[0] == own
    shutil.rmtree(own)
    assert found_at(path=Path("clones/ann/hw.ipynb"))[0] == copy
    assert found_at(path=Path("clones/ann"))[0].resolve() == copy


@pytest.mark.parametrize("words", [["run", "subs"], ["verify"], ["handout", "out"], ["gradescope", "out.zip"]])
def test_the_lessons_own_are_never_taken_in_silence(elsewhere: Path, words: list[str]):
    """Without exercises every command says where was looked and how to ask for the lesson's."""
    work(elsewhere / "subs")
    said = grade(*words)
    assert said.exit_code == 2
    assert f"Looked for *.yml in {elsewhere}/exercises" in said.output
    assert "--exercises lesson" in said.output
    assert not (elsewhere / "grades").exists()


def test_the_lessons_own_are_taken_where_asked_for(elsewhere: Path):
    """`--exercises lesson` means those that came along, unless a folder here is called so."""
    assert found_at(Path("lesson"))[0] == ROOT / "exercises"
    exercises(elsewhere / "lesson")
    assert found_at(Path("lesson"))[0] == Path("lesson")


def test_a_missing_path_is_said_before_missing_exercises(elsewhere: Path):
    """Whoever mistypes a path reads that, with what is there."""
    work(elsewhere / "homework")
    for words in (["homewrok"], ["who", "homewrok"]):
        said = grade(*words)
        assert said.exit_code == 2
        assert said.output == "grade: homewrok is not there. Did you mean homework?\n"


def test_the_first_line_and_the_reports_name_the_folder(tmp_path: Path, elsewhere: Path):
    """A run begins with the folder in use; the gradebook and each letter name it too."""
    exercises(tmp_path / "course" / "exercises")
    work(tmp_path / "course" / "subs")
    said = grade(tmp_path / "course" / "subs")
    assert said.exit_code == 0, said.output
    assert said.output.splitlines()[0] == f"exercises: {tmp_path / 'course' / 'exercises'} (1 exercise)"
    book = json.loads((elsewhere / "grades" / "gradebook.json").read_text(encoding="utf-8"))
    assert book["assignment"]["folder"] == "course/exercises"
    assert {each["earned"] for each in book["grades"]} == {1}
    assert "(`course/exercises`)" in (elsewhere / "grades" / "feedback" / "ann.md").read_text(encoding="utf-8")


def test_explain_and_review_use_what_the_run_used(tmp_path: Path, elsewhere: Path):
    """What was graded from elsewhere is explained from the same exercises, course and choice, without naming them again."""
    own = exercises(tmp_path / "course" / "exercises")
    (own / "valley.yml").write_text(SLOPE.format(title="Valley").replace("dh_dx", "dv_dx"), encoding="utf-8")
    (tmp_path / "course" / "course.yml").write_text(
        "overrides: {ann: {hill/dh_dx: {earned: 0, why: w, by: b}}}\n", encoding="utf-8"
    )
    work(tmp_path / "course" / "subs")
    assert grade(tmp_path / "course" / "subs", "--only", "hill").exit_code == 0
    assert grade("review").output == "Nothing waits for a person; 2 students looked through.\n"
    explained = grade("explain", "ann")
    assert explained.exit_code == 0, explained.output
    assert "0 of 1" in explained.output


def test_a_course_beside_the_exercises_wins_over_another_here(tmp_path: Path, elsewhere: Path):
    """Due times and decisions come from the course that the work belongs to."""
    exercises(tmp_path / "course" / "exercises")
    (tmp_path / "course" / "course.yml").write_text("title: Ours\n", encoding="utf-8")
    (elsewhere / "course.yml").write_text("title: Theirs\n", encoding="utf-8")
    course = course_of(tmp_path / "course" / "subs")
    assert course is not None
    assert course.title == "Ours"


def test_a_course_file_beside_says_where_its_exercises_are(tmp_path: Path, elsewhere: Path):
    """`exercises:` in the course's file counts from any folder, before a folder of that name."""
    own = exercises(tmp_path / "course" / "tasks")
    exercises(tmp_path / "course" / "exercises", "Old")
    (tmp_path / "course" / "course.yml").write_text("exercises: tasks\n", encoding="utf-8")
    setting = setting_of(path=tmp_path / "course" / "subs")
    assert setting.exercises == own
    assert setting.line == f"exercises: {own} (1 exercise), course: {tmp_path / 'course' / 'course.yml'}"


def test_no_exercises_is_an_error_for_a_copy_of_the_examples_too(tmp_path: Path, elsewhere: Path):
    """What is graded decides nothing by its content."""
    shutil.copytree(ROOT / "submissions_example", elsewhere / "subs")
    with pytest.raises(UsageError, match="No exercises were found"):
        found_at(path=Path("subs"))
    assert found_at(path=ROOT / "submissions_example")[0] == ROOT / "exercises"


def test_paths_are_shown_as_somebody_here_writes_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """From this folder on, or from the own home."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/ann")
    assert shown(Path("a/../b")) == "b"
    assert shown(Path("/home/ann/course")) == "~/course"
    assert shown(Path("/srv/course")) == "/srv/course"

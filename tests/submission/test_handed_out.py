"""A look at one notebook of five is about that one: its exercises, its hints, and no trace in the reports of others."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.authoring.handout import Choices, handout, write_handout
from grader.cli import main
from grader.collect.entry_search import find
from grader.course.exercises import load_assignment
from grader.submission.intake import exercises_of

ROOT = Path(__file__).parents[2]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a student was handed out."""
    write_handout(handout(load_assignment(ROOT / "exercises"), Choices()), tmp_path, force=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(*words: str, status: int = 0) -> str:
    """What the command prints."""
    result = CliRunner().invoke(main, [*words])
    assert result.exit_code == status, result.output
    return result.output


def about(folder: Path, source: str, name: str = "hw.py") -> list[str]:
    """The exercises that a file with this text is about."""
    (folder / name).write_text(source, encoding="utf-8")
    (entry,) = find(folder / name).entries
    return [exercise.id for exercise in exercises_of(entry, load_assignment(ROOT / "exercises"))]


@pytest.mark.usefixtures("here")
def test_a_handed_out_notebook_is_graded_on_its_exercises():
    """The total is that of the notebook's exercises, and the first line says so."""
    text = said("directional_derivative.ipynb")
    assert text.splitlines()[0] == (
        "exercises: exercises (1 of 5 exercises); directional_derivative.ipynb is about Directional derivative"
    )
    assert "0 of 6 points" in text
    assert "grad_descent" not in text
    assert "comment" not in text
    assert "0 of 39 points" in said(".", "--student", "me", "--out", "all")
    assert "0 of 9 points" in said("directional_derivative.ipynb", "--only", "partial_derivatives")


@pytest.mark.parametrize(
    ("source", "exercises"),
    [
        ("gradient = '(4y, 4x + 3y^2)'", ["directional_derivative"]),
        ("def grad_f(x, y):\n    return 4*y, 4*x", ["directional_derivative"]),
        ("steps = [(0.4, 1.9)]\ndf_dx = '4x - 3y'", ["descent_by_hand", "partial_derivatives"]),
        ("# %% [markdown]\n# Find the `u_hat` of your direction.\n# %%\nx = 1", ["directional_derivative"]),
    ],
)
def test_without_metadata_it_is_about_what_it_sets_or_asks_for(tmp_path: Path, source: str, exercises: list[str]):
    """Names and aliases that are set, and names that a prompt asks for in backticks."""
    assert about(tmp_path, source) == exercises


@pytest.mark.parametrize("source", ["x = 1", "", "df_dx = 1\nsteps = 2\ngradient = 3", "def broken(:"])
def test_what_shows_no_exercise_or_most_of_them_is_about_all(tmp_path: Path, source: str):
    """Where a homework lacks one answer of many, the missing one is said and not left out."""
    assert len(about(tmp_path, source)) == 5


@pytest.mark.usefixtures("here")
def test_no_student_shrinks_a_class(here: Path):
    """In a class, what a notebook says of itself changes nobody's possible points."""
    (here / "subs").mkdir()
    for name in ("ann", "ben"):
        shutil.copy(here / "descent_by_hand.ipynb", here / "subs" / f"{name}.ipynb")
    said("subs")
    book = json.loads((here / "grades" / "gradebook.json").read_text(encoding="utf-8"))
    assert {grade["possible"] for grade in book["grades"]} == {39}


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("before", [[], ["."], ["subs"], [".", "--student", "me"]])
def test_one_file_never_touches_the_reports(here: Path, before: list[str]):
    """Whatever was graded before; with `--out` its own reports are kept."""
    (here / "subs").mkdir()
    for name in ("ann", "ben"):
        shutil.copy(here / "descent_by_hand.ipynb", here / "subs" / f"{name}.ipynb")
    if before:
        said(*before)
    found = {file: file.read_bytes() for file in (here / "grades").rglob("*") if file.is_file()}
    ends = "Reports of the class, if there are any, stay as they are; with --out DIR this file's own are kept."
    assert " ".join(said("descent_by_hand.ipynb").split()).endswith(ends)
    assert {file: file.read_bytes() for file in (here / "grades").rglob("*") if file.is_file()} == found
    assert "Reports are in own/" in said("descent_by_hand.ipynb", "--out", "own")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "source", ["import grader as gradientt", "from numpy import gradient as gradiennt", "import numpy.linalg as u_hatt\nu = 1"]
)
def test_imported_names_are_never_offered_as_answers(here: Path, source: str):
    """Neither a module nor what was imported from one is what somebody may have meant."""
    (here / "hw.py").write_text(source + "\nslope = 1\n", encoding="utf-8")
    assert "There is" not in said("hw.py")

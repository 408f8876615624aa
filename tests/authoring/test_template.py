"""Templates: what students are given earns nothing as it is, and everything once it is filled in."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from grader.authoring.students_copy import Template, notebook_text, script_text, template_for
from grader.course.exercises import load_assignment, read_exercise
from grader.kinds import KINDS
from grader.model import Assignment, Exercise, Limits
from tests.authoring.grading import graded

ROOT = Path(__file__).parents[2]
LESSON = replace(load_assignment(ROOT / "exercises"), limits=Limits(statement_seconds=5, call_seconds=5))
TEMPLATES = [template_for(exercise) for exercise in LESSON.exercises]
Write = Callable[[Sequence[Template]], str]
FORMATS = [("hw.ipynb", notebook_text), ("hw.py", script_text)]
UNUSUAL = """
title: A prompt full of answers
prompt: |
  Let $f(u, v) = u v$. Define `du`, for example `du = v`, and `dv_depends_on`, such as {"u"}.

  `dv_depends_on = {"u"}`
functions:
  f(u, v): u*v
items:
  - {id: du, answer: "diff(f, u)"}
  - {id: dv_depends_on, answer: "names_in(diff(f, v))"}
"""


def only(exercise: Exercise) -> Assignment:
    """An assignment of one exercise."""
    return replace(LESSON, exercises=(exercise,))


@pytest.mark.parametrize(("name", "write"), FORMATS)
def test_a_template_is_unanswered(name: str, write: Write, tmp_path: Path):
    """As it is handed out, every item is unanswered, and checking itself in it does no harm."""
    (tmp_path / name).write_text(write(TEMPLATES), encoding="utf-8")
    grade = graded(tmp_path / name, LESSON)
    assert {(str(i.result.key), str(i.result.verdict)) for i in grade.items if i.result.verdict != "unanswered"} == set()
    assert grade.remarks == ()


@pytest.mark.parametrize(("name", "write"), FORMATS)
def test_examples_in_a_prompt_answer_nothing(name: str, write: Write, tmp_path: Path):
    """What the prompt itself says is no answer of the student's, right as it may be."""
    exercise = read_exercise(UNUSUAL, "u.yml", "u")
    (tmp_path / name).write_text(write([template_for(exercise)]), encoding="utf-8")
    assert {i.result.verdict for i in graded(tmp_path / name, only(exercise)).items} == {"unanswered"}


@pytest.mark.parametrize("exercise", LESSON.exercises, ids=lambda exercise: exercise.id)
def test_a_template_filled_in_earns_full_marks(exercise: Exercise, tmp_path: Path):
    """With the reference in the place of its placeholders, the notebook is right in everything."""
    notebook = json.loads(notebook_text([template_for(exercise)]))
    answers = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"][:-1]
    reference = (ROOT / "reference_solutions" / f"{exercise.id}.py").read_text(encoding="utf-8")
    for cell in answers:
        cell["source"] = reference if cell is answers[0] else ""
    (tmp_path / "hw.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    assert graded(tmp_path / "hw.ipynb", only(exercise)).earned == exercise.points


def test_a_notebook_is_valid_and_always_the_same():
    """It has a kernel and ids that differ, as nbformat wants, and two runs give the same bytes."""
    text = notebook_text(TEMPLATES)
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    assert text == notebook_text(list(TEMPLATES))


def test_every_name_is_there_once():
    """Each item's own name is bound once, to a placeholder, by code that Python can read."""
    for exercise, template in zip(LESSON.exercises, TEMPLATES, strict=True):
        bound = [
            statement.name if isinstance(statement, ast.FunctionDef) else ast.unparse(statement.targets[0])
            for statement in ast.parse(template.code).body
            if isinstance(statement, (ast.FunctionDef, ast.Assign))
        ]
        assert bound == [item.name for item in exercise.items]


def test_what_is_shown_of_a_kind_is_one_of_its_keys():
    """A key in the list of those that students may see is one that authors may write."""
    for kind in KINDS.values():
        assert set(kind.shown) <= set(kind.options.model_fields)

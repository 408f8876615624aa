"""The handout: whole and usable, and without anything that answers or belongs to the course alone."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
import yaml

from grader.authoring.archives import this_wheel
from grader.authoring.handout import Choices, handout, write_handout
from grader.authoring.leaks import leaks_in, secrets_of
from grader.authoring.students_copy import student_spec, template_for
from grader.course.exercises import load_assignment, read_exercise
from grader.errors import SpecError, UsageError
from grader.model import Grade
from grader.selfcheck.findings import findings_of
from grader.sentences.languages import LANGUAGES
from tests.authoring.grading import graded

ROOT = Path(__file__).parents[2]
LESSON = load_assignment(ROOT / "exercises")
GUARDED = """
title: Guarded
prompt: Find `slope_of_f`.
functions:
  f(x, y): {is: x**2*y, domain: {x: [0, 4]}}
limits: {call_seconds: 3}
items:
  - id: a
    name: slope_of_f
    answer: diff(f, x)
    points: 1.5
    reveal: true
    tolerance: 0.001
    misconceptions: [{name: forgotten_mark, expression: 2*x, text: Quite secret.}]
    accepts: [y*(x + x)]
    rejects: [{answer: x*y + 7, hint: Quite secret}]
  - id: b
    answer: diff(f, y)
    form: expanded
  - {id: g, answer: gradient(f)}
  - {id: s, answer: "dot(g, unit([1, 2]))", carried_credit: 1/3}
"""
MAY_BE_SEEN = {
    "id", "title", "prompt", "functions", "given", "limits", "items", "answer", "name", "points", "aliases", "tolerance",
    "carried_credit", "form", "form_share", "up_to", "is", "domain",
    "program", "method", "step_size", "starts", "rubric", "uses", "forbids", "trajectory", "call_seconds", "for_students",
}  # fmt: skip
NAMES = {"x", "y", "z", "f(x)", "f(x, y)", "f(x, y, z)"}


def texts_of(path: str, text: str) -> list[str]:
    """What a person reads in a file: the cells of a notebook, else the text itself."""
    return ["".join(cell.source) for cell in nbformat.reads(text, 4).cells] if path.endswith(".ipynb") else [text]


def keys_of(value: object) -> set[str]:
    """All keys in a document, at any depth."""
    if isinstance(value, dict):
        return set(value) | {key for each in value.values() for key in keys_of(each)}
    return {key for each in value for key in keys_of(each)} if isinstance(value, list) else set()


@pytest.fixture(scope="module")
def lesson() -> dict[str, str]:
    """The lesson's handout."""
    return handout(LESSON, Choices())


@pytest.mark.parametrize("one_notebook", [True, False])
def test_no_answer_is_in_any_file(one_notebook: bool):
    """Every expression and number of every file differs from every derived answer."""
    secrets = secrets_of(LESSON.exercises)
    assert len(secrets) > 8
    made = handout(LESSON, Choices(one_notebook=one_notebook))
    found = [
        (path, leak) for path, text in made.items() for part in texts_of(path, text) for leak in leaks_in(part, secrets)
    ]
    assert found == []


def test_specs_hold_only_what_students_may_see(lesson: dict[str, str]):
    """Keys are those of a list; accepted and rejected answers, misconceptions and printed results are not on it."""
    guarded = replace(LESSON, exercises=(*LESSON.exercises, read_exercise(GUARDED, "g.yml", "g")))
    made = handout(guarded, Choices())
    for path, text in made.items():
        assert "forgotten_mark" not in text
        assert "Quite secret" not in text
        assert "x*y + 7" not in text
        if path.startswith("exercises/"):
            assert keys_of(yaml.safe_load(text)) <= MAY_BE_SEEN | NAMES


def test_specs_ask_the_same_questions(lesson: dict[str, str]):
    """Read back, a reduced exercise has the same prompt, function, names and points."""
    exercises = (*LESSON.exercises, read_exercise(GUARDED, "g.yml", "g"))
    made = handout(replace(LESSON, exercises=exercises), Choices())
    for exercise in exercises:
        again = read_exercise(made[f"exercises/{exercise.id}.yml"], "again.yml", "again")
        assert (again.id, again.prompt, again.functions, again.given, again.limits) == (
            exercise.id, exercise.prompt, exercise.functions, exercise.given, exercise.limits,
        )  # fmt: skip
        assert [(i.names, i.points, i.after, i.carried_credit, i.tolerance) for i in again.items] == [
            (i.names, i.points, i.after, i.carried_credit, i.tolerance) for i in exercise.items
        ]


WRITTEN_DOWN = """
title: Written down
prompt: Find `a`, `b`, `c`, `u`, `d` and `e`.
functions:
  f(x, y): x**2*y
given: {P: [2, 1], k: 1/2}
items:
  - {id: a, answer: 17*x}
  - {id: b, answer: [3, 14]}
  - {id: c, answer: "[17*x, diff(f, y)]"}
  - {id: u, answer: unit(b), carried_credit: 1/2}
  - {id: d, answer: "[1, diff(f, y)]"}
  - {id: e, answer: k*gradient(f)(P)}
"""


def test_a_term_that_is_the_answer_stays_with_the_course(tmp_path: Path):
    """Neither it nor what builds on it is in the copy, which says so of an answer by its name; the rest is checked."""
    exercise = read_exercise(WRITTEN_DOWN, "w.yml", "w")
    made = handout(replace(LESSON, exercises=(exercise,)), Choices())
    assert "17" not in "".join(text for path, text in made.items() if path.startswith(("exercises/", "scripts/")))
    copy = yaml.safe_load(made["exercises/w.yml"])
    assert {item["id"]: item["answer"] for item in copy["items"]} == {
        "a": None, "b": None, "c": None, "u": None, "d": "[1, diff(f, y)]", "e": "k*gradient(f)(P)",
    }  # fmt: skip
    write_handout(made, tmp_path, force=False)
    (tmp_path / "w.ipynb").unlink()
    (tmp_path / "scripts" / "w.py").write_text("a = 'x + 5'\nd = '(1, x**2)'\ne = '(2, 2)'\n", encoding="utf-8")
    results = {item.result.key.item: item.result for item in earned_in(tmp_path).items}
    assert {name: str(result.verdict) for name, result in results.items()} == {
        "a": "needs_review", "b": "unanswered", "c": "unanswered", "u": "unanswered", "d": "correct", "e": "correct",
    }  # fmt: skip
    (told,) = [remark.text for remark in results["a"].feedback]
    assert told.startswith("`a` cannot be checked in your copy")


def test_a_check_says_by_name_what_the_copy_does_not():
    """In a notebook, too: what cannot be checked is not called wrong, and the rest of the copy is checked as ever."""
    copy = read_exercise(student_spec(read_exercise(WRITTEN_DOWN, "w.yml", "w")), "w.yml", "w")
    names = {"a": lambda x, y: 3 * x, "b": [1, 2], "d": "(1, x**2)"}
    found = {finding.name: finding for finding in findings_of([(copy, item) for item in copy.items], names, [copy])}
    assert {name: str(finding.state) for name, finding in found.items()} == {
        "a": "unchecked", "b": "unchecked", "c": "unanswered", "u": "unanswered", "d": "right", "e": "unanswered",
    }  # fmt: skip
    assert found["b"].hint.startswith("`b` cannot be checked in your copy")
    assert secrets_of([copy])
    assert "a = ..." in template_for(copy).code


def test_an_empty_answer_is_for_copies_alone():
    """An author who forgot the term is told."""
    with pytest.raises(SpecError) as refused:
        read_exercise(WRITTEN_DOWN.replace("answer: 17*x", "answer: null"), "w.yml", "w")
    assert refused.value.problems == ["w.yml:8: items[0].answer: is empty; write what is to be found, such as diff(f, x)"]


def test_files_are_what_their_names_say(lesson: dict[str, str]):
    """Notebooks are valid, programs parse, exercise files and the workflow are YAML."""
    assert {"README.md", "requirements.txt", ".github/workflows/grade.yml"} <= set(lesson)
    for path, text in lesson.items():
        if path.endswith(".ipynb"):
            nbformat.validate(nbformat.reads(text, as_version=4))
        elif path.endswith(".py"):
            ast.parse(text)
        elif path.endswith(".yml"):
            yaml.safe_load(text)


@pytest.mark.parametrize("one_notebook", [True, False])
def test_handed_in_as_it_is_it_earns_nothing_and_filled_in_everything(one_notebook: bool, tmp_path: Path):
    """The whole folder, graded as one student's repository, before and after the references are put in."""
    write_handout(handout(LESSON, Choices(one_notebook=one_notebook)), tmp_path, force=False)
    assert {str(i.result.verdict) for i in earned_in(tmp_path).items} == {"unanswered"}
    for exercise in LESSON.exercises:
        name = "exercises" if one_notebook else exercise.id
        fill(tmp_path / f"{name}.ipynb", exercise.id, len(exercise.items))
    assert earned_in(tmp_path).earned == LESSON.points


def earned_in(folder: Path) -> Grade:
    """The grade of a folder by the exercises that lie in it."""
    return graded(folder, load_assignment(folder / "exercises"), student="me")


def fill(path: Path, exercise: str, count: int) -> None:
    """Put the reference where the placeholders of an exercise are."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    names = [item.name for e in LESSON.exercises if e.id == exercise for item in e.items]
    cells = [cell for cell in notebook["cells"] if "".join(cell["source"]).startswith(tuple(f"# {n}: " for n in names))]
    assert len(cells) == count
    reference = (ROOT / "reference_solutions" / f"{exercise}.py").read_text(encoding="utf-8")
    for cell in cells:
        cell["source"] = reference.splitlines(keepends=True) if cell is cells[0] else []
    path.write_text(json.dumps(notebook), encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"prompt": "Find `a`.\nFor example $2xy$."}, "prompt, line 2: `2xy` is the answer to `a`"),
        ({"title": "x*y*2"}, "title: `x*y*2` is the answer to `a`"),
    ],
)
def test_an_answer_in_an_exercise_is_refused(change: dict[str, str], place: str):
    """The author is told the file, the key, the line and the answer."""
    document = {**yaml.safe_load(GUARDED), "items": [{"id": "a", "answer": "diff(f, x)"}]}
    exercise = read_exercise(yaml.safe_dump({**document, **change}), "g.yml", "g")
    with pytest.raises(SpecError) as refused:
        handout(replace(LESSON, exercises=(exercise,)), Choices())
    assert any(problem.startswith("exercises/g.yml: ") and place in problem for problem in refused.value.problems)


def test_the_second_course_is_handed_out():
    """A coefficient of one exercise that happens to be another's answer refuses nothing."""
    course = load_assignment(ROOT / "examples" / "optimization_course" / "exercises")
    made = handout(course, Choices())
    assert {f"{exercise.id}.ipynb" for exercise in course.exercises} <= made.keys()


def test_nothing_is_written_over_without_force(tmp_path: Path):
    """A folder with something in it is left alone; with force other files in it are."""
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    (tmp_path / "other.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="--force"):
        write_handout({"README.md": "new"}, tmp_path, force=False)
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "mine"
    write_handout({"README.md": "new"}, tmp_path, force=True)
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "new"
    assert (tmp_path / "other.txt").read_text(encoding="utf-8") == "mine"


def test_the_command(tmp_path: Path):
    """`grade handout OUT` says where it is and what comes next; refused, it says so in one sentence and status 2."""
    words = [sys.executable, "-m", "grader.cli", "handout", "out", "--exercises", str(ROOT / "exercises")]
    ran = [subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False) for _ in range(2)]
    assert [each.returncode for each in ran] == [0, 2]
    assert "README.md" in ran[0].stdout
    assert ran[1].stderr.startswith("grade: out is not empty")


@pytest.mark.parametrize(
    ("choices", "line"),
    [
        (Choices(), f'%pip install --quiet "./{this_wheel().name}"'),
        (Choices(requirement="grader @ https://course.edu/g.whl"), '%pip install --quiet "grader @ https://course.edu/g.whl"'),
        (
            Choices(repository="https://github.com/course/calculus.git"),
            f'_grader = "https://github.com/course/calculus/raw/HEAD/{this_wheel().name}#sha256={this_wheel().sha256}"',
        ),
    ],
)
def test_a_notebook_installs_the_grader_in_its_own_kernel(choices: Choices, line: str):
    """From the folder; in Colab from the course's repository with the hash; from elsewhere where that was chosen."""
    for path, text in handout(LESSON, choices).items():
        if path.endswith(".ipynb"):
            code = ["".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
            assert line in code[0]
            assert "import numpy as np" in code[0]
            assert "Restart and run all" in text
        assert "example.org" not in text


def test_a_handout_says_the_course_s_language():
    """`grader.check()` and a push are told by it; in English there is nothing to say."""
    assert handout(LESSON, Choices(language="de"))["exercises/course.yml"] == "language: de\n"
    assert "exercises/course.yml" not in handout(LESSON, Choices())


def test_a_handout_speaks_the_course_s_language():
    """The README as well, for every language that there is; German has no English left in it."""
    for language in LANGUAGES:
        assert "$" not in handout(LESSON, Choices(language=language))["README.md"]
    german = handout(LESSON, Choices(language="de"))["README.md"]
    assert "In einem Notebook tut die erste Zelle dasselbe" in german
    assert "| Aufgabe | Punkte |" in german
    assert "In Colab upload" not in german

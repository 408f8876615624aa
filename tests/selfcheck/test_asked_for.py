"""What `grader.check()` looks at, how its hints are worded, and how it is shown."""

from __future__ import annotations

import io
import json
import shutil
import sys
import time
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

import grader
from grader.authoring.handout import Choices, handout, write_handout
from grader.course.exercises import load_assignment
from grader.selfcheck.check_table import Report
from grader.selfcheck.own_notebook import Notebook, own_notebook, set_below
from grader.submission.intake import exercises_handed_out
from tests.selfcheck.test_check import memory_of

ROOT = Path(__file__).parents[2]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A student's folder with the lesson's exercises."""
    shutil.copytree(ROOT / "exercises", tmp_path / "exercises")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def checked(source: str, call: str = "grader.check()", **more: object) -> Report:
    """What a check says after a program has run, called as from a notebook's cell."""
    report: Report = eval(call, {**memory_of(source), "grader": grader, **more})
    return report


def hint(source: str, call: str) -> str:
    """The only hint of a check."""
    (finding,) = checked(source, call).findings
    return finding.hint


# --- What is asked about ---


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("call", "names"),
    [
        ("grader.check('df_dx', 'df_dy')", ["df_dx", "df_dy"]),
        ("grader.check(df_dx)", ["df_dx"]),
        ("grader.check(df_dy)", ["df_dy"]),
        ("grader.check(df_dx, 'df_dx')", ["df_dx"]),
        ("grader.check(steps)", ["steps"]),
        ("grader.check('descent_by_hand', df_dx)", ["steps", "df_dx"]),
    ],
)
def test_answers_are_named_in_quotes_or_handed_over(call: str, names: list[str]):
    """Several at once, each once, by name or as the thing itself; a text is an answer too."""
    report = checked("def df_dx(x, y, z):\n    return 4*x - 3*y\ndf_dy = '-3*x'\nsteps = [(0.4, 1.9), (0.05, 1.86)]", call)
    assert [finding.name for finding in report.findings] == names
    assert report.all_right


@pytest.mark.usefixtures("here")
def test_what_is_no_answer_is_told_what_to_type():
    """A value that nobody asked for gets an example of a call."""
    assert 'as in `grader.check("grad_descent")`' in checked("a = [1]", "grader.check(a)").problem
    assert "Did you mean `df_dx`?" in checked("", "grader.check('df_dxx')").problem


@pytest.mark.usefixtures("here")
def test_nothing_is_said_of_other_exercises():
    """An exercise of which nothing is defined is not mentioned; a helper with another's alias brings none in."""
    text = str(checked("df_dx = '4x - 3y'\ndef grad_f(x):\n    return x"))
    assert "Partial derivatives" in text
    assert "Directional" not in text
    assert "Nothing is defined yet" not in text


def test_a_handed_out_notebook_is_about_its_own_exercises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Where its file is known, the exercises that it was handed out for are checked, whatever else is in memory."""
    write_handout(handout(load_assignment(ROOT / "exercises"), Choices()), tmp_path, force=False)
    file = tmp_path / "directional_derivative.ipynb"
    assert exercises_handed_out(file.read_text(encoding="utf-8")) == {"directional_derivative"}
    report = checked("df_dx = '4x - 3y'\nu_hat = (-3**.5/2, 1/2)", __vsc_ipynb_file__=str(file))
    assert [finding.name for finding in report.findings] == ["gradient", "u_hat", "slope"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"metadata": {"gradient_grader": {"exercises": 3}}}', '{"metadata": 1}'])
def test_metadata_of_another_form_says_nothing(text: str):
    """What a student or a program made of it is no error."""
    assert exercises_handed_out(text) == frozenset()


def test_exercises_may_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """By folder, or `lesson` for those that came along; the report's first line names the folder."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "exercises", tmp_path / "tasks")
    assert str(checked("df_dx = '4x - 3y'", "grader.check(exercises='tasks')")).startswith("exercises: tasks\n")
    assert checked("df_dx = '4x - 3y'", "grader.check('df_dx', exercises='lesson')").all_right
    assert checked("", "grader.check(exercises='nowhere')").problem == "There are no exercises (*.yml) in nowhere."


# --- What is said ---


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("source", "call", "said"),
    [
        ("df_dx = lambda x, y, z: x**y / z", "grader.check('df_dx')", "At x = 2, y = 3, z = 5, your answer is 1.6"),
        ("steps = [0.4, 1.9]", "grader.check('steps')", "Step 2 is missing: 2 steps are asked for."),
        ("steps = [(0.4, 1.9)]", "grader.check('steps')", "Step 2 is missing: 2 steps are asked for."),
    ],
)
def test_hints_can_be_worked_out_by_hand(source: str, call: str, said: str):
    """Points of small whole numbers come first, and what is counted is said in words."""
    assert said in hint(source, call)


DESCENT = """
import math
def grad_descent(x_start, n):
    x = x_start
    for _ in range(n):
        x = x {step}
    return x
"""


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("step", ["+ 0.1*(x - math.exp(-x))", "+ 0.3*(x - math.exp(-x))", "- -0.1*(x - math.exp(-x))"])
def test_uphill_is_said_where_only_the_sign_is_wrong(step: str):
    """Steps that are a negative multiple of the slope everywhere."""
    assert hint(DESCENT.format(step=step), "grader.check('grad_descent')").startswith("The steps go uphill")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("wrong", ["x + math.exp(-x)", "x + math.exp(x)", "x**2/2 + math.exp(-x)", "x - math.exp(x)", "x"])
def test_a_wrong_derivative_is_not_told_as_a_wrong_sign_or_size(wrong: str):
    """What was seen is said, and the derivative is what to look at."""
    text = hint(DESCENT.format(step=f"- 0.1*({wrong})"), "grader.check('grad_descent')")
    assert "uphill" not in text
    assert "step size large enough" not in text
    assert "wrong derivative" in text or "not as in gradient descent" in text or "look at each derivative" in text


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("body", ["if _ > 4: break\n        x -= 0.1*(x - math.exp(-x))", "x -= 0.1*0.7**_*(x - math.exp(-x))"])
def test_a_loop_that_ends_early_is_not_told_as_a_wrong_derivative(body: str):
    """Where the first steps fit the function, it is not the derivative that keeps it from arriving."""
    text = hint(DESCENT.replace("x = x {step}", body), "grader.check('grad_descent')")
    assert "stops before it is near the minimum" in text or "come to rest before they are at the minimum" in text
    assert "derivative" not in text


@pytest.mark.usefixtures("here")
def test_imported_names_are_nobodys_answers():
    """Neither a module nor a function of one is offered as what may have been meant."""
    source = "import math as gradientt\nfrom numpy import gradient as gradiennt\nfrom os.path import join as ggradient"
    assert "There is" not in hint(source, "grader.check('gradient')")
    assert "`gradientt`" in hint("gradientt = '(4y, 4x + 3y^2)'", "grader.check('gradient')")


def test_a_hang_costs_its_limit_once(here: Path, monkeypatch: pytest.MonkeyPatch):
    """A function that hung is not called again in the same check, and a word is said while somebody waits."""
    for file in (here / "exercises").glob("*.yml"):
        file.write_text(file.read_text(encoding="utf-8") + "limits: {call_seconds: 0.6}\n", encoding="utf-8")
    monkeypatch.setattr(sys.modules["grader.selfcheck.findings"], "_QUIET_SECONDS", 0.2)
    said = io.StringIO()
    monkeypatch.setattr("sys.stdout", said)
    source = "def df_dx(*a, **k):\n    while True: pass\ndf_dy = df_dz = grad_descent = multi_grad_descent = df_dx"
    started = time.perf_counter()
    report = checked(source)
    assert time.perf_counter() - started < 3 * 0.6 + 1
    assert {f.name for f in report.findings if f.state == "did_not_run"} >= {"df_dx", "df_dy", "df_dz"}
    assert said.getvalue().count("takes a while; a call is stopped after 0.6 s.\n") == 1


# --- The order of cells ---


def notebook_of(folder: Path, *cells: str) -> Path:
    """A notebook with these cells of code."""
    file = folder / "hw.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells]), file)
    return file


@pytest.mark.parametrize(
    ("cells", "late"),
    [
        (["u = a", "a = 1"], {"u": "a"}),
        (["a = 1", "u = a"], {}),
        (["def u(x):\n    return a*x", "a = 1"], {}),
        (["def u(x, b=a):\n    return x", "a = 1"], {"u": "a"}),
        (["u = [i for i in rows]", "rows = [1]"], {"u": "rows"}),
        (["a = 1", "u = a", "a = 2"], {}),
        (["%matplotlib inline\nu = v", "import numpy as v"], {"u": "v"}),
        (["u = len([1])", "len = 3"], {}),
    ],
)
def test_what_a_cell_reads_before_it_is_set(cells: list[str], late: dict[str, str]):
    """Names that only a cell below sets, read while the cell runs and not when a function is called."""
    assert set_below(Notebook(cells=tuple(cells)), {"In": ["", *cells]}) == late


def test_an_answer_that_needs_a_cell_below_is_told(here: Path):
    """It is right now and would not be after a restart; a cell that was changed since it ran says nothing."""
    file = notebook_of(here, "u_hat = v", "v = (-3**.5/2, 1/2)")
    names: dict[str, Any] = {"__vsc_ipynb_file__": str(file), "In": ["", "v = (-3**.5/2, 1/2)", "u_hat = v"]}
    (finding,) = checked("v = (-3**.5/2, 1/2)\nu_hat = v", "grader.check('u_hat')", **names).findings
    assert (finding.state, finding.hint) == ("right", "`v` is set in a cell below: choose “Restart and run all” and see.")
    names["In"] = ["", "v = (-3**.5/2, 1/2)\nu_hat = v"]
    (finding,) = checked("v = (-3**.5/2, 1/2)\nu_hat = v", "grader.check('u_hat')", **names).findings
    assert finding.hint == ""


def test_a_notebook_that_cannot_be_read_is_none(tmp_path: Path):
    """Damaged, missing or no notebook: nothing is said of it."""
    (tmp_path / "bad.ipynb").write_text("{", encoding="utf-8")
    for name in ("bad.ipynb", "missing.ipynb", "hw.py"):
        assert own_notebook({"__vsc_ipynb_file__": str(tmp_path / name)}) is None


# --- How it is shown ---


def test_every_check_of_a_cell_is_shown_once(here: Path):
    """Two in a row, in a loop, before another statement and as the last expression, in a real kernel."""
    cells = [
        "import grader\ndf_dx, df_dy = '4x - 3y', '-3x'",
        "grader.check('df_dx'); grader.check('df_dy')",
        "for name in ['df_dx', 'df_dy']: grader.check(name)\n1 + 1;",
        "grader.check('df_dx')",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(here)}}).execute()
    shown = [[o for o in cell.outputs if "text/html" in o.get("data", {})] for cell in notebook.cells]
    assert [len(outputs) for outputs in shown] == [0, 2, 2, 1]
    first, second = (json.dumps(output.data) for output in shown[1])
    assert "df_dx" in first
    assert "df_dy" in second


@pytest.mark.usefixtures("here")
def test_words_take_the_pages_own_colour():
    """What is read has no colour of its own; the bars beside it have at least 3:1 on white and on a dark page."""
    page = checked("df_dx = '4x'\ndf_dy = '-3x'\ndef df_dz(z): return 1/0")._repr_html_()
    assert ";color:#" not in page.replace("currentColor", "")
    colours = {part[:6] for part in page.split("solid #")[1:]}
    assert colours
    for colour in colours:
        parts = [int(colour[k : k + 2], 16) / 255 for k in (0, 2, 4)]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        assert 1.05 / (light + 0.05) >= 3
        assert (light + 0.05) / (0.0056 + 0.05) >= 2.9


def test_a_check_speaks_the_course_s_language(here: Path):
    """It stands in `course.yml` beside the exercises, as a handout writes it; whatever cannot be read there leaves it English."""
    source = "df_dx = '4x + 3y'\ngradient = '(4y, 4x)'"
    (here / "exercises" / "course.yml").write_text("language: de\n", encoding="utf-8")
    report = checked(source, "grader.check('df_dx', 'slope')")
    for shown in (str(report), report._repr_html_()):
        assert "noch nicht richtig" in shown
        assert "Ein Vorzeichen ist falsch" in shown
        assert "Bisher richtig: 0 von 2" in shown
    assert "Meintest du" in str(checked(source, "grader.check('df_dq')"))
    (here / "exercises" / "course.yml").write_text("language: [", encoding="utf-8")
    assert "not right yet" in str(checked(source))

"""`grader.check()`: right answers in every style are right, wrong ones are not, and nothing in memory changes."""

from __future__ import annotations

import contextlib
import io
import os
import random
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import grader
from grader.authoring.handout import Choices, handout, write_handout
from grader.course.exercises import load_assignment
from grader.model import Exercise
from grader.selfcheck.check_table import Report, State
from grader.selfcheck.findings import findings_of
from grader.selfcheck.own_notebook import found_exercises, question_named
from tests.descent_programs.right import ONE, ONE_VARIABLE, TWO, TWO_VARIABLES
from tests.descent_programs.wrong import MISTAKES

ROOT = Path(__file__).parents[2]
CORPUS = sorted(file for file in (ROOT / "tests" / "corpus").rglob("*.py") if file.stem not in ("endless", "exits"))
WRONG = [(name, exercise, source) for name, (_, programs) in MISTAKES.items() for exercise, source in programs]


@pytest.fixture(scope="session")
def exercises(tmp_path_factory: pytest.TempPathFactory) -> list[Exercise]:
    """The lesson as its students have it."""
    folder = tmp_path_factory.mktemp("handout")
    write_handout(handout(load_assignment(ROOT / "exercises"), Choices()), folder, force=False)
    place, found = found_exercises([folder / "exercises"])
    assert place == folder / "exercises"
    return found


@pytest.fixture(scope="session")
def impatient(exercises: list[Exercise]) -> list[Exercise]:
    """The same with a short limit for a call."""
    return [replace(exercise, limits={"call_seconds": 0.5}) for exercise in exercises]


def memory_of(source: str) -> dict[str, Any]:
    """What is in memory after a program has run, as far as it comes."""
    names: dict[str, Any] = {"__name__": "__main__", "In": ["", source]}
    with contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()):
        exec(compile(source, "hw.py", "exec"), names)  # our own test programs
    return names


def states(names: Mapping[str, object], exercise: Exercise, exercises: list[Exercise]) -> dict[str, State]:
    """How each item of an exercise stands."""
    found = findings_of([(exercise, item) for item in exercise.items], names, exercises)
    return {finding.name: finding.state for finding in found}


def one(name: str, source: str, exercises: list[Exercise]) -> tuple[State, str]:
    """How one item stands after a program, and the hint."""
    chosen = question_named(name, exercises)
    assert not isinstance(chosen, str)
    (finding,) = findings_of(chosen, memory_of(source), exercises)
    return finding.state, finding.hint


# --- Right and wrong ---


@pytest.mark.parametrize("file", CORPUS, ids=lambda f: f"{f.parent.name}-{f.stem}")
def test_it_agrees_with_grading(file: Path, exercises: list[Exercise]):
    """What the corpus calls correct is right, and nothing else is."""
    (exercise,) = (e for e in exercises if e.id == file.parents[1].name)
    answered = set(states(memory_of(file.read_text(encoding="utf-8")), exercise, exercises).values()) - {State.UNANSWERED}
    if file.parent.name == "correct":
        assert answered <= {State.RIGHT}  # what Python does not run is not in memory
    else:
        assert State.RIGHT not in answered


@pytest.mark.parametrize("name", sorted(ONE_VARIABLE) + sorted(TWO_VARIABLES))
def test_right_descents_are_right(name: str, exercises: list[Exercise]):
    """In every style of programming, with every kind of step size."""
    source, item = (ONE_VARIABLE[name], ONE) if name in ONE_VARIABLE else (TWO_VARIABLES[name], TWO)
    assert one(item, source, exercises)[0] is State.RIGHT


@pytest.mark.parametrize(("name", "exercise", "source"), [w for w in WRONG if w[1] in (ONE, TWO)])
def test_wrong_descents_are_not(name: str, exercise: str, source: str, exercises: list[Exercise]):
    """No mistake that grading knows passes here."""
    assert one(exercise, source, exercises)[0] is not State.RIGHT


@pytest.mark.parametrize(
    "answer",
    [
        "df_dx = '4x - 3y'",
        "df_dx = lambda x, y: 4*x - 3*y",
        "def df_dx(p): return 4*p[0] - 3*p[1]",
        "import sympy as sp\nx, y = sp.symbols('x y')\ndf_dx = 4*x - 3*y",
        "import sympy as sp\nx, y, z = sp.symbols('x y z')\ndf_dx = sp.diff(2*x**2 - 3*x*y + z**3, x)",
        "import numpy as np\ndef df_dx(x, y, z): return np.array(4*x - 3*y)",
        "import mygrad as mg\ndef df_dx(x, y, z): return mg.tensor(4.0)*x - 3*mg.tensor(y)",
        "def f_x(x, y, z): return 4*x - 3*y",
        "def df_dx(x, y, z):\n    h = 1e-5\n    return ((2*(x+h)**2 - 3*(x+h)*y) - (2*(x-h)**2 - 3*(x-h)*y)) / (2*h)",
    ],
)
def test_every_style_of_a_derivative_is_right(answer: str, exercises: list[Exercise]):
    """Functions, texts, SymPy, arrays, tensors, other names, and a careful difference."""
    assert one("df_dx", answer, exercises)[0] is State.RIGHT


@pytest.mark.parametrize(
    ("name", "answer", "hint"),
    [
        ("df_dx", "df_dx = '4x + 3y'", "sign is wrong"),
        ("df_dx", "df_dx = '3y - 4x'", "Every sign is turned round"),
        ("df_dx", "df_dx = '-3x'", "with respect to y"),
        ("df_dx", "df_dx = '4x - 3y, 0'", "a single number or formula is asked for"),
        ("df_dx", "def df_dx(x, y, z):\n    return undefined", "line 2"),
        ("df_dx", "df_dx = ...", "placeholder"),
        ("df_dx", "df_dxx = '4x - 3y'", "`df_dxx`"),
        ("gradient", "gradient = '(4x + 3y^2, 4y)'", "wrong order"),
        ("u_hat", "u_hat = (-3**.5, 1)", "does not have length 1"),
        ("u_hat", "import math\nu_hat = math.cos(150), math.sin(150)", "in radians"),
        ("u_hat", "u_hat = 3**.5/2, -1/2", "opposite way"),
        ("u_hat", "u_hat = 1", "vector of 2"),
        ("slope", "slope = '4y + 4x + 3y^2'", "direction"),
        ("steps", "steps = [(0.4, 1.9), (0.05, 1.9)]", "Step 2"),
        ("steps", "steps = [(0.4, 1.9)]", "2 steps are asked for"),
        ("df_dz_depends_on", "df_dz_depends_on = {'x', 'z'}", "a variable too many"),
        ("df_dx_depends_on", "df_dx_depends_on = ['x']", "missing"),
        ("grad_descent", "grad_descent = 0.5671", "not a function"),
        ("grad_descent", "def grad_descent(x_start, n):\n    return ...", "placeholder"),
        ("grad_descent", "def grad_descent(x_start, n):\n    print(x_start)", "returns nothing"),
    ],
)
def test_a_wrong_answer_gets_a_hint(name: str, answer: str, hint: str, exercises: list[Exercise]):
    """The hint says what was seen or where to look, and the state is never right."""
    state, text = one(name, answer, exercises)
    assert state is not State.RIGHT
    assert hint in text


@pytest.mark.parametrize("answer", ["(-0.866, 0.5)", "[-3**.5/2, 1/2]", "'(-sqrt(3)/2, 1/2)'", "'cos(150°) i + sin(150°) j'"])
def test_roundings_of_a_unit_vector_are_right(answer: str, exercises: list[Exercise]):
    """A decimal stands for what rounds to it."""
    assert one("u_hat", f"u_hat = {answer}", exercises)[0] is State.RIGHT


def test_a_slope_is_blamed_where_the_mistake_is(exercises: list[Exercise]):
    """One that follows from a wrong own vector is told to wait; from a rounded right one it is right."""
    gradient = "gradient = '(4y, 4x + 3y^2)'\n"
    (exercise,) = (e for e in exercises if e.id == "directional_derivative")
    wrong = memory_of(gradient + "u_hat = (0.6, 0.8)\nslope = '0.6*4y + 0.8*(4x + 3y^2)'")
    assert states(wrong, exercise, exercises)["slope"] is State.NOT_YET
    *_, slope = findings_of([(exercise, item) for item in exercise.items], wrong, exercises)
    assert slope.hint == "This builds on `u_hat`: mend that first."
    rounded = memory_of(gradient + "u_hat = (-0.866, 0.5)\nslope = lambda x, y: -0.866*4*y + 0.5*(4*x + 3*y**2)")
    assert set(states(rounded, exercise, exercises).values()) == {State.RIGHT}


def test_nothing_derived_leaves_memory(tmp_path: Path):
    """Our own rules derive what is compared with: SymPy is not imported, and nothing is written on the student's disk."""
    script = (
        "import sys, grader\ndf_dx = '4x - 3y'\nslope = u_hat = gradient = '1'\n"
        "def grad_descent(x, n): return x\nreport = grader.check()\nprint('sympy' in sys.modules)"
    )
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache"), "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "False"
    assert list(tmp_path.iterdir()) == []


# --- What does not come back, and what is left as it was ---


def test_a_call_that_hangs_is_stopped(impatient: list[Exercise]):
    """Its item says so; the others are checked as ever."""
    names = memory_of("def df_dx(x, y, z):\n    while True: pass\ndf_dy = '-3x'")
    (exercise,) = (e for e in impatient if e.id == "partial_derivatives")
    found = states(names, exercise, impatient)
    assert (found["df_dx"], found["df_dy"]) == (State.DID_NOT_RUN, State.RIGHT)


def test_a_hang_on_another_thread_is_stopped(impatient: list[Exercise]):
    """Where no signal comes, another thread's word stops it."""
    import threading

    found: list[State] = []
    source = "def df_dx(x, y, z):\n    while True:\n        try:\n            x += 1\n        except Exception:\n            pass"
    thread = threading.Thread(target=lambda: found.append(one("df_dx", source, impatient)[0]))
    thread.start()
    thread.join(60)
    assert found == [State.DID_NOT_RUN]


def test_nothing_in_memory_is_changed(exercises: list[Exercise], capsys: pytest.CaptureFixture[str]):
    """Variables, lists, defaults, arrays, random numbers and output are as they were."""
    source = textwrap.dedent("""
        import random, numpy as np
        count, history, table = 0, [1, [2]], {"a": [1]}
        array, rng = np.zeros(3), np.random.default_rng(1)
        def df_dx(x, y, z, seen=[]):
            global count, fresh
            count += 1
            fresh = 1
            history.append(x); history[1].append(x); table["b"] = x; table["a"].clear(); seen.append(x)
            array[:] += x; rng.random(); random.random(); np.random.random()
            print("printed")
            return 4*x - 3*y
    """)
    names = memory_of(source)
    before = (names["history"], names["table"], names["array"], names["df_dx"])
    states_before = (random.getstate(), np.random.get_state()[1].tolist(), names["rng"].bit_generator.state)
    findings_of(question_named("df_dx", exercises), names, exercises)  # type: ignore[arg-type]
    assert (names["count"], names["history"], names["table"]) == (0, [1, [2]], {"a": [1]})
    assert "fresh" not in names
    assert names["df_dx"].__defaults__ == ([],)
    assert not names["array"].any()
    assert all(a is b for a, b in zip(before, (names["history"], names["table"], names["array"], names["df_dx"]), strict=True))
    assert states_before == (random.getstate(), np.random.get_state()[1].tolist(), names["rng"].bit_generator.state)
    assert capsys.readouterr().out == ""


def test_an_interrupt_of_the_students_own_goes_through(exercises: list[Exercise]):
    """Whoever stops the check is obeyed, and finds everything as it was."""
    names = memory_of("state = []\ndef df_dx(x, y, z):\n    state.append(x)\n    raise KeyboardInterrupt")
    with pytest.raises(KeyboardInterrupt):
        findings_of(question_named("df_dx", exercises), names, exercises)  # type: ignore[arg-type]
    assert names["state"] == []


# --- What is shown ---


def test_unknown_names_get_the_nearest(exercises: list[Exercise]):
    """A slip of the pen is told what it may have meant; aliases and exercises are names too."""
    assert "Did you mean `df_dx`?" in str(question_named("df_dxx", exercises))
    assert "There are `grad_descent`, `steps`" in str(question_named("qqq", exercises))
    assert len(question_named("partial_derivatives", exercises)) == 6


def test_text_is_shown_outside_of_notebooks(tmp_path: Path):
    """A program prints the table by itself, finds exercises above its own file, and shows what is defined only."""
    write_handout(handout(load_assignment(ROOT / "exercises"), Choices()), tmp_path, force=False)
    script = tmp_path / "scripts" / "partial_derivatives.py"
    text = script.read_text(encoding="utf-8").replace("return ...", "return 4*x - 3*y")
    script.write_text(text, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, script], cwd="/", env={**os.environ, "PYTHONIOENCODING": "utf-8"}, capture_output=True,
        text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert "✓ df_dx " in ran.stdout
    assert "✗ df_dy " in ran.stdout
    assert "1 of 6 right so far" in ran.stdout
    assert ran.stderr == ""


def test_html_is_escaped(exercises: list[Exercise]):
    """What a student's code says means nothing to the page."""
    source = "def df_dx(x, y, z):\n    raise ValueError('<script>alert(1)</script> `</td>`')"
    chosen = question_named("df_dx", exercises)
    report = Report(findings=findings_of(chosen, memory_of(source), exercises))  # type: ignore[arg-type]
    page = report._repr_html_()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert page.count("</td>") == 4


def test_without_exercises_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """No folder, or one that cannot be read, is a sentence that says where was looked, and never another course's exercises."""
    monkeypatch.chdir(tmp_path)
    report = eval("grader.check('df_dx')", {"grader": grader})  # as from a notebook, which is no file of this repository
    assert report.problem.startswith(f"No exercises were found. Looked for *.yml in {tmp_path}")
    assert not report.findings
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "broken.yml").write_text("title: [", encoding="utf-8")
    assert found_exercises([tmp_path / "exercises"]) == (None, [])


class Pyplot:
    """Stands in for matplotlib's list of figures: their numbers, the current one, and what is drawn on each."""

    def __init__(self) -> None:
        self.drawn: dict[int, list[object]] = {}
        self.current = 0

    def get_fignums(self) -> list[int]:
        """The numbers of the open figures."""
        return sorted(self.drawn)

    def figure(self, number: int | None = None) -> Pyplot:
        """Makes a figure, or makes one that is there the current one."""
        self.current = number or max(self.drawn, default=0) + 1
        self.drawn.setdefault(self.current, [])
        return self

    @property
    def number(self) -> int:
        """The number of the current figure."""
        return self.current

    def gcf(self) -> Pyplot:
        """The current figure."""
        return self if self.drawn else self.figure()

    def plot(self, value: object) -> None:
        """Draws on the current figure."""
        self.gcf().drawn[self.current].append(value)

    def close(self, number: int) -> None:
        """Closes a figure."""
        del self.drawn[number]


@pytest.mark.parametrize("open_before", [(), (3, 5)])
def test_figures_are_left_alone(
    open_before: tuple[int, ...], exercises: list[Exercise], monkeypatch: pytest.MonkeyPatch
):
    """A function that draws adds nothing to the figures that are open, and opens none."""
    pyplot = Pyplot()
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", pyplot)
    for number in open_before:
        pyplot.figure(number).plot("before")
    names = memory_of("def df_dx(x, y, z):\n    plt.plot(x); plt.figure(); plt.plot(y)\n    return 4*x - 3*y")
    names["plt"] = pyplot
    chosen = question_named("df_dx", exercises)
    (finding,) = findings_of(chosen, names, exercises)  # type: ignore[arg-type]
    assert finding.state is State.RIGHT
    assert pyplot.drawn == {number: ["before"] for number in open_before}
    assert not open_before or pyplot.current == open_before[-1]


@pytest.mark.parametrize(("width", "state"), [("1e-6", State.RIGHT), ("1e-3", State.RIGHT), ("0.1", State.NOT_YET)])
def test_a_difference_quotient_is_as_right_here_as_in_grading(width: str, state: State, exercises: list[Exercise]):
    """With a usual step, and not with a wide one."""
    source = (
        f"def f(x, y, z): return 2*x**2 - 3*x*y + z**3\nh = {width}\n"
        "def df_dz(x, y, z): return (f(x, y, z + h) - f(x, y, z)) / h"
    )
    assert one("df_dz", source, exercises)[0] is state


def test_words_that_doubt_a_formula_count_here_too(exercises: list[Exercise]):
    """A sentence around a formula is that formula, unless it offers another or doubts it."""
    assert one("df_dz", "df_dz = 'the derivative is 3*z**2'", exercises)[0] is State.RIGHT
    assert one("df_dz", "df_dz = '3*z**2 or so'", exercises)[0] is not State.RIGHT


def test_a_slip_that_is_made_again_is_told_with_more(exercises: list[Exercise]):
    """An example at the second attempt, the line for a tutor at the third; the same answer again is no attempt."""
    names = memory_of("")
    chosen = question_named("df_dx", exercises)
    assert not isinstance(chosen, str)

    def hint(answer: str) -> str:
        names["In"].append(f"def df_dx(x, y, z):\n    return {answer}\n")
        exec(names["In"][-1], names)  # our own test programs
        return findings_of(chosen, names, exercises)[0].hint

    hints = [hint(each) for each in ("4*x**2 - 3*y", "4*x**2 - 3*y", "4*x**2 - 3*y  # mine", "-3*y + 4*x**2", "4*x*x - 3*y")]
    assert ["An example: the derivative of" in each for each in hints] == [False, False, False, True, False]
    assert "Show this line to your tutor: `return 4*x*x - 3*y`" in hints[-1]
    assert "An example" not in one("df_dx", "def df_dx(x, y, z): return 4*x**2 - 3*y", exercises)[1]  # another notebook's memory

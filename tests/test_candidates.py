"""Which thing called X is the answer: of all that bears the name, the last that can answer the question at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.course.exercises import load_assignment
from grader.kinds.candidates import vocabulary_of
from grader.model import CheckResult, Verdict
from grader.pipeline import grade_submission
from grader.sandbox import Sandbox
from grader.submission.handed_in_work import read_text
from tests.submission.making import notebook

ASSIGNMENT = load_assignment(Path(__file__).parents[1] / "exercises")
PARTIAL = "def df_dx(x, y, z):\n    return 4 * x - 3 * y"
GRADIENT = "def gradient(x, y):\n    return (4 * y, 4 * x + 3 * y**2)"
DIRECTION = "u_hat = (-(3 ** 0.5) / 2, 0.5)"
STEPS = "steps = [(0.4, 1.9), (0.05, 1.86)]"
DESCENT = "import math\ndef grad_descent(x, n):\n    for _ in range(n): x = x - 0.1 * (x - math.exp(-x))\n    return x"
IN_WORDS = {
    "df_dx": ("markdown", "df_dx = 4x - 3y"),
    "gradient": ("markdown", "gradient = (4y, 4x + 3y^2)"),
    "u_hat": ("markdown", "u_hat = (-sqrt(3)/2, 1/2)"),
    "steps": ("markdown", "steps = (0.4, 1.9), (0.05, 1.86)"),
    "df_dx_depends_on": ("markdown", "df_dx depends on x and y"),
}
BACKWARD = "import mygrad as mg\nx, y = mg.tensor(1.0), mg.tensor(2.0)\n(2*x**2 + x*y).backward()\n"

Cells = tuple[str | tuple[str, str], ...]

USED_FOR_SOMETHING_ELSE: dict[str, tuple[str, Cells]] = {
    "its own value": ("gradient", (GRADIENT, "gradient = gradient(1, 2)")),
    "its own value, rounded": ("grad_descent", (DESCENT, "grad_descent = round(grad_descent(-1, 100), 4)")),
    "its own value by way of another name": ("grad_descent", (DESCENT, "end = grad_descent(-1, 100)\ngrad_descent = end")),
    "its own value at a point of SymPy's": (
        "df_dx",
        ("import sympy as sp\nx, y = sp.symbols('x y')\ndf_dx = 4*x - 3*y", "df_dx = df_dx.subs({x: 1, y: 2})"),
    ),
    "an axis": ("steps", (STEPS, "import numpy as np\nsteps = np.arange(0, 50)")),
    "a count": ("steps", (STEPS, "steps = 100")),
    "a loop's variable": ("steps", (STEPS, "for steps in range(10):\n    pass")),
    "a grid": ("u_hat", (DIRECTION, "import numpy as np\nu_hat = np.linspace(0, 1, 5)")),
    "components of a step": ("df_dx", (PARTIAL, BACKWARD + "df_dx, df_dy = x.grad, y.grad")),
    "numbers in a loop": ("df_dx", (PARTIAL, "x, y = 1, 2\nfor _ in range(2):\n    df_dx = 4*x + y\n    x = x - 0.1*df_dx")),
    "another exercise's formula at a point": ("df_dx", (PARTIAL, "x, y = 1, 2\ndf_dx = 4*x + y\nprint(df_dx)")),
    "a helper of other parameters": ("gradient", (GRADIENT, "def gradient(f, x, y, h, k):\n    return f(x + h) / h")),
    "a number for a set": ("df_dx_depends_on", ("df_dx_depends_on = {'x', 'y'}", "df_dx_depends_on = 2")),
    "an alias for a step size": ("grad_descent", (DESCENT, "gd = 0.1")),
    "an alias, where the answer is in words": ("u_hat", (IN_WORDS["u_hat"], "import numpy as np\nu = np.linspace(0, 1, 5)")),
    "an alias above it": ("df_dx", ("fx = 3.2", IN_WORDS["df_dx"])),
    "an entry of settings, where the answer is in words": ("u_hat", ("settings = {'steps': 100, 'u_hat': 0.1}", IN_WORDS["u_hat"])),
    "a method, where the answer is in words": (
        "gradient",
        ("class Descent:\n    def gradient(self, x):\n        return 2 * x", IN_WORDS["gradient"]),
    ),
    "an object's field, where the answer is a text": (
        "df_dx",
        ("df_dx = '4x - 3y'", "class Slopes:\n    df_dx = 7\nslopes = Slopes()\ndel df_dx"),
    ),
    "a template's function again": ("df_dx", (PARTIAL, "def df_dx(x, y, z):\n    pass")),
}
LIBRARIES = ("from numpy import *", "%pylab inline", "from numpy import gradient", "from numpy import gradient as grad")
PLACEHOLDERS = {
    "df_dx": ("def df_dx(x, y, z):\n    return ...", "def df_dx(x, y, z):\n    pass", "df_dx = []", "df_dx = set()", "df_dx = ()"),
    "gradient": ("gradient = [...]", "def gradient(x, y):\n    raise NotImplementedError()", "gradient = (..., ...)"),
    "u_hat": ("def u_hat():\n    return ...", "u_hat = [None, None]", "u_hat = (None, None)"),
    "steps": ("steps = []", "steps = [None, None]", "steps = [(..., ...), (..., ...)]", "steps = ..."),
    "df_dx_depends_on": ("df_dx_depends_on = set()", "df_dx_depends_on = []", "df_dx_depends_on = {...}"),
}
LAST_COUNTS: dict[str, tuple[str, Cells]] = {
    "a wrong function": ("df_dx", (PARTIAL, PARTIAL.replace("-", "+"))),
    "a wrong text": ("df_dx", ("df_dx = '4*x - 3*y'", "df_dx = '4*x + 3*y'")),
    "a number that was typed in": ("df_dx", ("df_dx = '4*x - 3*y'", "df_dx = 4")),
    "a wrong formula at a point": ("df_dx", (PARTIAL, "x, y = 1, 2\ndf_dx = 4*x + 3*y")),
    "wrong points": ("steps", (STEPS, "steps = [(0.4, 1.9), (0.05, 1.9)]")),
    "wrong points in a row": ("steps", (STEPS, "steps = [0.4, 1.9, 0.1, 1.8]")),
    "a wrong direction": ("u_hat", (DIRECTION, "import math\nu_hat = (math.cos(30), math.sin(30))")),
    "a wrong set": ("df_dx_depends_on", ("df_dx_depends_on = {'x', 'y'}", "df_dx_depends_on = {'x'}")),
    "the asked name, not its alias": ("df_dx", (("markdown", "df_dx = 4x + 3y"), "fx = '4*x - 3*y'")),
    "the asked name in code": ("df_dx", ("df_dx = '4*x + 3*y'", "f_x = '4*x - 3*y'")),
    "a wrong program's value": ("grad_descent", (DESCENT.replace("- 0.1", "+ 0.1"), "grad_descent = grad_descent(-1, 100)")),
    "a library's function": ("gradient", ("from numpy import *",)),
    "an empty set alone": ("df_dx_depends_on", ("df_dx_depends_on = set()",)),
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One sandbox for all of these."""
    with Sandbox(ASSIGNMENT.limits) as opened:
        yield opened


def result(sandbox: Sandbox, name: str, *cells: str | tuple[str, str]) -> CheckResult:
    """The result of one item of a notebook with these cells."""
    grade = grade_submission(read_text(notebook(*cells)), ASSIGNMENT, sandbox)
    return next(item.result for item in grade.items if item.result.key.item == name)


@pytest.mark.parametrize("case", USED_FOR_SOMETHING_ELSE)
def test_what_cannot_answer_the_question_hides_no_answer(case: str, sandbox: Sandbox):
    """A name that is used again for something of another form leaves the answer before it as it was."""
    name, cells = USED_FOR_SOMETHING_ELSE[case]
    assert result(sandbox, name, *cells).verdict is Verdict.CORRECT


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("answer", [IN_WORDS["gradient"], GRADIENT])
def test_what_a_library_defines_is_nobodys_answer(library: str, answer: str | tuple[str, str], sandbox: Sandbox):
    """NumPy's `gradient` is no answer to `gradient`, whether the student's own stands above it, below it or in words."""
    assert result(sandbox, "gradient", library, answer).verdict is Verdict.CORRECT
    assert result(sandbox, "gradient", answer, library).verdict is Verdict.CORRECT
    assert result(sandbox, "gradient", library).verdict is Verdict.UNANSWERED


@pytest.mark.parametrize(("name", "empty"), [(name, empty) for name, each in PLACEHOLDERS.items() for empty in each])
def test_what_a_template_leaves_empty_hides_no_answer(name: str, empty: str, sandbox: Sandbox):
    """An empty function, list or set beside an answer in words is no answer."""
    assert result(sandbox, name, empty, IN_WORDS[name]).verdict is Verdict.CORRECT


@pytest.mark.parametrize("case", LAST_COUNTS)
def test_the_last_answer_counts(case: str, sandbox: Sandbox):
    """Nobody collects points by an earlier answer, an alias or a value beside a wrong one of the right form."""
    name, cells = LAST_COUNTS[case]
    assert result(sandbox, name, *cells).verdict is not Verdict.CORRECT


def test_what_a_call_made_is_not_called_typed_in(sandbox: Sandbox):
    """A number that something returned is no number that somebody wrote down."""
    called = "from math import exp\ndef solve(a):\n    return a\ngrad_descent = solve(0.5671)"
    assert result(sandbox, "grad_descent", called).misconception is None
    assert result(sandbox, "grad_descent", "grad_descent = 0.5671").misconception == "hard_coded_minimum"


def test_a_list_that_is_filled_later_is_an_answer(sandbox: Sandbox):
    """An empty list is a beginning where something is put into it, and a name may be set by a function."""
    filling = "steps = []\nfor point in [(0.4, 1.9), (0.05, 1.86)]:\n    steps.append(point)"
    assert result(sandbox, "steps", filling).verdict is Verdict.CORRECT
    setting = f"u_hat = None\ndef work():\n    global u_hat\n    {DIRECTION}\nwork()"
    assert result(sandbox, "u_hat", setting).verdict is Verdict.CORRECT


def test_a_text_is_read_in_the_variables_of_every_function(tmp_path: Path, sandbox: Sandbox):
    """An answer about a later function, whose variable no other has, is read as far as it goes."""
    (tmp_path / "two.yml").write_text(
        "title: Two functions\nprompt: Define `g_1`.\nfunctions: {'f(x, y)': x*y, 'g(mu)': mu**3}\n"
        "items: [{id: g_1, answer: 'diff(g, mu)'}]\n",
        encoding="utf-8",
    )
    assignment = load_assignment(tmp_path)
    submission = read_text(notebook(("markdown", "g_1 = 3 mu^2")), vocabulary=vocabulary_of(assignment))
    (graded,) = grade_submission(submission, assignment, sandbox).items
    assert graded.result.verdict is Verdict.CORRECT


MADE_FOR_ANOTHER: dict[str, tuple[str, str]] = {
    "a function in a step by hand": (
        "descent_by_hand.py",
        "grad = lambda x, y: (4*x + y, x)\np = (2, 1)\nsteps = [p, tuple(a - 0.1*b for a, b in zip(p, grad(*p)))]",
    ),
    "a function that nothing calls": (
        "descent_by_hand.py",
        "def f_grad(x, y):\n    return 4*x + y, x\nsteps = [(0.4, 1.8), (0, 1.8)]",
    ),
    "derivatives in a program": (
        "multivariable_descent.py",
        "dx = lambda x: 4*x\nfy = lambda y: 8*y\ndef multi_grad_descent(x, y, n):\n"
        "    for _ in range(n): x, y = x - 0.1*dx(x), y - 0.1*fy(y)\n    return x, y",
    ),
    "derivatives by way of a helper": (
        "work.py",
        "f_x = lambda x: 4*x\nf_y = lambda y: 8*y\ndef step(x, y):\n    return x - 0.1*f_x(x), y - 0.1*f_y(y)\n"
        "def multi_grad_descent(x, y, n):\n    for _ in range(n): x, y = step(x, y)\n    return x, y",
    ),
    "numbers in a loop": (
        "work.py",
        "x, y = 1, 2\nsteps = []\nfor i in range(2):\n    fx = 4*x + y\n    x = x - 0.1*fx\n    steps.append((x, y))",
    ),
    "the asked names of another exercise": (
        "descent_by_hand.py",
        "df_dx = lambda x, y: 4*x + y\ndf_dy = lambda x, y: x\n"
        "x, y = 1 - 0.1*df_dx(1, 2), 2 - 0.1*df_dy(1, 2)\nsteps = [(x, y), (x, y)]",
    ),
    "a method of a class": (
        "multivariable_descent.py",
        "class Descent:\n    def grad(self, x, y): return 4*x, 8*y\n    def run(self, x, y, n):\n"
        "        for _ in range(n):\n            g = self.grad(x, y)\n            x, y = x - 0.1*g[0], y - 0.1*g[1]\n"
        "        return x, y\ndef multi_grad_descent(x, y, n):\n    return Descent().run(x, y, n)",
    ),
    "components of the own gradient": ("work.py", "fx = '4y'\nfy = '4x + 2y'\ngradient = [fx, fy]\nu_hat = 3"),
}


@pytest.mark.parametrize("case", MADE_FOR_ANOTHER)
def test_what_was_made_for_one_exercise_is_no_answer_to_another(case: str, sandbox: Sandbox):
    """A helper is neither judged as another question's answer, nor is its name offered as one."""
    file, source = MADE_FOR_ANOTHER[case]
    grade = grade_submission(read_text(source, file), ASSIGNMENT, sandbox)
    own = {"multi_grad_descent", "steps"} if "gradient =" not in source else {"gradient", "u_hat"}
    others = [item.result for item in grade.items if item.result.key.item not in own]
    assert {result.verdict for result in others} == {Verdict.UNANSWERED}
    assert not any("There is" in told.text for result in others for told in result.feedback)


def test_a_derivative_in_a_text_is_that_of_the_files_own_function(sandbox: Sandbox):
    """In the file of one exercise `∂f/∂x` is wrong for no other; where a derivative of the other stands there too, it is judged."""
    text = "∂f/∂x = 4y and ∂f/∂y = 4 + 3y², so\n\n∇f = (4y, 4 + 3y²)\n"
    for more, verdict in (("", Verdict.UNANSWERED), ("\n∂f/∂z = 3z\n", Verdict.INCORRECT)):
        grade = grade_submission(read_text(text + more, "directional_derivative.md"), ASSIGNMENT, sandbox)
        found = {item.result.key.item: item.result.verdict for item in grade.items}
        assert (found["df_dx"], found["gradient"]) == (verdict, Verdict.INCORRECT)


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("four times x minus three: $4x - 3$", "df_dx"),
        ("hängt ab von: $\\{x, z\\}$", "df_dx_depends_on"),
        ("keine Variable", "df_dx_depends_on"),
        ("`{\"x\", \"y\"}`", "df_dx_depends_on"),
    ],
)
def test_what_no_answer_was_seen_in_is_told(text: str, item: str, sandbox: Sandbox):
    """In an exercise's own file, to the item that it may be meant for."""
    grade = grade_submission(read_text(notebook(("markdown", text)), "partial_derivatives.ipynb"), ASSIGNMENT, sandbox)
    told = {each.result.key.item for each in grade.items for said in each.result.feedback if said.code.startswith("only_un")}
    assert told == {item}


WHOLE_WORKS = {
    "every name an alias": "fx = '4x - 3y'\ngrad = '(4y, 4x + 3y^2)'",
    "an alias that means something else further down": (
        "def grad(x, y):\n    return 4*y, 4*x + 3*y**2\nfx = '4x - 3y'\nh = fx\ndef grad(x, y):\n    return 4*x + y, x\n"
        "x, y = 1, 2\ng = grad(x, y)\nsteps = [(x - 0.1*g[0], y - 0.1*g[1])]"
    ),
    "derivatives in a summary that bears another item's alias": "fx = '4x - 3y'\ngrad = [fx]\ngradient = '(4y, 4x + 3y^2)'",
}


@pytest.mark.parametrize("file", ["work.py", "partial_derivatives.py"])
@pytest.mark.parametrize("case", WHOLE_WORKS)
def test_a_right_answer_under_another_name_is_found(case: str, file: str, sandbox: Sandbox):
    """Wherever it stands, and whatever else is made with it."""
    grade = grade_submission(read_text(WHOLE_WORKS[case], file), ASSIGNMENT, sandbox)
    right = {item.result.key.item for item in grade.items if item.result.verdict is Verdict.CORRECT}
    assert right >= {"df_dx", "gradient"}


RIGHT_STEPS = [
    "steps: (0.4, 1.9) and then (0.4 - 0.1 · 3.5, 1.9 - 0.1 · 0.4) = (0.05, 1.86)",
    "steps: (1 - 0.1*6, 2 - 0.1*1) = (0.4, 1.9); (0.4 - 0.1*3.5, 1.86) = (0.05, 1.86)",
    "steps: (1, 2) - 0.1·(6, 1) = (0.4, 1.9), then (0.4, 1.9) - 0.1·(3.5, 0.4) = (0.05, 1.86)",
    "steps: $(0.4, 1.9)$ und dann $(0.4 - 0.1\\cdot 3.5,\\; 1.86) = (0.05, 1.86)$",
    "steps: (0.4, 1.9)\nand (0.05, 1.86)",
    "steps: (0.4, 1.9) dann → (0.05, 1.86)",
]
PERHAPS_RIGHT_STEPS = [
    "steps: (0.4, 1.9), then x = 0.05, y = 1.86",
    "steps: (0.4, 1.9) and the gradient there is (3.5, 0.4) = big",
    "steps: ∇f(1, 2) = (6, 1), so (0.4, 1.9) and (0.05, 1.86)",
]


PARTLY_RIGHT_STEPS = [
    "steps: (0.4, 1.9) and then (0.4 - 0.1 · 3.5, 1.9) = (0.05, 1.9)",
    "steps: $(0.4, 1.9)$ und dann $(0.4 - 0.1\\cdot 3.5,\\; 1.8) = (0.05, 1.8)$",
    "steps: (0.4, 1.9) and then one more",
]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        *((text, Verdict.CORRECT) for text in RIGHT_STEPS),
        *((text, Verdict.PARTIAL) for text in PARTLY_RIGHT_STEPS),
        *((text, Verdict.NEEDS_REVIEW) for text in PERHAPS_RIGHT_STEPS),
    ],
)
def test_no_point_that_stands_in_a_text_is_called_missing(text: str, verdict: Verdict, sandbox: Sandbox):
    """What joins the points and how each was worked out is read over; where not all can be read, a person reads them."""
    submission = read_text(notebook(("markdown", text)), vocabulary=vocabulary_of(ASSIGNMENT))
    grade = grade_submission(submission, ASSIGNMENT, sandbox)
    assert next(item.result.verdict for item in grade.items if item.result.key.item == "steps") is verdict


REASONS = [
    "$\\partial f / \\partial y$: only the middle term contains $y$, so df_dy $= -3$",
    "df_dy: only the second term involves y, hence df_dy = -3x",
    "∂f/∂y: nur der mittlere Summand enthält y, also df_dy = -3x",
    "df_dy: the second term alone depends on y, so df_dy = -3x",
    "df_dy: only the middle term contains y, so -3x",
]


@pytest.mark.parametrize("text", REASONS)
def test_a_reason_is_no_answer_to_another_question(text: str, sandbox: Sandbox):
    """Of which term a variable stands in nobody asked."""
    submission = read_text(notebook(("markdown", text)), vocabulary=vocabulary_of(ASSIGNMENT))
    results = {item.result.key.item: item.result for item in grade_submission(submission, ASSIGNMENT, sandbox).items}
    assert results["df_dy_depends_on"].verdict is Verdict.UNANSWERED


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("df_dy: the middle term gives it, so = -3x", Verdict.CORRECT),
        ("df_dy: first $-3xy$, hence $= -3x$", Verdict.CORRECT),
        ("df_dy = -3xy/y, also = -3x", Verdict.CORRECT),
        ("df_dy: y appears only in the middle term, thus $-3x$", Verdict.CORRECT),
        ("df_dy: x and y occur in it, so $= -3x$", Verdict.NEEDS_REVIEW),
        ("df_dy = -3x, so = 5x", Verdict.NEEDS_REVIEW),
        ("df_dy = x", Verdict.INCORRECT),
    ],
)
def test_what_a_sentence_comes_to_is_its_answer(text: str, verdict: Verdict, sandbox: Sandbox):
    """`so =` goes on with the equation before it; where the sides differ and one is right, a person looks at it."""
    submission = read_text(notebook(("markdown", text)), vocabulary=vocabulary_of(ASSIGNMENT))
    results = {item.result.key.item: item.result for item in grade_submission(submission, ASSIGNMENT, sandbox).items}
    assert results["df_dy"].verdict is verdict

"""No answer stands in what students read: found however it is written, and nothing else is taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.authoring.leaks import leaks_in, secrets_of
from grader.course.exercises import load_assignment, read_exercise

LESSON = load_assignment(Path(__file__).parents[2] / "exercises")
SECRETS = secrets_of(LESSON.exercises)


def told(text: str) -> set[str]:
    """The items whose answer stands in the text."""
    return {leak.secret.item for leak in leaks_in(text, SECRETS)}


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("The answer is 4x - 3y.", "df_dx"),
        ("so $\\frac{\\partial f}{\\partial x} = 4x-3y$", "df_dx"),
        ("`df_dx = 4*x - 3*y`", "df_dx"),
        ("df_dx = lambda x, y, z: -3*y + x*4", "df_dx"),
        ("- a bullet: 3z²", "df_dz"),
        ("it is (4x-3y), or not", "df_dx"),
        ("    return 3*z**2", "df_dz"),
        ("use $\\nabla f = \\left(4y, 4x + 3y^2\\right)$", "gradient"),
        ("$\\begin{pmatrix} 4y \\\\ 4x + 3y^2\\end{pmatrix}$", "gradient"),
        ("np.array([4*y, 4*x + 3*y**2])", "gradient"),
        ("slope: $2x - 2\\sqrt{3}y + \\frac{3}{2}y^2$", "slope"),
        ("u = (-0.866, 0.5)", "u_hat"),
        ("np.cos(150*np.pi/180)", "u_hat"),
        ("you get (0.4, 1.9) first", "steps"),
        ("steps: [[0.4, 1.9], [0.05, 1.86]]", "steps"),
        ("we had 1.86 there", "steps"),
    ],
)
def test_an_answer_is_found_however_it_is_written(text: str, item: str):
    """Formulas, code, prose, other forms of the same, roundings, and components of a vector."""
    assert item in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Differentiate $f(x, y, z) = 2x^2 - 3xy + z^3$ by $x$, at $(1, 2)$, in 2 steps.",
        "exp(2*x) - 3*x",
        "4x + 3y, 4x - 3z, 3z^3",
        "u = (0.866, 0.5)",
        "worth 1.86 points",
        "def df_dx(x, y, z):\n    return ...",
    ],
)
def test_what_is_no_answer_gives_no_alarm(text: str):
    """The function, a part of a longer sum, something near, points and placeholders."""
    assert told(text) == set()


@pytest.mark.parametrize(
    ("text", "own", "elsewhere"),
    [
        ("With a step of 1.86 …", "descent_by_hand", False),
        ("as in $\\frac{93}{50}$", "descent_by_hand", False),
        ("- from (0.4, 1.9) on", "descent_by_hand", True),
        ("u = -0.8660254", "directional_derivative", True),
    ],
)
def test_a_short_number_is_an_answer_in_its_own_exercise_alone(text: str, own: str, elsewhere: bool):
    """Any exercise may use 1.86; a point, or a number of many digits, is somebody's answer wherever it stands."""
    assert any(leaks_in(text, SECRETS, own))
    assert any(leaks_in(text, SECRETS, "partial_derivatives")) == elsewhere


def test_the_line_is_told():
    """An author reads where in the prompt it stands."""
    (leak,) = leaks_in("First\nsecond: $4x - 3y$\nthird", SECRETS)
    assert (leak.line, leak.text) == (2, "4x - 3y")


def test_what_the_question_itself_says_is_no_secret():
    """The derivative of e^x is e^x, which the question states; bare variables and single digits tell nothing."""
    exercise = read_exercise(
        "title: t\nprompt: p\nfunctions:\n  f(x, y): exp(x) + 2*y + x*y\nitems:\n"
        '  - {id: a, answer: "diff(f, x)"}\n'
        '  - {id: b, answer: "unit([0, 2])"}\n',
        "x.yml",
        "x",
    )
    told_by_a, *components = [secret for secret in secrets_of([exercise]) if secret.item == "a"]
    assert not components
    assert not list(leaks_in("$e^x + 2y + xy$ and (0, 2)", [told_by_a]))
    plain = read_exercise(
        "title: t\nprompt: p\nfunctions:\n  f(x): exp(x)\nitems:\n"
        '  - {id: a, answer: "diff(f, x)"}\n',
        "x.yml",
        "x",
    )
    assert secrets_of([plain]) == []

# ruff: noqa: E501 - a program in a line is easier to compare with its neighbours than one broken in two
"""The 27 kinds of bad message that a tutor found in the letters of November 2026, each with its smallest input.

A row says what is to be read of it, and what was read then.
"""

from __future__ import annotations

import pytest

from tests.sentences.innocent import BY_HAND, DIRECTIONAL, GX, GY, ONE, PARTIAL, SLOPE, STEP, md, one, two
from tests.sentences.works import Work, told

HELPER = "import math\ndef grad(x):\n    return x - math.exp(-x)\ndef grad_descent(x_start, n):\n    return grad(x_start)"
KINDS: list[tuple[int, Work, str, str]] = [
    (1, Work(ONE, "def grad_descent(x_start, n):\n    for i in range(n):\n    x = 1"), "must be indented below it", "placeholder"),
    (1, Work(BY_HAND, "steps = [(0.4, 1.9),, (0.05, 1.86)]"), "a gap in the list", "placeholder"),
    (2, Work(ONE, "def grad_descent(x_start, n):\n    delta = 0,05\n    return x_start"), "write `0.05` with a point", "Python 2"),
    (3, two(f"x, y = x - 0.05*{GX}, y - 0.05*{GY}", first="x, y = x_start, x_start"), "y begins where x should", "how n enters"),
    (4, two("x, y = x - 0.05*4*x, y - 0.05*8*y"), "follow a wrong derivative", "condition that ends the loop"),
    (5, Work(DIRECTIONAL, HELPER), "Nothing called `gradient` was found", "a single value"),
    (6, md(PARTIAL, "df_dz is 3z squared"), "“squared”", "your answer is 6"),
    (7, Work(PARTIAL, "df_dx = '4x - 3y = 0'"), "This is an equation", "your answer is 0"),
    (8, two(f"d = 0.05/(1 + 0.01*k); x, y = x - d*{GX}, y - d*{GY}"), "", "near the minimum"),
    (9, Work(DIRECTIONAL, "u_hat = '-sqrt3/2, 1/2 + 1'"), "Right: the first component", "sqrt**3"),
    (10, one("x = x_start", STEP), "each pass begins at the start again", "Let the loop run n times"),
    (11, one(f"x == x - 0.1*{SLOPE}"), "One `=` gives", "a copy is updated"),
    (12, one("f = x**2/2 + math.exp(-x)", "f.backward()", "x = mg.tensor(x.data - 0.1*x.grad)", first="x = mg.tensor(float(x_start))", above="import math, mygrad as mg"), "Use `mg.exp`", "A term is missing"),
    (15, Work(BY_HAND, "steps = [(0.4, 1.9), (0.15, 1.86)]"), "x", "the power has not become one smaller."),
    (15, Work(BY_HAND, "steps = [[2, 1], [0.4, 1.9], [0.05, 1.86]]"), "begin with the start", "Step 1 from"),
    (15, Work(BY_HAND, "steps = [0.4, 0.05]"), "one number for each step", "Step 2 is missing"),
    (16, Work(ONE, "def grad_descent(x_start, n):\nx = x_start\nreturn x"), "must be indented below it", "outside function"),
    (17, md(PARTIAL, "df_dx = 5x - 3y"), "`-3*y` is right", "not the right value there"),
    (17, md(PARTIAL, "df_dx = 4x - 3y + 1"), "one more", "not the right value there"),
    (17, md(PARTIAL, "df_dz = 0"), "", "not the right value there"),
    (18, md(DIRECTIONAL, "gradient = (4y + y^3, 4x + y^2)"), "`y**3` with respect to y", "the first component of your answer is"),
    (18, md(DIRECTIONAL, "gradient = (4x, 4y + 3y^2)"), "`4*x*y` with respect to x", "the first component of your answer is"),
    (19, md(DIRECTIONAL, "u_hat = (-1, 1)"), "a unit vector has length 1", "not the right value"),
    (19, md(DIRECTIONAL, "u_hat = (0.5, 0.866)"), "in another order", "not the right value"),
    (19, md(DIRECTIONAL, "u_hat = (0, 1)"), "along an axis", "not the right value"),
    (20, Work(BY_HAND, "steps = [(0.4, 1.8), (0.06, 1.76)]"), "In every step x is moved rightly", "multiply it by δ"),
    (20, two(f"x, y = x - 0.05*{GX}, x - 0.05*{GY}"), "Right in every step: x. Not right: y.", "Check your derivative"),
    (21, Work(BY_HAND, "steps = [(0.4, 1.9), (0.1, 1.9)]"), "rounded to one decimal", "multiply it by δ"),
    (21, one(f"x = x - {SLOPE}//10"), "The program has `//`", "Neither one step size"),
    (22, Work(PARTIAL, "def df_dz(x, y, z):\n    return 3*z^2"), "has `^`", "means nothing"),
    (23, one(STEP, last="pass"), "returns nothing", "not right yet"),
    (24, Work(PARTIAL, "def df_dx(x, y, z):\n    return 4*x + 3*y"), "A sign is wrong", "2.685546875"),
    (25, two(f"x, y = x + 0.05*{GX}, y + 0.05*{GY}"), "The steps go uphill", "-53"),
    (25, Work(BY_HAND, "steps = [(0.3999999999999999, 1.96), (0.2, 1.9)]"), "to (0.4, 1.96)", "0.39999"),
    (26, Work(PARTIAL, "df_dx_depends_on = {'x', 'y', 'z'}"), "Which of them are still left", "{x`"),
    (27, one(f"g += {SLOPE}", "x = x - 0.05*g", first="x, g = x_start, 0"), "Clear the gradient", "momentum"),
    (27, two(f"x, y = x - 0.05*{GX}, y + 0.05*{GY}"), "In y the steps go uphill", "schedule"),
]  # fmt: skip
ELSEWHERE = {
    13: "tests/kinds/test_what_code_is_told.py: f is computed once; it needs the line of the exception",
    14: "tests/kinds/test_what_code_is_told.py: `Y` is no variable of f; it needs the sandbox's own words",
}


def test_every_kind_has_its_smallest_input() -> None:
    """Here, or where it needs more than what is said."""
    assert sorted({*(kind for kind, *_ in KINDS), *ELSEWHERE}) == list(range(1, 28))


@pytest.mark.parametrize(("kind", "work", "words", "then"), KINDS)
def test_what_is_said_is_what_a_tutor_would_say(kind: int, work: Work, words: str, then: str) -> None:
    """And what was said before is not."""
    text = " ".join(told(work))
    assert words in text, kind
    assert then not in text, kind

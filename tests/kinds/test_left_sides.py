"""The left side of an equation in a text: the item's own names and plain words are harmless, other names go to a person."""

from __future__ import annotations

import pytest

from grader.model import Verdict
from grader.notation.labels import derivative_of
from grader.notation.line import is_in_another_order
from tests.kinds.test_rival_answers import judged

OWN = {
    "df_dx": [
        "f_x = 4x - 3y", "fx = 4x - 3y", "df/dx = 4x - 3y", "∂f/∂x = 4x - 3y", "f'_x = 4x - 3y", "D_1 f = 4x - 3y",
        "f_x(x, y, z) = 4x - 3y", "$f_x = 4x - 3y$", r"$\frac{\partial f}{\partial x} = 4x - 3y$", "f_x: 4x - 3y",
        "Therefore f_x = 4x - 3y", "answer = 4x - 3y", "my answer: 4x - 3y", "h = 4x - 3y", "f_x = df/dx = 4x - 3y",
        "The derivative of f with respect to x = 4x - 3y", "d/dx(2x^2 - 3xy + z^3) = 4x - 3y", "It is 4x - 3y",
        "The answer to part a of the task: 4x - 3y", "La pente est de 4x - 3y", "the answer is (4x - 3y)",
        "Since y is constant, f_x = 4x - 3y", "f' = 4x - 3y", "a) f_x = 4x - 3y", "d/dx = 4x - 3y",
        "It is equal to 4x - 3y", "This simplifies to 4x - 3y", "We take the sum of both and get 4x - 3y",
    ],
    "gradient": [
        "∇f = (4y, 4x + 3y^2)", "∇f(x, y) = (4y, 4x + 3y^2)", "grad f = (4y, 4x + 3y^2)", "(f_x, f_y) = (4y, 4x + 3y^2)",
        "∇f = (f_x, f_y) = (4y, 4x + 3y^2)", "gradient: (4y, 4x + 3y^2)", ["4y", "4x + 3y^2"],
        ["f_x = 4y", "f_y = 4x + 3y^2"], ["∂f/∂x = 4y", "∂f/∂y = 4x + 3y^2"],
    ],
    "u_hat": [
        "û = (-√3/2, 1/2)", "u = (-√3/2, 1/2)", "v = (-√3/2, 1/2)", "u/|u| = (-√3/2, 1/2)",
        ["u_x = -√3/2", "u_y = 1/2"], ["u_1 = -√3/2", "u_2 = 1/2"],
    ],
    "slope": [
        "D_u f = 2x + 1.5y^2 - 2√3 y", r"D_{\hat u} f = 2x + 1.5y^2 - 2√3 y", "∇f·û = 2x + 1.5y^2 - 2√3 y",
        "D_uf = 2x + 1.5y^2 - 2√3 y", "Du f = 2x + 1.5y^2 - 2√3 y", "gradient · u_hat = 2x + 1.5y^2 - 2√3 y",
        "D_u f(x, y) = 2x + 1.5y^2 - 2√3 y", "m = 2x + 1.5y^2 - 2√3 y", "The slope = 2x + 1.5y^2 - 2√3 y",
    ],
}  # fmt: skip
FOREIGN = {
    "df_dx": [
        "f_xx = 4x - 3y", "-f_x = 4x - 3y", "2f_x = 4x - 3y", "|f_x| = 4x - 3y", "g_x = 4x - 3y", "f = 4x - 3y",
        "f_x(1, 2, 0) = 4x - 3y", "∂f/∂y = 4x - 3y", "∂f/∂y: 4x - 3y", "fy = 4x - 3y", "D_v f = 4x - 3y",
        "The derivative of f with respect to y = 4x - 3y", "lim f_x = 4x - 3y",
        "∫ 4x - 3y dx", "d/dx(4x - 3y)", "Re (4x - 3y)", "Δ (4x - 3y)",
        "square root of (4x - 3y)", "twice 4x - 3y", "half of 4x - 3y", "the opposite of 4x - 3y", "minus (4x - 3y)",
        "at least 4x - 3y", "proportional to 4x - 3y", "between 0 and 4x - 3y", "anything but 4x - 3y", "three 4x - 3y",
        "das Doppelte von 4x - 3y", "le double de 4x - 3y",
    ],
    "gradient": [
        "-∇f = (4y, 4x + 3y^2)", "|∇f| = (4y, 4x + 3y^2)", "∇f·u = (4y, 4x + 3y^2)", "∇²f = (4y, 4x + 3y^2)",
        "∇g = (4y, 4x + 3y^2)", "∇f(1, 2) = (4y, 4x + 3y^2)", "(f_y, f_x) = (4y, 4x + 3y^2)",
        "∇f = (f_y, f_x) = (4y, 4x + 3y^2)", ["f_y = 4y", "f_x = 4x + 3y^2"], ["g_x = 4y", "g_y = 4x + 3y^2"],
    ],
    "u_hat": [
        "-u = (-√3/2, 1/2)", "|u| = (-√3/2, 1/2)", "∇f = (-√3/2, 1/2)", "(y, x) = (-√3/2, 1/2)",
        ["u_y = -√3/2", "u_x = 1/2"],
    ],
    "slope": [
        "D_v f = 2x + 1.5y^2 - 2√3 y", "-D_u f = 2x + 1.5y^2 - 2√3 y", "D_u g = 2x + 1.5y^2 - 2√3 y",
        "∇f = 2x + 1.5y^2 - 2√3 y", "D_u f(1, 1) = 2x + 1.5y^2 - 2√3 y",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("item", "value"), [(item, value) for item, values in OWN.items() for value in values])
def test_an_own_name_in_a_text_says_nothing_against_it(item: str, value: object) -> None:
    """However the own name is written, the answer stays right."""
    assert judged(item, "nothing", code={item: value}).verdict is Verdict.CORRECT


@pytest.mark.parametrize(("item", "value"), [(item, value) for item, values in FOREIGN.items() for value in values])
def test_another_name_or_an_operator_in_a_text_goes_to_a_person(item: str, value: object) -> None:
    """What names something else, or computes with a name or a formula, is not decided by a machine."""
    assert judged(item, "nothing", code={item: value}).verdict is Verdict.NEEDS_REVIEW


@pytest.mark.parametrize(
    ("item", "cell", "verdict"),
    [
        ("gradient", "∇f = (f_x, f_y) = (4y, 4x + 3y²)", "correct"),
        ("gradient", "∇f = (∂f/∂x, ∂f/∂y) = (4y, 4x + 3y²)", "correct"),
        ("gradient", "∇f = (f_y, f_x) = (4y, 4x + 3y²)", "needs_review"),
        ("gradient", "∇f = (∂f/∂y, ∂f/∂x) = (4y, 4x + 3y²)", "needs_review"),
        ("u_hat", "û = (x, y) = (-√3/2, 1/2)", "correct"),
        ("u_hat", "û = (y, x) = (-√3/2, 1/2)", "needs_review"),
        ("df_dx", "f_x = the opposite of 4x - 3y", "needs_review"),
        ("df_dx", "f_x = square root of (4x - 3y)", "needs_review"),
        ("df_dx", "f_x = Re (4x - 3y)", "needs_review"),
        ("df_dx", "f_x = ∫ 4x - 3y dx", "needs_review"),
        ("df_dx", '```python\nif False:\n    df_dx = "4x - 3y"\n```', "unanswered"),
        ("df_dx", "f_x = d/dx(4x - 3y)", "needs_review"),
    ],
)
def test_order_and_operators_count_in_text_cells_too(item: str, cell: str, verdict: str) -> None:
    """A list of names says which component is which."""
    assert judged(item, cell).verdict == verdict


def test_the_order_of_names() -> None:
    """Only names whose places are known have an order."""
    for side in ("(f_x, f_y)", "(x, y)", "(u_1, u_2)", "(∂f/∂x, ∂f/∂y)", "(4y, 4x)", "(a, b)", "f_x"):
        assert not is_in_another_order(side, ("x", "y")), side
    for side in ("(f_y, f_x)", "(y, x)", "(u_2, u_1)", "(∂f/∂y, ∂f/∂x)", r"\left(\frac{\partial f}{\partial y}, f_x\right)"):
        assert is_in_another_order(side, ("x", "y")), side


def test_the_names_of_derivatives() -> None:
    """A second derivative and a word are no such name."""
    for name in ("df_dx", "f_x", "dfdx", "fx", "df_x"):
        assert derivative_of(name, ("x", "y")) == ("f", "x"), name
    for name in ("f_xx", "max", "index", "x", "dx", "f", "slope_x", "f_t"):
        assert derivative_of(name, ("x", "y")) is None, name

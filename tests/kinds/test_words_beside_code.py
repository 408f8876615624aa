"""What a text says beside an answer in code is no decoration: where the two differ, a person decides."""

from __future__ import annotations

import pytest

from grader.model import CheckResult, Verdict
from tests.played import judge_handed_in
from tests.submission.making import notebook

CODE = {
    "df_dx": "def df_dx(x, y, z): return 4*x - 3*y",
    "gradient": "def gradient(x, y): return (4*y, 4*x + 3*y**2)",
    "u_hat": "u_hat = (-(3**0.5) / 2, 0.5)",
    "slope": "def slope(x, y): return -2 * 3**0.5 * y + 2*x + 1.5*y**2",
}
OTHERWISE = [
    ("df_dx", "df_dx = 4x + 3y"),
    ("df_dx", "df_dx = 4x"),
    ("gradient", "gradient = (4y, 4x + y^2)"),
    ("u_hat", r"u_hat = $(\sqrt{3}/2, 1/2)$"),
    ("slope", "slope = 2√3 y + 2x + 3/2 y^2"),
]
IN_KEEPING = [
    ("df_dx", "df_dx = 4x - 3y"),
    ("df_dx", r"$df\_dx = 2 \cdot 2x - 3y = 4x - 3y$"),
    ("df_dx", "df_dx: differentiate term by term"),
    ("df_dx", r"df_dx = \frac{\partial f}{\partial x}"),
    ("df_dx", "df_dx = 5 at (2, 1, 0)"),
    ("df_dx", "df_dx(1, 1, 1) = 1"),
    ("df_dx", "f_x = 4x + 3y would be the slope of another function"),
    ("u_hat", "u_hat = (-0.87, 0.5)"),
    ("slope", "slope = -3.5y + 2x + 1.5y^2"),
    ("slope", "slope = gradient · u_hat"),
]
TRIVIAL = [
    "u_hat = (1, 0)\nslope = '4y'",
    "u_hat = (0, 1)\nslope = '4x + 3y^2'",
    "u_hat = (1, 0)\ndef slope(x, y): return 4*y",
    "gradient = (1, 1)\nslope = '-sqrt(3)/2 + 1/2'",
    "gradient = (1, 0)\nu_hat = (1, 0)\nslope = 1",
]
HONEST = [
    "gradient = '(4y, 4x + y^2)'\nslope = '-2 sqrt(3) y + 2x + y^2/2'",
    "u_hat = '(sqrt(3)/2, 1/2)'\nslope = '2 sqrt(3) y + 2x + 3y^2/2'",
    "gradient = '(4y, 4x)'\nslope = '-2 sqrt(3) y + 2x'",
    "gradient = '(4y, 4x + y^2)'\nu_hat = '(sqrt(3)/2, 1/2)'\nslope = '2 sqrt(3) y + 2x + y^2/2'",
]


def beside(item: str, line: str) -> CheckResult:
    """The result of right code below a text."""
    names: dict[str, object] = {}
    exec(CODE[item], names)  # the tests' own
    exercise = "partial_derivatives" if item == "df_dx" else "directional_derivative"
    return judge_handed_in(exercise, notebook(("markdown", line), CODE[item]), names, file="hw.ipynb")[item]


@pytest.mark.parametrize(("item", "line"), OTHERWISE)
def test_a_text_that_says_something_else_than_right_code_goes_to_a_person(item: str, line: str):
    """Neither full marks for one of two answers nor a wrong verdict on the right one."""
    assert beside(item, line).verdict is Verdict.NEEDS_REVIEW


@pytest.mark.parametrize(("item", "line"), IN_KEEPING)
def test_a_text_that_says_the_same_or_nothing_costs_nothing(item: str, line: str):
    """The same in other words or rounded, a value at a point, a definition and prose."""
    assert beside(item, line).verdict is Verdict.CORRECT


def slope_of(source: str) -> CheckResult:
    """The result for the slope of a program."""
    names: dict[str, object] = {}
    exec(source, names)  # the tests' own
    return judge_handed_in("directional_derivative", source, names)["slope"]


@pytest.mark.parametrize("source", TRIVIAL)
def test_what_follows_from_a_vector_that_leaves_no_work_earns_nothing(source: str):
    """A gradient of numbers and a direction along an axis make the slope trivial."""
    assert slope_of(source).credit == 0


@pytest.mark.parametrize("source", HONEST)
def test_what_follows_from_an_honest_mistake_costs_nothing_more(source: str):
    """A lost factor, a lost term and a wrong sign leave the product to be taken."""
    assert slope_of(source).credit == 1

"""A line that goes on from its first formula: to the vector of its components, or to what the way leads to."""

from __future__ import annotations

import pytest

from grader.kinds.candidates import vocabulary_of
from grader.model import Verdict
from grader.submission.handed_in_work import read_text
from tests.kinds.test_rival_answers import ASSIGNMENT, judged
from tests.submission.making import notebook

RIGHT = {
    "df_dx": [
        r"df_dx: $2x^2 \to 4x$ and $-3xy \to -3y$, together $4x - 3y$",
        "df_dx: $4x$ and $-3y$, added: $4x-3y$",
        "df_dx: $4x$ from the first term and $-3y$ from the second, so $4x - 3y$",
        "df_dx: $f = 2x^2 - 3xy + z^3$, so $f_x = 4x - 3y$",
        "df_dx: $4x$ und $-3y$, also $4x - 3y$",
        "**df_dx**\n\n$4x$ and $-3y$, so $4x - 3y$",
    ],
    "df_dy": ["df_dy: $2x^2$ drops out, $-3xy$ gives $-3x$, $z^3$ drops out. So $-3x$."],
    "df_dz": ["df_dz: from $z^3$ we get $3z^2$", "df_dz: first $z^3$ becomes $3z^2$, so $3z^2$"],
    "df_dy_depends_on": ["df_dy_depends_on: only on x (y is gone)"],
    "gradient": [
        r"gradient: $\frac{\partial f}{\partial x} = 4y$, $\frac{\partial f}{\partial y} = 4x + 3y^2$",
        r"gradient: $\partial_x f = 4y$; $\partial_y f = 4x + 3y^2$",
        "gradient: ∂f/∂x is 4y and ∂f/∂y is 4x + 3y².",
        "gradient: f_x ist 4y, f_y ist 4x + 3y^2",
        "gradient: x: 4y, y: 4x + 3y^2",
        "gradient: y: 4x + 3y^2, x: 4y",
        "gradient: 4y and 4x+3y^2",
        r"gradient: $f_x = 4y$ and $f_y = 4x + 3y^2$, so $\nabla f = (4y, 4x + 3y^2)$",
        "gradient: from $f = 4xy + y^3$ we get $(4y, 4x+3y^2)$",
    ],
    "u_hat": [
        r"u_hat: $u_x = -\frac{\sqrt3}{2}$, $u_y = \frac12$",
        r"u_hat: $\cos 150° = -\frac{\sqrt3}{2}$, $\sin 150° = \frac12$",
        r"u_hat: $-\frac{\sqrt3}{2}$ and $\frac12$",
        r"u_hat: $150°$, $u = (\cos 150°, \sin 150°)$",
        r"u_hat: $(-\sqrt3, 1)$ has length 2, so $(-\frac{\sqrt3}{2}, \frac12)$",
    ],
    "slope": [
        r"slope: $4y\cdot(-\frac{\sqrt3}{2}) = -2\sqrt3 y$ and $(4x+3y^2)\cdot\frac12 = 2x + 1.5y^2$, "
        r"sum: $-2\sqrt3 y + 2x + 1.5y^2$",
        r"slope: gradient $(4y, 4x + 3y^2)$ times u, so $-2\sqrt3 y + 2x + 1.5y^2$",
    ],
}
WRONG = {
    "df_dx": [
        ("df_dx: $4x$ and $-3y$, so $4x + 3y$", "sign"),
        ("df_dx: $4x - 3$, because the derivative of $3xy$ is $3$", "other_factor_dropped"),
        ("df_dx: $4x - 3y + z$ (the derivative of $z^3$ is $z$)", None),
        ("df_dx: $2x^2$ becomes $4x$, $-3xy$ becomes $-3$, so the result is $4x - 3$.", "other_factor_dropped"),
    ],
    "gradient": [
        ("gradient: $4y$", "component_missing"),
        ("gradient: x: 4x + 3y^2, y: 4y", "components_swapped"),
        ("gradient = 4y in x and 4x + y^2 in y", None),
    ],
}
OPEN = {
    "df_dx": [
        "df_dx: maybe $4x$, so $4x - 3y$?",
        "df_dx: $4x$ or $4x-3y$",
        "df_dx: $4x - 3y + 1$, so not $4x - 3y$",
        "df_dx = 4x + 3y, then 4x - 3y",
        "df_dx: $4x$, hint: $4x - 3y$",
    ],
    "u_hat": [r"u_hat $= (-\sqrt3, 1)$ divided by its length 2"],
    "slope": [r"slope: $4y$, $-2\sqrt3 y + 2x + 1.5y^2$"],
}


@pytest.mark.parametrize(("item", "text"), [(item, text) for item, texts in RIGHT.items() for text in texts])
def test_what_a_line_leads_to_is_the_answer(item: str, text: str):
    """No right answer is wrong because its way stands before it."""
    assert judged(item, text).verdict is Verdict.CORRECT


@pytest.mark.parametrize(("item", "text", "slip"), [(item, *each) for item, texts in WRONG.items() for each in texts])
def test_a_wrong_end_is_wrong_and_so_is_an_answer_with_its_reasons(item: str, text: str, slip: str | None):
    """A line that ends wrongly is told of its end; formulas that are reasons change nothing."""
    result = judged(item, text)
    assert result.verdict is Verdict.INCORRECT
    assert slip is None or any(slip in said.code for said in result.feedback) or slip in str(result.misconception)


@pytest.mark.parametrize(("item", "text"), [(item, text) for item, texts in OPEN.items() for text in texts])
def test_what_may_be_meant_is_for_a_person(item: str, text: str):
    """A second answer, a doubt, and words that go on computing give neither points nor a slip."""
    assert judged(item, text).verdict is Verdict.NEEDS_REVIEW


@pytest.mark.parametrize(
    ("cell", "unread"),
    [
        ("$(1,2) - 0.1(6,1) = (0.4, 1.9)$", True),
        (r"$-\nabla f \cdot \hat u = 2\sqrt3 y - 2x - 1.5y^2$", True),
        ("Let $f(x, y, z) = 2x^2 - 3xy + z^3$.", False),
        ("Find $f_x = 0$.", False),
        ("My notes on page 3.", False),
        ("df_dx = 4x - 3y", False),
    ],
)
def test_mathematics_of_which_nothing_was_taken_is_kept_to_be_told(cell: str, unread: bool):
    """No more than what may be an answer: not the function that is given, nor a request, nor prose."""
    submission = read_text(notebook(("markdown", cell)), "steps.ipynb", vocabulary_of(ASSIGNMENT))
    assert any(aside.where == "unread" for aside in submission.asides) is unread

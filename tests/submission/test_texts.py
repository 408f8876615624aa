"""Answers in cells of text."""

from __future__ import annotations

import time

import pytest

from grader.submission.handed_in_work import read_text
from tests.submission.making import notebook, of_texts

LINES = [
    (
        "$(x_1, y_1) = (0.4, 1.9)$ and $(x_2, y_2) = (0.05, 1.86)$, so steps $= [(0.4, 1.9), (0.05, 1.86)]$",
        {"steps": ["[(0.4, 1.9), (0.05, 1.86)]"]},
    ),
    ("**slope** (towards $(\\frac12,-1)$): $2y - 2x$", {"slope": ["2y - 2x"]}),
    ("slope (in direction $(-1, 2)$): 2x - 2y", {"slope": ["2x - 2y"]}),
    ("$f_x$ (from 2x² - 3xy): $4x - 3y$", {"f_x": ["4x - 3y"]}),
    ("slope (at the point (1, 2)): 4", {"slope": None}),
    ("slope (towards (1, 0), taken at (1, 2)): 4", {"slope": None}),
    ("slope (point (1, 2)): 4", {"slope": None}),
    ("slope (not of (1, 2)): 4y", {"slope": None}),
    ("slope (wrong, towards (1, 0)): 2x - y", {"slope": None}),
    (
        "- P₁ = (0.4 | 1.9), ∇f = (3.5 | 0.4)\n- P₂ = (0.05 | 1.86)",
        {"P_1": ["(0.4 | 1.9)"], "P_2": ["(0.05 | 1.86)"], "steps": ["(0.4 | 1.9), (0.05 | 1.86)"]},
    ),
    (
        "P_2 = (0.05 | 1.86)\n\nsteps = [P_1, P_2] = [(0.4, 1.9), (0.05, 1.86)]",
        {"P_2": ["(0.05 | 1.86)"], "steps": ["[P_1, P_2] = [(0.4, 1.9), (0.05, 1.86)]"]},
    ),
    ("df_dx = 4x - 3y", {"df_dx": ["4x - 3y"]}),
    (r"$\frac{\partial f}{\partial x} = 4x - 3y$", {"df_dx": ["4x - 3y"]}),
    (r"$$\frac{\partial f}{\partial x} = 4x - 3y$$", {"df_dx": ["4x - 3y"]}),
    ("$$\n\\frac{\\partial f}{\\partial x} = 4x - 3y\n$$", {"df_dx": ["4x - 3y"]}),
    (r"\(\partial_x f = 4x - 3y\)", {"df_dx": ["4x - 3y"]}),
    (r"\\[ f_x = 4x \\]", {"f_x": ["4x"]}),
    ("\\begin{equation}\nf_x = 4x\n\\end{equation}", {"f_x": ["4x"]}),
    (r"nabla_f = $\nabla f = (2xy, x^2+3y^2)$", {"nabla_f": ["(2xy, x^2+3y^2)"]}),
    ("**df/dx** = $4x-3y$", {"df_dx": ["4x-3y"]}),
    ("**df_dx = 4x - 3y**", {"df_dx": ["4x - 3y"]}),
    ("*df_dx = 4x*", {"df_dx": ["4x"]}),
    ("_df_dx = 4x_", {"df_dx": ["4x"]}),
    (r"df_dx = 4\*x - 3\*y", {"df_dx": ["4*x - 3*y"]}),
    ("∂f/∂x = 4x − 3y", {"df_dx": ["4x − 3y"]}),
    ("> ∂f/∂x = 4x", {"df_dx": ["4x"]}),
    ("- df/dx: 4x - 3y\n- df/dy: -3x", {"df_dx": ["4x - 3y"], "df_dy": ["-3x"]}),
    ("1. df/dx = 4x\n2. df/dy = -3x", {"df_dx": ["4x"], "df_dy": ["-3x"]}),
    ("df_dx = 4x - 3y and df_dy = -3x", {"df_dx": ["4x - 3y"], "df_dy": ["-3x"]}),
    ("$f_x=4x-3y$, $f_y=-3x$", {"f_x": ["4x-3y"], "f_y": ["-3x"]}),
    ("$f_x=4x-3y, \\quad f_y=-3x$", {"f_x": ["4x-3y"], "f_y": ["-3x"]}),
    ("$$f_x = 4x$$ and $$f_y = 3$$", {"f_x": ["4x"], "f_y": ["3"]}),
    ("df/dx = 4x<br>df/dy = 3", {"df_dx": ["4x"], "df_dy": ["3"]}),
    ("<b>df/dx</b> = 4x", {"df_dx": ["4x"]}),
    ("```\ndf_dx = 4*x\n```", {"df_dx": ["4*x"]}),
    ("Since y is constant, df/dx = 4x - 3y.", {"df_dx": ["4x - 3y"]}),
    ("df/dx = 4x - 3y because y is constant", {"df_dx": ["4x - 3y"]}),
    ("df/dx = 4x - 3y (treating y as constant)", {"df_dx": ["4x - 3y"]}),
    (r"$f_x = 4x - 3y \text{ since } y \text{ is constant}$", {"f_x": ["4x - 3y"]}),
    (r"$f_x = 2 \cdot 2x - 3y = 4x - 3y$", {"f_x": ["4x - 3y"]}),
    (r"$f_x = \boxed{4x - 3y}$", {"f_x": ["4x - 3y"]}),
    (r"$f_x = \frac{\partial f}{\partial x} = 4x$", {"f_x": ["4x"], "df_dx": ["4x"]}),
    ("The gradient is $(4y, 4x)$ and the slope is $2\\sqrt{3}$.", {"gradient": ["(4y, 4x)"], "slope": ["2\\sqrt{3}"]}),
    ("∇f = 4y, 4x + 3y^2", {"nabla_f": ["4y, 4x + 3y^2"]}),
    (r"$\nabla f(x,y) = (4y, 4x+3y^2)$ so $\nabla f(1,2) = (8, 16)$", {"nabla_f": ["(4y, 4x+3y^2)"]}),
    ("u_hat: (-√3/2, 1/2)", {"u_hat": ["(-√3/2, 1/2)"]}),
    (r"$\hat{u} = \begin{bmatrix} -1 \\ 2 \end{bmatrix}$", {"u_hat": [r"\begin{bmatrix} -1 \\ 2 \end{bmatrix}"]}),
    ("slope = 2√3 ≈ 3.46", {"slope": ["2√3"]}),
    (r"$D_u f = \nabla f \cdot \hat u = 2\sqrt{3}\,y \approx 3.46y$", {"D_u_f": [r"2\sqrt{3} y"]}),
    ("**Slope**: $D_u f = 2y$", {"D_u_f": ["2y"], "slope": ["2y"]}),
    ("slope ≈ 3.46", {"slope": ["3.46"]}),
    ("### df_dx\n\n$4x - 3y$\n\n### df_dy\n-3x", {"df_dx": ["4x - 3y"], "df_dy": ["-3x"]}),
    ("**Gradient:**\n\n$$\\begin{bmatrix}4y\\\\4x\\end{bmatrix}$$", {"gradient": [r"\begin{bmatrix}4y\\4x\end{bmatrix}"]}),
    ("`df_dx`\n\n4x", {"df_dx": ["4x"]}),
    ("df_dx depends on x and y", {"df_dx_depends_on": ["x and y"]}),
    (r"$\frac{\partial f}{\partial y}$ depends only on $x$.", {"df_dy_depends_on": ["x"]}),
    ("`df_dz_depends_on` = {z}", {"df_dz_depends_on": ["{z}"]}),
    ("$df/dx$ depends on $x, y$; $df/dy$ depends on $x$", {"df_dx_depends_on": ["x, y"], "df_dy_depends_on": ["x"]}),
    ("f<sub>x</sub> = 4x<sup>2</sup>", {"f_x": ["4x^{2}"]}),
    (r"slope $= 4y + x$", {"slope": ["4y + x"]}),
    ("After step 1 we are at $(0.4, 1.9)$ and after the second step at (0.05, 1.86).", {"steps": ["(0.4, 1.9), (0.05, 1.86)"]}),
    ("First step: x = 0.4, y = 1.9\n\nSecond step: x = 0.05, y = 1.86", {"steps": ["(0.4, 1.9), (0.05, 1.86)"]}),
    (
        r"$\vec{x}_1 = \begin{pmatrix}0.4\\1.9\end{pmatrix}$, $\vec{x}^{(2)} = (0.05, 1.86)$",
        {"steps": ["(0.4, 1.9), (0.05, 1.86)"]},
    ),
    (
        "| derivative | value | depends on |\n|-|-|-|\n| $f_x$ | $4x-3y$ | $x, y$ |\n| $f_z$ | $3z^2$ | z |",
        {"f_x": ["4x-3y"], "f_x_depends_on": ["x, y"], "f_z": ["3z^2"], "f_z_depends_on": ["z"]},
    ),
    ("Step 1: (0.4, 1.9)\nStep 2: (0.05, 1.86)", {"steps": ["(0.4, 1.9), (0.05, 1.86)"]}),
    ("$(x_0,y_0)=(1,2)$\n\n$(x_1,y_1) = (1,2)-0.1(6,1) = (0.4,1.9)$", {"steps": ["(0.4,1.9)"]}),
    ("$x_1 = 0.4, y_1 = 1.9$\n\n$x_2=0.05, y_2=1.86$", {"steps": ["(0.4, 1.9), (0.05, 1.86)"]}),
    ("**steps**\n1. (0.4, 1.9)\n2. (0.05, 1.86)", {"steps": ["(0.4, 1.9)\n(0.05, 1.86)"]}),
    ("## steps\n\n| n | x |\n|--|--|\n| 1 | 0.4 |", {"steps": ["| n | x |\n|--|--|\n| 1 | 0.4 |"]}),
    ("| step | x | y |\n|--|--|--|\n| 1 | 0.4 | 1.9 |", {"steps": ["| step | x | y |\n|--|--|--|\n| 1 | 0.4 | 1.9 |"]}),
    ("| what | answer |\n|--|--|\n| df/dx | 4x |\n| $f_y$ | $-3x$ |", {"df_dx": ["4x"], "f_y": ["-3x"]}),
    ("| df/dx | df/dy |\n|--|--|\n| 4x | -3x |", {"df_dx": ["4x"], "df_dy": ["-3x"]}),
]


@pytest.mark.parametrize(("source", "expected"), LINES)
def test_an_answer_in_text_is_found_under_its_name(source, expected):
    """However a student writes an answer in Markdown or LaTeX, its last right side is found under its name."""
    found = of_texts(source)
    assert {name: found.get(name) for name in expected} == expected


ALIGNED = r"""The derivatives:

\begin{align*}
\frac{\partial f}{\partial x} &= 2\cdot 2x - 3y \\
  &= 4x - 3y \\
\frac{\partial f}{\partial y} &= -3x
\end{align*}
"""


def test_rows_of_an_aligned_formula_go_on_where_the_row_above_ended():
    """The last row of a calculation is the answer, and each has the line that it stands on."""
    found = read_text(notebook("x = 1", ("markdown", ALIGNED))).texts
    written = [(text.name, text.text, text.place.line) for text in found if text.markdown]
    assert written == [("df_dx", "4x - 3y", 5), ("df_dy", "-3x", 6)]
    assert str(found[0].place) == "text cell 1, line 5"


def test_a_label_may_stand_in_the_cell_before():
    """A question in one cell and its answer in the next belong together, unless code is between them."""
    asks, answers = "Your answer for `df_dx`:", "$4x - 3y$"
    assert of_texts(asks, answers) == {"df_dx": ["4x - 3y"]}
    between = read_text(notebook(("markdown", asks), "x = 1", ("markdown", answers)))
    assert [text for text in between.texts if text.markdown] == []


NOTHING = [
    "df_dx = ?",
    "df_dx = ...",
    "df_dx = YOUR ANSWER HERE",
    "df_dx: *your answer here*",
    "df_dx = $\\ldots$",
    "df_dx = ____",
    "**df_dx** =",
    "df_dx: the derivative with respect to the first variable",
    r"$df_dx = \lim_{h \to 0} \frac{f(x+h)-f(x)}{h}$",
    "Define `df_dx`, for example `df_dx = 3*x`.",
    "Find the derivative and define it as\n`df_dx = a*x + b*y`.",
    "<!-- df_dx = 4x -->",
    "see https://example.org/?df_dx=4",
    "if df_dx != 4 or df_dx <= 3",
]


@pytest.mark.parametrize("source", NOTHING)
def test_what_is_no_answer_gives_none(source):
    """Blanks, definitions, prose and what a prompt asks for are not taken for an answer."""
    assert "df_dx" not in of_texts(source)


LESSON = r"""Let $f(x, y) = 4xy + y^3$. You stand at $(x, y)$ and walk in the direction that is $30^\circ$
from the negative $x$-axis towards the positive $y$-axis.

1. Find the `gradient` of $f$.
2. Find the unit vector `u_hat` of your direction.
3. Find the `slope` of $f$ in that direction, as a function of $x$ and $y$.
"""


def test_a_prompt_gives_the_function_and_nothing_else():
    """The prompt of an exercise is no answer to it."""
    assert of_texts(LESSON) == {"f": ["4xy + y^3"]}


HOSTILE = [
    "$" * 50_000,
    "$a$" * 20_000,
    "a=" * 30_000,
    "|" * 50_000,
    "|a|\n|-|\n" + "|b|\n" * 20_000,
    "\\begin{align}" * 5_000,
    "\\boxed{" * 10_000,
    "\\frac{" * 10_000,
    "{" * 50_000 + "=" + "}" * 50_000,
    "(" * 50_000 + "= 1",
    "*" * 50_000,
    "_a_" * 20_000,
    "`a=b`" * 15_000,
    "[a](" * 20_000,
    "<b " * 20_000,
    "<!--" * 20_000,
    "a: " * 30_000,
    "a is " * 20_000,
    "# " * 30_000,
    " " * 90_000 + "x = 1",
    "a depends on " * 8_000,
    "\\\\" * 40_000,
    "&" * 50_000,
    "a,b=" * 25_000,
    "$$" + "a \\\\" * 20_000 + "$$",
    "x_1=1, " * 15_000,
    "- " * 40_000,
    "\ue000\x01\x02\x03" * 1_000 + "x = 1",
    "and " * 25_000 + "x = 1",
    "so, " * 25_000 + "x",
]


@pytest.mark.parametrize("source", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_read_in_time(source):
    """No cell of text, however it is built, crashes or holds up the reader, and the next cell is still read."""
    begun = time.process_time()
    assert "df_dx" in of_texts(source, "# a heading\n\ndf_dx = 4x")
    assert time.process_time() - begun < 8


def test_bold_unit_vectors_are_no_powers():
    """`**i**` in Markdown is a vector in bold type."""
    assert of_texts("gradient = 4y **i** + (4x + 3y^2)**j**")["gradient"] == ["4y i + (4x + 3y^2) j"]

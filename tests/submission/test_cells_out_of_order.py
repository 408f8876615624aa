"""Cells are run in any order, pasted with their prompts and turned into text: what they hold is found and counts once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.course.exercises import load_assignment
from grader.model import Grade, Verdict
from grader.pipeline import grade_submission
from grader.sandbox import Sandbox
from grader.submission.entries import Source
from grader.submission.handed_in_work import Work, own_work, read_text
from tests.submission.making import notebook

ASSIGNMENT = load_assignment(Path(__file__).parents[2] / "exercises")
DESCENT = """\
import math
def grad_descent(x_start, n):
    x = x_start
    for _ in range(n):
        x = x - 0.1 * (x - math.exp(-x))
    return x
"""
STEP = "def step(p):\n    return (p[0] - 0.1 * (4 * p[0] + p[1]), p[1] - 0.1 * p[0])"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One sandbox for all of these."""
    with Sandbox(ASSIGNMENT.limits) as opened:
        yield opened


def graded(sandbox: Sandbox, *cells: str | tuple[str, str]) -> Grade:
    """The grade of a notebook with these cells."""
    return grade_submission(read_text(notebook(*cells)), ASSIGNMENT, sandbox)


def verdict(grade: Grade, name: str) -> Verdict:
    """The verdict on one item."""
    return next(item.result.verdict for item in grade.items if item.result.key.item == name)


TOO_EARLY = {
    "an import": ("df_dx", "df_dx = sp.diff(2*x**2 - 3*x*y + z**3, x)", "import sympy as sp\nx, y, z = sp.symbols('x y z')"),
    "a chain": ("df_dx", "df_dx = sp.diff(F, x)", "F = 2*x**2 - 3*x*y", "x, y = sp.symbols('x y')", "import sympy as sp"),
    "all of a package": ("df_dz", "z = symbols('z')\ndf_dz = diff(z**3, z)", "from sympy import *"),
    "a helper": ("steps", "steps = [step((1, 2)), step(step((1, 2)))]", STEP),
    "a loop that stops half way": (
        "steps",
        "steps, p = [], (1, 2)\nfor _ in range(2):\n    p = step(p)\n    steps.append(p)\n    show(p)",
        STEP,
        "def show(p):\n    print(p)",
    ),
    "a decorator": ("df_dz", "@plain\ndef df_dz(z):\n    return 3*z**2", "def plain(f):\n    return f"),
    "a default": ("grad_descent", DESCENT.replace(", n):", ", n, rate=RATE):"), "RATE = 0.1"),
    "a base class": ("df_dz", "class Cubes(Powers): pass\ndf_dz = Cubes().slope", "class Powers:\n    slope = '3*z**2'"),
    "a hint": ("grad_descent", DESCENT.replace(", n):", ", n, path: Optional[List[float]] = None) -> float:")),
    "a hint, and what it was for": ("steps", STEP.replace("p):", "p: Tuple):") + "\nsteps: List = [step((1, 2)), (0.05, 1.86)]"),
}


@pytest.mark.parametrize("name", TOO_EARLY)
def test_what_needs_a_name_from_below_is_run_at_the_end(name: str, sandbox: Sandbox):
    """A line that fails for a name that is defined further down, or in a hint alone, costs nothing and is told."""
    item, *cells = TOO_EARLY[name]
    grade = graded(sandbox, *cells)
    assert verdict(grade, item) is Verdict.CORRECT
    assert {remark.code for remark in grade.remarks} == {"ran_at_the_end"}


@pytest.mark.parametrize(("last", "expected"), [("'4*x - 3*y'", Verdict.CORRECT), ("'4*x + 3*y'", Verdict.INCORRECT)])
def test_it_counts_at_its_own_place(last: str, expected: Verdict, sandbox: Sandbox):
    """What was bound below it goes on counting as the last answer."""
    other = {"'4*x - 3*y'": "'4*x + 3*y'", "'4*x + 3*y'": "'4*x - 3*y'"}[last]
    grade = graded(sandbox, "df_dx = early()", f"df_dx = {last}", f"def early():\n    return {other}")
    assert verdict(grade, "df_dx") is expected


def test_nothing_that_ran_is_run_again(sandbox: Sandbox):
    """A counter beside a line that came too early counts once."""
    counting = "count = 0\ndef bump():\n    global count\n    count += 1\nbump()"
    grade = graded(sandbox, counting, "df_dz = late", "late = '3*z**2'", "df_dx = '4*x - 3*y' if count == 1 else 'x'")
    assert (verdict(grade, "df_dx"), verdict(grade, "df_dz")) == (Verdict.CORRECT, Verdict.CORRECT)


@pytest.mark.parametrize("cells", [["df_dx = nowhere()"], ["df_dx = a\na = df_dx"], ["q = 1\ndel q\ndf_dx = q"]])
def test_what_nothing_defines_fails_as_before(cells: list[str], sandbox: Sandbox):
    """A name that is never defined is no matter of order."""
    assert verdict(graded(sandbox, *cells), "df_dx") is Verdict.DID_NOT_RUN


@pytest.mark.parametrize(
    "cell",
    [
        "async def get():\n    return '3*z**2'\ndf_dz = await get()",
        "import asyncio\nasync def get():\n    await asyncio.sleep(0.001)\n    return '3*z**2'\ndf_dz = await get()",
        "import asyncio\nasync def get():\n    return '3*z**2'\n(df_dz,) = await asyncio.gather(get())",
        "import asyncio\nasync def get():\n    await asyncio.sleep(0)\n    return '3*z**2'\ndf_dz = asyncio.run(get())",
        "async def parts():\n    yield '3*z'\n    yield '**2'\ndf_dz = ''\nasync for part in parts():\n    df_dz += part",
        "async def parts():\n    yield '3*z**2'\n[df_dz] = [part async for part in parts()]",
    ],
)
def test_a_cell_may_wait_at_the_top_level(cell: str, sandbox: Sandbox):
    """`await`, `async for` and a loop of the student's own run as in Jupyter."""
    assert verdict(graded(sandbox, cell), "df_dz") is Verdict.CORRECT


def test_what_waits_for_ever_is_told(sandbox: Sandbox):
    """A cell that waits for what never comes stops, and what is below it counts."""
    grade = graded(sandbox, "import asyncio\nawait asyncio.Event().wait()\ndf_dz = '3*z**2'")
    assert verdict(grade, "df_dz") is Verdict.CORRECT
    assert [remark.code for remark in grade.remarks] == ["statement_raised"]


@pytest.mark.parametrize(
    "cell",
    [
        ">>> df_dz = '3z^2'",
        "# mine\n>>> def df_dz(z):\n...     return 3*z**2\n...\n>>> df_dz(2)\n12",
        "  >>> df_dz = ('3'\n  ...          'z^2')",
        "In [1]: df_dz = '3z^2'\n\nIn [2]: df_dz\nOut[2]: '3z^2'",
        "In [1]: def df_dz(z):\n   ...:     return 3*z**2\n   ...: \n\nIn [2]: df_dz(2)\nOut[2]: array([3,\n        12])",
        "In [ ]: df_dz = '3z^2'",
        "In [5]: %time df_dz = '3z^2'",
        "df_dz = '''\n>>> 3z\n'''\ndf_dz = '3z^2'",
    ],
)
def test_prompts_are_taken_off(cell: str, sandbox: Sandbox):
    """A session that was pasted with `>>>`, `...` or `In [1]:` is what was typed; in a string they stay."""
    assert verdict(graded(sandbox, cell), "df_dz") is Verdict.CORRECT


IN_TEXT = {
    "Markdown": DESCENT,
    "a fence": f"## Task 4\n\nMy program:\n\n```python\n{DESCENT}```\n\nIt works.",
    "a fence without a word": f"~~~\n{DESCENT}~~~",
    "among prose": f"Here is my program\n\n{DESCENT}\nDone",
    "indented": "My program:\n\n" + "".join(f"    {line}\n" for line in DESCENT.splitlines()) + "\nThat is it.",
    "with a magic": f"%matplotlib inline\n{DESCENT}",
    "below another item's label": f"df_dz:\n\n{DESCENT}",
}


@pytest.mark.parametrize("name", IN_TEXT)
@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_a_program_in_a_cell_of_text_is_found_and_told(name: str, kind: str, sandbox: Sandbox):
    """Code in a cell that was turned into Markdown or raw text is judged, and the item says what to do."""
    grade = graded(sandbox, (kind, IN_TEXT[name]))
    (result,) = [item.result for item in grade.items if item.result.key.item == "grad_descent"]
    assert result.verdict is Verdict.CORRECT
    assert "make it a code cell" in result.feedback[-1].text
    assert all(verdict(grade, other) is Verdict.UNANSWERED for other in ("df_dz", "df_dx", "steps"))


def test_no_piece_of_a_program_is_another_answer(sandbox: Sandbox):
    """Two cells with programs are two programs, not a label and its value."""
    grade = graded(sandbox, ("markdown", "def df_dz(z):\n    return 3*z**2"), ("markdown", DESCENT))
    assert (verdict(grade, "df_dz"), verdict(grade, "grad_descent")) == (Verdict.CORRECT, Verdict.CORRECT)


def test_a_chain_of_text_cells_runs_as_it_would_in_code(sandbox: Sandbox):
    """Imports, symbols and answers in cells of text belong together."""
    cells = ("import sympy as sp", "x, y, z = sp.symbols('x y z')\nf = 2*x**2 - 3*x*y", "df_dx = sp.diff(f, x)")
    assert verdict(graded(sandbox, *(("markdown", cell) for cell in cells)), "df_dx") is Verdict.CORRECT


@pytest.mark.parametrize("turned", [False, True])
def test_what_stands_in_code_counts_before_a_program_in_text(turned: bool, sandbox: Sandbox):
    """An attempt that was put aside as text does not touch the one in code, above it or below it."""
    cells: list[str | tuple[str, str]] = [("markdown", DESCENT.replace("- 0.1", "+ 0.1")), DESCENT]
    assert verdict(graded(sandbox, *(reversed(cells) if turned else cells)), "grad_descent") is Verdict.CORRECT


@pytest.mark.parametrize("turned", [False, True])
def test_a_program_in_text_fills_in_a_template_in_code(turned: bool, sandbox: Sandbox):
    """The template's empty function beside it hides nothing."""
    cells: list[str | tuple[str, str]] = ["def grad_descent(x_start, n):\n    pass", ("markdown", DESCENT)]
    assert verdict(graded(sandbox, *(reversed(cells) if turned else cells)), "grad_descent") is Verdict.CORRECT


@pytest.mark.parametrize("left", ["    ...\n    return x", "    # YOUR CODE HERE\n    return 0", "    raise NotImplementedError()"])
def test_what_a_prompt_leaves_to_be_written_is_no_answer(left: str, sandbox: Sandbox):
    """A skeleton in the text of a prompt was written by the course."""
    text = f"Write a program:\n```python\ndef grad_descent(x_start, n):\n{left}\n```"
    assert verdict(graded(sandbox, ("markdown", text)), "grad_descent") is Verdict.UNANSWERED


def test_a_program_of_the_prompt_is_no_answer():
    """What stands word for word in an exercise's prompt is the course's."""
    statements = read_text(notebook(("markdown", DESCENT))).statements
    assert statements
    work = Work(source=Source(path="", name="hw.ipynb"), digest="", statements=statements)
    assert own_work(work, (f"For example:\n{DESCENT}",)).statements == ()


def test_a_wrong_program_in_text_is_wrong(sandbox: Sandbox):
    """It is judged as any other."""
    assert verdict(graded(sandbox, ("markdown", DESCENT.replace("- 0.1", "+ 0.1"))), "grad_descent") is Verdict.PARTIAL


def test_a_slip_in_a_program_in_text_is_told(sandbox: Sandbox):
    """A program that does not parse is named with its line, and is no answer in words."""
    grade = graded(sandbox, ("markdown", DESCENT.replace("(n):", "(n)")))
    assert verdict(grade, "grad_descent") is Verdict.DID_NOT_RUN


@pytest.mark.parametrize(
    "text",
    [
        "df_dx = 4*x - 3*y\n\nimport the rule from the lecture",
        "```\ndf_dx = 4x - 3y\n```",
        "```r\nf <- function(x) x\n```\n\ndf_dx = 4x - 3y",
        "For the derivative:\n\n    df_dx = 4x - 3y",
        "**df_dx** = $4x - 3y$\n\n```python\ndef df_dz(z):\n    return 3*z**2\n```",
    ],
)
def test_words_and_formulas_are_read_as_before(text: str, sandbox: Sandbox):
    """A formula in a fence, an indented one and prose that begins like code are text."""
    assert verdict(graded(sandbox, ("markdown", text)), "df_dx") is Verdict.CORRECT

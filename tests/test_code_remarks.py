"""What the code tells about an answer that is not right: the slip of Python behind it, and never a point."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from grader.course.exercises import read_exercise
from grader.model import Assignment, CheckResult, Limits, Verdict
from grader.pipeline import grade_submission
from grader.sandbox import Sandbox
from grader.submission.handed_in_work import read_text
from tests.submission.making import notebook


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One sandbox for all that is asked here."""
    with Sandbox(Limits(call_seconds=3), "auto") as box:
        yield box


def told(sandbox: Sandbox, *cells: str, item: str = '{id: df_dx, answer: "diff(f, x)"}') -> CheckResult:
    """The result of one item on f(x, y) = 2x² - 3xy."""
    text = f"title: T\nprompt: P\nfunctions:\n  f(x, y): 2*x**2 - 3*x*y\nitems:\n  - {item}\n"
    exercise = read_exercise(text, "e.yml", "e")
    assignment = Assignment(id="a", title="", exercises=(exercise,), secret="s")
    return grade_submission(read_text(notebook(*cells)), assignment, sandbox).items[0].result


def said(result: CheckResult) -> dict[str, str]:
    """What the student is told, by code."""
    return {remark.code: remark.text for remark in result.feedback if remark.audience == "student"}


STEPS = '{id: steps, answer: "steps(descent(f, 0.1), start=[1, 2], count=2)"}'
DOWN = "{id: grad_descent, program: {method: descent(f), starts: [[1, 2]], arrives: nowhere}}"

SLIPS = [
    ("def df_dx(x, y):\n    return 4*x^1 - 3*y", "power", "Cell 1, line 2"),
    ("df_dx = lambda x, y: 4*x - 3^1*y", "power", "Cell 1, line 1"),
    ("def g(x, y):\n    return x^2 - 3*x*y\ndef df_dx(x, y):\n    return (g(x+1, y) - g(x-1, y))/2", "power", "line 2"),
    ("def df_dx(x, y):\n    a = float(input('a?'))\n    return a*x - 3*y", "input", "a parameter"),
    ("def df_dx(x, y):\n    x = float(input())\n    return 4*x - 3*y", "input", "use `x`"),
    ("a = float(input('a?'))\ndef df_dx(x, y):\n    return a*x - 3*y", "input", "line 1"),
    ("df_dx = input('answer?')", "input", "line 1"),
    ("def df_dx(x, y):\n    return 8*(1//2)*x - 3*y", "whole_division", "`1 // 2` is 0"),
    ("def df_dx(x, y):\n    # YOUR CODE HERE\n    raise NotImplementedError()\n    return 4*x - 3*y", "left_over", "line 3"),
    ("def df_dx(x, y):\n    if x > -99:\n        raise NotImplementedError\n    return 4*x - 3*y", "left_over", "line 3"),
    ("a = 0,1\ndef df_dx(x, y):\n    return a*x - 3*y", "decimal_comma", "`0.1`"),
    ("def df_dx(x, y):\n    h = 0,5\n    return x/h", "decimal_comma", "`0.5`"),
]


@pytest.mark.parametrize(("source", "code", "part"), SLIPS)
def test_a_slip_of_python_gets_the_sentence_that_names_it(sandbox: Sandbox, source: str, code: str, part: str) -> None:
    """What Python takes otherwise than it was meant is said with its line, and earns nothing."""
    result = told(sandbox, source)
    assert result.credit == 0
    assert result.verdict in (Verdict.DID_NOT_RUN, Verdict.INCORRECT)
    assert part in said(result)[code]


@pytest.mark.parametrize(
    "source",
    [
        "def df_dx(x, y):\n    return 4*x if (x > 1) ^ (y > 1) else 3",
        "def df_dx(x, y):\n    return 4*x + 3*y\n    raise NotImplementedError",
        "a = 4, 3\ndef df_dx(x, y):\n    return a[0]*x + a[1]*y",
        "a = (0, 1)\ndef df_dx(x, y):\n    return 4*x + a[1]*y",
        "b = 0,1\ndef df_dx(x, y):\n    return 4*x",
        "print('a^2 for input()')\ndf_dx = '4x + 3y'",
    ],
)
def test_what_is_meant_as_it_stands_is_no_slip(sandbox: Sandbox, source: str) -> None:
    """A comparison of truth values, a pair, an unreached line and words in a text are what they are."""
    assert not {"power", "input", "left_over", "decimal_comma"} & set(said(told(sandbox, source)))


def test_a_right_answer_is_told_nothing(sandbox: Sandbox) -> None:
    """Remarks explain what is not right; a right answer whose text has `^` is right."""
    assert said(told(sandbox, "df_dx = '4x^1 - 3y'")) == {}


ASIDES = [
    ("# df_dx = 4x - 3y", "only_comment"),
    ("x = 1\n# $\\frac{\\partial f}{\\partial x} = 4x - 3y$", "only_comment"),
    ("# def df_dx(x, y):\n#     return 4*x - 3*y", "only_comment"),
    ("'''\nThe answer:\ndf_dx = 4x - 3y\n'''", "only_string"),
    ("print('df_dx = 4x - 3y')", "only_print"),
    ("x, y = 1, 2\nprint('df_dx =', 4*x - 3*y)", "only_print"),
    ("x, y = 1, 2\nprint(f'df_dx: {4*x - 3*y}')", "only_print"),
    ("def df_dx(x, y):\n    '''4x - 3y'''", "only_docstring"),
    ("def df_dx(x, y):\n    # 4x - 3y\n    pass", "only_comment"),
    ("# df_dx = ...", None),
    ("# df_dx = your answer", None),
    ("# df_dx is the partial derivative", None),
    ("def df_dx(x, y):\n    '''The derivative of f(x, y) = 2x^2 - 3xy.'''", None),
    ("print('done')", None),
]


@pytest.mark.parametrize(("source", "code"), ASIDES)
def test_an_answer_where_nothing_is_read_is_pointed_at(sandbox: Sandbox, source: str, code: str | None) -> None:
    """A comment, a docstring, a bare text and what is printed earn nothing, and their author is told why."""
    result = told(sandbox, source)
    assert result.verdict is Verdict.UNANSWERED
    assert {c for c in said(result) if c.startswith("only_")} == ({code} if code else set())


TEXTS = [
    ("df_dx: I used the power rule, so it is 4x minus 3", Verdict.UNANSWERED, "only_text"),
    ("$4x - 3y$", Verdict.UNANSWERED, "only_unnamed"),
    ("$\\frac{df}{dx} = 4x - 3y - 3x\\frac{dy}{dx}$", Verdict.NEEDS_REVIEW, "unreadable"),
    ("df_dx: see below", Verdict.UNANSWERED, "missing"),
    ("df_dx: find the derivative (2 points)", Verdict.UNANSWERED, "missing"),
    ("The term $4x$ changes with x.", Verdict.UNANSWERED, "missing"),
]


@pytest.mark.parametrize(("text", "verdict", "code"), TEXTS)
def test_what_a_text_cell_says_and_was_not_read_is_said(sandbox: Sandbox, text: str, verdict: Verdict, code: str) -> None:
    """Behind the name or without one; nobody is told that there is nothing where something is."""
    submission = read_text(json.dumps({"cells": [{"cell_type": "markdown", "source": text, "metadata": {}}], "nbformat": 4}))
    items = 'functions: {"f(x, y)": 2*x**2 - 3*x*y}\nitems: [{id: df_dx, answer: "diff(f, x)"}]'
    exercise = read_exercise(f"title: T\nprompt: P\n{items}", "e.yml", "e")
    result = grade_submission(submission, Assignment(id="a", title="", exercises=(exercise,), secret="s"), sandbox).items[0].result
    assert result.verdict is verdict
    assert list(said(result)) == [code]


def test_a_list_that_a_failing_loop_should_fill_did_not_run(sandbox: Sandbox) -> None:
    """An empty list before a loop that stops is no placeholder: the student is told where it stops."""
    result = told(sandbox, "steps = []\nfor i in range(2):\n    steps.append(nothing_of_that_name)", item=STEPS)
    assert result.verdict is Verdict.DID_NOT_RUN
    assert "line 3" in said(result)["raised"]


@pytest.mark.parametrize(
    "source",
    [
        "import polars as pd\ndf = pd.frame()\nsteps = df.values",
        "import polars as pd\nsteps = []\nfor row in pd.rows():\n    steps.append(row)",
        "import polars as pd\nsteps = [(9, 9)]\nsteps = pd.sorted(steps)",
        "try:\n    import polars as pd\nexcept ImportError:\n    pd = None\ndf = pd.frame()\nsteps = df.values",
        "try:\n    import polars as pd\nexcept ImportError:\n    pass\nsteps = pd.frame()",
        "from polars import rows\ndef table():\n    return rows()\nsteps = table()",
        "from polars import *\nsteps = rows()",
    ],
)
def test_what_follows_from_a_missing_package_waits_for_a_person(sandbox: Sandbox, source: str) -> None:
    """A list that a missing package should make or fill is neither unanswered nor read out of the source."""
    result = told(sandbox, source, item=STEPS)
    assert result.verdict is Verdict.NEEDS_REVIEW
    assert "polars" in said(result)["package_not_installed"]


def test_what_was_right_before_a_package_failed_stays_right(sandbox: Sandbox) -> None:
    """A line below the right list that fails for a package takes nothing from it."""
    right = "steps = [(1.2, 2.3), (1.41, 2.66)]\nimport polars as pd\nsteps = pd.frame(steps)"
    assert told(sandbox, right, item=STEPS).verdict is Verdict.CORRECT


def test_a_list_with_a_doubled_comma_is_told_its_error(sandbox: Sandbox) -> None:
    """Where the points can be read all the same, the line that Python refuses is shown; it is no placeholder."""
    result = told(sandbox, "steps = [(1.2, 2.3),, (9, 9)]", item=STEPS)
    assert "line 1" in said(result)["syntax"]
    assert "placeholder" not in said(result)


DESCENT = "def {name}({arguments}):\n    x = 1.0\n    for _ in range(n):\n        x = x - 0.1 * x\n    return x, x\n"


@pytest.mark.parametrize(("name", "arguments"), [("descenso", "x0, y0, n"), ("abstieg", "a, b, n, delta=0.1")])
def test_one_program_of_another_name_is_for_a_person(name: str, arguments: str, sandbox: Sandbox):
    """A loop, as many arguments and the only one of its kind: it may be the answer, and it is not run as one."""
    program = DESCENT.format(name=name, arguments=arguments)
    result = told(sandbox, program, item=DOWN)
    assert result.verdict is Verdict.NEEDS_REVIEW
    assert f"`{name}`" in said(result)["another_name"]


@pytest.mark.parametrize(
    "cells",
    [
        (DESCENT.format(name="one", arguments="a, b, n"), DESCENT.format(name="two", arguments="a, b, n")),
        (DESCENT.format(name="helper", arguments="a, n"),),
        (DESCENT.format(name="inner", arguments="a, b, n"), "def outer(a):\n    return inner(a, a, 3)"),
        ("def draw(a, b, n):\n    for _ in range(n):\n        print(a)",),
        ("def f(a, b, n):\n    return a",),
    ],
)
def test_what_may_be_several_things_or_a_helper_is_no_program(cells: tuple[str, ...], sandbox: Sandbox):
    """Two of them, other arguments, one that another function calls, one that returns nothing, one without a loop."""
    assert told(sandbox, *cells, item=DOWN).verdict is Verdict.UNANSWERED


VECTOR = '{id: u, answer: "direction(30, \'-x\', \'+y\')"}'


@pytest.mark.parametrize(
    ("source", "item", "code"),
    [
        ("steps = [(0,4, 1,9), (0,05, 1,86)]", STEPS, "syntax"),
        ("steps = [[0,4, 1,9], [0,5, 1,86]]", STEPS, "decimal_comma"),
        ("u = (-0,866, 0,5)", VECTOR, "decimal_comma"),
        ("def df_dx(x, y):\n    return x - 4,5*y", '{id: df_dx, answer: "diff(f, x)"}', "decimal_comma"),
    ],
)
def test_numbers_cut_in_two_are_told_alone(sandbox: Sandbox, source: str, item: str, code: str) -> None:
    """What was read was never meant, so nothing is said of it."""
    result = told(sandbox, source, item=item)
    assert (result.verdict, {code[:13] for code in said(result)}) == (Verdict.INCORRECT, {code})
    assert not any(row.feedback for row in result.criteria)


def test_a_number_that_was_read_as_it_was_meant_is_judged(sandbox: Sandbox) -> None:
    """A vector with decimal commas is read from its text, so that what is wrong in it can be told."""
    assert "second component" in said(told(sandbox, "u = [-0,866, 0,05]", item=VECTOR))["not_equal"]

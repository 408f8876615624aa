"""What stands beside an answer: prose, workings and reasons cost nothing, a second answer goes to a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.collect.entry_search import find
from grader.course.exercises import load_assignment
from grader.kinds import check
from grader.kinds.candidates import vocabulary_of
from grader.model import CheckResult, Key, Verdict
from grader.pipeline import converse, grade_submission, questions
from grader.sandbox import Sandbox
from grader.submission.handed_in_work import read_text
from grader.submission.intake import read
from tests.played import Played, judge_handed_in
from tests.submission.making import notebook

ASSIGNMENT = load_assignment(Path(__file__).parents[2] / "exercises")


def judged(item: str, *cells: str, code: dict[str, object] | None = None) -> CheckResult:
    """The result for an item whose answer stands in these text cells, or is these values of code."""
    text = notebook(*(("markdown", cell) for cell in cells), "1")
    submission = read_text(text, vocabulary=vocabulary_of(ASSIGNMENT))
    results: dict[Key, CheckResult] = {}
    for question in questions(ASSIGNMENT):
        if question.item.id == item:
            results[question.key] = converse(question, check(question, submission, results), Played(code or {}))
            return results[question.key]
    raise AssertionError(item)


HONEST = {
    "df_dx": [
        "df_dx = 4x - 3y, by the power rule",
        "No term has z left, so we find that f_x = 4x - 3y",
        "Ich denke, dass f_x = 4x - 3y",
        "f_x = 4x - 3y e f_y = -3x e f_z = 3z^2",
        "df_dx = 4x - 3y by the sum rule",
        "df_dx = 4x - 3y since y and z are constants",
        "df_dx = 4x - 3y (y is constant)",
        "- df_dx = 4x - 3y (y constant)\n- df_dy = -3x (x constant)",
        "df_dx = 4x - 3y because 2x² → 4x and -3xy → -3y",
        "df_dx = 4x - 3y (not 4x + 3y)",
        "df_dx = 4x - 3y, not 4x + 3y",
        "df_dx = 2·2x − 3·1·y + 0 = 4x − 3y",
        r"$$\frac{\partial f}{\partial x} = \frac{\partial}{\partial x}(2x^2 - 3xy + z^3) = 4x - 3y$$",
        "\\begin{align}\n\\frac{\\partial f}{\\partial x} &= 2 \\cdot 2x - 3y + 0 \\\\\n&= 4x - 3y\n\\end{align}",
        "df_dx = 2*2*x - 3*y\n\n= 4x - 3y",
        "df_dx = 4x - 3y or equivalently -3y + 4x",
        r"$\frac{\partial f}{\partial x} = 4x - 3y \text{ (since } y \text{ is constant)}$",
        "The derivative of 2x² is 4x and that of -3xy is -3y, so df_dx = 4x - 3y.",
        "df_dx = 4x - 3y\n\nHere y and z are constants: 2x² becomes 4x, -3xy becomes -3y and z³ vanishes.",
        "df_dx = 4x - 3y\n\nBecause (2x²)' = 4x, (3xy)' = 3y and (z³)' = 0.",
        "df_dx = 4x - 3y, df_dy = -3x, df_dz = 3z^2",
        "df_dx = 4x - 3y. At (1, 2, 0) this is -2.",
        "df_dx = 4x - 3y for all x, y, z",
        "df_dx = 4x - 3y for x ≠ 0",
        "### df_dx\n\nThe term z³ does not contain x.\n\n$$4x - 3y$$\n\nSo it depends on x and y.",
        "df_dx = ~~4x + 3y~~ 4x - 3y",
        "~~df_dx = 4x + 3y~~\n\ndf_dx = 4x - 3y",
        r"$f_x = \cancel{4x + 3y} \; 4x - 3y$",
        "df_dx = 4x - 3y\n\nChatGPT says 4x + 3y, which is wrong.",
        "df_dx = 4x - 3y\n\nA common mistake would be 4x + 3y.",
        "I checked with SymPy: df_dx = 4x - 3y",
        "ChatGPT: df_dx = 4x + 3y\n\ndf_dx = 4x - 3y",
    ],
    "df_dz": [
        "df_dz = 3z^2 since the exponent comes down: z^3 → 3z^2",
        "df_dz = 3 z^2, where z^3 is the only term that contains z",
        "df_dz = 3z^2; the other terms vanish",
    ],
    "u_hat": [
        "u_hat = (-√3/2, 1/2) ≈ (-0.866, 0.5)",
        "u_hat = (-√3/2, 1/2) = (-0.866, 0.5)",
        "u_hat = (cos 150°, sin 150°) = (-√3/2, 1/2)",
        "u_hat = (-√3/2, 1/2), since |u| = √(3/4 + 1/4) = 1",
        "u = (-√3, 1)\n\nu_hat = u/|u| = (-√3/2, 1/2)",
        "u_hat = (-√3/2, 1/2) (unit length)",
    ],
    "gradient": [
        "gradient = (4y, 4x + 3y^2)\n\nbecause f_x = 4y and f_y = 4x + 3y^2",
        "gradient = 4y i + (4x + 3y^2) j = (4y, 4x + 3y^2)",
        "gradient = (4y, 4x + 3y^2). At (1, 2) it is (8, 16).",
    ],
    "slope": [
        "slope = (4y, 4x + 3y²)·(-√3/2, 1/2) = -2√3 y + 2x + 3/2 y²",
        "slope = 2x + 3/2 y² - 2√3 y ≈ 2x + 1.5y² - 3.5y",
        "slope = 2x + 3/2 y² - 2√3 y = 2x + 1.5y² - 3.4641y",
        "slope = gradient · u_hat = 2x + 3/2 y² - 2√3 y",
        "slope = ∇f · u_hat = 2x + 3/2 y² - 2√3 y",
        "slope = 2x + 3/2 y² - 2√3 y, which is the gradient (4y, 4x + 3y²) times u_hat",
    ],
    "steps": [
        "The gradient is f_x = 4x + y, f_y = x.\n\nsteps: (0.4, 1.9), (0.05, 1.86)",
        "| k | point | gradient |\n|---|---|---|\n| 1 | (0.4, 1.9) | (3.5, 0.4) |\n| 2 | (0.05, 1.86) | (2.06, 0.05) |",
    ],
}


@pytest.mark.parametrize(("item", "source"), [(item, source) for item, sources in HONEST.items() for source in sources])
def test_what_honest_people_write_beside_an_answer_costs_nothing(item: str, source: str):
    """Workings, reasons, equal forms, examples, what is denied, struck out or about something else is no second answer."""
    result = judged(item, source)
    assert (result.verdict, result.credit) == (Verdict.CORRECT, 1), result.feedback


HEDGED = {
    "df_dx": [
        "df_dx = 4x - 3y or 4x + 3y",
        "df_dx = 4x - 3y ; 4x + 3y",
        "df_dx = 4x - 3y and 4x",
        "df_dx = 4x - 3y and 3",
        "df_dx = 4x - 3y (or 4x + 3y)",
        "df_dx = 4x - 3y [or 4x + 3y]",
        "df_dx = $4x - 3y$ or $4x + 3y$",
        "$f_x = 4x - 3y$, $4x + 3y$",
        r"$f_x = 4x - 3y \text{ or } 4x + 3y$",
        "df_dx = 4x - 3y, alternatively 4x + 3y",
        "df_dx = 4x - 3y\n\nor maybe $4x + 3y$",
        "df_dx = 4x - 3y\n\n4x + 3y",
        "df_dx = 4x - 3y\n\nOr: 4x + 3y",
        "df_dx = 4x - 3y\n\nNo wait, df_dx = 4x",
        "Ich glaube nicht, dass f_x = 4x - 3y",
        "No creo que f_x = 4x - 3y",
        "I doubt that f_x = 4x - 3y",
        "df_dx = 4x + 3y\n\nNo wait, df_dx = 4x - 3y",
        "df_dx = 4x - 3y\n\nAlternative: 4x + 3y",
        "df_dx = 4x - 3y if not then 4x + 3y",
        "df_dx = 4x - 3y\n+ 5z",
        "df_dx = 4x - 3y squared",
        "df_dx = 4x - 3y times 2",
        "df_dx = 4x +- 3y",
        "df_dx = 4x + 3y = 4x - 3y",
        "df_dx = 4x + 3y\n= 4x - 3y",
        "df_dx = 4x - 3y ≈ 4x + 3y",
        "df_dx = 4x - 3y?",
        "df_dx = 4x - 3y, but it could be 4x + 3y",
        "df_dx = 4x + 3y or df_dx = 4x - 3y",
        "df_dx = 4x + 3y\n\ndf_dx = 4x - 3y",
        "f_x = 4x + 3y\n\ndf_dx = 4x - 3y",
        "| what | answer |\n|--|--|\n| df_dx | 4x - 3y or 4x + 3y |",
        "**df_dx**\n\n$4x - 3y$ or $4x + 3y$",
        "Maybe df_dx = 4x - 3y",
        "According to ChatGPT, df_dx = 4x - 3y",
        "df_dx = 4x - 3y is wrong",
    ],
    "df_dz": ["df_dz = 3z^2 if z > 0 else z^2", "df_dz = 3z^2 if z > 0", "df_dz = 3z^2 when z is positive"],
    "u_hat": [
        "u_hat = (cos 150°, sin 150°) or (cos 30°, sin 30°)",
        "u_hat = (-√3/2, 1/2) (or the other sign)",
    ],
    "gradient": ["gradient = (4y, 4x + 3y^2); (4x + 3y^2, 4y)", "gradient = (4y, 4x + 3y^2)\n\n(4x + 3y^2, 4y)"],
    "steps": [
        "steps: (0.4, 1.9), (0.05, 1.86), (1.6, 2.1), (2.45, 2.26)",
        "steps: (0.4, 1.9), (0.05, 1.86) or (0.05, 1.94)",
        "$x_1 = 0.4$ or $1.6$, $y_1 = 1.9$\n\n$x_2 = 0.05, y_2 = 1.86$",
        "steps:\n\n| step | down | up |\n|---|---|---|\n| 1 | (0.4, 1.9) | (1.6, 2.1) |\n| 2 | (0.05, 1.86) | (2.45, 2.26) |",
    ],
    "df_dx_depends_on": ["df_dx_depends_on = x or y", "df_dx_depends_on = x, y?", "df_dx_depends_on = x, y\n\nor only x"],
}


@pytest.mark.parametrize(("item", "source"), [(item, source) for item, sources in HEDGED.items() for source in sources])
def test_a_second_answer_in_any_notation_and_place_goes_to_a_person(item: str, source: str):
    """Alternatives, doubts, conditions, words that compute and chains that are not equal earn nothing from the machine."""
    result = judged(item, source)
    assert (result.verdict, result.credit) == (Verdict.NEEDS_REVIEW, 0)


def test_both_answers_are_shown_to_student_and_staff():
    """Whoever decides sees what was read and what stands beside it."""
    said = [feedback.text for feedback in judged("df_dx", "df_dx = 4x - 3y or 4x + 3y").feedback]
    assert len(said) == 2
    assert all("4x - 3y" in text and "or 4x + 3y" in text for text in said)


@pytest.mark.parametrize("source", ["df_dz = z*z\n= z^2", "df_dz = ~~3z^2~~ z^2", "df_dz = z*z = z^2"])
def test_the_last_of_a_chain_is_the_answer(source: str):
    """Over line breaks too, and without what was struck out."""
    assert judged("df_dz", source).verdict is Verdict.INCORRECT


CHAINS = {
    "df_dx": [
        "df_dx = 4x - 3y = 0",
        r"$\frac{\partial f}{\partial x} = 4x-3y = 0$",
        "**df_dx**: 4x - 3y = 0",
        "df_dx is 4x - 3y = 0",
        "df_dx = 4x - 3y = 4x + 3y",
        "df_dx = 4x - 3y = x",
        "df_dx = 4x - 3y = -2 at (1, 2)",
    ],
    "df_dz": ["df_dz = 3z^2 = z", "df_dz = 3z^2 = z^2", "df_dz = 3z^2\n= z^2"],
    "slope": ["slope = 2x + 3/2 y² - 2√3 y = 0", "$D_u f = 2x + 3y²/2 - 2√3 y = 5$"],
    "gradient": ["gradient = (4y, 4x + 3y^2) = (0, 0)", "gradient = (4y, 4x + 3y^2) = 0"],
    "u_hat": ["u_hat = (-√3/2, 1/2) = 1"],
}


@pytest.mark.parametrize(("item", "source"), [(item, source) for item, sources in CHAINS.items() for source in sources])
def test_a_right_side_of_a_chain_that_does_not_hold_is_left_to_a_person_and_told(item: str, source: str):
    """Whoever sets a right answer equal to something else is not marked wrong without a word, in text and in code."""
    results = [judged(item, source)]
    if source.startswith(f"{item} = ") and "\n" not in source and "at" not in source.split():
        results.append(judged(item, code={item: source.partition(" = ")[2]}))
    for result in results:
        assert result.verdict is Verdict.NEEDS_REVIEW
        assert "equation" in result.feedback[0].text


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("df_dx = 4x + 3y = 0", ["unequal_sides"]),
        ("df_dx = 4x = 3y", ["unequal_sides", "not_equal"]),
        ("df_dx = 2x^2 - 3xy + z^3 = 4x + 3y", ["sign"]),
        ("df_dx = 4x + 3y = 3y + 4x", ["sign"]),
    ],
)
def test_a_wrong_chain_that_does_not_hold_is_told_as_an_equation(source: str, told: list[str]):
    """A number behind a formula is no answer of its own; the function itself and an equal side are workings."""
    result = judged("df_dx", source)
    assert result.verdict is Verdict.INCORRECT
    assert [each.code for each in result.feedback if each.code in {"unequal_sides", "not_equal", "sign"}] == told


@pytest.mark.parametrize(
    "source",
    ["ChatGPT: df_dx = 4x - 3y", "Example from the lesson: df_dx = 4x - 3y", "ChatGPT says:\n\ndf_dx = 4x - 3y"],
)
def test_what_a_text_disowns_is_nobodys_answer(source: str):
    """What is somebody else's by its own words earns nothing."""
    assert judged("df_dx", source).verdict is Verdict.UNANSWERED


@pytest.mark.parametrize(
    "value", ["4x - 3y # or 4x + 3y", "4x = 4x + 3y = -3x = 4x - 3y", "f_y = 4x - 3y", "df_dy = 4x - 3y", "4x -+ 3y"]
)
def test_a_text_in_code_is_held_to_the_same_rule(value: str):
    """Comments, chains and another item's name in a string are part of what was said."""
    assert judged("df_dx", code={"df_dx": value}).verdict is Verdict.NEEDS_REVIEW


@pytest.mark.parametrize("value", ["4x - 3y # y is constant", "df/dx = 2*2x - 3y = 4x - 3y", "4x - 3y #"])
def test_workings_and_remarks_in_a_text_in_code_cost_nothing(value: str):
    """A label, equal members and a comment in prose are no second answer."""
    assert judged("df_dx", code={"df_dx": value}).verdict is Verdict.CORRECT


def test_another_exercises_text_under_the_same_name_is_no_second_answer():
    """A heading or an answer of another exercise beside it tells whose it is."""
    other = "## Gradient descent by hand\n\n$f(x,y) = 2x^2 + xy$, so $f_x = 4x + y$\n\nsteps: (0.4, 1.9), (0.05, 1.86)"
    assert judged("df_dx", other, "## Partial derivatives\n\n$f_x = 4x - 3y$").verdict is Verdict.CORRECT


def graded(code: str, item: str, folder: Path) -> Verdict:
    """The verdict on an item of a program that runs."""
    (folder / "hw.py").write_text(code, encoding="utf-8")
    (entry,) = find(folder / "hw.py").entries
    with Sandbox(ASSIGNMENT.limits) as sandbox:
        grade = grade_submission(read(entry), ASSIGNMENT, sandbox)
    return next(each.result.verdict for each in grade.items if each.result.key.item == item)


DRAWN = "import random\ndf_dx = random.choice(['4x - 3y', '4x + 3y'])\n"
TWO_NAMES = "f_x = '4x - 3y'\ndfdx = '4x + 3y'\n"
ALL_SETS = "".join(f"df_dy_depends_on = {names}\n" for names in ("{'z'}", "{'x', 'y'}", "{'y'}", "{'x'}"))
TRIES = "df_dx_depends_on = {'x', 'y'}\ndf_dx_depends_on = {'y'}\ndf_dx_depends_on = {'x'}\n"


@pytest.mark.parametrize(
    ("code", "item", "verdict"),
    [
        (DRAWN, "df_dx", Verdict.NEEDS_REVIEW),
        (DRAWN.replace("4x + 3y", "4x - 3y"), "df_dx", Verdict.NEEDS_REVIEW),
        (TWO_NAMES, "df_dx", Verdict.NEEDS_REVIEW),
        (TWO_NAMES.replace("+", "-"), "df_dx", Verdict.CORRECT),
        ("fx = 7\n" + TWO_NAMES.replace("dfdx", "df_dx").replace("+", "-"), "df_dx", Verdict.CORRECT),
        (ALL_SETS, "df_dy_depends_on", Verdict.NEEDS_REVIEW),
        (TRIES, "df_dx_depends_on", Verdict.INCORRECT),
        ("df_dx = '4x - 3y'\ndf_dx = '4y'\n", "df_dx", Verdict.INCORRECT),
        ("df_dx = '4x - 3y'\ngradient = '(4y, 4x + 3y^2)'\n", "df_dx", Verdict.CORRECT),
        ("df_dx = '4x + 3y'\ndf_dx = '4x - 3y'\n", "df_dx", Verdict.CORRECT),
        ("df_dx = '4x - 3y'\n# Directional derivative\ndf_dx = '4y'\ngradient = '(4y, 4x + 3y^2)'\n", "df_dx", Verdict.CORRECT),
        ("# Exercise 1\ndf_dx = '4x - 3y'\n# Exercise 2\ndf_dx = '4y'\n", "df_dx", Verdict.CORRECT),
        ("# try 1\ndf_dx = '4x - 3y'\n# try 2\ndf_dx = '4y'\n", "df_dx", Verdict.INCORRECT),
        ("df_dx = '4x - 3y'\ngradient = '(4y, 4x + 3y^2)'\ndf_dx = '4x + y'\n", "df_dx", Verdict.CORRECT),
    ],
)
def test_several_values_under_one_name(code: str, item: str, verdict: Verdict, tmp_path: Path):
    """The last one counts; another exercise needs a sign, and a draw, two names or a list of tries need a person."""
    assert graded(code, item, tmp_path) is verdict


SEVERAL = """
title: Several
prompt: Of two functions, and of none.
functions:
  f(x, y): 4*x*y + y**3
  g(t): t**2 + 1
given: {a: [3, 4], b: [1, 2]}
items:
  - {id: both, answer: "diff(f, x) + diff(g, t)"}
  - {id: product, answer: "dot(a, b)"}
"""


@pytest.mark.parametrize(("item", "wrong", "right"), [("both", "7y + 2t", "4y + 2t"), ("product", "12", "11")])
def test_what_takes_an_answer_back_is_seen_without_a_function_of_the_items_own(item: str, wrong: str, right: str):
    """Where an item is about several functions or none, the right answer is no function that may stand beside a wrong one."""
    text = notebook(("markdown", f"{item} = {wrong}\nor {right}"), "1")
    assert judge_handed_in(SEVERAL, text, {}, file="hw.ipynb")[item].verdict is Verdict.NEEDS_REVIEW

"""What reads a student's text knows the exercise's names: `price`, `height` and `time` are no prose where they are variables."""

from __future__ import annotations

import pytest

from grader.model import Verdict
from grader.notation.vocabulary import Vocabulary
from grader.submission.handed_in_work import read_text
from tests.played import judge_handed_in
from tests.submission.making import notebook

YAML = """
title: t
prompt: p
functions:
  f({a}, q): 2*{a}**2*q + q**3
items:
  - {{id: df_da, answer: "diff(f, {a})", points: 1}}
  - {{id: gradient, answer: gradient(f), points: 1}}
  - {{id: df_da_depends_on, answer: "names_in(diff(f, {a}))", points: 1}}
"""
WORDS = (
    "price height width cost area time rate mass speed volume temperature profit value point answer step second right "
    "no all one so then we due positive maybe alpha theta lambda_ x_1 x1 w0 x_new x_max K1 Price Kosten T σ log_p"
).split()
LINES = {
    "df_da": (
        "df_da = 4*{a}*q",
        "df_da = 4 {a} q",
        "df_da: $4 {a} q$",
        "df_da = q * 4 {a}",
        "**df_da** = 4*{a}*q (by the power rule)",
        "df_da is 4*{a}*q",
        "df_da = 4*{a}*q because q is fixed",
        r"$$df\_da = 4 \cdot {a} \cdot q$$",
    ),
    "gradient": ("gradient = (4*{a}*q, 2*{a}**2 + 3*q**2)", "gradient = (4 {a} q, 2 {a}^2 + 3 q^2)"),
    "df_da_depends_on": (
        "df_da_depends_on = {a}, q",
        "df_da_depends_on = {a} and q",
        "df_da depends on q and {a}",
        "df_da_depends_on: both q and {a}",
    ),
}


@pytest.mark.parametrize("word", WORDS)
def test_the_names_of_an_exercise_are_no_prose(word: str):
    """In a formula, a vector and a set of names, whatever language has the word; a wrong one stays wrong."""
    exercise = YAML.format(a=word)
    for item, lines in LINES.items():
        for line in lines:
            if word in ("no", "all", "maybe") and "both" in line:
                continue  # these say something of the names beside them
            text = notebook(("markdown", line.format(a=word)))
            result = judge_handed_in(exercise, text, {}, file="hw.ipynb")[item]
            assert result.verdict is Verdict.CORRECT, (line.format(a=word), [f.text for f in result.feedback])
    wrong = notebook(("markdown", f"df_da = 3*{word}*q"))
    assert judge_handed_in(exercise, wrong, {}, file="hw.ipynb")["df_da"].verdict is Verdict.INCORRECT


def test_a_word_in_another_exercise_is_still_prose():
    """What no exercise names ends a formula, as it does in any sentence."""
    text = notebook(("markdown", "df_dx = 4x - 3y height and width"))
    assert [answer.text for answer in read_text(text).texts] == ["4x - 3y"]
    assert [answer.text for answer in read_text(text, vocabulary=Vocabulary(variables=("x", "y", "height"))).texts] == [
        "4x - 3y height"
    ]


DERIVATIVES = """
title: t
prompt: p
functions:
  {f}(x, y): x**2*y + x
items:
  - {{id: {a}, answer: "diff({f}, x)", points: 1}}
  - {{id: {b}, answer: "diff({f}, y)", points: 1}}
"""


@pytest.mark.parametrize(("f", "a", "b"), [("f", "df_dx", "df_dy"), ("h", "dh_dx", "dh_dy"), ("f", "slope_x", "slope_y")])
@pytest.mark.parametrize("left", ["{f}_x", "${f}_x$", "{f}_x(x, y)", "{f}x", "**{f}_x**", "d{f}/dx", "∂{f}/∂x"])
def test_a_derivative_is_found_by_its_usual_name(f: str, a: str, b: str, left: str):
    """The exercise need not list `f_x` as an alias; a value under it is the answer to the one item that asks for it."""
    exercise = DERIVATIVES.format(f=f, a=a, b=b)
    text = notebook(("markdown", f"{left.format(f=f)} = 2xy + 1"))
    results = judge_handed_in(exercise, text, {}, file="hw.ipynb")
    assert (results[a].verdict, results[b].verdict) == (Verdict.CORRECT, Verdict.UNANSWERED)


@pytest.mark.parametrize("left", ["f_xx", "g_x", "-f_x", "f_x(1, 2)", "f_z", "F", "∂f/∂z"])
def test_another_derivative_is_not_taken_for_it(left: str):
    """A second derivative, one of another function and a value at a point answer nothing here."""
    exercise = DERIVATIVES.format(f="f", a="df_dx", b="df_dy")
    text = notebook(("markdown", f"{left} = 2xy + 1"))
    assert judge_handed_in(exercise, text, {}, file="hw.ipynb")["df_dx"].verdict is not Verdict.CORRECT

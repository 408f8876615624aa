"""Not readable is not wrong: a sentence around one formula is that formula, and mathematics that is not read is for a person."""

from __future__ import annotations

import pytest

from grader.model import CheckResult, Verdict
from tests.played import judge, judge_handed_in

IN_A_SENTENCE = [
    "The derivative is 4x - 3y",
    "Die Ableitung ist 4x - 3y",
    "I think that it is 4x - 3y",
    "4x - 3y, z constant",
    "4x - 3y, where x and y are the inputs",
    "4x - 3y because z is constant",
    "4x - 3y (z is held constant)",
    "$4x - 3y$ (by the power rule)",
    "4x - 3y für alle x, y",
    "slope of f = 4x - 3y by the power rule",
    "(x, y, z) ↦ 4x - 3y",
    "x -> 4x - 3y",
    r"(x, y, z) \mapsto 4x - 3y",
    "f_x: (x, y, z) → 4x - 3y",
    "lambda x, y, z: 4*x - 3*y",
    "return 4*x - 3*y",
    "def df_dx(x, y, z):\n    return 4*x - 3*y",
    "g = lambda x, y, z: 4*x - 3*y\n",
]
FOR_A_PERSON = [
    "4X - 3Y",
    "4*x -",
    "4x - 3y + q",
    "4x minus 3y",
    "4 times x - 3y",
    "4x - 3y squared",
    "4x - 3Y",
    "cost - 3x + 4y",
    "4x - 3y foo(x)",
    "4x - 3y = 0",
    "4x - 3 y 2",
    "4·x ⊖ 3·y",
    r"4x \ominus 3y",
    "((4x - 3y)",
]
NO_ANSWER = ["see above", "I do not know", "look at cell 4", "the derivative with respect to x", "hello", "x is a variable of f"]
DOUBTED = ["not 4x - 3y", "maybe 4x - 3y", "the answer is 4x - 3y or 4x + 3y", "4x - 3y if z > 0"]


def df_dx(answer: object, *, text: bool) -> CheckResult:
    """The result for a derivative, as a string in code or as a text of Markdown."""
    if text:
        return judge("partial_derivatives", {}, {"df_dx": str(answer)})["df_dx"]
    names = {"df_dx": answer}
    return judge_handed_in("partial_derivatives", f"df_dx = {answer!r}", names)["df_dx"]


@pytest.mark.parametrize("text", [False, True])
@pytest.mark.parametrize("answer", IN_A_SENTENCE)
def test_a_sentence_around_one_formula_is_that_formula(answer: str, text: bool):
    """Words before and behind it, a mapping, a function of Python written out; a wrong one earns nothing by it."""
    assert df_dx(answer, text=text).verdict is Verdict.CORRECT
    wrong = df_dx(answer.replace("- 3", "+ 3"), text=text)
    assert (wrong.verdict, wrong.credit) == (Verdict.INCORRECT, 0)


@pytest.mark.parametrize("text", [False, True])
@pytest.mark.parametrize("answer", FOR_A_PERSON)
def test_mathematics_that_cannot_be_read_is_for_a_person(answer: str, text: bool):
    """Half of it names of the exercise, numbers, signs and functions; the note groups equal texts."""
    result = df_dx(answer, text=text)
    assert result.verdict is Verdict.NEEDS_REVIEW
    assert any(f.audience == "staff" and f.text == f"Not read: {answer}" for f in result.feedback)


@pytest.mark.parametrize("text", [False, True])
@pytest.mark.parametrize("answer", NO_ANSWER)
def test_words_are_no_answer(answer: str, text: bool):
    """What says nothing in mathematics is nobody's work to read."""
    assert df_dx(answer, text=text).verdict is Verdict.INCORRECT


@pytest.mark.parametrize("answer", DOUBTED)
def test_words_that_doubt_the_formula_count(answer: str):
    """A denial, a doubt, an alternative or a condition beside it goes to a person."""
    assert df_dx(answer, text=False).verdict is Verdict.NEEDS_REVIEW


@pytest.mark.parametrize("value", [0.4, [0.4, 1.9, 0.05], [(float("nan"), 1.0), (0.05, 1.86)], True])
def test_a_value_that_python_worked_out_is_read(value: object):
    """Numbers that are no list of points are wrong and no riddle."""
    assert judge("descent_by_hand", {"steps": value})["steps"].verdict is Verdict.INCORRECT


def test_points_that_cannot_be_read_are_for_a_person():
    """A text of numbers and coordinates in no form that is known, and a list with a gap in a line that is no Python."""
    assert judge("descent_by_hand", {"steps": "x1=0.4 x2=0.05 y1=1.9 y2=1.86"})["steps"].verdict is Verdict.NEEDS_REVIEW
    assert judge("descent_by_hand", {"steps": "go downhill twice"})["steps"].verdict is Verdict.INCORRECT
    gap = "steps = [(0.4, 1.9),, (0.05, 1.86)]"
    assert judge_handed_in("descent_by_hand", gap, {})["steps"].verdict is Verdict.NEEDS_REVIEW


def test_a_dict_of_answers_under_the_name_of_one_is_that_one():
    """`df_dx = {"df_dx": …}`; a dict that names something else is for a person."""
    assert judge("partial_derivatives", {"df_dx": {"df_dx": "4x - 3y"}})["df_dx"].verdict is Verdict.CORRECT
    assert judge("partial_derivatives", {"df_dx": {"x": "4x - 3y"}})["df_dx"].verdict is Verdict.NEEDS_REVIEW


@pytest.mark.parametrize(("answer", "verdict"), [("x 与 y", Verdict.CORRECT), ("4x - 3y + 2", Verdict.INCORRECT)])
def test_names_that_cannot_be_read_are_for_a_person(answer: str, verdict: Verdict):
    """Where variables are asked for, only these count as mathematics."""
    assert judge("partial_derivatives", {"df_dx_depends_on": answer})["df_dx_depends_on"].verdict is verdict

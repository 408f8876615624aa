"""What a wrong value or formula is told: what is right in it, its properties, or a question; each with the smallest input."""

from __future__ import annotations

import pytest

from grader.kinds.shapes.step_causes import causes_of
from grader.model import CheckResult, Verdict
from tests.played import judge, judge_handed_in

OTHER = """
title: Other
prompt: Others.
functions:
  g(t): 5*t**3 - 4*t**2 + 7*t - 2
  f(x, y): x**2*y - 3*y**2
items:
  - {id: dg, answer: "diff(g, t)", points: 1}
  - {id: at2, answer: "at(dg, 2)", points: 1}
  - {id: grad_f, answer: "gradient(f)", points: 1}
  - {id: grad_p, answer: "at(grad_f, 2, 1)", points: 1}
  - {id: length, answer: "norm(grad_p)", points: 1}
"""
LINE = """
title: A line
prompt: Find it.
functions: {"q(x)": x**2 - 4*x + 7}
items: [{id: three, answer: "steps(descent(q, 1/4), start=[0], count=3)"}]
"""
STEEP = """
title: Steep
prompt: Find it.
functions: {"g(s, t)": s**2*sin(t) + exp(s*t)}
items: [{id: dg, answer: "diff(g, s)"}]
"""
MEAN = """
title: Mean
prompt: Find it.
data: {X: [0, 1, 2, 3], Y: [1, 3, 4, 6]}
functions: {"E(m, b)": "mean((m*X + b - Y)**2)"}
items: [{id: dE_db, answer: "diff(E, b)"}]
"""
LENGTHS = """
title: Lengths
prompt: Find it.
items: [{id: n, answer: "norm([3, 4])"}, {id: u, answer: "unit([3, 4])"}]
"""
EXERCISE = {
    "df_dx": "partial_derivatives",
    "df_dy": "partial_derivatives",
    "df_dz": "partial_derivatives",
    "gradient": "directional_derivative",
    "u_hat": "directional_derivative",
    "slope": "directional_derivative",
    "steps": "descent_by_hand",
}


def told(result: CheckResult) -> str:
    """What a student reads of a result."""
    return " ".join(feedback.text for feedback in result.feedback if feedback.audience == "student")


def said(item: str, answer: object) -> str:
    """What is said of an answer to an item of the lesson, or of the other exercise."""
    result = judge(EXERCISE.get(item, OTHER), {item: answer})[item]
    assert result.verdict in (Verdict.INCORRECT, Verdict.PARTIAL)
    return told(result)


LOCALISED = [
    ("df_dx", "5x - 3y", "`-3*y` is right, and so are the variables in `5*x`. Look again at the number in front. "
                         "What is the derivative of `2*x**2` with respect to x?"),
    ("df_dx", "x**2 - 3y + z", "`-3*y` is right. Look again at `x**2` and `z`."),
    ("df_dx", "4x - 3y + 1", "All terms that belong there are in your answer, and one more. Which one does not belong?"),
    ("df_dx", "8x - 6y", "the right one times a number, the same everywhere. Which factor is wrong or too many, or has got lost?"),
    ("df_dz", "3z", "All is right but for one power: look again at `3*z`."),
    ("df_dz", "3x**2", "All is right but for one letter: in `3*x**2`, is `x` the one that belongs there?"),
    ("df_dy", "-3z", "All is right but for one letter: in `-3*z`, is `z` the one that belongs there?"),
    ("df_dz", "3*z*2", "All is right but for `3*z*2`: as it stands there, it is a product. Is a power meant"),
    ("df_dz", "3^z", "Your answer has z in an exponent."),
    ("df_dy", "2x**2 - 3x + z**3",
     "There are terms too many. They come from terms of the function that do not change when only y changes."),
    ("df_dx", "4x - 3x + z", "`4*x` is right. Look again at `-3*x` and `z`."),
    ("df_dz", "5", "Your answer is a number, and a formula is asked for"),
    ("df_dz", "0", "0 would mean that the function does not change at all when only z changes"),
    ("df_dy", "-3x*0", "0 would mean that the function does not change at all when only y changes"),
    ("df_dz", "6", "Did you differentiate more than once?"),
    ("df_dy", "3", "Up to its sign it is what comes out when one goes on differentiating"),
    ("df_dy", "7", "Your answer is a number, and a formula is asked for: the function is not equally steep everywhere"),
    ("df_dx", "4*x**2 - 3*y", "The derivative of `2*x**2` with respect to x: the exponent has come down as a factor"),
    ("df_dx", "-3xy", "There are two things to mend. The derivative of `2*x**2` with respect to x: nothing of it is there. "
                      "The derivative of `-3*x*y` with respect to x: the term still stands as it does in the function."),
    ("df_dx", "2x + 3y", "the sign is wrong."),
    ("df_dx", "2x - 3y", "with respect to x: a factor has got lost. One stands in front in the function, and one comes down"),
    ("df_dz", "z**2", "the exponent has not come down as a factor."),
    ("df_dz", "-3z**2", "The sign is wrong; the rest fits."),
    ("df_dy", "3y", "All is right but for the sign and one letter."),
    ("df_dx", "x", "Your answer lacks a variable that belongs there."),
    ("df_dx", "4x - 3x", "this is what comes out when one differentiates with respect to y."),
    ("gradient", "(4x + 3y**2, -4y)", "In `-4*y`: the sign is wrong; the rest fits."),
    ("u_hat", "(0, 0)", "A unit vector has length 1, and yours has 0."),
    ("u_hat", (-0.9861432315629651, 0.16589613269341502), "The sine and the cosine of `30/180` stand in it."),
    ("df_dx", "4y - 3x", "x and y seem to stand in each other's place."),
    ("df_dx", "-4x + 3y", "Every sign is turned round"),
    ("df_dx", "x - 3y", "`-3*y` is right, and so are the variables in `x`."),
    ("df_dy", "x", "Your answer is the right one times a number"),
    ("df_dz", "2z^3", "Look again at the number in front, and at the power."),
    ("gradient", "(4*y, 4*x + 2*y**2)", "Right: the component for x. In the component for y: `4*x` is right"),
    ("gradient", "(4*x, 4*y + 3*y**2)", "derivative of `4*x*y` with respect to x: this is what comes out when one differentiates "
                                        "with respect to y. The question asks for x. The derivative of `4*x*y` with respect to y:"),
    ("gradient", "(4y, 3y**2)", "Right: the component for x. In the component for y: a term is missing"),
    ("gradient", "(4y, 0)", "In the component for y: it is 0, as if the function did not change when only y changes."),
    ("gradient", "(4, 7)", "Your answer is a vector of numbers, and formulas are asked for."),
    ("gradient", "(4x + y**2, 4y)", "`4*y` is right, but not in its place: the component for x and the component for y seem to "
                                    "have changed places. The derivative of `y**3` with respect to y: the power"),
    ("gradient", "(4y, 4x + 3*y*2)", "Is a power meant (in Python `**`)?"),
    ("gradient", "(-4y, 4x - 3y**2)", "In the component for x: the sign is wrong; the rest fits. In the component for y: a sign"),
    ("slope", "-sqrt(3)*y + 2x + 1.5y**2", "`2*x` and `1.5*y**2` are right, and so are the variables in `-sqrt(3)*y`."),
    ("slope", "-2*sqrt(3)*y + 2*x + 3/2*y", "All is right but for one power: look again at `3/2*y`."),
    ("slope", "-2*sqrt(3)*y * (2x + 3/2*y**2)", "are its parts added, subtracted, multiplied or divided?"),
    ("slope", "-sqrt(3)/2*4xy + 1/2*y**3", "can be found in the function itself."),
    ("slope", "-4y/(4x + 3y**2)", "Your answer has x and y below a fraction line."),
    ("slope", "-3.5y + 2x + 1.5y**2", "The number in `-3.5*y` is rounded too much."),
    ("slope", "4y + 4x + 3y**2 - sqrt(3)/2 + 1/2", "The two vectors have been added up."),
    ("slope", "2y + 2*sqrt(3)*x + 3*sqrt(3)/2*y**2", "has met the one in the other place of the other vector"),
    ("slope", "-0.87*4y + 2x + 1.5y**2", "The number in `-0.87*4*y` is rounded too much."),
    ("slope", "-0.87*4y + 0.5*(4x - 3y**2)", "`4*0.5*x` belongs to the answer. Look again at `-0.87*4*y` and"),
    ("slope", "-sqrt(3)*4y + 2x + 1.5y**2", "are right, and so are the variables in `-sqrt(3)*4*y`. Look again at the number"),
    ("slope", "-3**0.5*4*y + 2x + 1.5y**2", "are right, and so are the variables in `-3**0.5*4*y`. Look again at the number"),
    ("slope", "-4*sqrt(3)*y + 4x + 3y**2", "the right one times a number. Does the direction vector have length 1?"),
    ("slope", "4y*sqrt(3) + 4x + 3y**2", "Multiplied by 1, or by nothing: the component for y."),
    ("slope", "-0.87*4y - 0.5*(4x + 3y**2)", "Multiplied by a number that is rounded too much: the component for x."),
    ("slope", "4y*cos(150) + (4x + 3y**2)*sin(150)", "in radians"),
    ("df_dx", "3y/4", "Your answer is the x at which what is asked for becomes zero."),
    ("df_dx", "4x/3", "Your answer is the y at which what is asked for becomes zero."),
    ("df_dx", "3y/5", "Your answer lacks a variable that belongs there."),
    ("slope", "(4y + 4x + 3y**2)*(1/2 - sqrt(3)/2)", "first, and then the two sums multiplied."),
    ("slope", "(2x - 2*sqrt(3)*y + 3/2*y**2)/sqrt(16y**2 + (4x + 3y**2)**2)", "This is the cosine of the angle"),
    ("slope", "5.2", "what is asked for changes from point to point"),
    ("slope", "-sqrt(3)/2*4y + (4x + y**2)/2", "In the component for y of the gradient: the power has become one smaller"),
    ("slope", "-2*sqrt(3)*y + 2*x + y**2/2", "`2*x` are right, and so are the variables in `y**2/2`."),
    ("slope", "sqrt(12y**2 + (2x + 1.5y**2)**2)", "is each partial derivative right, has the direction length 1, and are"),
    ("u_hat", "(cos(210°), sin(210°))", "A sign is wrong, or the angle: your vector points at 210°"),
    ("u_hat", "(cos(120°), sin(120°))", "The length is 1, as it should be. Your vector points at 120°"),
    ("u_hat", "(-1, 1)", "Your vector points at 135°"),
    ("u_hat", "(0.87, 0.5)", "The length is right, but this direction leans to the other side of the vertical axis."),
    ("u_hat", "(-0.5, 0.87)", "Have sine and cosine changed places, or has another angle been put in?"),
    ("u_hat", "(0.5, 0.866)", "The right numbers are there, but they stand in another order, and with other signs."),
    ("u_hat", "(-sqrt(3/2), 1/2)", "Right: the second component. In the first component: all is right but for how far"),
    ("u_hat", "(-1/2, 1/2)", "Right: the second component. Look again at the first component. A unit vector has length 1"),
    ("u_hat", "(-sqrt(3)/2, 0)", "Right: the first component."),
    ("u_hat", "(30, 150)", "Are these angles?"),
    ("u_hat", "(cos(120), sin(120))", "`cos(120)` takes its number as radians"),
    ("u_hat", (0.9861432315629651, 0.16589613269341502), "0.167 radians, which is `30/180`."),
    ("u_hat", (-0.8123690259170694, -0.583143692181054), "47.7 radians, which is `150/π`."),
    ("u_hat", (0.5143273057642813, -0.8575939730112704), "which is `150·180/π`. How are degrees converted"),
    ("u_hat", (0.9880316240928618, 0.15425144988758405), "The sine and the cosine of 30 radians stand in it. Are degrees meant? "
     "Convert them first. And which of the two makes the horizontal component?"),
    ("slope", "-4*y*-0.9880316240928618 + (4*x + 3*y**2)*0.15425144988758405", "is right in it. The sine and the cosine of 30"),
    ("u_hat", (0.8141809705265618, 0.5806111842123143), "points at 120 radians. Are degrees meant?"),
    ("u_hat", "(-sqrt(3)/2*x, y/2)", "All is right but for x and y: what is asked for is the same at every point."),
    ("u_hat", "(-x, y)/sqrt(x**2 + y**2)", "The direction that is asked for is the same wherever one stands"),
    ("u_hat", "(0, 1)", "The length is 1, as it should be, but it points straight along an axis."),
    ("u_hat", "(-0.6, 0.8)", "Your vector points at 127°"),
    ("u_hat", "(0.7, -0.76)", "Then the length: yours has length 1.03"),
    ("u_hat", "(-0.9, 0.5)", "rounded too much"),
    ("at2", "83", "Did this happen? In the derivative: a sign is wrong"),
    ("at2", "50", "What have you got for g' on the way there?"),
    ("grad_p", "(4, -1)", "Right: the first component. Look again at the second component."),
    ("length", "x**2", "Your answer changes with `x`, and a number is asked for."),
    ("length", "4.4", "cut off and not rounded"),
    ("length", "4.49", "near the right value"),
    ("dg", "14t**2 - 8t + 7", "`-8*t` and `7` are right, and so are the variables in `14*t**2`."),
    ("dg", "12t**2 - 9t + 6", "Which terms of g change when only t changes, and what is the derivative of each?"),
]  # fmt: skip


@pytest.mark.parametrize(("item", "answer", "text"), LOCALISED, ids=[f"{item} {answer}" for item, answer, _ in LOCALISED])
def test_a_wrong_value_is_told_what_is_right_in_it_or_what_to_look_at(item: str, answer: str, text: str):
    """The component, the term, the length, or a question; never that it is merely not right."""
    assert text in said(item, answer)


NOT_GIVEN_AWAY = [(item, answer, right) for item, right, answers in (
    ("df_dx", ("4*x", "4x"), ("5x - 3y", "-3y", "2x + 3y", "-3xy", "x - 3y", "8x - 6y", "4")),
    ("df_dz", ("3*z**2", "z**2"), ("3z", "5", "3x**2", "2z**3")),
    ("u_hat", ("sqrt(3)", "0.866", "1/2"), ("(-1, 1)", "(0, 1)", "(-0.6, 0.8)", "(0.7, -0.76)")),
    ("at2", ("51",), ("83", "50", "36", "7")),
) for answer in answers]  # fmt: skip


@pytest.mark.parametrize(("item", "answer", "right"), NOT_GIVEN_AWAY)
def test_nothing_that_is_right_is_named_unless_the_student_wrote_it(item: str, answer: str, right: tuple[str, ...]):
    """No missing term and no right value, whatever was answered."""
    text = said(item, answer)
    assert not [part for part in right if part in text]


PUT_IN = [
    ("df_dx = diff(f, x).subs(x, 1)", "With x = 1 this is right"),
    ("df_dx = float(diff(f, x).subs({x: 1, y: 2}))", "With x = 1 and y = 2 this is right"),
    ("df_dx = diff(f, x).subs([(y, -3), ('x', 1)])", "With y = -3 and x = 1 this is right"),
    ("df_dx = lambdify((x, y), diff(f, x))(1, 2)", "With x = 1 and y = 2 this is right"),
    ("d = lambda x, y: 4*x - 3*y\ndf_dx = d(2, 3)", "With x = 2 and y = 3 this is right"),
    ("def df_dx(x, y, z):\n    x = 1\n    return 4*x - 3*y", "With x = 1 this is right"),
    ("df_dx = diff(f, y).subs(y, 2)", "differentiates with respect to y"),
    ("df_dx = 4 - 3*y", "differentiated once too often"),
    ("f = 2*x*2 - 3*x*y\ndf_dx = diff(f, x)", "Your code differentiates `2*x*2 - 3*x*y`."),
    ("df_dx = (2*x**2 - 3*x).diff(x)", "Your code differentiates `2*x**2 - 3*x`."),
    ("def f(y, x):\n    return 2*x**2 + 3*x*y\ndf_dx = diff(f(y, x), x)", "Your code differentiates `2*x**2 + 3*x*y`."),
    ("df_dx = diff(2*x**2, x) + diff(3*x*y, x)", "A sign is wrong"),
    ("df_dx = -diff(f, x)", "Every sign is turned round"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text"), PUT_IN, ids=[code for code, _ in PUT_IN])
def test_a_number_that_is_put_in_too_early_is_told_by_the_code(code: str, text: str):
    """The same formula without a number put in is another slip."""
    source = f"from sympy import *\nx, y, z = symbols('x y z')\nf = 2*x**2 - 3*x*y + z**3\n{code}\n"
    names: dict[str, object] = {}
    exec(source, names)  # the test's own
    assert text in told(judge_handed_in("partial_derivatives", source, names)["df_dx"])


def test_one_number_is_a_question_whatever_its_digits():
    """A quotient, a root and a rounding, each of which a slip explains: other slips may explain them too."""
    exercise = OTHER + '  - {id: slope_P, answer: "dot(grad_p, unit([5, 12]))", points: 1}\n'
    for item, answer in (("slope_P", "44/13"), ("slope_P", "3.38"), ("length", "sqrt(2)"), ("grad_p", (4, 2))):
        assert told(judge(exercise, {item: answer})[item]).startswith("Did this happen? ")
    assert told(judge(exercise, {"grad_p": (-2, 4)})["grad_p"]).startswith("In the gradient: the components look right")


def test_what_a_function_computes_is_told_as_a_formula_is():
    """A function is read by its source where that has its values, and by its values alone where it has not."""
    source = "def df_dx(x, y, z):\n    first = 5*x\n    return first - 3*y\n"
    named = judge_handed_in("partial_derivatives", source, {"df_dx": lambda x, y, z: 5 * x - 3 * y})["df_dx"]
    assert "`-3*y` is right" in told(named)
    assert (named.evidence["call"], named.evidence["gave"]) == ("df_dx(2, 3, 5)", "1")
    other = judge_handed_in("partial_derivatives", source, {"df_dx": lambda x, y, z: 5 * x - 2 * y})["df_dx"]
    assert "is right" not in told(other)
    assert told(other).endswith("what is the derivative of each?")


SETTLED = {"gradient": "(4y, 4x + 3y**2)", "u_hat": "(-sqrt(3)/2, 1/2)"}
PUT_TOGETHER = [
    ("-2*sqrt(3)*y + 2*y + 3/2*y**2", "All is right but for one letter: in `2*y`"),
    ("-2*sqrt(3) + 2*x + 3/2*y**2", "All is right but for one letter: which one is missing in `-2*sqrt(3)`, or is one too many?"),
    ("-2*sqrt(3)*y + 2x", "`-2*sqrt(3)*y` and `2*x` belong to the answer. Something is missing"),
    ("-2*sqrt(3)*y - 2x - 3/2*y**2", "number: the component for x. Multiplied by a number with the wrong sign: the component"),
    ("-2y + 2*sqrt(3)*x + 3*sqrt(3)/2*y**2", "Multiplied by the number that belongs to another component"),
    ("-4*sqrt(3)*y + 4x + 3y**2", "the right one times a number"),
    ("2*sqrt(3)*y - 2x - 3/2*y**2", "Every sign is turned round"),
    ("2*sqrt(3)*y + 4x + 3y**2", "wrong sign: the component for x. Multiplied by 1, or by nothing: the component for y."),
]  # fmt: skip


@pytest.mark.parametrize(("slope", "text"), PUT_TOGETHER)
def test_nobody_is_sent_back_to_what_is_right(slope: str, text: str):
    """With the vectors right, the slip is in what was made of them; without them it may be in them."""
    found = told(judge("directional_derivative", {**SETTLED, "slope": slope})["slope"])
    assert found.startswith("Your `gradient` and `u_hat` are right; what is made of them is not yet.")
    assert text in found
    assert "In the " not in found
    assert "Your `gradient`" not in told(judge("directional_derivative", {"slope": slope})["slope"])


FUNCTIONS = [
    ("df_dx", lambda x, y, z: (4 * x - 3 * y) / 2, "Your answer is the right one times a number"),
    ("df_dx", lambda x, y, z: 5.0, "It is 5 at every point."),
    ("gradient", lambda x, y: (4 * y, 8 * x + 6 * y**2), "component for x. In the component for y: your answer is the right"),
    ("gradient", lambda x, y: (4 * y, 7.0), "In the component for y: it is 7 at every point."),
    ("gradient", lambda x, y: (4 * y, x**5), "Right: the component for x. Look again at the component for y."),
    ("slope", lambda x, y: 9 * y + 7 * (2 * x + 1.5 * y**2), "Not multiplied by the right number: the component for x and the"),
]  # fmt: skip


@pytest.mark.parametrize(("item", "function", "text"), FUNCTIONS)
def test_the_values_of_a_function_tell_what_is_right_in_them(item: str, function: object, text: str):
    """Where the source shows no formula."""
    assert text in told(judge(EXERCISE[item], {item: function})[item])


def test_a_difference_quotient_is_asked_for_its_points():
    """Half the slope, and one that is too coarse: nothing is said of the terms of f."""
    for call in ("(f(x + h, y, z) - f(x, y, z)) / (2*h)", "(f(x + h, y, z) - f(x, y, z)) / h"):
        source = f"def f(x, y, z):\n    return 2*x**2 - 3*x*y + z**3\n\ndef df_dx(x, y, z, h=0.5):\n    return {call}\n"
        names: dict[str, object] = {}
        exec(source, names)  # the test's own
        found = told(judge_handed_in("partial_derivatives", source, names)["df_dx"])
        assert found.endswith("how far apart do they lie, and by what is it divided?")


STEPS = [
    ([(0.4, 1.8), (0.05, 1.77)], "x is moved rightly. Look again at y. What is the partial derivative of f with respect to y at"),
    ([(0.4, 1.9), (0.05, 1.57)], "In every step x is moved rightly from the point before."),
    ([(0.4, 1.9), (0.15, 1.86)], "In every step y is moved rightly from the point before. Compare how you moved x."),
    ([(0.4, 1.9), (0.05, 1.895)], "Did this happen? One coordinate was updated with the new value of the other."),
    ([(1.1, 0.8), (0.58, 0.69)], "Your first step would be right from (2, 1), and the exercise begins at (1, 2)."),
    ([(0, 0), (0, 0)], "Your first step would be right from (0, 0)"),
    ([(0.6, 0.1), (0.35, 0.04)], "This is what a step moves the point by"),
    ([[0.05, 1.86], [0.05, 1.86]], "All entries of your list are the same point."),
    ([(0.4, 1.9), (0.1, 1.9)], "Was it rounded to one decimal?"),
    ([(0.4, 2.1), (0.03, 2.14)], "In y a sign is wrong: in the update or in the partial derivative with respect to y."),
    ([(1.4, 2.1), (1.89, 2.24)], "The partial derivative with respect to x is not right. The step goes uphill"),
    ([1.08, 0.098], "Your numbers are values of f."),
    ([(0.05, 1.86)], "(0.05, 1.86) is where all 2 steps together lead."),
    ([(0.4, 1.9), (0.4, 1.9)], "This is the point before it once more."),
    ([0.4, 0.05], "There seems to be one number for each step."),
    ([(2, 1), (0.4, 1.9), (0.05, 1.86)], "Your list seems to begin with the start, (2, 1)"),
    ([(1.9, 0.4), (1.86, 0.05)], "The coordinates stand in the other order."),
]  # fmt: skip


@pytest.mark.parametrize(("points", "text"), STEPS, ids=[str(points) for points, _ in STEPS])
def test_a_wrong_step_is_told_which_coordinate_is_right_or_what_came_of_it(points: list[object], text: str):
    """One number alone is a question, and a cause holds for every step."""
    assert text in said("steps", points)


def test_one_slip_is_told_once():
    """The second step with the slip of the first is marked and not told again."""
    result = judge("descent_by_hand", {"steps": [(1.6, 2.1), (2.45, 2.26)]})["steps"]
    assert told(result).count("uphill") == 1
    assert [line.feedback for line in result.criteria][1] == "Step 2: the same as in step 1."


@pytest.mark.parametrize("points", [[(0.4, 1.9), (0.05, 1.94)], [(0.4, 1.7), (0.07, 1.49)], [(0.4, 1.9), (0.05, 1.89)]])
def test_a_slip_that_another_step_contradicts_or_one_rounded_number_alone_shows_is_not_named(points: list[object]):
    """The sign of y in step 2 alone, x + y for its derivative by x, a sum with a slip that is near an update in sequence."""
    assert "In every step x is moved rightly from the point before. Compare how you moved y." in said("steps", points)


@pytest.mark.parametrize(
    ("points", "text"),
    [
        ("-1, -1.5, -1.75", "In the partial derivative with respect to x: a sign is wrong"),
        ("-1, -2.5, -4.75", "The step goes uphill"),
        ("0.4, 0.72, 0.976", "not with the step size that is given"),
        ("1, 1.5, 2", "The gradient of an earlier point is used."),
    ],
)
def test_a_cause_is_sought_in_all_steps_along_a_line(points: str, text: str):
    """What one step leaves open the others decide."""
    assert text in told(judge(LINE, {"three": points})["three"])


def test_a_formula_near_the_right_value_is_not_said_to_be_rounded():
    """A factor that is lost hardly shows where an exponential is large."""
    text = told(judge(STEEP, {"dg": "2*sin(t) + t*exp(s*t)"})["dg"])
    assert "rounded" not in text
    assert "derivative of `s**2*sin(t)`" in text


def test_an_answer_to_a_mean_is_told_its_slip():
    """The mean is an operator without a noun of its own."""
    assert "not divided by their number" in told(judge(MEAN, {"dE_db": "12m + 8b - 28"})["dE_db"])


def test_a_length_is_told_as_one():
    """One that is negative, and one in place of the unit vector."""
    found = judge(LENGTHS, {"n": "-5", "u": "5"})
    assert "never negative" in told(found["n"])
    assert "This is the length of the vector" in told(found["u"])


def test_no_steps_have_no_cause():
    """An empty list is nobody's slip."""
    assert causes_of(None, None, ()) == ()  # type: ignore[arg-type]


NAMES = [
    ({"df_dx_depends_on": {"x"}}, "What you name belongs there."),
    ({"df_dx_depends_on": {"x", "z"}}, "Right among them: x."),
    ({"df_dx_depends_on": set()}, "You name no variable."),
    ({"df_dx": "4x - 3", "df_dx_depends_on": {"x"}}, "These are the variables of your own `df_dx`, which is not right yet."),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "text"), NAMES, ids=[text for _, text in NAMES])
def test_a_set_of_names_is_told_what_is_right_in_it(answers: dict[str, object], text: str):
    """The names that belong there, or the own derivative that they fit."""
    names = {name: sorted(value) if isinstance(value, set) else value for name, value in answers.items()}
    assert text in told(judge("partial_derivatives", names)["df_dx_depends_on"])


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ({"df_dz": "3z squared"}, "“squared”"),
        ({"df_dx": "4x - 3y = 0"}, "This is an equation. Write the expression alone, without “= 0”."),
    ],
)
def test_what_was_not_read_is_said_and_nobody_is_wrong_for_it(texts: dict[str, str], words: str):
    """A person looks at what the reader could not."""
    (item,) = texts
    result = judge("partial_derivatives", {}, texts)[item]
    assert result.verdict is Verdict.NEEDS_REVIEW
    assert words in told(result)

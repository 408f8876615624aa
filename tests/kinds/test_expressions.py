"""Answers that are mathematics: read however they come, judged by the engine, named where they are a known mistake."""

from __future__ import annotations

import math
import struct

import pytest

from grader.model import Verdict
from tests.played import judge

RIGHT_DF_DX = [
    lambda x, y, z: 4 * x - 3 * y,
    lambda x, y: 4 * x - 3 * y,
    lambda y, x: 4 * x - 3 * y,
    lambda z, y, x: 4 * x - 3 * y,
    lambda a, b, c: 4 * a - 3 * b,
    lambda a, b: 4 * a - 3 * b,
    lambda X, Y: 4 * X - 3 * Y,  # noqa: N803 - students write so
    lambda p: 4 * p[0] - 3 * p[1],
    lambda x, y, z=0: 4 * x - 3 * y,
    lambda *, x, y: 4 * x - 3 * y,
    lambda *args: 4 * args[0] - 3 * args[1],
    lambda: "4*x - 3*y",
    lambda x, y, z: [4 * x - 3 * y],
    "4*x - 3*y",
    "4x - 3y",
    "-3y + 4x",
    "4x − 3y",
    "4(x - 3y/4)",
    "df_dx = 4x - 3y",
    r"$4x-3y$",
]


@pytest.mark.parametrize("answer", RIGHT_DF_DX, ids=range(len(RIGHT_DF_DX)))
def test_a_right_derivative_counts_however_it_is_written(answer: object):
    """Style, notation and the order of parameters cost nothing."""
    assert judge("partial_derivatives", {"df_dx": answer})["df_dx"].verdict is Verdict.CORRECT


@pytest.mark.parametrize(
    "answer",
    [
        lambda x, y, z: 4 * x + 3 * y,
        lambda x, y, z: 4 * x - 3 * y + 1e-6,
        lambda x, y, z: 4.000001 * x - 3 * y,
        "4*x - 3*x",
        "4*x",
        7,
        "see above",
        "I do not know",
        [1, 2],
        True,
        float("nan"),
    ],
)
def test_a_wrong_derivative_earns_nothing(answer: object):
    """Whatever is not equal is not right."""
    result = judge("partial_derivatives", {"df_dx": answer})["df_dx"]
    assert (result.verdict, result.credit) == (Verdict.INCORRECT, 0)
    assert result.feedback


def test_a_mistake_is_named_from_an_expression_and_from_a_function():
    """The same slip gets the same name however the answer comes."""
    for answer in ("4*x + 3*y", lambda x, y: 4 * x + 3 * y):
        assert judge("partial_derivatives", {"df_dx": answer})["df_dx"].misconception == "sign"


def test_the_right_answer_is_never_in_what_a_student_reads():
    """The expected value is for staff alone."""
    for item, result in judge("partial_derivatives", {"df_dx": "4*x + 3*y", "df_dy": lambda x: 3 * x}).items():
        told = " ".join(f.text for f in result.feedback if f.audience == "student")
        assert "4*x - 3*y" not in told, item
        assert "-3*x" not in told, item


def test_text_in_markdown_is_an_answer():
    """A name that was never set in code is looked for in the text."""
    results = judge("partial_derivatives", {}, {"df_dx": "4x - 3y", "df_dy_depends_on": "x"})
    assert results["df_dx"].verdict is Verdict.CORRECT
    assert results["df_dy_depends_on"].verdict is Verdict.CORRECT


def test_a_formula_of_numbers_is_read_as_the_formula():
    """`df_dx = 4*x - 3*y` after `x = 1` is the formula, not the number it left."""
    results = judge("partial_derivatives", {"df_dx": 4.0}, {"df_dx": "4*x - 3*y"}, markdown=False)
    assert results["df_dx"].verdict is Verdict.CORRECT


@pytest.mark.parametrize("nothing", [None, ..., "", "   "])
def test_nothing_is_unanswered(nothing: object):
    """An empty answer is no error."""
    assert judge("partial_derivatives", {"df_dx": nothing})["df_dx"].verdict is Verdict.UNANSWERED


def test_printing_instead_of_returning_is_told():
    """A function that returns None is told to return."""
    result = judge("partial_derivatives", {"df_dx": lambda x, y, z: None})["df_dx"]
    assert result.verdict is Verdict.INCORRECT
    assert "return" in result.feedback[0].text


def test_an_exception_in_every_call_is_did_not_run():
    """The student reads the exact call and the own error."""
    result = judge("partial_derivatives", {"df_dx": lambda x, y, z: 1 / 0})["df_dx"]
    assert result.verdict is Verdict.DID_NOT_RUN
    assert "ZeroDivisionError" in result.feedback[0].text
    assert "df_dx(" in result.feedback[0].text


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ({"x", "y"}, True),
        (["y", "x"], True),
        ("x, y", True),
        ("x and y", True),
        ({"x"}, False),
        ({"x", "y", "z"}, False),
        (set(), False),
    ],
)
def test_the_variables_of_a_derivative_are_a_set(answer: object, right: bool):
    """Order and container do not matter; what is in it does."""
    result = judge("partial_derivatives", {"df_dx_depends_on": answer})["df_dx_depends_on"]
    assert result.verdict is (Verdict.CORRECT if right else Verdict.INCORRECT)


ROOT3 = math.sqrt(3)


@pytest.mark.parametrize(
    "names",
    [
        {"gradient": ["4*y", "4*x + 3*y**2"], "u_hat": "(-√3/2, 1/2)", "slope": "(4x + 3y^2 - 4y sqrt(3))/2"},
        {
            "gradient": lambda x, y: (4 * y, 4 * x + 3 * y**2),
            "u_hat": (-ROOT3 / 2, 0.5),
            "slope": lambda x, y: -2 * ROOT3 * y + 2 * x + 1.5 * y * y,
        },
        {
            "grad_f": lambda p: [4 * p[1], 4 * p[0] + 3 * p[1] ** 2],
            "u": [math.cos(math.radians(150)), math.sin(math.radians(150))],
            "directional_derivative": lambda v: -2 * ROOT3 * v[1] + 2 * v[0] + 1.5 * v[1] ** 2,
        },
        {"gradient": "[4y, 4x+3y^2]", "u_hat": [-0.866, 0.5], "slope": "2x + 1.5y^2 - 3.464y"},
    ],
)
def test_a_right_directional_derivative_counts_in_every_style(names: dict[str, object]):
    """Vectors and slopes come as text, numbers and functions."""
    results = judge("directional_derivative", names)
    assert {item: str(r.verdict) for item, r in results.items()} == dict.fromkeys(results, "correct")


@pytest.mark.parametrize("slope", ["2*sqrt(3)*y + 2*x + 3/2*y^2", lambda x, y: 2 * ROOT3 * y + 2 * x + 1.5 * y * y])
def test_an_earlier_error_costs_once(slope: object):
    """A slope that is right for the student's own wrong direction loses nothing more."""
    names = {"gradient": "(4y, 4x+3y^2)", "u_hat": "(sqrt(3)/2, 1/2)", "slope": slope}
    results = judge("directional_derivative", names)
    assert results["u_hat"].verdict is Verdict.INCORRECT
    assert results["u_hat"].misconception == "supplementary_angle"
    assert (results["slope"].verdict, results["slope"].credit) == (Verdict.CORRECT, 1)
    assert results["slope"].feedback[0].code == "carried_forward"


def test_an_error_is_not_carried_where_the_earlier_answer_is_right():
    """The same slope is wrong for a student whose own direction is right."""
    names = {"gradient": "(4y, 4x+3y^2)", "u_hat": "(-sqrt(3)/2, 1/2)", "slope": "2*sqrt(3)*y + 2*x + 3/2*y^2"}
    assert judge("directional_derivative", names)["slope"].verdict is Verdict.INCORRECT


def test_an_error_in_a_function_is_carried_by_its_values():
    """A gradient that is a function is asked again where the slope was asked."""
    names = {
        "gradient": lambda x, y: (4 * y, 4 * x - 3 * y**2),
        "u_hat": (-ROOT3 / 2, 0.5),
        "slope": lambda x, y: -2 * ROOT3 * y + 2 * x - 1.5 * y * y,
    }
    results = judge("directional_derivative", names)
    assert results["gradient"].verdict is Verdict.INCORRECT
    assert results["slope"].feedback[0].code == "carried_forward"


@pytest.mark.parametrize("gradient", ["(0, 0)", lambda x, y: (0.0, 0.0)])
@pytest.mark.parametrize("slope", [0, "x - x", lambda x, y: 0.0])
def test_nothing_is_carried_from_a_vector_of_zeros(gradient: object, slope: object):
    """A slope of 0 follows from every zero vector, so it shows no work and earns nothing."""
    results = judge("directional_derivative", {"gradient": gradient, "u_hat": (0.0, 0.0), "slope": slope})
    assert results["slope"].verdict is Verdict.INCORRECT


@pytest.mark.parametrize(
    ("gradient", "u_hat", "slope"),
    [
        ("(1, 0)", "(1, 0)", "1"),
        ("(2, 3)", "(0, 1)", "3"),
        ("(x, y)", "(1, 0)", "x"),
        ("(y, x + y)", "(1, 1)", "x + 2y"),
        ("(4xy + y^3, 4xy + y^3)", "(1, 1)", "2(4xy + y^3)"),
        ("(4y, 4x + 3y^2)", "(1, 1)", "4y + 4x + 3y^2"),
        (lambda x, y: (1.0, 0.0), (1.0, 0.0), lambda x, y: 1.0),
    ],
)
def test_nothing_is_carried_from_what_asks_for_no_work(gradient: object, u_hat: object, slope: object):
    """Two wrong vectors that are simpler than the right ones, or a slip with a name of its own, earn no slope."""
    results = judge("directional_derivative", {"gradient": gradient, "u_hat": u_hat, "slope": slope})
    assert (results["slope"].verdict, results["slope"].credit) == (Verdict.INCORRECT, 0)


@pytest.mark.parametrize(
    ("gradient", "u_hat", "slope"),
    [
        ("(4y, 4x - 3y^2)", "(sqrt(3)/2, 1/2)", "2*sqrt(3)*y + 2x - 3/2*y^2"),
        ("(4y, 4x - 3y^2)", "(0.866, 0.5)", "0.866*4y + 0.5*(4x - 3y^2)"),
        ("(4x + 3y^2, 4y)", "(1/2, sqrt(3)/2)", "(4x + 3y^2)/2 + 2*sqrt(3)*y"),
        ("(0, 4x + 3y^2)", "(-sqrt(3)/2, 1/2)", "2x + 3/2*y^2"),
        ("(4y, 4x + 3y^2)", "(-sqrt(3), 1)", "-4*sqrt(3)*y + 4x + 3y^2"),
        (lambda x, y: (4 * y, 4 * x - 3 * y**2), (ROOT3 / 2, 0.5), lambda x, y: 2 * ROOT3 * y + 2 * x - 1.5 * y**2),
    ],
)
def test_errors_of_full_work_are_carried(gradient: object, u_hat: object, slope: object):
    """Two wrong vectors of the same work as the right ones are carried on, and one wrong beside a right one is."""
    results = judge("directional_derivative", {"gradient": gradient, "u_hat": u_hat, "slope": slope})
    assert (results["slope"].verdict, results["slope"].credit) == (Verdict.CORRECT, 1)


@pytest.mark.parametrize(
    ("vector", "answer", "verdict"),
    [
        ("[20, 1]", "(1, 1/20)", "incorrect"),
        ("[20, 1]", "(20/sqrt(401), 1/sqrt(401))", "correct"),
        ("[20.0, 1]", "(0.9988, 0.0499)", "correct"),
        ("[12, 35]", "(12/37, 36/38)", "incorrect"),
        ("[12, 35]", "(0.324, 0.946)", "correct"),
        ("[1/3, 0.125]", "(1, 3/8)", "incorrect"),
    ],
)
def test_an_author_s_numbers_are_exact(vector: str, answer: str, verdict: str):
    """The digits of a number are a student's claim; 20 and 20.0 in an exercise are twenty."""
    exercise = f"""\
title: T
prompt: P
functions:
  f(x, y): x*y
items:
  - {{id: u, answer: "unit({vector})"}}
"""
    assert str(judge(exercise, {"u": answer})["u"].verdict) == verdict


def test_a_derived_answer_is_readable():
    """What staff read of a derived answer has whole numbers where the author wrote them."""
    exercise = """\
title: T
prompt: P
functions:
  f(x, y): 0.5*x**2 + y
items:
  - {id: s, answer: "dot(gradient(f), unit([3, 4]))"}
"""
    assert "`3*x/5 + 4/5`" in judge(exercise, {"s": "x"})["s"].feedback[-1].text


def test_the_form_is_judged_apart_from_the_value():
    """A right value in another form keeps the points of the value."""
    exercise = """\
title: T
prompt: P
functions:
  f(x): (x + 1)**2
items:
  - {id: df_dx, answer: "diff(f, x)", form: expanded, form_share: 0.25}
"""
    assert judge(exercise, {"df_dx": "2x + 2"})["df_dx"].credit == 1
    result = judge(exercise, {"df_dx": "2(x + 1)"})["df_dx"]
    assert (result.verdict, result.credit) == (Verdict.PARTIAL, 0.75)


def test_an_author_s_misconception_comes_first():
    """The author's name, text and credit win over a derived one."""
    exercise = """\
title: T
prompt: P
functions:
  f(x, y): x**2 + y
items:
  - id: df_dx
    answer: diff(f, x)
    misconceptions:
      - {name: kept_y, expression: 2*x + y, text: "y is a constant here.", credit: 0.5}
"""
    result = judge(exercise, {"df_dx": "2*x + y"})["df_dx"]
    assert (result.misconception, result.credit, result.verdict) == ("kept_y", 0.5, Verdict.PARTIAL)


@pytest.mark.parametrize("u_hat", [(ROOT3 / 2, 0.5), (0.866, 0.5)])
def test_an_error_is_carried_from_a_rounded_direction(u_hat: tuple[float, float]):
    """An exact slope follows from the student's own direction in decimals."""
    names = {"gradient": "(4y, 4x+3y^2)", "u_hat": u_hat, "slope": "4*y*3**0.5/2 + (4*x + 3*y**2)/2"}
    assert judge("directional_derivative", names)["slope"].verdict is Verdict.CORRECT


@pytest.mark.parametrize("lost", [math.nan, math.inf])
def test_nothing_is_carried_from_a_function_without_values(lost: float):
    """An own gradient that has no value somewhere explains no slope, and fails nothing."""
    gradient = lambda x, y: (4 * y if y < 1 else lost, 4 * x)  # noqa: E731 - students write so
    names = {"gradient": gradient, "u_hat": "(-sqrt(3)/2, 1/2)", "slope": "2*x - 2*sqrt(3)*y"}
    results = judge("directional_derivative", names)
    assert [str(results[item].verdict) for item in ("gradient", "slope")] == ["incorrect", "incorrect"]


ROUNDED_UNIT = [-0.866, 0.5]


ALONG_1_2 = """\
title: T
prompt: P
functions:
  f(x, y): x**2 + y**3
items:
  - {id: u_hat, answer: "unit([1, 2])"}
  - {id: slope, answer: "dot(gradient(f), u_hat)"}
"""


def test_a_slope_worked_out_with_a_right_but_rounded_unit_vector_is_right():
    """What follows from decimals that counted is not wrong for their rounding."""
    slope = lambda x, y: 2 * x * 0.4472 + 3 * y**2 * 0.894  # noqa: E731 - students write so
    result = judge(ALONG_1_2, {"u_hat": [0.4472, 0.894], "slope": slope})["slope"]
    assert (result.verdict, [feedback.code for feedback in result.feedback]) == (Verdict.CORRECT, ["rounded"])


@pytest.mark.parametrize(
    "slope",
    [
        lambda x, y: -0.866 * 4 * y + 0.5 * (4 * x + 3 * y**2),
        lambda x, y: 2 * x - 3.464 * y + 1.5 * y**2,
        lambda x, y: 2 * x - 2 * 1.732 * y + 1.5 * y**2,
        lambda x, y: 2 * x - 2 * 1.7320508 * y + 1.5 * y**2,
    ],
)
def test_a_function_may_hold_a_rounded_constant_as_a_formula_may(slope: object):
    """Three digits of an irrational number count in code as they do in text."""
    assert judge("directional_derivative", {"slope": slope})["slope"].verdict is Verdict.CORRECT


def test_a_function_may_hold_a_rounded_unit_vector():
    """Both components in three digits count, though their roots have no three digits in common."""
    slope = lambda x, y: 0.447 * 2 * x + 0.894 * 3 * y**2  # noqa: E731 - students write so
    assert judge(ALONG_1_2, {"slope": slope})["slope"].verdict is Verdict.CORRECT


@pytest.mark.parametrize(
    "slope", [lambda x, y: 2 * x - 3.465 * y + 1.5 * y**2, lambda x, y: 2 * x - 3.4 * y + 1.5 * y**2]
)
def test_a_function_with_a_constant_that_is_no_rounding_is_wrong(slope: object):
    """A number nearby is not the constant."""
    assert judge("directional_derivative", {"slope": slope})["slope"].verdict is Verdict.INCORRECT


@pytest.mark.parametrize("decimals", [1, 2])
def test_values_with_one_or_two_decimals_are_rounded_too_much(decimals: int):
    """Three decimals show that a function is right; fewer do not."""
    gradient = lambda x, y: (round(4 * y, decimals), round(4 * x + 3 * y**2, decimals))  # noqa: E731
    assert judge("directional_derivative", {"gradient": gradient})["gradient"].verdict is Verdict.INCORRECT


def test_single_precision_is_precise_enough():
    """What `np.float32` computes is right, as a number and as a function's values."""
    single = lambda number: struct.unpack("f", struct.pack("f", number))[0]  # noqa: E731 - as np.float32 does
    names = {
        "u_hat": [single(-ROOT3 / 2), 0.5],
        "gradient": lambda x, y: (single(4 * y), single(4 * x + single(3.0 * y * y))),
    }
    results = judge("directional_derivative", names)
    assert [results[name].verdict for name in names] == [Verdict.CORRECT] * 2


@pytest.mark.parametrize("slope", ["2x - 3.4645y + 1.5y^2", "2x - 2sqrt(3)y + 1.5y^2 + 1e-10", lambda x, y: 2 * x])
def test_a_rounded_unit_vector_excuses_nothing_that_does_not_follow_from_it(slope: object):
    """A slope beside a rounded vector is judged as strictly as any other."""
    result = judge("directional_derivative", {"u_hat": ROUNDED_UNIT, "slope": slope})["slope"]
    assert result.verdict is Verdict.INCORRECT


def test_only_answers_that_were_given_are_named_as_the_source_of_a_mistake():
    """An earlier item that was left out is not called the student's own."""
    wrong = {"u_hat": [0.5, -0.8660254037844386], "slope": lambda x, y: 2 * y - (4 * x + 3 * y**2) * 0.8660254037844386}
    told = judge("directional_derivative", wrong)["slope"].feedback[0].text
    assert "`u_hat`" in told
    assert "gradient" not in told


@pytest.mark.parametrize(
    "gradient",
    [
        lambda x, y: "[4*y, 4*x + 3*y**2]",
        lambda x, y: {"df_dx": 4 * y, "df_dy": 4 * x + 3 * y**2},
        {"df/dy": "4*x + 3*y**2", "df/dx": "4*y"},
        lambda x, y: {"i": 4 * y, "j": 4 * x + 3 * y**2},
        lambda x, y: (round(4 * y, 4), round(4 * x + 3 * y**2, 4)),
    ],
)
def test_a_right_gradient_counts_whatever_it_returns(gradient: object):
    """Text and a dict with the usual keys are understood."""
    assert judge("directional_derivative", {"gradient": gradient})["gradient"].verdict is Verdict.CORRECT


@pytest.mark.parametrize(
    "gradient",
    [
        lambda x, y: "[4*x + 3*y**2, 4*y]",
        lambda x, y: {"df_dx": 4 * x + 3 * y**2, "df_dy": 4 * y},
        {"df_dx": "4*x + 3*y**2", "df_dy": "4*y"},
    ],
)
def test_a_gradient_in_the_wrong_order_is_wrong_whatever_it_returns(gradient: object):
    """What is understood is judged as strictly as a list of formulas."""
    assert judge("directional_derivative", {"gradient": gradient})["gradient"].verdict is Verdict.INCORRECT


def test_a_function_of_fewer_variables_is_called_with_the_leading_ones():
    """`df_dy(a, b)` of three variables can only mean the first two."""
    assert judge("partial_derivatives", {"df_dy": lambda a, b: -3 * a})["df_dy"].verdict is Verdict.CORRECT


def test_a_template_that_returns_an_ellipsis_is_unanswered():
    """`return ...` is what a template says."""
    assert judge("partial_derivatives", {"df_dy": lambda x, y, z: ...})["df_dy"].verdict is Verdict.UNANSWERED


def test_a_function_that_cannot_be_called_is_told_what_the_likeliest_call_said():
    """The other ways of calling that were tried are no news for a student."""
    told = judge("partial_derivatives", {"df_dx": lambda x, y, z: x + "1"})["df_dx"].feedback[0].text
    assert "array" not in told


def test_a_wrong_function_of_parameters_with_other_names_is_told_what_they_were_given():
    """Whoever has the order of the parameters in mind in another way sees it at once."""
    result = judge("partial_derivatives", {"df_dx": lambda b, a: 4 * a - 3 * b})["df_dx"]
    assert "Your parameters `b`, `a` were given values of x, y, in this order." in [f.text for f in result.feedback]


def test_what_looks_right_when_it_is_printed_is_called_close():
    """A value that agrees in the digits shown is not said to be wrong there, which nobody could believe."""
    result = judge("partial_derivatives", {"df_dx": lambda x, y: 4 * x - 3 * y + 1e-5})["df_dx"]
    assert "close to the right value" in result.feedback[0].text


def test_a_slip_in_the_case_of_a_name_is_told_without_the_names_of_other_items():
    """`Df_Dx` is named, and `DF_DY` is left to the item that it belongs to."""
    from grader.course.exercises import load_assignment
    from grader.kinds.outcomes import not_judged
    from grader.model import Call, Observation, Outcome, Probe
    from grader.pipeline import questions
    from tests.played import ROOT, submission

    (question, *_) = questions(load_assignment(ROOT / "exercises", only=["partial_derivatives"]))
    missing = Call(arguments=None, outcome=Outcome.MISSING)
    near = ("Df_Dx", "DF_DY", "df_dZ", "df_dw")
    seen = Observation(probe=Probe(names=question.item.names), name=None, calls=(missing,), near=near)
    result = not_judged(question, submission(), seen)
    assert result is not None
    assert "There is `Df_Dx`: if" in result.feedback[0].text

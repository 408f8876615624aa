"""A function is right where it is asked, and it is asked where a wrong one would show: far, at whole numbers, beside thresholds."""

from __future__ import annotations

import pytest

from grader.model import CheckResult, Verdict
from tests.played import judge_program

EXERCISE = """\
title: T
prompt: P
functions:
  f({variables}): {{is: "{expression}"{domain}}}
items:
  - {{id: g, answer: "diff(f, x)"}}
"""


def of_lesson(body: str, before: str = "") -> CheckResult:
    """The result of a program for the derivative 4x - 3y."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return judge_program("partial_derivatives", f"import math\n{before}\ndef df_dx(x, y, z):\n{lines}")["df_dx"]


def of(expression: str, program: str, variables: str = "x", domain: str = "") -> CheckResult:
    """The result of a program for the derivative by x of another function."""
    exercise = EXERCISE.format(expression=expression, variables=variables, domain=domain)
    return judge_program(exercise, f"import math\n{program}")["g"]


@pytest.mark.parametrize(
    "body",
    [
        "return max(-5, min(5, 4*x - 3*y))",
        "return max(-10**4, min(10**4, 4*x - 3*y))",
        "return 4*x - 3*y if max(abs(x), abs(y)) <= 3 else 0",
        "return 4*x - 3*y if max(abs(x), abs(y)) <= 100 else 0",
        "return 4*x - 3*y if abs(x) < 5000 else 0",
        "return 4*x - 3*y if x*x + y*y < 10000 else 0",
        "if x == 0: return 1\nreturn 4*x - 3*y",
        "if x == 0.5: return 1\nreturn 4*x - 3*y",
        "if x == 2.25 and y == 1: return 1\nreturn 4*x - 3*y",
        "if 2 < x < 2.1: return 0\nreturn 4*x - 3*y",
        "if 2 < x < 2.1 and 3 < y < 3.2: return 0\nreturn 4*x - 3*y",
        "v = 4*x - 3*y\nif 4 < v < 4.05: return 0\nreturn v",
        "return 4*x - 3*y if x < 20 or y > -20 else 0",
        "match x:\n    case 7.5: return 0\nreturn 4*x - 3*y",
        "return round(4*x - 3*y, 4) if abs(x) < 5 else 0",
        "return 4*x - 3*y if x > -4 else 4*x",
        "if x == int(x) and y == int(y): return 17\nreturn 4*x - 3*y",
    ],
)
def test_a_function_that_is_right_in_places_only_is_wrong(body: str) -> None:
    """Bounds, strips, corners, single values and whole numbers are asked for, from the student's own source."""
    assert of_lesson(body).verdict is Verdict.INCORRECT


@pytest.mark.parametrize(
    ("before", "body"),
    [
        ("k = 0", "global k\nk += 1\nreturn 4*x - 3*y if k <= 10 else 0"),
        ("k = 0", "global k\nk += 1\nreturn 4*x - 3*y if k <= 100 else 0"),
        ("calls = []", "calls.append(x)\nreturn 4*x - 3*y if len(calls) < 500 else 0"),
        ("seen = set()", "if (x, y) in seen: return 0\nseen.add((x, y))\nreturn 4*x - 3*y"),
    ],
)
def test_a_function_that_is_right_for_its_first_calls_is_wrong(before: str, body: str) -> None:
    """One point is asked twice, and again after more calls than the program counts to."""
    assert of_lesson(body, before).verdict is Verdict.INCORRECT


@pytest.mark.parametrize("wrong", ["'4x + 3y'", "4*x + 3*y"])
def test_a_function_that_is_wrong_for_whole_numbers_goes_to_a_person(wrong: str) -> None:
    """Right for floats and wrong for the same whole numbers is shown to somebody, with both values."""
    result = of_lesson(f"return 4*x - 3*y if type(x) is float else {wrong}")
    assert result.verdict is Verdict.NEEDS_REVIEW
    assert "with the same numbers as floats" in result.feedback[0].text


@pytest.mark.parametrize(
    "body",
    [
        "if isinstance(x, int): return None\nreturn 4*x - 3*y",
        "if isinstance(x, int): raise AttributeError('None')\nreturn 4*x - 3*y",
        "if isinstance(x, int): return int(4*x - 3*y + 0.1*0) if x > 9 else None\nreturn 4*x - 3*y",
    ],
)
def test_a_function_that_needs_floats_is_right_with_a_remark(body: str) -> None:
    """A function that gives nothing for whole numbers, as one by tensors does, loses nothing."""
    result = of_lesson(body)
    assert (result.verdict, [f.code for f in result.feedback]) == (Verdict.CORRECT, ["whole_numbers"])


def test_decimals_cut_off_in_an_array_of_whole_numbers_are_a_remark() -> None:
    """What an array of whole numbers does to the numbers put into it costs nothing."""
    result = of("x**2/7", "def g(x):\n    return int(2*x/7) if isinstance(x, int) else 2*x/7")
    assert (result.verdict, [f.code for f in result.feedback]) == (Verdict.CORRECT, ["whole_numbers"])
    assert "decimals cut off" in result.feedback[0].text


@pytest.mark.parametrize(
    ("expression", "program"),
    [
        ("max(0, 1 - x)**2", "def g(x):\n    return -2*(1 - x) if x < 0.3 else 0"),
        ("max(0, 1 - x)**2", "def g(x):\n    return -2*(1 - x)"),
        ("abs(x - 2)*x", "def g(x):\n    return 2*x - 2 if x > 2.5 else 2 - 2*x"),
        ("1/(x**2 + 1)", "def g(x):\n    return -2*x/(x**2 + 1)**2 if abs(x) < 6 else 0"),
    ],
)
def test_both_sides_of_a_kink_are_asked(expression: str, program: str) -> None:
    """Between the kink of the right answer and the threshold of the student's there is a point."""
    assert of(expression, program).verdict is Verdict.INCORRECT


@pytest.mark.parametrize("test", ["x < 9", "x > 0.2"])
def test_both_ends_of_a_domain_are_asked(test: str) -> None:
    """A function that is wrong beside an end of the domain is wrong."""
    program = f"def g(x):\n    return 0.5/x**0.5 if {test} else 0"
    assert of("sqrt(x)", program, domain=", domain: {x: [0.1, 10]}").verdict is Verdict.INCORRECT


@pytest.mark.parametrize(
    "body",
    [
        "return (4*x**2 - 3*x*y)/x",
        "return (16*x**2 - 9*y**2)/(4*x + 3*y)",
        "if x == 0 and y == 0: return 0\nreturn 4*x - 3*y",
        "return round(4*x - 3*y, 3)",
        "return x**2 * x**-1 * 4 - 3*y",
        "if abs(x) < 1e-12: return -3*y\nreturn 4*x - 3*y",
        "if not isinstance(x, (int, float)): raise TypeError('a number')\nreturn 4*x - 3*y",
    ],
)
def test_an_honest_function_of_the_lesson_stays_right(body: str) -> None:
    """Holes at whole numbers, rounding and guards that change nothing cost nothing."""
    assert of_lesson(body).verdict is Verdict.CORRECT


@pytest.mark.parametrize(
    ("expression", "program", "variables"),
    [
        ("max(0, 1 - x)**2", "def g(x):\n    return -2*(1 - x) if x < 1 else 0", "x"),
        ("abs(x)", "def g(x):\n    return 1 if x >= 0 else -1", "x"),
        ("abs(x)", "def g(x):\n    return x/abs(x)", "x"),
        ("log(x)", "def g(x):\n    if x <= 0: raise ValueError('domain')\n    return 1/x", "x"),
        ("exp(-x)", "def g(x):\n    return -1/math.exp(x)", "x"),
        ("tanh(x)", "def g(x):\n    return 1 - math.tanh(x)**2", "x"),
        ("tanh(x)", "def g(x):\n    return 4/(math.exp(x) + math.exp(-x))**2", "x"),
        ("1/(1 + exp(-x))", "def g(x):\n    s = 1/(1 + math.exp(-x))\n    return s*(1 - s)", "x"),
        ("x**3/(x**3 + 1)", "def g(x):\n    return (3*x**2*(x**3 + 1) - x**3*3*x**2)/(x**3 + 1)**2", "x"),
        ("exp(x**2)", "def g(x):\n    return 2*x*math.exp(x**2)", "x"),
        ("1/x", "def g(x):\n    return -x**-2", "x"),
        ("sqrt(3)*x**2", "def g(x):\n    return 3.464*x", "x"),
        ("(x + y)**5", "def g(x, y):\n    return 5*x**4 + 20*x**3*y + 30*x**2*y**2 + 20*x*y**3 + 5*y**4", "x, y"),
        ("sqrt(x**2 + y**2)", "def g(x, y):\n    return x/math.hypot(x, y)", "x, y"),
        ("y**3*tanh(x*y)", "def g(x, y):\n    return y**4*(1 - math.tanh(x*y)**2)", "x, y"),
        ("y**3*tanh(x*y)", "def g(x, y):\n    return y**4/math.cosh(x*y)**2", "x, y"),
        (
            "4*x*y + y**3",
            "def f(x, y):\n    return 4*x*y + y**3\ndef g(x, y):\n    h = 1e-4\n    return (f(x + h, y) - f(x - h, y))/(2*h)",
            "x, y",
        ),
    ],
)
def test_an_honest_function_stays_right_far_away(expression: str, program: str, variables: str) -> None:
    """What doubles, overflow and another usual form lose far away or at a hole is no mistake."""
    assert of(expression, program, variables).verdict is Verdict.CORRECT

"""Programs that are functions: called as the exercise says, judged at points and data that nobody has seen, their slips named."""

from __future__ import annotations

import pytest

from grader.authoring.students_copy import student_spec, template_for
from grader.course.exercises import read_exercise
from grader.errors import SpecError
from grader.model import CheckResult, Verdict
from tests.played import judge_handed_in

EXERCISE = """\
title: Programs
prompt: "`p`"
data: {{X: [1, 2, 3, 5], Y: [2, 4, 5, 11]}}
functions:
  f(x, y): x**2*y + exp(-y)
  E(m, b): mean((m*X + b - Y)**2)/2
items:
  - {{id: p, program: {{{keys}}}}}
"""
GRADIENT = "gives: gradient(f)"
AGREED = "gives: gradient(f), call: {x: x, y: y}"
RENAMED = "gives: 'f(x, y)', call: {price: x, time: y}"
LOSS = "gives: 'E(m, b)', call: {w: [m, b], X: X, y: Y}"


def judged(keys: str, program: str) -> CheckResult:
    """What a program gets."""
    source = f"import math\nimport numpy as np\n{program}"
    names: dict[str, object] = {}
    exec(source, names)  # the tests' own
    return judge_handed_in(EXERCISE.format(keys=keys), source, names)["p"]


def test_a_number_for_each_of_the_data_is_told_as_that() -> None:
    """Not as a vector of so many components."""
    told = judged(LOSS, "def p(w, X, y): return (w[0]*X + w[1] - y)**2/2").feedback[0].text
    assert told.endswith("there are 4 data: one number for each of them. Is a mean or a sum over the data missing?")


def test_a_call_names_data_as_its_parameters_do() -> None:
    """Eight numbers are known by their name; what a reader takes in at a glance is shown."""
    many = EXERCISE.replace("[1, 2, 3, 5]", "[1, 2, 3, 5, 6]").replace("[2, 4, 5, 11]", "[2, 4, 5, 11, 12]")
    source = "def p(w, X, y): return 7.0 + w[0]"
    names: dict[str, object] = {}
    exec(source, names)  # the tests' own
    for exercise, call in ((many, "p(array([2., 3.]), X, y)"), (EXERCISE, "p(array([2., 3.]), array([1., 2., 3., 5.]), array(")):
        result = judge_handed_in(exercise.format(keys=LOSS), source, names)["p"]
        assert str(result.evidence["call"]).startswith(call)


@pytest.mark.parametrize(("returned", "text"), [("{x, y}", "the set `{2, 3}`"), ("(x, None)", "`(2, None)`")])
def test_what_was_returned_is_told_in_few_words(returned: str, text: str) -> None:
    """With what is asked for beside it."""
    said = " ".join(each.text for each in judged(AGREED, f"def p(x, y): return {returned}").feedback)
    assert f"returned {text}, and a vector of 2 components is asked for." in said


RIGHT = {
    "numbers": (GRADIENT, "def p(x, y): return 2*x*y, x**2 - math.exp(-y)"),
    "a lambda": (GRADIENT, "p = lambda x, y: [2*x*y, x**2 - math.exp(-y)]"),
    "a point": (GRADIENT, "def p(v): return np.array([2*v[0]*v[1], v[0]**2 - np.exp(-v[1])])"),
    "agreed": (AGREED, "def p(x, y): return 2*x*y, x**2 - math.exp(-y)"),
    "another order": (AGREED, "def p(y, x): return 2*x*y, x**2 - math.exp(-y)"),
    "by place": (AGREED, "def p(a, b): return 2*a*b, a**2 - math.exp(-b)"),
    "by keyword": (AGREED, "def p(*, y, x): return 2*x*y, x**2 - math.exp(-y)"),
    "one by keyword": (AGREED, "def p(x, *, y): return 2*x*y, x**2 - math.exp(-y)"),
    "a width of its own": (AGREED, "def p(x, y, h=1): return 2*x*y*h, x**2 - math.exp(-y)"),
    "a width between": (AGREED, "def p(x, h=1, *, y): return 2*x*y*h, x**2 - math.exp(-y)"),
    "whatever comes": (AGREED, "def p(*v): return 2*v[0]*v[1], v[0]**2 - math.exp(-v[1])"),
    "renamed": (RENAMED, "def p(time, price): return price**2*time + math.exp(-time)"),
    "measured": (
        AGREED,
        "def f(x, y): return x**2*y + math.exp(-y)\n"
        "def p(x, y, h=1e-5): return (f(x+h, y) - f(x-h, y))/(2*h), (f(x, y+h) - f(x, y-h))/(2*h)",
    ),
    "arrays": (LOSS, "def p(w, X, y): return np.mean((w[0]*X + w[1] - y)**2)/2"),
    "arrays in another order": (LOSS, "def p(X, y, w): return np.mean((w[0]*X + w[1] - y)**2)/2"),
    "a loop": (LOSS, "def p(w, xs, ys):\n  m, b = w\n  return sum((m*x + b - y)**2 for x, y in zip(xs, ys))/(2*len(xs))"),
}


@pytest.mark.parametrize("case", RIGHT)
def test_a_right_program_counts_however_it_takes_its_arguments(case: str):
    """By the agreed names in any order, by place, by keyword, with parameters of its own that have defaults."""
    assert judged(*RIGHT[case]).verdict is Verdict.CORRECT


WRONG = {
    "components_swapped": (AGREED, "def p(x, y): return x**2 - math.exp(-y), 2*x*y"),
    "component_missing": (AGREED, "def p(x, y): return 2*x*y"),
    "mean_forgotten": (LOSS, "def p(w, X, y): return np.sum((w[0]*X + w[1] - y)**2)/2"),
    "not_divided": (LOSS, "def p(w, X, y): return np.mean((w[0]*X + w[1] - y)**2)"),
    "last_left_out": (LOSS, "def p(w, X, y): return np.mean((w[0]*X + w[1] - y)[:-1]**2)/2"),
    "sign": (LOSS, "def p(w, X, y): return np.mean((w[0]*X - w[1] - y)**2)/2"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_program_earns_nothing_and_its_slip_is_named(name: str):
    """By the names that an answer to the term has."""
    result = judged(*WRONG[name])
    assert (result.verdict, result.credit, result.misconception) == (Verdict.INCORRECT, 0, name)


@pytest.mark.parametrize(
    ("keys", "program"),
    [
        (LOSS, "X = np.array([1, 2, 3, 5]); Y = np.array([2, 4, 5, 11])\ndef p(w, a, b): return np.mean((w[0]*X + w[1] - Y)**2)/2"),
        (LOSS, "def p(w, X, y): return np.sum((w[0]*X + w[1] - y)**2)/8"),
        (LOSS, "def p(w, X, y): return sum((w[0]*X[i] + w[1] - y[i])**2 for i in range(4))/(2*4)"),
        ("gives: mean(X), call: {values: X}", "def p(values): return 11/4"),
        ("gives: mean(X), call: {values: X}", "def p(values): return sum(values)/4"),
    ],
)
def test_a_program_has_to_work_with_other_data(keys: str, program: str):
    """One that has the exercise's data, or their number, in it is told so."""
    result = judged(keys, program)
    assert (result.verdict, result.credit) == (Verdict.INCORRECT, 0)
    assert "With other data" in result.feedback[0].text


def test_data_that_are_not_passed_stay_as_they_are():
    """A program may have them in it."""
    own = "Y = np.array([2, 4, 5, 11])\ndef p(w, X): return np.mean((w[0]*X + w[1] - Y)**2)/2"
    assert judged("gives: 'E(m, b)', call: {w: [m, b], X: X}", own).verdict is Verdict.CORRECT


@pytest.mark.parametrize(
    "answer", ["p = '(2*x*y, x**2 - exp(-y))'", "p = 3.5", "p = [1, 2]", "def p(x, y): return '(2xy, x^2 - e^(-y))'"]
)
def test_a_text_a_number_and_a_formula_are_no_program(answer: str):
    """However right they are."""
    result = judged(AGREED, answer)
    assert (result.verdict, result.credit) == (Verdict.INCORRECT, 0)


@pytest.mark.parametrize("program", ["def p(x): return x", "def p(x, y, z): return 0", "def p(): return 0"])
def test_a_program_that_takes_something_else_is_told_what_to_take(program: str):
    """By the agreed names."""
    result = judged(AGREED, program)
    assert result.verdict is Verdict.DID_NOT_RUN
    assert "it should take `x, y`." in result.feedback[0].text


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("gives: f", "items[0].program.gives: is a function; a program gives a number, a formula or a vector"),
        ("gives: names_in(f)", "is a set of names; a program gives"),
        ("gives: 3", "has no variables, so that there is nothing to call it with"),
        ("gives: 'f(x, y)', call: {a: x}", "items[0].program.call: leaves out `y`"),
        ("gives: 'f(x, y)', call: {a: x, b: x, c: y}", "passes `x` twice"),
        ("gives: 'f(x, y)', call: {a: z, b: [x, y]}", "items[0].program.call.a: `z` is no data and no variable"),
        ("gives: gradient(f), method: descent(f)", "items[0].program.method: is not a key here"),
    ],
)
def test_what_is_wrong_with_a_program_is_said_at_its_key(keys: str, said: str):
    """So that its author finds it."""
    with pytest.raises(SpecError) as raised:
        read_exercise(EXERCISE.format(keys=keys), "p.yml", "p")
    assert said in str(raised.value)


def test_students_are_given_the_agreed_head_and_the_same_question():
    """In the template and in their copy."""
    exercise = read_exercise(EXERCISE.format(keys=LOSS), "p.yml", "p")
    assert "def p(w, X, y):\n    return ..." in template_for(exercise).code
    copy = read_exercise(student_spec(exercise), "copy.yml", "copy")
    assert copy.items[0].options == exercise.items[0].options

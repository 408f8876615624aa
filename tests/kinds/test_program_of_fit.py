"""Programs that fit: judged by the values that they return, over the exercise's data and others, their mistakes named."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from grader.authoring.students_copy import student_spec, template_for
from grader.course.exercises import read_exercise
from grader.errors import SpecError
from grader.model import CheckResult, Verdict
from grader.sentences.sentence import Sentence
from tests.played import judge_handed_in

EXERCISE = """\
title: Fits
prompt: "`p`"
data: {{X: [1, 2, 3, 5, 7], Z: [0, 2, 1, 4, 1], y: [2, 4, 5, 11, 12], c: [0, 0, 1, 0, 1]}}
given: {{lam: 1/10, P: [1, 2]}}
functions:
  E(m, b): mean((m*X + b - y)**2)/2
  R(m, b): mean((m*X + b - y)**2) + lam*m**2
  L(w, b): mean(log(1 + exp(w*X + b)) - c*(w*X + b)) + lam*w**2
  S(a, b, d): mean((a + b*X + d*Z - y)**2)
items:
  - {{id: p, program: {{{keys}}}}}
"""
LINE = "fits: 'E(m, b)', call: {X: X, y: y}"
INLINE = "fits: 'mean((w*X + q - y)**2)', returns: [q, w], call: {X: X, y: y}"
RIDGE = "fits: 'R(m, b)', call: {X: X, y: y, lam: lam}"
LOGISTIC = "fits: 'L(w, b)', call: {X: X, labels: c, steps: 5000}"
PLANE = "fits: 'S(a, b, d)', call: {A: [1, X, Z], y: y}"

DESCENT = """\
def p(X, y, size={size}, n={n}):
    m = b = 0.0
    for _ in range(n):
        r = m*X + b - y
        m, b = m - size*np.mean(r*X), b - size*np.mean(r)
    return m, b
"""
RIDGE_BY_EQUATIONS = """\
def p(X, y, lam):
    A = np.column_stack([X, np.ones_like(X)])
    return np.linalg.solve(A.T @ A / len(X) + np.diag([{weight}, 0]), A.T @ y / len(X))
"""
LOGISTIC_DESCENT = """\
def p(X, labels, steps):
    w = b = 0.0
    for _ in range(steps):
        r = 1/(1 + np.exp(-(w*X + b))) - labels
        w, b = w - 0.1*(np.mean(r*X) + {weight}*w), b - 0.1*np.mean(r)
    return w, b
"""


def judged(keys: str, program: str) -> CheckResult:
    """What a program gets."""
    source = f"import numpy as np\n{program}"
    names: dict[str, object] = {}
    exec(source, names)  # the tests' own
    return judge_handed_in(EXERCISE.format(keys=keys), source, names)["p"]


RIGHT = {
    "a package": (LINE, "def p(X, y): return np.polyfit(X, y, 1)"),
    "by place": (LINE, "def p(a, b): return tuple(np.polyfit(a, b, 1))"),
    "another order": (LINE, "def p(y, X): return list(np.polyfit(X, y, 1))"),
    "a descent": (LINE, DESCENT.format(size=0.05, n=1000)),
    "a descent that has just arrived": (LINE, DESCENT.format(size=0.05, n=500)),
    "a size that just holds": (LINE, DESCENT.format(size=0.105, n=3000)),
    "a dict": (LINE, "def p(X, y):\n  m, b = np.polyfit(X, y, 1)\n  return {'b': b, 'm': m}"),
    "beside a history": (LINE, "def p(X, y):\n  m, b = np.polyfit(X, y, 1)\n  return np.array([m]), b, [3.0, 2.0, 1.0]"),
    "behind a loss": (LINE, "def p(X, y):\n  m, b = np.polyfit(X, y, 1)\n  return np.mean((m*X + b - y)**2), m, b"),
    "before a loss": (PLANE, "def p(A, y):\n  w = np.linalg.lstsq(A, y, rcond=None)[0]\n  return w, np.mean((A @ w - y)**2)"),
    "a column": (PLANE, "def p(A, y): return np.linalg.lstsq(A, y.reshape(-1, 1), rcond=None)[0]"),
    "a row in brackets": (LINE, "def p(X, y): return [np.polyfit(X, y, 1)]"),
    "named in the exercise": (INLINE, "def p(X, y): return np.polyfit(X, y, 1)[::-1]"),
    "ridge": (RIDGE, RIDGE_BY_EQUATIONS.format(weight="lam")),
    "logistic": (LOGISTIC, LOGISTIC_DESCENT.format(weight=0.2)),
    "a matrix": (PLANE, "def p(A, y): return np.linalg.lstsq(A, y, rcond=None)[0]"),
    "bias and weights": (PLANE, "def p(A, y):\n  v = np.linalg.lstsq(A, y, rcond=None)[0]\n  return v[0], v[1:]"),
}


@pytest.mark.parametrize("case", RIGHT)
def test_the_best_values_count_however_they_are_found_and_returned(case: str):
    """By equations, by steps that have arrived, by a package; alone, beside a history, by name."""
    assert judged(*RIGHT[case]).verdict is Verdict.CORRECT


OTHER_FORM = {
    "all that a package gives": ("fit.more", PLANE, "def p(A, y): return np.linalg.lstsq(A, y, rcond=None)"),
    "its first three": ("fit.more", PLANE, "def p(A, y): return np.linalg.lstsq(A, y, rcond=None)[:3]"),
    "a text": ("returned_text", PLANE, "def p(A, y): return str(np.linalg.lstsq(A, y, rcond=None)[0])"),
    "texts": ("returned_text", LINE, "def p(X, y): return [f'{v:.6f}' for v in np.polyfit(X, y, 1)]"),
}


@pytest.mark.parametrize("case", OTHER_FORM)
def test_what_a_caller_cannot_use_loses_a_part(case: str):
    """All that a package gives, and texts: the values are right, and the one who calls it does not have them."""
    code, *work = OTHER_FORM[case]
    result = judged(*work)
    assert (result.verdict, result.credit) == (Verdict.PARTIAL, Fraction(4, 5))
    assert getattr(result.feedback[0].text, "code", None) == code


WRONG = {
    "left_at_zero": (LINE, "def p(X, y): return X @ y / (X @ X), 0"),
    "coordinates_swapped": (LINE, "def p(X, y): return np.polyfit(X, y, 1)[::-1]"),
    "last_left_out": (LINE, "def p(X, y): return np.polyfit(X[:-1], y[:-1], 1)"),
    "part_of_loss_left_out": (RIDGE, RIDGE_BY_EQUATIONS.format(weight="0")),
    "part_of_loss_weighted": (RIDGE, RIDGE_BY_EQUATIONS.format(weight="lam/2")),
    "mean_forgotten": (RIDGE, RIDGE_BY_EQUATIONS.format(weight="lam").replace(" / len(X)", "")),
}


@pytest.mark.parametrize("name", WRONG)
def test_the_best_values_of_another_loss_earn_nothing_and_are_named(name: str):
    """A variable left out, an order, and the slips of the term."""
    result = judged(*WRONG[name])
    assert (result.verdict, result.credit, result.misconception) == (Verdict.INCORRECT, 0, name)


def test_a_usual_slip_in_the_derivative_of_a_regulariser_is_named():
    """Its two is forgotten."""
    assert judged(LOGISTIC, LOGISTIC_DESCENT.format(weight=0.1)).misconception == "part_of_loss_weighted"


@pytest.mark.parametrize(
    ("keys", "program"),
    [
        (LINE, "def p(X, y): return 1.793103448, 0.344827586"),
        (LINE, "def p(X, y):\n  a = np.array([1, 2, 3, 5, 7]); b = np.array([2, 4, 5, 11, 12])\n  return np.polyfit(a, b, 1)"),
        (LINE, "def p(X, y): return np.polyfit(X[:5], y[:5], 1)"),
        (LINE, "def p(X, y): return np.polyfit(X, y, 1) if len(X) == 5 else (0, 0)"),
        (LINE, "def p(X, y): return np.polyfit(X.reshape(5), y, 1)"),
        (RIDGE, RIDGE_BY_EQUATIONS.format(weight="0.1")),
    ],
)
def test_a_program_has_to_use_what_it_is_given(keys: str, program: str):
    """Values, data and weights that are typed in are right over the exercise's alone."""
    result = judged(keys, program)
    assert (result.verdict, result.credit) == (Verdict.INCORRECT, 0)
    assert "With other data" in result.feedback[0].text


@pytest.mark.parametrize(
    ("program", "said"),
    [
        (DESCENT.format(size=0.05, n=100), "near the best values, but not there yet"),
        (DESCENT.format(size=0.2, n=100), "there the loss is"),
        (DESCENT.format(size=0.5, n=2000), "no finite numbers"),
        ("def p(X, y): return 1.2, 3", "it can still be lowered"),
        ("def p(X, y): return 'm'", "the values of `m`, `b`"),
        ("def p(X, y): return 1.79", "the values of `m`, `b`"),
        ("def p(X, y): print(1)", "returned nothing"),
        ("seen = []\ndef p(X, y):\n  seen.append(1)\n  return np.polyfit(X, y, 1) if len(seen) < 3 else (0, 0)", "Called again"),
    ],
)
def test_what_is_wrong_with_the_values_is_said_without_giving_them_away(program: str, said: str):
    """Too few steps, too large ones, anything else; the best values are for staff."""
    with np.errstate(all="ignore"):  # one of them overflows
        result = judged(LINE, program)
    assert (result.verdict, result.credit) == (Verdict.INCORRECT, 0)
    assert said.lower() in result.feedback[0].text.lower()
    assert "1.7931" not in result.feedback[0].text


@pytest.mark.parametrize(
    ("keys", "program", "code"),
    [
        (LOGISTIC, "def p(X, labels, steps): return np.polyfit(X, labels, 1)", "fit.not_least.linear"),
        (RIDGE, RIDGE_BY_EQUATIONS.format(weight=0.7), "fit.not_least.solved"),
    ],
)
def test_linear_equations_are_enough_for_a_quadratic_loss_alone(keys: str, program: str, code: str):
    """Of another loss it is asked what is solved, and not which rows are in it."""
    text = judged(keys, program).feedback[0].text
    assert isinstance(text, Sentence)
    assert text.code == code


@pytest.mark.parametrize(
    ("program", "verdict"),
    [
        ("def p(X): return 1, 2", Verdict.DID_NOT_RUN),
        ("def p(X, y): return X @ Y", Verdict.DID_NOT_RUN),
        ("p = (1.793, 0.345)", Verdict.INCORRECT),
        ("def p(X, y): return ...", Verdict.UNANSWERED),
    ],
)
def test_what_is_no_program_to_call_is_judged_as_elsewhere(program: str, verdict: Verdict):
    """Another head, an exception, values in place of a program, the template."""
    assert judged(LINE, program).verdict is verdict


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("fits: 'mean((a*X + b*2*X - y)**2)', returns: [a, b], call: {X: X}", "items[0].program.fits: is least at more"),
        ("fits: 'mean(sin(v*X))', returns: [v], call: {X: X}", "is least at more than one point"),
        ("fits: 'mean(log(1 + exp(-v*X)))', returns: [v], call: {X: X}", "is least nowhere"),
        ("fits: 'E(m, b)', call: {n: 3}", "items[0].program.call: passes no data"),
        ("fits: 'E(m, b)', call: {X: X, q: Q}", "items[0].program.call.q: `Q` is no data and no given number"),
        ("fits: 'E(m, b)', call: {X: X, q: P}", "`P` is no data and no given number"),
        ("fits: 'E(m, b)', returns: [m], call: {X: X}", "items[0].program.returns: leaves out `b`"),
        ("fits: 'E(m, b)', returns: [m, b, k], call: {X: X}", "`k` is no variable of what it fits"),
        ("fits: 'E(m, b)', returns: [X, m], call: {X: X}", "items[0].program.returns: "),
        ("fits: gradient(E), call: {X: X}", "is a vector of 2; what is fitted is a formula"),
        ("fits: 'mean((v*X - y)**2)', call: {X: X}", "`v` is no name of this file"),
    ],
)
def test_a_loss_without_one_best_place_is_refused(keys: str, said: str):
    """As of data that are multiples of each other; and what else is wrong is said at its key."""
    with pytest.raises(SpecError) as raised:
        read_exercise(EXERCISE.format(keys=keys), "p.yml", "p")
    assert said in str(raised.value)


def test_students_are_given_the_head_and_the_same_question():
    """In the template and in their copy."""
    exercise = read_exercise(EXERCISE.format(keys=RIDGE), "p.yml", "p")
    assert "def p(X, y, lam):\n    return ..." in template_for(exercise).code
    copy = read_exercise(student_spec(exercise), "copy.yml", "copy")
    assert copy.items[0].options == exercise.items[0].options

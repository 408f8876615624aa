"""The one place where a small edit of a wrong program makes it right: what is told of it, and that nothing else comes of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from grader.course.exercises import load_assignment
from grader.executors.grading import RecordedSandbox
from grader.kinds import nearest_edits
from grader.kinds.candidates import vocabulary_of
from grader.kinds.source_edits import Functions
from grader.model import CheckResult, Grade, Limits, Observation, Outcome, Probe, Verdict
from grader.pipeline import grade_submission
from grader.sandbox import Sandbox
from grader.sentences.sentence import Sentence
from grader.submission.handed_in_work import read_text

ROOT = Path(__file__).parents[2]
COURSES = {
    "lesson": load_assignment(ROOT / "exercises"),
    "optimization": load_assignment(ROOT / "examples" / "optimization_course" / "exercises"),
}
ONE = "import math\ndef grad_descent(x_start, n):\n    x = x_start\n    for k in range(n):\n        x = {}\n    return x\n"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One sandbox for all that is asked here."""
    with Sandbox(Limits(call_seconds=5), "auto") as box:
        yield box


def graded(sandbox: Sandbox, source: str, item: str, course: str = "lesson", file: str = "hw.py") -> Grade:
    """The grade of a file for the exercise of one item."""
    whole = COURSES[course]
    exercises = tuple(e for e in whole.exercises if item in {each.id for each in e.items})
    return grade_submission(read_text(source, file, vocabulary_of(whole)), replace(whole, exercises=exercises), sandbox)


def result_of(grade: Grade, item: str) -> CheckResult:
    """The result of one item."""
    return next(each.result for each in grade.items if each.result.key.item == item)


def place_told(result: CheckResult) -> tuple[str, str, str] | None:
    """The piece that is quoted, its place and the question; None where none is told."""
    said = [told.text for told in result.feedback if isinstance(told.text, Sentence) and told.text.code == "nearest_edit"]
    return (said[0].gaps["text"], str(said[0].gaps["place"]), said[0].gaps["ask"].code) if said else None


@pytest.mark.parametrize(
    ("update", "text", "ask"),
    [
        ("x - 0.1*(x - math.exp(x))", "math.exp(x)", "sign"),
        ("x - 0.1*x - math.exp(-x)", "x - 0.1*x - math.exp(-x)", "bracket"),
        ("x - 0.1*abs(x - math.exp(-x))", "abs(x - math.exp(-x))", "call"),
        ("0.1*(x - math.exp(-x))", "x = 0.1*(x - math.exp(-x))", "old_value"),
        ("x - 0.1*(x - math.exp(-3*x))", "-3*x", "number"),
        ("x - 0.1*(x + 4*x - math.exp(-x))", "4*x", "part"),  # 0 times it is without it
    ],
)
def test_the_place_is_quoted_as_it_was_written(sandbox: Sandbox, update: str, text: str, ask: str):
    """The letter says which piece of which line, and asks a question; what should stand there is not said."""
    result = result_of(graded(sandbox, ONE.format(update), "grad_descent"), "grad_descent")
    assert place_told(result) == (text, "line 5", f"edit.{ask}")
    assert result.verdict is Verdict.PARTIAL
    assert place_told(result) is not None
    assert any("Look again at" in line.feedback for line in result.criteria)


HINGE = "import numpy as np\ndef hinge(w, b, X, y):\n    m = y * (w * X + b)\n    {}\n    return {}\n"
LOSS = "import numpy as np\ndef loss(w, b, X, y):\n    z = w * X + b\n    p = 1 / (1 + np.exp({}))\n    return {}\n"
GRADIENT = "import numpy as np\ndef grad_loss(w, b, X, y):\n    p = 1 / (1 + np.exp(-(w * X + b)))\n    {}\n    return {}\n"
ONE_BY_ONE = (
    "import math\ndef loss(w, b, X, y):\n    s = 0\n    for i in range(len(X)):\n"
    "        p = 1 / (1 + math.exp(-(w*X[i] + b)))\n        s += y[i]*math.log(p)\n    return -s/len(X)\n"
)  # an edit that hands an array to `math` ends no search
BOTH = "-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))"


@pytest.mark.parametrize(
    ("source", "text", "ask"),
    [
        (LOSS.format("z", BOTH), "np.exp(z)", "sign"),
        (HINGE.format("h = np.maximum(0, -m)", "np.mean(h) + w**2 / 10"), "np.maximum(0, -m)", "term_missing"),
        (LOSS.format("-z", BOTH.replace("np.log(", "np.log10(")), "np.log10", "call"),
        (GRADIENT.format("r = (p - y) * p * (1 - p)", "np.mean(r * X), np.mean(r)"), "(p - y) * p * (1 - p)", "part"),
        (LOSS.format("-z", "-np.mean(y * np.log(p))"), "y * np.log(p)", "term_lost"),
        (ONE_BY_ONE, "y[i]*math.log(p)", "term_lost"),
        (HINGE.format("h = 1 - m", "np.mean(h) + w**2 / 10"), "np.mean(h)", "call_missing"),
        (GRADIENT.format("r = p - y", "X * r / len(X), np.mean(r)"), "X * r", "operator"),
        (GRADIENT.format("r = p - y", "X @ r, np.mean(r)"), "X @ r", "factor"),
        (GRADIENT.format("r = p - y", "np.mean(r * y), np.mean(r)"), "r * y", "name"),
        (HINGE.format("h = np.maximum(0, 1 - m)", "np.mean(h) + w / 10"), "w / 10", "exponent"),
        (HINGE.format("h = np.maximum(0, np.mean(1 - m))", "h + w**2 / 10"), "np.maximum(0, np.mean(1 - m))", "order"),
        (GRADIENT.format("r = p - y", "np.mean(r) * np.mean(X), np.mean(r)"), "np.mean(r) * np.mean(X)", "bracket"),
        (GRADIENT.format("r = p - y", "np.mean(r * X), np.mean(-r)"), "np.mean(-r)", "sign"),
        (GRADIENT.format("r = p*(1 - p)*(p - y)", "np.mean(r*X), np.mean(r)"), "p*(1 - p)*(p - y)", "part"),
        (GRADIENT.format("r = (p - y)*p*(1 - p)", "np.sum(r * X) / 20, np.sum(r) / 20"), "(p - y)*p*(1 - p)", "part"),
    ],
)  # fmt: skip
def test_a_program_of_a_term_is_told_the_place_of_a_usual_slip(sandbox: Sandbox, source: str, text: str, ask: str):
    """A sign, a 1 too few, another function, factors too many, a half, a call, a product, a mean or a name left out or mistaken."""
    item = source.partition("def ")[2].partition("(")[0]
    told = place_told(result_of(graded(sandbox, source, item, "optimization"), item))
    assert told is not None
    assert (told[0], told[2]) == (text, f"edit.{ask}")


HIMMELBLAU = (
    "import numpy as np\ndef himmelblau_descent(x_start, y_start, n):\n    p = np.array([x_start, y_start], float)\n"
    "    for i in range(n):\n        p -= 0.01*np.array(grad(*p))\n    return p\ndef grad(x, y):\n"
)


def told_of(sandbox: Sandbox, source: str, item: str) -> Sentence:
    """What is told of the place in a wrong program of the second course; else what is told first."""
    told = result_of(graded(sandbox, source, item, "optimization"), item).feedback
    texts = [each.text for each in told if isinstance(each.text, Sentence)]
    return next((text for text in texts if text.code.startswith("nearest_edit")), texts[0])


@pytest.mark.parametrize(
    ("source", "code", "places"),
    [
        (HINGE.format("h = np.maximum(0, 1 - y * w * X + b)", "np.mean(h) + w / 10"), "nearest_edit.two",
         ["1 - y * w * X + b", "w / 10"]),
        (GRADIENT.format("r = p - y", "np.mean(r * p * (1 - p) * X), np.mean(r * p * (1 - p))"), "nearest_edit.both",
         ["r * p * (1 - p) * X", "r * p * (1 - p)"]),
        (LOSS.format("z", BOTH[1:]), "nearest_edit.both", ["np.exp(z)", BOTH[9:-1]]),
        ("def grad_loss(w, b, X, y):\n    gw = sum((w*x + b - t)*x for x, t in zip(X, y))/20\n"
         "    return gw, sum(w*x + b - t for x, t in zip(X, y))/20\n", "nearest_edit.both", ["w*x + b", "w*x + b"]),
        ("import numpy as np\ndef s(t):\n    return 1/(1 + np.exp(-t))\ndef loss(w, b, X, y):\n"
         "    return -np.sum(y*np.log(s(w*X + b)))\n", "nearest_edit.two", ["np.sum", "y*np.log(s(w*X + b))"]),
        (f"{HIMMELBLAU}    u, v = x**2 + y - 7, x + y**2 - 11\n    return 4*x*u + 2*v, 2*u + 4*y*v\n", "nearest_edit.both",
         ["x**2 + y - 7", "x + y**2 - 11"]),
    ],
)  # fmt: skip
def test_two_slips_at_once_are_told_as_two_places(sandbox: Sandbox, source: str, code: str, places: list[str]):
    """Where one edit makes something right and another the rest, or two do the same, both places are told as one reads."""
    item = source.rpartition("def ")[2].partition("(")[0]
    told = told_of(sandbox, source, "himmelblau_descent" if item == "grad" else item)
    assert told.code == code
    assert [told.gaps["text"], told.gaps["other"]] == places


@pytest.mark.parametrize(
    ("source", "text", "part"),
    [
        (HINGE.format("h = np.maximum(0, 1 - m)", "np.sum(h)"), "np.sum", "made_right.at_zero"),
        (GRADIENT.format("r = p - y", "np.mean(-r * X), np.mean(r**3 + np.cos(r))"), "-r * X", "partly.ordinal"),
        (GRADIENT.format("r = p - y", "[r.sum(), r @ X]"), "[r.sum(), r @ X]", "made_right.but_for_factor"),
        ("import numpy as np\ndef grad_E(w, X, y):\n    A = np.column_stack([np.ones(len(X)), X])\n"
         "    return A.T @ (A @ np.array([w[1], w[0]]) - y) / 4\n",
         "A.T @ (A @ np.array([w[1], w[0]]) - y) / 4", "partly.ordinal"),
        ("def hinge(w, b, X, y):\n    s = sum(1 - t*(w*x + b) for x, t in zip(X, y))\n    return max(0, s)/6\n",
         "1 - t*(w*x + b)", "made_right.at_zero"),
    ],
)
def test_an_edit_that_makes_a_part_right_is_told_as_that(sandbox: Sandbox, source: str, text: str, part: str):
    """Of two slips of which only one is found, that one is told, with what it makes right and that there is another."""
    told = told_of(sandbox, source, source.partition("def ")[2].partition("(")[0])
    assert (told.code, told.gaps["text"], getattr(told.gaps["part"], "code", "")) == ("nearest_edit.step", text, part)


def test_a_formula_of_symbols_beside_the_program_belongs_to_it(sandbox: Sandbox):
    """What sympy differentiates is the student's own typing as well."""
    source = (
        "import sympy as sp\na, b = sp.symbols('a b')\nf = (a*2 + b - 11)**2 + (a + b**2 - 7)**2\n"
        "fa = sp.lambdify((a, b), f.diff(a))\nfb = sp.lambdify((a, b), f.diff(b))\n"
        "def himmelblau_descent(x_start, y_start, n):\n    x, y = x_start, y_start\n"
        "    for i in range(n):\n        x, y = x - 0.003*fa(x, y), y - 0.003*fb(x, y)\n    return x, y\n"
    )
    told = place_told(result_of(graded(sandbox, source, "himmelblau_descent", "optimization"), "himmelblau_descent"))
    assert told == ("a*2", "line 3", "edit.power")


ENDED = "import math\ndef grad_descent(x_start, n):\n    x = x_start\n    for i in range(n):\n        d = x - math.exp(-x)\n"
ENDED += "        if {}:\n            break\n        x = x - 0.1*d\n    return x\n"


def test_of_a_condition_that_ends_a_loop_no_name_is_asked_about(sandbox: Sandbox):
    """With another name in it it never holds; that a size is missing is asked by the sign."""
    told = place_told(result_of(graded(sandbox, ENDED.format("d < 1e-8"), "grad_descent"), "grad_descent"))
    assert told == ("d < 1e-8", "line 6", "edit.absolute")


FITTED = "import numpy as np\ndef fit_prices(A, y):\n    w = np.zeros(3)\n    for i in range({}):\n        w = w - {}\n"
FITTED += "    return w\n"


@pytest.mark.parametrize(
    ("turns", "step", "told"),
    [
        (20000, "0.05*A.T @ (A @ w - y)/len(y) - 0.01*w", ("w - 0.05*A.T @ (A @ w - y)/len(y) - 0.01*w", "edit.term")),
        (10, "0.01*A.T @ (A @ w - y)", None),  # begun elsewhere it would be there by chance
    ],
)
def test_of_a_fit_neither_its_start_nor_what_bends_its_way_is_told(sandbox: Sandbox, turns: int, step: str, told: tuple[str, str]):
    """Where the end alone counts, other ways lead there as well: what is too much goes before what could be put in."""
    place = place_told(result_of(graded(sandbox, FITTED.format(turns, step), "fit_prices", "optimization"), "fit_prices"))
    assert (place and (place[0], place[2])) == told


def test_a_factor_of_what_several_lines_read_may_belong_to_these(sandbox: Sandbox):
    """A residual is right where each line of the gradient has lost its 2."""
    source = "def grad_E(w, X, y):\n    m, b = w\n    r = m*X + b - y\n    return (r*X).mean() + m/5, r.mean()\n"
    told = place_told(result_of(graded(sandbox, source, "grad_E", "optimization"), "grad_E"))
    assert told == ("m*X + b - y", "line 3", "edit.factor.later")


def test_lines_that_belong_to_a_loop_are_asked_for(sandbox: Sandbox):
    """A `return` that ends a loop in its first turn is no formula's fault."""
    source = (
        "def hinge(w, b, X, y):\n    total = 0\n    for i in range(len(X)):\n        total += max(0, 1 - y[i] * (w * X[i] + b))\n"
        "        return total / len(X) + w**2 / 10\n"
    )
    told = place_told(result_of(graded(sandbox, source, "hinge", "optimization"), "hinge"))
    assert told == ("for i in range(len(X)):", "line 3", "edit.loop_body")


@pytest.mark.parametrize(
    ("total", "code"),
    [("np.mean(h) + np.sin(w) / 10", "right_at_zero"), ("np.sqrt(np.mean(h) * np.std(h**3)) + np.cos(h[0])", "asked_back.rows")],
)
def test_where_no_edit_is_found_what_is_right_is_said(sandbox: Sandbox, total: str, code: str):
    """Without one of its variables a program may be right; else one row of the data is a calculation that one can do."""
    told = told_of(sandbox, HINGE.format("h = np.maximum(0, 1 - m)", total), "hinge")
    assert told.code == "asked_back"
    assert told.gaps["question"].code == code


def test_values_that_look_right_at_one_point_are_not_called_rounded(sandbox: Sandbox):
    """Where all is nearly one number by chance, and something else elsewhere, nothing was rounded."""
    source = LOSS.format("-z", "np.log(1 + np.exp(np.mean(z))) - np.mean(y * z)")
    assert told_of(sandbox, source, "loss").code != "close"


def test_a_function_beside_the_program_is_looked_at_as_well(sandbox: Sandbox):
    """A wrong helper is where the place is."""
    helper = "import math\ndef slope(x):\n    return x - math.exp(x)\n"
    source = helper + ONE.format("x - 0.1*slope(x)").replace("import math\n", "")
    assert place_told(result_of(graded(sandbox, source, "grad_descent"), "grad_descent")) == ("math.exp(x)", "line 3", "edit.sign")


def test_a_power_that_was_typed_as_a_product_is_no_slip_of_calculus(sandbox: Sandbox):
    """`3*z*2` has the values of a second derivative, and is a star too few."""
    result = result_of(graded(sandbox, "def df_dz(z):\n    return 3*z*2\n", "df_dz"), "df_dz")
    assert place_told(result) == ("3*z*2", "line 2", "edit.power")


@pytest.mark.parametrize("update", ["x - 0.1*(x**2/2 - math.exp(-x))", "x - 0.1*(x*x/2 + math.exp(-x))"])
def test_a_term_that_stands_as_in_the_function_is_a_slip_of_calculus(sandbox: Sandbox, update: str):
    """Who takes over `x**2/2` has mistyped nothing, whatever edit would mend it."""
    result = result_of(graded(sandbox, ONE.format(update), "grad_descent"), "grad_descent")
    assert (place_told(result), result.misconception) == (None, "wrong_gradient")


FOLLOWING = """import numpy as np
def grad_E(w, X, y):
    r = w[0]*X + w[1] - y
    return np.array([{}])
def line_descent(w, X, y, lr, epochs):
    for k in range(epochs):
        w = w - {}*grad_E(w, X, y)
    return w
"""


@pytest.mark.parametrize(
    ("gradient", "size", "follows"),
    [
        ("2*np.mean(r*X), 2*np.mean(r)", "lr", "grad_E"),
        ("2*np.sum(r*X) + w[0]/5, 2*np.sum(r)", "lr", "grad_E"),
        ("2*np.mean(r*X), 2*np.mean(r)", "-lr", None),
        ("2*np.mean(r*X), 2*np.mean(r)", "2*lr", None),
    ],
)
def test_steps_along_another_wrong_answer_follow_from_it(sandbox: Sandbox, gradient: str, size: str, follows: str | None):
    """Whatever its mistake is; a slip of the descent's own is told beside it."""
    grade = graded(sandbox, FOLLOWING.format(gradient, size), "line_descent", "optimization")
    assert result_of(grade, "line_descent").evidence.get("follows") == follows


QUOTIENT = "def df_dy(x, y, z):\n    f = lambda x, y, z: {}\n    h = 1e-5\n    return (f({}) - f(x - h, y - h, z)) / (2*h)\n"


@pytest.mark.parametrize(
    ("function", "ahead", "told"),
    [
        ("2*x**2 - 3*x*y + z**3", "x + h, y + h, z", None),  # x - h in its place is nearly right, and no better
        ("2*x**2 - 3*x + z**3", "x - h, y + h, z", ("3*x", "line 2", "edit.part")),
    ],
)
def test_a_short_step_hides_no_fault(sandbox: Sandbox, function: str, ahead: str, told: tuple[str, str, str] | None):
    """What is nearly right because the step of a quotient is short is not what was meant; another fault beside it is told."""
    place = place_told(result_of(graded(sandbox, QUOTIENT.format(function, ahead), "df_dy"), "df_dy"))
    assert (place is None) == (told is None)


def test_a_divisor_that_lacks_a_factor_in_two_places_is_no_fault_of_the_function(sandbox: Sandbox):
    """Twice the function would be right as well, and the function is right: the question is how the slope is measured."""
    shift = "(f({}) - f({}))/h"
    parts = ", ".join(shift.format(*each) for each in (("x + h, y", "x - h, y"), ("x, y + h", "x, y - h")))
    source = f"def gradient(x, y):\n    def f(a, b):\n        return 4*a*b + b**3\n    h = 1e-5\n    return ({parts})\n"
    result = result_of(graded(sandbox, source, "gradient"), "gradient")
    assert place_told(result) is None
    assert any("by what is it divided" in remark.text for remark in result.feedback)


MEASURED = "def {}:\n    return {}\ndef {}:\n    {}\n"
OF_F = ("f(x, y, z)", "2*x**2 - 3*x*y + z**3", "df_dx(x, y, z)")
GRADIENT_OF = ("f(x, y)", "4*x*y + y**3", "gradient(x, y, h=1e-6)")


@pytest.mark.parametrize(
    ("head", "body", "is_asked", "line"),
    [
        (OF_F, "return (f(x + 0.5, y, z) - f(x, y, z)) / 0.5", True, None),
        (OF_F, "h = 1e-6; return (f(x, y, z) - f(x + h, y, z)) / h", True, None),
        (OF_F, "h = 1e-5; return (f(x + h, y, z) - f(x - h, y, z)) / h", False, "line 4"),
        (GRADIENT_OF, "return [(f(x+h, y) - f(x, y))/h, (f(x + h, y + h) - f(x, y))/h]", True, None),
    ],
)
def test_a_slope_that_is_measured_wrongly_is_no_fault_of_its_function(
    sandbox: Sandbox, head: tuple[str, str, str], body: str, is_asked: bool, line: str | None
):
    """A right function under a wrong quotient is never pointed at: the divisor is, or the quotient is asked for."""
    item = head[2].partition("(")[0]
    result = result_of(graded(sandbox, MEASURED.format(*head, body), item), item)
    told = place_told(result)
    asked = [each for each in result.feedback if "by what is it divided" in str(each.text)]
    assert (bool(asked), told and told[1]) == (is_asked, line)


@pytest.mark.parametrize(
    ("slope", "codes"),
    [
        ("f(x + 1e-6) - f(x)", {"asked_back.quotient"}),
        ("f(x + 1e-3) - f(x)", {"asked_back.quotient"}),  # so slow that a person looks
        ("(f(x + 1e-6) - f(x))/1e-6", {"difference_quotient"}),
        ("x - 2.718281828**(-x)", set()),
    ],
)
def test_steps_are_told_of_a_quotient_where_one_is(sandbox: Sandbox, slope: str, codes: set[str]):
    """Of a bare difference what divides it is asked for, and a constant with few digits is no difference."""
    source = (
        "import math\ndef f(x):\n    return x**2/2 + math.exp(-x)\ndef grad_descent(x_start, n):\n    x = x_start\n"
        f"    for i in range(n):\n        x = x - 0.1*({slope})\n    return x\n"
    )
    feedback = result_of(graded(sandbox, source, "grad_descent"), "grad_descent").feedback
    told = {each.text.code for each in feedback if isinstance(each.text, Sentence)}
    assert told & {"asked_back.quotient", "difference_quotient"} == codes


def test_two_faults_apart_are_no_one_place(sandbox: Sandbox):
    """Where no single edit makes all right, nothing is told but what was told before."""
    source = "def gradient(x, y):\n    a = 4*y + x*y\n    b = 4*x + 3*y**2 + x**3*y\n    return a, b\n"
    assert place_told(result_of(graded(sandbox, source, "gradient"), "gradient")) is None


def test_a_check_that_always_holds_tells_something_false(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch):
    """Without the judge, the first edit of a program with two faults would be called the one place."""
    source = "def gradient(x, y):\n    a = 4*y + x*y\n    b = 4*x + 3*y**2 + x**3*y\n    return a, b\n"
    monkeypatch.setattr(nearest_edits, "_is_nothing", lambda off: len(off) > 0)
    monkeypatch.setattr(nearest_edits, "_EXACT", float("inf"))
    assert place_told(result_of(graded(sandbox, source, "gradient"), "gradient")) is None, "the judge refuses what a look lets pass"

    def believes(search: nearest_edits._Search, edit: nearest_edits.Edit) -> Iterator[Probe]:
        search.found = edit
        search.judged = nearest_edits._MOST_JUDGED
        yield from ()

    monkeypatch.setattr(nearest_edits._Search, "_judge", believes)
    seen = iter([False])
    monkeypatch.setattr(nearest_edits, "_is_nothing", lambda off: next(seen, True))
    assert place_told(result_of(graded(sandbox, source, "gradient"), "gradient")) is not None


def test_what_an_edit_does_changes_no_verdict_and_costs_one_wait(sandbox: Sandbox):
    """An edited loop without end is stopped, and a program that keeps state is worth what it is worth without edits."""
    source = (
        "import math\nseen = []\ndef grad_descent(x_start, n):\n    x = x_start\n    k = 0\n    while k < n:\n"
        "        seen.append(k)\n"
        "        x = x - 0.1*(x - math.exp(x))\n        k += 1\n    return x\n"
    )
    grade = graded(sandbox, source, "grad_descent")
    result = result_of(grade, "grad_descent")
    assert place_told(result) == ("math.exp(x)", "line 8", "edit.sign")
    plain = graded(sandbox, ONE.format("x - 0.1*(x - math.exp(x))"), "grad_descent")
    assert result.credit == result_of(plain, "grad_descent").credit


def test_a_recorded_conversation_says_the_same(sandbox: Sandbox):
    """Judged again from what was replied, without the student's code, the place is told as before; no edit is kept."""
    source = ONE.format("x - 0.1*(x - math.exp(x))")
    first = graded(sandbox, source, "grad_descent")
    heard = [observation for item in first.items for observation in item.conversation]
    again = graded(RecordedSandbox(first.submission, heard), source, "grad_descent")  # type: ignore[arg-type]
    assert [item.result.feedback for item in again.items] == [item.result.feedback for item in first.items]
    assert not any("math" in observation.probe.definition for observation in heard)


@pytest.mark.parametrize("transport", ["fork", "spawn"])
def test_an_edit_is_asked_beside_the_program_and_leaves_it(transport: str):
    """What is defined for one probe is gone for the next, in both ways to start a process; what fails defines nothing."""
    source = "def slope(x):\n    return -x\ndef f(x):\n    return slope(x) + 1\n"
    with Sandbox(Limits(), "auto", executor=transport) as box, box.open(read_text(source, "hw.py")) as session:

        def asked(definition: str) -> Observation:
            return session.ask(Probe(names=("f",), arguments=((2.0,),), definition=definition))

        assert asked("").calls[0].value == -1.0
        assert asked(source.replace("-x", "+x")).calls[0].value == 3.0
        assert asked("").calls[0].value == -1.0
        assert asked("def f(x:").calls[0].outcome is not Outcome.RETURNED
        assert asked("def f(x):\n    while True: pass\n").calls[0].outcome is Outcome.TIMED_OUT
        assert asked("").calls[0].value == -1.0


WRONG = [
    (course, item, number)
    for course, item in (("lesson", "multi_grad_descent"), ("lesson", "grad_descent"), ("optimization", "newton_descent"),
                         ("optimization", "loss"), ("optimization", "heavy_ball"))
    for number in range(3)
]  # fmt: skip


@pytest.mark.parametrize(("course", "item", "number"), WRONG)
def test_a_right_program_with_one_edit_is_told_its_line_or_its_cause(sandbox: Sandbox, course: str, item: str, number: int):
    """Whatever single operator or number of a right program is another one, its line is named, or a known mistake."""
    exercise = next(e.id for e in COURSES[course].exercises if item in {each.id for each in e.items})
    folder = ROOT if course == "lesson" else ROOT / "examples" / "optimization_course"
    right = (folder / "reference_solutions" / f"{exercise}.py").read_text()
    functions = Functions.behind(read_text(right, "hw.py"), (item,))
    assert functions is not None
    wrong = [edit for edit in functions.edits(("sign", "order", "power", "bracket")) if len(edit.spans) == 1]
    edit = random.Random(f"{item} {number}").choice(wrong)
    source = "\n".join(statement.source for statement in functions.with_edit(edit).statements)
    result = result_of(graded(sandbox, source, item, course), item)
    if result.credit == 1 or result.misconception is not None or result.verdict not in (Verdict.PARTIAL, Verdict.INCORRECT):
        return  # no mistake after all, or one that has a name
    above = sum(statement.source.count("\n") + 1 for statement in functions.submission.statements[: edit.spans[0].statement])
    told = place_told(result)
    assert told is not None, result.feedback
    assert told[1] == f"line {above + edit.spans[0].begin[0]}"


FREE = (
    "import math\ndef grad_descent(x_start, n):\n    x = x_start\n    for i in range(n):\n"
    "        dx = {}\n        x = x - 0.05*dx\n    return x\n"
)


@pytest.mark.parametrize(
    ("derivative", "told"),
    [
        ("2*x + math.exp(-x)", None),  # -2*math.exp(-x) would do, with half the step size
        ("x - math.exp(-x)*4", "math.exp(-x)*4"),
    ],
)
def test_where_any_step_size_is_allowed_no_edit_changes_it(sandbox: Sandbox, derivative: str, told: str | None):
    """Twice the derivative is mended by half the size, which nobody meant who wrote another."""
    place = place_told(result_of(graded(sandbox, FREE.format(derivative), "grad_descent"), "grad_descent"))
    assert (place and place[0]) == told


def test_a_named_slip_gives_way_to_no_edit_of_a_part(sandbox: Sandbox):
    """Where a minus stands between two products, that no bracket is at fault is known already."""
    source = "def slope(x, y):\n    u, v = -3**0.5/2, 0.5\n    return 4*y*u - (4*x + 3*y**2)*v\n"
    result = result_of(graded(sandbox, source, "slope"), "slope")
    assert [told.text.code for told in result.feedback if isinstance(told.text, Sentence)][:1] == ["within.sign"]


def test_a_bracket_is_told_in_a_loop_that_counts_for_itself(sandbox: Sandbox):
    """What counts the turns is not edited, as the loop would never end, and nothing would be told."""
    step = "x - (math.exp(x) - 2*math.exp(-2*x) + 2*x)/math.exp(x) + 4*math.exp(-2*x) + 2"
    loop = f"    while k < n:\n        x = {step}\n        k += 1\n"
    source = f"import math\ndef newton_descent(x_start, n):\n    x, k = x_start, 0\n{loop}    return x\n"
    result = result_of(graded(sandbox, source, "newton_descent", "optimization"), "newton_descent")
    assert place_told(result) is not None

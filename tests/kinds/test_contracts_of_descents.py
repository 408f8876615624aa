# ruff: noqa: E501 - a program in a line is easier to compare with its neighbours than one broken in two
"""Descents that an exercise says how to call: what is handed in reaches them, and what they do with it is seen."""

from __future__ import annotations

import pytest

from grader.course.exercises import read_exercise
from grader.errors import SpecError
from grader.kinds.calling import Role, agreed_conventions
from grader.kinds.descent.contract import contract_of
from grader.kinds.descent.example import cheats, effortless
from grader.model import CheckResult, FunctionValue, HandedFunction, Parameter, Question
from tests.descent_programs.driver import SEED, play
from tests.descent_programs.exercises import descending

ONE = '{dfdx: "diff(f, x)", x: start, learning_rate: step_size, num_iterations: count}'
LESSON, BOWL = "x**2/2 + exp(-x)", "2*x**2 + 4*y**2 + exp(-3*x) + 3*exp(-2*y)"
HANDED = descending(LESSON, "[-1, 2]", call=ONE)
PLANE = descending(BOWL, "[[1, 2], [-0.5, 0.7]]", "xy", call="{grad: gradient(f), p: start, lr: step_size, n: count}")
VALUES = descending(LESSON, "[-1, 2]", call="{f: f, x: start, lr: step_size, n: count}")
FLAGGED = descending(LESSON, "[-1, 2]", call=ONE[:-1] + ", all_points: history, tol: tolerance}")
TOLERANT = descending(LESSON, "[-1, 2]", call='{g: "diff(f, x)", f: f, x: start, lr: step_size, n: count, tol: tolerance}')
OVER_DATA = descending("x**2/2 + exp(-x)", "[[0, 0], [1, -0.5]]", "mb", call="{X: X, y: Y, m: m, b: b, lr: step_size, n: count}").replace(
    "functions:", "data:\n  X: [1, 2, 3, 5]\n  Y: [2, 4, 5, 11]\nfunctions:"
).replace("x**2/2 + exp(-x)", "mean((m*X + b - Y)**2)/2")


def one(step: str = "learning_rate * dfdx(x)", head: str = "dfdx, x, learning_rate, num_iterations", before: str = "pass") -> str:
    """A program for `HANDED` that takes these steps."""
    return (
        f"from math import exp\ndef descend({head}):\n    {before}\n"
        f"    for _ in range(num_iterations):\n        x = x - {step}\n    return x\n"
    )


def line(gradient: str = "(r * X).mean(), r.mean()", before: str = "pass") -> str:
    """A program for `OVER_DATA` that takes this for the gradient."""
    return (
        f"import numpy as np\ndef descend(X, y, m, b, lr, n):\n    {before}\n    for _ in range(n):\n"
        f"        r = m * X + b - y\n        gm, gb = {gradient}\n        m, b = m - lr * gm, b - lr * gb\n    return m, b\n"
    )


def stopping(by: str, after: str = "x = y") -> str:
    """A program for `TOLERANT` that stops in this way."""
    return (
        f"import math\nimport numpy as np\ndef descend(g, f, x, lr, n, tol):\n    quiet = 0\n    for k in range(n):\n        d = g(x)\n"
        f"        y = x - lr * d\n        {by}\n        {after}\n    return x\n"
    )


def lost(result: CheckResult) -> set[str]:
    """The criteria that were not earned."""
    return {line.id for line in result.criteria if line.credit != 1}


RIGHT = {
    "as it is asked for": (HANDED, one()),
    "by name in another order": (HANDED, one(head="num_iterations, x, dfdx, *, learning_rate, verbose=False")),
    "by place under other names": (HANDED, "def descend(g, a, s, k):\n    for _ in range(k): a -= s * g(a)\n    return a\n"),
    "some by name, the others in order": (HANDED, "def descend(x, dfdx, s, k):\n    for _ in range(k): x -= s * dfdx(x)\n    return x\n"),
    "usual names in another order": (HANDED, "def descend(x0, g, n, lr):\n    for _ in range(n): x0 -= lr * g(x0)\n    return x0\n"),
    "arguments in a tuple": (HANDED, "def descend(*all):\n    g, x, d, n = all\n    for _ in range(n): x -= d * g(x)\n    return x\n"),
    "arguments by keyword": (HANDED, "def descend(**all):\n    x = all['x']\n    for _ in range(all['num_iterations']): x -= all['learning_rate'] * all['dfdx'](x)\n    return x\n"),
    "a lambda": (HANDED, "descend = lambda dfdx, x, learning_rate, num_iterations: x if num_iterations == 0 else descend(dfdx, x - learning_rate * dfdx(x), learning_rate, num_iterations - 1)\n"),
    "an object": (HANDED, "class D:\n    def __call__(self, dfdx, x, learning_rate, num_iterations):\n        for _ in range(num_iterations): x -= learning_rate * dfdx(x)\n        return x\ndescend = D()\n"),
    "an array all along": (PLANE, "def descend(grad, p, lr, n):\n    for _ in range(n): p = p - lr * grad(p)\n    return p\n"),
    "two numbers": (PLANE, "def descend(grad, p, lr, n):\n    x, y = p\n    for _ in range(n):\n        gx, gy = grad(x, y)\n        x, y = x - lr * gx, y - lr * gy\n    return x, y\n"),
    "lists": (PLANE, "def descend(grad, p, lr, n):\n    for _ in range(n): p = [a - lr * b for a, b in zip(p, grad(list(p)))]\n    return p\n"),
    "its own differences": (VALUES, "def descend(f, x, lr, n):\n    for _ in range(n): x -= lr * (f(x + 1e-5) - f(x - 1e-5)) / 2e-5\n    return x\n"),
    "data as arrays": (OVER_DATA, line()),
    "data one by one": (OVER_DATA, line("sum(d * x for d, x in zip(r, X)) / len(X), sum(r) / len(y)")),
    "a flag and a tolerance": (FLAGGED, "def descend(dfdx, x, learning_rate, num_iterations, all_points, tol):\n    way = [x]\n    for _ in range(num_iterations):\n        s = learning_rate * dfdx(x)\n        if abs(s) < tol: break\n        x -= s\n        way.append(x)\n    return way if all_points else x\n"),
}  # fmt: skip


@pytest.mark.parametrize(("exercise", "source"), RIGHT.values(), ids=RIGHT)
def test_a_right_program_is_right_however_it_takes_what_it_is_handed(exercise: str, source: str):
    """Names in any order, places, keywords, numbers, arrays and lists."""
    result = play(source, exercise)
    assert (result.credit, result.misconception) == (1, None), [f.text for f in result.feedback]


WRONG = {
    "the step size typed in": ("ignores_step_size", {"step_size"}, HANDED, one("0.1 * dfdx(x)")),
    "the step size of ours typed in": ("ignores_step_size", {"step_size"}, HANDED, one("0.6 * dfdx(x)")),
    "another step size than was handed in": ("multiple_of_step", {"step_size"}, HANDED, one("learning_rate / 2 * dfdx(x)")),
    "a step size that is cut": ("another_step_size", {"step_size"}, HANDED, one("min(learning_rate, 0.2) * dfdx(x)")),
    "a step size that is right by chance": (None, {"step_size"}, HANDED, one("max(learning_rate, 0.3) * dfdx(x)")),
    "the derivative typed in": ("ignores_function", {"direction"}, HANDED, one("learning_rate * (x - exp(-x))")),
    "one component typed in": (None, {"direction"}, PLANE, "from math import exp\ndef descend(grad, p, lr, n):\n    x, y = p\n    for _ in range(n): x, y = x - lr * grad(x, y)[0], y - lr * (8*y - 6*exp(-2*y))\n    return x, y\n"),
    "the derivative at the start alone": ("gradient_not_reevaluated", {"direction", "arrives"}, HANDED, one("learning_rate * d", before="d = dfdx(x)")),
    "uphill": ("ascends", {"direction", "arrives"}, HANDED, one("-learning_rate * dfdx(x)")),
    "the minimum": ("hard_coded_minimum", {"start", "direction", "count", "step_size", "arrives"}, HANDED, "def descend(dfdx, x, learning_rate, num_iterations):\n    return 0.567143\n"),
    "the data typed in": ("ignores_data", {"direction"}, OVER_DATA, line(before="X, y = np.array([1, 2, 3, 5]), np.array([2, 4, 5, 11])")),
    "the number of data typed in": (None, {"direction"}, OVER_DATA, line("(r * X).sum() / 4, r.sum() / 4")),
    "the sign of the derivative alone": ("fixed_length_steps", {"direction", "arrives"}, HANDED, one("learning_rate * (1 if dfdx(x) > 0 else -1)")),
    "the number of the last step": ("returns_one_coordinate", {"start", "direction", "count", "step_size", "arrives"}, PLANE, "def descend(grad, p, lr, n):\n    for k in range(n): p = p - lr * grad(p)\n    return k\n"),
    "a flag that is not heeded": (None, {"start"}, FLAGGED, one(head="dfdx, x, learning_rate, num_iterations, all_points, tol").replace("        x =", "        if abs(dfdx(x)) < tol: break\n        x =")),
    "a flag that makes no difference": ("ignores_history", {"start"}, FLAGGED, "def descend(dfdx, x, learning_rate, num_iterations, all_points, tol):\n    way = [x]\n    for _ in range(num_iterations):\n        s = learning_rate * dfdx(x)\n        if abs(s) < tol: break\n        x -= s\n        way.append(x)\n    return x, way\n"),
    "a tolerance that is not read": ("ignores_tolerance", {"count"}, TOLERANT, stopping("pass")),
    "a tolerance of its own": ("ignores_tolerance", {"count"}, TOLERANT, stopping("if abs(d) < 1e-6: break")),
    "a tolerance that is written over": ("ignores_tolerance", {"count"}, TOLERANT, stopping("if abs(d) < tol: break").replace("quiet = 0", "tol = 1e-9")),
    "a tolerance for Newton's steps": ("ignores_tolerance", {"count"}, TOLERANT.replace("descent(f)", "newton(f)").replace("lr: step_size, ", "").replace("g: ", 'h: "diff(diff(f, x), x)", g: '), "def descend(h, g, f, x, n, tol):\n    for _ in range(n): x -= g(x) / h(x)\n    return x\n"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "costs", "exercise", "source"), WRONG.values(), ids=WRONG)
def test_what_a_program_does_not_use_is_seen(name: str | None, costs: set[str], exercise: str, source: str):
    """Another step size and another function are handed in: who typed them in answers as before."""
    result = play(source, exercise)
    assert (result.misconception, lost(result)) == (name, costs), [f.text for f in result.feedback]


STOPS = {
    "the gradient": "if abs(d) < tol: break",
    "the gradient, halved": "if abs(d) <= tol / 2: return x",
    "its square": "if d * d < tol: break",
    "the step": "if abs(lr * d) < tol: return y",
    "the change of the function": "if abs(f(y) - f(x)) < tol: return y",
    "its change as a share": "if abs(f(y) - f(x)) < tol * abs(f(x)): return y",
    "a share of the point": "if abs(y - x) < tol * abs(x): break",
    "three short steps": "quiet = quiet + 1 if abs(y - x) < tol else 0\n        if quiet == 3: break",
    "every tenth step alone": "if k % 10 == 9 and abs(y - x) < tol: break",
    "what is close": "if math.isclose(x, y, rel_tol=tol, abs_tol=tol): break",
    "what is close for arrays": "if np.allclose(x, y, rtol=0, atol=tol): break",
    "going on while it is large": "x, y = (y, x) if abs(d) >= tol else (x, y)",
}


@pytest.mark.parametrize("by", STOPS.values(), ids=STOPS)
def test_a_tolerance_may_be_compared_with_anything(by: str):
    """Any usual measure of being there, at once or later: none is the one that was meant."""
    result = play(stopping(by, "pass" if by.startswith("x,") else "x = y"), TOLERANT)
    assert (result.credit, result.misconception) == (1, None), [f.text for f in result.feedback]


@pytest.mark.parametrize("by", [STOPS[name] for name in ("the step", "three short steps", "going on while it is large")])
def test_a_measure_that_the_exercise_names_is_right_at_once_or_a_little_later(by: str):
    """Before or after the step, when it is short for the third time."""
    source = stopping(by.replace("abs(d) >=", "abs(lr * d) >="), "pass" if by.startswith("x,") else "x = y")
    result = play(source, TOLERANT.replace("tol: tolerance", "tol: step_tolerance"))
    assert (result.credit, result.misconception) == (1, None), [f.text for f in result.feedback]


MEASURES = {
    "the gradient for a step": ("step", "if abs(d) < tol: break", "the length of the gradient"),
    "the gradient after the step for a step": ("step", "if abs(g(y)) < tol: return y", "the length of the gradient"),
    "the change for a step": ("step", "if abs(f(y) - f(x)) < tol: return y", "the change of the function"),
    "the square for a step": ("step", "if (y - x)**2 < tol: return y", "the square of the length"),
    "the step for the gradient": ("gradient", "if abs(y - x) < tol: break", "the length of a step"),
    "the gradient for the change": ("change", "if abs(d) < tol: break", "the length of the gradient"),
}


@pytest.mark.parametrize("case", MEASURES)
def test_another_measure_than_the_exercise_names_is_told(case: str):
    """Where the program stops shows what it compares with its tolerance."""
    asked, by, found = MEASURES[case]
    result = play(stopping(by), TOLERANT.replace("tol: tolerance", f"tol: {asked}_tolerance"))
    assert (result.misconception, lost(result)) == ("other_measure", {"count"}), [f.text for f in result.feedback]
    assert f"stops where {found}" in result.feedback[0].text


def test_a_tolerance_that_is_read_and_makes_no_difference_is_for_a_person():
    """It may be looked at later than the program was asked for."""
    result = play(stopping("if k % 500 == 499 and abs(y - x) < tol: break"), TOLERANT)
    assert (str(result.verdict), lost(result)) == ("needs_review", {"count"})


FACTORS = {
    "summed": ("2 * (r * X).sum(), 2 * r.sum()", "multiple_of_step", "There are 4 data: is a division by their number missing"),
    "divided twice": ("2 * (r * X).mean() / 4, r.mean() / 2", "multiple_of_step", "is something divided by their number"),
    "without the 2": ("(r * X).mean(), r.mean()", "multiple_of_step", "a factor 2 that got lost"),
    "4 times without data": ("2 * (r * X).sum() / 3, 2 * r.sum() / 3", "multiple_of_step", "each sum divided by what it should be"),
    "summed in m": ("2 * (r * X).sum(), 2 * r.mean()", "unequal_steps", "m moves 4 times as far as it should"),
    "summed in b": ("2 * (r * X).mean(), 2 * r.sum()", "unequal_steps", "b moves 4 times as far as it should"),
    "of the last alone": ("2 * r[-1] * X[-1], 2 * r[-1]", None, "What one iteration does is not a step of gradient descent"),
    "of the first alone": ("2 * r[0] * X[0], 2 * r[0]", None, "What one iteration does is not a step of gradient descent"),
}  # fmt: skip


@pytest.mark.parametrize(("gradient", "name", "told"), FACTORS.values(), ids=FACTORS)
def test_a_factor_over_data_is_told_as_one(gradient: str, name: str | None, told: str):
    """The size is handed in and right, so what is a multiple is the gradient; of the number of data that is asked about."""
    result = play(line(gradient), OVER_DATA.replace("**2)/2", "**2)"))
    assert result.misconception == name
    assert any(told in feedback.text for feedback in result.feedback), [f.text for f in result.feedback]
    assert "step_size" not in lost(result) or name == "multiple_of_step"


def test_a_tensor_is_refused_in_plain_words():
    """Nothing can be derived through a function whose values are worked out elsewhere."""
    result = play("import mygrad as mg\n" + one("learning_rate * dfdx(mg.tensor(x))"), HANDED)
    assert "takes numbers here, and no MyGrad tensors" in result.feedback[0].text


def test_a_contract_is_what_each_parameter_is_handed():
    """Functions as formulas that stay here, data as arrays, numbers as numbers."""
    call = '{g: "diff(f, x)", x: start, lam: lam, D: D, b: 0.5, tol: tolerance, all: history, n: count}'
    yaml = descending(LESSON, "[1]", call=call).replace("items:", 'given:\n  lam: "1/4"\ndata:\n  D: [1, 2, 3]\nitems:')
    exercise = read_exercise(yaml, "x.yml", "x")
    contract = contract_of(Question(exercise=exercise, item=exercise.items[0], seed=SEED))
    assert contract["g"] == HandedFunction(name="g", variables=("x",), components=("x - exp(-x)",))
    assert (contract["x"], contract["lam"], contract["b"], contract["all"]) == ("x", 0.25, 0.5, False)
    assert contract["D"].elements == (1.0, 2.0, 3.0)  # type: ignore[union-attr]
    assert contract["n"] is Role.COUNT


FAULTS = {
    '{x: start}': r"call: hands in no `count`",
    '{n: count}': r"call: hands in no `start`",
    '{x: start, y: x, n: count}': r"hands in `start`, and `x` beside it",
    '{x: start, n: count, m: count}': r"call\.m: hands in `count` twice",
    '{x: begin, n: count}': r"call\.x: `begin` is no name of this file, and none of the words start, count, step_size",
    '{x: start, n: count, g: "diff(f, z)"}': r"call\.g: `diff\(f, z\)`: `z` is not one of the variables",
    '{x: start, n: count, g: "names_in(f)"}': r"call\.g: is a set of names; what is handed in is a function, such as f or gradient\(f\)",
    '{x: start, n: count, "a b": 2}': r"call\.a b: is no name of a parameter",
    '{x: start, n: count, all: true}': r"`history` is a flag",
    '{x: start, n: count, g: [f]}': r"call\.g: must be",
}  # fmt: skip


@pytest.mark.parametrize(("call", "told"), FAULTS.items())
def test_a_contract_that_cannot_be_kept_is_refused_at_its_place(call: str, told: str):
    """With what to write instead."""
    with pytest.raises(SpecError, match=told):
        read_exercise(descending(LESSON, "[1]", call=call), "x.yml", "x")


def test_a_step_size_is_ours_where_it_is_handed_in():
    """A rule for choosing one does nothing then."""
    with pytest.raises(SpecError, match="does nothing where a step size is handed in"):
        read_exercise(descending(LESSON, "[1]", call=ONE, step_size="constant"), "x.yml", "x")


@pytest.mark.parametrize("names", ["a b", "dfdx x learning_rate num_iterations extra", ""])
def test_a_function_of_other_parameters_cannot_be_called(names: str):
    """Too few, or one more that is needed."""
    contract = {"dfdx": 1.0, "x": "x", "learning_rate": Role.SIZE, "num_iterations": Role.COUNT}
    function = FunctionValue(parameters=tuple(Parameter(name=name) for name in names.split()))
    assert agreed_conventions(function, contract, ("x",)) == ()


@pytest.mark.parametrize("exercise", [HANDED, PLANE, VALUES])
def test_cheats_use_what_is_handed_in_and_earn_no_full_marks(exercise: str):
    """So that verification proves as much of these exercises as of all others."""
    read = read_exercise(exercise, "x.yml", "x")
    question = Question(exercise=read, item=read.items[0], seed=SEED)
    for cheat in cheats(question):
        credit = play(cheat.source, exercise).credit
        assert credit == 0 if cheat.earns_nothing else credit < 1, cheat
    assert not any(play(source, exercise).credit for source in effortless(question))

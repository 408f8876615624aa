# ruff: noqa: E501 - a program in a line is easier to compare with its neighbours than one broken in two
"""Programs of methods other than plain descent: right ones in several styles, and mutants of them that never pass.

What is typed in earns nothing, and no verdict hangs on the course's secret.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.model import CheckResult, Verdict
from tests.played import judge_handed_in

EXERCISE = """\
title: Methods
prompt: "`p`"
data: {{X: [1, 2, 3, 5], Y: [2, 4, 5, 11]}}
functions:
  f(x, y): x**2 + x*y + 2*y**2 + exp(x - y)/4
  g(x): x**2/2 + exp(-x)
  h(x, y): x**4/4 + x**2 + x*y + 3*y**2 + exp(-y)
  E(m, b): mean((m*X + b - Y)**2)/2
items:
  - {{id: p, program: {{method: '{method}', starts: {starts}{more}}}}}
"""
HEAD = """\
import math
from math import exp, hypot
import numpy as np
D = [(1, 2), (2, 4), (3, 5), (5, 11)]
def f(x, y): return x**2 + x*y + 2*y**2 + exp(x - y)/4
def gr(x, y): return 2*x + y + exp(x - y)/4, x + 4*y - exp(x - y)/4
def he(x, y): return 2 + exp(x - y)/4, 1 - exp(x - y)/4, 4 + exp(x - y)/4
def vec(v): return np.array(gr(*v))
def mat(v): return np.array([[he(*v)[0], he(*v)[1]], [he(*v)[1], he(*v)[2]]])
def newton(x, y):
    (a, b), (A, B, C) = gr(x, y), he(x, y)
    return x - (C*a - B*b)/(A*C - B*B), y - (A*b - B*a)/(A*C - B*B)
"""
TWO, LINE = "[[2, 1], [-1, 1.5], [0.5, -2]]", "[[0, 0], [1, 2], [-1, 0.5]]"


def judged(method: str, program: str, secret: str = "") -> CheckResult:
    """What a program of a method gets, under a course's secret."""
    stochastic = method.startswith("stochastic")
    more = ", arrives: nowhere" if stochastic else ""
    starts = "[-1, 3, 6]" if "(g" in method else LINE if stochastic else TWO
    source = HEAD + program
    names: dict[str, object] = {}
    exec(source, names)  # the tests' own
    exercise = EXERCISE.format(method=method, starts=starts, more=more)
    return judge_handed_in(exercise, source, names, secret)["p"]


def loop(body: str, first: str = "pass", last: str = "x, y", count: str = "n") -> str:
    """A program that does something n times."""
    lines = "".join(f"        {line}\n" for line in body.split("; "))
    return f"def p(x, y, n):\n    {first}\n    for k in range({count}):\n{lines}    return {last}\n"


def line(body: str, first: str = "pass", last: str = "m, b", count: str = "n") -> str:
    """The same for a line through data."""
    return loop(body, first, last, count).replace("def p(x, y, n)", "def p(m, b, n)")


HEAVY = "a, b = gr(x, y); u, v = 0.8*u - 0.05*a, 0.8*v - 0.05*b; x, y = x + u, y + v"
AHEAD = HEAVY.replace("gr(x, y)", "gr(x + 0.8*u, y + 0.8*v)")
REST = "u = v = 0.0"
IN_TURN = "a, b = gr(x, y); x, y = (x - 0.1*a, y) if k % 2 == 0 else (x, y - 0.1*b)"
BOX = "a, b = gr(x, y); x, y = max(x - 0.1*a, 0.5), max(y - 0.1*b, -0.1)"
SAMPLE = "x, y = D[[2, 0, 3, 1][k % 4]]; e = m*x + b - y; m, b = m - 0.02*e*x, b - 0.02*e"
SEARCH = "a, b = gr(x, y); t = 1.0; s = 0.3*(a*a + b*b); t = search(x, y, a, b, t, s); x, y = x - t*a, y - t*b"
SEARCHING = "def search(x, y, a, b, t, s):\n    while f(x - t*a, y - t*b) > f(x, y) - t*s: t *= 0.8\n    return t\n"
ALONG = (
    "def along(x, y, axis):\n"
    "    for _ in range(80):\n"
    "        if axis: y -= gr(x, y)[1]/he(x, y)[2]\n"
    "        else: x -= gr(x, y)[0]/he(x, y)[0]\n"
    "    return x, y\n"
)
BOUNDED = "projected_descent(f, 0.1, lower=[0.5, -0.1])"
ORDERED = "stochastic_descent(E, 0.02, order=[2, 0, 3, 1])"
RIGHT = {
    "newton, a loop": ("newton(f)", loop("x, y = newton(x, y)")),
    "newton, recursion": ("newton(f)", "def p(x, y, n): return (x, y) if n == 0 else p(*newton(x, y), n - 1)\n"),
    "newton, arrays": (
        "newton(f)", "def p(x, y, n):\n  v = np.array([x, y])\n  for _ in range(n): v = v - np.linalg.solve(mat(v), vec(v))\n  return v\n",
    ),
    "newton, an inverse": (
        "newton(f)", "def p(x, y, n):\n  v = np.array([x, y])\n  for _ in range(n): v = v - np.linalg.inv(mat(v)) @ vec(v)\n  return tuple(v)\n",
    ),
    "newton, measured": (
        "newton(f)",
        "def col(v, i, h=1e-4):\n  w = np.array(v); w[i] += h; u = np.array(v); u[i] -= h\n  return (vec(w) - vec(u))/(2*h)\n"
        "def p(x, y, n):\n  v = np.array([x, y])\n"
        "  for _ in range(n): v = v - np.linalg.solve(np.array([col(v, 0), col(v, 1)]).T, vec(v))\n  return v\n",
    ),
    "newton, one variable": (
        "newton(g)", "def p(x, n):\n  for _ in range(n): x -= (x - exp(-x))/(1 + exp(-x))\n  return x\n",
    ),
    "newton, stops by itself": (
        "newton(g)",
        "def p(x, n):\n  for _ in range(n):\n    s = (x - exp(-x))/(1 + exp(-x))\n    x -= s\n    if abs(s) < 1e-12: break\n  return x\n",
    ),
    "newton, damped": ("newton(f, 0.5)", loop("a, b = newton(x, y); x, y = (x + a)/2, (y + b)/2")),
    "momentum, open": ("momentum(f)", loop(HEAVY, REST)),
    "momentum, fixed": ("momentum(f, 0.05, 0.8)", loop(HEAVY, REST)),
    "momentum, a size fixed": ("momentum(f, 0.05)", loop(HEAVY, REST)),
    "momentum, summed up": (
        "momentum(f)", loop("a, b = gr(x, y); u, v = 0.7*u + a, 0.7*v + b; x, y = x - 0.04*u, y - 0.04*v", REST),
    ),
    "momentum, averaged": (
        "momentum(f)", loop("a, b = gr(x, y); u, v = 0.9*u + 0.1*a, 0.9*v + 0.1*b; x, y = x - 0.3*u, y - 0.3*v", REST),
    ),
    "momentum, of places": (
        "momentum(f, 0.05, 0.8)",
        loop("a, b = gr(x, y); x, y, u, v = x + 0.8*(x - u) - 0.05*a, y + 0.8*(y - v) - 0.05*b, x, y", "u, v = x, y"),
    ),
    "momentum, recursion": (
        "momentum(f)",
        "def p(x, y, n, u=0.0, v=0.0):\n  if n == 0: return x, y\n  a, b = gr(x, y)\n  u, v = 0.8*u - 0.05*a, 0.8*v - 0.05*b\n"
        "  return p(x + u, y + v, n - 1, u, v)\n",
    ),
    "momentum, arrays, odd numbers": (
        "momentum(f)",
        "def p(x, y, n):\n  v, m = np.array([x, y]), np.zeros(2)\n"
        "  for _ in range(n):\n    m = 0.8765432*m - 0.0345678*vec(v)\n    v = v + m\n  return v\n",
    ),
    "momentum, one variable": (
        "momentum(g)", "def p(x, n):\n  v = 0\n  for _ in range(n):\n    v = 0.5*v - 0.2*(x - exp(-x))\n    x += v\n  return x\n",
    ),
    "momentum, a path": (
        "momentum(f)", loop(HEAVY + "; path.append((x, y))", "u = v = 0.0; path = [(x, y)]", "path").replace("return path", "return path[-1]"),
    ),
    "nesterov, open": ("nesterov(f)", loop(AHEAD, REST)),
    "nesterov, fixed": ("nesterov(f, 0.05, 0.8)", loop(AHEAD, REST)),
    "nesterov, arrays": (
        "nesterov(f)",
        "def p(x, y, n):\n  v, m = np.array([x, y]), np.zeros(2)\n"
        "  for _ in range(n):\n    m = 0.6*m - 0.04*vec(v + 0.6*m)\n    v = v + m\n  return v\n",
    ),
    "nesterov, recursion": (
        "nesterov(f)",
        "def p(x, y, n, u=0.0, v=0.0):\n  if n == 0: return x, y\n  a, b = gr(x + 0.5*u, y + 0.5*v)\n"
        "  u, v = 0.5*u - 0.05*a, 0.5*v - 0.05*b\n  return p(x + u, y + v, n - 1, u, v)\n",
    ),
    "coordinates, by a size": ("coordinate_descent(f, 0.1)", loop(IN_TURN)),
    "coordinates, open": ("coordinate_descent(f)", loop(IN_TURN)),
    "coordinates, to the end": ("coordinate_descent(f)", ALONG + loop("x, y = along(x, y, k % 2)")),
    "coordinates, golden section": (
        "coordinate_descent(f)",
        "def least(w):\n  a, b, q = -9.0, 9.0, (5**0.5 - 1)/2\n  while b - a > 1e-7:\n    c, d = b - q*(b - a), a + q*(b - a)\n"
        "    if w(c) < w(d): b = d\n    else: a = c\n  return (a + b)/2\n"
        + loop("x, y = (least(lambda t: f(t, y)), y) if k % 2 == 0 else (x, least(lambda t: f(x, t)))"),
    ),
    "coordinates, recursion": (
        "coordinate_descent(f)",
        "def p(x, y, n, k=0):\n  if k == n: return x, y\n  a, b = gr(x, y)\n"
        "  return p(x - 0.1*a, y, n, k + 1) if k % 2 == 0 else p(x, y - 0.1*b, n, k + 1)\n",
    ),
    "projected": (BOUNDED, loop(BOX)),
    "projected, open": ("projected_descent(f, lower=[0.5, -0.1])", loop(BOX)),
    "projected, arrays": (
        BOUNDED,
        "def p(x, y, n):\n  v = np.array([x, y])\n  for _ in range(n): v = np.maximum(v - 0.1*vec(v), [0.5, -0.1])\n  return v\n",
    ),
    "projected, a ball": (
        "projected_descent(f, radius=1)",
        loop("a, b = gr(x, y); x, y = x - 0.1*a, y - 0.1*b; r = max(1, hypot(x, y)); x, y = x/r, y/r"),
    ),
    "one by one": (ORDERED, line(SAMPLE)),
    "one by one, open": ("stochastic_descent(E, order=[2, 0, 3, 1])", line(SAMPLE)),
    "one by one, arrays": (
        ORDERED,
        "def p(m, b, n):\n  w, X, Y = np.array([m, b]), np.array([3, 1, 5, 2]), np.array([5, 2, 11, 4])\n"
        "  for k in range(n):\n    z = np.array([X[k % 4], 1])\n    w = w - 0.02*(w @ z - Y[k % 4])*z\n  return w\n",
    ),
    "backtracking": ("backtracking(f)", SEARCHING + loop(SEARCH)),
    "backtracking, fixed": ("backtracking(f, 1, 0.8, 0.3)", SEARCHING + loop(SEARCH)),
    "backtracking, arrays": (
        "backtracking(f)",
        "def p(x, y, n):\n  v = np.array([x, y])\n  for _ in range(n):\n    g, t = vec(v), 1.0\n"
        "    while f(*(v - t*g)) > f(*v) - 0.5*t*(g @ g): t = t/2\n    v = v - t*g\n  return v\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("style", RIGHT)
def test_a_right_program_of_a_method_gets_all(style: str):
    """Whatever its style, and whatever numbers it chooses where none are fixed."""
    result = judged(*RIGHT[style])
    assert (result.verdict, result.credit) == (Verdict.CORRECT, 1), [each.text for each in result.feedback]


# By method: what is changed in a right program, and the name of the mistake where one is told.
NEWTON = "x, y = newton(x, y)"


def solved(wrong: str) -> str:
    """A step of Newton's method after something was done to the derivatives."""
    return f"a, b = gr(x, y); A, B, C = he(x, y); {wrong}; x, y = x - (C*a - B*b)/(A*C - B*B), y - (A*b - B*a)/(A*C - B*B)"


MUTANTS: dict[str, list[tuple[str, str, str | None]]] = {
    "newton(f)": [
        ("one more", loop(NEWTON, count="n + 1"), "one_step_too_many"),
        ("one less", loop(NEWTON, count="n - 1"), "one_step_too_few"),
        ("twice", loop(NEWTON, count="2*n"), "other_number_of_steps"),
        ("always ten", loop(NEWTON, count="10"), "ignores_n"),
        ("swapped", loop(NEWTON, last="y, x"), "coordinates_swapped"),
        ("the height", loop(NEWTON, last="f(x, y)"), "returns_function_value"),
        ("the gradient", loop(NEWTON, last="gr(x, y)"), "gradient_instead_of_point"),
        ("a start typed in", loop(NEWTON, "x, y = 2, 1"), "ignores_start"),
        ("returns in the loop", loop(NEWTON + "; return x, y"), "stops_after_first_step"),
        ("plain descent", loop("a, b = gr(x, y); x, y = x - 0.1*a, y - 0.1*b"), "other_method"),
        ("momentum", loop(HEAVY, REST), "other_method"),
        ("coordinates", loop(IN_TURN), "other_method"),
        ("added", loop("a, b = newton(x, y); x, y = 2*x - a, 2*y - b"), "newton_added"),
        ("half the way", loop("a, b = newton(x, y); x, y = (x + a)/2, (y + b)/2"), "multiple_of_step"),
        ("a sign in the gradient", loop(solved("a -= exp(x - y)/2")), "wrong_gradient"),
        ("a sign in the Hessian", loop(solved("A -= exp(x - y)/2")), "wrong_second_derivative"),
        ("the mixed derivative with another sign", loop(solved("B = -B")), "inverse_sign"),
        ("slopes swapped", loop(solved("a, b = b, a")), "components_swapped"),
        ("diagonal", loop("a, b = gr(x, y); A, B, C = he(x, y); x, y = x - a/A, y - b/C"), "mixed_left_out"),
        ("old Hessian", loop("a, b = gr(x, y); x, y = x - (C*a - B*b)/(A*C - B*B), y - (A*b - B*a)/(A*C - B*B)", "A, B, C = he(x, y)"),
         "hessian_not_reevaluated"),
        ("no determinant", loop("a, b = gr(x, y); A, B, C = he(x, y); x, y = x - (C*a - B*b), y - (A*b - B*a)"), "determinant_forgotten"),
        ("a sign in the inverse", loop("a, b = gr(x, y); A, B, C = he(x, y); x, y = x - (C*a + B*b)/(A*C - B*B), y - (A*b + B*a)/(A*C - B*B)"),
         "inverse_sign"),
        ("a wrong Hessian", loop("a, b = gr(x, y); A, B, C = 2.5, 1, 4; x, y = x - (C*a - B*b)/(A*C - B*B), y - (A*b - B*a)/(A*C - B*B)"), None),
        ("x alone", loop("x = newton(x, y)[0]"), "one_coordinate_moved"),
        ("typed in", loop("pass", last="(-0.1105, 0.0702)"), None),
        ("rounded on the way", loop("x, y = newton(x, y); x, y = round(x, 2), round(y, 2)"), None),
        ("keeps its place", "last = None\ndef p(x, y, n):\n  global last\n  if last: x, y = last\n  for _ in range(n): x, y = newton(x, y)\n  last = x, y\n  return x, y\n", None),
    ],
    "momentum(f)": [
        ("one more", loop(HEAVY, REST, count="n + 1"), "one_step_too_many"),
        ("one less", loop(HEAVY, REST, count="n - 1"), "one_step_too_few"),
        ("twice", loop(HEAVY, REST, count="2*n"), "other_number_of_steps"),
        ("plain descent", loop(HEAVY.replace("0.8*u", "0").replace("0.8*v", "0"), REST), "move_not_kept"),
        ("Nesterov", loop(AHEAD, REST), "looks_ahead"),
        ("Newton", loop(NEWTON), "other_method"),
        ("uphill", loop(HEAVY.replace("0.05*", "-0.05*"), REST), "ascends"),
        ("the other sign", loop(HEAVY.replace("0.8*", "-0.8*"), REST), "kept_with_other_sign"),
        ("all of the move", loop(HEAVY.replace("0.8*", "1*"), REST), "kept_whole"),
        ("in turn", loop("a, b = gr(x, y); u = 0.8*u - 0.05*a; x += u; a, b = gr(x, y); v = 0.8*v - 0.05*b; y += v", REST), "sequential_update"),
        ("swapped", loop(HEAVY, REST, "y, x"), "coordinates_swapped"),
        ("slopes swapped", loop(HEAVY.replace("a, b =", "b, a ="), REST), "components_swapped"),
        ("the move", loop(HEAVY, REST, "u, v"), None),
        ("the way gone", loop(HEAVY, "u = v = 0.0; s, t = x, y", "x - s, y - t"), "returns_the_way_gone"),
        ("the height", loop(HEAVY, REST, "f(x, y)"), "returns_function_value"),
        ("x alone keeps", loop(HEAVY.replace("0.8*v", "0"), REST), None),
        ("slopes at the start", loop(HEAVY.replace("gr(x, y)", "gr(s, t)"), "u = v = 0.0; s, t = x, y"), None),
        ("a wrong slope", loop(HEAVY.replace("gr(x, y)", "(gr(x, y)[0] - y, gr(x, y)[1])"), REST), None),
        ("a move kept over calls", f"u = v = 0.0\n{loop(HEAVY, 'global u, v')}", "keeps_state"),
        ("always forty", loop(HEAVY, REST, count="40"), "ignores_n"),
    ],
    "momentum(f, 0.05, 0.8)": [
        ("another share", loop(HEAVY.replace("0.8*", "0.7*"), REST), "another_number"),
        ("another size", loop(HEAVY.replace("0.05*", "0.04*"), REST), "another_step_size"),
        ("averaged", loop("a, b = gr(x, y); u, v = 0.8*u + 0.2*a, 0.8*v + 0.2*b; x, y = x - 0.05*u, y - 0.05*v", REST), "gradient_weighted"),
        ("one minus the share", loop(HEAVY.replace("0.8*", "0.2*"), REST), "kept_by_other_share"),
        ("one more", loop(HEAVY, REST, count="n + 1"), "one_step_too_many"),
        ("plain descent", loop(HEAVY.replace("0.8*u", "0").replace("0.8*v", "0"), REST), "move_not_kept"),
    ],
    "nesterov(f)": [
        ("one more", loop(AHEAD, REST, count="n + 1"), "one_step_too_many"),
        ("one less", loop(AHEAD, REST, count="n - 1"), "one_step_too_few"),
        ("momentum", loop(HEAVY, REST), "looks_not_ahead"),
        ("plain descent", loop(AHEAD.replace("0.8*", "0*"), REST), "move_not_kept"),
        ("uphill", loop(AHEAD.replace("- 0.05", "+ 0.05"), REST), "ascends"),
        ("swapped", loop(AHEAD, REST, "y, x"), "coordinates_swapped"),
        ("looks too far", loop(AHEAD.replace("x + 0.8*u, y + 0.8*v", "x + u, y + v"), REST), None),
        ("looks back", loop(AHEAD.replace("x + 0.8*u, y + 0.8*v", "x - 0.8*u, y - 0.8*v"), REST), None),
        ("the height", loop(AHEAD, REST, "f(x, y)"), "returns_function_value"),
        ("Newton", loop(NEWTON), "other_method"),
    ],
    "coordinate_descent(f, 0.1)": [
        ("y first", loop(IN_TURN.replace("== 0", "== 1")), "out_of_turn"),
        ("both at once", loop("a, b = gr(x, y); x, y = x - 0.1*a, y - 0.1*b"), "all_coordinates_moved"),
        ("a round", loop("x -= 0.1*gr(x, y)[0]; y -= 0.1*gr(x, y)[1]"), "whole_round"),
        ("one more", loop(IN_TURN, count="n + 1"), "one_step_too_many"),
        ("one less", loop(IN_TURN, count="n - 1"), "one_step_too_few"),
        ("another size", loop(IN_TURN.replace("0.1*", "0.2*")), "another_step_size"),
        ("uphill", loop(IN_TURN.replace("- 0.1*", "+ 0.1*")), "ascends"),
        ("the other derivative", loop(IN_TURN.replace("a, b =", "b, a =")), "other_derivative"),
        ("swapped", loop(IN_TURN, last="y, x"), "coordinates_swapped"),
        ("x alone", loop("x -= 0.1*gr(x, y)[0]"), None),
        ("Newton", loop(NEWTON), "other_method"),
        ("no size", loop(IN_TURN.replace("0.1*", "")), "step_size_forgotten"),
    ],
    "coordinate_descent(f)": [
        ("y first", ALONG + loop("x, y = along(x, y, 1 - k % 2)"), "out_of_turn"),
        ("a round", ALONG + loop("x, y = along(*along(x, y, 0), 1)"), "whole_round"),
        ("both at once", ALONG + loop("x, y = along(x, y, 0)[0], along(x, y, 1)[1]"), "all_coordinates_moved"),
        ("one more", ALONG + loop("x, y = along(x, y, k % 2)", count="n + 1"), "one_step_too_many"),
        ("plain descent", loop("a, b = gr(x, y); x, y = x - 0.1*a, y - 0.1*b"), None),
    ],
    BOUNDED: [
        ("not projected", loop(BOX.replace("max", "(lambda p, q: p)")), "not_projected"),
        ("one coordinate", loop(BOX.replace("max(y - 0.1*b, -0.1)", "y - 0.1*b")), "one_coordinate_projected"),
        ("in turn", loop("x = max(x - 0.1*gr(x, y)[0], 0.5); y = max(y - 0.1*gr(x, y)[1], -0.1)"), "sequential_update"),
        ("in the end alone", loop("a, b = gr(x, y); x, y = x - 0.1*a, y - 0.1*b", last="max(x, 0.5), max(y, -0.1)"), None),
        ("another bound", loop(BOX.replace("0.5", "0.6")), None),
        ("the upper side", loop(BOX.replace("max", "min")), None),
        ("one more", loop(BOX, count="n + 1"), "one_step_too_many"),
        ("one less", loop(BOX, count="n - 1"), "one_step_too_few"),
        ("another size", loop(BOX.replace("0.1*", "0.2*")), "another_step_size"),
        ("uphill", loop(BOX.replace("- 0.1*", "+ 0.1*")), "ascends"),
        ("swapped", loop(BOX, last="y, x"), "coordinates_swapped"),
        ("typed in", loop("pass", last="(0.5, -0.1)"), None),
    ],
    ORDERED: [
        ("all of them", line("a = sum((m*x + b - y)*x for x, y in D)/4; c = sum(m*x + b - y for x, y in D)/4; m, b = m - 0.02*a, b - 0.02*c"), "all_observations"),
        ("as they stand", line(SAMPLE.replace("[2, 0, 3, 1][k % 4]", "k % 4")), "out_of_order"),
        ("backwards", line(SAMPLE.replace("k % 4", "3 - k % 4")), "out_of_order"),
        ("the first alone", line(SAMPLE.replace("k % 4", "0")), "out_of_order"),
        ("a pass", line(SAMPLE, count="4*n"), "whole_pass"),
        ("one more", line(SAMPLE, count="n + 1"), "one_step_too_many"),
        ("one less", line(SAMPLE, count="n - 1"), "one_step_too_few"),
        ("another size", line(SAMPLE.replace("0.02*", "0.03*")), "another_step_size"),
        ("divided", line(SAMPLE.replace("0.02*", "0.005*")), "divided_by_number"),
        ("uphill", line(SAMPLE.replace("- 0.02*", "+ 0.02*")), "ascends"),
        ("swapped", line(SAMPLE, last="b, m"), "coordinates_swapped"),
        ("in turn", line(SAMPLE.replace("m, b = m - 0.02*e*x, b - 0.02*e", "m -= 0.02*e*x; b -= 0.02*(m*x + b - y)")), "sequential_update"),
        ("the bias forgotten", line(SAMPLE.replace("m*x + b - y", "m*x - y")), None),
    ],
    "backtracking(f, 1, 0.8, 0.3)": [
        ("one size", loop("a, b = gr(x, y); x, y = x - 0.1*a, y - 0.1*b"), "other_method"),
        ("any fall", SEARCHING.replace("- t*s", "") + loop(SEARCH), "any_fall_taken"),
        ("another factor", SEARCHING.replace("0.8", "0.7") + loop(SEARCH), "another_number"),
        ("another first size", SEARCHING + loop(SEARCH.replace("1.0", "0.2")), "another_number"),
        ("all that the slope promises", SEARCHING + loop(SEARCH.replace("0.3*", "")), None),
        ("never shortened", loop("a, b = gr(x, y); x, y = x - a, y - b"), None),
        ("one more", SEARCHING + loop(SEARCH, count="n + 1"), "one_step_too_many"),
        ("one less", SEARCHING + loop(SEARCH, count="n - 1"), "one_step_too_few"),
        ("shortened once more", SEARCHING + loop(SEARCH.replace("x - t*a, y - t*b", "x - 0.8*t*a, y - 0.8*t*b")), "shortened_once_more"),
        ("uphill", SEARCHING + loop(SEARCH.replace("x, y = x - t*a, y - t*b", "x, y = x + t*a, y + t*b")), "ascends"),
        ("swapped", SEARCHING + loop(SEARCH, last="y, x"), "coordinates_swapped"),
        ("Newton", loop(NEWTON), "other_method"),
    ],
}  # fmt: skip


def mutants() -> Iterator[tuple[str, str, str, str | None]]:
    """Every mutant, with its method."""
    for method, changed in MUTANTS.items():
        yield from ((method, *each) for each in changed)


@pytest.mark.parametrize(("method", "program", "name"), [pytest.param(m, p, n, id=f"{m}: {what}") for m, what, p, n in mutants()])
def test_a_mutant_of_a_right_program_never_gets_all(method: str, program: str, name: str | None):
    """And where one mistake alone explains it, its name is told."""
    result = judged(method, program)
    assert result.credit < 1
    if name is not None:
        assert result.misconception == name, [each.text for each in result.feedback]


@pytest.mark.parametrize("method", ["newton(f)", "momentum(f)", "nesterov(f, 0.05, 0.8)", "coordinate_descent(f)", "backtracking(f)", BOUNDED])
@pytest.mark.parametrize("answer", ["-0.11, 0.07", "x, y", "n, n", "0.5, -0.1"])
def test_answers_that_are_typed_in_earn_nothing(method: str, answer: str):
    """Neither a minimum nor the start, with a loop around them that does nothing."""
    assert judged(method, loop("pass", last=f"({answer})")).credit == 0


SECRET = [("newton(f)", loop(NEWTON)), ("momentum(f)", loop(HEAVY, REST, count="n + 1")), ("backtracking(f)", SEARCHING + loop(SEARCH))]


@pytest.mark.parametrize(("method", "program"), [*SECRET, (BOUNDED, loop(BOX)), (ORDERED, line(SAMPLE)), ("nesterov(f)", loop(HEAVY, REST))])
def test_no_verdict_hangs_on_the_secret(method: str, program: str):
    """Under eight of them each program gets the same, and is told the same mistake."""
    results = [judged(method, program, secret) for secret in ("", "a", "b", "c", "d", "e", "f", "g")]
    assert len({(result.verdict, result.credit, result.misconception) for result in results}) == 1


BY_HAND = """\
title: By hand
prompt: "`p`"
data: {X: [1, 2, 3], Y: [2, 4, 5]}
functions:
  f(x, y): x**2 + x*y + 2*y**2 + x
  E(m, b): mean((m*X + b - Y)**2)/2
items:
  - {id: box, answer: "steps(projected_descent(f, 0.1, lower=[0.5, 0.3]), start=[1, 1], count=2)"}
  - {id: one, answer: "steps(stochastic_descent(E, 0.1, order=[2, 0, 1]), start=[0, 0], count=2)"}
  - {id: search, answer: "steps(backtracking(f, 1, 0.5, 0.5), start=[1, 1], count=1)"}
  - {id: half, answer: "steps(newton(f, 0.5), start=[0, 1], count=1)"}
"""


@pytest.mark.parametrize(
    ("item", "answer", "credit", "name"),
    [
        ("box", "[(0.6, 0.5), (0.5, 0.3)]", 1, None),
        ("box", "[(0.6, 0.5), (0.33, 0.24)]", 0.5, "not_projected"),
        ("one", "[(1.5, 0.5), (1.5, 0.5)]", 1, None),
        ("one", "[(1.5, 0.5), (1.43, 0.38)]", 0.5, None),
        ("search", "[(0.5, 0.375)]", 1, None),
        ("search", "[(-3, -4)]", 0, "never_shortened"),
        ("half", "[(-2/7, 4/7)]", 1, None),
        ("half", "[(-4/7, 1/7)]", 0, None),
    ],
)
def test_steps_by_hand_of_every_method(item: str, answer: str, credit: float, name: str | None):
    """By the same lists as programs."""
    result = judge_handed_in(BY_HAND, f"{item} = {answer}\n", {item: eval(answer)})[item]
    assert float(result.credit) == credit
    assert name is None or result.misconception == name

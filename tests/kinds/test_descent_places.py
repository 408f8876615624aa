"""Where in what a descent returns its point stands, found from all answers together."""

from __future__ import annotations

import pytest

from grader.model import Verdict
from tests.descent_programs.driver import play
from tests.descent_programs.right import ONE, TWO

BOTH = """
import math, itertools
from collections import deque, namedtuple
from dataclasses import dataclass
from types import SimpleNamespace
import numpy as np
Step = namedtuple("Step", "x y value")
@dataclass
class Result:
    steps: int
    x: float
    y: float
class Walker:
    def __init__(self, path): self.path = path
    def __iter__(self): return iter(self.path)
def f(x, y):
    return 2*x**2 + 4*y**2 + math.exp(-3*x) + 3*math.exp(-2*y)
def slope(x, y):
    return 4*x - 3*math.exp(-3*x), 8*y - 6*math.exp(-2*y)
def multi_grad_descent(x_start, y_start, n):
    x, y = x_start, y_start
    path = [(x, y)]
    for _ in range(n):
        gx, gy = slope(x, y)
        x, y = x - 0.05*gx, y - 0.05*gy
        path.append((x, y))
    xs, ys = [p[0] for p in path], [p[1] for p in path]
    fs = [f(*p) if max(map(abs, p)) < 100 else math.inf for p in path]
    a, b = np.float64(x_start), np.float64(y_start)
    for _ in range(n):
        a, b = a + 0.05*(4*a - 3*np.exp(-3*a)), b + 0.05*(8*b - 6*np.exp(-2*b))
    u, v = x_start + 0.05*n, y_start - 0.02*n
    return RETURNED
"""
SINGLE = """
import math
import numpy as np
def grad_descent(x_start, n):
    x = x_start
    path = [x]
    for _ in range(n):
        x = x - 0.1*(x - math.exp(-x))
        path.append(x)
    fs = [p*p/2 for p in path]
    a = np.float64(x_start)
    for _ in range(n):
        a = a + 0.1*(a - np.exp(-a))
    return RETURNED
"""

POINTS = [
    (BOTH, "x, y, path"), (BOTH, "path, x, y"), (BOTH, "path, (x, y)"), (BOTH, "x, y, fs[-1], path"),
    (BOTH, "{'x': x, 'y': y, 'path': path}"), (BOTH, "n, x, y"), (BOTH, "(x, y), n, fs"), (BOTH, "fs, [x, y]"),
    (BOTH, "Result(n, x, y)"), (BOTH, "SimpleNamespace(x=x, y=y, n=n)"), (BOTH, "Step(x, y, fs[-1])"),
    (BOTH, "iter((x, y))"), (BOTH, "np.array([[x, y]])"), (BOTH, "np.array([[x], [y]])"),
    (BOTH, "[x, y], [fs[-1]]"), (BOTH, "{'minimum': (x, y), 'value': fs[-1]}"), (BOTH, "map(float, (x, y))"),
    (BOTH, "x, y, xs, ys"), (BOTH, "np.array(path), np.array([x, y])"), (BOTH, "(x, y), path[-2]"),
    (BOTH, "(x, y), slope(x, y)"), (BOTH, "'converged', x, y"), (BOTH, "True, (x, y)"),
    (SINGLE, "n, x"), (SINGLE, "path, x"), (SINGLE, "x, fs[-1]"), (SINGLE, "{'x': x, 'path': path}"),
    (SINGLE, "x, n, path"), (SINGLE, "(v for v in [x])"), (SINGLE, "x, 0.1"), (SINGLE, "[x, path[-2]]"),
]  # fmt: skip
PATHS = [
    (BOTH, "path"), (BOTH, "path[1:]"), (BOTH, "np.array(path)"), (BOTH, "xs, ys"), (BOTH, "np.array([xs, ys])"),
    (BOTH, "[(*p, f(*p)) if max(map(abs, p)) < 100 else (*p, 0.0) for p in path]"), (BOTH, "xs, ys, fs"), (BOTH, "path, fs"),
    (BOTH, "[{'x': a, 'y': b} for a, b in path]"), (BOTH, "dict(enumerate(path))"), (BOTH, "iter(path)"),
    (BOTH, "zip(xs, ys)"), (BOTH, "deque(path)"), (BOTH, "Walker(path)"), (BOTH, "{'x': xs, 'y': ys}"),
    (BOTH, "[(i, p) for i, p in enumerate(path)]"), (BOTH, "[(i, *p) for i, p in enumerate(path)]"),
    (BOTH, "[Step(*p, 0.0) for p in path]"), (BOTH, "[complex(*p) for p in path]"), (BOTH, "path, len(path)"),
    (BOTH, "[v for p in path for v in p]"), (BOTH, "{'path': path}['path'], fs, n"),
    (SINGLE, "path"), (SINGLE, "path, n"), (SINGLE, "np.array(path)"), (SINGLE, "path[1:]"), (SINGLE, "list(zip(path, fs))"),
    (SINGLE, "path, fs"), (SINGLE, "dict(enumerate(path))"), (SINGLE, "(v for v in path)"), (SINGLE, "[[v] for v in path]"),
]  # fmt: skip
SECOND = [
    (BOTH, "(x, y), (a, b)"), (BOTH, "a, b, x, y"), (BOTH, "{'up': (a, b), 'down': (x, y)}"),
    (SINGLE, "a, x"), (SINGLE, "{'a': a, 'b': x}"), (SINGLE, "x, a, n"),
]  # fmt: skip
NOWHERE = [
    (BOTH, "u, v, fs"), (BOTH, "fs"), (BOTH, "y_start, x_start"), (BOTH, "lambda: (x, y)"), (BOTH, "{'a': 1}"),
    (SINGLE, "fs"), (SINGLE, "n, 0.1"), (SINGLE, "object()"), (SINGLE, "{}"),
]  # fmt: skip


def judged(program: str, expression: str):
    """The result of a right descent that returns this expression."""
    return play(program.replace("RETURNED", expression), ONE if program is SINGLE else TWO)


@pytest.mark.parametrize(("program", "expression"), POINTS, ids=[each for _, each in POINTS])
def test_a_point_beside_other_things_is_found_wherever_it_stands(program: str, expression: str):
    """In front, behind, in the middle, by name, in an object: it earns everything."""
    result = judged(program, expression)
    assert (result.credit, result.misconception) == (1, None), result.feedback


@pytest.mark.parametrize(("program", "expression"), PATHS, ids=[each for _, each in PATHS])
def test_all_points_cost_the_same_in_every_form(program: str, expression: str):
    """Rows, columns, rows with values, dictionaries, iterators; with or without the start."""
    result = judged(program, expression)
    assert [line.id for line in result.criteria if line.credit < 1] == ["start"], result.feedback
    assert result.misconception == "returns_trajectory"


@pytest.mark.parametrize(("program", "expression"), SECOND, ids=[each for _, each in SECOND])
def test_two_points_that_go_different_ways_are_two_answers(program: str, expression: str):
    """Ascent beside descent: a person decides which was meant, and no mark is given before."""
    result = judged(program, expression)
    assert (result.verdict, result.credit) == (Verdict.NEEDS_REVIEW, 0)


@pytest.mark.parametrize(("program", "expression"), NOWHERE, ids=[each for _, each in NOWHERE])
def test_what_holds_no_right_point_earns_no_steps(program: str, expression: str):
    """Whatever is returned beside: nothing of it is taken for steps that were right."""
    assert judged(program, expression).credit <= 0.5

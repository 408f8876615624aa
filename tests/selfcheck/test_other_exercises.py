"""The check of one's own on other functions than the lesson's: domains, kinks, more variables, other options."""

from __future__ import annotations

import random
from itertools import islice
from pathlib import Path

import pytest

from grader.algebra.differentiate import differentiate
from grader.course.exercises import read_exercise
from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.model import Exercise
from grader.notation.printing import plain
from grader.selfcheck.check_table import State
from grader.selfcheck.findings import findings_of
from grader.selfcheck.own_notebook import found_exercises
from tests.algebra.generated import VARIABLES, expression, one_for_each_slip

RIGHT, NOT_YET = State.RIGHT, State.NOT_YET
DERIVATIVES = [
    ("log(x) + sqrt(y)*x", "x", "1/x + sqrt(y)", "1/x - sqrt(y)"),
    ("log(x) + sqrt(y)*x", "y", "x/(2*sqrt(y))", "x/sqrt(y)"),
    ("x*exp(-x**2 - y**2)", "x", "(1 - 2x²) e^(-x²-y²)", "-2x e^(-x²-y²)"),
    ("abs(x)*y", "x", "y*sign(x)", "y"),
    ("1e-9*x**2*y", "x", "2e-9*x*y", "2.1e-9*x*y"),
    ("sin(40*x)*y", "x", "40*y*cos(40*x)", "y*cos(40*x)"),
    ("x**y", "y", "x**y*ln(x)", "y*x**(y-1)"),
    ("x + 0*y", "y", "0", "1"),
    ("asin(x/4)*y", "x", "y/sqrt(16 - x^2)", "y/sqrt(1 - x^2)"),
]


def check(tmp_path: Path, function: str, items: str, names: dict[str, object], variables: str = "x, y") -> list[State]:
    """How the items of an exercise stand with these names in memory."""
    (tmp_path / "exercises").mkdir(exist_ok=True)
    text = f"title: T\nprompt: P\nfunctions:\n  f({variables}): '{function}'\nitems:\n{items}"
    (tmp_path / "exercises" / "e.yml").write_text(text, encoding="utf-8")
    _, (exercise,) = found_exercises([tmp_path / "exercises"])
    return [found.state for found in findings_of([(exercise, item) for item in exercise.items], names, [exercise])]


@pytest.mark.parametrize(("function", "variable", "right", "wrong"), DERIVATIVES)
def test_derivatives(function: str, variable: str, right: str, wrong: str, tmp_path: Path):
    """The right formula is right and one near to it is not."""
    items = f'  - {{id: d, answer: "diff(f, {variable})"}}\n'
    assert check(tmp_path, function, items, {"d": right}) == [RIGHT]
    assert check(tmp_path, function, items, {"d": wrong}) == [NOT_YET]


def test_three_variables(tmp_path: Path):
    """Directions by a vector, gradients and slopes in space."""
    items = (
        '  - {id: g, answer: gradient(f)}\n  - {id: u, answer: "unit([2, -1, 2])"}\n'
        '  - {id: s, answer: "dot(gradient(f), unit([2, -1, 2]))"}\n'
    )
    right = {"g": ["y*z", "x*z", "x*y"], "u": (2 / 3, -1 / 3, 2 / 3), "s": "(2yz - xz + 2xy)/3"}
    wrong = {"g": ["y*z", "x*y", "x*z"], "u": (2, -1, 2), "s": "2yz - xz + 2xy"}
    assert check(tmp_path, "x*y*z", items, right, "x, y, z") == [RIGHT] * 3
    assert check(tmp_path, "x*y*z", items, wrong, "x, y, z") == [NOT_YET] * 3


@pytest.mark.parametrize(
    ("answer", "state"), [({"x"}, NOT_YET), ("x and y", RIGHT), (["y", "x"], RIGHT), ("nothing", NOT_YET), (set(), NOT_YET)]
)
def test_dependence(answer: object, state: State, tmp_path: Path):
    """Whatever a set is written as; what is no set of variables is not right."""
    items = '  - {id: d, answer: "names_in(diff(f, x))"}\n'
    assert check(tmp_path, "x**2*y + y**3", items, {"d": answer}) == [state]


def test_a_form_that_is_asked_for(tmp_path: Path):
    """The value alone is not enough where a form is part of the question."""
    items = '  - {id: d, answer: "diff(f, x)", form: expanded}\n'
    assert check(tmp_path, "x**2*y + x*y", items, {"d": "2xy + y"}) == [RIGHT]
    assert check(tmp_path, "x**2*y + x*y", items, {"d": "y(2x + 1)"}) == [NOT_YET]


def test_a_tolerance(tmp_path: Path):
    """Numbers may be off by what the exercise says."""
    items = "  - {id: u, answer: direction(30), tolerance: 0.02}\n"
    assert check(tmp_path, "x*y", items, {"u": (0.87, 0.5)}) == [RIGHT]
    assert check(tmp_path, "x*y", items, {"u": (0.9, 0.5)}) == [NOT_YET]


@pytest.mark.parametrize(("size", "state"), [(0.1, RIGHT), (0.2, NOT_YET)])
def test_a_step_size_that_is_fixed(size: float, state: State, tmp_path: Path):
    """Another step size than the one in the question is not right."""

    def walk(x_start: float, n: int) -> float:
        for _ in range(n):
            x_start -= size * 2 * (x_start - 3)
        return x_start

    items = '  - {id: walk, program: {method: "descent(f, 0.1)", starts: [0, 10]}}\n'
    assert check(tmp_path, "(x - 3)**2", items, {"walk": walk}, "x") == [state]


@pytest.mark.parametrize("seed", range(3))
def test_it_agrees_with_the_engine_about_slips(seed: int):
    """Of random functions the derivative is right in its own writing, and what the engine rejects is not."""
    draw, tried = random.Random(seed), 0
    for _ in range(12):
        function = expression(draw)
        derivative = differentiate(function, "x")
        head = f"title: T\nprompt: P\nfunctions:\n  f({', '.join(VARIABLES)}): '{plain(function)}'\n"
        exercise = read_exercise(f'{head}items:\n  - {{id: d, answer: "diff(f, x)"}}\n', "e.yml", "e")

        def state(answer: str, exercise: Exercise = exercise) -> State:
            return findings_of([(exercise, exercise.items[0])], {"d": answer}, [exercise])[0].state

        assert state(plain(derivative)) is RIGHT, plain(function)
        for mutant in islice(one_for_each_slip(draw, derivative), 4):
            answer = mutant.expression
            wrong = compare(answer, derivative, Comparison(variables=VARIABLES)).relation is Relation.NOT_EQUAL
            if wrong and mutant.size > 1e-9:  # nobody's slip, and nearer than a student's floats are
                tried += 1
                assert state(plain(answer)) is NOT_YET, f"{plain(answer)} for {plain(derivative)}"
    assert tried > 10

"""Answers that are right on one branch only are found out, however far away or thin the other one is."""

from __future__ import annotations

import pytest

from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.notation.expression_text import read
from grader.notation.printing import latex

WRONG = [
    ("2*log(x + 426)", "log((x + 426)^2)"),
    ("atan(1/(x + 500)) + atan(x + 500)", "pi/2"),
    ("atan(tan(x/1000))", "x/1000"),
    ("abs(x - 2000000)", "2000000 - x"),
    ("x + max(0, 1/500 - abs(x - 12))", "x"),
    ("x + max(0, 1/10 - (x - 7)^2)", "x"),
    ("sqrt((x*y - 900)^2)", "900 - x*y"),
    ("x + max(0, min(y - 8000, 1 - abs(x)))", "x"),
    ("x + max(0, min(y - 8000, x - 500))", "x"),
    ("3*exp(2*y) + max(0, min(y - 8000, 1 - abs(x)))", "3*exp(2*y)"),
    ("5*cosh(4*x)*y + max(0, 1/100 - abs(x - 50000))", "5*cosh(4*x)*y"),
]


@pytest.mark.parametrize(("student", "reference"), WRONG)
def test_far_and_thin_branches_are_seen(student: str, reference: str) -> None:
    """A difference beyond a kink or a pole, or on a strip beside one, is found with every seed."""
    for seed in range(8):
        decision = compare(student, reference, Comparison(variables=("x", "y"), seed=bytes([seed])))
        assert decision.relation is Relation.NOT_EQUAL, seed


def test_small_terms_beside_huge_ones_are_seen() -> None:
    """A factor off by 1e-12 is found beside a term that is astronomically larger at most points."""
    reference = "5*sin(3*y)*x**3 + 2*cosh(4*atan(2*x*x)*cosh(4*y - 5*x))*y**4"
    wrong = reference.replace("5*sin", "(5 + 5*10**-12)*sin")
    for seed in range(8):
        assert compare(wrong, reference, Comparison(variables=("x", "y"), seed=bytes([seed]))).relation is Relation.NOT_EQUAL


def test_saturated_functions_hide_nothing() -> None:
    """Where a function is flat but for a small neighbourhood of zero, points are asked there."""
    for seed in range(8):
        decision = compare("tanh(x*y + exp(5*x^2))", "tanh(x^2 + exp(5*x^2))", Comparison(variables=("x", "y"), seed=bytes([seed])))
        assert decision.relation is Relation.NOT_EQUAL


def test_roots_inside_roots_are_printed_at_once() -> None:
    """LaTeX of fifty nested roots has the size of the tree, and reads back."""
    text = "root(x," * 50 + "3" + ")" * 50
    assert len(latex(read(text, variables=("x",)))) < 2_000

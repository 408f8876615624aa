"""Light simplification: short, never another value."""

import pytest
from hypothesis import given, settings

from grader.algebra.tidy import expanded, tidy
from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.notation.expression_text import read
from grader.notation.printing import plain

from .test_differentiate import FUNCTIONS, VARIABLES


@settings(max_examples=150, deadline=None)
@given(FUNCTIONS)
def test_the_value_stays(text: str) -> None:
    """Tidying and multiplying out never change the value."""
    function = read(text, variables=VARIABLES)
    box = {"x": (-2.0, 2.0), "y": (-2.0, 2.0)}
    for form in (tidy(function), expanded(function)):
        relation = compare(form, function, Comparison(variables=VARIABLES, domain=box)).relation
        assert relation is not Relation.NOT_EQUAL, plain(form)


@pytest.mark.parametrize(
    ("written", "short"),
    [
        ("2*x + 3*x", "5*x"),
        ("x*x*y/x", "x*y"),
        ("x - x + y", "y"),
        ("1/sqrt(2)", "sqrt(2)/2"),
        ("sqrt(12)*sqrt(3)", "6"),
        ("-(-x)", "x"),
        ("0*x + 1*y**1", "y"),
        ("(2*x)**2", "4*x**2"),
        ("6/4*y", "3*y/2"),
        ("exp(0)*x", "x"),
    ],
)
def test_short_forms(written: str, short: str) -> None:
    """What a person would shorten without thinking is shortened."""
    assert plain(tidy(read(written, variables=VARIABLES))) == short


def test_impossible_numbers_stay_as_written() -> None:
    """A division by zero and a huge power are neither computed nor lost."""
    for text in ("1/0", "x/(y - y)", "0**0"):
        tidy(read(text, variables=VARIABLES))
    assert "10" in plain(tidy(read("x + 10**9999", variables=VARIABLES)))


def test_decimals_keep_the_digits_they_were_given() -> None:
    """A rounded literal is not folded into an exact number: it stands for an interval."""
    tidied = tidy(read("0.866*x*2", variables=VARIABLES))
    assert compare(tidied, "sqrt(3)*x", Comparison(variables=VARIABLES)).relation is Relation.EQUAL

"""The form of an answer, judged as it was written."""

import pytest

from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.notation.answer import read
from grader.notation.form import has_form, readable
from grader.notation.printing import plain

HOLDS = [
    ("factored", "(x + 1)(x - 1)", True),
    ("factored", "x^2 - 1", False),
    ("factored", "2(x + 2)", True),
    ("factored", "2x + 4", True),
    ("factored", "x*exp(x) + exp(x)", False),
    ("factored", "exp(x)(x + 1)", True),
    ("factored", "(x + y)^2", True),
    ("factored", "x^2 + 2x*y + y^2", False),
    ("factored", "x^2 + 1", True),
    ("factored", "x^2 - 3", True),
    ("factored", "4x^2*y", True),
    ("factored", "-(x + y)(x + 2y)/3", True),
    ("factored", "(x^2 + x)/(y + 1)", False),
    ("factored", "x(x*y + y)", False),
    ("factored", "sqrt(3) + 1", True),
    ("factored", "x/2 + x*y", False),
    ("expanded", "4x - 3y", True),
    ("expanded", "y(4x + 3)", False),
    ("expanded", "(4x + 3y)/2", False),
    ("expanded", "2x + 3y^2/2 - 2sqrt(3)y", True),
    ("expanded", "(x + 1)^2", False),
    ("expanded", "-(x + y)", False),
    ("expanded", "x + (y + 2)", True),
    ("expanded", "sin(x(y + 1))", True),
    ("expanded", "1/(x + 1)", True),
    ("single_fraction", "(4x + 3y^2 - 4sqrt(3)y)/2", True),
    ("single_fraction", "2x + 3/2*y^2", False),
    ("single_fraction", "1/2*(4x + y)", False),
    ("single_fraction", "-x/(y + 1)", True),
    ("single_fraction", "x/(1 + 1/y)", False),
    ("single_fraction", "x*y^(-1)", False),
    ("single_fraction", "4x", True),
    ("single_fraction", "x^(1/2)/2", True),
    ("exact", "0.5x", False),
    ("exact", "x/2", True),
    ("exact", "(-sqrt(3)/2, 0.5)", False),
    ("exact", "(-sqrt(3)/2, 1/2)", True),
]


@pytest.mark.parametrize(("form", "text", "holds"), HOLDS)
def test_forms(form: str, text: str, holds: bool) -> None:
    """Each form is told from its opposite on the tree as written, and a sentence is there when it does not hold."""
    finding = has_form(read(text, variables=("x", "y")), form)
    assert finding.holds is holds
    assert bool(finding.text) is not holds


def test_a_large_power_is_not_multiplied_out() -> None:
    """A hostile power of a sum is judged without being multiplied out."""
    text = "(x + y + 1)^300*(x^2 + y)^200 + x"
    assert has_form(read(text, variables=("x", "y")), "factored").holds


def test_an_unknown_form_is_an_error() -> None:
    """A form that does not exist is ours to mend."""
    with pytest.raises(ValueError, match="tidy"):
        has_form(read("x", variables=("x",)), "tidy")


@pytest.mark.parametrize(
    ("derived", "shown"),
    [
        ("(-x/(x + y) + 1)/(x + y)", "y/(x + y)**2"),
        ("-x/(x+y)**2 + 1/(x+y)", "y/(x + y)**2"),
        ("2*x/(x**2+1) - 2*x**3/(x**2+1)**2", "2*x/(x**2 + 1)**2"),
        ("log(x)/x + 1/x", "(log(x) + 1)/x"),
        ("x*cos(0) + sin(0)", "x"),
        ("exp(0)*y/2", "y/2"),
        ("(4*y, 1/(x+y) - x/(x+y)**2)", "(4*y, y/(x + y)**2)"),
        ("4*x - 3*y", "4*x - 3*y"),
        ("x/2 + y/3", "x/2 + y/3"),
        ("1/(2*x) + 1/(3*y)", "1/(2*x) + 1/(3*y)"),
        ("exp(-x)/(1 + exp(-x))**2", "exp(-x)/(exp(-x) + 1)**2"),
        ("0.5/(x + 1) + 1/(x + 1)", "0.5/(x + 1) + 1/(x + 1)"),
    ],
)
def test_a_derived_answer_is_shown_as_a_person_writes_it(derived: str, shown: str) -> None:
    """One fraction where that is shorter, no value of a function that everybody knows, and the same value."""
    expression = read(derived, variables=("x", "y"))
    assert plain(readable(expression)) == shown
    assert compare(readable(expression), expression, Comparison(variables=("x", "y"))).relation is Relation.EQUAL

"""A decimal is a rounding of a number of the reference, or exact."""

from __future__ import annotations

import pytest

from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation

SLOPE = "-2*sqrt(3)*y + 2*x + 3*y**2/2"


@pytest.mark.parametrize(
    ("student", "reference"),
    [
        ("0.866*4y", "2*sqrt(3)*y"),
        ("-0.866*(4y) + 0.5*(4x + 3y^2)", SLOPE),
        ("2x + 1.5y^2 - 3.464y", SLOPE),
        ("1.5*(y^2 - 2.309y + 1.333x)", SLOPE),
        ("4*cos(0.524)*y", "2*sqrt(3)*y"),
        ("0.866*0.707*x", "sqrt(6)/4*x*1"),
        ("0.866025403784439*y + 0.49999999999999994*x", "sqrt(3)/2*y + x/2"),
        ("6.123e-17*x + y", "y"),
        ("1.6487212707001282*exp(x)", "exp(x + 1/2)"),
        ("0.4286x", "3x/7"),
        ("x^0.333", "x^(1/3)"),
        ("0.0499", "1/sqrt(401)"),
        ("0.5671", "0.5671432904"),
        ("12.345x - 9.345x", "3x"),
        ("19.6*x", "2*9.81*x"),
    ],
)
def test_a_rounding_of_a_number_of_the_reference_counts(student: str, reference: str) -> None:
    """Alone, multiplied, in another grouping, through a function, and as a double that arithmetic left."""
    assert compare(student, reference, Comparison(variables=("x", "y"))).relation is Relation.EQUAL


@pytest.mark.parametrize(
    ("student", "reference"),
    [
        ("4x - 3y + 123.5 - 123.4", "4x - 3y"),
        ("(4x - 3y)*1.00 + 100.0 - 99.9", "4x - 3y"),
        ("2.718xy + 2y + 887.88 - 887.87", "e*x*y + 2y"),
        ("e*sin(x) + 8y + 2.812x - 2.813x", "e*sin(x) + 8y"),
        ("4.001x - 3y", "4x - 3y"),
        ("1.00*x + 0.002*y", "x"),
        ("0.707*x + 0.708*y", "(x + y)/sqrt(2)"),
        ("0.867*4y", "2*sqrt(3)*y"),
        ("x + 1000000000000000.5 - 1000000000000000.4", "x"),
        ("1", "20/sqrt(401)"),
        ("1/20", "1/sqrt(401)"),
        ("36/38", "35/37"),
        ("sqrt(3)/2", "0.866"),
        ("1/3", "0.333"),
    ],
)
def test_no_decimal_loosens_anything_else(student: str, reference: str) -> None:
    """Decimals that do not cancel, a last digit, and an author's own decimals are exact."""
    assert compare(student, reference, Comparison(variables=("x", "y"))).relation is not Relation.EQUAL

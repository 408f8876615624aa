"""Differentiation by rules, with and without slips."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.algebra.differentiate import NotDifferentiableError, differentiate, slipped
from grader.algebra.functions import Slip
from grader.algebra.symbolic import NoTreeError, symbolic_derivative
from grader.algebra.tree import Application, Variable
from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.notation.expression_text import read
from grader.notation.printing import plain

VARIABLES = ("x", "y")

_LEAVES = st.sampled_from(["x", "y", "x", "2", "3", "x/2", "5*x*y"])
_FUNCTIONS = ["sin({})", "cos({})", "exp({})", "tan({})", "atan({})", "sinh({})", "tanh({})", "asinh({})", "sech({})"]
_SHAPES = [
    *_FUNCTIONS,
    "sqrt(2 + ({})**2)",
    "log(3 + ({})**2)",
    "({})**2",
    "({})**3",
    "2**({})",
    "-({})",
    "root(7 + ({})**2, 3)",
    "abs({} + 11)",
    "1/(2 + ({})**2)",
]
_PAIRS = ["({}) + ({})", "({}) - ({})", "({})*({})", "({})/(2 + ({})**2)", "(2 + ({})**2)**({})"]


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(st.sampled_from(_SHAPES), inner).map(lambda pair: pair[0].format(pair[1])),
        st.tuples(st.sampled_from(_PAIRS), inner, inner).map(lambda triple: triple[0].format(*triple[1:])),
    )


FUNCTIONS = st.recursive(_LEAVES, _grown, max_leaves=5)


@settings(max_examples=150, deadline=None)
@given(FUNCTIONS)
def test_agrees_with_sympy(text: str) -> None:
    """The rules without a slip never contradict SymPy."""
    function = read(text, variables=VARIABLES)
    own = differentiate(function, "x")
    try:
        theirs = symbolic_derivative(function, "x")
    except NoTreeError:
        return
    box = {"x": (-2.0, 2.0), "y": (-2.0, 2.0)}
    decision = compare(own, theirs, Comparison(variables=VARIABLES, domain=box))
    assert decision.relation is not Relation.NOT_EQUAL, (plain(own), plain(theirs), decision)


@pytest.mark.parametrize(
    ("function", "slip", "wrong"),
    [
        ("2*x**2 - 3*x*y", Slip.EXPONENT_NOT_LOWERED, "4*x**2 - 3*y"),
        ("2*x**2 - 3*x*y", Slip.EXPONENT_FACTOR_FORGOTTEN, "2*x - 3*y"),
        ("5*x**2", Slip.CONSTANT_FACTOR_FORGOTTEN, "2*x"),
        ("sin(3*x)", Slip.CHAIN_FACTOR_MISSING, "cos(3*x)"),
        ("(2*x + 1)**3", Slip.CHAIN_FACTOR_MISSING, "3*(2*x + 1)**2"),
        ("sin(x**2)", Slip.INNER_DIFFERENTIATED, "cos(2*x)"),
        ("sin(3*x)", Slip.OUTER_NOT_DIFFERENTIATED, "3*sin(3*x)"),
        ("x**2*sin(x)", Slip.PRODUCT_FIRST_HALF, "2*x*sin(x)"),
        ("x**2*sin(x)", Slip.PRODUCT_SECOND_HALF, "x**2*cos(x)"),
        ("x**2*sin(x)", Slip.PRODUCT_OF_DERIVATIVES, "2*x*cos(x)"),
        ("sin(x)/x", Slip.QUOTIENT_SIGN, "(x*cos(x) + sin(x))/x**2"),
        ("sin(x)/x", Slip.QUOTIENT_REVERSED, "(sin(x) - x*cos(x))/x**2"),
        ("sin(x)/x", Slip.QUOTIENT_NOT_SQUARED, "(x*cos(x) - sin(x))/x"),
        ("sin(x)/x**2", Slip.QUOTIENT_OF_DERIVATIVES, "cos(x)/(2*x)"),
        ("1/x**2", Slip.QUOTIENT_OF_DERIVATIVES, "1/(2*x)"),
        ("sin(x)/x", Slip.QUOTIENT_FIRST_HALF, "cos(x)/x"),
        ("exp(2*x)", Slip.POWER_RULE_ON_EXPONENTIAL, "2*x*exp(2*x - 1)"),
        ("2**x", Slip.POWER_RULE_ON_EXPONENTIAL, "x*2**(x - 1)"),
        ("exp(2*x)", Slip.EXPONENT_BROUGHT_DOWN, "2*x*exp(2*x)"),
        ("2**x", Slip.BASE_LOGARITHM_MISSING, "2**x"),
        ("sin(x)", Slip.TRIGONOMETRIC_SIGN, "-cos(x)"),
        ("sqrt(2*x + y)", Slip.EXPONENT_FACTOR_FORGOTTEN, "2/sqrt(2*x + y)"),
    ],
)
def test_a_slip_gives_what_somebody_gets_who_makes_it(function: str, slip: Slip, wrong: str) -> None:
    """Each slip turns its rule into the wrong rule that it stands for."""
    found = differentiate(read(function, variables=VARIABLES), "x", slip)
    assert compare(found, wrong, Comparison(variables=VARIABLES)).relation is Relation.EQUAL, plain(found)


def test_a_slip_is_made_everywhere_and_at_each_place() -> None:
    """Two chains give three wrong answers: both factors missing, the first, the second."""
    function = read("sin(2*x) + cos(3*x)", variables=VARIABLES)
    found = [wrong for slip, wrong in slipped(function, "x") if slip is Slip.CHAIN_FACTOR_MISSING]
    expected = ["cos(2*x) - sin(3*x)", "cos(2*x) - 3*sin(3*x)", "2*cos(2*x) - sin(3*x)"]
    pairs = zip(found, expected, strict=True)
    assert all(compare(a, b, Comparison(variables=VARIABLES)).relation is Relation.EQUAL for a, b in pairs)


def test_a_slip_that_has_no_place_gives_nothing() -> None:
    """A polynomial without inner functions has no chain rule to forget."""
    slips = {slip for slip, _ in slipped(read("x**2 - 3*x*y", variables=VARIABLES), "x")}
    assert Slip.CHAIN_FACTOR_MISSING not in slips
    assert Slip.EXPONENT_NOT_LOWERED in slips


def test_an_unknown_function_is_refused_by_name() -> None:
    """A function without a rule is named in the error."""
    with pytest.raises(NotDifferentiableError, match="mystery"):
        differentiate(Application("mystery", (Variable("x"),)), "x")


NARROW = ["asin", "acos", "acosh", "atanh", "acot", "asec", "acsc", "sec", "csc", "cot", "coth", "csch"]


@pytest.mark.parametrize("name", NARROW)
def test_functions_of_narrow_domain_agree_with_sympy(name: str) -> None:
    """Functions that live on part of the line have the derivative that SymPy gives them."""
    function = read(f"{name}(x)", variables=("x",))
    box = {"x": (0.1, 0.9)} if name in ("asin", "acos", "atanh") else {"x": (1.1, 3.0)}
    decision = compare(differentiate(function, "x"), symbolic_derivative(function, "x"), Comparison(variables=("x",), domain=box))
    assert decision.relation is Relation.EQUAL

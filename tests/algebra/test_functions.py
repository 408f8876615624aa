"""The table of functions: what each row says holds, and a row is all that a function needs."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path

import pytest

import grader
from grader.algebra.balls import Undefined, Unsure, evaluate, float_at
from grader.algebra.differentiate import differentiate
from grader.algebra.functions import FUNCTIONS, Function
from grader.algebra.numeric import compiled
from grader.algebra.rounding import value_and_error
from grader.algebra.symbolic import symbolic_derivative
from grader.algebra.tree import Expression, Number, Power
from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.equality.function_decision import compare_values
from grader.equality.sample_points import sample_points
from grader.notation.answer import read, read_sympy
from grader.notation.printing import latex, plain
from grader.notation.tokens import Unreadable
from grader.notation.trees import SHORTHANDS
from grader.notation.vocabulary import FUNCTION_WORDS
from grader.quantities.automatic import contradictions
from grader.quantities.references import derivative
from grader.quantities.slips.approximate import approximate
from tests.quantities.functions import about

ROWS = list(FUNCTIONS.values())
PLACES = (-3.7, -1.0, -0.6, -0.31, 0.0, 0.31, 0.6, 1.0, 1.83, 3.7, 1000.0, -1000.0)
MORE = {"root": ", 3", "atan2": ", 2", "max": ", 0", "min": ", 0"}
"""Further arguments of those that take several."""
STEPS = {"sign", "max", "min", "floor", "ceil"}
"""Their derivatives hold Dirac's delta or Heaviside's step in SymPy, which no answer can hold."""


def applied(row: Function, inner: str) -> Expression:
    """The function of this argument, and of fixed further ones where it takes several."""
    return read(f"{row.name}({inner}{MORE.get(row.name, '')})", variables=("x",))


OF_X = {row.name: applied(row, "x") for row in ROWS}
SMOOTH = [row for row in ROWS if row.name not in STEPS]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_spelling_is_read(row: Function) -> None:
    """Each spelling reads as the function, in plain text, in LaTeX by a command or by name, and out of SymPy's structure."""
    more = MORE.get(row.name, "")
    for word in (row.name, *row.spellings):
        assert FUNCTION_WORDS[word] == row.name
        for text in (f"{word}(x{more})", f"np.{word}(x{more})", rf"\operatorname{{{word}}}\left(x{more}\right)"):
            assert read(text, variables=("x",)) == OF_X[row.name], text
    if row.sympy is not None and row.arity == 1:
        assert read_sympy(f"{row.sympy}(Symbol('x'))") == OF_X[row.name]


def test_no_word_means_two_things() -> None:
    """No two rows claim one spelling."""
    words = [word for table in (FUNCTIONS, SHORTHANDS) for name, row in table.items() for word in (name, *row.spellings)]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_what_is_printed_reads_back(row: Function) -> None:
    """A function prints as plain text and as LaTeX that read as the same, also as the base of a power."""
    for tree in (OF_X[row.name], Power(OF_X[row.name], Number(Fraction(2)))):
        assert read(plain(tree), variables=("x",)) == tree
        assert read(latex(tree), variables=("x",)) == tree, latex(tree)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_floats_agree_with_balls(row: Function) -> None:
    """Where the ball says that there is a value, every evaluation in floats gives it; where there is none, none does."""
    tree = OF_X[row.name]
    fast, seen = compiled(tree, ("x",)), 0
    for x in PLACES:
        try:
            right = float(evaluate(tree, {"x": x}, 200).mid())
        except Undefined:
            assert approximate(tree, {"x": x}) is None, x
            assert not math.isfinite(fast(x)), x
            continue
        except Unsure:
            continue
        if not abs(right) < 1e300:
            continue
        seen += 1
        for value in (fast(x), value_and_error(tree, {"x": x})[0]):
            assert math.isclose(value, right, rel_tol=1e-12, abs_tol=1e-300), x
    assert seen > 2


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_derivative_is_the_slope(row: Function) -> None:
    """The rule gives the slope that differences measure, wherever the function has one."""
    tree, seen = OF_X[row.name], 0
    slope = differentiate(tree, "x")
    for x in (-3.7, -1.83, -0.31, 0.31, 0.6, 1.83, 3.7):
        ends = [float_at(tree, {"x": x + shift}) for shift in (1e-5, -1e-5)]
        if None in ends:
            continue
        seen += 1
        measured = (ends[0] - ends[1]) / 2e-5  # type: ignore[operator]
        assert math.isclose(float_at(slope, {"x": x}) or 0.0, measured, rel_tol=1e-6, abs_tol=1e-9), x
    assert seen > 0


def domain_of(row: Function) -> dict[str, tuple[float, float]]:
    """An interval where the function of a third of x has values and no kink."""
    return {"x": (3.5, 6.0) if float_at(applied(row, "x/3"), {"x": 0.5}) is None else (0.2, 2.0)}


@pytest.mark.parametrize("row", SMOOTH, ids=lambda row: row.name)
def test_sympy_derives_the_same(row: Function) -> None:
    """SymPy knows the function by the name in its row, and its derivative is our rule's, of an inner function too."""
    tree = applied(row, "x/3")
    theirs = symbolic_derivative(tree, "x")
    decision = compare(differentiate(tree, "x"), theirs, Comparison(variables=("x",), domain=domain_of(row)))
    assert decision.relation is Relation.EQUAL


@pytest.mark.parametrize("row", SMOOTH, ids=lambda row: row.name)
def test_automatic_differentiation_agrees(row: Function) -> None:
    """MyGrad, where the row has a name in it, else measured differences confirm the derived reference."""
    tree, domain = applied(row, "x/3"), domain_of(row)
    derived = derivative(about(plain(tree), ("x",), domain), "x")
    assert list(contradictions(tree, {"x": derived}, domain)) == []


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("asech", "1/(x*sqrt(1 - x**2))"), ("acsch", "-1/(x**2*sqrt(1 + x**2))"), ("acoth", "1/(1 + x**2)")],
)
def test_inverse_hyperbolic_functions_have_rules(name: str, wrong: str) -> None:
    """The three that had a value and no rule are differentiated, and a near miss of the rule is told apart."""
    domain = {"x": (1.2, 3.0) if name == "acoth" else (0.1, 0.9)}
    rule = differentiate(read(f"{name}(x)", variables=("x",)), "x")
    right = {"asech": "-1/(x*sqrt(1-x^2))", "acsch": "-1/(x*sqrt(1+x^2))", "acoth": "1/(1-x^2)"}[name]
    assert compare(right, rule, Comparison(variables=("x",), domain=domain)).relation is Relation.EQUAL
    assert compare(wrong, rule, Comparison(variables=("x",), domain=domain)).relation is Relation.NOT_EQUAL


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("asech(x)", "log((1 + sqrt(1 - x^2))/x)", Relation.EQUAL),
        ("asech(x)", "log((1 - sqrt(1 - x^2))/x)", Relation.NOT_EQUAL),
        ("acoth(x)", "log((x + 1)/(x - 1))/2", Relation.EQUAL),
        ("atanh(x)", "acoth(x)", Relation.NOT_EQUAL),
        ("log(1/x + sqrt(1 + 1/x^2))", "acsch(x)", Relation.EQUAL),
        ("log((1 + sqrt(1 + x^2))/x)", "acsch(x)", Relation.NOT_EQUAL),  # has no value below zero
        ("atan2(x, y)", "atan(x/y)", Relation.NOT_EQUAL),
        ("-erf(x)", "erf(-x)", Relation.EQUAL),
        ("erf(abs(x))", "abs(erf(x))", Relation.EQUAL),
        ("erf(abs(x))", "erf(x)", Relation.NOT_EQUAL),
        ("erf(x)", "tanh(1.128379167*x)", Relation.NOT_EQUAL),
    ],
)
def test_branches_are_seen(one: str, other: str, relation: Relation) -> None:
    """Formulas with functions that are rarely met are compared on every side of every place that parts them."""
    for seed in range(4):
        assert compare(one, other, Comparison(variables=("x", "y"), seed=bytes([seed]))).relation is relation


def test_large_arguments_do_not_overflow_where_the_value_is_small() -> None:
    """`sech(1000)` is 0 in floats and not an infinity, and `acot(0)` is a quarter turn as in SymPy."""
    assert compiled(read("sech(x)", variables=("x",)), ("x",))(1000.0) == 0
    assert compiled(read("csch(x)", variables=("x",)), ("x",))(-1000.0) == 0
    assert compiled(read("acot(x)", variables=("x",)), ("x",))(0.0) == math.pi / 2
    assert math.isnan(compiled(read("asec(x)", variables=("x",)), ("x",))(0.0))


def test_a_row_is_all_that_a_function_needs() -> None:
    """`erf` stands in the table and nowhere else, and is read, printed, compared, differentiated, called and verified."""
    folder = Path(grader.__file__).parent
    assert [file.name for file in folder.rglob("*.py") if '"erf"' in file.read_text(encoding="utf-8")] == ["functions.py"]
    function = read("x*erf(2*x) + 1", variables=("x",))
    right = "erf(2x) + 4x/sqrt(pi) * e^(-4x^2)"
    comparison = Comparison(variables=("x",))
    assert compare(right, differentiate(function, "x"), comparison).relation is Relation.EQUAL
    assert compare(right.replace("4x^2", "2x^2"), differentiate(function, "x"), comparison).relation is Relation.NOT_EQUAL
    assert compare("erf(-x)", "-erf(x)", comparison).relation is Relation.EQUAL
    assert compare("erf(x)", "tanh(x)", Comparison(variables=("x",))).relation is Relation.NOT_EQUAL
    assert latex(read("erf(x)^2", variables=("x",))) == r"\left(\operatorname{erf}\left(x\right)\right)^{2}"
    points = sample_points(function, Comparison(variables=("x",), seed=b""), count=8)
    values = [point["x"] * math.erf(2 * point["x"]) + 1 for point in points]
    assert compare_values(function, points, values).relation is Relation.EQUAL
    assert compare_values(function, points, [value + 1e-6 for value in values]).relation is Relation.NOT_EQUAL
    assert list(contradictions(function, {"x": derivative(about("x*erf(2*x) + 1", ("x",)), "x")}, {})) == []
    with pytest.raises(Unreadable, match="erf takes one value"):
        read("erf(x, 2)", variables=("x",))

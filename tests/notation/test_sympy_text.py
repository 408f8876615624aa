"""SymPy objects cross the border as the text of their structure; what SymPy means is what we read."""

from __future__ import annotations

import pytest
import sympy

from grader.algebra.tree import Number, Variable, Vector
from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.notation.expression_text import read_sympy
from grader.notation.printing import plain
from grader.notation.tokens import Unreadable
from tests.notation.rewriting import REWRITINGS, SYMBOLS, expressions

X, Y = sympy.symbols("x y")
XY = ("x", "y")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (4 * X - 3 * Y, "4*x - 3*y"),
        (X / Y, "x/y"),
        (-X / 2, "-x/2"),
        (1 / X, "1/x"),
        (1 / sympy.sqrt(X), "1/sqrt(x)"),
        (sympy.sqrt(3) / 2, "sqrt(3)/2"),
        (X**2 * sympy.exp(-3 * X), "x**2*exp(-3*x)"),
        (sympy.Float(0.1) * X, "0.1*x"),
        (sympy.pi * X + sympy.E, "pi*x + e"),
        (sympy.log(X, 2), "log(x)/log(2)"),
        (sympy.Max(X, Y), "max(x, y)"),
        (sympy.Abs(X), "abs(x)"),
        (sympy.sign(X), "sign(x)"),
        (sympy.asin(X) + sympy.atan(Y), "asin(x) + atan(y)"),
        (sympy.sec(X) ** 2, "1/cos(x)**2"),
        (sympy.Symbol("x", positive=True) ** sympy.Rational(2, 3), "x**(2/3)"),
        (sympy.Matrix([4 * Y, 4 * X]), "(4*y, 4*x)"),
        (sympy.Matrix([[4 * Y, 4 * X]]), "(4*y, 4*x)"),
        (sympy.ImmutableMatrix([4 * Y, 4 * X]), "(4*y, 4*x)"),
        (sympy.Tuple(4 * Y, 4 * X), "(4*y, 4*x)"),
        (sympy.Eq(sympy.Symbol("f"), 4 * X), "4*x"),
        (sympy.Array([4 * Y, 4 * X]), "(4*y, 4*x)"),
        (sympy.Integer(-3), "-3"),
        (sympy.S.Half, "1/2"),
        (sympy.S.Zero, "0"),
    ],
    ids=str,
)
def test_structure_is_read_as_sympy_means_it(value: object, text: str) -> None:
    """The tree of `srepr` equals the text that says the same."""
    decision = compare(read_sympy(sympy.srepr(value)), text, Comparison(variables=XY, domain={"x": (0.0, 5.0)}))
    assert decision.relation is Relation.EQUAL, decision


def test_structure_reads_as_people_write() -> None:
    """SymPy's reciprocals and minus ones become quotients and signs, so that feedback shows the student's own line."""
    assert plain(read_sympy(sympy.srepr(X / Y - 3 * X))) == "-3*x + x/y"
    assert read_sympy("Symbol('x')") == Variable("x")
    assert read_sympy("Integer(2)") == Number(sympy.Integer(2).p)
    assert isinstance(read_sympy(sympy.srepr(sympy.Matrix([1, 2]))), Vector)


@pytest.mark.parametrize(
    "value",
    [
        sympy.I,
        sympy.oo,
        sympy.nan,
        sympy.zoo,
        sympy.Function("f")(X),
        sympy.Derivative(X**2, X),
        sympy.Integral(X, X),
        sympy.Piecewise((X, X > 0), (-X, True)),
        sympy.Matrix([[1, 2], [3, 4]]),
        sympy.true,
        X > 0,
    ],
    ids=str,
)
def test_what_is_no_expression_is_refused(value: object) -> None:
    """Objects without a value that could be compared are refused by name."""
    with pytest.raises(Unreadable) as caught:
        read_sympy(sympy.srepr(value))
    assert caught.value.reason.endswith(".")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Symbol",
        "Symbol()",
        "Symbol('x'",
        "Symbol('x'))",
        "Symbol('__import__')('os')",
        "Symbol('x y')",
        "__import__('os').system('true')",
        "Integer('2')",
        "Integer(2, 3)",
        "Rational(1, 0)",
        "Float('nan', precision=53)",
        "Float('1e999999999', precision=53)",
        "Integer(" + "9" * 5_000 + ")",
        "Add(" * 5_000,
        "Add(" * 200 + "Symbol('x')" + ")" * 200,
        "(" * 1_000_000,
        "Pow(Integer(9), Pow(Integer(9), Pow(Integer(9), Integer(9))))",
        "Pow(Symbol('x'), Integer(99999999999))",
        "factorial(Integer(10000000))",
        "Matrix([])",
        "Tuple()",
        "Add()",
        "sin()",
        "sin(Symbol('x'), Symbol('y'))",
        "Symbol('x')\0",
        "lambda: 1",
        "exec('1')",
    ],
    ids=lambda text: text[:30],
)
def test_hostile_structure_is_refused(text: str) -> None:
    """The sandbox may say anything; what is no structure is refused without running or recursing."""
    with pytest.raises(Unreadable):
        read_sympy(text)


@pytest.mark.parametrize("seed", range(40))
def test_structure_and_text_agree(seed: int) -> None:
    """An expression read from its structure equals the same read from SymPy's own text, and from its LaTeX."""
    value = expressions(seed)
    tree = read_sympy(sympy.srepr(value))
    for text in (str(value), sympy.latex(value)):
        decision = compare(text, tree, Comparison(variables=SYMBOLS))
        assert decision.relation is Relation.EQUAL, f"{text}: {decision.message}"


@pytest.mark.parametrize("rewriting", REWRITINGS)
@pytest.mark.parametrize("seed", range(25))
def test_verdict_is_stable_under_rewriting(rewriting: str, seed: int) -> None:
    """Expanding, factoring, splitting into fractions, trigonometric identities and reordering change nothing."""
    value = expressions(seed + 1000)
    rewritten = REWRITINGS[rewriting](value)
    decision = compare(read_sympy(sympy.srepr(rewritten)), read_sympy(sympy.srepr(value)), Comparison(variables=SYMBOLS))
    assert decision.relation is Relation.EQUAL, f"{value} -> {rewritten}: {decision}"

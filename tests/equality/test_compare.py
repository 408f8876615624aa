"""Decisions: what they say, where they were made, and that they can be made again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flint
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.algebra.tree import (
    Application,
    Expression,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Variable,
    Vector,
)
from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.equality.sample_points import value_at as evaluate
from grader.notation.expression_text import from_float, read
from grader.notation.printing import latex, plain

XY = ("x", "y")


def relation(student: str | Expression, reference: str | Expression, **settings: Any) -> Relation:
    """The relation alone, for the variables x and y."""
    return compare(student, reference, Comparison(variables=XY, **settings)).relation


def test_witness_holds_both_values_and_the_message_only_the_students() -> None:
    """Staff see the expected value; the student sees the place and the own value."""
    decision = compare("4*x + 3*y", "4*x - 3*y", Comparison(variables=XY))
    assert decision.witness is not None
    point, student, reference = decision.witness.point, decision.witness.student, decision.witness.reference
    assert student == 4 * point["x"] + 3 * point["y"]
    assert reference == 4 * point["x"] - 3 * point["y"]
    assert f"{student:g}" in decision.message
    assert f"{reference:g}" not in decision.message.replace(f"{student:g}", "")
    assert decision.read_as == read("4*x + 3*y", variables=XY)


def test_witness_names_the_component() -> None:
    """A vector that differs says in which component."""
    decision = compare("(4*y, 4*x)", "(4*y, 4*x + 3*y**2)", Comparison(variables=XY))
    assert decision.witness is not None
    assert decision.witness.component == 1
    assert "second component" in decision.message


def test_witness_lies_in_the_declared_domain() -> None:
    """A friendly point is no use where the values do not count."""
    domain = {"x": (0.1, 0.2), "y": (-3.0, -2.5)}
    for student in ("4*x + 3*y", "sin(x*y)", "exp(x)"):
        witness = compare(student, "4*x - 3*y", Comparison(variables=XY, domain=domain)).witness
        assert witness is not None
        assert all(low <= witness.point[name] <= high for name, (low, high) in domain.items() if name in witness.point)


def test_undefined_answer_has_no_value_in_the_witness() -> None:
    """Undefined is told as such, with the reference's value for staff."""
    decision = compare("log(x)", "log(x**2)/2", Comparison(variables=XY))
    assert decision.stage == "domain"
    assert decision.witness is not None
    assert decision.witness.student is None
    assert decision.witness.reference is not None
    assert "no value" in decision.message


@pytest.mark.parametrize(
    ("student", "reference", "stage"),
    [
        ("4*x - 3*y", "-3*y + 4*x", "canonical"),
        ("(x + 1)**2", "x**2 + 2*x + 1", "exact"),
        ("x**2", "x**3", "exact"),
        ("sin(2*x)", "2*sin(x)*cos(x)", "balls"),
        ("sin(x)", "cos(x)", "refuted"),
        ("(1, 2)", "3", "shape"),
        ("4*x -", "x", "parse"),
    ],
)
def test_stage_is_told(student: str, reference: str, stage: str) -> None:
    """The decision says what decided."""
    assert compare(student, reference, Comparison(variables=XY)).stage == stage


def test_same_question_gets_the_same_answer() -> None:
    """Points come from the seed alone, and no global state is touched."""
    before = flint.ctx.prec
    first = [compare("sin(x) + y", "cos(x) + y", Comparison(variables=XY, seed=b"7")) for _ in range(3)]
    assert first[0] == first[1] == first[2]
    assert flint.ctx.prec == before


def test_precision_is_restored_even_when_the_reference_cannot_be_compared() -> None:
    """A decision that gives up leaves no trace."""
    before = flint.ctx.prec
    assert relation("1/(sin(x)**2 + cos(x)**2 - 1)", "x") is Relation.UNDECIDED
    assert flint.ctx.prec == before


def test_reference_defined_nowhere_is_undecided_and_never_the_students_fault() -> None:
    """When there is nothing to compare with, a person has to look."""
    assert relation("x", "log(-1 - x**2)") is Relation.UNDECIDED
    assert relation("x", "sqrt(x - 1)", domain={"x": (-2.0, 0.5)}) is Relation.UNDECIDED


def test_unknown_variable_of_a_tree_is_invalid() -> None:
    """A symbol from code that the exercise does not have is named."""
    decision = compare(Variable("t"), "x", Comparison(variables=XY))
    assert decision.relation is Relation.INVALID
    assert "“t”" in decision.message


def test_number_from_code_follows_the_decimal_rule() -> None:
    """The float nearest to a root is the root; a float rounded by hand is what rounds to it."""
    assert relation(from_float(3**0.5 / 2), "sqrt(3)/2") is Relation.EQUAL
    assert relation(from_float(0.866), "sqrt(3)/2") is Relation.EQUAL
    assert relation(from_float(0.87), "sqrt(3)/2") is Relation.NOT_EQUAL
    assert relation(from_float(3**0.5 / 2 + 1e-12), "sqrt(3)/2") is Relation.NOT_EQUAL
    assert relation(from_float(4.0), "4") is Relation.EQUAL
    assert relation(from_float(0.1 + 0.2), "0.3") is Relation.EQUAL


def test_tolerance_replaces_the_decimal_rule() -> None:
    """With a tolerance a literal is exact, and the values decide."""
    assert relation("0.87", "sqrt(3)/2", tolerance=0.01) is Relation.EQUAL
    assert relation("0.866", "sqrt(3)/2", tolerance=1e-6) is Relation.NOT_EQUAL
    assert relation("0.51", "0.5", tolerance=0.01) is Relation.EQUAL
    assert relation("0.5100001", "0.5", tolerance=0.01) is Relation.NOT_EQUAL
    assert relation("x/3", "0.333*x", tolerance=0.01) is Relation.EQUAL
    assert relation("0.866", "sqrt(3)/2", tolerance=0.0) is Relation.NOT_EQUAL


def test_answer_made_to_fit_known_points_is_refused() -> None:
    """The points depend on the answer, so that no polynomial can be laid through them in advance."""
    from grader.equality.sample_points import candidates

    seen: list[float] = []
    for purpose in ("exact", "balls", "sample", "compare"):
        for key in ("", "x", "sin(x)"):
            comparison = Comparison(variables=("x",))
            stream = candidates(comparison, comparison.generator(purpose, key), wide=False)
            seen += [next(stream)["x"] for _ in range(4)]
    fitted = "*".join(f"(x - ({value!r}))" for value in seen[:12])
    assert relation(f"x + {fitted}", "x") is Relation.NOT_EQUAL
    assert relation(f"sin(x) + {fitted}", "sin(x)") is Relation.NOT_EQUAL


def test_evaluate_gives_floats_or_nothing() -> None:
    """A value at a point, correct to the last digits; None where there is none."""
    assert evaluate(read("sqrt(3)/2", variables=()), {}) == 3**0.5 / 2
    assert evaluate(read("x**2", variables=XY), {"x": 3.0}) == 9.0
    assert evaluate(read("log(x)", variables=XY), {"x": -1.0}) is None
    assert evaluate(read("1/x", variables=XY), {"x": 0.0}) is None
    assert evaluate(read("exp(x)", variables=XY), {"x": 1e6}) is None
    assert evaluate(read("(1 + x) - 1", variables=XY), {"x": 1e-40}) == 1e-40


numbers = st.integers(-9, 9).map(lambda n: read(str(n), variables=()))
leaves = numbers | st.sampled_from([Variable("x"), Variable("y")])
polynomials = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Sum(tuple(parts)))
        | st.lists(inner, min_size=2, max_size=3).map(lambda parts: Product(tuple(parts)))
        | st.tuples(inner, st.integers(0, 3)).map(lambda pair: Power(pair[0], read(str(pair[1]), variables=())))
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(polynomials)
def test_equality_is_reflexive_and_survives_printing(expression: Expression) -> None:
    """An answer equals itself, also when it was printed and read again."""
    assert relation(expression, expression) is Relation.EQUAL
    assert relation(plain(expression), expression) is Relation.EQUAL
    assert relation(latex(expression), expression) is Relation.EQUAL


@settings(max_examples=150, deadline=None)
@given(polynomials, polynomials)
def test_equality_of_polynomials_is_symmetric(one: Expression, other: Expression) -> None:
    """Where both are defined everywhere it does not matter which is the reference."""
    assert relation(one, other) == relation(other, one)


@settings(max_examples=150, deadline=None)
@given(polynomials, st.integers(1, 5))
def test_something_added_is_never_equal(expression: Expression, extra: int) -> None:
    """A number too many is always found."""
    assert relation(Sum((expression, read(str(extra), variables=()))), expression) is Relation.NOT_EQUAL


@settings(max_examples=60, deadline=None)
@given(polynomials, polynomials)
def test_vectors_are_compared_by_component(one: Expression, other: Expression) -> None:
    """A vector equals itself, and another one only if both components do."""
    vector, swapped = Vector((one, other)), Vector((other, one))
    assert relation(vector, vector) is Relation.EQUAL
    assert (relation(swapped, vector) is Relation.EQUAL) == (relation(one, other) is Relation.EQUAL)


def test_thin_windows_are_found() -> None:
    """Where branches change, a point is taken in every gap between the places."""
    for width in ("1/10", "1/100", "1/1000", "1/100000"):
        student = f"abs(x - 1) + abs(x - 1 - {width})"
        reference = f"2*abs(x - 1 - {width}/2)"
        assert relation(student, reference) is Relation.NOT_EQUAL, width
    assert relation("abs(x-3)*abs(y+2)", "abs((x-3)*(y+2))") is Relation.EQUAL
    assert relation("sqrt(x**2 - 6*x + 9)", "x - 3") is Relation.NOT_EQUAL
    assert relation("max(x, 2)", "2 + max(x - 2, 0)") is Relation.EQUAL


def test_number_nodes_may_be_negative_fractions() -> None:
    """Derived references hold such numbers; they compare and print like written ones."""
    from fractions import Fraction

    tree = Product((Number(Fraction(-1, 2)), Variable("x")))
    assert relation("-x/2", tree) is Relation.EQUAL
    assert relation(plain(tree), tree) is Relation.EQUAL
    assert relation(plain(Power(Number(Fraction(-1, 2)), read("2", variables=()))), "1/4") is Relation.EQUAL
    assert relation(latex(Power(Number(Fraction(-1, 2)), read("2", variables=()))), "1/4") is Relation.EQUAL


def test_deep_trees_are_compared_and_deeper_ones_are_refused() -> None:
    """A tree from code may be deeper than any text; none makes a recursion fall over."""
    one = read("1", variables=())
    shapes: list[Callable[[Expression], Expression]] = [
        lambda inner: Sum((one, Product((one, inner)))),
        lambda inner: Application("sin", (Negative(inner),)),
        lambda inner: Power(Quotient(inner, one), one),
    ]
    for shape in shapes:
        tree: Expression = Variable("x")
        for _ in range(50):
            tree = shape(tree)
        assert relation(tree, tree) is Relation.EQUAL
        assert relation(tree, Sum((tree, one))) is Relation.NOT_EQUAL
        for _ in range(200):
            tree = shape(tree)
        assert relation(tree, "x") is Relation.INVALID
        assert relation("x", tree) is Relation.UNDECIDED


def test_a_decision_prints_as_one_line() -> None:
    """Relation, stage and sentence, without the trees."""
    decision = compare("4*x -", "4*x", Comparison(variables=("x",)))
    assert str(decision) == "invalid (parse): Something is missing after the minus sign. It is at “4*x -”, character 5."
    assert str(compare("x + x", "2*x", Comparison(variables=("x",)))) == "equal (canonical)"


def test_a_reason_about_the_whole_names_no_place() -> None:
    """Where no single sign is wrong, none is pointed at."""
    decision = compare("sin((1, 2))", "x", Comparison(variables=("x",)))
    assert (decision.relation, decision.position) == (Relation.INVALID, None)
    assert decision.message == "A vector stands inside sin, where a single value belongs."


@pytest.mark.parametrize(("student", "reference"), [("1,5*x", "3*x/2"), ("u = 0,5", "1/2")])
def test_a_decimal_comma_is_invalid_and_not_wrong(student: str, reference: str) -> None:
    """What is a right number with a comma for a point is told so."""
    decision = compare(student, reference, Comparison(variables=("x",)))
    assert decision.relation is Relation.INVALID
    assert "comma" in decision.message


def test_decimal_commas_are_read_where_semicolons_part_the_components() -> None:
    """`(-0,866; 0,5)` can mean one thing only."""
    assert compare("(-0,866; 0,5)", "(-sqrt(3)/2, 1/2)", Comparison(variables=("x",))).relation is Relation.EQUAL


@pytest.mark.parametrize(("student", "coarse"), [("-0.87", True), ("-0.9", True), ("-0.86", False), ("-1", False)])
def test_a_number_that_is_rounded_too_much_is_told_so(student: str, coarse: bool) -> None:
    """One or two digits of the right number are not called a wrong value."""
    decision = compare(student, "-sqrt(3)/2", Comparison(variables=("x",)))
    assert decision.relation is Relation.NOT_EQUAL
    assert ("rounded too much" in decision.message) is coarse

"""One evaluation: references, what follows from a student's own values, typed-in constants, and wrong answers in order."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from grader.algebra.tree import Expression, Vector
from grader.course.exercises import load_exercise
from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.errors import GraderError
from grader.model import Function
from grader.notation.answer import read
from grader.notation.printing import plain
from grader.quantities.evaluation import (
    MOST_SLIPS,
    evaluate,
    every_slip,
    is_pointwise_in,
    reference,
    slips,
    typed_in,
)
from grader.quantities.operators.operator import is_tree
from grader.quantities.sheet import Sheet, items_in, outermost
from grader.quantities.slips import recognise
from grader.quantities.slips.catalogue import COVERS, LEFT_UNDONE, RANKS
from grader.quantities.terms import Operation, TermError
from tests.quantities.functions import about, named, right_and_slips, sheet_with

XY = ("x", "y")
F = about("4*x*y + y**3", XY)
LESSON = {"gradient": "gradient(f)", "u_hat": "direction(30, '-x', '+y')", "a": "dot(gradient, u_hat)"}


def lesson(**more: str) -> Sheet:
    """The lesson's slope, with further items."""
    return sheet_with({**LESSON, **more}, F)


def tree(text: str) -> Expression:
    """A formula in x and y."""
    return read(text, variables=XY)


def equal(one: object, other: str) -> bool:
    """Whether a value is this formula."""
    assert is_tree(one)
    return compare(tree(other), one, Comparison(variables=XY)).relation is Relation.EQUAL


# --- Replacement ---


@pytest.mark.parametrize(
    ("replaced", "item", "follows"),
    [
        ({}, "a", "2*x + 3*y**2/2 - 2*sqrt(3)*y"),
        ({"u_hat": "(sqrt(3)/2, 1/2)"}, "a", "2*x + 3*y**2/2 + 2*sqrt(3)*y"),
        ({"gradient": "(4*y, 4*x)"}, "a", "2*x - 2*sqrt(3)*y"),
        ({"gradient": "(4*y, 4*x)", "u_hat": "(1, 0)"}, "a", "4*y"),
        ({"gradient": "(4*y, 4*x)"}, "steepest", "sqrt(16*y**2 + 16*x**2)"),
        ({"gradient": "(4*y, 4*x)"}, "there", "(8, 4)"),
        ({"gradient": "(4*y, 4*x)"}, "doubled", "4*x - 4*sqrt(3)*y"),
        ({"a": "x"}, "doubled", "2*x"),
        ({"u_hat": "(1, 0)"}, "there", "(8, 16)"),
        ({"u_hat": "(0.6, 0.8)"}, "a", "2.4*y + 3.2*x + 2.4*y**2"),
    ],
)
def test_what_follows_from_a_students_own_values(replaced: dict[str, str], item: str, follows: str) -> None:
    """A term is worked out once more with other values for the items that it names, also by way of other items."""
    sheet = lesson(steepest="norm(gradient)", there="at(gradient, 1, 2)", doubled="2*a")
    assert equal(evaluate(sheet.terms[item], sheet, {name: tree(text) for name, text in replaced.items()}), follows)


def test_replacement_leaves_the_reference_alone() -> None:
    """What follows for one student is nothing to the next."""
    sheet = lesson()
    before = reference("a", sheet)
    evaluate(sheet.terms["a"], sheet, {"gradient": tree("(1, 1)")})
    assert reference("a", sheet) == before
    assert evaluate(sheet.terms["a"], sheet) == before


@pytest.mark.parametrize("wrong", ["(1, 2, 3)", "x"])
def test_a_value_of_another_shape_fits_nothing(wrong: str) -> None:
    """A vector of three components, or a formula, follows nowhere from a gradient of two."""
    sheet = lesson()
    with pytest.raises(TermError, match="dot takes"):
        evaluate(sheet.terms["a"], sheet, {"gradient": tree(wrong)})


def test_a_value_is_put_in_only_for_items() -> None:
    """A variable or a function of the same name is no student's answer."""
    sheet = lesson(other="x + f(x, y)")
    value = evaluate(sheet.terms["other"], sheet, {"x": tree("1"), "f": tree("1")})
    assert equal(value, "x + 4*x*y + y**3")


def test_a_term_needs_more_than_values_where_it_differentiates() -> None:
    """A dot product needs an item's values alone; a derivative of one and a value elsewhere need its formula."""
    sheet = lesson(b="diff(a, x)", c="2*a + 1", d="at(a, 1, 2)", e="norm(gradient)")
    told = {item: [is_pointwise_in(sheet.terms[item], other, sheet) for other in ("a", "gradient")] for item in "abcde"}
    assert told["a"][1]
    assert told["b"][0] is False
    assert told["c"][0]
    assert told["d"][0] is False
    assert told["e"][1]


# --- Constants typed in ---


@pytest.mark.parametrize(
    ("term", "short"),
    [
        ("dot(gradient, u_hat)", "-0.866*4*y + (4*x + 3*y**2)*0.5"),
        ("dot(gradient, u_hat)", "-3.464*y + 2*x + 1.5*y**2"),
        ("u_hat", "(-0.866, 0.5)"),
        ("sqrt(2)*x", "1.414*x"),
        ("[1, sqrt(2)]", "(1, 1.41)"),
    ],
)
def test_constants_may_be_typed_in_with_few_digits(term: str, short: str) -> None:
    """A root typed in with three or more digits gives values that are known."""
    sheet = lesson(b=term)
    right = reference("b", sheet)
    assert is_tree(right)
    found = [right, *typed_in("b", sheet)]
    assert any(compare(tree(short), value, Comparison(variables=XY)).relation is Relation.EQUAL for value in found)


@pytest.mark.parametrize("term", ["2*x + 1/3", "gradient(f)", "f(1, 2)", "exp(exp(exp(1000)))*x", "x/(pi - 3)", "9**9**9**9"])
def test_typed_in_constants_are_none_or_sound(term: str) -> None:
    """Exact fractions are not shortened, and what has no value is nobody's typing."""
    for value in typed_in("a", sheet_with(term, F)):
        assert is_tree(value)


# --- Wrong answers ---

TERMS = [
    "dot(gradient(f), direction(30, '-x', '+y'))", "dot(gradient(f)(2, 1), unit([3, 4]))", "gradient(f)", "-gradient(f)",
    "diff(f, x)", "diff(f, x, y)", "f(2, 3)", "gradient(f)(2, 3)", "unit([1, 2, 2])", "norm([3, 4, 12])", "direction(20)",
    "dot([1, 2, 4], [3, 5, 8])", "2*f - x/3", "f(x**2, sin(x))", "norm(gradient(f)(1, 2))", "sqrt(x**2 + 1)", "-(x - 2*y)**2",
    "unit(gradient(f)(1, 2))", "dot(unit([1, 2, 2]), [2, 0, 5])", "diff(x**2*sin(y), x) + 3*gradient_x", "[f(1, 2), 3]",
]  # fmt: skip


@pytest.mark.parametrize("term", TERMS)
def test_wrong_answers_come_by_rank_once_each_and_are_wrong(term: str) -> None:
    """The simplest slip is first, each stands there once, and none is written like the right answer."""
    right, found = right_and_slips(sheet_with(term.replace("gradient_x", "x"), F))
    single = [slip for slip in found if not slip.any_length]
    assert [slip.rank for slip in single] == sorted(slip.rank for slip in single)
    assert max(Counter((slip.name, slip.expression, slip.text) for slip in single).values(), default=1) == 1
    assert all(slip.expression != right for slip in single)
    assert found[len(single) :] == tuple(slip for slip in found if slip.any_length)
    assert all(slip.name in RANKS and slip.text and "{" not in slip.text for slip in found)


@pytest.mark.parametrize("term", TERMS)
def test_a_slip_is_told_as_itself_or_not_at_all(term: str) -> None:
    """Each wrong answer is named by its slip, by one that says all that it does, or not at all; the right one never."""
    right, found = right_and_slips(sheet_with(term.replace("gradient_x", "x"), F))
    comparison = Comparison(variables=XY)
    assert recognise(right, found, right, comparison) is None
    for slip in found[::3]:
        told = recognise(slip.expression, found, right, comparison)
        assert told is None or told.name == slip.name or slip.name in COVERS.get(told.name, ()) or told.rank <= slip.rank - 12


def test_of_equal_standing_with_the_same_value_none_is_named() -> None:
    """For f(2, 2) nobody has swapped coordinates; where two slips of like rank meet, nothing is said."""
    right, found = right_and_slips(sheet_with("2*3", F))
    assert named("2", found, right, ()) == {"constant_factor_forgotten"}
    right, found = right_and_slips(sheet_with("2 - 4", F))
    assert named("2", found, right, ()) <= {None, "opposite_order"}
    right, found = right_and_slips(sheet_with("dot([2, 3], [3, 2])", F))
    assert named("6", found, right, ()) == {"component_left_out"}
    right, found = right_and_slips(sheet_with("norm([0, 1])", F))
    assert recognise(right, found, right, Comparison(variables=())) is None
    right, found = right_and_slips(sheet_with("f(2, 2)", F))
    assert "coordinates_swapped" not in named("16", found, right, XY)


def test_a_slip_in_an_item_is_told_where_it_is_named() -> None:
    """Of 2*slope the slip of the slope's direction is known; a sign may be wrong there, or in what is made of it."""
    right, found = right_and_slips(lesson(b="2*a"), "b")
    assert named("4*x + 3*y**2 + 4*sqrt(3)*y", found, right, XY) == {"supplementary_angle"}
    told = recognise(tree("4*x + 3*y**2 + 4*sqrt(3)*y"), found, right, Comparison(variables=XY))
    assert told is not None
    assert told.carried
    assert "in the direction" in told.text


def test_items_name_items_that_name_items() -> None:
    """A chain of items has the value, the slips and the outermost operator of what it stands for."""
    sheet = lesson(b="a", c="b", d="at(c, 1, 2)")
    assert reference("c", sheet) == reference("a", sheet)
    assert equal(reference("d", sheet), "2 + 6 - 4*sqrt(3)")
    assert outermost(sheet.terms["c"], sheet) == "dot"
    assert [slip.name for slip in slips("c", sheet)] == [slip.name for slip in slips("a", sheet)]
    assert items_in(sheet.terms["d"], sheet) == ("c",)
    assert equal(evaluate(sheet.terms["d"], sheet, {"u_hat": tree("(1, 0)")}), "8")


def test_slips_are_bounded() -> None:
    """Of a term with many parts no more wrong answers come than can be compared at once, and soon."""
    wide = about(" + ".join(f"x**{i}*y" for i in range(1, 12)), XY)
    for term in ("gradient(f)", "dot(gradient(f), unit([3, 4]))", " + ".join(f"diff(f, x)*{i}" for i in range(2, 12))):
        found = slips("a", sheet_with(term, wide))
        assert 0 < len([slip for slip in found if not slip.any_length]) <= MOST_SLIPS
    assert slips("a", sheet_with("steps(descent(f, 0.1), start=[1, 2], count=2)", F)) == ()
    assert slips("a", sheet_with("names_in(f)", F)) == ()
    long = about(" + ".join(f"x**{i}*y**2" for i in range(1, 120)), XY)
    assert slips("a", sheet_with("diff(f, x)", long)) == ()


def test_a_slip_that_makes_no_difference_is_found_by_who_asks_for_all() -> None:
    """`verify` sees the slips that lead to the right answer; students are told none of them."""
    sheet = sheet_with("f(2, 2)", F)
    assert "coordinates_swapped" in {slip.name for slip in every_slip("a", sheet) if slip.expression == reference("a", sheet)}
    assert "coordinates_swapped" not in {slip.name for slip in slips("a", sheet)}


def test_vectors_of_any_length_have_slips() -> None:
    """No slip counts to two: in the space and in one dimension all operators name theirs."""
    for variables, text in ((("x",), "x**3"), (("x", "y", "z"), "x*y*z + z**2"), (("a", "b", "c", "d"), "a*b*c*d")):
        function = Function(name="f", variables=variables, expression=text)
        ones = f"[{', '.join(str(i + 1) for i in range(len(variables)))}]"
        for term in ("gradient(f)", f"dot(gradient(f), unit({ones}))", f"unit({ones})", f"gradient(f)({ones})", f"norm({ones})"):
            sheet = sheet_with(term, function)
            for slip in slips("a", sheet):
                if isinstance(slip.expression, Vector) and slip.name not in LEFT_UNDONE:
                    assert len(slip.expression.components) == len(variables), plain(slip.expression)


# --- Circles ---


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ("  - {id: a, answer: a + 1}", "builds on itself: its own term names it"),
        ("  - {id: a, answer: b + 1}\n  - {id: b, answer: 2*a}", "builds on itself: "),
        ("  - {id: a, answer: b}\n  - {id: b, answer: c}\n  - {id: c, answer: 'at(a, 1, 2)'}", "builds on itself: "),
    ],
)
def test_items_that_build_on_themselves_are_refused_at_load(tmp_path: Path, items: str, said: str) -> None:
    """A circle of terms is an author's error, told with the way round."""
    file = tmp_path / "e.yml"
    file.write_text(f"title: T\nprompt: P\nfunctions:\n  f(x, y): x*y\nitems:\n{items}\n", encoding="utf-8")
    with pytest.raises(GraderError, match=said):
        load_exercise(file)


def test_operators_apply_to_items_of_their_own_name() -> None:
    """An item may be called like an operator: before a bracket it is the operator, alone it is the item."""
    sheet = sheet_with({"gradient": "gradient(f)", "a": "dot(gradient, gradient)"}, F)
    assert equal(reference("a", sheet), "16*y**2 + (4*x + 3*y**2)**2")
    assert isinstance(sheet.terms["gradient"], Operation)
    with pytest.raises(TermError, match="no operator and no function"):
        sheet.term("a(1, 2)")


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("abs(2*x + 3*y**2/2 - 2*sqrt(3)*y)", "absolute_taken"),
        ("sqrt((2*x + 3*y**2/2 - 2*sqrt(3)*y)**2)", "absolute_taken"),
        ("max(0, 2*x + 3*y**2/2 - 2*sqrt(3)*y)", "kept_above_zero"),
    ],
)
def test_a_right_formula_that_cannot_become_negative_is_named(answer: str, name: str) -> None:
    """It agrees at points with one sign, and is no other multiple and no other power of the right one."""
    right, found = right_and_slips(lesson(), "a")
    assert named(answer, found, right, XY) == {name}


def test_a_sign_on_the_way_may_have_come_in_later() -> None:
    """Nobody knows whether a vector on the way is wrong or a minus behind it, so the vector is not spoken of."""
    _, found = right_and_slips(lesson(), "a")
    told = {slip.text.code for slip in found if slip.carried and slip.name in ("sign", "supplementary_angle", "opposite_direction")}
    assert "within.sign" in told
    assert not told & {"within.part", "slip.sign.direction"}

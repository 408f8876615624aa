"""The one small change that makes a wrong formula right: found wherever it was made, and never where there is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.algebra.tree import Expression, at_path, paths, replaced
from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.notation.answer import read
from grader.notation.printing import plain
from grader.quantities.slips.nearest_formula import CHANGES, nearest

NAMES = ("x", "y")
ABOUT = Comparison(variables=NAMES)
RIGHT = (
    "4x - 3y", "2x*exp(-3y) + y*cos(x*y)", "-sqrt(3)/2*4y + 1/2*(4x + 3y^2)", "(x^2 + 1)/(y - 3)", "5*sin(2x)/(x*y) - 7",
    "3*(x + 2y)^2 - x/y", "x^y + 2^x", "sqrt(x + y)*x", "x*(y + 2)*(x - 1)",
)  # fmt: skip
THERE_AND_BACK = ("sign", "letter", "upside_down", "exchanged")  # the changes that undo themselves


def formula(text: str) -> Expression:
    """The tree of a text."""
    return read(text, variables=NAMES)


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_a_change_that_undoes_itself_is_found(data: st.DataObject) -> None:
    """Whatever was made wrong by it, the sentence quotes what was changed or what it stands in."""
    right = formula(data.draw(st.sampled_from(RIGHT)))
    path = data.draw(st.sampled_from(list(paths(right))))
    kind = data.draw(st.sampled_from(THERE_AND_BACK))
    made = list(CHANGES[kind](at_path(right, path), NAMES))
    if not made:
        return
    wrong = replaced(right, path, data.draw(st.sampled_from(made)))
    if compare(wrong, right, ABOUT).relation is not Relation.NOT_EQUAL:
        return
    told = nearest(wrong, right, ABOUT)
    if told is None:
        assert len(list(paths(wrong))) > 1, "one letter is no place"
    else:
        assert told.startswith("All is right but for ")
        assert str(told.gaps["part"]) in {plain(at_path(wrong, place)) for place in paths(wrong)}


@pytest.mark.parametrize(
    ("answer", "right", "text"),
    [
        ("5x - 3y", "4x - 3y", "one number: look again at `5*x`"),
        ("4x - 3y^2", "4x - 3y", "one power: look again at `-3*y**2`"),
        ("4x - 3", "4x - 3y", "one letter: which one is missing in `-3`, or is one too many?"),
        ("2*x*exp(3y)", "2*x*exp(-3y)", "one sign: look again at `exp(3*y)`"),
        ("2*x*exp(y)", "2*x*exp(-3y)", "one number: look again at `exp(y)`"),
        ("2*x*cos(x)", "2*x*cos(3x)", "one number: look again at `cos(x)`"),
        ("3*y*2", "3y^2", "Is a power meant"),
        ("2x + y^2", "2*(x + y^2)", "brackets: what belongs together in `2*x + y**2`?"),
        ("-x + y", "-(x + y)", "one sign: look again at `y`"),
        ("2/3*x^2", "3/2*x^2", "what belongs above the fraction line"),
        ("sqrt(3/2)*x", "sqrt(3)/2*x", "`sqrt(3/2)` reaches"),
        ("sin(x)*cos(y)", "sin(x)*sin(y)", "one function: look again at `cos(y)`"),
        ("2x*3y", "2x + 3y", "are its parts added"),
        ("x^2*y + 4x", "x^2 + 4x", "`x**2*y`: does every factor"),
    ],
)
def test_the_place_and_the_kind_of_a_change_are_told(answer: str, right: str, text: str) -> None:
    """Each kind by its smallest formula."""
    found = nearest(formula(answer), formula(right), ABOUT)
    assert found is not None
    assert text in found


@pytest.mark.parametrize(
    ("answer", "right"), [("5x - 2y", "4x - 3y"), ("x", "4x*y - 3y"), ("sin(x) + 2", "cos(y)"), ("3", "x"), ("x + y + 1", "x*y")]
)
def test_what_takes_two_changes_is_told_nowhere(answer: str, right: str) -> None:
    """A place that does not explain the whole answer is no place."""
    assert nearest(formula(answer), formula(right), ABOUT) is None


def test_a_number_alone_is_not_solved_for() -> None:
    """Any number becomes the right one with another number in it."""
    assert nearest(formula("7"), formula("5"), ABOUT) is None
    assert nearest(formula("-sqrt(3/2)"), formula("-sqrt(3)/2"), ABOUT) is not None


def test_a_long_formula_is_left_alone() -> None:
    """A reader would lose the place, and a thousand changes would take too long."""
    long = " + ".join(f"{n}*x^{n}*y" for n in range(2, 30))
    assert nearest(formula(long), formula(f"{long} + x"), ABOUT) is None

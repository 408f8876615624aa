"""Wrong answers that are one number: what is seen of them and a question, and no slip of calculus from so little."""

from __future__ import annotations

import pytest

from grader.algebra.tidy import ONE, ZERO
from grader.algebra.tree import variables_in
from grader.model import Verdict
from grader.notation.printing import plain
from grader.quantities.evaluation import slips
from grader.quantities.numbers_on_the_way import told_by_the_way
from grader.quantities.sheet import sheet_of
from tests.played import _assignment, judge

LARGEST_STEP = """
title: Steps
prompt: How large may a step be?
functions: {"f(x, y)": 3*x**2 + 5*y**2 - 2*x, "g(x, y)": 2*x**2 + 2*x*y + 2*y**2, "h(x)": 4*x**2 - x}
items:
  - {id: delta_f, answer: "2/max(diff(f, x, x), diff(f, y, y))"}
  - {id: delta_g, answer: "2/(diff(g, x, x) + diff(g, x, y))"}
  - {id: delta_h, answer: "1/diff(h, x, x)"}
  - {id: three, answer: "diff(f, x, x) - 3"}
"""
TOLD = [
    ("delta_f", "10", "10 is a number that comes up on the way"),
    ("delta_g", "6", "6 is a number that comes up on the way"),
    ("delta_g", "4", "4 is a number that comes up on the way"),
    ("delta_f", "-0.2", "But for its sign this is right."),
    ("delta_h", "1/4", "A simple factor is all that is between"),
    ("delta_h", "1/16", "A simple factor is all that is between"),
    ("delta_f", "2/5", "A simple factor is all that is between"),
    ("delta_f", "0.04", "Your answer is the square of the right one."),
    ("three", "1.73", "Your answer is the root of the right one."),
    ("delta_h", "8", "The fraction stands upside down."),
    ("three", "1/3", "Your answer is the right one upside down."),
    ("delta_f", "2/6", "The largest and the least of the numbers may have changed places."),
    ("delta_f", "2/16", "The numbers have been added up."),
    ("delta_g", "2/8", "Your answer comes to 2 divided by 8. How did you get this 8"),
    ("delta_g", "1", "Your answer comes to 2 divided by 2. How did you get this 2"),
    ("delta_f", "1/6", "Your answer is 1 divided by 6, a number that comes up on the way."),
    ("delta_f", "1/16", "Your answer comes to 1/16. From what comes up on the way, 16 would be the sum of ∂²f/∂x² and ∂²f/∂y²"),
    ("delta_f", "0.0625", "Your answer comes to 1/16. From what comes up on the way, 16 would be the sum of"),
    ("delta_f", "1/4", "Your answer comes to 2/8. From what comes up on the way, 8 would be the mean of"),
    ("delta_f", "1/60", "Your answer comes to 1/60. From what comes up on the way, 60 would be the product of"),
    ("delta_f", "1/2", "Your answer comes to 2/4. From what comes up on the way, 4 would be the difference of"),
    ("delta_g", "1/8", "8 would be the product of ∂²g/∂x² and ∂²g/∂x∂y"),
    ("delta_f", "1/10", "Which size is asked for: the largest that still converges, or the one that is at the minimum at once?"),
    ("delta_h", "1/4", "Which size is asked for: the largest that still converges, or the one that is at the minimum at once?"),
    ("delta_f", "0.02", "The digits are right."),
    ("delta_h", "1.25", "The digits are right."),
    ("delta_f", "1/5 - 1/3", "-0.133 is negative. Can what is asked for be negative?"),
    ("delta_f", "1/7", "What have you got for ∂²f/∂x² and ∂²f/∂y² on the way there?"),
    ("delta_g", "1/7", "What have you got for ∂²g/∂x² and ∂²g/∂x∂y on the way there?"),
    ("delta_h", "1/7", "What have you got for h'' on the way there?"),
    ("delta_h", "1/(8x)", "All is right but for x"),
    ("delta_h", "1/(9x)", "Your answer changes with `x`, and a number is asked for."),
    ("delta_f", "(0, 1/5)", "Your answer is a vector of 2 components, and a single number or formula is asked for. Which of"),
    ("delta_f", "delta < 1/5", "This is an inequality. Write the value alone"),
    ("delta_f", "less than this", "Write the number alone."),
]


def judged(item: str, answer: str) -> str:
    """What a student reads of an answer."""
    feedback = judge(LARGEST_STEP, {item: answer})[item].feedback
    return " ".join(each.text for each in feedback if each.audience == "student")


@pytest.mark.parametrize(("item", "answer", "text"), TOLD, ids=[f"{item} {answer}" for item, answer, _ in TOLD])
def test_a_wrong_number_is_told_what_is_seen_of_it(item: str, answer: str, text: str) -> None:
    """A number on the way, a simple factor, the sign, another number in its place, else the question for the way."""
    assert judge(LARGEST_STEP, {item: answer})[item].verdict is not Verdict.CORRECT
    assert text in judged(item, answer)


@pytest.mark.parametrize("item", ["delta_f", "delta_g", "delta_h"])
def test_no_slip_in_one_of_several_derivatives_is_named_from_one_number(item: str) -> None:
    """Whatever such a slip leads to: other ways lead there as well. Nor is its place said twice."""
    for slip in slips(item, sheet_of(_assignment(LARGEST_STEP).exercises[0])):
        assert not slip.text.startswith("In the derivative: in the")
        if not variables_in(slip.expression) and slip.on_the_way and slip.expression not in (ZERO, ONE):
            assert slip.text not in judged(item, plain(slip.expression))


def test_nothing_is_said_of_a_number_that_is_nothing_of_all_that() -> None:
    """The check can fail: 0.7 is no station, no multiple, and comes out of no exchange."""
    sheet = sheet_of(_assignment(LARGEST_STEP).exercises[0])
    assert told_by_the_way("delta_f", sheet, 0.7, 0.2, rounded=False) is None
    assert told_by_the_way("delta_f", sheet, 0.1001, 0.2, rounded=False) is None
    assert told_by_the_way("delta_f", sheet, 0.1001, 0.2, rounded=True) is not None

"""Answers of all kinds are read by one rule: the value, else the text, else why there is none."""

from __future__ import annotations

import pytest

from grader.model import CheckResult, Verdict
from tests.played import judge_handed_in
from tests.submission.making import notebook

RIGHT_IN_TEXT = {
    "df_dx": ("partial_derivatives", "df_dx = 4x - 3y"),
    "df_dx_depends_on": ("partial_derivatives", "df_dx_depends_on = x and y"),
    "gradient": ("directional_derivative", "gradient = (4y, 4x + 3y^2)"),
    "steps": ("descent_by_hand", "steps = (0.4, 1.9), (0.05, 1.86)"),
}
NOTHING = ["{} = ...", "{} = None", "def {}(): return 1 / 0", "# nothing here"]


def read(item: str, code: str) -> CheckResult:
    """The result of an item whose answer stands in a text above this code."""
    exercise, text = RIGHT_IN_TEXT[item]
    names: dict[str, object] = {}
    exec(code, names)  # the tests' own
    return judge_handed_in(exercise, notebook(("markdown", text), code), names, file="hw.ipynb")[item]


@pytest.mark.parametrize("nothing", NOTHING)
@pytest.mark.parametrize("item", RIGHT_IN_TEXT)
def test_a_text_counts_where_code_gives_nothing(item: str, nothing: str):
    """Whatever the kind: empty, failing or absent code leaves the text."""
    assert read(item, nothing.format(item)).verdict is Verdict.CORRECT


WRONG = {"df_dx": "4*y", "df_dx_depends_on": "{'z'}", "gradient": "(1, 2)", "steps": "[(7, 7), (8, 8)]"}


@pytest.mark.parametrize("item", RIGHT_IN_TEXT)
def test_a_value_counts_before_a_text(item: str):
    """A wrong value is not mended by a right text."""
    assert read(item, f"x = y = 1\n{item} = {WRONG[item]}").verdict is not Verdict.CORRECT

from fractions import Fraction

import pytest

from grader.model import CheckResult, Criterion, Key, Verdict
from grader.reports.line_to_blame import blame_of, line_to_blame
from grader.sentences.catalogue import say, sentence, slip_text
from grader.submission.handed_in_work import read_text

HELPER = """
def slope(x, y):
    gx = 4*x + y
    return gx, x
"""
SEPARATE = """
def descend(x_start, y_start, n):
    x, y = 0, y_start
    for _ in range(n - 1):
        dx = 4*x + 3*y
        dy = x
        x = x - 0.1*dx
        y = y - 0.1*dy
    return x, y
"""
TOGETHER = """
def descend(x, y, n):
    lr = 0.1
    while n > 0:
        g = slope(x, y)
        new_x, new_y = x - lr*g[0], y - lr*g[1]
        x, y = new_x, new_y
        n -= 1
    return np.array([x, y])
"""
WRONG = slip_text("wrong_gradient", by=sentence("wrong_gradient.by", axis="x"), text=slip_text("sign"))


@pytest.mark.parametrize(
    ("program", "criterion", "text", "line"),
    [
        (SEPARATE, "direction", WRONG, "dx = 4*x + 3*y"),
        (SEPARATE, "direction", slip_text("ascends", "program"), None),  # both lines move the point
        (SEPARATE, "direction", slip_text("ascends_in_one_coordinate", axis="y"), "y = y - 0.1*dy"),
        (SEPARATE, "count", slip_text("one_step_too_few"), "for _ in range(n - 1):"),
        (SEPARATE, "start", slip_text("ignores_start"), "x, y = 0, y_start"),
        (SEPARATE, "start", slip_text("returns_trajectory"), "return x, y"),
        (SEPARATE, "start", slip_text("keeps_state", call="`descend(0, 0, 1)`"), None),
        (HELPER + TOGETHER, "direction", WRONG, "gx = 4*x + y"),
        (
            HELPER + TOGETHER,
            "direction",
            slip_text("ascends", "program"),
            None,
        ),  # the step subtracts, so a derivative has another sign
        (HELPER + TOGETHER, "step_size", sentence("no_step_size"), None),  # the number stands elsewhere
    ],
)
def test_the_line_that_is_to_blame(program: str, criterion: str, text: str, line: str | None) -> None:
    """It is the step, the derivative behind it, the loop, the beginning or the end, by what is told; never the head."""
    submission = read_text(program, "a.py")
    lost = Criterion(id=criterion, text="", verdict=Verdict.INCORRECT, share=Fraction(1), credit=Fraction(0), feedback=text)
    key = Key(exercise="e", item="descend")
    result = CheckResult(key=key, verdict=Verdict.PARTIAL, feedback=(say("slow", size=1, steps=2),), criteria=(lost,))
    place = line_to_blame(submission.definitions(("descend",))[-1], submission, blame_of(result, ("x", "y")))
    assert (program.splitlines()[place.line - 1].strip() if place else None) == line


def test_a_list_that_grows_is_made_where_it_grows() -> None:
    """`steps = []` says nothing."""
    submission = read_text("steps = []\nfor k in range(2):\n    steps.append((k, k))\n", "a.py")
    result = CheckResult(key=Key(exercise="e", item="steps"), verdict=Verdict.INCORRECT)
    place = line_to_blame(submission.definitions(("steps",))[0], submission, blame_of(result, ("x", "y")))
    assert place is not None
    assert place.line == 3

"""Steps by hand: (0.4, 1.9) then (0.05, 1.86) for 2x² + xy from (1, 2) with δ = 0.1."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.kinds.points.point_lists import is_decimals
from grader.model import ArrayValue, Verdict
from grader.reports.line_to_blame import parts_of
from tests.played import judge

FIRST, SECOND = (0.4, 1.9), (0.05, 1.86)


def steps(value: object = None, texts: dict[str, str] | None = None):
    """The result for an answer of this value, or of this text."""
    return judge("descent_by_hand", {} if value is None else {"steps": value}, texts)["steps"]


RIGHT = {
    "tuples": [FIRST, SECOND],
    "with the start": [(1, 2), FIRST, SECOND],
    "lists": [[0.4, 1.9], [0.05, 1.86]],
    "a tuple of tuples": (FIRST, SECOND),
    "flat": [0.4, 1.9, 0.05, 1.86],
    "an array": ArrayValue(dtype="float64", shape=(2, 2), elements=(*FIRST, *SECOND)),
    "an array with the start": ArrayValue(dtype="float64", shape=(3, 2), elements=(1.0, 2.0, *FIRST, *SECOND)),
    "a row for each variable, with the start": ([1, 0.4, 0.05], [2, 1.9, 1.86]),
    "an array with a row for each variable": ArrayValue(
        dtype="float64", shape=(2, 3), elements=(1.0, 0.4, 0.05, 2.0, 1.9, 1.86)
    ),
    "float noise": [(1 - 0.1 * 6, 2 - 0.1), (0.4 - 0.1 * 3.5, 1.9 - 0.1 * 0.4)],
    "strings of fractions": ["(2/5, 19/10)", "(1/20, 93/50)"],
    "fractions as strings": [("2/5", "19/10"), ("1/20", "93/50")],
    "one string": "(0.4, 1.9), (0.05, 1.86)",
    "a string with brackets": "[(0.4, 1.9), (0.05, 1.86)]",
    "a string with arrows": "(1, 2) -> (0.4, 1.9) -> (0.05, 1.86)",
    "a dict of numbers": {"x1": 0.4, "y1": 1.9, "x2": 0.05, "y2": 1.86},
    "a dict of points": {"step 1": FIRST, "step 2": SECOND},
    "a dict of columns": {"x": [0.4, 0.05], "y": [1.9, 1.86]},
    "a list of dicts": [{"x": 0.4, "y": 1.9}, {"x": 0.05, "y": 1.86}],
    "a row for each variable": ([0.4, 0.05], [1.9, 1.86]),
    "the points before and after": [[(1, 2), FIRST], [FIRST, SECOND]],
    "points with their gradients": [(FIRST, (3.5, 0.4)), (SECOND, (2.06, 0.05))],
    "decimal commas": "(0,4; 1,9), (0,05; 1,86)",
    "single precision": [(0.4000000059604645, 1.899999976158142), (0.05000000074505806, 1.8600000143051147)],
    "a function without arguments": lambda: [FIRST, SECOND],
}


@pytest.mark.parametrize("value", RIGHT.values(), ids=RIGHT)
def test_a_right_list_of_points_counts_however_it_is_written(value: object):
    """The same points in another container, with or without the start, earn full marks."""
    result = steps(value)
    assert (result.verdict, result.credit) == (Verdict.CORRECT, 1), result.feedback


EXPLAINED = {
    "steps that go on": [FIRST, SECOND, (-0.156, 1.855)],
    "from and to": [(1, 2), FIRST, FIRST, SECOND],
    "from, gradient, to": [(1, 2), (6, 1), FIRST, FIRST, (3.5, 0.4), SECOND],
    "from, move, to": [(1, 2), (-0.6, -0.1), FIRST, FIRST, (-0.35, -0.04), SECOND],
    "numbered in another order": {2: SECOND, 1: FIRST},
    "ordinals in another order": {"second": SECOND, "first": FIRST},
    "a dict of coordinates": {"x1": 0.4, "x2": 0.05, "y1": 1.9, "y2": 1.86},
}


@pytest.mark.parametrize("value", EXPLAINED.values(), ids=EXPLAINED)
def test_points_that_lead_to_the_steps_or_follow_them_cost_nothing(value: object):
    """The point before, the gradient, the move and further steps are explained by the steps."""
    assert steps(value).verdict is Verdict.CORRECT, steps(value).feedback


LEFT_OVER = {
    "in turn": [FIRST, (1.6, 2.1), SECOND, (2.45, 2.26)],
    "wrong first, in turn": [(9, 9), FIRST, (9, 9), SECOND, (9, 9), (7, 7)],
    "x, y, x', y'": [0.4, 1.9, 1.6, 2.1, 0.05, 1.86, 2.45, 2.26],
    "alternatives in a dict": {1: [FIRST, (1.6, 2.1)], 2: [SECOND, (2.45, 2.26)]},
    "two steps of the ascent behind": [FIRST, SECOND, (1.6, 2.1), (2.45, 2.26)],
    "six where two were asked": [FIRST, SECOND, (7, 7), (8, 8), (9, 9), (7, 8)],
    "from points that were never reached": [(3, 3), FIRST, (5, 5), SECOND],
    "two lists in turn": [(6, 1), FIRST, (3.5, 0.4), SECOND],
}


@pytest.mark.parametrize("value", LEFT_OVER.values(), ids=LEFT_OVER)
def test_points_that_nothing_explains_go_to_a_person(value: object):
    """Right steps among other points are a choice that is left to the reader."""
    assert (steps(value).verdict, steps(value).credit) == (Verdict.NEEDS_REVIEW, 0)


@pytest.mark.parametrize("value", [{2: FIRST, 1: SECOND}, {"step 2": FIRST, "step 1": SECOND}, "2: (0.4, 1.9), 1: (0.05, 1.86)"])
def test_the_numbers_of_steps_are_read(value: object):
    """A step counts for the number that it was given."""
    assert steps(value).credit < 1


TEXTS = {
    "points": "(0.4, 1.9), (0.05, 1.86)",
    "latex": r"\left(\frac{2}{5}, 1.9\right), \left(\frac{1}{20}, 1.86\right)",
    "labels": "(x_1, y_1) = (0.4, 1.9), (x_2, y_2) = (0.05, 1.86)",
    "a reason that computes": r"[(0.4, 1.9), (0.05, 1.86)] since I subtract 0.1\cdot(4x + y, x) each time",
    "a reason with a point": "[(0.4, 1.9), (0.05, 1.86)], weil (1, 2) - 0,1·(6, 1) = (0.4, 1.9)",
    "arrows": r"(0.4, 1.9) \to (0.05, 1.86)",
    "a table": "| step | x | y |\n|---|---|---|\n| 0 | 1 | 2 |\n| 1 | 0.4 | 1.9 |\n| 2 | 0.05 | 1.86 |",
    "a table with the gradient": "| n | x | y | fx | fy |\n|---|---|---|---|---|\n| 1 | 0.4 | 1.9 | 6 | 1 |\n"
    "| 2 | 0.05 | 1.86 | 3.5 | 0.4 |",
    "a table that lies": "| | 0 | 1 | 2 |\n|---|---|---|---|\n| x | 1 | 0.4 | 0.05 |\n| y | 2 | 1.9 | 1.86 |",
    "column vectors": r"\begin{pmatrix}0.4\\1.9\end{pmatrix} \to \begin{pmatrix}0.05\\1.86\end{pmatrix}",
    "decimal commas apart": "(0,4, 1,9), (0,05, 1,86)",
    "decimal commas close together": "(0,4,1,9), (0,05,1,86)",
    "a table of points": "| step | point |\n|---|---|\n| 1 | $(0.4, 1.9)$ |\n| 2 | $(0.05, 1.86)$ |",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_points_in_a_text_cell_count(text: str):
    """Markdown, LaTeX and tables are read as the points they list."""
    result = steps(texts={"steps": text})
    assert (result.verdict, result.credit) == (Verdict.CORRECT, 1), result.feedback


def test_a_step_that_is_right_for_a_wrong_point_before_it_earns_its_credit():
    """An error in the first step is carried forward."""
    first = (0.5, 1.9)
    second = (0.5 - 0.1 * (4 * 0.5 + 1.9), 1.9 - 0.1 * 0.5)
    result = steps([first, second])
    assert (result.verdict, result.credit) == (Verdict.PARTIAL, result.criteria[1].share)
    assert [line.verdict for line in result.criteria] == [Verdict.INCORRECT, Verdict.CORRECT]


def test_a_true_second_step_counts_after_a_wrong_first():
    """A point that is the true one is right, wherever the one before went."""
    assert steps([(0.7, 1.2), SECOND]).credit == result_share()


def result_share():
    """What one of two steps is worth."""
    return steps([FIRST, SECOND]).criteria[0].share


MISTAKES = {
    "step_size_forgotten": [(-5, 1), (-5 - (4 * -5 + 1), 1 + 5)],
    "ascends": [(1.6, 2.1), (1.6 + 0.1 * (4 * 1.6 + 2.1), 2.1 + 0.16)],
    "gradient_not_reevaluated": [FIRST, (0.4 - 0.6, 1.9 - 0.1)],
    "coordinates_swapped": [FIRST, (1.86, 0.05)],
    "sequential_update": [(0.4, 1.96), (0.4 - 0.1 * (1.6 + 1.96), 1.96 - 0.1 * (0.4 - 0.1 * (1.6 + 1.96)))],
    "one_coordinate_moved": [(0.4, 2), (0.4 - 0.1 * (1.6 + 2), 2)],
    "move_instead_of_point": [(-0.6, -0.1), (-0.6, -0.1)],
    "gradient_instead_of_point": [(6, 1), (3.5, 0.4)],
    "components_swapped": [(0.9, 1.4), (0.9 - 0.09, 1.4 - 0.1 * (3.6 + 1.4))],
    "another_step_size": [(0.94, 1.99), (0.88, 1.98)],
    "wrong_gradient": [(0.6, 1.9), (0.6 - 0.1 * 2.4, 1.9 - 0.06)],
}


@pytest.mark.parametrize(("name", "points"), MISTAKES.items(), ids=MISTAKES)
def test_a_known_mistake_is_named(name: str, points: list[tuple[float, float]]):
    """Each mistake of the list is named, and costs at least a step."""
    result = steps(points)
    assert result.misconception == name
    assert result.credit < 1


@pytest.mark.parametrize("sign", [1, -0.1, 0.1])
def test_a_list_of_gradients_or_moves_earns_nothing(sign: float):
    """Though in a quadratic function they follow each other as points do."""
    assert steps([(6 * sign, 1 * sign), (3.5 * sign, 0.4 * sign)]).credit == 0


def test_a_wrong_derivative_is_named_only_where_it_alone_fits():
    """A slip in arithmetic that several wrong derivatives could explain is none of them."""
    assert steps([(0.5, 1.9), (0.11, 1.85)]).misconception is None
    assert steps([FIRST, (0.06, 1.86)]).misconception is None


ONE_VARIABLE = """
title: By hand
prompt: Three steps.
functions: {f(x): x**2 - 4*x}
items:
  - {id: steps, answer: "steps(descent(f, 0.25), start=[0], count=3)", points: 3}
"""


@pytest.mark.parametrize("value", [[1, 1.5, 1.75], [0, 1, 1.5, 1.75], [(1,), (1.5,), (1.75,)], "0 -> 1 -> 3/2 -> 7/4"])
def test_points_of_one_coordinate_are_numbers(value: object):
    """In a list, in one-tuples, or with arrows between them."""
    assert judge(ONE_VARIABLE, {"steps": value})["steps"].credit == 1


@pytest.mark.parametrize(
    ("points", "credit"),
    [
        ([FIRST, (0.05, 1.86)], 1),
        ([(0.40, 1.90), (0.05, 1.86)], 1),
        ([FIRST, (0.1, 1.9)], 0.5),
        ([FIRST, (0.05, 1.87)], 0.5),
        ([FIRST, (0.06, 1.86)], 0.5),
        ([FIRST, (0.0, 2.0)], 0.5),
        ([(0, 2), (0, 2)], 0),
    ],
)
def test_rounding_counts_to_two_decimals_and_no_further(points: list[tuple[float, float]], credit: float):
    """A point rounded to one decimal is not the point."""
    assert float(steps(points).credit) == credit


def test_rounded_steps_of_a_longer_descent_count():
    """Somebody who rounds what is written and goes on with the exact numbers loses nothing."""
    yaml = """
title: By hand
prompt: Three steps.
functions:
  f(x, y): x**2 + exp(y)
items:
  - {id: steps, answer: "steps(descent(f, 0.15), start=[1, 1], count=3)", points: 3}
"""
    x, y, rounded, carried = 1.0, 1.0, [], (1.0, 1.0)
    from math import exp

    chained = []
    for _ in range(3):
        x, y = x - 0.3 * x, y - 0.15 * exp(y)
        rounded.append((round(x, 2), round(y, 2)))
        carried = (round(0.7 * carried[0], 3), round(carried[1] - 0.15 * exp(carried[1]), 3))
        chained.append(carried)
    assert judge(yaml, {"steps": rounded})["steps"].credit == 1
    assert judge(yaml, {"steps": chained})["steps"].credit == 1


@pytest.mark.parametrize("points", [[FIRST], [(1, 2), FIRST]])
def test_a_missing_step_loses_its_share_alone(points: list[tuple[float, float]]):
    """One of two steps earns half."""
    result = steps(points)
    assert float(result.credit) == 0.5
    assert result.criteria[1].verdict is Verdict.UNANSWERED


def test_more_steps_than_asked_for_cost_nothing():
    """The first two are judged, and the student is told."""
    third = (0.05 - 0.1 * (0.2 + 1.86), 1.86 - 0.005)
    result = steps([(1, 2), FIRST, SECOND, third])
    assert result.credit == 1
    assert any(feedback.code == "more_steps" for feedback in result.feedback)


PROSE = [
    "after the first step x = 0.4 and y = 1.9, after the second x = 0.05 and y = 1.86",
    "the first step leads to x = 0.4 and y = 1.9 and the second to x = 0.05 and y = 1.86.",
    "first x is 0.4 and y is 1.9, then x is 0.05 and y is 1.86",
    "im ersten Schritt x = 0,4 und y = 1,9, im zweiten x = 0,05 und y = 1,86",
    "x = 0.4 and y = 1.9, then x = 0.05 and y = 1.86",
    "x1 = 0.4 and y1 = 1.9, x2 = 0.05 and y2 = 1.86",
]


@pytest.mark.parametrize("text", PROSE)
def test_prose_that_names_each_coordinate_is_read(text: str):
    """Whatever words stand between them."""
    assert judge("descent_by_hand", {}, {"steps": text})["steps"].credit == 1


def test_prose_is_never_read_by_halves():
    """A point that is begun and not ended is missing, and steps told in another order are for a person."""
    half = judge("descent_by_hand", {}, {"steps": "after the first step x = 0.4 and y = 1.9, after the second x = 0.05"})["steps"]
    assert half.credit == Fraction(1, 2)
    assert half.criteria[1].verdict is Verdict.UNANSWERED
    turned = "after the second step x = 0.05 and y = 1.86, after the first x = 0.4 and y = 1.9"
    assert judge("descent_by_hand", {}, {"steps": turned})["steps"].verdict is not Verdict.CORRECT
    reckoned = "x = 1 - 0.1*6 = 0.4 and y = 2 - 0.1 = 1.9, then x = 0.4 - 0.35 = 0.05 and y = 1.9 - 0.04 = 1.86"
    assert judge("descent_by_hand", {}, {"steps": reckoned})["steps"].verdict is Verdict.NEEDS_REVIEW


@pytest.mark.parametrize("text", ["(6,1, 3,4)", "(1,6,2,1), (2,45,2,26)", "(0, 4, 1, 9)"])
def test_whole_numbers_are_no_decimals_where_nothing_says_so(text: str):
    """A comma between whole numbers is a decimal one where pairs stand apart, or one begins with a zero."""
    assert is_decimals(text[1:-1].partition(")")[0]) == (text == "(6,1, 3,4)")


@pytest.mark.parametrize("value", [0.4, "no idea", [0.4, 1.9, 0.05], [("a", "b")], [(float("nan"), 1.0), SECOND]])
def test_what_is_no_list_of_points_is_told_so(value: object):
    """Neither full marks nor an error of ours."""
    result = steps(value)
    assert result.verdict is Verdict.INCORRECT
    assert result.credit == 0


def test_nothing_is_unanswered():
    """A name that is missing is not a wrong answer."""
    assert steps().verdict is Verdict.UNANSWERED


def test_students_are_not_shown_the_expected_point():
    """Where a step should go is staff's."""
    from grader.model import Audience

    result = steps([(1.6, 2.1), (5, 5)])
    student = " ".join(f.text for f in result.feedback if f.audience is Audience.STUDENT)
    assert "0.4, 1.9" not in student
    assert any(f.code == "expected" and f.audience is Audience.STAFF for f in result.feedback)


def test_standing_still_at_the_stationary_point_carries_nothing_on():
    """A list of zeros shows no work, though no step leads away from where the gradient vanishes."""
    assert steps([(0, 0), (0, 0)]).credit == 0


def told(value: object) -> set[str]:
    """The codes of the sentences that are said of a list, and of those that stand in them."""
    result = steps(value)
    said = [*(remark.text for remark in result.feedback), *(row.feedback for row in result.criteria)]
    return {part.code for part in parts_of(said)}


@pytest.mark.parametrize("points", [[(0, 1), (0, 1)], [(0, 2), (0, 2)]])
def test_points_without_their_decimals_are_told_as_that(points: list[tuple[int, int]]):
    """Cut off or rounded in each step, as an array of whole numbers does; nothing is said of what each step did."""
    assert "step.cut_to_whole" in told(points)
    assert "slip.one_coordinate_moved.step" not in told(points)


def test_of_a_step_that_did_not_move_no_mistake_is_guessed():
    """A point written twice has no coordinate that was moved."""
    codes = told([(0.5, 1.5), (0.5, 1.5)])
    assert "step.stays" in codes
    assert "slip.one_coordinate_moved.step" not in codes


@pytest.mark.parametrize(
    ("points", "codes"),
    [
        ([(0.8, 1.92), (0.672, 1.8528)], {"slip.sign", "slip.sequential_update.step"}),
        ([(0.6, 1.94), (0.286, 1.9114)], {"step.derivative.open", "slip.sequential_update.step"}),
        ([(0.2, 1.8), (0.04, 1.76)], {"step.another_size", "slip.dropped_term.diff"}),
        ([(0.7, 1.965), (0.46175, 1.9419125)], {"step.another_size", "slip.sequential_update.step"}),
        ([(0.7, 1.3), (0.3, 0.9)], {"step.no_cause"}),
    ],
)
def test_a_wrong_derivative_beside_a_known_mistake_is_told(points: list[tuple[float, float]], codes: set[str]):
    """Where two slips together explain every step both are said, the size among them; of several derivatives none is named."""
    assert codes <= told(points)


@pytest.mark.parametrize(("points", "code"), [([(1, 2), FIRST], "step.missing.but_start"), ([FIRST], "step.missing")])
def test_who_counts_the_start_is_told_that_it_does_not(points: list[tuple[float, float]], code: str):
    """Two points are no two steps where the first is the start."""
    assert code in told(points)


@pytest.mark.parametrize(("points", "is_said"), [([(1, 2), FIRST, SECOND], True), ([FIRST, SECOND], False)])
def test_a_right_list_that_begins_with_the_start_is_told_so(points: list[tuple[float, float]], is_said: bool):
    """The start costs nothing, and is none of the steps."""
    assert ("step.begins_with_start" in told(points)) == is_said

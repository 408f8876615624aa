"""What a descent is told names no cause that was not seen, and typed-in minima earn nothing however they are dressed."""

from __future__ import annotations

import pytest

from grader.model import CheckResult, Verdict
from tests.descent_programs.driver import play
from tests.descent_programs.right import ONE, TWO
from tests.sentences.mutants import codes_in

MINIMUM = 0.5671432904


def one(body: str) -> str:
    """A program in one variable."""
    return "import math\nf = lambda t: t*t/2 + math.exp(-t)\ndef grad_descent(x_start, n):\n" + _indented(body)


def two(body: str) -> str:
    """A program in two variables, with the partial derivatives `gx` and `gy` and the function `f`."""
    return (
        "import numpy as np\ngx = lambda x: 4*x - 3*np.exp(-3*x)\ngy = lambda y: 8*y - 6*np.exp(-2*y)\n"
        "f = lambda x, y: 2*x**2 + 4*y**2 + np.exp(-3*x) + 3*np.exp(-2*y)\n"
        "def multi_grad_descent(x_start, y_start, n):\n    x, y = x_start, y_start\n" + _indented(body + "\nreturn x, y")
    )


def _indented(body: str) -> str:
    return "".join(f"    {line}\n" for line in body.splitlines())


def codes(result: CheckResult) -> set[str]:
    """What was said, by code."""
    return {feedback.code for feedback in result.feedback}


def lost(result: CheckResult) -> set[str]:
    """The criteria that did not earn their share."""
    return {line.id for line in result.criteria if line.credit < 1}


@pytest.mark.parametrize("width", ["1e-4", "1e-6", "1e-8"])
@pytest.mark.parametrize("sides", [("h", "0"), ("h", "-h"), ("0", "-h")])
def test_difference_quotients_are_accepted_with_a_remark_from_every_start(width: str, sides: tuple[str, str]):
    """Also from (14, -53), where they vanish between numbers of 10⁴⁵."""
    a, b = sides
    body = f"h = {width}\nfor k in range(n):\n    w = ({a}) - ({b})\n"
    body += f"    x, y = x - .05*(f(x + {a}, y) - f(x + {b}, y))/w, y - .05*(f(x, y + {a}) - f(x, y + {b}))/w"
    result = play(two(body), TWO)
    assert result.verdict is Verdict.CORRECT, result.feedback
    assert "difference_quotient" in codes(result)


@pytest.mark.parametrize("share", [0.5, 0.9])
@pytest.mark.parametrize("quotient", ["(f(x + h) - f(x - h)) / (2*h)", "(f(x + h) - f(x)) / h"])
def test_momentum_is_named_with_a_numeric_gradient_too(share: float, quotient: str):
    """Its direction is lost and its count kept."""
    loop = f"for k in range(n):\n    v = {share}*v - 0.1*{quotient}\n    x += v\nreturn x"
    result = play(one(f"x, v, h = x_start, 0, 1e-5\n{loop}"), ONE)
    assert result.misconception == "momentum"
    assert "count" not in lost(result)


@pytest.mark.parametrize("else_", ["", "else:\n    return None", "else:\n    return 'not converged'"])
def test_a_program_that_returns_only_once_it_has_converged_hears_that(else_: str):
    """Its steps are left to a person; it is not told that it returns nothing."""
    step = "x = x_start\nfor k in range(n):\n    x = x - 0.1*(x - math.exp(-x))\n"
    result = play(one(f"{step}if abs(x - math.exp(-x)) < 1e-4:\n    return x\n{else_}"), ONE)
    assert (result.verdict, result.misconception) == (Verdict.NEEDS_REVIEW, "returns_late")
    assert "returns_nothing" not in codes(result)


def test_a_program_that_never_returns_a_point_is_asked_no_longer_than_others():
    """`return None` is no value."""
    result = play(one("x = x_start\nfor k in range(n): x = x - 0.1*(x - math.exp(-x))\nreturn None"), ONE)
    assert result.misconception == "returns_nothing"


@pytest.mark.parametrize("start", ["y = x_start", "x = abs(x)", "x = y = min(2, x)", "x, y = int(x), int(y)"])
def test_another_start_is_told_as_that(start: str):
    """And no word of a derivative, a count or a condition that ends the loop."""
    result = play(two(f"{start}\nfor k in range(n): x, y = x - .05*gx(x), y - .05*gy(y)"), TWO)
    assert lost(result) == {"start"} or lost(result) == {"start", "arrives"}
    assert not codes(result) & {"wrong_direction", "count_unclear", "stops_too_early"}


def test_what_is_cut_in_each_coordinate_is_not_called_a_wrong_derivative():
    """Each coordinate moves downhill, so the derivative need not be wrong."""
    result = play(two("for k in range(n): x, y = x - .1*np.clip(gx(x), -1, 1), y - .1*np.clip(gy(y), -1, 1)"), TWO)
    assert "uneven_steps" in codes(result)
    assert "wrong_direction" not in codes(result)


def test_points_rounded_on_the_way_end_no_loop():
    """Where rounding holds the point, no condition is blamed."""
    result = play(two("for k in range(n): x, y = round(x - .05*gx(x), 2), round(y - .05*gy(y), 2)"), TWO)
    assert result.misconception == "rounds_on_the_way"
    assert "condition" not in " ".join(f.text for f in result.feedback)


@pytest.mark.parametrize(
    "body",
    [
        f"x = x_start\nfor k in range(n): x = x + ({MINIMUM} - x)/(n - k)\nreturn x",
        f"return {MINIMUM} + (x_start - {MINIMUM})*(1 - 0.6)**n",
        f"x = x_start\nfor k in range(n): x = (x + {MINIMUM})/2\nreturn x",
        f"x = {MINIMUM}\nfor k in range(n): x = x - 0.1*(x - math.exp(-x))\nreturn x",
    ],
)
def test_a_minimum_that_is_typed_in_earns_nothing(body: str):
    """As the end, as what the steps go to, or as the start."""
    assert play(one(body), ONE).credit == 0


@pytest.mark.parametrize(
    "body",
    [
        f"x = x_start\nif n >= 5:\n    for k in range(n): x = (x + {MINIMUM})/2\n    return x\n"
        "for k in range(n): x = x - 0.1*(x - math.exp(-x))\nreturn x",
        f"x = x_start\nfor k in range(n):\n    x = (x + {MINIMUM})/2 if k >= 5 else x - 0.1*(x - math.exp(-x))\nreturn x",
    ],
)
def test_going_to_a_typed_in_minimum_later_is_no_schedule(body: str):
    """A size that one start alone shows is no evidence; two starts must share it."""
    assert {"count", "arrives"} <= lost(play(one(body), ONE))


def test_a_start_typed_in_beside_the_minimum_is_shown_to_a_person():
    """Its few right steps show little; one typed in far away shows them all."""
    step = "\nfor k in range(n): x = x - 0.1*(x - math.exp(-x))\nreturn x"
    assert play(one(f"x = 0.6{step}"), ONE).verdict is Verdict.NEEDS_REVIEW
    assert lost(play(one(f"x = 5{step}"), ONE)) == {"start", "arrives"}


RETURNED = {
    "the order and a step more": ("range(n + 1)", "gx(x)", "y, x", {"coordinates_swapped", "one_step_too_many"}),
    "the order and a step less": ("range(n - 1)", "gx(x)", "y, x", {"coordinates_swapped", "one_step_too_few"}),
    "the order and a sign": ("range(n)", "(4*x + 3*np.exp(-3*x))", "y, x", {"coordinates_swapped", "wrong_gradient"}),
    "the way and a step more": ("range(n + 1)", "gx(x)", "x - x_start, y - y_start", {"returns_the_way_gone", "one_step_too_many"}),
    "the last move and a sign": ("range(n)", "(4*x + 3*np.exp(-3*x))", "-a, -b", {"returns_the_last_move", "wrong_gradient"}),
}


@pytest.mark.parametrize("slips", RETURNED)
def test_what_is_returned_and_another_slip_are_told_as_two(slips: str):
    """Nothing false is said of the steps where the points only come back otherwise."""
    turns, slope, returned, named = RETURNED[slips]
    loop = f"for k in {turns}:\n    a, b = 0.05*{slope}, 0.05*gy(y)\n    x, y = x - a, y - b"
    said = codes(play(two(f"{loop}\nreturn {returned}"), TWO))
    assert named <= said
    assert "wrong_direction" not in said


@pytest.mark.parametrize(
    ("update", "told"),
    [
        ("x + 0.1*(x - math.exp(-x))", "turned.added"),
        ("x - 0.1*(math.exp(-x) - x)", "turned.question"),
        ("x + -0.1*(math.exp(-x) - x)", "turned.question"),
    ],
)
def test_a_sign_is_said_of_the_update_where_that_adds(update: str, told: str):
    """From the points the sign of the update and that of the derivative are one."""
    result = play(one(f"x = x_start\nfor k in range(n): x = {update}\nreturn x"), ONE)
    assert result.misconception == "ascends"
    assert told in {code for each in result.feedback for code in codes_in(each.text)}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("for k in range(n):\n    x = x - 0.05*gx(x)", "still.update"),
        ("g = 0\nfor k in range(n):\n    x = x - 0.05*gx(x)\n    y = y - 0.05*g\ng = gy(y)", "still.moved_by_zero"),
        ("v = [x, y]\nfor k in range(n):\n    v = [v[0] - 0.05*gx(v[0]), v[1]]\nreturn v", "still.moved_by_zero"),
    ],
)
def test_a_coordinate_that_its_loop_moves_by_nothing_is_told_so(body: str, told: str):
    """Who updates every coordinate is not told to."""
    result = play(two(body).replace("return v\n    return x, y", "return v"), TWO)
    assert told in {code for each in result.feedback for code in codes_in(each.text)}


def test_a_recursion_is_told_what_becomes_of_what_it_gives_back():
    """There is no loop in it."""
    step = "x = x_start - 0.1*(x_start - math.exp(-x_start))"
    result = play(one(f"if n == 0:\n    return x_start\n{step}\ngrad_descent(x, n - 1)\nreturn x"), ONE)
    assert "same.thrown_away" in {code for each in result.feedback for code in codes_in(each.text)}


def test_two_slips_in_one_derivative_leave_the_loop_right():
    """Each iteration is the same step from where the one before ended, though not a right one."""
    result = play(one("x = x_start\nfor k in range(n): x = x - 0.1*(2*x + math.exp(-x))\nreturn x"), ONE)
    assert "wrong_direction.one_step" in {code for each in result.feedback for code in codes_in(each.text)}


DOWN = "for k in range(n):\n    x, y = x - 0.1*gx(x), y - 0.1*gy(y)"


@pytest.mark.parametrize("drawn", ["np.random.uniform(-1, 1, 2)", "np.random.default_rng().normal(size=2)"])
def test_numbers_that_are_drawn_are_named_and_nothing_is_said_of_what_they_look_like(drawn: str):
    """A start that is drawn is no minimum known in advance."""
    result = play(two(f"x, y = {drawn}\n{DOWN}"), TWO)
    named = {"draws_random_numbers", "goes_to_known_minimum", "typed_in_answers"}
    assert codes(result) & named == {"draws_random_numbers"}


def test_one_coordinate_in_each_step_loses_no_count():
    """The source shows n turns of the loop, though one step from where the first ended is another one."""
    moved = "for k in range(n):\n    x, y = (x - 0.1*gx(x), y) if k % 2 == 0 else (x, y - 0.1*gy(y))"
    assert "count" not in lost(play(two(moved), TWO))


@pytest.mark.parametrize(("places", "costs"), [(1, {"arrives"}), (2, {"arrives"}), (3, set()), (6, set())])
def test_a_rounded_result_hides_the_minimum_alone(places: int, costs: set[str]):
    """The steps are right, and stand still in the result alone."""
    result = play(two(f"{DOWN}\nx, y = round(x, {places}), round(y, {places})"), TWO)
    assert (lost(result), "rounds_on_the_way" in codes(result)) == (costs, False)


@pytest.mark.parametrize(
    ("body", "codes_told"),
    [
        ("x = 0.0\nfor k in range(n):\n    x = round(x - 0.2*(x - math.exp(-x)), 1)", {"ignores_start", "rounds_on_the_way"}),
        ("x = 5\nfor k in range(n):\n    x = int(x - 0.3*(x - math.exp(-x)))", {"ignores_start", "rounds_to_integers"}),
        ("x = 0.0\ng = x - math.exp(-x)\nfor k in range(n):\n    x -= 0.1*g", {"ignores_start", "gradient_not_reevaluated"}),
    ],
)
def test_answers_that_are_rounded_name_no_other_mistake(body: str, codes_told: set[str]):
    """Points of one decimal move by a tenth at a time, whatever moves them; unrounded ones say more."""
    assert codes(play(one(f"{body}\nreturn x"), ONE)) == codes_told


@pytest.mark.parametrize(
    ("moved", "returned", "told"),
    [
        ("x - 0.1*(x + math.exp(-x))", "f(x)", "returns_function_value"),
        ("x + 0.1*(x - math.exp(-x))", "f(x)", "returns_function_value"),
        ("x - 0.1*(2*x - math.exp(-x))", "x - math.exp(-x)", "gradient_instead_of_point"),
    ],
)
def test_values_of_wrong_steps_are_told_beside_what_is_wrong_in_them(moved: str, returned: str, told: str):
    """A point behind a value is known by where one iteration from it leads; values are not told as a walk."""
    result = play(one(f"x = x_start\nfor k in range(n):\n    x = {moved}\nreturn {returned}"), ONE)
    assert told in codes(result)
    assert codes(result) & {"ascends", "wrong_gradient"}
    assert not codes(result) & {"first_wrong_step", "step_in_doubt"}
    assert lost(result) == {"start", "direction", "arrives"}


def test_a_coordinate_that_rests_in_turn_is_not_said_to_be_cut():
    """Each move that is made is right."""
    result = play(two("for k in range(n):\n    if k % 2:\n        x = x - 0.1*gx(x)\n    else:\n        y = y - 0.1*gy(y)"), TWO)
    assert any(getattr(each.text, "code", "") == "uneven_steps.in_turn" for each in result.feedback)


def test_a_move_that_repeats_itself_is_told_where_the_derivative_is_wrong_too():
    """It is no gradient that is worked out again, nor the right one."""
    result = play(one("x, g = x_start, 2*x_start - math.exp(-x_start)\nfor k in range(n):\n    x = x - 0.001*g\nreturn x"), ONE)
    assert any(getattr(each.text, "code", "") == "wrong_direction.frozen" for each in result.feedback)


def step_told(result: CheckResult) -> tuple[str, str]:
    """Which step is shown, and the call in which it is seen."""
    sentences = (each.text for each in result.feedback if each.code.startswith(("first_wrong_step", "step_in_doubt")))
    gaps = next((text.gaps for text in sentences if hasattr(text, "gaps") and "call" in text.gaps), {})
    return getattr(gaps.get("which"), "code", ""), str(gaps.get("call", ""))


@pytest.mark.parametrize(
    ("loop", "moved", "told"),
    [
        ("range(n)", "x - 0.1*(x/2 - math.exp(-x))", ("wrong_step.first", "grad_descent(-1.0, 1)")),
        ("range(n)", "x - 0.1*(x - math.exp(-x))/abs(x - math.exp(-x))", ("wrong_step.first", "grad_descent(-1.0, 1)")),
        ("range(n)", "x - 0.1*(x_start - math.exp(-x_start))", ("wrong_step.first", "grad_descent(-1.0, 2)")),
        ("range(n + 1)", "x - 0.1*(x/2 - math.exp(-x))", ("wrong_step.one", "grad_descent(-1.0, 2)")),
        ("range(1, n)", "x - 0.1*(x/2 - math.exp(-x))", ("wrong_step.first", "grad_descent(-1.0, 2)")),
        ("range(n)", "x - 0.1*(x - math.exp(-x) + 1)", ("", "grad_descent(-1.0, 2)")),
    ],
)
def test_the_first_wrong_step_is_the_first_or_not_called_so(loop: str, moved: str, told: tuple[str, str]):
    """With δ known the step from the start is wrong, too, though another δ leads there; of two steps at once none is the first."""
    assert step_told(play(one(f"x = x_start\nfor k in {loop}:\n    x = {moved}\nreturn x"), ONE)) == told

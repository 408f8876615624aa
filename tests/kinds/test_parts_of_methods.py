# ruff: noqa: E501 - a program in a line is easier to compare with its neighbours than one broken in two
"""Wrong programs of methods that no single known mistake explains: what is right in them is said, and two slips are told as two."""

from __future__ import annotations

import random

import pytest

from grader.model import CheckResult, Verdict
from tests.descent_programs.driver import ROOT, play
from tests.kinds.test_method_programs import AHEAD, BOUNDED, BOX, HEAVY, IN_TURN, REST, SEARCH, SEARCHING, judged, loop, solved
from tests.sentences import works
from tests.sentences.mutants import codes_in
from tests.sentences.works import Work

FIXED = "momentum(f, 0.05, 0.8)"
BOTH_BOUNDS = "projected_descent(f, 0.1, lower=[-0.05, 0.1], upper=[1.2, 1.6])"
CLIPPED = "a, b = gr(x, y); x, y = min(max(x - 0.1*a, -0.05), 1.2), min(max(y - 0.1*b, 0.1), 1.6)"
SEARCHED = "backtracking(f, 1, 0.8, 0.3)"
GY, GX = "gr(x, y)[1] - 2*y", "gr(x, y)[0] - 2*y"


def said(result: CheckResult) -> set[str]:
    """The codes of all that is said."""
    return {code for each in result.feedback for code in codes_in(each.text)}


WRONG_Y = HEAVY.replace("a, b = gr(x, y)", f"a, b = gr(x, y)[0], {GY}")
TWO_SLIPS = {
    "a Hessian entry and another": ("newton(f)", loop(solved("A -= exp(x - y)/2; C -= exp(x - y)/2")), {"slip.wrong_derivatives"}),
    "a slope and a Hessian entry": ("newton(f)", loop(solved("a -= 2*y; C -= exp(x - y)/2")), {"slip.wrong_derivatives"}),
    "a sign and a Hessian entry": ("newton(f)", loop(solved("C -= exp(x - y)/2; a, b = -a, -b")),
                                   {"slip.wrong_derivatives", "slip.newton_added.program"}),
    "both slopes": (FIXED, loop(HEAVY.replace("gr(x, y)", f"{GX}, {GY}"), REST), {"slip.wrong_derivatives"}),
    "a slope and what is kept": (FIXED, loop(WRONG_Y.replace("0.8*", "-0.8*"), REST), {"slip.wrong_gradient", "slip.kept_with_other_sign"}),
    "a slope and δ": (FIXED, loop(WRONG_Y.replace("0.05*", "0.02*"), REST), {"slip.wrong_gradient", "slip.another_step_size.program"}),
    "a slope and the order, of plain descent": ("descent(f, 0.1)", loop(f"x -= 0.1*gr(x, y)[0]; y -= 0.1*({GY})"),
                                                {"slip.wrong_gradient", "slip.sequential_update.program"}),
    "a slope and the order, moved first": ("descent(f, 0.1)", loop(f"y -= 0.1*({GY}); x -= 0.1*gr(x, y)[0]"),
                                           {"slip.wrong_gradient", "slip.sequential_update.program"}),
    "a diagonal alone and an entry": ("newton(f)", loop(solved("B = 0; C -= exp(x - y)/2")), {"slip.wrong_derivatives", "slip.mixed_left_out"}),
    "a slope and a factor": ("backtracking(f, 1, 0.5, 0.0001)", SEARCHING.replace("0.8", "0.1").replace("0.3", "0.0001") + loop(
        SEARCH.replace("gr(x, y)", f"gr(x, y)[0], {GY}")), {"slip.wrong_gradient"}),
    "the order returned, and a slope": (FIXED, loop(WRONG_Y, REST, "y, x"), {"slip.coordinates_swapped.program", "slip.wrong_gradient"}),
    "the order returned, and a step more": ("newton(f)", loop("x, y = newton(x, y)", last="y, x", count="n + 1"),
                                            {"slip.coordinates_swapped.program", "slip.one_step_too_many"}),
    "the last move, and a slope": (FIXED, loop(WRONG_Y, REST, "u, v"), {"slip.returns_the_last_move", "slip.wrong_gradient"}),
    "a slope and the bounds": (BOTH_BOUNDS, loop(CLIPPED.replace("gr(x, y)", f"gr(x, y)[0], {GY}").replace("max(y - 0.1*b, 0.1)", "(y - 0.1*b)")
                                                 .replace("1.6)", "9e9)")), {"slip.wrong_gradient", "slip.one_coordinate_projected.program"}),
}  # fmt: skip


@pytest.mark.parametrize("slips", TWO_SLIPS)
def test_two_slips_are_told_as_two(slips: str):
    """Each by its own name, where each of them is seen in every step; and the program loses what they cost."""
    method, program, codes = TWO_SLIPS[slips]
    result = judged(method, program)
    assert result.credit < 1
    assert codes <= said(result), [each.text for each in result.feedback]


PARTS = {
    "one coordinate never moved, beside a slip": (BOTH_BOUNDS, loop(CLIPPED.replace("gr(x, y)", f"{GX}, 0").replace(", min(max(y - 0.1*b, 0.1), 1.6)", ", y")),
                                                  {"slip.wrong_gradient", "slip.in_some_coordinates"}),
    "one coordinate kept at an edge": (BOTH_BOUNDS, loop(CLIPPED.replace("min(max(x - 0.1*a, -0.05), 1.2)", "max(min(x - 0.1*a, -0.05), 1.2)")),
                                       {"slip.sides_exchanged"}),
    "one coordinate in a way of its own": (FIXED, loop(HEAVY.replace("0.8*u", "0"), REST), {"holds.coordinates", "slip.move_not_kept"}),
    "one coordinate by nothing known": (FIXED, loop(HEAVY.replace("0.05*b", "0.05*b*(1 + x*x)"), REST), {"no_step_of_method.coordinates"}),
    "a row of the Hessian": ("newton(f)", loop(solved("b *= 1 + x*x")), {"no_step_of_method.equations"}),
    "the first step": (FIXED, loop(HEAVY.replace("0.05*", "0.05/(k + 1)*"), REST), {"no_step_of_method.first"}),
    "steps inside the region": (BOUNDED, loop(BOX.replace("max(x - 0.1*a, 0.5)", "(x - 0.1*a if x - 0.1*a > 0.5 else 0.8)")
                                              .replace("max(y - 0.1*b, -0.1)", "(y - 0.1*b if y - 0.1*b > -0.1 else 0.3)")),
                                {"no_step_of_method.inside"}),
    "one derivative": (SEARCHED, SEARCHING + loop(SEARCH.replace("gr(x, y)", "gr(x, y)[0], gr(x, y)[1]*(1 + x*x)")),
                       {"no_step_of_method.derivatives"}),
    "the direction": (SEARCHED, SEARCHING.replace("f(x, y) - t*s", "f(x, y) - t*s*abs(a)") + loop(SEARCH), {"no_step_of_method.direction"}),
    "a size beside the search": (SEARCHED, SEARCHING + loop(SEARCH.replace("x - t*a, y - t*b", "x - 0.1*a, y - 0.1*b")), {"no_step_size.of_search"}),
    "a point outside": (BOUNDED, loop(BOX.replace("max(y - 0.1*b, -0.1)", "y - 0.1*b*abs(b)")), {"no_step_of_method.outside"}),
}  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
def test_what_is_right_in_steps_that_nothing_explains_is_said(part: str):
    """The part of them that holds in every step, and where to look."""
    method, program, codes = PARTS[part]
    assert codes <= said(judged(method, program)), [each.text for each in judged(method, program).feedback]


ONE_SLIP = [
    (FIXED, loop(HEAVY.replace("a, b = gr(x, y)", "a, b = gr(s, t); s, t = x, y").replace("x, y = x + u", "s, t = x, y; x, y = x + u")
                 .replace("s, t = x, y; u, v", "u, v"), f"{REST}; s, t = x, y"), "gradient_one_behind"),
    (FIXED, loop("a, b = gr(x, y); x, y, s, t = x + 0.8*(x - s) - 0.05*a, y + 0.8*(y - t) - 0.05*b, x, y", "s = t = 0"), "origin_before_first"),
    (BOTH_BOUNDS, loop("a, b = gr(x, y); x, y = x - 0.1*a, y - 0.1*b").replace(
        "return x, y", "return min(max(x, -0.05), 1.2), min(max(y, 0.1), 1.6)"), "projected_at_last"),
    (BOTH_BOUNDS, loop("a, b = gr(x, y); s, t = x - 0.1*a, y - 0.1*b; x = s if -0.05 <= s <= 1.2 else x; y = t if 0.1 <= t <= 1.6 else y"),
     "stays_outside"),
    (FIXED, loop("a, b = gr(x, y); x, y = x + 0.8*(x - s) - 0.05*a, y + 0.8*(y - t) - 0.05*b", "s, t = x, y"), "whole_way_kept"),
    (BOTH_BOUNDS, loop("a, b = gr(x, y); x, y = min(max(x - 0.1*a, 0.1), 1.6), min(max(y - 0.1*b, -0.05), 1.2)"), "bounds_exchanged"),
    (BOTH_BOUNDS, loop("a, b = gr(x, y); x, y = x - min(max(0.1*a, -0.05), 1.2), y - min(max(0.1*b, 0.1), 1.6)"), "move_projected"),
    (BOTH_BOUNDS, loop(CLIPPED.replace("max(y - 0.1*b, 0.1)", "(y - 0.1*b)").replace("min((y - 0.1*b), 1.6)", "max(y - 0.1*b, 1.6)")), "in_some_coordinates"),
    (BOTH_BOUNDS, loop("a, b = gr(x, y); x, y = max(min(x - 0.1*a, -0.05), 1.2), max(min(y - 0.1*b, 0.1), 1.6)"), "stays_in_a_corner"),
    (SEARCHED, SEARCHING.replace("while", "if") + loop(SEARCH), "shortened_once"),
    (SEARCHED, SEARCHING.replace("y - t*b)", "y)") + loop(SEARCH), "tried_in_one_coordinate"),
    (SEARCHED, SEARCHING.replace("f(x - t*a, y - t*b)", "f(x - t, y - t)") + loop(SEARCH), "tried_without_gradient"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "program", "name"), ONE_SLIP)
def test_a_slip_of_a_part_of_a_method_has_its_name(method: str, program: str, name: str):
    """A gradient of the last point, a way kept whole, bounds of another coordinate, a test of another point."""
    assert judged(method, program).misconception == name


def test_two_updates_of_one_coordinate_are_no_wrong_derivative():
    """Where the other one never moves, that is told; what both updates come to is no derivative of the student's."""
    result = judged("descent(f, 0.1)", loop("a, b = gr(x, y); x -= 0.1*a; x -= 0.1*b"))
    assert "slip.wrong_gradient" not in said(result)
    assert "slip.in_some_coordinates" in said(result)


def test_a_sign_is_not_told_beside_the_derivative_that_it_stands_in():
    """A wrong derivative by x with another sign is one derivative by x; no step was seen to go uphill."""
    body = "x, y = x - 0.001*(-2*(1 - x) - 200*(y - x**2)), y - 0.001*200*(y - x**2)"
    source = f"def rosenbrock_descent(x, y, n):\n    for k in range(n):\n        {body}\n    return x, y\n"
    result = play(source, (ROOT / "examples" / "optimization_course" / "exercises" / "rosenbrock.yml").read_text("utf-8"))
    assert said(result) & {"slip.wrong_gradient", "slip.in_some_coordinates", "slip.ascends.program"} == {"slip.wrong_gradient"}


@pytest.mark.parametrize(("size", "keeps"), [("1", True), ("(1 if k < 20 else 0.1)", False), ("(1 if k < 60 else 0.1)", False)])
def test_a_wrong_loop_keeps_its_count_until_its_steps_change(size: str, keeps: bool):
    """Of quotients the wrong way round rounding alone parts two runs after some forty steps; a size that changes does so too."""
    slopes = "a, b = exp(x) - 2*exp(-2*x) + 2*x, exp(x) + 4*exp(-2*x) + 2"
    source = f"from math import exp\ndef newton_descent(x, n):\n    for k in range(n):\n        {slopes}\n        x = x - {size}*b/a\n    return x\n"
    result = play(source, (ROOT / "examples" / "optimization_course" / "exercises" / "newton_one.yml").read_text("utf-8"))
    assert ({each.id: each.credit for each in result.criteria}["count"] == 1) == keeps


@pytest.mark.parametrize("secret", ["", "a", "b", "c"])
def test_steps_that_are_made_up_are_not_explained(secret: str):
    """Nothing is called right in steps of which nothing is; nor is any slip named."""
    chance = random.Random(secret)
    for method, body in ((FIXED, HEAVY), ("newton(f)", solved("pass")), (BOUNDED, BOX), ("coordinate_descent(f, 0.1)", IN_TURN),
                         ("nesterov(f, 0.05, 0.8)", AHEAD)):
        bent = "a, b = a*(1 + math.sin(x)), b*(1 + math.cos(y))".replace("1 +", f"{chance.uniform(1.2, 1.7):.3f} +")
        program = loop(body.replace("gr(x, y);", f"gr(x, y); {bent};") if "gr(x, y);" in body else body.replace("; u, v", f"; {bent}; u, v", 1), REST)
        codes = said(judged(method, program, secret))
        assert not any(code.startswith(("slip.wrong", "slip.in_some", "holds.", "no_step_of_method.")) and code != "no_step_of_method.outside"
                       for code in codes), (method, codes)


def test_steps_that_shrink_against_what_is_asked_are_not_left_to_a_person():
    """A fixed δ divided by the number of the step is told, and so is that it does not lead there."""
    result = judged("descent(f, 0.1)", loop("a, b = gr(x, y); x, y = x - 0.1/(k + 1)*a, y - 0.1/(k + 1)*b"))
    assert result.verdict is Verdict.PARTIAL
    assert {"slip.another_step_size.program", "does_not_arrive"} <= said(result)


LOST = {
    "solved by hand": ("coordinate_descent", "def in_turn(x, y, n):\n    for k in range(n):\n        if k % 2: y = -x/4\n        else: x = 3 - y\n    return x, y"),
    "by SymPy": ("multivariable_descent", "import sympy as sp\na, b = sp.symbols('a b')\nf = a**2 + 4*b**2 + sp.exp(-3*a) + 3*sp.exp(-2*b)\n"
                 "g = sp.lambdify((a, b), [sp.diff(f, a), sp.diff(f, b)])\ndef multi_grad_descent(x, y, n):\n    for k in range(n):\n"
                 "        u, v = g(x, y)\n        x, y = x - 0.05*u, y - 0.05*v\n    return x, y"),
    "by a rule": ("multivariable_descent", "from math import exp\ndef multi_grad_descent(x, y, n):\n    for k in range(n):\n"
                  "        x, y = x - 0.05*(2*x - 3*exp(-3*x)), y - 0.05*(8*y - 6*exp(-2*y))\n    return x, y"),
}  # fmt: skip


@pytest.mark.parametrize("taken", LOST)
def test_a_rule_that_nobody_used_is_not_told(taken: str):
    """Of an equation that is solved, and of a derivative that a package takes, a factor has got lost anywhere."""
    told = works.said(Work(*LOST[taken]))
    assert any("exponent_factor" in code for code in told) == (taken == "by a rule")
    assert ("wrong_gradient.solved" in told) == (taken == "solved by hand")


SUMMED = "def line_descent(w, X, y, lr, epochs):\n    m, b = w\n    for k in range(epochs):\n        r = m*X + b - y\n        m, b = m - lr*({}), b - lr*({})\n    return m, b"


@pytest.mark.parametrize(("slopes", "is_times"), [(("2*sum(r*X)", "2*sum(r)"), True), (("2*sum(r*X)/8", "2*sum(r)/8"), False)])
def test_a_factor_of_all_derivatives_is_told_beside_a_wrong_one(slopes: tuple[str, str], is_times: bool):
    """With a sum in place of a mean the others do not fit, whatever else is missing in one."""
    told = works.said(Work("gradient_of_a_loss", SUMMED.format(*slopes)))
    assert "slip.wrong_gradient" in told
    assert ("wrong_gradient.times" in told) == is_times


def test_a_coordinate_that_rests_in_its_turn_ends_nothing():
    """Steps that stand still once, and go on when the other coordinate's turn has come, neither pause nor come to rest."""
    source = "def in_turn(x, y, n):\n    for k in range(n):\n        if k % 2: y = y - (x + 4*y)\n        else: x = x - (2*x + y - 3)\n    return x, y"
    told = works.said(Work("coordinate_descent", source))
    assert {"slip.another_step_size.program", "diverges"} <= told
    assert not {"pauses", "ends_elsewhere", "slip.stops_too_early"} & told


@pytest.mark.parametrize(("history", "is_told"), [("points", False), ("points[:-1]", False), ("points[-1]", True)])
def test_a_list_of_all_points_is_right_beside_a_point_that_lags_behind(history: str, is_told: bool):
    """Where the last point but one is returned alone, the list is compared with where the steps lead, or lags behind as well."""
    source = (
        "from math import exp, hypot\ndef descend_until(x, y, learning_rate, tol, max_iter, history):\n    points = [(x, y)]\n"
        "    for k in range(max_iter):\n        u, v = learning_rate*(exp(x - y) + x), learning_rate*(2*y - exp(x - y))\n"
        f"        x, y = x - u, y - v\n        points.append((x, y))\n        if hypot(u, v) < tol: break\n"
        f"    return {history} if history else points[-2]\n"
    )
    told = works.said(Work("until_it_rests", source))
    assert ("all_points_asked_for" in told) == is_told

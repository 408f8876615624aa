# ruff: noqa: E501 - a program in a line is easier to compare with its neighbours than one broken in two
"""Innocent works: for each sentence that names a cause the smallest work next to it of which something else is true.

Each is said nothing false today, and would be if the check of the sentence always held.
"""

from __future__ import annotations

from grader.kinds.descent.first_points import Halves
from grader.kinds.shapes.step_causes import Cause
from grader.notation.answer import read
from grader.quantities.slips.catalogue import named
from grader.quantities.slips.nearest_formula import _KINDS, _Fit
from grader.quantities.slips.term_slips import TermSlip
from grader.sentences.examples import example
from tests.descent_programs.exercises import descending
from tests.sentences.works import Work

PARTIAL, DIRECTIONAL, BY_HAND = "partial_derivatives", "directional_derivative", "descent_by_hand"
ONE, TWO = "single_variable_descent", "multivariable_descent"
SLOPE, STEP = "(x - math.exp(-x))", "x = x - 0.1*(x - math.exp(-x))"
GX, GY = "(4*x - 3*np.exp(-3*x))", "(8*y - 6*np.exp(-2*y))"


def md(exercise: str, text: str) -> Work:
    """An answer in a cell of text."""
    return Work(exercise, text, text=True)


def one(*lines: str, first: str = "x = x_start", last: str = "return x", turns: str = "range(n)", above: str = "import math") -> Work:
    """A descent in one variable with these lines in its loop."""
    body = [first, f"for k in {turns}:", *(f"    {line}" for line in lines), last]
    return Work(ONE, "\n".join([above, "def grad_descent(x_start, n):", *(f"    {line}" for line in body)]))


def two(line: str, first: str = "x, y = x_start, y_start", last: str = "x, y") -> Work:
    """A descent in two variables with this line in its loop."""
    head = "import numpy as np\ndef multi_grad_descent(x_start, y_start, n):"
    return Work(TWO, f"{head}\n    {first}\n    for k in range(n):\n        {line}\n    return {last}")


def asked(term: str) -> str:
    """An exercise that asks for this term."""
    return (
        "title: t\nprompt: p\ngiven: {v: [3, 4], P: [2, 1], Q: [1, 2, 3]}\ndata: {X: [1, 2, 3], Y: [2, 4, 5]}\nfunctions:\n"
        "  f(x, y): 4*x*y + y**3\n  g(x): x**2/2 + exp(-x)\n  h(x, y, z): 2*x**2 - 3*x*y + z**3\n"
        "  p(x, y): x**2 + x*y + 2*y**2 + exp(x - y)/4\n  E(m, b): mean((m*X + b - Y)**2)/2\n"
        f"items:\n  - {{id: a, answer: \"{term}\"}}\n"
    )


def answered(term: str, text: str) -> Work:
    """An answer to what such an exercise asks for."""
    return Work(asked(term), f"a = {text}", text=True)


HANDED = "def gradient_descent(dfdx, x, learning_rate, num_iterations):\n    for k in range(num_iterations):\n        x = {}\n    return x"
LOSS = "import numpy as np\ndef line_descent(w, X, y, lr, epochs):\n    m, b = w\n    for k in range(epochs):\n        r = m*X + b - y\n        m, b = m - lr*2*np.mean(r*X), b - lr*3*np.mean(r)\n    return m, b"
HEAVY = "import numpy as np\ndef heavy_ball(x_start, y_start, n):\n    x, y, u, v = x_start, y_start, 0, 0\n    for k in range(n):\n        u, v = 0.8*u - 0.05*(x + y - np.exp(-x)), 0.8*v - 0.05*(x + 10*y)\n        x, y = x + u, y + v\n    return x, y"
SHORTENED = "from math import exp\ndef f(x, y):\n    return x**2 + x*y + 4*y**2 + exp(-x)\ndef backtracking(x_start, y_start, n):\n    x, y = x_start, y_start\n    for k in range(n):\n        a, b, t = 2*x + y - exp(-x), x + 8*y, 1\n        while f(x - t*a, y - t*b) > f(x, y) - 1e-4*t*(a**2 + b**2):\n            t *= 0.9\n        x, y = x - t*a, y - t*b\n    return x, y"
FREE = "def projected(p, delta, n):\n    x, y = p\n    for k in range(n):\n        x, y = x - delta*(2*(x - 2) + y), y - delta*(x + 6*(y + 1))\n    return x, y"
IN_TURN = "def in_turn(x_start, y_start, n):\n    x, y = x_start, y_start\n    for k in range(n):\n        x = (3 - y)/2\n    return x, y"
BOWL = descending("x**2 + 2*y**2 + exp(-x)", "[[1, 2], [-1, 1]]", "xy", size=0.1)
UNEQUAL = "from math import exp\ndef descend(x, y, n):\n    for k in range(n):\n        x, y = x - 0.1*(2*x - exp(-x)), y - 0.1*3*y\n    return x, y"
WHILE = "import math\ndef grad_descent(x_start, n):\n    x = x_start\n    while abs(x - math.exp(-x)) > 0.01:\n        x = x - 0.1*(x - math.exp(-x))\n    return x"
AGAIN = "def descend(x_start, n):\n    x, h = x_start, [x_start]\n    for k in range(n):\n        x = x - 0.2*x\n        h.append(x)\n    return h"
HEIGHT = "lambda x, y: 2*x**2 + 4*y**2 + np.exp(-3*x) + 3*np.exp(-2*y)"
RESTS = "import numpy as np\ndef descend_until(x0, y0, learning_rate, tol, max_iter, history):\n    points = [np.array([x0, y0], dtype=float)]\n    for k in range(max_iter):\n        x, y = points[-1]\n        step = learning_rate*np.array([np.exp(x - y) + x, 2*y - np.exp(x - y)])\n        points.append(points[-1] - step)\n        if np.linalg.norm(step) < tol:\n            break\n    return points if history else points[-1]"

CARRIED = "title: T\nprompt: P\nfunctions:\n  f(x, y): x**2*y + y**3\ngiven: {P: [2, 1], v: [3, 4]}\nitems:\n  - {id: grad, answer: gradient(f)}\n  - {id: at_P, answer: \"at(grad, P)\"}\n  - {id: u, answer: unit(v)}\n  - {id: slope, answer: \"dot(at_P, u)\", carried_credit: 1/2}\n"

IN_THE_SOURCE: dict[Work, str] = {
    md(PARTIAL, "df_dx = 4x + 3y = 0"): "two_answers.sides",
    Work(DIRECTIONAL, "import numpy as np\nu_hat = np.array([1, 1], float)"): "inner_brackets",
    Work(BY_HAND, "p = (0.4, 1.9)\nsteps = p and (0.05, 1.86)"): "joined",
    Work(PARTIAL, "def df_dx(x, y, z):\n    return 5*x - 3*y"):
        "power whole_division input input.handed input.parameter left_over decimal_comma decimal_comma.inside comparison no_effect after_return not_a_variable "
        "automatic.no_backward automatic.built_once automatic.whole_number arguments_changed",
    Work(PARTIAL, "def df_dx(x, y, z):\n    y = 4*x"): "placeholder.empty returned_nothing.printed",
    md(PARTIAL, "df_dz = 0"): "partly.number partly.exchanged",
    md(PARTIAL, "df_dz = x"): "partly.factor partly.number_and_power",
    md(PARTIAL, "df_dz = 3z^2 + x"): "partly.more.many",
    md(PARTIAL, "df_dx = 5x - 3y"): "partly.right.many partly.missing partly.term.rounded",
    Work(PARTIAL, "def df_dx(x, y, z):\n    return x if x > 0 else y"): "partly.constant partly.number_added",
    Work("hinge_loss", "import numpy as np\ndef hinge(w, b, X, y):\n    return np.mean(np.cos(1 - y*(w*X + b)))"): "right_at_zero",
    md(DIRECTIONAL, "gradient = (x, y)"): "partly.number.vector",
    md(DIRECTIONAL, "slope = x^5"): "partly.not_differentiated",
    answered("diff(2**x + x**2, x)", "5^x"): "partly.standing",
    answered("2/diff(f, x, y)", "7"): "one_number.another_of_the_way.step",
    answered("norm(v)", "x"): "partly.formula.direction partly.formula.vector",
    answered("2*v", "(x, 1)"): "partly.formula",
    md(DIRECTIONAL, "slope = -3.46y + 2x + 3y^2"): "partly.term",
    md(DIRECTIONAL, "slope = -3.5y + 2x + 1.5y^2"): "partly.term.number",
    md(PARTIAL, "df_dx = x^3 - y"): "partly.variables.more partly.variables.fewer partly.solved partly.sign_and_letter",
    md(PARTIAL, "df_dx = 4x - 3y + 3z^2 + 1"): "partly.more",
    md(DIRECTIONAL, "slope = 3"): "partly.number.derivative",
    md(PARTIAL, "df_dy = 7"): "partly.number.zero partly.number.again",
    md(DIRECTIONAL, "slope = -sqrt(3)y + 2x + 1.5y^2"): "partly.right",
    md(DIRECTIONAL, "slope = -2 sqrt(3) y + 2x + x^3"): "partly.belongs",
    md(DIRECTIONAL, "slope = 2x + 2 sqrt(3) y"): "partly.belongs.many",
    md(DIRECTIONAL, "slope = 2x + 5y + y^2"): "partly.term.fewer",
    md(DIRECTIONAL, "u_hat = (1, 1)"): "partly.cut_off partly.near partly.length_is_1",
    md(DIRECTIONAL, "u_hat = (cos(2), sin(2))"): "partly.degrees",
    md(DIRECTIONAL, "u_hat = (0, 1)"): "partly.points_at",
    md(DIRECTIONAL, "u_hat = (x, y)"): "partly.formula.alone",
    md(DIRECTIONAL, "u_hat = (0.6, 0.8)"):
        "partly.side.space partly.order_and_sign partly.axis partly.proportion partly.length partly.angles partly.radians "
        "partly.radians.parts partly.radians.exchanged partly.converted partly.converted.parts",
    answered("2*v", "(6, 1)"): "partly.length_of_all",
    answered("2*v", "(7, 1)"): "partly.same_factor",
    Work(BY_HAND, "steps = [0.4, 0.3]"):
        "step.right_everywhere step.rounded step.start_swapped step.one_coordinate_written step.values step.last_alone turned_sign step.other_start "
        "step.one_list step.cut_to_whole "
        "program_in_text_cell",
    Work(BY_HAND, "steps = [(0.4, 1.9), (0.05, 1.9)]"): "step.right_here",
    Work(PARTIAL, "def df_dx(x, y, z):\n    return 4*x - 3*y"):
        "whole_numbers.stopped whole_numbers.nothing whole_numbers.cut_off",
    md(PARTIAL, "df_dx_depends_on = x"): "depends_on.too_many depends_on.none depends_on.own",
    md(PARTIAL, "df_dx_depends_on = z"): "depends_on.partly",
    Work(PARTIAL, "df_dz_depends_on = []"): "depends_on.too_few",
    md(DIRECTIONAL, "gradient = (4y, 4x + 3y^2)\n\nu_hat = (-0.87, 0.5)\n\nslope = -3.48y + 2x + 1.5y^2"):
        "carried_forward.in_part rounded.vectors",
    Work("any_function", HANDED.format("x + learning_rate*dfdx(x)")): "slip.ignores_step_size slip.keeps_state",
    Work("any_function", HANDED.format("x - learning_rate*(1 if dfdx(x) > 0 else -1)")): "slip.ignores_function",
    Work("gradient_of_a_loss", LOSS): "slip.ignores_data no_gradient count_unclear",
    Work("gradient_of_a_loss", "def grad_E(w, X, y):\n    r = w[0]*X + w[1] - y\n    return 2*(r*X).mean() + w[0]/5, 2*r.mean()"): "other_data",
    one("x = x_start - 0.1*(x - math.exp(-x))"): "wrong_direction.one_step",
    Work("coordinate_descent", IN_TURN): "same.no_loop same.break same.begins_again same.number",
    Work("momentum", HEAVY): "slip.another_number slip.another_step_size.program",
    Work(ONE, "def grad_descent(x_start, n):\n    return 3.0"):
        "slip.typed_in_answers slip.returns_the_counter slip.returns_one_coordinate slip.step_size_left_open mutates_arguments "
        "slip.returns_trajectory slip.returns_trajectory.flagged slip.prints_instead_of_returning slip.returns_other_type",
    Work(ONE, "def grad_descent(x_start, n):\n    return 1j"): "slip.returns_late",
    Work(ONE, "def grad_descent(x_start, n):\n    print('done')"): "slip.prints_something",
    Work(ONE, "def grad_descent(x_start, n):\n    print(x_start)"): "slip.returns_nothing",
    one(STEP): "integer_start",
    one("x = x - 0.1*(x + math.exp(-x))"): "slip.step_size_too_large runs_away",
    one(f"x = x - 3*{SLOPE}"): "slip.step_size_too_small",
    one(f"x = x - 1e-5*{SLOPE}"): "does_not_settle",
    one(f"x = x - 0.1*{SLOPE} + 0.1*random.random()", above="import math, random"): "step_size_unseen",
    Work("until_it_rests", RESTS): "slip.ignores_tolerance slip.ignores_history slip.other_measure all_points_but_the_start",
    Work(descending("x**2/2 + exp(-x)", "[3, -2]", size=0.1), "from math import exp\n" + AGAIN.replace("0.2*x", "0.2*(x - exp(-x))").replace("return h", "return x")): "slip.multiple_of_step",
    Work(descending("x**2/2", "[3, -2]", trajectory="true"), AGAIN): "slip.wrong_points_on_the_way",
    Work("least_squares", "def fit_prices(A, y):\n    return A.T @ y"): "fit.coordinates_swapped fit.nearly fit.not_finite",
    Work("least_squares", "import numpy as np\ndef fit_prices(A, y):\n    return np.linalg.solve(A.T @ A, A.T @ y)[::-1]"):
        "fit.other_loss",
    Work("least_squares", "import numpy as np\ndef fit_prices(A, y):\n    return np.linalg.solve(A.T @ A + 0.1*np.eye(3), A.T @ y)"):
        "fit.not_least fit.not_least.above fit.not_least.solved fit.not_least.linear",
    two(f"x, y = x - 0.05*np.clip({GX}, -1, 1), y - 0.05*np.clip({GY}, -1, 1)"): "wrong_direction wrong_direction.uphill no_step_size.cut",
    one("x = x - 0.1*x*math.exp(-x)"): "uneven_steps uneven_steps.still uneven_steps.in_turn wrong_direction.frozen",
    one(f"x = x - {SLOPE}//10"): "no_step_size not_repeatable",
    one(STEP, "if n > 50:", "    raise ValueError(n)"): "recursion",
    one("if k > 20:", "    return x", STEP): "quotient_vanishes",
    two("x, y = x - .05*(F(x + H, y) - F(x, y))/H, y - .05*(F(x, y + H) - F(x, y))/H", first=f"x, y, H, F = x_start, y_start, 1e-4, {HEIGHT}"):
        "overflows",
    Work(ONE, "def grad_descent(x_start, n):\n    return x_start if n < 3 else None"):
        "stays.comparison stays.unassigned stays.returns_start stays.other_name",
    Work(ONE, WHILE): "same.unchanged same.overwritten same.ended same.ended.later same.turn same.only_if",
    two(f"x, y = x - 0.05*{GX}, y - 0.05*{GY}", first="x, y = x_start, x_start"): "begins.cut begins.number",
    two(f"x, y = x - 0.05*{GX}, y - 0.05*{GY}", first="x, y = int(x_start), y_start"): "begins.at",
    one("if k == 0:", f"    {STEP}"): "same.unread",
    Work(PARTIAL, "def df_dx(x, y, z):\n    return x^2"): "raised.unset raised.not_called",
    Work(PARTIAL, "def df_dx(x, y, z):\n    return beta"): "raised.unset.means raised.because raised.no_parameter",
    Work(PARTIAL, "df_dx ="): "not_filled_in.no_body syntax.body",
    Work(PARTIAL, "print 4*x"): "not_filled_in.missing",
    answered("diff(f, x, y)", "7"):
        "one_number.on_the_way one_number.sign one_number.factor one_number.upside_down "
        "one_number.another_of_the_way one_number.negative one_number.one_over one_number.decimal_point",
    Work(PARTIAL, "import sympy as sp\nx, y, z = sp.symbols('x y z')\nf = 2*x**2 - 3*x*y + z**3\ndf_dx = -sp.diff(f, x)", sandboxed=True):
        "function_typed",
    Work(PARTIAL, "df_dx = 4x -"): "python2 syntax.decimal_comma",
    Work(CARRIED, "grad = ['2*x*y', 'x**2 + y**2']\nat_P = [5, 4]\nu = [0.6, 0.8]\nslope = 6.2"): "carried_forward",
    Work(BY_HAND, "steps = [(0.4, 1.9)]\nsteps.append(1/0)", sandboxed=True): "raised.left_empty",
    Work(PARTIAL, "print(df_dz)\ndf_dz = 7", sandboxed=True): "ran_at_the_end ran_at_the_end.hint",
    Work(PARTIAL, "def f(x: Real):\n    return x\nb = f(3)", sandboxed=True): "ran_at_the_end.below",
}
"""The conditions on the way to these sentences are looked for in the module of their check."""

SLIPS: dict[Work, str] = {
    answered("diff(max(0, x**2 - 1), x)", "7*x"): "slip.side_not_asked",
    answered("max(x, y)", "7*x"): "slip.other_extreme slip.added_up",
    md(PARTIAL, "df_dz = z^2 + 1"):
        "slip.kept_term.many slip.sign.in_term slip.dropped_term.in_term slip.term_not_differentiated.in_term slip.integrated.in_term slip.kept_term "
        "slip.total_derivative slip.sign.single slip.exponent_factor_forgotten slip.exponent_factor_forgotten.in_term",
    md(PARTIAL, "df_dx = 4x - 3z"):
        "slip.kept_term.in_term slip.exponent_not_lowered.in_term "
        "slip.other_factor_dropped.in_term slip.other_variable slip.sign slip.sign.whole "
        "slip.absolute_taken slip.kept_above_zero "
        "slip.dropped_term.diff slip.integrated slip.exponent_not_lowered slip.exponent_factor_forgotten.either "
        "slip.constant_factor_forgotten slip.term_not_differentiated slip.other_factor_dropped slip.second_derivative "
        "slip.second_derivative.mixed slip.function_itself",
    answered("diff(g, x)", "x - exp(-2x)"):
        "slip.chain_factor_missing.in_term slip.constant_factor_forgotten.in_term slip.chain_factor_missing "
        "slip.power_rule_on_exponential slip.inner_differentiated",
    answered("gradient(f)(P)", "(7, 1)"): "slip.not_evaluated slip.coordinates_swapped",
    answered("g(f)", "7"): "slip.not_evaluated.formulas",
    answered("diff(sin(x)/(x**2 + 1), x)", "7 + x"):
        "slip.not_divided slip.fraction_turned_round slip.quotient_rule slip.quotient_of_derivatives",
    answered("diff(sin(x)*x**2, x)", "7 + x"):
        "slip.outer_function_missing slip.factor_forgotten slip.product_rule_half slip.product_of_derivatives "
        "slip.trigonometric_sign slip.outer_not_differentiated",
    answered("-(x - y)", "7*x"): "slip.opposite_order slip.not_negated",
    answered("-gradient(f)", "(4*y, 7*x)"): "slip.not_negated.gradient",
    answered("diff(2**x + x**2, x)", "7"): "slip.multiplied_by_exponent slip.dropped_term slip.base_logarithm_missing",
    answered("diff(f, x, y)", "7"): "slip.differentiated_too_rarely",
    answered("mean(X*Y)", "7"): "slip.mean_forgotten slip.first_left_out slip.last_left_out",
    answered("sum(X*Y)", "7"): "slip.mean_taken",
    answered("direction(30, '-x', '+y')", "(0.6, 0.8)"):
        "slip.sign.direction slip.opposite_direction slip.not_normalised slip.supplementary_angle slip.sine_cosine_swapped slip.degrees_as_radians "
        "slip.angle_given slip.cosine_only slip.sine_only",
    answered("dot(P, v)", "7.25"):
        "slip.cross_product slip.components_swapped.dot slip.component_left_out.dot slip.dot_product_not_taken.products_not_added "
        "slip.dot_product_not_taken.sums slip.normalised.dot "
        "slip.dot_product_not_taken.first_given slip.dot_product_not_taken.second_given slip.dot_product_not_taken.without_second "
        "slip.dot_product_not_taken.length_of_first",
    answered("dot([1, 2], v)", "7.25"): "slip.components_added.dot",
    answered("dot(x*P, y*v)", "7*x"): "slip.dot_product_not_taken slip.dot_product_not_taken.both_vectors",
    answered("dot(gradient(f), direction(30, '-x', '+y'))", "7*x"): "slip.components_swapped.slope slip.not_normalised.dot",
    answered("norm(v)", "7.25"): "slip.components_added.norm slip.length_not_taken slip.root_forgotten slip.sign.length",
    answered("unit(v)", "(5/13, 12/13)"):
        "slip.length_given.unit slip.divided_by_squared_length slip.divided_by_sum slip.component_left_out",
    answered("dot(gradient(f), unit(v))", "7*x"):
        "slip.dot_product_not_taken.slope slip.dot_product_not_taken.gradient_given slip.dot_product_not_taken.direction_given "
        "slip.dot_product_not_taken.without_direction slip.dot_product_not_taken.steepest slip.dot_product_not_taken.both",
    answered("gradient(f)", "(4*y, 4*x + 3*y)"):
        "slip.dropped_term.component slip.other_variable.whole slip.other_variable.term slip.components_swapped slip.component_missing slip.components_added.gradient slip.length_given slip.normalised",
}
"""Of these the comparison with the wrong answer that people give always holds."""

WRITTEN = ((0.7, 1.3), (0.3, 0.9))


def by_hand(rule: str) -> Work:
    """Two steps that follow no known mistake."""
    return Work(asked(f"steps({rule}, start=[1, 2], count=2)"), f"a = {list(WRITTEN)}")


STEPS: dict[Work, str] = {
    by_hand("descent(p, 0.1)"):
        "slip.move_instead_of_point slip.gradient_instead_of_point.step slip.components_swapped.step slip.ascends.step "
        "slip.gradient_not_reevaluated.step slip.another_step_size.step slip.one_coordinate_moved.step slip.sequential_update.step",
    by_hand("coordinate_descent(p, 0.1)"):
        "slip.coordinates_swapped.step slip.step_size_forgotten slip.out_of_turn slip.all_coordinates_moved slip.whole_round "
        "slip.other_derivative slip.old_coordinates slip.minimum_subtracted",
    by_hand("projected_descent(p, 0.1, lower=[0.5, -0.1])"):
        "slip.not_projected slip.stays_outside slip.always_to_the_edge slip.one_coordinate_projected slip.one_bound_left_out "
        "slip.projected_too_early slip.bounds_exchanged slip.sides_exchanged slip.move_projected slip.projected_at_last",
    by_hand("stochastic_descent(E, 0.02, order=[2, 0, 1])"):
        "slip.all_observations slip.divided_by_number slip.out_of_order slip.whole_pass",
    by_hand("backtracking(p, 1, 0.5, 0.5)"):
        "slip.never_shortened slip.any_fall_taken slip.length_not_squared slip.shortened_once_more slip.share_forgotten slip.size_kept "
        "slip.shortened_once slip.tried_uphill slip.tried_without_gradient slip.tried_in_one_coordinate",
    by_hand("momentum(p, 0.1, 0.5)"):
        "slip.move_not_kept slip.looks_ahead slip.gradient_weighted slip.move_before_first slip.origin_before_first "
        "slip.kept_with_other_sign "
        "slip.kept_whole slip.kept_by_other_share slip.gradient_one_behind slip.whole_way_kept",
    by_hand("nesterov(p, 0.1, 0.5)"): "slip.looks_not_ahead",
    by_hand("newton(p)"):
        "slip.first_order_step slip.hessian_not_inverted slip.newton_added slip.hessian_not_reevaluated slip.zero_of_function "
        "slip.mixed_left_out slip.entries_inverted slip.determinant_forgotten slip.inverse_sign slip.inverse_diagonal",
}
"""Of these the mistake leads to whatever point was written."""

PROGRAMS: dict[Work, str] = {
    one(STEP):
        "slip.one_step_too_many slip.one_step_too_few slip.gradient_instead_of_point.program slip.returns_function_value "
        "slip.returns_the_way_gone slip.returns_the_last_move slip.step_size_from_n slip.step_size_from_counter slip.coordinates_swapped.program "
        "slip.wrong_gradient slip.moved_by_another slip.accumulates_gradients slip.constant_answer slip.never_moves slip.not_a_number slip.ignores_n "
        "slip.ignores_start slip.one_coordinate_moved.program slip.ascends_in_one_coordinate slip.unequal_steps slip.other_method "
        "slip.wrong_second_derivative slip.wrong_derivatives slip.in_some_coordinates "
        "slip.whole_round.program slip.old_coordinates.program slip.fixed_length_steps slip.gradient_not_reevaluated.program "
        "slip.newton_step slip.sequential_update.program slip.only_signs slip.components_swapped.program "
        "slip.goes_to_known_minimum slip.momentum slip.other_number_of_steps slip.begins_elsewhere slip.arrives_at_once "
        "slip.jumps_to_minimum slip.coordinate_typed_in slip.rows_in_turn",
    Work("projected_descent", FREE): "slip.one_bound_left_out.program slip.one_coordinate_projected.program",
}
"""Of these the deviation explains whatever the program answers."""

_SIGN = named("sign", read("7*x", variables=("x",)))
_IN_TERM = TermSlip(term=read("2*x^2", variables=("x",)), variable="x", slip=_SIGN)
_FIRST = "grader.kinds.shapes.step_causes.causes_of"
_STEPS = Work(BY_HAND, "steps = [(0.7, 1.7), (1.6, 2.1)]")
_SWAPPED = two(f"x, y = x - 0.05*np.sin({GX}), y - 0.05*np.cos({GY})")
_BENT = (
    "import math\ndef descend(x_start, y_start, n):\n    x, y = x_start, y_start\n    for k in range(n):\n"
    "        x, y = x - 0.1*math.sin(2*x + y), y - 0.1*math.cos(x + 2*y)\n    return x, y\n"
)
_NO_METHOD = Work(
    "momentum", "import math\ndef heavy_ball(x, y, n):\n    for k in range(n):\n"
    "        x, y = x - 0.05*math.sin(x + y), y - 0.05*math.sin(x + 10*y)\n    return x, y\n",
)
_ENDS = "grader.kinds.descent.source.Source.ends_a_loop_by_condition"
_NEAREST, _NO_PLACE = "grader.quantities.slips.nearest_formula", md(DIRECTIONAL, "slope = x^5*y")
_RIGHT = "grader.quantities.slips.partly_right.what_is_right"

ANSWERS: dict[str, tuple[str, object, Work]] = {
    "unequal_sides": ("grader.kinds.rival_answers.is_same", False, md(PARTIAL, "df_dx = 4x + 3y = 3y + 4x")),
    **{f"nearest.{kind}": (f"{_NEAREST}._fits", (_Fit(kind, (0,)),), _NO_PLACE) for kind in _KINDS},
    "nearest.here": (f"{_NEAREST}._fits", (_Fit("reach", (0,)), _Fit("function", (1,))), _NO_PLACE),
    **{f"products.{case}": ("grader.quantities.slips.products.told_by_products", example(f"products.{case}"), _NO_PLACE)
       for case in ("vector", "right", "rounded", "left_out", "sign", "other", "alone", "number")},
    "products.settled": ("grader.kinds.carried.shown_right", frozenset(("gradient", "u_hat")), _NO_PLACE),
    "partly.misplaced": (_RIGHT, example("partly.misplaced"), md(DIRECTIONAL, "gradient = (x, y)")),
    "partly.components": (_RIGHT, example("partly.components"), md(DIRECTIONAL, "gradient = (x, y)")),
    "partly.two_slips": ("grader.quantities.slips.term_slips.slips_in_terms", (_IN_TERM, _IN_TERM), md(PARTIAL, "df_dx = x^3 - y")),
    "term.slip": ("grader.quantities.slips.term_slips.slips_in_terms", (_IN_TERM,), md(PARTIAL, "df_dx = x^3 - y")),
    "step.again": (_FIRST, (Cause("ascends", "a"), Cause("ascends", "a", again=1)), _STEPS),
    "step.again.unknown": (_FIRST, (Cause(None, "a"), Cause(None, "a", again=1)), Work(BY_HAND, "steps = [(1.6, 2.1), (2, 3)]")),
    **{code: (_FIRST, (Cause(None, example(code)),) * 2, Work(BY_HAND, "steps = [(0.7, 1.7), (0.3, 1.5)]"))
       for code in ("step.derivative", "step.turned", "step.uphill", "step.another_size")},
    "slip.put_in": ("grader.kinds.numbers_put_in.with_numbers_put_in", (named("put_in", read("7*x", variables=("x",)), point="x = 1"),),
                    md(PARTIAL, "df_dx = 7x")),
    "one_coordinate_right": ("grader.kinds.descent.first_points.right_coordinates", Halves("x", "y", 0.05), _SWAPPED),
    "one_coordinate_right.but_for_size": ("grader.kinds.descent.first_points.right_coordinates", Halves("x", "y", 0.2),
                                          Work(descending("x**2 + x*y + y**2", "[[3, 1], [-2, 1]]", ("x", "y"), size=0.1), _BENT)),
    **{f"no_step_of_method.{part}": ("grader.kinds.descent.method_marks.right_parts", {part: gaps}, _NO_METHOD)
       for part, gaps in (("coordinates", {"right": "x", "wrong": "y"}), ("derivatives", {"right": "x", "wrong": "y"}), ("equations", {"right": "x", "wrong": "y"}), ("first", True), ("later", True),
                          ("inside", True), ("direction", True))},
    "no_step_of_method.outside": ("grader.kinds.descent.method_marks.outside", {"call": "`p(1, 2)`", "point": "(3, 4)"}, _NO_METHOD),
    "wrong_gradient.symbolic": ("grader.kinds.descent.tensor_gradients.differentiates_symbols", True,
                                one("x = x - 0.1*(x + math.exp(-x))")),
    "wrong_gradient.automatic": ("grader.kinds.descent.tensor_gradients.differentiates", True, one("x = x - 0.1*(x + math.exp(-x))")),
    "wrong_gradient.hidden": ("grader.kinds.descent.tensor_gradients.hidden_function", ("math.exp", "mg.exp"),
                              one("x = x - 0.1*(x + math.exp(-x))")),
    **{f"multiple_of_step.{name}": ("grader.kinds.descent.method_marks.where_from", example(f"multiple_of_step.{name}"),
                                    Work("any_function", HANDED.format(f"x - learning_rate*dfdx(x)/{3 - (name == 'any')}")))
       for name in ("count_missing", "count_twice", "over_data", "two", "half", "divided", "size_twice", "any")},
    "multiple_of_step.in_update": ("grader.kinds.descent.method_marks.where_from", example("multiple_of_step.in_update"),
                                   Work("momentum", HEAVY.replace("0.05*", "0.05/2*"))),
    **{f"unequal_steps.{name}": ("grader.kinds.descent.method_marks.of_coordinates", example(f"unequal_steps.{name}"), work)
       for name, work in (("by_axis", two(f"x, y = x - 0.05*{GX}, y - 0.02*{GY}")), ("any", Work(BOWL, UNEQUAL)))},
    "fit.left_at_zero": ("grader.kinds.program_of_fit._left_at_zero", ("b",), Work("least_squares", "def fit_prices(A, y):\n    return A.T @ y")),
    "fit.part_of_loss_left_out": ("grader.kinds.program_of_fit._weighted", (("w**2", ""),),
                                  Work("least_squares", "def fit_prices(A, y):\n    return A.T @ y")),
    "fit.part_of_loss_weighted": ("grader.kinds.program_of_fit._weighted", (("w**2", "half"),),
                                  Work("least_squares", "def fit_prices(A, y):\n    return A.T @ y")),
    "placeholder": ("grader.submission.placeholders.is_placeholder", True, Work(PARTIAL, "df_dx = 'y'")),
    "not_filled_in.mark": ("grader.submission.placeholders.placeholder_mark", "???", Work(PARTIAL, "df_dx = 4x -")),
    "syntax.outside": ("grader.submission.statements._returns", False, Work(PARTIAL, "def df_dx(x, y, z):\n    return 5*x\nreturn 4")),
    "slip.stops_too_early": ("grader.kinds.descent.program_trial.Trial.arrived", False, one(f"if abs{SLOPE} < 1e-3:", "    break", STEP)),
    **{code: ("grader.quantities.numbers_on_the_way.told_by_the_way", example(code), answered("diff(f, x, y)", "7"))
       for code in ("one_number.root", "one_number.square", "one_number.factor.of_step", "one_number.combined")},
    "slip.returns_numbers": ("grader.kinds.descent.program_trial.Trial.gives_numbers", True,
                             two("x, y = x_start - 0.05*(4*x_start - 3*np.exp(-3*x_start)), y_start - 0.05*(8*y_start - 6*np.exp(-2*y_start))")),
    "no_step_size.of_search": ("grader.kinds.descent.method_marks._stand_in_source", False, Work("backtracking", SHORTENED)),
    "turned.added": ("grader.kinds.descent.source.Source.adds_in_update", True, one("x = x - 0.1*(math.exp(-x) - x)")),
    "same.thrown_away": ("grader.kinds.descent.idle_loops.why_n_is_ignored", example("same.thrown_away"),
                         Work(ONE, f"import math\ndef grad_descent(x_start, n):\n    x = x_start\n    {STEP}\n    return x")),
    "still.moved_by_zero": ("grader.kinds.descent.idle_loops.why_it_is_still", example("still.moved_by_zero"), two(f"x = x - 0.05*{GX}")),
    "returns_matrix": ("grader.kinds.descent.readings._is_matrix", True, one(STEP)),
    "stops_too_early.start_read": ("grader.kinds.descent.idle_loops.start_in_loop", "x_start", one("if k > 10:", "    break", STEP)),
    "stops_too_early.by_condition": (_ENDS, True, one(STEP, turns="range(min(n, 10))")),
    "stops_too_early.far_away": ("grader.kinds.descent.longer_runs._climbs", True, one("if x > 2:", "    break", STEP)),
    "stops_too_early.by_itself": (_ENDS, False, one("if k > 10:", "    break", STEP)),
    **{code: ("grader.descent.rounded_answers.rounding", code.removeprefix("slip."), one(STEP, last=f"return round(x, {digits})"))
       for code, digits in (("slip.rounds_to_integers", 6), ("slip.rounds_on_the_way", 6), ("slip.rounds_the_result", 6), ("rounded", 1))},
    **{f"slip.{name}": ("grader.kinds.descent.marks._cases", (name.partition(".")[0],), one(STEP)) for name in (
        "ascends.program", "newton_added.program", "draws_random_numbers", "negative_step_size", "zero_step_size", "stops_after_first_step", "hard_coded_minimum",
        "stays_in_a_corner")},
}
"""Of these the check answers so, whatever it is asked."""

GRADIENTS: dict[Work, str] = {
    one("x = x - 0.1*(x - 2.7**(-x))"): "rounded_slope",
    one("q = (math.exp(x + 1e-6) - math.exp(x))/1e-6; x = x - 0.1*(x - 2.71828**(-x))"): "difference_quotient",
    one("x = x - 0.1*((x + 1e-7)**2/2 + math.exp(-x - 1e-7) - x**2/2 - math.exp(-x))/1e-7"): "rounded_constant",
}
"""Of these every gradient that is nearly right is so for this reason."""

REASONS: dict[str, str] = {
    **dict.fromkeys(
        ("nearest_edit", "nearest_edit.two", "nearest_edit.both", "nearest_edit.twice", "nearest_edit.step"),
        "the judge itself decides, on the program as it was edited; tests/kinds/test_nearest_edits.py holds it to that",
    ),
    "step.derivative.open": "a derivative and a mistake have to explain every number together; tests/kinds/test_steps.py proves it",
    "handed.tensor": "goes to the student as an exception's own words; tests/kinds/test_contracts_of_descents.py proves it",
    "slip.components_added": "both of its ways have sentences of their own, and no term has the two; each name has a usual sentence",
}
"""Where a check that always holds would mean nothing, and why."""

"""Worked examples for slips that are made again: with which numbers each is told.

An example is told in another function than the course's, so each has a second set of numbers for a course that uses the first.
Our own engine works out in a test what has to hold of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """An example: the slips that it helps with, and its numbers twice.

    `about` are those that may not be the course's own.
    """

    slips: str
    first: Mapping[str, str]
    second: Mapping[str, str]
    about: str = "f"


EXAMPLES: Mapping[str, Example] = {
    # derivatives
    "power": Example(
        slips="exponent_not_lowered exponent_factor_forgotten",
        first={"f": "5*t**2", "d": "10*t", "n": "2"},
        second={"f": "2*t**7", "d": "14*t**6", "n": "7"},
    ),
    "constant_factor": Example(
        slips="constant_factor_forgotten factor_forgotten",
        first={"p": "t**3", "q": "3*t**2", "f": "7*t**3", "d": "21*t**2", "k": "7"},
        second={"p": "sin(t)", "q": "cos(t)", "f": "6*sin(t)", "d": "6*cos(t)", "k": "6"},
    ),
    "signs": Example(
        slips="sign",
        first={"f": "t - 4*t**2", "d": "1 - 8*t"},
        second={"f": "t**5 - 6*t", "d": "5*t**4 - 6"},
    ),
    "sine_and_cosine": Example(
        slips="trigonometric_sign",
        first={"f": "7*cos(t)", "d": "-7*sin(t)", "g": "7*sin(t)", "e": "7*cos(t)"},
        second={"f": "9*cos(t)", "d": "-9*sin(t)", "g": "9*sin(t)", "e": "9*cos(t)"},
        about="f g",
    ),
    "term_by_term": Example(
        slips="dropped_term term_not_differentiated function_itself",
        first={"f": "t**4 + 6*t", "p": "t**4", "q": "4*t**3", "r": "6*t", "s": "6", "d": "4*t**3 + 6"},
        second={"f": "t**5 + 9*t", "p": "t**5", "q": "5*t**4", "r": "9*t", "s": "9", "d": "5*t**4 + 9"},
    ),
    "fixed_term": Example(
        slips="kept_term",
        first={"f": "t**5 + s**4", "p": "s**4", "d": "5*t**4"},
        second={"f": "6*t**2 + 8*s", "p": "8*s", "d": "12*t"},
    ),
    "two_partial_derivatives": Example(
        slips="other_variable total_derivative",
        first={"f": "5*t**2*s", "d": "10*t*s", "e": "5*t**2"},
        second={"f": "t**4 + 7*s", "d": "4*t**3", "e": "7"},
    ),
    "fixed_factor": Example(
        slips="other_factor_dropped",
        first={"f": "t**4*s", "p": "s", "d": "4*t**3*s"},
        second={"f": "t**5*s**2", "p": "s**2", "d": "5*t**4*s**2"},
    ),
    "derivative_or_integral": Example(
        slips="integrated",
        first={"f": "t**5", "d": "5*t**4", "g": "t**6/6"},
        second={"f": "t**7", "d": "7*t**6", "g": "t**8/8"},
    ),
    "chain": Example(
        slips="chain_factor_missing inner_differentiated outer_not_differentiated",
        first={"f": "sin(5*t)", "p": "5*t", "o": "cos(5*t)", "q": "5", "d": "5*cos(5*t)"},
        second={"f": "(4*t + 1)**6", "p": "4*t + 1", "o": "6*(4*t + 1)**5", "q": "4", "d": "24*(4*t + 1)**5"},
    ),
    "exponential": Example(
        slips="power_rule_on_exponential",
        first={"f": "exp(7*t)", "q": "7", "d": "7*exp(7*t)"},
        second={"f": "exp(-6*t)", "q": "-6", "d": "-6*exp(-6*t)"},
    ),
    "other_base": Example(
        slips="base_logarithm_missing",
        first={"f": "7**t", "d": "log(7)*7**t"},
        second={"f": "6**t", "d": "log(6)*6**t"},
    ),
    "quotient": Example(
        slips="quotient_rule quotient_of_derivatives",
        first={"f": "t**2/(t + 5)", "q": "2*t", "s": "1", "d": "(2*t*(t + 5) - t**2*1)/(t + 5)**2"},
        second={"f": "t**3/(t + 4)", "q": "3*t**2", "s": "1", "d": "(3*t**2*(t + 4) - t**3*1)/(t + 4)**2"},
    ),
    "product": Example(
        slips="product_rule_half product_of_derivatives",
        first={"f": "t**4*sin(t)", "p": "4*t**3*sin(t)", "q": "t**4*cos(t)", "d": "4*t**3*sin(t) + t**4*cos(t)"},
        second={"f": "t**5*exp(t)", "p": "5*t**4*exp(t)", "q": "t**5*exp(t)", "d": "5*t**4*exp(t) + t**5*exp(t)"},
    ),
    "orders": Example(
        slips="second_derivative differentiated_too_rarely",
        first={"f": "t**5", "d": "5*t**4", "e": "20*t**3"},
        second={"f": "t**6", "d": "6*t**5", "e": "30*t**4"},
    ),
    "formula_and_number": Example(
        slips="put_in",
        first={"f": "5*t**2", "d": "10*t", "a": "3", "v": "30"},
        second={"f": "2*t**7", "d": "14*t**6", "a": "1", "v": "14"},
    ),
    "put_in": Example(
        slips="not_evaluated",
        first={"a": "4", "f": "2*t + 5", "p": "2*4 + 5", "v": "13"},
        second={"a": "6", "f": "3*t + 7", "p": "3*6 + 7", "v": "25"},
    ),
    # gradients, points and vectors
    "gradient": Example(
        slips="components_swapped component_missing components_added components_added.gradient length_given normalised",
        first={"f": "t**4 + 7*s", "d": "(4*t**3, 7)"},
        second={"f": "t**5 + 8*s", "d": "(5*t**4, 8)"},
    ),
    "order_of_coordinates": Example(
        slips="coordinates_swapped",
        first={"v": "(6, 11)", "a": "6", "b": "11", "c": "-5"},
        second={"v": "(7, 10)", "a": "7", "b": "10", "c": "-3"},
        about="v",
    ),
    "turned_round": Example(
        slips="opposite_direction not_negated not_negated.gradient",
        first={"v": "(7, -2)", "w": "(-7, 2)"},
        second={"v": "(-9, 5)", "w": "(9, -5)"},
        about="v w",
    ),
    "unit": Example(
        slips="not_normalised divided_by_squared_length divided_by_sum length_given.unit",
        first={"v": "(8, 15)", "p": "sqrt(8**2 + 15**2)", "n": "17", "u": "(8/17, 15/17)"},
        second={"v": "(20, 21)", "p": "sqrt(20**2 + 21**2)", "n": "29", "u": "(20/29, 21/29)"},
        about="v",
    ),
    "length": Example(
        slips="components_added.norm length_not_taken root_forgotten",
        first={"v": "(9, 12)", "p": "sqrt(9**2 + 12**2)", "n": "15"},
        second={"v": "(10, 24)", "p": "sqrt(10**2 + 24**2)", "n": "26"},
        about="v",
    ),
    "dot": Example(
        slips="cross_product dot_product_not_taken components_swapped.dot components_swapped.slope component_left_out "
        "component_left_out.dot",
        first={"v": "(2, 7)", "w": "(5, 3)", "p": "2*5 + 7*3", "n": "31"},
        second={"v": "(6, 9)", "w": "(4, 8)", "p": "6*4 + 9*8", "n": "96"},
        about="v w",
    ),
    "angle_from_the_left": Example(
        slips="supplementary_angle",
        first={"a": "20", "b": "160"},
        second={"a": "70", "b": "110"},
        about="a b",
    ),
    "cosine_first": Example(
        slips="sine_cosine_swapped cosine_only sine_only angle_given",
        first={"a": "90", "u": "(0, 1)", "c": "0", "s": "1"},
        second={"a": "180", "u": "(-1, 0)", "c": "-1", "s": "0"},
        about="a",
    ),
    "radians": Example(
        slips="degrees_as_radians",
        first={"a": "90", "r": "pi/2", "g": "sin(pi/2)", "v": "1"},
        second={"a": "180", "r": "pi", "g": "cos(pi)", "v": "-1"},
        about="a",
    ),
    "difference": Example(
        slips="opposite_order",
        first={"v": "(2, 3)", "w": "(6, 12)", "u": "(4, 9)"},
        second={"v": "(5, 1)", "w": "(7, 9)", "u": "(2, 8)"},
        about="v w",
    ),
    "power_of_a_number": Example(
        slips="multiplied_by_exponent",
        first={"p": "5**3", "q": "5*5*5", "v": "125"},
        second={"p": "6**3", "q": "6*6*6", "v": "216"},
        about="p",
    ),
    "mean": Example(
        slips="mean_forgotten mean_taken first_left_out last_left_out",
        first={"a": "4", "b": "7", "c": "13", "m": "8", "s": "24"},
        second={"a": "6", "b": "11", "c": "16", "m": "11", "s": "33"},
        about="",
    ),
    # steps
    "step": Example(
        slips="step_size_forgotten ascends.step move_instead_of_point gradient_instead_of_point.step one_coordinate_moved.step "
        "one_coordinate_moved.program another_step_size.step",
        first={"f": "t**2 - 2*t + s**2", "v": "(3, 1)", "g": "(4, 2)", "h": "0.5", "m": "(2, 1)", "w": "(1, 0)"},
        second={"f": "3*t**2 - 4*s", "v": "(1, 5)", "g": "(6, -4)", "h": "0.25", "m": "(1.5, -1)", "w": "(-0.5, 6)"},
        about="f v",
    ),
    "next_gradient": Example(
        slips="gradient_not_reevaluated",
        first={"f": "t**2", "a": "4", "h": "0.25", "p": "8", "b": "2", "q": "4", "c": "1"},
        second={"f": "3*t**2", "a": "10", "h": "0.1", "p": "60", "b": "4", "q": "24", "c": "1.6"},
    ),
    "old_point": Example(
        slips="sequential_update",
        first={"f": "t*s", "a": "2", "b": "7", "p": "7", "q": "2", "h": "0.1", "c": "1.3", "e": "6.8"},
        second={"f": "t**2*s", "a": "1", "b": "4", "p": "8", "q": "1", "h": "0.1", "c": "0.2", "e": "3.9"},
    ),
    "own_derivative": Example(
        slips="components_swapped.step components_swapped.program ascends_in_one_coordinate unequal_steps",
        first={"f": "6*t + 9*s", "p": "6", "q": "9", "a": "0.6", "b": "0.9"},
        second={"f": "7*t + 5*s", "p": "7", "q": "5", "a": "0.7", "b": "0.5"},
    ),
    "order_of_variables": Example(
        slips="coordinates_swapped.step coordinates_swapped.program",
        first={"a": "6", "b": "11"},
        second={"a": "7", "b": "10"},
        about="",
    ),
    "newton": Example(
        slips="first_order_step hessian_not_inverted newton_added zero_of_function",
        first={"f": "t**4", "a": "2", "p": "32", "q": "48", "b": "4/3"},
        second={"f": "t**3 + 9*t", "a": "1", "p": "12", "q": "6", "b": "-1"},
    ),
    "next_curvature": Example(
        slips="hessian_not_reevaluated",
        first={"f": "t**4", "d": "12*t**2", "a": "3", "p": "108", "b": "2", "q": "48"},
        second={"f": "t**3", "d": "6*t", "a": "5", "p": "30", "b": "4", "q": "24"},
    ),
    "inverse": Example(
        slips="mixed_left_out entries_inverted determinant_forgotten inverse_sign inverse_diagonal",
        first={"a": "3", "b": "1", "c": "5", "n": "14"},
        second={"a": "5", "b": "2", "c": "7", "n": "31"},
        about="",
    ),
    "momentum": Example(
        slips="gradient_weighted move_before_first origin_before_first move_not_kept kept_with_other_sign kept_whole "
        "kept_by_other_share whole_way_kept",
        first={"f": "2*t**2 - 6*t", "a": "4", "h": "0.1", "p": "10", "m": "-1", "b": "3", "q": "6", "k": "-1.1"},
        second={"f": "t**2", "a": "5", "h": "0.2", "p": "10", "m": "-2", "b": "3", "q": "6", "k": "-2.2"},
    ),
    "look_ahead": Example(
        slips="looks_ahead looks_not_ahead gradient_one_behind",
        first={"f": "t**2", "a": "5", "m": "-4", "b": "3", "q": "6", "p": "10"},
        second={"f": "3*t**2", "a": "4", "m": "-2", "b": "3", "q": "18", "p": "24"},
    ),
    "in_turn": Example(
        slips="out_of_turn all_coordinates_moved whole_round other_derivative old_coordinates minimum_subtracted",
        first={"f": "5*t + 3*s", "a": "4", "b": "2", "p": "5", "q": "3", "c": "3.5", "e": "1.7"},
        second={"f": "8*t + 6*s", "a": "7", "b": "5", "p": "8", "q": "6", "c": "6.2", "e": "4.4"},
    ),
    "box": Example(
        slips="not_projected stays_outside always_to_the_edge one_coordinate_projected one_bound_left_out projected_too_early "
        "bounds_exchanged sides_exchanged move_projected projected_at_last",
        first={"a": "1.4", "b": "0.3"},
        second={"a": "1.7", "b": "0.6"},
        about="",
    ),
    "one_observation": Example(
        slips="all_observations divided_by_number out_of_order whole_pass rows_in_turn",
        first={"f": "(t - 1)**2", "g": "(t - 5)**2", "a": "3", "p": "4", "b": "2", "q": "-6", "c": "3.5"},
        second={"f": "(t - 2)**2", "g": "(t - 9)**2", "a": "6", "p": "8", "b": "4", "q": "-10", "c": "6.5"},
    ),
    "enough": Example(
        slips="never_shortened any_fall_taken length_not_squared shortened_once_more share_forgotten size_kept "
        "shortened_once tried_uphill tried_without_gradient tried_in_one_coordinate",
        first={"f": "t**2", "a": "3", "p": "6", "b": "-3", "k": "0", "m": "9", "c": "0", "n": "9", "w": "4.5"},
        second={"f": "t**2 - 2*t", "a": "5", "p": "8", "b": "-3", "k": "0", "m": "16", "c": "1", "n": "16", "w": "8"},
    ),
    # programs
    "up_and_down": Example(
        slips="ascends.program negative_step_size",
        first={"f": "t**2", "a": "4", "p": "8", "b": "3.2", "c": "4.8"},
        second={"f": "3*t**2", "a": "5", "p": "30", "b": "2", "c": "8"},
    ),
    "passes": Example(
        slips="one_step_too_many one_step_too_few other_number_of_steps",
        first={"n": "4", "m": "3"},
        second={"n": "6", "m": "5"},
        about="",
    ),
    "loop": Example(
        slips="ignores_n",
        first={"n": "4"},
        second={"n": "6"},
        about="",
    ),
    "after_the_loop": Example(
        slips="stops_after_first_step",
        first={"n": "4", "v": "6"},
        second={"n": "6", "v": "15"},
        about="",
    ),
    "assigned": Example(
        slips="never_moves",
        first={"a": "7", "b": "2", "c": "5"},
        second={"a": "9", "b": "3", "c": "6"},
        about="",
    ),
    "returned": Example(
        slips="returns_nothing prints_instead_of_returning",
        first={"n": "3", "a": "4", "v": "12"},
        second={"n": "5", "a": "6", "v": "30"},
        about="",
    ),
    "last_of_all": Example(
        slips="returns_trajectory",
        first={"a": "9", "b": "6", "c": "4"},
        second={"a": "8", "b": "5", "c": "3"},
        about="",
    ),
    "whole_numbers": Example(
        slips="rounds_to_integers",
        first={"a": "9", "b": "4", "c": "4.5", "d": "0.9", "e": "0"},
        second={"a": "7", "b": "3", "c": "3.5", "d": "2.8", "e": "2"},
        about="",
    ),
    "afresh": Example(
        slips="accumulates_gradients",
        first={"p": "6", "q": "4", "s": "10"},
        second={"p": "9", "q": "5", "s": "14"},
        about="",
    ),
    "from_the_start": Example(
        slips="ignores_start constant_answer hard_coded_minimum typed_in_answers",
        first={"f": "t**2", "g": "t - 0.25*2*t", "a": "6", "b": "3", "c": "10", "e": "5"},
        second={"f": "t**2 + 4", "g": "t - 0.25*2*t", "a": "8", "b": "4", "c": "12", "e": "6"},
    ),
    "sizes": Example(
        slips="step_size_too_large step_size_too_small",
        first={"f": "t**2", "p": "2", "h": "0.25", "b": "0.5", "k": "2", "c": "-3"},
        second={"f": "3*t**2", "p": "6", "h": "0.1", "b": "0.4", "k": "1", "c": "-5"},
    ),
    "step_and_newton": Example(
        slips="newton_step",
        first={"f": "3*t**2", "a": "2", "p": "12", "q": "6", "m": "0.6", "n": "2"},
        second={"f": "4*t**2", "a": "3", "p": "24", "q": "8", "m": "1.2", "n": "3"},
    ),
    "steep_and_flat": Example(
        slips="fixed_length_steps only_signs",
        first={"p": "8", "a": "0.8", "q": "3", "b": "0.3"},
        second={"p": "9", "a": "0.9", "q": "4", "b": "0.4"},
        about="",
    ),
    "tried_with_numbers": Example(
        slips="wrong_gradient not_a_number",
        first={"f": "t**3", "a": "2", "p": "12", "n": "(2.001**3 - 2**3)/0.001", "q": "12.006001"},
        second={"f": "t**4", "a": "1", "p": "4", "n": "(1.001**4 - 1**4)/0.001", "q": "4.006004001"},
    ),
    "point_slope_value": Example(
        slips="gradient_instead_of_point.program returns_function_value returns_numbers returns_the_way_gone returns_the_last_move",
        first={"f": "3*t**2", "a": "1", "b": "0.4", "q": "2.4", "v": "0.48"},
        second={"f": "4*t**2", "a": "2", "b": "0.4", "q": "3.2", "v": "0.64"},
    ),
}  # fmt: skip

_BY_SLIP = {slip: name for name, example in EXAMPLES.items() for slip in example.slips.split()}  # each slip stands in one


def example_for(slip: str) -> str | None:
    """Return the name of the example for a slip, or for its case such as `ascends.step`; None for none.

    >>> example_for("ascends.step"), example_for("kept_term.in_term"), example_for("unheard_of")
    ('step', 'fixed_term', None)
    """
    return _BY_SLIP.get(slip) or _BY_SLIP.get(slip.partition(".")[0])


def texts_of(name: str) -> Iterator[Mapping[str, str]]:
    """Yield the numbers with which an example may be told, the usual ones first."""
    yield EXAMPLES[name].first
    yield EXAMPLES[name].second

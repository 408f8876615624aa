"""What each mistake costs, by the criteria of the rubric: the one table of marks.

A name may have cases after a dot, where the same mistake hides more or less of what was asked for.
"""

from __future__ import annotations

from collections.abc import Mapping

# the criteria that every descent has, in the order of the rubric
STEPS = ("start", "direction", "count", "step_size", "arrives")
# The names by what they cost: by what is no longer seen of a program that makes the mistake.
_NAMES: Mapping[tuple[str, ...], str] = {
    STEPS:
        "not_a_number never_moves zero_step_size constant_answer hard_coded_minimum typed_in_answers "
        "goes_to_known_minimum.by_source returns_nothing prints_instead_of_returning.unread returns_one_coordinate "
        "returns_the_counter "
        "ignores_start.arrived",
    ("start",):
        "prints_instead_of_returning returns_trajectory wrong_points_on_the_way coordinates_swapped returns_the_way_gone "
        "begins_elsewhere keeps_state draws_random_numbers",
    ("start", "arrives"): "returns_function_value gradient_instead_of_point ignores_start",
    ("start", "direction", "arrives"): "coordinate_typed_in",
    ("count",): "whole_round whole_pass one_step_too_many one_step_too_few other_number_of_steps step_size_from_n",
    ("start", "count", "arrives"): "ignores_n stops_after_first_step",
    ("start", "count"): "ignores_n.arrived stops_after_first_step.arrived arrives_at_once returns_late",
    ("count", "arrives"): "jumps_to_minimum stops_too_early.fixed",
    ("start", "count", "step_size", "arrives"): "jumps_to_minimum.early",
    ("arrives",): "stops_too_early step_size_too_small step_size_too_large step_size_from_counter rounds_the_result",
    ("direction",):
        "ascends negative_step_size ascends_in_one_coordinate one_coordinate_moved unequal_steps wrong_gradient "
        "components_swapped sequential_update gradient_not_reevaluated newton_step only_signs fixed_length_steps momentum "
        "accumulates_gradients rounds_on_the_way ignores_function ignores_data other_method first_order_step "
        "hessian_not_inverted newton_added hessian_not_reevaluated zero_of_function mixed_left_out entries_inverted "
        "determinant_forgotten inverse_sign inverse_diagonal move_before_first move_not_kept kept_with_other_sign kept_whole "
        "kept_by_other_share looks_ahead looks_not_ahead not_projected stays_outside always_to_the_edge one_coordinate_projected "
        "one_bound_left_out projected_too_early "
        "all_observations out_of_order out_of_turn all_coordinates_moved other_derivative old_coordinates",
    ("direction", "step_size"): "goes_to_known_minimum",
    ("direction", "step_size", "arrives"): "goes_to_known_minimum.half rounds_to_integers",
    ("step_size",):
        "fixed_length_steps.several another_step_size another_number step_size_left_open ignores_step_size "
        "step_size_forgotten gradient_weighted divided_by_number never_shortened any_fall_taken length_not_squared "
        "shortened_once_more share_forgotten size_kept",
}  # fmt: skip
COSTS = {name: criteria for criteria, names in _NAMES.items() for name in names.split()}  # what everybody asks

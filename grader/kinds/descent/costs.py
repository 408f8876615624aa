"""What each thing that is said of a program costs, by the criteria of the rubric: the tables of marks.

A code may have cases after a dot, where the same mistake hides more or less of what was asked for. Which sentence it is told by
follows from its code: `program_trial.Trial.tell` looks both up.
"""

from __future__ import annotations

from collections.abc import Mapping

# the criteria that every descent has, in the order of the rubric
STEPS = ("start", "direction", "count", "step_size", "arrives")
# The names by what they cost: by what is no longer seen of a program that makes the mistake.
_NAMES: Mapping[tuple[str, ...], str] = {
    STEPS:
        "not_a_number never_moves zero_step_size constant_answer stays_in_a_corner hard_coded_minimum typed_in_answers "
        "goes_to_known_minimum.by_source returns_nothing prints_something returns_one_coordinate "
        "returns_the_counter jumps_to_minimum.unseen "
        "ignores_start.arrived",
    ("start",):
        "prints_instead_of_returning ignores_history returns_other_type "
        "returns_trajectory returns_trajectory.flagged wrong_points_on_the_way coordinates_swapped returns_the_way_gone "
        "begins_elsewhere keeps_state draws_random_numbers",
    ("start", "arrives"): "returns_the_last_move returns_function_value gradient_instead_of_point ignores_start",
    ("start", "direction", "arrives"): "coordinate_typed_in",
    ("count",):
        "whole_round whole_pass one_step_too_many one_step_too_few other_number_of_steps step_size_from_n ignores_tolerance "
        "other_measure",
    ("start", "count", "arrives"): "ignores_n returns_numbers stops_after_first_step",
    ("start", "count"): "ignores_n.arrived stops_after_first_step.arrived arrives_at_once.by_a_step returns_late",
    ("count", "arrives"): "jumps_to_minimum stops_too_early.fixed",
    ("start", "count", "step_size", "arrives"): "jumps_to_minimum.early",
    ("start", "direction", "count", "step_size"): "arrives_at_once",
    ("arrives",):
        "stops_too_early step_size_too_small step_size_too_large step_size_from_counter rounds_the_result rounds_on_the_way.stops",
    ("direction",):
        "ascends negative_step_size ascends_in_one_coordinate one_coordinate_moved unequal_steps wrong_gradient "
        "moved_by_another wrong_second_derivative "
        "components_swapped sequential_update gradient_not_reevaluated newton_step only_signs fixed_length_steps momentum "
        "accumulates_gradients rounds_on_the_way ignores_function ignores_data other_method first_order_step "
        "hessian_not_inverted newton_added hessian_not_reevaluated zero_of_function mixed_left_out entries_inverted "
        "determinant_forgotten inverse_sign inverse_diagonal move_before_first move_not_kept kept_with_other_sign kept_whole "
        "kept_by_other_share looks_ahead looks_not_ahead not_projected stays_outside always_to_the_edge one_coordinate_projected "
        "one_bound_left_out projected_too_early projected_at_last origin_before_first rows_in_turn "
        "all_observations out_of_order out_of_turn all_coordinates_moved other_derivative old_coordinates gradient_one_behind "
        "whole_way_kept bounds_exchanged sides_exchanged "
        "move_projected minimum_subtracted in_some_coordinates wrong_derivatives",
    ("direction", "step_size"): "goes_to_known_minimum",
    ("direction", "step_size", "arrives"): "goes_to_known_minimum.half rounds_to_integers",
    ("step_size",):
        "fixed_length_steps.several another_step_size multiple_of_step another_number step_size_left_open ignores_step_size "
        "step_size_forgotten gradient_weighted divided_by_number never_shortened any_fall_taken length_not_squared "
        "shortened_once_more share_forgotten size_kept shortened_once "
        "tried_uphill tried_without_gradient tried_in_one_coordinate",
}  # fmt: skip
# What is lost where it was seen that something is wrong, and not by which mistake.
_OUTCOMES: Mapping[tuple[str, ...], str] = {
    ("start",): "no_gradient returns_matrix all_points_asked_for",
    ("direction",):
        "wrong_direction wrong_direction.uphill wrong_direction.frozen wrong_direction.one_step one_coordinate_right "
        "one_coordinate_right.but_for_size uneven_steps uneven_steps.still uneven_steps.in_turn no_step_size "
        "no_step_size.cut another_function_handed_in other_data_handed_in no_step_of_method "
        "no_step_of_method.direction no_step_of_method.inside no_step_of_method.coordinates no_step_of_method.equations "
        "no_step_of_method.derivatives "
        "no_step_of_method.later",
    ("direction", "step_size"): "no_step_of_method.numbers no_step_of_method.first",
    STEPS: "no_point",
    ("count",): "pauses departs_later count_unclear no_point.later",
    ("count", "arrives"): "departs_later.astray",
    ("step_size",): "no_step_size.alone no_step_size.of_search "
        "another_step_size.beside another_size_handed_in another_size_handed_in.at_a_bound",
    ("arrives",): "overflows does_not_arrive runs_away diverges ends_elsewhere ends_elsewhere.schedule circles does_not_settle",
    ("ways",): "ways.missing ways.forbidden",
}  # fmt: skip
# What follows from what was said: it stands in the row of its criterion and is not told beside it.
_CONSEQUENCES: Mapping[tuple[str, ...], str] = {
    ("start",): "no_rule.start",
    ("direction", "count", "step_size"): "no_rule not_repeatable",
    ("step_size",): "step_size_unseen",
    ("count",): "one_step_too_few.by_counter",
    ("arrives",): "no_rule.arrives",
}  # fmt: skip
# What is left to a person, by what was seen that does not decide it.
_LEFT: Mapping[tuple[str, ...], str] = {
    STEPS: "landing_unexplained",
    ("start", "direction", "count", "step_size"): "origin_unexplained arrives_as_a_search",
    ("start", "count"): "steps_unexplained.with_memory",
    ("direction", "count", "step_size"): "begins_beside_minimum",
    ("direction", "step_size", "arrives"): "landing_unexplained.by_a_step",
    ("direction", "step_size"): "late_unseen one_size_or_search steps_unexplained",
    ("count", "arrives"): "typed_in_later unseen",
    ("count",): "origin_unexplained.count tolerance_unexplained",
    ("arrives",): "none_arrives still_nearer steps_unexplained.at_once unseen.arrival",
}  # fmt: skip


def _by_code(table: Mapping[tuple[str, ...], str]) -> dict[str, tuple[str, ...]]:
    return {code: criteria for criteria, codes in table.items() for code in codes.split()}


COSTS, OUTCOMES, CONSEQUENCES, LEFT = map(_by_code, (_NAMES, _OUTCOMES, _CONSEQUENCES, _LEFT))  # what everybody asks


def criteria_of(case: str) -> tuple[str, ...]:
    """Return what something that is said takes or leaves to a person; nothing, if it stands in no table and is a remark."""
    return next((table[case] for table in (COSTS, OUTCOMES, CONSEQUENCES, LEFT) if case in table), ())

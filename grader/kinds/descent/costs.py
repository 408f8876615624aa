"""What each mistake costs, by the criteria of the rubric: the one table of marks.

A name may have cases after a dot, where the same mistake hides more or less of what was asked for.
"""

from __future__ import annotations

from collections.abc import Mapping

# the criteria that every descent has, in the order of the rubric
STEPS = ("start", "direction", "count", "step_size", "arrives")

# In the order of what is asked first: an answer at all, its start, its count, its direction, its size and its end.
COSTS: Mapping[str, tuple[str, ...]] = {
    # nothing that was asked for is seen
    "not_a_number": STEPS,
    "never_moves": STEPS,
    "zero_step_size": STEPS,
    "constant_answer": STEPS,
    "hard_coded_minimum": STEPS,
    "typed_in_answers": STEPS,
    "goes_to_known_minimum.by_source": STEPS,
    "returns_nothing": STEPS,
    "prints_instead_of_returning.unread": STEPS,
    "returns_one_coordinate": STEPS,
    "ignores_start.arrived": STEPS,
    # what is returned
    "prints_instead_of_returning": ("start",),
    "returns_trajectory": ("start",),
    "wrong_points_on_the_way": ("start",),
    "coordinates_swapped": ("start",),
    "returns_the_way_gone": ("start",),
    "returns_function_value": ("start", "arrives"),
    "gradient_instead_of_point": ("start", "arrives"),
    "coordinate_typed_in": ("start", "direction", "arrives"),
    # where it begins
    "ignores_start": ("start", "arrives"),
    "begins_elsewhere": ("start",),
    "keeps_state": ("start",),
    "draws_random_numbers": ("start",),
    # how n is counted
    "one_step_too_many": ("count",),
    "one_step_too_few": ("count",),
    "other_number_of_steps": ("count",),
    "step_size_from_n": ("count",),
    "ignores_n": ("start", "count", "arrives"),
    "ignores_n.arrived": ("start", "count"),
    "stops_after_first_step": ("start", "count", "arrives"),
    "stops_after_first_step.arrived": ("start", "count"),
    "arrives_at_once": ("start", "count"),
    "returns_late": ("start", "count"),
    "jumps_to_minimum": ("count", "arrives"),
    "jumps_to_minimum.early": ("start", "count", "step_size", "arrives"),
    "stops_too_early": ("arrives",),
    "stops_too_early.fixed": ("count", "arrives"),
    # along what
    "ascends": ("direction",),
    "negative_step_size": ("direction",),
    "ascends_in_one_coordinate": ("direction",),
    "one_coordinate_moved": ("direction",),
    "unequal_steps": ("direction",),
    "wrong_gradient": ("direction",),
    "components_swapped": ("direction",),
    "sequential_update": ("direction",),
    "gradient_not_reevaluated": ("direction",),
    "newton_step": ("direction",),
    "only_signs": ("direction",),
    "fixed_length_steps": ("direction",),
    "momentum": ("direction",),
    "accumulates_gradients": ("direction",),
    "goes_to_known_minimum": ("direction", "step_size"),
    "goes_to_known_minimum.half": ("direction", "step_size", "arrives"),
    "rounds_on_the_way": ("direction",),
    "rounds_to_integers": ("direction", "step_size", "arrives"),
    # with which sizes, and where that leads
    "fixed_length_steps.several": ("step_size",),
    "another_step_size": ("step_size",),
    "step_size_left_open": ("step_size",),
    "step_size_too_small": ("arrives",),
    "step_size_too_large": ("arrives",),
    "rounds_the_result": ("arrives",),
}

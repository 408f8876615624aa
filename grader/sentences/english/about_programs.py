"""What is said about programs that descend: each recognised mistake, and a next step.

No expected value and no step that should have been taken stands in any of these that a student reads.
"""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # mistakes of a descent, and what costs a criterion without naming a cause
    "ascends": "The steps go uphill: they add the gradient (or the step size is negative). "
    "Check the sign in your update.",
    "negative_step_size": "Your step size is negative, so the steps go uphill. Use a positive one and subtract.",
    "ascends_in_one_coordinate": "In {axis} the steps go uphill while they go downhill elsewhere. "
    "Check the sign in the update of {axis} and in its partial derivative.",
    "one_coordinate_moved": "{axis} never changes. Update every coordinate in each iteration.",
    "unequal_steps": "The coordinates do not move in the proportion of the partial derivatives: one of them has a "
    "wrong factor, or its own step size. Compare your partial derivatives with the function once more.",
    "wrong_gradient": "The steps follow a wrong derivative{by}. {text}",
    "sequential_update": "A coordinate is updated with the new value of another one. "
    "Compute all partial derivatives first, then update all coordinates.",
    "swapped_components": "The partial derivatives are used for each other's coordinate. Check their order.",
    "accumulates_gradients": "The gradients of earlier steps are added to the present one. "
    "Clear the gradient (or compute it afresh) in every iteration.",
    "momentum": "Part of the last move is kept in each step: this is gradient descent with momentum. "
    "Here each step should depend on the present gradient alone.",
    "newton_step": "The steps divide the gradient by the second derivative: this is Newton's method, not gradient "
    "descent. Use a step size that you choose.",
    "fixed_length_steps": "All steps have the same length: only the gradient's direction (its sign) is used, "
    "not its size. Multiply the gradient itself by the step size.",
    "only_signs": "Only the sign of each partial derivative is used, not its size. "
    "Multiply the partial derivatives themselves by the step size.",
    "gradient_not_reevaluated": "The gradient at the start is used for every step. Compute it again at each new point.",
    "one_step_too_many": "With n iterations your program takes n + 1 steps. Check where the loop begins and ends.",
    "one_step_too_few": "With n iterations your program takes n - 1 steps. Check where the loop begins and ends.",
    "ignores_n": "The answer does not depend on the number of iterations. Let the loop run n times.",
    "stops_after_first_step": "The program returns inside the loop, so it stops after the first step. "
    "Return after the loop.",
    "ignores_start": "The answer does not depend on the start that is given. Begin with the start from the arguments.",
    "hard_coded_minimum": "The answer is the same number for every start and every n: it is written into the program. "
    "Compute it by taking steps.",
    "typed_in_answers": "What the program returns are numbers that are written into it: no step that is computed from the "
    "start leads to them. Compute each point from the one before.",
    "begins_elsewhere": "From {start} the first point does not follow from the start by the step that leads to all later "
    "points. Begin at the start as it is given, and move the point by the steps alone.",
    "wrong_points_on_the_way": "The program returns all points, and they are not those that it gives for fewer "
    "iterations: {call} holds others. Collect the point of each step.",
    "constant_answer": "The answer is the same for every start and every n. Begin at the given start and take n steps.",
    "never_moves": "The point never moves from the start: the step size is zero, or a copy is updated and not the "
    "point itself.",
    "zero_step_size": "Your step size is zero, so the point never moves. Choose a small positive number.",
    "rounds_to_integers": "The points are rounded to whole numbers. Keep floats: use no `int`, `round` or `//`.",
    "rounds_on_the_way": "The points are rounded on the way, so that small steps are lost. "
    "Round only what you print, if at all.",
    "rounds_the_result": "The result is rounded so much that the minimum cannot be seen in it. Return it unrounded.",
    "prints_instead_of_returning": "The program prints its answer but returns nothing. End it with `return`.",
    "returns_nothing": "The program returns nothing. End it with a `return` of the point.",
    "returns_late": "The program returns no point for {call}, and one for {later}. Return the point where the descent "
    "stands after n iterations, whether it has converged or not.",
    "returns_function_value": "The program returns the value of the function. "
    "Return the point where the descent ends instead.",
    "returns_gradient": "The program returns the gradient. Return the point where the descent ends instead.",
    "returns_another_order": "The coordinates are returned in another order than that of the variables. "
    "Return them in the order in which they are given.",
    "returns_the_way_gone": "The program returns how far it has moved. Return the point where the descent ends.",
    "returns_one_coordinate": "The program returns one number where a point with {count} coordinates is asked for.",
    "returns_trajectory": "The program returns all points. Return the last one alone.",
    "no_point": "What the program returns could not be read as a point: `{value}`. Return {shape}.",
    "step_size_too_large": "With your step size (about {size}) the descent does not settle from {start}. "
    "{largest}",
    "does_not_settle": "From {start} the descent does not settle with these steps.",
    "step_size_too_small": "With your step size (about {size}) the descent from {start} needs more than {limit} "
    "iterations. Choose a larger one.",
    "stops_too_early": "The program stops before it is near the minimum: after {steps} steps from {start}, "
    "however many are asked for. {next}",
    "pauses": "From {start} the answer stays the same for the first few n and changes later, so it is not the point "
    "after n steps.",
    "does_not_arrive": "From {start} the program was not near the minimum after {count} iterations.",
    "keeps_state": "The same call gave another answer the second time: {call}. "
    "Keep nothing from one call to the next: set every variable inside the function.",
    "draws_random_numbers": "The same call gave another answer the second time, because the program draws random "
    "numbers: {call}. Gradient descent needs none.",
    "not_a_number": "No call gave an ordinary number, already after one step. Check the formula for the gradient.",
    "diverges": "From {start} the points run away instead of settling: they grow without end.",
    "runs_away": "From {start} the points run away: they grow without end, or lead to where the function is higher than at the "
    "start. Try a smaller step size.",
    "ends_elsewhere": "From {start} the points come to rest, but not at the minimum.",
    "circles": "From {start} the points jump to and fro between the same places and never settle.",
    "overflows": "From {start} the program ends with `nan` or `inf`, although steps of this size need not: "
    "a part of its formula overflows. Write that part so that it stays finite for large numbers.",
    "arrives_at_once": "From every start the program is at the minimum after one iteration already, so that no step "
    "can be seen. Start at the given point and let n iterations be n steps.",
    "jumps_to_minimum": "The first steps follow one rule, but {call} is at the minimum, where that rule has not led "
    "yet. Let the steps alone lead there.",
    "coordinate_typed_in": "{axis} is the same number in every answer, written into the program: no step leads there. "
    "Begin with the start that is given and move every coordinate by its own partial derivative.",
    "no_gradient": "What the program returns is made of its start by sums and multiples alone, so that no gradient of this "
    "function is in it. Compute the gradient at the present point and take a step against it.",
    "goes_to_known_minimum": "The steps go straight to the minimum, as if it were known in advance. Let the gradient at the "
    "present point decide how far to go.",
    "other_number_of_steps": "The program takes another number of steps than n: {steps}. n iterations should be n steps.",
    "step_size_from_n": "The step size is divided by the number of iterations, so that all steps change with n and "
    "one more iteration is not one more step. Choose a step size that does not depend on n.",
    "step_size_left_open": "`{parameter}` has to be passed to the program, but its step size is for you to choose. "
    "It was called with {size}; give the parameter a default.",
    "departs_later": "The first steps follow one rule, but {call} does not continue it.",
    "step_size_not_allowed": "The step size is {found}, where the exercise asks for {wanted}.",
    "wrong_direction": "The steps do not go against the gradient. Check your derivative and the update.",
    "uneven_steps": "Each coordinate moves downhill, but not by one step size times its partial derivative. Look for what "
    "cuts, rounds or scales a coordinate by itself.",
    "count_unclear": "Asking for one more iteration does not take one more step. Check how n enters the loop.",
    "no_step_size": "Neither one step size nor a schedule explains these steps.",
    # what is left to a person, and why
    "unseen": "{call} was not answered in time, so this could not be seen. A person will look.",
    "late_unseen": "The program returns a point only once it has converged, so its steps could not be seen. A person will look.",
    "begins_beside_minimum": "The program begins beside the minimum, wherever it is told to begin, so that its steps show little. "
    "A person will look.",
    "still_nearer": "From {start} the program was not at the minimum after {count} iterations, but still coming nearer. "
    "A person will look.",
    "none_arrives": "From {start} these steps do not come near enough to the minimum within {limit} iterations, and no step "
    "size does from all starts. A person will look.",
    "landing_unexplained": "From every start the program is at the minimum after one iteration. A right step may lead "
    "there, or a number that is written into the program; a person will look.",
    "origin_unexplained": "For this function every step towards the minimum is a step against the gradient, of some size. "
    "So the points alone do not show how the program finds them; a person will look.",
    "typed_in_later": "For some numbers of iterations the program returns a number that is written into it. "
    "A person will look.",
    "steps_unexplained": "The steps go downhill and arrive, but no rule for the step size explains them. "
    "A person will look.",
    "arrives_as_a_search": "Every answer is the minimum already, as after an exact line search. A person will look.",
    # remarks that cost nothing
    "mutates_arguments": "Your program changes the array it is given. Work on a copy, so that the caller's is kept.",
    "integer_start": "With a whole number as start (an int, not a float) your program fails. "
    "MyGrad gives no gradient for integers; converting the start with `float(…)` would help.",
    "slow": "Your step size (about {size}) works, but needs {steps} iterations. A larger one would be quicker.",
    "rounded": "The result is rounded. Return it unrounded and round when you print it.",
    "point_and_more": "Your program returns more than the point; the point in it was taken.",
    "stops_at_tolerance": "Your program stops by itself before n steps are done, near the minimum. That is fine.",
    "recursion": "For many iterations your program reaches Python's recursion limit. A loop would not.",
    "rounded_constant": "Your gradient uses a constant with few digits, and goes where that leads. "
    "`math.exp` and `math.pi` are exact.",
    "rounded_slope": "Your gradient is rounded before it is used, so that small steps are lost. "
    "Round only what you print, if at all.",
    "quotient_vanishes": "From {start} a difference quotient shows nothing: between numbers that large it vanishes in rounding, or "
    "leaves the numbers. The derivative itself would lead on from there.",
    "difference_quotient": "Your gradient comes from difference quotients; it is close to the true one.",
    # the program as it was understood, by the rule that was inferred
    "understood.constant": "steps against the gradient",
    "understood.ascends": "steps along the gradient, uphill",
    "understood.size_by_start": "steps against the gradient, with one size for each start",
    "understood.schedule": "steps against the gradient, with sizes that change from step to step",
    "understood.line_search": "steps against the gradient, with sizes that a line search finds",
    "understood.momentum": "steps with momentum",
    "understood.newton_step": "Newton steps",
    "understood.sequential_update": "steps of one coordinate after the other",
    "understood.unequal": "steps with a size of its own for each coordinate",
    "understood.wrong_gradient": "steps against a wrong derivative",
    "understood.fixed_length_steps": "steps of one length",
    "understood.goes_to_known_minimum": "steps straight to the minimum",
    "understood.unexplained": "steps that follow no known rule",
    "understood.wrong_direction": "steps along a wrong direction",
    "understood.with_size": "{steps}, δ = {size}",
    "understood.by_start": "{steps}: δ = {sizes}",
    "understood.size_from": "{size} from {start}",
    # parts of the sentences about descents, filled into their gaps
    "wrong_gradient.by": " (the one by {axis})",
    "wrong_gradient.any_term": "Differentiate the function once more, term by term.",
    "no_point.number": "a number",
    "no_point.tuple": "a tuple of numbers, one for each variable",
    "stops_too_early.by_condition": "Check the condition that ends the loop.",
    "stops_too_early.by_itself": "Check what keeps it from moving on.",
    "step_size_too_large.unknown": "Try a smaller one.",
    "step_size_too_large.largest": "The largest that does from all starts is about {size}.",
    "step_size_not_allowed.found": "a {kind}",
    "step_size_not_allowed.wanted": "a {kinds} one",
    "step_size_not_allowed.by_start": "another from each start",
    "other_number_of_steps.one": "{taken} for n = {asked}",
    # why a criterion of a descent cannot be earned, where nothing more is said
    "no_single_step": "No single step could be seen.",
    "no_single_step.after_first": "No single step could be seen after the first.",
    "no_rule": "No rule explains the steps.",
    "not_repeatable": "The steps cannot be judged, because the same call does not give the same answer.",
    "not_run_here": "This could not be run here. A person will look at it.",
    "two_points": "The program returns two different points. A person will look at which of them is meant.",
    # a descent that cannot be asked, and ways of working
    "not_a_function": "`{name}` is `{shown}`, not a function. Define it with `def {name}(…):` and take n steps in it.",
    "cannot_be_called": "`{name}({have})` cannot be called with a start and n. Define it as `{name}({wanted})`.",
    "ways.missing": "The exercise asks for `{name}`, and the program does not use it.",
    "ways.forbidden": "The program uses `{name}`, which the exercise asks not to use.",
    # the first wrong step; where it should have gone is for staff
    "first_wrong_step": "The first step that is wrong: from {before} your program went to {after} (seen in `{call}`).",
    "first_wrong_step.gradient": "The gradient at {before} is {slope}.",
    "first_wrong_step.should_be": "The gradient at {before} is {slope}; with δ = {size} the step should go to {right}.",
    # what staff are told of a descent that waits for them
    "steps_unexplained.tried": "No constant, schedule, momentum or Newton step explains the values.",
    "count_unclear.tried": "One iteration from where k ended is not always what k + 1 give from the start.",
    "made.unknown": "The source could not be followed to what is returned ({why}).",
    "made.unknown_part": "a part is unknown",
    "made.from_start": "In the source the start reaches what is returned; turns of a loop for n = 3 and 5: {steps}.",
    "made.otherwise": "In the source the start does not reach what is returned; turns of a loop for n = 3 and 5: {steps}.",
    # the lines of the rubric
    "criterion.start": "It starts where it is told, moves, and returns the point where it ends",
    "criterion.direction": "Each step goes against the gradient at the point where it stands",
    "criterion.count": "n iterations are n steps",
    "criterion.step_size": "The step size follows a rule that the exercise allows",
    "criterion.arrives": "It converges to the minimum",
    "criterion.nowhere": "It goes down and does not run away",
    "criterion.ways": "It works in the way the exercise asks for",
}

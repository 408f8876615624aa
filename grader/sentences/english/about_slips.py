"""What is said of each slip: one vocabulary for values, for steps by hand and for programs.

The sentence of a slip has the code `slip.<name>`; where the words differ by what it was made in, `slip.<name>.<case>`: `step`
for a step by hand, `program` for a program, the name of an operator of terms, or the way in which it was made. They say what
the work looks like and where to look next, never what would be right: no expected value, and no step that should have been taken.
"""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # slips in values: formulas, numbers, vectors; `{variable}` is the variable asked for
    "slip.components_swapped":
        "The components look right but stand in the wrong order. Check which variable belongs to which place.",
    "slip.components_swapped.dot":
        "Each component of one vector has met the wrong one of the other: in one of the two the components have changed "
        "places.",
    "slip.components_swapped.slope":
        "Each component of the gradient has met the wrong part of the direction: in one of the two vectors the components "
        "(sine and cosine) seem to have changed places.",
    "slip.components_swapped.step": "Each coordinate was moved by the other one's partial derivative.",
    "slip.components_swapped.program": "The partial derivatives are used for each other's coordinate. Check their order.",
    "slip.not_negated": "Your answer has every sign the other way round. Read once more what is asked for.",
    "slip.not_negated.gradient":
        "Your answer points exactly the opposite way. Check whether up or down the slope was asked for.",
    "slip.supplementary_angle":
        "The length is right, but this direction leans to the other side of the vertical axis. Draw it, and check from "
        "which half of the axis the angle is counted.",
    "slip.sine_cosine_swapped":
        "Have sine and cosine changed places, or has another angle been put in? Check which of the two gives the horizontal "
        "component, and how large the angle is.",
    "slip.other_variable":
        "This is what comes out when one differentiates with respect to another variable. Check which one the question "
        "asks for.",
    "slip.other_variable.whole":
        "This is what comes out when one differentiates with respect to {other}. The question asks for {variable}.",
    "slip.other_variable.term":
        "One term looks as if it had been differentiated with respect to {other} instead of {variable}.",
    "slip.sign": "A sign is wrong, or more than one; apart from signs all fits. Go through them once more.",
    "slip.sign.single": "The sign is wrong; the rest fits.",
    "slip.sign.direction":
        "A sign is wrong, or the angle: your vector points at {angle}°, counted counter-clockwise from the positive first axis. "
        "Draw it beside the direction that is asked for.",
    "slip.sign.whole": "Every sign is turned round; the rest fits. Where did the minus come in, or get lost?",
    "slip.opposite_direction": "Your answer points exactly the opposite way. Draw the direction and compare its signs.",
    "slip.degrees_as_radians":
        "The angle in degrees seems to have gone into sine and cosine as if it were in radians. Convert it first.",
    "slip.dot_product_not_taken": "A dot product is one number made of both vectors. Your answer has not been brought to that.",
    "slip.dot_product_not_taken.slope":
        "A directional derivative is one number at each point, found as a dot product. Your answer has not been brought to "
        "that.",
    "slip.dot_product_not_taken.gradient_given": "This is the gradient. {closing}",
    "slip.dot_product_not_taken.direction_given": "This is the direction. {closing}",
    "slip.dot_product_not_taken.without_direction": "The direction has not entered your answer. {closing}",
    "slip.dot_product_not_taken.steepest": "This is the length of the gradient, the slope in its own direction. {closing}",
    "slip.dot_product_not_taken.products_not_added":
        "A dot product is one number: the products of the components, added up. Add them.",
    "slip.dot_product_not_taken.sums":
        "It looks as if the components of each vector had been added up first, and then the two sums multiplied. In a dot product "
        "each component meets its partner: multiply in pairs, then add.",
    "slip.dot_product_not_taken.first_given": "This is the first of the two vectors. {closing}",
    "slip.dot_product_not_taken.second_given": "This is the second of the two vectors. {closing}",
    "slip.dot_product_not_taken.without_second": "The second vector has not entered your answer. {closing}",
    "slip.dot_product_not_taken.length_of_first": "This is the length of the first vector. {closing}",
    "slip.dot_product_not_taken.both_vectors": "A dot product takes both vectors, and is one number.",
    "slip.dot_product_not_taken.both":
        "The slope in a direction takes both, the gradient and the direction, and is one number at each point.",
    "slip.cosine_only": "Only the cosine of the direction has been used. The vector has another component, too.",
    "slip.sine_only": "Only the sine of the direction has been used. The vector has another component, too.",
    "slip.component_left_out":
        "Not every component of the direction has been used. Each of its components belongs to the answer, one for each "
        "variable.",
    "slip.component_left_out.dot":
        "Not every product has been used: each component of one vector meets the same one of the other.",
    "slip.not_normalised":
        "The direction is right, but the direction vector does not have length 1. Is it divided by its length, the root of the sum "
        "of the squares of its components?",
    "slip.not_normalised.dot":
        "Your answer is the right one times a number. Does the direction vector have length 1? It is to be divided by its length, "
        "the root of the sum of the squares of its components.",
    "slip.dropped_term": "A term is missing; the others fit. Go through them one by one and compare.",
    "slip.dropped_term.diff": "A term is missing; the others fit. Differentiate the function term by term and compare.",
    "slip.dropped_term.component": "It is 0, as if the function did not change when only {variable} changes. Does it?",
    "slip.kept_term.many":
        "There are terms too many. They come from terms of the function that do not change when only {variable} changes. What "
        "does such a term contribute?",
    "slip.kept_term":
        "There is a term too many. It comes from a term of the function that does not change when only {variable} changes. What "
        "does such a term contribute?",
    "slip.integrated": "This looks like an integral with respect to {variable}. The question asks for a derivative.",
    "slip.total_derivative":
        "It looks as if the derivatives by several variables had been added up. In a partial derivative only {variable} "
        "changes and the other variables are held fixed.",
    "slip.exponent_not_lowered":
        "The exponent has come down as a factor, but somewhere the power itself has not become one smaller.",
    "slip.exponent_factor_forgotten":
        "The power has become one smaller, but somewhere the exponent has not come down as a factor.",
    "slip.exponent_factor_forgotten.either":
        "A factor has got lost. One stands in front in the function, and one comes down from the exponent: which of the two is "
        "missing?",
    "slip.chain_factor_missing":
        "The outer function is differentiated, but somewhere the derivative of what stands inside is missing (chain rule).",
    "slip.power_rule_on_exponential":
        "The rule for powers has been used where the variable stands in the exponent. An exponential function has a rule "
        "of its own.",
    "slip.quotient_rule":
        "The parts of the quotient rule are there, but not put together as the rule says. Check its signs, its order and "
        "its denominator.",
    "slip.product_rule_half": "Only one half of the product rule is there. Each factor gets its turn to be differentiated.",
    "slip.product_of_derivatives":
        "A product has been differentiated factor by factor. That is not the derivative of a product; use the product rule.",
    "slip.quotient_of_derivatives":
        "Numerator and denominator have been differentiated separately. That is not the derivative of a quotient; use the "
        "quotient rule.",
    "slip.function_itself": "This is the function itself. It has still to be differentiated.",
    "slip.base_logarithm_missing":
        "The derivative of an exponential function with a base other than e has one more factor. Look up the rule.",
    "slip.trigonometric_sign": "Check the signs in the derivatives of sine and cosine.",
    "slip.constant_factor_forgotten":
        "A constant factor has got lost on the way, in one place or in more; apart from that all fits.",
    "slip.factor_forgotten": "A factor has got lost on the way, in one place or in more; apart from that all fits.",
    "slip.not_divided": "A division has been left out, in one place or in more; apart from that all fits.",
    "slip.absolute_taken":
        "Where the right value is negative, yours has the other sign; elsewhere it is right. What takes the sign away: `abs`, or "
        "the root of a square?",
    "slip.kept_above_zero":
        "Where the right value is negative, yours is 0; elsewhere it is right. What keeps it from becoming negative?",
    "slip.side_not_asked":
        "One side is differentiated everywhere, though `abs`, `max` or `min` takes the other one in places. When does which side "
        "count?",
    "slip.inner_differentiated":
        "What stands inside a function has been differentiated in place. By the chain rule it stays, and its derivative "
        "becomes a factor.",
    "slip.outer_not_differentiated":
        "The derivative of what stands inside is there, but the outer function itself has not been differentiated.",
    "slip.term_not_differentiated": "One term still stands as it does in the function; the others are differentiated.",
    "slip.other_factor_dropped":
        "A variable that is held fixed has vanished from a product. It behaves like a number there: a constant factor "
        "stays.",
    "slip.second_derivative": "It looks as if you had differentiated once too often.",
    "slip.component_missing": "This is one component only. A gradient is a vector with one component for each variable.",
    "slip.components_added": "The components have been added up.",
    "slip.components_added.gradient":
        "The partial derivatives have been added up. A gradient keeps them apart as a vector.",
    "slip.components_added.norm": "The components have been added up. The length is the root of the sum of their squares.",
    "slip.components_added.dot":
        "The two vectors have been added up. In a dot product their components are multiplied, and the products are added.",
    "slip.cross_product":
        "Each component has met the one in the other place of the other vector, and a sign is turned round. A dot product "
        "multiplies those that stand in the same place.",
    "slip.length_given.unit": "This is the length of the vector. A unit vector is a vector: what is divided by that length?",
    "slip.sign.length": "A length is never negative. Which of the two roots is it?",
    "slip.length_given": "This is the length of the gradient. The gradient itself is a vector.",
    "slip.normalised.dot":
        "This is the cosine of the angle between the two vectors: it has been divided by their lengths as well. The product itself "
        "is asked for.",
    "slip.normalised": "This has the direction of the gradient but length 1. The gradient itself is asked for.",
    "slip.divided_by_squared_length": "The vector has been divided by the square of its length. Divide by the length.",
    "slip.divided_by_sum": "The vector has been divided by the sum of its components. Divide by its length.",
    "slip.angle_given": "This is the angle. The question asks for the vector that points this way.",
    "slip.length_not_taken": "This is the vector. The question asks for its length, one number.",
    "slip.root_forgotten": "This is the square of the length: the root is missing.",
    "slip.opposite_order": "But for its sign this is right. Has a minus got lost, or are the two subtracted the other way round?",
    "slip.other_extreme": "The largest and the least of the numbers may have changed places. Which of them counts here?",
    "slip.added_up": "The numbers have been added up. Which of them counts here?",
    "slip.fraction_turned_round": "The fraction stands upside down. Check what is divided by what.",
    "slip.multiplied_by_exponent":
        "A power has been worked out as a product: the exponent says how often the base is a factor.",
    "slip.outer_function_missing": "A function has been left out around what stands inside it. Look at the question once more.",
    "slip.mean_forgotten": "The sum over the data is not divided by their number. A mean is.",
    "slip.mean_taken": "The sum over the data is divided by their number. The sum itself is asked for.",
    "slip.first_left_out": "The first of the data is missing. Begin the sum with it.",
    "slip.last_left_out": "The last of the data is missing. See where the sum ends.",
    "slip.put_in":
        "With {point} this is right, but the question asks for a formula that holds everywhere. Leave the variables in it.",
    "slip.not_evaluated": "This is still a formula. Put the numbers of the point in.",
    "slip.not_evaluated.formulas": "What belongs in the places of the variables has not been put in yet.",
    "slip.coordinates_swapped":
        "The coordinates of the point have changed places. Check which number belongs to which variable.",
    "slip.coordinates_swapped.step": "The coordinates stand in the other order. Write them in the order of the variables.",
    "slip.coordinates_swapped.program":
        "The coordinates are returned in another order than that of the variables. Return them in the order in which they "
        "are given.",
    "slip.second_derivative.mixed":
        "It looks as if you had differentiated with respect to {other} as well. Only {variable} changes here; everything else "
        "is held fixed.",
    "slip.differentiated_too_rarely":
        "It looks as if you had differentiated once less than asked. Count the derivatives that are asked for.",
    # slips in what comes of one term of a function
    "slip.sign.in_term": "The sign is wrong.",
    "slip.dropped_term.in_term": "Nothing of it is there.",
    "slip.kept_term.in_term": "Does this term change at all when only that variable changes?",
    "slip.term_not_differentiated.in_term": "The term still stands as it does in the function.",
    "slip.exponent_not_lowered.in_term":
        "The exponent has come down as a factor, but the power itself has not become one smaller.",
    "slip.exponent_factor_forgotten.in_term":
        "The power has become one smaller, but the exponent has not come down as a factor.",
    "slip.chain_factor_missing.in_term":
        "The outer function is differentiated, but the derivative of what stands inside is missing (chain rule).",
    "slip.constant_factor_forgotten.in_term": "The constant factor has got lost.",
    "slip.other_factor_dropped.in_term":
        "A variable that is held fixed has vanished. It behaves like a number there: a constant factor stays.",
    "slip.integrated.in_term": "It looks like an integral.",
    # slips in steps, by hand and in programs
    "slip.step_size_forgotten": "The gradient is subtracted without the step size. Multiply it by δ first.",
    "slip.ascends.step": "The step goes uphill: the gradient is added. Subtract it.",
    "slip.ascends.program": "The steps go uphill. {because}",
    "slip.gradient_not_reevaluated.step": "The gradient of an earlier point is used. Evaluate it again at the new point.",
    "slip.gradient_not_reevaluated.program":
        "The gradient at the start is used for every step. Compute it again at each new point.",
    "slip.move_instead_of_point":
        "This is what a step moves the point by, δ times the gradient, and not where it leads. Start from the point before it, and "
        "go against the gradient.",
    "slip.gradient_instead_of_point.step": "This is the gradient, not the point after the step.",
    "slip.gradient_instead_of_point.program":
        "The program returns the gradient. Return the point where the descent ends instead.",
    "slip.sequential_update.step": "One coordinate was updated with the new value of the other. Use the old point for both.",
    "slip.sequential_update.program":
        "A coordinate is updated with the new value of another one. Compute all partial derivatives first, then update all "
        "coordinates.",
    "slip.multiple_of_step":
        "The steps go the right way, but in each of them the gradient counts {factor} times as much as it should. {advice}",
    "slip.another_step_size.step": "The step goes the right way, but not with the step size that is given.",
    "slip.another_step_size.program":
        "The step size is {found}, where the exercise asks for {wanted}. Look at everything that the gradient is multiplied by.",
    "slip.one_coordinate_moved.step": "Only one coordinate was moved. Move all of them in each step.",
    "slip.one_coordinate_moved.program": "{axis} never changes. {because}",
    # slips in steps by hand of Newton's method
    "slip.first_order_step":
        "This is a step of gradient descent. Another method is asked for: look at what it does with the derivative.",
    "slip.hessian_not_inverted":
        "The gradient is multiplied by the second derivatives. Divide by them: it is the inverse that counts.",
    "slip.newton_added": "The move has the wrong sign: it is added. Subtract it.",
    "slip.newton_added.program": "The move has the wrong sign. {because}",
    "slip.hessian_not_reevaluated": "The second derivatives of an earlier point are used. Evaluate them again at the new point.",
    "slip.zero_of_function":
        "This step looks for a zero of the function. A minimum is a zero of its derivative: the first derivative is divided by the "
        "second.",
    "slip.mixed_left_out":
        "Each coordinate was divided by its own second derivative. The mixed second derivatives belong in the Hessian, too.",
    "slip.entries_inverted": "Each entry of the Hessian was inverted by itself. That is not the inverse of the matrix.",
    "slip.determinant_forgotten": "The inverse of the Hessian is still to be divided by its determinant.",
    "slip.inverse_sign": "In the inverse of the Hessian the mixed entries have the other sign.",
    "slip.inverse_diagonal": "In the inverse of the Hessian the two entries on the diagonal change places.",
    # ... of momentum
    "slip.gradient_weighted": "The gradient is multiplied by 1 − β as well. Here it enters with δ alone.",
    "slip.move_before_first": "The first step keeps a part of a move that was not made. Before it nothing has moved.",
    "slip.origin_before_first":
        "The first step keeps a part of a move from the origin to the start. Before the first step the point has not moved: the "
        "point before it is the start itself.",
    "slip.move_not_kept": "Nothing of the last move is kept: this is plain gradient descent. Add β times the last move.",
    "slip.kept_with_other_sign": "The part of the last move is subtracted. Add it.",
    "slip.kept_whole": "The whole last move is kept. Multiply it by β.",
    "slip.kept_by_other_share": "The last move is multiplied by 1 − β. Multiply it by β.",
    "slip.looks_ahead": "The gradient is that of the point ahead, as in Nesterov's method. Take it at the point itself.",
    "slip.gradient_one_behind":
        "The gradient is that of the point before the last move. Take it at the present point: work out the move first, and then "
        "make it.",
    "slip.whole_way_kept": "A share of the whole way from the start is kept. Keep a share of the last move alone.",
    "slip.looks_not_ahead": "The gradient is that of the point itself. Go on by β times the last move and take it there.",
    # ... of coordinate descent
    "slip.out_of_turn": "Another coordinate's turn has come. The first variable moves first, then they take turns.",
    "slip.all_coordinates_moved": "All coordinates were moved. In each step one of them moves, and the others stay.",
    "slip.whole_round": "This is where a whole round leads. Write down the point after each coordinate.",
    "slip.other_derivative": "The coordinate was moved by the partial derivative of another one. Take its own.",
    "slip.old_coordinates": "The other coordinates are still those of the start. Put in the new ones.",
    "slip.minimum_subtracted":
        "The place of the minimum along the axis is subtracted from the coordinate. Put it in the coordinate's place.",
    # ... of projected descent
    "slip.bounds_exchanged": "Each coordinate is brought back between the bounds of another one. Take its own.",
    "slip.sides_exchanged":
        "A bound is held from the wrong side. Which of `min` and `max` keeps a number above a bound, and which below?",
    "slip.move_projected":
        "The move is brought between the bounds, and not the point where it ends. Make the move first, then bring back the point.",
    "slip.not_projected": "The step ends outside the region, as gradient descent does. Take the nearest point of the region.",
    "slip.stays_outside": "A step that ends outside the region is left out. Take it, and then the nearest point of the region.",
    "slip.projected_too_early":
        "The point is brought back into the region before the step and not after it, so that the step may end outside. Bring "
        "back the point where it ends.",
    "slip.projected_at_last":
        "The steps leave the region, and only where they end is brought back. Bring the point back after each step, before the "
        "next one begins.",
    "slip.one_bound_left_out":
        "The bounds on one side are left out. Bring the point back also from the other side of the region.",
    "slip.one_bound_left_out.program": "The point leaves the region: {passed}. Bring it back on that side, too.",
    "slip.always_to_the_edge": "The point is moved onto the edge of the region even where it is inside. Leave it there.",
    "slip.one_coordinate_projected": "Only one coordinate is brought back between its bounds. Do so with all of them.",
    "slip.one_coordinate_projected.program":
        "Not every coordinate is brought back between its bounds: {passed}. Bring it back there, too.",
    # ... of stochastic descent
    "slip.all_observations": "The gradient is that of all observations together. Here each step takes one of them.",
    "slip.rows_in_turn":
        "The point moves once for each row of the data, by the loss of that row alone. Here one step takes all the data: add up "
        "the gradient over all rows first, and then move once.",
    "slip.divided_by_number": "The gradient of one observation is divided by their number. Here it enters as it is.",
    "slip.out_of_order": "Another observation's turn has come. Take them in the order that is given.",
    "slip.whole_pass": "This is where a whole pass over the data leads. One step takes one observation.",
    # ... of backtracking
    "slip.never_shortened": "The first step size is taken as it is. Shorten it until the function falls enough.",
    "slip.any_fall_taken":
        "Any fall of the function counts as enough here. It has to fall by a share of what the slope promises.",
    "slip.length_not_squared": "The length of the gradient enters the condition without its square.",
    "slip.shortened_once_more": "The step size is shortened once more than needed. Take the first one that is good enough.",
    "slip.shortened_once":
        "The step size is shortened once at most. Go on until the function falls enough.",
    "slip.tried_uphill": "The condition looks at the function uphill. Try the point to which the step would lead.",
    "slip.tried_without_gradient":
        "The condition tries a point to which no step leads: the gradient is missing there. Try the end of the step.",
    "slip.tried_in_one_coordinate":
        "In the condition only one coordinate is moved. Try the point where the step ends, all of its coordinates moved.",
    "slip.share_forgotten": "The condition asks for all that the slope promises. A share of it is enough.",
    "slip.size_kept": "The step size of the last step is where this one begins. Begin with the first size in each step.",
    # slips in programs that descend
    "slip.other_method": "The steps are those of {found}. The exercise asks for {wanted}. {advice}",
    "slip.another_number": "{number} is {found}, where the exercise asks for {wanted}.",
    "slip.whole_round.program":
        "Each of the n steps is a whole round here. One step moves one coordinate, so that n steps are n moves.",
    "slip.old_coordinates.program":
        "The other coordinates are still those of the start. Use the ones that they have by now.",
    "slip.negative_step_size": "Your step size is negative, so the steps go uphill. Use a positive one and subtract.",
    "slip.ascends_in_one_coordinate":
        "In {axis} the steps go uphill while they go downhill elsewhere. Check the sign in the update of {axis} and in its "
        "partial derivative.",
    "slip.unequal_steps": "The coordinates do not move in the proportion of the partial derivatives. {because}",
    "slip.moved_by_another":
        "The steps move {axis} by the partial derivative with respect to {other}. Which one belongs in the line that moves {axis}?",
    "slip.wrong_gradient": "The steps follow a wrong derivative{by}. {text}",
    "slip.wrong_derivatives": "Not every derivative is right. {text}",
    "slip.in_some_coordinates": "Not every coordinate moves as it should. {text}",
    "slip.wrong_second_derivative": "The first derivatives are right, and a second derivative{by} is not. {text}",
    "slip.accumulates_gradients":
        "The gradients of earlier steps are added to the present one. Clear the gradient (or compute it afresh) in every "
        "iteration.",
    "slip.momentum":
        "Part of the last move is kept in each step: this is gradient descent with momentum. Here each step should depend "
        "on the present gradient alone.",
    "slip.newton_step":
        "The steps divide the gradient by the second derivative: this is Newton's method, not gradient descent. Use a step "
        "size that you choose.",
    "slip.fixed_length_steps":
        "All steps have the same length: only the gradient's direction (its sign) is used, not its size. Multiply the "
        "gradient itself by the step size.",
    "slip.only_signs":
        "Only the sign of each partial derivative is used, not its size. Multiply the partial derivatives themselves by "
        "the step size.",
    "slip.one_step_too_many": "With n iterations your program takes n + 1 steps. {because}",
    "slip.one_step_too_few":
        "With n iterations your program takes n - 1 steps. With which number does the counting begin, and with which does it end?",
    "slip.ignores_n": "Every n that was tried leads to the same point. {because}",
    "slip.stops_after_first_step":
        "The program returns inside the loop, so it stops after the first step. Return after the loop.",
    "slip.ignores_start": "The answer does not depend on the start that is given. Begin with the start from the arguments.",
    "slip.hard_coded_minimum":
        "The answer is the same number for every start and every n: it is written into the program. Compute it by taking "
        "steps.",
    "slip.typed_in_answers":
        "What the program returns are numbers that are written into it: no step that is computed from the start leads to "
        "them. Compute each point from the one before.",
    "slip.begins_elsewhere":
        "The first point does not follow from the start by the step that leads to all later points. {because}",
    "slip.wrong_points_on_the_way":
        "The program returns all points, and they are not those that it gives for fewer iterations: {call} holds others. "
        "Collect the point of each step.",
    "slip.constant_answer": "The answer is the same for every start and every n. Begin at the given start and take n steps.",
    "slip.stays_in_a_corner":
        "The answer is one corner of the region, for every start and every n. If `min` and `max` bring the point back there: which "
        "of them keeps a number above a bound, and which below?",
    "slip.never_moves": "After n iterations the point is still the start. {because}",
    "slip.zero_step_size": "Your step size is zero, so the point never moves. Choose a small positive number.",
    "slip.rounds_to_integers": "The points are rounded to whole numbers. Keep floats: use no `int`, `round` or `//`.",
    "slip.rounds_on_the_way":
        "The points are rounded on the way, so that small steps are lost. Round only what you print, if at all.",
    "slip.rounds_the_result": "The result is rounded so much that the minimum cannot be seen in it. Return it unrounded.",
    "slip.prints_instead_of_returning": "The program prints its answer but returns nothing. End it with `return`.",
    "slip.prints_something":
        "The program prints something and returns nothing. Only what it returns counts: end it with a `return` of the point.",
    "slip.returns_nothing": "The program returns nothing. End it with a `return` of the point.",
    "slip.returns_late":
        "The program returns no point for {call}, and one for {later}. Return the point where the descent stands after n "
        "iterations, whether it has converged or not.",
    "slip.returns_function_value":
        "The program returns the value of the function. Return the point where the descent ends instead.",
    "slip.returns_the_last_move": "The program returns the last move, by which the point changed. Return the point itself.",
    "slip.returns_the_way_gone": "The program returns how far it has moved. Return the point where the descent ends.",
    "slip.returns_one_coordinate": "The program returns one number where a point with {count} coordinates is asked for.",
    "slip.returns_numbers":
        "The program returns a number for each pass, and no points. Return the point where the descent ends.",
    "slip.returns_the_counter": "The program returns the number of the step, not the point. Return the point instead.",
    "slip.returns_other_type": "The program returns `{value}`. Nobody can go on computing with that: return {shape}.",
    "slip.returns_trajectory.flagged":
        "Where `{parameter}` is false the program returns all points. Return the last one alone there.",
    "slip.returns_trajectory": "The program returns all points. Return the last one alone.",
    "slip.step_size_too_large": "With your step size (about {size}) the descent does not settle from {start}. {largest}",
    "slip.step_size_too_small":
        "With your step size (about {size}) the descent from {start} needs more than {limit} iterations. Choose a larger "
        "one.",
    "slip.stops_too_early":
        "The program stops before it is near the minimum: after {steps} from {start}, however many are asked for. "
        "{next}",
    "slip.keeps_state":
        "The same call gave another answer the second time: {call}. Keep nothing from one call to the next: set every "
        "variable inside the function.",
    "slip.draws_random_numbers":
        "The same call gave another answer the second time, because the program draws random numbers: {call}. Gradient "
        "descent needs none.",
    "slip.not_a_number":
        "No call gave an ordinary number (but `nan` or `inf`), not even after one step. Check the formula for the gradient.",
    "slip.arrives_at_once":
        "From every start the program is at the minimum after one iteration already, so that no step can be seen. Start at "
        "the given point and let n iterations be n steps.",
    "slip.jumps_to_minimum":
        "The first steps are all of one kind, but {call} is at the minimum, where such steps have not led yet. Let the steps "
        "alone lead there.",
    "slip.coordinate_typed_in":
        "{axis} is the same number in every answer, written into the program: no step leads there. Begin with the start "
        "that is given and move every coordinate by its own partial derivative.",
    "slip.goes_to_known_minimum":
        "The steps go straight to the minimum, as if it were known in advance. Let the gradient at the present point "
        "decide how far to go.",
    "slip.other_number_of_steps": "The program takes another number of steps than n: {steps}. n iterations should be n steps.",
    "slip.step_size_from_n":
        "The step size changes with the number of iterations, so that all steps change with n and one more iteration is "
        "not one more step. Choose a step size that does not depend on n.",
    "slip.step_size_from_counter":
        "The step size is multiplied by the number of the step (0, 1, 2, …), so that the steps grow without end. Use the "
        "same step size in every pass of the loop.",
    "slip.step_size_left_open":
        "`{parameter}` has to be passed to the program, but its step size is for you to choose. It was called with {size}; "
        "give the parameter a default.",
    "slip.ignores_step_size":
        "The answers are the same whatever `{parameter}` is. Take steps of the size that is handed in.",
    "slip.ignores_history":
        "What is returned is the same whether `{parameter}` is true or not. Return the last point alone where it is not.",
    "slip.other_measure":
        "With {tolerance} for `{parameter}` the program stops where {found} is less than that. The exercise compares {asked} with "
        "`{parameter}`.",
    "slip.ignores_tolerance":
        "The program goes on just as far where `{parameter}` is large. Stop where what you measure, such as the length of a "
        "step, is smaller than the tolerance that is handed in.",
    "slip.ignores_function":
        "The answers are the same whatever {names} is: the function is written into the program. Call what is handed in, so "
        "that the program works for every function.",
    "slip.ignores_data":
        "The answers are the same whatever data are handed in as {names}: the numbers are written into the program. Compute "
        "with what is handed in, so that the program works for other data too.",
    # a slip in a part of an answer
    "within.coordinate": "In {axis}: {slip!c}",
    "within.component": "In the component for {variable}: {slip!c}",
    "within.one_component": "In one component: {slip!c}",
    "within.part": "In the {part}: {slip!c}",
    "within.part.component": "In the component for {variable} of the {part}: {slip!c}",
    "within.sign":
        "With other signs this would be right. Where is one wrong: in the {part}, or in what is made of it, such as a minus "
        "between two products?",
    "within.derivative": "In the {ordinal} derivative: {slip!c}",
    "part.value": "value",
    "part.derivative": "derivative",
    "part.gradient": "gradient",
    "part.set_of_variables": "set of variables",
    "part.sum": "sum and what stands inside it",
    "part.mean": "mean and what stands inside it",
    "part.rule": "rule",
    "part.steps": "steps",
    "part.dot_product": "dot product",
    "part.length": "length",
    "part.direction": "direction",
}

CHECKS: dict[str, tuple[str, ...]] = {
    "grader.descent.altered_parts.Alteration.simplest": ("slip.wrong_derivatives", "slip.in_some_coordinates"),
    "grader.descent.method_explanations._Search._by_wrong_derivative": ("slip.wrong_second_derivative",),
    "grader.kinds.descent.other_calls.MEASURED": ("slip.other_measure",),
    "grader.kinds.descent.other_calls.ALL_POINTS": ("slip.ignores_history", "all_points_but_the_start"),
    "grader.kinds.descent.other_calls.NOT_STOPPED": ("slip.ignores_tolerance",),
    "grader.kinds.descent.other_calls.IGNORED": ("slip.ignores_step_size", "slip.ignores_function", "slip.ignores_data"),
    "grader.quantities.slips.term_slips.slips_in_terms": (
        "slip.sign.in_term",
        "slip.dropped_term.in_term",
        "slip.kept_term.in_term",
        "slip.term_not_differentiated.in_term",
        "slip.exponent_not_lowered.in_term",
        "slip.exponent_factor_forgotten.in_term",
        "slip.chain_factor_missing.in_term",
        "slip.constant_factor_forgotten.in_term",
        "slip.other_factor_dropped.in_term",
        "slip.integrated.in_term",
    ),
    "grader.kinds.numbers_put_in.with_numbers_put_in": ("slip.put_in",),
    "grader.quantities.operators.arithmetic.At.slips": (
        "slip.not_evaluated", "slip.not_evaluated.formulas", "slip.coordinates_swapped",
    ),
    "grader.quantities.operators.arithmetic.Divided.slips": ("slip.not_divided", "slip.fraction_turned_round"),
    "grader.quantities.operators.arithmetic.Elementary.slips": (
        "slip.outer_function_missing", "slip.other_extreme", "slip.added_up",
    ),
    "grader.quantities.operators.arithmetic.Minus.slips": ("slip.opposite_order",),
    "grader.quantities.operators.arithmetic.Negated.slips": ("slip.not_negated", "slip.not_negated.gradient"),
    "grader.quantities.operators.arithmetic.Raised.slips": ("slip.multiplied_by_exponent",),
    "grader.quantities.operators.arithmetic.Times.slips": ("slip.factor_forgotten",),
    "grader.quantities.operators.calculus.Diff.slips": ("slip.differentiated_too_rarely",),
    "grader.quantities.operators.data.Mean.slips": ("slip.mean_forgotten",),
    "grader.quantities.operators.data.Summed.slips": ("slip.mean_taken",),
    "grader.quantities.operators.data._OfData.slips": ("slip.first_left_out", "slip.last_left_out"),
    "grader.quantities.operators.vectors.Direction.slips": ("slip.opposite_direction",),
    "grader.quantities.operators.vectors.Dot.slips": (
        "slip.components_swapped.dot", "slip.components_swapped.slope", "slip.component_left_out.dot", "slip.components_added.dot",
        "slip.cross_product", "slip.not_normalised.dot",
    ),
    "grader.quantities.operators.vectors.Norm.slips": (
        "slip.components_added.norm", "slip.length_not_taken", "slip.root_forgotten", "slip.sign.length",
        "slip.length_given.unit",
    ),
    "grader.quantities.operators.vectors.Unit.slips": ("slip.divided_by_squared_length", "slip.divided_by_sum"),
    "grader.quantities.operators.vectors._not_multiplied": (
        "slip.dot_product_not_taken", "slip.dot_product_not_taken.slope", "slip.dot_product_not_taken.gradient_given",
        "slip.dot_product_not_taken.direction_given", "slip.dot_product_not_taken.without_direction",
        "slip.dot_product_not_taken.steepest", "slip.dot_product_not_taken.products_not_added",
        "slip.dot_product_not_taken.sums", "slip.normalised.dot",
        "slip.dot_product_not_taken.first_given", "slip.dot_product_not_taken.second_given",
        "slip.dot_product_not_taken.without_second", "slip.dot_product_not_taken.length_of_first",
        "slip.dot_product_not_taken.both_vectors", "slip.dot_product_not_taken.both",
    ),
    "grader.quantities.slips.derivatives.candidates_for_derivative": (
        "slip.other_variable", "slip.other_variable.whole", "slip.other_variable.term", "slip.sign",
        "slip.sign.whole", "slip.sign.single",
        "slip.dropped_term", "slip.dropped_term.diff", "slip.kept_term", "slip.kept_term.many", "slip.integrated",
        "slip.total_derivative",
        "slip.exponent_not_lowered", "slip.exponent_factor_forgotten", "slip.exponent_factor_forgotten.either",
        "slip.chain_factor_missing",
        "slip.power_rule_on_exponential", "slip.quotient_rule", "slip.product_rule_half",
        "slip.product_of_derivatives", "slip.quotient_of_derivatives", "slip.base_logarithm_missing",
        "slip.trigonometric_sign", "slip.constant_factor_forgotten", "slip.inner_differentiated",
        "slip.outer_not_differentiated", "slip.term_not_differentiated", "slip.other_factor_dropped",
        "slip.second_derivative", "slip.second_derivative.mixed", "slip.side_not_asked",
    ),
    "grader.quantities.slips.derivatives.of_one_side": ("slip.absolute_taken", "slip.kept_above_zero"),
    "grader.quantities.slips.directions.any_length": ("slip.not_normalised",),
    "grader.quantities.slips.directions.of_the_angle": (
        "slip.supplementary_angle", "slip.sine_cosine_swapped", "slip.degrees_as_radians", "slip.angle_given",
        "slip.sign.direction",
    ),
    "grader.quantities.slips.directions.one_part": ("slip.cosine_only",),
    "grader.quantities.slips.directions.parts_left_out": ("slip.sine_only", "slip.component_left_out"),
    "grader.quantities.slips.gradients.candidates_for_gradient": (
        "slip.components_swapped", "slip.dropped_term.component", "slip.function_itself", "slip.component_missing",
        "slip.components_added",
        "slip.components_added.gradient", "slip.length_given", "slip.normalised",
    ),
    "grader.descent.deviations.COUNTS": ("slip.one_step_too_many", "slip.one_step_too_few"),
    "grader.descent.deviations.VALUES": ("slip.gradient_instead_of_point.program", "slip.returns_function_value"),
    "grader.descent.deviations.WAY_GONE": ("slip.returns_the_way_gone",),
    "grader.descent.deviations.LAST_MOVES": ("slip.returns_the_last_move",),
    "grader.descent.deviations.WHOLE": ("slip.step_size_from_n",),
    "grader.descent.deviations.size_times_number": ("slip.step_size_from_counter",),
    "grader.descent.deviations.points_shown": ("slip.coordinates_swapped.program",),
    "grader.descent.deviations.wrong_directions": ("slip.wrong_gradient", "slip.moved_by_another"),
    "grader.descent.explanations._Search._momentum": ("slip.accumulates_gradients",),
    "grader.descent.deviations.left_out": (
        "slip.constant_answer", "slip.never_moves", "slip.not_a_number", "slip.ignores_n", "slip.ignores_start",
    ),
    "grader.descent.explanations._Search.elsewhere": ("slip.begins_elsewhere",),
    "grader.descent.explanations._Search.whole_answers": ("slip.other_number_of_steps",),
    "grader.descent.explanations._unequal": (
        "slip.one_coordinate_moved.program", "slip.ascends_in_one_coordinate", "slip.unequal_steps",
    ),
    "grader.descent.methods.gradient_descent.GradientDescent.in_place": (
        "slip.move_instead_of_point", "slip.gradient_instead_of_point.step",
    ),
    "grader.descent.method_explanations._Search._other_methods": ("slip.other_method",),
    "grader.descent.methods.backtracking.Backtracking.mistakes": (
        "slip.never_shortened", "slip.any_fall_taken", "slip.length_not_squared", "slip.shortened_once_more",
        "slip.share_forgotten", "slip.size_kept", "slip.shortened_once", "slip.tried_uphill", "slip.tried_without_gradient",
        "slip.tried_in_one_coordinate",
    ),
    "grader.descent.methods.coordinate_descent.CoordinateDescent.mistakes": (
        "slip.coordinates_swapped.step", "slip.step_size_forgotten", "slip.out_of_turn", "slip.all_coordinates_moved",
        "slip.whole_round", "slip.whole_round.program", "slip.other_derivative", "slip.old_coordinates",
        "slip.old_coordinates.program", "slip.minimum_subtracted",
    ),
    "grader.descent.methods.projected_descent.ProjectedDescent.mistakes": (
        "slip.not_projected", "slip.stays_outside", "slip.always_to_the_edge",
        "slip.one_coordinate_projected", "slip.one_bound_left_out", "slip.one_bound_left_out.program",
        "slip.one_coordinate_projected.program", "slip.projected_too_early", "slip.projected_at_last",
        "slip.bounds_exchanged", "slip.sides_exchanged", "slip.move_projected",
    ),
    "grader.descent.methods.stochastic_descent.StochasticDescent.mistakes": (
        "slip.all_observations", "slip.divided_by_number", "slip.out_of_order", "slip.whole_pass",
    ),
    "grader.descent.method_explanations.explain_by_rows": ("slip.rows_in_turn",),
    "grader.descent.methods.gradient_descent.GradientDescent.mistakes": (
        "slip.components_swapped.step", "slip.ascends.step", "slip.gradient_not_reevaluated.step",
    ),
    "grader.descent.methods.gradient_descent.GradientDescent.other_number": ("slip.another_step_size.step",),
    "grader.descent.methods.method.Method.by_coordinate": ("slip.one_coordinate_moved.step",),
    "grader.descent.methods.momentum.Momentum": ("slip.move_not_kept", "slip.looks_ahead"),
    "grader.descent.methods.momentum.Momentum.mistakes": (
        "slip.gradient_weighted", "slip.move_before_first", "slip.origin_before_first", "slip.kept_with_other_sign",
        "slip.kept_whole", "slip.kept_by_other_share", "slip.gradient_one_behind", "slip.whole_way_kept",
    ),
    "grader.descent.methods.nesterov.Nesterov": ("slip.looks_not_ahead",),
    "grader.descent.methods.newton.Newton.mistakes": (
        "slip.first_order_step", "slip.hessian_not_inverted", "slip.newton_added", "slip.newton_added.program",
        "slip.hessian_not_reevaluated",
        "slip.zero_of_function",
    ),
    "grader.descent.methods.newton._wrongly_inverted": (
        "slip.mixed_left_out", "slip.entries_inverted", "slip.determinant_forgotten", "slip.inverse_sign",
        "slip.inverse_diagonal",
    ),
    "grader.descent.step_directions.fixed_length": ("slip.fixed_length_steps",),
    "grader.descent.step_directions.frozen": ("slip.gradient_not_reevaluated.program",),
    "grader.descent.step_directions.newton": ("slip.newton_step",),
    "grader.descent.step_directions.sequential": ("slip.sequential_update.step", "slip.sequential_update.program"),
    "grader.descent.step_directions.signs": ("slip.only_signs",),
    "grader.descent.step_directions.swapped": ("slip.components_swapped.program",),
    "grader.descent.step_directions.towards": ("slip.goes_to_known_minimum",),
    "grader.descent.step_history.with_momentum": ("slip.momentum",),
    "grader.descent.rounded_answers.rounding": ("slip.rounds_to_integers", "slip.rounds_on_the_way", "slip.rounds_the_result"),
    "grader.kinds.descent.evidence._landing": ("slip.arrives_at_once",),
    "grader.kinds.descent.evidence._typed_in_answers": ("slip.typed_in_answers", "slip.returns_the_counter"),
    "grader.kinds.descent.evidence.typed_in_later": ("slip.jumps_to_minimum",),
    "grader.kinds.descent.evidence.typed_in_coordinate": ("slip.coordinate_typed_in",),
    "grader.kinds.descent.judge._judge_answers": ("slip.returns_one_coordinate",),
    "grader.kinds.descent.judge.LOST": ("slip.step_size_too_large", "slip.step_size_too_small"),
    "grader.kinds.descent.judge.CALLED": ("slip.step_size_left_open",),
    "grader.kinds.descent.judge.BESIDE": ("slip.wrong_points_on_the_way",),
    "grader.kinds.descent.program_trial.Trial.gives_numbers": ("slip.returns_numbers",),
    "grader.kinds.descent.longer_runs.STOPPED": ("slip.stops_too_early",),
    "grader.kinds.descent.longer_runs.same_again": ("slip.keeps_state",),
    "grader.kinds.descent.marks._cases": (
        "slip.stays_in_a_corner",
        "slip.ascends.program", "slip.negative_step_size", "slip.zero_step_size",
        "slip.stops_after_first_step",
        "slip.hard_coded_minimum", "slip.draws_random_numbers",
    ),
    "grader.kinds.descent.method_marks._other_numbers": (
        "slip.another_step_size.program", "slip.multiple_of_step", "slip.another_number",
    ),
    "grader.kinds.descent.readings.NO_POINT": ("slip.returns_nothing", "slip.prints_something"),
    "grader.kinds.descent.readings.LATE": ("slip.returns_late",),
    "grader.kinds.descent.readings.POINTS": (
        "slip.returns_trajectory", "slip.returns_trajectory.flagged", "slip.prints_instead_of_returning", "slip.returns_other_type",
    ),
}  # fmt: skip
"""What decides that a slip was made: the operator, method, deviation or mark that makes it and compares."""

"""What is said about values that differ, and the slips that lead to them."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # an answer that equals the reference, or not
    "expected": "The right answer is `{answer}`.",
    "undecided": "The machine could not decide whether your answer is right. A person will look at it.",
    "undecided.staff": "Undecided: compare with {reference}.",
    "unfinished": "{happened} Elsewhere it is right. A person will look at it.",
    "unfinished.staff": "Right wherever it came to an end.",
    "whole_numbers.differ": "`{call}` gave {gave}, and with the same numbers as floats {floats}.",
    "whole_numbers.person": "{differ} A person will look at it.",
    "whole_numbers.staff": "Right for floats, and wrong for whole numbers: {differ}",
    "whole_numbers.stopped":
        "`{call}` stopped with {error}: your function needs floats. Make them floats first, as in `x = float(x)`.",
    "whole_numbers.nothing":
        "`{call}` gave nothing: your function needs floats. Make them floats first, as in `x = float(x)`.",
    "whole_numbers.cut_off":
        "`{call}` gave {gave}, with the decimals cut off: your function needs floats. Make them floats first, as in "
        "`x = float(x)`.",
    "difference_quotient.measured":
        "`{name}` measures the slope with a difference quotient. That comes close to the derivative, and it is accepted "
        "here; the rules of differentiation give it exactly.",
    "criterion.value": "The value is right",
    "criterion.form": "The form is {form}",
    # decision, compare, scalar, function_decision: how an answer differs, or why that cannot be told
    "place": "At {point}, ",
    "whose.answer": "your answer",
    "whose.component": "the {ordinal} component of your answer",
    "whose.ordinals": "first second third fourth fifth sixth",
    "whose.ordinal": "{number}th",
    "not_equal.no_value": "{place}{whose} has no value, and it should have one.",
    "not_equal.close":
        "{where} is {value}: close to the right value, but not equal to it. Was something rounded, or worked out from"
        " small differences?",
    "not_equal.coarse": "{where} is rounded too much. Give it exactly, or to three digits at least.",
    "not_equal.constant": "{where} is {value}, and that is not the right value.",
    "not_equal.there": "{where} is {value}, and that is not the right value there.",
    "not_equal.shape": "Your answer is {found}; {asked} is asked for.",
    "not_equal.shape_of_function": "Your function gives {found}; {asked} is asked for.",
    "shape.single": "a single value",
    "shape.vector": "a vector of {count} components",
    "invalid.too_large": "The expression is too large to be compared.",
    "invalid.variable": "{name} is not a variable of this exercise ({variables}).",
    "invalid.decimal_comma": "There is a comma between digits; write a decimal number with a point, as in 0.5.",
    "invalid.at": "{reason} It is at {before}, character {number}.",
    "invalid.nowhere": "Your answer has no value at any point that was tried.",
    "invalid.grows": "Your answer grows too large to be evaluated.",
    "undecided.roundings": "The decimals in it may be roundings, and of which numbers is not plain.",
    "undecided.effort": "The values could not be told apart with reasonable effort.",
    "undecided.faint": "A part of the values is too small to be seen at any of the points.",
    "undecided.few_points": "Too few points were found at which the values could be compared.",
    "undecided.no_right_values": "The right values could not be computed at any of the points.",
    # misconceptions: one or two sentences for each slip; `{variable}` is the variable asked for
    "slip.components_swapped":
        "The components look right but stand in the wrong order. Check which variable belongs to which place.",
    "slip.not_negated": "Your answer points exactly the opposite way. Check whether up or down the slope was asked for.",
    "slip.supplementary_angle":
        "The length is right, but this direction leans to the other side of the vertical axis. Draw it, and check "
        "from which half of the axis the angle is counted.",
    "slip.sine_cosine_swapped": "Sine and cosine have changed places. Check which of the two gives the horizontal component.",
    "slip.other_variable":
        "This is what comes out when one differentiates with respect to another variable. Check which one the "
        "question asks for.",
    "slip.sign": "A sign is wrong; apart from that your answer fits. Go through the signs once more.",
    "slip.opposite_direction": "Your answer points exactly the opposite way. Draw the direction and compare its signs.",
    "slip.degrees_as_radians":
        "The angle in degrees seems to have gone into sine and cosine as if it were in radians. Convert it first.",
    "slip.dot_product_not_taken":
        "A directional derivative is one number at each point, found as a dot product. Your answer has not been "
        "brought to that.",
    "slip.cosine_only": "Only the cosine of the direction has been used. The vector has another component, too.",
    "slip.sine_only": "Only the sine of the direction has been used. The vector has another component, too.",
    "slip.component_left_out":
        "Not every component of the direction has been used. Each of its components belongs to the answer, one for "
        "each variable.",
    "slip.not_normalised": "The direction is right, but the direction vector does not have length 1. Divide by its length.",
    "slip.dropped_term": "A term is missing; the others fit. Differentiate the function term by term and compare.",
    "slip.kept_term":
        "There is a term too many: one that does not change when only {variable} changes. What does such a term contribute?",
    "slip.integrated": "This looks like an integral with respect to {variable}. The question asks for a derivative.",
    "slip.total_derivative":
        "It looks as if the derivatives by several variables had been added up. In a partial derivative only "
        "{variable} changes and the other variables are held fixed.",
    "slip.exponent_not_lowered":
        "The exponent has come down as a factor, but somewhere the power itself has not become one smaller.",
    "slip.exponent_factor_forgotten":
        "The power has become one smaller, but somewhere the exponent has not come down as a factor.",
    "slip.chain_factor_missing":
        "The outer function is differentiated, but somewhere the derivative of what stands inside is missing (chain rule).",
    "slip.power_rule_on_exponential":
        "The rule for powers has been used where the variable stands in the exponent. An exponential function has a "
        "rule of its own.",
    "slip.quotient_rule":
        "The parts of the quotient rule are there, but not put together as the rule says. Check its signs, its order "
        "and its denominator.",
    "slip.product_rule_half": "Only one half of the product rule is there. Each factor gets its turn to be differentiated.",
    "slip.product_of_derivatives":
        "A product has been differentiated factor by factor. That is not the derivative of a product; use the product rule.",
    "slip.quotient_of_derivatives":
        "Numerator and denominator have been differentiated separately. That is not the derivative of a quotient; use"
        " the quotient rule.",
    "slip.function_itself": "This is the function itself. It has still to be differentiated.",
    "slip.base_logarithm_missing":
        "The derivative of an exponential function with a base other than e has one more factor. Look up the rule.",
    "slip.trigonometric_sign": "Check the signs in the derivatives of sine and cosine.",
    "slip.constant_factor_forgotten": "A constant factor has got lost on the way; apart from that your answer fits.",
    "slip.inner_differentiated":
        "What stands inside a function has been differentiated in place. By the chain rule it stays, and its "
        "derivative becomes a factor.",
    "slip.outer_not_differentiated":
        "The derivative of what stands inside is there, but the outer function itself has not been differentiated.",
    "slip.term_not_differentiated": "One term still stands as it does in the function; the others are differentiated.",
    "slip.other_factor_dropped":
        "A variable that is held fixed has vanished from a product. It behaves like a number there: a constant factor stays.",
    "slip.second_derivative": "It looks as if you had differentiated once too often.",
    "slip.evaluated_at_point": "This is a value at one point. The question asks for an expression in the variables.",
    "slip.component_missing": "This is one component only. A gradient is a vector with one component for each variable.",
    "slip.components_added": "The partial derivatives have been added up. A gradient keeps them apart as a vector.",
    "slip.length_given": "This is the length of the gradient. The gradient itself is a vector.",
    "slip.normalised": "This has the direction of the gradient but length 1. The gradient itself is asked for.",
    "slip.divided_by_squared_length": "The vector has been divided by the square of its length. Divide by the length.",
    "slip.divided_by_sum": "The vector has been divided by the sum of its components. Divide by its length.",
    "slip.angle_given": "This is the angle. The question asks for the vector that points this way.",
    "slip.in_component": "In the component for {variable}: {slip}",
    "slip.in_part": "In the {part}: {slip}",
    "slip.of_another":
        "This is what comes out when one differentiates with respect to {other}. The question asks for {variable}.",
    "slip.term_of_another": "One term looks as if it had been differentiated with respect to {other} instead of {variable}.",
    "slip.gradient_given": "This is the gradient. {closing}",
    "slip.direction_given": "This is the direction. {closing}",
    "slip.without_direction": "The direction has not entered your answer. {closing}",
    "slip.steepest": "This is the length of the gradient, the slope in its own direction. {closing}",
    "slip.products_not_added": "A dot product is one number: the products of the components, added up. Add them.",
    "slip.first_given": "This is the first of the two vectors. {closing}",
    "slip.second_given": "This is the second of the two vectors. {closing}",
    "slip.without_second": "The second vector has not entered your answer. {closing}",
    "slip.length_of_first": "This is the length of the first vector. {closing}",
    "slip.both_vectors": "A dot product takes both vectors, and is one number.",
    "slip.length_by_sum": "The components have been added up. The length is the root of the sum of their squares.",
    "slip.length_not_taken": "This is the vector. The question asks for its length, one number.",
    "slip.root_forgotten": "This is the square of the length: the root is missing.",
    "slip.opposite_order": "The two stand the other way round: first minus second, not second minus first.",
    "slip.fraction_turned_round": "The fraction stands upside down. Check what is divided by what.",
    "slip.multiplied_by_exponent": "A power has been worked out as a product: the exponent says how often the base is a factor.",
    "slip.outer_function_missing": "A function has been left out around what stands inside it. Look at the question once more.",
    "slip.mean_forgotten": "The sum over the data is not divided by their number. A mean is.",
    "slip.mean_taken": "The sum over the data is divided by their number. The sum itself is asked for.",
    "slip.first_left_out": "The first of the data is missing. Begin the sum with it.",
    "slip.last_left_out": "The last of the data is missing. See where the sum ends.",
    "slip.not_evaluated": "This is still a formula. Put the numbers of the point in.",
    "slip.coordinates_swapped": "The coordinates of the point have changed places. Check which number belongs to which variable.",
    "slip.differentiated_too_rarely":
        "It looks as if you had differentiated once too rarely. Count the derivatives that are asked for.",
    "slip.both": "The slope in a direction takes both, the gradient and the direction, and is one number at each point.",
    "slip.crossed":
        "Each component of the gradient has met the wrong part of the direction: in one of the two vectors the "
        "components (sine and cosine) have changed places.",
    # steps by hand
    "step.criterion": "Step {number} follows from the point before it",
    "step.missing": "Step {number} is missing: {count} steps are asked for.",
    "step.carried": "Step {number} is right for the point before it.",
    "step.wrong": "Step {number} from {before} to {after} is not right. {cause}",
    "expected.step": "From {before} step {number} should go to {after}.",
    # which slip leads to a wrong step
    "step.no_cause": "Work out the gradient at that point, multiply it by δ and subtract it.",
    "step.step_size_forgotten": "The gradient is subtracted without the step size. Multiply it by δ first.",
    "step.ascends": "The step goes uphill: the gradient is added. Subtract it.",
    "step.gradient_not_reevaluated": "The gradient of an earlier point is used. Evaluate it again at the new point.",
    "step.move_instead_of_point": "This is the move alone. Add it to the point it starts from.",
    "step.gradient_instead_of_point": "This is the gradient, not the point after the step.",
    "step.coordinates_swapped": "The coordinates stand in the other order. Write them in the order of the variables.",
    "step.components_swapped": "Each coordinate was moved by the other one's partial derivative.",
    "step.sequential_update": "One coordinate was updated with the new value of the other. Use the old point for both.",
    "step.another_step_size": "The step goes the right way, but not with the step size that is given.",
    "step.one_coordinate_moved": "Only one coordinate was moved. Move all of them in each step.",
    # ... of Newton's method
    "step.newton_step": "Work out the gradient and the second derivatives at that point; what the one divided by the others comes "
        "to (with several variables, the inverse of the Hessian times the gradient) is subtracted.",
    "step.first_order_step":
        "This is a step of gradient descent. Another method is asked for: look at what it does with the derivative.",
    "step.hessian_not_inverted":
        "The gradient is multiplied by the second derivatives. Divide by them: it is the inverse that counts.",
    "step.newton_added": "The move has the wrong sign: it is added. Subtract it.",
    "step.hessian_not_reevaluated": "The second derivatives of an earlier point are used. Evaluate them again at the new point.",
    "step.zero_of_function":
        "This step looks for a zero of the function. A minimum is a zero of its derivative: the first derivative is divided by the "
        "second.",
    "step.mixed_left_out":
        "Each coordinate was divided by its own second derivative. The mixed second derivatives belong into the Hessian too.",
    "step.entries_inverted": "Each entry of the Hessian was inverted by itself. That is not the inverse of the matrix.",
    "step.determinant_forgotten": "The inverse of the Hessian is still to be divided by its determinant.",
    "step.inverse_sign": "In the inverse of the Hessian the mixed entries have the other sign.",
    "step.inverse_diagonal": "In the inverse of the Hessian the two entries on the diagonal change places.",
    # ... of momentum
    "step.momentum_step": "Add β times the last move and subtract δ times the gradient at that point.",
    "step.nesterov_step": "Go on by β times the last move, and subtract δ times the gradient that you find there.",
    "step.gradient_weighted": "The gradient is multiplied by 1 − β as well. Here it enters with δ alone.",
    "step.move_before_first": "The first step keeps a part of a move that was not made. Before it nothing has moved.",
    "step.move_not_kept": "Nothing of the last move is kept: this is plain gradient descent. Add β times the last move.",
    "step.kept_with_other_sign": "The part of the last move is subtracted. Add it.",
    "step.kept_whole": "The whole last move is kept. Multiply it by β.",
    "step.kept_by_other_share": "The last move is multiplied by 1 − β. Multiply it by β.",
    "step.looks_ahead": "The gradient is that of the point ahead, as in Nesterov's method. Take it at the point itself.",
    "step.looks_not_ahead": "The gradient is that of the point itself. Go on by β times the last move and take it there.",
    # ... of coordinate descent
    "step.coordinate_step":
        "Move the coordinate whose turn it is, by its own partial derivative, and leave the others as they are.",
    "step.out_of_turn": "Another coordinate's turn has come. The first variable moves first, then they take turns.",
    "step.all_coordinates_moved": "All coordinates were moved. In each step one of them moves, and the others stay.",
    "step.whole_round": "This is where a whole round leads. Write down the point after each coordinate.",
    "step.other_derivative": "The coordinate was moved by the partial derivative of another one. Take its own.",
    "step.old_coordinates": "The other coordinates are still those of the start. Put in the new ones.",
    # variables that a derivative depends on
    "depends_on.all": "These are the variables of {function}. Which of them are still left in {derivative}?",
    "depends_on.others": "Write down {derivative} first, then list exactly the variables that are left in it.",
    "depends_on.too_many": "You name a variable too many. Which of them are really left in {derivative}?",
    "depends_on.too_few": "A variable is missing. Look at every term that is left in {derivative}.",
    "depends_on.derivative": "the partial derivative of {function} with respect to {variable}",
    "depends_on.what": "the formula that the question asks about",
    "depends_on.nothing": "no variable",
    "expected.variables": "It depends on {names}.",
    # slopes that build on the student's own vectors
    "rounded.vectors": "This was worked out with your own rounded {names}.",
    "carried_forward": "This is right for your own {names}, where the mistake is; it costs nothing more here.",
    "carried_forward.in_part": "This follows from your own {names}, where the mistake is.",
}

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
    # variables that a derivative depends on
    "depends_on.all": "These are the variables of {function}. Which of them are still left in {derivative}?",
    "depends_on.others": "Write down {derivative} first, then list exactly the variables that are left in it.",
    "depends_on.too_many": "You name a variable too many. Which of them are really left in {derivative}?",
    "depends_on.too_few": "A variable is missing. Look at every term that is left in {derivative}.",
    "depends_on.derivative": "the partial derivative of {function} with respect to {variable}",
    "depends_on.nothing": "no variable",
    "expected.variables": "It depends on {names}.",
    # slopes that build on the student's own vectors
    "rounded.vectors": "This was worked out with your own rounded {names}.",
    "carried_forward": "This is right for your own {names}, where the mistake is; it costs nothing more here.",
    "carried_forward.in_part": "This follows from your own {names}, where the mistake is.",
}

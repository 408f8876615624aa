"""What is said about values that differ, and about steps by hand."""

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
    "not_equal.up_to_factor": "Your answer is no multiple of the right one: its parts do not stand in the right proportion.",
    "not_equal.up_to_positive_factor":
        "Your answer is no positive multiple of the right one. Compare the proportion of its parts, and their signs.",
    "not_equal.up_to_sign": "Neither your answer nor its opposite is right.",
    "not_equal.up_to_order": "Not all of your values are right, in whatever order they stand.",
    "not_equal.up_to_constant": "Your answer differs from the right one by more than a constant.",
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
    # steps by hand
    "step.criterion": "Step {number} follows from the point before it",
    "step.missing": "Step {number} is missing: {count} steps are asked for.",
    "step.carried": "Step {number} is right for the point before it.",
    "step.wrong": "Step {number} from {before} to {after} is not right. {cause}",
    "expected.step": "From {before} step {number} should go to {after}.",
    "step.no_cause": "Work out the gradient at that point, multiply it by δ and subtract it.",
    "step.newton_step": "Work out the gradient and the second derivatives at that point; what the one divided by the others comes "
        "to (with several variables, the inverse of the Hessian times the gradient) is subtracted.",
    "step.momentum_step": "Add β times the last move and subtract δ times the gradient at that point.",
    "step.nesterov_step": "Go on by β times the last move, and subtract δ times the gradient that you find there.",
    "step.coordinate_step":
        "Move the coordinate whose turn it is, by its own partial derivative, and leave the others as they are.",
    "step.projected_step": "Subtract δ times the gradient, and take the nearest point of the region.",
    "step.stochastic_step": "Subtract δ times the gradient of the loss of one observation, the one whose turn it is.",
    "step.backtracking_step":
        "Begin with the first step size and shorten it until the function falls enough. Subtract it times the gradient.",
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

CHECKS: dict[str, tuple[str, ...]] = {
    "grader.kinds.judging._of_function": ("whole_numbers.stopped", "whole_numbers.nothing", "whole_numbers.cut_off"),
    "grader.kinds.shapes.name_sets._feedback": ("depends_on.too_many", "depends_on.too_few"),
    "grader.kinds.carried.credited": ("carried_forward", "carried_forward.in_part", "rounded.vectors"),
}

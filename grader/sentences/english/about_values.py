"""What is said about values that differ, and about steps by hand."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # numbers in words
    "number.infinite": "too large to be written out",
    "point": "({coordinates})",
    "coordinate": "{name} = {value}",
    "number.none": "not to be computed",
    # what a call gave, in a few words
    "value.rows": "{rows} rows of {count} numbers",
    "value.numbers": "{count} numbers, {first}, …",
    "value.set": "the set `{value}`",
    "value.not_finite": "no finite number",
    "value.one_for_each":
        "Your function gives {value}, and there are {count} data: one number for each of them. Is a mean or a sum over the data "
        "missing?",
    "list": "{first} and {last}",
    "list.first": "{first}, {next}",
    "list.or": "{first} or {last}",
    "list.with_respect_to": "{first} and with respect to {last}",
    "together": "{first} {next}",
    # an answer that equals the reference, or not
    "expected": "The right answer is `{answer}`.",
    "undecided": "The machine could not decide whether your answer is right. A person will look at it.",
    "undecided.staff": "Undecided: compare with {reference}.",
    "function_typed": "Your code differentiates `{text}`. Is that the function of the exercise? Compare the two term by term.",
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
    "form.expanded": "expanded",
    "form.factored": "factored",
    "form.single_fraction": "single fraction",
    "form.exact": "exact",
    "form_missed.expanded":
        "The value is right; the question asks for the expanded form. Multiply out the brackets that are left.",
    "form_missed.factored":
        "The value is right; the question asks for the factored form. There is a sum left that can be written as a product.",
    "form_missed.single_fraction":
        "The value is right; the question asks for one single fraction. Bring everything over one line.",
    "form_missed.exact":
        "The value is right; the question asks for an exact answer. Write fractions, roots and pi instead of decimals.",
    # decision, compare, scalar, function_decision: how an answer differs, or why that cannot be told
    "whose.answer": "your answer",
    "whose.component": "the {ordinal} component of your answer",
    "ordinal": "{number}th",
    "ordinal.first": "first",
    "ordinal.second": "second",
    "ordinal.third": "third",
    "ordinal.fourth": "fourth",
    "ordinal.fifth": "fifth",
    "ordinal.sixth": "sixth",
    "not_equal.no_value": "{whose!C} has no value, and it should have one.",
    "not_equal.no_value.there": "At {point}, {whose} has no value, and it should have one.",
    "not_equal.close":
        "{whose!C} is {value}: close to the right value, but not equal to it. Was something rounded, or worked out from"
        " small differences?",
    "not_equal.close.there":
        "At {point}, {whose} is {value}: close to the right value, but not equal to it. Was something rounded, or worked out from"
        " small differences?",
    "not_equal.coarse": "{whose!C} is rounded too much. Give it exactly, or to three digits at least.",
    "not_equal.up_to_factor": "Your answer is no multiple of the right one: its parts do not stand in the right proportion.",
    "not_equal.up_to_positive_factor":
        "Your answer is no positive multiple of the right one. Compare the proportion of its parts, and their signs.",
    "not_equal.up_to_sign": "Neither your answer nor its opposite is right.",
    "not_equal.up_to_order": "Not all of your values are right, in whatever order they stand.",
    "not_equal.up_to_constant": "Your answer differs from the right one by more than a constant.",
    "not_equal.constant": "{whose!C} is {value}, and that is not the right value.",
    "not_equal.there": "At {point}, {whose} is {value}, and that is not the right value there.",
    # the question in place of a cause, where nothing is known
    "asked_back": "{told} {question}",
    "asked_back.derivative":
        "Which terms of {function} change when only {variable} changes, and what is the derivative of each?",
    "asked_back.gradient": "Take one variable at a time: what comes of each term of {function} while the others are held fixed?",
    "asked_back.slope":
        "Go through it part by part: is each partial derivative right, has the direction length 1, and are the products, one for "
        "each variable, added up?",
    "asked_back.settled":
        "Put that point into them and go on by hand, one operation after the other: which one comes to something else?",
    "asked_back.direction": "Draw the direction: how long is it along each axis, and with which sign?",
    "asked_back.quotient":
        "Your function measures the slope by a difference: at which two points is it taken, how far apart do they lie, and by what "
        "is it divided?",
    "asked_back.quotient.handed":
        "Your program measures a slope by a difference, and `{name}` is handed to it: is that a function, or a derivative already?",
    "asked_back.rows": "Call it with two rows of the data alone, and work that out by hand step by step: which step comes to "
    "something else?",
    "asked_back.formula": "Work it out at that point by hand, step by step: which step comes to something else?",
    "asked_back.number.way":
        "What have you got for {steps} on the way there? Work that out a second time; then look at what you did with it.",
    "one_number.part": "the {part}",
    "asked_back.number": "Write down every step and work each out a second time: does one come to something else?",
    "perhaps": "Did this happen? {slip} (One number alone does not tell for certain.)",
    "not_equal.shape": "Your answer is {found}; {asked} is asked for.",
    "not_equal.shape_of_function": "Your function gives {found}; {asked} is asked for.",
    "not_equal.shape.numbers": "Your answer is {found}, and {asked} is asked for. Which of these numbers is it?",
    "shape.single": "a single number or formula",
    "shape.vector": "a vector of {count} components",
    "invalid.too_large": "The expression is too large to be compared.",
    "invalid.variable": "{name} is not a variable of this exercise ({variables}).",
    "invalid.decimal_comma": "There is a comma between digits; write a decimal number with a point, as in 0.5.",
    "invalid.at": "{reason} It is at {before}, character {number}.",
    "invalid.nowhere": "Your answer has no value at any point that was tried.",
    "invalid.grows": "Your answer grows too large to be evaluated.",
    "undecided.roundings": "The decimals in it may be rounded, and it is not clear from which numbers.",
    "undecided.effort": "The values could not be told apart with reasonable effort.",
    "undecided.faint": "A part of the values is too small to be seen at any of the points.",
    "undecided.few_points": "Too few points were found at which the values could be compared.",
    "undecided.no_right_values": "The right values could not be computed at any of the points.",
    # what is right in a wrong answer, and where to look next
    "partly.components": "Right: {components}.",
    "partly.component": "In {component}: {slip!c}",
    "partly.for_variable": "the component for {variable}",
    "partly.ordinal": "the {ordinal} component",
    "partly.misplaced": "`{right}` is right, but not in its place: {components} seem to have changed places.",
    "partly.number.vector":
        "Your answer is a vector of numbers, and formulas are asked for. Is it the vector at one point? Leave the variables in it.",
    "partly.not_differentiated":
        "But for a number, {terms} can be found in the function itself. What does differentiating make of each such term?",
    "partly.standing": "Your answer has {names} {where}. Does anything that you started from bring it there?",
    "standing.exponent": "in an exponent",
    "standing.fraction": "below a fraction line",
    "partly.look": "Look again at {what}.",
    "partly.number":
        "Your answer is a number, and what is asked for changes from point to point. Where do the variables come in? If you put "
        "numbers in for them, leave the variables as they are.",
    "partly.constant": "It is {value} at every point. Where do the numbers that your function is called with come in?",
    "partly.formula":
        "Your answer changes with {names}, and a number is asked for. Does a number belong in the place of {names}, or does "
        "{names} fall away on the way?",
    "partly.formula.vector":
        "There are variables in your answer, and numbers are asked for. Which numbers belong in the places of the variables?",
    "partly.formula.alone": "All is right but for {names}: what is asked for is the same at every point.",
    "partly.formula.direction":
        "There are variables in your answer. The direction that is asked for is the same wherever one stands: which two numbers is "
        "it?",
    "partly.number.derivative":
        "Your answer is a number, and a formula is asked for: the function is not equally steep everywhere. If you put numbers "
        "in for the variables, leave the variables in. If not: which terms still hold a variable after differentiating?",
    "partly.number.zero":
        "0 would mean that the function does not change at all when only {variable} changes. Is there no {variable} in it?",
    "partly.number.again":
        "Your answer is a number, and a formula is asked for. Up to its sign it is what comes out when one goes on "
        "differentiating. Did you differentiate more than once?",
    "partly.two_slips": "There are two things to mend. {slips}",
    "partly.factor":
        "Your answer is the right one times a number, the same everywhere. Which factor is wrong or too many, or has got lost?",
    "partly.number_added":
        "Your answer is the right one and a number more or less, the same everywhere. Which number does not belong, or is missing?",
    "partly.more": "All terms that belong there are in your answer, and one more. Which one does not belong?",
    "partly.more.many": "All terms that belong there are in your answer, and {count} more. Which ones do not belong?",
    "partly.right": "{terms} is right",
    "partly.right.many": "{terms} are right",
    "partly.belongs": "The term {terms} belongs to the answer",
    "partly.belongs.many": "The terms {terms} belong to the answer",
    "partly.missing": "{right}. Something is missing beside it: go through the question term by term and compare.",
    "partly.term": "{right}. Look again at {other}.",
    "partly.term.fewer": "{right}. Look again at {other}. Is that all that belongs there besides?",
    "partly.term.number": "{right}, and so are the variables in {other}. Look again at the number in front.",
    "partly.term.rounded": "{right}. The number in {other} is rounded too much. Give it exactly, or to three digits at least.",
    "partly.degrees":
        "`{term}` takes its number as radians, and it is larger than a full turn. Are degrees meant? Convert them first.",
    "partly.source": "What is the derivative of `{term}` with respect to {variable}?",
    "partly.number_and_power": "The variables are right. Look again at the number in front, and at the power.",
    "partly.exchanged": "{one} and {other} seem to stand in each other's place. Which term does each of them belong to?",
    "partly.sign_and_letter": "All is right but for the sign and one letter. Look again at both.",
    "partly.variables.more": "Your answer changes with {names}. Should it? Which terms of your answer bring that in?",
    "partly.solved":
        "Your answer is the {name} at which what is asked for becomes zero. Was an equation solved? Nothing is to be set to zero "
        "here: give the formula itself.",
    "partly.variables.fewer": "Your answer lacks a variable that belongs there. Look again at every term it comes from.",
    "partly.cut_off": "{whose!C} looks cut off and not rounded. Give it exactly, or rounded to three digits at least.",
    "partly.near": "{whose!C} is {value}: near the right value, but not equal to it. Was something rounded on the way?",
    "partly.length": "{told} Then the length: yours has length {length}, and a unit vector has length 1.",
    "partly.length_is_1": "The length is 1, as it should be. {told}",
    "partly.length_of_all": "A unit vector has length 1, and yours has {length}.",
    "partly.points_at":
        "Your vector points at {angle}°, counted counter-clockwise from the positive {axis}-axis. Draw the direction that is asked "
        "for: at how many degrees is it?",
    "partly.angles":
        "No component of a unit vector is larger than 1. Are these angles? Sine and cosine make components out of an angle.",
    "partly.radians": "Your vector points at {angle} radians. Are degrees meant? Convert them first.",
    "partly.radians.parts": "The sine and the cosine of {angle} radians stand in it. Are degrees meant? Convert them first.",
    "partly.radians.exchanged": "{told} And which of the two makes the horizontal component?",
    "partly.converted.parts": "The sine and the cosine of `{text}` stand in it. How are degrees converted to radians?",
    "partly.converted": "Your vector points at {angle} radians, which is `{text}`. How are degrees converted to radians?",
    "partly.side.space": "The length is 1, as it should be. Look again at the signs.",
    "partly.order_and_sign":
        "The right numbers are there, but they stand in another order, and with other signs. Draw the direction: which "
        "component is the longer one, and which sign has each?",
    "partly.axis": "The length is 1, as it should be, but it points straight along an axis. Draw the direction and compare.",
    "partly.proportion": "Length and signs are right. The proportion of the components is not: which of them is the longer one?",
    "partly.same_factor":
        "The components stand in the right proportion, but all are too large or too small by the same factor. Which one?",
    # what the components of a vector are multiplied by in a dot product
    "products.vector": "{vector!C} is right in it.",
    "products.right": "Multiplied by the right number: {components}.",
    "products.left_out": "Not there at all: {components}.",
    "products.sign": "Multiplied by a number with the wrong sign: {components}.",
    "products.other": "Multiplied by the number that belongs to another component: {components}.",
    "products.alone": "Multiplied by 1, or by nothing: {components}.",
    "products.rounded": "Multiplied by a number that is rounded too much: {components}.",
    "products.number": "Not multiplied by the right number: {components}.",
    "products.gradient": "the gradient",
    "products.first": "the first vector",
    "products.settled": "Your {names} are right; what is made of them is not yet. {told}",
    # one small change makes a wrong formula right
    "nearest.letter": "All is right but for one letter: in `{part}`, is `{leaf}` the one that belongs there?",
    "nearest.letter_left_out": "All is right but for one letter: which one is missing in `{part}`, or is one too many?",
    "nearest.number": "All is right but for one number: look again at `{part}`.",
    "nearest.power": "All is right but for one power: look again at `{part}`.",
    "nearest.sign": "All is right but for one sign: look again at `{part}`.",
    "nearest.power_typed_as_product":
        "All is right but for `{part}`: as it stands there, it is a product. Is a power meant (in Python `**`)?",
    "nearest.upside_down": "All is right but for `{part}`: what belongs above the fraction line, and what below?",
    "nearest.exchanged": "All is right but for the power `{part}`: which of the two is the base, and which the exponent?",
    "nearest.reach": "All is right but for how far the function in `{part}` reaches. What belongs inside it?",
    "nearest.brackets": "All is right but for brackets: what belongs together in `{part}`?",
    "nearest.function": "All is right but for one function: look again at `{part}`.",
    "nearest.joined": "All is right but for how `{part}` is put together: are its parts added, subtracted, multiplied or divided?",
    "nearest.term": "All is right but for `{part}`: does every term of it belong there?",
    "nearest.factor": "All is right but for `{part}`: does every factor of it belong there?",
    "nearest.here": "All is right but for `{part}`. Look at it once more, sign by sign.",
    # one wrong number, beside the numbers on the way to the right one
    "one_number.on_the_way":
        "{value} is a number that comes up on the way, and not yet what is asked for. What is still to be done with it?",
    "one_number.sign": "But for its sign this is right. Where did a minus come in, or get lost?",
    "one_number.factor":
        "A simple factor is all that is between your answer and the right one. Where has one got lost, or come in twice?",
    "one_number.factor.of_step":
        "A simple factor is all that is between your answer and the right one. Look at each derivative, at what is divided, and "
        "by what. Which size is asked for: the largest that still converges, or the one that is at the minimum at once?",
    "one_number.upside_down": "Your answer is the right one upside down. What is to be divided by what?",
    "one_number.root": "Your answer is the root of the right one. Where did a root come in, or a square get lost?",
    "one_number.square": "Your answer is the square of the right one. Where did a square come in, or a root get lost?",
    "one_number.another_of_the_way":
        "Has one of the numbers on the way been taken for another? Write down which ones you used, and which of them the exercise "
        "asks for.",
    "one_number.another_of_the_way.step":
        "Your answer comes to {above} divided by {value}. How did you get this {value}: is it the number that counts, and is every "
        "second derivative in it that belongs there?",
    "one_number.one_over":
        "Your answer is 1 divided by {value}, a number that comes up on the way. Is this the one that counts, and is 1 to be "
        "divided by it?",
    "one_number.combined":
        "Your answer comes to {shown}. From what comes up on the way, {value} would be {parts}: if you put these two together, "
        "is that asked for? If you came by it in another way, go through that once more.",
    "one_number.sum": "the sum of {one} and {other}",
    "one_number.product": "the product of {one} and {other}",
    "one_number.mean": "the mean of {one} and {other}",
    "one_number.difference": "the difference of {one} and {other}",
    "one_number.decimal_point": "The digits are right. Does the decimal point stand where it belongs?",
    "one_number.negative": "{value} is negative. Can what is asked for be negative?",
    "term.slip": "The derivative of `{term}` with respect to {variable}: {slip!c}",
    # steps by hand
    "step.criterion": "Step {number}, from the point before it",
    "step.missing": "Step {number} is missing: {count} steps are asked for.",
    "step.missing.but_start": "Step {number} is missing: {count} steps are asked for, and the start is none of them.",
    "step.begins_with_start": "Your list begins with {start}, the start. It is none of the steps, and was passed over.",
    "step.carried": "Step {number} is right for the point before it.",
    "step.wrong": "Step {number} from {before} to {after} is not right. {cause}",
    "expected.step": "From {before} step {number} should go to {after}.",
    "step.again": "Step {number}: the same as in step {first}.",
    "step.again.unknown": "Step {number} is not right either.",
    "step.another_size": "The step size is not the one that is given.",
    "step.no_cause": "Work out the gradient at that point, multiply it by δ and subtract it.",
    "step.rounded": "Was it rounded to one decimal? Keep two at least, so that the next step can start from it.",
    "step.right_everywhere":
        "In every step {right} is moved rightly from the point before. Compare how you moved {wrong}. {question}",
    "step.right_here": "{right} is moved rightly. Look again at {wrong}. {question}",
    "step.slope": "What is the partial derivative of {function} with respect to {variable} at {before}, and what is δ times that?",
    "step.derivative": "In the partial derivative with respect to {variable}: {slip!c}",
    "step.derivative.open": "The partial derivative with respect to {variable} is not right.",
    "step.second_derivative": "In the second derivative by {one} and {other}: {slip!c}",
    "step.derivative.letter": "One letter in it is another one; the rest fits.",
    "step.derivative.factor": "One factor in it is left out; the rest fits.",
    "step.second_derivative.zero": "It is 0 there, or left out.",
    "step.second_derivative.other": "This is the one by {one} and {other}.",
    "step.second_derivative.once":
        "In the second derivative by {one} and {other}, as it stands in the row of {one} of the Hessian: {slip!c}",
    "step.turned":
        "In {variable} a sign is wrong: in the update or in the partial derivative with respect to {variable}. Check both.",
    "step.uphill":
        "It leads uphill, to a larger value of {function}. Is δ times the gradient subtracted? Then work the gradient out once "
        "more.",
    "step.values":
        "Your numbers are values of {function}. The points to which the steps lead are asked for: list those, with all "
        "coordinates.",
    "step.start_swapped":
        "Your list seems to begin with the start, {first}, with its coordinates in the other order: the start is {start}.",
    "step.repeats": "This is the point before it once more. From which point does this step begin?",
    "step.stays": "The point has not moved. What is the gradient there? Only where it is zero does a step lead nowhere.",
    "step.at_rest": "The gradient is zero at {before}, and the point stays. Look at the step that leads there.",
    "step.cut_to_whole":
        "Your points are whole numbers: in each step the decimals got lost. Keep them: `int` and `round` take them away, and so "
        "does an array that was made of whole numbers.",
    "step.other_start":
        "Your first step would be right from {first}, and the exercise begins at {start}. From which point did you start?",
    "step.one_list":
        "All entries of your list are the same point. If one list or array is changed and appended again and again, every "
        "entry is that one. Append a copy each time.",
    "step.last_alone":
        "{after} is where all {count} steps together lead. Write down where each single step ends, one point after another.",
    "step.one_coordinate_written":
        "There seems to be one number for each step. A point has {count} coordinates: write `[({shape}), …]`.",
    "step.newton_step":
        "Work out the first and the second derivative at that point; the first divided by the second is subtracted. With several "
        "variables, these are the gradient and the matrix of all second derivatives, and its inverse times the gradient is "
        "subtracted.",
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
    "depends_on.too_few": "What you name belongs there. A variable is missing: look at every term that is left in {derivative}.",
    "depends_on.none": "You name no variable. Look at every term that is left in {derivative}: does it change with anything?",
    "depends_on.partly": "Right among them: {names}. Write down {derivative} and compare the others with what is left in it.",
    "depends_on.own": "These are the variables of your own `{name}`, which is not right yet. Mend that first.",
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
    "grader.quantities.slips.partly_right.what_is_right": (
        "partly.components", "partly.number", "partly.number.derivative", "partly.number.zero",
        "partly.number.again", "partly.factor", "partly.more", "partly.more.many",
        "partly.right", "partly.right.many", "partly.belongs", "partly.belongs.many", "partly.missing", "partly.term",
        "partly.term.fewer", "partly.term.number", "partly.term.rounded",
        "partly.number_and_power", "partly.misplaced", "partly.number.vector", "partly.not_differentiated", "partly.standing",
        "partly.exchanged", "partly.sign_and_letter", "partly.variables.more", "partly.variables.fewer", "partly.solved",
    ),
    "grader.kinds.judging._function_typed": ("function_typed",),
    "grader.kinds.unnamed_mistakes._of_variables": (
        "partly.formula", "partly.formula.vector", "partly.formula.alone", "partly.formula.direction",
    ),
    "grader.quantities.slips.properties.degrees_typed": ("partly.degrees",),
    "grader.quantities.slips.partly_right.what_values_show": ("partly.constant", "partly.number_added"),
    "grader.quantities.slips.products.told_by_products": (
        "products.vector", "products.right", "products.left_out", "products.sign", "products.other", "products.alone",
        "products.number", "products.rounded",
    ),
    "grader.kinds.carried.shown_right": ("products.settled",),
    "grader.quantities.slips.nearest_formula.nearest": (
        "nearest.letter", "nearest.letter_left_out", "nearest.number", "nearest.power", "nearest.sign",
        "nearest.power_typed_as_product",
        "nearest.upside_down", "nearest.exchanged", "nearest.reach", "nearest.brackets", "nearest.function", "nearest.joined",
        "nearest.term", "nearest.factor", "nearest.here",
    ),
    "grader.quantities.numbers_on_the_way.told_by_the_way": (
        "one_number.on_the_way", "one_number.sign", "one_number.factor", "one_number.upside_down", "one_number.root",
        "one_number.square", "one_number.another_of_the_way", "one_number.another_of_the_way.step",
        "one_number.one_over", "one_number.factor.of_step",
        "one_number.combined", "one_number.decimal_point", "one_number.negative",
    ),
    "grader.quantities.slips.term_slips.slips_in_terms": ("partly.two_slips", "term.slip"),
    "grader.quantities.slips.properties.told_by_properties": (
        "partly.cut_off", "partly.near", "partly.length", "partly.length_is_1", "partly.length_of_all", "partly.points_at",
        "partly.angles", "partly.radians", "partly.radians.parts", "partly.radians.exchanged", "partly.converted",
        "partly.converted.parts",
        "partly.side.space", "partly.order_and_sign", "partly.axis", "partly.proportion", "partly.same_factor",
    ),
    "grader.kinds.shapes.step_causes.causes_of": (
        "step.again", "step.again.unknown", "step.right_everywhere", "step.right_here", "step.rounded", "step.derivative",
        "step.derivative.open", "step.turned", "step.uphill", "step.another_size",
    ),
    "grader.kinds.shapes.point_sequences._of_the_whole": (
        "step.start_swapped", "step.one_coordinate_written", "step.last_alone", "step.other_start", "step.one_list",
        "step.cut_to_whole",
        "step.values",
    ),
    "grader.kinds.judging._of_function": ("whole_numbers.stopped", "whole_numbers.nothing", "whole_numbers.cut_off"),
    "grader.kinds.shapes.name_sets._feedback": (
        "depends_on.too_many", "depends_on.too_few", "depends_on.none", "depends_on.partly",
    ),
    "grader.kinds.shapes.name_sets._of_own_derivative": ("depends_on.own",),
    "grader.kinds.carried.credited": ("carried_forward", "carried_forward.in_part", "rounded.vectors"),
}

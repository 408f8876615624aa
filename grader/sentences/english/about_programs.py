"""What is said about programs that descend, beside the slips that they show.

No expected value and no step that should have been taken stands in any of these that a student reads.
"""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # what costs a criterion without naming a cause
    "no_point": "What the program returns could not be read as a point: `{value}`. Return {shape}.",
    "does_not_settle": "From {start} the descent does not come to rest at the minimum with these steps.",
    "pauses": "From {start} the answer stays the same for the first few n and changes later, so it is not the point "
    "after n steps.",
    "does_not_arrive": "From {start} the program was not near the minimum after {count} iterations.",
    "diverges": "From {start} the points run away instead of settling: they grow without end.",
    "runs_away": "From {start} the points run away: they grow without end, or lead to where the function is higher than at the "
    "start. Try a smaller step size.",
    "ends_elsewhere": "From {start} the points come to rest, but not at the minimum.",
    "ends_elsewhere.schedule": "From {start} the points come to rest before they are at the minimum. What becomes of the step "
    "size from step to step?",
    "circles": "From {start} the points jump to and fro between the same places and never settle.",
    "overflows": "From {start} the program ends with `nan` or `inf`, although steps of this size need not: "
    "a part of its formula overflows. Write that part so that it stays finite for large numbers.",
    "no_gradient": "What the program returns is made of its start by sums and multiples alone, so that no gradient of this "
    "function is in it. Compute the gradient at the present point and take a step against it.",
    "returns_matrix": "The program returns a matrix and not a point. `*` and `/` go entry by entry: does one of them stand "
    "beside a matrix, where `@` or the solution of equations is meant?",
    "departs_later": "The first steps are all of one kind, but {call} does not go on like that.",
    "wrong_direction": "The points that come back do not follow each other as in gradient descent. Go through the parts one "
    "by one: each derivative, the update, what the loop repeats, and what is returned, in which order.",
    "wrong_direction.one_step": "Each iteration begins where the one before ended, as it should. What one iteration "
    "does is not a step of gradient descent: look at each derivative, and at the update.",
    "wrong_direction.uphill": "From every start that was tried the first step leads uphill: the function grows that way. Which "
    "sign have the derivative and the update, and what is subtracted from what?",
    "wrong_direction.frozen": "All steps from one start are the same move, so what is subtracted is not worked out again at each "
    "new point. Nor is it one step size times the gradient at the start: look at the derivative, too.",
    "one_coordinate_right":
        "Right in every step: {right}. Not right: {wrong}. Look at the partial derivative there, and at the line that updates the "
        "coordinate.",
    "one_coordinate_right.but_for_size":
        "In every step {right} moves {factor} times as far as it should, and {wrong} is off in another way. {because}",
    "uneven_steps.still": "{axis} never changes. {because} Look again, too, at the derivative and the step size by which you move "
    "{others}.",
    "uneven_steps.in_turn": "Not every step moves all coordinates: in `{call}` the last step leaves {axis} at {value}, though f "
    "has a slope along it there. What in the loop keeps it, and when?",
    "uneven_steps": "From one point to the next each coordinate goes downhill, but not by one step size times its partial "
    "derivative. Look at each derivative, and for what cuts, rounds or scales a coordinate by itself.",
    "count_unclear": "It cannot be seen that n iterations are n steps. How many steps does the program take for n = 1, and "
    "how many for n = 2? Does each begin where the last one ended?",
    "step_size_unseen": "No step size can be read off points that do not follow each other as in gradient descent.",
    "no_step_size": "The steps go downhill, but not by one step size times the derivative. What else changes their length?",
    "no_step_size.of_search":
        "The sizes of the steps are not those that the search asked for finds. With which size does it begin, by what is it "
        "shortened, until what holds? And is what it finds the size of the step?",
    "no_step_size.cut": "The steps go downhill, but not by one step size times the derivative. The program has `{cut}`, which "
    "cuts numbers: leave it out.",
    "another_size_handed_in": "With another step size handed in, {call} does not lead where steps of that size lead.",
    "another_size_handed_in.at_a_bound":
        "In {call} the point ends at {axis} = {number}, and that is no bound of {axis} in the exercise.",
    "another_function_handed_in": "With another function handed in, {call} does not lead where its steps lead. Use no more of "
    "the function than what is handed in.",
    "other_data_handed_in": "With other data handed in, {call} does not lead where the steps over them lead. Use what is handed "
    "in, all of it, and count the data there.",
    "history_exchanged": "Where `{parameter}` is true it returns the last one alone: the two cases are exchanged.",
    "all_points_asked_for": "Where `{parameter}` is true the program does not return all points, from the start or the first "
    "step to the last.",
    # where a small edit makes all of it right, and what to ask oneself there
    "nearest_edit": "Look again at `{text}` ({place}): {ask} With one small change there the answers are right "
    "wherever they were tried.",
    "nearest_edit.two": "Two places to look at again. `{text}` ({place}): {ask} `{other}` ({second}): {too} With one small "
    "change in each of the two the answers are right wherever they were tried.",
    "nearest_edit.both": "Two places to look at again, `{text}` ({place}) and `{other}` ({second}): {ask} With one small change "
    "in each of the two the answers are right wherever they were tried.",
    "nearest_edit.twice": "Look again at `{text}` ({place}): two things there are not right. With two small changes there the "
    "answers are right wherever they were tried.",
    "nearest_edit.step": "Look again at `{text}` ({place}): {ask} With one small change there {part} is right wherever it was "
    "tried; something else is not right yet.",
    "made_right.at_zero": "the answer for `{name}` = 0",
    "made_right.but_for_factor": "everything but for one and the same factor",
    "right_at_zero": "With {name} = 0 it is right. Go through the parts of the program that use `{name}`, also by way of another "
    "name: which of them is not as it should be?",
    "edit.sign": "is every sign right?",
    "edit.number": "is every number right?",
    "edit.copy": "is that a copy, or a second name for the same numbers?",
    "edit.index": "is it the right entry?",
    "edit.term_missing": "is a number missing there, or wrong?",
    "edit.line": "does this line belong there?",
    "edit.operator": "is each operation the right one?",
    "edit.power": "is a product meant there, or a power?",
    "edit.division": "what does `//` do with the digits after the point?",
    "edit.bracket": "how far does each bracket have to reach?",
    "edit.order": "what comes first, and what second?",
    "edit.comparison": "when does this have to hold?",
    "edit.absolute": "what if the number that is compared is negative?",
    "edit.term": "does every term belong there?",
    "edit.part": "does all of it belong there?",
    "edit.factor": "is every factor there?",
    "edit.factor.later": "is every factor there, or where that is used further down?",
    "edit.call": "is each function there the right one?",
    "edit.name": "is each of these the right variable?",
    "edit.old_value": "what becomes of the old value?",
    "edit.loop": "is this to be done once, or again and again?",
    "edit.loop_body": "which lines belong to the loop?",
    "edit.exponent": "is every power right?",
    "edit.axis": "along which axis does it go?",
    "edit.call_missing": "is a function missing there?",
    "edit.term_lost": "is a term missing there?",
    # what is left to a person, and why
    "tolerance_unexplained": "The program reads `{parameter}`, and goes on to the end where that is {tolerance}, although all that "
    "one compares with it was smaller long before. Does it stop anywhere? A person will look.",
    "unseen": "{call!C} was not answered in time, so this could not be seen. A person will look.",
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
    "steps_unexplained":
        "The steps go downhill and arrive, but it could not be seen how their size is chosen. A person will look.",
    "steps_unexplained.with_memory":
        "One iteration from where k ended does not always lead to the point that k + 1 give from the start. A person will look.",
    "arrives_as_a_search": "Every answer is the minimum already, as after an exact line search. A person will look.",
    # what a function that is handed in says of what it was given
    "handed.count": "{name} takes {wanted}; here are {given}",
    "handed.one": "one number",
    "handed.several": "{count} numbers, {names}, or one array of them",
    "handed.shapes": "{name} takes arrays of one shape",
    "handed.tensor": "{name} takes numbers here, and no MyGrad tensors: its values are worked out elsewhere, so that nothing "
    "can be derived through it",
    "handed.no_number": "{name} takes numbers, and here is {shown}",
    "handed.complex": "a complex one",
    "handed.text": "a text",
    "handed.symbol": "a formula of SymPy",
    "handed.function": "a function",
    "handed.empty": "an empty array",
    "handed.other": "something else",
    "handed.too_often": "{name} is called too often",
    # remarks that cost nothing
    "mutates_arguments": "Your program changes the array it is given. Work on a copy, so that the caller's is kept.",
    "integer_start": "With a whole number as start (an int, not a float) your program fails. "
    "MyGrad gives no gradient for integers; converting the start with `float(…)` would help.",
    "slow": "Your step size (about {size}) works, but needs {steps} iterations. A larger one would be quicker.",
    "rounded": "The result is rounded. Return it unrounded and round when you print it.",
    "point_and_more": "Your program returns more than the point; the point in it was taken.",
    "all_points_but_the_start": "With `{parameter}` your list begins after the first step. All points are those with the start.",
    "stops_at_tolerance": "Your program stops by itself before n steps are done, near the minimum. That is fine.",
    "recursion": "For many iterations your program reaches Python's recursion limit. A loop would not.",
    "rounded_constant":
        "Your gradient uses a constant with few digits, so that it leads to a point a little beside the minimum. `math.exp` "
        "and `math.pi` have all digits.",
    "rounded_slope": "Your gradient is rounded before it is used, so that small steps are lost. "
    "Round only what you print, if at all.",
    "quotient_vanishes":
        "From {start} a difference quotient shows nothing: between numbers that large it is lost in rounding, or becomes "
        "`inf`. The derivative itself would lead on from there.",
    "difference_quotient": "Your gradient comes from difference quotients; it is close to the true one.",
    # the program as it was understood, by the rule that was inferred
    "understood.constant": "steps against the gradient",
    "understood.ascends": "steps along the gradient, uphill",
    "understood.size_by_start": "steps against the gradient, with one size for each start",
    "understood.schedule": "steps against the gradient, with sizes that change from step to step",
    "understood.line_search": "steps against the gradient, with sizes that a line search finds",
    "understood.newton": "Newton steps",
    "understood.nesterov": "steps with Nesterov's momentum",
    "understood.projected_descent": "steps against the gradient, back into the region",
    "understood.stochastic_descent": "steps by one observation each",
    "understood.backtracking": "steps against the gradient, shortened by backtracking",
    "understood.coordinate_descent": "steps along one coordinate each",
    "understood.descent": "steps against the gradient",
    "understood.momentum": "steps that keep a part of earlier ones",
    "understood.newton_step": "Newton steps",
    "understood.sequential_update": "steps of one coordinate after the other",
    "understood.unequal": "steps that move the coordinates differently",
    "understood.wrong_gradient": "steps against a wrong derivative",
    "understood.fixed_length_steps": "steps of one length",
    "understood.goes_to_known_minimum": "steps straight to the minimum",
    "understood.unexplained": "steps that no simple rule explains",
    "understood.wrong_direction": "steps along a wrong direction",
    "understood.with_size": "{steps}, δ = {size}",
    "understood.by_start": "{steps}: δ = {sizes}",
    "understood.size_from": "{size} from {start}",
    # parts of the sentences about descents, filled into their gaps
    "unequal_steps.any":
        "One of them has a wrong factor, or its own step size. Compare the lines that move them, and your partial derivatives with "
        "the function.",
    "passes.below": "{axis} goes below {bound}",
    "passes.above": "{axis} goes above {bound}",
    "unequal_steps.by_axis": "{axis} moves {factor} times as far as it should, the others are right. {advice}",
    "wrong_second_derivative.by": ", by {one} and {other},",
    "multiple_of_step.count_missing": "There are {count} data: is a division by their number missing, as in a sum in place of a "
    "mean?",
    "multiple_of_step.count_twice": "There are {count} data: is something divided by their number that should not be, as in a mean "
    "in place of a sum?",
    "multiple_of_step.over_data": "There are {count} data: is each sum divided by what it should be, and is the factor 2 of a "
    "square there, and once?",
    "multiple_of_step.two":
        "Look for a factor 2 too many: in the derivatives, where that of a square has it once, and in the update.",
    "multiple_of_step.half":
        "Look for a factor 2 that got lost, or a factor 1/2 too many: in the derivatives, where that of a square has the 2, and in "
        "the update.",
    "multiple_of_step.divided": "Is something divided by the step size there that should be multiplied by it?",
    "multiple_of_step.size_twice": "Is something multiplied by the step size twice?",
    "multiple_of_step.in_update": "Look at all that stands between the derivative and the point in the update: by what is it "
    "multiplied or divided?",
    "multiple_of_step.any": "Look for this factor in the gradient and in the update.",
    "wrong_gradient.by": " (the one with respect to {axis})",
    "wrong_gradient.solved": "{by}, or one that is not solved rightly",
    "wrong_gradient.times": "Every coordinate moves {factor} times as far as it should. {advice} Apart from that, in the "
    "partial derivative with respect to {axis}: {slip!c}",
    "wrong_gradient.automatic": "The derivative is computed from the f in your program, so compare that f with the exercise's, "
    "term by term.",
    "wrong_gradient.symbolic":
        "SymPy differentiates the f in your program, so compare that f with the exercise's, and look at what you do with its "
        "derivatives. Their values look like this: {text}",
    "wrong_gradient.hidden": "`{function}` hides its variable from `backward()`, so that its term gets no gradient. Use `{newer}`.",
    "wrong_gradient.any_term": "Differentiate the function once more, term by term.",
    "measure.step": "the length of a step",
    "measure.gradient": "the length of the gradient",
    "measure.change": "the change of the function",
    "measure.step_squared": "the square of the length of a step",
    "measure.coordinate": "the move of one coordinate",
    "one_step_too_few.by_counter":
        "n iterations are n - 1 steps that move the point. Which number has the counter in the first pass, and in the last?",
    "no_point.number": "a number",
    "no_point.tuple": "a tuple of numbers, one for each variable",
    "stops_too_early.by_condition": "Check the condition that ends the loop.",
    "stops_too_early.start_read": "The loop reads `{name}`, which stays what it was in the beginning. Is the present value meant?",
    "stops_too_early.far_away": "Your condition stops points that are far away. Mend the steps, not this condition.",
    "stops_too_early.by_itself": "What keeps it from moving on?",
    "stops_too_early.steps": "{steps} steps",
    "stops_too_early.step": "1 step",
    # where a sign that is turned round may stand
    "turned.added": "The update adds what it should subtract.",
    "turned.question": "Which sign has each derivative, and what is subtracted from what in the update?",
    # why a program stays at the start, or does the same for every n: by its source, else a question
    "stays.comparison": "`{text}` only compares. One `=` gives the name its new value.",
    "stays.unassigned": "`{text}` is worked out and given to no name. Write `=` and the name in front.",
    "stays.returns_start": "What is returned is `{name}`, which no line changes. Return the point that the loop moves.",
    "stays.other_name": "The loop computes `{new}`, and `{name}` is returned. Give the new value to the point itself.",
    "counting.question": "With which number does the counting begin, and with which does it end?",
    "counting.beside": "One step stands beside the loop. Does it belong there?",
    "stays.question": "Is the new value ever given to the variable that is returned?",
    "same.no_loop": "There is no loop in the program. Repeat the step n times.",
    "same.break": "`break` ends the loop in its first pass. Take it out.",
    "same.begins_again": "`{text}` stands in the loop, so that each pass begins at the start again. Put it above the loop.",
    "same.number": "The loop runs over `{text}`, whatever n is. Let it run n times.",
    "same.overwritten": "`{text}` gives `{name}` a value of its own, so that the one handed in does not count. Take this line out.",
    "same.unchanged": "Each pass computes `{name}` from what the loop never changes. Let each pass begin where the last one ended.",
    "same.unread": "`{name}` is used nowhere in the function. Where should it say how often the step is taken?",
    "same.ended": "The loop ends where `{text}` holds, and that is so in its first pass. When should it end?",
    "same.ended.later": "The loop ends where `{text}` holds, whatever n is. What should n decide?",
    "same.turn": "Nothing in the loop changes what `{text}` asks, so each pass does the same. What decides whose turn it is?",
    "same.only_if": "The point moves only where `{text}` holds; elsewhere it stays, whatever n is. Where should it go there?",
    "same.thrown_away": "What `{text}` gives back is thrown away, so that one step is all that is returned. Return what it gives.",
    "same.recursion": "What does each call hand on to the next one, and what becomes of what that gives back?",
    "same.question": "Where does each pass of the loop begin: at the start, or where the last one ended?",
    # why a coordinate never changes
    "still.update": "Update every coordinate in each iteration.",
    "still.moved_by_zero": "The loop has a line that moves it, but by 0 wherever this was tried. What is it moved by, and is that "
    "computed in each pass?",
    # where it begins instead
    "begins.at": "The steps fit if {axis} begins where {other} should. Look where {axis} is set for the first time.",
    "begins.cut": "The steps fit if {axis} begins at a whole number. Is its start cut or rounded?",
    "begins.number": "The steps fit if {axis} begins at {number}, whatever the start is. Look where {axis} is set "
    "for the first time.",
    "begins.question": "From {start}: is the start used as it is given, and is what is returned the last point itself?",
    "step_size_too_large.unknown": "Try a smaller one.",
    "step_size_too_large.largest": "The largest that works from every start that was tried is about {size}.",
    "size_rule.constant": "a constant one",
    "size_rule.schedule": "one that changes from step to step",
    "size_rule.line_search": "one found by a line search",
    "size_rule.changing": "another in each step",
    "another_step_size.to_the_minimum": "one that leads to the minimum along the axis",
    "another_step_size.beside":
        "Beside a wrong derivative your steps look as if they had a step size of {found}, where {wanted} is asked for. Mend the "
        "derivative first.",
    "another_step_size.by_start": "another from each start",
    "other_number_of_steps.one": "{taken} for n = {asked}",
    # why a criterion of a descent cannot be earned, where nothing more is said
    "no_rule": "It could not be seen how one point leads to the next.",
    "not_repeatable": "The steps cannot be judged, because the same call does not give the same answer.",
    "not_run_here": "This could not be run here. A person will look at it.",
    "two_points": "The program returns two different points. A person will look at which of them is meant.",
    # a descent that cannot be asked, and ways of working
    "other_data": "With other data than those of the exercise `{name}` is not right. Use what it is given, all of it.",
    "fit.again": "Called again with the same data, `{name}` gives other values. It must not keep anything from call to call.",
    "fit.no_values": "`{name}` returned {value}. Asked for are {count} numbers, the values of {wanted}, in a tuple, a list or an "
    "array.",
    "fit.more":
        "`{name}` returned {value}. The {count} numbers asked for are in it, and right: return them alone, as whoever calls it "
        "goes on with just these.",
    "fit.not_finite":
        "`{name}` returned values that are no finite numbers. Is something divided by zero, or do the numbers grow without end, "
        "as they do when steps are too large or lead uphill?",
    "fit.nearly":
        "`{name}` returned {shown}, which is near the best values, but not there yet: the loss is {loss}, and it can still be "
        "lowered. If your program takes steps, let it take more of them.",
    "fit.not_least": "`{name}` returned {shown}. There the loss is {loss}, and it can still be lowered. "
    "Check the gradient, and whether the program goes on for long enough.",
    "fit.not_least.above":
        "`{name}` returned {shown}. There the loss is {loss}, and with zeros in their place it is {zeros}, which is less. Do the "
        "steps lead downhill? Look at the signs, of the gradient and of the update, and at how long the steps are.",
    "fit.not_least.solved": "`{name}` returned {shown}. There the loss is {loss}, and it can still be lowered. "
    "Which data go into what is solved: all rows and all columns? And what are both sides of the equations, when the gradient is "
    "zero?",
    "fit.not_least.linear": "`{name}` returned {shown}. There the loss is {loss}, and it can still be lowered. What is solved is "
    "linear, and the gradient of this loss is not: solving once does not make it zero. For which loss would it?",
    "fit.coordinates_swapped": "The values are right and stand in another order than asked for. Return {order}.",
    "fit.left_at_zero": "`{variable}` is left at zero, and the rest is fitted without it. Let the program find it too.",
    "fit.part_of_loss_left_out": "These values are the best if `{part}` is left out of the loss. It belongs to it.",
    "fit.part_of_loss_weighted": "These values are the best if `{part}` counts {counts}. Check the factor of its derivative.",
    "counts.half": "half as much",
    "counts.twice": "twice as much",
    "fit.other_loss": "These values are the best for another loss than the exercise's. {because}",
    "not_a_program": "`{name}` is `{shown}`, and a program is asked for. Define it with `def {name}(…):`.",
    "returned_formula": "`{name}` returns the formula {shown}. It has to return numbers for the numbers it is called with.",
    "not_a_function": "`{name}` is `{shown}`, not a function. Define it with `def {name}(…):` and take n steps in it.",
    "cannot_be_called": "`{name}({have})` cannot be called with a start and n. Define it as `{name}({wanted})`.",
    "ways.missing": "The exercise asks for `{name}`, and the program does not use it.",
    "ways.forbidden": "The program uses `{name}`, which the exercise asks not to use.",
    # the first wrong step; where it should have gone is for staff
    "first_wrong_step": "{which}: after {before} comes {after} (seen in `{call}`).",
    "first_wrong_step.coordinate": "{which}: after {before} comes a point with {axis} = {after} (seen in `{call}`).",
    "first_wrong_step.stays": "{which}: after {before} comes the same point again (seen in `{call}`).",
    "wrong_step.first": "It shows first here",
    "wrong_step.one": "It shows here",
    "step_in_doubt":
        "`{earlier}` gave {before}, and `{call}` gave {after}. Work out by hand whether one step leads from the one to the other.",
    "step_in_doubt.first": "`{call}` gave {after}. Work out by hand whether one step leads there from {before}.",
    "first_wrong_step.gradient": "The gradient at {before} is {slope}.",
    "first_wrong_step.should_be": "The gradient at {before} is {slope}; with δ = {size} the step should go to {right}.",
    "first_wrong_step.of_method": "From {before} the step should go to {right}.",
    # methods, and their numbers, as sentences call them
    "method.descent": "gradient descent",
    "method.newton": "Newton's method",
    "method.momentum": "gradient descent with momentum",
    "method.nesterov": "Nesterov's momentum",
    "method.coordinate_descent": "coordinate descent",
    "method.projected_descent": "projected descent",
    "method.stochastic_descent": "stochastic descent",
    "method.backtracking": "backtracking",
    "given.step_size": "step size {value}",
    "given.beta": "β = {value}",
    "given.first_size": "first step size {value}",
    "given.factor": "shrinking factor {value}",
    "given.share": "share of the slope {value}",
    "number.beta": "β",
    "number.first_size": "The first step size",
    "number.factor": "The factor by which the step size shrinks",
    "number.share": "The share of the slope",
    "one_size_or_search":
        "All steps have one size here, as a search may find it and as somebody may type it in. A person will look.",
    "no_step_of_method": "The points that come back do not follow each other as in {method}, and no part could be told right. "
    "{advice} Do this by hand from one start, and print what the program has for each part.",
    "no_step_of_method.direction": "Every step goes against the gradient, so the derivatives are right. How far it goes is not as "
    "in {method}: look at the condition, at what is tried in it, and at the value with which each search begins.",
    "no_step_of_method.first": "The first step is right from every start, so the derivatives and δ are. Later ones are not as in "
    "{method}. What goes over from one step to the next, and when is that brought up to date?",
    "no_step_of_method.later":
        "The first step is right from every start, so the derivatives are. Later ones are not as in {method}. What is different in "
        "the second pass of the loop?",
    "no_step_of_method.inside": "Every step that ends inside the region is right, so the derivatives and the update are. Look at "
    "how a point outside is brought back: each bound, and what is done on which side of it.",
    "no_step_of_method.coordinates": "Right in every step: {right}. Not right: {wrong}. Compare the lines of both: the partial "
    "derivative, and how the coordinate is moved with it.",
    "no_step_of_method.derivatives": "The derivative by {right} is right. With {wrong} something is not: is it the derivative, or "
    "how the coordinate is moved with it? How far each step goes hangs on this, too.",
    "no_step_of_method.equations": "The first derivative by {right} and its own derivatives are right: that row of the equations "
    "holds in every step. The row of {wrong} does not. Look at the first derivative there and at each entry of its row of "
    "the Hessian.",
    "no_step_of_method.outside": "{call!C} ends at {point}, which is outside the region.",
    # what is right beside what is named
    "holds.coordinates": "Right in every step: {right}.",
    "holds.derivatives": "The derivative by {right} is right.",
    "holds.equations": "The first derivative by {right} and its row of the Hessian are right.",
    # what staff are told of a descent that waits for them
    "made.unknown": "The source could not be followed to what is returned ({why}).",
    "made.unknown_part": "a part is unknown",
    "made.at_an_edge": "it sets a coordinate to an edge of the region, as a right step may",
    "made.from_start": "In the source the start reaches what is returned; turns of a loop for n = 3 and 5: {steps}.",
    "made.otherwise": "In the source the start does not reach what is returned; turns of a loop for n = 3 and 5: {steps}.",
    # the lines of the rubric
    "criterion.start": "It starts where it is told, moves, and returns the point where it ends",
    "criterion.direction": "Each step goes against the gradient at the point where it stands",
    "criterion.method": "Each step is one of {method}, from the point where it stands",
    "criterion.numbers": "The numbers of the method are those that the exercise asks for",
    "criterion.count": "n iterations are n steps",
    "criterion.step_size": "The step size is of a kind that the exercise allows",
    "criterion.arrives": "It converges to the minimum",
    "criterion.nowhere": "It goes down and does not run away",
    "criterion.ways": "It works in the way the exercise asks for",
}

CHECKS: dict[str, tuple[str, ...]] = {
    "grader.sandbox.host.evaluations._numbers": ("handed.tensor",),
    "grader.kinds.program_of_fit._mistake": ("fit.coordinates_swapped", "fit.other_loss"),
    "grader.kinds.program_of_fit._left_at_zero": ("fit.left_at_zero",),
    "grader.kinds.program_of_fit._weighted": ("fit.part_of_loss_left_out", "fit.part_of_loss_weighted"),
    "grader.kinds.program_of_fit._wrong": (
        "fit.not_least", "fit.not_least.above", "fit.not_least.solved", "fit.not_least.linear", "fit.nearly", "fit.not_finite",
    ),
    "grader.kinds.nearest_edits._right_at_zero": ("right_at_zero",),
    "grader.kinds.nearest_edits._Search.towards": ("nearest_edit.step",),
    "grader.kinds.nearest_edits._Search._judge": ("nearest_edit", "nearest_edit.two", "nearest_edit.both", "nearest_edit.twice"),
    "grader.kinds.descent.readings._is_matrix": ("returns_matrix",),
    "grader.descent.step_directions.rounded_constants": ("rounded_constant",),
    "grader.descent.step_directions.rounded_slopes": ("rounded_slope",),
    "grader.descent.step_directions.numerical": ("difference_quotient",),
    "grader.kinds.descent.judge.UNEXPLAINED": (
        "no_gradient", "wrong_direction", "wrong_direction.one_step", "wrong_direction.uphill", "wrong_direction.frozen",
        "uneven_steps", "uneven_steps.still", "uneven_steps.in_turn",
        "count_unclear", "no_step_size", "no_step_size.cut", "step_size_unseen",
        "not_repeatable",
    ),
    "grader.kinds.descent.method_marks._stand_in_source": ("no_step_size.of_search",),
    "grader.kinds.descent.method_marks.right_parts": (
        "no_step_of_method.coordinates", "no_step_of_method.derivatives", "no_step_of_method.equations", "no_step_of_method.first",
        "no_step_of_method.later",
        "no_step_of_method.inside",
        "no_step_of_method.direction",
    ),
    "grader.kinds.descent.method_marks.outside": ("no_step_of_method.outside",),
    "grader.kinds.descent.judge.LOST": ("does_not_settle", "runs_away"),
    "grader.kinds.descent.judge.judge": ("mutates_arguments",),
    "grader.kinds.descent.longer_runs._failed": ("recursion",),
    "grader.kinds.descent.longer_runs._tell_blind": ("quotient_vanishes",),
    "grader.kinds.descent.longer_runs._ending": ("overflows",),
    "grader.kinds.descent.source.Source.ends_a_loop_by_condition": ("stops_too_early.by_condition", "stops_too_early.by_itself"),
    "grader.kinds.descent.longer_runs._climbs": ("stops_too_early.far_away",),
    "grader.kinds.descent.source.Source.adds_in_update": ("turned.added",),
    "grader.kinds.descent.idle_loops.why_it_stays": (
        "stays.comparison", "stays.unassigned", "stays.returns_start", "stays.other_name",
    ),
    "grader.kinds.descent.idle_loops.why_n_is_ignored": (
        "same.ended", "same.ended.later", "same.turn", "same.only_if",
        "same.no_loop", "same.break", "same.begins_again", "same.number", "same.overwritten", "same.unchanged", "same.unread",
        "same.thrown_away",
    ),
    "grader.kinds.descent.idle_loops.why_it_is_still": ("still.moved_by_zero",),
    "grader.kinds.descent.first_points.where_it_begins": ("begins.at", "begins.cut", "begins.number"),
    "grader.kinds.descent.first_points.right_coordinates": ("one_coordinate_right", "one_coordinate_right.but_for_size"),
    "grader.kinds.descent.idle_loops.start_in_loop": ("stops_too_early.start_read",),
    "grader.kinds.descent.method_marks.where_from": (
        "multiple_of_step.count_missing", "multiple_of_step.count_twice", "multiple_of_step.over_data", "multiple_of_step.two",
        "multiple_of_step.half", "multiple_of_step.divided", "multiple_of_step.size_twice", "multiple_of_step.in_update",
        "multiple_of_step.any",
    ),
    "grader.kinds.descent.method_marks.of_coordinates": ("unequal_steps.any", "unequal_steps.by_axis"),
    "grader.kinds.descent.tensor_gradients.differentiates": ("wrong_gradient.automatic",),
    "grader.kinds.descent.tensor_gradients.differentiates_symbols": ("wrong_gradient.symbolic",),
    "grader.kinds.descent.tensor_gradients.hidden_function": ("wrong_gradient.hidden",),
    "grader.kinds.descent.longer_runs.same_again": ("integer_start",),
    "grader.descent.rounded_answers.rounding": ("rounded",),
    "grader.kinds.program_of_term._over_other_data": ("other_data",),
}  # fmt: skip
SEEN = ("begins_beside_minimum",)  # the reason is why a person looks, not what the student did

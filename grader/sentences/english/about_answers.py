"""What is said about answers of all kinds: whether there is one, in which form, and where it stands."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # beside an answer, and where nothing was read
    "unread_text.item": "No answer was found for `{name}`, but not all of your text was read: {why} A person will look at it.",
    "unread_text.note": "Not read: {why}",
    "two_answers.unnamed": "these points ({place}) have no name.",
    "two_answers.denied": "its words deny or doubt the points beside them.",
    "two_answers.around": "around its points stands “{around}”, which may change what they mean.",
    "two_answers.by_place": "it says “{word}” and not of which derivative.",
    "two_answers.goes_on": "below `{answer}` stands “{line}”, which may go on with it.",
    "placeholder": "`{name}` still has the placeholder of the template. Replace it with your answer.",
    # answers: whether there is one, and whether it can be read
    "placeholder.empty": "`{name}` is empty. Put your answer there.",
    "unreadable": "Your answer for `{name}` could not be read: {reason}",
    "unreadable.person": "Your answer for `{name}` could not be read: {reason} A person will look at it.",
    "unreadable.staff": "Not read: {written}",
    "read_in_sentence": "Your answer was read as `{formula}`. Write the formula alone.",
    "read_as_text": "Your answer was taken from the text at {place}: `{formula}`.",
    "placeholder.set": "`{name}` is empty. For no variable at all, write an empty set: `set()`.",
    "unreadable.points": "it is no list of points. {why} Write it as `[({shape}), …]`.",
    "two_answers.gap": "the line is no Python, and there is a gap in the list.",
    # answers that are functions
    "arguments_changed": "`{name}` changes the list or array that it is given. Work on a copy.",
    "parameters.agreed": "`{call}` could not be called: it should take `{wanted}`.",
    "parameters": "`{call}` could not be called: it should take `{wanted}`, or one list of them.",
    "returned_nothing": "`{call}` returned nothing. Does it end with `return …`?",
    "returned_nothing.printed": "`{call}` returned nothing. It prints something; use `return` instead of `print`.",
    "not_a_number.value": "`{call}` returned {value}, and {asked} is asked for.",
    "returned_text":
        "`{call}` returned {value}: the numbers are right, and nobody can go on computing with a text. Return numbers.",
    "not_a_number.set":
        "`{call}` returned {value}, and {asked} is asked for. A set has no order: write round or square brackets.",
    "not_a_number.one": "`{call}` returned {value}, and {asked} is asked for. Curly brackets make a set: leave them out.",
    # answers that are not there, or more than one
    "missing": "Nothing called `{name}` was found. Define `{name}` in a cell of its own.",
    "missing.near":
        "Nothing called `{name}` was found. There is {near}: if that is your answer, name it `{name}`.",
    "program_in_text_cell": "Your program stands in {place}, where Jupyter does not run it; make it a code cell.",
    "two_answers":
        "It is not clear which answer to `{name}` you mean: {why} A person will look at it. Next time leave one answer and "
        "take out, or strike out, what you do not mean.",
    "two_answers.staff": "Read as {shown}; {why}",
    # steps by hand
    "two_answers.rows": "it lists {count} rows, {rows}, and not all in them are steps.",
    "numbered_names": "Your points were taken from {names}. Put them into a list called `{name}`.",
    "more_steps": "{count} steps were asked for; the others were not looked at.",
    # what is not the only answer
    "two_answers.drawn": "`{line}` gives another value each time it runs.",
    "two_answers.tries": "`{name}` is set to one value after another.",
    "two_answers.beside": "beside `{answer}` stands “{piece}”.",
    "two_answers.sides": "you wrote an equation, and its sides `{one}` and `{other}` are not equal.",
    "unequal_sides":
        "You wrote an equation, and its sides `{one}` and `{other}` are not equal. Which of them do you mean? Write that one "
        "alone.",
    "two_answers.texts": "there is `{one}` ({place}) and `{other}` ({other_place}).",
    "two_answers.code": "your code and `{text}` ({place}) differ.",
    "two_answers.names": "{names} are both given and differ.",
    # an answer whose name got another meaning, or that stands where nothing is read
    "bound_anew":
        "Your answer was judged as it was before {place}, where `{name}` gets another meaning. Use other names in each "
        "exercise, and nothing gets mixed up.",
    "another_name":
        "Nothing called `{name}` was found. There is `{other}`, which may be it: a person will look at it. Call it `{name}`.",
    "another_name.staff": "`{other}` may be the answer to `{name}`: it has a loop and takes as many arguments.",
    "only_comment":
        "`{name}` stands in a comment ({place}), and comments are not read. If that is your answer, take it out of the "
        "comment.",
    "only_string":
        "`{name}` stands in a text that nothing is done with ({place}), and such a text is not read. If that is your answer, "
        "define it in code or write it in a text cell.",
    "only_print":
        "`{name}` is only printed ({place}), and what is printed is not read. If that is your answer, define it by an "
        "assignment or a function.",
    "only_text":
        "What stands behind `{name}` ({place}) could not be read: “{text}”. Write the formula alone, as in `{name} = …`.",
    "only_unnamed":
        "A formula without a name ({place}) was not read: `{text}`. If it is your answer, write its name before it, as in "
        "`{name} = …`.",
    "only_unread":
        "No answer was found in this file: `{text}` ({place}) was not taken for one. If it is yours, write it alone, as "
        "`{name} = …`.",
    "only_annotated":
        "A colon gives `{name}` no value ({place}): it says of what type a value is. A name gets its value with `=`.",
    "only_docstring.beside":
        "What stands in its docstring ({place}) is not read. If that is your answer, `return` it.",
    "only_comment.beside": "What stands in its comment ({place}) is not read. If that is your answer, `return` it.",
    "right_but_stops": "{means} Python stops at `{name}` as it stands; what is written there was read, and is right.",
    # slips of Python behind a wrong answer
    "power": "{line!C} has `^`, which is no power in Python. Write `**`.",
    "whole_division": "{line!C} has `//`, which cuts the decimals off: `{text}` is {value}. Write `/`.",
    "input": "{line!C} asks with `input()`, and nobody types where this is graded. Write the value.",
    "input.handed":
        "{line!C} asks with `input()`, and nobody types where this is graded. It is handed to your function: use `{name}`.",
    "input.parameter":
        "{line!C} asks with `input()`, and nobody types where this is graded. Make it a parameter with a default.",
    "left_over": "{line!C} is the template's `{raised}`, which stops your function there. Take that line out.",
    "no_effect": "{line!C} changes nothing: `{text}` is worked out and given to no name. Write `=` and the name in front.",
    "after_return": "{line!C} is never run: a function ends at the `return` above it.",
    "comparison": "{line!C} compares: `{text}` changes nothing. One `=` gives a name a value.",
    "inner_brackets": "{line!C} hands two things to `np.array`, which takes one list, `np.array([…, …])`, and takes what "
    "stands second for a type.",
    "joined": "{line!C} has `{word}` between values, and Python keeps only one of them. Put commas between them.",
    "turned_sign": "{line!C} has `=-`, which gives `{name}` the negative of what follows. To subtract from `{name}` write `-=`.",
    "decimal_comma.inside": "{line!C} has a comma between digits, which separates two things in Python. Write `{number}`.",
    "not_a_variable": "`{name}` is no variable of {function}. Did you mean `{near}`?",
    "helper": "`{caller}` is made with `{name}`. If it is a helper there, give it another name: here it is the answer to this "
    "question.",
    "automatic.no_backward": "{line!C} reads `.grad`, and the program never calls `backward()`. In each pass of the loop compute "
    "f, call `backward()` on it, and then take the step.",
    "automatic.built_once": "f is computed once, above the loop{at}, so it knows only the first point. Compute it again in "
    "each pass, from the point of that pass.",
    "automatic.whole_number": "{line!C} makes a tensor of a whole number, which has no gradient in MyGrad. Give it a float.",
    "decimal_comma": "{line!C} sets `{name}` to two numbers. A decimal number has a point in Python: `{number}`.",
    # how parameters were understood
    "calling": "Your parameters {names} were given values of {variables}, in this order.",
    "calling.one": "Your parameter {names} was given values of {variables}.",
    "understood_call.count": "`n` was expected as the last parameter; it was understood where it is.",
    "understood_call.vector":
        "The start was expected as one number for each variable; your one vector was understood.",
    # a student's copy that does not say what is right
    "left_to_the_course":
        "`{name}` cannot be checked in your copy, since the question there would hold its answer. Your course grades it.",
    # our own failure
    "judge_failed": "This answer could not be judged by the machine. It is not your fault; a person will look at it.",
    "judge_failed.staff": "The judge failed: {error}. Please report this.",
}

CHECKS: dict[str, tuple[str, ...]] = {
    "grader.kinds.rival_answers._told_of_sides": ("two_answers.sides", "unequal_sides"),
    "grader.kinds.code_remarks._slip": (
        "power", "whole_division", "input", "input.handed", "input.parameter",
        "left_over", "decimal_comma", "decimal_comma.inside", "turned_sign", "joined", "inner_brackets",
    ),
    "grader.kinds.code_remarks._without_effect": ("comparison", "no_effect", "after_return"),
    "grader.kinds.code_remarks._no_variable": ("not_a_variable",),
    "grader.kinds.descent.tensor_gradients.trouble": ("automatic.no_backward", "automatic.built_once", "automatic.whole_number"),
    "grader.kinds.function_answers._without_numbers": ("placeholder.empty", "returned_nothing.printed"),
    "grader.kinds.function_answers.read_mathematics": ("arguments_changed",),
    "grader.kinds.outcomes.told_of_text_cell": ("program_in_text_cell",),
    "grader.submission.placeholders.is_placeholder": ("placeholder",),
}
SEEN = ("left_to_the_course",)  # the reason is ours

"""What is said about answers of all kinds: whether there is one, in which form, and where it stands."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "placeholder": "`{name}` still has the placeholder of the template. Replace it with your answer.",
    # answers: whether there is one, and whether it can be read
    "placeholder.empty": "`{name}` is empty. Put your answer there.",
    "unreadable": "Your answer for `{name}` could not be read: {reason}",
    "unreadable.person": "Your answer for `{name}` could not be read: {reason} A person will look at it.",
    "unreadable.staff": "Not read: {written}",
    "read_in_sentence": "Your answer was read as `{formula}`. Write the formula alone.",
    "read_as_text": "Your answer was taken from the text at {place}: `{formula}`.",
    "placeholder.set": "`{name}` is empty. For no variable at all, write an empty set: `set()`.",
    "unreadable.points": "it is no list of points ({why}). Write it as `[({shape}), …]`.",
    "two_answers.gap": "the line is no Python, and there is a gap in the list.",
    # answers that are functions
    "arguments_changed": "`{name}` changes the list or array that it is given. Work on a copy.",
    "parameters": "`{call}` could not be called: it should take `{wanted}`, or one list of them.",
    "returned_nothing": "`{call}` returned nothing. Does it end with `return …`?",
    "returned_nothing.printed": "`{call}` returned nothing. It prints something; use `return` instead of `print`.",
    "not_a_number.value": "`{call}` returned {value}, which is not a number. Return a number.",
    # answers that are not there, or more than one
    "missing": "Nothing called `{name}` was found. Define `{name}` in a cell of its own.",
    "missing.near":
        "Nothing called `{name}` was found. There is {near}: if that is your answer, name it `{name}`.",
    "program_in_text_cell": "Your program stands in {place}, where Jupyter does not run it; make it a code cell.",
    "two_answers":
        "It is not clear which answer to `{name}` you mean: {why} A person will look at it. Next time leave one answer and "
        "take out, or strike out, what you do not mean.",
    "two_answers.staff": "Read as {shown}; {why}",
}

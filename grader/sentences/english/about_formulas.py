"""What is said about text that is read as mathematics."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # dependence: sets of names
    "set_of_names.example": "Name the variables, for example as a set of names: {example}.",
    "set_of_names.marks": "There are {marks} marks for {count} variables; name the variables instead.",
    "set_of_names.long": "This is too long for a set of variables.",
    "set_of_names.expression": "This is an expression. Name the variables in it, for example {example}.",
}

"""What is said about text that is read as mathematics."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # dependence: sets of names
    "set_of_names.example": "Name the variables, for example as a set of names: {example}.",
    "set_of_names.marks": "There are {marks} marks for {count} variables; name the variables instead.",
    "set_of_names.long": "This is too long for a set of variables.",
    "set_of_names.expression": "This is an expression. Name the variables in it, for example {example}.",
    # values that are no formula, no number, no list of points
    "no_formula": "{value} is not a formula or a number.",
    "no_formula.functions": "It holds functions. Write one function that returns every component, or a formula for each.",
    "no_formula.digits": "The number has too many digits.",
    "no_formula.entries": "A list of {count} entries is not an answer here.",
    "no_formula.dict": "A dict needs one entry for each variable, such as {{'x': …, 'y': …}}.",
    "no_points.infinite": "one of the numbers is not finite",
    "no_points.no_number": "something in it is no number",
    "no_points.one_number": "{text} is not one number",
    "no_points.numbers": "{count} numbers do not make points of {coordinates} coordinates",
    "no_points.coordinates": "a point has the wrong number of coordinates",
    "no_points.columns": "uneven columns",
    "no_points.rows": "uneven rows",
    "no_points.table": "the table has no row with numbers",
}

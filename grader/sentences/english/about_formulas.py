"""What is said about text that is read as mathematics."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # --- Why a text cannot be read: its size
    "unreadable.too_long": "This answer is {count} characters long; an expression of this kind needs far fewer.",
    "unreadable.parts": "This expression has too many parts to be read.",
    "unreadable.nested": "This expression is nested too deeply to be read.",
    "unreadable.size": "This expression is nested too deeply or has too many parts to be read.",
    "unreadable.power": "A power in this expression is too large to be worked with.",
    "unreadable.numbers": "The numbers in this expression are too large to be worked with.",
    "unreadable.digits": "A number here has too many digits to work with.",
    "unreadable.factorial": "A factorial is read only of a whole number from 0 to {most}.",
    # --- Something is missing or left over
    "unreadable.empty": "There is nothing here to be read as an expression.",
    "unreadable.nothing": "There is nothing here to be read as an expression.",
    "unreadable.missing_before": "Something is missing before {what}.",
    "unreadable.missing_after": "Something is missing after {what}.",
    "unreadable.missing_at_end": "Something is missing at the end.",
    "unreadable.missing_argument": "Something is missing after {function}.",
    "unreadable.empty_brackets": "Something is missing inside the brackets of {function}.",
    "unreadable.missing_base": "Here the base of the logarithm is missing.",
    "unreadable.missing_exponent": "Here the exponent is missing.",
    "unreadable.missing_numerator": "Here the numerator is missing.",
    "unreadable.missing_denominator": "Here the denominator is missing.",
    "unreadable.missing_radicand": "Here what stands under the root is missing.",
    "unreadable.missing_letter": "Here what is to be decorated is missing.",
    "unreadable.missing_component": "Here a component is missing.",
    "unreadable.missing_angle": "Here the angle is missing.",
    "unreadable.missing_struck": "Here what is struck out is missing.",
    "unreadable.struck": "After what is struck out, something is missing here.",
    "unreadable.struck_sign": "A sign here is struck out or marked; leave out what does not count.",
    "unreadable.mismatch": "The {opened} is closed by {closed}; the brackets do not match.",
    "unreadable.never_closed": "The opening {sign} is never closed.",
    "unreadable.never_opened": "There is a closing {sign} here without its opening one.",
    "unreadable.unclosed": "A closing {sign} is missing.",
    "unreadable.after_equals": "Something is missing after the equals sign.",
    # what something is missing beside
    "beside.plus": "the plus sign",
    "beside.minus": "the minus sign",
    "beside.times": "the times sign",
    "beside.division": "the division sign",
    "beside.power": "the power sign",
    "beside.equals": "the equals sign",
    "beside.comma": "the comma",
    "beside.bar": "the bar",
    "beside.fraction_line": "the fraction line",
    "beside.index": "the index",
    "beside.about": "the sign for “about”",
    "beside.opening": "the opening {sign}",
    # --- What stands here has no meaning
    "unreadable.unknown_word": (
        "{word} is not a variable of this exercise ({variables}), nor a function or constant known here."
    ),
    "unreadable.unknown_word.alone": "{word} is not a variable, nor a function or constant known here.",
    "unreadable.no_number": "{word} is not a number that can be compared with anything.",
    "unreadable.no_expression": "{word} is no expression that can be compared with anything.",
    "unreadable.infinity": "Infinity is not a number that can be compared with anything.",
    "unreadable.sign": "The sign {sign} has no meaning in an expression here.",
    "unreadable.sign_here": "The sign “{sign}” has no meaning at this place.",
    "unreadable.foreign": "The sign “{sign}” ({name}) has no meaning here; please type it with the usual letters and signs.",
    "unreadable.foreign_sign": "The sign “{sign}” has no meaning here; please type it with the usual letters and signs.",
    "unreadable.control": "There is an invisible control character here; please type the expression again.",
    "unreadable.quotation": "There is a quotation mark or a prime here, which has no meaning in an expression.",
    "unreadable.full_stop": "There is a point here that belongs to no number; methods of objects cannot be read.",
    "unreadable.line_break": "There is a line break inside the expression; write it on one line.",
    "unreadable.equals_inside": "There is an equals sign inside the expression.",
    "unreadable.command": "The command {command} is not known here.",
    "unreadable.backslash": "There is a single backslash at the end.",
    "unreadable.braces": "The braces after this command are missing or cannot be read.",
    "unreadable.text": "The text here cannot be read as part of an expression.",
    "unreadable.environment": "The environment {name} cannot be read here.",
    "unreadable.environment_open": "The environment {name} is not closed.",
    "unreadable.matrix": "A matrix of several rows and columns is no vector.",
    "unreadable.index": "The index of {head} cannot be read.",
    "unreadable.comma": "There is a comma inside a number here; write a point for the decimals.",
    "unreadable.python_power": "In Python ^ is no power; write ** instead.",
    "unreadable.star": "The star after ^ has no meaning here.",
    "unreadable.arity": "{function} takes {asked}, and here it is given {count}.",
    "values.one": "one value",
    "values.several": "{count} values",
    "values.two_or_more": "two values or more",
    "unreadable.vector_inside": "A vector stands {where}, where a single value belongs.",
    "unreadable.vector_sum": "A vector is added to something that is not a vector of the same length.",
    "unreadable.vector_product": "More than two vectors are multiplied here.",
    "unreadable.vector_lengths": "Two vectors of different lengths are multiplied here.",
    "inside.division": "below a division sign",
    "inside.exponent": "in an exponent",
    "inside.vector": "inside another vector",
    "inside.power": "under a power sign",
    "inside.function": "inside {function}",
    "unreadable.not_finite": "The value is infinite.",
    "unreadable.not_a_number": "The value is not a number (nan).",
    "unreadable.several": "There are several equations here that are no components of one vector. Write one answer.",
    "unreadable.equation": "This is an equation. Write the expression alone, without “= 0”.",
    # --- It could be read in two ways
    "unreadable.mixed": "This could be a mixed number or a product; write it with a plus sign or with a times sign.",
    "unreadable.plus_minus": "A plus-or-minus sign stands for two answers; give one.",
    "unreadable.two_exponents": "There are two exponents on one base here; put braces around the first power.",
    "unreadable.exponent_sign": (
        "Only the sign stands in the exponent here; put the whole exponent in braces: ^{{-2}}."
    ),
    "unreadable.two_numbers": "Two numbers stand side by side here; write a times sign or a power sign between them.",
    "unreadable.number_after": (
        "A number stands right after another factor; write a times sign or a power sign between them."
    ),
    "unreadable.inverse": "{function}^-1 could mean two things here; write 1/{function}(…).",
    "unreadable.lacks_brackets": "{word} lacks brackets; write {name}({digits}).",
    "unreadable.index_or_power": (
        "{word} could mean {name} to the power {digits} or {digits} times {name}; write {name}**{digits} or {digits}*{name}."
    ),
    "unreadable.glued.angle": "{word} lacks brackets; write {function}({digits}), or {function}({digits}°) for degrees.",
    "unreadable.glued.root": (
        "{word} could mean {function}({digits})*{rest} or {function}({digits}*{rest}); write one of them."
    ),
    "unreadable.glued.base": (
        "{word} could mean log({digits}) or a logarithm to the base {digits}; write log({digits}) or log_{digits}(…)."
    ),
    "unreadable.glued.more": "{word} lacks brackets: how far {function} reaches could be understood in two ways.",
    "unreadable.reach": (
        "How far the function before this bracket reaches could be understood in two ways; put its argument in brackets."
    ),
    "unreadable.decimal_comma": (
        "The comma in {text} could be a decimal comma or part two components; write {decimal}, or {list} in brackets."
    ),
    "unreadable.two_readings": "{text} could be {one} or {other}; write one of them.",
    # dependence: sets of names
    "set_of_names.example": "Name the variables, for example as a set of names: `{example}`.",
    "set_of_names.marks": "There are {marks} marks for {count} variables; name the variables instead.",
    "set_of_names.long": "This is too long for a set of variables.",
    "set_of_names.expression": "This is an expression. Name the variables in it, for example `{example}`.",
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
    "no_points.computed": "something is computed with one of the points",
    "no_points.columns": "uneven columns",
    "no_points.table": "the table has no row with numbers",
}

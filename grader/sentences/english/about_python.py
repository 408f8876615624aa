"""What is said of Python's own exceptions: what they mean, in English, and what to do; Python's words are shown after it."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # exceptions while code runs
    "python.power": "Python writes powers as `**`, as in `z**2`. `^` is something else.",
    "python.no_gradient": "There is no gradient yet: `.grad` is `None` until `backward()` was called on a value that was "
    "computed from this variable, which has to hold floats.",
    "python.nothing": "Something in this line is `None`, that is, nothing. A function without `return` gives `None`, and so does "
    "`print`.",
    "python.module": "`{name}` has to be imported before it is used: `{newer}`.",
    "python.function": "`{name}` is not known by itself; it belongs to a module. Write `np.{name}`, with `import numpy as np` "
    "above.",
    "python.misspelt": "`{name}` is not defined. Did you mean `{near}`?",
    "python.undefined": "`{name}` has no value here. Is it set above this line, and spelt like this there?",
    "python.unbound": "`{name}` is used in the function before the function sets it. Give it its first value above this line, "
    "inside the function.",
    "python.whole_numbers": "An array of whole numbers cannot take numbers with decimals. Make it one of floats, as in "
    "`np.array([1.0, 2.0])`.",
    "python.shapes": "The two arrays do not fit: one has the shape `{one}`, the other `{other}`. Compare how many components "
    "they have.",
    "python.sizes": "The two arrays do not fit: one has {one} components, the other {other}.",
    "python.index": "The line asks for an element that is not there. Counting begins at 0, so the last of two is number 1.",
    "python.key": "The dictionary has no entry {name}.",
    "python.recursion": "The function calls itself over and over. Is there a case in which it returns without doing so, and does "
    "it come to that?",
    "python.end_of_input": "`input()` waits for somebody to type, and nobody does where this is graded. Set the value in the code.",
    "python.few_arguments": "`{name}` is called with too few arguments; missing: {missing}.",
    "python.not_square": "A square matrix is needed here, with as many rows as columns, and this one is not square.",
    "python.singular": "This matrix has no inverse: a row of it comes from the others, or is zero.",
    "python.many_arguments": "`{name}` is called with {given} arguments, and it takes {wanted}.",
    "python.product": "A bracket directly after a number calls it like a function. Write products with `*`.",
    "python.no_function": "{what} is called like a function here. Is a `*` missing before the bracket, or has the name of the "
    "function got another meaning?",
    "python.operands": "`{sign}` does not go with {one} and {other}.",
    "python.no_list": "`for … in` goes through a list, and this is one number. To repeat something n times write "
    "`for i in range(n):`.",
    "python.sequence": "A list, a tuple or a text cannot be multiplied by a number with decimals. For a vector of "
    "numbers use `np.array([…])`; a text is no formula to Python.",
    "python.sequence.text": "A text cannot be multiplied like a number: what stands in quotation marks is no formula to Python. "
    "Write the whole answer as one text, or work with numbers and functions.",
    "python.sequence.list": "Two lists or tuples cannot be multiplied. For vectors of numbers use `np.array([…])`.",
    "python.plain_number": "`.{name}` belongs to tensors, and this is a plain number. Make it a tensor first, as with "
    "`mg.tensor(…)`.",
    "python.one_number": "The functions of `math` take one number, and this is an array. Use those of `np`.",
    "python.text": "A text takes part in a calculation. Numbers are written without quotes.",
    "python.division": "The line divides by zero.",
    "python.overflow": "A number has grown larger than Python can hold. Do the steps run away?",
    # things that exceptions call by their type
    "type.int": "a whole number",
    "type.float": "a number",
    "type.str": "a text",
    "type.list": "a list",
    "type.tuple": "a tuple (things with a comma between them)",
    "type.set": "a set",
    "type.dict": "a dictionary",
    "type.function": "a function (was it called, with brackets?)",
    "type.module": "a module",
    # code that does not parse
    "parse.colon": "A colon is missing at the end of this line.",
    "parse.no_brackets": "The name of a function is followed by brackets with its arguments, as in `def name(x):`.",
    "parse.nothing_between": "Two things stand side by side. Is a comma missing between them, or a sign such as `*`?",
    "parse.small_letters": "Python writes this word in small letters: `{name}`.",
    "parse.never_closed": "The bracket `{opened}` is opened and never closed. Count the brackets.",
    "parse.unmatched": "There is one closing bracket `{closed}` too many. Count the brackets.",
    "parse.other_bracket": "The bracket `{opened}` is closed by `{closed}`.",
    "parse.further_in": "This line is indented further than the line above it, and nothing there asks for that.",
    "parse.between": "This line begins at none of the columns where lines above it begin.",
    "parse.tabs": "Tabs and blanks are mixed at the beginning of lines. Indent all of them with four blanks.",
    "parse.comparison": "`=` gives a name a value. A comparison is written `==`.",
    "parse.product": "A `*` is missing between a number and a name: Python reads no `{name}`.",
    "parse.quote": "A quote is opened and not closed in this line.",
    "parse.left_side": "Left of `=` stands something else than a name.",
}

CHECKS: dict[str, tuple[str, ...]] = {
    "grader.sandbox.host.exceptions.meaning": (
        "python.power", "python.no_gradient", "python.nothing", "python.module", "python.function", "python.misspelt",
        "python.undefined", "python.unbound", "python.whole_numbers", "python.shapes", "python.sizes", "python.index", "python.key",
        "python.recursion", "python.end_of_input", "python.few_arguments", "python.not_square", "python.singular",
        "python.many_arguments", "python.product",
        "python.no_function", "python.operands", "python.no_list",
        "python.sequence", "python.sequence.text", "python.sequence.list", "python.plain_number",
        "python.one_number", "python.text",
        "python.division", "python.overflow",
    ),
    "grader.sandbox.host.exceptions.parse_meaning": (
        "parse.colon", "parse.no_brackets", "parse.nothing_between", "parse.small_letters",
        "parse.never_closed", "parse.unmatched", "parse.other_bracket", "parse.further_in", "parse.between",
        "parse.tabs", "parse.comparison", "parse.product", "parse.quote", "parse.left_side",
    ),
}  # fmt: skip

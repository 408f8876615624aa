"""What is said of Python's own exceptions: what they mean, in English, and what to do; Python's words are shown after it."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # exceptions while code runs
    "python.power": "Python writes powers as `**`, as in `z**2`. `^` is something else.",
    "python.no_gradient": "There is no gradient yet: `.grad` is `None` until `backward()` was called on a value that was "
    "computed from this variable, which has to hold floats.",
    "python.nothing": "{what!C} is `None`, that is, nothing. A function without `return` gives `None`, and so do `print` and "
    "`append`.",
    "python.kind": "{what!C} is {kind}. {needs}",
    "python.handed": "Look at what this line hands to `{name}`. In there the line `{line}` stops: {means}",
    "python.something": "something in this line",
    "python.one": "one",
    "python.other": "the other",
    "python.module": "`{name}` has to be imported before it is used: `{newer}`.",
    "python.function": "`{name}` is not known by itself; it belongs to a module. Write `{whole}`, with `import numpy as np` "
    "above.",
    "python.member": "`{module}` has nothing of the name `{name}`. Did you mean `{near}`?",
    "python.elsewhere": "`{module}` has nothing of the name `{name}`. Write `{whole}`.",
    "python.misspelt": "`{name}` is not defined. Did you mean `{near}`?",
    "python.undefined": "`{name}` has no value here. Is it set above this line, and spelt like this there?",
    "python.in_a_set": "`{name}` has no value here. If its name is meant, write it in quotes: `\"{name}\"`.",
    "python.unbound": "`{name}` is used in the function before the function sets it. Give it its first value above this line, "
    "inside the function.",
    "python.whole_numbers": "An array of whole numbers cannot take numbers with decimals. Make it one of floats, as in "
    "`np.array([1.0, 2.0])`.",
    "python.shapes": "The two arrays do not fit: {left} has the shape `{one}`, {right} `{other}`. Compare how many components "
    "they have.",
    "python.sizes": "The two arrays do not fit: in a product a row of the left one has as many numbers as a column of the right "
    "one. Here {left} has {one} and {right} has {other}.",
    "python.no_product": "`@` multiplies arrays, and {what} is none. A function has to be called, with brackets; numbers are "
    "multiplied with `*`.",
    "python.in_place": "The result has the shape `{other}`, and {what}, where it is to be kept, has `{one}`.",
    "python.right_side": "The matrix has {one} rows, and the right side has {other}. There must be as many of both.",
    "python.beside": "An array with {one} and one with {other} for its number of dimensions are put together here. "
    "`np.column_stack([…])` takes vectors and matrices, and makes columns of the vectors.",
    "python.beside.sizes": "What is put together here does not fit: where one has {one} entries the other has {other}.",
    "python.reshape": "The array has {count} numbers, and the shape `{shape}` has room for another count.",
    "python.dimensions": "In `[…]` stand {given} indices, and the number of dimensions of the array is {have}.",
    "python.axis": "There is no axis {axis} here: the number of dimensions of the array is {have}, and axes are counted from 0.",
    "python.ragged": "The rows of an array are equally long. Here some parts are longer than others, or numbers stand beside "
    "lists.",
    "python.one_element": "One element of an array holds one number, and here it is given several.",
    "python.each": "An array answers a question for each of its components, and this line takes a single answer. To choose for "
    "each component there is `np.where`; to compare an array as a whole, compare one number, such as its length.",
    "python.larger": "`{name}` compares single numbers, and here it is given an array. `np.{name}imum` compares arrays component "
    "by component.",
    "python.index": "The line asks for an element that is not there. Counting begins at 0, so the last of two is number 1.",
    "python.index.number": "The line asks for the element of number {number}, and the number of elements is {count}. Counting "
    "begins at 0, so the last of two is number 1.",
    "python.key": "The dictionary has no entry {name}.",
    "python.recursion": "The function calls itself over and over. Is there a case in which it returns without doing so, and does "
    "it come to that?",
    "python.end_of_input": "`input()` waits for somebody to type, and nobody does where this is graded. Set the value in the code.",
    "python.side_by_side": "Two brackets stand side by side. Is a comma missing between the two?",
    "python.two_indices": "A list of lists takes its indices one by one, as in `x[0][1]`. `x[0, 1]` is for arrays, which "
    "`np.array(…)` makes.",
    "python.whole_index": "Elements are counted with whole numbers, and what stands in `[…]` is none. `//` and `int(…)` give whole "
    "numbers, `/` never does.",
    "python.unpacked": "Here {wanted} names take a value each, and there are only {given}.",
    "python.unpacked.more": "Here {wanted} names take a value each, and there are more values than that.",
    "python.unhashable": "Curly brackets make a set or a dictionary, and no list can stand in a set or be a key. Lists are "
    "written with square brackets.",
    "python.one_list": "`{name}` takes what it is made of as one list: write it in square brackets of its own, `{name}([…])`.",
    "python.one_shape": "`{name}` takes the shape as one thing, in brackets of its own: `{name}((…, …))`.",
    "python.second_is_axis": "`{name}` takes one array, and what stands second tells it along which axis.",
    "python.few_arguments": "`{name}` is called with too few arguments; missing: {missing}.",
    "python.not_square": "A square matrix is needed here, with as many rows as columns, and this one is not square.",
    "python.no_matrix": "A matrix is needed here, a list of rows, and the number of dimensions of this is {have}.",
    "python.singular.columns": "The product of `{name}.T` and `{name}` has no inverse, so a column of `{name}` comes from its "
    "other columns. Is one in it twice, such as the column of ones?",
    "python.singular": "This matrix has no inverse: a row of it comes from the others, or is zero.",
    "python.many_arguments": "`{name}` is called with {given} arguments, and it takes {wanted}.",
    "python.self": "`{name}` is called with {given} arguments, and it takes {wanted}. A function in a class is handed the object "
    "first, which is usually called `self`.",
    "python.keyword": "`{name}` has no argument that is called `{word}`.",
    "python.product": "A bracket directly after a number calls it like a function. Write products with `*`.",
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
    "python.overflow": "A number has grown larger than Python can hold. Do the steps run away, or is an exponent "
    "too large?",
    "python.domain": "A root or a logarithm is not defined there: a root takes no negative number, a logarithm only positive ones.",
    "python.nan": "A number is `nan` here, that is, none. Is something divided by zero above, or do the steps run away?",
    "python.no_number": "The text {text} is no number to Python. Numbers have a decimal point and nothing else around them.",
    "python.whole_power": "Powers of whole numbers in an array have no negative exponents. Make one of the two a number with "
    "decimals, such as `2.0`.",
    "python.joined": "`+` joins texts here, and one side is no text. In `print(…)` put a comma between the two, or make a text "
    "of a number with `str(…)`.",
    "python.symbolic": "`{name}` is asked of a formula of SymPy here and takes numbers alone. SymPy has its own: `sp.{name}`.",
    "python.objects": "This array holds single objects in place of numbers. Make it one of numbers: `np.array(…, dtype=float)`.",
    # what is needed in place of a thing of another kind
    "needs.element": "`[…]` takes an element out of a list or an array.",
    "needs.length": "`len` counts the elements of a list or an array.",
    "needs.elements": "What is gone through or added up here has to be a list or an array.",
    "needs.several": "Several names with commas between them take as many values.",
    "needs.round": "Square brackets take an element out of a list; functions are called with round ones.",
    "needs.square": "Elements are taken with square brackets; round ones call a function.",
    "needs.list": "Make a list of it first: `list(…)`.",
    "needs.member": "Called is one of the functions in a module, with its name behind a point.",
    "needs.no_call": "A bracket behind it calls it like a function. Is a `*` missing before the bracket, or has the name of a "
    "function got another meaning?",
    "needs.changing": "Elements can be set in a list or an array.",
    "needs.count": "A whole number is needed here, such as its length, `len(…)`.",
    "needs.whole": "A whole number is needed here: `//` and `int(…)` give one, `/` never does.",
    "needs.one": "A single number is needed here.",
    "needs.format": "A format such as `.2f` writes a single number. Show the elements one by one, or leave the format out.",
    "needs.vector": "Python does not calculate with it component by component. Vectors are made with `np.array([…])`.",
    "needs.result": "What it returns can be calculated with, and not the function itself.",
    "needs.array": "`.{name}` belongs to arrays, which `np.array(…)` makes.",
    "needs.function_of": "It has no `.{name}`; write the function before it, `np.{name}(…)`.",
    "needs.attribute": "It has no `.{name}`.",
    "needs.of_list": "`.{name}` belongs to lists.",
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
    "type.ndarray": "an array",
    "type.generator": "a generator (values that are made one after another)",
    "type.complex": "a complex number (such as the root of a negative one)",
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
    "parse.two_values": "Two names get their values in one line here. Give each a line of its own.",
    "parse.as_mathematics": "Left of `=` stands a function with its arguments, as mathematics writes it. In Python it begins with "
    "`def name(x):`, and `return …` stands indented below.",
    "parse.no_word": "`{word}` is no word of Python's: a function begins with `def`, and a name gets its value with `=` alone.",
    "parse.sign": "Python does not know the sign `{sign}`. Write it with what the keyboard has, such as `-`, `*`, `/` and "
    "`np.sqrt(…)`.",
    "parse.left_side": "Left of `=` stands something else than a name.",
}

CHECKS: dict[str, tuple[str, ...]] = {
    "grader.sandbox.host.exceptions.meaning": (
        "python.power", "python.no_gradient", "python.nothing", "python.kind", "python.module", "python.function",
        "python.member", "python.elsewhere", "python.misspelt", "python.undefined",
        "python.in_a_set", "python.unbound", "python.whole_numbers", "python.shapes",
        "python.sizes", "python.no_product", "python.in_place", "python.right_side", "python.beside", "python.beside.sizes",
        "python.reshape", "python.dimensions", "python.axis", "python.ragged", "python.one_element", "python.each",
        "python.larger", "python.index", "python.index.number", "python.key", "python.recursion", "python.end_of_input",
        "python.side_by_side",
        "python.two_indices", "python.whole_index", "python.unpacked", "python.unpacked.more", "python.unhashable",
        "python.one_list", "python.one_shape", "python.second_is_axis", "python.few_arguments", "python.not_square",
        "python.no_matrix", "python.singular.columns", "python.singular", "python.many_arguments", "python.self",
        "python.keyword", "python.product", "python.operands", "python.no_list", "python.sequence", "python.sequence.text",
        "python.sequence.list", "python.plain_number", "python.one_number", "python.text", "python.division", "python.overflow",
        "python.domain", "python.nan", "python.no_number", "python.whole_power", "python.joined", "python.symbolic",
        "python.objects",
    ),
    "grader.sandbox.host.exceptions.parse_meaning": (
        "parse.colon", "parse.no_brackets", "parse.nothing_between", "parse.small_letters",
        "parse.never_closed", "parse.unmatched", "parse.other_bracket", "parse.further_in", "parse.between",
        "parse.tabs", "parse.comparison", "parse.product", "parse.quote", "parse.left_side", "parse.two_values",
        "parse.as_mathematics", "parse.no_word", "parse.sign",
    ),
}  # fmt: skip

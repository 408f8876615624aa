"""Cells of code to statements."""

from __future__ import annotations

import ast
import time

import pytest

from grader.submission.handed_in_work import read_text
from tests.submission.making import notebook, of_code


def sources(*cells: str) -> list[str]:
    """The statements that would run."""
    return [statement.source for statement in of_code(*cells).statements if statement.problem is None]


def problems(*cells: str) -> list[tuple[str, tuple[str, ...]]]:
    """The code of each problem, with the names that are lost for it."""
    return [(s.problem.code, s.names) for s in of_code(*cells).statements if s.problem is not None]


def test_a_cell_that_parses_becomes_its_statements():
    """Every top-level statement is by itself, with its own line and the names that it binds."""
    found = of_code("import numpy as np\n\ndef f(x):\n    return x\n", "a = 1; b, c = 2, 3").statements
    assert [(s.source, s.place.cell, s.place.line, s.names) for s in found] == [
        ("import numpy as np", 1, 1, ("np",)),
        ("def f(x):\n    return x", 1, 3, ("f",)),
        ("a = 1", 2, 1, ("a",)),
        ("b, c = 2, 3", 2, 1, ("b", "c")),
    ]


BINDINGS = [
    ("x = 1", "x"),
    ("x = y = 1", "x y"),
    ("(a, [b, *c]) = v", "a b c"),
    ("x += 1", "x"),
    ("x: int = 1", "x"),
    ("def f(): z = 1", "f"),
    ("async def f(): pass", "f"),
    ("class A:\n    z = 1", "A"),
    ("import a.b, c as d", "a d"),
    ("from m import a, b as c", "a c"),
    ("from m import *", ""),
    ("for i, j in v:\n    k = i", "i j k"),
    ("with open('f') as g:\n    h = 1", "g h"),
    ("if (n := 1):\n    a = 1\nelse:\n    b = 1", "n a b"),
    ("try:\n    a = 1\nexcept E as e:\n    b = 1\nfinally:\n    c = 1", "a b c"),
    ("print([w := 1 for q in v])", "w"),
    ("x = [q for q in v]", "x"),
    ("f = lambda t: (u := t)", "f"),
    ("match v:\n    case [a, *b]:\n        pass\n    case {'k': c, **d}:\n        pass", "a b c d"),
    ("a.b = 1; c[0] = 2", ""),
    ("f(1)", ""),
    ("x = y = (z := 3)", "x y z"),
]


@pytest.mark.parametrize(("source", "names"), BINDINGS)
def test_the_names_a_statement_binds(source, names):
    """A statement binds what Python would bind at top level, and nothing of an inner scope."""
    bound = [name for statement in of_code(source).statements for name in statement.names]
    assert sorted(bound) == sorted(names.split())


MAGICS = [
    ("%matplotlib inline\nx = 1", ["x = 1"]),
    ("% matplotlib inline\nx = 1", ["x = 1"]),
    ("%time x = f(3)", ["x = f(3)"]),
    ("% time x = f(3)", ["x = f(3)"]),
    ("%timeit -n 10 -r3 -q f(3)", ["f(3)"]),
    ("x = %timeit -o f(3)", ["x = f(3)"]),
    ("x = %time f(3)", ["x = f(3)"]),
    ("%prun -l 5 f(3)", ["f(3)"]),
    ("%cd ..\n%load_ext autoreload\n%autoreload 2\n%config A.b = 1\nx = 1", ["x = 1"]),
    ("!pip install 'numpy\nx = 1", ["x = 1"]),
    ("!!ls (\nx = 1", ["x = 1"]),
    ("!wget a \\\n  b\nx = 1", ["x = 1"]),
    ("files = !ls\nx = 1", ["files = []", "x = 1"]),
    ("np.array?\nx = 1", ["x = 1"]),
    ("?np.array\nx = 1", ["x = 1"]),
    ("f??\nx = 1", ["x = 1"]),
    ("pip install numpy\nx = 1", ["x = 1"]),
    ("%%time\nx = 1", ["x = 1"]),
    ("\n%%timeit -n 3\nx = 1", ["x = 1"]),
    ("%%capture out\n%pylab_is_none\nx = 1", ["x = 1"]),
    ("%%unheard_of\nx = 1", ["x = 1"]),
    ("%%unheard_of\nthis is no Python", []),
    ("%%bash\nls", []),
    ("%%html\n<b>x</b>", []),
    ("%%cython\nx = 1", []),
    ("%%javascript\nx = 1", []),
    ("for i in v:\n    %time f(i)\n    !ls\n", ["for i in v:\n    f(i)\n    pass"]),
    ("s = '''\n%time\n!ls\n'''", ["s = '''\n%time\n!ls\n'''"]),
    ("x = (7\n% 3)", ["x = (7\n% 3)"]),
    ("x = 7 \\\n  % 3", ["x = 7 \\\n  % 3"]),
    ("%time\nx = 1", ["x = 1"]),
]


@pytest.mark.parametrize(("cell", "expected"), MAGICS)
def test_magics_give_way_to_the_python_they_carry(cell, expected):
    """A magic, a shell line or a help line does nothing, or carries its statement; inside a string it is none."""
    assert sources(cell) == expected


def test_pylab_brings_the_names_of_numpy_and_pyplot():
    """`%pylab` puts bare names such as `exp` into play, each import by itself so that one missing costs only itself."""
    found = sources("%pylab inline\ny = exp(1)")
    assert "from numpy import *" in found
    assert "from matplotlib.pyplot import *" in found
    assert found.index("from matplotlib.pyplot import *") < found.index("from numpy import *")
    assert found[-1] == "y = exp(1)"
    for source in found:
        assert len(ast.parse(source).body) == 1


def test_lines_keep_their_numbers_below_magics():
    """A student is told the own line, also below magics and in the middle of what does not parse."""
    found = of_code("%matplotlib inline\n!ls 'a\n\nx = 1\ny = = 2\nz = 3").statements
    assert [(s.source, s.place.line) for s in found] == [("x = 1", 4), ("y = = 2", 5), ("z = 3", 6)]


def test_future_imports_belong_to_their_cell():
    """A future import is known to every statement of its cell and to none of another; made-up ones are not."""
    first, second = "from __future__ import annotations\nx = 1", "from __future__ import nosuch\ny = 1"
    found = of_code(first, second, "z = 1").statements
    assert [s.future for s in found] == [("annotations",), ("annotations",), (), (), ()]


def test_a_cell_that_is_indented_as_a_whole_is_read():
    """IPython runs it, so it is no error."""
    assert sources("    x = 1\n    def f():\n        return 2\n") == ["x = 1", "def f():\n    return 2"]


BROKEN = [
    # cell, what is kept, the code and names of what is not
    ("x = = 1\ny = 2", ["y = 2"], [("syntax", ("x",))]),
    ("y = 2\ndef f(x)\n    return x\nz = 3", ["y = 2", "z = 3"], [("syntax", ("f",))]),
    ("def f(x):\n    return x +* 2\n\ndef g(x):\n    return x", ["def g(x):\n    return x"], [("syntax", ("f",))]),
    ("x = (1 + 2\ny = 3\ndef g(): return 1", ["y = 3", "def g(): return 1"], [("syntax", ("x",))]),
    ("def f():\n    x = [1, 2\n    return x\n\ndef g():\n    return 1", ["def g():\n    return 1"], [("syntax", ("f",))]),
    ("s = '''never closed\ny = 3", ["y = 3"], [("syntax", ("s",))]),
    ("s = 'never closed\ny = 3", ["y = 3"], [("syntax", ("s",))]),
    ("print(1))\ny = 3", ["y = 3"], [("syntax", ())]),
    ("x = 1\n   y = 2\nz = 3", ["x = 1", "y = 2", "z = 3"], []),
    ("def f(x):\n  a = 1\n   b = 2\ny = 1", ["y = 1"], [("syntax", ("f",))]),
    ("if c:\n    a = 1\nelse:\n    b 1\nz = 3", ["z = 3"], [("syntax", ("a",))]),
    ("@decorated\ndef f(x):\n    retrun x\ny = 1", ["y = 1"], [("syntax", ("f",))]),
    ("df_dx = 4x - 3y\ny = 1", ["y = 1"], [("syntax", ("df_dx",))]),
    ("x = “a”\ny = 1", ["y = 1"], [("syntax", ("x",))]),
    ("a, b = 1,, 2\ny = 1", ["y = 1"], [("syntax", ("a", "b"))]),
    ("steps = [(0.4, 1.9),, (0.05, 1.86)]", [], [("syntax", ("steps",))]),
    ("steps = [(, ), (, )]\ny = 1", ["y = 1"], [("not_filled_in", ("steps",))]),
    ("g = np.array([, ])", [], [("not_filled_in", ("g",))]),
    ("def g(x):\n    return [ , ]", [], [("not_filled_in", ("g",))]),
    ("g = np.array([4*y, , 1])", [], [("syntax", ("g",))]),
    ("d = f(, x)", [], [("syntax", ("d",))]),
    ("delta = 0,05\ny = 1", ["y = 1"], [("syntax", ("delta",))]),
    ("p = [(0,4, 1,9), (0,05, 1,86)]", [], [("syntax", ("p",))]),
    ("x = 017", [], [("python2", ("x",))]),
    ("df_dx =\ny = 1", ["y = 1"], [("not_filled_in", ("df_dx",))]),
    ("df_dx = # your answer\ny = 1", ["y = 1"], [("not_filled_in", ("df_dx",))]),
    ("df_dx = \n\ndf_dy = \n", [], [("not_filled_in", ("df_dx",)), ("not_filled_in", ("df_dy",))]),
    ("df_dx = <fill in>\ny = 1", ["y = 1"], [("not_filled_in", ("df_dx",))]),
    ("df_dx = < your code here >", [], [("not_filled_in", ("df_dx",))]),
    ("df_dx = ???", [], [("not_filled_in", ("df_dx",))]),
    ("df_dx = ____\ny = 1", ["y = 1"], [("not_filled_in", ("df_dx",))]),
    ("def f(x):\n    return ____ * x", [], [("not_filled_in", ("f",))]),
    ("df_dx = YOUR_CODE_HERE", [], [("not_filled_in", ("df_dx",))]),
    ("df_dx = lambda x, y:  # your code\ny = 1", ["y = 1"], [("not_filled_in", ("df_dx",))]),
    ("def f(x):\n    # YOUR CODE HERE\n\ny = 1", ["y = 1"], [("not_filled_in", ("f",))]),
    ("def f(x):\n    w = # TODO\n    return w\ny = 1", ["y = 1"], [("not_filled_in", ("f",))]),
    ("def f(n):\n    for i in range(n):\n        # your code\n    return 1", [], [("not_filled_in", ("f",))]),
    ("for i in range(, 3):\n    pass\ny = 1", ["y = 1"], [("syntax", ())]),
    ("for i in :\n    pass\ny = 1", ["y = 1"], [("not_filled_in", ())]),
    ("def f(x):\nreturn x", ["return x"], [("syntax", ("f",))]),
    ("print 'hello'\ny = 1", ["y = 1"], [("python2", ())]),
    ("print x, y\ny = 1", ["y = 1"], [("python2", ())]),
    ("def f(x):\n    print x\n    return x\ny = 1", ["y = 1"], [("python2", ("f",))]),
    ("try:\n    a = 1\nexcept E, e:\n    b = 1\ny = 1", ["y = 1"], [("python2", ("a", "b"))]),
    ("raise ValueError, 'x'", [], [("python2", ())]),
    ("exec 'x = 1'", [], [("python2", ())]),
    ("if a <> b: c = 1", [], [("python2", ())]),
    ("x = 10L", [], [("python2", ("x",))]),
    ("x = `y`", [], [("python2", ("x",))]),
    ("for i in range(3): print i", [], [("python2", ())]),
]


@pytest.mark.parametrize(("cell", "kept", "lost"), BROKEN)
def test_what_parses_in_a_broken_cell_is_kept(cell, kept, lost):
    """A cell that does not parse costs what does not parse, which says whether it was blank, Python 2 or wrong."""
    assert sources(cell) == kept
    assert problems(cell) == [(code, names) for code, names in lost]


INDENTATION = [
    # body, the line that is shown, a word of what is said
    ("    x = a\n\tfor i in range(n):\n\t    x = x - 1\n    return x", 3, "tabs"),
    ("        x = a\n\tfor i in range(n):\n\t\tx = x - 1\n        return x", 3, "tabs"),
    ("    x = a\n      for i in range(n):\n        x = x - 1\n    return x", 3, "unexpected indent"),
    ("    x = a\n      while n > 0:\n        n = n - 1\n    return x", 3, "unexpected indent"),
    ("    x = a\n    for i in range(n):\n        x = x - 1\n  return x", 5, "unindent"),
    ("    if n:\n        x = a\n      else:\n        x = n\n    return x", 4, "unindent"),
    ("    for i in range(n):\n    x = a\n    return x", 2, "indented below it"),
    ("    for i in range(n):\n        # one step\n    x = a\n    return x", 2, "indented below it"),
    ("    while n > 0:\n    n = n - 1\n    return a", 2, "indented below it"),
    ("    if n > 0:\n    return a", 2, "indented below it"),
    ("x = a\nfor i in range(n):\n    x = x - 1\nreturn x", 1, "indented below it"),
    ("\nreturn a + n", 1, "indented below it"),
    ("    # YOUR CODE HERE\nx = a\nfor i in range(n):\n    x = x - 1", 1, "indented below it"),
    ("    # YOUR CODE HERE\n\nreturn a", 1, "indented below it"),
]


@pytest.mark.parametrize(("body", "line", "said"), INDENTATION)
def test_wrong_indentation_is_told_as_that(body, line, said):
    """A program whose lines are indented wrongly has been written: it is no blank, and the line is shown."""
    bad = of_code(f"def g(a, n):\n{body}").statements[0]
    assert bad.names == ("g",)
    assert bad.placeholders == ()
    assert bad.problem is not None
    assert bad.problem.code == "syntax"
    assert f"line {line} " in bad.problem.text
    assert said in bad.problem.text


@pytest.mark.parametrize(
    ("cell", "lost"),
    [
        ("def g(a):\n    b = 2*a\nreturn b\nc = 1", [("syntax", ("g",))]),
        ("def g(a, n):\n    x = a\nfor i in range(n):\n    x = x - 1\nreturn x", [("syntax", ("g",))]),
        ("def g(a):\n    return 2*a\nreturn g", []),
        ("def f(a):\n    return a\ndef g(a):\n    b = 2*a\nreturn b", [("syntax", ("g",))]),
        ("x = 1\nreturn x", []),
    ],
)
def test_a_return_at_the_margin_is_told_where_the_function_lacks_it(cell, lost):
    """A function without `return` that has one below it, not indented, is no function that returns nothing."""
    assert problems(cell) == lost
    if lost:
        said = next(s.problem.text for s in of_code(cell).statements if s.problem)
        assert "outside of `g`" in said


BLANKS = [
    "def g(a, n):\n    x = a\n    # YOUR CODE HERE\n    raise NotImplementedError()\n    return x",
    "def g(a, n):\n    # YOUR CODE HERE",
    "def g(a, n):\n    # YOUR CODE HERE\n\nb = 4*a",
    "def g(\n    a,\n    n,\n):\n    # YOUR CODE HERE\n\nb = 1",
    "def g(a, n):\n    for i in range(n):\n        # your code\n    return a",
    "def g(a, n):\n    while :\n        a = 1\n    return a",
    "def g(a, n):\n    a =\n    return a",
]


@pytest.mark.parametrize("source", BLANKS)
def test_a_body_that_was_left_open_is_a_blank(source):
    """Where a template's comment or nothing at all stands for the body, nothing was answered."""
    assert of_code(source).is_placeholder(("g",))


@pytest.mark.parametrize("source", ["delta = 0,05", "x = x - 0,05*x", "p = [(0,4, 1,9), (0,05, 1,86)]"])
def test_a_decimal_comma_is_no_python_2(source):
    """Figures directly after a comma are a decimal comma; the number is shown with a point."""
    (bad,) = of_code(source).statements
    assert bad.problem is not None
    assert "`0.05`" in bad.problem.text
    assert "Python 2" not in bad.problem.text


def test_what_was_not_filled_in_is_a_placeholder():
    """The names of a blank are placeholders, so that they count as unanswered and not as an error."""
    found = of_code("df_dx = \ndf_dy = 4x")
    assert found.is_placeholder(("df_dx",))
    assert not found.is_placeholder(("df_dy",))


def test_a_problem_tells_the_students_own_line():
    """The sentence has the cell, the line and the line's text, and says how to go on."""
    (_, bad) = of_code("x = 1", "%time y = 1\n\ndef f(x):\n    a = 1\n    return a +* 2\n").statements[1:]
    assert bad.problem is not None
    assert "Cell 2, line 5" in bad.problem.text
    assert "return a +* 2" in bad.problem.text
    assert (bad.place.cell, bad.place.line) == (2, 3)


PLACEHOLDERS = [
    "df_dx = ...",
    "df_dx = None",
    "df_dx = None  # TODO",
    "df_dx = ''",
    "df_dx = 'YOUR ANSWER'",
    "df_dx = 'YOUR ANSWER HERE'",
    'df_dx = "Type your answer here..."',
    "df_dx = 'TODO'",
    "df_dx = 'TODO: write the derivative'",
    "df_dx = '?'",
    "df_dx = '___'",
    "df_dx = 'fill in'",
    "df_dx: str",
    "df_dx = [None, None]",
    "df_dx = np.array([..., ...])",
    "df_dx, other = None, 4",
    "df_dx = other = None",
    "df_dx = lambda x, y: None",
    "def df_dx(x, y): pass",
    "def df_dx(x, y): ...",
    "def df_dx(x, y):\n    '''What it does.'''",
    "def df_dx(x, y):\n    # YOUR CODE HERE\n    raise NotImplementedError()",
    "def df_dx(x, y):\n    z = x\n    raise NotImplementedError",
    "def df_dx(x, y):\n    g = None\n    raise NotImplementedError()\n    return g",
    "def df_dx(x, y): return None",
    "def df_dx(x, y): return",
    "def df_dx(x, y):\n    result = None  # TODO\n    return result",
    "def df_dx(x, y):\n    a, b = ..., None\n    return a, b",
    "df_dx = 3*y\ndf_dx = ...",
]


@pytest.mark.parametrize("source", PLACEHOLDERS)
def test_a_template_left_alone_is_a_placeholder(source):
    """What a template leaves open is known as such, in every spelling."""
    assert of_code(source).is_placeholder(("df_dx",))


ANSWERS = [
    "df_dx = 0",
    "df_dx = '0'",
    "df_dx = '4*x - 3*y'",
    "df_dx = 'x'",
    "df_dx = 'answer(x)'",
    "df_dx = []",
    "df_dx = set()",
    "df_dx = [None, 4]",
    "df_dx = lambda x, y: 0",
    "def df_dx(x, y): return 0",
    "def df_dx(x, y):\n    return 4*x\n    raise NotImplementedError",
    "def df_dx(x, y):\n    # YOUR CODE HERE\n    raise NotImplementedError()\n    return 4*x",
    "def df_dx(x, y):\n    raise NotImplementedError\n    g = 4*x\n    return g",
    "def df_dx(x, y):\n    g = None\n    g = 4*x\n    return g",
    "def df_dx(x, y):\n    print(4*x)",
    "df_dx = ...\ndf_dx = 4*x",
    "def df_dx(____): return 2 * ____",
    "for __ in range(3): df_dx = 4",
]


@pytest.mark.parametrize("source", ANSWERS)
def test_an_answer_is_no_placeholder(source):
    """What a student wrote is never taken for the template, however short it is."""
    found = of_code(source)
    assert not found.is_placeholder(("df_dx",))
    assert [s.problem for s in found.statements] == [None] * len(found.statements)


FORMULAS = [
    ("df_dx = 4*x - 3*y", [("df_dx", "4*x - 3*y")]),
    ("df_dx: str = 4*x", [("df_dx", "4*x")]),
    ("a = b = x + 1", [("a", "x + 1"), ("b", "x + 1")]),
    ("a, b = 4*x, (3*y)", [("a", "4*x"), ("b", "3*y")]),
    ("a = (4*x\n     - 3*y)", [("a", "4*x\n     - 3*y")]),
    ("é = 'ü'; a = 2*é", [("é", "'ü'"), ("a", "2*é")]),
    ("f = lambda x: x", []),
    ("x = ...", []),
    ("x += 1", []),
    ("if c:\n    x = 1", []),
    ("df_dx = 4x - 3y  # by hand", [("df_dx", "4x - 3y")]),
    ("df_dx = 4x² − 3y", [("df_dx", "4x² − 3y")]),
]


@pytest.mark.parametrize(("source", "texts"), FORMULAS)
def test_the_right_side_of_an_assignment_is_kept_as_text(source, texts):
    """`df_dx = 4*x - 3*y` can be read as the expression it is, also where it is no Python."""
    found = of_code(source).texts
    assert [(text.name, text.text) for text in found] == texts
    assert not any(text.markdown for text in found)


HOSTILE = [
    "x = " + "(" * 5000 + ")" * 5000,
    "x = " + "-" * 100_000 + "1",
    "x = " + "not " * 50_000 + "1",
    "x = " + "1+" * 100_000 + "1",
    "x = a" + ".b" * 100_000,
    "x = a" + "()" * 100_000,
    "x = " + "lambda:" * 20_000 + "1",
    "x = " + "9" * 300_000,
    "x = 0x" + "f" * 300_000,
    "x = f'" + "{1}" * 100_000 + "'",
    "x = '''" + "a" * 300_000,
    "x = 'a\0b'",
    "\0" * 1000,
    "\n".join(" " * i + "if 1:" for i in range(300)),
    "x = [\n" * 20_000,
    "x = ((\n" * 20_000 + "def f():\n  pass",
    "'''\n" * 20_001,
    "x = (\n" + "y\n" * 50_000,
    "%time\n" * 20_000 + "x = = 1",
    "if 1:\n pass\n" + "elif 1:\n pass\n" * 10_000,
    "\\\n" * 50_000,
    "x = '" + "\\" * 99_999,
    "@a\n" * 20_000,
    "<" * 100_000,
    "x = <" * 50_000,
    "a " * 100_000 + "=",
    "print " + "'" * 100_001,
    "`" * 100_001 + "\n" + "x = = 1",
    "x" + "?" * 100_000,
    "\t" * 100_000 + "x = 1",
    ("for " + "a, " * 50_000 + "\n"),
    "x = 1\u202e\u2066 = 2",
    "\ufeffx = 1\n\u2028y = 2",
]


@pytest.mark.parametrize("source", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_source_is_read_in_time_and_without_a_crash(source):
    """No cell of code, however it is built, crashes or holds up the reader, and the next cell is still read."""
    begun = time.process_time()
    found = of_code(source, "y = 5")
    assert found.statements[-1].source == "y = 5"
    assert time.process_time() - begun < 20, "far beyond what the longest of these takes"


def test_names_bound_twice_are_both_there():
    """A name defined twice has both definitions, in the order of the file."""
    found = of_code("f = 1\n", "f = 2").definitions(("f",))
    assert [s.source for s in found] == ["f = 1", "f = 2"]


def test_cells_are_counted_over_code_cells():
    """Cells of text do not shift the number of a code cell, empty code cells do count."""
    found = read_text(notebook(("markdown", "a"), "x = 1", "", ("raw", "b"), "y = 2"))
    assert [(s.source, s.place.cell) for s in found.statements] == [("x = 1", 1), ("y = 2", 3)]


def test_the_text_below_a_markdown_magic_is_a_text_cell():
    """`%%markdown` and `%%latex` hold text, and the text is read as such."""
    found = read_text(notebook("%%markdown\ndf_dx = 4x - 3y"))
    assert [(text.name, text.text, text.markdown) for text in found.texts] == [("df_dx", "4x - 3y", True)]


def test_a_stray_indented_line_costs_no_definition_above_it():
    """A function on one line is whole; what is indented below it belongs to nothing."""
    statements = read_text(notebook("def df_dx(x, y): return 4*x - 3*y\n\tunits = 1\n")).statements
    assert next(s.names for s in statements if s.problem is None) == ("df_dx",)


def test_blanks_that_nobody_can_see_are_read_as_blanks():
    """No-break and zero-width blanks come with text copied from a page, and no student can find them."""
    source = "def df_dx(x,\u00a0y):\n\u00a0\u00a0\u00a0\u00a0return\u00a04*x\u00a0-\u20093*y\u200b\n"
    (statement,) = read_text(notebook(source)).statements
    assert (statement.names, statement.problem) == (("df_dx",), None)

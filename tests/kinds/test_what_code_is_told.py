"""What a program that is not right, or does not run, is told: its cause first, each with the smallest program that shows it.

Checks of no sentence alone are broken here by one that always holds, the others in `tests/sentences/test_mutated_checks.py`.
"""

from __future__ import annotations

import io
import linecache
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.course.exercises import load_assignment
from grader.kinds import candidates, code_remarks
from grader.kinds.candidates import vocabulary_of
from grader.kinds.descent.idle_loops import why_n_is_ignored
from grader.kinds.descent.source import Source, source_of
from grader.model import Grade, Limits, StudentFault, Verdict
from grader.pipeline import grade_submission
from grader.sandbox import Sandbox
from grader.sandbox.host import exceptions, faults
from grader.selfcheck.memory import Memory
from grader.submission.handed_in_work import read_text

LESSON = load_assignment(Path(__file__).parents[2] / "exercises")
SLOPE = "(x - math.exp(-x))"
GX, GY = "(4*x - 3*np.exp(-3*x))", "(8*y - 6*np.exp(-2*y))"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One sandbox for all that is asked here."""
    with Sandbox(Limits(call_seconds=5), "auto") as box:
        yield box


def graded(sandbox: Sandbox, source: str) -> Grade:
    """The grade of a file of the lesson."""
    return grade_submission(read_text(source, "hw.py", vocabulary_of(LESSON)), LESSON, sandbox)


def told(sandbox: Sandbox, item: str, source: str) -> list[str]:
    """What a student reads of a question, in order; of a rubric the first reason before everything else."""
    result = next(graded.result for graded in graded(sandbox, source).items if graded.result.key.item == item)
    reasons = [line.feedback for line in result.criteria if line.credit < 1 and line.feedback][:1]
    return list(dict.fromkeys([*reasons, *(f.text for f in result.feedback if f.audience == "student")]))


def one(*lines: str, head: str = "import math") -> str:
    """A descent in one variable with these lines as its body."""
    return "\n".join([head, "def grad_descent(x_start, n):", *(f"    {line}" for line in lines)])


def loop(
    *lines: str, first: str = "x = x_start", last: str = "return x", head: str = "import math", turns: str = "range(n)"
) -> str:
    """A descent in one variable with these lines in its loop."""
    return one(first, f"for k in {turns}:", *(f"    {line}" for line in lines), last, head=head)


def two(*lines: str, first: str = "x, y = x_start, y_start", last: str = "return x, y") -> str:
    """A descent in two variables with these lines in its loop."""
    body = [first, "for k in range(n):", *(f"    {line}" for line in lines), last]
    return "\n".join(["import numpy as np", "def multi_grad_descent(x_start, y_start, n):", *(f"    {line}" for line in body)])


STEP = f"x = x - 0.1*{SLOPE}"
BOTH = f"x, y = x - 0.05*{GX}, y - 0.05*{GY}"
AUTOMATIC = "import mygrad as mg\nimport math"
TENSOR = "x = mg.tensor(float(x_start))"
NEXT = "x = mg.tensor(x.data - 0.1*x.grad)"

FILLED = "steps = []\nx, y = 1, 2\nfor k in {}\n    x, y = x - 0.1*(4*x + y), y - 0.1*x\n    steps.append({}"
FIRST = [
    # what is not indented, and decimal commas, are told as that
    ("grad_descent", "import math\ndef grad_descent(x_start, n):\n    for i in range(n):\n    x = 1", "must be indented below it"),
    ("grad_descent", one("delta = 0,05", "return x_start - delta"), "write `0.05` with a point"),
    ("grad_descent", loop("x = x - delta*x", first="x, delta = x_start, 1\n    delta = 0,1"), "A decimal number has a point"),
    ("grad_descent", loop(f"x = x - 0,1*{SLOPE}"), "Line 5 has a comma between digits"),
    # a beginning of its own
    ("multi_grad_descent", two(BOTH, first="x, y = x_start, x_start"), "The steps fit if y begins where x should"),
    ("multi_grad_descent", two(BOTH, first="x, y = int(x_start), y_start"), "The steps fit if x begins at a whole number"),
    ("multi_grad_descent", two(BOTH, first="x, y = x_start, 1"), "The steps fit if y begins at 1, whatever the start is"),
    # the same for every n
    ("grad_descent", loop("x = x_start", STEP), "`x = x_start` stands in the loop"),
    ("grad_descent", loop(STEP, "break"), "`break` ends the loop in its first pass"),
    ("grad_descent", loop(STEP, turns="range(100)"), "The loop runs over `range(100)`, whatever n is"),
    ("grad_descent", one("x = x_start", STEP, "return x"), "There is no loop"),
    ("grad_descent", loop(STEP, first="x = x_start\n    n = 50"), "`n = 50` gives `n` a value of its own"),
    ("grad_descent", loop(f"new = x - 0.1*{SLOPE}", last="return new"), "computes `new` from what the loop never changes"),
    ("grad_descent", loop("if k == 0:", f"    {STEP}"), "The point moves only where `k == 0` holds"),
    # never moves
    ("grad_descent", loop(f"x == x - 0.1*{SLOPE}"), "One `=` gives a name a value"),
    ("grad_descent", loop(f"x - 0.1*{SLOPE}"), "is worked out and given to no name"),
    ("grad_descent", loop(STEP, last="return x_start"), "What is returned is `x_start`, which no line changes"),
    ("grad_descent", loop(f"new = x - 0.1*{SLOPE}"), "The loop computes `new`, and `x` is returned"),
    ("grad_descent", loop(STEP, turns="range(0)"), "Is the new value ever given to the variable that is returned?"),
    # automatic differentiation
    ("grad_descent", loop("f = x**2/2 + math.exp(-x)", "f.backward()", NEXT, first=TENSOR, head=AUTOMATIC), "Use `mg.exp`"),
    ("grad_descent", loop("f = x**2/2 + mg.exp(-x)", NEXT, first=TENSOR, head=AUTOMATIC), "never calls `backward()`"),
    ("grad_descent", loop("f.backward()", NEXT, first=f"{TENSOR}\n    f = x**2/2 + mg.exp(-x)", head=AUTOMATIC),
     "f is computed once"),
    ("grad_descent", loop("f = x**2/2 + mg.exp(-x)", "f.backward()", NEXT, first="x = mg.tensor(int(x_start))", head=AUTOMATIC),
     "Line 4 makes a tensor of a whole number"),
    ("grad_descent", loop("f = x**2 + mg.exp(-x)", "f.backward()", NEXT, first=TENSOR, head=AUTOMATIC), "compare that f"),
    ("grad_descent", loop(f"g += {SLOPE}", "x = x - 0.05*g", first="x, g = x_start, 0"), "Clear the gradient"),
    # a coordinate
    ("multi_grad_descent", two(f"x, y = x - 0.05*{GX}**2*x, y - 0.05*{GY}"), "Right in every step: y. Not right: x."),
    ("multi_grad_descent", two(f"x, y = x + 0.05*{GX}*(2 + x**2), y + 0.05*{GY}*3"), "the first step leads uphill"),
    ("grad_descent", loop(f"x = x - {SLOPE}//10"), "The program has `//`"),
    # slips of Python
    ("df_dx", "df_dx = 4*x - 3*Y", "`Y` is no variable of f. Did you mean `y`?"),
    ("df_dz", "def df_dz(x, y, z):\n    return 3*z^2", "Line 2 has `^`"),
    ("grad_descent", loop(f"x =- 0.1*{SLOPE}"), "Line 5 has `=-`"),
    ("grad_descent", one("x = x_start", f"while abs({SLOPE}) > 0.01:", f"    x = x - 0.1*{SLOPE}", "return x"),
     "`n` is used nowhere"),
    ("grad_descent", one("x == x_start", "x = x - 1", "return x"), "One `=` gives a name a value"),
    ("grad_descent", loop(f"x = x - dleta*{SLOPE}", head="import math\ndelta = 0.1"), "Did you mean `delta`?"),
    ("steps", "steps = []", "`steps` is empty"),
    ("steps", FILLED.format("range(2)", "(x, y))"), "A colon is missing"),
    ("steps", FILLED.format("range(2):", "[x, y)]"), "The bracket `[` is closed by `)`"),
    ("steps", FILLED.format("range(2):", "(x, z))").replace("[]", "[(1, 2)]"), "`steps` was not filled, because what should"),
    # a line that is no Python, and what hangs on it
    ("df_dx", "import sympy as sp\nx, y = sp.symbols('x y')\nf = 2x**2 - 3*x*y\ndf_dx = sp.diff(f, x)", "Python reads no `2x`"),
    ("df_dx", "def f(x)\n    return 2*x**2\ndef df_dx(x, y, z):\n    return f(x + 1) - f(x)", "A colon is missing"),
    ("steps", FILLED.format("range(2):", "(x, y))").replace("x, y = 1, 2", "x = 1, y = 2"), "Give each a line of its own"),
    ("df_dx", "df_dx(x, y, z) = 4*x - 3*y", "as mathematics writes it"),
    ("df_dx", "function df_dx(x, y, z):\n    return 4*x - 3*y", "`function` is no word of Python's"),
    ("df_dx", "def df/dx(x, y, z):\n    return 4*x - 3*y", "followed by brackets"),
    ("df_dx", '"4x - 3y" = df_dx', "something else than a name"),
    # statements without effect, and lists that nothing fills
    ("df_dx", "def df_dx(x, y, z):\n    result = 4*x\n    result - 3*y\n    return result", "Line 3 changes nothing"),
    ("df_dx", "def df_dx(x, y, z):\n    result = 4*x\n    result =- 3*y\n    return result", "Line 3 has `=-`"),
    ("df_dx", "def df_dx(x, y, z):\n    return 4*x\n    return -3*y", "Line 3 is never run"),
    ("steps", "steps = [0, 0]\nx, y = 1, 2\nfor i in range(2):\n    steps[i] == (x, y)", "Line 4 compares"),
    ("steps", "import numpy as np\nsteps = np.zeros(2)\nfor i in range(2):\n    steps[i] = (0.4, 1.9)", "`steps` was not filled"),
    ("steps", FILLED.format("range(2):", "(x, y))").replace("append", "apend"), "`steps` was not filled"),
    ("steps", "a, b = 1 - d*6, 1.9\nsteps = [(a, b), (a, b)]", "`a` has no value here"),
    ("df_dx", 'df_dx: "4x - 3y"', "colon gives `df_dx` no value"),
]  # fmt: skip


@pytest.mark.parametrize(("item", "source", "words"), FIRST)
def test_the_cause_is_told_first(sandbox: Sandbox, item: str, source: str, words: str) -> None:
    """What is read first of a program names what to mend."""
    assert words in told(sandbox, item, source)[0]


NOT_SAID = [
    ("grad_descent", loop(STEP, first="x = x_start\n    n = int(n)"), "a value of its own"),
    ("grad_descent", loop("x = x - 0.1*(2*x - math.exp(-x))"), "each bracket"),
    ("multi_grad_descent", two(f"x, y = x - 0.05*(2*x + {GX}), y - 0.05*2*{GY}"), "Right in every step"),
    ("grad_descent", loop("x = x - 0.1*x*math.exp(-x)"), "condition that ends the loop"),
    ("multi_grad_descent", two("x, y = x - 0.05*4*x, y - 0.05*8*y"), "condition that ends the loop"),
    ("multi_grad_descent", two("x, y = x - 0.05*4*x, y - 0.05*8*y"), "What keeps it from moving on"),
    ("grad_descent", loop(f"x = round(x - 0.1*{SLOPE}, 1)"), "condition that ends the loop"),
    ("multi_grad_descent", two(BOTH, first="x, y = x_start, x_start"), "how n enters the loop"),
    ("multi_grad_descent", two(f"x, y = x + 0.05*{GX}, y + 0.05*{GY}"), "-53"),
    ("multi_grad_descent", two(f"x, y = x - 0.3*{GX}, y - 0.3*{GY}"), "-53"),
    ("grad_descent", "import math\ndef grad_descent(x_start, n):\n    for i in range(n):\n    x = 1", "placeholder"),
    ("grad_descent", one("delta = 0,05", "return x_start - delta"), "Python 2"),
    ("df_dx", "def f(x, y)\n    return 2*x**2\ndf_dy = '-3x'", "colon"),
    ("df_dx", "let f = 2*x**2\ndf_dx = '4x - 3'", "no word of Python's"),
]  # fmt: skip


@pytest.mark.parametrize(("item", "source", "words"), NOT_SAID)
def test_nothing_is_told_that_the_student_did_not_do(sandbox: Sandbox, item: str, source: str, words: str) -> None:
    """No condition where the source has none, no n where it is right, no start of 45 figures where (0, 0) shows the same."""
    assert words not in " ".join(told(sandbox, item, source))


HELPERS = [
    ("gradient", "import math\ndef grad(x):\n    return x - math.exp(-x)\n" + loop("x = x - 0.1*grad(x)"), "gradient"),
    ("gradient", "def grad(x, y):\n    return 4*x + y, x\n" + FILLED.format("range(2):", "grad(x, y))"), "gradient"),
    ("df_dx", "import math\ndef dfdx(x):\n    return x - math.exp(-x)\n" + loop("x = x - 0.1*dfdx(x)"), "df_dx"),
]


@pytest.mark.parametrize(("item", "source", "name"), HELPERS)
def test_a_helper_of_one_exercise_is_no_answer_to_another(sandbox: Sandbox, item: str, source: str, name: str) -> None:
    """What the answer to another exercise calls under another name than the one asked for was not handed in for this."""
    (result,) = (graded.result for graded in graded(sandbox, source).items if graded.result.key.item == item)
    assert result.verdict is Verdict.UNANSWERED
    assert f"Nothing called `{name}` was found" in result.feedback[0].text


STOPPED = [
    (FILLED.format("range(2):", "(x, z))"), "steps.append((x, z))"),
    (one("x = u", "return x") + "\nprint(grad_descent(1, 2))", "x = u"),
]


@pytest.mark.parametrize(("source", "line"), STOPPED)
def test_the_line_that_stopped_is_the_one_beside_its_number(sandbox: Sandbox, source: str, line: str) -> None:
    """And not the first of the statement in which it stands, nor the call of the function."""
    (remark,) = graded(sandbox, source).remarks
    assert f"`{line}` stopped" in remark.text


def test_a_right_line_that_stops_for_want_of_an_import_is_told_so(sandbox: Sandbox) -> None:
    """The formula counts as it is written; that Python stops there is said all the same. An open variable is no such want."""
    vector = "(-cos(30*pi/180), sin(30*pi/180))"
    assert any("belongs to a module" in text for text in told(sandbox, "u_hat", f"u_hat = {vector}\n"))
    assert not told(sandbox, "df_dx", "df_dx = 4*x - 3*y\n")


def test_a_name_that_was_asked_for_is_an_answer_and_may_be_meant_as_a_helper(sandbox: Sandbox) -> None:
    """It is judged, and its author hears what may have happened."""
    source = "import math\ndef slope(x):\n    return x - math.exp(-x)\n" + loop("x = x - 0.1*slope(x)")
    assert "`grad_descent` is made with `slope`" in told(sandbox, "slope", source)[-1]


WALLS = [
    ("def grad_descent(x_start, n):\nx = x_start\nfor i in range(n):\n    x = x - 1\nreturn x", 0),
    ("def grad_descent(x_start, n):\n    x = x_start\nfor i in range(n):\n    x = x - 1\nreturn x", 0),
    ("a = nothing_of_that_name\nb = a + 1\nc = b + 1", 1),
]


@pytest.mark.parametrize(("source", "remarks"), WALLS)
def test_what_follows_from_a_line_that_failed_is_not_told_by_itself(sandbox: Sandbox, source: str, remarks: int) -> None:
    """A `return` below a head that lost its body, a parameter outside of it, a name that a told line would have set."""
    assert len([remark for remark in graded(sandbox, source).remarks if remark.code != "syntax"]) == remarks


# --- Python's sentences ---

EXCEPTIONS: list[tuple[str, str | None, str]] = [
    ("3.0 ^ 2", "power", ""),
    ("2 * None", "nothing", "`None`"),
    ("print() > 1", "nothing", "`print()`"),
    ("a, b = print()", "nothing", "`print()`"),
    ("[1].append(2)[0]", "nothing", "`[1].append(2)`"),
    ("len(print())", "nothing", "`print()`"),
    ("None.data", "nothing", "`None`"),
    ("np.exp(1)", "module", ""),
    ("exp(1)", "function", "`np.exp`"),
    ("norm(1)", "function", "`np.linalg.norm`"),
    ("names = {x, y}", "in_a_set", "If its name is meant, write it in quotes"),
    ("names = [x, y]", "undefined", "Is it set above this line"),
    ("import numpy as np; np.maen(1)", "member", "`np` has nothing of the name `maen`. Did you mean `mean`?"),
    ("import math; math.ln(1)", "member", "`log`"),
    ("import math; math.dot(1)", "elsewhere", "Write `np.dot`."),
    ("import math; math.abs(-1)", "elsewhere", "Write `abs`."),
    ("import numpy as np; np.inv(1)", "elsewhere", "Write `np.linalg.inv`."),
    ("import numpy as np; np.squareroot(1)", "member", "`sqrt`"),
    ("import numpy as np; np.linalg.solv(1)", "member", "`solve`"),
    ("import numpy as np; np.nothing_of_that_name", None, ""),
    ("[1] * print", "result", "a function"),
    ("delta = 1; dleta + 1", "misspelt", ""),
    ("nothing_of_that_name", "undefined", ""),
    ("def f():\n    x = x - 1\nf()", "unbound", ""),
    ("import numpy as np; a = np.array([1, 2]); a -= 0.5", "whole_numbers", ""),
    ("import numpy as np; a, b = np.eye(3), np.eye(2); a @ b", "sizes", "`a` has 3 and `b` has 2"),
    ("import numpy as np; np.dot(np.array([1, 2, 3]), np.array([1, 2]))", "shapes", "`np.array([1, 2])` `(2,)`"),
    ("import numpy as np; a, b = np.ones(3), np.ones(2); a + b", "shapes", "`a` has the shape `(3,)`, `b` `(2,)`"),
    ("import numpy as np; a, b = np.ones(3), np.ones(2); a -= b", "shapes", "`a` has the shape `(3,)`, `b` `(2,)`"),
    ("import numpy as np; 2.0 @ np.ones(3)", "no_product", "`2.0`"),
    ("import numpy as np; np.linalg.solve(np.eye(2), np.ones(3))", "right_side", "2 rows, and the right side has 3"),
    ("import numpy as np; np.linalg.solve(np.ones(2), np.ones(2))", "no_matrix", ""),
    ("import numpy as np; np.linalg.inv(np.ones((2, 3)))", "not_square", ""),
    ("import numpy as np; np.linalg.inv(np.ones((2, 2)))", "singular", ""),
    ("import numpy as np; A = np.ones((3, 2)); np.linalg.inv(A.T @ A)", "singular.columns", "a column of `A`"),
    ("import numpy as np; np.hstack([np.ones(2), np.eye(2)])", "beside", ""),
    ("import numpy as np; np.hstack([np.ones((3, 1)), np.eye(2)])", "beside.sizes", "where one has 3 entries the other has 2"),
    ("import numpy as np; np.ones(8).reshape(3, 1)", "reshape", "8 numbers, and the shape `(3,1)`"),
    ("import numpy as np; np.ones(3)[0, 1]", "dimensions", "2 indices"),
    ("import numpy as np; np.ones(3).sum(axis=1)", "axis", "no axis 1"),
    ("import numpy as np; np.array([[1, 2], 3])", "ragged", ""),
    ("import numpy as np; a = np.zeros(2); a[0] = [1, 2]", "one_element", ""),
    ("import numpy as np; max(0, np.ones(2))", "larger", "`np.maximum`"),
    ("import numpy as np; 1 if np.ones(2) < 1 else 0", "each", ""),
    ("import numpy as np; np.array(1.0, 2.0)", "one_list", "`np.array([…])`"),
    ("import numpy as np; np.array([1.0, 2.0], [3.0, 4.0])", "one_list", ""),
    ("import numpy as np; np.array(1.0, 2.0, 3.0)", "one_list", ""),
    ("import numpy as np; np.hstack(np.ones(2), np.ones(2))", "one_list", "`np.hstack([…])`"),
    ("import numpy as np; np.zeros(3, 2)", "one_shape", "`np.zeros((…, …))`"),
    ("[1, 2][2]", "index", ""),
    ("import numpy as np; np.ones(2)[2]", "index.number", "number 2, and the number of elements is 2"),
    ("x = [[1, 2]]; x[0, 1]", "two_indices", ""),
    ("x = [(0.4, 1.9) (0.05, 1.86)]", "side_by_side", ""),
    ("x = [[0.4, 1.9] [0.05, 1.86]]", "side_by_side", ""),
    ("x = [(0.4, 1.9)\n [0.05, 1.86]]", "side_by_side", ""),
    ("x = [[0.4, 1.9] (0.05, 1.86)]", "side_by_side", ""),
    ("[1, 2][1.0]", "whole_index", ""),
    ("import numpy as np; np.ones(2)[1.0]", "whole_index", ""),
    ("{'x': 1}['y']", "key", ""),
    ("a, b = 1, 2, 3", "unpacked.more", ""),
    ("a, b, c = 1, 2", "unpacked", "3 names take a value each, and there are only 2"),
    ("{[1, 2]}", "unhashable", ""),
    ("def f(x):\n    return f(x - 1)\nf(1)", "recursion", ""),
    ("raise EOFError('EOF when reading a line')", "end_of_input", ""),
    ("def g(x, y):\n    return x\ng(1)", "few_arguments", ""),
    ("g = lambda x, y: x; g(1)", "few_arguments", "`lambda`"),
    ("def g(x):\n    return x\ng(1, 2)", "many_arguments", ""),
    ("class D:\n    def g(x):\n        return x\nD().g(1)", "self", "`D.g` is called with 2 arguments, and it takes 1"),
    ("def g(x):\n    return x\ng(point=1)", "keyword", "`point`"),
    ("x = 1.0; (x)(2)", "product", ""),
    ("x = 1; x(1)", "no_call", "`x` is a whole number."),
    ("import numpy as np; r = np.ones(2); r(1)", "square", "`r` is an array."),
    ("import numpy as np; np.linalg(1)", "member", "`np.linalg` is a module."),
    ("n = 3; [i for i in n]", "elements", "`n` is a whole number."),
    ("n = 3\nfor i in n:\n    pass", "no_list", ""),
    ("x = 1.0; sum(x)", "elements", "`x` is a number."),
    ("zip([1], 2.0)", "elements", "Something in this line is a number."),
    ("def f(x):\n    return 2.0\nlist(f(1))", "elements", "`f(1)` is a number."),
    ("def f(x):\n    return 2.0\n[i for i in f(1)]", "elements", "`f(1)` is a number."),
    ("x = 'a' in None", "nothing", "Something in this line"),
    ("p = 1.0; x, y = p", "several", "`p` is a number."),
    ("(x, y), z = 1.0, 2", "several", "Something in this line is a number."),
    ("x = 1.0; x[0]", "element", "`x` is a number."),
    ("import numpy as np; m = np.ones(2); m[0][0]", "element", "`m[0]` is a number."),
    ("x = (1, 2); x[0] = 3", "changing", "`x` is a tuple"),
    ("len(2.0)", "length", "`2.0` is a number."),
    ("abs[1]", "round", "`abs` is a function"),
    ("r = (i for i in [1]); r[0]", "list", "`r` is a generator"),
    ("len(zip([1], [2]))", "list", "`zip([1], [2])` is a generator"),
    ("n = 4; range(n/2)", "whole", "`n/2` is a number."),
    ("range([1, 2])", "count", "`[1, 2]` is a list."),
    ("import numpy as np; range(np.ones(2))", "count", "`np.ones(2)` is an array."),
    ("import numpy as np; float(np.ones(2))", "one", "`np.ones(2)` is an array."),
    ("f'{[1, 2]:.2f}'", "format", "Something in this line is a list."),
    ("[1, 2] - [1, 1]", "vector", "`[1, 2]` is a list."),
    ("(1, 2) - 1.5", "vector", "`(1, 2)` is a tuple"),
    ("g = (1, 2); 1.5 - g", "vector", "`g` is a tuple"),
    ("r = [1, 2]; -r", "vector", "`r` is a list."),
    ("import numpy as np; r = np.ones(2); 2 * r.mean", "result", "`r.mean` is a function"),
    ("r = [1, 2]; r.shape", "array", "`.shape` belongs to arrays"),
    ("import numpy as np; X = np.ones(2); X.exp()", "function_of", "It has no `.exp`; write the function before"),
    ("import numpy as np; X = np.ones(2); X.length", "attribute", "`X` is an array. It has no `.length`."),
    ("import numpy as np; X = np.ones(2); np.mean(X, X)", "second_is_axis", "`np.mean`"),
    ("import numpy as np; X = np.ones(2); 0 < X < 2", "each", ""),
    ("import numpy as np; w = np.ones(2); w -= np.ones((3, 2))", "in_place", "The result has the shape `(3,2)`, and `w`"),
    ("import numpy as np; X = np.ones(3); [1, 2] in X", "shapes", "one has the shape `(3,)`, the other `(2,)`"),
    ("import numpy as np; r = np.ones(2); r.append(1)", "of_list", "`.append` belongs to lists."),
    ("2 - 'x'", "operands", ""),
    ("(-1.0)**0.5 > 1", "operands", "a complex number"),
    ("-'x'", "text", ""),
    ("'m' + 1", "joined", ""),
    ("float('1,5')", "no_number", "'1,5'"),
    ("0.1 * [1, 2]", "sequence", ""),
    ("'4y' * '2'", "sequence.text", ""),
    ("[4, 2] * '2'", "sequence.text", ""),
    ("[4, 2] * (1, 2)", "sequence.list", ""),
    ("x = 1.0; x.grad", "plain_number", ""),
    ("import numpy as np, math; math.exp(np.array([1.0, 2.0]))", "one_number", ""),
    ("import numpy as np; 'a' * np.array([1.0])", "text", ""),
    ("import numpy as np; np.exp(np.array([1.0, 2.0], dtype=object))", "objects", ""),
    ("import numpy as np, sympy as sp; np.exp(sp.Symbol('x'))", "symbolic", "`sp.exp`"),
    ("import math, sympy as sp; math.exp(sp.Symbol('x'))", "symbolic", "`sp.exp`"),
    ("import numpy as np; np.array([1, 2])**-1", "whole_power", ""),
    ("import math; math.log(-1)", "domain", ""),
    ("int(float('nan'))", "nan", ""),
    ("1 / 0", "division", ""),
    ("import math; math.exp(1e9)", "overflow", ""),
    ("import functools; functools.reduce(2.0, [1, 2])", "no_call", "Something in this line is a number."),
    ("list(map(2.0, [1, 2]))", "no_call", "Something in this line is a number."),
    ("import scipy.optimize as so; so.minimize(2.0, [1.0])", None, ""),
    ("import numpy as np; np.mean(2*r for r in [1])", "list", "Something in this line is a generator"),
    ("raise ValueError('no luck today')", None, ""),
    ("(1).nothing", "attribute", "`1` is a whole number. It has no `.nothing`."),
    ("class D:\n    pass\nD().nothing", None, ""),
    ("raise KeyError('a whole sentence, of somebody')", None, ""),
]


def raised(source: str, name: str = "<own>") -> StudentFault:
    """The fault that this source ends with, as a notebook's memory tells it."""
    names: dict[str, object] = {"__name__": "__main__"}
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    try:
        with np.errstate(all="ignore"):
            exec(compile(source, name, "exec"), names)
    except Exception as error:
        return Memory(names, io.StringIO(), 1)._fault(error)
    raise AssertionError(source)


@pytest.mark.filterwarnings("ignore:.*perhaps you missed a comma:SyntaxWarning")
@pytest.mark.parametrize(("source", "code", "words"), EXCEPTIONS)
def test_an_exception_means_something_in_english(source: str, code: str | None, words: str) -> None:
    """Those that everybody meets have a sentence; of others only Python's words are shown."""
    means: Any = exceptions.meaning(raised(source.replace("; ", "\n")))
    assert means is None or words in means
    told = None if means is None else means.gaps["needs"].code if means.code == "python.kind" else means.code
    assert (told.partition(".")[2] if told else None) == code


HANDED = [
    ("def grad(p):\n    x, y = p\n    return x\nq = [1.0, 2.0]\ngrad(q[0])", 5, "`grad`"),
    ("def mean(v):\n    return sum(v)/len(v)\nmean([1.0]), mean(2.0)", 3, "`v` is a number"),
    ("def step(g, x):\n    return x - g(x)\nstep(x=1.0, g=2.0)", 3, "`g` is a number"),
    ("def slope(x):\n    2*x\ndef step(x, s):\n    return x - s\nstep(1.0, slope(1.0))", 5, "`s` is `None`"),
    ("def grad(p):\n    x, y = p\ndef descend(p):\n    return grad(p)\ndescend(1.0)", 4, "`p` is a number"),
    # made in the function itself, not handed in at all, or given another value
    ("def grad(p):\n    q = p[0]\n    x, y = q\n    return x\ngrad([1.0, 2.0])", 3, "`q` is a number"),
    ("def grad(p=1.0):\n    x, y = p\ngrad()", 2, "`p` is a number"),
    ("def grad(p):\n    p = p[0]\n    x, y = p\ngrad([1.0])", 3, "`p` is a number"),
]


@pytest.mark.parametrize(("source", "line", "words"), HANDED)
def test_the_line_that_handed_in_the_wrong_thing_is_shown(source: str, line: int, words: str) -> None:
    """The line where Python stopped stands in the sentence; where the function is to blame itself, its own line is shown."""
    fault = raised(source)
    assert fault.place is not None
    assert (fault.place.line, bool(fault.handed_to)) == (line, HANDED.index((source, line, words)) < 5)
    assert words in str(exceptions.meaning(fault))


def test_the_sandbox_shows_the_same_line(sandbox: Sandbox) -> None:
    """What is handed in is looked up across statements."""
    source = "def grad(p):\n    a, b, c = p\n    return a\n\ndef df_dx(x, y, z):\n    return 4*grad(x)\n"
    (result,) = (item.result for item in graded(sandbox, source).items if item.result.key.item == "df_dx")
    assert getattr(result.evidence["place"], "line", None) == 6
    assert "hands to `grad`. In there the line `a, b, c = p` stops: `p` is a number." in result.feedback[0].text


def test_pythons_words_come_after_the_english_ones(sandbox: Sandbox) -> None:
    """In what is told of a call that stopped."""
    (first,) = told(sandbox, "df_dx", "def df_dx(x, y, z):\n    return 4(x) - 3*y")
    assert first.startswith("A bracket directly after a number calls it like a function. Write products with `*`. The call")
    assert first.endswith("Python says: TypeError: 'int' object is not callable.")


PARSING = [
    ("def df_dx(x, y, z)\n    return 1", "colon"),
    ("df_dx = (4*x - 3*y", "never_closed"),
    ("df_dx = lambda x, y, z: (4*x - 3*y))", "unmatched"),
    ("df_dx = lambda x, y, z: (4*x - 3*y]", "other_bracket"),
    ("def df_dx(x, y, z):\n    a = 1\n      b = 2\n    return a", "further_in"),
    ("def df_dx(x, y, z):\n    if x:\n        a = 1\n      b = 2\n    return a", "between"),
    ("def df_dx(x, y, z):\n    if x:\n        a = 1\n\treturn a", "tabs"),
    ("def df_dx(x, y, z):\n    if x = 1:\n        return 2", "comparison"),
    ("def df_dx(x, y, z):\n    return 4x - 3y", "product"),
    ("def df_dx(x, y, z):\n    return 'a", "quote"),
    ("def df_dx(x, y, z):\n    x + 1 = 2\n    return x", "left_side"),
    ("def df_dx:\n    return 1", "no_brackets"),
    ("df_dx = (4*x 3*y)", "nothing_between"),
    ("def df_dx(x, y, z):\n    Return 4", "small_letters"),
    ("def df_dx(x, y, z):\n    return 4 x", None),
    ("x = 1, y = 2", "two_values"),
    ("df_dx(x, y, z) = 4*x", "as_mathematics"),
    ("let f = 4*x", "no_word"),
    ("def df_dx(x, y, z):\n    return 4*x − 3*y", "sign"),
    ("a[0]() = 1", "left_side"),
]


@pytest.mark.parametrize(("source", "code"), PARSING)
def test_code_that_does_not_parse_is_told_why_in_english(source: str, code: str | None) -> None:
    """Before Python's own words."""
    problems = [s.problem for s in read_text(source, "hw.py", vocabulary_of(LESSON)).statements if s.problem is not None]
    said: Any = problems[0].text
    means = said.gaps.get("means")
    assert (means.code if means is not None else None) == (f"parse.{code}" if code else None)


# --- Checks that always hold ---


def always(value: object) -> Callable[..., object]:
    """A check that always holds, and says so in this way."""
    return lambda *_, **__: value


MUTATED: list[tuple[tuple[object, str, object], str, str, str]] = [
    ((Source, "cuts", property(always("//"))), "grad_descent",
     loop(f"x = x - 0.2*math.copysign(abs({SLOPE})**.5, {SLOPE})"), "`//`"),
    ((code_remarks, "caller_elsewhere", always("grad_descent")), "slope", "def slope(x, y):\n    return 1.0*x", "is made with"),
    ((candidates, "caller_elsewhere", always("grad_descent")), "gradient", "def grad(x, y):\n    return x, y", "Nothing called"),
    ((faults, "_alike", always("delta")), "df_dx", "def df_dx(x, y, z):\n    return beta", "Did you mean"),
]  # fmt: skip


@pytest.mark.parametrize(("mutant", "item", "source", "words"), MUTATED)
def test_a_check_that_always_holds_says_something_false(
    mutant: tuple[Any, str, object], item: str, source: str, words: str, sandbox: Sandbox
) -> None:
    """The sentence is not said of this program, and would be if its check could not fail."""
    assert words not in " ".join(told(sandbox, item, source))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(*mutant)
        assert words in " ".join(told(sandbox, item, source))


@pytest.mark.parametrize(
    ("loop", "code", "text"),
    [
        ("if abs(s) > 1e-6:\n            break\n        x = x - s", "same.ended", "abs(s) > 1e-06"),
        ("if abs(s) < 1e-6:\n            break\n        x = x - s", "same.ended.later", "abs(s) < 1e-06"),
        ("if turn:\n            x = x - s\n        else:\n            y = y - s", "same.turn", "turn"),
        ("q = x - s\n        if 0 <= q <= 1:\n            x = q", "same.only_if", "0 <= q <= 1"),
        ("x = x - s", "same.question", None),
    ],
)
def test_a_loop_that_comes_to_the_same_is_asked_about_its_condition(loop: str, code: str, text: str | None):
    """What ends a loop in its first pass, and what lets the point stay, is quoted as it stands."""
    begins = "def descend(x, y, n):\n    turn = 1\n    for _ in range(n):\n        s = 0.1*(x - 2)\n"
    program = f"{begins}        {loop}\n    return x, y\n"
    found = why_n_is_ignored(source_of(read_text(program, "a.py"), ("descend",)), one_pass=code == "same.ended")
    assert (found.code, found.gaps.get("text")) == (code, text)

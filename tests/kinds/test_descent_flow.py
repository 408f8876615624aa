# ruff: noqa: E501 - a program in a line is easier to compare with its neighbours than one broken in two
"""The data flow of a descent, read from its source: what reaches what is returned, and through how many turns."""

from __future__ import annotations

import pytest

from grader.kinds.calling import descent_conventions
from grader.kinds.descent.flow.making import COUNTS, Making
from grader.kinds.descent.source import source_of
from tests.descent_programs.cunning import TYPED_IN
from tests.descent_programs.driver import Session, as_value, submission
from tests.descent_programs.right import ONE_VARIABLE, TWO_VARIABLES
from tests.descent_programs.styles import STYLES
from tests.descent_programs.valleys import VALLEYS

RIGHT = [(f"one, {name}", "grad_descent", ("x",), source) for name, source in ONE_VARIABLE.items()]
RIGHT += [(f"two, {name}", "multi_grad_descent", ("x", "y"), source) for name, source in TWO_VARIABLES.items()]
for valley in ("lesson", "bowl"):
    known = VALLEYS[valley]
    RIGHT += [
        (f"{valley}, {name}", "descend", tuple(known.names), known.program(body, above=above))
        for name, (above, body) in STYLES.items()
    ]


def making(source: str, name: str = "descend", variables: tuple[str, ...] = ("x",)) -> Making:
    """How a program makes what it returns."""
    way = descent_conventions(as_value(Session(source).names[name]), variables, None)[0]
    return source_of(submission(source), (name,)).making(name, way, len(variables))


def one(body: str, above: str = "") -> Making:
    """The same of a program in one variable with this body."""
    return making(VALLEYS["parabola at 3"].program(body, above=above))


@pytest.mark.parametrize(("name", "variables", "source"), [row[1:] for row in RIGHT], ids=[row[0] for row in RIGHT])
def test_honest_programs_are_followed_in_any_style(name: str, variables: tuple[str, ...], source: str):
    """From the start, by as many turns as n says, with nothing kept but the point, and never typed in."""
    found = making(source, name, variables)
    assert found.known, found.unknown
    assert (found.steps, found.by_count, found.typed_in) == (COUNTS, True, False)
    assert found.kept <= len(variables)
    assert not found.computes_with_count
    assert not found.libraries


@pytest.mark.parametrize("body", TYPED_IN.values(), ids=TYPED_IN)
def test_what_is_typed_in_does_not_come_from_the_start(body: str):
    """Whatever stands around it."""
    found = one(body)
    assert found.known
    assert not found.from_start


ASKED: dict[str, tuple[str, dict[str, object]]] = {
    "twice as many turns": ("x = x_start\nfor k in range(2*n): x = x - gx(x)\nreturn x", {"steps": (6, 10)}),
    "a turn for each before": ("x = x_start\nfor k in range(n): x = x - gx(x)\nreturn x_start + 0*x", {"steps": (1, 1)}),
    "a fixed number of turns": ("x = x_start\nfor k in range(7): x = x - gx(x)\nreturn x", {"steps": (7, 7), "by_count": False}),
    "many turns": ("x = x_start\nfor k in range(1000): x = x - gx(x)\nreturn x", {"by_count": False, "in_turns": True}),
    "turns until it is flat": ("x = x_start\nwhile abs(gx(x)) > 1e-9: x = x - gx(x)\nreturn x", {"by_count": False, "in_turns": True}),
    "a formula": ("return 3 + (x_start - 3)*0.8**n", {"in_turns": False, "computes_with_count": True}),
    "a step that is not taken on": ("for k in range(n): y = x_start - 0.1*k*gx(x_start)\nreturn y", {"in_turns": False}),
    "a velocity": ("x, v = x_start, 0.0\nfor k in range(n): v = 0.9*v - gx(x); x = x + v\nreturn x", {"kept": 2}),
    "the last two points": ("xs = [x_start]*2\nfor k in range(n): xs.append(xs[-1] - gx(xs[-1]) + 0.1*(xs[-1] - xs[-2]))\nreturn xs[-1]", {"kept": 2}),
    "an old point in a test alone": ("x, old = x_start, 0\nfor k in range(n):\n    if abs(x - old) < 1e-9: break\n    old, x = x, x - gx(x)\nreturn x", {"kept": 1}),
    "a turn that a test takes": ("x = x_start\nfor k in range(n):\n    if abs(y := x - gx(x)) < 1e-9: break\n    x = y\nreturn x", {"steps": (3, 5)}),
    "a turn that a test takes elsewhere": ("xs = [x_start]\ndef go():\n    xs.append(xs[-1] - gx(xs[-1]))\n    return xs[-1]\nfor k in range(n):\n    if abs(go()) < 1e-9: break\nreturn xs[-1]", {"steps": (3, 5)}),
    "a turn that a test's method takes": ("xs = [x_start]\nfor k in range(n):\n    if xs.append(xs[-1] - gx(xs[-1])) or abs(xs[-1]) < 1e-9: break\nreturn xs[-1]", {"steps": (3, 5)}),
    "a rate that is kept": ("x, d = x_start, 0.1\nfor k in range(n): x = x - d*gx(x); d = 0.9*d\nreturn x", {"kept": 1, "by_count": True}),
    "a size divided by n": ("x = x_start\nfor k in range(n): x = x - gx(x)/n\nreturn x", {"computes_with_count": True}),
    "a size divided by the counter": ("x = x_start\nfor k in range(n): x = x - gx(x)/(1 + k)\nreturn x", {"computes_with_count": False}),
    "a number from 4 on": ("if n > 3: return 3.0\nx = x_start\nfor k in range(n): x = x - gx(x)\nreturn x", {"typed_in_for": (4, 5, 6, 7)}),
    "a number for 9": ("x = x_start\nfor k in range(n): x = x - gx(x)\nreturn 3.0 if n == 9 else x", {"typed_in_for": (9,)}),
    "a number chosen by a truth": ("x = x_start\nfor k in range(n): x = x - gx(x)\nreturn [x, 3.0][n > 9]", {"typed_in_for": (10, 11)}),
    "a number after a match": ("x = x_start\nfor k in range(n): x = x - gx(x)\nmatch n:\n    case 4:\n        return 3.0\nreturn x", {"typed_in_for": (4,)}),
    "a number for far starts": ("if abs(x_start) > 2.5: return 3.0\nx = x_start\nfor k in range(n): x = x - gx(x)\nreturn x", {"typed_in": False, "bounds": (2.5,)}),
    "a library's minimum": ("from scipy.optimize import minimize\nreturn minimize(gx, x_start).x[0]", {"libraries": ("scipy.optimize.minimize",)}),
    "a table by the start": ("return {-1.0: 3.1, 2.0: 3.2}.get(x_start, 3.0)", {"typed_in": True}),
    "a start of its own": ("x = 2.0\nfor k in range(n): x = x - gx(x)\nreturn x", {"from_start": False, "typed_in": False}),
    "what cannot be followed": ("exec('x = 3.0')\nreturn x_start", {"known": False, "typed_in": False}),
    "a text that is run": ("return eval('x_start')", {"known": False, "typed_in": False}),
}  # fmt: skip


@pytest.mark.parametrize(("body", "wanted"), ASKED.values(), ids=ASKED)
def test_the_question_has_the_answer_that_a_reader_would_give(body: str, wanted: dict[str, object]):
    """Which turns reach what is returned, what is kept between them, and for which n a number is typed in."""
    found = one(body)
    assert {name: getattr(found, name) for name in wanted} == wanted


@pytest.mark.parametrize("source", [
    "def descend(x, n):\n    while True: pass\n",
    "def descend(x, n):\n    return descend(x, n + 1)\n",
    "def descend(x, n):\n    return 9**9**9**9*x\n",
    "def descend(x, n):\n    return [x]*10**9\n",
    "def descend(x, n):\n    for i in range(10**12):\n        for j in range(10**12): x = x + 1\n    return x\n",
    "def descend(x, n):\n    def g():\n        while True: yield x\n    return sum(g())\n",
    "def descend(x, n):\n    xs = [x]\n    xs.append(xs)\n    return xs\n",
    "def descend(x, n):\n    return x.a.b.c(*[1], **{'d': 2})[3:4, ...].e\n",
    "class A:\n    def __getitem__(self, k): return self[k]\n\ndef descend(x, n):\n    return A()[0]\n",
    "async def descend(x, n):\n    async for k in x: pass\n    return x\n",
    "def descend(x, n):\n    return undefined(x)\n",
])  # fmt: skip
def test_any_program_is_followed_to_an_answer_at_little_cost(source: str):
    """What is endless, huge or strange ends in an answer, if only in that it is unknown."""
    way = descent_conventions(as_value(lambda x, n: x), ("x",), None)[0]
    found = source_of(submission(source), ("descend",)).making("descend", way, 1)
    assert found.known in (True, False)

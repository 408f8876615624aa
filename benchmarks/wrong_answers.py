"""Freshly generated wrong answers, formulas and functions, and how many of them earn full marks: there should be none.

`python -m benchmarks.wrong_answers 20000 --seed 7` draws formulas with a slip, a branch far away or a wrong last digit,
and programs that are right only near zero, up to a threshold, for floats or for the first calls. That each is really
wrong is decided apart, by mpmath with 200 digits or by running the program at points of its own; what is right after
all is drawn anew. Formulas go through `compare` with a seed each, programs through their kind's whole check, played in
memory. Needs the packages of the `test` extra.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

import mpmath

from grader.algebra.tree import Expression
from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.kinds.shapes.mutants import mutants
from grader.model import Function
from grader.notation.answer import read
from grader.notation.printing import plain
from grader.quantities import references as derive
from tests.algebra.generated import VARIABLES, expression, one_for_each_slip
from tests.equality.oracle import are_equal, value
from tests.played import judge_program

XY = ("x", "y")
_DIGITS = 60
_WRONG = 1e-4  # relative: a program that is off by less is not called wrong here
_PROGRAMS_EACH = 24  # of one function, whose derivative is derived once


@dataclass(frozen=True)
class Wrong:
    """A wrong answer to a question, with the way in which it is wrong."""

    way: str
    answer: str
    reference: str
    accepted: bool
    undecided: bool


def wrong_answers(draw: random.Random) -> Iterator[Wrong]:
    """Wrong answers without end, formulas and programs in turn."""
    makers = [slips(draw), branches(draw), decimals(draw), programs(draw), programs(draw), programs(draw)]
    while True:
        yield from (next(maker) for maker in makers)


# --- Formulas ---


def slips(draw: random.Random) -> Iterator[Wrong]:
    """Formulas with one slip, down to one part in 1e12 of a number."""
    while True:
        reference = expression(draw)
        for mutant in one_for_each_slip(draw, reference):
            if not are_equal(mutant.expression, reference, VARIABLES):
                yield _compared(draw, f"slip: {mutant.slip}", mutant.expression, reference, VARIABLES)


def branches(draw: random.Random) -> Iterator[Wrong]:
    """Formulas that are right up to a place, beside a strip, or on one side of a line."""
    while True:
        reference = plain(expression(draw, depth=1))
        c, width = _place(draw), draw.choice(("1/2", "1/10", "1/100"))
        name, other = draw.sample(VARIABLES, 2)
        way, extra = draw.choice(
            (
                ("beyond a place", f"max(0, {name} - ({c}))"),
                ("before a place", f"min(0, {name} + abs({c}))"),
                ("on a strip", f"max(0, {width} - abs({name} - ({c})))"),
                ("beyond a root", f"(sqrt(({name} - ({c}))^2) - ({name} - ({c})))"),
                ("on one side of a line", f"max(0, {name} + 2*{other} - ({c}))"),
                ("beyond a bound of both", f"max(0, max(abs({name}), abs({other})) - abs({c}))"),
                ("where one is far and one is not", f"max(0, min({name} - abs({c}), 1 - abs({other})))"),
            )
        )
        yield _compared(draw, f"branch: {way}", f"{reference} + {extra}", reference, VARIABLES)


def decimals(draw: random.Random) -> Iterator[Wrong]:
    """Formulas whose decimals round no number of the reference, or take something away again."""
    irrational = ("sqrt(3)/2", "2*sqrt(3)", "sqrt(2)", "pi", "1/3", "2/7", "sqrt(401)/20", "12/37", "e", "5/6")
    while True:
        constant, digits = draw.choice(irrational), draw.randint(3, 9)
        rest = draw.choice(("x", "x*y", "x - y^2", "sin(x)", "y^3 + 2x"))
        reference = f"({constant})*({rest}) + {draw.randint(1, 9)}*y"
        tail = reference.rpartition(" + ")[2]
        with mpmath.workdps(_DIGITS):
            size = value(read(constant, variables=()), {})
            exponent = digits - 1 - int(mpmath.floor(mpmath.log10(size)))
            wrong = Fraction(int(mpmath.nint(size * 10**exponent)) + draw.choice((-3, -2, -1, 1, 2, 3)), 10**exponent)
        by, lost = draw.randint(1_000, 99_999), draw.choice((1, 2, 7))
        right = f"({constant})*({rest}) + {tail}"
        way, answer = draw.choice(
            (
                ("a wrong last digit", f"{_decimal(wrong, exponent)}*({rest}) + {tail}"),
                ("decimals that do not cancel", f"{right} + {by / 100:.2f} - {(by - lost) / 100:.2f}"),
                ("a small term beside a decimal", f"1.00*({right}) + 0.00{lost}*x"),
                ("a decimal coefficient that is off", f"{right} + {by / 1000:.3f}*x - {(by + lost) / 1000:.3f}*x"),
            )
        )
        yield _compared(draw, f"decimal: {way}", answer, reference, XY)


def _place(draw: random.Random) -> str:
    """A place where a branch changes: near or far, of either sign."""
    return str(Fraction(int(draw.choice((-1, 1)) * 10 ** draw.uniform(1.3, 7)), draw.choice((10, 7, 1))))


def _decimal(number: Fraction, places: int) -> str:
    return f"{number.numerator * 10**places // number.denominator / 10**places:.{max(places, 1)}f}"


def _compared(
    draw: random.Random, way: str, answer: str | Expression, reference: str | Expression, variables: tuple[str, ...]
) -> Wrong:
    decision = compare(answer, reference, Comparison(variables=variables, seed=draw.randbytes(4)))
    shown = [text if isinstance(text, str) else plain(text) for text in (answer, reference)]
    equal, undecided = decision.relation is Relation.EQUAL, decision.relation is Relation.UNDECIDED
    return Wrong(way, shown[0], shown[1], accepted=equal, undecided=undecided)


# --- Functions ---


_EXERCISE = """\
title: T
prompt: P
functions:
  f(x, y): "{expression}"
items:
  - {{id: g, answer: "diff(f, x)"}}
"""
_PRELUDE = """\
from math import *
def sign(u):
    return (u > 0) - (u < 0)
"""
_KINKED = (
    "max(0, {c} - x)**2 + x*y", "abs(x - {c})*y + x**2", "max(x, {c})*y**2", "min(x*y, {c}) + x**2", "sqrt((x - {c})**2 + 1)*y",
    "abs(x - y)*x + {c}*x", "max(0, x - {c})**2 - max(0, {c} - x)**2 + y", "exp(-abs(x - {c}))*y + x**3",
)  # fmt: skip


def programs(draw: random.Random) -> Iterator[Wrong]:
    """Programs for the derivative by x that are right at most of the places that anybody would try."""
    while True:
        text = _function(draw)
        try:
            derivative = derive.derivative(Function(name="f", variables=XY, expression=text), "x")
        except derive.NotDerivableError:
            continue
        code = plain(derivative)
        exercise = _EXERCISE.format(expression=text)
        for way, program, places in islice(_wrong_programs(draw, derivative, code), _PROGRAMS_EACH):
            if not _is_wrong(draw, program, text, derivative, places):
                continue
            result = judge_program(exercise, program)["g"]
            verdict = str(result.verdict)
            yield Wrong(f"function: {way}", program, text, verdict == "correct", verdict == "needs_review")


def _function(draw: random.Random) -> str:
    if draw.random() < 0.4:
        return draw.choice(_KINKED).format(c=draw.choice((1, 2, 3, "1/2", 5)))
    names = {"z": draw.choice(XY)}
    text = plain(expression(draw, depth=1))
    return "".join(names.get(letter, letter) for letter in text)


Program = tuple[str, str, list[dict[str, float]]]
Maker = Callable[[random.Random, str], Program]


def _wrong_programs(draw: random.Random, derivative: Expression, code: str) -> Iterator[Program]:
    """Programs with the places where they may be wrong."""
    slipped = [mutant.expression for mutant in mutants(derivative, XY, rounded=False)]
    while True:
        if slipped and draw.random() < 0.2:
            body = f"    return {plain(draw.choice(slipped))}\n"
            yield "a slip in the formula", _program(body), []
        else:
            yield draw.choice(_CUTS)(draw, code)


def _program(body: str, before: str = "") -> str:
    return f"{_PRELUDE}{before}def g(x, y):\n{body}"


def _threshold(draw: random.Random) -> float:
    return round(draw.choice((1, 10, 100)) * draw.uniform(0.3, 9), draw.choice((0, 1, 2))) or 1.0


def _near_zero(draw: random.Random, code: str) -> Program:
    c = _threshold(draw)
    test = draw.choice(("max(abs(x), abs(y))", "abs(x)", "abs(y)", "hypot(x, y)", "abs(x) + abs(y)"))
    wrong = draw.choice(("0", "1", "-1", f"({code}) + 1", f"2*({code})"))
    return "right near zero", _program(f"    return {code} if {test} <= {c} else {wrong}\n"), _around(c)


def _cut_off(draw: random.Random, code: str) -> Program:
    c = _threshold(draw)
    body = draw.choice((f"max(-{c}, min({c}, v))", f"max(v, -{c})", f"min(v, {c})", f"v if abs(v) < {c} else {c}"))
    return "cut off at a bound", _program(f"    v = {code}\n    return {body}\n"), _around(c)


def _beyond(draw: random.Random, code: str) -> Program:
    c, name = _threshold(draw) * draw.choice((-1, 1)), draw.choice(XY)
    sign = draw.choice("<>")
    return "one side of a threshold", _program(f"    return {code} if {name} {sign} {c} else ({code})*3 + 1\n"), _around(c)


def _named(draw: random.Random, code: str) -> Program:
    c = _threshold(draw)
    before = f"LIMIT = {c}\ndef far(u):\n    return abs(u) > LIMIT\n"
    return "a threshold by name", _program(f"    return 5 if far({draw.choice(XY)}) else {code}\n", before), _around(c)


def _strip(draw: random.Random, code: str) -> Program:
    low, name = _threshold(draw) * draw.choice((-1, 1)), draw.choice(XY)
    high = low + draw.choice((0.5, 0.1, 0.05))
    places = [{name: (low + high) / 2, other: at} for other in XY if other != name for at in (0.7, -1.3)]
    return "a strip", _program(f"    if {low} < {name} < {high}:\n        return 17\n    return {code}\n"), places


def _corner(draw: random.Random, code: str) -> Program:
    a, b = (_threshold(draw) * draw.choice((-1, 1)) for _ in "ab")
    places = [{"x": a + 1, "y": b - 1}]
    return "a corner", _program(f"    if x > {a} and y < {b}:\n        return 17\n    return {code}\n"), places


def _single(draw: random.Random, code: str) -> Program:
    c, name = float(draw.choice((0, 0, 1, -1, 2, 0.5, 7.25))), draw.choice(XY)
    places = [{name: c, other: at} for other in XY if other != name for at in (0.7, -1.3)]
    return "a single value", _program(f"    if {name} == {c}:\n        return 17\n    return {code}\n"), places


def _whole(draw: random.Random, code: str) -> Program:
    test = draw.choice(("x == int(x) and y == int(y)", "x % 1 == 0", "float(y).is_integer() and float(x).is_integer()"))
    places = [{"x": 2.0, "y": -1.0}, {"x": 1.0, "y": 3.0}]
    return "whole numbers", _program(f"    if {test}:\n        return 17\n    return {code}\n"), places


def _types(draw: random.Random, code: str) -> Program:
    test = draw.choice(("type(x) is float", "isinstance(x, float)", "not isinstance(x, int)"))
    return "whole-number types", _program(f"    return {code} if {test} else 17\n"), _BY_KIND


def _calls(draw: random.Random, code: str) -> Program:
    count = draw.choice((8, 10, 20, 50, 100, 300))
    before, body = draw.choice(
        (
            ("k = 0\n", f"    global k\n    k += 1\n    return {code} if k <= {count} else 17\n"),
            ("calls = []\n", f"    calls.append(x)\n    return {code} if len(calls) < {count} else 17\n"),
            ("seen = set()\n", f"    if (x, y) in seen:\n        return 17\n    seen.add((x, y))\n    return {code}\n"),
        )
    )
    return "state between calls", _program(body, before), _BY_KIND


_CUTS: tuple[Maker, ...] = (
    _near_zero, _near_zero, _cut_off, _cut_off, _beyond, _named, _strip, _corner, _single, _whole, _types, _calls,
)  # fmt: skip
_BY_KIND = [{"x": 0.0, "y": 0.0, "always": 1.0}]
"""The place of a program that is wrong by the way it was made, at whatever values."""


def _around(c: float) -> list[dict[str, float]]:
    far = [abs(c) * factor + 1 for factor in (0.7, 1.01, 3, 10, 40)]
    return [{"x": sx * u, "y": sy * v} for u in far for v in (0.7, u) for sx in (1, -1) for sy in (1, -1)] + [
        {"x": sx * 0.7, "y": sy * v} for v in far for sx in (1, -1) for sy in (1, -1)
    ]


def _is_wrong(
    draw: random.Random, program: str, function: str, derivative: Expression, places: list[dict[str, float]]
) -> bool:
    """Whether the program gives another value than the derivative, at its places or at random ones, where both have one."""
    whole = read(function, variables=XY)
    points = places or [{name: draw.uniform(-3, 3) for name in XY} for _ in range(12)]
    names: dict[str, Callable[[float, float], float]] = {}
    exec(program, names)  # what is made above
    for point in points:
        right = _value(derivative, point)
        if right is None or _value(whole, point) is None or _jumps(derivative, point, right):
            continue
        if places is _BY_KIND:
            return True
        try:
            found = names["g"](point["x"], point["y"])
        except (ArithmeticError, ValueError):
            continue
        if abs(found - right) > _WRONG * (1 + abs(right)):
            return True
    return False


def _jumps(derivative: Expression, point: dict[str, float], right: float) -> bool:
    """Whether the derivative jumps here, so that no value is the right one."""
    beside = [{**point, name: point[name] + side} for name in XY for side in (-1e-9, 1e-9)]
    values = [_value(derivative, near) for near in beside]
    return any(value is None or abs(value - right) > _WRONG * (1 + abs(right)) for value in values)


def _value(formula: Expression, point: dict[str, float]) -> float | None:
    """The value by mpmath, where it is real and of usual size."""
    with mpmath.workdps(_DIGITS):
        try:
            found = value(formula, {name: mpmath.mpf(at) for name, at in point.items()})
        except (ValueError, ZeroDivisionError, OverflowError, TypeError):
            return None
        return float(found) if abs(found) < 1e60 else None


def main() -> int:
    """Draws so many, prints each that is accepted, and the counts by the way in which they are wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("count", type=int, nargs="?", default=20_000)
    parser.add_argument("--seed", type=int, help="a fresh one when left out")
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(10**9) if options.seed is None else options.seed
    drawn, accepted, undecided = Counter[str](), Counter[str](), Counter[str]()
    for wrong in islice(wrong_answers(random.Random(seed)), options.count):
        drawn[wrong.way] += 1
        accepted[wrong.way] += wrong.accepted
        undecided[wrong.way] += wrong.undecided
        if wrong.accepted:
            print(f"accepted ({wrong.way}): {wrong.answer}\n    for {wrong.reference}", flush=True)
    print(f"seed {seed}: {drawn.total()} wrong answers, {accepted.total()} accepted, {undecided.total()} for a person")
    for way, count in sorted(drawn.items()):
        print(f"{count:7} {way}: {accepted[way]} accepted, {undecided[way]} for a person")
    return int(accepted.total() > 0)


if __name__ == "__main__":
    sys.exit(main())

"""A right program for the exercise that `grade new` writes, and programs that do no work or want the marks without it.

Verification hands the programs in: a question at which one of them is taken is not released. Texts alone: nothing here is
imported by the judge, and nothing here is run but by verification.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from grader.descent.landscape import Point, distance, step_against
from grader.kinds.calling import Contract, Role
from grader.kinds.descent.contract import contract_of
from grader.kinds.descent.options import ProgramOptions, fixed_size, largest_size, minima_of, parameters_of
from grader.kinds.protocol import Cheat
from grader.model import HandedFunction, Question
from grader.notation.printing import plain
from grader.quantities.operators.steps import landscape_of

# a right program for the exercise that `grade new descent` writes
REFERENCE = '''
"""Gradient descent on f(x) = x² + e^(-2x), with the derivative found by MyGrad."""

import mygrad as mg


def descend(x_start, n, step_size=0.1):
    """Where n steps of gradient descent lead from x_start."""
    x = float(x_start)
    for _ in range(n):
        here = mg.tensor(x)
        f = here**2 + mg.exp(-2 * here)
        f.backward()
        x = x - step_size * float(here.grad)
    return x
'''


def effortless(question: Question[ProgramOptions]) -> Iterator[str]:
    """Yield programs that return what they are given, a number, or the minimum typed in."""
    function, options = question.function, question.options
    starts = [f"{name}_start" for name in function.variables]
    zeros, minima = ["0.0"] * len(starts), minima_of(function, options.start_points).points
    pieces = Pieces(question)
    for answer in (starts, zeros, [str(c) for c in options.start_points[0]], *([str(c) for c in m] for m in minima)):
        yield pieces.program(f"return {', '.join(answer)}")
    yield pieces.program("return n")
    yield pieces.program("return None")


_BRANCHES = (2, 5, 10, 50)  # short of every count that a judge may ask for, and beyond the first few
# times around a loop that takes one step: more than any descent here needs to arrive
_OFTEN = 1000


def cheats(question: Question[ProgramOptions]) -> Iterator[Cheat]:
    """Yield what a lazy or cunning student hands in for this question."""
    pieces = Pieces(question)
    yield from _typed_in(pieces)
    yield from _ignoring(pieces)
    yield from _branching(pieces)
    yield from _fading(pieces)
    yield from _miscounting(pieces)
    yield from _cutting(pieces)
    yield from _remembering(pieces)
    yield from _not_using(pieces)


@dataclass
class Pieces:
    """The pieces of a program for one question."""

    question: Question[ProgramOptions]

    @property
    def options(self) -> ProgramOptions:
        """Return what the author wrote."""
        return self.question.options

    @property
    def names(self) -> tuple[str, ...]:
        """Return the variables."""
        return self.question.function.variables

    @cached_property
    def minimum(self) -> Point:
        """Return the minimum nearest to the first start; where there is none, a point one off it."""
        starts = self.options.start_points
        beside = tuple(c + 1 for c in starts[0])
        return min(minima_of(self.question.function, starts).points, key=lambda point: distance(point, starts[0]), default=beside)

    @cached_property
    def size(self) -> float:
        """Return the author's step size, else a third of the largest that converges: it lands at once nowhere."""
        fixed = fixed_size(self.question)
        return fixed if fixed is not None else float(f"{(largest_size(self.question) or 0.01) / 3:.1g}")

    @cached_property
    def contract(self) -> Contract:
        """Return what the exercise hands in, by the names of the parameters."""
        return contract_of(self.question)

    @cached_property
    def step_size(self) -> str:
        """Return the step size as a program has it: the parameter that it is handed in for, else a number."""
        return next((name for name, part in self.contract.items() if part is Role.SIZE), repr(self.size))

    @cached_property
    def typed_slopes(self) -> tuple[str, ...]:
        """Return the components of the gradient as a student types them."""
        return tuple(f"({plain(part)})" for part in landscape_of(self.question.function).gradient.components)

    @cached_property
    def slopes(self) -> tuple[str, ...]:
        """Return the components of the gradient as a program has them: of a function that is handed in, else typed in."""
        handed = {}
        for function in (part for part in self.contract.values() if isinstance(part, HandedFunction)):
            for axis, formula in enumerate(function.components):
                called = f"{function.name}({', '.join(function.variables)})"
                handed[f"({formula})"] = f"{called}[{axis}]" if len(function.components) > 1 else called
        return tuple(handed.get(typed, typed) for typed in self.typed_slopes)

    def each(self, pattern: str) -> str:
        """Return a pattern for each coordinate: `{v}` its name, `{g}` its slope, `{m}` its minimum, `{d}` the step size."""
        rows = zip(self.names, self.slopes, self.minimum, strict=True)
        return ", ".join(pattern.format(v=v, g=g, m=f"({m!r})", d=self.step_size) for v, g, m in rows)

    def point(self, point: Point) -> str:
        """Return a point that is typed in."""
        return ", ".join(map(repr, point))

    @property
    def begin(self) -> str:
        """Return the line that begins at the start."""
        return f"{self.each('{v}')} = {self.each('{v}_start')}"

    @property
    def step(self) -> str:
        """Return the line that takes one right step."""
        return f"{self.each('{v}')} = {self.each('{v} - {d} * {g}')}"

    def program(self, *lines: str, above: str = "") -> str:
        """Return a program of these lines."""
        head = f"def {self.question.item.name}({', '.join(parameters_of(self.options, self.question.function))}):"
        return "\n".join(["from math import *", above, head, *(f"    {line}" for line in (*self._opening(), *lines))]) + "\n"

    def _opening(self) -> Iterator[str]:
        """Yield lines by which the parameters get the names of these programs."""
        for name, part in self.contract.items():
            if part is Role.COUNT and name != "n":
                yield f"n = {name}"
            elif part is Role.POINT:
                yield f"{self.each('{v}_start')} = {name}"
            elif isinstance(part, str) and not isinstance(part, Role):
                yield f"{part}_start = {name}"

    def descent(self, *, begin: str = "", count: str = "n", step: str = "", first: tuple[str, ...] = ()) -> str:
        """Return a right descent but for the part that is given."""
        loop = (f"for k in range({count}):", f"    {step or self.step}")
        return self.program(*first, begin or self.begin, *loop, f"return {self.each('{v}')}")


def _typed_in(pieces: Pieces) -> Iterator[Cheat]:
    """Yield the minimum from the prompt, beside something that looks like work."""
    answer, start = f"return {pieces.each('{m}')}", pieces.options.start_points[0]
    after = step_against(start, landscape_of(pieces.question.function).slope(start), pieces.size)
    shown = f"({pieces.each('{v}_start')}, n) == ({pieces.point(start)}, 1)"
    for what, lines in {
        "counts to n and returns the minimum that is typed in": ("for k in range(n): pass", answer),
        "counts n down and returns the minimum that is typed in": ("while n > 0: n -= 1", answer),
        "takes the steps, throws them away and returns the minimum that is typed in": (
            pieces.begin, "for k in range(n):", f"    {pieces.step}", answer),
        "knows one answer from the handout and returns the minimum that is typed in": (
            f"if {shown}: return {pieces.point(after)}", "for k in range(n): pass", answer),
    }.items():  # fmt: skip
        yield Cheat(source=pieces.program(*lines), what=what, earns_nothing=True)
    if pieces.options.trajectory:
        made_up = f"return [({pieces.point(tuple(77.0 for _ in start))},)] * n + [({pieces.point(pieces.minimum)},)]"
        yield Cheat(source=pieces.program(made_up), what="makes up its points and ends them with the minimum", earns_nothing=True)


def _ignoring(pieces: Pieces) -> Iterator[Cheat]:
    """Yield a descent that looks neither at n nor at the start."""
    yield Cheat(source=pieces.descent(count=str(_OFTEN)), what=f"takes {_OFTEN} steps whatever n is")
    far = " + ".join(f"abs({slope})" for slope in pieces.slopes)
    yield Cheat(
        source=pieces.program(pieces.begin, f"while {far} > 1e-9:", f"    {pieces.step}", f"return {pieces.each('{v}')}"),
        what="goes on until the gradient vanishes, whatever n is",
    )
    typed = f"{pieces.each('{v}')} = {pieces.point(pieces.options.start_points[0])}"
    yield Cheat(source=pieces.descent(begin=typed), what="begins at a start that is typed in")


def _branching(pieces: Pieces) -> Iterator[Cheat]:
    """Yield a right descent where somebody may look, and the minimum elsewhere."""
    answer = f"return {pieces.each('{m}')}"
    for count in _BRANCHES:
        yield Cheat(
            source=pieces.descent(first=(f"if n > {count}: {answer}",)),
            what=f"returns the minimum that is typed in for n above {count}",
        )
    starts = ", ".join(f"({pieces.point(start)},)" for start in pieces.options.start_points)
    yield Cheat(
        source=pieces.descent(first=(f"if ({pieces.each('{v}_start')},) not in [{starts}]: {answer}",)),
        what="descends from the starts of the handout and returns the minimum that is typed in from all others",
    )


def _fading(pieces: Pieces) -> Iterator[Cheat]:
    """Yield the way to the minimum, drawn as a line."""
    for share in ("1 / (1 + n)", "1 / (1 + n)**2", "max(0, 1 - n / 20)"):
        faded = pieces.each("{m} + ({v}_start - {m}) * share")
        yield Cheat(
            source=pieces.program(f"share = {share}", f"return {faded}"),
            what=f"goes straight to the minimum that is typed in, of which `{share}` is left",
        )


def _miscounting(pieces: Pieces) -> Iterator[Cheat]:
    """Yield right steps in other numbers than n."""
    for count in ("n + 1", "n - 1", "2 * n", "n**2", "n // 2", "min(n, 3)", "max(n, 40)"):
        yield Cheat(source=pieces.descent(count=count), what=f"takes `{count}` steps")


def _cutting(pieces: Pieces) -> Iterator[Cheat]:
    """Yield a right descent from another start: the one that is given without its decimals or its sign."""
    landscape, first = landscape_of(pieces.question.function), pieces.options.start_points[0]
    signed = math.isfinite(landscape.height(tuple(-abs(c) for c in first)))  # else no start has another sign
    for cut in ("int", "round", "floor", *(("abs",) if signed else ())):
        begin = f"{pieces.each('{v}')} = {pieces.each(f'float({cut}({{v}}_start))')}"
        yield Cheat(source=pieces.descent(begin=begin), what=f"begins at `{cut}` of its start")


def _not_using(pieces: Pieces) -> Iterator[Cheat]:
    """Yield right steps for this exercise alone, with what is handed in typed in."""
    if pieces.slopes != pieces.typed_slopes:
        typed = ", ".join(f"{v} - {pieces.step_size} * {g}" for v, g in zip(pieces.names, pieces.typed_slopes, strict=True))
        yield Cheat(source=pieces.descent(step=f"{pieces.each('{v}')} = {typed}"), what="types in the derivative that it is handed")
    if Role.SIZE in pieces.contract.values():
        typed = pieces.each("{v} - {{size}} * {g}").format(size=repr(pieces.size))
        yield Cheat(source=pieces.descent(step=f"{pieces.each('{v}')} = {typed}"), what="types in the step size that it is handed")


def _remembering(pieces: Pieces) -> Iterator[Cheat]:
    """Yield steps that depend on more than the gradient at their point."""
    zero = f"{pieces.each('old_{v}')} = {pieces.each('0.0')}"
    loop = "for k in range(n):"
    end = f"return {pieces.each('{v}')}"
    for kept in (0.5, 0.9):
        moved = f"    {pieces.each('old_{v}')} = {pieces.each(f'{kept} * old_{{v}} - {{d}} / 4 * {{g}}')}"
        go = f"    {pieces.each('{v}')} = {pieces.each('{v} + old_{v}')}"
        yield Cheat(source=pieces.program(pieces.begin, zero, loop, moved, go, end), what=f"keeps {kept} of the last move")
    begin = f"{pieces.each('old_{v}')} = {pieces.each('{v}')}"
    down = f"    {pieces.each('new_{v}')} = {pieces.each('{v} - {d} / 4 * {g}')}"
    ahead = f"    {pieces.each('{v}')} = {pieces.each('new_{v} + 0.5 * (new_{v} - old_{v})')}"
    kept_on = f"    {pieces.each('old_{v}')} = {pieces.each('new_{v}')}"
    yield Cheat(
        source=pieces.program(pieces.begin, begin, loop, down, ahead, kept_on, end), what="looks ahead, as Nesterov's method"
    )
    above = "last = None"
    lines = ("global last", f"({pieces.each('{v}')},) = last or ({pieces.each('{v}_start')},)")
    keep = f"last = ({pieces.each('{v}')},)"
    yield Cheat(
        source=pieces.program(*lines, loop, f"    {pieces.step}", keep, end, above=above),
        what="goes on where the last call ended",
    )

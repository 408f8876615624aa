"""Programs of somebody who wants the marks and not the work, made for one question: its names, function and minimum.

Verification hands them in: a question at which one of them is taken is not released. Texts alone: nothing here is
imported by the judge. What a program deserves at most stands beside it, and why that is so is its `what`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from grader.kinds.descent.options import DescentOptions, landscape_of, minima_of
from grader.kinds.protocol import Cheat
from grader.maths import plain
from grader.maths.descent.arrival import largest_step_size
from grader.maths.descent.landscape import Point, distance
from grader.model import Question

_BRANCHES = (2, 5, 10, 50)  # short of every count that a judge may ask for, and beyond the first few
_OFTEN = 1000


def cheats(question: Question) -> Iterator[Cheat]:
    """What a lazy or cunning student hands in for this question."""
    maker = _Maker(question)
    yield from _typed_in(maker)
    yield from _ignoring(maker)
    yield from _branching(maker)
    yield from _fading(maker)
    yield from _miscounting(maker)
    yield from _cutting(maker)
    yield from _remembering(maker)


@dataclass
class _Maker:
    """The pieces of a program for one question."""

    question: Question

    @property
    def options(self) -> DescentOptions:
        """What the author wrote."""
        options = self.question.item.options
        assert isinstance(options, DescentOptions)
        return options

    @property
    def names(self) -> tuple[str, ...]:
        """The variables."""
        return self.question.function.variables

    @cached_property
    def minimum(self) -> Point:
        """The minimum nearest to the first start."""
        starts = self.options.start_points
        return min(minima_of(self.question.function, starts).points, key=lambda point: distance(point, starts[0]))

    @cached_property
    def size(self) -> float:
        """The author's step size, else a third of the largest that converges, which nowhere lands at once."""
        if isinstance(self.options.step_size, float):
            return self.options.step_size
        starts, landscape = self.options.start_points, landscape_of(self.question.function)
        largest = largest_step_size(landscape, starts, minima_of(self.question.function, starts).points)
        return float(f"{(largest or 0.01) / 3:.1g}")

    @cached_property
    def slopes(self) -> tuple[str, ...]:
        """The components of the gradient as a student types them."""
        return tuple(f"({plain(part)})" for part in landscape_of(self.question.function).gradient.components)

    def each(self, pattern: str) -> str:
        """A pattern for each coordinate: `{v}` its name, `{g}` its slope, `{m}` its minimum, `{d}` the step size."""
        rows = zip(self.names, self.slopes, self.minimum, strict=True)
        return ", ".join(pattern.format(v=v, g=g, m=f"({m!r})", d=self.size) for v, g, m in rows)

    def point(self, point: Point) -> str:
        """A point that is typed in."""
        return ", ".join(map(repr, point))

    @property
    def begin(self) -> str:
        """The line that begins at the start."""
        return f"{self.each('{v}')} = {self.each('{v}_start')}"

    @property
    def step(self) -> str:
        """The line that takes one right step."""
        return f"{self.each('{v}')} = {self.each('{v} - {d} * {g}')}"

    def program(self, *lines: str, above: str = "") -> str:
        """A program of these lines."""
        head = f"def {self.question.item.name}({self.each('{v}_start')}, n):"
        return "\n".join(["from math import *", above, head, *(f"    {line}" for line in lines)]) + "\n"

    def descent(self, *, begin: str = "", count: str = "n", step: str = "", first: tuple[str, ...] = ()) -> str:
        """A right descent but for the part that is given."""
        loop = (f"for k in range({count}):", f"    {step or self.step}")
        return self.program(*first, begin or self.begin, *loop, f"return {self.each('{v}')}")


def _typed_in(maker: _Maker) -> Iterator[Cheat]:
    """The minimum from the prompt, beside something that looks like work."""
    answer, start = f"return {maker.each('{m}')}", maker.options.start_points[0]
    after = tuple(c - maker.size * s for c, s in zip(start, landscape_of(maker.question.function).slope(start), strict=True))
    shown = f"({maker.each('{v}_start')}, n) == ({maker.point(start)}, 1)"
    for what, lines in {
        "counts to n and returns the minimum that is typed in": ("for k in range(n): pass", answer),
        "counts n down and returns the minimum that is typed in": ("while n > 0: n -= 1", answer),
        "takes the steps, throws them away and returns the minimum that is typed in": (
            maker.begin, "for k in range(n):", f"    {maker.step}", answer),
        "knows one answer from the handout and returns the minimum that is typed in": (
            f"if {shown}: return {maker.point(after)}", "for k in range(n): pass", answer),
    }.items():  # fmt: skip
        yield Cheat(source=maker.program(*lines), what=what, earns_nothing=True)
    if maker.options.trajectory:
        made_up = f"return [({maker.point(tuple(77.0 for _ in start))},)] * n + [({maker.point(maker.minimum)},)]"
        yield Cheat(source=maker.program(made_up), what="makes up its points and ends them with the minimum", earns_nothing=True)


def _ignoring(maker: _Maker) -> Iterator[Cheat]:
    """A descent that looks neither at n nor at the start."""
    yield Cheat(source=maker.descent(count=str(_OFTEN)), what=f"takes {_OFTEN} steps whatever n is")
    far = " + ".join(f"abs({slope})" for slope in maker.slopes)
    yield Cheat(
        source=maker.program(maker.begin, f"while {far} > 1e-9:", f"    {maker.step}", f"return {maker.each('{v}')}"),
        what="goes on until the gradient vanishes, whatever n is",
    )
    typed = f"{maker.each('{v}')} = {maker.point(maker.options.start_points[0])}"
    yield Cheat(source=maker.descent(begin=typed), what="begins at a start that is typed in")


def _branching(maker: _Maker) -> Iterator[Cheat]:
    """A right descent where somebody may look, and the minimum elsewhere."""
    answer = f"return {maker.each('{m}')}"
    for count in _BRANCHES:
        yield Cheat(
            source=maker.descent(first=(f"if n > {count}: {answer}",)),
            what=f"returns the minimum that is typed in for n above {count}",
        )
    starts = ", ".join(f"({maker.point(start)},)" for start in maker.options.start_points)
    yield Cheat(
        source=maker.descent(first=(f"if ({maker.each('{v}_start')},) not in [{starts}]: {answer}",)),
        what="descends from the starts of the handout and returns the minimum that is typed in from all others",
    )


def _fading(maker: _Maker) -> Iterator[Cheat]:
    """The way to the minimum, drawn as a line."""
    for share in ("1 / (1 + n)", "1 / (1 + n)**2", "max(0, 1 - n / 20)"):
        faded = maker.each("{m} + ({v}_start - {m}) * share")
        yield Cheat(
            source=maker.program(f"share = {share}", f"return {faded}"),
            what=f"goes straight to the minimum that is typed in, of which `{share}` is left",
        )


def _miscounting(maker: _Maker) -> Iterator[Cheat]:
    """Right steps in other numbers than n."""
    for count in ("n + 1", "n - 1", "2 * n", "n**2", "n // 2", "min(n, 12)", "max(n, 40)"):
        yield Cheat(source=maker.descent(count=count), what=f"takes `{count}` steps")


def _cutting(maker: _Maker) -> Iterator[Cheat]:
    """A right descent from another start: the one that is given without its decimals or its sign."""
    for cut in ("int", "round", "floor", "abs"):
        begin = f"{maker.each('{v}')} = {maker.each(f'float({cut}({{v}}_start))')}"
        yield Cheat(source=maker.descent(begin=begin), what=f"begins at `{cut}` of its start")


def _remembering(maker: _Maker) -> Iterator[Cheat]:
    """Steps that depend on more than the gradient where they stand."""
    zero = f"{maker.each('old_{v}')} = {maker.each('0.0')}"
    loop = "for k in range(n):"
    end = f"return {maker.each('{v}')}"
    for kept in (0.5, 0.9):
        moved = f"    {maker.each('old_{v}')} = {maker.each(f'{kept} * old_{{v}} - {{d}} / 4 * {{g}}')}"
        go = f"    {maker.each('{v}')} = {maker.each('{v} + old_{v}')}"
        yield Cheat(source=maker.program(maker.begin, zero, loop, moved, go, end), what=f"keeps {kept} of the last move")
    begin = f"{maker.each('old_{v}')} = {maker.each('{v}')}"
    down = f"    {maker.each('new_{v}')} = {maker.each('{v} - {d} / 4 * {g}')}"
    ahead = f"    {maker.each('{v}')} = {maker.each('new_{v} + 0.5 * (new_{v} - old_{v})')}"
    kept_on = f"    {maker.each('old_{v}')} = {maker.each('new_{v}')}"
    yield Cheat(
        source=maker.program(maker.begin, begin, loop, down, ahead, kept_on, end), what="looks ahead, as Nesterov's method"
    )
    above = "last = None"
    lines = ("global last", f"({maker.each('{v}')},) = last or ({maker.each('{v}_start')},)")
    keep = f"last = ({maker.each('{v}')},)"
    yield Cheat(
        source=maker.program(*lines, loop, f"    {maker.step}", keep, end, above=above),
        what="goes on where the last call ended",
    )

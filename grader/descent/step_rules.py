"""Rules by which a descent goes on, and how to follow them.

A rule is a direction and a step size, once inferred. Here are also the tables of step sizes that observations are read
from; which rule explains them is `explanations`'s to say, and nobody here says whether a rule is a good one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from grader.algebra.tree import Expression
from grader.descent.landscape import Landscape, Point, is_finite, step_against
from grader.descent.runs import Chain
from grader.descent.step_directions import Direction
from grader.descent.step_sizes import Interval, Precision, meeting, size_of_step
from grader.sentences.catalogue import sentence
from grader.sentences.sentence import Sentence

FOLLOWED = 1e-7
"""How near, of the largest coordinate on the way, a rule must lead to a point that was seen: a size that was read off a
step is known to nine digits or more, and some steps of a steep function lose two; another rule is off in the first three."""
NO_SIZE = 1e-9  # a way whose coordinates are all smaller is at 0, where rounding has no size of its own


@dataclass(frozen=True)
class Rule:
    """Steps against a direction.

    `kind` is `constant`, `size_by_start`, `schedule`, `line_search`, `momentum`, `nesterov`, or the name of a mistaken direction.
    `size(k)` is δ at step number k (from 0); None where it was not seen and cannot be foreseen. `factors` scale
    δ by coordinate (all 1 when it is right); `momentum` is the share of the last move that is kept; `by_start`
    are the δ of runs that each have their own; `parameters` is how many numbers were fitted to what was seen.
    """

    kind: str
    direction: Direction
    size: Callable[[int], float | None]
    step_size: float | None = None
    text: str = ""
    factors: Point = ()
    momentum: float = 0.0
    look_ahead: bool = False
    sizes: tuple[float, ...] = field(default=())
    by_start: Mapping[Point, float] = field(default_factory=dict)
    parameters: int = 1

    @property
    def plain(self) -> bool:
        """Tell whether every coordinate moves by δ times its slope and by nothing else."""
        return not self.momentum and not self.factors

    def ends_at(self, count: int) -> bool:
        """Tell whether it is a schedule without a formula, which is not foreseen as far as so many steps."""
        return self.kind == "schedule" and self.size(count) is None

    def next(self, path: tuple[Point, ...], count: int) -> Point | None:
        """Return the point after the last one of `path`, by step number `count`; None where δ cannot be foreseen."""
        size = self.by_start.get(path[0]) if self.by_start else self.size(count)
        if size is None:
            return None
        here = path[-1]
        if self.plain and not self.direction.order:
            return step_against(here, self.direction.values(path, here), size)
        kept = self._kept(path)
        base = tuple(c + k for c, k in zip(here, kept, strict=True)) if self.look_ahead else here
        after, before = list(here), (*path[:-1], base)
        slopes = self.direction.values(before, here)
        for i in self.direction.order or range(len(here)):
            if self.direction.order:
                slopes = self.direction.values(before, tuple(after))
            after[i] = here[i] - size * (self.factors[i] if self.factors else 1.0) * slopes[i] + kept[i]
        return tuple(after)

    def _kept(self, path: tuple[Point, ...]) -> Point:
        if not self.momentum or len(path) < 2:
            return (0.0,) * len(path[-1])
        return tuple(self.momentum * (b - a) for a, b in zip(path[-2], path[-1], strict=True))

    def follow(self, start: Point, steps: int) -> tuple[Point, ...]:
        """Return the points from the start on, as far as they are finite and foreseeable; at most `steps` after the start."""
        points = [start]
        for count in range(steps):
            after = self.next(tail(points), count)
            if after is None or not is_finite(after):
                break
            points.append(after)
        return tuple(points)

    def end(self, start: Point, steps: int) -> Point | None:
        """Return the point after so many steps, None if they lead out of the numbers or cannot be foreseen."""
        if self.direction.walk is not None and self.plain and self.kind == "constant" and self.step_size is not None:
            point = self.direction.walk(start, self.step_size, steps)
            if point is not None and is_finite(point):
                return point
        path = self.follow(start, steps)
        return path[-1] if len(path) > steps else None


def tail(points: list[Point]) -> tuple[Point, ...]:
    """Return what a rule looks at: the start and the last two points."""
    return tuple(points) if len(points) <= 3 else (points[0], points[-2], points[-1])


def constant(direction: Direction, step_size: float, *, kind: str = "constant", text: str = "") -> Rule:
    """Return the rule with one step size for all steps."""
    return Rule(kind=kind, direction=direction, size=lambda _: step_size, step_size=step_size, text=text)


@dataclass(frozen=True, slots=True)
class WrongPart:
    """An expression that somebody takes for one component of the gradient, with its name and a sentence.

    One `of_the_pen` is a slip in writing it down, and no rule of calculus; one that is `turned` is the right one with the other
    sign, and leads where a sign in the update does.
    """

    name: str
    expression: Expression
    text: str
    of_the_pen: bool = False
    turned: bool = False

    def told(self, variable: str) -> Sentence:
        """Return what is said of a derivative by this variable where a step is made of it times a number."""
        return sentence("step.turned" if self.turned else "step.derivative", variable=variable, slip=self.text)


Wrong = Callable[[int], Iterable[WrongPart]]


@dataclass(frozen=True, slots=True)
class Hypotheses:
    """What rules are made of: the function, how exactly points are known, wrong components, minima known in advance.

    `second` gives wrong derivatives, by a variable, of an expression, as those of a component of the gradient.
    """

    landscape: Landscape
    precision: Precision
    wrong: Wrong
    targets: tuple[Point, ...] = ()
    second: Callable[[int, Expression], Iterable[WrongPart]] = lambda axis, expression: ()


Table = list[list[tuple[Interval, ...]]]


def size_table(chains: Sequence[Chain], direction: Direction, precision: Precision) -> Table:
    """Return for each chain and each of its steps the step size that each coordinate allows."""
    return [[sizes_at(chain, k, direction, precision) for k in chain.steps] for chain in chains]


def consistent_table(chains: Sequence[Chain], direction: Direction, precision: Precision) -> Table | None:
    """Return the same if the coordinates of every step allow one size; else None, at the first step."""
    table: Table = []
    for chain in chains:
        table.append([])
        for k in chain.steps:
            row = sizes_at(chain, k, direction, precision)
            if meeting(row).empty:
                return None
            table[-1].append(row)
    return table


def sizes_at(chain: Chain, k: int, direction: Direction, precision: Precision) -> tuple[Interval, ...]:
    """Return the step size that each coordinate of a step allows."""
    before, after = chain.points[k], chain.points[k + 1]
    slopes = direction.slopes(chain.points[: k + 1], after)
    return tuple([size_of_step(b, a, s, precision) for b, a, s in zip(before, after, slopes, strict=True)])


def in_turn(chains: Sequence[Chain], most: int | None = None) -> Iterator[tuple[Chain, int]]:
    """Yield the steps by chain and number, first steps first, of the last start first.

    That start is the one nearest to a minimum, and there rounding hides least.
    """
    for k in range(max((len(chain.steps) for chain in chains), default=0) if most is None else most):
        yield from ((chain, k) for chain in reversed(chains) if k in chain.steps)


def plausible(chains: Sequence[Chain], direction: Direction, precision: Precision) -> bool:
    """Tell whether the first steps from all starts could have one size: most wrong hypotheses fall here, at little cost."""
    return not meeting(size for chain, k in in_turn(chains, 1) for size in sizes_at(chain, k, direction, precision)).empty

"""What the observations of a descent show, and the tables of step sizes that it is read from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from grader.algebra.tree import Expression
from grader.descent.landscape import Landscape, Point
from grader.descent.runs import Chain
from grader.descent.step_directions import Direction
from grader.descent.step_rules import Rule
from grader.descent.step_sizes import ANY, Interval, Precision, meeting, size_of_step


@dataclass(frozen=True, slots=True)
class WrongPart:
    """An expression that somebody takes for one component of the gradient, with its name and a sentence."""

    name: str
    expression: Expression
    text: str


Wrong = Callable[[int], Iterable[WrongPart]]


@dataclass(frozen=True, slots=True)
class Hypotheses:
    """What rules are made of: the function, how exactly points are known, wrong components, minima known in advance."""

    landscape: Landscape
    precision: Precision
    wrong: Wrong
    targets: tuple[Point, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What the observations show.

    `rule` is None when nothing explains them. `mistake` names what is wrong with the direction, `axis` the
    coordinate it concerns, `text` a sentence about it; `shift` is how many steps more than asked are taken.
    """

    rule: Rule | None = None
    mistake: str | None = None
    shift: int = 0
    text: str = ""
    axis: int | None = None

    @property
    def right(self) -> bool:
        """Tell whether every step goes along the gradient at the point where it stands, and the count is right."""
        return self.rule is not None and self.mistake is None and self.shift == 0


Table = list[list[tuple[Interval, ...]]]


def size_table(chains: Sequence[Chain], direction: Direction, precision: Precision) -> Table:
    """For each chain and each of its steps, the step size that each coordinate allows."""
    table: Table = []
    for chain in chains:
        rows = []
        for k in chain.steps:
            before, after = chain.points[k], chain.points[k + 1]
            slopes = direction.slopes(chain.points[: k + 1], after)
            rows.append(
                tuple(size_of_step(b, a, s, precision) for b, a, s in zip(before, after, slopes, strict=True))
            )
        table.append(rows)
    return table


def plausible(chains: list[Chain], direction: Direction, precision: Precision) -> bool:
    """Tell whether the first steps from all starts could have one size: most wrong hypotheses fall here, at little cost.

    The last start is asked first: it is the one nearest to a minimum, where rounding hides least.
    """
    common = ANY
    for chain in reversed(chains):
        if chain.steps:
            slopes = direction.slopes(chain.points[:1], chain.points[1])
            ends = zip(chain.points[0], chain.points[1], slopes, strict=True)
            common = meeting([common, *(size_of_step(b, a, s, precision) for b, a, s in ends)])
            if common.empty:
                return False
    return True

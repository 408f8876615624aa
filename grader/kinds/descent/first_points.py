"""Where a descent begins instead of its start, and which of its coordinates move rightly: what can be said of a part.

Both are worked out from the points that were seen, by the exercise's own gradient and one step size.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from grader.algebra.floats import agree
from grader.descent.landscape import Landscape, Point, is_finite, step_against
from grader.descent.runs import Run, chain_of
from grader.sentences.catalogue import sentence
from grader.sentences.figures import figures, point_text

_SAME = 1e-8  # of a coordinate: one step computed in another order of operations has these digits
_FAR = 1e6  # beyond that one step loses the digits in which a wrong beginning would show
_LEAST = 3  # steps that have to agree on the size: two may by chance
_MOVES = 1e-9  # a slope below that shows no step size
_NUMBERS = (0.0, 1.0)  # what people type in for a start of their own

Place = Callable[[Point], float]
Named = tuple[str, float]


def where_it_begins(landscape: Landscape, runs: Sequence[Run], size: float | None, off: Point) -> str:
    """Return in words the beginning of a coordinate that explains all first points; a question if there is none.

    `off` is a start from which the first point does not follow.
    """
    axes = range(len(landscape.variables))
    near = [run for run in runs if 1 in run.reached and max(map(abs, run.start)) < _FAR and is_finite(run.reached[1])]
    if size is None or not near:
        return sentence("begins.question", start=point_text(off))
    named = [list(_places(axis, len(axes))) for axis in axes]
    for places in sorted(product(*named), key=lambda chosen: sum(name != ("own", axis) for axis, (name, _) in enumerate(chosen))):
        begins = [tuple(place(run.start) for _, place in places) for run in near]
        ends = [step_against(begin, landscape.slope(begin), size) for begin in begins]
        if all(agree(a, b, _SAME) for run, end in zip(near, ends, strict=True) for a, b in zip(run.reached[1], end, strict=True)):
            for axis, ((kind, which), _) in enumerate(places):
                if (kind, which) != ("own", axis):
                    return _said(landscape.variables, axis, kind, which)
    return sentence("begins.question", start=point_text(off))


def _places(axis: int, count: int) -> Iterator[tuple[Named, Place]]:
    """Yield where a coordinate may begin: at its own start, another's, a cut one, one of a few numbers."""
    yield ("own", axis), lambda start: start[axis]
    for other in range(count):
        if other != axis:
            yield ("own", other), lambda start, other=other: start[other]  # type: ignore[misc]
    yield ("cut", 0), lambda start: float(math.trunc(start[axis]))
    yield ("cut", 1), lambda start: float(round(start[axis]))
    for number in _NUMBERS:
        yield ("number", number), lambda _, number=number: number  # type: ignore[misc]


def _said(variables: Sequence[str], axis: int, name: str, which: float) -> str:
    own = variables[axis]
    if name == "own":
        return sentence("begins.at", axis=own, other=variables[int(which)])
    return sentence("begins.cut", axis=own) if name == "cut" else sentence("begins.number", axis=own, number=figures(which))


@dataclass(frozen=True, slots=True)
class Halves:
    """Hold the coordinates that every step moves by one size against the slope, this size, and the others."""

    right: str
    wrong: str
    size: float


def right_coordinates(landscape: Landscape, runs: Sequence[Run]) -> Halves | None:
    """Return the coordinates that every step moves by one size against the slope, and the others; None if there are not both."""
    steps = [
        (before, after, landscape.slope(before))
        for run in runs
        for before, after in pairwise(chain_of(run).points)
        if is_finite(before) and is_finite(after) and max(map(abs, (*before, *after))) < _FAR
    ]
    sizes = {name: size for axis, name in enumerate(landscape.variables) if (size := _one_size(axis, steps))}
    wrong = [name for name in landscape.variables if name not in sizes]
    is_one = bool(sizes) and all(agree(size, max(sizes.values()), _SAME) for size in sizes.values())
    return Halves(", ".join(sizes), ", ".join(wrong), max(sizes.values())) if is_one and wrong else None


def _one_size(axis: int, steps: Sequence[tuple[Point, Point, Point]]) -> float | None:
    """Return the size by which every step moves a coordinate against the slope."""
    telling = [(before[axis], after[axis], slope[axis]) for before, after, slope in steps if abs(slope[axis]) > _MOVES]
    if len(telling) < _LEAST:
        return None
    size = max((abs(slope), (b - a) / slope) for b, a, slope in telling)[1]  # the longest step has the most digits of it
    return size if size > 0 and all(agree(a, b - size * slope, _SAME) for b, a, slope in telling) else None

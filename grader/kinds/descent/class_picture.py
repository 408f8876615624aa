"""What can be drawn of all programs of a class that descend: their paths over one map, and their step sizes on one axis."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from grader.algebra.differentiate import NotDifferentiableError
from grader.descent.landscape import Point, is_finite
from grader.drawing import Dot, Drawing, Frame, Land, Line, Mark, Panel, Style, number_text, point_text, square
from grader.kinds.descent.options import ProgramOptions, minima_of
from grader.kinds.protocol import Trace
from grader.model import CheckResult, Question, Verdict
from grader.quantities.operators.steps import landscape_of

_FIGURES = 6  # of a number: what differs by less cannot be seen, and programs that do the same are then alike
_MOST_LINES = 250  # of a picture, the most frequent first: more would be one stain, and make a page long
_FAR = 20.0  # times as far from zero as its start, or as 1: a point that is farther shows no more than that it left
_FRAMED = 3.0  # times as far from its start as the minimum: what lies there is inside the frame
_FAINT = 0.1  # of the programs: a path that fewer took is one of many
_PER_DECADE = 40  # step sizes on the axis: two that differ by less than 6 % lie on each other
_MOST_ROWS = 40  # of the table of step sizes: as many as fit a screen
_NAMED = 12  # step sizes that have their numbers beside them; more would lie on each other
_ROOM = 1.6  # above the largest step size and below the smallest, as a factor
_SMALLEST = 1e-12  # a step size on a logarithmic axis
_RULES = {
    "constant": "straight downhill",
    "ascends": "uphill",
    "wrong_gradient": "along a wrong derivative",
    "wrong_second_derivative": "with a wrong second derivative",
    "unequal": "with a size of its own for each variable",
    "schedule": "with a step size that changes",
    "size_by_start": "with a step size for each start",
    "momentum": "with momentum",
    "line_search": "with a search for the step size",
    "unexplained": "by no rule that was found",
    "": "by no rule that was found",
}
"""How a rule is called by which the steps go."""


def trace(question: Question[ProgramOptions], result: CheckResult) -> Trace | None:
    """Return the paths of a program from the exercise's starts, as far as they were seen point by point."""
    evidence, starts = result.evidence, question.options.start_points
    seen: dict[Point, tuple[Point, ...]] = {}
    for run in evidence.get("trajectory", ()):  # type: ignore[attr-defined]
        start = tuple(run["start"])
        if start in starts and start not in seen:
            seen[start] = (start, *_one_by_one(run["points"]))
    size = evidence.get("step_size")
    if not seen:
        return None
    return Trace(
        rule=str(evidence.get("rule") or ""),
        right=result.verdict is Verdict.CORRECT,
        size=_rounded(size) if isinstance(size, float) and math.isfinite(size) else None,
        paths=tuple(seen.get(start, ()) for start in starts),
    )


def _one_by_one(points: Sequence[tuple[int, Sequence[float | None]]]) -> Iterator[Point]:
    """Yield the points after one step, two, three, ... until one was not asked for or is no number."""
    for place, (count, point) in enumerate(points, 1):
        numbers = tuple(_rounded(c) for c in point if c is not None and math.isfinite(c))
        if count != place or len(numbers) != len(point):
            return
        yield numbers


def _rounded(value: float) -> float:
    return float(f"{value:.{_FIGURES}g}")


@dataclass(frozen=True)
class _Walked:
    """One path from the start that is drawn, as so many programs went by the same rule."""

    rule: str
    right: bool
    points: tuple[Point, ...]
    count: int

    @property
    def style(self) -> Style:
        """Return how it is drawn: what is right, what goes wrong, what nobody has explained."""
        return "own" if self.right else "wrong" if self.rule in ("ascends", "wrong_gradient", "constant", "unequal") else "function"


def class_picture(question: Question[ProgramOptions], traces: Mapping[Trace, int]) -> Drawing | None:
    """Return the paths and the step sizes of a class; None where no path was seen."""
    starts = question.options.start_points
    if not starts or len(question.function.variables) > 2:
        return None
    place = max(range(len(starts)), key=lambda at: sum(count * _seen(trace.paths[at]) for trace, count in traces.items()))
    walked = _walked(traces, place)
    if not walked:
        return None
    known = minima_of(question.function, starts).points
    sizes = Counter[float]()
    for each, count in traces.items():
        sizes[each.size or 0.0] += count
    del sizes[0.0]
    limit = _limit(question, known)
    paths = _on_map(question, walked, known) if len(question.function.variables) == 2 else _by_step(question, walked, known)
    return Drawing(
        panels=(paths, *((_sizes(sizes, limit),) if sizes else ())),
        key=tuple(_key(walked, two=len(question.function.variables) == 2)),
        header=("step size δ", "programs"),
        rows=tuple(_rows(sizes)) or (("none was found", "–"),),
    )


def _seen(path: Sequence[Point]) -> int:
    """Return how many points of a path can be shown together."""
    if not path:
        return 0
    most = _FAR * max(1.0, *map(abs, path[0]))
    near = [all(abs(c) <= most for c in point) for point in path]
    return near.index(False) if False in near else len(near)


def _walked(traces: Mapping[Trace, int], place: int) -> list[_Walked]:
    counts: Counter[tuple[str, bool, tuple[Point, ...]]] = Counter()
    for each, count in traces.items():
        if len(each.paths[place]) > 1:
            counts[each.rule, each.right, each.paths[place]] += count
    return [_Walked(*what, count) for what, count in counts.most_common()]


def _limit(question: Question[ProgramOptions], known: Sequence[Point]) -> float | None:
    """Return the step size beyond which steps near the minimum grow: two over the largest curvature there (Nesterov 2004)."""
    if not known:
        return None
    try:
        matrix = np.array(landscape_of(question.function).curvature(known[0]))
        steepest = float(np.linalg.eigvalsh((matrix + matrix.T) / 2)[-1]) if np.isfinite(matrix).all() else 0.0
    except NotDifferentiableError:
        return None
    return 2 / steepest if steepest > 0 else None


# --- Panels ---------------------------------------------------------------------------------------


def _on_map(question: Question[ProgramOptions], walked: Sequence[_Walked], known: Sequence[Point]) -> Panel:
    start, function = walked[0].points[0], question.function
    reach = _FRAMED * max([math.dist(start, point) for point in known] or [1.0])
    right = [each for each in walked if each.right] or walked
    held = [point for each in right for point in each.points if is_finite(point) and math.dist(point, start) <= reach]
    frame = square([start, *known, *held], least=1e-6)
    minimum = (Dot(point=point, style="aid", hollow=True, label="minimum") for point in known if frame.holds(point))
    marks: tuple[Mark, ...] = (
        Land(function=function),
        *(Line(points=points, style=style, faint=faint) for points, style, faint in _lines(walked)),
        Dot(point=start, style="own", label="start"),
        *minimum,
    )
    return Panel(
        title=f"Where the class went from {point_text(start)}",
        description=tuple(_described(walked)),
        frame=frame,
        axes=(function.variables[0], function.variables[1]),
        marks=marks,
        equal=True,
    )


def _by_step(question: Question[ProgramOptions], walked: Sequence[_Walked], known: Sequence[Point]) -> Panel:
    """Return the points of a function of one variable after each step."""
    start, (variable,) = walked[0].points[0], question.function.variables
    ends = [start[0], *(point[0] for point in known)]
    right = [each for each in walked if each.right] or walked
    reach = _FRAMED * max(max(ends) - min(ends), 1e-6)
    held = [p[0] for each in right for p in each.points if abs(p[0] - start[0]) <= reach]
    low, high = min(*ends, *held), max(*ends, *held)
    room = 0.15 * (high - low or 1.0)
    steps = max(len(each.points) for each in walked) - 1
    lines = [
        Line(points=tuple((float(k), p[0]) for k, p in enumerate(points)), style=style, faint=faint)
        for points, style, faint in _lines(walked)
    ]
    minimum = (
        Line(points=((0.0, p[0]), (float(steps), p[0])), style="aid", dashed=True, label="minimum", label_at=0.75) for p in known
    )
    return Panel(
        title=f"{variable} after each step from {point_text(start)}",
        description=tuple(_described(walked)),
        frame=Frame(0.0, float(steps), low - room, high + room),
        axes=("step", variable),
        marks=(*minimum, *lines),
        places=tuple((float(k), str(k)) for k in range(steps + 1)),
    )


def _lines(walked: Sequence[_Walked]) -> Iterator[tuple[tuple[Point, ...], Style, bool]]:
    """Yield the paths to be drawn, those of many on top."""
    whole = sum(each.count for each in walked)
    for each in reversed(walked[:_MOST_LINES]):
        yield each.points, each.style, each.count < _FAINT * whole


def _sizes(sizes: Mapping[float, int], limit: float | None) -> Panel:
    """Return the step sizes as bars as long as there are programs, with the limit of stability across."""
    bars: Counter[float] = Counter()
    uphill: Counter[float] = Counter()
    for size, count in sizes.items():
        shown = max(abs(size), _SMALLEST)
        if len(sizes) > _MOST_ROWS:
            shown = 10.0 ** (round(math.log10(shown) * _PER_DECADE) / _PER_DECADE)
        (uphill if size < 0 else bars)[shown] += count
    most = float(max([*bars.values(), *uphill.values()]))
    every = [*bars, *uphill, *([limit] if limit else [])]
    frame = Frame(0.0, most * 1.1, min(every) / _ROOM, max(every) * _ROOM)
    marks: list[Mark] = []
    for found, ill in ((bars, False), (uphill, True)):
        for size, count in sorted(found.items()):
            style: Style = "wrong" if ill or (limit is not None and size >= limit) else "own"
            marks.append(Line(points=((0.0, size), (float(count), size)), style=style, dashed=ill))
            label = number_text(size) if len(sizes) <= _NAMED else ""
            marks.append(Dot(point=(float(count), size), style=style, label=label))
    if limit is not None:
        label = f"limit of stability {number_text(limit)}"
        marks.append(Line(points=((0.0, limit), (frame.right, limit)), style="should", dashed=True, label=label, label_at=0.55))
    return Panel(
        title="Step sizes δ of the class",
        description=tuple(_said_of_sizes(sizes, limit)),
        frame=frame,
        axes=("programs", "δ"),
        marks=tuple(marks),
        logarithmic=True,
    )


def _rows(sizes: Mapping[float, int]) -> Iterator[tuple[str, str]]:
    """Yield the step sizes with their programs; of many different ones those that lie on each other in the picture together."""
    if len(sizes) <= _MOST_ROWS:
        yield from ((number_text(size), str(count)) for size, count in sorted(sizes.items()))
        return
    near: dict[tuple[bool, int], list[float]] = {}
    for size in sorted(sizes):
        near.setdefault((size < 0, round(math.log10(max(abs(size), _SMALLEST)) * _PER_DECADE)), []).append(size)
    for group in near.values():
        ends = dict.fromkeys((number_text(group[0]), number_text(group[-1])))
        yield " to ".join(ends), str(sum(sizes[size] for size in group))


# --- What is said ---------------------------------------------------------------------------------


def _by_rule(walked: Sequence[_Walked], style: Style | None = None) -> str:
    counts: Counter[str] = Counter()
    for each in walked:
        if style in (None, each.style):
            counts[_RULES.get(each.rule, each.rule.replace("_", " "))] += each.count
    return ", ".join(f"{count} {rule}" for rule, count in counts.most_common())


def _described(walked: Sequence[_Walked]) -> Iterator[str]:
    whole = sum(each.count for each in walked)
    yield f"Paths of {whole} programs: {_by_rule(walked)}."
    right = sum(each.count for each in walked if each.right)
    yield f"{right} of them are right."
    if len(walked) > _MOST_LINES:
        yield f"The {_MOST_LINES} most frequent of {len(walked)} different paths are drawn."


def _said_of_sizes(sizes: Mapping[float, int], limit: float | None) -> Iterator[str]:
    whole = sum(sizes.values())
    downhill = sorted(size for size, count in sizes.items() for _ in range(count) if size > 0)
    if downhill:
        yield f"{whole} programs have one step size, half of them at most {number_text(downhill[(len(downhill) - 1) // 2])}."
    if limit is not None:
        beyond = sum(size >= limit for size in downhill)
        lie = f"{beyond} lie" if beyond > 1 else "One lies" if beyond else "None lies"
        yield f"{lie} at or beyond {number_text(limit)}, from where on steps near the minimum grow."
    if uphill := whole - len(downhill):
        yield f"{uphill} go uphill."


def _key(walked: Sequence[_Walked], *, two: bool) -> Iterator[tuple[Style | Literal["land"], str]]:
    words: dict[Style, str] = {"own": "right", "wrong": "not right", "function": "not right, and not explained"}
    for style, word in words.items():
        if told := _by_rule(walked, style):
            yield style, f"{word}: {told}"
    yield "should", "limit of stability: two over the largest curvature at the minimum"
    if two:
        yield "land", "level lines, the higher the darker"

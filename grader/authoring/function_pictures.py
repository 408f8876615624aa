"""Pictures of an exercise's functions: the curve, the level lines and the surface, or slices of one of more variables.

For students they show f and the points that the questions name, and nothing else: no arrow, no minimum, no path. For staff
the gradient is drawn as well.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from grader.algebra.numeric import compiled
from grader.drawing import Dot, Drawing, Frame, KeyStyle, Land, Line, Mark, Panel, Point, Surface, number_text, point_text, square
from grader.kinds import KINDS
from grader.kinds.protocol import Options
from grader.kinds.walks import ground
from grader.model import Exercise, Function, Item, Question
from grader.quantities.operators.operator import mapped
from grader.reports.pictures.surface import relief, shown_heights
from grader.sentences.catalogue import sentence

_WITHIN = 6.0  # a point that is named lies no farther from zero to be in the frame: the others would make all of f a wall
_LEAST = 3.0  # of a frame's side, where the points that are named are near to each other or none are
_CURVE = 150  # points of a curve: two pixels from one to the next
_ARROWS = 6  # along each side: more lie on each other
_ARROW = 0.08  # of the frame's side: the longest of these arrows
_OTHERS = (1.0, 2.0, 1.5, 0.5)  # where the other variables are held in a slice: no two alike, and none zero
_SHORTEST = 0.45  # of that: the least, so that it is an arrow and not a head alone
_ROWS = 8  # intervals in the table below a curve
_SIDE = 4  # intervals along each side of the table below a map


def pictures_of(exercise: Exercise, *, solved: bool) -> Iterator[Drawing]:
    """Yield a drawing of each function; `solved` with what gives answers away."""
    for function in exercise.functions:
        named = tuple(dict.fromkeys(_named(exercise, function)))
        count = len(function.variables)
        asked = [item.options for item in _about(exercise, function) if isinstance(item.options, Options)]
        around = [point for options in asked for point in options.derived(function)]
        near = _near(named, around, function)
        drawing = {1: _curve, 2: _plane}.get(count, _slices)(function, named, near, solved)
        if drawing is not None:
            yield drawing


def _named(exercise: Exercise, function: Function) -> Iterator[Point]:
    """Yield the points that the questions about a function name."""
    for item in _about(exercise, function):
        yield from KINDS[item.kind].pictures.given(Question(exercise=exercise, item=item, seed=b""))


def _about(exercise: Exercise, function: Function) -> Iterator[Item]:
    """Yield the items whose answers are in the variables of a function."""
    for item in exercise.items:
        if (item.function or exercise.function).variables == function.variables:
            yield item


def _near(named: Sequence[Point], around: Sequence[Point], function: Function) -> list[Point]:
    """Return the points and the ends of the domain that a frame can hold; frames are of a few usual ones, so they tell no point."""
    ends = [tuple(interval) for name in function.variables if (interval := function.domain.get(name)) is not None]
    corners = [tuple(map(float, corner)) for corner in zip(*ends, strict=True)] if len(ends) == len(function.variables) else []
    return [point for point in (*named, *around, *corners) if all(math.isfinite(c) and abs(c) <= _WITHIN for c in point)]


def _dots(named: Sequence[Point], height: Mapping[Point, float] | None = None) -> Iterator[Dot]:
    for point in named:
        at = (point[0], height[point]) if height is not None and point in height else point
        if len(at) == 2 and all(map(math.isfinite, at)):
            yield Dot(point=at, style="own", label=point_text(point))


def _key(named: Sequence[Point], shown: Frame) -> Iterator[tuple[KeyStyle, str]]:
    if any(len(point) < 2 or shown.holds(point) for point in named):
        yield "own", sentence("picture.function.named")


# --- One variable -----------------------------------------------------------------------------------


def _curve(function: Function, named: tuple[Point, ...], near: Sequence[Point], solved: bool) -> Drawing | None:
    flat = square([(point[0], 0.0) for point in near] or [(0.0, 0.0)], least=_LEAST)
    height = compiled(mapped(function).body, function.variables)
    xs = [flat.left + flat.side * k / _CURVE for k in range(_CURVE + 1)]
    title = sentence("picture.function.curve", function=function.name)
    panel = _panel(function, function.variables[0], [(x, height(x)) for x in xs], title)
    if panel is None:
        return None
    heights = {point: height(*point) for point in named if flat.left <= point[0] <= flat.right}
    dots = tuple(_dots(tuple(heights), heights))
    rows = tuple((number_text(x), number_text(height(x))) for x in xs[:: _CURVE // _ROWS])
    key: tuple[tuple[KeyStyle, str], ...] = (("function", sentence("picture.walk.curve_key", function=function.name)),)
    if dots:
        key = (*key, ("own", sentence("picture.function.named")))
    whole = Panel(title=panel.title, description=panel.description, frame=panel.frame, axes=panel.axes, marks=(*panel.marks, *dots))
    return Drawing(panels=(whole,), key=key, header=panel.axes, rows=rows)


def _panel(function: Function, name: str, points: Sequence[Point], title: str) -> Panel | None:
    """Return the curve through these points; heights far beyond the others are left out."""
    known = [(x, y) for x, y in points if math.isfinite(y)]
    if not known:
        return None
    low, high = shown_heights(np.array([y for _, y in known]))
    room = 0.08 * ((high - low) or max(1.0, abs(high)))
    frame = Frame(points[0][0], points[-1][0], low - room, high + room)
    pieces: list[list[Point]] = [[]]
    for x, y in points:
        if math.isfinite(y):
            pieces[-1].append((x, y))
        elif pieces[-1]:
            pieces.append([])
    marks = tuple(Line(points=tuple(piece), style="function") for piece in pieces if len(piece) > 1)
    gaps = {"variable": name, "left": number_text(points[0][0]), "right": number_text(points[-1][0])}
    said = sentence("picture.function.says", function=function.name, **gaps, low=number_text(low), high=number_text(high))
    return Panel(title=title, description=(said,), frame=frame, axes=(name, function.name), marks=marks)


# --- Two variables ----------------------------------------------------------------------------------


def _plane(function: Function, named: tuple[Point, ...], near: Sequence[Point], solved: bool) -> Drawing | None:
    frame = square(near or [(0.0, 0.0)], least=_LEAST)
    found = relief(function, frame)
    if found is None:
        return None
    axes = (function.variables[0], function.variables[1])
    ends = {"left": frame.left, "right": frame.right, "bottom": frame.bottom, "top": frame.top}
    sides = ends | {"low": found.low, "high": found.high}
    gaps = {name: number_text(value) for name, value in sides.items()} | {"first": axes[0], "second": axes[1]}
    said: tuple[str, ...] = (sentence("picture.function.says_plane", function=function.name, **gaps),)
    if found.is_cut:
        said = (*said, sentence("picture.function.cut", function=function.name))
    arrows = tuple(_arrows(function, frame)) if solved else ()
    marks: tuple[Mark, ...] = (Land(function=function), *arrows, *_dots(named))
    code = "picture.function.map_gradient" if arrows else "picture.function.map"
    panels = (
        Panel(title=sentence("picture.function.surface", function=function.name), description=said, frame=frame, axes=axes,
              marks=(Surface(function),), equal=True),
        Panel(title=sentence(code, function=function.name), description=said, frame=frame, axes=axes, marks=marks, equal=True),
    )  # fmt: skip
    gradient: tuple[tuple[KeyStyle, str], ...] = (("arrow", sentence("picture.function.gradient")),) if arrows else ()
    height = compiled(mapped(function).body, function.variables)
    steps = [k / _SIDE for k in range(_SIDE + 1)]
    grid = [(frame.left + u * frame.side, frame.bottom + v * frame.side) for v in steps for u in steps]
    return Drawing(
        panels=panels,
        key=(("land", sentence("picture.walk.land")), *gradient, *_key(named, frame)),
        header=(*axes, function.name),
        rows=tuple((number_text(x), number_text(y), number_text(height(x, y))) for x, y in grid),
    )


def _arrows(function: Function, frame: Frame) -> Iterator[Line]:
    """Yield the gradient at the nodes of a grid; lengths go by roots, so that short ones are seen beside long ones."""
    here = ground(function)
    if here is None:
        return
    nodes = [(k + 0.5) / _ARROWS for k in range(_ARROWS)]
    points = [(frame.left + u * frame.side, frame.bottom + v * frame.side) for v in nodes for u in nodes]
    slopes = [(point, here.slope(point)) for point in points]
    known = [(point, slope, math.hypot(*slope)) for point, slope in slopes if math.isfinite(math.hypot(*slope))]
    longest = max((size for *_, size in known), default=0.0)
    for point, slope, size in known:
        if size > 0:
            length = _ARROW * frame.side * (_SHORTEST + (1 - _SHORTEST) * math.sqrt(size / longest))
            end = tuple(c + length * s / size for c, s in zip(point, slope, strict=True))
            yield Line(points=(point, end), style="should", points_at_end=True)


# --- More variables, or none ------------------------------------------------------------------------


def _slices(function: Function, named: tuple[Point, ...], near: Sequence[Point], solved: bool) -> Drawing | None:
    """Return the curve along each variable, the others held fixed at a point that a question names, else at one of ours."""
    names = function.variables
    if not 2 < len(names) <= len(_OTHERS):
        return None
    centre = next(iter(near), _OTHERS[: len(names)])
    height = compiled(mapped(function).body, names)
    panels: list[Panel] = []
    rows: list[tuple[str, ...]] = []
    for axis, name in enumerate(names):
        fixed = ", ".join(f"{other} = {number_text(c)}" for other, c in zip(names, centre, strict=True) if other != name)
        xs = [centre[axis] + _LEAST * (k / _CURVE - 0.5) for k in range(_CURVE + 1)]
        points = [(x, height(*centre[:axis], x, *centre[axis + 1 :])) for x in xs]
        title = sentence("picture.function.slice", function=function.name, variable=name, fixed=fixed)
        panel = _panel(function, name, points, title)
        if panel is not None:
            panels.append(panel)
            rows += [(name, number_text(x), number_text(y)) for x, y in points[:: _CURVE // _SIDE]]
    if not panels:
        return None
    key: tuple[tuple[KeyStyle, str], ...] = (("function", sentence("picture.walk.curve_key", function=function.name)),)
    header = (sentence("picture.function.variable"), sentence("picture.function.value"), function.name)
    return Drawing(panels=tuple(panels), key=key, header=header, rows=tuple(rows))

"""A walk drawn: points after so many steps, over level lines or on a curve, and the function's height beside it.

Of a walk that leaves, the part is shown that can be seen, with an arrow to where it goes. Knows no program and no text of
answers; a kind or a shape says which points were seen.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from grader.algebra.differentiate import NotDifferentiableError, differentiate
from grader.algebra.tree import Vector
from grader.descent.landscape import Landscape, is_finite
from grader.descent.methods.method import Iteration, Method
from grader.drawing import Dot, Drawing, Frame, KeyStyle, Land, Line, Mark, Panel, Point, number_text, point_text, square
from grader.model import Function
from grader.quantities.operators.operator import mapped
from grader.sentences.catalogue import sentence
from grader.sentences.figures import enumeration

_FAR = 20.0  # a frame is at most so many times as wide as its start is far from zero: beyond, level lines say nothing
_GROWTH = 8.0  # and so many times as wide as its first move, so that the move is seen
_CURVE = 120  # points of a curve: two pixels from one to the next
_ROOM = 1.15  # above what is shown of a curve
_TANGENT = 0.09  # of the frame: half of a piece of a tangent
_SHORTEST, _LONGEST = 0.15, 0.6  # of a frame's side: an arrow that is a direction alone
_APART = 0.02  # of a frame's side: points that are nearer have one number
_PARALLEL = 0.9995  # the cosine of two directions that look the same: two degrees
_DECADES = 30.0  # the largest height over the smallest from where on a scale is logarithmic


@dataclass(frozen=True, kw_only=True, slots=True)
class Walk:
    """The points after so many steps, the start first; None for one that is no number any more.

    `wrong` is the place in `stops` from which a wrong step goes; it `is_first` if all before it are known to be right. `should` is
    where that step leads if it is right, named by the code `should_be`; with `aims` it is a direction alone. `known` are points
    that the exercise prints, `one_step` is the end of one step by the student's own rule. `method` is the one that was asked for.
    What `is_right` is the course's own, from which more is said of it, such as its step size.
    """

    function: Function
    stops: tuple[tuple[int, Point | None], ...]
    wrong: int | None = None
    is_first: bool = False
    should: Point | None = None
    should_be: str = ""
    aims: bool = False
    known: tuple[Point, ...] = ()
    one_step: Point | None = None
    method: Method | None = None
    is_right: bool = False
    says: tuple[str, ...] = ()

    def told(self, code: str, **gaps: object) -> str:
        """Return a sentence on whose walk it is."""
        return sentence(f"{'right' if self.is_right else 'picture'}.{code}", **gaps)


@lru_cache(maxsize=256)  # a course has some dozens of functions
def ground(function: Function) -> Landscape | None:
    """Return a function with its gradient by our own rules; None where it has none by rule."""
    body = mapped(function).body
    try:
        return Landscape(function.variables, body, Vector(tuple(differentiate(body, name) for name in function.variables)))
    except NotDifferentiableError:
        return None


def shown_of(walk: Walk) -> tuple[list[Point], int]:
    """Return the points that a frame is to hold, and how many stops from the start on are among them."""
    start = walk.stops[0][1]
    assert start is not None
    most = _FAR * max(1.0, *map(abs, start))
    held, count, first = [start], 1, 0.0
    for place, (_, point) in enumerate(walk.stops[1:], 1):
        if point is None or not is_finite(point):
            break
        size = _extent([*held, point])
        first = first or size
        needed = walk.wrong is not None and place <= walk.wrong + 1
        if size > most or not (needed or size <= _GROWTH * first):
            break
        held.append(point)
        count += 1
    further = (*walk.known, *((walk.should,) if walk.should is not None else ()))
    beside = [point for point in further if _extent([*held, point]) <= min(most, 3 * max(_extent(held), 0.5))]
    return [*held, *beside], count


def _extent(points: list[Point]) -> float:
    sizes: list[float] = [max(column) - min(column) for column in zip(*points, strict=True)]
    return max(sizes)


def drawn(walk: Walk) -> Drawing | None:
    """Return the walk as a drawing: a map or a curve, and the heights; None for one without a step."""
    if len(walk.stops) < 2 or walk.stops[0][1] is None or not is_finite(walk.stops[0][1]):
        return None
    of = {1: _on_curve, 2: _on_map}.get(len(walk.function.variables))
    panels = (*((of(walk),) if of is not None else ()), *_heights(walk))
    if not panels:
        return None
    header = (sentence("picture.walk.step"), *walk.function.variables, walk.function.name)
    return Drawing(panels=panels, key=tuple(_key(walk)), header=header, rows=tuple(_rows(walk)))


def _key(walk: Walk) -> Iterator[tuple[KeyStyle, str]]:
    yield "own", walk.told("walk.own")
    if walk.wrong is not None:
        yield "wrong", sentence("picture.walk.wrong" if walk.is_first else "picture.walk.one_wrong")
    if walk.one_step is not None:
        yield "ring", sentence("picture.walk.one_step")
    if walk.should is not None:
        yield "should", sentence(walk.should_be)
    if len(walk.function.variables) == 2:
        yield "land", sentence("picture.walk.land" if walk.wrong is None else "picture.walk.level")
    elif len(walk.function.variables) == 1:
        yield "function", sentence("picture.walk.curve_key", function=walk.function.name)


def _rows(walk: Walk) -> Iterator[tuple[str, ...]]:
    for count, point in walk.stops:
        at = point or (None,) * len(walk.function.variables)
        yield str(count), *map(number_text, at), number_text(_height(walk.function, point))


def _height(function: Function, point: Point | None) -> float | None:
    here = ground(function)
    height = here.height(point) if here is not None and point is not None else math.nan
    return height if math.isfinite(height) else None


# --- What is said ---------------------------------------------------------------------------------


def described(walk: Walk) -> tuple[str, ...]:
    """Return in a few sentences what a walk does."""
    seen = [(count, point) for count, point in walk.stops if point is not None]
    last, end = seen[-1]
    start = point_text(seen[0][1])
    told = sentence("picture.walk.only", start=start)
    if last:
        code = "picture.walk.goes" if point_text(end) != start or end == seen[0][1] else "picture.walk.hardly"
        told = sentence(code, start=start, end=point_text(end), count=last)
    wrong = (walk.stops[walk.wrong + 1][0],) if walk.wrong is not None and walk.is_first else ()
    return told, *walk.says, *_course(walk), *(sentence("picture.walk.first_wrong", step=step) for step in wrong)


def _course(walk: Walk) -> tuple[str, ...]:
    """Return the sentence on how the height goes from each step to the next; none where there is nothing to say of all.

    Between points that are more than one step apart anything may have happened, so nothing is said of that.
    """
    name = walk.function.name
    steps = [(one, other) for one, other in pairwise(walk.stops) if other[0] == one[0] + 1]
    for (before, one), (after, other) in steps:
        later = [point for count, point in walk.stops if count > before]
        if other is None and not any(later):
            return (sentence("picture.walk.no_number", step=after),)
        if one == other and all(point == one for point in later):
            return (sentence("picture.walk.stays") if before == 0 else sentence("picture.walk.stays_from", step=before),)
        if one == other:
            return (sentence("picture.walk.stays_at", step=after),)
    pairs = [(after, _height(walk.function, one), _height(walk.function, other)) for (_, one), (after, other) in steps]
    moves = [(step, low, high) for step, low, high in pairs if low is not None and high is not None]
    all_known, seen_whole = len(moves) == len(steps), len(steps) == len(walk.stops) - 1
    rising = [(step, low, high) for step, low, high in moves if high > low]
    if rising and (len(rising) < len(moves) or len(moves) == 1 or not all_known):
        step, low, high = rising[0][0], *map(number_text, rising[0][1:])
        code = "picture.walk.rises_little" if low == high else "picture.walk.rises_at"
        return (sentence(code, function=name, step=step, before=low, after=high),)
    if not moves or not all_known or not (rising or all(high < low for _, low, high in moves)):
        return ()
    if seen_whole:
        return (sentence("picture.walk.rises" if rising else "picture.walk.falls", function=name),)
    return (sentence("picture.walk.rises_first" if rising else "picture.walk.falls_first", function=name, count=len(steps)),)


# --- Panels ---------------------------------------------------------------------------------------


def _on_map(walk: Walk) -> Panel:
    """Return the walk over level lines, with equal axes: only then is a gradient at a right angle to them."""
    held, count = shown_of(walk)
    frame = square(held, least=1e-6 if _extent(held) else 1.0)
    through = (walk.stops[walk.wrong][1],) if walk.wrong is not None else ()
    land = Land(function=walk.function, through=tuple(point for point in through if point is not None))
    return Panel(
        title=walk.told("walk.map", function=walk.function.name, start=point_text(walk.stops[0][1])),
        description=described(walk),
        frame=frame,
        axes=(walk.function.variables[0], walk.function.variables[1]),
        marks=(land, *(walk.method.marks(frame, 2) if walk.method else ()), *_path(walk, frame, count)),
        equal=True,
    )


def _path(walk: Walk, frame: Frame, count: int) -> Iterator[Mark]:
    """Yield the steps in order, the first wrong one on top, and the points with their numbers."""
    yield from _segments(walk, count)
    if walk.wrong is not None and walk.should is not None:
        yield _guide(walk, frame)
    yield from _numbered(walk, frame, count)


def _segments(walk: Walk, count: int) -> Iterator[Line]:
    for place, ((before, one), (after, other)) in enumerate(pairwise(walk.stops)):
        if one is None or other is None or place >= count:
            return
        leaves, wrong = place == count - 1, place == walk.wrong
        yield Line(
            points=(one, other),
            style="wrong" if wrong else "own",
            points_at_end=wrong or leaves,
            dashed=after - before > 1,
            beyond=point_text(other) if leaves else "",
            label=sentence("picture.walk.your_step") if wrong else "",
        )


def _guide(walk: Walk, frame: Frame) -> Line:
    """Return the arrow to what is right; of a direction alone it is long enough to be seen."""
    assert walk.wrong is not None
    assert walk.should is not None
    start, end = walk.stops[walk.wrong][1] or walk.should, walk.should
    length = math.dist(start, end) or 1.0
    shown = min(max(length, _SHORTEST * frame.side), _LONGEST * frame.side) if walk.aims else length
    aim = tuple(s + (e - s) * shown / length for s, e in zip(start, end, strict=True))
    return Line(points=(start, aim), style="should", points_at_end=True, dashed=True,
                label=sentence(walk.should_be))  # fmt: skip


def _numbered(walk: Walk, frame: Frame, count: int) -> Iterator[Dot]:
    """Yield the points; of those that lie on each other one, with all their numbers."""
    groups: list[tuple[Point, list[int]]] = []
    for number, point in walk.stops[:count]:
        assert point is not None
        near = next((group for group in groups if math.dist(group[0], point) <= _APART * frame.side), None)
        if near is not None:
            near[1].append(number)
        else:
            groups.append((point, [number]))
    for point, numbers in groups:
        yield Dot(point=point, style="own", label=_numbers_text(numbers))
    if walk.one_step is not None:
        yield Dot(point=walk.one_step, style="aid", hollow=True, label=sentence("picture.walk.one_step_label"))
    for point in walk.known:
        if len(point) == 2 and frame.holds(point):
            yield Dot(point=point, style="aid", hollow=True, label=sentence("picture.walk.minimum"))


def _numbers_text(numbers: list[int]) -> str:
    """Return numbers in few signs: `1–5, 41`.

    >>> _numbers_text([1, 2, 3, 41]), _numbers_text([0])
    ('1–3, 41', '0')
    """
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(f"{part[0]}–{part[-1]}" if len(part) > 1 else str(part[0]) for part in parts)


def _on_curve(walk: Walk) -> Panel | None:
    """Return the walk on the curve of a function of one variable: each step along the axis, then down or up to the curve."""
    held, count = shown_of(walk)
    flat = square([(point[0], 0.0) for point in held], least=1e-6 if _extent(held) else 2.0)
    here = ground(walk.function)
    heights = [height for point in held if (height := _height(walk.function, point)) is not None]
    xs = [flat.left + flat.side * k / _CURVE for k in range(_CURVE + 1)]
    curve = [(x, y) for x in xs if (y := _height(walk.function, (x,))) is not None]
    if here is None or not heights or not curve:
        return None
    low = min(*heights, *(y for _, y in curve))
    room = (max(heights) - low) or 1.0
    frame = Frame(flat.left, flat.right, low - 0.1 * room, low + _ROOM * room)
    marks: tuple[Mark, ...] = (
        Line(points=tuple(curve), style="function"),
        *(walk.method.marks(frame, 1) if walk.method else ()),
        *_tangents(walk, here, frame, count),
        *_stairs(walk, count),
        *_aside(walk),
        *_numbered(_lifted(walk), frame, count),
    )
    return Panel(
        title=walk.told("walk.curve", function=walk.function.name, start=point_text(walk.stops[0][1])),
        description=described(walk),
        frame=frame,
        axes=(walk.function.variables[0], walk.function.name),
        marks=marks,
    )


def _tangents(walk: Walk, here: Landscape, frame: Frame, count: int) -> Iterator[Line]:
    """Yield a piece of the tangent at each point from which a step goes: the steeper, the longer the step should be."""
    tall = frame.top - frame.bottom
    for _, point in walk.stops[: min(count, len(walk.stops) - 1)]:
        if point is None or not is_finite(here.slope(point)):
            return
        (x,), y, (slope,) = point, here.height(point), here.slope(point)
        reach = _TANGENT / math.hypot(1 / frame.side, slope / tall)
        yield Line(points=((x - reach, y - slope * reach), (x + reach, y + slope * reach)), style="aid")


def _stairs(walk: Walk, count: int) -> Iterator[Line]:
    """Yield each step as its length along the axis, and a drop to the curve or a climb."""
    for step in _segments(walk, count):
        one, other = step.points
        begin, end = _height(walk.function, one), _height(walk.function, other)
        if begin is None:
            return
        yield replace(step, points=((one[0], begin), (other[0], begin)), points_at_end=one != other)
        if not step.beyond and end is not None:
            yield Line(points=((other[0], begin), (other[0], end)), style="aid", dashed=True)


def _aside(walk: Walk) -> Iterator[Line]:
    """Yield the arrow of the right step, beside the first wrong one along the axis."""
    start = walk.stops[walk.wrong][1] if walk.wrong is not None else None
    height = _height(walk.function, start)
    if start is not None and walk.should is not None and height is not None:
        yield Line(points=((start[0], height), (walk.should[0], height)), style="should", points_at_end=True, dashed=True,
                   label=sentence(walk.should_be))  # fmt: skip


def _lifted(walk: Walk) -> Walk:
    """Return the walk with each point on the curve."""
    stops = tuple(
        (count, (point[0], height) if point is not None and (height := _height(walk.function, point)) is not None else None)
        for count, point in walk.stops
    )
    one_step = walk.one_step and (walk.one_step[0], _height(walk.function, walk.one_step) or 0.0)
    return Walk(function=walk.function, stops=stops, one_step=one_step)


def _heights(walk: Walk) -> Iterator[Panel]:
    """Yield the height against the step: a plateau, a zigzag and what blows up are seen at once."""
    found = [(place, count, _height(walk.function, point)) for place, (count, point) in enumerate(walk.stops)]
    known = [(place, height) for place, _, height in found if height is not None]
    if len(known) < 2:
        return
    values = [height for _, height in known]
    logarithmic = min(values) > 0 and max(values) > _DECADES * min(values)
    spread = (max(values) - min(values)) or 1.0
    low, high = (min(values) / 1.5, max(values) * 1.5) if logarithmic else (min(values) - 0.1 * spread, max(values) + 0.15 * spread)
    last = len(walk.stops) - 1
    marks: list[Mark] = []
    for (at, one), (then, other) in pairwise(known):
        far = then != at + 1 or walk.stops[then][0] - walk.stops[at][0] > 1
        marks.append(Line(points=((at, one), (then, other)), style="wrong" if at == walk.wrong else "own", dashed=far))
    marks += [Dot(point=(place, height), style="own") for place, height in known]
    if known[-1][0] < last:
        lost = sentence("picture.walk.no_number_label")
        marks.append(Dot(point=(known[-1][0] + 1, high), style="wrong", hollow=True, label=lost))
    yield Panel(
        title=sentence("picture.walk.heights", function=walk.function.name),
        description=_course(walk) or described(walk)[:1],
        frame=Frame(-0.4, last + 0.6, low, high),
        axes=(sentence("picture.walk.step"), walk.function.name),
        marks=tuple(marks),
        logarithmic=logarithmic,
        places=tuple((float(place), str(count)) for place, (count, _) in enumerate(walk.stops)),
    )


def said_of(iteration: Iteration) -> str:
    """Return the method with its numbers in words."""
    method = sentence(f"method.{iteration.method.name}")
    if not iteration.numbers:
        return sentence("right.alone", method=method)
    numbers = enumeration(sentence(f"given.{name}", value=number_text(value)) for name, value in iteration.numbers.items())
    return sentence("right.method", method=method, numbers=numbers)


def first_turned(function: Function, stops: tuple[tuple[int, Point | None], ...]) -> int | None:
    """Return the place of the first stop from which a single step goes elsewhere than straight downhill; None if all do."""
    here = ground(function)
    for place, ((before, one), (after, other)) in enumerate(pairwise(stops)):
        if here is None or one is None or other is None or after != before + 1:
            return None
        move, slope = tuple(b - a for a, b in zip(one, other, strict=True)), here.slope(one)
        size = math.hypot(*move) * math.hypot(*slope)
        if not math.isfinite(size):
            return None
        if size and -sum(m * s for m, s in zip(move, slope, strict=True)) < _PARALLEL * size:
            return place
    return None


def downhill(function: Function, stop: Point, *, length: float | None = None, size: float = 1.0) -> Point | None:
    """Return the end of a move straight downhill, of a length or of a step size; None where there is no slope."""
    here = ground(function)
    slope = here.slope(stop) if here is not None else ()
    steep = math.hypot(*slope) if slope else 0.0
    if not 0 < steep < math.inf:
        return None
    share = size if length is None else length / steep
    return tuple(c - share * s for c, s in zip(stop, slope, strict=True))

"""What operators draw of an answer: a slice of the surface, a dial, arrows over level lines.

Of f, the point and the student's own numbers alone; what is right is drawn where the course shows answers, and for staff.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from grader.algebra.differentiate import NotDifferentiableError, differentiate
from grader.algebra.numeric import compiled
from grader.drawing import Dot, Drawing, Frame, KeyStyle, Land, Line, Mark, Panel, Point, Style, number_text, point_text, square
from grader.quantities.operators.operator import Mapped, Shown
from grader.sentences.catalogue import sentence

_CURVE = 100  # points of a slice: three pixels from one to the next
_STEEP = 0.5  # of the student's line at least so much is seen, however flat the curve is
_LONGEST = 2.4  # of a vector on a dial; a longer one leaves it with an arrow
_ARC = 0.32  # the radius at which an angle is marked
_ARROWS = 5  # points at which arrows are drawn: more lie on each other
_WITHIN = 12.0  # a point for an arrow lies no farther from zero: among farther ones near ones fall together
_ASUNDER = 1.0  # points that are nearer to each other have arrows that lie on each other
_ARROW = 0.22  # of the frame's side: the length of the longest arrow
_PARALLEL = 0.9995  # the cosine of two directions that look the same: two degrees


def slice_of(whole: Mapped, direction: Mapping[str, float], shown: Shown) -> Drawing | None:
    """Return the curve along a direction through the point, and through it the line with the student's slope."""
    at, slope, names = shown.point, shown.value, whole.variables
    if slope is None or not math.isfinite(slope) or any(name not in at for name in names):
        return None
    height = compiled(whole.body, names)

    def along(step: float) -> float:
        return height(*(at[name] + step * direction.get(name, 0.0) for name in names))

    single = next(iter(direction)) if len(direction) == 1 else None
    origin = at[single] if single else 0.0
    reach = max(1.0, abs(origin) / 2)
    curve = [(origin + t, y) for k in range(_CURVE + 1) if math.isfinite(y := along(t := reach * (2 * k / _CURVE - 1)))]
    here = along(0.0)
    if not curve or not math.isfinite(here):
        return None
    low, high = min(y for _, y in curve), max(y for _, y in curve)
    span = max(high - low, _STEEP * abs(slope) * reach, 1e-6 * max(1.0, abs(here)))
    low, high = min(low, here - span / 2), max(high, here + span / 2)
    frame = Frame(origin - reach, origin + reach, low - 0.08 * span, high + 0.08 * span)
    line = tuple((origin + step, here + slope * step) for step in (-reach, reach))
    point = ", ".join(f"{name} = {number_text(at[name])}" for name in names)
    style: Style = "own" if shown.is_right else "wrong"
    panel = Panel(
        title=_title(whole, shown, single),
        description=(shown.told("slice.says", point=point, slope=number_text(slope)),),
        frame=frame,
        axes=(single or sentence("picture.slice.along"), whole.name),
        marks=(
            Line(points=tuple(curve), style="function"),
            Line(points=line, style=style),
            Dot(point=(origin, here), style="own", label=point_text(tuple(at[name] for name in names))),
        ),
    )
    rows = [(number_text(x), number_text(y), number_text(here + slope * (x - origin))) for x, y in curve[:: _CURVE // 8]]
    own = shown.told("slice.own", slope=number_text(slope))
    return Drawing(
        panels=(panel,),
        key=(("function", sentence("picture.slice.curve", function=whole.name)), (style, own)),
        header=(panel.axes[0], whole.name, own),
        rows=tuple(rows),
    )


def _title(whole: Mapped, shown: Shown, single: str | None) -> str:
    at = shown.point
    if single is None:
        point = point_text(tuple(at[name] for name in whole.variables))
        return shown.told("slice.title_along", function=whole.name, point=point)
    fixed = ", ".join(f"{name} = {number_text(at[name])}" for name in whole.variables if name != single)
    return shown.told("slice.title" if fixed else "slice.title_alone", function=whole.name, fixed=fixed)


# --- A direction ----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """The half-axis from which an exercise measures its angle, in quarters from the first one, and the way it turns: 1 or -1."""

    begin: int
    way: int


def dial(shown: Shown, right: Point | None, turn: Turn | None = None) -> Drawing | None:
    """Return the student's vector in the circle of all vectors of length 1, with its angle as the exercise measures it."""
    own = shown.vectors[0][1] if shown.vectors else ()
    if len(own) != 2 or not all(map(math.isfinite, own)):
        return None
    length = math.hypot(*own)
    frame = square([(0.0, 0.0)], least=2 * min(max(1.0, length), _LONGEST) * 0.95)
    marks: list[Mark] = [_circle(1.0, 0, 360), *_cross(frame)]
    style: Style = "own" if shown.is_right else "wrong"
    key: list[tuple[KeyStyle, str]] = [(style, shown.told("dial.own")), ("aid", sentence("picture.dial.circle"))]
    angle = None
    if turn is not None and length:
        angle = (turn.way * (math.degrees(math.atan2(own[1], own[0])) - 90 * turn.begin)) % 360
        marks += _measured(turn, angle, _half_axis(turn.begin, shown.axes), style)
        key.append(("function", sentence("picture.dial.from")))
    marks.append(Line(points=((0.0, 0.0), own), style=style, points_at_end=True, beyond=point_text(own),
                      label=sentence("picture.dial.length", length=number_text(length)), label_at=1.0))  # fmt: skip
    if right is not None and shown.reveal and not shown.is_right:
        marks.append(Line(points=((0.0, 0.0), right), style="should", points_at_end=True, dashed=True))
        key.append(("should", sentence("picture.dial.should")))
    gaps = {"vector": point_text(own), "length": number_text(length)}
    said = shown.told("dial.says", **gaps)
    if angle is not None and turn is not None:
        ends = (_half_axis(begin, shown.axes) for begin in (turn.begin, turn.begin + turn.way))
        said = shown.told("dial.says_angle", **gaps, angle=f"{angle:.0f}", **dict(zip(("axis", "towards"), ends, strict=True)))
    title = shown.told("dial.title")
    panel = Panel(title=title, description=(said,), frame=frame, axes=shown.axes, marks=tuple(marks), equal=True)
    rows = tuple((name, number_text(value)) for name, value in zip(shown.axes, own, strict=True))
    header = (sentence("picture.component"), shown.told("dial.own"))
    return Drawing(panels=(panel,), key=tuple(key), header=header, rows=rows)


def _half_axis(quarters: int, axes: tuple[str, str]) -> str:
    return f"{'+' if quarters % 4 < 2 else '−'}{axes[quarters % 2]}"


def _circle(radius: float, begin: float, end: float) -> Line:
    """Return an arc, from one angle to another in degrees."""
    count = max(8, int(abs(end - begin) / 5))
    turned = [math.radians(begin + (end - begin) * k / count) for k in range(count + 1)]
    return Line(points=tuple((radius * math.cos(t), radius * math.sin(t)) for t in turned), style="aid")


def _cross(frame: Frame) -> Iterator[Line]:
    yield Line(points=((frame.left, 0.0), (frame.right, 0.0)), style="aid")
    yield Line(points=((0.0, frame.bottom), (0.0, frame.top)), style="aid")


def _measured(turn: Turn, angle: float, name: str, style: Style) -> Iterator[Line]:
    """Yield the half-axis where the angle begins, and the arc from there to the student's vector."""
    begin = 90.0 * turn.begin
    axis = (math.cos(math.radians(begin)), math.sin(math.radians(begin)))
    yield Line(points=((0.0, 0.0), axis), style="function", label=name, label_at=1.0)
    arc = _circle(_ARC, begin, begin + turn.way * angle)
    label = sentence("picture.dial.angle", angle=f"{angle:.0f}")
    half = len(arc.points) // 2
    yield Line(points=arc.points[: half + 1], style=style, label=label)
    yield Line(points=arc.points[half:], style=style, points_at_end=True)


# --- A gradient -----------------------------------------------------------------------------------


def arrows(whole: Mapped, shown: Shown) -> Drawing | None:
    """Return the student's vectors as arrows over the level lines of a function of two variables."""
    names = whole.variables
    if len(names) != 2 or whole.written is None:
        return None
    near = list(_apart(shown, names))[:_ARROWS]
    longest = max((math.hypot(*vector) for _, vector in near), default=0.0)
    if not longest:
        return None
    frame = square([point for point, _ in near], least=2.0)
    frame = square([(frame.left, frame.bottom), (frame.right, frame.top)])
    scale = _ARROW * frame.side / math.sqrt(longest)
    turned = [point for point, vector in near if not _is_uphill(whole, point, vector)]
    marks: list[Mark] = [Land(function=whole.written, through=tuple(point for point, _ in near))]
    for point, vector in near:
        size = math.sqrt(math.hypot(*vector)) or 1.0  # roots, so that a short arrow is seen beside a long one
        end = tuple(c + scale * v / size for c, v in zip(point, vector, strict=True))
        marks.append(Line(points=(point, end), style="wrong" if point in turned else "own", points_at_end=True))
        marks.append(Dot(point=point, style="own"))
    said = shown.told("arrows.says" if turned else "arrows.says_right_angle", all=len(near), function=whole.name, wrong=len(turned))
    code = "arrows.title_at" if len(near) == 1 else "arrows.title"
    title = shown.told(code, function=whole.name, point=point_text(near[0][0]))
    panel = Panel(title=title, description=(said,), frame=frame, axes=(names[0], names[1]), marks=tuple(marks), equal=True)
    return Drawing(
        panels=(panel,),
        key=(("wrong" if turned else "own", shown.told("arrows.own")), ("land", sentence("picture.arrows.land"))),
        header=(sentence("picture.arrows.point"), shown.told("arrows.vector")),
        rows=tuple((point_text(point), point_text(vector)) for point, vector in near),
    )


def _apart(shown: Shown, names: tuple[str, ...]) -> Iterator[tuple[Point, Point]]:
    """Yield points near zero and off each other, with the student's vectors there."""
    found: list[Point] = []
    for at, vector in shown.vectors:
        point = tuple(at[name] for name in names)
        seen = len(vector) == 2 and all(map(math.isfinite, vector)) and max(map(abs, point)) <= _WITHIN
        if seen and all(math.dist(point, other) > _ASUNDER for other in found):
            found.append(point)
            yield point, vector


def _is_uphill(whole: Mapped, point: Point, vector: Point) -> bool:
    """Tell whether a vector points where the function rises most."""
    try:
        slope = [compiled(differentiate(whole.body, name), whole.variables)(*point) for name in whole.variables]
    except NotDifferentiableError:
        return False
    size = math.hypot(*vector) * math.hypot(*slope)
    return size == 0 or sum(v * s for v, s in zip(vector, slope, strict=True)) >= _PARALLEL * size

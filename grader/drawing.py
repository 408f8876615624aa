"""What can be drawn of an answer, as data: panels with marks in the units of the exercise, and the same as a table.

An operator, a shape or a kind says what of its answers can be drawn; `reports.pictures` alone knows how a picture looks.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from grader.model import Function
from grader.sentences.figures import figures
from grader.sentences.sentence import Number

Point = tuple[float, ...]
Style = Literal["function", "own", "wrong", "should", "aid"]
"""What a mark is: the function of the exercise, the student's own, own and wrong, what should be there, a help to the eye."""

KeyStyle = Style | Literal["ring", "land", "arrow"]
"""What the line below a picture explains: styles, and marks that look alike everywhere."""

_SIDES = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0)  # of frames, times powers of ten: few, so that a class shares its level lines
_MARGIN = 1.3  # room around what is shown, for numbers beside points
_FINEST = 1e-6  # of the numbers on an axis: in a smaller frame all of them look the same
_GRID = 8  # a frame's middle lies on its side divided by this, for the same reason


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the plane that a panel shows."""

    left: float
    right: float
    bottom: float
    top: float

    def holds(self, point: Point) -> bool:
        """Tell whether a point lies inside."""
        return self.left <= point[0] <= self.right and self.bottom <= point[1] <= self.top

    @property
    def side(self) -> float:
        """Return the width."""
        return self.right - self.left


@dataclass(frozen=True, kw_only=True, slots=True)
class Land:
    """The level lines of a function of two variables, the higher the darker; those `through` some points are thick."""

    function: Function
    through: tuple[Point, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """Points joined in order, with an arrowhead if it `points_at_end`.

    The label stands by its last piece, at the share `label_at` of it. `beyond` says where one that leaves the frame goes.
    One that is `faint` is one of many.
    """

    points: tuple[Point, ...]
    style: Style
    label: str = ""
    label_at: float = 0.5
    points_at_end: bool = False
    dashed: bool = False
    beyond: str = ""
    faint: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Dot:
    """A point with its name."""

    point: Point
    style: Style
    label: str = ""
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Surface:
    """The surface of a function of two variables, which fills a panel by itself."""

    function: Function


Mark = Land | Line | Dot | Surface


@dataclass(frozen=True, kw_only=True, slots=True)
class Panel:
    """One picture: a frame with its marks, the later ones on top; title and description say what it shows.

    With `equal` axes a unit is as long along the one as along the other. `places` are the ticks of the first axis where they
    are no numbers of a scale.
    """

    title: str
    description: tuple[str, ...]
    frame: Frame
    axes: tuple[str, str]
    marks: tuple[Mark, ...]
    equal: bool = False
    logarithmic: bool = False
    places: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawing:
    """What is drawn of one answer: panels side by side, a line on what each style means, and the numbers as a table."""

    panels: tuple[Panel, ...]
    key: tuple[tuple[KeyStyle, str], ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def square(points: Iterable[Point], least: float = 0.0) -> Frame:
    """Return a square frame around points; its side and its middle are of a few usual ones.

    >>> square([(0.5, 0.5), (0.37, -0.12)])
    Frame(left=-0.125, right=0.875, bottom=-0.25, top=0.75)
    """
    found = list(points)
    lows, highs = ([pick(p[axis] for p in found) for axis in (0, 1)] for pick in (min, max))
    finest = _FINEST * max(1e-3, *(abs(end) for end in (*lows, *highs)))
    wanted = max(*(high - low for low, high in zip(lows, highs, strict=True)), least, finest) * _MARGIN
    side = _usual(wanted)
    while True:
        middles = [round((low + high) / 2 / (side / _GRID)) * side / _GRID for low, high in zip(lows, highs, strict=True)]
        frame = Frame(middles[0] - side / 2, middles[0] + side / 2, middles[1] - side / 2, middles[1] + side / 2)
        if all(map(frame.holds, found)):
            return frame
        side = _usual(side * 1.01)


def _usual(wanted: float) -> float:
    """Return the smallest usual side that is not below the wanted one."""
    power = 10.0 ** math.floor(math.log10(wanted))
    return next((power * side for side in _SIDES if power * side >= wanted * (1 - 1e-9)), power * _SIDES[-1])


def number_text(value: float | None) -> str:
    """Return a number as letters show it, and a dash for what is none.

    >>> number_text(6.506783131740138e+45), number_text(None)
    ('6.51·10^45', '–')
    """
    return "–" if value is None or not math.isfinite(value) else figures(value)


def point_text(point: Point | None) -> str:
    """Return a point as a picture names it, to the figures that can be seen.

    >>> point_text((0.5, -1.0)), point_text((2.0,))
    ('(0.5, -1)', '2')
    """
    if point is None:
        return "–"
    inside = ", ".join(map(number_text, point))
    return Number(inside if len(point) == 1 else f"({inside})")

"""A drawing as SVG: text alone, no script, no style of its own but classes, each picture with its title and description.

Colours stand in the page's style sheet, by the class of what a mark is; shapes differ too, for whoever sees no colours.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from itertools import pairwise

from grader.drawing import Dot, Land, Line, Panel, Point, Surface, number_text
from grader.reports.escaping import harmless
from grader.reports.pictures import surface
from grader.reports.pictures.level_lines import land, line_through

SIZE = 300.0  # pixels of a side of what is drawn: four hundred with a table of numbers beside it leave a telephone
_LEFT, _BELOW, _ABOVE, _RIGHT = 44.0, 34.0, 8.0, 10.0  # for the numbers of the axes and their names
_HEAD = 9.0  # pixels of an arrowhead
_TICKS = 4  # about as many numbers as stand legibly side by side below a picture
_LETTERS, _SMALLEST, _FITS = 12.0, 8.0, 5  # pixels of writing, at least, and how many signs of it fit beside an axis
_NAME = 14.0  # pixels from the top that the name of the second axis takes
_POWER = 4  # from 10^4 on a power of ten is shorter than its zeros
_BESIDE, _EVERY = 2.0, 8.0  # pixels on both sides of a line, and along it, that names keep off
_LONGEST = 60  # signs beside a point: more would not fit into the picture
_DOT = 4.0  # pixels of a point's radius
_CLASS = re.compile(r'(<(?:svg|path|rect|line|polyline|polygon|circle|text)) class="([^"]*)"')  # of an element, which it opens
_OWN, _AMISS, _DUE, _INK, _EDGE = "#005f9e", "#b34700", "#00694d", "#1b1f24", "#767c85"  # as the pages have them on white
_SHADES = ("#f4f6f8", "#dde2e7", "#c5ccd3", "#adb6bf", "#959fa9")  # of a surface, the lowest first
_HALO = 'paint-order="stroke" stroke="#fff" stroke-width="3.5" font-weight="600"'  # so that names are read on lines
_HUES = {"own": _OWN, "wrong": _AMISS, "should": _DUE, "function": _INK, "aid": _EDGE}
"""The colour of each style."""
_COLOURS = {
    ("<svg", "picture"): ('xmlns="http://www.w3.org/2000/svg"', 'font-family="sans-serif"', 'font-size="12"', 'width="354"'),
    ("<rect", "plate"): ('fill="#fff"',),
    ("<rect", "frame"): ('fill="none"', f'stroke="{_EDGE}"'),
    ("<line", "tick"): (f'stroke="{_EDGE}"',),
    ("<path", "land"): ('fill-opacity="0.055"', 'fill-rule="evenodd"', 'stroke="#62686f"', 'stroke-width="0.7"'),
    ("<path", "level"): ('fill="none"', f'stroke="{_INK}"', 'stroke-width="2.6"'),
    ("<polygon", "floor"): ('fill="none"', f'stroke="{_EDGE}"'),
    **{("<path", f"sheet{k}"): (f'fill="{shade}"', 'stroke="#4a525c"', 'stroke-width="0.5"') for k, shade in enumerate(_SHADES)},
    ("<text", "number"): ('fill="#4a525c"',),
    ("<text", "name"): (f'fill="{_INK}"', 'font-style="italic"'),
    ("<polyline", "dashed"): ('stroke-dasharray="6 4"',),
    ("<circle", "hollow"): ('fill="none"', f'stroke="{_INK}"', 'stroke-width="2"'),
    **{
        ("<polyline", style): ('fill="none"', f'stroke="{hue}"', f'stroke-width="{1.2 if style == "aid" else 2.4}"')
        for style, hue in _HUES.items()
    },
    **{("<polygon", style): (f'fill="{hue}"',) for style, hue in _HUES.items()},
    **{("<circle", style): (f'fill="{hue}"',) for style, hue in _HUES.items() if style != "aid"},
    **{("<text", style): (f'fill="{hue}"', _HALO) for style, hue in _HUES.items()},
}
"""What a class means where no style sheet says it, by element."""
_SHORT = 1e-9  # pixels: no direction can be seen in less


def svg(panel: Panel, number: str, tell: Callable[[str], str] = str) -> str:
    """Return a panel as an `svg` element; `number` tells its ids from those of other pictures on the page.

    Everything in it is told in a language by `tell`.
    """
    return "".join(_Picture(panel, number, tell).parts())


def standing_alone(panel: Panel, number: str, tell: Callable[[str], str] = str) -> str:
    """Return a panel as an `svg` element with its colours, on white, for pages that are not ours."""
    return _CLASS.sub(_coloured, svg(panel, number, tell))


def _coloured(found: re.Match[str]) -> str:
    element, names = found[1], found[2].split()
    return element + "".join(f' {attribute}' for name in names for attribute in _COLOURS.get((element, name), ()))


_LEAST = 1e-9  # of the numbers themselves: two values nearer than that are one line, with room on either side


@dataclass
class _Picture:
    """One panel on its way into pixels."""

    panel: Panel
    number: str
    tell: Callable[[str], str]

    def __post_init__(self) -> None:
        frame = self.panel.frame
        if self.panel.logarithmic:
            frame = replace(frame, bottom=math.log10(frame.bottom), top=math.log10(frame.top))
        if frame.top - frame.bottom < _LEAST * max(1.0, abs(frame.top)):  # where every value is the same
            room = max(0.5, abs(frame.top) / 2)
            frame = replace(frame, bottom=frame.bottom - room, top=frame.top + room)
        self._frame = frame
        self._labels = Labels((2.0, 2.0, SIZE - 2, SIZE - 2))

    def parts(self) -> Iterator[str]:
        width, height = _LEFT + SIZE + _RIGHT, _ABOVE + SIZE + _BELOW
        title, said = f"t{self.number}", f"d{self.number}"
        yield (
            f'<svg class="picture" viewBox="0 0 {width:g} {height:g}" role="img" aria-labelledby="{title} {said}">'
            f'<title id="{title}">{self._text(self.panel.title)}</title>'
            f'<desc id="{said}">{" ".join(map(self._text, self.panel.description))}</desc>'
            f'<g transform="translate({_LEFT:g} {_ABOVE:g})">'
            f'<clipPath id="c{self.number}"><rect width="{SIZE:g}" height="{SIZE:g}"/></clipPath>'
        )
        alone = next((mark for mark in self.panel.marks if isinstance(mark, Surface)), None)
        yield from self._flat() if alone is None else surface.parts(self.panel, alone.function, SIZE, self.tell)
        yield "</g></svg>"

    def _flat(self) -> Iterator[str]:
        """Yield the marks of a plane, the land under the axes and all else on them."""
        yield f'<rect class="plate" width="{SIZE:g}" height="{SIZE:g}"/><g clip-path="url(#c{self.number})">'
        for mark in self.panel.marks:
            if isinstance(mark, Land):
                for outline in land(mark.function, self.panel.frame, SIZE):
                    yield f'<path class="land" d="{outline}"/>'
                for point in mark.through:
                    yield f'<path class="level" d="{line_through(mark.function, self.panel.frame, SIZE, point)}"/>'
        yield "</g>"
        yield from self._axes()
        dots = [mark for mark in self.panel.marks if isinstance(mark, Dot)]
        for dot in dots:
            if self.panel.frame.holds(dot.point):
                self._labels.block(*self._at(dot.point), _DOT)
        lines = [mark for mark in self.panel.marks if isinstance(mark, Line)]
        for x, y in self._along([line for line in lines if line.style != "aid"]):
            self._labels.block(x, y, _BESIDE)
        for line in lines:
            yield from self._line(line)
        for dot in dots:
            yield from self._dot(dot)

    # --- places ---

    def _at(self, point: Point) -> tuple[float, float]:
        """Return a point in pixels; what is far outside stays near enough to be written."""
        frame, (x, y) = self._frame, point
        if self.panel.logarithmic:
            y = math.log10(y) if y > 0 else frame.bottom - 1
        across = (x - frame.left) / (frame.right - frame.left) * SIZE
        down = (frame.top - y) / (frame.top - frame.bottom) * SIZE
        return across, down

    def _along(self, lines: Sequence[Line]) -> Iterator[tuple[float, float]]:
        """Yield places on lines, near enough to each other that no name fits between."""
        for line in lines:
            for piece in _inside([self._at(point) for point in line.points]):
                for one, other in pairwise(piece):
                    count = max(1, round(math.dist(one, other) / _EVERY))
                    yield from (
                        (one[0] + (k / count) * (other[0] - one[0]), one[1] + (k / count) * (other[1] - one[1]))
                        for k in range(count)
                    )

    # --- marks ---

    def _line(self, mark: Line) -> Iterator[str]:
        pixels = [self._at(point) for point in mark.points]
        pieces = list(_inside(pixels))
        style = f"{mark.style}{' dashed' if mark.dashed else ''}{' faint' if mark.faint else ''}"
        for piece in pieces:
            yield f'<polyline class="{style}" points="{" ".join(map(_pair, piece))}"/>'
        if not pieces:
            return
        *_, before, end = pieces[-1]
        leaves = math.dist(end, pixels[-1]) > 1
        if mark.points_at_end:
            yield _arrowhead(before, end, mark.style)
        if mark.label:
            x, y = (b + mark.label_at * (e - b) for b, e in zip(before, end, strict=True))
            yield self._words(self.tell(mark.label), (x, y), mark.style)
        if leaves and mark.beyond:
            yield self._words(f"→ {self.tell(mark.beyond)}", end, mark.style)

    def _dot(self, mark: Dot) -> Iterator[str]:
        if not self.panel.frame.holds(mark.point):
            return
        x, y = self._at(mark.point)
        yield f'<circle class="{mark.style}{" hollow" if mark.hollow else ""}" cx="{_n(x)}" cy="{_n(y)}" r="{_DOT:g}"/>'
        if mark.label:
            yield self._words(self.tell(mark.label), (x, y), mark.style)

    def _words(self, text: str, at: tuple[float, float], style: str) -> str:
        shown = harmless(text, _LONGEST)
        x, y = self._labels.place(shown, *at)
        return f'<text class="{style}" x="{_n(x)}" y="{_n(y)}">{escape(shown)}</text>'

    def _text(self, text: str) -> str:
        return escape(harmless(self.tell(text)))

    # --- axes ---

    def _axes(self) -> Iterator[str]:
        yield f'<rect class="frame" width="{SIZE:g}" height="{SIZE:g}"/>'
        frame, panel = self._frame, self.panel
        across = panel.places or tuple((tick, number_text(tick)) for tick in ticks(frame.left, frame.right))
        for value, text in across:
            x, _ = self._at((value, panel.frame.top))
            yield f'<line class="tick" x1="{_n(x)}" x2="{_n(x)}" y1="{SIZE:g}" y2="{SIZE + 4:g}"/>'
            yield f'<text class="number" x="{_n(x)}" y="{SIZE + 16:g}" text-anchor="middle">{self._text(text)}</text>'
        for value in self._levels():
            _, y = self._at((frame.left, value))
            yield f'<line class="tick" x1="-4" x2="0" y1="{_n(y)}" y2="{_n(y)}"/>'
            if y < _NAME:
                continue  # the axis's name stands there
            power = round(math.log10(value)) if self.panel.logarithmic and value > 0 else 0
            is_power = abs(power) >= _POWER and math.isclose(value, 10.0**power)
            text = self._text(f"10^{power}" if is_power else number_text(value))
            size = f' font-size="{_n(max(_SMALLEST, _LETTERS * _FITS / len(text)))}"' if len(text) > _FITS else ""
            yield f'<text class="number" x="-6" y="{_n(y + 4)}" text-anchor="end"{size}>{text}</text>'
        yield f'<text class="name" x="{SIZE:g}" y="{SIZE + 30:g}" text-anchor="end">{self._text(panel.axes[0])}</text>'
        yield f'<text class="name" x="-40" y="10">{self._text(panel.axes[1])}</text>'

    def _levels(self) -> Sequence[float]:
        """Return the numbers of the second axis; whole powers of ten on a scale that spans several."""
        frame = self._frame
        if not self.panel.logarithmic:
            return ticks(frame.bottom, frame.top)
        if frame.top - frame.bottom < 2:
            return [tick for tick in ticks(10**frame.bottom, 10**frame.top) if tick > 0]
        step = math.ceil((frame.top - frame.bottom) / 6)
        return [10.0**power for power in range(math.ceil(frame.bottom), math.floor(frame.top) + 1, step)]


def ticks(low: float, high: float) -> list[float]:
    """Return a few round numbers between two.

    >>> ticks(-0.125, 0.875), ticks(0, 50)
    ([0.0, 0.2, 0.4, 0.6, 0.8], [0.0, 10.0, 20.0, 30.0, 40.0, 50.0])
    """
    raw = (high - low) / _TICKS
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * each for each in (1, 2, 5, 10) if power * each >= raw * 0.75)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [float(f"{k * step:.10g}") for k in range(first, last + 1)]


def _inside(pixels: Sequence[tuple[float, float]]) -> Iterator[list[tuple[float, float]]]:
    """Yield the pieces of a line that lie in the picture."""
    piece: list[tuple[float, float]] = []
    for one, other in pairwise(pixels):
        cut = _cut(one, other)
        if cut is None:
            continue
        start, end = cut
        if piece and math.dist(piece[-1], start) > _SHORT:
            yield piece
            piece = []
        piece = piece or [start]
        piece.append(end)
    if len(piece) > 1:
        yield piece


def _cut(one: tuple[float, float], other: tuple[float, float]) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Return the part of a segment in the picture, by Liang and Barsky's rule; None where nothing of it is."""
    first, last = 0.0, 1.0
    for axis in (0, 1):
        start, move = one[axis], other[axis] - one[axis]
        if not math.isfinite(move):
            return None
        if move == 0:
            if not 0 <= start <= SIZE:
                return None
            continue
        enters, leaves = sorted((-start / move, (SIZE - start) / move))
        first, last = max(first, enters), min(last, leaves)
    if first > last:
        return None
    at = [tuple(a + share * (b - a) for a, b in zip(one, other, strict=True)) for share in (first, last)]
    return (at[0][0], at[0][1]), (at[1][0], at[1][1])


def _arrowhead(before: tuple[float, float], end: tuple[float, float], style: str) -> str:
    length = math.dist(before, end)
    if length < _SHORT:
        return ""
    dx, dy = ((e - b) / length for b, e in zip(before, end, strict=True))
    back = (end[0] - _HEAD * dx, end[1] - _HEAD * dy)
    sides = [(back[0] - side * 0.45 * _HEAD * dy, back[1] + side * 0.45 * _HEAD * dx) for side in (1, -1)]
    return f'<polygon class="{style} head" points="{" ".join(map(_pair, (end, *sides)))}"/>'


def _pair(point: tuple[float, float]) -> str:
    return f"{_n(point[0])},{_n(point[1])}"


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


# --- Room for names beside points, so that no two lie on each other and none leaves the picture ----


_WIDE, _HIGH = 7.4, 13.0  # pixels of a sign of the pictures' writing, and of its line
_GAP = 0.5  # signs between two names: else 5 beside 4 reads 54
# where a name may stand, as parts of its width and height, from its point: right above first
_SPOTS = ((0.0, -1.0), (-1.0, -1.0), (0.0, 0.0), (-1.0, 0.0), (-0.5, -1.25), (-0.5, 0.25), (0.0, -0.5), (-1.0, -0.5),
          (0.0, -2.0), (-1.0, -2.0), (0.0, 1.0), (-1.0, 1.0))  # fmt: skip
_ASIDE = 6.0  # pixels from a point to its name

Box = tuple[float, float, float, float]


@dataclass
class Labels:
    """What is written in a picture so far; `inside` is the room that there is."""

    inside: Box
    taken: list[Box] = field(default_factory=list)

    def block(self, x: float, y: float, reach: float) -> None:
        """Keep writing off a point."""
        self.taken.append((x - reach, y - reach, x + reach, y + reach))

    def place(self, text: str, x: float, y: float) -> tuple[float, float]:
        """Return the left end and the line of the writing of a text beside its point."""
        width = _WIDE * (len(text) + _GAP)
        boxes = [_box(x, y, width, spot) for spot in _SPOTS]
        best = min(boxes, key=lambda box: (self._cost(box), boxes.index(box)))
        self.taken.append(best)
        return best[0], best[3] - 0.25 * _HIGH

    def _cost(self, box: Box) -> float:
        """Return how much of a box lies outside or on other writing."""
        left, top, right, bottom = self.inside
        outside = max(0.0, left - box[0]) + max(0.0, top - box[1]) + max(0.0, box[2] - right) + max(0.0, box[3] - bottom)
        return 20 * outside + sum(_shared(box, other) for other in self.taken)


def _box(x: float, y: float, width: float, spot: tuple[float, float]) -> Box:
    across, down = spot
    left = x + across * width + _ASIDE * (2 * across + 1) if across != -0.5 else x - width / 2
    top = y + down * _HIGH + (_ASIDE * 0.5 * (2 * down + 1) if down != -0.5 else 0.0)
    return (left, top, left + width, top + _HIGH)


def _shared(one: Box, other: Box) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return width * height if width > 0 and height > 0 else 0.0

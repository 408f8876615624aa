"""The level lines of a function of two variables as paths in pixels, worked out once for a function and a frame."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import contourpy
import numpy as np
from numpy.typing import NDArray

from grader.algebra.numeric import compiled
from grader.drawing import Frame, Point
from grader.model import Function
from grader.quantities.operators.operator import mapped

_LEVELS = 9  # between 8 and 10: fewer show no slope, more no path
_NODES = 49  # along each side of the grid: a level line is smooth to the eye
_FEW = 21  # the same around one point: six pixels from one to the next
_NEAR = 55.0  # pixels around a point where its level line is thick
_TOLERANCE = 0.35  # pixels by which a simplified line may be off


@dataclass(frozen=True)
class Field:
    """The heights of a function over a frame, ready to be cut at any level."""

    contours: Any
    levels: tuple[float, ...]
    size: float

    def above(self, level: float) -> str:
        """Return the outline of what is not below a level, as the data of a path."""
        polygons, offsets = self.contours.filled(level, math.inf)
        return "".join(
            _outline(polygon[start:end], closed=True)
            for polygon, ends in zip(polygons, offsets, strict=True)
            for start, end in pairwise(ends)
        )


@lru_cache(maxsize=512)  # a class of ten thousand needs some dozens of frames for each of its functions
def land(function: Function, frame: Frame, size: float) -> tuple[str, ...]:
    """Return the outlines of what lies above each level, lowest first; none for a function that is flat there."""
    field = field_of(function, frame, size)
    return tuple(field.above(level) for level in field.levels)


def _heights(function: Function, frame: Frame, nodes: int) -> Any:  # noqa: ANN401 - NumPy's masked arrays have no types
    """Return the heights at the nodes of a grid, with what is no number left out."""
    height = compiled(mapped(function).body, function.variables)
    xs, ys = np.linspace(frame.left, frame.right, nodes), np.linspace(frame.bottom, frame.top, nodes)
    return np.ma.masked_invalid(np.array([[height(float(x), float(y)) for x in xs] for y in ys]))


@lru_cache(maxsize=512)  # as many as there are lands
def field_of(function: Function, frame: Frame, size: float) -> Field:
    """Return the heights over a frame; heights that are no number are left out."""
    heights = _heights(function, frame, _NODES)
    across, down = np.linspace(0, size, _NODES), np.linspace(size, 0, _NODES)
    contours = contourpy.contour_generator(across, down, heights, name="serial", fill_type="OuterOffset", line_type="Separate")
    known = heights.compressed()
    shares = (np.arange(_LEVELS) + 0.5) / _LEVELS
    levels = np.quantile(known, shares) if known.size else np.array([])
    spread = float(known.max() - known.min()) if known.size else 0.0
    return Field(contours=contours, levels=tuple(dict.fromkeys(map(float, levels))) if spread else (), size=size)


def line_through(function: Function, frame: Frame, size: float, point: Point) -> str:
    """Return the piece of a level line through a point, as the data of a path; a grid of its own keeps a small one round."""
    level = compiled(mapped(function).body, function.variables)(*point)
    near = (size * (point[0] - frame.left) / frame.side, size * (frame.top - point[1]) / frame.side)
    if not math.isfinite(level) or not frame.holds(point):
        return ""
    reach = frame.side * _NEAR / size
    around = Frame(
        max(frame.left, point[0] - reach),
        min(frame.right, point[0] + reach),
        max(frame.bottom, point[1] - reach),
        min(frame.top, point[1] + reach),
    )
    left, top = (size * (around.left - frame.left) / frame.side, size * (frame.top - around.top) / frame.side)
    width, height = (size * length / frame.side for length in (around.side, around.top - around.bottom))
    heights = _heights(function, around, _FEW)
    across, down = np.linspace(left, left + width, _FEW), np.linspace(top + height, top, _FEW)
    contours: Any = contourpy.contour_generator(across, down, heights, name="serial", line_type="Separate")
    pieces = (piece for line in contours.lines(level) for piece in _around(line, near))
    return "".join(_outline(piece, closed=False) for piece in pieces)


def _around(line: NDArray[np.float64], near: tuple[float, float]) -> Iterator[NDArray[np.float64]]:
    """Yield the pieces of a line that lie near a place; those far away would hide what else is drawn."""
    inside = np.hypot(*(line - near).T) <= _NEAR
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inside, [False])).astype(int)))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if end - start > 1:
            yield line[start:end]


def _outline(points: NDArray[np.float64], *, closed: bool) -> str:
    kept = _simplified(points)
    numbers = [f"{x:.1f} {y:.1f}".replace(".0", "") for x, y in kept]
    return f"M{'L'.join(numbers)}{'Z' if closed else ''}" if len(numbers) > 1 else ""


def _simplified(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the points of a line without those that are hardly off it, by Douglas and Peucker's rule."""
    keep = np.zeros(len(points), dtype=bool)
    keep[[0, -1]] = True
    spans = [(0, len(points) - 1)]
    if len(points) > 2 and np.allclose(points[0], points[-1]):
        middle = int(np.argmax(np.hypot(*(points - points[0]).T)))
        keep[middle] = True
        spans = [(0, middle), (middle, len(points) - 1)]
    while spans:
        start, end = spans.pop()
        if end - start < 2:
            continue
        (x, y), (dx, dy) = points[start], points[end] - points[start]
        inner = points[start + 1 : end]
        length = math.hypot(dx, dy) or 1.0
        off = np.abs((inner[:, 0] - x) * dy - (inner[:, 1] - y) * dx) / length
        place = int(np.argmax(off))
        if off[place] > _TOLERANCE:
            middle = start + 1 + place
            keep[middle] = True
            spans += [(start, middle), (middle, end)]
    return points[keep]

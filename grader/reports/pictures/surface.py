"""The surface of a function of two variables as a wire frame, seen from above at an angle; worked out once for a frame.

Heights far beyond the others would flatten all the rest; there the surface ends.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape

import numpy as np
from numpy.typing import NDArray

from grader.algebra.numeric import compiled
from grader.drawing import Frame, Panel, number_text
from grader.model import Function
from grader.quantities.operators.operator import mapped
from grader.reports.escaping import harmless

_PATCHES = 20  # along each side: 24 kB, and a valley is seen as one
_TURN, _RISE = math.radians(35), math.radians(28)  # from where it is seen: no edge hides another, and valleys show their floor
_TALL = 0.72  # of a side: the highest point above the floor
_WIDE = 1.46  # sides across the picture, with room for numbers
_SHADES = 5  # the higher the darker, as on a map of level lines
_FAR, _CUT = 3.0, 0.75  # heights beyond so many times what three quarters of them span are left out: a paraboloid keeps all


@dataclass(frozen=True, eq=False)
class Relief:
    """The heights at the nodes, row by row along the second variable, and the lowest and highest that are shown."""

    heights: NDArray[np.float64]
    low: float
    high: float

    @property
    def is_cut(self) -> bool:
        """Tell whether some heights are left out."""
        known = self.heights[np.isfinite(self.heights)]
        return bool(known.size < self.heights.size or known.max() > self.high or known.min() < self.low)


@lru_cache(maxsize=64)  # an assignment has a dozen functions
def relief(function: Function, frame: Frame) -> Relief | None:
    """Return the heights over a frame; None where there are none."""
    height = compiled(mapped(function).body, function.variables)
    xs, ys = (np.linspace(*ends, _PATCHES + 1) for ends in ((frame.left, frame.right), (frame.bottom, frame.top)))
    heights = np.array([[height(float(x), float(y)) for x in xs] for y in ys])
    known = heights[np.isfinite(heights)]
    return Relief(heights, *shown_heights(known)) if known.size else None


def shown_heights(known: NDArray[np.float64]) -> tuple[float, float]:
    """Return between which heights a function is shown: all of them, or what is not far beyond the most.

    >>> shown_heights(np.array([0.0, 1.0, 2.0, 3.0])), shown_heights(np.append(np.linspace(0, 1, 99), 1e9))[1] < 10
    ((0.0, 3.0), True)
    """
    low, high = float(known.min()), float(known.max())
    below, above = (float(np.quantile(known, share)) for share in (1 - _CUT, _CUT))
    if high - low > _FAR * (above - low) > 0:
        high = low + _FAR * (above - low)
    if high - low > _FAR * (high - below) > 0:
        low = high - _FAR * (high - below)
    return low, high


def parts(panel: Panel, function: Function, size: float, tell: Callable[[str], str]) -> Iterator[str]:
    """Yield the surface over a panel's frame, back to front, with the floor's edges and their numbers."""
    found = relief(function, panel.frame)
    if found is None:
        return
    frame, place = panel.frame, _Place(size)
    floor = [place(u, v, 0.0) for u, v in ((0, 0), (1, 0), (1, 1), (0, 1))]
    yield f'<polygon class="floor" points="{" ".join(map(_pair, floor))}"/>'
    corner = [place(0, 1, 0.0), place(0, 1, 1.0)]
    yield f'<polyline class="aid" points="{" ".join(map(_pair, corner))}"/>'
    shares = (found.heights - found.low) / ((found.high - found.low) or 1.0)
    for row in range(_PATCHES - 1, -1, -1):
        for column in range(_PATCHES - 1, -1, -1):
            spots = ((row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column))
            levels = [float(shares[spot]) for spot in spots]
            if not all(-1e-9 <= level <= 1 + 1e-9 for level in levels):
                continue
            shade = min(_SHADES - 1, int(_SHADES * sum(levels) / 4))
            ends = [place(c / _PATCHES, r / _PATCHES, h) for (r, c), h in zip(spots, levels, strict=True)]
            yield f'<path class="sheet{shade}" d="M{"L".join(map(_spaced, ends))}Z"/>'
    first, second = (escape(harmless(tell(name))) for name in panel.axes)
    labels = (
        (place(0.5, 0, 0), (10, 20), "start", "name", first),
        (place(0.04, 0, 0), (4, 14), "start", "number", number_text(frame.left)),
        (place(1, 0, 0), (-2, 15), "middle", "number", number_text(frame.right)),
        (place(0, 0.5, 0), (-10, 20), "end", "name", second),
        (place(0, 0.04, 0), (-4, 14), "end", "number", number_text(frame.bottom)),
        (place(0, 1, 0), (0, 15), "middle", "number", number_text(frame.top)),
        (place(0, 1, 0), (-4, -2), "end", "number", number_text(found.low)),
        (place(0, 1, 1), (-4, 4), "end", "number", number_text(found.high)),
        (place(0, 1, 1), (0, -8), "middle", "name", escape(function.name)),
    )
    for (x, y), (right, down), anchor, kind, text in labels:
        yield f'<text class="{kind}" x="{x + right:.1f}" y="{y + down:.1f}" text-anchor="{anchor}">{text}</text>'


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a point of the box lies in the picture: shares of the sides, and of the height."""

    size: float

    def __call__(self, u: float, v: float, height: float) -> tuple[float, float]:
        a, b = u - 0.5, v - 0.5
        across = a * math.cos(_TURN) - b * math.sin(_TURN)
        depth = a * math.sin(_TURN) + b * math.cos(_TURN)
        up = depth * math.sin(_RISE) + height * _TALL * math.cos(_RISE)
        scale = self.size / _WIDE
        return self.size / 2 + scale * across, self.size * 0.72 - scale * up


def _pair(point: tuple[float, float]) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"


def _spaced(point: tuple[float, float]) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}".replace(".0", "")

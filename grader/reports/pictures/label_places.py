"""Find room for names beside points, so that no two lie on each other and none leaves the picture."""

from __future__ import annotations

from dataclasses import dataclass, field

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

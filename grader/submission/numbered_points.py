r"""The numbered points of a descent as they are written by hand: `(x_1, y_1) = (0.4, 1.9)`, "Step 1: x = 0.4, y = 1.9".

Collects points and coordinates by their number, in whatever order they come. Knows no exercise and no descent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from grader.notation.line import Equation, Piece, Prose
from grader.notation.numbered_steps import Mention, says_gradient

_MOST_DIGITS = 2  # of a step's number
# How a point begins that is written as a whole.
_OPENING = ("(", "[", "\\begin{", "\\left", "\\langle", "⟨", "<", "{", "$(", "\\binom", "\\left(")
# Stems of names that number whole points: `step_1`.
_POINTS = frozenset(("steps", "step", "point", "points"))


@dataclass(slots=True)
class NumberedPoints:
    """What was written of each numbered point so far: its coordinates by name, or all of it under no name.

    `current` is the step that the lines below its heading are about.
    """

    parts: dict[int, dict[str, str]] = field(default_factory=dict)
    beside: list[str] = field(default_factory=list)
    current: int | None = None

    def leave(self, text: str) -> None:
        """Keep what stands beside the points and is none of them."""
        if self.parts and text.strip():
            self.beside.append(text)

    def add_labelled(self, equation: Equation) -> None:
        """Keep `x_1 = 0.4` and `(x_1, y_1) = (0.4, 1.9)`; any other left side is left alone."""
        for label in equation.labels:
            names = [name.strip() for name in label.split(",")]
            numbers = {_number_of(name) for name in names}
            if len(numbers) != 1 or None in numbers:
                continue
            number = numbers.pop()
            assert number is not None
            whole = len(names) > 1 or _is_point(equation.written)
            self._keep(number, "" if whole else names[0].partition("_")[0].rstrip("0123456789"), equation.written)

    def add_said(self, number: int, pieces: Sequence[Piece]) -> bool:
        """Keep what a text says of a step: `x = 0.4, y = 1.9`, or the last point in it; says whether there was one."""
        found = False
        led = ""
        for piece in pieces:
            if isinstance(piece, Prose):
                led = piece.text
                continue
            if not isinstance(piece, Equation):
                continue
            single = [label for label in piece.labels if len(label) == 1]
            if single and not _is_point(piece.written):
                self._keep(number, single[0], piece.written)
            elif (_is_point(piece.written) and not says_gradient(led) and not any(map(_is_gradient, piece.labels))) or (
                not piece.labels and len(pieces) == 1 and not self.parts.get(number)
            ):
                self._keep(number, "", piece.written)
            else:
                continue
            found = True
            led = ""
        return found

    def take(self) -> tuple[list[str], list[str]]:
        """Return the points from the first on, in order, with what stands beside them, and forget them."""
        points, beside = [_written(self.parts[number]) for number in sorted(self.parts) if number], self.beside
        self.parts, self.beside, self.current = {}, [], None
        return points, beside

    def _keep(self, number: int, variable: str, value: str) -> None:
        self.parts.setdefault(number, {})[variable] = _in_a_row(value)


def segments(text: str, found: Sequence[Mention]) -> list[tuple[int, str]]:
    """Return what is said of each step that a text speaks of."""
    if _has_point(text[: found[0].start]) and not _has_point(text[found[-1].end :]):  # `to (0.4, 1.9) in step 1`
        starts = [0, *(mention.end for mention in found)]
        return [(mention.number, text[start : mention.start]) for mention, start in zip(found, starts, strict=False)]
    ends = [*(mention.start for mention in found[1:]), len(text)]
    return [(mention.number, text[mention.end : end]) for mention, end in zip(found, ends, strict=True)]


def _has_point(text: str) -> bool:
    """Tell whether a bracket with a comma stands in a text."""
    opened = text.find("(")
    return opened >= 0 and "," in text[opened : text.find(")", opened) + 1]


def _number_of(name: str) -> int | None:
    """Return the number of the point that a name is a coordinate of: 1 of `x_1` and of `step_1`."""
    stem, line, digits = name.partition("_")
    if not line:
        stem = name.rstrip("0123456789")
        digits = name[len(stem) :]
    if not digits.isdecimal() or len(digits) > _MOST_DIGITS or (len(stem) > 1 and stem not in _POINTS):
        return None
    return int(digits)


def _is_gradient(label: str) -> bool:
    return label.startswith(("nabla", "grad", "df_", "del_")) or label.endswith(("_x", "_y", "_z"))


def _is_point(written: str) -> bool:
    """Tell whether a value is a point as a whole: in brackets with a comma, or a column."""
    bare = written.strip().removeprefix("\\left").strip()
    inside = "," in bare or ";" in bare or "\\\\" in bare or "&" in bare
    return bare.startswith(_OPENING) and inside


def _in_a_row(value: str) -> str:
    """Return a point that was written as a column, as a row."""
    begin, end = value.find("\\begin{"), value.rfind("\\end{")
    if begin != 0 or end < 0 or "matrix}" not in value[:20] or not value.endswith("matrix}"):
        return value
    inside = value[value.index("}") + 1 : end]
    return f"({', '.join(part.strip() for part in inside.replace(chr(92) * 2, '&').split('&') if part.strip())})"


def _written(parts: dict[str, str]) -> str:
    """Return a point that was written as a whole, else one put together from its coordinates."""
    values = [parts[name] for name in sorted(parts)]
    sign = "; " if any("," in value for value in values) else ", "
    return parts.get("") or f"({sign.join(values)})"

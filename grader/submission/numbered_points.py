r"""The numbered points of a descent as they are written by hand: `(x_1, y_1) = (0.4, 1.9)`, "Step 1: x = 0.4, y = 1.9".

Collects points and coordinates by their number, in whatever order they come. Knows no exercise and no descent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from grader.notation.languages import AND
from grader.notation.line import Equation, Piece, Prose
from grader.notation.numbered_steps import Mention, says_gradient
from grader.notation.wording import WITHDRAWN, denies

_MOST_DIGITS = 2  # of a step's number
# How a point begins that is written as a whole.
_OPENING = ("(", "[", "\\begin{", "\\left", "\\langle", "⟨", "<", "{", "$(", "\\binom", "\\left(")
# Names of what is no point though it may be written as one.
_NO_POINTS = frozenset(("delta", "nabla", "grad", "gradient", "velocity", "direction", "move", "change"))
# Letters that people give a whole point.
_WHOLE = frozenset("pPqrX")
# Words of the point from which a descent begins, which no step reaches.
_STARTS = frozenset("start starting begin anfang startpunkt départ inicio inizio".split())
# The marks of formulas and code, and what closes a formula.
_MARKS = dict.fromkeys(map(ord, "\x02\x03\x04\x05$*`"), " ")
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

    def add_labelled(self, equation: Equation, variables: Sequence[str]) -> None:
        """Keep `x_1 = 0.4` and `(x_1, y_1) = (0.4, 1.9)`; any other left side is left alone."""
        for label in equation.labels:
            names = [name.strip() for name in label.split(",")]
            numbers = {_number_of(name) for name in names}
            if len(numbers) != 1 or None in numbers:
                continue
            number = numbers.pop()
            assert number is not None
            whole = len(names) > 1 or _is_point(equation.written)
            if whole and not _are_of_a_point(names, variables):
                self.parts.setdefault(number, {})
                self.beside.append(f"{WITHDRAWN}{label} = {equation.written}")
            self._keep(number, "" if whole else names[0].partition("_")[0].rstrip("0123456789"), equation.written)

    def add_said(self, number: int, pieces: Sequence[Piece], variables: Sequence[str]) -> bool:
        """Keep what a text says of a step: `x = 0.4, y = 1.9`, or the last point in it; says whether there was one.

        What the text calls a quantity that is no point stands beside it, for a person.
        """
        found = False
        led = ""
        spoken: list[str] = []  # right before the last point, and behind it
        for piece in pieces:
            if isinstance(piece, Prose):
                led = piece.text
                spoken.append(led)
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
                names = [name.strip() for label in piece.labels for name in label.split(",")]
                if names and not _are_of_a_point(names, variables) and _is_point(piece.written):
                    self.beside.append(f"{WITHDRAWN}{', '.join(piece.labels)} = {piece.written}")
                spoken = [led]
            else:
                spoken = [text for text in spoken if text != led]
                continue
            found = True
            led = ""
        self.beside += [f"{WITHDRAWN}{text}" for text in spoken if found and _is_of_no_point(text)]
        return found

    def add_listed(self, text: str, variables: Sequence[str]) -> bool:
        """Keep the points of a line that lists them under numbered names; says whether it does."""
        found = listed_points(text, variables)
        for number, point in found:
            self._keep(number, "", point)
        return bool(found)

    def take(self) -> tuple[list[str], list[str]]:
        """Return the points from the first on, in order, with what stands beside them, and forget them."""
        numbers = sorted(number for number in self.parts if number)
        points, beside = [_written(self.parts[number]) for number in numbers], self.beside
        if numbers != list(range(1, len(numbers) + 1)) and len(numbers) > 1:
            beside = [*beside, f"{WITHDRAWN}{', '.join(map(str, numbers))}"]
        self.parts, self.beside, self.current = {}, [], None
        return points, beside

    def _keep(self, number: int, variable: str, value: str) -> None:
        self.parts.setdefault(number, {})[variable] = _in_a_row(value)


def listed_points(text: str, variables: Sequence[str]) -> list[tuple[int, str]]:
    """Return the numbered points of a line that holds nothing else: `P1(0.4, 1.9), P2(0.05, 1.86)`; else nothing."""
    found: list[tuple[int, str]] = []
    number: int | None = None
    plain = text.translate(_MARKS)
    *brackets, behind = plain.split(")")
    for piece in brackets:
        between, opened, inside = piece.partition("(")
        label = between.strip(" ,;")
        if not opened or "(" in inside or "," not in inside:
            return []
        first, _, rest = label.partition(" ")
        label = rest.strip() if first in AND else label
        names = [name.strip() for name in inside.split(",")]
        if any(sign.isalpha() for sign in inside):
            numbers = {_number_of(name) for name in names}
            if label or number is not None or len(numbers) != 1 or not _are_of_a_point(names, variables):
                return []
            number = numbers.pop()
        else:
            if number is None:
                name = label.rstrip(" =:").lower()
                number = _number_of(name) if name[:1] == "p" else None
            elif label != "=":
                return []
            if number is None:
                return []
            found.append((number, f"({inside})"))
            number = None
    plain_end = not behind.strip(" .,;") and number is None
    return found if len(found) > 1 and plain_end and len({each for each, _ in found}) == len(found) else []


def _are_of_a_point(names: Sequence[str], variables: Sequence[str]) -> bool:
    """Tell whether names are those of a point: its coordinates in their order, or one name for all of it."""
    stems = [name if name in variables else name.partition("_")[0].rstrip("0123456789") for name in names]
    if len(stems) > 1:
        return are_in_order(stems, variables)
    if len(stems[0]) > 1:
        return stems[0] not in _NO_POINTS
    return stems[0] in _WHOLE or stems[0] in variables[:1]


def are_in_order(names: Sequence[str], variables: Sequence[str]) -> bool:
    """Tell whether names are some of the variables, each once and in their order."""
    return list(names) == [variable for variable in variables if variable in names]


def _is_of_no_point(text: str) -> bool:
    """Tell whether prose says of the point beside it that it is a start, the gradient or wrong."""
    starts = not _STARTS.isdisjoint(text.lower().split())
    return starts or says_gradient(text) or denies(text) or any(mark in text for mark in "✗✘❌?")


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
    """Tell whether a value is a point as a whole: in brackets with a comma or one bar, or a column."""
    bare = written.strip().removeprefix("\\left").strip()
    inside = "," in bare or ";" in bare or bare.count("|") == 1 or "\\\\" in bare or "&" in bare
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

r"""The numbered points of a descent as they are written by hand: `(x_1, y_1) = (0.4, 1.9)`, `\vec{x}^{(1)}`, "after step 1".

Collects points and coordinates by their number, in whatever order they come. Knows no exercise and no descent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_INDEXED = re.compile(r"\(?\s*([^\W\d])_?\{?(\d{1,2})\}?\s*(?:,\s*[^\W\d]_?\{?\2\}?\s*)*\)?$")
_STEP = re.compile(
    r"(?:after_)?(?:(?:step|iteration|point|position)_(\d{1,2})|(first|second|third|fourth|fifth)_(?:step|point))$"
)
_IN_A_SENTENCE = re.compile(
    r"\b(?:(first|second|third|fourth|fifth) (?:step|iteration)|(?:step|iteration) (\d{1,2}))\b[^()=.;\d]{1,60}"
    r"(\([^()]{1,60},[^()]{1,60}\))",
    re.IGNORECASE,
)
_ORDINALS = ("", "first", "second", "third", "fourth", "fifth")
_VECTOR = re.compile(r"\\begin\{|^\W*[(\[][^=]*,")
_COLUMN = re.compile(r"\\begin\{[pb]?matrix\}(.*)\\end\{[pb]?matrix\}", re.DOTALL)


@dataclass(slots=True)
class StepPoints:
    """What was written of each numbered point so far: its coordinates by name, or all of it under no name."""

    parts: dict[int, dict[str, str]] = field(default_factory=dict)
    beside: list[str] = field(default_factory=list)

    def leave(self, text: str) -> None:
        """Keep what stands beside the points and is none of them."""
        if self.parts and text.strip():
            self.beside.append(text)

    def add_indexed(self, left: str, value: str, rest: str = "") -> None:
        """Keep `x_1 = 0.4` and `(x_1, y_1) = (0.4, 1.9)`; any other left side is left alone."""
        found = _INDEXED.match(_undressed(left))
        if found:
            whole = "," in left or _VECTOR.search(value) is not None
            self._keep(int(found[2]), "" if whole else found[1], value)
            self.leave(rest)

    def add_labelled(self, label: str, value: str, rest: str = "") -> None:
        """Keep a point whose label says which step it belongs to (`step_1`, `second_step`)."""
        number = _number_of(label)
        if number is not None:
            self._keep(number, "", value)
            self.leave(rest)

    def add_coordinate(self, label: str, left: str, value: str) -> None:
        """Keep `x = 0.4` on a line with the label of a step."""
        number, variable = _number_of(label), left.rpartition(":")[2].strip(" $")
        if number is not None and re.fullmatch(r"[^\W\d]", variable):
            self._keep(number, variable, value)

    def add_sentence(self, text: str) -> bool:
        """Keep the points in prose (`after step 1 we are at (0.4, 1.9)`), and say whether there were any."""
        found = list(_IN_A_SENTENCE.finditer(text))
        for point in found:
            self._keep(_number(point[2], point[1]), "", point[3])
        return bool(found)

    def take(self) -> tuple[list[str], list[str]]:
        """Return the points from the first on, in order, with what stands beside them, and forget them."""
        points, beside = [_written(self.parts[number]) for number in sorted(self.parts) if number], self.beside
        self.parts, self.beside = {}, []
        return points, beside

    def _keep(self, number: int, variable: str, value: str) -> None:
        self.parts.setdefault(number, {})[variable] = _in_a_row(value)


def _number_of(label: str) -> int | None:
    found = _STEP.match(label)
    return _number(found[1], found[2]) if found else None


def _number(digits: str | None, ordinal: str | None) -> int:
    return int(digits) if digits else _ORDINALS.index((ordinal or "").lower())


def _undressed(left: str) -> str:
    r"""Return a left side without markup and arrows, with its number as an index: `\vec{x}^{(1)}` is `x_1`."""
    text = re.sub(r"\\(?:left|right)(?![a-z])|[$&*`]", "", left)
    text = re.sub(r"\\(?:vec|mathbf|boldsymbol|bm|overrightarrow)\s*(?:\{\s*(\w)\s*\}|(\w))", r"\1\2", text)
    return re.sub(r"\^\s*\{?\((\d{1,2})\)\}?", r"_\1", text).strip()


def _in_a_row(value: str) -> str:
    """Return a point that was written as a column, as a row."""
    column = _COLUMN.fullmatch(value)
    return f"({', '.join(_entries(column[1]))})" if column else value


def _entries(column: str) -> Iterator[str]:
    return (entry.strip() for entry in re.split(r"&|\\\\", column))


def _written(parts: dict[str, str]) -> str:
    """Return a point that was written as a whole, else one put together from its coordinates."""
    return parts.get("") or f"({', '.join(parts[name] for name in sorted(parts))})"

"""Cuts a cell's source into logical lines and blocks, also where it is no Python that parses.

Looks at quotes, brackets, comments and indentation only, so it never fails and takes time in
proportion to the source. What the lines mean is somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from grader.intake.magics import is_magic

_TOKEN = re.compile(
    r"""\#[^\n]*
    | (?P<triple>'''|\"\"\")
    | '(?:[^'\\\n]|\\[\s\S])*' | "(?:[^"\\\n]|\\[\s\S])*"
    | (?P<open>[(\[{]) | (?P<close>[)\]}]) | \\\n | (?P<newline>\n)""",
    re.VERBOSE,
)
_ENDS = {"'''": re.compile(r"(?:[^'\\]|\\[\s\S]|'(?!''))*'''"), '"""': re.compile(r'(?:[^"\\]|\\[\s\S]|"(?!""))*"""')}
# What stands at the margin here cannot be inside brackets, so a bracket before it was never closed.
_MARGIN = re.compile(r"(?:async\s+def|def|class)\s+\w|import\s+\w|from\s+[\w.]+\s+import\b|@\w|return\b|%%")
_GOES_ON = re.compile(r"(?:else|elif|except|finally)\b|[)\]}]")


@dataclass(frozen=True, slots=True)
class Logical:
    """A logical line: `[first, last]` are physical lines from 0. `restarts` are lines at the margin inside it."""

    first: int
    last: int
    text: str
    magic: bool
    restarts: tuple[int, ...] = ()

    @property
    def indented(self) -> bool:
        """Whether it belongs to what stands above it."""
        return self.text[:1] in (" ", "\t", "\f")

    @property
    def empty(self) -> bool:
        """Whether there is no code on it."""
        stripped = self.text.strip()
        return not stripped or stripped.startswith("#")


def logical_lines(source: str) -> Iterator[Logical]:
    """The logical lines of a source in order; together they are the source."""
    at, line = 0, 0
    while at < len(source):
        magic = is_magic(source, at)
        end, restarts = _magic_end(source, at) if magic else _code_end(source, at)
        text = source[at:end]
        height = text.count("\n")
        last = line + (height - 1 if text.endswith("\n") else height)
        margins = tuple(line + source.count("\n", at, place) for place in restarts)
        yield Logical(line, last, text.removesuffix("\n"), magic, margins)
        at, line = end, last + 1


def _magic_end(source: str, at: int) -> tuple[int, list[int]]:
    """A magic goes to the end of its line, over lines that end with a backslash."""
    while True:
        end = source.find("\n", at)
        if end < 0:
            return len(source), []
        if source[end - 1 : end] != "\\":
            return end + 1, []
        at = end + 1


def _code_end(source: str, at: int) -> tuple[int, list[int]]:
    """Where the logical line that begins at `at` ends, and the places at the margin that it runs over."""
    depth = 0
    restarts: list[int] = []
    for_next = at
    while True:
        token = _TOKEN.search(source, for_next)
        if token is None:
            return len(source), restarts
        for_next = token.end()
        if token["open"]:
            depth += 1
        elif token["close"]:
            depth = max(0, depth - 1)
        elif token["triple"]:
            closed = _ENDS[token["triple"]].match(source, for_next)
            if closed is None:
                return len(source), restarts + _margins(source, for_next)
            for_next = closed.end()
        elif token["newline"]:
            if depth == 0 or _MARGIN.match(source, for_next):
                return for_next, restarts
            if source[for_next : for_next + 1] not in ("", " ", "\t", "\n", "#", ")", "]", "}"):
                restarts.append(for_next)


def _margins(source: str, at: int) -> list[int]:
    return [found.end() for found in re.compile(r"\n(?=[^\s#)\]}])").finditer(source, at)]


@dataclass(frozen=True, slots=True)
class Block:
    """Logical lines that stand or fall together: a line at the margin with all that belongs to it."""

    lines: tuple[Logical, ...]

    @property
    def first(self) -> int:
        """The physical line, from 0, that it begins at."""
        return self.lines[0].first

    @property
    def text(self) -> str:
        """Its source."""
        return "\n".join(line.text for line in self.lines)

    @property
    def head(self) -> Logical:
        """The line that says what it is: the first that is neither empty nor a decorator."""
        return next((line for line in self.lines if not line.empty and line.text[0] != "@"), self.lines[0])


def blocks(lines: Iterator[Logical]) -> Iterator[Block]:
    """The blocks of a source; lines without code belong to what stands above them."""
    held: list[Logical] = []
    for line in lines:
        if held and not _belongs(line, held):
            yield Block(tuple(held))
            held = []
        if held or not line.empty:
            held.append(line)
    if held:
        yield Block(tuple(held))


def _belongs(line: Logical, held: list[Logical]) -> bool:
    if line.empty or line.indented or _GOES_ON.match(line.text):
        return True
    return all(above.empty or above.text.startswith("@") for above in held)

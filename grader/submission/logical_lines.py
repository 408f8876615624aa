"""Cuts a cell's source into logical lines and blocks, also where it is no Python that parses.

Looks at quotes, brackets, comments and indentation only, so it never fails and takes time in
proportion to the source. What the lines mean is somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from grader.submission.magics import is_magic

# All that decides where a logical line ends: comments, strings, brackets, a backslash before a line's end, and the end
# itself.
_TOKEN = re.compile(
    r"""\#[^\n]*
    | (?P<triple>'''|\"\"\")
    | '(?:[^'\\\n]|\\[\s\S])*' | "(?:[^"\\\n]|\\[\s\S])*"
    | (?P<open>[(\[{]) | (?P<close>[)\]}]) | \\\n | (?P<newline>\n)""",
    re.VERBOSE,
)
# What closes a string of three quotes, by its quotes.
_ENDS = {"'''": re.compile(r"(?:[^'\\]|\\[\s\S]|'(?!''))*'''"), '"""': re.compile(r'(?:[^"\\]|\\[\s\S]|"(?!""))*"""')}
# What stands at the margin here cannot be inside brackets, so a bracket before it was never closed.
_MARGIN = re.compile(r"(?:async\s+def|def|class)\s+\w|import\s+\w|from\s+[\w.]+\s+import\b|@\w|return\b|%%")
_GOES_ON = re.compile(r"(?:else|elif|except|finally)\b|[)\]}]")  # at the margin, and yet part of what stands above


@dataclass(frozen=True, slots=True)
class Logical:
    """A logical line: `[first, last]` are physical lines from 0; `restart` is the first line at the margin inside it."""

    first: int
    last: int
    text: str
    magic: bool
    restart: int | None = None

    @property
    def indented(self) -> bool:
        """Tell whether it belongs to what stands above it."""
        return self.text[:1] in (" ", "\t", "\f")

    @property
    def empty(self) -> bool:
        """Tell whether there is no code on it."""
        stripped = self.text.strip()
        return not stripped or stripped.startswith("#")


def logical_lines(source: str) -> Iterator[Logical]:
    """Yield the logical lines of a source in order; together they are the source."""
    at, line = 0, 0
    while at < len(source):
        magic = is_magic(source, at)
        end, restart = _magic_end(source, at) if magic else _code_end(source, at)
        text = source[at:end]
        height = text.count("\n")
        last = line + (height - 1 if text.endswith("\n") else height)
        margin = None if restart is None else line + source.count("\n", at, restart)
        yield Logical(line, last, text.removesuffix("\n"), magic, margin)
        at, line = end, last + 1


def _magic_end(source: str, at: int) -> tuple[int, None]:
    """Return the end of a magic: its line's, over lines with a backslash at their end."""
    while True:
        end = source.find("\n", at)
        if end < 0:
            return len(source), None
        if source[end - 1 : end] != "\\":
            return end + 1, None
        at = end + 1


def _code_end(source: str, at: int) -> tuple[int, int | None]:
    """Return the end of the logical line from `at` on, and the first place at the margin that it runs over."""
    depth, here = 0, at
    restart: int | None = None
    while (token := _TOKEN.search(source, here)) is not None:
        here = token.end()
        if token["open"]:
            depth += 1
        elif token["close"]:
            depth = max(0, depth - 1)
        elif token["triple"]:
            closed = _ENDS[token["triple"]].match(source, here)
            if closed is None:
                return len(source), restart or _margin(source, here)
            here = closed.end()
        elif token["newline"]:
            if depth == 0 or _MARGIN.match(source, here):
                return here, restart
            if restart is None and source[here : here + 1] not in ("", " ", "\t", "\n", "#", ")", "]", "}"):
                restart = here
    return len(source), restart


def _margin(source: str, at: int) -> int | None:
    found = re.compile(r"\n(?=[^\s#)\]}])").search(source, at)
    return found.end() if found else None


@dataclass(frozen=True, slots=True)
class Block:
    """Logical lines that stand or fall together: one at the margin with all of its own."""

    lines: tuple[Logical, ...]

    @property
    def first(self) -> int:
        """Return the physical line, from 0, that it begins at."""
        return self.lines[0].first

    @property
    def text(self) -> str:
        """Return its source."""
        return "\n".join(line.text for line in self.lines)

    @property
    def head(self) -> Logical:
        """Return the first line that is neither empty nor a decorator; it says what the block is."""
        return next((line for line in self.lines if not line.empty and line.text[0] != "@"), self.lines[0])


def blocks(lines: Iterable[Logical]) -> Iterator[Block]:
    """Yield the blocks of a source; lines without code belong to what stands above them."""
    held: list[Logical] = []
    headless = True  # only decorators so far, which belong to what comes below
    for line in lines:
        goes_on = line.empty or line.indented or _GOES_ON.match(line.text) is not None
        if held and not goes_on and not headless:
            yield Block(tuple(held))
            held, headless = [], True
        if held or not line.empty:
            held.append(line)
            headless = headless and (line.empty or line.text.startswith("@"))
    if held:
        yield Block(tuple(held))

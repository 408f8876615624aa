"""A session that was pasted into a cell with its prompts (`>>>`, `...`, `In [1]:`), as the source that was typed there.

Jupyter takes the prompts off as well. Every line keeps its number. Knows prompts and no Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_NUMBERED = re.compile(r"[ \t]*In ?\[[\d ]*\][ \t]*:=?(?: |$)")
_ANSWER = re.compile(r"[ \t]*Out ?\[[\d ]*\][ \t]*[:=]")
_CHEVRONS = re.compile(r"[ \t]*>>>(?: |$)")
_GOES_ON = re.compile(r"[ \t]*\.{3,}:?(?: |$)")


def is_numbered(source: str) -> bool:
    """Tell whether a line begins with `In [1]:`, which Python would take for a type hint."""
    return "In" in source and any(map(_NUMBERED.match, source.split("\n")))


def has_chevrons(source: str) -> bool:
    """Tell whether a line begins with `>>>`, which no Python does outside of a string."""
    return ">>>" in source and any(map(_CHEVRONS.match, source.split("\n")))


def without_prompts(source: str) -> str:
    """Return the source without prompts and without what `Out[1]:` answered; lines that have none stay as they are."""
    return "\n".join(_typed(source.split("\n")))


def _typed(lines: list[str]) -> Iterator[str]:
    prompted = answered = False
    for line in lines:
        found = _NUMBERED.match(line) or _CHEVRONS.match(line) or (_GOES_ON.match(line) if prompted else None)
        answered = found is None and line.strip() != "" and (answered or _ANSWER.match(line) is not None)
        prompted = found is not None
        yield line[found.end() :] if found else "" if answered else line

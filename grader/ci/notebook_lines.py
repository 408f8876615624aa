"""Which line of a notebook's file a line of one of its cells stands on, for a mark at the right place.

Jupyter writes each line of a cell on a line of its own; where a notebook was written otherwise there is no
such line, and none is told.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from grader.model import Place

_SOURCE = re.compile(r'(?<!\\)"source"\s*:')
_MOST_BYTES = 20_000_000


def line_in_notebook(path: Path, place: Place) -> int | None:
    """Return the line of the file, from 1; None where it cannot be told."""
    try:
        text = path.read_text(encoding="utf-8") if path.stat().st_size <= _MOST_BYTES else ""
        cells = json.loads(text)["cells"]
        kinds = [cell["cell_type"] == "code" for cell in cells]
        sources = [cell["source"] for cell in cells]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    starts = [found.end() for found in _SOURCE.finditer(text)]
    index = _nth(kinds, place)
    if index is None or len(starts) != len(sources) or not isinstance(sources[index], list):
        return None
    return _line(text, starts[index], sources[index][: place.line], place.line)


def _nth(kinds: list[bool], place: Place) -> int | None:
    """Return which of all cells it is, since cells of code and of text are counted apart."""
    same = [index for index, is_code in enumerate(kinds) if is_code != place.text]
    number = place.cell or 0
    return same[number - 1] if 0 < number <= len(same) else None


def _line(text: str, start: int, lines: list[object], wanted: int) -> int | None:
    """Return where the last of these strings begins, each looked for behind the one before."""
    at = start
    for line in lines:
        spellings = (json.dumps(line, ensure_ascii=ascii_only) for ascii_only in (False, True))
        places = [found for spelling in spellings if (found := text.find(spelling, at)) >= 0]
        if not places:
            return None
        at = min(places) + 1
    return text.count("\n", 0, at) + 1 if len(lines) == wanted else None

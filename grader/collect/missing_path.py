"""A path that is not there, told with what lies there under a similar name. Reads the names in folders and nothing else."""

from __future__ import annotations

import difflib
from pathlib import Path


def similar_path(path: Path) -> Path | None:
    """Return the path with its first missing part replaced by the likest name that is there, if that leads to something."""
    there = next((place for place in path.parents if place.exists()), None)
    if there is None:
        return None
    name, *rest = path.relative_to(there).parts
    try:
        names = sorted(each.name for each in there.iterdir())
    except OSError:
        return None
    spelled = {each.partition(".")[0]: each for each in names} | {each: each for each in names}
    for near in difflib.get_close_matches(name, spelled, n=3):
        found = there.joinpath(spelled[near], *rest)
        if found.exists():
            return found
    return None

"""What a handout writes into its notebooks: for which exercises each was handed out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

KEY = "gradient_grader"
"""Under what name a notebook's metadata says it."""
_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
_MOST = 100


def handed_out_for(exercises: Iterable[str]) -> dict[str, object]:
    """The entry of a notebook's metadata."""
    return {KEY: {"exercises": list(exercises)}}


def exercises_handed_out(text: str) -> frozenset[str]:
    """The ids of the exercises that a notebook was handed out for; none where it does not say so."""
    try:
        metadata = json.JSONDecoder(strict=False).raw_decode(text.lstrip())[0]["metadata"]
        named = metadata[KEY]["exercises"]
        return frozenset(name for name in named[:_MOST] if isinstance(name, str) and _ID.fullmatch(name))
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return frozenset()

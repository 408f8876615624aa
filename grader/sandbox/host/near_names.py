"""Names that are spelled nearly like the one that was asked for.

Knows spelling only.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_MOST = 3
_ALIKE = 0.72


def near(wanted: tuple[str, ...], defined: Iterable[str]) -> tuple[str, ...]:
    """Up to three of the defined names that look like one of those wanted, the likest first."""
    bare = {name: _bare(name) for name in defined}
    scores: dict[str, float] = {}
    for one in {_bare(name) for name in wanted}:
        matcher = difflib.SequenceMatcher(None, "", one)
        for name, spelled in bare.items():
            scores[name] = max(scores.get(name, 0.0), _likeness(matcher, spelled))
    likely = [name for name, score in scores.items() if score >= _ALIKE]
    return tuple(sorted(likely, key=lambda name: (-scores[name], name))[:_MOST])


def _likeness(matcher: difflib.SequenceMatcher[str], spelled: str) -> float:
    """Return how alike two spellings are, 0 to 1; 0 as soon as a quick look shows that it is not enough."""
    matcher.set_seq1(spelled)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0.0
    return matcher.ratio()


def _bare(name: str) -> str:
    return name.replace("_", "").casefold()

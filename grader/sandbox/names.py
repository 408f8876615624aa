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
    scored = {name: max((_likeness(name, one) for one in wanted), default=0.0) for name in defined}
    likely = [name for name, score in scored.items() if score >= _ALIKE]
    return tuple(sorted(likely, key=lambda name: (-scored[name], name))[:_MOST])


def _likeness(left: str, right: str) -> float:
    left, right = _bare(left), _bare(right)
    return 1.0 if left == right else difflib.SequenceMatcher(None, left, right).ratio()


def _bare(name: str) -> str:
    return name.replace("_", "").casefold()

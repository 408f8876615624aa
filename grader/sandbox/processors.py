"""Processors: which there are to work on, and going to one of them.

Stands alone, because it runs on both sides of the border. Linux tells and takes such a wish; macOS and Windows schedule
by themselves and have no such calls.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable

_go: Callable[[int, set[int]], None] | None = getattr(os, "sched_setaffinity", None)
_ask: Callable[[int], set[int]] | None = getattr(os, "sched_getaffinity", None)


def allowed() -> set[int]:
    """Return the processors that this process may use; none if the system does not say."""
    return set(_ask(0)) if _ask is not None else set()


def count() -> int:
    """Return how many processes are worth running at once."""
    return len(allowed()) or os.cpu_count() or 1


def go_to(processors: set[int]) -> None:
    """Work on these from here on, if the system takes such a wish."""
    if _go is not None and processors:
        with contextlib.suppress(OSError):
            _go(0, processors)

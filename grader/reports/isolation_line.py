"""The line that says in every report how well student code was kept apart, the same words everywhere.

Knows the words of the line and nothing of how it was measured.
"""

from __future__ import annotations

_LABEL = "isolation:"


def is_full(isolation: str) -> bool:
    """Tell whether the isolation line says that every layer held."""
    return _bare(isolation).casefold().startswith("full")


def isolation_line(isolation: str) -> str:
    """`isolation: full (…)`, whether or not the label stands there already."""
    return f"{_LABEL} {_bare(isolation) or 'not known'}"


def isolation_level(isolation: str) -> str:
    """`full`, `partial` or `none`: the line's first word."""
    return _bare(isolation).partition(":")[0].partition(" ")[0]


def _bare(isolation: str) -> str:
    return isolation.strip().removeprefix(_LABEL).strip()

"""What is said about files, notebooks and cells as they were handed in."""

from __future__ import annotations

SENTENCES: dict[str, str] = {}

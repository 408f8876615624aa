"""What is said about points, lateness, attempts and groups."""

from __future__ import annotations

SENTENCES: dict[str, str] = {}

"""What a letter says around its findings."""

from __future__ import annotations

SENTENCES: dict[str, str] = {}

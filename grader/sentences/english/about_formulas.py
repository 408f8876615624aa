"""What is said about text that is read as mathematics."""

from __future__ import annotations

SENTENCES: dict[str, str] = {}

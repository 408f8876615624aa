"""What is said about what happened when a student's code ran."""

from __future__ import annotations

SENTENCES: dict[str, str] = {}

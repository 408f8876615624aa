"""What is said about values that differ, and the slips that lead to them."""

from __future__ import annotations

SENTENCES: dict[str, str] = {}

"""What is said about programs that descend: each recognised mistake, and a next step."""

from __future__ import annotations

SENTENCES: dict[str, str] = {}

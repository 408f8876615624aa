"""What is said about files, notebooks and cells as they were handed in."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # text cells
    "unread_text": "{place} holds {characters:,} characters of text, more than is read. Hand in your answers in a shorter cell.",
}

"""Keeps derived references between runs, so that SymPy is imported once for a function and not once a run.

A cache only: what is not there, not readable or not writable is derived again and nobody hears of it. It does not
know whether what it holds is right; `derive` checks everything it takes from here.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from pathlib import Path

MOST_BYTES = 100_000
"""No derivative is longer; a longer file is not one of ours."""


def cache_folder() -> Path:
    """`gradient-grader/` in the user's cache folder."""
    root = os.environ.get("XDG_CACHE_HOME", "")
    base = Path(root) if root and Path(root).is_absolute() else Path(os.path.expanduser("~")) / ".cache"  # noqa: PTH111 - Path.home raises without a home
    return base / "gradient-grader"


def digest_of(question: tuple[str, ...]) -> str:
    """Return the name under which the answer to this question is kept: the SHA-256 of its parts."""
    return hashlib.sha256(json.dumps(question).encode()).hexdigest()


def recalled(question: tuple[str, ...]) -> str | None:
    """Return the text kept for this question, or None."""
    try:
        path = cache_folder() / f"{digest_of(question)}.json"
        if path.stat().st_size > MOST_BYTES:
            return None
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    matches = isinstance(kept, dict) and kept.get("question") == list(question)
    text = kept.get("answer") if matches else None
    return text if isinstance(text, str) else None


def remember(question: tuple[str, ...], answer: str) -> None:
    """Keeps the answer, readable by its owner only; does nothing where it cannot be written."""
    folder = cache_folder()
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        content = json.dumps({"format_version": 1, "question": list(question), "answer": answer})
        _write(folder / f"{digest_of(question)}.json", content)


def _write(path: Path, content: str) -> None:
    """The file whole or not at all; a temporary file of `mkstemp` is private from the start."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

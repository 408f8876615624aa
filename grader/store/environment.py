"""What student code runs with here: Python, the packages it can import, and how well it is kept apart.

Part of every key, since the same code may do otherwise elsewhere.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from grader.sandbox.host.packages import installed
from grader.store.keys import digest
from grader.store.rows import Work
from grader.store.store import Store

_NOTE = "isolation"


def environment(mode: str, level: str) -> dict[str, str]:
    """Everything that student code runs with on this machine; `level` is the isolation's, measured in a real process."""
    return {"python": sys.version, "platform": sys.platform, "mode": mode, "isolation": level, **installed()}


def isolation_level(work: Work, store: Store) -> str:
    """`full`, `partial` or `none`: as an earlier run measured it where nothing has changed since, else measured now.

    Raises `SandboxError` when students' code cannot be run as wanted.
    """
    circumstances = _circumstances(work.sandbox_mode)
    kept = json.loads(store.noted(_NOTE) or "{}")
    if kept.get("circumstances") == circumstances:
        return str(kept["level"])
    level = work.sandbox().expected().level
    store.note(_NOTE, json.dumps({"circumstances": circumstances, "level": level}))
    return level


def _circumstances(mode: str) -> str:
    """A digest of what decides how well code is kept apart: the kernel, the container, the user, Python, the mode."""
    uname = os.uname() if hasattr(os, "uname") else sys.platform
    return digest([mode, sys.version, list(uname), _rights()])


def _rights() -> list[str]:
    """Return what the kernel lets this process do, as Linux tells it."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    return [line for line in lines if line.startswith(("Uid:", "Gid:", "Cap", "NoNewPrivs:", "Seccomp:"))]

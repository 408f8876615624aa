"""What of a class is to be graded: the submissions of which the kept results do not hold any more, and no others.

They hold for what a student handed in and for what its code runs with here: Python, the packages that it can import, and
how well it is kept apart. Reads files' bytes to compare them with what was graded, and takes none apart.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grader.collect.parcels import fingerprint
from grader.sandbox.host.packages import installed
from grader.store.keys import Key, digest
from grader.store.rows import Name, Task, Work, name_of
from grader.store.store import Head, Store
from grader.submission.entries import Entry

_NOTE = "isolation"  # under what name a store keeps how well code was kept apart, since measuring it takes a process


def environment(mode: str, level: str) -> dict[str, str]:
    """Return all that student code runs with on this machine; `level` is the isolation's, measured in a real process."""
    return {"python": sys.version, "platform": sys.platform, "mode": mode, "isolation": level, **installed()}


def isolation_level(work: Work, store: Store) -> str:
    """Return `full`, `partial` or `none`: as an earlier run measured it if nothing has changed since, else measured now.

    Raises `SandboxError` when students' code cannot be run as wanted.
    """
    # what decides how well code is kept apart
    uname = os.uname() if hasattr(os, "uname") else sys.platform
    circumstances = digest([work.sandbox_mode, sys.version, list(uname), _rights()])
    kept = json.loads(store.noted(_NOTE) or "{}")
    if kept.get("circumstances") == circumstances:
        return str(kept["level"])
    level = work.sandbox().expected().level
    store.note(_NOTE, json.dumps({"circumstances": circumstances, "level": level}))
    return level


def _rights() -> list[str]:
    """Return what the kernel lets this process do, as Linux tells it."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    return [line for line in lines if line.startswith(("Uid:", "Gid:", "Cap", "NoNewPrivs:", "Seccomp:"))]


class Plan:
    """The tasks of one run. `again` grades everything anew, whatever is kept."""

    def __init__(self, entries: Sequence[Entry], keys: Mapping[str, Key], store: Store, *, again: bool = False) -> None:
        self._store = store
        self._heads: Mapping[Name, Head] = {} if again else store.heads()
        self._keys = keys
        self._to_do: list[tuple[Entry, str | None]] = []
        for entry in entries:
            # Where there is nothing to compare it with, the fingerprint is made when the entry's turn comes.
            content = fingerprint(entry) if name_of(entry) in self._heads else None
            if not self._holds(entry, content):
                self._to_do.append((entry, content))
        self.unchanged = len(entries) - len(self._to_do)

    def __len__(self) -> int:
        return len(self._to_do)

    def tasks(self) -> Iterator[Task]:
        """Yield what is to be done, each with the kept row where some of it may be used again."""
        for entry, known in self._to_do:
            content = known or fingerprint(entry)
            head = self._heads.get(name_of(entry))
            row = self._store.row(name_of(entry)) if head is not None and head.content == content else None
            yield Task(entry=entry, content=content, row=row)

    def _holds(self, entry: Entry, content: str | None) -> bool:
        head = self._heads.get(name_of(entry))
        if head is None or head.content != content:
            return False
        return all(head.keys.get(exercise) == key for exercise, key in self._keys.items())

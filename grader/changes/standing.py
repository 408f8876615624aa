"""Whether the reports in a folder still say what they would say now, so that they need not be written again.

They do when the same rows would be shown in the same way by the same grader, and nobody has touched the files.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from grader.model import Gradebook
from grader.reports.files import refused
from grader.store.keys import digest, source_digest
from grader.store.store import Store

_NOTE = "reports"


def reports_stand(store: Store, gradebook: Gradebook, out: Path) -> bool:
    """Tell whether what was written last is there and would be written just so again."""
    kept = json.loads(store.noted(_NOTE) or "{}")
    if kept.get("state") != _state(store, gradebook):
        return False
    return all(_facts(out / name) == facts for name, facts in kept["files"].items())


def keep_edited(store: Store, out: Path, name: str = "gradebook.csv") -> Path | None:
    """Move a table aside that is not as the last run left it, since somebody may have written into it; return where it is."""
    file = out / name
    facts = _facts(file)
    if facts is None or json.loads(store.noted(_NOTE) or "{}").get("files", {}).get(name) == facts:
        return None
    number = 1
    while (aside := file.with_name(f"{file.stem}.edited-{number}{file.suffix}")).exists():
        number += 1
    try:
        file.rename(aside)
    except OSError as error:
        raise refused(aside, error) from error
    return aside


def reports_written(store: Store, gradebook: Gradebook, out: Path, files: Iterable[Path], *, alone: bool) -> None:
    """Keeps in mind what was written now, and removes what an earlier run wrote for students who are gone.

    If only one student was graded `alone`, nobody is gone.
    """
    written = {str(file.relative_to(out)): _facts(file) for file in files}
    kept = json.loads(store.noted(_NOTE) or "{}")
    earlier = {name: facts for name, facts in kept.get("files", {}).items() if name not in written}
    if alone:
        written |= earlier
    else:
        for name, facts in earlier.items():
            if _facts(out / name) == facts:  # nobody has made it their own
                (out / name).unlink(missing_ok=True)
    store.note(_NOTE, json.dumps({"state": _state(store, gradebook), "files": written}))


def forgotten(store: Store, out: Path, changed: Iterable[str], removed: Iterable[str]) -> None:
    """Keep in mind that reports were written without a student, so that nobody seems to have edited them."""
    kept = json.loads(store.noted(_NOTE) or "{}")
    files = {name: facts for name, facts in kept.get("files", {}).items() if name not in set(removed)}
    files |= {name: _facts(out / name) for name in changed if name in files}
    store.note(_NOTE, json.dumps({"state": "", "files": files}))


def _state(store: Store, gradebook: Gradebook) -> str:
    """Return a digest of all that decides what the reports say."""
    shown = [
        repr(gradebook.assignment),
        repr(gradebook.missing),
        gradebook.rules,
        gradebook.isolation,
        sorted(gradebook.versions.items()),
    ]
    return digest([store.state(), shown, source_digest()])


def _facts(path: Path) -> list[int] | None:
    try:
        facts = path.stat()
    except OSError:
        return None
    return [facts.st_size, facts.st_mtime_ns]

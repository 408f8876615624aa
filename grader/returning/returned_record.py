"""`return/returned.json`: what was made ready to be returned, when, and to whom, so that a later change can be told.

A file that is filled anew with the same scores adds nothing. Knows scores as reports keep them; no platform.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from grader.changes import Difference, Report, Scores, compared
from grader.errors import StoreError
from grader.reports.files import refused, write_whole

FOLDER = "return"  # below the folder of reports
_FILE = "returned.json"  # in it
_FORMAT_VERSION = 1  # of that file; a key that goes or means something else makes it 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Return:
    """One file that was made for a platform. `kind` is `scores` or `feedback`.

    `texts` are what was written for each student, `scores` what the reports said then, as the store keeps it.
    """

    at: str
    platform: str
    kind: str
    file: str
    column: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    scores: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_for(self) -> tuple[str, str, str, str]:
        """Return what a later file for the same place has in common with this one."""
        return self.platform, self.kind, self.file, self.column


def returns_in(out: Path) -> list[Return]:
    """Return all returns from a folder of reports, the oldest first. Raises `StoreError` for a record that cannot be read."""
    path = out / FOLDER / _FILE
    try:
        told: Any = json.loads(path.read_text(encoding="utf-8"))
        if told["format_version"] > _FORMAT_VERSION:
            raise StoreError(f"{path} was written by a newer grade. Update grade. Nothing was changed.")
        return [_return(each) for each in told["returns"]]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise refused(path, error) from error
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"{path} is not as grade writes it ({type(error).__name__}: {error}). Move it away to begin a new record."
        ) from error


def _return(told: Mapping[str, Any]) -> Return:
    students = told["students"]
    return Return(
        at=told["at"],
        platform=told["platform"],
        kind=told["kind"],
        file=told["file"],
        column=told["column"],
        texts={student: said["text"] for student, said in students.items()},
        scores={student: json.dumps(said["scores"], separators=(",", ":")) for student, said in students.items()},
    )


def keep_return(out: Path, new: Return) -> bool:
    """Add a return to the record; tell whether it says anything new. Raises `StoreError`."""
    returns = returns_in(out)
    before = next((each for each in reversed(returns) if each.is_for == new.is_for), None)
    if before is not None and (before.texts, before.scores) == (new.texts, new.scores):
        return False
    _write(out, [*returns, new])
    return True


def _write(out: Path, returns: list[Return]) -> None:
    told = [
        {
            "at": each.at,
            "platform": each.platform,
            "kind": each.kind,
            "file": each.file,
            "column": each.column,
            "students": {
                student: {"text": text, "scores": json.loads(each.scores[student])} for student, text in each.texts.items()
            },
        }
        for each in returns
    ]
    text = json.dumps({"format_version": _FORMAT_VERSION, "returns": told}, ensure_ascii=False, indent=1)
    write_whole(out / FOLDER / _FILE, text + "\n")


def since_returned(out: Path, now: Iterable[Scores]) -> Difference | None:
    """Return what is different between the scores of now and what was last returned of each; None if nothing was."""
    returned = last_returned(out)
    return compared(returned, now, {}) if returned.texts else None


def last_returned(out: Path) -> Report:
    """Return the scores last returned of each student."""
    texts: dict[str, str] = {}
    for each in returns_in(out):
        if each.kind == "scores":
            texts |= each.scores
    return Report(texts=texts, causes={})


def forget_returned(out: Path, student: str) -> list[Path]:
    """Take a student out of the record, and return the filled files beside it, which may hold the student's row."""
    returns = returns_in(out)
    without = [
        replace(
            each,
            texts={one: text for one, text in each.texts.items() if one != student},
            scores={one: text for one, text in each.scores.items() if one != student},
        )
        for each in returns
    ]
    if without != returns:
        _write(out, without)
    folder = out / FOLDER
    return sorted(path for path in folder.glob("*") if path.is_file() and path.name != _FILE) if folder.is_dir() else []

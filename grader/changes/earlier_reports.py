"""What earlier runs reported: read, kept for the next run, and looked at whether it still stands in its folder.

It is read from the store beside the reports, or from a `gradebook.json` alone. Reports stand when the same rows would be
shown in the same way by the same grader and nobody has touched the files; then they need not be written again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from grader.changes.scores import Report, Scores, as_text, from_json, from_text
from grader.errors import StoreError, UsageError
from grader.model import Gradebook
from grader.reports.files import refused
from grader.store.keys import digest, source_digest
from grader.store.storage import FILE
from grader.store.store import Store

_CAUSES = "causes"  # under what name a store keeps what the last reports depended on
_GRADEBOOK = "gradebook.json"  # as `reports` names it
_WRITTEN = "reports"  # under what name a store keeps what was written, and how the files were left


def report_in(path: Path) -> Report:
    """Return what the folder of reports, the `run.sqlite` or the `gradebook.json` at this path says.

    Raises `UsageError` when there is none of these, and `StoreError` when it cannot be read.
    """
    folder = path.parent if path.name in (FILE, _GRADEBOOK) else path
    gradebook = path if path.name != FILE and path.is_file() else folder / _GRADEBOOK
    if (folder / FILE).is_file() and path != gradebook:
        with Store.look(folder) as store:
            report = last_report(store)
        if report.texts:
            return report
    if gradebook.is_file():
        return _of_json(gradebook)
    raise UsageError(f"{path} holds no grades. Name a folder of reports, with its {FILE} or {_GRADEBOOK}.")


def scores_in(report: Report) -> Iterator[Scores]:
    """Return each student's scores, in the order of the report."""
    return (from_text(student, text) for student, text in report.texts.items())


def last_report(store: Store) -> Report:
    """Return what was last published from a store; nothing where nothing was."""
    return Report(texts=dict(store.published()), causes=json.loads(store.noted(_CAUSES) or "{}"))


def students_reported_in(folder: Path) -> int:
    """Return how many students the last reports in a folder were about; 0 where nothing was reported."""
    if not (folder / FILE).exists():
        return 0
    with Store.look(folder) as store:
        return len(last_report(store).texts)


def keep_report(store: Store, report: Report) -> None:
    """Keep what is published now, for the next run."""
    store.publish(report.texts.items())
    store.note(_CAUSES, json.dumps(dict(report.causes)))


def _of_json(path: Path) -> Report:
    try:
        told: Any = json.loads(path.read_text(encoding="utf-8"))
        scores = [from_json(grade) for grade in told["grades"]]
        return Report(texts={each.student: as_text(each) for each in scores}, causes={"grader": told["versions"]["grader"]})
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} is not a gradebook that grade wrote ({type(error).__name__}: {error}).") from error


def reports_stand(store: Store, gradebook: Gradebook, out: Path, formats: Iterable[str]) -> bool:
    """Tell whether what was written last is there and would be written just so again, in these formats."""
    kept = json.loads(store.noted(_WRITTEN) or "{}")
    if kept.get("state") != _state(store, gradebook, formats):
        return False
    return all(_facts(out / name) == facts for name, facts in kept["files"].items())


def keep_edited(store: Store, out: Path, name: str = "gradebook.csv") -> Path | None:
    """Move a table aside that somebody may have written into since the last run; return its new place."""
    file = out / name
    facts = _facts(file)
    if facts is None or json.loads(store.noted(_WRITTEN) or "{}").get("files", {}).get(name) == facts:
        return None
    number = 1
    while (aside := file.with_name(f"{file.stem}.edited-{number}{file.suffix}")).exists():
        number += 1
    try:
        file.rename(aside)
    except OSError as error:
        raise refused(aside, error) from error
    return aside


def reports_written(  # noqa: PLR0913 - what was written, of whom, where and how
    store: Store, gradebook: Gradebook, out: Path, files: Iterable[Path], *, alone: bool, formats: Iterable[str]
) -> None:
    """Keep in mind what was written now, and remove what an earlier run wrote for students who are gone.

    If only one student was graded `alone`, nobody is gone.
    """
    written = {str(file.relative_to(out)): _facts(file) for file in files}
    kept = json.loads(store.noted(_WRITTEN) or "{}")
    earlier = {name: facts for name, facts in kept.get("files", {}).items() if name not in written}
    if alone:
        written |= earlier
    else:
        for name, facts in earlier.items():
            if _facts(out / name) == facts:  # nobody has made it their own
                (out / name).unlink(missing_ok=True)
    store.note(_WRITTEN, json.dumps({"state": _state(store, gradebook, formats), "files": written}))


def forgotten(store: Store, out: Path, changed: Iterable[str], removed: Iterable[str]) -> None:
    """Keep in mind that reports were written without a student: nobody is to seem to have edited them."""
    kept = json.loads(store.noted(_WRITTEN) or "{}")
    files = {name: facts for name, facts in kept.get("files", {}).items() if name not in set(removed)}
    files |= {name: _facts(out / name) for name in changed if name in files}
    store.note(_WRITTEN, json.dumps({"state": "", "files": files}))


def _state(store: Store, gradebook: Gradebook, formats: Iterable[str]) -> str:
    """Return a digest of all that decides what the reports say."""
    shown = [
        repr(gradebook.assignment),
        repr(gradebook.missing),
        gradebook.rules,
        gradebook.isolation,
        sorted(gradebook.versions.items()),
        sorted(formats),
    ]
    return digest([store.state(), shown, source_digest()])


def _facts(path: Path) -> list[int] | None:
    try:
        facts = path.stat()
    except OSError:
        return None
    return [facts.st_size, facts.st_mtime_ns]

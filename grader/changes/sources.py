"""Reads what an earlier run reported: from the store beside its reports, or from a `gradebook.json` alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader.changes.scores import Report, Scores, as_text, from_json, from_text
from grader.errors import StoreError, UsageError
from grader.store.storage import FILE
from grader.store.store import Store

_CAUSES = "causes"
_GRADEBOOK = "gradebook.json"


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
    """Keeps what is published now, for the next run."""
    store.publish(report.texts.items())
    store.note(_CAUSES, json.dumps(dict(report.causes)))


def _of_json(path: Path) -> Report:
    try:
        told: Any = json.loads(path.read_text(encoding="utf-8"))
        scores = [from_json(grade) for grade in told["grades"]]
        return Report(
            texts={each.student: as_text(each) for each in scores}, causes={"grader": told["versions"]["grader"]}
        )
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} is not a gradebook that grade wrote ({type(error).__name__}: {error}).") from error

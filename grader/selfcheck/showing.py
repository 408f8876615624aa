"""Shows a notebook's checks that nothing else shows: a notebook shows the last expression of a cell alone.

A check that is followed by another one is shown before it; one that is no cell's last expression is shown when the cell has run.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping

from grader.selfcheck.check_table import Report


class _Unshown:
    """The report of the running cell that was not shown yet."""

    report: Report | None = None
    watched: object = None


def show(report: Report, names: Mapping[str, object]) -> None:
    """See to it that the report is seen: print it in a program, and in a notebook where nothing else shows it."""
    shell = _shell(names)
    if shell is None:
        if not hasattr(sys, "ps1"):
            print(report)  # noqa: T201 - a program's own check has no other place to show it
        return
    _show_waiting()
    _Unshown.report = report
    if _Unshown.watched is not shell:
        shell.events.register("post_run_cell", lambda *_: _show_waiting())  # type: ignore[attr-defined]
        _Unshown.watched = shell


def _shell(names: Mapping[str, object]) -> object | None:
    get = names.get("get_ipython")
    shell = get() if callable(get) else None
    return shell if hasattr(shell, "events") else None


def _show_waiting() -> None:
    report, _Unshown.report = _Unshown.report, None
    if report is not None and not report.was_shown:
        from IPython.display import display

        display(report)  # type: ignore[no-untyped-call]

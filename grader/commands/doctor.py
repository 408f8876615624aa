"""`grade doctor`: shows what keeps student code apart on this machine, and what submissions miss here.

The attacks are the sandbox's; this module shows them on the console that it is handed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.collect.entry_search import find
from grader.model import Submission
from grader.reports.escaping import harmless, in_encoding
from grader.sandbox.host.machine import Diagnosis, diagnose, not_installed
from grader.submission.intake import read


def examine(path: Path | None, mode: str, console: Console) -> int:
    """Show the diagnosis; returns the exit status: 1 when not every attack was refused.

    Raises:
        GraderError: a sandbox cannot be started, or the path is not there.
    """
    diagnosis = diagnose(mode)
    _show(diagnosis, console)
    if path is not None:
        missing = not_installed({root for entry in find(path).entries for root in _roots(read(entry))})
        said = f"pip install {' '.join(missing)}" if missing else "every well-known package they import is installed"
        console.print(Text(f"submissions: {said}", style="yellow" if missing else ""))
    return int(any(not attempt.refused for attempt in diagnosis.attempts))


def _show(diagnosis: Diagnosis, console: Console) -> None:
    style = {"full": "green", "partial": "yellow"}.get(diagnosis.level, "bold red")
    console.print(Text(f"isolation: {diagnosis.isolation}", style=style))
    table = Table("A student's code tried to", "and", box=None, header_style="bold", padding=(0, 2, 0, 0))
    for attempt in diagnosis.attempts:
        said = f"was refused ({attempt.how})" if attempt.refused else "COULD" if attempt.possible else f"failed ({attempt.how})"
        table.add_row(attempt.tried, Text(said, style="" if attempt.refused else "bold red" if attempt.possible else "yellow"))
    console.print(table)
    versions = ", ".join(f"{name} {version}" for name, version in diagnosis.versions.items())
    console.print(Text(in_encoding(harmless(versions), console.encoding), style="dim"))
    console.print(Text(f"a warm process starts in {diagnosis.start_seconds:.2f} s", style="dim"))


def _roots(submission: Submission) -> Iterator[str]:
    """Yield the modules that a submission imports, by their first name."""
    for statement in submission.statements:
        if statement.problem is not None or "import" not in statement.source:
            continue
        for node in ast.walk(ast.parse(statement.source)):
            if isinstance(node, ast.Import):
                yield from (alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.split(".")[0]

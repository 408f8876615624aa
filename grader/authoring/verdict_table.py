"""What verification found, for a terminal: a row for each exercise, then each fault with its place.

Shows `Verified`; works without colour and at 80 columns.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.authoring.rules import RULES
from grader.authoring.verify import Verified
from grader.reports.escaping import harmless, in_encoding

COLUMNS = tuple(dict.fromkeys(rule.column for rule in RULES))


def show(found: Sequence[Verified], console: Console) -> None:
    """The table, the faults in the order of the files, and one line that sums up."""
    table = Table(box=None, header_style="bold", padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("exercise", overflow="fold")
    for column in COLUMNS:
        table.add_column(column, justify="right", no_wrap=True)
    for verified in found:
        table.add_row(verified.exercise, *(_cell(verified, column, console) for column in COLUMNS))
    console.print(table)
    faults = [fault.text for verified in found for fault in verified.faults]
    console.print()
    for text in dict.fromkeys(faults):
        console.print(Text(in_encoding(harmless(text), console.encoding), style="red"), soft_wrap=True)
    if faults:
        console.print()
    console.print(Text(summary(found), style="bold red" if faults else "green"))


def summary(found: Sequence[Verified]) -> str:
    """Return how much was tried and whether it held."""
    tried = sum(sum(verified.tried.values()) for verified in found)
    faults = sum(len(verified.faults) for verified in found)
    what = f"{len(found)} {'exercise' if len(found) == 1 else 'exercises'}, {tried} things tried"
    return f"{what}: {f'{faults} faults' if faults > 1 else '1 fault' if faults else 'everything holds'}"


def _cell(verified: Verified, column: str, console: Console) -> Text:
    """Return how many things were tried in this column, with a mark; a dash where there is nothing to try."""
    good, bad = ("✓", "✗") if in_encoding("✓", console.encoding) == "✓" else ("ok", "BAD")
    faults = [fault for fault in verified.faults if fault.column == column]
    if faults:
        return Text(f"{bad} {len(faults)}", style="bold red")
    count = verified.tried[column]
    return Text(f"{good} {count}", style="green") if count else Text("-", style="dim")

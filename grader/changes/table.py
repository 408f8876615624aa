"""The difference between two runs as a table for a terminal of 80 columns: who, which item, from, to, because of what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich import box
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from grader.changes.compare import Change, Difference, ItemChange
from grader.changes.scores import ItemScore
from grader.model import Verdict
from grader.reports import points, wording
from grader.reports.plain import harmless, in_encoding

_FEW = 12
_NAMES_SHOWN = 8


class ChangesTable:
    """A renderable for `rich`. Without `whole` many changed students are a dozen of them and counts by item."""

    def __init__(self, difference: Difference, since: str, *, whole: bool = False) -> None:
        self._difference = difference
        self._since = since
        self._whole = whole

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """A sentence, the table, what it leaves out, and who is new or gone."""
        difference = self._difference
        everyone = len(difference.changes) + len(difference.same)
        students = wording.counted(everyone, "student")
        yield _text(f"{len(difference.changes)} of {students} changed since {self._since}.", options, "bold")
        shown = difference.changes if self._whole else difference.changes[:_FEW]
        if shown:
            yield _table(shown, options)
        if len(shown) < len(difference.changes):
            yield from self._rest(difference.changes[len(shown) :], options)
        for words, names in (("New", difference.new), ("No longer handed in", difference.gone)):
            if names:
                listed = wording.listed(
                    [harmless(name, 60) for name in names], len(names) if self._whole else _NAMES_SHOWN
                )
                yield _text(f"{words} ({len(names)}): {listed}", options)

    def _rest(self, others: list[Change], options: ConsoleOptions) -> Iterator[Text]:
        counts = Counter((item.key, reason) for change in others for item in change.items for reason in item.because)
        yield _text(f"and {wording.counted(len(others), 'more student')}; by item and reason:", options)
        for (key, reason), count in counts.most_common(_FEW):
            yield _text(f"  {harmless(key, 60)}: {count} ({reason})", options)


def _text(text: str, options: ConsoleOptions, style: str = "") -> Text:
    return Text(in_encoding(text, options.encoding), style)


def _table(changes: list[Change], options: ConsoleOptions) -> Table:
    ruled = None if options.ascii_only else box.SIMPLE_HEAD
    table = Table(box=ruled, pad_edge=False, show_edge=False, padding=(0, 2, 0, 0))
    table.add_column("student", max_width=22, overflow="fold")
    table.add_column("item", overflow="fold")
    table.add_column("from", justify="right", no_wrap=True)
    table.add_column("to", justify="right", no_wrap=True)
    table.add_column("because", overflow="fold")
    for change in changes:
        name = harmless(change.name, 60)
        total = (name, "total", points.text(change.before), points.text(change.after), "")
        for cells in (total, *(_cells(item, options) for item in change.items)):
            table.add_row(*(_text(cell, options) for cell in cells))
    return table


def _cells(item: ItemChange, options: ConsoleOptions) -> tuple[str, ...]:
    worth = item.before is not None and item.after is not None and item.before.points != item.after.points
    before, after = (_score(score, options, with_points=worth) for score in (item.before, item.after))
    return ("", harmless(item.key, 80), before, after, ", ".join(item.because))


def _score(score: ItemScore | None, options: ConsoleOptions, *, with_points: bool) -> str:
    if score is None:
        return "-"
    sign = wording.signs(options.encoding)[Verdict(score.verdict)]
    return f"{sign} {points.text(score.earned)}{f'/{points.text(score.points)}' if with_points else ''}"

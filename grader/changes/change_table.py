"""The difference between two runs, shown: a table for a terminal of 80 columns, and the same as JSON for programs.

Who, which item, from, to, because of what. Knows no file and no store.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from rich import box
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from grader.changes.comparison import Change, Difference, ItemChange
from grader.changes.scores import ItemScore
from grader.model import Verdict
from grader.reports import points
from grader.reports import verdict_words as wording
from grader.reports.escaping import harmless, in_encoding
from grader.reports.formats.gradebook_json import Json

_MOST_LINES = 24  # of a table: with what stands around it a screen
_MOST_COUNTS = 16  # below that, of items and reasons: a course has about so many items
_NAMES_SHOWN = 8  # of new and missing students: two lines
_Cells = tuple[str, str, str, str, str]


class ChangesTable:
    """A renderable for `rich`. Without `whole`, many changes are those that fit a screen, and counts by item.

    `new` says what students are of whom there was no score before.
    """

    def __init__(self, difference: Difference, since: str, *, whole: bool = False, new: str = "New") -> None:
        self._difference = difference
        self._new = new
        self._since = since
        self._whole = whole

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Return a sentence, the table, what it leaves out, and who is new or gone."""
        difference = self._difference
        compared = len(difference.changes) + len(difference.same)
        if compared or not difference.new:
            students = wording.counted(compared, "student")
            yield _text(f"{len(difference.changes)} of {students} changed since {self._since}.", options, "bold")
        shown, others = self._shown(options)
        if shown:
            ruled = None if options.ascii_only else box.SIMPLE_HEAD
            table = Table(box=ruled, pad_edge=False, show_edge=False, padding=(0, 2, 0, 0))
            table.add_column("student", max_width=22, overflow="fold")
            table.add_column("item", overflow="fold")
            table.add_column("from", justify="right", no_wrap=True)
            table.add_column("to", justify="right", no_wrap=True)
            table.add_column("because", overflow="fold")
            for cells in shown:
                table.add_row(*(_text(cell, options) for cell in cells))
            yield table
        yield from _counts(others, options)
        for words, names in ((self._new, difference.new), ("No longer handed in", difference.gone)):
            if names:
                listed = wording.listed([harmless(name, 60) for name in names], len(names) if self._whole else _NAMES_SHOWN)
                yield _text(f"{words} ({len(names)}): {listed}", options)

    def _shown(self, options: ConsoleOptions) -> tuple[list[_Cells], list[Change]]:
        """Return the lines of the first students, at least of one, and the students for whom there is no room."""
        lines: list[_Cells] = []
        for place, change in enumerate(self._difference.changes):
            own = list(_lines(change, options))
            if lines and len(lines) + len(own) > _MOST_LINES and not self._whole:
                return lines, self._difference.changes[place:]
            lines += own
        return lines, []


def _counts(changes: list[Change], options: ConsoleOptions) -> Iterator[Text]:
    """Yield how many more changed, by item and reason."""
    if not changes:
        return
    yield _text(f"and {wording.counted(len(changes), 'more student')}, by item:", options)
    counts = Counter((item.key, ", ".join(item.because)) for change in changes for item in change.items)
    for (key, because), count in counts.most_common(_MOST_COUNTS):
        yield _text(f"  {count} {harmless(key, 60)} ({because})", options)


def _text(text: str, options: ConsoleOptions, style: str = "") -> Text:
    return Text(in_encoding(text, options.encoding), style)


def _lines(change: Change, options: ConsoleOptions) -> Iterator[_Cells]:
    """Yield a student's total, then each exercise with its reason and its items."""
    ends = [f"/{points.text(possible)}" for possible in change.possible] if change.possible else ["", ""]
    before, after = (points.text(total) + end for total, end in zip((change.before, change.after), ends, strict=True))
    yield harmless(change.name, 60), "total", before, after, ""
    for (exercise, because), items in groupby(change.items, lambda item: (item.key.partition("/")[0], item.because)):
        yield "", harmless(exercise, 60), "", "", ", ".join(because)
        yield from (_line(item, options) for item in items)


def _line(item: ItemChange, options: ConsoleOptions) -> _Cells:
    worth = item.before is not None and item.after is not None and item.before.points != item.after.points
    before, after = (_score(score, options, with_points=worth) for score in (item.before, item.after))
    return "", f"  {harmless(item.key.partition('/')[2], 60)}", before, after, ""


def _score(score: ItemScore | None, options: ConsoleOptions, *, with_points: bool) -> str:
    if score is None:
        return "-"
    sign = f"{wording.signs(options.encoding)[Verdict(score.verdict)]} " if score.verdict else ""
    return f"{sign}{points.text(score.earned)}{f'/{points.text(score.points)}' if with_points else ''}"


def difference_listing(difference: Difference) -> Json:
    """Return who changed, at which items and because of what, who is new and who is gone."""
    changed = [
        {
            "student": change.student,
            "name": change.name,
            "before": points.number(change.before),
            "after": points.number(change.after),
            "possible": [points.number(each) for each in change.possible] if change.possible else None,
            "items": [
                {"item": i.key, "before": _plain(i.before), "after": _plain(i.after), "because": list(i.because)}
                for i in change.items
            ],
        }
        for change in difference.changes
    ]
    return {"changed": changed, "new": list(difference.new), "gone": list(difference.gone), "same": len(difference.same)}


def _plain(score: ItemScore | None) -> Json | None:
    if score is None:
        return None
    return {"earned": points.number(score.earned), "points": points.number(score.points), "verdict": score.verdict or None}

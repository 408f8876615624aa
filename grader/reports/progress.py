"""How far a run has come: a bar with its rate, the time left and the verdicts so far.

The command line drives it. On anything but a terminal it shows nothing, so that logs stay short.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from grader.model import Verdict
from grader.reports import verdict_words as wording


class GradingProgress:
    """`with GradingProgress(console, total) as progress: progress.add(verdicts)` for each submission as it is done."""

    def __init__(self, console: Console, total: int) -> None:
        self._signs = wording.signs(console.encoding)
        self._verdicts: Counter[Verdict] = Counter()
        self._bar = Progress(
            TextColumn("grading"),
            BarColumn(bar_width=20),
            MofNCompleteColumn(),
            _Rate(),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.fields[counts]}", markup=False),
            console=console,
            transient=True,
            disable=not console.is_interactive,
        )
        self._task = self._bar.add_task("grading", total=total, counts="")

    def __enter__(self) -> GradingProgress:
        self._bar.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._bar.stop()

    def add(self, verdicts: Mapping[Verdict, int]) -> None:
        """Count one submission more, with so many items of each verdict."""
        self._verdicts.update(verdicts)
        self._bar.update(self._task, advance=1, counts=self.counts)

    @property
    def counts(self) -> str:
        """Return the verdicts so far: `✓ 12  ✗ 3  ? 1`."""
        return "  ".join(f"{self._signs[verdict]} {self._verdicts[verdict]}" for verdict in Verdict if self._verdicts[verdict])


class _Rate(ProgressColumn):
    """Submissions a second (or a minute, when they are slow)."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        if not speed:
            return Text("")
        return Text(f"{speed:.1f}/s" if speed >= 1 else f"{speed * 60:.0f}/min")

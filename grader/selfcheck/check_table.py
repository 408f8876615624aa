"""The table of a check: what was found of each item, as HTML for notebooks and as text elsewhere, and that it is seen.

Everything in it is escaped. A notebook shows the last expression of a cell alone: a check that is followed by another one
is shown before it, and one that is no cell's last expression is shown when the cell has run.
"""

from __future__ import annotations

import html
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from grader.drawing import Drawing
from grader.sentences.catalogue import sentence
from grader.sentences.languages import ENGLISH, Language


class State(StrEnum):
    """How an answer stands; the words for it are the catalogue's."""

    RIGHT = "right"
    NOT_YET = "not_yet"
    UNANSWERED = "unanswered"
    DID_NOT_RUN = "did_not_run"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One item: its name, how it stands, a hint of a sentence or two, what is drawn of it, and whether it builds on a wrong one."""

    exercise: str
    name: str
    state: State
    hint: str = ""
    drawing: Drawing | None = None
    follows: bool = False


# Words take the page's own colour, since no colour is readable on a white and on a dark page alike (4.5:1); these are of
# the bar beside a sign, which needs 3:1 on both.
_SIGNS = {
    State.RIGHT: ("✓", "#1a7f37"),
    State.NOT_YET: ("✗", "#c62828"),
    State.DID_NOT_RUN: ("!", "#b35900"),
    State.UNANSWERED: ("○", "#6e7781"),
    State.UNCHECKED: ("?", "#6e7781"),
}
# characters: a line of text that a notebook's output shows whole, at a usual size of its window
_WIDTH = 96
# A notebook's own style sheet stripes tables and sets their words to the right; this keeps a table plain on any page.
_CELL = "text-align:left;vertical-align:top;padding:.25em .8em .25em 0;color:currentColor;background:none"


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What a check found, told in the course's language; a notebook shows it by itself. `problem` is why there is nothing."""

    findings: tuple[Finding, ...] = ()
    folder: Path | None = None
    problem: str = ""
    language: Language = ENGLISH
    _shown: list[bool] = field(default_factory=list, repr=False, compare=False)

    @property
    def was_shown(self) -> bool:
        """Tell whether somebody has asked for its text."""
        return bool(self._shown)

    @property
    def all_right(self) -> bool:
        """Tell whether everything that was looked at is right."""
        return bool(self.findings) and all(finding.state is State.RIGHT for finding in self.findings)

    def __repr__(self) -> str:
        self._shown.append(True)
        return "\n".join(self._lines())

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return "".join(self._html())

    def _summary(self) -> str:
        right = sum(finding.state is State.RIGHT for finding in self.findings)
        said = sentence("check.all_right") if self.all_right else sentence("check.summary", right=right, all=len(self.findings))
        return self.language.retell(said)

    def _folder(self, shown: str) -> str:
        return self.language.retell(sentence("check.folder", folder=shown))

    def _words(self, finding: Finding) -> str:
        return self.language.retell(sentence(f"standing.{finding.state}"))

    def _lines(self) -> Iterator[str]:
        if self.problem:
            yield self.problem
            return
        if self.folder is not None:
            yield self._folder(str(self.folder))
        width = max(len(finding.name) for finding in self.findings)
        for title, group in groupby(self.findings, key=lambda finding: finding.exercise):
            yield title
            for finding in group:
                sign, _ = _SIGNS[finding.state]
                yield f" {sign} {finding.name:<{width}}  {self._words(finding)}"
                hint = self.language.retell(finding.hint)
                yield from textwrap.wrap(hint, _WIDTH, initial_indent="     ", subsequent_indent="     ")
        yield self._summary()

    def _html(self) -> Iterator[str]:
        if self.problem:
            yield f"<p>{_code(self.problem)}</p>"
            return
        if self.folder is not None:
            yield f"<p>{self._folder(f'<code>{html.escape(str(self.folder))}</code>')}</p>"
        yield '<table style="border-collapse:collapse;margin:.5em 0">'
        for title, group in groupby(self.findings, key=lambda finding: finding.exercise):
            yield f'<tr><th colspan="4" style="{_CELL};padding-top:.6em">{html.escape(title)}</th></tr>'
            yield from (_row(finding, self._words(finding), self.language.retell(finding.hint)) for finding in group)
        yield f"</table><p>{html.escape(self._summary())}</p>"
        for number, finding in enumerate(self.findings):
            if finding.drawing is not None:
                yield from _pictures(finding.name, finding.drawing, f"check{number}", self.language.retell)


def _pictures(name: str, drawing: Drawing, number: str, tell: Callable[[str], str]) -> Iterator[str]:
    """Yield what is drawn of an item, on white; nothing where what draws level lines is not there, as in some browsers."""
    try:
        from grader.reports.pictures.svg import standing_alone
    except ImportError:
        return
    yield f'<figure style="margin:.5em 0"><figcaption><code>{html.escape(name)}</code></figcaption>'
    for place, panel in enumerate(drawing.panels):
        title = html.escape(tell(panel.title))
        yield f'<div style="display:inline-block;background:#fff;color:#1b1f24;margin-right:1em"><p>{title}</p>'
        yield f"{standing_alone(panel, f'{number}-{place}', tell)}</div>"
    key = "; ".join(html.escape(tell(text)) for _, text in drawing.key)
    yield f"<p>{key}</p></figure>"


def _row(finding: Finding, words: str, hint: str) -> str:
    sign, colour = _SIGNS[finding.state]
    cells = (
        (f"border-left:.25em solid {colour};padding-left:.5em;font-weight:bold", html.escape(sign)),
        ("white-space:nowrap", f"<code>{html.escape(finding.name)}</code>"),
        ("white-space:nowrap", html.escape(words)),
        ("max-width:46em;white-space:normal", _code(hint)),
    )
    return f"<tr>{''.join(f'<td style={chr(34)}{_CELL};{style}{chr(34)}>{text}</td>' for style, text in cells)}</tr>"


def _code(text: str) -> str:
    """Return the text with what stands in backticks as code; what students wrote in it means nothing to a page."""
    parts = html.escape(text).split("`")
    if len(parts) % 2 == 0:
        return "`".join(parts)
    return "".join(f"<code>{part}</code>" if index % 2 else part for index, part in enumerate(parts))


class _Unshown:
    """The report of the running cell that was not shown yet."""

    report: Report | None = None
    watched: object = None


def show(report: Report, names: Mapping[str, object]) -> None:
    """Print the report in a program, and have a notebook show it even if nothing else does."""
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

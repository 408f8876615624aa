"""The table of a check: HTML for notebooks, text elsewhere. Everything in it is escaped."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from grader.selfcheck.finding import Finding, State

# Words take the page's own colour, since no colour is readable on a white and on a dark page alike (4.5:1); these are of
# the bar beside a sign, which needs 3:1 on both.
_SIGNS = {
    State.RIGHT: ("✓", "#1a7f37"),
    State.NOT_YET: ("✗", "#c62828"),
    State.DID_NOT_RUN: ("!", "#b35900"),
    State.UNANSWERED: ("○", "#6e7781"),
    State.UNCHECKED: ("?", "#6e7781"),
}
_WIDTH = 96
_CELL = "text-align:left;vertical-align:top;padding:.25em .8em .25em 0;color:currentColor;background:none"


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What a check found; a notebook shows it by itself. `problem` is why there is nothing to show."""

    findings: tuple[Finding, ...] = ()
    folder: Path | None = None
    problem: str = ""
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
        return f"{right} of {len(self.findings)} right so far" if not self.all_right else "All right so far."

    def _lines(self) -> Iterator[str]:
        if self.problem:
            yield self.problem
            return
        if self.folder is not None:
            yield f"exercises: {self.folder}"
        width = max(len(finding.name) for finding in self.findings)
        for title, group in groupby(self.findings, key=lambda finding: finding.exercise):
            yield title
            for finding in group:
                sign, _ = _SIGNS[finding.state]
                yield f" {sign} {finding.name:<{width}}  {finding.state}"
                yield from textwrap.wrap(finding.hint, _WIDTH, initial_indent="     ", subsequent_indent="     ")
        yield self._summary()

    def _html(self) -> Iterator[str]:
        if self.problem:
            yield f"<p>{_code(self.problem)}</p>"
            return
        if self.folder is not None:
            yield f"<p>exercises: <code>{html.escape(str(self.folder))}</code></p>"
        yield '<table style="border-collapse:collapse;margin:.5em 0">'
        for title, group in groupby(self.findings, key=lambda finding: finding.exercise):
            yield f'<tr><th colspan="4" style="{_CELL};padding-top:.6em">{html.escape(title)}</th></tr>'
            yield from map(_row, group)
        yield f"</table><p>{html.escape(self._summary())}</p>"


def _row(finding: Finding) -> str:
    sign, colour = _SIGNS[finding.state]
    cells = (
        (f"border-left:.25em solid {colour};padding-left:.5em;font-weight:bold", html.escape(sign)),
        ("white-space:nowrap", f"<code>{html.escape(finding.name)}</code>"),
        ("white-space:nowrap", html.escape(str(finding.state))),
        ("max-width:46em;white-space:normal", _code(finding.hint)),
    )
    return f"<tr>{''.join(f'<td style={chr(34)}{_CELL};{style}{chr(34)}>{text}</td>' for style, text in cells)}</tr>"


def _code(text: str) -> str:
    """Return the text with what stands in backticks as code; what students wrote in it means nothing to a page."""
    parts = html.escape(text).split("`")
    if len(parts) % 2 == 0:
        return "`".join(parts)
    return "".join(f"<code>{part}</code>" if index % 2 else part for index, part in enumerate(parts))

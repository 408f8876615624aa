"""One student's feedback in the terminal: what is right, what is wrong, where, and what to do next.

Shows a `Letter`; decides nothing about it. Works without colour and in any encoding, because the
signs and words carry all that the colours say.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.model import Assignment, Grade, Verdict
from grader.reports import verdict_words as wording
from grader.reports.escaping import harmless, in_encoding
from grader.reports.letter import Answer, Letter, letter
from grader.sentences.catalogue import sentence
from grader.sentences.languages import Language

_WIDEST = 100  # columns: a line of more is hard to read to its end
_INDENT = 4  # columns below a question: its sign and the blanks around it


class StudentFeedback:
    """A renderable for `rich`: `console.print(StudentFeedback(grade, gradebook.assignment))`."""

    def __init__(self, grade: Grade, assignment: Assignment) -> None:
        self._letter = letter(grade, assignment)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Return the lines, in the signs that this console has, at most 100 columns wide."""
        page = _Page(options.encoding)
        for part in page.parts(self._letter):
            yield from console.render(part, options.update(width=min(options.max_width, _WIDEST)))


class _Page:
    """Lays out a letter for one encoding."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._signs = wording.signs(encoding)

    def parts(self, told: Letter) -> Iterator[RenderableType]:
        language = told.language
        yield self._head(told)
        if told.right:
            yield self._text(told.right)
        title = language.retell(sentence("next_step.title"))
        yield Text.assemble((f"{title} ", "bold"), self._text(told.next_step))
        for line in told.patterns:
            yield self._text(line)
        if told.provisional:
            yield self._text(told.provisional, "magenta")
        for remark in told.remarks:
            yield self._hanging(remark, style="yellow", indent=0)
        for answer in told.told:
            yield Text()
            yield self._row(answer, language)
            yield from self._details(answer, language)
        names = wording.listed([f"`{answer.name}`" for answer in told.folded], most=len(told.folded))
        left = [language.retell(sentence("folded", names=names))] if told.folded else []
        for line in filter(None, (*left, told.untouched)):
            yield Text()
            yield self._text(line)

    def _text(self, text: str, style: str = "", limit: int = 2000) -> Text:
        return Text(in_encoding(harmless(text, limit), self._encoding), style=style)

    def _head(self, told: Letter) -> RenderableType:
        files = wording.listed([harmless(name, 60) for name in told.files])
        late = f", {told.language.retell(sentence('letter.late'))}" if told.late else ""
        left = Text.assemble(self._text(told.name, "bold", 80), "  ", self._text(files + late, "dim"))
        return _spread(None, left, Text(told.score, style="bold"))

    def _row(self, answer: Answer, language: Language) -> RenderableType:
        verdict = Verdict.SKIPPED if answer.follows else answer.verdict
        style = wording.STYLES[verdict]
        left = Text.assemble(self._text(answer.name, "bold", 80), (f"  {answer.word}", style))
        return _spread(Text(f" {self._signs[verdict]} ", style=f"bold {style}"), left, Text(language.retell(answer.score)))

    def _details(self, answer: Answer, language: Language) -> Iterator[RenderableType]:
        def say(label: str, **gaps: str) -> str:
            return language.retell(sentence(label, **gaps))

        for message in answer.messages:
            yield self._hanging(message)
        if answer.place and answer.line:
            yield self._hanging(say("letter.look_at_line", place=answer.place, line=answer.line), style="dim")
        elif answer.place:
            yield self._hanging(say("letter.look_at", place=answer.place), style="dim")
        if answer.call and answer.gave:
            call, value = harmless(answer.call, 200), harmless(answer.gave, 200)
            yield self._hanging(say("letter.call_gave", call=call, value=value))
        elif answer.call:
            yield self._hanging(say("letter.call", call=harmless(answer.call, 200)))
        if answer.understood:
            yield self._hanging(say("letter.read_as", answer=harmless(answer.understood, 300)))
        for row in answer.rows:
            if not row.follows:
                said = f"{row.text}: {row.reason}" if row.reason else row.text
                yield self._hanging(f"{self._signs[row.verdict]} {said}")
        following = wording.joined([row.text for row in answer.rows if row.follows])
        if following:
            yield self._hanging(f"{self._signs[Verdict.SKIPPED]} {say('follows.rows', rows=following)}", style="dim")

    def _hanging(self, text: str, style: str = "", indent: int = _INDENT) -> RenderableType:
        return Padding(self._text(text, style), (0, 0, 0, indent), expand=False)


def _spread(sign: Text | None, left: Text, right: Text) -> Table:
    """Return a line with a sign and a text at its left and another at its right end; the left one wraps in its own column."""
    line = Table.grid(expand=True)
    signs = [] if sign is None else [sign]
    for _ in signs:
        line.add_column(no_wrap=True, overflow="crop")
    line.add_column(ratio=1, overflow="fold")
    line.add_column(justify="right", no_wrap=True, overflow="crop")
    line.add_row(*signs, Padding(left, (0, 2, 0, 0)), right)
    return line

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

from grader.model import Assignment, Criterion, Grade, Verdict
from grader.reports import points
from grader.reports import verdict_words as wording
from grader.reports.escaping import harmless, in_encoding
from grader.reports.letter import Answer, Letter, Section, letter
from grader.reports.verdict_words import is_full, isolation_line
from grader.sentences.catalogue import sentence

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
        yield self._head(told)
        if told.provisional:
            yield self._text(told.provisional, "magenta")
        for remark in told.remarks:
            yield self._hanging(remark, style="yellow", indent=0)
        yield Text.assemble((f"{sentence('next_step.title')} ", "bold"), self._text(told.next_step))
        for section in told.sections:
            yield Text()
            yield from self._section(section)
        if told.isolation:
            yield Text()
            yield self._text(isolation_line(told.isolation), "dim" if is_full(told.isolation) else "bold red")

    def _text(self, text: str, style: str = "", limit: int = 2000) -> Text:
        return Text(in_encoding(harmless(text, limit), self._encoding), style=style)

    def _head(self, told: Letter) -> RenderableType:
        files = wording.listed([harmless(name, 60) for name in told.files])
        late = f", {sentence('letter.late')}" if told.late else ""
        left = Text.assemble(self._text(told.name, "bold", 80), "  ", self._text(files + late, "dim"))
        return _spread(None, left, Text(told.score, style="bold"))

    def _section(self, section: Section) -> Iterator[RenderableType]:
        score = Text(f"{points.text(section.earned)} / {points.text(section.points)}", style="bold")
        yield _spread(None, self._text(section.title, "bold underline"), score)
        for answer in section.answers:
            yield self._row(answer)
            yield from self._details(answer)

    def _row(self, answer: Answer) -> RenderableType:
        style = wording.STYLES[answer.verdict]
        left = Text.assemble(self._text(answer.name, "bold", 80), (f"  {wording.WORDS[answer.verdict]}", style))
        lost = Text(f"(-{points.text(answer.lost)})  " if answer.is_lost else "", style=style)
        score = Text.assemble(lost, f"{points.text(answer.earned)} / {points.text(answer.points)}")
        return _spread(Text(f" {self._signs[answer.verdict]} ", style=f"bold {style}"), left, score)

    def _details(self, answer: Answer) -> Iterator[RenderableType]:
        right = answer.verdict is Verdict.CORRECT
        if answer.understood:
            read_as = "letter.read_as_right" if right else "letter.read_as"
            yield self._hanging(sentence(read_as, answer=harmless(answer.understood, 300)), style="dim" if right else "")
        if answer.place:
            own = f"{answer.place}: {answer.line}" if answer.line else sentence("letter.see", place=answer.place)
            yield self._hanging(own, style="dim")
        if answer.call and answer.gave:
            call, value = harmless(answer.call, 200), harmless(answer.gave, 200)
            yield self._hanging(sentence("letter.call_gave", call=call, value=value))
        elif answer.call:
            yield self._hanging(sentence("letter.call", call=harmless(answer.call, 200)))
        for criterion in answer.criteria:
            yield self._criterion(criterion, answer)
        for message in answer.messages:
            yield self._hanging(message)

    def _criterion(self, criterion: Criterion, answer: Answer) -> RenderableType:
        style = wording.STYLES[criterion.verdict]
        worth = criterion.share * answer.points
        said = f"{criterion.text}: {criterion.feedback}" if criterion.feedback else criterion.text
        score = f"{points.text(worth * criterion.credit)} / {points.text(worth)}"
        sign = Text(f"{' ' * _INDENT}{self._signs[criterion.verdict]} ", style=style)
        return _spread(sign, self._text(said), Text(score, style="dim"))

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

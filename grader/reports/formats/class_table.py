"""The class as a table in the terminal, with what needs a person said aloud below it.

Shows a `ClassSummary`. Works without colour, without UTF-8, without a terminal and at 80 columns:
where the names of exercises do not fit they become numbers with a legend, and where even those do
not fit, the columns are left out and the reader is told where they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from rich import box
from rich.cells import cell_len, set_cell_size
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from grader.model import Student, Verdict
from grader.reports import points
from grader.reports import verdict_words as wording
from grader.reports.escaping import harmless, in_encoding
from grader.reports.summary import EMPTY, UNREAD, UNREAD_ZERO, UNTIMED, ClassSummary, Review
from grader.reports.verdict_words import is_full, isolation_line
from grader.submission.spelling import natural

_NAME_WIDTH = 32  # two first names and a surname; more would take the columns' room
_REVIEWS_SHOWN = 10  # the most frequent reasons, so that the table above stays on the screen; `grade review` has all
_MISSING_SHOWN = 8  # two lines of names at 80 columns
_LEAST_NAME = 14  # enough to know a student by; below it columns of exercises give way
_GAP = 2  # columns between two columns of the table
_ASCII_RULED = box.Box("    \n" * 2 + " -- \n" + "    \n" * 5, ascii=True)  # `SIMPLE_HEAD` in ASCII, which `rich` lacks
# What is said once more at the end, how, and in which style.
_CLOSING = {
    UNREAD: ("Unreadable: {} ({}). Provisional until a person looks: grade review says why.", "bold magenta"),
    UNREAD_ZERO: ("Unreadable: {} ({}). A person or course.yml has decided what counts.", ""),
    EMPTY: ("Empty: {} ({}). That is a final 0.", ""),
    UNTIMED: ("Late, time unknown: {} ({}). State it in course.yml under `submitted`.", "bold magenta"),
}


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the table, as wide as its widest cell and the longest word of its title."""

    title: str
    cells: list[Text]
    width: int
    justify: Literal["left", "right"]


class ClassTable:
    """A renderable for `rich`: `console.print(ClassTable(summary, gradebook.isolation))`."""

    def __init__(self, summary: ClassSummary, isolation: str, missing: Sequence[Student] = ()) -> None:
        self._summary = summary
        self._isolation = isolation
        self._missing = missing

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Return the table for this console's width and signs, then the counts."""
        yield from _Page(self._summary, options).parts(self._isolation, self._missing)


class _Page:
    """Lays out a summary for one width and encoding."""

    def __init__(self, summary: ClassSummary, options: ConsoleOptions) -> None:
        self._summary = summary
        self._lines = sorted(summary.lines, key=lambda line: natural(line.name))
        self._width = options.max_width
        self._encoding = options.encoding
        self._ascii = options.ascii_only
        self._signs = wording.signs(options.encoding)

    def parts(self, isolation: str, missing: Sequence[Student]) -> Iterator[RenderableType]:
        if self._lines:
            yield from (*self._table(), *self._left_out(), Text())
        yield self._totals()
        yield from self._absent(missing)
        yield from self._older_files()
        yield from self._verdicts()
        yield from self._reviews()
        yield from self._closing()
        yield from self._isolations(isolation)

    def _text(self, text: str, style: str = "", limit: int = 2000) -> Text:
        return Text(in_encoding(harmless(text, limit), self._encoding), style=style)

    def _table(self) -> Iterator[RenderableType]:
        """Yield the table with as much about each exercise as fits, and what explains it."""
        names = [in_encoding(harmless(line.name, _NAME_WIDTH), self._encoding) for line in self._lines]
        widest = max(map(cell_len, names))
        around = self._around()
        choices = list(self._choices())
        fitting = [choice for choice in choices if _width([*choice[0], *around]) + min(widest, _LEAST_NAME) <= self._width]
        columns, legend = (fitting or choices[-1:])[0]
        room = max(min(widest, self._width - _width([*columns, *around])), len("student"))
        first = _Column("student", [Text(self._cut(name, room)) for name in names], room, "left")
        yield self._ruled([first, *columns, *around])
        yield from self._packed("", [self._text(part, "dim") for part in legend])

    def _left_out(self) -> Iterator[Text]:
        """Yield how many students of a large class the table does not show."""
        more = self._summary.students - len(self._lines)
        if more:
            yield self._text(f"and {wording.counted(more, 'more student')}: gradebook.csv has a row for each.", "dim")

    def _ruled(self, columns: list[_Column]) -> Table:
        ruled = _ASCII_RULED if self._ascii else box.SIMPLE_HEAD
        table = Table(box=ruled, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
        for column in columns:
            title = self._text(column.title)
            table.add_column(title, justify=column.justify, vertical="bottom", width=column.width, overflow="crop")
        for cells in zip(*(column.cells for column in columns), strict=True):
            table.add_row(*cells)
        return table

    def _choices(self) -> Iterator[tuple[list[_Column], list[str]]]:
        """Yield columns for the exercises and their legend: named, then numbered, then none."""
        exercises = self._summary.assignment.exercises
        worth = [self._worth(place) for place in range(len(exercises))]
        words = [harmless(exercise.id, 60).replace("_", " ") for exercise in exercises]
        named = [f"{title}{most}" for title, most in zip(words, worth, strict=True)]
        yield [self._exercise(place, title) for place, title in enumerate(named)], []
        numbered = [f"{place + 1}{most}" for place, most in enumerate(worth)]
        legend = [f"{place + 1} {exercise.id}" for place, exercise in enumerate(exercises)]
        yield [self._exercise(place, title) for place, title in enumerate(numbered)], legend
        yield [], ["Points of each exercise are in gradebook.csv; this window is too narrow for them."]

    def _worth(self, place: int) -> str:
        """Return what is possible in an exercise if that is the same for all."""
        possible = {found[1] for line in self._summary.lines if (found := line.exercises[place]) is not None}
        most = possible.pop() if len(possible) == 1 else Fraction(0)  # a bonus has nothing to be out of
        return f" /{points.text(most)}" if most else ""

    def _exercise(self, place: int, title: str) -> _Column:
        cells = [_cell(line.exercises[place]) for line in self._lines]
        return _Column(title, cells, max(map(len, (*title.split(), *map(str, cells)))), "right")

    def _around(self) -> list[_Column]:
        """Return the columns right of the exercises: the total, and notes where there are any."""
        lines = self._lines
        whole = {line.points for line in lines if not line.excused} or {Fraction(0)}
        title = f"total /{points.text(next(iter(whole)))}" if len(whole) == 1 else "total"
        ends = [""] * len(lines) if len(whole) == 1 else [f" / {points.text(line.points)}" for line in lines]
        totals = [
            Text("" if line.excused else points.text(line.earned) + end, "bold") for line, end in zip(lines, ends, strict=True)
        ]
        columns = [_Column(title, totals, max(map(len, (*title.split(), *map(str, totals)))), "right")]
        notes = [Text(", ".join(line.flags), "magenta") for line in lines]
        width = max(map(len, notes))
        return [*columns, _Column("notes", notes, max(width, 5), "left")] if width else columns

    def _cut(self, text: str, width: int) -> str:
        end = "..." if self._ascii else "…"
        return text if cell_len(text) <= width else set_cell_size(text, width - len(end)) + end

    def _totals(self) -> Text:
        found = self._summary
        text = wording.counted(found.students, "submission")
        if found.students > 1:
            lower, median, upper = map(points.text, found.quartiles)
            most = "" if found.possible is None else f" of {points.text(found.possible)}"
            text += f", mean {points.text(found.mean)}{most} points, median {median}, quartiles {lower} and {upper}"
        return Text(text, style="bold")

    def _absent(self, missing: Sequence[Student]) -> Iterator[Text]:
        if missing:
            names = wording.listed([harmless(student.name, _NAME_WIDTH) for student in missing], _MISSING_SHOWN)
            yield self._text(f"Not handed in: {wording.counted(len(missing), 'student')} of the roster ({names})", "yellow")

    def _older_files(self) -> Iterator[Text]:
        """Yield whose older files count for nothing, since newer ones answer the same."""
        count, names = self._summary.left_out, [harmless(name, _NAME_WIDTH) for name in self._summary.left_out_names]
        if count:
            shown = wording.listed(names, len(names)) + (f" and {count - len(names)} more" if count > len(names) else "")
            yield self._text(f"Older files that answer the same as newer ones were left out: of {shown}", "yellow")

    def _verdicts(self) -> Iterator[Text]:
        """Yield the verdicts that occur: `Answers: ✓ 12 correct  ✗ 3 incorrect …`."""
        counts = [(verdict, self._summary.verdicts[verdict]) for verdict in Verdict if self._summary.verdicts[verdict]]
        return self._packed(
            "Answers: ",
            [
                Text(f"{self._signs[verdict]} {count} {wording.STAFF_WORDS[verdict]}", wording.STYLES[verdict])
                for verdict, count in counts
            ],
        )

    def _packed(self, lead: str, parts: list[Text]) -> Iterator[Text]:
        """Yield the parts on as few lines as they need, broken between them only."""
        line = Text(lead)
        for part in parts:
            if len(line) > len(lead) and len(line) + len(part) > self._width:
                yield line
                line = Text(" " * len(lead))
            line.append_text(part).append("  ")
        yield line

    def _reviews(self) -> Iterator[Text]:
        reviews = sorted(self._summary.reviews.values(), key=lambda review: -review.answers)
        if not reviews:
            return
        answers = wording.counted(sum(review.answers for review in reviews), "answer")
        of = wording.counted(self._summary.reviewed, "student")
        yield Text()
        yield Text(f"To be looked at by a person: {answers} of {of}. Their totals are provisional.", "bold magenta")
        yield from (self._review(review) for review in reviews[:_REVIEWS_SHOWN])
        if reviews[_REVIEWS_SHOWN:]:
            yield self._text(f"  and {len(reviews) - _REVIEWS_SHOWN} more reasons: see gradebook.json")

    def _review(self, review: Review) -> Text:
        names = [harmless(name, _NAME_WIDTH) for name in review.names[:3]]
        who = wording.listed(names, count=review.students)
        return self._text(f"- {who} ({wording.listed(review.items, most=2)}): {review.text}", limit=400)

    def _closing(self) -> Iterator[Text]:
        """Yield what waits without being an answer, and what was nothing, by name."""
        for what, (said, style) in _CLOSING.items():
            if found := self._summary.closing.get(what):
                names = [harmless(name, _NAME_WIDTH) for name in found.names]
                who = wording.listed(names, len(names), count=found.students)
                yield self._text(said.format(wording.counted(found.students, "student"), who), style)

    def _isolations(self, isolation: str) -> Iterator[Text]:
        yield self._isolation(isolation)
        others = {line: count for line, count in self._summary.weaker_isolation.items() if line != isolation}
        for line, count in others.items():
            yield self._text(f"For {wording.counted(count, 'submission')}, {line}", "bold red")

    def _isolation(self, isolation: str) -> Text:
        return self._text(isolation_line(isolation), "dim" if is_full(isolation) else "bold red")


def _width(columns: list[_Column]) -> int:
    return sum(column.width + _GAP for column in columns)


def _cell(found: tuple[Fraction, Fraction, bool] | None) -> Text:
    if found is None:
        return Text("")
    earned, possible, waits = found
    style = "green" if earned == possible else "red" if earned == 0 else "yellow"
    return Text.assemble((points.text(earned), style), ("?", "magenta") if waits else "")

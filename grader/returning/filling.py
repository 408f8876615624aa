"""Fill a worksheet: which cells get what, and what is said of everybody who gets nothing.

A cell changes only where there is a final score for it and the platform would take it. Scaled where the maxima differ, and
rounded once, at the end. Knows worksheets and scores; no platform by name and no file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

from grader.errors import UsageError
from grader.model import Assignment, Grade
from grader.reports import points
from grader.reports.book import reading_flag
from grader.returning.comment import is_ours
from grader.returning.matching import Matching, Person, matched
from grader.returning.worksheet import Above, Column, Line, Platform, Worksheet, number_in
from grader.submission.spelling import folded, harmless

FINEST = Fraction(1, 100)
"""To what scores are rounded where nobody says more: Canvas sees no smaller change, and every report here shows as much."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """What goes back for a student. `open` says why a person has to look first, empty for a final score."""

    person: Person
    earned: Fraction
    possible: Fraction
    open: str = ""
    excused: bool = False
    comment: Callable[[], str] = str

    @property
    def student(self) -> str:
        """Return the student's id."""
        return self.person.student.id


def score_of(grade: Grade, told: Callable[[Grade, Assignment], str], assignment: Assignment) -> Score:
    """Return the score of a grade, with what the student is told of it if that is asked for."""
    reason = ""
    if grade.provisional:
        reason = "unreadable" if grade.waits_for_a_reader else "time unknown" if grade.waits_for_a_time else "to be looked at"
        reason = reading_flag(grade) or reason
    return Score(
        person=Person(student=grade.submission.student, origins=grade.submission.origins),
        earned=grade.earned,
        possible=grade.possible,
        open=reason,
        excused=grade.excused,
        comment=lambda: told(grade, assignment),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Wishes:
    """What the command line and the course's file ask for.

    `scale` gives the texts of a scale, each with the least share of the points that earns it.
    """

    column: str = ""
    maximum: Fraction | None = None
    rounding: Fraction = FINEST
    scale: Mapping[str, Fraction] = field(default_factory=dict)
    provisional: bool = False
    comments: bool = True


@dataclass(kw_only=True, slots=True)
class Filling:
    """The cells to write, and everybody by what became of them, in words for staff.

    `written` has the text of each score that stands in the file afterwards, by the student's id; of those `unchanged` stood
    there before, and `replaced` took the place of another one.
    """

    column: Column
    maximum: Fraction | None
    matching: Matching
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    unchanged: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    comments_kept: list[str] = field(default_factory=list)


def filled(sheet: Worksheet, platform: Platform, scores: Sequence[Score], wishes: Wishes) -> Filling:
    """Return what is to be written into a worksheet.

    Raises UsageError where it is not clear into which column, or how.
    """
    column = sheet.column_called(wishes.column)
    found = Filling(
        column=column,
        maximum=wishes.maximum if wishes.maximum is not None else column.maximum,
        matching=matched([score.person for score in scores], sheet.lines, platform.known_by),
    )
    if column.scale:
        _refuse_other_scale(column.scale, wishes.scale)
    rows = [(score, line) for score in scores if (line := found.matching.lines.get(score.student)) is not None]
    for score, line in rows:
        text = _text(score, line, sheet.text(line.at, column.at), platform, wishes, found)
        if text is not None:
            _write(score, line, text if column.scale else text.replace(".", sheet.decimal), sheet, found)
    if sheet.comment is not None and wishes.comments:
        for score, line in rows:
            if score.student in found.written:
                _write_comment(score, line, sheet, sheet.comment, found)
    return found


def _text(  # noqa: PLR0913, PLR0917  (all that decides about one cell)
    score: Score, line: Line, before: str, platform: Platform, wishes: Wishes, found: Filling
) -> str | None:
    """Return what belongs into the cell; None, after noting why, where it stays as it is."""
    locked = line.locked or platform.kept.get(folded(before), "")
    if locked and not (score.excused and before == platform.excused):
        found.kept.append(f"{line.shown}: {locked}")
        return None
    if score.excused:
        if not platform.excused:
            found.kept.append(f"{line.shown}: excused here, which this file cannot say")
        return platform.excused or None
    if score.open and not wishes.provisional:
        found.waiting.append(f"{line.shown}: {score.open}")
        return None
    if found.column.scale:
        # the largest share that the score reaches; of a score below all, the least
        share = score.earned / score.possible if score.possible else Fraction(0)
        reached = [(least, text) for text, least in wishes.scale.items() if share >= least]
        return max(reached)[1] if reached else min((least, text) for text, least in wishes.scale.items())[1]
    value = scaled(score, found.maximum, wishes.rounding)
    if found.maximum is not None and value > found.maximum:
        found.above.append(f"{line.shown}: {points.text(value)}")
        if platform.above is Above.DROPPED:
            return None
    return points.text(value)


def scaled(score: Score, maximum: Fraction | None, rounding: Fraction) -> Fraction:
    """Return the score among the platform's points, rounded once; halves go up."""
    exact = score.earned
    if maximum is not None and maximum != score.possible and score.possible:
        exact = score.earned * maximum / score.possible
    return floor(exact / rounding + Fraction(1, 2)) * rounding


def _refuse_other_scale(texts: tuple[str, ...], scale: Mapping[str, Fraction]) -> None:
    unknown = [text for text in scale if text not in texts]
    if not scale or unknown:
        example = ", ".join(f"{harmless(text)}: …%" for text in texts)
        about = f"'{harmless(unknown[0])}' is not in it" if unknown else "nothing says which score is which"
        raise UsageError(
            f"The column takes texts of the scale {', '.join(map(harmless, texts))}, and {about}. Write into course.yml "
            f"`platform: {{scale: {{{example}}}}}`, each with the least share of the points that earns it."
        )


def _write(score: Score, line: Line, text: str, sheet: Worksheet, found: Filling) -> None:
    before, at = sheet.text(line.at, found.column.at), (line.at, found.column.at)
    found.written[score.student] = text
    old, new = number_in(before), number_in(text)
    if before == text or (old is not None and new is not None and points.hundredths(old) == points.hundredths(new)):
        found.unchanged.append(line.shown)
        return
    found.cells[at] = text
    if before not in ("", "-"):
        found.replaced.append(f"{line.shown}: {harmless(before)} is {text} now")


def _write_comment(score: Score, line: Line, sheet: Worksheet, column: int, found: Filling) -> None:
    before = sheet.text(line.at, column)
    said = sheet.table.storable(score.comment())
    if before and not is_ours(before, said):
        found.comments_kept.append(line.shown)
    elif before != said:
        found.comments.append(line.shown)
        found.cells[line.at, column] = said
        found.cells.update({(line.at, at): text for at, text in sheet.beside.items() if sheet.text(line.at, at) != text})

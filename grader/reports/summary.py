"""Gather what a whole class adds up to, one grade at a time.

Keeps a few words and numbers of the first students, never a grade, so that memory does not grow
with a class of ten thousand. Knows no format.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from grader.model import Assignment, Audience, Grade, ItemGrade, Verdict
from grader.reports.book import lateness_flag, reading_flag
from grader.reports.verdict_words import is_full

NAMES_KEPT = 3  # of each reason for review: one line of the terminal, and `grade review` has all
CLOSING_NAMES_KEPT = 8  # as many as two lines of a terminal hold
UNREAD, UNREAD_ZERO, EMPTY, UNTIMED = "unread", "unread_zero", "empty", "untimed"
"""What a run says once more at its end, with names: what waits without being an answer, and what was nothing."""
LINES_KEPT = 500  # as many as somebody may still scroll through; the CSV has all


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One student's line: for each exercise what it adds to earned and possible and whether some of it waits; total, flags."""

    name: str
    exercises: tuple[tuple[Fraction, Fraction, bool] | None, ...]
    earned: Fraction
    points: Fraction
    excused: bool
    flags: tuple[str, ...]


@dataclass(slots=True)
class Review:
    """One reason to look by hand: how many answers wait for it, where, and the first few students."""

    code: str
    text: str
    answers: int = 0
    students: int = 0
    names: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Named:
    """How many students something is said of, and the first few of them."""

    students: int = 0
    names: list[str] = field(default_factory=list)

    def add(self, name: str) -> None:
        """Count one more."""
        self.students += 1
        if len(self.names) < CLOSING_NAMES_KEPT:
            self.names.append(name)


class ClassSummary:
    """Gathers lines, counts of verdicts and reasons for review; `add` is one of `write_all`'s `watching`."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        self.lines: list[Line] = []
        self.students = 0
        self.verdicts: Counter[Verdict] = Counter()
        self.reviews: dict[tuple[str, str], Review] = {}
        self.reviewed = 0
        self.closing: dict[str, Named] = {}
        self.weaker_isolation: Counter[str] = Counter()
        self.left_out = 0
        self.left_out_names: list[str] = []
        self._totals: Counter[Fraction] = Counter()
        self._possible: set[Fraction] = set()

    @property
    def mean(self) -> Fraction:
        """Return the mean of the totals of all who have one; 0 for nobody."""
        summed = sum((total * count for total, count in self._totals.items()), Fraction(0))
        return summed / max(self._totals.total(), 1)

    @property
    def possible(self) -> Fraction | None:
        """Return what everybody with a total can earn; None if that differs."""
        return next(iter(self._possible)) if len(self._possible) == 1 else None

    @property
    def quartiles(self) -> tuple[Fraction, Fraction, Fraction]:
        """Return the lower quartile, the median and the upper quartile of the totals; zeros for nobody.

        Between two neighbours as far as the rank lies between theirs (the usual rule of spreadsheets).
        """
        totals = sorted(self._totals.elements()) or [Fraction(0)]
        ranks = [Fraction(part * (len(totals) - 1), 4) for part in (1, 2, 3)]
        lower, median, upper = (
            totals[floor(rank)] + (rank - floor(rank)) * (totals[ceil(rank)] - totals[floor(rank)]) for rank in ranks
        )
        return lower, median, upper

    def add(self, grade: Grade) -> None:
        """Count one more grade."""
        student = grade.submission.student
        self.students += 1
        if not grade.excused:
            self._totals[grade.earned] += 1
            self._possible.add(grade.possible)
        if len(self.lines) < LINES_KEPT:
            self.lines.append(self._line(grade, student.name or student.id))
        self.reviewed += any(item.waits for item in grade.items)
        for what in _closing(grade):
            self.closing.setdefault(what, Named()).add(student.name or student.id)
        self.verdicts.update(item.result.verdict for item in grade.items)
        if grade.isolation and not is_full(grade.isolation):
            self.weaker_isolation[grade.isolation] += 1
        if any(remark.code == "older_file" for remark in grade.submission.remarks):
            self.left_out += 1
            self.left_out_names += [student.name or student.id] if self.left_out <= NAMES_KEPT else []
        for item in grade.items:
            if item.waits:
                self._note(item, student.name or student.id)

    def _line(self, grade: Grade, name: str) -> Line:
        sums = grade.exercises
        exercises = tuple(_exercise(grade, sums, exercise.id) for exercise in self.assignment.exercises)
        return Line(
            name=name,
            exercises=exercises,
            earned=grade.earned,
            points=grade.possible,
            excused=grade.excused,
            flags=tuple(_flags(grade)),
        )

    def _note(self, item: ItemGrade, name: str) -> None:
        feedback = item.result.feedback
        note = next((remark for remark in feedback if remark.audience is Audience.STAFF), None)
        code, text = (note.code, note.text) if note else ("needs_review", "no reason was given")
        review = self.reviews.setdefault((code, text), Review(code=code, text=text))
        review.answers += 1
        if name not in review.names[-1:]:
            review.students += 1
            if len(review.names) <= NAMES_KEPT:
                review.names.append(name)
        if str(item.result.key) not in review.items:
            review.items.append(str(item.result.key))


def _closing(grade: Grade) -> Iterator[str]:
    if grade.unread:
        yield UNREAD if grade.waits_for_a_reader else UNREAD_ZERO
    if grade.submission.problem is not None and grade.submission.problem.code == "empty":
        yield EMPTY
    if grade.waits_for_a_time:
        yield UNTIMED


def _exercise(grade: Grade, sums: Mapping[str, tuple[Fraction, Fraction]], exercise: str) -> tuple[Fraction, Fraction, bool] | None:
    """Return what the exercise adds, and whether some waits for a person; None where nothing of it was graded or counts."""
    items = [item for item in grade.items if item.result.key.exercise == exercise and item.counts]
    return (*sums[exercise], any(item.waits for item in items)) if items else None


def _flags(grade: Grade) -> list[str]:
    verdicts = [item.result.verdict for item in grade.items]
    waiting = sum(item.waits for item in grade.items)
    flags = [f"{waiting} to review"] if waiting else []
    if flag := reading_flag(grade):
        flags.append(flag)
    elif verdicts and all(verdict is Verdict.UNANSWERED for verdict in verdicts):
        flags.append("no answers")
    if grade.excused:
        return ["excused"]
    decided = sum(item.override is not None and item.ruling is None for item in grade.items)
    decided += sum(line.rule == "decision" for line in grade.bookings)
    flags += [f"{decided} by a person"] if decided else []
    return [*flags, lateness_flag(grade)] if grade.submission.late else flags

"""What a class's work says to its teachers, in figures: pure data, the same for the page, for programs and on the terminal.

A `ClassTally` is handed one grade after the other, so that no class lies in memory; `figures` sums it up. Knows no format.
"""

from __future__ import annotations

import logging
import statistics
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from grader.kinds import KINDS
from grader.kinds.protocol import Trace
from grader.model import Assignment, CheckResult, Exercise, Grade, Item, ItemGrade, Key, Question, Verdict
from grader.reports.summary import ClassSummary
from grader.reports.wrong_answers import AnswerGroup, WrongAnswers

BARS = 10  # of the histogram: a tenth of the points each, as grades often go
MOST_ROWS = 60  # students in the table of students and items: as many as fit two screens
ENOUGH = 20  # students from whom on a question is marked: with fewer the figures are chance
_HARD, _ODD = 0.3, 0.1  # share right and correlation below which test theory says to look at a question (Ebel)
_LOG = logging.getLogger(__name__)  # for whoever develops: a path that fails is left out
_WRONG = (Verdict.INCORRECT, Verdict.PARTIAL)  # of the others nothing was read that is wrong


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemFigures:
    """One item: of how many answers, the points lost in the class, what became of the answers, and how it discriminates.

    `right` is the share with full marks, `correlation` that of its points with all others; None where there are too few.
    """

    key: Key
    name: str
    exercise: str
    answers: int
    lost: Fraction
    possible: Fraction
    verdicts: Mapping[Verdict, int]
    right: float | None
    correlation: float | None
    mistake: tuple[str, int] | None
    is_hard: bool
    is_odd: bool

    def share(self, *verdicts: Verdict) -> float:
        """Return the share of the answers with one of these verdicts."""
        return sum(self.verdicts.get(verdict, 0) for verdict in verdicts) / self.answers if self.answers else 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Mistake:
    """One misconception: how many students showed it, in which items how many, and an answer with what was said to it."""

    name: str
    students: int
    items: tuple[tuple[str, int], ...]
    example: AnswerGroup | None


@dataclass(frozen=True, kw_only=True, slots=True)
class MistakeChange:
    """One misconception now and then: of whom it went away, with whom it stayed, and who has it new."""

    name: str
    gone: int
    stayed: int
    came: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ClassChange:
    """What became different since something, of the students of then who are there now.

    `changed` scores are those that `grade diff` shows; totals went `up` or `down`.
    """

    since: str
    students: int
    changed: int
    up: int
    down: int
    new: int
    mistakes: tuple[MistakeChange, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class StudentRow:
    """A student in the table of students and items: None where an item does not count, else verdict and share of its points."""

    name: str
    earned: Fraction
    cells: tuple[tuple[Verdict, float] | None, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """All figures of a class. `items` begin with the one that cost most, `mistakes` and `unnamed` with the most frequent.

    `histogram` counts totals by tenths of what each student could earn. `rows` are None for a class that is too large.
    `traces` are what can be drawn of the answers to an item, with how many gave the same.
    """

    title: str
    students: int
    missing: int
    unreadable: int
    provisional: int
    scored: int
    possible: Fraction | None
    mean: Fraction
    median: Fraction
    histogram: tuple[int, ...]
    items: tuple[ItemFigures, ...]
    mistakes: tuple[Mistake, ...]
    unnamed: tuple[AnswerGroup, ...]
    traces: Mapping[Key, Mapping[Trace, int]]
    changes: tuple[ClassChange, ...]
    columns: tuple[str, ...]
    rows: tuple[StudentRow, ...] | None

    def step_sizes(self, key: Key) -> Mapping[float, int]:
        """Return how many programs for an item have which step size, the smallest first."""
        counts: Counter[float] = Counter()
        for trace, count in self.traces[key].items():
            if trace.size is not None:
                counts[trace.size] += count
        return dict(sorted(counts.items()))


@dataclass(slots=True)
class _ItemTally:
    """What is added up for one item."""

    exercise: Exercise
    item: Item
    lost: Counter[Fraction] = field(default_factory=Counter)
    possible: Counter[Fraction] = field(default_factory=Counter)
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    mistakes: Counter[str] = field(default_factory=Counter)
    shares: array[float] = field(default_factory=lambda: array("d"))
    rests: array[float] = field(default_factory=lambda: array("d"))
    traces: Counter[Trace] = field(default_factory=Counter)


class ClassTally:
    """Adds a class up, one grade at a time; `add` is one of `write_all`'s `watching`. Brief grades show no answers and no paths."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        self.summary = ClassSummary(assignment)
        self._items = {Key(exercise=e.id, item=i.id): _ItemTally(e, i) for e in assignment.exercises for i in e.items}
        self._mistaken: Counter[str] = Counter()
        self._histogram = [0] * BARS
        self._answers = WrongAnswers()
        self._rows: list[StudentRow] | None = []
        self._unreadable = 0
        self._provisional = 0
        self._scored = 0

    def add(self, grade: Grade) -> None:
        """Count one more grade."""
        self.summary.add(grade)
        self._provisional += grade.provisional
        self._unreadable += bool(grade.unread) and grade.submission.problem is not None
        if grade.excused:
            return
        self._scored += 1
        share = grade.earned / grade.possible if grade.possible else Fraction(0)
        self._histogram[min(max(int(share * BARS), 0), BARS - 1)] += 1
        if grade.submission.problem is None:  # of what nobody could read nothing can be learned
            self._add_items(grade)
        if self._rows is None or len(self._rows) == MOST_ROWS:
            self._rows = None  # and none of the first ones, who would be taken for all
            return
        student, found = grade.submission.student, {each.result.key: each for each in grade.items}
        cells = tuple(_cell(found.get(key)) for key in self._items)
        self._rows.append(StudentRow(name=student.name or student.id, earned=grade.earned, cells=cells))

    def _add_items(self, grade: Grade) -> None:
        counting = [each for each in grade.items if each.counts and each.result.key in self._items]
        earned = [float(each.earned) for each in counting]
        total = sum(earned)
        mistaken: dict[str, None] = {}  # in the order of the items, so that two runs say the same
        for each, own in zip(counting, earned, strict=True):
            result, tally = each.result, self._items[each.result.key]
            tally.verdicts[each.verdict] += 1
            if not each.waits:
                tally.lost[max(each.possible - each.earned, Fraction(0))] += 1
                tally.shares.append(own)
                tally.rests.append(total - own)
            tally.possible[each.possible] += 1
            if each.verdict in _WRONG and result.verdict in _WRONG:
                self._answers.add(tally.exercise, tally.item, each, grade.submission)
                if result.misconception:
                    tally.mistakes[result.misconception] += 1
                    mistaken[result.misconception] = None
            if result.evidence:
                self._trace(tally, result)
        self._mistaken.update(mistaken.keys())

    def _trace(self, tally: _ItemTally, result: CheckResult) -> None:
        kind = KINDS.get(tally.item.kind)
        if kind is None:
            return
        try:
            trace = kind.trace(Question(exercise=tally.exercise, item=tally.item, seed=b""), result)
        except Exception:  # the page says the same without a path; it must not be lost for one
            _LOG.warning("no path of %s", result.key, exc_info=True)
            return
        if trace is not None:
            tally.traces[trace] += 1

    def figures(self, missing: int = 0, changes: Iterable[ClassChange] = ()) -> Figures:
        """Return what was added up."""
        items = [_item_figures(key, tally) for key, tally in self._items.items()]
        return Figures(
            title=self.assignment.title or self.assignment.id,
            students=self.summary.students,
            missing=missing,
            unreadable=self._unreadable,
            provisional=self._provisional,
            scored=self._scored,
            possible=self.summary.possible,
            mean=self.summary.mean,
            median=self.summary.quartiles[1],
            histogram=tuple(self._histogram),
            items=tuple(sorted((item for item in items if item.answers), key=lambda item: -item.lost)),
            mistakes=tuple(self._mistake(name, count) for name, count in _ordered(self._mistaken)),
            unnamed=tuple(self._answers.unnamed()),
            traces={key: tally.traces for key, tally in self._items.items() if tally.traces},
            changes=tuple(changes),
            columns=tuple(tally.item.name for tally in self._items.values()),
            rows=None if self._rows is None else tuple(sorted(self._rows, key=lambda row: -row.earned)),
        )

    def _mistake(self, name: str, students: int) -> Mistake:
        counts = Counter({key: tally.mistakes[name] for key, tally in self._items.items() if tally.mistakes[name]})
        ordered = counts.most_common()
        example = self._answers.example(ordered[0][0], name)
        items = tuple((self._items[key].item.name, count) for key, count in ordered)
        return Mistake(name=name, students=students, items=items, example=example)


def _cell(graded: ItemGrade | None) -> tuple[Verdict, float] | None:
    if graded is None or not graded.counts:
        return None
    return graded.verdict, float(graded.earned / graded.points) if graded.points else 0.0


def _item_figures(key: Key, tally: _ItemTally) -> ItemFigures:
    answers = tally.verdicts.total()
    judged = answers - tally.verdicts[Verdict.NEEDS_REVIEW]
    right = tally.verdicts[Verdict.CORRECT] / judged if judged else None
    related = correlation(tally.shares, tally.rests)
    return ItemFigures(
        key=key,
        name=tally.item.name,
        exercise=tally.exercise.title or key.exercise,
        answers=answers,
        lost=_summed(tally.lost),
        possible=_summed(tally.possible),
        verdicts=dict(tally.verdicts),
        right=right,
        correlation=related,
        mistake=next(iter(_ordered(tally.mistakes)), None),
        is_hard=judged >= ENOUGH and right is not None and right < _HARD,
        is_odd=judged >= ENOUGH and related is not None and related < _ODD,
    )


def _ordered(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return names with their counts, the most frequent first, equally frequent ones by name."""
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _summed(counts: Mapping[Fraction, int]) -> Fraction:
    return sum((value * count for value, count in counts.items()), Fraction(0))


def correlation(one: array[float], other: array[float]) -> float | None:
    """Return Pearson's correlation; None where one of the two never varies.

    >>> correlation(array("d", [0, 1, 2]), array("d", [1, 3, 5])), correlation(array("d", [1, 1]), array("d", [0, 2]))
    (1.0, None)
    """
    try:
        return statistics.correlation(one, other)
    except statistics.StatisticsError:
        return None

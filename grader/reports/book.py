"""Tell what the course's rules and persons made of a score, in words and in numbers that add up as they are shown.

The one place where a rule becomes a sentence for a student, a line of a sum for staff, and a flag of a row. Knows no format.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from grader.model import Booking, Grade, ItemGrade, Lateness, Override
from grader.reports import points
from grader.sentences.catalogue import sentence
from grader.sentences.figures import together

# A line of a sum for staff, by the rule that makes it.
_WORDS = {
    "decision": "persons, on {what}",
    "weight": "weight of {what}",
    "best": "left out: {what}",
    "least": "least of {what}",
    "most": "most of {what}",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """What one rule adds to the points: in words, exact, and in hundredths as it has to be shown so that sums add up."""

    words: str
    earned: Fraction
    hundredths: int
    late: Lateness | None = None


def points_of(number: Fraction) -> str:
    """Return the points with their noun: `1 point`, `0.5 points`."""
    text = points.text(number)
    return sentence("score.one" if text == "1" else "score.several", points=text)


def score(grade: Grade) -> str:
    """Return the score, `11.7 of 39 points`, or that there is none."""
    if grade.excused:
        return sentence("score.excused")
    return sentence("score.points", earned=points.text(grade.earned), possible=points.text(grade.possible))


def decided(override: Override, machine: Fraction) -> str:
    """Return what a person decided about an item, beside what the machine gave."""
    earned = points_of(override.earned)
    return sentence("rule.override", points=earned, why=override.why, by=override.by, machine=points.text(machine))


def item_sentences(item: ItemGrade) -> Iterator[str]:
    """Yield what a student is told of the rules that hold for an item."""
    yield from ruled(item)
    if item.ruling is None and item.override is not None:
        yield decided(item.override, item.machine_earned)


def ruled(item: ItemGrade) -> Iterator[str]:
    """Yield the course's own rules for an item."""
    if item.ruling is not None:
        yield sentence(f"rule.{item.ruling.kind}", why=item.ruling.why.rstrip("."))
    if item.bonus and item.counts:
        yield sentence("rule.bonus")


def sentences(grade: Grade) -> Iterator[str]:
    """Yield what a student is told of lateness and of the rules for exercises and the total, in the order in which they hold."""
    titles = {"": sentence("rule.total"), **{item.result.key.exercise: item.title for item in grade.items}}
    yield from (_sentence(line, titles) for line in grade.bookings if line.exercise)
    for part in _late(grade):
        if part.days or part.unclear:
            off = points_of(Fraction(off_for(grade, part), points.PARTS))
            yield together((part.text, sentence("rule.lateness", points=off))) if part.deduction else part.text
    yield from (_sentence(line, titles) for line in grade.bookings if not line.exercise)


def in_time(grade: Grade) -> Iterator[str]:
    """Yield what staff read of what came in time, where anything is due."""
    yield from (part.text for part in _late(grade) if not (part.days or part.unclear))


def _late(grade: Grade) -> tuple[Lateness, ...]:
    return (grade.lateness.parts or (grade.lateness,)) if grade.lateness else ()


def _sentence(line: Booking, titles: dict[str, str]) -> str:
    value, what = points_of(line.value or Fraction(0)), titles[line.exercise]
    return sentence(f"rule.{line.rule}", what=what, points=value, why=line.why.rstrip("."), by=line.by)


def lines(grade: Grade) -> list[Line]:
    """Return the sum from the machine's points to the total, line by line; what changes nothing is left out."""
    told: list[tuple[str, Fraction, Lateness | None]] = [("the grader", grade.machine_earned, None)]
    for words, ruling in (("persons", None), ("given in full", "given"), ("struck out", "struck"), ("excused", "excused")):
        of_kind = [item for item in grade.items if (item.ruling.kind if item.ruling else None) == ruling]
        told.append((words, sum((item.earned - item.machine_earned for item in of_kind), Fraction(0)), None))
    of_exercises = [line for line in grade.bookings if line.exercise]
    told += [_told(line) for line in of_exercises if line.rule in ("decision", "weight")]
    told += [(f"lateness of {part.exercise}", -part.deduction, part) for part in _late(grade) if part.exercise]
    told += [_told(line) for line in of_exercises if line.rule not in ("decision", "weight")]
    told += [("lateness", -part.deduction, part) for part in _late(grade) if not part.exercise]
    told += [_told(line) for line in grade.bookings if not line.exercise]
    summed, shown = Fraction(0), 0
    found: list[Line] = []
    for words, earned, late in told:
        summed += earned
        now = points.hundredths(summed)
        if earned or not found:
            found.append(Line(words=words, earned=earned, hundredths=now - shown, late=late))
            shown = now
    return found


def off_for(grade: Grade, part: Lateness | None = None) -> int:
    """Return what lateness, or this part of it, takes off in hundredths, as it has to be shown beside the totals around it."""
    late = (line for line in lines(grade) if line.late is not None)
    return -sum(line.hundredths for line in late if part is None or line.late is part)


def _told(line: Booking) -> tuple[str, Fraction, Lateness | None]:
    return _WORDS[line.rule].format(what=line.exercise or "the total"), line.earned, None


def sum_text(grade: Grade) -> str:
    """Return the sum, which adds up as it stands: `12 (the grader) + 1 (persons) - 1.3 (lateness) = 11.7`."""
    first, *more = lines(grade)
    text = f"{points.text(first.earned)} ({first.words})"
    for line in more:
        off = points.text(Fraction(abs(line.hundredths), points.PARTS))
        text += f" {'-' if line.earned < 0 else '+'} {off} ({line.words})"
    return f"{text} = {points.text(grade.earned)}"


def flags_of(grade: Grade) -> list[str]:
    """Return the flags of a row, the same in every table and listing: what was read, lateness, what waits, who is excused."""
    told = (("provisional", grade.provisional), ("excused", grade.excused))
    return [*filter(None, (reading_flag(grade), late_flag(grade))), *(word for word, holds in told if holds)]


def reading_flag(grade: Grade) -> str:
    """Return `unreadable` or `empty`, how many files beside others could not be read, or nothing."""
    problem = grade.submission.problem
    if problem is not None and not grade.unread:
        return "empty" if problem.code == "empty" else "unreadable"
    if problem is not None:
        return "unreadable"
    return f"{len(grade.unread)} file{'s' if len(grade.unread) > 1 else ''} unreadable" if grade.unread else ""


def late_flag(grade: Grade) -> str:
    """Return `late`, `late, time unknown` if that may cost points, or nothing for what came in time."""
    if not grade.submission.late:
        return ""
    return "late, time unknown" if grade.waits_for_a_time else "late"


def lateness_flag(grade: Grade) -> str:
    """Return the same with the days and what they cost, if the course says that."""
    late = grade.lateness
    if late is None or not late.days:
        return late_flag(grade)
    off = points.text(Fraction(off_for(grade), points.PARTS))
    return f"{late.days} d late" + (f" -{off}" if late.deduction else "")

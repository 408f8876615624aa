"""The one place where points are rounded.

Points are exact fractions everywhere else. Every report shows hundredths, halves rounded up (0.125
is 0.13, as people do by hand), and rounds the exact total rather than adding rounded parts, so
that a student reads one number in the terminal, the table and the feedback. Knows no format.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import floor

from grader.model import Grade, ItemGrade
from grader.sentences.sentence import Number

PARTS = 100  # hundredths of a point are shown, and nothing finer


def hundredths(points: Fraction) -> int:
    """Return the points in hundredths, the nearest whole number of them; a half goes up."""
    return floor(points * PARTS + Fraction(1, 2))


def number(points: Fraction) -> int | float:
    """Return the rounded points as a number: `2`, `0.67`. The float is the one nearest to the decimal."""
    whole, rest = divmod(hundredths(points), PARTS)
    return whole if rest == 0 else hundredths(points) / PARTS


def text(points: Fraction) -> Number:
    """Return the rounded points as people write them: `2`, `0.5`, `0.67`."""
    count = hundredths(points)
    whole, rest = divmod(abs(count), PARTS)
    decimals = f".{rest:02d}".rstrip("0") if rest else ""
    return Number(f"{'-' if count < 0 else ''}{whole}{decimals}")


def of_items(grade: Grade) -> list[tuple[ItemGrade, int, int]]:
    """Return the items of the score with their earned and possible hundredths, which add up to the totals.

    An item earns no more than it is worth, but for a bonus, which is worth nothing, and where more is earned than possible.
    """
    parts, worths = parts_of(grade), worths_of(grade)
    adding = [number for number in range(len(grade.items)) if parts[number] or worths[number]]
    most = shared_out([worths[number] for number in adding])
    limits = [limit or hundredths(parts[number]) + 1 for number, limit in zip(adding, most, strict=True)]
    earned = shared_out([parts[number] for number in adding], None if grade.earned > grade.possible else limits)
    return [(grade.items[number], got, whole) for number, got, whole in zip(adding, earned, most, strict=True)]


def parts_of(grade: Grade) -> tuple[Fraction, ...]:
    """Return what each item adds to the total: what rules do to an exercise or the total is shared out in proportion."""
    whole = {exercise: earned for exercise, (earned, _) in grade.exercises.items()}
    return _in_proportion(grade.items, grade.earned, whole, [item.earned for item in grade.items])


def worths_of(grade: Grade) -> tuple[Fraction, ...]:
    """Return what each item adds to what is possible, in the same way."""
    whole = {exercise: possible for exercise, (_, possible) in grade.exercises.items()}
    return _in_proportion(grade.items, grade.possible, whole, [item.possible for item in grade.items])


def _in_proportion(
    items: Sequence[ItemGrade], total: Fraction, whole: Mapping[str, Fraction], own: Sequence[Fraction]
) -> tuple[Fraction, ...]:
    """Share a total out to exercises, and those to items, in proportion to what they have; else to their points."""
    exercises = [item.result.key.exercise for item in items]
    worth = [item.points if item.counts else Fraction(0) for item in items]
    if not any(whole.values()):
        whole = {each: sum((w for e, w in zip(exercises, worth, strict=True) if e == each), Fraction(0)) for each in whole}
    summed = sum(whole.values(), Fraction(0))
    shares = []
    for each in whole:
        mine = [number for number, exercise in enumerate(exercises) if exercise == each]
        base = own if any(own[number] for number in mine) else worth
        of_all = sum((base[number] for number in mine), Fraction(0))
        part = total * whole[each] / summed if summed else Fraction(0)
        shares += [(number, part * base[number] / of_all if of_all else Fraction(0)) for number in mine]
    return tuple(share for _, share in sorted(shares))


def shared_out(parts: Sequence[Fraction], caps: Sequence[int] | None = None) -> list[int]:
    """Return each part in hundredths, so that they add up to the rounded total; none above its cap.

    Systems that add up what they are given get these; a part differs from its own rounding by at
    most a hundredth, unless caps of others push more onto it. The method of largest remainders: all
    are rounded down, and the hundredths still missing go to the parts that lost most.
    """
    limits = list(caps) if caps is not None else [hundredths(part) + 1 for part in parts]
    counts = [min(floor(part * PARTS), limit) for part, limit in zip(parts, limits, strict=True)]
    missing = hundredths(sum(parts, Fraction(0))) - sum(counts)
    by_loss = sorted(range(len(parts)), key=lambda i: (counts[i] - parts[i] * PARTS, i))
    while missing > 0 and (takers := [index for index in by_loss if counts[index] < limits[index]]):
        for index in takers[:missing]:
            counts[index] += 1
        missing -= min(missing, len(takers))
    return counts

"""Compares what two runs report student by student, and says for each change what else had changed.

A change that no report shows, since it is lost in rounding, is none. Knows no file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from grader.changes.scores import LATENESS, ItemScore, Report, Scores, from_text, is_decision, is_rule
from grader.reports import points

_WORDS = {
    "grader": "grader version",
    "environment": "Python, packages or isolation",
    "secret": "course secret",
    "files": "files that the course gave out",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemChange:
    """One item whose score changed: None where it was not graded then or is not graded now. `because` in words."""

    key: str
    before: ItemScore | None
    after: ItemScore | None
    because: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One student whose score changed, with the items that changed it, and the totals before and after."""

    student: str
    name: str
    before: Fraction
    after: Fraction
    items: tuple[ItemChange, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """What is different between two runs: changed students in the order of the newer run, the new ones, those gone."""

    changes: list[Change] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.changes or self.new or self.gone)


def compared(before: Report, after: Iterable[Scores], causes: Mapping[str, str]) -> Difference:
    """What changed from an earlier report to the scores of now, which depend on these causes."""
    difference, met = Difference(), set()
    for now in after:
        met.add(now.student)
        text = before.texts.get(now.student)
        if text is None:
            difference.new.append(now.name)
            continue
        then = from_text(now.student, text)
        items = tuple(_items(then, now, before.causes, causes))
        if items or not _alike(then.earned, now.earned):
            difference.changes.append(
                Change(student=now.student, name=now.name, before=then.earned, after=now.earned, items=items)
            )
        else:
            difference.same.append(now.name)
    difference.gone.extend(from_text(s, text).name for s, text in before.texts.items() if s not in met)
    return difference


def _items(then: Scores, now: Scores, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[ItemChange]:
    for key in dict.fromkeys((*now.items, *then.items)):
        before, after = then.items.get(key), now.items.get(key)
        if key == LATENESS:
            if before == after:
                continue
            because = ["due time, late policy or time handed in"]
        elif is_rule(key):
            if before == after:
                continue
            because = ["a person's decision" if is_decision(key) else "rules of the course"]
        elif before is None or after is None:
            because = ["item added" if before is None else "item left out"]
        elif _same(before, after):
            continue
        else:
            because = [
                *([] if before.decided == after.decided else ["a person's decision"]),
                *([] if before.ruled == after.ruled else ["rules of the course"]),
                *_reasons(key, then, now, old, new),
                *([] if _alike(before.points, after.points) else ["points"]),
            ]
        yield ItemChange(key=key, before=before, after=after, because=tuple(because or ["graded again"]))


def _same(before: ItemScore, after: ItemScore) -> bool:
    return _alike(before.earned, after.earned) and before.verdict == after.verdict


def _alike(one: Fraction, other: Fraction) -> bool:
    return points.hundredths(one) == points.hundredths(other)


def _reasons(key: str, then: Scores, now: Scores, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    """All that is known to have changed of what an item's score depends on."""
    if then.submission != now.submission and then.submission and now.submission:  # empty where it could not be read
        yield "submission"
    for cause, words in {f"exercise/{key.partition('/')[0]}": "exercise", **_WORDS}.items():
        if cause in old and cause in new and old[cause] != new[cause]:
            yield words

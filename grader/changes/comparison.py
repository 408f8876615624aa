"""Compares what two runs report student by student, and says for each change what else had changed.

A change that no report shows, since it is lost in rounding, is none. Knows no file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from grader.changes.scores import LATENESS, ItemScore, Report, Scores, changed_terms, cost_of_days, from_text, is_decision, is_rule
from grader.reports import points
from grader.reports.class_figures import ClassChange, MistakeChange

# What a score depends on beside its exercise, by its name among the causes, in words for the staff.
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
    """One student whose score changed, with the items that changed it, and the totals before and after.

    What is `possible` is there, before and after, where that changed.
    """

    student: str
    name: str
    before: Fraction
    after: Fraction
    items: tuple[ItemChange, ...]
    possible: tuple[Fraction, Fraction] | None = None


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
    """Return what changed from an earlier report to the scores of now, which depend on these causes."""
    difference, met = Difference(), set()
    for now in after:
        met.add(now.student)
        text = before.texts.get(now.student)
        if text is None:
            difference.new.append(now.name)
            continue
        then = from_text(now.student, text)
        items = tuple(_items(then, now, before.causes, causes))
        possible = None
        if then.possible is not None and now.possible is not None and not _alike(then.possible, now.possible):
            possible = (then.possible, now.possible)
        if items or possible or not _alike(then.earned, now.earned):
            difference.changes.append(
                Change(student=now.student, name=now.name, before=then.earned, after=now.earned, items=items, possible=possible)
            )
        else:
            difference.same.append(now.name)
    difference.gone.extend(from_text(s, text).name for s, text in before.texts.items() if s not in met)
    return difference


def _items(then: Scores, now: Scores, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[ItemChange]:
    """Yield the changed items, and then what rules and lateness made of them."""
    keys = dict.fromkeys((*now.items, *then.items))
    because = {
        key: _because_of_rules(key, then, now) if key == LATENESS or is_rule(key) else _because(key, then, now, old, new)
        for key in keys
    }
    for key, reasons in because.items():
        if reasons is not None:
            found = tuple(reasons or ["graded again"])
            yield ItemChange(key=key, before=then.items.get(key), after=now.items.get(key), because=found)


def _because(key: str, then: Scores, now: Scores, old: Mapping[str, str], new: Mapping[str, str]) -> list[str] | None:
    """Return why an item changed; None where it did not."""
    before, after = then.items.get(key), now.items.get(key)
    if before is None or after is None:
        return ["item added" if before is None else "item left out"]
    worth = _alike(before.points, after.points)
    if worth and _alike(before.earned, after.earned) and before.verdict == after.verdict:
        return None
    settled = before.decided != after.decided or before.ruled != after.ruled  # and so no other cause is needed
    judged = before.verdict != after.verdict or (not settled and _share(before) != _share(after))
    return [
        *([] if before.decided == after.decided else ["a person's decision"]),
        *([] if before.ruled == after.ruled else ["rules of the course"]),
        *(_reasons(key, then, now, old, new) if judged else []),
        *([] if worth or before.ruled != after.ruled else ["points"]),
    ]


def _share(score: ItemScore) -> int:
    """Return what share of its points an item earned, in hundredths."""
    return points.hundredths(score.earned / score.points) if score.points else 0


def _because_of_rules(key: str, then: Scores, now: Scores) -> list[str] | None:
    """Return why the part of a rule or of lateness changed; None if no report shows that it did."""
    before, after = then.items.get(key), now.items.get(key)
    nothing = ItemScore(earned=Fraction(0), points=Fraction(0), verdict="")
    one, other = before or nothing, after or nothing
    is_late = key == LATENESS or key.endswith("/(lateness)")
    by_whom = "a person's decision" if is_decision(key) else "rules of the course"
    terms = changed_terms(before, after) if is_late else [] if one.ruled == other.ruled else [by_whom]
    # What a report shows is rounded so that its sums add up, and so may be a hundredth beside the exact number.
    moved = max(abs(one.earned - other.earned), abs(one.points - other.points)) * points.PARTS >= 1
    if not moved and (not terms or (is_late and cost_of_days(before) == cost_of_days(after))):
        return None
    return ["due time, late policy or time handed in"] if terms is None else terms or ["follows from the items"]


def _alike(one: Fraction, other: Fraction) -> bool:
    return points.hundredths(one) == points.hundredths(other)


def _reasons(key: str, then: Scores, now: Scores, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    """Yield all that is known to have changed of what an item's score depends on."""
    if then.submission != now.submission and then.submission and now.submission:  # empty where it could not be read
        yield "submission"
    for cause, words in {f"exercise/{key.partition('/')[0]}": "exercise", **_WORDS}.items():
        if cause in old and cause in new and old[cause] != new[cause]:
            yield words


def class_change(since: str, before: Report, now: Iterable[Scores], causes: Mapping[str, str]) -> ClassChange | None:
    """Return what became different since an earlier report; None without a student in both.

    An earlier version kept no misconceptions: then nothing is said of them.
    """
    gone, stayed, came = Counter[str](), Counter[str](), Counter[str]()

    def watched() -> Iterator[Scores]:
        for scores in now:
            if (text := before.texts.get(scores.student)) is not None:
                then, own = _shown(from_text(scores.student, text)), _shown(scores)
                gone.update(then - own)
                stayed.update(then & own)
                came.update(own - then)
            yield scores

    difference = compared(before, watched(), causes)
    students = len(difference.changes) + len(difference.same)
    if not students:
        return None
    names = Counter(gone) + stayed  # those that were there; without any, none were kept
    frequent = sorted((names + came).items(), key=lambda pair: (-pair[1], pair[0])) if names else []
    return ClassChange(
        since=since,
        students=students,
        changed=len(difference.changes),
        up=sum(change.after > change.before for change in difference.changes),
        down=sum(change.after < change.before for change in difference.changes),
        new=len(difference.new),
        mistakes=tuple(MistakeChange(name=name, gone=gone[name], stayed=stayed[name], came=came[name]) for name, _ in frequent),
    )


def _shown(scores: Scores) -> set[str]:
    """Return the misconceptions that somebody's answers showed."""
    return {item.misconception for item in scores.items.values() if item.misconception}

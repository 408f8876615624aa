"""What the reports of one run say of a student, and what it depended on: little enough to keep for the next run.

Knows no file; `sources` reads these from a folder of reports.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from grader.model import Grade, ItemGrade
from grader.reports import points

LATENESS = "lateness"  # the line of what lateness takes off the total
_TOTAL = "total/("  # how the lines of other rules for the total begin


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemScore:
    """One item's earned and possible points and verdict, and what a person decided or the course ruled, in words.

    `misconception` is the one that the answer showed. A line of lateness has in `ruled` by which due time and time handed
    in, how many days and which share, as JSON.
    """

    earned: Fraction
    points: Fraction
    verdict: str
    decided: str = ""
    ruled: str = ""
    misconception: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scores:
    """One student's scores by item (`exercise/item`), and the digest of the submission that earned them.

    What is `possible` is None where an earlier version did not keep it.
    """

    student: str
    name: str
    submission: str
    earned: Fraction
    items: Mapping[str, ItemScore]
    possible: Fraction | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What the reports of one run say: each student's scores as `as_text` writes them, and what all depended on.

    `causes` are digests or versions: `grader`, `environment`, `secret` and, for each exercise,
    `exercise/<id>`. One that is not known is left out.
    """

    texts: Mapping[str, str]
    causes: Mapping[str, str]


def scores_of(grade: Grade) -> Scores:
    """Return the scores of a grade."""
    student = grade.submission.student
    booked = {
        _line(line.exercise, line.rule): _booked(line.earned, line.possible, line.value, line.why, line.by)
        for line in grade.bookings
    }
    late = (grade.lateness.parts or (grade.lateness,)) if grade.lateness else ()
    return Scores(
        student=student.id,
        name=student.name or student.id,
        submission=grade.submission.digest,
        earned=grade.earned,
        possible=grade.possible,
        items={
            **{str(item.result.key): _score(item) for item in grade.items},
            **booked,
            **_deductions((e.exercise, e.deduction, _terms(e.due, e.submitted_at, e.days, e.share)) for e in late),
        },
    )


def with_left_out(now: Scores, before: Report, exercises: Collection[str]) -> Scores:
    """Return the scores with what was last reported for these exercises, which this run leaves out and does not change.

    What is done to the total, as by lateness, says nothing new of a part where more was reported.
    """
    text = before.texts.get(now.student)
    if text is None or not exercises:
        return now
    then = from_text(now.student, text).items
    left_out = {key: item for key, item in then.items() if key.partition("/")[0] in exercises}
    if not left_out:
        return now
    kept = left_out | {key: item for key, item in then.items() if _is_of_the_total(key)}
    items = {**kept, **{key: item for key, item in now.items.items() if not _is_of_the_total(key)}}
    gone = sum((item.points for item in left_out.values()), Fraction(0))
    possible = None if now.possible is None else now.possible + gone
    return replace(now, items=items, earned=sum((item.earned for item in items.values()), Fraction(0)), possible=possible)


def is_rule(key: str) -> bool:
    """Tell whether a line is no item's but a rule's of the course."""
    return key.partition("/")[2].startswith("(")


def is_decision(key: str) -> bool:
    """Tell whether a line is a person's decision about an exercise or the total."""
    return key.endswith("/(decision)")


def _is_of_the_total(key: str) -> bool:
    return key == LATENESS or key.startswith(_TOTAL)


def _line(exercise: str | None, rule: str) -> str:
    """Return the name of a rule's line; no item's id has brackets."""
    return f"{exercise or 'total'}/({rule})"


def _booked(earned: Fraction, possible: Fraction, value: Fraction | None, why: str, by: str) -> ItemScore:
    said = _decision("" if value is None else points.text(value), why, by)
    return ItemScore(earned=earned, points=possible, verdict="", ruled=said)


def _score(item: ItemGrade) -> ItemScore:
    decided = _decision(points.text(item.override.earned), item.override.why, item.override.by) if item.override else ""
    ruled = f"{item.ruling.kind}: {item.ruling.why}" if item.ruling else ""
    return ItemScore(
        earned=item.earned,
        points=item.possible,
        verdict=str(item.result.verdict),
        decided=decided,
        ruled=_ruled(ruled, bonus=item.bonus),
        misconception=item.result.misconception or "",
    )


def _ruled(ruling: str, *, bonus: bool) -> str:
    return "; ".join(filter(None, [ruling, "bonus" if bonus else ""]))


def _decision(earned: str, why: str, by: str) -> str:
    return f"{earned}: {why} ({by})"


def _terms(due: str, submitted_at: str | None, days: int, share: Fraction | float) -> list[str]:
    """Return what a deduction depends on beside the points: the same text, whether a share is exact or rounded."""
    return [due, submitted_at or "", str(days), f"{float(share):.6g}"]


def _deductions(parts: Iterable[tuple[str | None, Fraction, list[str]]]) -> dict[str, ItemScore]:
    """Return what is taken off exercises, and off the total all together."""
    off: dict[str, Fraction] = {}
    terms: dict[str, list[list[str]]] = {}
    for exercise, deduction, own in parts:
        key = _line(exercise, "lateness") if exercise else LATENESS
        off[key] = off.get(key, Fraction(0)) - deduction
        terms.setdefault(key, []).append(own)
    return {key: ItemScore(earned=each, points=Fraction(0), verdict="", ruled=json.dumps(terms[key])) for key, each in off.items()}


def changed_terms(before: ItemScore | None, after: ItemScore | None) -> list[str] | None:
    """Return what else than points changed of a line of lateness, in words; None if an earlier version did not keep it."""
    then, now = (json.loads(line.ruled or "[]") if line else [] for line in (before, after))
    if not then or not now:
        return None
    columns = [[[part[place] for part in parts] for parts in (then, now)] for place in range(len(_TERMS))]
    changed = [words for words, (old, new) in zip(_TERMS, columns, strict=True) if old != new]
    return changed[:1] if changed[:1] == ["late policy"] else [words for words in changed if words != "late policy"]


def cost_of_days(line: ItemScore | None) -> list[list[str]]:
    """Return how many days late and for which share each part of a line of lateness is."""
    return [part[2:] for part in json.loads((line.ruled if line else "") or "[]")]


_TERMS = ("due time", "time handed in", "late policy", "late policy")  # by which days and shares follow from the first two


def as_text(scores: Scores) -> str:
    """Return the scores as one line of JSON, without the student's id."""
    items = {}
    for key, item in scores.items.items():
        said = [item.decided, item.ruled, item.misconception]
        while said and not said[-1]:
            said.pop()
        items[key] = [str(item.earned), str(item.points), item.verdict, *said]
    possible = [] if scores.possible is None else [str(scores.possible)]
    return json.dumps([scores.name, scores.submission, str(scores.earned), items, *possible], separators=(",", ":"))


def from_text(student: str, text: str) -> Scores:
    """Return the scores that `as_text` wrote."""
    name, submission, total, items, *possible = json.loads(text)
    return Scores(
        student=student,
        name=name,
        submission=submission,
        earned=Fraction(total),
        items={key: _item(*told) for key, told in items.items()},
        possible=Fraction(possible[0]) if possible else None,
    )


def _item(  # noqa: PLR0913, PLR0917 - as `as_text` writes them, in their order
    earned: str, points: str, verdict: str, decided: str = "", ruled: str = "", misconception: str = ""
) -> ItemScore:
    worth = Fraction(earned), Fraction(points)
    return ItemScore(earned=worth[0], points=worth[1], verdict=verdict, decided=decided, ruled=ruled, misconception=misconception)


def from_json(grade: Mapping[str, Any]) -> Scores:
    """Return the scores of an entry of `gradebook.json`, whose points are rounded."""
    student = grade["student"]
    return Scores(
        student=student["id"],
        name=student["name"] or student["id"],
        submission=grade["digest"],
        earned=Fraction(str(grade["earned"])),
        possible=Fraction(str(grade["possible"])),
        items={
            **{f"{item['exercise']}/{item['item']}": _of_json(item) for item in grade["items"]},
            **{_line(line["exercise"], line["rule"]): _booked_in_json(line) for line in grade.get("bookings", ())},
            **_lateness_of_json(grade.get("lateness")),
        },
    )


def _of_json(item: Mapping[str, Any]) -> ItemScore:
    override = item.get("override")
    decided = _decision(points.text(Fraction(str(override["earned"]))), override["why"], override["by"]) if override else ""
    ruling = item.get("ruling")
    kind = ruling["kind"] if ruling else ""
    worth = "0" if kind in ("struck", "excused") or item.get("bonus") else str(item["points"])
    ruled = _ruled(f"{kind}: {ruling['why']}" if ruling else "", bonus=item.get("bonus", False))
    return _item(str(item["earned"]), worth, item["verdict"], decided, ruled, item.get("misconception") or "")


def _booked_in_json(line: Mapping[str, Any]) -> ItemScore:
    value = None if line["value"] is None else Fraction(str(line["value"]))
    return _booked(Fraction(str(line["earned"])), Fraction(str(line["possible"])), value, line["why"], line["by"])


def _lateness_of_json(late: Mapping[str, Any] | None) -> dict[str, ItemScore]:
    parts = (late.get("parts") or (late,)) if late else ()
    return _deductions(
        (
            part.get("exercise"),
            Fraction(str(part["deduction"])),
            _terms(part["due"], part["submitted_at"], part["days"], part["share"]),
        )
        for part in parts
    )

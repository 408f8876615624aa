"""What the reports of one run say of a student, and what it depended on: little enough to keep for the next run.

Knows no file; `sources` reads these from a folder of reports.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from grader.model import Grade, ItemGrade
from grader.reports import points

LATENESS = "lateness"


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemScore:
    """One item's earned and possible points and verdict, and what a person decided about it, in words."""

    earned: Fraction
    points: Fraction
    verdict: str
    decided: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scores:
    """One student's scores by item (`exercise/item`), and the digest of the submission that earned them."""

    student: str
    name: str
    submission: str
    earned: Fraction
    items: Mapping[str, ItemScore]


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What the reports of one run say: each student's scores as `as_text` writes them, and what all depended on.

    `causes` are digests or versions: `grader`, `environment`, `secret` and, for each exercise,
    `exercise/<id>`. One that is not known is left out.
    """

    texts: Mapping[str, str]
    causes: Mapping[str, str]


def scores_of(grade: Grade) -> Scores:
    """The scores of a grade."""
    student = grade.submission.student
    return Scores(
        student=student.id,
        name=student.name or student.id,
        submission=grade.submission.digest,
        earned=grade.earned,
        items={**{str(item.result.key): _score(item) for item in grade.items}, **_lateness(grade)},
    )


def with_left_out(now: Scores, before: Report, exercises: Collection[str]) -> Scores:
    """The scores with what was last reported for these exercises, which this run leaves out and does not change.

    Lateness is taken off the whole, so that what it costs a part says nothing new where more was reported.
    """
    text = before.texts.get(now.student)
    if text is None or not exercises:
        return now
    then = from_text(now.student, text).items
    left_out = {key: item for key, item in then.items() if key.partition("/")[0] in exercises}
    if not left_out:
        return now
    kept = left_out | {key: item for key, item in then.items() if key == LATENESS}
    items = {**kept, **{key: item for key, item in now.items.items() if key != LATENESS}}
    return replace(now, items=items, earned=sum((item.earned for item in items.values()), Fraction(0)))


def _score(item: ItemGrade) -> ItemScore:
    decided = _decision(points.text(item.override.earned), item.override.why, item.override.by) if item.override else ""
    return ItemScore(earned=item.earned, points=item.points, verdict=str(item.result.verdict), decided=decided)


def _decision(earned: str, why: str, by: str) -> str:
    return f"{earned}: {why} ({by})"


def _lateness(grade: Grade) -> dict[str, ItemScore]:
    """What lateness costs, as a line among the items, where it costs anything."""
    if grade.lateness is None or not grade.lateness.deduction:
        return {}
    return {LATENESS: ItemScore(earned=-grade.lateness.deduction, points=Fraction(0), verdict="")}


def as_text(scores: Scores) -> str:
    """The scores as one line of JSON, without the student's id."""
    items = {
        key: [str(item.earned), str(item.points), item.verdict, *([item.decided] if item.decided else [])]
        for key, item in scores.items.items()
    }
    return json.dumps([scores.name, scores.submission, str(scores.earned), items], separators=(",", ":"))


def from_text(student: str, text: str) -> Scores:
    """The scores that `as_text` wrote."""
    name, submission, total, items = json.loads(text)
    return Scores(
        student=student,
        name=name,
        submission=submission,
        earned=Fraction(total),
        items={key: _item(*told) for key, told in items.items()},
    )


def _item(earned: str, points: str, verdict: str, decided: str = "") -> ItemScore:
    return ItemScore(earned=Fraction(earned), points=Fraction(points), verdict=verdict, decided=decided)


def from_json(grade: Mapping[str, Any]) -> Scores:
    """The scores of an entry of `gradebook.json`, whose points are rounded."""
    student = grade["student"]
    return Scores(
        student=student["id"],
        name=student["name"] or student["id"],
        submission=grade["digest"],
        earned=Fraction(str(grade["earned"])),
        items={
            **{f"{item['exercise']}/{item['item']}": _of_json(item) for item in grade["items"]},
            **_lateness_of_json(grade.get("lateness")),
        },
    )


def _of_json(item: Mapping[str, Any]) -> ItemScore:
    override = item.get("override")
    decided = _decision(points.text(Fraction(str(override["earned"]))), override["why"], override["by"]) if override else ""
    return _item(str(item["earned"]), str(item["points"]), item["verdict"], decided)


def _lateness_of_json(late: Mapping[str, Any] | None) -> dict[str, ItemScore]:
    if not late or not late["deduction"]:
        return {}
    return {LATENESS: _item(str(-late["deduction"]), "0", "")}

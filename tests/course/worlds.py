"""A class in code: graded work without a sandbox, and what every report says of its totals."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from rich.console import Console

from grader.changes.scores import as_text as scores_as_text
from grader.changes.scores import from_json, from_text, scores_of
from grader.course import Course
from grader.model import (
    Assignment,
    CheckResult,
    Exercise,
    Function,
    Grade,
    Gradebook,
    Item,
    ItemGrade,
    Key,
    Student,
    Submission,
    Verdict,
)
from grader.reports import points, write_all
from grader.reports.formats.classroom import classroom_result
from grader.reports.formats.classroom50 import classroom50_result
from grader.reports.formats.github_actions import step_outputs, step_summary
from grader.reports.formats.gradescope_results import gradescope_results
from grader.reports.staff_account import Explanation
from grader.reports.summary import ClassSummary

FUNCTION = Function(name="f", variables=("x",), expression="x")
FORMATS = ("csv", "json", "markdown", "junit")
CLASSROOM50 = dict.fromkeys(("CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL", "REVIEW_URL", "OWNER"), "x")


@dataclass(frozen=True, kw_only=True)
class Work:
    """What one student handed in, when, and the share of each item's points that the machine gives."""

    student: str
    credits: Mapping[str, Fraction]
    submitted_at: str | None = None
    late: bool = False
    reviews: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class World:
    """The points of items by `exercise/item`, and who handed in what."""

    points: Mapping[str, Fraction]
    works: tuple[Work, ...]

    @property
    def assignment(self) -> Assignment:
        """The exercises in their order."""
        own: dict[str, list[Item]] = {}
        for name, worth in self.points.items():
            exercise, _, item = name.partition("/")
            own.setdefault(exercise, []).append(Item(id=item, kind="", name=item, points=worth, options=None))
        exercises = [
            Exercise(id=each, title=each.title(), prompt="", functions=(FUNCTION,), items=tuple(items))
            for each, items in own.items()
        ]
        return Assignment(id="world", title="World", exercises=tuple(exercises))

    def results(self, work: Work) -> Iterator[tuple[CheckResult, Fraction]]:
        """The machine's judgement of each item, and the item's points."""
        for name, worth in self.points.items():
            exercise, _, item = name.partition("/")
            credit = work.credits[name]
            verdict = Verdict.CORRECT if credit == 1 else Verdict.PARTIAL if credit else Verdict.INCORRECT
            if name in work.reviews:
                verdict = Verdict.NEEDS_REVIEW
            yield CheckResult(key=Key(exercise=exercise, item=item), verdict=verdict, credit=credit), worth

    def grades(self) -> Iterator[Grade]:
        """The machine's grades."""
        for work in self.works:
            who = Student(id=work.student, name=work.student)
            submission = Submission(
                student=who, files=("hw.py",), digest="0", submitted_at=work.submitted_at, late=work.late
            )
            items = [
                ItemGrade(result=result, title=result.key.exercise.title(), points=worth)
                for result, worth in self.results(work)
            ]
            yield Grade(submission=submission, items=tuple(items))


Told = dict[str, dict[str, str]]


def reported(grades: Sequence[Grade], world: World, course: Course, out: Path) -> list[Told]:
    """What each report says of each student: total, what is possible and days late, as far as it says them."""
    held = tuple(grades)
    book = Gradebook(
        assignment=world.assignment, grades=lambda: iter(held), isolation="full", versions={"grader": "1"},
        graded_at="2026-03-01T00:00:00Z", rules=course.text or "#",
    )  # fmt: skip
    write_all(book, out, FORMATS)
    told_json = json.loads((out / "gradebook.json").read_text())["grades"]
    rows = list(csv.DictReader((out / "gradebook.csv").read_text("utf-8-sig").splitlines()))
    suites = list(ET.fromstring((out / "junit.xml").read_text()))
    summary = ClassSummary(world.assignment)
    for grade in held:
        summary.add(grade)
    return [
        {**_of_files(grade, row, entry, suite, out), **_of_one(grade, book), **_of_table(grade, line)}
        for grade, row, entry, suite, line in zip(held, rows, told_json, suites, summary.lines, strict=True)
    ]


def _number(value: float) -> str:
    return points.text(Fraction(str(value)))


def _of_files(grade: Grade, row: Mapping[str, str], entry: Mapping[str, object], suite: ET.Element, out: Path) -> Told:
    student, late = grade.submission.student.id, entry["lateness"]
    heading = (out / f"feedback/{student}.md").read_text().splitlines()[0]
    letter = re.search(r": (?:(\S+) of (\S+) points|excused, no score)$", heading)
    assert letter, heading
    said = {child.attrib["name"]: child.attrib["value"] for child in suite.iter("property")}
    total, possible = (("", "") if entry["excused"] else (_number(entry[key]) for key in ("earned", "possible")))
    return {
        "csv": {
            "student": row["id"], "total": row["total"], "of": row["possible"], "days": row["days late"],
            "flags": "; ".join(sorted(filter(None, row["flags"].split("; ")))),
        },
        "json": {
            "student": entry["student"]["id"], "total": total, "of": possible, "days": str(late["days"]) if late else "",
            "flags": "; ".join(flag for flag in ("excused", "late", "provisional") if entry[flag]),
        },
        "letter": {"total": letter[1] or "", "of": letter[2] or ""},
        "junit": {} if grade.excused else {"total": said["earned"], "of": said["possible"]},
        "diff, of json": {} if grade.excused else {"total": points.text(from_json(entry).earned)},
        "sum": {} if grade.excused else _sum(row["sum"]),
    }


def _sum(text: str) -> dict[str, str]:
    """The end of a sum, which has to be what its parts add up to as they are shown."""
    left, _, right = text.partition(" = ")
    plain = re.sub(r" \([^()]*\)", "", left)
    added = sum(Fraction(each.replace(" ", "")) for each in re.findall(r"(?:^|[+-] )[\d.]+", plain))
    assert added == Fraction(right), text
    return {"total": right}


def _of_one(grade: Grade, book: Gradebook) -> Told:
    if grade.excused:
        return {}
    assignment = book.assignment
    console = Console(width=400, file=io.StringIO())
    console.print(Explanation(grade, assignment, set(), lambda key: None))
    head = console.file.getvalue().splitlines()[0]
    explained = re.search(r": (\S+) of (\S+) points", head)
    assert explained, head
    outputs = dict(line.split("=") for line in step_outputs(grade).splitlines())
    of50 = classroom50_result(grade, book, CLASSROOM50)
    summary = re.search(r": (\S+) of (\S+) points", step_summary(_only(book, grade)).splitlines()[0])
    assert summary
    kept = from_text("x", scores_as_text(scores_of(grade)))
    return {
        "explain": {"total": explained[1], "of": explained[2]},
        "step": {"total": outputs["points"], "of": outputs["possible"]},
        "step summary": {"total": summary[1], "of": summary[2]},
        "classroom": _of_classroom(classroom_result(grade, assignment)),
        "classroom 50": {"total": points.text(Fraction(of50["score"], 100)), "of": points.text(Fraction(of50["max-score"], 100))},
        "gradescope": {"total": _number(gradescope_results(grade, assignment)["score"])},
        "diff": {"total": points.text(kept.earned)},
    }


def _of_classroom(result: Mapping[str, object]) -> dict[str, str]:
    """The two totals of the reporter: what the tests' scores add up to, and what is possible."""
    summed = sum((Fraction(str(test["score"])) for test in result["tests"]), Fraction(0))
    return {"total": points.text(summed), "of": _number(result["max_score"])}


def _only(book: Gradebook, grade: Grade) -> Gradebook:
    return Gradebook(
        assignment=book.assignment, grades=lambda: iter([grade]), isolation="full", versions={}, graded_at=""
    )


def _of_table(grade: Grade, line: object) -> Told:
    if grade.excused:
        return {}
    days = grade.lateness.days if grade.lateness else 0
    flagged = [flag for flag in line.flags if re.match(r"\d+ d late", flag)]
    assert bool(flagged) == bool(days), line.flags
    shown = {"total": points.text(line.earned), "of": points.text(line.points)}
    return {"table": shown | ({"days": flagged[0].split()[0]} if flagged else {})}

"""What commands say with `--json`: the same as on the terminal, as one JSON document for programs.

Points are rounded as in every report; `gradebook.json` has everything about every grade. Writes text and opens no file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from grader.model import Grade, Gradebook, Student
from grader.reports import points
from grader.reports.book import flags_of
from grader.reports.formats.gradebook_json import Json, plain_json
from grader.reports.summary import ClassSummary
from grader.sentences.catalogue import CHECKS, SENTENCES
from grader.sentences.examples import example, gaps_of
from grader.sentences.languages import Language
from grader.submission.entries import Intake

FORMAT_VERSION = 1  # of every document here; a key that goes or means something else makes it 2


def text_of(told: Json) -> str:
    """Return the document's text, with a line end."""
    document = {"format_version": FORMAT_VERSION, **told}
    return json.dumps(plain_json(document), ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def class_listing(gradebook: Gradebook, summary: ClassSummary) -> Json:
    """Return the class as its table shows it: totals and flags, the figures over all, who is missing, what waits."""
    lower, median, upper = map(points.number, summary.quartiles)
    return {
        "assignment": {"id": gradebook.assignment.id, "title": gradebook.assignment.title},
        "students": summary.students,
        "possible": None if summary.possible is None else points.number(summary.possible),
        "mean": points.number(summary.mean),
        "median": median,
        "quartiles": [lower, upper],
        "verdicts": {str(verdict): count for verdict, count in summary.verdicts.items()},
        "reviews": [
            {"code": each.code, "text": each.text, "answers": each.answers, "students": each.students, "items": each.items}
            for each in summary.reviews.values()
        ],
        "isolation": gradebook.isolation,
        "missing": [_student(student) for student in gradebook.missing],
        "grades": [_grade(grade) for grade in gradebook.totals()],
    }


def _grade(grade: Grade) -> Json:
    late = grade.lateness
    return {
        **_student(grade.submission.student),
        "earned": None if grade.excused else points.number(grade.earned),
        "possible": None if grade.excused else points.number(grade.possible),
        "late": grade.submission.late,
        "days_late": late.days if late else None,
        "provisional": grade.provisional,
        "excused": grade.excused,
        "flags": flags_of(grade),
    }


def intake_listing(intake: Intake) -> Json:
    """Return whose submissions were found, and what is not clear about it."""
    return {
        "layout": intake.layout,
        "students": [
            {
                **_student(entry.student),
                "identified_by": entry.student.identified_by,
                "files": [source.name for source in entry.sources],
                "submitted_as": list(entry.submitted_as),
                "submitted_at": entry.submitted_at,
                "late": entry.late,
                "attempt": entry.attempt,
                "attempts": entry.attempts,
                "assignments": [
                    {"assignment": part.assignment, "submitted_at": part.submitted_at, "late": part.late} for part in entry.parts
                ],
            }
            for entry in intake.entries
        ],
        "missing": [_student(student) for student in intake.missing],
        "ignored": list(intake.ignored),
        "warnings": list(intake.warnings),
    }


def sentences_listing(codes: Iterable[str], language: Language) -> Json:
    """Return sentences with their gaps, an example, and what decides the cause that one names."""
    return {
        "language": language.code,
        "sentences": [
            {
                "code": code,
                "text": language.text(code),
                "gaps": sorted(gaps_of(SENTENCES[code])),
                "example": language.retell(example(code)),
                "check": CHECKS.get(code),
                "own": code in language.own,
            }
            for code in codes
        ],
    }


def review_listing(reasons: Iterable[tuple[tuple[str, str], list[tuple[str, str]]]], students: int) -> Json:
    """Return what waits for a person, the most frequent reason first."""
    ordered = sorted(reasons, key=lambda pair: -len(pair[1]))
    return {
        "students": students,
        "reasons": [
            {"code": code, "text": text, "answers": [{"student": student, "item": item} for student, item in cases]}
            for (code, text), cases in ordered
        ],
    }


def _student(student: Student) -> Json:
    return {"id": student.id, "name": student.name}

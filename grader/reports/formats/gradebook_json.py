"""`gradebook.json`: everything about every grade, for programs; `gradebook.schema.json` describes it.

Written grade by grade, so that a class of ten thousand is never in memory, with its keys always in
the same order, so that two runs can be compared by text. Holds staff notes and evidence: it is for
the course, not for students. Knows nothing of people who read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from importlib.resources import files
from math import isfinite
from pathlib import Path

from grader.model import Assignment, Booking, Criterion, Feedback, Grade, Gradebook, ItemGrade, Lateness, Place, Student
from grader.reports import book, points
from grader.reports.files import whole_file
from grader.reports.formats import AddRow, Row

FORMAT_VERSION = 1  # of `gradebook.schema.json`; a key that goes or means something else makes it 2
_DEEPEST = 20  # levels of evidence: no check nests more than five, and a list that holds itself has no end
_LARGEST = 2**1023  # an integer beyond is no number to most readers of JSON
Json = dict[str, object]


def schema() -> Json:
    """Return the JSON Schema (2020-12) of `gradebook.json`."""
    text = (files("grader.reports") / "gradebook.schema.json").read_text(encoding="utf-8")
    loaded: Json = json.loads(text)
    return loaded


def plain_json(value: object, depth: int = 0) -> object:
    """Return the value as JSON can say it, with nothing left out in silence.

    NaN and infinities become the strings `nan`, `inf`, `-inf`; fractions become numbers; a complex
    number `{"re": …, "im": …}`; sets become sorted lists; anything else its type's name.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str(value).encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, int | float | Fraction | complex):
        return _number(value)
    return _collected(value, depth + 1) if depth < _DEEPEST else "…"


def _collected(value: object, depth: int) -> object:
    if isinstance(value, Mapping):
        return {str(plain_json(str(key))): plain_json(inner, depth) for key, inner in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((plain_json(inner, depth) for inner in value), key=json.dumps)
    if isinstance(value, Place):
        return {"file": value.file, "cell": value.cell, "line": value.line}
    if isinstance(value, Iterable) and not isinstance(value, bytes | bytearray):
        return [plain_json(inner, depth) for inner in value]
    return f"<{type(value).__name__}>"


def _number(value: complex | Fraction) -> object:
    if isinstance(value, complex):
        return {"re": _number(value.real), "im": _number(value.imag)}
    if isinstance(value, int):
        return int(value) if abs(value) <= _LARGEST else f"about {'-' if value < 0 else ''}2^{abs(value).bit_length()}"
    if isinstance(value, Fraction):
        return _number(value.numerator) if value.denominator == 1 else value.numerator / value.denominator
    return float(value) if isfinite(value) else str(float(value))


def grade_json(entry: Row) -> Json:
    """Return one grade as an entry of `grades`."""
    grade, submission = entry.grade, entry.grade.submission
    student = submission.student
    return {
        "student": {
            "id": student.id,
            "name": student.name,
            "identified_by": student.identified_by,
            "roster": {title: said for title, said in student.facts if said},
        },
        "earned": points.number(grade.earned),
        "machine_earned": points.number(grade.machine_earned),
        "possible": points.number(grade.possible),
        "provisional": grade.provisional,
        "late": submission.late,
        "lateness": _lateness(grade.lateness, grade) if grade.lateness else None,
        "exercises": [
            {"exercise": exercise, "earned": points.number(earned), "possible": points.number(possible)}
            for exercise, (earned, possible) in grade.exercises.items()
        ],
        "bookings": [_booking(line) for line in grade.bookings],
        "excused": grade.excused,
        "submitted_at": submission.submitted_at,
        "files": list(submission.files),
        "submitted_as": list(submission.submitted_as),
        "origins": [
            {"known_by": each.known_by, "account": each.account, "archive": each.archive, "files": list(each.files)}
            for each in submission.origins
        ],
        "digest": submission.digest,
        "feedback_file": f"feedback/{entry.feedback_file}",
        "problem": _remark(submission.problem) if submission.problem else None,
        "remarks": [_remark(remark) for remark in dict.fromkeys((*submission.remarks, *grade.remarks))],
        "isolation": grade.isolation,
        "versions": dict(sorted(grade.versions.items())),
        "seconds": dict(grade.seconds),
        "items": [_item(item) for item in grade.items],
    }


def _item(item: ItemGrade) -> Json:
    result, decision = item.result, item.override
    return {
        "exercise": result.key.exercise,
        "item": result.key.item,
        "title": item.title,
        "verdict": str(result.verdict),
        "credit": _number(result.credit),
        "earned": points.number(item.earned),
        "machine_earned": points.number(item.machine_earned),
        "points": points.number(item.points),
        "override": {"earned": points.number(decision.earned), "why": decision.why, "by": decision.by} if decision else None,
        "ruling": {"kind": item.ruling.kind, "why": item.ruling.why} if item.ruling else None,
        "bonus": item.bonus,
        "misconception": result.misconception,
        "understood": result.understood,
        "feedback": [_remark(remark) for remark in result.feedback],
        "criteria": [_criterion(criterion) for criterion in result.criteria],
        "evidence": dict(result.evidence),
        "seconds": result.seconds,
    }


def _lateness(late: Lateness, grade: Grade) -> Json:
    off = book.off_for(grade, None if late is grade.lateness else late)
    return {
        "due": late.due,
        "submitted_at": late.submitted_at,
        "days": late.days,
        "share": _number(late.share),
        "deduction": points.number(Fraction(off, points.PARTS)),
        "unclear": late.unclear,
        "text": late.text,
        "exercise": late.exercise or None,
        "parts": [_lateness(part, grade) for part in late.parts],
    }


def _booking(line: Booking) -> Json:
    return {
        "rule": line.rule,
        "exercise": line.exercise or None,
        "earned": points.number(line.earned),
        "possible": points.number(line.possible),
        "value": None if line.value is None else points.number(line.value),
        "why": line.why,
        "by": line.by,
    }


def _remark(remark: Feedback) -> Json:
    return {"code": remark.code, "text": remark.text, "audience": str(remark.audience)}


def _criterion(criterion: Criterion) -> Json:
    return {
        "id": criterion.id,
        "text": criterion.text,
        "verdict": str(criterion.verdict),
        "share": criterion.share,
        "credit": criterion.credit,
        "feedback": criterion.feedback,
    }


def _assignment(assignment: Assignment) -> Json:
    return {
        "id": assignment.id,
        "title": assignment.title,
        "folder": assignment.folder,
        "points": points.number(assignment.points),
        "exercises": [
            {
                "id": exercise.id,
                "title": exercise.title,
                "points": points.number(exercise.points),
                "items": [
                    {"item": item.id, "kind": item.kind, "name": item.name, "points": points.number(item.points)}
                    for item in exercise.items
                ],
            }
            for exercise in assignment.exercises
        ],
    }


def _dumped(value: object) -> str:
    return json.dumps(plain_json(value), ensure_ascii=False, allow_nan=False)


def without_student(text: str, student: Student) -> str:
    """Return the text of a gradebook without a student, laid out as it was. Raises ValueError where it is none."""
    told = json.loads(text)
    grades = [grade for grade in told["grades"] if grade["student"]["id"] != student.id]
    missing = [each for each in told["missing"] if each["id"] != student.id]
    if len(grades) == len(told["grades"]) and len(missing) == len(told["missing"]):
        return text
    head = {**{key: value for key, value in told.items() if key != "grades"}, "missing": missing}
    lines = (f"{json.dumps(key)}: {_dumped(value)}" for key, value in head.items())
    return "{\n" + ",\n".join(lines) + ',\n"grades": [\n' + ",\n".join(map(_dumped, grades)) + "\n]\n}\n"


@contextmanager
def open_json(gradebook: Gradebook, path: Path) -> Iterator[AddRow]:
    """Write `gradebook.json` at that path: a head, one grade a line, and the closing brackets."""
    head = {
        "format_version": FORMAT_VERSION,
        "assignment": _assignment(gradebook.assignment),
        "isolation": gradebook.isolation,
        "versions": dict(sorted(gradebook.versions.items())),
        "graded_at": gradebook.graded_at,
        "missing": [{"id": student.id, "name": student.name} for student in gradebook.missing],
    }
    separator = "\n"
    with whole_file(path) as stream:
        lines = (f"{json.dumps(key)}: {_dumped(value)}" for key, value in head.items())
        stream.write("{\n" + ",\n".join(lines) + ',\n"grades": [')

        def add(entry: Row) -> None:
            nonlocal separator
            stream.write(separator + _dumped(grade_json(entry)))
            separator = ",\n"

        yield add
        stream.write("\n]\n}\n")

"""The class as the store has it, for reports: every reading of the grades is a reading of the file.

Puts the class in order, and chooses among a student's attempts where the best counts.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import chain

from grader.course import Course, adjusted, decided_equally
from grader.model import Assignment, CheckResult, Grade, Gradebook, ItemGrade, Key, Override, Student, Submission, Verdict
from grader.store.records import UnreadableRecordError
from grader.store.rows import Name, Row, about, grade_of, name_of
from grader.store.store import Store
from grader.submission.entries import Intake


def gradebook_of(store: Store, intake: Intake, assignment: Assignment, course: Course | None = None) -> Gradebook:
    """Return the grades of all that the intake found, in its order; one for each student, with what the course decided.

    Iterating raises `UnreadableRecordError` at a damaged row.
    """
    _arrange(store, intake, assignment, course)

    def grades() -> Iterator[Grade]:
        return (decided_grade(row, assignment, course, store) for row in store.rows())

    def brief() -> Iterator[Grade]:
        return (decided_grade(row, assignment, course, store) for row in store.rows(brief=True))

    ran = next((grade for grade in brief() if grade.isolation), None)
    students = chain(intake.missing, (entry.student for entry in intake.entries))
    return Gradebook(
        assignment=assignment,
        grades=grades,
        brief=brief,
        isolation=ran.isolation if ran else "no student code was run",
        versions={"grader": importlib.metadata.version("gradient-grader"), **(ran.versions if ran else {})},
        graded_at=store.last_graded_at(),
        missing=intake.missing,
        facts=next((tuple(title for title, _ in student.facts) for student in students if student.facts), ()),
        rules=course.says if course else "",
        possible=_possible(assignment, course) if course else None,
    )


def _possible(assignment: Assignment, course: Course) -> Fraction:
    """Return what is possible by the course's rules for a student of whom its file says nothing."""
    perfect = tuple(
        ItemGrade(
            result=CheckResult(key=Key(exercise=exercise.id, item=item.id), verdict=Verdict.CORRECT, credit=Fraction(1)),
            title=exercise.title,
            points=item.points,
        )
        for exercise in assignment.exercises
        for item in exercise.items
    )
    nobody = Submission(student=Student(id="", name=""), files=(), digest="")
    return adjusted(Grade(submission=nobody, items=perfect), course).possible


def decided_grade(row: Row, assignment: Assignment, course: Course | None, store: Store) -> Grade:
    """Return the grade of a row, with what was told before, what the course decided, and persons about equal answers."""
    times = store.times_told(row)
    grade = grade_of(row, assignment)
    grade = replace(grade, items=tuple(replace(item, times_told=times.get(str(item.result.key), 1)) for item in grade.items))
    if course is None:
        return grade
    equal: dict[str, Override] = {}
    if course.decided and any(item.result.verdict is Verdict.NEEDS_REVIEW for item in grade.items):
        equal = decided_equally(with_code(row, assignment, store), assignment, course.decided)
    return adjusted(grade, course, equal)


def with_code(row: Row, assignment: Assignment, store: Store) -> Grade:
    """Return the machine's own grade with the student's code, which a brief row lacks."""
    whole = row if row.details is not None else store.row(row.name)
    return grade_of(whole or row, assignment)


def _arrange(store: Store, intake: Intake, assignment: Assignment, course: Course | None) -> None:
    known = {name_of(entry): about(entry) for entry in intake.entries}
    changed = {name: head.about for name, head in store.heads().items() if known.get(name, head.about) != head.about}
    store.arrange(_counting(store, list(known), assignment, course), {name: known[name] for name in changed})


def _counting(store: Store, names: Sequence[Name], assignment: Assignment, course: Course | None) -> list[Name]:
    """Return of each student's attempts the one with the most points; of equally good ones one in time, the last of those."""
    attempts: dict[str, list[Name]] = {}
    for name in names:
        attempts.setdefault(name[0], []).append(name)
    return [
        own[0] if len(own) == 1 else max(own, key=lambda name: (*_standing(store, name, assignment, course), name[1]))
        for own in attempts.values()
    ]


def _standing(store: Store, name: Name, assignment: Assignment, course: Course | None) -> tuple[Fraction, int]:
    """Return what an attempt earned, and by how many days it is in time: -3 for three days late."""
    row = store.row(name)
    if row is None:
        return Fraction(-1), 0
    grade = decided_grade(row, assignment, course, store)
    return grade.earned, -(grade.lateness.days if grade.lateness else grade.submission.late)


def drop_unreadable(store: Store, assignment: Assignment) -> int:
    """Forget the rows from which no grade can be made, to be graded anew; return how many there were."""
    names = [name for name in store.heads() if not _is_readable(store.row(name), assignment)]
    for name in names:
        store.drop(name)
    return len(names)


def _is_readable(row: Row | None, assignment: Assignment) -> bool:
    try:
        return row is not None and bool(grade_of(row, assignment))
    except UnreadableRecordError:
        return False

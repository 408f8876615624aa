"""Totals, possible points, days and attempts are what a second implementation, made from docs/course.md alone, says they are."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from rich.console import Console

from grader.collect.entry_search import find
from grader.course import for_students, load_course, unknown
from grader.model import Submission
from grader.reports import points
from grader.store.gradebook import gradebook_of
from grader.store.records import Kept, Ran, packed
from grader.store.rows import Row, about
from grader.store.store import Store
from tests.course.oracle import Book, Maker, course_text, outcome
from tests.course.worlds import Work, World, reported
from tests.reports.sample import class_table

MANY = int(os.environ.get("GRADE_COURSES", "100"))  # 2,000 in the slow form
PER_TEST = 25


def disagreements(seed: int, folder: Path) -> list[str]:
    """What any report says otherwise than the oracle, of one random course."""
    book = Maker(seed).book()
    (folder / "course.yml").write_text(course_text(book), encoding="utf-8")
    (folder / "roster.csv").write_text("id,name\n" + "".join(f"{s},Student {s}\n" for s in (*book.attempts, *book.missing)))
    for student, attempts in book.attempts.items():
        for attempt in attempts:
            place = folder / f"subs/{student}+hw1+{attempt.when.text}"
            place.mkdir(parents=True)
            (place / "hw.py").write_text("x = 1\n")
    course = load_course(folder / "course.yml")
    intake = find(folder / "subs", attempt=book.which, roster=folder / "roster.csv", zone=course.zone)
    students = [*dict.fromkeys(entry.student for entry in intake.entries), *intake.missing]
    course = for_students(course, students)
    world = World(points=book.points, works=())
    found = [f"said: {text}" for text in unknown(course, students, world.assignment)]
    (folder / "grades").mkdir()
    with Store.open(folder / "grades") as store:
        for entry in intake.entries:
            store.put(_graded(entry, book, world))
        gradebook = gradebook_of(store, intake, world.assignment, course)
        grades = list(gradebook.grades())
        told = reported(grades, world, course, folder / "grades")
        Console(file=io.StringIO(), width=100).print(class_table(gradebook))
    expected = {student: outcome(book, student) for student in book.attempts}
    assert [grade.submission.student.id for grade in grades] == sorted(expected)
    assert [student.id for student in gradebook.missing] == book.missing
    for grade, reports in zip(grades, told, strict=True):
        student = grade.submission.student.id
        want = expected[student]
        exact = (grade.earned, grade.possible, grade.lateness.days if grade.lateness else None, grade.excused)
        if exact != (want.total, want.possible, want.days, want.excused):
            found.append(f"{student}: {exact}, not {want}")
        counted = next(e.when.text for n, e in enumerate(book.attempts[student], 1) if n == want.attempt)
        if grade.submission.submitted_at != counted:
            found.append(f"{student}: attempt of {grade.submission.submitted_at}, not {counted}")
        shown = {"total": points.text(want.total), "of": points.text(want.possible)}
        shown = {"total": "", "of": ""} if want.excused else shown
        shown |= {"flags": "; ".join(sorted(want.flags)), "student": student, "days": "" if want.days is None else str(want.days)}
        found += [
            f"{student}, {report}: {seen}, not {shown}"
            for report, seen in reports.items()
            if any(shown[key] != value for key, value in seen.items())
        ]
    return found


def _graded(entry: object, book: Book, world: World) -> Row:
    """The row of an attempt as the machine judged it."""
    own = next(a for a in book.attempts[entry.student.id] if a.when.text == entry.submitted_at)
    results: dict[str, list] = {}
    for result, _ in world.results(Work(student=entry.student.id, credits=own.credits, reviews=own.reviews)):
        results.setdefault(result.key.exercise, []).append(result)
    kept, details = packed(
        Kept(
            submission=Submission(student=entry.student, files=("hw.py",), digest="0"),
            results={exercise: tuple(each) for exercise, each in results.items()},
            ran=Ran(),
        )
    )
    return Row(
        student=entry.student.id, attempt=entry.attempt, content="c", keys={}, about=about(entry), kept=kept,
        details=details, graded_at="2026-01-01",
    )  # fmt: skip


@pytest.mark.parametrize("first", range(0, MANY, PER_TEST))
def test_every_report_says_what_the_page_says(first: int, tmp_path: Path):
    """Random courses: zones, clock changes, policies, attempts, extensions, decisions, rosters, weights, bonus, the best."""
    wrong = {}
    for seed in range(first, min(first + PER_TEST, MANY)):
        folder = tmp_path / str(seed)
        folder.mkdir()
        if found := disagreements(seed, folder):
            wrong[seed] = found
    assert wrong == {}

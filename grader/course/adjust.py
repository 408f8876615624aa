"""Applies a course to a grade: a person's decisions in the items, lateness in the total. The machine's results stay.

Says aloud what in the file means nobody and nothing, since a mistyped id would else do nothing in silence.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from grader.course import times
from grader.course.load import Course
from grader.course.people import People
from grader.intake import Entry
from grader.model import Assignment, Grade, ItemGrade, Lateness, Override, Student


def adjusted(grade: Grade, course: Course) -> Grade:
    """The grade with what the course decided about it."""
    own = course.of(course.overrides, grade.submission.student) or {}
    counts = Counter(item.result.key.item for item in grade.items)
    items = tuple(_settled(item, own, alone=counts[item.result.key.item] == 1) for item in grade.items)
    decided = replace(grade, items=items, unread_is_zero=course.unread_is_zero)
    late = _lateness(decided, course)
    if late is None:
        return decided
    submission = replace(grade.submission, late=late.days > 0 or (late.submitted_at is None and grade.submission.late))
    return replace(decided, lateness=late, submission=submission)


def _settled(item: ItemGrade, own: Mapping[str, Override], *, alone: bool) -> ItemGrade:
    """The item with a person's decision, which may call it by its id alone where no other exercise has that id."""
    key = item.result.key
    override = own.get(str(key)) or (own.get(key.item) if alone else None)
    if override is None or override.earned > item.points:
        return item
    return replace(item, override=override)


def _lateness(grade: Grade, course: Course) -> Lateness | None:
    """How late it is; None where no time is due, or nothing is known and nothing is said of it."""
    student = grade.submission.student
    due = course.due(student)
    if due is None or course.policy is None:
        return None
    submitted = _submitted(grade, course)
    if submitted is not None:
        return course.policy.lateness(submitted, due, grade.earned, grade.possible)
    if not grade.submission.late:
        return None
    costs = bool(course.policy.per_day)
    text = _unclear(grade.submission.submitted_at, due, costs=costs)
    return Lateness(due=due.isoformat(), submitted_at=None, unclear=costs, text=text)


def _unclear(said: str | None, due: datetime, *, costs: bool) -> str:
    why = f"its time `{said}` cannot be read" if said else "when it came is not known"
    taken = "Nothing is taken off until somebody says the time." if costs else "Nothing is taken off for that."
    return f"Marked as late, but {why}; due {times.shown(due)}. {taken}"


def _submitted(grade: Grade, course: Course) -> datetime | None:
    """When it came: as the course says, else as the platform does, in the course's zone where it names none."""
    stated = course.of(course.submitted, grade.submission.student)
    said = grade.submission.submitted_at
    return stated or (times.moment(said, course.zone) if said else None)


def untimed(course: Course, entries: Iterable[Entry]) -> list[str]:
    """Says how many submissions count as in time only because nobody knows when they came, where that could cost."""
    if course.policy is None or not course.policy.per_day:
        return []
    unknown = sum(
        not entry.late and course.of(course.submitted, entry.student) is None and not _is_timed(entry, course)
        for entry in entries
    )
    if not unknown:
        return []
    what = "1 submission has" if unknown == 1 else f"{unknown} submissions have"
    return [f"{what} no time that can be read and count as in time; state times in {course.file} under `submitted`."]


def _is_timed(entry: Entry, course: Course) -> bool:
    return bool(entry.submitted_at and times.moment(entry.submitted_at, course.zone))


def unknown(course: Course, students: Iterable[Student], assignment: Assignment) -> list[str]:
    """What in the file means no student and no item, or gives more than an item has: sentences with file and line."""
    people = People(students)
    worth = {
        f"{exercise.id}/{item.id}": item.points
        for exercise in (*assignment.exercises, *assignment.left_out)
        for item in exercise.items
    }
    said = [
        course.problems.text_at((part, key), why)
        for part, mapping in course.parts().items()
        for key in mapping
        if (why := _unclear_student(key, people)) is not None
    ]
    return [*said, *_unknown_items(course, worth)]


def _spellings(worth: Iterable[str]) -> dict[str, str]:
    """Items by their whole and by their own names."""
    return {**{key.partition("/")[2]: key for key in worth}, **{key: key for key in worth}}


def _unclear_student(key: str, people: People) -> str | None:
    """Why a key means no student, or None where it means one."""
    meant = people.meant(key)
    if len(meant) > 1:
        return f"may be {' or '.join(f'{student.id} ({student.name})' for student in meant[:3])}; write the id"
    near = people.near(key)
    return None if meant else "there is no such student" + (f"; did you mean `{near}`?" if near else "")


def _meant(word: str, ids: Mapping[str, str]) -> str:
    near = difflib.get_close_matches(word, ids, n=1)
    return f"; did you mean `{ids[near[0]]}`?" if near else ""


def _unknown_items(course: Course, worth: Mapping[str, Fraction]) -> Iterator[str]:
    for student, own in course.overrides.items():
        for item, override in own.items():
            path = ("overrides", student, item)
            keys = [item] if item in worth else [key for key in worth if key.endswith(f"/{item}")]
            if len(keys) != 1:
                what = "names items of several exercises; write exercise/item" if keys else "there is no such item"
                yield course.problems.text_at(path, what + ("" if keys else _meant(item, _spellings(worth))))
            elif override.earned > worth[keys[0]]:
                yield course.problems.text_at(
                    (*path, "earned"), f"the item has {worth[keys[0]]} points; {override.earned} was left out"
                )

"""Applies a course to a grade: a person's decisions in the items, lateness in the total. The machine's results stay.

Says aloud what in the file means nobody and nothing, since a mistyped id would else do nothing in silence.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from grader.collect import times
from grader.course.course_file import Course
from grader.course.names import TOTAL, Names, People
from grader.course.score_rules import Policy
from grader.course.total import Terms, totalled
from grader.model import Assignment, Grade, Key, Override, Part, Student
from grader.submission.entries import Entry, Intake


def adjusted(grade: Grade, course: Course, equal: Mapping[str, Override] | None = None) -> Grade:
    """Return the grade with what the course decided about it; `equal` is what persons decided about equal answers, by item."""
    submission, student = grade.submission, grade.submission.student
    stated = course.of(course.submitted, student) or {}
    whole = Part(assignment="", submitted_at=submission.submitted_at, late=submission.late)

    def due(exercise: str, policy: Policy) -> datetime:
        return course.due(student, exercise, policy) or policy.due

    def part(exercise: str) -> Part:
        return (submission.part_of(exercise) or _UNANSWERED) if submission.parts else whole

    def submitted(exercise: str) -> datetime | None:
        own, said = stated.get(exercise, stated.get(TOTAL)), part(exercise).submitted_at
        return own or (times.moment(said, course.zone) if said else None)

    return totalled(
        replace(grade, unread_is_zero=course.unread_is_zero),
        Terms(
            rules=course.rules,
            policy=course.policy,
            best=course.best,
            bounds=course.bounds,
            overrides={**(equal or {}), **(course.of(course.overrides, student) or {})},
            excused=course.of(course.excused, student) or {},
            due=due,
            submitted=submitted,
            part=part,
            items=course.items,
        ),
    )


def with_decided(intake: Intake, course: Course | None) -> Intake:
    """Return the intake with a row for everybody on the roster who handed in nothing and about whom a person decided."""
    if course is None:
        return intake
    decided = [
        student
        for student in intake.missing
        if course.of(course.overrides, student) or TOTAL in (course.of(course.excused, student) or {})
    ]
    if not decided:
        return intake
    rows = tuple(Entry(student=student, sources=(), elsewhere=True) for student in decided)
    missing = tuple(student for student in intake.missing if student not in decided)
    return replace(intake, entries=(*intake.entries, *rows), missing=missing)


_UNANSWERED = Part(assignment="")  # what was handed in for no assignment is not late


def untimed(course: Course, entries: Iterable[Entry]) -> list[str]:
    """Say how many submissions count as in time only because nobody knows their times, if that could cost anything."""
    policies = [course.policy, *(rule.policy for rule in course.rules.values())]
    if not any(policy is not None and policy.costs for policy in policies):
        return []
    unknown = sum(course.of(course.submitted, entry.student) is None and _is_untimed(entry, course) for entry in entries)
    if not unknown:
        return []
    what = "1 submission has" if unknown == 1 else f"{unknown} submissions have"
    return [f"{what} no time that can be read and count as in time; state times in {course.file} under `submitted`."]


def _is_untimed(entry: Entry, course: Course) -> bool:
    """Tell whether something of it is not marked as late and has no time that can be read."""
    if entry.elsewhere:
        return False
    whole = Part(assignment="", submitted_at=entry.submitted_at, late=entry.late)
    return any(not part.late and times.moment(part.submitted_at or "", course.zone) is None for part in entry.parts or (whole,))


def unknown(course: Course, students: Iterable[Student] | None, assignment: Assignment) -> list[str]:
    """Return what in the file means no student and no item, or gives more than there is: sentences with file and line.

    Without `students` nothing is said of them.
    """
    people = People(students or ())
    worth = {
        Key(exercise=exercise.id, item=item.id): item.points
        for exercise in (*assignment.exercises, *assignment.left_out)
        for item in exercise.items
    }
    said = [
        course.problems.text_at((part, key), why)
        for part, mapping in course.parts().items()
        for key in (mapping if students is not None else ())
        if (why := _unclear_student(key, people)) is not None
    ]
    return [*said, *_unknown_scopes(course, Names(worth)), *_too_much(course, worth)]


def _unclear_student(key: str, people: People) -> str | None:
    """Return why a key means no student, or None where it means one."""
    meant = people.meant(key)
    if len(meant) > 1:
        return f"may be {' or '.join(f'{student.id} ({student.name})' for student in meant[:3])}; write the id"
    near = people.near(key)
    return None if meant else "there is no such student" + (f"; did you mean `{near}`?" if near else "")


def _unknown_scopes(course: Course, names: Names) -> Iterator[str]:
    """Yield what should name an item or an exercise and does not, wherever in the file it stands."""
    either = "item or exercise"
    words: list[tuple[tuple[str | int, ...], str, str]] = [(("rules", word), word, either) for word in course.rules]
    for number, best in enumerate(course.best):
        words += [(("best", number, "of", place), word, "exercise") for place, word in enumerate(best.of)]
    of_what = {"extensions": "exercise", "submitted": "exercise", "excused": either, "overrides": "item"}
    for part, own in course.parts().items():
        words += [((part, student, word), word, of_what[part]) for student, said in own.items() for word in said]
    for path, word, what in words:
        scope = names.scope(word)
        if scope == TOTAL and path[0] in ("rules", "best"):
            scope = None
        if what == "exercise" and isinstance(scope, Key):
            yield course.problems.text_at(path, "names an item; name an exercise")
        elif scope is None and names.several(word):
            yield course.problems.text_at(path, "names items of several exercises; write exercise/item")
        elif scope is None:
            near = difflib.get_close_matches(word, names.words, n=1)
            meant = f"; did you mean `{names.words[near[0]]}`?" if near else ""
            yield course.problems.text_at(path, f"there is no such {what}{meant}")


def _too_much(course: Course, worth: Mapping[Key, Fraction]) -> Iterator[str]:
    """Yield a sentence for each decision about more points than there are."""
    names = Names(worth)
    own: dict[object, Fraction] = {}
    for key, points in worth.items():
        own[key] = points
        own[key.exercise] = own.get(key.exercise, Fraction(0)) + points
    weights = {names.scope(word): rule.weight for word, rule in course.rules.items() if rule.weight is not None}
    whole = sum((weights.get(each, own[each]) for each in names.exercises), Fraction(0))
    for student, decisions in course.overrides.items():
        for word, override in decisions.items():
            scope = names.scope(word)
            most = whole if scope == TOTAL else own.get(scope)
            if most is not None and override.earned > most:
                what = "the total" if scope == TOTAL else "the item" if isinstance(scope, Key) else "the exercise"
                sentence = f"{what} has {most} points; {override.earned} was left out"
                yield course.problems.text_at(("overrides", student, word, "earned"), sentence)

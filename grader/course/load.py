"""`course.yml` -> Course: every problem at once, each with file, line and path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import TypeVar

from grader.course import times
from grader.course.given import given_files
from grader.course.late import Policy
from grader.course.people import People
from grader.course.schema import CourseKeys, OverrideKeys
from grader.errors import SpecError, UsageError
from grader.model import FileBeside, Override, Student
from grader.spec.files import text_of
from grader.spec.lines import Problems, load
from grader.spec.validation import validated

Said = TypeVar("Said")
NAMES = ("course.yml", "course.yaml")


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """What a course says. Students and items are under what the file calls them; `of` finds a student's.

    `called` are the keys that mean a student, by the id, once it is known who there is.

    `text` is the file's own, so that a change of it can be told; `problems` knows the lines of its keys.
    """

    file: Path
    text: str
    problems: Problems
    title: str | None = None
    secret: str | None = None
    exercises: Path | None = None
    order: tuple[str, ...] = ()
    roster: Path | None = None
    files: tuple[FileBeside, ...] = ()
    repository: str = ""
    unread_is_zero: bool = False
    zone: tzinfo | None = None
    policy: Policy | None = None
    extensions: Mapping[str, datetime | timedelta] = field(default_factory=dict)
    submitted: Mapping[str, datetime] = field(default_factory=dict)
    overrides: Mapping[str, Mapping[str, Override]] = field(default_factory=dict)
    called: Mapping[str, tuple[str, ...]] | None = None

    def of(self, said: Mapping[str, Said], student: Student) -> Said | None:
        """What this part of the file says of a student."""
        if self.called is None:
            people = People([student])
            return next((said[key] for key in said if people.meant(key)), None)
        return next((said[key] for key in self.called.get(student.id, ()) if key in said), None)

    def parts(self) -> dict[str, Mapping[str, object]]:
        """What the file says by student, under its keys."""
        return {"extensions": self.extensions, "submitted": self.submitted, "overrides": self.overrides}

    def due(self, student: Student | str) -> datetime | None:
        """When this student's work is due."""
        if self.policy is None:
            return None
        own = self.of(self.extensions, Student(id=student, name=student) if isinstance(student, str) else student)
        return self.policy.due + own if isinstance(own, timedelta) else own or self.policy.due


def for_students(course: Course, students: Iterable[Student]) -> Course:
    """The course with what its keys mean among these students, who may be called by any id that is known of them.

    Raises SpecError with the lines where two keys of one part mean one student.
    """
    people = People(students)
    called: dict[str, list[str]] = {}
    twice: list[tuple[tuple[str, str], tuple[str, str]]] = []
    for part, said in course.parts().items():
        first: dict[str, str] = {}
        for key in said:
            meant = people.meant(key)
            if len(meant) != 1:
                continue
            if (other := first.setdefault(meant[0].id, key)) != key:
                twice.append(((part, other), (part, key)))
            called.setdefault(meant[0].id, []).append(key)
    if twice:
        raise SpecError([course.problems.text_at(second, f"means the same student as `{one[1]}`") for one, second in twice])
    return replace(course, called={number: tuple(dict.fromkeys(keys)) for number, keys in called.items()})


def course_file(wanted: Path | None, folders: Iterable[Path]) -> Path | None:
    """The course's file: the one that is wanted, else the first in these folders.

    Raises UsageError when the one that is wanted is not there.
    """
    if wanted is not None:
        if not wanted.is_file():
            raise UsageError(f"--course {wanted}: there is no such file.")
        return wanted
    return next((folder / name for folder in folders for name in NAMES if (folder / name).is_file()), None)


def load_course(file: Path) -> Course:
    """The course that a file describes. Raises SpecError with every problem of the file."""
    text = text_of(file)
    problems = Problems(str(file))
    document = load(text, problems)
    if document is not None and not isinstance(document, dict) and not problems.found:
        problems.add((), "a course's file is a mapping with keys such as title, due, late and overrides")
    keys = validated(CourseKeys, document, (), problems) if isinstance(document, dict) else CourseKeys()
    if keys is None and isinstance(document, dict):
        _check_due(document, problems)
    course = _course(keys, file, text, problems) if isinstance(keys, CourseKeys) else None
    if problems.found or course is None:
        raise SpecError(problems.texts())
    return course


def _check_due(document: Mapping[str, object], problems: Problems) -> None:
    """Says that the due time lacks a zone together with what else is wrong, so that nobody mends a file twice."""
    due, zone = document.get("due"), document.get("timezone")
    if isinstance(due, str) and times.is_moment(due):
        _Moments(times.zone_called(zone) if isinstance(zone, str) else None, problems).moment(("due",), due)


def _course(keys: CourseKeys, file: Path, text: str, problems: Problems) -> Course:
    zone = times.zone_called(keys.timezone) if keys.timezone else None
    read = _Moments(zone, problems)
    due = read.moment(("due",), keys.due) if keys.due else None
    if due is None and (keys.late or keys.extensions) and not keys.due:
        problems.add(("late",) if keys.late else ("extensions",), "needs a time `due`")
    exercises = file.parent / keys.exercises if keys.exercises else None
    return Course(
        file=file,
        text=text,
        problems=problems,
        title=keys.title,
        secret=keys.secret,
        exercises=exercises,
        order=tuple(keys.order),
        roster=file.parent / keys.roster if keys.roster else None,
        files=given_files(keys.files, file, exercises or file.parent / "exercises", problems),
        repository=keys.repository or "",
        unread_is_zero=keys.unreadable == "zero",
        zone=zone,
        policy=Policy.of_keys(due, keys.late) if due else None,
        extensions={
            student: times.span(said) or read.moment(("extensions", student), said) or timedelta()
            for student, said in keys.extensions.items()
        },
        submitted={
            s: when for s, said in keys.submitted.items() if (when := read.moment(("submitted", s), said))
        },
        overrides={student: _overrides(own) for student, own in keys.overrides.items()},
    )


def _overrides(own: Mapping[str, OverrideKeys]) -> dict[str, Override]:
    return {item: Override(earned=keys.earned, why=keys.why, by=keys.by) for item, keys in own.items()}


@dataclass(frozen=True, slots=True)
class _Moments:
    """Reads times, and remembers those that have no zone."""

    zone: tzinfo | None
    problems: Problems

    def moment(self, path: tuple[str, ...], said: str) -> datetime | None:
        found = times.moment(said, self.zone)
        if found is None:
            if times.has_zone(said):
                self.problems.add(path, f"`{said}` is in no time zone that this machine knows")
            else:
                self.problems.add(
                    path, "has no time zone: write one behind it (+01:00), or the key `timezone: Europe/Berlin`"
                )
        return found

"""What a command works on: the exercises, and the course's file where there is one. The command line wins over the file.

Knows where both are looked for, and nothing of submissions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from grader.course import Course, course_file, for_students, load_course
from grader.model import Assignment, Key, Student
from grader.spec import exercises_folder, load_assignment


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """The assignment as the course calls it, the folder that it was read from, and the course."""

    assignment: Assignment
    exercises: Path
    course: Course | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """What belongs to the course's staff alone."""
        return (self.exercises, self.course.file) if self.course else (self.exercises,)

    def for_students(self, students: Iterable[Student]) -> Setting:
        """The setting with what the keys of the course's file mean among these students. Raises `SpecError`."""
        items = [Key(exercise=exercise.id, item=item.id) for exercise in self.assignment.course for item in exercise.items]
        return replace(self, course=for_students(self.course, students, items)) if self.course else self


def setting_of(
    *, exercises: Path | None = None, course: Path | None = None, only: tuple[str, ...] = (), secret: str = ""
) -> Setting:
    """The setting that the command line names. Raises `SpecError` and `UsageError`."""
    found = course_of(exercises, course)
    folder = exercises or (found.exercises if found else None) or exercises_folder(Path.cwd())
    assignment = load_assignment(folder, only)
    title = found.title if found and found.title else assignment.title
    own_secret, files = (found.secret, found.files) if found else (None, ())
    assignment = replace(assignment, title=title, secret=secret or own_secret or "", files=files)
    return Setting(assignment=assignment, exercises=folder, course=found)


def course_of(exercises: Path | None, course: Path | None) -> Course | None:
    """The course: the file that is named, else `course.yml` here or beside the exercises, else none."""
    here = Path.cwd()
    own = (folder / "exercises" for folder in (here, *here.parents))
    beside = exercises or next((folder for folder in own if any(folder.glob("*.yml"))), None)
    file = course_file(course, beside, Path())
    return load_course(file) if file else None

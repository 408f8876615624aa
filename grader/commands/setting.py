"""What a command works on: the exercises, and the course's file where there is one. The command line wins over the file.

Knows where both are looked for, what an earlier run worked on, and nothing of submissions.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from grader.course import Course, course_file, for_students, load_course
from grader.course.exercise_files import exercise_files, exercises_called, is_copy_for_students, nothing_found, places_of
from grader.course.exercises import load_assignment
from grader.errors import SpecError, UsageError
from grader.model import Assignment, Exercise, Key, Student
from grader.sentences.languages import ENGLISH, Language

SETTING = "setting"
"""Under what name a store keeps where the setting of its run was found."""
SUBMISSIONS = "submissions"
"""The same for the path that was graded, whose own pages a platform may want back."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """The assignment as the course calls it, the folder that it was read from, and the course."""

    assignment: Assignment
    exercises: Path
    course: Course | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """Return what belongs to the course's staff alone."""
        return (self.exercises, self.course.file) if self.course else (self.exercises,)

    @property
    def line(self) -> str:
        """Return what a run begins with: whose exercises these are."""
        number, whole = len(self.assignment.exercises), len(self.assignment.course)
        count = f"{number if number == whole else f'{number} of {whole}'} exercise{'s' if whole > 1 else ''}"
        course = f", course: {shown(self.course.file)}" if self.course else ""
        return f"exercises: {shown(self.exercises)} ({count}){course}"

    def of_exercises(self, chosen: tuple[Exercise, ...]) -> Setting:
        """Return the setting with these of its exercises to be graded, and the others left out."""
        others = (e for e in self.assignment.exercises if e not in chosen)
        left_out = (*self.assignment.left_out, *others)
        return replace(self, assignment=replace(self.assignment, exercises=chosen, left_out=left_out))

    def for_students(self, students: Iterable[Student]) -> Setting:
        """Return the setting with what the keys of the course's file mean among these students. Raises `SpecError`."""
        items = [Key(exercise=exercise.id, item=item.id) for exercise in self.assignment.course for item in exercise.items]
        return replace(self, course=for_students(self.course, students, items)) if self.course else self

    def noted(self) -> str:
        """Return where the setting was found, as it is kept beside the results."""
        course = str(self.course.file.resolve()) if self.course else None
        only = [exercise.id for exercise in self.assignment.exercises] if self.assignment.left_out else []
        return json.dumps({"exercises": str(self.exercises.resolve()), "course": course, "only": only})


def shown(path: Path) -> str:
    """Return the path as somebody here would write it: from this folder on, or from the own home."""
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - a link is shown as it is called
    for start, sign in ((Path.cwd(), ""), (Path.home(), "~/")):
        if whole.is_relative_to(start):
            return f"{sign}{whole.relative_to(start)}"
    return str(whole)


def setting_of(
    *,
    exercises: Path | None = None,
    course: Path | None = None,
    only: tuple[str, ...] = (),
    secret: str = "",
    path: Path | None = None,
) -> Setting:
    """Return the setting that the command line names, else the one beside the graded `path`, here or above.

    Raises `SpecError` and `UsageError`.
    """
    folder, found = found_at(exercises, course, path)
    assignment = load_assignment(folder, only)
    title = found.title if found and found.title else assignment.title
    own_secret, files = (found.secret, found.files) if found else (None, ())
    where = "/".join(folder.absolute().parts[-2:]).removeprefix("//")
    comma = found is not None and found.decimal_comma
    assignment = replace(assignment, title=title, secret=secret or own_secret or "", files=files, folder=where, decimal_comma=comma)
    if found is not None:
        assignment = replace(assignment, language=found.language, sentences=found.sentences)
    if found is not None and found.order:
        assignment = _ordered(assignment, found)
    return Setting(assignment=assignment, exercises=folder, course=found)


def language_at(course: Path | None) -> Language:
    """Return how the students of a course are spoken to: the one whose file is named, else the one in this folder."""
    file = course_file(course, (Path(),))
    found = None if file is None else load_course(file)
    return ENGLISH if found is None else Language(code=found.language, own=found.sentences)


def _ordered(assignment: Assignment, course: Course) -> Assignment:
    """Return the assignment with its exercises as the course orders them. Raises SpecError for one that there is not."""
    known = [exercise.id for exercise in assignment.course]
    for place, wanted in enumerate(course.order):
        if wanted not in known:
            text = f"there is no exercise `{wanted}`; there are {', '.join(known)}"
            raise SpecError([course.problems.text_at(("order", place), text)])
    places = {wanted: place for place, wanted in enumerate(course.order)}
    return replace(assignment, exercises=tuple(sorted(assignment.exercises, key=lambda e: places.get(e.id, len(places)))))


def setting_noted(text: str | None, exercises: Path | None, course: Path | None, only: tuple[str, ...]) -> Setting:
    """Return the setting that the command line names, completed by the one in the note of a run."""
    noted = json.loads(text) if text else {}
    if exercises is None and noted and Path(noted["exercises"]).exists():
        exercises = Path(noted["exercises"])
        course = course or (Path(noted["course"]) if noted["course"] and Path(noted["course"]).is_file() else None)
        only = only or tuple(noted["only"])
    return setting_of(exercises=exercises, course=course, only=only)


def found_at(exercises: Path | None = None, course: Path | None = None, path: Path | None = None) -> tuple[Path, Course | None]:
    """Return the folder of exercises and the course: the command line's, else the nearest to the path, else here or above.

    Raises `UsageError`, with the places that were looked at, where there are no exercises.
    """
    folder, found = _found(exercises, course, path)
    if folder is None:
        raise UsageError(nothing_found(place for places in places_of(path, Path.cwd()) for place in places))
    return folder, found


def course_of(path: Path | None) -> Course | None:
    """Return the course that a path belongs to, as `setting_of` finds it."""
    return _found(None, None, path)[1]


def _found(exercises: Path | None, course: Path | None, path: Path | None) -> tuple[Path | None, Course | None]:
    here = Path.cwd()
    if exercises is not None:
        folder = exercises_called(exercises)
        return folder, _loaded(course_file(course, [Path(), folder.parent, folder]))
    if course is not None:
        named = _loaded(course_file(course, []))
        return (named.exercises if named else None) or _nearest(path, here)[0], named
    nearest, found = _nearest(path, here)
    if nearest is None or found is not None:
        return nearest, found or _loaded(course_file(None, [Path()]))
    own = [nearest.parent, nearest]
    apart = not here.is_relative_to(nearest.absolute().parent)  # then a course's file here is of something else
    return nearest, _loaded(course_file(None, [*own, Path()] if apart else [Path(), *own]))


def _nearest(path: Path | None, here: Path) -> tuple[Path | None, Course | None]:
    """Return the exercises of the nearest place with some, and the course if its file names them.

    A student's copy of the exercises counts where there is nothing else.
    """
    copies = []
    for folder, course in _candidates(path, here):
        if not is_copy_for_students(folder):
            return folder, course
        copies.append((folder, course))
    return copies[0] if copies else (None, None)


def _candidates(path: Path | None, here: Path) -> Iterator[tuple[Path, Course | None]]:
    beside, upwards = places_of(path, here)
    for place in [*beside, *upwards]:
        if place in beside or place == here:
            course = _loaded(course_file(None, [place if place != here else Path()]))  # messages name it in few words
            if course is not None and course.exercises is not None:
                yield course.exercises, course
        if exercise_files(place / "exercises"):
            yield place / "exercises", None
    if path is not None and exercise_files(path / "exercises"):
        yield path / "exercises", None


def _loaded(file: Path | None) -> Course | None:
    return load_course(file) if file else None

"""Write a page of each exercise for its author, with the answers, and open it where there is a browser."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from grader.authoring.exercise_page import exercise_page
from grader.commands.open_page import told_of
from grader.course.exercises import load_assignment
from grader.errors import UsageError
from grader.reports.files import private_folder, write_whole

_MOST_OPENED = 1  # pages that open by themselves: of a course's dozen each would be a window


def show(path: Path, out: Path | None) -> Iterator[str]:
    """Write the pages of a file's exercise, or of a folder's, and yield what to say of each.

    Without a place they go to one of their own. Raises UsageError for what is no exercise, SpecError for one that cannot be read.
    """
    if path.is_file() and path.suffix in (".yml", ".yaml"):
        exercises = load_assignment(path.parent, (path.stem,)).exercises
    elif path.is_dir():
        exercises = load_assignment(path).exercises
    else:
        raise UsageError(f"{path} is no exercise. Name a file such as exercises/partial_derivatives.yml, or a folder of them.")
    folder = private_folder(out) if out is not None else Path(tempfile.mkdtemp(prefix="grade-"))
    for exercise in exercises:
        page = folder / f"{exercise.id}.html"
        write_whole(page, exercise_page(exercise))
        yield told_of(page, opens=len(exercises) <= _MOST_OPENED)

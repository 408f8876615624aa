"""Where exercises may lie: beside what is graded, then here and above. Of their text it reads one mark alone."""

from __future__ import annotations

import os
import re
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from grader.course.exercise_files import exercise_files, text_of
from grader.errors import SpecError, UsageError

LESSON = "lesson"
"""What `--exercises` calls the exercises that came with the package."""
_MARK = re.compile(r"^for_students:\s*true\b", re.MULTILINE)
_REMEDY = f"Name their folder with --exercises DIR, or take the lesson's own with --exercises {LESSON}."
_PLACES_NAMED = 4  # as many as a sentence can list; those nearest to the work are the likely ones


def exercises_called(named: Path) -> Path:
    """Return the folder or file that somebody named; `lesson` is the lesson's own, where no folder here is called so."""
    if str(named) != LESSON or named.exists():
        return named
    return lesson_folder()


def lesson_folder() -> Path:
    """Return the lesson's own exercises: beside the package's source, or where pip put them. Raises UsageError."""
    for folder in installed_folders():
        if exercise_files(folder):
            return folder
    raise UsageError("The lesson's own exercises are not installed here. Name a folder with --exercises DIR.")


def places_of(path: Path | None, here: Path) -> tuple[list[Path], list[Path]]:
    """Return the folders above a path that are not above `here` too, nearest first, and `here` with those above it."""
    upwards = [here, *here.parents]
    beside = list(Path(os.path.abspath(path)).parents) if path is not None else []  # noqa: PTH100 - a link stays one
    return [place for place in beside if place not in upwards], upwards


def nothing_found(places: Iterable[Path], remedy: str = _REMEDY) -> str:
    """Return the sentence for whoever has no exercises at any of these places."""
    looked = [str(place / "exercises") for place in places]
    further = " and further up" if len(looked) > _PLACES_NAMED else ""
    return f"No exercises were found. Looked for *.yml in {', '.join(looked[:_PLACES_NAMED])}{further}. {remedy}"


def is_copy_for_students(folder: Path) -> bool:
    """Tell whether a folder holds what a handout made for students."""
    for file in exercise_files(folder):
        try:
            return _MARK.search(text_of(file)) is not None
        except SpecError:  # what is wrong with it is said by whoever reads it
            continue
    return False


def installed_folders() -> tuple[Path, Path]:
    """Return where the lesson's own exercises are: beside the package's source, or where pip put them."""
    installed = Path(sysconfig.get_path("data")) / "share" / "gradient-grader" / "exercises"
    return Path(__file__).resolve().parents[2] / "exercises", installed
